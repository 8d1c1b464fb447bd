//! What is bound where code stands: variables and functions.

use im::HashMap;
use lfec_base::Symbol;

use super::problem::NameArity;

/// The names in scope. Entering a scope clones it.
#[derive(Clone, Default)]
pub(crate) struct Scope {
    /// Variables, and the number of their binding.
    variables: HashMap<Symbol, usize>,
    functions: HashMap<NameArity, FunctionKind>,
}

/// Where a function is bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FunctionKind {
    /// By `let-function` or `letrec-function`.
    Local,
    /// By the module, or `eval-when-compile`.
    Module,
    /// By an import.
    Import,
}

impl Scope {
    pub(crate) fn variable(&self, name: Symbol) -> Option<usize> {
        self.variables.get(&name).copied()
    }

    pub(crate) fn bind_variable(&mut self, name: Symbol, binding: usize) {
        self.variables.insert(name, binding);
    }

    pub(crate) fn function(&self, key: NameArity) -> Option<FunctionKind> {
        self.functions.get(&key).copied()
    }

    pub(crate) fn bind_function(&mut self, key: NameArity, kind: FunctionKind) {
        self.functions.insert(key, kind);
    }

    pub(crate) fn variable_names(&self) -> impl Iterator<Item = Symbol> {
        self.variables.keys().copied()
    }

    pub(crate) fn function_names(&self) -> impl Iterator<Item = NameArity> {
        self.functions.keys().copied()
    }
}
