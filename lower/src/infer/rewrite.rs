//! Makes use of what is known: cheaper operations, branches that are decided, raw floats.

use std::collections::HashMap;

use lfec_core::ir::Literal;

use super::condition;
use super::floats::{Raw, raw_operation};
use super::known::Known;
use super::walk::{Env, Visitor};
use super::{arith, known};
use crate::flow::{Flow, Inst, Terminator};
use crate::ir::{
    ArithFacts, ArithOp, Block, Comparison, LocationId, OnFailure, Op, Target, Type, Value,
};

/// Writes a new flow while the old one is walked over.
pub struct Rewriter<'a> {
    flow: &'a Flow,
    literals: &'a [Literal],
    /// Parameters that are carried raw.
    raw_parameters: &'a [bool],
    /// The new flow; blocks that are not reached stay empty.
    pub out: Flow,
    insts: Vec<Inst>,
    /// Raw floats of terms, where they are defined.
    raw: HashMap<Value, Value>,
    made: Vec<Value>,
    marks: Vec<usize>,
    /// Which jumps of the block can be taken.
    taken: Vec<bool>,
}

impl<'a> Rewriter<'a> {
    /// Starts with nothing written.
    pub fn new(flow: &'a Flow, literals: &'a [Literal], raw_parameters: &'a [bool]) -> Self {
        let mut out = flow.clone();
        for block in &mut out.blocks {
            block.insts = Vec::new();
            block.terminator = Terminator::Unreachable;
        }
        Rewriter {
            flow,
            literals,
            raw_parameters,
            out,
            insts: Vec::new(),
            raw: HashMap::new(),
            made: Vec::new(),
            marks: Vec::new(),
            taken: Vec::new(),
        }
    }

    fn push(&mut self, result: Value, op: Op) {
        self.insts.push(Inst::Op { result, op });
    }

    fn emit(&mut self, op: Op, ty: Type) -> Value {
        let result = self.out.value(ty);
        self.push(result, op);
        result
    }

    fn note_raw(&mut self, term: Value, raw: Value) {
        self.raw.insert(term, raw);
        self.made.push(term);
    }

    /// The raw float of a term known to be one.
    fn raw(&mut self, term: Value, env: &Env<'_>) -> Value {
        if let Some(raw) = self.raw.get(&term) {
            return *raw;
        }
        let op = match env.op(term) {
            Some(Op::Literal(id)) => match self.literals.get(id.index()) {
                Some(Literal::Float(value)) => Op::Float(*value),
                _ => Op::UnboxFloat(term),
            },
            _ => Op::UnboxFloat(term),
        };
        let raw = self.emit(op, Type::Float);
        self.note_raw(term, raw);
        raw
    }

    /// The raw float of a number.
    fn raw_number(&mut self, term: Value, location: Option<LocationId>, env: &Env<'_>) -> Value {
        let known = env.get(term);
        if known.is_float() {
            return self.raw(term, env);
        }
        let op = match (known.value(), location) {
            (Some(value), _) => Op::Float(value as f64),
            (None, Some(location)) if !known.is_small() => Op::ToFloat(term, location),
            _ => Op::SmallToFloat(term),
        };
        self.emit(op, Type::Float)
    }

    fn raw_op(&mut self, result: Value, raw: Raw, env: &Env<'_>) {
        let op = match raw {
            Raw::Compare(how, a, b) => {
                let (a, b) = (self.raw_number(a, None, env), self.raw_number(b, None, env));
                return self.push(result, Op::CompareFloat(how, a, b));
            }
            Raw::Arith(op, a, b, location) => {
                let a = self.raw_number(a, Some(location), env);
                let b = self.raw_number(b, Some(location), env);
                Op::FloatArith(op, a, b, OnFailure::Raise(location))
            }
            Raw::Negate(value) => Op::FloatNegate(self.raw(value, env)),
            Raw::Convert(value) => {
                let raw = self.raw_number(value, None, env);
                self.note_raw(result, raw);
                return self.push(result, Op::BoxFloat(raw));
            }
        };
        let raw = self.emit(op, Type::Float);
        self.note_raw(result, raw);
        self.push(result, Op::BoxFloat(raw));
    }

