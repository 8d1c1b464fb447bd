//! The checker of the SSA. What it makes sure of:
//!
//! 1. Ids are in their tables; each value is defined once; blocks come in an order in which
//!    definitions precede uses, on every path; a block has at least the parameters jumps give it.
//! 2. Operands, arguments and results have the types that operations and blocks want.
//! 3. The frame: allocated once on a path, freed before a return or a tail call of an entry, in
//!    place for calls and for continuations of the same size; slots are inside it, and all of them
//!    (and word 0, where something but a call comes first) are stored before the collector can run
//!    or another function goes on.
//! 4. Room: what is allocated is covered by a `Check` or `Reserve` on every path, of which no more
//!    than [`ROOM_KEPT`] words are left by an operation that allocates on its own.
//! 5. A term from before a `Reserve` is not used after it, nor one from before a loop in it.
//! 6. A `Check` has as many arguments as the function has parameters, and stands at the start of the
//!    function or of a block that is jumped back to; every backward jump leads to one.
//! 7. Handlers are pushed into their slot, their function has the frame's size.

use std::fmt;

use crate::ir::{
    Block, Callee, Function, FunctionKind, Inst, Op, Target, Terminator, Type, Unit, Value,
};
use crate::operation::ROOM_KEPT;

/// What is wrong, and where.
#[derive(Clone, Debug)]
pub struct CheckError {
    /// Symbol of the function.
    pub function: String,
    /// The block, if it is in one.
    pub block: Option<Block>,
    /// What.
    pub message: String,
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.function)?;
        if let Some(block) = self.block {
            write!(f, ", {block:?}")?;
        }
        write!(f, ": {}", self.message)
    }
}

type Result<T = ()> = std::result::Result<T, String>;

