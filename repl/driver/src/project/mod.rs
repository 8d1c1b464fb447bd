//! Projects laid out as rebar3 has them: which applications there are, which files make them up,
//! and in what order they are compiled.
//!
//! ```text
//! rebar.config            erl_opts, escript_main_app, …
//! src/  include/  test/   one application
//! apps/NAME/src …         or several
//! _checkouts/NAME  _build/default/lib/NAME    what they depend on
//! ```

mod application;
pub mod config;
mod order;
mod start;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lfec_lower::ir::Unit;
use lfec_program::tables::Entry;

pub use application::{Application, find_sources};
use config::{Term, value};

use start::Action;

use crate::cache::Cache;
use crate::entry;
use crate::report::Failure;
use crate::session::{Options, Session};

/// A project.
pub struct Project {
    /// The folder of `rebar.config`.
    pub root: PathBuf,
    /// Its own applications.
    pub applications: Vec<Application>,
    /// The applications that they depend on, those that are here.
    pub dependencies: Vec<Application>,
    config: Vec<Term>,
}

/// Which sources of a project are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The program.
    Program,
    /// The program and its tests.
    Tests,
}

impl Project {
    /// The project around the current folder, which must be there.
    pub fn find() -> Result<Project, Failure> {
        Project::around(Path::new("."))?.ok_or_else(none_here)
    }

    /// The project around `folder`: the nearest `rebar.config` upwards.
    pub fn around(folder: &Path) -> Result<Option<Project>, Failure> {
        let absolute = folder.canonicalize().map_err(|error| Failure::file(folder, &error))?;
        let Some(root) = absolute.ancestors().find(|place| place.join("rebar.config").is_file())
        else {
            return Ok(None);
        };
        // Paths below the current folder are shown as the user would write them.
        let root = match absolute == root {
            true => PathBuf::new(),
            false => root.to_owned(),
        };
        Project::load(root).map(Some)
    }

    fn load(root: PathBuf) -> Result<Project, Failure> {
        let config: Vec<Term> =
            config::read(&root.join("rebar.config"))?.into_iter().map(|read| read.term).collect();
        let mut applications = Vec::new();
        if root.join("src").is_dir() {
            applications.push(Application::load(&root, true)?);
        }
        for folder in application::folders(&root.join("apps")) {
            applications.push(Application::load(&folder, true)?);
        }
        if applications.is_empty() {
            let path = root.join("rebar.config");
            return Err(config::misfit(&path, "there is neither src/ nor apps/ beside it"));
        }
        let mut dependencies: Vec<Application> = Vec::new();
        for place in ["_checkouts", "_build/default/lib"] {
            for folder in application::folders(&root.join(place)) {
                let found = Application::load(&folder, false)?;
                let known = applications.iter().chain(&dependencies);
                if !known.into_iter().any(|other| other.name == found.name) {
                    dependencies.push(found);
                }
            }
        }
        Ok(Project { root, applications, dependencies, config })
    }

    /// Options for its files: those given, and what `erl_opts` says.
    pub fn options(&self, mut options: Options, scope: Scope) -> Options {
        let all = self.applications.iter().chain(&self.dependencies);
        for application in all {
            options.include.push(application.folder.join("include"));
            options.include.push(application.folder.join("src"));
        }
        options.include.push(self.root.join("_checkouts"));
        options.include.push(self.root.join("_build/default/lib"));
        options.include.push(self.root.join("apps"));
        if scope == Scope::Tests {
            options.include.extend(self.applications.iter().map(|app| app.folder.join("test")));
            options = test_options(options);
        }
        let profiles = value(&self.config, "profiles").map_or(&[][..], Term::items);
        let test = value(profiles, "test").filter(|_| scope == Scope::Tests);
        let opts =
            [value(&self.config, "erl_opts"), test.and_then(|t| value(t.items(), "erl_opts"))];
        for option in opts.into_iter().flatten().flat_map(Term::items) {
            self.add_option(option, &mut options);
        }
        options
    }

    /// One of `erl_opts`: macros, include folders, warnings as errors; others change nothing here.
    fn add_option(&self, option: &Term, options: &mut Options) {
        match (option.keyed("d"), option.keyed("i")) {
            (Some([name]), _) => {
                options.defines.extend(name.text().map(|name| (name.to_owned(), None)));
            }
            (Some([name, value]), _) => {
                let text = erlang_text(value);
                options.defines.extend(name.text().map(|name| (name.to_owned(), Some(text))));
            }
            (_, Some([folder])) => {
                options.include.extend(folder.text().map(|folder| self.root.join(folder)));
            }
            _ if *option == Term::Atom("warnings_as_errors".to_owned()) => {
                options.warnings_as_errors = true;
            }
            _ => {}
        }
    }

