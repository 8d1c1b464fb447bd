//! A walk over a flow along its dominator tree, with what is known of each value.
//!
//! What a test has told about a value holds in the blocks that the test dominates; what operations
//! give holds everywhere. The parameters of a block get what all jumps to it bring; those of the
//! loop header are given, see [`Given::header`].

use lfec_core::ir::Literal;

use super::known::{self, BOOLEAN, Known, MATCH_FAIL, NON_VALUE};
use super::shape::{Shape, Source};
use super::{arith, condition};
use crate::flow::{Flow, Inst, Terminator};
use crate::ir::{Block, Callee, OnFailure, Op, Target, Value};

/// What a walk starts from.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The function's parameters.
    pub parameters: &'a [Known],
    /// The loop header's.
    pub header: &'a [Known],
    /// Results of the module's flows.
    pub results: &'a [Known],
    /// The unit's constants.
    pub literals: &'a [Literal],
}

/// What is known where the walk is.
pub struct Env<'f> {
    known: Vec<Known>,
    undo: Vec<(Value, Known)>,
    /// Operations that define truth values and others.
    ops: Vec<Option<&'f Op>>,
}

impl<'f> Env<'f> {
    /// What is known of a value.
    pub fn get(&self, value: Value) -> Known {
        self.known[value.index()]
    }

    /// The operation that gives a value.
    pub fn op(&self, value: Value) -> Option<&'f Op> {
        self.ops[value.index()]
    }

    /// The value that an operation takes out of a cons cell or tuple made in this function.
    pub fn part(&self, op: &Op) -> Option<Value> {
        match op {
            Op::Element(tuple, index) => match self.op(*tuple)? {
                Op::Tuple(elements) => elements.get(*index as usize).copied(),
                _ => None,
            },
            Op::Head(list) | Op::Tail(list) => match self.op(*list)? {
                Op::Cons(head, _) if matches!(op, Op::Head(_)) => Some(*head),
                Op::Cons(_, tail) => Some(*tail),
                _ => None,
            },
            _ => None,
        }
    }

    /// Narrows what is known; false if nothing is left.
    pub fn narrow(&mut self, value: Value, known: Known) -> bool {
        let old = self.known[value.index()];
        if old != known {
            self.undo.push((value, old));
            self.known[value.index()] = known;
        }
        !known.is_none()
    }

    fn mark(&self) -> usize {
        self.undo.len()
    }

    fn back_to(&mut self, mark: usize) {
        for (value, known) in self.undo.drain(mark..).rev() {
            self.known[value.index()] = known;
        }
    }
}

