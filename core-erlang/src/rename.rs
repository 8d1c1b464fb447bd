//! Unique names: each variable, and each function of a `letrec`, is bound once in a definition,
//! and no `letrec` function is named like one of the module.
//!
//! Text that others wrote needs it before [`crate::check`], and so does code that is copied.
//! The first binding of a name keeps it; a further one gets the name with another number.
//! Names that are not bound are left for the checker.

use std::collections::{HashMap, HashSet};

use lfec_base::Symbol;

use crate::ir::{Clause, Definition, Expr, ExprKind, Fun, FunctionName, Module};

/// Makes the names of each definition unique.
pub fn unique(module: &mut Module) {
    let functions = module_functions(module);
    for definition in &mut module.definitions {
        let mut names = Names { functions: functions.clone(), ..Names::default() };
        let mut scope = Scope::default();
        Renamer { names: &mut names, scope: &mut scope, always: false }
            .fun(&mut definition.function);
    }
}

/// The names of a module's functions.
pub fn module_functions(module: &Module) -> HashSet<FunctionName> {
    module.definitions.iter().map(|definition| definition.name).collect()
}

/// The names that occur in a definition, to make others.
#[derive(Clone, Debug, Default)]
pub struct Names {
    variables: HashSet<Symbol>,
    functions: HashSet<FunctionName>,
    next: usize,
}

impl Names {
    /// The names of a definition of a module with these functions.
    pub fn of(definition: &Definition, functions: &HashSet<FunctionName>) -> Names {
        let mut names = Names { functions: functions.clone(), ..Names::default() };
        names.variables.extend(&definition.function.parameters);
        names.add(&definition.function.body);
        names
    }

    fn add(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Let(variables, ..) => self.variables.extend(variables),
            ExprKind::Fun(fun) => self.variables.extend(&fun.parameters),
            ExprKind::Try(parts) => {
                self.variables.extend(&parts.variables);
                self.variables.extend(&parts.exception_variables);
            }
            ExprKind::LetRec(definitions, _) => {
                for definition in definitions {
                    self.functions.insert(definition.name);
                    self.variables.extend(&definition.function.parameters);
                }
            }
            ExprKind::Case(_, clauses) | ExprKind::Receive(clauses, ..) => {
                self.variables.extend(clauses.iter().flat_map(Clause::variables));
            }
            _ => {}
        }
        expr.each_child(&mut |child| self.add(child));
    }

    /// A variable that is new here, named like `old`.
    pub fn variable(&mut self, old: Symbol) -> Symbol {
        let stem = stem(old.as_str(), "@");
        // `_12` is a name without a stem.
        let nameless = stem.strip_prefix('_').is_some_and(is_number);
        loop {
            self.next += 1;
            let name = match nameless || stem == "_" {
                true => format!("_{}", self.next),
                false => format!("{stem}@{}", self.next),
            };
            let name = Symbol::intern(&name);
            if self.variables.insert(name) {
                return name;
            }
        }
    }

    /// A variable that is new here and stands for nothing in the source.
    pub fn fresh(&mut self) -> Symbol {
        self.variable(Symbol::intern("_"))
    }

    /// A function that is new here, named like `old`.
    pub fn function(&mut self, old: FunctionName) -> FunctionName {
        let stem = stem(old.name.as_str(), "$^");
        loop {
            self.next += 1;
            let name = Symbol::intern(&format!("{stem}$^{}", self.next));
            let name = FunctionName { name, ..old };
            if self.functions.insert(name) {
                return name;
            }
        }
    }

    /// A copy in which all bound names are new.
    pub fn copy_fun(&mut self, fun: &Fun) -> Fun {
        let mut copy = fun.clone();
        let mut scope = Scope::default();
        Renamer { names: self, scope: &mut scope, always: true }.fun(&mut copy);
        copy
    }

    /// A copy in which all bound names are new.
    pub fn copy_expr(&mut self, expr: &Expr) -> Expr {
        let mut copy = expr.clone();
        let mut scope = Scope::default();
        Renamer { names: self, scope: &mut scope, always: true }.expr(&mut copy);
        copy
    }
}

/// The name before the number that was put behind it.
fn stem<'t>(name: &'t str, separator: &str) -> &'t str {
    match name.rsplit_once(separator) {
        Some((stem, number)) if is_number(number) && !stem.is_empty() => stem,
        _ => name,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// New names of what is bound here.
#[derive(Default)]
struct Scope {
    variables: HashMap<Symbol, Symbol>,
    functions: HashMap<FunctionName, FunctionName>,
}

struct Renamer<'n> {
    names: &'n mut Names,
    scope: &'n mut Scope,
    /// Whether a name that is new anyway changes too.
    always: bool,
}

/// What a name stood for before it was bound.
type Shadowed = Vec<(Symbol, Option<Symbol>)>;

