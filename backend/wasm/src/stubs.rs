//! Code that is of no module: the ways between generated code and the runtime.
//!
//! `lfec_abi::entry` says what they are for. Each is one function; a program is linked with those
//! that it uses.

mod raise;

use lfec_abi::bif::BifKind;
use lfec_abi::entry::{self, MAX_EXPORT_FUN_ARITY};
use lfec_abi::machine::{self, REGISTER_ARGUMENTS, status};
use lfec_abi::{atoms, bif, program, term};
use wasm_encoder::{BlockType, Instruction, ValType};

use crate::code::{Code, Local, half_at, word_at};
use crate::function::data::{push_is_tagged_float, tag_float, untag_float};
use crate::function::{FIRST_ARGUMENT, HP, MACHINE, REDUCTIONS, SP, tail_signature};
use crate::object::{
    Data, Function, Object, Relocation, RelocationKind, Signature, Symbol, Symbols, ValueType,
};
use crate::runtime::backend_symbol;
use ValueType::{F64, I32, I64};
pub use raise::{RAISE, RAISE_STORED, raise_bif, raise_operator};

/// A code address is a position in the table, shifted.
pub const CODE_ADDRESS_SHIFT: i32 = 4;

/// An entry check has failed; by the number of arguments in parameters. Then the code address,
/// words needed, number of all arguments.
pub const CHECK: [&str; REGISTER_ARGUMENTS + 1] =
    ["lfec.check0", "lfec.check1", "lfec.check2", "lfec.check3"];
/// Raises `badarith`: location, words of the frame.
pub const BADARITH: &str = "lfec.badarith";
/// Collects: number of live terms, words needed.
pub const COLLECT: &str = "lfec.collect";
/// Term of a raw float that does not carry its tag.
pub const BOX_FLOAT: &str = "lfec.box_float";
/// Raw float of a term that is no self-tagged float; not a number if it is no number.
pub const TO_FLOAT: &str = "lfec.to_float";
/// Order of two terms: negative, zero, positive.
pub const COMPARE: &str = "lfec.compare";
/// `==`: 0 or 1.
pub const EQUAL: &str = "lfec.equal";
/// `=:=`: 0 or 1.
pub const EXACT: &str = "lfec.exact";

const GO_ON: &str = "lfec.go_on";
const STUB_TABLE: &str = "lfec.stubs";

/// The stub that leaves through a trap function: location, number of arguments in `x`.
pub fn trap_call(name: &str) -> String {
    format!("lfec.trap.{name}")
}

/// The stub that stores the machine's state and leaves through a trap function.
fn trap(name: &str) -> String {
    format!("lfec.leave.{name}")
}

/// The stub around a plain BIF.
pub fn bif_call(name: &str) -> String {
    format!("lfec.bif.{name}")
}

/// The stub around a slow-path function with two operands.
pub fn slow_call(name: &str) -> String {
    format!("lfec.{name}")
}

/// Makes the stubs of all programs.
pub fn stubs() -> Object {
    let mut stubs = Stubs::default();
    stubs.entry();
    stubs.traps();
    stubs.checks();
    stubs.raising();
    stubs.bad_arithmetic();
    stubs.collect();
    stubs.bifs();
    stubs.arithmetic();
    stubs.floats();
    stubs.comparisons();
    stubs.process_return();
    (0..=MAX_EXPORT_FUN_ARITY).for_each(|arity| stubs.export_fun(arity));
    stubs.finish()
}

/// Makes functions for calls of functions that a program does not define, given with the indices
/// of the atoms.
pub fn undefined(functions: &[(String, usize, u32, u32)]) -> Object {
    let mut stubs = Stubs::default();
    for (symbol, arity, module, name) in functions {
        stubs.define(symbol, tail_signature(*arity), |code| {
            store_arguments(code, *arity);
            for (index, atom) in [*module, *name].into_iter().enumerate() {
                let offset = machine::X + 8 * (arity + index) as i32;
                store_constant(code, term::atom(atom) as i64, offset);
            }
            store_constant(code, *arity as i64, machine::LIVE);
            leave(code, entry::CALL_UNDEFINED);
        });
    }
    stubs.finish()
}

