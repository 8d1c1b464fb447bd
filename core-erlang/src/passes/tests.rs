//! Tests of the module above: inputs as text, what comes out beside them.

use crate::check::check;
use crate::ir::Module;
use crate::parse::parse;
use crate::rename::unique;
use lfec_base::FileId;

/// The module of one function with a parameter `X`.
pub(super) fn module(body: &str) -> Module {
    let text = format!("module 'm' ['f'/1] attributes [] 'f'/1 = fun (X) -> {body} end");
    parse(FileId(0), &text).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

/// Checks what a pass makes of a function body, up to the names it makes.
pub(super) fn pass(run: fn(&mut Module), body: &str, expected: &str) {
    let mut found = module(body);
    run(&mut found);
    let errors = check(&found);
    assert!(errors.is_empty(), "{errors:?}\n{found}");
    assert_eq!(normal(found), normal(module(expected)), "{body}");
}

/// The text with names numbered in order of binding.
fn normal(mut module: Module) -> String {
    let definition = &mut module.definitions[0];
    let mut names = crate::rename::Names::default();
    definition.function = names.copy_fun(&definition.function);
    unique(&mut module);
    let text = module.to_string();
    // `X@1` as `_1`.
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '@');
    let mut out = String::new();
    for piece in text.split_inclusive(|c| !word(c)) {
        match piece.split_once('@') {
            Some((_, number)) => out.extend(["_", number]),
            None => out.push_str(piece),
        }
    }
    out
}

#[test]
fn receive_becomes_a_loop() {
    pass(
        super::lower_receive::run,
        "receive <{'a',Y}> when 'true' -> Y after call 'erlang':'+'(X,1) -> 'late'",
        "let T = call 'erlang':'+'(X,1) in ( letrec 'recv$^1'/0 = fun () ->
           let <Found,Message> = primop 'recv_peek_message'() in
           case Found of
             <'true'> when 'true' -> case Message of
                 <{'a',Y}> when 'true' -> do primop 'remove_message'() Y
                 ( <_O> when 'true' -> do primop 'recv_next'() apply 'recv$^1'/0()
                   -| ['compiler_generated'] )
               end
             <'false'> when 'true' -> let E = primop 'recv_wait_timeout'(T) in
               case E of
                 <'true'> when 'true' -> 'late'
                 <'false'> when 'true' -> apply 'recv$^1'/0()
               end
           end
         in apply 'recv$^1'/0() -| ['letrec_goto','no_inline'] )",
    );
    pass(
        super::lower_receive::run,
        "receive after X -> 'late'",
        "( letrec 'recv$^1'/0 = fun () ->
           let E = primop 'recv_wait_timeout'(X) in
           case E of
             <'true'> when 'true' -> 'late'
             <'false'> when 'true' -> apply 'recv$^1'/0()
           end
         in apply 'recv$^1'/0() -| ['letrec_goto','no_inline'] )",
    );
}

#[test]
fn catch_becomes_a_try() {
    pass(
        super::lower_catch::run,
        "catch apply X()",
        "try apply X() of V -> V catch <C,R,S> ->
           case C of
             <'throw'> when 'true' -> R
             <'exit'> when 'true' -> {'EXIT',R}
             <_O> when 'true' -> let T = primop 'build_stacktrace'(S) in {'EXIT',{R,T}}
           end",
    );
}

#[test]
fn sizes_of_the_same_pattern_are_split_off() {
    let flags = "['unsigned','big'])";
    pass(
        super::split_sizes::run,
        &format!(
            "case X of
               <#{{#<N>(8,1,'integer',{flags},#<B>(N,8,'binary',{flags}}}#> when N -> B
               <Y> when 'true' -> Y
             end"
        ),
        &format!(
            "( letrec 'next$^1'/0 = fun () -> case X of <Y> when 'true' -> Y end
             in case X of
               <#{{#<N>(8,1,'integer',{flags},#<R>('all',1,'binary',{flags}}}#> when 'true' ->
                 case R of
                   <#{{#<B>(N,8,'binary',{flags}}}#> when N -> B
                   <_1> when 'true' -> apply 'next$^1'/0()
                 end
               <_2> when 'true' -> apply 'next$^1'/0()
             end -| ['letrec_goto'] )"
        ),
    );
}

fn simplify(body: &str, expected: &str) {
    pass(super::simplify::run, body, expected);
}

#[test]
fn copies_constants_and_nested_bindings() {
    simplify("let Y = X in let Z = 1 in {Y,Z}", "{X,1}");
    simplify("let Y = 1 in let Z = {Y,2} in Z", "{1,2}");
    simplify("let Y = apply X() in Y", "apply X()");
    simplify(
        "let Y = let Z = apply X() in {Z,Z} in apply Y(Z)",
        "let Z = apply X() in let Y = {Z,Z} in apply Y(Z)",
    );
    simplify("do let Z = apply X() in Z 1", "do apply X() 1");
    simplify("let <Y,Z> = <X,2> in {Y,Z}", "{X,2}");
    simplify("apply fun (Y) -> {Y,Y} (apply X())", "let Y = apply X() in {Y,Y}");
    simplify("apply fun 'm':'g'/1 (X)", "call 'm':'g'(X)");
    simplify("do {X} do 1 X", "X");
    simplify("let Y = primop 'match_fail'('a') in {Y}", "primop 'match_fail'('a')");
}

