//! What names mean to macro expansion at one place: macros, and the functions and variables of
//! `eval-when-compile`.
//!
//! All maps are persistent: entering a scope clones the environment around it.

use std::sync::Arc;

use im::HashMap;
use lfec_base::{Span, Symbol};
use lfec_reader::Form;

/// The names known where a form is expanded.
#[derive(Clone, Default)]
pub struct Environment {
    bindings: HashMap<Symbol, Binding>,
    functions: HashMap<(Symbol, usize), Arc<CompileTimeFunction>>,
    variables: HashMap<Symbol, Form>,
}

/// What a name in head position means, apart from core forms and predefined macros.
#[derive(Clone)]
pub(crate) enum Binding {
    /// A macro the user wrote.
    Macro(Arc<UserMacro>),
    /// A macro that a record definition makes.
    Record(Arc<RecordMacro>),
    /// A local function, which hides macros of the name.
    Function,
}

/// A macro of `defmacro` or `macrolet`.
pub(crate) struct UserMacro {
    /// Tells definitions of the same name apart.
    pub(crate) number: u32,
    /// Its name.
    pub(crate) name: Symbol,
    /// `(match-lambda ((arguments environment) body…) …)` or a lambda of the two, not expanded.
    pub(crate) definition: Form,
    /// Where it is defined.
    pub(crate) span: Span,
}

/// A macro of a record.
pub(crate) struct RecordMacro {
    /// The record.
    pub(crate) record: Symbol,
    /// What the macro does with it.
    pub(crate) access: RecordAccess,
}

/// What a record macro does.
pub(crate) enum RecordAccess {
    /// `make-r`, `match-r`
    Make,
    /// `is-r`
    Test,
    /// `set-r`, `update-r`
    Update,
    /// `fields-r`, with the field names
    Fields(Vec<Symbol>),
    /// `size-r`
    Size(usize),
    /// `r-f`
    Field(Symbol),
    /// `set-r-f`, `update-r-f`
    UpdateField(Symbol),
}

/// A function of `eval-when-compile`.
pub(crate) struct CompileTimeFunction {
    /// Order of definition.
    pub(crate) number: u32,
    /// `(lambda …)` or `(match-lambda …)`, not expanded.
    pub(crate) definition: Form,
    /// It is a function of a shell, which has been checked already.
    pub(crate) checked: bool,
}

impl Environment {
    /// The environment without user definitions.
    pub fn new() -> Environment {
        Environment::default()
    }

    pub(crate) fn binding(&self, name: Symbol) -> Option<&Binding> {
        self.bindings.get(&name)
    }

    pub(crate) fn bind(&mut self, name: Symbol, binding: Binding) {
        self.bindings.insert(name, binding);
    }

    /// This environment within the scope of local functions.
    pub(crate) fn with_functions(&self, names: impl IntoIterator<Item = Symbol>) -> Environment {
        let mut inner = self.clone();
        for name in names {
            inner.bind(name, Binding::Function);
        }
        inner
    }

    pub(crate) fn macros(&self) -> impl Iterator<Item = &Arc<UserMacro>> {
        self.bindings.values().filter_map(|binding| match binding {
            Binding::Macro(found) => Some(found),
            _ => None,
        })
    }

    /// Names of macros, those of records among them.
    pub(crate) fn macro_names(&self) -> Vec<Symbol> {
        let is_macro = |(_, binding): &(_, &Binding)| !matches!(binding, Binding::Function);
        self.bindings.iter().filter(is_macro).map(|(name, _)| *name).collect()
    }

    pub(crate) fn define_function(
        &mut self,
        name: Symbol,
        arity: usize,
        function: CompileTimeFunction,
    ) {
        self.functions.insert((name, arity), Arc::new(function));
    }

    /// Functions of `eval-when-compile`, in order of definition.
    pub(crate) fn functions(&self) -> Vec<((Symbol, usize), Arc<CompileTimeFunction>)> {
        let pairs = self.functions.iter();
        let mut all: Vec<_> = pairs.map(|(key, function)| (*key, function.clone())).collect();
        all.sort_by_key(|(_, function)| function.number);
        all
    }

    pub(crate) fn set_variable(&mut self, name: Symbol, value: Form) {
        self.variables.insert(name, value);
    }

    /// Variables that `set` gave values, in order of their names.
    pub(crate) fn variables(&self) -> Vec<(Symbol, &Form)> {
        let mut all: Vec<_> = self.variables.iter().map(|(name, value)| (*name, value)).collect();
        all.sort_by_key(|(name, _)| name.as_str());
        all
    }

    /// Whether this and `other` are the same in what code at expansion time can see.
    pub(crate) fn same_runtime(&self, other: &Environment) -> bool {
        self.functions.ptr_eq(&other.functions) && self.variables.ptr_eq(&other.variables)
    }
}
