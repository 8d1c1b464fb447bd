//! Messages of lint.

use super::host::TestHost;
use super::{check_messages, expand};
use crate::Options;

#[test]
fn names() {
    check_messages("(defun f (x) y)", &["2:14: symbol y is unbound"]);
    check_messages("(defun f (x) (g x))", &["2:14: function g/1 undefined"]);
    check_messages("(defun f () #'g/1)", &["2:13: function g/1 undefined"]);
    check_messages("(defun f () (let ((a 1) (a 2)) a))", &["2:26: variable a multiply defined"]);
    check_messages("(defun f () 1)\n(defun f () 2)", &["3:8: function f/0 already defined"]);
    check_messages("(defun case (x) x)", &["2:8: redefining core form case"]);
    check_messages("(defun car (x) x)", &["2:8: Warning: redefining core function car/1"]);
}

#[test]
fn hints() {
    let help = |text: &str| {
        let expanded = expand(&super::module(text));
        expanded.expansion.diagnostics[0].help.clone().unwrap_or_default()
    };
    assert_eq!(help("(defun f (counter) (+ conter 1))"), "is the variable counter meant?");
    assert_eq!(help("(defun f () (list ok))"), "if the atom is meant, quote it: 'ok");
    assert_eq!(help("(defun f () (lenght ()))"), "is length/1 meant?");
    assert_eq!(help("(defun f () (halt 1 2 3))"), "there is halt/0, halt/1, halt/2");
}

#[test]
fn forms() {
    check_messages("(defun f (x) (if x))", &["2:14: bad if form"]);
    check_messages("(defun f (x) (case x))", &["2:14: bad case form"]);
    check_messages("(defun f (x) (let (x) 1))", &["2:20: bad let form"]);
    check_messages("(defun f (x) (let ((x 1 2)) 1))", &["2:20: bad let form"]);
    check_messages("(defun f (x) ((lambda (y) y) x))", &["2:14: bad application form"]);
    check_messages("(defun f (x) (lambda (1) x))", &["2:22: bad lambda form"]);
    check_messages("(defun f ((1) 2) ((1 2) 3))", &["2:18: function head arity mismatch"]);
    check_messages("(defun f (x) (cond (else 1) (x 2)))", &["2:20: bad cond form"]);
    check_messages("(defun f (x) (try x))", &["2:14: bad try form"]);
    check_messages("(defun f (x) (receive (after 1 2) (x 3)))", &["2:23: bad receive form"]);
    check_messages("(defun f (x) (when x))", &["2:14: bad when form"]);
    check_messages("(foo bar)", &["2:1: unknown form"]);
    check_messages("(defun f () (defun g () 1))", &["2:13: unknown form"]);
    check_messages("(defun f (x) (list . x))", &["2:14: bad argument list"]);
    check_messages("(defun f (x) (do x))", &["2:14: bad do form"]);
}

#[test]
fn patterns() {
    check_messages(
        "(defun f (x) (case x ((a b) a)))",
        &["2:23: illegal pattern (a b)", "2:29: symbol a is unbound"],
    );
    check_messages(
        "(defun f (x) (case x ((= (tuple a) (list b)) a)))",
        &["2:23: bad pattern alias"],
    );
    check_messages("(defun f (x) (case x ((map x 1) 1)))", &["2:28: illegal map key x"]);
    check_messages(
        "(defun f (x) (case x ((binary (a (size (+ 1 2)))) a)))",
        &["2:40: illegal bit size"],
    );
    check_messages(
        "(defun f (x) (case x ((binary ((list a))) 1)))",
        &["2:32: illegal bit segment"],
    );
    check_messages(
        "(defun f (x) (binary (x foo)))",
        &["2:14: x"].map(|_| "2:25: bit type foo undefined"),
    );
    check_messages(
        "(defun f (x) (binary (x (unit 4))))",
        &["2:22: bit unit size can only be specified together with size"],
    );
    check_messages("(defun f (x) (case x ((++ a b) b)))", &["2:27: illegal pattern a"]);
}

#[test]
fn guards() {
    check_messages(
        "(defun f (x) (case x (a (when (lists:all a)) a)))",
        &["2:31: illegal guard expression"],
    );
    check_messages(
        "(defun is_atom (x) x) (defun f (x) (case x (a (when (is_atom a)) a)))",
        &["2:53: illegal guard expression"],
    );
    check_messages(
        "(defun f (x) (case x (a (when (if a a)) a)))",
        &["2:31: illegal guard expression"],
    );
}

#[test]
fn tries() {
    check_messages(
        "(defun f (s) (try s (catch ((tuple a b s) a) (x 1))))",
        &["2:40: stacktrace s must be unbound variable", "2:47: illegal exception x"],
    );
}

