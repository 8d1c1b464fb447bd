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
