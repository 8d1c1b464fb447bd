//! Deep nesting, long lists and other sizes that hand-written code does not have.

use super::{Expanded, expand, module};

/// `open` so many times, `middle`, and `close` as often.
fn nested(levels: usize, open: &str, middle: &str, close: &str) -> String {
    let text = format!("{}{middle}{}", open.repeat(levels), close.repeat(levels));
    module(&format!("(defun f (x) {text})"))
}

#[track_caller]
fn check_expands(text: &str) -> Expanded {
    let expanded = expand(text);
    assert_eq!(expanded.messages(), Vec::<String>::new());
    assert_eq!(expanded.expansion.modules.len(), 1);
    expanded
}

#[test]
fn forms_may_be_nested_as_deeply_as_the_reader_allows() {
    let levels = lfec_reader::NESTING_LIMIT - 20;
    check_expands(&nested(levels, "(list ", "x", ")"));
    check_expands(&nested(levels, "(+ 1 ", "x", ")"));
    check_expands(&nested(levels / 3, "(case ", "x", " (_ 1))"));
    check_expands(&nested(levels / 4, "(let ((y ", "x", ")) y)"));
    check_expands(&nested(
        levels / 5,
        "(try (lambda (y) (if y (flet ((g () 1)) ",
        "x",
        "))) (catch (_ 1)))",
    ));
    check_expands(&nested(levels / 5, "`(a ,(list ", "x", "))"));
    check_expands(&nested(levels / 2 - 10, "'(", "x", ")"));
    check_expands(&nested(levels - 10, "#(", "x", ")"));
    let pattern = format!("{}y{}", "(tuple ".repeat(levels), ")".repeat(levels));
    check_expands(&module(&format!("(defun f (x) (case x ({pattern} y)))")));
}

#[test]
fn expansion_may_not_nest_without_end() {
    let bindings = "(a 1)".repeat(3_000);
    let expanded = expand(&module(&format!("(defun f () (let* ({bindings}) a))")));
    assert_eq!(expanded.messages(), ["2:13: forms are nested more than 2500 levels deep"]);
}

#[test]
fn long_lists_are_no_problem() {
    let elements = " x".repeat(20_000);
    check_expands(&module(&format!("(defun f (x) (list{elements}))")));
    check_expands(&module(&format!("(defun f (x) `({elements} ,x ,@x {elements}))")));
    check_expands(&module(&format!("(defun f (x) (progn{elements}))")));
    check_expands(&module(&format!("(defun f (x) (+{}))", " x".repeat(20_000))));
}
