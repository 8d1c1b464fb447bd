//! Values of string-like tokens: escapes, triple-quoted text, floats in other bases.

/// The code points that escaped text stands for; `None` where an escape is none.
pub fn unescape(text: &str) -> Option<Vec<u32>> {
    let mut points = Vec::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' {
            points.push(escape(&mut chars)?);
        } else {
            points.push(c as u32);
        }
    }
    Some(points)
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn escape(chars: &mut Chars<'_>) -> Option<u32> {
    let c = chars.next()?;
    Some(match c {
        'b' => 8,
        'd' => 127,
        'e' => 27,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        's' => 32,
        't' => 9,
        'v' => 11,
        '^' => chars.next()? as u32 & 31,
        'x' => return hexadecimal(chars),
        '0'..='7' => octal(c, chars),
        c => c as u32,
    })
}

fn octal(first: char, chars: &mut Chars<'_>) -> u32 {
    let mut value = first as u32 - '0' as u32;
    for _ in 0..2 {
        let Some(digit) = chars.peek().and_then(|c| c.to_digit(8)) else { break };
        chars.next();
        value = value * 8 + digit;
    }
    value
}

fn hexadecimal(chars: &mut Chars<'_>) -> Option<u32> {
    if chars.peek() != Some(&'{') {
        let high = chars.next()?.to_digit(16)?;
        return Some(high * 16 + chars.next()?.to_digit(16)?);
    }
    chars.next();
    let mut value: u32 = 0;
    loop {
        let c = chars.next()?;
        if c == '}' {
            return (value <= 0x10FFFF).then_some(value);
        }
        value = value.checked_mul(16)?.checked_add(c.to_digit(16)?)?;
    }
}

/// The code points of a triple-quoted string, quotes included in `text`; `None` where a line is
/// indented less than the closing quotes.
pub fn triple_quoted(text: &str) -> Option<Vec<u32>> {
    let body = &text[text.find('\n')? + 1..];
    let Some((body, last)) = body.rsplit_once('\n') else { return Some(Vec::new()) };
    let indent = &last[..last.find('"')?];
    let mut points = Vec::with_capacity(body.len());
    for (number, line) in body.split('\n').enumerate() {
        if number > 0 {
            points.push('\n' as u32);
        }
        let stripped = match line.strip_prefix(indent) {
            Some(stripped) => stripped,
            None if line.trim().is_empty() => "",
            None => return None,
        };
        points.extend(stripped.chars().map(u32::from));
    }
    if points.last() == Some(&('\r' as u32)) {
        points.pop();
    }
    Some(points)
}

/// `ff.8#e2` in base 16: mantissa digits in the base, exponent of the base in decimal.
pub fn based_float(base: u32, text: &str) -> Option<f64> {
    let (mantissa, exponent) = match text.split_once('#') {
        Some((mantissa, exponent)) => (mantissa, exponent[1..].parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.')?;
    let mut value: f64 = 0.0;
    for c in whole.chars().chain(fraction.chars()) {
        value = value * f64::from(base) + f64::from(c.to_digit(base)?);
    }
    let power = exponent.checked_sub(fraction.len() as i32)?;
    let value = value * f64::from(base).powi(power);
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{triple_quoted, unescape};

    #[test]
    fn wrong_escapes_are_none() {
        assert_eq!(unescape("\\x{110000}"), None);
        assert_eq!(unescape("\\xZ"), None);
        assert_eq!(unescape("\\x{1F600}\\7"), Some(vec![0x1F600, 7]));
    }

    #[test]
    fn lines_left_of_the_closing_quotes_are_none() {
        assert_eq!(triple_quoted("\"\"\"\n a\n  \"\"\""), None);
        assert_eq!(triple_quoted("\"\"\"\n\n  \"\"\""), Some(vec![]));
    }
}
