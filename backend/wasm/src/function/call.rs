//! Calls: of functions, funs, BIFs.

use lfec_abi::bif::{Bif, BifKind};
use lfec_abi::machine::{self, REGISTER_ARGUMENTS};
use lfec_abi::{entry, symbol, term};
use lfec_lower::ir::{Callee, LocationId, OnFailure, Value};
use wasm_encoder::Instruction;

use super::{Emitter, MACHINE, tail_signature};
use crate::WasmError;
use crate::code::{half_at, word_at};
use crate::stubs;

impl Emitter<'_> {
    /// Leaves into what is called; the continuation is in place.
    pub(super) fn emit_call(
        &mut self,
        callee: Callee,
        arguments: &[Value],
        location: LocationId,
    ) -> Result<(), WasmError> {
        match callee {
            Callee::Local(function) if function == self.this => self.start_again(arguments)?,
            Callee::Local(function) => {
                let unit = self.environment.unit;
                self.pass(arguments)?;
                self.code.return_call(&unit.functions[function.index()].symbol);
            }
            Callee::Remote(module, name, arity) => {
                let symbol = symbol::function(module.as_str(), name.as_str(), arity as usize);
                self.pass(arguments)?;
                self.code.return_call(&symbol);
            }
            Callee::Fun(fun) => self.call_fun(fun, arguments, location)?,
            Callee::Trap(name) => self.call_trap(name, arguments, location)?,
        }
        Ok(())
    }

    fn call_trap(
        &mut self,
        name: &str,
        arguments: &[Value],
        location: LocationId,
    ) -> Result<(), WasmError> {
        self.arguments_to_x(arguments, 0)?;
        self.push_state();
        self.push_location(location);
        self.code.i32(arguments.len() as i32);
        self.code.return_call(&stubs::trap_call(name));
        Ok(())
    }

    fn call_fun(
        &mut self,
        fun: Value,
        arguments: &[Value],
        location: LocationId,
    ) -> Result<(), WasmError> {
        let mut words = arguments.to_vec();
        words.push(fun);
        let offset = |field: i32| (field - term::TAG_FUN as i32) as u64;
        self.code.op(Instruction::Block(wasm_encoder::BlockType::Empty));
        self.push(fun)?;
        self.code.op(Instruction::I32WrapI64);
        self.code.i32(term::TAG_MASK as i32);
        self.code.op(Instruction::I32And);
        self.code.i32(term::TAG_FUN as i32);
        self.code.op(Instruction::I32Ne);
        self.code.op(Instruction::BrIf(0));
        self.push(fun)?;
        self.code.op(Instruction::I32WrapI64);
        self.code.op(Instruction::I64Load(word_at(offset(term::FUN_ARITY))));
        self.code.i64(term::small(arguments.len() as i64) as i64);
        self.code.op(Instruction::I64Ne);
        self.code.op(Instruction::BrIf(0));
        self.pass(&words)?;
        self.push(fun)?;
        self.code.op(Instruction::I32WrapI64);
        self.code.op(Instruction::I32Load(half_at(offset(term::FUN_CODE))));
        self.call_code(words.len());
        self.code.end();
        self.call_trap(entry::CALL_FUN_SLOW, &words, location)
    }

    /// Tail call of the code address on the stack (its lower half), above the arguments.
    pub(super) fn call_code(&mut self, arity: usize) {
        self.code.i32(stubs::CODE_ADDRESS_SHIFT);
        self.code.op(Instruction::I32ShrU);
        self.code.return_call_indirect(tail_signature(arity));
    }

    /// Puts machine state and arguments on the stack; those beyond the third go to memory.
    fn pass(&mut self, arguments: &[Value]) -> Result<(), WasmError> {
        self.arguments_to_x(arguments, REGISTER_ARGUMENTS)?;
        self.push_state();
        for argument in arguments.iter().take(REGISTER_ARGUMENTS) {
            self.push(*argument)?;
        }
        Ok(())
    }

    fn arguments_to_x(&mut self, arguments: &[Value], from: usize) -> Result<(), WasmError> {
        for (index, argument) in arguments.iter().enumerate().skip(from) {
            self.code.get(MACHINE);
            self.push(*argument)?;
            self.store_machine(machine::X + 8 * index as i32);
        }
        Ok(())
    }

    /// Puts a BIF's result on the stack.
    pub(super) fn emit_bif(
        &mut self,
        bif: &'static Bif,
        arguments: &[Value],
        on_failure: OnFailure,
    ) -> Result<(), WasmError> {
        self.call_bif(bif, arguments)?;
        let OnFailure::Raise(location) = on_failure else { return Ok(()) };
        let raise = stubs::raise_bif(bif);
        if bif.kind == BifKind::Plain {
            if always_raises(bif) {
                // Whatever is on the stack: nothing comes after this.
                self.raise_stored(location, &raise);
                return Ok(());
            }
            return self.unless_value(|emitter| {
                emitter.raise_stored(location, &raise);
                Ok(())
            });
        }
        self.unless_value(|emitter| {
            emitter.push_state();
            for argument in arguments {
                emitter.push(*argument)?;
            }
            emitter.push_location(location);
            emitter.code.i32(emitter.frame_words as i32);
            emitter.code.return_call(&raise);
            Ok(())
        })
    }

    /// Calls a BIF; its result may be no value.
    pub(super) fn call_bif(
        &mut self,
        bif: &'static Bif,
        arguments: &[Value],
    ) -> Result<(), WasmError> {
        if bif.kind == BifKind::Trap || arguments.len() != bif.arity {
            return Err(self.bug(format!("{}:{} is no plain call", bif.module, bif.name)));
        }
        let is_plain = bif.kind == BifKind::Plain;
        if is_plain {
            self.push_state();
        } else {
            self.code.get(MACHINE);
        }
        for argument in arguments {
            self.push(*argument)?;
        }
        if is_plain {
            self.code.call(&stubs::bif_call(bif.symbol));
            self.take_state();
        } else {
            self.code.call(bif.symbol);
        }
        Ok(())
    }
}

/// Whether a BIF never returns a value.
fn always_raises(bif: &Bif) -> bool {
    bif.module == "erlang"
        && matches!((bif.name, bif.arity), ("error", 1 | 2) | ("exit" | "throw", 1))
}
