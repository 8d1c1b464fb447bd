//! Bit strings: `(value [(size e)] [(unit n)] type sign endian)` in expressions and patterns.

use lfec_core::fold;
use lfec_core::ir::{BitKind, BitSegment, Endian, Expr, Literal, Pattern, PatternKind};
use lfec_reader::{Form, FormKind};

use super::pattern::Head;
use super::scope::Scope;
use super::{Translator, at};
use crate::build::{self, Bindings, var};

/// What a segment says.
struct Specification<'f> {
    value: &'f Form,
    size: Option<&'f Form>,
    unit: u32,
    kind: BitKind,
    signed: bool,
    endian: Endian,
}

impl<'f> Specification<'f> {
    fn new(segment: &'f Form) -> Option<Specification<'f>> {
        let (value, parts) = match segment.as_list()? {
            [value, parts @ ..] => (value, parts),
            [] => return None,
        };
        let (kind, signed, endian) = (BitKind::Integer, false, Endian::Big);
        let mut found = Specification { value, size: None, unit: 1, kind, signed, endian };
        for part in parts {
            match (part.as_call("size"), part.as_call("unit")) {
                (Some([size]), _) => found.size = Some(size),
                (_, Some([unit])) => found.unit = unit_of(unit)?,
                _ => found.word(part.as_symbol()?.as_str())?,
            }
        }
        Some(found)
    }

    fn word(&mut self, word: &str) -> Option<()> {
        match word {
            "integer" => self.kind = BitKind::Integer,
            "float" => self.kind = BitKind::Float,
            "binary" => self.kind = BitKind::Binary,
            "utf8" => self.kind = BitKind::Utf8,
            "utf16" => self.kind = BitKind::Utf16,
            "utf32" => self.kind = BitKind::Utf32,
            "signed" => self.signed = true,
            "unsigned" => self.signed = false,
            "big" => self.endian = Endian::Big,
            "little" => self.endian = Endian::Little,
            "native" => self.endian = Endian::Native,
            _ => return None,
        }
        Some(())
    }

    /// The size where none is given.
    fn default_size(&self) -> Expr {
        match self.kind {
            BitKind::Integer => build::integer(8),
            BitKind::Float => build::integer(64),
            BitKind::Binary => Expr::atom("all"),
            BitKind::Utf8 | BitKind::Utf16 | BitKind::Utf32 => Expr::atom("undefined"),
        }
    }

    fn segment<T>(&self, value: T, size: Expr) -> BitSegment<T> {
        let (unit, kind, signed, endian) = (self.unit, self.kind, self.signed, self.endian);
        BitSegment { value, size, unit, kind, signed, endian }
    }
}

fn unit_of(unit: &Form) -> Option<u32> {
    match &unit.kind {
        FormKind::Integer(value) => u32::try_from(&**value).ok(),
        _ => None,
    }
}

impl Translator<'_> {
    /// `(binary segment…)` as an expression: values and sizes are evaluated in order.
    pub(super) fn binary(&mut self, form: &Form, segments: &[Form], scope: &Scope<'_>) -> Expr {
        let mut bindings = Bindings::new();
        let mut translated = Vec::with_capacity(segments.len());
        for segment in segments {
            let Some(found) = Specification::new(segment) else {
                return self.bad(segment, "illegal bit segment");
            };
            let value = self.argument(found.value, scope, &mut bindings);
            let size = match found.size {
                Some(size) => self.argument(size, scope, &mut bindings),
                None => found.default_size(),
            };
            translated.push(found.segment(value, size));
        }
        bindings.wrap(Expr::with_anno(at(form), fold::binary(translated)))
    }

    /// The segments of a `(binary segment…)` pattern.
    pub(super) fn segment_patterns(
        &mut self,
        segments: &[Form],
        head: &mut Head,
        scope: &Scope<'_>,
    ) -> Vec<BitSegment<Pattern>> {
        let outside = head.variables.len();
        let mut translated = Vec::with_capacity(segments.len());
        for segment in segments {
            let Some(found) = Specification::new(segment) else {
                self.bad(segment, "illegal bit segment");
                continue;
            };
            let size = match found.size {
                Some(size) => self.pattern_size(size, &head.variables[outside..], scope),
                None => found.default_size(),
            };
            let mut value = self.pattern(found.value, head, scope);
            if found.kind == BitKind::Float {
                as_float(&mut value);
            }
            translated.push(found.segment(value, size));
        }
        translated
    }

    /// A size in a pattern: an integer, or a variable of an earlier segment or bound outside.
    fn pattern_size(
        &mut self,
        size: &Form,
        earlier: &[(lfec_base::Symbol, lfec_base::Symbol)],
        scope: &Scope<'_>,
    ) -> Expr {
        let Some(name) = size.as_symbol() else {
            return match self.expr(size, scope) {
                literal if literal.as_literal().is_some() => literal,
                _ => self.bad(size, "illegal bit size"),
            };
        };
        match earlier.iter().find(|(bound, _)| *bound == name) {
            Some((_, variable)) => var(*variable),
            None => self.expr(size, scope),
        }
    }
}

/// An integer constant in a float segment matches the float.
fn as_float(pattern: &mut Pattern) {
    if let PatternKind::Literal(Literal::Integer(value)) = &pattern.kind
        && let Ok(value) = value.to_string().parse::<f64>()
        && value.is_finite()
    {
        pattern.kind = PatternKind::Literal(Literal::Float(value));
    }
}
