//! Collections keep terms.

use proptest::prelude::*;

use super::{Allocate, Heap, HeapOptions, OwnedTerm};
use crate::term::binary::SharedBytes;
use crate::term::sample::{Sample, terms};
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

#[test]
fn heap_shrinks_when_nothing_is_left() {
    let mut heap = Heap::new(HeapOptions::default(), None);
    for _ in 0..200 {
        sample(&mut heap, 50);
    }
    heap.collect(&mut [], 0);
    heap.collect(&mut [], 0);
    // A process that collects often keeps some room, one that is told to collect does not.
    assert!(heap.total_words() <= 8000, "{:?}", heap.sizes());
    heap.collect_full(&mut [], 0);
    assert!(heap.total_words() <= 200, "{:?}", heap.sizes());
    let idle = Heap::new(HeapOptions::default(), None);
    assert!(idle.total_words() * 8 + size_of::<Heap>() < 900);
}

#[test]
fn shared_bytes_are_released() {
    let shared = SharedBytes::copy_of(&[7; 100]);
    let mut heap = Heap::new(HeapOptions::default(), None);
    let binary = heap.shared_binary(shared.clone(), 0, 800);
    let part = heap.part(binary, 80, 640);
    let message = OwnedTerm::copy_of(&heap, part);
    assert_eq!(shared.references(), 3);
    let mut registers = [part];
    heap.collect(&mut registers, 0);
    assert_eq!(shared.references(), 3);
    assert_eq!(*registers[0].as_bits().expect("a binary").bytes(), [7; 80]);
    heap.collect_full(&mut [], 0);
    assert_eq!(shared.references(), 2);
    drop(message);
    assert_eq!(shared.references(), 1);
}

#[test]
fn deep_terms_do_not_recurse() {
    let mut heap = Heap::new(HeapOptions::default(), None);
    let mut deep = Term::NIL;
    let mut registers = [Term::NIL; 2];
    let levels = if cfg!(miri) { 300 } else { 300_000 };
    for level in 0..levels {
        deep = if level % 2 == 0 { heap.tuple(&[deep]) } else { heap.cons(deep, Term::NIL) };
    }
    registers[0] = deep;
    heap.collect(&mut registers, 0);
    registers[1] = registers[0].copy_to(&mut heap);
    heap.collect(&mut registers, 0);
    use crate::term::{external, hash, order, portable_hash};
    assert!(order::exact_equal(registers[0], registers[1]));
    assert_eq!(hash::key_hash(registers[0], 0), hash::key_hash(registers[1], 0));
    portable_hash::portable_hash(registers[0]);
    let bytes = external::encode(registers[0], external::Minor::Utf8Atoms);
    let back = external::decode(&mut heap, &bytes, true, |_| None).expect("a term");
    assert!(order::exact_equal(registers[0], back.term));
    assert_eq!(registers[0].to_string().len(), 2 * levels + 2);
}

/// A step of a process's life.
#[derive(Clone, Debug)]
enum Step {
    Make(usize, Sample),
    Push(Sample),
    Pop,
    Receive(usize, Sample),
    Collect(usize),
    CollectFull,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0usize..4, terms()).prop_map(|(to, sample)| Step::Make(to, sample)),
        1 => terms().prop_map(Step::Push),
        1 => Just(Step::Pop),
        2 => (0usize..4, terms()).prop_map(|(to, sample)| Step::Receive(to, sample)),
        2 => (0usize..300).prop_map(Step::Collect),
        1 => Just(Step::CollectFull),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn life_of_a_process(steps in prop::collection::vec(step(), 1..60)) {
        let mut heap = Heap::new(HeapOptions::default(), None);
        let mut registers = [Term::NIL; 4];
        let mut texts = [const { String::new() }; 4];
        texts.fill("[]".to_owned());
        let mut stack = Vec::new();
        for step in steps {
            match step {
                Step::Make(to, sample) => {
                    // What was there stays part of it.
                    let made = sample.build(&mut heap);
                    registers[to] = heap.cons(made, registers[(to + 1) % 4]);
                    texts[to] = registers[to].to_string();
                }
                Step::Push(sample) => {
                    let made = sample.build(&mut heap);
                    let mut all = [made, registers[0], registers[1], registers[2], registers[3]];
                    heap.collect(&mut all, 1);
                    registers.copy_from_slice(&all[1..]);
                    heap.push(all[0].word(), &mut []);
                    stack.push(all[0].to_string());
                }
                Step::Pop => {
                    if let Some(text) = stack.pop() {
                        let top = Term::raw(heap.stack()[0]);
                        prop_assert_eq!(top.to_string(), text);
                        heap.pop();
                    }
                }
                Step::Receive(to, sample) => {
                    let mut sender = Heap::new(HeapOptions::default(), None);
                    let made = sample.build(&mut sender);
                    texts[to] = made.to_string();
                    registers[to] = heap.attach(OwnedTerm::copy_of(&sender, made));
                }
                Step::Collect(need) => heap.collect(&mut registers, need),
                Step::CollectFull => heap.collect_full(&mut registers, 0),
            }
            for (register, text) in registers.iter().zip(&texts) {
                prop_assert_eq!(&register.to_string(), text);
            }
        }
    }
}
