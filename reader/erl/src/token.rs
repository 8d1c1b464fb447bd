//! Tokens of Erlang text.
//!
//! Every token carries the span it was read from; tokens that a macro made carry the span of the
//! macro's use.

use std::fmt;
use std::sync::Arc;

use lfec_base::{Span, Symbol};
use num_bigint::BigInt;

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is.
    pub span: Span,
}

/// Kinds of tokens.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// `name` or `'quoted name'`
    Atom(Symbol),
    /// `Name`
    Var(Symbol),
    /// `12`, `16#ff`
    Integer(Arc<BigInt>),
    /// `1.5e3`; finite
    Float(f64),
    /// `$c`
    Char(u32),
    /// `"text"`, as code points
    String(Arc<[u32]>),
    /// A reserved word, separator or operator.
    Word(Word),
    /// The dot that ends a form.
    Dot,
}

macro_rules! words {
    ($($name:ident $text:literal)*) => {
        /// Reserved words, separators and operators.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Word { $(#[doc = $text] $name,)* }

        impl Word {
            /// The word as written.
            pub fn text(self) -> &'static str {
                match self { $(Word::$name => $text,)* }
            }

            /// The word with this text.
            pub fn from_text(text: &str) -> Option<Word> {
                match text { $($text => Some(Word::$name),)* _ => None }
            }
        }
    };
}

words! {
    After "after" Begin "begin" Case "case" Try "try" Cond "cond" Catch "catch" Andalso "andalso"
    Orelse "orelse" End "end" Fun "fun" If "if" Let "let" Of "of" Receive "receive" When "when"
    Bnot "bnot" Not "not" Div "div" Rem "rem" Band "band" And "and" Bor "bor" Bxor "bxor"
    Bsl "bsl" Bsr "bsr" Or "or" Xor "xor"
    OpenParen "(" CloseParen ")" Comma "," Arrow "->" OpenBrace "{" CloseBrace "}"
    OpenBracket "[" CloseBracket "]" Bar "|" BarBar "||" LeftArrow "<-" StrictArrow "<:-"
    LeftDouble "<=" StrictDouble "<:=" Zip "&&" Semicolon ";" Colon ":" Assign ":="
    Associate "=>" Hash "#" Period "." Star "*" Slash "/" Plus "+" Minus "-" PlusPlus "++"
    MinusMinus "--" Equal "==" NotEqual "/=" LessEqual "=<" Less "<" GreaterEqual ">="
    Greater ">" Exact "=:=" NotExact "=/=" OpenBinary "<<" CloseBinary ">>" Bang "!" Match "="
    ColonColon "::" DotDot ".." Ellipsis "..." MaybeMatch "?=" Question "?"
}

impl TokenKind {
    /// Whether this is the word `word`.
    pub fn is(&self, word: Word) -> bool {
        matches!(self, TokenKind::Word(found) if *found == word)
    }
}

impl fmt::Display for TokenKind {
    /// The token as OTP shows it after `syntax error before: `.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TokenKind::Atom(name) => f.write_str(&quote_atom(name.as_str())),
            TokenKind::Var(name) => write!(f, "{name}"),
            TokenKind::Integer(value) => write!(f, "{value}"),
            TokenKind::Float(value) => write!(f, "{value:?}"),
            TokenKind::Char(c) => match char::from_u32(*c) {
                Some('\n') => f.write_str("$\\n"),
                Some(' ') => f.write_str("$\\s"),
                Some(c) => write!(f, "${c}"),
                None => write!(f, "$\\x{{{c:X}}}"),
            },
            TokenKind::String(text) => write!(f, "{:?}", code_points(text)),
            TokenKind::Word(word) => write!(f, "'{}'", word.text()),
            TokenKind::Dot => f.write_str("'.'"),
        }
    }
}

/// The text of a list of code points; what is no character becomes U+FFFD.
pub fn code_points(text: &[u32]) -> String {
    text.iter().map(|c| char::from_u32(*c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// An atom as Erlang writes it: in quotes where it needs them.
pub fn quote_atom(name: &str) -> String {
    let mut chars = name.chars();
    let starts = chars.next().is_some_and(|c| c.is_lowercase() && (c as u32) < 256);
    let plain = |c: char| (c as u32) < 256 && (c.is_alphanumeric() || c == '_' || c == '@');
    let reserved = Word::from_text(name).is_some();
    if starts && chars.all(plain) && !reserved {
        return name.to_owned();
    }
    let escaped = name.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n");
    format!("'{escaped}'")
}

#[cfg(test)]
mod tests {
    use super::{Word, quote_atom};

    #[test]
    fn atoms_are_quoted_where_needed() {
        assert_eq!(quote_atom("abc_D@1"), "abc_D@1");
        assert_eq!(quote_atom("end"), "'end'");
        assert_eq!(quote_atom("X"), "'X'");
        assert_eq!(quote_atom(""), "''");
    }

    #[test]
    fn words_have_their_text() {
        assert_eq!(Word::from_text("<:-"), Some(Word::StrictArrow));
        assert_eq!(Word::Orelse.text(), "orelse");
    }
}
