//! Input and output: standard streams, files, environment.
//!
//! Requests that can block are done by threads of their own, started at the first use; the caller
//! gets a message when they are done: `{erts_io, Ref, Answer}`.

pub mod bifs;
pub mod environment;
pub mod file;
#[cfg(target_family = "wasm")]
pub mod idle;
pub mod input;
pub mod output;
pub mod work;

use lfec_abi::atoms;

use crate::heap::{Allocate, Builder};
use crate::process::pid::Pid;
use crate::signal::send;
use crate::term::Term;

/// Most threads that do what can block, besides those of the standard streams. OTP's figure.
pub const DIRTY_THREADS: usize = 10;

/// Makes sure that the descriptors of the standard streams are not those of something that is opened
/// later: closed ones are opened in a way that reading or writing fails as if they were closed.
#[cfg(not(target_family = "wasm"))]
pub fn hold_standard_streams() {
    for descriptor in 0..3 {
        let mode = if descriptor == 0 { libc::O_WRONLY } else { libc::O_RDONLY };
        // SAFETY: calls without pointers but for a text that ends with zero. The lowest descriptor is
        // taken, which is this one, since those below it are open.
        unsafe {
            if libc::fcntl(descriptor, libc::F_GETFD) == -1 {
                libc::open(c"/dev/null".as_ptr(), mode);
            }
        }
    }
}

/// Who gets the answer to a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asker {
    /// The process.
    pub process: Pid,
    /// Words of the reference that it goes by.
    pub reference: [u64; 2],
}

impl Asker {
    /// Sends `{Tag, Ref, Answer}`, the answer made by `make`. The tag is an atom's word.
    pub fn answer_as(self, tag: u64, make: impl FnOnce(&mut Builder) -> Term) {
        let mut builder = Builder::with_capacity(16);
        let answer = make(&mut builder);
        let reference = builder.reference(self.reference);
        let message = builder.tuple(&[Term::immediate(tag), reference, answer]);
        send::message(self.process, builder.finish(message));
    }

    /// Sends `{erts_io, Ref, Answer}`.
    pub fn answer(self, make: impl FnOnce(&mut Builder) -> Term) {
        self.answer_as(atoms::ERTS_IO, make);
    }
}

/// `ok` or `{error, Reason}`, the reason an error code's name.
pub fn result_term<A: Allocate>(target: &mut A, result: Result<(), i32>) -> Term {
    match result {
        Ok(()) => Term::OK,
        Err(code) => error_term(target, code),
    }
}

/// `{error, Reason}`, the reason an error code's name.
pub fn error_term<A: Allocate>(target: &mut A, code: i32) -> Term {
    target.tuple(&[Term::ERROR, Term::atom(error_name(code))])
}

/// Name of an operating system's error code, as Erlang gives it.
pub fn error_name(code: i32) -> &'static str {
    match code {
        libc::E2BIG => "e2big",
        libc::EACCES => "eacces",
        libc::EAGAIN => "eagain",
        libc::EBADF => "ebadf",
        libc::EBUSY => "ebusy",
        libc::ECHILD => "echild",
        libc::ECONNREFUSED => "econnrefused",
        libc::ECONNRESET => "econnreset",
        libc::EDEADLK => "edeadlk",
        libc::EEXIST => "eexist",
        libc::EFAULT => "efault",
        libc::EFBIG => "efbig",
        libc::EINTR => "eintr",
        libc::EINVAL => "einval",
        libc::EIO => "eio",
        libc::EISDIR => "eisdir",
        libc::ELOOP => "eloop",
        libc::EMFILE => "emfile",
        libc::EMLINK => "emlink",
        libc::ENAMETOOLONG => "enametoolong",
        libc::ENFILE => "enfile",
        libc::ENODEV => "enodev",
        libc::ENOENT => "enoent",
        libc::ENOEXEC => "enoexec",
        libc::ENOLCK => "enolck",
        libc::ENOMEM => "enomem",
        libc::ENOSPC => "enospc",
        libc::ENOSYS => "enosys",
        libc::ENOTDIR => "enotdir",
        libc::ENOTEMPTY => "enotempty",
        libc::ENOTSUP => "enotsup",
        libc::ENOTTY => "enotty",
        libc::ENXIO => "enxio",
        libc::EPERM => "eperm",
        libc::EPIPE => "epipe",
        libc::EROFS => "erofs",
        libc::ESPIPE => "espipe",
        libc::ESRCH => "esrch",
        libc::ESTALE => "estale",
        libc::ETIMEDOUT => "etimedout",
        libc::ETXTBSY => "etxtbsy",
        libc::EXDEV => "exdev",
        _ => "unknown",
    }
}

/// Code of the last error of the operating system.
pub(crate) fn last_error() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO)
}
