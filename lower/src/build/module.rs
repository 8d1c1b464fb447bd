//! The functions of a module: which there are, and those that come up while lowering.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use lfec_abi::program::FILE_SHIFT;
use lfec_abi::symbol;
use lfec_base::{Sources, Symbol};
use lfec_core::ir::{self as core, Anno, Definition, Fun, FunctionName, Literal};

use super::{Builder, Local, Operand, Scope, ScopeEntry};
use crate::analyse::{Facts, analyse};
use crate::flow::{Flow, local_name};
use crate::ir::{
    Callee, FunDescription, FunId, FunctionId, Location, LocationId, Op, Target, Value,
};
use crate::tables::{Literals, Locations};
use crate::{LowerError, flow};

/// The flows of a module and its tables. `Callee::Local` and the funs count flows.
pub struct Built {
    /// One for each function.
    pub flows: Vec<Flow>,
    /// See [`crate::ir::Unit`].
    pub literals: Vec<Literal>,
    /// See [`crate::ir::Unit`].
    pub locations: Vec<Location>,
    /// See [`crate::ir::Unit`].
    pub funs: Vec<FunDescription>,
    /// The file of the module, and others that code is from.
    pub files: Vec<String>,
}

/// Lowers all functions of a module.
///
/// `wrappers` are further definitions, see [`crate::wrappers`].
pub fn build(
    module: &core::Module,
    wrappers: &[Definition],
    sources: Option<&Sources>,
    file: &str,
) -> Result<Built, LowerError> {
    let mut context = Module {
        core: module,
        wrappers,
        sources,
        files: vec![file.to_owned()],
        literals: Literals::default(),
        locations: Locations::default(),
        funs: Vec::new(),
        exports: module.exports.iter().copied().chain(module.on_load()).collect(),
        functions: HashMap::new(),
        name_funs: HashMap::new(),
        flows: Vec::new(),
        queue: VecDeque::new(),
        symbols: HashSet::new(),
        counter: 0,
        error: None,
    };
    context.declare_all();
    context.build_all();
    let flows = context.flows.into_iter().flatten().collect();
    match context.error {
        Some(message) => Err(LowerError { module: module.name, message }),
        None => Ok(Built {
            flows,
            literals: context.literals.entries,
            locations: context.locations.entries,
            funs: context.funs,
            files: context.files,
        }),
    }
}

/// A function still to be lowered.
pub(super) struct Pending<'m> {
    /// Its number.
    pub id: FunctionId,
    /// Its tree.
    pub fun: &'m Fun,
    /// Facts about the definition it is in.
    pub facts: Rc<Facts>,
    /// The Erlang function it is in.
    pub outer: FunctionName,
    /// Name by which it calls itself.
    pub self_name: Option<FunctionName>,
    /// Its name, in stack traces too unless `shown` is given.
    pub name: Symbol,
    /// Name and arity in stack traces.
    pub shown: Option<(Symbol, u32)>,
    /// Functions of enclosing `letrec`s.
    pub scope: Scope,
    /// Variables that come after the parameters, or out of the fun.
    pub free: Rc<[Symbol]>,
    /// Free variables that are constants.
    pub known: Vec<(Symbol, Literal)>,
    /// Whether it is a fun: takes itself as last parameter.
    pub is_fun: bool,
    /// Whether it is around something compiled in line.
    pub is_wrapper: bool,
    /// Line of the definition.
    pub line: u32,
}

/// What the builders of a module's functions share.
pub(super) struct Module<'m> {
    core: &'m core::Module,
    wrappers: &'m [Definition],
    sources: Option<&'m Sources>,
    files: Vec<String>,
    pub literals: Literals,
    locations: Locations,
    pub funs: Vec<FunDescription>,
    exports: HashSet<FunctionName>,
    functions: HashMap<FunctionName, FunctionId>,
    name_funs: HashMap<FunctionName, FunId>,
    flows: Vec<Option<Flow>>,
    queue: VecDeque<Pending<'m>>,
    symbols: HashSet<String>,
    /// Numbers the funs of the current definition.
    counter: u32,
    error: Option<String>,
}

impl<'m> Module<'m> {
    /// Name of the module.
    pub fn name(&self) -> Symbol {
        self.core.name
    }

