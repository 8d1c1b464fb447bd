//! Comprehensions of Erlang.
//!
//! The loops are those of [`crate::comprehension`]; made here because Erlang's qualifiers need
//! more: filters bind variables, generators can be strict or go through several sources at once,
//! patterns compute sizes. A map comprehension is `maps:from_list` of a list comprehension, a map
//! generator goes through `maps:to_list`.

use lfec_base::Symbol;
use lfec_core::ir::{
    Anno, BitSegment, Clause, Definition, Expr, ExprKind, FunctionName, Literal, Pattern,
    PatternKind,
};
use lfec_erl::ast::{self, ExprKind as Ast, Generator, GeneratorKind, Qualifier, Template};
use lfec_erl::guards::is_guard;

use super::binary::rest_segment;
use super::clauses::Branch;
use super::function::{Steps, Translator};
use super::pattern::Matched;
use crate::build::{
    apply, call, clause, cons, erlang_call, error, fun, generated, literal, literal_pattern,
    match_fail, tuple, var, var_pattern,
};
use crate::comprehension::all_bits;
use lfec_erl::uses::Pending;

/// How a loop goes on when its sources are at their ends.
#[derive(Clone)]
enum End {
    /// With the result so far, or `[]`.
    Result,
    /// By the call of the loop around it with the rests of that one's sources.
    Next(FunctionName, Vec<Symbol>),
}

/// Where a part of a comprehension stands.
#[derive(Clone)]
struct Place {
    /// The result so far of a binary comprehension.
    so_far: Option<Expr>,
    end: End,
}

impl Place {
    /// What follows without an element.
    fn ended(&self) -> Expr {
        match (&self.end, &self.so_far) {
            (End::Result, None) => literal(Literal::Nil),
            (End::Result, Some(so_far)) => so_far.clone(),
            (End::Next(function, rests), so_far) => {
                let rests = rests.iter().map(|rest| var(*rest));
                apply(generated(), *function, rests.chain(so_far.clone()).collect())
            }
        }
    }
}

/// A loop's own function.
struct Loop<'m> {
    generators: Vec<&'m Generator>,
    function: FunctionName,
    parameters: Vec<Symbol>,
    /// Its end, and the result so far in it.
    place: Place,
}

impl Loop<'_> {
    /// The place where the call for these rests follows.
    fn next(&self, rests: Vec<Symbol>) -> Place {
        Place { so_far: self.place.so_far.clone(), end: End::Next(self.function, rests) }
    }
}

impl<'m> Translator<'m> {
    pub fn comprehension(
        &mut self,
        template: &'m Template,
        qualifiers: &'m [Qualifier],
        anno: Anno,
        steps: &mut Steps,
    ) -> Expr {
        let so_far = match template {
            Template::Binary(_) => Some(literal(Literal::Binary([].into(), 8))),
            _ => None,
        };
        let place = Place { so_far, end: End::Result };
        let mark = self.mark();
        let whole = self.inside(steps, |t| t.qualifiers(template, qualifiers, place));
        self.undo(mark);
        if let Template::Map(..) = template {
            let pairs = self.make_simple(whole, steps);
            return call(anno, "maps", "from_list", vec![pairs]);
        }
        whole
    }

    fn qualifiers(
        &mut self,
        template: &'m Template,
        qualifiers: &'m [Qualifier],
        place: Place,
    ) -> Expr {
        let Some((first, rest)) = qualifiers.split_first() else {
            return self.element(template, place);
        };
        match first {
            Qualifier::Filter(test) => self.filter(test, template, rest, place),
            Qualifier::Generator(generator) => self.repeat(vec![generator], template, rest, place),
            Qualifier::Zip(generators) => {
                self.repeat(generators.iter().collect(), template, rest, place)
            }
        }
    }

    fn filter(
        &mut self,
        test: &'m ast::Expr,
        template: &'m Template,
        rest: &'m [Qualifier],
        place: Place,
    ) -> Expr {
        let facts = self.facts;
        if is_guard(test, facts) {
            let test = self.tested(test, &Expr::atom("false"));
            let guard = self.guard(vec![test], &[]);
            let found = self.qualifiers(template, rest, place.clone());
            let clauses = vec![
                Clause { guard, ..clause(Vec::new(), found) },
                clause(Vec::new(), place.ended()),
            ];
            let nothing = Expr::new(ExprKind::Values(Vec::new()));
            return Expr::new(ExprKind::Case(Box::new(nothing), clauses));
        }
        let mut steps = Steps::new();
        let anno = Anno::at(test.span);
        let pending = Pending::Comprehension(template, rest);
        let test = self.before(pending, |t| t.expr(test, &mut steps));
        let found = self.inside(&steps, |t| t.qualifiers(template, rest, place.clone()));
        let failed = |value| match_fail(anno.clone(), "bad_filter", vec![value]);
        let whole = self.builder.branch(anno.clone(), test, found, place.ended(), failed);
        steps.wrap(whole)
    }

