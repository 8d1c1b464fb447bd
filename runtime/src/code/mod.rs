//! What the runtime knows of a program's code: exported functions, code addresses, modules.
//!
//! Tables come from the linker or, for code compiled in memory, from the compiler in the same
//! process ([`add`]). They are never taken away.

pub mod addresses;
pub mod bifs;
pub mod closures;
pub mod exports;

use lfec_abi::machine::Machine;
use lfec_abi::program::{
    ATOM_LENGTH_BITS, Code, Export, FILE_SHIFT, Location, Module, Program, Table, Text,
};
use lfec_abi::{ABI_VERSION, entry};

use addresses::Addresses;
use exports::Exports;
pub use exports::Mfa;

use crate::process::by_atom::ByAtom;
use crate::sync::global::{Mutex, OnceLock};
use crate::term::atom;

/// `lfert_enter`: runs the process in the machine block until it gives up the scheduler.
pub type Enter = extern "C" fn(&mut Machine) -> u64;

/// A function that generated code traps to.
pub type Trap = extern "C" fn(&mut Machine) -> u64;

/// Code that the backend emits and the runtime refers to. See [`lfec_abi::entry`].
#[derive(Clone, Copy)]
pub struct Stubs {
    /// [`entry::ENTER`]
    pub enter: Enter,
    /// Address of [`entry::PROCESS_RETURN`].
    pub process_return: u64,
    /// Addresses of [`entry::EXPORT_FUN`], by arity.
    pub export_funs: [u64; entry::MAX_EXPORT_FUN_ARITY + 1],
}

static STUBS: OnceLock<Stubs> = OnceLock::new();
static EXPORTS: Exports = Exports::new();
static ADDRESSES: OnceLock<Addresses> = OnceLock::new();
/// Addresses of [`Module`]s.
static MODULES: ByAtom = ByAtom::new();
/// Changes of `MODULES`.
static ADDING: Mutex<()> = Mutex::new(());

/// What is wrong with a program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LoadError {
    /// It was compiled for another version of the runtime: its own.
    Version(u64),
    /// Its atoms are not numbered as the runtime numbers them: the first that is not.
    Atoms(String),
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LoadError::Version(version) => {
                write!(f, "compiled for runtime interface {version}, this is {ABI_VERSION}")
            }
            LoadError::Atoms(text) => write!(f, "atom '{text}' is not where it should be"),
        }
    }
}

/// The elements of a table of type `T`.
///
/// # Safety
/// The table holds such elements and lives forever.
unsafe fn elements<T>(table: Table) -> &'static [T] {
    if table.count == 0 {
        return &[];
    }
    let first = std::ptr::with_exposed_provenance::<T>(table.address as usize);
    // SAFETY: the caller's promise.
    unsafe { std::slice::from_raw_parts(first, table.count as usize) }
}

/// A text of the program.
///
/// # Safety
/// It is UTF-8 and lives forever.
unsafe fn text(text: &Text) -> &'static str {
    let table = Table { address: text.address, count: text.length };
    // SAFETY: the caller's promise.
    unsafe { std::str::from_utf8_unchecked(elements(table)) }
}

/// The texts of the program's atoms, in order of index; `None` for an index that is left out.
///
/// # Safety
/// The tables are as the compiler makes them, and live forever.
unsafe fn atom_texts(program: &Program) -> impl Iterator<Item = Option<&'static str>> {
    let mut address = program.atom_texts;
    // SAFETY: the caller's promise.
    let lengths = unsafe { elements::<u32>(program.atoms) };
    lengths.iter().flat_map(move |entry| {
        let length = u64::from(*entry & ((1 << ATOM_LENGTH_BITS) - 1));
        // SAFETY: the caller's promise.
        let found = unsafe { text(&Text { address, length }) };
        address += length;
        let left_out = (*entry >> ATOM_LENGTH_BITS) as usize;
        std::iter::repeat_n(None, left_out).chain([Some(found)])
    })
}

