//! Control flow of a function in the order in which WebAssembly's nested blocks can express it.
//!
//! After Ramsey, "Beyond Relooper" (2022): a block's code holds that of the blocks it dominates; one
//! that several blocks lead to follows the end of a `block`, one that is jumped back to starts a
//! `loop`.

use lfec_lower::ir::{Block, Function};

/// What the emitter asks about blocks.
pub struct Structure {
    /// Whether a block is jumped back to.
    pub is_loop: Vec<bool>,
    /// Whether a block is led to, by forward jumps, from more than one place.
    is_merge: Vec<bool>,
    /// Position of each reachable block in reverse postorder.
    position: Vec<u32>,
    /// For each block the merge blocks that it dominates immediately, in order of position.
    merges: Vec<Vec<Block>>,
}

const UNREACHED: u32 = u32::MAX;

impl Structure {
    /// Looks at a function; `None` if it has a loop with two entries.
    pub fn of(function: &Function) -> Option<Structure> {
        let successors: Vec<Vec<usize>> = function
            .blocks
            .iter()
            .map(|block| {
                let mut all = Vec::new();
                block.terminator.for_each_target(&mut |target| all.push(target.block.index()));
                all
            })
            .collect();
        let order = reverse_postorder(&successors);
        let mut position = vec![UNREACHED; successors.len()];
        order.iter().enumerate().for_each(|(at, block)| position[*block] = at as u32);
        let dominators = dominators(&successors, &order, &position);
        let mut is_loop = vec![false; successors.len()];
        let mut forward = vec![0_u32; successors.len()];
        for block in &order {
            for next in &successors[*block] {
                if position[*next] > position[*block] {
                    forward[*next] += 1;
                    continue;
                }
                if !dominates(&dominators, &position, *next, *block) {
                    return None;
                }
                is_loop[*next] = true;
            }
        }
        let is_merge: Vec<bool> = forward.iter().map(|count| *count > 1).collect();
        let mut merges = vec![Vec::new(); successors.len()];
        for block in order.iter().filter(|block| is_merge[**block]) {
            merges[dominators[*block]].push(Block(*block as u32));
        }
        Some(Structure { is_loop, is_merge, position, merges })
    }

    /// Merge blocks whose code follows a block's own; the last comes first.
    pub fn merges_of(&self, block: Block) -> &[Block] {
        &self.merges[block.index()]
    }

    /// Whether a jump between blocks goes to a label, rather than into code that stands right there.
    pub fn needs_label(&self, from: Block, to: Block) -> bool {
        self.is_merge[to.index()] || self.position[to.index()] <= self.position[from.index()]
    }
}

fn reverse_postorder(successors: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(successors.len());
    let mut seen = vec![false; successors.len()];
    let mut stack = Vec::new();
    if !successors.is_empty() {
        seen[0] = true;
        stack.push((0, 0));
    }
    while let Some((block, next)) = stack.pop() {
        match successors[block].get(next) {
            Some(&successor) => {
                stack.push((block, next + 1));
                if !std::mem::replace(&mut seen[successor], true) {
                    stack.push((successor, 0));
                }
            }
            None => order.push(block),
        }
    }
    order.reverse();
    order
}

/// Immediate dominators, by Cooper, Harvey and Kennedy's iteration.
fn dominators(successors: &[Vec<usize>], order: &[usize], position: &[u32]) -> Vec<usize> {
    let mut predecessors = vec![Vec::new(); successors.len()];
    for block in order {
        successors[*block].iter().for_each(|next| predecessors[*next].push(*block));
    }
    let mut dominators = vec![usize::MAX; successors.len()];
    if !order.is_empty() {
        dominators[0] = 0;
    }
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for block in order.iter().skip(1) {
            let known = predecessors[*block].iter().filter(|p| dominators[**p] != usize::MAX);
            let common = known.copied().reduce(|mut a, mut b| {
                while a != b {
                    while position[a] > position[b] {
                        a = dominators[a];
                    }
                    while position[b] > position[a] {
                        b = dominators[b];
                    }
                }
                a
            });
            if let Some(common) = common
                && dominators[*block] != common
            {
                dominators[*block] = common;
                changed = true;
            }
        }
    }
    dominators
}

fn dominates(dominators: &[usize], position: &[u32], above: usize, mut block: usize) -> bool {
    while position[block] > position[above] {
        block = dominators[block];
    }
    block == above
}
