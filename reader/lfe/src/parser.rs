//! Tokens to forms, with an explicit stack.
//!
//! Invariants: every error of the text is reported once, and a form that holds an error is left
//! out, so that later stages see only forms that were read as they were written.
//!
//! How it goes on after an error:
//! * a token that may not stand where it does is skipped;
//! * a closer of the wrong kind closes up to the nearest opener of its kind, else the innermost;
//! * a string, symbol or comment that is never closed ends its form: reading goes on at the next
//!   line that begins with `(`;
//! * at the end of the text, lists that begin a line inside an unclosed form are taken for forms
//!   of their own: their elements were read already.

mod recover;

use std::sync::Arc;

use lfec_base::{Diagnostic, Span};

use crate::lexer::Lexer;
use crate::token::{Closer, Opener, Prefix, Token, TokenKind};
use crate::{Form, FormKind, bits, error, evaluate};

/// How deeply forms may be nested; code that people write stays below 50. Later stages recurse over
/// forms, and so do comparing and dropping them, which take up to 400 bytes of stack a level in a
/// build without optimisation: with this limit, well below the 2 MiB that a thread has.
pub const NESTING_LIMIT: usize = 2_000;

/// After this many errors reading stops: the text is hardly LFE.
const MOST_ERRORS: usize = 1_000;

/// What reading a text gave.
pub(crate) struct Outcome {
    pub forms: Vec<Form>,
    pub diagnostics: Vec<Diagnostic>,
    /// Whether more text could complete the last form and nothing else is wrong.
    pub incomplete: bool,
}

/// Reads all forms of the text of `lexer`. `bad_bytes` are the places of bytes, each with its
/// value, that were no UTF-8.
pub(crate) fn parse(lexer: Lexer<'_>, bad_bytes: &[(u32, u8)]) -> Outcome {
    let mut parser = Parser::new(lexer, bad_bytes);
    parser.run();
    let incomplete = parser.incomplete && parser.diagnostics.len() == parser.missing;
    let mut diagnostics = parser.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    Outcome { forms: parser.forms, diagnostics, incomplete }
}

/// A datum that is not complete yet.
struct Frame {
    kind: FrameKind,
    opener: Span,
    /// Column of the opener in bytes, from 0.
    column: u32,
    items: Vec<Form>,
    tail: Tail,
}

/// What a frame becomes.
enum FrameKind {
    Collection(Opener),
    Prefix(Prefix),
    Evaluate,
}

impl FrameKind {
    /// The text of the token that begins it.
    fn text(&self) -> &'static str {
        match self {
            FrameKind::Collection(opener) => opener.text(),
            FrameKind::Prefix(prefix) => prefix.text(),
            FrameKind::Evaluate => "#.",
        }
    }
}

/// What is known of the tail of a dotted list.
#[derive(PartialEq)]
enum Tail {
    None,
    /// After the dot
    Awaited,
    /// After the datum that follows the dot
    Read(Form),
    /// After something else, which was reported
    Broken,
}

/// The state of reading one text.
struct Parser<'t> {
    lexer: Lexer<'t>,
    forms: Vec<Form>,
    diagnostics: Vec<Diagnostic>,
    frames: Vec<Frame>,
    bad_bytes: &'t [(u32, u8)],
    /// Where the current line starts, and the end of the token before.
    line_start: u32,
    previous_end: u32,
    /// Where the last error lies, to leave out the form around it.
    last_error: Option<u32>,
    /// Places of the current form that are indented less than the list they stand in: the opener
    /// of the list and the place. Each list was opened after the place before.
    outdented: Vec<(Span, Span)>,
    /// End of the last token that was reported for standing at a wrong place: several in a row
    /// are one error.
    last_illegal: Option<u32>,
    /// The quote of the first string in which a line begins with `(`: where a string is never
    /// closed, this one is perhaps closed too late.
    long_string: Option<Span>,
    /// How many `{` of the current form were reported.
    braces: usize,
    unclosed: usize,
    incomplete: bool,
    /// How many diagnostics are about the end of the text.
    missing: usize,
}