    /// An element of the result, then what follows.
    fn element(&mut self, template: &'m Template, place: Place) -> Expr {
        let mut steps = Steps::new();
        let so_far = place.so_far.clone();
        let value = match (template, so_far) {
            (Template::List(expr), _) => self.safe(expr, &mut steps),
            (Template::Map(key, value), _) => {
                tuple(vec![self.safe(key, &mut steps), self.safe(value, &mut steps)])
            }
            (Template::Binary(expr), so_far) => {
                let mut segments: Vec<BitSegment<Expr>> =
                    so_far.map(all_bits).into_iter().collect();
                match &expr.kind {
                    Ast::Binary(elements) => segments.extend(self.segments(elements, &mut steps)),
                    _ => segments.push(all_bits(self.simple(expr, &mut steps))),
                }
                Expr::with_anno(Anno::at(expr.span), ExprKind::Binary(segments))
            }
        };
        if place.so_far.is_none() {
            let tail = self.make_simple(place.ended(), &mut steps);
            return steps.wrap(cons(value, tail));
        }
        if let End::Result = place.end {
            return steps.wrap(value);
        }
        let longer = self.make_simple(value, &mut steps);
        let place = Place { so_far: Some(longer), ..place };
        steps.wrap(place.ended())
    }

    /// A local function of the sources, and its call.
    fn repeat(
        &mut self,
        generators: Vec<&'m Generator>,
        template: &'m Template,
        rest: &'m [Qualifier],
        place: Place,
    ) -> Expr {
        let mut steps = Steps::new();
        let mut arguments = Vec::with_capacity(generators.len() + 1);
        for generator in &generators {
            arguments.push(self.source(generator, &mut steps));
        }
        let span = generators.first().map_or(lfec_base::Span::NONE, |g| g.span);
        let has_result = place.so_far.is_some();
        let name = if has_result { "lbc" } else { "lc" };
        let arity = generators.len() + usize::from(has_result);
        let function = self.builder.function(name, arity);
        let parameters: Vec<Symbol> = generators.iter().map(|_| self.builder.fresh()).collect();
        let so_far = has_result.then(|| self.builder.fresh());
        arguments.extend(place.so_far.clone());
        let inner = Place { so_far: so_far.map(var), end: place.end.clone() };
        let this = Loop { generators, function, parameters, place: inner };
        let body = self.loop_body(&this, template, rest);
        let parameters = this.parameters.iter().copied().chain(so_far).collect();
        let function_body = fun(Anno::at(span), parameters, body);
        let definition = Definition { name: function, function: function_body };
        let start = apply(Anno::at(span), function, arguments);
        let mut whole = Expr::new(ExprKind::LetRec(vec![definition], Box::new(start)));
        whole.anno.terms.push(Literal::atom("list_comprehension"));
        steps.wrap(whole)
    }

    /// The source of a generator; what it binds is seen nowhere else.
    fn source(&mut self, generator: &'m Generator, steps: &mut Steps) -> Expr {
        let mark = self.mark();
        let source = self.simple(&generator.source, steps);
        self.undo(mark);
        if generator.kind != GeneratorKind::Map {
            return source;
        }
        let anno = Anno::at(generator.span);
        let pairs = self.map_pairs(source.clone());
        let failed = error(anno, "bad_generator", source);
        let pairs = self.builder.try_catch(generated(), pairs, |_, _| failed);
        self.make_simple(pairs, steps)
    }

    /// The pairs of a map or an iterator: `maps:to_list(M)` or `maps:fold` that collects them.
    fn map_pairs(&mut self, source: Expr) -> Expr {
        let of_map = call(generated(), "maps", "to_list", vec![source.clone()]);
        let [key, value, before] = [(); 3].map(|()| self.builder.fresh());
        let pair = tuple(vec![var(key), var(value)]);
        let collect = fun(generated(), vec![key, value, before], cons(pair, var(before)));
        let mut steps = Steps::new();
        let collect = self.make_simple(Expr::new(ExprKind::Fun(collect)), &mut steps);
        let arguments = vec![collect, literal(Literal::Nil), source.clone()];
        let reversed = call(generated(), "maps", "fold", arguments);
        let reversed = self.make_simple(reversed, &mut steps);
        let of_iterator = steps.wrap(call(generated(), "lists", "reverse", vec![reversed]));
        let test = erlang_call(generated(), "is_map", vec![source]);
        let clauses = vec![
            Clause { guard: test, ..clause(Vec::new(), of_map) },
            clause(Vec::new(), of_iterator),
        ];
        let nothing = Box::new(Expr::new(ExprKind::Values(Vec::new())));
        Expr::new(ExprKind::Case(nothing, clauses))
    }

