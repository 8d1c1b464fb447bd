//! The checker. A module that passes has these properties:
//!
//! 1. **Scopes.** A variable is used where it is bound; `'f'/n` names a function of the module or
//!    of an enclosing `letrec`. No function is defined twice; those exported are defined.
//! 2. **Unique names.** In a definition each variable and each `letrec` function is bound once,
//!    and no `letrec` function is named like one of the module (see [`crate::rename`]).
//!    Variables are legal in Core text.
//! 3. **Arity.** A definition's function has as many parameters as its name says, at most 255;
//!    `apply 'f'/n` has `n` arguments.
//! 4. **Value counts.** `let`, `case` and `try` take as many values as their argument gives, all
//!    else takes one. `match_fail`, `raise`, `raw_raise`, `erlang:error` and the like stand for
//!    any number, `recv_peek_message` gives two.
//! 5. **Jumps.** Functions of a `letrec` annotated `letrec_goto` have no parameters and are only
//!    applied, in tail position of the `letrec` (its body, and the bodies of its functions): not
//!    in arguments, in the protected part of a `try`, in `catch` or in a `fun`. They give as many
//!    values as the `letrec`.
//! 6. **Patterns.** A variable occurs once in the patterns of a clause (by 2). Constants contain
//!    no maps and no funs. Keys of maps are constants or variables bound outside the clause. Sizes of
//!    segments are integers, variables bound outside or in an earlier segment, or for the last
//!    segment `'all'`, for utf segments `'undefined'`.
//! 7. **Guards are pure**: constructors, `let`, `do`, `case`, `try`, and calls of functions of
//!    `erlang` that only compute ([`crate::bifs`]) or that raise an error.
//! 8. The map that a map expression extends is a variable or a constant.
//! 9. Constants are well-formed: floats are finite, strings not empty, the last byte of a bit
//!    string counts 1 to 8 bits.
//! 10. A definition is at most [`MAX_DEPTH`] deep.

mod constants;
mod exprs;
mod patterns;

use std::collections::{HashMap, HashSet};

use lfec_base::{Diagnostic, Span, Symbol};

use crate::deep::MAX_DEPTH;
use crate::ir::{Anno, Definition, Fun, FunctionName, Module};

/// Everything that is wrong with a module; nothing if it has the properties above.
pub fn check(module: &Module) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut functions = HashSet::new();
    for definition in &module.definitions {
        if !functions.insert(definition.name) {
            let message = format!("function {} is defined twice", definition.name);
            let span = definition.function.anno.span.unwrap_or(Span::NONE);
            diagnostics.push(Diagnostic::error("redefine-function", message, span));
        }
    }
    for name in module.exports.iter().filter(|name| !functions.contains(name)) {
        let message = format!("exported function {name} is not defined");
        diagnostics.push(Diagnostic::error("undefined-function", message, Span::NONE));
    }
    for definition in &module.definitions {
        let mut checker = Checker::new(definition, &functions);
        checker.definition(definition);
        diagnostics.append(&mut checker.diagnostics);
    }
    diagnostics
}

/// A `letrec` function in scope.
#[derive(Clone, Copy)]
struct Local {
    /// For a jump target, the tail position it can be applied in.
    jump: Option<usize>,
}

struct Checker<'m> {
    /// The definition that is checked.
    name: FunctionName,
    functions: &'m HashSet<FunctionName>,
    /// All variables of the definition so far, and whether they are in scope.
    variables: HashMap<Symbol, bool>,
    /// All `letrec` functions of the definition so far, and what they are while in scope.
    locals: HashMap<FunctionName, Option<Local>>,
    /// Number of the tail position we are in; every expression that is not in tail position of
    /// the one around it begins a new one.
    tail: usize,
    tails: usize,
    depth: usize,
    in_guard: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'m> Checker<'m> {
    fn new(definition: &Definition, functions: &'m HashSet<FunctionName>) -> Checker<'m> {
        Checker {
            name: definition.name,
            functions,
            variables: HashMap::new(),
            locals: HashMap::new(),
            tail: 0,
            tails: 0,
            depth: 0,
            in_guard: false,
            diagnostics: Vec::new(),
        }
    }

    fn error(&mut self, code: &'static str, message: String, anno: &Anno) {
        let message = format!("{message} in function {}", self.name);
        let span = anno.span.unwrap_or(Span::NONE);
        self.diagnostics.push(Diagnostic::error(code, message, span));
    }

    fn definition(&mut self, definition: &Definition) {
        if definition.function.parameters.len() != definition.name.arity {
            let (name, n) = (definition.name, definition.function.parameters.len());
            let message = format!("function {name} has {n} parameters");
            self.error("arity-mismatch", message, &definition.function.anno);
        }
        self.fun(&definition.function);
    }

    fn fun(&mut self, fun: &Fun) {
        self.terms(&fun.anno);
        if fun.parameters.len() > 255 {
            self.error("too-many-arguments", "too many arguments".to_owned(), &fun.anno);
        }
        self.bind_all(&fun.parameters, &fun.anno);
        self.outside_tail(|c| c.expr(&fun.body, 1));
        self.unbind_all(&fun.parameters);
    }

    /// In a tail position of its own.
    fn outside_tail(&mut self, inside: impl FnOnce(&mut Self)) {
        let before = self.tail;
        self.tails += 1;
        self.tail = self.tails;
        inside(self);
        self.tail = before;
    }

    fn bind_all(&mut self, names: &[Symbol], anno: &Anno) {
        for name in names {
            self.bind(*name, anno);
        }
    }

    fn bind(&mut self, name: Symbol, anno: &Anno) {
        if !is_variable(name.as_str()) {
            self.error("illegal-variable", format!("illegal variable {name}"), anno);
        }
        if self.variables.insert(name, true).is_some() {
            self.error("duplicate-variable", format!("variable {name} is bound again"), anno);
        }
    }

    fn unbind_all(&mut self, names: &[Symbol]) {
        for name in names {
            self.variables.insert(*name, false);
        }
    }

    fn use_variable(&mut self, name: Symbol, anno: &Anno) {
        if self.variables.get(&name) != Some(&true) {
            self.error("unbound-variable", format!("variable {name} is unbound"), anno);
        }
    }

    /// The `letrec` function or function of the module that is meant; `None` if there is none.
    fn use_function(&mut self, name: FunctionName, anno: &Anno) -> Option<Local> {
        let found = match self.locals.get(&name) {
            Some(Some(local)) => Some(*local),
            _ => self.functions.contains(&name).then_some(Local { jump: None }),
        };
        if found.is_none() {
            self.error("undefined-function", format!("function {name} is undefined"), anno);
        }
        found
    }

    fn too_deep(&mut self, anno: &Anno) -> bool {
        if self.depth == MAX_DEPTH {
            let message = format!("nesting deeper than {MAX_DEPTH} levels");
            self.error("too-deep", message, anno);
        }
        self.depth >= MAX_DEPTH
    }
}

/// Whether the text is a variable of Core text.
fn is_variable(name: &str) -> bool {
    let letter = |c: char| matches!(c, '\u{C0}'..='\u{FF}') && !matches!(c, '\u{D7}' | '\u{F7}');
    let first = |c: char| c.is_ascii_uppercase() || c == '_' || (letter(c) && c <= '\u{DE}');
    name.starts_with(first)
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '@') || letter(c))
}

#[cfg(test)]
mod tests;
