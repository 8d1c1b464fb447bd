//! Programs in Core Erlang, lowered and interpreted. Each line `%% f => result` at the head of a
//! file says what `f()` gives; results come from Erlang/OTP 25.

#[path = "support/interp.rs"]
mod interp;

use interp::{Machine, Term};
use lfec_lower::ir::Unit;

fn unit(text: &str) -> Unit {
    let file = lfec_base::FileId(0);
    let mut module = lfec_core::parse::parse(file, text).expect("Core that can be parsed");
    lfec_core::rename::unique(&mut module);
    lfec_core::passes::lower(&mut module);
    lfec_lower::lower(&module, None, "test.erl").expect("Core that can be lowered")
}

fn run(text: &str) {
    let unit = unit(text);
    let mut faults = Vec::new();
    for line in text.lines().take_while(|line| line.starts_with("%%")) {
        let Some((name, expected)) = line[2..].split_once("=>") else { continue };
        let (name, expected) = (name.trim(), expected.trim());
        let result = match Machine::new(&unit).call(name, Vec::new()) {
            Ok(term) => term.to_string(),
            Err((class, reason)) => format!("{class}: {reason}"),
        };
        if result != expected {
            faults.push(format!("{name}() gives {result}, not {expected}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn functions() {
    run(include_str!("run/functions.core"));
}

#[test]
fn matching() {
    run(include_str!("run/matching.core"));
}

#[test]
fn exceptions() {
    run(include_str!("run/exceptions.core"));
}

#[test]
fn types() {
    run(include_str!("run/types.core"));
}

#[test]
fn parts() {
    run(include_str!("run/parts.core"));
}

#[test]
fn arguments_are_passed() {
    let unit = unit(include_str!("run/functions.core"));
    let result = Machine::new(&unit).call("fib", vec![Term::Int(15)]);
    assert_eq!(result, Ok(Term::Int(610)));
}
