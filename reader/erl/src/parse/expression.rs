//! Expressions: operators, calls, record and map suffixes.

use lfec_base::Span;

use super::{DEEPEST, Parse, Parser};
use crate::ast::{Expr, ExprKind};
use crate::token::{TokenKind, Word};

/// How strongly an operator holds its left and right operand.
struct Power {
    left: u8,
    right: u8,
    /// May not stand beside one of its own level.
    single: bool,
}

const CATCH_OPERAND: u8 = 0;
const PREFIX_OPERAND: u8 = 60;

fn power(word: Word) -> Option<Power> {
    let (level, right_first) = match word {
        Word::Match | Word::Bang => (10, true),
        Word::Orelse => (15, true),
        Word::Andalso => (16, true),
        Word::Equal
        | Word::NotEqual
        | Word::LessEqual
        | Word::Less
        | Word::GreaterEqual
        | Word::Greater
        | Word::Exact
        | Word::NotExact => return Some(Power { left: 20, right: 21, single: true }),
        Word::PlusPlus | Word::MinusMinus => (30, true),
        Word::Plus
        | Word::Minus
        | Word::Bor
        | Word::Bxor
        | Word::Bsl
        | Word::Bsr
        | Word::Or
        | Word::Xor => (40, false),
        Word::Star | Word::Slash | Word::Div | Word::Rem | Word::Band | Word::And => (50, false),
        _ => return None,
    };
    let (left, right) = if right_first { (level, level) } else { (level, level + 1) };
    Some(Power { left, right, single: false })
}

impl Parser<'_> {
    /// An expression.
    pub(super) fn expr(&mut self) -> Parse<Expr> {
        self.operators(0)
    }

    /// `expr, expr …`
    pub(super) fn exprs(&mut self) -> Parse<Vec<Expr>> {
        self.separated(Word::Comma, Self::expr)
    }

    /// An expression of operators that hold at least as strongly as `least`.
    fn operators(&mut self, least: u8) -> Parse<Expr> {
        let depth = self.depth;
        self.enter()?;
        let mut left = self.operand()?;
        while let Some(word) = self.peek_word()
            && let Some(power) = power(word)
            && power.left >= least
        {
            let place = self.span();
            self.advance();
            let right = self.operators(power.right)?;
            left = operation(word, place, left, right);
            if power.single
                && let Some(next) = self.peek_word()
                && self::power(next).is_some_and(|next| next.single)
            {
                return Err(self.unexpected());
            }
            // A chain of left operands is nested as deep as it is long.
            self.enter()?;
        }
        self.depth = depth;
        Ok(left)
    }

    fn operand(&mut self) -> Parse<Expr> {
        let start = self.span();
        match self.peek_word() {
            Some(Word::Catch) => {
                self.advance();
                let body = self.operators(CATCH_OPERAND)?;
                let span = start.to(body.span);
                Ok(Expr { span, kind: ExprKind::Catch(Box::new(body)) })
            }
            Some(word @ (Word::Plus | Word::Minus | Word::Bnot | Word::Not)) => {
                self.advance();
                let operand = self.operators(PREFIX_OPERAND)?;
                Ok(Expr { span: start, kind: ExprKind::Unary(word, Box::new(operand)) })
            }
            _ => self.suffixed(),
        }
    }

    /// A primary expression with `:f`, `(arguments)`, `#…` after it.
    fn suffixed(&mut self) -> Parse<Expr> {
        let start = self.span();
        let mut expr = match self.peek_word() {
            Some(Word::Hash) => self.hash(None)?,
            _ => self.primary()?,
        };
        if self.peek_word() == Some(Word::Hash) {
            let mut length = 0;
            while self.peek_word() == Some(Word::Hash) {
                expr = self.hash(Some(expr))?;
                length += 1;
                if length + self.depth > DEEPEST {
                    return Err(self.too_deep());
                }
            }
            return Ok(expr);
        }
        let before_colon = self.at;
        if self.eat(Word::Colon) {
            let function = self.primary()?;
            if self.peek_word() != Some(Word::OpenParen) {
                // `Reason:Stack` in a handler; `m:f` alone means nothing.
                self.at = before_colon;
                return Ok(expr);
            }
            let span = self.since(start);
            let kind = ExprKind::Remote(Box::new(expr), Box::new(function));
            expr = Expr { span, kind };
        }
        if self.eat(Word::OpenParen) {
            let arguments = self.until(Word::CloseParen, Self::expr)?;
            let kind = ExprKind::Call(Box::new(expr), arguments);
            expr = Expr { span: self.since(start), kind };
        }
        Ok(expr)
    }

    /// What is no operator.
    pub(super) fn primary(&mut self) -> Parse<Expr> {
        let span = self.span();
        let kind = match self.peek() {
            Some(TokenKind::Var(name)) => ExprKind::Var(*name),
            Some(TokenKind::Atom(name)) if name.as_str() == "maybe" && self.at_maybe() => {
                return self.maybe();
            }
            Some(TokenKind::Atom(name)) => ExprKind::Atom(*name),
            Some(TokenKind::Integer(value)) => ExprKind::Integer(value.clone()),
            Some(TokenKind::Float(value)) => ExprKind::Float(*value),
            Some(TokenKind::Char(c)) => ExprKind::Char(*c),
            Some(TokenKind::String(_)) => return self.string(span),
            Some(TokenKind::Word(word)) => return self.bracketed(*word, span),
            _ => return Err(self.unexpected()),
        };
        self.advance();
        Ok(Expr { span, kind })
    }

    /// `"a" "b"` is one string.
    fn string(&mut self, start: Span) -> Parse<Expr> {
        let mut text = self.expect_string()?;
        if matches!(self.peek(), Some(TokenKind::String(_))) {
            let mut whole = text.to_vec();
            while let Some(TokenKind::String(more)) = self.peek() {
                whole.extend_from_slice(more);
                self.advance();
            }
            text = whole.into();
        }
        Ok(Expr { span: self.since(start), kind: ExprKind::String(text) })
    }

    fn bracketed(&mut self, word: Word, start: Span) -> Parse<Expr> {
        let read = match word {
            Word::OpenParen => return self.parenthesized(),
            Word::OpenBracket => Self::list,
            Word::OpenBrace => Self::tuple,
            Word::OpenBinary => Self::binary,
            Word::Begin => Self::block,
            Word::If => Self::if_expression,
            Word::Case => Self::case,
            Word::Receive => Self::receive,
            Word::Fun => Self::fun,
            Word::Try => Self::try_expression,
            _ => return Err(self.unexpected()),
        };
        self.advance();
        let kind = read(self)?;
        Ok(Expr { span: self.since(start), kind })
    }

    fn parenthesized(&mut self) -> Parse<Expr> {
        self.advance();
        let inside = self.expr()?;
        self.expect(Word::CloseParen)?;
        Ok(inside)
    }

    fn tuple(&mut self) -> Parse<ExprKind> {
        self.until(Word::CloseBrace, Self::expr).map(ExprKind::Tuple)
    }

    fn block(&mut self) -> Parse<ExprKind> {
        let body = self.exprs()?;
        self.expect(Word::End)?;
        Ok(ExprKind::Block(body))
    }
}

fn operation(word: Word, place: Span, left: Expr, right: Expr) -> Expr {
    let whole = left.span.to(right.span);
    let (left, right) = (Box::new(left), Box::new(right));
    match word {
        Word::Match => Expr { span: whole, kind: ExprKind::Match(left, right) },
        _ => Expr { span: place, kind: ExprKind::Op(word, left, right) },
    }
}
