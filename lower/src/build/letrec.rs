//! `letrec`: labels, functions of their own, funs that know themselves.

use std::rc::Rc;

use lfec_core::ir::{Definition, Expr, Literal};

use super::{Builder, Dest, Local, Operand};
use crate::analyse::{Free, LetRecKind};
use crate::ir::{FunDescription, FunctionId};

/// More parameters than this, and a local function becomes a fun: parameters travel in a register
/// file of limited size.
const MOST_PARAMETERS: usize = 200;

impl<'m> Builder<'m, '_> {
    pub(super) fn letrec(&mut self, definitions: &'m [Definition], body: &'m Expr, dest: &Dest) {
        let outer = self.scope.clone();
        match self.facts.letrec(definitions) {
            LetRecKind::Labels { looping } => self.labels(definitions, body, dest, looping),
            LetRecKind::Lifted => {
                self.functions(definitions, false);
                self.lower(body, dest);
            }
            LetRecKind::Closures => {
                self.functions(definitions, true);
                self.lower(body, dest);
            }
        }
        self.scope = outer;
    }

    /// `letrec 'l'/n = fun (…) -> e in body`: the body, then a block for each function.
    fn labels(
        &mut self,
        definitions: &'m [Definition],
        body: &'m Expr,
        dest: &Dest,
        looping: bool,
    ) {
        let mut blocks = Vec::new();
        for definition in definitions {
            let block = self.flow.block_with(definition.function.parameters.len());
            self.flow.at(block).looping = looping;
            self.add_local(definition.name, Local::Label(block));
            blocks.push(block);
        }
        let line = self.line;
        self.lower(body, dest);
        for (definition, block) in definitions.iter().zip(blocks) {
            self.line = line;
            self.enter(block);
            let values = self.flow.at(block).parameters.clone();
            for (name, value) in definition.function.parameters.iter().zip(values) {
                self.variables.insert(*name, Operand::Value(value));
            }
            self.lower(&definition.function.body, dest);
        }
    }

    /// Declares the functions of a `letrec`, with what all of them need from here.
    fn functions(&mut self, definitions: &'m [Definition], as_funs: bool) {
        let mut all = Free::default();
        for definition in definitions {
            let free = self.facts.free(&definition.function);
            all.variables.extend(free.variables);
            all.functions.extend(free.functions);
        }
        let own = |name| definitions.iter().any(|definition| definition.name == name);
        all.functions.retain(|name| !own(*name));
        let (captured, known) = self.captured(&all);
        let free: Rc<[_]> = captured.into();
        let most = definitions.iter().map(|d| d.function.parameters.len()).max().unwrap_or(0);
        let as_funs = as_funs || most + free.len() > MOST_PARAMETERS;
        let ids: Vec<FunctionId> = definitions.iter().map(|_| self.module.declare()).collect();
        let names: Vec<_> = definitions
            .iter()
            .map(|definition| {
                let what = format!("{}/{}", definition.name.name, definition.name.arity);
                self.module.fun_name(&definition.function.anno, self.outer, &what)
            })
            .collect();
        for ((definition, id), name) in definitions.iter().zip(&ids).zip(&names) {
            let local = if as_funs {
                let arity = definition.name.arity as u32;
                let description =
                    FunDescription { function: *id, name: *name, arity, free: free.len() as u32 };
                Local::Closure(self.module.add_fun(description), *id, free.clone())
            } else {
                Local::Lifted(*id, free.clone())
            };
            self.add_local(definition.name, local);
        }
        for ((definition, id), name) in definitions.iter().zip(&ids).zip(&names) {
            let known: Vec<(_, Literal)> = known.clone();
            let self_name = as_funs.then_some(definition.name);
            let fun = &definition.function;
            // The loop of a receive is a part of the function that it stands in.
            let is_part = definition.name.name.as_str().starts_with("recv$");
            let shown = is_part.then_some(self.location_name);
            self.queue_fun(*id, fun, (*name, shown), free.clone(), known, as_funs, self_name);
        }
    }
}
