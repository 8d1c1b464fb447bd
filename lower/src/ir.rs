//! The SSA form.
//!
//! A [`Unit`] is a module. Each of its [`Function`]s becomes one function of the backend: an Erlang
//! function, the body of a fun, what follows a call that is not in tail position (a continuation),
//! or an exception handler. Control leaves a function only by a tail jump into another one, with
//! the frame of the activation on the Erlang stack.
//!
//! **Frame.** An activation has at most one frame, of a fixed number of words: word 0 is the address
//! where the innermost call returns to (stored by [`Terminator::Call`]), words 1.. are slots, each a
//! term or a word that looks like a small integer; all slots are stored before the first call after
//! [`Inst::FrameAllocate`], and before a handler is pushed or a continuation jumped to. Continuations and handlers of the activation start with the frame
//! allocated.
//!
//! **Heap.** Instructions that allocate take words whose room a [`Inst::Check`] or [`Inst::Reserve`]
//! on every path before them has made sure of, with no allocating BIF between. `FrameAllocate` too.
//! Only [`Inst::Check`], [`Inst::Reserve`] and calls let the collector run: no value of type
//! [`Type::Term`] defined before a `Reserve` is used after it, except through its results.
//!
//! **Exceptions.** Raising instructions have no exceptional successor: the runtime finds the
//! innermost handler record, in some frame, and enters its handler function.
//!
//! **Print prefixes**: `v1` value, `block1` block, `fn1` function of the unit, `lit1` literal,
//! `loc1` location, `fun1` fun description.

use lfec_abi::bif::Bif;
use lfec_base::Symbol;
use lfec_core::ir::{FunctionName, Literal};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl $name {
            /// Position in its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id! {
    /// A value, defined once.
    Value, "v"
}
id! {
    /// A basic block.
    Block, "block"
}
id! {
    /// A function of the unit.
    FunctionId, "fn"
}
id! {
    /// An entry of [`Unit::literals`].
    LiteralId, "lit"
}
id! {
    /// An entry of [`Unit::locations`].
    LocationId, "loc"
}
id! {
    /// An entry of [`Unit::funs`].
    FunId, "fun"
}

/// A module.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Name.
    pub module: Symbol,
    /// File name that stack traces show; behind it, each after a NUL, those of other files that
    /// code is from.
    pub file: String,
    /// Exported functions; each is an [`FunctionKind::Entry`] of `functions`.
    pub exports: Vec<FunctionName>,
    /// Attributes.
    pub attributes: Vec<(Symbol, Literal)>,
    /// Functions.
    pub functions: Vec<Function>,
    /// Constants that are not immediates.
    pub literals: Vec<Literal>,
    /// Places.
    pub locations: Vec<Location>,
    /// Funs that the module makes.
    pub funs: Vec<FunDescription>,
}

impl Unit {
    /// The name of the module's own file.
    pub fn own_file(&self) -> &str {
        self.file.split('\0').next().unwrap_or_default()
    }
}

/// A place that a stack trace shows: a function of the module, and a line (0: not known).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// Function name, `-f/1-fun-0-` in a fun.
    pub function: Symbol,
    /// Its arity.
    pub arity: u32,
    /// Line in the unit's file; from bit [`FILE_SHIFT`] on, which of its files.
    ///
    /// [`FILE_SHIFT`]: lfec_abi::program::FILE_SHIFT
    pub line: u32,
}

/// What a closure's information word describes.
#[derive(Clone, Debug, PartialEq)]
pub struct FunDescription {
    /// Its code; takes the arguments and, last, the fun itself.
    pub function: FunctionId,
    /// Printed name, `-f/1-fun-0-`.
    pub name: Symbol,
    /// Arguments, the fun itself not counted.
    pub arity: u32,
    /// Free variables.
    pub free: u32,
}

/// A function of the backend.
#[derive(Clone, Debug)]
pub struct Function {
    /// Machine symbol, `lists:map/2` or `lists:map/2.1`; unique in the program.
    pub symbol: String,
    /// Definition; for a continuation, the call it continues.
    pub location: LocationId,
    /// What it is.
    pub kind: FunctionKind,
    /// Blocks; the first is where it starts, its parameters are the function's, all terms.
    pub blocks: Vec<BlockData>,
    /// Type of each value.
    pub types: Vec<Type>,
}

/// What a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionKind {
    /// An Erlang function or the body of a fun.
    Entry {
        /// The Erlang function it is, if it can be called by name from other modules' code.
        global: Option<FunctionName>,
    },
    /// Follows a call; starts with the frame allocated and the result as its parameter. Also a
    /// join that several continuations reach: then any number of parameters.
    Continuation {
        /// Words of the frame, the return address included.
        frame_words: u32,
    },
    /// Entered by the runtime with class (atom), reason and raw trace as parameters and the record
    /// taken off the handler chain.
    Handler {
        /// Words of the frame.
        frame_words: u32,
        /// Slot of its record.
        record: u32,
    },
}

