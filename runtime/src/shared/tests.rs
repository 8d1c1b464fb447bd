//! Atomics and persistent terms.

use lfec_abi::machine::Machine;

use super::atomics::*;
use super::persistent::*;
use crate::heap::{Allocate, Registers};
use crate::term::Term;
use crate::tests::support::*;

#[test]
fn atomic_integers_wrap_round() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let signed = bif_atomics_new_2(machine, int(2), Term::NIL);
        let option = tuple(machine, &[Term::atom("signed"), Term::FALSE]);
        let options = machine.list(&[option]);
        let unsigned = bif_atomics_new_2(machine, int(1), options);
        let max = machine.integer(i64::MAX);
        assert_eq!(bif_atomics_put_3(machine, signed, int(2), max), Term::OK);
        let min = bif_atomics_add_get_3(machine, signed, int(2), int(1));
        assert_eq!(min.to_string(), "-9223372036854775808");
        let max = bif_atomics_sub_get_3(machine, unsigned, int(1), int(1));
        assert_eq!(max.to_string(), "18446744073709551615");
        assert!(bif_atomics_put_3(machine, signed, int(1), max).is_non_value());
        assert!(bif_atomics_put_3(machine, unsigned, int(1), int(-1)).is_non_value());
        assert!(bif_atomics_get_2(machine, signed, int(3)).is_non_value());
        assert_eq!(bif_atomics_exchange_3(machine, signed, int(1), int(5)), int(0));
        let changed = bif_atomics_compare_exchange_4(machine, signed, int(1), int(4), int(6));
        assert_eq!(changed, int(5));
        let changed = bif_atomics_compare_exchange_4(machine, signed, int(1), int(5), int(6));
        assert_eq!(changed, Term::OK);
        assert_eq!(bif_atomics_get_2(machine, signed, int(1)), int(6));
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn persistent_terms_are_not_copied() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let key = tuple(machine, &[Term::atom("key"), int(1)]);
        let value = machine.list(&[int(1), int(2)]);
        assert_eq!(bif_persistent_term_put_2(machine, key, value), Term::OK);
        let first = bif_persistent_term_get_1(machine, key);
        assert!(first == bif_persistent_term_get_2(machine, key, Term::OK) && first != value);
        jump(machine, later, &[first])
    }
    extern "C" fn later(machine: &mut Machine) -> u64 {
        crate::heap::collect(machine);
        let first = machine.register(0);
        let key = tuple(machine, &[Term::atom("key"), int(1)]);
        assert_eq!(bif_persistent_term_get_1(machine, key), first);
        assert_eq!(bif_persistent_term_erase_1(machine, key), Term::TRUE);
        assert_eq!(bif_persistent_term_erase_1(machine, key), Term::FALSE);
        assert!(bif_persistent_term_get_1(machine, key).is_non_value());
        ret(machine, first)
    }
    assert_eq!(returned(start, &[]).term().to_string(), "[1,2]");
}
