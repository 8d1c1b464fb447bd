//! Macros as native code: the expander's host.
//!
//! Functions defined while a file is expanded gather until one is called; those that are new then
//! become a module of their own, compiled into memory. Calls of functions in earlier such modules
//! are imports. A call runs in a process of its own and is ended when it takes too long.
//!
//! Macros may call functions of the other modules that are compiled with this one: a module whose
//! function is missing is compiled into memory, and the macro runs again.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lfec_base::{Diagnostic, FileId, Sources, Span, Symbol};
use lfec_macroexpand::{FunctionDefinition, MacroHost, Module};
use lfec_native::isa::Use;
use lfec_reader::Form;
use lfec_runtime::embed::{self, Arguments, CallError, Callee, Outcome};
use lfec_runtime::term::{Atom, Term};

use crate::jit::Jit;
use crate::session::{Includes, Options, Session};
use crate::{Embedded, files, terms};

/// How long one macro may run.
const LONGEST: Duration = Duration::from_secs(10);

/// Numbers the modules of macros in this process.
static MODULES: AtomicU32 = AtomicU32::new(0);

/// The files that are compiled together, by the name of the module that each is expected to hold.
#[derive(Default)]
pub struct Siblings {
    files: HashMap<String, PathBuf>,
    options: Options,
    /// Those that macros have asked for.
    asked: Mutex<HashSet<String>>,
}

impl Siblings {
    /// The files of a session with these options.
    pub fn new(paths: &[PathBuf], options: &Options) -> Siblings {
        let named = paths.iter().filter_map(|path| {
            Some((path.file_stem()?.to_string_lossy().into_owned(), path.clone()))
        });
        Siblings { files: named.collect(), options: options.clone(), asked: Mutex::default() }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Compiles a module into memory. Whether that is new.
    fn load(self: &Arc<Siblings>, embedded: &'static Embedded, module: &str) -> bool {
        let Some(path) = self.files.get(module) else { return false };
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = asked.insert(module.to_owned());
        drop(asked);
        if !is_new {
            return false;
        }
        let mut session = Session::new(embedded, self.options.clone());
        session.siblings = self.clone();
        // What is wrong in it is told when its turn comes.
        let Ok(Ok(units)) = session.unit_or_fault(path) else { return false };
        Jit::get(embedded).and_then(|jit| jit.add(&units, Use::JitQuick)).is_ok()
    }
}

/// Runs the macros of one file.
#[derive(Clone)]
pub struct JitHost {
    embedded: &'static Embedded,
    path: PathBuf,
    folders: Vec<PathBuf>,
    siblings: Arc<Siblings>,
    /// Definitions not compiled yet.
    pending: Vec<(Symbol, usize, Form)>,
    /// Where each compiled function is.
    compiled: HashMap<(Symbol, usize), Symbol>,
}

impl JitHost {
    /// A host for the file at `path`; include files are looked for in `folders` too.
    pub fn new(embedded: &'static Embedded, path: &Path, folders: &[PathBuf]) -> JitHost {
        let (pending, compiled) = (Vec::new(), HashMap::new());
        let (path, folders) = (path.to_owned(), folders.to_vec());
        let siblings = Arc::default();
        JitHost { embedded, path, folders, siblings, pending, compiled }
    }

    /// This host with the files that are compiled with this one.
    pub fn with_siblings(self, siblings: Arc<Siblings>) -> JitHost {
        JitHost { siblings, ..self }
    }

    /// Calls a function that is there.
    fn run(&self, module: Symbol, function: Symbol, arguments: &[Form]) -> Result<Form, String> {
        loop {
            match call(module, function, arguments) {
                Ok(form) => return Ok(form),
                Err(Fault { missing: Some(other), .. })
                    if self.siblings.load(self.embedded, &other) => {}
                Err(fault) => return Err(fault.text),
            }
        }
    }

    /// This host for the forms of another file.
    pub fn at(&self, path: &Path) -> JitHost {
        JitHost { path: path.to_owned(), ..self.clone() }
    }

    fn compile(&mut self) -> Result<(), String> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let number = MODULES.fetch_add(1, Ordering::Relaxed);
        let name = Symbol::intern(&format!("-macros-{number}-"));
        let pending = std::mem::take(&mut self.pending);
        let functions: Vec<FunctionDefinition> = pending
            .into_iter()
            .map(|(name, arity, lambda)| {
                let span = lambda.span;
                FunctionDefinition { name, arity, lambda, span, documentation: None }
            })
            .collect();
        let defined: Vec<(Symbol, usize)> = functions.iter().map(|f| (f.name, f.arity)).collect();
        let earlier = self.compiled.iter().filter(|(function, _)| !defined.contains(function));
        let module = Module {
            name,
            span: Span::NONE,
            exports: defined.clone(),
            imports: earlier.map(|(function, module)| (*function, (*module, function.0))).collect(),
            attributes: Vec::new(),
            on_load: None,
            functions,
            documentation: None,
            exported_macros: Vec::new(),
        };
        // Spans are of the file being expanded; lines in macros' stack traces are not shown.
        let sources = Sources::new();
        let (core, diagnostics) = lfec_pipeline::lfe_core(&module, &sources);
        if let Some(diagnostic) = diagnostics.first() {
            return Err(diagnostic.message.clone());
        }
        let file = self.path.display().to_string();
        let unit = lfec_pipeline::core_unit(core, None, &file).map_err(|e| e.to_string())?;
        let jit = Jit::get(self.embedded).map_err(|failure| format!("{failure:?}"))?;
        jit.add(&[unit], Use::JitQuick).map_err(|failure| format!("{failure:?}"))?;
        self.compiled.extend(defined.into_iter().map(|function| (function, name)));
        Ok(())
    }
}

