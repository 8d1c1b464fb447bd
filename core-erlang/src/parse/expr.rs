//! Expressions.

use std::collections::HashSet;

use lfec_base::Symbol;

use super::{Parser, Result};
use crate::fold;
use crate::ir::{
    Anno, BitKind, BitSegment, Clause, Endian, Expr, ExprKind, Fun, FunctionName, Literal, MapPair,
    TryExpr,
};
use crate::lex::TokenKind;

impl Parser {
    /// An expression, annotated or not.
    pub(super) fn expr(&mut self) -> Result<Expr> {
        self.nested(|p| {
            let (mut expr, anno) = p.annotated(|p| p.bare_expr())?;
            // Expression and fun are one node in the text.
            match &mut expr.kind {
                ExprKind::Fun(fun) => {
                    expr.anno = Anno { terms: Vec::new(), ..anno.clone() };
                    fun.anno = anno;
                }
                _ => expr.anno = anno,
            }
            Ok(expr)
        })
    }

    fn bare_expr(&mut self) -> Result<Expr> {
        match self.peek() {
            TokenKind::Word("[") => {
                self.advance();
                self.list()
            }
            _ => self.kind().map(Expr::new),
        }
    }

    fn kind(&mut self) -> Result<ExprKind> {
        if let TokenKind::Atom(name) = self.peek()
            && *self.peek_after(1) == TokenKind::Word("/")
        {
            let name = *name;
            self.advance();
            self.advance();
            return Ok(ExprKind::FunctionName(FunctionName { name, arity: self.arity()? }));
        }
        if let Some(value) = self.atomic()? {
            return Ok(ExprKind::Literal(value));
        }
        match self.next() {
            TokenKind::Variable(name) => Ok(ExprKind::Var(name)),
            TokenKind::Word("{") => Ok(fold::tuple(self.sequence("}", |p| p.expr())?)),
            TokenKind::Word("<") => Ok(ExprKind::Values(self.sequence(">", |p| p.expr())?)),
            TokenKind::Word("~") => self.map(),
            TokenKind::Word("#") => self.binary(),
            TokenKind::Word("fun") => self.fun_or_literal(),
            TokenKind::Word("let") => self.let_in(),
            TokenKind::Word("do") => {
                let first = self.expr()?;
                Ok(ExprKind::Seq(Box::new(first), Box::new(self.expr()?)))
            }
            TokenKind::Word("letrec") => {
                let definitions = self.definitions("in")?;
                Ok(ExprKind::LetRec(definitions, Box::new(self.expr()?)))
            }
            TokenKind::Word("apply") => {
                let callee = self.expr()?;
                Ok(ExprKind::Apply(Box::new(callee), self.arguments()?))
            }
            TokenKind::Word("call") => self.call(),
            TokenKind::Word("primop") => {
                let (name, _) = self.annotated(|p| p.atom())?;
                Ok(ExprKind::PrimOp(name, self.arguments()?))
            }
            TokenKind::Word("case") => {
                let argument = self.expr()?;
                self.expect("of")?;
                let clauses = self.clauses("end")?;
                self.expect("end")?;
                Ok(ExprKind::Case(Box::new(argument), clauses))
            }
            TokenKind::Word("receive") => self.receive(),
            TokenKind::Word("try") => self.try_expr(),
            TokenKind::Word("catch") => Ok(ExprKind::Catch(Box::new(self.expr()?))),
            _ => {
                self.at = self.at.saturating_sub(1);
                Err(self.expected("expression"))
            }
        }
    }

    fn arguments(&mut self) -> Result<Vec<Expr>> {
        self.expect("(")?;
        self.sequence(")", |p| p.expr())
    }

    fn call(&mut self) -> Result<ExprKind> {
        let module = self.expr()?;
        self.expect(":")?;
        let function = self.expr()?;
        Ok(ExprKind::Call(Box::new(module), Box::new(function), self.arguments()?))
    }

    /// The rest of a list.
    fn list(&mut self) -> Result<Expr> {
        let (mut items, mut open) = (Vec::new(), 1);
        let mut tail = Expr::new(ExprKind::Literal(Literal::Nil));
        loop {
            if self.accept("]") {
                open -= 1;
                break;
            }
            items.push(self.expr()?);
            if self.accept("|") {
                if self.accept("[") {
                    open += 1;
                } else {
                    tail = self.expr()?;
                    break;
                }
            } else if !self.at_word("]") {
                self.expect(",")?;
            }
            if self.depth + items.len() > crate::deep::MAX_DEPTH
                && items.last().is_some_and(|item| item.as_literal().is_none())
            {
                return Err(self.error("list too long".to_owned()));
            }
        }
        for _ in 0..open {
            self.expect("]")?;
        }
        Ok(fold::list(items, tail))
    }

