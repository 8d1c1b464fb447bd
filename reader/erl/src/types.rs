//! Types as written in `-type`, `-spec` and record fields.
//!
//! They are kept for lint and tools; nothing in translation depends on them.

use std::sync::Arc;

use lfec_base::{Span, Symbol};
use num_bigint::BigInt;

use crate::token::Word;

/// A type.
#[derive(Clone, Debug)]
pub struct Type {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TypeKind,
}

/// Kinds of types.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `X`, `_`
    Var(Symbol),
    /// `a`
    Atom(Symbol),
    /// `1`, `$a`
    Integer(Arc<BigInt>),
    /// `-1`
    Unary(Word, Box<Type>),
    /// `1 bsl 8`
    Op(Word, Box<Type>, Box<Type>),
    /// `1..8`
    Range(Box<Type>, Box<Type>),
    /// `a | b`
    Union(Vec<Type>),
    /// `Name :: type`
    Named(Symbol, Box<Type>),
    /// `[]`
    Nil,
    /// `[t]`
    List(Box<Type>),
    /// `[t, ...]`
    NonemptyList(Box<Type>),
    /// `{a, b}`
    Tuple(Vec<Type>),
    /// `#{k => v, k := v}`
    Map(Vec<MapTypeField>),
    /// `#r{f :: t}`
    Record(Symbol, Vec<(Symbol, Type)>),
    /// `fun()`
    AnyFun,
    /// `fun((...) -> t)`, `fun((a, b) -> t)`
    Fun(Option<Vec<Type>>, Box<Type>),
    /// `<<_:M, _:_*N>>`
    Binary(Option<Box<Type>>, Option<Box<Type>>),
    /// `t(a)`, `m:t(a)`
    Call(Option<Symbol>, Symbol, Vec<Type>),
}

/// `key => value` in a map type.
#[derive(Clone, Debug)]
pub struct MapTypeField {
    /// `:=`
    pub exact: bool,
    /// Key.
    pub key: Type,
    /// Value.
    pub value: Type,
}

/// `V :: t` after `when`.
#[derive(Clone, Debug)]
pub struct TypeConstraint {
    /// Type variable.
    pub variable: Symbol,
    /// Where it stands.
    pub span: Span,
    /// What it is part of.
    pub bound: Type,
}
