//! Functions and attributes.

use lfec_base::{Span, Symbol};

use super::{Parse, Parser};
use crate::ast::{
    Expr, ExprKind, FieldDefinition, Form, FormKind, Function, NameArity, RecordDefinition,
};
use crate::token::{TokenKind, Word};

/// Most arguments a function can have.
const MOST_ARGUMENTS: usize = 255;

impl Parser<'_> {
    /// A form, up to its dot.
    pub(super) fn form(&mut self) -> Parse<Form> {
        let start = self.span();
        let mut start = start;
        let kind = match (self.peek(), self.peek_at(1)) {
            (Some(TokenKind::Word(Word::Minus)), Some(TokenKind::Atom(name))) => {
                self.advance();
                start = self.span();
                self.advance();
                self.attribute(*name, start)?
            }
            // `-if` and the like are the preprocessor's; it leaves none.
            _ => FormKind::Function(self.function()?),
        };
        Ok(Form { span: self.since(start), kind })
    }

    fn function(&mut self) -> Parse<Function> {
        let name = self.peek_atom().ok_or_else(|| self.unexpected())?;
        let clauses = self.separated(Word::Semicolon, |p| {
            let start = p.span();
            if p.expect_atom()? != name {
                return p.error("head-mismatch", "head mismatch", start);
            }
            p.function_clause(start)
        })?;
        let arity = clauses[0].patterns.len();
        if let Some(other) = clauses.iter().find(|clause| clause.patterns.len() != arity) {
            return self.error("head-mismatch", "head mismatch", other.span);
        }
        if arity > MOST_ARGUMENTS {
            let message = format!("too many arguments ({arity}) - maximum allowed is 255");
            return self.error("too-many-arguments", &message, clauses[0].span);
        }
        Ok(Function { name, arity, clauses })
    }

    fn attribute(&mut self, name: Symbol, start: Span) -> Parse<FormKind> {
        match name.as_str() {
            "spec" => return self.spec(false),
            "callback" => return self.spec(true),
            "type" | "opaque" | "nominal" => return self.type_definition(name),
            "record" => return self.record_definition(start),
            _ => {}
        }
        let values = self.attribute_values()?;
        let message = match name.as_str() {
            "export" | "export_type" | "import" => "bad Name/Arity",
            "module" => "bad module declaration",
            "file" => "badly formed 'file'",
            _ => "bad attribute",
        };
        let bad = |p: &Self| p.error("bad-attribute", message, p.since(start));
        let named = match (name.as_str(), &values[..]) {
            ("module", [value]) => value.as_atom().map(FormKind::Module),
            ("export", [value]) => name_arities(value).map(FormKind::Export),
            ("export_type", [value]) => name_arities(value).map(FormKind::ExportType),
            ("optional_callbacks", [value]) => {
                // Any other value is an ordinary attribute.
                Some(name_arities(value).map_or_else(
                    || FormKind::Attribute(name, value.clone()),
                    FormKind::OptionalCallbacks,
                ))
            }
            ("import", [module, functions]) => {
                let module = module.as_atom();
                module.zip(name_arities(functions)).map(|(m, f)| FormKind::Import(m, f))
            }
            // A whole module may be named, which means nothing.
            ("import", [module]) => module.as_atom().map(|m| FormKind::Import(m, Vec::new())),
            ("file", [Expr { kind: ExprKind::String(file), .. }, line]) => {
                let line = match &line.kind {
                    ExprKind::Integer(line) => u32::try_from(&**line).ok(),
                    _ => None,
                };
                line.map(|line| FormKind::File(file.clone(), line))
            }
            ("module" | "export" | "export_type" | "import" | "file", _) => None,
            (_, [value]) => Some(FormKind::Attribute(name, value.clone())),
            _ => None,
        };
        named.map_or_else(|| bad(self), Ok)
    }

    /// `(a, b)`, `a, b` or nothing.
    fn attribute_values(&mut self) -> Parse<Vec<Expr>> {
        if self.peek_word() != Some(Word::OpenParen) {
            return self.exprs();
        }
        // The whole value may also be an expression that begins with a parenthesis.
        let start = self.at;
        self.advance();
        let values = self.exprs()?;
        self.expect(Word::CloseParen)?;
        if let Some(TokenKind::Dot) = self.peek() {
            return Ok(values);
        }
        self.at = start;
        self.exprs()
    }

    fn record_definition(&mut self, start: Span) -> Parse<FormKind> {
        let parenthesized = self.eat(Word::OpenParen);
        let bad = "bad record declaration";
        let Some(name) = self.peek_atom() else {
            return self.error("bad-record-declaration", bad, self.span());
        };
        self.advance();
        self.expect(Word::Comma)?;
        if !self.eat(Word::OpenBrace) {
            return self.error("bad-record-declaration", bad, self.since(start));
        }
        let fields = self.until(Word::CloseBrace, Self::field_definition)?;
        if parenthesized {
            self.expect(Word::CloseParen)?;
        }
        Ok(FormKind::Record(RecordDefinition { name, fields }))
    }

    fn field_definition(&mut self) -> Parse<FieldDefinition> {
        let span = self.span();
        if let Some(TokenKind::Integer(_) | TokenKind::Float(_) | TokenKind::String(_)) =
            self.peek()
        {
            return self.error("bad-record-field", "bad record field", span);
        }
        let name = self.expect_atom()?;
        let default = if self.eat(Word::Match) { Some(self.expr()?) } else { None };
        let field_type = if self.eat(Word::ColonColon) { Some(self.top_type()?) } else { None };
        Ok(FieldDefinition { name, span, default, field_type })
    }
}

/// `[f/1, g/2]`
fn name_arities(list: &Expr) -> Option<Vec<NameArity>> {
    match &list.kind {
        ExprKind::Nil => Some(Vec::new()),
        ExprKind::List(items, None) => items.iter().map(name_arity).collect(),
        _ => None,
    }
}

/// `f/1`
pub fn name_arity(expr: &Expr) -> Option<NameArity> {
    let ExprKind::Op(Word::Slash, name, arity) = &expr.kind else { return None };
    let span = name.span.to(arity.span);
    let ExprKind::Integer(arity) = &arity.kind else { return None };
    let arity = usize::try_from(&**arity).ok()?;
    Some(NameArity { name: name.as_atom()?, arity, span })
}
