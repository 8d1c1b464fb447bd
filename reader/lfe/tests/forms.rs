//! Right texts and the forms they are read as, shown by the printer.

use std::sync::Arc;

use lfec_base::{FileId, Sources};
use lfec_reader::{
    Form, FormKind, NESTING_LIMIT, ReadStatus, pretty, print, read, read_source, read_status,
};

/// Checks that a text is read without an error as forms that are printed like this, a space apart.
#[track_caller]
fn check(text: &str, printed: &str) {
    let (forms, diagnostics) = read(FileId(0), text);
    assert_eq!(diagnostics, [], "{text}");
    let all: Vec<String> = forms.iter().map(print).collect();
    assert_eq!(all.join(" "), printed, "{text}");
}

/// Checks what kind of datum a text is.
#[track_caller]
fn check_kind(text: &str, kind: FormKind) {
    let (forms, diagnostics) = read(FileId(0), text);
    assert_eq!(diagnostics, [], "{text}");
    let span = forms[0].span;
    assert_eq!(forms, [Form { span, kind }], "{text}");
}

#[test]
fn symbols_take_most_characters() {
    check("foo Foo foo-bar *x* $y a:b foo.bar", "foo Foo foo-bar *x* $y a:b foo.bar");
    check("a'b a|b a,b a`b a#b", "a'b a|b a,b a`b a#b");
    check("+ - / <= 1+ -a +1x 1e5 1. 123foo @x", "+ - / <= 1+ -a +1x 1e5 1. 123foo @x");
    check("été λ 日本 😀", "été λ 日本 😀");
    check(r"\a a\b", r"\a a\b");
}

#[test]
fn quoted_symbols_take_all_characters() {
    check("|foo| |a b| |(| |...| |1| |1.5| || |#x|", "foo |a b| |(| |...| |1| |1.5| || |#x|");
    check(r"|a\|b| |a\\b| |a\nb|", r"a|b a\b anb");
    check("|a\nb|", "|a\nb|");
    check(r"|(\\)|", r"|(\\)|");
}

#[test]
fn elixir_module_names() {
    check("#Efoo #eFoo.Bar #E", "Elixir.foo Elixir.Foo.Bar Elixir.");
}

#[test]
fn decimal_numbers() {
    check("0 42 -7 +7 007", "0 42 -7 7 7");
    check("123456789012345678901234567890", "123456789012345678901234567890");
    check("-99999999999999999999", "-99999999999999999999");
    check("1.5 -0.25 +1.0 1.0e3 2.5E-3 1.0e+10", "1.5 -0.25 1.0 1.0e3 0.0025 1.0e10");
    check_kind("-0.0", FormKind::Float(-0.0));
}

#[test]
fn long_numbers_are_read_in_pieces() {
    let digits = "1234567890".repeat(1_000);
    check(&digits, &digits);
    let expected: num_bigint::BigInt = (num_bigint::BigInt::from(1) << 40_000) - 1;
    check_kind(&format!("#x{}", "F".repeat(10_000)), FormKind::Integer(Arc::new(expected)));
}

#[test]
fn based_numbers() {
    check("#b1010 #B11 #o17 #d10 #xFF #Xff #36rZZ #*101", "10 3 15 10 255 255 1295 5");
    check("#x-FF #b+1 #2r-10", "-255 1 -2");
}

