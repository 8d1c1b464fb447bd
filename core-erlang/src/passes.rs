//! Core to Core. [`PASSES`] is the recipe.
//!
//! Each pass takes a module that passes [`crate::check`] and leaves one that does; each keeps
//! what the program does: results, exceptions with their stack traces, the order of effects.

mod dead;
mod inline;
mod large_maps;
mod lower_catch;
mod lower_receive;
mod purity;
mod simplify;
pub(crate) mod split_sizes;
mod uses;

use crate::ir::{Definition, Module};
use crate::rename::{Names, module_functions};

/// A step of the recipe.
pub struct Pass {
    /// Name, for dumps and times.
    pub name: &'static str,
    /// What it does to a module.
    pub run: fn(&mut Module),
}

/// All passes, in order.
pub const PASSES: &[Pass] = &[
    // What the later stages do not know.
    Pass { name: "lower_receive", run: lower_receive::run },
    Pass { name: "lower_catch", run: lower_catch::run },
    // What is known at compile time. Inlining finds more once tests are decided, and what it
    // copies can be simplified again.
    Pass { name: "simplify", run: simplify::run },
    Pass { name: "inline", run: inline::run },
    Pass { name: "simplify again", run: simplify::run },
    Pass { name: "dead", run: dead::run },
    Pass { name: "large_maps", run: large_maps::run },
];

/// Runs all passes.
pub fn optimise(module: &mut Module) {
    for pass in PASSES {
        (pass.run)(module);
    }
}

/// Runs only what the later stages need: no `receive`, no `catch` and no large map literal is left.
pub fn lower(module: &mut Module) {
    lower_receive::run(module);
    lower_catch::run(module);
    large_maps::run(module);
}

/// Runs `change` on each definition, with the names that occur in it.
fn each_definition(module: &mut Module, change: impl Fn(&mut Definition, &mut Names)) {
    let functions = module_functions(module);
    for definition in &mut module.definitions {
        let mut names = Names::of(definition, &functions);
        change(definition, &mut names);
    }
}

#[cfg(test)]
mod tests;
