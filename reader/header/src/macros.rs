//! Macros: all definitions of one name become the clauses of one LFE macro.

use lfec_base::{Diagnostic, FileId, Span, Symbol};
use lfec_erl::MacroDefinition;
use lfec_erl::parse::parse_expression;
use lfec_erl::token::{Token, TokenKind, Word};
use lfec_reader::Form;

use crate::expression::{TEXT_MARK, Translator, symbol};
use crate::{Translation, Untranslatable, unable};

/// Adds a `define-macro` for each name.
pub(crate) fn translate(
    definitions: &[MacroDefinition],
    file: FileId,
    forms: &mut Vec<Form>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let with_arguments: Vec<Symbol> = definitions
        .iter()
        .filter(|definition| definition.parameters.is_some())
        .map(|definition| definition.name)
        .collect();
    for overloads in definitions.chunk_by(|a, b| a.name == b.name) {
        let name = overloads[0].name;
        let span = place(&overloads[0], file);
        let mut clauses = Vec::new();
        // A constant takes whatever arguments there are, so it comes last.
        let (constants, others): (Vec<_>, Vec<_>) =
            overloads.iter().partition(|definition| definition.parameters.is_none());
        for definition in others.into_iter().chain(constants) {
            // A macro that stands for nothing is only asked for with -ifdef.
            if definition.body.is_empty() {
                continue;
            }
            match clause(definition, &with_arguments, span) {
                Ok(clause) => clauses.push(clause),
                Err(Untranslatable) => diagnostics.push(unable(&format!("macro {name}"), span)),
            }
        }
        if !clauses.is_empty() {
            let lambda = Form::call(span, "match-lambda", clauses);
            let parts = [symbol(name, span), Form::nil(span), lambda];
            forms.push(Form::call(span, "define-macro", parts));
        }
    }
}

fn place(definition: &MacroDefinition, file: FileId) -> Span {
    let start = Span { file, start: 0, end: 0 };
    definition.body.first().map_or(start, |token| token.span)
}

/// `((list A…) $ENV) (backquote body)`
fn clause(definition: &MacroDefinition, with_arguments: &[Symbol], span: Span) -> Translation {
    let parameters = definition.parameters.as_deref().unwrap_or(&[]);
    let arguments = match &definition.parameters {
        Some(parameters) => {
            Form::call(span, "list", parameters.iter().map(|name| symbol(*name, span)))
        }
        None => Form::symbol(span, "_"),
    };
    let tokens = as_block(&definition.body, with_arguments, span)?;
    let body = parse_expression(&tokens).map_err(|_| Untranslatable)?;
    let template = Translator::with_parameters(parameters).expression(&body)?;
    let patterns = Form::list(span, vec![arguments, Form::symbol(span, "$ENV")]);
    let body = Form::call(span, "backquote", [template]);
    Ok(Form::list(span, vec![patterns, body]))
}

/// The body between `begin` and `end`, with uses of macros as calls of functions of their names, and
/// `??A` as a variable of a name that no program can write.
fn as_block(body: &[Token], with_arguments: &[Symbol], span: Span) -> Translation<Vec<Token>> {
    let word = |word| Token { kind: TokenKind::Word(word), span };
    let mut tokens = vec![word(Word::Begin)];
    let mut rest = body.iter().peekable();
    while let Some(token) = rest.next() {
        if !token.kind.is(Word::Question) {
            tokens.push(token.clone());
            continue;
        }
        let next = rest.next().ok_or(Untranslatable)?;
        match &next.kind {
            TokenKind::Word(Word::Question) => {
                let Some(TokenKind::Var(name)) = rest.next().map(|token| &token.kind) else {
                    return Err(Untranslatable);
                };
                let name = Symbol::intern(&format!("{TEXT_MARK}{name}"));
                tokens.push(Token { kind: TokenKind::Var(name), span });
            }
            TokenKind::Atom(name) | TokenKind::Var(name) => {
                tokens.push(Token { kind: TokenKind::Atom(*name), span: next.span });
                let called = rest.peek().is_some_and(|token| token.kind.is(Word::OpenParen));
                if !called || !with_arguments.contains(name) {
                    tokens.extend([word(Word::OpenParen), word(Word::CloseParen)]);
                }
            }
            _ => return Err(Untranslatable),
        }
    }
    tokens.push(word(Word::End));
    Ok(tokens)
}
