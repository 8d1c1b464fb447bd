//! From the checked definitions of a module to the [`Module`] that later stages get.

use std::collections::HashSet;

use lfec_base::{Span, Symbol};
use lfec_reader::{Form, FormKind};

use crate::expand::ModuleForms;
use crate::lint::ModuleInfo;
use crate::module::{FunctionDefinition, Module};
use crate::normalise;
use crate::shape::{Build, quoted};
use crate::tables::{Tables, field_parts};

/// Builds the module.
pub(crate) fn assemble(forms: ModuleForms, info: ModuleInfo) -> Module {
    let name = info.name.unwrap_or_else(|| Symbol::intern("-no-module-"));
    let mut tables = forms.tables;
    tables.module = info.name;
    tables.imports = info.imports.clone();
    let documents = documents(&forms.exported_macros, &tables, forms.span, &info);
    let made = made_functions(name, &forms.exported_macros, forms.span, &info, documents);
    let keys = info.functions.iter().map(|function| (function.name, function.arity));
    let keys: HashSet<(Symbol, usize)> =
        keys.chain(made.iter().map(|function| (function.name, function.arity))).collect();
    let exports = exports(&info, &made, &forms.exported_macros);
    let mut functions: Vec<FunctionDefinition> = info
        .functions
        .into_iter()
        .map(|function| FunctionDefinition {
            name: function.name,
            arity: function.arity,
            lambda: normalise::function(&function.lambda, &tables, &keys),
            span: function.span,
            documentation: function.documentation,
        })
        .collect();
    functions.extend(made.into_iter().map(|function| FunctionDefinition {
        lambda: normalise::function(&function.lambda, &tables, &keys),
        ..function
    }));
    let imports = info.import_order.iter().map(|key| (*key, info.imports[key]));
    Module {
        name,
        span: forms.span,
        exports,
        imports: imports.collect(),
        attributes: info.attributes,
        on_load: info.on_load,
        functions,
        documentation: info.documentation,
        exported_macros: forms.exported_macros,
    }
}

fn exports(
    info: &ModuleInfo,
    made: &[FunctionDefinition],
    exported_macros: &[Symbol],
) -> Vec<(Symbol, usize)> {
    let mut exports: Vec<(Symbol, usize)> = match info.export_all {
        true => info.functions.iter().map(|function| (function.name, function.arity)).collect(),
        false => info.exports.iter().map(|(key, _)| *key).collect(),
    };
    exports.retain(|(name, _)| name.as_str() != "module_info");
    exports.extend(made.iter().map(|function| (function.name, function.arity)));
    if !exported_macros.is_empty() {
        exports.push((Symbol::intern(crate::expand::exported::EXPAND_EXPORTED), 3));
    }
    let mut seen = HashSet::new();
    exports.retain(|key| seen.insert(*key));
    exports
}

/// `__struct__/0,1` if the module has a struct, and `__info__/1`.
fn made_functions(
    module: Symbol,
    macros: &[Symbol],
    span: Span,
    info: &ModuleInfo,
    documents: Form,
) -> Vec<FunctionDefinition> {
    let mut made = Vec::new();
    if let Some((fields, span)) = &info.structure {
        let default = default_struct(module, fields, *span);
        made.push(made_function("__struct__", 0, struct_constant(&default), *span));
        made.push(made_function("__struct__", 1, struct_maker(&default), *span));
    }
    let structure = info.structure.as_ref().map(|(fields, _)| fields.as_slice());
    made.push(made_function(
        "__info__",
        1,
        info_function(module, macros, span, info, structure, documents),
        span,
    ));
    made.retain(|function| {
        !info
            .functions
            .iter()
            .any(|known| (known.name, known.arity) == (function.name, function.arity))
    });
    made
}

fn made_function(name: &str, arity: usize, lambda: Form, span: Span) -> FunctionDefinition {
    FunctionDefinition { name: Symbol::intern(name), arity, lambda, span, documentation: None }
}

/// The struct with its defaults, as a literal map.
fn default_struct(module: Symbol, fields: &[Form], span: Span) -> Form {
    let make = Build(span);
    let head = (Form::symbol(span, "__struct__"), make.symbol(module));
    let fields = fields.iter().filter_map(|field| {
        let (name, default) = field_parts(field)?;
        let default = default.map(|form| quoted(form).unwrap_or(form).clone());
        Some((make.symbol(name), default.unwrap_or_else(|| Form::symbol(span, "nil"))))
    });
    let pairs: Vec<(Form, Form)> = std::iter::once(head).chain(fields).collect();
    Form { span, kind: FormKind::Map(pairs.into()) }
}

fn struct_constant(default: &Form) -> Form {
    Build(default.span).call("lambda", [Form::nil(default.span), default.clone()])
}

