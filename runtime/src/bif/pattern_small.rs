//! What binaries are searched for, in few bytes of code: for WebAssembly, where the crates of the other
//! implementation would be a tenth of a small program.
//!
//! Places where no text starts are passed over by a table of first bytes; at the others all texts are
//! compared. So texts that nearly match at every place take time in proportion to their length.

/// What is searched for.
pub struct Pattern {
    /// Longest first.
    texts: Vec<Box<[u8]>>,
    /// Whether a text starts with the byte.
    starts: [bool; 256],
}

impl Pattern {
    /// A pattern of some texts, of which there is at least one and none is empty.
    pub fn new(texts: &[&[u8]]) -> Option<Pattern> {
        let mut starts = [false; 256];
        let mut sorted: Vec<Box<[u8]>> = Vec::with_capacity(texts.len());
        for text in texts {
            starts[usize::from(*text.first()?)] = true;
            let place = sorted.iter().position(|other| other.len() < text.len());
            sorted.insert(place.unwrap_or(sorted.len()), (*text).into());
        }
        Some(Pattern { texts: sorted, starts })
    }

    /// Whether it is of one text.
    pub fn is_one(&self) -> bool {
        self.texts.len() == 1
    }

    /// Start and end of the first match from `from` on.
    pub fn find(&self, bytes: &[u8], from: usize) -> Option<(usize, usize)> {
        let mut start = from;
        loop {
            let is_start = |byte: &u8| self.starts[usize::from(*byte)];
            start += bytes.get(start..)?.iter().position(is_start)?;
            let rest = &bytes[start..];
            if let Some(text) = self.texts.iter().find(|text| rest.starts_with(text)) {
                return Some((start, start + text.len()));
            }
            start += 1;
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use proptest::prelude::*;

    use super::super::pattern;
    use super::*;

    proptest! {
        #[test]
        fn finds_what_the_other_finds(
            texts in proptest::collection::vec("[ab]{1,4}", 1..5),
            bytes in "[abc]{0,40}",
            from in 0..40_usize,
        ) {
            let texts: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
            let from = from.min(bytes.len());
            let small = Pattern::new(&texts).map(|p| (p.is_one(), p.find(bytes.as_bytes(), from)));
            let other = pattern::Pattern::new(&texts);
            let other = other.map(|p| (p.is_one(), p.find(bytes.as_bytes(), from)));
            prop_assert_eq!(small, other);
        }
    }
}
