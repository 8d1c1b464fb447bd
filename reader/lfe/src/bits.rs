//! `#B(…)`: segments with literal values to bits.
//!
//! Segments are those of the `binary` form: a value, a string (each character a segment), or a
//! list of a value and its specifiers.

use num_bigint::BigInt;
use num_traits::ToPrimitive as _;

use crate::evaluate::{Fault, evaluate, low_bytes, small_integer};
use crate::{Form, FormKind};

/// A binary of more bits is refused: memory follows the sizes written, not the length of the text.
const LONGEST_BITS: usize = 1 << 27;

/// The bits of these segments, which stand inside `depth` calls.
pub(crate) fn binary(segments: &[Form], depth: usize) -> Result<FormKind, Fault> {
    let mut out = Bits::default();
    for segment in segments {
        let (value, specs) = match segment.as_list().and_then(|items| items.split_first()) {
            Some((value, specs)) if !is_string(segment) => (value, specs),
            _ => (segment, [].as_slice()),
        };
        let specs = Specs::read(specs, depth)?;
        let characters = if is_string(value) { value.list_items() } else { None };
        match characters {
            Some(characters) => {
                for character in characters.iter() {
                    write(&mut out, character, &specs)?;
                }
            }
            None => write(&mut out, &evaluate(value, depth)?, &specs)?,
        }
    }
    let last = if out.length.is_multiple_of(8) { 8 } else { (out.length % 8) as u8 };
    Ok(FormKind::Binary(out.bytes.into(), last))
}

