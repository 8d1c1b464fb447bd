//! Verbs: `(*NAME)`, `(*NAME:argument)`; those at the pattern's start set options.

use std::rc::Rc;

use super::NewlineKind;
use super::parse::{Parsed, Parser};
use super::tree::{Node, Verb};

impl Parser<'_> {
    /// Options at the start of the pattern.
    pub(super) fn leading_verbs(&mut self) -> Parsed<()> {
        loop {
            let rest = &self.pattern[self.at..];
            let Some(end) = rest.iter().position(|&byte| byte == b')') else { return Ok(()) };
            let Some(name) = rest[..end].strip_prefix(b"(*") else { return Ok(()) };
            if !self.leading_verb(name)? {
                return Ok(());
            }
            self.at += end + 1;
        }
    }

    fn leading_verb(&mut self, name: &[u8]) -> Parsed<bool> {
        let settings = &mut self.settings;
        match name {
            b"UTF8" | b"UTF" if settings.never_utf => return Err(self.fault(78)),
            b"UTF8" | b"UTF" => settings.utf = true,
            b"UCP" => settings.ucp = true,
            b"CR" => settings.newline = NewlineKind::Cr,
            b"LF" => settings.newline = NewlineKind::Lf,
            b"CRLF" => settings.newline = NewlineKind::Crlf,
            b"ANYCRLF" => settings.newline = NewlineKind::AnyCrlf,
            b"ANY" => settings.newline = NewlineKind::Any,
            b"BSR_ANYCRLF" => settings.bsr_anycrlf = true,
            b"BSR_UNICODE" => settings.bsr_anycrlf = false,
            b"NO_START_OPT" | b"NO_AUTO_POSSESS" => {}
            _ => {
                let text = std::str::from_utf8(name).unwrap_or("");
                let limit = |text: &str| text.parse::<u64>().ok();
                if let Some(number) = text.strip_prefix("LIMIT_MATCH=").and_then(limit) {
                    settings.match_limit = Some(number);
                } else if let Some(number) = text.strip_prefix("LIMIT_RECURSION=").and_then(limit) {
                    settings.recursion_limit = Some(number);
                } else {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Whether a verb stands after the parenthesis here.
    pub(super) fn is_verb(&self) -> bool {
        let next = self.pattern.get(self.at + 1);
        self.looks_at(b"*") && next.is_some_and(|&byte| byte == b':' || byte.is_ascii_alphabetic())
    }

    /// A verb; the place is at the asterisk.
    pub(super) fn verb(&mut self) -> Parsed<Node> {
        self.at += 1;
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_uppercase()) {
            self.at += 1;
        }
        let name = &self.pattern[start..self.at];
        let argument = if self.eat(b":") {
            let from = self.at;
            while self.peek().is_some_and(|byte| byte != b')') {
                self.at += 1;
            }
            Some(&self.pattern[from..self.at])
        } else {
            None
        };
        if !self.eat(b")") {
            return Err(self.fault(60));
        }
        let argument = argument.filter(|text| !text.is_empty()).map(Rc::<[u8]>::from);
        if argument.as_ref().is_some_and(|text| text.len() > 255) {
            return Err(self.fault(75));
        }
        self.verb_node(name, argument)
    }

    fn verb_node(&self, name: &[u8], argument: Option<Rc<[u8]>>) -> Parsed<Node> {
        let has_argument = argument.is_some();
        let named = |verb: Verb| match argument.clone() {
            Some(name) => Node::Concat(vec![Node::Mark(name), Node::Verb(verb)]),
            None => Node::Verb(verb),
        };
        match name {
            b"ACCEPT" | b"COMMIT" | b"FAIL" | b"F" if has_argument => Err(self.fault_before(59)),
            b"ACCEPT" => Ok(Node::Accept),
            b"COMMIT" => Ok(Node::Verb(Verb::Commit)),
            b"FAIL" | b"F" => Ok(Node::Fail),
            b"MARK" | b"" => argument.map(Node::Mark).ok_or(self.fault(66)),
            b"PRUNE" => Ok(named(Verb::Prune)),
            b"SKIP" => Ok(Node::Verb(Verb::Skip(argument))),
            b"THEN" => Ok(named(Verb::Then)),
            _ => Err(self.fault_before(60)),
        }
    }
}
