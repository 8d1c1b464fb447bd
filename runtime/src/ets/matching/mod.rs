//! Match specifications: patterns, conditions and what to make of the objects that match.
//!
//! A specification is compiled from its term for each call, or once (`ets:match_spec_compile`). The
//! compiled form refers to parts of the term, which has to outlive it.

pub mod expression;
pub mod pattern;

use lfec_abi::machine::Machine;

use super::object::Object;
use crate::heap::OwnedTerm;
use crate::term::Term;
use expression::{Expression, Scope};
use pattern::{Pattern, Variables};

/// Levels that patterns and expressions may be nested: they are walked recursively.
const DEPTH: usize = 500;

/// A pattern, its conditions and results.
struct Clause {
    pattern: Pattern,
    variables: Variables,
    conditions: Vec<Expression>,
    /// The last gives the result.
    body: Vec<Expression>,
}

/// A compiled match specification.
pub struct Spec {
    clauses: Vec<Clause>,
}

impl Spec {
    /// Compiles `[{Pattern, [Condition], [Body]}]`; without clauses it matches nothing.
    pub fn compile(term: Term) -> Option<Spec> {
        term.list_length()?;
        let clauses: Option<Vec<Clause>> = term.list().map(Clause::compile).collect();
        Some(Spec { clauses: clauses? })
    }

    /// What `ets:match/2` means: the result is the list of the variables' values.
    pub fn of_pattern_for_bindings(pattern: Term) -> Option<Spec> {
        Self::of_pattern(pattern, Expression::Bindings)
    }

    /// What `ets:match_object/2` means: the result is the object.
    pub fn of_pattern_for_objects(pattern: Term) -> Option<Spec> {
        Self::of_pattern(pattern, Expression::Whole)
    }

    fn of_pattern(pattern: Term, result: Expression) -> Option<Spec> {
        let mut variables = Variables::default();
        let pattern = Pattern::compile(pattern, &mut variables, DEPTH)?;
        let (conditions, body) = (Vec::new(), vec![result]);
        Some(Spec { clauses: vec![Clause { pattern, variables, conditions, body }] })
    }

    /// The key that all objects that match have, if each clause asks for the same.
    pub fn key(&self, key_position: usize) -> Option<Term> {
        match self.clauses.as_slice() {
            [clause] => clause.pattern.element(key_position)?.constant(),
            _ => None,
        }
    }

    /// The result for an object, if it matches: a term that may refer to the object and to the running
    /// process's heap.
    pub fn run(&self, machine: &mut Machine, object: Term) -> Option<Term> {
        self.clauses.iter().find_map(|clause| clause.run(machine, object))
    }
}

impl Clause {
    fn compile(term: Term) -> Option<Clause> {
        let [pattern, conditions, body] = term.as_tuple()?.elements() else { return None };
        let mut variables = Variables::default();
        let pattern = Pattern::compile(*pattern, &mut variables, DEPTH)?;
        let expressions = |list: Term| -> Option<Vec<Expression>> {
            list.list_length()?;
            list.list().map(|term| Expression::compile(term, &variables, DEPTH)).collect()
        };
        let (conditions, body) = (expressions(*conditions)?, expressions(*body)?);
        if body.is_empty() {
            return None;
        }
        Some(Clause { pattern, variables, conditions, body })
    }

    fn run(&self, machine: &mut Machine, object: Term) -> Option<Term> {
        let mut bindings = vec![Term::NON_VALUE; self.variables.len()];
        if !self.pattern.matches(object, &mut bindings) {
            return None;
        }
        let scope = Scope { object, bindings: &bindings, variables: &self.variables };
        for condition in &self.conditions {
            if condition.evaluate(machine, &scope) != Some(Term::TRUE) {
                return None;
            }
        }
        let mut result = Term::NON_VALUE;
        for expression in &self.body {
            // A body that fails gives `'EXIT'`, as in OTP.
            result = expression
                .evaluate(machine, &scope)
                .unwrap_or(Term::immediate(lfec_abi::atoms::EXIT_UPPER));
        }
        Some(result)
    }
}

/// A compiled specification with the term it refers to.
pub struct OwnedSpec {
    spec: Spec,
    /// Keeps alive what `spec` refers to.
    source: OwnedTerm,
}

// SAFETY: the terms in a specification lie in its source, which moves with it, and do not change.
unsafe impl Send for OwnedSpec {}
// SAFETY: as above.
unsafe impl Sync for OwnedSpec {}

impl OwnedSpec {
    /// Compiles a specification that is kept.
    pub fn compile(source: OwnedTerm) -> Option<OwnedSpec> {
        Some(OwnedSpec { spec: Spec::compile(source.term())?, source })
    }

    /// Makes a compiled specification keep the term it was made of.
    pub fn of_pattern(source: OwnedTerm, for_objects: bool) -> Option<OwnedSpec> {
        let spec = if for_objects {
            Spec::of_pattern_for_objects(source.term())?
        } else {
            Spec::of_pattern_for_bindings(source.term())?
        };
        Some(OwnedSpec { spec, source })
    }

    /// The specification.
    pub fn spec(&self) -> &Spec {
        debug_assert!(!self.source.term().is_non_value());
        &self.spec
    }
}

/// The result for an object as the process keeps it.
pub fn result_of(machine: &mut Machine, spec: &Spec, object: &Object) -> Option<Term> {
    let result = spec.run(machine, object.term())?;
    Some(result.copy_to(machine))
}
