//! The operations that programs can ask for, and their answers.

use std::fs;
use std::io::{SeekFrom, Write};
use std::sync::Arc;

use super::handle::path;
use super::status::{Status, set_times};
use super::system::{self, OsStringExt};
use super::{Handle, Mode, Result, code, command, gzip};
use crate::bif::io_list;
use crate::bif::number_text::bytes_of_binary;
use crate::heap::Allocate;
use crate::io::error_name;
use crate::process::unique::Purpose;
use crate::term::Term;

/// What an operation gives.
pub enum Value {
    /// `ok`
    Nothing,
    /// `{ok, Binary}`
    Bytes(Vec<u8>),
    /// `{ok, Binary}`, or `eof` if there are no bytes
    Data(Vec<u8>),
    /// `{ok, Integer}`
    Number(u64),
    /// `{ok, [Binary]}`
    Names(Vec<Vec<u8>>),
    /// `{ok, Handle}`
    File(Handle),
    /// `{ok, Tuple}`
    Status(Status),
}

/// An operation that is to be done.
pub type Operation = Box<dyn FnOnce() -> Result<Value> + Send>;

/// Bytes of a file that are read or written at once, on the scheduler's own thread.
const QUICK_BYTES: usize = 1 << 16;

/// Whether an operation is done sooner than a thread of its own could be woken: what is short and
/// about ordinary files and names. Anything that may wait for somebody else is not.
pub fn is_quick(name: &str, arguments: &[Term]) -> bool {
    match (name, arguments) {
        ("sync" | "datasync" | "command" | "gzip" | "gunzip" | "list_dir", _) => false,
        ("read_file", [name]) => has_quick_file(*name, true),
        ("open" | "write_file", [name, data]) => {
            let is_short = name_length(*data) <= QUICK_BYTES;
            is_short && !is_compressed(*data) && has_quick_file(*name, false)
        }
        ("read" | "read_line" | "write" | "read_at" | "write_at" | "close" | "position", _) => {
            let file = arguments.first().and_then(|term| handle(*term));
            let amount = arguments.last().map_or(0, |term| match term.as_usize() {
                Some(count) if name.starts_with("read") => count,
                _ => name_length(*term),
            });
            file.is_some_and(|file| file.is_ordinary()) && amount <= QUICK_BYTES
        }
        _ => true,
    }
}

/// Bytes of a binary; of anything else that it is long, unless it is no data at all.
fn name_length(term: Term) -> usize {
    match bytes_of_binary(term) {
        Some(bytes) => bytes.len(),
        None if term.is_cons() => io_list::bytes_of(term).map_or(0, |bytes| bytes.len()),
        None => 0,
    }
}

fn is_compressed(options: Term) -> bool {
    options.list().any(|option| option == Term::atom("compressed"))
}

/// Whether a name is that of an ordinary file (a short one where it is `to_read`), of a folder, or of
/// nothing.
fn has_quick_file(name: Term, to_read: bool) -> bool {
    let Some(name) = bytes_of_binary(name) else { return true };
    match fs::metadata(path(&name)) {
        Ok(data) if data.is_file() => !to_read || data.len() <= QUICK_BYTES as u64,
        Ok(data) => data.is_dir(),
        Err(_) => true,
    }
}

/// The term of an answer.
pub fn answer<A: Allocate>(builder: &mut A, result: Result<Value>) -> Term {
    let value = match result {
        Err(code) => return builder.tuple(&[Term::ERROR, Term::atom(error_name(code))]),
        Ok(Value::Nothing) => return Term::OK,
        Ok(Value::Data(bytes)) if bytes.is_empty() => {
            return Term::immediate(lfec_abi::atoms::EOF);
        }
        Ok(Value::Bytes(bytes) | Value::Data(bytes)) => builder.binary(&bytes),
        Ok(Value::Number(number)) => builder.unsigned(number),
        Ok(Value::Names(names)) => {
            let names: Vec<Term> = names.iter().map(|name| builder.binary(name)).collect();
            builder.list(&names)
        }
        Ok(Value::File(file)) => {
            builder.magic_reference(Purpose::Plain.new_reference(), Arc::new(file))
        }
        Ok(Value::Status(status)) => status.term(builder),
    };
    builder.tuple(&[Term::OK, value])
}