#[test]
fn characters_are_their_code_points() {
    check(r#"#\a #\( #\" #\; #\ x"#, "97 40 34 59 32 x");
    check(r"#\é #\😀 #\\", "233 128512 92");
    check(r"#\x41; #\x20AC; #\x", "65 8364 120");
}

#[test]
fn strings_and_their_escapes() {
    check(r#""" "abc" "a\"b\\c""#, r#""" "abc" "a\"b\\c""#);
    check_kind(r#""\b\t\n\v\f\r\e\s\d""#, string("\u{8}\t\n\u{B}\u{C}\r\u{1B} \u{7F}"));
    check_kind(r#""\x41;\x20AC;\x1F600;""#, string("A€😀"));
    check_kind(r#""\x41 \xg; \x; \q""#, string("x41 xg; x; q"));
    check_kind("\"a\nb\"", string("a\nb"));
    check_kind("\"é\"", FormKind::String(Arc::from([233])));
}

fn string(text: &str) -> FormKind {
    FormKind::String(text.chars().map(u32::from).collect())
}

#[test]
fn binary_strings_are_utf8() {
    check_kind("#\"abc\"", FormKind::Binary(Arc::from(*b"abc"), 8));
    check_kind("#\"é\\x20AC;\"", FormKind::Binary(Arc::from("é€".as_bytes()), 8));
    check("#\"\"", "#B()");
}

#[test]
fn triple_quoted_strings() {
    check_kind("\"\"\"\nfoo\nbar\n\"\"\"", string("foo\nbar"));
    check_kind("\"\"\"  \n  foo\n   bar\n\n  \"\"\"", string("foo\n bar\n"));
    check_kind("\"\"\"\n \\n \"\"\" \"x\n \"\"\"", string("\\n \"\"\" \"x"));
    check_kind("\"\"\"\n\"\"\"", string(""));
    check_kind("\"\"\"\n\n\"\"\"", string(""));
    check_kind("\"\"\"\n\tx\n\t\"\"\"", string("x"));
    check_kind("\"\"\"\r\n a\r\n b\r\n \"\"\"", string("a\r\nb"));
    check_kind("#\"\"\"\n é\n \"\"\"", FormKind::Binary(Arc::from("é".as_bytes()), 8));
    check("(a \"\"\"\n x\n \"\"\" b)", "(a \"x\" b)");
}

#[test]
fn lists_and_tails() {
    check("() [] (a [b] (c))", "() () (a (b) (c))");
    check("(a . b) (a b . c) [a . b]", "(a . b) (a b . c) (a . b)");
    check("(a . (b c)) (a . ()) (a . (b . c))", "(a b c) (a) (a b . c)");
    check("(a . \"bc\") (a .b) (a .5)", "(a 98 99) (a . b) (a . 5)");
    check("(a . 'b)", "(a quote b)");
}

#[test]
fn quotes_are_lists() {
    check("'a `a ,a ,@a", "(quote a) (backquote a) (comma a) (comma-at a)");
    check("''a '(1) ' a", "(quote (quote a)) (quote (1)) (quote a)");
    check("`(a ,b ,@c . ,d)", "(backquote (a (comma b) (comma-at c) comma d))");
}

#[test]
fn tuples_and_maps() {
    check("#() #(a #(b)) #(a (b . c))", "#() #(a #(b)) #(a (b . c))");
    check("#M() #m(a 1 a 2) #M(#(k) #M(a b))", "#M() #M(a 1 a 2) #M(#(k) #M(a b))");
}

#[test]
fn functions() {
    check("#'f/2 #'m:f/2", "(function f 2) (function m f 2)");
    check("#'=:=/2 #'//2 #'/=/2", "(function =:= 2) (function / 2) (function /= 2)");
    check("#'erlang:=:=/2 #'erlang://2", "(function erlang =:= 2) (function erlang / 2)");
    check(
        "#'a/b/1 #'=/=/2 #'a-b:c-d/10",
        "(function a/b 1) (function =/= 2) (function a-b c-d 10)",
    );
}

#[test]
fn comments() {
    check("a ; b\nc ;", "a c");
    check("a #| b \n ( | # |# c #||# d", "a c d");
    check("(a ;)\n b #|)|#)", "(a b)");
    check("\u{FEFF}(a)", "(a)");
    check(" \r\n\t\u{0C}\u{00}a", "a");
}

#[test]
fn binaries_of_integers() {
    check("#B() #b(1 2 255 256 -1)", "#B() #B(1 2 255 0 255)");
    check("#B((1 (size 4)))", "#B((1 (size 4)))");
    check("#B((1 (size 4)) (2 (size 12)) 3)", "#B(16 2 3)");
    check("#B((1 (size 3)) 255 (1 (size 1)))", "#B(63 (15 (size 4)))");
    check("#B((258 (size 2) (unit 8)) (258 (size 16) little))", "#B(1 2 2 1)");
    check("#B((258 (size 16) little-endian) (258 (size 16) big-endian))", "#B(2 1 1 2)");
    check("#B((4660 (size 12) little))", "#B(52 (2 (size 4)))");
    check("#B((-2 signed (size 16)) (1 integer unsigned big))", "#B(255 254 1)");
    check("#B((5 (size (+ 4 4))) ((quote 7) (size 8)))", "#B(5 7)");
    check("#B(1 (2 (size 0)))", "#B(1)");
}

#[test]
fn binaries_of_other_types() {
    check("#B((1.5 float))", "#B(63 248 0 0 0 0 0 0)");
    check("#B((1.5 float (size 32)) (1 float (size 16)))", "#B(63 192 0 0 60 0)");
    check("#B((1.5 float (size 32) little))", "#B(0 0 192 63)");
    check("#B((65504 float (size 16)) (5.960464477539063e-8 float (size 16)))", "#B(123 255 0 1)");
    check("#B((-0.333251953125 float (size 16)))", "#B(181 85)");
    check("#B(\"abc\" (\"é\" utf8) (233 utf-8))", "#B(97 98 99 195 169 195 169)");
    check("#B((233 utf16) (128512 utf-16 little) (233 utf32))", "#B(0 233 61 216 0 222 0 0 0 233)");
    check("#B((\"ab\" (size 16)))", "#B(0 97 0 98)");
    check("#B((97 98))", "#B(97 98)");
    check("#B((#\"abc\" binary) (#\"abc\" bytes (size 2)))", "#B(97 98 99 97 98)");
    check("#B((#B((5 (size 3))) bitstring) (#\"\\s\" bits (size 5)))", "#B(164)");
}

#[test]
fn expressions_at_read_time() {
    // Calls of other functions are left to the expander.
    check("#.(foo 1) a", "(|#.| (foo 1)) a");
    check("#.(+ 1 2) #.(- 5) #.(* 2 3 4) #.(div 7 2) #.(rem -7 2)", "3 -5 24 3 -1");
    check("#.(/ 1 2) #.(+ 1 0.5) #.(band 12 10) #.(bor 12 3) #.(bxor 1 3)", "0.5 1.5 8 15 2");
    check("#.(bnot 0) #.(bsl 1 70) #.(bsr -5 1) #.(bsr 5 100)", "-1 1180591620717411303424 -3 0");
    check("#.(list 1 'a \"s\") #.(tuple 'a (+ 1 1)) #.'(a b)", "(1 a \"s\") #(a 2) (a b)");
    check(
        "#.(cons 1 '(2)) #.(cons 1 2) #.(list* 1 2 '(3)) #.(++ \"a\" '(b))",
        "(1 2) (1 . 2) (1 2 3) (97 b)",
    );
    check("#.(car '(a b)) #.(cdr '(a b)) #.(cdr '(a . b)) #.(map 'a 1)", "a (b) b #M(a 1)");
    check("#.(binary (1 (size 16))) #.42 #.\"s\" #.(1 2)", "#B(0 1) 42 \"s\" (1 2)");
    check("'(a #.(+ 1 2))", "(quote (a 3))");
}

#[test]
fn spans_cover_each_datum() {
    let text = "(foo 'bar\n  [\"é\" . #(x)])";
    let (forms, _) = read(FileId(3), text);
    let mut spans = Vec::new();
    collect(&forms[0], &mut |form| {
        let span = form.span;
        assert_eq!(span.file, FileId(3));
        spans.push(&text[span.start as usize..span.end as usize]);
    });
    let expected = [text, "foo", "'bar", "'", "bar", "[\"é\" . #(x)]", "\"é\"", "#(x)", "x"];
    assert_eq!(spans, expected);
}

fn collect(form: &Form, visit: &mut impl FnMut(&Form)) {
    visit(form);
    match &form.kind {
        FormKind::List(items) | FormKind::Tuple(items) => {
            items.iter().for_each(|item| collect(item, visit));
        }
        FormKind::Dotted(items, tail) => {
            items.iter().for_each(|item| collect(item, visit));
            collect(tail, visit);
        }
        _ => {}
    }
}

#[test]
fn deep_forms_fit_the_stack_of_a_thread() {
    // This runs in a thread with the default stack of 2 MiB, without optimisation.
    for (open, close) in [("(", ")"), ("#(", ")"), ("#M(a ", ")"), ("(a ", " . b)"), ("'", "")] {
        let text = format!("{}x{}", open.repeat(NESTING_LIMIT), close.repeat(NESTING_LIMIT));
        let (forms, diagnostics) = read(FileId(0), &text);
        assert_eq!(diagnostics, [], "{open}");
        let (again, _) = read(FileId(0), &pretty(&forms[0]));
        assert_eq!(forms, again);
        assert!(format!("{:?}", forms[0]).len() > NESTING_LIMIT);
        assert!(print(&forms[0]).len() > NESTING_LIMIT);
    }
}

#[test]
fn status_of_typed_text() {
    use ReadStatus::{Complete, Error, Incomplete};
    for text in ["", "  ; only a comment\n", "foo", "(a b)", "(a) (b)\n", "\"x\"", "'a"] {
        assert_eq!(read_status(text), Complete, "{text}");
    }
    let incomplete = [
        "(",
        "(a\n",
        "[a (b)",
        "#(a",
        "#M(a",
        "#B(1",
        "'",
        "(a '",
        "#.",
        "(a .",
        "\"abc",
        "|abc",
        "#|abc",
        "\"\"\"",
        "\"\"\"\nabc",
        "#\"abc",
        "(a) (b",
    ];
    for text in incomplete {
        assert_eq!(read_status(text), Incomplete, "{text}");
    }
    for text in [")", "(a]", "(a {", "#q", "#M(a)", "(a . b c", "...", "\"\"\"x\n"] {
        assert_eq!(read_status(text), Error, "{text}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_errors_outside_comments() {
    let mut sources = Sources::new();
    let text = b"(a) ; caf\xE9\n(b \"caf\xE9 \xE9\") #| \xFF |# (c)";
    let (file, forms, diagnostics) = read_source(&mut sources, "a.lfe", text);
    assert_eq!(forms.iter().map(print).collect::<Vec<_>>(), ["(a)", "(c)"]);
    assert_eq!(diagnostics.len(), 1);
    let place = sources.line_column(diagnostics[0].span);
    assert_eq!((place.line, place.column), (2, 8));
    assert_eq!(diagnostics[0].message, "byte 0xe9 is not valid UTF-8");
    assert_eq!(sources.name(file), "a.lfe");
}
