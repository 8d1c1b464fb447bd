//! Calls: of functions, funs, BIFs.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{self, InstBuilder};
use lfec_abi::bif::{Bif, BifKind};
use lfec_abi::machine::REGISTER_ARGUMENTS;
use lfec_abi::{entry, machine, term};
use lfec_lower::ir::{Callee, LocationId, OnFailure, Value};

use super::Emitter;
use super::slow::Failed;
use crate::BackendError;
use crate::names::{c_signature, tail_signature};

impl Emitter<'_> {
    /// Leaves into what is called; the continuation is in place.
    pub(super) fn emit_call(
        &mut self,
        callee: Callee,
        arguments: &[Value],
        location: LocationId,
    ) -> Result<(), BackendError> {
        let mut words = Vec::with_capacity(arguments.len() + 1);
        for argument in arguments {
            words.push(self.value(*argument)?);
        }
        match callee {
            Callee::Local(function) if function == self.this => {
                self.settle_sp();
                let words: Vec<ir::BlockArg> = words.into_iter().map(Into::into).collect();
                self.builder.ins().jump(self.blocks[0], &words);
            }
            Callee::Local(function) => {
                let reference = self.unit_function(function);
                let words = self.pass(&words);
                self.builder.ins().return_call(reference, &words);
            }
            Callee::Remote(module, name, arity) => {
                let id = self.environment.names.remotes[&(module, name, arity)];
                let reference = self.function_ref(id, tail_signature(arity as usize));
                let words = self.pass(&words);
                self.builder.ins().return_call(reference, &words);
            }
            Callee::Fun(fun) => self.call_fun(fun, words, location)?,
            Callee::Trap(name) => {
                self.arguments_to_x(&words, 0);
                self.store_constant(words.len() as i64, machine::LIVE);
                let address = self.location_address(location);
                let machine = self.machine();
                self.store(address, machine, machine::LOCATION);
                self.trap(name);
            }
        }
        Ok(())
    }

    fn call_fun(
        &mut self,
        fun: Value,
        mut words: Vec<ir::Value>,
        location: LocationId,
    ) -> Result<(), BackendError> {
        let fun = self.value(fun)?;
        let arity = words.len() as i64;
        words.push(fun);
        let (cold, is_fun) = (self.cold_block(), self.builder.create_block());
        let good = self.builder.create_block();
        let tag = self.and(fun, term::TAG_MASK as i64);
        let same = self.compare_with(IntCC::Equal, tag, term::TAG_FUN as i64);
        self.builder.ins().brif(same, is_fun, &[], cold, &[]);
        self.builder.switch_to_block(is_fun);
        let offset = -(term::TAG_FUN as i32);
        let actual = self.load(fun, offset + term::FUN_ARITY);
        let same = self.compare_with(IntCC::Equal, actual, term::small(arity) as i64);
        self.builder.ins().brif(same, good, &[], cold, &[]);
        self.builder.switch_to_block(cold);
        self.arguments_to_x(&words, 0);
        self.store_constant(words.len() as i64, machine::LIVE);
        let address = self.location_address(location);
        let machine = self.machine();
        self.store(address, machine, machine::LOCATION);
        self.trap(entry::CALL_FUN_SLOW);
        self.builder.switch_to_block(good);
        let code = self.load(fun, offset + term::FUN_CODE);
        self.tail_call_indirect(code, &words);
        Ok(())
    }

    /// Tail call of a code address with these arguments.
    pub(super) fn tail_call_indirect(&mut self, code: ir::Value, words: &[ir::Value]) {
        let signature = self.builder.import_signature(tail_signature(words.len()));
        let words = self.pass(words);
        self.builder.ins().return_call_indirect(signature, code, &words);
    }

    /// Machine state and register arguments; the other arguments go to memory.
    fn pass(&mut self, words: &[ir::Value]) -> Vec<ir::Value> {
        self.arguments_to_x(words, REGISTER_ARGUMENTS);
        let mut passed = vec![self.hp(), self.sp(), self.reductions()];
        passed.extend(words.iter().take(REGISTER_ARGUMENTS));
        passed
    }

    fn arguments_to_x(&mut self, words: &[ir::Value], from: usize) {
        if words.len() <= from {
            return;
        }
        let machine = self.machine();
        for (index, word) in words.iter().enumerate().skip(from) {
            self.store(*word, machine, machine::X + 8 * index as i32);
        }
    }

    /// Result of a BIF.
    pub(super) fn emit_bif(
        &mut self,
        bif: &'static Bif,
        arguments: &[Value],
        on_failure: OnFailure,
    ) -> Result<ir::Value, BackendError> {
        let mut words = Vec::with_capacity(arguments.len() + 1);
        for argument in arguments {
            words.push(self.value(*argument)?);
        }
        if let Some(result) = self.emit_bits(bif, arguments)? {
            return Ok(result);
        }
        let result = self.call_bif(bif, &words)?;
        if let OnFailure::Raise(location) = on_failure {
            self.raise_unless_value(result, location, Failed::Bif(bif, &words));
        }
        Ok(result)
    }

    /// Calls a BIF; its result may be no value.
    pub(super) fn call_bif(
        &mut self,
        bif: &'static Bif,
        words: &[ir::Value],
    ) -> Result<ir::Value, BackendError> {
        if bif.kind == BifKind::Trap || words.len() != bif.arity {
            return Err(self.bug(format!("{}:{} is no plain call", bif.module, bif.name)));
        }
        let id = self.environment.names.runtime[bif.symbol];
        let reference = self.function_ref(id, c_signature(1 + bif.arity, true));
        if self.is_cold && bif.kind == BifKind::Plain && words.len() <= 3 {
            return Ok(self.cold_bif(reference, words));
        }
        if bif.kind == BifKind::Plain {
            self.spill_state();
        }
        let mut all = vec![self.machine()];
        all.extend(words);
        let call = self.builder.ins().call(reference, &all);
        let result = self.builder.inst_results(call)[0];
        if bif.kind == BifKind::Plain {
            self.reload_state();
        }
        Ok(result)
    }

    /// Calls a BIF in a way that leaves the function without a use for a machine frame.
    fn cold_bif(&mut self, bif: ir::FuncRef, words: &[ir::Value]) -> ir::Value {
        let address = self.builder.ins().func_addr(I64, bif);
        let machine = self.machine();
        for (index, word) in words.iter().enumerate() {
            self.store(*word, machine, machine::SCRATCH + 8 * index as i32);
        }
        self.store(address, machine, machine::SCRATCH + 24);
        self.call_stub(entry::COLD_BIF);
        let machine = self.machine();
        self.load(machine, machine::RESULT)
    }
}
