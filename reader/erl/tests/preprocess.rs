//! What comes out of directives and macros.

use lfec_base::Sources;
use lfec_erl::preprocess::preprocess;
use lfec_erl::{IncludeHost, Options};

/// Include files: `a.hrl`, which includes `b.hrl`, and `app/include/c.hrl`.
struct Files;

impl IncludeHost for Files {
    fn include(&mut self, name: &str, library: bool, from: &str) -> Option<(String, String)> {
        let text = match (name, library, from) {
            ("a.hrl", false, "m.erl") => "-include(\"b.hrl\").\n-define(A, {a, ?B, ?FILE}).\n",
            ("b.hrl", false, "dir/a.hrl") => "-define(B, b).\n",
            ("app/include/c.hrl", true, _) => "c() -> ?LINE.\n",
            _ => return None,
        };
        Some((format!("dir/{name}"), text.to_owned()))
    }
}

/// The tokens of the forms that are left, and the messages.
fn run(text: &str) -> (String, Vec<String>) {
    let mut sources = Sources::new();
    let file = sources.add("m.erl", text);
    let mut found = Vec::new();
    let defines = vec![("D".to_owned(), None), ("E".to_owned(), Some("{1, x}".to_owned()))];
    let options = Options { defines, ..Options::default() };
    let forms = preprocess(file, &mut sources, &mut Files, &options, &mut found);
    let tokens = forms.iter().flat_map(|form| &form.tokens);
    let shown: Vec<String> = tokens.map(|token| token.kind.to_string().replace('\'', "")).collect();
    (shown.join(" "), found.into_iter().map(|diagnostic| diagnostic.message).collect())
}

fn check(text: &str, expected: &str) {
    assert_eq!(run(text), (expected.to_owned(), Vec::new()), "{text}");
}

#[test]
fn constants_and_overloads_live_side_by_side() {
    let define = "-define(M, 0). -define(M(), none). -define(M(A), {A}). -define(M(A, B), {B, A}).";
    check(&format!("{define} ?M ?M() ?M(x) ?M((1, 2), [3, 4])."), {
        "0 none { x } { [ 3 , 4 ] , ( 1 , 2 ) } ."
    });
    check("-define(c, 1). -define('q M', 2). ?c ?'q M'.", "1 2 .");
}

#[test]
fn arguments_are_split_at_outer_commas() {
    let define = "-define(F(A), <A>).";
    check(&format!("{define} ?F(case x of y -> 1, 2 end)."), "< case x of y -> 1 , 2 end > .");
    check(&format!("{define} ?F(fun(X) -> 1, X end)."), "< fun ( X ) -> 1 , X end > .");
    check("-define(G(A, B), B A). ?G(fun f/1, <<1, 2>>).", "<< 1 , 2 >> fun f / 1 .");
}

#[test]
fn macros_in_macros_and_across_their_ends() {
    check("-define(A, ?B). -define(B(X), [X]). ?A(1).", "[ 1 ] .");
    check("-define(F(X), {X}). ?F(?F(?F(1))).", "{ { { 1 } } } .");
    check("-define(OPEN, {1,). ?OPEN 2}.", "{ 1 , 2 } .");
}

#[test]
fn arguments_become_text() {
    check("-define(S(X), ??X). ?S(a+ b(C, \"d\")).", "\"a + b ( C , \\\"d\\\" )\" .");
    check("-define(S(X), {??X, X}). ?S(16#ff).", "{ \"16#ff\" , 255 } .");
}

#[test]
fn predefined_macros() {
    check("-module(m).\n?MODULE ?MODULE_STRING ?LINE ?FILE.", {
        "- module ( m ) . m \"m\" 2 \"m.erl\" ."
    });
    check("f(A, {B, C}) -> {?FUNCTION_NAME, ?FUNCTION_ARITY}; f(_, _) -> ?FUNCTION_ARITY.", {
        "f ( A , { B , C } ) -> { f , 2 } ; f ( _ , _ ) -> 2 ."
    });
    check("-file(\"g.y\", 10).\n?FILE ?LINE.", "- file ( \"g.y\" , 10 ) . \"g.y\" 11 .");
    check("?D ?E ?MACHINE ?OTP_RELEASE.", "true { 1 , x } BEAM 25 .");
    check("-define(L, {?LINE}).\n\n?L.", "{ 3 } .");
}

#[test]
fn conditions_choose() {
    check("-ifdef(D). a. -else. b. -endif. -ifndef(D). c. -else. d. -endif.", "a . d .");
    check("-ifdef(X). -ifdef(D). a. -else. b. -endif. -elif(true). c. -endif.", "c .");
    check("-if(?OTP_RELEASE >= 21 andalso not defined(X)). a. -elif(true). b. -endif.", "a .");
    check("-if(1/0). a. -elif(undefined_call()). b. -else. c. -endif.", "c .");
    check("-define(X, 1). -undef(X). -ifdef(X). a. -endif. b.", "b .");
    check("-if(defined('D') and (?E =:= {1, x})). a. -endif.", "a .");
}

#[test]
fn includes_are_read_in_place() {
    check("-include(\"a.hrl\").\n?A.", "{ a , b , \"m.erl\" } .");
    check("a. -include_lib(\"app/include/c.hrl\"). b.", "a . c ( ) -> 1 . b .");
}

#[test]
fn faults_are_told_and_forms_with_them_left_out() {
    let fault = |text: &str, message: &str| {
        assert_eq!(run(&format!("{text}\nz.")), ("z .".to_owned(), vec![message.to_owned()]));
    };
    fault("?X.", "undefined macro 'X'");
    fault("?X(1, 2).", "undefined macro 'X/2'");
    fault("-define(A, 1). -define(A, 2).", "redefining macro 'A'");
    fault("-define(A(X), 1). ?A.", "argument mismatch for macro 'A'");
    fault("-define(A, ?B). -define(B, ?A). ?A.", "circular macro 'A'");
    fault("-define(F(X), X). ?F((1.", "badly formed argument for macro 'F'");
    fault("-define(A.", "badly formed 'define'");
    fault("-define(A, 1.", "badly formed define: missing closing right parenthesis");
    fault("-endif.", "unbalanced '-endif'");
    fault("-include(\"none.hrl\").", "can't find include file \"none.hrl\"");
    fault("?FUNCTION_NAME.", "?FUNCTION_NAME can only be used within a function");
    assert_eq!(run("-ifdef(D). a.").1, ["unterminated '-ifdef'"]);
}

#[test]
fn exponential_macros_end() {
    let mut text = "-define(M0, a a a a a a a a).\n".to_owned();
    for level in 1..20 {
        let inner = format!("?M{} ", level - 1).repeat(8);
        text.push_str(&format!("-define(M{level}, {inner}).\n"));
    }
    let (_, found) = run(&format!("{text}?M19."));
    assert_eq!(found, ["macro expands to too many tokens"]);
}
