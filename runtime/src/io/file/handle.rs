//! Open files.
//!
//! A handle may read ahead and delay writes; what is delayed goes out before any other operation,
//! when it is more than the limit, and when the handle is closed or forgotten.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};

use super::system::{self, OsStrExt};
use super::{Result, code, gzip};
use crate::sync::global::Mutex;

/// How a file is opened.
#[derive(Clone, Copy, Default, Debug)]
pub struct Mode {
    /// May be read.
    pub read: bool,
    /// May be written; without `read` its contents are dropped.
    pub write: bool,
    /// Writes go to the end.
    pub append: bool,
    /// Must not exist.
    pub exclusive: bool,
    /// Writes are on the disk when they return.
    pub sync: bool,
    /// Contents are in gzip's format.
    pub compressed: bool,
    /// May be a directory.
    pub directory: bool,
    /// Bytes to read ahead, 0 for none.
    pub read_ahead: usize,
    /// Bytes that writes may be delayed for, 0 for none.
    pub delayed_write: usize,
}

/// Most bytes that are made room for before they are read.
const MAX_ROOM: usize = 1 << 24;

/// Bytes read at a time when a line is looked for.
const LINE_CHUNK: usize = 4096;

enum Contents {
    /// On the disk.
    Disk(File),
    /// In memory: bytes, position.
    Memory(Vec<u8>, usize),
    /// In memory until it is closed, then compressed.
    Compressed(File, Vec<u8>),
    Closed,
}

struct State {
    contents: Contents,
    mode: Mode,
    /// What was read ahead: bytes, how many of them were taken.
    ahead: Vec<u8>,
    taken: usize,
    /// Writes that are delayed.
    delayed: Vec<u8>,
}

/// An open file, and whether it is an ordinary one, on the disk or in memory.
pub struct Handle(Mutex<State>, bool);

impl Drop for Handle {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = self.0.lock().close();
    }
}

impl Handle {
    fn new(contents: Contents, mode: Mode, is_ordinary: bool) -> Handle {
        let (ahead, delayed) = (Vec::new(), Vec::new());
        Handle(Mutex::new(State { contents, mode, ahead, taken: 0, delayed }), is_ordinary)
    }

    /// Whether reading and writing do not wait for anybody.
    pub fn is_ordinary(&self) -> bool {
        self.1
    }

    /// A file in memory.
    pub fn in_memory(bytes: Vec<u8>, mode: Mode) -> Handle {
        Handle::new(Contents::Memory(bytes, 0), mode, true)
    }

    /// Opens a file.
    pub fn open(name: &[u8], mode: Mode) -> Result<Handle> {
        let writes = mode.write || mode.append || mode.exclusive;
        let mut options = OpenOptions::new();
        options.read(mode.read || !writes).write(mode.write || mode.exclusive);
        options.append(mode.append);
        if mode.exclusive {
            options.create_new(true);
        } else {
            options.create(writes);
            options.truncate(mode.write && !mode.read && !mode.append);
        }
        if mode.sync {
            system::write_through(&mut options);
        }
        let file = options.open(path(name)).map_err(code)?;
        let kind = file.metadata().map_err(code)?.file_type();
        let is_directory = kind.is_dir();
        let is_ordinary = kind.is_file() && !mode.compressed && !mode.sync;
        if is_directory && !mode.directory {
            return Err(libc::EISDIR);
        }
        if mode.directory && !is_directory {
            return Err(libc::ENOTDIR);
        }
        let contents = if !mode.compressed {
            Contents::Disk(file)
        } else if writes {
            Contents::Compressed(file, Vec::new())
        } else {
            uncompressed(file)?
        };
        Ok(Handle::new(contents, mode, is_ordinary))
    }

    /// Closes it. Errors of delayed writes come here.
    pub fn close(&self) -> Result<()> {
        self.0.lock().close()
    }

    /// Up to `count` bytes from the position on; none at the end.
    pub fn read(&self, count: usize) -> Result<Vec<u8>> {
        let state = &mut *self.0.lock();
        state.write_delayed()?;
        state.check(state.mode.read || !state.mode.writes())?;
        let ahead = state.mode.read_ahead;
        if state.ahead.len() - state.taken < count && ahead > 0 {
            state.fill(count.max(ahead))?;
        }
        state.take(count)
    }

    /// A line with its newline, or what is left; nothing at the end.
    pub fn read_line(&self) -> Result<Vec<u8>> {
        let state = &mut *self.0.lock();
        state.write_delayed()?;
        state.check(state.mode.read || !state.mode.writes())?;
        let mut searched = 0;
        loop {
            let rest = &state.ahead[state.taken..];
            if let Some(length) = memchr::memchr(b'\n', &rest[searched..]) {
                let length = searched + length + 1;
                return state.take(length);
            }
            searched = rest.len();
            if state.fill(searched + LINE_CHUNK.max(state.mode.read_ahead))? == 0 {
                return state.take(searched);
            }
        }
    }

