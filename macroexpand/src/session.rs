//! Forms one by one: for a shell, scripts, and programs that expand macros themselves.
//!
//! A session remembers macros, records and the names of functions. What a form has to do at run
//! time comes back as code that takes the variables it mentions as arguments, so that the caller
//! keeps variables and their values. Functions of the session are called as those of its module, by
//! name, so that a later definition is seen by earlier callers and functions may be defined in any
//! order. Variables that a function mentions and does not bind are the session's at the time of the
//! call: `(call 'lfe_shell 'variable 'module 'name)`.

use std::collections::HashSet;

use lfec_base::{Diagnostic, Sources, Symbol, has_errors};
use lfec_reader::Form;

use crate::Options;
use crate::environment::Environment;
use crate::expand::{Expander, ExpanderState};
use crate::keyword::{Keyword, call_of};
use crate::lint;
use crate::module::MacroHost;
use crate::normalise;
use crate::shape::{Build, lambda_arity};
use crate::tables::field_parts;

/// Code of a shell form.
#[derive(Clone, Debug)]
pub struct SessionCode {
    /// The variables of the shell that the code mentions: the arguments of the lambda.
    pub variables: Vec<Symbol>,
    /// `(lambda (variable…) expression)`
    pub lambda: Form,
}

/// What a form of a shell asks for.
#[derive(Clone, Debug)]
pub enum SessionForm {
    /// The value of an expression.
    Expression(SessionCode),
    /// `(set pattern [guard] expression)`: the code returns a list of the expression's value and
    /// values for these variables.
    Set {
        /// The variables that get values.
        names: Vec<Symbol>,
        /// The code that returns the values.
        code: SessionCode,
    },
    /// A function for the session's module.
    Function {
        /// Name.
        name: Symbol,
        /// Number of arguments.
        arity: usize,
        /// `(lambda (x…) body)` or `(match-lambda …)`
        lambda: Form,
    },
    /// A macro of this name was defined; there is nothing to run.
    Defined(Symbol),
}

/// What is known from one form to the next.
#[derive(Clone)]
pub struct Session {
    module: Symbol,
    env: Environment,
    state: ExpanderState,
    functions: HashSet<(Symbol, usize)>,
}

/// What a session works with.
pub struct SessionContext<'a> {
    /// Runs macros.
    pub host: &'a mut dyn MacroHost,
    /// Where included files go.
    pub sources: &'a mut Sources,
    /// Options.
    pub options: &'a Options,
}

impl Session {
    /// A session that knows nothing yet. Its functions are those of `module`.
    pub fn new(module: Symbol) -> Session {
        let (env, state) = (Environment::default(), ExpanderState::default());
        Session { module, env, state, functions: HashSet::new() }
    }

    /// Makes `name` with `arity` arguments the function of a module.
    pub fn import(&mut self, name: Symbol, arity: usize, module: Symbol) {
        self.functions.remove(&(name, arity));
        self.state.tables_mut().imports.insert((name, arity), (module, name));
    }

    /// Names of the functions that forms defined or that are imported.
    pub fn function_names(&self) -> Vec<Symbol> {
        let own = self.functions.iter().map(|(name, _)| *name);
        own.chain(self.state.tables().imports.keys().map(|(name, _)| *name)).collect()
    }

    /// Names of the macros that forms defined.
    pub fn macro_names(&self) -> Vec<Symbol> {
        self.env.macro_names()
    }

    /// The macros that are known: what `$ENV` stands for.
    pub fn environment(&self) -> &Environment {
        &self.env
    }

    /// Expands the macro call that a form is, once; `None` if it is none.
    pub fn macroexpand_1(
        &mut self,
        form: &Form,
        context: SessionContext,
    ) -> (Option<Form>, Vec<Diagnostic>) {
        let env = self.env.clone();
        self.with_expander(context, |expander| expander.expand_macro(form, &env))
    }

    /// Expands a form until it is no macro call any more; `None` if it is none at all.
    pub fn macroexpand(
        &mut self,
        form: &Form,
        context: SessionContext,
    ) -> (Option<Form>, Vec<Diagnostic>) {
        let env = self.env.clone();
        self.with_expander(context, |expander| {
            let mut current = expander.expand_macro(form, &env)?;
            while let Some(next) = expander.expand_macro(&current, &env) {
                current = next;
            }
            Some(current)
        })
    }

    /// Expands all macro calls in a form.
    pub fn macroexpand_all(
        &mut self,
        form: &Form,
        context: SessionContext,
    ) -> (Form, Vec<Diagnostic>) {
        let env = self.env.clone();
        self.with_expander(context, |expander| expand_all(expander, form, &env))
    }

