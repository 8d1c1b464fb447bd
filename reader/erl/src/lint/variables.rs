//! Variables in scope while a function is checked.

use std::collections::HashMap;
use std::rc::Rc;

use lfec_base::{Span, Symbol};

/// What is known of a variable in scope.
#[derive(Clone)]
pub(super) struct Variable {
    pub state: State,
    /// Indices of the places where it may have been bound.
    places: Rc<[usize]>,
}

/// Whether it can be used.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum State {
    Bound,
    /// Bound in some branches only, or in what may have failed: of which expression, where.
    Unsafe(&'static str, Span),
    /// The stack trace of an exception, in the guard of its clause.
    Stacktrace,
}

/// A place that binds a variable.
struct Place {
    name: Symbol,
    span: Span,
    used: bool,
}

/// The scope, and all places met.
#[derive(Default)]
pub(super) struct Variables {
    scope: HashMap<Symbol, Variable>,
    trail: Vec<(Symbol, Option<Variable>)>,
    places: Vec<Place>,
}

/// How far bindings had come.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

/// A change since a mark: what a variable is now, and whether it was in scope before.
pub(super) struct Change {
    pub name: Symbol,
    pub now: Variable,
    pub is_new: bool,
}

impl Variables {
    pub fn get(&self, name: Symbol) -> Option<&Variable> {
        self.scope.get(&name)
    }

    /// Puts a variable in scope that is bound here.
    pub fn bind(&mut self, name: Symbol, span: Span) {
        self.places.push(Place { name, span, used: false });
        let places = Rc::from([self.places.len() - 1]);
        self.set(name, Variable { state: State::Bound, places });
    }

    /// Puts a variable in scope that no place binds: an error was reported for it.
    pub fn assume(&mut self, name: Symbol) {
        self.set(name, Variable { state: State::Bound, places: Rc::from([]) });
    }

    pub fn set_state(&mut self, name: Symbol, state: State) {
        if let Some(variable) = self.scope.get(&name) {
            let places = variable.places.clone();
            self.set(name, Variable { state, places });
        }
    }

    fn set(&mut self, name: Symbol, variable: Variable) {
        let before = self.scope.insert(name, variable);
        self.trail.push((name, before));
    }

    /// Notes that a variable is used.
    pub fn note_use(&mut self, name: Symbol) {
        if let Some(variable) = self.scope.get(&name) {
            for place in variable.places.iter() {
                self.places[*place].used = true;
            }
        }
    }

    pub fn mark(&self) -> Mark {
        Mark(self.trail.len())
    }

    /// Restores the scope at `mark`; gives what had changed, first changes first.
    pub fn undo(&mut self, mark: Mark) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        while self.trail.len() > mark.0 {
            let Some((name, before)) = self.trail.pop() else { break };
            let is_new = before.is_none();
            let now = match before {
                Some(before) => self.scope.insert(name, before),
                None => self.scope.remove(&name),
            };
            match changes.iter_mut().find(|change| change.name == name) {
                Some(change) => change.is_new = is_new,
                None => changes.extend(now.map(|now| Change { name, now, is_new })),
            }
        }
        changes.reverse();
        changes
    }

    /// Puts changes of one part in scope again.
    pub fn redo(&mut self, changes: Vec<Change>) {
        for Change { name, now, .. } in changes {
            self.set(name, now);
        }
    }

    /// Puts changes of parts that do not see each other in scope.
    pub fn join(&mut self, parts: Vec<Vec<Change>>) {
        for change in parts.into_iter().flatten() {
            if change.is_new && self.scope.contains_key(&change.name) {
                // Bound in two parts: the values are compared.
                self.note_use(change.name);
                for place in change.now.places.iter() {
                    self.places[*place].used = true;
                }
            }
            self.set(change.name, change.now);
        }
    }

    /// Puts in scope what branches of `what` bind: what not all of them do is unsafe.
    pub fn merge(&mut self, branches: Vec<Vec<Change>>, what: &'static str, span: Span) {
        let count = branches.len();
        let mut merged: Vec<(Change, usize)> = Vec::new();
        for change in branches.into_iter().flatten() {
            match merged.iter_mut().find(|(other, _)| other.name == change.name) {
                Some((other, found)) => {
                    *found += 1;
                    let places = other.now.places.iter().chain(change.now.places.iter());
                    other.now.places = places.copied().collect();
                    if let State::Unsafe(..) = change.now.state {
                        other.now.state = change.now.state;
                    }
                }
                None => merged.push((change, 1)),
            }
        }
        for (mut change, found) in merged {
            if change.is_new && found < count {
                change.now.state = State::Unsafe(what, span);
            }
            self.set(change.name, change.now);
        }
    }

    /// Puts in scope, as unsafe, what is new in a part that may not have been evaluated.
    pub fn redo_unsafe(&mut self, changes: Vec<Change>, what: &'static str, span: Span) {
        for Change { name, mut now, is_new } in changes {
            if is_new {
                now.state = State::Unsafe(what, span);
            }
            self.set(name, now);
        }
    }

    /// Variables bound and not used, of those whose name does not begin with `_`.
    pub fn unused(&self) -> Vec<(Symbol, Span)> {
        let unused =
            self.places.iter().filter(|place| !place.used && !place.name.as_str().starts_with('_'));
        unused.map(|place| (place.name, place.span)).collect()
    }
}
