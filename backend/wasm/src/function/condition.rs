//! Truth values: numbers 0 and 1 on the stack.

use lfec_abi::term::{self, Kind};
use lfec_abi::{atoms, bif};
use lfec_lower::ir::{Comparison, Op, Test, Value};
use wasm_encoder::{Instruction, ValType};

use super::Emitter;
use super::data::push_is_tagged_float;
use crate::WasmError;
use crate::code::word_at;

impl<'a> Emitter<'a> {
    /// Puts the value of a test on the stack.
    pub(super) fn truth_value(&mut self, op: &'a Op) -> Result<(), WasmError> {
        match op {
            Op::SameWord(left, right) => self.compare(Instruction::I64Eq, *left, *right),
            Op::CompareSmall(comparison, left, right)
            | Op::CompareWord(comparison, left, right) => {
                self.compare(int_code(*comparison), *left, *right)
            }
            Op::CompareFloat(comparison, left, right) => {
                self.compare(float_code(*comparison), *left, *right)
            }
            Op::IsTrue(value) => {
                self.push(*value)?;
                self.equals(atoms::TRUE);
                Ok(())
            }
            Op::And(left, right) => self.compare(Instruction::I32And, *left, *right),
            Op::Or(left, right) => self.compare(Instruction::I32Or, *left, *right),
            Op::Not(value) => {
                self.push(*value)?;
                self.code.op(Instruction::I32Eqz);
                Ok(())
            }
            Op::Compare(comparison, left, right) => self.compare_terms(*comparison, *left, *right),
            Op::Test(test, value) => self.test(*test, *value),
            _ => Err(self.bug(format!("{op:?} gives no truth value"))),
        }
    }

    fn compare(
        &mut self,
        instruction: Instruction<'static>,
        left: Value,
        right: Value,
    ) -> Result<(), WasmError> {
        self.push(left)?;
        self.push(right)?;
        self.code.op(instruction);
        Ok(())
    }

    fn equals(&mut self, word: u64) {
        self.code.i64(word as i64);
        self.code.op(Instruction::I64Eq);
    }

    /// Whether the term has this tag.
    fn has_tag(&mut self, value: Value, tag: u64) -> Result<(), WasmError> {
        self.push(value)?;
        self.code.op(Instruction::I32WrapI64);
        self.code.i32(term::TAG_MASK as i32);
        self.code.op(Instruction::I32And);
        if tag == 0 {
            self.code.op(Instruction::I32Eqz);
        } else {
            self.code.i32(tag as i32);
            self.code.op(Instruction::I32Eq);
        }
        Ok(())
    }

    fn test(&mut self, test: Test, value: Value) -> Result<(), WasmError> {
        match test {
            Test::IsNonValue | Test::IsMatchFail | Test::IsNil => {
                self.push(value)?;
                self.equals(match test {
                    Test::IsNonValue => term::NON_VALUE,
                    Test::IsMatchFail => term::MATCH_FAIL,
                    _ => term::NIL,
                });
            }
            Test::IsSmall => self.has_tag(value, term::TAG_SMALL)?,
            Test::IsCons => self.has_tag(value, term::TAG_CONS)?,
            Test::IsFun => self.has_tag(value, term::TAG_FUN)?,
            Test::IsAtom => {
                self.push(value)?;
                self.code.op(Instruction::I32WrapI64);
                self.code.i32(0xFF);
                self.code.op(Instruction::I32And);
                self.code.i32(term::IMMEDIATE_ATOM as i32);
                self.code.op(Instruction::I32Eq);
            }
            Test::IsBoolean => {
                self.push(value)?;
                self.code.i64(!((atoms::TRUE ^ atoms::FALSE) as i64));
                self.code.op(Instruction::I64And);
                self.equals(atoms::FALSE);
            }
            Test::IsList => {
                self.push(value)?;
                self.equals(term::NIL);
                self.has_tag(value, term::TAG_CONS)?;
                self.code.op(Instruction::I32Or);
            }
            Test::IsTuple => self.is_boxed(value, &[Kind::Tuple])?,
            Test::IsMap => self.is_boxed(value, &[Kind::FlatMap, Kind::HashMap])?,
            Test::IsTupleOf(arity) => {
                let header = term::header(Kind::Tuple, u64::from(arity));
                self.word_behind(value, term::TAG_BOXED, 0, header)?;
            }
            Test::IsFunOf(arity) => {
                let arity = term::small(i64::from(arity));
                self.word_behind(value, term::TAG_FUN, term::FUN_ARITY, arity)?;
            }
            Test::IsInteger | Test::IsNumber => {
                self.has_tag(value, term::TAG_SMALL)?;
                self.code.if_(Some(ValType::I32));
                self.code.i32(1);
                self.code.else_();
                if test == Test::IsNumber {
                    self.is_float_or(value, &BIG_OR_FLOAT)?;
                } else {
                    self.is_boxed(value, &BIG_OR_FLOAT[..2])?;
                }
                self.code.end();
            }
            Test::IsFloat => self.is_float_or(value, &[Kind::Float])?,
            Test::IsBinary => self.test_by_bif("is_binary", value)?,
            Test::IsBitstring => self.test_by_bif("is_bitstring", value)?,
            Test::IsPid => self.test_by_bif("is_pid", value)?,
            Test::IsPort => self.test_by_bif("is_port", value)?,
            Test::IsReference => self.test_by_bif("is_reference", value)?,
        }
        Ok(())
    }

    /// Whether the term has a tag and a word behind it is this one.
    fn word_behind(
        &mut self,
        value: Value,
        tag: u64,
        offset: i32,
        word: u64,
    ) -> Result<(), WasmError> {
        self.has_tag(value, tag)?;
        self.code.if_(Some(ValType::I32));
        self.load_behind(value, tag, offset)?;
        self.equals(word);
        self.code.else_();
        self.code.i32(0);
        self.code.end();
        Ok(())
    }

