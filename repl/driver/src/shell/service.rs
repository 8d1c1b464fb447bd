//! The compiler at the service of processes.
//!
//! | request | answer |
//! |---|---|
//! | `start` | `{start, Expressions, Script, Prompt, Banner, Version}` of the command line |
//! | `script` | `{script, Module, Name}` of the lfescript that runs |
//! | `{open, Functions}` | the module of a new session; `{Module, [{Name, Arity}]}` are imported |
//! | `{close, Session}` | `ok` |
//! | `{save, Session}`, `{restore, Session}` | `ok`; one state is kept |
//! | `{read, Name, Text}` | `{ok, [{Line, Form}]}` |
//! | `{status, Text}` | `complete`, `incomplete` or `error` |
//! | `{form, Session, Form, Variables}` | `{ok, [Work]}` |
//! | `{expand, Session, once \| fully \| all, Form}` | `{ok, Form}`, `no` if it is no macro call |
//! | `{slurp, Session, File}` | `{ok, Modules}` |
//! | `{compile, File}` | `{ok, Modules}`, loaded |
//! | `{file, Name}` | `{ok, Text}` |
//! | `cwd`, `{cd, Folder}` | `{ok, Folder}`: the current folder |
//! | `{ls, Folder}` | `{ok, Names}` |
//! | `{line, Session, Prompt, Variables}` | `{ok, Text}`, `eof` or `interrupted` |
//!
//! Every request may be answered by `{error, Messages}`. Texts are binaries. Work is
//! `{expression, Module, Variables}`, `{set, Names, Module, Variables}` or `{defined, Name}`.
//! A session is known by the name of its module.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use lfec_base::{Span, Symbol};
use lfec_reader::{Form, ReadStatus};
use lfec_runtime::heap::{Allocate, Builder};
use lfec_runtime::host::{self, Request};
use lfec_runtime::term::{Term, View};

use super::code::{self, Expand, FormSession, Work};
use super::{asked, line, script};
use crate::{Embedded, report, session, terms};

static EMBEDDED: OnceLock<&'static Embedded> = OnceLock::new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

type Shared<T> = Arc<Mutex<T>>;

/// Sessions by module, and the state of each that was saved.
static SESSIONS: Mutex<Option<HashMap<Symbol, Shared<Open>>>> = Mutex::new(None);

struct Open {
    session: FormSession,
    saved: Option<Box<FormSession>>,
}

/// Answers requests from now on.
pub fn start(embedded: &'static Embedded) {
    EMBEDDED.get_or_init(|| embedded);
    host::serve(|request| {
        let thread = std::thread::Builder::new().stack_size(lfec_core::deep::STACK_BYTES);
        // Without a thread the request stays without an answer.
        let _ = thread.name("request".to_owned()).spawn(move || serve(&request));
    });
}

