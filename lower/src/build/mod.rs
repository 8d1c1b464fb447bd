//! Core Erlang to flows.
//!
//! A [`Builder`] walks the tree of one function and writes blocks. An expression is lowered either
//! into an [`Operand`] in the current block, or into a [`Dest`]: where its values go, which ends the
//! current block. Destinations are what make conditions into control flow and tail calls into
//! tail calls, with no pass to repair it later.

pub(crate) mod bits;
mod call;
mod case;
mod error;
mod expr;
mod inline;
mod letrec;
mod map;
mod matching;
mod module;
mod try_;

use std::collections::HashMap;
use std::rc::Rc;

use lfec_base::Symbol;
use lfec_core::ir::{Anno, FunctionName, Literal};
use num_traits::ToPrimitive;

use crate::analyse::Facts;
use crate::flow::{Flow, Inst, Terminator, to};
use crate::ir::{Block, Constant, FunctionId, LocationId, OnFailure, Op, Target, Test, Value};

use module::Module;
pub use module::{Built, build};

/// What an expression gives, before it is made a value.
#[derive(Clone, Debug)]
enum Operand<'m> {
    /// A constant.
    Literal(Literal),
    /// A term.
    Value(Value),
    /// `true` or `false`, as a truth value.
    Truth(Value),
    /// A truth value that is computed where it is used, once.
    Later(&'m lfec_core::ir::Expr),
}

/// Where the values of an expression go.
#[derive(Clone, Debug)]
enum Dest {
    /// Out of the function; one value.
    Return,
    /// Into the parameters of a block, as many as there are values.
    Block(Block),
    /// Nowhere; control goes on in a block without parameters.
    Discard(Block),
    /// One value that is tested.
    Test(TestDest),
}

/// Where a tested value goes; each takes the value as parameter if it has one.
#[derive(Clone, Copy, Debug)]
struct TestDest {
    on_true: Block,
    on_false: Block,
    other: Block,
}

/// A function of an enclosing `letrec`.
#[derive(Clone, Debug)]
enum Local {
    /// A block with the arguments as parameters.
    Label(Block),
    /// A function that takes its free variables after its arguments.
    Lifted(FunctionId, Rc<[Symbol]>),
    /// A fun: description, code, free variables.
    Closure(crate::ir::FunId, FunctionId, Rc<[Symbol]>),
}

/// Functions of enclosing `letrec`s, innermost first.
type Scope = Option<Rc<ScopeEntry>>;

/// See [`Scope`].
#[derive(Debug)]
struct ScopeEntry {
    name: FunctionName,
    local: Local,
    outer: Scope,
}

fn find_local(scope: &Scope, name: FunctionName) -> Option<&Local> {
    let mut entry = scope.as_deref();
    while let Some(found) = entry {
        if found.name == name {
            return Some(&found.local);
        }
        entry = found.outer.as_deref();
    }
    None
}

/// Lowers one function.
struct Builder<'m, 'c> {
    module: &'c mut Module<'m>,
    facts: Rc<Facts>,
    flow: Flow,
    /// The number of the flow.
    this: FunctionId,
    /// The Erlang function it is or is in.
    outer: FunctionName,
    /// Whether a call of its own name is compiled in line.
    is_wrapper: bool,
    block: Block,
    variables: HashMap<Symbol, Operand<'m>>,
    scope: Scope,
    /// The fun itself, in the body of a fun that is in a `letrec`.
    self_fun: Option<(FunctionName, Value)>,
    /// Whether control does not get to the current block.
    dead: bool,
    /// In a guard: where a failing operation leads.
    guard_failure: Option<Block>,
    line: u32,
    location_name: (Symbol, u32),
    /// Places in binaries, by the value that is the position.
    cursors: HashMap<Value, bits::Cursor>,
    /// Maps that updates have made, with the maps that these started from.
    updated: HashMap<Value, Value>,
    /// Where the context that was moved last stands, if that is known.
    context_at: Option<Value>,
}

