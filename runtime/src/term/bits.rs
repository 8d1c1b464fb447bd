//! Reading, writing and comparing runs of bits that need not start or end at a byte.

use std::cmp::Ordering;

use super::Bits;

impl Bits {
    /// The bits in bytes, from the first bit on; spare bits of the last byte are 0.
    pub fn each_byte(self) -> impl Iterator<Item = u8> {
        let (bytes, shift) = self.parts();
        let count = self.byte_len();
        let spare = (8 - self.bit_len() % 8) % 8;
        (0..count).map(move |index| {
            let pair = u16::from(bytes[index]) << 8
                | bytes.get(index + 1).map_or(0, |&next| u16::from(next));
            let byte = (pair << shift >> 8) as u8;
            if index + 1 == count { byte >> spare << spare } else { byte }
        })
    }

    /// The `count` bits from bit `start` on as an unsigned number; at most 64, all within.
    pub fn unsigned(self, start: usize, count: usize) -> u64 {
        if count == 0 {
            return 0;
        }
        let (bytes, shift) = self.parts();
        let first = shift + start;
        let (from, to) = (first / 8, (first + count).div_ceil(8));
        let wide = bytes[from..to].iter().fold(0, |wide, &byte| wide << 8 | u128::from(byte));
        let spare = to * 8 - (first + count);
        let value = (wide >> spare) as u64;
        if count == 64 { value } else { value & ((1 << count) - 1) }
    }

    /// Order of bitstrings: by their bits, the longer one greater if it starts with the shorter.
    pub fn compare(self, other: Bits) -> Ordering {
        if let (Some(left), Some(right)) = (self.aligned(), other.aligned())
            && self.is_binary()
            && other.is_binary()
        {
            return left.cmp(right);
        }
        let common = self.bit_len().min(other.bit_len());
        let (left, right) = (self.slice(0, common), other.slice(0, common));
        left.each_byte().cmp(right.each_byte()).then(self.bit_len().cmp(&other.bit_len()))
    }

    /// Whether both are the same bits.
    pub fn equals(self, other: Bits) -> bool {
        self.bit_len() == other.bit_len() && self.compare(other).is_eq()
    }

    /// Writes the bits into `target` from bit `at` on. Bits of `target` before `at` stay, those of the
    /// last byte written that lie behind become 0.
    pub fn copy_to(self, target: &mut [u8], at: usize) {
        let (first, shift) = (at / 8, at % 8);
        if shift > 0 {
            self.copy_shifted(&mut target[first..], shift);
        } else if let Some(bytes) = self.aligned() {
            target[first..first + bytes.len()].copy_from_slice(bytes);
            let spare = (8 - self.bit_len() % 8) % 8;
            if spare > 0 {
                let last = &mut target[first + bytes.len() - 1];
                *last = *last >> spare << spare;
            }
        } else {
            for (to, byte) in target[first..].iter_mut().zip(self.each_byte()) {
                *to = byte;
            }
        }
    }

    fn copy_shifted(self, target: &mut [u8], shift: usize) {
        let keep = !(0xFF_u8 >> shift);
        let mut carry = target[0] & keep;
        let count = (shift + self.bit_len()).div_ceil(8);
        let mut bytes = self.each_byte();
        for to in &mut target[..count] {
            let byte = bytes.next().unwrap_or(0);
            *to = carry | byte >> shift;
            carry = byte << (8 - shift);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Bits;

    fn naive(bytes: &[u8], start: usize, len: usize) -> Vec<bool> {
        (start..start + len).map(|bit| bytes[bit / 8] >> (7 - bit % 8) & 1 == 1).collect()
    }

    proptest! {
        #[test]
        fn as_bit_by_bit(
            bytes in prop::collection::vec(any::<u8>(), 20),
            other in prop::collection::vec(any::<u8>(), 20),
            start in 0usize..60, len in 0usize..64, start2 in 0usize..60, len2 in 0usize..64,
        ) {
            let bits = Bits::of_bytes(&bytes).slice(start, len);
            let right = Bits::of_bytes(&other).slice(start2, len2);
            let model = naive(&bytes, start, len);
            let value = model.iter().fold(0, |value, &bit| value << 1 | u64::from(bit));
            prop_assert_eq!(bits.unsigned(0, len), value);
            prop_assert_eq!(bits.compare(right), model.cmp(&naive(&other, start2, len2)));
            let mut target = other.clone();
            bits.copy_to(&mut target, start2);
            prop_assert_eq!(naive(&target, start2, len), model);
            prop_assert_eq!(naive(&target, 0, start2), naive(&other, 0, start2));
            let after = (start2 + len).div_ceil(8);
            if len > 0 {
                prop_assert_eq!(&target[after..], &other[after..]);
            }
        }
    }
}
