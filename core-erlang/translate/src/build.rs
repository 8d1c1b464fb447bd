//! Trees that the translations of both languages make: variables that occur nowhere else, calls,
//! errors of matches, guards, `try … after`.
//!
//! Variables and local functions that a [`Builder`] makes are unique in the definition it is used
//! for, and print as legal Core Erlang variables. Arguments of calls and constructors are made
//! simple with [`Bindings`], which keep the order of evaluation.
//! Comprehensions are in [`crate::comprehension`].

use lfec_base::Symbol;
use lfec_core::ir::{
    Anno, Clause, Definition, Expr, ExprKind, Fun, FunctionName, Literal, Pattern, PatternKind,
    TryExpr,
};

/// Makes names; one for each definition.
#[derive(Debug, Default)]
pub struct Builder {
    next: usize,
    /// Local functions are counted on their own, from 0, as in OTP: stack traces show the numbers.
    functions: usize,
}

impl Builder {
    /// A builder for a new definition.
    pub fn new() -> Builder {
        Builder::default()
    }

    /// A variable for a value that has no name in the source: `_3`.
    pub fn fresh(&mut self) -> Symbol {
        self.next += 1;
        Symbol::intern(&format!("_{}", self.next))
    }

    /// A variable that shows the name it has in the source: `X@3`, `_foo_bar@3`.
    pub fn variable(&mut self, name: &str) -> Symbol {
        self.next += 1;
        let prefix = if name.starts_with(|c: char| c.is_ascii_uppercase()) { "" } else { "_" };
        let legal = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' };
        let name: String = name.chars().map(legal).collect();
        Symbol::intern(&format!("{prefix}{name}@{}", self.next))
    }

    /// A local function: `lc$^3`, which no function of a source is named.
    pub fn function(&mut self, name: &str, arity: usize) -> FunctionName {
        let number = self.functions;
        self.functions += 1;
        FunctionName { name: Symbol::intern(&format!("{name}$^{number}")), arity }
    }

    /// Makes `expr` simple, by a binding if it is not.
    pub fn simple(&mut self, expr: Expr, bindings: &mut Bindings) -> Expr {
        if expr.is_simple() {
            return expr;
        }
        let name = self.fresh();
        bindings.push(name, expr);
        var(name)
    }

    /// Makes all these simple; they are evaluated in this order.
    pub fn all_simple(&mut self, exprs: Vec<Expr>, bindings: &mut Bindings) -> Vec<Expr> {
        exprs.into_iter().map(|expr| self.simple(expr, bindings)).collect()
    }

    /// `call 'erlang':name(arguments)`, arguments of any kind.
    pub fn erlang_call(&mut self, anno: Anno, name: &str, arguments: Vec<Expr>) -> Expr {
        let mut bindings = Bindings::new();
        let arguments = self.all_simple(arguments, &mut bindings);
        bindings.wrap(erlang_call(anno, name, arguments))
    }

    /// A clause that takes one value whatever it is, and goes on with it.
    pub fn otherwise(&mut self, body: impl FnOnce(Symbol) -> Expr) -> Clause {
        let name = self.fresh();
        let clause = clause(vec![var_pattern(name)], body(name));
        Clause { anno: generated(), ..clause }
    }

    /// The last clause of a `case`, `try … of` and the like: one value that no clause takes is
    /// the error `{kind, value}` (`case_clause`, `badmatch`, `try_clause`, `else_clause`).
    pub fn no_match(&mut self, anno: &Anno, kind: &str) -> Clause {
        self.otherwise(|value| match_fail(anno.clone(), kind, vec![var(value)]))
    }

    /// The last clause of a function: no clause took its arguments.
    ///
    /// `function` is the function as stack traces show it; `None` in a fun, which has no name.
    pub fn no_function_clause(
        &mut self,
        anno: &Anno,
        function: Option<FunctionName>,
        arity: usize,
    ) -> Clause {
        let names: Vec<Symbol> = (0..arity).map(|_| self.fresh()).collect();
        let arguments = names.iter().map(|name| var(*name)).collect();
        let patterns = names.iter().map(|name| var_pattern(*name)).collect();
        let mut body = match_fail(anno.clone(), "function_clause", arguments);
        body.anno.terms.extend(function.map(function_anno));
        Clause { anno: generated(), ..clause(patterns, body) }
    }

    /// `case test of true -> yes; false -> no; V -> other(V) end`
    pub fn branch(
        &mut self,
        anno: Anno,
        test: Expr,
        yes: Expr,
        no: Expr,
        other: impl FnOnce(Expr) -> Expr,
    ) -> Expr {
        let clauses = vec![
            clause(vec![atom_pattern("true")], yes),
            clause(vec![atom_pattern("false")], no),
            self.otherwise(|value| other(var(value))),
        ];
        Expr::with_anno(anno, ExprKind::Case(Box::new(test), clauses))
    }

