//! `--otp DIR`: modules of an installed Erlang/OTP, compiled from its sources.
//!
//! Which of them a program needs is found function by function, as the linker's tables are
//! ([`reach`]): the modules that reached code calls and that neither the program nor the library
//! has are compiled, and so on, until nothing is missing or what is missing is nowhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use lfec_lower::ir::Unit;
use lfec_pipeline::library::Library;
use lfec_program::tables::{ModuleInfo, ProgramModule, reach};
use lfec_program::unit::outline;

use crate::report::Failure;
use crate::session::Session;

/// The sources of an installed Erlang/OTP.
#[derive(Clone, Debug)]
pub struct Otp {
    /// The folder that was given.
    root: PathBuf,
    /// Folders of the applications, by name.
    applications: BTreeMap<String, PathBuf>,
    /// Source files, by module.
    modules: HashMap<String, PathBuf>,
}

impl Otp {
    /// Looks through `root`, a folder like `/usr/lib/erlang`.
    pub fn open(root: &Path) -> Result<Otp, Failure> {
        let applications = find_applications(&root.join("lib"));
        let mut modules = HashMap::new();
        for (name, folder) in &applications {
            if name == "erts" {
                // The runtime's own half: of no use on another runtime.
                continue;
            }
            add_modules(&folder.join("src"), &mut modules);
        }
        if modules.is_empty() {
            return Err(Failure::Message(format!(
                "{}: no Erlang/OTP with sources here: there is no lib/APPLICATION/src/MODULE.erl \
                 (Debian has the sources in the package erlang-src)",
                root.display()
            )));
        }
        Ok(Otp { root: root.to_owned(), applications, modules })
    }

    /// The folder that was given.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether a file is one of its sources.
    pub fn contains(&self, source: &Path) -> bool {
        self.application_of(source).is_some()
    }

    /// The source of a module.
    pub fn source(&self, module: &str) -> Option<&Path> {
        self.modules.get(module).map(PathBuf::as_path)
    }

    /// Places where an include file may be: `application/include/x.hrl` in that application; for
    /// a source of OTP itself, where the build of OTP looks.
    pub fn include_places(&self, name: &str, library: bool, from: &Path) -> Vec<PathBuf> {
        let mut places = Vec::new();
        if library
            && let Some((application, rest)) = name.split_once('/')
            && let Some(folder) = self.applications.get(application)
        {
            places.push(folder.join(rest));
        }
        if let Some(folder) = self.application_of(from) {
            places.extend(["src", "include", ""].map(|part| folder.join(part).join(name)));
            let near = [("kernel", "include"), ("kernel", "src"), ("stdlib", "include")];
            let near = near.iter().filter_map(|(application, part)| {
                Some(self.applications.get(*application)?.join(part).join(name))
            });
            places.extend(near);
        }
        places
    }

    /// Macros that the build of OTP defines for a source: the version of its application.
    pub fn defines(&self, source: &Path) -> Vec<(String, Option<String>)> {
        let Some(folder) = self.application_of(source) else { return Vec::new() };
        let (name, version) = split_version(&file_name(folder));
        let version = version.map_or_else(|| "0".to_owned(), |numbers| dotted(&numbers));
        vec![(format!("{}_VSN", name.to_uppercase()), Some(format!("\"{version}\"")))]
    }

    fn application_of(&self, source: &Path) -> Option<&PathBuf> {
        self.applications.values().find(|folder| source.starts_with(folder))
    }
}

/// The newest folder of each application.
fn find_applications(lib: &Path) -> BTreeMap<String, PathBuf> {
    let mut found: BTreeMap<String, (Vec<u64>, PathBuf)> = BTreeMap::new();
    for entry in fs::read_dir(lib).into_iter().flatten().flatten() {
        let (name, version) = split_version(&file_name(&entry.path()));
        let version = version.unwrap_or_default();
        match found.get(&name) {
            Some((other, _)) if *other > version => {}
            _ => {
                found.insert(name, (version, entry.path()));
            }
        }
    }
    found.into_iter().map(|(name, (_, path))| (name, path)).collect()
}

/// `stdlib-4.2` is `stdlib` and `[4, 2]`; a source tree has no versions.
fn split_version(folder: &str) -> (String, Option<Vec<u64>>) {
    if let Some((name, version)) = folder.rsplit_once('-') {
        let numbers: Result<Vec<u64>, _> = version.split('.').map(str::parse).collect();
        if let Ok(numbers) = numbers {
            return (name.to_owned(), Some(numbers));
        }
    }
    (folder.to_owned(), None)
}

fn dotted(numbers: &[u64]) -> String {
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn add_modules(folder: &Path, modules: &mut HashMap<String, PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            add_modules(&path, modules);
        } else if path.extension().is_some_and(|extension| extension == "erl")
            && let Some(stem) = path.file_stem().and_then(|stem| stem.to_str())
        {
            modules.insert(stem.to_owned(), path.clone());
        }
    }
}

