//! Forms as text for messages, the way `~w` and `~P` of LFE write them.

use lfec_reader::{Form, FormKind, print};

/// The whole form.
pub(crate) fn write(form: &Form) -> String {
    print(form)
}

/// The form down to some depth, with `...` for what lies deeper or comes after as many elements.
pub(crate) fn write_limited(form: &Form, limit: usize) -> String {
    print(&trim(form, limit)).replace("|...|", "...")
}

fn trim(form: &Form, limit: usize) -> Form {
    let dots = || Form::symbol(form.span, "...");
    let all = |items: &[Form]| {
        let mut kept: Vec<Form> =
            items.iter().take(limit).map(|item| trim(item, limit - 1)).collect();
        if items.len() > limit {
            kept.push(dots());
        }
        kept
    };
    let kind = match &form.kind {
        FormKind::List(items) if items.is_empty() => return form.clone(),
        FormKind::List(_) | FormKind::Tuple(_) | FormKind::Dotted(..) | FormKind::Map(_)
            if limit == 0 =>
        {
            return dots();
        }
        FormKind::List(items) => FormKind::List(all(items).into()),
        FormKind::Tuple(items) => FormKind::Tuple(all(items).into()),
        FormKind::Dotted(items, _) if items.len() > limit => FormKind::List(all(items).into()),
        FormKind::Dotted(items, tail) => {
            FormKind::Dotted(all(items).into(), trim(tail, limit - 1).into())
        }
        FormKind::Map(pairs) => {
            let pairs = pairs.iter().take(limit);
            let pairs = pairs.map(|(key, value)| (trim(key, limit - 1), trim(value, limit - 1)));
            FormKind::Map(pairs.collect())
        }
        kind => kind.clone(),
    };
    Form { span: form.span, kind }
}

#[cfg(test)]
mod tests {
    use super::write_limited;
    use lfec_base::Span;
    use lfec_reader::Form;

    #[test]
    fn deep_and_long_forms_are_cut() {
        let span = Span::NONE;
        let tuple = Form::tuple(span, vec![Form::integer(span, 1), Form::symbol(span, "odd name")]);
        let form = Form::call(span, "f", [Form::quote(tuple), Form::string(span, "a")]);
        assert_eq!(write_limited(&form, 9), "(f (quote #(1 |odd name|)) \"a\")");
        assert_eq!(write_limited(&form, 2), "(f (quote ...) ...)");
    }
}
