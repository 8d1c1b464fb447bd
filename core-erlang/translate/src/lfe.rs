//! Translation of LFE core forms to Core Erlang.
//!
//! What is taken is the language that the documentation of `lfec_macroexpand::Module` describes.
//! Forms outside of it are errors here only if the expander let them through; they are reported
//! and compile to a call that raises.
//!
//! Scope is lexical: every binding gets a variable of its own, so that a pattern's variable
//! shadows. Arguments are evaluated from left to right by bindings. Errors of matches are
//! `match_fail` primops. The tree passes the checker of `lfec_core`.

mod binary;
mod comprehension;
mod control;
mod data;
mod exceptions;
mod expr;
mod function;
mod guard;
mod literal;
mod maybe;
mod pattern;
mod scope;

use std::collections::{HashMap, HashSet};

use lfec_base::{Diagnostic, Sources, Span, Symbol};
use lfec_core::deep::MAX_DEPTH;
use lfec_core::ir::{self, Anno, Definition, Expr, FunctionName, Literal};
use lfec_macroexpand::{FunctionDefinition, Module};
use lfec_reader::Form;

use crate::build::{Builder, erlang_call, fun, function_anno, var};

/// Deepest nesting of forms, macro expansion included.
const MAX_FORM_DEPTH: usize = 4_000;

/// The Core Erlang of a module, and what was wrong with it.
///
/// The functions `module_info/0` and `module_info/1` are added. The result can be as deep as
/// [`MAX_DEPTH`]: see [`lfec_core::deep`].
pub fn translate(module: &Module, sources: &Sources) -> (ir::Module, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let functions: HashSet<(Symbol, usize)> =
        module.functions.iter().map(|function| (function.name, function.arity)).collect();
    let imports = module.imports.iter().copied().collect();
    let mut definitions = Vec::with_capacity(module.functions.len() + 2);
    for function in &module.functions {
        let mut translator = Translator::new(function, &functions, &imports);
        definitions.push(translator.definition(function));
        diagnostics.append(&mut translator.diagnostics);
    }
    let mut exports: Vec<FunctionName> =
        module.exports.iter().map(|(name, arity)| function_name(*name, *arity)).collect();
    for definition in module_info(module.name) {
        if !functions.contains(&(definition.name.name, definition.name.arity)) {
            exports.push(definition.name);
            definitions.push(definition);
        }
    }
    let attributes = attributes(module, sources, &mut diagnostics);
    (ir::Module { name: module.name, exports, attributes, definitions }, diagnostics)
}

fn function_name(name: Symbol, arity: usize) -> FunctionName {
    FunctionName { name, arity }
}

/// `module_info/0,1`, which ask the runtime.
fn module_info(module: Symbol) -> [Definition; 2] {
    [0, 1].map(|arity| {
        let mut builder = Builder::new();
        let parameters: Vec<Symbol> = (0..arity).map(|_| builder.fresh()).collect();
        let name = Expr::atom(module.as_str());
        let arguments = std::iter::once(name).chain(parameters.iter().copied().map(var)).collect();
        let body = erlang_call(Anno::default(), "get_module_info", arguments);
        let name = function_name(Symbol::intern("module_info"), arity);
        Definition { name, function: fun(definition_anno(Span::NONE, name), parameters, body) }
    })
}

fn definition_anno(span: Span, name: FunctionName) -> Anno {
    let terms = vec![function_anno(name)];
    Anno { span: (!span.is_none()).then_some(span), terms, ..Anno::default() }
}

/// Attributes with their values as lists, the file first.
fn attributes(
    module: &Module,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Symbol, Literal)> {
    let line = Literal::integer(sources.line(module.span).max(1));
    let file = Literal::tuple([Literal::string(sources.name(module.span.file)), line]);
    let mut attributes = vec![(Symbol::intern("file"), Literal::list(vec![file]))];
    for (name, value) in &module.attributes {
        let value = literal::literal(value, diagnostics);
        let value = match value {
            Literal::Nil | Literal::Cons(_) | Literal::String(_) => value,
            single => Literal::list(vec![single]),
        };
        attributes.push((*name, value));
    }
    if let Some((name, arity)) = module.on_load {
        let function = Literal::tuple([Literal::Atom(name), Literal::integer(arity)]);
        attributes.push((Symbol::intern("on_load"), Literal::list(vec![function])));
    }
    attributes
}

/// Module and name that a local name and arity stand for.
type Imports = HashMap<(Symbol, usize), (Symbol, Symbol)>;

/// Translates one function.
struct Translator<'m> {
    /// The function.
    name: FunctionName,
    /// Functions of the module.
    functions: &'m HashSet<(Symbol, usize)>,
    /// Imported functions, for names that the expander left: modules of macros have such.
    imports: &'m Imports,
    builder: Builder,
    depth: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'m> Translator<'m> {
    fn new(
        function: &FunctionDefinition,
        functions: &'m HashSet<(Symbol, usize)>,
        imports: &'m Imports,
    ) -> Translator<'m> {
        let name = function_name(function.name, function.arity);
        let (builder, diagnostics) = (Builder::new(), Vec::new());
        Translator { name, functions, imports, builder, depth: 0, diagnostics }
    }

    fn definition(&mut self, definition: &FunctionDefinition) -> Definition {
        let anno = definition_anno(definition.span, self.name);
        let scope = scope::Scope::new();
        let mut function = self.function(&definition.lambda, &scope, Some(self.name));
        function.anno = anno.clone();
        if function.parameters.len() != definition.arity {
            function.parameters = (0..definition.arity).map(|_| self.builder.fresh()).collect();
            if self.diagnostics.is_empty() {
                *function.body = self.bad(&definition.lambda, "function head arity mismatch");
            }
        }
        if function.body.is_deeper_than(MAX_DEPTH - 1) {
            *function.body = self.bad(&definition.lambda, "function is nested too deeply");
        }
        Definition { name: self.name, function }
    }

    /// Reports a form that the expander should not have let through.
    fn bad(&mut self, form: &Form, message: &str) -> Expr {
        self.diagnostics.push(Diagnostic::error("bad-form", message, form.span));
        erlang_call(at(form), "error", vec![Expr::atom("illegal_form")])
    }
}

/// The annotation of what stands where `form` does.
fn at(form: &Form) -> Anno {
    if form.span.is_none() { Anno::default() } else { Anno::at(form.span) }
}

#[cfg(test)]
mod tests;
