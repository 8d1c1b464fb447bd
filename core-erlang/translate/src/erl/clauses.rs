//! Clauses: what they bind, what they export, and how they become a `case`.
//!
//! A variable that all clauses bind and that is mentioned later is exported: each clause gives
//! `<value, X, Y>`, and a `let` around the rest takes them apart.

use lfec_base::Symbol;
use lfec_core::ir::{
    Anno, Clause, Definition, Expr, ExprKind, FunctionName, Literal, Pattern, PatternKind,
};
use lfec_erl::ast;

use super::function::{Step, Steps, Translator};
use super::pattern::{Matched, Split};
use crate::build::{apply, clause, fun, generated, let_in, literal, var, var_pattern};

/// A clause on its way.
pub(super) struct Branch {
    pub anno: Anno,
    pub patterns: Vec<Pattern>,
    pub guard: Expr,
    pub splits: Vec<Split>,
    pub steps: Steps,
    pub value: Expr,
    /// Erlang and Core names of what it binds.
    pub bound: Vec<(Symbol, Symbol)>,
}

impl<'m> Translator<'m> {
    /// A clause; what its patterns need before the match goes to `outer`.
    pub fn branch(&mut self, source: &'m ast::Clause, shadow: bool, outer: &mut Steps) -> Branch {
        let mark = self.mark();
        let matched = self.patterns(&source.patterns, shadow, outer);
        let branch = self.branch_body(source, matched, outer, |_, _| {});
        self.end_branch(branch, mark)
    }

    pub fn end_branch(&mut self, mut branch: Branch, mark: super::function::Mark) -> Branch {
        branch.bound = self.undo(mark);
        branch
    }

    /// Guard and body of a clause whose patterns are in scope; `prelude` comes before the body.
    pub fn branch_body(
        &mut self,
        source: &'m ast::Clause,
        matched: Matched,
        outer: &Steps,
        prelude: impl FnOnce(&mut Self, &mut Steps),
    ) -> Branch {
        let Matched { patterns, tests, splits, undefined } = matched;
        let written = if undefined.is_empty() { &source.guard[..] } else { &[] };
        let guard = self.guard(tests, written);
        let mut steps = Steps::new();
        self.define_all(undefined, &mut steps);
        let value = self.inside(outer, |t| {
            prelude(t, &mut steps);
            t.body(&source.body, &mut steps)
        });
        let anno = Anno::at(source.span);
        Branch { anno, patterns, guard, splits, steps, value, bound: Vec::new() }
    }

    /// The body of something like a clause without patterns: the action of a timeout.
    pub fn plain_branch(&mut self, body: &'m [ast::Expr], outer: &Steps) -> Branch {
        let mark = self.mark();
        let mut steps = Steps::new();
        let value = self.inside(outer, |t| t.body(body, &mut steps));
        let branch = Branch {
            anno: Anno::default(),
            patterns: Vec::new(),
            guard: Expr::atom("true"),
            splits: Vec::new(),
            steps,
            value,
            bound: Vec::new(),
        };
        self.end_branch(branch, mark)
    }

    /// Variables that all of these bind and that are mentioned later.
    pub fn exports(&self, branches: &[Branch]) -> Vec<Symbol> {
        let Some((first, others)) = branches.split_first() else { return Vec::new() };
        let mut names: Vec<Symbol> = Vec::new();
        for (name, _) in &first.bound {
            let everywhere =
                others.iter().all(|branch| branch.bound.iter().any(|(other, _)| other == name));
            if everywhere && !names.contains(name) && self.is_used_later(*name) {
                names.push(*name);
            }
        }
        names
    }

    /// The body of a branch: its value, and those of `exports`.
    pub fn finish_body(
        &mut self,
        mut steps: Steps,
        value: Expr,
        bound: &[(Symbol, Symbol)],
        exports: &[Symbol],
    ) -> Expr {
        if exports.is_empty() {
            return steps.wrap(value);
        }
        let value = self.make_simple(value, &mut steps);
        let exported = exports.iter().map(|name| {
            let found = bound.iter().rfind(|(bound, _)| bound == name);
            found.map_or_else(|| literal(Literal::Nil), |(_, core)| var(*core))
        });
        let values = std::iter::once(value).chain(exported).collect();
        steps.wrap(Expr::new(ExprKind::Values(values)))
    }

