//! The literal area of a unit: constants laid out as the runtime lays out terms.
//!
//! The collector leaves addresses outside of a process's heap alone, so literals are never copied.

use std::cmp::Ordering;

use lfec_abi::entry::EXPORT_FUN;
use lfec_abi::term::{self, Kind};
use lfec_core::ir::Literal;
use num_bigint::Sign;

use crate::ProgramError;
use crate::atoms::AtomTable;

/// Largest map that is laid out in the area; larger ones are hash tries, which the program builds.
pub const LARGEST_MAP: usize = 32;

/// What a word of the area refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The area itself, at an offset with a tag.
    Area(u32),
    /// A function.
    Function(String),
}

/// Words, and where they hold addresses.
#[derive(Default, Debug)]
pub struct LiteralArea {
    words: Vec<u64>,
    /// Byte offset of a word, and what it holds the address of.
    pub references: Vec<(u32, Reference)>,
}

/// The term of a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A term that needs no memory.
    Immediate(u64),
    /// Offset in the area, the tag added.
    Address(u32),
}

impl LiteralArea {
    /// Lays out a literal.
    ///
    /// # Errors
    /// A map of more than [`LARGEST_MAP`] pairs.
    pub fn add(&mut self, literal: &Literal, atoms: &AtomTable) -> Result<Word, ProgramError> {
        self.place(literal, atoms)
    }

    /// Whether nothing has been laid out in it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The bytes, references still zero.
    pub fn bytes(&self) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    fn push(&mut self, words: &[Word]) -> u32 {
        let offset = self.words.len() as u32 * 8;
        for word in words {
            match word {
                Word::Immediate(word) => self.words.push(*word),
                Word::Address(address) => {
                    let at = self.words.len() as u32 * 8;
                    self.references.push((at, Reference::Area(*address)));
                    self.words.push(0);
                }
            }
        }
        offset
    }

    fn boxed(&mut self, kind: Kind, words: &[Word]) -> Word {
        let mut all = vec![Word::Immediate(term::header(kind, words.len() as u64))];
        all.extend(words);
        Word::Address(self.push(&all) + term::TAG_BOXED as u32)
    }

    fn place(&mut self, literal: &Literal, atoms: &AtomTable) -> Result<Word, ProgramError> {
        Ok(match literal {
            Literal::Atom(atom) => Word::Immediate(atom_word(*atom, atoms)?),
            Literal::Nil => Word::Immediate(term::NIL),
            Literal::Integer(value) => match i64::try_from(value.as_ref()) {
                Ok(value) if (term::SMALL_MIN..=term::SMALL_MAX).contains(&value) => {
                    Word::Immediate(term::small(value))
                }
                _ => {
                    let (sign, digits) = value.to_u64_digits();
                    let negative = sign == Sign::Minus;
                    let kind = if negative { Kind::BigNegative } else { Kind::BigPositive };
                    let digits: Vec<Word> = digits.into_iter().map(Word::Immediate).collect();
                    self.boxed(kind, &digits)
                }
            },
            Literal::Float(value) => {
                let word = value.to_bits().rotate_left(term::FLOAT_ROTATE);
                match word & term::TAG_MASK {
                    term::TAG_FLOAT_LOW | term::TAG_FLOAT_HIGH => Word::Immediate(word),
                    _ => self.boxed(Kind::Float, &[Word::Immediate(value.to_bits())]),
                }
            }
            Literal::String(points) => {
                let mut tail = Word::Immediate(term::NIL);
                for point in points.iter().rev() {
                    let head = Word::Immediate(term::small(i64::from(*point)));
                    tail = Word::Address(self.push(&[head, tail]) + term::TAG_CONS as u32);
                }
                tail
            }
            Literal::Cons(_) => self.place_list(literal, atoms)?,
            Literal::Tuple(elements) => {
                let words = self.place_all(elements.iter(), atoms)?;
                self.boxed(Kind::Tuple, &words)
            }
            Literal::Map(pairs) => self.place_map(pairs, atoms)?,
            Literal::Binary(bytes, last) => {
                let spare = if bytes.is_empty() { 0 } else { 8 - u64::from(*last) };
                let mut words = vec![Word::Immediate(bytes.len() as u64 * 8 - spare)];
                for chunk in bytes.chunks(8) {
                    let mut word = [0; 8];
                    word[..chunk.len()].copy_from_slice(chunk);
                    words.push(Word::Immediate(u64::from_le_bytes(word)));
                }
                self.boxed(Kind::HeapBinary, &words)
            }
            Literal::Fun(module, name, arity) => {
                let header = Word::Immediate(term::header(Kind::ExportFun, 4));
                let arity_word = Word::Immediate(term::small(*arity as i64));
                let module = Word::Immediate(atom_word(*module, atoms)?);
                let name = Word::Immediate(atom_word(*name, atoms)?);
                let code = Word::Immediate(0);
                let offset = self.push(&[header, code, arity_word, module, name]);
                let stub = Reference::Function(format!("{EXPORT_FUN}{arity}"));
                self.references.push((offset + term::FUN_CODE as u32, stub));
                Word::Address(offset + term::TAG_FUN as u32)
            }
        })
    }

