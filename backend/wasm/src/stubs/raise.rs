//! Raising exceptions: what failed is noted for the stack trace, then the runtime finds the handler.
//!
//! One function for each BIF and operator that a trace shows, so that the places where they can fail
//! say no more than the function's name. The machine's state is stored before, except where a BIF
//! neither reads nor changes it.

use lfec_abi::bif::{self, Bif, BifKind, FAILED_IN_SCRATCH};
use lfec_abi::{entry, machine};
use wasm_encoder::Instruction;

use super::{GO_ON, Stubs, argument, state_signature, store_half, store_local, store_state, trap};
use crate::code::{Code, Local};
use crate::function::MACHINE;
use crate::object::{Data, Signature, ValueType};
use ValueType::{I32, I64};

/// Raises the exception that the machine block describes; then location, words of the frame.
pub const RAISE: &str = "lfec.raise";
/// The same where the machine's state is stored: after the machine, location and words of the frame.
pub const RAISE_STORED: &str = "lfec.raise_stored";
/// As [`RAISE_STORED`], after an operator with two operands has failed.
const OPERATOR: &str = "lfec.raise.";

/// Raises what a BIF has failed with. Plain ones as [`RAISE_STORED`], pure ones as [`RAISE`] with their
/// arguments before the location.
pub fn raise_bif(bif: &Bif) -> String {
    if bif::is_shown(bif.module, bif.name) {
        return format!("{OPERATOR}{}:{}/{}", bif.module, bif.name, bif.arity);
    }
    match bif.kind {
        BifKind::Pure => format!("{RAISE}.pure{}", bif.arity),
        _ => RAISE_STORED.to_owned(),
    }
}

/// Raises what an operator, if it is shown, has failed with; as [`RAISE_STORED`].
pub fn raise_operator(name: Option<&str>) -> String {
    name.map_or_else(|| RAISE_STORED.to_owned(), |name| format!("{OPERATOR}{name}"))
}

/// As [`RAISE_STORED`], with what is to be noted as failed at the end.
const RAISE_NAMED: &str = "lfec.raise_named";

/// Most arguments of a BIF.
const MOST_ARGUMENTS: usize = 9;

/// The function that keeps so many arguments for the trace.
fn keep(arity: usize) -> String {
    format!("lfec.keep{arity}")
}

impl Stubs {
    pub(super) fn raising(&mut self) {
        let stored = Signature { parameters: vec![I32, I64, I32], results: vec![I64] };
        self.define(RAISE, state_signature(&[I64, I32], &[I64]), |code| {
            store_place(code, argument(0), argument(1));
            super::push_state(code);
            code.return_call(&trap(entry::RAISE));
        });
        self.define(RAISE_STORED, stored.clone(), |code| {
            store_place(code, Local(1), Local(2));
            go_on_raising(code);
        });
        let named = Signature { parameters: vec![I32, I64, I32, I64], results: vec![I64] };
        self.define(RAISE_NAMED, named, |code| {
            store_local(code, Local(3), machine::FAILED_BIF);
            store_place(code, Local(1), Local(2));
            go_on_raising(code);
        });
        for arity in 0..=MOST_ARGUMENTS {
            let mut more = vec![I64; arity + 1];
            more.push(I32);
            let name = format!("{RAISE}.pure{arity}");
            self.define(&name, state_signature(&more, &[I64]), |code| {
                store_state(code);
                store_place(code, argument(arity), argument(arity + 1));
                go_on_raising(code);
            });
            let mut parameters = vec![I32];
            parameters.extend(vec![I64; arity]);
            let signature = Signature { parameters, results: Vec::new() };
            self.define(&keep(arity), signature, |code| {
                for index in 0..arity {
                    let local = Local(1 + index as u32);
                    store_local(code, local, machine::X + 8 * index as i32);
                }
            });
        }
        for bif in bif::all().filter(|bif| bif::is_shown(bif.module, bif.name)) {
            let (name, data) = (raise_bif(bif), self.description(bif));
            if bif.kind == BifKind::Pure {
                let mut more = vec![I64; bif.arity + 1];
                more.push(I32);
                self.define(&name, state_signature(&more, &[I64]), |code| {
                    store_state(code);
                    code.get(MACHINE);
                    (0..bif.arity).for_each(|index| code.get(argument(index)));
                    code.call(&keep(bif.arity));
                    raise_named(code, [argument(bif.arity), argument(bif.arity + 1)], data, 0);
                });
            } else {
                self.define(&name, stored.clone(), |code| {
                    raise_named(code, [Local(1), Local(2)], data, 0);
                });
            }
            if bif.module == "erlang" && bif.arity == 2 {
                self.define(&format!("{OPERATOR}{}", bif.name), stored.clone(), |code| {
                    raise_named(code, [Local(1), Local(2)], data, FAILED_IN_SCRATCH);
                });
            }
        }
    }

    /// The piece of data that [`bif::described`] reads.
    fn description(&mut self, bif: &Bif) -> u32 {
        let bytes = bif::description(bif);
        let size = bytes.len() as u32;
        self.object.data.push(Data {
            name: None,
            alignment: 1,
            size,
            bytes,
            relocations: Vec::new(),
        });
        self.object.data.len() as u32 - 1
    }
}

/// See [`machine::Machine::failed_bif`].
fn raise_named(code: &mut Code, place: [Local; 2], description: u32, flags: u64) {
    code.get(MACHINE);
    place.into_iter().for_each(|local| code.get(local));
    code.data_address(description, 0);
    if flags != 0 {
        code.i64(flags as i64);
        code.op(Instruction::I64Or);
    }
    code.return_call(RAISE_NAMED);
}

fn store_place(code: &mut Code, location: Local, frame_words: Local) {
    store_local(code, location, machine::LOCATION);
    store_half(code, frame_words, machine::FRAME_WORDS);
}

fn go_on_raising(code: &mut Code) {
    code.get(MACHINE);
    code.get(MACHINE);
    code.call(entry::RAISE);
    code.return_call(GO_ON);
}

/// After a plain BIF: keeps its arguments if it has failed, for the trace.
pub(super) fn keep_arguments(code: &mut Code, result: Local, bif: &Bif) {
    // Some BIFs have several names.
    let mut named = bif::all().filter(|other| other.symbol == bif.symbol);
    if bif.arity == 0 || !named.any(|bif| bif::is_shown(bif.module, bif.name)) {
        return;
    }
    code.get(result);
    code.i64(lfec_abi::term::NON_VALUE as i64);
    code.op(Instruction::I64Eq);
    code.if_(None);
    code.get(MACHINE);
    (0..bif.arity).for_each(|index| code.get(argument(index)));
    code.call(&keep(bif.arity));
    code.end();
}
