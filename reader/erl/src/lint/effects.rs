//! Values that are made and not used, operations that fail whatever happens, keys given twice.
//!
//! OTP's compiler finds these in Core Erlang, where no error was found before; so does this walk
//! through the tree.

use lfec_base::Span;

use super::Lint;
use super::constants::{Constant, constant};
use crate::ast::{
    BinaryElement, Clause, Expr, ExprKind, FormKind, GeneratorKind, MapField, Qualifier, Template,
    Try,
};
use crate::bits::{SegmentType, segment};
use crate::token::Word;

/// BIFs without effect that cannot fail, by name and arity.
const SAFE: &[(&str, usize)] = &[
    ("date", 0),
    ("get", 0),
    ("get", 1),
    ("is_atom", 1),
    ("is_binary", 1),
    ("is_bitstring", 1),
    ("is_boolean", 1),
    ("is_float", 1),
    ("is_function", 1),
    ("is_integer", 1),
    ("is_list", 1),
    ("is_map", 1),
    ("is_number", 1),
    ("is_pid", 1),
    ("is_port", 1),
    ("is_reference", 1),
    ("is_tuple", 1),
    ("make_ref", 0),
    ("node", 0),
    ("self", 0),
    ("time", 0),
];

/// BIFs without effect that can fail.
const PURE: &[(&str, usize)] = &[
    ("abs", 1),
    ("atom_to_binary", 1),
    ("atom_to_binary", 2),
    ("atom_to_list", 1),
    ("binary_part", 2),
    ("binary_part", 3),
    ("binary_to_list", 1),
    ("bit_size", 1),
    ("byte_size", 1),
    ("element", 2),
    ("float", 1),
    ("float_to_list", 1),
    ("hd", 1),
    ("integer_to_binary", 1),
    ("integer_to_list", 1),
    ("iolist_size", 1),
    ("iolist_to_binary", 1),
    ("length", 1),
    ("list_to_atom", 1),
    ("list_to_binary", 1),
    ("list_to_integer", 1),
    ("list_to_tuple", 1),
    ("map_get", 2),
    ("map_size", 1),
    ("node", 1),
    ("pid_to_list", 1),
    ("round", 1),
    ("size", 1),
    ("split_binary", 2),
    ("tl", 1),
    ("trunc", 1),
    ("tuple_size", 1),
    ("tuple_to_list", 1),
];

impl<'m> Lint<'m> {
    /// Warnings about the bodies of all functions.
    pub fn effects(&mut self) {
        for form in &self.module.forms {
            if let FormKind::Function(function) = &form.kind {
                function.clauses.iter().for_each(|clause| self.used_body(&clause.body));
            }
        }
    }

    /// A body whose last value is used.
    fn used_body(&mut self, exprs: &'m [Expr]) {
        let Some((last, before)) = exprs.split_last() else { return };
        before.iter().for_each(|expr| self.ignored(expr));
        self.used(last);
    }

    fn ignored_body(&mut self, exprs: &'m [Expr]) {
        exprs.iter().for_each(|expr| self.ignored(expr));
    }

    fn bodies(&mut self, clauses: &'m [Clause], is_used: bool) {
        for clause in clauses {
            match is_used {
                true => self.used_body(&clause.body),
                false => self.ignored_body(&clause.body),
            }
        }
    }

    /// An expression whose value nothing uses.
    fn ignored(&mut self, expr: &'m Expr) {
        match &expr.kind {
            ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::List(..)
            | ExprKind::Tuple(_)
            | ExprKind::Map(..)
            | ExprKind::Record(..)
            | ExprKind::Binary(_)
            | ExprKind::Fun(..) => self.constructed(expr.span),
            ExprKind::String(text) if !text.is_empty() => self.constructed(expr.span),
            ExprKind::Op(word, _, _) => self.ignored_operator(*word, 2, expr.span),
            ExprKind::Unary(word, operand) if constant(operand).is_none() => {
                self.ignored_operator(*word, 1, expr.span);
            }
            ExprKind::Unary(Word::Minus, operand)
                if matches!(constant(operand), Some(Constant::Integer(_) | Constant::Float(_))) =>
            {
                self.constructed(expr.span);
            }
            ExprKind::Unary(word, _) => self.ignored_operator(*word, 1, expr.span),
            ExprKind::Call(callee, arguments) => self.ignored_call(callee, arguments.len(), expr),
            ExprKind::Comprehension(template, _) => {
                if let Template::List(element) = &**template {
                    return self.ignored(element);
                }
            }
            _ => {}
        }
        self.parts(expr, false);
    }

    fn used(&mut self, expr: &'m Expr) {
        self.parts(expr, true);
    }

