//! Patterns.

use lfec_base::{Span, Symbol};

use super::Lint;
use super::variables::State;
use crate::ast::{BinaryElement, Expr, ExprKind, MapField};
use crate::token::Word;
use crate::uses::{Pending, is_used};

/// Variables of patterns that are checked together.
pub(super) struct PatternVariables {
    /// All are new, whatever is in scope.
    shadow: bool,
    /// Name, place, and whether it is met again.
    pub new: Vec<(Symbol, Span, bool)>,
}

impl<'m> Lint<'m> {
    /// The left side of a match.
    pub fn matching(&mut self, pattern: &'m Expr) {
        self.patterns(std::iter::once(pattern), false);
    }

    /// Patterns matched together: their variables are in scope afterwards. Gives the new ones,
    /// and whether each hides one that was in scope.
    pub fn patterns(
        &mut self,
        patterns: impl Iterator<Item = &'m Expr>,
        shadow: bool,
    ) -> Vec<(Symbol, Span, bool)> {
        let mut state = PatternVariables { shadow, new: Vec::new() };
        for pattern in patterns {
            self.pattern(pattern, &mut state);
        }
        let mut bound = Vec::with_capacity(state.new.len());
        for (name, span, again) in state.new {
            if self.in_record_default {
                let message = format!("variable '{name}' in record definition");
                self.error("variable-in-record-def", message, span);
                self.variables.assume(name);
                continue;
            }
            let before = self.variables.get(name).map(|variable| variable.state);
            let shadows = before == Some(State::Bound);
            self.variables.bind(name, span);
            if again {
                self.variables.note_use(name);
            }
            bound.push((name, span, shadows));
        }
        bound
    }

    pub fn pattern(&mut self, pattern: &'m Expr, state: &mut PatternVariables) {
        match &pattern.kind {
            ExprKind::Var(name) => self.pattern_variable(*name, pattern.span, state),
            ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil => {}
            ExprKind::List(items, tail) => {
                items.iter().chain(tail.as_deref()).for_each(|item| self.pattern(item, state));
            }
            ExprKind::Tuple(items) => items.iter().for_each(|item| self.pattern(item, state)),
            ExprKind::Map(None, fields) => self.map_pattern(fields, state),
            ExprKind::Binary(elements) => self.binary_pattern(elements, state),
            ExprKind::Record(name, fields) => {
                self.record_pattern(*name, fields, pattern.span);
                fields.iter().for_each(|field| self.pattern(&field.value, state));
            }
            ExprKind::RecordIndex(name, field) => self.record_field(*name, *field, pattern.span),
            ExprKind::Match(left, right) => {
                self.pattern(left, state);
                self.pattern(right, state);
                if has_binaries_in_parallel(left, right) {
                    let text = "binary patterns cannot be matched in parallel using '='";
                    self.error("illegal-bin-pattern", text.to_owned(), left.span);
                }
            }
            ExprKind::Op(Word::PlusPlus, prefix, rest) if is_literal_prefix(prefix) => {
                self.pattern(rest, state);
            }
            _ if is_constant(pattern) => {}
            _ => self.illegal_pattern(pattern),
        }
    }

    fn illegal_pattern(&mut self, pattern: &'m Expr) {
        self.error("illegal-pattern", "illegal pattern".to_owned(), pattern.span);
    }

    fn pattern_variable(&mut self, name: Symbol, span: Span, state: &mut PatternVariables) {
        if name.as_str() == "_" {
            return;
        }
        if let Some(found) = state.new.iter_mut().find(|(new, ..)| *new == name) {
            let first = found.1;
            let is_second = !std::mem::replace(&mut found.2, true);
            let how = "bound multiple times in this pattern";
            if is_second {
                self.warn_underscore(name, first, how);
            }
            self.warn_underscore(name, span, how);
            return;
        }
        let in_scope = self.variables.get(name).map(|variable| variable.state);
        match in_scope.filter(|_| !state.shadow) {
            None => state.new.push((name, span, false)),
            Some(State::Unsafe(what, place)) => {
                self.unsafe_variable(name, what, place, span);
                self.variables.note_use(name);
            }
            Some(_) => {
                self.warn_underscore(name, span, "already bound");
                self.variables.note_use(name);
            }
        }
    }

