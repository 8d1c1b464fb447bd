//! Programs that run on the BEAM twice: compiled by `erlc` from source, and from our Core. The
//! results must be the same.
//!
//! Says so and does nothing where no `erlc` is installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use lfec_base::{Sources, has_errors, render};
use lfec_erl::{NoIncludes, Options, parse_file};
use lfec_translate::erl::{Options as CoreOptions, translate_with};

fn programs(directory: &str) -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(directory);
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "erl"));
    paths.sort();
    paths
}

/// The Core text of a source.
fn core_text(path: &Path) -> String {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    let mut sources = Sources::new();
    let file = sources.add(name, std::fs::read_to_string(path).expect("a readable source"));
    let (module, found) = parse_file(file, &mut sources, &mut NoIncludes, &Options::default());
    assert!(!has_errors(&found), "{}", render(&sources, &found, false));
    let (core, found) = translate_with(&module, &sources, CoreOptions { portable: true });
    assert!(found.is_empty(), "{}", render(&sources, &found, false));
    let found = lfec_core::check::check(&core);
    assert!(found.is_empty(), "{}", render(&sources, &found, false));
    let options = lfec_core::write::Options { sources: Some(&sources), ..Default::default() };
    lfec_core::write::module(&core, options)
}

/// Runs `script` with the module `Name`, the Core file `Core` and the source `Source` bound for
/// each program; gives what it prints.
fn run(directory: &str, script: &str) -> Option<String> {
    let scratch = std::env::temp_dir().join(format!("lfec-erl-{}-{directory}", std::process::id()));
    std::fs::create_dir_all(&scratch).expect("a scratch directory");
    let mut list = Vec::new();
    for path in programs(directory) {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let core = scratch.join(format!("{name}.core"));
        std::fs::write(&core, core_text(&path)).expect("a writable scratch directory");
        list.push(format!("{{{name},{:?},{:?}}}", core.display(), path.display()));
    }
    let script = format!(
        "lists:foreach(fun({{Name,Core,Source}}) -> {script} end, [{}]), halt().",
        list.join(",")
    );
    let output = Command::new("erl").args(["-noshell", "-noinput", "-eval", &script]).output();
    let _ = std::fs::remove_dir_all(&scratch);
    let Ok(output) = output else {
        println!("skipped: no erl");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

const LOAD: &str = "Load = fun(File, Options) ->
    case compile:file(File, [binary, return, nowarn_nomatch | Options]) of
        {ok, Name, Code, _} ->
            code:purge(Name), {module, Name} = code:load_binary(Name, File, Code);
        Bad -> io:format(\"~s: ~p~n\", [File, Bad])
    end end,
    Run = fun(Name) ->
        {_, Reference} = spawn_monitor(fun() -> exit({result, Name:run()}) end),
        receive {'DOWN', Reference, _, _, Reason} -> Reason end
    end,";

/// Prints where two terms differ.
const COMPARE: &str = "Compare = fun
    Same(_, _, Term, Term) -> ok;
    Same(_, _, F1, F2) when is_function(F1), is_function(F2) -> ok;
    Same(Name, Path, [H1|T1], [H2|T2]) ->
        Same(Name, [head|Path], H1, H2), Same(Name, [tail|Path], T1, T2);
    Same(Name, Path, T1, T2) when is_tuple(T1), is_tuple(T2), size(T1) =:= size(T2) ->
        [Same(Name, [N|Path], element(N, T1), element(N, T2)) || N <- lists:seq(1, size(T1))];
    Same(Name, Path, T1, T2) ->
        io:format(\"~p ~p~n  ~tp~n  erlc: ~tp~n\", [Name, lists:reverse(Path), T1, T2])
    end,";

#[test]
fn same_results_as_erlc() {
    let script = format!(
        "{LOAD} {COMPARE} Load(Source, []), Expected = Run(Name), Load(Core, [from_core]),
        Compare(Name, [], Run(Name), Expected)"
    );
    if let Some(output) = run("erl", &script) {
        assert!(output.is_empty(), "{output}");
    }
}

/// What `erlc` of OTP 25 does not know: the programs give pairs of result and expectation.
#[test]
fn newer_language_gives_what_is_expected() {
    let script = format!(
        "{LOAD} Load(Core, [from_core]),
        {{result, Results}} = Run(Name),
        [io:format(\"~p ~p: ~tp, not ~tp~n\", [Name, N, Found, Expected])
            || {{N, Found, Expected}} <- Results, Found =/= Expected]"
    );
    if let Some(output) = run("erl_newer", &script) {
        assert!(output.is_empty(), "{output}");
    }
}
