//! Tidies a flow: no unreachable blocks, no jumps to jumps, no blocks that only follow one another,
//! no operations whose results nobody uses. Blocks come out in reverse postorder.

use std::collections::HashMap;

use crate::flow::{BlockData, Flow, Inst, Terminator};
use crate::ir::{Block, Op, Target, Value};

/// Tidies `flow`.
pub fn simplify(flow: &mut Flow) {
    forward_copies(flow);
    simplify_branches(flow);
    thread_jumps(flow);
    order_blocks(flow);
    merge_parameters(flow);
    merge_blocks(flow);
    order_blocks(flow);
    remove_unused(flow);
    mark_cold(flow);
}

/// Uses values instead of copies of them.
fn forward_copies(flow: &mut Flow) {
    let mut replace = Replacement::new(flow);
    for data in &flow.blocks {
        for inst in &data.insts {
            if let Inst::Op { result, op: Op::Copy(value) } = inst {
                replace.with(*result, *value);
            }
        }
    }
    replace.apply(flow);
}

/// Branches whose outcome or sense is plain.
fn simplify_branches(flow: &mut Flow) {
    let mut negated: HashMap<Value, Value> = HashMap::new();
    for block in &flow.blocks {
        for inst in &block.insts {
            if let Inst::Op { result, op: Op::Not(value) } = inst {
                negated.insert(*result, *value);
            }
        }
    }
    for block in &mut flow.blocks {
        let Terminator::Branch { condition, then, otherwise } = &mut block.terminator else {
            continue;
        };
        while let Some(value) = negated.get(condition) {
            *condition = *value;
            std::mem::swap(then, otherwise);
        }
        if then == otherwise {
            block.terminator = Terminator::Jump(then.clone());
        }
    }
}

/// Leads jumps to empty blocks on to where those jump.
fn thread_jumps(flow: &mut Flow) {
    let uses = count_uses(flow);
    for index in 0..flow.blocks.len() {
        let mut terminator =
            std::mem::replace(&mut flow.blocks[index].terminator, Terminator::Unreachable);
        for target in terminator.targets_mut() {
            // A bound, since empty blocks may jump in a circle.
            for _ in 0..flow.blocks.len() {
                match next_target(flow, target, &uses) {
                    Some(next) => *target = next,
                    None => break,
                }
            }
        }
        flow.blocks[index].terminator = terminator;
    }
}

fn next_target(flow: &Flow, target: &Target, uses: &[u32]) -> Option<Target> {
    let data = &flow.blocks[target.block.index()];
    let Terminator::Jump(next) = &data.terminator else { return None };
    let passes_on = data.insts.is_empty() && !data.looping && flow.header != Some(target.block);
    if !passes_on || target.block == next.block {
        return None;
    }
    // Its parameters may be used further on, where it alone leads.
    let own_uses = |value: &Value| next.arguments.iter().filter(|used| *used == value).count();
    if !data.parameters.iter().all(|value| uses[value.index()] as usize == own_uses(value)) {
        return None;
    }
    let argument = |value: &Value| {
        let parameter = data.parameters.iter().position(|parameter| parameter == value);
        parameter.map_or(*value, |at| target.arguments[at])
    };
    Some(Target { block: next.block, arguments: next.arguments.iter().map(argument).collect() })
}

/// How often each value is used.
pub fn count_uses(flow: &Flow) -> Vec<u32> {
    let mut uses = vec![0u32; flow.types.len()];
    for data in &flow.blocks {
        for inst in &data.insts {
            if let Inst::Op { op, .. } = inst {
                op.for_each_use(&mut |value| uses[value.index()] += 1);
            }
        }
        data.terminator.visit_uses(&mut |value| uses[value.index()] += 1);
    }
    uses
}

/// Successors of a block, handlers that it makes active too.
pub fn leads_to(data: &BlockData) -> Vec<Block> {
    let mut found = data.terminator.successors();
    for inst in &data.insts {
        if let Inst::Push(handler) = inst {
            found.push(*handler);
        }
    }
    found
}

/// Replaces parameters that are given the same value from everywhere.
fn merge_parameters(flow: &mut Flow) {
    // For each parameter the one argument, while there is one.
    let mut given: Vec<Vec<Option<Value>>> = vec![Vec::new(); flow.blocks.len()];
    for data in &flow.blocks {
        for target in data.terminator.targets() {
            let given = &mut given[target.block.index()];
            if given.is_empty() {
                given.extend(target.arguments.iter().copied().map(Some));
            }
            for (known, argument) in given.iter_mut().zip(&target.arguments) {
                *known = known.filter(|known| known == argument);
            }
        }
    }
    let mut replace = Replacement::new(flow);
    let mut kept: Vec<Option<Vec<bool>>> = vec![None; flow.blocks.len()];
    for (index, given) in given.iter().enumerate() {
        if flow.header == Some(Block(index as u32)) || flow.blocks[index].looping {
            continue;
        }
        let parameters = &mut flow.blocks[index].parameters;
        let mut keep = vec![true; parameters.len()];
        for ((parameter, known), keep) in parameters.iter().zip(given).zip(&mut keep) {
            if let Some(known) = known.filter(|known| known != parameter) {
                *keep = !replace.with(*parameter, known);
            }
        }
        if keep.contains(&false) {
            retain(parameters, &keep);
            kept[index] = Some(keep);
        }
    }
    for data in &mut flow.blocks {
        for target in data.terminator.targets_mut() {
            if let Some(keep) = &kept[target.block.index()] {
                retain(&mut target.arguments, keep);
            }
        }
    }
    replace.apply(flow);
}

