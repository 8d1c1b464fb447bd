//! Hand-made SSA, compiled and linked with the stubs and functions that stand for the runtime's; the
//! module must be valid and hold no more than what is reached.

use lfec_abi::bif::{self, BifKind};
use lfec_abi::entry;
use lfec_base::Symbol;
use lfec_core::ir::FunctionName;
use lfec_lower::ir::*;
use lfec_program::atoms::AtomTable;
use lfec_program::unit::collect_atoms;
use lfec_wasm::compile::compile;
use lfec_wasm::link::{Export, link};
use lfec_wasm::object::{Function as Code, Global, Object, Signature, ValueType};
use lfec_wasm::stubs::stubs;

fn value(index: u32) -> Value {
    Value(index)
}

fn op(result: u32, op: Op) -> Inst {
    Inst::Op { result: value(result), op }
}

fn arith(result: u32, operator: ArithOp, left: u32, right: u32) -> Inst {
    let facts = ArithFacts::default();
    let on_failure = OnFailure::Raise(LocationId(0));
    let (left, right) = (value(left), value(right));
    op(result, Op::Arith { op: operator, left, right, facts, on_failure })
}

fn block(parameters: &[u32], insts: Vec<Inst>, terminator: Terminator) -> BlockData {
    let parameters = parameters.iter().map(|index| value(*index)).collect();
    BlockData { parameters, cold: false, insts, terminator }
}

fn target(block: u32) -> Target {
    Target { block: Block(block), arguments: Vec::new() }
}

fn function(symbol: &str, kind: FunctionKind, types: &[Type], blocks: Vec<BlockData>) -> Function {
    let (symbol, types) = (symbol.to_owned(), types.to_vec());
    Function { symbol, location: LocationId(0), kind, blocks, types }
}

/// `fib(N) when N < 2 -> N; fib(N) -> fib(N-1) + fib(N-2).`
fn fib() -> Unit {
    use Type::{Bool, Term};
    let name = FunctionName { name: Symbol::intern("fib"), arity: 1 };
    let call = |argument: u32, continuation: u32| Terminator::Call {
        callee: Callee::Local(FunctionId(0)),
        arguments: vec![value(argument)],
        continuation: FunctionId(continuation),
        location: LocationId(0),
    };
    let check = Inst::Check { need: 3, counts: true, arguments: vec![value(0)] };
    let less = op(2, Op::Compare(Comparison::Less, value(0), value(1)));
    let branch = Terminator::Branch { condition: value(2), then: target(1), otherwise: target(2) };
    let start = block(&[0], vec![check, op(1, Op::Small(2)), less], branch);
    let base = block(&[], vec![], Terminator::Return(value(0)));
    let save = vec![
        Inst::FrameAllocate(2),
        Inst::FrameStore(1, value(0)),
        op(3, Op::Small(1)),
        arith(4, ArithOp::Subtract, 0, 3),
    ];
    let recurse = block(&[], save, call(4, 1));
    let kind = FunctionKind::Entry { global: Some(name) };
    let entry =
        function("t:fib/1", kind, &[Term, Term, Bool, Term, Term], vec![start, base, recurse]);

    let kind = FunctionKind::Continuation { frame_words: 2 };
    let insts = vec![
        op(1, Op::FrameLoad(1)),
        op(2, Op::Small(2)),
        arith(3, ArithOp::Subtract, 1, 2),
        Inst::FrameStore(1, value(0)),
    ];
    let second = function("t:fib/1.1", kind, &[Term; 4], vec![block(&[0], insts, call(3, 2))]);
    let insts = vec![op(1, Op::FrameLoad(1)), arith(2, ArithOp::Add, 1, 0), Inst::FrameFree(2)];
    let last = block(&[0], insts, Terminator::Return(value(2)));
    let third = function("t:fib/1.2", kind, &[Term; 3], vec![last]);
    Unit {
        module: Symbol::intern("t"),
        file: "t.erl".to_owned(),
        exports: vec![name],
        attributes: Vec::new(),
        functions: vec![entry, second, third],
        literals: Vec::new(),
        locations: vec![Location { function: name.name, arity: 1, line: 1 }],
        funs: Vec::new(),
    }
}

/// A function of the runtime that does nothing but give zeros.
fn empty(name: &str, parameters: usize, has_result: bool) -> Code {
    let mut types = vec![ValueType::I32];
    types.extend(std::iter::repeat_n(ValueType::I64, parameters));
    let results = if has_result { vec![ValueType::I64] } else { vec![] };
    // No locals; `i64.const 0`, if there is a result; `end`.
    let body = if has_result { vec![0, 0x42, 0, 0x0B] } else { vec![0, 0x0B] };
    let (name, signature) = (name.to_owned(), Signature { parameters: types, results });
    Code { name, is_local: false, signature, body, relocations: Vec::new() }
}

fn runtime() -> Object {
    let mut functions = Vec::new();
    functions.extend(entry::TRAPS.iter().map(|(name, _)| empty(name, 0, true)));
    functions.extend(entry::SLOW_PATHS.iter().map(|(name, _)| empty(name, 0, false)));
    for bif in bif::all() {
        let parameters = if bif.kind == BifKind::Trap { 0 } else { bif.arity };
        functions.push(empty(bif.symbol, parameters, true));
    }
    let stack = Global { kind: ValueType::I32, is_mutable: true, value: 65536 };
    Object { functions, globals: vec![stack], ..Object::default() }
}

fn linked(with_names: bool) -> Vec<u8> {
    let mut atoms = AtomTable::default();
    let unit = fib();
    collect_atoms(&unit, &mut atoms);
    let object = compile(&unit, &atoms).expect("the unit compiles");
    let (stubs, runtime) = (stubs(), runtime());
    let export = Export { name: "fib".to_owned(), function: "t:fib/1".to_owned() };
    link(&[&object, &stubs, &runtime], &[export], with_names).expect("the module links")
}

#[test]
fn module_is_valid() {
    for with_names in [false, true] {
        let module = linked(with_names);
        wasmparser::Validator::new().validate_all(&module).expect("the module is valid");
    }
}

#[test]
fn only_what_is_reached_is_there() {
    let text = String::from_utf8_lossy(&linked(true)).into_owned();
    for name in ["t:fib/1.2", "lfert_slow_add", "lfert_entry_slow", "lfert_raise"] {
        assert!(text.contains(name), "{name} is missing");
    }
    for name in ["lfert_slow_multiply", "lfert_receive_wait", "bif_erlang_spawn_1"] {
        assert!(!text.contains(name), "{name} is not reached");
    }
}