    /// What is in an expression.
    fn parts(&mut self, expr: &'m Expr, is_used: bool) {
        self.fails(expr);
        match &expr.kind {
            ExprKind::Block(body) => match is_used {
                true => self.used_body(body),
                false => self.ignored_body(body),
            },
            ExprKind::If(clauses) => self.bodies(clauses, is_used),
            ExprKind::Case(argument, clauses) => {
                self.used(argument);
                self.bodies(clauses, is_used);
            }
            ExprKind::Receive(clauses, after) => {
                self.bodies(clauses, is_used);
                if let Some(after) = after {
                    self.used(&after.0);
                    match is_used {
                        true => self.used_body(&after.1),
                        false => self.ignored_body(&after.1),
                    }
                }
            }
            ExprKind::Try(parts) => self.try_parts(parts, is_used),
            ExprKind::Fun(_, clauses) => self.bodies(clauses, true),
            ExprKind::Maybe(body, clauses) => {
                self.used_body(body);
                self.bodies(clauses, true);
            }
            ExprKind::Map(base, fields) => {
                self.keys_given_twice(fields);
                base.iter().for_each(|base| self.used(base));
                fields.iter().for_each(|field| self.each_used([&field.key, &field.value]));
            }
            ExprKind::Comprehension(template, qualifiers) => {
                self.comprehension_parts(template, qualifiers);
            }
            ExprKind::List(items, tail) => self.each_used(items.iter().chain(tail.as_deref())),
            ExprKind::Tuple(items) => self.each_used(items),
            ExprKind::Record(_, fields) => self.each_used(fields.iter().map(|f| &f.value)),
            ExprKind::RecordUpdate(base, _, fields) => {
                self.used(base);
                self.each_used(fields.iter().map(|field| &field.value));
            }
            ExprKind::RecordGet(base, ..) | ExprKind::Catch(base) => self.used(base),
            ExprKind::Match(_, value) | ExprKind::MaybeMatch(_, value) => self.used(value),
            ExprKind::Unary(_, operand) => self.used(operand),
            ExprKind::Op(_, left, right) => self.each_used([&**left, &**right]),
            ExprKind::Call(callee, arguments) => {
                if !matches!(callee.kind, ExprKind::Atom(_) | ExprKind::Remote(..)) {
                    self.used(callee);
                }
                self.each_used(arguments);
            }
            ExprKind::Binary(elements) => {
                if elements.iter().any(is_of_wrong_type) {
                    let message = "binary construction will fail because of a type mismatch";
                    self.warning("bin-construction", message.to_owned(), expr.span);
                }
                self.each_used(elements.iter().map(|element| &element.value));
            }
            _ => {}
        }
    }

    fn each_used(&mut self, exprs: impl IntoIterator<Item = &'m Expr>) {
        exprs.into_iter().for_each(|expr| self.used(expr));
    }

    fn try_parts(&mut self, parts: &'m Try, is_used: bool) {
        if parts.clauses.is_empty() && !is_used {
            self.ignored_body(&parts.body);
        } else {
            self.used_body(&parts.body);
        }
        self.bodies(&parts.clauses, is_used);
        self.bodies(&parts.handlers, is_used);
        self.ignored_body(&parts.after);
    }

    fn comprehension_parts(&mut self, template: &'m Template, qualifiers: &'m [Qualifier]) {
        for qualifier in qualifiers {
            match qualifier {
                Qualifier::Filter(test) => self.used(test),
                Qualifier::Generator(generator) if generator.kind == GeneratorKind::List => {
                    self.used(&generator.source);
                }
                _ => {}
            }
        }
        match template {
            Template::List(expr) => self.used(expr),
            Template::Map(key, value) => self.each_used([key, value]),
            Template::Binary(_) => {}
        }
    }

    fn constructed(&mut self, span: Span) {
        let message = "a term is constructed, but never used".to_owned();
        self.warning("useless-building", message, span);
    }

    fn ignored_operator(&mut self, word: Word, arity: usize, span: Span) {
        let shown = format!("operator '{}'/{arity}", word.text());
        match word {
            Word::Bang | Word::Andalso | Word::Orelse => {}
            Word::Equal
            | Word::NotEqual
            | Word::Exact
            | Word::NotExact
            | Word::Less
            | Word::LessEqual
            | Word::Greater
            | Word::GreaterEqual => {
                let message = format!("use of operator '{}' has no effect", word.text());
                self.warning("no-effect", message, span);
            }
            _ => self.result_ignored(&format!("evaluating {shown}"), span),
        }
    }

    fn result_ignored(&mut self, what: &str, span: Span) {
        let message = format!(
            "the result of {what} is ignored (suppress the warning by assigning the expression \
             to the _ variable)"
        );
        self.warning("result-ignored", message, span);
    }

    fn ignored_call(&mut self, callee: &'m Expr, arity: usize, call: &'m Expr) {
        let Some(name) = self.bif_name(callee, arity) else { return };
        let is_in = |table: &[(&str, usize)]| table.contains(&(name, arity));
        if is_in(SAFE) {
            let message = format!("the call to {name}/{arity} has no effect");
            self.warning("no-effect", message, call.span);
        } else if is_in(PURE) {
            self.result_ignored(&format!("calling {name}/{arity}"), call.span);
        }
    }

