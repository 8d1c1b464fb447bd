//! One SSA function to WebAssembly.
//!
//! Values are locals, constants are made where they are used. What is rare and needs no place of
//! its own in the caller is a call of a stub (`crate::stubs`), to keep code small.

mod arith;
mod call;
mod condition;
pub mod data;
mod slow;

use std::collections::HashMap;

use lfec_abi::machine::{self, REGISTER_ARGUMENTS};
use lfec_abi::term;
use lfec_lower::ir::{
    Block, Callee, Constant, Function, FunctionId, FunctionKind, Inst, LocationId, Target,
    Terminator, Type, Unit, Value,
};
use lfec_program::atoms::AtomTable;
use wasm_encoder::Instruction;

use crate::WasmError;
use crate::code::{Body, Code, Local, half_at, word_at};
use crate::compile::Places;
use crate::object::{Signature, Symbols, ValueType};
use crate::structure::Structure;

/// Parameter: address of the machine block.
pub const MACHINE: Local = Local(0);
/// Parameter: heap pointer.
pub const HP: Local = Local(1);
/// Parameter: stack pointer.
pub const SP: Local = Local(2);
/// Parameter: reductions.
pub const REDUCTIONS: Local = Local(3);
/// First argument.
pub const FIRST_ARGUMENT: u32 = 4;

/// Type of an Erlang function with this many arguments.
pub fn tail_signature(arity: usize) -> Signature {
    let mut parameters = vec![ValueType::I32; FIRST_ARGUMENT as usize];
    parameters.extend(std::iter::repeat_n(ValueType::I64, arity.min(REGISTER_ARGUMENTS)));
    Signature { parameters, results: vec![ValueType::I64] }
}

/// What all functions of a unit are emitted with.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    pub unit: &'a Unit,
    pub atoms: &'a AtomTable,
    /// Where the unit's data are.
    pub data: &'a Places,
    /// Of each function, whether it mostly returns to itself.
    pub returns: &'a [bool],
}

/// Emits the function at `index` of the unit.
pub fn emit(
    environment: Environment<'_>,
    index: usize,
    symbols: &mut Symbols,
) -> Result<(Signature, Body), WasmError> {
    let (function, this) = (&environment.unit.functions[index], FunctionId(index as u32));
    let arity = function.blocks.first().map_or(0, |block| block.parameters.len());
    let signature = tail_signature(arity);
    let mut structure = Structure::of(function)
        .ok_or_else(|| WasmError::within(&function.symbol, "a loop is entered in the middle"))?;
    // Where it calls itself or returns to itself it jumps to its start.
    structure.is_loop[0] |= environment.returns[index] || calls_itself(function, this);
    let mut emitter = Emitter {
        environment,
        this,
        function,
        structure,
        frames: lfec_program::frames::at_block_starts(function),
        frame_words: 0,
        code: Code::new(&signature.parameters),
        values: vec![None; function.types.len()],
        constants: HashMap::new(),
        labels: Vec::new(),
    };
    emitter.emit_entry();
    emitter.emit_tree(Block(0))?;
    emitter.code.op(Instruction::Unreachable);
    Ok((signature, emitter.code.finish(symbols)))
}

fn calls_itself(function: &Function, this: FunctionId) -> bool {
    function.blocks.iter().any(|block| match block.terminator {
        Terminator::Call { callee, .. } | Terminator::TailCall { callee, .. } => {
            callee == Callee::Local(this)
        }
        _ => false,
    })
}

/// A constant, made where it is used.
#[derive(Clone, Copy)]
enum ConstantValue {
    Word(i64),
    /// A piece of the unit's data, and where in it, with a tag.
    Literal(u32, u32),
    Float(f64),
}

struct Emitter<'a> {
    environment: Environment<'a>,
    this: FunctionId,
    function: &'a Function,
    structure: Structure,
    /// Words of the activation's frame at the start of each block.
    frames: Vec<u32>,
    /// Words of the activation's frame at the instruction being emitted.
    frame_words: u32,
    code: Code,
    values: Vec<Option<Local>>,
    constants: HashMap<Value, ConstantValue>,
    /// Nested constructs around the place being emitted; those that stand for a block.
    labels: Vec<Option<Block>>,
}

impl<'a> Emitter<'a> {
    fn bug(&self, message: impl std::fmt::Display) -> WasmError {
        WasmError::within(&self.function.symbol, message)
    }

