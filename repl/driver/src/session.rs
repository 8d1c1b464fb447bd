//! One run of the compiler: sources, diagnostics, and the stages applied to files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lfec_base::{Diagnostic, FileId, Severity, Sources, Symbol, has_errors};
use lfec_core::ir::Module as CoreModule;
use lfec_lower::ir::Unit;
use lfec_macroexpand::Module as LfeModule;
use lfec_native::isa::Use;

use crate::Embedded;
use crate::cache::Cache;
use crate::files::{self, Language};
use crate::host::{JitHost, Siblings};
use crate::jit::Jit;
use crate::otp::Otp;
use crate::report::{Failure, Format, Progress, print_diagnostics};

/// What the options of all commands say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folders with include files.
    pub include: Vec<PathBuf>,
    /// Warnings count as errors.
    pub warnings_as_errors: bool,
    /// How diagnostics are written.
    pub format: Format,
    /// Macros of Erlang modules, as `erlc -D`.
    pub defines: Vec<(String, Option<String>)>,
    /// An installed Erlang/OTP.
    pub otp: Option<Otp>,
    /// Modules to take from there though the library has them.
    pub otp_modules: Vec<String>,
}

/// A run of the compiler.
pub struct Session {
    /// What the executable carries.
    pub embedded: &'static Embedded,
    /// Options.
    pub options: Options,
    /// All texts read.
    pub sources: Sources,
    /// What is kept of earlier runs.
    pub cache: Option<Cache>,
    /// The files that are compiled together: macros may call what is in the others.
    pub siblings: Arc<Siblings>,
    diagnostics: Vec<Diagnostic>,
}

impl Session {
    /// A session without sources.
    pub fn new(embedded: &'static Embedded, options: Options) -> Session {
        let (sources, diagnostics) = (Sources::new(), Vec::new());
        Session { embedded, options, sources, cache: None, siblings: Arc::default(), diagnostics }
    }

    /// Writes the diagnostics gathered so far; fails if there is an error among them.
    pub fn report(&mut self) -> Result<(), Failure> {
        if self.options.warnings_as_errors {
            for diagnostic in &mut self.diagnostics {
                diagnostic.severity = Severity::Error;
            }
        }
        self.diagnostics.sort_by_key(|d| (d.span.file, d.span.start, d.span.end));
        self.diagnostics.dedup();
        print_diagnostics(&self.sources, &self.diagnostics, self.options.format);
        let failed = has_errors(&self.diagnostics);
        self.diagnostics.clear();
        if failed { Err(Failure::Reported) } else { Ok(()) }
    }

    /// Reads and expands an LFE file.
    pub fn expand(&mut self, path: &Path) -> Result<Vec<LfeModule>, Failure> {
        let bytes = files::read(path)?;
        Ok(self.expand_bytes(path, &bytes, None))
    }

    /// Expands what stands in an LFE file; `module` is the one of a file that names none.
    fn expand_bytes(
        &mut self,
        path: &Path,
        bytes: &[u8],
        module: Option<Symbol>,
    ) -> Vec<LfeModule> {
        let name = path.display().to_string();
        let (file, forms, diagnostics) = lfec_reader::read_source(&mut self.sources, &name, bytes);
        let unreadable = has_errors(&diagnostics);
        self.diagnostics.extend(diagnostics);
        let host = JitHost::new(self.embedded, path, &self.options.include);
        let mut host = host.with_siblings(self.siblings.clone());
        let options = lfec_macroexpand::Options { implicit_module: module, ..Default::default() };
        let expansion =
            lfec_macroexpand::expand_file(forms, file, &mut self.sources, &mut host, &options);
        if !unreadable {
            self.diagnostics.extend(expansion.diagnostics);
            return expansion.modules;
        }
        // What could not be read is missing: errors about that would only confuse.
        let missing = ["undefined-function", "undefined-module"];
        let diagnostics = expansion.diagnostics.into_iter();
        self.diagnostics.extend(diagnostics.filter(|d| !missing.contains(&d.code)));
        Vec::new()
    }

    /// SSA of a script: definitions that are those of `module`.
    pub fn script_units(
        &mut self,
        path: &Path,
        bytes: &[u8],
        module: &str,
    ) -> Result<Vec<Unit>, Failure> {
        let modules = self.expand_bytes(path, bytes, Some(Symbol::intern(module)));
        let mut cores = Vec::with_capacity(modules.len());
        if !has_errors(&self.diagnostics) {
            cores = self.lfe_cores(&modules);
        }
        self.report()?;
        let unit =
            |core| Ok(lfec_pipeline::core_unit(core, Some(&self.sources), &file_name(path))?);
        cores.into_iter().map(unit).collect()
    }

