//! Ways into the runtime: entry checks, slow-path stubs, traps and raising.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{self, InstBuilder};
use lfec_abi::bif::{self, Bif, FAILED_IN_SCRATCH};
use lfec_abi::{entry, machine};
use lfec_lower::ir::{FunctionKind, LocationId, Type, Value};

use super::Emitter;
use crate::BackendError;

/// What a stack trace shows as failed, in front of the place.
#[derive(Clone, Copy)]
pub(super) enum Failed<'a> {
    /// Nothing.
    Unnamed,
    /// A BIF with these arguments.
    Bif(&'static Bif, &'a [ir::Value]),
    /// An operator of this name and arity; its operands are where [`Emitter::slow`] puts them.
    Operator(&'static str, usize),
}

impl Emitter<'_> {
    /// Counts a reduction and makes sure of room; the cold path starts the function again.
    pub(super) fn emit_check(
        &mut self,
        need: u32,
        counts: bool,
        arguments: &[Value],
    ) -> Result<(), BackendError> {
        if need == 0 && !counts {
            return Ok(());
        }
        if matches!(self.function.kind, FunctionKind::Handler { .. }) {
            // A handler cannot start again: that would move its frame a second time.
            return self.emit_reserve(need, arguments, arguments);
        }
        let cold = self.cold_block();
        if counts {
            let before = self.reductions();
            let reductions = self.add(before, -1);
            self.builder.def_var(self.reductions, reductions);
            let next = self.builder.create_block();
            // Of what there was before: the difference is then only computed where it is passed on.
            let out = self.compare_with(IntCC::SignedLessThanOrEqual, before, 0);
            self.builder.ins().brif(out, cold, &[], next, &[]);
            self.builder.switch_to_block(next);
        }
        let done = self.builder.create_block();
        if need > 0 {
            let full = self.no_room(need);
            self.builder.ins().brif(full, cold, &[], done, &[]);
        } else {
            self.builder.ins().jump(done, &[]);
        }
        self.builder.switch_to_block(cold);
        for (index, argument) in arguments.iter().enumerate() {
            let value = self.as_term(*argument)?;
            let machine = self.machine();
            self.store(value, machine, machine::X + 8 * index as i32);
        }
        let this = self.code_address(self.this);
        let machine = self.machine();
        self.store(this, machine, machine::RESUME);
        self.store_constant(arguments.len() as i64, machine::LIVE);
        self.store_constant(i64::from(need), machine::NEED);
        self.trap(entry::ENTRY_SLOW);
        self.builder.switch_to_block(done);
        Ok(())
    }

    /// Makes sure of room in the middle of a function; live terms may move.
    pub(super) fn emit_reserve(
        &mut self,
        need: u32,
        live: &[Value],
        results: &[Value],
    ) -> Result<(), BackendError> {
        let (cold, done) = (self.cold_block(), self.builder.create_block());
        let mut hot: Vec<ir::BlockArg> = Vec::with_capacity(live.len());
        for value in live {
            hot.push(self.value(*value)?.into());
        }
        let full = self.no_room(need);
        self.builder.ins().brif(full, cold, &[], done, &hot);
        self.builder.switch_to_block(cold);
        let machine = self.machine();
        for (index, value) in live.iter().enumerate() {
            let value = self.value(*value)?;
            self.store(value, machine, machine::X + 8 * index as i32);
        }
        self.store_constant(live.len() as i64, machine::LIVE);
        self.store_constant(i64::from(need), machine::NEED);
        self.call_stub("lfert_slow_collect");
        let machine = self.machine();
        let sp = self.load(machine, machine::SP);
        let base = self.add(sp, -self.sp_offset);
        self.builder.def_var(self.sp, base);
        let moved: Vec<ir::BlockArg> = (0..live.len())
            .map(|index| self.load(machine, machine::X + 8 * index as i32).into())
            .collect();
        self.builder.ins().jump(done, &moved);
        for result in results {
            let value = self.builder.append_block_param(done, I64);
            self.values[result.index()] = Some(value);
        }
        self.builder.switch_to_block(done);
        Ok(())
    }

    fn no_room(&mut self, need: u32) -> ir::Value {
        let (hp, sp) = (self.hp(), self.sp());
        // Often the heap pointer after what is allocated then.
        let end = self.add(hp, 8 * i64::from(need));
        self.builder.ins().icmp(IntCC::UnsignedGreaterThan, end, sp)
    }

    pub(super) fn store_constant(&mut self, value: i64, offset: i32) {
        let (value, machine) = (self.constant(value), self.machine());
        self.store(value, machine, offset);
    }

    pub(super) fn cold_block(&mut self) -> ir::Block {
        let block = self.builder.create_block();
        self.builder.set_cold_block(block);
        block
    }

    /// The term of a value of any type.
    fn as_term(&mut self, value: Value) -> Result<ir::Value, BackendError> {
        let word = self.value(value)?;
        Ok(match self.function.types[value.index()] {
            Type::Term => word,
            Type::Word => self.builder.ins().ishl_imm_u(word, 3),
            Type::Float => self.box_float(word),
            Type::Bool => self.bool_to_term(word)?,
        })
    }

    /// Stores hp, sp and reductions for a call into the runtime.
    pub(super) fn spill_state(&mut self) {
        let (hp, sp, reductions) = (self.hp(), self.sp(), self.reductions());
        let machine = self.machine();
        self.store(hp, machine, machine::HP);
        self.store(sp, machine, machine::SP);
        self.store(reductions, machine, machine::REDUCTIONS_LEFT);
    }

    /// Loads hp and reductions after a call that may have allocated.
    pub(super) fn reload_state(&mut self) {
        let machine = self.machine();
        let hp = self.load(machine, machine::HP);
        let reductions = self.load(machine, machine::REDUCTIONS_LEFT);
        self.builder.def_var(self.hp, hp);
        self.builder.def_var(self.reductions, reductions);
    }

    /// Calls the stub around a slow-path function; operands are in place.
    pub(super) fn call_stub(&mut self, slow_path: &'static str) {
        self.spill_state();
        let stub = self.runtime(slow_path);
        self.builder.ins().call(stub, &[]);
        self.reload_state();
    }

    /// Result of a slow-path function on operands.
    pub(super) fn slow(&mut self, slow_path: &'static str, operands: &[ir::Value]) -> ir::Value {
        let machine = self.machine();
        for (index, operand) in operands.iter().enumerate() {
            self.store(*operand, machine, machine::SCRATCH + 8 * index as i32);
        }
        self.call_stub(slow_path);
        let machine = self.machine();
        self.load(machine, machine::RESULT)
    }

    /// Leaves through the trap stub.
    pub(super) fn trap(&mut self, name: &'static str) {
        let function = self.runtime(name);
        let function = self.builder.ins().func_addr(I64, function);
        let trap = self.runtime(entry::TRAP);
        let arguments = [self.hp(), self.sp(), self.reductions(), function];
        self.builder.ins().return_call(trap, &arguments);
    }

    /// Leaves by raising the exception that the machine block describes.
    pub(super) fn raise(&mut self, location: LocationId) {
        let address = self.location_address(location);
        let machine = self.machine();
        self.store(address, machine, machine::LOCATION);
        self.store_constant(i64::from(self.frame_words), machine::FRAME_WORDS);
        self.trap(entry::RAISE);
    }

    /// Raises at `location` if `value` is no value; goes on otherwise. `failed` is what failed, for the
    /// stack trace.
    pub(super) fn raise_unless_value(
        &mut self,
        value: ir::Value,
        location: LocationId,
        failed: Failed<'_>,
    ) {
        let (cold, next) = (self.cold_block(), self.builder.create_block());
        let none = lfec_abi::term::NON_VALUE as i64;
        let is_none = self.compare_with(IntCC::Equal, value, none);
        self.builder.ins().brif(is_none, cold, &[], next, &[]);
        self.builder.switch_to_block(cold);
        match failed {
            Failed::Unnamed => {}
            Failed::Bif(bif, arguments) => {
                if let Some(number) = bif::failed(bif.module, bif.name, bif.arity) {
                    let machine = self.machine();
                    for (index, argument) in arguments.iter().enumerate() {
                        self.store(*argument, machine, machine::X + 8 * index as i32);
                    }
                    self.store_constant(number as i64, machine::FAILED_BIF);
                }
            }
            Failed::Operator(name, arity) => {
                if let Some(number) = bif::failed("erlang", name, arity) {
                    let number = number | FAILED_IN_SCRATCH;
                    self.store_constant(number as i64, machine::FAILED_BIF);
                }
            }
        }
        self.raise(location);
        self.builder.switch_to_block(next);
    }
}