/// The operation of a name with its arguments; `None` if there is none, or they are of wrong types.
pub fn operation(name: &str, arguments: &[Term]) -> Option<Operation> {
    match arguments {
        [] if name == "get_cwd" => Some(Box::new(get_cwd)),
        [first] => {
            of_handle(name, *first).or_else(|| of_name(name, bytes_of_binary(*first)?.into_owned()))
        }
        [first, second] => two(name, *first, *second),
        [first, second, third] => three(name, *first, *second, *third),
        _ => None,
    }
}

fn handle(term: Term) -> Option<Arc<Handle>> {
    term.as_reference()?.resource::<Handle>()
}

fn boxed(act: impl FnOnce() -> Result<Value> + Send + 'static) -> Option<Operation> {
    Some(Box::new(act))
}

fn done(result: std::io::Result<()>) -> Result<Value> {
    result.map(|()| Value::Nothing).map_err(code)
}

fn nothing(result: Result<()>) -> Result<Value> {
    result.map(|()| Value::Nothing)
}

fn get_cwd() -> Result<Value> {
    let folder = std::env::current_dir().map_err(code)?;
    Ok(Value::Bytes(folder.into_os_string().into_vec()))
}

fn of_handle(name: &str, term: Term) -> Option<Operation> {
    let file = handle(term)?;
    match name {
        "close" => boxed(move || nothing(file.close())),
        "read_line" => boxed(move || file.read_line().map(Value::Data)),
        "truncate" => boxed(move || nothing(file.truncate())),
        "sync" => boxed(move || nothing(file.sync(false))),
        "datasync" => boxed(move || nothing(file.sync(true))),
        "memory" => boxed(move || file.memory().map(Value::Bytes)),
        "handle_info" => boxed(move || file.with_file(Status::of_file).map(Value::Status)),
        _ => None,
    }
}

fn of_name(operation: &str, name: Vec<u8>) -> Option<Operation> {
    match operation {
        "read_file" => boxed(move || fs::read(path(&name)).map(Value::Bytes).map_err(code)),
        "list_dir" => boxed(move || list_dir(&name).map(Value::Names)),
        "make_dir" => boxed(move || done(fs::create_dir(path(&name)))),
        "del_dir" => boxed(move || done(fs::remove_dir(path(&name)))),
        "delete" => boxed(move || done(delete(&name))),
        "set_cwd" => boxed(move || done(std::env::set_current_dir(path(&name)))),
        "info" => boxed(move || Status::of_name(&name, true).map(Value::Status)),
        "link_info" => boxed(move || Status::of_name(&name, false).map(Value::Status)),
        "read_link" => boxed(move || {
            let target = fs::read_link(path(&name)).map_err(code)?;
            Ok(Value::Bytes(target.into_os_string().into_vec()))
        }),
        "gzip" => boxed(move || Ok(Value::Bytes(gzip::pack(&name)))),
        "gunzip" => boxed(move || gzip::unpack(&name).map(Value::Bytes).ok_or(libc::EINVAL)),
        _ => None,
    }
}

fn delete(name: &[u8]) -> std::io::Result<()> {
    if fs::symlink_metadata(path(name))?.is_dir() {
        return Err(std::io::Error::from_raw_os_error(libc::EPERM));
    }
    fs::remove_file(path(name))
}

fn list_dir(name: &[u8]) -> Result<Vec<Vec<u8>>> {
    let entries = fs::read_dir(path(name)).map_err(code)?;
    entries.map(|entry| Ok(entry.map_err(code)?.file_name().into_vec())).collect()
}

