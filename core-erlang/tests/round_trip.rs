//! Printing a tree and reading the text gives the same tree, annotations aside.

use lfec_base::{FileId, Symbol};
use lfec_core::fold;
use lfec_core::ir::{
    Anno, BitKind, BitSegment, Clause, Definition, Endian, Expr, ExprKind, Fun, FunctionName,
    Literal, MapPair, Module, Pattern, PatternKind, TryExpr,
};
use lfec_core::parse::parse;
use proptest::prelude::*;

fn symbol() -> impl Strategy<Value = Symbol> {
    prop_oneof!["[A-Z][a-z@_0-9]{0,3}", "_[a-z0-9]{1,3}"].prop_map(|name| Symbol::intern(&name))
}

fn atom() -> impl Strategy<Value = Symbol> {
    prop_oneof!["[a-z]{1,4}", "\\PC{0,4}", "['\\\\\n\t \u{1}]{0,3}"]
        .prop_map(|name| Symbol::intern(&name))
}

fn literal() -> impl Strategy<Value = Literal> {
    let leaf = prop_oneof![
        atom().prop_map(Literal::Atom),
        any::<i64>().prop_map(Literal::integer),
        (any::<u64>(), 0u32..300)
            .prop_map(|(n, bits)| Literal::integer(num_bigint::BigInt::from(n) << bits)),
        any::<f64>().prop_filter("finite", |x| x.is_finite()).prop_map(Literal::Float),
        Just(Literal::Nil),
        proptest::collection::vec(0u32..0x11_0000, 0..4)
            .prop_map(|p| Literal::code_points(p.into())),
        (proptest::collection::vec(any::<u8>(), 1..4), 1u8..=8).prop_map(|(mut bytes, bits)| {
            // Bits after the last are zero.
            if let Some(last) = bytes.last_mut() {
                *last = (u16::from(*last) >> (8 - bits) << (8 - bits)) as u8;
            }
            Literal::Binary(bytes.into(), bits)
        }),
        (atom(), atom(), 0usize..256).prop_map(|(m, f, a)| Literal::Fun(m, f, a)),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Literal::tuple),
            (proptest::collection::vec(inner.clone(), 1..4), inner.clone())
                .prop_map(|(items, tail)| Literal::list_with_tail(items, tail)),
            proptest::collection::vec(inner, 0..3).prop_map(|values| {
                let pair = |(i, value)| (Literal::integer(i), value);
                Literal::Map(values.into_iter().enumerate().map(pair).collect())
            }),
        ]
    })
}

fn segment<T: Clone + std::fmt::Debug>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = BitSegment<T>> {
    let kind = prop_oneof![Just(BitKind::Integer), Just(BitKind::Float), Just(BitKind::Binary)];
    let endian = prop_oneof![Just(Endian::Big), Just(Endian::Little), Just(Endian::Native)];
    (value, symbol(), 1u32..=256, kind, any::<bool>(), endian).prop_map(
        |(value, size, unit, kind, signed, endian)| {
            let size = Expr::new(ExprKind::Var(size));
            BitSegment { value, size, unit, kind, signed, endian }
        },
    )
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let matchable = literal().prop_filter("matchable", |value| {
        !format!("{value:?}").contains("Map(") && !format!("{value:?}").contains("Fun(")
    });
    let leaf =
        prop_oneof![symbol().prop_map(PatternKind::Var), matchable.prop_map(PatternKind::Literal)]
            .prop_map(Pattern::new);
    leaf.prop_recursive(3, 12, 3, |inner| {
        let one = inner.clone();
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3)
                .prop_map(|items| Pattern::new(fold::tuple_pattern(items))),
            (inner.clone(), inner.clone())
                .prop_map(|(head, tail)| fold::list_pattern(vec![head], tail)),
            (symbol(), inner.clone()).prop_map(|(name, inner)| {
                Pattern::new(PatternKind::Alias(name, Box::new(inner)))
            }),
            proptest::collection::vec((literal(), inner), 0..3).prop_map(|pairs| {
                let key = |value| Expr::new(ExprKind::Literal(value));
                let pairs = pairs.into_iter().map(|(k, v)| (key(k), v)).collect();
                Pattern::new(PatternKind::Map(pairs))
            }),
            proptest::collection::vec(segment(one), 1..3)
                .prop_map(|segments| Pattern::new(fold::binary_pattern(segments))),
        ]
    })
}

fn names() -> impl Strategy<Value = Vec<Symbol>> {
    proptest::collection::vec(symbol(), 0..3)
}

