//! What makes programs fast: guards of splits, repetitions that need not be gone back into, where
//! matches can start.

use memchr::memmem;

use super::program::{Guard, Inst, NO_GUARD, Pc, Program, Start, Stop};
use super::set::{Bytes, Set};
use super::tree::{Greed, Node, Place, UNLIMITED};
use super::utf8;

/// Most instructions that are looked at to find what can come first.
const MAX_LOOK: usize = 200;

/// Why the first bytes are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// To rule a way out: what the way needs.
    Guard,
    /// To keep a repetition from giving back: what can come after it.
    After,
}

/// Works on a program.
pub fn optimize(program: &mut Program) {
    for pc in 0..program.code.len() {
        match program.code[pc] {
            Inst::Split { first, second, guard: NO_GUARD } => guard(program, pc, first, second),
            Inst::Repeat { .. } => repetition(program, pc),
            _ => {}
        }
    }
    program.stops = program.sets.iter().map(|set| stop(set, program.settings.utf)).collect();
    program.start = start(program);
}

fn stop(set: &Set, utf: bool) -> Stop {
    match set.all_but(utf) {
        Some(byte) => Stop::Byte(byte),
        None if set.is_full(utf) => Stop::End,
        None => Stop::Search,
    }
}

fn guard(program: &mut Program, pc: usize, first: Pc, second: Pc) {
    let guard = Guard {
        first: first_bytes(program, first, Purpose::Guard),
        second: first_bytes(program, second, Purpose::Guard),
    };
    if guard.first.is_none() && guard.second.is_none() {
        return;
    }
    let index = program.guards.len() as u32;
    program.guards.push(guard);
    program.code[pc] = Inst::Split { first, second, guard: index };
    debug_assert_ne!(index, NO_GUARD);
}

fn repetition(program: &mut Program, pc: usize) {
    let Inst::Repeat { set, min, max, greed, .. } = program.code[pc] else { return };
    let after = first_bytes(program, pc as Pc + 1, Purpose::After);
    let own = program.sets[set as usize].first_bytes(program.settings.utf);
    let next = first_bytes(program, pc as Pc + 1, Purpose::Guard)
        .filter(|bytes| bytes.count() == 1)
        .and_then(|bytes| bytes.iter().next());
    let greed = match greed {
        Greed::Greedy if after.is_some_and(|bytes| !bytes.meets(&own)) => Greed::Possessive,
        greed => greed,
    };
    program.code[pc] = Inst::Repeat { set, min, max, greed, next };
}

/// The bytes that can come first from an instruction on; `None` if it may match without any.
fn first_bytes(program: &Program, pc: Pc, purpose: Purpose) -> Option<Bytes> {
    let mut walk = Walk { program, purpose, bytes: Bytes::default(), seen: Vec::new() };
    walk.from(pc).then_some(walk.bytes)
}

struct Walk<'a> {
    program: &'a Program,
    purpose: Purpose,
    bytes: Bytes,
    seen: Vec<Pc>,
}

impl Walk<'_> {
    /// Goes through all ways; whether all of them are known.
    fn from(&mut self, start: Pc) -> bool {
        let mut pending = vec![start];
        while let Some(pc) = pending.pop() {
            if self.seen.contains(&pc) {
                continue;
            }
            if self.seen.len() >= MAX_LOOK {
                return false;
            }
            self.seen.push(pc);
            if !self.step(pc, &mut pending) {
                return false;
            }
        }
        true
    }

    fn step(&mut self, pc: Pc, pending: &mut Vec<Pc>) -> bool {
        let utf = self.program.settings.utf;
        match self.program.code[pc as usize] {
            Inst::Byte(byte) => self.bytes.add(byte),
            Inst::Either(one, other) => {
                self.bytes.add(one);
                self.bytes.add(other);
            }
            Inst::Literal(start, _) => {
                self.bytes.add(self.program.literals[start as usize]);
            }
            Inst::Set(set) => self.add_set(set, utf),
            Inst::Repeat { set, min, .. } => {
                self.add_set(set, utf);
                if min == 0 {
                    pending.push(pc + 1);
                }
            }
            Inst::AnyByte | Inst::NotCrlf | Inst::Grapheme => self.bytes.add_all(&Bytes::ALL),
            Inst::Newline(_) => self.add_newlines(),
            Inst::Place(
                Place::SubjectEnd
                | Place::SubjectEndOrNewline
                | Place::AbsoluteEnd
                | Place::AbsoluteEndOrNewline
                | Place::LineEnd,
            ) if self.purpose == Purpose::After => self.add_newlines(),
            // They may hold where the repetition has given something back.
            Inst::Place(_) | Inst::LookStart { .. } | Inst::NegativeStart { .. }
                if self.purpose == Purpose::After =>
            {
                return false;
            }
            Inst::Place(_)
            | Inst::Keep
            | Inst::Save(_)
            | Inst::EmptyStart(_)
            | Inst::CountStart(_)
            | Inst::AtomicStart(_)
            | Inst::Alternative(_) => pending.push(pc + 1),
            Inst::Jump(to) => pending.push(to),
            Inst::Split { first, second, .. } => pending.extend([first, second]),
            Inst::EmptyCheck { exit, .. } | Inst::Count { exit, .. } => {
                pending.extend([pc + 1, exit]);
            }
            Inst::LookStart { after, .. } | Inst::NegativeStart { after, .. } => {
                pending.push(after);
            }
            Inst::IsSet { no, .. } | Inst::InRecursion { no, .. } => pending.extend([pc + 1, no]),
            // What follows an atomic group has no say in how it matches.
            Inst::Match | Inst::AtomicEnd(_) | Inst::LookEnd(_) | Inst::NegativeEnd(_) => {
                return self.purpose == Purpose::After && !self.program.has_calls();
            }
            Inst::Fail => {}
            _ => return false,
        }
        true
    }

    fn add_set(&mut self, set: u32, utf: bool) {
        self.bytes.add_all(&self.program.sets[set as usize].first_bytes(utf));
    }

    fn add_newlines(&mut self) {
        let first = [10, 11, 12, 13, 0x85, 0xC2, 0xE2];
        first.into_iter().for_each(|byte| self.bytes.add(byte));
    }
}