impl Renamer<'_> {
    /// Binds a variable under its new name.
    fn bind(&mut self, name: &mut Symbol, shadowed: &mut Shadowed) {
        let old = *name;
        if self.always || !self.names.variables.insert(old) {
            *name = self.names.variable(old);
        }
        shadowed.push((old, self.scope.variables.insert(old, *name)));
    }

    fn bind_all(&mut self, names: &mut [Symbol]) -> Shadowed {
        let mut shadowed = Vec::new();
        names.iter_mut().for_each(|name| self.bind(name, &mut shadowed));
        shadowed
    }

    fn unbind(&mut self, shadowed: Shadowed) {
        for (name, before) in shadowed.into_iter().rev() {
            match before {
                Some(before) => self.scope.variables.insert(name, before),
                None => self.scope.variables.remove(&name),
            };
        }
    }

    fn fun(&mut self, fun: &mut Fun) {
        let shadowed = self.bind_all(&mut fun.parameters);
        self.expr(&mut fun.body);
        self.unbind(shadowed);
    }

    fn expr(&mut self, expr: &mut Expr) {
        match &mut expr.kind {
            ExprKind::Var(name) => {
                *name = self.scope.variables.get(name).copied().unwrap_or(*name);
            }
            ExprKind::FunctionName(name) => {
                *name = self.scope.functions.get(name).copied().unwrap_or(*name);
            }
            ExprKind::Fun(fun) => self.fun(fun),
            ExprKind::Let(names, argument, body) => {
                self.expr(argument);
                let shadowed = self.bind_all(names);
                self.expr(body);
                self.unbind(shadowed);
            }
            ExprKind::LetRec(definitions, body) => self.letrec(definitions, body),
            ExprKind::Case(argument, clauses) => {
                self.expr(argument);
                clauses.iter_mut().for_each(|clause| self.clause(clause));
            }
            ExprKind::Receive(clauses, timeout, action) => {
                clauses.iter_mut().for_each(|clause| self.clause(clause));
                self.expr(timeout);
                self.expr(action);
            }
            ExprKind::Try(parts) => {
                self.expr(&mut parts.argument);
                let shadowed = self.bind_all(&mut parts.variables);
                self.expr(&mut parts.body);
                self.unbind(shadowed);
                let shadowed = self.bind_all(&mut parts.exception_variables);
                self.expr(&mut parts.handler);
                self.unbind(shadowed);
            }
            _ => expr.each_child_mut(&mut |child| self.expr(child)),
        }
    }

    fn letrec(&mut self, definitions: &mut [Definition], body: &mut Expr) {
        let mut shadowed = Vec::new();
        for Definition { name, .. } in &mut *definitions {
            let old = *name;
            if self.always || !self.names.functions.insert(old) {
                *name = self.names.function(old);
            }
            shadowed.push((old, self.scope.functions.insert(old, *name)));
        }
        definitions.iter_mut().for_each(|definition| self.fun(&mut definition.function));
        self.expr(body);
        for (name, before) in shadowed.into_iter().rev() {
            match before {
                Some(before) => self.scope.functions.insert(name, before),
                None => self.scope.functions.remove(&name),
            };
        }
    }

    /// Map keys are of the scope outside. A size can be a variable of an earlier segment, which
    /// is bound by then, since segments are walked in order.
    fn clause(&mut self, clause: &mut Clause) {
        let mut shadowed = Vec::new();
        for pattern in &mut clause.patterns {
            self.pattern(pattern, &mut shadowed);
        }
        self.expr(&mut clause.guard);
        self.expr(&mut clause.body);
        self.unbind(shadowed);
    }

    fn pattern(&mut self, pattern: &mut crate::ir::Pattern, shadowed: &mut Shadowed) {
        use crate::ir::PatternKind::*;
        match &mut pattern.kind {
            Var(name) => self.bind(name, shadowed),
            Alias(name, inner) => {
                self.bind(name, shadowed);
                self.pattern(inner, shadowed);
            }
            Map(pairs) => {
                pairs.iter_mut().for_each(|(key, _)| self.expr(key));
                pairs.iter_mut().for_each(|(_, value)| self.pattern(value, shadowed));
            }
            Binary(segments) => {
                for segment in segments {
                    self.expr(&mut segment.size);
                    self.pattern(&mut segment.value, shadowed);
                }
            }
            Literal(_) | Cons(..) | Tuple(_) => {
                pattern.each_child_mut(&mut |child| self.pattern(child, shadowed));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::unique;
    use crate::parse::parse;
    use lfec_base::FileId;

    fn check(body: &str, expected: &str) {
        let text = |body| format!("module 'm' [] attributes [] 'f'/1 = fun (X) -> {body} end");
        let mut module = parse(FileId(0), &text(body)).unwrap();
        unique(&mut module);
        let expected = parse(FileId(0), &text(expected)).unwrap();
        assert_eq!(module.to_string(), expected.to_string());
    }

    #[test]
    fn second_bindings_get_other_names() {
        check("let X = X in X", "let X@1 = X in X@1");
        check("do let _0 = 1 in _0 let _0 = 2 in _0", "do let _0 = 1 in _0 let _1 = 2 in _1");
        check("fun (X,Y) -> fun (Y) -> {X,Y}", "fun (X@1,Y) -> fun (Y@2) -> {X@1,Y@2}");
        check(
            "case X of <{X,Y}> when Y -> X <Y> when 'true' -> Y end",
            "case X of <{X@1,Y}> when Y -> X@1 <Y@2> when 'true' -> Y@2 end",
        );
    }

    #[test]
    fn keys_are_of_the_outer_scope_and_sizes_of_earlier_segments() {
        check(
            "case 1 of <~{X:=X}~> when 'true' -> X end",
            "case 1 of <~{X:=X@1}~> when 'true' -> X@1 end",
        );
        let flags = "1,'integer',['unsigned','big'])";
        check(
            &format!("case 1 of <#{{#<X>(X,{flags},#<Y>(X,{flags}}}#> when 'true' -> X end"),
            &format!("case 1 of <#{{#<X@1>(X,{flags},#<Y>(X@1,{flags}}}#> when 'true' -> X@1 end"),
        );
    }

    #[test]
    fn functions_differ_from_those_of_the_module() {
        check("letrec 'f'/1 = fun (Y) -> Y in 'f'/1", "letrec 'f$^1'/1 = fun (Y) -> Y in 'f$^1'/1");
        check("letrec 'f'/0 = fun () -> X in 'f'/1", "letrec 'f'/0 = fun () -> X in 'f'/1");
    }
}
