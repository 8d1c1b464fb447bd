//! Files in gzip's format (RFC 1952), read and written as a whole.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// A header without name and time.
pub const HEADER: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];

/// Bits of the header's flags: what follows it.
const HAS_CHECKSUM: u8 = 2;
const HAS_EXTRA: u8 = 4;
const HAS_NAME: u8 = 8;
const HAS_COMMENT: u8 = 16;

/// Whether bytes start as a gzip file does.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&HEADER[..3])
}

/// The contents of a gzip file of one or more members; `None` if it is damaged.
pub fn unpack(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut contents = Vec::new();
    if !is_gzip(bytes) {
        return None;
    }
    while is_gzip(bytes) {
        let data = bytes.get(header_length(bytes)?..)?;
        let (more, used) = inflate(data)?;
        let &checksum = data.get(used..)?.first_chunk::<4>()?;
        if u32::from_le_bytes(checksum) != crc32fast::hash(&more) {
            return None;
        }
        contents.extend_from_slice(&more);
        bytes = data.get(used + 8..)?;
    }
    Some(contents)
}

/// Length of the header that starts some bytes, which may be longer than what is there; `None` if it
/// is not known yet.
pub fn header_length(bytes: &[u8]) -> Option<usize> {
    let flags = *bytes.get(3)?;
    let mut at = 10;
    if flags & HAS_EXTRA != 0 {
        let &size = bytes.get(at..)?.first_chunk::<2>()?;
        at += 2 + usize::from(u16::from_le_bytes(size));
    }
    for text in [HAS_NAME, HAS_COMMENT] {
        if flags & text != 0 {
            at += bytes.get(at..)?.iter().position(|&byte| byte == 0)? + 1;
        }
    }
    Some(at + if flags & HAS_CHECKSUM != 0 { 2 } else { 0 })
}

/// The data of one deflate stream, and how long the stream is.
fn inflate(data: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut output = vec![0; data.len().saturating_mul(3).max(1024)];
    let mut state = Box::<DecompressorOxide>::default();
    let (mut used, mut made) = (0, 0);
    loop {
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, more_used, more_made) =
            decompress(&mut state, &data[used..], &mut output, made, flags);
        used += more_used;
        made += more_made;
        match status {
            TINFLStatus::Done => {
                output.truncate(made);
                return Some((output, used));
            }
            TINFLStatus::HasMoreOutput => output.resize(output.len() * 2, 0),
            _ => return None,
        }
    }
}

/// A gzip file with these contents.
pub fn pack(contents: &[u8]) -> Vec<u8> {
    let mut bytes = HEADER.to_vec();
    bytes.extend(compress_to_vec(contents, 6));
    bytes.extend(crc32fast::hash(contents).to_le_bytes());
    bytes.extend((contents.len() as u32).to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let text = b"one two three ".repeat(1000);
        let packed = pack(&text);
        assert!(packed.len() < text.len() / 10);
        assert_eq!(unpack(&packed).as_deref(), Some(&text[..]));
        let twice = [&packed[..], &packed[..]].concat();
        assert_eq!(unpack(&twice).map(|bytes| bytes.len()), Some(text.len() * 2));
        assert_eq!(unpack(&packed[..packed.len() - 1]), None);
    }
}
