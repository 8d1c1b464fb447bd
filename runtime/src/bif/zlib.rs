//! BIFs of `erts_zlib`: streams of compressed data.
//!
//! A stream is a resource that compresses or decompresses, in the formats of zlib (RFC 1950),
//! deflate (RFC 1951) and gzip (RFC 1952), of which miniz_oxide knows the first two.

use std::sync::Arc;

use lfec_abi::machine::Machine;
use miniz_oxide::deflate::core::{CompressorOxide, create_comp_flags_from_zip_params};
use miniz_oxide::deflate::stream::deflate;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

use super::io_list;
use super::number_text::bytes_of_binary;
use crate::heap::{Allocate, Registers};
use crate::io::file::gzip;
use crate::process::unique::Purpose;
use crate::sync::global::Mutex;
use crate::term::Term;

/// Bytes of room that output gets at a time.
const ROOM: usize = 1 << 14;

/// Bytes that count as one reduction.
const BYTES_PER_REDUCTION: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Raw,
    Zlib,
    Gzip,
    /// Zlib or gzip, by the first bytes.
    Either,
}

impl Format {
    /// The format that a number of window bits asks for.
    fn of(window_bits: i64) -> Option<Format> {
        match window_bits {
            -15..=-8 => Some(Format::Raw),
            8..=15 => Some(Format::Zlib),
            24..=31 => Some(Format::Gzip),
            40..=47 => Some(Format::Either),
            _ => None,
        }
    }
}

struct Deflater {
    compressor: Box<CompressorOxide>,
    is_gzip: bool,
    has_header: bool,
    checksum: crc32fast::Hasher,
    length: u32,
    is_used: bool,
    is_finished: bool,
}

struct Inflater {
    state: Box<InflateState>,
    format: Format,
    /// Input that was not used yet.
    input: Vec<u8>,
    has_header: bool,
    checksum: crc32fast::Hasher,
    /// Whether the compressed data have ended.
    is_done: bool,
    /// Whether the trailer was seen as well.
    is_finished: bool,
}

enum State {
    Idle,
    Deflate(Deflater),
    Inflate(Inflater),
    Closed,
}

/// A stream.
struct Stream(Mutex<State>);

/// Why something cannot be done: the reason of the exception.
type Outcome<T> = Result<T, &'static str>;

impl Deflater {
    fn new(level: i64, format: Format) -> Deflater {
        let window_bits = if format == Format::Zlib { 15 } else { -15 };
        let flags = create_comp_flags_from_zip_params(level as i32, window_bits, 0);
        Deflater {
            compressor: Box::new(CompressorOxide::new(flags)),
            is_gzip: format == Format::Gzip,
            has_header: false,
            checksum: crc32fast::Hasher::new(),
            length: 0,
            is_used: false,
            is_finished: false,
        }
    }

    fn add(&mut self, mut input: &[u8], flush: MZFlush) -> Outcome<Vec<u8>> {
        let mut output = Vec::new();
        if self.is_gzip && !self.has_header {
            output.extend_from_slice(&gzip::HEADER);
            self.has_header = true;
        }
        self.is_used |= !input.is_empty();
        self.checksum.update(input);
        self.length = self.length.wrapping_add(input.len() as u32);
        loop {
            let used = output.len();
            output.resize(used + ROOM, 0);
            let result = deflate(&mut self.compressor, input, &mut output[used..], flush);
            output.truncate(used + result.bytes_written);
            input = &input[result.bytes_consumed..];
            match result.status {
                Ok(MZStatus::StreamEnd) => {
                    self.finish(&mut output);
                    return Ok(output);
                }
                Ok(_) if input.is_empty() && result.bytes_written < ROOM => return Ok(output),
                // Nothing left to be flushed.
                Err(miniz_oxide::MZError::Buf) => return Ok(output),
                Ok(_) => {}
                Err(_) => return Err("stream_error"),
            }
        }
    }

    fn finish(&mut self, output: &mut Vec<u8>) {
        if self.is_gzip && !self.is_finished {
            output.extend(self.checksum.clone().finalize().to_le_bytes());
            output.extend(self.length.to_le_bytes());
        }
        self.is_finished = true;
    }
}

impl Inflater {
    fn new(format: Format) -> Inflater {
        let data = if format == Format::Zlib { DataFormat::Zlib } else { DataFormat::Raw };
        Inflater {
            state: InflateState::new_boxed(data),
            format,
            input: Vec::new(),
            has_header: false,
            checksum: crc32fast::Hasher::new(),
            is_done: false,
            is_finished: false,
        }
    }