    fn warn_underscore(&mut self, name: Symbol, span: Span, how: &str) {
        if !name.as_str().starts_with('_') || !self.switches.underscore_match {
            return;
        }
        let message = format!(
            "variable '{name}' is {how}. If you mean to ignore this value, use '_' or a \
             different underscore-prefixed name"
        );
        self.warning("match-underscore-var", message, span);
    }

    fn map_pattern(&mut self, fields: &'m [MapField], state: &mut PatternVariables) {
        for field in fields {
            if !field.exact {
                self.error("illegal-pattern", "illegal pattern".to_owned(), field.span);
            }
            self.guard_expr(&field.key);
            self.pattern(&field.value, state);
        }
    }

    fn binary_pattern(&mut self, elements: &'m [BinaryElement], state: &mut PatternVariables) {
        let mut earlier = Vec::new();
        for (index, element) in elements.iter().enumerate() {
            let is_last = index + 1 == elements.len();
            self.segment_pattern(element, is_last);
            if let Some(size) = &element.size {
                self.pattern_size(size, state, &earlier);
            }
            match &element.value.kind {
                ExprKind::Var(name) => {
                    self.pattern(&element.value, state);
                    earlier.push(*name);
                }
                ExprKind::String(_) => {}
                _ if is_constant(&element.value) => {}
                _ => self.illegal_pattern(&element.value),
            }
        }
    }

    /// A size: a guard expression that also sees the variables of earlier segments.
    fn pattern_size(&mut self, size: &'m Expr, state: &mut PatternVariables, earlier: &[Symbol]) {
        let mark = self.variables.mark();
        for name in earlier {
            self.variables.assume(*name);
        }
        self.in_size = true;
        self.guard_expr(size);
        self.in_size = false;
        let mut changes = self.variables.undo(mark);
        changes.retain(|change| !earlier.contains(&change.name));
        self.variables.redo(changes);
        for found in &mut state.new {
            if earlier.contains(&found.0) && is_used(found.0, Pending::Expr(size)) {
                found.2 = true;
            }
        }
    }
}

/// Whether both sides of `=` have a bit string at the same place.
fn has_binaries_in_parallel(left: &Expr, right: &Expr) -> bool {
    match (&left.kind, &right.kind) {
        (ExprKind::Binary(_), ExprKind::Binary(_)) => true,
        (ExprKind::Tuple(a), ExprKind::Tuple(b)) => {
            a.iter().zip(b).any(|(a, b)| has_binaries_in_parallel(a, b))
        }
        (ExprKind::List(a, a_tail), ExprKind::List(b, b_tail)) => {
            let tails = a_tail.as_deref().zip(b_tail.as_deref());
            a.iter().zip(b).any(|(a, b)| has_binaries_in_parallel(a, b))
                || a.len() == b.len() && tails.is_some_and(|(a, b)| has_binaries_in_parallel(a, b))
        }
        (ExprKind::Match(a, b), _) => {
            has_binaries_in_parallel(a, right) || has_binaries_in_parallel(b, right)
        }
        (_, ExprKind::Match(a, b)) => {
            has_binaries_in_parallel(left, a) || has_binaries_in_parallel(left, b)
        }
        _ => false,
    }
}

/// The left operand of `++` in a pattern: a string, or a list of characters and integers.
fn is_literal_prefix(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::String(_) | ExprKind::Nil => true,
        ExprKind::List(items, None) => {
            items.iter().all(|i| matches!(i.kind, ExprKind::Char(_) | ExprKind::Integer(_)))
        }
        _ => false,
    }
}

/// Arithmetic on constants.
fn is_constant(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Integer(_) | ExprKind::Float(_) | ExprKind::Char(_) | ExprKind::Atom(_) => true,
        ExprKind::Unary(Word::Not, _) => false,
        ExprKind::Unary(_, operand) => is_constant(operand),
        ExprKind::Op(word, left, right) => {
            let arithmetic = matches!(
                word,
                Word::Plus
                    | Word::Minus
                    | Word::Star
                    | Word::Slash
                    | Word::Div
                    | Word::Rem
                    | Word::Band
                    | Word::Bor
                    | Word::Bxor
                    | Word::Bsl
                    | Word::Bsr
            );
            arithmetic && is_constant(left) && is_constant(right)
        }
        _ => false,
    }
}
