//! Makes a program of a tree.

use std::rc::Rc;

use super::classes;
use super::error::Fault;
use super::optimize;
use super::program::{Counts, GUARD_FORBIDDEN, Inst, NO_GUARD, Pc, Program, Start};
use super::set::{self, Set};
use super::tree::{Condition, Greed, GroupRef, Node, Tree, UNLIMITED, Verb};
use super::utf8;

/// Repetitions of up to so many instructions in all are written out.
const UNROLL_LIMIT: usize = 64;

/// Most instructions of a program.
const MAX_CODE: usize = 1 << 20;

/// Compiles a pattern's tree.
pub fn compile(tree: &Tree) -> Result<Program, Fault> {
    let mut compiler = Compiler::new(tree);
    compiler.find_groups(&tree.root);
    compiler.find_calls(&tree.root)?;
    compiler.node(&tree.root)?;
    compiler.emit(Inst::Match)?;
    compiler.patch_calls()?;
    let mut program = compiler.finish();
    program.required = optimize::required_byte(&tree.root, tree.settings.utf);
    optimize::optimize(&mut program);
    Ok(program)
}

struct Compiler<'a> {
    tree: &'a Tree,
    utf: bool,
    code: Vec<Inst>,
    sets: Vec<Set>,
    literals: Vec<u8>,
    counts: Vec<Counts>,
    group_lists: Vec<u32>,
    registers: u32,
    marks: Vec<Rc<[u8]>>,
    /// The nodes of groups, by number.
    bodies: Vec<Option<&'a Node>>,
    /// Groups that are called.
    called: Vec<bool>,
    /// Where groups start in the code.
    entries: Vec<Option<Pc>>,
    /// Calls to be patched: instruction, place in the pattern.
    calls: Vec<(usize, usize)>,
    /// Groups that are open, and whether something must have been matched since their start.
    open: Vec<(u32, bool)>,
    /// Jumps of `(*ACCEPT)` to the end of the innermost assertion; `None` outside of those.
    accepts: Vec<Vec<usize>>,
    /// Registers of the alternatives around, for `(*THEN)`.
    alternatives: Vec<u32>,
    has_then: bool,
}

