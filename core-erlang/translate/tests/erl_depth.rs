//! Deep nesting is an error, never a stack overflow: in a thread of 8 MB, as programs start with.

use lfec_base::{Sources, has_errors};
use lfec_erl::{NoIncludes, Options, parse_file};
use lfec_translate::erl::translate;

const STACK_BYTES: usize = 8 << 20;

fn is_refused(body: &str) -> bool {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        let work = thread.spawn_scoped(scope, || compile(body)).expect("a thread");
        work.join().expect("no panic")
    })
}

/// Reads a module with this body of `f(X)`; translates it if it has no errors. Gives whether it
/// has.
fn compile(body: &str) -> bool {
    let mut sources = Sources::new();
    let file = sources.add("m.erl", format!("-module(m).\n-export([f/1]).\nf(X) -> {body}.\n"));
    let (module, found) = parse_file(file, &mut sources, &mut NoIncludes, &Options::default());
    if has_errors(&found) {
        return true;
    }
    has_errors(&translate(&module, &sources).1)
}

fn nested(open: &str, inside: &str, close: &str, depth: usize) -> String {
    format!("{}{inside}{}", open.repeat(depth), close.repeat(depth))
}

const KINDS: &[(&str, &str, &str)] = &[
    ("(", "X", ")"),
    ("[", "X", "]"),
    ("{", "X", "}"),
    ("#{a => ", "X", "}"),
    ("<<(", "X", ")>>"),
    ("f(", "X", ")"),
    ("begin ", "X", " end"),
    ("case X of 1 -> ", "X", " end"),
    ("if X > 1 -> ", "X", " end"),
    ("fun() -> ", "X", " end"),
    ("try ", "X", " catch _ -> 1 end"),
    ("[Y || Y <- ", "X", "]"),
    ("catch ", "X", ""),
    ("- ", "X", ""),
    ("X + ", "X", ""),
    ("X ++ ", "X", ""),
    ("X = ", "X", ""),
    ("X andalso ", "X", ""),
    ("", "X", " + X"),
    ("", "X", "#{a => 1}"),
];

#[test]
fn some_hundred_levels_are_taken() {
    for (open, inside, close) in KINDS {
        assert!(!is_refused(&nested(open, inside, close, 240)), "{open}{inside}{close}");
    }
}

#[test]
fn thousands_of_levels_are_refused() {
    for (open, inside, close) in KINDS {
        assert!(is_refused(&nested(open, inside, close, 20_000)), "{open}{inside}{close}");
    }
}

#[test]
fn long_flat_code_is_taken() {
    assert!(!is_refused(&format!("[X{}]", ", X".repeat(20_000))));
    assert!(!is_refused(&format!("{{X{}}}", ", X".repeat(20_000))));
    assert!(!is_refused(&format!("f(X){}", ", f(X)".repeat(1_000))));
}