    /// The number of a function of the module.
    pub fn function(&self, name: FunctionName) -> Option<FunctionId> {
        self.functions.get(&name).copied()
    }

    /// Whether other modules can call it.
    pub fn is_exported(&self, name: FunctionName) -> bool {
        self.exports.contains(&name)
    }

    pub fn bug(&mut self, message: String) {
        self.error.get_or_insert(message);
    }

    /// Line and file of an annotation, as [`Location::line`] has them; 0 where it says nothing.
    pub fn line(&mut self, anno: &Anno) -> u32 {
        match (anno.span, self.sources) {
            (Some(span), Some(sources)) if !span.is_none() => {
                let (file, line) = sources.shown(span);
                self.place(file, line)
            }
            _ => anno.line,
        }
    }

    /// A line of a file; without file if there are too many.
    fn place(&mut self, file: &str, line: u32) -> u32 {
        if line >= 1 << FILE_SHIFT || line == 0 {
            return 0;
        }
        let known = self.files.iter().position(|known| known == file);
        let index = known.unwrap_or_else(|| {
            self.files.push(file.to_owned());
            self.files.len() - 1
        });
        match u32::try_from(index) {
            Ok(index) if index <= u32::MAX >> FILE_SHIFT => (index << FILE_SHIFT) | line,
            _ => 0,
        }
    }

    pub fn location(&mut self, function: Symbol, arity: u32, line: u32) -> LocationId {
        self.locations.add(Location { function, arity, line })
    }

    /// A number for a new flow.
    pub fn declare(&mut self) -> FunctionId {
        self.flows.push(None);
        FunctionId(self.flows.len() as u32 - 1)
    }

    /// Lowers it later.
    pub fn queue(&mut self, pending: Pending<'m>) {
        self.queue.push_back(pending);
    }

    /// The name of a fun: its `id` annotation, or the next one.
    pub fn fun_name(&mut self, anno: &Anno, outer: FunctionName, what: &str) -> Symbol {
        if let Some(name) = anno.terms.iter().find_map(id_annotation) {
            return name;
        }
        self.counter += 1;
        local_name(outer, what, self.counter - 1)
    }

    fn declare_all(&mut self) {
        for definition in self.core.definitions.iter().chain(self.wrappers) {
            let id = self.declare();
            if self.functions.insert(definition.name, id).is_some() {
                self.bug(format!("{:?} is defined twice", definition.name));
            }
        }
    }

    fn build_all(&mut self) {
        self.exports.extend(self.wrappers.iter().map(|wrapper| wrapper.name));
        let defined = self.core.definitions.len();
        let definitions = self.core.definitions.iter().chain(self.wrappers);
        for (index, definition) in definitions.enumerate() {
            self.counter = 0;
            let name = definition.name;
            let line = self.line(&definition.function.anno);
            self.build_pending(Pending {
                id: FunctionId(index as u32),
                fun: &definition.function,
                facts: Rc::new(analyse(&definition.function)),
                outer: name,
                self_name: Some(name),
                name: name.name,
                shown: None,
                scope: None,
                free: Rc::new([]),
                known: Vec::new(),
                is_fun: false,
                is_wrapper: index >= defined,
                line,
            });
            while let Some(pending) = self.queue.pop_front() {
                self.build_pending(pending);
            }
        }
    }

    /// A machine symbol; copies that a pass made of a fun have the same name, not the same symbol.
    fn symbol(&mut self, name: Symbol, arity: usize, exported: bool) -> String {
        let make = if exported { symbol::function } else { symbol::local };
        let plain = make(self.core.name.as_str(), name.as_str(), arity);
        let mut unique = plain.clone();
        let mut number = 1;
        while !self.symbols.insert(unique.clone()) {
            number += 1;
            unique = format!("{plain}#{number}");
        }
        unique
    }