fn clauses(body: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Vec<Clause>> {
    let clause = (proptest::collection::vec(pattern(), 0..3), body.clone(), body).prop_map(
        |(patterns, guard, body)| Clause { anno: Anno::default(), patterns, guard, body },
    );
    proptest::collection::vec(clause, 1..3)
}

fn function(body: impl Strategy<Value = Expr>) -> impl Strategy<Value = Definition> {
    (atom(), names(), body).prop_map(|(name, parameters, body)| {
        let name = FunctionName { name, arity: parameters.len() };
        let function = Fun { anno: Anno::default(), parameters, body: Box::new(body) };
        Definition { name, function }
    })
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        symbol().prop_map(ExprKind::Var),
        literal().prop_map(ExprKind::Literal),
        (atom(), 0usize..9)
            .prop_map(|(name, arity)| ExprKind::FunctionName(FunctionName { name, arity })),
    ]
    .prop_map(Expr::new);
    leaf.prop_recursive(6, 128, 3, |inner| {
        let many = proptest::collection::vec(inner.clone(), 0..3);
        let boxed = inner.clone().prop_map(Box::new);
        let pairs = (any::<bool>(), symbol(), inner.clone()).prop_map(|(exact, key, value)| {
            MapPair { exact, key: Expr::new(ExprKind::Var(key)), value }
        });
        let kinds = prop_oneof![
            many.clone().prop_map(fold::tuple),
            many.clone().prop_map(ExprKind::Values),
            (proptest::option::of(symbol()), proptest::collection::vec(pairs, 1..3)).prop_map(
                |(base, pairs)| {
                    ExprKind::Map(base.map(|b| Box::new(Expr::new(ExprKind::Var(b)))), pairs)
                }
            ),
            proptest::collection::vec(segment(inner.clone()), 1..3).prop_map(fold::binary),
            function(inner.clone()).prop_map(|definition| ExprKind::Fun(definition.function)),
            (names(), boxed.clone(), boxed.clone()).prop_map(|(n, a, b)| ExprKind::Let(n, a, b)),
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| ExprKind::Seq(a, b)),
            (proptest::collection::vec(function(inner.clone()), 1..3), boxed.clone())
                .prop_map(|(definitions, body)| ExprKind::LetRec(definitions, body)),
            (boxed.clone(), many.clone()).prop_map(|(f, a)| ExprKind::Apply(f, a)),
            (boxed.clone(), boxed.clone(), many.clone())
                .prop_map(|(m, f, a)| ExprKind::Call(m, f, a)),
            (atom(), many).prop_map(|(name, a)| ExprKind::PrimOp(name, a)),
            (boxed.clone(), clauses(inner.clone())).prop_map(|(a, c)| ExprKind::Case(a, c)),
            (clauses(inner.clone()), boxed.clone(), boxed.clone())
                .prop_map(|(c, t, a)| ExprKind::Receive(c, t, a)),
            (inner.clone(), names(), inner.clone(), inner.clone()).prop_map(
                |(argument, variables, body, handler)| {
                    let exception_variables = ["C", "R", "S"].map(Symbol::intern).to_vec();
                    let parts = TryExpr { argument, variables, body, exception_variables, handler };
                    ExprKind::Try(Box::new(parts))
                }
            ),
            boxed.prop_map(ExprKind::Catch),
        ];
        prop_oneof![
            kinds.prop_map(Expr::new),
            (inner.clone(), inner).prop_map(|(head, tail)| fold::list(vec![head], tail)),
        ]
    })
}

/// Takes the annotations off.
fn strip(expr: &mut Expr) {
    expr.anno = Anno::default();
    match &mut expr.kind {
        ExprKind::Fun(fun) => fun.anno = Anno::default(),
        ExprKind::LetRec(definitions, _) => {
            definitions.iter_mut().for_each(|d| d.function.anno = Anno::default());
        }
        ExprKind::Case(_, clauses) | ExprKind::Receive(clauses, ..) => {
            for clause in clauses {
                clause.anno = Anno::default();
                clause.patterns.iter_mut().for_each(strip_pattern);
            }
        }
        _ => {}
    }
    expr.each_child_mut(&mut strip);
}

fn strip_pattern(pattern: &mut Pattern) {
    pattern.anno = Anno::default();
    pattern.each_child_mut(&mut strip_pattern);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_what_was_printed_gives_the_same_tree(body in expr(), name in atom()) {
        let function_name = FunctionName { name, arity: 0 };
        let function = Fun { anno: Anno::default(), parameters: Vec::new(), body: Box::new(body) };
        let module = Module {
            name,
            exports: vec![function_name],
            attributes: vec![(name, Literal::list(vec![Literal::Atom(name)]))],
            definitions: vec![Definition { name: function_name, function }],
        };
        // As `Display` prints it: without the changes that `erlc` needs.
        let text = module.to_string();
        let mut read = parse(FileId(0), &text).map_err(|error| {
            TestCaseError::fail(format!("{error:?}\n{text}"))
        })?;
        for definition in &mut read.definitions {
            definition.function.anno = Anno::default();
            strip(&mut definition.function.body);
        }
        prop_assert_eq!(&read, &module, "{}", text);
    }
}
