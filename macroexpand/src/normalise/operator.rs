//! Operators: `(+ a b c)` to calls with one or two arguments.
//!
//! Arguments are evaluated once each, from left to right and before any operator. A comparison of three or more terms
//! evaluates all of them first and is true if every neighbouring pair is; `/=` and `=/=` compare
//! every pair.

use lfec_reader::{Form, FormKind};

use super::Normaliser;
use crate::keyword::Keyword;
use crate::shape::{Build, quoted};

/// More operands than this are taken together in several steps, so that calls nest less deeply.
const LONGEST_FOLD: usize = 200;

impl Normaliser<'_> {
    /// An operator call in an expression.
    pub(super) fn operator(&mut self, word: Keyword, form: &Form, arguments: Vec<Form>) -> Form {
        let make = Build(form.span);
        let late = |argument: &Form| !is_constant(argument);
        let in_order = !word.is_comparison() && !arguments.iter().skip(2).any(late);
        if arguments.len() <= 2 || in_order {
            return self.fold_in_steps(word, form, arguments);
        }
        let mut bindings = Vec::new();
        let mut operands = Vec::with_capacity(arguments.len());
        for argument in arguments {
            if is_constant(&argument) {
                operands.push(argument);
            } else {
                let variable = self.fresh(argument.span);
                bindings.push(make.list([variable.clone(), argument]));
                operands.push(variable);
            }
        }
        let value = match word.is_comparison() {
            true => conjunction(word, form, &operands),
            false => self.fold_in_steps(word, form, operands),
        };
        if bindings.is_empty() {
            return value;
        }
        make.call("let", [make.list(bindings), value])
    }

    /// `(op (op a b) c)`, with a variable for what is taken together so far from time to time.
    fn fold_in_steps(&mut self, word: Keyword, form: &Form, mut operands: Vec<Form>) -> Form {
        let make = Build(form.span);
        let mut steps = Vec::new();
        while operands.len() > LONGEST_FOLD {
            let rest = operands.split_off(LONGEST_FOLD);
            let variable = self.fresh(form.span);
            steps.push((variable.clone(), fold(word, form, operands)));
            operands = std::iter::once(variable).chain(rest).collect();
        }
        let last = fold(word, form, operands);
        steps.into_iter().rev().fold(last, |body, (variable, value)| {
            let bindings = make.list([make.list([variable, value])]);
            make.call("let", [bindings, body])
        })
    }
}

/// An operator call in a guard, where evaluating twice does no harm.
pub(super) fn guard_operator(word: Keyword, form: &Form, arguments: Vec<Form>) -> Form {
    if arguments.len() <= 2 || !word.is_comparison() {
        return fold(word, form, arguments);
    }
    conjunction(word, form, &arguments)
}

/// `(op (op a b) c)`
fn fold(word: Keyword, form: &Form, arguments: Vec<Form>) -> Form {
    let make = Build(form.span);
    let count = arguments.len();
    let mut rest = arguments.into_iter();
    let Some(first) = rest.next() else { return form.clone() };
    if count == 1 {
        return make.erlang(word.text(), [first]);
    }
    rest.fold(first, |left, right| make.erlang(word.text(), [left, right]))
}

/// `(andalso (op a b) (op b c) …)`
fn conjunction(word: Keyword, form: &Form, operands: &[Form]) -> Form {
    let make = Build(form.span);
    let compare =
        |left: &Form, right: &Form| make.erlang(word.text(), [left.clone(), right.clone()]);
    let every_pair = matches!(word, Keyword::NotEqual | Keyword::NotExactEqual);
    let mut tests = Vec::new();
    for (index, left) in operands.iter().enumerate() {
        let rest = &operands[index + 1..];
        let compared = if every_pair { rest } else { &rest[..rest.len().min(1)] };
        tests.extend(compared.iter().map(|right| compare(left, right)));
    }
    make.call("andalso", tests)
}

/// Whether evaluating a form twice, or later, makes no difference whatever happens between.
pub(super) fn is_constant(form: &Form) -> bool {
    quoted(form).is_some() || !matches!(form.kind, FormKind::List(_) | FormKind::Dotted(..))
}
