//! Groups: what starts with an opening parenthesis.

use std::rc::Rc;

use super::Fault;
use super::parse::{Parsed, Parser, join};
use super::tree::{Condition, GroupRef, Node};

/// Deepest nesting of parentheses. PCRE's figure.
const MAX_DEPTH: usize = 250;

impl Parser<'_> {
    /// A group, and whether it may be repeated; the place is at the opening parenthesis.
    pub(super) fn group(&mut self) -> Parsed<(Node, bool)> {
        self.at += 1;
        if self.is_verb() {
            return self.verb().map(|node| (node, false));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fault(82));
        }
        let node = if self.eat(b"?") { self.special() } else { self.plain().map(repeatable) };
        self.depth -= 1;
        node
    }

    fn plain(&mut self) -> Parsed<Node> {
        if self.flags.no_auto_capture {
            return self.body();
        }
        self.capture()
    }

    fn capture(&mut self) -> Parsed<Node> {
        self.groups += 1;
        let number = self.groups;
        Ok(Node::Group(number, Box::new(self.body()?)))
    }

    /// What a group holds, and its closing parenthesis.
    fn body(&mut self) -> Parsed<Node> {
        let node = self.alternatives()?;
        self.close()?;
        Ok(node)
    }

    fn close(&mut self) -> Parsed<()> {
        if self.eat(b")") { Ok(()) } else { Err(self.fault(14)) }
    }

    /// After `(?`.
    fn special(&mut self) -> Parsed<(Node, bool)> {
        let Some(kind) = self.peek() else { return Err(self.fault(12)) };
        self.at += 1;
        match kind {
            b':' => self.body().map(repeatable),
            b'|' => {
                self.in_reset = true;
                self.body().map(repeatable)
            }
            b'>' => self.body().map(|node| repeatable(Node::Atomic(Box::new(node)))),
            b'=' => self.look_ahead(false).map(repeatable),
            b'!' => self.look_ahead(true).map(repeatable),
            b'<' => match self.peek() {
                Some(b'=') => self.look_behind(false).map(repeatable),
                Some(b'!') => self.look_behind(true).map(repeatable),
                _ => self.named(b'>').map(repeatable),
            },
            b'\'' => self.named(b'\'').map(repeatable),
            b'P' => self.python(),
            b'&' => self.call_by_name(),
            b'R' => self.recursion(),
            b'(' => self.conditional().map(repeatable),
            b'C' => self.callout(),
            b'0'..=b'9' | b'+' => {
                self.at -= 1;
                self.call_by_number()
            }
            b'-' if self.peek().is_some_and(|byte| byte.is_ascii_digit()) => {
                self.at -= 1;
                self.call_by_number()
            }
            _ => {
                self.at -= 1;
                self.options()
            }
        }
    }

    fn look_ahead(&mut self, negative: bool) -> Parsed<Node> {
        if negative && self.eat(b")") {
            return Ok(Node::Fail);
        }
        Ok(Node::LookAhead(negative, Box::new(self.body()?)))
    }

    fn look_behind(&mut self, negative: bool) -> Parsed<Node> {
        self.at += 1;
        let node = self.body()?;
        Ok(Node::LookBehind(negative, Box::new(node), self.at - 1))
    }

    fn named(&mut self, close: u8) -> Parsed<Node> {
        let start = self.at;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if close == b'>' && !self.peek().is_some_and(is_name) {
            return Err(self.fault(24));
        }
        let name = self.name(close)?;
        let number = self.groups + 1;
        for (other, others_number) in &self.names {
            let (same_name, same_number) = (*other == name, *others_number == number);
            if same_name && !same_number && !self.flags.dupnames {
                return Err(self.fault_before(43));
            }
            if same_number && !same_name {
                return Err(self.fault_before(65));
            }
        }
        if self.names.len() >= 10_000 {
            return Err(Fault { number: 49, at: start });
        }
        if !self.names.contains(&(Rc::clone(&name), number)) {
            self.names.push((name, number));
        }
        self.capture()
    }

    fn python(&mut self) -> Parsed<(Node, bool)> {
        let (start, kind) = (self.at, self.peek());
        self.at += usize::from(kind.is_some());
        match kind {
            Some(b'<') if self.peek().is_none() => Err(self.fault(42)),
            Some(b'<') => self.named(b'>').map(repeatable),
            Some(b'>') => self.call_by_name(),
            Some(b'=') => {
                let name = self.name(b')')?;
                let at = self.at - 1;
                Ok((Node::BackRef(GroupRef::Name(name), self.flags.caseless, at), true))
            }
            _ => Err(Fault { number: 41, at: start }),
        }
    }

    fn call_by_name(&mut self) -> Parsed<(Node, bool)> {
        let name = self.name(b')')?;
        Ok((Node::Call(GroupRef::Name(name), self.at - 1), true))
    }

    fn recursion(&mut self) -> Parsed<(Node, bool)> {
        if !self.eat(b")") {
            return Err(self.fault(29));
        }
        Ok((Node::Call(GroupRef::Number(0), self.at - 1), true))
    }

    fn call_by_number(&mut self) -> Parsed<(Node, bool)> {
        let sign = self.peek().filter(|byte| matches!(byte, b'+' | b'-'));
        let number = self.signed_number(sign)?;
        if !self.eat(b")") {
            return Err(self.fault(29));
        }
        Ok((Node::Call(GroupRef::Number(number), self.at - 1), true))
    }

    fn callout(&mut self) -> Parsed<(Node, bool)> {
        if self.number().unwrap_or(0) > 255 {
            return Err(self.fault(38));
        }
        if !self.eat(b")") {
            return Err(self.fault(39));
        }
        Ok((Node::Empty, false))
    }

    /// Option letters, for the rest of the group around or for a group of their own.
    fn options(&mut self) -> Parsed<(Node, bool)> {
        let before = self.flags;
        let mut value = true;
        loop {
            let Some(letter) = self.peek() else { return Err(self.fault(12)) };
            self.at += 1;
            match letter {
                b'-' => value = false,
                b'i' => self.flags.caseless = value,
                b'm' => self.flags.multiline = value,
                b's' => self.flags.dotall = value,
                b'x' => self.flags.extended = value,
                b'U' => self.flags.ungreedy = value,
                b'J' => self.flags.dupnames = value,
                b'X' => self.flags.extra = value,
                b')' => return Ok((Node::Empty, false)),
                b':' => {
                    let node = self.body()?;
                    self.flags = before;
                    return Ok(repeatable(node));
                }
                _ => return Err(self.fault_before(12)),
            }
        }
    }

    // ------------------------------------------------------------ conditionals

    /// After `(?(`.
    fn conditional(&mut self) -> Parsed<Node> {
        let condition = self.condition()?;
        let flags = self.flags;
        let mut branches = self.branches()?;
        self.flags = flags;
        let is_define = matches!(condition, Condition::Never);
        if is_define && branches.len() > 1 {
            return Err(self.fault(54));
        }
        if branches.len() > 2 {
            return Err(match condition {
                Condition::IsSet(GroupRef::Number(number), at) if number > self.groups => {
                    Fault { number: 15, at }
                }
                _ => self.fault(27),
            });
        }
        self.close()?;
        let no = if branches.len() == 2 { branches.remove(1) } else { Node::Empty };
        Ok(Node::Conditional(condition, Box::new(join(branches)), Box::new(no)))
    }

    fn condition(&mut self) -> Parsed<Condition> {
        let start = self.at;
        if self.looks_at(b"?") {
            return self.assertion();
        }
        let condition = match self.peek() {
            Some(b'<') => self.quoted_condition(b'>')?,
            Some(b'\'') => self.quoted_condition(b'\'')?,
            Some(b'0'..=b'9' | b'+' | b'-') => {
                let sign = self.peek().filter(|byte| matches!(byte, b'+' | b'-'));
                let number = self.signed_number(sign)?;
                if !self.eat(b")") {
                    return Err(self.fault(26));
                }
                if number == 0 {
                    return Err(self.fault(35));
                }
                Condition::IsSet(GroupRef::Number(number), self.at)
            }
            _ if self.looks_at(b"VERSION") => return self.version(),
            Some(b'R') if self.looks_at(b"R&") => {
                self.at += 2;
                let at = self.at;
                let name = self.name(b')')?;
                Condition::InRecursion(Some(GroupRef::Name(name)), at)
            }
            Some(byte) if byte.is_ascii_alphabetic() || byte == b'_' => self.word_condition()?,
            _ => {
                self.at = start;
                return Err(self.fault(28));
            }
        };
        Ok(condition)
    }

    fn quoted_condition(&mut self, close: u8) -> Parsed<Condition> {
        self.at += 1;
        let name = self.name(close)?;
        if !self.eat(b")") {
            return Err(self.fault(26));
        }
        Ok(Condition::IsSet(GroupRef::Name(name), self.at))
    }

    /// `R`, `R1`, `DEFINE`, or a name.
    fn word_condition(&mut self) -> Parsed<Condition> {
        let at = self.at;
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = self.pattern[at..].iter().take_while(|byte| is_name(byte)).count();
        let word = &self.pattern[at..at + length];
        self.at += length;
        if !self.eat(b")") {
            return Err(self.fault(26));
        }
        let name: Rc<[u8]> = Rc::from(word);
        let at = self.at;
        if self.names.iter().any(|(other, _)| *other == name) {
            return Ok(Condition::IsSet(GroupRef::Name(name), at));
        }
        Ok(match word {
            b"DEFINE" => Condition::Never,
            [b'R', digits @ ..] if digits.iter().all(u8::is_ascii_digit) => {
                let number = std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok());
                Condition::InRecursion(number.map(GroupRef::Number), at)
            }
            _ => Condition::IsSet(GroupRef::Name(name), at),
        })
    }

    /// `VERSION=8.44`, `VERSION>=8`: whether this is such a PCRE; it counts as 8.44.
    fn version(&mut self) -> Parsed<Condition> {
        self.at += b"VERSION".len();
        let or_later = self.eat(b">");
        if !self.eat(b"=") {
            return Err(self.fault(26));
        }
        let major = self.number().unwrap_or(0);
        let minor = if self.eat(b".") { self.number().unwrap_or(0) } else { 0 };
        if !self.eat(b")") {
            return Err(self.fault(26));
        }
        let holds = if or_later { (8, 44) >= (major, minor) } else { (8, 44) == (major, minor) };
        Ok(if holds { Condition::Always } else { Condition::Never })
    }

    fn assertion(&mut self) -> Parsed<Condition> {
        let is_look = [&b"?="[..], b"?!", b"?<=", b"?<!"].iter().any(|text| self.looks_at(text));
        if !is_look {
            return Err(self.fault(28));
        }
        self.at += 1;
        let (node, _) = self.special()?;
        Ok(Condition::Look(Box::new(node)))
    }
}

fn repeatable(node: Node) -> (Node, bool) {
    (node, true)
}
