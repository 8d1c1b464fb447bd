//! Sorting without the standard library's size: its sorts are fast, and several kilobytes of code for
//! each type of elements, which a WebAssembly module would have to carry.

use std::cmp::Ordering;

/// Sorts; equal elements keep their order.
pub fn sort_by<T: Copy>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if cfg!(target_family = "wasm") {
        merge_sort(items, &compare);
    } else {
        items.sort_by(compare);
    }
}

/// Sorts by a key.
pub fn sort_by_key<T: Copy, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    if cfg!(target_family = "wasm") {
        merge_sort(items, &|left: &T, right: &T| key(left).cmp(&key(right)));
    } else {
        items.sort_unstable_by_key(key);
    }
}

/// Merges runs of doubling length; short ones are sorted by insertion.
fn merge_sort<T: Copy>(items: &mut [T], compare: &impl Fn(&T, &T) -> Ordering) {
    const RUN: usize = 8;
    for run in items.chunks_mut(RUN) {
        for end in 1..run.len() {
            let mut at = end;
            while at > 0 && compare(&run[at - 1], &run[at]) == Ordering::Greater {
                run.swap(at - 1, at);
                at -= 1;
            }
        }
    }
    let mut left: Vec<T> = Vec::new();
    let mut length = RUN;
    while length < items.len() {
        for pair in items.chunks_mut(2 * length) {
            if pair.len() > length {
                left.clear();
                left.extend_from_slice(&pair[..length]);
                merge(&left, pair, compare);
            }
        }
        length *= 2;
    }
}

/// Merges `left`, a copy of the start of `all`, with the rest of `all`, into `all`.
fn merge<T: Copy>(left: &[T], all: &mut [T], compare: &impl Fn(&T, &T) -> Ordering) {
    let (mut taken, mut right) = (0, left.len());
    while taken < left.len() {
        let from_right =
            right < all.len() && compare(&left[taken], &all[right]) == Ordering::Greater;
        let to = taken + right - left.len();
        if from_right {
            all[to] = all[right];
            right += 1;
        } else {
            all[to] = left[taken];
            taken += 1;
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn merging_is_stable_and_sorts() {
        for length in 0..200_u32 {
            let mut items: Vec<(u32, u32)> =
                (0..length).map(|index| (index.wrapping_mul(2_654_435_761) % 17, index)).collect();
            let mut expected = items.clone();
            expected.sort();
            merge_sort(&mut items, &|left: &(u32, u32), right| left.0.cmp(&right.0));
            assert_eq!(items, expected);
        }
    }
}
