//! The dominator tree of a flow, whose blocks are in reverse postorder.

use crate::flow::{Flow, Inst, Terminator};
use crate::ir::Block;
use crate::simplify::leads_to;

/// Where the values of a block's parameters come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// The function's callers.
    Callers,
    /// The start, and self tail calls.
    Header,
    /// The call that ends this block.
    Call(Block),
    /// Jumps from earlier blocks.
    Jumps,
    /// Anything: handlers, loops that become functions.
    Unknown,
}

/// What the walks over a flow need to know of it.
pub struct Shape {
    /// Blocks that a block is the immediate dominator of, in order.
    pub children: Vec<Vec<Block>>,
    /// The only jump that leads to a block: the block it ends, and which of its targets it is.
    pub only: Vec<Option<(Block, usize)>>,
    /// Where parameters come from.
    pub sources: Vec<Source>,
    /// Handlers.
    pub is_handler: Vec<bool>,
}

impl Shape {
    /// Looks at a flow.
    pub fn of(flow: &Flow) -> Shape {
        let count = flow.blocks.len();
        let mut shape = Shape {
            children: vec![Vec::new(); count],
            only: vec![None; count],
            sources: vec![Source::Jumps; count],
            is_handler: vec![false; count],
        };
        let mut entries = vec![0u32; count];
        for (index, data) in flow.blocks.iter().enumerate() {
            let block = Block(index as u32);
            for (at, target) in data.terminator.targets().iter().enumerate() {
                entries[target.block.index()] += 1;
                shape.only[target.block.index()] = Some((block, at));
            }
            if let Terminator::Call { then, .. } = &data.terminator {
                shape.sources[then.index()] = Source::Call(block);
            }
            if data.looping {
                shape.sources[index] = Source::Unknown;
            }
            for inst in &data.insts {
                if let Inst::Push(handler) = inst {
                    shape.sources[handler.index()] = Source::Unknown;
                    shape.is_handler[handler.index()] = true;
                }
            }
        }
        if let Some(header) = flow.header {
            shape.sources[header.index()] = Source::Header;
        }
        shape.sources[0] = Source::Callers;
        for (index, only) in shape.only.iter_mut().enumerate() {
            let by_jumps = shape.sources[index] == Source::Jumps;
            *only = only.filter(|_| by_jumps && entries[index] == 1);
        }
        for (index, parent) in dominators(flow).into_iter().enumerate().skip(1) {
            if let Some(parent) = parent {
                shape.children[parent].push(Block(index as u32));
            }
        }
        shape
    }
}

/// Immediate dominators, after Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm".
fn dominators(flow: &Flow) -> Vec<Option<usize>> {
    let count = flow.blocks.len();
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (index, data) in flow.blocks.iter().enumerate() {
        leads_to(data).iter().for_each(|next| before[next.index()].push(index));
    }
    let mut found: Vec<Option<usize>> = vec![None; count];
    found[0] = Some(0);
    loop {
        let mut changed = false;
        for index in 1..count {
            let mut parent = None;
            for from in &before[index] {
                if found[*from].is_some() {
                    parent = Some(parent.map_or(*from, |known| meet(&found, known, *from)));
                }
            }
            changed |= found[index] != parent;
            found[index] = parent;
        }
        if !changed {
            return found;
        }
    }
}

fn meet(found: &[Option<usize>], mut a: usize, mut b: usize) -> usize {
    while a != b {
        let later = if a > b { &mut a } else { &mut b };
        // The start is before everything.
        *later = found[*later].unwrap_or(0);
    }
    a
}
