//! Map expressions.

use std::sync::Arc;

use lfec_core::ir::{Expr, ExprKind, Literal, MapPair};

use super::{Builder, Operand};
use crate::builtin;
use crate::ir::{Block, OnFailure, Op, Value};
use crate::tables::is_same;

/// From here on a map is made of a list of pairs.
const FEW_PAIRS: usize = 4;

impl<'m> Builder<'m, '_> {
    /// `~{k => v, k := v | base}~`
    pub(super) fn map(&mut self, base: Option<&'m Expr>, pairs: &'m [MapPair]) -> Operand<'m> {
        let only_use = match base.map(|base| &base.kind) {
            Some(ExprKind::Var(name)) => self.facts.uses(*name) == 1,
            _ => false,
        };
        let base = base.map(|base| self.operand(base));
        let mut operands = Vec::with_capacity(pairs.len());
        for pair in pairs {
            operands.push((self.operand(&pair.key), self.operand(&pair.value)));
        }
        let fresh = matches!(&base, None | Some(Operand::Literal(Literal::Map(_))));
        let all_new = pairs.iter().all(|pair| !pair.exact);
        if fresh
            && all_new
            && let Some(literal) = literal_map(base.as_ref(), &operands)
        {
            return Operand::Literal(literal);
        }
        if base.is_none() && all_new && pairs.len() >= FEW_PAIRS {
            return Operand::Value(self.map_of(operands));
        }
        let mut map = match base {
            Some(base) => self.term(base),
            None => self.constant(&Literal::Map(Arc::new([]))),
        };
        // An update of what an update has just made goes on with that one.
        let base = self.updated.get(&map).copied().filter(|_| only_use).unwrap_or(map);
        for (pair, (key, value)) in pairs.iter().zip(operands) {
            let (key, value) = (self.term(key), self.term(value));
            map = self.put_key(pair.exact, key, value, map, base);
        }
        if map != base {
            self.updated.insert(map, base);
        }
        Operand::Value(map)
    }

    /// A map of many pairs, in one step.
    fn map_of(&mut self, pairs: Vec<(Operand<'m>, Operand<'m>)>) -> Value {
        let mut tuples = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let pair = vec![self.term(key), self.term(value)];
            tuples.push(self.op(Op::Tuple(pair)));
        }
        let list = self.list_of(tuples);
        let (module, name) = ("maps", "from_list");
        self.bif(lfec_base::Symbol::intern(module), lfec_base::Symbol::intern(name), vec![list])
    }

    /// Another pair for `map`, which is `base` with the pairs before: nobody else sees it, so that
    /// the runtime may change it in place.
    fn put_key(&mut self, exact: bool, key: Value, value: Value, map: Value, base: Value) -> Value {
        let (module, name) = match (map == base, exact) {
            // Not `maps:update`, which a stack trace would show.
            (true, true) => ("erts_internal", "map_update"),
            (true, false) => ("erts_internal", "map_put"),
            (false, true) => ("erts_internal", "map_update_next"),
            (false, false) => ("erts_internal", "map_put_next"),
        };
        let mut arguments = vec![key, value, map];
        if map != base {
            arguments.push(base);
        }
        let (module, name) = (lfec_base::Symbol::intern(module), lfec_base::Symbol::intern(name));
        self.bif(module, name, arguments)
    }

    /// The value of a key in a map; leaves for `failure` where it is not there.
    pub(super) fn find_key(&mut self, key: Value, map: Value, failure: Block) -> Value {
        let Some(bif) = builtin::find_bif("erts_internal", "map_find", 2) else {
            self.bug("the runtime has no erts_internal:map_find/2");
            return map;
        };
        let (arguments, on_failure) = (vec![key, map], OnFailure::NonValue);
        let value = self.op(Op::Bif { bif, arguments, on_failure });
        self.leave_without_match(value, failure);
        value
    }
}

fn literal_map(
    base: Option<&Operand<'_>>,
    operands: &[(Operand<'_>, Operand<'_>)],
) -> Option<Literal> {
    let mut pairs: Vec<(Literal, Literal)> = match base {
        Some(Operand::Literal(Literal::Map(pairs))) => pairs.to_vec(),
        _ => Vec::new(),
    };
    for (key, value) in operands {
        let (Operand::Literal(key), Operand::Literal(value)) = (key, value) else { return None };
        match pairs.iter_mut().find(|(known, _)| is_same(known, key)) {
            Some(found) => found.1 = value.clone(),
            None => pairs.push((key.clone(), value.clone())),
        }
    }
    Some(Literal::Map(pairs.into()))
}
