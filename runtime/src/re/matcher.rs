//! Runs a program at one place of the subject.
//!
//! What to do when a way fails is on a stack: choices to go back to, and old values of slots to be
//! put back on the way. Nothing recurses, and a run can stop after any number of steps and go on
//! later.
//!
//! Entering an atomic group or an assertion notes the stack's height; leaving it removes the choices
//! above, but keeps the old values. A call of a group saves all slots and puts them back when it
//! returns, which is also when its choices are removed: calls are atomic, as in PCRE 8.

use memchr::{memchr, memrchr};

use super::newline;
use super::program::{GUARD_FORBIDDEN, Inst, NO_GUARD, Program, Stop};
use super::set::{Set, other_case};
use super::tree::{Greed, Place, UNLIMITED};
use super::utf8;

/// A slot that has no value.
pub const UNSET: usize = usize::MAX;

/// Most words that calls may save.
const MAX_SAVED: usize = 1 << 24;

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The slots hold the match.
    Match,
    /// No match here.
    Fail,
    /// No match here nor anywhere later.
    Stop,
    /// No match before this place.
    SkipTo(usize),
    /// The steps are used up; the run can go on.
    Pause,
    /// Too many calls are open.
    TooDeep,
}

/// What one search asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Demands {
    /// The subject's start is no line's start.
    pub not_bol: bool,
    /// The subject's end is no line's end.
    pub not_eol: bool,
    /// Empty matches do not count.
    pub not_empty: bool,
    /// Those at the search's start do not.
    pub not_empty_at_start: bool,
    /// Where the search starts.
    pub offset: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Go on at `index` with place `a`.
    Choice,
    /// Slot `index` was `a`.
    Undo,
    /// The repetition at `index` may give back from `b` down to `a`.
    Greedy,
    /// The repetition at `index` may take more from `a` on, `b` times.
    Lazy,
    /// The counted loop at `index` may go on, at place `a`.
    CountMore,
    /// An assertion started here.
    Look,
    /// A negative assertion started here: go on at `index`, place `a`.
    Negative,
    /// A call started here.
    Call,
    /// `(*MARK)` number `index` at `a`
    Mark,
    Commit,
    Prune,
    /// To place `a`.
    Skip,
    /// To mark `index`.
    SkipTo,
    /// To height `a`.
    Then,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    kind: Kind,
    index: u32,
    a: usize,
    b: usize,
}

/// A call of a group.
#[derive(Debug)]
struct Frame {
    group: u32,
    back: u32,
    place: usize,
    height: usize,
    slots: Box<[usize]>,
}

/// The state of a run.
#[derive(Debug, Default)]
pub struct Matcher {
    stack: Vec<Entry>,
    /// Starts and ends of groups, registers.
    pub slots: Vec<usize>,
    frames: Vec<Frame>,
    saved: usize,
    pc: usize,
    at: usize,
    /// Steps until the next pause.
    pub fuel: u64,
    /// Most entries on the stack at a branch.
    pub depth_limit: usize,
}

/// Where a fault leads.
enum Back {
    To(usize, usize),
    End(Outcome),
}

impl Matcher {
    /// Prepares a run at a place.
    pub fn start(&mut self, program: &Program, at: usize) {
        self.stack.clear();
        self.frames.clear();
        self.saved = 0;
        self.slots.clear();
        self.slots.resize(program.slots as usize, UNSET);
        self.slots[0] = at;
        self.pc = 0;
        self.at = at;
    }

    fn push(&mut self, kind: Kind, index: usize, a: usize, b: usize) {
        self.stack.push(Entry { kind, index: index as u32, a, b });
    }

    #[inline]
    fn set_slot(&mut self, slot: u32, value: usize) {
        let old = std::mem::replace(&mut self.slots[slot as usize], value);
        if !self.stack.is_empty() {
            self.push(Kind::Undo, slot as usize, old, 0);
        }
    }

    /// Sets a register to the stack's height as it is after the old value was noted.
    fn note_height(&mut self, register: u32) {
        self.set_slot(register, 0);
        self.slots[register as usize] = self.stack.len();
    }