    /// Writes bytes at the position.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        let state = &mut *self.0.lock();
        state.check(state.mode.writes())?;
        state.forget_ahead()?;
        let limit = state.mode.delayed_write;
        if limit > 0 {
            state.delayed.extend_from_slice(bytes);
            return if state.delayed.len() > limit { state.write_delayed() } else { Ok(()) };
        }
        state.write(bytes)
    }

    /// Up to `count` bytes from a place on; the position stays.
    pub fn read_at(&self, place: u64, count: usize) -> Result<Vec<u8>> {
        let state = &mut *self.0.lock();
        state.write_delayed()?;
        state.check(state.mode.read || !state.mode.writes())?;
        match &state.contents {
            Contents::Disk(file) => {
                read_up_to(count, |bytes, done| system::read_at(file, bytes, place + done as u64))
            }
            Contents::Memory(bytes, _) => {
                let start = bytes.len().min(place as usize);
                Ok(bytes[start..bytes.len().min(start.saturating_add(count))].to_vec())
            }
            Contents::Compressed(..) => Err(libc::ENOTSUP),
            Contents::Closed => Err(libc::EINVAL),
        }
    }

    /// Writes bytes at a place; the position stays.
    pub fn write_at(&self, place: u64, bytes: &[u8]) -> Result<()> {
        let state = &mut *self.0.lock();
        state.check(state.mode.writes())?;
        state.forget_ahead()?;
        state.write_delayed()?;
        match &mut state.contents {
            Contents::Disk(file) => system::write_all_at(file, bytes, place).map_err(code),
            Contents::Memory(contents, _) => {
                overwrite(contents, place as usize, bytes);
                Ok(())
            }
            Contents::Compressed(..) => Err(libc::ENOTSUP),
            Contents::Closed => Err(libc::EINVAL),
        }
    }

    /// Sets the position; answers it.
    pub fn position(&self, to: SeekFrom) -> Result<u64> {
        let state = &mut *self.0.lock();
        state.check(true)?;
        state.write_delayed()?;
        state.forget_ahead()?;
        match &mut state.contents {
            Contents::Disk(file) => file.seek(to).map_err(code),
            Contents::Memory(bytes, at) => {
                let place = match to {
                    SeekFrom::Start(place) => Some(place as usize),
                    SeekFrom::Current(offset) => at.checked_add_signed(offset as isize),
                    SeekFrom::End(offset) => bytes.len().checked_add_signed(offset as isize),
                };
                *at = place.ok_or(libc::EINVAL)?;
                Ok(*at as u64)
            }
            Contents::Compressed(_, bytes) => Ok(bytes.len() as u64),
            Contents::Closed => Err(libc::EINVAL),
        }
    }

    /// Ends the file at the position.
    pub fn truncate(&self) -> Result<()> {
        let place = self.position(SeekFrom::Current(0))?;
        let state = &mut *self.0.lock();
        match &mut state.contents {
            Contents::Disk(file) => file.set_len(place).map_err(code),
            Contents::Memory(bytes, _) => {
                bytes.resize(place as usize, 0);
                Ok(())
            }
            _ => Err(libc::EINVAL),
        }
    }

    /// Brings everything to the disk; only contents where `data_only`.
    pub fn sync(&self, data_only: bool) -> Result<()> {
        let state = &mut *self.0.lock();
        state.check(true)?;
        state.write_delayed()?;
        match &state.contents {
            Contents::Disk(file) if data_only => file.sync_data().map_err(code),
            Contents::Disk(file) => file.sync_all().map_err(code),
            _ => Ok(()),
        }
    }

    /// Calls `act` with the file on the disk.
    pub fn with_file<T>(&self, act: impl FnOnce(&File) -> Result<T>) -> Result<T> {
        let state = &mut *self.0.lock();
        state.write_delayed()?;
        match &state.contents {
            Contents::Disk(file) | Contents::Compressed(file, _) => act(file),
            Contents::Memory(..) => Err(libc::ENOTSUP),
            Contents::Closed => Err(libc::EINVAL),
        }
    }

    /// All that is in a file in memory.
    pub fn memory(&self) -> Result<Vec<u8>> {
        match &self.0.lock().contents {
            Contents::Memory(bytes, _) => Ok(bytes.clone()),
            _ => Err(libc::EINVAL),
        }
    }
}

impl Mode {
    fn writes(&self) -> bool {
        self.write || self.append || self.exclusive
    }
}