/// The units of a program and of what it takes from OTP.
pub struct Completed {
    /// The program's own units, then those from OTP.
    pub units: Vec<Unit>,
    /// How many are the program's own.
    pub own: usize,
}

/// Adds the modules that the program needs from OTP, and those that `--otp-module` names. Tells
/// on standard error which functions that it calls are nowhere.
pub fn complete(
    session: &mut Session,
    own: Vec<Unit>,
    library: &Library,
) -> Result<Completed, Failure> {
    let mut program = Completed { own: own.len(), units: own };
    for module in session.options.otp_modules.clone() {
        let found = session.options.otp.as_ref().and_then(|otp| otp.source(&module));
        let Some(source) = found.map(Path::to_path_buf) else {
            let message =
                format!("--otp-module {module}: there is no such module in OTP's sources");
            return Err(Failure::usage(message));
        };
        program.units.extend(session.units(&[source])?);
    }
    // Sources that cannot be compiled; calls of their functions stay undefined.
    let mut unusable = BTreeMap::new();
    loop {
        let missing = missing(&program, library);
        let Some(otp) = session.options.otp.as_ref() else {
            tell_missing(session, &missing, &unusable);
            return Ok(program);
        };
        let wanted = missing.modules.keys().filter(|module| !unusable.contains_key(*module));
        let sources: Vec<(String, PathBuf)> = wanted
            .filter_map(|module| Some((module.clone(), otp.source(module)?.to_owned())))
            .collect();
        if sources.is_empty() {
            tell_missing(session, &missing, &unusable);
            return Ok(program);
        }
        for (module, source) in sources {
            match session.unit_or_fault(&source)? {
                Ok(units) => program.units.extend(units),
                Err(fault) => {
                    unusable.insert(module, fault);
                }
            }
        }
    }
}

/// What reached code calls that is nowhere; with a caller of each.
#[derive(Default)]
struct Missing {
    modules: BTreeMap<String, String>,
    functions: BTreeMap<(String, String, u32), String>,
}

fn missing(program: &Completed, library: &Library) -> Missing {
    let outlines: Vec<ModuleInfo> = program.units.iter().map(outline).collect();
    let names: BTreeSet<&str> = outlines.iter().map(|info| info.name.as_str()).collect();
    let kept = library.modules.iter().map(|module| &module.info);
    let kept = kept.filter(|info| !names.contains(info.name.as_str()));
    let modules = outlines.iter().enumerate();
    let modules = modules.map(|(index, info)| ProgramModule { info, own: index < program.own });
    let all: Vec<ProgramModule<'_>> =
        modules.chain(kept.map(|info| ProgramModule { info, own: false })).collect();
    let reachable = reach(&all, &[("erts_boot", "start", 3)]);
    let known: BTreeSet<&str> = all.iter().map(|module| module.info.name.as_str()).collect();
    let mut missing = Missing::default();
    for (info, functions) in &reachable.modules {
        if !names.contains(info.name.as_str()) {
            // The library's own gaps are not the program's.
            continue;
        }
        for function in functions.iter().map(|index| &info.functions[*index]) {
            for remote in &function.remotes {
                if !reachable.undefined.contains(remote) {
                    continue;
                }
                let caller = format!("{}:{}/{}", info.name, function.function, function.arity);
                if known.contains(remote.0.as_str()) {
                    missing.functions.entry(remote.clone()).or_insert(caller);
                } else {
                    missing.modules.entry(remote.0.clone()).or_insert(caller);
                }
            }
        }
    }
    missing
}

fn tell_missing(session: &Session, missing: &Missing, unusable: &BTreeMap<String, String>) {
    let mut lines = Vec::new();
    let module = |(name, caller): (&String, &String)| match unusable.get(name) {
        Some(fault) => format!("  {name}, which {caller} calls; its source has an error: {fault}"),
        None => format!("  {name}, which {caller} calls"),
    };
    lines.extend(missing.modules.iter().map(module));
    lines.extend(missing.functions.iter().map(|((module, name, arity), caller)| {
        format!("  {module}:{name}/{arity}, which {caller} calls")
    }));
    if lines.is_empty() {
        return;
    }
    let place = match &session.options.otp {
        Some(otp) => format!("neither lfec's library nor {} has", otp.root().display()),
        None => "lfec's library does not have".to_owned(),
    };
    let hint = match &session.options.otp {
        Some(_) => "",
        None => "\n(--otp DIR takes missing modules from the sources of an installed Erlang/OTP)",
    };
    eprintln!(
        "lfec: warning: the program calls what {place}; such a call raises undef:\n{}{hint}",
        lines.join("\n")
    );
}
