//! Names of tests, comparisons and operators in the text form, both ways.

use std::fmt::{self, Display};

use crate::ir::{ArithOp, Comparison, FloatOp, Test, WordOp};

macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal,)* }) => {
        impl Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $($type::$variant => $name),* })
            }
        }

        impl $type {
            /// The one with this name in the text form.
            pub fn from_name(name: &str) -> Option<$type> {
                Some(match name { $($name => $type::$variant,)* _ => return None })
            }
        }
    };
}

names! { Comparison {
    Less = "less",
    LessEqual = "less-equal",
    Greater = "greater",
    GreaterEqual = "greater-equal",
    Equal = "equal",
    NotEqual = "not-equal",
    Exact = "exact",
    NotExact = "not-exact",
}}

names! { ArithOp {
    Add = "add",
    Subtract = "subtract",
    Multiply = "multiply",
    Div = "div",
    Rem = "rem",
    Divide = "divide",
    Band = "band",
    Bor = "bor",
    Bxor = "bxor",
    Bsl = "bsl",
    Bsr = "bsr",
}}

names! { FloatOp {
    Add = "add",
    Subtract = "subtract",
    Multiply = "multiply",
    Divide = "divide",
}}

names! { WordOp {
    Add = "add",
    Subtract = "subtract",
    Multiply = "multiply",
    And = "and",
    Or = "or",
    Xor = "xor",
    ShiftLeft = "shift-left",
    ShiftRight = "shift-right",
}}

/// Tests without a number, and their names.
const TESTS: [(Test, &str); 19] = [
    (Test::IsNonValue, "no-value"),
    (Test::IsMatchFail, "match-fail"),
    (Test::IsSmall, "small"),
    (Test::IsInteger, "integer"),
    (Test::IsFloat, "float"),
    (Test::IsNumber, "number"),
    (Test::IsAtom, "atom"),
    (Test::IsBoolean, "boolean"),
    (Test::IsCons, "cons"),
    (Test::IsNil, "nil"),
    (Test::IsList, "list"),
    (Test::IsTuple, "tuple"),
    (Test::IsBinary, "binary"),
    (Test::IsBitstring, "bitstring"),
    (Test::IsMap, "map"),
    (Test::IsFun, "fun"),
    (Test::IsPid, "pid"),
    (Test::IsReference, "reference"),
    (Test::IsPort, "port"),
];

impl Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::IsTupleOf(size) => write!(f, "tuple-of-{size}"),
            Test::IsFunOf(arity) => write!(f, "fun-of-{arity}"),
            plain => {
                let found = TESTS.iter().find(|(test, _)| test == plain);
                f.write_str(found.map_or("", |(_, name)| name))
            }
        }
    }
}

impl Test {
    /// The one with this name in the text form.
    pub fn from_name(name: &str) -> Option<Test> {
        if let Some(size) = name.strip_prefix("tuple-of-") {
            return size.parse().ok().map(Test::IsTupleOf);
        }
        if let Some(arity) = name.strip_prefix("fun-of-") {
            return arity.parse().ok().map(Test::IsFunOf);
        }
        TESTS.iter().find(|(_, known)| *known == name).map(|(test, _)| *test)
    }
}
