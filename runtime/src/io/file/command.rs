//! Runs a command of the shell: `os:cmd`.
#![cfg_attr(target_family = "wasm", expect(unused_imports, reason = "there are no commands"))]

use std::ffi::OsStr;
use std::io::Read;
use std::process::{Command, Stdio};

use super::system::OsStrExt;
use super::{Result, code};
use crate::io::environment;

/// What a command writes to its standard output and error, at most so many bytes. Its standard input
/// is empty.
#[cfg(not(target_family = "wasm"))]
pub fn output_of(command: &[u8], limit: usize) -> Result<Vec<u8>> {
    let (mut reader, writer) = std::io::pipe().map_err(code)?;
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(OsStr::from_bytes(command));
    shell.env_clear().envs(environment::all().iter().map(|(name, value)| {
        (OsStr::from_bytes(name).to_owned(), OsStr::from_bytes(value).to_owned())
    }));
    shell.stdin(Stdio::null());
    shell.stdout(writer.try_clone().map_err(code)?).stderr(writer);
    let mut child = shell.spawn().map_err(code)?;
    // The other ends of the pipe are the command's alone from here on.
    drop(shell);
    let mut output = Vec::new();
    let read = reader.by_ref().take(limit as u64).read_to_end(&mut output);
    drop(reader);
    child.wait().map_err(code)?;
    read.map_err(code)?;
    Ok(output)
}

/// There are no commands here.
#[cfg(target_family = "wasm")]
pub fn output_of(_: &[u8], _: usize) -> Result<Vec<u8>> {
    Err(libc::ENOTSUP)
}