    /// `left andalso right`: `{badarg, V}` where left is no boolean.
    pub fn andalso(&mut self, anno: Anno, left: Expr, right: Expr) -> Expr {
        let error = |value| badarg(anno.clone(), value);
        self.branch(anno.clone(), left, right, Expr::atom("false"), error)
    }

    /// `left orelse right`: `{badarg, V}` where left is no boolean.
    pub fn orelse(&mut self, anno: Anno, left: Expr, right: Expr) -> Expr {
        let error = |value| badarg(anno.clone(), value);
        self.branch(anno.clone(), left, Expr::atom("true"), right, error)
    }

    /// A guard from a test: a test that fails is `'false'`, as is a value that is not `'true'`.
    pub fn guard(&mut self, test: Expr) -> Expr {
        let test = if is_boolean(&test) { test } else { self.is_true(test) };
        if !can_fail(&test) {
            return test;
        }
        let value = self.fresh();
        let exception_variables = vec![self.fresh(), self.fresh()];
        let (body, handler) = (var(value), Expr::atom("false"));
        let variables = vec![value];
        let parts = TryExpr { argument: test, variables, body, exception_variables, handler };
        Expr::new(ExprKind::Try(Box::new(parts)))
    }

    /// `test =:= 'true'`
    fn is_true(&mut self, test: Expr) -> Expr {
        self.erlang_call(generated(), "=:=", vec![test, Expr::atom("true")])
    }

    /// The guard that holds when all these hold, tested in this order until one does not.
    /// Each is a guard itself: boolean, and it cannot fail.
    pub fn all_of(&mut self, guards: Vec<Expr>) -> Expr {
        let mut guards: Vec<Expr> = guards.into_iter().filter(|g| !g.is_atom("true")).collect();
        let Some(last) = guards.pop() else { return Expr::atom("true") };
        guards.into_iter().rev().fold(last, |rest, guard| {
            let clauses = vec![
                clause(vec![atom_pattern("true")], rest),
                self.otherwise(|_| Expr::atom("false")),
            ];
            Expr::new(ExprKind::Case(Box::new(guard), clauses))
        })
    }

    /// The guard that holds when any of these holds. Each is a guard itself.
    pub fn any_of(&mut self, mut guards: Vec<Expr>) -> Expr {
        let Some(last) = guards.pop() else { return Expr::atom("false") };
        guards.into_iter().rev().fold(last, |rest, guard| {
            let yes = clause(vec![atom_pattern("true")], Expr::atom("true"));
            let clauses = vec![yes, self.otherwise(|_| rest)];
            Expr::new(ExprKind::Case(Box::new(guard), clauses))
        })
    }

    /// `try argument of <V> -> V catch <C,R,S> -> handler(C, R, S)`
    pub fn try_catch(
        &mut self,
        anno: Anno,
        argument: Expr,
        handler: impl FnOnce(&mut Builder, [Symbol; 3]) -> Expr,
    ) -> Expr {
        let value = self.fresh();
        let names = [self.fresh(), self.fresh(), self.fresh()];
        let handler = handler(self, names);
        let parts = TryExpr {
            argument,
            variables: vec![value],
            body: var(value),
            exception_variables: names.to_vec(),
            handler,
        };
        Expr::with_anno(anno, ExprKind::Try(Box::new(parts)))
    }

    /// Runs `after` when `protected` has given a value, which is the result, and when it has
    /// raised an exception, which is raised again with its stack trace.
    pub fn try_after(&mut self, anno: Anno, protected: Expr, after: Expr) -> Expr {
        let function = self.function("after", 0);
        let run = || apply(generated(), function, Vec::new());
        let value = self.fresh();
        let names = [self.fresh(), self.fresh(), self.fresh()];
        let parts = TryExpr {
            argument: protected,
            variables: vec![value],
            body: seq(run(), var(value)),
            exception_variables: names.to_vec(),
            handler: seq(run(), raise_again(names)),
        };
        let body = Expr::with_anno(anno.clone(), ExprKind::Try(Box::new(parts)));
        let function = Definition { name: function, function: fun(anno, Vec::new(), after) };
        Expr::new(ExprKind::LetRec(vec![function], Box::new(body)))
    }
}

/// Variables bound one after the other before an expression.
#[derive(Debug, Default)]
pub struct Bindings(Vec<(Symbol, Expr)>);

