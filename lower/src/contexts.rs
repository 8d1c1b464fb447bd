//! Keeps match contexts through loops.
//!
//! A loop that takes something off the front of a binary and goes on with the rest,
//!
//! ```text
//! loop(P):  C = start(P)  …  R = get_binary(C, all, Spec)  …  jump loop(R)
//! ```
//!
//! makes a sub-binary in each round only to start matching it in the next. Here `R` becomes
//! `rest(C, Spec)`, which is the context itself, and is started before the jump: `start` of a context
//! gives it back, and notes where it stands then. What else uses `P` gets `whole(P)`, the binary from
//! there on, whether the next round comes as far as its own `start` or not. The context is still seen
//! by nobody else:
//!
//! * `R` goes nowhere but into the loop's next round, and the context is not touched between `R` and
//!   the jump, so that it stands where `R` begins;
//! * `P` is started once, and used apart from that only where no next round follows;
//! * no exception handler is involved.

use std::collections::HashSet;

use crate::build::bits::ALL;
use crate::builtin;
use crate::flow::{Flow, Inst, Terminator};
use crate::ir::{Block, OnFailure, Op, Test, Type, Value};
use crate::simplify::{count_uses, leads_to};

/// Keeps contexts in all parameters of the flow's loop that allow it.
pub fn keep_contexts(flow: &mut Flow) {
    let Some(header) = flow.header else { return };
    let pushes = |inst: &Inst| matches!(inst, Inst::Push(_) | Inst::Pop(_));
    let entry = &flow.blocks[0];
    let jumps = matches!(&entry.terminator, Terminator::Jump(target) if target.block == header);
    if flow.peeled
        || header == Block(0)
        || !entry.insts.is_empty()
        || !jumps
        || flow.blocks.iter().any(|data| data.insts.iter().any(pushes))
    {
        return;
    }
    for index in 0..flow.blocks[header.index()].parameters.len() {
        if let Some(rests) = find_rests(flow, header, index) {
            keep(flow, header, index, &rests);
        }
    }
}

/// Where a rest is made: block, instruction.
type Place = (usize, usize);

/// A BIF call of `erts_bits`, with its arguments.
fn bits_op<'o>(op: &'o Op, name: &str) -> Option<&'o [Value]> {
    match op {
        Op::Bif { bif, arguments, .. } if (bif.module, bif.name) == ("erts_bits", name) => {
            Some(arguments)
        }
        _ => None,
    }
}

/// The rests that the loop goes on with in this parameter; `None` if it cannot carry a context.
fn find_rests(flow: &Flow, header: Block, index: usize) -> Option<Vec<Place>> {
    let parameter = flow.blocks[header.index()].parameters[index];
    let again = leading_to(flow, header);
    let context = only_start(flow, parameter, &again)?;
    let uses = count_uses(flow);
    let mut rests = Vec::new();
    for (from, data) in flow.blocks.iter().enumerate().skip(1) {
        for target in data.terminator.targets().iter().filter(|target| target.block == header) {
            let value = target.arguments[index];
            if value == parameter || value == context {
                return None;
            }
            let Some(place) = made_of(flow, value, context) else { continue };
            if !matches!(data.terminator, Terminator::Jump(_)) {
                return None;
            }
            let is_carried_only = uses[value.index()] == 2 && is_tested(flow, value);
            if !is_carried_only || moves_between(flow, header, context, place, from) {
                return None;
            }
            rests.push(place);
        }
    }
    (!rests.is_empty()).then_some(rests)
}

/// Blocks from which the loop can go into another round.
fn leading_to(flow: &Flow, header: Block) -> HashSet<usize> {
    let mut found = HashSet::new();
    let mut changed = true;
    while changed {
        changed = false;
        for (index, data) in flow.blocks.iter().enumerate().rev() {
            let leads = |block: &Block| *block == header || found.contains(&block.index());
            if leads_to(data).iter().any(leads) {
                changed |= found.insert(index);
            }
        }
    }
    found
}

/// The context that the parameter is started as, if that happens in one place and all other uses are
/// where no round follows.
fn only_start(flow: &Flow, parameter: Value, again: &HashSet<usize>) -> Option<Value> {
    let mut context = None;
    for (index, data) in flow.blocks.iter().enumerate() {
        let mut others = 0;
        for inst in &data.insts {
            let Inst::Op { result, op } = inst else { continue };
            if bits_op(op, "start").is_some_and(|arguments| arguments == [parameter]) {
                if context.replace(*result).is_some() {
                    return None;
                }
                continue;
            }
            op.for_each_use(&mut |value| others += usize::from(value == parameter));
        }
        data.terminator.visit_uses(&mut |value| others += usize::from(value == parameter));
        if others > 0 && again.contains(&index) {
            return None;
        }
    }
    context
}

/// Where `value` is made as the rest of what `context` matches.
fn made_of(flow: &Flow, value: Value, context: Value) -> Option<Place> {
    for (block, data) in flow.blocks.iter().enumerate() {
        for (at, inst) in data.insts.iter().enumerate() {
            let Inst::Op { result, op } = inst else { continue };
            if *result == value {
                let [from, _, spec] = bits_op(op, "get_binary")? else { return None };
                let all = *from == context && takes_all(flow, *spec);
                return all.then_some((block, at));
            }
        }
    }
    None
}

