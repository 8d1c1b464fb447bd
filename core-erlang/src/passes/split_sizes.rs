//! Sizes that are variables of the same pattern, for `erlc`, which knows only variables bound
//! outside of a clause. Not part of the recipe: [`crate::write`] uses it.
//!
//! ```text
//! case X of
//!   <#{#<N>(8,…),#<B>(N,…)}#> when G -> E
//!   others
//! =>
//! letrec 'next$^1'/0 = fun () -> case X of others          (annotated letrec_goto)
//! in case X of
//!   <#{#<N>(8,…),#<R>('all',1,'binary',…)}#> when 'true' -> case R of
//!       <#{#<B>(N,…)}#> when G -> E
//!       <_> when 'true' -> apply 'next$^1'/0()
//!   <_> when 'true' -> apply 'next$^1'/0()
//! ```

use lfec_base::Symbol;

use super::{each_definition, lower_receive};
use crate::ir::{
    Anno, BitKind, BitSegment, Clause, Definition, Endian, Expr, ExprKind, Fun, FunctionName,
    Literal, Module, Pattern, PatternKind,
};
use crate::rename::Names;

/// Whether a module has such a size.
pub(crate) fn is_needed(module: &Module) -> bool {
    fn inside(expr: &Expr) -> bool {
        let here = match &expr.kind {
            ExprKind::Case(_, clauses) | ExprKind::Receive(clauses, ..) => {
                clauses.iter().any(has_inner_size)
            }
            _ => false,
        };
        let mut found = here;
        expr.each_child(&mut |child| found = found || inside(child));
        found
    }
    module.definitions.iter().any(|definition| inside(&definition.function.body))
}

/// Splits every such pattern. `receive` is lowered.
pub(crate) fn run(module: &mut Module) {
    lower_receive::run(module);
    each_definition(module, |definition, names| expr(&mut definition.function.body, names));
}

fn expr(place: &mut Expr, names: &mut Names) {
    place.each_child_mut(&mut |child| expr(child, names));
    if let ExprKind::Case(_, clauses) = &place.kind
        && clauses.iter().any(has_inner_size)
    {
        let Expr { anno, kind } = place.take();
        if let ExprKind::Case(argument, clauses) = kind {
            *place = simple_argument(anno, *argument, clauses, names);
        }
    }
}

/// Whether a size of a clause's pattern is a variable of its patterns.
fn has_inner_size(clause: &Clause) -> bool {
    let variables = clause.variables();
    clause.patterns.iter().any(|pattern| inner_size(pattern, &variables))
}

fn inner_size(pattern: &Pattern, variables: &[Symbol]) -> bool {
    if let PatternKind::Binary(segments) = &pattern.kind {
        return first_inner(segments, variables).is_some();
    }
    let mut found = false;
    pattern.each_child(&mut |child| found = found || inner_size(child, variables));
    found
}

/// The first segment whose size is one of the variables.
fn first_inner(segments: &[BitSegment<Pattern>], variables: &[Symbol]) -> Option<usize> {
    let is_inner = |segment: &BitSegment<Pattern>| {
        segment.size.as_variable().is_some_and(|size| variables.contains(&size))
    };
    segments.iter().position(is_inner)
}

/// Binds what the case is about, which is looked at several times.
fn simple_argument(anno: Anno, argument: Expr, clauses: Vec<Clause>, names: &mut Names) -> Expr {
    if let ExprKind::Values(items) = &argument.kind
        && items.iter().all(Expr::is_simple)
    {
        return split(anno, &argument, clauses, names);
    }
    if argument.is_simple() {
        return split(anno, &argument, clauses, names);
    }
    let count = clauses.first().map_or(1, |clause| clause.patterns.len());
    let variables: Vec<Symbol> = (0..count).map(|_| names.fresh()).collect();
    let values = variables.iter().map(|name| Expr::new(ExprKind::Var(*name))).collect();
    let values = Expr::new(ExprKind::Values(values));
    let body = split(anno, &values, clauses, names);
    Expr::new(ExprKind::Let(variables, Box::new(argument), Box::new(body)))
}