/// What is answered.
enum Answer {
    Ok,
    No,
    Symbol(&'static str),
    Start,
    Script,
    Session(Symbol),
    Text(String),
    Texts(Vec<String>),
    Forms(Vec<(u32, Form)>),
    Form(Form),
    Work(Vec<Work>),
    Names(Vec<Symbol>),
}

type Answered = Result<Answer, Vec<String>>;

fn serve(request: &Request) {
    let answer = answer(request.term());
    request.answer(|builder| answer_term(builder, answer));
}

fn answer(request: Term) -> Answered {
    let elements = request.as_tuple().map_or(&[][..], |tuple| tuple.elements());
    let name = elements.first().copied().unwrap_or(request);
    match (atom_text(name), elements) {
        ("start", []) => Ok(Answer::Start),
        ("script", []) => Ok(Answer::Script),
        ("open", [_, functions]) => open(*functions),
        ("close", [_, session]) => {
            with_sessions(|sessions| sessions.remove(&symbol(*session)));
            Ok(Answer::Ok)
        }
        ("save", [_, session]) => with_session(*session, |open| {
            open.saved = Some(Box::new(open.session.clone()));
            Ok(Answer::Ok)
        }),
        ("restore", [_, session]) => with_session(*session, |open| match open.saved.take() {
            Some(saved) => {
                open.session = *saved;
                Ok(Answer::Ok)
            }
            None => Ok(Answer::No),
        }),
        ("read", [_, name, text]) => {
            code::read(&binary_text(*name), &binary_text(*text)).map(Answer::Forms)
        }
        ("status", [_, text]) => {
            Ok(Answer::Symbol(match lfec_reader::read_status(&binary_text(*text)) {
                ReadStatus::Complete => "complete",
                ReadStatus::Incomplete => "incomplete",
                ReadStatus::Error => "error",
            }))
        }
        ("form", [_, session, form, variables]) => {
            let form = to_form(*form)?;
            let variables = code::symbols(&to_form(*variables)?);
            with_session(*session, |open| open.session.form(&form, &variables).map(Answer::Work))
        }
        ("expand", [_, session, how, form]) => {
            let form = to_form(*form)?;
            let how = match atom_text(*how) {
                "once" => Expand::Once,
                "fully" => Expand::Fully,
                _ => Expand::All,
            };
            with_session(*session, |open| {
                Ok(open.session.expand(&form, how)?.map_or(Answer::No, Answer::Form))
            })
        }
        ("slurp", [_, session, file]) => {
            let path = PathBuf::from(binary_text(*file));
            with_session(*session, |open| open.session.slurp(&path).map(Answer::Names))
        }
        ("file", [_, name]) => {
            let bytes = std::fs::read(binary_text(*name)).map_err(file_error)?;
            Ok(Answer::Text(String::from_utf8_lossy(&bytes).into_owned()))
        }
        ("cwd", []) => current_folder(),
        ("cd", [_, folder]) => {
            std::env::set_current_dir(binary_text(*folder)).map_err(file_error)?;
            current_folder()
        }
        ("ls", [_, folder]) => {
            let entries = std::fs::read_dir(binary_text(*folder)).map_err(file_error)?;
            let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
            let mut names: Vec<String> = entries.filter_map(|entry| entry.ok().map(name)).collect();
            names.sort();
            Ok(Answer::Texts(names))
        }
        ("compile", [_, file]) => compile(Path::new(&binary_text(*file))),
        ("line", [_, session, prompt, variables]) => {
            let mut names = code::symbols(&to_form(*variables)?);
            let known = with_session(*session, |open| Ok(Answer::Names(open.session.names())));
            if let Ok(Answer::Names(known)) = known {
                names.extend(known);
            }
            Ok(match line::read(&binary_text(*prompt), names)? {
                line::Line::Text(text) => Answer::Text(text),
                line::Line::End => Answer::Symbol("eof"),
                line::Line::Interrupted => Answer::Symbol("interrupted"),
            })
        }
        _ => Err(vec!["unknown request".to_owned()]),
    }
}

fn open(functions: Term) -> Answered {
    let embedded = embedded()?;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let module = Symbol::intern(&format!("-session-{number}-"));
    let mut session = FormSession::new(embedded, module, &asked().include);
    for entry in functions.list() {
        let Some([module, keys]) = entry.as_tuple().map(|tuple| tuple.elements()) else { continue };
        let keys = keys.list().filter_map(|key| match key.as_tuple()?.elements() {
            [name, arity] => Some((symbol(*name), arity.as_usize()?)),
            _ => None,
        });
        session.import(keys, symbol(*module));
    }
    let open = Arc::new(Mutex::new(Open { session, saved: None }));
    with_sessions(|sessions| sessions.insert(module, open));
    Ok(Answer::Session(module))
}

fn current_folder() -> Answered {
    let folder = std::env::current_dir().map_err(file_error)?;
    Ok(Answer::Text(folder.display().to_string()))
}

fn file_error(error: std::io::Error) -> Vec<String> {
    let text = match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    vec![text]
}

/// Compiles a file and loads its modules.
fn compile(path: &Path) -> Answered {
    let embedded = embedded()?;
    let options = session::Options { include: asked().include.clone(), ..Default::default() };
    let mut session = session::Session::new(embedded, options);
    let told = |failure: report::Failure| match failure {
        report::Failure::Reported => Vec::new(),
        failure => vec![report::text_of(&failure)],
    };
    let units = session.units(&[path.to_owned()]).map_err(told)?;
    let jit = crate::jit::Jit::get(embedded).map_err(told)?;
    jit.add(&units, lfec_native::isa::Use::JitFast).map_err(told)?;
    Ok(Answer::Names(units.iter().map(|unit| unit.module).collect()))
}

fn embedded() -> Result<&'static Embedded, Vec<String>> {
    EMBEDDED.get().copied().ok_or_else(|| vec!["there is no compiler here".to_owned()])
}

fn with_sessions<T>(work: impl FnOnce(&mut HashMap<Symbol, Shared<Open>>) -> T) -> T {
    let mut sessions = SESSIONS.lock().unwrap_or_else(PoisonError::into_inner);
    work(sessions.get_or_insert_default())
}

