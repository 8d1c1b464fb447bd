//! Reads the text form of [`crate::write`] back. For tests and tools: what it reads is only as
//! sound as [`crate::check`] finds it.

mod literal;
mod op;

use std::fmt;

use lexpr::Value as Sexpr;
use lfec_base::Symbol;
use lfec_core::ir::{FunctionName, Literal};

use crate::ir::{
    Block, BlockData, Callee, Constant, FunDescription, FunId, Function, FunctionId, FunctionKind,
    Inst, LiteralId, Location, LocationId, Target, Terminator, Type, Unit, Value,
};

/// What is wrong with a text.
#[derive(Clone, Debug)]
pub struct ParseError(String);

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseError {}

type Result<T> = std::result::Result<T, ParseError>;

fn error<T>(message: impl Into<String>) -> Result<T> {
    Err(ParseError(message.into()))
}

/// Reads a unit.
///
/// # Errors
/// The first fault.
pub fn parse(text: &str) -> Result<Unit> {
    let whole = lexpr::from_str(text).map_err(|error| ParseError(error.to_string()))?;
    let mut list = List::tagged(&whole, "unit")?;
    let module = list.symbol()?;
    let file = list.text()?.to_owned();
    let mut exports = Vec::new();
    let mut names = List::tagged(list.next()?, "exports")?;
    while let Some(name) = names.more() {
        exports.push(function_name(&mut List::of(name)?)?);
    }
    let pair = |item: &Sexpr| -> Result<(Symbol, Literal)> {
        let mut pair = List::of(item)?;
        Ok((pair.symbol()?, literal::literal(pair.next()?)?))
    };
    let attributes = table(list.next()?, "attributes", pair)?;
    let locations = table(list.next()?, "locations", location)?;
    let literals = table(list.next()?, "literals", |item| {
        let mut list = List::of(item)?;
        list.id("lit")?;
        literal::literal(list.next()?)
    })?;
    let funs = table(list.next()?, "funs", fun)?;
    let mut functions = Vec::new();
    while let Some(item) = list.more() {
        functions.push(function(item)?);
    }
    Ok(Unit { module, file, exports, attributes, functions, literals, locations, funs })
}

fn table<T>(item: &Sexpr, tag: &str, row: impl Fn(&Sexpr) -> Result<T>) -> Result<Vec<T>> {
    let mut list = List::tagged(item, tag)?;
    let mut rows = Vec::new();
    while let Some(item) = list.more() {
        rows.push(row(item)?);
    }
    Ok(rows)
}

fn location(item: &Sexpr) -> Result<Location> {
    let mut list = List::of(item)?;
    list.id("loc")?;
    Ok(Location { function: list.symbol()?, arity: list.number()?, line: list.number()? })
}

fn fun(item: &Sexpr) -> Result<FunDescription> {
    let mut list = List::of(item)?;
    list.id("fun")?;
    let function = FunctionId(list.id("fn")?);
    Ok(FunDescription {
        function,
        name: list.symbol()?,
        arity: list.number()?,
        free: list.number()?,
    })
}

fn function_name(list: &mut List<'_>) -> Result<FunctionName> {
    Ok(FunctionName { name: list.symbol()?, arity: list.number::<usize>()? })
}

fn function(item: &Sexpr) -> Result<Function> {
    let mut list = List::tagged(item, "function")?;
    list.id("fn")?;
    let symbol = list.text()?.to_owned();
    let location = LocationId(list.id("loc")?);
    let mut kind = List::of(list.next()?)?;
    let kind = match kind.name()? {
        "entry" if kind.is_done() => FunctionKind::Entry { global: None },
        "entry" => FunctionKind::Entry { global: Some(function_name(&mut kind)?) },
        "continuation" => FunctionKind::Continuation { frame_words: kind.number()? },
        "handler" => FunctionKind::Handler { frame_words: kind.number()?, record: kind.number()? },
        other => return error(format!("no kind of function: {other}")),
    };
    let mut function = Function { symbol, location, kind, blocks: Vec::new(), types: Vec::new() };
    while let Some(item) = list.more() {
        let block = block(item, &mut function.types)?;
        function.blocks.push(block);
    }
    Ok(function)
}

