//! Macro expansion: from forms as read to core forms, records and structs still in place.
//!
//! A form that cannot be expanded is reported once and replaced by `(quote ())`, and expansion
//! goes on. Three bounds keep it finite: how deep forms nest, how many macro calls hang on one
//! another, and how many calls one top-level form makes.

mod backquote;
mod binding;
mod clause;
mod compile_time;
mod core_form;
mod definition;
pub(crate) mod exported;
mod include;
mod match_spec;
mod predefined;
mod read_time;
mod record;
mod respan;
mod structure;
mod top_level;
mod user_macro;

use std::collections::{HashMap, HashSet};

use lfec_base::{Diagnostic, Label, Sources, Span, Symbol};
use lfec_reader::{Form, FormKind};

use crate::Options;
use crate::environment::{Binding, Environment};
use crate::keyword::Keyword;
use crate::module::MacroHost;
use crate::shape::Build;
use crate::stack::deeper;
use crate::tables::Tables;

pub(crate) use top_level::ModuleForms;

/// How deep forms may nest once macros are expanded.
const DEEPEST: usize = 2_500;

/// How many macro calls may stem from one another.
const LONGEST_CHAIN: usize = 1_000;

/// How many macro calls one top-level form may make.
const MOST_CALLS: usize = 1_000_000;

/// A macro call that is being expanded.
#[derive(Clone, Copy)]
struct ChainLink {
    name: Symbol,
    span: Span,
}

/// Where a macro was called and where it is defined: what diagnostics in its expansion say.
#[derive(Clone, Copy)]
pub(crate) struct Origin {
    pub(crate) name: Symbol,
    pub(crate) definition: Span,
}

/// Says of which macro's expansion the place of a diagnostic is the call.
pub(crate) fn note_origin(diagnostic: &mut Diagnostic, origins: &HashMap<Span, Origin>) {
    let Some(origin) = origins.get(&diagnostic.span) else { return };
    diagnostic.notes.push(format!("this is in the expansion of macro {}", origin.name));
    if !origin.definition.is_none() {
        let label = Label { span: origin.definition, text: "the macro is defined here".to_owned() };
        diagnostic.labels.push(label);
    }
}

/// Why a predefined macro cannot be expanded.
pub(crate) struct Refused {
    code: &'static str,
    message: String,
}

impl Refused {
    /// `bad NAME form`
    fn bad_form(name: &str) -> Refused {
        Refused { code: "bad-form", message: format!("bad {name} form") }
    }
}

/// Expands the forms of one file.
pub(crate) struct Expander<'a> {
    pub(crate) host: &'a mut dyn MacroHost,
    pub(crate) sources: &'a mut Sources,
    pub(crate) options: &'a Options,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What the module that is being expanded has defined so far.
    pub(crate) tables: Tables,
    /// Modules that have no macros to call.
    without_macros: HashSet<Symbol>,
    /// Modules of this session whose macros the host has been given.
    session_macros: HashSet<Symbol>,
    /// The function that is being expanded.
    function: Option<(Symbol, usize)>,
    /// Where macros were called, by the span of the call.
    pub(crate) origins: HashMap<Span, Origin>,
    chain: Vec<ChainLink>,
    depth: usize,
    calls: usize,
    /// The current top-level form went over a bound: nothing in it is expanded any more.
    exhausted: bool,
    /// Numbers for definitions and for fresh names.
    definitions: u32,
    fresh: u32,
    compile_time: compile_time::CompileTime,
    /// Forms come from a shell.
    pub(crate) in_session: bool,
}

/// What an expander knows from one use to the next.
#[derive(Clone, Default)]
pub(crate) struct ExpanderState {
    tables: Tables,
    without_macros: HashSet<Symbol>,
    session_macros: HashSet<Symbol>,
    definitions: u32,
    fresh: u32,
    compile_time: compile_time::CompileTime,
}

impl ExpanderState {
    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    pub(crate) fn tables_mut(&mut self) -> &mut Tables {
        &mut self.tables
    }
}

/// What looking at the head of a form led to.
enum Step {
    /// Nothing more to do at this level.
    Done(Form),
    /// A macro call became this.
    Again(Form),
}