/// Whether a segment with this specification takes all that is left.
fn takes_all(flow: &Flow, spec: Value) -> bool {
    flow.blocks.iter().flat_map(|data| &data.insts).any(|inst| {
        matches!(inst, Inst::Op { result, op: Op::Small(flags) }
            if *result == spec && flags & ALL != 0)
    })
}

/// Whether one of the uses of the value is the test whether it is there.
fn is_tested(flow: &Flow, value: Value) -> bool {
    flow.blocks.iter().flat_map(|data| &data.insts).any(
        |inst| matches!(inst, Inst::Op { op: Op::Test(Test::IsMatchFail, of), .. } if *of == value),
    )
}

/// Whether the context may move on a way from the instruction at `place` to the end of block `to`.
fn moves_between(flow: &Flow, header: Block, context: Value, place: Place, to: usize) -> bool {
    let moves = |inst: &Inst| match inst {
        Inst::Op { op: op @ Op::Bif { arguments, .. }, .. } => {
            arguments.contains(&context) && bits_op(op, "position").is_none()
        }
        _ => false,
    };
    if flow.blocks[place.0].insts[place.1 + 1..].iter().any(moves) {
        return true;
    }
    if place.0 == to {
        return false;
    }
    let back = leading_to_within(flow, header, to);
    let mut work = vec![place.0];
    let mut seen = HashSet::new();
    while let Some(block) = work.pop() {
        for next in leads_to(&flow.blocks[block]) {
            let next = next.index();
            if next == header.index() || !back.contains(&next) || !seen.insert(next) {
                continue;
            }
            if next == place.0 || flow.blocks[next].insts.iter().any(moves) {
                return true;
            }
            work.push(next);
        }
    }
    false
}

/// Blocks that lead to `to` in the same round, itself among them.
fn leading_to_within(flow: &Flow, header: Block, to: usize) -> HashSet<usize> {
    let mut found = HashSet::from([to]);
    let mut changed = true;
    while changed {
        changed = false;
        for (index, data) in flow.blocks.iter().enumerate() {
            let leads = |block: &Block| *block != header && found.contains(&block.index());
            if leads_to(data).iter().any(leads) {
                changed |= found.insert(index);
            }
        }
    }
    found
}

fn keep(flow: &mut Flow, header: Block, index: usize, rests: &[Place]) {
    let (Some(rest), Some(whole)) =
        (builtin::find_bif("erts_bits", "rest", 2), builtin::find_bif("erts_bits", "whole", 1))
    else {
        return;
    };
    for (block, at) in rests {
        if let Inst::Op { op: Op::Bif { bif, arguments, .. }, .. } =
            &mut flow.blocks[*block].insts[*at]
            && bif.symbol != rest.symbol
        {
            *bif = rest;
            // The size goes.
            arguments.remove(1);
        }
    }
    start_rounds(flow, header, index, rests);
    let parameter = flow.blocks[header.index()].parameters[index];
    for block in 1..flow.blocks.len() {
        let value = flow.value(Type::Term);
        let data = &mut flow.blocks[block];
        let mut first = None;
        for (at, inst) in data.insts.iter_mut().enumerate() {
            let Inst::Op { op, .. } = inst else { continue };
            if bits_op(op, "start").is_none() {
                op.map_operands(&mut |operand| replace(operand, parameter, value, at, &mut first));
            }
        }
        let end = data.insts.len();
        data.terminator
            .map_uses(&mut |operand| replace(operand, parameter, value, end, &mut first));
        if let Some(at) = first {
            let (arguments, on_failure) = (vec![parameter], OnFailure::NonValue);
            let op = Op::Bif { bif: whole, arguments, on_failure };
            data.insts.insert(at, Inst::Op { result: value, op });
        }
    }
}

/// Starts the contexts that the next round gets.
fn start_rounds(flow: &mut Flow, header: Block, index: usize, rests: &[Place]) {
    let Some(start) = builtin::find_bif("erts_bits", "start", 1) else { return };
    let results: HashSet<Value> = rests
        .iter()
        .filter_map(|(block, at)| match &flow.blocks[*block].insts[*at] {
            Inst::Op { result, .. } => Some(*result),
            _ => None,
        })
        .collect();
    for block in 1..flow.blocks.len() {
        let started = flow.value(Type::Term);
        let data = &mut flow.blocks[block];
        let Terminator::Jump(target) = &mut data.terminator else { continue };
        if target.block == header && results.contains(&target.arguments[index]) {
            let context = std::mem::replace(&mut target.arguments[index], started);
            let (arguments, on_failure) = (vec![context], OnFailure::NonValue);
            let op = Op::Bif { bif: start, arguments, on_failure };
            data.insts.push(Inst::Op { result: started, op });
        }
    }
}

fn replace(operand: &mut Value, old: Value, new: Value, at: usize, first: &mut Option<usize>) {
    if *operand == old {
        *operand = new;
        first.get_or_insert(at);
    }
}