    /// After `fun`: `m:f/a`, or a fun expression.
    fn fun_or_literal(&mut self) -> Result<ExprKind> {
        if self.at_word("(") {
            return self.fun_rest().map(ExprKind::Fun);
        }
        let module = self.atom()?;
        self.expect(":")?;
        let name = self.function_name()?;
        Ok(ExprKind::Literal(Literal::Fun(module, name.name, name.arity)))
    }

    /// After `fun`: `(X, Y) -> body`
    pub(super) fn fun_rest(&mut self) -> Result<Fun> {
        self.expect("(")?;
        let parameters = self.sequence(")", |p| p.annotated_variable())?;
        self.expect("->")?;
        let body = Box::new(self.expr()?);
        Ok(Fun { anno: Anno::default(), parameters, body })
    }

    /// `<X, Y>` or `X`
    fn names(&mut self) -> Result<Vec<Symbol>> {
        if self.accept("<") {
            return self.sequence(">", |p| p.annotated_variable());
        }
        Ok(vec![self.annotated_variable()?])
    }

    fn let_in(&mut self) -> Result<ExprKind> {
        let names = self.names()?;
        self.expect("=")?;
        let argument = self.expr()?;
        self.expect("in")?;
        Ok(ExprKind::Let(names, Box::new(argument), Box::new(self.expr()?)))
    }

    fn receive(&mut self) -> Result<ExprKind> {
        let clauses = self.clauses("after")?;
        self.expect("after")?;
        let timeout = self.expr()?;
        self.expect("->")?;
        Ok(ExprKind::Receive(clauses, Box::new(timeout), Box::new(self.expr()?)))
    }

    fn try_expr(&mut self) -> Result<ExprKind> {
        let argument = self.expr()?;
        self.expect("of")?;
        let variables = self.names()?;
        self.expect("->")?;
        let body = self.expr()?;
        self.expect("catch")?;
        let start = self.span();
        let exception_variables = self.names()?;
        if !matches!(exception_variables.len(), 2 | 3) {
            let message = "expected 2 or 3 exception variables";
            let span = start.to(self.tokens[self.at - 1].span);
            return Err(Box::new(lfec_base::Diagnostic::error("syntax-error", message, span)));
        }
        self.expect("->")?;
        let handler = self.expr()?;
        let parts = TryExpr { argument, variables, body, exception_variables, handler };
        Ok(ExprKind::Try(Box::new(parts)))
    }

    /// Clauses up to `end`, which is left.
    fn clauses(&mut self, end: &str) -> Result<Vec<Clause>> {
        let mut clauses = Vec::new();
        while !self.at_word(end) {
            clauses.push(self.nested(|p| p.clause())?);
        }
        Ok(clauses)
    }

    /// A clause, annotated or not. Its pattern can be annotated too: which of the two an opening
    /// parenthesis belongs to is seen from what follows the pattern.
    fn clause(&mut self) -> Result<Clause> {
        let start = self.span();
        let parenthesis = self.at_word("(");
        if !parenthesis || !self.clause_in_parentheses() {
            return self.bare_clause();
        }
        self.advance();
        let mut clause = self.bare_clause()?;
        self.annotation(&mut clause.anno)?;
        clause.anno.span = Some(start.to(self.tokens[self.at - 1].span));
        Ok(clause)
    }

    /// Whether `when` comes before the end of what the next token opens.
    fn clause_in_parentheses(&self) -> bool {
        let mut open = 0usize;
        for token in &self.tokens[self.at..] {
            match token.kind {
                TokenKind::Word("(") => open += 1,
                TokenKind::Word(")") if open == 1 => return false,
                TokenKind::Word(")") => open -= 1,
                TokenKind::Word("when") if open == 1 => return true,
                _ => {}
            }
        }
        false
    }

    fn bare_clause(&mut self) -> Result<Clause> {
        let anno = Anno { span: Some(self.span()), line: self.line, terms: Vec::new() };
        let patterns = if self.accept("<") {
            self.sequence(">", |p| p.pattern())?
        } else {
            vec![self.pattern()?]
        };
        self.expect("when")?;
        let guard = self.expr()?;
        self.expect("->")?;
        Ok(Clause { anno, patterns, guard, body: self.expr()? })
    }

    /// After `~`: `{k=>v,k:=v|base}~`
    fn map(&mut self) -> Result<ExprKind> {
        self.expect("{")?;
        let (mut pairs, mut base) = (Vec::new(), None);
        while !self.at_word("}") {
            pairs.push(self.map_pair()?);
            if self.accept("|") {
                base = Some(Box::new(self.expr()?));
                break;
            }
            if !self.at_word("}") {
                self.expect(",")?;
            }
        }
        self.expect("}")?;
        self.expect("~")?;
        Ok(constant_map(&pairs, base.as_deref()).unwrap_or(ExprKind::Map(base, pairs)))
    }

