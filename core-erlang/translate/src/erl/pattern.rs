//! Patterns.
//!
//! A variable that has a value already, or occurs a second time, becomes a new variable and a
//! test that both are equal. In heads of funs and in generators variables are always new.
//! Keys of maps and sizes of segments are evaluated before the match; one that fails is no error,
//! the pattern does not match.

use lfec_base::Symbol;
use lfec_core::ir::{
    Anno, BitSegment, Clause, Expr, ExprKind, Literal, Pattern, PatternKind, TryExpr,
};
use lfec_erl::ast::{self, ExprKind as Ast, MapField, RecordField};
use lfec_erl::token::Word;

use super::constant::{arithmetic, constant, literal_list};
use super::function::{MatchStep, Step, Steps, Translator};
use super::merge::merge;
use crate::build::{
    can_fail, cons, erlang_call, generated, literal, literal_pattern, var, var_pattern,
};

/// Patterns translated together.
pub(super) struct Matched {
    pub patterns: Vec<Pattern>,
    /// Equalities that must hold too.
    pub tests: Vec<Expr>,
    /// What is to be matched after the patterns, in order.
    pub splits: Vec<Split>,
    /// Variables that have no place in the patterns, which never match.
    pub undefined: Vec<Symbol>,
}

/// The rest of a bit string, after a segment whose size is computed from those before it.
pub(super) struct Split {
    pub size_name: Symbol,
    pub size: Expr,
    pub rest: Symbol,
    pub segments: Vec<BitSegment<Pattern>>,
}

/// What a pattern is translated with.
pub(super) struct PatternState {
    /// Variables are new whatever is in scope.
    pub shadow: bool,
    /// Erlang and Core name of each variable met.
    pub new: Vec<(Symbol, Symbol)>,
    pub tests: Vec<Expr>,
    pub splits: Vec<Split>,
    pub never: bool,
}

impl<'m> Translator<'m> {
    /// Patterns that are matched together; their variables are in scope from here on. What they
    /// need before the match goes to `steps`.
    pub fn patterns(
        &mut self,
        patterns: &'m [ast::Expr],
        shadow: bool,
        steps: &mut Steps,
    ) -> Matched {
        let (new, tests, splits) = (Vec::new(), Vec::new(), Vec::new());
        let mut state = PatternState { shadow, new, tests, splits, never: false };
        let mut translated: Vec<Pattern> =
            patterns.iter().map(|pattern| self.pattern(pattern, &mut state, steps)).collect();
        let mut undefined = Vec::new();
        if state.never {
            translated = patterns.iter().map(|_| self.any_pattern()).collect();
            state.tests = vec![Expr::atom("false")];
            state.splits.clear();
            undefined = state.new.iter().map(|(_, core)| *core).collect();
        }
        for (name, core) in state.new {
            self.bind(name, core);
        }
        Matched { patterns: translated, tests: state.tests, splits: state.splits, undefined }
    }

    /// Matches `value` with `pattern` before the rest of a body; `fail` is what happens if it
    /// does not match.
    pub fn push_match(
        &mut self,
        pattern: &'m ast::Expr,
        value: Expr,
        anno: Anno,
        steps: &mut Steps,
        fail: impl Fn(&mut Self) -> Expr,
    ) {
        let matched = self.patterns(std::slice::from_ref(pattern), false, steps);
        let first = matched.patterns.into_iter().next().unwrap_or_else(|| self.any_pattern());
        let guard = self.guard(matched.tests, &[]);
        let mut last = MatchStep {
            anno: anno.clone(),
            value,
            pattern: first,
            guard: Expr::atom("true"),
            otherwise: self.otherwise(&fail),
        };
        for split in matched.splits {
            self.push(steps, Step::Match(Box::new(last)));
            self.push(steps, Step::Let(vec![split.size_name], split.size));
            last = MatchStep {
                anno: anno.clone(),
                value: var(split.rest),
                pattern: Pattern::new(PatternKind::Binary(split.segments)),
                guard: Expr::atom("true"),
                otherwise: self.otherwise(&fail),
            };
        }
        last.guard = guard;
        self.push(steps, Step::Match(Box::new(last)));
        self.define_all(matched.undefined, steps);
    }

    fn otherwise(&mut self, fail: &impl Fn(&mut Self) -> Expr) -> Clause {
        let body = fail(self);
        self.builder.otherwise(|_| body)
    }

    /// Gives a value to variables that have none, in code that is never reached.
    pub fn define_all(&mut self, names: Vec<Symbol>, steps: &mut Steps) {
        for name in names {
            self.push(steps, Step::Let(vec![name], literal(Literal::Nil)));
        }
    }

    /// The pattern that matches all.
    pub fn any_pattern(&mut self) -> Pattern {
        var_pattern(self.builder.fresh())
    }