impl Program {
    fn has_calls(&self) -> bool {
        self.code.iter().any(|inst| matches!(inst, Inst::Call { .. }))
    }
}

// ---------------------------------------------------------------- where matches start

fn start(program: &Program) -> Start {
    let has_verbs = program.code.iter().any(|inst| {
        matches!(inst, Inst::Commit | Inst::Prune | Inst::Skip | Inst::SkipTo(_) | Inst::Then(_))
    });
    let is_anchor =
        |place| matches!(place, Place::SubjectStart | Place::AbsoluteStart | Place::SearchStart);
    if program.settings.anchored || all_start_with(program, &is_anchor) {
        return Start::Anchored;
    }
    if all_start_with(program, &|place| place == Place::LineStart || is_anchor(place)) {
        return Start::Lines;
    }
    if let Inst::Repeat { set, min: 0, max: UNLIMITED, .. } = program.code[0]
        && !has_verbs
    {
        let set = &program.sets[set as usize];
        if set.is_full(program.settings.utf) {
            return Start::Anchored;
        }
        if set.all_but(program.settings.utf) == Some(b'\n')
            && program.settings.newline == super::NewlineKind::Lf
        {
            return Start::Lines;
        }
    }
    let text = leading_text(program);
    if text.len() > 1 {
        return Start::Text(Box::new(memmem::Finder::new(&text).into_owned()));
    }
    match first_bytes(program, 0, Purpose::Guard) {
        Some(bytes) if bytes.count() <= 3 => Start::Bytes(bytes.iter().collect()),
        Some(bytes) if bytes != Bytes::ALL => Start::Set(bytes),
        _ => Start::Anywhere,
    }
}

/// Whether on all ways such a condition on the place comes before anything else.
fn all_start_with(program: &Program, is_such: &dyn Fn(Place) -> bool) -> bool {
    let mut pending = vec![0];
    let mut seen = 0;
    while let Some(pc) = pending.pop() {
        seen += 1;
        if seen > MAX_LOOK {
            return false;
        }
        match program.code[pc as usize] {
            Inst::Place(place) if is_such(place) => {}
            Inst::Save(_) | Inst::AtomicStart(_) | Inst::Alternative(_) => pending.push(pc + 1),
            Inst::Jump(to) => pending.push(to),
            Inst::Split { first, second, .. } => pending.extend([first, second]),
            _ => return false,
        }
    }
    true
}

/// The bytes that every match starts with.
fn leading_text(program: &Program) -> Vec<u8> {
    let mut text = Vec::new();
    for inst in &program.code {
        match *inst {
            Inst::Save(_) => {}
            Inst::Byte(byte) => text.push(byte),
            Inst::Literal(start, length) => {
                let start = start as usize;
                text.extend_from_slice(&program.literals[start..start + length as usize]);
            }
            _ => break,
        }
    }
    text
}

/// A byte that every match has: of the last character that must be there as such.
pub fn required_byte(node: &Node, utf: bool) -> Option<u8> {
    match node {
        Node::Char(character, false) => {
            if utf {
                utf8::encode(*character).as_bytes().last().copied()
            } else {
                u8::try_from(*character).ok()
            }
        }
        Node::Concat(nodes) => {
            if nodes.iter().any(has_accept) {
                return None;
            }
            nodes.iter().rev().find_map(|node| required_byte(node, utf))
        }
        Node::Group(_, body) | Node::Atomic(body) => required_byte(body, utf),
        Node::Repeat(body, min, ..) if *min > 0 => required_byte(body, utf),
        _ => None,
    }
}

fn has_accept(node: &Node) -> bool {
    matches!(node, Node::Accept) || super::compile::children(node).into_iter().any(has_accept)
}