impl<'m> Builder<'m, '_> {
    fn op(&mut self, op: Op) -> Value {
        let ty = op.result_type(&self.flow.types);
        let result = self.flow.value(ty);
        let block = self.block;
        self.flow.at(block).insts.push(Inst::Op { result, op });
        result
    }

    fn terminate(&mut self, terminator: Terminator) {
        let block = self.block;
        self.flow.at(block).terminator = terminator;
    }

    /// Ends the current block with a jump.
    fn jump(&mut self, block: Block, arguments: Vec<Value>) {
        self.terminate(Terminator::Jump(Target { block, arguments }));
    }

    /// Goes on in another block.
    fn enter(&mut self, block: Block) {
        self.block = block;
        self.context_at = None;
        self.dead = false;
    }

    /// Goes on in a block that only the current one leads to.
    fn enter_matching(&mut self, block: Block) {
        self.block = block;
    }

    /// Ends the current block with a branch to blocks without parameters.
    fn branch(&mut self, condition: Value, then: Block, otherwise: Block) {
        self.terminate(Terminator::Branch { condition, then: to(then), otherwise: to(otherwise) });
    }

    /// Goes on in a new block if the condition holds.
    fn require(&mut self, condition: Value, otherwise: Block) {
        let next = self.flow.block();
        self.branch(condition, next, otherwise);
        self.enter_matching(next);
    }

    fn cold_block(&mut self) -> Block {
        let block = self.flow.block();
        self.flow.at(block).cold = true;
        block
    }

    fn atom(&mut self, text: &str) -> Value {
        self.op(Op::Atom(Symbol::intern(text)))
    }

    /// The value of an operand, as a term.
    fn term(&mut self, operand: Operand<'m>) -> Value {
        match operand {
            Operand::Value(value) => value,
            Operand::Truth(value) => self.op(Op::BoolToTerm(value)),
            Operand::Literal(literal) => self.constant(&literal),
            Operand::Later(expr) => {
                let operand = self.operand(expr);
                self.term(operand)
            }
        }
    }

    fn terms(&mut self, operands: Vec<Operand<'m>>) -> Vec<Value> {
        operands.into_iter().map(|operand| self.term(operand)).collect()
    }

    /// The value of a constant.
    fn constant(&mut self, literal: &Literal) -> Value {
        let op = match literal {
            Literal::Atom(name) => Op::Atom(*name),
            Literal::Nil => Op::Nil,
            Literal::String(text) if text.is_empty() => Op::Nil,
            Literal::Integer(value) => match small(value) {
                Some(value) => Op::Small(value),
                None => Op::Literal(self.module.literals.add(literal)),
            },
            _ => Op::Literal(self.module.literals.add(literal)),
        };
        self.op(op)
    }

    /// Sends operands where an expression's values go.
    fn finish(&mut self, operands: Vec<Operand<'m>>, dest: &Dest) {
        if self.dead {
            return;
        }
        match dest {
            Dest::Return => {
                let values = self.terms(operands);
                match values[..] {
                    [value] => self.terminate(Terminator::Return(value)),
                    _ => self.bug("a function returns several values"),
                }
            }
            Dest::Block(block) => {
                let values = self.terms(operands);
                if self.flow.at(*block).parameters.len() != values.len() {
                    self.bug("an expression gives another number of values than are taken");
                }
                self.jump(*block, values);
            }
            Dest::Discard(block) => self.jump(*block, Vec::new()),
            Dest::Test(test) => match <[Operand<'m>; 1]>::try_from(operands) {
                Ok([operand]) => self.finish_test(operand, *test),
                Err(_) => self.bug("several values are tested as one"),
            },
        }
    }

    fn finish_test(&mut self, operand: Operand<'m>, test: TestDest) {
        match operand {
            Operand::Later(expr) => self.lower(expr, &Dest::Test(test)),
            Operand::Literal(literal) => {
                let block = match &literal {
                    Literal::Atom(name) if name.as_str() == "true" => test.on_true,
                    Literal::Atom(name) if name.as_str() == "false" => test.on_false,
                    _ => test.other,
                };
                let target = self.test_target(block, |builder| builder.constant(&literal));
                self.terminate(Terminator::Jump(target));
            }
            Operand::Truth(condition) => {
                let then = self.test_target(test.on_true, |builder| builder.atom("true"));
                let otherwise = self.test_target(test.on_false, |builder| builder.atom("false"));
                self.terminate(Terminator::Branch { condition, then, otherwise });
            }
            Operand::Value(value) => {
                let [then, no, otherwise] = [test.on_true, test.on_false, test.other]
                    .map(|block| self.test_target(block, |_| value));
                let cases = vec![
                    (Constant::Atom(Symbol::intern("true")), then),
                    (Constant::Atom(Symbol::intern("false")), no),
                ];
                self.terminate(Terminator::Switch { value, cases, otherwise });
            }
        }
    }

    fn test_target(&mut self, block: Block, value: impl FnOnce(&mut Self) -> Value) -> Target {
        let arguments = match self.flow.at(block).parameters.len() {
            0 => Vec::new(),
            _ => vec![value(self)],
        };
        Target { block, arguments }
    }

    /// Notes an inconsistency of the Core tree or ours; lowering goes on.
    fn bug(&mut self, message: &str) {
        let name = self.outer;
        self.module.bug(format!("{}/{}: {message}", name.name, name.arity));
        self.stop();
    }

    /// Goes on where control does not get to; the current block has its end.
    fn stop(&mut self) {
        let block = self.flow.block();
        self.enter(block);
        self.dead = true;
    }

    fn at(&mut self, anno: &Anno) {
        let line = self.module.line(anno);
        if line > 0 {
            self.line = line;
        }
    }

    /// The current place.
    fn location(&mut self) -> LocationId {
        let (function, arity) = self.location_name;
        self.module.location(function, arity, self.line)
    }

    /// How an operation at the current place fails.
    fn on_failure(&mut self) -> OnFailure {
        match self.guard_failure {
            Some(_) => OnFailure::NonValue,
            None => OnFailure::Raise(self.location()),
        }
    }

    /// An operation that can fail: in a guard, leaves for where the guard fails.
    fn failing_op(&mut self, op: impl FnOnce(OnFailure) -> Op) -> Value {
        let on_failure = self.on_failure();
        let value = self.op(op(on_failure));
        if let Some(failure) = self.guard_failure {
            self.leave_without_value(value, failure);
        }
        value
    }

    /// Goes on if there is a value.
    fn leave_without_value(&mut self, value: Value, otherwise: Block) {
        let none = self.op(Op::Test(Test::IsNonValue, value));
        let next = self.flow.block();
        self.branch(none, otherwise, next);
        self.enter(next);
    }

    fn block_parameter(&mut self, block: Block, index: usize) -> Value {
        self.flow.at(block).parameters[index]
    }
}

/// The value of an integer that is a small integer.
fn small(value: &num_bigint::BigInt) -> Option<i64> {
    let value = value.to_i64()?;
    (lfec_abi::term::SMALL_MIN..=lfec_abi::term::SMALL_MAX).contains(&value).then_some(value)
}