    /// Takes input; about `limit` bytes of output, and whether there may be more.
    fn add(&mut self, input: &[u8], limit: usize) -> Outcome<(Vec<u8>, bool)> {
        if self.is_finished {
            return Ok((Vec::new(), false));
        }
        self.input.extend_from_slice(input);
        if self.format == Format::Either && !self.choose() {
            return Ok((Vec::new(), false));
        }
        if self.format == Format::Gzip && !self.has_header && !self.skip_header()? {
            return Ok((Vec::new(), false));
        }
        let mut output = Vec::new();
        let mut taken = 0;
        while !self.is_done && output.len() < limit {
            let used = output.len();
            output.resize(used + ROOM, 0);
            let rest = &self.input[taken..];
            let result = inflate(&mut self.state, rest, &mut output[used..], MZFlush::None);
            output.truncate(used + result.bytes_written);
            taken += result.bytes_consumed;
            match result.status {
                Ok(MZStatus::StreamEnd) => self.is_done = true,
                Ok(MZStatus::Ok) if result.bytes_consumed + result.bytes_written > 0 => {}
                Ok(MZStatus::Ok) | Err(miniz_oxide::MZError::Buf) => break,
                _ => return Err("data_error"),
            }
        }
        self.input.drain(..taken);
        self.checksum.update(&output);
        if self.is_done {
            self.check_trailer()?;
        }
        let has_more = !self.is_done && output.len() >= limit;
        Ok((output, has_more))
    }

    /// Decides between zlib and gzip, once there are two bytes.
    fn choose(&mut self) -> bool {
        if self.input.len() < 2 {
            return false;
        }
        let is_gzip = self.input.starts_with(&gzip::HEADER[..2]);
        let input = std::mem::take(&mut self.input);
        *self = Inflater::new(if is_gzip { Format::Gzip } else { Format::Zlib });
        self.input = input;
        true
    }

    fn skip_header(&mut self) -> Outcome<bool> {
        let magic = &gzip::HEADER[..3];
        let known = self.input.len().min(magic.len());
        if self.input[..known] != magic[..known] {
            return Err("data_error");
        }
        match gzip::header_length(&self.input).filter(|&length| length <= self.input.len()) {
            Some(length) => {
                self.input.drain(..length);
                self.has_header = true;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn check_trailer(&mut self) -> Outcome<()> {
        if self.format != Format::Gzip {
            self.is_finished = true;
        } else if let Some(&checksum) = self.input.first_chunk::<4>()
            && self.input.len() >= 8
        {
            if u32::from_le_bytes(checksum) != self.checksum.clone().finalize() {
                return Err("data_error");
            }
            self.is_finished = true;
        }
        Ok(())
    }
}

fn stream(term: Term) -> Option<Arc<Stream>> {
    term.as_reference()?.resource::<Stream>()
}

/// Gives what `act` makes of a stream's state, or raises its reason.
fn on_stream(
    machine: &mut Machine,
    reference: Term,
    act: impl FnOnce(&mut Machine, &mut State) -> Outcome<Term>,
) -> Term {
    let Some(stream) = stream(reference) else { return machine.badarg() };
    let state = &mut *stream.0.lock();
    match act(machine, state) {
        Ok(term) => term,
        Err(reason) => machine.raise(crate::heap::Class::Error, Term::atom(reason)),
    }
}

/// `erts_zlib:open/0`: a stream that does nothing yet.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_zlib_open_0(machine: &mut Machine) -> Term {
    let stream = Arc::new(Stream(Mutex::new(State::Idle)));
    machine.magic_reference(Purpose::Plain.new_reference(), stream)
}

/// `erts_zlib:close/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_zlib_close_1(machine: &mut Machine, reference: Term) -> Term {
    on_stream(machine, reference, |_, state| match state {
        State::Closed => Err("not_initialized"),
        _ => {
            *state = State::Closed;
            Ok(Term::OK)
        }
    })
}

/// `erts_zlib:deflate_init/3`: stream, level from -1 to 9, window bits.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_zlib_deflate_init_3(
    machine: &mut Machine,
    reference: Term,
    level: Term,
    window_bits: Term,
) -> Term {
    let format = window_bits.as_small().and_then(Format::of);
    let level = level.as_small().filter(|level| (-1..=9).contains(level));
    let (Some(format), Some(level)) = (format, level) else { return machine.badarg() };
    on_stream(machine, reference, |_, state| match state {
        State::Idle => {
            *state = State::Deflate(Deflater::new(level, format));
            Ok(Term::OK)
        }
        State::Closed => Err("not_initialized"),
        _ => Err("already_initialized"),
    })
}

