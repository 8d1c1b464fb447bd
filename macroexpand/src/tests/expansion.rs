//! Predefined macros.

use super::{check, check_function, check_value, check_within};

#[test]
fn list_accessors() {
    check("(caddr x)", "(car (cdr (cdr x)))");
    check("(cdaadr x)", "(cdr (car (car (cdr x))))");
}

#[test]
fn list_star_nests_cons() {
    check("(list* x y z)", "(cons x (cons y z))");
    check("(list* x)", "x");
    check("(list*)", "(quote ())");
}

#[test]
fn let_star_nests_let() {
    check("(let* ((a x) (b a)) b)", "(let ((a x)) (let ((b a)) b))");
    check("(let* () x)", "x");
}

#[test]
fn local_functions_take_both_shapes() {
    check(
        "(flet ((g (a) a) (h ((0) 1) ((n) n))) (g (h x)))",
        "(let-function ((g (lambda (a) a)) (h (match-lambda ((0) 1) ((n) n)))) (g (h x)))",
    );
    check("(fletrec ((g (a) (g a))) (g x))", "(letrec-function ((g (lambda (a) (g a)))) (g x))");
    check(
        "(flet* ((g (a) a) (h (b) (g b))) (h x))",
        "(let-function ((g (lambda (a) a))) (let-function ((h (lambda (b) (g b)))) (h x)))",
    );
}

#[test]
fn do_loops() {
    check_value("", "(do ((i 0 (+ i 1)) (acc () (cons i acc))) ((>= i 3) acc))", "(2 1 0)");
}

#[test]
fn fun_makes_lambdas() {
    check_value("(defun g (a b) (- a b))", "(funcall (fun g 2) 5 3)", "2");
    check(
        "(fun lists map 1)",
        "(lambda (|variable 1|) (call (quote lists) (quote map) |variable 1|))",
    );
}

#[test]
fn receive_any() {
    check("(? x y)", "(receive (omega omega) (after x y))");
}

#[test]
fn names_with_colons_are_calls() {
    check("(lists:map x y)", "(call (quote lists) (quote map) x y)");
    check("(: lists map x y)", "(call (quote lists) (quote map) x y)");
    check("(=:= x y)", "(call (quote erlang) (quote =:=) x y)");
}

#[test]
fn backquote_inserts_and_splices() {
    check("`(a ,x ,@y b)", "(cons (quote a) (cons x (++ y (list (quote b)))))");
    check("`(a ,x)", "(list (quote a) x)");
    check("`(a b \"c\")", "(quote (a b \"c\"))");
    check("`(a . ,x)", "(cons (quote a) x)");
    check("`#(a ,x)", "(tuple (quote a) x)");
    check("`#(,@x)", "(call (quote erlang) (quote list_to_tuple) x)");
    check("`#M(a ,x)", "(map (quote a) x)");
    check(
        "`(a `(b ,(c ,x)))",
        "(list (quote a) (list (quote backquote) (list (quote b) (list (quote comma) (list (quote c) x)))))",
    );
    check("`,x", "x");
    check("`5", "5");
}

#[test]
fn backquote_makes_patterns() {
    check(
        "(case x (`#(ok ,a) a) (`(,a . ,b) b))",
        "(case x ((tuple (quote ok) a) a) ((cons a b) b))",
    );
}

#[test]
fn places() {
    check("(list (MODULE) (LINE))", "(list (quote m) 2)");
    check("(list (FUNCTION_NAME) (FUNCTION_ARITY))", "(list (quote f) 3)");
    check("(FILE)", "\"test.lfe\"");
}

#[test]
fn documentation_is_taken_from_functions() {
    let text =
        super::module("(defun f \"what\" ((1) 2)) (defun g (x) \"says\" x) (defun h () \"v\")");
    let expanded = super::expand(&text);
    let functions = &expanded.expansion.modules[0].functions;
    let documentation: Vec<Option<&str>> =
        functions.iter().take(3).map(|function| function.documentation.as_deref()).collect();
    assert_eq!(documentation, [Some("what"), Some("says"), None]);
}

#[test]
fn records_become_tuples() {
    let point = "(defrecord point x (y 0))";
    check_within(point, "(make-point x 1)", "(tuple (quote point) 1 0)");
    check_within(
        point,
        "(is-point x)",
        "(call (quote erlang) (quote is_record) x (quote point) 3)",
    );
    check_within(point, "(list (point-y) (size-point) (fields-point))", "(list 3 3 (quote (x y)))");
    check_within(
        point,
        "(point-x x)",
        "(case x ((tuple (quote point) |value 1| _) |value 1|) \
         (|value 2| (call (quote erlang) (quote error) (tuple (quote badrecord) |value 2|))))",
    );
    check_value(point, "(set-point-y (make-point x 1) 5)", "#(point 1 5)");
    check_value(point, "(update-point (make-point) x 1 y 5)", "#(point 1 5)");
    check_value(point, "(point-x (set-point (make-point) x 7))", "7");
    check_value(point, "(point-x 'no)", "|error: #(badrecord no)|");
}

#[test]
fn records_in_patterns_and_guards() {
    let point = "(defrecord point x (y 0))";
    check_within(
        point,
        "(case x ((match-point x a _ 1) a))",
        "(case x ((tuple (quote point) a 1) a))",
    );
    check_within(
        point,
        "(case x (p (when (== (point-x p) 1) (orelse (is-point y) (== (point-y y) 2))) p))",
        "(case x (p (when (call (quote erlang) (quote is_record) p (quote point) 3) \
         (call (quote erlang) (quote ==) (call (quote erlang) (quote element) 2 p) 1) \
         (orelse (call (quote erlang) (quote is_record) y (quote point) 3) \
         (andalso (orelse (call (quote erlang) (quote is_record) y (quote point) 3) (quote fail)) \
         (call (quote erlang) (quote ==) (call (quote erlang) (quote element) 3 y) 2)))) p))",
    );
}

#[test]
fn structs_become_maps() {
    let definition = "(defstruct a (b 1))";
    check_within(
        definition,
        "(struct m a x)",
        "(call (quote m) (quote __struct__) (list (tuple (quote a) x)))",
    );
    check_within(
        definition,
        "(case x ((struct m b v) v))",
        "(case x ((map (quote __struct__) (quote m) (quote b) v) v))",
    );
    check_function("(defstruct a (b 1)) (defun f () (__struct__))", "(lambda () (__struct__))");
}

#[test]
fn match_specifications() {
    check(
        "(ets-ms ([(tuple a b)] (when (> a x)) (tuple b a)))",
        "(list (tuple (tuple (quote $1) (quote $2)) \
         (list (tuple (quote >) (quote $1) x)) \
         (list (tuple (tuple (quote $2) (quote $1))))))",
    );
    check(
        "(dbg-ms ([(list a)] (return_trace)))",
        "(list (tuple (list (quote $1)) (quote ()) (list (tuple (quote return_trace)))))",
    );
}
