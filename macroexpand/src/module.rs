//! What expansion leaves, and what it needs from outside.

use lfec_base::{Span, Symbol};
use lfec_reader::Form;

/// One module: what `defmodule` said and functions whose bodies hold core forms only.
///
/// Core forms, in function bodies: `quote cons car cdr list tuple tref tset binary map map-size
/// map-get map-set map-update map-remove function lambda match-lambda let let-function
/// letrec-function progn prog1 prog2 if case cond maybe receive catch try funcall call andalso
/// orelse list-comp binary-comp ++ --`, and calls `(name arg …)` of local, imported or automatically
/// imported functions; `(m:f arg …)` has become `(call 'm 'f arg …)`, records and structs tuples
/// and maps.
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
    /// Functions in source order.
    pub functions: Vec<FunctionDefinition>,
    /// The `defmodule` documentation string.
    pub documentation: Option<String>,
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
    /// before by name and arity. A later definition replaces an earlier one.
    /// Compilation may wait until the first call.
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
}
