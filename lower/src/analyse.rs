//! What lowering must know of a definition before it starts: which variables funs capture, which
//! `letrec` functions are labels, loops, lifted functions or closures, how often variables are used.
//!
//! One walk over the tree; results are kept by the address of the tree's nodes, which do not move
//! while the module is borrowed.

use std::collections::{HashMap, HashSet};

use lfec_base::Symbol;
use lfec_core::ir::{
    BitSegment, Clause, Definition, Expr, ExprKind, Fun, FunctionName, Pattern, PatternKind,
};

/// How the functions of a `letrec` are compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LetRecKind {
    /// Blocks of the enclosing function: called in tail position of the `letrec` only.
    /// `looping` if they call themselves or each other.
    Labels {
        /// Whether there are backward jumps.
        looping: bool,
    },
    /// Functions of their own, with their free variables as further parameters.
    Lifted,
    /// Funs: some is used as a value.
    Closures,
}

/// Free names of a fun, in order of first use.
#[derive(Clone, Default, Debug)]
pub struct Free {
    /// Variables.
    pub variables: Vec<Symbol>,
    /// Functions of enclosing `letrec`s.
    pub functions: Vec<FunctionName>,
    seen_variables: HashSet<Symbol>,
    seen_functions: HashSet<FunctionName>,
}

/// What the walk found.
#[derive(Default, Debug)]
pub struct Facts {
    free: HashMap<*const Fun, Free>,
    letrecs: HashMap<*const Definition, LetRecKind>,
    uses: HashMap<Symbol, u32>,
}

impl Facts {
    /// The free names of a fun in the definition.
    pub fn free(&self, fun: &Fun) -> Free {
        self.free.get(&std::ptr::from_ref(fun)).cloned().unwrap_or_default()
    }

    /// How a `letrec` is compiled.
    pub fn letrec(&self, definitions: &[Definition]) -> LetRecKind {
        self.letrecs.get(&definitions.as_ptr()).copied().unwrap_or(LetRecKind::Closures)
    }

    /// How often a variable is used.
    pub fn uses(&self, variable: Symbol) -> u32 {
        self.uses.get(&variable).copied().unwrap_or(0)
    }
}

/// Walks the definition of a function.
pub fn analyse(function: &Fun) -> Facts {
    let mut walk = Walk::default();
    walk.fun(function, 0);
    walk.finish()
}

/// A `letrec` function while the walk goes on.
struct Local {
    group: *const Definition,
    depth: usize,
    /// The barrier of the `letrec`: a call under the same barrier is in its tail position.
    barrier: u32,
    escapes: bool,
    called_from_middle: bool,
    recursive: bool,
    receives: bool,
    /// Functions in whose bodies it is called: they must be labels if it is to be one.
    callers: Vec<usize>,
}

#[derive(Default)]
struct Walk {
    facts: Facts,
    funs: Vec<*const Fun>,
    variables: HashMap<Symbol, usize>,
    locals: Vec<Local>,
    scope: HashMap<FunctionName, Vec<usize>>,
    /// `letrec` functions whose bodies enclose the current place.
    inside: Vec<usize>,
    barriers: u32,
}

impl Walk {
    fn fun(&mut self, fun: &Fun, barrier: u32) {
        self.funs.push(std::ptr::from_ref(fun));
        self.bind(&fun.parameters);
        self.expr(&fun.body, barrier);
        self.funs.pop();
    }

    fn bind(&mut self, variables: &[Symbol]) {
        for variable in variables {
            self.variables.insert(*variable, self.funs.len());
        }
    }

    fn barrier(&mut self) -> u32 {
        self.barriers += 1;
        self.barriers
    }

    /// An expression whose value is used in the middle of something.
    fn middle(&mut self, expr: &Expr) {
        let barrier = self.barrier();
        self.expr(expr, barrier);
    }

    fn expr(&mut self, mut expr: &Expr, barrier: u32) {
        loop {
            match &expr.kind {
                ExprKind::Let(variables, argument, body) => {
                    self.middle(argument);
                    self.bind(variables);
                    expr = body;
                }
                ExprKind::Seq(first, then) => {
                    self.middle(first);
                    expr = then;
                }
                ExprKind::LetRec(definitions, body) => {
                    let names = self.letrec(definitions, barrier);
                    self.expr(body, barrier);
                    for name in names {
                        self.scope.entry(name).or_default().pop();
                    }
                    return;
                }
                _ => return self.other(expr, barrier),
            }
        }
    }

    fn other(&mut self, expr: &Expr, barrier: u32) {
        match &expr.kind {
            ExprKind::Var(name) => self.variable(*name),
            ExprKind::FunctionName(name) => self.function(*name, None),
            ExprKind::Cons(head, tail) => {
                self.middle(head);
                self.middle(tail);
            }
            ExprKind::Tuple(elements) | ExprKind::Values(elements) => self.all(elements),
            ExprKind::Map(base, pairs) => {
                if let Some(base) = base {
                    self.middle(base);
                }
                for pair in pairs {
                    self.middle(&pair.key);
                    self.middle(&pair.value);
                }
            }
            ExprKind::Binary(segments) => self.segments(segments),
            ExprKind::Fun(fun) => {
                let barrier = self.barrier();
                self.fun(fun, barrier);
            }
            ExprKind::Apply(callee, arguments) => {
                match &callee.kind {
                    ExprKind::FunctionName(name) => self.function(*name, Some(barrier)),
                    _ => self.middle(callee),
                }
                self.all(arguments);
            }
            ExprKind::Call(module, name, arguments) => {
                self.middle(module);
                self.middle(name);
                self.all(arguments);
            }
            ExprKind::PrimOp(name, arguments) => {
                if let (Some(local), "recv_peek_message") = (self.inside.last(), name.as_str()) {
                    self.locals[*local].receives = true;
                }
                self.all(arguments);
            }
            ExprKind::Case(argument, clauses) => {
                self.middle(argument);
                clauses.iter().for_each(|clause| self.clause(clause, barrier));
            }
            ExprKind::Try(parts) => {
                self.middle(&parts.argument);
                self.bind(&parts.variables);
                self.expr(&parts.body, barrier);
                self.bind(&parts.exception_variables);
                self.expr(&parts.handler, barrier);
            }
            ExprKind::Catch(argument) => self.middle(argument),
            ExprKind::Receive(clauses, timeout, action) => {
                self.middle(timeout);
                clauses.iter().for_each(|clause| self.clause(clause, barrier));
                self.expr(action, barrier);
            }
            ExprKind::Literal(_) | ExprKind::Let(..) | ExprKind::Seq(..) | ExprKind::LetRec(..) => {
            }
        }
    }

