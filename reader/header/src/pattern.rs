//! Erlang patterns as LFE patterns and the tests they need.

use lfec_erl::ast::{Expr, ExprKind};
use lfec_erl::token::Word;
use lfec_reader::Form;

use crate::expression::{Translator, literal, symbol};
use crate::{Translation, Untranslatable, segment};

/// A pattern, and what must hold besides.
pub(crate) struct Pattern {
    pub(crate) form: Form,
    pub(crate) guard: Vec<Form>,
}

impl Translator {
    /// A pattern; its new variables are bound afterwards.
    pub(crate) fn pattern(&mut self, pattern: &Expr) -> Translation<Pattern> {
        let mut guard = Vec::new();
        let before = self.bound.clone();
        let mut known = Known { translator: self, guard: &mut guard, before };
        let form = known.pattern(pattern)?;
        Ok(Pattern { form, guard })
    }
}

/// What a pattern is read with.
pub(crate) struct Known<'a> {
    pub(crate) translator: &'a mut Translator,
    guard: &'a mut Vec<Form>,
    /// The variables bound before the pattern.
    before: std::collections::HashSet<lfec_base::Symbol>,
}

impl Known<'_> {
    pub(crate) fn pattern(&mut self, pattern: &Expr) -> Translation {
        let span = pattern.span;
        if let Some(literal) = literal(pattern) {
            return Ok(literal);
        }
        match &pattern.kind {
            ExprKind::Var(name) => {
                if pattern.is_underscore() || self.translator.is_parameter(*name) {
                    return Ok(self.translator.variable(*name, span));
                }
                if self.before.contains(name) {
                    let fresh = self.translator.fresh_variable(span);
                    let equal = [symbol(*name, span), fresh.clone()];
                    self.guard.push(Form::call(span, "=:=", equal));
                    return Ok(fresh);
                }
                self.translator.bound.insert(*name);
                Ok(symbol(*name, span))
            }
            ExprKind::List(items, tail) => {
                let mut parts = self.all(items)?;
                match tail {
                    Some(tail) => {
                        parts.push(self.pattern(tail)?);
                        Ok(Form::call(span, "list*", parts))
                    }
                    None => Ok(Form::call(span, "list", parts)),
                }
            }
            ExprKind::Tuple(items) => Ok(Form::call(span, "tuple", self.all(items)?)),
            ExprKind::Match(left, right) => {
                Ok(Form::call(span, "=", [self.pattern(left)?, self.pattern(right)?]))
            }
            ExprKind::Op(Word::PlusPlus, prefix, rest) => {
                let prefix = literal(prefix).ok_or(Untranslatable)?;
                Ok(Form::call(span, "++", [prefix, self.pattern(rest)?]))
            }
            ExprKind::Map(None, fields) => {
                let mut parts = Vec::with_capacity(2 * fields.len());
                for field in fields {
                    parts.push(literal(&field.key).ok_or(Untranslatable)?);
                    parts.push(self.pattern(&field.value)?);
                }
                Ok(Form::call(span, "map", parts))
            }
            ExprKind::Record(name, fields) => {
                let mut parts = vec![symbol(*name, span)];
                for field in fields {
                    parts.extend([symbol(field.name, field.span), self.pattern(&field.value)?]);
                }
                Ok(Form::call(span, "record", parts))
            }
            ExprKind::RecordIndex(..) => self.translator.expression(pattern),
            ExprKind::Binary(elements) => {
                let mut parts = Vec::with_capacity(elements.len());
                for element in elements {
                    let value = self.pattern(&element.value)?;
                    parts.push(segment::segment(self.translator, element, Some(value))?);
                }
                Ok(Form::call(span, "binary", parts))
            }
            // A macro that stands for a pattern.
            ExprKind::Call(callee, arguments) if matches!(callee.kind, ExprKind::Atom(_)) => {
                let mut parts = vec![symbol(callee.as_atom().ok_or(Untranslatable)?, span)];
                parts.extend(self.all(arguments)?);
                Ok(Form::list(span, parts))
            }
            ExprKind::Block(body) => match body.as_slice() {
                [single] => self.pattern(single),
                _ => Err(Untranslatable),
            },
            _ => Err(Untranslatable),
        }
    }

    fn all(&mut self, patterns: &[Expr]) -> Translation<Vec<Form>> {
        patterns.iter().map(|pattern| self.pattern(pattern)).collect()
    }
}
