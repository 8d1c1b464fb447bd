//! Comprehensions as loops.
//!
//! `[E || P <- L, …]` is a local function that takes the list: an element that matches gives `E`
//! before the result of the call for the tail, one that does not is skipped, `[]` ends, all else
//! is the error `{bad_generator, V}`. A generator within another ends with the outer one's call,
//! so that no list is appended. A binary comprehension has its result so far as second argument.

use lfec_base::Symbol;
use lfec_core::ir::{
    Anno, BitKind, BitSegment, Clause, Definition, Endian, Expr, ExprKind, FunctionName, Literal,
    Pattern, PatternKind,
};

use crate::build::{
    Bindings, Builder, apply, clause, cons, error, fun, generated, let_in, literal,
    literal_pattern, match_fail, var, var_pattern,
};

/// What stands to the right of `||`, in order. Later ones are in scope of the variables of the
/// patterns of those before.
#[derive(Debug)]
pub enum Qualifier {
    /// `pattern when guard <- source`
    List {
        /// Annotation of the generator.
        anno: Anno,
        /// Pattern of an element.
        pattern: Pattern,
        /// Guard.
        guard: Expr,
        /// What gives the list.
        source: Expr,
    },
    /// `<<segments>> when guard <= source`; no segment has the size `'all'`.
    Binary {
        /// Annotation of the generator.
        anno: Anno,
        /// Pattern of an element.
        segments: Vec<BitSegment<Pattern>>,
        /// Guard.
        guard: Expr,
        /// What gives the bit string.
        source: Expr,
    },
    /// A guard: what it does not take is skipped.
    Guard(Expr),
    /// An expression; a value that is no boolean is the error `{bad_filter, V}`.
    Filter(Anno, Expr),
}

/// How a loop goes on when its source is at its end.
#[derive(Clone, Copy)]
enum End {
    /// With the result so far, or `[]`.
    Result,
    /// By the call of the loop around it with the rest of that one's source.
    Next(FunctionName, Symbol),
}

/// `[body || qualifiers]`
pub fn list_comprehension(builder: &mut Builder, qualifiers: Vec<Qualifier>, body: Expr) -> Expr {
    let rest = Rest { qualifiers: qualifiers.into_iter(), body };
    Maker { builder }.comprehension(rest, Place { so_far: None, end: End::Result })
}

/// `<< body || qualifiers >>`; the body gives a bit string.
pub fn binary_comprehension(builder: &mut Builder, qualifiers: Vec<Qualifier>, body: Expr) -> Expr {
    let start = builder.fresh();
    let rest = Rest { qualifiers: qualifiers.into_iter(), body };
    let place = Place { so_far: Some(start), end: End::Result };
    let result = Maker { builder }.comprehension(rest, place);
    let_in(start, literal(Literal::Binary([].into(), 8)), result)
}

/// What is still to be translated.
struct Rest {
    qualifiers: std::vec::IntoIter<Qualifier>,
    body: Expr,
}

/// Where it will stand.
#[derive(Clone, Copy)]
struct Place {
    /// The result so far of a binary comprehension.
    so_far: Option<Symbol>,
    end: End,
}

impl Place {
    /// What follows without a value of the body.
    fn ended(self) -> Expr {
        match (self.end, self.so_far) {
            (End::Result, None) => literal(Literal::Nil),
            (End::Result, Some(so_far)) => var(so_far),
            (End::Next(function, rest), so_far) => {
                let arguments = std::iter::once(rest).chain(so_far).map(var).collect();
                apply(generated(), function, arguments)
            }
        }
    }
}

struct Maker<'b> {
    builder: &'b mut Builder,
}

