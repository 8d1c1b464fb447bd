//! Modules as LFE text: what expansion made of a file.
//!
//! The text is LFE itself: read and expanded again it gives the same module, but for the
//! functions that expansion adds.

use lfec_base::{Span, Symbol};
use lfec_reader::{Form, FormKind, pretty};

use crate::module::{FunctionDefinition, Module};
use crate::shape::Build;

/// The module definition and all functions, one form after the other.
pub fn print_module(module: &Module) -> String {
    let mut out = pretty(&module_form(module));
    out.push('\n');
    for function in &module.functions {
        out.push('\n');
        out.push_str(&pretty(&function_form(function)));
        out.push('\n');
    }
    out
}

/// `(defmodule name ["documentation"] (export …) attribute…)`
fn module_form(module: &Module) -> Form {
    let make = Build(Span::NONE);
    let mut parts = vec![make.symbol(module.name)];
    parts.extend(module.documentation.as_deref().map(documentation));
    let exports = module.exports.iter().map(|key| name_arity(*key));
    parts.push(make.call("export", exports));
    parts.extend(module.on_load.map(|key| make.call("on_load", [name_arity(key)])));
    for (name, value) in &module.attributes {
        parts.push(make.list([make.symbol(*name), value.clone()]));
    }
    make.call("defmodule", parts)
}

fn name_arity((name, arity): (Symbol, usize)) -> Form {
    let make = Build(Span::NONE);
    make.list([make.symbol(name), Form::integer(Span::NONE, arity)])
}

/// Documentation as a binary: a string would be a list of its code points.
fn documentation(text: &str) -> Form {
    Form { span: Span::NONE, kind: FormKind::Binary(text.as_bytes().into(), 8) }
}

/// `(define-function name (meta…) lambda)`
fn function_form(function: &FunctionDefinition) -> Form {
    let make = Build(Span::NONE);
    let metas = function.documentation.as_deref();
    let metas = metas.map(|text| make.call("doc", [documentation(text)]));
    let parts = [make.symbol(function.name), make.list(metas), function.lambda.clone()];
    make.call("define-function", parts)
}