/// Types of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// An Erlang term.
    Term,
    /// A raw 64-bit integer.
    Word,
    /// A raw float, always finite.
    Float,
    /// A truth value.
    Bool,
}

/// A block.
#[derive(Clone, Debug)]
pub struct BlockData {
    /// Parameters.
    pub parameters: Vec<Value>,
    /// Seldom reached: errors.
    pub cold: bool,
    /// Instructions.
    pub insts: Vec<Inst>,
    /// How it ends.
    pub terminator: Terminator,
}

/// What happens when an operation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// It raises, at this place.
    Raise(LocationId),
    /// It gives "no value", which [`Test::IsNonValue`] finds.
    NonValue,
}

/// An instruction.
#[derive(Clone, Debug)]
pub enum Inst {
    /// `result = operation`
    Op {
        /// The value defined; of the type that the operation gives.
        result: Value,
        /// What it is.
        op: Op,
    },
    /// Reductions and room: counts one reduction, and makes sure that `need` words are free. When
    /// either runs out the process goes through the runtime and the *function starts again* with
    /// `arguments`, as many as its parameters; floats and words are turned into terms for that.
    /// Stands where no frame is allocated, or first in a continuation (then `arguments` are its
    /// parameters; `counts` is true only where the continuation is a loop: a `receive`).
    Check {
        /// Words of heap and stack needed.
        need: u32,
        /// Whether it counts a reduction.
        counts: bool,
        /// Arguments to start again with.
        arguments: Vec<Value>,
    },
    /// Makes sure that `need` words are free in the middle of a function.
    Reserve {
        /// Words of heap and stack needed.
        need: u32,
        /// Terms used later.
        live: Vec<Value>,
        /// The same terms afterwards.
        results: Vec<Value>,
    },
    /// Allocates the frame: this many words, the return address included.
    FrameAllocate(u32),
    /// Gives the frame up.
    FrameFree(u32),
    /// Stores a term into slot 1..; a small integer into word 0, where the frame is used (a handler
    /// pushed, a continuation jumped to) before its first call.
    FrameStore(u32, Value),
    /// Makes slots `record` and `record + 1` the innermost handler record, for this handler.
    HandlerPush(u32, FunctionId),
    /// Takes the record at this slot, the innermost, off the chain.
    HandlerPop(u32),
}

/// An operation that gives a value.
#[derive(Clone, Debug)]
pub enum Op {
    /// Small integer constant, a term.
    Small(i64),
    /// Atom constant.
    Atom(Symbol),
    /// `[]`
    Nil,
    /// Constant of the literal area.
    Literal(LiteralId),
    /// Raw integer constant, a word.
    Word(i64),
    /// Raw float constant.
    Float(f64),

    /// New cons cell: 2 words.
    Cons(Value, Value),
    /// New tuple: 1 + n words; n > 0.
    Tuple(Vec<Value>),
    /// New fun: 4 + n words.
    MakeFun(FunId, Vec<Value>),
    /// Head of a cons.
    Head(Value),
    /// Tail of a cons.
    Tail(Value),
    /// Element of a tuple that has it, from 0.
    Element(Value, u32),
    /// Free variable of a fun, from 0.
    Free(Value, u32),
    /// Slot of the frame.
    FrameLoad(u32),

    /// Truth value of a test on a term.
    Test(Test, Value),
    /// Whether two terms are the same word: `=:=` where one of them is an immediate or small.
    SameWord(Value, Value),
    /// Comparison of any terms; both backends try small integers first.
    Compare(Comparison, Value, Value),
    /// Comparison of two small integers.
    CompareSmall(Comparison, Value, Value),
    /// Comparison of two raw integers, signed.
    CompareWord(Comparison, Value, Value),
    /// Comparison of two raw floats.
    CompareFloat(Comparison, Value, Value),
    /// `true` or `false` of a truth value.
    BoolToTerm(Value),
    /// Whether a term is `true`; it is known to be `true` or `false`, or the rest is as good as false.
    IsTrue(Value),
    /// Conjunction, disjunction of truth values, without control flow.
    And(Value, Value),
    /// See [`Op::And`].
    Or(Value, Value),
    /// Negation of a truth value.
    Not(Value),