    /// Removes the choices above a height.
    fn cut(&mut self, height: usize) {
        let mut keep = height;
        for index in height..self.stack.len() {
            if self.stack[index].kind == Kind::Undo {
                self.stack[keep] = self.stack[index];
                keep += 1;
            }
        }
        self.stack.truncate(keep);
    }

    /// Takes back everything above a height.
    fn unwind(&mut self, height: usize) {
        while self.stack.len() > height {
            let Some(entry) = self.stack.pop() else { break };
            self.dropped(entry);
        }
    }

    fn dropped(&mut self, entry: Entry) {
        match entry.kind {
            Kind::Undo => self.slots[entry.index as usize] = entry.a,
            Kind::Call => self.forget_call(),
            _ => {}
        }
    }

    fn forget_call(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.saved -= frame.slots.len();
            self.slots.copy_from_slice(&frame.slots);
        }
    }

    /// Runs until a match, a failure or a pause.
    pub fn run<const UTF: bool>(
        &mut self,
        program: &Program,
        subject: &[u8],
        demands: &Demands,
    ) -> Outcome {
        let code = &program.code[..];
        let (mut pc, mut at) = (self.pc, self.at);
        loop {
            let went_on = match code[pc] {
                Inst::Byte(byte) => {
                    if subject.get(at) == Some(&byte) {
                        at += 1;
                        pc += 1;
                        continue;
                    }
                    false
                }
                Inst::Either(one, other) => match subject.get(at) {
                    Some(&byte) if byte == one || byte == other => {
                        at += 1;
                        pc += 1;
                        continue;
                    }
                    _ => false,
                },
                Inst::Literal(start, length) => {
                    let (start, length) = (start as usize, length as usize);
                    let text = &program.literals[start..start + length];
                    if subject[at..].starts_with(text) {
                        at += length;
                        pc += 1;
                        continue;
                    }
                    false
                }
                Inst::Set(set) => match one::<UTF>(&program.sets[set as usize], subject, at) {
                    Some(after) => {
                        at = after;
                        pc += 1;
                        continue;
                    }
                    None => false,
                },
                Inst::Jump(to) => {
                    pc = to as usize;
                    continue;
                }
                Inst::Save(slot) => {
                    self.set_slot(slot, at);
                    pc += 1;
                    continue;
                }
                Inst::Split { first, second, guard } => {
                    if self.fuel == 0 {
                        (self.pc, self.at) = (pc, at);
                        return Outcome::Pause;
                    }
                    self.fuel -= 1;
                    let (mut can_first, mut can_second) = (true, true);
                    if guard < GUARD_FORBIDDEN {
                        let guard = &program.guards[guard as usize];
                        let next = subject.get(at);
                        let can = |bytes: &Option<super::set::Bytes>| match bytes {
                            Some(bytes) => next.is_some_and(|&byte| bytes.has(byte)),
                            None => true,
                        };
                        (can_first, can_second) = (can(&guard.first), can(&guard.second));
                    } else {
                        debug_assert!(guard == NO_GUARD || guard == GUARD_FORBIDDEN);
                    }
                    if can_first {
                        if can_second {
                            if self.stack.len() >= self.depth_limit {
                                return Outcome::TooDeep;
                            }
                            self.push(Kind::Choice, second as usize, at, 0);
                        }
                        pc = first as usize;
                        continue;
                    }
                    if can_second {
                        pc = second as usize;
                        continue;
                    }
                    false
                }
                Inst::Repeat { set, min, max, greed, next } => {
                    if self.fuel == 0 {
                        (self.pc, self.at) = (pc, at);
                        return Outcome::Pause;
                    }
                    self.fuel -= 1;
                    let run = Run {
                        set: &program.sets[set as usize],
                        stop: program.stops[set as usize],
                        subject,
                        next,
                    };
                    match self.repeat::<UTF>(&run, pc, at, (min, max), greed) {
                        Some(after) => {
                            at = after;
                            pc += 1;
                            continue;
                        }
                        None => false,
                    }
                }
                Inst::Match | Inst::Accept => match self.finish(at, demands) {
                    Finish::Match => return Outcome::Match,
                    Finish::Back(back) => {
                        pc = back;
                        continue;
                    }
                    Finish::Fail => false,
                },
                inst => match self.other::<UTF>(program, subject, demands, inst, pc, at) {
                    Next::Go(to, place) => {
                        (pc, at) = (to, place);
                        true
                    }
                    Next::Fail => false,
                    Next::TooDeep => return Outcome::TooDeep,
                },
            };
            if went_on {
                continue;
            }
            match self.back::<UTF>(program, subject) {
                Back::To(to, place) => (pc, at) = (to, place),
                Back::End(outcome) => return outcome,
            }
        }
    }

    /// The end of the pattern, or of a call of all of it.
    fn finish(&mut self, at: usize, demands: &Demands) -> Finish {
        if !self.frames.is_empty() {
            return Finish::Back(self.return_from_call());
        }
        let is_empty = self.slots[0] == at;
        let refused =
            is_empty && (demands.not_empty || demands.not_empty_at_start && at == demands.offset);
        if refused {
            return Finish::Fail;
        }
        self.slots[1] = at;
        Finish::Match
    }

    fn return_from_call(&mut self) -> usize {
        let Some(frame) = self.frames.pop() else { return 0 };
        self.saved -= frame.slots.len();
        self.stack.truncate(frame.height);
        self.slots.copy_from_slice(&frame.slots);
        frame.back as usize
    }

    /// The place after a repetition, with what may be given back or taken on the stack.
    fn repeat<const UTF: bool>(
        &mut self,
        run: &Run,
        pc: usize,
        at: usize,
        (min, max): (u32, u32),
        greed: Greed,
    ) -> Option<usize> {
        let floor = run.least::<UTF>(at, min)?;
        let more = if max == UNLIMITED { usize::MAX } else { (max - min) as usize };
        match greed {
            Greed::Possessive => Some(run.most::<UTF>(floor, more)),
            Greed::Greedy => {
                let mut end = run.most::<UTF>(floor, more);
                if let Some(next) = run.next
                    && run.subject.get(end) != Some(&next)
                {
                    end = floor + memrchr(next, &run.subject[floor..end])?;
                }
                if end > floor {
                    self.push(Kind::Greedy, pc, floor, end);
                }
                Some(end)
            }
            Greed::Lazy => {
                let (place, left) = run.up_to_next::<UTF>(floor, more)?;
                if left > 0 {
                    self.push(Kind::Lazy, pc, place, left);
                }
                Some(place)
            }
        }
    }

    /// Goes back to the last choice.
    fn back<const UTF: bool>(&mut self, program: &Program, subject: &[u8]) -> Back {
        self.fuel = self.fuel.saturating_sub(1);
        while let Some(entry) = self.stack.pop() {
            let index = entry.index as usize;
            match entry.kind {
                Kind::Undo => self.slots[index] = entry.a,
                Kind::Choice | Kind::Negative => return Back::To(index, entry.a),
                Kind::Greedy => {
                    let run = Run::at(program, index, subject);
                    let Some(end) = run.give_back::<UTF>(entry.a, entry.b) else { continue };
                    if end > entry.a {
                        self.push(Kind::Greedy, index, entry.a, end);
                    }
                    return Back::To(index + 1, end);
                }
                Kind::Lazy => {
                    let run = Run::at(program, index, subject);
                    let taken = one::<UTF>(run.set, subject, entry.a)
                        .and_then(|place| run.up_to_next::<UTF>(place, entry.b.saturating_sub(1)));
                    let Some((place, left)) = taken else { continue };
                    if left > 0 {
                        self.push(Kind::Lazy, index, place, left);
                    }
                    return Back::To(index + 1, place);
                }
                Kind::CountMore => {
                    if let Inst::Count { register, .. } = program.code[index] {
                        let count = self.slots[register as usize];
                        self.set_slot(register, count + 1);
                    }
                    return Back::To(index + 1, entry.a);
                }
                Kind::Call => self.forget_call(),
                Kind::Look | Kind::Mark => {}
                Kind::Then => self.unwind(entry.a),
                Kind::Commit | Kind::Prune | Kind::Skip | Kind::SkipTo => {
                    if let Some(outcome) = self.verb(entry) {
                        return Back::End(outcome);
                    }
                }
            }
        }
        Back::End(Outcome::Fail)
    }

    /// A verb that matching has come back to: it ends the run, or the assertion or call it is in.
    fn verb(&mut self, entry: Entry) -> Option<Outcome> {
        let target = match entry.kind {
            Kind::SkipTo => {
                let is_mark =
                    |other: &&Entry| other.kind == Kind::Mark && other.index == entry.index;
                self.stack.iter().rev().find(is_mark)?.a
            }
            _ => entry.a,
        };
        let is_barrier =
            |other: &Entry| matches!(other.kind, Kind::Look | Kind::Negative | Kind::Call);
        if let Some(barrier) = self.stack.iter().rposition(is_barrier) {
            self.unwind(barrier + 1);
            return None;
        }
        Some(match entry.kind {
            Kind::Commit => Outcome::Stop,
            Kind::Prune => Outcome::Fail,
            _ => Outcome::SkipTo(target),
        })
    }

    /// The rarer instructions.
    fn other<const UTF: bool>(
        &mut self,
        program: &Program,
        subject: &[u8],
        demands: &Demands,
        inst: Inst,
        pc: usize,
        at: usize,
    ) -> Next {
        let newline = program.newline();
        match inst {
            Inst::AnyByte if at < subject.len() => return Next::Go(pc + 1, at + 1),
            Inst::NotCrlf => {
                let is_there =
                    at < subject.len() && newline::at(newline, UTF, subject, at).is_none();
                if is_there {
                    return Next::Go(pc + 1, next_place::<UTF>(subject, at));
                }
            }
            Inst::Newline(anycrlf) => {
                let kind =
                    if anycrlf { super::NewlineKind::AnyCrlf } else { super::NewlineKind::Any };
                if let Some(length) = newline::at(kind, UTF, subject, at) {
                    // A CRLF is not taken apart, as in an atomic group.
                    return Next::Go(pc + 1, at + length);
                }
            }
            Inst::Grapheme if at < subject.len() => {
                return Next::Go(pc + 1, grapheme_end::<UTF>(program, subject, at));
            }
            Inst::Place(place) if holds::<UTF>(program, subject, demands, place, at) => {
                return Next::Go(pc + 1, at);
            }
            Inst::Keep => {
                self.set_slot(0, at);
                return Next::Go(pc + 1, at);
            }
            Inst::EmptyStart(register) => {
                self.set_slot(register, at);
                return Next::Go(pc + 1, at);
            }
            Inst::EmptyCheck { register, exit } => {
                let took_nothing = self.slots[register as usize] == at;
                return Next::Go(if took_nothing { exit as usize } else { pc + 1 }, at);
            }
            Inst::CountStart(register) => {
                self.set_slot(register, 0);
                return Next::Go(pc + 1, at);
            }
            Inst::Count { register, counts, exit } => {
                let counts = program.counts[counts as usize];
                return self.count(register, counts, pc, exit as usize, at);
            }
            Inst::AtomicStart(register) | Inst::Alternative(register) => {
                self.note_height(register);
                return Next::Go(pc + 1, at);
            }
            Inst::AtomicEnd(register) => {
                self.cut(self.slots[register as usize]);
                return Next::Go(pc + 1, at);
            }
            Inst::LookStart { register, .. } => {
                self.set_slot(register + 1, at);
                self.note_height(register);
                self.push(Kind::Look, 0, 0, 0);
                return Next::Go(pc + 1, at);
            }
            Inst::LookEnd(register) => {
                self.cut(self.slots[register as usize]);
                return Next::Go(pc + 1, self.slots[register as usize + 1]);
            }
            Inst::NegativeStart { register, after } => {
                self.note_height(register);
                self.push(Kind::Negative, after as usize, at, 0);
                return Next::Go(pc + 1, at);
            }
            Inst::NegativeEnd(register) => self.unwind(self.slots[register as usize]),
            Inst::Back(count) => {
                if let Some(place) = places_back::<UTF>(subject, at, count) {
                    return Next::Go(pc + 1, place);
                }
            }
            Inst::BackRef { first, count, caseless } => {
                let groups = &program.group_lists[first as usize..(first + count) as usize];
                if let Some(after) = self.back_reference::<UTF>(subject, groups, caseless, at) {
                    return Next::Go(pc + 1, after);
                }
            }
            Inst::Call { target, group } => return self.call(target, group, pc, at),
            Inst::Return(group) => {
                let is_end = self.frames.last().is_some_and(|frame| frame.group == group);
                let to = if is_end { self.return_from_call() } else { pc + 1 };
                return Next::Go(to, at);
            }
            Inst::IsSet { first, count, no } => {
                let groups = &program.group_lists[first as usize..(first + count) as usize];
                let is_set = groups.iter().any(|&group| self.group(group).is_some());
                return Next::Go(if is_set { pc + 1 } else { no as usize }, at);
            }
            Inst::InRecursion { first, count, no } => {
                let groups = &program.group_lists[first as usize..(first + count) as usize];
                let is_in = self
                    .frames
                    .last()
                    .is_some_and(|frame| groups.is_empty() || groups.contains(&frame.group));
                return Next::Go(if is_in { pc + 1 } else { no as usize }, at);
            }
            Inst::Commit => return self.leave(Kind::Commit, 0, at, pc, at),
            Inst::Prune => return self.leave(Kind::Prune, 0, at, pc, at),
            Inst::Skip => return self.leave(Kind::Skip, 0, at, pc, at),
            Inst::SkipTo(mark) => return self.leave(Kind::SkipTo, mark, at, pc, at),
            Inst::Mark(mark) => return self.leave(Kind::Mark, mark, at, pc, at),
            Inst::Then(register) => {
                let height = self.slots[register as usize];
                return self.leave(Kind::Then, 0, height, pc, at);
            }
            _ => {}
        }
        Next::Fail
    }

    /// Leaves an entry and goes on.
    fn leave(&mut self, kind: Kind, index: u32, value: usize, pc: usize, at: usize) -> Next {
        self.push(kind, index as usize, value, 0);
        Next::Go(pc + 1, at)
    }

    fn count(
        &mut self,
        register: u32,
        counts: super::program::Counts,
        pc: usize,
        exit: usize,
        at: usize,
    ) -> Next {
        let count = self.slots[register as usize];
        if count < counts.min as usize {
            self.set_slot(register, count + 1);
            return Next::Go(pc + 1, at);
        }
        if counts.max != UNLIMITED && count >= counts.max as usize {
            return Next::Go(exit, at);
        }
        self.fuel = self.fuel.saturating_sub(1);
        if counts.lazy {
            self.push(Kind::CountMore, pc, at, 0);
            return Next::Go(exit, at);
        }
        self.push(Kind::Choice, exit, at, 0);
        self.set_slot(register, count + 1);
        Next::Go(pc + 1, at)
    }

    fn call(&mut self, target: u32, group: u32, pc: usize, at: usize) -> Next {
        let at_this_place = self.frames.iter().rev().take_while(|frame| frame.place == at);
        if at_this_place.into_iter().any(|frame| frame.group == group) {
            return Next::Fail;
        }
        if self.saved + self.slots.len() > MAX_SAVED {
            return Next::TooDeep;
        }
        self.saved += self.slots.len();
        self.frames.push(Frame {
            group,
            back: pc as u32 + 1,
            place: at,
            height: self.stack.len(),
            slots: self.slots.as_slice().into(),
        });
        self.push(Kind::Call, 0, 0, 0);
        Next::Go(target as usize, at)
    }

    /// Start and end of a group that is set.
    pub fn group(&self, group: u32) -> Option<(usize, usize)> {
        let (start, end) = (self.slots[group as usize * 2], self.slots[group as usize * 2 + 1]);
        (start != UNSET && end != UNSET).then_some((start, end))
    }

    fn back_reference<const UTF: bool>(
        &self,
        subject: &[u8],
        groups: &[u32],
        caseless: bool,
        at: usize,
    ) -> Option<usize> {
        let (start, end) = groups.iter().find_map(|&group| self.group(group))?;
        let text = subject.get(start..end)?;
        if !caseless {
            return subject[at..].starts_with(text).then_some(at + text.len());
        }
        if !UTF {
            let other = subject.get(at..at + text.len())?;
            let is_same = |(&left, &right): (&u8, &u8)| left == right || other_case(left) == right;
            return text.iter().zip(other).all(is_same).then_some(at + text.len());
        }
        let (mut from, mut to) = (0, at);
        while from < text.len() {
            if to >= subject.len() {
                return None;
            }
            let (left, length) = utf8::decode(text, from);
            let (right, others_length) = utf8::decode(subject, to);
            if !same_but_case(left, right) {
                return None;
            }
            from += length;
            to += others_length;
        }
        Some(to)
    }
}