    fn place_all<'a>(
        &mut self,
        literals: impl Iterator<Item = &'a Literal>,
        atoms: &AtomTable,
    ) -> Result<Vec<Word>, ProgramError> {
        literals.map(|literal| self.place(literal, atoms)).collect()
    }

    /// Lists are walked, not recursed into: they are long.
    fn place_list(&mut self, literal: &Literal, atoms: &AtomTable) -> Result<Word, ProgramError> {
        let mut heads = Vec::new();
        let mut rest = literal;
        while let Literal::Cons(cell) = rest {
            heads.push(self.place(&cell.0, atoms)?);
            rest = &cell.1;
        }
        let mut tail = self.place(rest, atoms)?;
        for head in heads.into_iter().rev() {
            tail = Word::Address(self.push(&[head, tail]) + term::TAG_CONS as u32);
        }
        Ok(tail)
    }

    fn place_map(
        &mut self,
        pairs: &[(Literal, Literal)],
        atoms: &AtomTable,
    ) -> Result<Word, ProgramError> {
        if pairs.len() > LARGEST_MAP {
            return Err(ProgramError::new("a map literal is too large for the literal area"));
        }
        let mut pairs: Vec<&(Literal, Literal)> = pairs.iter().collect();
        pairs.sort_by(|a, b| order(&a.0, &b.0));
        let keys = self.place_all(pairs.iter().map(|pair| &pair.0), atoms)?;
        let values = self.place_all(pairs.iter().map(|pair| &pair.1), atoms)?;
        let keys = self.boxed(Kind::Tuple, &keys);
        let mut words = vec![Word::Immediate(term::small(pairs.len() as i64)), keys];
        words.extend(values);
        Ok(self.boxed(Kind::FlatMap, &words))
    }
}

fn atom_word(atom: lfec_base::Symbol, atoms: &AtomTable) -> Result<u64, ProgramError> {
    let index = atoms.get(atom);
    index.map(term::atom).ok_or_else(|| ProgramError::new(format!("atom {atom} has no index")))
}

/// Order of map keys: the term order, integers before floats.
pub fn order(a: &Literal, b: &Literal) -> Ordering {
    let rank = |literal: &Literal| match literal {
        Literal::Integer(_) => 0,
        Literal::Float(_) => 1,
        Literal::Atom(_) => 2,
        Literal::Fun(..) => 3,
        Literal::Tuple(_) => 4,
        Literal::Map(_) => 5,
        Literal::Nil => 6,
        Literal::String(points) if points.is_empty() => 6,
        Literal::Cons(_) | Literal::String(_) => 7,
        Literal::Binary(..) => 8,
    };
    rank(a).cmp(&rank(b)).then_with(|| match (a, b) {
        (Literal::Integer(a), Literal::Integer(b)) => a.cmp(b),
        (Literal::Float(a), Literal::Float(b)) => a.total_cmp(b),
        (Literal::Atom(a), Literal::Atom(b)) => a.as_str().cmp(b.as_str()),
        (Literal::Fun(m, f, n), Literal::Fun(p, g, o)) => {
            (m.as_str(), f.as_str(), n).cmp(&(p.as_str(), g.as_str(), o))
        }
        (Literal::Tuple(a), Literal::Tuple(b)) => {
            a.len().cmp(&b.len()).then_with(|| order_all(a.iter(), b.iter()))
        }
        (Literal::Map(a), Literal::Map(b)) => order_maps(a, b),
        (Literal::Binary(a, m), Literal::Binary(b, n)) => a.cmp(b).then(m.cmp(n)),
        _ => order_lists(a, b),
    })
}

fn order_all<'a>(
    a: impl Iterator<Item = &'a Literal>,
    b: impl Iterator<Item = &'a Literal>,
) -> Ordering {
    a.zip(b).map(|(a, b)| order(a, b)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
}

fn order_maps(a: &[(Literal, Literal)], b: &[(Literal, Literal)]) -> Ordering {
    let sorted = |pairs: &[(Literal, Literal)]| {
        let mut pairs = pairs.to_vec();
        pairs.sort_by(|a, b| order(&a.0, &b.0));
        pairs
    };
    let lengths = a.len().cmp(&b.len());
    let (a, b) = (sorted(a), sorted(b));
    lengths
        .then_with(|| order_all(a.iter().map(|p| &p.0), b.iter().map(|p| &p.0)))
        .then_with(|| order_all(a.iter().map(|p| &p.1), b.iter().map(|p| &p.1)))
}

/// Splits a list literal into its elements and what ends it.
fn elements(list: &Literal) -> (Vec<Literal>, Literal) {
    let mut found = Vec::new();
    let mut rest = list.clone();
    loop {
        rest = match rest {
            Literal::Cons(cell) => {
                found.push(cell.0.clone());
                cell.1.clone()
            }
            Literal::String(points) => {
                let integer = |p: &u32| Literal::Integer(std::sync::Arc::new((*p).into()));
                found.extend(points.iter().map(integer));
                Literal::Nil
            }
            end => return (found, end),
        }
    }
}

fn order_lists(a: &Literal, b: &Literal) -> Ordering {
    let ((a, a_end), (b, b_end)) = (elements(a), elements(b));
    let common = a.len().min(b.len());
    order_all(a[..common].iter(), b[..common].iter()).then_with(|| match a.len().cmp(&b.len()) {
        Ordering::Equal if a_end == b_end => Ordering::Equal,
        Ordering::Equal => order(&a_end, &b_end),
        longer => longer,
    })
}
