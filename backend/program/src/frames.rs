//! Where a function has its frame on the stack: known at each block from the instructions before it.

use lfec_lower::ir::{Function, FunctionKind, Inst};

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
