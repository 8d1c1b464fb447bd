//! Text to tokens, by the pest grammar `lfe.pest`.
//!
//! One call of the generated parser finds a batch of tokens, so that memory does not grow with the
//! text.
//! The grammar matches at every place, so lexing never stops before the end: text that is no
//! token becomes an error token and the lexer goes on behind it.

use std::collections::VecDeque;

use lfec_base::{FileId, Span};
use pest::Parser as _;

use crate::error;
use crate::literal;
use crate::token::{Closer, Opener, Prefix, Token, TokenKind};

/// The parser that pest makes from the grammar.
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "lfe.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

/// A rule that matched, and the range of bytes it matched.
type Found = (Rule, usize, usize);

/// The tokens of a text, from `position` on.
pub(crate) struct Lexer<'t> {
    file: FileId,
    text: &'t str,
    /// Where the next batch begins.
    position: usize,
    /// Tokens and comments that were found already.
    found: VecDeque<Found>,
    /// Whether a nested comment was not closed as often as opened: looking for the outer closer
    /// of every further one would take quadratic time.
    unbalanced: bool,
}

impl<'t> Lexer<'t> {
    /// The tokens of `text`, which is shorter than 4 GiB.
    pub fn new(file: FileId, text: &'t str) -> Lexer<'t> {
        // A byte order mark is a symbol character to the grammar.
        let position = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        Lexer { file, text, position, found: VecDeque::new(), unbalanced: false }
    }

    /// Goes on at `position`, which lies between two characters.
    pub fn seek(&mut self, position: u32) {
        self.position = position as usize;
        self.found.clear();
    }

    /// The text that is read.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The span of a range of bytes.
    pub fn span(&self, start: u32, end: u32) -> Span {
        Span { file: self.file, start, end }
    }

    /// The next token; [`TokenKind::End`] at the end, however often it is asked for.
    pub fn next(&mut self) -> Token {
        loop {
            let (rule, start, end) = match self.find() {
                Ok(Some(found)) => found,
                Ok(None) => {
                    let end = self.text.len() as u32;
                    return Token { kind: TokenKind::End, start: end, end };
                }
                Err(error) => return self.stop(&error),
            };
            if matches!(rule, Rule::line_comment | Rule::block_comment) {
                continue;
            }
            if rule == Rule::nested_comment {
                let (kind, end) = self.nested_comment(start, end);
                self.seek(end);
                return Token { kind, start: start as u32, end };
            }
            let kind = self.kind(rule, start, end);
            return Token { kind, start: start as u32, end: end as u32 };
        }
    }

    /// Rule and range of the next token or comment; none at the end.
    ///
    /// The grammar matches everywhere, so an error is not about the text: pest refuses to start
    /// where less than 64 KiB of stack are left.
    fn find(&mut self) -> Result<Option<Found>, Box<pest::error::Error<Rule>>> {
        if let Some(found) = self.found.pop_front() {
            return Ok(Some(found));
        }
        let from = self.position;
        for pair in Grammar::parse(Rule::batch, &self.text[from..])? {
            let (rule, span) = (pair.as_rule(), pair.as_span());
            if rule != Rule::EOI {
                self.position = from + span.end();
                self.found.push_back((rule, from + span.start(), self.position));
            }
        }
        Ok(self.found.pop_front())
    }

    /// Ends the text here, with an error.
    fn stop(&mut self, error: &pest::error::Error<Rule>) -> Token {
        let (start, end) = (self.position as u32, self.text.len() as u32);
        self.seek(end);
        let error = error::stopped(&error.variant.message(), self.span(start, start));
        Token { kind: TokenKind::Error(Box::new(error), false), start, end }
    }

    fn kind(&self, rule: Rule, start: usize, end: usize) -> TokenKind {
        let text = &self.text[start..end];
        let span = self.span(start as u32, end as u32);
        match rule {
            Rule::open => TokenKind::Open(Opener::Paren),
            Rule::open_square => TokenKind::Open(Opener::Square),
            Rule::tuple => TokenKind::Open(Opener::Tuple),
            Rule::map => TokenKind::Open(Opener::Map),
            Rule::binary => TokenKind::Open(Opener::Binary),
            Rule::close => TokenKind::Close(Closer::Paren),
            Rule::close_square => TokenKind::Close(Closer::Square),
            Rule::dot => TokenKind::Dot,
            Rule::quote => TokenKind::Prefix(Prefix::Quote),
            Rule::backquote => TokenKind::Prefix(Prefix::Backquote),
            Rule::comma => TokenKind::Prefix(Prefix::Comma),
            Rule::comma_at => TokenKind::Prefix(Prefix::CommaAt),
            Rule::evaluate => TokenKind::Evaluate,
            Rule::reserved => TokenKind::Illegal(format!("'{}'", text.to_uppercase())),
            Rule::bad => TokenKind::Illegal(format!("'{}'", text.escape_debug())),
            Rule::open_string | Rule::open_bar | Rule::open_comment | Rule::open_triple => {
                unclosed(rule, text, self.span(start as u32, start as u32 + 1))
            }
            _ => match self.datum(rule, text, span) {
                Ok(kind) => TokenKind::Datum(kind),
                Err(error) => TokenKind::Error(error, true),
            },
        }
    }

    fn datum(&self, rule: Rule, text: &str, span: Span) -> literal::Result {
        match rule {
            Rule::symbol => literal::symbol_or_number(text, span),
            Rule::bar_symbol => literal::bar_symbol(text, span),
            Rule::string => literal::string(text, span),
            Rule::triple => literal::triple(text, span),
            Rule::character => literal::character(text, span),
            Rule::function => literal::function(text, span),
            Rule::based => literal::based(text, span),
            Rule::elixir => literal::symbol(&format!("Elixir.{}", &text[2..]), span),
            Rule::triple_head => Err(Box::new(
                error::bad_triple(span).with_help("the text begins on the line after the quotes"),
            )),
            // `#` at the end, `#` before a bracket, `#q`.
            _ => Err(Box::new(error::illegal_token(text, span))),
        }
    }

    /// Reports the inner opener of a nested comment and goes on behind the outer closer, or where
    /// there is none, behind the next closer.
    fn nested_comment(&mut self, start: usize, end: usize) -> (TokenKind, u32) {
        let balanced = if self.unbalanced { None } else { self.end_of_nested(end) };
        self.unbalanced |= balanced.is_none();
        let next = || self.text[end..].find("|#").map(|at| end + at + 2);
        let resume = balanced.or_else(next).unwrap_or(self.text.len());
        let inner = self.span(end as u32 - 2, end as u32);
        let outer = self.span(start as u32, start as u32 + 2);
        let error = error::illegal("nested block comment", inner)
            .with_label(outer, "the block comment begins here");
        (TokenKind::Error(Box::new(error), false), resume as u32)
    }

    /// Where two open block comments end, the inner ones of which may hold further ones.
    fn end_of_nested(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let (mut depth, mut at) = (2, from);
        while depth > 0 {
            match bytes.get(at..at + 2)? {
                b"#|" => (depth, at) = (depth + 1, at + 2),
                b"|#" => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
        }
        Some(at)
    }
}

/// The token of something that is never closed.
fn unclosed(rule: Rule, text: &str, opener: Span) -> TokenKind {
    let (error, what) = match rule {
        Rule::open_comment => (error::bad_format("block comment", opener), "block comment"),
        Rule::open_triple => (error::bad_triple(opener), "triple-quoted string"),
        Rule::open_bar => (error::illegal_chars(text, opener), "quoted symbol"),
        _ => (error::illegal_chars(text, opener), "string"),
    };
    TokenKind::Unclosed(Box::new(error.with_label(opener, format!("this {what} is never closed"))))
}

#[cfg(test)]
mod tests {
    use super::{Grammar, Lexer, Rule};
    use crate::token::TokenKind;
    use lfec_base::FileId;
    use pest::Parser as _;

    /// Checks which rule the first token of a text is, and its text.
    fn check(text: &str, rule: Rule, token: &str) {
        let pair = Grammar::parse(Rule::batch, text).unwrap().next().unwrap();
        assert_eq!((pair.as_rule(), pair.as_str()), (rule, token), "{text}");
    }

    #[test]
    fn symbols() {
        check("  foo bar", Rule::symbol, "foo");
        check("a'b,c#d`e|f.g)", Rule::symbol, "a'b,c#d`e|f.g");
        check("1+ 2", Rule::symbol, "1+");
        check("été]", Rule::symbol, "été");
        check("foo\u{85}", Rule::symbol, "foo");
        check("|a b|c", Rule::bar_symbol, "|a b|");
        check(r"|a\|b\\|", Rule::bar_symbol, r"|a\|b\\|");
        check("#Efoo.Bar ", Rule::elixir, "#Efoo.Bar");
        check("#e", Rule::elixir, "#e");
    }

    #[test]
    fn brackets_and_prefixes() {
        check("(a", Rule::open, "(");
        check(")", Rule::close, ")");
        check("[", Rule::open_square, "[");
        check("]", Rule::close_square, "]");
        check("#(a", Rule::tuple, "#(");
        check("#m(", Rule::map, "#m(");
        check("#M(", Rule::map, "#M(");
        check("#b(", Rule::binary, "#b(");
        check("#B(", Rule::binary, "#B(");
        check("...", Rule::dot, ".");
        check("'a", Rule::quote, "'");
        check("`a", Rule::backquote, "`");
        check(",@a", Rule::comma_at, ",@");
        check(", @a", Rule::comma, ",");
        check("#.(+ 1 2)", Rule::evaluate, "#.");
    }

    #[test]
    fn strings() {
        check(r#""a\"b" c"#, Rule::string, r#""a\"b""#);
        check(r#""""#, Rule::string, r#""""#);
        check(r##"#"é""##, Rule::string, r##"#"é""##);
        check(r#""a\""#, Rule::open_string, r#""a\""#);
        check("\"\"\"\n a\n \"\"\" b", Rule::triple, "\"\"\"\n a\n \"\"\"");
        check("#\"\"\" \n\"\"\"x", Rule::triple, "#\"\"\" \n\"\"\"");
        check("\"\"\"a\nb", Rule::triple_head, "\"\"\"a");
        check("\"\"\"\na\"\"\"", Rule::open_triple, "\"\"\"\na\"\"\"");
    }

    #[test]
    fn numbers_characters_functions() {
        check(r"#\a)", Rule::character, r"#\a");
        check(r"#\()", Rule::character, r"#\(");
        check(r"#\x41;", Rule::character, r"#\x41;");
        check(r"#\x;", Rule::character, r"#\x");
        check("#b1010", Rule::based, "#b1010");
        check("#*1", Rule::based, "#*1");
        check("#36rZz ", Rule::based, "#36rZz");
        check("#x-FF)", Rule::based, "#x-FF");
        check("#'m:f/2)", Rule::function, "#'m:f/2");
    }

    #[test]
    fn comments_and_what_is_no_token() {
        check("; a b\nc", Rule::line_comment, "; a b");
        check(";", Rule::line_comment, ";");
        check("#| a # | |# b", Rule::block_comment, "#| a # | |#");
        check("#| a #| b", Rule::nested_comment, "#| a #|");
        check("#| a", Rule::open_comment, "#| a");
        check("#S(a", Rule::reserved, "#S(");
        check("#,@a", Rule::reserved, "#,@");
        check("#q", Rule::bad_hash, "#q");
        check("#12q", Rule::bad_hash, "#12q");
        check("#", Rule::bad_hash, "#");
        check("{", Rule::bad, "{");
        check("\u{7f}", Rule::bad, "\u{7f}");
        check("|a", Rule::open_bar, "|a");
    }

    #[test]
    fn nested_comments_end_where_the_outer_one_does() {
        let mut lexer = Lexer::new(FileId(0), "#| a #| b |# c |# d");
        assert!(matches!(lexer.next().kind, TokenKind::Error(_, false)));
        let next = lexer.next();
        assert_eq!(&lexer.text()[next.start as usize..next.end as usize], "d");
        assert!(matches!(lexer.next().kind, TokenKind::End));
        assert!(matches!(lexer.next().kind, TokenKind::End));
    }
}
