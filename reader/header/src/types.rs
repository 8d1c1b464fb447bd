//! Type definitions.

use lfec_base::Span;
use lfec_erl::ast::TypeDefinition;
use lfec_erl::token::Word;
use lfec_erl::types::{Type, TypeKind};
use lfec_reader::{Form, FormKind};

use crate::expression::{atom, symbol};
use crate::{Translation, Untranslatable};

/// `(define-type (name parameter…) type)`
pub(crate) fn definition(definition: &TypeDefinition, span: Span) -> Translation {
    let word = match definition.kind.as_str() {
        "opaque" => "define-opaque-type",
        _ => "define-type",
    };
    let mut head = vec![symbol(definition.name, span)];
    head.extend(definition.parameters.iter().map(|name| symbol(*name, span)));
    Ok(Form::call(span, word, [Form::list(span, head), translate(&definition.body)?]))
}

fn translate(of: &Type) -> Translation {
    let span = of.span;
    let call = |name: &str, parts: Vec<Form>| Form::call(span, name, parts);
    Ok(match &of.kind {
        TypeKind::Var(name) if name.as_str() == "_" => call("any", Vec::new()),
        TypeKind::Var(name) => symbol(*name, span),
        TypeKind::Atom(name) => atom(*name, span),
        TypeKind::Integer(value) => Form { span, kind: FormKind::Integer(value.clone()) },
        TypeKind::Unary(Word::Minus, operand) => match &operand.kind {
            TypeKind::Integer(value) => Form::integer(span, -value.as_ref()),
            _ => return Err(Untranslatable),
        },
        TypeKind::Unary(..) | TypeKind::Op(..) => return Err(Untranslatable),
        TypeKind::Range(low, high) => call("range", vec![translate(low)?, translate(high)?]),
        TypeKind::Union(parts) => call("UNION", all(parts)?),
        TypeKind::Named(_, of) => translate(of)?,
        TypeKind::Nil => call("nil", Vec::new()),
        TypeKind::List(of) => call("list", vec![translate(of)?]),
        TypeKind::NonemptyList(of) => call("nonempty_list", vec![translate(of)?]),
        TypeKind::Tuple(parts) => call("tuple", all(parts)?),
        TypeKind::Map(fields) => {
            let mut parts = Vec::with_capacity(2 * fields.len());
            for field in fields {
                parts.extend([translate(&field.key)?, translate(&field.value)?]);
            }
            call("map", parts)
        }
        TypeKind::Record(name, fields) => {
            let mut parts = vec![symbol(*name, span)];
            for (field, of) in fields {
                parts.push(Form::list(span, vec![symbol(*field, span), translate(of)?]));
            }
            call("record", parts)
        }
        TypeKind::AnyFun => call("function", Vec::new()),
        TypeKind::Fun(arguments, result) => {
            let arguments = match arguments {
                Some(arguments) => Form::list(span, all(arguments)?),
                None => Form::symbol(span, "any"),
            };
            call("lambda", vec![arguments, translate(result)?])
        }
        TypeKind::Binary(base, unit) => {
            let number = |part: &Option<Box<Type>>| match part {
                Some(part) => translate(part),
                None => Ok(Form::integer(span, 0)),
            };
            call("bitstring", vec![number(base)?, number(unit)?])
        }
        TypeKind::Call(None, name, arguments) => call(name.as_str(), all(arguments)?),
        TypeKind::Call(Some(module), name, arguments) => {
            call(&format!("{module}:{name}"), all(arguments)?)
        }
    })
}

fn all(types: &[Type]) -> Translation<Vec<Form>> {
    types.iter().map(translate).collect()
}
