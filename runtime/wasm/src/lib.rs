//! The runtime as a WebAssembly module, to which the compiler's backend appends a program.
//!
//! What native programs get from the linker comes in as imports of the module `lfert`, which the
//! backend replaces by functions of its own:
//!
//! | import | gives |
//! |---|---|
//! | `program` | address of the program's tables |
//! | `enter` | `lfert_enter`, see `lfec_abi::entry` |
//! | `web_call`, `web_answer` | the page around the program, see `lfec_runtime::web` |
//! | `stub` | code address of `lfert_process_return` (0) or `lfert_export_fun_N` (N + 1) |
#![cfg(target_family = "wasm")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::os::wasi::ffi::OsStringExt;
use std::time::Duration;

use lfec_abi::entry::MAX_EXPORT_FUN_ARITY;
use lfec_abi::machine::Machine;
use lfec_abi::program::Program;
use lfec_runtime::code::Stubs;
use lfec_runtime::scheduler::threads;
use lfec_runtime::sync::global::Mutex;

#[link(wasm_import_module = "lfert")]
unsafe extern "C" {
    safe fn program() -> *const Program;
    safe fn enter(machine: &mut Machine) -> u64;
    safe fn stub(index: u32) -> u64;
}

/// The system's allocator, which says that memory has run out before the program stops.
struct Reporting;

impl Reporting {
    #[cold]
    fn report() {
        // Nothing may be allocated here, and nobody is left to be told of an error.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"lfec: out of memory\n");
    }
}

// SAFETY: all is the system's.
unsafe impl GlobalAlloc for Reporting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promises.
        let memory = unsafe { System.alloc(layout) };
        if memory.is_null() {
            Reporting::report();
        }
        memory
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as the caller promises.
        let memory = unsafe { System.realloc(memory, layout, size) };
        if memory.is_null() {
            Reporting::report();
        }
        memory
    }
}

#[global_allocator]
static ALLOCATOR: Reporting = Reporting;

extern "C" fn enter_stub(machine: &mut Machine) -> u64 {
    enter(machine)
}

fn stubs() -> Stubs {
    let export_funs =
        std::array::from_fn::<u64, { MAX_EXPORT_FUN_ARITY + 1 }, _>(|arity| stub(arity as u32 + 1));
    Stubs { enter: enter_stub, process_return: stub(0), export_funs }
}

/// Sets the program up in a page, which then runs it piece by piece.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_web_start() {
    // SAFETY: the backend put the compiler's tables there; they are never written.
    unsafe { lfec_runtime::start::start_in_host(&*program(), stubs(), arguments()) }
}

/// Runs processes for about so many milliseconds. In how many there is something to do again: 0 at
/// once, -1 not before the page sends a message.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_web_run(milliseconds: f64) -> f64 {
    let limit = Duration::from_secs_f64(milliseconds.max(0.0) / 1000.0);
    match threads::run_for(limit) {
        Some(left) => left.as_secs_f64() * 1000.0,
        None => -1.0,
    }
}

static MESSAGE: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Where the page writes a message of this many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_web_buffer(length: usize) -> *mut u8 {
    let mut message = MESSAGE.lock();
    message.clear();
    message.resize(length, 0);
    message.as_mut_ptr()
}

/// Sends the message that the page has written: `{Pid, Message}` in the external format. Whether it
/// was one.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_web_deliver() -> u32 {
    u32::from(lfec_runtime::web::deliver(&MESSAGE.lock()))
}

fn arguments() -> Vec<Vec<u8>> {
    std::env::args_os().skip(1).map(OsStringExt::into_vec).collect()
}

/// Runs the program to its end: what a WASI host calls.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_main() {
    // SAFETY: the backend put the compiler's tables there; they are never written.
    unsafe { lfec_runtime::start(&*program(), stubs(), arguments()) }
}