impl State {
    /// Whether it is open and may do this.
    fn check(&self, may: bool) -> Result<()> {
        match self.contents {
            Contents::Closed => Err(libc::EINVAL),
            _ if may => Ok(()),
            _ => Err(libc::EBADF),
        }
    }

    fn close(&mut self) -> Result<()> {
        let result = self.write_delayed();
        match std::mem::replace(&mut self.contents, Contents::Closed) {
            Contents::Closed => Err(libc::EINVAL),
            Contents::Compressed(mut file, bytes) => {
                file.write_all(&gzip::pack(&bytes)).map_err(code)?;
                result
            }
            _ => result,
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.contents {
            Contents::Disk(file) => file.write_all(bytes).map_err(code),
            Contents::Memory(contents, at) => {
                let place = if self.mode.append { contents.len() } else { *at };
                overwrite(contents, place, bytes);
                *at = place + bytes.len();
                Ok(())
            }
            Contents::Compressed(_, contents) => {
                contents.extend_from_slice(bytes);
                Ok(())
            }
            Contents::Closed => Err(libc::EINVAL),
        }
    }

    fn write_delayed(&mut self) -> Result<()> {
        if self.delayed.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.delayed);
        self.write(&bytes)
    }

    /// Takes what was read ahead as not read.
    fn forget_ahead(&mut self) -> Result<()> {
        let left = self.ahead.len() - self.taken;
        if left > 0 {
            match &mut self.contents {
                Contents::Disk(file) => {
                    file.seek(SeekFrom::Current(-(left as i64))).map_err(code)?;
                }
                Contents::Memory(_, at) => *at -= left,
                _ => {}
            }
        }
        self.ahead.clear();
        self.taken = 0;
        Ok(())
    }

    /// Reads ahead until there are `count` bytes, or the end; how many came.
    fn fill(&mut self, count: usize) -> Result<usize> {
        self.ahead.drain(..self.taken);
        self.taken = 0;
        let wanted = count.saturating_sub(self.ahead.len());
        let more = self.read_on(wanted)?;
        self.ahead.extend_from_slice(&more);
        Ok(more.len())
    }

    /// Bytes that were read ahead, then others.
    fn take(&mut self, count: usize) -> Result<Vec<u8>> {
        let ahead = &self.ahead[self.taken..];
        if ahead.is_empty() {
            return if count == 0 { Ok(Vec::new()) } else { self.read_on(count) };
        }
        let from_ahead = ahead.len().min(count);
        let mut bytes = ahead[..from_ahead].to_vec();
        self.taken += from_ahead;
        if from_ahead < count {
            bytes.extend(self.read_on(count - from_ahead)?);
        }
        Ok(bytes)
    }

    /// Bytes from the position on.
    fn read_on(&mut self, count: usize) -> Result<Vec<u8>> {
        match &mut self.contents {
            Contents::Disk(file) => read_up_to(count, |bytes, _| file.read(bytes)),
            Contents::Memory(bytes, at) => {
                let start = bytes.len().min(*at);
                let end = bytes.len().min(start.saturating_add(count));
                *at = (*at).max(end);
                Ok(bytes[start..end].to_vec())
            }
            Contents::Compressed(..) => Err(libc::EBADF),
            Contents::Closed => Err(libc::EINVAL),
        }
    }
}

/// Reads until there are `count` bytes, or nothing comes; `read` gets the room and what is done.
fn read_up_to(
    count: usize,
    mut read: impl FnMut(&mut [u8], usize) -> std::io::Result<usize>,
) -> Result<Vec<u8>> {
    let mut bytes = vec![0; count.min(MAX_ROOM)];
    let mut done = 0;
    while done < count {
        if done == bytes.len() {
            bytes.resize(count.min(bytes.len() * 2), 0);
        }
        match read(&mut bytes[done..], done) {
            Ok(0) => break,
            Ok(more) => done += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(code(error)),
        }
    }
    bytes.truncate(done);
    Ok(bytes)
}

fn overwrite(contents: &mut Vec<u8>, place: usize, bytes: &[u8]) {
    let end = place + bytes.len();
    if contents.len() < end {
        contents.resize(end, 0);
    }
    contents[place..end].copy_from_slice(bytes);
}

fn uncompressed(mut file: File) -> Result<Contents> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(code)?;
    if gzip::is_gzip(&bytes) {
        bytes = gzip::unpack(&bytes).ok_or(libc::EIO)?;
    }
    Ok(Contents::Memory(bytes, 0))
}

/// A name as a path.
pub(super) fn path(name: &[u8]) -> &std::path::Path {
    std::path::Path::new(std::ffi::OsStr::from_bytes(name))
}
