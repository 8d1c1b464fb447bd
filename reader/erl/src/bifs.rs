//! The BIFs that need no module prefix, and what may stand in guards (`erl_internal` of OTP).

use std::collections::HashMap;
use std::sync::LazyLock;

use lfec_base::Symbol;

/// Name, arities, those of them that are as old as R14, those of them allowed in guards.
type Row = (&'static str, &'static [usize], &'static [usize], &'static [usize]);

#[rustfmt::skip]
const AUTO_IMPORTED: &[Row] = &[
    ("abs", &[1], &[1], &[1]),
    ("alias", &[0, 1], &[], &[]),
    ("apply", &[2, 3], &[2, 3], &[]),
    ("atom_to_binary", &[1, 2], &[2], &[]),
    ("atom_to_list", &[1], &[1], &[]),
    ("binary_part", &[2, 3], &[], &[2, 3]),
    ("binary_to_atom", &[1, 2], &[2], &[]),
    ("binary_to_existing_atom", &[1, 2], &[2], &[]),
    ("binary_to_float", &[1], &[], &[]),
    ("binary_to_integer", &[1, 2], &[], &[]),
    ("binary_to_list", &[1, 3], &[1, 3], &[]),
    ("binary_to_term", &[1, 2], &[1], &[]),
    ("bit_size", &[1], &[1], &[1]),
    ("bitstring_to_list", &[1], &[1], &[]),
    ("byte_size", &[1], &[1], &[1]),
    ("ceil", &[1], &[], &[1]),
    ("check_old_code", &[1], &[], &[]),
    ("check_process_code", &[2, 3], &[2], &[]),
    ("date", &[0], &[0], &[]),
    ("delete_module", &[1], &[1], &[]),
    ("demonitor", &[1, 2], &[], &[]),
    ("disconnect_node", &[1], &[1], &[]),
    ("element", &[2], &[2], &[2]),
    ("erase", &[0, 1], &[0, 1], &[]),
    ("error", &[1, 2, 3], &[], &[]),
    ("exit", &[1, 2], &[1, 2], &[]),
    ("float", &[1], &[1], &[1]),
    ("float_to_binary", &[1, 2], &[], &[]),
    ("float_to_list", &[1, 2], &[1], &[]),
    ("floor", &[1], &[], &[1]),
    ("garbage_collect", &[0, 1, 2], &[0, 1], &[]),
    ("get", &[0, 1], &[0, 1], &[]),
    ("get_keys", &[0, 1], &[1], &[]),
    ("group_leader", &[0, 2], &[0, 2], &[]),
    ("halt", &[0, 1, 2], &[0, 1], &[]),
    ("hd", &[1], &[1], &[1]),
    ("integer_to_binary", &[1, 2], &[], &[]),
    ("integer_to_list", &[1, 2], &[1], &[]),
    ("iolist_size", &[1], &[1], &[]),
    ("iolist_to_binary", &[1], &[1], &[]),
    ("is_alive", &[0], &[0], &[]),
    ("is_atom", &[1], &[1], &[1]),
    ("is_binary", &[1], &[1], &[1]),
    ("is_bitstring", &[1], &[1], &[1]),
    ("is_boolean", &[1], &[1], &[1]),
    ("is_float", &[1], &[1], &[1]),
    ("is_function", &[1, 2], &[1, 2], &[1, 2]),
    ("is_integer", &[1], &[1], &[1]),
    ("is_list", &[1], &[1], &[1]),
    ("is_map", &[1], &[], &[1]),
    ("is_map_key", &[2], &[], &[2]),
    ("is_number", &[1], &[1], &[1]),
    ("is_pid", &[1], &[1], &[1]),
    ("is_port", &[1], &[1], &[1]),
    ("is_process_alive", &[1], &[1], &[]),
    ("is_record", &[2, 3], &[2, 3], &[2, 3]),
    ("is_reference", &[1], &[1], &[1]),
    ("is_tuple", &[1], &[1], &[1]),
    ("length", &[1], &[1], &[1]),
    ("link", &[1], &[1], &[]),
    ("list_to_atom", &[1], &[1], &[]),
    ("list_to_binary", &[1], &[1], &[]),
    ("list_to_bitstring", &[1], &[1], &[]),
    ("list_to_existing_atom", &[1], &[1], &[]),
    ("list_to_float", &[1], &[1], &[]),
    ("list_to_integer", &[1, 2], &[1], &[]),
    ("list_to_pid", &[1], &[1], &[]),
    ("list_to_port", &[1], &[], &[]),
    ("list_to_ref", &[1], &[], &[]),
    ("list_to_tuple", &[1], &[1], &[]),
    ("load_module", &[2], &[2], &[]),
    ("make_ref", &[0], &[0], &[]),
    ("map_get", &[2], &[], &[2]),
    ("map_size", &[1], &[], &[1]),
    ("max", &[2], &[], &[2]),
    ("min", &[2], &[], &[2]),
    ("module_loaded", &[1], &[1], &[]),
    ("monitor", &[2, 3], &[], &[]),
    ("monitor_node", &[2], &[2], &[]),
    ("node", &[0, 1], &[0, 1], &[0, 1]),
    ("nodes", &[0, 1, 2], &[0, 1], &[]),
    ("now", &[0], &[0], &[]),
    ("open_port", &[2], &[2], &[]),
    ("pid_to_list", &[1], &[1], &[]),
    ("port_close", &[1], &[1], &[]),
    ("port_command", &[2, 3], &[2], &[]),
    ("port_connect", &[2], &[2], &[]),
    ("port_control", &[3], &[3], &[]),
    ("port_to_list", &[1], &[], &[]),
    ("pre_loaded", &[0], &[0], &[]),
    ("process_flag", &[2, 3], &[2, 3], &[]),
    ("process_info", &[1, 2], &[1, 2], &[]),
    ("processes", &[0], &[0], &[]),
    ("purge_module", &[1], &[1], &[]),
    ("put", &[2], &[2], &[]),
    ("ref_to_list", &[1], &[], &[]),
    ("register", &[2], &[2], &[]),
    ("registered", &[0], &[0], &[]),
    ("round", &[1], &[1], &[1]),
    ("self", &[0], &[0], &[0]),
    ("setelement", &[3], &[3], &[]),
    ("size", &[1], &[1], &[1]),
    ("spawn", &[1, 2, 3, 4], &[1, 2, 3, 4], &[]),
    ("spawn_link", &[1, 2, 3, 4], &[1, 2, 3, 4], &[]),
    ("spawn_monitor", &[1, 2, 3, 4], &[1, 3], &[]),
    ("spawn_opt", &[2, 3, 4, 5], &[2, 3, 4, 5], &[]),
    ("spawn_request", &[1, 2, 3, 4, 5], &[], &[]),
    ("spawn_request_abandon", &[1], &[], &[]),
    ("split_binary", &[2], &[2], &[]),
    ("statistics", &[1], &[1], &[]),
    ("term_to_binary", &[1, 2], &[1, 2], &[]),
    ("term_to_iovec", &[1, 2], &[], &[]),
    ("throw", &[1], &[1], &[]),
    ("time", &[0], &[0], &[]),
    ("tl", &[1], &[1], &[1]),
    ("trunc", &[1], &[1], &[1]),
    ("tuple_size", &[1], &[1], &[1]),
    ("tuple_to_list", &[1], &[1], &[]),
    ("unalias", &[1], &[], &[]),
    ("unlink", &[1], &[1], &[]),
    ("unregister", &[1], &[1], &[]),
    ("whereis", &[1], &[1], &[]),
];

