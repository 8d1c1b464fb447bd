//! Expansion of macros in the tokens of a form.
//!
//! The tokens still to read are a stack; what a macro stands for is pushed on it, so that its
//! last tokens and those after the macro can make a macro call together. A mark below them ends
//! the time in which the macro must not occur again. Arguments are expanded first, outside.

use std::sync::Arc;

use lfec_base::{Span, Symbol};
use num_bigint::BigInt;

use super::macros::Definition;
use super::{Preprocessor, Step, error};
use crate::parse::maybe_begins;
use crate::token::{Token, TokenKind, Word, code_points, quote_atom};

/// Macro calls nested in arguments deeper than this are an error.
const DEEPEST_ARGUMENT: u32 = 100;

/// A form that expands to more tokens than this is an error.
const MOST_TOKENS: usize = 1_000_000;

/// What the innermost end mark ends: a macro and its number of arguments.
type Active = (Symbol, Option<usize>);

enum Item {
    Token(Token),
    /// The tokens of the innermost active macro end here.
    End,
}

struct Expansion {
    /// To be read, next one last.
    input: Vec<Item>,
    active: Vec<Active>,
    output: Vec<Token>,
    depth: u32,
}

/// The arguments of a macro call.
type Arguments = Vec<Vec<Token>>;

impl Preprocessor<'_> {
    /// The tokens of a form with its macros expanded.
    pub(super) fn expand_form(&self, tokens: &[Token]) -> Step<Vec<Token>> {
        if !tokens.iter().any(|token| token.kind.is(Word::Question)) {
            return Ok(tokens.to_vec());
        }
        self.expand(tokens, tokens, &[], 0)
    }

    fn expand(
        &self,
        form: &[Token],
        tokens: &[Token],
        active: &[Active],
        depth: u32,
    ) -> Step<Vec<Token>> {
        if depth > DEEPEST_ARGUMENT {
            return Err(error("depth", "macro calls nested too deep", span_of(tokens)));
        }
        let mut expansion = Expansion {
            input: tokens.iter().rev().cloned().map(Item::Token).collect(),
            active: active.to_vec(),
            output: Vec::with_capacity(tokens.len()),
            depth,
        };
        while let Some(item) = expansion.input.pop() {
            match item {
                Item::End => drop(expansion.active.pop()),
                Item::Token(token) if token.kind.is(Word::Question) => {
                    self.macro_use(form, &mut expansion, token.span)?;
                }
                Item::Token(token) => expansion.output.push(token),
            }
            if expansion.output.len() + expansion.input.len() > MOST_TOKENS {
                return Err(error("depth", "macro expands to too many tokens", span_of(tokens)));
            }
        }
        Ok(expansion.output)
    }

    /// After `?`.
    fn macro_use(&self, form: &[Token], expansion: &mut Expansion, start: Span) -> Step<()> {
        let Some(token) = expansion.next() else {
            return Err(error("call", "illegal macro call '?'", start));
        };
        let (TokenKind::Atom(name) | TokenKind::Var(name)) = token.kind else {
            let text = token.kind.to_string();
            return Err(error("call", format!("illegal macro call '?{text}'"), start));
        };
        let span = start.to(token.span);
        if let Some(kind) = self.positional(form, name, expansion, span)? {
            expansion.output.push(Token { kind, span });
            return Ok(());
        }
        let overloads = self.macros.get(name);
        let takes_arguments = overloads.iter().any(|d| d.parameters.is_some());
        let mut arguments = None;
        let mut whole = span;
        if takes_arguments && expansion.peek_is(Word::OpenParen) {
            let (found, end) = self.arguments(expansion, name, span)?;
            arguments = Some(found);
            whole = span.to(end);
        }
        let definition = choose(overloads, arguments.as_ref());
        let Some(definition) = definition else {
            return Err(self.no_definition(name, overloads, expansion, token.span));
        };
        let arity = definition.parameters.as_ref().map(|parameters| parameters.len());
        if expansion.active.contains(&(name, arity)) {
            return Err(circular(name, arity, token.span));
        }
        let arguments = arguments.unwrap_or_default();
        let body = self.substitute(form, definition, &arguments, expansion, whole)?;
        expansion.active.push((name, arity));
        expansion.input.push(Item::End);
        expansion.input.extend(body.into_iter().rev().map(Item::Token));
        Ok(())
    }

    fn no_definition(
        &self,
        name: Symbol,
        overloads: &[Definition],
        expansion: &mut Expansion,
        span: Span,
    ) -> Box<lfec_base::Diagnostic> {
        if !overloads.is_empty() {
            return error("mismatch", format!("argument mismatch for macro '{name}'"), span);
        }
        let mut arity = None;
        if expansion.peek_is(Word::OpenParen) {
            arity = self.arguments(expansion, name, span).ok().map(|(found, _)| found.len());
        }
        let shown = arity.map_or_else(|| name.to_string(), |arity| format!("{name}/{arity}"));
        error("undefined-macro", format!("undefined macro '{shown}'"), span)
    }

    /// The tokens of `definition` with arguments in place of parameters.
    fn substitute(
        &self,
        form: &[Token],
        definition: &Definition,
        arguments: &Arguments,
        expansion: &Expansion,
        span: Span,
    ) -> Step<Vec<Token>> {
        let parameters = definition.parameters.as_deref().unwrap_or(&[]);
        let mut expanded = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let depth = expansion.depth + 1;
            expanded.push(self.expand(form, argument, &expansion.active, depth)?);
        }
        let position = |token: &Token| match token.kind {
            TokenKind::Var(name) => parameters.iter().position(|parameter| *parameter == name),
            _ => None,
        };
        let mut tokens = Vec::with_capacity(definition.body.len());
        let mut at = 0;
        while let Some(token) = definition.body.get(at) {
            let quoted = [0, 1]
                .iter()
                .all(|i| definition.body.get(at + i).is_some_and(|t| t.kind.is(Word::Question)));
            if quoted && let Some(index) = definition.body.get(at + 2).and_then(position) {
                tokens.push(Token { kind: self.quote(&arguments[index]), span });
                at += 3;
                continue;
            }
            match position(token) {
                Some(index) => tokens.extend_from_slice(&expanded[index]),
                None => tokens.push(Token { kind: token.kind.clone(), span }),
            }
            at += 1;
        }
        Ok(tokens)
    }

    /// `??Argument`: its tokens with blanks between.
    fn quote(&self, argument: &[Token]) -> TokenKind {
        let texts: Vec<String> = argument.iter().map(|token| self.token_text(token)).collect();
        TokenKind::String(texts.join(" ").chars().map(u32::from).collect())
    }

    fn token_text(&self, token: &Token) -> String {
        match &token.kind {
            TokenKind::Word(word) => word.text().to_owned(),
            TokenKind::Dot => ".".to_owned(),
            TokenKind::Atom(name) => quote_atom(name.as_str()),
            TokenKind::String(text) => format!("{:?}", code_points(text)),
            TokenKind::Integer(_) | TokenKind::Float(_) | TokenKind::Char(_) => {
                let source = self.sources.slice(token.span);
                let begins = source.starts_with(|c: char| c.is_ascii_digit() || c == '$');
                if begins { source.to_owned() } else { token.kind.to_string() }
            }
            kind => kind.to_string(),
        }
    }

    /// The arguments that follow, which begin with `(`, and where they end.
    fn arguments(
        &self,
        expansion: &mut Expansion,
        name: Symbol,
        span: Span,
    ) -> Step<(Arguments, Span)> {
        let open = expansion.next();
        let mut arguments = Vec::new();
        let mut current: Vec<Token> = Vec::new();
        let mut closers = Vec::new();
        let mut end = open.map_or(span, |token| token.span);
        while let Some(token) = expansion.next() {
            end = token.span;
            if closers.is_empty() && token.kind.is(Word::CloseParen) {
                if !(arguments.is_empty() && current.is_empty()) {
                    arguments.push(current);
                }
                return Ok((arguments, end));
            }
            if closers.is_empty() && token.kind.is(Word::Comma) {
                arguments.push(std::mem::take(&mut current));
                continue;
            }
            if let Some(closer) = self.closer(&token.kind, expansion) {
                closers.push(closer);
            } else if closers.last().is_some_and(|closer| token.kind.is(*closer)) {
                closers.pop();
            }
            current.push(token);
        }
        let message = format!("badly formed argument for macro '{name}'");
        Err(error("arg-error", message, span.to(end)))
    }

    /// What closes the bracket that `kind` opens.
    fn closer(&self, kind: &TokenKind, expansion: &Expansion) -> Option<Word> {
        let word = match kind {
            TokenKind::Word(word) => *word,
            TokenKind::Atom(name) if name.as_str() == "maybe" => {
                return maybe_begins(self.maybe_words, expansion.peek()).then_some(Word::End);
            }
            _ => return None,
        };
        match word {
            Word::OpenParen => Some(Word::CloseParen),
            Word::OpenBrace => Some(Word::CloseBrace),
            Word::OpenBracket => Some(Word::CloseBracket),
            Word::OpenBinary => Some(Word::CloseBinary),
            Word::Begin | Word::If | Word::Case | Word::Receive | Word::Try => Some(Word::End),
            // `fun (…)` and `fun Name(…)` have an end, `fun f/1` has none.
            Word::Fun => {
                let at = usize::from(matches!(expansion.peek(), Some(TokenKind::Var(_))));
                expansion.peek_at(at)?.is(Word::OpenParen).then_some(Word::End)
            }
            _ => None,
        }
    }

    /// The value of a macro that depends on its place.
    fn positional(
        &self,
        form: &[Token],
        name: Symbol,
        expansion: &mut Expansion,
        span: Span,
    ) -> Step<Option<TokenKind>> {
        let Some(open) = self.open.last() else { return Ok(None) };
        let integer = |value: i64| TokenKind::Integer(Arc::new(BigInt::from(value)));
        Ok(Some(match name.as_str() {
            "LINE" => integer(i64::from(self.sources.line(span)) + open.line_offset),
            "FILE" => TokenKind::String(open.shown_name.chars().map(u32::from).collect()),
            "FUNCTION_NAME" | "FUNCTION_ARITY" => {
                let Some((function, arity)) = function_head(form) else {
                    let message = format!("?{name} can only be used within a function");
                    return Err(error("illegal-function", message, span));
                };
                if name.as_str() == "FUNCTION_NAME" {
                    TokenKind::Atom(function)
                } else {
                    integer(arity as i64)
                }
            }
            "FEATURE_AVAILABLE" | "FEATURE_ENABLED" => {
                let (arguments, _) = self.arguments(expansion, name, span)?;
                let known = matches!(&arguments[..], [argument] if argument.len() == 1
                    && argument[0].kind == TokenKind::Atom(Symbol::intern("maybe_expr")));
                TokenKind::Atom(Symbol::intern(if known { "true" } else { "false" }))
            }
            _ => return Ok(None),
        }))
    }
}