#[derive(Default)]
struct Stubs {
    object: Object,
    symbols: Symbols,
}

/// Results of a function that may change the heap pointer and the reductions: its own, then these.
const AND_STATE: [ValueType; 3] = [I64, I32, I32];

fn state_signature(more: &[ValueType], results: &[ValueType]) -> Signature {
    let mut parameters = vec![I32; FIRST_ARGUMENT as usize];
    parameters.extend(more);
    Signature { parameters, results: results.to_vec() }
}

/// Parameter after the machine's state.
fn argument(index: usize) -> Local {
    Local(FIRST_ARGUMENT + index as u32)
}

fn push_state(code: &mut Code) {
    [MACHINE, HP, SP, REDUCTIONS].into_iter().for_each(|local| code.get(local));
}

/// Stores heap pointer, stack pointer and reductions.
fn store_state(code: &mut Code) {
    for (local, offset, is_signed) in [
        (HP, machine::HP, false),
        (SP, machine::SP, false),
        (REDUCTIONS, machine::REDUCTIONS_LEFT, true),
    ] {
        code.get(MACHINE);
        code.get(local);
        code.op(if is_signed { Instruction::I64ExtendI32S } else { Instruction::I64ExtendI32U });
        code.op(Instruction::I64Store(word_at(offset as u64)));
    }
}

/// Puts heap pointer and reductions on the stack, as the runtime has left them.
fn load_state(code: &mut Code) {
    for offset in [machine::HP, machine::REDUCTIONS_LEFT] {
        code.get(MACHINE);
        code.op(Instruction::I32Load(half_at(offset as u64)));
    }
}

fn store_local(code: &mut Code, local: Local, offset: i32) {
    code.get(MACHINE);
    code.get(local);
    code.op(Instruction::I64Store(word_at(offset as u64)));
}

/// Stores a number of 32 bits as a word.
fn store_half(code: &mut Code, local: Local, offset: i32) {
    code.get(MACHINE);
    code.get(local);
    code.op(Instruction::I64ExtendI32U);
    code.op(Instruction::I64Store(word_at(offset as u64)));
}

fn store_constant(code: &mut Code, value: i64, offset: i32) {
    code.get(MACHINE);
    code.i64(value);
    code.op(Instruction::I64Store(word_at(offset as u64)));
}

fn load(code: &mut Code, offset: i32) {
    code.get(MACHINE);
    code.op(Instruction::I64Load(word_at(offset as u64)));
}

/// Stores arguments that came in parameters.
fn store_arguments(code: &mut Code, count: usize) {
    for index in 0..count.min(REGISTER_ARGUMENTS) {
        store_local(code, argument(index), machine::X + 8 * index as i32);
    }
}

/// Leaves through a trap function, machine state in the parameters.
fn leave(code: &mut Code, name: &str) {
    push_state(code);
    code.return_call(&trap(name));
}

impl Stubs {
    fn define(&mut self, name: &str, signature: Signature, build: impl FnOnce(&mut Code)) {
        let mut code = Code::new(&signature.parameters);
        build(&mut code);
        let body = code.finish(&mut self.symbols);
        self.object.functions.push(Function {
            name: name.to_owned(),
            is_local: false,
            signature,
            body: body.bytes,
            relocations: body.relocations,
        });
    }

    fn finish(mut self) -> Object {
        self.object.symbols = self.symbols.all;
        self.object
    }

    /// What the runtime imports, and the way back into generated code.
    fn entry(&mut self) {
        let enter = Signature { parameters: vec![I32], results: vec![I64] };
        self.define(&backend_symbol("enter"), enter, |code| {
            code.get(MACHINE);
            code.i64(status::CONTINUE as i64);
            code.return_call(GO_ON);
        });
        let pointer = Signature { parameters: vec![], results: vec![I32] };
        self.define(&backend_symbol("program"), pointer, |code| {
            code.data_pointer(program::PROGRAM);
        });
        let stub = Signature { parameters: vec![I32], results: vec![I64] };
        self.define(&backend_symbol("stub"), stub, |code| {
            code.data_pointer(STUB_TABLE);
            code.get(Local(0));
            code.i32(8);
            code.op(Instruction::I32Mul);
            code.op(Instruction::I32Add);
            code.op(Instruction::I64Load(word_at(0)));
        });
        self.stub_table();
        let go_on = Signature { parameters: vec![I32, I64], results: vec![I64] };
        self.define(GO_ON, go_on, go_on_body);
    }

