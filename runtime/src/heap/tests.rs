//! Collections keep terms.

use super::{Allocate, Heap, HeapOptions, OwnedTerm};
use crate::term::{Term, View};

/// A list `[N, …, 1]`, each element a tuple of a number and a binary.
fn sample<A: Allocate>(target: &mut A, count: i64) -> Term {
    let mut list = Term::NIL;
    for number in 1..=count {
        let binary = target.binary(&vec![number as u8; number as usize]);
        let tuple = target.tuple(&[Term::small(number), binary]);
        list = target.cons(tuple, list);
    }
    list
}

fn check(mut list: Term, mut count: i64) {
    while let Some(cons) = list.as_cons() {
        let View::Tuple(tuple) = cons.head().view() else { panic!("a tuple") };
        assert_eq!(tuple.get(0), Some(Term::small(count)));
        let bits = tuple.get(1).and_then(Term::as_bits).expect("a binary");
        assert_eq!(*bits.bytes(), vec![count as u8; count as usize]);
        count -= 1;
        list = cons.tail();
    }
    assert!(list.is_nil() && count == 0);
}

#[test]
fn minor_and_full_collections_keep_terms() {
    let mut heap = Heap::new(HeapOptions::default(), None);
    let mut registers = [Term::NIL; 3];
    let mut promoted = false;
    for round in 1..40 {
        registers[round % 3] = sample(&mut heap, 3 * round as i64);
        if round == 20 {
            heap.collect_full(&mut registers, 0);
        } else {
            heap.collect(&mut registers, round);
        }
        check(registers[round % 3], 3 * round as i64);
        check(registers[(round + 2) % 3], 3 * (round as i64 - 1));
        promoted |= heap.sizes().old_used_words > 0;
    }
    assert!(promoted);
    heap.collect_full(&mut [], 0);
    assert_eq!(heap.sizes().used_words, 0);
    assert_eq!(heap.sizes().binary_bytes, 0);
}

#[test]
fn stack_is_root() {
    let mut heap = Heap::new(HeapOptions::default(), None);
    let list = sample(&mut heap, 70);
    heap.push(list.word(), &mut []);
    heap.push(0x1230, &mut []);
    for _ in 0..5 {
        sample(&mut heap, 70);
        heap.collect(&mut [], 10);
    }
    assert_eq!(heap.stack()[0], 0x1230);
    check(Term::raw(heap.stack()[1]), 70);
}

#[test]
fn messages_are_copied_and_attached() {
    let mut sender = Heap::new(HeapOptions::default(), None);
    let list = sample(&mut sender, 80);
    let message = OwnedTerm::copy_of(&sender, list);
    let copy = OwnedTerm::copy_of_all(message.term());
    drop(sender);
    check(message.term(), 80);
    let mut receiver = Heap::new(HeapOptions::default(), None);
    let received = receiver.attach(message);
    let mut registers = [received, copy.copy_to(&mut receiver)];
    drop(copy);
    for _ in 0..3 {
        receiver.collect(&mut registers, 0);
        check(registers[0], 80);
        check(registers[1], 80);
    }
}