    /// Arithmetic on any terms.
    Arith {
        /// Operator.
        op: ArithOp,
        /// Left operand.
        left: Value,
        /// Right operand.
        right: Value,
        /// What is known.
        facts: ArithFacts,
        /// What if it fails.
        on_failure: OnFailure,
    },
    /// Raw float arithmetic; a result that is not finite raises `badarith`.
    FloatArith(FloatOp, Value, Value, OnFailure),
    /// Raw float negation.
    FloatNegate(Value),
    /// Raw float of a term known to be a float.
    UnboxFloat(Value),
    /// Raw float of a term known to be a small integer.
    SmallToFloat(Value),
    /// Raw float of any number; anything else, and a bignum too large, raises `badarith`.
    ToFloat(Value, LocationId),
    /// Term of a raw float. May allocate as a BIF does, in the rare case.
    BoxFloat(Value),
    /// Raw integer of a small integer, and back (it is known to fit).
    Untag(Value),
    /// See [`Op::Untag`].
    Tag(Value),
    /// Raw integer arithmetic, wrapping.
    WordArith(WordOp, Value, Value),

    /// Call of a BIF of kind plain or pure.
    Bif {
        /// Which.
        bif: &'static Bif,
        /// Its arguments.
        arguments: Vec<Value>,
        /// What if it raises.
        on_failure: OnFailure,
    },
    /// The running process's identifier.
    SelfPid,
    /// A value already there, for passes that replace an operation.
    Copy(Value),
}

/// Tests on terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    IsNonValue,
    /// `MATCH_FAIL` of `lfec_abi::term`: what BIFs that match give where there is no match. They
    /// are called with [`OnFailure::NonValue`].
    IsMatchFail,
    IsSmall,
    IsInteger,
    IsFloat,
    IsNumber,
    IsAtom,
    IsBoolean,
    IsCons,
    IsNil,
    IsList,
    IsTuple,
    /// A tuple with this many elements; 0 included.
    IsTupleOf(u32),
    IsBinary,
    IsBitstring,
    IsMap,
    IsFun,
    /// A fun with this many arguments.
    IsFunOf(u32),
    IsPid,
    IsReference,
    IsPort,
}

/// Comparisons. `Exact` is `=:=`; `Equal` is `==`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    Exact,
    NotExact,
}

/// Arithmetic operators on terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithOp {
    Add,
    Subtract,
    Multiply,
    /// `div`
    Div,
    /// `rem`
    Rem,
    /// `/`
    Divide,
    Band,
    Bor,
    Bxor,
    Bsl,
    Bsr,
}

/// What is known about an arithmetic operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ArithFacts {
    /// The left operand is a small integer.
    pub left_small: bool,
    /// The right operand is a small integer.
    pub right_small: bool,
    /// The result is a small integer: no overflow, no division by zero.
    pub fits: bool,
}

/// Arithmetic operators on raw floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FloatOp {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// Arithmetic operators on raw integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordOp {
    Add,
    Subtract,
    Multiply,
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRight,
}

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callee {
    /// A function of the unit: an entry, or a continuation or join with its frame in place.
    Local(FunctionId),
    /// `m:f/n` by name.
    Remote(Symbol, Symbol, u32),
    /// A fun; anything else raises `badfun`, another arity `badarity`.
    Fun(Value),
    /// A BIF of kind trap, or a trap function of the runtime, by symbol.
    Trap(&'static str),
}

/// A block and the arguments for its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Where to.
    pub block: Block,
    /// With what.
    pub arguments: Vec<Value>,
}

/// How a block ends.
#[derive(Clone, Debug)]
pub enum Terminator {
    /// Goes on in another block. Blocks may be jumped to backwards: loops; every loop has a `Check`.
    Jump(Target),
    /// On a truth value.
    Branch {
        /// The truth value.
        condition: Value,
        /// Where to if true.
        then: Target,
        /// Where to otherwise.
        otherwise: Target,
    },
    /// On a term that is compared word by word with constants (small integers, atoms, nil).
    Switch {
        /// The term.
        value: Value,
        /// Constants, each once, and where they lead.
        cases: Vec<(Constant, Target)>,
        /// Where to otherwise.
        otherwise: Target,
    },
    /// Calls with the frame in place; `continuation` gets the result.
    Call {
        /// What.
        callee: Callee,
        /// With what.
        arguments: Vec<Value>,
        /// Where the result goes, a [`FunctionKind::Continuation`].
        continuation: FunctionId,
        /// Place of the call.
        location: LocationId,
    },
    /// Calls with no frame of this activation left, or goes on in a continuation or join of it.
    TailCall {
        /// What.
        callee: Callee,
        /// With what.
        arguments: Vec<Value>,
        /// Place of the call.
        location: LocationId,
    },
    /// Returns to the caller's continuation, no frame of this activation left.
    Return(Value),
    /// Raises the exception that an operation gave "no value" for.
    Raise(LocationId),
    /// Not reached.
    Unreachable,
}

/// Constants of a [`Terminator::Switch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    Small(i64),
    Atom(Symbol),
    Nil,
}
