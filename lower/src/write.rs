//! The text form: S-expressions, one instruction a line. [`crate::parse`] reads it back.
//!
//! ```text
//! (unit "m" "m.erl"
//!   (exports ("f" 1))
//!   …
//!   (function fn0 "m:f/1" loc0 (entry "f" 1)
//!     (block0 ((v0 term))
//!       (check 2 counts v0)
//!       (v1 small 2)
//!       (v2 less v0 v1)
//!       (branch v2 (block1) (block2)))
//!     (block1 cold () …)))
//! ```

use std::fmt::{self, Display, Write};

use lexpr::Value as Sexpr;
use lfec_core::ir::{FunctionName, Literal};

use crate::ir::{
    ArithFacts, BlockData, Callee, Constant, Function, FunctionKind, Inst, OnFailure, Op, Target,
    Terminator, Type, Unit, Value,
};

impl Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "(unit {} {}", Text(self.module.as_str()), Text(&self.file))?;
        write!(f, "  (exports")?;
        self.exports.iter().try_for_each(|name| write!(f, " {}", Name(*name)))?;
        write!(f, ")\n  (attributes")?;
        for (name, value) in &self.attributes {
            write!(f, "\n    ({} {})", Text(name.as_str()), literal(value))?;
        }
        write!(f, ")\n  (locations")?;
        for (index, location) in self.locations.iter().enumerate() {
            let name = Text(location.function.as_str());
            write!(f, "\n    (loc{index} {name} {} {})", location.arity, location.line)?;
        }
        write!(f, ")\n  (literals")?;
        for (index, value) in self.literals.iter().enumerate() {
            write!(f, "\n    (lit{index} {})", literal(value))?;
        }
        write!(f, ")\n  (funs")?;
        for (index, fun) in self.funs.iter().enumerate() {
            let name = Text(fun.name.as_str());
            let (code, arity, free) = (fun.function, fun.arity, fun.free);
            write!(f, "\n    (fun{index} {code:?} {name} {arity} {free})")?;
        }
        write!(f, ")")?;
        for (index, function) in self.functions.iter().enumerate() {
            write!(f, "\n  (function fn{index} {function})")?;
        }
        writeln!(f, ")")
    }
}

impl Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} ", Text(&self.symbol), self.location)?;
        match self.kind {
            FunctionKind::Entry { global: None } => write!(f, "(entry)")?,
            FunctionKind::Entry { global: Some(FunctionName { name, arity }) } => {
                write!(f, "(entry {} {arity})", Text(name.as_str()))?;
            }
            FunctionKind::Continuation { frame_words } => {
                write!(f, "(continuation {frame_words})")?;
            }
            FunctionKind::Handler { frame_words, record } => {
                write!(f, "(handler {frame_words} {record})")?;
            }
        }
        for (index, block) in self.blocks.iter().enumerate() {
            self.write_block(f, index, block)?;
        }
        Ok(())
    }
}

impl Function {
    fn write_block(
        &self,
        f: &mut fmt::Formatter<'_>,
        index: usize,
        block: &BlockData,
    ) -> fmt::Result {
        write!(f, "\n    (block{index} ")?;
        if block.cold {
            write!(f, "cold ")?;
        }
        write!(f, "(")?;
        for (at, parameter) in block.parameters.iter().enumerate() {
            let space = if at > 0 { " " } else { "" };
            write!(f, "{space}({parameter:?} {})", self.types[parameter.index()].name())?;
        }
        write!(f, ")")?;
        for inst in &block.insts {
            write!(f, "\n      {inst}")?;
        }
        write!(f, "\n      {})", block.terminator)
    }
}

impl Type {
    /// Its name in the text form.
    pub fn name(self) -> &'static str {
        match self {
            Type::Term => "term",
            Type::Word => "word",
            Type::Float => "float",
            Type::Bool => "bool",
        }
    }
}

impl Display for Inst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Inst::Op { result, op } => write!(f, "({result:?} {op})"),
            Inst::Check { need, counts, arguments } => {
                let counts = if *counts { " counts" } else { "" };
                write!(f, "(check {need}{counts}{})", Values(arguments))
            }
            Inst::Reserve { need, live, results } => {
                write!(f, "(reserve {need}")?;
                for (live, result) in live.iter().zip(results) {
                    write!(f, " ({result:?} {live:?})")?;
                }
                write!(f, ")")
            }
            Inst::FrameAllocate(words) => write!(f, "(frame-allocate {words})"),
            Inst::FrameFree(words) => write!(f, "(frame-free {words})"),
            Inst::FrameStore(slot, value) => write!(f, "(frame-store {slot} {value:?})"),
            Inst::HandlerPush(slot, handler) => write!(f, "(handler-push {slot} {handler:?})"),
            Inst::HandlerPop(slot) => write!(f, "(handler-pop {slot})"),
        }
    }
}

