//! What the forms of a module say about it as a whole.

use std::collections::{HashMap, HashSet};

use lfec_base::{Span, Symbol};
use lfec_core::ir::FunctionName;
use lfec_erl::ast::{ErlModule, Expr, ExprKind, FormKind, RecordDefinition};
use lfec_erl::guards::Names;
use lfec_erl::{bifs, name_arity};

/// Facts that the translation of every function needs.
pub(super) struct ModuleFacts<'m> {
    pub name: Symbol,
    /// See [`super::Options::portable`].
    pub portable: bool,
    pub records: HashMap<Symbol, &'m RecordDefinition>,
    pub imports: HashMap<FunctionName, Symbol>,
    /// Functions of the module, and where each is defined.
    pub spans: HashMap<FunctionName, Span>,
    pub export_all: bool,
    /// `-compile({parse_transform, m})`
    pub transforms: Vec<(Symbol, Span)>,
    no_auto_import: NoAutoImport,
}

#[derive(Default)]
struct NoAutoImport {
    all: bool,
    functions: HashSet<FunctionName>,
}

/// What a function name without module means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Callee {
    /// A function of this module.
    Local,
    /// A function of another module.
    Remote(Symbol),
    /// Nothing.
    Undefined,
}

impl<'m> ModuleFacts<'m> {
    pub fn new(module: &'m ErlModule, portable: bool) -> ModuleFacts<'m> {
        let mut facts = ModuleFacts {
            name: module.name,
            portable,
            records: HashMap::new(),
            imports: HashMap::new(),
            spans: HashMap::new(),
            export_all: false,
            transforms: Vec::new(),
            no_auto_import: NoAutoImport::default(),
        };
        for form in &module.forms {
            facts.note(&form.kind, form.span);
        }
        facts
    }

    fn note(&mut self, form: &'m FormKind, span: Span) {
        match form {
            FormKind::Record(record) => {
                self.records.entry(record.name).or_insert(record);
            }
            FormKind::Import(module, functions) => {
                for function in functions {
                    let FunctionName { name, arity } =
                        FunctionName { name: function.name, arity: function.arity };
                    self.imports.insert(FunctionName { name, arity }, *module);
                }
            }
            FormKind::Function(function) => {
                let name = FunctionName { name: function.name, arity: function.arity };
                self.spans.entry(name).or_insert(span);
            }
            FormKind::Attribute(name, value) if name.as_str() == "compile" => self.compile(value),
            _ => {}
        }
    }

    fn compile(&mut self, option: &'m Expr) {
        match &option.kind {
            ExprKind::List(options, _) => options.iter().for_each(|option| self.compile(option)),
            ExprKind::Atom(name) => match name.as_str() {
                "export_all" => self.export_all = true,
                "no_auto_import" => self.no_auto_import.all = true,
                _ => {}
            },
            ExprKind::Tuple(items) => self.compile_tuple(items, option.span),
            _ => {}
        }
    }

    fn compile_tuple(&mut self, items: &'m [Expr], span: Span) {
        let [name, value] = items else { return };
        match (name.as_atom().map(Symbol::as_str), &value.kind) {
            (Some("parse_transform"), ExprKind::Atom(module)) => {
                self.transforms.push((*module, span));
            }
            (Some("no_auto_import"), ExprKind::List(functions, _)) => {
                let names = functions.iter().filter_map(name_arity);
                let names = names.map(|f| FunctionName { name: f.name, arity: f.arity });
                self.no_auto_import.functions.extend(names);
            }
            _ => {}
        }
    }

    /// What `name/arity` means without module.
    pub fn resolve(&self, name: Symbol, arity: usize) -> Callee {
        let function = FunctionName { name, arity };
        if self.spans.contains_key(&function) || is_added(name, arity) {
            return Callee::Local;
        }
        if let Some(module) = self.imports.get(&function) {
            return Callee::Remote(*module);
        }
        let hidden = self.no_auto_import.all || self.no_auto_import.functions.contains(&function);
        if bifs::is_auto_imported(name, arity) && !hidden {
            return Callee::Remote(Symbol::intern("erlang"));
        }
        Callee::Undefined
    }

    /// What `fun name/arity` means: imports do not count.
    pub fn resolve_fun(&self, name: Symbol, arity: usize) -> Callee {
        match self.resolve(name, arity) {
            Callee::Remote(_) if !bifs::is_auto_imported(name, arity) => Callee::Undefined,
            callee => callee,
        }
    }

    /// Whether the module has or imports `name/arity`.
    pub fn is_own(&self, name: Symbol, arity: usize) -> bool {
        let function = FunctionName { name, arity };
        self.spans.contains_key(&function) || self.imports.contains_key(&function)
    }
}

impl Names for ModuleFacts<'_> {
    fn is_local(&self, name: Symbol, arity: usize) -> bool {
        self.is_own(name, arity)
    }

    fn record(&self, name: Symbol) -> Option<&RecordDefinition> {
        self.records.get(&name).copied()
    }
}

/// `module_info/0,1`, which every module has.
fn is_added(name: Symbol, arity: usize) -> bool {
    name.as_str() == "module_info" && arity <= 1
}
