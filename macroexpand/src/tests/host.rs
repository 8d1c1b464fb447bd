//! A macro host for tests: a small evaluator of the language that [`crate::Module`] describes.
//!
//! It covers what macros in tests use, and is strict: a form it does not know is an error, so
//! that normalisation is checked along the way.

use std::collections::HashMap;
use std::rc::Rc;

use lfec_base::{Span, Symbol};
use lfec_reader::{Form, FormKind};
use num_bigint::BigInt;

use crate::MacroHost;
use crate::text::write;

/// Files for `include-file`, defined functions, and what was called.
#[derive(Default)]
pub(super) struct TestHost {
    pub(super) files: HashMap<String, String>,
    pub(super) functions: HashMap<(Symbol, usize), Form>,
    pub(super) modules: HashMap<(Symbol, Symbol, usize), Form>,
    pub(super) calls: usize,
}

#[derive(Clone)]
enum Value {
    Datum(Form),
    Function(Rc<Closure>),
}

struct Closure {
    lambda: Form,
    env: Env,
}

#[derive(Clone, Default)]
struct Env {
    variables: im::HashMap<Symbol, Value>,
    functions: im::HashMap<(Symbol, usize), Rc<Local>>,
}

struct Local {
    lambda: Form,
    env: std::cell::RefCell<Env>,
}

type Outcome<T> = Result<T, String>;

impl MacroHost for TestHost {
    fn define(&mut self, name: Symbol, arity: usize, lambda: &Form) -> Result<(), String> {
        self.functions.insert((name, arity), lambda.clone());
        Ok(())
    }

    fn call(&mut self, name: Symbol, arguments: &[Form]) -> Result<Form, String> {
        self.calls += 1;
        let lambda = self.functions.get(&(name, arguments.len())).ok_or("undef")?.clone();
        let arguments = arguments.iter().cloned().map(Value::Datum).collect();
        datum(self.apply_lambda(&lambda, &Env::default(), arguments)?)
    }

    fn call_remote(
        &mut self,
        module: Symbol,
        function: Symbol,
        arguments: &[Form],
    ) -> Option<Result<Form, String>> {
        let lambda = self.modules.get(&(module, function, arguments.len()))?.clone();
        let arguments = arguments.iter().cloned().map(Value::Datum).collect();
        Some(self.apply_lambda(&lambda, &Env::default(), arguments).and_then(datum))
    }

    fn include(&mut self, name: &str, _library: bool) -> Option<(String, String)> {
        Some((name.to_owned(), self.files.get(name)?.clone()))
    }
}

fn datum(value: Value) -> Outcome<Form> {
    match value {
        Value::Datum(form) => Ok(form),
        Value::Function(_) => Err("a function is no datum".to_owned()),
    }
}

fn atom(text: &str) -> Form {
    Form::symbol(Span::NONE, text)
}

fn boolean(value: bool) -> Value {
    Value::Datum(atom(if value { "true" } else { "false" }))
}

fn cons(head: Form, tail: Form) -> Form {
    match &tail.kind {
        FormKind::List(_) | FormKind::String(_) => {
            let items = tail.list_items().unwrap_or_default();
            let items: Vec<Form> = std::iter::once(head).chain(items.iter().cloned()).collect();
            Form::list(Span::NONE, items)
        }
        FormKind::Dotted(items, last) => {
            let items: Vec<Form> = std::iter::once(head).chain(items.iter().cloned()).collect();
            Form { span: Span::NONE, kind: FormKind::Dotted(items.into(), last.clone()) }
        }
        _ => {
            let kind = FormKind::Dotted(vec![head].into(), tail.into());
            Form { span: Span::NONE, kind }
        }
    }
}

fn uncons(list: &Form) -> Option<(Form, Form)> {
    if let FormKind::Dotted(items, tail) = &list.kind {
        let rest = match items.len() {
            1 => tail.as_ref().clone(),
            _ => Form { span: Span::NONE, kind: FormKind::Dotted(items[1..].into(), tail.clone()) },
        };
        return Some((items[0].clone(), rest));
    }
    let items = list.list_items()?;
    let (head, rest) = items.split_first()?;
    Some((head.clone(), Form::list(Span::NONE, rest)))
}