    /// What a form that was typed asks for, given the variables that have values. A form with
    /// errors asks for nothing.
    pub fn form(
        &mut self,
        form: &Form,
        variables: &[Symbol],
        context: SessionContext,
    ) -> (Vec<SessionForm>, Vec<Diagnostic>) {
        let mut env = self.env.clone();
        let mut functions = self.functions.clone();
        let module = self.module;
        let (wanted, diagnostics) = self.with_expander(context, |expander| {
            let form = expander.evaluate_read(form.clone());
            let mut worker = Worker {
                expander,
                module,
                env: &mut env,
                functions: &mut functions,
                variables: variables.to_vec(),
            };
            worker.form(&form)
        });
        if has_errors(&diagnostics) {
            return (Vec::new(), diagnostics);
        }
        self.functions = functions;
        self.env = env;
        (wanted, diagnostics)
    }

    fn with_expander<T>(
        &mut self,
        context: SessionContext,
        work: impl FnOnce(&mut Expander) -> T,
    ) -> (T, Vec<Diagnostic>) {
        let state = std::mem::take(&mut self.state);
        let mut expander = Expander::resume(context.host, context.sources, context.options, state);
        expander.in_session = true;
        expander.begin_top_level();
        let result = work(&mut expander);
        let diagnostics = std::mem::take(&mut expander.diagnostics);
        self.state = expander.into_state();
        (result, diagnostics)
    }
}

/// Handles one form that was typed.
struct Worker<'a, 'e> {
    expander: &'a mut Expander<'e>,
    module: Symbol,
    env: &'a mut Environment,
    functions: &'a mut HashSet<(Symbol, usize)>,
    /// Variables that have values, or will have when the form is reached.
    variables: Vec<Symbol>,
}

impl Worker<'_, '_> {
    fn form(&mut self, form: &Form) -> Vec<SessionForm> {
        let mut wanted = Vec::new();
        let mut waiting = vec![form.clone()];
        while let Some(form) = waiting.pop() {
            match call_of(&form) {
                Some((Keyword::Progn, forms)) if forms.iter().any(is_definition) => {
                    waiting.extend(forms.iter().rev().cloned());
                }
                Some((word @ (Keyword::IncludeFile | Keyword::IncludeLib), rest)) => {
                    let library = word == Keyword::IncludeLib;
                    let forms = self.expander.included_forms(&form, rest, library);
                    waiting.extend(forms.unwrap_or_default().into_iter().rev());
                }
                Some((Keyword::ExtendModule, _)) => {}
                Some((Keyword::EvalWhenCompile, forms)) => {
                    for form in forms {
                        self.expander.compile_time_form(form, self.env);
                    }
                }
                Some((Keyword::Set, rest)) => wanted.extend(self.set(&form, rest)),
                Some((Keyword::DefineMacro, rest)) => {
                    self.expander.define_macro(&form, rest, self.env);
                    let name = rest.first().and_then(Form::as_symbol);
                    wanted.extend(name.map(SessionForm::Defined));
                }
                Some((Keyword::Defrecord, [name, fields @ ..])) => {
                    if let Some(name) = name.as_symbol() {
                        self.expander.bind_record_macros(name, fields, self.env);
                    }
                    waiting.extend(self.expander.expand_macro(&form, self.env));
                }
                Some((Keyword::DefineRecord, [name, fields])) => {
                    let expanded = self.expander.expand_definition(&form, self.env);
                    self.expander.redefine_record(&expanded);
                    let defined = name.as_symbol().map(|name| last_record_macro(name, fields));
                    wanted.extend(defined.map(SessionForm::Defined));
                }
                Some((Keyword::DefineFunction, rest)) => wanted.extend(self.function(&form, rest)),
                _ => match self.expander.expand_macro(&form, self.env) {
                    Some(expanded) => waiting.push(expanded),
                    None => {
                        let code = self.code(&form);
                        wanted.extend(code.map(SessionForm::Expression));
                    }
                },
            }
        }
        wanted
    }

    /// `(set pattern [guard] expression)`
    fn set(&mut self, form: &Form, rest: &[Form]) -> Option<SessionForm> {
        let [pattern, _, ..] = rest else {
            self.expander.error("bad-form", "bad set form", form.span);
            return None;
        };
        let expanded = self.expander.expand(pattern, self.env);
        let names = lint::pattern_variables(&expanded);
        let make = Build(form.span);
        let (expression, pattern) = rest.split_last()?;
        let whole = make.symbol(Symbol::intern("whole value"));
        let values = std::iter::once(whole.clone());
        let values = values.chain(names.iter().map(|name| make.symbol(*name)));
        let values = make.call("list", values);
        let outer = make.list([make.list([whole.clone(), expression.clone()])]);
        let inner = make.list([make.list(pattern.iter().cloned().chain([whole]))]);
        let matched = make.call("let", [inner, values]);
        let code = self.code(&make.call("let", [outer, matched]))?;
        self.variables.extend(&names);
        Some(SessionForm::Set { names, code })
    }

