//! Where functions have their frames and where they return to: known from the code alone.

use lfec_lower::ir::{Callee, Function, FunctionKind, Inst, Terminator, Unit};

/// Words of the activation's frame at the start of each block.
pub fn at_block_starts(function: &Function) -> Vec<u32> {
    let start = match function.kind {
        FunctionKind::Entry { .. } => 0,
        FunctionKind::Continuation { frame_words } | FunctionKind::Handler { frame_words, .. } => {
            frame_words
        }
    };
    let mut words = vec![None; function.blocks.len()];
    let mut work = vec![(0, start)];
    while let Some((index, at_start)) = work.pop() {
        if words[index].is_some() {
            continue;
        }
        words[index] = Some(at_start);
        let block = &function.blocks[index];
        let at_end = block.insts.iter().fold(at_start, |words, inst| match inst {
            Inst::FrameAllocate(words) => *words,
            Inst::FrameFree(_) => 0,
            _ => words,
        });
        block.terminator.for_each_target(&mut |target| work.push((target.block.index(), at_end)));
    }
    words.into_iter().map(Option::unwrap_or_default).collect()
}

/// Of each function of a unit, whether it is what a function goes on with after it has called itself:
/// then it returns to itself as often as the recursion is deep.
pub fn returning_to_themselves(unit: &Unit) -> Vec<bool> {
    let mut returns = vec![false; unit.functions.len()];
    for function in &unit.functions {
        for block in &function.blocks {
            let Terminator::Call { callee: Callee::Local(callee), continuation, .. } =
                &block.terminator
            else {
                continue;
            };
            let callee = &unit.functions[callee.index()].symbol;
            let next = &unit.functions[continuation.index()];
            returns[continuation.index()] = next.blocks[0].parameters.len() == 1
                && next.symbol.strip_prefix(callee).is_some_and(|rest| rest.starts_with('.'));
        }
    }
    returns
}
