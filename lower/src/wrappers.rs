//! Functions around what is compiled in line, so that funs, `apply` and other modules reach it.
//!
//! A wrapper is the Core definition `'f'/n = fun (A…) -> call 'm':'f'(A…)`, lowered as any other,
//! but that the call is never one of the module itself.

use lfec_base::Symbol;
use lfec_core::ir::{Anno, Definition, Expr, ExprKind, Fun, FunctionName, Literal, Module};

use crate::builtin::{self, Inline};

/// BIFs that only compiled code calls, with arguments or results that are no terms.
const INTERNAL: [&str; 7] =
    ["recv_peek", "recv_next", "recv_remove", "raise", "raw_raise", "build_stacktrace", "map_find"];

/// Wrappers of a module's functions that it does not define itself.
pub(crate) fn missing(module: &Module) -> Vec<Definition> {
    let defined = |name: &FunctionName| module.definitions.iter().any(|d| d.name == *name);
    let all = wrapped(module.name).into_iter();
    all.filter(|name| !defined(name)).map(|name| wrapper(module.name, name)).collect()
}

/// Functions of a module that have wrappers.
fn wrapped(module: Symbol) -> Vec<FunctionName> {
    if module.as_str() == "erts_bits" {
        return Vec::new();
    }
    let is_internal = |name: &str| module.as_str() == "erts_internal" && INTERNAL.contains(&name);
    builtin::of_module(module)
        .into_iter()
        .filter(|(name, arity)| !is_internal(name.as_str()) && can_wrap(module, *name, *arity))
        .map(|(name, arity)| FunctionName { name, arity })
        .collect()
}

/// Whether there is code for it whatever the arguments are.
fn can_wrap(module: Symbol, name: Symbol, arity: usize) -> bool {
    let found = builtin::find(module, name, arity).unwrap_or_default();
    let in_line = matches!(
        found.inline,
        Some(Inline::Arith(_) | Inline::Compare(_) | Inline::Test(_) | Inline::SelfPid)
    );
    found.bif.is_some() || in_line
}

/// Gives the body of a wrapper to definitions that only stand for a BIF, as Erlang/OTP's sources
/// write them (`reverse(_, _) -> erlang:nif_error(undef).`), where the runtime has that BIF.
/// Tells which; they can be dropped before lowering, which adds wrappers.
pub(crate) fn replace_stubs(module: &mut Module) -> Vec<FunctionName> {
    let name = module.name;
    let mut replaced = Vec::new();
    let wrapped = wrapped(name);
    for definition in &mut module.definitions {
        if wrapped.contains(&definition.name) && calls_nif_error(&definition.function.body) {
            *definition = wrapper(name, definition.name);
            replaced.push(definition.name);
        }
    }
    replaced
}

fn calls_nif_error(expr: &Expr) -> bool {
    if let Some((name, [_] | [_, _])) = expr.as_erlang_call() {
        return name.as_str() == "nif_error";
    }
    let mut found = false;
    expr.each_child(&mut |child| found = found || calls_nif_error(child));
    found
}

fn wrapper(module: Symbol, name: FunctionName) -> Definition {
    let parameters: Vec<Symbol> =
        (0..name.arity).map(|index| Symbol::intern(&format!("_{index}"))).collect();
    let arguments = parameters.iter().map(|name| Expr::new(ExprKind::Var(*name))).collect();
    let atom = |name| Box::new(Expr::new(ExprKind::Literal(Literal::Atom(name))));
    let body = ExprKind::Call(atom(module), atom(name.name), arguments);
    let function = Fun { anno: Anno::default(), parameters, body: Box::new(Expr::new(body)) };
    Definition { name, function }
}

/// A module of nothing but wrappers.
pub(crate) fn empty_module(name: Symbol) -> Module {
    Module { name, exports: Vec::new(), attributes: Vec::new(), definitions: Vec::new() }
}

/// Modules that have BIFs.
pub(crate) fn modules() -> Vec<Symbol> {
    let mut found: Vec<Symbol> = Vec::new();
    for bif in lfec_abi::bif::all() {
        let module = Symbol::intern(bif.module);
        if !found.contains(&module) && !wrapped(module).is_empty() {
            found.push(module);
        }
    }
    found.sort_by_key(|module| module.as_str());
    found
}
