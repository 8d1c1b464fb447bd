//! Every message of lint, in one place: code, wording, severity.
//!
//! Codes are the error terms of `lfe_lint` and `erl_lint`, wordings theirs too.

use lfec_base::{Diagnostic, Span, Symbol};
use lfec_reader::Form;

use crate::text::write;

/// A name and number of arguments.
pub(crate) type NameArity = (Symbol, usize);

/// What lint finds wrong.
pub(crate) enum Problem<'a> {
    BadModuleDef(&'a str),
    BadAttribute(&'a Form),
    BadMetaDef(&'a str),
    BadArgs,
    BadGuardArgs,
    BadPatternAlias,
    BadHeadArity,
    BadForm(&'a str),
    UnboundSymbol(Symbol),
    UndefinedFunction(NameArity),
    MultipleVariable(Symbol),
    RedefineFunction(NameArity),
    RedefineCoreForm(Symbol),
    RedefineCoreFunction(NameArity),
    BadFunctionDefinition(&'a Form),
    ReimportFunction(NameArity, Symbol, Symbol),
    DefineImportedFunction(NameArity),
    UndefinedOnLoad(NameArity),
    RedefineModuleAlias(Symbol),
    CircularModuleAlias(Symbol),
    IllegalPattern(&'a Form),
    IllegalGuard,
    IllegalMapKey(&'a Form),
    IllegalBitSegment,
    IllegalBitSize,
    DeprecatedError(&'a str),
    DeprecatedWarning(&'a str),
    UnknownForm,
    IllegalStacktrace(&'a Form),
    IllegalException(&'a Form),
    BadRecordDef(&'a Form),
    BadRecordName(&'a Form),
    BadRecordField(&'a Form, &'a Form),
    RedefineRecord(Symbol),
    MissingRecordFieldValue(&'a Form, &'a Form),
    RedefineStruct,
    BadStructDef,
    BadStructField(&'a Form),
    MissingStructFieldValue(&'a Form, &'a Form),
    UndefinedRecord(Symbol),
    UndefinedRecordField(Symbol, &'a Form),
    UndefinedStruct(&'a Form),
    UndefinedStructField(&'a Form, &'a Form),
    UndefinedType(NameArity),
    UndefinedTypeUse(NameArity),
    UnusedType(NameArity),
    UnusedRecord(Symbol),
    BuiltinType(NameArity),
    RedefineType(NameArity),
    RedefineSpec(NameArity),
    SpecForUndefined(NameArity),
    SingletonTypeVariable(Symbol),
    BadTypeDef(&'a Form),
    BadTypeSyntax(&'a str),
    BadFunctionSpec(&'a Form),
    UndefinedBitType(&'a Form),
    BitTypeUnit,
    UnusedFunction(NameArity),
    UnusedVariable(Symbol),
    ShadowedVariable(Symbol),
    UnmatchedClause(u32, Option<NameArity>),
}

impl Problem<'_> {
    fn is_warning(&self) -> bool {
        use Problem::*;
        matches!(
            self,
            RedefineCoreFunction(_)
                | DeprecatedWarning(_)
                | UnusedFunction(_)
                | UnusedVariable(_)
                | UnusedType(_)
                | UnusedRecord(_)
                | ShadowedVariable(_)
                | UnmatchedClause(..)
        )
    }

    /// The diagnostic for this problem at a place.
    pub(crate) fn at(&self, span: Span) -> Diagnostic {
        let (code, message) = self.code_and_message();
        match self.is_warning() {
            true => Diagnostic::warning(code, message, span),
            false => Diagnostic::error(code, message, span),
        }
    }

    fn code_and_message(&self) -> (&'static str, String) {
        use Problem::*;
        match self {
            BadForm(name) => ("bad-form", format!("bad {name} form")),
            BadArgs => ("bad-args", "bad argument list".to_owned()),
            BadGuardArgs => ("bad-gargs", "bad guard argument list".to_owned()),
            BadPatternAlias => ("bad-pat-alias", "bad pattern alias".to_owned()),
            BadHeadArity => ("bad-head-arity", "function head arity mismatch".to_owned()),
            UnboundSymbol(name) => ("unbound-symbol", format!("symbol {name} is unbound")),
            UndefinedFunction((name, arity)) => {
                ("undefined-function", format!("function {name}/{arity} undefined"))
            }
            MultipleVariable(name) => ("multi-var", format!("variable {name} multiply defined")),
            UnknownForm => ("unknown-form", "unknown form".to_owned()),
            IllegalPattern(form) => ("illegal-pattern", format!("illegal pattern {}", write(form))),
            IllegalGuard => ("illegal-guard", "illegal guard expression".to_owned()),
            IllegalMapKey(form) => ("illegal-mapkey", format!("illegal map key {}", write(form))),
            IllegalBitSegment => ("illegal-bitseg", "illegal bit segment".to_owned()),
            IllegalBitSize => ("illegal-bitsize", "illegal bit size".to_owned()),
            UndefinedBitType(form) => {
                ("undefined-bittype", format!("bit type {} undefined", write(form)))
            }
            BitTypeUnit => (
                "bittype-unit",
                "bit unit size can only be specified together with size".to_owned(),
            ),
            IllegalStacktrace(form) => (
                "illegal-stacktrace",
                format!("stacktrace {} must be unbound variable", write(form)),
            ),
            IllegalException(form) => {
                ("illegal-exception", format!("illegal exception {}", write(form)))
            }
            UnusedVariable(name) => ("unused-var", format!("variable {name} is unused")),
            ShadowedVariable(name) => {
                ("shadowed-var", format!("variable {name} shadows one of the same name"))
            }
            UnmatchedClause(line, function) => {
                let of = function.map_or_else(String::new, |(name, arity)| {
                    format!(" for {}/{arity}", erlang_atom(name.as_str()))
                });
                let text = "cannot match because a previous clause at line";
                ("nomatch-shadow", format!("this clause{of} {text} {line} always matches"))
            }
            _ => self.definition_message(),
        }
    }

    /// Problems of functions, imports and modules.
    fn definition_message(&self) -> (&'static str, String) {
        use Problem::*;
        match self {
            BadModuleDef(what) => ("bad-module-def", format!("bad {what} in module definition")),
            BadAttribute(name) => ("bad-attribute", format!("bad {} attribute", write(name))),
            BadMetaDef(name) => ("bad-meta-def", format!("bad {name} metadata definition")),
            RedefineFunction((name, arity)) => {
                ("redefine-function", format!("function {name}/{arity} already defined"))
            }
            RedefineCoreForm(name) => {
                ("redefine-core-form", format!("redefining core form {name}"))
            }
            RedefineCoreFunction((name, arity)) => {
                ("redefine-core-function", format!("redefining core function {name}/{arity}"))
            }
            BadFunctionDefinition(name) => {
                ("bad-fdef", format!("bad definition of function {}", write(name)))
            }
            ReimportFunction((name, arity), new, old) => (
                "reimport-function",
                format!("importing {name}/{arity} from {new}, already imported from {old}"),
            ),
            DefineImportedFunction((name, arity)) => {
                ("define-imported-function", format!("defining imported function {name}/{arity}"))
            }
            UndefinedOnLoad((name, arity)) => {
                ("undefined-onload-function", format!("on_load function {name}/{arity} undefined"))
            }
            RedefineModuleAlias(name) => {
                ("redefine-module-alias", format!("redefining {name} module alias"))
            }
            CircularModuleAlias(name) => {
                ("circular-module-alias", format!("circular module alias for {name}"))
            }
            DeprecatedError(what) | DeprecatedWarning(what) => {
                ("deprecated", format!("{what} is deprecated"))
            }
            UnusedFunction((name, arity)) => {
                ("unused-function", format!("function {name}/{arity} is unused"))
            }
            _ => self.data_message(),
        }
    }

    /// Problems of records, structs and types.
    fn data_message(&self) -> (&'static str, String) {
        use Problem::*;
        match self {
            BadRecordDef(name) => {
                ("bad-record-def", format!("bad definition of record {}", write(name)))
            }
            BadRecordName(name) => ("bad-record-name", format!("bad record name {}", write(name))),
            BadRecordField(name, field) => (
                "bad-record-field",
                format!("bad field {} in record {}", write(field), write(name)),
            ),
            RedefineRecord(name) => ("redefine-record", format!("record {name} already defined")),
            MissingRecordFieldValue(name, field) => (
                "missing-record-field-value",
                format!("missing value to field {} in record {}", write(field), write(name)),
            ),
            UndefinedRecord(name) => ("undefined-record", format!("record {name} undefined")),
            UndefinedRecordField(name, field) => (
                "undefined-record-field",
                format!("field {} undefined in record {name}", write(field)),
            ),
            RedefineStruct => ("redefine-struct", "struct already defined".to_owned()),
            BadStructDef => ("bad-struct-def", "bad definition of struct".to_owned()),
            BadStructField(field) => {
                ("bad-struct-field", format!("bad field {} in struct", write(field)))
            }
            MissingStructFieldValue(name, field) => (
                "missing-struct-field-value",
                format!("missing value to field {} in struct {}", write(field), write(name)),
            ),
            UndefinedStruct(name) => {
                ("undefined-struct", format!("struct {} undefined", write(name)))
            }
            UndefinedStructField(name, field) => (
                "undefined-struct-field",
                format!("field {} undefined in struct {}", write(field), write(name)),
            ),
            _ => self.type_message(),
        }
    }

    fn type_message(&self) -> (&'static str, String) {
        use Problem::*;
        match self {
            UndefinedType((name, arity)) => {
                ("undefined-type", format!("type {name}/{arity} undefined"))
            }
            UndefinedTypeUse(key) => {
                ("undefined-type", format!("type {} undefined", type_text(*key)))
            }
            UnusedType(key) => ("unused-type", format!("type {} is unused", type_text(*key))),
            UnusedRecord(name) => ("unused-record", format!("record {name} is unused")),
            BuiltinType((name, arity)) => {
                ("builtin-type", format!("type {name}/{arity} is a builtin type"))
            }
            RedefineType((name, arity)) => {
                ("redefine-type", format!("type {name}/{arity} already defined"))
            }
            RedefineSpec((name, arity)) => {
                ("redefine-spec", format!("spec for {name}/{arity} is already defined"))
            }
            SpecForUndefined((name, arity)) => {
                ("spec-fun-undefined", format!("spec for undefined function {name}/{arity}"))
            }
            SingletonTypeVariable(name) => {
                ("singleton-typevar", format!("type variable {name} is only used once"))
            }
            BadTypeDef(form) => ("bad-type-def", format!("bad {} type definition", write(form))),
            BadTypeSyntax(name) => ("bad-type-syntax", format!("bad {name} type syntax")),
            BadFunctionSpec(form) => {
                ("bad-function-spec", format!("bad function specification: {}", write(form)))
            }
            _ => ("lint-error", "error".to_owned()),
        }
    }
}

/// A type the way Erlang writes it: `t()`, `t(_,_)`.
fn type_text((name, arity): NameArity) -> String {
    format!("{}({})", erlang_atom(name.as_str()), vec!["_"; arity].join(","))
}

/// An atom the way Erlang writes it.
fn erlang_atom(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '@';
    match name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(plain) {
        true => name.to_owned(),
        false => format!("'{}'", name.replace('\\', "\\\\").replace('\'', "\\'")),
    }
}
