//! Expansion within core forms. They and the core functions are looked at before any macro, so
//! no macro can redefine them.

use lfec_reader::Form;

use super::Expander;
use super::clause::PatternPlace;
use crate::binary::is_segment_specification;
use crate::environment::Environment;
use crate::keyword::Keyword;
use crate::shape::is_code_points;

impl Expander<'_> {
    /// Expands a core form. `None`: the name is none, or is one only with another number of
    /// arguments.
    pub(super) fn expand_core(
        &mut self,
        word: Keyword,
        form: &Form,
        rest: &[Form],
        env: &Environment,
    ) -> Option<Form> {
        use Keyword::*;
        let count = rest.len();
        Some(match word {
            Quote if count == 1 => form.clone(),
            Car | Cdr if count == 1 => self.expand_from(form, 1, env),
            Cons | Tref if count == 2 => self.expand_from(form, 1, env),
            Tset if count == 3 => self.expand_from(form, 1, env),
            List | Tuple | Map | Msiz | Mref | Mset | Mupd | Mrem | MapSize | MapGet | MapSet
            | MapUpdate | MapRemove => self.expand_from(form, 1, env),
            Binary => self.expand_binary(form, rest, env),
            Record | MakeRecord | Struct if count >= 1 => self.expand_from(form, 2, env),
            RecordIndex if count == 2 => form.clone(),
            IsRecord | IsStruct if count == 2 => self.expand_second(form, env),
            IsStruct if count == 1 => self.expand_from(form, 1, env),
            RecordField | StructField if count == 3 => self.expand_second(form, env),
            RecordUpdate | StructUpdate if count >= 2 => {
                let updated = self.expand_second(form, env);
                self.expand_from(&updated, 3, env)
            }
            Lc | ListComp | Bc | BinaryComp if count == 2 => {
                self.expand_comprehension(form, rest, env)
            }
            _ if word.is_core_form() => self.expand_control(word, form, rest, env),
            _ => return None,
        })
    }

    /// Core forms with clauses, bindings or bodies.
    fn expand_control(
        &mut self,
        word: Keyword,
        form: &Form,
        rest: &[Form],
        env: &Environment,
    ) -> Form {
        use Keyword::*;
        match (word, rest) {
            (Lambda, [_, ..]) => self.expand_from(form, 2, env),
            (MatchLambda, _) => self.expand_match_lambda(form, env),
            (Let, [_, ..]) => self.expand_let(form, rest, env),
            (LetFunction | LetrecFunction, [bindings, body @ ..]) => {
                self.expand_local_functions(word, form, bindings, body, env)
            }
            (LetMacro, [bindings, body @ ..]) => {
                self.expand_local_macros(form, bindings, body, env)
            }
            (Case, [_, ..]) => {
                let subject = self.expand_second(form, env);
                self.expand_clauses(&subject, 2, PatternPlace::One, env)
            }
            (Receive, _) => self.expand_clauses(form, 1, PatternPlace::One, env),
            (Cond, _) => self.expand_cond(form, env),
            (Maybe, _) => self.expand_maybe(form, env),
            (Try, [_, ..]) => self.expand_try(form, rest, env),
            (Quote | Function, _) => form.clone(),
            (
                DefineModule | ExtendModule | DefineType | DefineOpaqueType | DefineFunctionSpec
                | DefineFunction | DefineMacro | DefineRecord | DefineStruct,
                _,
            ) => form.clone(),
            _ => self.expand_from(form, 1, env),
        }
    }

    /// Expands only the first argument.
    fn expand_second(&mut self, form: &Form, env: &Environment) -> Form {
        let Some(items) = form.as_list() else { return form.clone() };
        let mut items = items.to_vec();
        items[1] = self.expand(&items[1], env);
        Form::list(form.span, items)
    }

    /// `(binary segment…)`: a segment is a value, `(value specification…)` or a macro call.
    fn expand_binary(&mut self, form: &Form, segments: &[Form], env: &Environment) -> Form {
        let mut expanded = vec![form.as_list().map_or_else(|| form.clone(), |all| all[0].clone())];
        for segment in segments {
            expanded.push(self.expand_segment(segment, env));
        }
        Form::list(form.span, expanded)
    }

    fn expand_segment(&mut self, segment: &Form, env: &Environment) -> Form {
        let Some([value, specifications @ ..]) = segment.as_list() else {
            return self.expand(segment, env);
        };
        if is_code_points(segment) {
            return segment.clone();
        }
        let plain =
            !specifications.is_empty() && specifications.iter().all(is_segment_specification);
        if !plain {
            return self.expand(segment, env);
        }
        let mut items = vec![self.expand(value, env)];
        for specification in specifications {
            items.push(match specification.as_call("size") {
                Some([size]) => {
                    let size = self.expand(size, env);
                    Form::call(specification.span, "size", [size])
                }
                _ => specification.clone(),
            });
        }
        Form::list(segment.span, items)
    }

    /// The functions hide macros of their names: in the body, and for `letrec-function` in the
    /// functions too.
    fn expand_local_functions(
        &mut self,
        word: Keyword,
        form: &Form,
        bindings: &Form,
        body: &[Form],
        env: &Environment,
    ) -> Form {
        let pairs = bindings.as_list().unwrap_or(&[]);
        let names = pairs.iter().filter_map(|pair| pair.as_list()?.first()?.as_symbol());
        let inner = env.with_functions(names);
        let outer = if word == Keyword::LetrecFunction { &inner } else { env };
        let mut expanded = Vec::with_capacity(pairs.len());
        for pair in pairs {
            expanded.push(match pair.as_list() {
                Some([name, lambda]) => {
                    let lambda = self.expand(lambda, outer);
                    Form::list(pair.span, vec![name.clone(), lambda])
                }
                _ => pair.clone(),
            });
        }
        let bindings = match bindings.as_list() {
            Some(_) => Form::list(bindings.span, expanded),
            None => bindings.clone(),
        };
        let mut items = vec![Form::symbol(form.span, word.text()), bindings];
        items.extend(self.expand_all(body, &inner));
        Form::list(form.span, items)
    }
}