impl Maker<'_> {
    /// The value of what is left, before that of the place's end.
    fn comprehension(&mut self, mut rest: Rest, place: Place) -> Expr {
        match rest.qualifiers.next() {
            None => self.element(rest.body, place),
            Some(Qualifier::Guard(guard)) => {
                let found = self.comprehension(rest, place);
                let clauses = vec![
                    Clause { guard, ..clause(Vec::new(), found) },
                    clause(Vec::new(), place.ended()),
                ];
                let nothing = Expr::new(ExprKind::Values(Vec::new()));
                Expr::new(ExprKind::Case(Box::new(nothing), clauses))
            }
            Some(Qualifier::Filter(anno, test)) => {
                let found = self.comprehension(rest, place);
                let error = |value| match_fail(anno.clone(), "bad_filter", vec![value]);
                self.builder.branch(anno.clone(), test, found, place.ended(), error)
            }
            Some(Qualifier::List { anno, pattern, guard, source }) => {
                self.repeat(anno, "lc", place, source, |maker, this| {
                    maker.list_clauses(pattern, guard, rest, this)
                })
            }
            Some(Qualifier::Binary { anno, segments, guard, source }) => {
                self.repeat(anno, "bc", place, source, |maker, this| {
                    maker.binary_clauses(segments, guard, rest, this)
                })
            }
        }
    }

    /// The body's value, then what follows.
    fn element(&mut self, body: Expr, place: Place) -> Expr {
        let mut bindings = Bindings::new();
        let Some(so_far) = place.so_far else {
            let head = self.builder.simple(body, &mut bindings);
            let tail = self.builder.simple(place.ended(), &mut bindings);
            return bindings.wrap(cons(head, tail));
        };
        let longer = append(self.builder, so_far, body);
        if let End::Result = place.end {
            return longer;
        }
        let name = self.builder.fresh();
        bindings.push(name, longer);
        bindings.wrap(Place { so_far: Some(name), ..place }.ended())
    }

    /// A local function of the source, and its call.
    fn repeat(
        &mut self,
        anno: Anno,
        name: &str,
        place: Place,
        source: Expr,
        clauses: impl FnOnce(&mut Self, Loop) -> Vec<Clause>,
    ) -> Expr {
        let function = self.builder.function(name, 1 + usize::from(place.so_far.is_some()));
        let parameter = self.builder.fresh();
        let so_far = place.so_far.map(|_| self.builder.fresh());
        let this = Loop { function, so_far, ended: Place { so_far, ..place }.ended() };
        let mut clauses = clauses(self, this);
        let error = |value| error(anno.clone(), "bad_generator", var(value));
        clauses.push(self.builder.otherwise(error));
        let body = Expr::new(ExprKind::Case(Box::new(var(parameter)), clauses));
        let parameters = std::iter::once(parameter).chain(so_far).collect();
        let definition = Definition { name: function, function: fun(anno, parameters, body) };
        let mut bindings = Bindings::new();
        let source = self.builder.simple(source, &mut bindings);
        let arguments = std::iter::once(source).chain(place.so_far.map(var)).collect();
        let start = bindings.wrap(apply(generated(), function, arguments));
        let mut whole = Expr::new(ExprKind::LetRec(vec![definition], Box::new(start)));
        whole.anno.terms.push(Literal::atom("list_comprehension"));
        whole
    }

    fn list_clauses(
        &mut self,
        pattern: Pattern,
        guard: Expr,
        rest: Rest,
        this: Loop,
    ) -> Vec<Clause> {
        let takes_all = pattern.as_variable().is_some() && guard.is_atom("true");
        let tail = self.builder.fresh();
        let found = self.comprehension(rest, this.next(tail));
        let mut clauses =
            vec![Clause { guard, ..clause(vec![cons_pattern(pattern, tail)], found) }];
        if !takes_all {
            let (head, tail) = (self.builder.fresh(), self.builder.fresh());
            let skip = cons_pattern(var_pattern(head), tail);
            let skipped = clause(vec![skip], this.next(tail).ended());
            clauses.push(Clause { anno: generated(), ..skipped });
        }
        clauses.push(clause(vec![literal_pattern(Literal::Nil)], this.ended));
        clauses
    }

    fn binary_clauses(
        &mut self,
        segments: Vec<BitSegment<Pattern>>,
        guard: Expr,
        rest: Rest,
        this: Loop,
    ) -> Vec<Clause> {
        let all_variables = segments.iter().all(|segment| segment.value.as_variable().is_some());
        let takes_all = all_variables && guard.is_atom("true");
        let skip = self.skip(&segments);
        let tail = self.builder.fresh();
        let found = self.comprehension(rest, this.next(tail));
        let mut clauses = vec![Clause { guard, ..clause(vec![with_rest(segments, tail)], found) }];
        if !takes_all {
            let tail = self.builder.fresh();
            let skipped = clause(vec![with_rest(skip, tail)], this.next(tail).ended());
            clauses.push(Clause { anno: generated(), ..skipped });
        }
        let remains = self.builder.fresh();
        clauses.push(clause(vec![with_rest(Vec::new(), remains)], this.ended));
        clauses
    }

    /// The pattern of an element of the same size, whatever its values are.
    fn skip(&mut self, segments: &[BitSegment<Pattern>]) -> Vec<BitSegment<Pattern>> {
        let mut renamed: Vec<(Symbol, Symbol)> = Vec::new();
        let mut skipped = Vec::new();
        for segment in segments {
            let name = self.builder.fresh();
            let mut skip = segment.with_value(var_pattern(name));
            if let Some(size) = skip.size.as_variable()
                && let Some((_, new)) = renamed.iter().find(|(old, _)| *old == size)
            {
                skip.size = var(*new);
            }
            segment.value.each_variable(&mut |old| renamed.push((old, name)));
            skipped.push(skip);
        }
        skipped
    }
}

