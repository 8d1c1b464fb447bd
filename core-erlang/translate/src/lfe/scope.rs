//! What names stand for. Variables and functions have name spaces of their own.

use lfec_base::Symbol;
use lfec_core::ir::FunctionName;

/// The names bound at one place, before those around it.
#[derive(Debug, Default)]
pub(super) struct Scope<'o> {
    outer: Option<&'o Scope<'o>>,
    variables: Vec<(Symbol, Symbol)>,
    functions: Vec<((Symbol, usize), FunctionName)>,
}

impl<'o> Scope<'o> {
    /// The scope in which nothing is bound.
    pub fn new() -> Scope<'o> {
        Scope::default()
    }

    /// A scope within this one, with nothing bound yet.
    pub fn inner(&'o self) -> Scope<'o> {
        Scope { outer: Some(self), ..Scope::default() }
    }

    /// A scope within this one, with these variables.
    pub fn with(&'o self, variables: Vec<(Symbol, Symbol)>) -> Scope<'o> {
        Scope { variables, ..self.inner() }
    }

    /// Binds a variable.
    pub fn bind(&mut self, name: Symbol, variable: Symbol) {
        self.variables.push((name, variable));
    }

    /// Binds a local function.
    pub fn bind_function(&mut self, name: (Symbol, usize), function: FunctionName) {
        self.functions.push((name, function));
    }

    /// What a variable is in Core.
    pub fn variable(&self, name: Symbol) -> Option<Symbol> {
        let mut scope = Some(self);
        while let Some(here) = scope {
            if let Some((_, found)) = here.variables.iter().rev().find(|(n, _)| *n == name) {
                return Some(*found);
            }
            scope = here.outer;
        }
        None
    }

    /// What a local function is in Core.
    pub fn function(&self, name: (Symbol, usize)) -> Option<FunctionName> {
        let mut scope = Some(self);
        while let Some(here) = scope {
            if let Some((_, found)) = here.functions.iter().rev().find(|(n, _)| *n == name) {
                return Some(*found);
            }
            scope = here.outer;
        }
        None
    }
}