fn two(operation: &str, first: Term, second: Term) -> Option<Operation> {
    if let Some(file) = handle(first) {
        return match operation {
            "read" => {
                let count = second.as_usize()?;
                if count == 0 {
                    return boxed(move || file.read(0).map(Value::Bytes));
                }
                boxed(move || file.read(count).map(Value::Data))
            }
            "write" => {
                let bytes = io_list::bytes_of(second)?;
                boxed(move || nothing(file.write(&bytes)))
            }
            _ => None,
        };
    }
    let name = bytes_of_binary(first)?.into_owned();
    match operation {
        "open" => {
            let mode = mode_of(second)?;
            boxed(move || Handle::open(&name, mode).map(Value::File))
        }
        "open_memory" => {
            let mode = mode_of(second)?;
            boxed(move || Ok(Value::File(Handle::in_memory(name, mode))))
        }
        "write_file" => {
            let bytes = io_list::bytes_of(second)?;
            boxed(move || {
                let mut file = fs::File::create(path(&name)).map_err(code)?;
                done(file.write_all(&bytes))
            })
        }
        "set_mode" => {
            let mode = second.as_usize()? as u32;
            boxed(move || done(system::set_mode(path(&name), mode)))
        }
        "command" => {
            let limit = second.as_usize()?;
            boxed(move || command::output_of(&name, limit).map(Value::Bytes))
        }
        _ => {
            let other = bytes_of_binary(second)?.into_owned();
            match operation {
                "rename" => boxed(move || done(fs::rename(path(&name), path(&other)))),
                "make_link" => boxed(move || done(fs::hard_link(path(&name), path(&other)))),
                "make_symlink" => boxed(move || done(system::symlink(path(&name), path(&other)))),
                _ => None,
            }
        }
    }
}

fn three(operation: &str, first: Term, second: Term, third: Term) -> Option<Operation> {
    if let Some(file) = handle(first) {
        return match operation {
            "read_at" => {
                let (place, count) = (second.as_usize()? as u64, third.as_usize()?);
                if count == 0 {
                    return boxed(move || file.read_at(place, 0).map(Value::Bytes));
                }
                boxed(move || file.read_at(place, count).map(Value::Data))
            }
            "write_at" => {
                let (place, bytes) = (second.as_usize()? as u64, io_list::bytes_of(third)?);
                boxed(move || nothing(file.write_at(place, &bytes)))
            }
            "position" => {
                let offset = third.as_small()?;
                let to = match second.as_atom()?.text() {
                    "bof" => SeekFrom::Start(u64::try_from(offset).ok()?),
                    "cur" => SeekFrom::Current(offset),
                    "eof" => SeekFrom::End(offset),
                    _ => return None,
                };
                boxed(move || file.position(to).map(Value::Number))
            }
            _ => None,
        };
    }
    let name = bytes_of_binary(first)?.into_owned();
    let (second, third) = (second.as_small()?, third.as_small()?);
    match operation {
        "set_times" => boxed(move || nothing(set_times(&name, second, third))),
        "set_owner" => boxed(move || {
            let id = |number: i64| u32::try_from(number).ok();
            done(system::chown(path(&name), id(second), id(third)))
        }),
        _ => None,
    }
}

/// The mode of a list of options that have been checked.
fn mode_of(list: Term) -> Option<Mode> {
    let mut mode = Mode::default();
    for option in list.list() {
        if let Some(pair) = option.as_tuple() {
            let [name, size] = pair.elements() else { return None };
            match name.as_atom()?.text() {
                "read_ahead" => mode.read_ahead = size.as_usize()?,
                "delayed_write" => mode.delayed_write = size.as_usize()?,
                _ => return None,
            }
            continue;
        }
        match option.as_atom()?.text() {
            "read" => mode.read = true,
            "write" => mode.write = true,
            "append" => mode.append = true,
            "exclusive" => mode.exclusive = true,
            "sync" => mode.sync = true,
            "compressed" => mode.compressed = true,
            "directory" => mode.directory = true,
            _ => return None,
        }
    }
    Some(mode)
}