enum Next {
    Go(usize, usize),
    Fail,
    TooDeep,
}

enum Finish {
    Match,
    Back(usize),
    Fail,
}

fn same_but_case(left: u32, right: u32) -> bool {
    if left == right {
        return true;
    }
    let fold = |code: u32| {
        let character = char::from_u32(code).unwrap_or('\u{FFFD}');
        let mut upper = character.to_uppercase();
        let upper = if upper.len() == 1 { upper.next().unwrap_or(character) } else { character };
        upper.to_lowercase().next().unwrap_or(upper)
    };
    fold(left) == fold(right)
}

/// The place after a character of a set.
#[inline]
fn one<const UTF: bool>(set: &Set, subject: &[u8], at: usize) -> Option<usize> {
    let byte = *subject.get(at)?;
    if !UTF || byte < 0x80 {
        return set.has_byte(byte).then_some(at + 1);
    }
    let (character, length) = utf8::decode(subject, at);
    set.has(character).then_some(at + length)
}

fn next_place<const UTF: bool>(subject: &[u8], at: usize) -> usize {
    if UTF { utf8::after(subject, at) } else { at + 1 }
}

fn places_back<const UTF: bool>(subject: &[u8], mut at: usize, count: u32) -> Option<usize> {
    if !UTF {
        return at.checked_sub(count as usize);
    }
    for _ in 0..count {
        if at == 0 {
            return None;
        }
        at = utf8::before(subject, at);
    }
    Some(at)
}

