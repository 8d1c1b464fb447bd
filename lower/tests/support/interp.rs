//! An interpreter of the SSA, for tests: it keeps to the frames and handlers as generated code does,
//! so that a wrong slot or a missing store shows. Terms are trees, there is no collector.

use std::collections::HashMap;
use std::rc::Rc;

use lfec_core::ir::Literal;
use lfec_lower::ir::{
    ArithOp, Callee, Comparison, Constant, Function, FunctionId, FunctionKind, Inst, OnFailure, Op,
    Target, Terminator, Test, Unit, Value, WordOp,
};

/// A term, or what else a value can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    Int(i128),
    Float(f64),
    Atom(String),
    Nil,
    Cons(Rc<(Term, Term)>),
    Tuple(Rc<Vec<Term>>),
    Map(Rc<Vec<(Term, Term)>>),
    Fun(Rc<Closure>),
    Bool(bool),
    NonValue,
    MatchFail,
    Code(FunctionId),
    Handler(Option<usize>),
    Missing,
}

#[derive(Debug, PartialEq)]
pub struct Closure {
    code: FunctionId,
    arity: usize,
    free: Vec<Term>,
}

impl std::fmt::Display for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Term::Int(value) => write!(f, "{value}"),
            Term::Float(value) => {
                let text = format!("{value:?}");
                match text.split_once('e') {
                    Some((digits, power)) if !digits.contains('.') => {
                        write!(f, "{digits}.0e{power}")
                    }
                    _ => write!(f, "{text}"),
                }
            }
            Term::Atom(name) => write!(f, "{name}"),
            Term::Nil => write!(f, "[]"),
            Term::Cons(_) => {
                write!(f, "[")?;
                let mut list = self;
                let mut first = true;
                while let Term::Cons(cell) = list {
                    write!(f, "{}{}", if first { "" } else { "," }, cell.0)?;
                    first = false;
                    list = &cell.1;
                }
                if *list != Term::Nil {
                    write!(f, "|{list}")?;
                }
                write!(f, "]")
            }
            Term::Tuple(elements) => {
                let texts: Vec<String> = elements.iter().map(Term::to_string).collect();
                write!(f, "{{{}}}", texts.join(","))
            }
            Term::Map(pairs) => {
                let text = |(key, value): &(Term, Term)| format!("{key} => {value}");
                let texts: Vec<String> = pairs.iter().map(text).collect();
                write!(f, "#{{{}}}", texts.join(","))
            }
            Term::Fun(_) => write!(f, "fun"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// The term that a value is turned into where a function starts again.
fn as_term(value: &Term) -> Term {
    match value {
        Term::Bool(_) => panic!("a truth value is no argument"),
        other => other.clone(),
    }
}

fn atom(name: &str) -> Term {
    Term::Atom(name.to_owned())
}

fn list(elements: Vec<Term>) -> Term {
    elements.into_iter().rev().fold(Term::Nil, |tail, head| Term::Cons(Rc::new((head, tail))))
}

fn constant(literal: &Literal) -> Term {
    match literal {
        Literal::Atom(name) => atom(name.as_str()),
        Literal::Integer(value) => Term::Int(value.to_string().parse().expect("a small integer")),
        Literal::Float(value) => Term::Float(*value),
        Literal::String(points) => list(points.iter().map(|p| Term::Int(i128::from(*p))).collect()),
        Literal::Nil => Term::Nil,
        Literal::Cons(cell) => Term::Cons(Rc::new((constant(&cell.0), constant(&cell.1)))),
        Literal::Tuple(elements) => Term::Tuple(Rc::new(elements.iter().map(constant).collect())),
        Literal::Map(pairs) => {
            let pair = |(key, value): &(Literal, Literal)| (constant(key), constant(value));
            Term::Map(Rc::new(pairs.iter().map(pair).collect()))
        }
        other => panic!("literal {other:?}"),
    }
}

/// Outcome of a call.
pub type Outcome = Result<Term, (String, Term)>;

/// What an interpreter goes on with.
enum Next {
    Function(FunctionId, Vec<Term>),
    Done(Term),
}

pub struct Machine<'a> {
    unit: &'a Unit,
    /// Grows up here.
    stack: Vec<Term>,
    handler: Option<usize>,
    exception: Option<(String, Term)>,
    steps: u64,
    checks: u64,
}

