//! Operations of the text form.

use super::{List, Result, error};
use crate::ir::{
    ArithFacts, ArithOp, Comparison, FloatOp, LocationId, OnFailure, Op, Test, WordOp,
};

/// An operation whose result has been read.
pub(super) fn op(list: &mut List<'_>) -> Result<Op> {
    let name = list.name()?;
    Ok(match name {
        "small" => Op::Small(list.integer()?),
        "atom" => Op::Atom(list.symbol()?),
        "nil" => Op::Nil,
        "literal" => Op::Literal(list.literal_id()?),
        "word" => Op::Word(list.integer()?),
        "float" => Op::Float(float(list.text()?)?),
        "cons" => Op::Cons(list.value()?, list.value()?),
        "tuple" => Op::Tuple(list.values()?),
        "make-fun" => Op::MakeFun(list.fun_id()?, list.values()?),
        "head" => Op::Head(list.value()?),
        "tail" => Op::Tail(list.value()?),
        "element" => Op::Element(list.value()?, list.number()?),
        "free" => Op::Free(list.value()?, list.number()?),
        "frame-load" => Op::FrameLoad(list.number()?),
        "test" => Op::Test(named(list.name()?, Test::from_name)?, list.value()?),
        "same-word" => Op::SameWord(list.value()?, list.value()?),
        "compare" => Op::Compare(comparison(list)?, list.value()?, list.value()?),
        "compare-small" => Op::CompareSmall(comparison(list)?, list.value()?, list.value()?),
        "compare-word" => Op::CompareWord(comparison(list)?, list.value()?, list.value()?),
        "compare-float" => Op::CompareFloat(comparison(list)?, list.value()?, list.value()?),
        "bool-to-term" => Op::BoolToTerm(list.value()?),
        "is-true" => Op::IsTrue(list.value()?),
        "and" => Op::And(list.value()?, list.value()?),
        "or" => Op::Or(list.value()?, list.value()?),
        "not" => Op::Not(list.value()?),
        "arith" => arith(list)?,
        "float-arith" => {
            let op = named(list.name()?, FloatOp::from_name)?;
            Op::FloatArith(op, list.value()?, list.value()?, on_failure(list)?)
        }
        "float-negate" => Op::FloatNegate(list.value()?),
        "unbox-float" => Op::UnboxFloat(list.value()?),
        "small-to-float" => Op::SmallToFloat(list.value()?),
        "to-float" => Op::ToFloat(list.value()?, LocationId(list.id("loc")?)),
        "box-float" => Op::BoxFloat(list.value()?),
        "untag" => Op::Untag(list.value()?),
        "tag" => Op::Tag(list.value()?),
        "word-arith" => {
            let op = named(list.name()?, WordOp::from_name)?;
            Op::WordArith(op, list.value()?, list.value()?)
        }
        "bif" => bif(list)?,
        "self-pid" => Op::SelfPid,
        "copy" => Op::Copy(list.value()?),
        other => return error(format!("no operation: {other}")),
    })
}

fn named<T>(name: &str, find: fn(&str) -> Option<T>) -> Result<T> {
    find(name).map_or_else(|| error(format!("no such name here: {name}")), Ok)
}

fn comparison(list: &mut List<'_>) -> Result<Comparison> {
    named(list.name()?, Comparison::from_name)
}

fn arith(list: &mut List<'_>) -> Result<Op> {
    let op = named(list.name()?, ArithOp::from_name)?;
    let (left, right) = (list.value()?, list.value()?);
    let left_small = list.takes("left-small");
    let right_small = list.takes("right-small");
    let facts = ArithFacts { left_small, right_small, fits: list.takes("fits") };
    Ok(Op::Arith { op, left, right, facts, on_failure: on_failure(list)? })
}

fn bif(list: &mut List<'_>) -> Result<Op> {
    let (module, name) = (list.text()?, list.text()?);
    let arguments = List::of(list.next()?)?.values()?;
    let on_failure = on_failure(list)?;
    match crate::builtin::find_bif(module, name, arguments.len()) {
        Some(bif) => Ok(Op::Bif { bif, arguments, on_failure }),
        None => error(format!("no BIF {module}:{name}/{}", arguments.len())),
    }
}

fn on_failure(list: &mut List<'_>) -> Result<OnFailure> {
    if list.takes("no-value") {
        return Ok(OnFailure::NonValue);
    }
    list.id("loc").map(|location| OnFailure::Raise(LocationId(location)))
}

/// A float by its bits, `0x3ff0000000000000`.
pub(super) fn float(text: &str) -> Result<f64> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let bits = u64::from_str_radix(digits, 16);
    bits.map(f64::from_bits).or_else(|_| error(format!("no bits of a float: {text}")))
}
