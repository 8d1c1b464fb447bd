//! Cranelift's settings for each use of the code.

use cranelift_codegen::isa::OwnedTargetIsa;
use cranelift_codegen::settings::{self, Configurable};

use crate::BackendError;

/// What the code is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// An object that becomes part of an executable: any x86-64 machine, optimised.
    Object,
    /// Code for this process, optimised: `lfec run`.
    JitFast,
    /// Code for this process, compiled quickly: macros and shell forms.
    JitQuick,
}

/// The target for a use.
///
/// `preserve_frame_pointers` is what tail calls need. Functions are aligned to 16, so that return
/// addresses look like small integers to the collector. The verifier costs 43 % of compile time:
/// it runs in builds with debug assertions.
pub fn isa(purpose: Use) -> Result<OwnedTargetIsa, BackendError> {
    let mut flags = settings::builder();
    let pic = if purpose == Use::Object { "true" } else { "false" };
    let regalloc = if purpose == Use::JitQuick { "single_pass" } else { "backtracking" };
    let verifier = if cfg!(debug_assertions) { "true" } else { "false" };
    for (name, value) in [
        ("opt_level", "speed"),
        ("enable_pinned_reg", "true"),
        ("preserve_frame_pointers", "true"),
        ("log2_min_function_alignment", "4"),
        ("unwind_info", "false"),
        ("enable_probestack", "false"),
        ("is_pic", pic),
        ("regalloc_algorithm", regalloc),
        ("enable_verifier", verifier),
    ] {
        flags.set(name, value).map_err(|error| BackendError::new(error.to_string()))?;
    }
    let flags = settings::Flags::new(flags);
    let builder = if purpose == Use::Object {
        // Plain x86-64: an executable runs on other machines than the one that built it.
        cranelift_codegen::isa::lookup_by_name("x86_64-unknown-linux-gnu")
            .map_err(|error| BackendError::new(error.to_string()))?
    } else {
        cranelift_native::builder().map_err(BackendError::new)?
    };
    builder.finish(flags).map_err(|error| BackendError::new(error.to_string()))
}
