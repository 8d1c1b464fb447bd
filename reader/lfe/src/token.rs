//! Tokens as the parser sees them.

use lfec_base::Diagnostic;

use crate::FormKind;

/// A token and the range of bytes it stands in.
pub(crate) struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
}

/// What a token is.
pub(crate) enum TokenKind {
    /// The start of a list, tuple, map or binary
    Open(Opener),
    /// `)` or `]`
    Close(Closer),
    /// `.`
    Dot,
    /// `'`, `` ` ``, `,`, `,@`: the symbol that heads the list it makes
    Prefix(Prefix),
    /// `#.`
    Evaluate,
    /// A whole datum
    Datum(FormKind),
    /// A token that no form has, by the name that messages show
    Illegal(String),
    /// Text that is no token; whether a datum was meant
    Error(Box<Diagnostic>, bool),
    /// Text from here to the end that needs more text to be a token
    Unclosed(Box<Diagnostic>),
    /// The end of the text
    End,
}

/// What opens a list or a collection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Opener {
    Paren,
    Square,
    Tuple,
    Map,
    Binary,
}

/// What closes one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Closer {
    Paren,
    Square,
}

/// The four abbreviations of two-element lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Prefix {
    Quote,
    Backquote,
    Comma,
    CommaAt,
}

impl Opener {
    /// The closer that belongs to it.
    pub fn closer(self) -> Closer {
        match self {
            Opener::Square => Closer::Square,
            _ => Closer::Paren,
        }
    }

    /// Its text.
    pub fn text(self) -> &'static str {
        match self {
            Opener::Paren => "(",
            Opener::Square => "[",
            Opener::Tuple => "#(",
            Opener::Map => "#M(",
            Opener::Binary => "#B(",
        }
    }

    /// Whether a dotted tail may stand in it.
    pub fn takes_dot(self) -> bool {
        matches!(self, Opener::Paren | Opener::Square)
    }
}

impl Closer {
    /// Its text.
    pub fn text(self) -> &'static str {
        match self {
            Closer::Paren => ")",
            Closer::Square => "]",
        }
    }
}

impl Prefix {
    /// Its text.
    pub fn text(self) -> &'static str {
        match self {
            Prefix::Quote => "'",
            Prefix::Backquote => "`",
            Prefix::Comma => ",",
            Prefix::CommaAt => ",@",
        }
    }

    /// The head of the list it stands for.
    pub fn symbol(self) -> &'static str {
        match self {
            Prefix::Quote => "quote",
            Prefix::Backquote => "backquote",
            Prefix::Comma => "comma",
            Prefix::CommaAt => "comma-at",
        }
    }

    /// The prefix that the list with this head is written with.
    pub fn of_symbol(symbol: &str) -> Option<Prefix> {
        let all = [Prefix::Quote, Prefix::Backquote, Prefix::Comma, Prefix::CommaAt];
        all.into_iter().find(|prefix| prefix.symbol() == symbol)
    }
}
