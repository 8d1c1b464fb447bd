//! Patterns to decisions.
//!
//! Rows of patterns are compiled as in Wadler, "Efficient compilation of pattern matching" (1987):
//! a run of rows that test the same value is turned into one test with a branch for each
//! constructor; where a run fails, the rows after it go on. Each row comes up once, so the code is
//! linear in the patterns, and a row's variables are bound when its pattern is taken apart.
//! Differs in the choice of the column: the one with the longest run.

use std::collections::{HashMap, VecDeque};

use lfec_base::Symbol;
use lfec_core::ir::{BitSegment, Clause, Expr, Literal, Pattern, PatternKind};

use super::{Builder, Dest, Operand, case, small};
use crate::flow::{Terminator, to};
use crate::ir::{Block, Comparison, Constant, Op, Test, Value};
use crate::tables::is_same;

/// Lists of constants at most this long are matched element by element.
const SHORT_LIST: usize = 2;

/// What is left to match at a value.
#[derive(Clone, Debug)]
pub(super) enum Pat<'m> {
    /// A pattern of the tree.
    Tree(&'m Pattern),
    /// A constant, or a part of one.
    Constant(Literal),
    /// Keys and values of a map; the value is known to be one.
    Keys(Vec<&'m (Expr, Pattern)>),
    /// Segments of a binary; the value is a position, see [`super::bits`].
    Segments(&'m [BitSegment<Pattern>]),
}

/// A clause, as far as it is not matched yet.
#[derive(Debug)]
pub(super) struct Row<'m> {
    patterns: Vec<(Value, Pat<'m>)>,
    clause: &'m Clause,
}

/// What a pattern tests first.
#[derive(Clone, Debug)]
enum Head<'m> {
    Constant(Constant),
    Cons,
    Tuple(usize),
    Literal(Literal),
    Map,
    Key(&'m Expr),
    Binary,
    Segment(&'m BitSegment<Pattern>),
    End,
}

/// A constructor and the rows that have it.
type Group<'m> = (Head<'m>, VecDeque<Row<'m>>);

impl<'m> Builder<'m, '_> {
    /// Matches values against clauses; their bodies' values go to `dest`.
    pub(super) fn match_clauses(
        &mut self,
        operands: Vec<Operand<'m>>,
        clauses: &'m [Clause],
        dest: &Dest,
    ) {
        let values = self.terms(operands.clone());
        let mut rows = VecDeque::with_capacity(clauses.len());
        for clause in clauses {
            let mut patterns = Vec::new();
            for ((pattern, value), operand) in clause.patterns.iter().zip(&values).zip(&operands) {
                self.simplify_operand(pattern, *value, operand, &mut patterns);
            }
            rows.push_back(Row { patterns, clause });
        }
        let no_match = self.flow.block();
        let line = self.line;
        self.match_rows(rows, no_match, dest);
        self.line = line;
        self.enter(no_match);
        self.no_clause(values);
    }

    /// As [`Builder::simplify`], for a value that may be a constant.
    fn simplify_operand(
        &mut self,
        pattern: &'m Pattern,
        value: Value,
        operand: &Operand<'m>,
        rest: &mut Vec<(Value, Pat<'m>)>,
    ) {
        match (&pattern.kind, operand) {
            (PatternKind::Var(name), Operand::Literal(_)) => {
                self.variables.insert(*name, operand.clone());
            }
            _ => self.simplify(value, Pat::Tree(pattern), rest),
        }
    }

    /// Binds the variables at the root of a pattern; what must be tested goes to `rest`.
    fn simplify(&mut self, value: Value, mut pat: Pat<'m>, rest: &mut Vec<(Value, Pat<'m>)>) {
        loop {
            match pat {
                Pat::Tree(Pattern { kind: PatternKind::Var(name), .. }) => {
                    self.variables.insert(*name, Operand::Value(value));
                    return;
                }
                Pat::Tree(Pattern { kind: PatternKind::Alias(name, inner), .. }) => {
                    self.variables.insert(*name, Operand::Value(value));
                    pat = Pat::Tree(inner);
                }
                Pat::Tree(Pattern { kind: PatternKind::Literal(literal), .. }) => {
                    pat = Pat::Constant(literal.clone());
                }
                Pat::Keys(keys) if keys.is_empty() => return,
                _ => return rest.push((value, pat)),
            }
        }
    }

    /// Lowers rows; what none of them takes goes to `failure`. Ends the current block.
    fn match_rows(&mut self, mut rows: VecDeque<Row<'m>>, failure: Block, dest: &Dest) {
        let line = self.line;
        loop {
            let Some(first) = rows.front() else {
                return self.jump(failure, Vec::new());
            };
            let rest = if first.patterns.is_empty() {
                match self.take_row(&mut rows, failure, dest) {
                    Some(rest) => rest,
                    None => return,
                }
            } else {
                let column = choose_column(&rows);
                let length = run_length(&rows, column);
                let after = rows.split_off(length);
                let rest = if after.is_empty() { failure } else { self.flow.block() };
                self.match_column(rows, column, rest, dest);
                rows = after;
                rest
            };
            if rows.is_empty() {
                return;
            }
            self.line = line;
            self.enter(rest);
        }
    }

    /// The first row has matched but for its guard. Gives the block where the others go on.
    fn take_row(
        &mut self,
        rows: &mut VecDeque<Row<'m>>,
        failure: Block,
        dest: &Dest,
    ) -> Option<Block> {
        let row = rows.pop_front()?;
        self.at(&row.clause.anno);
        let always = case::is_true(&row.clause.guard);
        let rest = if rows.is_empty() || always { failure } else { self.flow.block() };
        self.guard(row.clause, rest);
        self.lower(&row.clause.body, dest);
        (!always).then_some(rest)
    }

    /// Rows that all test the value `column`.
    fn match_column(
        &mut self,
        rows: VecDeque<Row<'m>>,
        column: Value,
        failure: Block,
        dest: &Dest,
    ) {
        let (constants, mut others) = group(rows, column);
        let line = self.line;
        // Lists are cons cells more often than not: tested before `[]`.
        let cons = others.iter().position(|(head, _)| matches!(head, Head::Cons));
        if let Some(cons) = cons.and_then(|at| others.remove(at)) {
            let last = others.is_empty() && constants.is_empty();
            self.match_group(cons, column, last, failure, dest);
        }
        self.line = line;
        if !constants.is_empty() {
            let last = others.is_empty();
            self.match_constants(constants, column, last, failure, dest);
        }
        while let Some(group) = others.pop_front() {
            self.line = line;
            self.match_group(group, column, others.is_empty(), failure, dest);
        }
    }

    /// A switch; if it is not the `last` test, control goes on where no constant is met.
    fn match_constants(
        &mut self,
        groups: Vec<Group<'m>>,
        column: Value,
        last: bool,
        failure: Block,
        dest: &Dest,
    ) {
        let otherwise = if last { failure } else { self.flow.block() };
        let blocks: Vec<Block> = groups.iter().map(|_| self.flow.block()).collect();
        let constant = |(head, _): &Group<'m>| match head {
            Head::Constant(constant) => Some(*constant),
            _ => None,
        };
        let cases = groups.iter().filter_map(constant).zip(blocks.iter().map(|b| to(*b)));
        let cases = cases.collect();
        self.terminate(Terminator::Switch { value: column, cases, otherwise: to(otherwise) });
        let line = self.line;
        for ((_, mut rows), block) in groups.into_iter().zip(blocks) {
            self.line = line;
            self.enter(block);
            rows.iter_mut().for_each(|row| drop(take_pattern(row, column)));
            self.match_rows(rows, failure, dest);
        }
        self.enter(otherwise);
    }

    /// A test with two outcomes; if it is not the `last`, control goes on where it fails.
    fn match_group(
        &mut self,
        group: Group<'m>,
        column: Value,
        last: bool,
        failure: Block,
        dest: &Dest,
    ) {
        let (head, rows) = group;
        let otherwise = if last { failure } else { self.flow.block() };
        match head {
            Head::Cons => {
                self.test(Test::IsCons, column, otherwise);
                self.match_parts(rows, column, 2, failure, dest);
            }
            Head::Tuple(size) => {
                self.test(Test::IsTupleOf(size as u32), column, otherwise);
                self.match_parts(rows, column, size, failure, dest);
            }
            Head::Literal(literal) => {
                let value = self.constant(&literal);
                let same = self.op(Op::Compare(Comparison::Exact, column, value));
                self.require(same, otherwise);
                let mut rows = rows;
                rows.iter_mut().for_each(|row| drop(take_pattern(row, column)));
                self.match_rows(rows, failure, dest);
            }
            Head::Map => {
                self.test(Test::IsMap, column, otherwise);
                self.match_inside(rows, column, failure, dest, |builder, value, pat, rest| {
                    if let Pat::Tree(Pattern { kind: PatternKind::Map(pairs), .. }) = pat {
                        builder.simplify(value, Pat::Keys(pairs.iter().collect()), rest);
                    }
                });
            }
            Head::Key(key) => self.match_key(rows, column, key, otherwise, dest),
            Head::Binary => {
                let start = self.start_binary(column, otherwise);
                self.match_inside(rows, column, failure, dest, |builder, _, pat, rest| {
                    if let Pat::Tree(Pattern { kind: PatternKind::Binary(segments), .. }) = pat {
                        builder.simplify(start, Pat::Segments(segments), rest);
                    }
                });
            }
            Head::Segment(segment) => {
                self.match_segment(rows, column, segment, otherwise, dest);
            }
            Head::End => {
                self.end_binary(column, otherwise);
                self.match_inside(rows, column, failure, dest, |_, _, _, _| {});
            }
            Head::Constant(_) => self.bug("a constant among the tests"),
        }
        self.enter(otherwise);
    }

    fn test(&mut self, test: Test, value: Value, otherwise: Block) {
        let condition = self.op(Op::Test(test, value));
        self.require(condition, otherwise);
    }

    /// Goes on with rows whose pattern at `column` is replaced by what `replace` makes of it.
    pub(super) fn match_inside(
        &mut self,
        mut rows: VecDeque<Row<'m>>,
        column: Value,
        failure: Block,
        dest: &Dest,
        mut replace: impl FnMut(&mut Self, Value, Pat<'m>, &mut Vec<(Value, Pat<'m>)>),
    ) {
        for row in &mut rows {
            let Some((at, pat)) = take_pattern(row, column) else { continue };
            let mut new = Vec::new();
            replace(self, column, pat, &mut new);
            row.patterns.splice(at..at, new);
        }
        self.match_rows(rows, failure, dest);
    }

    /// Rows that take a cons cell or tuple apart.
    fn match_parts(
        &mut self,
        rows: VecDeque<Row<'m>>,
        column: Value,
        size: usize,
        failure: Block,
        dest: &Dest,
    ) {
        let is_cons = rows.front().and_then(|row| head_at(row, column));
        let is_cons = matches!(is_cons, Some(Head::Cons));
        let parts: Vec<Value> = (0..size)
            .map(|index| match (is_cons, index) {
                (true, 0) => self.op(Op::Head(column)),
                (true, _) => self.op(Op::Tail(column)),
                (false, index) => self.op(Op::Element(column, index as u32)),
            })
            .collect();
        self.match_inside(rows, column, failure, dest, |builder, _, pat, rest| {
            for (pat, value) in parts_of(pat).into_iter().zip(&parts) {
                builder.simplify(*value, pat, rest);
            }
        });
    }

    /// Rows that look up the same key.
    fn match_key(
        &mut self,
        rows: VecDeque<Row<'m>>,
        column: Value,
        key: &'m Expr,
        failure: Block,
        dest: &Dest,
    ) {
        let wanted = self.value(key);
        let found = self.find_key(wanted, column, failure);
        self.match_inside(rows, column, failure, dest, |builder, map, pat, rest| {
            let Pat::Keys(mut keys) = pat else { return };
            if let Some(at) = keys.iter().position(|(other, _)| is_same_key(other, key)) {
                let (_, value) = keys.remove(at);
                builder.simplify(found, Pat::Tree(value), rest);
            }
            builder.simplify(map, Pat::Keys(keys), rest);
        });
    }

    /// Rows that start with the same segment.
    fn match_segment(
        &mut self,
        rows: VecDeque<Row<'m>>,
        column: Value,
        segment: &'m BitSegment<Pattern>,
        failure: Block,
        dest: &Dest,
    ) {
        let is_used = |row: &Row<'m>| match row.patterns.iter().find(|(value, _)| *value == column)
        {
            Some((_, Pat::Segments([first, ..]))) => {
                variable_of(&first.value).is_none_or(|name| self.facts.uses(name) > 0)
            }
            _ => false,
        };
        let used = rows.iter().any(is_used);
        let (value, next) = self.read_segment(column, segment, used, failure);
        self.match_inside(rows, column, failure, dest, |builder, _, pat, rest| {
            let Pat::Segments([first, others @ ..]) = pat else { return };
            builder.simplify(value, Pat::Tree(&first.value), rest);
            if let Some(next) = next {
                builder.simplify(next, Pat::Segments(others), rest);
            }
        });
    }
}

