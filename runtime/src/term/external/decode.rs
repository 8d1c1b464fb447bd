//! Bytes to terms.
//!
//! The bytes may come from anywhere: nothing in them leads to a panic, to more memory than is in
//! proportion to them (but for compressed ones, which say how large they get), or to recursion.

use lfec_abi::entry::MAX_EXPORT_FUN_ARITY;
use lfec_abi::{atoms, term as layout};

use super::{VERSION, tag};
use crate::code::closures::{self, Closure};
use crate::heap::Allocate;
use crate::term::print::PID_NUMBER_BITS;
use crate::term::{Atom, Kind, Term, float_text, map};

/// Why bytes are no term: all are `badarg`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecodeError;

type Result<T> = std::result::Result<T, DecodeError>;

/// A term that was read.
#[derive(Clone, Copy, Debug)]
pub struct Decoded {
    /// The term.
    pub term: Term,
    /// Bytes it took, the version byte included.
    pub used: usize,
}

/// Code of the stub for `fun m:f/n` of an arity.
type ExportStub = fn(usize) -> Option<u64>;

/// Reads a term. With `safe`, atoms that do not exist yet are an error. `export_stub` gives the code
/// of funs `fun m:f/n`.
pub fn decode<A: Allocate>(
    target: &mut A,
    bytes: &[u8],
    safe: bool,
    export_stub: ExportStub,
) -> Result<Decoded> {
    let mut reader = Reader { bytes, at: 0 };
    if reader.byte()? != VERSION {
        return Err(DecodeError);
    }
    if reader.bytes.get(1) == Some(&tag::COMPRESSED) {
        reader.byte()?;
        let size = reader.count()?;
        let (plain, used) = inflate(&bytes[reader.at..], size)?;
        let mut inner = Reader { bytes: &plain, at: 0 };
        let term = Decoder { target, safe, export_stub }.read(&mut inner)?;
        return Ok(Decoded { term, used: reader.at + used });
    }
    let term = Decoder { target, safe, export_stub }.read(&mut reader)?;
    Ok(Decoded { term, used: reader.at })
}

/// The `size` bytes that compressed bytes stand for, and how many of these there are.
fn inflate(bytes: &[u8], size: usize) -> Result<(Vec<u8>, usize)> {
    use miniz_oxide::inflate::TINFLStatus;
    use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
    // Deflate makes bytes at most about a thousand times fewer.
    if size / 1100 > bytes.len() {
        return Err(DecodeError);
    }
    let mut plain = vec![0; size];
    let flags = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER
        | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = Box::new(DecompressorOxide::new());
    match decompress(&mut state, bytes, &mut plain, 0, flags) {
        (TINFLStatus::Done, used, made) if made == size => Ok((plain, used)),
        _ => Err(DecodeError),
    }
}

/// Takes bytes from the front.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(count).ok_or(DecodeError)?;
        let bytes = self.bytes.get(self.at..end).ok_or(DecodeError)?;
        self.at = end;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| DecodeError)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.array::<1>()?[0])
    }

    fn short(&mut self) -> Result<usize> {
        Ok(usize::from(u16::from_be_bytes(self.array()?)))
    }

    fn word(&mut self) -> Result<u32> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    /// A number of bytes or elements in four bytes.
    fn count(&mut self) -> Result<usize> {
        Ok(self.word()? as usize)
    }

    /// A number of elements, each of which takes at least `bytes` bytes.
    fn elements(&mut self, count: usize, bytes: usize) -> Result<usize> {
        let left = self.bytes.len() - self.at;
        if count <= left / bytes { Ok(count) } else { Err(DecodeError) }
    }
}

/// A term whose parts are being read.
enum Frame {
    List { left: usize, elements: Vec<Term> },
    Tuple { left: usize, elements: Vec<Term> },
    Map { left: usize, elements: Vec<Term> },
    Fun { left: usize, elements: Vec<Term>, closure: Closure },
}