    /// The function's start: arguments from memory, the frame where handlers expect it.
    fn emit_entry(&mut self) {
        if let FunctionKind::Handler { record, .. } = self.function.kind {
            self.move_sp(-8 * record as i32);
        }
        let parameters = self.function.blocks[0].parameters.clone();
        for (index, parameter) in parameters.iter().enumerate() {
            if index < REGISTER_ARGUMENTS {
                self.values[parameter.index()] = Some(Local(FIRST_ARGUMENT + index as u32));
                continue;
            }
            self.load_machine(machine::X + 8 * index as i32);
            self.define(*parameter);
        }
    }

    /// A block and what it dominates.
    fn emit_tree(&mut self, block: Block) -> Result<(), WasmError> {
        let is_loop = self.structure.is_loop[block.index()];
        if is_loop {
            self.code.op(Instruction::Loop(wasm_encoder::BlockType::Empty));
            self.labels.push(Some(block));
        }
        let merges = self.structure.merges_of(block).to_vec();
        for merge in merges.iter().rev() {
            self.code.op(Instruction::Block(wasm_encoder::BlockType::Empty));
            self.labels.push(Some(*merge));
        }
        self.emit_block(block)?;
        for merge in merges {
            self.labels.pop();
            self.code.end();
            self.emit_tree(merge)?;
        }
        if is_loop {
            self.labels.pop();
            self.code.end();
            self.code.op(Instruction::Unreachable);
        }
        Ok(())
    }

    fn emit_block(&mut self, block: Block) -> Result<(), WasmError> {
        let data = &self.function.blocks[block.index()];
        self.frame_words = self.frames[block.index()];
        for inst in &data.insts {
            self.emit_inst(inst)?;
        }
        self.emit_terminator(block, &data.terminator)
    }

    fn emit_inst(&mut self, inst: &'a Inst) -> Result<(), WasmError> {
        match inst {
            Inst::Op { result, op } => self.emit_op(*result, op)?,
            Inst::Check { need, counts, arguments } => {
                self.emit_check(*need, *counts, arguments)?;
            }
            Inst::Reserve { need, live, results } => self.emit_reserve(*need, live, results)?,
            Inst::FrameAllocate(words) => {
                self.frame_words = *words;
                self.move_sp(-8 * *words as i32);
            }
            Inst::FrameFree(words) => {
                self.frame_words = 0;
                self.move_sp(8 * *words as i32);
            }
            Inst::FrameStore(slot, value) => {
                self.code.get(SP);
                self.push(*value)?;
                self.code.op(Instruction::I64Store(word_at(8 * u64::from(*slot))));
            }
            Inst::HandlerPush(slot, handler) => self.emit_handler_push(*slot, *handler),
            Inst::HandlerPop(slot) => {
                self.code.get(MACHINE);
                self.code.get(SP);
                self.code.op(Instruction::I64Load(word_at(8 * (u64::from(*slot) + 1))));
                self.store_machine(machine::HANDLER);
            }
        }
        Ok(())
    }

    fn emit_handler_push(&mut self, slot: u32, handler: FunctionId) {
        let at = 8 * u64::from(slot);
        self.code.get(SP);
        self.code_address(handler);
        self.code.op(Instruction::I64Store(word_at(at)));
        self.code.get(SP);
        self.load_machine(machine::HANDLER);
        self.code.op(Instruction::I64Store(word_at(at + 8)));
        self.code.get(MACHINE);
        self.load_machine(machine::STACK_BASE);
        self.code.get(SP);
        self.code.op(Instruction::I64ExtendI32U);
        self.code.op(Instruction::I64Sub);
        if at != 0 {
            self.code.i64(at as i64);
            self.code.op(Instruction::I64Sub);
        }
        self.store_machine(machine::HANDLER);
    }

