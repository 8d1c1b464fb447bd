//! Which expressions may stand in guards.

use lfec_base::Symbol;

use crate::ast::{BinaryElement, Expr, ExprKind, RecordDefinition, RecordField};
use crate::bifs;
use crate::token::Word;

/// What [`is_guard`] asks about the module.
pub trait Names {
    /// Whether the module has or imports the function, which guards cannot call then.
    fn is_local(&self, name: Symbol, arity: usize) -> bool;

    /// The definition of a record, where its defaults count.
    fn record(&self, name: Symbol) -> Option<&RecordDefinition>;
}

/// Whether `expr` may stand in a guard.
pub fn is_guard(expr: &Expr, names: &dyn Names) -> bool {
    let one = |expr: &Expr| is_guard(expr, names);
    let all = |exprs: &[Expr]| exprs.iter().all(one);
    match &expr.kind {
        ExprKind::Var(_)
        | ExprKind::Atom(_)
        | ExprKind::Integer(_)
        | ExprKind::Float(_)
        | ExprKind::Char(_)
        | ExprKind::String(_)
        | ExprKind::Nil
        | ExprKind::RecordIndex(..) => true,
        ExprKind::List(items, tail) => all(items) && tail.as_deref().is_none_or(one),
        ExprKind::Tuple(items) => all(items),
        ExprKind::Map(base, fields) => {
            base.as_deref().is_none_or(one)
                && fields.iter().all(|field| one(&field.key) && one(&field.value))
        }
        ExprKind::Binary(elements) => {
            let element = |e: &BinaryElement| one(&e.value) && e.size.as_ref().is_none_or(one);
            elements.iter().all(element)
        }
        ExprKind::Record(name, fields) => {
            fields.iter().all(|field| one(&field.value)) && has_guard_defaults(*name, fields, names)
        }
        ExprKind::RecordGet(base, _, _) => one(base),
        ExprKind::Unary(_, operand) => one(operand),
        ExprKind::Op(Word::Bang | Word::PlusPlus | Word::MinusMinus, _, _) => false,
        ExprKind::Op(_, left, right) => one(left) && one(right),
        ExprKind::Call(callee, arguments) => {
            callee_is_allowed(callee, arguments.len(), names) && all(arguments)
        }
        _ => false,
    }
}

/// Whether the defaults that a record's construction takes may stand in a guard.
fn has_guard_defaults(name: Symbol, fields: &[RecordField], names: &dyn Names) -> bool {
    let Some(record) = names.record(name) else { return true };
    if fields.iter().any(|field| field.name.as_str() == "_") {
        return true;
    }
    record.fields.iter().all(|known| {
        let given = fields.iter().any(|field| field.name == known.name);
        given || known.default.as_ref().is_none_or(|default| is_guard(default, names))
    })
}

fn callee_is_allowed(callee: &Expr, arity: usize, names: &dyn Names) -> bool {
    match &callee.kind {
        ExprKind::Atom(name) => {
            !names.is_local(*name, arity)
                && (bifs::is_guard_bif(*name, arity) || bifs::old_test(*name, arity).is_some())
        }
        ExprKind::Remote(module, function) => {
            let (Some(module), Some(name)) = (module.as_atom(), function.as_atom()) else {
                return false;
            };
            module.as_str() == "erlang"
                && (bifs::is_guard_bif(name, arity) || is_guard_operator(name.as_str(), arity))
        }
        _ => false,
    }
}

/// Operators called like functions: `erlang:'+'(A, B)`.
pub(crate) fn is_guard_operator(name: &str, arity: usize) -> bool {
    let Some(word) = Word::from_text(name) else { return false };
    match word {
        Word::Plus | Word::Minus => arity == 1 || arity == 2,
        Word::Bnot | Word::Not => arity == 1,
        Word::Star
        | Word::Slash
        | Word::Div
        | Word::Rem
        | Word::Band
        | Word::Bor
        | Word::Bxor
        | Word::Bsl
        | Word::Bsr
        | Word::And
        | Word::Or
        | Word::Xor
        | Word::Equal
        | Word::NotEqual
        | Word::Exact
        | Word::NotExact
        | Word::Less
        | Word::LessEqual
        | Word::Greater
        | Word::GreaterEqual => arity == 2,
        _ => false,
    }
}
