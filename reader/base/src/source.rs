//! Source texts and places in them.

use std::sync::Arc;

/// A source text known to a [`Sources`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FileId(pub u32);

/// A range of bytes of one source text.
///
/// Forms made by a macro carry the span of the macro call.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Span {
    /// The text this is a range of.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of something that stands in no source text.
    pub const NONE: Span = Span { file: FileId(u32::MAX), start: 0, end: 0 };

    /// The smallest span that covers this one and `other`, which are of the same file.
    pub fn to(self, other: Span) -> Span {
        if self.is_none() {
            return other;
        }
        if other.is_none() || other.file != self.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether this is [`Span::NONE`].
    pub fn is_none(self) -> bool {
        self.file.0 == u32::MAX
    }
}

/// A place as people count: both from 1, columns in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One source text.
struct Source {
    name: String,
    text: Arc<str>,
    /// Byte offset at which each line starts.
    line_starts: Vec<u32>,
    /// Where the file says that its text is of another one, in order.
    moves: Vec<Move>,
}

/// From `start` on, the text is shown as of file `name`, its lines moved by `lines`.
struct Move {
    start: u32,
    name: String,
    lines: i64,
}

/// All source texts of a session.
#[derive(Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// An empty collection.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Adds a text under the name that messages show.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let text = text.into();
        let mut line_starts = vec![0];
        line_starts.extend(
            text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1),
        );
        self.files.push(Source { name: name.into(), text, line_starts, moves: Vec::new() });
        FileId(self.files.len() as u32 - 1)
    }

    /// The name a text was added under; `nofile` for [`Span::NONE`]'s file.
    pub fn name(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("nofile", |source| &source.name)
    }

    /// The text itself; empty for [`Span::NONE`]'s file.
    pub fn text(&self, file: FileId) -> Arc<str> {
        self.files.get(file.0 as usize).map_or_else(|| Arc::from(""), |s| s.text.clone())
    }

    /// Line of the start of a span, from 1; 0 where the span is [`Span::NONE`].
    pub fn line(&self, span: Span) -> u32 {
        self.files.get(span.file.0 as usize).map_or(0, |source| line_of(source, span.start))
    }

    /// What follows `offset` in a text is shown as of file `name`, with its line numbers moved by
    /// `lines`.
    pub fn move_lines(&mut self, file: FileId, offset: u32, name: String, lines: i64) {
        if let Some(source) = self.files.get_mut(file.0 as usize) {
            source.moves.push(Move { start: offset, name, lines });
        }
    }

    /// File and line of the start of a span as stack traces show them: what [`Self::move_lines`]
    /// said counts.
    pub fn shown(&self, span: Span) -> (&str, u32) {
        let Some(source) = self.files.get(span.file.0 as usize) else { return ("nofile", 0) };
        let line = line_of(source, span.start);
        let before = source.moves.partition_point(|moved| moved.start <= span.start);
        match before.checked_sub(1).and_then(|index| source.moves.get(index)) {
            Some(moved) => {
                let line = u32::try_from(i64::from(line) + moved.lines).unwrap_or_default();
                (&moved.name, line)
            }
            None => (&source.name, line),
        }
    }

    /// Line and column of the start of a span; 0 and 0 where the span is [`Span::NONE`].
    pub fn line_column(&self, span: Span) -> LineColumn {
        let Some(source) = self.files.get(span.file.0 as usize) else {
            return LineColumn { line: 0, column: 0 };
        };
        let line = line_of(source, span.start);
        let start = source.line_starts[line as usize - 1] as usize;
        let column = source.text[start..].char_indices();
        let column = column.take_while(|(i, _)| start + i < span.start as usize).count() as u32;
        LineColumn { line, column: column + 1 }
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.files
            .get(span.file.0 as usize)
            .and_then(|source| source.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }
}

fn line_of(source: &Source, offset: u32) -> u32 {
    source.line_starts.partition_point(|start| *start <= offset) as u32
}

#[cfg(test)]
mod tests {
    use super::{LineColumn, Sources, Span};

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let mut sources = Sources::new();
        let file = sources.add("a.lfe", "(a)\n(é b)\n");
        let b = "(a)\n(é b)\n".find('b').unwrap() as u32;
        let span = Span { file, start: b, end: b + 1 };
        assert_eq!(sources.line_column(span), LineColumn { line: 2, column: 4 });
        assert_eq!(sources.slice(span), "b");
    }
}
