//! BIFs on terms against the real system: `tests/oracle.escript` makes up calls and records what
//! they give there. Without `escript` on the machine there is nothing to compare with, and the test
//! says so.
//!
//! `LFERT_ORACLE_SEED` and `LFERT_ORACLE_COUNT` (cases of each kind) choose other calls.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Command;

use lfec_abi::bif::{self, Bif, BifKind};
use lfec_abi::machine::Machine;
use lfec_runtime::heap::{Allocate, Heap, HeapOptions};
use lfec_runtime::term::external::decode;
use lfec_runtime::term::{Term, order};

/// A machine block with a process that is nothing but its heap.
fn machine(heap: &mut Heap) -> Box<Machine> {
    // SAFETY: the machine block is all numbers.
    let mut machine: Box<Machine> = Box::new(unsafe { std::mem::zeroed() });
    machine.process = std::ptr::from_mut(heap).expose_provenance() as u64;
    heap.load_into(&mut machine);
    machine
}

/// What a call gave: a result, or class and reason of an exception.
#[derive(Clone, Copy)]
enum Outcome {
    Value(Term),
    Raised(&'static str, Term),
}

impl Outcome {
    fn same(self, other: Outcome) -> bool {
        match (self, other) {
            // The texts tell 0.0 from -0.0. In maps which of them is the key is nobody's business.
            (Outcome::Value(left), Outcome::Value(right)) => {
                order::exact_equal(left, right)
                    && (left.is_map() || left.to_string() == right.to_string())
            }
            (Outcome::Raised(left, first), Outcome::Raised(right, second)) => {
                left == right && order::exact_equal(first, second)
            }
            _ => false,
        }
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Outcome::Value(term) => write!(formatter, "{term}"),
            Outcome::Raised(class, reason) => write!(formatter, "exception {class} {reason}"),
        }
    }
}

/// Calls a BIF of up to five arguments.
fn call(machine: &mut Machine, bif: &(Bif, usize), arguments: &[Term]) -> Outcome {
    type F0 = extern "C" fn(&mut Machine) -> Term;
    type F1 = extern "C" fn(&mut Machine, Term) -> Term;
    type F2 = extern "C" fn(&mut Machine, Term, Term) -> Term;
    type F3 = extern "C" fn(&mut Machine, Term, Term, Term) -> Term;
    let (bif, address) = *bif;
    let address = std::ptr::with_exposed_provenance::<()>(address);
    assert!(bif.kind != BifKind::Trap && bif.arity == arguments.len());
    // SAFETY: a BIF's function takes the machine block and as many terms as its arity says.
    let result = unsafe {
        use std::mem::transmute;
        match *arguments {
            [] => transmute::<*const (), F0>(address)(machine),
            [a] => transmute::<*const (), F1>(address)(machine, a),
            [a, b] => transmute::<*const (), F2>(address)(machine, a, b),
            [a, b, c] => transmute::<*const (), F3>(address)(machine, a, b, c),
            _ => panic!("a BIF of more arguments"),
        }
    };
    if !result.is_non_value() {
        return Outcome::Value(result);
    }
    let class = ["error", "exit", "throw"][machine.exception_class as usize];
    // SAFETY: a BIF that raised has put a term there.
    Outcome::Raised(class, unsafe { Term::from_word(machine.exception_reason) })
}

/// BIFs by module, name and arity, with their addresses.
struct Bifs(HashMap<(&'static str, &'static str, usize), (Bif, usize)>);

impl Bifs {
    fn new() -> Bifs {
        let addresses: HashMap<_, _> = lfec_runtime::entry_points().into_iter().collect();
        let row =
            |bif: &'static Bif| ((bif.module, bif.name, bif.arity), (*bif, addresses[bif.symbol]));
        Bifs(bif::all().map(row).collect())
    }

    fn call(&self, machine: &mut Machine, module: &str, name: &str, arguments: &[Term]) -> Outcome {
        let Some(bif) = self.0.get(&(module, name, arguments.len())) else {
            panic!("no {module}:{name}/{}", arguments.len());
        };
        call(machine, bif, arguments)
    }