impl Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Op::Small(value) => write!(f, "small {value}"),
            Op::Atom(name) => write!(f, "atom {}", Text(name.as_str())),
            Op::Nil => write!(f, "nil"),
            Op::Literal(id) => write!(f, "literal {id:?}"),
            Op::Word(value) => write!(f, "word {value}"),
            Op::Float(value) => write!(f, "float \"{:#x}\"", value.to_bits()),
            Op::Cons(a, b) => write!(f, "cons {a:?} {b:?}"),
            Op::Tuple(values) => write!(f, "tuple{}", Values(values)),
            Op::MakeFun(fun, values) => write!(f, "make-fun {fun:?}{}", Values(values)),
            Op::Head(a) => write!(f, "head {a:?}"),
            Op::Tail(a) => write!(f, "tail {a:?}"),
            Op::Element(a, index) => write!(f, "element {a:?} {index}"),
            Op::Free(a, index) => write!(f, "free {a:?} {index}"),
            Op::FrameLoad(slot) => write!(f, "frame-load {slot}"),
            Op::Test(test, a) => write!(f, "test {test} {a:?}"),
            Op::SameWord(a, b) => write!(f, "same-word {a:?} {b:?}"),
            Op::Compare(how, a, b) => write!(f, "compare {how} {a:?} {b:?}"),
            Op::CompareSmall(how, a, b) => write!(f, "compare-small {how} {a:?} {b:?}"),
            Op::CompareWord(how, a, b) => write!(f, "compare-word {how} {a:?} {b:?}"),
            Op::CompareFloat(how, a, b) => write!(f, "compare-float {how} {a:?} {b:?}"),
            Op::BoolToTerm(a) => write!(f, "bool-to-term {a:?}"),
            Op::IsTrue(a) => write!(f, "is-true {a:?}"),
            Op::And(a, b) => write!(f, "and {a:?} {b:?}"),
            Op::Or(a, b) => write!(f, "or {a:?} {b:?}"),
            Op::Not(a) => write!(f, "not {a:?}"),
            Op::Arith { op, left, right, facts, on_failure } => {
                write!(f, "arith {op} {left:?} {right:?}{}{on_failure}", Facts(*facts))
            }
            Op::FloatArith(op, a, b, on_failure) => {
                write!(f, "float-arith {op} {a:?} {b:?}{on_failure}")
            }
            Op::FloatNegate(a) => write!(f, "float-negate {a:?}"),
            Op::UnboxFloat(a) => write!(f, "unbox-float {a:?}"),
            Op::SmallToFloat(a) => write!(f, "small-to-float {a:?}"),
            Op::ToFloat(a, location) => write!(f, "to-float {a:?} {location:?}"),
            Op::BoxFloat(a) => write!(f, "box-float {a:?}"),
            Op::Untag(a) => write!(f, "untag {a:?}"),
            Op::Tag(a) => write!(f, "tag {a:?}"),
            Op::WordArith(op, a, b) => write!(f, "word-arith {op} {a:?} {b:?}"),
            Op::Bif { bif, arguments, on_failure } => {
                let (module, name) = (Text(bif.module), Text(bif.name));
                write!(f, "bif {module} {name} ({}){on_failure}", Values(arguments).list())
            }
            Op::SelfPid => write!(f, "self-pid"),
            Op::Copy(a) => write!(f, "copy {a:?}"),
        }
    }
}

impl Display for OnFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OnFailure::Raise(location) => write!(f, " {location:?}"),
            OnFailure::NonValue => write!(f, " no-value"),
        }
    }
}