    /// The files to compile, in order: modules whose macros others use come first.
    pub fn files(&self, scope: Scope) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for application in self.dependencies.iter().chain(&self.applications) {
            files.extend(application.sources.iter().cloned());
        }
        if scope == Scope::Tests {
            files.extend(self.applications.iter().flat_map(|app| app.tests.iter().cloned()));
        }
        order::by_macros(files)
    }

    /// SSA of the program: its modules, with one that starts it, and the entry in that one.
    /// `named` is the function to call instead (`module:function`).
    pub fn units(
        &self,
        session: &mut Session,
        named: Option<&str>,
    ) -> Result<(Vec<Unit>, Entry), Failure> {
        let mut units = session.units(&self.files(Scope::Program))?;
        let action = match (named, self.start_action()) {
            (None, Some(action)) => action,
            (Some(_), _) => called(&entry::choose(&units, named)?),
            (None, None) => called(&self.main_function(&units)?),
        };
        let mut modules = BTreeMap::new();
        for application in self.dependencies.iter().chain(&self.applications) {
            let own = units.iter().filter(|unit| {
                application
                    .sources
                    .iter()
                    .any(|source| source.display().to_string() == unit.own_file())
            });
            let names = own.map(|unit| unit.module.to_string()).collect();
            modules.insert(application.name.clone(), names);
        }
        let text = self.start_module(&modules, &action)?;
        units.push(session.own_unit(start::MODULE, &text)?);
        let (module, function) = (start::MODULE.to_owned(), "main".to_owned());
        Ok((units, Entry { module, function, arity: 1 }))
    }

    /// The `main` or `start` of the main application's module of the same name, or of any.
    fn main_function(&self, units: &[Unit]) -> Result<Entry, Failure> {
        let name = &self.main_application().name;
        let main = units.iter().find(|unit| unit.module.as_str() == name);
        let own = main.and_then(|unit| entry::choose(std::slice::from_ref(unit), None).ok());
        own.map_or_else(|| entry::choose(units, None), Ok)
    }

    /// What is kept of earlier builds with these options. A change of a module with macros for
    /// others makes all new.
    pub fn cache(&self, options: &Options) -> Cache {
        let mut setting = format!("{options:?}");
        for file in self.files(Scope::Program) {
            let text = std::fs::read(file).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            if order::has_macros(&text) {
                setting.push_str(&text);
            }
        }
        Cache::new(self.root.join("_build/lfec/cache"), &setting)
    }

    /// Name for the executable: `escript_name`, or that of the main application.
    pub fn name(&self) -> String {
        let named = value(&self.config, "escript_name").and_then(Term::text);
        named.map_or_else(|| self.main_application().name.clone(), str::to_owned)
    }

    /// The application that a program made of the project starts: `escript_main_app`, the first
    /// that has something to start, or the first.
    fn main_application(&self) -> &Application {
        let named = value(&self.config, "escript_main_app").and_then(Term::text);
        let named = named.and_then(|name| self.applications.iter().find(|app| app.name == name));
        let started = || self.applications.iter().find(|app| app.has_mod());
        named.or_else(started).unwrap_or(&self.applications[0])
    }
}

/// The call of an entry.
fn called(entry: &Entry) -> Action {
    Action::Call(entry.module.clone(), entry.function.clone(), entry.arity > 0)
}

/// There is neither a file nor a project.
pub fn none_here() -> Failure {
    Failure::usage(
        "no files are given, and there is no rebar.config here or in a folder above; name files, or \
         start a project with lfec new NAME",
    )
}

/// Options for files with tests.
pub fn test_options(mut options: Options) -> Options {
    options.defines.extend(["TEST", "EUNIT"].map(|name| (name.to_owned(), None)));
    options
}

/// A term as Erlang text.
fn erlang_text(term: &Term) -> String {
    let all = |items: &[Term]| items.iter().map(erlang_text).collect::<Vec<_>>().join(",");
    match term {
        Term::Atom(name) => start::atom(name),
        Term::Text(text) => format!("{text:?}"),
        Term::List(items) => format!("[{}]", all(items)),
        Term::Tuple(items) => format!("{{{}}}", all(items)),
        Term::Other(text) => text.clone(),
    }
}
