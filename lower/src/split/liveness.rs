//! Which values a block needs from before it.
//!
//! A handler's values are live wherever it can be entered from: in the whole region between the
//! push and the pop of its record.

use super::Plan;
use crate::flow::Inst;
use crate::ir::{Block, Value};

/// Fills in [`Plan::live_in`].
pub(super) fn find(plan: &mut Plan<'_>) {
    let mut set = LiveSet::new(plan.flow.types.len());
    // Only backward jumps make a second round necessary.
    loop {
        let mut changed = false;
        for index in (0..plan.flow.blocks.len()).rev() {
            let block = Block(index as u32);
            set.clear();
            set.add_live_out(plan, block);
            for at in (0..plan.flow.blocks[index].insts.len()).rev() {
                set.step_back(plan, block, at);
            }
            for parameter in &plan.flow.blocks[index].parameters {
                set.remove(*parameter);
            }
            let found = set.sorted();
            changed |= found.len() != plan.live_in[index].len();
            plan.live_in[index] = found;
        }
        if !changed {
            return;
        }
    }
}

/// Values that are live right after instruction `at` of a block, in order.
pub(super) fn live_after(plan: &Plan<'_>, block: Block, at: usize) -> Vec<Value> {
    let mut set = LiveSet::new(plan.flow.types.len());
    set.add_live_out(plan, block);
    for later in (at + 1..plan.flow.blocks[block.index()].insts.len()).rev() {
        set.step_back(plan, block, later);
    }
    set.sorted()
}

/// A set of values.
struct LiveSet {
    member: Vec<bool>,
    list: Vec<Value>,
}

impl LiveSet {
    fn new(values: usize) -> LiveSet {
        LiveSet { member: vec![false; values], list: Vec::new() }
    }

    fn clear(&mut self) {
        for value in self.list.drain(..) {
            self.member[value.index()] = false;
        }
    }

    fn add(&mut self, plan: &Plan<'_>, value: Value) {
        if plan.constants[value.index()].is_none()
            && !std::mem::replace(&mut self.member[value.index()], true)
        {
            self.list.push(value);
        }
    }

    fn remove(&mut self, value: Value) {
        self.member[value.index()] = false;
    }

    fn sorted(&mut self) -> Vec<Value> {
        self.list.sort_unstable();
        self.list.dedup();
        self.list.retain(|value| self.member[value.index()]);
        self.list.clone()
    }

    /// What is live where a block ends, and what its terminator uses.
    fn add_live_out(&mut self, plan: &Plan<'_>, block: Block) {
        let data = &plan.flow.blocks[block.index()];
        for next in data.terminator.successors() {
            for value in &plan.live_in[next.index()] {
                self.add(plan, *value);
            }
        }
        data.terminator.visit_uses(&mut |value| self.add(plan, value));
        self.add_handlers(plan, plan.handler_at(block, data.insts.len()));
    }

    fn add_handlers(&mut self, plan: &Plan<'_>, innermost: Option<Block>) {
        for handler in plan.handlers(innermost) {
            for value in &plan.live_in[handler.index()] {
                self.add(plan, *value);
            }
        }
    }

    /// From after instruction `at` to before it.
    fn step_back(&mut self, plan: &Plan<'_>, block: Block, at: usize) {
        match &plan.flow.blocks[block.index()].insts[at] {
            Inst::Op { result, op } => {
                self.remove(*result);
                op.for_each_use(&mut |value| self.add(plan, value));
            }
            Inst::Push(_) => {}
            Inst::Pop(_) => self.add_handlers(plan, plan.handler_at(block, at)),
        }
    }
}
