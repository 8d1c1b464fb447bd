//! Constants: the canonical form of lists, and questions about values.
//!
//! A term has exactly one canonical [`Literal`]: a list is a [`Literal::String`] from the first
//! place on from which all elements are code points and the tail is `[]`, and `Cons` cells before
//! that. [`Literal::list`] and [`Literal::cons`] keep this, so that equality of canonical literals
//! is `=:=` of terms (maps aside, whose pairs keep the order of the source).

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use lfec_base::Symbol;
use num_bigint::BigInt;

use crate::ir::Literal;

/// The largest code point.
const MAX_CODE_POINT: u32 = 0x10FFFF;

impl Literal {
    /// The atom `name`.
    pub fn atom(name: &str) -> Literal {
        Literal::Atom(Symbol::intern(name))
    }

    /// The integer `value`.
    pub fn integer(value: impl Into<BigInt>) -> Literal {
        Literal::Integer(Arc::new(value.into()))
    }

    /// The tuple of `items`.
    pub fn tuple(items: impl Into<Arc<[Literal]>>) -> Literal {
        Literal::Tuple(items.into())
    }

    /// The string `text`; `[]` if it is empty.
    pub fn string(text: &str) -> Literal {
        Literal::code_points(text.chars().map(u32::from).collect())
    }

    /// The list of these code points.
    pub fn code_points(points: Arc<[u32]>) -> Literal {
        if points.is_empty() { Literal::Nil } else { Literal::String(points) }
    }

    /// The proper list of `items`, canonical if they are.
    pub fn list(items: Vec<Literal>) -> Literal {
        Literal::list_with_tail(items, Literal::Nil)
    }

    /// The list of `items` before `tail`, canonical if they are.
    pub fn list_with_tail(mut items: Vec<Literal>, tail: Literal) -> Literal {
        let mut points: Vec<u32> = match &tail {
            Literal::Nil => Vec::new(),
            Literal::String(points) => points.iter().rev().copied().collect(),
            _ => return cons_all(items, tail),
        };
        while let Some(point) = items.last().and_then(Literal::as_code_point) {
            points.push(point);
            items.pop();
        }
        points.reverse();
        cons_all(items, Literal::code_points(points.into()))
    }

    /// `[head|tail]`, canonical if they are.
    pub fn cons(head: Literal, tail: Literal) -> Literal {
        match (head.as_code_point(), &tail) {
            (Some(point), Literal::Nil) => Literal::String([point].into()),
            (Some(point), Literal::String(points)) => {
                Literal::String(std::iter::once(point).chain(points.iter().copied()).collect())
            }
            _ => Literal::Cons(Arc::new((head, tail))),
        }
    }

    /// Head and tail of a list that is not empty.
    pub fn split_cons(&self) -> Option<(Literal, Literal)> {
        match self {
            Literal::Cons(cell) => Some((cell.0.clone(), cell.1.clone())),
            Literal::String(points) => {
                let (first, rest) = points.split_first()?;
                Some((Literal::integer(*first), Literal::code_points(rest.into())))
            }
            _ => None,
        }
    }

    /// The elements of a proper list.
    pub fn list_items(&self) -> Option<Vec<Literal>> {
        let mut items = Vec::new();
        let mut rest = self;
        loop {
            match rest {
                Literal::Nil => return Some(items),
                Literal::String(points) => {
                    items.extend(points.iter().map(|point| Literal::integer(*point)));
                    return Some(items);
                }
                Literal::Cons(cell) => {
                    items.push(cell.0.clone());
                    rest = &cell.1;
                }
                _ => return None,
            }
        }
    }

    /// The atom, if it is one.
    pub fn as_atom(&self) -> Option<Symbol> {
        match self {
            Literal::Atom(name) => Some(*name),
            _ => None,
        }
    }

    /// Whether this is the atom `name`.
    pub fn is_atom(&self, name: &str) -> bool {
        self.as_atom().is_some_and(|atom| atom.as_str() == name)
    }

    /// The integer, if it is one.
    pub fn as_integer(&self) -> Option<&BigInt> {
        match self {
            Literal::Integer(value) => Some(value),
            _ => None,
        }
    }

    /// The integer as code point, if it is one.
    pub fn as_code_point(&self) -> Option<u32> {
        let value = u32::try_from(self.as_integer()?).ok()?;
        (value <= MAX_CODE_POINT).then_some(value)
    }

