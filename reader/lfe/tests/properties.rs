//! Printing and reading are inverse, for forms of any shape.

use lfec_base::{FileId, Span};
use lfec_reader::{Form, FormKind, ReadStatus, pretty, print, read, read_status};
use num_bigint::BigInt;
use proptest::prelude::*;

fn form(kind: FormKind) -> Form {
    Form { span: Span::NONE, kind }
}

fn symbol() -> impl Strategy<Value = FormKind> {
    let names = prop_oneof![
        "[a-z][a-z0-9*:/-]{0,8}",
        r#"[-+.#'`,|\\()\[\]{}";0-9eE x@]{0,6}"#,
        "\\PC{0,6}",
        any::<String>().prop_map(|text| text.chars().take(20).collect()),
        prop_oneof!["quote", "backquote", "comma", "comma-at"].prop_map(String::from),
    ];
    names.prop_map(|name| FormKind::Symbol(name.as_str().into()))
}

fn binary() -> impl Strategy<Value = FormKind> {
    let bytes =
        prop_oneof![prop::collection::vec(any::<u8>(), 0..9), "\\PC{0,5}".prop_map(Vec::from)];
    (bytes, 1u8..=8).prop_map(|(mut bytes, last)| match bytes.last_mut() {
        None => FormKind::Binary(bytes.into(), 8),
        Some(byte) => {
            *byte &= 0xFF << (8 - last);
            FormKind::Binary(bytes.into(), last)
        }
    })
}

fn atom() -> impl Strategy<Value = FormKind> {
    let integers = prop_oneof![any::<i8>().prop_map(i128::from), any::<i128>()];
    let floats = any::<f64>().prop_filter("numbers", |float| float.is_finite());
    let decimals = (any::<i16>(), -6..7).prop_map(|(n, e)| f64::from(n) * 10f64.powi(e));
    prop_oneof![
        3 => symbol(),
        1 => integers.prop_map(|value| FormKind::Integer(BigInt::from(value).into())),
        1 => prop_oneof![floats, decimals].prop_map(FormKind::Float),
        1 => any::<String>().prop_map(|s| FormKind::String(s.chars().map(u32::from).collect())),
        1 => binary(),
    ]
}

fn forms() -> impl Strategy<Value = Form> {
    atom().prop_map(form).prop_recursive(6, 60, 6, |inner| {
        let items = prop::collection::vec(inner.clone(), 0..6);
        let pairs = prop::collection::vec((inner.clone(), inner.clone()), 0..4);
        let some = prop::collection::vec(inner.clone(), 1..4);
        let tail = atom().prop_filter("no list", |kind| !matches!(kind, FormKind::String(_)));
        let tail = prop_oneof![tail, items.clone().prop_map(|items| FormKind::Tuple(items.into()))];
        let head = prop_oneof!["quote", "backquote", "comma", "comma-at"];
        prop_oneof![
            items.clone().prop_map(|items| form(FormKind::List(items.into()))),
            items.prop_map(|items| form(FormKind::Tuple(items.into()))),
            pairs.prop_map(|pairs| form(FormKind::Map(pairs.into()))),
            (some, tail).prop_map(|(items, tail)| {
                form(FormKind::Dotted(items.into(), form(tail).into()))
            }),
            (head, inner).prop_map(|(head, datum)| Form::call(Span::NONE, &head, [datum])),
        ]
    })
}

proptest! {
    #[test]
    fn printed_forms_read_back(form in forms()) {
        let text = print(&form);
        let (again, diagnostics) = read(FileId(0), &text);
        prop_assert_eq!(diagnostics, [], "{}", text);
        prop_assert_eq!(again, [form], "{}", text);
    }

    #[test]
    fn pretty_forms_read_back(form in forms()) {
        let text = pretty(&form);
        let (again, diagnostics) = read(FileId(0), &text);
        prop_assert_eq!(diagnostics, [], "{}", text);
        prop_assert_eq!(again, [form], "{}", text);
    }

    #[test]
    fn any_text_is_read(text in r#"[-+.#'`,|\\()\[\]{}";0-9 \nexbmMBS@:/é]{0,60}"#) {
        let (forms, diagnostics) = read(FileId(0), &text);
        for span in forms.iter().map(|f| f.span).chain(diagnostics.iter().map(|d| d.span)) {
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
        let is_complete = read_status(&text) == ReadStatus::Complete;
        prop_assert_eq!(is_complete, diagnostics.is_empty());
    }

    #[test]
    fn a_beginning_of_a_form_is_no_error(form in forms(), at in any::<prop::sample::Index>()) {
        let text = format!("({})", print(&form));
        let at = text.floor_char_boundary(at.index(text.len()));
        // Cutting a token may leave another one, or none: only whole tokens stay what they are.
        let is_between = text[at..].starts_with([' ', ')']) || text[..at].ends_with(['(', ' ']);
        let in_token = text[..at].contains(['"', '|', '#', '\\', '\'', '`', ',']);
        if at > 0 && is_between && !in_token && !text[..at].contains(" . ") {
            prop_assert_eq!(read_status(&text[..at]), ReadStatus::Incomplete, "{}", &text[..at]);
        }
    }
}
