//! What is told to a user about their source.
//!
//! Every phase makes [`Diagnostic`]s and goes on; [`render`] turns them into text for people,
//! [`render_json`] into one JSON object a line for tools.

use codespan_reporting::diagnostic as report;
use codespan_reporting::files::{Files, SimpleFiles};
use codespan_reporting::term;

use crate::hint::hint;
use crate::{Sources, Span};

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The program cannot be compiled.
    Error,
    /// The program compiles, but probably not to what was meant.
    Warning,
}

/// A further place that belongs to a diagnostic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub text: String,
}

/// A message about a place in a source text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The kebab-case name of the message: LFE's or OTP's own error term (`unbound-symbol`).
    pub code: &'static str,
    /// The message, in LFE's or OTP's wording where they have one.
    pub message: String,
    /// The place it is about.
    pub span: Span,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// Facts that help to understand it.
    pub notes: Vec<String>,
    /// A next step.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        let (labels, notes) = (Vec::new(), Vec::new());
        let message = message.into();
        Diagnostic { severity: Severity::Error, code, message, span, labels, notes, help: None }
    }

    /// A warning at `span`.
    pub fn warning(code: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message, span) }
    }

    /// With a further place.
    pub fn with_label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// With a fact that helps to understand it.
    pub fn with_note(mut self, note: impl Into<String>) -> Diagnostic {
        self.notes.push(note.into());
        self
    }

    /// The next step: its own, or what its kind says.
    fn advice(&self, sources: &Sources) -> Option<&str> {
        let general = || hint(self.code, &self.message, sources.name(self.span.file));
        self.help.as_deref().or_else(general)
    }

    /// With a next step.
    pub fn with_help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// Whether any of these is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Lines longer than this are cut down around the place before they are shown.
const LONGEST_SHOWN_LINE: usize = 200;

/// The text a person reads: `file:line:column`, message, source line with carets, notes, help.
///
/// `colour` adds terminal colours.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], colour: bool) -> String {
    let config = term::Config::default();
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&render_one(sources, diagnostic, &config, colour));
    }
    out
}

fn render_one(
    sources: &Sources,
    diagnostic: &Diagnostic,
    config: &term::Config,
    colour: bool,
) -> String {
    let (severity, word) = match diagnostic.severity {
        Severity::Error => (report::Severity::Error, ""),
        Severity::Warning => (report::Severity::Warning, "Warning: "),
    };
    let place = sources.line_column(diagnostic.span);
    let name = sources.name(diagnostic.span.file);
    let mut out = if diagnostic.span.is_none() {
        format!("{word}{}\n", diagnostic.message)
    } else {
        format!("{name}:{}:{}: {word}{}\n", place.line, place.column, diagnostic.message)
    };
    if diagnostic.span.is_none() {
        let notes = diagnostic.notes.iter().map(String::as_str);
        for note in notes.chain(diagnostic.help.as_deref()) {
            out.push_str(&format!("  = {note}\n"));
        }
        return out;
    }
    let mut files = SimpleFiles::new();
    let mut shown = report::Diagnostic::new(severity).with_code(diagnostic.code);
    let (file, span) = add_excerpt(&mut files, sources, diagnostic.span);
    let column_shown = files.location(file, span.start).map_or(0, |place| place.column_number);
    shown = shown.with_label(report::Label::primary(file, span));
    for label in &diagnostic.labels {
        let (file, span) = add_excerpt(&mut files, sources, label.span);
        shown = shown.with_label(report::Label::secondary(file, span).with_message(&label.text));
    }
    let notes = diagnostic.notes.iter().map(|note| format!("note: {note}"));
    let help = diagnostic.advice(sources).map(|help| format!("help: {help}"));
    shown = shown.with_notes(notes.chain(help).collect());
    let mut text = term::termcolor::Buffer::no_color();
    if colour {
        text = term::termcolor::Buffer::ansi();
    }
    if term::emit_to_write_style(&mut text, config, &files, &shown).is_ok() {
        // The first line repeats severity and code: our own first line replaces it.
        let text = String::from_utf8_lossy(text.as_slice()).into_owned();
        let body = text.split_once('\n').map_or("", |(_, body)| body);
        // Of a line that was cut down the column is that in the source.
        let cut = format!("{name}:{}:{column_shown}\n", place.line);
        let whole = format!("{name}:{}:{}\n", place.line, place.column);
        out.push_str(&body.replacen(&cut, &whole, 1));
    }
    out
}

/// Puts the lines of a span into `files`, cut down where they are very long.
fn add_excerpt(
    files: &mut SimpleFiles<String, String>,
    sources: &Sources,
    span: Span,
) -> (usize, std::ops::Range<usize>) {
    let text = sources.text(span.file);
    let (start, end) = (span.start as usize, (span.end as usize).min(text.len()));
    let line_start = text[..start.min(text.len())].rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[start.min(text.len())..].find('\n').map_or(text.len(), |i| start + i);
    let name = sources.name(span.file).to_owned();
    if line_end - line_start <= LONGEST_SHOWN_LINE && text.len() < 1 << 20 {
        let file = files.add(name, text.to_string());
        return (file, start..end.max(start));
    }
    // Blank lines before it keep the line number right without copying a long text.
    let from = text.floor_char_boundary(start.saturating_sub(60).max(line_start));
    let to = text.floor_char_boundary((start + 100).min(line_end));
    let before = "\n".repeat(sources.line(span) as usize - 1);
    let excerpt = format!("{before}{}", &text[from..to]);
    let offset = before.len() + start - from;
    let length = end.min(to).saturating_sub(start);
    (files.add(name, excerpt), offset..offset + length)
}

/// One JSON object a line: file, line, column, severity, code, message, notes, help.
pub fn render_json(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let place = sources.line_column(diagnostic.span);
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let notes: Vec<String> = diagnostic.notes.iter().map(|note| json_string(note)).collect();
        out.push_str(&format!(
            "{{\"file\":{},\"line\":{},\"column\":{},\"severity\":\"{severity}\",\"code\":\"{}\",\
             \"message\":{},\"notes\":[{}],\"help\":{}}}\n",
            json_string(sources.name(diagnostic.span.file)),
            place.line,
            place.column,
            diagnostic.code,
            json_string(&diagnostic.message),
            notes.join(","),
            diagnostic.advice(sources).map_or_else(|| "null".to_owned(), json_string),
        ));
    }
    out
}

fn json_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, render, render_json};
    use crate::{Sources, Span};

    fn example() -> (Sources, Diagnostic) {
        let mut sources = Sources::new();
        let file = sources.add("a.lfe", "(defun f ()\n  x)\n");
        let span = Span { file, start: 14, end: 15 };
        (sources, Diagnostic::error("unbound-symbol", "symbol x is unbound", span))
    }

    #[test]
    fn text_has_place_message_line_and_caret() {
        let (sources, diagnostic) = example();
        let text = render(&sources, &[diagnostic.with_help("quote it")], false);
        assert!(text.starts_with("a.lfe:2:3: symbol x is unbound\n"), "{text}");
        assert!(text.contains("  x)"), "{text}");
        assert!(text.contains('^') && text.contains("help: quote it"), "{text}");
    }

    #[test]
    fn json_is_one_object_a_line() {
        let (sources, diagnostic) = example();
        let text = render_json(&sources, &[diagnostic]);
        assert!(text.starts_with("{\"file\":\"a.lfe\",\"line\":2,\"column\":3,"), "{text}");
    }
}
