//! The tree of an Erlang module.
//!
//! Patterns and guards are expressions: which expressions may stand where is for `lint` to say.
//! Records and macros are as written (macros expanded). Every node has its span; what a macro
//! made has the span of the macro's use.

use std::sync::Arc;

use lfec_base::{FileId, Span, Symbol};
use num_bigint::BigInt;

use crate::token::Word;
use crate::types::{Type, TypeConstraint};

/// A module as parsed: everything in source order.
#[derive(Clone, Debug)]
pub struct ErlModule {
    /// The file it was read from.
    pub file: FileId,
    /// Name; empty where the `-module` form is missing.
    pub name: Symbol,
    /// The forms.
    pub forms: Vec<Form>,
    /// Forms were left out because of errors.
    pub is_incomplete: bool,
}

/// One form.
#[derive(Clone, Debug)]
pub struct Form {
    /// From the first token, of attributes the name, to the dot.
    pub span: Span,
    /// What it says.
    pub kind: FormKind,
}

/// Kinds of forms.
#[derive(Clone, Debug)]
pub enum FormKind {
    /// `-module(name).`
    Module(Symbol),
    /// `-export([f/1]).`
    Export(Vec<NameArity>),
    /// `-import(m, [f/1]).`
    Import(Symbol, Vec<NameArity>),
    /// `-export_type([t/0]).`
    ExportType(Vec<NameArity>),
    /// `-optional_callbacks([f/1]).`
    OptionalCallbacks(Vec<NameArity>),
    /// `-record(name, {fields}).`
    Record(RecordDefinition),
    /// `-type`, `-opaque`, `-nominal`
    Type(TypeDefinition),
    /// `-spec`, `-callback`
    Spec(Spec),
    /// `-file(Name, Line).`
    File(Arc<[u32]>, u32),
    /// Any other `-name(Value).`
    Attribute(Symbol, Expr),
    /// A function.
    Function(Function),
}

/// `f/1`
#[derive(Clone, Copy, Debug)]
pub struct NameArity {
    /// Name.
    pub name: Symbol,
    /// Arity.
    pub arity: usize,
    /// Where it stands.
    pub span: Span,
}

/// A record definition.
#[derive(Clone, Debug)]
pub struct RecordDefinition {
    /// Name.
    pub name: Symbol,
    /// Fields in order.
    pub fields: Vec<FieldDefinition>,
}

/// A field of a record definition.
#[derive(Clone, Debug)]
pub struct FieldDefinition {
    /// Name.
    pub name: Symbol,
    /// Where the name stands.
    pub span: Span,
    /// Value where none is given; `undefined` where this is `None`.
    pub default: Option<Expr>,
    /// Declared type.
    pub field_type: Option<Type>,
}

/// `-type name(Parameters) :: body.`
#[derive(Clone, Debug)]
pub struct TypeDefinition {
    /// `type`, `opaque` or `nominal`.
    pub kind: Symbol,
    /// Name.
    pub name: Symbol,
    /// Type variables.
    pub parameters: Vec<Symbol>,
    /// The type.
    pub body: Type,
}

/// `-spec` or `-callback`.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Whether it is a `-callback`.
    pub is_callback: bool,
    /// Module, where written.
    pub module: Option<Symbol>,
    /// Function name.
    pub name: Symbol,
    /// Arity of the first clause.
    pub arity: usize,
    /// The function types, with their `when` parts.
    pub clauses: Vec<(Type, Vec<TypeConstraint>)>,
}

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    /// Name.
    pub name: Symbol,
    /// Arity.
    pub arity: usize,
    /// Clauses; at least one.
    pub clauses: Vec<Clause>,
}

/// A clause of a function, fun, `case`, `if`, `receive`, `try` or `maybe`.
#[derive(Clone, Debug)]
pub struct Clause {
    /// From first pattern to end of body.
    pub span: Span,
    /// As many patterns as there are values; none in `if`; class, reason and stack in `catch`.
    pub patterns: Vec<Expr>,
    /// Alternatives of tests; empty where there is no guard.
    pub guard: Vec<Vec<Expr>>,
    /// The body, not empty.
    pub body: Vec<Expr>,
}