impl<'a> Expander<'a> {
    pub(crate) fn new(
        host: &'a mut dyn MacroHost,
        sources: &'a mut Sources,
        options: &'a Options,
    ) -> Expander<'a> {
        let tables = Tables { structs: options.structs.clone(), ..Tables::default() };
        let state = ExpanderState { tables, ..ExpanderState::default() };
        Expander::resume(host, sources, options, state)
    }

    /// An expander that goes on where another one stopped, with the same host.
    pub(crate) fn resume(
        host: &'a mut dyn MacroHost,
        sources: &'a mut Sources,
        options: &'a Options,
        state: ExpanderState,
    ) -> Expander<'a> {
        Expander {
            host,
            sources,
            options,
            diagnostics: Vec::new(),
            tables: state.tables,
            without_macros: state.without_macros,
            session_macros: state.session_macros,
            function: None,
            origins: HashMap::new(),
            chain: Vec::new(),
            depth: 0,
            calls: 0,
            exhausted: false,
            definitions: state.definitions,
            fresh: state.fresh,
            compile_time: state.compile_time,
            in_session: false,
        }
    }

    /// What another expander can go on with.
    pub(crate) fn into_state(self) -> ExpanderState {
        ExpanderState {
            tables: self.tables,
            without_macros: self.without_macros,
            session_macros: self.session_macros,
            definitions: self.definitions,
            fresh: self.fresh,
            compile_time: self.compile_time,
        }
    }

    /// Expands all macros in a form.
    pub(crate) fn expand(&mut self, form: &Form, env: &Environment) -> Form {
        match &form.kind {
            FormKind::List(items) if !items.is_empty() => {}
            FormKind::Dotted(..) => {}
            _ => return form.clone(),
        }
        if self.exhausted {
            return poison(form.span);
        }
        if self.depth >= DEEPEST {
            return self.too_deep(form.span);
        }
        self.depth += 1;
        let expanded = deeper(|| match &form.kind {
            FormKind::Dotted(items, tail) => self.expand_dotted(form.span, items, tail, env),
            _ => self.expand_steps(form, env),
        });
        self.depth -= 1;
        expanded
    }

    /// Expands at the head until a core form or a call remains, and then all within.
    fn expand_steps(&mut self, form: &Form, env: &Environment) -> Form {
        let chain = self.chain.len();
        let mut current = form.clone();
        let expanded = loop {
            match self.expand_step(&current, env) {
                Step::Done(form) => break form,
                Step::Again(form) => current = form,
            }
        };
        self.chain.truncate(chain);
        expanded
    }

    fn expand_step(&mut self, form: &Form, env: &Environment) -> Step {
        let Some([first, rest @ ..]) = form.as_list() else {
            return Step::Done(self.expand_if_pair(form, env));
        };
        let Some(name) = first.as_symbol() else {
            return Step::Done(self.expand_elements(form, env));
        };
        let word = Keyword::of(name);
        if let Some(word) = word
            && let Some(expanded) = self.expand_core(word, form, rest, env)
        {
            return Step::Done(expanded);
        }
        match self.expand_macro(form, env) {
            Some(expanded) => Step::Again(expanded),
            None => Step::Done(self.expand_arguments(form, env)),
        }
    }

    /// A macro may return something that is no call.
    fn expand_if_pair(&mut self, form: &Form, env: &Environment) -> Form {
        match &form.kind {
            FormKind::Dotted(items, tail) => self.expand_dotted(form.span, items, tail, env),
            _ => form.clone(),
        }
    }

    /// Expands the macro call that a list is, once. `None` if it is none; `(quote ())` after a
    /// failure, which is reported.
    pub(crate) fn expand_macro(&mut self, form: &Form, env: &Environment) -> Option<Form> {
        let [first, rest @ ..] = form.as_list()? else { return None };
        let name = first.as_symbol()?;
        let word = Keyword::of(name);
        if word.is_some_and(Keyword::is_core_form) {
            return None;
        }
        match env.binding(name).cloned() {
            Some(Binding::Function) => None,
            Some(Binding::Macro(found)) => {
                Some(self.in_chain(name, form.span, |this| this.call_macro(&found, form, env)))
            }
            Some(Binding::Record(found)) => self.expand_record_macro(&found, form, rest),
            None => self.expand_predefined(name, word, form, rest, env),
        }
    }

    /// Runs one expansion with the call on the chain, unless a bound is reached.
    fn in_chain(
        &mut self,
        name: Symbol,
        span: Span,
        expand: impl FnOnce(&mut Self) -> Option<Form>,
    ) -> Form {
        self.chain.push(ChainLink { name, span });
        self.calls += 1;
        if self.exhausted {
            return poison(span);
        }
        if self.chain.len() > LONGEST_CHAIN {
            return self.endless(span);
        }
        if self.calls > MOST_CALLS {
            return self.endless(span);
        }
        expand(self).unwrap_or_else(|| poison(span))
    }

    fn expand_predefined(
        &mut self,
        name: Symbol,
        word: Option<Keyword>,
        form: &Form,
        arguments: &[Form],
        env: &Environment,
    ) -> Option<Form> {
        let result = match word {
            Some(word) => self.predefined(word, form, arguments, env)?,
            None => self.other_predefined(name, form, arguments)?,
        };
        Some(self.in_chain(name, form.span, |this| match result {
            Ok(expanded) => Some(expanded),
            Err(refused) => {
                this.error(refused.code, refused.message, form.span);
                None
            }
        }))
    }

    /// Expands the elements after the head of a call.
    fn expand_arguments(&mut self, form: &Form, env: &Environment) -> Form {
        self.expand_from(form, 1, env)
    }

    /// Expands all elements, the first among them.
    fn expand_elements(&mut self, form: &Form, env: &Environment) -> Form {
        self.expand_from(form, 0, env)
    }

    /// Expands the elements of a proper list from the one at `start`.
    fn expand_from(&mut self, form: &Form, start: usize, env: &Environment) -> Form {
        let Some(items) = form.as_list() else { return form.clone() };
        if items[start.min(items.len())..].iter().all(|item| !is_expandable(item)) {
            return form.clone();
        }
        let mut expanded = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            expanded.push(if index < start { item.clone() } else { self.expand(item, env) });
        }
        Form::list(form.span, expanded)
    }

    fn expand_all(&mut self, forms: &[Form], env: &Environment) -> Vec<Form> {
        forms.iter().map(|form| self.expand(form, env)).collect()
    }

    /// An improper list is no call; lint says so. Its elements are expanded all the same.
    fn expand_dotted(
        &mut self,
        span: Span,
        items: &[Form],
        tail: &Form,
        env: &Environment,
    ) -> Form {
        let items = self.expand_all(items, env);
        let tail = self.expand(tail, env);
        Form { span, kind: FormKind::Dotted(items.into(), tail.into()) }
    }

    /// A variable that no program text can name.
    fn fresh_variable(&mut self) -> Symbol {
        self.fresh += 1;
        Symbol::intern(&format!("variable {}", self.fresh))
    }

    /// A number no other definition has.
    fn definition_number(&mut self) -> u32 {
        self.definitions += 1;
        self.definitions
    }

    pub(crate) fn error(&mut self, code: &'static str, message: impl Into<String>, span: Span) {
        self.report(Diagnostic::error(code, message, span));
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn too_deep(&mut self, span: Span) -> Form {
        self.exhausted = true;
        let message = format!("forms are nested more than {DEEPEST} levels deep");
        let mut diagnostic = Diagnostic::error("nesting-too-deep", message, span);
        if let Some(note) = self.chain_note() {
            diagnostic = diagnostic.with_note(note);
        }
        self.report(diagnostic);
        poison(span)
    }

    /// The error for an expansion without end.
    fn endless(&mut self, span: Span) -> Form {
        self.exhausted = true;
        let outermost = self.user_chain().next();
        let name = outermost.map_or("?", |link| link.name.as_str());
        let outermost = outermost.map_or(span, |link| link.span);
        let message = format!("error expanding ({name} ...):\n    the expansion does not end");
        let mut diagnostic = Diagnostic::error("expand-macro", message, outermost)
            .with_help("a macro whose expansion calls it again needs a case that does not");
        if let Some(note) = self.chain_note() {
            diagnostic = diagnostic.with_note(note);
        }
        self.report(diagnostic);
        poison(span)
    }

    /// The calls that are being expanded, without the predefined macros around the first.
    fn user_chain(&self) -> impl Iterator<Item = &ChainLink> {
        // `module:name` is a macro call that becomes one of `:`.
        let calls = self.chain.iter().filter(|link| link.name.as_str() != ":");
        calls.skip_while(|link| Keyword::of(link.name).is_some())
    }

    /// The first calls of the chain and how many there are.
    fn chain_note(&self) -> Option<String> {
        let shown: Vec<&str> = self.user_chain().take(6).map(|link| link.name.as_str()).collect();
        let rest = self.user_chain().count().saturating_sub(shown.len());
        let more = if rest > 0 { format!(" -> ... ({rest} more)") } else { String::new() };
        (!shown.is_empty()).then(|| format!("macro calls: {}{more}", shown.join(" -> ")))
    }

    /// Starts a top-level form: bounds count anew.
    pub(crate) fn begin_top_level(&mut self) {
        self.calls = 0;
        self.exhausted = false;
        self.chain.clear();
        self.depth = 0;
    }
}

/// Whether expansion can change a form.
fn is_expandable(form: &Form) -> bool {
    match &form.kind {
        FormKind::List(items) => !items.is_empty(),
        FormKind::Dotted(..) => true,
        _ => false,
    }
}

/// What stands where expansion failed.
fn poison(span: Span) -> Form {
    Build(span).quote(Form::nil(span))
}
