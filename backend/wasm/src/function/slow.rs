//! Ways into the runtime: entry checks, reserving room, raising.

use lfec_abi::machine::{self, REGISTER_ARGUMENTS};
use lfec_lower::ir::{FunctionKind, LocationId, Type, Value};
use wasm_encoder::Instruction;

use super::{Emitter, HP, MACHINE, REDUCTIONS, SP};
use crate::WasmError;
use crate::code::{half_at, word_at};
use crate::object::ValueType;

impl Emitter<'_> {
    /// Counts a reduction and makes sure of room; the rare path starts the function again.
    pub(super) fn emit_check(
        &mut self,
        need: u32,
        counts: bool,
        arguments: &[Value],
    ) -> Result<(), WasmError> {
        if need == 0 && !counts {
            return Ok(());
        }
        if matches!(self.function.kind, FunctionKind::Handler { .. }) {
            // A handler cannot start again: that would move its frame a second time.
            return self.emit_reserve(need, arguments, arguments);
        }
        if counts {
            self.code.get(REDUCTIONS);
            self.code.i32(1);
            self.code.op(Instruction::I32Sub);
            self.code.tee(REDUCTIONS);
            self.code.i32(0);
            self.code.op(Instruction::I32LtS);
        }
        if need > 0 {
            self.push_no_room(need);
            if counts {
                self.code.op(Instruction::I32Or);
            }
        }
        self.code.if_(None);
        self.more_arguments(arguments)?;
        self.push_state();
        for argument in arguments.iter().take(REGISTER_ARGUMENTS) {
            self.push_as_term(*argument)?;
        }
        let symbol = &self.function.symbol;
        self.code.code_address(symbol);
        self.code.i32(need as i32);
        self.code.i32(arguments.len() as i32);
        let passed = arguments.len().min(REGISTER_ARGUMENTS);
        self.code.return_call(crate::stubs::CHECK[passed]);
        self.code.end();
        Ok(())
    }

    /// Stores arguments that do not travel in parameters.
    fn more_arguments(&mut self, arguments: &[Value]) -> Result<(), WasmError> {
        for (index, argument) in arguments.iter().enumerate().skip(REGISTER_ARGUMENTS) {
            self.code.get(MACHINE);
            self.push_as_term(*argument)?;
            self.store_machine(machine::X + 8 * index as i32);
        }
        Ok(())
    }

    /// Makes sure of room in the middle of a function; live terms may move.
    pub(super) fn emit_reserve(
        &mut self,
        need: u32,
        live: &[Value],
        results: &[Value],
    ) -> Result<(), WasmError> {
        for value in live {
            self.push(*value)?;
        }
        let locals: Vec<_> = results.iter().map(|_| self.code.local(ValueType::I64)).collect();
        for (local, result) in locals.iter().zip(results).rev() {
            self.values[result.index()] = Some(*local);
            self.code.set(*local);
        }
        self.push_no_room(need);
        self.code.if_(None);
        for (index, local) in locals.iter().enumerate() {
            self.code.get(MACHINE);
            self.code.get(*local);
            self.store_machine(machine::X + 8 * index as i32);
        }
        self.push_state();
        self.code.i32(live.len() as i32);
        self.code.i32(need as i32);
        self.code.call(crate::stubs::COLLECT);
        for (offset, local) in
            [(machine::HP, HP), (machine::REDUCTIONS_LEFT, REDUCTIONS), (machine::SP, SP)]
        {
            self.code.get(MACHINE);
            self.code.op(Instruction::I32Load(half_at(offset as u64)));
            self.code.set(local);
        }
        for (index, local) in locals.iter().enumerate() {
            self.code.get(MACHINE);
            self.code.op(Instruction::I64Load(word_at(machine::X as u64 + 8 * index as u64)));
            self.code.set(*local);
        }
        self.code.end();
        Ok(())
    }

    fn push_no_room(&mut self, need: u32) {
        self.code.get(SP);
        self.code.get(HP);
        self.code.op(Instruction::I32Sub);
        self.code.i32(8 * need as i32);
        self.code.op(Instruction::I32LtS);
    }

    /// The term of a value of any type.
    fn push_as_term(&mut self, value: Value) -> Result<(), WasmError> {
        self.push(value)?;
        match self.function.types[value.index()] {
            Type::Term => {}
            Type::Word => self.tag(),
            Type::Float => self.box_float(),
            Type::Bool => self.bool_to_term(),
        }
        Ok(())
    }

    /// Leaves by raising the exception that the machine block describes.
    pub(super) fn raise(&mut self, location: LocationId) {
        self.push_state();
        self.push_location(location);
        self.code.i32(self.frame_words as i32);
        self.code.return_call(crate::stubs::RAISE);
    }

    /// Raises at `location` through a function like [`crate::stubs::RAISE_STORED`].
    pub(super) fn raise_stored(&mut self, location: LocationId, through: &str) {
        self.code.get(MACHINE);
        self.push_location(location);
        self.code.i32(self.frame_words as i32);
        self.code.return_call(through);
    }

    /// Does what `raise` emits if the term on the stack is no value; leaves it there otherwise.
    pub(super) fn unless_value(
        &mut self,
        raise: impl FnOnce(&mut Self) -> Result<(), WasmError>,
    ) -> Result<(), WasmError> {
        let result = self.code.local(ValueType::I64);
        self.code.tee(result);
        self.code.i64(lfec_abi::term::NON_VALUE as i64);
        self.code.op(Instruction::I64Eq);
        self.code.if_(None);
        raise(self)?;
        self.code.end();
        self.code.get(result);
        Ok(())
    }
}