    fn load_behind(&mut self, value: Value, tag: u64, offset: i32) -> Result<(), WasmError> {
        self.push(value)?;
        self.code.op(Instruction::I32WrapI64);
        let offset = offset - tag as i32;
        if offset < 0 {
            self.code.i32(-offset);
            self.code.op(Instruction::I32Sub);
        }
        self.code.op(Instruction::I64Load(word_at(offset.max(0) as u64)));
        Ok(())
    }

    fn is_float_or(&mut self, value: Value, boxed: &[Kind]) -> Result<(), WasmError> {
        self.push(value)?;
        push_is_tagged_float(&mut self.code);
        self.code.if_(Some(ValType::I32));
        self.code.i32(1);
        self.code.else_();
        self.is_boxed(value, boxed)?;
        self.code.end();
        Ok(())
    }

    /// Whether a term is boxed and of one of these kinds, of which there are three at most.
    fn is_boxed(&mut self, value: Value, kinds: &[Kind]) -> Result<(), WasmError> {
        let low = self.code.local(crate::object::ValueType::I32);
        self.has_tag(value, term::TAG_BOXED)?;
        self.code.if_(Some(ValType::I32));
        self.load_behind(value, term::TAG_BOXED, 0)?;
        self.code.op(Instruction::I32WrapI64);
        self.code.i32(0xFF);
        self.code.op(Instruction::I32And);
        self.code.set(low);
        for (index, kind) in kinds.iter().enumerate() {
            self.code.get(low);
            self.code.i32(term::header(*kind, 0) as i32);
            self.code.op(Instruction::I32Eq);
            if index > 0 {
                self.code.op(Instruction::I32Or);
            }
        }
        self.code.else_();
        self.code.i32(0);
        self.code.end();
        Ok(())
    }

    fn test_by_bif(&mut self, name: &str, value: Value) -> Result<(), WasmError> {
        let mut bifs = bif::all();
        let found = bifs.find(|bif| bif.module == "erlang" && bif.name == name && bif.arity == 1);
        let bif = found.ok_or_else(|| self.bug(format!("the runtime has no erlang:{name}/1")))?;
        self.call_bif(bif, &[value])?;
        self.equals(atoms::TRUE);
        Ok(())
    }

    fn compare_terms(
        &mut self,
        comparison: Comparison,
        left: Value,
        right: Value,
    ) -> Result<(), WasmError> {
        let instruction = match comparison {
            Comparison::Exact | Comparison::NotExact => {
                self.call_comparison(crate::stubs::EXACT, left, right)?;
                if comparison == Comparison::NotExact {
                    self.code.op(Instruction::I32Eqz);
                }
                return Ok(());
            }
            comparison => int_code(comparison),
        };
        let known = [left, right].map(|value| self.known_small(value).is_some());
        match known {
            [true, true] => return self.compare(instruction, left, right),
            [true, false] => self.has_tag(right, term::TAG_SMALL)?,
            [false, true] => self.has_tag(left, term::TAG_SMALL)?,
            [false, false] => {
                self.push(left)?;
                self.push(right)?;
                self.code.op(Instruction::I64Or);
                self.code.op(Instruction::I32WrapI64);
                self.code.i32(term::TAG_MASK as i32);
                self.code.op(Instruction::I32And);
                self.code.op(Instruction::I32Eqz);
            }
        }
        self.code.if_(Some(ValType::I32));
        self.compare(instruction, left, right)?;
        self.code.else_();
        match comparison {
            Comparison::Equal => self.call_comparison(crate::stubs::EQUAL, left, right)?,
            Comparison::NotEqual => {
                self.call_comparison(crate::stubs::EQUAL, left, right)?;
                self.code.op(Instruction::I32Eqz);
            }
            _ => {
                self.call_comparison(crate::stubs::COMPARE, left, right)?;
                self.code.i32(0);
                self.code.op(match comparison {
                    Comparison::Less => Instruction::I32LtS,
                    Comparison::LessEqual => Instruction::I32LeS,
                    Comparison::Greater => Instruction::I32GtS,
                    _ => Instruction::I32GeS,
                });
            }
        }
        self.code.end();
        Ok(())
    }

    fn call_comparison(&mut self, stub: &str, left: Value, right: Value) -> Result<(), WasmError> {
        self.code.get(super::MACHINE);
        self.push(left)?;
        self.push(right)?;
        self.code.call(stub);
        Ok(())
    }
}

const BIG_OR_FLOAT: [Kind; 3] = [Kind::BigPositive, Kind::BigNegative, Kind::Float];

fn int_code(comparison: Comparison) -> Instruction<'static> {
    match comparison {
        Comparison::Less => Instruction::I64LtS,
        Comparison::LessEqual => Instruction::I64LeS,
        Comparison::Greater => Instruction::I64GtS,
        Comparison::GreaterEqual => Instruction::I64GeS,
        Comparison::Equal | Comparison::Exact => Instruction::I64Eq,
        Comparison::NotEqual | Comparison::NotExact => Instruction::I64Ne,
    }
}

fn float_code(comparison: Comparison) -> Instruction<'static> {
    match comparison {
        Comparison::Less => Instruction::F64Lt,
        Comparison::LessEqual => Instruction::F64Le,
        Comparison::Greater => Instruction::F64Gt,
        Comparison::GreaterEqual => Instruction::F64Ge,
        Comparison::Equal | Comparison::Exact => Instruction::F64Eq,
        Comparison::NotEqual | Comparison::NotExact => Instruction::F64Ne,
    }
}
