//! The names that mean something to the expander, as an enum.
//!
//! A form's head is looked up once, by its interned number; no other file compares head names
//! as text.

use std::collections::HashMap;
use std::sync::LazyLock;

use lfec_base::Symbol;
use lfec_reader::Form;

macro_rules! keywords {
    ($($variant:ident $text:literal)*) => {
        /// A name with a meaning of its own: core form, core function, operator, predefined macro.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub(crate) enum Keyword { $($variant),* }

        const TEXTS: &[(&str, Keyword)] = &[$(($text, Keyword::$variant)),*];
    };
}

keywords! {
    Quote "quote" Function "function" Lambda "lambda" MatchLambda "match-lambda" Let "let"
    LetFunction "let-function" LetrecFunction "letrec-function" LetMacro "let-macro"
    Progn "progn" Prog1 "prog1" Prog2 "prog2" If "if" Case "case" Cond "cond" Maybe "maybe"
    Receive "receive" Catch "catch" Try "try" Funcall "funcall" Call "call"
    EvalWhenCompile "eval-when-compile" DefineModule "define-module"
    ExtendModule "extend-module" DefineType "define-type"
    DefineOpaqueType "define-opaque-type" DefineFunctionSpec "define-function-spec"
    DefineFunction "define-function" DefineMacro "define-macro" DefineRecord "define-record"
    DefineStruct "define-struct" When "when" Else "else"

    Cons "cons" Car "car" Cdr "cdr" List "list" Tuple "tuple" Tref "tref" Tset "tset"
    Binary "binary" Map "map" Msiz "msiz" Mref "mref" Mset "mset" Mupd "mupd" Mrem "mrem"
    MapSize "map-size" MapGet "map-get" MapSet "map-set" MapUpdate "map-update"
    MapRemove "map-remove"
    Record "record" MakeRecord "make-record" IsRecord "is-record" RecordIndex "record-index"
    RecordField "record-field" RecordUpdate "record-update"
    Struct "struct" IsStruct "is-struct" StructField "struct-field" StructUpdate "struct-update"
    Lc "lc" ListComp "list-comp" Bc "bc" BinaryComp "binary-comp"
    Append "++" Subtract "--" Andalso "andalso" Orelse "orelse"

    Plus "+" Minus "-" Times "*" Divide "/" Div "div" Rem "rem" Band "band" Bor "bor"
    Bxor "bxor" Bsl "bsl" Bsr "bsr" Bnot "bnot" And "and" Or "or" Xor "xor" Not "not"
    Greater ">" GreaterEqual ">=" Less "<" LessEqual "=<" Equal "==" ExactEqual "=:="
    NotEqual "/=" NotExactEqual "=/="

    BangEqual "!=" TripleEqual "===" BangDoubleEqual "!==" Backquote "backquote"
    Comma "comma" CommaAt "comma-at" ListStar "list*" LetStar "let*" Flet "flet"
    Fletrec "fletrec" FletStar "flet*" Macrolet "macrolet" Do "do" Fun "fun" Question "?"
    Colon ":" Defun "defun" Defmacro "defmacro" Defmodule "defmodule" Deftype "deftype"
    Defopaque "defopaque" Defspec "defspec" Defrecord "defrecord" Defstruct "defstruct"
    EtsMs "ets-ms" TableMs "table-ms" MatchSpec "match-spec" DbgMs "dbg-ms" TraceMs "trace-ms"
    Qlc "qlc" Module "MODULE" Line "LINE" File "FILE" FunctionName "FUNCTION_NAME"
    FunctionArity "FUNCTION_ARITY" IncludeFile "include-file" IncludeLib "include-lib"

    Set "set" After "after" Generate "<-" GenerateBits "<=" MatchTest "?=" Alias "="
    Underscore "_" Spec "spec" Doc "doc" All "all"
}

static TABLE: LazyLock<HashMap<Symbol, Keyword>> =
    LazyLock::new(|| TEXTS.iter().map(|(text, word)| (Symbol::intern(text), *word)).collect());

