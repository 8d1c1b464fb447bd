//! `if`, `case`, `receive`, `try`, `maybe`, and the clauses of functions and funs.

use lfec_base::Symbol;
use lfec_core::ir::{Anno, Clause, Definition, Expr, ExprKind, FunctionName, Literal, TryExpr};
use lfec_erl::ast::{self, ExprKind as Ast};

use super::clauses::Branch;
use super::function::{Step, Steps, Translator};
use crate::build::{
    apply, atom_pattern, clause, fun, generated, let_in, match_fail, primop, raise_again, seq, var,
};
use lfec_erl::uses::{Pending, is_used};

impl<'m> Translator<'m> {
    /// After `case` … `of`.
    pub fn case(
        &mut self,
        argument: &'m ast::Expr,
        clauses: &'m [ast::Clause],
        anno: Anno,
        steps: &mut Steps,
    ) -> Expr {
        let argument = self.before(Pending::Clauses(clauses), |t| t.simple(argument, steps));
        self.case_value(argument, clauses, "case_clause", anno, steps)
    }

    /// Clauses that take a value; no clause taking it is the error `kind`.
    fn case_value(
        &mut self,
        argument: Expr,
        clauses: &'m [ast::Clause],
        kind: &str,
        anno: Anno,
        steps: &mut Steps,
    ) -> Expr {
        let branches = clauses.iter().map(|source| self.branch(source, false, steps)).collect();
        let otherwise = self.builder.no_match(&anno, kind);
        self.finish_case(anno, vec![argument], branches, otherwise, steps)
    }

    fn finish_case(
        &mut self,
        anno: Anno,
        arguments: Vec<Expr>,
        branches: Vec<Branch>,
        otherwise: Clause,
        steps: &mut Steps,
    ) -> Expr {
        let exports = self.exports(&branches);
        let otherwise = self.pad_clause(otherwise, &exports);
        let whole = self.case_of(anno, arguments, branches, vec![otherwise], &exports);
        self.take_exports(whole, &exports, steps)
    }

    /// `if … end`
    pub fn if_expression(
        &mut self,
        clauses: &'m [ast::Clause],
        anno: Anno,
        steps: &mut Steps,
    ) -> Expr {
        let branches = clauses.iter().map(|source| self.branch(source, false, steps)).collect();
        let body = match_fail(anno.clone(), "if_clause", Vec::new());
        let otherwise = Clause { anno: generated(), ..clause(Vec::new(), body) };
        self.finish_case(anno, Vec::new(), branches, otherwise, steps)
    }

    /// `receive … after T -> … end`
    pub fn receive(
        &mut self,
        clauses: &'m [ast::Clause],
        after: Option<&'m (ast::Expr, Vec<ast::Expr>)>,
        anno: Anno,
        steps: &mut Steps,
    ) -> Expr {
        let timeout = match after {
            Some((timeout, _)) => self.simple(timeout, steps),
            None => Expr::atom("infinity"),
        };
        let mut branches = Vec::with_capacity(clauses.len() + 1);
        for source in clauses {
            branches.push(self.branch(source, false, steps));
        }
        if let Some((_, body)) = after {
            branches.push(self.plain_branch(body, steps));
        }
        let exports = self.exports(&branches);
        let action = match after.and_then(|_| branches.pop()) {
            Some(branch) => self.finish_body(branch.steps, branch.value, &branch.bound, &exports),
            None => self.pad(Expr::atom("true"), &exports),
        };
        if branches.iter().any(|branch| !branch.splits.is_empty()) {
            let whole = self.receive_loop(branches, timeout, action, anno, &exports);
            return self.take_exports(whole, &exports, steps);
        }
        let clauses = branches
            .into_iter()
            .map(|branch| {
                let body = self.finish_body(branch.steps, branch.value, &branch.bound, &exports);
                let (patterns, guard) = (branch.patterns, branch.guard);
                Clause { anno: branch.anno, patterns, guard, body }
            })
            .collect();
        let kind = ExprKind::Receive(clauses, Box::new(timeout), Box::new(action));
        self.take_exports(Expr::with_anno(anno, kind), &exports, steps)
    }

    /// A `receive` as the loop it stands for, where a clause matches a bit string in parts: a
    /// message stays where it is until a whole clause takes it.
    fn receive_loop(
        &mut self,
        mut branches: Vec<Branch>,
        timeout: Expr,
        action: Expr,
        anno: Anno,
        exports: &[Symbol],
    ) -> Expr {
        let function = self.builder.function("recv", 0);
        let again = || apply(generated(), function, Vec::new());
        let step = |name: &str| primop(generated(), name, Vec::new());
        for branch in &mut branches {
            branch.steps.prepend(Step::Seq(step("remove_message")));
        }
        let [found, message, timed_out] = [(); 3].map(|()| self.builder.fresh());
        let otherwise = self.builder.otherwise(|_| seq(step("recv_next"), again()));
        let taken = self.case_of(anno, vec![var(message)], branches, vec![otherwise], exports);
        let wait = primop(generated(), "recv_wait_timeout", vec![timeout]);
        let if_true = |test: Symbol, yes: Expr, no: Expr| {
            let clauses = vec![
                clause(vec![atom_pattern("true")], yes),
                clause(vec![atom_pattern("false")], no),
            ];
            Expr::new(ExprKind::Case(Box::new(var(test)), clauses))
        };
        let waited = let_in(timed_out, wait, if_true(timed_out, action, again()));
        let peek = Box::new(step("recv_peek_message"));
        let body = Box::new(if_true(found, taken, waited));
        let body = Expr::new(ExprKind::Let(vec![found, message], peek, body));
        let definition =
            Definition { name: function, function: fun(generated(), Vec::new(), body) };
        let kind = ExprKind::LetRec(vec![definition], Box::new(again()));
        let terms = vec![Literal::atom("letrec_goto"), Literal::atom("no_inline")];
        Expr::with_anno(Anno { terms, ..Anno::default() }, kind)
    }

