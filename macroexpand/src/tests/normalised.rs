//! Core forms: what they become.

use super::{check, check_function, check_value};

#[test]
fn operators_are_folded() {
    check("(+ x y z)", "(call (quote erlang) (quote +) (call (quote erlang) (quote +) x y) z)");
    check(
        "(+ x (car y) (cdr z))",
        "(let ((|value 1| (car y)) (|value 2| (cdr z))) \
         (call (quote erlang) (quote +) (call (quote erlang) (quote +) x |value 1|) |value 2|))",
    );
    check("(- x)", "(call (quote erlang) (quote -) x)");
    check("(!= x y)", "(call (quote erlang) (quote /=) x y)");
}

#[test]
fn comparison_chains_compare_all_neighbours() {
    check_value("", "(list (< 1 2 3) (< 1 3 2) (< 3 1 2))", "(true false false)");
    check_value("", "(list (/= 1 2 1) (=/= 1 2 3))", "(false true)");
    check(
        "(< x (car y) 3)",
        "(let ((|value 1| (car y))) (andalso (call (quote erlang) (quote <) x |value 1|) \
         (call (quote erlang) (quote <) |value 1| 3)))",
    );
}

#[test]
fn data_has_long_names_and_literals_are_quoted() {
    check("(mref x 'a)", "(map-get x (quote a))");
    check("(mset x 'a 1)", "(map-set x (quote a) 1)");
    check("(list () \"ab\" #(a b) (1 2))", "(list (quote ()) \"ab\" #(a b) (quote (1 2)))");
}

#[test]
fn bodies_have_values() {
    check("(progn)", "(quote ())");
    check("(if x y)", "(if x y (quote false))");
    check("(let ((a x)))", "(let ((a x)) (quote ()))");
    check("(andalso)", "(quote true)");
    check("(orelse x)", "x");
    check("(++ x)", "x");
}

#[test]
fn functions_are_resolved() {
    check("(self)", "(call (quote erlang) (quote self))");
    check("(eval x)", "(call (quote lfe) (quote eval) x)");
    check("#'length/1", "(function erlang length 1)");
    check("#'f/3", "(function f 3)");
    check_function("(defun get (a) a) (defun f () (get 1))", "(lambda () (get 1))");
    let text = "(defmodule m (export all) (import (from lists (nth 2)) (rename a ((b 1) c))) \
                (module-alias (some-module s)))\
                (defun f (x) (list (nth x x) (c x) (s:f x)))";
    let expanded = super::expand(text);
    assert_eq!(
        crate::text::write(expanded.function("f")),
        "(lambda (x) (list (call (quote lists) (quote nth) x x) (call (quote a) (quote b) x) \
         (call (quote some-module) (quote f) x)))"
    );
}

#[test]
fn repeated_arguments_must_be_equal() {
    check_function("(defun f (x x) x)", "(match-lambda ((x x) x))");
    check_function("(defun f (_ _) 1)", "(lambda (_ _) 1)");
}

#[test]
fn binaries_have_one_shape() {
    check(
        "(binary x (y (size 4) signed) (z binary) (x utf8) (y float little-endian))",
        "(binary (x (size 8) (unit 1) integer unsigned big) \
         (y (size 4) (unit 1) integer signed big) (z (unit 8) binary unsigned big) \
         (x utf8 unsigned big) (y (size 64) (unit 1) float unsigned little))",
    );
    check(
        "(binary \"ab\")",
        "(binary (97 (size 8) (unit 1) integer unsigned big) \
         (98 (size 8) (unit 1) integer unsigned big))",
    );
    check(
        "(case x ((binary n (rest bytes (size n)) (_ bits)) rest))",
        "(case x ((binary (n (size 8) (unit 1) integer unsigned big) \
         (rest (size n) (unit 8) binary unsigned big) (_ (unit 1) binary unsigned big)) rest))",
    );
}

#[test]
fn patterns_are_simple() {
    check("(case x ((++ \"ab\" r) r))", "(case x ((cons 97 (cons 98 r)) r))");
    check("(case x ((= (tuple a _) (tuple _ b)) a))", "(case x ((tuple a b) a))");
    check("(case x ((= (list a b) l) a))", "(case x ((= l (list a b)) a))");
    check("(case x (#M(a 1) 1))", "(case x ((map (quote a) 1) 1))");
    check(
        "(case x (#\"a\" 1))",
        "(case x ((binary (97 (size 8) (unit 1) integer unsigned big)) 1))",
    );
    check("(case x ('a 1) (#(b c) 2))", "(case x ((quote a) 1) ((quote #(b c)) 2))");
}

#[test]
fn guards_hold_guard_expressions_only() {
    check(
        "(case x (b (when (< 1 b 3) (is_atom y)) 2) (a (when) 1))",
        "(case x (b (when (andalso (call (quote erlang) (quote <) 1 b) \
         (call (quote erlang) (quote <) b 3)) (call (quote erlang) (quote is_atom) y)) 2) (a 1))",
    );
}

#[test]
fn comprehensions_and_control_forms() {
    check(
        "(lc ((<- a (when (> a 1)) x) (<= (binary b) y) (== a b)) a)",
        "(list-comp ((<- a (when (call (quote erlang) (quote >) a 1)) x) \
         (<= (binary (b (size 8) (unit 1) integer unsigned big)) y) \
         (call (quote erlang) (quote ==) a b)) a)",
    );
    check(
        "(try x (case (1 2)) (catch ((tuple 'error r s) r) (_ 1)) (after y))",
        "(try x (case (1 2)) (catch ((tuple (quote error) r s) r) (_ 1)) (after y))",
    );
    check(
        "(receive ((tuple 'a b) b) (after 10))",
        "(receive ((tuple (quote a) b) b) (after 10 (quote ())))",
    );
    check(
        "(cond ((?= (tuple a) (when (> a 1)) x) a) ((== x 1)) (else 2))",
        "(cond ((?= (tuple a) (when (call (quote erlang) (quote >) a 1)) x) a) \
         ((call (quote erlang) (quote ==) x 1) (quote ())) (else 2))",
    );
    check(
        "(maybe (?= (tuple a) x) (let ((b a)) (?= c b) c) (else (((tuple e)) e)))",
        "(maybe (?= (tuple a) x) (let ((b a)) (?= c b) c) (else (((tuple e)) e)))",
    );
}