    fn stub_table(&mut self) {
        let funs = (0..=MAX_EXPORT_FUN_ARITY).map(|arity| format!("{}{arity}", entry::EXPORT_FUN));
        let names: Vec<String> =
            std::iter::once(entry::PROCESS_RETURN.to_owned()).chain(funs).collect();
        let size = 8 * names.len() as u32;
        let mut relocations = Vec::new();
        for (index, name) in names.into_iter().enumerate() {
            let symbol = self.symbols.index(Symbol::Function(name));
            let (offset, kind) = (8 * index as u32, RelocationKind::CodeAddressData);
            relocations.push(Relocation { offset, kind, symbol, addend: 0 });
        }
        let (name, bytes) = (Some(STUB_TABLE.to_owned()), vec![0; size as usize]);
        self.object.data.push(Data { name, alignment: 8, size, bytes, relocations });
    }

    fn traps(&mut self) {
        let bifs = bif::all().filter(|bif| bif.kind == BifKind::Trap).map(|bif| bif.symbol);
        let mut names: Vec<&str> = entry::TRAPS.iter().map(|(name, _)| *name).chain(bifs).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            self.define(&trap(name), tail_signature(0), |code| {
                store_state(code);
                code.get(MACHINE);
                code.get(MACHINE);
                code.call(name);
                code.return_call(GO_ON);
            });
            self.define(&trap_call(name), state_signature(&[I64, I32], &[I64]), |code| {
                store_local(code, argument(0), machine::LOCATION);
                store_half(code, argument(1), machine::LIVE);
                leave(code, name);
            });
        }
    }

    fn checks(&mut self) {
        for (count, name) in CHECK.into_iter().enumerate() {
            let mut more = vec![I64; count];
            more.extend([I64, I32, I32]);
            self.define(name, state_signature(&more, &[I64]), |code| {
                store_arguments(code, count);
                store_local(code, argument(count), machine::RESUME);
                store_half(code, argument(count + 1), machine::NEED);
                store_half(code, argument(count + 2), machine::LIVE);
                leave(code, entry::ENTRY_SLOW);
            });
        }
    }

    fn bad_arithmetic(&mut self) {
        let signature = state_signature(&[I64, I32], &[I64]);
        // Adding nothing to an atom is the runtime's way to a `badarith`.
        self.define(BADARITH, signature, |code| {
            store_state(code);
            store_constant(code, atoms::ERROR as i64, machine::SCRATCH);
            store_constant(code, 0, machine::SCRATCH + 8);
            code.get(MACHINE);
            code.call("lfert_slow_add");
            code.get(MACHINE);
            code.get(argument(0));
            code.get(argument(1));
            code.return_call(RAISE_STORED);
        });
    }

    fn collect(&mut self) {
        self.define(COLLECT, state_signature(&[I32, I32], &[]), |code| {
            store_state(code);
            store_half(code, argument(0), machine::LIVE);
            store_half(code, argument(1), machine::NEED);
            code.get(MACHINE);
            code.call("lfert_slow_collect");
        });
    }

    fn bifs(&mut self) {
        let mut done = std::collections::HashSet::new();
        let plain = bif::all().filter(|bif| bif.kind == BifKind::Plain);
        for bif in plain.filter(|bif| done.insert(bif.symbol)) {
            let signature = state_signature(&vec![I64; bif.arity], &AND_STATE);
            self.define(&bif_call(bif.symbol), signature, |code| {
                let result = code.local(I64);
                store_state(code);
                code.get(MACHINE);
                (0..bif.arity).for_each(|index| code.get(argument(index)));
                code.call(bif.symbol);
                code.set(result);
                raise::keep_arguments(code, result, bif);
                code.get(result);
                load_state(code);
            });
        }
    }

    /// Slow paths with two operands; those that floats have are tried on floats first.
    fn arithmetic(&mut self) {
        for (name, instruction) in [
            ("lfert_slow_add", Some(Instruction::F64Add)),
            ("lfert_slow_subtract", Some(Instruction::F64Sub)),
            ("lfert_slow_multiply", Some(Instruction::F64Mul)),
            ("lfert_slow_divide", Some(Instruction::F64Div)),
            ("lfert_slow_div", None),
            ("lfert_slow_rem", None),
            ("lfert_slow_band", None),
            ("lfert_slow_bor", None),
            ("lfert_slow_bxor", None),
            ("lfert_slow_bsl", None),
            ("lfert_slow_bsr", None),
        ] {
            self.define(&slow_call(name), state_signature(&[I64, I64], &AND_STATE), |code| {
                if let Some(instruction) = instruction {
                    try_floats(code, instruction);
                }
                store_state(code);
                store_local(code, argument(0), machine::SCRATCH);
                store_local(code, argument(1), machine::SCRATCH + 8);
                code.get(MACHINE);
                code.call(name);
                load(code, machine::RESULT);
                load_state(code);
            });
        }
    }

    fn floats(&mut self) {
        self.define(BOX_FLOAT, state_signature(&[F64], &AND_STATE), |code| {
            store_state(code);
            code.get(MACHINE);
            code.get(argument(0));
            code.op(Instruction::I64ReinterpretF64);
            code.op(Instruction::I64Store(word_at(machine::SCRATCH as u64)));
            code.get(MACHINE);
            code.call("lfert_slow_box_float");
            load(code, machine::RESULT);
            load_state(code);
        });
        self.define(TO_FLOAT, state_signature(&[I64], &[F64]), |code| {
            code.get(argument(0));
            code.op(Instruction::I32WrapI64);
            code.i32(term::TAG_MASK as i32);
            code.op(Instruction::I32And);
            code.op(Instruction::I32Eqz);
            code.if_(None);
            code.get(argument(0));
            code.i64(i64::from(term::TAG_BITS));
            code.op(Instruction::I64ShrS);
            code.op(Instruction::F64ConvertI64S);
            code.op(Instruction::Return);
            code.end();
            store_state(code);
            store_local(code, argument(0), machine::SCRATCH);
            code.get(MACHINE);
            code.call("lfert_slow_integer_to_float");
            load(code, machine::RESULT);
            code.i64(term::NON_VALUE as i64);
            code.op(Instruction::I64Eq);
            code.if_(Some(ValType::F64));
            code.op(Instruction::F64Const(f64::NAN.into()));
            code.else_();
            load(code, machine::RESULT);
            code.op(Instruction::F64ReinterpretI64);
            code.end();
        });
    }

    fn comparisons(&mut self) {
        let signature = Signature { parameters: vec![I32, I64, I64], results: vec![I32] };
        for (name, slow_path) in [
            (COMPARE, "lfert_slow_compare"),
            (EQUAL, "lfert_slow_equal"),
            (EXACT, "lfert_slow_exact_equal"),
        ] {
            self.define(name, signature.clone(), |code| {
                if name != COMPARE {
                    code.get(Local(1));
                    code.get(Local(2));
                    code.op(Instruction::I64Eq);
                    code.if_(None);
                    code.i32(1);
                    code.op(Instruction::Return);
                    code.end();
                }
                store_local(code, Local(1), machine::SCRATCH);
                store_local(code, Local(2), machine::SCRATCH + 8);
                code.get(MACHINE);
                code.call(slow_path);
                load(code, machine::RESULT);
                code.op(Instruction::I32WrapI64);
                code.i32(term::TAG_BITS as i32);
                code.op(Instruction::I32ShrS);
            });
        }
    }

    fn process_return(&mut self) {
        self.define(entry::PROCESS_RETURN, tail_signature(1), |code| {
            store_arguments(code, 1);
            store_constant(code, 1, machine::LIVE);
            leave(code, entry::PROCESS_END);
        });
    }

    fn export_fun(&mut self, arity: usize) {
        let name = format!("{}{arity}", entry::EXPORT_FUN);
        self.define(&name, tail_signature(arity + 1), |code| {
            store_arguments(code, arity + 1);
            store_constant(code, arity as i64 + 1, machine::LIVE);
            leave(code, entry::APPLY_EXPORT_FUN);
        });
    }
}

