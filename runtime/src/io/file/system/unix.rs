//! Files as Unix has them.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::Result;
use std::os::unix::fs::{
    FileExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt, chown as change_owner,
};
use std::path::Path;

pub use std::os::unix::ffi::{OsStrExt, OsStringExt};
pub use std::os::unix::fs::symlink;

/// Reads from a place on; the position stays.
pub fn read_at(file: &File, bytes: &mut [u8], place: u64) -> Result<usize> {
    file.read_at(bytes, place)
}

/// Writes at a place; the position stays.
pub fn write_all_at(file: &File, bytes: &[u8], place: u64) -> Result<()> {
    file.write_all_at(bytes, place)
}

/// Each write is to reach the disk before it returns.
pub fn write_through(options: &mut OpenOptions) {
    options.custom_flags(libc::O_SYNC);
}

/// Sets the bits of a file's mode.
pub fn set_mode(path: &Path, mode: u32) -> Result<()> {
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode))
}

/// Sets user and group, where they are given.
pub fn chown(path: &Path, user: Option<u32>, group: Option<u32>) -> Result<()> {
    change_owner(path, user, group)
}

/// Whether it is a device.
pub fn is_device(kind: FileType) -> bool {
    kind.is_char_device() || kind.is_block_device()
}

/// Size, times of access, change of contents, change (in seconds since 1970), mode, links, the two
/// device numbers, inode, user, group.
pub fn numbers(data: &Metadata) -> [u64; 11] {
    [
        data.size(),
        data.atime() as u64,
        data.mtime() as u64,
        data.ctime() as u64,
        u64::from(data.mode()),
        data.nlink(),
        data.dev(),
        data.rdev(),
        data.ino(),
        u64::from(data.uid()),
        u64::from(data.gid()),
    ]
}
