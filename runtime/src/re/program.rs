//! Programs that the matcher runs.

use memchr::memmem;

use super::set::{Bytes, Set};
use super::tree::{Greed, Place};
use super::{NewlineKind, Settings};

/// Index of an instruction.
pub type Pc = u32;

/// No guard.
pub const NO_GUARD: u32 = u32::MAX;

/// No guard, and none may be made.
pub const GUARD_FORBIDDEN: u32 = u32::MAX - 1;

/// An instruction. Registers are slots behind those of the groups.
#[derive(Clone, Copy, Debug)]
pub enum Inst {
    /// This byte.
    Byte(u8),
    /// One of two bytes.
    Either(u8, u8),
    /// Bytes of the literal pool: start, length.
    Literal(u32, u32),
    /// A character of a set.
    Set(u32),
    /// Any byte.
    AnyByte,
    /// Any character, not at CRLF.
    NotCrlf,
    /// `\R`
    Newline(bool),
    /// `\X`
    Grapheme,
    /// A condition on the place.
    Place(Place),
    /// `\K`
    Keep,
    /// Go on elsewhere.
    Jump(Pc),
    /// First one way, then the other; a guard may rule out ways by the next byte.
    Split { first: Pc, second: Pc, guard: u32 },
    /// The place goes to a slot.
    Save(u32),
    /// Characters of a set, several times. `next`: the byte that must follow, if it is one.
    Repeat { set: u32, min: u32, max: u32, greed: Greed, next: Option<u8> },
    /// An iteration starts: the place goes to the register.
    EmptyStart(u32),
    /// If the iteration took nothing, leave the loop.
    EmptyCheck { register: u32, exit: Pc },
    /// A counted loop starts.
    CountStart(u32),
    /// One more iteration (what follows) or the exit.
    Count { register: u32, counts: u32, exit: Pc },
    /// What follows up to the end is not gone back into.
    AtomicStart(u32),
    /// Its end.
    AtomicEnd(u32),
    /// An assertion starts (two registers); what follows it.
    LookStart { register: u32, after: Pc },
    /// It holds.
    LookEnd(u32),
    /// A negative assertion starts; where to go on if it fails inside.
    NegativeStart { register: u32, after: Pc },
    /// Its inside matched.
    NegativeEnd(u32),
    /// So many characters back.
    Back(u32),
    /// What one of the groups (a range of the list of groups) matched.
    BackRef { first: u32, count: u32, caseless: bool },
    /// Call of a group.
    Call { target: Pc, group: u32 },
    /// End of a group that is called.
    Return(u32),
    /// Goes on if one of the groups is set, else at `no`.
    IsSet { first: u32, count: u32, no: Pc },
    /// Goes on if in a recursion into one of the groups (any if there are none), else at `no`.
    InRecursion { first: u32, count: u32, no: Pc },
    /// An alternative starts: the register is for `(*THEN)`.
    Alternative(u32),
    /// Verbs.
    Commit,
    /// `(*PRUNE)`
    Prune,
    /// `(*SKIP)`
    Skip,
    /// `(*SKIP:name)`, the name's number
    SkipTo(u32),
    /// `(*THEN)`
    Then(u32),
    /// `(*MARK:name)`
    Mark(u32),
    /// `(*ACCEPT)` outside assertions.
    Accept,
    /// No match this way.
    Fail,
    /// The end.
    Match,
}

/// Limits and way of a counted loop.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    /// At least so often.
    pub min: u32,
    /// At most.
    pub max: u32,
    /// Whether as few as possible first.
    pub lazy: bool,
}

/// Bytes that each way of a split can start with; `None`: it may take none.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// The first way.
    pub first: Option<Bytes>,
    /// The second.
    pub second: Option<Bytes>,
}

/// Where matches can start.
#[derive(Debug)]
pub enum Start {
    /// Everywhere.
    Anywhere,
    /// Where the search starts.
    Anchored,
    /// There and after newlines.
    Lines,
    /// Before one of up to three bytes.
    Bytes(Vec<u8>),
    /// Before a byte of many.
    Set(Bytes),
    /// At a text.
    Text(Box<memmem::Finder<'static>>),
}

/// Where a run of characters of a set ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// At a character that is not in the set.
    Search,
    /// At this byte only.
    Byte(u8),
    /// At the end only.
    End,
}

/// A compiled pattern.
#[derive(Debug)]
pub struct Program {
    /// Instructions, the first one first.
    pub code: Vec<Inst>,
    /// Sets.
    pub sets: Vec<Set>,
    /// Bytes of literals.
    pub literals: Vec<u8>,
    /// Guards of splits.
    pub guards: Vec<Guard>,
    /// Counted loops.
    pub counts: Vec<Counts>,
    /// Lists of groups that instructions name.
    pub group_lists: Vec<u32>,
    /// Number of capturing groups.
    pub groups: u32,
    /// Number of slots and registers.
    pub slots: u32,
    /// Names of groups, sorted.
    pub names: Vec<(Vec<u8>, u32)>,
    /// Options.
    pub settings: Settings,
    /// Set of word characters.
    pub word: Set,
    /// Marks, for `\X`.
    pub extenders: Set,
    /// Whether CR or LF are in the pattern as such.
    pub has_newline: bool,
    /// Where matches can start.
    pub start: Start,
    /// A byte that every match has.
    pub required: Option<u8>,
    /// For each set, where a run of its characters ends.
    pub stops: Vec<Stop>,
}

impl Program {
    /// What ends a line.
    pub fn newline(&self) -> NewlineKind {
        self.settings.newline
    }
}