/// `go_on(machine, status)`: back to the scheduler, or on at `resume` with `live` arguments.
fn go_on_body(code: &mut Code) {
    code.get(Local(1));
    code.op(Instruction::I64Eqz);
    code.op(Instruction::I32Eqz);
    code.if_(None);
    code.get(Local(1));
    code.op(Instruction::Return);
    code.end();
    let most = REGISTER_ARGUMENTS as u32;
    (0..=most).for_each(|_| code.op(Instruction::Block(BlockType::Empty)));
    load(code, machine::LIVE);
    code.op(Instruction::I32WrapI64);
    code.op(Instruction::BrTable((0..most).collect::<Vec<u32>>().into(), most));
    for count in 0..=REGISTER_ARGUMENTS {
        code.end();
        code.get(MACHINE);
        for offset in [machine::HP, machine::SP, machine::REDUCTIONS_LEFT] {
            code.get(MACHINE);
            code.op(Instruction::I32Load(half_at(offset as u64)));
        }
        (0..count).for_each(|index| load(code, machine::X + 8 * index as i32));
        code.get(MACHINE);
        code.op(Instruction::I32Load(half_at(machine::RESUME as u64)));
        code.i32(CODE_ADDRESS_SHIFT);
        code.op(Instruction::I32ShrU);
        code.return_call_indirect(tail_signature(count));
    }
}