/// Works with a session. A macro that asks for its own session gets an error, not a wait for ever.
fn with_session(name: Term, work: impl FnOnce(&mut Open) -> Answered) -> Answered {
    let found = with_sessions(|sessions| sessions.get(&symbol(name)).cloned());
    let Some(shared) = found else { return Err(vec!["there is no such session".to_owned()]) };
    let Ok(mut open) = shared.try_lock() else {
        return Err(vec!["the session is busy".to_owned()]);
    };
    work(&mut open)
}

// ---------------------------------------------------------------- terms

fn atom_text(term: Term) -> &'static str {
    term.as_atom().map_or("", |atom| atom.text())
}

fn symbol(term: Term) -> Symbol {
    Symbol::intern(atom_text(term))
}

fn binary_text(term: Term) -> String {
    let View::Bits(bits) = term.view() else { return String::new() };
    String::from_utf8_lossy(&bits.bytes()).into_owned()
}

fn to_form(term: Term) -> Result<Form, Vec<String>> {
    terms::to_form(term, Span::NONE).map_err(|message| vec![message])
}

fn answer_term(builder: &mut Builder, answer: Answered) -> Term {
    let answer = match answer {
        Ok(answer) => answer,
        Err(messages) => {
            let messages: Vec<Term> =
                messages.iter().map(|text| builder.binary(text.as_bytes())).collect();
            let messages = builder.list(&messages);
            return builder.tuple(&[Term::ERROR, messages]);
        }
    };
    let value = match answer {
        Answer::Ok => return Term::OK,
        Answer::No => return terms::atom("no"),
        Answer::Symbol(text) => return terms::atom(text),
        Answer::Start => return start_term(builder),
        Answer::Script => {
            let (module, name) = match script::SCRIPT.get() {
                Some((module, name)) => (module.as_str(), name.as_str()),
                None => ("", ""),
            };
            let name = builder.binary(name.as_bytes());
            return builder.tuple(&[terms::atom("script"), terms::atom(module), name]);
        }
        Answer::Session(module) => return terms::atom(module.as_str()),
        Answer::Text(text) => builder.binary(text.as_bytes()),
        Answer::Texts(texts) => {
            let texts: Vec<Term> =
                texts.iter().map(|text| builder.binary(text.as_bytes())).collect();
            builder.list(&texts)
        }
        Answer::Form(form) => terms::to_term(builder, &form),
        Answer::Forms(forms) => {
            let pairs: Vec<Term> = forms
                .iter()
                .map(|(line, form)| {
                    let form = terms::to_term(builder, form);
                    builder.tuple(&[Term::small(i64::from(*line)), form])
                })
                .collect();
            builder.list(&pairs)
        }
        Answer::Names(names) => atoms(builder, &names),
        Answer::Work(work) => {
            let work: Vec<Term> = work.iter().map(|work| work_term(builder, work)).collect();
            builder.list(&work)
        }
    };
    builder.tuple(&[Term::OK, value])
}

fn work_term(builder: &mut Builder, work: &Work) -> Term {
    match work {
        Work::Expression(module, variables) => {
            let variables = atoms(builder, variables);
            let module = terms::atom(module.as_str());
            builder.tuple(&[terms::atom("expression"), module, variables])
        }
        Work::Set(names, module, variables) => {
            let names = atoms(builder, names);
            let variables = atoms(builder, variables);
            let module = terms::atom(module.as_str());
            builder.tuple(&[terms::atom("set"), names, module, variables])
        }
        Work::Defined(name) => {
            let name = terms::atom(name.as_str());
            builder.tuple(&[terms::atom("defined"), name])
        }
    }
}

fn atoms(builder: &mut Builder, names: &[Symbol]) -> Term {
    let names: Vec<Term> = names.iter().map(|name| terms::atom(name.as_str())).collect();
    builder.list(&names)
}

fn start_term(builder: &mut Builder) -> Term {
    let start = asked();
    let text = |builder: &mut Builder, text: &Option<String>| match text {
        Some(text) => builder.binary(text.as_bytes()),
        None => terms::atom("undefined"),
    };
    let expressions: Vec<Term> =
        start.expressions.iter().map(|text| builder.binary(text.as_bytes())).collect();
    let expressions = builder.list(&expressions);
    let script = text(builder, &start.script);
    let prompt = text(builder, &start.prompt);
    let banner = Term::boolean(!start.no_banner);
    let version = builder.binary(env!("CARGO_PKG_VERSION").as_bytes());
    builder.tuple(&[terms::atom("start"), expressions, script, prompt, banner, version])
}
