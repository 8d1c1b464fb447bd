//! Room on heap and stack: what a function must check for.
//!
//! A function checks once, at its start, for the most that any way through it takes. A block checks
//! on its own if it takes more than [`MOST_AHEAD`], and so does what takes more than [`ROOM_KEPT`]
//! after an operation that takes heap by itself. A cold block checks on its own where otherwise
//! there would be nothing, or less, to check for on the usual way.

use super::{PieceKind, Plan};
use crate::flow::{Inst, Terminator};
use crate::ir::{Block, Type};
use crate::operation::ROOM_KEPT;

/// Words that a function may check for although it may not use them.
pub const MOST_AHEAD: u32 = ROOM_KEPT;

/// Words that a function may check for on behalf of its cold blocks.
const MOST_FOR_COLD: u32 = 16;

/// Fills in [`Plan::need_in`], [`Plan::need_after`] and [`Plan::checks`].
pub(super) fn find(plan: &mut Plan<'_>) {
    let flow = plan.flow;
    let mut colds = vec![false; flow.blocks.len()];
    for data in flow.blocks.iter().filter(|data| !data.cold) {
        for target in data.terminator.targets() {
            colds[target.block.index()] = flow.blocks[target.block.index()].cold;
        }
    }
    find_with(plan, &colds);
    let merges: Vec<bool> = plan
        .pieces
        .iter()
        .map(|piece| {
            let start = flow.header.filter(|_| piece.kind == PieceKind::Main);
            plan.need_in[start.unwrap_or(piece.block).index()] > 0
        })
        .collect();
    for (index, cold) in colds.iter_mut().enumerate() {
        *cold &= !merges[plan.owner[index]] || plan.need_in[index] > MOST_FOR_COLD;
    }
    find_with(plan, &colds);
}

fn find_with(plan: &mut Plan<'_>, colds: &[bool]) {
    let boxes = plan.flow.types.contains(&Type::Float);
    for index in (0..plan.flow.blocks.len()).rev() {
        let block = Block(index as u32);
        let need = block_need(plan, block, boxes);
        plan.need_in[index] = need;
        plan.checks[index] = plan.piece_at[index].is_some()
            || plan.flow.header == Some(block)
            || need > MOST_AHEAD
            || colds[index] && need > 0;
    }
}

/// `boxes`: what a handler needs may be floats, which are boxed before its push.
fn block_need(plan: &mut Plan<'_>, block: Block, boxes: bool) -> u32 {
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
    let frame = frame_need(plan, plan.framed[block.index()]);
    let mut after = Vec::new();
    let first_push = data.insts.iter().position(|inst| matches!(inst, Inst::Push(_)));
    for (at, inst) in data.insts.iter().enumerate().rev() {
        match inst {
            Inst::Op { op, .. } => {
                if op.spends_room() && need > ROOM_KEPT {
                    after.push((at, need));
                    need = 0;
                }
                need += op.heap_words();
            }
            Inst::Push(_) if boxes && need > ROOM_KEPT => {
                after.push((at, need));
                need = if Some(at) == first_push { frame } else { 0 };
            }
            Inst::Push(_) if Some(at) == first_push => {
                need += frame;
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
    let goes_on = plan.piece_at[to.index()].is_none()
        && plan.owner[to.index()] == plan.owner[from.index()]
        && !plan.checks[to.index()];
    if goes_on { frame + plan.need_in[to.index()] } else { frame }
}
