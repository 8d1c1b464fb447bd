//! Format strings of `io:format` and its like: do they fit their arguments?

use super::Lint;
use crate::ast::{Expr, ExprKind};

impl<'m> Lint<'m> {
    /// A call `module:function(arguments)`.
    pub fn format_call(&mut self, module: &'m Expr, function: &'m Expr, arguments: &'m [Expr]) {
        let (Some(module), Some(function)) = (module.as_atom(), function.as_atom()) else {
            return;
        };
        let is_format = matches!(module.as_str(), "io" | "io_lib")
            && matches!(function.as_str(), "format" | "fwrite");
        if !is_format || !self.switches.format {
            return;
        }
        match arguments {
            [format] => self.format(format, None),
            [format, values] => self.format(format, Some(values)),
            [_, format, values] if module.as_str() == "io" => self.format(format, Some(values)),
            _ => {}
        }
    }

    fn format(&mut self, format: &'m Expr, values: Option<&'m Expr>) {
        let ExprKind::String(text) = &format.kind else { return };
        let needed = match arguments_needed(text) {
            Ok(needed) => needed,
            Err(problem) => {
                let message = format!("format string invalid ({problem})");
                return self.warning("format-error", message, format.span);
            }
        };
        let Some(values) = values else {
            if needed > 0 {
                let message = format!(
                    "the format string requires an argument list with {}, but no argument list is \
                     given",
                    arguments(needed)
                );
                self.warning("format-error", message, format.span);
            }
            return;
        };
        let given = match &values.kind {
            ExprKind::Nil => 0,
            ExprKind::List(items, None) => items.len(),
            ExprKind::String(text) => text.len(),
            ExprKind::Atom(_) | ExprKind::Integer(_) | ExprKind::Tuple(_) => {
                let message = "format arguments not a list".to_owned();
                return self.warning("format-error", message, values.span);
            }
            _ => return,
        };
        if let Some(message) = mismatch(needed, given) {
            self.warning("format-error", message, values.span);
        }
    }
}

fn mismatch(needed: usize, given: usize) -> Option<String> {
    if needed == given {
        return None;
    }
    if needed == 0 {
        let given = arguments(given);
        return Some(format!(
            "the format string requires an empty argument list, but the argument list contains \
             {given}"
        ));
    }
    let end = match given {
        0 => "is empty".to_owned(),
        _ if given < needed => format!("contains only {}", arguments(given)),
        _ => format!("contains {}", arguments(given)),
    };
    let needed = arguments(needed);
    Some(format!(
        "the format string requires an argument list with {needed}, but the argument list {end}"
    ))
}

fn arguments(count: usize) -> String {
    if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") }
}

/// How many arguments a format string takes.
fn arguments_needed(text: &[u32]) -> Result<usize, String> {
    let mut reader = Reader { text, needed: 0 };
    while let Some(c) = reader.next() {
        if c == '~' {
            reader.sequence()?;
        }
    }
    Ok(reader.needed)
}

struct Reader<'a> {
    text: &'a [u32],
    needed: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text.first().map(|c| char::from_u32(*c).unwrap_or(' '))
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.text = &self.text[1..];
        Some(c)
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.next();
        }
        found
    }

    /// After `~`: `F.P.PadModC`.
    fn sequence(&mut self) -> Result<(), String> {
        self.eat('-');
        self.number();
        if self.eat('.') {
            self.number();
            if self.eat('.') && !self.star() {
                self.next();
            }
        }
        while let Some('t' | 'l' | 'k' | 'K') = self.peek() {
            self.needed += usize::from(self.next() == Some('K'));
        }
        self.needed += match self.next() {
            Some('~' | 'n') => 0,
            Some('W' | 'P' | 'x' | 'X') => 2,
            Some('c' | 'f' | 'e' | 'g' | 's' | 'w' | 'p' | 'b' | 'B' | '+' | '#' | 'i') => 1,
            Some(c) => return Err(format!("invalid control ~{c}")),
            None => return Err("truncated".to_owned()),
        };
        Ok(())
    }

    /// Digits, or `*` for an argument.
    fn number(&mut self) {
        if !self.star() {
            while self.peek().is_some_and(|c| c.is_ascii_digit()) {
                self.next();
            }
        }
    }

    fn star(&mut self) -> bool {
        let found = self.eat('*');
        self.needed += usize::from(found);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{arguments_needed, mismatch};

    fn check(format: &str, expected: Result<usize, &str>) {
        let text: Vec<u32> = format.chars().map(u32::from).collect();
        assert_eq!(arguments_needed(&text), expected.map_err(str::to_owned), "{format}");
    }

    #[test]
    fn arguments_are_counted() {
        check("~p ~~ ~ts~n", Ok(2));
        check("~*.*.0f ~10..*s ~-5.3w", Ok(6));
        check("~W ~8.16.0B ~.2f", Ok(4));
        check("~y", Err("invalid control ~y"));
        check("abc ~", Err("truncated"));
    }

    #[test]
    fn mismatches_are_told_in_otps_words() {
        let text = mismatch(2, 1).unwrap_or_default();
        assert!(
            text.ends_with("list with 2 arguments, but the argument list contains only 1 argument")
        );
        assert_eq!(mismatch(1, 1), None);
    }
}