impl Frame {
    fn parts(&mut self) -> (&mut usize, &mut Vec<Term>) {
        match self {
            Frame::List { left, elements }
            | Frame::Tuple { left, elements }
            | Frame::Map { left, elements }
            | Frame::Fun { left, elements, .. } => (left, elements),
        }
    }
}

struct Decoder<'a, A: Allocate> {
    target: &'a mut A,
    safe: bool,
    export_stub: ExportStub,
}

impl<A: Allocate> Decoder<'_, A> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<Term> {
        let mut frames: Vec<Frame> = Vec::new();
        loop {
            let mut term = match self.start(reader)? {
                Start::Term(term) => term,
                Start::Frame(frame) => {
                    frames.push(frame);
                    continue;
                }
            };
            // The term may be the last part of others.
            loop {
                let Some(frame) = frames.last_mut() else { return Ok(term) };
                let (left, elements) = frame.parts();
                elements.push(term);
                *left -= 1;
                if *left > 0 {
                    break;
                }
                let Some(frame) = frames.pop() else { return Ok(term) };
                term = self.finish(frame)?;
            }
        }
    }

    fn finish(&mut self, frame: Frame) -> Result<Term> {
        match frame {
            Frame::List { elements, .. } => {
                let (tail, elements) = elements.split_last().ok_or(DecodeError)?;
                Ok(self.target.list_with_tail(elements, *tail))
            }
            Frame::Tuple { elements, .. } => Ok(self.target.tuple(&elements)),
            Frame::Fun { elements, closure, .. } => Ok(self.target.closure(closure, &elements)),
            Frame::Map { elements, .. } => {
                let (pairs, _) = elements.as_chunks::<2>();
                let pairs: Vec<(Term, Term)> =
                    pairs.iter().map(|&[key, value]| (key, value)).collect();
                let count = pairs.len();
                let map = map::from_pairs(self.target, pairs);
                if map::size(map) == count { Ok(map) } else { Err(DecodeError) }
            }
        }
    }

    /// Reads a term, or starts one that has parts.
    fn start(&mut self, reader: &mut Reader<'_>) -> Result<Start> {
        let tag = reader.byte()?;
        Ok(match tag {
            tag::SMALL_TUPLE | tag::LARGE_TUPLE => {
                let small = tag == tag::SMALL_TUPLE;
                let size = if small { usize::from(reader.byte()?) } else { reader.count()? };
                match reader.elements(size, 1)? {
                    0 => Start::Term(Term::empty_tuple()),
                    left => Start::Frame(Frame::Tuple { left, elements: Vec::with_capacity(left) }),
                }
            }
            tag::LIST => {
                let count = reader.count()?;
                let left = reader.elements(count, 1)? + 1;
                Start::Frame(Frame::List { left, elements: Vec::with_capacity(left) })
            }
            tag::MAP => {
                let count = reader.count()?;
                match reader.elements(count, 2)? * 2 {
                    0 => Start::Term(map::empty(self.target)),
                    left => Start::Frame(Frame::Map { left, elements: Vec::with_capacity(left) }),
                }
            }
            tag::NEW_FUN => {
                let (closure, left) = self.closure(reader)?;
                let elements = Vec::with_capacity(left);
                match left {
                    0 => Start::Term(self.target.closure(closure, &elements)),
                    left => Start::Frame(Frame::Fun { left, elements, closure }),
                }
            }
            _ => Start::Term(self.simple(tag, reader)?),
        })
    }

    /// A term without parts.
    fn simple(&mut self, tag: u8, reader: &mut Reader<'_>) -> Result<Term> {
        match tag {
            tag::SMALL_INTEGER => Ok(Term::small(i64::from(reader.byte()?))),
            tag::INTEGER => Ok(Term::small(i64::from(i32::from_be_bytes(reader.array()?)))),
            tag::SMALL_BIG => {
                let count = usize::from(reader.byte()?);
                self.big(count, reader)
            }
            tag::LARGE_BIG => {
                let count = reader.count()?;
                self.big(count, reader)
            }
            tag::NEW_FLOAT => self.float(f64::from_be_bytes(reader.array()?)),
            tag::FLOAT => {
                let text = reader.take(31)?;
                let end = text.iter().position(|&byte| byte == 0).unwrap_or(text.len());
                self.float(float_text::parse(&text[..end]).ok_or(DecodeError)?)
            }
            tag::NIL => Ok(Term::NIL),
            tag::STRING => {
                let length = reader.short()?;
                let bytes = reader.take(length)?;
                let bytes: Vec<Term> =
                    bytes.iter().map(|&byte| Term::small(i64::from(byte))).collect();
                Ok(self.target.list(&bytes))
            }
            tag::BINARY => {
                let size = reader.count()?;
                Ok(self.target.binary(reader.take(size)?))
            }
            tag::BIT_BINARY => self.bitstring(reader),
            tag::EXPORT => self.export_fun(reader),
            tag::PID | tag::NEW_PID => self.pid(tag, reader),
            tag::PORT | tag::NEW_PORT | tag::V4_PORT => self.port(tag, reader),
            tag::REFERENCE | tag::NEW_REFERENCE | tag::NEWER_REFERENCE => {
                self.reference(tag, reader)
            }
            _ => self.atom(tag, reader),
        }
    }

    fn float(&mut self, value: f64) -> Result<Term> {
        if value.is_finite() { Ok(self.target.float(value)) } else { Err(DecodeError) }
    }

    fn big(&mut self, count: usize, reader: &mut Reader<'_>) -> Result<Term> {
        let negative = reader.byte()? != 0;
        let bytes = reader.take(count)?;
        let digit = |chunk: &[u8]| {
            let mut digit = [0; 8];
            digit[..chunk.len()].copy_from_slice(chunk);
            u64::from_le_bytes(digit)
        };
        let digits: Vec<u64> = bytes.chunks(8).map(digit).collect();
        Ok(self.target.integer_of_digits(negative, &digits))
    }

    fn bitstring(&mut self, reader: &mut Reader<'_>) -> Result<Term> {
        let size = reader.count()?;
        let last = usize::from(reader.byte()?);
        let bytes = reader.take(size)?;
        if last > 8 || (last == 0) != (size == 0) {
            return Err(DecodeError);
        }
        let bits = (size * 8 + last).saturating_sub(8);
        let mut bytes = bytes.to_vec();
        if let Some(byte) = bytes.last_mut() {
            *byte &= !(0xFF_u16 >> last) as u8;
        }
        Ok(self.target.bitstring(&bytes, bits))
    }

    fn atom(&mut self, tag: u8, reader: &mut Reader<'_>) -> Result<Term> {
        let length = match tag {
            tag::ATOM | tag::ATOM_UTF8 => reader.short()?,
            tag::SMALL_ATOM | tag::SMALL_ATOM_UTF8 => usize::from(reader.byte()?),
            _ => return Err(DecodeError),
        };
        let bytes = reader.take(length)?;
        let text = match tag {
            tag::ATOM | tag::SMALL_ATOM => bytes.iter().map(|&byte| char::from(byte)).collect(),
            _ => String::from_utf8(bytes.to_vec()).map_err(|_| DecodeError)?,
        };
        if text.chars().count() > crate::term::atom::MAX_CHARACTERS {
            return Err(DecodeError);
        }
        let atom = if self.safe { Atom::existing(&text) } else { Atom::new(&text) };
        atom.map(Atom::term).ok_or(DecodeError)
    }

    /// An atom where one has to be.
    fn next_atom(&mut self, reader: &mut Reader<'_>) -> Result<Term> {
        let tag = reader.byte()?;
        self.atom(tag, reader)
    }

    /// A closure up to its free variables, and how many of those follow.
    fn closure(&mut self, reader: &mut Reader<'_>) -> Result<(Closure, usize)> {
        reader.word()?;
        let arity = u32::from(reader.byte()?);
        reader.take(16)?;
        let index = reader.word()?;
        let count = reader.count()?;
        let free = reader.elements(count, 1)?;
        let module = self.next_atom(reader)?.as_atom().ok_or(DecodeError)?;
        let old_index = reader.byte()?;
        self.simple(old_index, reader)?;
        let tag = reader.byte()?;
        let unique = self.simple(tag, reader)?.as_usize().ok_or(DecodeError)?;
        let creator = reader.byte()?;
        self.simple(creator, reader)?;
        let unique = u32::try_from(unique).map_err(|_| DecodeError)?;
        let closure = closures::find((module.index(), index, unique)).ok_or(DecodeError)?;
        let info = closure.info;
        let is_like_it = info.location.arity == arity && info.free == free as u64;
        if is_like_it { Ok((closure, free)) } else { Err(DecodeError) }
    }

    fn export_fun(&mut self, reader: &mut Reader<'_>) -> Result<Term> {
        let (module, name) = (self.next_atom(reader)?, self.next_atom(reader)?);
        if reader.byte()? != tag::SMALL_INTEGER {
            return Err(DecodeError);
        }
        let arity = usize::from(reader.byte()?);
        let stub = if arity <= MAX_EXPORT_FUN_ARITY { (self.export_stub)(arity) } else { None };
        let code = stub.ok_or(DecodeError)?;
        Ok(self.target.export_fun(code, arity, module, name))
    }

    /// A creation: one byte in the old forms, four in the new ones.
    fn creation(is_old: bool, reader: &mut Reader<'_>) -> Result<u64> {
        if is_old { reader.byte().map(u64::from) } else { reader.word().map(u64::from) }
    }

    fn pid(&mut self, tag: u8, reader: &mut Reader<'_>) -> Result<Term> {
        let node = self.next_atom(reader)?;
        let (number, serial) = (u64::from(reader.word()?), u64::from(reader.word()?));
        let creation = Self::creation(tag == tag::PID, reader)?;
        if is_this_node(node) && number >> PID_NUMBER_BITS == 0 && serial >> 28 == 0 {
            return Ok(Term::pid(serial << PID_NUMBER_BITS | number));
        }
        Ok(self.target.boxed_words(Kind::ExternalPid, &[node.word(), number, serial, creation]))
    }

    fn port(&mut self, tag: u8, reader: &mut Reader<'_>) -> Result<Term> {
        let node = self.next_atom(reader)?;
        let number = match tag {
            tag::V4_PORT => u64::from_be_bytes(reader.array()?),
            _ => u64::from(reader.word()?),
        };
        Self::creation(tag == tag::PORT, reader)?;
        // Ports of other nodes are of no use here, and have no form.
        if is_this_node(node) && number >> (64 - layout::IMMEDIATE_BITS) == 0 {
            Ok(Term::port(number))
        } else {
            Err(DecodeError)
        }
    }

    fn reference(&mut self, tag: u8, reader: &mut Reader<'_>) -> Result<Term> {
        let count = if tag == tag::REFERENCE { 1 } else { reader.short()? };
        if count == 0 || count > 5 {
            return Err(DecodeError);
        }
        let node = self.next_atom(reader)?;
        let mut words = [0; 5];
        let creation = if tag == tag::REFERENCE {
            words[0] = u64::from(reader.word()?);
            Self::creation(true, reader)?
        } else {
            let creation = Self::creation(tag == tag::NEW_REFERENCE, reader)?;
            for word in &mut words[..count] {
                *word = u64::from(reader.word()?);
            }
            creation
        };
        if is_this_node(node) && words[4] == 0 {
            let pair = |low: u64, high: u64| high << 32 | low;
            return Ok(self.target.reference([pair(words[0], words[1]), pair(words[2], words[3])]));
        }
        let mut all = vec![node.word(), creation];
        all.extend_from_slice(&words[..count]);
        Ok(self.target.boxed_words(Kind::ExternalReference, &all))
    }
}

/// What [`Decoder::start`] found.
enum Start {
    Term(Term),
    Frame(Frame),
}

/// Whether an identifier of this node's name is a local one.
fn is_this_node(node: Term) -> bool {
    node == Term::immediate(atoms::NONODE)
}