/// Rows by what they test at `column`: constants, and all else.
fn group<'m>(rows: VecDeque<Row<'m>>, column: Value) -> (Vec<Group<'m>>, VecDeque<Group<'m>>) {
    let mut constants: Vec<Group<'m>> = Vec::new();
    let mut others: VecDeque<Group<'m>> = VecDeque::new();
    let mut index: HashMap<Constant, usize> = HashMap::new();
    for row in rows {
        match head_at(&row, column) {
            Some(Head::Constant(constant)) => {
                let next = constants.len();
                let at = *index.entry(constant).or_insert(next);
                if at == next {
                    constants.push((Head::Constant(constant), VecDeque::new()));
                }
                constants[at].1.push_back(row);
            }
            Some(head) => match others.iter_mut().find(|(known, _)| is_same_head(known, &head)) {
                Some((_, rows)) => rows.push_back(row),
                None => others.push_back((head, VecDeque::from([row]))),
            },
            None => {}
        }
    }
    (constants, others)
}

/// Takes the pattern at `column` out of a row; gives its place.
fn take_pattern<'m>(row: &mut Row<'m>, column: Value) -> Option<(usize, Pat<'m>)> {
    let at = row.patterns.iter().position(|(value, _)| *value == column)?;
    Some((at, row.patterns.remove(at).1))
}