/// Takes over the program itself, before anything runs.
///
/// # Safety
/// Its tables are as the compiler makes them, and live forever.
pub unsafe fn load(program: &Program, stubs: Stubs) -> Result<(), LoadError> {
    if program.abi_version != ABI_VERSION {
        return Err(LoadError::Version(program.abi_version));
    }
    // SAFETY: the caller's promise.
    unsafe {
        atom::load(atom_texts(program)).map_err(LoadError::Atoms)?;
        addresses().set_program(elements::<Code>(program.code));
        add_names(program);
    }
    STUBS.get_or_init(|| stubs);
    Ok(())
}

/// Adds modules to a running program. Their atoms are interned already: the table of atoms is
/// not looked at.
///
/// # Safety
/// The tables are as the compiler makes them, and live forever.
pub unsafe fn add(program: &Program) -> Result<(), LoadError> {
    if program.abi_version != ABI_VERSION {
        return Err(LoadError::Version(program.abi_version));
    }
    // SAFETY: the caller's promise.
    unsafe {
        addresses().add(elements::<Code>(program.code));
        add_names(program);
    }
    Ok(())
}

/// # Safety
/// As [`add`].
unsafe fn add_names(program: &Program) {
    // SAFETY: the caller's promise.
    let (exports, modules) =
        unsafe { (elements::<Export>(program.exports), elements::<Module>(program.modules)) };
    EXPORTS.add(exports);
    let _adding = ADDING.lock();
    for module in modules {
        let address = std::ptr::from_ref(module).expose_provenance();
        MODULES.set(module.name as u32, address as u64);
    }
}

/// The program's stubs. Panics before [`load`].
pub fn stubs() -> &'static Stubs {
    STUBS.get().expect("a program is loaded")
}

/// Whether a program has been loaded.
pub fn is_loaded() -> bool {
    STUBS.get().is_some()
}

fn addresses() -> &'static Addresses {
    ADDRESSES.get_or_init(Addresses::new)
}

/// Code of an exported function.
#[inline]
pub fn find_export(function: Mfa) -> Option<u64> {
    EXPORTS.find(function)
}

/// Code of the exported function of these atoms.
pub fn find_function(module: u32, function: u32, arity: usize) -> Option<u64> {
    let arity = u32::try_from(arity).ok().filter(|&arity| arity <= 255)?;
    find_export(Mfa { module, function, arity })
}

/// Exported functions of a module, in no order.
pub fn exports_of(module: u32) -> impl Iterator<Item = Mfa> {
    EXPORTS.all().filter(move |function| function.module == module)
}

/// What stands in the code table for just this address.
pub fn find_code(address: u64) -> Option<&'static Code> {
    addresses().find(address)
}

/// What stands in the code table for the code that `address` is in.
pub fn find_code_containing(address: u64) -> Option<&'static Code> {
    addresses().find_containing(address)
}

/// A module of the program.
pub fn find_module(name: u32) -> Option<&'static Module> {
    let module = std::ptr::with_exposed_provenance::<Module>(MODULES.get(name)? as usize);
    // SAFETY: what was added lives forever.
    Some(unsafe { &*module })
}

/// Atom indices of all modules, in ascending order.
pub fn modules() -> Vec<u32> {
    MODULES.atoms()
}

/// Source file name of a module, as stack traces show it.
pub fn file_of(module: u32) -> Option<&'static str> {
    // SAFETY: the tables of loaded programs are as the compiler makes them.
    let files = find_module(module).map(|module| unsafe { text(&module.file) });
    files.and_then(|files| files.split('\0').next())
}

/// Source file name and line of a place, as stack traces show them.
pub fn place_of(location: &Location) -> Option<(&'static str, u32)> {
    let line = location.line & ((1 << FILE_SHIFT) - 1);
    if line == 0 {
        return None;
    }
    // SAFETY: the tables of loaded programs are as the compiler makes them.
    let files = find_module(location.module).map(|module| unsafe { text(&module.file) })?;
    let file = files.split('\0').nth((location.line >> FILE_SHIFT) as usize)?;
    Some((file, line))
}
