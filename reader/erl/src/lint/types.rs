//! Types and specs: are the types there, do specs belong to functions?

use std::collections::{HashMap, HashSet};

use lfec_base::{Span, Symbol};

use super::{Lint, NameAndArity, quoted, show};
use crate::ast::{FormKind, RecordDefinition, Spec, TypeDefinition};
use crate::types::{Type, TypeConstraint, TypeKind};

/// Types that need no definition, by name and arity.
const BUILT_IN: &[(&str, &[usize])] = &[
    ("any", &[0]),
    ("arity", &[0]),
    ("atom", &[0]),
    ("binary", &[0]),
    ("bitstring", &[0]),
    ("bool", &[0]),
    ("boolean", &[0]),
    ("byte", &[0]),
    ("char", &[0]),
    ("dynamic", &[0]),
    ("float", &[0]),
    ("fun", &[0]),
    ("function", &[0]),
    ("identifier", &[0]),
    ("integer", &[0]),
    ("iodata", &[0]),
    ("iolist", &[0]),
    ("list", &[0, 1]),
    ("map", &[0]),
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
    ("record", &[0]),
    ("reference", &[0]),
    ("string", &[0]),
    ("term", &[0]),
    ("timeout", &[0]),
    ("tuple", &[0]),
];

/// Definitions and uses met.
#[derive(Default)]
struct Types {
    defined: HashMap<NameAndArity, Span>,
    used: Vec<(NameAndArity, Span)>,
}

/// How often each type variable of a definition or spec occurs.
type Counts = HashMap<Symbol, (usize, Span)>;

impl<'m> Lint<'m> {
    pub fn types(&mut self) {
        let mut types = Types::default();
        let mut specs: HashSet<(bool, NameAndArity)> = HashSet::new();
        for form in &self.module.forms {
            match &form.kind {
                FormKind::Type(definition) => {
                    self.type_definition(definition, form.span, &mut types)
                }
                FormKind::Spec(spec) => self.spec(spec, form.span, &mut specs, &mut types),
                FormKind::Record(record) => self.field_types(record, &mut types),
                FormKind::ExportType(names) => {
                    types.used.extend(names.iter().map(|n| ((n.name, n.arity), n.span)));
                }
                _ => {}
            }
        }
        self.undefined_types(&types);
        self.unused_types(&types);
        self.opaque_types();
    }

    /// What is opaque is for others, so it is exported.
    fn opaque_types(&mut self) {
        let forms = &self.module.forms;
        let mut exported = HashSet::new();
        for form in forms {
            if let FormKind::ExportType(names) = &form.kind {
                exported.extend(names.iter().map(|name| (name.name, name.arity)));
            }
        }
        for form in forms {
            if let FormKind::Type(definition) = &form.kind
                && definition.kind.as_str() == "opaque"
                && !exported.contains(&(definition.name, definition.parameters.len()))
                && !self.switches.export_all
            {
                let name = shown((definition.name, definition.parameters.len()));
                let message = format!("opaque type {name} is not exported");
                self.warning("not-exported-opaque", message, form.span);
            }
        }
    }

    fn undefined_types(&mut self, types: &Types) {
        let mut reported = HashSet::new();
        for (name, span) in &types.used {
            let known = types.defined.contains_key(name) || is_built_in(*name);
            if !known && reported.insert((*name, *span)) {
                let message = format!("type {} undefined", shown(*name));
                self.error("undefined-type", message, *span);
            }
        }
    }

    /// Types defined in the module's own file and not mentioned.
    fn unused_types(&mut self, types: &Types) {
        if !self.switches.unused_type || self.switches.export_all {
            return;
        }
        let used: HashSet<NameAndArity> = types.used.iter().map(|(name, _)| *name).collect();
        for (name, span) in &types.defined {
            if !used.contains(name) && span.file == self.module.file {
                let message = format!("type {} is unused", shown(*name));
                self.warning("unused-type", message, *span);
            }
        }
    }

    fn type_definition(&mut self, definition: &'m TypeDefinition, span: Span, types: &mut Types) {
        let name = (definition.name, definition.parameters.len());
        if types.defined.insert(name, span).is_some() {
            let message = format!("type {} already defined", shown(name));
            self.error("redefine-type", message, span);
        }
        let mut counts = Counts::new();
        for parameter in &definition.parameters {
            counts.insert(*parameter, (1, span));
        }
        self.check_type(&definition.body, &mut counts, types);
        self.singletons(counts);
    }

