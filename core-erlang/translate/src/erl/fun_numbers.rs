//! The numbers in the names of funs: `-f/1-fun-2-`.
//!
//! They show in stack traces and in `erlang:fun_info/2`, so they are those that OTP's compiler gives
//! (observed on OTP 25): one counter for a function, which a fun takes from when its body is done, a
//! local `fun f/1` and a loop of a comprehension too. A comprehension's sources and filters come
//! before its loops, its loops before its elements.

use std::collections::HashMap;

use lfec_erl::ast::{self, Clause, Expr, ExprKind, Qualifier, Template};

/// Numbers of the funs of a function, by their clauses.
#[derive(Default)]
pub(super) struct FunNumbers {
    numbers: HashMap<*const Clause, usize>,
    next: usize,
    /// Loops and funs with a name of their own met so far: the number that such a fun shows.
    local_functions: usize,
}

impl FunNumbers {
    /// Numbers all funs of `function`.
    pub fn of(function: &ast::Function) -> FunNumbers {
        let mut numbers = FunNumbers::default();
        numbers.clauses(&function.clauses);
        numbers
    }

    /// The number of the fun with these clauses.
    pub fn number(&self, clauses: &[Clause]) -> usize {
        self.numbers.get(&clauses.as_ptr()).copied().unwrap_or(self.next)
    }

    fn take(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    fn all<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Fun(name, clauses) => {
                let own = self.local_functions;
                self.local_functions += usize::from(name.is_some());
                self.clauses(clauses);
                let number = self.take();
                let number = if name.is_some() { own } else { number };
                self.numbers.insert(clauses.as_ptr(), number);
            }
            ExprKind::FunName(..) => {
                self.take();
            }
            ExprKind::Comprehension(template, qualifiers) => {
                self.comprehension(template, qualifiers);
            }
            ExprKind::List(items, tail) => self.all(items.iter().chain(tail.as_deref())),
            ExprKind::Tuple(items) | ExprKind::Block(items) => self.all(items),
            ExprKind::Binary(elements) => {
                self.all(elements.iter().flat_map(|e| e.size.iter().chain([&e.value])));
            }
            ExprKind::Map(base, fields) => {
                self.all(base.as_deref());
                self.all(fields.iter().flat_map(|field| [&field.key, &field.value]));
            }
            ExprKind::Record(_, fields) => self.all(fields.iter().map(|field| &field.value)),
            ExprKind::RecordUpdate(base, _, fields) => {
                self.expr(base);
                self.all(fields.iter().map(|field| &field.value));
            }
            ExprKind::RecordGet(inside, ..)
            | ExprKind::Unary(_, inside)
            | ExprKind::Catch(inside) => self.expr(inside),
            ExprKind::Match(left, right)
            | ExprKind::MaybeMatch(left, right)
            | ExprKind::Remote(left, right)
            | ExprKind::Op(_, left, right) => self.all([&**left, &**right]),
            ExprKind::Call(callee, arguments) => self.all([&**callee].into_iter().chain(arguments)),
            ExprKind::If(clauses) => self.clauses(clauses),
            ExprKind::Case(argument, clauses) => {
                self.expr(argument);
                self.clauses(clauses);
            }
            ExprKind::Receive(clauses, after) => {
                self.clauses(clauses);
                if let Some((time, body)) = after.as_deref() {
                    self.expr(time);
                    self.all(body);
                }
            }
            ExprKind::Try(parts) => {
                self.all(&parts.body);
                self.clauses(&parts.clauses);
                self.clauses(&parts.handlers);
                self.all(&parts.after);
            }
            ExprKind::FunRemote(parts) => self.all([&parts.0, &parts.1, &parts.2]),
            ExprKind::Maybe(body, clauses) => {
                self.all(body);
                self.clauses(clauses);
            }
            _ => {}
        }
    }

    fn clauses(&mut self, clauses: &[Clause]) {
        clauses.iter().for_each(|clause| self.all(&clause.body));
    }

    fn comprehension(&mut self, template: &Template, qualifiers: &[Qualifier]) {
        let mut loops = 0;
        for qualifier in qualifiers {
            match qualifier {
                Qualifier::Generator(generator) => self.expr(&generator.source),
                Qualifier::Zip(generators) => self.all(generators.iter().map(|g| &g.source)),
                Qualifier::Filter(test) => self.expr(test),
            }
            loops += usize::from(!matches!(qualifier, Qualifier::Filter(_)));
        }
        self.next += loops;
        self.local_functions += loops;
        match template {
            Template::List(expr) | Template::Binary(expr) => self.expr(expr),
            Template::Map(key, value) => self.all([key, value]),
        }
    }
}
