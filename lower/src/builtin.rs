//! Functions that are compiled in line: which operation or BIF stands for `module:name/arity`.

use std::collections::HashMap;
use std::sync::LazyLock;

use lfec_abi::bif::{self, Bif};
use lfec_base::Symbol;

use crate::ir::{ArithOp, Comparison, Test};

/// A function that needs no call of an Erlang function.
#[derive(Clone, Copy, Debug, Default)]
pub struct Builtin {
    /// The operation it is.
    pub inline: Option<Inline>,
    /// The runtime's function.
    pub bif: Option<&'static Bif>,
}

/// Operations that have an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inline {
    /// Arithmetic, two operands.
    Arith(ArithOp),
    /// A comparison.
    Compare(Comparison),
    /// A test of one term.
    Test(Test),
    /// `and`
    And,
    /// `or`
    Or,
    /// `not`
    Not,
    /// `hd`
    Head,
    /// `tl`
    Tail,
    /// `self`
    SelfPid,
    /// `is_function/2`
    IsFunOf,
    /// `is_record/3`
    IsRecord,
    /// `make_fun/3`
    MakeFun,
    /// `apply/2`
    ApplyFun,
    /// `apply/3`
    ApplyName,
    /// Never returns: `error`, `exit`, `throw`.
    Raise,
}

static TABLE: LazyLock<HashMap<(Symbol, Symbol, usize), Builtin>> = LazyLock::new(table);

/// What stands for a function, if it can be compiled in line.
pub fn find(module: Symbol, name: Symbol, arity: usize) -> Option<Builtin> {
    TABLE.get(&(module, name, arity)).copied()
}

/// The runtime's function of this name.
pub fn find_bif(module: &str, name: &str, arity: usize) -> Option<&'static Bif> {
    find(Symbol::intern(module), Symbol::intern(name), arity).and_then(|found| found.bif)
}

/// All functions of a module that are compiled in line, in no order.
pub fn of_module(module: Symbol) -> Vec<(Symbol, usize)> {
    let of_module = TABLE.keys().filter(|(of, ..)| *of == module);
    let mut found: Vec<_> = of_module.map(|(_, name, arity)| (*name, *arity)).collect();
    found.sort_by_key(|(name, arity)| (name.as_str(), *arity));
    found
}

fn table() -> HashMap<(Symbol, Symbol, usize), Builtin> {
    let mut table: HashMap<_, Builtin> = HashMap::new();
    for bif in bif::all() {
        let key = (Symbol::intern(bif.module), Symbol::intern(bif.name), bif.arity);
        table.entry(key).or_default().bif = Some(bif);
    }
    let erlang = Symbol::intern("erlang");
    for (name, arity, inline) in INLINE {
        table.entry((erlang, Symbol::intern(name), *arity)).or_default().inline = Some(*inline);
    }
    table
}

/// Functions of module `erlang` that have an instruction.
const INLINE: &[(&str, usize, Inline)] = &[
    ("+", 2, Inline::Arith(ArithOp::Add)),
    ("-", 2, Inline::Arith(ArithOp::Subtract)),
    ("*", 2, Inline::Arith(ArithOp::Multiply)),
    ("div", 2, Inline::Arith(ArithOp::Div)),
    ("rem", 2, Inline::Arith(ArithOp::Rem)),
    ("/", 2, Inline::Arith(ArithOp::Divide)),
    ("band", 2, Inline::Arith(ArithOp::Band)),
    ("bor", 2, Inline::Arith(ArithOp::Bor)),
    ("bxor", 2, Inline::Arith(ArithOp::Bxor)),
    ("bsl", 2, Inline::Arith(ArithOp::Bsl)),
    ("bsr", 2, Inline::Arith(ArithOp::Bsr)),
    ("<", 2, Inline::Compare(Comparison::Less)),
    ("=<", 2, Inline::Compare(Comparison::LessEqual)),
    (">", 2, Inline::Compare(Comparison::Greater)),
    (">=", 2, Inline::Compare(Comparison::GreaterEqual)),
    ("==", 2, Inline::Compare(Comparison::Equal)),
    ("/=", 2, Inline::Compare(Comparison::NotEqual)),
    ("=:=", 2, Inline::Compare(Comparison::Exact)),
    ("=/=", 2, Inline::Compare(Comparison::NotExact)),
    ("is_integer", 1, Inline::Test(Test::IsInteger)),
    ("is_float", 1, Inline::Test(Test::IsFloat)),
    ("is_number", 1, Inline::Test(Test::IsNumber)),
    ("is_atom", 1, Inline::Test(Test::IsAtom)),
    ("is_boolean", 1, Inline::Test(Test::IsBoolean)),
    ("is_list", 1, Inline::Test(Test::IsList)),
    ("is_tuple", 1, Inline::Test(Test::IsTuple)),
    ("is_binary", 1, Inline::Test(Test::IsBinary)),
    ("is_bitstring", 1, Inline::Test(Test::IsBitstring)),
    ("is_map", 1, Inline::Test(Test::IsMap)),
    ("is_function", 1, Inline::Test(Test::IsFun)),
    ("is_pid", 1, Inline::Test(Test::IsPid)),
    ("is_reference", 1, Inline::Test(Test::IsReference)),
    ("is_port", 1, Inline::Test(Test::IsPort)),
    ("and", 2, Inline::And),
    ("or", 2, Inline::Or),
    ("not", 1, Inline::Not),
    ("hd", 1, Inline::Head),
    ("tl", 1, Inline::Tail),
    ("self", 0, Inline::SelfPid),
    ("is_function", 2, Inline::IsFunOf),
    ("is_record", 3, Inline::IsRecord),
    ("make_fun", 3, Inline::MakeFun),
    ("apply", 2, Inline::ApplyFun),
    ("apply", 3, Inline::ApplyName),
    ("error", 1, Inline::Raise),
    ("error", 2, Inline::Raise),
    ("error", 3, Inline::Raise),
    ("exit", 1, Inline::Raise),
    ("throw", 1, Inline::Raise),
];