impl TestHost {
    /// The value of an expression of normalised code.
    pub(super) fn run(&mut self, expression: &Form) -> Outcome<Form> {
        datum(self.eval(expression, &Env::default())?)
    }

    fn eval(&mut self, form: &Form, env: &Env) -> Outcome<Value> {
        match &form.kind {
            FormKind::Symbol(name) => {
                env.variables.get(name).cloned().ok_or_else(|| format!("unbound {name}"))
            }
            FormKind::List(items) if !items.is_empty() => {
                let name = items[0].as_symbol().ok_or("no symbol in front")?;
                self.call_form(form, name.as_str(), &items[1..], env)
            }
            FormKind::List(_) | FormKind::Dotted(..) => Err(format!("not code: {}", write(form))),
            _ => Ok(Value::Datum(form.clone())),
        }
    }

    fn data(&mut self, forms: &[Form], env: &Env) -> Outcome<Vec<Form>> {
        forms.iter().map(|form| datum(self.eval(form, env)?)).collect()
    }

    fn body(&mut self, forms: &[Form], env: &Env) -> Outcome<Value> {
        let mut last = Err("empty body".to_owned());
        for form in forms {
            last = Ok(self.eval(form, env)?);
        }
        last
    }

    fn call_form(&mut self, form: &Form, name: &str, rest: &[Form], env: &Env) -> Outcome<Value> {
        let value = |form| Ok(Value::Datum(form));
        match (name, rest) {
            ("quote", [datum]) => value(datum.clone()),
            ("cons", [_, _]) => {
                let parts = self.data(rest, env)?;
                value(cons(parts[0].clone(), parts[1].clone()))
            }
            ("car", [list]) => {
                let list = datum(self.eval(list, env)?)?;
                value(uncons(&list).ok_or("badarg")?.0)
            }
            ("cdr", [list]) => {
                let list = datum(self.eval(list, env)?)?;
                value(uncons(&list).ok_or("badarg")?.1)
            }
            ("list", _) => value(Form::list(Span::NONE, self.data(rest, env)?)),
            ("tuple", _) => value(Form::tuple(Span::NONE, self.data(rest, env)?)),
            ("++", [_, _, ..]) => {
                let mut parts = self.data(rest, env)?;
                let mut tail = parts.pop().ok_or("++")?;
                for list in parts.iter().rev() {
                    let items = list.list_items().ok_or("badarg")?;
                    tail = items.iter().rev().fold(tail, |tail, item| cons(item.clone(), tail));
                }
                value(tail)
            }
            ("map", _) => {
                let parts = self.data(rest, env)?;
                let pairs: Vec<(Form, Form)> =
                    parts.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
                value(Form { span: Span::NONE, kind: FormKind::Map(pairs.into()) })
            }
            ("map-get", [_, _]) => {
                let parts = self.data(rest, env)?;
                let FormKind::Map(pairs) = &parts[0].kind else { return Err("badmap".into()) };
                let found = pairs.iter().rev().find(|(key, _)| *key == parts[1]);
                value(found.ok_or("badkey")?.1.clone())
            }
            ("progn", _) => self.body(rest, env),
            ("if", [test, yes, no]) => match self.truth(test, env)? {
                Some(true) => self.eval(yes, env),
                Some(false) => self.eval(no, env),
                None => Err("if_clause".to_owned()),
            },
            ("andalso", [tests @ .., last]) => {
                for test in tests {
                    match self.truth(test, env)? {
                        Some(true) => {}
                        Some(false) => return Ok(boolean(false)),
                        None => return Err("badarg".to_owned()),
                    }
                }
                self.eval(last, env)
            }
            ("orelse", [tests @ .., last]) => {
                for test in tests {
                    match self.truth(test, env)? {
                        Some(true) => return Ok(boolean(true)),
                        Some(false) => {}
                        None => return Err("badarg".to_owned()),
                    }
                }
                self.eval(last, env)
            }
            ("lambda" | "match-lambda", _) => {
                let closure = Closure { lambda: form.clone(), env: env.clone() };
                Ok(Value::Function(closure.into()))
            }
            ("let", [bindings, body @ ..]) => {
                let mut inner = env.clone();
                for binding in bindings.as_list().ok_or("let")? {
                    let parts = binding.as_list().ok_or("let")?;
                    let found = datum_or_function(self.eval(&parts[parts.len() - 1], env)?);
                    let guard = (parts.len() == 3).then(|| &parts[1]);
                    if !self.matches(&parts[0], guard, &found, &mut inner)? {
                        return Err("badmatch".to_owned());
                    }
                }
                self.body(body, &inner)
            }
            ("case", [subject, clauses @ ..]) => {
                let subject = self.eval(subject, env)?;
                for clause in clauses {
                    let parts = clause.as_list().ok_or("clause")?;
                    let mut inner = env.clone();
                    let guard = parts.get(1).filter(|guard| guard.as_call("when").is_some());
                    if self.matches(&parts[0], guard, &subject, &mut inner)? {
                        return self.body(&parts[1 + usize::from(guard.is_some())..], &inner);
                    }
                }
                Err("case_clause".to_owned())
            }
            ("cond", clauses) => {
                for clause in clauses {
                    let parts = clause.as_list().ok_or("clause")?;
                    if parts[0].is_symbol("else") || self.truth(&parts[0], env)? == Some(true) {
                        return self.body(&parts[1..], env);
                    }
                }
                Ok(boolean(false))
            }
            ("letrec-function" | "let-function", [bindings, body @ ..]) => {
                let inner = local_functions(name, bindings, env)?;
                self.body(body, &inner)
            }
            ("funcall", [function, arguments @ ..]) => {
                let function = self.eval(function, env)?;
                let arguments: Outcome<Vec<Value>> =
                    arguments.iter().map(|argument| self.eval(argument, env)).collect();
                self.apply(&function, arguments?)
            }
            ("call", [module, function, arguments @ ..]) => {
                let names = self.data(&[module.clone(), function.clone()], env)?;
                let arguments: Outcome<Vec<Value>> =
                    arguments.iter().map(|argument| self.eval(argument, env)).collect();
                self.remote(&names[0], &names[1], arguments?)
            }
            _ => {
                let key = (Symbol::intern(name), rest.len());
                let arguments: Outcome<Vec<Value>> =
                    rest.iter().map(|argument| self.eval(argument, env)).collect();
                if let Some(local) = env.functions.get(&key) {
                    let inner = local.env.borrow().clone();
                    return self.apply_lambda(&local.lambda.clone(), &inner, arguments?);
                }
                let lambda = self.functions.get(&key).cloned();
                let lambda = lambda.ok_or_else(|| format!("cannot run {}", write(form)))?;
                self.apply_lambda(&lambda, &Env::default(), arguments?)
            }
        }
    }

