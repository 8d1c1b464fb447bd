//! How terms look in memory.
//!
//! A term is a 64-bit word; its low three bits say what it is.
//!
//! | tag | term |
//! |---|---|
//! | 0 | small integer: value << 3, 61 bits |
//! | 1 | cons: address of two words (head, tail) |
//! | 2 | boxed: address of a header word and what it heads |
//! | 3, 4 | float, its bits rotated left by four |
//! | 5 | fun: address of a header word and what it heads |
//! | 6 | header; only in memory, never a term |
//! | 7 | immediate: atom, nil, local pid, port, no value |
//!
//! Floats whose exponent starts with the bits 011 or 100 (2^-255 to 2^256, the signs of both) carry
//! their tag in the exponent and need no memory (Melançon, Feeley, Serrano: Float Self-Tagging,
//! 2024); others, 0.0 among them, are boxed. 0.0 and -0.0 live in static cells.
//!
//! Code addresses are aligned to 16, so that a return address on the stack looks like a small
//! integer and the collector passes over it.

/// Bits of a tag.
pub const TAG_BITS: u32 = 3;
/// All tag bits set.
pub const TAG_MASK: u64 = 7;
/// Small integer.
pub const TAG_SMALL: u64 = 0;
/// Cons cell.
pub const TAG_CONS: u64 = 1;
/// Boxed term with a header.
pub const TAG_BOXED: u64 = 2;
/// Float whose exponent starts 011.
pub const TAG_FLOAT_LOW: u64 = 3;
/// Float whose exponent starts 100.
pub const TAG_FLOAT_HIGH: u64 = 4;
/// Fun.
pub const TAG_FUN: u64 = 5;
/// Header word.
pub const TAG_HEADER: u64 = 6;
/// Immediate.
pub const TAG_IMMEDIATE: u64 = 7;
/// How far the bits of a float are rotated left.
pub const FLOAT_ROTATE: u32 = 4;

/// Immediates: the low byte tells the kind, the rest is the value.
pub const IMMEDIATE_BITS: u32 = 8;
/// The empty list, a single word.
pub const NIL: u64 = 0x07;
/// Low byte of an atom; the value is its index in the atom table.
pub const IMMEDIATE_ATOM: u64 = 0x0F;
/// Low byte of a local process identifier.
pub const IMMEDIATE_PID: u64 = 0x17;
/// Low byte of a local port identifier.
pub const IMMEDIATE_PORT: u64 = 0x1F;
/// Not a term: what a BIF returns when it raised an exception.
pub const NON_VALUE: u64 = 0x27;
/// Not a term: what a bit syntax BIF of `erts_bits` returns where a segment does not match.
pub const MATCH_FAIL: u64 = 0x2F;

/// Smallest and largest small integer.
pub const SMALL_MIN: i64 = -(1 << 60);
/// See [`SMALL_MIN`].
pub const SMALL_MAX: i64 = (1 << 60) - 1;

/// Header word: `words << 8 | kind << 3 | TAG_HEADER`, where `words` follow the header.
pub const HEADER_KIND_SHIFT: u32 = 3;
/// See [`HEADER_KIND_SHIFT`].
pub const HEADER_SIZE_SHIFT: u32 = 8;

/// What a header heads. The words after the header are terms unless said otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// The elements.
    Tuple = 0,
    /// One raw word: the bits of the float.
    Float = 1,
    /// Magnitude in raw 64-bit digits, least significant first, no leading zero digit.
    BigPositive = 2,
    /// As [`Kind::BigPositive`].
    BigNegative = 3,
    /// Raw: size in bits, then the bits, the last word filled up with zeros.
    HeapBinary = 4,
    /// Raw: pointer to the shared bytes (reference counted), offset in bits, size in bits; then the
    /// next of the process's reference-counted terms (raw), flags (raw).
    SharedBinary = 5,
    /// Term of the heap binary or shared binary it is a part of; raw: offset in bits, size in bits
    /// (both << 3).
    SubBinary = 6,
    /// A binary being matched: term of the whole binary; raw: address of its bytes, or 0 if they are
    /// behind header and size of a heap binary; position in bits, end in bits, position of the last
    /// `start` (all << 3). See the constants below.
    MatchContext = 7,
    /// Raw: two words that make it unique, in the whole program's run.
    Reference = 8,
    /// Node (atom), raw: number, serial, creation.
    ExternalPid = 9,
    /// Node (atom), raw words.
    ExternalReference = 10,
    /// Number of pairs (small integer); the tuple of the keys, in term order; the values.
    FlatMap = 11,
    /// Root of a hash trie: number of pairs (small integer); raw bitmap << 3; children.
    HashMap = 12,
    /// Inner node: raw bitmap << 3; children, in order.
    HashNode = 13,
    /// Tag [`TAG_FUN`]: code address; arity (small integer); address of [`crate::program::FunInfo`];
    /// free variables.
    Fun = 14,
    /// Tag [`TAG_FUN`]: code address; arity (small integer); module; function (atoms).
    ExportFun = 15,
    /// A reference that owns a runtime resource (table, atomics): two raw words as
    /// [`Kind::Reference`], raw pointer, next of the process's reference-counted terms (raw).
    MagicReference = 16,
    /// Words to be passed over: unused room at the end of a block.
    Filler = 17,
}

/// Header of a term of `kind` with `words` words after it.
pub const fn header(kind: Kind, words: u64) -> u64 {
    words << HEADER_SIZE_SHIFT | (kind as u64) << HEADER_KIND_SHIFT | TAG_HEADER
}

/// Word for the small integer `value`, which is in range.
pub const fn small(value: i64) -> u64 {
    (value as u64) << TAG_BITS
}

/// Word for the atom with this index.
pub const fn atom(index: u32) -> u64 {
    (index as u64) << IMMEDIATE_BITS | IMMEDIATE_ATOM
}

/// Marks a moved cons cell: stands in the head, the new term in the tail.
/// A moved boxed term has its new term in place of the header.
pub const FORWARDED_CONS: u64 = 31 << HEADER_KIND_SHIFT | TAG_HEADER;

/// Layout of a match context, in bytes from the header.
pub const CONTEXT_BINARY: i32 = 8;
/// See [`CONTEXT_BINARY`].
pub const CONTEXT_BASE: i32 = 16;
/// See [`CONTEXT_BINARY`].
pub const CONTEXT_POSITION: i32 = 24;
/// See [`CONTEXT_BINARY`].
pub const CONTEXT_END: i32 = 32;
/// See [`CONTEXT_BINARY`].
pub const CONTEXT_START: i32 = 40;
/// Words of a match context after its header.
pub const CONTEXT_WORDS: u64 = 5;
/// Where the bytes of a heap binary start, from its header.
pub const HEAP_BINARY_BYTES: i32 = 16;

/// Fun layout, in bytes from the header.
pub const FUN_CODE: i32 = 8;
/// See [`FUN_CODE`].
pub const FUN_ARITY: i32 = 16;
/// See [`FUN_CODE`].
pub const FUN_INFO: i32 = 24;
/// See [`FUN_CODE`].
pub const FUN_FREE: i32 = 32;
