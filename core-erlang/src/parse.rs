//! Core Erlang text to trees: what `erlc +to_core` of OTP 25 prints and [`crate::write`] prints.
//!
//! Tokens come from a pest grammar; nesting is handled here, by a method for each construct,
//! because a depth limit and messages that say what was expected need it. The first error ends
//! parsing.
//!
//! What is read is canonical: constructors of constants are [`Literal`]s, so are bit strings of
//! integer constants. Of annotations, an integer (and a comment `%% Line 12`) is the line,
//! `{'file',Name}` is dropped, the rest is kept. Annotations of variables in binding positions and
//! of exported names have no place in the tree and are dropped.

mod expr;
mod pattern;

use lfec_base::{Diagnostic, FileId, Span, Symbol};

use crate::check;
use crate::deep::MAX_DEPTH;
use crate::ir::{Anno, Definition, Fun, FunctionName, Literal, Module};
use crate::lex::{Token, TokenKind, tokens};
use crate::rename;

type Result<T> = std::result::Result<T, Box<Diagnostic>>;

/// The module of a text. Spans in the tree and in the error are of `file`.
///
/// The tree can be as deep as [`MAX_DEPTH`]: see [`crate::deep`].
pub fn parse(file: FileId, text: &str) -> std::result::Result<Module, Box<Diagnostic>> {
    if u32::try_from(text.len()).is_err() {
        let span = Span { file, start: 0, end: 0 };
        return Err(Box::new(Diagnostic::error("too-long", "text of 4 GiB or more", span)));
    }
    let tokens = tokens(file, text)?;
    Parser { tokens, at: 0, line: 0, depth: 0 }.module()
}

/// The module of a text that others wrote: names are made unique, and what [`crate::check`] finds
/// wrong is an error too.
pub fn read(file: FileId, text: &str) -> std::result::Result<Module, Vec<Diagnostic>> {
    let mut module = parse(file, text).map_err(|error| vec![*error])?;
    rename::unique(&mut module);
    let errors = check::check(&module);
    if errors.is_empty() { Ok(module) } else { Err(errors) }
}

struct Parser {
    /// The last one is the end.
    tokens: Vec<Token>,
    at: usize,
    /// Line of the expression around this place.
    line: u32,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &TokenKind {
        self.peek_after(0)
    }

    fn peek_after(&self, ahead: usize) -> &TokenKind {
        let last = self.tokens.len() - 1;
        &self.tokens[(self.at + ahead).min(last)].kind
    }

    fn span(&self) -> Span {
        self.tokens[self.at].span
    }

    fn next(&mut self) -> TokenKind {
        let token = self.peek().clone();
        self.advance();
        token
    }

