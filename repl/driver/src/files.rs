//! Source files and include files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Embedded;
use crate::report::Failure;

/// The languages of source files, by ending.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    Lfe,
    Erlang,
    Core,
}

/// The language of a file.
pub fn language(path: &Path) -> Result<Language, Failure> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("lfe") => Ok(Language::Lfe),
        Some("erl") => Ok(Language::Erlang),
        Some("core") => Ok(Language::Core),
        _ => Err(Failure::usage(format!(
            "{}: not a source file: the name ends in neither .lfe, .erl nor .core",
            path.display()
        ))),
    }
}

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::file(path, &error))
}

/// Finds an include file: in the current folder, beside the source file, in the folders given; a
/// library's (`app/include/x.lfe`) also as a path below those folders, and below `_build` and
/// `_checkouts` as rebar3 leaves dependencies.
pub fn find_include(
    name: &str,
    library: bool,
    from: &Path,
    folders: &[PathBuf],
) -> Option<(PathBuf, String)> {
    let beside = from.parent().map(Path::to_path_buf);
    let mut places: Vec<PathBuf> = vec![PathBuf::new()];
    places.extend(beside);
    places.extend(folders.iter().cloned());
    if library {
        places.extend(["_checkouts", "_build/default/lib"].map(PathBuf::from));
        places.push(PathBuf::from(".."));
    } else {
        places.push(PathBuf::from("include"));
    }
    places.into_iter().map(|place| place.join(name)).find_map(read_include)
}

/// A header file of the library (`app/include/x.hrl`), from the compiler itself.
pub fn own_header(embedded: &Embedded, name: &str) -> Option<(PathBuf, String)> {
    let (name, text) = embedded.headers.iter().find(|(header, _)| *header == name)?;
    Some((PathBuf::from(name), (*text).to_owned()))
}

/// The text of an include file, if it is there.
pub fn read_include(path: PathBuf) -> Option<(PathBuf, String)> {
    let bytes = fs::read(&path).ok()?;
    let text = if is_latin1(&bytes) {
        from_latin1(&bytes)
    } else {
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Some((path, text))
}

/// Whether a comment in the first two lines says that the text is ISO 8859-1 (`coding: latin-1`).
pub fn is_latin1(bytes: &[u8]) -> bool {
    let lines = bytes.split(|byte| *byte == b'\n').take(2);
    lines.filter(|line| line.starts_with(b"%")).any(|line| {
        let line = String::from_utf8_lossy(line).to_lowercase();
        let value =
            line.split_once("coding").map(|(_, rest)| rest.trim_start_matches([':', '=', ' ']));
        value.is_some_and(|value| value.starts_with("latin-1"))
    })
}

/// Text of ISO 8859-1 bytes.
pub fn from_latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
