//! How often names are used.

use std::collections::{HashMap, HashSet};

use lfec_base::Symbol;

use crate::ir::{Expr, ExprKind, FunctionName};

/// Uses of the variables and functions of an expression.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Of variables, map keys and sizes of patterns included.
    pub variables: HashMap<Symbol, usize>,
    /// Of functions, as callee with the right number of arguments.
    pub calls: HashMap<FunctionName, usize>,
    /// Of functions in any other way.
    pub values: HashMap<FunctionName, usize>,
    /// Of variables, as callee, by the number of arguments.
    pub applied: HashMap<Symbol, Vec<usize>>,
    /// Functions of a `letrec` that one of its functions uses.
    pub recursive: HashSet<FunctionName>,
    /// Functions whose `letrec` functions are being looked at.
    inside: HashSet<FunctionName>,
}

impl Uses {
    /// The uses in an expression.
    pub fn of(expr: &Expr) -> Uses {
        let mut uses = Uses::default();
        uses.add(expr);
        uses
    }

    fn add(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Var(name) => *self.variables.entry(*name).or_default() += 1,
            ExprKind::FunctionName(name) => {
                self.note(*name);
                *self.values.entry(*name).or_default() += 1;
            }
            ExprKind::LetRec(definitions, body) => {
                let names = definitions.iter().map(|definition| definition.name);
                self.inside.extend(names.clone());
                definitions.iter().for_each(|d| self.add(&d.function.body));
                names.for_each(|name| {
                    self.inside.remove(&name);
                });
                self.add(body);
            }
            ExprKind::Apply(callee, arguments) => {
                match callee.kind {
                    ExprKind::FunctionName(name) if name.arity == arguments.len() => {
                        self.note(name);
                        *self.calls.entry(name).or_default() += 1;
                        return arguments.iter().for_each(|argument| self.add(argument));
                    }
                    ExprKind::Var(name) => {
                        self.applied.entry(name).or_default().push(arguments.len());
                    }
                    _ => {}
                }
                expr.each_child(&mut |child| self.add(child));
            }
            _ => expr.each_child(&mut |child| self.add(child)),
        }
    }

    fn note(&mut self, name: FunctionName) {
        if self.inside.contains(&name) {
            self.recursive.insert(name);
        }
    }

    /// How often a variable is used.
    pub fn of_variable(&self, name: Symbol) -> usize {
        self.variables.get(&name).copied().unwrap_or(0)
    }

    /// How often a function is called and how often used as a value.
    pub fn of_function(&self, name: FunctionName) -> (usize, usize) {
        let count = |uses: &HashMap<FunctionName, usize>| uses.get(&name).copied().unwrap_or(0);
        (count(&self.calls), count(&self.values))
    }

    /// Takes back the uses in an expression that is removed.
    pub fn remove(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Var(name) => decrement(&mut self.variables, *name),
            ExprKind::FunctionName(name) => decrement(&mut self.values, *name),
            ExprKind::Apply(callee, arguments) => match callee.kind {
                ExprKind::FunctionName(name) if name.arity == arguments.len() => {
                    decrement(&mut self.calls, name);
                    arguments.iter().for_each(|argument| self.remove(argument));
                }
                _ => expr.each_child(&mut |child| self.remove(child)),
            },
            _ => expr.each_child(&mut |child| self.remove(child)),
        }
    }
}

fn decrement<K: std::hash::Hash + Eq>(uses: &mut HashMap<K, usize>, name: K) {
    if let Some(count) = uses.get_mut(&name) {
        *count = count.saturating_sub(1);
    }
}
