//! User macros, `eval-when-compile`, includes, macros across modules.

use super::host::TestHost;
use super::{check_messages, check_value, check_within, expand, expand_with, module};
use crate::text::write;
use crate::{Options, expand_file};

#[test]
fn macros_of_every_shape() {
    check_within("(defmacro m (a b) `(list ,b ,a))", "(m x y)", "(list y x)");
    check_within("(defmacro m all `(list ,@all))", "(m x y)", "(list x y)");
    check_within(
        "(defmacro m ((list a) a) ((cons a rest) `(cons ,a (m ,@rest))))",
        "(m x y z)",
        "(cons x (cons y z))",
    );
    check_within("(defmacro m (() 1) (`(,a . ,_) a))", "(list (m) (m x y))", "(list 1 x)");
    check_within("(defmacro m (a . rest) `(list ,a ',rest))", "(m x y)", "(list x (quote (y)))");
}

#[test]
fn macros_use_macros_and_compile_time_functions() {
    check_within(
        "(eval-when-compile (defun twice (a) `(list ,a ,a))) \
         (defmacro inner (a) `(cons ,a ())) (defmacro m (a) (twice (car (inner a))))",
        "(m x)",
        "(list x x)",
    );
}

#[test]
fn compile_time_variables() {
    check_within(
        "(eval-when-compile (set (tuple a b) (tuple 1 2)) (set a (+ a 10))) \
         (defmacro m () `(list ,a ,b))",
        "(m)",
        "(list 11 2)",
    );
}

#[test]
fn local_macros() {
    check_within("", "(macrolet ((m (a) `(car ,a))) (m x))", "(car x)");
    check_within(
        "(defmacro m (a) `(car ,a))",
        "(list (macrolet ((m (a) `(cdr ,a))) (m x)) (m x))",
        "(list (cdr x) (car x))",
    );
}

#[test]
fn local_functions_hide_macros() {
    check_within(
        "(defmacro m (a) `(car ,a))",
        "(flet ((m (a) a)) (m x))",
        "(let-function ((m (lambda (a) a))) (m x))",
    );
}

#[test]
fn macros_make_definitions() {
    check_value(
        "(defmacro def (name value) `(progn (defun ,name () ,value) (defmacro other () ''o))) \
         (def g 5)",
        "(list (g) (other))",
        "(5 o)",
    );
}

#[test]
fn a_macro_that_fails_is_reported() {
    check_messages(
        "(defmacro m ((list 1) 1))\n(defun f () (list (m 2) (m 3) (m 1)))",
        &[
            "3:19: error expanding (m 2):\n    function_clause",
            "3:25: error expanding (m 3):\n    function_clause",
        ],
    );
}

#[test]
fn endless_macros_end() {
    let expanded = expand(&module("(defmacro m (a) `(list (m (,a))))\n(defun f () (m 1) (m 2))"));
    assert_eq!(
        expanded.messages(),
        ["3:13: error expanding (m ...):\n    the expansion does not end"]
    );
    let diagnostic = &expanded.expansion.diagnostics[0];
    assert!(diagnostic.notes[0].starts_with("macro calls: m -> m -> m"), "{diagnostic:?}");
    let expanded = expand(&module("(defmacro m (a) `(m ,a))\n(defun f () (m 1))"));
    assert_eq!(expanded.messages().len(), 1);
    let expanded = expand(&module("(defmacro m () '(progn (m)))\n(m)\n(defun f () x)"));
    assert_eq!(expanded.messages().len(), 2, "{:?}", expanded.messages());
}

#[test]
fn core_forms_are_no_macros() {
    check_messages("(defmacro if (a) a)", &["2:11: Warning: defining core form if as macro"]);
}

#[test]
fn undefined_functions_in_macros_fail_when_called() {
    check_messages(
        "(defmacro m (a) (if (== a 1) (nope a) 2))\n(defun f () (list (m 1) (m 2)))",
        &["3:19: error expanding (m 1):\n    #(undefined_function #(nope 1))"],
    );
}

#[test]
fn errors_in_macro_bodies_are_reported_once() {
    check_messages(
        "(defmacro m () y)\n(defun f () (list (m) (m)))",
        &[
            "2:16: Warning: symbol y is unbound",
            "3:19: error expanding (m):\n    #(unbound_symbol y)",
            "3:23: error expanding (m):\n    #(unbound_symbol y)",
        ],
    );
}

