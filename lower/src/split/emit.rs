//! One backend function of a flow.
//!
//! Blocks are emitted in order. A value of the flow has a name in the function where it has been
//! defined, loaded from its slot or come out of a `Reserve`; the state says which, and which slots
//! are good. Where blocks meet with different names, the block gets a parameter.

use std::collections::{BTreeMap, HashMap};

use lfec_abi::symbol;

use super::{FLOW, Piece, PieceKind, Plan, liveness};
use crate::flow::{self, Terminator as Flow};
use crate::ir::{
    Block, BlockData, Callee, Function, FunctionId, FunctionKind, Inst, Op, Target, Terminator,
    Type, Value,
};

/// What is known of the flow's values at a place.
#[derive(Clone, Default)]
struct State {
    /// Names of values; constants have none.
    names: BTreeMap<Value, Value>,
    /// Values whose slots are good.
    stored: BTreeMap<Value, ()>,
    /// Whether the frame is allocated.
    framed: bool,
}

/// A jump into a block that is not emitted yet.
struct Edge {
    from: Block,
    /// Which of the terminator's targets.
    index: usize,
    /// Names of the values the block needs, as far as they have one, and whether the slot is good.
    have: Vec<(Option<Value>, bool)>,
}

struct Emitter<'a> {
    plan: &'a Plan<'a>,
    piece: Piece,
    types: Vec<Type>,
    blocks: Vec<BlockData>,
    /// The block being filled.
    current: Block,
    state: State,
    /// Constants made in the current block.
    constants: HashMap<Value, Value>,
    /// Blocks of the flow that are emitted.
    emitted: HashMap<Block, Block>,
    edges: HashMap<Block, Vec<Edge>>,
}

/// Emits a function of the plan.
pub(super) fn emit(plan: &Plan<'_>, index: usize) -> Result<Function, String> {
    let piece = plan.pieces[index];
    let mut emitter = Emitter {
        plan,
        piece,
        types: Vec::new(),
        blocks: Vec::new(),
        current: Block(0),
        state: State::default(),
        constants: HashMap::new(),
        emitted: HashMap::new(),
        edges: HashMap::new(),
    };
    for block in piece.block.index()..plan.flow.blocks.len() {
        if plan.owner[block] == index {
            emitter.emit_block(Block(block as u32))?;
        }
    }
    emitter.resolve_targets();
    Ok(Function {
        symbol: match index {
            0 => plan.flow.symbol.clone(),
            index => symbol::continuation(&plan.flow.symbol, index),
        },
        location: emitter.location(),
        kind: emitter.kind(),
        blocks: emitter.blocks,
        types: emitter.types,
    })
}

