//! What the targets share: the way from Core Erlang to SSA, with every checker on it.

use lfec_base::{Diagnostic, Sources, has_errors, render, render_json};
use lfec_core::deep::on_deep_stack;
use lfec_core::ir::Module;

/// Shows diagnostics in both ways.
pub fn show(sources: &Sources, diagnostics: &[Diagnostic]) {
    render(sources, diagnostics, false);
    render(sources, diagnostics, true);
    render_json(sources, diagnostics);
}

/// Optimises and lowers a module that has passed the checker; what fails is a fault of ours.
pub fn compile(mut module: Module, sources: &Sources) {
    on_deep_stack(|| {
        let stubs = lfec_lower::replace_stubs(&mut module);
        check("translation", &module);
        lfec_core::passes::optimise(&mut module);
        check("optimisation", &module);
        module.definitions.retain(|definition| !stubs.contains(&definition.name));
        if let Err(error) = lfec_lower::lower(&module, Some(sources), "fuzz") {
            panic!("{error}");
        }
    });
}

fn check(stage: &str, module: &Module) {
    let faults = lfec_core::check::check(module);
    assert!(!has_errors(&faults), "{stage}: {:?}", faults.first().map(|fault| &fault.message));
}