/// Notes the type of a value.
fn define(value: Value, ty: Type, types: &mut Vec<Type>) {
    if types.len() <= value.index() {
        types.resize(value.index() + 1, Type::Term);
    }
    types[value.index()] = ty;
}

fn block(item: &Sexpr, types: &mut Vec<Type>) -> Result<BlockData> {
    let mut list = List::of(item)?;
    list.id("block")?;
    let mut next = list.next()?;
    let cold = next.as_symbol() == Some("cold");
    if cold {
        next = list.next()?;
    }
    let mut parameters = Vec::new();
    let mut all = List::of(next)?;
    while let Some(item) = all.more() {
        let mut parameter = List::of(item)?;
        let value = parameter.value()?;
        define(value, type_named(parameter.name()?)?, types);
        parameters.push(value);
    }
    let mut insts = Vec::new();
    loop {
        let item = list.next()?;
        if list.is_done() {
            return Ok(BlockData { parameters, cold, insts, terminator: terminator(item)? });
        }
        insts.push(inst(item, types)?);
    }
}

fn type_named(name: &str) -> Result<Type> {
    let types = [Type::Term, Type::Word, Type::Float, Type::Bool];
    let found = types.into_iter().find(|ty| ty.name() == name);
    found.map_or_else(|| error(format!("no type: {name}")), Ok)
}

fn inst(item: &Sexpr, types: &mut Vec<Type>) -> Result<Inst> {
    let mut list = List::of(item)?;
    Ok(match list.name()? {
        "check" => {
            let need = list.number()?;
            let counts = list.takes("counts");
            Inst::Check { need, counts, arguments: list.values()? }
        }
        "reserve" => {
            let need = list.number()?;
            let (mut live, mut results) = (Vec::new(), Vec::new());
            while let Some(item) = list.more() {
                let mut pair = List::of(item)?;
                results.push(pair.value()?);
                live.push(pair.value()?);
            }
            results.iter().for_each(|value| define(*value, Type::Term, types));
            Inst::Reserve { need, live, results }
        }
        "frame-allocate" => Inst::FrameAllocate(list.number()?),
        "frame-free" => Inst::FrameFree(list.number()?),
        "frame-store" => Inst::FrameStore(list.number()?, list.value()?),
        "handler-push" => Inst::HandlerPush(list.number()?, FunctionId(list.id("fn")?)),
        "handler-pop" => Inst::HandlerPop(list.number()?),
        name => {
            let result = Value(number_after(name, "v")?);
            let op = op::op(&mut list)?;
            let ty = op.result_type(types);
            define(result, ty, types);
            Inst::Op { result, op }
        }
    })
}

fn terminator(item: &Sexpr) -> Result<Terminator> {
    let mut list = List::of(item)?;
    Ok(match list.name()? {
        "jump" => Terminator::Jump(target(list.next()?)?),
        "branch" => Terminator::Branch {
            condition: list.value()?,
            then: target(list.next()?)?,
            otherwise: target(list.next()?)?,
        },
        "switch" => switch(&mut list)?,
        "call" => Terminator::Call {
            callee: callee(list.next()?)?,
            arguments: List::of(list.next()?)?.values()?,
            continuation: FunctionId(list.id("fn")?),
            location: LocationId(list.id("loc")?),
        },
        "tail-call" => Terminator::TailCall {
            callee: callee(list.next()?)?,
            arguments: List::of(list.next()?)?.values()?,
            location: LocationId(list.id("loc")?),
        },
        "return" => Terminator::Return(list.value()?),
        "raise" => Terminator::Raise(LocationId(list.id("loc")?)),
        "unreachable" => Terminator::Unreachable,
        other => return error(format!("no way for a block to end: {other}")),
    })
}

fn switch(list: &mut List<'_>) -> Result<Terminator> {
    let value = list.value()?;
    let mut cases = Vec::new();
    loop {
        let item = list.next()?;
        if list.is_done() {
            return Ok(Terminator::Switch { value, cases, otherwise: target(item)? });
        }
        let mut case = List::of(item)?;
        let constant = case.next()?;
        let constant = match (constant.as_i64(), constant.as_str(), constant.as_symbol()) {
            (Some(value), ..) => Constant::Small(value),
            (_, Some(name), _) => Constant::Atom(Symbol::intern(name)),
            (.., Some("nil")) => Constant::Nil,
            _ => return error(format!("no constant: {constant}")),
        };
        cases.push((constant, target(case.next()?)?));
    }
}

