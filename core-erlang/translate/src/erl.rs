//! Translation of Erlang to Core Erlang.
//!
//! Follows what OTP's `v3_core` gives, of release 25, in evaluation order and in the errors
//! raised. Takes modules that lint accepts; what lint would refuse is reported here again where
//! it has no translation.

mod binary;
mod clauses;
mod comprehension;
mod constant;
mod control;
mod expr;
mod fun_numbers;
mod function;
mod guard;
mod merge;
mod module;
mod pattern;
mod record;

use lfec_base::{Diagnostic, Sources, Span, Symbol};
use lfec_core::ir::{Definition, FunctionName, Literal, Module};
use lfec_erl::ast::{ErlModule, FormKind};

use crate::build::{Builder, clause, erlang_call, fun, generated, literal, literal_pattern, var};
use function::Translator;
use module::ModuleFacts;

/// What Core is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Only what `erlc +from_core` of OTP 25 takes: no size of a bit segment is a variable of the
    /// same pattern; what comes after is matched in a nested `case`.
    pub portable: bool,
}

/// The Core module of an Erlang module, and diagnostics for what cannot be translated: it is
/// usable where none of them is an error.
pub fn translate(module: &ErlModule, sources: &Sources) -> (Module, Vec<Diagnostic>) {
    translate_with(module, sources, Options::default())
}

/// [`translate`] with options.
pub fn translate_with(
    module: &ErlModule,
    sources: &Sources,
    options: Options,
) -> (Module, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut facts = ModuleFacts::new(module, options.portable);
    for (transform, span) in &facts.transforms {
        // The front end has done what `ms_transform` does.
        if !matches!(transform.as_str(), "eunit_autoexport" | "ms_transform") {
            let message = format!("parse transform '{transform}' is not supported");
            diagnostics.push(Diagnostic::error("undef-parse-transform", message, *span));
        }
    }
    let mut definitions = Vec::new();
    for form in &module.forms {
        if let FormKind::Function(function) = &form.kind {
            let name = FunctionName { name: function.name, arity: function.arity };
            let translator = Translator::new(&facts, name, &mut diagnostics);
            definitions.push(translator.definition(function));
        }
    }
    let mut exports = exports(module, &facts);
    add_tests(&mut facts, &mut definitions, &mut exports);
    add_behaviour_info(module, &mut definitions, &mut exports);
    add_module_info(module.name, &mut definitions, &mut exports);
    let mut attributes = attributes(module, &mut diagnostics);
    attributes.insert(0, file_attribute(sources.name(module.file)));
    (Module { name: module.name, exports, attributes, definitions }, diagnostics)
}

fn exports(module: &ErlModule, facts: &ModuleFacts<'_>) -> Vec<FunctionName> {
    let mut exports: Vec<FunctionName> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut add = |name: Symbol, arity: usize| {
        let function = FunctionName { name, arity };
        // Those that every module has are added with their definitions.
        let added = name.as_str() == "module_info" && arity <= 1;
        if !added && seen.insert(function) {
            exports.push(function);
        }
    };
    for form in &module.forms {
        match &form.kind {
            FormKind::Export(names) => names.iter().for_each(|n| add(n.name, n.arity)),
            FormKind::Function(function) if facts.export_all => add(function.name, function.arity),
            _ => {}
        }
    }
    exports
}

/// What `eunit_autoexport` does: exports `…_test/0` and the like, and adds `test/0`.
fn add_tests(
    facts: &mut ModuleFacts<'_>,
    definitions: &mut Vec<Definition>,
    exports: &mut Vec<FunctionName>,
) {
    let wanted = |name: &Symbol| name.as_str() == "eunit_autoexport";
    if !facts.transforms.iter().any(|(transform, _)| wanted(transform)) {
        return;
    }
    for definition in definitions.iter() {
        let is_test = lfec_erl::lint::is_test(definition.name.name);
        if is_test && definition.name.arity == 0 && !exports.contains(&definition.name) {
            exports.push(definition.name);
        }
    }
    let test = FunctionName { name: Symbol::intern("test"), arity: 0 };
    if definitions.iter().any(|definition| definition.name == test) {
        return;
    }
    let module = literal(Literal::Atom(facts.name));
    let body = crate::build::call(generated(), "eunit", "test", vec![module]);
    add(test, fun(generated(), Vec::new(), body), definitions, exports);
}