    fn lfe_cores(&mut self, modules: &[LfeModule]) -> Vec<CoreModule> {
        let mut cores = Vec::with_capacity(modules.len());
        for module in modules {
            let (core, diagnostics) = lfec_pipeline::lfe_core(module, &self.sources);
            self.diagnostics.extend(diagnostics);
            cores.push(core);
        }
        cores
    }

    /// Core Erlang of the modules in a file, not optimised. Without any if there are errors.
    pub fn core(&mut self, path: &Path) -> Result<Vec<CoreModule>, Failure> {
        match files::language(path)? {
            Language::Lfe => {
                let modules = self.expand(path)?;
                if modules.is_empty() && !has_errors(&self.diagnostics) {
                    let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
                    let file = self.sources.add(path.display().to_string(), text);
                    let span = lfec_base::Span { file, start: 0, end: 0 };
                    let message = "no module definition";
                    let error = Diagnostic::error("undefined-module", message, span)
                        .with_help("a module starts with (defmodule name ...)");
                    self.diagnostics.push(error);
                }
                if has_errors(&self.diagnostics) {
                    return Ok(Vec::new());
                }
                Ok(self.lfe_cores(&modules))
            }
            Language::Erlang => {
                let file = self.add_text(path)?;
                let otp = self.options.otp.as_ref();
                let mut defines = self.options.defines.clone();
                defines.extend(otp.map_or_else(Vec::new, |otp| otp.defines(path)));
                let folders = &self.options.include;
                let mut host =
                    Includes { embedded: self.embedded, path: path.to_owned(), folders, otp };
                let (core, mut diagnostics) =
                    lfec_pipeline::erlang_core(file, &mut self.sources, &mut host, &defines);
                if otp.is_some_and(|otp| otp.contains(path)) {
                    // Warnings about what is not the user's would only distract.
                    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
                }
                self.diagnostics.extend(diagnostics);
                Ok(core.into_iter().collect())
            }
            Language::Core => {
                let file = self.add_text(path)?;
                let (core, diagnostics) = lfec_pipeline::parse_core(file, &self.sources);
                self.diagnostics.extend(diagnostics);
                Ok(core.into_iter().collect())
            }
        }
    }

    fn add_text(&mut self, path: &Path) -> Result<lfec_base::FileId, Failure> {
        let bytes = files::read(path)?;
        let name = path.display().to_string();
        if files::is_latin1(&bytes) {
            return Ok(self.sources.add(name, files::from_latin1(&bytes)));
        }
        let text = String::from_utf8_lossy(&bytes);
        let file = self.sources.add(name, text.as_ref());
        if let Err(error) = std::str::from_utf8(&bytes) {
            let start = error.valid_up_to() as u32;
            let span = lfec_base::Span { file, start, end: start + 3 };
            let message = "the file is not UTF-8 text";
            self.diagnostics.push(Diagnostic::error("invalid-utf8", message, span));
        }
        Ok(file)
    }

    /// SSA of the modules in a file, or the first error in it, as one line.
    pub fn unit_or_fault(&mut self, path: &Path) -> Result<Result<Vec<Unit>, String>, Failure> {
        let earlier = std::mem::take(&mut self.diagnostics);
        let cores = self.core(path);
        let found = std::mem::replace(&mut self.diagnostics, earlier);
        if let Some(error) = found.iter().find(|d| d.severity == Severity::Error) {
            return Ok(Err(error.message.clone()));
        }
        let name = file_name(path);
        let sources = Some(&self.sources);
        let units = cores?.into_iter().map(|core| lfec_pipeline::core_unit(core, sources, &name));
        Ok(Ok(units.collect::<Result<_, _>>()?))
    }

    /// SSA of the modules in files; the diagnostics are written. Modules with macros for others are
    /// put into this process, where those that follow call them.
    pub fn units(&mut self, paths: &[PathBuf]) -> Result<Vec<Unit>, Failure> {
        self.know(paths);
        let mut results = Vec::new();
        let mut progress = Progress::new(paths.len());
        for path in paths {
            progress.step(path);
            if let Some(units) = self.cache.as_ref().and_then(|cache| cache.units(path)) {
                results.extend(units.into_iter().map(|unit| Ready::Unit(Box::new(unit))));
                continue;
            }
            let (files, problems) = (self.file_count(0), self.diagnostics.len());
            let cores = self.core(path)?;
            let mut ready = self.ready(path, cores)?;
            if self.cache.is_some() && self.diagnostics.len() == problems {
                self.keep(path, files, &mut ready)?;
            }
            results.extend(ready);
        }
        progress.end();
        self.report()?;
        if results.is_empty() {
            return Err(Failure::Message("there is no module in the files".to_owned()));
        }
        let mut units = Vec::with_capacity(results.len());
        for result in results {
            units.push(match result {
                Ready::Unit(unit) => *unit,
                Ready::Core(core, file) => {
                    lfec_pipeline::core_unit(*core, Some(&self.sources), &file)?
                }
            });
        }
        Ok(units)
    }