    /// A clause that ends in an error gives as many values as the others.
    pub fn pad_clause(&mut self, mut clause: Clause, exports: &[Symbol]) -> Clause {
        clause.body = self.pad(clause.body, exports);
        clause
    }

    /// `body`, whose value is of no interest, with as many values as branches with `exports`.
    pub fn pad(&mut self, body: Expr, exports: &[Symbol]) -> Expr {
        if exports.is_empty() {
            return body;
        }
        let value = self.builder.fresh();
        let nothing = exports.iter().map(|_| literal(Literal::Nil));
        let values = std::iter::once(var(value)).chain(nothing).collect();
        let_in(value, body, Expr::new(ExprKind::Values(values)))
    }

    /// The value of `whole`, which gives a value and those of `exports`.
    pub fn take_exports(&mut self, whole: Expr, exports: &[Symbol], steps: &mut Steps) -> Expr {
        if exports.is_empty() {
            return whole;
        }
        let value = self.builder.fresh();
        let mut names = vec![value];
        let mut bound = Vec::with_capacity(exports.len());
        for name in exports {
            let core = self.builder.variable(name.as_str());
            names.push(core);
            bound.push((*name, core));
        }
        self.push(steps, Step::Let(names, whole));
        for (name, core) in bound {
            self.bind(name, core);
        }
        var(value)
    }

    /// `case arguments of branches otherwise end`; the arguments are simple.
    pub fn case_of(
        &mut self,
        anno: Anno,
        arguments: Vec<Expr>,
        branches: Vec<Branch>,
        otherwise: Vec<Clause>,
        exports: &[Symbol],
    ) -> Expr {
        let mut clauses = otherwise;
        clauses.reverse();
        let mut labels = Vec::new();
        for branch in branches.into_iter().rev() {
            let Branch { anno: place, patterns, guard, splits, steps, value, bound } = branch;
            let body = self.finish_body(steps, value, &bound, exports);
            if splits.is_empty() {
                clauses.push(Clause { anno: place, patterns, guard, body });
                continue;
            }
            // The clauses after this one become a label to go to.
            let label = self.builder.function("next", 0);
            let count = patterns.len();
            clauses.reverse();
            let rest = case_expr(anno.clone(), arguments.clone(), clauses);
            labels.push(Definition { name: label, function: fun(generated(), Vec::new(), rest) });
            let body = self.split_body(splits, guard, body, label);
            let first = Clause { anno: place, patterns, guard: Expr::atom("true"), body };
            clauses = vec![self.go_on(label, count), first];
        }
        clauses.reverse();
        let whole = case_expr(anno, arguments, clauses);
        labels.into_iter().rev().fold(whole, |body, label| {
            let mut anno = generated();
            anno.terms = vec![Literal::atom("letrec_goto"), Literal::atom("no_inline")];
            Expr::with_anno(anno, ExprKind::LetRec(vec![label], Box::new(body)))
        })
    }

    /// Matches the parts of bit strings that a pattern could not, then `guard`, then `body`.
    fn split_body(
        &mut self,
        splits: Vec<Split>,
        guard: Expr,
        body: Expr,
        label: FunctionName,
    ) -> Expr {
        let mut guard = Some(guard);
        splits.into_iter().rev().fold(body, |body, split| {
            let pattern = Pattern::new(PatternKind::Binary(split.segments));
            let taken = Clause {
                guard: guard.take().unwrap_or_else(|| Expr::atom("true")),
                ..clause(vec![pattern], body)
            };
            let clauses = vec![taken, self.go_on(label, 1)];
            let matching = ExprKind::Case(Box::new(var(split.rest)), clauses);
            let_in(split.size_name, split.size, Expr::new(matching))
        })
    }

    /// A clause that takes `count` values whatever they are and goes to `label`.
    fn go_on(&mut self, label: FunctionName, count: usize) -> Clause {
        let patterns = (0..count).map(|_| var_pattern(self.builder.fresh())).collect();
        Clause { anno: generated(), ..clause(patterns, apply(generated(), label, Vec::new())) }
    }
}

fn case_expr(anno: Anno, mut arguments: Vec<Expr>, clauses: Vec<Clause>) -> Expr {
    let argument = match arguments.pop() {
        Some(only) if arguments.is_empty() => only,
        last => {
            arguments.extend(last);
            Expr::new(ExprKind::Values(arguments))
        }
    };
    Expr::with_anno(anno, ExprKind::Case(Box::new(argument), clauses))
}
