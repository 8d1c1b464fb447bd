//! Files: what module `file` is built on.
//!
//! An operation is asked for with `erts_file:start/3`, and done at once or by a thread of `io::work`,
//! which answers with a message. Names are bytes.

pub mod bifs;
mod command;
pub(crate) mod gzip;
mod handle;
mod operation;
mod status;
#[cfg_attr(unix, path = "system/unix.rs")]
#[cfg_attr(target_os = "wasi", path = "system/wasi.rs")]
mod system;

pub use handle::{Handle, Mode};

/// Code of an error of the operating system.
pub(super) type Result<T> = std::result::Result<T, i32>;

/// The code of an error.
pub(super) fn code(error: std::io::Error) -> i32 {
    error.raw_os_error().unwrap_or(match error.kind() {
        std::io::ErrorKind::InvalidInput => libc::EINVAL,
        _ => libc::EIO,
    })
}