/// Tests of guards as written before R6, with the BIF each stands for.
const OLD_TESTS: &[(&str, &str)] = &[
    ("integer", "is_integer"),
    ("float", "is_float"),
    ("number", "is_number"),
    ("atom", "is_atom"),
    ("list", "is_list"),
    ("tuple", "is_tuple"),
    ("pid", "is_pid"),
    ("reference", "is_reference"),
    ("port", "is_port"),
    ("binary", "is_binary"),
    ("function", "is_function"),
];

#[derive(Clone, Copy, Default)]
struct Facts {
    old: bool,
    guard: bool,
}

static FACTS: LazyLock<HashMap<(Symbol, usize), Facts>> = LazyLock::new(|| {
    let mut facts = HashMap::new();
    for (name, arities, old, guard) in AUTO_IMPORTED {
        for arity in *arities {
            let fact = Facts { old: old.contains(arity), guard: guard.contains(arity) };
            facts.insert((Symbol::intern(name), *arity), fact);
        }
    }
    facts
});

/// Whether `name/arity` is a BIF of module `erlang` that is called without prefix.
pub fn is_auto_imported(name: Symbol, arity: usize) -> bool {
    FACTS.contains_key(&(name, arity))
}

/// Whether it is one of those BIFs since R14 or before.
pub fn is_old(name: Symbol, arity: usize) -> bool {
    FACTS.get(&(name, arity)).is_some_and(|facts| facts.old)
}

/// Whether `name/arity` of module `erlang` may be called in guards; operators are not meant.
pub fn is_guard_bif(name: Symbol, arity: usize) -> bool {
    FACTS.get(&(name, arity)).is_some_and(|facts| facts.guard)
}

/// The test that the old test `name(X)` of guards stands for.
pub fn old_test(name: Symbol, arity: usize) -> Option<&'static str> {
    let found = OLD_TESTS.iter().find(|(old, _)| *old == name.as_str())?;
    (arity == 1).then_some(found.1)
}

#[cfg(test)]
mod tests {
    use lfec_base::Symbol;

    use super::{is_auto_imported, is_guard_bif, is_old, old_test};

    #[test]
    fn bifs_are_known_by_arity() {
        let name = Symbol::intern;
        assert!(is_auto_imported(name("spawn"), 4) && !is_auto_imported(name("spawn"), 6));
        assert!(is_guard_bif(name("element"), 2) && !is_guard_bif(name("setelement"), 3));
        assert!(is_old(name("hd"), 1) && !is_old(name("max"), 2));
        assert_eq!(old_test(name("list"), 1), Some("is_list"));
    }
}
