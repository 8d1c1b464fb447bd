//! Arithmetic: the runtime's functions behind it, and how its failures are shown.

use lfec_lower::ir::ArithOp;

/// Symbol of the runtime's function for operands that generated code does not deal with.
pub fn slow_path(op: ArithOp) -> &'static str {
    match op {
        ArithOp::Add => "lfert_slow_add",
        ArithOp::Subtract => "lfert_slow_subtract",
        ArithOp::Multiply => "lfert_slow_multiply",
        ArithOp::Div => "lfert_slow_div",
        ArithOp::Rem => "lfert_slow_rem",
        ArithOp::Divide => "lfert_slow_divide",
        ArithOp::Band => "lfert_slow_band",
        ArithOp::Bor => "lfert_slow_bor",
        ArithOp::Bxor => "lfert_slow_bxor",
        ArithOp::Bsl => "lfert_slow_bsl",
        ArithOp::Bsr => "lfert_slow_bsr",
    }
}

/// Name of the operator that a stack trace shows in front of the place where the operation failed. As
/// the BEAM does it, an addition or subtraction of a constant and a division of floats show the place
/// only. `constants` says which operands are constants.
pub fn shown(op: ArithOp, constants: (bool, bool)) -> Option<&'static str> {
    Some(match op {
        ArithOp::Divide => return None,
        ArithOp::Add if constants.0 || constants.1 => return None,
        ArithOp::Subtract if constants.1 => return None,
        ArithOp::Add => "+",
        ArithOp::Subtract => "-",
        ArithOp::Multiply => "*",
        ArithOp::Div => "div",
        ArithOp::Rem => "rem",
        ArithOp::Band => "band",
        ArithOp::Bor => "bor",
        ArithOp::Bxor => "bxor",
        ArithOp::Bsl => "bsl",
        ArithOp::Bsr => "bsr",
    })
}
