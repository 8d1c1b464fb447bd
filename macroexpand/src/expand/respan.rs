//! Places for what a macro returns.
//!
//! Lists, tuples and maps that came in as arguments get their own places back, all within them
//! too; symbols get the place of the first equal one among the arguments; everything else stands
//! where the call stands. So diagnostics and stack traces point into the call.
//!
//! Equal structures are found by numbering: equal data have equal numbers, so that the work is
//! linear in the size of both.

use std::collections::HashMap;

use lfec_base::Symbol;
use lfec_reader::{Form, FormKind};

use crate::stack::deeper;

/// What tells a datum from others, given the numbers of its parts.
#[derive(PartialEq, Eq, Hash)]
enum Shape {
    Symbol(Symbol),
    Integer(num_bigint::BigInt),
    Float(u64),
    Binary(Vec<u8>, u8),
    Tuple(Vec<u32>),
    Map(Vec<u32>),
    List(Vec<u32>),
    Dotted(Vec<u32>),
}

#[derive(Default)]
struct Numbering {
    numbers: HashMap<Shape, u32>,
    /// The first form with each number, for those that are worth finding again.
    originals: HashMap<u32, Form>,
}

/// Gives `result` places: those of equal parts of `call`'s arguments, or else `call`'s own.
pub(super) fn respan(result: &Form, call: &Form) -> Form {
    let mut numbering = Numbering::default();
    if let Some([_, arguments @ ..]) = call.as_list() {
        for argument in arguments {
            numbering.learn(argument);
        }
    }
    numbering.rebuild(result, call).0
}

impl Numbering {
    fn number(&mut self, shape: Shape) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(shape).or_insert(next)
    }

    /// Numbers an argument and all its parts.
    fn learn(&mut self, form: &Form) -> u32 {
        deeper(|| self.learn_here(form))
    }

    fn learn_here(&mut self, form: &Form) -> u32 {
        let shape = match &form.kind {
            FormKind::Tuple(items) => Shape::Tuple(self.learn_all(items)),
            FormKind::List(items) => Shape::List(self.learn_all(items)),
            FormKind::Dotted(items, tail) => {
                let mut parts = self.learn_all(items);
                parts.push(self.learn(tail));
                Shape::Dotted(parts)
            }
            FormKind::Map(pairs) => {
                let parts = pairs.iter().flat_map(|(key, value)| [key, value]);
                Shape::Map(parts.map(|part| self.learn(part)).collect())
            }
            _ => self.atom(form),
        };
        let number = self.number(shape);
        if is_worth_finding(form) {
            self.originals.entry(number).or_insert_with(|| form.clone());
        }
        number
    }

    fn learn_all(&mut self, forms: &[Form]) -> Vec<u32> {
        forms.iter().map(|form| self.learn(form)).collect()
    }

    fn atom(&mut self, form: &Form) -> Shape {
        match &form.kind {
            FormKind::Symbol(symbol) => Shape::Symbol(*symbol),
            FormKind::Integer(value) => Shape::Integer(value.as_ref().clone()),
            FormKind::Float(value) => Shape::Float(value.to_bits()),
            FormKind::Binary(bytes, bits) => Shape::Binary(bytes.to_vec(), *bits),
            _ => {
                let points = form.list_items().unwrap_or_default();
                Shape::List(self.learn_all(&points))
            }
        }
    }

    /// A part of the result with places, and its number.
    fn rebuild(&mut self, form: &Form, call: &Form) -> (Form, u32) {
        deeper(|| self.rebuild_here(form, call))
    }

    fn rebuild_here(&mut self, form: &Form, call: &Form) -> (Form, u32) {
        let (kind, shape) = match &form.kind {
            FormKind::Tuple(items) => {
                let (items, numbers) = self.rebuild_all(items, call);
                (FormKind::Tuple(items.into()), Shape::Tuple(numbers))
            }
            FormKind::List(items) => {
                let (items, numbers) = self.rebuild_all(items, call);
                (FormKind::List(items.into()), Shape::List(numbers))
            }
            FormKind::Dotted(items, tail) => {
                let (items, mut numbers) = self.rebuild_all(items, call);
                let (tail, number) = self.rebuild(tail, call);
                numbers.push(number);
                (FormKind::Dotted(items.into(), tail.into()), Shape::Dotted(numbers))
            }
            FormKind::Map(pairs) => {
                let mut rebuilt = Vec::with_capacity(pairs.len());
                let mut numbers = Vec::with_capacity(2 * pairs.len());
                for (key, value) in pairs.iter() {
                    let (key, number) = self.rebuild(key, call);
                    numbers.push(number);
                    let (value, number) = self.rebuild(value, call);
                    numbers.push(number);
                    rebuilt.push((key, value));
                }
                (FormKind::Map(rebuilt.into()), Shape::Map(numbers))
            }
            kind => (kind.clone(), self.atom(form)),
        };
        let number = self.number(shape);
        match self.originals.get(&number) {
            Some(original) => (original.clone(), number),
            None => (Form { span: call.span, kind }, number),
        }
    }

    fn rebuild_all(&mut self, forms: &[Form], call: &Form) -> (Vec<Form>, Vec<u32>) {
        forms.iter().map(|form| self.rebuild(form, call)).unzip()
    }
}

fn is_worth_finding(form: &Form) -> bool {
    match &form.kind {
        FormKind::List(items) => !items.is_empty(),
        FormKind::Tuple(_) | FormKind::Map(_) | FormKind::Dotted(..) | FormKind::Symbol(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::respan;
    use lfec_base::{FileId, Span};
    use lfec_reader::Form;

    fn at(start: u32) -> Span {
        Span { file: FileId(0), start, end: start + 1 }
    }

    #[test]
    fn arguments_keep_their_places_and_the_rest_gets_the_calls() {
        let argument = Form::list(at(5), vec![Form::symbol(at(6), "f"), Form::symbol(at(7), "x")]);
        let call = Form::list(at(1), vec![Form::symbol(at(2), "m"), argument.clone()]);
        let unplaced = Form::list(
            Span::NONE,
            vec![Form::symbol(Span::NONE, "f"), Form::symbol(Span::NONE, "x")],
        );
        let result = Form::call(Span::NONE, "progn", [unplaced, Form::integer(Span::NONE, 1)]);
        let placed = respan(&result, &call);
        assert_eq!(placed, result);
        assert_eq!(placed.span, at(1));
        let items = placed.as_list().unwrap();
        assert_eq!((items[0].span, items[1].span, items[2].span), (at(1), at(5), at(1)));
        assert_eq!(items[1].as_list().unwrap()[1].span, at(7));
    }
}
