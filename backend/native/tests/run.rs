//! Hand-made SSA, compiled into this process and run on a machine block without a runtime.

use std::sync::Arc;

use lfec_abi::machine::{Machine, status};
use lfec_abi::{entry, symbol, term};
use lfec_base::Symbol;
use lfec_core::ir::FunctionName;
use lfec_lower::ir::*;
use lfec_native::isa::Use;
use lfec_native::jit::{compile_batch, compile_stubs};
use lfec_program::atoms::AtomTable;
use lfec_program::unit::collect_atoms;

/// Ends the run: the result is in `x[0]`.
extern "C" fn process_end(_: &mut Machine) -> u64 {
    status::EXITED
}

/// Reductions never run out here and the heap is large enough.
extern "C" fn unexpected(_: &mut Machine) -> u64 {
    99
}

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

/// Compiles a unit and runs `t:name/arity` on these words; gives the result's word.
fn run(unit: Unit, name: &str, arguments: &[u64]) -> u64 {
    let base = |name: &str| {
        let known = name == entry::PROCESS_END;
        Some(if known {
            process_end as *const () as usize
        } else {
            unexpected as *const () as usize
        })
    };
    let stubs = compile_stubs(&(Arc::new(base) as _)).expect("stubs compile");
    let find = move |name: &str| {
        stubs.iter().find(|(symbol, _)| symbol == name).map(|(_, address)| *address)
    };
    let lookup = {
        let find = find.clone();
        move |name: &str| find(name).or_else(|| base(name))
    };
    let mut atoms = AtomTable::default();
    collect_atoms(&unit, &mut atoms);
    let batch = compile_batch(&[unit], &atoms, &(Arc::new(lookup) as _), Use::JitFast)
        .expect("the unit compiles");
    let symbol = symbol::function("t", name, arguments.len());
    let code = batch.symbols.iter().find(|(found, _)| *found == symbol).expect("it is exported").1;

    let mut memory = vec![0_u64; 4096];
    let low = memory.as_mut_ptr() as u64;
    let high = low + 8 * memory.len() as u64;
    // SAFETY: the machine block is plain words, for which zero is a value.
    let mut machine: Box<Machine> = unsafe { Box::new(std::mem::zeroed()) };
    machine.hp = low;
    machine.sp = high - 8;
    machine.stack_base = high;
    machine.reductions = i64::MAX;
    machine.resume = code as u64;
    machine.x[..arguments.len()].copy_from_slice(arguments);
    let last = memory.len() - 1;
    memory[last] = find(entry::PROCESS_RETURN).expect("a stub") as u64;
    let enter = find(entry::ENTER).expect("a stub");
    // SAFETY: the stub was compiled with this signature and lives for ever; the machine block is
    // complete and the stack has room for what the function under test needs.
    let status = unsafe {
        let enter: extern "C" fn(&mut Machine) -> u64 = std::mem::transmute(enter);
        enter(&mut machine)
    };
    assert_eq!(status, status::EXITED);
    machine.x[0]
}

#[test]
fn recursion_with_frames() {
    assert_eq!(run(fib(), "fib", &[term::small(20)]), term::small(6765));
}