    fn loop_body(
        &mut self,
        this: &Loop<'m>,
        template: &'m Template,
        rest: &'m [Qualifier],
    ) -> Expr {
        let mark = self.mark();
        let mut before = Steps::new();
        let mut taken =
            Matched { patterns: vec![], tests: vec![], splits: vec![], undefined: vec![] };
        let (mut takes_all, mut tails) = (true, Vec::new());
        for generator in &this.generators {
            let matched = self.generator_patterns(generator, &mut before);
            takes_all &= matched.tests.is_empty() && is_irrefutable(&matched.patterns);
            let tail = self.builder.fresh();
            take(&mut taken, generator, matched, tail);
            tails.push(tail);
        }
        let guard = self.guard(taken.tests, &[]);
        let mut steps = Steps::new();
        self.define_all(taken.undefined, &mut steps);
        let value = self.qualifiers(template, rest, this.next(tails));
        self.undo(mark);
        let taken = Branch {
            anno: Anno::default(),
            patterns: taken.patterns,
            guard,
            splits: taken.splits,
            steps,
            value,
            bound: Vec::new(),
        };
        let mut branches = vec![taken];
        if !takes_all {
            branches.extend(self.skip_branch(this, &mut before));
        }
        let others = self.end_clauses(this);
        let arguments = this.parameters.iter().map(|name| var(*name)).collect();
        let whole = self.case_of(generated(), arguments, branches, others, &[]);
        before.wrap(whole)
    }

    fn generator_patterns(&mut self, generator: &'m Generator, before: &mut Steps) -> Matched {
        let key = std::slice::from_ref(&generator.pattern);
        let mut matched = self.patterns(key, true, before);
        if let Some(value) = &generator.value_pattern {
            let more = self.patterns(std::slice::from_ref(value), true, before);
            matched.patterns.extend(more.patterns);
            matched.tests.extend(more.tests);
            matched.splits.extend(more.splits);
            matched.undefined.extend(more.undefined);
        }
        let is_binary = matches!(matched.patterns.first(), Some(p) if is_binary(p));
        if generator.kind == GeneratorKind::Binary && !is_binary {
            let span = generator.pattern.span;
            self.error("illegal-pattern", "illegal pattern".to_owned(), span);
            matched.patterns = vec![Pattern::new(PatternKind::Binary(Vec::new()))];
        }
        matched
    }

    /// The clause that passes over elements that do not match.
    fn skip_branch(&mut self, this: &Loop<'m>, before: &mut Steps) -> Option<Branch> {
        let strict_binary = |g: &&Generator| g.strict && g.kind == GeneratorKind::Binary;
        if this.generators.iter().any(strict_binary) {
            return None;
        }
        let mut skipped =
            Matched { patterns: vec![], tests: vec![], splits: vec![], undefined: vec![] };
        let mut tails = Vec::new();
        let mut strict = Vec::new();
        for generator in &this.generators {
            let tail = self.builder.fresh();
            tails.push(tail);
            if generator.kind == GeneratorKind::Binary {
                let matched = self.skip_segments(generator, before);
                take(&mut skipped, generator, matched, tail);
                continue;
            }
            let element = self.builder.fresh();
            skipped.patterns.push(cons_pattern(var_pattern(element), tail));
            if generator.strict {
                strict.push((*generator, element));
            }
        }
        let mut value = this.next(tails).ended();
        for (generator, element) in strict.into_iter().rev() {
            value = self.strict_check(generator, element, value);
        }
        Some(Branch {
            anno: generated(),
            patterns: skipped.patterns,
            guard: Expr::atom("true"),
            splits: skipped.splits,
            steps: Steps::new(),
            value,
            bound: Vec::new(),
        })
    }

    /// The pattern of a binary generator, matching whatever values its segments have.
    fn skip_segments(&mut self, generator: &'m Generator, before: &mut Steps) -> Matched {
        let mark = self.mark();
        let mut matched = self.generator_patterns(generator, before);
        self.undo(mark);
        matched.tests.clear();
        let parts = matched.splits.iter_mut().map(|split| &mut split.segments);
        let whole = matched.patterns.iter_mut().filter_map(|pattern| match &mut pattern.kind {
            PatternKind::Binary(segments) => Some(segments),
            _ => None,
        });
        for segment in whole.chain(parts).flatten() {
            if segment.value.as_variable().is_none() {
                segment.value = var_pattern(self.builder.fresh());
            }
        }
        matched
    }

