//! The command `lfe`: the shell and scripts.

use std::process::ExitCode;

fn main() -> ExitCode {
    lfec_driver::lfe(lfec::embedded())
}
