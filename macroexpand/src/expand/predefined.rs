//! The predefined macros, one step each. User macros of the same name come before them.

use lfec_base::Symbol;
use lfec_reader::Form;

use super::backquote::expand_backquote;
use super::definition::{
    define, function_definition, function_spec, macro_definition, module_parts, named_definitions,
    type_definition,
};
use super::record::define_record;
use super::{Expander, Refused};
use crate::environment::Environment;
use crate::keyword::{Keyword, call_of};
use crate::shape::Build;

/// What a predefined macro makes; `None` if the call is none after all.
pub(super) type Expansion = Option<Result<Form, Refused>>;

impl Expander<'_> {
    /// Expands the predefined macros that are keywords.
    pub(super) fn predefined(
        &mut self,
        word: Keyword,
        form: &Form,
        arguments: &[Form],
        env: &Environment,
    ) -> Expansion {
        use Keyword::*;
        let make = Build(form.span);
        let rename = |name: &str| Some(Ok(make.call(name, arguments.iter().cloned())));
        match word {
            BangEqual => rename("/="),
            TripleEqual => rename("=:="),
            BangDoubleEqual => rename("=/="),
            Backquote => match arguments {
                [template] => Some(Ok(expand_backquote(template))),
                _ => None,
            },
            ListStar | LetStar | Flet | Fletrec | FletStar | Macrolet | Do | Fun | Question => {
                self.predefined_binding(word, form, arguments)
            }
            Defun | Defmacro | Defmodule | Deftype | Defopaque | Defspec => Some(
                definition(word, form, arguments).ok_or_else(|| Refused::bad_form(word.text())),
            ),
            Defrecord => Some(define_record(form, arguments)),
            Defstruct => Some(self.define_struct(form, arguments, env)),
            EtsMs | TableMs | MatchSpec => Some(self.table_match_spec(form, arguments, env)),
            DbgMs | TraceMs => Some(self.trace_match_spec(form, arguments, env)),
            Qlc => Some(query(form, arguments).ok_or_else(|| Refused::bad_form("qlc"))),
            Colon => self.colon_call(form, arguments),
            Module | Line | File | FunctionName | FunctionArity if arguments.is_empty() => {
                self.place_macro(word, form).map(Ok)
            }
            _ => None,
        }
    }

    /// Expands the predefined macros whose names follow a rule: `c[ad]{2,4}r` and `module:name`.
    pub(super) fn other_predefined(
        &mut self,
        name: Symbol,
        form: &Form,
        arguments: &[Form],
    ) -> Expansion {
        if let (Some(path), [argument]) = (list_path(name.as_str()), arguments) {
            let make = Build(form.span);
            let access = path.bytes().rev().fold(argument.clone(), |list, letter| {
                make.call(if letter == b'a' { "car" } else { "cdr" }, [list])
            });
            return Some(Ok(access));
        }
        let (module, function) = split_name(name.as_str())?;
        let names = [module, function].map(|text| Form::symbol(form.span, text));
        let parts = names.into_iter().chain(arguments.iter().cloned());
        Some(Ok(Build(form.span).call(":", parts)))
    }

    /// `(: module function argument…)`: a macro of the module, or a call.
    fn colon_call(&mut self, form: &Form, arguments: &[Form]) -> Expansion {
        let [module, function, rest @ ..] = arguments else { return None };
        if let (Some(module), Some(function)) = (module.as_symbol(), function.as_symbol())
            && let Some(expanded) = self.call_exported_macro(module, function, form, rest)
        {
            return Some(Ok(expanded));
        }
        let quoted = [module, function].map(|name| Build(name.span).quote(name.clone()));
        let parts = quoted.into_iter().chain(rest.iter().cloned());
        Some(Ok(Build(form.span).call("call", parts)))
    }

    /// `(MODULE)`, `(LINE)`, `(FILE)` and, in a function, its name and arity.
    fn place_macro(&mut self, word: Keyword, form: &Form) -> Option<Form> {
        let make = Build(form.span);
        let datum = match word {
            Keyword::Module => {
                let none = || Symbol::intern("-no-module-");
                make.symbol(self.tables.module.unwrap_or_else(none))
            }
            Keyword::Line => Form::integer(form.span, self.sources.line(form.span)),
            Keyword::File => Form::string(form.span, self.sources.name(form.span.file)),
            Keyword::FunctionName => make.symbol(self.function?.0),
            _ => Form::integer(form.span, self.function?.1),
        };
        Some(make.quote(datum))
    }
}

