//! Which blocks belong to which backend function.

use super::{Piece, PieceKind, Plan};
use crate::flow::{Flow, Inst, Terminator};
use crate::ir::{Block, Op};
use crate::simplify::leads_to;

/// The functions of a flow; what other stages find is still empty. Blocks are in reverse
/// postorder: but for loops, a block comes after all that lead to it.
pub(super) fn plan(flow: &Flow) -> Plan<'_> {
    let count = flow.blocks.len();
    let mut plan = Plan {
        flow,
        owner: vec![usize::MAX; count],
        pieces: Vec::new(),
        piece_at: vec![None; count],
        framed: vec![false; count],
        handler_in: vec![None; count],
        outer_handler: vec![None; count],
        constants: constants(flow),
        live_in: vec![Vec::new(); count],
        slots: vec![None; flow.types.len()],
        records: vec![None; count],
        frame_words: 1,
        need_in: vec![0; count],
        checks: vec![false; count],
        need_after: vec![Vec::new(); count],
    };
    find_handlers(&mut plan);
    find_pieces(&mut plan);
    find_frames(&mut plan);
    plan
}

fn constants(flow: &Flow) -> Vec<Option<Op>> {
    let mut constants = vec![None; flow.types.len()];
    for inst in flow.blocks.iter().flat_map(|data| &data.insts) {
        if let Inst::Op { result, op } = inst
            && op.is_constant()
        {
            constants[result.index()] = Some(op.clone());
        }
    }
    constants
}

fn find_handlers(plan: &mut Plan<'_>) {
    let flow = plan.flow;
    for (index, data) in flow.blocks.iter().enumerate() {
        let mut innermost = plan.handler_in[index];
        for inst in &data.insts {
            match inst {
                Inst::Push(handler) => {
                    plan.outer_handler[handler.index()] = innermost;
                    plan.handler_in[handler.index()] = innermost;
                    innermost = Some(*handler);
                }
                Inst::Pop(handler) => innermost = plan.outer_handler[handler.index()],
                Inst::Op { .. } => {}
            }
        }
        for next in data.terminator.successors() {
            if next.index() > index {
                plan.handler_in[next.index()] = innermost;
            }
        }
    }
}

fn find_pieces(plan: &mut Plan<'_>) {
    let flow = plan.flow;
    let mut kinds = vec![None; flow.blocks.len()];
    kinds[0] = Some(PieceKind::Main);
    for (index, data) in flow.blocks.iter().enumerate() {
        if let Terminator::Call { then, .. } = &data.terminator {
            kinds[then.index()] = Some(PieceKind::Continuation(Block(index as u32)));
        }
        for inst in &data.insts {
            if let Inst::Push(handler) = inst {
                kinds[handler.index()] = Some(PieceKind::Handler);
            }
        }
        if data.looping {
            kinds[index] = Some(PieceKind::Join { framed: true });
        }
    }
    for index in 0..flow.blocks.len() {
        let block = Block(index as u32);
        if let Some(kind) = kinds[index] {
            plan.piece_at[index] = Some(plan.pieces.len());
            plan.owner[index] = plan.pieces.len();
            plan.pieces.push(Piece { block, kind });
        }
        let owner = plan.owner[index];
        for next in leads_to(&flow.blocks[index]) {
            let known = &mut plan.owner[next.index()];
            if kinds[next.index()].is_some() {
                continue;
            }
            if *known == usize::MAX {
                *known = owner;
            } else if *known != owner && flow.header != Some(next) {
                kinds[next.index()] = Some(PieceKind::Join { framed: true });
            }
        }
    }
}

/// Decides which joins have the frame in place, and which blocks of a function start with it.
fn find_frames(plan: &mut Plan<'_>) {
    let flow = plan.flow;
    let wants = wants_frame(plan);
    for piece in &mut plan.pieces {
        if let PieceKind::Join { framed } = &mut piece.kind {
            let index = piece.block.index();
            *framed = wants[index] || plan.handler_in[index].is_some();
        }
    }
    let mut from: Vec<Vec<bool>> = vec![Vec::new(); flow.blocks.len()];
    for index in 0..flow.blocks.len() {
        plan.framed[index] = match plan.piece_at[index] {
            Some(piece) => plan.is_in_frame(plan.pieces[piece]),
            None => match &from[index][..] {
                [first, others @ ..] if others.iter().all(|other| other == first) => *first,
                _ => wants[index] || plan.handler_in[index].is_some(),
            },
        };
        let data = &flow.blocks[index];
        let pushes = data.insts.iter().any(|inst| matches!(inst, Inst::Push(_)));
        let out = plan.framed[index] || pushes;
        for target in data.terminator.targets() {
            from[target.block.index()].push(out);
        }
    }
    if let Some(header) = flow.header {
        plan.framed[header.index()] = false;
    }
}

/// Blocks from which the usual way leads to something that needs a frame.
fn wants_frame(plan: &Plan<'_>) -> Vec<bool> {
    let flow = plan.flow;
    let mut wants = vec![false; flow.blocks.len()];
    for index in (0..flow.blocks.len()).rev() {
        let data = &flow.blocks[index];
        let itself = matches!(data.terminator, Terminator::Call { .. })
            || data.insts.iter().any(|inst| matches!(inst, Inst::Push(_)));
        let later = data.terminator.targets().iter().any(|target| {
            let next = target.block.index();
            next > index && wants[next] && !flow.blocks[next].cold
        });
        wants[index] = itself || later;
    }
    wants
}