    /// The operation that does the same with what is known.
    fn cheaper(&mut self, op: &Op, env: &Env<'_>) -> Op {
        match op {
            Op::Arith { op, left, right, on_failure, .. } => {
                cheaper_arith(*op, *left, *right, *on_failure, env)
            }
            Op::Compare(how, a, b) => cheaper_comparison(*how, *a, *b, env),
            Op::BoolToTerm(condition) => match condition::outcome(env, *condition) {
                Some(holds) => boolean(holds),
                None => op.clone(),
            },
            Op::Bif { bif, arguments, on_failure } if bif.module == "erlang" => {
                self.cheaper_bif(bif.name, arguments, *on_failure, env).unwrap_or(op.clone())
            }
            _ => op.clone(),
        }
    }

    fn cheaper_bif(
        &mut self,
        name: &str,
        arguments: &[Value],
        on_failure: OnFailure,
        env: &Env<'_>,
    ) -> Option<Op> {
        let value = *arguments.last()?;
        let known = env.get(value);
        match (name, arguments) {
            ("element", [index, tuple]) => {
                let arity = known.arity.filter(|_| known.kinds == known::TUPLE)?;
                let index = u32::try_from(env.get(*index).value()?).ok()?;
                (1..=arity).contains(&index).then(|| Op::Element(*tuple, index - 1))
            }
            ("tuple_size", [_]) if known.kinds == known::TUPLE => {
                known.arity.map(|arity| Op::Small(i64::from(arity)))
            }
            ("float", [_]) if known.is_float() => Some(Op::Copy(value)),
            ("trunc" | "round" | "ceil" | "floor" | "+", [_]) if known.kinds == known::INTEGER => {
                Some(Op::Copy(value))
            }
            ("abs", [_]) if known.kinds == known::INTEGER && known.low >= 0 => {
                Some(Op::Copy(value))
            }
            ("-", [_]) if known.is_small() => {
                let zero = self.emit(Op::Small(0), Type::Term);
                let fits = arith::fits(ArithOp::Subtract, Known::integer(0, 0), known);
                let facts = ArithFacts { left_small: true, right_small: true, fits };
                let (op, left, right) = (ArithOp::Subtract, zero, value);
                Some(Op::Arith { op, left, right, facts, on_failure })
            }
            _ => None,
        }
    }

    /// A target with the arguments that its block wants.
    fn target(&mut self, target: &Target, only: bool, env: &Env<'_>) -> Target {
        let parameters = self.flow.blocks[target.block.index()].parameters.clone();
        let mut new = target.clone();
        let mut late = Vec::new();
        for (at, parameter) in parameters.iter().enumerate() {
            if !self.raw_parameters[parameter.index()] {
                continue;
            }
            let argument = target.arguments[at];
            if only && env.get(argument).is_float() || self.raw.contains_key(&argument) {
                new.arguments[at] = self.raw(argument, env);
            } else {
                late.push(at);
            }
        }
        if late.is_empty() { new } else { self.unbox_on_the_way(new, &late) }
    }

    /// Unboxes arguments of a jump that one outcome alone leads to.
    fn unbox_on_the_way(&mut self, mut target: Target, which: &[usize]) -> Target {
        let block = self.out.block();
        for at in which {
            let result = self.out.value(Type::Float);
            let op = Op::UnboxFloat(target.arguments[*at]);
            self.out.at(block).insts.push(Inst::Op { result, op });
            target.arguments[*at] = result;
        }
        self.out.at(block).terminator = Terminator::Jump(target);
        crate::flow::to(block)
    }