/// Checks all functions of a unit.
///
/// # Errors
/// The first fault found in each function.
pub fn check(unit: &Unit) -> std::result::Result<(), Vec<CheckError>> {
    let mut errors = Vec::new();
    for function in &unit.functions {
        let mut checker = Checker::new(unit, function);
        if let Err(message) = checker.function() {
            let (function, block) = (function.symbol.clone(), checker.block);
            errors.push(CheckError { function, block, message });
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// What holds at a place.
#[derive(Clone, PartialEq, Debug)]
struct State {
    /// Values that are defined on every path, and not moved away.
    usable: Vec<bool>,
    /// Words of the frame, if it is allocated.
    frame: Option<u32>,
    /// Slots stored, word 0 among them.
    stored: Vec<bool>,
    /// Words that are sure to be free.
    room: u32,
}

struct Checker<'a> {
    unit: &'a Unit,
    function: &'a Function,
    block: Option<Block>,
    defined: Vec<bool>,
    entry: Vec<Option<State>>,
}

impl<'a> Checker<'a> {
    fn new(unit: &'a Unit, function: &'a Function) -> Checker<'a> {
        Checker {
            unit,
            function,
            block: None,
            defined: vec![false; function.types.len()],
            entry: vec![None; function.blocks.len()],
        }
    }

    fn function(&mut self) -> Result {
        let Some(first) = self.function.blocks.first() else {
            return Err("no blocks".to_owned());
        };
        if first.parameters.iter().any(|value| self.type_of(*value) != Ok(Type::Term)) {
            return Err("a parameter of the function is no term".to_owned());
        }
        if self.unit.locations.get(self.function.location.index()).is_none() {
            return Err(format!("{:?} is not in the table", self.function.location));
        }
        let frame = match self.function.kind {
            FunctionKind::Entry { .. } => None,
            FunctionKind::Continuation { frame_words }
            | FunctionKind::Handler { frame_words, .. } => Some(frame_words),
        };
        self.entry[0] = Some(State {
            usable: vec![false; self.function.types.len()],
            frame,
            stored: vec![true; frame.unwrap_or(0) as usize],
            room: 0,
        });
        for index in 0..self.function.blocks.len() {
            self.block = Some(Block(index as u32));
            self.check_block(index)?;
        }
        Ok(())
    }

    fn check_block(&mut self, index: usize) -> Result {
        let data = &self.function.blocks[index];
        let Some(mut state) = self.entry[index].clone() else {
            return Err("not reached from a block before it".to_owned());
        };
        // What comes before a loop is not used in it: the loop may have moved it.
        if matches!(data.insts.first(), Some(Inst::Check { .. })) && index > 0 {
            self.forget_terms(&mut state);
        }
        for parameter in &data.parameters {
            self.define(*parameter, &mut state)?;
        }
        for (at, inst) in data.insts.iter().enumerate() {
            self.inst(inst, at, index, &mut state)
                .map_err(|message| format!("{inst}: {message}"))?;
        }
        self.terminator(&data.terminator, &state)
            .map_err(|message| format!("{}: {message}", data.terminator))
    }

    fn forget_terms(&self, state: &mut State) {
        for (usable, ty) in state.usable.iter_mut().zip(&self.function.types) {
            *usable &= *ty != Type::Term;
        }
    }

    fn type_of(&self, value: Value) -> Result<Type> {
        let found = self.function.types.get(value.index()).copied();
        found.ok_or_else(|| format!("{value:?} has no type"))
    }

    fn define(&mut self, value: Value, state: &mut State) -> Result {
        self.type_of(value)?;
        if std::mem::replace(&mut self.defined[value.index()], true) {
            return Err(format!("{value:?} is defined twice"));
        }
        state.usable[value.index()] = true;
        Ok(())
    }

    fn used(&self, value: Value, state: &State) -> Result<Type> {
        let ty = self.type_of(value)?;
        if !state.usable[value.index()] {
            return Err(format!("{value:?} is not there"));
        }
        Ok(ty)
    }

    fn wants(&self, value: Value, ty: Type, state: &State) -> Result {
        let found = self.used(value, state)?;
        if found != ty {
            return Err(format!("{value:?} is of type {}, not {}", found.name(), ty.name()));
        }
        Ok(())
    }

    fn all_terms(&self, values: &[Value], state: &State) -> Result {
        values.iter().try_for_each(|value| self.wants(*value, Type::Term, state))
    }

    fn inst(&mut self, inst: &Inst, at: usize, block: usize, state: &mut State) -> Result {
        match inst {
            Inst::Op { result, op } => {
                self.operands(op, state)?;
                self.take(op.heap_words(), state)?;
                if op.spends_room() {
                    state.room = state.room.min(ROOM_KEPT);
                }
                self.define(*result, state)?;
                let wanted = op.result_type(&self.function.types);
                if self.type_of(*result)? != wanted {
                    return Err(format!("the result is of type {}", wanted.name()));
                }
            }
            Inst::Check { need, arguments, .. } => {
                self.check_inst(arguments, at, block, state)?;
                state.room = state.room.max(*need);
            }
            Inst::Reserve { need, live, results } => {
                self.all_terms(live, state)?;
                if live.len() != results.len() {
                    return Err("not one result for each term".to_owned());
                }
                self.frame_is_whole(state)?;
                self.forget_terms(state);
                results.iter().try_for_each(|result| self.define(*result, state))?;
                state.room = state.room.max(*need);
            }
            Inst::FrameAllocate(words) => {
                if state.frame.is_some() {
                    return Err("a frame is there already".to_owned());
                }
                self.take(*words, state)?;
                state.frame = Some(*words);
                state.stored = vec![false; *words as usize];
            }
            Inst::FrameFree(words) => {
                if state.frame != Some(*words) {
                    return Err("no such frame is there".to_owned());
                }
                state.frame = None;
            }
            Inst::FrameStore(slot, value) => {
                self.wants(*value, Type::Term, state)?;
                self.slot(*slot, state)?;
                state.stored[*slot as usize] = true;
            }
            Inst::HandlerPush(slot, handler) => self.handler_push(*slot, *handler, state)?,
            Inst::HandlerPop(slot) => {
                self.slot(*slot, state)?;
                self.slot(*slot + 1, state)?;
            }
        }
        Ok(())
    }

    fn check_inst(&self, arguments: &[Value], at: usize, block: usize, state: &State) -> Result {
        if at != 0 {
            return Err("not at the start of its block".to_owned());
        }
        if arguments.len() != self.function.blocks[0].parameters.len() {
            return Err("not one argument for each parameter of the function".to_owned());
        }
        arguments.iter().try_for_each(|value| self.used(*value, state).map(drop))?;
        let continues = !matches!(self.function.kind, FunctionKind::Entry { .. });
        if continues && block != 0 || !continues && state.frame.is_some() {
            return Err("with a frame it stands at the start of the function only".to_owned());
        }
        Ok(())
    }

    fn handler_push(&self, slot: u32, handler: crate::ir::FunctionId, state: &mut State) -> Result {
        self.slot(slot, state)?;
        self.slot(slot + 1, state)?;
        let Some(function) = self.unit.functions.get(handler.index()) else {
            return Err(format!("{handler:?} is not in the table"));
        };
        let wanted = FunctionKind::Handler { frame_words: state.frame.unwrap_or(0), record: slot };
        if function.kind != wanted {
            return Err(format!("{handler:?} is no handler of this frame and slot"));
        }
        state.stored[slot as usize] = true;
        state.stored[slot as usize + 1] = true;
        self.frame_is_whole(state)
    }

    fn slot(&self, slot: u32, state: &State) -> Result {
        match state.frame {
            Some(words) if slot < words => Ok(()),
            Some(_) => Err(format!("slot {slot} is outside the frame")),
            None => Err("no frame is there".to_owned()),
        }
    }

    fn take(&self, words: u32, state: &mut State) -> Result {
        match state.room.checked_sub(words) {
            Some(room) => {
                state.room = room;
                Ok(())
            }
            None => Err(format!("takes {words} words where {} are sure", state.room)),
        }
    }

    /// The collector can look at the frame.
    fn frame_is_whole(&self, state: &State) -> Result {
        match state.stored.iter().position(|stored| !stored) {
            Some(slot) if state.frame.is_some() => Err(format!("slot {slot} is not stored yet")),
            _ => Ok(()),
        }
    }

    fn operands(&self, op: &Op, state: &State) -> Result {
        let mut result = Ok(());
        let mut types = Vec::new();
        op.for_each_use(&mut |value| match self.used(value, state) {
            Ok(ty) => types.push(ty),
            Err(message) => result = Err(message),
        });
        result?;
        if let Op::FrameLoad(slot) = op {
            self.slot(*slot, state)?;
            if *slot == 0 || !state.stored[*slot as usize] {
                return Err(format!("slot {slot} holds nothing"));
            }
        }
        if let Op::Bif { bif, arguments, .. } = op
            && bif.arity != arguments.len()
        {
            return Err(format!("takes {} arguments", bif.arity));
        }
        let wanted = match op {
            Op::CompareWord(..) | Op::WordArith(..) | Op::Tag(_) => Type::Word,
            Op::CompareFloat(..) | Op::FloatArith(..) | Op::FloatNegate(_) | Op::BoxFloat(_) => {
                Type::Float
            }
            Op::And(..) | Op::Or(..) | Op::Not(_) | Op::BoolToTerm(_) => Type::Bool,
            Op::Copy(_) => return Ok(()),
            _ => Type::Term,
        };
        match types.iter().find(|ty| **ty != wanted) {
            Some(found) => Err(format!("a {} where a {} is wanted", found.name(), wanted.name())),
            None => Ok(()),
        }
    }

    fn terminator(&mut self, terminator: &Terminator, state: &State) -> Result {
        match terminator {
            Terminator::Jump(target) => self.target(target, state)?,
            Terminator::Branch { condition, then, otherwise } => {
                self.wants(*condition, Type::Bool, state)?;
                self.target(then, state)?;
                self.target(otherwise, state)?;
            }
            Terminator::Switch { value, cases, otherwise } => {
                self.wants(*value, Type::Term, state)?;
                cases.iter().try_for_each(|(_, target)| self.target(target, state))?;
                self.target(otherwise, state)?;
            }
            Terminator::Call { callee, arguments, continuation, .. } => {
                let frame = state.frame.ok_or("a call without frame")?;
                let mut whole = state.clone();
                whole.stored[0] = true;
                self.frame_is_whole(&whole)?;
                self.callee(*callee, arguments, None, state)?;
                let Some(next) = self.unit.functions.get(continuation.index()) else {
                    return Err(format!("{continuation:?} is not in the table"));
                };
                let wanted = FunctionKind::Continuation { frame_words: frame };
                if next.kind != wanted || next.blocks[0].parameters.len() != 1 {
                    return Err(format!("{continuation:?} is no continuation of this frame"));
                }
            }
            Terminator::TailCall { callee, arguments, .. } => {
                if state.frame.is_some() {
                    self.frame_is_whole(state)?;
                }
                self.callee(*callee, arguments, state.frame, state)?;
            }
            Terminator::Return(value) => {
                self.wants(*value, Type::Term, state)?;
                if state.frame.is_some() {
                    return Err("a return with the frame in place".to_owned());
                }
            }
            Terminator::Raise(_) | Terminator::Unreachable => {}
        }
        Ok(())
    }

    /// `frame`: what a callee of this activation finds.
    fn callee(
        &self,
        callee: Callee,
        arguments: &[Value],
        frame: Option<u32>,
        state: &State,
    ) -> Result {
        self.all_terms(arguments, state)?;
        match callee {
            Callee::Local(function) => {
                let Some(data) = self.unit.functions.get(function.index()) else {
                    return Err(format!("{function:?} is not in the table"));
                };
                let fits = match data.kind {
                    FunctionKind::Entry { .. } => frame.is_none(),
                    FunctionKind::Continuation { frame_words } => frame == Some(frame_words),
                    FunctionKind::Handler { .. } => false,
                };
                if !fits {
                    return Err(format!("{function:?} wants another frame"));
                }
                if data.blocks[0].parameters.len() != arguments.len() {
                    return Err(format!("{function:?} takes another number of arguments"));
                }
            }
            Callee::Fun(fun) => self.wants(fun, Type::Term, state)?,
            Callee::Remote(_, _, arity) if arity as usize != arguments.len() => {
                return Err("not as many arguments as the arity says".to_owned());
            }
            Callee::Remote(..) | Callee::Trap(_) => {}
        }
        if frame.is_some() && !matches!(callee, Callee::Local(_)) {
            return Err("a tail call with the frame in place".to_owned());
        }
        Ok(())
    }

    fn target(&mut self, target: &Target, state: &State) -> Result {
        let Some(data) = self.function.blocks.get(target.block.index()) else {
            return Err(format!("{:?} is not in the function", target.block));
        };
        if data.parameters.len() != target.arguments.len() {
            return Err(format!("{:?} takes another number of arguments", target.block));
        }
        for (parameter, argument) in data.parameters.iter().zip(&target.arguments) {
            self.wants(*argument, self.type_of(*parameter)?, state)?;
        }
        let is_back = self.block.is_some_and(|block| target.block <= block);
        if is_back && !matches!(data.insts.first(), Some(Inst::Check { .. })) {
            return Err(format!("a loop through {:?} without check", target.block));
        }
        match &mut self.entry[target.block.index()] {
            Some(known) if is_back => {
                if known.frame != state.frame {
                    return Err(format!("{:?} starts with and without frame", target.block));
                }
            }
            Some(known) => {
                if known.frame != state.frame {
                    return Err(format!("{:?} starts with and without frame", target.block));
                }
                known.usable.iter_mut().zip(&state.usable).for_each(|(a, b)| *a &= b);
                known.stored.iter_mut().zip(&state.stored).for_each(|(a, b)| *a &= b);
                known.room = known.room.min(state.room);
            }
            unknown => *unknown = Some(state.clone()),
        }
        Ok(())
    }
}