/// Names of the language: core forms, core functions, operators, predefined macros.
pub fn names() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().map(|(text, _)| *text).chain(crate::bif::names().map(|(name, _)| name))
}

impl Keyword {
    /// The keyword with this name.
    pub(crate) fn of(symbol: Symbol) -> Option<Keyword> {
        TABLE.get(&symbol).copied()
    }

    /// The keyword a form is, if it is a symbol.
    pub(crate) fn of_form(form: &Form) -> Option<Keyword> {
        form.as_symbol().and_then(Keyword::of)
    }

    /// Its name.
    pub(crate) fn text(self) -> &'static str {
        TEXTS.iter().find(|(_, word)| *word == self).map_or("", |(text, _)| text)
    }

    /// Whether this is a core form, which neither macros nor functions can redefine.
    pub(crate) fn is_core_form(self) -> bool {
        (self as usize) <= (Keyword::Else as usize)
    }

    /// Whether functions and macros of this name and arity are shadowed by the core function.
    pub(crate) fn is_core_function(self, arity: usize) -> bool {
        use Keyword::*;
        match self {
            Quote | Car | Cdr | Bnot | Not | Msiz | MapSize => arity == 1,
            Cons | Tref | Mref | MapGet | IsRecord | RecordIndex | Lc | ListComp | Bc
            | BinaryComp | Div | Rem | Band | Bor | Bxor | Bsl | Bsr => arity == 2,
            Tset | RecordField | StructField => arity == 3,
            List | Tuple | Binary => true,
            Map => arity.is_multiple_of(2),
            Mset | Mupd | MapSet | MapUpdate | Record | MakeRecord | Struct => arity % 2 == 1,
            RecordUpdate | StructUpdate => arity >= 2 && arity.is_multiple_of(2),
            IsStruct => arity == 1 || arity == 2,
            Mrem | MapRemove | Append | Subtract | Funcall => arity >= 1,
            Call => arity >= 2,
            Plus | Minus | Times | Divide | And | Or | Xor => arity >= 1,
            _ if self.is_comparison() => arity >= 1,
            _ => false,
        }
    }

    /// Whether this compares two or more terms.
    pub(crate) fn is_comparison(self) -> bool {
        let (word, first, last) = (self as usize, Keyword::Greater, Keyword::NotExactEqual);
        (first as usize..=last as usize).contains(&word)
    }

    /// Whether `(name arg…)` with that many arguments is an operator call.
    pub(crate) fn is_operator(self, arity: usize) -> bool {
        use Keyword::*;
        match self {
            Plus | Minus => arity >= 1,
            Times | Divide | And | Or | Xor => arity >= 2,
            Div | Rem | Band | Bor | Bxor | Bsl | Bsr => arity == 2,
            Bnot | Not => arity == 1,
            _ => self.is_comparison() && arity >= 2,
        }
    }
}

/// The keyword a list starts with and the elements after it.
pub(crate) fn call_of(form: &Form) -> Option<(Keyword, &[Form])> {
    let (first, rest) = form.as_list()?.split_first()?;
    Some((Keyword::of_form(first)?, rest))
}

/// The elements after the head, if the list starts with `word`.
pub(crate) fn arguments_of(form: &Form, word: Keyword) -> Option<&[Form]> {
    call_of(form).and_then(|(found, rest)| (found == word).then_some(rest))
}

#[cfg(test)]
mod tests {
    use super::Keyword;
    use lfec_base::Symbol;

    fn word(text: &str) -> Keyword {
        Keyword::of(Symbol::intern(text)).unwrap()
    }

    #[test]
    fn core_forms_end_with_else() {
        assert!(word("quote").is_core_form() && word("else").is_core_form());
        assert!(!word("cons").is_core_form() && !word("let*").is_core_form());
    }

    #[test]
    fn operators_have_their_arities() {
        assert!(word("+").is_operator(1) && word("<").is_operator(3));
        assert!(!word("*").is_operator(1) && !word("div").is_operator(3));
        assert!(!word("=").is_operator(2) && word("=/=").is_operator(2));
    }
}