impl<'t> Parser<'t> {
    fn new(lexer: Lexer<'t>, bad_bytes: &'t [(u32, u8)]) -> Parser<'t> {
        Parser {
            lexer,
            forms: Vec::new(),
            diagnostics: Vec::new(),
            frames: Vec::new(),
            bad_bytes,
            line_start: 0,
            previous_end: 0,
            last_error: None,
            outdented: Vec::new(),
            last_illegal: None,
            long_string: None,
            braces: 0,
            unclosed: 0,
            incomplete: false,
            missing: 0,
        }
    }

    fn run(&mut self) {
        while self.diagnostics.len() < MOST_ERRORS {
            let token = self.lexer.next();
            if matches!(token.kind, TokenKind::End) {
                return self.finish(token.start);
            }
            let (start, end) = (token.start, token.end);
            let previous_end = self.previous_end;
            self.follow_lines(previous_end, start);
            if self.line_start >= previous_end && previous_end > 0 {
                self.note_indentation(&token);
            }
            self.check_bytes(&token);
            self.note_long_string(&token);
            self.take(token);
            if self.previous_end == start {
                // Otherwise reading goes on elsewhere.
                self.follow_lines(start, end);
            }
        }
        if let Some(last) = self.diagnostics.pop() {
            let note = format!("reading stopped after {MOST_ERRORS} errors");
            self.diagnostics.push(last.with_note(note));
        }
    }

    fn take(&mut self, token: Token) {
        let span = self.lexer.span(token.start, token.end);
        match token.kind {
            TokenKind::Open(opener) => self.push_frame(FrameKind::Collection(opener), span),
            TokenKind::Prefix(prefix) => self.push_frame(FrameKind::Prefix(prefix), span),
            TokenKind::Evaluate => self.push_frame(FrameKind::Evaluate, span),
            TokenKind::Close(closer) => self.close(closer, span),
            TokenKind::Dot => self.dot(span),
            TokenKind::Datum(kind) => self.datum(Form { span, kind }),
            TokenKind::Illegal(what) => self.no_token(&what, span),
            TokenKind::Error(diagnostic, is_datum) => {
                self.report(*diagnostic);
                if is_datum {
                    // Something was meant to stand here: no error about its absence.
                    self.datum(Form::nil(span));
                }
            }
            TokenKind::Unclosed(diagnostic) => self.unclosed(*diagnostic, token.start),
            TokenKind::End => {}
        }
    }

    /// Keeps `line_start` right over the text between two places.
    fn follow_lines(&mut self, start: u32, end: u32) {
        let text = &self.lexer.text().as_bytes()[start as usize..end as usize];
        if let Some(at) = text.iter().rposition(|byte| *byte == b'\n') {
            self.line_start = start + at as u32 + 1;
        }
        self.previous_end = end;
    }

    /// Reports the first byte in this token that is not UTF-8; in comments they do no harm.
    fn check_bytes(&mut self, token: &Token) {
        let count = self.bad_bytes.partition_point(|(place, _)| *place < token.end);
        let (passed, rest) = self.bad_bytes.split_at(count);
        self.bad_bytes = rest;
        if let Some((place, byte)) = passed.iter().find(|(place, _)| *place >= token.start) {
            let width = '\u{FFFD}'.len_utf8() as u32;
            self.report(error::not_utf8(*byte, self.lexer.span(*place, place + width)));
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        let place = diagnostic.span.start;
        self.last_error = Some(self.last_error.map_or(place, |last| last.max(place)));
        self.diagnostics.push(diagnostic);
    }

    /// Reports a token that may not stand here; not again for the tokens that adjoin it.
    fn illegal(&mut self, what: &str, span: Span, explain: impl FnOnce(Diagnostic) -> Diagnostic) {
        if self.last_illegal != Some(span.start) {
            self.report(explain(error::illegal(what, span)));
        }
        self.last_illegal = Some(span.end);
    }

    /// A token that no form has.
    fn no_token(&mut self, what: &str, span: Span) {
        match what {
            "'}'" if self.braces > 0 => self.braces -= 1,
            "'{'" => {
                self.braces += 1;
                self.illegal(what, span, |error| {
                    error.with_help("a tuple is written #(a b), a map #M(key value)")
                });
            }
            _ => self.illegal(what, span, |error| error),
        }
        if what.ends_with("('") {
            self.push_frame(FrameKind::Collection(Opener::Paren), span);
        }
    }

    fn push_frame(&mut self, kind: FrameKind, opener: Span) {
        // A list after a dotted tail is read all the same, so that its closer finds an opener.
        self.refuses_items(opener, || quoted(kind.text()));
        if self.frames.len() >= NESTING_LIMIT {
            self.report(error::too_deep(NESTING_LIMIT, opener));
            return self.skip_form(opener.end);
        }
        let column = opener.start.saturating_sub(self.line_start);
        self.frames.push(Frame { kind, opener, column, items: Vec::new(), tail: Tail::None });
    }

    /// Reports a datum that follows the tail of a dotted list.
    fn refuses_items(&mut self, span: Span, what: impl FnOnce() -> String) -> bool {
        let Some(frame) = self.frames.last_mut() else {
            return false;
        };
        match frame.tail {
            Tail::Read(_) => {
                frame.tail = Tail::Broken;
                self.illegal(&what(), span, |error| {
                    error.with_help("one datum stands between the dot and the closing bracket")
                });
                true
            }
            Tail::Broken => true,
            _ => false,
        }
    }

    /// Puts a complete datum into the innermost frame, and completes prefixes around it.
    fn datum(&mut self, form: Form) {
        let mut form = form;
        loop {
            match self.frames.last() {
                None => return self.emit(form),
                Some(Frame { kind: FrameKind::Collection(_), .. }) => return self.add_item(form),
                Some(_) => {}
            }
            let Some(frame) = self.frames.pop() else { return };
            let span = frame.opener.to(form.span);
            form = match frame.kind {
                FrameKind::Prefix(prefix) => {
                    let head = Form::symbol(frame.opener, prefix.symbol());
                    Form::list(span, [head, form])
                }
                _ => self.evaluate(form, span),
            };
        }
    }

    fn add_item(&mut self, form: Form) {
        if self.refuses_items(form.span, || token_name(&form).to_owned()) {
            return;
        }
        let Some(frame) = self.frames.last_mut() else { return };
        match frame.tail {
            Tail::Awaited => frame.tail = Tail::Read(form),
            _ => frame.items.push(form),
        }
    }

    /// A complete top-level form.
    fn emit(&mut self, form: Form) {
        self.outdented.clear();
        self.braces = 0;
        if !self.holds_error(form.span) {
            self.forms.push(form);
        }
    }

    fn holds_error(&self, span: Span) -> bool {
        let inside = |place: u32| span.start <= place && place < span.end;
        self.last_error.is_some_and(|last| last >= span.start)
            && self.diagnostics.iter().any(|diagnostic| inside(diagnostic.span.start))
    }

    fn dot(&mut self, span: Span) {
        let takes_dot = match self.frames.last() {
            Some(Frame { kind: FrameKind::Collection(opener), items, tail, .. }) => {
                opener.takes_dot() && !items.is_empty() && *tail == Tail::None
            }
            _ => false,
        };
        if takes_dot {
            if let Some(frame) = self.frames.last_mut() {
                frame.tail = Tail::Awaited;
            }
            return;
        }
        if let Some(frame) = self.frames.last_mut()
            && matches!(frame.tail, Tail::Read(_))
        {
            frame.tail = Tail::Broken;
        }
        let rest = &self.lexer.text()[span.end as usize..];
        let help = match rest.as_bytes() {
            [b'0'..=b'9', ..] => "a number begins with a digit: 0.5",
            [b'.', ..] => "a symbol that begins with a dot is written |...|",
            _ => "a dot stands before the tail of a list: (head . tail)",
        };
        self.illegal("'.'", span, |error| error.with_help(help));
    }

    fn close(&mut self, closer: Closer, span: Span) {
        let what = quoted(closer.text());
        self.end_prefixes(&what, span);
        let Some(frame) = self.frames.last() else {
            // Any number of them between two forms is one mistake.
            let gap = self.last_illegal.unwrap_or(span.end) as usize..span.start as usize;
            let is_blank = |text: &str| text.chars().all(|c| c <= ' ');
            if self.lexer.text().get(gap).is_some_and(is_blank) {
                self.last_illegal = Some(span.start);
            }
            return self.illegal(&what, span, |error| error.with_help("it closes nothing"));
        };
        let matches = |frame: &Frame| match frame.kind {
            FrameKind::Collection(opener) => opener.closer() == closer,
            _ => false,
        };
        if !matches(frame) {
            let label = format!("this '{}' is never closed", frame.kind.text());
            let opener = frame.opener;
            self.illegal(&what, span, |error| error.with_label(opener, label));
            if self.frames.iter().any(matches) {
                while self.frames.last().is_some_and(|frame| !matches(frame)) {
                    self.frames.pop();
                }
            }
        }
        if let Some(frame) = self.frames.last()
            && frame.tail == Tail::Awaited
        {
            self.illegal(&what, span, |error| error.with_help("a datum follows the dot"));
        }
        if let Some(frame) = self.frames.pop() {
            let form = self.collection(frame, span);
            self.datum(form);
        }
    }

    /// Reports prefixes that a closer follows instead of a datum, and drops them.
    fn end_prefixes(&mut self, what: &str, span: Span) {
        while let Some(frame) = self.frames.last()
            && !matches!(frame.kind, FrameKind::Collection(_))
        {
            let (opener, text) = (frame.opener, frame.kind.text());
            self.illegal(what, span, |error| {
                error.with_label(opener, format!("a datum is missing after this {text}"))
            });
            self.last_illegal = Some(span.start);
            self.frames.pop();
        }
    }

    /// The datum that a frame is, once it is closed.
    fn collection(&mut self, frame: Frame, closer: Span) -> Form {
        let span = frame.opener.to(closer);
        let FrameKind::Collection(opener) = frame.kind else {
            return Form::nil(span);
        };
        let kind = match opener {
            Opener::Paren | Opener::Square => list(frame.items, frame.tail),
            Opener::Tuple => FormKind::Tuple(frame.items.into()),
            Opener::Map => self.map(frame.items, span),
            Opener::Binary if self.holds_error(span) => FormKind::List(frame.items.into()),
            Opener::Binary => match bits::binary(&frame.items, 0) {
                Ok(kind) => kind,
                Err(fault) => {
                    self.report(fault.diagnostic("binary", span));
                    FormKind::List(frame.items.into())
                }
            },
        };
        Form { span, kind }
    }

    fn map(&mut self, items: Vec<Form>, span: Span) -> FormKind {
        let (pairs, rest) = items.as_chunks::<2>();
        if let [last] = rest
            && !self.holds_error(span)
        {
            let key = last.span;
            let error = error::bad("map", span).with_label(key, "this key has no value");
            self.report(error.with_help("a map is written #M(key value ...)"));
        }
        FormKind::Map(pairs.iter().map(|[key, value]| (key.clone(), value.clone())).collect())
    }

    fn evaluate(&mut self, form: Form, span: Span) -> Form {
        if self.holds_error(span) {
            return Form { span, ..form };
        }
        match evaluate::expression(&form) {
            Ok(kind) => Form { span, kind },
            Err(fault) if fault.later => {
                Form::list(span, vec![Form::symbol(span, evaluate::LATER), form])
            }
            Err(fault) => {
                self.report(fault.diagnostic("#. expression", span));
                Form { span, ..form }
            }
        }
    }
}

/// A token as Erlang prints its name, which is an atom.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "\\'"))
}

/// How LFE's parser names the token that a datum begins with.
fn token_name(form: &Form) -> &'static str {
    match &form.kind {
        FormKind::Symbol(_) => "symbol",
        FormKind::Integer(_) | FormKind::Float(_) => "number",
        FormKind::String(_) => "string",
        FormKind::Binary(..) => "binary",
        _ => "'('",
    }
}

/// A list with its tail; a tail that is a list itself is part of the list.
fn list(items: Vec<Form>, tail: Tail) -> FormKind {
    let Tail::Read(tail) = tail else {
        return FormKind::List(items.into());
    };
    let mut items = items;
    match &tail.kind {
        FormKind::Dotted(more, end) => {
            items.extend(more.iter().cloned());
            FormKind::Dotted(items.into(), end.clone())
        }
        FormKind::List(_) | FormKind::String(_) => {
            items.extend(tail.list_items().iter().flat_map(|more| more.iter().cloned()));
            FormKind::List(items.into())
        }
        _ => FormKind::Dotted(items.into(), Arc::new(tail)),
    }
}