    /// The last of several calls of `erts_bits`, or the first that raised.
    fn bits(&self, machine: &mut Machine, calls: &[(&str, &[Term])]) -> Outcome {
        let mut last = Outcome::Value(Term::NIL);
        for (name, arguments) in calls {
            last = self.call(machine, "erts_bits", name, arguments);
            if let Outcome::Raised(..) = last {
                return last;
            }
        }
        last
    }

    /// The pseudo-functions of `oracle.escript` on bit syntax.
    fn bit_syntax(&self, machine: &mut Machine, name: &str, arguments: &[Term]) -> Outcome {
        let spec = |unit: i64, little: Term, signed: Term| {
            let flag = |term: Term, value: i64| if term == Term::TRUE { value } else { 0 };
            Term::small(unit << 8 | flag(little, 1) | flag(signed, 2))
        };
        let whole = |unit: i64| Term::small(unit << 8 | ALL);
        let no = Term::FALSE;
        let all = Term::atom("all");
        match *arguments {
            [value, size, unit, little, signed] if name == "integer" => {
                let spec = spec(unit.as_small().unwrap_or(1), little, signed);
                let put: &[Term] = &[value, size, spec];
                self.bits(machine, &[("new", &[]), ("put_integer", put), ("finish", &[])])
            }
            [value, size, little] if name == "float" => {
                let put: &[Term] = &[value, size, spec(1, little, no)];
                self.bits(machine, &[("new", &[]), ("put_float", put), ("finish", &[])])
            }
            [value, size, unit] if name == "binary" => {
                let unit = unit.as_small().unwrap_or(1);
                let spec = if size == all { whole(unit) } else { spec(unit, no, no) };
                let put: &[Term] = &[value, size, spec];
                self.bits(machine, &[("new", &[]), ("put_binary", put), ("finish", &[])])
            }
            [value, kind] if name == "utf" => {
                let (kind, spec) = self.utf_kind(kind);
                let both = [value, spec];
                let put = if kind == "utf8" { &both[..1] } else { &both[..] };
                let name = format!("put_{kind}");
                self.bits(machine, &[("new", &[]), (&name, put), ("finish", &[])])
            }
            [first, second, value] if name == "append" => {
                let bits = spec(1, no, no);
                let put = [second, all, whole(1)];
                let last = [value, Term::small(5), bits];
                let calls: &[(&str, &[Term])] = &[
                    ("new", &[]),
                    ("put_binary", &put),
                    ("put_integer", &last),
                    ("finish_append", &[first, bits]),
                ];
                self.bits(machine, calls)
            }
            [binary, skip, size, little, signed] if name == "get_integer" => {
                let get = ("get_integer", size, spec(1, little, signed));
                self.get(machine, binary, Some(skip), get)
            }
            [binary, size, little] if name == "get_float" => {
                self.get(machine, binary, None, ("get_float", size, spec(1, little, no)))
            }
            [binary, skip, size] if name == "get_binary" => {
                self.get(machine, binary, Some(skip), ("get_binary", size, spec(8, no, no)))
            }
            [binary, kind] if name == "get_utf" => {
                let (kind, spec) = self.utf_kind(kind);
                self.get(machine, binary, None, (&format!("get_{kind}"), Term::NIL, spec))
            }
            _ => panic!("no bits:{name}"),
        }
    }

    fn utf_kind(&self, kind: Term) -> (&'static str, Term) {
        let text = kind.as_atom().expect("an atom").text();
        match text.strip_suffix("_little") {
            Some(kind) => (kind, Term::small(1 << 8 | 1)),
            None => (text, Term::small(1 << 8)),
        }
    }

