//! Expressions.

use lfec_base::Symbol;
use lfec_core::ir::{Anno, Clause, Expr, ExprKind, FunctionName, Literal, MapPair};
use lfec_erl::ast::{self, ExprKind as Ast, MapField};
use lfec_erl::token::Word;

use super::constant::{self, constant};
use super::function::{Step, Steps, Translator};
use super::module::Callee;
use crate::build::{
    apply, call, clause, erlang_call, error, generated, list, literal, match_fail, tuple, var,
};
use lfec_erl::uses::Pending;

impl<'m> Translator<'m> {
    /// The value of `expr`. What it evaluates first, and what it binds, becomes `steps`; the
    /// value itself may be an expression still to be evaluated, once, after them.
    pub fn expr(&mut self, expr: &'m ast::Expr, steps: &mut Steps) -> Expr {
        let anno = || Anno::at(expr.span);
        if let Some(value) = constant(expr) {
            return literal(value);
        }
        match &expr.kind {
            Ast::Var(name) => self.variable(*name, expr),
            Ast::List(items, tail) => {
                let items = self.safe_all(items, steps);
                let tail = tail.as_deref().map(|tail| self.safe(tail, steps));
                self.list(items, tail.unwrap_or_else(|| literal(Literal::Nil)), steps)
            }
            Ast::Tuple(items) => tuple(self.safe_all(items, steps)),
            Ast::Binary(elements) => self.binary(elements, anno(), steps),
            Ast::Map(base, fields) => self.map(base.as_deref(), fields, anno(), steps),
            Ast::Record(name, fields) => self.record(*name, fields, expr, steps),
            Ast::RecordUpdate(base, name, fields) => {
                self.record_update(base, *name, fields, expr, steps)
            }
            Ast::RecordGet(base, name, field) => self.record_get(base, *name, *field, expr, steps),
            Ast::RecordIndex(name, field) => self.record_index(*name, *field, expr),
            Ast::Match(pattern, value) => self.match_value(pattern, value, anno(), steps),
            Ast::Unary(word, operand) => {
                let operand = self.safe(operand, steps);
                erlang_call(anno(), word.text(), vec![operand])
            }
            Ast::Op(word, left, right) => self.operation(*word, left, right, anno(), steps),
            Ast::Call(callee, arguments) => self.call(callee, arguments, expr, steps),
            Ast::Block(body) => self.body(body, steps),
            Ast::If(clauses) => self.if_expression(clauses, anno(), steps),
            Ast::Case(argument, clauses) => self.case(argument, clauses, anno(), steps),
            Ast::Receive(clauses, after) => self.receive(clauses, after.as_deref(), anno(), steps),
            Ast::Try(parts) => self.inside(steps, |t| t.try_expression(parts, anno())),
            Ast::Catch(body) => {
                let body = self.inside(steps, |t| t.block(std::slice::from_ref(body)));
                Expr::with_anno(anno(), ExprKind::Catch(Box::new(body)))
            }
            Ast::Fun(name, clauses) => self.inside(steps, |t| t.fun(*name, clauses, anno())),
            Ast::FunName(name, arity) => self.fun_name(*name, *arity, expr),
            Ast::FunRemote(parts) => {
                let (module, function, arity) = &**parts;
                let parts = [module, function, arity].map(|part| self.safe(part, steps)).to_vec();
                erlang_call(anno(), "make_fun", parts)
            }
            Ast::Maybe(body, clauses) => self.inside(steps, |t| t.maybe(body, clauses, anno())),
            Ast::Comprehension(template, qualifiers) => {
                self.comprehension(template, qualifiers, anno(), steps)
            }
            // The parser puts these only where they are handled.
            Ast::Remote(..) | Ast::MaybeMatch(..) => {
                self.error("illegal-expr", "illegal expression".to_owned(), expr.span);
                Expr::atom("error")
            }
            // Constants were taken above.
            Ast::Atom(_)
            | Ast::Integer(_)
            | Ast::Float(_)
            | Ast::Char(_)
            | Ast::String(_)
            | Ast::Nil => literal(Literal::Nil),
        }
    }

    fn variable(&mut self, name: Symbol, expr: &ast::Expr) -> Expr {
        match self.lookup(name) {
            Some(core) => Expr::with_anno(Anno::at(expr.span), ExprKind::Var(core)),
            None => {
                self.error("unbound-var", format!("variable '{name}' is unbound"), expr.span);
                Expr::atom("error")
            }
        }
    }

