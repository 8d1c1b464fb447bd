//! Expressions made of clauses: `if`, `case`, `receive`, `try`, `fun`, `maybe`.

use lfec_base::{Span, Symbol};

use super::{Parse, Parser, maybe_begins};
use crate::ast::{Clause, Expr, ExprKind, Try};
use crate::token::{TokenKind, Word};

impl Parser<'_> {
    /// After `if`.
    pub(super) fn if_expression(&mut self) -> Parse<ExprKind> {
        let clauses = self.separated(Word::Semicolon, |p| {
            let start = p.span();
            let guard = p.separated(Word::Semicolon, Self::exprs)?;
            p.clause_body(start, Vec::new(), guard)
        })?;
        self.expect(Word::End)?;
        Ok(ExprKind::If(clauses))
    }

    /// After `case`.
    pub(super) fn case(&mut self) -> Parse<ExprKind> {
        let argument = self.expr()?;
        self.expect(Word::Of)?;
        let clauses = self.case_clauses()?;
        self.expect(Word::End)?;
        Ok(ExprKind::Case(Box::new(argument), clauses))
    }

    /// `pattern when guard -> body; …`
    fn case_clauses(&mut self) -> Parse<Vec<Clause>> {
        self.separated(Word::Semicolon, |p| {
            let start = p.span();
            let patterns = vec![p.expr()?];
            let guard = p.guard()?;
            p.clause_body(start, patterns, guard)
        })
    }

    /// After `receive`.
    pub(super) fn receive(&mut self) -> Parse<ExprKind> {
        let none = self.peek_word() == Some(Word::After);
        let clauses = if none { Vec::new() } else { self.case_clauses()? };
        let mut after = None;
        if self.eat(Word::After) {
            let timeout = self.expr()?;
            self.expect(Word::Arrow)?;
            after = Some(Box::new((timeout, self.exprs()?)));
        }
        self.expect(Word::End)?;
        Ok(ExprKind::Receive(clauses, after))
    }

    /// After `try`.
    pub(super) fn try_expression(&mut self) -> Parse<ExprKind> {
        let body = self.exprs()?;
        let clauses = if self.eat(Word::Of) { self.case_clauses()? } else { Vec::new() };
        let (mut handlers, mut after) = (Vec::new(), Vec::new());
        if self.eat(Word::Catch) {
            handlers = self.separated(Word::Semicolon, Self::handler)?;
        }
        if self.eat(Word::After) {
            after = self.exprs()?;
        }
        if handlers.is_empty() && after.is_empty() {
            return Err(self.unexpected());
        }
        self.expect(Word::End)?;
        Ok(ExprKind::Try(Box::new(Try { body, clauses, handlers, after })))
    }

    /// `class:pattern:Stack when guard -> body`
    fn handler(&mut self) -> Parse<Clause> {
        let start = self.span();
        let name = |text: &str| Symbol::intern(text);
        let mut class = Expr { span: start, kind: ExprKind::Atom(name("throw")) };
        let mut stack = Expr { span: start, kind: ExprKind::Var(name("_")) };
        let has_class = matches!(self.peek(), Some(TokenKind::Atom(_) | TokenKind::Var(_)))
            && self.word_at(1) == Some(Word::Colon);
        if has_class {
            class = self.primary()?;
            self.advance();
        }
        let pattern = self.expr()?;
        if has_class && self.eat(Word::Colon) {
            stack = Expr { span: self.span(), kind: ExprKind::Var(self.expect_var()?) };
        }
        let guard = self.guard()?;
        self.clause_body(start, vec![class, pattern, stack], guard)
    }

    /// After `fun`.
    pub(super) fn fun(&mut self) -> Parse<ExprKind> {
        if self.peek_word() == Some(Word::OpenParen) {
            return self.fun_clauses(None);
        }
        match (self.peek(), self.word_at(1)) {
            (Some(TokenKind::Var(name)), Some(Word::OpenParen)) => {
                return self.fun_clauses(Some(*name));
            }
            (Some(TokenKind::Atom(name)), Some(Word::Slash)) => {
                self.at += 2;
                return Ok(ExprKind::FunName(*name, self.expect_number()?));
            }
            _ => {}
        }
        let module = self.name_or_variable()?;
        self.expect(Word::Colon)?;
        let function = self.name_or_variable()?;
        self.expect(Word::Slash)?;
        let arity = match self.peek() {
            Some(TokenKind::Integer(_) | TokenKind::Var(_)) => self.primary()?,
            _ => return Err(self.unexpected()),
        };
        Ok(ExprKind::FunRemote(Box::new((module, function, arity))))
    }

    fn name_or_variable(&mut self) -> Parse<Expr> {
        match self.peek() {
            Some(TokenKind::Atom(_) | TokenKind::Var(_)) => self.primary(),
            _ => Err(self.unexpected()),
        }
    }

    fn fun_clauses(&mut self, name: Option<Symbol>) -> Parse<ExprKind> {
        let clauses = self.separated(Word::Semicolon, |p| {
            let start = p.span();
            if name.is_some() && p.expect_var()? != name.unwrap_or(Symbol::intern("_")) {
                return p.error("head-mismatch", "head mismatch", start);
            }
            p.function_clause(start)
        })?;
        let arity = clauses[0].patterns.len();
        if let Some(other) = clauses.iter().find(|clause| clause.patterns.len() != arity) {
            return self.error("head-mismatch", "head mismatch", other.span);
        }
        self.expect(Word::End)?;
        Ok(ExprKind::Fun(name, clauses))
    }

    /// `(patterns) when guard -> body`
    pub(super) fn function_clause(&mut self, start: Span) -> Parse<Clause> {
        self.expect(Word::OpenParen)?;
        let patterns = self.until(Word::CloseParen, Self::expr)?;
        let guard = self.guard()?;
        self.clause_body(start, patterns, guard)
    }

    fn guard(&mut self) -> Parse<Vec<Vec<Expr>>> {
        if self.eat(Word::When) {
            return self.separated(Word::Semicolon, Self::exprs);
        }
        Ok(Vec::new())
    }

    fn clause_body(
        &mut self,
        start: Span,
        patterns: Vec<Expr>,
        guard: Vec<Vec<Expr>>,
    ) -> Parse<Clause> {
        self.expect(Word::Arrow)?;
        let body = self.exprs()?;
        Ok(Clause { span: self.since(start), patterns, guard, body })
    }

    /// Whether the name `maybe`, which is next, begins an expression.
    pub(super) fn at_maybe(&self) -> bool {
        maybe_begins(self.maybe_words, self.peek_at(1))
    }

    /// `maybe body else clauses end`
    pub(super) fn maybe(&mut self) -> Parse<Expr> {
        let start = self.span();
        self.advance();
        let body = self.separated(Word::Comma, Self::maybe_part)?;
        let mut clauses = Vec::new();
        if self.peek_atom().is_some_and(|name| name.as_str() == "else") {
            self.advance();
            clauses = self.case_clauses()?;
        }
        self.expect(Word::End)?;
        Ok(Expr { span: self.since(start), kind: ExprKind::Maybe(body, clauses) })
    }

    fn maybe_part(&mut self) -> Parse<Expr> {
        let pattern = self.expr()?;
        if !self.eat(Word::MaybeMatch) {
            return Ok(pattern);
        }
        let value = self.expr()?;
        let span = pattern.span.to(value.span);
        let kind = ExprKind::MaybeMatch(Box::new(pattern), Box::new(value));
        Ok(Expr { span, kind })
    }
}