impl<'a> Compiler<'a> {
    fn new(tree: &'a Tree) -> Compiler<'a> {
        let groups = tree.groups as usize + 1;
        Compiler {
            tree,
            utf: tree.settings.utf,
            code: Vec::new(),
            sets: Vec::new(),
            literals: Vec::new(),
            counts: Vec::new(),
            group_lists: Vec::new(),
            registers: 2 * groups as u32,
            marks: Vec::new(),
            bodies: vec![None; groups],
            called: vec![false; groups],
            entries: vec![None; groups],
            calls: Vec::new(),
            open: vec![(0, false)],
            accepts: Vec::new(),
            alternatives: Vec::new(),
            has_then: false,
        }
    }

    fn finish(self) -> Program {
        let ucp = self.tree.settings.ucp;
        let names = self.tree.names.iter().map(|(name, number)| (name.to_vec(), *number));
        let uses_graphemes = self.code.iter().any(|inst| matches!(inst, Inst::Grapheme));
        let extenders = if uses_graphemes { grapheme_extenders() } else { Set::default() };
        Program {
            code: self.code,
            sets: self.sets,
            literals: self.literals,
            guards: Vec::new(),
            counts: self.counts,
            group_lists: self.group_lists,
            groups: self.tree.groups,
            slots: self.registers,
            names: names.collect(),
            settings: self.tree.settings,
            word: classes::word(ucp),
            extenders,
            has_newline: self.tree.has_newline,
            start: Start::Anywhere,
            required: None,
            stops: Vec::new(),
        }
    }

    // ------------------------------------------------------------ groups

    fn find_groups(&mut self, node: &'a Node) {
        if let Node::Group(number, body) = node {
            self.bodies[*number as usize].get_or_insert(body);
        }
        children(node).into_iter().for_each(|child| self.find_groups(child));
    }

    fn find_calls(&mut self, node: &Node) -> Result<(), Fault> {
        match node {
            Node::Call(group, at) => {
                let number = self.resolve(group, *at)?[0];
                self.called[number as usize] = true;
            }
            Node::Conditional(Condition::IsSet(group, at), ..) => drop(self.resolve(group, *at)?),
            Node::Verb(Verb::Then) => self.has_then = true,
            _ => {}
        }
        children(node).into_iter().try_for_each(|child| self.find_calls(child))
    }

    /// The numbers of the groups that are meant.
    fn resolve(&self, group: &GroupRef, at: usize) -> Result<Vec<u32>, Fault> {
        let numbers: Vec<u32> = match group {
            GroupRef::Number(number) if *number <= self.tree.groups => vec![*number],
            GroupRef::Number(_) => Vec::new(),
            GroupRef::Name(name) => {
                let with_name = self.tree.names.iter().filter(|(other, _)| other == name);
                with_name.map(|(_, number)| *number).collect()
            }
        };
        if numbers.is_empty() { Err(Fault { number: 15, at }) } else { Ok(numbers) }
    }

    fn group_list(&mut self, groups: &[u32]) -> (u32, u32) {
        let first = self.group_lists.len() as u32;
        self.group_lists.extend_from_slice(groups);
        (first, groups.len() as u32)
    }

    // ------------------------------------------------------------ code

    fn here(&self) -> Pc {
        self.code.len() as Pc
    }

    fn emit(&mut self, inst: Inst) -> Result<usize, Fault> {
        if self.code.len() >= MAX_CODE {
            return Err(Fault { number: 20, at: 0 });
        }
        self.code.push(inst);
        Ok(self.code.len() - 1)
    }

    fn register(&mut self) -> u32 {
        self.registers += 1;
        self.registers - 1
    }

    /// Sets the target that is still open in an instruction.
    fn patch(&mut self, at: usize, target: Pc) {
        match &mut self.code[at] {
            Inst::Jump(to)
            | Inst::Split { second: to, .. }
            | Inst::EmptyCheck { exit: to, .. }
            | Inst::Count { exit: to, .. }
            | Inst::LookStart { after: to, .. }
            | Inst::NegativeStart { after: to, .. }
            | Inst::IsSet { no: to, .. }
            | Inst::InRecursion { no: to, .. }
            | Inst::Call { target: to, .. } => *to = target,
            _ => {}
        }
    }

    fn patch_here(&mut self, at: usize) {
        self.patch(at, self.here());
    }

    fn patch_calls(&mut self) -> Result<(), Fault> {
        for (at, place) in std::mem::take(&mut self.calls) {
            let Inst::Call { group, .. } = self.code[at] else { continue };
            let entry = if group == 0 { Some(0) } else { self.entries[group as usize] };
            let target = entry.ok_or(Fault { number: 15, at: place })?;
            self.patch(at, target);
        }
        Ok(())
    }

    /// A split whose second way is set later; `lazy` exchanges the ways afterwards.
    fn split(&mut self) -> Result<usize, Fault> {
        let next = self.here() + 1;
        self.emit(Inst::Split { first: next, second: 0, guard: NO_GUARD })
    }

    fn exchange(&mut self, at: usize, lazy: bool) {
        if let (true, Inst::Split { first, second, .. }) = (lazy, &mut self.code[at]) {
            std::mem::swap(first, second);
        }
    }

    fn node(&mut self, node: &Node) -> Result<(), Fault> {
        match node {
            Node::Empty => {}
            Node::Char(character, caseless) => self.character(*character, *caseless)?,
            Node::Set(set) => {
                let index = self.set((**set).clone());
                self.emit(Inst::Set(index))?;
            }
            Node::NotCrlf => drop(self.emit(Inst::NotCrlf)?),
            Node::AnyByte => drop(self.emit(Inst::AnyByte)?),
            Node::Newline(anycrlf) => drop(self.emit(Inst::Newline(*anycrlf))?),
            Node::Grapheme => drop(self.emit(Inst::Grapheme)?),
            Node::Place(place) => drop(self.emit(Inst::Place(*place))?),
            Node::Keep => drop(self.emit(Inst::Keep)?),
            Node::Concat(nodes) => self.concat(nodes)?,
            Node::Alternate(branches) => self.alternate(branches)?,
            Node::Group(number, body) => self.group(*number, body)?,
            Node::Repeat(body, min, max, greed) => self.repeat(body, *min, *max, *greed)?,
            Node::Atomic(body) => {
                let register = self.register();
                self.emit(Inst::AtomicStart(register))?;
                self.node(body)?;
                self.emit(Inst::AtomicEnd(register))?;
            }
            Node::LookAhead(negative, body) => {
                self.look(*negative, |compiler| compiler.node(body))?;
            }
            Node::LookBehind(negative, body, at) => {
                self.look(*negative, |compiler| compiler.behind(body, *at))?;
            }
            Node::BackRef(group, caseless, at) => {
                let groups = self.resolve(group, *at)?;
                let (first, count) = self.group_list(&groups);
                self.emit(Inst::BackRef { first, count, caseless: *caseless })?;
            }
            Node::Call(group, at) => self.call(group, *at)?,
            Node::Conditional(condition, yes, no) => self.conditional(condition, yes, no)?,
            Node::Verb(verb) => self.verb(verb)?,
            Node::Mark(name) => {
                let mark = self.mark(name);
                self.emit(Inst::Mark(mark))?;
            }
            Node::Accept => self.accept()?,
            Node::Fail => drop(self.emit(Inst::Fail)?),
        }
        Ok(())
    }

    fn set(&mut self, set: Set) -> u32 {
        if let Some(index) = self.sets.iter().position(|other| *other == set) {
            return index as u32;
        }
        self.sets.push(set);
        self.sets.len() as u32 - 1
    }

    fn character(&mut self, character: u32, caseless: bool) -> Result<(), Fault> {
        if caseless {
            let mut set = Set::of(&[(character, character)]);
            set.add_cases(self.utf);
            let single = Set::of(&[(character, character)]);
            if set != single {
                let bytes: Vec<u8> = set.first_bytes(false).iter().collect();
                let is_plain = bytes.len() == 2 && (!self.utf || bytes[1] < 0x80);
                let mut pair = Set::default();
                bytes.iter().for_each(|&byte| pair.add(u32::from(byte)));
                if is_plain && pair == set {
                    self.emit(Inst::Either(bytes[0], bytes[1]))?;
                } else {
                    let index = self.set(set);
                    self.emit(Inst::Set(index))?;
                }
                return Ok(());
            }
        }
        if self.utf && character >= 0x80 {
            self.literal(utf8::encode(character).as_bytes())
        } else {
            self.emit(Inst::Byte(character as u8)).map(drop)
        }
    }

    fn literal(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        if let [byte] = bytes {
            return self.emit(Inst::Byte(*byte)).map(drop);
        }
        let start = self.literals.len() as u32;
        self.literals.extend_from_slice(bytes);
        self.emit(Inst::Literal(start, bytes.len() as u32)).map(drop)
    }

    /// The bytes of a character that stands for itself.
    fn plain_bytes(&self, node: &Node) -> Option<Vec<u8>> {
        let &Node::Char(character, caseless) = node else { return None };
        if caseless {
            let mut set = Set::of(&[(character, character)]);
            set.add_cases(self.utf);
            if set != Set::of(&[(character, character)]) {
                return None;
            }
        }
        Some(if self.utf {
            utf8::encode(character).as_bytes().to_vec()
        } else {
            vec![character as u8]
        })
    }

    fn concat(&mut self, nodes: &[Node]) -> Result<(), Fault> {
        let mut index = 0;
        while index < nodes.len() {
            let mut bytes = Vec::new();
            while let Some(more) = nodes.get(index).and_then(|node| self.plain_bytes(node)) {
                bytes.extend(more);
                index += 1;
            }
            if !bytes.is_empty() {
                self.literal(&bytes)?;
                self.consumed();
                continue;
            }
            self.node(&nodes[index])?;
            if !self.can_be_empty(&nodes[index], 0) {
                self.consumed();
            }
            index += 1;
        }
        Ok(())
    }

    fn consumed(&mut self) {
        self.open.iter_mut().for_each(|(_, consumed)| *consumed = true);
    }

    fn alternate(&mut self, branches: &[Node]) -> Result<(), Fault> {
        let open = self.open.clone();
        let mut ends = Vec::new();
        let register = if self.has_then { Some(self.register()) } else { None };
        self.alternatives.extend(register);
        for (index, branch) in branches.iter().enumerate() {
            self.open.clone_from(&open);
            let is_last = index + 1 == branches.len();
            let split = if is_last { None } else { Some(self.split()?) };
            if let Some(register) = register {
                self.emit(Inst::Alternative(register))?;
            }
            self.node(branch)?;
            if let Some(split) = split {
                ends.push(self.emit(Inst::Jump(0))?);
                self.patch_here(split);
            }
        }
        if register.is_some() {
            self.alternatives.pop();
        }
        self.open = open;
        ends.into_iter().for_each(|end| self.patch_here(end));
        Ok(())
    }

    fn group(&mut self, number: u32, body: &Node) -> Result<(), Fault> {
        let entry = self.here();
        self.entries[number as usize].get_or_insert(entry);
        self.emit(Inst::Save(number * 2))?;
        self.open.push((number, false));
        if self.refers_to(body, number) {
            // As in PCRE, a group that refers to itself is not gone back into.
            let register = self.register();
            self.emit(Inst::AtomicStart(register))?;
            self.node(body)?;
            self.emit(Inst::AtomicEnd(register))?;
        } else {
            self.node(body)?;
        }
        self.open.pop();
        self.emit(Inst::Save(number * 2 + 1))?;
        if self.called[number as usize] {
            self.emit(Inst::Return(number))?;
        }
        Ok(())
    }

    /// Whether a node has a back reference to a group.
    fn refers_to(&self, node: &Node, number: u32) -> bool {
        match node {
            Node::BackRef(group, _, at) => {
                self.resolve(group, *at).is_ok_and(|groups| groups.contains(&number))
            }
            _ => children(node).into_iter().any(|child| self.refers_to(child, number)),
        }
    }

    fn call(&mut self, group: &GroupRef, at: usize) -> Result<(), Fault> {
        let number = self.resolve(group, at)?[0];
        if self.open.iter().any(|&(open, consumed)| open == number && !consumed) {
            return Err(Fault { number: 40, at });
        }
        let call = self.emit(Inst::Call { target: 0, group: number })?;
        self.calls.push((call, at));
        Ok(())
    }

    // ------------------------------------------------------------ repetitions

    fn repeat(&mut self, body: &Node, min: u32, max: u32, greed: Greed) -> Result<(), Fault> {
        if max == 0 {
            return self.only_callable(body);
        }
        if let Some(set) = self.single(body) {
            if (min, max) == (1, 1) {
                return self.node(body);
            }
            let set = self.set(set);
            return self.emit(Inst::Repeat { set, min, max, greed, next: None }).map(drop);
        }
        if greed == Greed::Possessive {
            let register = self.register();
            self.emit(Inst::AtomicStart(register))?;
            self.repeat(body, min, max, Greed::Greedy)?;
            self.emit(Inst::AtomicEnd(register))?;
            return Ok(());
        }
        let lazy = greed == Greed::Lazy;
        let copies = if max == UNLIMITED { min.max(1) } else { max };
        if copies == 1 {
            return match (min, max) {
                (1, 1) => self.node(body),
                (0, 1) => self.optional(body, lazy),
                (0, _) => self.star(body, lazy),
                _ => self.plus(body, lazy),
            };
        }
        let can_unroll = size(body).saturating_mul(copies as usize) <= UNROLL_LIMIT;
        if can_unroll && min > 0 {
            self.node(body)?;
            return self.unrolled(body, min, max, lazy);
        }
        self.counted(body, Counts { min, max, lazy })
    }

    /// A group that is repeated no times can be called all the same.
    fn only_callable(&mut self, body: &Node) -> Result<(), Fault> {
        let jump = self.emit(Inst::Jump(0))?;
        self.node(body)?;
        self.patch_here(jump);
        Ok(())
    }

    /// After the first of the copies.
    fn unrolled(&mut self, body: &Node, min: u32, max: u32, lazy: bool) -> Result<(), Fault> {
        for _ in 1..min {
            self.node(body)?;
        }
        if max == UNLIMITED {
            return self.star(body, lazy);
        }
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.split()?);
            self.node(body)?;
        }
        for split in splits {
            self.patch_here(split);
            self.exchange(split, lazy);
        }
        Ok(())
    }

    fn optional(&mut self, body: &Node, lazy: bool) -> Result<(), Fault> {
        let split = self.split()?;
        self.node(body)?;
        self.patch_here(split);
        self.exchange(split, lazy);
        Ok(())
    }

    fn star(&mut self, body: &Node, lazy: bool) -> Result<(), Fault> {
        let split = self.split()?;
        let check = self.iteration(body)?;
        self.emit(Inst::Jump(split as Pc))?;
        check.into_iter().for_each(|check| self.patch_here(check));
        self.patch_here(split);
        self.exchange(split, lazy);
        Ok(())
    }

    fn plus(&mut self, body: &Node, lazy: bool) -> Result<(), Fault> {
        let start = self.here();
        let check = self.iteration(body)?;
        let split = self.split()?;
        self.patch_here(split);
        if let Inst::Split { first, .. } = &mut self.code[split] {
            *first = start;
        }
        self.exchange(split, lazy);
        check.into_iter().for_each(|check| self.patch_here(check));
        Ok(())
    }

    /// One iteration; the check to be patched if it might take nothing.
    fn iteration(&mut self, body: &Node) -> Result<Option<usize>, Fault> {
        if !self.can_be_empty(body, 0) {
            self.node(body)?;
            return Ok(None);
        }
        let register = self.register();
        self.emit(Inst::EmptyStart(register))?;
        self.node(body)?;
        self.emit(Inst::EmptyCheck { register, exit: 0 }).map(Some)
    }

    fn counted(&mut self, body: &Node, counts: Counts) -> Result<(), Fault> {
        let register = self.register();
        self.counts.push(counts);
        let counts = self.counts.len() as u32 - 1;
        self.emit(Inst::CountStart(register))?;
        let head = self.emit(Inst::Count { register, counts, exit: 0 })?;
        let check = self.iteration(body)?;
        self.emit(Inst::Jump(head as Pc))?;
        check.into_iter().for_each(|check| self.patch_here(check));
        self.patch_here(head);
        Ok(())
    }

    /// The set of characters that a node matches one of, if that is all it does.
    fn single(&self, node: &Node) -> Option<Set> {
        match node {
            Node::Char(character, caseless) => {
                let mut set = Set::of(&[(*character, *character)]);
                if *caseless {
                    set.add_cases(self.utf);
                }
                Some(set)
            }
            Node::Set(set) => Some((**set).clone()),
            Node::AnyByte if !self.utf => Some(Set::of(&[(0, set::MAX_CHARACTER)])),
            Node::Concat(nodes) if nodes.len() == 1 => self.single(&nodes[0]),
            _ => None,
        }
    }

    // ------------------------------------------------------------ assertions

    fn look(
        &mut self,
        negative: bool,
        body: impl FnOnce(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let register = self.register();
        self.register();
        let start = if negative {
            self.emit(Inst::NegativeStart { register, after: 0 })?
        } else {
            self.emit(Inst::LookStart { register, after: 0 })?
        };
        let open = self.open.clone();
        self.accepts.push(Vec::new());
        let alternatives = std::mem::take(&mut self.alternatives);
        body(self)?;
        self.alternatives = alternatives;
        let accepts = self.accepts.pop().unwrap_or_default();
        accepts.into_iter().for_each(|accept| self.patch_here(accept));
        self.open = open;
        self.emit(if negative { Inst::NegativeEnd(register) } else { Inst::LookEnd(register) })?;
        self.patch_here(start);
        Ok(())
    }

    fn behind(&mut self, body: &Node, at: usize) -> Result<(), Fault> {
        let branches = match body {
            Node::Alternate(branches) => &branches[..],
            node => std::slice::from_ref(node),
        };
        let mut ends = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let length = self.length(branch, 0).map_err(|number| Fault { number, at })?;
            let is_last = index + 1 == branches.len();
            let split = if is_last { None } else { Some(self.split()?) };
            if length > 0 {
                self.emit(Inst::Back(length))?;
            }
            self.node(branch)?;
            if let Some(split) = split {
                ends.push(self.emit(Inst::Jump(0))?);
                self.patch_here(split);
            }
        }
        ends.into_iter().for_each(|end| self.patch_here(end));
        Ok(())
    }

    /// How many characters a node takes, if that is always the same; else the fault's number.
    fn length(&self, node: &Node, depth: usize) -> Result<u32, u8> {
        const VARIES: u8 = 25;
        match node {
            Node::Char(..) | Node::Set(_) | Node::NotCrlf => Ok(1),
            Node::AnyByte if self.utf => Err(36),
            Node::AnyByte => Ok(1),
            Node::Newline(_) | Node::Grapheme | Node::BackRef(..) | Node::Accept => Err(VARIES),
            Node::Concat(nodes) => nodes
                .iter()
                .try_fold(0_u32, |sum, node| Ok(sum.saturating_add(self.length(node, depth)?))),
            Node::Alternate(branches) => self.same_length(branches.iter(), depth),
            Node::Group(_, body) | Node::Atomic(body) => self.length(body, depth),
            Node::Repeat(body, min, max, _) if min == max => {
                Ok(self.length(body, depth)?.saturating_mul(*min))
            }
            Node::Repeat(..) => Err(VARIES),
            Node::Call(group, at) => {
                let number = self.resolve(group, *at).map_err(|fault| fault.number)?[0];
                match self.bodies[number as usize] {
                    Some(body) if depth < 10 => self.length(body, depth + 1),
                    _ => Err(VARIES),
                }
            }
            Node::Conditional(Condition::Never, ..) => Ok(0),
            Node::Conditional(_, yes, no) => self.same_length([&**yes, &**no].into_iter(), depth),
            Node::Empty
            | Node::Place(_)
            | Node::Keep
            | Node::LookAhead(..)
            | Node::LookBehind(..)
            | Node::Verb(_)
            | Node::Mark(_)
            | Node::Fail => Ok(0),
        }
    }

    fn same_length<'n>(
        &self,
        mut nodes: impl Iterator<Item = &'n Node>,
        depth: usize,
    ) -> Result<u32, u8> {
        let first = nodes.next().map_or(Ok(0), |node| self.length(node, depth))?;
        for node in nodes {
            if self.length(node, depth)? != first {
                return Err(25);
            }
        }
        Ok(first)
    }

    /// Whether a node can match nothing.
    fn can_be_empty(&self, node: &Node, depth: usize) -> bool {
        match node {
            Node::Char(..)
            | Node::Set(_)
            | Node::NotCrlf
            | Node::AnyByte
            | Node::Newline(_)
            | Node::Grapheme
            | Node::Fail => false,
            Node::Concat(nodes) => nodes.iter().all(|node| self.can_be_empty(node, depth)),
            Node::Alternate(branches) => branches.iter().any(|node| self.can_be_empty(node, depth)),
            Node::Group(_, body) | Node::Atomic(body) => self.can_be_empty(body, depth),
            Node::Repeat(body, min, ..) => *min == 0 || self.can_be_empty(body, depth),
            Node::Call(group, at) => match self.resolve(group, *at) {
                Ok(groups) if depth < 10 => match self.bodies[groups[0] as usize] {
                    Some(body) => self.can_be_empty(body, depth + 1),
                    None => groups[0] == 0 && self.can_be_empty(&self.tree.root, depth + 1),
                },
                _ => false,
            },
            Node::Conditional(_, yes, no) => {
                self.can_be_empty(yes, depth) || self.can_be_empty(no, depth)
            }
            _ => true,
        }
    }

    // ------------------------------------------------------------ conditions, verbs

    fn conditional(&mut self, condition: &Condition, yes: &Node, no: &Node) -> Result<(), Fault> {
        let open = self.open.clone();
        let mut to_no = Vec::new();
        match condition {
            Condition::Always => {}
            Condition::Never => to_no.push(self.emit(Inst::Jump(0))?),
            Condition::IsSet(group, at) => {
                let groups = self.resolve(group, *at)?;
                let (first, count) = self.group_list(&groups);
                to_no.push(self.emit(Inst::IsSet { first, count, no: 0 })?);
            }
            Condition::InRecursion(group, at) => {
                let groups = match group {
                    Some(group) => self.resolve(group, *at)?,
                    None => Vec::new(),
                };
                let (first, count) = self.group_list(&groups);
                to_no.push(self.emit(Inst::InRecursion { first, count, no: 0 })?);
            }
            Condition::Look(look) => return self.look_condition(look, yes, no),
        }
        self.node(yes)?;
        self.open.clone_from(&open);
        let end = self.emit(Inst::Jump(0))?;
        to_no.into_iter().for_each(|at| self.patch_here(at));
        self.node(no)?;
        self.open = open;
        self.patch_here(end);
        Ok(())
    }

    /// An assertion decides: a choice that is given up once the assertion holds.
    fn look_condition(&mut self, look: &Node, yes: &Node, no: &Node) -> Result<(), Fault> {
        let open = self.open.clone();
        let register = self.register();
        self.emit(Inst::AtomicStart(register))?;
        let next = self.here() + 1;
        // The guard of a branch would decide without asking the assertion.
        let split = self.emit(Inst::Split { first: next, second: 0, guard: GUARD_FORBIDDEN })?;
        self.node(look)?;
        self.emit(Inst::AtomicEnd(register))?;
        self.node(yes)?;
        self.open.clone_from(&open);
        let end = self.emit(Inst::Jump(0))?;
        self.patch_here(split);
        self.node(no)?;
        self.open = open;
        self.patch_here(end);
        Ok(())
    }

    fn mark(&mut self, name: &Rc<[u8]>) -> u32 {
        if let Some(index) = self.marks.iter().position(|other| other == name) {
            return index as u32;
        }
        self.marks.push(Rc::clone(name));
        self.marks.len() as u32 - 1
    }

    fn verb(&mut self, verb: &Verb) -> Result<(), Fault> {
        let inst = match verb {
            Verb::Commit => Inst::Commit,
            Verb::Prune => Inst::Prune,
            Verb::Skip(None) => Inst::Skip,
            Verb::Skip(Some(name)) => Inst::SkipTo(self.mark(name)),
            Verb::Then => match self.alternatives.last() {
                Some(&register) => Inst::Then(register),
                None => Inst::Prune,
            },
        };
        self.emit(inst).map(drop)
    }

    fn accept(&mut self) -> Result<(), Fault> {
        let open: Vec<u32> = self.open.iter().rev().map(|(number, _)| *number).collect();
        for number in open {
            if number > 0 {
                self.emit(Inst::Save(number * 2 + 1))?;
            }
        }
        if self.accepts.is_empty() {
            return self.emit(Inst::Accept).map(drop);
        }
        let jump = self.emit(Inst::Jump(0))?;
        if let Some(innermost) = self.accepts.last_mut() {
            innermost.push(jump);
        }
        Ok(())
    }
}

