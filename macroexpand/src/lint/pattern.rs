//! Checks of patterns, and the variables they bind.

use lfec_base::{Span, Symbol};
use lfec_reader::{Form, FormKind};

use super::Linter;
use super::problem::Problem;
use super::scope::Scope;
use crate::binary::segment_parts;
use crate::keyword::{Keyword, call_of};
use crate::shape::{is_code_points, is_wildcard, quoted};
use crate::stack::deeper;

/// More elements than this in front of `++` patterns would nest too deeply.
const LONGEST_PREFIX: usize = 1_000;

/// The variables of a pattern, in order, each once.
pub(super) type Variables = Vec<(Symbol, Span)>;

/// The variables that a pattern binds, nothing checked.
pub(crate) fn pattern_variables(pattern: &Form) -> Vec<Symbol> {
    let mut names = Vec::new();
    collect_names(pattern, &mut names);
    names
}

fn collect_names(pattern: &Form, names: &mut Vec<Symbol>) {
    use Keyword::*;
    match call_of(pattern) {
        Some((Quote | RecordIndex, _)) => {}
        Some((Map, pairs)) => {
            pairs.iter().skip(1).step_by(2).for_each(|value| collect_names(value, names));
        }
        Some((Record | MakeRecord | Struct, [_, fields @ ..])) => {
            fields.iter().skip(1).step_by(2).for_each(|value| collect_names(value, names));
        }
        Some((Binary, segments)) => {
            segments.iter().for_each(|segment| collect_names(segment_parts(segment).0, names));
        }
        Some((_, parts)) => parts.iter().for_each(|part| collect_names(part, names)),
        None => {
            if let Some(name) = pattern.as_symbol()
                && !is_wildcard(name)
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
    }
}

impl Linter<'_> {
    /// Checks a pattern; its variables.
    pub(super) fn pattern(&mut self, pattern: &Form, scope: &Scope) -> Variables {
        self.patterns(std::slice::from_ref(pattern), scope)
    }

    /// Checks the patterns of a function head.
    pub(super) fn patterns(&mut self, patterns: &[Form], scope: &Scope) -> Variables {
        let mut variables = Variables::new();
        for pattern in patterns {
            self.add_pattern(pattern, &mut variables, scope);
        }
        variables
    }

    pub(super) fn add_pattern(&mut self, pattern: &Form, variables: &mut Variables, scope: &Scope) {
        match &pattern.kind {
            FormKind::Symbol(name) => add_variable(*name, pattern.span, variables),
            FormKind::List(items) if !items.is_empty() && !is_code_points(pattern) => {
                deeper(|| self.constructor(pattern, variables, scope));
            }
            FormKind::Dotted(..) => self.illegal_pattern(pattern),
            _ => {}
        }
    }

    fn constructor(&mut self, pattern: &Form, variables: &mut Variables, scope: &Scope) {
        use Keyword::*;
        match call_of(pattern) {
            Some((Quote, [_])) => {}
            Some((Alias, [left, right])) => {
                self.add_pattern(left, variables, scope);
                self.add_pattern(right, variables, scope);
                if !can_alias(left, right) {
                    self.report(pattern.span, Problem::BadPatternAlias);
                }
            }
            Some((Cons, parts)) if parts.len() == 2 => self.add_all(parts, variables, scope),
            Some((List | Tuple, parts)) => self.add_all(parts, variables, scope),
            Some((Append, parts)) if !parts.is_empty() => {
                self.append_pattern(parts, variables, scope);
            }
            Some((Binary, segments)) => self.binary_pattern(segments, variables, scope),
            Some((Map, pairs)) => self.map_pattern(pattern, pairs, variables, scope),
            Some((Record | MakeRecord, [name, fields @ ..])) => {
                self.record_pattern(pattern, name, fields, variables, scope);
            }
            Some((RecordIndex, [_, _])) => {
                self.record_or_struct_names(pattern, &pattern.as_list().unwrap_or(&[])[1..]);
            }
            Some((Struct, [name, fields @ ..])) => {
                self.struct_pattern(name, fields, variables, scope);
            }
            _ => self.illegal_pattern(pattern),
        }
    }

    fn add_all(&mut self, patterns: &[Form], variables: &mut Variables, scope: &Scope) {
        for pattern in patterns {
            self.add_pattern(pattern, variables, scope);
        }
    }

    fn illegal_pattern(&mut self, pattern: &Form) {
        let help = match pattern.as_list() {
            Some([first, ..]) if first.as_symbol().is_some() => {
                Some("a list pattern is written (list ...), (cons head tail) or `(... ,x ...)")
            }
            _ => None,
        };
        let problem = Problem::IllegalPattern(pattern);
        self.report_with_help(pattern.span, problem, help.map(str::to_owned));
    }

    /// `(++ prefix… pattern)`: prefixes have a known length.
    fn append_pattern(&mut self, parts: &[Form], variables: &mut Variables, scope: &Scope) {
        let Some((last, prefixes)) = parts.split_last() else { return };
        let length: usize = prefixes.iter().map(prefix_length).sum();
        if length > LONGEST_PREFIX {
            let help = format!("at most {LONGEST_PREFIX} elements can stand before the last part");
            let problem = Problem::IllegalPattern(last);
            self.report_with_help(last.span, problem, Some(help));
        }
        for prefix in prefixes {
            if is_prefix(prefix) {
                self.add_pattern(prefix, variables, scope);
            } else {
                let help = "what stands before the last part of ++ has a known length".to_owned();
                self.report_with_help(prefix.span, Problem::IllegalPattern(prefix), Some(help));
            }
        }
        self.add_pattern(last, variables, scope);
    }

    fn map_pattern(
        &mut self,
        pattern: &Form,
        pairs: &[Form],
        variables: &mut Variables,
        scope: &Scope,
    ) {
        for pair in pairs.chunks(2) {
            let [key, value] = pair else {
                return self.report(pattern.span, Problem::BadForm("map"));
            };
            if !is_literal_key(key) {
                self.report(key.span, Problem::IllegalMapKey(key));
            }
            self.add_pattern(value, variables, scope);
        }
    }
}

