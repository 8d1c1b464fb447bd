//! Questions about the shape of forms, and short ways to build them.

use lfec_base::{Span, Symbol};
use lfec_reader::{Form, FormKind};

use crate::keyword::{Keyword, arguments_of};

/// The symbols of a proper list of symbols.
pub(crate) fn symbol_list(form: &Form) -> Option<Vec<Symbol>> {
    if form.is_nil() {
        return Some(Vec::new());
    }
    form.as_list()?.iter().map(Form::as_symbol).collect()
}

/// Whether this is a list of non-negative integers, which stands for itself as a string does.
pub(crate) fn is_code_points(form: &Form) -> bool {
    match &form.kind {
        FormKind::String(_) => true,
        FormKind::List(items) => items.iter().all(|item| as_index(item).is_some()),
        _ => false,
    }
}

/// Whether this documents a definition: a string, a list of code points or a binary.
pub(crate) fn is_documentation(form: &Form) -> bool {
    matches!(form.kind, FormKind::Binary(..)) || is_code_points(form)
}

/// The text of a documentation string.
pub(crate) fn documentation_text(form: &Form) -> Option<String> {
    if let FormKind::Binary(bytes, _) = &form.kind {
        return Some(String::from_utf8_lossy(bytes).into_owned());
    }
    let points = form.list_items()?;
    points.iter().map(|point| char::from_u32(u32::try_from(as_index(point)?).ok()?)).collect()
}

/// A non-negative integer that fits.
pub(crate) fn as_index(form: &Form) -> Option<usize> {
    match &form.kind {
        FormKind::Integer(value) => usize::try_from(value.as_ref()).ok(),
        _ => None,
    }
}

/// Whether this is a list that is not empty, proper or not.
pub(crate) fn is_pair(form: &Form) -> bool {
    matches!(form.kind, FormKind::List(_) | FormKind::String(_) | FormKind::Dotted(..))
        && !form.is_nil()
}

/// Whether this is a proper list.
pub(crate) fn is_proper_list(form: &Form) -> bool {
    matches!(form.kind, FormKind::List(_) | FormKind::String(_))
}

/// Whether this is the don't-care variable.
pub(crate) fn is_underscore(form: &Form) -> bool {
    form.as_symbol().is_some_and(is_wildcard)
}

/// Whether a variable is the don't-care variable.
pub(crate) fn is_wildcard(name: Symbol) -> bool {
    Keyword::of(name) == Some(Keyword::Underscore)
}

/// The datum of `(quote datum)`.
pub(crate) fn quoted(form: &Form) -> Option<&Form> {
    match arguments_of(form, Keyword::Quote)? {
        [datum] => Some(datum),
        _ => None,
    }
}

/// The symbol of `(quote symbol)`.
pub(crate) fn quoted_symbol(form: &Form) -> Option<Symbol> {
    quoted(form)?.as_symbol()
}

/// How many arguments a `(lambda …)` or `(match-lambda …)` takes.
pub(crate) fn lambda_arity(form: &Form) -> Option<usize> {
    if let Some([arguments, ..]) = arguments_of(form, Keyword::Lambda) {
        return symbol_list(arguments).map(|symbols| symbols.len());
    }
    let [clause, ..] = arguments_of(form, Keyword::MatchLambda)? else { return None };
    let [patterns, ..] = clause.as_list()? else { return None };
    patterns.list_items().map(|patterns| patterns.len())
}

/// Builds forms that all stand at one place.
#[derive(Clone, Copy)]
pub(crate) struct Build(pub Span);

impl Build {
    /// The symbol `name`.
    pub(crate) fn symbol(self, name: Symbol) -> Form {
        Form { span: self.0, kind: FormKind::Symbol(name) }
    }

    /// `(quote name)`
    pub(crate) fn atom(self, name: Symbol) -> Form {
        self.quote(self.symbol(name))
    }

    /// `(quote text)`
    pub(crate) fn atom_text(self, text: &str) -> Form {
        self.quote(Form::symbol(self.0, text))
    }

    /// `(quote datum)`
    pub(crate) fn quote(self, datum: Form) -> Form {
        Form::call(self.0, "quote", [datum])
    }

    /// `(item…)`
    pub(crate) fn list(self, items: impl IntoIterator<Item = Form>) -> Form {
        Form::list(self.0, items.into_iter().collect::<Vec<_>>())
    }

    /// `(head item…)`
    pub(crate) fn call(self, head: &str, items: impl IntoIterator<Item = Form>) -> Form {
        Form::call(self.0, head, items)
    }

    /// `(head item…)`
    pub(crate) fn apply(self, head: Symbol, items: impl IntoIterator<Item = Form>) -> Form {
        self.list(std::iter::once(self.symbol(head)).chain(items))
    }

    /// `(call 'module 'function argument…)`
    pub(crate) fn remote(
        self,
        module: &str,
        function: &str,
        arguments: impl IntoIterator<Item = Form>,
    ) -> Form {
        let names = [self.atom_text(module), self.atom_text(function)];
        self.call("call", names.into_iter().chain(arguments))
    }

    /// `(call 'erlang 'function argument…)`
    pub(crate) fn erlang(self, function: &str, arguments: impl IntoIterator<Item = Form>) -> Form {
        self.remote("erlang", function, arguments)
    }

    /// `(call 'erlang 'error (tuple 'reason detail…))`
    pub(crate) fn raise(self, reason: &str, details: impl IntoIterator<Item = Form>) -> Form {
        let items = std::iter::once(self.atom_text(reason)).chain(details);
        self.erlang("error", [self.call("tuple", items)])
    }
}
