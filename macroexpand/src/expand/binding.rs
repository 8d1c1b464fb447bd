//! The predefined macros that bind: `let*`, `flet`, `do`, `fun` and their like; and `let-macro`.

use lfec_reader::Form;

use super::predefined::{Expansion, local_definitions};
use super::{Expander, Refused};
use crate::environment::{Binding, Environment, UserMacro};
use crate::keyword::{Keyword, call_of};
use crate::shape::{Build, as_index};

/// `fun` makes a lambda of at most as many arguments as a function can have.
const MOST_ARGUMENTS: usize = 255;

impl Expander<'_> {
    pub(super) fn predefined_binding(
        &mut self,
        word: Keyword,
        form: &Form,
        arguments: &[Form],
    ) -> Expansion {
        let expanded = match word {
            Keyword::ListStar => Some(list_star(form, arguments)),
            Keyword::LetStar => nested(form, "let", arguments),
            Keyword::FletStar => nested(form, "flet", arguments),
            Keyword::Question => receive_any(form, arguments),
            Keyword::Do => self.do_loop(form, arguments),
            Keyword::Fun => match arguments.len() {
                2 | 3 => self.fun(form, arguments),
                _ => return None,
            },
            _ => local(word, form, arguments),
        };
        Some(expanded.ok_or_else(|| Refused::bad_form(word.text())))
    }

    /// `(do ((v init step)…) (test result) body…)`: a local function that calls itself. The
    /// value of the body is `do-state`, which the steps may use.
    fn do_loop(&mut self, form: &Form, arguments: &[Form]) -> Option<Form> {
        let [variables, end, body @ ..] = arguments else { return None };
        let [test, result] = end.as_list()? else { return None };
        let (mut names, mut initial, mut steps) = (Vec::new(), Vec::new(), Vec::new());
        for variable in variables.list_items()?.iter() {
            let [name, first, step] = variable.as_list()? else { return None };
            names.push(name.clone());
            initial.push(first.clone());
            steps.push(step.clone());
        }
        let make = Build(form.span);
        self.fresh += 1;
        let function = Form::symbol(form.span, &format!("do$^{}", self.fresh));
        let apply =
            |arguments: Vec<Form>| make.list(std::iter::once(function.clone()).chain(arguments));
        let state = make.call("progn", body.iter().cloned());
        let state = make.list([make.list([Form::symbol(form.span, "do-state"), state])]);
        let again = make.call("let", [state, apply(steps)]);
        let step = make.call("if", [test.clone(), result.clone(), again]);
        let lambda = make.call("lambda", [make.list(names), step]);
        let functions = make.list([make.list([function.clone(), lambda])]);
        Some(make.call("letrec-function", [functions, apply(initial)]))
    }

    /// `(fun f n)` and `(fun m f n)`
    fn fun(&mut self, form: &Form, arguments: &[Form]) -> Option<Form> {
        let make = Build(form.span);
        let count = arguments.last().and_then(as_index).filter(|n| *n <= MOST_ARGUMENTS)?;
        let variables: Vec<Form> = (0..count).map(|_| make.symbol(self.fresh_variable())).collect();
        let names = &arguments[..arguments.len() - 1];
        names.iter().all(|name| name.as_symbol().is_some()).then_some(())?;
        let call = match names {
            [function] => {
                make.list(std::iter::once(function.clone()).chain(variables.iter().cloned()))
            }
            _ => {
                let names = names.iter().map(|name| make.quote(name.clone()));
                make.call("call", names.chain(variables.iter().cloned()))
            }
        };
        Some(make.call("lambda", [make.list(variables), call]))
    }

    /// `(let-macro ((name lambda)…) body…)` becomes its body, expanded with the macros.
    pub(super) fn expand_local_macros(
        &mut self,
        form: &Form,
        bindings: &Form,
        body: &[Form],
        env: &Environment,
    ) -> Form {
        let mut inner = env.clone();
        for pair in bindings.as_list().unwrap_or(&[]) {
            let Some([name, lambda]) = pair.as_list() else { continue };
            let (Some(symbol), Some((Keyword::Lambda | Keyword::MatchLambda, _))) =
                (name.as_symbol(), call_of(lambda))
            else {
                self.error("bad-form", "bad let-macro form", pair.span);
                continue;
            };
            inner.bind(symbol, Binding::Macro(self.new_macro(symbol, lambda, name).into()));
        }
        let body = self.expand_all(body, &inner);
        Build(form.span).call("progn", body)
    }

    pub(super) fn new_macro(
        &mut self,
        name: lfec_base::Symbol,
        lambda: &Form,
        place: &Form,
    ) -> UserMacro {
        let number = self.definition_number();
        UserMacro { number, name, definition: lambda.clone(), span: place.span }
    }
}

/// `(list* a b tail)`: nested `cons`.
fn list_star(form: &Form, arguments: &[Form]) -> Form {
    let make = Build(form.span);
    match arguments.split_last() {
        Some((tail, items)) => items
            .iter()
            .rev()
            .fold(tail.clone(), |rest, item| make.call("cons", [item.clone(), rest])),
        None => Form::nil(form.span),
    }
}

/// `let*` and `flet*`: one binding inside the other.
fn nested(form: &Form, head: &str, arguments: &[Form]) -> Option<Form> {
    let make = Build(form.span);
    let (bindings, body) = arguments.split_first()?;
    let Some(pairs) = bindings.list_items() else {
        return Some(make.call(head, arguments.iter().cloned()));
    };
    let body = make.call("progn", body.iter().cloned());
    Some(
        pairs.iter().rev().fold(body, |inner, pair| {
            make.call(head, [Build(pair.span).list([pair.clone()]), inner])
        }),
    )
}

/// `(?)`, `(? timeout)`, `(? timeout default)`
fn receive_any(form: &Form, arguments: &[Form]) -> Option<Form> {
    let make = Build(form.span);
    let omega = Form::symbol(form.span, "omega");
    let any = make.list([omega.clone(), omega]);
    let after = |timeout: &Form, value: Form| make.call("after", [timeout.clone(), value]);
    Some(match arguments {
        [] => make.call("receive", [any]),
        [timeout] => {
            let exit = make.erlang("exit", [make.atom_text("timeout")]);
            make.call("receive", [any, after(timeout, exit)])
        }
        [timeout, default] => make.call("receive", [any, after(timeout, default.clone())]),
        _ => return None,
    })
}

/// `flet`, `fletrec` and `macrolet`
fn local(word: Keyword, form: &Form, arguments: &[Form]) -> Option<Form> {
    let (bindings, body) = arguments.split_first()?;
    let head = match word {
        Keyword::Flet => "let-function",
        Keyword::Fletrec => "letrec-function",
        _ => "let-macro",
    };
    let bindings = local_definitions(word, bindings)?;
    let parts = std::iter::once(bindings).chain(body.iter().cloned());
    Some(Build(form.span).call(head, parts))
}
