//! The Core Erlang tree.
//!
//! It follows the language of the Core Erlang 1.0.3 report and what `erlc +to_core` prints:
//! maps, bit strings, `letrec` with annotations, primops.
//! Variables are unique within a function definition once `check` has passed: no binding shadows
//! another. An expression that gives several values (`Values`, or control flow that ends in it)
//! stands only where as many are taken.

use std::sync::Arc;

use lfec_base::{Span, Symbol};
use num_bigint::BigInt;

/// A module.
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// Name.
    pub name: Symbol,
    /// Exported functions.
    pub exports: Vec<FunctionName>,
    /// Attributes, name and value.
    pub attributes: Vec<(Symbol, Literal)>,
    /// Functions in source order.
    pub definitions: Vec<Definition>,
}

/// Name and arity of a function of the module, or of a `letrec`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FunctionName {
    /// Name.
    pub name: Symbol,
    /// Number of arguments.
    pub arity: usize,
}

/// `'f'/1 = fun (X) -> …`
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Its name.
    pub name: FunctionName,
    /// The function.
    pub function: Fun,
}

/// `fun (X, Y) -> body`
#[derive(Clone, Debug, PartialEq)]
pub struct Fun {
    /// Annotation.
    pub anno: Anno,
    /// Arguments.
    pub parameters: Vec<Symbol>,
    /// Body, one value.
    pub body: Box<Expr>,
}

/// What is noted on a node: where it comes from, and hints.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Anno {
    /// Place in the source, when compiled from a source known to `Sources`.
    pub span: Option<Span>,
    /// Line, when read from Core text (`file` annotations aside).
    pub line: u32,
    /// Other annotations as terms: `compiler_generated`, `{function,{f,1}}`, `letrec_goto` …
    pub terms: Vec<Literal>,
}

/// An expression with its annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Annotation.
    pub anno: Anno,
    /// The expression.
    pub kind: ExprKind,
}

/// Expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A variable.
    Var(Symbol),
    /// `'f'/1`: a function of the module or of an enclosing `letrec`, as callee or as value.
    FunctionName(FunctionName),
    /// A constant.
    Literal(Literal),
    /// `[head|tail]`
    Cons(Box<Expr>, Box<Expr>),
    /// `{a, b}`
    Tuple(Vec<Expr>),
    /// `~{k=>v,k:=v|base}~`
    Map(Option<Box<Expr>>, Vec<MapPair>),
    /// `#{#<v>(size,unit,type,flags), …}#`
    Binary(Vec<BitSegment<Expr>>),
    /// `fun (X) -> body`
    Fun(Fun),
    /// `<a, b>`
    Values(Vec<Expr>),
    /// `let <X, Y> = argument in body`
    Let(Vec<Symbol>, Box<Expr>, Box<Expr>),
    /// `do first then`
    Seq(Box<Expr>, Box<Expr>),
    /// `letrec 'f'/1 = fun … in body`
    LetRec(Vec<Definition>, Box<Expr>),
    /// `apply f(a, b)`
    Apply(Box<Expr>, Vec<Expr>),
    /// `call m:f(a, b)`
    Call(Box<Expr>, Box<Expr>, Vec<Expr>),
    /// `primop name(a, b)`
    PrimOp(Symbol, Vec<Expr>),
    /// `case argument of clauses end`; no clause matching is a `case_clause` error unless the last
    /// clause takes all.
    Case(Box<Expr>, Vec<Clause>),
    /// `receive clauses after timeout -> action`; timeout `'infinity'` where there is none.
    Receive(Vec<Clause>, Box<Expr>, Box<Expr>),
    /// `try argument of <X> -> body catch <C,R,S> -> handler`
    Try(Box<TryExpr>),
    /// `catch e`
    Catch(Box<Expr>),
}

/// The parts of a `try`.
#[derive(Clone, Debug, PartialEq)]
pub struct TryExpr {
    /// What is protected.
    pub argument: Expr,
    /// Names for its values.
    pub variables: Vec<Symbol>,
    /// What follows, unprotected.
    pub body: Expr,
    /// Names for class, reason and raw stack trace.
    pub exception_variables: Vec<Symbol>,
    /// The handler.
    pub handler: Expr,
}