/// Whether this is a string or a list that LFE takes for one.
fn is_string(form: &Form) -> bool {
    match &form.kind {
        FormKind::String(_) => true,
        FormKind::List(items) => items.iter().all(|item| small_integer(item).is_some()),
        _ => false,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Type {
    Integer,
    Float,
    Binary,
    Bitstring,
    Utf8,
    Utf16,
    Utf32,
}

/// The specifiers of a segment; later ones replace earlier ones.
struct Specs {
    kind: Type,
    little: bool,
    size: Option<usize>,
    unit: Option<usize>,
}

impl Specs {
    fn read(specs: &[Form], depth: usize) -> Result<Specs, Fault> {
        let mut read = Specs { kind: Type::Integer, little: false, size: None, unit: None };
        for spec in specs {
            match (&spec.kind, spec.as_call("size"), spec.as_call("unit")) {
                (FormKind::Symbol(name), ..) => read.name(name.as_str(), spec)?,
                (_, Some([size]), _) => {
                    let size = small_integer(&evaluate(size, depth)?)
                        .ok_or_else(|| Fault::new(spec.span, "illegal bit size"))?;
                    read.size = Some(size.try_into().unwrap_or(usize::MAX));
                }
                (.., Some([unit])) => {
                    let unit = small_integer(unit).filter(|unit| (1..=256).contains(unit));
                    let unit = unit.ok_or_else(|| Fault::new(spec.span, "illegal bit unit"))?;
                    read.unit = Some(unit as usize);
                }
                _ => return Err(Fault::new(spec.span, "illegal bit segment")),
            }
        }
        if let (Some(last), Some(_), None) = (specs.last(), read.unit, read.size)
            && matches!(read.kind, Type::Integer | Type::Float)
        {
            let text = "bit unit size can only be specified together with size";
            return Err(Fault::new(last.span, text));
        }
        Ok(read)
    }

    fn name(&mut self, name: &str, spec: &Form) -> Result<(), Fault> {
        match name {
            "integer" => self.kind = Type::Integer,
            "float" => self.kind = Type::Float,
            "binary" | "bytes" => self.kind = Type::Binary,
            "bitstring" | "bits" => self.kind = Type::Bitstring,
            "utf8" | "utf-8" => self.kind = Type::Utf8,
            "utf16" | "utf-16" => self.kind = Type::Utf16,
            "utf32" | "utf-32" => self.kind = Type::Utf32,
            "big" | "big-endian" => self.little = false,
            // Every machine we compile for is little-endian.
            "little" | "little-endian" | "native" | "native-endian" => self.little = true,
            "signed" | "unsigned" => {}
            _ => return Err(Fault::new(spec.span, format!("bit type {name} undefined"))),
        }
        Ok(())
    }

    /// Size in bits, where it is given or has a default.
    fn bits(&self, size: Option<usize>, unit: usize) -> Option<usize> {
        Some(self.size.or(size)?.saturating_mul(self.unit.unwrap_or(unit)))
    }
}

fn write(out: &mut Bits, value: &Form, specs: &Specs) -> Result<(), Fault> {
    let bad = |text: &str| Fault::new(value.span, text);
    match (specs.kind, &value.kind) {
        (Type::Integer, FormKind::Integer(integer)) => {
            let bits = specs.bits(Some(8), 1).unwrap_or(8);
            if bits > LONGEST_BITS {
                return Err(bad("this segment is too long"));
            }
            out.push_integer(integer, bits, specs.little);
        }
        (Type::Float, FormKind::Integer(_) | FormKind::Float(_)) => {
            let bits = specs.bits(Some(64), 1).unwrap_or(64);
            let encoded = float(value, bits).ok_or_else(|| bad("this is no float of this size"))?;
            out.push_integer(&encoded.into(), bits, specs.little);
        }
        (Type::Binary | Type::Bitstring, FormKind::Binary(bytes, last)) => {
            let length = bytes.len() * 8 - if bytes.is_empty() { 0 } else { 8 - *last as usize };
            let unit = if specs.kind == Type::Binary { 8 } else { 1 };
            let bits = specs.bits(None, unit).unwrap_or(length);
            let is_whole = bits.is_multiple_of(specs.unit.unwrap_or(unit));
            if bits > length || (specs.size.is_none() && !is_whole) {
                return Err(bad("this binary does not have this size"));
            }
            out.push_bits(bytes, bits);
        }
        (Type::Utf8 | Type::Utf16 | Type::Utf32, FormKind::Integer(point)) => {
            let character = point.to_u32().and_then(char::from_u32);
            let character = character.ok_or_else(|| bad("no character has this number"))?;
            push_character(out, character, specs);
        }
        _ => return Err(bad("this value does not have the type of the segment")),
    }
    match out.length <= LONGEST_BITS {
        true => Ok(()),
        false => Err(bad("the binary is too long")),
    }
}

fn push_character(out: &mut Bits, character: char, specs: &Specs) {
    match specs.kind {
        Type::Utf16 => {
            for unit in character.encode_utf16(&mut [0; 2]) {
                out.push_integer(&BigInt::from(*unit), 16, specs.little);
            }
        }
        Type::Utf32 => out.push_integer(&BigInt::from(u32::from(character)), 32, specs.little),
        _ => {
            let bytes = character.encode_utf8(&mut [0; 4]).as_bytes().to_vec();
            out.push_bits(&bytes, bytes.len() * 8);
        }
    }
}

/// The bits of a number as IEEE 754 float of 16, 32 or 64 bits.
fn float(value: &Form, bits: usize) -> Option<u64> {
    let value = match &value.kind {
        FormKind::Integer(integer) => integer.to_f64().filter(|float| float.is_finite())?,
        FormKind::Float(float) => *float,
        _ => return None,
    };
    match bits {
        64 => Some(value.to_bits()),
        32 => Some(value as f32).filter(|float| float.is_finite()).map(|f| f.to_bits().into()),
        16 => half_float(value).map(u64::from),
        _ => None,
    }
}

/// IEEE 754 binary16, rounded to the nearest, ties to even.
fn half_float(value: f64) -> Option<u16> {
    let sign = if value.is_sign_negative() { 0x8000 } else { 0 };
    let magnitude = value.abs();
    if magnitude == 0.0 {
        return Some(sign);
    }
    // The unit of the last place: 10 bits below the exponent, never below 2^-24.
    let exponent = ((magnitude.to_bits() >> 52) as i32 - 1023).max(-14);
    let units = (magnitude * 2f64.powi(10 - exponent)).round_ties_even() as u32;
    // A mantissa of 2048 units carries into the exponent by itself.
    let encoded = (((exponent + 14) as u32) << 10) + units;
    (encoded < 0x7C00).then_some(sign | encoded as u16)
}

/// A growing row of bits, each byte filled from its highest bit.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    length: usize,
}

impl Bits {
    fn push_integer(&mut self, value: &BigInt, bits: usize, little: bool) {
        let mut bytes = low_bytes(value, bits);
        let odd = bits % 8;
        if little {
            // Whole bytes from the least one on; an odd rest holds the highest bits.
            let rest = if odd > 0 { bytes.pop() } else { None };
            self.push_bits(&bytes, bytes.len() * 8);
            if let Some(rest) = rest {
                self.push_bits(&[rest << (8 - odd)], odd);
            }
            return;
        }
        bytes.reverse();
        match bytes.split_first() {
            Some((first, others)) if odd > 0 => {
                self.push_bits(&[first << (8 - odd)], odd);
                self.push_bits(others, others.len() * 8);
            }
            _ => self.push_bits(&bytes, bits),
        }
    }

    /// The first `bits` bits of `bytes`.
    fn push_bits(&mut self, bytes: &[u8], bits: usize) {
        let offset = self.length % 8;
        for byte in &bytes[..bits.div_ceil(8)] {
            if offset == 0 {
                self.bytes.push(*byte);
                continue;
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= byte >> offset;
            }
            self.bytes.push(byte << (8 - offset));
        }
        self.length += bits;
        self.bytes.truncate(self.length.div_ceil(8));
        if !self.length.is_multiple_of(8)
            && let Some(last) = self.bytes.last_mut()
        {
            *last &= 0xFF << (8 - self.length % 8);
        }
    }
}