#[test]
fn constants_are_computed() {
    simplify("call 'erlang':'+'(1,2)", "3");
    simplify("call 'erlang':'+'(1,'a')", "call 'erlang':'+'(1,'a')");
    simplify("call 'erlang':'div'(-7,2)", "-3");
    simplify("call 'erlang':'bsr'(-7,1)", "-4");
    simplify("call 'erlang':'div'(1,0)", "call 'erlang':'div'(1,0)");
    simplify("call 'erlang':'=:='(1,1.0)", "'false'");
    simplify("call 'erlang':'bnot'(5)", "-6");
    simplify("let Y = {X,1} in call 'erlang':'element'(1,Y)", "let Y = {X,1} in X");
    simplify("let Y = {X,1} in call 'erlang':'is_list'(Y)", "let Y = {X,1} in 'false'");
    simplify("call 'erlang':'++'(\"ab\",X)", "[97,98|X]");
    simplify("call 'erlang':'apply'('m','g',[X,1])", "call 'm':'g'(X,1)");
    simplify(
        "let Y = call 'erlang':'<'(X,1) in call 'erlang':'=:='(Y,'true')",
        "call 'erlang':'<'(X,1)",
    );
}

#[test]
fn known_cases_are_decided() {
    simplify("case 1 of <2> when 'true' -> 'a' <Y> when 'true' -> {Y} end", "{1}");
    simplify("case {X,1} of <{A,2}> when 'true' -> A <{A1,B}> when 'true' -> {B,A1} end", "{1,X}");
    simplify(
        "case {X,apply X()} of <{'a',B}> when 'true' -> B <W> when W -> W <_1> when 'true' -> 1 end",
        "let T = apply X() in case <X,T> of
           <'a',B> when 'true' -> T
           <F1,F2> when {X,T} -> {X,T}
           <F3,F4> when 'true' -> let U = {X,T} in 1
         end",
    );
    simplify(
        "case X of <{A,B}> when 'true' -> case X of <{'a',C}> when 'true' -> {A,C} <_1> when 'true' -> B end end",
        "case X of <{A,B}> when 'true' -> case <A,B> of <'a',C> when 'true' -> {'a',B} <F1,F2> when 'true' -> B end end",
    );
    simplify(
        "case X of <'a'> when 'true' -> {X} <[H|T]> when call 'erlang':'is_list'(X) -> T end",
        "case X of <'a'> when 'true' -> {'a'} <[H|T]> when 'true' -> T end",
    );
    simplify(
        "case call 'erlang':'<'(X,1) of <'true'> when 'true' -> 1 <'false'> when 'true' -> 2
           <E> when 'true' -> primop 'match_fail'({'case_clause',E}) end",
        "case call 'erlang':'<'(X,1) of <'true'> when 'true' -> 1 <_1> when 'true' -> 2 end",
    );
}

#[test]
fn what_is_built_can_match_a_pattern_of_its_kind() {
    let segment = |value: &str| format!("#{{#<{value}>(X,1,'integer',['unsigned','big'])}}#");
    let case = |argument: &str, pattern: &str| {
        let text =
            format!("case {argument} of <{pattern}> when 'true' -> 1 <_1> when 'true' -> 2 end");
        simplify(&text, &text);
    };
    case(&segment("X"), &segment("Y"));
    case(&segment("X"), "#{#<97>(8,1,'integer',['unsigned','big'])}#");
    case("~{'a'=>X}~", "~{'a':=Y}~");
    simplify(
        "case ~{'a'=>X}~ of <[H|T]> when 'true' -> 1 <_1> when 'true' -> 2 end",
        "let M = ~{'a'=>X}~ in 2",
    );
}

#[test]
fn sizes_take_only_integers() {
    let flags = "['unsigned','big'])";
    let binary = |size: &str| format!("#{{#<X>({size},1,'integer',{flags}}}#");
    simplify(&format!("let Y = 5 in {}", binary("Y")), &binary("5"));
    let kept = format!("let Y = 'all' in {}", binary("Y"));
    simplify(&kept, &kept);
    simplify(&format!("let Z = 'all' in let Y = Z in {}", binary("Y")), &kept);
}

#[test]
fn try_around_what_cannot_fail_goes() {
    simplify(
        "case X of <Y> when try call 'erlang':'is_atom'(X) of <V> -> V catch <C,R> -> 'false' -> 1
           <_1> when 'true' -> 2 end",
        "case X of <Y> when let V = call 'erlang':'is_atom'(X) in V -> 1 <_1> when 'true' -> 2 end",
    );
}