/// A clause of `case` or `receive`.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Annotation.
    pub anno: Anno,
    /// As many patterns as there are values.
    pub patterns: Vec<Pattern>,
    /// Pure expression; matches when it gives `'true'`.
    pub guard: Expr,
    /// What follows.
    pub body: Expr,
}

/// An association of a map expression.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPair {
    /// `:=`: the key must exist. Otherwise `=>`.
    pub exact: bool,
    /// Key.
    pub key: Expr,
    /// Value.
    pub value: Expr,
}

/// A pattern with its annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Annotation.
    pub anno: Anno,
    /// The pattern.
    pub kind: PatternKind,
}

/// Patterns. Each variable occurs once in the patterns of a clause.
#[derive(Clone, Debug, PartialEq)]
pub enum PatternKind {
    /// Matches all, binds. `_` is an ordinary unused name.
    Var(Symbol),
    /// A constant, by `=:=`.
    Literal(Literal),
    /// `[head|tail]`
    Cons(Box<Pattern>, Box<Pattern>),
    /// `{a, b}`
    Tuple(Vec<Pattern>),
    /// `~{key:=pattern}~`: keys are literals or variables bound outside.
    Map(Vec<(Expr, Pattern)>),
    /// Bit string; sizes are literals or variables bound outside or earlier in it.
    Binary(Vec<BitSegment<Pattern>>),
    /// `X = pattern`
    Alias(Symbol, Box<Pattern>),
}

/// A segment of a bit string.
#[derive(Clone, Debug, PartialEq)]
pub struct BitSegment<T> {
    /// Value or pattern.
    pub value: T,
    /// Size in units: an integer, a variable, `'all'` (the rest) or `'undefined'` (utf).
    pub size: Expr,
    /// Bits a unit.
    pub unit: u32,
    /// Type.
    pub kind: BitKind,
    /// `signed`.
    pub signed: bool,
    /// Byte order.
    pub endian: Endian,
}

/// Types of bit segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitKind {
    Integer,
    Float,
    Binary,
    Utf8,
    Utf16,
    Utf32,
}

/// Byte orders. `Native` is little on every target we have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endian {
    Big,
    Little,
    Native,
}

/// Constants.
#[derive(Clone, Debug)]
pub enum Literal {
    Atom(Symbol),
    Integer(Arc<BigInt>),
    /// Never a NaN or an infinity.
    Float(f64),
    /// A proper list of code points, kept together since strings are long.
    String(Arc<[u32]>),
    Nil,
    Cons(Arc<(Literal, Literal)>),
    Tuple(Arc<[Literal]>),
    /// Keys distinct.
    Map(Arc<[(Literal, Literal)]>),
    /// Bytes, and how many bits of the last one count (8 unless it is a bitstring).
    Binary(Arc<[u8]>, u8),
    /// `fun m:f/a`
    Fun(Symbol, Symbol, usize),
}

impl Module {
    /// The function that runs when the module is loaded: attribute `on_load`, `[{f,0}]`.
    pub fn on_load(&self) -> Option<FunctionName> {
        let (_, value) = self.attributes.iter().find(|(name, _)| name.as_str() == "on_load")?;
        let Literal::Cons(cell) = value else { return None };
        let Literal::Tuple(parts) = &cell.0 else { return None };
        let [Literal::Atom(name), Literal::Integer(arity)] = parts.as_ref() else { return None };
        Some(FunctionName { name: *name, arity: usize::try_from(arity.as_ref()).ok()? })
    }
}

impl Expr {
    /// An expression without annotation.
    pub fn new(kind: ExprKind) -> Expr {
        Expr { anno: Anno::default(), kind }
    }

    /// The atom `name`.
    pub fn atom(name: &str) -> Expr {
        Expr::new(ExprKind::Literal(Literal::Atom(Symbol::intern(name))))
    }
}

impl Anno {
    /// The annotation of something that stands at `span`.
    pub fn at(span: Span) -> Anno {
        Anno { span: Some(span), ..Anno::default() }
    }

    /// Whether the atom `name` is among the terms.
    pub fn has(&self, name: &str) -> bool {
        self.terms.iter().any(|t| matches!(t, Literal::Atom(a) if a.as_str() == name))
    }
}
