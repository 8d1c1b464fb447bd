//! Module `persistent_term`: terms that all processes read without copying.
//!
//! A value lies outside all heaps for ever, as a literal does: processes may refer to it, so that its
//! memory is not freed when it is replaced or erased. (OTP looks through all processes instead.)
//! Persistent terms are meant for what is seldom changed.

use lfec_abi::machine::Machine;

use crate::heap::{Allocate, OwnedTerm, Registers};
use crate::process::dictionary::Dictionary;
use crate::sync::global::RwLock;
use crate::term::order::exact_equal;
use crate::term::{Term, map};

#[derive(Default)]
struct Values {
    dictionary: Dictionary,
    words: usize,
}

static VALUES: RwLock<Option<Values>> = RwLock::new(None);

fn find(key: Term) -> Option<Term> {
    VALUES.read().as_ref()?.dictionary.get(key)
}

/// A copy of `term` that is there for ever, and the words it takes.
fn for_ever(term: Term) -> (Term, usize) {
    crate::heap::note_other_literals();
    let owned = Box::leak(Box::new(OwnedTerm::copy_of_all(term)));
    (owned.term(), owned.words())
}

/// `persistent_term:put/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_persistent_term_put_2(_: &mut Machine, key: Term, value: Term) -> Term {
    let mut values = VALUES.write();
    let values = values.get_or_insert_default();
    match values.dictionary.get(key) {
        Some(old) if exact_equal(old, value) => return Term::OK,
        Some(_) => {
            let (value, words) = for_ever(value);
            values.dictionary.put(key, value);
            values.words += words;
        }
        None => {
            let ((key, key_words), (value, words)) = (for_ever(key), for_ever(value));
            values.dictionary.put(key, value);
            values.words += key_words + words;
        }
    }
    Term::OK
}

/// `persistent_term:get/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_persistent_term_get_1(machine: &mut Machine, key: Term) -> Term {
    find(key).unwrap_or_else(|| machine.badarg())
}

/// `persistent_term:get/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_persistent_term_get_2(_: &mut Machine, key: Term, default: Term) -> Term {
    find(key).unwrap_or(default)
}

/// `persistent_term:get/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_persistent_term_get_0(machine: &mut Machine) -> Term {
    let pairs: Vec<(Term, Term)> =
        VALUES.read().as_ref().map_or_else(Vec::new, |values| values.dictionary.iter().collect());
    let pairs: Vec<Term> =
        pairs.into_iter().map(|(key, value)| machine.tuple(&[key, value])).collect();
    machine.list(&pairs)
}

/// `persistent_term:erase/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_persistent_term_erase_1(_: &mut Machine, key: Term) -> Term {
    let mut values = VALUES.write();
    let erased = values.as_mut().and_then(|values| values.dictionary.erase(key));
    Term::boolean(erased.is_some())
}

/// `persistent_term:info/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_persistent_term_info_0(machine: &mut Machine) -> Term {
    let values = VALUES.read();
    let (count, words) = values.as_ref().map_or((0, 0), |v| (v.dictionary.len(), v.words));
    let pairs = vec![
        (Term::atom("count"), Term::small(count as i64)),
        (Term::atom("memory"), Term::small(words as i64 * 8)),
    ];
    map::from_pairs(machine, pairs)
}