/// `(lambda (fields) …)`: the default struct with the given values.
fn struct_maker(default: &Form) -> Form {
    let make = Build(default.span);
    let names = ["fields", "key", "value", "struct"];
    let [fields, key, value, map] = names.map(|name| Form::symbol(default.span, name));
    let pair = make.call("tuple", [key.clone(), value.clone()]);
    let update = make.remote("maps", "update", [key, value, map.clone()]);
    let clause = make.list([make.list([pair, map]), update]);
    let step = make.call("match-lambda", [clause]);
    let body = make.remote("lists", "foldl", [step, default.clone(), fields.clone()]);
    make.call("lambda", [make.list([fields]), body])
}

/// `__info__/1` says what the module has.
fn info_function(
    module: Symbol,
    macros: &[Symbol],
    span: Span,
    info: &ModuleInfo,
    structure: Option<&[Form]>,
    documents: Form,
) -> Form {
    let make = Build(span);
    let clause = |item: &str, value: Form| make.list([make.list([make.atom_text(item)]), value]);
    let pair = |(name, arity): (Symbol, usize)| {
        Form::tuple(span, vec![make.symbol(name), Form::integer(span, arity)])
    };
    let mut functions: Vec<(Symbol, usize)> = match info.export_all {
        true => info.functions.iter().map(|function| (function.name, function.arity)).collect(),
        false => info.exports.iter().map(|(key, _)| *key).collect(),
    };
    if !macros.is_empty() {
        functions.push((Symbol::intern(crate::expand::exported::EXPAND_EXPORTED), 3));
    }
    functions.sort_by_key(|(name, arity)| (name.as_str(), *arity));
    functions.dedup();
    let functions = make.list(functions.into_iter().map(pair).collect::<Vec<_>>());
    let macros = make.list(macros.iter().map(|name| make.symbol(*name)).collect::<Vec<_>>());
    let ask =
        |item: &str| make.erlang("get_module_info", [make.atom(module), make.atom_text(item)]);
    let mut clauses = vec![
        clause("module", make.atom(module)),
        clause("functions", make.quote(functions)),
        clause("macros", make.quote(macros)),
        clause("deprecated", make.quote(Form::nil(span))),
        clause("attributes", ask("attributes")),
        clause("compile", ask("compile")),
        clause("md5", ask("md5")),
        clause("docs", make.quote(documents)),
    ];
    if let Some(fields) = structure {
        clauses.push(clause("struct", make.quote(struct_information(fields, span))));
    }
    make.call("match-lambda", clauses)
}

/// What `(h module)` of the shell shows: `#(text (#(function name arity text) …))`, macros among
/// them; the text is `none` where there is no documentation.
fn documents(macros: &[Symbol], tables: &Tables, span: Span, info: &ModuleInfo) -> Form {
    let make = Build(span);
    let text = |text: Option<&String>| match text {
        Some(text) => Form { span, kind: FormKind::Binary(text.as_bytes().into(), 8) },
        None => Form::symbol(span, "none"),
    };
    let entry = |kind: &str, name: Symbol, arity: usize, documentation: Option<&String>| {
        let parts = [Form::symbol(span, kind), make.symbol(name), Form::integer(span, arity)];
        let parts = parts.into_iter().chain([text(documentation)]);
        Form::tuple(span, parts.collect::<Vec<_>>())
    };
    let is_exported = |key: (Symbol, usize)| {
        info.export_all || info.exports.iter().any(|(exported, _)| *exported == key)
    };
    let mut entries: Vec<(Symbol, usize, Form)> = Vec::new();
    for function in &info.functions {
        let key = (function.name, function.arity);
        if is_exported(key) && !function.is_made_here() {
            let form = entry("function", key.0, key.1, function.documentation.as_ref());
            entries.push((key.0, key.1, form));
        }
    }
    // A macro has one argument: the list of those of a call.
    for (name, documentation) in tables.macros.iter().filter(|(name, _)| macros.contains(name)) {
        entries.push((*name, 1, entry("macro", *name, 1, documentation.as_ref())));
    }
    entries.sort_by_key(|(name, arity, _)| (name.as_str(), *arity));
    let entries = make.list(entries.into_iter().map(|(_, _, form)| form).collect::<Vec<_>>());
    Form::tuple(span, vec![text(info.documentation.as_ref()), entries])
}

/// `(#M(field name required false) …)`, in the order of the names.
fn struct_information(fields: &[Form], span: Span) -> Form {
    let make = Build(span);
    let mut names: Vec<Symbol> =
        fields.iter().filter_map(|field| Some(field_parts(field)?.0)).collect();
    names.sort_by_key(|name| name.as_str());
    let field = |name: Symbol| {
        let name = (Form::symbol(span, "field"), make.symbol(name));
        let required = (Form::symbol(span, "required"), Form::symbol(span, "false"));
        Form { span, kind: FormKind::Map([name, required].into()) }
    };
    make.list(names.into_iter().map(field).collect::<Vec<_>>())
}

/// The lambda of `LFE-EXPAND-EXPORTED-MACRO/3`, for other modules of the session.
pub(crate) fn exported_macros(module: &Module) -> Option<Form> {
    let name = crate::expand::exported::EXPAND_EXPORTED;
    let found = module
        .functions
        .iter()
        .find(|function| function.name.as_str() == name && function.arity == 3)?;
    Some(found.lambda.clone())
}
