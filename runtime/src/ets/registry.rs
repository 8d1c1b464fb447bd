//! Which tables there are: by reference, by name, by owner.
//!
//! A table's reference holds the number of its slot; slots are never freed, so that an operation finds
//! its table with one lock, the slot's, which it holds while it lasts. Deleting a table waits for them.
//!
//! The lock of a slot is taken before that of `FREE`, except by [`add`] for a slot that holds no table.
//!
//! A process that ends deletes its tables, or gives them to their heirs, and ends its fixations. That it
//! has any is noted in its slot of the process table, set before the table is its, so that the exit,
//! which closes the queue first and looks then, does not miss one (as with registered names).

use std::ptr;

use super::table::Table;
use crate::process::Process;
use crate::process::by_atom::ByAtom;
use crate::process::pid::Pid;
use crate::process::table as processes;
use crate::process::unique::Purpose;
use crate::shared::hash;
use crate::sync::global::{
    AtomicPtr, AtomicU32, Mutex, OnceLock, Ordering, RwLock, RwLockReadGuard,
};
use crate::term::Term;

const CHUNK: usize = 256;
const CHUNKS: usize = 4096;
/// Most tables there can be at a time.
pub const LIMIT: usize = CHUNK * CHUNKS;

type Slot = RwLock<Option<Box<Table>>>;

static SLOTS: [AtomicPtr<Slot>; CHUNKS] = [const { AtomicPtr::new(ptr::null_mut()) }; CHUNKS];

/// Free slots, and whose tables are where.
struct Free {
    slots: Vec<u32>,
    /// Slots below have been used.
    used: u32,
    /// Slots of the tables that each process owns.
    owned: Option<hash::Table<Pid, Vec<u32>>>,
    /// Slots of the tables that each process has fixed.
    fixed: Option<hash::Table<Pid, Vec<u32>>>,
}

static FREE: Mutex<Free> =
    Mutex::new(Free { slots: Vec::new(), used: 0, owned: None, fixed: None });
/// Ends what an exiting process has to do with tables. Set when a table is made, so that programs
/// without any do not have the code.
static AT_EXIT: OnceLock<fn(&Process)> = OnceLock::new();
static COUNT: AtomicU32 = AtomicU32::new(0);
static NAMES: ByAtom = ByAtom::new();

fn slot(number: u32) -> Option<&'static Slot> {
    let chunk = SLOTS.get(number as usize / CHUNK)?.load(Ordering::Acquire);
    if chunk.is_null() {
        return None;
    }
    // SAFETY: a published chunk has `CHUNK` slots and is never freed.
    Some(unsafe { &*chunk.add(number as usize % CHUNK) })
}

/// Number of tables.
pub fn count() -> usize {
    COUNT.load(Ordering::Relaxed) as usize
}

