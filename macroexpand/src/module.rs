//! What expansion leaves, and what it needs from outside.
//!
//! # The language of function bodies
//!
//! An expression is
//!
//! * a symbol: a variable;
//! * an integer, float, string, binary, tuple or map literal, or `(quote datum)`: that datum.
//!   `()` is written `(quote ())`;
//! * data: `(cons e e)`, `(car e)`, `(cdr e)`, `(list e…)`, `(tuple e…)`, `(tref tuple index)`,
//!   `(tset tuple index value)`, `(binary segment…)`, `(map key value …)`, `(map-size e)`,
//!   `(map-get map key)`, `(map-set map key value …)`, `(map-update map key value …)`,
//!   `(map-remove map key…)`, `(++ e e…)` and `(-- e e…)` of two or more, which group to the right;
//! * functions: `(lambda (x…) body)` with symbols that differ (but for `_`),
//!   `(match-lambda ((pattern…) [guard] body)…)`, `(function name arity)` of a local function or
//!   one of this module, `(function module name arity)`;
//! * bindings: `(let ((pattern [guard] e)…) body)`, whose expressions all see the outer scope,
//!   `(let-function ((name lambda)…) body)`, `(letrec-function ((name lambda)…) body)`, where
//!   lambda is one of the two function forms;
//! * control: `(progn body)`, `(prog1 e e…)`, `(prog2 e e e…)`, `(if test e e)`,
//!   `(case e (pattern [guard] body)…)`, `(cond clause…)`, `(maybe step… [(else clause…)])`,
//!   `(receive (pattern [guard] body)… [(after timeout body)])`, `(catch body)`,
//!   `(try e [(case (pattern [guard] body)…)] [(catch (exception [guard] body)…)]
//!   [(after body)])`, `(andalso e e…)` and `(orelse e e…)` of two or more;
//! * comprehensions: `(list-comp (qualifier…) e)`, `(binary-comp (qualifier…) e)`; a qualifier is
//!   `(<- pattern [guard] list)`, `(<= pattern [guard] bits)` or a test expression;
//! * calls: `(funcall e e…)`, `(call module function e…)` with any two expressions in front, and
//!   `(name e…)` of a local function or one of this module. Imported functions, automatically
//!   imported ones and operators are `(call 'module 'function e…)`, operators with one or two
//!   arguments.
//!
//! A body is one or more expressions. A guard is `(when g g…)`: all must be true. A `cond` clause
//! is `(test body)`, `((?= pattern [guard] e) body)` or, last, `(else body)`. A `maybe` step is
//! `(?= pattern e)`, `(let (…) step…)` or an expression; its `else` clauses are
//! `((pattern) [guard] body)`. An exception is `_` or `(tuple pattern pattern stack)`, where
//! stack is a variable or `_`.
//!
//! A guard expression is a symbol, a literal, `cons car cdr list tuple tref binary map map-size
//! map-get map-set map-update andalso orelse` of guard expressions, or `(call 'erlang 'name g…)`
//! of an operator or a function that is allowed in guards.
//!
//! A pattern is a symbol (`_` matches anything, the same symbol twice the same term twice), a
//! literal (no binary or map within), `(cons p p)`, `(list p…)`, `(tuple p…)`,
//! `(map key p …)` with literal keys, `(binary segment…)` or `(= p p)`.
//!
//! A segment is `(value [(size e)] [(unit n)] type sign endian)`, type one of `integer float
//! binary utf8 utf16 utf32`, sign `signed` or `unsigned`, endian `big little native`. `utf8`,
//! `utf16` and `utf32` have neither size nor unit; `integer` and `float` have both; `binary` has a
//! unit, and no size where it takes all that is left. In a pattern value is a symbol, an integer
//! or a float, and size a positive integer or a symbol bound outside or earlier in the pattern.

use lfec_base::{Diagnostic, FileId, Sources, Span, Symbol};
use lfec_reader::Form;

/// One module: what `defmodule` said, and functions in the language described above.
#[derive(Debug)]
pub struct Module {
    /// Name.
    pub name: Symbol,
    /// Where its `defmodule` stands.
    pub span: Span,
    /// Exported functions; every defined function under `(export all)`.
    pub exports: Vec<(Symbol, usize)>,
    /// Local name and arity, and the module and name it stands for.
    pub imports: Vec<((Symbol, usize), (Symbol, Symbol))>,
    /// Attributes as `-name(value)`, value as data; `behaviour` among them.
    pub attributes: Vec<(Symbol, Form)>,
    /// The function that runs when the program starts, before its entry.
    pub on_load: Option<(Symbol, usize)>,
    /// Functions in source order; after them those made here: `__struct__/0,1` of a struct,
    /// `LFE-EXPAND-EXPORTED-MACRO/3` of exported macros, `__info__/1`.
    pub functions: Vec<FunctionDefinition>,
    /// The `defmodule` documentation string.
    pub documentation: Option<String>,
    /// Macros that other modules can call as `module:macro`.
    pub exported_macros: Vec<Symbol>,
}

/// A function of a module.
#[derive(Debug)]
pub struct FunctionDefinition {
    /// Name.
    pub name: Symbol,
    /// Number of arguments.
    pub arity: usize,
    /// `(lambda (x …) body…)` or `(match-lambda ((pattern …) [(when guard…)] body…) …)`, core forms.
    pub lambda: Form,
    /// Where the definition stands.
    pub span: Span,
    /// Documentation string.
    pub documentation: Option<String>,
}

/// Runs code at expansion time. The driver gives the one that compiles it natively; tests may
/// give others.
pub trait MacroHost {
    /// Defines a macro function or an `eval-when-compile` function for this file: `lambda` is a
    /// `(lambda …)` or `(match-lambda …)` of core forms, which may call functions defined here
    /// by name and arity. A later definition replaces an earlier one.
    /// Compilation may wait until the first call; functions that call each other are all defined
    /// before that.
    fn define(&mut self, name: Symbol, arity: usize, lambda: &Form) -> Result<(), String>;

    /// Calls a defined function with data. `Err` is the reason of the exception, printed as LFE
    /// prints it, or says that it took too long.
    fn call(&mut self, name: Symbol, arguments: &[Form]) -> Result<Form, String>;

    /// Calls `module:function`, of the library or of a module that was compiled before.
    /// `None`: there is no such function.
    fn call_remote(
        &mut self,
        module: Symbol,
        function: Symbol,
        arguments: &[Form],
    ) -> Option<Result<Form, String>>;

    /// The text of an included file, or `None`; the host knows the search path. `library` for
    /// `include-lib`. The first part of the result is the name that messages show.
    fn include(&mut self, name: &str, library: bool) -> Option<(String, String)>;

    /// The forms that an Erlang header stands for, which has been read as `file`, and what there is
    /// to say about it.
    fn header(&mut self, file: FileId, _: &mut Sources) -> (Vec<Form>, Vec<Diagnostic>) {
        let span = Span { file, start: 0, end: 0 };
        let message = "unable to translate the file: Erlang header files are not read here";
        (Vec::new(), vec![Diagnostic::error("unsupported-include", message, span)])
    }
}