impl MacroHost for JitHost {
    fn define(&mut self, name: Symbol, arity: usize, lambda: &Form) -> Result<(), String> {
        self.pending.retain(|(other, n, _)| (*other, *n) != (name, arity));
        self.pending.push((name, arity, lambda.clone()));
        Ok(())
    }

    fn call(&mut self, name: Symbol, arguments: &[Form]) -> Result<Form, String> {
        self.compile()?;
        let Some(module) = self.compiled.get(&(name, arguments.len())).copied() else {
            return Err(format!("function {name}/{} undefined", arguments.len()));
        };
        self.run(module, name, arguments)
    }

    fn call_remote(
        &mut self,
        module: Symbol,
        function: Symbol,
        arguments: &[Form],
    ) -> Option<Result<Form, String>> {
        if let Err(failure) = Jit::get(self.embedded) {
            return Some(Err(format!("{failure:?}")));
        }
        let find = || {
            let (m, f) = (Atom::existing(module.as_str())?, Atom::existing(function.as_str())?);
            lfec_runtime::code::find_function(m.index(), f.index(), arguments.len())
        };
        if find().is_none() {
            self.siblings.load(self.embedded, module.as_str());
            find()?;
        }
        Some(self.run(module, function, arguments))
    }

    fn include(&mut self, name: &str, library: bool) -> Option<(String, String)> {
        let user = || files::find_include(name, library, &self.path, &self.folders);
        // A header of the library that has macros for LFE beside those for Erlang.
        let lisp = name.strip_suffix(".hrl").map(|stem| format!("{stem}.lfe"));
        let own = |name: &str| files::own_header(self.embedded, name).filter(|_| library);
        let found = user().or_else(|| own(lisp.as_deref()?)).or_else(|| own(name));
        let (path, text) = found?;
        Some((path.display().to_string(), text))
    }

    fn header(&mut self, file: FileId, sources: &mut Sources) -> (Vec<Form>, Vec<Diagnostic>) {
        let path = self.path.clone();
        let embedded = self.embedded;
        let mut includes = Includes { embedded, path, folders: &self.folders, otp: None };
        lfec_header::header_forms(file, sources, &mut includes)
    }
}

/// Why a call has no result.
struct Fault {
    text: String,
    /// The module of a function that is not there.
    missing: Option<String>,
}

impl From<String> for Fault {
    fn from(text: String) -> Fault {
        Fault { text, missing: None }
    }
}

fn call(module: Symbol, function: Symbol, forms: &[Form]) -> Result<Form, Fault> {
    let span = forms.first().map_or(Span::NONE, |form| form.span);
    let too_many = || "there are too many atoms".to_owned();
    let atom = |name: &str| Atom::new(name).ok_or_else(too_many);
    let mut arguments = Arguments::new();
    let (module, function) = (atom(module.as_str())?, atom(function.as_str())?);
    let list = Form::list(span, forms.to_vec());
    arguments.add(|_| module.term());
    arguments.add(|_| function.term());
    arguments.add(|builder| terms::to_term(builder, &list));
    // Macros write and read as programs do.
    let callee = Callee::Function(atom("erts_host")?, atom("call")?);
    match embed::call(callee, arguments, Some(LONGEST)) {
        Ok(Outcome::Returned(term)) => Ok(terms::to_form(term.term(), span)?),
        Ok(Outcome::Raised { reason, trace, .. }) => {
            let text = match terms::to_form(reason.term(), span) {
                Ok(form) => lfec_reader::print(&form),
                Err(_) => reason.term().to_string(),
            };
            let missing = missing_module(reason.term(), trace.term());
            Err(Fault { text, missing })
        }
        Err(CallError::TimedOut) => {
            Err(format!("it did not end within {} seconds", LONGEST.as_secs()).into())
        }
        Err(CallError::TooManyProcesses) => Err("there are too many processes".to_owned().into()),
    }
}

/// The module of the function that was called and is not there, if that is what happened.
fn missing_module(reason: Term, trace: Term) -> Option<String> {
    let text = |term: Term| Some(term.as_atom()?.text().to_owned());
    if text(reason)? != "undef" {
        return None;
    }
    let entry = trace.list().next()?.as_tuple()?;
    text(*entry.elements().first()?)
}