    /// A list; where it is too long to be nested cells, by a call for each part.
    fn list(&mut self, items: Vec<Expr>, tail: Expr, steps: &mut Steps) -> Expr {
        const LONGEST: usize = 500;
        let mut items = items;
        let mut tail = tail;
        while items.len() > LONGEST {
            let part = items.split_off(items.len() - LONGEST);
            tail = list(part, tail);
            tail = self.make_simple(tail, steps);
        }
        list(items, tail)
    }

    /// `P = E`
    fn match_value(
        &mut self,
        pattern: &'m ast::Expr,
        value: &'m ast::Expr,
        anno: Anno,
        steps: &mut Steps,
    ) -> Expr {
        let value = self.before(Pending::Expr(pattern), |t| t.expr(value, steps));
        if let Ast::Var(name) = pattern.kind
            && self.lookup(name).is_none()
        {
            return self.bind_value(name, value, steps);
        }
        let value = self.make_simple(value, steps);
        let failed = value.clone();
        self.push_match(pattern, value.clone(), anno.clone(), steps, |_| {
            match_fail(anno.clone(), "badmatch", vec![failed.clone()])
        });
        value
    }

    /// `X = value` for a variable that has no value yet.
    fn bind_value(&mut self, name: Symbol, value: Expr, steps: &mut Steps) -> Expr {
        if name.as_str() == "_" {
            return self.make_simple(value, steps);
        }
        if let Some(core) = value.as_variable() {
            self.bind(name, core);
            return value;
        }
        let core = self.builder.variable(name.as_str());
        self.push(steps, Step::Let(vec![core], value));
        self.bind(name, core);
        var(core)
    }

    fn operation(
        &mut self,
        word: Word,
        left: &'m ast::Expr,
        right: &'m ast::Expr,
        anno: Anno,
        steps: &mut Steps,
    ) -> Expr {
        match word {
            Word::Andalso | Word::Orelse if self.record_tests.is_some() => {
                self.guard_operation(word, left, right, anno)
            }
            Word::Andalso | Word::Orelse => {
                let left = self.before(Pending::Expr(right), |t| t.expr(left, steps));
                let right = self.inside(steps, |t| t.block(std::slice::from_ref(right)));
                match word {
                    Word::Andalso => self.builder.andalso(anno, left, right),
                    _ => self.builder.orelse(anno, left, right),
                }
            }
            Word::PlusPlus if let Some(items) = constant::literal_list(left) => {
                let tail = self.safe(right, steps);
                list(items.into_iter().map(literal).collect(), tail)
            }
            _ => {
                let operands = vec![self.safe(left, steps), self.safe(right, steps)];
                erlang_call(anno, word.text(), operands)
            }
        }
    }

    fn call(
        &mut self,
        callee: &'m ast::Expr,
        arguments: &'m [ast::Expr],
        whole: &'m ast::Expr,
        steps: &mut Steps,
    ) -> Expr {
        let anno = Anno::at(whole.span);
        match &callee.kind {
            Ast::Atom(name) => self.local_call(*name, arguments, whole, steps),
            Ast::Remote(module, function) => {
                let erlang = module.as_atom().is_some_and(|module| module.as_str() == "erlang");
                if erlang
                    && let Some(name) = function.as_atom()
                    && let Some(test) = self.record_test(name, arguments, whole, steps)
                {
                    return test;
                }
                let module = self.safe(module, steps);
                let function = self.safe(function, steps);
                let arguments = self.safe_all(arguments, steps);
                let kind = ExprKind::Call(Box::new(module), Box::new(function), arguments);
                Expr::with_anno(anno, kind)
            }
            _ => {
                let mut callee = self.simple(callee, steps);
                let arguments = self.safe_all(arguments, steps);
                // A named fun calls itself without going through its value.
                if let Some(name) = callee.as_variable()
                    && let Some(function) = self.named_funs.get(&name)
                    && function.arity == arguments.len()
                {
                    callee = Expr::new(ExprKind::FunctionName(*function));
                }
                // Core has no call of a function by name with another number of arguments.
                if let ExprKind::FunctionName(function) = &callee.kind
                    && function.arity != arguments.len()
                {
                    let nil = literal(Literal::Nil);
                    return erlang_call(anno, "apply", vec![callee, list(arguments, nil)]);
                }
                Expr::with_anno(anno, ExprKind::Apply(Box::new(callee), arguments))
            }
        }
    }