    /// The atom's truth value, if it is `true` or `false`.
    pub fn as_bool(&self) -> Option<bool> {
        match self.as_atom()?.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The atom `true` or `false`.
    pub fn bool(value: bool) -> Literal {
        Literal::atom(if value { "true" } else { "false" })
    }

    /// Whether `=:=` holds; `None` where funs or large maps make it hard to say.
    pub fn exactly_equals(&self, other: &Literal) -> Option<bool> {
        use Literal as L;
        match (self, other) {
            (L::Map(a), L::Map(b)) => maps_equal(a, b),
            (L::Tuple(a), L::Tuple(b)) if a.len() == b.len() => {
                all(a.iter().zip(b.iter()).map(|(x, y)| x.exactly_equals(y)))
            }
            (L::Cons(_) | L::String(_), L::Cons(_) | L::String(_)) => lists_equal(self, other),
            (L::Fun(m, f, a), L::Fun(n, g, b)) => Some((m, f, a) == (n, g, b)),
            // Up to OTP 26, `0.0 =:= -0.0`.
            (L::Float(a), L::Float(b)) => Some(a == b),
            _ => Some(self == other),
        }
    }
}

/// Equality of the trees, floats bit for bit: `0.0` and `-0.0` differ, as do maps of the same
/// pairs in another order.
impl PartialEq for Literal {
    fn eq(&self, other: &Literal) -> bool {
        use Literal as L;
        let (mut a, mut b) = (self, other);
        while let (L::Cons(x), L::Cons(y)) = (a, b) {
            if Arc::ptr_eq(x, y) {
                return true;
            }
            if x.0 != y.0 {
                return false;
            }
            (a, b) = (&x.1, &y.1);
        }
        match (a, b) {
            (L::Atom(a), L::Atom(b)) => a == b,
            (L::Integer(a), L::Integer(b)) => a == b,
            (L::Float(a), L::Float(b)) => a.to_bits() == b.to_bits(),
            (L::String(a), L::String(b)) => a == b,
            (L::Nil, L::Nil) => true,
            (L::Tuple(a), L::Tuple(b)) => a == b,
            (L::Map(a), L::Map(b)) => a == b,
            (L::Binary(a, m), L::Binary(b, n)) => m == n && a == b,
            (L::Fun(m, f, a), L::Fun(n, g, b)) => (m, f, a) == (n, g, b),
            _ => false,
        }
    }
}

impl Eq for Literal {}

impl Hash for Literal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        use Literal as L;
        let mut rest = self;
        while let L::Cons(cell) = rest {
            state.write_u8(1);
            cell.0.hash(state);
            rest = &cell.1;
        }
        std::mem::discriminant(rest).hash(state);
        match rest {
            L::Atom(name) => name.hash(state),
            L::Integer(value) => value.hash(state),
            L::Float(value) => value.to_bits().hash(state),
            L::String(points) => points.hash(state),
            L::Nil | L::Cons(_) => {}
            L::Tuple(items) => items.hash(state),
            L::Map(pairs) => pairs.hash(state),
            L::Binary(bytes, last_bits) => (bytes, last_bits).hash(state),
            L::Fun(module, function, arity) => (module, function, arity).hash(state),
        }
    }
}

fn cons_all(items: Vec<Literal>, tail: Literal) -> Literal {
    items.into_iter().rev().fold(tail, |tail, head| Literal::Cons(Arc::new((head, tail))))
}

/// `Some(false)` if any is, else `None` if any is.
fn all(mut answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = true;
    loop {
        match answers.next() {
            None => return known.then_some(true),
            Some(Some(false)) => return Some(false),
            Some(answer) => known &= answer.is_some(),
        }
    }
}

fn lists_equal(a: &Literal, b: &Literal) -> Option<bool> {
    if let (Literal::String(a), Literal::String(b)) = (a, b) {
        return Some(a == b);
    }
    let (mut a, mut b) = (a.clone(), b.clone());
    let mut known = true;
    while let (Some((x, xs)), Some((y, ys))) = (a.split_cons(), b.split_cons()) {
        match x.exactly_equals(&y) {
            Some(false) => return Some(false),
            answer => known &= answer.is_some(),
        }
        (a, b) = (xs, ys);
    }
    match a.exactly_equals(&b) {
        Some(false) => Some(false),
        answer => answer.filter(|_| known),
    }
}

/// Maps of more pairs are not compared: it takes quadratic time.
const COMPARED_PAIRS: usize = 32;

fn maps_equal(a: &[(Literal, Literal)], b: &[(Literal, Literal)]) -> Option<bool> {
    if a.len() != b.len() {
        return Some(false);
    }
    if a.len() > COMPARED_PAIRS {
        return None;
    }
    all(a.iter().map(|(key, value)| {
        for (other, other_value) in b {
            if key.exactly_equals(other)? {
                return value.exactly_equals(other_value);
            }
        }
        Some(false)
    }))
}

#[cfg(test)]
mod tests {
    use crate::ir::Literal;

    #[test]
    fn lists_have_one_form() {
        let (a, b) = (Literal::integer(97), Literal::integer(98));
        assert_eq!(Literal::list(vec![a.clone(), b.clone()]), Literal::string("ab"));
        assert_eq!(Literal::cons(a.clone(), Literal::string("b")), Literal::string("ab"));
        let mixed = Literal::list(vec![Literal::atom("x"), a.clone(), b.clone()]);
        assert_eq!(mixed, Literal::cons(Literal::atom("x"), Literal::string("ab")));
        let other = Literal::list_with_tail(vec![Literal::atom("x"), a], Literal::string("b"));
        assert_eq!(mixed, other);
        assert_eq!(mixed.list_items().map(|items| items.len()), Some(3));
    }

    #[test]
    fn exact_equality() {
        let pair = |k: i32, v: &str| (Literal::integer(k), Literal::atom(v));
        let map = Literal::Map([pair(1, "a"), pair(2, "b")].into());
        let same = Literal::Map([pair(2, "b"), pair(1, "a")].into());
        assert_eq!(map.exactly_equals(&same), Some(true));
        assert_eq!(Literal::integer(1).exactly_equals(&Literal::Float(1.0)), Some(false));
        let list = Literal::cons(Literal::atom("x"), Literal::string("ab"));
        assert_eq!(list.exactly_equals(&list.clone()), Some(true));
        assert_eq!(list.exactly_equals(&Literal::string("ab")), Some(false));
    }
}