/// A case on simple arguments.
fn split(anno: Anno, argument: &Expr, mut clauses: Vec<Clause>, names: &mut Names) -> Expr {
    if clauses.is_empty() {
        let kind = Expr::atom("case_clause");
        let reason = match argument.kind {
            ExprKind::Values(_) => kind,
            _ => Expr::new(ExprKind::Tuple(vec![kind, argument.clone()])),
        };
        let fails = ExprKind::PrimOp(Symbol::intern("match_fail"), vec![reason]);
        return Expr::with_anno(anno, fails);
    }
    let Some(first) = clauses.iter().position(has_inner_size) else {
        return Expr::with_anno(anno, ExprKind::Case(Box::new(argument.clone()), clauses));
    };
    let others = clauses.split_off(first + 1);
    let Some(mut clause) = clauses.pop() else { return argument.clone() };
    let next = names.function(FunctionName { name: Symbol::intern("next"), arity: 0 });
    let values = clause.patterns.len();
    split_clause(&mut clause, next, names);
    clauses.push(clause);
    clauses.push(go_on(next, values, names));
    let case = Expr::with_anno(anno.clone(), ExprKind::Case(Box::new(argument.clone()), clauses));
    let body = Box::new(split(anno, argument, others, names));
    let function = Fun { anno: Anno::default(), parameters: Vec::new(), body };
    let definitions = vec![Definition { name: next, function }];
    let goto = Anno { terms: vec![Literal::atom("letrec_goto")], ..Anno::default() };
    Expr::with_anno(goto, ExprKind::LetRec(definitions, Box::new(case)))
}

/// Takes the segments from the first such size on out of a clause's pattern.
fn split_clause(clause: &mut Clause, next: FunctionName, names: &mut Names) {
    let variables = clause.variables();
    let rest = names.fresh();
    let mut taken = None;
    for pattern in &mut clause.patterns {
        take_segments(pattern, &variables, rest, &mut taken);
    }
    let Some(taken) = taken else { return };
    let pattern = Pattern::new(PatternKind::Binary(taken));
    let guard = clause.guard.replace(Expr::atom("true"));
    let inner = Clause {
        anno: clause.anno.clone(),
        patterns: vec![pattern],
        guard,
        body: clause.body.take(),
    };
    let mut inner = vec![inner, go_on(next, 1, names)];
    // Further sizes of the same pattern.
    if let Some(first) = inner.first_mut()
        && has_inner_size(first)
    {
        split_clause(first, next, names);
    }
    let argument = Box::new(Expr::new(ExprKind::Var(rest)));
    clause.body = Expr::new(ExprKind::Case(argument, inner));
    if has_inner_size(clause) {
        split_clause(clause, next, names);
    }
}

fn take_segments(
    pattern: &mut Pattern,
    variables: &[Symbol],
    rest: Symbol,
    taken: &mut Option<Vec<BitSegment<Pattern>>>,
) {
    if taken.is_some() {
        return;
    }
    let PatternKind::Binary(segments) = &mut pattern.kind else {
        pattern.each_child_mut(&mut |child| take_segments(child, variables, rest, taken));
        return;
    };
    let Some(at) = first_inner(segments, variables) else { return };
    *taken = Some(segments.split_off(at));
    segments.push(BitSegment {
        value: Pattern::new(PatternKind::Var(rest)),
        size: Expr::atom("all"),
        unit: 1,
        kind: BitKind::Binary,
        signed: false,
        endian: Endian::Big,
    });
}

/// The clause that takes all and goes on with the clauses that follow.
fn go_on(next: FunctionName, values: usize, names: &mut Names) -> Clause {
    let callee = Box::new(Expr::new(ExprKind::FunctionName(next)));
    let patterns = (0..values).map(|_| Pattern::new(PatternKind::Var(names.fresh()))).collect();
    let body = Expr::new(ExprKind::Apply(callee, Vec::new()));
    Clause { anno: Anno::default(), patterns, guard: Expr::atom("true"), body }
}
