//! `docs/library.md`: which functions of OTP the library has, and which programs try them.
//!
//! What OTP has is in `docs/otp-functions.csv`: module, function, arity, tier (1 is used by nearly
//! every program, 4 hardly ever) and uses in a sample of 80 projects. What we have is in the export
//! lists of the library's sources and in the table of BIFs.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

type Function = (String, String, u32);

/// A line of the table of OTP's functions.
struct Row {
    function: Function,
    tier: u32,
    uses: u32,
}

/// Writes the table anew.
pub fn write(root: &Path) -> Result<(), String> {
    let path = table_path(root);
    fs::write(&path, table(root)?).map_err(|error| format!("{}: {error}", path.display()))
}

/// Whether the table is what [`write`] would write.
pub fn is_current(root: &Path) -> Result<bool, String> {
    Ok(fs::read_to_string(table_path(root)).is_ok_and(|text| table(root).ok() == Some(text)))
}

fn table_path(root: &Path) -> PathBuf {
    root.join("docs/library.md")
}

fn table(root: &Path) -> Result<String, String> {
    let rows = rows(&root.join("docs/otp-functions.csv"))?;
    let here = functions_here(root)?;
    let programs = programs(root)?;
    let mut modules: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        modules.entry(&row.function.0).or_default().push(row);
    }
    let mut text = String::from(
        "# The library, function by function\n\n\
         Written by `cargo xtask coverage` from the library's exports, the runtime's BIFs and \
         `otp-functions.csv`.\n\
         Tier 1 is what nearly every program uses, 4 what hardly any does; uses are those in a \
         sample of 80 projects.\n\n",
    );
    write_totals(&mut text, &rows, &here);
    let is_here = |row: &&Row| here.contains(&row.function);
    let missing: Vec<&str> = modules
        .iter()
        .filter(|(_, rows)| !rows.iter().any(is_here))
        .map(|(module, _)| *module)
        .collect();
    let _ = writeln!(text, "Modules of which nothing is here: {}.\n", missing.join(", "));
    for (module, rows) in modules.iter().filter(|(module, _)| !missing.contains(module)) {
        let count = rows.iter().filter(|row| is_here(row)).count();
        let _ = writeln!(text, "## {module}: {count} of {}\n", rows.len());
        text.push_str("| function | tier | uses | here | tried in |\n|---|---|---|---|---|\n");
        for row in rows {
            let (_, name, arity) = &row.function;
            let found = here.contains(&row.function);
            let tried = if found { tried_in(&row.function, &programs) } else { String::new() };
            let mark = if found { "yes" } else { "missing" };
            let name = name.replace('|', "\\|");
            let _ = writeln!(
                text,
                "| {name}/{arity} | {} | {} | {mark} | {tried} |",
                row.tier, row.uses
            );
        }
        text.push('\n');
    }
    Ok(text)
}

fn write_totals(text: &mut String, rows: &[Row], here: &BTreeSet<Function>) {
    text.push_str("| tier | here | of | uses here | of |\n|---|---|---|---|---|\n");
    for tier in 1..=4 {
        let (mut count, mut all, mut uses, mut all_uses) = (0, 0, 0, 0);
        for row in rows.iter().filter(|row| row.tier == tier) {
            all += 1;
            all_uses += row.uses;
            if here.contains(&row.function) {
                count += 1;
                uses += row.uses;
            }
        }
        let _ = writeln!(text, "| {tier} | {count} | {all} | {uses} | {all_uses} |");
    }
    text.push('\n');
}

fn rows(path: &Path) -> Result<Vec<Row>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').map(|field| field.trim_matches('"')).collect();
        let [module, name, arity, tier, uses] = fields[..] else { return None };
        let function = (module.to_owned(), name.to_owned(), arity.parse().ok()?);
        Some(Row { function, tier: tier.parse().ok()?, uses: uses.parse().ok()? })
    };
    let wrong =
        |line: &str| format!("{}: not module,function,arity,tier,uses: {line}", path.display());
    text.lines().skip(1).map(|line| row(line).ok_or_else(|| wrong(line))).collect()
}

/// Exported functions of the library's sources, and BIFs.
fn functions_here(root: &Path) -> Result<BTreeSet<Function>, String> {
    let mut found: BTreeSet<Function> = lfec_abi::bif::all()
        .map(|bif| (bif.module.to_owned(), bif.name.to_owned(), bif.arity as u32))
        .collect();
    let mut files = Vec::new();
    find(&root.join("lfe-stdlib"), "erl", &mut files);
    for file in files {
        let text =
            fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let module = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        found.extend(exports(&text).map(|(name, arity)| (module.clone(), name, arity)));
    }
    Ok(found)
}

/// Names and arities in the `-export` attributes of an Erlang text.
fn exports(text: &str) -> impl Iterator<Item = (String, u32)> {
    let lists = text.split("\n-export([").skip(1).filter_map(|rest| rest.split("])").next());
    lists.flat_map(|list| list.split(',')).filter_map(|entry| {
        let (name, arity) = entry.trim().rsplit_once('/')?;
        Some((name.trim_matches('\'').to_owned(), arity.trim().parse().ok()?))
    })
}

/// Names of programs of the specification, with the words in them.
fn programs(root: &Path) -> Result<Vec<(String, HashSet<String>)>, String> {
    let mut files = Vec::new();
    for (folder, ending) in [("spec/run", "erl"), ("spec/run", "lfe"), ("spec/otp", "erl")] {
        find(&root.join(folder), ending, &mut files);
    }
    files.sort();
    let mut programs = Vec::new();
    for file in files {
        let text =
            fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '@';
        let words = text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty());
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        programs.push((name, words.map(|word| word.to_owned()).collect()));
    }
    Ok(programs)
}

/// Programs that name the module and the function; the one named after the module alone, if it does.
fn tried_in(function: &Function, programs: &[(String, HashSet<String>)]) -> String {
    let (module, name, _) = function;
    let naming = programs.iter().filter(|(_, words)| {
        words.contains(name) && (module == "erlang" || words.contains(module))
    });
    let names: Vec<&str> = naming.map(|(program, _)| program.as_str()).collect();
    let own = names.iter().find(|program| program.strip_suffix("_walk") == Some(module));
    match own {
        Some(own) => (*own).to_owned(),
        None => names.into_iter().take(2).collect::<Vec<_>>().join(", "),
    }
}

fn find(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            find(&path, ending, files);
        } else if path.extension().is_some_and(|found| found == ending) {
            files.push(path);
        }
    }
    files.sort();
}