/// The value whose test most rows from the first on share; the leftmost of such.
fn choose_column(rows: &VecDeque<Row<'_>>) -> Value {
    let mut best = (rows[0].patterns[0].0, 0);
    for (value, _) in &rows[0].patterns {
        let length = run_length(rows, *value);
        if length > best.1 {
            best = (*value, length);
        }
    }
    best.0
}

/// How many rows from the first on test `column`, and can be told apart by one test.
fn run_length(rows: &VecDeque<Row<'_>>, column: Value) -> usize {
    // Constants are told apart from all but the parts of something opened before.
    let mut others: Vec<Head<'_>> = Vec::new();
    let mut length = 0;
    for row in rows {
        let Some(head) = head_at(row, column) else { break };
        if !others.iter().all(|other| can_share(other, &head)) {
            break;
        }
        let is_constant = matches!(head, Head::Constant(_));
        if !is_constant && !others.iter().any(|other| is_same_head(other, &head)) {
            // A run of constants is of values: what is inside an opened value is not.
            if length > 0 && others.is_empty() && !is_value_head(&head) {
                break;
            }
            others.push(head);
        }
        length += 1;
    }
    length
}

/// What a row tests first at `column`.
fn head_at<'m>(row: &Row<'m>, column: Value) -> Option<Head<'m>> {
    let (_, pat) = row.patterns.iter().find(|(value, _)| *value == column)?;
    Some(match pat {
        Pat::Tree(pattern) => match &pattern.kind {
            PatternKind::Cons(..) => Head::Cons,
            PatternKind::Tuple(elements) => Head::Tuple(elements.len()),
            PatternKind::Map(_) => Head::Map,
            PatternKind::Binary(_) => Head::Binary,
            // Bound or turned into a constant before.
            PatternKind::Var(_) | PatternKind::Literal(_) | PatternKind::Alias(..) => return None,
        },
        Pat::Constant(literal) => head_of(literal),
        Pat::Keys(keys) => Head::Key(&keys.first()?.0),
        Pat::Segments([first, ..]) => Head::Segment(first),
        Pat::Segments([]) => Head::End,
    })
}