    fn emit_terminator(
        &mut self,
        block: Block,
        terminator: &'a Terminator,
    ) -> Result<(), WasmError> {
        match terminator {
            Terminator::Jump(target) => self.emit_jump(block, target)?,
            Terminator::Branch { condition, then, otherwise } => {
                self.push(*condition)?;
                self.emit_jump_if(block, then)?;
                self.emit_jump(block, otherwise)?;
            }
            Terminator::Switch { value, cases, otherwise } => {
                self.emit_switch(block, *value, cases, otherwise)?;
            }
            Terminator::Call { callee, arguments, continuation, location } => {
                self.code.get(SP);
                self.code_address(*continuation);
                self.code.op(Instruction::I64Store(word_at(0)));
                self.emit_call(*callee, arguments, *location)?;
            }
            Terminator::TailCall { callee, arguments, location } => {
                self.emit_call(*callee, arguments, *location)?;
            }
            Terminator::Return(value) => {
                if self.environment.returns[self.this.index()] {
                    self.return_to_itself(*value)?;
                }
                self.push_state();
                self.push(*value)?;
                self.code.get(SP);
                self.code.op(Instruction::I32Load(half_at(0)));
                self.call_code(1);
            }
            Terminator::Raise(location) => self.raise(*location),
            Terminator::Unreachable => self.code.op(Instruction::Unreachable),
        }
        Ok(())
    }

    /// Starts the function again if it returns to itself.
    fn return_to_itself(&mut self, value: Value) -> Result<(), WasmError> {
        self.code.get(SP);
        self.code.op(Instruction::I64Load(word_at(0)));
        self.code_address(self.this);
        self.code.op(Instruction::I64Eq);
        self.code.if_(None);
        self.labels.push(None);
        self.start_again(&[value])?;
        self.labels.pop();
        self.code.end();
        Ok(())
    }

    /// Jumps to the function's start.
    fn start_again(&mut self, arguments: &[Value]) -> Result<(), WasmError> {
        for argument in arguments {
            self.push(*argument)?;
        }
        let function = self.function;
        for parameter in function.blocks[0].parameters.iter().rev() {
            self.define(*parameter);
        }
        let depth = self.depth(Block(0))?;
        self.code.op(Instruction::Br(depth));
        Ok(())
    }

    /// Jumps if the number on the stack is not zero; goes on otherwise.
    fn emit_jump_if(&mut self, from: Block, target: &Target) -> Result<(), WasmError> {
        if target.arguments.is_empty() && self.structure.needs_label(from, target.block) {
            let depth = self.depth(target.block)?;
            self.code.op(Instruction::BrIf(depth));
            return Ok(());
        }
        self.code.if_(None);
        self.labels.push(None);
        self.emit_jump(from, target)?;
        self.labels.pop();
        self.code.end();
        Ok(())
    }

    fn emit_jump(&mut self, from: Block, target: &Target) -> Result<(), WasmError> {
        let parameters = &self.function.blocks[target.block.index()].parameters;
        for argument in &target.arguments {
            self.push(*argument)?;
        }
        for parameter in parameters.iter().take(target.arguments.len()).rev() {
            self.define(*parameter);
        }
        if !self.structure.needs_label(from, target.block) {
            // The frame's size here is needed again after what is emitted in between.
            let words = self.frame_words;
            self.emit_tree(target.block)?;
            self.frame_words = words;
            return Ok(());
        }
        let depth = self.depth(target.block)?;
        self.code.op(Instruction::Br(depth));
        Ok(())
    }

    /// How many constructs out a block's label is.
    fn depth(&self, block: Block) -> Result<u32, WasmError> {
        let at = self.labels.iter().rev().position(|label| *label == Some(block));
        at.map(|depth| depth as u32).ok_or_else(|| self.bug(format!("{block:?} has no label")))
    }

    fn emit_switch(
        &mut self,
        from: Block,
        value: Value,
        cases: &[(Constant, Target)],
        otherwise: &Target,
    ) -> Result<(), WasmError> {
        let mut words = Vec::with_capacity(cases.len());
        for (constant, target) in cases {
            words.push((self.constant_word(*constant)?, target));
        }
        if words.len() <= FEW_CASES {
            self.emit_chain(from, value, &words)?;
            return self.emit_jump(from, otherwise);
        }
        words.sort_by_key(|(word, _)| *word);
        self.code.op(Instruction::Block(wasm_encoder::BlockType::Empty));
        self.labels.push(None);
        self.emit_search(from, value, &words, 0)?;
        self.labels.pop();
        self.code.end();
        self.emit_jump(from, otherwise)
    }

    /// Compares with one after the other.
    fn emit_chain(
        &mut self,
        from: Block,
        value: Value,
        words: &[(u64, &Target)],
    ) -> Result<(), WasmError> {
        for (word, target) in words {
            self.push(value)?;
            self.code.i64(*word as i64);
            self.code.op(Instruction::I64Eq);
            self.emit_jump_if(from, target)?;
        }
        Ok(())
    }