/// `(qlc (lc (qualifier…) e) [options])`: a handle of module `qlc` that gives the comprehension's
/// list when it is asked for. Each generator goes through what its source, a handle or a list, gives.
fn query(form: &Form, arguments: &[Form]) -> Option<Form> {
    let make = Build(form.span);
    let (comprehension, options) = match arguments {
        [comprehension] => (comprehension, make.quote(Form::nil(form.span))),
        [comprehension, options] => (comprehension, options.clone()),
        _ => return None,
    };
    let (Keyword::Lc | Keyword::ListComp, [qualifiers, element]) = call_of(comprehension)? else {
        return None;
    };
    let qualifiers = qualifiers.as_list()?.iter().map(|qualifier| {
        let Some((Keyword::Generate, [front @ .., source])) = call_of(qualifier) else {
            return qualifier.clone();
        };
        let source = make.remote("qlc", "lfe_elements", [source.clone()]);
        make.call("<-", front.iter().cloned().chain([source]))
    });
    let qualifiers = make.list(qualifiers.collect::<Vec<_>>());
    let list = make.call("list-comp", [qualifiers, element.clone()]);
    let lambda = make.call("lambda", [Form::nil(form.span), list]);
    Some(make.remote("qlc", "lfe_handle", [lambda, options]))
}

/// `defun`, `defmacro` and the other definitions that only change shape.
fn definition(word: Keyword, form: &Form, arguments: &[Form]) -> Option<Form> {
    let (name, rest) = arguments.split_first()?;
    let make = Build(form.span);
    Some(match word {
        Keyword::Defun => define(form, "define-function", name, function_definition(form, rest)?),
        Keyword::Defmacro => define(form, "define-macro", name, macro_definition(form, rest)?),
        Keyword::Defmodule => {
            let (metas, attributes) = module_parts(rest)?;
            make.call("define-module", [name.clone(), make.list(metas), make.list(attributes)])
        }
        Keyword::Deftype => make.call("define-type", type_definition(form, name, rest)),
        Keyword::Defopaque => make.call("define-opaque-type", type_definition(form, name, rest)),
        _ => {
            let (function, types) = function_spec(name, rest);
            make.call("define-function-spec", [function, types])
        }
    })
}

/// The letters of `c[ad]{2,4}r`.
fn list_path(name: &str) -> Option<&str> {
    let path = name.strip_prefix('c')?.strip_suffix('r')?;
    let letters = path.bytes().all(|letter| letter == b'a' || letter == b'd');
    (letters && (2..=4).contains(&path.len())).then_some(path)
}

/// `module:name` with exactly two parts.
pub(crate) fn split_name(name: &str) -> Option<(&str, &str)> {
    if !name.contains(':') || name == "=:=" {
        return None;
    }
    let mut parts = name.split(':').filter(|part| !part.is_empty());
    let (module, function) = (parts.next()?, parts.next()?);
    parts.next().is_none().then_some((module, function))
}

/// The definitions of `flet` and `fletrec`, or of `macrolet`.
pub(super) fn local_definitions(word: Keyword, bindings: &Form) -> Option<Form> {
    match word {
        Keyword::Macrolet => named_definitions(bindings, macro_definition),
        _ => named_definitions(bindings, function_definition),
    }
}
