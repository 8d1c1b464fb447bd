//! BIFs of `erts_io`, and of the environment.

use lfec_abi::machine::Machine;

use super::input::{self, Amount};
use super::{Asker, environment, output, result_term};
use crate::heap::{Allocate, Registers};
use crate::process::Running;
use crate::start;
use crate::term::Term;

/// Who asks: the running process, with this reference.
pub(super) fn asker(machine: &Machine, reference: Term) -> Option<Asker> {
    let reference = reference.as_reference()?.words();
    Some(Asker { process: machine.running().pid, reference })
}

/// The bytes of a binary.
pub(super) fn bytes(term: Term) -> Option<Vec<u8>> {
    let bits = term.as_bits().filter(|bits| bits.is_binary())?;
    Some(bits.bytes().into_owned())
}

/// The descriptor of standard output or standard error.
fn output_descriptor(term: Term) -> Option<i32> {
    term.as_small().filter(|descriptor| matches!(descriptor, 1 | 2)).map(|number| number as i32)
}

/// `erts_io:write/3`: descriptor (1 or 2), binary, reference; `{erts_io, Ref, ok | {error, Reason}}`
/// comes when it is written.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_io_write_3(
    machine: &mut Machine,
    descriptor: Term,
    binary: Term,
    reference: Term,
) -> Term {
    match (output_descriptor(descriptor), bytes(binary), asker(machine, reference)) {
        (Some(descriptor), Some(bytes), Some(asker)) => {
            output::write(descriptor, bytes, asker);
            Term::OK
        }
        _ => machine.badarg(),
    }
}

/// `erts_io:write_sync/2`: descriptor, binary; `ok` or `{error, Reason}`, after what was queued before.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_io_write_sync_2(
    machine: &mut Machine,
    descriptor: Term,
    binary: Term,
) -> Term {
    match (output_descriptor(descriptor), bytes(binary)) {
        (Some(descriptor), Some(bytes)) => {
            let result = output::write_now(descriptor, &bytes);
            result_term(machine, result)
        }
        _ => machine.badarg(),
    }
}

/// `erts_io:read_line/1`: reference; `{erts_io, Ref, Binary | eof | {error, Reason}}` comes.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_io_read_line_1(machine: &mut Machine, reference: Term) -> Term {
    match asker(machine, reference) {
        Some(asker) => {
            input::read(Amount::Line, asker);
            Term::OK
        }
        None => machine.badarg(),
    }
}

/// `erts_io:read/2`: most bytes, reference; the same answer, with at least one byte.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_io_read_2(machine: &mut Machine, count: Term, reference: Term) -> Term {
    match (count.as_usize().filter(|&count| count > 0), asker(machine, reference)) {
        (Some(count), Some(asker)) => {
            input::read(Amount::UpTo(count), asker);
            Term::OK
        }
        _ => machine.badarg(),
    }
}

/// `erts_io:is_terminal/1`: whether descriptor 0, 1 or 2 is a terminal.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_io_is_terminal_1(machine: &mut Machine, descriptor: Term) -> Term {
    match descriptor.as_small() {
        // SAFETY: asks about a descriptor.
        Some(number @ 0..=2) => Term::boolean(unsafe { libc::isatty(number as i32) } == 1),
        _ => machine.badarg(),
    }
}

/// `erts_io:window_size/1`: width and height of the terminal behind a descriptor, `{W, H}`, or `enotsup`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_io_window_size_1(machine: &mut Machine, descriptor: Term) -> Term {
    let Some(number @ 0..=2) = descriptor.as_small() else { return machine.badarg() };
    match window_size(number as i32) {
        Some((width, height)) => machine.tuple(&[Term::small(width), Term::small(height)]),
        None => Term::atom("enotsup"),
    }
}

/// Width and height of the terminal behind a descriptor.
#[cfg(unix)]
fn window_size(descriptor: i32) -> Option<(i64, i64)> {
    // SAFETY: a structure of numbers, for which zeros are valid; the call fills it in.
    let (failed, size) = unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        (libc::ioctl(descriptor, libc::TIOCGWINSZ, &mut size) != 0, size)
    };
    let is_known = !failed && size.ws_col != 0;
    is_known.then_some((i64::from(size.ws_col), i64::from(size.ws_row)))
}