    fn build_pending(&mut self, pending: Pending<'m>) {
        let Pending { id, fun, outer, name, free, is_fun, line, .. } = &pending;
        let (id, outer, name, is_fun, line) = (*id, *outer, *name, *is_fun, *line);
        let all = fun.parameters.len() + free.len();
        let shown = pending.shown.unwrap_or((name, all as u32));
        let location = self.location(shown.0, shown.1, line);
        let global = FunctionName { name, arity: all };
        let is_definition = id.index() < self.core.definitions.len() + self.wrappers.len();
        let global = (is_definition && self.is_exported(global)).then_some(global);
        let mut flow = Flow::new(self.symbol(name, all, global.is_some()), location, global);
        let taken = if is_fun { fun.parameters.len() + 1 } else { all };
        let entry = flow.block_with(taken);
        let mut builder = Builder {
            module: self,
            facts: pending.facts.clone(),
            flow,
            this: id,
            outer,
            is_wrapper: pending.is_wrapper,
            block: entry,
            variables: HashMap::new(),
            scope: pending.scope.clone(),
            self_fun: None,
            dead: false,
            guard_failure: None,
            updated: HashMap::new(),
            line,
            location_name: shown,
            cursors: HashMap::new(),
            context_at: None,
        };
        builder.start(&pending, taken);
        builder.lower(&pending.fun.body, &super::Dest::Return);
        let flow = builder.flow;
        self.flows[id.index()] = Some(flow);
    }

    /// The fun that a function's name as value stands for.
    pub fn name_fun(&mut self, name: FunctionName, function: FunctionId) -> FunId {
        if let Some(found) = self.name_funs.get(&name) {
            return *found;
        }
        let text = format!("-fun.{}/{}-", name.name, name.arity);
        let symbol = Symbol::intern(&text);
        let location = self.location(symbol, name.arity as u32, 0);
        let machine_symbol = self.symbol(symbol, name.arity, false);
        let mut flow = Flow::new(machine_symbol, location, None);
        let entry = flow.block_with(name.arity + 1);
        let arguments: Vec<Value> = flow.at(entry).parameters[..name.arity].to_vec();
        let callee = Callee::Local(function);
        flow.at(entry).terminator = flow::Terminator::TailCall { callee, arguments, location };
        let id = self.declare();
        self.flows[id.index()] = Some(flow);
        let arity = name.arity as u32;
        let shown = name.name;
        let fun = self.add_fun(FunDescription { function: id, name: shown, arity, free: 0 });
        self.name_funs.insert(name, fun);
        fun
    }

    pub fn add_fun(&mut self, description: FunDescription) -> FunId {
        self.funs.push(description);
        FunId(self.funs.len() as u32 - 1)
    }
}

impl<'m> Builder<'m, '_> {
    /// Binds parameters and free variables, and makes the block that self tail calls jump to.
    fn start(&mut self, pending: &Pending<'m>, taken: usize) {
        let entry = self.block;
        let header = self.flow.block_with(taken);
        let arguments = self.flow.at(entry).parameters.clone();
        self.flow.at(entry).terminator =
            flow::Terminator::Jump(Target { block: header, arguments });
        self.flow.header = Some(header);
        self.enter(header);
        let parameters = self.flow.at(header).parameters.clone();
        let mut names = pending.fun.parameters.clone();
        if !pending.is_fun {
            names.extend(pending.free.iter());
        }
        for (name, value) in names.iter().zip(&parameters) {
            self.variables.insert(*name, Operand::Value(*value));
        }
        for (name, literal) in &pending.known {
            self.variables.insert(*name, Operand::Literal(literal.clone()));
        }
        if pending.is_fun {
            self.open_fun(pending, parameters[taken - 1]);
        }
    }

    fn open_fun(&mut self, pending: &Pending<'m>, fun: Value) {
        for (index, name) in pending.free.iter().enumerate() {
            let value = self.op(Op::Free(fun, index as u32));
            self.variables.insert(*name, Operand::Value(value));
        }
        self.self_fun = pending.self_name.map(|name| (name, fun));
    }

    /// Adds a function to the scope.
    pub(super) fn add_local(&mut self, name: FunctionName, local: Local) {
        let outer = self.scope.take();
        self.scope = Some(Rc::new(ScopeEntry { name, local, outer }));
    }
}

/// The name in an annotation `{id,{Index,Unique,Name}}`, as erlc puts it on a fun.
fn id_annotation(literal: &Literal) -> Option<Symbol> {
    let Literal::Tuple(pair) = literal else { return None };
    let [Literal::Atom(key), Literal::Tuple(id)] = &pair[..] else { return None };
    match (&id[..], key.as_str()) {
        ([_, _, Literal::Atom(name)], "id") => Some(*name),
        _ => None,
    }
}
