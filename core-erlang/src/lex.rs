//! Text to tokens, by the pest grammar `core.pest`.
//!
//! One call of the generated parser finds one token, so that memory does not grow with nesting.

use std::sync::Arc;

use lfec_base::{Diagnostic, FileId, Span, Symbol};
use num_bigint::BigInt;
use pest::Parser as _;

/// The parser that pest makes from the grammar.
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "core.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    /// Punctuation or keyword.
    Word(&'static str),
    Variable(Symbol),
    Atom(Symbol),
    Integer(Arc<BigInt>),
    Float(f64),
    String(Arc<[u32]>),
    /// End of the text.
    End,
}

/// A token and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub span: Span,
    /// The line that a comment before it notes, or 0.
    pub line: u32,
}

const KEYWORDS: [&str; 17] = [
    "module",
    "attributes",
    "do",
    "let",
    "in",
    "letrec",
    "apply",
    "call",
    "primop",
    "case",
    "of",
    "end",
    "when",
    "fun",
    "try",
    "catch",
    "receive",
];

/// `after` and the punctuation.
const OTHER_WORDS: [&str; 20] = [
    "after", "(", ")", ",", "-|", "->", "[", "]", "{", "}", "<", ">", "|", "/", ":=", ":", "=>",
    "=", "#", "~",
];

/// All tokens of a text, the last one [`TokenKind::End`].
pub(crate) fn tokens(file: FileId, text: &str) -> Result<Vec<Token>, Box<Diagnostic>> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let (mut position, mut line) = (0, 0);
    loop {
        let (rule, start, end) = find(text, position);
        let span = Span { file, start: start as u32, end: end as u32 };
        position = end;
        let token = &text[start..end];
        match rule {
            Rule::line_comment => {}
            Rule::line_note => line = token["%% Line ".len()..].parse().unwrap_or(0),
            _ => {
                let kind = kind(rule, token, span)?;
                let end = kind == TokenKind::End;
                tokens.push(Token { kind, span, line });
                line = 0;
                if end {
                    return Ok(tokens);
                }
            }
        }
    }
}

/// Rule and range of the next token or comment.
fn find(text: &str, position: usize) -> (Rule, usize, usize) {
    let rest = &text[position..];
    let pair = Grammar::parse(Rule::next, rest).ok().and_then(|mut pairs| pairs.next());
    match pair {
        Some(pair) => {
            let span = pair.as_span();
            (pair.as_rule(), position + span.start(), position + span.end())
        }
        None => (Rule::EOI, text.len(), text.len()),
    }
}

fn kind(rule: Rule, text: &str, span: Span) -> Result<TokenKind, Box<Diagnostic>> {
    let illegal = |what: &str| Err(Box::new(Diagnostic::error("illegal", what, span)));
    match rule {
        Rule::EOI => Ok(TokenKind::End),
        Rule::word | Rule::punctuation => match word(text) {
            Some(word) => Ok(TokenKind::Word(word)),
            None => illegal(&format!("illegal word {text}: atoms are quoted")),
        },
        Rule::variable => Ok(TokenKind::Variable(Symbol::intern(text))),
        Rule::atom => atom(&text[1..text.len() - 1], span),
        Rule::string => Ok(TokenKind::String(unescape(&text[1..text.len() - 1]).into())),
        Rule::character => {
            let point = unescape(&text[1..]).first().copied().unwrap_or(0);
            Ok(TokenKind::Integer(Arc::new(point.into())))
        }
        Rule::integer => integer(text, 10, span),
        Rule::based => based(text, span),
        Rule::float => match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(TokenKind::Float(value)),
            _ => illegal("illegal float"),
        },
        Rule::open_atom => illegal("unterminated atom"),
        Rule::open_string => illegal("unterminated string"),
        _ => illegal(&format!("illegal character {text:?}")),
    }
}

fn word(text: &str) -> Option<&'static str> {
    OTHER_WORDS.iter().chain(&KEYWORDS).find(|word| **word == text).copied()
}

fn atom(text: &str, span: Span) -> Result<TokenKind, Box<Diagnostic>> {
    if !text.contains('\\') {
        return Ok(TokenKind::Atom(Symbol::intern(text)));
    }
    let name: Option<String> = unescape(text).into_iter().map(char::from_u32).collect();
    match name {
        Some(name) => Ok(TokenKind::Atom(Symbol::intern(&name))),
        None => Err(Box::new(Diagnostic::error("illegal", "illegal atom", span))),
    }
}

