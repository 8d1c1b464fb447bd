//! The module that starts a project's program: it makes the applications known, then starts the
//! main one with those it needs, or calls a function.
//!
//! It is written as Erlang text, so that resources are terms of the program like any others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{Application, Project};
use crate::report::Failure;

/// The name of the module.
pub const MODULE: &str = "lfec_start";

/// Applications that come with Erlang or LFE: our library is there in their place.
const PRESENT: &[&str] = &[
    "asn1",
    "compiler",
    "crypto",
    "eunit",
    "inets",
    "kernel",
    "lfe",
    "mnesia",
    "os_mon",
    "parsetools",
    "public_key",
    "runtime_tools",
    "sasl",
    "ssl",
    "stdlib",
    "syntax_tools",
    "tools",
    "xmerl",
];

/// What a program does once its applications are known.
pub enum Action {
    /// Starts the application, and runs until it ends.
    Start(String),
    /// Calls a function: module, name, and whether it takes the arguments.
    Call(String, String, bool),
}

impl Project {
    /// The action without `--entry`: the start of the main application, if it has something to
    /// start. With `escript_main_app` and otherwise a function is called: nothing is said here.
    pub fn start_action(&self) -> Option<Action> {
        let main = self.main_application();
        let is_script = super::value(&self.config, "escript_main_app").is_some();
        (main.has_mod() && !is_script).then(|| Action::Start(main.name.clone()))
    }

    /// Text of the module [`MODULE`]. `modules` are the names of each application's modules.
    pub fn start_module(
        &self,
        modules: &BTreeMap<String, Vec<String>>,
        action: &Action,
    ) -> Result<String, Failure> {
        let mut known: Vec<&Application> = self.applications.iter().collect();
        known.extend(&self.dependencies);
        let mut text = format!("-module({MODULE}).\n-export([main/1]).\n\n");
        text.push_str("main(Arguments) ->\n");
        for name in self.needed_from_library(&known)? {
            let name = atom(&name);
            let _ = writeln!(text, "    load({{application, {name}, []}}, []),");
        }
        for application in &known {
            let names = modules.get(&application.name).map_or(&[][..], Vec::as_slice);
            let names: Vec<String> = names.iter().map(|name| atom(name)).collect();
            let resource = application.resource_text();
            let _ = writeln!(text, "    load({resource}, [{}]),", names.join(", "));
        }
        match action {
            Action::Start(name) => {
                let _ = writeln!(text, "    _ = Arguments,\n    start({}).\n", atom(name));
                text.push_str(START);
            }
            Action::Call(module, function, true) => {
                let _ = writeln!(text, "    {}:{}(Arguments).\n", atom(module), atom(function));
            }
            Action::Call(module, function, false) => {
                let _ = writeln!(
                    text,
                    "    _ = Arguments,\n    {}:{}().\n",
                    atom(module),
                    atom(function)
                );
            }
        }
        text.push_str(LOAD);
        Ok(text)
    }

    /// The applications that the known ones need and that are not among them.
    fn needed_from_library(&self, known: &[&Application]) -> Result<BTreeSet<String>, Failure> {
        let mut wanted = BTreeSet::new();
        for application in known {
            for name in application.needed() {
                if known.iter().any(|other| other.name == name) {
                    continue;
                }
                if PRESENT.contains(&name.as_str()) {
                    if !["kernel", "stdlib"].contains(&name.as_str()) {
                        wanted.insert(name);
                    }
                } else if !application.optional().contains(&name) {
                    return Err(Failure::Message(format!(
                        "application {} needs {name}, which is neither in _checkouts nor in \
                         _build/default/lib (rebar3 get-deps fetches it)",
                        application.name
                    )));
                }
            }
        }
        Ok(wanted)
    }
}

/// Makes an application known, its version a string and its modules told.
const LOAD: &str = "
load({application, Name, Keys}, Modules) ->
    Version = case lists:keyfind(vsn, 1, Keys) of
                  {vsn, [_ | _] = Text} -> Text;
                  _ -> \"0\"
              end,
    Told = lists:keystore(vsn, 1, Keys, {vsn, Version}),
    All = lists:keystore(modules, 1, Told, {modules, Modules}),
    case application:load({application, Name, All}) of
        ok -> ok;
        {error, {already_loaded, _}} -> ok
    end.
";

/// Starts an application and all it needs; the program ends when it ends.
const START: &str = "
start(Name) ->
    case application:ensure_all_started(Name, permanent) of
        {ok, _} -> receive after infinity -> ok end;
        {error, Reason} -> error({could_not_start, Name, Reason})
    end.
";

/// An atom as Erlang text.
pub fn atom(name: &str) -> String {
    let mut quoted = String::from("'");
    for character in name.chars() {
        if matches!(character, '\\' | '\'') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('\'');
    quoted
}
