//! Sizes and types of bit segments.

use super::Lint;
use crate::ast::{BinaryElement, Expr, ExprKind};
use crate::bits::{SegmentSize, SegmentType, segment};

impl<'m> Lint<'m> {
    /// `<<…>>` as expression.
    pub fn binary(&mut self, elements: &'m [BinaryElement]) {
        elements.iter().for_each(|element| self.segment(element));
        let parts = elements.iter().flat_map(|e| std::iter::once(&e.value).chain(&e.size));
        self.parallel(parts);
    }

    /// The type of a segment.
    pub fn segment(&mut self, element: &'m BinaryElement) {
        if let Err((code, message)) = segment(element) {
            self.error(code, message, element.span);
        }
    }

    /// The type of a segment in a pattern.
    pub fn segment_pattern(&mut self, element: &'m BinaryElement, is_last: bool) {
        let meaning = match segment(element) {
            Ok(meaning) => meaning,
            Err((code, message)) => return self.error(code, message, element.span),
        };
        let is_utf = meaning.size == SegmentSize::Utf;
        let typed = element.size.is_some() || !(element.types.is_empty() || is_utf);
        if let ExprKind::String(_) = element.value.kind
            && typed
        {
            let text = "a literal string in a binary pattern must not have a type or a size";
            self.error("typed-literal-string", text.to_owned(), element.span);
        }
        if meaning.size == SegmentSize::All && !is_last {
            let text = "a binary field without size is only allowed at the end of a binary pattern";
            self.error("unsized-binary-not-at-end", text.to_owned(), element.span);
        }
        if let Some(size) = &element.size
            && is_illegal_size(size)
        {
            let text = "a size expression in a pattern evaluates to a non-integer value; this \
                        pattern cannot possibly match";
            self.warning("non-integer-bitsize", text.to_owned(), size.span);
        }
    }

    /// The last segment of a generator's pattern must not take all.
    pub fn binary_generator(&mut self, pattern: &'m Expr) {
        let ExprKind::Binary(elements) = &pattern.kind else { return };
        let Some(last) = elements.last() else { return };
        let takes_all = segment(last).is_ok_and(|meaning| {
            meaning.kind == SegmentType::Binary && meaning.size == SegmentSize::All
        });
        if takes_all {
            let text = "binary fields without size are not allowed in patterns of bit string \
                        generators";
            self.error("unsized-binary-in-bin-gen-pattern", text.to_owned(), last.span);
        }
    }
}

/// Constants that are no size.
fn is_illegal_size(size: &Expr) -> bool {
    matches!(size.kind, ExprKind::Atom(_) | ExprKind::Float(_) | ExprKind::String(_))
}
