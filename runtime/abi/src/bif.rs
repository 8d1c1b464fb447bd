//! The table of BIFs: functions of Erlang modules that the runtime implements.
//!
//! A row is `("module", "name", arity, symbol, kind)`; the symbol is the runtime's exported function.
//! Generated code calls it directly; the compiler emits a function `module:name/arity` around it
//! for calls through names and funs.

use std::collections::HashMap;
use std::sync::LazyLock;

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

/// Set in [`crate::machine::Machine::failed_bif`] if the arguments are in `scratch`, not in `x`.
pub const FAILED_IN_SCRATCH: u64 = 1 << 32;

/// Whether a failure of the BIF is shown as an entry of its own in stack traces: not that of functions
/// whose purpose is to raise, nor that of functions that are none of Erlang's.
pub fn is_shown(module: &str, name: &str) -> bool {
    let raises = module == "erlang" && matches!(name, "error" | "exit" | "throw" | "raise");
    !raises && !module.starts_with("erts_") && !module.starts_with("lfert")
}

/// What stands for a BIF in [`crate::machine::Machine::failed_bif`], if its failure is shown: its place
/// in the table, from 1 on.
pub fn failed(module: &str, name: &str, arity: usize) -> Option<u64> {
    static NUMBERS: LazyLock<HashMap<(&str, &str, usize), u64>> = LazyLock::new(|| {
        let shown = all().zip(1..).filter(|(bif, _)| is_shown(bif.module, bif.name));
        shown.map(|(bif, number)| ((bif.module, bif.name, bif.arity), number)).collect()
    });
    NUMBERS.get(&(module, name, arity)).copied()
}

/// Name of a BIF.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Name {
    /// Module.
    pub module: &'static str,
    /// Function.
    pub name: &'static str,
    /// Number of arguments.
    pub arity: usize,
}

/// The BIF that a value of [`crate::machine::Machine::failed_bif`] stands for.
pub fn of_failed(failed: u64) -> Option<Name> {
    let place = ((failed & !FAILED_IN_SCRATCH) as usize).checked_sub(1)?;
    all().nth(place).map(|bif| Name { module: bif.module, name: bif.name, arity: bif.arity })
}

/// What stands for a BIF in [`crate::machine::Machine::failed_bif`] in WebAssembly is the address of
/// this: arity, lengths of module and name, both names. So a program has the names of those only that
/// it uses.
pub fn description(bif: &Bif) -> Vec<u8> {
    let mut bytes = vec![bif.arity as u8, bif.module.len() as u8, bif.name.len() as u8];
    bytes.extend(bif.module.bytes().chain(bif.name.bytes()));
    bytes
}

/// Reads a [`description`], of which `bytes(n)` are the first `n`. `None` if it is none.
pub fn described(bytes: impl Fn(usize) -> &'static [u8]) -> Option<Name> {
    let &[arity, module, name] = bytes(3) else { return None };
    let (module, name) = (usize::from(module), usize::from(name));
    let (module, name) = bytes(3 + module + name).get(3..)?.split_at_checked(module)?;
    let module = std::str::from_utf8(module).ok()?;
    Some(Name { module, name: std::str::from_utf8(name).ok()?, arity: arity.into() })
}