/// `erts_zlib:inflate_init/2`: stream, window bits.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_zlib_inflate_init_2(
    machine: &mut Machine,
    reference: Term,
    window_bits: Term,
) -> Term {
    let Some(format) = window_bits.as_small().and_then(Format::of) else {
        return machine.badarg();
    };
    on_stream(machine, reference, |_, state| match state {
        State::Idle => {
            *state = State::Inflate(Inflater::new(format));
            Ok(Term::OK)
        }
        State::Closed => Err("not_initialized"),
        _ => Err("already_initialized"),
    })
}

/// The bytes of data, which is an io list.
fn data_of<'a>(data: Term) -> Option<std::borrow::Cow<'a, [u8]>> {
    bytes_of_binary(data).or_else(|| io_list::bytes_of(data).map(Into::into))
}

/// `erts_zlib:deflate/3`: stream, data, `none`, `sync`, `full` or `finish`; a binary.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_zlib_deflate_3(
    machine: &mut Machine,
    reference: Term,
    data: Term,
    flush: Term,
) -> Term {
    let flush = match flush.as_atom().map(|atom| atom.text()) {
        Some("none") => MZFlush::None,
        Some("sync") => MZFlush::Sync,
        Some("full") => MZFlush::Full,
        Some("finish") => MZFlush::Finish,
        _ => return machine.badarg(),
    };
    let Some(bytes) = data_of(data) else { return machine.badarg() };
    machine.charge(bytes.len() / BYTES_PER_REDUCTION);
    on_stream(machine, reference, |machine, state| match state {
        State::Deflate(deflater) => Ok(machine.binary(&deflater.add(&bytes, flush)?)),
        _ => Err("not_initialized"),
    })
}

/// `erts_zlib:inflate/3`: stream, data, limit; `{continue | finished, Binary}`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_zlib_inflate_3(
    machine: &mut Machine,
    reference: Term,
    data: Term,
    limit: Term,
) -> Term {
    let Some(limit) = limit.as_usize() else { return machine.badarg() };
    let Some(bytes) = data_of(data) else { return machine.badarg() };
    on_stream(machine, reference, |machine, state| match state {
        State::Inflate(inflater) => {
            let (output, has_more) = inflater.add(&bytes, limit)?;
            machine.charge(output.len() / BYTES_PER_REDUCTION);
            let binary = machine.binary(&output);
            let progress = Term::atom(if has_more { "continue" } else { "finished" });
            Ok(machine.tuple(&[progress, binary]))
        }
        _ => Err("not_initialized"),
    })
}

/// `erts_zlib:end_stream/2`: stream, `deflate` or `inflate`. The stream is idle then; an error if its
/// data are not complete.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_zlib_end_stream_2(
    machine: &mut Machine,
    reference: Term,
    what: Term,
) -> Term {
    let what = what.as_atom().map(|atom| atom.text());
    on_stream(machine, reference, |_, state| {
        let is_complete = match (&*state, what) {
            (State::Deflate(deflater), Some("deflate")) => {
                !deflater.is_used || deflater.is_finished
            }
            (State::Inflate(inflater), Some("inflate")) => inflater.is_finished,
            _ => return Err("not_initialized"),
        };
        *state = State::Idle;
        if is_complete { Ok(Term::OK) } else { Err("data_error") }
    })
}

/// `erts_zlib:reset/2`: as [`bif_erts_zlib_end_stream_2`] without the check, started anew by the caller.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_zlib_reset_2(
    machine: &mut Machine,
    reference: Term,
    what: Term,
) -> Term {
    let what = what.as_atom().map(|atom| atom.text());
    on_stream(machine, reference, |_, state| match (&mut *state, what) {
        (State::Deflate(deflater), Some("deflate")) => {
            deflater.compressor.reset();
            deflater.checksum = crc32fast::Hasher::new();
            deflater.length = 0;
            (deflater.has_header, deflater.is_used, deflater.is_finished) = (false, false, false);
            Ok(Term::OK)
        }
        (State::Inflate(inflater), Some("inflate")) => {
            *inflater = Inflater::new(inflater.format);
            Ok(Term::OK)
        }
        _ => Err("not_initialized"),
    })
}
