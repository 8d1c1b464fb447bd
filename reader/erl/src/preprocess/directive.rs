//! Directives: `-define`, `-ifdef`, `-include` and their like.

use std::sync::Arc;

use lfec_base::{Diagnostic, Span, Symbol};

use super::condition::{self, Value};
use super::macros::{Definition, Macros};
use super::{Condition, DEEPEST_INCLUDE, Preprocessor, Step, error};
use crate::parse::{MaybeWords, parse_expression};
use crate::token::{Token, TokenKind, Word, code_points};

impl Preprocessor<'_> {
    /// Does what a directive says; `false` where the form is no directive, or stays in the output.
    pub(super) fn directive(&mut self, name: &'static str, tokens: &[Token]) -> Step<bool> {
        let span = tokens[0].span.to(tokens[tokens.len() - 1].span);
        match name {
            "ifdef" | "ifndef" | "if" => self.begin_condition(name, tokens, span)?,
            "elif" => self.elif(tokens, span)?,
            "else" => self.else_branch(span)?,
            "endif" => {
                if self.conditions().pop().is_none() {
                    return Err(unbalanced(name, span));
                }
            }
            _ if !self.active() => {}
            "define" => self.define(tokens, span)?,
            "undef" => {
                let macro_name = single_name(tokens).ok_or_else(|| bad(name, span))?;
                if Macros::is_predefined(macro_name) {
                    let message = format!("redefining predefined macro '{macro_name}'");
                    return Err(error("redefine-predef", message, span));
                }
                self.macros.undefine(macro_name);
            }
            "include" => self.include(tokens, false, span)?,
            "include_lib" => self.include(tokens, true, span)?,
            "error" | "warning" => self.message(name, tokens, span),
            "feature" => self.feature(tokens, span)?,
            _ => {
                self.note_module(name, tokens);
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn note_module(&mut self, name: &str, tokens: &[Token]) {
        if name == "module"
            && let Ok(tokens) = self.expand_form(tokens)
            && let Some(TokenKind::Atom(module)) = tokens
                .iter()
                .skip(2)
                .map(|token| &token.kind)
                .find(|kind| !kind.is(Word::OpenParen))
        {
            self.macros.set_module(*module);
        }
    }

    fn conditions(&mut self) -> &mut Vec<Condition> {
        // Directives are read from an open file only.
        let last = self.open.len() - 1;
        &mut self.open[last].conditions
    }

    fn begin_condition(
        &mut self,
        directive: &'static str,
        tokens: &[Token],
        span: Span,
    ) -> Step<()> {
        let outer = self.active();
        let mut holds = Ok(false);
        if outer {
            holds = match directive {
                "if" => self.test(tokens),
                _ => single_name(tokens)
                    .map(|name| self.macros.is_defined(name) == (directive == "ifdef"))
                    .ok_or_else(|| bad(directive, span)),
            };
        }
        let active = outer && *holds.as_ref().unwrap_or(&false);
        let may_take = outer && !active && holds.is_ok();
        let condition = Condition { span, directive, active, may_take, else_seen: false };
        self.conditions().push(condition);
        holds.map(|_| ())
    }

    fn elif(&mut self, tokens: &[Token], span: Span) -> Step<()> {
        let Some(condition) = self.conditions().last_mut() else {
            return Err(unbalanced("elif", span));
        };
        if condition.else_seen {
            return Err(error("elif-after-else", "'-elif' after '-else'", span));
        }
        condition.active = false;
        if condition.may_take && self.test(tokens)? {
            self.take_branch();
        }
        Ok(())
    }

    fn else_branch(&mut self, span: Span) -> Step<()> {
        let Some(condition) = self.conditions().last_mut() else {
            return Err(unbalanced("else", span));
        };
        if condition.else_seen {
            return Err(error("illegal", "repeated '-else'", span));
        }
        condition.else_seen = true;
        condition.active = false;
        if condition.may_take {
            self.take_branch();
        }
        Ok(())
    }

    fn take_branch(&mut self) {
        if let Some(condition) = self.conditions().last_mut() {
            condition.active = true;
            condition.may_take = false;
        }
    }

    /// Whether the expression of `-if` or `-elif` is true. One that fails is false.
    fn test(&mut self, tokens: &[Token]) -> Step<bool> {
        let expanded = self.expand_form(tokens)?;
        let inside = expanded.get(2..).unwrap_or(&[]);
        let expr = parse_expression(inside)?;
        let value = condition::evaluate(&expr, &|name| self.macros.is_defined(name));
        Ok(value == Some(Value::Atom(Symbol::intern("true"))))
    }

    fn define(&mut self, tokens: &[Token], span: Span) -> Step<()> {
        let (name, definition) = definition(tokens, span)?;
        let span = tokens.get(3).map_or(span, |token| token.span);
        if Macros::is_predefined(name) {
            let message = format!("redefining predefined macro '{name}'");
            return Err(error("redefine-predef", message, span));
        }
        if !self.macros.define(name, definition) {
            return Err(error("redefine", format!("redefining macro '{name}'"), span));
        }
        Ok(())
    }

    fn include(&mut self, tokens: &[Token], library: bool, span: Span) -> Step<()> {
        let directive = if library { "include_lib" } else { "include" };
        let expanded = self.expand_form(tokens)?;
        let Some(Token { kind: TokenKind::String(name), span }) = expanded.get(3) else {
            return Err(bad(directive, span));
        };
        let span = *span;
        let name = code_points(name);
        if self.open.len() > DEEPEST_INCLUDE {
            return Err(error("depth", "include nested too deep", span));
        }
        let from = self.open.last().map_or("", |open| &open.name).to_owned();
        let Some((found, text)) = self.host.include(&name, library, &from) else {
            let what = if library { "lib" } else { "file" };
            let message = format!("can't find include {what} {name:?}");
            return Err(error("include", message, span));
        };
        let file = self.sources.add(found, text);
        self.file(file);
        Ok(())
    }

    /// `-error(Term).` and `-warning(Term).`
    fn message(&mut self, directive: &str, tokens: &[Token], span: Span) {
        // As OTP prints the term: without spaces.
        let inside: String = tokens
            .get(2..tokens.len() - 1)
            .unwrap_or_default()
            .iter()
            .map(|token| match &token.kind {
                TokenKind::Word(word) => word.text().to_owned(),
                kind => kind.to_string(),
            })
            .collect();
        let message = format!("-{directive}{inside}.");
        let span = tokens.get(1).map_or(span, |token| token.span);
        self.diagnostics.push(if directive == "error" {
            Diagnostic::error("error", message, span)
        } else {
            Diagnostic::warning("warning", message, span)
        });
    }

    /// `-feature(maybe_expr, enable).`
    fn feature(&mut self, tokens: &[Token], span: Span) -> Step<()> {
        let atom = |at: usize| match tokens.get(at).map(|token| &token.kind) {
            Some(TokenKind::Atom(name)) => Some(name.as_str()),
            _ => None,
        };
        let (Some(feature), Some(action)) = (atom(3), atom(5)) else {
            return Err(bad("feature", span));
        };
        let words = match action {
            "enable" => MaybeWords::Reserved,
            "disable" => MaybeWords::Atoms,
            _ => return Err(bad("feature", span)),
        };
        match feature {
            "maybe_expr" | "all" => self.maybe_words = words,
            _ => {
                let message = format!("unknown feature '{feature}'");
                return Err(error("unknown-feature", message, span));
            }
        }
        Ok(())
    }
}

/// `-define(NAME(A, B), body).`
fn definition(tokens: &[Token], span: Span) -> Step<(Symbol, Definition)> {
    let kind = |at: usize| tokens.get(at).map(|token| &token.kind);
    let is = |at: usize, word: Word| kind(at).is_some_and(|kind| kind.is(word));
    let Some(TokenKind::Atom(name) | TokenKind::Var(name)) = kind(3) else {
        return Err(bad("define", span));
    };
    if !is(2, Word::OpenParen) {
        return Err(bad("define", span));
    }
    let mut at = 4;
    let mut parameters = None;
    if is(at, Word::OpenParen) {
        let (found, end) = parameter_names(tokens, at + 1).ok_or_else(|| bad("define", span))?;
        if let Some((index, twice)) =
            found.iter().enumerate().find(|(index, name)| found[..*index].contains(name))
        {
            let span = tokens.get(at + 1 + 2 * index).map_or(span, |token| token.span);
            return Err(error(
                "duplicated-argument",
                format!("argument '{twice}' already used"),
                span,
            ));
        }
        parameters = Some(found);
        at = end;
    }
    if !is(at, Word::Comma) {
        return Err(bad("define", span));
    }
    let Some(close) = tokens.len().checked_sub(2).filter(|close| is(*close, Word::CloseParen))
    else {
        let message = "badly formed define: missing closing right parenthesis";
        return Err(error("missing-parenthesis", message, span));
    };
    let body = tokens.get(at + 1..close).unwrap_or(&[]).into();
    Ok((*name, Definition { parameters, body }))
}

/// `A, B)`: names, and where the token after the parenthesis is.
fn parameter_names(tokens: &[Token], mut at: usize) -> Option<(Arc<[Symbol]>, usize)> {
    let mut names = Vec::new();
    if tokens.get(at)?.kind.is(Word::CloseParen) {
        return Some((names.into(), at + 1));
    }
    loop {
        let TokenKind::Var(name) = tokens.get(at)?.kind else { return None };
        names.push(name);
        let separator = &tokens.get(at + 1)?.kind;
        at += 2;
        if separator.is(Word::CloseParen) {
            return Some((names.into(), at));
        }
        if !separator.is(Word::Comma) {
            return None;
        }
    }
}

/// `-ifdef(NAME).`
fn single_name(tokens: &[Token]) -> Option<Symbol> {
    let [_, _, open, name, close, _] = tokens else { return None };
    let brackets = open.kind.is(Word::OpenParen) && close.kind.is(Word::CloseParen);
    match name.kind {
        TokenKind::Atom(name) | TokenKind::Var(name) if brackets => Some(name),
        _ => None,
    }
}

fn bad(directive: &str, span: Span) -> Box<Diagnostic> {
    error("bad-directive", format!("badly formed '{directive}'"), span)
}

fn unbalanced(directive: &str, span: Span) -> Box<Diagnostic> {
    error("illegal", format!("unbalanced '-{directive}'"), span)
}