#[test]
fn records_and_structs() {
    let record = "(defrecord r a)\n";
    let check =
        |text: &str, expected: &[&str]| check_messages(&format!("{record}{text}"), expected);
    check("(defun f () (make-r b 1))", &["3:21: field b undefined in record r"]);
    check("(defun f () (make-r a))", &["3:21: missing value to field a in record r"]);
    check("(defun f () (record q))", &["3:21: record q undefined"]);
    check("(defun f (x) (is-record x 5))", &["3:27: bad record name 5"]);
    check("(defrecord r b)", &["3:12: record r already defined"]);
    check_messages("(defrecord r (1 2))", &["2:14: bad field 1 in record r"]);
    check_messages("(defun f () (struct m a 1))", &["2:21: struct m undefined"]);
    check_messages(
        "(defstruct a)\n(defun f () (struct m b 1))",
        &["3:23: field b undefined in struct m"],
    );
    check_messages("(defstruct a)\n(defstruct b)", &["3:1: struct already defined"]);
}

#[test]
fn modules() {
    let check = |text: &str, expected: &[&str]| assert_eq!(expand(text).messages(), expected);
    check("(defmodule m (export (f 1)))", &["1:22: function f/1 undefined"]);
    check("(defmodule m (export f))", &["1:14: bad export in module definition"]);
    check("(defmodule m (import (prefix a b)))", &["1:22: import prefix is deprecated"]);
    check(
        "(defmodule m (import (from a (f 1)) (from b (f 1))))",
        &["1:45: importing f/1 from b, already imported from a"],
    );
    check(
        "(defmodule m (export all) (import (from a (f 1))))\n(defun f (x) x)",
        &["2:8: defining imported function f/1"],
    );
    check("(defmodule m (on_load (f 0)))", &["1:1: on_load function f/0 undefined"]);
    check("(defmodule m (doc \"a\"))", &[]);
    check("(defmodule m (record (r (a))))", &["1:23: Warning: record r is unused"]);
    check("(defmodule m (type ((t) (any))))", &["1:21: Warning: type t() is unused"]);
    check("(defmodule m (type ((t) (s 1))))", &["1:25: type s(_) undefined"]);
    check("(defmodule \"m\")", &["1:12: bad name in module definition"]);
    check("(defmodule m (module-alias (a b) (c b)))", &["1:34: redefining b module alias"]);
    check(
        "(defmodule m (export (f 0)))\n(defun f () 1)\n(defun g () 1)\n(defun h () (h))",
        &["3:8: Warning: function g/0 is unused", "4:8: Warning: function h/0 is unused"],
    );
    check(
        "(defmodule m)\n(defun module_info () 1)",
        &["2:8: function module_info/0 already defined"],
    );
}

#[test]
fn types() {
    check_messages("(deftype t)\n(deftype t)", &["3:10: type t/0 already defined"]);
    check_messages("(deftype integer)", &["2:10: type integer/0 is a builtin type"]);
    check_messages("(deftype (t a) (list))", &["2:13: type variable a is only used once"]);
    check_messages("(deftype t (range 3 1))", &["2:12: bad range type syntax"]);
    check_messages(
        "(defun f (x) x)\n(defspec (f 1) ((x y) (any)))",
        &[
            "3:17: bad function specification: (x y)",
            "3:18: type variable x is only used once",
            "3:20: type variable y is only used once",
        ],
    );
    check_messages(
        "(defspec (g 1) (((integer)) (atom)))",
        &["2:10: spec for undefined function g/1"],
    );
    check_messages(
        "(deftype t (tuple (integer) #(a b)) )",
        &["2:31: type variable a is only used once", "2:33: type variable b is only used once"],
    );
}

#[test]
fn clauses_that_never_match() {
    check_messages(
        "(defun f (x) (case x (_ 1)\n (1 2)))",
        &[
            "3:2: Warning: this clause cannot match because a previous clause at line 2 always matches",
        ],
    );
}

#[test]
fn nothing_follows_from_a_form_that_failed() {
    check_messages(
        "(defmacro def ((list 1) '(defun g () 1)))\n(def 2)\n(defun f () (g))",
        &["3:1: error expanding (def 2):\n    function_clause"],
    );
}

#[test]
fn warnings_that_have_to_be_asked_for() {
    let options = Options {
        warn_unused_variables: true,
        warn_shadowed_variables: true,
        warn_shadowed_macros: true,
        ..Options::default()
    };
    let text = super::module(
        "(defmacro m (a) a)\n(defun m (x) x)\n\
         (defun f (x y _z)\n  (let ((x 1)\n        (w (m x)))\n    (list x)))",
    );
    let expanded = super::expand_with(&text, TestHost::default(), &options);
    assert_eq!(
        expanded.messages(),
        [
            "3:8: Warning: function m/1 has the name of a macro",
            "4:13: Warning: variable y is unused",
            "5:10: Warning: variable x shadows one of the same name",
            "6:10: Warning: variable w is unused",
        ]
    );
}
