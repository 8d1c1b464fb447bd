//! A hierarchical timer wheel (Varghese, Lauck 1987): insertion and removal in constant time.
//!
//! Time is counted in ticks. A timer stands in the level that covers the highest group of six bits
//! in which its deadline differs from the present, in the slot of that group's value; when time
//! reaches the slot's start the timers in it move to lower levels, or fire. Timers of a slot are in
//! order of insertion, and so are those of one tick that were set at different times.
//!
//! A [`Key`] carries a generation, so that a key of a timer that is gone finds nothing.

/// Bits of a deadline that a level covers.
const LEVEL_BITS: u32 = 6;
const SLOTS: usize = 1 << LEVEL_BITS;
/// 42 bits: 139 years of milliseconds. Later deadlines wait in the last level again and again.
const LEVELS: usize = 7;
/// No entry.
const NONE: u32 = u32::MAX;

/// Names a timer in its wheel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    /// Place in the wheel.
    pub index: u32,
    /// How many timers the place has held before.
    pub generation: u32,
}

struct Entry<T> {
    deadline: u64,
    next: u32,
    previous: u32,
    generation: u32,
    level: u8,
    slot: u8,
    value: Option<T>,
}

/// Timers, each with a value that it gives when it fires.
pub struct Wheel<T> {
    now: u64,
    entries: Vec<Entry<T>>,
    free: u32,
    count: usize,
    /// First entry of each slot; its `previous` is the last one.
    slots: [[u32; SLOTS]; LEVELS],
    /// Bit for each slot that is not empty.
    occupied: [u64; LEVELS],
}

impl<T> Wheel<T> {
    /// An empty wheel whose time is `now`.
    pub fn new(now: u64) -> Wheel<T> {
        Wheel {
            now,
            entries: Vec::new(),
            free: NONE,
            count: 0,
            slots: [[NONE; SLOTS]; LEVELS],
            occupied: [0; LEVELS],
        }
    }

    /// Number of timers.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no timer.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Sets a timer. A deadline that is not in the future fires at the next [`Wheel::advance`].
    pub fn insert(&mut self, deadline: u64, value: T) -> Key {
        let index = self.free_entry();
        let entry = &mut self.entries[index as usize];
        entry.deadline = deadline;
        entry.value = Some(value);
        let generation = entry.generation;
        self.count += 1;
        self.link(index);
        Key { index, generation }
    }

    /// Takes a timer away, unless it has fired.
    pub fn remove(&mut self, key: Key) -> Option<T> {
        self.get(key)?;
        self.unlink(key.index);
        self.release(key.index)
    }

    /// Deadline and value of a timer, unless it has fired.
    pub fn get(&self, key: Key) -> Option<(u64, &T)> {
        let entry = self.entries.get(key.index as usize)?;
        match &entry.value {
            Some(value) if entry.generation == key.generation => Some((entry.deadline, value)),
            _ => None,
        }
    }

