//! Puts functions where they are called.
//!
//! 1. *Copies*: small functions of the module whose place in a stack trace nobody can see: those
//!    that cannot raise, and those that only end in a call of another function; small local
//!    functions; functions that an attribute `{inline,[{f,1}]}` of `compile` names.
//! 2. *Moves*: local functions, funs bound to a variable, and jump targets that are called once.
//! 3. A fun that is bound to a variable and only called becomes a local function, which needs no
//!    closure.
//!
//! Functions that are recursive stay, and those with a `function_clause` error, which shows their
//! name and arguments.

use std::collections::{HashMap, HashSet};

use lfec_base::Symbol;

use super::purity::is_total;
use super::uses::Uses;
use crate::ir::{Definition, Expr, ExprKind, Fun, FunctionName, Literal, Module};
use crate::rename::{Names, module_functions};

/// A function with more nodes than this is not copied.
const MAX_NODES: usize = 20;

/// Inlines in every definition of a module.
pub(super) fn run(module: &mut Module) {
    let wanted = wanted(module);
    let small: HashMap<FunctionName, Fun> = module
        .definitions
        .iter()
        .filter(|definition| is_copied(definition, &wanted))
        .map(|definition| (definition.name, definition.function.clone()))
        .collect();
    let functions = module_functions(module);
    for definition in &mut module.definitions {
        let mut names = Names::of(definition, &functions);
        let mut copies = Copies { names: &mut names, this: definition.name, small: small.clone() };
        copies.expr(&mut definition.function.body);
        let uses = Uses::of(&definition.function.body);
        let mut moves =
            Moves { names: &mut names, uses, functions: HashMap::new(), funs: HashMap::new() };
        moves.expr(&mut definition.function.body);
    }
}

/// The functions that `compile` attributes want to be inlined.
fn wanted(module: &Module) -> HashSet<FunctionName> {
    let mut wanted = HashSet::new();
    for (name, value) in &module.attributes {
        for option in value.list_items().unwrap_or_default() {
            if let Literal::Tuple(parts) = &option
                && let [option, list] = &**parts
                && name.as_str() == "compile"
                && option.is_atom("inline")
            {
                wanted.extend(super::dead::function_names(list));
            }
        }
    }
    wanted
}

fn is_copied(definition: &Definition, wanted: &HashSet<FunctionName>) -> bool {
    let body = &definition.function.body;
    nodes(body) <= MAX_NODES
        && !shows_itself(body)
        && Uses::of(body).of_function(definition.name) == (0, 0)
        && (is_total(body) || is_wrapper(body) || wanted.contains(&definition.name))
}

/// Whether the body only computes arguments and calls another function, so that its own frame is
/// gone when anything can raise.
fn is_wrapper(body: &Expr) -> bool {
    match &body.kind {
        ExprKind::Let(_, argument, body) => is_total(argument) && is_wrapper(body),
        ExprKind::Apply(callee, arguments) => {
            matches!(callee.kind, ExprKind::FunctionName(_)) && arguments.iter().all(is_total)
        }
        ExprKind::Call(module, function, arguments) => {
            let names = [module, function].map(|name| name.as_literal().and_then(Literal::as_atom));
            let [Some(module), Some(_)] = names else { return false };
            // Those of `erlang` may be instructions, not calls.
            module.as_str() != "erlang" && arguments.iter().all(is_total)
        }
        _ => false,
    }
}

/// Number of nodes, counted up to a little more than [`MAX_NODES`].
fn nodes(expr: &Expr) -> usize {
    let mut count = 1;
    expr.each_child(&mut |child| {
        if count <= MAX_NODES {
            count += nodes(child);
        }
    });
    count
}

/// A function with more nodes is not looked at: asking at every level of nested functions takes
/// quadratic time.
const MAX_MOVED: usize = 1_000;

/// Whether it has a `function_clause` error, or is too large to be looked at.
fn shows_itself(expr: &Expr) -> bool {
    has_own_error(expr, &mut MAX_MOVED.clone())
}

fn has_own_error(expr: &Expr, fuel: &mut usize) -> bool {
    if *fuel == 0 {
        return true;
    }
    *fuel -= 1;
    let mut found = match &expr.kind {
        ExprKind::PrimOp(name, arguments) if name.as_str() == "match_fail" => {
            let reason = arguments.first().map(|reason| &reason.kind);
            let kind = match reason {
                Some(ExprKind::Tuple(items)) => items.first().and_then(|e| e.as_literal().cloned()),
                Some(ExprKind::Literal(Literal::Tuple(items))) => items.first().cloned(),
                _ => None,
            };
            kind.is_some_and(|kind| kind.is_atom("function_clause"))
        }
        _ => false,
    };
    expr.each_child(&mut |child| found = found || has_own_error(child, fuel));
    found
}

/// `let` of the parameters around the body.
fn applied(function: Fun, arguments: Vec<Expr>) -> ExprKind {
    let bindings = function.parameters.into_iter().zip(arguments).rev();
    let body = bindings.fold(*function.body, |body, (name, argument)| {
        Expr::new(ExprKind::Let(vec![name], Box::new(argument), Box::new(body)))
    });
    body.kind
}

