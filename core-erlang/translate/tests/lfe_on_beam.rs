//! LFE programs that run on the BEAM, from our Core: what `run/0` gives, as the runtime prints it,
//! is compared with the file `NAME.expected` beside the program. `BLESS=1` rewrites those files.
//!
//! Each program runs as translated and optimised. Says so and does nothing where there is no
//! `erl`.

use std::path::{Path, PathBuf};
use std::process::Command;

use lfec_base::{Sources, Symbol, render};
use lfec_core::{check, passes, write};
use lfec_macroexpand::{MacroHost, Options, expand_file};
use lfec_reader::{Form, read_source};

/// A host that runs nothing: the programs define no macros.
struct NoHost;

impl MacroHost for NoHost {
    fn define(&mut self, _: Symbol, _: usize, _: &Form) -> Result<(), String> {
        Ok(())
    }

    fn call(&mut self, name: Symbol, _: &[Form]) -> Result<Form, String> {
        Err(format!("{name}: no macros here"))
    }

    fn call_remote(&mut self, _: Symbol, _: Symbol, _: &[Form]) -> Option<Result<Form, String>> {
        None
    }

    fn include(&mut self, _: &str, _: bool) -> Option<(String, String)> {
        None
    }
}

fn programs() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lfe");
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "lfe"));
    paths.sort();
    paths
}

/// Core text of a program.
fn core_text(path: &Path, optimise: bool) -> String {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    let mut sources = Sources::new();
    let bytes = std::fs::read(path).expect("a readable source");
    let (file, forms, found) = read_source(&mut sources, name, &bytes);
    assert!(found.is_empty(), "{}", render(&sources, &found, false));
    let expansion = expand_file(forms, file, &mut sources, &mut NoHost, &Options::default());
    assert!(!expansion.modules.is_empty(), "{}", render(&sources, &expansion.diagnostics, false));
    let (mut core, found) = lfec_translate::lfe::translate(&expansion.modules[0], &sources);
    assert!(found.is_empty(), "{}", render(&sources, &found, false));
    if optimise {
        passes::optimise(&mut core);
    }
    let found = check::check(&core);
    assert!(found.is_empty(), "{}\n{core}", render(&sources, &found, false));
    write::module(&core, write::Options { sources: Some(&sources), ..Default::default() })
}

/// Prints what each program gives, between lines with its name.
const SCRIPT: &str = "Run = fun({Name, File}) ->
    case compile:file(File, [from_core, binary, return, nowarn_nomatch]) of
        {ok, _, Code, _} ->
            {module, Name} = code:load_binary(Name, File, Code),
            io:format(\"== ~s~n\", [Name]),
            [io:format(\"~tp~n\", [Value]) || Value <- Name:run()];
        Bad -> io:format(\"== ~s~n~tp~n\", [Name, Bad])
    end end,";

#[test]
fn programs_give_what_is_expected() {
    lfec_core::deep::on_deep_stack(|| {
        for optimise in [false, true] {
            run_all(optimise);
        }
    });
}

fn run_all(optimise: bool) {
    let scratch = std::env::temp_dir().join(format!("lfec-lfe-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).expect("a scratch directory");
    let mut list = Vec::new();
    for path in programs() {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let core = scratch.join(format!("{name}.core"));
        std::fs::write(&core, core_text(&path, optimise)).expect("a writable scratch directory");
        list.push(format!("{{{name},{:?}}}", core.display()));
    }
    let script = format!(
        "io:setopts([{{encoding,unicode}}]), {SCRIPT} lists:foreach(Run, [{}]), halt().",
        list.join(",")
    );
    let output = Command::new("erl").args(["-noshell", "-noinput", "-eval", &script]).output();
    let _ = std::fs::remove_dir_all(&scratch);
    let Ok(output) = output else {
        println!("skipped: no erl");
        return;
    };
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    for path in programs() {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let found = output.split("== ").find_map(|part| part.strip_prefix(&format!("{name}\n")));
        compare(&path.with_extension("expected"), found.unwrap_or(&output), optimise);
    }
}

fn compare(path: &Path, found: &str, optimised: bool) {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, found).expect("a writable directory");
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    let how = if optimised { "optimised" } else { "as translated" };
    assert!(found == expected, "{} {how}:\n{found}", path.display());
}
