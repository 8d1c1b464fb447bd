//! What the size and type of a bit segment mean.

use lfec_base::Symbol;

use crate::ast::BinaryElement;

/// Types of segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentType {
    Integer,
    Float,
    /// `binary`, `bytes`, `bitstring`, `bits`
    Binary,
    Utf8,
    Utf16,
    Utf32,
}

/// Byte orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    Big,
    Little,
    Native,
}

/// Sizes, in units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentSize {
    /// As many as the default says.
    Default(u32),
    /// All that is left.
    All,
    /// As the code point needs.
    Utf,
    /// As the element's size expression says.
    Given,
}

/// A segment's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub kind: SegmentType,
    pub size: SegmentSize,
    /// Bits of a unit; 1 for utf types.
    pub unit: u32,
    pub signed: bool,
    pub order: ByteOrder,
}

/// What is wrong with a segment: OTP's code and words.
pub type Fault = (&'static str, String);

/// What is written after `/`.
#[derive(Default)]
struct Written {
    kind: Option<(Symbol, SegmentType)>,
    signed: Option<bool>,
    order: Option<ByteOrder>,
    unit: Option<u32>,
    is_bits: bool,
}

/// The meaning of an element.
pub fn segment(element: &BinaryElement) -> Result<Segment, Fault> {
    let written = read(&element.types)?;
    let has_size = element.size.is_some();
    let kind = written.kind.map_or(SegmentType::Integer, |(_, kind)| kind);
    let (size, unit) = match kind {
        SegmentType::Utf8 | SegmentType::Utf16 | SegmentType::Utf32 => {
            if has_size || written.unit.is_some() {
                let text = "neither size nor unit must be given for segments of type \
                            utf8/utf16/utf32";
                return Err(("utf-bittype-size-or-unit", text.to_owned()));
            }
            (SegmentSize::Utf, 1)
        }
        SegmentType::Integer => (SegmentSize::Default(8), written.unit.unwrap_or(1)),
        SegmentType::Float => (SegmentSize::Default(64), written.unit.unwrap_or(1)),
        SegmentType::Binary => {
            let unit = if written.is_bits { 1 } else { 8 };
            (SegmentSize::All, written.unit.unwrap_or(unit))
        }
    };
    if written.unit.is_some() && !has_size && kind != SegmentType::Binary {
        let text = "a bit unit size must not be specified unless a size is specified too";
        return Err(("bittype-unit", text.to_owned()));
    }
    let size = if has_size { SegmentSize::Given } else { size };
    let signed = written.signed.unwrap_or(false);
    Ok(Segment { kind, size, unit, signed, order: written.order.unwrap_or(ByteOrder::Big) })
}

fn read(types: &[(Symbol, Option<u32>)]) -> Result<Written, Fault> {
    let mut written = Written::default();
    let mut seen: Vec<(u8, Symbol)> = Vec::new();
    for (name, number) in types {
        let class = read_one(&mut written, *name, *number)?;
        match seen.iter().find(|(other, _)| *other == class) {
            Some((_, other)) if other != name => {
                let what = ["type", "sign", "endianness", "unit"][usize::from(class)];
                let text = format!(
                    "conflict in {what} specification for bit field: '{name}' and '{other}'"
                );
                return Err(("bittype-mismatch", text));
            }
            _ => seen.push((class, *name)),
        }
    }
    Ok(written)
}

/// Notes one word; gives the class of words it excludes.
fn read_one(written: &mut Written, name: Symbol, number: Option<u32>) -> Result<u8, Fault> {
    let undefined = || {
        let shown =
            number.map_or_else(|| name.to_string(), |number| format!("{{{name},{number}}}"));
        ("undefined-bittype", format!("bit type {shown} undefined"))
    };
    if number.is_some() != (name.as_str() == "unit") {
        return Err(undefined());
    }
    let kind = match name.as_str() {
        "integer" => SegmentType::Integer,
        "float" => SegmentType::Float,
        "binary" | "bytes" | "bitstring" | "bits" => SegmentType::Binary,
        "utf8" => SegmentType::Utf8,
        "utf16" => SegmentType::Utf16,
        "utf32" => SegmentType::Utf32,
        "signed" | "unsigned" => {
            written.signed = Some(name.as_str() == "signed");
            return Ok(1);
        }
        "big" | "little" | "native" => {
            written.order = Some(match name.as_str() {
                "big" => ByteOrder::Big,
                "little" => ByteOrder::Little,
                _ => ByteOrder::Native,
            });
            return Ok(2);
        }
        "unit" => {
            let unit = number.filter(|unit| (1..=256).contains(unit)).ok_or_else(undefined)?;
            written.unit = Some(unit);
            return Ok(3);
        }
        _ => return Err(undefined()),
    };
    written.is_bits = matches!(name.as_str(), "bitstring" | "bits");
    written.kind = Some((name, kind));
    Ok(0)
}
