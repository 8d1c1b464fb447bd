//! One SSA function to Cranelift's form.
//!
//! The machine's heap pointer, stack pointer and reductions are Cranelift variables, the machine
//! block is in the pinned register. Blocks and values map one to one; a truth value that only the
//! branch at the end of its block uses is emitted as control flow by that branch.

mod arith;
mod bits;
mod call;
mod compare;
mod condition;
mod data;
mod float;
mod slow;

use std::collections::HashMap;
use std::sync::LazyLock;

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F64, I8, I64};
use cranelift_codegen::ir::{self, InstBuilder, MemFlagsData as MemFlags};
use cranelift_codegen::isa::TargetFrontendConfig;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext, Variable};
use cranelift_module::{DataId, FuncId};
use lfec_abi::bif::Bif;
use lfec_abi::machine::{self, REGISTER_ARGUMENTS};
use lfec_lower::ir::{
    Block, Constant, Function, FunctionId, FunctionKind, Inst, LocationId, Op, Target, Terminator,
    Type, Unit, Value,
};

use crate::BackendError;
use crate::names::{Names, c_signature, stub_signature, tail_signature};
use lfec_program::atoms::AtomTable;
use lfec_program::literal::Word;

/// BIFs that tests call where the tag does not tell.
pub static BIFS_FOR_TESTS: LazyLock<Vec<&'static Bif>> = LazyLock::new(|| {
    let names = ["is_binary", "is_bitstring", "is_pid", "is_port", "is_reference"];
    lfec_abi::bif::all()
        .filter(|bif| bif.module == "erlang" && bif.arity == 1 && names.contains(&bif.name))
        .collect()
});

/// What all functions of a unit are emitted with.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    pub unit: &'a Unit,
    pub names: &'a Names,
    pub atoms: &'a AtomTable,
    pub target: TargetFrontendConfig,
    /// The terms of the unit's literals.
    pub literals: &'a [Word],
    /// Of each function, whether it mostly returns to itself.
    pub returns: &'a [bool],
}

/// Emits the function at `index` of the unit into `out`.
pub fn emit(
    environment: Environment<'_>,
    index: usize,
    out: &mut ir::Function,
    context: &mut FunctionBuilderContext,
) -> Result<(), BackendError> {
    let function = &environment.unit.functions[index];
    let arity = function.blocks.first().map_or(0, |block| block.parameters.len());
    out.signature = tail_signature(arity);
    let builder = FunctionBuilder::new(out, context);
    let mut emitter = Emitter::new(environment, FunctionId(index as u32), builder);
    emitter.emit_entry();
    for index in 0..function.blocks.len() {
        emitter.emit_block(Block(index as u32))?;
    }
    emitter.builder.seal_all_blocks();
    emitter.builder.finalize(environment.target);
    Ok(())
}

/// Up to here a switch is a chain of comparisons.
const FEW_CASES: usize = 4;

struct Emitter<'a> {
    environment: Environment<'a>,
    this: FunctionId,
    function: &'a Function,
    /// Words of the activation's frame at the start of each block.
    frames: Vec<u32>,
    /// Words of the activation's frame at the instruction being emitted.
    frame_words: u32,
    /// Whether that is seldom reached.
    is_cold: bool,
    builder: FunctionBuilder<'a>,
    hp: Variable,
    sp: Variable,
    /// Bytes from what `sp` holds to where the stack pointer is: frames come and go with the block's
    /// instructions, the variable follows where control leaves the block.
    sp_offset: i64,
    reductions: Variable,
    blocks: Vec<ir::Block>,
    values: Vec<Option<ir::Value>>,
    /// How often each value is used.
    uses: Vec<u32>,
    /// Truth values that the branch at the end of their block emits.
    deferred: HashMap<Value, &'a Op>,
    /// Values that are small integer constants.
    constants: HashMap<Value, i64>,
    functions: HashMap<FuncId, ir::FuncRef>,
}