/// A repetition of a set's characters.
struct Run<'a> {
    set: &'a Set,
    stop: Stop,
    subject: &'a [u8],
    next: Option<u8>,
}

impl<'a> Run<'a> {
    fn at(program: &'a Program, pc: usize, subject: &'a [u8]) -> Run<'a> {
        let (set, next) = match program.code[pc] {
            Inst::Repeat { set, next, .. } => (set as usize, next),
            _ => (0, None),
        };
        Run { set: &program.sets[set], stop: program.stops[set], subject, next }
    }

    /// The place after so many characters.
    fn least<const UTF: bool>(&self, mut at: usize, count: u32) -> Option<usize> {
        for _ in 0..count {
            at = one::<UTF>(self.set, self.subject, at)?;
        }
        Some(at)
    }

    /// The place after as many characters as there are, up to `count`.
    fn most<const UTF: bool>(&self, mut at: usize, count: usize) -> usize {
        let subject = self.subject;
        if !UTF || count == usize::MAX {
            let limit = subject.len().min(at.saturating_add(count));
            match self.stop {
                Stop::End => return limit,
                Stop::Byte(byte) => {
                    return memchr(byte, &subject[at..limit]).map_or(limit, |length| at + length);
                }
                Stop::Search => {}
            }
            if !UTF {
                let rest = &subject[at..limit];
                let is_end = |&byte: &u8| !self.set.has_byte(byte);
                return rest.iter().position(is_end).map_or(limit, |length| at + length);
            }
        }
        for _ in 0..count {
            match one::<UTF>(self.set, subject, at) {
                Some(after) => at = after,
                None => break,
            }
        }
        at
    }

    /// The next place before `end`, down to `floor`, where to try.
    fn give_back<const UTF: bool>(&self, floor: usize, end: usize) -> Option<usize> {
        match self.next {
            Some(next) => Some(floor + memrchr(next, &self.subject[floor..end])?),
            None if UTF => Some(utf8::before(self.subject, end).max(floor)),
            None => Some(end - 1),
        }
    }

    /// Takes characters up to the first place where what follows can start; how many are left.
    fn up_to_next<const UTF: bool>(&self, at: usize, count: usize) -> Option<(usize, usize)> {
        let Some(next) = self.next else { return Some((at, count)) };
        if self.stop != Stop::Search && count == usize::MAX {
            let place = at + memchr(next, &self.subject[at..])?;
            let is_free = match self.stop {
                Stop::Byte(byte) => memchr(byte, &self.subject[at..place]).is_none(),
                _ => true,
            };
            return is_free.then_some((place, count));
        }
        let (mut at, mut left) = (at, count);
        while self.subject.get(at) != Some(&next) {
            if left == 0 {
                return None;
            }
            at = one::<UTF>(self.set, self.subject, at)?;
            left -= usize::from(left != usize::MAX);
        }
        Some((at, left))
    }
}

