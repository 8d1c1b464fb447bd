//! Which function a program starts with.

use lfec_lower::ir::Unit;
use lfec_program::tables::Entry;

use crate::report::Failure;

/// The entry that `--entry` names, or the first of `main/1`, `main/0`, `start/0` that a module
/// exports; modules in the order given.
pub fn choose(units: &[Unit], named: Option<&str>) -> Result<Entry, Failure> {
    match named {
        Some(text) => by_name(units, text),
        None => by_convention(units),
    }
}

fn by_name(units: &[Unit], text: &str) -> Result<Entry, Failure> {
    let Some((module, function)) = text.split_once(':') else {
        return Err(Failure::usage(format!("--entry {text}: write it as module:function")));
    };
    let function = function.split_once('/').map_or(function, |(name, _)| name);
    let Some(unit) = units.iter().find(|unit| unit.module.as_str() == module) else {
        return Err(Failure::usage(format!("--entry {text}: there is no module {module}")));
    };
    for arity in [1, 0] {
        if exports(unit, function, arity) {
            return Ok(entry(unit, function, arity));
        }
    }
    Err(Failure::usage(format!(
        "--entry {text}: {module} exports neither {function}/0 nor {function}/1"
    )))
}

fn by_convention(units: &[Unit]) -> Result<Entry, Failure> {
    for (function, arity) in [("main", 1), ("main", 0), ("start", 0)] {
        if let Some(unit) = units.iter().find(|unit| exports(unit, function, arity)) {
            return Ok(entry(unit, function, arity));
        }
    }
    let modules: Vec<&str> = units.iter().map(|unit| unit.module.as_str()).collect();
    let zero = units.iter().flat_map(|unit| {
        let functions = unit.exports.iter().filter(|export| export.arity == 0);
        functions.map(|export| format!("{}:{}", unit.module, export.name))
    });
    let hint = zero.into_iter().find(|name| !name.ends_with("module_info"));
    let hint = hint.map_or_else(String::new, |name| format!(", for example --entry {name}"));
    Err(Failure::usage(format!(
        "no module exports main/1, main/0 or start/0 ({}); export one, or say where to start with \
         --entry module:function{hint}",
        modules.join(", ")
    )))
}

fn exports(unit: &Unit, function: &str, arity: usize) -> bool {
    unit.exports.iter().any(|export| export.name.as_str() == function && export.arity == arity)
}

fn entry(unit: &Unit, function: &str, arity: usize) -> Entry {
    let (module, function) = (unit.module.to_string(), function.to_owned());
    Entry { module, function, arity: arity as u32 }
}