    /// The name of the BIF that a callee is.
    fn bif_name(&self, callee: &'m Expr, arity: usize) -> Option<&'static str> {
        match &callee.kind {
            ExprKind::Atom(name) => {
                let function = (*name, arity);
                let is_bif = crate::bifs::is_auto_imported(*name, arity)
                    && !self.is_hidden_bif(function)
                    && !self.functions.contains_key(&function)
                    && !self.imports.contains_key(&function);
                is_bif.then_some(name.as_str())
            }
            ExprKind::Remote(module, name) => {
                let is_erlang = module.as_atom().is_some_and(|name| name.as_str() == "erlang");
                name.as_atom().filter(|_| is_erlang).map(|name| name.as_str())
            }
            _ => None,
        }
    }

    /// Operations on constants that fail.
    fn fails(&mut self, expr: &'m Expr) {
        let (shown, reason) = match &expr.kind {
            ExprKind::Op(word, left, right) => {
                let (Some(left), Some(right)) = (constant(left), constant(right)) else { return };
                let Some(reason) = binary_failure(*word, &left, &right) else { return };
                (format!("evaluation of operator '{}'/2", word.text()), reason)
            }
            ExprKind::Unary(word, operand) => {
                let Some(operand) = constant(operand) else { return };
                let Some(reason) = unary_failure(*word, &operand) else { return };
                (format!("evaluation of operator '{}'/1", word.text()), reason)
            }
            ExprKind::Call(callee, arguments) => {
                let [argument] = &arguments[..] else { return };
                let Some(name) = self.bif_name(callee, 1) else { return };
                let Some(argument) = constant(argument) else { return };
                if !call_fails(name, &argument) {
                    return;
                }
                (format!("the call to {name}/1"), "badarg")
            }
            _ => return,
        };
        let message = format!("{shown} will fail with a '{reason}' exception");
        self.warning("eval-failure", message, expr.span);
    }

    /// Constant keys of which a later one gives the value.
    fn keys_given_twice(&mut self, fields: &'m [MapField]) {
        let keys: Vec<Option<Constant>> = fields.iter().map(|field| constant(&field.key)).collect();
        for (index, key) in keys.iter().enumerate() {
            if let Some(shown) = key
                && keys[index + 1..].contains(key)
            {
                let message = format!("key {} will be overridden in expression", shown.quoted());
                self.warning("map-key-overridden", message, fields[index].key.span);
            }
        }
    }
}

/// Whether a segment's value is a constant that is not of its type.
fn is_of_wrong_type(element: &BinaryElement) -> bool {
    let Ok(meaning) = segment(element) else { return false };
    let is_text = matches!(element.value.kind, ExprKind::String(_));
    match (constant(&element.value), meaning.kind) {
        (Some(Constant::Atom(_) | Constant::Tuple(_) | Constant::List(_)), _) => true,
        (Some(Constant::Nil | Constant::String(_)), SegmentType::Binary) => is_text,
        (Some(Constant::Integer(_)), SegmentType::Binary) => true,
        (Some(Constant::Float(_)), kind) => kind != SegmentType::Float,
        _ => false,
    }
}

fn binary_failure(word: Word, left: &Constant, right: &Constant) -> Option<&'static str> {
    let (numbers, integers) = (left.is_number() && right.is_number(), is_integer(left, right));
    let (holds, reason) = match word {
        Word::Plus | Word::Minus | Word::Star => (numbers, "badarith"),
        Word::Slash => (numbers && !right.is_zero(), "badarith"),
        Word::Div | Word::Rem => (integers && !right.is_zero(), "badarith"),
        Word::Band | Word::Bor | Word::Bxor | Word::Bsl | Word::Bsr => (integers, "badarith"),
        Word::And | Word::Or | Word::Xor => (left.is_boolean() && right.is_boolean(), "badarg"),
        Word::PlusPlus => (left.is_list(), "badarg"),
        Word::MinusMinus => (left.is_list() && right.is_list(), "badarg"),
        _ => return None,
    };
    (!holds).then_some(reason)
}

fn is_integer(left: &Constant, right: &Constant) -> bool {
    matches!((left, right), (Constant::Integer(_), Constant::Integer(_)))
}

fn unary_failure(word: Word, operand: &Constant) -> Option<&'static str> {
    let (holds, reason) = match word {
        Word::Plus | Word::Minus => (operand.is_number(), "badarith"),
        Word::Bnot => (matches!(operand, Constant::Integer(_)), "badarith"),
        Word::Not => (operand.is_boolean(), "badarg"),
        _ => return None,
    };
    (!holds).then_some(reason)
}

fn call_fails(name: &str, argument: &Constant) -> bool {
    match name {
        "hd" | "tl" => !argument.is_list() || *argument == Constant::Nil,
        "length" | "list_to_atom" | "list_to_tuple" => !argument.is_list(),
        "abs" | "float" | "round" | "trunc" => !argument.is_number(),
        "atom_to_list" => !matches!(argument, Constant::Atom(_)),
        "integer_to_list" => !matches!(argument, Constant::Integer(_)),
        "tuple_to_list" | "tuple_size" => !matches!(argument, Constant::Tuple(_)),
        _ => false,
    }
}
