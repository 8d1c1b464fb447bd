//! Runtime functions that generated code calls by name, and stubs that the backend emits.
//!
//! Four ways out of generated code:
//!
//! 1. **Trap**: `return_call lfert_trap(hp, sp, reds, function)`. The stub, emitted by the backend
//!    once, stores hp, sp, reds in the machine block and calls `function(machine) -> status` (C
//!    convention). On `CONTINUE` it loads hp, sp, reds, x[0..3] and jumps to `resume`; any other
//!    status is returned to the scheduler. Arguments are in `x`; the caller has put its continuation
//!    at `[sp]`. A trap function gives its result by `x[0] = result; live = 1; resume = [sp]`.
//! 2. **BIF call**: a C call `bif(machine, a, b…) -> term`. Before it generated code stores hp, sp,
//!    reds; after it, it loads hp and reds ([`crate::bif::BifKind::Pure`] BIFs: neither). A result of
//!    `NON_VALUE` means that the exception fields are set: generated code stores `location` and traps
//!    to `lfert_raise`. **BIFs never collect**: where the heap is full they allocate a fragment.
//! 3. **Slow-path stub**: a call without arguments that preserves all registers (`PreserveAll`),
//!    emitted by the backend; operands in `scratch` (or `x[..live]` and `need` for the collector),
//!    hp and sp stored before and loaded after, result in `result`.
//! 4. **Return** to the entry trampoline: only by `lfert_trap`.
//!
//! `lfert_enter(machine) -> status` (C convention, emitted by the backend) is the only way in: it
//! saves the callee-saved registers, loads hp, sp, reds, x[0..3] and calls `resume`.

/// Emitted: `extern "C" fn(machine) -> status`.
pub const ENTER: &str = "lfert_enter";
/// Emitted: the trap stub, see the module text.
pub const TRAP: &str = "lfert_trap";
/// Emitted: calls a BIF of up to three arguments as a slow-path stub does: arguments in `scratch[0..3]`,
/// its address in `scratch[3]`. For calls that are seldom reached: errors.
pub const COLD_BIF: &str = "lfert_cold_bif";
/// Emitted: continuation at the bottom of every stack: takes the result of the process's function
/// and traps to [`PROCESS_END`].
pub const PROCESS_RETURN: &str = "lfert_process_return";
/// Emitted for each arity up to [`MAX_EXPORT_FUN_ARITY`], the arity appended: code of funs
/// `fun m:f/n`; takes n arguments and the fun, puts them into `x[0..=n]` and traps to
/// [`APPLY_EXPORT_FUN`] with `live = n + 1`.
pub const EXPORT_FUN: &str = "lfert_export_fun_";
/// Largest arity a `fun m:f/n` can have.
pub const MAX_EXPORT_FUN_ARITY: usize = 31;

/// Trap functions that are no BIFs: name and what it does.
pub const TRAPS: &[(&str, &str)] = &[
    (ENTRY_SLOW, "a function's entry check failed: collect or yield, go on at `resume`"),
    (RAISE, "raise the exception in the machine block: go on at the innermost handler"),
    (PROCESS_END, "the process's function returned x[0]: exit normal"),
    (APPLY_EXPORT_FUN, "apply `fun m:f/n` = x[live-1] to x[0..live-1]"),
    (CALL_FUN_SLOW, "x[live-1] is no fun of arity live-1: raise badfun or badarity"),
    (CALL_UNDEFINED, "call m:f (x[live], x[live+1], atoms) with x[0..live]: look it up or undef"),
    (
        RECEIVE_WAIT,
        "wait for a message or x[0] milliseconds: true into the continuation on timeout",
    ),
];
/// See [`TRAPS`]. `x[..live]`, `resume`, `need` are set.
pub const ENTRY_SLOW: &str = "lfert_entry_slow";
/// See [`TRAPS`]. A handler gets class (atom), reason, raw trace in x[0..3] and `sp` at its record.
pub const RAISE: &str = "lfert_raise";
/// See [`TRAPS`].
pub const PROCESS_END: &str = "lfert_process_end";
/// See [`TRAPS`].
pub const APPLY_EXPORT_FUN: &str = "lfert_apply_export_fun";
/// See [`TRAPS`].
pub const CALL_FUN_SLOW: &str = "lfert_call_fun_slow";
/// See [`TRAPS`]. Calls of functions that the program does not have, and dynamic calls.
pub const CALL_UNDEFINED: &str = "lfert_call_undefined";
/// See [`TRAPS`]. With a continuation at `[sp]`.
pub const RECEIVE_WAIT: &str = "lfert_receive_wait";

/// Functions behind slow-path stubs, `extern "C" fn(machine)`: operands in `scratch`, result in
/// `result`, `NON_VALUE` and the exception fields set if they raise.
pub const SLOW_PATHS: &[(&str, &str)] = &[
    ("lfert_slow_add", "+"),
    ("lfert_slow_subtract", "-"),
    ("lfert_slow_multiply", "*"),
    ("lfert_slow_div", "div"),
    ("lfert_slow_rem", "rem"),
    ("lfert_slow_divide", "/"),
    ("lfert_slow_band", "band"),
    ("lfert_slow_bor", "bor"),
    ("lfert_slow_bxor", "bxor"),
    ("lfert_slow_bsl", "bsl"),
    ("lfert_slow_bsr", "bsr"),
    ("lfert_slow_negate", "unary -"),
    ("lfert_slow_bnot", "bnot"),
    ("lfert_slow_compare", "term order: result is small -1, 0 or 1; never raises"),
    ("lfert_slow_equal", "==: result is small 0 or 1; never raises"),
    ("lfert_slow_exact_equal", "=:=: result is small 0 or 1; never raises"),
    ("lfert_slow_box_float", "scratch[0] is the bits of a float that is not self-tagged"),
    ("lfert_slow_integer_to_float", "scratch[0] is a bignum: result is the raw bits, or raises"),
    ("lfert_slow_collect", "collect: `x[..live]` are roots, `need` words must be free after it"),
];
