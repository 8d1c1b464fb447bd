//! Patterns.

use super::{Parser, Result};
use crate::fold;
use crate::ir::{Expr, Literal, Pattern, PatternKind};
use crate::lex::TokenKind;

impl Parser {
    /// A pattern, annotated or not.
    pub(super) fn pattern(&mut self) -> Result<Pattern> {
        self.nested(|p| {
            let (mut pattern, anno) = p.annotated(|p| p.bare_pattern())?;
            pattern.anno = anno;
            // `( X -| [] ) = pattern`
            match pattern.kind {
                PatternKind::Var(name) if p.accept("=") => {
                    let inner = p.pattern()?;
                    Ok(Pattern::with_anno(pattern.anno, PatternKind::Alias(name, Box::new(inner))))
                }
                kind => Ok(Pattern::with_anno(pattern.anno, kind)),
            }
        })
    }

    fn bare_pattern(&mut self) -> Result<Pattern> {
        if let Some(value) = self.atomic()? {
            return Ok(Pattern::new(PatternKind::Literal(value)));
        }
        match self.next() {
            TokenKind::Variable(name) => self.alias(name),
            // `( ( X -| [] ) = pattern -| [] )`
            TokenKind::Word("(") => {
                self.at -= 1;
                let (name, _) = self.annotated(|p| p.variable())?;
                self.alias(name)
            }
            TokenKind::Word("{") => {
                let items = self.sequence("}", |p| p.pattern())?;
                Ok(Pattern::new(fold::tuple_pattern(items)))
            }
            TokenKind::Word("[") => self.list_pattern(),
            TokenKind::Word("~") => self.map_pattern().map(Pattern::new),
            TokenKind::Word("#") => {
                self.expect("{")?;
                let segments = self.sequence("}", |p| p.segment(|p| p.pattern()))?;
                self.expect("#")?;
                Ok(Pattern::new(fold::binary_pattern(segments)))
            }
            _ => {
                self.at = self.at.saturating_sub(1);
                Err(self.expected("pattern"))
            }
        }
    }

    /// A variable, or an alias of what follows it.
    fn alias(&mut self, name: lfec_base::Symbol) -> Result<Pattern> {
        if !self.accept("=") {
            return Ok(Pattern::new(PatternKind::Var(name)));
        }
        let inner = self.pattern()?;
        Ok(Pattern::new(PatternKind::Alias(name, Box::new(inner))))
    }

    /// The rest of a list.
    fn list_pattern(&mut self) -> Result<Pattern> {
        let (mut items, mut open) = (Vec::new(), 1);
        let mut tail = Pattern::new(PatternKind::Literal(Literal::Nil));
        loop {
            if self.accept("]") {
                open -= 1;
                break;
            }
            items.push(self.pattern()?);
            if self.accept("|") {
                if self.accept("[") {
                    open += 1;
                } else {
                    tail = self.pattern()?;
                    break;
                }
            } else if !self.at_word("]") {
                self.expect(",")?;
            }
            if self.depth + items.len() > crate::deep::MAX_DEPTH {
                return Err(self.error("list pattern too long".to_owned()));
            }
        }
        for _ in 0..open {
            self.expect("]")?;
        }
        Ok(fold::list_pattern(items, tail))
    }

    /// After `~`: `{key:=pattern}~`
    fn map_pattern(&mut self) -> Result<PatternKind> {
        self.expect("{")?;
        let mut pairs: Vec<(Expr, Pattern)> = Vec::new();
        while !self.at_word("}") {
            let parenthesis = self.at_word("(") && self.pair_in_parentheses();
            if parenthesis {
                self.advance();
            }
            let key = self.expr()?;
            self.expect(":=")?;
            pairs.push((key, self.pattern()?));
            if parenthesis {
                self.annotation(&mut crate::ir::Anno::default())?;
            }
            if self.accept("|") {
                // Always the empty map.
                self.expr()?;
                break;
            }
            if !self.at_word("}") {
                self.expect(",")?;
            }
        }
        self.expect("}")?;
        self.expect("~")?;
        Ok(PatternKind::Map(pairs))
    }
}
