//! Walks over trees: the direct children of an expression, and the variables of patterns.

use lfec_base::Symbol;

use crate::ir::{Anno, BitSegment, Clause, Expr, ExprKind, Pattern, PatternKind};

impl Expr {
    /// An expression with an annotation.
    pub fn with_anno(anno: Anno, kind: ExprKind) -> Expr {
        Expr { anno, kind }
    }

    /// Puts `replacement` here and gives what was here.
    pub fn replace(&mut self, replacement: Expr) -> Expr {
        std::mem::replace(self, replacement)
    }

    /// Takes what is here; `[]` is left.
    pub fn take(&mut self) -> Expr {
        self.replace(Expr::new(ExprKind::Literal(crate::ir::Literal::Nil)))
    }

    /// Calls `visit` for each direct subexpression, guards and the keys and sizes of patterns
    /// included, in the order of evaluation.
    pub fn each_child<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        use ExprKind::*;
        match &self.kind {
            Var(_) | FunctionName(_) | Literal(_) => {}
            Cons(head, tail) => [head, tail].into_iter().for_each(|e| visit(e)),
            Tuple(items) | Values(items) | PrimOp(_, items) => items.iter().for_each(visit),
            Map(base, pairs) => {
                base.iter().for_each(|e| visit(e));
                pairs
                    .iter()
                    .for_each(|pair| [&pair.key, &pair.value].into_iter().for_each(&mut *visit));
            }
            Binary(segments) => {
                segments.iter().for_each(|s| [&s.value, &s.size].into_iter().for_each(&mut *visit))
            }
            Fun(fun) => visit(&fun.body),
            Let(_, argument, body) => [argument, body].into_iter().for_each(|e| visit(e)),
            Seq(first, then) => [first, then].into_iter().for_each(|e| visit(e)),
            LetRec(definitions, body) => {
                definitions.iter().for_each(|d| visit(&d.function.body));
                visit(body);
            }
            Apply(callee, arguments) => {
                visit(callee);
                arguments.iter().for_each(visit);
            }
            Call(module, function, arguments) => {
                visit(module);
                visit(function);
                arguments.iter().for_each(visit);
            }
            Case(argument, clauses) => {
                visit(argument);
                clauses.iter().for_each(|clause| clause.each_child(visit));
            }
            Receive(clauses, timeout, action) => {
                clauses.iter().for_each(|clause| clause.each_child(visit));
                [timeout, action].into_iter().for_each(|e| visit(e));
            }
            Try(parts) => {
                [&parts.argument, &parts.body, &parts.handler].into_iter().for_each(visit)
            }
            Catch(body) => visit(body),
        }
    }

    /// [`Expr::each_child`], to change them.
    pub fn each_child_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        use ExprKind::*;
        match &mut self.kind {
            Var(_) | FunctionName(_) | Literal(_) => {}
            Cons(head, tail) => [head, tail].into_iter().for_each(|e| visit(e)),
            Tuple(items) | Values(items) | PrimOp(_, items) => items.iter_mut().for_each(visit),
            Map(base, pairs) => {
                base.iter_mut().for_each(|e| visit(e));
                for pair in pairs {
                    visit(&mut pair.key);
                    visit(&mut pair.value);
                }
            }
            Binary(segments) => {
                for segment in segments {
                    visit(&mut segment.value);
                    visit(&mut segment.size);
                }
            }
            Fun(fun) => visit(&mut fun.body),
            Let(_, argument, body) => [argument, body].into_iter().for_each(|e| visit(e)),
            Seq(first, then) => [first, then].into_iter().for_each(|e| visit(e)),
            LetRec(definitions, body) => {
                definitions.iter_mut().for_each(|d| visit(&mut d.function.body));
                visit(body);
            }
            Apply(callee, arguments) => {
                visit(callee);
                arguments.iter_mut().for_each(visit);
            }
            Call(module, function, arguments) => {
                visit(module);
                visit(function);
                arguments.iter_mut().for_each(visit);
            }
            Case(argument, clauses) => {
                visit(argument);
                clauses.iter_mut().for_each(|clause| clause.each_child_mut(visit));
            }
            Receive(clauses, timeout, action) => {
                clauses.iter_mut().for_each(|clause| clause.each_child_mut(visit));
                [timeout, action].into_iter().for_each(|e| visit(e));
            }
            Try(parts) => {
                visit(&mut parts.argument);
                visit(&mut parts.body);
                visit(&mut parts.handler);
            }
            Catch(body) => visit(body),
        }
    }

    /// The literal, if it is one.
    pub fn as_literal(&self) -> Option<&crate::ir::Literal> {
        match &self.kind {
            ExprKind::Literal(literal) => Some(literal),
            _ => None,
        }
    }

    /// The variable, if it is one.
    pub fn as_variable(&self) -> Option<Symbol> {
        match self.kind {
            ExprKind::Var(name) => Some(name),
            _ => None,
        }
    }

    /// Whether this is the atom `name`.
    pub fn is_atom(&self, name: &str) -> bool {
        self.as_literal().is_some_and(|literal| literal.is_atom(name))
    }

    /// Name and arguments, if this is `call 'erlang':name(…)`.
    pub fn as_erlang_call(&self) -> Option<(Symbol, &[Expr])> {
        let ExprKind::Call(module, function, arguments) = &self.kind else { return None };
        module.is_atom("erlang").then_some(())?;
        Some((function.as_literal()?.as_atom()?, arguments))
    }

    /// Whether the tree is deeper than `limit` levels.
    pub fn is_deeper_than(&self, limit: usize) -> bool {
        if limit == 0 {
            return true;
        }
        let mut deeper = false;
        self.each_child(&mut |child| deeper = deeper || child.is_deeper_than(limit - 1));
        deeper
    }

    /// Variable, literal or function name: evaluating it does nothing and costs nothing.
    pub fn is_simple(&self) -> bool {
        use ExprKind::*;
        matches!(self.kind, Var(_) | Literal(_) | FunctionName(_))
    }
}

