//! Random forms: nothing panics, places are right, and what passes stays as it is.

use lfec_reader::Form;

use super::host::TestHost;
use super::{expand_with, module};
use crate::{Options, print_module};

const WORDS: &str = "x y z _ a 'a 'b 0 1 -5 1.5 \"ab\" \"\" () #(a b) #M(a 1) #\"bin\" #\\c $ENV else \
    quote function lambda match-lambda let let-function letrec-function let-macro progn prog1 prog2 \
    if case cond maybe receive catch try funcall call when after eval-when-compile cons car cdr \
    list tuple tref tset binary map map-get mset mupd mrem map-size record is-record record-index \
    record-field record-update struct is-struct struct-field struct-update lc bc ++ -- andalso \
    orelse + - * / div band and not < >= =:= /= =/= != backquote comma comma-at list* let* flet \
    fletrec flet* macrolet do fun ? : lists:map erlang:self defun defmacro defmodule deftype \
    defspec defrecord defstruct ets-ms dbg-ms MODULE LINE FUNCTION_NAME include-file set <- <= ?= \
    = size unit integer signed utf8 r make-r r-f set-r-f is-r m n f g h m:f define-function \
    define-macro define-record define-module extend-module export all doc spec qlc";

/// A small generator of pseudo-random numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn form(&mut self, words: &[&str], depth: usize, out: &mut String) {
        match self.below(10) {
            0..=4 if depth > 0 => {
                let prefixes = ["", "", "", "", "", "", "'", "`", ",", ",@", "#"];
                out.push_str(prefixes[self.below(prefixes.len())]);
                out.push('(');
                for _ in 0..self.below(5) {
                    self.form(words, depth - 1, out);
                    out.push(' ');
                }
                if self.below(20) == 0 {
                    out.push_str("a . b");
                }
                out.push(')');
            }
            _ => out.push_str(words[self.below(words.len())]),
        }
    }
}

#[test]
fn random_forms_do_no_harm() {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..4_000 {
        let mut text = module(
            "(defrecord r f (g 1)) (defstruct s)\n(defmacro m (a) `(list ,a ,a)) \
             (defmacro n all `(progn ,@all))\n",
        );
        for _ in 0..3 {
            if random.below(2) == 0 {
                text.push_str("(defun f (x y) ");
                random.form(&words, 5, &mut text);
                text.push_str(")\n");
            } else {
                random.form(&words, 6, &mut text);
                text.push('\n');
            }
        }
        check(&text);
    }
}

/// All forms within a form.
fn parts(form: &Form, out: &mut Vec<Form>) {
    out.push(form.clone());
    for item in form.as_list().unwrap_or(&[]) {
        parts(item, out);
    }
}

impl Random {
    /// The form with one of its parts replaced, left out or doubled.
    fn change(&mut self, form: &Form, parts: &[Form]) -> Form {
        let Some(items) = form.as_list().filter(|items| items.len() > 1) else {
            return parts[self.below(parts.len())].clone();
        };
        let mut items = items.to_vec();
        let index = self.below(items.len());
        match self.below(12) {
            0 => items[index] = parts[self.below(parts.len())].clone(),
            1 => {
                items.remove(index);
            }
            2 => items.insert(index, items[index].clone()),
            _ => items[index] = self.change(&items[index], parts),
        }
        Form::list(form.span, items)
    }
}

#[test]
fn changed_programs_do_no_harm() {
    let (forms, _) = lfec_reader::read(lfec_base::FileId(0), super::roundtrip::PROGRAM);
    let mut all = Vec::new();
    forms.iter().for_each(|form| parts(form, &mut all));
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..1_500 {
        let mut changed = forms.clone();
        for _ in 0..=random.below(2) {
            let index = random.below(changed.len());
            changed[index] = random.change(&changed[index], &all);
        }
        let text: Vec<String> = changed.iter().map(lfec_reader::print).collect();
        check(&text.join("\n"));
    }
}

fn check(text: &str) {
    let mut sources = lfec_base::Sources::new();
    let file = sources.add("random.lfe", text);
    let (forms, _) = lfec_reader::read(file, text);
    let expansion = crate::expand_file(
        forms,
        file,
        &mut sources,
        &mut TestHost::default(),
        &Options::default(),
    );
    for diagnostic in &expansion.diagnostics {
        assert!(!diagnostic.span.is_none(), "{diagnostic:?}\n{text}");
        assert!(diagnostic.span.end as usize <= text.len(), "{diagnostic:?}\n{text}");
    }
    for mut module in expansion.modules {
        let made = ["__info__", "__struct__"];
        module.functions.retain(|function| !made.contains(&function.name.as_str()));
        module.exports.retain(|(name, _)| !made.contains(&name.as_str()));
        let printed = print_module(&module);
        let again = expand_with(&printed, TestHost::default(), &Options::default());
        let errors: Vec<String> =
            again.messages().into_iter().filter(|message| !message.contains("Warning")).collect();
        assert_eq!(errors, Vec::<String>::new(), "{text}\n{printed}");
    }
}
