//! Tests of the whole crate: forms in, modules and diagnostics out.

mod bounds;
mod expansion;
mod host;
mod lint;
mod macros;
mod normalised;
mod random;
mod roundtrip;
mod session;

use lfec_base::Sources;
use lfec_reader::Form;

use crate::text::write;
use crate::{Expansion, Options, expand_file};
use host::TestHost;

/// A file that was expanded, and all that is needed to look at it.
struct Expanded {
    sources: Sources,
    expansion: Expansion,
}

fn expand_with(text: &str, mut host: TestHost, options: &Options) -> Expanded {
    let mut sources = Sources::new();
    let file = sources.add("test.lfe", text);
    let (forms, diagnostics) = lfec_reader::read(file, text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let expansion = expand_file(forms, file, &mut sources, &mut host, options);
    Expanded { sources, expansion }
}

fn expand(text: &str) -> Expanded {
    expand_with(text, TestHost::default(), &Options::default())
}

/// A module `m` that exports everything.
fn module(text: &str) -> String {
    format!("(defmodule m (export all))\n{text}")
}

impl Expanded {
    /// `line:column: [Warning: ]message` of each diagnostic.
    fn messages(&self) -> Vec<String> {
        let diagnostics = self.expansion.diagnostics.iter().map(|diagnostic| {
            let place = self.sources.line_column(diagnostic.span);
            let warning = match diagnostic.severity {
                lfec_base::Severity::Warning => "Warning: ",
                lfec_base::Severity::Error => "",
            };
            format!("{}:{}: {warning}{}", place.line, place.column, diagnostic.message)
        });
        diagnostics.collect()
    }

    /// The lambda of a function of the first module.
    fn function(&self, name: &str) -> &Form {
        assert!(!self.expansion.modules.is_empty(), "{:?}", self.messages());
        let functions = &self.expansion.modules[0].functions;
        let found = functions.iter().find(|function| function.name.as_str() == name);
        &found.unwrap_or_else(|| panic!("no function {name}")).lambda
    }
}

/// Checks the normalised lambda of the function `f` in a module of these definitions.
#[track_caller]
fn check_function(definitions: &str, expected: &str) {
    let expanded = expand(&module(definitions));
    assert_eq!(expanded.messages(), Vec::<String>::new());
    assert_eq!(write(expanded.function("f")), expected);
}

/// Checks what an expression with variables `x`, `y` and `z` is normalised to.
#[track_caller]
fn check(expression: &str, expected: &str) {
    check_within("", expression, expected);
}

/// The same, with definitions in front.
#[track_caller]
fn check_within(definitions: &str, expression: &str, expected: &str) {
    let text = format!("{definitions} (defun f (x y z) {expression})");
    let expanded = expand(&module(&text));
    assert_eq!(expanded.messages(), Vec::<String>::new());
    let lambda = expanded.function("f").as_call("lambda").unwrap();
    assert_eq!(lambda.len(), 2, "{}", write(expanded.function("f")));
    assert_eq!(write(&lambda[1]), expected);
}

/// Checks the value of an expression, run with the test evaluator.
#[track_caller]
fn check_value(definitions: &str, expression: &str, expected: &str) {
    let text = module(&format!("{definitions} (defun f () {expression})"));
    let expanded = expand(&text);
    assert_eq!(expanded.messages(), Vec::<String>::new());
    let mut host = TestHost::default();
    for function in &expanded.expansion.modules[0].functions {
        host.functions.insert((function.name, function.arity), function.lambda.clone());
    }
    let call = Form::call(lfec_base::Span::NONE, "f", []);
    let value = host.run(&call).unwrap_or_else(format_error);
    assert_eq!(write(&value), expected);
}

fn format_error(reason: String) -> Form {
    Form::symbol(lfec_base::Span::NONE, &format!("error: {reason}"))
}

/// Checks the messages for a module of these definitions. Places count from the line after
/// `defmodule`, which is line 1.
#[track_caller]
fn check_messages(definitions: &str, expected: &[&str]) {
    let expanded = expand(&module(definitions));
    assert_eq!(expanded.messages(), expected);
}
