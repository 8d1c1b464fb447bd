//! Removes what is never used: values that nobody wants and that cost nothing but time, functions
//! that nobody calls.
//!
//! * `let X = E in B` without a use of `X` is `B` if evaluating `E` can neither raise nor do
//!   anything, else `do E B`; the same for `do`.
//! * Functions of a `letrec` that are not used in its body, directly or by others that are.
//! * Functions of the module that are not reached from those exported and the `on_load` function.

use std::collections::{HashMap, HashSet};

use lfec_base::Symbol;

use crate::ir::{Definition, Expr, ExprKind, FunctionName, Literal, Module};
use crate::passes::purity::is_total;
use crate::passes::uses::Uses;

/// Removes what is never used.
pub(super) fn run(module: &mut Module) {
    for definition in &mut module.definitions {
        let mut uses = Uses::of(&definition.function.body);
        expr(&mut definition.function.body, &mut uses);
    }
    remove_functions(module);
}

/// Inner expressions first, so that what only a removed one used is seen as unused.
fn expr(place: &mut Expr, uses: &mut Uses) {
    match &mut place.kind {
        ExprKind::Let(names, argument, body) => {
            expr(body, uses);
            if names.iter().any(|name| uses.of_variable(*name) > 0) {
                return expr(argument, uses);
            }
            let (names, argument, body) = (names.clone(), argument.take(), body.take());
            place.kind = after(argument, body, Some(names), uses);
        }
        ExprKind::Seq(first, then) => {
            expr(then, uses);
            let (first, then) = (first.take(), then.take());
            place.kind = after(first, then, None, uses);
        }
        ExprKind::LetRec(definitions, body) => {
            let used = used_functions(definitions, body, uses);
            definitions.retain(|definition| {
                let is_used = used.contains(&definition.name);
                if !is_used {
                    uses.remove(&definition.function.body);
                }
                is_used
            });
            expr(body, uses);
            for definition in &mut *definitions {
                expr(&mut definition.function.body, uses);
            }
            if definitions.is_empty() {
                *place = body.take();
            }
        }
        _ => place.each_child_mut(&mut |child| expr(child, uses)),
    }
}

/// `then` after a `first` whose values are not used. `names` are those of a `let`.
fn after(mut first: Expr, then: Expr, names: Option<Vec<Symbol>>, uses: &mut Uses) -> ExprKind {
    if is_total(&first) {
        uses.remove(&first);
        return then.kind;
    }
    expr(&mut first, uses);
    let (first, then) = (Box::new(first), Box::new(then));
    match names {
        // Only the names say how many values there are.
        Some(names) if names.len() != 1 => ExprKind::Let(names, first, then),
        _ => ExprKind::Seq(first, then),
    }
}

/// The functions of a `letrec` that its body uses, directly or not.
fn used_functions(definitions: &[Definition], body: &Expr, uses: &Uses) -> HashSet<FunctionName> {
    let names = || definitions.iter().map(|definition| definition.name);
    // Looking is only needed where they use one another.
    if names().any(|name| uses.recursive.contains(&name)) {
        return reached(definitions, body);
    }
    names().filter(|name| uses.of_function(*name) != (0, 0)).collect()
}

/// The functions of a `letrec` that its body uses, with those they use.
fn reached(definitions: &[Definition], body: &Expr) -> HashSet<FunctionName> {
    let bodies: HashMap<FunctionName, &Expr> = definitions
        .iter()
        .map(|definition| (definition.name, &*definition.function.body))
        .collect();
    reach(&bodies, functions_in(body))
}

fn reach(
    bodies: &HashMap<FunctionName, &Expr>,
    mut waiting: Vec<FunctionName>,
) -> HashSet<FunctionName> {
    let mut found = HashSet::new();
    while let Some(name) = waiting.pop() {
        if let Some(body) = bodies.get(&name)
            && found.insert(name)
        {
            waiting.extend(functions_in(body));
        }
    }
    found
}

fn functions_in(expr: &Expr) -> Vec<FunctionName> {
    let uses = Uses::of(expr);
    uses.calls.into_keys().chain(uses.values.into_keys()).collect()
}

fn remove_functions(module: &mut Module) {
    let bodies: HashMap<FunctionName, &Expr> = module
        .definitions
        .iter()
        .map(|definition| (definition.name, &*definition.function.body))
        .collect();
    let mut roots = module.exports.clone();
    for (name, value) in &module.attributes {
        if matches!(name.as_str(), "on_load" | "nifs") {
            roots.extend(function_names(value));
        }
    }
    let used = reach(&bodies, roots);
    module.definitions.retain(|definition| used.contains(&definition.name));
}

/// The functions of an attribute `[{f,1}, …]`.
pub(super) fn function_names(value: &Literal) -> Vec<FunctionName> {
    let mut names = Vec::new();
    for item in value.list_items().unwrap_or_default() {
        if let Literal::Tuple(parts) = &item
            && let [Literal::Atom(name), Literal::Integer(arity)] = &**parts
            && let Ok(arity) = usize::try_from(&**arity)
        {
            names.push(FunctionName { name: *name, arity });
        }
    }
    names
}