fn integer(text: &str, base: u32, span: Span) -> Result<TokenKind, Box<Diagnostic>> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    match BigInt::parse_bytes(digits.as_bytes(), base) {
        Some(value) => Ok(TokenKind::Integer(Arc::new(value))),
        None => Err(Box::new(Diagnostic::error("illegal", "illegal integer", span))),
    }
}

fn based(text: &str, span: Span) -> Result<TokenKind, Box<Diagnostic>> {
    let (base, digits) = text.split_once('#').unwrap_or(("10", text));
    let (sign, base) = match base.strip_prefix('-') {
        Some(base) => ("-", base),
        None => ("", base.strip_prefix('+').unwrap_or(base)),
    };
    let Some(base) = base.parse().ok().filter(|base| (2..=36).contains(base)) else {
        let message = format!("illegal base '{base}'");
        return Err(Box::new(Diagnostic::error("base", message, span)));
    };
    integer(&format!("{sign}{digits}"), base, span)
}

/// The code points of a text between quotes.
fn unescape(text: &str) -> Vec<u32> {
    let mut points = Vec::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            points.push(c as u32);
            continue;
        }
        let point = match chars.next() {
            Some(first @ '0'..='7') => {
                let mut value = first as u32 - '0' as u32;
                for _ in 0..2 {
                    let Some(digit) = chars.next_if(|c| ('0'..='7').contains(c)) else { break };
                    value = value * 8 + (digit as u32 - '0' as u32);
                }
                value
            }
            Some('^') => chars.next().map_or('^' as u32, |c| c as u32 & 31),
            Some(c) => escaped(c) as u32,
            None => '\\' as u32,
        };
        points.push(point);
    }
    points
}

fn escaped(c: char) -> char {
    match c {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{0B}',
        'b' => '\u{08}',
        'f' => '\u{0C}',
        'e' => '\u{1B}',
        's' => ' ',
        'd' => '\u{7F}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{TokenKind, tokens};
    use lfec_base::{FileId, Symbol};

    fn kinds(text: &str) -> Vec<TokenKind> {
        tokens(FileId(0), text).unwrap().into_iter().map(|token| token.kind).collect()
    }

    fn integer(value: i32) -> TokenKind {
        TokenKind::Integer(std::sync::Arc::new(value.into()))
    }

    #[test]
    fn numbers() {
        let expected = [integer(-1), integer(255), integer(-10), TokenKind::Float(-1.5e-3)];
        assert_eq!(kinds("-1 16#ff -2#1010 -1.5e-3")[..4], expected);
        assert_eq!(kinds("$a $\\n $\\101 $%")[..4], [97, 10, 65, 37].map(integer));
        assert!(tokens(FileId(0), "1.0e999").is_err());
        assert!(tokens(FileId(0), "2#102").is_err());
    }

    #[test]
    fn words_atoms_strings() {
        let expected = [
            TokenKind::Word("-|"),
            TokenKind::Word("letrec"),
            TokenKind::Atom(Symbol::intern("it's\n")),
            TokenKind::Variable(Symbol::intern("_@r0")),
            TokenKind::String([97, 34].into()),
            TokenKind::Word("~"),
            TokenKind::End,
        ];
        assert_eq!(kinds("-| letrec 'it\\'s\\n' _@r0 % x\n \"a\\\"\"~"), expected);
    }

    #[test]
    fn line_notes_go_to_the_next_token() {
        let tokens = tokens(FileId(0), "'a'\n  %% Line 12\n 'b' %% Line x\n 'c'").unwrap();
        assert_eq!(tokens.iter().map(|t| t.line).collect::<Vec<_>>(), [0, 12, 0, 0]);
    }

    #[test]
    fn what_is_no_token_is_reported_where_it_stands() {
        let error = tokens(FileId(0), "'a' \"b").unwrap_err();
        assert_eq!((error.span.start, error.message.as_str()), (4, "unterminated string"));
        assert!(tokens(FileId(0), "foo").is_err());
        assert!(tokens(FileId(0), "'a").is_err());
        assert!(tokens(FileId(0), "^").is_err());
    }
}
