//! What is known of a file: the numbers of `#file_info{}`.

use std::ffi::CString;
use std::fs::{File, Metadata};

use super::handle::path;
use super::{Result, code, system};
use crate::heap::Allocate;
use crate::term::Term;

/// What is known of a file.
pub struct Status {
    metadata: Metadata,
    access: &'static str,
}

impl Status {
    /// Of a file by its name; of a link itself unless links are followed.
    pub fn of_name(name: &[u8], follow: bool) -> Result<Status> {
        let metadata = if follow {
            std::fs::metadata(path(name))
        } else {
            std::fs::symlink_metadata(path(name))
        };
        Ok(Status { metadata: metadata.map_err(code)?, access: access(name) })
    }

    /// Of an open file.
    pub fn of_file(file: &File) -> Result<Status> {
        Ok(Status { metadata: file.metadata().map_err(code)?, access: "read_write" })
    }

    fn kind(&self) -> &'static str {
        let kind = self.metadata.file_type();
        if kind.is_file() {
            "regular"
        } else if kind.is_dir() {
            "directory"
        } else if kind.is_symlink() {
            "symlink"
        } else if system::is_device(kind) {
            "device"
        } else {
            "other"
        }
    }

    /// A tuple of size, type, access, times of access, change of contents, change (in seconds since
    /// 1970), mode, links, the two device numbers, inode, user, group.
    pub fn term<A: Allocate>(&self, target: &mut A) -> Term {
        let [size, others @ ..] =
            system::numbers(&self.metadata).map(|number| target.integer(number as i64));
        let mut elements = vec![size, Term::atom(self.kind()), Term::atom(self.access)];
        elements.extend(others);
        target.tuple(&elements)
    }
}

/// What this process may do with a file.
fn access(name: &[u8]) -> &'static str {
    let Ok(name) = CString::new(name) else { return "none" };
    // SAFETY: the name is a string of C's.
    let may = |what| unsafe { libc::access(name.as_ptr(), what) } == 0;
    match (may(libc::R_OK), may(libc::W_OK)) {
        (true, true) => "read_write",
        (true, false) => "read",
        (false, true) => "write",
        (false, false) => "none",
    }
}

/// Sets times of access and of change, in seconds since 1970.
pub fn set_times(name: &[u8], accessed: i64, changed: i64) -> Result<()> {
    let name = CString::new(name).map_err(|_| libc::EINVAL)?;
    let time = |seconds| libc::timespec { tv_sec: seconds, tv_nsec: 0 };
    let times = [time(accessed), time(changed)];
    // SAFETY: a string of C's, and two times.
    match unsafe { libc::utimensat(libc::AT_FDCWD, name.as_ptr(), times.as_ptr(), 0) } {
        0 => Ok(()),
        _ => Err(crate::io::last_error()),
    }
}