    pub fn pattern(
        &mut self,
        pattern: &'m ast::Expr,
        state: &mut PatternState,
        steps: &mut Steps,
    ) -> Pattern {
        let kind = match &pattern.kind {
            Ast::Var(name) => return self.variable_pattern(*name, state),
            Ast::Tuple(items) => PatternKind::Tuple(self.each_pattern(items, state, steps)),
            Ast::List(items, tail) => {
                let items = self.each_pattern(items, state, steps);
                let end = match tail {
                    Some(tail) => self.pattern(tail, state, steps),
                    None => literal_pattern(Literal::Nil),
                };
                return items.into_iter().rev().fold(end, cons_pattern);
            }
            Ast::Binary(elements) => return self.binary_pattern(elements, state, steps),
            Ast::Map(None, fields) => PatternKind::Map(self.map_pattern(fields, state, steps)),
            Ast::Record(name, fields) => {
                return self.record_pattern(*name, fields, pattern, state, steps);
            }
            Ast::RecordIndex(name, field) => {
                let index = self.record_index(*name, *field, pattern);
                return literal_pattern(index.as_literal().cloned().unwrap_or(Literal::Nil));
            }
            Ast::Match(left, right) => {
                let left = self.pattern(left, state, steps);
                let right = self.pattern(right, state, steps);
                return merge(left, right).unwrap_or_else(|| {
                    state.never = true;
                    self.any_pattern()
                });
            }
            Ast::Op(Word::PlusPlus, prefix, rest) if let Some(items) = literal_list(prefix) => {
                let end = self.pattern(rest, state, steps);
                let items = items.into_iter().rev().map(literal_pattern);
                return items.fold(end, cons_pattern);
            }
            _ => match constant(pattern).or_else(|| arithmetic(pattern)) {
                Some(value) => return literal_pattern(value),
                None => {
                    self.error("illegal-pattern", "illegal pattern".to_owned(), pattern.span);
                    return self.any_pattern();
                }
            },
        };
        Pattern::with_anno(Anno::at(pattern.span), kind)
    }

    fn each_pattern(
        &mut self,
        patterns: &'m [ast::Expr],
        state: &mut PatternState,
        steps: &mut Steps,
    ) -> Vec<Pattern> {
        patterns.iter().map(|pattern| self.pattern(pattern, state, steps)).collect()
    }

    fn variable_pattern(&mut self, name: Symbol, state: &mut PatternState) -> Pattern {
        if name.as_str() == "_" {
            return self.any_pattern();
        }
        let met = state.new.iter().find(|(met, _)| *met == name).map(|(_, core)| *core);
        let in_scope = || if state.shadow { None } else { self.lookup(name) };
        if let Some(core) = met.or_else(in_scope) {
            let again = self.builder.fresh();
            state.tests.push(erlang_call(generated(), "=:=", vec![var(again), var(core)]));
            return var_pattern(again);
        }
        let core = self.builder.variable(name.as_str());
        state.new.push((name, core));
        var_pattern(core)
    }

    fn map_pattern(
        &mut self,
        fields: &'m [MapField],
        state: &mut PatternState,
        steps: &mut Steps,
    ) -> Vec<(Expr, Pattern)> {
        let mut pairs = Vec::with_capacity(fields.len());
        for field in fields {
            let key = self.map_key(&field.key, state, steps);
            pairs.push((key, self.pattern(&field.value, state, steps)));
        }
        pairs
    }

    /// A key, as constant or variable bound before the match.
    fn map_key(&mut self, key: &'m ast::Expr, state: &mut PatternState, steps: &mut Steps) -> Expr {
        if let Some(value) = constant(key).or_else(|| arithmetic(key)) {
            return literal(value);
        }
        let failed = erlang_call(generated(), "error", vec![Expr::atom("badarg")]);
        let value = self.tested(key, &failed);
        if value.is_simple() {
            return value;
        }
        let name = self.builder.fresh();
        if !can_fail(&value) {
            self.push(steps, Step::Let(vec![name], value));
            return var(name);
        }
        let (result, good) = (self.builder.fresh(), self.builder.fresh());
        let pair = |first: Expr, second: &str| {
            Expr::new(ExprKind::Values(vec![first, Expr::atom(second)]))
        };
        let parts = TryExpr {
            argument: value,
            variables: vec![result],
            body: pair(var(result), "true"),
            exception_variables: (0..3).map(|_| self.builder.fresh()).collect(),
            handler: pair(literal(Literal::Nil), "false"),
        };
        let value = Expr::new(ExprKind::Try(Box::new(parts)));
        self.push(steps, Step::Let(vec![name, good], value));
        let test = erlang_call(generated(), "=:=", vec![var(good), Expr::atom("true")]);
        state.tests.push(test);
        var(name)
    }

    fn record_pattern(
        &mut self,
        name: Symbol,
        fields: &'m [RecordField],
        whole: &'m ast::Expr,
        state: &mut PatternState,
        steps: &mut Steps,
    ) -> Pattern {
        let Some(record) = self.find_record(name, whole.span) else { return self.any_pattern() };
        self.check_fields(record, fields);
        let others = fields.iter().find(|field| field.name.as_str() == "_");
        let mut items = vec![literal_pattern(Literal::Atom(name))];
        for definition in &record.fields {
            let field = fields.iter().find(|field| field.name == definition.name).or(others);
            items.push(match field {
                Some(field) => self.pattern(&field.value, state, steps),
                None => self.any_pattern(),
            });
        }
        Pattern::with_anno(Anno::at(whole.span), PatternKind::Tuple(items))
    }
}

fn cons_pattern(tail: Pattern, head: Pattern) -> Pattern {
    if let (PatternKind::Literal(head), PatternKind::Literal(tail)) = (&head.kind, &tail.kind) {
        let value = cons(literal(head.clone()), literal(tail.clone()));
        if let Some(value) = value.as_literal() {
            return literal_pattern(value.clone());
        }
    }
    Pattern::new(PatternKind::Cons(Box::new(head), Box::new(tail)))
}