    fn local_call(
        &mut self,
        name: Symbol,
        arguments: &'m [ast::Expr],
        whole: &'m ast::Expr,
        steps: &mut Steps,
    ) -> Expr {
        let anno = Anno::at(whole.span);
        let arity = arguments.len();
        let own = self.facts.is_own(name, arity);
        if !own && let Some(test) = self.record_test(name, arguments, whole, steps) {
            return test;
        }
        if !own && let Some(info) = self.record_info(name, arguments) {
            return info;
        }
        if self.record_tests.is_some()
            && !own
            && let Some(test) = lfec_erl::bifs::old_test(name, arity)
            && !lfec_erl::bifs::is_guard_bif(name, arity)
        {
            let arguments = self.safe_all(arguments, steps);
            return erlang_call(anno, test, arguments);
        }
        let resolved = self.facts.resolve(name, arity);
        let arguments = self.safe_all(arguments, steps);
        match resolved {
            Callee::Local => apply(anno, FunctionName { name, arity }, arguments),
            Callee::Remote(module) => call(anno, module.as_str(), name.as_str(), arguments),
            Callee::Undefined => {
                let message = format!("function {name}/{arity} undefined");
                self.error("undefined-function", message, whole.span);
                erlang_call(anno, "error", vec![Expr::atom("undef")])
            }
        }
    }

    /// `fun f/1`
    fn fun_name(&mut self, name: Symbol, arity: usize, whole: &ast::Expr) -> Expr {
        match self.facts.resolve_fun(name, arity) {
            Callee::Local => {
                let kind = ExprKind::FunctionName(FunctionName { name, arity });
                Expr::with_anno(Anno::at(whole.span), kind)
            }
            Callee::Remote(module) => literal(Literal::Fun(module, name, arity)),
            Callee::Undefined => {
                let message = format!("function {name}/{arity} undefined");
                self.error("undefined-function", message, whole.span);
                Expr::atom("error")
            }
        }
    }

    /// `#{k => v}`, `M#{k := v}`: keys and values from left to right, then the map.
    fn map(
        &mut self,
        base: Option<&'m ast::Expr>,
        fields: &'m [MapField],
        anno: Anno,
        steps: &mut Steps,
    ) -> Expr {
        let base = base.map(|base| self.simple(base, steps));
        let mut pairs = Vec::with_capacity(fields.len());
        for field in fields {
            let key = self.safe(&field.key, steps);
            let value = self.safe(&field.value, steps);
            pairs.push(MapPair { exact: field.exact, key, value });
        }
        let Some(base) = base else { return self.map_runs(None, pairs, anno, steps) };
        if matches!(base.as_literal(), Some(Literal::Map(_))) {
            return self.map_runs(Some(base), pairs, anno, steps);
        }
        let mut inner = Steps::new();
        let whole = match pairs.is_empty() {
            true => base.clone(),
            false => self.map_runs(Some(base.clone()), pairs, anno.clone(), &mut inner),
        };
        self.if_map(base, inner.wrap(whole), anno)
    }

    /// A run of pairs of one kind is one update: they are done in order.
    fn map_runs(
        &mut self,
        base: Option<Expr>,
        mut pairs: Vec<MapPair>,
        anno: Anno,
        steps: &mut Steps,
    ) -> Expr {
        let mut base = base.map(Box::new);
        loop {
            let exact = pairs.first().is_some_and(|pair| pair.exact);
            let run = pairs.iter().position(|pair| pair.exact != exact).unwrap_or(pairs.len());
            let rest = pairs.split_off(run);
            let map = Expr::with_anno(anno.clone(), ExprKind::Map(base, pairs));
            if rest.is_empty() {
                return map;
            }
            base = Some(Box::new(self.make_simple(map, steps)));
            pairs = rest;
        }
    }

    /// `updated`, if `base` is a map.
    fn if_map(&mut self, base: Expr, updated: Expr, anno: Anno) -> Expr {
        let test = erlang_call(generated(), "is_map", vec![base.clone()]);
        let failed = match self.record_tests {
            Some(_) => error(anno, "badmap", base),
            None => match_fail(anno, "badmap", vec![base]),
        };
        let clauses = vec![
            Clause { guard: test, ..clause(Vec::new(), updated) },
            Clause { anno: generated(), ..clause(Vec::new(), failed) },
        ];
        let nothing = Box::new(Expr::new(ExprKind::Values(Vec::new())));
        Expr::with_anno(generated(), ExprKind::Case(nothing, clauses))
    }
}