impl Bindings {
    /// None.
    pub fn new() -> Bindings {
        Bindings::default()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One more, evaluated after those before.
    pub fn push(&mut self, name: Symbol, value: Expr) {
        self.0.push((name, value));
    }

    /// `let` of all these around `body`.
    pub fn wrap(self, body: Expr) -> Expr {
        self.0.into_iter().rev().fold(body, |body, (name, value)| let_in(name, value, body))
    }
}

/// The annotation of what stands for nothing in the source.
pub fn generated() -> Anno {
    Anno { terms: vec![Literal::atom("compiler_generated")], ..Anno::default() }
}

/// `{'function',{f,a}}`: the function that a `function_clause` error is about.
pub fn function_anno(function: FunctionName) -> Literal {
    let arity = Literal::integer(function.arity);
    let name = Literal::tuple([Literal::Atom(function.name), arity]);
    Literal::tuple([Literal::atom("function"), name])
}

/// A variable.
pub fn var(name: Symbol) -> Expr {
    Expr::new(ExprKind::Var(name))
}

/// A constant.
pub fn literal(value: Literal) -> Expr {
    Expr::new(ExprKind::Literal(value))
}

/// An integer.
pub fn integer(value: i64) -> Expr {
    literal(Literal::integer(value))
}

/// `call 'module':'name'(arguments)`; the arguments simple, or constructors of simple ones.
pub fn call(anno: Anno, module: &str, name: &str, arguments: Vec<Expr>) -> Expr {
    let (module, name) = (Box::new(Expr::atom(module)), Box::new(Expr::atom(name)));
    Expr::with_anno(anno, ExprKind::Call(module, name, arguments))
}

/// [`call`] of module `erlang`.
pub fn erlang_call(anno: Anno, name: &str, arguments: Vec<Expr>) -> Expr {
    call(anno, "erlang", name, arguments)
}

/// `apply 'f'/n(arguments)`
pub fn apply(anno: Anno, function: FunctionName, arguments: Vec<Expr>) -> Expr {
    let callee = Box::new(Expr::new(ExprKind::FunctionName(function)));
    Expr::with_anno(anno, ExprKind::Apply(callee, arguments))
}

/// `primop 'name'(arguments)`
pub fn primop(anno: Anno, name: &str, arguments: Vec<Expr>) -> Expr {
    Expr::with_anno(anno, ExprKind::PrimOp(Symbol::intern(name), arguments))
}

/// `fun (parameters) -> body`
pub fn fun(anno: Anno, parameters: Vec<Symbol>, body: Expr) -> Fun {
    Fun { anno, parameters, body: Box::new(body) }
}

/// `let <name> = value in body`
pub fn let_in(name: Symbol, value: Expr, body: Expr) -> Expr {
    Expr::new(ExprKind::Let(vec![name], Box::new(value), Box::new(body)))
}

/// `do first then`
pub fn seq(first: Expr, then: Expr) -> Expr {
    Expr::new(ExprKind::Seq(Box::new(first), Box::new(then)))
}

/// `[head|tail]`; a literal if both are.
pub fn cons(head: Expr, tail: Expr) -> Expr {
    match (head.as_literal(), tail.as_literal()) {
        (Some(head), Some(tail)) => literal(Literal::cons(head.clone(), tail.clone())),
        _ => Expr::new(ExprKind::Cons(Box::new(head), Box::new(tail))),
    }
}

/// `[items…|tail]`; what is constant at its end becomes a literal.
pub fn list(mut items: Vec<Expr>, tail: Expr) -> Expr {
    let mut end = tail;
    if let Some(tail) = end.as_literal() {
        let constant = items.iter().rev().take_while(|item| item.as_literal().is_some()).count();
        let constants = items.split_off(items.len() - constant);
        let constants = constants.iter().filter_map(|item| item.as_literal().cloned()).collect();
        end = literal(Literal::list_with_tail(constants, tail.clone()));
    }
    items.into_iter().rev().fold(end, |tail, head| cons(head, tail))
}

/// `{items…}`; a literal if all are.
pub fn tuple(items: Vec<Expr>) -> Expr {
    let literals: Option<Vec<Literal>> = items.iter().map(|e| e.as_literal().cloned()).collect();
    match literals {
        Some(literals) => literal(Literal::tuple(literals)),
        None => Expr::new(ExprKind::Tuple(items)),
    }
}

/// `primop match_fail({kind, arguments…})`; just `kind` where there are no arguments, except in
/// `{function_clause}`. The arguments are simple.
pub fn match_fail(anno: Anno, kind: &str, arguments: Vec<Expr>) -> Expr {
    let reason = if arguments.is_empty() && kind != "function_clause" {
        Expr::atom(kind)
    } else {
        let kind = std::iter::once(Expr::atom(kind));
        tuple(kind.chain(arguments).collect())
    };
    primop(anno, "match_fail", vec![reason])
}

/// `call 'erlang':'error'({kind, argument})`, argument simple.
pub fn error(anno: Anno, kind: &str, argument: Expr) -> Expr {
    erlang_call(anno, "error", vec![tuple(vec![Expr::atom(kind), argument])])
}

fn badarg(anno: Anno, value: Expr) -> Expr {
    error(anno, "badarg", value)
}

/// Raises the exception that a handler with these variables was given, with its stack trace.
pub fn raise_again([_, reason, trace]: [Symbol; 3]) -> Expr {
    primop(generated(), "raise", vec![var(trace), var(reason)])
}

/// The pattern that binds `name`.
pub fn var_pattern(name: Symbol) -> Pattern {
    Pattern::new(PatternKind::Var(name))
}

/// The pattern of the atom `name`.
pub fn atom_pattern(name: &str) -> Pattern {
    literal_pattern(Literal::atom(name))
}

/// The pattern of a constant.
pub fn literal_pattern(value: Literal) -> Pattern {
    Pattern::new(PatternKind::Literal(value))
}

/// `<patterns…> when 'true' -> body`
pub fn clause(patterns: Vec<Pattern>, body: Expr) -> Clause {
    Clause { anno: Anno::default(), patterns, guard: Expr::atom("true"), body }
}

/// Whether the value can only be `'true'` or `'false'`, if there is one.
pub fn is_boolean(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(value) => value.as_bool().is_some(),
        ExprKind::Let(_, _, body) | ExprKind::Seq(_, body) => is_boolean(body),
        ExprKind::Case(_, clauses) => {
            clauses.iter().all(|clause| is_boolean(&clause.body) || is_error(&clause.body))
        }
        ExprKind::Try(parts) => {
            let whole = parts.body.as_variable() == parts.variables.first().copied();
            (is_boolean(&parts.body) || whole && is_boolean(&parts.argument))
                && is_boolean(&parts.handler)
        }
        ExprKind::Call(..) => expr
            .as_erlang_call()
            .is_some_and(|(name, arguments)| lfec_core::bifs::is_boolean(name, arguments.len())),
        _ => false,
    }
}