    fn know(&mut self, paths: &[PathBuf]) {
        if self.siblings.is_empty() {
            self.siblings = Arc::new(Siblings::new(paths, &self.options));
        }
    }

    /// How many files there are, at least `known`.
    fn file_count(&self, known: u32) -> u32 {
        let is_there = |number: &u32| self.sources.name(FileId(*number)) != "nofile";
        (known..).take_while(is_there).count() as u32 + known
    }

    /// Keeps the modules of a file without problems for later runs, those with macros for others
    /// excepted: these are needed in this process. `before` files were read earlier.
    fn keep(&mut self, path: &Path, before: u32, ready: &mut [Ready]) -> Result<(), Failure> {
        let mut units = Vec::new();
        for result in ready.iter_mut() {
            let Ready::Core(core, file) = result else { return Ok(()) };
            let unit = lfec_pipeline::core_unit((**core).clone(), Some(&self.sources), file)?;
            *result = Ready::Unit(Box::new(unit));
        }
        for result in ready.iter() {
            if let Ready::Unit(unit) = result {
                units.push(&**unit);
            }
        }
        let names =
            (before..self.file_count(before)).map(|number| self.sources.name(FileId(number)));
        let files: Vec<PathBuf> = names.map(PathBuf::from).collect();
        if let Some(cache) = self.cache.as_ref().filter(|_| !units.is_empty()) {
            cache.keep_units(path, &files, &units);
        }
        Ok(())
    }

    /// Checks files as [`Session::units`] reads them.
    pub fn check(&mut self, paths: &[PathBuf]) -> Result<(), Failure> {
        self.know(paths);
        for path in paths {
            let cores = self.core(path)?;
            self.ready(path, cores)?;
        }
        self.report()
    }

    /// Modules with macros for others are lowered at once and put into this process.
    fn ready(&mut self, path: &Path, cores: Vec<CoreModule>) -> Result<Vec<Ready>, Failure> {
        let name = file_name(path);
        if !exports_macros(&cores) {
            let core = |core| Ready::Core(Box::new(core), name.clone());
            return Ok(cores.into_iter().map(core).collect());
        }
        let mut units = Vec::new();
        for core in cores {
            units.push(lfec_pipeline::core_unit(core, Some(&self.sources), &name)?);
        }
        Jit::get(self.embedded)?.add(&units, Use::JitQuick)?;
        Ok(units.into_iter().map(|unit| Ready::Unit(Box::new(unit))).collect())
    }

    /// SSA of an Erlang module that the driver has written.
    pub fn own_unit(&mut self, name: &str, text: &str) -> Result<Unit, Failure> {
        let file = self.sources.add(name, text);
        let mut host = lfec_erl::NoIncludes;
        let (core, diagnostics) =
            lfec_pipeline::erlang_core(file, &mut self.sources, &mut host, &[]);
        self.diagnostics.extend(diagnostics);
        self.report()?;
        let core = core.ok_or_else(|| Failure::Internal(format!("{name}: no module")))?;
        Ok(lfec_pipeline::core_unit(core, Some(&self.sources), name)?)
    }
}

/// A module on its way.
enum Ready {
    /// Its Core, and the file it is from.
    Core(Box<CoreModule>, String),
    Unit(Box<Unit>),
}

/// Whether one of the modules has macros that others can use.
fn exports_macros(cores: &[CoreModule]) -> bool {
    cores.iter().any(|core| {
        core.exports.iter().any(|export| export.name.as_str() == "LFE-EXPAND-EXPORTED-MACRO")
    })
}

/// The name that stack traces show for a file.
fn file_name(path: &Path) -> String {
    path.display().to_string()
}

/// Include files of Erlang modules.
pub(crate) struct Includes<'a> {
    /// What the compiler carries: its own headers.
    pub(crate) embedded: &'static Embedded,
    /// The file that is compiled.
    pub(crate) path: PathBuf,
    /// Folders to look in.
    pub(crate) folders: &'a [PathBuf],
    /// An installed OTP whose headers may be included.
    pub(crate) otp: Option<&'a Otp>,
}

impl lfec_pipeline::IncludeHost for Includes<'_> {
    fn include(&mut self, name: &str, library: bool, from: &str) -> Option<(String, String)> {
        let user = |from: &Path| files::find_include(name, library, from, self.folders);
        let own = || library.then(|| files::own_header(self.embedded, name)).flatten();
        let otp = || {
            let places = self.otp?.include_places(name, library, Path::new(from));
            places.into_iter().find_map(files::read_include)
        };
        let found = user(Path::new(from)).or_else(|| user(&self.path));
        // OTP's modules are made for OTP's headers.
        let found = match self.otp.is_some_and(|otp| otp.contains(&self.path)) {
            true => found.or_else(otp).or_else(own),
            false => found.or_else(own).or_else(otp),
        };
        found.map(|(path, text)| (path.display().to_string(), text))
    }
}
