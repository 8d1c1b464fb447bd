//! What is known of functions of module `erlang`: which only compute, which never fail, which
//! give booleans. What is not listed here may do anything.

use std::collections::HashMap;
use std::sync::LazyLock;

use lfec_base::Symbol;

/// What a function does besides computing its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing, and it never raises.
    Total,
    /// Nothing, but it raises for some arguments.
    Pure,
}

struct Facts {
    effect: Effect,
    boolean: bool,
    guard: bool,
}

/// Names with arity; whether they can raise, whether they give a boolean, whether guards may call
/// them (OTP 25).
const TABLE: &[(&str, Effect, bool, bool)] = &[
    (
        "is_atom/1 is_binary/1 is_bitstring/1 is_boolean/1 is_float/1 is_function/1 is_integer/1 \
         is_list/1 is_map/1 is_number/1 is_pid/1 is_port/1 is_reference/1 is_tuple/1 \
         =:=/2 =/=/2 ==/2 /=/2 </2 >/2 =</2 >=/2",
        Effect::Total,
        true,
        true,
    ),
    ("self/0 node/0", Effect::Total, false, true),
    ("max/2 min/2", Effect::Total, false, false),
    (
        "and/2 or/2 xor/2 not/1 is_function/2 is_map_key/2 is_record/2 is_record/3",
        Effect::Pure,
        true,
        true,
    ),
    (
        "+/1 -/1 +/2 -/2 */2 //2 div/2 rem/2 band/2 bor/2 bxor/2 bnot/1 bsl/2 bsr/2 abs/1 ceil/1 \
         floor/1 round/1 trunc/1 float/1 element/2 hd/1 tl/1 length/1 size/1 tuple_size/1 \
         byte_size/1 bit_size/1 map_get/2 map_size/1 binary_part/2 binary_part/3 node/1",
        Effect::Pure,
        false,
        true,
    ),
    (
        "setelement/3 ++/2 --/2 atom_to_list/1 integer_to_list/1 integer_to_list/2 \
         list_to_integer/1 list_to_tuple/1 tuple_to_list/1 atom_to_binary/1 integer_to_binary/1 \
         binary_to_integer/1 iolist_size/1 append_element/2",
        Effect::Pure,
        false,
        false,
    ),
];

static FACTS: LazyLock<HashMap<(Symbol, usize), Facts>> = LazyLock::new(|| {
    let mut facts = HashMap::new();
    for &(names, effect, boolean, guard) in TABLE {
        for entry in names.split_whitespace() {
            if let Some((name, arity)) = entry.rsplit_once('/')
                && let Ok(arity) = arity.parse()
            {
                facts.insert((Symbol::intern(name), arity), Facts { effect, boolean, guard });
            }
        }
    }
    facts
});

/// Whether a guard may call `erlang:name/arity`.
pub fn is_guard(name: Symbol, arity: usize) -> bool {
    FACTS.get(&(name, arity)).is_some_and(|facts| facts.guard)
}

/// What `erlang:name/arity` does besides computing; `None` if that is not known.
pub fn effect(name: Symbol, arity: usize) -> Option<Effect> {
    FACTS.get(&(name, arity)).map(|facts| facts.effect)
}

/// Whether `erlang:name/arity` neither raises nor has an effect.
pub fn is_total(name: Symbol, arity: usize) -> bool {
    effect(name, arity) == Some(Effect::Total)
}

/// Whether what `erlang:name/arity` gives, if anything, is `true` or `false`.
pub fn is_boolean(name: Symbol, arity: usize) -> bool {
    FACTS.get(&(name, arity)).is_some_and(|facts| facts.boolean)
}

#[cfg(test)]
mod tests {
    use super::{Effect, effect, is_boolean, is_guard, is_total};
    use lfec_base::Symbol;

    #[test]
    fn operators_that_contain_the_separator() {
        assert!(is_total(Symbol::intern("/="), 2) && is_boolean(Symbol::intern("/="), 2));
        assert_eq!(effect(Symbol::intern("/"), 2), Some(Effect::Pure));
        assert_eq!(effect(Symbol::intern("send"), 2), None);
        assert!(is_guard(Symbol::intern("/"), 2) && is_guard(Symbol::intern("self"), 0));
        assert!(is_guard(Symbol::intern("=:="), 2) && !is_guard(Symbol::intern("++"), 2));
    }
}