/// Whether a condition on the place holds.
fn holds<const UTF: bool>(
    program: &Program,
    subject: &[u8],
    demands: &Demands,
    place: Place,
    at: usize,
) -> bool {
    let kind = program.newline();
    let is_end = at == subject.len();
    let newline_at = || newline::at(kind, UTF, subject, at);
    let ends = || is_end || newline_at().is_some_and(|length| at + length == subject.len());
    match place {
        Place::AbsoluteStart => at == 0,
        Place::SubjectStart => at == 0 && !demands.not_bol,
        Place::LineStart if at == 0 => !demands.not_bol,
        Place::LineStart => !is_end && newline::before(kind, UTF, subject, at).is_some(),
        Place::SubjectEnd => is_end && !demands.not_eol,
        Place::AbsoluteEnd => is_end,
        Place::SubjectEndOrNewline => !demands.not_eol && ends(),
        Place::AbsoluteEndOrNewline => ends(),
        Place::LineEnd if is_end => !demands.not_eol,
        Place::LineEnd => newline_at().is_some(),
        Place::WordBoundary => is_boundary::<UTF>(program, subject, at),
        Place::NoWordBoundary => !is_boundary::<UTF>(program, subject, at),
        Place::SearchStart => at == demands.offset,
    }
}

fn is_boundary<const UTF: bool>(program: &Program, subject: &[u8], at: usize) -> bool {
    let before = if at == 0 {
        false
    } else {
        let start = if UTF { utf8::before(subject, at) } else { at - 1 };
        one::<UTF>(&program.word, subject, start).is_some()
    };
    before != one::<UTF>(&program.word, subject, at).is_some()
}