/// `behaviour_info/1` of a module with callbacks.
fn add_behaviour_info(
    module: &ErlModule,
    definitions: &mut Vec<Definition>,
    exports: &mut Vec<FunctionName>,
) {
    let pair =
        |name: Symbol, arity: usize| Literal::tuple([Literal::Atom(name), Literal::integer(arity)]);
    let (mut callbacks, mut optional) = (Vec::new(), Vec::new());
    for form in &module.forms {
        match &form.kind {
            FormKind::Spec(spec) if spec.is_callback => {
                callbacks.push(pair(spec.name, spec.arity));
            }
            FormKind::OptionalCallbacks(names) => {
                optional.extend(names.iter().map(|name| pair(name.name, name.arity)));
            }
            _ => {}
        }
    }
    let name = FunctionName { name: Symbol::intern("behaviour_info"), arity: 1 };
    if callbacks.is_empty() || definitions.iter().any(|definition| definition.name == name) {
        return;
    }
    let mut builder = Builder::new();
    let parameter = builder.fresh();
    let answer = |question: &str, answer: Vec<Literal>| {
        clause(vec![literal_pattern(Literal::atom(question))], literal(Literal::list(answer)))
    };
    let clauses = vec![
        answer("callbacks", callbacks),
        answer("optional_callbacks", optional),
        builder.no_function_clause(&generated(), Some(name), 1),
    ];
    let kind = lfec_core::ir::ExprKind::Case(Box::new(var(parameter)), clauses);
    let body = lfec_core::ir::Expr::with_anno(generated(), kind);
    add(name, fun(generated(), vec![parameter], body), definitions, exports);
}

/// `module_info/0` and `module_info/1`.
fn add_module_info(
    module: Symbol,
    definitions: &mut Vec<Definition>,
    exports: &mut Vec<FunctionName>,
) {
    for arity in 0..=1 {
        let name = FunctionName { name: Symbol::intern("module_info"), arity };
        let mut builder = Builder::new();
        let parameters: Vec<Symbol> = (0..arity).map(|_| builder.fresh()).collect();
        let arguments = parameters.iter().map(|name| var(*name));
        let arguments = std::iter::once(literal(Literal::Atom(module))).chain(arguments).collect();
        let body = erlang_call(generated(), "get_module_info", arguments);
        add(name, fun(generated(), parameters, body), definitions, exports);
    }
}

fn add(
    name: FunctionName,
    function: lfec_core::ir::Fun,
    definitions: &mut Vec<Definition>,
    exports: &mut Vec<FunctionName>,
) {
    definitions.push(Definition { name, function });
    if !exports.contains(&name) {
        exports.push(name);
    }
}

/// Attributes that say nothing to later stages.
const DROPPED: [&str; 5] = ["doc", "moduledoc", "feature", "export_record", "import_record"];

/// The attributes; values are lists. As in Core of OTP, `file` and `compile` are among them,
/// which `module_info` does not show.
fn attributes(module: &ErlModule, diagnostics: &mut Vec<Diagnostic>) -> Vec<(Symbol, Literal)> {
    let mut attributes = Vec::new();
    for form in &module.forms {
        match &form.kind {
            FormKind::Attribute(name, _) if DROPPED.contains(&name.as_str()) => {}
            FormKind::Attribute(name, value) => match constant::attribute(value) {
                Some(value) => attributes.push((*name, in_list(value))),
                None => diagnostics.push(bad_attribute(form.span)),
            },
            _ => {}
        }
    }
    attributes
}

/// `-file([{Name,1}])`, where stack traces find the name of the source.
fn file_attribute(name: &str) -> (Symbol, Literal) {
    let place = Literal::tuple([Literal::string(name), Literal::integer(1)]);
    (Symbol::intern("file"), Literal::list(vec![place]))
}

fn in_list(value: Literal) -> Literal {
    match value.list_items() {
        Some(_) => value,
        None => Literal::list(vec![value]),
    }
}

fn bad_attribute(span: Span) -> Diagnostic {
    Diagnostic::error("bad-attribute", "bad attribute", span)
}
