//! Checks of patterns.

use super::Checker;
use crate::ir::{Anno, BitKind, BitSegment, Expr, ExprKind, Literal, Pattern, PatternKind};

impl Checker<'_> {
    /// Checks the patterns of a clause and binds their variables.
    pub(super) fn patterns(&mut self, patterns: &[Pattern]) {
        patterns.iter().for_each(|pattern| self.keys(pattern));
        patterns.iter().for_each(|pattern| self.pattern(pattern));
    }

    /// Keys of maps are of the scope outside: checked before anything is bound.
    fn keys(&mut self, pattern: &Pattern) {
        if let PatternKind::Map(pairs) = &pattern.kind {
            for (key, _) in pairs {
                match &key.kind {
                    ExprKind::Literal(value) => self.literal(value, &key.anno),
                    ExprKind::Var(name) => self.use_variable(*name, &key.anno),
                    _ => {
                        let message = "illegal map key in a pattern".to_owned();
                        self.error("illegal-map-key", message, &key.anno);
                    }
                }
            }
        }
        pattern.each_child(&mut |child| self.keys(child));
    }

    fn pattern(&mut self, pattern: &Pattern) {
        if self.too_deep(&pattern.anno) {
            return;
        }
        self.depth += 1;
        self.terms(&pattern.anno);
        match &pattern.kind {
            PatternKind::Var(name) | PatternKind::Alias(name, _) => self.bind(*name, &pattern.anno),
            PatternKind::Literal(value) => {
                self.literal(value, &pattern.anno);
                if !is_matchable(value) {
                    let message = "map or fun in a constant pattern".to_owned();
                    self.error("illegal-pattern", message, &pattern.anno);
                }
            }
            _ => {}
        }
        match &pattern.kind {
            PatternKind::Binary(segments) => self.segments(segments, &pattern.anno),
            _ => pattern.each_child(&mut |child| self.pattern(child)),
        }
        self.depth -= 1;
    }

    fn segments(&mut self, segments: &[BitSegment<Pattern>], anno: &Anno) {
        for (i, segment) in segments.iter().enumerate() {
            let last = i + 1 == segments.len();
            if !self.is_size(segment.kind, &segment.size, last) {
                self.error("illegal-size", "illegal size of a segment".to_owned(), anno);
            }
            match segment.value.kind {
                PatternKind::Var(_) | PatternKind::Literal(_) => self.pattern(&segment.value),
                _ => self.error("illegal-pattern", "illegal segment pattern".to_owned(), anno),
            }
        }
    }

    fn is_size(&mut self, kind: BitKind, size: &Expr, last: bool) -> bool {
        let utf = matches!(kind, BitKind::Utf8 | BitKind::Utf16 | BitKind::Utf32);
        match &size.kind {
            ExprKind::Var(name) => {
                self.use_variable(*name, &size.anno);
                !utf
            }
            ExprKind::Literal(Literal::Integer(_)) => !utf,
            ExprKind::Literal(Literal::Atom(name)) => match name.as_str() {
                "all" => last && kind == BitKind::Binary,
                "undefined" => utf,
                // It never matches.
                _ => true,
            },
            _ => false,
        }
    }
}

fn is_matchable(value: &Literal) -> bool {
    let mut rest = value;
    while let Literal::Cons(cell) = rest {
        if !is_matchable(&cell.0) {
            return false;
        }
        rest = &cell.1;
    }
    match rest {
        Literal::Map(_) | Literal::Fun(..) => false,
        Literal::Tuple(items) => items.iter().all(is_matchable),
        _ => true,
    }
}