/// The end of a character as users see it.
fn grapheme_end<const UTF: bool>(program: &Program, subject: &[u8], at: usize) -> usize {
    if subject[at..].starts_with(b"\r\n") {
        return at + 2;
    }
    let mut end = next_place::<UTF>(subject, at);
    if !UTF || matches!(subject[at], 0..0x20) {
        return end;
    }
    let (mut last, _) = utf8::decode(subject, at);
    while end < subject.len() {
        let (character, length) = utf8::decode(subject, end);
        if !program.extenders.has(character) && !joins(last, character) {
            break;
        }
        last = character;
        end += length;
    }
    end
}

/// Whether two characters are one: parts of a Korean syllable, regional indicators.
fn joins(left: u32, right: u32) -> bool {
    let is_vowel = |code| (0x1160..=0x11A7).contains(&code);
    let is_tail = |code| (0x11A8..=0x11FF).contains(&code);
    let is_syllable = |code| (0xAC00..=0xD7A3).contains(&code);
    let is_open = |code: u32| is_syllable(code) && (code - 0xAC00).is_multiple_of(28);
    match left {
        0x1100..=0x115F => (0x1100..=0x11A7).contains(&right) || is_syllable(right),
        0x1F1E6..=0x1F1FF => (0x1F1E6..=0x1F1FF).contains(&right),
        _ if is_vowel(left) || is_open(left) => is_vowel(right) || is_tail(right),
        _ if is_tail(left) || is_syllable(left) => is_tail(right),
        _ => false,
    }
}