impl Clause {
    /// Calls `visit` for the expressions in the patterns, the guard and the body.
    pub fn each_child<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        self.patterns.iter().for_each(|pattern| pattern.each_expr(visit));
        visit(&self.guard);
        visit(&self.body);
    }

    /// [`Clause::each_child`], to change them.
    pub fn each_child_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        self.patterns.iter_mut().for_each(|pattern| pattern.each_expr_mut(visit));
        visit(&mut self.guard);
        visit(&mut self.body);
    }

    /// The variables its patterns bind, in order.
    pub fn variables(&self) -> Vec<Symbol> {
        let mut names = Vec::new();
        self.patterns.iter().for_each(|pattern| pattern.each_variable(&mut |v| names.push(v)));
        names
    }
}

impl Pattern {
    /// A pattern without annotation.
    pub fn new(kind: PatternKind) -> Pattern {
        Pattern { anno: Anno::default(), kind }
    }

    /// A pattern with an annotation.
    pub fn with_anno(anno: Anno, kind: PatternKind) -> Pattern {
        Pattern { anno, kind }
    }

    /// The variable, if it is one.
    pub fn as_variable(&self) -> Option<Symbol> {
        match self.kind {
            PatternKind::Var(name) => Some(name),
            _ => None,
        }
    }

    /// Calls `visit` for each direct subpattern.
    pub fn each_child<'p>(&'p self, visit: &mut dyn FnMut(&'p Pattern)) {
        use PatternKind::*;
        match &self.kind {
            Var(_) | Literal(_) => {}
            Cons(head, tail) => [head, tail].into_iter().for_each(|p| visit(p)),
            Tuple(items) => items.iter().for_each(visit),
            Map(pairs) => pairs.iter().for_each(|(_, value)| visit(value)),
            Binary(segments) => segments.iter().for_each(|segment| visit(&segment.value)),
            Alias(_, pattern) => visit(pattern),
        }
    }

    /// [`Pattern::each_child`], to change them.
    pub fn each_child_mut(&mut self, visit: &mut dyn FnMut(&mut Pattern)) {
        use PatternKind::*;
        match &mut self.kind {
            Var(_) | Literal(_) => {}
            Cons(head, tail) => [head, tail].into_iter().for_each(|p| visit(p)),
            Tuple(items) => items.iter_mut().for_each(visit),
            Map(pairs) => pairs.iter_mut().for_each(|(_, value)| visit(value)),
            Binary(segments) => segments.iter_mut().for_each(|s| visit(&mut s.value)),
            Alias(_, pattern) => visit(pattern),
        }
    }

    /// Calls `visit` for each variable it binds, in order.
    pub fn each_variable(&self, visit: &mut dyn FnMut(Symbol)) {
        match &self.kind {
            PatternKind::Var(name) | PatternKind::Alias(name, _) => visit(*name),
            _ => {}
        }
        self.each_child(&mut |child| child.each_variable(visit));
    }

    /// Calls `visit` for each variable it binds, to change them.
    pub fn each_variable_mut(&mut self, visit: &mut dyn FnMut(&mut Symbol)) {
        match &mut self.kind {
            PatternKind::Var(name) | PatternKind::Alias(name, _) => visit(name),
            _ => {}
        }
        self.each_child_mut(&mut |child| child.each_variable_mut(visit));
    }

    /// Calls `visit` for each expression in it: map keys and segment sizes.
    pub fn each_expr<'p>(&'p self, visit: &mut dyn FnMut(&'p Expr)) {
        match &self.kind {
            PatternKind::Map(pairs) => pairs.iter().for_each(|(key, _)| visit(key)),
            PatternKind::Binary(segments) => segments.iter().for_each(|s| visit(&s.size)),
            _ => {}
        }
        self.each_child(&mut |child| child.each_expr(visit));
    }

    /// Calls `visit` for each expression in it, to change them.
    pub fn each_expr_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match &mut self.kind {
            PatternKind::Map(pairs) => pairs.iter_mut().for_each(|(key, _)| visit(key)),
            PatternKind::Binary(segments) => {
                segments.iter_mut().for_each(|s| visit(&mut s.size));
            }
            _ => {}
        }
        self.each_child_mut(&mut |child| child.each_expr_mut(visit));
    }
}

impl<T> BitSegment<T> {
    /// The same segment with another value.
    pub fn with_value<U>(&self, value: U) -> BitSegment<U> {
        let (size, unit) = (self.size.clone(), self.unit);
        BitSegment { value, size, unit, kind: self.kind, signed: self.signed, endian: self.endian }
    }
}