    /// The value of a timer, to be changed, unless it has fired.
    pub fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        let entry = self.entries.get_mut(key.index as usize)?;
        if entry.generation == key.generation { entry.value.as_mut() } else { None }
    }

    /// The key of the timer at a place, if there is one.
    pub fn key_at(&self, index: u32) -> Option<Key> {
        let entry = self.entries.get(index as usize)?;
        entry.value.is_some().then_some(Key { index, generation: entry.generation })
    }

    /// A time before which nothing fires: when to call [`Wheel::advance`] next.
    pub fn next_time(&self) -> Option<u64> {
        self.next_slot().map(|(time, ..)| time)
    }

    /// Lets the time be `to`: calls `fire` with the values of all timers that are due.
    pub fn advance(&mut self, to: u64, fire: &mut dyn FnMut(T)) {
        while let Some((time, level, slot)) = self.next_slot() {
            if time > to {
                break;
            }
            self.now = self.now.max(time);
            let mut index = std::mem::replace(&mut self.slots[level][slot], NONE);
            self.occupied[level] &= !(1 << slot);
            while index != NONE {
                let next = self.entries[index as usize].next;
                if self.entries[index as usize].deadline <= self.now {
                    if let Some(value) = self.release(index) {
                        fire(value);
                    }
                } else {
                    self.link(index);
                }
                index = next;
            }
        }
        self.now = self.now.max(to);
    }

    /// The occupied slot that starts first, and when.
    fn next_slot(&self) -> Option<(u64, usize, usize)> {
        // A lower level's slots all start before the next slot of a higher level.
        let level = self.occupied.iter().position(|&bits| bits != 0)?;
        let shift = LEVEL_BITS * level as u32;
        let present = (self.now >> shift) as usize % SLOTS;
        let ahead = self.occupied[level].rotate_right(present as u32).trailing_zeros() as usize;
        let slot = (present + ahead) % SLOTS;
        let round = self.now >> shift >> LEVEL_BITS << LEVEL_BITS << shift;
        let mut time = round + ((slot as u64) << shift);
        if slot < present {
            time += 1 << (shift + LEVEL_BITS);
        }
        Some((time, level, slot))
    }

    fn link(&mut self, index: u32) {
        let (level, slot) = self.place(self.entries[index as usize].deadline);
        let first = self.slots[level][slot];
        let (previous, next) = if first == NONE {
            self.slots[level][slot] = index;
            self.occupied[level] |= 1 << slot;
            (index, NONE)
        } else {
            let last = self.entries[first as usize].previous;
            self.entries[last as usize].next = index;
            self.entries[first as usize].previous = index;
            (last, NONE)
        };
        let entry = &mut self.entries[index as usize];
        (entry.previous, entry.next) = (previous, next);
        (entry.level, entry.slot) = (level as u8, slot as u8);
    }

    /// Level and slot of a deadline.
    fn place(&self, deadline: u64) -> (usize, usize) {
        let deadline = deadline.max(self.now);
        let differing = (deadline ^ self.now) | (SLOTS as u64 - 1);
        let level = ((u64::BITS - 1 - differing.leading_zeros()) / LEVEL_BITS) as usize;
        if level >= LEVELS {
            // The last level reaches so far only: the deadline's slot there, if it comes before the
            // level's round is over, or the slot furthest ahead.
            let shift = LEVEL_BITS * (LEVELS as u32 - 1);
            let ahead = ((deadline >> shift) - (self.now >> shift)).min(SLOTS as u64 - 1);
            return (LEVELS - 1, ((self.now >> shift) + ahead) as usize % SLOTS);
        }
        (level, (deadline >> (LEVEL_BITS * level as u32)) as usize % SLOTS)
    }

    fn unlink(&mut self, index: u32) {
        let entry = &self.entries[index as usize];
        let (level, slot) = (entry.level as usize, entry.slot as usize);
        let (previous, next) = (entry.previous, entry.next);
        let first = self.slots[level][slot];
        if first == index {
            self.slots[level][slot] = next;
            if next == NONE {
                self.occupied[level] &= !(1 << slot);
            } else {
                self.entries[next as usize].previous = previous;
            }
            return;
        }
        self.entries[previous as usize].next = next;
        let after = if next == NONE { first } else { next };
        self.entries[after as usize].previous = previous;
    }

    fn free_entry(&mut self) -> u32 {
        if self.free == NONE {
            let index = self.entries.len() as u32;
            self.entries.push(Entry {
                deadline: 0,
                next: NONE,
                previous: NONE,
                generation: 0,
                level: 0,
                slot: 0,
                value: None,
            });
            return index;
        }
        let index = self.free;
        self.free = self.entries[index as usize].next;
        index
    }

    fn release(&mut self, index: u32) -> Option<T> {
        let entry = &mut self.entries[index as usize];
        let value = entry.value.take();
        entry.generation = entry.generation.wrapping_add(1);
        entry.next = self.free;
        self.free = index;
        self.count -= 1;
        value
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn fired(wheel: &mut Wheel<u64>, to: u64) -> Vec<u64> {
        let mut values = Vec::new();
        wheel.advance(to, &mut |value| values.push(value));
        values
    }

    #[test]
    fn timers_fire_in_order_of_deadline() {
        let mut wheel = Wheel::new(1_000_003);
        let mut deadlines: Vec<u64> =
            (0..300).map(|n| 1_000_004 + n * n * 37 % 100_000 + n % 2 * (n << 20)).collect();
        for &deadline in &deadlines {
            wheel.insert(deadline, deadline);
        }
        deadlines.sort_unstable();
        let mut values = Vec::new();
        while let Some(time) = wheel.next_time() {
            assert!(values.len() + wheel.len() == 300);
            let due = fired(&mut wheel, time);
            assert!(due.iter().all(|&value| value == time));
            values.extend(due);
        }
        assert_eq!(values, deadlines);
    }

    #[test]
    fn nothing_fires_early_or_is_missed() {
        let mut wheel = Wheel::new(0);
        wheel.insert(64, 64);
        wheel.insert(4096, 4096);
        wheel.insert(5, 5);
        assert_eq!(fired(&mut wheel, 4), vec![]);
        assert_eq!(fired(&mut wheel, 63), vec![5]);
        assert_eq!(fired(&mut wheel, 4095), vec![64]);
        assert_eq!(fired(&mut wheel, 10_000), vec![4096]);
        assert_eq!(wheel.next_time(), None);
    }

    #[test]
    fn removed_timers_do_not_fire() {
        let mut wheel = Wheel::new(0);
        let keys: Vec<Key> = (0..10).map(|n| wheel.insert(100, n)).collect();
        for &n in &[0, 9, 4, 5] {
            assert_eq!(wheel.remove(keys[n]), Some(n as u64));
            assert_eq!(wheel.remove(keys[n]), None);
        }
        let late = wheel.insert(100, 10);
        assert!(wheel.get(late).is_some() && wheel.get(keys[5]).is_none());
        assert_eq!(fired(&mut wheel, 100), vec![1, 2, 3, 6, 7, 8, 10]);
        assert!(wheel.is_empty());
    }

    #[test]
    fn deadline_beyond_all_levels_waits() {
        let mut wheel = Wheel::new(7);
        let far = 1 << 50;
        wheel.insert(far, 1);
        wheel.insert(3, 2);
        assert_eq!(fired(&mut wheel, 8), vec![2]);
        while wheel.next_time().is_some_and(|time| time < far) {
            let time = wheel.next_time().unwrap_or_default();
            assert_eq!(fired(&mut wheel, time), vec![]);
        }
        assert_eq!(fired(&mut wheel, far), vec![1]);
    }
}
