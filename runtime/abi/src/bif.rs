//! The table of BIFs: functions of Erlang modules that the runtime implements.
//!
//! A row is `("module", "name", arity, symbol, kind)`; the symbol is the runtime's exported function.
//! Generated code calls it directly; the compiler emits a function `module:name/arity` around it
//! for calls through names and funs.

/// How a BIF is called. See [`crate::entry`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BifKind {
    /// `extern "C" fn(machine, a, b…) -> term`; may allocate, spend reductions and raise.
    Plain,
    /// The same, but neither allocates nor reads hp, sp, reductions. May raise.
    Pure,
    /// `extern "C" fn(machine) -> status`, arguments in `x`, continuation at `[sp]`; may switch to
    /// another process, call Erlang code, change the stack.
    Trap,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Bif {
    /// Module.
    pub module: &'static str,
    /// Function.
    pub name: &'static str,
    /// Number of arguments.
    pub arity: usize,
    /// Exported symbol of the runtime.
    pub symbol: &'static str,
    /// How it is called.
    pub kind: BifKind,
}

/// Makes the rows of one group from its table macro.
#[macro_export]
macro_rules! bif_rows {
    ($(($module:literal, $name:literal, $arity:literal, $symbol:ident, $kind:ident))*) => {
        &[$($crate::bif::Bif {
            module: $module,
            name: $name,
            arity: $arity,
            symbol: stringify!($symbol),
            kind: $crate::bif::BifKind::$kind,
        }),*]
    };
}

const TERM_BIFS: &[Bif] = crate::term_bifs!(bif_rows);
const PROCESS_BIFS: &[Bif] = crate::process_bifs!(bif_rows);

/// All BIFs.
pub fn all() -> impl Iterator<Item = &'static Bif> {
    TERM_BIFS.iter().chain(PROCESS_BIFS)
}
