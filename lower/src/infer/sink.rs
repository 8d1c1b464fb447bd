//! Terms of raw floats, made where they are used: most are not used on the usual way.

use crate::flow::{BlockData, Flow, Inst, Terminator};
use crate::ir::{Block, Op, Type, Value};

use super::shape::{Shape, Source};

/// Moves the boxing of floats to the blocks that use the terms, unless there is a call between.
pub fn sink_boxes(flow: &mut Flow) {
    let boxes = boxes(flow);
    if boxes.iter().all(Option::is_none) {
        return;
    }
    let regions = regions(flow);
    let mut keep = vec![false; flow.types.len()];
    for (index, data) in flow.blocks.iter().enumerate() {
        each_use(data, &mut |value| {
            if let Some((home, _)) = boxes[value.index()] {
                let apart = regions[home.index()] != regions[index];
                keep[value.index()] |= home.index() == index || apart;
            }
        });
    }
    for index in 0..flow.blocks.len() {
        let mut data = std::mem::replace(flow.at(Block(index as u32)), empty());
        let mut made: Vec<(Value, Value)> = Vec::new();
        let mut insts = Vec::with_capacity(data.insts.len());
        for mut inst in std::mem::take(&mut data.insts) {
            if let Inst::Op { result, op } = &mut inst {
                if boxes[result.index()].is_some() && !keep[result.index()] {
                    continue;
                }
                op.map_operands(&mut |value| {
                    make(flow, &boxes, &keep, value, &mut made, &mut insts);
                });
            }
            insts.push(inst);
        }
        data.terminator.map_uses(&mut |value| {
            make(flow, &boxes, &keep, value, &mut made, &mut insts);
        });
        data.insts = insts;
        *flow.at(Block(index as u32)) = data;
    }
}

/// The block and raw float of each value that is a boxed float.
fn boxes(flow: &Flow) -> Vec<Option<(Block, Value)>> {
    let mut found = vec![None; flow.types.len()];
    for (index, data) in flow.blocks.iter().enumerate() {
        for inst in &data.insts {
            if let Inst::Op { result, op: Op::BoxFloat(raw) } = inst {
                found[result.index()] = Some((Block(index as u32), *raw));
            }
        }
    }
    found
}

/// Numbers blocks so that those with the same number have no call between them.
fn regions(flow: &Flow) -> Vec<usize> {
    let shape = Shape::of(flow);
    let mut regions: Vec<usize> = (0..flow.blocks.len()).collect();
    // A block comes after the one that dominates it.
    for (index, children) in shape.children.iter().enumerate() {
        for child in children {
            if matches!(shape.sources[child.index()], Source::Jumps | Source::Header) {
                regions[child.index()] = regions[index];
            }
        }
    }
    regions
}

/// Makes the term before its first use in a block.
fn make(
    flow: &mut Flow,
    boxes: &[Option<(Block, Value)>],
    keep: &[bool],
    value: &mut Value,
    made: &mut Vec<(Value, Value)>,
    insts: &mut Vec<Inst>,
) {
    let Some((_, raw)) = boxes.get(value.index()).copied().flatten() else { return };
    if keep[value.index()] {
        return;
    }
    if let Some((_, known)) = made.iter().find(|(old, _)| old == value) {
        *value = *known;
        return;
    }
    let result = flow.value(Type::Term);
    insts.push(Inst::Op { result, op: Op::BoxFloat(raw) });
    made.push((*value, result));
    *value = result;
}

fn each_use(data: &BlockData, visit: &mut dyn FnMut(Value)) {
    for inst in &data.insts {
        if let Inst::Op { op, .. } = inst {
            op.for_each_use(visit);
        }
    }
    data.terminator.visit_uses(visit);
}

fn empty() -> BlockData {
    BlockData {
        parameters: Vec::new(),
        cold: false,
        looping: false,
        insts: Vec::new(),
        terminator: Terminator::Unreachable,
    }
}