    fn map_pair(&mut self) -> Result<MapPair> {
        // A parenthesis can open an annotated pair or its annotated key.
        if self.at_word("(") && self.pair_in_parentheses() {
            self.advance();
            let pair = self.bare_pair()?;
            self.annotation(&mut Anno::default())?;
            return Ok(pair);
        }
        self.bare_pair()
    }

    pub(super) fn pair_in_parentheses(&self) -> bool {
        let mut open = 0usize;
        for token in &self.tokens[self.at..] {
            match token.kind {
                TokenKind::Word("(" | "{" | "[") => open += 1,
                TokenKind::Word(")" | "}" | "]") if open == 1 => return false,
                TokenKind::Word(")" | "}" | "]") => open -= 1,
                TokenKind::Word("=>" | ":=") if open == 1 => return true,
                _ => {}
            }
        }
        false
    }

    fn bare_pair(&mut self) -> Result<MapPair> {
        let key = self.expr()?;
        let exact = self.accept(":=");
        if !exact {
            self.expect("=>")?;
        }
        Ok(MapPair { exact, key, value: self.expr()? })
    }

    /// After `#`: `{#<v>(size,unit,type,flags), …}#`
    fn binary(&mut self) -> Result<ExprKind> {
        self.expect("{")?;
        let segments = self.sequence("}", |p| p.segment(|p| p.expr()))?;
        self.expect("#")?;
        Ok(fold::binary(segments))
    }

    /// A segment, annotated or not.
    pub(super) fn segment<T>(
        &mut self,
        value: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<BitSegment<T>> {
        let (segment, _) = self.annotated(|p| {
            p.expect("#")?;
            p.expect("<")?;
            let value = value(p)?;
            p.expect(">")?;
            p.expect("(")?;
            let size = p.expr()?;
            p.expect(",")?;
            let unit = p.unit()?;
            p.expect(",")?;
            let kind = p.bit_kind()?;
            p.expect(",")?;
            let (signed, endian) = p.bit_flags()?;
            p.expect(")")?;
            Ok(BitSegment { value, size, unit, kind, signed, endian })
        })?;
        Ok(segment)
    }

    /// `'undefined'`, of utf segments, is unit 1.
    fn unit(&mut self) -> Result<u32> {
        let (value, _) = self.annotated(|p| p.constant())?;
        match value.as_integer().map(u32::try_from) {
            Some(Ok(unit @ 1..=256)) => Ok(unit),
            None if value.is_atom("undefined") => Ok(1),
            _ => Err(self.error("illegal unit of a bit segment".to_owned())),
        }
    }

    fn bit_kind(&mut self) -> Result<BitKind> {
        let (name, _) = self.annotated(|p| p.atom())?;
        match name.as_str() {
            "integer" => Ok(BitKind::Integer),
            "float" => Ok(BitKind::Float),
            "binary" => Ok(BitKind::Binary),
            "utf8" => Ok(BitKind::Utf8),
            "utf16" => Ok(BitKind::Utf16),
            "utf32" => Ok(BitKind::Utf32),
            other => Err(self.error(format!("illegal type {other} of a bit segment"))),
        }
    }

    fn bit_flags(&mut self) -> Result<(bool, Endian)> {
        let (flags, _) = self.annotated(|p| p.constant())?;
        let (mut signed, mut endian) = (false, Endian::Big);
        for flag in flags.list_items().unwrap_or_default() {
            match flag.as_atom().map_or("", Symbol::as_str) {
                "signed" => signed = true,
                "unsigned" => signed = false,
                "big" => endian = Endian::Big,
                "little" => endian = Endian::Little,
                "native" => endian = Endian::Native,
                _ => return Err(self.error("illegal flag of a bit segment".to_owned())),
            }
        }
        Ok((signed, endian))
    }
}

/// The constant that a map of constants is, if no key occurs twice.
fn constant_map(pairs: &[MapPair], base: Option<&Expr>) -> Option<ExprKind> {
    let mut literals: Vec<(Literal, Literal)> = match base.map(Expr::as_literal) {
        None => Vec::new(),
        Some(Some(Literal::Map(pairs))) if pairs.is_empty() => Vec::new(),
        Some(_) => return None,
    };
    for pair in pairs {
        let key = pair.key.as_literal().filter(|_| !pair.exact)?;
        literals.push((key.clone(), pair.value.as_literal()?.clone()));
    }
    let mut keys = HashSet::new();
    let distinct = literals.iter().all(|(key, _)| keys.insert(key));
    distinct.then(|| ExprKind::Literal(Literal::Map(literals.into())))
}