    fn field_types(&mut self, record: &'m RecordDefinition, types: &mut Types) {
        for field in &record.fields {
            if let Some(field_type) = &field.field_type {
                let mut counts = Counts::new();
                self.check_type(field_type, &mut counts, types);
                self.singletons(counts);
            }
        }
    }

    fn spec(
        &mut self,
        spec: &'m Spec,
        span: Span,
        specs: &mut HashSet<(bool, NameAndArity)>,
        types: &mut Types,
    ) {
        let function = (spec.name, spec.arity);
        let what = if spec.is_callback { "callback" } else { "spec" };
        if let Some(module) = spec.module
            && module != self.module.name
        {
            let (module, shown) = (quoted(module), show(function));
            let message = format!("spec for function {module}:{shown} from other module");
            self.error("bad-module", message, span);
            return;
        }
        if !specs.insert((spec.is_callback, function)) {
            let of = if spec.is_callback { "" } else { "for " };
            let message = format!("{what} {of}{} already defined", show(function));
            self.error("redefine-spec", message, span);
        }
        let undefined = !spec.is_callback && !self.functions.contains_key(&function);
        if undefined {
            let message = format!("spec for undefined function {}", show(function));
            self.error("spec-fun-undefined", message, span);
        }
        for (clause, constraints) in &spec.clauses {
            if let TypeKind::Fun(Some(arguments), _) = &clause.kind
                && arguments.len() != spec.arity
            {
                self.error("spec-wrong-arity", format!("{what} has wrong arity"), clause.span);
            }
            self.spec_clause(clause, constraints, types);
        }
    }

    fn spec_clause(
        &mut self,
        clause: &'m Type,
        constraints: &'m [TypeConstraint],
        types: &mut Types,
    ) {
        let mut counts = Counts::new();
        self.check_type(clause, &mut counts, types);
        for constraint in constraints {
            count(&mut counts, constraint.variable, constraint.span);
            self.check_type(&constraint.bound, &mut counts, types);
        }
        self.singletons(counts);
    }

    /// A type variable that occurs once says nothing.
    fn singletons(&mut self, counts: Counts) {
        for (name, (count, span)) in counts {
            if count == 1 && !name.as_str().starts_with('_') {
                let message = format!("type variable '{name}' is only used once (is unbound)");
                self.error("singleton-typevar", message, span);
            }
        }
    }

    fn check_type(&mut self, checked: &'m Type, counts: &mut Counts, types: &mut Types) {
        let mut all = |lint: &mut Self, members: &'m [Type]| {
            members.iter().for_each(|member| lint.check_type(member, counts, types));
        };
        match &checked.kind {
            TypeKind::Var(name) => count(counts, *name, checked.span),
            TypeKind::Atom(_)
            | TypeKind::Integer(_)
            | TypeKind::Nil
            | TypeKind::AnyFun
            | TypeKind::Unary(..)
            | TypeKind::Op(..)
            | TypeKind::Range(..)
            | TypeKind::Binary(..) => {}
            TypeKind::Union(members) | TypeKind::Tuple(members) => all(self, members),
            TypeKind::Named(_, inside)
            | TypeKind::List(inside)
            | TypeKind::NonemptyList(inside) => {
                self.check_type(inside, counts, types);
            }
            TypeKind::Map(fields) => {
                for field in fields {
                    self.check_type(&field.key, counts, types);
                    self.check_type(&field.value, counts, types);
                }
            }
            TypeKind::Record(name, fields) => {
                if let Some(record) = self.find_record(*name, checked.span) {
                    for (field, _) in fields {
                        self.record_field(record.name, *field, checked.span);
                    }
                }
                fields.iter().for_each(|(_, t)| self.check_type(t, counts, types));
            }
            TypeKind::Fun(arguments, result) => {
                all(self, arguments.as_deref().unwrap_or(&[]));
                self.check_type(result, counts, types);
            }
            TypeKind::Call(module, name, arguments) => {
                all(self, arguments);
                let name = (*name, arguments.len());
                if module.is_none_or(|module| module == self.module.name) {
                    types.used.push((name, checked.span));
                }
            }
        }
    }
}

fn count(counts: &mut Counts, name: Symbol, span: Span) {
    if name.as_str() != "_" {
        counts.entry(name).or_insert((0, span)).0 += 1;
    }
}

fn is_built_in((name, arity): NameAndArity) -> bool {
    BUILT_IN.iter().any(|(known, arities)| *known == name.as_str() && arities.contains(&arity))
}

/// `t()`, `t(_,_)`
fn shown((name, arity): NameAndArity) -> String {
    format!("{}({})", quoted(name), vec!["_"; arity].join(","))
}
