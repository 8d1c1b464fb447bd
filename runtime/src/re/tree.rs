//! What a pattern means: its syntax tree.

use std::rc::Rc;

use super::set::Set;

/// No upper limit of a repetition.
pub const UNLIMITED: u32 = u32::MAX;

/// How a repetition chooses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Greed {
    /// As many as possible first.
    Greedy,
    /// As few as possible first.
    Lazy,
    /// As many as possible, and no fewer.
    Possessive,
}

/// Conditions on a place that take no characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// `^`, not multiline: the subject's start, unless `notbol`.
    SubjectStart,
    /// `\A`
    AbsoluteStart,
    /// `^`, multiline
    LineStart,
    /// `$` with `dollar_endonly`: the subject's end, unless `noteol`.
    SubjectEnd,
    /// `\z`
    AbsoluteEnd,
    /// `$`, not multiline: the end or before a newline that ends the subject, unless `noteol`.
    SubjectEndOrNewline,
    /// `\Z`
    AbsoluteEndOrNewline,
    /// `$`, multiline
    LineEnd,
    /// `\b`
    WordBoundary,
    /// `\B`
    NoWordBoundary,
    /// `\G`
    SearchStart,
}

/// Verbs that act when matching comes back to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verb {
    /// `(*COMMIT)`
    Commit,
    /// `(*PRUNE)`
    Prune,
    /// `(*SKIP)`, or to a mark of this name
    Skip(Option<Rc<[u8]>>),
    /// `(*THEN)`
    Then,
}

/// A group named by number or name, and where in the pattern that was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroupRef {
    /// A number; 0 is the whole pattern.
    Number(u32),
    /// A name, which several groups may have.
    Name(Rc<[u8]>),
}

/// What decides a conditional group.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Whether a group is set.
    IsSet(GroupRef, usize),
    /// Whether matching is in a recursion, into this group if one is given.
    InRecursion(Option<GroupRef>, usize),
    /// `DEFINE`: never.
    Never,
    /// Always: `(?(VERSION>=8)…)`
    Always,
    /// An assertion.
    Look(Box<Node>),
}

/// A part of a pattern.
#[derive(Clone, Debug)]
pub enum Node {
    /// Nothing.
    Empty,
    /// A character; whether in either case.
    Char(u32, bool),
    /// A character of a set.
    Set(Rc<Set>),
    /// Any character but a newline of two characters (`.` where newline is CRLF).
    NotCrlf,
    /// `\C`: a byte.
    AnyByte,
    /// `\R`; whether only CR, LF, CRLF.
    Newline(bool),
    /// `\X`
    Grapheme,
    /// A condition on the place.
    Place(Place),
    /// `\K`
    Keep,
    /// One after the other.
    Concat(Vec<Node>),
    /// One of these.
    Alternate(Vec<Node>),
    /// A capturing group.
    Group(u32, Box<Node>),
    /// A repetition: from, to.
    Repeat(Box<Node>, u32, u32, Greed),
    /// `(?>…)`
    Atomic(Box<Node>),
    /// `(?=…)`, `(?!…)`: whether negative.
    LookAhead(bool, Box<Node>),
    /// `(?<=…)`, `(?<!…)`: whether negative; where the group ends in the pattern.
    LookBehind(bool, Box<Node>, usize),
    /// What a group matched; whether in either case; place in the pattern.
    BackRef(GroupRef, bool, usize),
    /// A call of a group as a subroutine; place in the pattern.
    Call(GroupRef, usize),
    /// A conditional group.
    Conditional(Condition, Box<Node>, Box<Node>),
    /// A verb.
    Verb(Verb),
    /// `(*MARK:name)`, also the name of another verb.
    Mark(Rc<[u8]>),
    /// `(*ACCEPT)`
    Accept,
    /// `(*FAIL)`
    Fail,
}

/// A pattern that has been read.
#[derive(Debug)]
pub struct Tree {
    /// What it means.
    pub root: Node,
    /// Number of capturing groups.
    pub groups: u32,
    /// Names of groups, in order of the names, then numbers.
    pub names: Vec<(Rc<[u8]>, u32)>,
    /// The options that hold for all of it, as the pattern's start may have changed them.
    pub settings: super::Settings,
    /// Whether CR or LF are in the pattern as such.
    pub has_newline: bool,
}
