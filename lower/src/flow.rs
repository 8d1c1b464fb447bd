//! Control flow of one Erlang function, before it is cut at its calls.
//!
//! A [`Flow`] is the whole of an Erlang function, the body of a fun or a lifted local function, in
//! SSA with block parameters. A call that is not in tail position is a terminator whose successor
//! block has the result as its one parameter; that block has no other predecessor. A handler is a
//! block with three parameters (class, reason, raw trace), entered from anywhere between the
//! [`Inst::Push`] and the [`Inst::Pop`] that name it.
//! [`crate::split`] turns flows into [`crate::ir`].

use lfec_base::Symbol;
use lfec_core::ir::FunctionName;

use crate::ir::{Block, Callee, Constant, LocationId, Op, Target, Type, Value};

/// An Erlang function in one piece.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Machine symbol.
    pub symbol: String,
    /// Definition.
    pub location: LocationId,
    /// Name under which other modules call it.
    pub global: Option<FunctionName>,
    /// The first block starts it, its parameters are the function's, all terms.
    pub blocks: Vec<BlockData>,
    /// Type of each value.
    pub types: Vec<Type>,
    /// Where self tail calls jump to, with one parameter for each of the function's.
    pub header: Option<Block>,
    /// Whether the first round of the loop stands before it.
    pub peeled: bool,
}

/// A block.
#[derive(Clone, Debug)]
pub struct BlockData {
    /// Parameters.
    pub parameters: Vec<Value>,
    /// Seldom reached.
    pub cold: bool,
    /// Target of a backward jump that is not [`Flow::header`]: becomes a function of its own.
    pub looping: bool,
    /// Instructions.
    pub insts: Vec<Inst>,
    /// How it ends.
    pub terminator: Terminator,
}

/// An instruction.
#[derive(Clone, Debug)]
pub enum Inst {
    /// `result = op`
    Op {
        /// The value defined.
        result: Value,
        /// The operation.
        op: Op,
    },
    /// Makes the handler that starts at this block the innermost.
    Push(Block),
    /// Takes it off again.
    Pop(Block),
}

/// How a block ends. As [`crate::ir::Terminator`], with calls in one piece; a `Callee::Local` is
/// the number of a flow.
#[derive(Clone, Debug)]
pub enum Terminator {
    /// Goes on in another block.
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
    /// On a term that is compared with constants.
    Switch {
        /// The term.
        value: Value,
        /// Constants, each once, and where they lead.
        cases: Vec<(Constant, Target)>,
        /// Where to otherwise.
        otherwise: Target,
    },
    /// Calls and goes on in `then` with the result.
    Call {
        /// What.
        callee: Callee,
        /// With what.
        arguments: Vec<Value>,
        /// A block with one parameter.
        then: Block,
        /// Place of the call.
        location: LocationId,
    },
    /// Calls and returns the result.
    TailCall {
        /// What.
        callee: Callee,
        /// With what.
        arguments: Vec<Value>,
        /// Place of the call.
        location: LocationId,
    },
    /// Returns.
    Return(Value),
    /// Not reached.
    Unreachable,
}

impl Flow {
    /// A flow without blocks.
    pub fn new(symbol: String, location: LocationId, global: Option<FunctionName>) -> Flow {
        let (blocks, types) = (Vec::new(), Vec::new());
        Flow { symbol, location, global, blocks, types, header: None, peeled: false }
    }

    /// A new value.
    pub fn value(&mut self, ty: Type) -> Value {
        self.types.push(ty);
        Value(self.types.len() as u32 - 1)
    }

    /// A new block that is not reached yet.
    pub fn block(&mut self) -> Block {
        self.blocks.push(BlockData {
            parameters: Vec::new(),
            cold: false,
            looping: false,
            insts: Vec::new(),
            terminator: Terminator::Unreachable,
        });
        Block(self.blocks.len() as u32 - 1)
    }

    /// A new block with this many parameters, which are terms.
    pub fn block_with(&mut self, parameters: usize) -> Block {
        let block = self.block();
        let values = (0..parameters).map(|_| self.value(Type::Term)).collect();
        self.at(block).parameters = values;
        block
    }

    /// The data of a block.
    pub fn at(&mut self, block: Block) -> &mut BlockData {
        &mut self.blocks[block.index()]
    }
}

impl Terminator {
    /// Jumps along which control stays in the flow; the block after a call is not among them.
    pub fn targets(&self) -> Vec<&Target> {
        match self {
            Terminator::Jump(target) => vec![target],
            Terminator::Branch { then, otherwise, .. } => vec![then, otherwise],
            Terminator::Switch { cases, otherwise, .. } => {
                cases.iter().map(|(_, target)| target).chain([otherwise]).collect()
            }
            _ => Vec::new(),
        }
    }

    /// As [`Terminator::targets`].
    pub fn targets_mut(&mut self) -> Vec<&mut Target> {
        match self {
            Terminator::Jump(target) => vec![target],
            Terminator::Branch { then, otherwise, .. } => vec![then, otherwise],
            Terminator::Switch { cases, otherwise, .. } => {
                cases.iter_mut().map(|(_, target)| target).chain([otherwise]).collect()
            }
            _ => Vec::new(),
        }
    }

    /// All blocks that can follow, the one after a call too.
    pub fn successors(&self) -> Vec<Block> {
        match self {
            Terminator::Call { then, .. } => vec![*then],
            other => other.targets().iter().map(|target| target.block).collect(),
        }
    }

    /// Calls `visit` on every value used.
    pub fn visit_uses(&self, visit: &mut dyn FnMut(Value)) {
        match self {
            Terminator::Branch { condition, .. } => visit(*condition),
            Terminator::Switch { value, .. } => visit(*value),
            Terminator::Call { callee, arguments, .. }
            | Terminator::TailCall { callee, arguments, .. } => {
                if let Callee::Fun(fun) = callee {
                    visit(*fun);
                }
                arguments.iter().copied().for_each(&mut *visit);
            }
            Terminator::Return(value) => visit(*value),
            Terminator::Jump(_) | Terminator::Unreachable => {}
        }
        for target in self.targets() {
            target.arguments.iter().copied().for_each(&mut *visit);
        }
    }

    /// Calls `change` on every value used.
    pub fn map_uses(&mut self, change: &mut dyn FnMut(&mut Value)) {
        match self {
            Terminator::Branch { condition, .. } => change(condition),
            Terminator::Switch { value, .. } => change(value),
            Terminator::Call { callee, arguments, .. }
            | Terminator::TailCall { callee, arguments, .. } => {
                if let Callee::Fun(fun) = callee {
                    change(fun);
                }
                arguments.iter_mut().for_each(&mut *change);
            }
            Terminator::Return(value) => change(value),
            Terminator::Jump(_) | Terminator::Unreachable => {}
        }
        for target in self.targets_mut() {
            target.arguments.iter_mut().for_each(&mut *change);
        }
    }
}

/// A jump target without arguments.
pub fn to(block: Block) -> Target {
    Target { block, arguments: Vec::new() }
}

/// Name of a local function in stack traces: `-f/1-fun-0-`.
pub fn local_name(function: FunctionName, what: &str, number: u32) -> Symbol {
    Symbol::intern(&format!("-{}/{}-{what}-{number}-", function.name, function.arity))
}