    /// Binary search; leaves the block `depth` out where nothing is found.
    fn emit_search(
        &mut self,
        from: Block,
        value: Value,
        words: &[(u64, &Target)],
        depth: u32,
    ) -> Result<(), WasmError> {
        if words.len() <= FEW_CASES {
            self.emit_chain(from, value, words)?;
            self.code.op(Instruction::Br(depth));
            return Ok(());
        }
        let (low, high) = words.split_at(words.len() / 2);
        self.push(value)?;
        self.code.i64(high[0].0 as i64);
        self.code.op(Instruction::I64LtU);
        self.code.if_(None);
        self.labels.push(None);
        self.emit_search(from, value, low, depth + 1)?;
        self.labels.pop();
        self.code.end();
        self.emit_search(from, value, high, depth)
    }

    fn constant_word(&self, constant: Constant) -> Result<u64, WasmError> {
        Ok(match constant {
            Constant::Small(value) => term::small(value),
            Constant::Nil => term::NIL,
            Constant::Atom(atom) => self.atom_word(atom)?,
        })
    }

    fn atom_word(&self, atom: lfec_base::Symbol) -> Result<u64, WasmError> {
        let index = self.environment.atoms.get(atom);
        let index = index.ok_or_else(|| self.bug(format!("atom {atom} has no index")))?;
        Ok(term::atom(index))
    }

    /// Puts a value on the stack.
    fn push(&mut self, value: Value) -> Result<(), WasmError> {
        if let Some(constant) = self.constants.get(&value) {
            match *constant {
                ConstantValue::Word(word) => self.code.i64(word),
                ConstantValue::Float(float) => {
                    self.code.op(Instruction::F64Const(float.into()));
                }
                ConstantValue::Literal(piece, offset) => {
                    self.code.data_address(piece, offset as i32);
                }
            }
            return Ok(());
        }
        let local = self.values[value.index()];
        let local = local.ok_or_else(|| self.bug(format!("{value:?} is not defined")))?;
        self.code.get(local);
        Ok(())
    }

    fn type_of(&self, value: Value) -> ValueType {
        match self.function.types[value.index()] {
            Type::Term | Type::Word => ValueType::I64,
            Type::Float => ValueType::F64,
            Type::Bool => ValueType::I32,
        }
    }

    /// Defines a value as what is on the stack.
    fn define(&mut self, value: Value) {
        let local = match self.values[value.index()] {
            Some(local) => local,
            None => {
                let local = self.code.local(self.type_of(value));
                self.values[value.index()] = Some(local);
                local
            }
        };
        self.code.set(local);
    }

    /// The small integer that a value is known to be.
    fn known_small(&self, value: Value) -> Option<i64> {
        match self.constants.get(&value) {
            Some(ConstantValue::Word(word)) if *word as u64 & term::TAG_MASK == term::TAG_SMALL => {
                Some(word >> term::TAG_BITS)
            }
            _ => None,
        }
    }

    fn move_sp(&mut self, bytes: i32) {
        self.code.get(SP);
        self.code.i32(bytes);
        self.code.op(Instruction::I32Add);
        self.code.set(SP);
    }

    /// The machine's state, first arguments of all functions.
    fn push_state(&mut self) {
        [MACHINE, HP, SP, REDUCTIONS].into_iter().for_each(|local| self.code.get(local));
    }

    /// Takes heap pointer and reductions from the stack after a call that may have changed them.
    fn take_state(&mut self) {
        self.code.set(REDUCTIONS);
        self.code.set(HP);
    }

    fn load_machine(&mut self, offset: i32) {
        self.code.get(MACHINE);
        self.code.op(Instruction::I64Load(word_at(offset as u64)));
    }

    /// Stores the word on the stack; below it is the machine's address.
    fn store_machine(&mut self, offset: i32) {
        self.code.op(Instruction::I64Store(word_at(offset as u64)));
    }

    fn code_address(&mut self, function: FunctionId) {
        let symbol = &self.environment.unit.functions[function.index()].symbol;
        self.code.code_address(symbol);
    }

    fn push_location(&mut self, location: LocationId) {
        self.code.data_address(self.environment.data.locations + location.0, 0);
    }
}

/// Up to here a switch is a chain of comparisons.
const FEW_CASES: usize = 4;
