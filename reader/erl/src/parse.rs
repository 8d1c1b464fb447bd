//! Tokens of one form to its tree.
//!
//! Recursive descent, operators by precedence climbing. A form with an error gives one
//! diagnostic and no tree. Nesting deeper than [`DEEPEST`] is an error, so that neither this
//! parser nor what walks the tree runs out of stack.

mod clause;
mod data;
mod expression;
pub(crate) mod form;
mod type_form;
mod types;

use std::sync::Arc;

use lfec_base::{Diagnostic, Span, Symbol};

use crate::ast::{Expr, Form};
use crate::token::{Token, TokenKind, Word};

/// Deepest nesting of expressions and types.
pub const DEEPEST: u32 = 500;

/// An error ends the form it is in.
type Parse<T> = Result<T, Box<Diagnostic>>;

/// What the words `maybe` and `else` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum MaybeWords {
    /// Reserved where an atom could not stand: no `-feature` form said anything.
    #[default]
    Contextual,
    /// Always reserved.
    Reserved,
    /// Always atoms.
    Atoms,
}

/// Whether the name `maybe` before the token `next` begins an expression.
pub(crate) fn maybe_begins(words: MaybeWords, next: Option<&TokenKind>) -> bool {
    match words {
        MaybeWords::Reserved => true,
        MaybeWords::Atoms => false,
        // No expression can stand right after an atom, so `maybe X` is no atom.
        MaybeWords::Contextual => match next {
            Some(TokenKind::Word(word)) => matches!(
                word,
                Word::OpenBrace
                    | Word::OpenBracket
                    | Word::OpenBinary
                    | Word::Begin
                    | Word::Case
                    | Word::If
                    | Word::Receive
                    | Word::Try
                    | Word::Fun
                    | Word::Catch
                    | Word::Not
                    | Word::Bnot
            ),
            Some(TokenKind::Dot) | None => false,
            Some(_) => true,
        },
    }
}

/// The form that `tokens` are; the last of them is its dot.
pub fn parse_form(tokens: &[Token], maybe_words: MaybeWords) -> Parse<Form> {
    let mut parser = Parser::new(tokens, maybe_words);
    let form = parser.form()?;
    parser.expect_dot()?;
    Ok(form)
}

/// The one expression that `tokens` are, up to a dot or their end.
pub fn parse_expression(tokens: &[Token]) -> Parse<Expr> {
    let mut parser = Parser::new(tokens, MaybeWords::default());
    let expr = parser.expr()?;
    match parser.peek() {
        None | Some(TokenKind::Dot) => Ok(expr),
        Some(_) => Err(parser.unexpected()),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: u32,
    maybe_words: MaybeWords,
}

impl<'a> Parser<'a> {
    fn new(tokens: &'a [Token], maybe_words: MaybeWords) -> Parser<'a> {
        Parser { tokens, at: 0, depth: 0, maybe_words }
    }

    fn peek(&self) -> Option<&'a TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn peek_at(&self, distance: usize) -> Option<&'a TokenKind> {
        self.tokens.get(self.at + distance).map(|token| &token.kind)
    }

    fn peek_word(&self) -> Option<Word> {
        self.word_at(0)
    }

    fn word_at(&self, distance: usize) -> Option<Word> {
        match self.peek_at(distance) {
            Some(TokenKind::Word(word)) => Some(*word),
            _ => None,
        }
    }

    fn peek_atom(&self) -> Option<Symbol> {
        match self.peek() {
            Some(TokenKind::Atom(name)) => Some(*name),
            _ => None,
        }
    }

    /// Span of the next token, or of the last where there is none.
    fn span(&self) -> Span {
        let token = self.tokens.get(self.at).or_else(|| self.tokens.last());
        token.map_or(Span::NONE, |token| token.span)
    }

    /// From `start` to the token read last.
    fn since(&self, start: Span) -> Span {
        let last = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        last.map_or(start, |token| start.to(token.span))
    }

    fn advance(&mut self) {
        self.at += 1;
    }

    fn eat(&mut self, word: Word) -> bool {
        let found = self.peek_word() == Some(word);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, word: Word) -> Parse<()> {
        if self.eat(word) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn expect_atom(&mut self) -> Parse<Symbol> {
        let name = self.peek_atom().ok_or_else(|| self.unexpected())?;
        self.advance();
        Ok(name)
    }

    fn expect_var(&mut self) -> Parse<Symbol> {
        match self.peek() {
            Some(TokenKind::Var(name)) => {
                self.advance();
                Ok(*name)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn expect_string(&mut self) -> Parse<Arc<[u32]>> {
        match self.peek() {
            Some(TokenKind::String(text)) => {
                self.advance();
                Ok(text.clone())
            }
            _ => Err(self.unexpected()),
        }
    }

    fn expect_number(&mut self) -> Parse<usize> {
        let value = match self.peek() {
            Some(TokenKind::Integer(value)) => usize::try_from(&**value).ok(),
            _ => None,
        };
        let value = value.ok_or_else(|| self.unexpected())?;
        self.advance();
        Ok(value)
    }

    fn expect_dot(&mut self) -> Parse<()> {
        match self.peek() {
            Some(TokenKind::Dot) => Ok(()),
            _ => Err(self.unexpected()),
        }
    }

    /// `item, item …`
    fn separated<T>(
        &mut self,
        separator: Word,
        mut item: impl FnMut(&mut Self) -> Parse<T>,
    ) -> Parse<Vec<T>> {
        let mut items = vec![item(self)?];
        while self.eat(separator) {
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// `item, item … close`, or `close` alone.
    fn until<T>(&mut self, close: Word, item: impl FnMut(&mut Self) -> Parse<T>) -> Parse<Vec<T>> {
        if self.eat(close) {
            return Ok(Vec::new());
        }
        let items = self.separated(Word::Comma, item)?;
        self.expect(close)?;
        Ok(items)
    }

    /// One level deeper, for as long as `inside` runs.
    fn nested<T>(&mut self, inside: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        self.enter()?;
        let result = inside(self);
        self.depth -= 1;
        result
    }

    fn enter(&mut self) -> Parse<()> {
        if self.depth >= DEEPEST {
            return Err(self.too_deep());
        }
        self.depth += 1;
        Ok(())
    }

    fn too_deep(&self) -> Box<Diagnostic> {
        let message = format!("expression nested deeper than {DEEPEST} levels");
        Box::new(Diagnostic::error("nesting", message, self.span()))
    }

    /// The error that the next token cannot stand here.
    fn unexpected(&self) -> Box<Diagnostic> {
        let message = match self.peek() {
            None => "syntax error before: ".to_owned(),
            Some(token) => format!("syntax error before: {token}"),
        };
        Box::new(Diagnostic::error("syntax-error", message, self.span()))
    }

    fn error<T>(&self, code: &'static str, message: &str, span: Span) -> Parse<T> {
        Err(Box::new(Diagnostic::error(code, message, span)))
    }
}
