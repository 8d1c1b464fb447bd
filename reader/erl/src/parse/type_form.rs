//! `-type`, `-opaque`, `-spec` and `-callback` forms.

use lfec_base::Symbol;

use super::{Parse, Parser};
use crate::ast::{FormKind, Spec, TypeDefinition};
use crate::token::{TokenKind, Word};
use crate::types::{Type, TypeConstraint, TypeKind};

impl Parser<'_> {
    /// After `-type`: `name(A, B) :: type`, in parentheses or not.
    pub(super) fn type_definition(&mut self, kind: Symbol) -> Parse<FormKind> {
        let parenthesized = self.eat(Word::OpenParen);
        let name = self.expect_atom()?;
        self.expect(Word::OpenParen)?;
        let parameters = self.until(Word::CloseParen, Self::expect_var)?;
        self.expect(Word::ColonColon)?;
        let body = self.top_type()?;
        if parenthesized {
            self.expect(Word::CloseParen)?;
        }
        Ok(FormKind::Type(TypeDefinition { kind, name, parameters, body }))
    }

    /// After `-spec`: `f(A) -> B when A :: t; (C) -> D`, in parentheses or not.
    pub(super) fn spec(&mut self, is_callback: bool) -> Parse<FormKind> {
        let parenthesized = self.eat(Word::OpenParen);
        let mut name = self.expect_atom()?;
        let mut module = None;
        if self.eat(Word::Colon) {
            module = Some(name);
            name = self.expect_atom()?;
        }
        let clauses = self.separated(Word::Semicolon, Self::spec_clause)?;
        if parenthesized {
            self.expect(Word::CloseParen)?;
        }
        let arity = match &clauses[0].0.kind {
            TypeKind::Fun(Some(arguments), _) => arguments.len(),
            _ => 0,
        };
        Ok(FormKind::Spec(Spec { is_callback, module, name, arity, clauses }))
    }

    fn spec_clause(&mut self) -> Parse<(Type, Vec<TypeConstraint>)> {
        let start = self.span();
        self.expect(Word::OpenParen)?;
        let arguments = self.until(Word::CloseParen, Self::top_type)?;
        self.expect(Word::Arrow)?;
        let result = self.top_type()?;
        let kind = TypeKind::Fun(Some(arguments), Box::new(result));
        let function = Type { span: self.since(start), kind };
        let mut constraints = Vec::new();
        if self.eat(Word::When) {
            constraints = self.separated(Word::Comma, Self::constraint)?;
        }
        Ok((function, constraints))
    }

    /// `V :: t`, or `is_subtype(V, t)` as it was written long ago.
    fn constraint(&mut self) -> Parse<TypeConstraint> {
        let span = self.span();
        if let Some(TokenKind::Atom(name)) = self.peek()
            && name.as_str() == "is_subtype"
        {
            self.advance();
            self.expect(Word::OpenParen)?;
            let variable = self.expect_var()?;
            self.expect(Word::Comma)?;
            let bound = self.top_type()?;
            self.expect(Word::CloseParen)?;
            return Ok(TypeConstraint { variable, span, bound });
        }
        let variable = self.expect_var()?;
        self.expect(Word::ColonColon)?;
        Ok(TypeConstraint { variable, span, bound: self.top_type()? })
    }
}