fn head_of<'m>(literal: &Literal) -> Head<'m> {
    match literal {
        Literal::Atom(name) => Head::Constant(Constant::Atom(*name)),
        Literal::Nil => Head::Constant(Constant::Nil),
        Literal::String(points) if points.is_empty() => Head::Constant(Constant::Nil),
        Literal::Integer(value) => match small(value) {
            Some(value) => Head::Constant(Constant::Small(value)),
            None => Head::Literal(literal.clone()),
        },
        Literal::Tuple(elements) => Head::Tuple(elements.len()),
        Literal::Cons(_) | Literal::String(_) if is_short(literal) => Head::Cons,
        _ => Head::Literal(literal.clone()),
    }
}

fn is_short(list: &Literal) -> bool {
    match list {
        Literal::String(points) => points.len() <= SHORT_LIST,
        _ => {
            let (mut rest, mut length) = (list, 0);
            while let Literal::Cons(cell) = rest {
                length += 1;
                if length > SHORT_LIST {
                    return false;
                }
                rest = &cell.1;
            }
            matches!(rest, Literal::Nil)
        }
    }
}

/// Patterns of the parts of a cons cell or tuple.
fn parts_of(pat: Pat<'_>) -> Vec<Pat<'_>> {
    match pat {
        Pat::Tree(Pattern { kind: PatternKind::Cons(head, tail), .. }) => {
            vec![Pat::Tree(head), Pat::Tree(tail)]
        }
        Pat::Tree(Pattern { kind: PatternKind::Tuple(elements), .. }) => {
            elements.iter().map(Pat::Tree).collect()
        }
        Pat::Constant(Literal::Tuple(elements)) => {
            elements.iter().cloned().map(Pat::Constant).collect()
        }
        Pat::Constant(Literal::Cons(cell)) => {
            vec![Pat::Constant(cell.0.clone()), Pat::Constant(cell.1.clone())]
        }
        Pat::Constant(Literal::String(points)) => {
            let Some((first, rest)) = points.split_first() else { return Vec::new() };
            let first = Literal::Integer(std::sync::Arc::new((*first).into()));
            vec![Pat::Constant(first), Pat::Constant(Literal::String(rest.into()))]
        }
        _ => Vec::new(),
    }
}

fn is_same_head(a: &Head<'_>, b: &Head<'_>) -> bool {
    match (a, b) {
        (Head::Constant(a), Head::Constant(b)) => a == b,
        (Head::Tuple(a), Head::Tuple(b)) => a == b,
        (Head::Literal(a), Head::Literal(b)) => is_same(a, b),
        (Head::Key(a), Head::Key(b)) => is_same_key(a, b),
        (Head::Segment(a), Head::Segment(b)) => super::bits::is_same_segment(a, b),
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

/// Whether rows with these tests can stand in one run: the tests are the same or exclude each
/// other.
fn can_share(a: &Head<'_>, b: &Head<'_>) -> bool {
    if is_same_head(a, b) {
        return true;
    }
    is_value_head(a) && is_value_head(b) && !may_overlap(a, b) && !may_overlap(b, a)
}

fn is_value_head(head: &Head<'_>) -> bool {
    !matches!(head, Head::Key(_) | Head::Segment(_) | Head::End)
}

/// Whether a constant that is compared as a whole may also be taken apart by `other`.
fn may_overlap(constant: &Head<'_>, other: &Head<'_>) -> bool {
    let Head::Literal(literal) = constant else { return false };
    match other {
        Head::Cons => matches!(literal, Literal::Cons(_) | Literal::String(_)),
        Head::Map => matches!(literal, Literal::Map(_)),
        Head::Binary => matches!(literal, Literal::Binary(..)),
        // `=:=` takes 0.0 and -0.0 for the same.
        Head::Literal(Literal::Float(_)) => matches!(literal, Literal::Float(_)),
        // One string may be written in two ways.
        Head::Literal(Literal::Cons(_) | Literal::String(_)) => {
            matches!(literal, Literal::Cons(_) | Literal::String(_))
        }
        _ => false,
    }
}

/// Whether two keys of map patterns are the same constant or variable.
fn is_same_key(a: &Expr, b: &Expr) -> bool {
    use lfec_core::ir::ExprKind::{Literal, Var};
    match (&a.kind, &b.kind) {
        (Literal(a), Literal(b)) => is_same(a, b),
        (Var(a), Var(b)) => a == b,
        _ => std::ptr::eq(a, b),
    }
}

/// The variable of a pattern that is one.
pub(super) fn variable_of(pattern: &Pattern) -> Option<Symbol> {
    match &pattern.kind {
        PatternKind::Var(name) => Some(*name),
        _ => None,
    }
}
