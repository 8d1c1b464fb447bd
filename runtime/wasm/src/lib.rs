//! The runtime as a WebAssembly module, to which the compiler's backend appends a program.
//!
//! What native programs get from the linker comes in as imports of the module `lfert`, which the
//! backend replaces by functions of its own:
//!
//! | import | gives |
//! |---|---|
//! | `program` | address of the program's tables |
//! | `enter` | `lfert_enter`, see `lfec_abi::entry` |
//! | `stub` | code address of `lfert_process_return` (0) or `lfert_export_fun_N` (N + 1) |
#![cfg(target_family = "wasm")]

use lfec_abi::entry::MAX_EXPORT_FUN_ARITY;
use lfec_abi::machine::Machine;
use lfec_abi::program::Program;
use lfec_runtime::code::Stubs;

#[link(wasm_import_module = "lfert")]
unsafe extern "C" {
    safe fn program() -> *const Program;
    safe fn enter(machine: &mut Machine) -> u64;
    safe fn stub(index: u32) -> u64;
}

extern "C" fn enter_stub(machine: &mut Machine) -> u64 {
    enter(machine)
}

fn stubs() -> Stubs {
    let export_funs =
        std::array::from_fn::<u64, { MAX_EXPORT_FUN_ARITY + 1 }, _>(|arity| stub(arity as u32 + 1));
    Stubs { enter: enter_stub, process_return: stub(0), export_funs }
}

/// Runs the program to its end: what a WASI host calls.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_main() {
    use std::os::wasi::ffi::OsStringExt;
    let arguments = std::env::args_os().skip(1).map(OsStringExt::into_vec).collect();
    // SAFETY: the backend put the compiler's tables there; they are never written.
    unsafe { lfec_runtime::start(&*program(), stubs(), arguments) }
}
