//! Checks of binary segments, in expressions, guards and patterns.

use lfec_reader::{Form, FormKind};

use super::Linter;
use super::pattern::{Variables, add_variable};
use super::problem::Problem;
use super::scope::Scope;
use crate::binary::{Segment, SegmentProblem, segment_parts};
use crate::shape::{as_index, is_code_points, is_pair};

impl Linter<'_> {
    /// Checks the segments of a binary that is built.
    pub(super) fn binary_segments(&mut self, segments: &[Form], scope: &Scope, in_guard: bool) {
        for segment in segments {
            let (value, specifications) = segment_parts(segment);
            let parsed = self.segment(segment, specifications);
            let size = parsed.and_then(|parsed| parsed.size);
            for part in size.into_iter().chain([value]) {
                match in_guard {
                    true => self.guard_expression(part, scope),
                    false => self.expression(part, scope),
                }
            }
        }
    }

    fn segment<'f>(&mut self, form: &Form, specifications: &'f [Form]) -> Option<Segment<'f>> {
        match Segment::new(specifications) {
            Ok(segment) => Some(segment),
            Err(SegmentProblem::Undefined(found)) => {
                let problem = Problem::UndefinedBitType(found);
                self.report(found.span, problem);
                None
            }
            Err(SegmentProblem::UnitWithoutSize) => {
                self.report(form.span, Problem::BitTypeUnit);
                None
            }
            Err(SegmentProblem::Size) => {
                self.report(form.span, Problem::IllegalBitSize);
                None
            }
        }
    }

    /// Checks the segments of a pattern; a size can be a variable of an earlier segment.
    pub(super) fn binary_pattern(
        &mut self,
        segments: &[Form],
        variables: &mut Variables,
        scope: &Scope,
    ) {
        let mut bound = Variables::new();
        for segment in segments {
            let (value, specifications) = segment_parts(segment);
            if let Some(size) = self.segment(segment, specifications).and_then(|s| s.size) {
                self.pattern_size(size, &bound, scope);
            }
            match &value.kind {
                FormKind::Symbol(name) => add_variable(*name, value.span, &mut bound),
                FormKind::Integer(_) | FormKind::Float(_) => {}
                _ if is_code_points(value) && is_pair(value) => {}
                _ => self.report(value.span, Problem::IllegalBitSegment),
            }
        }
        for (name, span) in bound {
            add_variable(name, span, variables);
        }
    }

    fn pattern_size(&mut self, size: &Form, bound: &Variables, scope: &Scope) {
        match size.as_symbol() {
            Some(name) if bound.iter().any(|(known, _)| *known == name) => {}
            Some(name) => self.variable(name, size.span, scope),
            None if as_index(size).is_some() => {}
            None => self.report(size.span, Problem::IllegalBitSize),
        }
    }
}
