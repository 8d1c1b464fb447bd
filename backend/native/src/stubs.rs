//! Code that is not of any module: the ways between the runtime and generated code.
//!
//! `lfec_abi::entry` says what each does. They are emitted once for a program.

use cranelift_codegen::Context;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{self, AbiParam, InstBuilder, MemFlagsData as MemFlags, Signature};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_module::{FuncId, Linkage, Module};
use lfec_abi::entry::{self, MAX_EXPORT_FUN_ARITY};
use lfec_abi::machine::status;
use lfec_abi::machine::{self, REGISTER_ARGUMENTS};

use crate::BackendError;
use crate::gates::{self, Gate};
use crate::names::{c_signature, stub_signature, stub_symbol, tail_signature};

/// Emits the stubs into `module`; `near` as in [`crate::names::Names`].
pub fn define(module: &mut dyn Module, near: bool) -> Result<(), BackendError> {
    let mut stubs = Stubs { module, near, context: FunctionBuilderContext::new() };
    stubs.enter()?;
    stubs.cold_bif()?;
    stubs.trap()?;
    stubs.process_return()?;
    for arity in 0..=MAX_EXPORT_FUN_ARITY {
        stubs.export_fun(arity)?;
    }
    for (name, _) in entry::SLOW_PATHS {
        stubs.slow_path(name)?;
    }
    Ok(())
}

/// Symbols of all stubs.
pub fn symbols() -> Vec<String> {
    let fixed =
        [entry::ENTER, entry::COLD_BIF, entry::TRAP, entry::PROCESS_RETURN].map(str::to_owned);
    let funs = (0..=MAX_EXPORT_FUN_ARITY).map(|arity| format!("{}{arity}", entry::EXPORT_FUN));
    let slow_paths = entry::SLOW_PATHS.iter().map(|(name, _)| stub_symbol(name));
    fixed.into_iter().chain(funs).chain(slow_paths).collect()
}

/// Emits a function `symbol` for calls of `module:name/arity` that the program does not define.
pub fn define_undefined(
    module: &mut dyn Module,
    near: bool,
    symbol: &str,
    arity: usize,
    function: (u32, u32),
) -> Result<(), BackendError> {
    let mut stubs = Stubs { module, near, context: FunctionBuilderContext::new() };
    stubs.undefined(symbol, arity, function)
}

struct Stubs<'a> {
    module: &'a mut dyn Module,
    near: bool,
    context: FunctionBuilderContext,
}

/// A stub while it is emitted.
struct Body<'a> {
    builder: FunctionBuilder<'a>,
    parameters: Vec<ir::Value>,
}

impl Body<'_> {
    fn machine(&mut self) -> ir::Value {
        self.builder.ins().get_pinned_reg(I64)
    }

    fn load(&mut self, offset: i32) -> ir::Value {
        let machine = self.machine();
        self.builder.ins().load(I64, MemFlags::trusted(), machine, offset)
    }

    fn store(&mut self, value: ir::Value, offset: i32) {
        let machine = self.machine();
        self.builder.ins().store(MemFlags::trusted(), value, machine, offset);
    }

    fn store_constant(&mut self, value: i64, offset: i32) {
        let value = self.builder.ins().iconst(I64, value);
        self.store(value, offset);
    }

    fn machine_state(&mut self) -> Vec<ir::Value> {
        let offsets = [machine::HP, machine::SP, machine::REDUCTIONS_LEFT];
        let mut state: Vec<ir::Value> = offsets.iter().map(|offset| self.load(*offset)).collect();
        state.extend((0..REGISTER_ARGUMENTS).map(|i| self.load(machine::X + 8 * i as i32)));
        state
    }

    /// Stores register arguments that a tail function got.
    fn store_arguments(&mut self, count: usize) {
        for index in 0..count.min(REGISTER_ARGUMENTS) {
            self.store(self.parameters[3 + index], machine::X + 8 * index as i32);
        }
    }
}

