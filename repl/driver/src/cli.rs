//! The command line of `lfec`: subcommands, and the classic spelling of LFE's own `lfec`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use lfec_base::Sources;
use lfec_reader::FormKind;

use crate::build::Making;
use crate::emit::Stage;
use crate::new::Kind;
use crate::otp::Otp;
use crate::report::{Failure, Format};
use crate::session::Options;
use crate::test::Selection;
use crate::{Embedded, build, check, emit, new, run, shell, test};

const EXAMPLES: &str = "\
Examples:
  lfec build hello.lfe -o hello     compile to a static executable
  lfec build --target wasm hello.lfe  compile to a WebAssembly module for WASI hosts
  lfec run hello.lfe one two        compile and run at once
  lfec check src/*.lfe              report errors and warnings
  lfec new hello && cd hello        start a project
  lfec build; lfec run; lfec test   the same for the project here, and its tests
  lfec test --filter adds           run some of the tests
  lfec emit --stage core hello.lfe  show what a stage makes of a file

Classic spelling:
  lfec [-I dir] [-o dir] [+to-expand|+to-core|…] file.lfe …";

#[derive(Parser)]
#[command(name = "lfec", version, about = "Compiles LFE and Erlang to static executables.")]
#[command(after_help = EXAMPLES, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compile files to one static executable
    Build(Build),
    /// Compile files and run the program
    Run(Run),
    /// Report errors and warnings, make nothing
    Check(Check),
    /// Run the unit tests of a project or of files
    Test(Test),
    /// Show what a stage makes of files
    Emit(Emit),
    /// Start the shell, or run a script; as the command lfe
    Repl(Rest),
    /// Run an lfescript: a file of definitions with main/1
    Script(Rest),
    /// Make the files of a new project
    New(New),
    /// Print a script with which a shell completes lfec's arguments
    Completions(Completions),
}

#[derive(Args)]
struct Common {
    /// Look for include files in this folder too
    #[arg(short = 'I', value_name = "DIR")]
    include: Vec<PathBuf>,
    /// Treat warnings as errors
    #[arg(long, alias = "Werror")]
    warnings_as_errors: bool,
    /// Define a macro of Erlang modules
    #[arg(short = 'D', value_name = "NAME[=VALUE]")]
    define: Vec<String>,
    /// Take modules that the library lacks from an installed Erlang/OTP with sources
    #[arg(long, value_name = "DIR")]
    otp: Option<PathBuf>,
    /// Take this module from there even if the library has it
    #[arg(long, value_name = "MODULE", requires = "otp", value_delimiter = ',')]
    otp_module: Vec<String>,
    /// How errors and warnings are written
    #[arg(long, value_enum, default_value_t = ErrorFormat::Human)]
    error_format: ErrorFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum ErrorFormat {
    /// For people
    Human,
    /// One JSON object a line
    Json,
}

impl Common {
    fn options(&self) -> Result<Options, Failure> {
        let format = match self.error_format {
            ErrorFormat::Human => Format::Human,
            ErrorFormat::Json => Format::Json,
        };
        let defines = self.define.iter().map(|text| match text.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (text.clone(), None),
        });
        Ok(Options {
            include: self.include.clone(),
            warnings_as_errors: self.warnings_as_errors,
            format,
            defines: defines.collect(),
            otp: self.otp.as_deref().map(Otp::open).transpose()?,
            otp_modules: self.otp_module.clone(),
        })
    }
}

#[derive(Args)]
struct Build {
    /// LFE (.lfe), Erlang (.erl) or Core Erlang (.core) files [default: those of the project here]
    files: Vec<PathBuf>,
    /// The executable [default: the first file's name without ending; _build/lfec/bin/NAME]
    #[arg(short, long, value_name = "EXE")]
    output: Option<PathBuf>,
    /// What to compile for
    #[arg(long, value_enum, default_value_t = build::Target::Native)]
    target: build::Target,
    /// The function to start with [default: main/1, main/0 or start/0]
    #[arg(long, value_name = "MODULE:FUNCTION")]
    entry: Option<String>,
    /// Keep function names in the executable, for profilers and debuggers
    #[arg(short = 'g', long)]
    debug: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Run {
    /// File to run; without one (a name in .lfe, .erl or .core) the project here is run
    file: Option<String>,
    /// The function to start with [default: main/1, main/0 or start/0]
    #[arg(long, value_name = "MODULE:FUNCTION")]
    entry: Option<String>,
    /// Compile these files too
    #[arg(long = "with", value_name = "FILE")]
    with: Vec<PathBuf>,
    /// Arguments for the program
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Check {
    /// LFE (.lfe), Erlang (.erl) or Core Erlang (.core) files [default: those of the project here]
    files: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Test {
    /// Files or folders whose tests are run [default: all of the project here]
    paths: Vec<PathBuf>,
    /// Run the tests whose module:function contains this
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Tell of tests that pass, too
    #[arg(short, long)]
    verbose: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct New {
    /// The project's name, or a path that ends in it
    name: PathBuf,
    /// What it is to become
    #[arg(long, value_enum, default_value_t = Kind::Program)]
    kind: Kind,
    /// An Erlang project in place of an LFE one
    #[arg(long)]
    erl: bool,
}

#[derive(Args)]
struct Completions {
    /// Which shell
    shell: clap_complete::Shell,
}

#[derive(Args)]
struct Emit {
    /// Which stage
    #[arg(long, value_enum)]
    stage: Stage,
    /// Files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
#[command(disable_help_flag = true)]
struct Rest {
    /// What the command lfe, or lfescript, takes; see --help
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Runs the command with these arguments, the command's name first.
pub fn run(embedded: &'static Embedded, arguments: Vec<String>) -> ExitCode {
    let classic = is_classic(&arguments);
    let result =
        if classic { run_classic(embedded, &arguments) } else { run_new(embedded, arguments) };
    match result {
        Ok(code) => code,
        Err(failure) => {
            failure.print();
            ExitCode::from(1)
        }
    }
}

fn run_new(embedded: &'static Embedded, arguments: Vec<String>) -> Result<ExitCode, Failure> {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output with status 0; mistakes give status 1.
            let code = u8::from(error.use_stderr());
            let _ = error.print();
            return Ok(ExitCode::from(code));
        }
    };
    match cli.command {
        Command::Build(given) => {
            let options = given.common.options()?;
            let (output, entry) = (given.output.as_deref(), given.entry.as_deref());
            let making = Making { target: given.target, output, entry, debug: given.debug };
            build::build(embedded, options, &given.files, &making)
        }
        Command::Run(given) => {
            let (files, arguments) = given.files_and_arguments();
            let entry = given.entry.as_deref();
            run::run(embedded, given.common.options()?, &files, entry, arguments)
        }
        Command::Check(given) => check::check(embedded, given.common.options()?, &given.files),
        Command::Test(given) => {
            let options = given.common.options()?;
            let Test { paths, filter, verbose, .. } = given;
            test::test(embedded, options, &Selection { paths, filter, verbose })
        }
        Command::New(given) => new::new(&given.name, given.kind, given.erl),
        Command::Completions(given) => {
            clap_complete::generate(
                given.shell,
                &mut Cli::command(),
                "lfec",
                &mut std::io::stdout(),
            );
            Ok(ExitCode::SUCCESS)
        }
        Command::Emit(given) => {
            emit::emit(embedded, given.common.options()?, &given.files, given.stage, None)
        }
        Command::Repl(given) => shell::run(embedded, given.arguments),
        Command::Script(given) => shell::script::run(embedded, given.arguments),
    }
}

impl Run {
    /// The files to run, none for the project's, and the program's arguments.
    fn files_and_arguments(&self) -> (Vec<PathBuf>, Vec<String>) {
        let is_source =
            |name: &&String| [".lfe", ".erl", ".core"].iter().any(|ending| name.ends_with(ending));
        let file = self.file.as_ref().filter(is_source).map(PathBuf::from);
        let first = self.file.iter().filter(|_| file.is_none()).cloned();
        let arguments = first.chain(self.arguments.iter().cloned()).collect();
        (file.into_iter().chain(self.with.iter().cloned()).collect(), arguments)
    }
}

/// Whether the arguments are those of LFE's `lfec`: no subcommand, but files or its flags.
fn is_classic(arguments: &[String]) -> bool {
    let Some(first) = arguments.get(1) else { return false };
    let flags = ["-I", "-o", "-E", "-L", "-A", "-S", "-D", "-P", "-v", "-pa", "-pz", "--"];
    let is_flag = first.starts_with(['+']) || first.starts_with("-W") || flags.contains(&&**first);
    is_flag || first.ends_with(".lfe")
}

/// An option written as a term, `+#(outdir "x")`: its name and the string in it.
fn term_option(argument: &str) -> Option<(String, String)> {
    let text = argument.strip_prefix('+')?;
    let (forms, _) = lfec_reader::read(Sources::new().add("option", text), text);
    let FormKind::Tuple(parts) = &forms.first()?.kind else { return None };
    let [name, value] = &parts[..] else { return None };
    let FormKind::String(text) = &value.kind else { return None };
    let text: Option<String> = text.iter().map(|point| char::from_u32(*point)).collect();
    Some((name.as_symbol()?.as_str().to_owned(), text?))
}

/// `lfec [-I dir] [-o dir] [+to-core|…] file.lfe …`: checks files, or writes what a stage makes.
fn run_classic(embedded: &'static Embedded, arguments: &[String]) -> Result<ExitCode, Failure> {
    let mut options = Options::default();
    let mut files = Vec::new();
    let (mut stage, mut folder) = (None, None);
    let mut rest = arguments[1..].iter();
    while let Some(argument) = rest.next() {
        let mut value = || {
            let missing = || Failure::usage(format!("{argument} needs a folder"));
            rest.next().map(PathBuf::from).ok_or_else(missing)
        };
        match argument.as_str() {
            "-I" => options.include.push(value()?),
            "-o" => folder = Some(value()?),
            "-Werror" | "+warnings-as-errors" | "+warnings_as_errors" => {
                options.warnings_as_errors = true;
            }
            // Where modules are loaded from: there are none to load.
            "-pa" | "-pz" => drop(value()?),
            "-E" | "+to-expand" | "+to_exp" => stage = Some(Stage::Expand),
            "-L" | "+to-lint" => stage = Some(Stage::Lint),
            "+to-core" | "+to_core" | "+to-core0" => stage = Some(Stage::Core),
            "-S" | "+to-asm" => stage = Some(Stage::Asm),
            "--" => {}
            _ if argument.starts_with("+#(") => match term_option(argument) {
                Some((name, text)) if name == "outdir" => folder = Some(text.into()),
                Some((name, text)) if name == "i" => options.include.push(text.into()),
                _ => {}
            },
            _ if argument.starts_with(['+', '-']) => {}
            file => files.push(PathBuf::from(file)),
        }
    }
    match stage {
        Some(stage) => emit::emit(embedded, options, &files, stage, folder.as_deref()),
        None => check::check(embedded, options, &files),
    }
}
