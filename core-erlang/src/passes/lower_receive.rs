//! `receive` to the loop over the message queue that it is.
//!
//! ```text
//! receive <P> when G -> B after T -> A
//! =>
//! let <Timeout> = T in
//! letrec 'recv$^1'/0 = fun () ->                  (annotated letrec_goto)
//!     let <Found,Message> = primop 'recv_peek_message'() in
//!     case Found of
//!       'true' -> case Message of
//!           P when G -> do primop 'remove_message'() B
//!           Other -> do primop 'recv_next'() apply 'recv$^1'/0()
//!       'false' -> let <Expired> = primop 'recv_wait_timeout'(Timeout) in
//!           case Expired of 'true' -> A; 'false' -> apply 'recv$^1'/0()
//! in apply 'recv$^1'/0()
//! ```
//!
//! `recv_peek_message` gives the message at the save pointer, which `recv_next` moves on and
//! `remove_message` puts back to the start; `recv_wait_timeout` waits for a message or gives
//! `'true'` when the time is over. Without clauses the loop only waits. This is what `erlc` of
//! OTP 24 and later prints.

use lfec_base::Symbol;

use super::each_definition;
use crate::ir::{
    Anno, Clause, Definition, Expr, ExprKind, Fun, FunctionName, Literal, Module, Pattern,
    PatternKind,
};
use crate::rename::Names;

/// Lowers every `receive` of a module.
pub(super) fn run(module: &mut Module) {
    each_definition(module, |definition, names| expr(&mut definition.function.body, names));
}

fn expr(place: &mut Expr, names: &mut Names) {
    place.each_child_mut(&mut |child| expr(child, names));
    if matches!(place.kind, ExprKind::Receive(..)) {
        let Expr { anno, kind } = place.take();
        if let ExprKind::Receive(clauses, timeout, action) = kind {
            *place = receive(anno, clauses, *timeout, *action, names);
        }
    }
}

fn receive(
    anno: Anno,
    clauses: Vec<Clause>,
    timeout: Expr,
    action: Expr,
    names: &mut Names,
) -> Expr {
    let name = FunctionName { name: Symbol::intern("recv"), arity: 0 };
    let this = Loop { name: names.function(name), anno };
    let bound = (!timeout.is_simple()).then(|| names.fresh());
    let (timeout, bound) = match bound {
        Some(name) => (Expr::new(ExprKind::Var(name)), Some((name, timeout))),
        None => (timeout, None),
    };
    let mut body = this.wait(timeout, action, names);
    if !clauses.is_empty() {
        body = this.look(clauses, body, names);
    }
    let result = this.start(body);
    match bound {
        Some((name, timeout)) => let_in(vec![name], timeout, result),
        None => result,
    }
}

struct Loop {
    name: FunctionName,
    anno: Anno,
}

impl Loop {
    /// The jump back to the start.
    fn again(&self) -> Expr {
        let callee = Box::new(Expr::new(ExprKind::FunctionName(self.name)));
        Expr::new(ExprKind::Apply(callee, Vec::new()))
    }

    fn primop(&self, name: &str, arguments: Vec<Expr>) -> Expr {
        let kind = ExprKind::PrimOp(Symbol::intern(name), arguments);
        Expr::with_anno(Anno { terms: Vec::new(), ..self.anno.clone() }, kind)
    }

    /// Waits; `action` when the time is over.
    fn wait(&self, timeout: Expr, action: Expr, names: &mut Names) -> Expr {
        let expired = names.fresh();
        let choice = branch(expired, action, self.again());
        let_in(vec![expired], self.primop("recv_wait_timeout", vec![timeout]), choice)
    }

    /// Tries the clauses on a message; `wait` when there is none.
    fn look(&self, mut clauses: Vec<Clause>, wait: Expr, names: &mut Names) -> Expr {
        let (found, message) = (names.fresh(), names.fresh());
        for clause in &mut clauses {
            let body = clause.body.take();
            clause.body = seq(self.primop("remove_message", Vec::new()), body);
        }
        if !clauses.last().is_some_and(takes_all) {
            let next = seq(self.primop("recv_next", Vec::new()), self.again());
            let other = Pattern::new(PatternKind::Var(names.fresh()));
            let anno = Anno { terms: vec![Literal::atom("compiler_generated")], ..Anno::default() };
            clauses.push(Clause { anno, ..clause(other, next) });
        }
        let message_var = Box::new(Expr::new(ExprKind::Var(message)));
        let matched = Expr::new(ExprKind::Case(message_var, clauses));
        let peek = self.primop("recv_peek_message", Vec::new());
        let_in(vec![found, message], peek, branch(found, matched, wait))
    }

    fn start(&self, body: Expr) -> Expr {
        let function = Fun { anno: Anno::default(), parameters: Vec::new(), body: Box::new(body) };
        let definitions = vec![Definition { name: self.name, function }];
        let mut anno = self.anno.clone();
        anno.terms.extend([Literal::atom("letrec_goto"), Literal::atom("no_inline")]);
        Expr::with_anno(anno, ExprKind::LetRec(definitions, Box::new(self.again())))
    }
}

fn takes_all(clause: &Clause) -> bool {
    clause.guard.is_atom("true")
        && clause.patterns.iter().all(|pattern| pattern.as_variable().is_some())
}

fn clause(pattern: Pattern, body: Expr) -> Clause {
    Clause { anno: Anno::default(), patterns: vec![pattern], guard: Expr::atom("true"), body }
}

fn branch(test: Symbol, yes: Expr, no: Expr) -> Expr {
    let atom = |name| Pattern::new(PatternKind::Literal(Literal::atom(name)));
    let clauses = vec![clause(atom("true"), yes), clause(atom("false"), no)];
    Expr::new(ExprKind::Case(Box::new(Expr::new(ExprKind::Var(test))), clauses))
}

fn let_in(names: Vec<Symbol>, value: Expr, body: Expr) -> Expr {
    Expr::new(ExprKind::Let(names, Box::new(value), Box::new(body)))
}

fn seq(first: Expr, then: Expr) -> Expr {
    Expr::new(ExprKind::Seq(Box::new(first), Box::new(then)))
}