impl Stubs<'_> {
    fn define(
        &mut self,
        symbol: &str,
        signature: Signature,
        build: impl FnOnce(&mut Body<'_>, &mut dyn Module, bool) -> Result<(), BackendError>,
    ) -> Result<(), BackendError> {
        let id = self.module.declare_function(symbol, Linkage::Export, &signature)?;
        let mut context = Context::new();
        context.func.signature = signature;
        let mut builder = FunctionBuilder::new(&mut context.func, &mut self.context);
        let block = builder.create_block();
        builder.append_block_params_for_function_params(block);
        builder.switch_to_block(block);
        let parameters = builder.block_params(block).to_vec();
        let mut body = Body { builder, parameters };
        build(&mut body, self.module, self.near)?;
        body.builder.seal_all_blocks();
        let target = self.module.target_config();
        body.builder.finalize(target);
        self.module.define_function(id, &mut context)?;
        Ok(())
    }

    /// Defines a stub of bytes.
    fn define_gate(
        &mut self,
        symbol: &str,
        signature: &Signature,
        gate: &Gate,
    ) -> Result<(), BackendError> {
        let id = self.module.declare_function(symbol, Linkage::Export, signature)?;
        self.module.define_function_bytes(id, 16, &gate.bytes, &gate.relocations)?;
        Ok(())
    }

    fn enter(&mut self) -> Result<(), BackendError> {
        self.define_gate(entry::ENTER, &c_signature(1, true), &gates::enter())
    }

    fn cold_bif(&mut self) -> Result<(), BackendError> {
        self.define_gate(entry::COLD_BIF, &stub_signature(), &gates::cold_bif())
    }

    /// `lfert_trap(hp, sp, reductions, function)`
    fn trap(&mut self) -> Result<(), BackendError> {
        self.define(entry::TRAP, trap_signature(), |body, _, _| {
            for (index, offset) in
                [machine::HP, machine::SP, machine::REDUCTIONS_LEFT].into_iter().enumerate()
            {
                body.store(body.parameters[index], offset);
            }
            let signature = body.builder.import_signature(c_signature(1, true));
            let (function, machine) = (body.parameters[3], body.machine());
            let call = body.builder.ins().call_indirect(signature, function, &[machine]);
            let status = body.builder.inst_results(call)[0];
            let (go_on, leave) = (body.builder.create_block(), body.builder.create_block());
            let zero = body.builder.ins().iconst(I64, status::CONTINUE as i64);
            let goes_on = body.builder.ins().icmp(IntCC::Equal, status, zero);
            body.builder.ins().brif(goes_on, go_on, &[], leave, &[]);
            body.builder.switch_to_block(leave);
            body.builder.ins().return_(&[status]);
            body.builder.switch_to_block(go_on);
            let arguments = body.machine_state();
            let code = body.load(machine::RESUME);
            let signature = body.builder.import_signature(tail_signature(REGISTER_ARGUMENTS));
            body.builder.ins().return_call_indirect(signature, code, &arguments);
            Ok(())
        })
    }

    fn process_return(&mut self) -> Result<(), BackendError> {
        self.define(entry::PROCESS_RETURN, tail_signature(1), |body, module, near| {
            body.store_arguments(1);
            body.store_constant(1, machine::LIVE);
            trap_to(body, module, near, entry::PROCESS_END)
        })
    }

    fn export_fun(&mut self, arity: usize) -> Result<(), BackendError> {
        let symbol = format!("{}{arity}", entry::EXPORT_FUN);
        self.define(&symbol, tail_signature(arity + 1), |body, module, near| {
            body.store_arguments(arity + 1);
            body.store_constant(arity as i64 + 1, machine::LIVE);
            trap_to(body, module, near, entry::APPLY_EXPORT_FUN)
        })
    }

    fn undefined(
        &mut self,
        symbol: &str,
        arity: usize,
        (module_atom, name_atom): (u32, u32),
    ) -> Result<(), BackendError> {
        self.define(symbol, tail_signature(arity), |body, module, near| {
            body.store_arguments(arity);
            for (index, atom) in [module_atom, name_atom].into_iter().enumerate() {
                let word = lfec_abi::term::atom(atom) as i64;
                body.store_constant(word, machine::X + 8 * (arity + index) as i32);
            }
            body.store_constant(arity as i64, machine::LIVE);
            trap_to(body, module, near, entry::CALL_UNDEFINED)
        })
    }

    fn slow_path(&mut self, name: &str) -> Result<(), BackendError> {
        let c = c_signature(1, true);
        let function = self.module.declare_function(name, Linkage::Import, &c)?;
        let gate = gates::slow_path(function, self.near);
        self.define_gate(&stub_symbol(name), &stub_signature(), &gate)
    }
}

fn trap_signature() -> Signature {
    let mut signature = tail_signature(0);
    signature.params.push(AbiParam::new(I64));
    signature
}

fn import(body: &mut Body<'_>, module: &mut dyn Module, id: FuncId, near: bool) -> ir::FuncRef {
    let reference = module.declare_func_in_func(id, body.builder.func);
    body.builder.func.dfg.ext_funcs[reference].colocated = near;
    reference
}

/// Leaves through the trap stub, machine state in the parameters.
fn trap_to(
    body: &mut Body<'_>,
    module: &mut dyn Module,
    near: bool,
    name: &str,
) -> Result<(), BackendError> {
    let id = module.declare_function(name, Linkage::Import, &c_signature(1, true))?;
    let function = import(body, module, id, near);
    let function = body.builder.ins().func_addr(I64, function);
    let id = module.declare_function(entry::TRAP, Linkage::Import, &trap_signature())?;
    let trap = import(body, module, id, near);
    let mut arguments = body.parameters[..3].to_vec();
    arguments.push(function);
    body.builder.ins().return_call(trap, &arguments);
    Ok(())
}