struct Copies<'n> {
    names: &'n mut Names,
    /// The definition that is looked at.
    this: FunctionName,
    small: HashMap<FunctionName, Fun>,
}

impl Copies<'_> {
    fn expr(&mut self, place: &mut Expr) {
        if let ExprKind::LetRec(definitions, _) = &place.kind
            && let [definition] = &definitions[..]
            && is_small_local(definition)
        {
            self.small.insert(definition.name, definition.function.clone());
        }
        place.each_child_mut(&mut |child| self.expr(child));
        if let ExprKind::Apply(callee, arguments) = &mut place.kind
            && let ExprKind::FunctionName(name) = callee.kind
            && name != self.this
            && name.arity == arguments.len()
            && let Some(function) = self.small.get(&name)
        {
            let copy = self.names.copy_fun(function);
            place.kind = applied(copy, std::mem::take(arguments));
        }
    }
}

/// A local function, or jump target, that is copied to each of its calls.
fn is_small_local(definition: &Definition) -> bool {
    let body = &definition.function.body;
    // What it contains would be there twice under one name for those who look at uses.
    let plain = |expr: &Expr| !has_local_functions(expr);
    nodes(body) <= MAX_NODES / 3
        && plain(body)
        && !shows_itself(body)
        && Uses::of(body).of_function(definition.name) == (0, 0)
}

fn has_local_functions(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::LetRec(..) | ExprKind::Fun(_));
    expr.each_child(&mut |child| found = found || has_local_functions(child));
    found
}

struct Moves<'n> {
    names: &'n mut Names,
    uses: Uses,
    /// Functions on their way to their only call.
    functions: HashMap<FunctionName, Fun>,
    /// What variables that held funs have become.
    funs: HashMap<Symbol, Moved>,
}

enum Moved {
    /// It is on its way to its only call.
    Fun(Option<Fun>),
    Function(FunctionName),
}

impl Moves<'_> {
    fn expr(&mut self, place: &mut Expr) {
        match &mut place.kind {
            ExprKind::Let(names, argument, _) => {
                if let ([name], ExprKind::Fun(fun)) = (&names[..], &argument.kind)
                    && let Some(calls) = self.calls_of(*name, fun.parameters.len())
                {
                    return self.fun(place, calls);
                }
            }
            ExprKind::LetRec(definitions, body) => {
                if let [definition] = &definitions[..]
                    && self.is_moved(definition)
                    && let Some(definition) = definitions.pop()
                {
                    self.functions.insert(definition.name, definition.function);
                    *place = body.take();
                    return self.expr(place);
                }
            }
            ExprKind::Apply(callee, _) => {
                let moved = match callee.kind {
                    ExprKind::FunctionName(name) => self.functions.remove(&name),
                    ExprKind::Var(name) => match self.funs.get_mut(&name) {
                        Some(Moved::Fun(fun)) => fun.take(),
                        Some(Moved::Function(function)) => {
                            callee.kind = ExprKind::FunctionName(*function);
                            None
                        }
                        None => None,
                    },
                    _ => None,
                };
                if let (Some(fun), ExprKind::Apply(_, arguments)) = (moved, &mut place.kind) {
                    place.kind = applied(fun, std::mem::take(arguments));
                    return self.expr(place);
                }
            }
            _ => {}
        }
        place.each_child_mut(&mut |child| self.expr(child));
    }

    /// How often a variable that holds a fun is called, if it is only called, and rightly.
    fn calls_of(&self, name: Symbol, arity: usize) -> Option<usize> {
        let calls = self.uses.applied.get(&name)?;
        let only_called = calls.len() == self.uses.of_variable(name)
            && calls.iter().all(|arguments| *arguments == arity);
        only_called.then_some(calls.len())
    }

    fn is_moved(&self, definition: &Definition) -> bool {
        self.uses.of_function(definition.name) == (1, 0)
            && !self.uses.recursive.contains(&definition.name)
            && !shows_itself(&definition.function.body)
    }

    /// `let F = fun … in body`, where `F` is only called.
    fn fun(&mut self, place: &mut Expr, calls: usize) {
        let ExprKind::Let(names, argument, body) = &mut place.kind else { return };
        let (Some(name), argument) = (names.pop(), argument.take()) else { return };
        let ExprKind::Fun(fun) = argument.kind else { return };
        let mut body = body.take();
        if calls == 1 && !shows_itself(&fun.body) {
            self.funs.insert(name, Moved::Fun(Some(fun)));
            *place = body;
            return self.expr(place);
        }
        let stem = FunctionName { name, arity: fun.parameters.len() };
        let function = self.names.function(stem);
        self.funs.insert(name, Moved::Function(function));
        let mut definition = Definition { name: function, function: fun };
        self.expr(&mut definition.function.body);
        self.expr(&mut body);
        place.kind = ExprKind::LetRec(vec![definition], Box::new(body));
    }
}
