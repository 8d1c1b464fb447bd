//! Symbols of a Cranelift module: declared once, then looked up by the threads that emit code.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use cranelift_codegen::ir::{AbiParam, Signature, types::I64};
use cranelift_codegen::isa::CallConv;
use cranelift_module::{DataId, FuncId, Linkage, Module};
use lfec_abi::bif::BifKind;
use lfec_abi::machine::REGISTER_ARGUMENTS;
use lfec_abi::{entry, symbol};
use lfec_base::Symbol;
use lfec_lower::ir::{Callee, Inst, Op, Terminator, Unit};
use lfec_program::unit::is_large;

use crate::BackendError;

/// Name, arity and module of a function called by name.
pub type RemoteName = (Symbol, Symbol, u32);

/// What the code of one unit refers to.
pub struct Names {
    /// The unit's functions, by [`lfec_lower::ir::FunctionId`].
    pub functions: Vec<FuncId>,
    /// Functions called by name.
    pub remotes: HashMap<RemoteName, FuncId>,
    /// Runtime functions and stubs, by symbol.
    pub runtime: HashMap<&'static str, FuncId>,
    /// The unit's literals, locations and fun descriptions.
    pub literals: DataId,
    /// Literals that have a symbol of their own, by index in the unit.
    pub large_literals: HashMap<usize, DataId>,
    /// See `literals`.
    pub locations: DataId,
    /// See `literals`.
    pub funs: DataId,
    /// Whether calls reach their targets within 2 GB: in one executable, not from JIT code.
    pub near: bool,
}

/// Signature of an Erlang function with this many arguments: heap pointer, stack pointer,
/// reductions, the arguments in registers; its result goes to the scheduler.
pub fn tail_signature(arity: usize) -> Signature {
    signature(CallConv::Tail, 3 + arity.min(REGISTER_ARGUMENTS), true)
}

/// Signature of a C function of words.
pub fn c_signature(parameters: usize, result: bool) -> Signature {
    signature(CallConv::SystemV, parameters, result)
}

/// Signature of a slow-path stub.
pub fn stub_signature() -> Signature {
    signature(CallConv::PreserveAll, 0, false)
}

fn signature(convention: CallConv, parameters: usize, result: bool) -> Signature {
    let mut signature = Signature::new(convention);
    signature.params.extend((0..parameters).map(|_| AbiParam::new(I64)));
    signature.returns.extend(result.then(|| AbiParam::new(I64)));
    signature
}

/// Symbol of the stub around a slow-path function.
pub fn stub_symbol(slow_path: &str) -> String {
    format!("{slow_path}.stub")
}

/// How the symbols of a module are declared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Linking {
    /// Calls within 2 GB: see [`Names::near`].
    pub near: bool,
}

impl Names {
    /// Declares all that `unit` defines or refers to.
    pub fn declare(
        module: &mut dyn Module,
        unit: &Unit,
        linking: Linking,
    ) -> Result<Names, BackendError> {
        let mut functions = Vec::with_capacity(unit.functions.len());
        for function in &unit.functions {
            let arity = function.blocks.first().map_or(0, |block| block.parameters.len());
            let signature = tail_signature(arity);
            functions.push(module.declare_function(
                &function.symbol,
                Linkage::Export,
                &signature,
            )?);
        }
        let text = unit.module.as_str();
        let mut data = |name: String| -> Result<DataId, BackendError> {
            Ok(module.declare_data(&name, Linkage::Export, true, false)?)
        };
        let literals = data(symbol::literals(text))?;
        let mut large_literals = HashMap::new();
        for (index, literal) in unit.literals.iter().enumerate() {
            if is_large(literal) {
                large_literals.insert(index, data(symbol::large_literal(text, index))?);
            }
        }
        let locations = data(symbol::locations(text))?;
        let funs = data(symbol::funs(text))?;
        let (remotes, runtime) = (HashMap::new(), HashMap::new());
        let near = linking.near;
        let mut names =
            Names { functions, remotes, runtime, literals, large_literals, locations, funs, near };
        names.declare_runtime(module)?;
        names.declare_used(module, unit)?;
        Ok(names)
    }

    fn declare_runtime(&mut self, module: &mut dyn Module) -> Result<(), BackendError> {
        let trap = signature(CallConv::Tail, 4, true);
        let id = module.declare_function(entry::TRAP, Linkage::Import, &trap)?;
        self.runtime.insert(entry::TRAP, id);
        let id = module.declare_function(entry::COLD_BIF, Linkage::Import, &stub_signature())?;
        self.runtime.insert(entry::COLD_BIF, id);
        for (name, _) in entry::TRAPS {
            self.declare_c(module, name, 1)?;
        }
        for (name, _) in entry::SLOW_PATHS {
            let symbol = stub_symbol(name);
            let id = module.declare_function(&symbol, Linkage::Import, &stub_signature())?;
            self.runtime.insert(name, id);
        }
        Ok(())
    }

    fn declare_c(
        &mut self,
        module: &mut dyn Module,
        name: &'static str,
        parameters: usize,
    ) -> Result<(), BackendError> {
        if !self.runtime.contains_key(name) {
            let signature = c_signature(parameters, true);
            self.runtime.insert(name, module.declare_function(name, Linkage::Import, &signature)?);
        }
        Ok(())
    }

    fn declare_used(&mut self, module: &mut dyn Module, unit: &Unit) -> Result<(), BackendError> {
        for bif in crate::function::BIFS_FOR_TESTS.iter() {
            self.declare_c(module, bif.symbol, 1 + bif.arity)?;
        }
        for block in unit.functions.iter().flat_map(|function| &function.blocks) {
            for inst in &block.insts {
                if let Inst::Op { op: Op::Bif { bif, .. }, .. } = inst {
                    let parameters = if bif.kind == BifKind::Trap { 1 } else { 1 + bif.arity };
                    self.declare_c(module, bif.symbol, parameters)?;
                }
            }
            let (Terminator::Call { callee, .. } | Terminator::TailCall { callee, .. }) =
                block.terminator
            else {
                continue;
            };
            match callee {
                Callee::Remote(module_name, name, arity) => {
                    if let Entry::Vacant(entry) = self.remotes.entry((module_name, name, arity)) {
                        let symbol =
                            symbol::function(module_name.as_str(), name.as_str(), arity as usize);
                        let signature = tail_signature(arity as usize);
                        let id = module.declare_function(&symbol, Linkage::Import, &signature)?;
                        entry.insert(id);
                    }
                }
                Callee::Trap(name) => self.declare_c(module, name, 1)?,
                Callee::Local(_) | Callee::Fun(_) => {}
            }
        }
        Ok(())
    }
}
