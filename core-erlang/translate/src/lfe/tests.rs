//! Tests of the module above: hand-expanded forms, and the Core text that comes out.
//! What programs compute is tested in `tests/lfe_on_beam.rs`.

use lfec_base::{Sources, Symbol};
use lfec_core::{check, passes};
use lfec_macroexpand::{FunctionDefinition, Module};
use lfec_reader::read;

use super::translate;

/// A module of one function, given as its lambda.
fn module(lambda: &str, arity: usize) -> (Module, Sources) {
    let mut sources = Sources::new();
    let file = sources.add("m.lfe", lambda);
    let (mut forms, found) = read(file, lambda);
    assert!(found.is_empty(), "{found:?}");
    let lambda = forms.remove(0);
    let (span, name) = (lambda.span, Symbol::intern("f"));
    let function = FunctionDefinition { name, arity, lambda, span, documentation: None };
    let module = Module {
        name: Symbol::intern("m"),
        span,
        exports: vec![(name, arity)],
        imports: Vec::new(),
        attributes: Vec::new(),
        on_load: None,
        functions: vec![function],
        documentation: None,
        exported_macros: Vec::new(),
    };
    (module, sources)
}

/// Checks the optimised body of `(lambda (x) …)`, spaces aside.
fn body(form: &str, expected: &str) {
    let (module, sources) = module(&format!("(lambda (x) {form})"), 1);
    let (mut core, found) = translate(&module, &sources);
    assert!(found.is_empty(), "{found:?}");
    let errors = check::check(&core);
    assert!(errors.is_empty(), "{errors:?}\n{core}");
    passes::optimise(&mut core);
    let errors = check::check(&core);
    assert!(errors.is_empty(), "{errors:?}\n{core}");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = words(&core.definitions[0].function.body.to_string());
    assert_eq!(found, words(expected), "{form}");
}

fn errors(lambda: &str, expected: &[&str]) {
    let (module, sources) = module(lambda, 1);
    let (core, found) = translate(&module, &sources);
    assert_eq!(found.iter().map(|d| d.message.as_str()).collect::<Vec<_>>(), expected, "{lambda}");
    // What is left can be looked at, whatever was wrong.
    assert!(check::check(&core).is_empty(), "{core}");
}

#[test]
fn data() {
    body("(list x 1 \"ab\")", "[_x@1|[1,\"ab\"]]");
    body("(tref x 2)", "call 'erlang':'element'(2,_x@1)");
    body("'(a . #(b))", "['a'|{'b'}]");
    body("(map 'a 1 'a x)", "~{'a'=>1,'a'=>_x@1}~");
    body(
        "(binary (97 (size 8) (unit 1) integer unsigned big))",
        "#{#<97>(8,1,'integer',['unsigned','big'])}#",
    );
}

#[test]
fn calls_evaluate_arguments_in_order() {
    body(
        "(call 'm 'g (funcall x 1) (funcall x 2))",
        "let <_2> = apply _x@1(1) in let <_3> = apply _x@1(2) in call 'm':'g'(_2,_3)",
    );
    body("(f (quote ()))", "apply 'f'/1([])");
    body("(funcall (function f 1) x)", "apply 'f'/1(_x@1)");
    body("(funcall (function m g 1) x)", "call 'm':'g'(_x@1)");
    body("(call 1 'f)", "call 'erlang':'apply'(1,'f',[])");
}

#[test]
fn scope_is_lexical() {
    body("(let ((y x)) (let ((x 1) (y x)) (tuple x y)))", "{1,_x@1}");
    body("(let-function ((g (lambda (z) (tuple x z)))) (let ((x 1)) (g x)))", "{_x@1,1}");
    body("(case 5 (x (call 'm 'g x)))", "call 'm':'g'(5)");
}

#[test]
fn matches_name_their_errors() {
    body(
        "(let (((tuple a) x)) a)",
        "case _x@1 of <{_a@2}> when 'true' -> _a@2
           ( <_3> when 'true' -> primop 'match_fail'({'badmatch',_x@1}) -| ['compiler_generated'] )
         end",
    );
    body(
        "(if x 1 2)",
        "case _x@1 of <'true'> when 'true' -> 1 <'false'> when 'true' -> 2
           ( <_2> when 'true' -> primop 'match_fail'({'case_clause',_x@1})
             -| ['compiler_generated'] )
         end",
    );
}

#[test]
fn a_variable_again_is_a_test() {
    body(
        "(case x ((tuple a a) a) (_ 'no))",
        "case _x@1 of
           <{_a@2,_a@3}> when ( call 'erlang':'=:='(_a@2,_a@3) -| ['compiler_generated'] ) -> _a@2
           <_4> when 'true' -> 'no'
         end",
    );
}

#[test]
fn guards_that_can_fail_are_tried() {
    body(
        "(case x (y (when (call 'erlang '== (car y) 1)) 1) (_ 2))",
        "case _x@1 of
           <_y@2> when try let <_3> = call 'erlang':'hd'(_x@1) in call 'erlang':'=='(_3,1)
             of <_4> -> _4 catch <_5,_6> -> 'false' -> 1
           <_7> when 'true' -> 2
         end",
    );
}

#[test]
fn what_the_expander_should_report() {
    errors("(lambda (x) y)", &["symbol y is unbound"]);
    errors("(lambda (x) (g x))", &["function g/1 undefined"]);
    errors("(lambda (x) (case x ((foo) 1)))", &["illegal pattern"]);
    errors("(lambda (x) (1 . 2))", &["bad application form"]);
    errors("(lambda (x y) 1)", &["function head arity mismatch"]);
    errors("(match-lambda ((x) 1) ((x y) 2))", &["function head arity mismatch"]);
}

#[test]
fn every_form_bare_or_misused_is_reported_not_a_panic() {
    let forms = "quote cons car cdr list tuple tref tset binary map map-size map-get map-set \
        map-update map-remove function lambda match-lambda let let-function letrec-function progn \
        prog1 prog2 if case cond maybe receive catch try funcall call andalso orelse list-comp \
        binary-comp ++ -- <- ?= when after else";
    for form in forms.split_whitespace() {
        for rest in ["", " x", " x x", " (x) x", " ((x)) x", " ((x x)) x", " x (x) (x)", " 1 ((1))"]
        {
            for place in ["(lambda (x) ({}))", "(lambda (x) (case x (({}) 1)))"] {
                let text = place.replace("{}", &format!("{form}{rest}"));
                let (module, sources) = module(&text, 1);
                let (core, _) = translate(&module, &sources);
                core.to_string();
            }
        }
    }
}

#[test]
fn long_and_deep_code_is_refused() {
    lfec_core::deep::on_deep_stack(|| {
        let calls = "(funcall x x)".repeat(30_000);
        errors(&format!("(lambda (x) (list {calls}))"), &["function is nested too deeply"]);
        let nested = format!("{}x{}", "(tuple ".repeat(1_900), ")".repeat(1_900));
        errors(&format!("(lambda (x) {nested})"), &[]);
    });
}
