//! The command `lfec`.

use std::process::ExitCode;

fn main() -> ExitCode {
    lfec_driver::main(lfec::embedded())
}