/// An expression or pattern.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands. Of operators and `#` suffixes, the operator: the place that OTP's stack
    /// traces and messages tell.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// Kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `X`, `_`
    Var(Symbol),
    /// `a`
    Atom(Symbol),
    /// `1`
    Integer(Arc<BigInt>),
    /// `1.0`
    Float(f64),
    /// `$a`
    Char(u32),
    /// `"abc"`
    String(Arc<[u32]>),
    /// `[]`
    Nil,
    /// `[a, b | tail]`: at least one element.
    List(Vec<Expr>, Option<Box<Expr>>),
    /// `{a, b}`
    Tuple(Vec<Expr>),
    /// `<<a, b:8>>`
    Binary(Vec<BinaryElement>),
    /// `#{k => v}`, `M#{k := v}`
    Map(Option<Box<Expr>>, Vec<MapField>),
    /// `#r{f = v}`
    Record(Symbol, Vec<RecordField>),
    /// `E#r{f = v}`
    RecordUpdate(Box<Expr>, Symbol, Vec<RecordField>),
    /// `E#r.f`
    RecordGet(Box<Expr>, Symbol, Symbol),
    /// `#r.f`
    RecordIndex(Symbol, Symbol),
    /// `P = E`
    Match(Box<Expr>, Box<Expr>),
    /// `-E`, `not E`
    Unary(Word, Box<Expr>),
    /// `A + B`, also `!`, `andalso`, `orelse`
    Op(Word, Box<Expr>, Box<Expr>),
    /// `f(A)`; the callee of `m:f(A)` is `Remote`.
    Call(Box<Expr>, Vec<Expr>),
    /// `m:f`, only as callee.
    Remote(Box<Expr>, Box<Expr>),
    /// `begin … end`
    Block(Vec<Expr>),
    /// `if … end`
    If(Vec<Clause>),
    /// `case E of … end`
    Case(Box<Expr>, Vec<Clause>),
    /// `receive … after T -> … end`
    Receive(Vec<Clause>, Option<Box<(Expr, Vec<Expr>)>>),
    /// `try … end`
    Try(Box<Try>),
    /// `catch E`
    Catch(Box<Expr>),
    /// `fun (X) -> … end`, `fun Name(X) -> … end`
    Fun(Option<Symbol>, Vec<Clause>),
    /// `fun f/1`
    FunName(Symbol, usize),
    /// `fun m:f/1`
    FunRemote(Box<(Expr, Expr, Expr)>),
    /// `maybe … else … end`
    Maybe(Vec<Expr>, Vec<Clause>),
    /// `P ?= E`, only in the body of `maybe`.
    MaybeMatch(Box<Expr>, Box<Expr>),
    /// `[E || …]`, `<<E || …>>`, `#{K => V || …}`
    Comprehension(Box<Template>, Vec<Qualifier>),
}

/// `try Body of Clauses catch Handlers after After end`
#[derive(Clone, Debug)]
pub struct Try {
    /// Protected.
    pub body: Vec<Expr>,
    /// `of` clauses.
    pub clauses: Vec<Clause>,
    /// `catch` clauses: three patterns each.
    pub handlers: Vec<Clause>,
    /// `after` body.
    pub after: Vec<Expr>,
}

/// What a comprehension makes of each element.
#[derive(Clone, Debug)]
pub enum Template {
    /// A list element.
    List(Expr),
    /// A bit string to append.
    Binary(Expr),
    /// Key and value of a map.
    Map(Expr, Expr),
}

/// A qualifier of a comprehension.
#[derive(Clone, Debug)]
pub enum Qualifier {
    /// `P <- E`
    Generator(Generator),
    /// `G1 && G2`
    Zip(Vec<Generator>),
    /// A test.
    Filter(Expr),
}

/// `P <- E` and its like.
#[derive(Clone, Debug)]
pub struct Generator {
    /// Where it stands.
    pub span: Span,
    /// What is gone through.
    pub kind: GeneratorKind,
    /// `<:-`: an element that does not match is an error.
    pub strict: bool,
    /// Pattern; the key's where `kind` is `Map`.
    pub pattern: Expr,
    /// Pattern of the value, where `kind` is `Map`.
    pub value_pattern: Option<Expr>,
    /// Source of elements.
    pub source: Expr,
}

/// What a generator goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratorKind {
    /// `<-`
    List,
    /// `<=`
    Binary,
    /// `K := V <-`
    Map,
}

/// `value:size/types`
#[derive(Clone, Debug)]
pub struct BinaryElement {
    /// Where it stands.
    pub span: Span,
    /// Value or pattern.
    pub value: Expr,
    /// Size, where written.
    pub size: Option<Expr>,
    /// `little-unit:8`
    pub types: Vec<(Symbol, Option<u32>)>,
}

/// `key => value`, `key := value`
#[derive(Clone, Debug)]
pub struct MapField {
    /// Where the operator stands.
    pub span: Span,
    /// `:=`
    pub exact: bool,
    /// Key.
    pub key: Expr,
    /// Value or pattern.
    pub value: Expr,
}

/// `field = value`
#[derive(Clone, Debug)]
pub struct RecordField {
    /// Where the name stands.
    pub span: Span,
    /// Name; `_` stands for all fields not named.
    pub name: Symbol,
    /// Value or pattern.
    pub value: Expr,
    /// Whether the name is written as a variable.
    pub is_variable: bool,
}

impl Expr {
    /// Whether this is the variable `_`.
    pub fn is_underscore(&self) -> bool {
        matches!(&self.kind, ExprKind::Var(name) if name.as_str() == "_")
    }

    /// The atom this is.
    pub fn as_atom(&self) -> Option<Symbol> {
        match &self.kind {
            ExprKind::Atom(name) => Some(*name),
            _ => None,
        }
    }
}