fn is_error(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::PrimOp(name, _) => name.as_str() == "match_fail",
        _ => expr.as_erlang_call().is_some_and(|(name, _)| name.as_str() == "error"),
    }
}

/// Whether evaluating a guard's test can raise an exception.
pub fn can_fail(expr: &Expr) -> bool {
    let fails = match &expr.kind {
        ExprKind::Call(..) => expr
            .as_erlang_call()
            .is_none_or(|(name, arguments)| !lfec_core::bifs::is_total(name, arguments.len())),
        // A guard's `try` gives a value whatever happens in it.
        ExprKind::Try(_) | ExprKind::Fun(_) => return false,
        ExprKind::PrimOp(..) | ExprKind::Apply(..) | ExprKind::Receive(..) => true,
        ExprKind::Map(base, _) => base.is_some(),
        ExprKind::Binary(_) => true,
        _ => false,
    };
    let mut result = fails;
    expr.each_child(&mut |child| result = result || can_fail(child));
    result
}

#[cfg(test)]
mod tests {
    use super::{Builder, can_fail, erlang_call, generated, integer, list, tuple, var};
    use lfec_core::ir::{Expr, ExprKind, Literal};

    #[test]
    fn names_are_legal_and_unique() {
        let mut builder = Builder::new();
        assert_eq!(builder.fresh().as_str(), "_1");
        assert_eq!(builder.variable("foo-bär").as_str(), "_foo_b_r@2");
        assert_eq!(builder.variable("X").as_str(), "X@3");
        assert_eq!(builder.function("lc", 1).name.as_str(), "lc$^0");
    }

    #[test]
    fn constants_become_literals() {
        let list = list(vec![integer(97), integer(98)], Expr::atom("x"));
        assert!(matches!(list.kind, ExprKind::Literal(Literal::Cons(_))));
        assert!(tuple(vec![integer(1), list]).as_literal().is_some());
    }

    #[test]
    fn guards_that_can_fail_are_tried() {
        let mut builder = Builder::new();
        let x = builder.fresh();
        let test = erlang_call(generated(), "is_atom", vec![var(x)]);
        assert!(!can_fail(&test));
        assert_eq!(builder.guard(test.clone()), test);
        let test = builder.erlang_call(generated(), "hd", vec![var(x)]);
        assert!(matches!(builder.guard(test).kind, ExprKind::Try(_)));
    }
}
