//! The commands: options, files, macros run through the JIT, programs built and run.
//!
//! This crate does the compiler's input and output. The stages themselves are in
//! [`lfec_pipeline`].

mod build;
mod cache;
mod carried;
mod check;
mod cli;
mod emit;
mod entry;
mod files;
mod host;
mod jit;
mod new;
mod otp;
mod project;
mod report;
mod run;
mod session;
mod shell;
mod terms;
mod test;

use std::process::ExitCode;

use lfec_abi::program::Program;

/// What the executable carries; made by the build script of the root package.
pub struct Embedded {
    /// The runtime, linked with the C library, as one object.
    pub runtime: &'static [u8],
    /// The compiled library, see [`lfec_pipeline::library::Library`].
    pub library: &'static [u8],
    /// Runtime and library for WebAssembly, see [`lfec_pipeline::wasm::WasmLibrary`]; nothing if the
    /// build script found no way to make them.
    pub wasm: &'static [u8],
    /// Tables of the library as it is linked into this executable.
    pub program: &'static Program,
    /// Stubs as they are linked into this executable, by symbol.
    pub stubs: &'static [(&'static str, unsafe extern "C" fn())],
    /// The library's header files, by name for `include_lib`.
    pub headers: &'static [(&'static str, &'static str)],
}

/// Runs the command `lfe`, or `lfescript` where it has that name, with the process's arguments.
pub fn lfe(embedded: &'static Embedded) -> ExitCode {
    if let Some(program) = carried::found() {
        return run_carried(embedded, &program);
    }
    let mut arguments = std::env::args();
    let command = arguments.next().unwrap_or_default();
    shell::run_as(embedded, &command, arguments.collect()).unwrap_or_else(|failure| {
        failure.print();
        ExitCode::from(1)
    })
}

/// Runs the command `lfec` with the process's arguments.
pub fn main(embedded: &'static Embedded) -> ExitCode {
    // Stages recurse over trees as deep as the reader takes them.
    if let Some(program) = carried::found() {
        return run_carried(embedded, &program);
    }
    lfec_core::deep::on_deep_stack(|| cli::run(embedded, std::env::args().collect()))
}

/// Runs the program behind the executable.
fn run_carried(embedded: &'static Embedded, program: &str) -> ExitCode {
    lfec_core::deep::on_deep_stack(|| carried::run(embedded, program)).unwrap_or_else(|failure| {
        failure.print();
        ExitCode::from(1)
    })
}
