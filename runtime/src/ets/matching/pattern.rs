//! Patterns of match specifications: terms in which `'_'` and `'$1'`, `'$2'`… stand for any term.

use crate::term::order::{equal, exact_equal};
use crate::term::{Term, map};

/// Numbers of the variables in a pattern, ascending; a variable's place among them is its index.
#[derive(Default)]
pub struct Variables(Vec<u32>);

/// Largest number of a variable. OTP's figure.
const LARGEST: u32 = 99_999_999;

/// The number in an atom `'$N'`.
pub fn variable_number(term: Term) -> Option<u32> {
    let digits = term.as_atom()?.text().strip_prefix('$')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|&number| is_number && number <= LARGEST)
}

impl Variables {
    /// Number of variables.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Index of a variable.
    pub fn index(&self, number: u32) -> Option<usize> {
        self.0.binary_search(&number).ok()
    }

    /// Adds the variables of a pattern.
    fn collect(&mut self, term: Term, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        if let Some(number) = variable_number(term) {
            if let Err(place) = self.0.binary_search(&number) {
                self.0.insert(place, number);
            }
        } else if let Some(tuple) = term.as_tuple() {
            tuple.elements().iter().try_for_each(|element| self.collect(*element, depth))?;
        } else if term.is_map() {
            map::pairs(term).try_for_each(|(_, value)| self.collect(value, depth))?;
        } else {
            let mut list = term.list();
            list.by_ref().try_for_each(|element| self.collect(element, depth))?;
            if !list.rest().is_cons() && list.rest() != term {
                self.collect(list.rest(), depth)?;
            }
        }
        Some(())
    }
}

/// A compiled pattern.
pub enum Pattern {
    /// `'_'`
    Any,
    /// A variable, by index.
    Variable(usize),
    /// A term without variables.
    Constant(Term),
    /// A tuple.
    Tuple(Vec<Pattern>),
    /// A list with these elements and this rest.
    List(Vec<Pattern>, Box<Pattern>),
    /// A map that has these keys.
    Map(Vec<(Term, Pattern)>),
}

impl Pattern {
    /// Compiles a pattern; `None` if it is nested too deeply.
    pub fn compile(term: Term, variables: &mut Variables, depth: usize) -> Option<Pattern> {
        variables.collect(term, depth)?;
        Some(Self::of(term, variables))
    }

    /// The depth has been checked.
    fn of(term: Term, variables: &Variables) -> Pattern {
        if let Some(atom) = term.as_atom() {
            let index = variable_number(term).and_then(|number| variables.index(number));
            return match index {
                Some(index) => Pattern::Variable(index),
                None if atom.text() == "_" => Pattern::Any,
                None => Pattern::Constant(term),
            };
        }
        let pattern = if let Some(tuple) = term.as_tuple() {
            Pattern::Tuple(tuple.elements().iter().map(|e| Self::of(*e, variables)).collect())
        } else if term.is_cons() {
            let mut list = term.list();
            let elements = list.by_ref().map(|element| Self::of(element, variables)).collect();
            Pattern::List(elements, Box::new(Self::of(list.rest(), variables)))
        } else if term.is_map() {
            let pairs = map::pairs(term).map(|(key, value)| (key, Self::of(value, variables)));
            Pattern::Map(pairs.collect())
        } else {
            return Pattern::Constant(term);
        };
        if pattern.is_constant() { Pattern::Constant(term) } else { pattern }
    }

    /// Whether the parts of a pattern that was just made are all constant. A map never is: it matches
    /// larger ones.
    fn is_constant(&self) -> bool {
        let constant = |pattern: &Pattern| matches!(pattern, Pattern::Constant(_));
        match self {
            Pattern::Tuple(elements) => elements.iter().all(constant),
            Pattern::List(elements, rest) => elements.iter().all(constant) && constant(rest),
            _ => false,
        }
    }

    /// The term, of a constant pattern.
    pub fn constant(&self) -> Option<Term> {
        match self {
            Pattern::Constant(term) => Some(*term),
            _ => None,
        }
    }

    /// The pattern of a tuple's element.
    pub fn element(&self, index: usize) -> Option<&Pattern> {
        match self {
            Pattern::Tuple(elements) => elements.get(index),
            _ => None,
        }
    }

    /// Whether a term matches; variables get their values, which are no value before.
    pub fn matches(&self, term: Term, bindings: &mut [Term]) -> bool {
        match self {
            Pattern::Any => true,
            Pattern::Constant(constant) => exact_equal(*constant, term),
            Pattern::Variable(index) => {
                let bound = &mut bindings[*index];
                if bound.is_non_value() {
                    *bound = term;
                    return true;
                }
                exact_equal(*bound, term)
            }
            Pattern::Tuple(patterns) => match term.as_tuple() {
                Some(tuple) if tuple.len() == patterns.len() => {
                    let mut pairs = patterns.iter().zip(tuple.elements());
                    pairs.all(|(pattern, element)| pattern.matches(*element, bindings))
                }
                _ => false,
            },
            Pattern::List(patterns, rest) => {
                let mut list = term.list();
                let matches = patterns.iter().all(|pattern| {
                    list.next().is_some_and(|element| pattern.matches(element, bindings))
                });
                matches && rest.matches(list.rest(), bindings)
            }
            Pattern::Map(pairs) => {
                term.is_map()
                    && pairs.iter().all(|(key, pattern)| {
                        map::get(term, *key).is_some_and(|value| pattern.matches(value, bindings))
                    })
            }
        }
    }
}

/// Whether keys are the same in a table: ordered ones compare with `==`.
pub fn same_key(left: Term, right: Term, is_ordered: bool) -> bool {
    if is_ordered { equal(left, right) } else { exact_equal(left, right) }
}
