//! Names as small numbers, interned once for the whole process.
//!
//! Symbols are never freed: a compilation makes a few thousand of them.

use std::fmt;
use std::sync::{LazyLock, RwLock};

use string_interner::symbol::{Symbol as _, SymbolU32};
use string_interner::{DefaultBackend, StringInterner};

type Interner = StringInterner<DefaultBackend>;

static INTERNER: LazyLock<RwLock<Table>> = LazyLock::new(Default::default);

/// The interner, and each text again with a life as long as the process.
#[derive(Default)]
struct Table {
    interner: Interner,
    texts: Vec<&'static str>,
}

/// An interned name: an LFE symbol, an Erlang atom, a variable.
///
/// Two symbols are equal exactly when their texts are. `Ord` is the order of interning, which
/// differs from run to run when threads intern: sort by [`Symbol::as_str`] where order reaches
/// output.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

impl Symbol {
    /// The symbol with this text.
    pub fn intern(text: &str) -> Symbol {
        if let Some(found) = read().interner.get(text) {
            return Symbol(index(found));
        }
        let mut table = INTERNER.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        let number = index(table.interner.get_or_intern(text));
        if number as usize == table.texts.len() {
            table.texts.push(Box::leak(text.to_owned().into_boxed_str()));
        }
        Symbol(number)
    }

    /// The text of this symbol.
    pub fn as_str(self) -> &'static str {
        read().texts[self.0 as usize]
    }

    /// A small number, unique to this symbol in this run.
    pub fn number(self) -> u32 {
        self.0
    }
}

fn read() -> std::sync::RwLockReadGuard<'static, Table> {
    INTERNER.read().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn index(symbol: SymbolU32) -> u32 {
    symbol.to_usize() as u32
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<&str> for Symbol {
    fn from(text: &str) -> Symbol {
        Symbol::intern(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Symbol;

    #[test]
    fn equal_texts_are_one_symbol() {
        assert_eq!(Symbol::intern("lists"), Symbol::intern("lists"));
        assert_ne!(Symbol::intern("lists"), Symbol::intern("Lists"));
        assert_eq!(Symbol::intern("=:=").as_str(), "=:=");
    }
}
