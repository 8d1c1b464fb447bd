//! A small fuzzer that gives the same result in each run: cut, doubled, swapped and overwritten
//! pieces of right and wrong texts. The reader must come to an end, report places that exist and
//! read its own output back. The folder `fuzz/` at the top holds targets for cargo-fuzz.

use lfec_base::{Sources, render};
use lfec_reader::{pretty, print, read, read_source, read_status};

const ROUNDS: usize = 4_000;

const CORPUS: &[&str] = &[
    "(defun f (x y)\n  \"doc \\\" string\"\n  (let (((tuple 'ok z) (g x))) `(a ,z ,@y)))\n",
    "(defmodule m (export (f 2) (g 0))) #| block |# ; line\n[a . b] #(1 2) #M(a 1 b 2)",
    "#B(1 (2 (size 4)) (1.5 float) (\"é\" utf8)) #\"bin\" #\\a #\\x41; #'m:f/2 #.(+ 1 2)",
    "\"\"\"\n  triple \"quoted\"\n  \"\"\" |a b\\|c| 1.5e3 -7 #xFF #36rZZ #*101 #Efoo \"\\x20AC;\\n\"",
    "(a ] #( { } ... #S(a) #q #M(k) #B(x) (a . b c) ' ) \" | #| #|",
];

/// Pieces that mean something to the reader.
const PIECES: &[&str] = &[
    "(", ")", "[", "]", "#(", "#M(", "#B(", "#.", "'", "`", ",", ",@", ".", " . ", "\"", "\"\"\"",
    "\"\"\"\n", "|", "#|", "|#", ";", "\n", "\n(", "\\", "#\\", "#'", "#x", "#", "(size ", "\\x",
    "é", "\u{85}", "1.0e", "/2", " ", "{",
];

/// A generator of numbers by shifts (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn mutate(text: &mut Vec<u8>, numbers: &mut Numbers) {
    let from = numbers.below(text.len() + 1);
    let to = (from + numbers.below(12)).min(text.len());
    match numbers.below(6) {
        0 => drop(text.drain(from..to)),
        1 => {
            let copy = text[from..to].to_vec();
            let at = numbers.below(text.len() + 1);
            text.splice(at..at, copy);
        }
        2 => {
            let piece = PIECES[numbers.below(PIECES.len())];
            text.splice(from..from, piece.bytes());
        }
        3 => {
            let piece = PIECES[numbers.below(PIECES.len())];
            text.splice(from..to, piece.bytes());
        }
        4 if from < text.len() => text[from] = numbers.below(256) as u8,
        _ => {
            let other = CORPUS[numbers.below(CORPUS.len())].as_bytes();
            let start = numbers.below(other.len());
            let end = (start + numbers.below(20)).min(other.len());
            text.splice(from..from, other[start..end].iter().copied());
        }
    }
}

fn check(bytes: &[u8]) {
    let mut sources = Sources::new();
    let (file, forms, diagnostics) = read_source(&mut sources, "fuzz.lfe", bytes);
    let text = sources.text(file);
    for diagnostic in &diagnostics {
        let labels = diagnostic.labels.iter().map(|label| label.span);
        for span in labels.chain([diagnostic.span]) {
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{text:?}");
        }
    }
    render(&sources, &diagnostics, false);
    read_status(&text);
    for form in &forms {
        for text in [print(form), pretty(form)] {
            let (again, diagnostics) = read(file, &text);
            assert!(diagnostics.is_empty(), "{text:?} {diagnostics:?}");
            assert_eq!(again.as_slice(), std::slice::from_ref(form), "{text:?}");
        }
    }
}

#[test]
fn mutated_texts_are_read() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for round in 0..ROUNDS {
        let mut text = CORPUS[round % CORPUS.len()].as_bytes().to_vec();
        for _ in 0..=numbers.below(12) {
            mutate(&mut text, &mut numbers);
        }
        check(&text);
    }
}

#[test]
fn beginnings_of_texts_are_read() {
    for text in CORPUS {
        for end in 0..text.len() {
            check(&text.as_bytes()[..end]);
        }
    }
}