impl Expansion {
    /// The next token; ends macros on the way.
    fn next(&mut self) -> Option<Token> {
        loop {
            match self.input.pop()? {
                Item::Token(token) => return Some(token),
                Item::End => drop(self.active.pop()),
            }
        }
    }

    fn peek(&self) -> Option<&TokenKind> {
        self.peek_at(0)
    }

    fn peek_at(&self, distance: usize) -> Option<&TokenKind> {
        let tokens = self.input.iter().rev().filter_map(|item| match item {
            Item::Token(token) => Some(&token.kind),
            Item::End => None,
        });
        tokens.into_iter().nth(distance)
    }

    fn peek_is(&self, word: Word) -> bool {
        self.peek().is_some_and(|kind| kind.is(word))
    }
}

fn choose<'d>(
    overloads: &'d [Definition],
    arguments: Option<&Arguments>,
) -> Option<&'d Definition> {
    // `?M()` calls a macro of no parameters, or one of one parameter with nothing.
    overloads.iter().find(|definition| match (&definition.parameters, arguments) {
        (None, None) => true,
        (Some(parameters), Some(arguments)) => parameters.len() == arguments.len(),
        _ => false,
    })
}

fn circular(name: Symbol, arity: Option<usize>, span: Span) -> Box<lfec_base::Diagnostic> {
    let shown = arity.map_or_else(|| name.to_string(), |arity| format!("{name}/{arity}"));
    error("circular", format!("circular macro '{shown}'"), span)
}

fn span_of(tokens: &[Token]) -> Span {
    tokens.first().map_or(Span::NONE, |token| token.span)
}

/// Name and arity of the function that these tokens begin to define.
fn function_head(form: &[Token]) -> Option<(Symbol, usize)> {
    let [Token { kind: TokenKind::Atom(name), .. }, open, rest @ ..] = form else { return None };
    if !open.kind.is(Word::OpenParen) {
        return None;
    }
    let (mut depth, mut commas, mut empty) = (0, 0, true);
    for token in rest {
        if let TokenKind::Word(word) = token.kind {
            match word {
                Word::CloseParen if depth == 0 => {
                    return Some((*name, if empty { 0 } else { commas + 1 }));
                }
                Word::OpenParen | Word::OpenBrace | Word::OpenBracket | Word::OpenBinary => {
                    depth += 1;
                }
                Word::CloseParen | Word::CloseBrace | Word::CloseBracket | Word::CloseBinary => {
                    depth -= 1;
                }
                Word::Comma if depth == 0 => commas += 1,
                _ => {}
            }
        }
        empty = false;
    }
    None
}
