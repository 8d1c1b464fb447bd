//! The start and the end of a program.

use std::process;

use lfec_abi::atoms;
use lfec_abi::program::Program;

use crate::code::{self, Stubs};
use crate::embed::{self, Arguments, Callee, Host, Outcome};
use crate::heap::Allocate;
use crate::process::{Process, create};
use crate::scheduler::{self, threads};
use crate::sync::global::{OnceLock, spawn, thread};
use crate::term::{Atom, Term};
use crate::{io, os_signal};

static ARGUMENTS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();

/// The program's arguments, its own name not among them.
pub fn arguments() -> &'static [Vec<u8>] {
    ARGUMENTS.get().map_or(&[], Vec::as_slice)
}

/// Runs a program until it halts: `erts_boot:start(Module, Function, Arguments)` of the entry function,
/// where `Arguments` is a list of strings, or `none` for an entry without arguments. A program without
/// `erts_boot` has its entry called directly and halts when it returns.
///
/// # Safety
/// The program's tables are as the compiler makes them, and live forever.
pub unsafe fn start(program: &'static Program, stubs: Stubs, arguments: Vec<Vec<u8>>) -> ! {
    #[cfg(not(target_family = "wasm"))]
    io::hold_standard_streams();
    // SAFETY: the caller's promise.
    threads::run_first(unsafe { prepare(program, stubs, arguments) })
}

/// Sets a program up as [`start`] does, to be run piece by piece ([`threads::run_for`]).
///
/// # Safety
/// As [`start`].
pub unsafe fn start_in_host(program: &'static Program, stubs: Stubs, arguments: Vec<Vec<u8>>) {
    // SAFETY: the caller's promise.
    threads::attach_first(unsafe { prepare(program, stubs, arguments) });
}

/// Loads a program and makes its first process.
///
/// # Safety
/// As [`start`].
unsafe fn prepare(
    program: &'static Program,
    stubs: Stubs,
    arguments: Vec<Vec<u8>>,
) -> Box<Process> {
    // SAFETY: the caller's promise.
    if let Err(error) = unsafe { code::load(program, stubs) } {
        eprintln!("cannot start: {error}");
        process::exit(1);
    }
    ARGUMENTS.get_or_init(|| arguments);
    keep_freed_memory();
    threads::init(threads::wanted());
    os_signal::install();
    if program.entry_module == u32::MAX {
        eprintln!("cannot start: the program has no entry");
        process::exit(1);
    }
    let module = Atom::from_index(program.entry_module);
    let function = Atom::from_index(program.entry_function);
    let (callee, call_arguments, host) = boot(module, function, program.entry_arity > 0);
    match embed::new_process(callee, call_arguments, host) {
        Ok(process) => process,
        Err(_) => process::exit(1),
    }
}

/// Lets the allocator keep more of what is freed. A collection of a large heap allocates a block and
/// frees one of about the same size; were the pages given back to the kernel each time, it would
/// have to clear them for the next (a quarter of the time that a large sort takes).
fn keep_freed_memory() {
    #[cfg(target_env = "gnu")]
    // SAFETY: settings of the allocator. The first is the largest that it accepts: blocks from
    // this size on are mapped on their own.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, 32 << 20);
        libc::mallopt(libc::M_TRIM_THRESHOLD, 128 << 20);
    }
}

/// Runs a program that was compiled into this process, as [`start`] does, once the runtime is there
/// ([`embed::init`]).
pub fn run(module: Atom, function: Atom, has_arguments: bool, arguments: Vec<Vec<u8>>) -> ! {
    ARGUMENTS.get_or_init(|| arguments);
    os_signal::install();
    let (callee, call_arguments, host) = boot(module, function, has_arguments);
    match embed::new_process(callee, call_arguments, host) {
        Ok(process) => {
            scheduler::make_ready(create::publish(process));
            loop {
                // The scheduler threads do the rest; halting ends the process.
                thread::park();
            }
        }
        Err(_) => process::exit(1),
    }
}

/// What the first process calls.
fn boot(module: Atom, function: Atom, has_arguments: bool) -> (Callee, Arguments, Option<Host>) {
    let mut call = Arguments::new();
    let start = Atom::existing("erts_boot")
        .zip(Atom::existing("start"))
        .filter(|(boot, start)| code::find_function(boot.index(), start.index(), 3).is_some());
    if let Some((boot, start)) = start {
        call.add(|_| module.term());
        call.add(|_| function.term());
        call.add(
            |builder| if has_arguments { strings(builder) } else { Term::immediate(atoms::NONE) },
        );
        return (Callee::Function(boot, start), call, None);
    }
    if has_arguments {
        call.add(strings);
    }
    let (host, outcome) = Host::new();
    let wait = move || match outcome.wait() {
        Outcome::Returned(_) => halt(0, true),
        Outcome::Raised { class, reason, trace } => {
            let class = crate::process::exception::class_atom(class);
            let text = format!("exception {class}: {}\n  {}\n", reason.term(), trace.term());
            io::output::report(&text);
            halt(1, true)
        }
    };
    if spawn("entry".to_owned(), 1 << 20, wait).is_err() {
        process::exit(1);
    }
    (Callee::Function(module, function), call, Some(host))
}

/// The program's arguments as a list of strings.
fn strings<A: Allocate>(target: &mut A) -> Term {
    let arguments: Vec<Term> = arguments()
        .iter()
        .map(|argument| target.string(&String::from_utf8_lossy(argument)))
        .collect();
    target.list(&arguments)
}

/// Ends the program, once what has been written is out if `flush` is set. Output that could not be
/// written makes the status 1 where it would be 0.
pub fn halt(status: i32, flush: bool) -> ! {
    let is_written = !flush || io::output::flush();
    process::exit(if is_written { status } else { status.max(1) })
}

/// Ends the program with a message and a core dump.
pub fn abort(message: &str) -> ! {
    if !message.is_empty() {
        io::output::report(&format!("{message}\n"));
    }
    process::abort()
}