    fn terminator(&mut self, block: Block, env: &Env<'_>) -> Terminator {
        let taken = std::mem::take(&mut self.taken);
        match &self.flow.blocks[block.index()].terminator {
            Terminator::Jump(target) => Terminator::Jump(self.target(target, true, env)),
            Terminator::Branch { condition, then, otherwise } => match taken[..] {
                [true, true] => Terminator::Branch {
                    condition: *condition,
                    then: self.target(then, false, env),
                    otherwise: self.target(otherwise, false, env),
                },
                [true, false] => Terminator::Jump(self.target(then, true, env)),
                [false, true] => Terminator::Jump(self.target(otherwise, true, env)),
                _ => Terminator::Unreachable,
            },
            Terminator::Switch { value, cases, otherwise } => {
                let mut left = Vec::new();
                for ((constant, target), _) in cases.iter().zip(&taken).filter(|(_, taken)| **taken)
                {
                    left.push((*constant, self.target(target, false, env)));
                }
                let otherwise = match (taken.last(), &left[..]) {
                    (Some(true), _) => self.target(otherwise, false, env),
                    (_, [.., (_, last)]) => {
                        let last = last.clone();
                        left.pop();
                        last
                    }
                    _ => return Terminator::Unreachable,
                };
                match left.is_empty() {
                    true => Terminator::Jump(otherwise),
                    false => Terminator::Switch { value: *value, cases: left, otherwise },
                }
            }
            other => other.clone(),
        }
    }
}

impl Visitor for Rewriter<'_> {
    fn start(&mut self, block: Block, _env: &Env<'_>) {
        self.marks.push(self.made.len());
        self.taken = vec![false; self.flow.blocks[block.index()].terminator.targets().len()];
        for (at, parameter) in self.flow.blocks[block.index()].parameters.iter().enumerate() {
            if self.raw_parameters[parameter.index()] {
                let raw = self.out.value(Type::Float);
                self.out.at(block).parameters[at] = raw;
                self.note_raw(*parameter, raw);
                self.push(*parameter, Op::BoxFloat(raw));
            }
        }
    }

    fn op(&mut self, result: Value, op: &Op, env: &Env<'_>) {
        if let Some(raw) = raw_operation(op, env) {
            return self.raw_op(result, raw, env);
        }
        let mut op = self.cheaper(op, env);
        if let Some(part) = env.part(&op) {
            op = Op::Copy(part);
        }
        if let Op::Copy(value) = op
            && env.get(value).is_float()
        {
            let raw = self.raw(value, env);
            self.note_raw(result, raw);
        }
        self.push(result, op);
    }

    fn other(&mut self, inst: &Inst) {
        self.insts.push(inst.clone());
    }

    fn edge(&mut self, _from: Block, index: usize, _target: &Target, _env: &Env<'_>) {
        self.taken[index] = true;
    }

    fn end(&mut self, block: Block, env: &Env<'_>) {
        let terminator = self.terminator(block, env);
        let data = self.out.at(block);
        data.terminator = terminator;
        data.insts = std::mem::take(&mut self.insts);
    }

    fn leave(&mut self, _block: Block) {
        let mark = self.marks.pop().unwrap_or(0);
        for term in self.made.drain(mark..) {
            self.raw.remove(&term);
        }
    }
}

fn boolean(holds: bool) -> Op {
    Op::Atom(lfec_base::Symbol::intern(if holds { "true" } else { "false" }))
}

fn cheaper_arith(
    op: ArithOp,
    left: Value,
    right: Value,
    on_failure: OnFailure,
    env: &Env<'_>,
) -> Op {
    let (a, b) = (env.get(left), env.get(right));
    let fits = arith::fits(op, a, b);
    if fits && let Some(value) = arith::result(op, a, b).value() {
        return Op::Small(value);
    }
    let facts = ArithFacts { left_small: a.is_small(), right_small: b.is_small(), fits };
    Op::Arith { op, left, right, facts, on_failure }
}

fn cheaper_comparison(how: Comparison, a: Value, b: Value, env: &Env<'_>) -> Op {
    let (left, right) = (env.get(a), env.get(b));
    if left.is_small() && right.is_small() {
        return match how {
            Comparison::Exact | Comparison::Equal => Op::SameWord(a, b),
            _ => Op::CompareSmall(how, a, b),
        };
    }
    // Equal under `==` to a word that is no number: the same word.
    let word = left.is_word() || right.is_word();
    let no_number = left.is_word() && left.kinds & known::INTEGER == 0
        || right.is_word() && right.kinds & known::INTEGER == 0;
    match how {
        Comparison::Exact if word => Op::SameWord(a, b),
        Comparison::Equal if no_number => Op::SameWord(a, b),
        _ => Op::Compare(how, a, b),
    }
}
