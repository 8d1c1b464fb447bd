//! The text form: what is printed for `filetests/*.core`, and that it can be read back.
//!
//! `BLESS=1` writes the expected texts anew.

use std::path::PathBuf;

use lfec_lower::{check, parse};

fn lowered(text: &str) -> lfec_lower::ir::Unit {
    let file = lfec_base::FileId(0);
    let mut module = lfec_core::parse::parse(file, text).expect("Core that can be parsed");
    lfec_core::rename::unique(&mut module);
    lfec_core::passes::lower(&mut module);
    lfec_lower::lower(&module, None, "test.core").expect("Core that can be lowered")
}

/// Files of a folder of the crate with the ending `.core`, in order.
fn core_files(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry of the folder").path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "core"));
    files.sort();
    files
}

#[test]
fn file_tests() {
    let mut faults = Vec::new();
    for path in core_files("filetests") {
        let unit = lowered(&std::fs::read_to_string(&path).expect("a text"));
        assert!(check::check(&unit).is_ok(), "{}", path.display());
        let text = unit.to_string();
        let expected = path.with_extension("ssa");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, text).expect("the text can be written");
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != text {
            faults.push(format!("{} gives\n{text}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}\nBLESS=1 accepts this", faults.join("\n"));
}

#[test]
fn texts_are_read_back() {
    for path in core_files("filetests").into_iter().chain(core_files("tests/run")) {
        let text = lowered(&std::fs::read_to_string(&path).expect("a text")).to_string();
        let again = parse::parse(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        assert!(check::check(&again).is_ok(), "{}", path.display());
        assert_eq!(again.to_string(), text, "{}", path.display());
    }
}

#[test]
fn faults_are_found() {
    let unit = |body: &str| {
        format!(
            "(unit \"m\" \"m.erl\" (exports) (attributes) (locations (loc0 \"f\" 0 1)) (literals) \
             (funs) (function fn0 \"m:f/0\" loc0 (entry) (block0 () {body})))"
        )
    };
    assert!(parse::parse(&unit("(v0 small 1) (return v0)")).is_ok());
    for body in ["", "(v0 small) (return v0)", "(v0 tiny 1) (return v0)", "(return fn0)", "(return"]
    {
        assert!(parse::parse(&unit(body)).is_err(), "{body}");
    }
}