    fn advance(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    fn at_word(&self, word: &str) -> bool {
        matches!(self.peek(), TokenKind::Word(found) if *found == word)
    }

    /// Takes `word` if it is next.
    fn accept(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, word: &str) -> Result<()> {
        if self.accept(word) { Ok(()) } else { Err(self.expected(&format!("'{word}'"))) }
    }

    fn expected(&self, what: &str) -> Box<Diagnostic> {
        let found = match self.peek() {
            TokenKind::End => "end of text".to_owned(),
            TokenKind::Word(word) => format!("'{word}'"),
            TokenKind::Variable(name) => format!("variable {name}"),
            TokenKind::Atom(name) => format!("atom {name}"),
            TokenKind::Integer(value) => format!("integer {value}"),
            TokenKind::Float(value) => format!("float {value}"),
            TokenKind::String(_) => "string".to_owned(),
        };
        self.error(format!("expected {what}, found {found}"))
    }

    fn error(&self, message: String) -> Box<Diagnostic> {
        Box::new(Diagnostic::error("syntax-error", message, self.span()))
    }

    /// Items with commas between, up to `close`; the opener has been taken.
    fn sequence<T>(
        &mut self,
        close: &str,
        mut item: impl FnMut(&mut Self) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut items = Vec::new();
        if self.accept(close) {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if self.accept(close) {
                return Ok(items);
            }
            if !self.accept(",") {
                return Err(self.expected(&format!("',' or '{close}'")));
            }
        }
    }

    /// One level deeper, for as long as `inside` runs.
    fn nested<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= MAX_DEPTH {
            return Err(self.error(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let line = self.line;
        self.line = match self.tokens[self.at].line {
            0 => line,
            noted => noted,
        };
        let result = inside(self);
        self.line = line;
        self.depth -= 1;
        result
    }

    /// `item`, or `( item -| [annotation] )`.
    fn annotated<T>(&mut self, item: impl FnOnce(&mut Self) -> Result<T>) -> Result<(T, Anno)> {
        let start = self.span();
        let line = self.line;
        let mut anno = Anno::default();
        let item = if self.accept("(") {
            let item = item(self)?;
            self.annotation(&mut anno)?;
            item
        } else {
            item(self)?
        };
        anno.span = Some(start.to(self.tokens[self.at.saturating_sub(1)].span));
        if anno.line == 0 {
            anno.line = line;
        }
        Ok((item, anno))
    }

    /// `-| [terms] )`
    fn annotation(&mut self, anno: &mut Anno) -> Result<()> {
        self.expect("-|")?;
        self.expect("[")?;
        for term in self.sequence("]", |p| p.constant())? {
            match term {
                Literal::Integer(line) => anno.line = u32::try_from(&*line).unwrap_or(0),
                Literal::Tuple(items) => match &*items {
                    [Literal::Integer(line), Literal::Integer(_)] => {
                        anno.line = u32::try_from(&**line).unwrap_or(0);
                    }
                    [name, _] if name.is_atom("file") => {}
                    _ => anno.terms.push(Literal::Tuple(items)),
                },
                term => anno.terms.push(term),
            }
        }
        self.expect(")")
    }

    fn module(&mut self) -> Result<Module> {
        let (module, _) = self.annotated(|p| p.bare_module())?;
        if *self.peek() == TokenKind::End { Ok(module) } else { Err(self.expected("end of text")) }
    }

    fn bare_module(&mut self) -> Result<Module> {
        self.expect("module")?;
        let name = self.atom()?;
        self.expect("[")?;
        let exports = self.sequence("]", |p| p.annotated_name())?;
        self.expect("attributes")?;
        self.expect("[")?;
        let attributes = self.sequence("]", |p| {
            let (name, _) = p.annotated(|p| p.atom())?;
            p.expect("=")?;
            let (value, _) = p.annotated(|p| p.constant())?;
            Ok((name, value))
        })?;
        let definitions = self.definitions("end")?;
        Ok(Module { name, exports, attributes, definitions })
    }

    /// Definitions up to `close`.
    fn definitions(&mut self, close: &str) -> Result<Vec<Definition>> {
        let mut definitions = Vec::new();
        while !self.accept(close) {
            let name = self.annotated_name()?;
            self.expect("=")?;
            let function = self.nested(|p| p.fun())?;
            definitions.push(Definition { name, function });
        }
        Ok(definitions)
    }

    /// `fun (X) -> body`, annotated or not.
    fn fun(&mut self) -> Result<Fun> {
        let (fun, anno) = self.annotated(|p| {
            p.expect("fun")?;
            p.fun_rest()
        })?;
        Ok(Fun { anno, ..fun })
    }

    fn annotated_name(&mut self) -> Result<FunctionName> {
        self.annotated(|p| p.function_name()).map(|(name, _)| name)
    }

    /// `'f'/1`
    fn function_name(&mut self) -> Result<FunctionName> {
        let name = self.atom()?;
        self.expect("/")?;
        Ok(FunctionName { name, arity: self.arity()? })
    }

    fn arity(&mut self) -> Result<usize> {
        let arity = match self.peek() {
            TokenKind::Integer(value) => usize::try_from(&**value).ok(),
            _ => None,
        };
        match arity.filter(|arity| *arity <= 255) {
            Some(arity) => {
                self.advance();
                Ok(arity)
            }
            None => Err(self.expected("number of arguments")),
        }
    }

    fn atom(&mut self) -> Result<Symbol> {
        match self.peek() {
            TokenKind::Atom(name) => {
                let name = *name;
                self.advance();
                Ok(name)
            }
            _ => Err(self.expected("atom")),
        }
    }

    fn variable(&mut self) -> Result<Symbol> {
        match self.peek() {
            TokenKind::Variable(name) => {
                let name = *name;
                self.advance();
                Ok(name)
            }
            _ => Err(self.expected("variable")),
        }
    }

    fn annotated_variable(&mut self) -> Result<Symbol> {
        self.annotated(|p| p.variable()).map(|(name, _)| name)
    }

    /// A constant that is one token.
    fn atomic(&mut self) -> Result<Option<Literal>> {
        let value = match self.peek() {
            TokenKind::Atom(name) => Literal::Atom(*name),
            TokenKind::Integer(value) => Literal::Integer(value.clone()),
            TokenKind::Float(value) => Literal::Float(*value),
            TokenKind::String(points) => Literal::code_points(points.clone()),
            _ => return Ok(None),
        };
        self.advance();
        Ok(Some(value))
    }

    /// A constant of an annotation or an attribute.
    fn constant(&mut self) -> Result<Literal> {
        if let Some(value) = self.atomic()? {
            return Ok(value);
        }
        self.nested(|p| {
            if p.accept("{") {
                return Ok(Literal::tuple(p.sequence("}", |p| p.constant())?));
            }
            if !p.accept("[") {
                return Err(p.expected("constant"));
            }
            p.constant_list()
        })
    }

    /// The rest of a list. `erlc` nests them: `[1|[2|[3]]]`, so nesting at the end is a loop.
    fn constant_list(&mut self) -> Result<Literal> {
        let (mut items, mut open) = (Vec::new(), 1);
        let mut tail = Literal::Nil;
        loop {
            if self.accept("]") {
                open -= 1;
                break;
            }
            items.push(self.constant()?);
            if self.accept("|") {
                if self.accept("[") {
                    open += 1;
                } else {
                    tail = self.constant()?;
                    break;
                }
            } else if !self.at_word("]") {
                self.expect(",")?;
            }
        }
        for _ in 0..open {
            self.expect("]")?;
        }
        Ok(Literal::list_with_tail(items, tail))
    }
}

#[cfg(test)]
mod tests;
