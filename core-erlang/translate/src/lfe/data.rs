//! Constructors and accessors.

use lfec_core::ir::{Expr, ExprKind, Literal, MapPair};
use lfec_reader::Form;

use super::scope::Scope;
use super::{Translator, at, literal};
use crate::build::{self, Bindings, clause, erlang_call, match_fail};

impl Translator<'_> {
    /// `(name rest…)` of a form for data.
    pub(super) fn data(
        &mut self,
        name: &str,
        form: &Form,
        rest: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        let mut bindings = Bindings::new();
        let arguments = self.arguments(rest, scope, &mut bindings);
        bindings.wrap(self.construct(name, form, arguments))
    }

    /// The same of simple arguments.
    pub(super) fn construct(&mut self, name: &str, form: &Form, mut arguments: Vec<Expr>) -> Expr {
        let nil = || build::literal(Literal::Nil);
        let erlang = |name, arguments| erlang_call(at(form), name, arguments);
        match (name, arguments.len()) {
            ("cons", 2) => {
                let tail = arguments.remove(1);
                build::cons(arguments.remove(0), tail)
            }
            ("list", _) => build::list(arguments, nil()),
            ("tuple", _) => build::tuple(arguments),
            ("car", 1) => erlang("hd", arguments),
            ("cdr", 1) => erlang("tl", arguments),
            ("tref", 2) => {
                arguments.swap(0, 1);
                erlang("element", arguments)
            }
            ("tset", 3) => {
                arguments.swap(0, 1);
                erlang("setelement", arguments)
            }
            ("map-size", 1) => erlang("map_size", arguments),
            ("map-get", 2) => {
                arguments.swap(0, 1);
                erlang("map_get", arguments)
            }
            ("map", n) if n % 2 == 0 => map(form, pairs(arguments, false)),
            ("map-set" | "map-update", n) if n % 2 == 1 => {
                let base = arguments.remove(0);
                update(form, base, pairs(arguments, name == "map-update"))
            }
            ("map-remove", 1..) => self.map_remove(form, arguments),
            ("++" | "--", 1..) => self.grouped(name, form, arguments),
            _ => self.bad(form, &format!("bad {name} form")),
        }
    }

    /// `maps:remove` of one key after the other.
    fn map_remove(&mut self, form: &Form, arguments: Vec<Expr>) -> Expr {
        let mut bindings = Bindings::new();
        let mut keys = arguments.into_iter();
        let Some(mut map) = keys.next() else { return self.bad(form, "bad map-remove form") };
        for key in keys {
            let map_simple = self.builder.simple(map, &mut bindings);
            map = build::call(at(form), "maps", "remove", vec![key, map_simple]);
        }
        bindings.wrap(map)
    }

    /// `a ++ (b ++ c)`
    fn grouped(&mut self, name: &str, form: &Form, mut arguments: Vec<Expr>) -> Expr {
        let mut bindings = Bindings::new();
        let Some(mut right) = arguments.pop() else { return build::literal(Literal::Nil) };
        while let Some(left) = arguments.pop() {
            right = self.builder.simple(right, &mut bindings);
            right = erlang_call(at(form), name, vec![left, right]);
        }
        bindings.wrap(right)
    }
}

fn pairs(items: Vec<Expr>, exact: bool) -> Vec<MapPair> {
    let mut items = items.into_iter();
    let mut pairs = Vec::with_capacity(items.len() / 2);
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        pairs.push(MapPair { exact, key, value });
    }
    pairs
}

/// A new map; a literal if all its parts are.
fn map(form: &Form, pairs: Vec<MapPair>) -> Expr {
    let literals: Option<Vec<(Literal, Literal)>> = pairs
        .iter()
        .map(|pair| Some((pair.key.as_literal()?.clone(), pair.value.as_literal()?.clone())))
        .collect();
    let kind = match literals {
        Some(literals) => ExprKind::Literal(literal::map(literals)),
        None => ExprKind::Map(None, pairs),
    };
    Expr::with_anno(at(form), kind)
}

/// `base` with these pairs; `{badmap, base}` if it is none.
fn update(form: &Form, base: Expr, pairs: Vec<MapPair>) -> Expr {
    let is_map = erlang_call(build::generated(), "is_map", vec![base.clone()]);
    let error = match_fail(at(form), "badmap", vec![base.clone()]);
    let map = Expr::with_anno(at(form), ExprKind::Map(Some(Box::new(base)), pairs));
    let mut updated = clause(Vec::new(), map);
    updated.guard = is_map;
    let clauses = vec![updated, clause(Vec::new(), error)];
    let nothing = Expr::new(ExprKind::Values(Vec::new()));
    Expr::new(ExprKind::Case(Box::new(nothing), clauses))
}