    /// `try … of … catch … after … end`
    pub fn try_expression(&mut self, parts: &'m ast::Try, anno: Anno) -> Expr {
        let protected = if parts.clauses.is_empty() && parts.handlers.is_empty() {
            self.block(&parts.body)
        } else {
            self.try_of(parts, anno.clone())
        };
        if parts.after.is_empty() {
            return protected;
        }
        let after = self.block(&parts.after);
        self.builder.try_after(anno, protected, after)
    }

    /// What the protected part binds is in scope of the `of` clauses.
    fn try_of(&mut self, parts: &'m ast::Try, anno: Anno) -> Expr {
        let mark = self.mark();
        let mut steps = Steps::new();
        let clauses = &parts.clauses;
        let value = self.before(Pending::Clauses(clauses), |t| t.body(&parts.body, &mut steps));
        let bound = self.undo(mark);
        let (exports, argument) = if clauses.is_empty() {
            (Vec::new(), steps.wrap(value))
        } else {
            let used = |name: &Symbol| is_used(*name, Pending::Clauses(clauses));
            let mut exports: Vec<Symbol> = bound.iter().map(|(name, _)| *name).collect();
            exports.dedup();
            exports.retain(used);
            let argument = self.finish_body(steps, value, &bound, &exports);
            (exports, argument)
        };
        let value = self.builder.fresh();
        let mut variables = vec![value];
        for name in exports {
            let core = self.builder.variable(name.as_str());
            self.bind(name, core);
            variables.push(core);
        }
        let body = if clauses.is_empty() {
            var(value)
        } else {
            let mut steps = Steps::new();
            let body = self.case_value(var(value), clauses, "try_clause", anno.clone(), &mut steps);
            steps.wrap(body)
        };
        self.undo(mark);
        let names = [self.builder.fresh(), self.builder.fresh(), self.builder.fresh()];
        let handler = self.handler(&parts.handlers, names, &anno);
        let exception_variables = names.to_vec();
        let parts = TryExpr { argument, variables, body, exception_variables, handler };
        Expr::with_anno(anno, ExprKind::Try(Box::new(parts)))
    }

