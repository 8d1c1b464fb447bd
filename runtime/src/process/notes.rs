//! Values by number, in the order of the numbers.
//!
//! The tree holds places of values only, so that the code of a tree, some kilobytes, is there once and not
//! once for each type of values.

use std::collections::BTreeMap;

/// Values by number.
pub struct Notes<V> {
    places: BTreeMap<u64, usize>,
    /// `None` where `free` says so.
    values: Vec<Option<V>>,
    free: Vec<usize>,
}

impl<V> Default for Notes<V> {
    fn default() -> Notes<V> {
        Notes { places: BTreeMap::new(), values: Vec::new(), free: Vec::new() }
    }
}

impl<V> Notes<V> {
    /// The value of a number.
    pub fn get(&self, number: u64) -> Option<&V> {
        self.values[*self.places.get(&number)?].as_ref()
    }

    /// The value of a number, to be changed.
    pub fn get_mut(&mut self, number: u64) -> Option<&mut V> {
        self.values[*self.places.get(&number)?].as_mut()
    }

    /// Sets the value of a number; the one before.
    pub fn insert(&mut self, number: u64, value: V) -> Option<V> {
        if let Some(known) = self.get_mut(number) {
            return Some(std::mem::replace(known, value));
        }
        let place = self.free.pop().unwrap_or(self.values.len());
        match self.values.get_mut(place) {
            Some(free) => *free = Some(value),
            None => self.values.push(Some(value)),
        }
        self.places.insert(number, place);
        None
    }

    /// Takes away the value of a number.
    pub fn remove(&mut self, number: u64) -> Option<V> {
        let place = self.places.remove(&number)?;
        let value = self.values[place].take();
        if self.places.is_empty() {
            // A process that has few relations most of the time keeps no room for many.
            *self = Notes::default();
        } else {
            self.free.push(place);
        }
        value
    }

    /// Numbers and values.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &V)> {
        let values = &self.values;
        self.places.iter().filter_map(|(number, place)| Some((*number, values[*place].as_ref()?)))
    }

    /// The values.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_and_in_order() {
        let (mut notes, mut model) = (Notes::default(), BTreeMap::new());
        let mut random = 12345_u64;
        for step in 0..5000_u64 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step);
            let number = random >> 58;
            if random & 0x1_0000 == 0 {
                assert_eq!(notes.insert(number, step), model.insert(number, step));
            } else {
                assert_eq!(notes.remove(number), model.remove(&number));
            }
            assert_eq!(notes.get(number), model.get(&number));
        }
        assert!(notes.iter().eq(model.iter().map(|(number, value)| (*number, value))));
    }
}