/// The parts of a node.
pub(super) fn children(node: &Node) -> Vec<&Node> {
    match node {
        Node::Concat(nodes) | Node::Alternate(nodes) => nodes.iter().collect(),
        Node::Group(_, body)
        | Node::Repeat(body, ..)
        | Node::Atomic(body)
        | Node::LookAhead(_, body)
        | Node::LookBehind(_, body, _) => vec![body],
        Node::Conditional(Condition::Look(look), yes, no) => vec![look, yes, no],
        Node::Conditional(_, yes, no) => vec![yes, no],
        _ => Vec::new(),
    }
}

/// About how many instructions a node takes.
fn size(node: &Node) -> usize {
    let inner: usize = children(node).into_iter().map(size).fold(0, usize::saturating_add);
    match node {
        Node::Repeat(_, min, max, _) => {
            let copies = if *max == UNLIMITED { *min } else { *max };
            inner.saturating_mul(copies.clamp(1, 8) as usize).saturating_add(3)
        }
        _ => inner.saturating_add(3),
    }
}

/// What goes on with a character as users see it: marks, joiners.
fn grapheme_extenders() -> Set {
    let mut set = Set::of_property("M").unwrap_or_default();
    set.add_range(0x200C, 0x200D);
    set.add_range(0x1F3FB, 0x1F3FF);
    set.finish();
    set
}
