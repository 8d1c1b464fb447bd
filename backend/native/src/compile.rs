//! A unit's functions to machine code, in parallel.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cranelift_codegen::isa::TargetIsa;
use cranelift_codegen::{Context, control::ControlPlane};
use cranelift_frontend::FunctionBuilderContext;
use cranelift_module::{FuncId, ModuleReloc};
use lfec_lower::ir::Unit;

use crate::BackendError;
use lfec_program::atoms::AtomTable;
use lfec_program::unit::UnitLiterals;

use crate::function::{Environment, emit};
use crate::names::Names;
use crate::trim::trim;

/// Machine code of a function, before relocation.
pub struct CompiledFunction {
    /// Which.
    pub id: FuncId,
    /// Alignment of its start.
    pub alignment: u64,
    /// The code.
    pub bytes: Vec<u8>,
    /// Where it refers to something.
    pub relocations: Vec<ModuleReloc>,
}

/// How many threads compile.
fn threads(functions: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    // A thread pays off from some tens of functions on (about 130 microseconds each).
    cores.min(functions.div_ceil(16)).max(1)
}

/// Compiles the functions of a unit, in their order.
pub fn compile_unit(
    unit: &Unit,
    names: &Names,
    atoms: &AtomTable,
    literals: &UnitLiterals,
    isa: &dyn TargetIsa,
) -> Result<Vec<CompiledFunction>, BackendError> {
    let target = isa.frontend_config();
    let returns = lfec_program::frames::returning_to_themselves(unit);
    let environment =
        Environment { unit, names, atoms, target, literals: &literals.terms, returns: &returns };
    let results: Vec<Mutex<Option<Result<CompiledFunction, BackendError>>>> =
        unit.functions.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut builder_context = FunctionBuilderContext::new();
        let mut context = Context::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= unit.functions.len() {
                return;
            }
            let result =
                compile_function(environment, index, isa, &mut context, &mut builder_context);
            if let Ok(mut slot) = results[index].lock() {
                *slot = Some(result);
            }
        }
    };
    let threads = threads(unit.functions.len());
    if threads == 1 {
        work();
    } else {
        std::thread::scope(|scope| {
            (0..threads).for_each(|_| {
                scope.spawn(work);
            });
        });
    }
    let missing = || BackendError::new("a compiling thread gave no result");
    results.into_iter().map(|slot| slot.into_inner().ok().flatten().ok_or_else(missing)?).collect()
}

fn compile_function(
    environment: Environment<'_>,
    index: usize,
    isa: &dyn TargetIsa,
    context: &mut Context,
    builder_context: &mut FunctionBuilderContext,
) -> Result<CompiledFunction, BackendError> {
    let function = &environment.unit.functions[index];
    let id = environment.names.functions[index];
    context.clear();
    if let Err(error) = emit(environment, index, &mut context.func, builder_context) {
        // What it was in the middle of must not leak into the next function.
        *builder_context = FunctionBuilderContext::new();
        return Err(error);
    }
    context
        .compile(isa, &mut ControlPlane::default())
        .map_err(|error| BackendError::within(&function.symbol, format!("{:?}", error.inner)))?;
    let Some(code) = context.compiled_code() else {
        return Err(BackendError::within(&function.symbol, "no code came out"));
    };
    let mut relocations: Vec<ModuleReloc> = code
        .buffer
        .relocs()
        .iter()
        .map(|relocation| ModuleReloc::from_mach_reloc(relocation, &context.func, id))
        .collect();
    let alignment = u64::from(code.buffer.alignment).max(16);
    let mut bytes = code.buffer.data().to_vec();
    trim(&context.func, &mut bytes, &mut relocations);
    Ok(CompiledFunction { id, alignment, bytes, relocations })
}

/// Cranelift's form and the assembly of the functions of a unit, for people.
pub fn print_unit(
    unit: &Unit,
    names: &Names,
    atoms: &AtomTable,
    literals: &UnitLiterals,
    isa: &dyn TargetIsa,
    assembly: bool,
) -> Result<String, BackendError> {
    let target = isa.frontend_config();
    let returns = lfec_program::frames::returning_to_themselves(unit);
    let environment =
        Environment { unit, names, atoms, target, literals: &literals.terms, returns: &returns };
    let mut out = String::new();
    let mut builder_context = FunctionBuilderContext::new();
    for (index, function) in unit.functions.iter().enumerate() {
        let mut context = Context::new();
        context.set_disasm(assembly);
        emit(environment, index, &mut context.func, &mut builder_context)?;
        out.push_str(&format!("; {}\n", function.symbol));
        if !assembly {
            out.push_str(&format!("{}\n", context.func.display()));
            continue;
        }
        context.compile(isa, &mut ControlPlane::default()).map_err(|error| {
            BackendError::within(&function.symbol, format!("{:?}", error.inner))
        })?;
        if let Some(text) = context.compiled_code().and_then(|code| code.vcode.as_ref()) {
            out.push_str(text);
            out.push('\n');
        }
    }
    Ok(out)
}