    /// `catch class:pattern:Stack -> …`: class and reason are matched, the stack trace is made
    /// in the clauses that name it.
    fn handler(&mut self, clauses: &'m [ast::Clause], names: [Symbol; 3], anno: &Anno) -> Expr {
        if clauses.is_empty() {
            return raise_again(names);
        }
        let [class, reason, trace] = names;
        let mut steps = Steps::new();
        let mut branches = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let mark = self.mark();
            let Some((stack, patterns)) = clause.patterns.split_last() else { continue };
            let matched = self.patterns(patterns, false, &mut steps);
            let branch = self.branch_body(clause, matched, &steps, |t, inner| {
                if let Ast::Var(name) = stack.kind
                    && name.as_str() != "_"
                {
                    let list = primop(generated(), "build_stacktrace", vec![var(trace)]);
                    let core = t.builder.variable(name.as_str());
                    t.push(inner, Step::Let(vec![core], list));
                    t.bind(name, core);
                }
            });
            branches.push(self.end_branch(branch, mark));
        }
        let arguments = vec![var(class), var(reason)];
        let patterns = vec![self.any_pattern(), self.any_pattern()];
        let otherwise = Clause { anno: generated(), ..clause(patterns, raise_again(names)) };
        let whole = self.case_of(anno.clone(), arguments, branches, vec![otherwise], &[]);
        steps.wrap(whole)
    }

    /// `maybe … else … end`: each `P ?= E` that does not match goes to the `else` clauses, or
    /// ends the whole with the value that did not match.
    pub fn maybe(&mut self, body: &'m [ast::Expr], clauses: &'m [ast::Clause], anno: Anno) -> Expr {
        let label = (!clauses.is_empty()).then(|| self.builder.function("else", 1));
        let mark = self.mark();
        let mut steps = Steps::new();
        let mut value = Expr::atom("ok");
        for (index, part) in body.iter().enumerate() {
            let rest = Pending::Exprs(&body[index + 1..]);
            value = self.before(rest, |t| t.maybe_part(part, label, &mut steps));
            if index + 1 < body.len() && !super::function::is_pure(&value) {
                let effect = std::mem::replace(&mut value, Expr::atom("ok"));
                self.push(&mut steps, Step::Seq(effect));
            }
        }
        let whole = steps.wrap(value);
        self.undo(mark);
        let Some(label) = label else { return whole };
        let parameter = self.builder.fresh();
        let mut steps = Steps::new();
        let mark = self.mark();
        let body =
            self.case_value(var(parameter), clauses, "else_clause", anno.clone(), &mut steps);
        self.undo(mark);
        let function = fun(anno, vec![parameter], steps.wrap(body));
        let definition = Definition { name: label, function };
        Expr::new(ExprKind::LetRec(vec![definition], Box::new(whole)))
    }

    fn maybe_part(
        &mut self,
        part: &'m ast::Expr,
        label: Option<FunctionName>,
        steps: &mut Steps,
    ) -> Expr {
        let Ast::MaybeMatch(pattern, value) = &part.kind else { return self.expr(part, steps) };
        let value = self.before(Pending::Expr(pattern), |t| t.simple(value, steps));
        let failed = value.clone();
        self.push_match(pattern, value.clone(), Anno::at(part.span), steps, |_| match label {
            Some(label) => apply(generated(), label, vec![failed.clone()]),
            None => failed.clone(),
        });
        value
    }

    /// `fun (X) -> … end`
    pub fn fun(&mut self, name: Option<Symbol>, clauses: &'m [ast::Clause], anno: Anno) -> Expr {
        let arity = clauses.first().map_or(0, |clause| clause.patterns.len());
        let number = self.fun_numbers.number(clauses);
        let mut anno = anno;
        anno.terms.push(self.fun_id(name, arity, number));
        let Some(name) = name.filter(|name| name.as_str() != "_") else {
            let mark = self.mark();
            let (parameters, body) = self.function_clauses(clauses, arity, None, &anno);
            self.undo(mark);
            return Expr::new(ExprKind::Fun(fun(anno, parameters, body)));
        };
        let function = self.builder.function(name.as_str(), arity);
        let own = self.builder.variable(name.as_str());
        let mark = self.mark();
        self.bind(name, own);
        self.named_funs.insert(own, function);
        let (parameters, body) = self.function_clauses(clauses, arity, None, &anno);
        self.undo(mark);
        let value = || Expr::new(ExprKind::FunctionName(function));
        let body = let_in(own, value(), body);
        let definition = Definition { name: function, function: fun(anno, parameters, body) };
        Expr::new(ExprKind::LetRec(vec![definition], Box::new(value())))
    }

    /// `{id,{Number,0,'-f/1-fun-0-'}}`: the name that a fun shows, `-f/1-Own/2-0-` if it has its own.
    fn fun_id(&self, own: Option<Symbol>, own_arity: usize, number: usize) -> Literal {
        let FunctionName { name, arity } = self.function;
        let text = match own {
            Some(own) => format!("-{name}/{arity}-{own}/{own_arity}-{number}-"),
            None => format!("-{name}/{arity}-fun-{number}-"),
        };
        let parts = [Literal::integer(number), Literal::integer(0), Literal::atom(&text)];
        Literal::tuple([Literal::atom("id"), Literal::tuple(parts)])
    }

    /// Parameters and body of a function or fun.
    pub fn function_clauses(
        &mut self,
        clauses: &'m [ast::Clause],
        arity: usize,
        name: Option<FunctionName>,
        anno: &Anno,
    ) -> (Vec<Symbol>, Expr) {
        if let [clause] = clauses
            && clause.guard.is_empty()
            && let Some(names) = distinct_variables(&clause.patterns)
        {
            let mark = self.mark();
            let mut parameters = Vec::with_capacity(arity);
            for name in names {
                if name.as_str() == "_" {
                    parameters.push(self.builder.fresh());
                    continue;
                }
                let core = self.builder.variable(name.as_str());
                self.bind(name, core);
                parameters.push(core);
            }
            let body = self.block(&clause.body);
            self.undo(mark);
            return (parameters, body);
        }
        let parameters: Vec<Symbol> = (0..arity).map(|_| self.builder.fresh()).collect();
        let arguments = parameters.iter().map(|name| var(*name)).collect();
        let mut steps = Steps::new();
        let branches = clauses.iter().map(|source| self.branch(source, true, &mut steps)).collect();
        let plain = Anno { span: anno.span, ..Anno::default() };
        let otherwise = self.builder.no_function_clause(&plain, name, arity);
        let whole = self.case_of(plain, arguments, branches, vec![otherwise], &[]);
        (parameters, steps.wrap(whole))
    }
}

/// The names, where all patterns are variables and no two the same.
fn distinct_variables(patterns: &[ast::Expr]) -> Option<Vec<Symbol>> {
    let mut names: Vec<Symbol> = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        let Ast::Var(name) = pattern.kind else { return None };
        if name.as_str() != "_" && names.contains(&name) {
            return None;
        }
        names.push(name);
    }
    Some(names)
}
