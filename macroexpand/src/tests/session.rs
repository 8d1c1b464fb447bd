//! Forms one by one.

use lfec_base::{Sources, Symbol};

use super::host::TestHost;
use crate::text::write;
use crate::{Options, Session, SessionContext, SessionForm};

/// A shell whose answers are text.
struct Shell {
    session: Session,
    host: TestHost,
    sources: Sources,
}

impl Default for Shell {
    fn default() -> Shell {
        let session = Session::new(Symbol::intern("shell"));
        Shell { session, host: TestHost::default(), sources: Sources::default() }
    }
}

impl Shell {
    fn read(&mut self, text: &str) -> lfec_reader::Form {
        let file = self.sources.add("shell", text);
        lfec_reader::read(file, text).0.remove(0)
    }

    fn form(&mut self, text: &str, variables: &[&str]) -> Vec<String> {
        let form = self.read(text);
        let variables: Vec<Symbol> = variables.iter().map(|name| Symbol::intern(name)).collect();
        let options = Options::default();
        let context =
            SessionContext { host: &mut self.host, sources: &mut self.sources, options: &options };
        let (wanted, diagnostics) = self.session.form(&form, &variables, context);
        let wanted = wanted.into_iter().map(|form| match form {
            SessionForm::Expression(code) => write(&code.lambda),
            SessionForm::Set { names, code } => format!("set {names:?} {}", write(&code.lambda)),
            SessionForm::Function { name, arity, lambda } => {
                format!("function {name}/{arity} {}", write(&lambda))
            }
            SessionForm::Defined(name) => format!("defined {name}"),
        });
        wanted.chain(diagnostics.into_iter().map(|diagnostic| diagnostic.message)).collect()
    }
}

#[test]
fn forms_know_what_was_typed_before() {
    let mut shell = Shell::default();
    assert_eq!(
        shell.form("(set (tuple a b) x)", &["x", "y"]),
        [
            "set [\"a\", \"b\"] (lambda (x) (let ((|whole value| x)) (let (((tuple a b) |whole value|)) \
          (list |whole value| a b))))"
        ]
    );
    assert_eq!(
        shell.form("(defun twice (n) (* n k))", &["k"]),
        [
            "function twice/1 (lambda (|argument 0|) (let ((k (call (quote lfe_shell) (quote variable) \
          (quote shell) (quote k)))) (funcall (lambda (n) (call (quote erlang) (quote *) n k)) \
          |argument 0|)))"
        ]
    );
    assert_eq!(shell.form("(twice 4)", &[]), ["(lambda () (call (quote shell) (quote twice) 4))"]);
    assert_eq!(shell.form("(defmacro m (a) `(twice ,a))", &[]), ["defined m"]);
    assert_eq!(
        shell.form("(m a)", &["a", "b"]),
        ["(lambda (a) (call (quote shell) (quote twice) a))"]
    );
    assert_eq!(shell.form("(defrecord r a)", &[]), ["defined set-r-a"]);
    assert_eq!(shell.form("(r-a (make-r a 1))", &[]).len(), 1);
    assert_eq!(shell.form("(defrecord r b)", &[]), ["defined set-r-b"]);
    assert_eq!(shell.form("(make-r a 1)", &[]), ["field a undefined in record r"]);
    assert_eq!(shell.form("(+ c 1)", &["a"]), ["symbol c is unbound"]);
    assert_eq!(shell.form("(progn (defun g () 1) (g))", &[]).len(), 2);
    assert_eq!(shell.form("(later)", &[]), ["(lambda () (call (quote shell) (quote later)))"]);
    shell.session.import(Symbol::intern("later"), 0, Symbol::intern("other"));
    assert_eq!(shell.form("(later)", &[]), ["(lambda () (call (quote other) (quote later)))"]);
}

#[test]
fn macros_are_expanded_step_by_step() {
    let mut shell = Shell::default();
    shell.form("(defmacro m (a) `(n (n ,a)))", &[]);
    shell.form("(defmacro n (a) `(list ,a))", &[]);
    let form = shell.read("(m x)");
    let options = Options::default();
    let mut step = |all: u8| {
        let context = SessionContext {
            host: &mut shell.host,
            sources: &mut shell.sources,
            options: &options,
        };
        let expanded = match all {
            0 => shell.session.macroexpand_1(&form, context).0,
            1 => shell.session.macroexpand(&form, context).0,
            _ => Some(shell.session.macroexpand_all(&form, context).0),
        };
        expanded.map(|form| write(&form))
    };
    assert_eq!(step(0).as_deref(), Some("(n (n x))"));
    assert_eq!(step(1).as_deref(), Some("(list (n x))"));
    assert_eq!(step(2).as_deref(), Some("(list (list x))"));
}
