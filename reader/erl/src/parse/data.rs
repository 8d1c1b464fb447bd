//! Lists, bit strings, maps, records, and the comprehensions that begin like them.

use lfec_base::Symbol;

use super::{Parse, Parser};
use crate::ast::{
    BinaryElement, Expr, ExprKind, Generator, GeneratorKind, MapField, Qualifier, RecordField,
    Template,
};
use crate::token::{TokenKind, Word};

impl Parser<'_> {
    /// After `[`.
    pub(super) fn list(&mut self) -> Parse<ExprKind> {
        if self.eat(Word::CloseBracket) {
            return Ok(ExprKind::Nil);
        }
        let first = self.expr()?;
        if self.eat(Word::BarBar) {
            let qualifiers = self.qualifiers(Word::CloseBracket)?;
            return Ok(ExprKind::Comprehension(Box::new(Template::List(first)), qualifiers));
        }
        let mut items = vec![first];
        while self.eat(Word::Comma) {
            items.push(self.expr()?);
        }
        let tail = if self.eat(Word::Bar) { Some(Box::new(self.expr()?)) } else { None };
        self.expect(Word::CloseBracket)?;
        Ok(ExprKind::List(items, tail))
    }

    /// After `<<`.
    pub(super) fn binary(&mut self) -> Parse<ExprKind> {
        if self.eat(Word::CloseBinary) {
            return Ok(ExprKind::Binary(Vec::new()));
        }
        let first = self.nested(Self::binary_element)?;
        let alone = first.size.is_none() && first.types.is_empty();
        if alone && self.eat(Word::BarBar) {
            let qualifiers = self.qualifiers(Word::CloseBinary)?;
            let template = Box::new(Template::Binary(first.value));
            return Ok(ExprKind::Comprehension(template, qualifiers));
        }
        let mut elements = vec![first];
        while self.eat(Word::Comma) {
            elements.push(self.nested(Self::binary_element)?);
        }
        self.expect(Word::CloseBinary)?;
        Ok(ExprKind::Binary(elements))
    }

    fn binary_element(&mut self) -> Parse<BinaryElement> {
        let start = self.span();
        let value = self.binary_value()?;
        let size = if self.eat(Word::Colon) { Some(self.primary()?) } else { None };
        let types = if self.eat(Word::Slash) {
            self.separated(Word::Minus, Self::binary_type)?
        } else {
            Vec::new()
        };
        Ok(BinaryElement { span: self.since(start), value, size, types })
    }

    fn binary_value(&mut self) -> Parse<Expr> {
        let start = self.span();
        let prefix = self
            .peek_word()
            .filter(|word| matches!(word, Word::Plus | Word::Minus | Word::Bnot | Word::Not));
        let Some(word) = prefix else { return self.primary() };
        self.advance();
        let operand = Box::new(self.primary()?);
        Ok(Expr { span: self.since(start), kind: ExprKind::Unary(word, operand) })
    }

    fn binary_type(&mut self) -> Parse<(Symbol, Option<u32>)> {
        let name = self.expect_atom()?;
        if !self.eat(Word::Colon) {
            return Ok((name, None));
        }
        let unit = self.expect_number()?;
        Ok((name, Some(u32::try_from(unit).unwrap_or(u32::MAX))))
    }

    /// `#{…}`, `#r{…}` or `#r.f`, with what stands before it.
    pub(super) fn hash(&mut self, base: Option<Expr>) -> Parse<Expr> {
        let start = self.span();
        self.expect(Word::Hash)?;
        if self.eat(Word::OpenBrace) {
            let kind = self.map(base.map(Box::new))?;
            return Ok(Expr { span: self.since(start), kind });
        }
        let name = self.expect_atom()?;
        if self.eat(Word::Period) {
            let field = self.expect_atom()?;
            let kind = match base {
                Some(base) => ExprKind::RecordGet(Box::new(base), name, field),
                None => ExprKind::RecordIndex(name, field),
            };
            return Ok(Expr { span: self.since(start), kind });
        }
        self.expect(Word::OpenBrace)?;
        let fields = self.until(Word::CloseBrace, Self::record_field)?;
        let kind = match base {
            Some(base) => ExprKind::RecordUpdate(Box::new(base), name, fields),
            None => ExprKind::Record(name, fields),
        };
        Ok(Expr { span: self.since(start), kind })
    }

    fn record_field(&mut self) -> Parse<RecordField> {
        let span = self.span();
        let (name, is_variable) = match self.peek() {
            Some(TokenKind::Var(name)) => (*name, true),
            Some(TokenKind::Atom(name)) => (*name, false),
            _ => return Err(self.unexpected()),
        };
        self.advance();
        self.expect(Word::Match)?;
        let value = self.expr()?;
        Ok(RecordField { span, name, value, is_variable })
    }

    /// After `#{`.
    fn map(&mut self, base: Option<Box<Expr>>) -> Parse<ExprKind> {
        if self.eat(Word::CloseBrace) {
            return Ok(ExprKind::Map(base, Vec::new()));
        }
        let first = self.map_field()?;
        if base.is_none() && self.eat(Word::BarBar) {
            let template = Box::new(Template::Map(first.key, first.value));
            let qualifiers = self.qualifiers(Word::CloseBrace)?;
            return Ok(ExprKind::Comprehension(template, qualifiers));
        }
        let mut fields = vec![first];
        while self.eat(Word::Comma) {
            fields.push(self.map_field()?);
        }
        self.expect(Word::CloseBrace)?;
        Ok(ExprKind::Map(base, fields))
    }

    fn map_field(&mut self) -> Parse<MapField> {
        let key = self.expr()?;
        let span = self.span();
        let exact = match self.peek_word() {
            Some(Word::Associate) => false,
            Some(Word::Assign) => true,
            _ => return Err(self.unexpected()),
        };
        self.advance();
        Ok(MapField { span, exact, key, value: self.expr()? })
    }

    fn qualifiers(&mut self, close: Word) -> Parse<Vec<Qualifier>> {
        let qualifiers = self.separated(Word::Comma, Self::qualifier)?;
        self.expect(close)?;
        Ok(qualifiers)
    }

    fn qualifier(&mut self) -> Parse<Qualifier> {
        let start = self.span();
        let first = match self.qualifier_part()? {
            Qualifier::Generator(generator) => generator,
            filter => return Ok(filter),
        };
        if self.peek_word() != Some(Word::Zip) {
            return Ok(Qualifier::Generator(first));
        }
        let mut generators = vec![first];
        while self.eat(Word::Zip) {
            match self.qualifier_part()? {
                Qualifier::Generator(generator) => generators.push(generator),
                _ => {
                    let message = "only generators are allowed in a zip generator.";
                    return self.error("illegal-zip-generator", message, self.since(start));
                }
            }
        }
        Ok(Qualifier::Zip(generators))
    }

    fn qualifier_part(&mut self) -> Parse<Qualifier> {
        let start = self.span();
        let pattern = self.expr()?;
        let mut value_pattern = None;
        if self.eat(Word::Assign) {
            value_pattern = Some(self.expr()?);
        }
        let is_map = value_pattern.is_some();
        let (kind, strict) = match self.peek_word() {
            Some(Word::LeftArrow) if is_map => (GeneratorKind::Map, false),
            Some(Word::StrictArrow) if is_map => (GeneratorKind::Map, true),
            Some(Word::LeftArrow) => (GeneratorKind::List, false),
            Some(Word::StrictArrow) => (GeneratorKind::List, true),
            Some(Word::LeftDouble) if !is_map => (GeneratorKind::Binary, false),
            Some(Word::StrictDouble) if !is_map => (GeneratorKind::Binary, true),
            _ if is_map => return Err(self.unexpected()),
            _ => return Ok(Qualifier::Filter(pattern)),
        };
        self.advance();
        let source = self.expr()?;
        let span = self.since(start);
        let generator = Generator { span, kind, strict, pattern, value_pattern, source };
        Ok(Qualifier::Generator(generator))
    }
}
