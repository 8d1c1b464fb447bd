//! Hash tables of the runtime's own: the standard library's, in WebAssembly with a hash function that is
//! small and needs no random numbers.

/// A hash table.
#[cfg(not(target_family = "wasm"))]
pub type Table<K, V> = std::collections::HashMap<K, V>;

/// A hash table.
#[cfg(target_family = "wasm")]
pub type Table<K, V> =
    std::collections::HashMap<K, V, std::hash::BuildHasherDefault<multiplying::Multiplying>>;

#[cfg(target_family = "wasm")]
mod multiplying {
    use std::hash::Hasher;

    /// Rotates, mixes in, multiplies.
    #[derive(Default)]
    pub struct Multiplying(u64);

    impl Multiplying {
        fn mix(&mut self, word: u64) {
            self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }

    impl Hasher for Multiplying {
        fn finish(&self) -> u64 {
            // The table takes the low bits and the highest: the middle ones are mixed best.
            self.0.rotate_left(26)
        }

        fn write(&mut self, bytes: &[u8]) {
            bytes.iter().for_each(|byte| self.mix(u64::from(*byte)));
        }

        fn write_u32(&mut self, word: u32) {
            self.mix(u64::from(word));
        }

        fn write_u64(&mut self, word: u64) {
            self.mix(word);
        }
    }
}
