//! Segments of binaries: what a specification says, with defaults filled in.

use lfec_reader::Form;

use crate::shape::as_index;

/// The type of a segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SegmentType {
    /// An integer of some bits.
    Integer,
    /// A float of 16, 32 or 64 bits.
    Float,
    /// Bits that are themselves a binary or bitstring.
    Binary,
    /// One code point, in the encoding of this name.
    Unicode(&'static str),
}

/// What the specifications of a segment say together.
#[derive(Clone, Debug)]
pub(crate) struct Segment<'f> {
    pub(crate) kind: SegmentType,
    /// The size that is given.
    pub(crate) size: Option<&'f Form>,
    /// `(size all)`: as much as there is, which only binaries can say.
    all: bool,
    /// The unit, given or implied by the type.
    pub(crate) unit: Option<usize>,
    pub(crate) signed: bool,
    pub(crate) endian: &'static str,
}

/// What is wrong with the specifications of a segment.
#[derive(Debug)]
pub(crate) enum SegmentProblem<'f> {
    /// This is no specification.
    Undefined(&'f Form),
    /// A unit needs a size.
    UnitWithoutSize,
    /// This type takes no size.
    Size,
}

impl<'f> Segment<'f> {
    /// Reads specifications; of the same sort a later one wins over an earlier one, and a unit that
    /// is given over the one a type implies.
    pub(crate) fn new(specifications: &'f [Form]) -> Result<Segment<'f>, SegmentProblem<'f>> {
        let mut segment = Segment {
            kind: SegmentType::Integer,
            size: None,
            all: false,
            unit: None,
            signed: false,
            endian: "big",
        };
        let mut implied_unit = None;
        for specification in specifications {
            segment.read(specification, &mut implied_unit)?;
        }
        if segment.kind == SegmentType::Binary {
            segment.unit = segment.unit.or(implied_unit);
        }
        match segment.kind {
            SegmentType::Unicode(_) if segment.size.is_some() => Err(SegmentProblem::Size),
            kind if segment.all && kind != SegmentType::Binary => Err(SegmentProblem::Size),
            SegmentType::Unicode(_) if segment.unit.is_some() => {
                Err(SegmentProblem::UnitWithoutSize)
            }
            SegmentType::Integer | SegmentType::Float
                if segment.unit.is_some() && segment.size.is_none() =>
            {
                Err(SegmentProblem::UnitWithoutSize)
            }
            _ => Ok(segment),
        }
    }

    fn read(
        &mut self,
        specification: &'f Form,
        implied_unit: &mut Option<usize>,
    ) -> Result<(), SegmentProblem<'f>> {
        let undefined = SegmentProblem::Undefined(specification);
        if let Some([size]) = specification.as_call("size") {
            let is_all = size.as_symbol().is_some_and(|name| name.as_str() == "all");
            (self.size, self.all) = ((!is_all).then_some(size), is_all);
            return Ok(());
        }
        if let Some([unit]) = specification.as_call("unit") {
            let unit = as_index(unit).filter(|unit| (1..=256).contains(unit));
            self.unit = Some(unit.ok_or(undefined)?);
            return Ok(());
        }
        let Some(symbol) = specification.as_symbol() else { return Err(undefined) };
        match symbol.as_str() {
            "integer" => self.kind = SegmentType::Integer,
            "float" => self.kind = SegmentType::Float,
            "binary" | "bytes" => (self.kind, *implied_unit) = (SegmentType::Binary, Some(8)),
            "bitstring" | "bits" => (self.kind, *implied_unit) = (SegmentType::Binary, Some(1)),
            "utf8" | "utf-8" => self.kind = SegmentType::Unicode("utf8"),
            "utf16" | "utf-16" => self.kind = SegmentType::Unicode("utf16"),
            "utf32" | "utf-32" => self.kind = SegmentType::Unicode("utf32"),
            "signed" => self.signed = true,
            "unsigned" => self.signed = false,
            "big" | "big-endian" => self.endian = "big",
            "little" | "little-endian" => self.endian = "little",
            "native" | "native-endian" => self.endian = "native",
            _ => return Err(undefined),
        }
        Ok(())
    }
}

/// Whether a form can stand after the value in a segment.
pub(crate) fn is_segment_specification(form: &Form) -> bool {
    !matches!(Segment::new(std::slice::from_ref(form)), Err(SegmentProblem::Undefined(_)))
}

/// A segment as value and specifications; a value that stands alone has none.
pub(crate) fn segment_parts(segment: &Form) -> (&Form, &[Form]) {
    match segment.as_list() {
        Some([value, specifications @ ..]) if !crate::shape::is_code_points(segment) => {
            (value, specifications)
        }
        _ => (segment, &[]),
    }
}
