//! Calls and references of functions: every name is resolved here.

use lfec_base::Symbol;
use lfec_reader::Form;

use super::{NameArity, Normaliser, Scope};
use crate::bif;
use crate::shape::{Build, as_index, quoted_symbol};

impl Normaliser<'_> {
    pub(super) fn is_local(&self, key: NameArity, scope: &Scope) -> bool {
        scope.functions.contains(&key) || self.functions.contains(&key)
    }

    /// Module and name of a function that is not local.
    fn remote_name(&self, key: NameArity) -> Option<(Symbol, Symbol)> {
        if let Some((module, functions)) = self.session
            && functions.contains(&key)
        {
            return Some((module, key.0));
        }
        if let Some(target) = self.tables.imports.get(&key) {
            return Some(*target);
        }
        if bif::is_automatic(key.0, key.1) {
            return Some((Symbol::intern("erlang"), key.0));
        }
        if let Some(module) = bif::lfe_module(key.0.as_str(), key.1) {
            return Some((Symbol::intern(module), key.0));
        }
        self.session.map(|(module, _)| (module, key.0))
    }

    /// `(name argument…)`
    pub(super) fn function_call(
        &mut self,
        form: &Form,
        name: Symbol,
        arguments: &[Form],
        scope: &Scope,
    ) -> Form {
        let make = Build(form.span);
        let key = (name, arguments.len());
        let mut arguments = self.expressions(arguments, scope);
        if self.is_local(key, scope) {
            return make.apply(name, arguments);
        }
        if let Some(test) = self.known_record_test(form, name, &mut arguments) {
            return test;
        }
        match self.remote_name(key) {
            Some((module, function)) => make.remote(module.as_str(), function.as_str(), arguments),
            None if self.raise_unknown => {
                let arity = Form::integer(form.span, key.1);
                let function = make.call("tuple", [make.atom(name), arity]);
                make.raise("undefined_function", [function])
            }
            None => make.apply(name, arguments),
        }
    }

    /// `(function name arity)` and `(function module name arity)`
    pub(super) fn function_reference(&mut self, form: &Form, rest: &[Form], scope: &Scope) -> Form {
        let make = Build(form.span);
        match rest {
            [name, arity] => {
                let Some(key) = name.as_symbol().zip(as_index(arity)) else {
                    return self.illegal(form);
                };
                match self.remote_name(key) {
                    Some((module, function)) if !self.is_local(key, scope) => {
                        let names = [make.symbol(module), make.symbol(function), arity.clone()];
                        make.call("function", names)
                    }
                    None if self.raise_unknown && !self.is_local(key, scope) => self.illegal(form),
                    _ => form.clone(),
                }
            }
            [module, name, arity] => {
                let Some(module) = module.as_symbol() else { return self.illegal(form) };
                let module = make.symbol(self.tables.resolve_module(module));
                make.call("function", [module, name.clone(), arity.clone()])
            }
            _ => self.illegal(form),
        }
    }

    /// `(call module function argument…)`; a literal module may be an alias.
    pub(super) fn remote_call(&mut self, form: &Form, rest: &[Form], scope: &Scope) -> Form {
        let [module, _, ..] = rest else { return self.illegal(form) };
        let mut parts = self.expressions(rest, scope);
        if let Some(name) = quoted_symbol(module) {
            let resolved = self.tables.resolve_module(name);
            if resolved != name {
                parts[0] = Build(module.span).atom(resolved);
            }
        }
        Build(form.span).call("call", parts)
    }
}