/// Returns the result of an operation if both operands and the result are self-tagged floats.
fn try_floats(code: &mut Code, instruction: Instruction<'static>) {
    let word = code.local(I64);
    code.get(argument(0));
    push_is_tagged_float(code);
    code.get(argument(1));
    push_is_tagged_float(code);
    code.op(Instruction::I32And);
    code.if_(None);
    code.get(argument(0));
    untag_float(code);
    code.get(argument(1));
    untag_float(code);
    code.op(instruction);
    tag_float(code);
    code.tee(word);
    push_is_tagged_float(code);
    code.if_(None);
    code.get(word);
    code.get(HP);
    code.get(REDUCTIONS);
    code.op(Instruction::Return);
    code.end();
    code.end();
}

/// What the host calls, and the page's functions for the runtime.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Host {
    /// A WASI host, which calls `_start`.
    Wasi,
    /// A page, through `lfec.js`.
    Page,
}

const START: &str = "lfec.start";

/// What a module exports for its host: name, function.
pub fn exports(host: Host) -> &'static [(&'static str, &'static str)] {
    match host {
        Host::Wasi => &[("_start", START)],
        Host::Page => &[
            ("lfec_start", START),
            ("lfec_run", "lfert_web_run"),
            ("lfec_buffer", "lfert_web_buffer"),
            ("lfec_deliver", "lfert_web_deliver"),
        ],
    }
}

/// Makes the function that runs the runtime's constructors and then starts the program, and what the
/// runtime asks of a page.
pub fn start(host: Host) -> Object {
    let mut stubs = Stubs::default();
    stubs.define(START, Signature { parameters: vec![], results: vec![] }, |code| {
        code.call(crate::runtime::CONSTRUCTORS);
        code.call(if host == Host::Page { "lfert_web_start" } else { "lfert_main" });
    });
    let call = Signature { parameters: vec![I32, I32], results: vec![I32] };
    stubs.define(&backend_symbol("web_call"), call.clone(), |code| {
        if host == Host::Page {
            code.get(Local(0));
            code.get(Local(1));
            code.call_import("lfec_web", "call", call);
        } else {
            // There is no page.
            code.i32(-1);
        }
    });
    let answer = Signature { parameters: vec![I32], results: vec![] };
    stubs.define(&backend_symbol("web_answer"), answer.clone(), |code| {
        if host == Host::Page {
            code.get(Local(0));
            code.call_import("lfec_web", "answer", answer);
        }
    });
    stubs.finish()
}
