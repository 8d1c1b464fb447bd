//! Files as WASI has them: without owners and modes.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{Error, Read, Result, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

pub use std::os::wasi::ffi::{OsStrExt, OsStringExt};

fn unsupported() -> Error {
    Error::from_raw_os_error(libc::ENOTSUP)
}

/// Does something at a place and goes back to where the file was.
fn at<T>(mut file: &File, place: u64, act: impl FnOnce(&mut &File) -> Result<T>) -> Result<T> {
    let before = file.stream_position()?;
    file.seek(SeekFrom::Start(place))?;
    let result = act(&mut file);
    file.seek(SeekFrom::Start(before))?;
    result
}

/// Reads from a place on; the position stays.
pub fn read_at(file: &File, bytes: &mut [u8], place: u64) -> Result<usize> {
    at(file, place, |file| file.read(bytes))
}

/// Writes at a place; the position stays.
pub fn write_all_at(file: &File, bytes: &[u8], place: u64) -> Result<()> {
    at(file, place, |file| file.write_all(bytes))
}

/// Each write is to reach the disk before it returns: the host's matter here.
pub fn write_through(_: &mut OpenOptions) {}

/// Sets the bits of a file's mode.
pub fn set_mode(_: &Path, _: u32) -> Result<()> {
    Err(unsupported())
}

/// Sets user and group, where they are given.
pub fn chown(_: &Path, _: Option<u32>, _: Option<u32>) -> Result<()> {
    Err(unsupported())
}

/// Makes a symbolic link.
pub fn symlink(_: &Path, _: &Path) -> Result<()> {
    Err(unsupported())
}

/// Whether it is a device.
pub fn is_device(kind: FileType) -> bool {
    !kind.is_file() && !kind.is_dir() && !kind.is_symlink()
}

/// Size, times of access, change of contents, change (in seconds since 1970), mode, links, the two
/// device numbers, inode, user, group.
pub fn numbers(data: &Metadata) -> [u64; 11] {
    let seconds = |time: Result<SystemTime>| {
        let since = time.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        since.map_or(0, |since| since.as_secs())
    };
    let changed = seconds(data.modified());
    let mode = if data.is_dir() { 0o40755 } else { 0o100_644 };
    [data.len(), seconds(data.accessed()), changed, changed, mode, 1, 0, 0, 0, 0, 0]
}
