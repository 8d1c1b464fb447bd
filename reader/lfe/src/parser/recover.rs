//! How the parser goes on after text that is never closed, and what it says about it.
//!
//! Where a list is never closed, the indentation tells more than the brackets: lines that are
//! indented less than the list they stand in are remembered while reading, and shown when the
//! text ends too early.

use lfec_base::{Diagnostic, Span};

use super::{Frame, FrameKind, Parser};
use crate::token::{Token, TokenKind};
use crate::{FormKind, error};

/// As often reading goes on after something that is never closed. Each of them was searched for
/// its end up to the end of the text.
const MOST_UNCLOSED: usize = 16;

impl Parser<'_> {
    /// Remembers lines that are indented less than the list it belongs to; `token` is the
    /// first of its line.
    pub(super) fn note_indentation(&mut self, token: &Token) {
        if matches!(token.kind, TokenKind::Close(_)) {
            return;
        }
        let lists = |frame: &&Frame| matches!(frame.kind, FrameKind::Collection(_));
        if let Some(list) = self.frames.iter().rev().find(lists)
            && token.start - self.line_start <= list.column
            && self.outdented.last().is_none_or(|(_, place)| place.start <= list.opener.start)
        {
            self.outdented.push((list.opener, self.lexer.span(token.start, token.end)));
        }
    }

    /// Remembers the first string in which a line begins with `(`.
    pub(super) fn note_long_string(&mut self, token: &Token) {
        let is_string = matches!(&token.kind, TokenKind::Datum(FormKind::String(_)));
        let text = &self.lexer.text()[token.start as usize..token.end as usize];
        if is_string && self.long_string.is_none() && !text.starts_with("\"\"\"") {
            let quote = self.lexer.span(token.start, token.start + 1);
            self.long_string = text.contains("\n(").then_some(quote);
        }
    }

    /// Something from `start` on that is never closed.
    pub(super) fn unclosed(&mut self, diagnostic: Diagnostic, start: u32) {
        let is_string = self.lexer.text()[start as usize..].starts_with(['"', '#']);
        let culprit = self.long_string.filter(|_| is_string);
        self.report(match culprit {
            Some(quote) => {
                diagnostic.with_label(quote, "a quote is perhaps missing in this string")
            }
            None => diagnostic,
        });
        self.incomplete = true;
        self.missing += 1;
        self.unclosed += 1;
        match self.unclosed < MOST_UNCLOSED {
            true => self.skip_form(start + 1),
            false => self.skip_to_end(),
        }
    }

    /// Drops the current form and goes on at the next line that begins with `(`.
    pub(super) fn skip_form(&mut self, from: u32) {
        self.salvage();
        let rest = &self.lexer.text()[from as usize..];
        match rest.find("\n(") {
            Some(at) => {
                let next = from + at as u32 + 1;
                self.lexer.seek(next);
                self.line_start = next;
                self.previous_end = next;
            }
            None => self.skip_to_end(),
        }
    }

    fn skip_to_end(&mut self) {
        self.salvage();
        let end = self.lexer.text().len() as u32;
        self.lexer.seek(end);
        self.previous_end = end;
    }

    /// The end of the text: every frame that is left was never closed.
    pub(super) fn finish(&mut self, end: u32) {
        if self.frames.is_empty() {
            return;
        }
        self.incomplete = true;
        let is_start = |frame: &Frame| is_form_start(frame.opener, self.lexer.text());
        let starts: Vec<bool> = self.frames.iter().map(is_start).collect();
        let mut form = self.frames[0].opener;
        // One report for each form: the innermost opener before the next form starts.
        for (number, frame) in self.frames.iter().enumerate() {
            if starts[number] {
                form = frame.opener;
            }
            let next = self.frames.get(number + 1);
            if next.is_some() && !starts[number + 1] {
                continue;
            }
            let range = form.start..next.map_or(end, |next| next.opener.start);
            let mut outdented = self.outdented.iter();
            let hint = outdented.find(|(opener, _)| range.contains(&opener.start));
            self.diagnostics.push(missing_closer(frame, hint));
            self.missing += 1;
        }
        self.last_error = Some(end);
        self.salvage();
    }

    /// Drops the current form, but keeps lists in it that begin a line: they are forms that
    /// follow one that is not closed.
    fn salvage(&mut self) {
        self.outdented.clear();
        self.last_illegal = None;
        self.braces = 0;
        for frame in std::mem::take(&mut self.frames) {
            for item in frame.items {
                if is_form_start(item.span, self.lexer.text()) && !self.holds_error(item.span) {
                    self.forms.push(item);
                }
            }
        }
    }
}

/// The error for a frame that the text ends in. `hint` is a list that, by the indentation, was
/// meant to be closed, and the place before which.
fn missing_closer(frame: &Frame, hint: Option<&(Span, Span)>) -> Diagnostic {
    let label = match frame.kind {
        FrameKind::Collection(opener) => format!("this '{}' is never closed", opener.text()),
        _ => format!("a datum is missing after this {}", frame.kind.text()),
    };
    let error = error::missing_token(frame.opener).with_label(frame.opener, label);
    match hint {
        None => error,
        Some((opener, place)) if *opener == frame.opener => {
            error.with_label(*place, "by the indentation it is closed before this")
        }
        Some((opener, place)) => error
            .with_label(*opener, "by the indentation this is closed")
            .with_label(*place, "before this"),
    }
}

/// Whether this is a `(` at the start of a line.
fn is_form_start(span: Span, text: &str) -> bool {
    let (bytes, start) = (text.as_bytes(), span.start as usize);
    bytes.get(start) == Some(&b'(') && (start == 0 || bytes[start - 1] == b'\n')
}
