//! Forms one by one: for a shell, scripts, and programs that expand macros themselves.
//!
//! A session remembers macros, records and the names of functions. What a form has to do at run
//! time comes back as code that takes the variables it mentions as arguments, so that the caller
//! keeps variables and their values.

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
    /// `(set pattern [guard] expression)`: values for these variables, as the list that the code
    /// returns.
    Set {
        /// The variables that get values.
        names: Vec<Symbol>,
        /// The code that returns the values.
        code: SessionCode,
    },
    /// A function. The code returns it as a fun; it may call itself and other functions of the
    /// session as `(name argument…)`.
    Function {
        /// Name.
        name: Symbol,
        /// Number of arguments.
        arity: usize,
        /// The code that returns the fun.
        code: SessionCode,
    },
    /// A macro or record of this name was defined; there is nothing to run.
    Defined(Symbol),
}

/// What is known from one form to the next.
#[derive(Default)]
pub struct Session {
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
    /// A session that knows nothing yet.
    pub fn new() -> Session {
        Session::default()
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
        self.with_expander(context, |expander| expander.expand(form, &env))
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
        let mut functions = std::mem::take(&mut self.functions);
        let (wanted, diagnostics) = self.with_expander(context, |expander| {
            let mut worker =
                Worker { expander, env: &mut env, functions: &mut functions, variables };
            worker.form(form)
        });
        self.functions = functions;
        if has_errors(&diagnostics) {
            return (Vec::new(), diagnostics);
        }
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
    env: &'a mut Environment,
    functions: &'a mut HashSet<(Symbol, usize)>,
    variables: &'a [Symbol],
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
                Some((Keyword::DefineRecord, [name, _])) => {
                    let expanded = self.expander.expand_definition(&form, self.env);
                    self.expander.redefine_record(&expanded);
                    wanted.extend(name.as_symbol().map(SessionForm::Defined));
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
        let values = make.call("list", names.iter().map(|name| make.symbol(*name)));
        let bindings = make.list([make.list(rest.iter().cloned())]);
        let code = self.code(&make.call("let", [bindings, values]))?;
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
        self.expander.define_function(name, arity, lambda, self.env);
        let code = self.code(lambda)?;
        Some(SessionForm::Function { name, arity, code })
    }

    /// An expression as a lambda of the variables it mentions. `None` after an error.
    fn code(&mut self, expression: &Form) -> Option<SessionCode> {
        let errors = self.expander.error_count();
        let expanded = self.expander.expand(expression, self.env);
        let functions: Vec<(Symbol, usize)> = self.functions.iter().copied().collect();
        let tables = &self.expander.tables;
        let host = &mut *self.expander.host;
        let (used, found) =
            lint::check_expression(&expanded, tables, self.variables, &functions, host);
        self.expander.diagnostics.extend(found);
        if self.expander.error_count() > errors {
            return None;
        }
        let body = normalise::function(&expanded, &self.expander.tables, self.functions);
        let make = Build(expression.span);
        let arguments = make.list(used.iter().map(|name| make.symbol(*name)));
        Some(SessionCode { variables: used, lambda: make.call("lambda", [arguments, body]) })
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