    /// `(define-function name metas lambda)`
    fn function(&mut self, form: &Form, rest: &[Form]) -> Option<SessionForm> {
        let known = match rest {
            [name, _, lambda] => name.as_symbol().zip(lambda_arity(lambda)).zip(Some(lambda)),
            _ => None,
        };
        let Some(((name, arity), lambda)) = known else {
            self.expander.error("bad-form", "bad define-function form", form.span);
            return None;
        };
        self.functions.insert((name, arity));
        self.expander.tables.imports.remove(&(name, arity));
        self.expander.define_function(name, arity, lambda, self.env);
        let errors = self.expander.error_count();
        let expanded = self.expander.expand(lambda, self.env);
        let host = &mut *self.expander.host;
        let (free, found) = lint::check_session_function(&expanded, &self.expander.tables, host);
        self.expander.diagnostics.extend(found);
        if self.expander.error_count() > errors {
            return None;
        }
        let lambda = self.with_variables(&expanded, arity, &free);
        let lambda = self.normalised(&lambda);
        Some(SessionForm::Function { name, arity, lambda })
    }

    /// A lambda within which these variables have the values that the session has for them.
    fn with_variables(&self, lambda: &Form, arity: usize, free: &[Symbol]) -> Form {
        if free.is_empty() {
            return lambda.clone();
        }
        let make = Build(lambda.span);
        let bindings = free.iter().map(|name| {
            let call =
                make.remote("lfe_shell", "variable", [make.atom(self.module), make.atom(*name)]);
            make.list([make.symbol(*name), call])
        });
        let bindings = make.list(bindings.collect::<Vec<_>>());
        let argument = |index| make.symbol(Symbol::intern(&format!("argument {index}")));
        let arguments: Vec<Form> = (0..arity).map(argument).collect();
        let called = std::iter::once(lambda.clone()).chain(arguments.iter().cloned());
        let body = make.call("let", [bindings, make.call("funcall", called)]);
        make.call("lambda", [make.list(arguments), body])
    }

    fn normalised(&self, form: &Form) -> Form {
        normalise::session_code(form, &self.expander.tables, self.module, self.functions)
    }

    /// An expression as a lambda of the variables it mentions. `None` after an error.
    fn code(&mut self, expression: &Form) -> Option<SessionCode> {
        let errors = self.expander.error_count();
        let expanded = self.expander.expand(expression, self.env);
        let tables = &self.expander.tables;
        let host = &mut *self.expander.host;
        let (used, found) = lint::check_expression(&expanded, tables, &self.variables, host);
        self.expander.diagnostics.extend(found);
        if self.expander.error_count() > errors {
            return None;
        }
        let body = self.normalised(&expanded);
        let make = Build(expression.span);
        let arguments = make.list(used.iter().map(|name| make.symbol(*name)));
        Some(SessionCode { variables: used, lambda: make.call("lambda", [arguments, body]) })
    }
}

/// Expands all macro calls in a form, which may be a definition.
fn expand_all(expander: &mut Expander, form: &Form, env: &Environment) -> Form {
    let mut form = form.clone();
    while let Some(expanded) = expander.expand_macro(&form, env) {
        form = expanded;
    }
    let make = Build(form.span);
    match call_of(&form) {
        Some((Keyword::Progn, forms)) => {
            make.call("progn", forms.iter().map(|form| expand_all(expander, form, env)))
        }
        Some((Keyword::DefineMacro, [name, metas, lambda])) => {
            let lambda = expander.expand(lambda, env);
            make.call("define-macro", [name.clone(), metas.clone(), lambda])
        }
        Some((
            Keyword::DefineFunction
            | Keyword::DefineRecord
            | Keyword::DefineModule
            | Keyword::ExtendModule,
            _,
        )) => expander.expand_definition(&form, env),
        _ => expander.expand(&form, env),
    }
}

/// The last macro that a record definition makes, which LFE's shell answers with.
fn last_record_macro(record: Symbol, fields: &Form) -> Symbol {
    let last = fields.as_list().and_then(|fields| field_parts(fields.last()?));
    match last {
        Some((field, _)) => Symbol::intern(&format!("set-{record}-{field}")),
        None => record,
    }
}

/// Whether a form in `progn` has to be handled on its own.
fn is_definition(form: &Form) -> bool {
    use Keyword::*;
    let words = [
        Progn,
        Set,
        Defun,
        Defmacro,
        Defrecord,
        DefineFunction,
        DefineMacro,
        DefineRecord,
        IncludeFile,
        IncludeLib,
        EvalWhenCompile,
        ExtendModule,
    ];
    call_of(form).is_some_and(|(word, _)| words.contains(&word))
}