/// The body of the clause that is taken has not been simplified yet, whatever it is.
#[test]
fn bodies_of_decided_cases_are_simplified() {
    simplify(
        "let A = 256 in case call 'erlang':'<'(1,A) of
           <'true'> when 'true' -> let B = call 'erlang':'+'(A,X) in call 'erlang':'=:='(B,A)
           <_O> when 'true' -> 'false'
         end",
        "let B = call 'erlang':'+'(256,X) in call 'erlang':'=:='(B,256)",
    );
    simplify(
        "let A = 256 in case call 'erlang':'<'(1,A) of
           <'true'> when 'true' -> case call 'erlang':'+'(A,X) of <1> when 'true' -> A end
           <_O> when 'true' -> 'false'
         end",
        "case call 'erlang':'+'(256,X) of <1> when 'true' -> 256 end",
    );
}

#[test]
fn unused_values_and_functions_go() {
    let dead = |body: &str, expected: &str| pass(super::dead::run, body, expected);
    dead("let Y = {X} in 1", "1");
    dead("let Y = apply X() in 1", "do apply X() 1");
    dead("let Y = X in let Z = {Y} in X", "X");
    dead("do call 'erlang':'hd'(X) 1", "do call 'erlang':'hd'(X) 1");
    dead(
        "let <Y,Z> = primop 'recv_peek_message'() in X",
        "let <Y,Z> = primop 'recv_peek_message'() in X",
    );
    dead(
        "letrec 'g'/0 = fun () -> apply 'h'/0() 'h'/0 = fun () -> 1 'i'/0 = fun () -> 2 in 'g'/0",
        "letrec 'g'/0 = fun () -> apply 'h'/0() 'h'/0 = fun () -> 1 in 'g'/0",
    );
    dead("letrec 'g'/0 = fun () -> apply 'g'/0() in X", "X");
}

#[test]
fn functions_move_to_their_only_call() {
    let inline = |body: &str, expected: &str| pass(super::inline::run, body, expected);
    inline("let F = fun (Y) -> {Y} in apply F(X)", "let Y = X in {Y}");
    let big = "apply X(Y,Y,Y,Y,Y,Y,Y)";
    inline(
        &format!("letrec 'g'/1 = fun (Y) -> {big} in apply 'g'/1(1)"),
        &format!("let Y = 1 in {big}"),
    );
    let kept = "letrec 'g'/1 = fun (Y) -> apply 'g'/1(Y) in apply 'g'/1(1)";
    inline(kept, kept);
    let kept = "let F = fun (Y) -> Y in {F,apply F(1)}";
    inline(kept, kept);
    inline(
        "let F = fun (Y) -> case Y of <1> when 'true' -> apply X(Y,Y,Y,Y) end in do apply F(1) apply F(2)",
        "letrec 'F$^1'/1 = fun (Y) -> case Y of <1> when 'true' -> apply X(Y,Y,Y,Y) end in
           do apply 'F$^1'/1(1) apply 'F$^1'/1(2)",
    );
    inline(
        "( letrec 'g'/0 = fun () -> apply X(X,X,X,X,X,X,X) in
             case X of <1> when 'true' -> apply 'g'/0() end -| ['letrec_goto'] )",
        "case X of <1> when 'true' -> apply X(X,X,X,X,X,X,X) end",
    );
}

#[test]
fn small_functions_are_copied() {
    let functions = "'is_a'/1 = fun (C) -> call 'erlang':'=:='(C,'a')
        'wraps'/1 = fun (C) -> apply 'big'/2(C,[])
        'raises'/1 = fun (C) -> call 'erlang':'+'(C,1)
        'big'/2 = fun (C,D) -> apply 'big'/2(C,D)";
    let run = |body: &str| {
        let text =
            format!("module 'm' ['f'/1] attributes [] 'f'/1 = fun (X) -> {body} {functions} end");
        let mut module = parse(FileId(0), &text).unwrap();
        unique(&mut module);
        super::optimise(&mut module);
        assert!(check(&module).is_empty(), "{module}");
        module.definitions[0].function.body.to_string()
    };
    assert_eq!(run("apply 'is_a'/1(X)"), "call 'erlang':'=:='(X,'a')");
    assert_eq!(run("apply 'wraps'/1(X)"), "apply 'big'/2(X,[])");
    assert_eq!(run("apply 'raises'/1(X)"), "apply 'raises'/1(X)");
}

#[test]
fn large_maps_are_built() {
    let pairs = |open: &str, arrow: &str, close: &str| {
        let pair = |n: u32| format!("{open}{n}{arrow}{n}{close}");
        (0..33).map(pair).collect::<Vec<_>>().join(",")
    };
    let (map, list) = (pairs("", "=>", ""), pairs("{", ",", "}"));
    let large = |body: &str, expected: &str| pass(super::large_maps::run, body, expected);
    large(&format!("{{~{{{map}}}~,X}}"), &format!("{{call 'maps':'from_list'([{list}]),X}}"));
    large(
        &format!(
            "case X of <Y> when call 'erlang':'=:='(Y,~{{{map}}}~) -> ~{{X=>1|~{{{map}}}~}}~ end"
        ),
        &format!(
            "let M = call 'maps':'from_list'([{list}]) in
             case X of <Y> when call 'erlang':'=:='(Y,M) ->
               let N = call 'maps':'from_list'([{list}]) in ~{{X=>1|N}}~
             end"
        ),
    );
}
