//! Forms to text for people: abbreviated quotes, strings, lines of at most 80 columns.
//!
//! Lists that fit the line stay on it. Others are broken by the usual style of LFE: special forms
//! have their first arguments on the line of the head and the rest below, indented by two; the
//! arguments of a call stand below each other; elements of data begin below each other, symbols
//! and numbers together on a line.

use crate::print::{Style, abbreviated, atom, comma_tail, print_short};
use crate::{Form, FormKind};

/// Longest line.
const WIDTH: usize = 80;

/// Forms nested more deeply stand on one line: they do not fit the width anyhow, and this
/// printer recurses.
const DEEPEST: usize = 150;

/// Heads longer than this have their arguments below, not beside them.
const LONGEST_HEAD: usize = 24;

/// The text of `form` on as many lines as it needs, without a newline at the end. It reads back
/// as the same data.
pub fn pretty(form: &Form) -> String {
    let mut printer = Printer { out: String::new(), column: 0, depth: 0, in_quote: false };
    printer.form(form, 0);
    printer.out
}

/// How many arguments of a special form stand beside its head; the rest is its body.
fn arguments_beside(head: &str) -> Option<usize> {
    Some(match head {
        "progn" | "prog1" | "prog2" | "maybe" | "receive" | "catch" | "match-lambda" | "begin"
        | "eval-when-compile" | "extend-module" | "syntax-rules" | "macro" | "match-spec"
        | "after" | "else" => 0,
        "if"
        | "case"
        | "let"
        | "let*"
        | "let-function"
        | "letrec-function"
        | "let-macro"
        | "flet"
        | "flet*"
        | "fletrec"
        | "macrolet"
        | "syntaxlet"
        | "let-syntax"
        | "lambda"
        | "try"
        | "lc"
        | "list-comp"
        | "bc"
        | "binary-comp"
        | "defmodule"
        | "define-module"
        | "defrecord"
        | "define-record"
        | "defsyntax"
        | "define-syntax"
        | "define"
        | "deftest"
        | "define-type"
        | "define-opaque-type"
        | "define-function-spec"
        | "defspec"
        | "deftype"
        | "defopaque"
        | "defstruct" => 1,
        "do" | "define-function" | "define-macro" => 2,
        _ => return None,
    })
}

struct Printer {
    out: String,
    /// Characters on the last line.
    column: usize,
    depth: usize,
    /// Whether this is the inside of a quote, where lists are data rather than calls.
    in_quote: bool,
}

impl Printer {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    fn line(&mut self, column: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', column));
        self.column = column;
    }

    /// Prints a form that `closers` closing brackets follow on the same line.
    fn form(&mut self, form: &Form, closers: usize) {
        let room = WIDTH.saturating_sub(self.column + closers);
        if let Some(text) = print_short(form, room).or_else(|| atom(form, Style::Short)) {
            return self.text(&text);
        }
        if self.depth >= DEEPEST {
            let text = print_short(form, usize::MAX).unwrap_or_default();
            return self.text(&text);
        }
        self.depth += 1;
        match abbreviated(form) {
            Some((prefix, datum)) => {
                self.text(prefix);
                let around = std::mem::replace(&mut self.in_quote, prefix == "'");
                self.form(datum, closers);
                self.in_quote = around;
            }
            None => self.broken(form, closers),
        }
        self.depth -= 1;
    }

    /// Prints a form that does not fit the line.
    fn broken(&mut self, form: &Form, closers: usize) {
        match &form.kind {
            FormKind::List(items) => match comma_tail(items) {
                Some((items, tail)) => self.dotted(items, ",", tail, closers),
                None => self.list(items, closers),
            },
            FormKind::Tuple(items) => {
                self.text("#(");
                self.elements(items, self.column, closers + 1);
            }
            FormKind::Map(pairs) => {
                self.text("#M(");
                self.pairs(pairs, closers + 1);
            }
            FormKind::Dotted(items, tail) => self.dotted(items, "", tail, closers),
            _ => {}
        }
        self.text(")");
    }

    /// A list with a tail, without its closing bracket.
    fn dotted(&mut self, items: &[Form], prefix: &str, tail: &Form, closers: usize) {
        self.text("(");
        let column = self.column;
        self.elements(items, column, 2);
        self.text(" .");
        let room = WIDTH.saturating_sub(self.column + 1 + prefix.len() + closers + 1);
        match print_short(tail, room).is_some() {
            true => self.text(" "),
            false => self.line(column),
        }
        self.text(prefix);
        self.form(tail, closers + 1);
    }

