//! Reads a pattern into its tree: alternatives, sequences, quantifiers, character classes.
//!
//! Groups, escapes and verbs are in `group`, `escape`, `verb`.

use std::rc::Rc;

use super::classes;
use super::error::Fault;
use super::escape::Escape;
use super::set::{MAX_CHARACTER, Set};
use super::tree::{Greed, Node, Place, Tree, UNLIMITED};
use super::{Flags, NewlineKind, Settings, utf8};

/// Greatest number in a quantifier. PCRE's figure.
const MAX_COUNT: u32 = 65_535;

/// Result of a step.
pub(super) type Parsed<T> = Result<T, Fault>;

/// The state of reading.
pub(super) struct Parser<'a> {
    pub(super) pattern: &'a [u8],
    pub(super) at: usize,
    pub(super) settings: Settings,
    /// Options that hold here.
    pub(super) flags: Flags,
    /// Groups opened so far.
    pub(super) groups: u32,
    pub(super) names: Vec<(Rc<[u8]>, u32)>,
    pub(super) depth: usize,
    /// Whether the branches that come next all count groups from here on: after `(?|`.
    pub(super) in_reset: bool,
    /// Within `\Q…\E`.
    pub(super) quoting: bool,
    pub(super) has_newline: bool,
}

/// Reads a pattern.
pub fn parse(pattern: &[u8], settings: Settings) -> Parsed<Tree> {
    let mut parser = Parser {
        pattern,
        at: 0,
        settings,
        flags: settings.flags,
        groups: 0,
        names: Vec::new(),
        depth: 0,
        in_reset: false,
        quoting: false,
        has_newline: false,
    };
    parser.leading_verbs()?;
    let root = parser.alternatives()?;
    if parser.at < pattern.len() {
        return Err(parser.fault(22));
    }
    parser.names.sort();
    let Parser { groups, names, settings, has_newline, .. } = parser;
    Ok(Tree { root, groups, names, settings, has_newline })
}

