//! From flows to the unit: functions of all flows in one table.

use lfec_base::Sources;
use lfec_core::ir as core;

use crate::build::{Built, build};
use crate::check::check;
use crate::ir::{Callee, Function, FunctionId, Inst, Terminator, Unit};
use crate::split::{FLOW, split};
use crate::{LowerError, infer, simplify, wrappers};

/// Lowers a module.
pub(crate) fn lower_module(
    module: &core::Module,
    sources: Option<&Sources>,
    file: &str,
) -> Result<Unit, LowerError> {
    let wrappers = wrappers::missing(module);
    let mut built = build(module, &wrappers, sources, file)?;
    let mut functions = Vec::new();
    let mut starts = Vec::with_capacity(built.flows.len());
    built.flows.iter_mut().for_each(simplify::simplify);
    infer::optimise(&mut built.flows, &built.literals, &built.funs);
    for flow in &built.flows {
        let start = functions.len() as u32;
        let pieces = split(flow).map_err(|message| LowerError { module: module.name, message })?;
        starts.push(start);
        functions.extend(pieces.into_iter().map(|mut piece| {
            number_pieces(&mut piece, start);
            piece
        }));
    }
    for function in &mut functions {
        number_flows(function, &starts);
    }
    let mut unit = assemble(module, built, functions, &starts);
    let exported = |name: &core::FunctionName| module.exports.contains(name);
    let added = wrappers.iter().map(|wrapper| wrapper.name).filter(|name| !exported(name));
    unit.exports.extend(added);
    if cfg!(debug_assertions)
        && let Err(errors) = check(&unit)
        && let Some(error) = errors.first()
    {
        return Err(LowerError { module: module.name, message: error.to_string() });
    }
    Ok(unit)
}

fn assemble(module: &core::Module, built: Built, functions: Vec<Function>, starts: &[u32]) -> Unit {
    let mut funs = built.funs;
    for fun in &mut funs {
        fun.function = FunctionId(starts[fun.function.index()]);
    }
    // The start of a program calls it by name.
    let mut exports = module.exports.clone();
    exports.extend(module.on_load().filter(|function| !module.exports.contains(function)));
    Unit {
        module: module.name,
        file: built.files.join("\0"),
        exports,
        // `file` is for the compiler only.
        attributes: module
            .attributes
            .iter()
            .filter(|(n, _)| n.as_str() != "file")
            .cloned()
            .collect(),
        functions,
        literals: built.literals,
        locations: built.locations,
        funs,
    }
}

/// Numbers that count the pieces of the function's flow.
fn number_pieces(function: &mut Function, start: u32) {
    each_id(function, &mut |id| {
        if id.0 & FLOW == 0 {
            id.0 += start;
        }
    });
}

/// Numbers that count flows.
fn number_flows(function: &mut Function, starts: &[u32]) {
    each_id(function, &mut |id| {
        if id.0 & FLOW != 0 {
            id.0 = starts[(id.0 & !FLOW) as usize];
        }
    });
}

fn each_id(function: &mut Function, change: &mut dyn FnMut(&mut FunctionId)) {
    for block in &mut function.blocks {
        for inst in &mut block.insts {
            if let Inst::HandlerPush(_, handler) = inst {
                change(handler);
            }
        }
        match &mut block.terminator {
            Terminator::Call { callee, continuation, .. } => {
                change(continuation);
                change_callee(callee, change);
            }
            Terminator::TailCall { callee, .. } => change_callee(callee, change),
            _ => {}
        }
    }
}

fn change_callee(callee: &mut Callee, change: &mut dyn FnMut(&mut FunctionId)) {
    if let Callee::Local(function) = callee {
        change(function);
    }
}
