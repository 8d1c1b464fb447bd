//! Segments of binaries, in the one shape that the result has:
//! `(value [(size e)] [(unit n)] type sign endian)`.

use lfec_reader::{Form, FormKind};

use super::{Normaliser, Scope};
use crate::binary::{Segment, SegmentType, segment_parts};
use crate::shape::{Build, is_code_points};

impl Normaliser<'_> {
    pub(super) fn binary(&mut self, form: &Form, segments: &[Form], scope: &Scope) -> Form {
        let parts = split_strings(segments);
        let mut built = Vec::with_capacity(parts.len());
        for (value, specifications) in &parts {
            let Ok(segment) = Segment::new(specifications) else { return self.illegal(form) };
            let value = self.expression(value, scope);
            let size = segment.size.map(|size| self.expression(size, scope));
            built.push(segment_form(value, size, &segment));
        }
        Build(form.span).call("binary", built)
    }

    pub(super) fn guard_binary(
        &mut self,
        form: &Form,
        segments: &[Form],
        needed: &mut Vec<Form>,
    ) -> Form {
        let parts = split_strings(segments);
        let mut built = Vec::with_capacity(parts.len());
        for (value, specifications) in &parts {
            let Ok(segment) = Segment::new(specifications) else {
                return Build(form.span).atom_text("false");
            };
            let value = self.guard_part(value, needed);
            let size = segment.size.map(|size| self.guard_part(size, needed));
            built.push(segment_form(value, size, &segment));
        }
        Build(form.span).call("binary", built)
    }

    pub(super) fn binary_pattern(&mut self, form: &Form, segments: &[Form]) -> Form {
        let parts = split_strings(segments);
        let mut built = Vec::with_capacity(parts.len());
        for (value, specifications) in &parts {
            let Ok(segment) = Segment::new(specifications) else {
                return Form::symbol(form.span, "_");
            };
            let size = segment.size.cloned();
            built.push(segment_form(value.clone(), size, &segment));
        }
        Build(form.span).call("binary", built)
    }

    /// A literal binary as a pattern.
    pub(super) fn binary_literal_pattern(&self, form: &Form, bytes: &[u8], last_bits: u8) -> Form {
        let whole = Segment::new(&[]);
        let Ok(whole) = whole else { return form.clone() };
        let mut built = Vec::with_capacity(bytes.len());
        for (index, byte) in bytes.iter().enumerate() {
            let is_part = index + 1 == bytes.len() && (1..8).contains(&last_bits);
            let bits = if is_part { last_bits } else { 8 };
            let value = Form::integer(form.span, byte >> (8 - bits));
            let size = Form::integer(form.span, bits);
            built.push(segment_form(value, Some(size), &whole));
        }
        Build(form.span).call("binary", built)
    }
}

/// Values and their specifications; a string is a segment for each of its characters.
fn split_strings(segments: &[Form]) -> Vec<(Form, &[Form])> {
    let mut parts = Vec::with_capacity(segments.len());
    for segment in segments {
        let (value, specifications) = segment_parts(segment);
        if is_code_points(value) {
            let points = value.list_items().unwrap_or_default();
            parts.extend(points.iter().map(|point| (point.clone(), specifications)));
        } else {
            parts.push((value.clone(), specifications));
        }
    }
    parts
}

/// A segment with its defaults.
fn segment_form(value: Form, size: Option<Form>, segment: &Segment) -> Form {
    let make = Build(value.span);
    let span = value.span;
    let number = |value: usize| Form::integer(span, value);
    let (name, size, unit) = match segment.kind {
        SegmentType::Integer => {
            ("integer", size.or(Some(number(8))), Some(segment.unit.unwrap_or(1)))
        }
        SegmentType::Float => ("float", size.or(Some(number(64))), Some(segment.unit.unwrap_or(1))),
        SegmentType::Binary => ("binary", size, Some(segment.unit.unwrap_or(8))),
        SegmentType::Unicode(encoding) => (encoding, None, None),
    };
    let mut parts = vec![value];
    parts.extend(size.map(|size| make.call("size", [size])));
    parts.extend(unit.map(|unit| make.call("unit", [number(unit)])));
    let sign = if segment.signed { "signed" } else { "unsigned" };
    parts.extend([name, sign, segment.endian].map(|text| Form::symbol(span, text)));
    make.list(parts)
}

/// Whether a literal needs taking apart in a pattern.
pub(super) fn holds_binary_or_map(datum: &Form) -> bool {
    match &datum.kind {
        FormKind::Binary(..) | FormKind::Map(_) => true,
        FormKind::Tuple(items) | FormKind::List(items) => items.iter().any(holds_binary_or_map),
        FormKind::Dotted(items, tail) => {
            items.iter().any(holds_binary_or_map) || holds_binary_or_map(tail)
        }
        _ => false,
    }
}
