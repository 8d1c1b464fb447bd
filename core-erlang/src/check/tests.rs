//! Tests of the module above: inputs as text, what comes out beside them.

use super::check;
use crate::parse::parse;
use lfec_base::FileId;

/// Checks which errors a function body has.
fn errors(body: &str, expected: &[&str]) {
    let text = format!("module 'm' ['f'/1] attributes [] 'f'/1 = fun (X) -> {body} end");
    let module = parse(FileId(0), &text).unwrap_or_else(|error| panic!("{error:?}"));
    let found: Vec<_> = check(&module).iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn scopes() {
    errors("let Y = X in {X,Y}", &[]);
    errors("do let Y = X in Y Y", &["unbound-variable"]);
    errors("let Y = Y in 1", &["unbound-variable"]);
    errors("apply 'g'/0()", &["undefined-function"]);
    errors("letrec 'g'/0 = fun () -> apply 'g'/0() in 'g'/0", &[]);
    errors("case 1 of <~{Y:=Y}~> when 'true' -> 1 end", &["unbound-variable"]);
    let text = "module 'm' ['g'/1] attributes [] 'f'/0 = fun () -> 1 'f'/0 = fun () -> 2 end";
    let module = parse(FileId(0), text).unwrap();
    let found: Vec<_> = check(&module).iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(found, ["redefine-function", "undefined-function"]);
}

#[test]
fn unique_names() {
    errors("let X = 1 in X", &["duplicate-variable"]);
    errors("case X of <{Y,Y}> when 'true' -> 1 end", &["duplicate-variable"]);
    errors("do let Y = 1 in 1 let Y = 1 in 1", &["duplicate-variable"]);
    errors("letrec 'f'/1 = fun (Y) -> Y in 1", &["duplicate-function"]);
}

#[test]
fn counts() {
    errors("let <Y,Z> = <1,2> in 1", &[]);
    errors(
        "let <Y,Z> = case X of <1> when 'true' -> <1,2> <_1> when 'true' -> primop 'match_fail'('a') end in 1",
        &[],
    );
    errors("let <Y,Z> = X in 1", &["value-count"]);
    errors("<1,2>", &["value-count"]);
    errors("case <1,2> of <Y> when 'true' -> 1 end", &["value-count"]);
    errors("let <Y,Z> = primop 'recv_peek_message'() in 1", &[]);
    errors("apply 'f'/1(1,2)", &["arity-mismatch"]);
    errors("letrec 'g'/1 = fun () -> 1 in 1", &["arity-mismatch"]);
}

#[test]
fn jumps() {
    let goto = |body: &str| {
        format!("( letrec 'g'/0 = fun () -> apply 'g'/0() in {body} -| ['letrec_goto'] )")
    };
    errors(&goto("case X of <1> when 'true' -> apply 'g'/0() <_1> when 'true' -> 1 end"), &[]);
    errors(&goto("let Y = apply 'g'/0() in Y"), &["jump"]);
    errors(&goto("try apply 'g'/0() of <Y> -> Y catch <C,R,S> -> C"), &["jump"]);
    errors(&goto("fun () -> apply 'g'/0()"), &["jump"]);
    errors(&goto("'g'/0"), &["jump"]);
}

#[test]
fn patterns_and_guards() {
    let flags = "1,'integer',['unsigned','big'])";
    let binary = |size: &str| {
        format!("case X of <#{{#<A>(8,{flags},#<B>({size},{flags}}}#> when 'true' -> A end")
    };
    errors(&binary("A"), &[]);
    errors(&binary("X"), &[]);
    errors(&binary("B"), &["unbound-variable"]);
    errors(&binary("'all'"), &["illegal-size"]);
    errors("case X of <~{'a':=1,X:=2}~> when call 'erlang':'hd'(X) -> 1 end", &[]);
    errors("case X of <1> when call 'erlang':'put'(X,X) -> 1 end", &["illegal-guard"]);
    errors("case X of <1> when apply X() -> 1 end", &["illegal-guard"]);
}
