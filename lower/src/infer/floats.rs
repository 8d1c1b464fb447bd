//! Which operations are done on raw floats, and which parameters carry them.

use super::known::Known;
use super::shape::{Shape, Source};
use super::walk::{Env, Given, Visitor, walk};
use crate::flow::Flow;
use crate::ir::{ArithOp, Block, Comparison, FloatOp, LocationId, OnFailure, Op, Target, Value};

/// Integers up to here are floats without loss.
const EXACT: i64 = 1 << 53;

/// An operation on raw floats.
#[derive(Clone, Copy, Debug)]
pub enum Raw {
    /// Arithmetic.
    Arith(FloatOp, Value, Value, LocationId),
    /// A comparison.
    Compare(Comparison, Value, Value),
    /// Unary minus.
    Negate(Value),
    /// `float/1` of a small integer.
    Convert(Value),
}

impl Raw {
    fn operands(self) -> Vec<Value> {
        match self {
            Raw::Arith(_, a, b, _) | Raw::Compare(_, a, b) => vec![a, b],
            Raw::Negate(a) | Raw::Convert(a) => vec![a],
        }
    }
}

/// The operation on raw floats that stands for an operation.
pub fn raw_operation(op: &Op, env: &Env<'_>) -> Option<Raw> {
    match op {
        Op::Arith { op, left, right, on_failure: OnFailure::Raise(location), .. } => {
            let (a, b) = (env.get(*left), env.get(*right));
            let float = a.is_float() || b.is_float();
            let op = match op {
                ArithOp::Add if float => FloatOp::Add,
                ArithOp::Subtract if float => FloatOp::Subtract,
                ArithOp::Multiply if float => FloatOp::Multiply,
                ArithOp::Divide if float || a.is_small() && b.is_small() => FloatOp::Divide,
                _ => return None,
            };
            Some(Raw::Arith(op, *left, *right, *location))
        }
        Op::Compare(how, a, b) => {
            let (left, right) = (env.get(*a), env.get(*b));
            let exact = matches!(how, Comparison::Exact | Comparison::NotExact);
            let fits =
                |known: Known| known.is_float() || !exact && known.is_small() && is_exact(known);
            let float = left.is_float() || right.is_float();
            (float && fits(left) && fits(right)).then_some(Raw::Compare(*how, *a, *b))
        }
        Op::Bif { bif, arguments, .. } => match (bif.module, bif.name, &arguments[..]) {
            ("erlang", "-", [value]) if env.get(*value).is_float() => Some(Raw::Negate(*value)),
            ("erlang", "float", [value]) if env.get(*value).is_small() => {
                Some(Raw::Convert(*value))
            }
            _ => None,
        },
        _ => None,
    }
}

fn is_exact(known: Known) -> bool {
    known.low >= -EXACT && known.high <= EXACT
}

/// Which parameters of blocks are carried raw: floats that are computed with.
struct Wanted<'a> {
    flow: &'a Flow,
    shape: &'a Shape,
    candidate: Vec<bool>,
    wanted: Vec<bool>,
    /// Candidates that a parameter gets.
    sources: Vec<(Value, Value)>,
}

impl Visitor for Wanted<'_> {
    fn start(&mut self, block: Block, env: &Env<'_>) {
        if matches!(self.shape.sources[block.index()], Source::Header | Source::Jumps) {
            for parameter in &self.flow.blocks[block.index()].parameters {
                self.candidate[parameter.index()] = env.get(*parameter).is_float();
            }
        }
    }

    fn op(&mut self, _result: Value, op: &Op, env: &Env<'_>) {
        if let Some(raw) = raw_operation(op, env) {
            raw.operands().iter().for_each(|value| self.wanted[value.index()] = true);
        }
    }

    fn edge(&mut self, _from: Block, _index: usize, target: &Target, _env: &Env<'_>) {
        let parameters = &self.flow.blocks[target.block.index()].parameters;
        for (parameter, argument) in parameters.iter().zip(&target.arguments) {
            self.sources.push((*parameter, *argument));
        }
    }
}

/// Finds the parameters to carry raw, by value.
pub fn raw_parameters(flow: &Flow, shape: &Shape, given: Given<'_>) -> Vec<bool> {
    let count = flow.types.len();
    let mut wanted = Wanted {
        flow,
        shape,
        candidate: vec![false; count],
        wanted: vec![false; count],
        sources: Vec::new(),
    };
    walk(flow, shape, given, &mut wanted);
    let Wanted { candidate, mut wanted, sources, .. } = wanted;
    let mut by_parameter: Vec<Vec<Value>> = vec![Vec::new(); count];
    for (parameter, argument) in sources {
        if candidate[parameter.index()] && candidate[argument.index()] {
            by_parameter[parameter.index()].push(argument);
        }
    }
    let both = |value: &usize| candidate[*value] && wanted[*value];
    let mut work: Vec<usize> = (0..count).filter(both).collect();
    while let Some(value) = work.pop() {
        for source in &by_parameter[value] {
            if !std::mem::replace(&mut wanted[source.index()], true) {
                work.push(source.index());
            }
        }
    }
    candidate.into_iter().zip(wanted).map(|(candidate, wanted)| candidate && wanted).collect()
}
