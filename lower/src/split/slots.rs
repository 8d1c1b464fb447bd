//! Slots of the frame.
//!
//! A value has a slot if it is needed where a function starts with the frame in place. Two values
//! that are in the frame at the same time have different slots: those needed at the start of the
//! same function, and those kept over the push of a handler together with what the handler needs.
//! Each such place is a bit; a value takes the first slot that is free at all of its places.

use super::{Piece, PieceKind, Plan, liveness};
use crate::flow::Inst;
use crate::ir::{Block, Value};

/// A set of places.
#[derive(Clone, Default)]
struct Places {
    bits: Vec<u64>,
}

impl Places {
    fn add(&mut self, place: usize) {
        if self.bits.len() <= place / 64 {
            self.bits.resize(place / 64 + 1, 0);
        }
        self.bits[place / 64] |= 1 << (place % 64);
    }

    fn add_all(&mut self, other: &Places) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        for (bits, more) in self.bits.iter_mut().zip(&other.bits) {
            *bits |= more;
        }
    }

    /// Values meet most often where the function is about to end: looks there first.
    fn meets(&self, other: &Places) -> bool {
        let common = self.bits.len().min(other.bits.len());
        (0..common).rev().any(|word| self.bits[word] & other.bits[word] != 0)
    }
}

/// Fills in [`Plan::slots`], [`Plan::records`] and [`Plan::frame_words`].
pub(super) fn assign(plan: &mut Plan<'_>) {
    let mut places: Vec<Option<Places>> = vec![None; plan.flow.types.len()];
    let mut count = 0;
    for piece in &plan.pieces {
        if plan.is_in_frame(*piece) {
            for value in &plan.live_in[piece.block.index()] {
                places[value.index()].get_or_insert_default().add(count);
            }
            count += 1;
        }
    }
    for (index, data) in plan.flow.blocks.iter().enumerate() {
        for (at, inst) in data.insts.iter().enumerate() {
            let Inst::Push(handler) = inst else { continue };
            let kept = liveness::live_after(plan, Block(index as u32), at);
            for value in kept.iter().chain(&plan.live_in[handler.index()]) {
                // Only values that are in the frame anyway.
                if let Some(places) = &mut places[value.index()] {
                    places.add(count);
                }
            }
            count += 1;
        }
    }
    let mut taken: Vec<Places> = Vec::new();
    for (index, places) in places.iter().enumerate() {
        let Some(places) = places else { continue };
        let free = taken.iter().position(|slot| !slot.meets(places));
        let slot = free.unwrap_or_else(|| {
            taken.push(Places::default());
            taken.len() - 1
        });
        taken[slot].add_all(places);
        plan.slots[Value(index as u32).index()] = Some(slot as u32 + 1);
    }
    let values = taken.len() as u32;
    plan.frame_words = 1 + values + assign_records(plan, values);
}

/// Records come after the values: two words for each handler around another.
fn assign_records(plan: &mut Plan<'_>, values: u32) -> u32 {
    let mut deepest = 0;
    for index in 0..plan.pieces.len() {
        let Piece { block, kind } = plan.pieces[index];
        if kind == PieceKind::Handler {
            let depth = plan.handlers(plan.outer_handler[block.index()]).len() as u32;
            plan.records[block.index()] = Some(values + 1 + 2 * depth);
            deepest = deepest.max(depth + 1);
        }
    }
    2 * deepest
}