impl<'a> Machine<'a> {
    pub fn new(unit: &'a Unit) -> Machine<'a> {
        Machine { unit, stack: Vec::new(), handler: None, exception: None, steps: 0, checks: 0 }
    }

    /// Calls an exported function.
    pub fn call(&mut self, name: &str, arguments: Vec<Term>) -> Outcome {
        let arity = arguments.len();
        let found = self.unit.functions.iter().position(|function| {
            matches!(function.kind, FunctionKind::Entry { global: Some(global) }
                if global.name.as_str() == name && global.arity == arity)
        });
        let id = FunctionId(found.expect("the function is exported") as u32);
        let mut next = Next::Function(id, arguments);
        loop {
            next = match next {
                Next::Done(term) => {
                    assert!(self.stack.is_empty(), "frames are left: {:?}", self.stack);
                    assert_eq!(self.handler, None);
                    return Ok(term);
                }
                Next::Function(id, arguments) => match self.run(id, arguments) {
                    Some(next) => next,
                    None => {
                        let (class, reason) = self.exception.take().expect("an exception");
                        match self.handler {
                            None => return Err((class, reason)),
                            Some(record) => self.enter_handler(record, &class, reason),
                        }
                    }
                },
            }
        }
    }

    /// Whether a function starts again at a check: every other time.
    fn restarts(&mut self) -> bool {
        self.checks += 1;
        self.checks.is_multiple_of(2)
    }

    fn enter_handler(&mut self, record: usize, class: &str, reason: Term) -> Next {
        let (Term::Code(id), Term::Handler(outer)) =
            (self.stack[record].clone(), self.stack[record + 1].clone())
        else {
            panic!("no handler record at {record}: {:?}", self.stack)
        };
        let FunctionKind::Handler { frame_words, record: slot } =
            self.unit.functions[id.index()].kind
        else {
            panic!("{id:?} is no handler")
        };
        let base = record - slot as usize;
        self.stack.truncate(base + frame_words as usize);
        self.handler = outer;
        Next::Function(id, vec![atom(class), reason, atom(class)])
    }

    /// Runs one backend function; `None` if it raises.
    fn run(&mut self, id: FunctionId, arguments: Vec<Term>) -> Option<Next> {
        let function = &self.unit.functions[id.index()];
        let mut values: HashMap<Value, Term> = HashMap::new();
        let mut block = 0;
        let mut given = arguments;
        loop {
            self.steps += 1;
            assert!(self.steps < 5_000_000, "{} does not end", function.symbol);
            let data = &function.blocks[block];
            assert_eq!(given.len(), data.parameters.len(), "{}", function.symbol);
            values.extend(data.parameters.iter().copied().zip(given));
            for inst in &data.insts {
                if let Inst::Check { arguments, .. } = inst
                    && self.restarts()
                {
                    let arguments = arguments.iter().map(|v| as_term(&values[v])).collect();
                    return Some(Next::Function(id, arguments));
                }
                self.inst(function, inst, &mut values)?;
            }
            let goes = |target: &Target, values: &HashMap<Value, Term>| {
                let given = target.arguments.iter().map(|v| values[v].clone()).collect();
                (target.block.index(), given)
            };
            (block, given) = match &data.terminator {
                Terminator::Jump(target) => goes(target, &values),
                Terminator::Branch { condition, then, otherwise } => {
                    let Term::Bool(holds) = values[condition] else { panic!("no truth value") };
                    goes(if holds { then } else { otherwise }, &values)
                }
                Terminator::Switch { value, cases, otherwise } => {
                    let value = &values[value];
                    let is = |constant: &Constant| match constant {
                        Constant::Small(n) => *value == Term::Int(i128::from(*n)),
                        Constant::Atom(name) => *value == atom(name.as_str()),
                        Constant::Nil => *value == Term::Nil,
                    };
                    let found = cases.iter().find(|(constant, _)| is(constant));
                    goes(found.map_or(otherwise, |(_, target)| target), &values)
                }
                Terminator::Call { callee, arguments, continuation, .. } => {
                    let arguments = arguments.iter().map(|v| values[v].clone()).collect();
                    let FunctionKind::Continuation { frame_words } =
                        self.unit.functions[continuation.index()].kind
                    else {
                        panic!("no continuation")
                    };
                    let base = self.stack.len() - frame_words as usize;
                    self.stack[base] = Term::Code(*continuation);
                    return self.callee(*callee, arguments, &values);
                }
                Terminator::TailCall { callee, arguments, .. } => {
                    let arguments = arguments.iter().map(|v| values[v].clone()).collect();
                    return self.callee(*callee, arguments, &values);
                }
                Terminator::Return(value) => return Some(self.give(values[value].clone())),
                Terminator::Raise(_) => return None,
                Terminator::Unreachable => panic!("unreachable is reached in {}", function.symbol),
            };
        }
    }

    /// Returns a value to the continuation on the stack: the frame below says its size.
    fn give(&mut self, value: Term) -> Next {
        if self.stack.is_empty() {
            return Next::Done(value);
        }
        // The innermost frame's word 0 is not at a fixed place from the top here: look for it.
        for base in (0..self.stack.len()).rev() {
            if let Term::Code(id) = self.stack[base]
                && let FunctionKind::Continuation { frame_words } =
                    self.unit.functions[id.index()].kind
                && base + frame_words as usize == self.stack.len()
            {
                return Next::Function(id, vec![value]);
            }
        }
        panic!("nothing to return to")
    }

    fn callee(
        &mut self,
        callee: Callee,
        mut arguments: Vec<Term>,
        values: &HashMap<Value, Term>,
    ) -> Option<Next> {
        match callee {
            Callee::Local(id) => Some(Next::Function(id, arguments)),
            Callee::Fun(fun) => match &values[&fun] {
                Term::Fun(closure) if closure.arity == arguments.len() => {
                    arguments.push(values[&fun].clone());
                    Some(Next::Function(closure.code, arguments))
                }
                other => {
                    self.raise("error", Term::Tuple(Rc::new(vec![atom("badfun"), other.clone()])))
                }
            },
            Callee::Remote(module, name, _) => {
                let value = self.bif(module.as_str(), name.as_str(), &arguments)?;
                Some(self.give(value))
            }
            Callee::Trap(name) => panic!("trap {name}"),
        }
    }

    fn raise<T>(&mut self, class: &str, reason: Term) -> Option<T> {
        self.exception = Some((class.to_owned(), reason));
        None
    }

    fn frame(&self, function: &Function, words: Option<u32>) -> usize {
        let words = words.or(match function.kind {
            FunctionKind::Continuation { frame_words }
            | FunctionKind::Handler { frame_words, .. } => Some(frame_words),
            FunctionKind::Entry { .. } => {
                function.blocks.iter().flat_map(|b| &b.insts).find_map(|inst| match inst {
                    Inst::FrameAllocate(words) => Some(*words),
                    _ => None,
                })
            }
        });
        self.stack.len() - words.expect("a frame") as usize
    }

    fn inst(
        &mut self,
        function: &Function,
        inst: &Inst,
        values: &mut HashMap<Value, Term>,
    ) -> Option<()> {
        match inst {
            Inst::Op { result, op } => {
                let value = self.op(function, op, values)?;
                values.insert(*result, value);
            }
            Inst::Check { .. } => {} // See `restarts`.
            Inst::Reserve { live, results, .. } => {
                for (live, result) in live.iter().zip(results) {
                    let value = values.insert(*live, Term::Missing).expect("live");
                    values.insert(*result, value);
                }
            }
            Inst::FrameAllocate(words) => {
                self.stack.extend((0..*words).map(|_| Term::Missing));
            }
            Inst::FrameFree(words) => {
                let base = self.frame(function, Some(*words));
                self.stack.truncate(base);
            }
            Inst::FrameStore(slot, value) => {
                let base = self.frame(function, None);
                self.stack[base + *slot as usize] = values[value].clone();
            }
            Inst::HandlerPush(slot, handler) => {
                let record = self.frame(function, None) + *slot as usize;
                self.stack[record] = Term::Code(*handler);
                self.stack[record + 1] = Term::Handler(self.handler);
                self.handler = Some(record);
            }
            Inst::HandlerPop(slot) => {
                let record = self.frame(function, None) + *slot as usize;
                assert_eq!(self.handler, Some(record), "not the innermost handler");
                let Term::Handler(outer) = self.stack[record + 1] else { panic!("no record") };
                self.handler = outer;
            }
        }
        Some(())
    }

    fn op(&mut self, function: &Function, op: &Op, values: &HashMap<Value, Term>) -> Option<Term> {
        let get = |value: &Value| {
            let found = values.get(value).unwrap_or_else(|| panic!("{value:?} in {op}"));
            assert_ne!(*found, Term::Missing, "{value:?} has moved");
            found.clone()
        };
        let all = |list: &[Value]| list.iter().map(get).collect::<Vec<Term>>();
        let float = |value: &Value| match get(value) {
            Term::Float(value) => value,
            other => panic!("{other} is no float"),
        };
        let int = |value: &Value| match get(value) {
            Term::Int(value) => value,
            other => panic!("{other} is no integer"),
        };
        let truth = |value: &Value| match get(value) {
            Term::Bool(value) => value,
            other => panic!("{other} is no truth value"),
        };
        Some(match op {
            Op::Small(value) | Op::Word(value) => Term::Int(i128::from(*value)),
            Op::Atom(name) => atom(name.as_str()),
            Op::Nil => Term::Nil,
            Op::Literal(id) => constant(&self.unit.literals[id.index()]),
            Op::Float(value) => Term::Float(*value),
            Op::Cons(head, tail) => Term::Cons(Rc::new((get(head), get(tail)))),
            Op::Tuple(elements) => Term::Tuple(Rc::new(all(elements))),
            Op::MakeFun(fun, free) => {
                let fun = &self.unit.funs[fun.index()];
                assert_eq!(fun.free as usize, free.len());
                let (code, arity) = (fun.function, fun.arity as usize);
                Term::Fun(Rc::new(Closure { code, arity, free: all(free) }))
            }
            Op::Head(value) | Op::Tail(value) => match get(value) {
                Term::Cons(cell) if matches!(op, Op::Head(_)) => cell.0.clone(),
                Term::Cons(cell) => cell.1.clone(),
                other => panic!("{other} is no cons cell"),
            },
            Op::Element(value, index) => match get(value) {
                Term::Tuple(elements) => elements[*index as usize].clone(),
                other => panic!("{other} is no tuple"),
            },
            Op::Free(value, index) => match get(value) {
                Term::Fun(closure) => closure.free[*index as usize].clone(),
                other => panic!("{other} is no fun"),
            },
            Op::FrameLoad(slot) => {
                let value = self.stack[self.frame(function, None) + *slot as usize].clone();
                assert_ne!(value, Term::Missing, "slot {slot} in {}", function.symbol);
                value
            }
            Op::Test(test, value) => {
                let value = match values.get(value) {
                    Some(value) => value.clone(),
                    None => panic!("{value:?} in {op}"),
                };
                Term::Bool(holds(*test, &value))
            }
            Op::SameWord(a, b) => {
                let (a, b) = (get(a), get(b));
                assert!(is_word(&a) || is_word(&b), "{a} and {b} are compared as words");
                Term::Bool(a == b)
            }
            Op::Compare(how, a, b) => Term::Bool(compares(*how, &get(a), &get(b))),
            Op::CompareSmall(how, a, b) | Op::CompareWord(how, a, b) => {
                assert!(is_small(&get(a)) && is_small(&get(b)));
                Term::Bool(compares(*how, &Term::Int(int(a)), &Term::Int(int(b))))
            }
            Op::CompareFloat(how, a, b) => {
                Term::Bool(compares(*how, &Term::Float(float(a)), &Term::Float(float(b))))
            }
            Op::BoolToTerm(value) => atom(if truth(value) { "true" } else { "false" }),
            Op::IsTrue(value) => Term::Bool(get(value) == atom("true")),
            Op::And(a, b) => Term::Bool(truth(a) && truth(b)),
            Op::Or(a, b) => Term::Bool(truth(a) || truth(b)),
            Op::Not(value) => Term::Bool(!truth(value)),
            Op::Arith { op, left, right, facts, on_failure } => {
                let (left, right) = (get(left), get(right));
                assert!(!facts.left_small || is_small(&left), "{left} is not small in {op:?}");
                assert!(!facts.right_small || is_small(&right), "{right} is not small in {op:?}");
                match (arith(*op, &left, &right), on_failure) {
                    (Some(value), _) => {
                        assert!(!facts.fits || is_small(&value), "{value} does not fit");
                        value
                    }
                    (None, _) if facts.fits => panic!("{op:?} of {left} and {right} fails"),
                    (None, OnFailure::NonValue) => Term::NonValue,
                    (None, OnFailure::Raise(_)) => return self.raise("error", atom("badarith")),
                }
            }
            Op::FloatArith(op, a, b, _) => {
                use lfec_lower::ir::FloatOp as F;
                let (a, b) = (float(a), float(b));
                let value = match op {
                    F::Add => a + b,
                    F::Subtract => a - b,
                    F::Multiply => a * b,
                    F::Divide => a / b,
                };
                if !value.is_finite() {
                    return self.raise("error", atom("badarith"));
                }
                Term::Float(value)
            }
            Op::FloatNegate(value) => Term::Float(-float(value)),
            Op::UnboxFloat(value) => Term::Float(float(value)),
            Op::SmallToFloat(value) => {
                assert!(is_small(&get(value)), "{} is not small", get(value));
                Term::Float(int(value) as f64)
            }
            Op::ToFloat(value, _) => match get(value) {
                Term::Float(value) => Term::Float(value),
                Term::Int(value) => Term::Float(value as f64),
                _ => return self.raise("error", atom("badarith")),
            },
            Op::BoxFloat(value) => Term::Float(float(value)),
            Op::Untag(value) | Op::Tag(value) => Term::Int(int(value)),
            Op::WordArith(op, a, b) => {
                let (a, b) = (int(a), int(b));
                Term::Int(match op {
                    WordOp::Add => a.wrapping_add(b),
                    WordOp::Subtract => a.wrapping_sub(b),
                    WordOp::Multiply => a.wrapping_mul(b),
                    WordOp::And => a & b,
                    WordOp::Or => a | b,
                    WordOp::Xor => a ^ b,
                    WordOp::ShiftLeft => a.wrapping_shl(b as u32),
                    WordOp::ShiftRight => a.wrapping_shr(b as u32),
                })
            }
            Op::Bif { bif, arguments, on_failure } => {
                match (self.bif(bif.module, bif.name, &all(arguments)), on_failure) {
                    (Some(value), _) => value,
                    (None, OnFailure::NonValue) => {
                        self.exception = None;
                        Term::NonValue
                    }
                    (None, OnFailure::Raise(_)) => return None,
                }
            }
            Op::SelfPid => atom("self"),
            Op::Copy(value) => get(value),
        })
    }

    fn bif(&mut self, module: &str, name: &str, arguments: &[Term]) -> Option<Term> {
        match (module, name, arguments) {
            ("erlang", "error", [reason, ..]) => self.raise("error", reason.clone()),
            ("erlang", "throw", [reason]) => self.raise("throw", reason.clone()),
            ("erlang", "exit", [reason]) => self.raise("exit", reason.clone()),
            ("erlang", "element", [Term::Int(n), Term::Tuple(elements)])
                if (1..=elements.len() as i128).contains(n) =>
            {
                Some(elements[*n as usize - 1].clone())
            }
            ("erlang", "tuple_size", [Term::Tuple(elements)]) => {
                Some(Term::Int(elements.len() as i128))
            }
            ("erlang", "and" | "or", [Term::Atom(a), Term::Atom(b)]) => {
                let (a, b) = (a == "true", b == "true");
                let holds = if name == "and" { a && b } else { a || b };
                Some(atom(if holds { "true" } else { "false" }))
            }
            ("erlang", "not", [Term::Atom(a)]) => {
                Some(atom(if a == "true" { "false" } else { "true" }))
            }
            ("erlang", "float", [Term::Int(value)]) => Some(Term::Float(*value as f64)),
            ("erlang", "float" | "+", [value @ (Term::Float(_) | Term::Int(_))]) => {
                Some(value.clone())
            }
            ("erlang", "-", [Term::Int(value)]) => Some(Term::Int(-value)),
            ("erlang", "-", [Term::Float(value)]) => Some(Term::Float(-value)),
            ("erlang", "abs", [Term::Int(value)]) => Some(Term::Int(value.abs())),
            ("erlang", "abs", [Term::Float(value)]) => Some(Term::Float(value.abs())),
            ("erlang", "trunc", [Term::Float(value)]) => Some(Term::Int(*value as i128)),
            ("erlang", "round", [Term::Float(value)]) => Some(Term::Int(value.round() as i128)),
            ("erlang", "trunc" | "round", [value @ Term::Int(_)]) => Some(value.clone()),
            ("erlang", "length", [value]) => {
                let (mut rest, mut length) = (value.clone(), 0);
                while let Term::Cons(cell) = rest {
                    length += 1;
                    rest = cell.1.clone();
                }
                if rest == Term::Nil { Some(Term::Int(length)) } else { self.badarg() }
            }
            // The class stands for the trace.
            ("erts_internal", "raise", [Term::Atom(class), reason]) => {
                self.raise(class, reason.clone())
            }
            ("erts_internal", "build_stacktrace", [trace]) => Some(trace.clone()),
            ("erts_internal", "map_find", [key, Term::Map(pairs)]) => {
                let found = pairs.iter().find(|(known, _)| known == key);
                Some(found.map_or(Term::MatchFail, |(_, value)| value.clone()))
            }
            ("maps", "from_list", [pairs]) => {
                let (mut rest, mut map) = (pairs.clone(), Term::Map(Rc::new(Vec::new())));
                while let Term::Cons(cell) = rest {
                    let Term::Tuple(pair) = &cell.0 else { return self.badarg() };
                    map = self.bif("maps", "put", &[pair[0].clone(), pair[1].clone(), map])?;
                    rest = cell.1.clone();
                }
                Some(map)
            }
            ("maps", "put" | "update", [key, value, Term::Map(pairs)])
            | (
                "erts_internal",
                "map_put_next" | "map_update_next",
                [key, value, Term::Map(pairs), _],
            ) => {
                let mut pairs = pairs.to_vec();
                pairs.retain(|(known, _)| known != key);
                pairs.push((key.clone(), value.clone()));
                pairs.sort_by_key(|(key, _)| key.to_string());
                Some(Term::Map(Rc::new(pairs)))
            }
            ("erlang", "hd" | "tl" | "element" | "tuple_size" | "and" | "or" | "not", _) => {
                self.badarg()
            }
            _ => panic!("{module}:{name}/{}", arguments.len()),
        }
    }

    fn badarg(&mut self) -> Option<Term> {
        self.raise("error", atom("badarg"))
    }
}

fn is_small(term: &Term) -> bool {
    matches!(term, Term::Int(value) if (-(1i128 << 60)..1i128 << 60).contains(value))
}

fn is_word(term: &Term) -> bool {
    is_small(term) || matches!(term, Term::Atom(_) | Term::Nil)
}

fn holds(test: Test, value: &Term) -> bool {
    match test {
        Test::IsNonValue => *value == Term::NonValue,
        Test::IsMatchFail => *value == Term::MatchFail,
        Test::IsSmall => is_small(value),
        Test::IsInteger => matches!(value, Term::Int(_)),
        Test::IsFloat => matches!(value, Term::Float(_)),
        Test::IsNumber => matches!(value, Term::Int(_) | Term::Float(_)),
        Test::IsAtom => matches!(value, Term::Atom(_)),
        Test::IsBoolean => *value == atom("true") || *value == atom("false"),
        Test::IsCons => matches!(value, Term::Cons(_)),
        Test::IsNil => *value == Term::Nil,
        Test::IsList => matches!(value, Term::Cons(_) | Term::Nil),
        Test::IsTuple => matches!(value, Term::Tuple(_)),
        Test::IsTupleOf(size) => {
            matches!(value, Term::Tuple(elements) if elements.len() == size as usize)
        }
        Test::IsMap => matches!(value, Term::Map(_)),
        Test::IsFun => matches!(value, Term::Fun(_)),
        Test::IsFunOf(arity) => {
            matches!(value, Term::Fun(closure) if closure.arity == arity as usize)
        }
        Test::IsBinary | Test::IsBitstring => false,
        Test::IsPid | Test::IsReference | Test::IsPort => false,
    }
}

fn order_of(a: f64, b: f64) -> std::cmp::Ordering {
    a.partial_cmp(&b).expect("numbers")
}

/// Order of terms, as far as tests need it.
fn order(a: &Term, b: &Term) -> std::cmp::Ordering {
    let rank = |term: &Term| match term {
        Term::Int(_) | Term::Float(_) => 0,
        Term::Atom(_) => 1,
        Term::Tuple(_) => 2,
        Term::Map(_) => 3,
        Term::Nil => 4,
        _ => 5,
    };
    let number = |term: &Term| match term {
        Term::Int(value) => *value as f64,
        Term::Float(value) => *value,
        _ => 0.0,
    };
    rank(a).cmp(&rank(b)).then_with(|| match (a, b) {
        (Term::Atom(a), Term::Atom(b)) => a.cmp(b),
        (Term::Tuple(a), Term::Tuple(b)) => a.len().cmp(&b.len()).then_with(|| {
            let found = a.iter().zip(b.iter()).map(|(a, b)| order(a, b)).find(|o| o.is_ne());
            found.unwrap_or(std::cmp::Ordering::Equal)
        }),
        (Term::Cons(a), Term::Cons(b)) => order(&a.0, &b.0).then_with(|| order(&a.1, &b.1)),
        (Term::Int(a), Term::Int(b)) => a.cmp(b),
        // Exact: no float between is lost.
        (Term::Int(a), Term::Float(b)) => a.cmp(&(*b as i128)).then(order_of(0.0, b.fract())),
        (Term::Float(a), Term::Int(b)) => (*a as i128).cmp(b).then(order_of(a.fract(), 0.0)),
        _ => order_of(number(a), number(b)),
    })
}

fn compares(how: Comparison, a: &Term, b: &Term) -> bool {
    match how {
        Comparison::Exact => a == b,
        Comparison::NotExact => a != b,
        Comparison::Equal => order(a, b).is_eq(),
        Comparison::NotEqual => order(a, b).is_ne(),
        Comparison::Less => order(a, b).is_lt(),
        Comparison::LessEqual => order(a, b).is_le(),
        Comparison::Greater => order(a, b).is_gt(),
        Comparison::GreaterEqual => order(a, b).is_ge(),
    }
}

fn arith(op: ArithOp, a: &Term, b: &Term) -> Option<Term> {
    let float = |term: &Term| match term {
        Term::Int(value) => Some(*value as f64),
        Term::Float(value) => Some(*value),
        _ => None,
    };
    if let (Term::Int(a), Term::Int(b)) = (a, b) {
        return Some(Term::Int(match op {
            ArithOp::Add => a.checked_add(*b)?,
            ArithOp::Subtract => a.checked_sub(*b)?,
            ArithOp::Multiply => a.checked_mul(*b)?,
            ArithOp::Div => a.checked_div(*b)?,
            ArithOp::Rem => a.checked_rem(*b)?,
            ArithOp::Divide if *b == 0 => return None,
            ArithOp::Divide => return Some(Term::Float(*a as f64 / *b as f64)),
            ArithOp::Band => a & b,
            ArithOp::Bor => a | b,
            ArithOp::Bxor => a ^ b,
            ArithOp::Bsl => a.checked_shl(u32::try_from(*b).ok()?)?,
            ArithOp::Bsr => a.checked_shr(u32::try_from(*b).ok()?)?,
        }));
    }
    let (a, b) = (float(a)?, float(b)?);
    let value = match op {
        ArithOp::Add => a + b,
        ArithOp::Subtract => a - b,
        ArithOp::Multiply => a * b,
        ArithOp::Divide => a / b,
        _ => return None,
    };
    value.is_finite().then_some(Term::Float(value))
}