impl<'a> Emitter<'a> {
    fn new(
        environment: Environment<'a>,
        this: FunctionId,
        mut builder: FunctionBuilder<'a>,
    ) -> Emitter<'a> {
        let function = &environment.unit.functions[this.index()];
        let hp = builder.declare_var(I64);
        let sp = builder.declare_var(I64);
        let reductions = builder.declare_var(I64);
        let blocks = function.blocks.iter().map(|_| builder.create_block()).collect();
        Emitter {
            environment,
            this,
            function,
            frames: lfec_program::frames::at_block_starts(function),
            frame_words: 0,
            is_cold: false,
            builder,
            hp,
            sp,
            sp_offset: 0,
            reductions,
            blocks,
            values: vec![None; function.types.len()],
            uses: count_uses(function),
            deferred: HashMap::new(),
            constants: HashMap::new(),
            functions: HashMap::new(),
        }
    }

    /// The function's start: parameters into variables, the frame where handlers expect it.
    fn emit_entry(&mut self) {
        let entry = self.builder.create_block();
        self.builder.append_block_params_for_function_params(entry);
        self.builder.switch_to_block(entry);
        let parameters = self.builder.block_params(entry).to_vec();
        self.builder.def_var(self.hp, parameters[0]);
        self.builder.def_var(self.sp, parameters[1]);
        self.builder.def_var(self.reductions, parameters[2]);
        if let FunctionKind::Handler { record, .. } = self.function.kind {
            let sp = self.sp();
            let sp = self.add(sp, -8 * i64::from(record));
            self.builder.def_var(self.sp, sp);
        }
        let first = &self.function.blocks[0];
        let mut arguments: Vec<ir::BlockArg> = Vec::with_capacity(first.parameters.len());
        for index in 0..first.parameters.len() {
            let value = if index < REGISTER_ARGUMENTS {
                parameters[3 + index]
            } else {
                let machine = self.machine();
                self.load(machine, machine::X + 8 * index as i32)
            };
            arguments.push(value.into());
        }
        for (index, data) in self.function.blocks.iter().enumerate() {
            if data.cold {
                self.builder.set_cold_block(self.blocks[index]);
            }
            for parameter in &data.parameters {
                let kind = match self.function.types[parameter.index()] {
                    Type::Term | Type::Word => I64,
                    Type::Float => F64,
                    Type::Bool => I8,
                };
                let value = self.builder.append_block_param(self.blocks[index], kind);
                self.values[parameter.index()] = Some(value);
            }
        }
        self.builder.ins().jump(self.blocks[0], &arguments);
    }

    fn emit_block(&mut self, block: Block) -> Result<(), BackendError> {
        let data = &self.function.blocks[block.index()];
        self.builder.switch_to_block(self.blocks[block.index()]);
        self.frame_words = self.frames[block.index()];
        self.sp_offset = 0;
        self.is_cold = data.cold;
        let branch_on = match &data.terminator {
            Terminator::Branch { condition, .. } => Some(*condition),
            _ => None,
        };
        for inst in &data.insts {
            if let Inst::Op { result, op } = inst
                && self.can_wait(*result, op, branch_on, &data.insts)
            {
                self.deferred.insert(*result, op);
                continue;
            }
            self.emit_inst(inst)?;
        }
        self.emit_terminator(&data.terminator)?;
        self.deferred.clear();
        Ok(())
    }

    /// Whether a truth value can be left to the branch that ends its block.
    fn can_wait(&self, result: Value, op: &Op, branch_on: Option<Value>, insts: &[Inst]) -> bool {
        let is_truth = self.function.types[result.index()] == Type::Bool;
        if !is_truth || matches!(op, Op::Copy(_)) || self.uses[result.index()] != 1 {
            return false;
        }
        if branch_on == Some(result) {
            return true;
        }
        // Used by a conjunction, disjunction or negation of this block that waits too.
        insts.iter().any(|inst| match inst {
            Inst::Op { result: user, op: op @ (Op::And(a, b) | Op::Or(a, b)) } => {
                (*a == result || *b == result) && self.can_wait(*user, op, branch_on, insts)
            }
            Inst::Op { result: user, op: op @ Op::Not(a) } => {
                *a == result && self.can_wait(*user, op, branch_on, insts)
            }
            _ => false,
        })
    }

    fn emit_inst(&mut self, inst: &'a Inst) -> Result<(), BackendError> {
        match inst {
            Inst::Op { result, op } => {
                let value = self.emit_op(*result, op)?;
                self.values[result.index()] = Some(value);
            }
            Inst::Check { need, counts, arguments } => {
                self.emit_check(*need, *counts, arguments)?
            }
            Inst::Reserve { need, live, results } => self.emit_reserve(*need, live, results)?,
            Inst::FrameAllocate(words) => {
                self.frame_words = *words;
                self.sp_offset -= 8 * i64::from(*words);
            }
            Inst::FrameFree(words) => {
                self.frame_words = 0;
                self.sp_offset += 8 * i64::from(*words);
            }
            Inst::FrameStore(slot, value) => {
                let value = self.value(*value)?;
                self.store_slot(value, *slot);
            }
            Inst::HandlerPush(slot, handler) => self.emit_handler_push(*slot, *handler),
            Inst::HandlerPop(slot) => {
                let previous = self.load_slot(*slot + 1);
                let machine = self.machine();
                self.store(previous, machine, machine::HANDLER);
            }
        }
        Ok(())
    }

    fn emit_handler_push(&mut self, slot: u32, handler: FunctionId) {
        let code = self.code_address(handler);
        let machine = self.machine();
        let previous = self.load(machine, machine::HANDLER);
        self.store_slot(code, slot);
        self.store_slot(previous, slot + 1);
        let (sp, base) = (self.sp(), self.load(machine, machine::STACK_BASE));
        let record = self.add(sp, 8 * i64::from(slot));
        let offset = self.builder.ins().isub(base, record);
        self.store(offset, machine, machine::HANDLER);
    }

    fn emit_terminator(&mut self, terminator: &'a Terminator) -> Result<(), BackendError> {
        use Terminator::{Branch, Jump, Switch};
        if matches!(terminator, Jump(..) | Branch { .. } | Switch { .. }) {
            self.settle_sp();
        }
        match terminator {
            Terminator::Jump(target) => {
                let (block, arguments) = self.target(target)?;
                self.builder.ins().jump(block, &arguments);
            }
            Terminator::Branch { condition, then, otherwise } => {
                let then = self.target(then)?;
                let otherwise = self.target(otherwise)?;
                self.branch_on(*condition, &then, &otherwise)?;
            }
            Terminator::Switch { value, cases, otherwise } => {
                self.emit_switch(*value, cases, otherwise)?;
            }
            Terminator::Call { callee, arguments, continuation, location } => {
                let code = self.code_address(*continuation);
                self.store_slot(code, 0);
                self.emit_call(*callee, arguments, *location)?;
            }
            Terminator::TailCall { callee, arguments, location } => {
                self.emit_call(*callee, arguments, *location)?;
            }
            Terminator::Return(value) => {
                let value = self.value(*value)?;
                let code = self.load_slot(0);
                if self.environment.returns[self.this.index()] {
                    self.return_to_itself(code, value);
                }
                self.tail_call_indirect(code, &[value]);
            }
            Terminator::Raise(location) => self.raise(*location),
            Terminator::Unreachable => {
                self.builder.ins().trap(ir::TrapCode::user(1).expect("1 is a valid trap code"));
            }
        }
        Ok(())
    }

    /// Starts the function again if it returns to itself: a jump that needs no look at where to.
    fn return_to_itself(&mut self, code: ir::Value, value: ir::Value) {
        let (again, on) = (self.builder.create_block(), self.builder.create_block());
        let this = self.code_address(self.this);
        let same = self.builder.ins().icmp(IntCC::Equal, code, this);
        self.builder.ins().brif(same, again, &[], on, &[]);
        self.builder.switch_to_block(again);
        let sp = self.sp();
        self.builder.def_var(self.sp, sp);
        self.builder.ins().jump(self.blocks[0], &[value.into()]);
        self.builder.switch_to_block(on);
    }

    fn emit_switch(
        &mut self,
        value: Value,
        cases: &[(Constant, Target)],
        otherwise: &Target,
    ) -> Result<(), BackendError> {
        let value = self.value(value)?;
        if cases.len() > FEW_CASES {
            return self.emit_large_switch(value, cases, otherwise);
        }
        for (constant, target) in cases {
            let word = self.constant_word(*constant)?;
            let (block, arguments) = self.target(target)?;
            let next = self.builder.create_block();
            let same = self.compare_with(IntCC::Equal, value, word as i64);
            self.builder.ins().brif(same, block, &arguments, next, &[]);
            self.builder.switch_to_block(next);
        }
        let (block, arguments) = self.target(otherwise)?;
        self.builder.ins().jump(block, &arguments);
        Ok(())
    }

    /// Binary search or a jump table; both lead to blocks without parameters, which jump on.
    fn emit_large_switch(
        &mut self,
        value: ir::Value,
        cases: &[(Constant, Target)],
        otherwise: &Target,
    ) -> Result<(), BackendError> {
        let mut switch = cranelift_frontend::Switch::new();
        let mut landings = Vec::with_capacity(cases.len() + 1);
        for (constant, target) in cases {
            let landing = self.builder.create_block();
            switch.set_entry(u128::from(self.constant_word(*constant)?), landing);
            landings.push((landing, self.target(target)?));
        }
        let landing = self.builder.create_block();
        landings.push((landing, self.target(otherwise)?));
        switch.emit(&mut self.builder, value, landing);
        for (landing, (block, arguments)) in landings {
            self.builder.switch_to_block(landing);
            self.builder.ins().jump(block, &arguments);
        }
        Ok(())
    }

    fn constant_word(&self, constant: Constant) -> Result<u64, BackendError> {
        Ok(match constant {
            Constant::Small(value) => lfec_abi::term::small(value),
            Constant::Nil => lfec_abi::term::NIL,
            Constant::Atom(atom) => self.atom_word(atom)?,
        })
    }

    fn atom_word(&self, atom: lfec_base::Symbol) -> Result<u64, BackendError> {
        let index = self.environment.atoms.get(atom);
        let index = index.ok_or_else(|| self.bug(format!("atom {atom} has no index")))?;
        Ok(lfec_abi::term::atom(index))
    }

    fn target(&self, target: &Target) -> Result<(ir::Block, Vec<ir::BlockArg>), BackendError> {
        let mut arguments = Vec::with_capacity(target.arguments.len());
        for value in &target.arguments {
            arguments.push(self.value(*value)?.into());
        }
        Ok((self.blocks[target.block.index()], arguments))
    }

    fn value(&self, value: Value) -> Result<ir::Value, BackendError> {
        self.values[value.index()].ok_or_else(|| self.bug(format!("{value:?} is not defined")))
    }

    fn bug(&self, message: String) -> BackendError {
        BackendError::within(&self.function.symbol, message)
    }

    fn hp(&mut self) -> ir::Value {
        self.builder.use_var(self.hp)
    }

    fn sp(&mut self) -> ir::Value {
        let base = self.builder.use_var(self.sp);
        if self.sp_offset == 0 { base } else { self.add(base, self.sp_offset) }
    }

    /// The variable becomes the stack pointer.
    pub(super) fn settle_sp(&mut self) {
        let sp = self.sp();
        self.builder.def_var(self.sp, sp);
        self.sp_offset = 0;
    }

    pub(super) fn load_slot(&mut self, slot: u32) -> ir::Value {
        let base = self.builder.use_var(self.sp);
        self.load(base, self.sp_offset as i32 + 8 * slot as i32)
    }

    fn store_slot(&mut self, value: ir::Value, slot: u32) {
        let base = self.builder.use_var(self.sp);
        self.store(value, base, self.sp_offset as i32 + 8 * slot as i32);
    }

    fn reductions(&mut self) -> ir::Value {
        self.builder.use_var(self.reductions)
    }

    fn machine(&mut self) -> ir::Value {
        self.builder.ins().get_pinned_reg(I64)
    }

    fn constant(&mut self, value: i64) -> ir::Value {
        self.builder.ins().iconst(I64, value)
    }

    fn add(&mut self, value: ir::Value, constant: i64) -> ir::Value {
        let constant = self.constant(constant);
        self.builder.ins().iadd(value, constant)
    }

    fn and(&mut self, value: ir::Value, constant: i64) -> ir::Value {
        let constant = self.constant(constant);
        self.builder.ins().band(value, constant)
    }

    fn compare_with(&mut self, code: IntCC, value: ir::Value, constant: i64) -> ir::Value {
        let constant = self.constant(constant);
        self.builder.ins().icmp(code, value, constant)
    }

    fn load(&mut self, address: ir::Value, offset: i32) -> ir::Value {
        self.builder.ins().load(I64, MemFlags::trusted(), address, offset)
    }

    fn store(&mut self, value: ir::Value, address: ir::Value, offset: i32) {
        self.builder.ins().store(MemFlags::trusted(), value, address, offset);
    }

    /// Names of runtime functions are declared with the unit.
    fn runtime(&mut self, name: &str) -> ir::FuncRef {
        let id = self.environment.names.runtime[name];
        let signature = if name == lfec_abi::entry::TRAP {
            let mut signature = tail_signature(0);
            signature.params.push(ir::AbiParam::new(I64));
            signature
        } else if name == lfec_abi::entry::COLD_BIF
            || lfec_abi::entry::SLOW_PATHS.iter().any(|(path, _)| *path == name)
        {
            stub_signature()
        } else {
            c_signature(1, true)
        };
        self.function_ref(id, signature)
    }

    fn function_ref(&mut self, id: FuncId, signature: ir::Signature) -> ir::FuncRef {
        if let Some(found) = self.functions.get(&id) {
            return *found;
        }
        let name = ir::UserExternalName::new(0, id.as_u32());
        let name = self.builder.func.declare_imported_user_function(name);
        let signature = self.builder.import_signature(signature);
        let reference = self.builder.import_function(ir::ExtFuncData {
            name: ir::ExternalName::user(name),
            signature,
            colocated: self.environment.names.near,
            patchable: false,
        });
        self.functions.insert(id, reference);
        reference
    }

    /// A function of this unit.
    fn unit_function(&mut self, function: FunctionId) -> ir::FuncRef {
        let parameters = &self.environment.unit.functions[function.index()].blocks[0].parameters;
        let id = self.environment.names.functions[function.index()];
        self.function_ref(id, tail_signature(parameters.len()))
    }

    /// Address of a function of this unit.
    fn code_address(&mut self, function: FunctionId) -> ir::Value {
        let reference = self.unit_function(function);
        self.builder.ins().func_addr(I64, reference)
    }

    fn data_address(&mut self, id: DataId, offset: i64) -> ir::Value {
        let name = ir::UserExternalName::new(1, id.as_u32());
        let name = self.builder.func.declare_imported_user_function(name);
        let global = self.builder.create_global_value(ir::GlobalValueData::Symbol {
            name: ir::ExternalName::user(name),
            offset: offset.into(),
            colocated: self.environment.names.near,
            tls: false,
        });
        self.builder.ins().symbol_value(I64, global)
    }

    fn location_address(&mut self, location: LocationId) -> ir::Value {
        let size = size_of::<lfec_abi::program::Location>() as i64;
        self.data_address(self.environment.names.locations, size * i64::from(location.0))
    }
}

fn count_uses(function: &Function) -> Vec<u32> {
    let mut uses = vec![0; function.types.len()];
    for block in &function.blocks {
        let mut count = |value: Value| uses[value.index()] += 1;
        block.insts.iter().for_each(|inst| inst.for_each_use(&mut count));
        block.terminator.for_each_use(&mut count);
    }
    uses
}