/// Adds a variable that is not there yet.
pub(super) fn add_variable(name: Symbol, span: Span, variables: &mut Variables) {
    if !is_wildcard(name) && !variables.iter().any(|(known, _)| *known == name) {
        variables.push((name, span));
    }
}

/// A literal list or a list of patterns, which can stand in front in `++`.
fn is_prefix(pattern: &Form) -> bool {
    match call_of(pattern) {
        Some((Keyword::Quote, [datum])) => crate::shape::is_proper_list(datum),
        Some((Keyword::List, _)) => true,
        Some((Keyword::Cons, [_, tail])) => is_prefix(tail),
        Some((Keyword::Append, parts)) => parts.iter().all(is_prefix),
        _ => is_code_points(pattern),
    }
}

/// How many elements a prefix has.
fn prefix_length(pattern: &Form) -> usize {
    match call_of(pattern) {
        Some((Keyword::Quote, [datum])) => datum.list_items().map_or(0, |items| items.len()),
        Some((Keyword::List, parts)) => parts.len(),
        Some((Keyword::Cons, [_, tail])) => 1 + prefix_length(tail),
        Some((Keyword::Append, parts)) => parts.iter().map(prefix_length).sum(),
        _ => pattern.list_items().map_or(0, |items| items.len()),
    }
}

/// Whether a pattern map key is a literal.
fn is_literal_key(key: &Form) -> bool {
    if quoted(key).is_some() || is_code_points(key) {
        return true;
    }
    !matches!(key.kind, FormKind::Symbol(_) | FormKind::List(_) | FormKind::Dotted(..))
}

/// Whether both patterns can match the same term.
fn can_alias(left: &Form, right: &Form) -> bool {
    let (a, b) = (shape_of(left), shape_of(right));
    match (&a, &b) {
        (Shape::Any, _) | (_, Shape::Any) => true,
        (Shape::Binary, Shape::Binary) => left == right && call_of(left).is_none(),
        (Shape::Tuple(a), Shape::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| can_alias(a, b))
        }
        (Shape::Atom(a), Shape::Atom(b)) => a == b,
        (Shape::List, Shape::List) | (Shape::Map, Shape::Map) => true,
        _ => false,
    }
}

/// The kind of terms a pattern matches.
enum Shape {
    Any,
    Atom(Form),
    List,
    Tuple(Vec<Form>),
    Map,
    Binary,
}

fn shape_of(pattern: &Form) -> Shape {
    use Keyword::*;
    match call_of(pattern) {
        Some((Quote, [datum])) => datum_shape(datum),
        Some((Tuple, parts)) => Shape::Tuple(parts.to_vec()),
        Some((Cons | List | Append, _)) => Shape::List,
        Some((Map | Struct, _)) => Shape::Map,
        Some((Binary, _)) => Shape::Binary,
        Some(_) => Shape::Any,
        None if pattern.as_symbol().is_some() => Shape::Any,
        None => datum_shape(pattern),
    }
}

fn datum_shape(datum: &Form) -> Shape {
    match &datum.kind {
        FormKind::List(_) | FormKind::Dotted(..) | FormKind::String(_) => Shape::List,
        FormKind::Tuple(items) => Shape::Tuple(items.iter().cloned().map(Form::quote).collect()),
        FormKind::Map(_) => Shape::Map,
        FormKind::Binary(..) => Shape::Binary,
        _ => Shape::Atom(datum.clone()),
    }
}