/// A table that is being used.
pub struct Used(RwLockReadGuard<'static, Option<Box<Table>>>);

impl std::ops::Deref for Used {
    type Target = Table;

    fn deref(&self) -> &Table {
        match &*self.0 {
            Some(table) => table,
            None => unreachable!("looked at when it was found"),
        }
    }
}

fn number_of(table: Term) -> Option<(u32, Option<u64>)> {
    if let Some(name) = table.as_atom() {
        return NAMES.get(name.index()).map(|number| (number as u32, None));
    }
    let words = table.as_reference()?.words();
    match Purpose::of(words) {
        Purpose::Table(number) => Some((number, Some(words[0]))),
        _ => None,
    }
}

/// The table that a reference or a name means.
pub fn find(table: Term) -> Option<Used> {
    let (number, unique) = number_of(table)?;
    let used = slot(number)?.read();
    let found = used.as_ref()?;
    let is_meant = match unique {
        Some(unique) => found.reference[0] == unique,
        None => found.options.is_named && Some(found.name()) == table.as_atom(),
    };
    is_meant.then_some(Used(used))
}

/// Adds a table, made by `make` from the words of its reference; they are returned. `None` if the name
/// (an atom's index) is taken or there are too many.
pub fn add(
    owner: Pid,
    name: Option<u32>,
    make: impl FnOnce([u64; 2]) -> Table,
) -> Option<[u64; 2]> {
    let mut free = FREE.lock();
    if name.is_some_and(|name| NAMES.get(name).is_some()) {
        return None;
    }
    let number = match free.slots.pop() {
        Some(number) => number,
        None => fresh(&mut free)?,
    };
    let reference = Purpose::Table(number).new_reference();
    *slot(number)?.write() = Some(Box::new(make(reference)));
    if let Some(name) = name {
        NAMES.set(name, u64::from(number));
    }
    free.owned.get_or_insert_default().entry(owner).or_default().push(number);
    COUNT.fetch_add(1, Ordering::Relaxed);
    AT_EXIT.get_or_init(|| super::bifs::manage::exit);
    note(owner);
    Some(reference)
}

fn fresh(free: &mut Free) -> Option<u32> {
    let number = free.used;
    if number as usize >= LIMIT {
        return None;
    }
    if (number as usize).is_multiple_of(CHUNK) {
        let slots: Vec<Slot> = (0..CHUNK).map(|_| RwLock::new(None)).collect();
        let slots = Box::leak(slots.into_boxed_slice()).as_mut_ptr();
        SLOTS[number as usize / CHUNK].store(slots, Ordering::Release);
    }
    free.used = number + 1;
    Some(number)
}

/// Notes that a process has something to do with a table; whether it is alive.
fn note(process: Pid) -> bool {
    match processes::find(process) {
        Some(slot) => {
            slot.set_has_tables();
            processes::find(process).is_some()
        }
        None => false,
    }
}

/// Deletes a table, if `is_meant` says so, which is asked under its lock.
pub fn delete(table: Term, is_meant: impl FnOnce(&Table) -> bool) -> bool {
    let Some((number, unique)) = number_of(table) else { return false };
    let Some(slot) = slot(number) else { return false };
    let mut held = slot.write();
    let Some(found) = held.as_deref() else { return false };
    if unique.is_some_and(|unique| found.reference[0] != unique) || !is_meant(found) {
        return false;
    }
    if let Some(taken) = held.take() {
        // Nobody else can have the slot before it is forgotten here.
        forget(&mut FREE.lock(), number, &taken);
        drop(held);
        free_later(taken);
    }
    true
}

fn forget(free: &mut Free, number: u32, table: &Table) {
    if table.options.is_named {
        NAMES.remove(table.name().index());
    }
    if let Some(owned) = free.owned.as_mut().and_then(|owned| owned.get_mut(&table.owner())) {
        owned.retain(|other| *other != number);
    }
    free.slots.push(number);
    COUNT.fetch_sub(1, Ordering::Relaxed);
}

/// Objects above which a deleted table is freed by a thread of its own.
const LARGE: usize = 10_000;

fn free_later(table: Box<Table>) {
    if table.len() < LARGE {
        return;
    }
    // If no thread can be started the table is freed with the closure, here.
    let _ = crate::sync::global::spawn("free table".to_owned(), 1 << 18, move || drop(table));
}

/// Gives the table another name; false if it is taken.
pub fn rename(table: &Table, name: crate::term::Atom) -> bool {
    let _free = FREE.lock();
    if table.options.is_named {
        if NAMES.get(name.index()).is_some() {
            return false;
        }
        let old = table.name().index();
        if let Some(number) = NAMES.get(old) {
            NAMES.remove(old);
            NAMES.set(name.index(), number);
        }
    }
    table.set_name(name);
    true
}

/// Makes a process the owner of a table; false if it is gone.
pub fn give(table: &Table, to: Pid) -> bool {
    let mut free = FREE.lock();
    let Purpose::Table(number) = Purpose::of(table.reference) else { return false };
    give_number(&mut free, number, table, to)
}

fn give_number(free: &mut Free, number: u32, table: &Table, to: Pid) -> bool {
    let from = table.owner();
    let owned = free.owned.get_or_insert_default();
    owned.entry(to).or_default().push(number);
    if !note(to) {
        if let Some(tables) = owned.get_mut(&to) {
            tables.retain(|other| *other != number);
        }
        return false;
    }
    if let Some(tables) = owned.get_mut(&from) {
        let position = tables.iter().position(|other| *other == number);
        position.map(|position| tables.remove(position));
    }
    table.set_owner(to);
    true
}

/// Fixes a table for a process, or ends that; false if it had not fixed it.
pub fn fix(table: &Table, process: Pid, fix: bool) -> bool {
    let Purpose::Table(number) = Purpose::of(table.reference) else { return false };
    if fix {
        let mut free = FREE.lock();
        let fixed = free.fixed.get_or_insert_default().entry(process).or_default();
        if !fixed.contains(&number) {
            fixed.push(number);
        }
        note(process);
    }
    table.fix(process, fix)
}

/// A process exits.
pub fn at_exit(process: &Process) {
    if process.slot.take_has_tables()
        && let Some(exit) = AT_EXIT.get()
    {
        exit(process);
    }
}

/// Ends what an exiting process has to do with tables. `heir_of` says who gets a table.
pub fn exit(process: Pid, heir_of: &mut dyn FnMut(&Table) -> Option<Pid>) {
    let mut free = FREE.lock();
    let fixed = free.fixed.as_mut().and_then(|fixed| fixed.remove(&process)).unwrap_or_default();
    let owned = free.owned.as_mut().and_then(|owned| owned.remove(&process)).unwrap_or_default();
    drop(free);
    for number in owned {
        let Some(slot) = slot(number) else { continue };
        // Somebody else may have deleted it since, and have the slot now.
        let is_own = |table: &&Table| table.owner() == process;
        let is_given = slot.read().as_deref().filter(is_own).is_some_and(|table| {
            heir_of(table).is_some_and(|heir| give_number(&mut FREE.lock(), number, table, heir))
        });
        if is_given {
            continue;
        }
        let mut held = slot.write();
        if let Some(table) = held.take_if(|table| table.owner() == process) {
            forget(&mut FREE.lock(), number, &table);
            drop(held);
            free_later(table);
        }
    }
    for number in fixed {
        let Some(slot) = slot(number) else { continue };
        if let Some(table) = slot.read().as_deref() {
            table.unfix_all(process);
        }
    }
}

/// References of all tables, or their names.
pub fn all() -> Vec<([u64; 2], Option<crate::term::Atom>)> {
    let used = FREE.lock().used;
    (0..used)
        .filter_map(|number| {
            let slot = slot(number)?.read();
            let table = slot.as_deref()?;
            Some((table.reference, table.options.is_named.then(|| table.name())))
        })
        .collect()
}