/// The function of a generator.
struct Loop {
    function: FunctionName,
    so_far: Option<Symbol>,
    /// What it gives at the end of its source.
    ended: Expr,
}

impl Loop {
    /// The place where what follows is the call for the rest of the source.
    fn next(&self, rest: Symbol) -> Place {
        Place { so_far: self.so_far, end: End::Next(self.function, rest) }
    }
}

fn cons_pattern(head: Pattern, tail: Symbol) -> Pattern {
    Pattern::new(PatternKind::Cons(Box::new(head), Box::new(var_pattern(tail))))
}

/// `<<segments…, rest/bits>>`
fn with_rest(mut segments: Vec<BitSegment<Pattern>>, rest: Symbol) -> Pattern {
    segments.push(all_bits(var_pattern(rest)));
    Pattern::new(PatternKind::Binary(segments))
}

/// The segment that is all the bits of a value, or all that are left.
pub fn all_bits<T>(value: T) -> BitSegment<T> {
    let (size, kind, endian) = (Expr::atom("all"), BitKind::Binary, Endian::Big);
    BitSegment { value, size, unit: 1, kind, signed: false, endian }
}

/// `<<so_far/bits, body/bits>>`; the segments of a `body` that constructs a bit string are taken
/// over, so that it is not made twice.
fn append(builder: &mut Builder, so_far: Symbol, body: Expr) -> Expr {
    match body.kind {
        ExprKind::Let(names, value, inner) => {
            let inner = append(builder, so_far, *inner);
            Expr { anno: body.anno, kind: ExprKind::Let(names, value, Box::new(inner)) }
        }
        ExprKind::Binary(mut segments) => {
            segments.insert(0, all_bits(var(so_far)));
            Expr { anno: body.anno, kind: ExprKind::Binary(segments) }
        }
        kind => {
            let body = Expr { anno: body.anno.clone(), kind };
            let mut bindings = Bindings::new();
            let value = builder.simple(body, &mut bindings);
            let segments = vec![all_bits(var(so_far)), all_bits(value)];
            bindings.wrap(Expr::new(ExprKind::Binary(segments)))
        }
    }
}
