//! The preprocessor: directives and macros, on tokens.
//!
//! Each form goes through on its own. A form with an error in a directive or macro is reported
//! and left out; the forms after it are read on.

mod condition;
mod directive;
mod expand;
mod macros;

use lfec_base::{Diagnostic, FileId, Sources, Span, Symbol};

use crate::parse::MaybeWords;
use crate::scan::scan;
use crate::token::{Token, TokenKind, Word};
use crate::{IncludeHost, MacroDefinition, Options};
use macros::Macros;

/// Includes nested deeper than this are an error. OTP stops at 8; real headers come close.
const DEEPEST_INCLUDE: usize = 32;

/// The tokens of a form, dot included, free of macros.
#[derive(Debug)]
pub struct FormTokens {
    /// The tokens.
    pub tokens: Vec<Token>,
    /// What `maybe` and `else` are in it.
    pub maybe_words: MaybeWords,
}

/// An error drops the form it is in.
type Step<T> = Result<T, Box<Diagnostic>>;

/// The forms of `file` and what it includes, without directives.
pub fn preprocess(
    file: FileId,
    sources: &mut Sources,
    host: &mut dyn IncludeHost,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FormTokens> {
    run(file, sources, host, options, diagnostics).0
}

/// As [`preprocess`], with the macros that are defined at the end.
pub(crate) fn preprocess_header(
    file: FileId,
    sources: &mut Sources,
    host: &mut dyn IncludeHost,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<FormTokens>, Vec<MacroDefinition>) {
    let (forms, macros) = run(file, sources, host, options, diagnostics);
    (forms, macros.definitions())
}

fn run(
    file: FileId,
    sources: &mut Sources,
    host: &mut dyn IncludeHost,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<FormTokens>, Macros) {
    let mut macros = Macros::predefined();
    for (name, value) in &options.defines {
        let text = value.clone().unwrap_or_else(|| "true".to_owned());
        let defines = sources.add("-D", text.clone());
        macros.define_constant(Symbol::intern(name), scan(defines, &text, diagnostics));
    }
    let mut preprocessor = Preprocessor {
        sources,
        host,
        diagnostics,
        macros,
        maybe_words: MaybeWords::default(),
        open: Vec::new(),
        forms: Vec::new(),
    };
    preprocessor.file(file);
    (preprocessor.forms, preprocessor.macros)
}

struct Preprocessor<'a> {
    sources: &'a mut Sources,
    host: &'a mut dyn IncludeHost,
    diagnostics: &'a mut Vec<Diagnostic>,
    macros: Macros,
    maybe_words: MaybeWords,
    /// The files being read, innermost last.
    open: Vec<OpenFile>,
    forms: Vec<FormTokens>,
}

/// A file being read.
struct OpenFile {
    /// Name `?FILE` gives: its own, or what `-file` said.
    shown_name: String,
    /// Its own name.
    name: String,
    /// What `-file` adds to its line numbers.
    line_offset: i64,
    conditions: Vec<Condition>,
}

/// An `-ifdef` and its like that is open.
struct Condition {
    span: Span,
    /// The directive's name.
    directive: &'static str,
    /// Forms here are read.
    active: bool,
    /// No branch has been read and the surrounding forms are: a later branch may be.
    may_take: bool,
    /// `-else` was seen.
    else_seen: bool,
}

impl Preprocessor<'_> {
    fn file(&mut self, file: FileId) {
        let name = self.sources.name(file).to_owned();
        let text = self.sources.text(file);
        let before = self.diagnostics.len();
        let tokens = scan(file, &text, self.diagnostics);
        let bad: Vec<u32> = self.diagnostics[before..].iter().map(|d| d.span.start).collect();
        let mut start = 0;
        let conditions = Vec::new();
        let shown_name = name.clone();
        self.open.push(OpenFile { shown_name, name, line_offset: 0, conditions });
        for form in tokens.split_inclusive(|token| token.kind == TokenKind::Dot) {
            // Of a form with bad tokens nothing more is said.
            let is_last = form.last().is_none_or(|token| token.kind != TokenKind::Dot);
            let end = form.last().map_or(start, |token| token.span.end);
            let bad = bad.iter().any(|at| *at >= start && (*at < end || is_last));
            start = end;
            if !bad && let Err(diagnostic) = self.form(form) {
                self.diagnostics.push(*diagnostic);
            }
        }
        let end = text.len() as u32;
        for condition in self.open.pop().into_iter().flat_map(|open| open.conditions) {
            let message = format!("unterminated '-{}'", condition.directive);
            let at_end = error("illegal", message, Span { file, start: end, end });
            self.diagnostics.push(at_end.with_label(condition.span, "begins here"));
        }
    }

    fn form(&mut self, tokens: &[Token]) -> Step<()> {
        if tokens.first().is_some_and(|token| token.kind.is(Word::Minus))
            && let Some(name) = tokens.get(1).and_then(directive_name)
            && self.directive(name, tokens)?
        {
            return Ok(());
        }
        if !self.active() {
            return Ok(());
        }
        let expanded = self.expand_form(tokens)?;
        self.note_file_form(&expanded);
        self.forms.push(FormTokens { tokens: expanded, maybe_words: self.maybe_words });
        Ok(())
    }

    /// Whether forms are read here.
    fn active(&self) -> bool {
        let conditions = self.open.last().map(|open| &open.conditions);
        conditions.is_none_or(|conditions| conditions.iter().all(|c| c.active))
    }

    /// `-file("name", Line)` moves the places that `?FILE` and `?LINE` give.
    fn note_file_form(&mut self, tokens: &[Token]) {
        let [_, name, _, file, _, line, ..] = tokens else { return };
        let (TokenKind::Atom(word), TokenKind::String(file), TokenKind::Integer(line)) =
            (&name.kind, &file.kind, &line.kind)
        else {
            return;
        };
        let own_line = self.sources.line(name.span);
        if word.as_str() == "file"
            && let Ok(line) = i64::try_from(&**line)
            && let Some(open) = self.open.last_mut()
        {
            open.shown_name = crate::token::code_points(file);
            open.line_offset = line - i64::from(own_line);
            let (shown, lines) = (open.shown_name.clone(), open.line_offset);
            self.sources.move_lines(name.span.file, name.span.end, shown, lines);
        }
    }
}

/// The name after the dash: an atom or the word `if`.
fn directive_name(token: &Token) -> Option<&'static str> {
    match &token.kind {
        TokenKind::Atom(name) => Some(name.as_str()),
        TokenKind::Word(Word::If) => Some("if"),
        _ => None,
    }
}

fn error(code: &'static str, message: impl Into<String>, span: Span) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, message, span))
}