/// Width and height of the terminal behind a descriptor: not told here.
#[cfg(not(unix))]
fn window_size(_: i32) -> Option<(i64, i64)> {
    None
}

/// `erts_internal:get_args/0`: the program's arguments, a list of strings.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_get_args_0(machine: &mut Machine) -> Term {
    let arguments: Vec<Term> = start::arguments()
        .iter()
        .map(|argument| machine.string(&String::from_utf8_lossy(argument)))
        .collect();
    machine.list(&arguments)
}

/// The UTF-8 text of a list of characters; binaries and atoms are no names.
pub(super) fn characters(list: Term) -> Option<Vec<u8>> {
    list.list_length()?;
    let text: Option<String> = list
        .list()
        .map(|term| term.as_usize().and_then(|code| char::from_u32(code as u32)))
        .collect();
    text.map(String::into_bytes)
}

/// The name of a variable: not empty (except for a first `=`), without `=` or zero.
fn variable(name: Term) -> Option<Vec<u8>> {
    characters(name)
        .filter(|name| !name.is_empty() && !name.contains(&0) && !name[1..].contains(&b'='))
}

/// `os:getenv/1`: a string or `false`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_os_getenv_1(machine: &mut Machine, name: Term) -> Term {
    let Some(name) = characters(name) else { return machine.badarg() };
    match environment::get(&name) {
        Some(value) => machine.string(&String::from_utf8_lossy(&value)),
        None => Term::FALSE,
    }
}

/// `os:putenv/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_os_putenv_2(machine: &mut Machine, name: Term, value: Term) -> Term {
    match (variable(name), characters(value).filter(|value| !value.contains(&0))) {
        (Some(name), Some(value)) => {
            environment::set(name, value);
            Term::TRUE
        }
        _ => machine.badarg(),
    }
}

/// `os:unsetenv/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_os_unsetenv_1(machine: &mut Machine, name: Term) -> Term {
    match variable(name) {
        Some(name) => {
            environment::unset(&name);
            Term::TRUE
        }
        None => machine.badarg(),
    }
}

/// `os:env/0`: all variables, `{Name, Value}`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_os_env_0(machine: &mut Machine) -> Term {
    let pairs: Vec<Term> = environment::all()
        .into_iter()
        .map(|(name, value)| {
            let name = machine.string(&String::from_utf8_lossy(&name));
            let value = machine.string(&String::from_utf8_lossy(&value));
            machine.tuple(&[name, value])
        })
        .collect();
    machine.list(&pairs)
}

/// `os:getpid/0`: a string.
#[unsafe(no_mangle)]
pub extern "C" fn bif_os_getpid_0(machine: &mut Machine) -> Term {
    // Where there are no processes of the operating system there is this one only.
    let number = if cfg!(target_family = "wasm") { 1 } else { std::process::id() };
    machine.string(&number.to_string())
}

/// `erts_internal:os_type/0`: `{Family, Name}`, as `os:type/0`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_os_type_0(machine: &mut Machine) -> Term {
    // WASI has the paths and error codes of Unix, and programs ask for no more than that.
    let family =
        Term::atom(if cfg!(target_os = "wasi") { "unix" } else { std::env::consts::FAMILY });
    machine.tuple(&[family, Term::atom(std::env::consts::OS)])
}

/// `erts_internal:os_version/0`: `{Major, Minor, Release}`, as `os:version/0`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_os_version_0(machine: &mut Machine) -> Term {
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let mut numbers = release
        .split(|character: char| !character.is_ascii_digit())
        .map(|number| number.parse::<i64>().unwrap_or(0))
        .chain(std::iter::repeat(0));
    let version = [(); 3].map(|()| Term::small(numbers.next().unwrap_or(0)));
    machine.tuple(&version)
}