#[test]
fn diagnostics_point_into_the_call() {
    check_messages(
        "(defmacro m (a) `(list ,a zz))\n(defun f (x)\n  (m (car y)))",
        &["4:3: symbol zz is unbound", "4:11: symbol y is unbound"],
    );
}

#[test]
fn includes() {
    let mut host = TestHost::default();
    host.files.insert("a.lfe".into(), "(defmacro m () ''from-a) (defrecord r x)".into());
    let text = module("(include-file \"a.lfe\") (defun f () (list (m) (make-r)))");
    let expanded = expand_with(&text, host, &Options::default());
    assert_eq!(expanded.messages(), Vec::<String>::new());
    assert_eq!(
        write(expanded.function("f")),
        "(lambda () (list (quote from-a) (tuple (quote r) (quote undefined))))"
    );
    let mut host = TestHost::default();
    host.files.insert("a.hrl".into(), "-record(r, {a}).".into());
    let expanded = expand_with("(include-lib \"a.hrl\")", host, &Options::default());
    let message = "1:1: unable to translate the file: Erlang header files are not read here";
    assert_eq!(expanded.messages(), [message]);
    check_messages(
        "(include-file \"no.lfe\")\n(include-lib \"eunit/include/eunit.hrl\")",
        &[
            "2:1: can't find include file no.lfe",
            "3:1: can't find include lib eunit/include/eunit.hrl",
        ],
    );
}

#[test]
fn forms_before_the_first_module_are_shared() {
    let text = "(defmacro m () `',(MODULE)) (defrecord r x) (defun common () (make-r x (m)))\n\
                (defmodule a (export all)) (defun f () (common))\n\
                (defmodule b (export all)) (defun g () (common))";
    let expanded = expand(text);
    assert_eq!(expanded.messages(), Vec::<String>::new());
    let modules = &expanded.expansion.modules;
    assert_eq!(modules.len(), 2);
    for (module, name) in modules.iter().zip(["a", "b"]) {
        assert_eq!(module.name.as_str(), name);
        let common = &module.functions[0];
        assert_eq!(common.name.as_str(), "common");
        assert!(write(&common.lambda).starts_with("(lambda () (tuple (quote r)"));
    }
}

#[test]
fn a_file_without_a_module_can_be_one() {
    let options = Options { implicit_module: Some("script".into()), ..Options::default() };
    let expanded = expand_with("(defun main (a) a)", TestHost::default(), &options);
    let module = &expanded.expansion.modules[0];
    assert_eq!(module.name.as_str(), "script");
    assert_eq!(module.exports[0], ("main".into(), 1));
    assert!(expand("(defun main (a) a)").expansion.modules.is_empty());
}

#[test]
fn exported_macros_are_known_in_the_session() {
    let text = "(defmodule a (export-macro inc)) \
                (eval-when-compile (defun plus (a b) `(+ ,a ,b)) (set one 1)) \
                (defmacro inc (a) (plus a one)) (defmacro hidden () 1)";
    let first = expand(text);
    assert_eq!(first.messages(), Vec::<String>::new());
    assert_eq!(first.expansion.modules[0].exported_macros, ["inc".into()]);
    let options =
        Options { exported_macros: first.expansion.exported_macros.clone(), ..Options::default() };
    let text = module("(defun f (x) (list (a:inc x) (a:hidden)))");
    let second = expand_with(&text, TestHost::default(), &options);
    assert_eq!(second.messages(), Vec::<String>::new());
    assert_eq!(
        write(second.function("f")),
        "(lambda (x) (list (call (quote erlang) (quote +) x 1) (call (quote a) (quote hidden))))"
    );
    let mut sources = lfec_base::Sources::new();
    let file = sources.add("b.lfe", text.as_str());
    let (forms, _) = lfec_reader::read(file, &text);
    let mut host = TestHost::default();
    for function in &first.expansion.modules[0].functions {
        let key = ("a".into(), function.name, function.arity);
        host.modules.insert(key, function.lambda.clone());
    }
    let third = expand_file(forms, file, &mut sources, &mut host, &Options::default());
    assert!(third.diagnostics.is_empty(), "{:?}", third.diagnostics);
}