impl Parser<'_> {
    pub(super) fn fault(&self, number: u8) -> Fault {
        Fault { number, at: self.at }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.pattern.get(self.at).copied()
    }

    pub(super) fn looks_at(&self, text: &[u8]) -> bool {
        self.pattern[self.at..].starts_with(text)
    }

    pub(super) fn eat(&mut self, text: &[u8]) -> bool {
        let is_there = self.looks_at(text);
        if is_there {
            self.at += text.len();
        }
        is_there
    }

    /// The next character, which is there.
    pub(super) fn character(&mut self) -> u32 {
        if self.settings.utf {
            let (character, length) = utf8::decode(self.pattern, self.at);
            self.at += length;
            character
        } else {
            let byte = self.pattern[self.at];
            self.at += 1;
            u32::from(byte)
        }
    }

    /// Decimal digits as a number; `None` if there are none. Too large ones saturate.
    pub(super) fn number(&mut self) -> Option<u32> {
        let start = self.at;
        let mut value = 0_u32;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
            self.at += 1;
        }
        (self.at > start).then_some(value)
    }

    /// Alternatives up to a closing parenthesis or the end. The flags are restored.
    pub(super) fn alternatives(&mut self) -> Parsed<Node> {
        let flags = self.flags;
        let branches = self.branches()?;
        self.flags = flags;
        Ok(join(branches))
    }

    /// The same as a list of branches; flags may have changed.
    pub(super) fn branches(&mut self) -> Parsed<Vec<Node>> {
        let groups_before = self.groups;
        let is_reset = std::mem::take(&mut self.in_reset);
        let mut most = self.groups;
        let mut branches = Vec::new();
        loop {
            branches.push(self.sequence()?);
            most = most.max(self.groups);
            if !self.eat(b"|") {
                break;
            }
            if is_reset {
                self.groups = groups_before;
            }
        }
        self.groups = most;
        Ok(branches)
    }

    fn sequence(&mut self) -> Parsed<Node> {
        let mut nodes = Vec::new();
        loop {
            self.skip_ignored()?;
            let Some(byte) = self.peek() else { break };
            if !self.quoting && matches!(byte, b'|' | b')') {
                break;
            }
            let (node, can_repeat) = self.atom()?;
            self.skip_ignored()?;
            let node = if self.quoting { node } else { self.quantified(node, can_repeat)? };
            nodes.push(node);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Concat(nodes) })
    }

    /// Skips comments, space in extended patterns, and the ends of quoting.
    fn skip_ignored(&mut self) -> Parsed<()> {
        loop {
            if self.quoting {
                if !self.eat(b"\\E") {
                    return Ok(());
                }
                self.quoting = false;
            } else if self.eat(b"\\E") {
            } else if self.eat(b"\\Q") {
                self.quoting = true;
            } else if self.looks_at(b"(?#") {
                self.comment()?;
            } else if self.flags.extended && self.skip_extended() {
            } else {
                return Ok(());
            }
        }
    }

    fn comment(&mut self) -> Parsed<()> {
        match self.pattern[self.at..].iter().position(|&byte| byte == b')') {
            Some(end) => {
                self.at += end + 1;
                Ok(())
            }
            None => {
                self.at = self.pattern.len();
                Err(self.fault(18))
            }
        }
    }

    /// Skips a space or a comment of an extended pattern.
    fn skip_extended(&mut self) -> bool {
        match self.peek() {
            Some(b' ' | 9..=13) => self.at += 1,
            Some(b'#') => {
                while self.at < self.pattern.len() {
                    if let Some(length) = super::newline::at(
                        self.settings.newline,
                        self.settings.utf,
                        self.pattern,
                        self.at,
                    ) {
                        self.at += length;
                        break;
                    }
                    self.at += 1;
                }
            }
            _ => return false,
        }
        true
    }

    /// One item, and whether it may be repeated.
    fn atom(&mut self) -> Parsed<(Node, bool)> {
        if self.quoting {
            return Ok((self.literal(), true));
        }
        match self.peek() {
            Some(b'(') => self.group(),
            Some(b'[') => self.bracket(),
            Some(b'.') => {
                self.at += 1;
                Ok((self.dot(), true))
            }
            Some(b'^') => {
                self.at += 1;
                let place =
                    if self.flags.multiline { Place::LineStart } else { Place::SubjectStart };
                Ok((Node::Place(place), false))
            }
            Some(b'$') => {
                self.at += 1;
                let place = match (self.flags.multiline, self.settings.dollar_end_only) {
                    (true, _) => Place::LineEnd,
                    (false, true) => Place::SubjectEnd,
                    (false, false) => Place::SubjectEndOrNewline,
                };
                Ok((Node::Place(place), false))
            }
            Some(b'\\') => self.escape_atom(),
            Some(b'*' | b'+' | b'?') => {
                self.at += 1;
                Err(self.fault_before(9))
            }
            Some(b'{') if self.counts().is_some() => Err(self.fault_before(9)),
            _ => Ok((self.literal(), true)),
        }
    }

    /// A fault at the character before.
    pub(super) fn fault_before(&self, number: u8) -> Fault {
        Fault { number, at: self.at.saturating_sub(1) }
    }

    fn literal(&mut self) -> Node {
        let character = self.character();
        self.char_node(character)
    }

    pub(super) fn char_node(&mut self, character: u32) -> Node {
        self.has_newline |= matches!(character, 10 | 13);
        Node::Char(character, self.flags.caseless)
    }

    fn dot(&self) -> Node {
        if self.flags.dotall {
            return set_node(Set::of(&[(0, MAX_CHARACTER)]));
        }
        self.not_newline()
    }

    /// `.` without dotall, `\N`.
    pub(super) fn not_newline(&self) -> Node {
        let ends: &[(u32, u32)] = match self.settings.newline {
            NewlineKind::Lf => &[(10, 10)],
            NewlineKind::Cr => &[(13, 13)],
            NewlineKind::Crlf => return Node::NotCrlf,
            NewlineKind::AnyCrlf => &[(10, 10), (13, 13)],
            NewlineKind::Any => &[(10, 13), (0x85, 0x85), (0x2028, 0x2029)],
        };
        set_node(Set::of(ends).inverted())
    }

    // ------------------------------------------------------------ quantifiers

    /// The two counts of a quantifier in braces, if one is here; goes past it.
    fn counts(&mut self) -> Option<Parsed<(u32, u32)>> {
        let start = self.at;
        let parsed = self.braces();
        if parsed.is_none() {
            self.at = start;
        }
        parsed
    }

    fn braces(&mut self) -> Option<Parsed<(u32, u32)>> {
        if !self.eat(b"{") {
            return None;
        }
        let start = self.at;
        let least = self.number()?;
        let after_least = self.at;
        let most = if self.eat(b",") {
            if self.looks_at(b"}") { Some(UNLIMITED) } else { Some(self.number()?) }
        } else {
            None
        };
        let end = self.at;
        if !self.eat(b"}") {
            return None;
        }
        let too_big = |at| Some(Err(Fault { number: 5, at }));
        if least > MAX_COUNT {
            return too_big(self.digits_end(start, after_least));
        }
        match most {
            Some(most) if most != UNLIMITED && most > MAX_COUNT => {
                too_big(self.digits_end(after_least + 1, end))
            }
            Some(most) if most < least => Some(Err(Fault { number: 4, at: end })),
            most => Some(Ok((least, most.unwrap_or(least)))),
        }
    }

    /// Where a number becomes too big.
    fn digits_end(&self, start: usize, end: usize) -> usize {
        let mut value = 0_u32;
        for at in start..end {
            value = value * 10 + u32::from(self.pattern[at] - b'0');
            if value > MAX_COUNT {
                return at + 1;
            }
        }
        end
    }

    /// The item with the quantifier that follows, if one does.
    fn quantified(&mut self, node: Node, can_repeat: bool) -> Parsed<Node> {
        let start = self.at;
        let (least, most) = match self.peek() {
            Some(b'*') => (0, UNLIMITED),
            Some(b'+') => (1, UNLIMITED),
            Some(b'?') => (0, 1),
            Some(b'{') => match self.counts() {
                Some(counts) => counts?,
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        if self.at == start {
            self.at += 1;
        }
        if !can_repeat {
            return Err(self.fault_before(9));
        }
        let greed = if self.eat(b"+") {
            Greed::Possessive
        } else if self.eat(b"?") != self.flags.ungreedy {
            Greed::Lazy
        } else {
            Greed::Greedy
        };
        let (least, most) = match node {
            Node::LookAhead(..) | Node::LookBehind(..) => (least.min(1), 1.min(most)),
            _ => (least, most),
        };
        Ok(Node::Repeat(Box::new(node), least, most, greed))
    }

    // ------------------------------------------------------------ classes

    fn bracket(&mut self) -> Parsed<(Node, bool)> {
        for (text, is_start) in [(&b"[[:<:]]"[..], true), (b"[[:>:]]", false)] {
            if self.eat(text) {
                return Ok((self.word_edge(is_start), false));
            }
        }
        let outside = self.posix_end(self.at);
        if let Some((kind, _)) = outside {
            return Err(self.fault(if kind == b':' { 13 } else { 31 }));
        }
        self.at += 1;
        Ok((self.class()?, true))
    }

    fn word_edge(&self, is_start: bool) -> Node {
        let word = Box::new(set_node(classes::word(self.settings.ucp)));
        let look = if is_start {
            Node::LookAhead(false, word)
        } else {
            Node::LookBehind(false, word, self.at)
        };
        Node::Concat(vec![Node::Place(Place::WordBoundary), look])
    }

    /// For `[:`, `[.`, `[=` at a place, where its end stands if it has one: the kind, the end.
    fn posix_end(&self, at: usize) -> Option<(u8, usize)> {
        let rest = &self.pattern[at..];
        let &kind = rest.get(1)?;
        if rest[0] != b'[' || !matches!(kind, b':' | b'.' | b'=') {
            return None;
        }
        let mut index = 2;
        while index + 1 < rest.len() {
            match rest[index] {
                b'\\' if matches!(rest[index + 1], b']' | b'\\') => index += 1,
                b'[' if rest[index + 1] == kind => return None,
                b']' => return None,
                byte if byte == kind && rest[index + 1] == b']' => return Some((kind, at + index)),
                _ => {}
            }
            index += 1;
        }
        None
    }

    /// A class after its opening bracket.
    fn class(&mut self) -> Parsed<Node> {
        let negated = self.eat(b"^");
        let mut set = Set::default();
        let mut is_first = true;
        let mut quoting = false;
        loop {
            if quoting && self.eat(b"\\E") {
                quoting = false;
                continue;
            }
            let Some(byte) = self.peek() else { return Err(self.fault(6)) };
            if !quoting {
                if byte == b']' && !is_first {
                    self.at += 1;
                    break;
                }
                if self.eat(b"\\Q") {
                    quoting = true;
                    continue;
                }
                if self.eat(b"\\E") {
                    continue;
                }
            }
            is_first = false;
            match self.class_item(quoting)? {
                Item::Set(more) => set.add_set(&more),
                Item::One(first) => {
                    let last = self.range_end(first, &mut quoting)?;
                    self.has_newline |= matches!(first, 10 | 13) || matches!(last, 10 | 13);
                    let mut range = Set::of(&[(first, last)]);
                    if self.flags.caseless {
                        range.add_cases(self.settings.utf);
                    }
                    set.add_set(&range);
                }
            }
        }
        set.finish();
        Ok(set_node(if negated { set.inverted() } else { set }))
    }

    /// The last character of a range that starts with `first`, which may be the only one.
    fn range_end(&mut self, first: u32, quoting: &mut bool) -> Parsed<u32> {
        while *quoting && self.eat(b"\\E") {
            *quoting = false;
        }
        let after = self.pattern.get(self.at + 1);
        if *quoting || !self.looks_at(b"-") || matches!(after, None | Some(b']')) {
            return Ok(first);
        }
        let hyphen = self.at;
        self.at += 1;
        while self.eat(b"\\E") {}
        if self.eat(b"\\Q") {
            *quoting = true;
        }
        if self.peek().is_none_or(|byte| byte == b']' && !*quoting) {
            self.at = hyphen;
            return Ok(first);
        }
        match self.class_item(*quoting)? {
            Item::One(last) if last < first => Err(self.fault_before(8)),
            Item::One(last) => Ok(last),
            Item::Set(_) => Err(self.fault_before(83)),
        }
    }

    fn class_item(&mut self, quoting: bool) -> Parsed<Item> {
        if quoting {
            return Ok(Item::One(self.character()));
        }
        if self.looks_at(b"[")
            && let Some((kind, end)) = self.posix_end(self.at)
        {
            return self.posix_class(kind, end);
        }
        if !self.looks_at(b"\\") {
            return Ok(Item::One(self.character()));
        }
        match self.escape(true)? {
            Escape::Char(character) => Ok(Item::One(character)),
            Escape::Set(set) => Ok(Item::Set(set)),
            _ => Err(self.fault_before(7)),
        }
    }

    fn posix_class(&mut self, kind: u8, end: usize) -> Parsed<Item> {
        if kind != b':' {
            return Err(self.fault(31));
        }
        let mut start = self.at + 2;
        let negated = self.pattern.get(start) == Some(&b'^');
        start += usize::from(negated);
        let name = &self.pattern[start..end];
        let Some(set) = classes::posix(name, self.flags.caseless, self.settings.ucp) else {
            self.at = start;
            return Err(self.fault(30));
        };
        self.at = end + 2;
        Ok(Item::Set(if negated { set.inverted() } else { set }))
    }
}

/// A part of a class.
enum Item {
    One(u32),
    Set(Set),
}

/// Alternatives as one node.
pub(super) fn join(mut branches: Vec<Node>) -> Node {
    if branches.len() == 1 { branches.remove(0) } else { Node::Alternate(branches) }
}

pub(super) fn set_node(set: Set) -> Node {
    Node::Set(Rc::new(set))
}