impl Display for Terminator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Terminator::Jump(target) => write!(f, "(jump {target})"),
            Terminator::Branch { condition, then, otherwise } => {
                write!(f, "(branch {condition:?} {then} {otherwise})")
            }
            Terminator::Switch { value, cases, otherwise } => {
                write!(f, "(switch {value:?}")?;
                for (constant, target) in cases {
                    write!(f, " ({constant} {target})")?;
                }
                write!(f, " {otherwise})")
            }
            Terminator::Call { callee, arguments, continuation, location } => {
                write!(f, "(call {callee} ({})", Values(arguments).list())?;
                write!(f, " {continuation:?} {location:?})")
            }
            Terminator::TailCall { callee, arguments, location } => {
                write!(f, "(tail-call {callee} ({}) {location:?})", Values(arguments).list())
            }
            Terminator::Return(value) => write!(f, "(return {value:?})"),
            Terminator::Raise(location) => write!(f, "(raise {location:?})"),
            Terminator::Unreachable => write!(f, "(unreachable)"),
        }
    }
}

impl Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:?}{})", self.block, Values(&self.arguments))
    }
}

impl Display for Callee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Callee::Local(function) => write!(f, "{function:?}"),
            Callee::Remote(module, name, arity) => {
                let (module, name) = (Text(module.as_str()), Text(name.as_str()));
                write!(f, "(remote {module} {name} {arity})")
            }
            Callee::Fun(fun) => write!(f, "(fun {fun:?})"),
            Callee::Trap(symbol) => write!(f, "(trap {})", Text(symbol)),
        }
    }
}

impl Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Constant::Small(value) => write!(f, "{value}"),
            Constant::Atom(name) => write!(f, "{}", Text(name.as_str())),
            Constant::Nil => write!(f, "nil"),
        }
    }
}

/// A text in quotes.
struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Sexpr::string(self.0))
    }
}

struct Name(FunctionName);

impl Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({} {})", Text(self.0.name.as_str()), self.0.arity)
    }
}

/// Values, a space before each.
struct Values<'a>(&'a [Value]);

impl Values<'_> {
    /// Spaces between them only.
    fn list(&self) -> String {
        let mut text = String::new();
        for (at, value) in self.0.iter().enumerate() {
            let space = if at > 0 { " " } else { "" };
            // Writing to a string does not fail.
            let _ = write!(text, "{space}{value:?}");
        }
        text
    }
}

impl Display for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|value| write!(f, " {value:?}"))
    }
}

struct Facts(ArithFacts);

impl Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = [
            (self.0.left_small, " left-small"),
            (self.0.right_small, " right-small"),
            (self.0.fits, " fits"),
        ];
        facts.iter().filter(|(holds, _)| *holds).try_for_each(|(_, name)| f.write_str(name))
    }
}

/// A constant as S-expression.
fn literal(value: &Literal) -> Sexpr {
    let tagged = |tag: &str, mut parts: Vec<Sexpr>| {
        parts.insert(0, Sexpr::symbol(tag));
        Sexpr::list(parts)
    };
    match value {
        Literal::Atom(name) => tagged("atom", vec![Sexpr::string(name.as_str())]),
        Literal::Integer(value) => tagged("integer", vec![Sexpr::string(value.to_string())]),
        Literal::Float(value) => {
            tagged("float", vec![Sexpr::string(format!("{:#x}", value.to_bits()))])
        }
        Literal::String(points) => {
            tagged("string", points.iter().map(|point| Sexpr::from(*point)).collect())
        }
        Literal::Nil => tagged("nil", Vec::new()),
        Literal::Cons(_) => {
            let (mut elements, mut rest) = (Vec::new(), value);
            while let Literal::Cons(cell) = rest {
                elements.push(literal(&cell.0));
                rest = &cell.1;
            }
            elements.push(literal(rest));
            tagged("list", elements)
        }
        Literal::Tuple(elements) => tagged("tuple", elements.iter().map(literal).collect()),
        Literal::Map(pairs) => {
            let pair =
                |(key, value): &(Literal, Literal)| Sexpr::list(vec![literal(key), literal(value)]);
            tagged("map", pairs.iter().map(pair).collect())
        }
        Literal::Binary(bytes, bits) => {
            let mut parts = vec![Sexpr::from(*bits)];
            parts.extend(bytes.iter().map(|byte| Sexpr::from(*byte)));
            tagged("binary", parts)
        }
        Literal::Fun(module, name, arity) => {
            let texts = [module, name].map(|text| Sexpr::string(text.as_str()));
            let mut parts = texts.to_vec();
            parts.push(Sexpr::from(*arity as u64));
            tagged("fun", parts)
        }
    }
}