    /// A list without its closing bracket.
    fn list(&mut self, items: &[Form], closers: usize) {
        let column = self.column;
        self.text("(");
        let Some((head, arguments)) = items.split_first() else { return };
        let Some(name) = head.as_symbol().map(|name| name.as_str()) else {
            return self.elements(items, column + 1, closers + 1);
        };
        let beside = match name {
            "defun" | "defmacro" | "defn" | "defn-" => arguments_of_definition(arguments),
            _ => arguments_beside(name),
        };
        if beside.is_none() && self.in_quote {
            return self.elements(items, column + 1, closers + 1);
        }
        self.form(head, 0);
        let is_long = self.column - column > LONGEST_HEAD;
        match beside {
            Some(count) => {
                let (beside, below) = arguments.split_at(count.min(arguments.len()));
                let last = if below.is_empty() { closers + 1 } else { 0 };
                self.beside(beside, last);
                self.below(below, column + 2, closers + 1);
            }
            None if is_long => self.below(arguments, column + 2, closers + 1),
            None => {
                self.text(" ");
                self.elements(arguments, self.column, closers + 1);
            }
        }
    }

    /// Arguments on the line of the head.
    fn beside(&mut self, arguments: &[Form], closers: usize) {
        for (number, argument) in arguments.iter().enumerate() {
            let is_last = number + 1 == arguments.len();
            self.text(" ");
            self.form(argument, if is_last { closers } else { 0 });
        }
    }

    /// Forms on lines of their own.
    fn below(&mut self, forms: &[Form], column: usize, closers: usize) {
        for (number, form) in forms.iter().enumerate() {
            let is_last = number + 1 == forms.len();
            self.line(column);
            self.form(form, if is_last { closers } else { 0 });
        }
    }

    /// Forms from here on that begin at `column`; several on a line while they are atoms.
    fn elements(&mut self, forms: &[Form], column: usize, closers: usize) {
        let mut joins = false;
        for (number, form) in forms.iter().enumerate() {
            let closers = if number + 1 == forms.len() { closers } else { 0 };
            let room = WIDTH.saturating_sub(self.column + 1 + closers);
            let is_atom = is_simple(form);
            if number > 0 {
                match joins && is_atom && print_short(form, room).is_some() {
                    true => self.text(" "),
                    false => self.line(column),
                }
            }
            self.form(form, closers);
            joins = is_atom;
        }
    }

    /// The pairs of a map, each on a line of its own.
    fn pairs(&mut self, pairs: &[(Form, Form)], closers: usize) {
        let column = self.column;
        for (number, (key, value)) in pairs.iter().enumerate() {
            let closers = if number + 1 == pairs.len() { closers } else { 0 };
            if number > 0 {
                self.line(column);
            }
            self.form(key, 0);
            let room = WIDTH.saturating_sub(self.column + 1 + closers);
            match print_short(value, room).is_some() {
                true => self.text(" "),
                false => self.line(column + 2),
            }
            self.form(value, closers);
        }
    }
}

/// `(defun name (a b) …)` has two arguments beside it, `(defun name (clause) …)` one.
fn arguments_of_definition(arguments: &[Form]) -> Option<usize> {
    let is_parameters = |form: &Form| match form.as_list() {
        Some(parameters) => parameters.iter().all(|parameter| parameter.as_symbol().is_some()),
        None => form.as_symbol().is_some(),
    };
    Some(if arguments.get(1).is_some_and(is_parameters) { 2 } else { 1 })
}

/// Whether several such forms may share a line: atoms, quoted or not.
fn is_simple(form: &Form) -> bool {
    match &form.kind {
        FormKind::Map(_) | FormKind::Dotted(..) => false,
        FormKind::Tuple(items) => items.is_empty(),
        FormKind::List(items) => {
            let is_atom = |form: &Form| matches!(form.kind, FormKind::Symbol(_));
            items.is_empty() || abbreviated(form).is_some_and(|(_, datum)| is_atom(datum))
        }
        FormKind::String(_) | FormKind::Binary(..) => false,
        _ => true,
    }
}
