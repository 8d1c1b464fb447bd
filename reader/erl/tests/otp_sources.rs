//! Reads the sources of an installed Erlang/OTP: none of them may give an error.
//!
//! Says so and does nothing where no `erl` with sources is installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use lfec_base::{Severity, Sources, render};
use lfec_erl::{IncludeHost, Options, parse_file};

/// Finds include files as the OTP build does.
struct OtpIncludes {
    lib: PathBuf,
}

impl IncludeHost for OtpIncludes {
    fn include(&mut self, name: &str, library: bool, from: &str) -> Option<(String, String)> {
        let directory = Path::new(from).parent()?;
        let mut candidates = vec![directory.join(name)];
        for near in ["../include", "../src", ".."] {
            candidates.push(directory.join(near).join(name));
        }
        if library && let Some((application, rest)) = name.split_once('/') {
            candidates.push(application_directory(&self.lib, application)?.join(rest));
        }
        // The OTP build puts these on the include path.
        for (application, place) in
            [("kernel", "include"), ("kernel", "src"), ("stdlib", "include")]
        {
            let found = application_directory(&self.lib, application)?;
            candidates.push(found.join(place).join(name));
        }
        let path = candidates.into_iter().find(|path| path.is_file())?;
        let text = read(&path)?;
        Some((path.display().to_string(), text))
    }
}

fn application_directory(lib: &Path, name: &str) -> Option<PathBuf> {
    let prefix = format!("{name}-");
    let entries = std::fs::read_dir(lib).ok()?.flatten().map(|entry| entry.path());
    entries.into_iter().find(|path| {
        path.file_name().and_then(|file| file.to_str()).is_some_and(|f| f.starts_with(&prefix))
    })
}

fn read(path: &Path) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    String::from_utf8(bytes).map_or_else(
        |error| Some(error.into_bytes().iter().map(|byte| char::from(*byte)).collect()),
        Some,
    )
}

fn otp_lib() -> Option<PathBuf> {
    let script = "io:put_chars(code:lib_dir()), halt().";
    let output = Command::new("erl").args(["-noshell", "-eval", script]).output().ok()?;
    let path = PathBuf::from(String::from_utf8(output.stdout).ok()?);
    path.is_dir().then_some(path)
}

#[test]
fn otp_sources_parse() {
    let Some(lib) = otp_lib() else {
        println!("skipped: no erl");
        return;
    };
    let mut files = 0;
    let mut failures = String::new();
    for application in ["stdlib", "kernel", "compiler"] {
        let Some(directory) = application_directory(&lib, application) else { continue };
        let Ok(entries) = std::fs::read_dir(directory.join("src")) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|extension| extension == "erl") {
                failures.push_str(&check(&path, &lib));
                files += 1;
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    if files == 0 {
        println!("skipped: erl has no sources");
    }
}

/// The errors in a file, as text.
fn check(path: &Path, lib: &Path) -> String {
    let Some(text) = read(path) else { return String::new() };
    let mut sources = Sources::new();
    let file = sources.add(path.display().to_string(), text);
    // The build of the compiler application gives its version.
    let version = ("COMPILER_VSN".to_owned(), Some("\"8\"".to_owned()));
    let options = Options { defines: vec![version], ..Options::default() };
    let mut host = OtpIncludes { lib: lib.to_path_buf() };
    let (_, diagnostics) = parse_file(file, &mut sources, &mut host, &options);
    let errors: Vec<_> =
        diagnostics.into_iter().filter(|d| d.severity == Severity::Error).collect();
    render(&sources, &errors, false)
}
