//! Checks of types and specs. They are not used for anything else.

use std::collections::BTreeMap;

use lfec_base::{Span, Symbol};
use lfec_reader::{Form, FormKind};

use super::Linter;
use super::collect::ModuleInfo;
use super::module_attribute::name_arity;
use super::problem::Problem;
use crate::shape::{as_index, is_proper_list, quoted, symbol_list};

/// Type variables by name: how often they occur, and where first.
type Variables = BTreeMap<&'static str, (usize, Span)>;

/// Types that every module knows, with their arities; any arity if none is given.
const BUILTIN: &[(&str, &[usize])] = &[
    ("UNION", &[]),
    ("call", &[]),
    ("lambda", &[]),
    ("map", &[]),
    ("tuple", &[]),
    ("range", &[2]),
    ("bitstring", &[0, 2]),
    ("any", &[0]),
    ("arity", &[0]),
    ("atom", &[0]),
    ("binary", &[0, 2]),
    ("bool", &[0]),
    ("boolean", &[0]),
    ("byte", &[0]),
    ("char", &[0]),
    ("cons", &[2]),
    ("float", &[0]),
    ("fun", &[0, 2]),
    ("function", &[0]),
    ("identifier", &[0]),
    ("integer", &[0]),
    ("iodata", &[0]),
    ("iolist", &[0]),
    ("list", &[0, 1]),
    ("maybe_improper_list", &[0, 2]),
    ("mfa", &[0]),
    ("module", &[0]),
    ("neg_integer", &[0]),
    ("nil", &[0]),
    ("no_return", &[0]),
    ("node", &[0]),
    ("non_neg_integer", &[0]),
    ("none", &[0]),
    ("nonempty_binary", &[0]),
    ("nonempty_bitstring", &[0]),
    ("nonempty_improper_list", &[2]),
    ("nonempty_list", &[0, 1]),
    ("nonempty_maybe_improper_list", &[0, 2]),
    ("nonempty_string", &[0]),
    ("number", &[0]),
    ("pid", &[0]),
    ("port", &[0]),
    ("pos_integer", &[0]),
    ("reference", &[0]),
    ("string", &[0]),
    ("term", &[0]),
    ("timeout", &[0]),
];

fn is_builtin(name: &str, arity: usize) -> bool {
    BUILTIN
        .iter()
        .any(|(known, arities)| *known == name && (arities.is_empty() || arities.contains(&arity)))
}

