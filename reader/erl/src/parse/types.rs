//! Types.

use lfec_base::Symbol;

use super::{Parse, Parser};
use crate::token::{TokenKind, Word};
use crate::types::{MapTypeField, Type, TypeKind};

/// Operators in types, with how strongly they hold.
fn power(word: Word) -> Option<u8> {
    match word {
        Word::DotDot => Some(1),
        Word::Plus | Word::Minus | Word::Bor | Word::Bxor | Word::Bsl | Word::Bsr => Some(2),
        Word::Star | Word::Slash | Word::Div | Word::Rem | Word::Band => Some(3),
        _ => None,
    }
}

impl Parser<'_> {
    /// `Name :: a | b`
    pub(super) fn top_type(&mut self) -> Parse<Type> {
        self.nested(|p| {
            let start = p.span();
            if let Some(TokenKind::Var(name)) = p.peek()
                && p.word_at(1) == Some(Word::ColonColon)
            {
                p.at += 2;
                let inside = Box::new(p.top_type()?);
                return Ok(Type { span: p.since(start), kind: TypeKind::Named(*name, inside) });
            }
            let first = p.type_operators(1)?;
            if p.peek_word() != Some(Word::Bar) {
                return Ok(first);
            }
            let mut members = vec![first];
            while p.eat(Word::Bar) {
                let named = matches!(p.peek(), Some(TokenKind::Var(_)))
                    && p.word_at(1) == Some(Word::ColonColon);
                members.push(if named { p.top_type()? } else { p.type_operators(1)? });
            }
            Ok(Type { span: p.since(start), kind: TypeKind::Union(members) })
        })
    }

    fn type_operators(&mut self, least: u8) -> Parse<Type> {
        let start = self.span();
        let depth = self.depth;
        let mut left = self.type_operand()?;
        while let Some(word) = self.peek_word()
            && let Some(power) = power(word)
            && power >= least
        {
            self.enter()?;
            self.advance();
            let right = Box::new(self.type_operators(power + 1)?);
            let left_box = Box::new(left);
            let kind = match word {
                Word::DotDot => TypeKind::Range(left_box, right),
                _ => TypeKind::Op(word, left_box, right),
            };
            left = Type { span: self.since(start), kind };
        }
        self.depth = depth;
        Ok(left)
    }

    fn type_operand(&mut self) -> Parse<Type> {
        let start = self.span();
        if let Some(word @ (Word::Plus | Word::Minus | Word::Bnot)) = self.peek_word() {
            self.advance();
            let operand = self.nested(Self::type_operand)?;
            let kind = TypeKind::Unary(word, Box::new(operand));
            return Ok(Type { span: self.since(start), kind });
        }
        let kind = self.type_primary()?;
        Ok(Type { span: self.since(start), kind })
    }

    fn type_primary(&mut self) -> Parse<TypeKind> {
        let token = self.peek().ok_or_else(|| self.unexpected())?;
        if let TokenKind::Atom(name) = token {
            return self.type_name(*name);
        }
        self.advance();
        match token {
            TokenKind::Var(name) => Ok(TypeKind::Var(*name)),
            TokenKind::Integer(value) => Ok(TypeKind::Integer(value.clone())),
            TokenKind::Char(c) => Ok(TypeKind::Integer(std::sync::Arc::new((*c).into()))),
            TokenKind::Word(Word::OpenParen) => {
                let inside = self.top_type()?;
                self.expect(Word::CloseParen)?;
                Ok(inside.kind)
            }
            TokenKind::Word(Word::OpenBracket) => self.type_list(),
            TokenKind::Word(Word::OpenBrace) => {
                self.until(Word::CloseBrace, Self::top_type).map(TypeKind::Tuple)
            }
            TokenKind::Word(Word::Hash) => self.type_hash(),
            TokenKind::Word(Word::OpenBinary) => self.type_binary(),
            TokenKind::Word(Word::Fun) => self.type_fun(),
            _ => {
                self.at -= 1;
                Err(self.unexpected())
            }
        }
    }

    /// `a`, `t(x)` or `m:t(x)`
    fn type_name(&mut self, name: Symbol) -> Parse<TypeKind> {
        self.advance();
        let mut module = None;
        let mut name = name;
        if self.eat(Word::Colon) {
            module = Some(name);
            name = self.expect_atom()?;
        }
        if self.eat(Word::OpenParen) {
            let arguments = self.until(Word::CloseParen, Self::top_type)?;
            return Ok(TypeKind::Call(module, name, arguments));
        }
        if module.is_some() {
            return Err(self.unexpected());
        }
        Ok(TypeKind::Atom(name))
    }

    fn type_list(&mut self) -> Parse<TypeKind> {
        if self.eat(Word::CloseBracket) {
            return Ok(TypeKind::Nil);
        }
        let element = Box::new(self.top_type()?);
        if self.eat(Word::Comma) {
            self.expect(Word::Ellipsis)?;
            self.expect(Word::CloseBracket)?;
            return Ok(TypeKind::NonemptyList(element));
        }
        self.expect(Word::CloseBracket)?;
        Ok(TypeKind::List(element))
    }

    fn type_hash(&mut self) -> Parse<TypeKind> {
        if self.eat(Word::OpenBrace) {
            return self.until(Word::CloseBrace, Self::map_type_field).map(TypeKind::Map);
        }
        let name = self.expect_atom()?;
        self.expect(Word::OpenBrace)?;
        let fields = self.until(Word::CloseBrace, |p| {
            let field = p.expect_atom()?;
            p.expect(Word::ColonColon)?;
            Ok((field, p.top_type()?))
        })?;
        Ok(TypeKind::Record(name, fields))
    }

    fn map_type_field(&mut self) -> Parse<MapTypeField> {
        let key = self.top_type()?;
        let exact = match self.peek_word() {
            Some(Word::Associate) => false,
            Some(Word::Assign) => true,
            _ => return Err(self.unexpected()),
        };
        self.advance();
        Ok(MapTypeField { exact, key, value: self.top_type()? })
    }

    /// `<<>>`, `<<_:8>>`, `<<_:_*8>>`, `<<_:8, _:_*8>>`
    fn type_binary(&mut self) -> Parse<TypeKind> {
        let (mut base, mut unit) = (None, None);
        if self.eat(Word::CloseBinary) {
            return Ok(TypeKind::Binary(base, unit));
        }
        loop {
            self.expect_var()?;
            self.expect(Word::Colon)?;
            if let Some(TokenKind::Var(_)) = self.peek() {
                self.advance();
                self.expect(Word::Star)?;
                unit = Some(Box::new(self.type_operators(2)?));
            } else {
                base = Some(Box::new(self.type_operators(2)?));
            }
            if !self.eat(Word::Comma) {
                break;
            }
        }
        self.expect(Word::CloseBinary)?;
        Ok(TypeKind::Binary(base, unit))
    }

    /// `fun()`, `fun((...) -> t)`, `fun((a, b) -> t)`
    fn type_fun(&mut self) -> Parse<TypeKind> {
        self.expect(Word::OpenParen)?;
        if self.eat(Word::CloseParen) {
            return Ok(TypeKind::AnyFun);
        }
        self.expect(Word::OpenParen)?;
        let arguments = if self.eat(Word::Ellipsis) {
            self.expect(Word::CloseParen)?;
            None
        } else {
            Some(self.until(Word::CloseParen, Self::top_type)?)
        };
        self.expect(Word::Arrow)?;
        let result = Box::new(self.top_type()?);
        self.expect(Word::CloseParen)?;
        Ok(TypeKind::Fun(arguments, result))
    }
}
