//! The order in which a project's files are compiled.
//!
//! A module with exported macros is compiled before those that may use them: every file that names
//! it before a colon. Behaviours and parse transforms need no order.

use std::collections::HashMap;
use std::path::PathBuf;

/// The files in an order such that modules with macros come first, those they use in turn before
/// them; otherwise as given. In a circle the first one given comes first.
pub fn by_macros(files: Vec<PathBuf>) -> Vec<PathBuf> {
    let texts: Vec<String> = files
        .iter()
        .map(|file| match file.extension().is_some_and(|ending| ending == "lfe") {
            true => std::fs::read(file).map(|b| String::from_utf8_lossy(&b).into_owned()),
            false => Ok(String::new()),
        })
        .map(Result::unwrap_or_default)
        .collect();
    let mut macros: HashMap<String, usize> = HashMap::new();
    for (index, file) in files.iter().enumerate() {
        if has_macros(&texts[index]) {
            macros
                .extend(file.file_stem().map(|stem| (stem.to_string_lossy().into_owned(), index)));
        }
    }
    let mut order = Vec::new();
    let mut seen = vec![false; files.len()];
    let mut modules: Vec<usize> = macros.values().copied().collect();
    modules.sort_unstable();
    for index in modules {
        visit(index, &texts, &macros, &mut seen, &mut order);
    }
    order.extend((0..files.len()).filter(|index| !seen[*index]));
    order.into_iter().map(|index| files[index].clone()).collect()
}

/// Whether an LFE text exports macros.
pub fn has_macros(text: &str) -> bool {
    text.contains("export-macro")
}

fn visit(
    index: usize,
    texts: &[String],
    macros: &HashMap<String, usize>,
    seen: &mut [bool],
    order: &mut Vec<usize>,
) {
    if std::mem::replace(&mut seen[index], true) {
        return;
    }
    let mut used: Vec<usize> = macros
        .iter()
        .filter(|(name, _)| texts[index].contains(&format!("{name}:")))
        .map(|(_, used)| *used)
        .collect();
    used.sort_unstable();
    for other in used {
        visit(other, texts, macros, seen, order);
    }
    order.push(index);
}