fn target(item: &Sexpr) -> Result<Target> {
    let mut list = List::of(item)?;
    Ok(Target { block: Block(list.id("block")?), arguments: list.values()? })
}

fn callee(item: &Sexpr) -> Result<Callee> {
    if let Some(name) = item.as_symbol() {
        return Ok(Callee::Local(FunctionId(number_after(name, "fn")?)));
    }
    let mut list = List::of(item)?;
    Ok(match list.name()? {
        "remote" => Callee::Remote(list.symbol()?, list.symbol()?, list.number()?),
        "fun" => Callee::Fun(list.value()?),
        "trap" => {
            let symbol = list.text()?;
            let bifs = lfec_abi::bif::all().map(|bif| bif.symbol);
            let traps = lfec_abi::entry::TRAPS.iter().map(|(name, _)| *name);
            match bifs.chain(traps).find(|name| *name == symbol) {
                Some(name) => Callee::Trap(name),
                None => return error(format!("the runtime has no {symbol}")),
            }
        }
        other => return error(format!("nothing to call: {other}")),
    })
}

fn number_after(name: &str, prefix: &str) -> Result<u32> {
    let number = name.strip_prefix(prefix).and_then(|number| number.parse().ok());
    number.map_or_else(|| error(format!("{name} is not {prefix} and a number")), Ok)
}

/// A list that is read from the front.
struct List<'a> {
    items: std::iter::Peekable<lexpr::cons::ListIter<'a>>,
}

impl<'a> List<'a> {
    fn of(item: &'a Sexpr) -> Result<List<'a>> {
        match item.list_iter() {
            Some(items) => Ok(List { items: items.peekable() }),
            None => error(format!("a list is missing at {item}")),
        }
    }

    /// A list that starts with this name.
    fn tagged(item: &'a Sexpr, tag: &str) -> Result<List<'a>> {
        let mut list = List::of(item)?;
        let name = list.name()?;
        if name == tag { Ok(list) } else { error(format!("{name} where {tag} is wanted")) }
    }

    fn more(&mut self) -> Option<&'a Sexpr> {
        self.items.next()
    }

    fn is_done(&mut self) -> bool {
        self.items.peek().is_none()
    }

    fn next(&mut self) -> Result<&'a Sexpr> {
        self.more().map_or_else(|| error("a list ends too early"), Ok)
    }

    fn name(&mut self) -> Result<&'a str> {
        let item = self.next()?;
        item.as_symbol().map_or_else(|| error(format!("{item} is no name")), Ok)
    }

    fn text(&mut self) -> Result<&'a str> {
        let item = self.next()?;
        item.as_str().map_or_else(|| error(format!("{item} is no text")), Ok)
    }

    fn symbol(&mut self) -> Result<Symbol> {
        self.text().map(Symbol::intern)
    }

    fn integer(&mut self) -> Result<i64> {
        let item = self.next()?;
        item.as_i64().map_or_else(|| error(format!("{item} is no number")), Ok)
    }

    fn number<T: TryFrom<i64>>(&mut self) -> Result<T> {
        let value = self.integer()?;
        T::try_from(value).or_else(|_| error(format!("{value} is out of range")))
    }

    /// The number after a prefix.
    fn id(&mut self, prefix: &str) -> Result<u32> {
        number_after(self.name()?, prefix)
    }

    fn value(&mut self) -> Result<Value> {
        self.id("v").map(Value)
    }

    /// All that is left.
    fn values(&mut self) -> Result<Vec<Value>> {
        let mut values = Vec::new();
        while !self.is_done() {
            values.push(self.value()?);
        }
        Ok(values)
    }

    /// Takes a name if it comes next.
    fn takes(&mut self, name: &str) -> bool {
        let found = self.items.peek().is_some_and(|item| item.as_symbol() == Some(name));
        if found {
            self.items.next();
        }
        found
    }

    fn literal_id(&mut self) -> Result<LiteralId> {
        self.id("lit").map(LiteralId)
    }

    fn fun_id(&mut self) -> Result<FunId> {
        self.id("fun").map(FunId)
    }
}