    /// `body`, unless `element` is what a strict generator's pattern does not match.
    fn strict_check(&mut self, generator: &'m Generator, element: Symbol, body: Expr) -> Expr {
        let mark = self.mark();
        let mut steps = Steps::new();
        let matched = self.generator_patterns(generator, &mut steps);
        self.undo(mark);
        let guard = self.guard(matched.tests, &[]);
        let pattern = element_pattern(generator, matched.patterns);
        let failed = error(Anno::at(generator.span), "badmatch", var(element));
        let taken = Clause { guard, ..clause(vec![pattern], body) };
        let clauses = vec![taken, self.builder.otherwise(|_| failed)];
        steps.wrap(Expr::new(ExprKind::Case(Box::new(var(element)), clauses)))
    }

    /// The clauses for the ends of the sources, and for what is no source.
    fn end_clauses(&mut self, this: &Loop<'m>) -> Vec<Clause> {
        let mut patterns = Vec::with_capacity(this.generators.len());
        for generator in &this.generators {
            patterns.push(match generator.kind {
                GeneratorKind::Binary if generator.strict => {
                    Pattern::new(PatternKind::Binary(Vec::new()))
                }
                GeneratorKind::Binary => {
                    let rest = self.builder.fresh();
                    Pattern::new(PatternKind::Binary(vec![rest_segment(rest)]))
                }
                _ => literal_pattern(Literal::Nil),
            });
        }
        let mut clauses = vec![clause(patterns, this.place.ended())];
        let span = this.generators.first().map_or(lfec_base::Span::NONE, |g| g.span);
        if let [generator] = this.generators[..] {
            if generator.strict && generator.kind == GeneratorKind::Binary {
                let rest = self.builder.fresh();
                let pattern = Pattern::new(PatternKind::Binary(vec![rest_segment(rest)]));
                let failed = error(Anno::at(span), "badmatch", var(rest));
                clauses.push(clause(vec![pattern], failed));
            }
            let failed = |value| error(Anno::at(span), "bad_generator", var(value));
            clauses.push(self.builder.otherwise(failed));
            return clauses;
        }
        let names: Vec<Symbol> = this.generators.iter().map(|_| self.builder.fresh()).collect();
        let sources = tuple(names.iter().map(|name| var(*name)).collect());
        let failed = error(Anno::at(span), "bad_generators", sources);
        let patterns = names.into_iter().map(var_pattern).collect();
        clauses.push(Clause { anno: generated(), ..clause(patterns, failed) });
        clauses
    }
}

/// Adds the pattern of a generator's source: element and rest.
fn take(taken: &mut Matched, generator: &Generator, mut matched: Matched, tail: Symbol) {
    if generator.kind == GeneratorKind::Binary {
        if let Some(split) = matched.splits.last_mut() {
            split.segments.push(rest_segment(tail));
        } else if let Some(first) = matched.patterns.first_mut()
            && let PatternKind::Binary(segments) = &mut first.kind
        {
            segments.push(rest_segment(tail));
        }
        taken.patterns.extend(matched.patterns);
    } else {
        let element = element_pattern(generator, matched.patterns);
        taken.patterns.push(cons_pattern(element, tail));
    }
    taken.tests.extend(matched.tests);
    taken.splits.extend(matched.splits);
    taken.undefined.extend(matched.undefined);
}

/// The pattern of an element: key and value of a map are a pair.
fn element_pattern(generator: &Generator, patterns: Vec<Pattern>) -> Pattern {
    if generator.kind == GeneratorKind::Map {
        return Pattern::new(PatternKind::Tuple(patterns));
    }
    let first = patterns.into_iter().next();
    first.unwrap_or_else(|| literal_pattern(Literal::Nil))
}

fn is_binary(pattern: &Pattern) -> bool {
    matches!(pattern.kind, PatternKind::Binary(_))
}

/// Whether an element matches whatever it is. Keys and values of maps come in pairs.
fn is_irrefutable(patterns: &[Pattern]) -> bool {
    patterns.iter().all(|pattern| pattern.as_variable().is_some())
}

fn cons_pattern(head: Pattern, tail: Symbol) -> Pattern {
    Pattern::new(PatternKind::Cons(Box::new(head), Box::new(var_pattern(tail))))
}