impl Emitter<'_> {
    fn location(&self) -> crate::ir::LocationId {
        if let PieceKind::Continuation(from) = self.piece.kind
            && let Flow::Call { location, .. } = &self.plan.flow.blocks[from.index()].terminator
        {
            return *location;
        }
        self.plan.flow.location
    }

    fn kind(&self) -> FunctionKind {
        let frame_words = self.plan.frame_words;
        match self.piece.kind {
            PieceKind::Main => FunctionKind::Entry { global: self.plan.flow.global },
            PieceKind::Join { framed: false } => FunctionKind::Entry { global: None },
            PieceKind::Continuation(_) | PieceKind::Join { framed: true } => {
                FunctionKind::Continuation { frame_words }
            }
            PieceKind::Handler => {
                let record = self.plan.records[self.piece.block.index()].unwrap_or(1);
                FunctionKind::Handler { frame_words, record }
            }
        }
    }

    fn new_value(&mut self, ty: Type) -> Value {
        self.types.push(ty);
        Value(self.types.len() as u32 - 1)
    }

    fn new_block(&mut self, cold: bool) -> Block {
        self.blocks.push(BlockData {
            parameters: Vec::new(),
            cold,
            insts: Vec::new(),
            terminator: Terminator::Unreachable,
        });
        Block(self.blocks.len() as u32 - 1)
    }

    fn push(&mut self, inst: Inst) {
        self.blocks[self.current.index()].insts.push(inst);
    }

    fn op(&mut self, op: Op) -> Value {
        let ty = op.result_type(&self.types);
        let result = self.new_value(ty);
        self.push(Inst::Op { result, op });
        result
    }

    fn type_of(&self, value: Value) -> Type {
        self.plan.flow.types[value.index()]
    }

    /// The name of a value of the flow here; loads it if it has none.
    fn get(&mut self, value: Value) -> Result<Value, String> {
        if let Some(op) = &self.plan.constants[value.index()] {
            if let Some(name) = self.constants.get(&value) {
                return Ok(*name);
            }
            let name = self.op(op.clone());
            self.constants.insert(value, name);
            return Ok(name);
        }
        if let Some(name) = self.state.names.get(&value) {
            return Ok(*name);
        }
        let slot =
            self.plan.slots[value.index()].filter(|_| self.state.stored.contains_key(&value));
        let Some(slot) = slot else {
            return Err(format!("{value:?} is needed and not there in {}", self.plan.flow.symbol));
        };
        let loaded = self.op(Op::FrameLoad(slot));
        let name = self.term_as(loaded, self.type_of(value));
        self.state.names.insert(value, name);
        Ok(name)
    }

    fn get_all(&mut self, values: &[Value]) -> Result<Vec<Value>, String> {
        values.iter().map(|value| self.get(*value)).collect()
    }

    /// A value as the term it travels as.
    fn get_term(&mut self, value: Value) -> Result<Value, String> {
        let name = self.get(value)?;
        Ok(self.as_term(name, self.type_of(value)))
    }

    fn as_term(&mut self, name: Value, ty: Type) -> Value {
        match ty {
            Type::Term => name,
            Type::Word => self.op(Op::Tag(name)),
            Type::Float => self.op(Op::BoxFloat(name)),
            Type::Bool => self.op(Op::BoolToTerm(name)),
        }
    }

    fn term_as(&mut self, term: Value, ty: Type) -> Value {
        match ty {
            Type::Term => term,
            Type::Word => self.op(Op::Untag(term)),
            Type::Float => self.op(Op::UnboxFloat(term)),
            Type::Bool => self.op(Op::IsTrue(term)),
        }
    }

    fn emit_block(&mut self, block: Block) -> Result<(), String> {
        let plan = self.plan;
        let data = &plan.flow.blocks[block.index()];
        self.constants.clear();
        self.current = self.new_block(data.cold);
        if block == self.piece.block {
            self.start_function(block);
        } else {
            self.start_block(block)?;
        }
        self.emitted.insert(block, self.current);
        if plan.checks[block.index()] {
            self.check(block);
        }
        let mut after = plan.need_after[block.index()].iter().peekable();
        for (at, inst) in data.insts.iter().enumerate() {
            self.emit_inst(inst)?;
            if let Some((_, need)) = after.next_if(|(place, _)| *place == at) {
                let live = liveness::live_after(plan, block, at);
                self.reserve(*need, &live);
            }
        }
        self.emit_terminator(block, &data.terminator)
    }

    /// Parameters of the function, and what the frame holds.
    fn start_function(&mut self, block: Block) {
        let plan = self.plan;
        let mut terms: Vec<Value> = plan.flow.blocks[block.index()].parameters.clone();
        let live = &plan.live_in[block.index()];
        if self.plan.is_in_frame(self.piece) {
            self.state.framed = true;
            self.state.stored = live.iter().map(|value| (*value, ())).collect();
        } else if self.piece.kind != PieceKind::Main {
            terms.extend(live);
        }
        let parameters: Vec<Value> = terms.iter().map(|_| self.new_value(Type::Term)).collect();
        self.blocks[self.current.index()].parameters = parameters.clone();
        // The check comes first, then what turns parameters into other types.
        if plan.flow.header != Some(block) {
            self.function_check(block, &parameters);
        }
        for (value, parameter) in terms.iter().zip(parameters) {
            let name = self.term_as(parameter, self.type_of(*value));
            self.state.names.insert(*value, name);
        }
    }

    fn function_check(&mut self, block: Block, parameters: &[Value]) {
        let counts = self.counts(block);
        let need = self.plan.need_in[block.index()];
        if counts || need > 0 {
            self.push(Inst::Check { need, counts, arguments: parameters.to_vec() });
        }
    }

    /// Functions and loops count a reduction; a function whose loop counts does not.
    fn counts(&self, block: Block) -> bool {
        match self.piece.kind {
            PieceKind::Main => self.plan.flow.header.is_none() || self.plan.flow.peeled,
            _ => self.plan.flow.blocks[block.index()].looping,
        }
    }

    /// The check at the start of a block that is not the function's first.
    fn check(&mut self, block: Block) {
        let need = self.plan.need_in[block.index()];
        if self.plan.flow.header == Some(block) {
            let parameters = &self.plan.flow.blocks[block.index()].parameters;
            let arguments = parameters.iter().map(|value| self.state.names[value]).collect();
            self.push(Inst::Check { need, counts: true, arguments });
        } else if block != self.piece.block {
            let mut live = self.plan.live_in[block.index()].clone();
            live.extend(&self.plan.flow.blocks[block.index()].parameters);
            live.sort_unstable();
            self.reserve(need, &live);
        }
    }

    /// Makes sure of room; terms that are used later and not in the frame get new names.
    fn reserve(&mut self, need: u32, live: &[Value]) {
        let mut kept = Vec::new();
        let mut names = BTreeMap::new();
        for (value, name) in &self.state.names {
            if live.binary_search(value).is_err() {
                continue;
            }
            if self.type_of(*value) != Type::Term {
                names.insert(*value, *name);
            } else if !self.state.stored.contains_key(value) {
                kept.push((*value, *name));
            }
        }
        let mut results = Vec::with_capacity(kept.len());
        for (value, _) in &kept {
            let result = self.new_value(Type::Term);
            names.insert(*value, result);
            results.push(result);
        }
        self.state.names = names;
        self.constants.clear();
        let live = kept.into_iter().map(|(_, name)| name).collect();
        self.push(Inst::Reserve { need, live, results });
    }

    /// Parameters of a block inside the function, where those that lead to it meet.
    fn start_block(&mut self, block: Block) -> Result<(), String> {
        let plan = self.plan;
        let edges = self.edges.remove(&block).unwrap_or_default();
        if plan.flow.header == Some(block) && !plan.live_in[block.index()].is_empty() {
            return Err(format!("the loop of {} needs more than it takes", plan.flow.symbol));
        }
        let mut state = State { framed: plan.framed[block.index()], ..State::default() };
        let mut parameters = Vec::new();
        for value in &plan.flow.blocks[block.index()].parameters {
            let name = self.new_value(self.type_of(*value));
            state.names.insert(*value, name);
            parameters.push(name);
        }
        for (at, value) in plan.live_in[block.index()].iter().enumerate() {
            let stored = edges.iter().all(|edge| edge.have[at].1);
            if stored {
                state.stored.insert(*value, ());
            }
            let names: Vec<Option<Value>> = edges.iter().map(|edge| edge.have[at].0).collect();
            match names.first() {
                Some(Some(first)) if names.iter().all(|name| *name == Some(*first)) => {
                    state.names.insert(*value, *first);
                }
                _ if stored => {}
                _ => {
                    let name = self.new_value(self.type_of(*value));
                    state.names.insert(*value, name);
                    parameters.push(name);
                    for edge in &edges {
                        let have = match edge.have[at].0 {
                            Some(name) => name,
                            None => self.load_at_end(edge.from, *value)?,
                        };
                        self.argument(edge, have);
                    }
                }
            }
        }
        self.blocks[self.current.index()].parameters = parameters;
        self.state = state;
        Ok(())
    }

    /// Loads a value at the end of a block that is emitted.
    fn load_at_end(&mut self, block: Block, value: Value) -> Result<Value, String> {
        let Some(slot) = self.plan.slots[value.index()] else {
            return Err(format!("{value:?} has no slot in {}", self.plan.flow.symbol));
        };
        let here = std::mem::replace(&mut self.current, block);
        let loaded = self.op(Op::FrameLoad(slot));
        let name = self.term_as(loaded, self.type_of(value));
        self.current = here;
        Ok(name)
    }

    /// Adds an argument to a jump.
    fn argument(&mut self, edge: &Edge, argument: Value) {
        let target = match &mut self.blocks[edge.from.index()].terminator {
            Terminator::Jump(target) => Some(target),
            Terminator::Branch { then, otherwise, .. } => {
                Some(if edge.index == 0 { then } else { otherwise })
            }
            Terminator::Switch { cases, otherwise, .. } => match cases.get_mut(edge.index) {
                Some((_, target)) => Some(target),
                None => Some(otherwise),
            },
            _ => None,
        };
        if let Some(target) = target {
            target.arguments.push(argument);
        }
    }

    fn emit_inst(&mut self, inst: &flow::Inst) -> Result<(), String> {
        match inst {
            flow::Inst::Op { op, .. } if op.is_constant() => {}
            flow::Inst::Op { result, op } => {
                let mut op = op.clone();
                let mut missing = None;
                op.map_operands(&mut |value| match self.get(*value) {
                    Ok(name) => *value = name,
                    Err(message) => missing = Some(message),
                });
                if let Some(message) = missing {
                    return Err(message);
                }
                let name = self.op(op);
                self.state.names.insert(*result, name);
            }
            flow::Inst::Push(handler) => {
                let needed = self.plan.live_in[handler.index()].clone();
                let fresh = self.save(&needed)?;
                if fresh {
                    self.mark_frame();
                }
                if let (Some(record), Some(piece)) =
                    (self.plan.records[handler.index()], self.plan.piece_at[handler.index()])
                {
                    self.push(Inst::HandlerPush(record, FunctionId(piece as u32)));
                }
            }
            flow::Inst::Pop(handler) => {
                if let Some(record) = self.plan.records[handler.index()] {
                    self.push(Inst::HandlerPop(record));
                }
            }
        }
        Ok(())
    }

    /// Sees to it that values are in their slots; true if the frame was allocated for that.
    fn save(&mut self, values: &[Value]) -> Result<bool, String> {
        let mut stores = Vec::new();
        for value in values {
            if self.state.stored.contains_key(value) {
                continue;
            }
            let slot = self.plan.slots[value.index()];
            let Some(slot) = slot else {
                return Err(format!("{value:?} has no slot in {}", self.plan.flow.symbol));
            };
            stores.push((slot, *value, self.get(*value)?));
        }
        let fresh = !self.state.framed;
        if fresh {
            self.allocate_frame(&stores)?;
        }
        for (slot, value, name) in stores {
            // After the frame is allocated: boxing a float may take of the room for it.
            let term = self.as_term(name, self.type_of(value));
            self.push(Inst::FrameStore(slot, term));
            let slots = &self.plan.slots;
            self.state.stored.retain(|other, ()| slots[other.index()] != Some(slot));
            self.state.stored.insert(value, ());
        }
        Ok(fresh)
    }

    /// Allocates the frame; slots without a value yet get one that the collector may see.
    fn allocate_frame(&mut self, stores: &[(u32, Value, Value)]) -> Result<(), String> {
        let words = self.plan.frame_words;
        let unused: Vec<u32> =
            (1..words).filter(|slot| !stores.iter().any(|(stored, ..)| stored == slot)).collect();
        let filler = (!unused.is_empty()).then(|| self.op(Op::Small(0)));
        self.push(Inst::FrameAllocate(words));
        if let Some(filler) = filler {
            for slot in unused {
                self.push(Inst::FrameStore(slot, filler));
            }
        }
        self.state.framed = true;
        Ok(())
    }

    /// The frame is used before its first call.
    fn mark_frame(&mut self) {
        let zero = self.op(Op::Small(0));
        self.push(Inst::FrameStore(0, zero));
    }

    fn free_frame(&mut self) {
        if self.state.framed {
            self.push(Inst::FrameFree(self.plan.frame_words));
            self.state.framed = false;
        }
    }

    fn terminate(&mut self, terminator: Terminator) {
        self.blocks[self.current.index()].terminator = terminator;
    }

    fn emit_terminator(&mut self, block: Block, terminator: &Flow) -> Result<(), String> {
        match terminator {
            Flow::Jump(target) => {
                if self.is_inside(target.block) {
                    let arguments = self.get_all(&target.arguments)?;
                    let target = self.enter(0, target.block, arguments)?;
                    self.terminate(Terminator::Jump(target));
                } else {
                    self.leave(target)?;
                }
            }
            Flow::Branch { condition, then, otherwise } => {
                let condition = self.get(*condition)?;
                let targets = self.targets(&[then, otherwise])?;
                let [then, otherwise] =
                    targets.try_into().map_err(|_| "a branch has two targets".to_owned())?;
                self.terminate(Terminator::Branch { condition, then, otherwise });
            }
            Flow::Switch { value, cases, otherwise } => {
                let value = self.get(*value)?;
                let all: Vec<&Target> =
                    cases.iter().map(|(_, target)| target).chain([otherwise]).collect();
                let mut targets = self.targets(&all)?;
                let Some(otherwise) = targets.pop() else {
                    return Err("a switch without targets".to_owned());
                };
                let cases = cases.iter().map(|(constant, _)| *constant).zip(targets).collect();
                self.terminate(Terminator::Switch { value, cases, otherwise });
            }
            Flow::Call { callee, arguments, then, location } => {
                let arguments = self.get_all(arguments)?;
                let callee = self.callee(*callee)?;
                let needed = self.plan.live_in[then.index()].clone();
                self.save(&needed)?;
                let Some(piece) = self.plan.piece_at[then.index()] else {
                    return Err(format!("{block:?} calls without continuation"));
                };
                let continuation = FunctionId(piece as u32);
                let location = *location;
                self.terminate(Terminator::Call { callee, arguments, continuation, location });
            }
            Flow::TailCall { callee, arguments, location } => {
                let arguments = self.get_all(arguments)?;
                let callee = self.callee(*callee)?;
                self.free_frame();
                let location = *location;
                self.terminate(Terminator::TailCall { callee, arguments, location });
            }
            Flow::Return(value) => {
                let value = self.get(*value)?;
                self.free_frame();
                self.terminate(Terminator::Return(value));
            }
            Flow::Unreachable => self.terminate(Terminator::Unreachable),
        }
        Ok(())
    }

    fn callee(&mut self, callee: Callee) -> Result<Callee, String> {
        Ok(match callee {
            Callee::Local(flow) => Callee::Local(FunctionId(flow.0 | FLOW)),
            Callee::Fun(fun) => Callee::Fun(self.get(fun)?),
            other => other,
        })
    }

    /// Whether a jump to a block stays in this function, with the frame as the block wants it.
    fn is_inside(&self, block: Block) -> bool {
        let same = self.plan.piece_at[block.index()].is_none()
            && self.plan.owner[block.index()] == self.plan.owner[self.piece.block.index()];
        same && self.plan.framed[block.index()] == self.state.framed
    }

    /// Targets of a branch; those that need more than a jump get a block for it.
    fn targets(&mut self, targets: &[&Target]) -> Result<Vec<Target>, String> {
        let mut found = Vec::with_capacity(targets.len());
        // First all that is loaded here, so that it comes before the blocks on the way out.
        for (index, target) in targets.iter().enumerate() {
            if self.is_inside(target.block) {
                let arguments = self.get_all(&target.arguments)?;
                found.push(Some(self.enter(index, target.block, arguments)?));
            } else {
                found.push(None);
            }
        }
        for (target, found) in targets.iter().zip(&mut found) {
            if found.is_none() {
                let cold = self.plan.flow.blocks[target.block.index()].cold;
                let (here, state) = (self.current, self.state.clone());
                let constants = std::mem::take(&mut self.constants);
                let block = self.new_block(cold);
                self.current = block;
                self.leave(target)?;
                self.current = here;
                self.state = state;
                self.constants = constants;
                *found = Some(Target { block, arguments: Vec::new() });
            }
        }
        Ok(found.into_iter().flatten().collect())
    }

    /// A jump inside the function.
    fn enter(
        &mut self,
        index: usize,
        block: Block,
        arguments: Vec<Value>,
    ) -> Result<Target, String> {
        if let Some(emitted) = self.emitted.get(&block) {
            return Ok(Target { block: *emitted, arguments });
        }
        let have = |value: &Value| {
            (self.state.names.get(value).copied(), self.state.stored.contains_key(value))
        };
        let have = self.plan.live_in[block.index()].iter().map(have).collect();
        let from = self.current;
        self.edges.entry(block).or_default().push(Edge { from, index, have });
        Ok(Target { block: Block(u32::MAX - block.0), arguments })
    }

    /// Blocks that were not emitted when they were jumped to are counted down from `u32::MAX`.
    fn resolve_targets(&mut self) {
        let emitted = &self.emitted;
        let resolve = |target: &mut Target| {
            if let Some(block) = emitted.get(&Block(u32::MAX - target.block.0)) {
                target.block = *block;
            }
        };
        for data in &mut self.blocks {
            match &mut data.terminator {
                Terminator::Jump(target) => resolve(target),
                Terminator::Branch { then, otherwise, .. } => {
                    resolve(then);
                    resolve(otherwise);
                }
                Terminator::Switch { cases, otherwise, .. } => {
                    cases.iter_mut().for_each(|(_, target)| resolve(target));
                    resolve(otherwise);
                }
                _ => {}
            }
        }
    }

    /// Ends the current block with a jump that leaves the function or changes the frame.
    fn leave(&mut self, target: &Target) -> Result<(), String> {
        let plan = self.plan;
        let block = target.block;
        let location = plan.flow.location;
        match plan.piece_at[block.index()].map(|piece| (piece, plan.pieces[piece].kind)) {
            Some((piece, PieceKind::Join { framed: true })) => {
                let names = self.get_all(&target.arguments)?;
                if self.save(&plan.live_in[block.index()])? {
                    self.mark_frame();
                }
                let mut arguments = Vec::new();
                for (value, name) in target.arguments.iter().zip(names) {
                    arguments.push(self.as_term(name, self.type_of(*value)));
                }
                let callee = Callee::Local(FunctionId(piece as u32));
                self.terminate(Terminator::TailCall { callee, arguments, location });
            }
            Some((piece, _)) => {
                let mut arguments = Vec::new();
                for value in target.arguments.iter().chain(&plan.live_in[block.index()]) {
                    arguments.push(self.get_term(*value)?);
                }
                self.free_frame();
                let callee = Callee::Local(FunctionId(piece as u32));
                self.terminate(Terminator::TailCall { callee, arguments, location });
            }
            None if plan.owner[block.index()] == plan.owner[self.piece.block.index()] => {
                let arguments = self.get_all(&target.arguments)?;
                if plan.framed[block.index()] {
                    let in_slots = |value: &&Value| plan.slots[value.index()].is_some();
                    let values: Vec<Value> =
                        plan.live_in[block.index()].iter().filter(in_slots).copied().collect();
                    if self.save(&values)? {
                        self.mark_frame();
                    }
                } else {
                    for value in &plan.live_in[block.index()] {
                        self.get(*value)?;
                    }
                    self.free_frame();
                    self.state.stored.clear();
                }
                let target = self.enter(0, block, arguments)?;
                self.terminate(Terminator::Jump(target));
            }
            // The loop of the function, from after a call.
            None => {
                let mut arguments = Vec::new();
                for value in &target.arguments {
                    arguments.push(self.get_term(*value)?);
                }
                self.free_frame();
                let callee = Callee::Local(FunctionId(0));
                self.terminate(Terminator::TailCall { callee, arguments, location });
            }
        }
        Ok(())
    }
}
