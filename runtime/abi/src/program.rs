//! Tables that describe a program: emitted by the compiler, read by the runtime.

/// Symbol of the [`Program`] of an executable.
pub const PROGRAM: &str = "lfert_program";

/// A program, or a set of modules added to a running one. Addresses are raw words, so that the
/// layout is the same on every target.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// [`crate::ABI_VERSION`]
    pub abi_version: u64,
    /// The atoms that the program uses, in ascending order, 32 bits each: the length of the text in
    /// bytes, and from bit [`ATOM_LENGTH_BITS`] on how many indices are left out before it.
    pub atoms: Table,
    /// Address of the atoms' texts, one after the other, in UTF-8.
    pub atom_texts: u64,
    /// [`Export`]s of all modules, exported functions only.
    pub exports: Table,
    /// [`Code`], in no order.
    pub code: Table,
    /// [`Module`]s.
    pub modules: Table,
    /// Entry function: module and name (atom indices); `u32::MAX` where there is none.
    pub entry_module: u32,
    /// See `entry_module`.
    pub entry_function: u32,
    /// How the entry is called: 0 or 1 arguments.
    pub entry_arity: u64,
}

/// Bits of the length of an atom's text: 255 characters are at most 1020 bytes.
pub const ATOM_LENGTH_BITS: u32 = 10;

/// An array somewhere.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Address of the first element.
    pub address: u64,
    /// Number of elements.
    pub count: u64,
}

/// UTF-8 text somewhere.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Address of the first byte.
    pub address: u64,
    /// Number of bytes.
    pub length: u64,
}

/// An exported function.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Export {
    /// Atom index.
    pub module: u32,
    /// Atom index.
    pub name: u32,
    /// Number of arguments.
    pub arity: u64,
    /// Address.
    pub code: u64,
}

/// A place in a program: what a stack trace shows.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// Atom index.
    pub module: u32,
    /// Atom index of the function, `-f/1-fun-0-` for a fun in it.
    pub function: u32,
    /// Number of arguments.
    pub arity: u32,
    /// Line, 0 where not known; from bit [`FILE_SHIFT`] on, which of the module's files it is in.
    pub line: u32,
}

/// How far the number of a file is shifted in [`Location::line`]. The names of a module's files are
/// one text, a NUL between them.
pub const FILE_SHIFT: u32 = 24;

/// A code address that can be on the stack or be a function's start.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// Address.
    pub address: u64,
    /// For a continuation, the call it continues; for a function, its definition.
    pub location: Location,
    /// For a continuation, words of its frame, the code address included. For a handler record,
    /// see [`code_kind`]. Otherwise 0.
    pub frame_words: u32,
    /// See [`code_kind`].
    pub kind: u32,
}

/// Values of [`Code::kind`].
pub mod code_kind {
    /// Start of a function.
    pub const FUNCTION: u32 = 0;
    /// Continuation of a call.
    pub const CONTINUATION: u32 = 1;
    /// Exception handler.
    pub const HANDLER: u32 = 2;
}

/// A module.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Module {
    /// Atom index.
    pub name: u64,
    /// Source file name that stack traces show.
    pub file: Text,
    /// Term: the list of `{Name, Value}` attributes, a literal.
    pub attributes: u64,
}

/// What a fun's information word points at; aligned to 16.
#[repr(C, align(16))]
#[derive(Clone, Copy, Debug)]
pub struct FunInfo {
    /// Module and printed name, `-f/1-fun-0-`; arity without the free variables; index in the module.
    pub location: Location,
    /// Number among the module's funs.
    pub index: u32,
    /// Hash of the module, part of a fun's printed identity.
    pub unique: u32,
    /// Number of free variables.
    pub free: u64,
}
