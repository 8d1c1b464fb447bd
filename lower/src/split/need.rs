//! Room on heap and stack: what a function must check for.
//!
//! A function checks once, at its start, for the most that any way through it takes; a way that
//! takes much more than [`MOST_AHEAD`] checks again on its own, and so does what follows an
//! operation that takes heap by itself.

use super::{PieceKind, Plan};
use crate::flow::Inst;
use crate::flow::Terminator;
use crate::ir::Block;

/// Words that a function may check for although it may not use them.
pub const MOST_AHEAD: u32 = 64;

/// Fills in [`Plan::need_in`] and [`Plan::need_after`].
pub(super) fn find(plan: &mut Plan<'_>) {
    for index in (0..plan.flow.blocks.len()).rev() {
        let block = Block(index as u32);
        let need = block_need(plan, block);
        plan.need_in[index] = need;
    }
}

/// Whether a block makes sure of room where it starts.
pub(super) fn checks(plan: &Plan<'_>, block: Block) -> bool {
    plan.piece_at[block.index()].is_some()
        || plan.flow.header == Some(block)
        || plan.need_in[block.index()] > MOST_AHEAD
}

fn block_need(plan: &mut Plan<'_>, block: Block) -> u32 {
    let flow = plan.flow;
    let data = &flow.blocks[block.index()];
    let pushes = data.insts.iter().any(|inst| matches!(inst, Inst::Push(_)));
    let framed = plan.framed[block.index()] || pushes;
    let mut need = match &data.terminator {
        Terminator::Call { .. } => frame_need(plan, framed),
        other => {
            let targets = other.targets();
            let needs = targets.iter().map(|target| edge_need(plan, block, framed, target.block));
            needs.max().unwrap_or(0)
        }
    };
    let mut after = Vec::new();
    let first_push = data.insts.iter().position(|inst| matches!(inst, Inst::Push(_)));
    for (at, inst) in data.insts.iter().enumerate().rev() {
        match inst {
            Inst::Op { op, .. } => {
                if op.spends_room() && need > 0 {
                    after.push((at, need));
                    need = 0;
                }
                need += op.heap_words();
            }
            Inst::Push(_) if Some(at) == first_push => {
                need += frame_need(plan, plan.framed[block.index()]);
            }
            Inst::Push(_) | Inst::Pop(_) => {}
        }
    }
    after.reverse();
    plan.need_after[block.index()] = after;
    need
}

fn frame_need(plan: &Plan<'_>, framed: bool) -> u32 {
    if framed { 0 } else { plan.frame_words }
}

/// Room that a jump takes, and what comes after it in the same function.
fn edge_need(plan: &Plan<'_>, from: Block, framed: bool, to: Block) -> u32 {
    let frame = if plan.framed[to.index()] { frame_need(plan, framed) } else { 0 };
    match plan.piece_at[to.index()].map(|piece| plan.pieces[piece].kind) {
        Some(PieceKind::Join { .. }) => frame,
        _ if plan.owner[to.index()] != plan.owner[from.index()] || checks(plan, to) => frame,
        _ => frame + plan.need_in[to.index()],
    }
}