    fn all(&mut self, exprs: &[Expr]) {
        exprs.iter().for_each(|expr| self.middle(expr));
    }

    fn segments(&mut self, segments: &[BitSegment<Expr>]) {
        for segment in segments {
            self.middle(&segment.value);
            self.middle(&segment.size);
        }
    }

    fn clause(&mut self, clause: &Clause, barrier: u32) {
        clause.patterns.iter().for_each(|pattern| self.pattern(pattern));
        self.middle(&clause.guard);
        self.expr(&clause.body, barrier);
    }

    fn pattern(&mut self, pattern: &Pattern) {
        match &pattern.kind {
            PatternKind::Var(name) => self.bind(&[*name]),
            PatternKind::Literal(_) => {}
            PatternKind::Cons(head, tail) => {
                self.pattern(head);
                self.pattern(tail);
            }
            PatternKind::Tuple(elements) => elements.iter().for_each(|e| self.pattern(e)),
            PatternKind::Map(pairs) => {
                for (key, value) in pairs {
                    self.middle(key);
                    self.pattern(value);
                }
            }
            PatternKind::Binary(segments) => {
                for segment in segments {
                    self.middle(&segment.size);
                    self.pattern(&segment.value);
                }
            }
            PatternKind::Alias(name, inner) => {
                self.bind(&[*name]);
                self.pattern(inner);
            }
        }
    }

    fn variable(&mut self, name: Symbol) {
        *self.facts.uses.entry(name).or_default() += 1;
        let bound = self.variables.get(&name).copied().unwrap_or(0);
        for fun in self.funs[bound.min(self.funs.len())..].iter().rev() {
            let free = self.facts.free.entry(*fun).or_default();
            if !free.seen_variables.insert(name) {
                return;
            }
            free.variables.push(name);
        }
    }

    /// A use of a function name: a call under `barrier`, or as a value.
    fn function(&mut self, name: FunctionName, barrier: Option<u32>) {
        let Some(&index) = self.scope.get(&name).and_then(|found| found.last()) else {
            return;
        };
        let depth = self.locals[index].depth;
        for fun in self.funs[depth..].iter().rev() {
            let free = self.facts.free.entry(*fun).or_default();
            if !free.seen_functions.insert(name) {
                break;
            }
            free.functions.push(name);
        }
        let group = self.locals[index].group;
        let inside: Vec<usize> =
            self.inside.iter().copied().filter(|f| self.locals[*f].depth >= depth).collect();
        let recursive = inside.iter().any(|f| self.locals[*f].group == group);
        let local = &mut self.locals[index];
        local.recursive |= recursive;
        match barrier {
            None => local.escapes = true,
            Some(barrier) => local.called_from_middle |= barrier != local.barrier,
        }
        local.callers.extend(inside);
    }

    fn letrec(&mut self, definitions: &[Definition], barrier: u32) -> Vec<FunctionName> {
        let first = self.locals.len();
        for definition in definitions {
            let index = self.locals.len();
            self.locals.push(Local {
                group: definitions.as_ptr(),
                depth: self.funs.len(),
                barrier,
                escapes: false,
                called_from_middle: false,
                recursive: false,
                receives: false,
                callers: Vec::new(),
            });
            self.scope.entry(definition.name).or_default().push(index);
        }
        for (i, definition) in definitions.iter().enumerate() {
            self.inside.push(first + i);
            self.fun(&definition.function, barrier);
            self.inside.pop();
        }
        definitions.iter().map(|definition| definition.name).collect()
    }

    fn finish(mut self) -> Facts {
        let mut labels: HashMap<*const Definition, bool> = HashMap::new();
        for local in &self.locals {
            let fits =
                !local.escapes && !local.called_from_middle && (!local.recursive || local.receives);
            *labels.entry(local.group).or_insert(true) &= fits;
        }
        loop {
            let mut changed = false;
            for local in &self.locals {
                let callers = || local.callers.iter().map(|f| self.locals[*f].group);
                if labels[&local.group] && callers().any(|group| !labels[&group]) {
                    labels.insert(local.group, false);
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        for local in &self.locals {
            let found = match labels[&local.group] {
                true => LetRecKind::Labels { looping: local.recursive },
                false if local.escapes => LetRecKind::Closures,
                false => LetRecKind::Lifted,
            };
            let kind = self.facts.letrecs.entry(local.group).or_insert(found);
            *kind = match (*kind, found) {
                (LetRecKind::Closures, _) | (_, LetRecKind::Closures) => LetRecKind::Closures,
                (LetRecKind::Labels { looping: a }, LetRecKind::Labels { looping: b }) => {
                    LetRecKind::Labels { looping: a || b }
                }
                (kind, _) => kind,
            };
        }
        self.facts
    }
}
