//! Loops whose first round alone does not know that a value is a float get that round apart.

use std::collections::HashMap;

use super::floats;
use super::shape::Shape;
use super::walk::{Env, Given, Visitor, walk};
use crate::flow::{BlockData, Flow, Inst, Terminator};
use crate::ir::{Block, Op, Value};

/// Largest loop to write twice, in blocks and instructions.
const MOST_BLOCKS: usize = 48;
const MOST_INSTS: usize = 200;

/// Counts operations on raw floats.
struct Count(usize);

impl Visitor for Count {
    fn op(&mut self, _result: Value, op: &Op, env: &Env<'_>) {
        self.0 += usize::from(floats::raw_operation(op, env).is_some());
    }
}

/// Takes the first round of the flow's loop apart if that makes floats of what the loop carries.
pub fn peel(flow: &mut Flow, shape: &Shape, given: Given<'_>) -> bool {
    let Some(header) = flow.header else { return false };
    let insts: usize = flow.blocks.iter().map(|data| data.insts.len()).sum();
    if flow.blocks.len() > MOST_BLOCKS || insts > MOST_INSTS || !is_one_function(flow) {
        return false;
    }
    let mut count = Count(0);
    let found = walk(flow, shape, given, &mut count);
    let Some(back) = found.back else { return false };
    let gains =
        |(back, known): (&super::Known, &super::Known)| back.is_float() && !known.is_float();
    if !back.iter().zip(given.header).any(gains) || count.0 == 0 {
        return false;
    }
    copy_loop(flow, header);
    flow.peeled = true;
    true
}

/// Whether the start reaches all of the loop without a call: it is in the function that starts
/// again at the loop's check.
fn is_one_function(flow: &Flow) -> bool {
    flow.blocks.iter().all(|data| {
        let pushes = data.insts.iter().any(|inst| matches!(inst, Inst::Push(_)));
        !pushes && !data.looping && !matches!(data.terminator, Terminator::Call { .. })
    })
}

/// Copies all blocks from the header on; the start leads to the copy, the copy's jumps back to the
/// header.
fn copy_loop(flow: &mut Flow, header: Block) {
    let mut blocks: HashMap<Block, Block> = HashMap::new();
    let mut values: HashMap<Value, Value> = HashMap::new();
    let old: Vec<Block> = (1..flow.blocks.len()).map(|index| Block(index as u32)).collect();
    for block in &old {
        let new = flow.block();
        blocks.insert(*block, new);
        let data = flow.blocks[block.index()].clone();
        let results = data.insts.iter().filter_map(|inst| match inst {
            Inst::Op { result, .. } => Some(*result),
            _ => None,
        });
        for value in data.parameters.iter().copied().chain(results) {
            let ty = flow.types[value.index()];
            values.insert(value, flow.value(ty));
        }
    }
    for block in &old {
        let mut data = flow.blocks[block.index()].clone();
        rename(&mut data, &values);
        for target in data.terminator.targets_mut() {
            if target.block != header {
                target.block = blocks[&target.block];
            }
        }
        *flow.at(blocks[block]) = data;
    }
    for target in flow.at(Block(0)).terminator.targets_mut() {
        target.block = blocks[&target.block];
    }
    crate::simplify::order_blocks(flow);
}

fn rename(data: &mut BlockData, values: &HashMap<Value, Value>) {
    let mut change = |value: &mut Value| {
        if let Some(new) = values.get(value) {
            *value = *new;
        }
    };
    data.parameters.iter_mut().for_each(&mut change);
    for inst in &mut data.insts {
        if let Inst::Op { result, op } = inst {
            change(result);
            op.map_operands(&mut change);
        }
    }
    data.terminator.map_uses(&mut change);
}
