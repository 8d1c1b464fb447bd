//! Guards.

use lfec_base::Span;

use super::{Lint, show};
use crate::ast::{Expr, ExprKind};
use crate::bifs;
use crate::guards::is_guard_operator;
use crate::token::Word;

impl<'m> Lint<'m> {
    pub fn guard(&mut self, alternatives: &'m [Vec<Expr>]) {
        alternatives.iter().flatten().for_each(|test| self.guard_expr(test));
    }

    /// An expression where nothing is bound and only BIFs of guards are called.
    pub fn guard_expr(&mut self, expr: &'m Expr) {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Var(name) => self.use_variable(*name, span),
            ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil => {}
            ExprKind::List(items, tail) => {
                items.iter().chain(tail.as_deref()).for_each(|item| self.guard_expr(item));
            }
            ExprKind::Tuple(items) => items.iter().for_each(|item| self.guard_expr(item)),
            ExprKind::Binary(elements) => {
                for element in elements {
                    self.segment(element);
                    self.guard_expr(&element.value);
                    element.size.iter().for_each(|size| self.guard_expr(size));
                }
            }
            ExprKind::Map(base, fields) => {
                match base {
                    Some(base) => self.guard_expr(base),
                    None => self.map_construction(fields),
                }
                for field in fields {
                    self.guard_expr(&field.key);
                    self.guard_expr(&field.value);
                }
            }
            ExprKind::Record(name, fields) => {
                self.record_construction(*name, fields, span);
                fields.iter().for_each(|field| self.guard_expr(&field.value));
            }
            ExprKind::RecordGet(base, name, field) => {
                self.guard_expr(base);
                self.record_field(*name, *field, span);
            }
            ExprKind::RecordIndex(name, field) => self.record_field(*name, *field, span),
            ExprKind::Unary(_, operand) => self.guard_expr(operand),
            ExprKind::Op(Word::Bang | Word::PlusPlus | Word::MinusMinus, ..) => {
                self.illegal_guard(span);
            }
            ExprKind::Op(_, left, right) => {
                self.guard_expr(left);
                self.guard_expr(right);
            }
            ExprKind::Call(callee, arguments) => self.guard_call(callee, arguments, span),
            _ => self.illegal_guard(span),
        }
    }

    fn illegal_guard(&mut self, span: Span) {
        self.error("illegal-guard-expr", "illegal guard expression".to_owned(), span);
    }

    fn guard_call(&mut self, callee: &'m Expr, arguments: &'m [Expr], span: Span) {
        arguments.iter().for_each(|argument| self.guard_expr(argument));
        let arity = arguments.len();
        match &callee.kind {
            ExprKind::Atom(name) => {
                let own = self.functions.contains_key(&(*name, arity))
                    || self.imports.get(&(*name, arity)).is_some_and(|m| m.0.as_str() != "erlang");
                if own {
                    let (code, place) = if self.in_size {
                        let place = "a size expression for a binary segment";
                        ("illegal-bitsize-local-call", place)
                    } else {
                        ("illegal-guard-local-call", "guard")
                    };
                    let function = show((*name, arity));
                    let message =
                        format!("call to local/imported function {function} is illegal in {place}");
                    return self.error(code, message, span);
                }
                self.record_test(name.as_str(), arguments);
                // Imported from erlang it is no other function, hidden or not.
                let imported = self.imports.contains_key(&(*name, arity));
                if bifs::is_guard_bif(*name, arity)
                    && (imported || !self.is_hidden_bif((*name, arity)))
                {
                    return;
                }
                let old = bifs::old_test(*name, arity).is_some()
                    || name.as_str() == "record" && arity == 2;
                if !old {
                    return self.illegal_guard(span);
                }
                if self.switches.obsolete_guard {
                    let message = format!("{name}/{arity} obsolete (use is_{name}/{arity})");
                    self.warning("obsolete-guard", message, span);
                }
            }
            ExprKind::Remote(module, function) => {
                let (Some(module), Some(name)) = (module.as_atom(), function.as_atom()) else {
                    return self.illegal_guard(span);
                };
                self.record_test(name.as_str(), arguments);
                let allowed =
                    bifs::is_guard_bif(name, arity) || is_guard_operator(name.as_str(), arity);
                if module.as_str() != "erlang" || !allowed {
                    self.illegal_guard(span);
                }
            }
            _ => self.illegal_guard(span),
        }
    }

    /// `is_record(X, r)` needs the record.
    pub fn record_test(&mut self, name: &str, arguments: &'m [Expr]) {
        if let [_, tag] = arguments
            && matches!(name, "is_record" | "record")
            && let Some(record) = tag.as_atom()
        {
            self.find_record(record, tag.span);
        }
    }
}