    fn truth(&mut self, test: &Form, env: &Env) -> Outcome<Option<bool>> {
        let value = datum(self.eval(test, env)?)?;
        Ok(match value.as_symbol().map(Symbol::as_str) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        })
    }

    fn apply(&mut self, function: &Value, arguments: Vec<Value>) -> Outcome<Value> {
        match function {
            Value::Function(closure) => self.apply_lambda(&closure.lambda, &closure.env, arguments),
            Value::Datum(_) => Err("badfun".to_owned()),
        }
    }

    fn apply_lambda(&mut self, lambda: &Form, env: &Env, arguments: Vec<Value>) -> Outcome<Value> {
        if let Some([parameters, body @ ..]) = lambda.as_call("lambda") {
            let mut inner = env.clone();
            let parameters = parameters.list_items().ok_or("lambda")?;
            for (parameter, value) in parameters.iter().zip(arguments) {
                inner.variables.insert(parameter.as_symbol().ok_or("lambda")?, value);
            }
            return self.body(body, &inner);
        }
        for clause in lambda.as_call("match-lambda").ok_or("no lambda")? {
            let parts = clause.as_list().ok_or("clause")?;
            let patterns = parts[0].list_items().ok_or("clause")?;
            let mut inner = env.clone();
            let guard = parts.get(1).filter(|guard| guard.as_call("when").is_some());
            let mut matched = patterns.len() == arguments.len();
            let mut bound = Vec::new();
            for (pattern, value) in patterns.iter().zip(&arguments) {
                matched = matched && match_pattern(pattern, value, &mut inner, &mut bound);
            }
            if matched && self.guard_holds(guard, &inner)? {
                return self.body(&parts[1 + usize::from(guard.is_some())..], &inner);
            }
        }
        Err("function_clause".to_owned())
    }

    fn matches(
        &mut self,
        pattern: &Form,
        guard: Option<&Form>,
        value: &Value,
        env: &mut Env,
    ) -> Outcome<bool> {
        let matched = match_pattern(pattern, value, env, &mut Vec::new());
        Ok(matched && self.guard_holds(guard, env)?)
    }

    fn guard_holds(&mut self, guard: Option<&Form>, env: &Env) -> Outcome<bool> {
        for test in guard.and_then(|guard| guard.as_call("when")).unwrap_or(&[]) {
            if self.truth(test, env) != Ok(Some(true)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn remote(&mut self, module: &Form, name: &Form, arguments: Vec<Value>) -> Outcome<Value> {
        let name = name.as_symbol().ok_or("badarg")?.as_str();
        if let (true, "map", [function, list]) = (module.is_symbol("lists"), name, &arguments[..]) {
            let items = datum(list.clone())?.list_items().ok_or("badarg")?;
            let mapped: Outcome<Vec<Form>> = items
                .iter()
                .map(|item| datum(self.apply(function, vec![Value::Datum(item.clone())])?))
                .collect();
            return Ok(Value::Datum(Form::list(Span::NONE, mapped?)));
        }
        let arguments: Outcome<Vec<Form>> = arguments.into_iter().map(datum).collect();
        erlang(name, &arguments?)
    }
}

fn datum_or_function(value: Value) -> Value {
    value
}

fn local_functions(word: &str, bindings: &Form, env: &Env) -> Outcome<Env> {
    let mut inner = env.clone();
    let mut locals = Vec::new();
    for pair in bindings.as_list().ok_or("let-function")? {
        let parts = pair.as_list().ok_or("let-function")?;
        let arity = crate::shape::lambda_arity(&parts[1]).ok_or("let-function")?;
        let local = Rc::new(Local { lambda: parts[1].clone(), env: env.clone().into() });
        inner.functions.insert((parts[0].as_symbol().ok_or("name")?, arity), local.clone());
        locals.push(local);
    }
    if word == "letrec-function" {
        for local in locals {
            *local.env.borrow_mut() = inner.clone();
        }
    }
    Ok(inner)
}

fn match_pattern(
    pattern: &Form,
    value: &Value,
    env: &mut Env,
    bound: &mut Vec<(Symbol, Form)>,
) -> bool {
    if let Some(name) = pattern.as_symbol() {
        if name.as_str() == "_" {
            return true;
        }
        if let Value::Datum(form) = value {
            if let Some((_, before)) = bound.iter().find(|(known, _)| *known == name) {
                return before == form;
            }
            bound.push((name, form.clone()));
        }
        env.variables.insert(name, value.clone());
        return true;
    }
    let Value::Datum(form) = value else { return false };
    let mut part = |pattern: &Form, form: &Form| {
        match_pattern(pattern, &Value::Datum(form.clone()), env, bound)
    };
    if let Some([datum]) = pattern.as_call("quote") {
        return datum == form;
    }
    if let Some([head, tail]) = pattern.as_call("cons") {
        let Some((first, rest)) = uncons(form) else { return false };
        return part(head, &first) && part(tail, &rest);
    }
    if let Some(patterns) = pattern.as_call("list") {
        let Some(items) = form.list_items() else { return false };
        return items.len() == patterns.len()
            && patterns.iter().zip(items.iter()).all(|(p, f)| part(p, f));
    }
    if let Some(patterns) = pattern.as_call("tuple") {
        let FormKind::Tuple(items) = &form.kind else { return false };
        return items.len() == patterns.len()
            && patterns.iter().zip(items.iter()).all(|(p, f)| part(p, f));
    }
    if let Some(pairs) = pattern.as_call("map") {
        let FormKind::Map(known) = &form.kind else { return false };
        return pairs.chunks(2).all(|pair| {
            let key = crate::shape::quoted(&pair[0]).unwrap_or(&pair[0]);
            let found = known.iter().find(|(known, _)| known == key);
            found.is_some_and(|(_, value)| part(&pair[1], value))
        });
    }
    if let Some([left, right]) = pattern.as_call("=") {
        return part(left, form) && part(right, form);
    }
    if pattern.as_call("binary").is_some() {
        return false;
    }
    assert!(pattern.as_list().is_none(), "not a pattern: {}", write(pattern));
    pattern == form
}

fn integer(form: &Form) -> Outcome<BigInt> {
    match &form.kind {
        FormKind::Integer(value) => Ok(value.as_ref().clone()),
        _ => Err("badarith".to_owned()),
    }
}

fn erlang(name: &str, arguments: &[Form]) -> Outcome<Value> {
    let number = |value: BigInt| Ok(Value::Datum(Form::integer(Span::NONE, value)));
    match (name, arguments) {
        ("+", [a, b]) => number(integer(a)? + integer(b)?),
        ("-", [a, b]) => number(integer(a)? - integer(b)?),
        ("-", [a]) => number(-integer(a)?),
        ("*", [a, b]) => number(integer(a)? * integer(b)?),
        ("<", [a, b]) => Ok(boolean(integer(a)? < integer(b)?)),
        (">", [a, b]) => Ok(boolean(integer(a)? > integer(b)?)),
        ("=<", [a, b]) => Ok(boolean(integer(a)? <= integer(b)?)),
        (">=", [a, b]) => Ok(boolean(integer(a)? >= integer(b)?)),
        ("=:=" | "==", [a, b]) => Ok(boolean(a == b)),
        ("=/=" | "/=", [a, b]) => Ok(boolean(a != b)),
        ("not", [a]) => Ok(boolean(a.is_symbol("false"))),
        ("is_atom", [a]) => Ok(boolean(a.as_symbol().is_some())),
        ("is_map", [a]) => Ok(boolean(matches!(a.kind, FormKind::Map(_)))),
        ("is_list", [a]) => Ok(boolean(a.list_items().is_some())),
        ("length", [a]) => {
            Ok(Value::Datum(Form::integer(Span::NONE, a.list_items().ok_or("badarg")?.len())))
        }
        ("reverse", [a]) => {
            let mut items = a.list_items().ok_or("badarg")?.to_vec();
            items.reverse();
            Ok(Value::Datum(Form::list(Span::NONE, items)))
        }
        ("list_to_tuple", [a]) => {
            Ok(Value::Datum(Form::tuple(Span::NONE, a.list_items().ok_or("badarg")?)))
        }
        ("is_record", [value, name, size]) => {
            let FormKind::Tuple(items) = &value.kind else { return Ok(boolean(false)) };
            let size = integer(size)?;
            Ok(boolean(BigInt::from(items.len()) == size && items.first() == Some(name)))
        }
        ("element", [index, tuple]) => {
            let FormKind::Tuple(items) = &tuple.kind else { return Err("badarg".to_owned()) };
            let index = usize::try_from(integer(index)?).map_err(|_| "badarg")?;
            let found = items.get(index.wrapping_sub(1)).cloned();
            Ok(Value::Datum(found.ok_or("badarg")?))
        }
        ("list_to_atom", [a]) => {
            let text = crate::shape::documentation_text(a).ok_or("badarg")?;
            Ok(Value::Datum(atom(&text)))
        }
        ("atom_to_list", [a]) => {
            Ok(Value::Datum(Form::string(Span::NONE, a.as_symbol().ok_or("badarg")?.as_str())))
        }
        ("error", [reason]) => Err(write(reason)),
        _ => Err(format!("undef {name}/{}", arguments.len())),
    }
}
