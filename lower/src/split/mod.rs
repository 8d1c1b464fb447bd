//! Cuts flows at their calls, into the functions of [`crate::ir`].
//!
//! 1. [`regions`]: which backend function each block belongs to. The start, the blocks after calls,
//!    handlers and loops start functions; so does a block that several of these lead to (a join).
//! 2. [`liveness`]: which values a block needs from before it.
//! 3. [`slots`]: where in the frame values live across calls.
//! 4. [`need`]: how much heap and stack a function checks for, and where it checks again.
//! 5. [`emit`]: the functions, values loaded where they are first used.

mod emit;
mod liveness;
mod need;
mod regions;
mod slots;

use crate::flow::{Flow, Inst};
use crate::ir::{Block, Function, Op, Value};

/// Set in a [`crate::ir::FunctionId`] that counts flows, until the functions of the unit are
/// numbered.
pub const FLOW: u32 = 1 << 31;

/// All that is found out about a flow before its functions are emitted.
pub(crate) struct Plan<'a> {
    pub flow: &'a Flow,
    /// The function that each block belongs to.
    pub owner: Vec<usize>,
    /// The functions, in order; the first is the flow's own.
    pub pieces: Vec<Piece>,
    /// The function that starts at a block.
    pub piece_at: Vec<Option<usize>>,
    /// Whether a block starts with the frame allocated.
    pub framed: Vec<bool>,
    /// Innermost handler where a block starts.
    pub handler_in: Vec<Option<Block>>,
    /// The handler around a handler's region.
    pub outer_handler: Vec<Option<Block>>,
    /// Constants: values that are made again rather than kept.
    pub constants: Vec<Option<Op>>,
    /// Values needed from before a block, in order, constants left out.
    pub live_in: Vec<Vec<Value>>,
    /// Slots of values.
    pub slots: Vec<Option<u32>>,
    /// Slots of handlers' records.
    pub records: Vec<Option<u32>>,
    /// Words of the frame.
    pub frame_words: u32,
    /// Room that a block's start must make sure of; see [`need`].
    pub need_in: Vec<u32>,
    /// Blocks that make sure of room where they start.
    pub checks: Vec<bool>,
    /// Room to make sure of after an instruction.
    pub need_after: Vec<Vec<(usize, u32)>>,
}

/// A backend function to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub block: Block,
    pub kind: PieceKind,
}

/// How a backend function is entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PieceKind {
    /// As the flow is.
    Main,
    /// With the result of the call that ends this block.
    Continuation(Block),
    /// By the runtime.
    Handler,
    /// From other pieces; `framed`: with the frame in place, otherwise with all values as
    /// arguments.
    Join { framed: bool },
}

/// Cuts a flow. `Callee::Local` of the functions counts these functions, or flows (see [`FLOW`]).
pub fn split(flow: &Flow) -> Result<Vec<Function>, String> {
    let mut plan = regions::plan(flow);
    liveness::find(&mut plan);
    slots::assign(&mut plan);
    need::find(&mut plan);
    (0..plan.pieces.len()).map(|piece| emit::emit(&plan, piece)).collect()
}

impl Plan<'_> {
    /// Values that a function's first block finds in the frame.
    fn is_in_frame(&self, piece: Piece) -> bool {
        match piece.kind {
            PieceKind::Main => false,
            PieceKind::Continuation(_) | PieceKind::Handler => true,
            PieceKind::Join { framed } => framed,
        }
    }

    /// Handlers around a place, innermost first.
    fn handlers(&self, innermost: Option<Block>) -> Vec<Block> {
        let mut found = Vec::new();
        let mut next = innermost;
        while let Some(handler) = next {
            found.push(handler);
            next = self.outer_handler[handler.index()];
        }
        found
    }

    /// Innermost handler after the first `count` instructions of a block.
    fn handler_at(&self, block: Block, count: usize) -> Option<Block> {
        let mut innermost = self.handler_in[block.index()];
        for inst in &self.flow.blocks[block.index()].insts[..count] {
            match inst {
                Inst::Push(handler) => innermost = Some(*handler),
                Inst::Pop(handler) => innermost = self.outer_handler[handler.index()],
                Inst::Op { .. } => {}
            }
        }
        innermost
    }
}
