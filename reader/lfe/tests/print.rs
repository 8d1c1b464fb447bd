//! What the printers write.

use lfec_base::{FileId, Span};
use lfec_reader::{Form, FormKind, pretty, print, read};

/// Checks the pretty text of the form that `text` is read as.
#[track_caller]
fn check(text: &str, pretty_text: &str) {
    let (forms, diagnostics) = read(FileId(0), text);
    assert_eq!(diagnostics, [], "{text}");
    assert_eq!(pretty(&forms[0]), pretty_text, "{text}");
    let (again, _) = read(FileId(0), pretty_text);
    assert_eq!(again, forms, "{text}");
}

/// Checks what a form is printed as.
#[track_caller]
fn check_print(kind: FormKind, text: &str) {
    assert_eq!(print(&Form { span: Span::NONE, kind }), text);
}

#[test]
fn symbols_get_bars_where_they_need_them() {
    for name in ["foo", "a'b", "1+", "+", "été", "a.b", "a|b"] {
        check_print(FormKind::Symbol(name.into()), name);
    }
    for name in ["", "a b", "1", "-1.5", ".", ".x", "'a", "#a", "a(", "{", "a\u{7f}"] {
        check_print(FormKind::Symbol(name.into()), &format!("|{name}|"));
    }
    check_print(FormKind::Symbol(r"|a\".into()), r"|\|a\\|");
}

#[test]
fn floats_are_printed_as_by_erlang() {
    let texts = [
        "0.0",
        "-0.0",
        "1.0",
        "10.0",
        "100.0",
        "1.0e3",
        "1.1e3",
        "12345.0",
        "1234567.0",
        "1.0e10",
        "0.1",
        "0.01",
        "0.001",
        "0.0001",
        "1.2e-4",
        "0.001234",
        "1.234e-5",
        "123.456",
        "9007199254740991.0",
        "9.007199254740992e15",
        "1.0e22",
        "5.0e-324",
        "1.7976931348623157e308",
        "0.30000000000000004",
    ];
    for text in texts {
        check_print(FormKind::Float(text.parse().unwrap()), text);
    }
}

#[test]
fn strings_have_escapes() {
    let points = |text: &str| FormKind::String(text.chars().map(u32::from).collect());
    check_print(points("a\"b\\\n\t\u{1B}\u{0}é\u{85}"), r#""a\"b\\\n\t\e\x0;é\x85;""#);
    check_print(FormKind::String([97, 0xD800].into()), "(97 55296)");
}

#[test]
fn binaries_and_bitstrings() {
    check_print(FormKind::Binary([].into(), 8), "#B()");
    check_print(FormKind::Binary([97, 0xA0].into(), 8), "#B(97 160)");
    check_print(FormKind::Binary([97, 0xA0].into(), 3), "#B(97 (5 (size 3)))");
}

#[test]
fn pretty_text_is_abbreviated() {
    check("(quote (a (backquote (b (comma c) (comma-at d)))))", "'(a `(b ,c ,@d))");
    check("(quote a b)", "(quote a b)");
    check("(quote)", "(quote)");
    check("`(a . ,b)", "`(a . ,b)");
    check("(comma @a)", ", @a");
    check("(97 98 99)", "\"abc\"");
    check("#B(97 98)", "#\"ab\"");
    check("#B(1 255)", "#B(1 255)");
    check("(function f 2)", "(function f 2)");
}

#[test]
fn short_forms_stay_on_a_line() {
    check("(defun  f (x)\n\n (+ x 1))", "(defun f (x) (+ x 1))");
    check("#M( a 1   b #(1) )", "#M(a 1 b #(1))");
}

#[test]
fn bodies_are_indented_by_two() {
    check(
        "(defun factorial (n) \"The factorial of n.\" (case n (0 1) \
         (_ (when (> n 0)) (* n (factorial (- n 1))))))",
        "(defun factorial (n)\n  \"The factorial of n.\"\n  \
         (case n (0 1) (_ (when (> n 0)) (* n (factorial (- n 1))))))",
    );
    check(
        "(defun f ((0 _) 'zero-is-a-rather-special-number) ((n m) (when (> n m)) (let* ((x (fetch-from n m)) \
         (y (h x x))) (tuple 'ok x y))))",
        "(defun f\n  ((0 _) 'zero-is-a-rather-special-number)\n  ((n m)\n   (when (> n m))\n   \
         (let* ((x (fetch-from n m)) (y (h x x))) (tuple 'ok x y))))",
    );
}

#[test]
fn arguments_stand_below_each_other() {
    check(
        "(io:format \"this text is rather long: ~p ~p\" (list (first-argument) (second-argument 1)))",
        "(io:format \"this text is rather long: ~p ~p\"\n           \
         (list (first-argument) (second-argument 1)))",
    );
    check(
        "(a-very-long-function-name:that-goes-on-and-on (first-argument-of-it) 'second-argument)",
        "(a-very-long-function-name:that-goes-on-and-on\n  \
         (first-argument-of-it)\n  'second-argument)",
    );
}

#[test]
fn long_data_is_filled() {
    let numbers: Vec<String> = (1000..1030).map(|number| format!("a{number}")).collect();
    let text = format!("'({})", numbers.join(" "));
    let lines = format!(
        "'({}\n  {}\n  {})",
        numbers[..13].join(" "),
        numbers[13..26].join(" "),
        numbers[26..].join(" "),
    );
    check(&text, &lines);
    check(
        &format!("#M(key-one #({}) key-two b)", numbers[..12].join(" ")),
        &format!("#M(key-one\n     #({})\n   key-two b)", numbers[..12].join(" ")),
    );
}

#[test]
fn very_long_integers_are_printed() {
    let digits = "9".repeat(3_000);
    check(&digits, &digits);
}