    /// `{Value, Rest}`, or `fail`.
    fn get(
        &self,
        machine: &mut Machine,
        binary: Term,
        skip: Option<Term>,
        (name, size, spec): (&str, Term, Term),
    ) -> Outcome {
        let value = |outcome: Outcome| match outcome {
            Outcome::Value(term) => term,
            Outcome::Raised(..) => panic!("matching does not raise"),
        };
        let fail = Term::immediate(lfec_abi::term::MATCH_FAIL);
        let failed = Outcome::Value(Term::atom("fail"));
        let (unit, whole) = (Term::small(1 << 8), Term::small(1 << 8 | ALL));
        let context = value(self.call(machine, "erts_bits", "start", &[binary]));
        if let Some(skip) = skip
            && value(self.call(machine, "erts_bits", "skip", &[context, skip, unit])) == fail
        {
            return failed;
        }
        let arguments = match name {
            "get_utf8" => vec![context],
            "get_utf16" | "get_utf32" => vec![context, spec],
            _ => vec![context, size, spec],
        };
        let found = value(self.call(machine, "erts_bits", name, &arguments));
        if found == fail {
            return failed;
        }
        let all = [context, Term::atom("all"), whole];
        let rest = value(self.call(machine, "erts_bits", "get_binary", &all));
        Outcome::Value(machine.tuple(&[found, rest]))
    }
}

/// The flag of a segment that takes all that is left.
const ALL: i64 = 4;

/// Runs the escript; the file it wrote, or nothing if there is no `escript`.
fn recorded() -> Option<Vec<u8>> {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("oracle.terms");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle.escript");
    let variable = |name: &str, default: &str| std::env::var(name).unwrap_or(default.to_owned());
    let status = Command::new("escript")
        .args([script.as_ref(), file.as_os_str()])
        .args([variable("LFERT_ORACLE_SEED", "1"), variable("LFERT_ORACLE_COUNT", "60")])
        .status();
    match status {
        Ok(status) => {
            assert!(status.success(), "the escript failed");
            Some(std::fs::read(&file).expect("what the escript wrote"))
        }
        Err(error) => {
            println!("skipped: no escript ({error})");
            None
        }
    }
}

#[test]
fn bifs_as_in_otp() {
    let Some(bytes) = recorded() else { return };
    let bifs = Bifs::new();
    let mut rest = &bytes[..];
    let (mut count, mut skipped, mut failures) = (0, 0, Vec::new());
    while let Some((size, after)) = rest.split_first_chunk::<4>() {
        let (case, after) = after.split_at(u32::from_be_bytes(*size) as usize);
        rest = after;
        let mut heap = Heap::new(HeapOptions::default(), None);
        let mut machine = machine(&mut heap);
        match check(&bifs, &mut machine, case) {
            Ok(true) => count += 1,
            Ok(false) => skipped += 1,
            Err(failure) => failures.push(failure),
        }
    }
    println!("{count} calls");
    assert!(count > 1000 && skipped * 1000 <= count);
    let shown = failures.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} of {count} calls differ:\n{shown}", failures.len());
}

/// Whether a call gives what it should; `false` if it cannot be made here.
fn check(bifs: &Bifs, machine: &mut Machine, case: &[u8]) -> Result<bool, String> {
    let Ok(case) = decode(machine, case, false, |_| Some(16)) else {
        // Changed bytes can be a fun of more arguments than there are here.
        return Ok(false);
    };
    let case = case.term;
    let Some([module, name, arguments, expected]) = case.as_tuple().map(|case| case.elements())
    else {
        panic!("a case: {case}");
    };
    let text = |term: &Term| term.as_atom().expect("a name").text();
    let list: Vec<Term> = arguments.list().collect();
    let actual = match text(module) {
        "bits" => bifs.bit_syntax(machine, text(name), &list),
        module => bifs.call(machine, module, text(name), &list),
    };
    let Some([outcome, value]) = expected.as_tuple().map(|pair| pair.elements()) else {
        panic!("an outcome: {expected}");
    };
    let expected = match text(outcome) {
        "ok" => Outcome::Value(*value),
        class => Outcome::Raised(class, *value),
    };
    if actual.same(expected) {
        return Ok(true);
    }
    Err(format!("{module}:{name}{arguments}\n  expected {expected}\n  but got {actual}"))
}
