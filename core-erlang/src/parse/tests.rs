//! Tests of the module above: inputs as text, what comes out beside them.

use super::{parse, read};
use crate::ir::{ExprKind, Literal, Module, Pattern, PatternKind};
use lfec_base::FileId;

fn module(text: &str) -> Module {
    parse(FileId(0), text).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

/// The body of the only function of a module.
fn body(text: &str) -> ExprKind {
    let module = module(&format!("module 'm' [] attributes [] 'f'/0 = fun () -> {text} end"));
    module.definitions.into_iter().next().unwrap().function.body.kind
}

/// Checks that printing and reading again gives the same text.
fn round_trip(text: &str) {
    let first = module(&format!("module 'm' ['f'/0] attributes [] 'f'/0 = fun (X) -> {text} end"));
    let printed = first.to_string();
    assert_eq!(module(&printed).to_string(), printed);
}

fn error(text: &str) -> (u32, String) {
    let error = parse(FileId(0), text).unwrap_err();
    (error.span.start, error.message)
}

#[test]
fn constants_are_literals() {
    let string = ExprKind::Literal(Literal::string("ab"));
    assert_eq!(body("[97|[98|[]]]"), string);
    assert_eq!(body("( [97,98] -| ['x'] )"), string);
    assert_eq!(body("\"ab\""), string);
    let binary = ExprKind::Literal(Literal::Binary([255, 0xA0].into(), 3));
    let flags = "1,'integer',['unsigned'|['big']])";
    assert_eq!(body(&format!("#{{#<-1>(8,{flags},#<5>(3,{flags}}}#")), binary);
    let map = [(Literal::atom("a"), Literal::tuple([Literal::integer(1)]))];
    assert_eq!(body("~{'a'=>{1}}~"), ExprKind::Literal(Literal::Map(map.into())));
    assert!(matches!(body("fun 'm':'f'/2"), ExprKind::Literal(Literal::Fun(_, _, 2))));
    assert!(matches!(body("['a'|X]"), ExprKind::Cons(..)));
}

#[test]
fn every_construct_round_trips() {
    round_trip("let <X,Y> = <1,2> in do apply 'f'/1(X) call 'm':X({Y,X},[X,Y|X])");
    round_trip("letrec 'g'/0 = fun () -> 'a' 'h'/0 = ( fun () -> 'b' -| ['x'] ) in 'g'/0");
    round_trip(
        "case <X,1> of <Y,~{'a':=Z}~> when 'true' -> Y ( <_1,_2> when Z -> 2 -| ['c'] ) end",
    );
    round_trip(
        "case X of ( Y -| ['a'] ) when 'true' -> 1 ( Y = {Z} -| ['a'] ) when 'true' -> 2 end",
    );
    round_trip("receive <{'a',X}> when 'true' -> X after 'infinity' -> 'true'");
    round_trip("receive after 10 -> 'ok'");
    round_trip("try X of <Y> -> Y catch <C,R,S> -> primop 'raise'(S,R)");
    round_trip("catch ~{X=>1,( 'b' -| [1] ):=2|X}~");
    round_trip(
        "case X of <#{#<A>(8,1,'integer',['signed','little']),#<B>(A,8,'binary',['unsigned','big'])}#> when 'true' -> A end",
    );
    round_trip(
        "#{( #<X>('undefined','undefined','utf8',['unsigned'|['big']]) -| [{'segment',1}] )}#",
    );
    round_trip("case <> of <> when 'true' -> [-1.5,1.0e22,'it\\'s',\"\\x\"] end");
    round_trip(
        "( call ( 'erlang' -| ['compiler_generated'] ):'error'(1) -| [12,{'file',\"a\"},'y'] )",
    );
}

#[test]
fn lines_come_from_annotations_and_comments() {
    let text = "%% Line 3\n( fun () ->\n %% Line 4\n do 'a' ( 'b' -| [7] ) -| [] )";
    let module = module(&format!("module 'm' [] attributes [] 'f'/0 = {text} end"));
    let function = &module.definitions[0].function;
    assert_eq!((function.anno.line, function.body.anno.line), (3, 4));
    let ExprKind::Seq(first, then) = &function.body.kind else { panic!() };
    assert_eq!((first.anno.line, then.anno.line), (4, 7));
}

#[test]
fn aliases_in_every_place_for_annotations() {
    let alias = |text: &str| {
        let ExprKind::Case(_, clauses) = body(&format!("case 1 of <{text}> when 'true' -> 1 end"))
        else {
            panic!()
        };
        let Pattern { kind: PatternKind::Alias(_, inner), .. } = &clauses[0].patterns[0] else {
            panic!("{text}")
        };
        assert!(matches!(inner.kind, PatternKind::Tuple(_)), "{text}");
    };
    alias("X = {Y}");
    alias("( X = {Y} -| ['a'] )");
    alias("( X -| ['a'] ) = {Y}");
    alias("X = ( {Y} -| ['a'] )");
    alias("( ( X -| ['a'] ) = ( {Y} -| ['b'] ) -| ['c'] )");
}

#[test]
fn errors_say_where_and_what() {
    assert_eq!(error("module m"), (7, "illegal word m: atoms are quoted".to_owned()));
    assert_eq!(error("module 'm' ["), (12, "expected atom, found end of text".to_owned()));
    let head = "module 'm' [] attributes [] 'f'/0 = fun () -> ";
    let place = head.len() as u32;
    assert_eq!(
        error(&format!("{head}end")),
        (place, "expected expression, found 'end'".to_owned())
    );
    assert_eq!(error(&format!("{head}{{1 2}} end")).1, "expected ',' or '}', found integer 2");
    assert_eq!(error(&format!("{head}'a'")).1, "expected atom, found end of text");
}

#[test]
fn deep_nesting_is_an_error_not_a_crash() {
    crate::deep::on_deep_stack(|| {
        let head = "module 'm' [] attributes [] 'f'/0 = fun () -> ";
        for open in ["{", "{X,", "catch ", "do 1 ", "fun () -> ", "let X = 1 in ", "case "] {
            let message = error(&format!("{head}{}", open.repeat(100_000))).1;
            assert_eq!(message, "nested deeper than 20000 levels", "{open}");
        }
        let long = format!("{head}[{}] end", "X,".repeat(100_000));
        assert_eq!(error(&long).1, "list too long");
        // Constants nest in lists without limit.
        let list = "[1|".repeat(100_000) + "[]" + &"]".repeat(100_000);
        module(&format!("{head}{list} end"));
    });
}

#[test]
fn what_others_wrote_is_made_unique_and_checked() {
    let text = |body| format!("module 'm' [] attributes [] 'f'/1 = fun (X) -> {body} end");
    let module = read(FileId(0), &text("do let X = 1 in X X")).unwrap();
    assert!(module.to_string().contains("let <X@1> = 1"));
    let errors = read(FileId(0), &text("{X,Y}")).unwrap_err();
    assert_eq!(errors[0].message, "variable Y is unbound in function 'f'/1");
    assert_eq!(errors[0].span.start as usize, text("{X,Y}").find("Y").unwrap());
}
