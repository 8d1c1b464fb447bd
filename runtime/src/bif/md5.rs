//! MD5 (RFC 1321), with a state that can be kept in a binary between calls.

/// Digest under way.
#[derive(Clone)]
pub(super) struct Md5 {
    state: [u32; 4],
    /// Bytes so far.
    length: u64,
    /// The last bytes, which do not fill a block yet.
    block: [u8; 64],
}

/// Bytes of a state in a binary.
const STATE_BYTES: usize = 16 + 8 + 64;

/// How far each step of a round rotates.
const ROTATIONS: [[u32; 4]; 4] =
    [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// `floor(2^32 * abs(sin(step + 1)))`, which a double holds exactly enough.
fn addend(step: usize) -> u32 {
    (((step + 1) as f64).sin().abs() * 4_294_967_296.0) as u32
}

fn addends() -> &'static [u32; 64] {
    static ADDENDS: std::sync::OnceLock<[u32; 64]> = std::sync::OnceLock::new();
    ADDENDS.get_or_init(|| std::array::from_fn(addend))
}

impl Md5 {
    /// The state before any byte.
    pub(super) fn new() -> Md5 {
        let state = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476];
        Md5 { state, length: 0, block: [0; 64] }
    }

    /// The state as kept in a binary.
    pub(super) fn to_bytes(&self) -> [u8; STATE_BYTES] {
        let mut bytes = [0; STATE_BYTES];
        for (to, word) in bytes.chunks_exact_mut(4).zip(self.state) {
            to.copy_from_slice(&word.to_le_bytes());
        }
        bytes[16..24].copy_from_slice(&self.length.to_le_bytes());
        bytes[24..].copy_from_slice(&self.block);
        bytes
    }

    /// The state that [`Md5::to_bytes`] gave.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Md5> {
        let bytes: &[u8; STATE_BYTES] = bytes.try_into().ok()?;
        let mut state = [0; 4];
        for (word, from) in state.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *word = u32::from_le_bytes(*from);
        }
        let length = u64::from_le_bytes(*bytes[16..].first_chunk()?);
        Some(Md5 { state, length, block: *bytes[24..].first_chunk()? })
    }

    /// Adds bytes.
    pub(super) fn update(&mut self, mut bytes: &[u8]) {
        let held = (self.length % 64) as usize;
        self.length += bytes.len() as u64;
        if held > 0 {
            let count = bytes.len().min(64 - held);
            self.block[held..held + count].copy_from_slice(&bytes[..count]);
            bytes = &bytes[count..];
            if held + count < 64 {
                return;
            }
            let block = self.block;
            self.add_block(&block);
        }
        let (blocks, rest) = bytes.as_chunks::<64>();
        blocks.iter().for_each(|block| self.add_block(block));
        self.block[..rest.len()].copy_from_slice(rest);
    }

    /// The digest.
    pub(super) fn finish(mut self) -> [u8; 16] {
        let bits = self.length.wrapping_mul(8);
        let padding = 64 - (self.length + 8) % 64;
        let mut end = [0; 72];
        end[0] = 0x80;
        end[padding as usize..][..8].copy_from_slice(&bits.to_le_bytes());
        self.update(&end[..padding as usize + 8]);
        let mut digest = [0; 16];
        for (to, word) in digest.chunks_exact_mut(4).zip(self.state) {
            to.copy_from_slice(&word.to_le_bytes());
        }
        digest
    }

    fn add_block(&mut self, block: &[u8; 64]) {
        let mut words = [0; 16];
        for (word, from) in words.iter_mut().zip(block.as_chunks::<4>().0) {
            *word = u32::from_le_bytes(*from);
        }
        let [mut a, mut b, mut c, mut d] = self.state;
        for (step, addend) in addends().iter().enumerate() {
            let (mixed, index) = match step / 16 {
                0 => (b & c | !b & d, step),
                1 => (d & b | !d & c, 5 * step + 1),
                2 => (b ^ c ^ d, 3 * step + 5),
                _ => (c ^ (b | !d), 7 * step),
            };
            let sum = a.wrapping_add(mixed).wrapping_add(*addend).wrapping_add(words[index % 16]);
            let rotated = sum.rotate_left(ROTATIONS[step / 16][step % 4]);
            (a, d, c, b) = (d, c, b, b.wrapping_add(rotated));
        }
        for (word, addend) in self.state.iter_mut().zip([a, b, c, d]) {
            *word = word.wrapping_add(addend);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Md5;

    fn hex(bytes: &[u8]) -> String {
        let mut state = Md5::new();
        for part in bytes.chunks(7) {
            state.update(part);
            state = Md5::from_bytes(&state.to_bytes()).expect("a state");
        }
        state.finish().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn as_rfc_1321() {
        assert_eq!(hex(b""), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(hex(b"message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
        let digits = "1234567890".repeat(8);
        assert_eq!(hex(digits.as_bytes()), "57edf4a22be3c955ac49da2e2107b67a");
    }
}