fn retain(values: &mut Vec<Value>, keep: &[bool]) {
    let mut keep = keep.iter();
    values.retain(|_| keep.next().copied().unwrap_or(true));
}

/// Appends blocks to the only one that jumps to them.
fn merge_blocks(flow: &mut Flow) {
    let mut entries = vec![0u32; flow.blocks.len()];
    entries[0] = 1;
    for data in &flow.blocks {
        leads_to(data).iter().for_each(|block| entries[block.index()] += 1);
    }
    let mut replace = Replacement::new(flow);
    for index in 0..flow.blocks.len() {
        while let Terminator::Jump(target) = &flow.blocks[index].terminator
            && entries[target.block.index()] == 1
            && target.block.index() != index
            && !flow.blocks[target.block.index()].looping
        {
            let target = target.clone();
            let taken = std::mem::replace(
                &mut flow.blocks[target.block.index()].terminator,
                Terminator::Unreachable,
            );
            let next = &mut flow.blocks[target.block.index()];
            let (insts, cold) = (std::mem::take(&mut next.insts), next.cold);
            for (parameter, argument) in next.parameters.iter().zip(&target.arguments) {
                replace.with(*parameter, *argument);
            }
            if flow.header == Some(target.block) {
                flow.header = None;
            }
            entries[target.block.index()] = 0;
            let data = &mut flow.blocks[index];
            data.cold |= cold;
            data.insts.extend(insts);
            data.terminator = taken;
        }
    }
    replace.apply(flow);
}

/// Values that stand for others.
struct Replacement {
    by: Vec<Option<Value>>,
}

impl Replacement {
    fn new(flow: &Flow) -> Replacement {
        Replacement { by: vec![None; flow.types.len()] }
    }

    /// Whether it can be done: not in a circle.
    fn with(&mut self, value: Value, by: Value) -> bool {
        let fits = self.find(by) != value;
        if fits {
            self.by[value.index()] = Some(by);
        }
        fits
    }

    fn find(&self, mut value: Value) -> Value {
        while let Some(by) = self.by[value.index()] {
            value = by;
        }
        value
    }

    fn apply(&self, flow: &mut Flow) {
        if self.by.iter().all(Option::is_none) {
            return;
        }
        for data in &mut flow.blocks {
            for inst in &mut data.insts {
                if let Inst::Op { op, .. } = inst {
                    op.map_operands(&mut |value| *value = self.find(*value));
                }
            }
            data.terminator.map_uses(&mut |value| *value = self.find(*value));
        }
    }
}

/// Removes operations without effect whose results are not used.
pub fn remove_unused(flow: &mut Flow) {
    let mut uses = count_uses(flow);
    let mut changed = true;
    while changed {
        changed = false;
        for data in flow.blocks.iter_mut().rev() {
            let mut kept = Vec::with_capacity(data.insts.len());
            for inst in std::mem::take(&mut data.insts).into_iter().rev() {
                if let Inst::Op { result, op } = &inst
                    && uses[result.index()] == 0
                    && op.is_removable()
                {
                    op.for_each_use(&mut |value| uses[value.index()] -= 1);
                    changed = true;
                    continue;
                }
                kept.push(inst);
            }
            kept.reverse();
            data.insts = kept;
        }
    }
}

/// Puts blocks into reverse postorder and drops those that are not reached.
pub fn order_blocks(flow: &mut Flow) {
    let order = postorder(flow);
    let mut place = vec![None; flow.blocks.len()];
    let mut blocks = Vec::with_capacity(order.len());
    for block in order.into_iter().rev() {
        place[block.index()] = Some(Block(blocks.len() as u32));
        blocks.push(flow.blocks[block.index()].clone());
    }
    let moved = |block: Block| place[block.index()].unwrap_or(block);
    for data in &mut blocks {
        for inst in &mut data.insts {
            if let Inst::Push(handler) | Inst::Pop(handler) = inst {
                *handler = moved(*handler);
            }
        }
        if let Terminator::Call { then, .. } = &mut data.terminator {
            *then = moved(*then);
        }
        for target in data.terminator.targets_mut() {
            target.block = moved(target.block);
        }
    }
    flow.header = flow.header.and_then(|header| place[header.index()]);
    flow.blocks = blocks;
}

/// Reached blocks, successors first. Without recursion: flows are deep.
fn postorder(flow: &Flow) -> Vec<Block> {
    let mut seen = vec![false; flow.blocks.len()];
    let mut order = Vec::new();
    seen[0] = true;
    let mut work = vec![(Block(0), leads_to(&flow.blocks[0]), 0)];
    while let Some((block, next, at)) = work.last_mut() {
        let Some(successor) = next.get(*at).copied() else {
            order.push(*block);
            work.pop();
            continue;
        };
        *at += 1;
        if !std::mem::replace(&mut seen[successor.index()], true) {
            work.push((successor, leads_to(&flow.blocks[successor.index()]), 0));
        }
    }
    order
}

/// A block from which control only gets to cold ones is cold.
fn mark_cold(flow: &mut Flow) {
    for index in (0..flow.blocks.len()).rev() {
        let successors = leads_to(&flow.blocks[index]);
        let all_cold = !successors.is_empty()
            && successors.iter().all(|block| flow.blocks[block.index()].cold);
        flow.blocks[index].cold |= all_cold && index > 0;
    }
}
