//! A program of the specification: its file and what its first comments say.

use std::path::{Path, PathBuf};

/// A program and how to run it.
#[derive(Clone, Debug)]
pub struct Program {
    /// Path below `spec/run`, without ending.
    pub name: String,
    /// Its source.
    pub path: PathBuf,
    /// Expected output.
    pub expected_path: PathBuf,
    /// Arguments.
    pub arguments: Vec<String>,
    /// `module:function`, if not by convention.
    pub entry: Option<String>,
    /// Expected exit status.
    pub status: i32,
    /// Standard input.
    pub input: String,
    /// Modes it is not run in.
    pub excluded: Vec<String>,
    /// The row of `spec/DEVIATIONS.md` that says why LFE itself gives something else.
    pub deviates: Option<String>,
    /// Modules to take from OTP's sources.
    pub otp_modules: Vec<String>,
}

impl Program {
    /// Reads the first comments of a file below `root`.
    pub fn load(root: &Path, path: &Path) -> Program {
        let name = path.strip_prefix(root).unwrap_or(path).with_extension("");
        let mut program = Program {
            name: name.display().to_string(),
            path: path.to_owned(),
            expected_path: path.with_extension("out"),
            arguments: Vec::new(),
            entry: None,
            status: 0,
            input: String::new(),
            excluded: Vec::new(),
            deviates: None,
            otp_modules: Vec::new(),
        };
        let text = std::fs::read_to_string(path).unwrap_or_default();
        for line in text.lines().take_while(|line| line.starts_with([';', '%'])) {
            program.read_line(line.trim_start_matches([';', '%', ' ']));
        }
        program
    }

    fn read_line(&mut self, line: &str) {
        let Some((key, value)) = line.split_once(": ") else { return };
        let words = || value.split(' ').map(str::to_owned).collect();
        match key {
            "args" => self.arguments = words(),
            "entry" => self.entry = Some(value.to_owned()),
            "status" => self.status = value.parse().unwrap_or(-1),
            "input" => self.input = value.replace("\\n", "\n"),
            "deviates" => self.deviates = Some(value.trim().to_owned()),
            "not-on" => {
                self.excluded = value.split(',').map(|mode| mode.trim().to_owned()).collect();
            }
            "otp-modules" => {
                self.otp_modules.extend(value.split(',').map(|name| name.trim().to_owned()));
            }
            _ => {}
        }
    }

    /// The module that holds the entry: the file's name.
    pub fn module(&self) -> String {
        self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// Erlang that starts the program as an executable of ours starts.
pub fn start_expression(program: &Program) -> String {
    let strings: Vec<String> =
        program.arguments.iter().map(|argument| format!("{argument:?}")).collect();
    let strings = strings.join(",");
    let module = program.module();
    let choice = match program.entry.as_deref().and_then(|entry| entry.split_once(':')) {
        Some((module, function)) => format!("'{module}':'{function}'()"),
        None => format!(
            "case lists:member({{main,1}}, '{module}':module_info(exports)) of \
             true -> '{module}':main([{strings}]); \
             false -> case lists:member({{main,0}}, '{module}':module_info(exports)) of \
             true -> '{module}':main(); false -> '{module}':start() end end"
        ),
    };
    // Reports reach standard output before the system halts.
    format!("{choice}, timer:sleep(50), halt(0).")
}

/// Replaces what differs from run to run: process identifiers, references, dates of reports.
pub fn normalise(output: &str) -> String {
    let mut result = String::with_capacity(output.len());
    for line in output.split_inclusive('\n') {
        match line.find(" REPORT==== ") {
            Some(at) if line.starts_with('=') => {
                result.push_str(&line[..at]);
                result.push_str(" REPORT==== DATE ===\n");
            }
            _ => normalise_identifiers(line, &mut result),
        }
    }
    result
}

fn normalise_identifiers(line: &str, result: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find(['<']) {
        let (before, from) = rest.split_at(at);
        result.push_str(before);
        let end = from.find('>').unwrap_or(0);
        let inside = &from[1.min(end)..end];
        let is_identifier = inside.contains('.')
            && inside.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if is_identifier {
            result.push_str("<N>");
            rest = &from[end + 1..];
        } else {
            result.push('<');
            rest = &from[1..];
        }
    }
    result.push_str(rest);
}