/// Looks on while a flow is walked over.
pub trait Visitor {
    /// A block starts; its parameters are known.
    fn start(&mut self, _block: Block, _env: &Env<'_>) {}
    /// An operation is about to give its result.
    fn op(&mut self, _result: Value, _op: &Op, _env: &Env<'_>) {}
    /// An instruction that is no operation.
    fn other(&mut self, _inst: &Inst) {}
    /// A jump that can be taken, with what is known along it.
    fn edge(&mut self, _from: Block, _index: usize, _target: &Target, _env: &Env<'_>) {}
    /// A block ends, after its jumps.
    fn end(&mut self, _block: Block, _env: &Env<'_>) {}
    /// All blocks that a block dominates have been walked over.
    fn leave(&mut self, _block: Block) {}
}

enum Step {
    Enter(Block),
    Leave(Block, usize),
}

/// What a walk found out for others.
#[derive(Default)]
pub struct Found {
    /// What the jumps to the loop header bring.
    pub header: Option<Vec<Known>>,
    /// The same without those from the start.
    pub back: Option<Vec<Known>>,
    /// Calls of the module's flows.
    pub calls: Vec<(usize, Vec<Known>)>,
    /// What is returned.
    pub result: Option<Known>,
    /// Flows whose results were used.
    pub uses: Vec<usize>,
}

struct Walk<'f, 'g> {
    flow: &'f Flow,
    shape: &'g Shape,
    given: Given<'g>,
    env: Env<'f>,
    incoming: Vec<Option<Vec<Known>>>,
    found: Found,
}

/// Walks over `flow`.
pub fn walk(flow: &Flow, shape: &Shape, given: Given<'_>, visitor: &mut dyn Visitor) -> Found {
    let env = Env {
        known: vec![Known::ANY; flow.types.len()],
        undo: Vec::new(),
        ops: vec![None; flow.types.len()],
    };
    let incoming = vec![None; flow.blocks.len()];
    let mut walk = Walk { flow, shape, given, env, incoming, found: Found::default() };
    let mut steps = vec![Step::Enter(Block(0))];
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(block, mark) => {
                visitor.leave(block);
                walk.env.back_to(mark);
            }
            Step::Enter(block) => {
                let mark = walk.env.mark();
                if walk.enter(block) {
                    walk.block(block, visitor);
                    steps.push(Step::Leave(block, mark));
                    let children = &shape.children[block.index()];
                    steps.extend(children.iter().rev().map(|child| Step::Enter(*child)));
                } else {
                    walk.env.back_to(mark);
                }
            }
        }
    }
    walk.found
}

impl<'f> Walk<'f, '_> {
    /// Defines a block's parameters; false if it is not reached.
    fn enter(&mut self, block: Block) -> bool {
        let index = block.index();
        let incoming = self.incoming[index].take();
        let known: Vec<Known> = match self.shape.sources[index] {
            Source::Callers => self.given.parameters.to_vec(),
            Source::Header => match incoming {
                Some(_) => self.given.header.to_vec(),
                None => return false,
            },
            Source::Jumps => match incoming {
                Some(known) => known,
                None => return false,
            },
            Source::Call(from) => {
                let known = self.call_result(from);
                if known.is_none() {
                    return false;
                }
                vec![known]
            }
            Source::Unknown => Vec::new(),
        };
        if let Some((from, at)) = self.shape.only[index]
            && !self.follow(from, at)
        {
            return false;
        }
        let parameters = &self.flow.blocks[index].parameters;
        for (at, parameter) in parameters.iter().enumerate() {
            let known = known.get(at).copied().unwrap_or(Known::ANY);
            self.env.known[parameter.index()] = known;
        }
        true
    }

    fn call_result(&mut self, from: Block) -> Known {
        match &self.flow.blocks[from.index()].terminator {
            Terminator::Call { callee: Callee::Local(flow), .. } => {
                self.found.uses.push(flow.index());
                self.given.results[flow.index()]
            }
            _ => Known::ANY,
        }
    }

    fn block(&mut self, block: Block, visitor: &mut dyn Visitor) {
        let data = &self.flow.blocks[block.index()];
        visitor.start(block, &self.env);
        // A handler may be entered before an operation has succeeded.
        let pushes = data.insts.iter().any(|inst| matches!(inst, Inst::Push(_)));
        for inst in &data.insts {
            let Inst::Op { result, op } = inst else {
                visitor.other(inst);
                continue;
            };
            visitor.op(*result, op, &self.env);
            self.env.known[result.index()] = self.result(op);
            self.env.ops[result.index()] = Some(op);
            if let Op::Arith { op, left, right, on_failure: OnFailure::Raise(_), .. } = op
                && !pushes
            {
                for operand in [*left, *right] {
                    let known = self.env.get(operand).and_kinds(arith::operand_kinds(*op));
                    self.env.narrow(operand, known);
                }
            }
        }
        match &data.terminator {
            Terminator::Call { callee, arguments, .. } => self.call(*callee, arguments),
            Terminator::TailCall { callee, arguments, .. } => {
                self.call(*callee, arguments);
                let result = match callee {
                    Callee::Local(flow) => {
                        self.found.uses.push(flow.index());
                        self.given.results[flow.index()]
                    }
                    _ => Known::ANY,
                };
                self.returns(result);
            }
            Terminator::Return(value) => self.returns(self.env.get(*value)),
            _ => {}
        }
        for (at, target) in data.terminator.targets().into_iter().enumerate() {
            let mark = self.env.mark();
            if self.follow(block, at) {
                visitor.edge(block, at, target, &self.env);
                self.bring(block, target);
            }
            self.env.back_to(mark);
        }
        visitor.end(block, &self.env);
    }

    fn call(&mut self, callee: Callee, arguments: &[Value]) {
        if let Callee::Local(flow) = callee {
            let known = arguments.iter().map(|value| self.env.get(*value)).collect();
            self.found.calls.push((flow.index(), known));
        }
    }

    fn returns(&mut self, known: Known) {
        let result = self.found.result.get_or_insert(Known::NONE);
        *result = result.or(known);
    }

    /// Notes what a jump brings.
    fn bring(&mut self, from: Block, target: &Target) {
        let known: Vec<Known> = target.arguments.iter().map(|v| self.env.get(*v)).collect();
        if self.flow.header == Some(target.block) {
            if from.index() > 0 {
                join(&mut self.found.back, &known);
            }
            join(&mut self.found.header, &known);
        }
        join(&mut self.incoming[target.block.index()], &known);
    }

    /// What the terminator of a block tells along one of its jumps; false if it is never taken.
    fn follow(&mut self, from: Block, at: usize) -> bool {
        match &self.flow.blocks[from.index()].terminator {
            Terminator::Branch { condition, .. } => {
                condition::assume(&mut self.env, *condition, at == 0)
            }
            Terminator::Switch { value, cases, .. } => {
                let mut known = self.env.get(*value);
                match cases.get(at) {
                    Some((constant, _)) => known = known.and(Known::constant(*constant)),
                    None => {
                        for (constant, _) in cases {
                            known = known.except(Known::constant(*constant));
                        }
                    }
                }
                self.env.narrow(*value, known)
            }
            _ => true,
        }
    }

    /// What an operation gives.
    fn result(&self, op: &Op) -> Known {
        let env = &self.env;
        match op {
            Op::Small(value) => Known::integer(*value, *value),
            Op::Atom(name) => Known::atom(*name),
            Op::Nil => Known::of(known::NIL),
            Op::Literal(id) => {
                self.given.literals.get(id.index()).map_or(Known::ANY, Known::literal)
            }
            Op::Cons(..) => Known::of(known::CONS),
            Op::Tuple(elements) => Known::tuple(elements.len()),
            Op::MakeFun(..) => Known::of(known::FUN),
            Op::BoolToTerm(condition) => match condition::outcome(env, *condition) {
                Some(true) => Known::of(known::TRUE),
                Some(false) => Known::of(known::FALSE),
                None => Known::of(BOOLEAN),
            },
            Op::Arith { op, left, right, on_failure, .. } => {
                let (left, right) = (env.get(*left), env.get(*right));
                let kinds = arith::operand_kinds(*op);
                let known = arith::result(*op, left.and_kinds(kinds), right.and_kinds(kinds));
                match on_failure {
                    OnFailure::NonValue if !arith::fits(*op, left, right) => {
                        known.or(Known::of(NON_VALUE))
                    }
                    _ => known,
                }
            }
            Op::Head(_) | Op::Tail(_) | Op::Element(..) => {
                env.part(op).map_or(Known::ANY, |value| env.get(value))
            }
            Op::BoxFloat(_) => Known::of(known::FLOAT),
            Op::SelfPid => Known::of(known::OTHER),
            Op::Copy(value) => env.get(*value),
            Op::Bif { bif, arguments, on_failure } => {
                let known = bif_result(bif.module, bif.name, arguments, env);
                match on_failure {
                    OnFailure::NonValue => known.or(Known::of(NON_VALUE | MATCH_FAIL)),
                    OnFailure::Raise(_) => known,
                }
            }
            _ => Known::ANY,
        }
    }
}

fn join(known: &mut Option<Vec<Known>>, other: &[Known]) {
    match known {
        None => *known = Some(other.to_vec()),
        Some(known) => known.iter_mut().zip(other).for_each(|(a, b)| *a = a.or(*b)),
    }
}

/// Sizes are far below this.
const LARGEST_SIZE: i64 = 1 << 58;

fn bif_result(module: &str, name: &str, arguments: &[Value], env: &Env<'_>) -> Known {
    let first = arguments.first().map_or(Known::ANY, |value| env.get(*value));
    if module != "erlang" {
        return match (module, name) {
            ("maps", "put" | "update" | "remove" | "from_list")
            | ("erts_internal", "map_put" | "map_update" | "map_put_next" | "map_update_next") => {
                Known::of(known::MAP)
            }
            _ => Known::ANY,
        };
    }
    match name {
        "length" | "tuple_size" | "byte_size" | "map_size" => Known::integer(0, LARGEST_SIZE),
        "float" => Known::of(known::FLOAT),
        "trunc" | "round" | "ceil" | "floor" if arguments.len() == 1 => Known::of(known::INTEGER),
        "abs" => match first.and_kinds(known::NUMBER).kinds {
            known::INTEGER => Known::integer(0, i64::MAX),
            kinds => Known::of(kinds),
        },
        "-" if arguments.len() == 1 => arith::result(
            crate::ir::ArithOp::Subtract,
            Known::integer(0, 0),
            first.and_kinds(known::NUMBER),
        ),
        "+" if arguments.len() == 1 => first.and_kinds(known::NUMBER),
        "and" | "or" | "not" | "xor" => Known::of(BOOLEAN),
        _ => Known::ANY,
    }
}