impl Linter<'_> {
    /// `(define-type (name variable…) definition)`
    pub(super) fn type_definition(
        &mut self,
        name: &Form,
        definition: &Form,
        info: &mut ModuleInfo,
    ) {
        let mut variables = Variables::new();
        let parts = name.as_list().and_then(<[Form]>::split_first);
        let parsed = parts.and_then(|(head, parameters)| {
            let list = Form::list(name.span, parameters);
            Some((head.as_symbol()?, symbol_list(&list)?, parameters))
        });
        let Some((symbol, names, parameters)) = parsed else {
            let shown = parts.map_or(name, |(head, _)| head);
            return self.report(name.span, Problem::BadTypeDef(shown));
        };
        for (name, parameter) in names.iter().zip(parameters) {
            count_variable(*name, parameter.span, &mut variables);
        }
        let key = (symbol, names.len());
        if info.has_type(key) {
            self.report(name.span, Problem::RedefineType(key));
        } else if is_builtin(symbol.as_str(), key.1) {
            self.report(name.span, Problem::BuiltinType(key));
        } else {
            info.types.push((key, name.span));
        }
        self.type_form(definition, &mut variables);
        self.singletons(&variables);
    }

    /// The type of a record or struct field.
    pub(super) fn field_type(&mut self, form: &Form) {
        let mut variables = Variables::new();
        self.type_form(form, &mut variables);
        self.singletons(&variables);
    }

    fn singletons(&mut self, variables: &Variables) {
        for (name, (count, span)) in variables {
            if *count == 1 && !name.starts_with('_') {
                self.report(*span, Problem::SingletonTypeVariable(Symbol::intern(name)));
            }
        }
    }

    fn type_forms(&mut self, forms: &[Form], variables: &mut Variables) {
        for form in forms {
            self.type_form(form, variables);
        }
    }

    fn type_form(&mut self, form: &Form, variables: &mut Variables) {
        match &form.kind {
            FormKind::Symbol(name) => count_variable(*name, form.span, variables),
            FormKind::Integer(_) => {}
            FormKind::Tuple(items) => self.type_forms(items, variables),
            FormKind::Map(pairs) => {
                for (key, value) in pairs.iter() {
                    self.type_form(key, variables);
                    self.type_form(value, variables);
                }
            }
            FormKind::List(items) if !items.is_empty() => {
                self.type_call(form, items, variables);
            }
            _ => self.report(form.span, Problem::BadTypeDef(form)),
        }
    }

    fn type_call(&mut self, form: &Form, items: &[Form], variables: &mut Variables) {
        let Some(name) = items[0].as_symbol() else {
            return self.report(form.span, Problem::BadTypeDef(form));
        };
        let rest = &items[1..];
        match (name.as_str(), rest) {
            ("quote", [datum]) => {
                if !matches!(datum.kind, FormKind::Symbol(_) | FormKind::Integer(_)) {
                    self.report(form.span, Problem::BadTypeDef(datum));
                }
            }
            ("range", [from, to]) => {
                if !is_range(from, to) {
                    self.report(form.span, Problem::BadTypeSyntax("range"));
                }
            }
            ("bitstring", [size, unit]) => {
                if as_index(size).is_none() || as_index(unit).is_none() {
                    self.report(form.span, Problem::BadTypeSyntax("bitstring"));
                }
            }
            ("map", _) => {
                if rest.len() % 2 == 1 {
                    self.report(form.span, Problem::BadTypeSyntax("map"));
                }
                self.type_forms(rest, variables);
            }
            ("record", [name, fields @ ..]) => self.record_type(form, name, fields, variables),
            ("lambda", [arguments, result]) => {
                self.product(arguments, variables);
                self.type_form(result, variables);
            }
            ("call", [module, function, rest @ ..])
                if quoted(module).is_some() && quoted(function).is_some() =>
            {
                self.type_forms(rest, variables);
            }
            _ => {
                self.usage.use_type((name, rest.len()), form.span);
                self.type_forms(rest, variables);
            }
        }
    }

    /// Types that are used must be defined, here or by another module.
    pub(super) fn check_type_names(&mut self, info: &ModuleInfo) {
        for (key, span) in std::mem::take(&mut self.usage.types) {
            let known = info.has_type(key)
                || is_builtin(key.0.as_str(), key.1)
                || key.0.as_str().contains(':');
            if !known && !self.incomplete {
                self.report(span, Problem::UndefinedTypeUse(key));
            }
            self.usage.used_types.insert(key);
        }
    }

    /// The argument types of a function, or `any`.
    fn product(&mut self, arguments: &Form, variables: &mut Variables) {
        if arguments.is_symbol("any") {
            return;
        }
        match arguments.list_items() {
            Some(items) => self.type_forms(&items, variables),
            None => self.report(arguments.span, Problem::BadTypeDef(arguments)),
        }
    }

    fn record_type(
        &mut self,
        form: &Form,
        name: &Form,
        fields: &[Form],
        variables: &mut Variables,
    ) {
        match name.as_symbol() {
            Some(symbol) if self.tables.records.contains_key(&symbol) => {
                self.usage.records.insert(symbol);
            }
            Some(_) if self.incomplete => {}
            Some(symbol) => self.report(name.span, Problem::UndefinedRecord(symbol)),
            None => return self.report(form.span, Problem::BadTypeSyntax("record")),
        }
        for field in fields {
            match field.as_list() {
                Some([name, kind]) if name.as_symbol().is_some() => {
                    self.type_form(kind, variables);
                }
                _ => self.report(field.span, Problem::BadTypeDef(field)),
            }
        }
    }

    /// `(define-function-spec (name arity) (spec…))`
    pub(super) fn function_spec(&mut self, function: &Form, specs: &Form, info: &mut ModuleInfo) {
        let Some(key) = name_arity(function) else {
            return self.report(function.span, Problem::BadFunctionSpec(function));
        };
        if info.specs.iter().any(|(known, _)| *known == key) {
            self.report(function.span, Problem::RedefineSpec(key));
        }
        info.specs.push((key, function.span));
        let Some(alternatives) = specs.list_items() else {
            return self.report(specs.span, Problem::BadFunctionSpec(specs));
        };
        for alternative in alternatives.iter() {
            self.spec_alternative(alternative, key.1);
        }
    }

    /// `((argument…) result [(constraint…)])` or a map of the three.
    fn spec_alternative(&mut self, spec: &Form, arity: usize) {
        let field = |name: &str| match &spec.kind {
            FormKind::Map(pairs) => {
                pairs.iter().find(|(key, _)| key.is_symbol(name)).map(|(_, value)| value)
            }
            _ => None,
        };
        let (arguments, result, constraints) = match spec.as_list() {
            Some([arguments, result]) => (arguments, result, None),
            Some([arguments, result, constraints]) => (arguments, result, Some(constraints)),
            _ => match (field("arg-types"), field("ret-type")) {
                (Some(arguments), Some(result)) => (arguments, result, field("constraints")),
                _ => return self.report(spec.span, Problem::BadFunctionSpec(spec)),
            },
        };
        let mut variables = Variables::new();
        self.product(arguments, &mut variables);
        let count = arguments.list_items().map(|items| items.len());
        if is_proper_list(arguments) && count != Some(arity) {
            self.report(arguments.span, Problem::BadFunctionSpec(arguments));
        }
        self.type_form(result, &mut variables);
        if let Some(constraints) = constraints {
            self.constraints(constraints, &mut variables);
        }
        self.singletons(&variables);
    }

    /// `((variable type)…)`
    fn constraints(&mut self, constraints: &Form, variables: &mut Variables) {
        let Some(items) = constraints.list_items() else {
            return self.report(constraints.span, Problem::BadFunctionSpec(constraints));
        };
        for constraint in items.iter() {
            match constraint.as_list() {
                Some([name, kind]) if name.as_symbol().is_some() => {
                    self.type_form(name, variables);
                    self.type_form(kind, variables);
                }
                _ => self.report(constraint.span, Problem::BadFunctionSpec(constraint)),
            }
        }
    }
}

fn count_variable(name: Symbol, span: Span, variables: &mut Variables) {
    variables.entry(name.as_str()).or_insert((0, span)).0 += 1;
}

fn is_range(from: &Form, to: &Form) -> bool {
    match (&from.kind, &to.kind) {
        (FormKind::Integer(from), FormKind::Integer(to)) => from <= to,
        _ => false,
    }
}
