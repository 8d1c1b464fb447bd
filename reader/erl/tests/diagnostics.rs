//! What is said of faulty sources: `tests/lint/*.erl`, expected texts beside them.
//!
//! `BLESS=1` writes the expected texts. They are those of `erlc` (OTP 25) but where
//! `tests/lint/README.md` says otherwise.

use std::path::Path;

use lfec_base::{Severity, Sources};
use lfec_erl::{NoIncludes, Options, parse_file};

/// Everything said of a source, one `line:column: message` a line.
fn report(path: &Path) -> String {
    let mut sources = Sources::new();
    let text = std::fs::read_to_string(path).expect("a readable source");
    let file = sources.add("source.erl", text);
    let (_, mut found) = parse_file(file, &mut sources, &mut NoIncludes, &Options::default());
    found.sort_by_key(|diagnostic| diagnostic.span.start);
    let mut lines = Vec::new();
    for diagnostic in found {
        let place = sources.line_column(diagnostic.span);
        let severity = match diagnostic.severity {
            Severity::Error => "",
            Severity::Warning => "Warning: ",
        };
        let (line, column) = (place.line, place.column);
        lines.push(format!("{line}:{column}: {severity}{}\n", diagnostic.message));
    }
    lines.concat()
}

fn check(name: &str) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let found = report(&directory.join(format!("{name}.erl")));
    let path = directory.join(format!("{name}.txt"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &found).expect("a writable directory");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{name}:\n{found}");
}

#[test]
fn syntax_and_directives() {
    check("syntax");
}

#[test]
fn variables() {
    check("variables");
}

#[test]
fn functions_and_attributes() {
    check("functions");
}

#[test]
fn patterns_guards_and_records() {
    check("patterns");
}

#[test]
fn types_and_specs() {
    check("types");
}

#[test]
fn format_strings() {
    check("formats");
}
