//! Programs that evaluate code when they run: the executable is the compiler's own, with the program
//! behind it, which is compiled into memory when it starts.
//!
//! ```text
//! executable | entry line | for each unit: length line, text | length of the program | MARK
//! ```

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::ExitCode;

use lfec_lower::ir::Unit;
use lfec_native::isa::Use;
use lfec_program::tables::{Entry, Reachable};
use lfec_runtime::term::Atom;

use crate::Embedded;
use crate::jit::Jit;
use crate::report::Failure;

/// The last bytes of such an executable.
const MARK: &[u8; 16] = b"lfec program v1\n";

/// Bytes of the length before the mark.
const LENGTH: usize = 8;

/// The module whose functions ask for the compiler.
const ASKING: &str = "lfe_host";

/// Whether a program can ask for the compiler.
pub fn is_needed(reachable: &Reachable<'_>) -> bool {
    reachable.modules.iter().any(|(info, _)| info.name == ASKING)
}

/// Writes the executable.
pub fn write(units: &[Unit], entry: &Entry, output: &Path) -> Result<(), Failure> {
    let own = std::env::current_exe().map_err(|error| Failure::file(Path::new("lfec"), &error))?;
    let mut bytes = fs::read(&own).map_err(|error| Failure::file(&own, &error))?;
    let start = bytes.len();
    let Entry { module, function, arity } = entry;
    bytes.extend(format!("{module}\t{function}\t{arity}\n").into_bytes());
    for unit in units {
        let text = unit.to_string();
        bytes.extend(format!("{}\n", text.len()).into_bytes());
        bytes.extend(text.into_bytes());
    }
    let length = (bytes.len() - start) as u64;
    bytes.extend(length.to_le_bytes());
    bytes.extend(MARK);
    let told = |error| Failure::file(output, &error);
    if output.is_dir() {
        return Err(Failure::Message(format!("{}: is a directory", output.display())));
    }
    // Whole or not at all: what runs under the name now keeps its file.
    let unfinished = output.with_extension(format!("lfec-{}", std::process::id()));
    fs::write(&unfinished, &bytes).map_err(told)?;
    fs::set_permissions(&unfinished, fs::Permissions::from_mode(0o755)).map_err(told)?;
    fs::rename(&unfinished, output).map_err(told)
}

/// The program behind this executable, if there is one.
pub fn found() -> Option<String> {
    let mut file = fs::File::open("/proc/self/exe").ok()?;
    let trailer = LENGTH + MARK.len();
    file.seek(SeekFrom::End(-(trailer as i64))).ok()?;
    let mut bytes = [0; LENGTH + MARK.len()];
    file.read_exact(&mut bytes).ok()?;
    let (length, mark) = bytes.split_at(LENGTH);
    if mark != MARK {
        return None;
    }
    let length = u64::from_le_bytes(length.try_into().ok()?);
    file.seek(SeekFrom::End(-i64::try_from(length + trailer as u64).ok()?)).ok()?;
    let mut text = String::new();
    file.take(length).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Runs such a program with the arguments of this process.
pub fn run(embedded: &'static Embedded, program: &str) -> Result<ExitCode, Failure> {
    let broken = || Failure::Message("the program in this executable is damaged".to_owned());
    let (entry, mut rest) = program.split_once('\n').ok_or_else(broken)?;
    let mut units = Vec::new();
    while let Some((length, texts)) = rest.split_once('\n') {
        let length: usize = length.parse().map_err(|_| broken())?;
        let text = texts.get(..length).ok_or_else(broken)?;
        units.push(lfec_lower::parse::parse(text).map_err(|_| broken())?);
        rest = &texts[length..];
    }
    Jit::get(embedded)?.add(&units, Use::JitFast)?;
    crate::shell::start_service(embedded);
    let atom = |text: &str| {
        let too_many = || Failure::Message("there are too many atoms".to_owned());
        Atom::new(text).ok_or_else(too_many)
    };
    let parts: Vec<&str> = entry.split('\t').collect();
    let [module, function, arity] = parts[..] else { return Err(broken()) };
    let arguments = std::env::args().skip(1).map(String::into_bytes).collect();
    lfec_runtime::start::run(atom(module)?, atom(function)?, arity != "0", arguments)
}
