//! What to do about each kind of message, for those that carry no help of their own.
//!
//! A phase that knows more about the place says it itself ([`crate::Diagnostic::with_help`]); what
//! stands here follows from the kind of the message and the language alone.

/// What a source text is written in, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Lfe,
    Erlang,
    Core,
}

fn language(file: &str) -> Language {
    match file.rsplit_once('.') {
        Some((_, "erl" | "hrl" | "src" | "config")) => Language::Erlang,
        Some((_, "core")) => Language::Core,
        _ => Language::Lfe,
    }
}

/// The next step after a message with this code in a file of this name.
pub(crate) fn hint(code: &str, message: &str, file: &str) -> Option<&'static str> {
    let first = match language(file) {
        Language::Lfe => lfe(code, message),
        Language::Erlang => erlang(code, message),
        Language::Core => core(code),
    };
    first.or_else(|| any(code))
}

/// Messages that mean the same in every language.
fn any(code: &str) -> Option<&'static str> {
    Some(match code {
        "undefined-function" => "define it, or check the name and the number of arguments",
        "redefine-function" | "duplicate-function" => {
            "clauses of one function stand together; give the other one another name"
        }
        "unused-function" => "export it, call it, or take it out",
        "unused-type" => "export it, use it, or take it out",
        "unused-record" => "use it, or take its definition out",
        "unused-import" => "take it out of the import",
        "nomatch-shadow" => "take it out, or move it in front of the clause that always matches",
        "nesting" | "nesting-too-deep" | "too-deep" => {
            "put inner parts into functions or variables of their own"
        }
        "source-too-long" | "too-long" => "split the file",
        "illegal-guard" | "illegal-guard-expr" | "illegal-guard-local-call" => {
            "guards hold tests, comparisons, arithmetic and the functions allowed in guards; \
             compute anything else before"
        }
        "undefined-type" => "define it, or check the name and the number of arguments",
        "redefine-type" | "redefine-record" | "redefine-struct" | "redefine-spec"
        | "redefine-field" => "take one of the two out, or give it another name",
        "builtin-type" => "give it another name",
        "singleton-typevar" => "use _ or term() where it stands, or name it twice",
        "spec-fun-undefined" => "define the function, or correct the spec's name and arity",
        "undefined-record" => "define the record first, or include the header that does",
        "undefined-field" | "undefined-record-field" | "undefined-struct-field" => {
            "check the name against the definition"
        }
        "undefined-struct" => "the module that defines it is compiled first or given with it",
        "undefined-bittype" => {
            "types are integer, float, binary, bytes, bitstring, bits, utf8, utf16, utf32; \
             others are signed, unsigned, big, little, native, size and unit"
        }
        "bittype-unit" => "give the segment a size too",
        "unknown-feature" => "features are maybe_expr and compr_assign",
        "notrans" => "write the definition in LFE where it is used",
        "deprecated" => "use what has replaced it",
        "undef-parse-transform" => {
            "give the transform's source file together with this one, or take the option out"
        }
        "too-many-arguments" => "put some of them into a tuple, list or map",
        "invalid-utf8" => "save the file with UTF-8 encoding",
        "illegal" | "illegal-chars" | "illegal-token" => {
            "take it out, or quote what is meant as text"
        }
        "bad-attribute" => "check its shape against the manual's module attributes",
        _ => return None,
    })
}

fn lfe(code: &str, message: &str) -> Option<&'static str> {
    Some(match code {
        "bad-form" => return form(message.strip_prefix("bad ")?.strip_suffix(" form")?),
        "bad-args" => "arguments are a list of different variables: (a b c)",
        "bad-gargs" => {
            "a clause is ((pattern ...) body ...), with a guard ((pattern ...) (when test ...) body ...)"
        }
        "bad-pat-alias" => "an alias is (= pattern pattern), of patterns that can match the same",
        "bad-head-arity" => "all clauses of a function have as many patterns",
        "bad-fdef" => {
            "a definition is (defun name (a b) body ...) or (defun name ((pattern ...) body ...) ...)"
        }
        "bad-module-def" => {
            "a module starts with (defmodule name (export (function arity) ...) ...)"
        }
        "bad-meta-def" => "metadata are (doc \"text\"), (type ...), (spec ...) and (record ...)",
        "bad-attribute" => "an attribute is (name value ...)",
        "bad-ewc-form" => "it holds definitions of functions and macros, and (set pattern value)",
        "bad-record-def" => "a record is (defrecord name field (field default) ...)",
        "bad-record-name" => "a record's name is a symbol",
        "bad-record-field" => "a field is name, (name default) or (name default type)",
        "bad-struct-def" => "a struct is (defstruct (field default) ...), once in its module",
        "bad-struct-field" => "a field is name, (name default) or (name default type)",
        "missing-record-field-value" | "missing-struct-field-value" => {
            "fields and values come in pairs: field value field value"
        }
        "bad-type-def" => "a type is (deftype (name var ...) type) or (deftype name type)",
        "bad-type-syntax" => {
            "types are (integer), (list type), (tuple type ...), (union type ...), (lambda (type ...) type), \
             (map key value ...), names of variables and literals"
        }
        "bad-function-spec" => "a spec is (defspec (name arity) ((type ...) result) ...)",
        "bad-format" => "check it against the syntax of such a literal",
        "bad-tq-string" => {
            "three quotes, a line end, lines of text, three quotes on a line of their own"
        }
        "bad-literal" => "a map is #M(key value ...), a binary #B(segment ...) of literals",
        "illegal-bitseg" => {
            "a segment is value or (value option ...): (n (size 16) little unsigned)"
        }
        "illegal-bitsize" => "a size is a number, a bound variable or (for binaries) all",
        "illegal-exception" => "a catch clause is ((tuple class reason stacktrace) body ...)",
        "illegal-stacktrace" => "name a variable there that is bound nowhere else, or _",
        "illegal-pattern" => {
            "patterns are variables, literals, (tuple ...), (list ...), (cons head tail), (binary ...), \
             (map ...), (= pattern pattern) and records"
        }
        "illegal-mapkey" => "in patterns and guards keys are literals or bound variables",
        "illegal-chars" if message.contains("based number") => {
            "a number has a base of 2 to 36 and digits below it: #b101 #xff #36rzz"
        }
        "illegal-chars" => "close the string or quoted symbol, or take the characters out",
        "illegal-token" => {
            "tokens with # are #( #M( #B( #.( #\"text\" #'fun/arity #b101 #o17 #xff #36rzz #\\a #| |#"
        }
        "missing-token" => {
            "close what is open; the cursor stands at the bracket or quote that was opened"
        }
        "unbound-symbol" => "if the atom is meant, quote it",
        "unused-var" => "begin its name with _ if that is meant",
        "shadowed-var" => "give one of the two another name if that is not meant",
        "shadowed-macro" => "give one of the two another name",
        "multi-var" => "in argument lists and let bindings every name stands once",
        "unknown-form" => {
            "define the macro before it is used, or put the expression into a function"
        }
        "redefine-core-form" | "defining-core-form" => {
            "core forms keep their meaning: choose another name"
        }
        "redefine-core-function" => {
            "calls of it mean the function of the module from here on; choose another name if that is not meant"
        }
        "reimport-function" => {
            "import it from one of the two modules, or rename it: (rename mod ((f 1) g))"
        }
        "define-imported-function" => "take it out of the import, or give it another name",
        "undefined-onload-function" => "define it, with no arguments",
        "redefine-module-alias" => "use the alias that is there, or choose another name",
        "circular-module-alias" => "an alias names a module, not another alias",
        "expand-macro" => {
            "the macro failed with these arguments: look at its definition, or try (macroexpand-1 'form) in the shell"
        }
        "no-include" => {
            "check the name; folders to search are given with -I, libraries by (include-lib \"app/include/file\")"
        }
        "include-too-deep" => "a file includes itself; guard it or take the include out",
        "unsupported-include" => "files of LFE (.lfe) and of Erlang (.hrl) can be included",
        "reader-stopped" => "correct the messages before it first",
        "illegal-ms-func" => "match specifications hold the functions that the manual of ets lists",
        "match-spec-head" => "the head of a match specification is one pattern for a tuple",
        _ => return None,
    })
}

/// How a form of LFE is written.
fn form(name: &str) -> Option<&'static str> {
    Some(match name {
        "if" => "it is written (if test then) or (if test then else)",
        "let" => "it is written (let ((pattern value) ...) body ...)",
        "let*" => "it is written (let* ((pattern value) ...) body ...)",
        "flet" => "it is written (flet ((name (arg ...) body ...) ...) body ...)",
        "flet*" => "it is written (flet* ((name (arg ...) body ...) ...) body ...)",
        "fletrec" => "it is written (fletrec ((name (arg ...) body ...) ...) body ...)",
        "let-function" => "it is written (let-function ((name lambda) ...) body ...)",
        "letrec-function" => "it is written (letrec-function ((name lambda) ...) body ...)",
        "let-macro" | "macrolet" => {
            "it is written (macrolet ((name (arg ...) body ...) ...) body ...)"
        }
        "let-syntax" | "syntaxlet" => "it is written (let-syntax ((name rules) ...) body ...)",
        "case" => {
            "it is written (case value (pattern body ...) (pattern (when test ...) body ...) ...)"
        }
        "cond" => {
            "it is written (cond (test body ...) ((?= pattern value) body ...) (else body ...))"
        }
        "receive" => "it is written (receive (pattern body ...) ... (after milliseconds body ...))",
        "try" => "it is written (try body (case clause ...) (catch clause ...) (after body ...))",
        "maybe" => "it is written (maybe step ... (?= pattern value) ... (else clause ...))",
        "catch" => "it is written (catch body ...)",
        "lambda" => "it is written (lambda (arg ...) body ...)",
        "match-lambda" => "it is written (match-lambda ((pattern ...) body ...) ...)",
        "when" => "it is written (when test ...) and stands first in a clause",
        "do" => "it is written (do ((variable start step) ...) (test result) body ...)",
        "cons" => "it is written (cons head tail)",
        "car" | "cdr" => "it takes one argument",
        "function" => "it is written (function name arity) or (function module name arity)",
        "call" => "it is written (call module function argument ...)",
        "funcall" => "it is written (funcall function argument ...)",
        "quote" => "it is written (quote form) or 'form",
        "backquote" => "it is written `form, with ,form and ,@list inside",
        "map" => "keys and values come in pairs: (map key value ...)",
        "map-get" | "mref" => "it is written (map-get map key)",
        "map-set" | "mset" | "map-update" | "mupd" => "it is written (map-set map key value ...)",
        "map-remove" | "mrem" => "it is written (map-remove map key ...)",
        "map-size" => "it is written (map-size map)",
        "lc" | "list-comp" => "it is written (lc ((<- pattern list) test ...) expression)",
        "bc" | "binary-comp" => "it is written (bc ((<= segment binary) test ...) segment)",
        "binary" => {
            "it is written (binary segment ...), a segment being value or (value option ...)"
        }
        "set" => "it is written (set pattern value) or (set pattern (when test ...) value)",
        "define-function" => "it is written (define-function name meta lambda)",
        "define-macro" => "it is written (define-macro name meta lambda)",
        "define-module" => "it is written (define-module name meta attributes)",
        "defun" => {
            "it is written (defun name (arg ...) body ...) or (defun name ((pattern ...) body ...) ...)"
        }
        "defmacro" => {
            "it is written (defmacro name (arg ...) body ...) or (defmacro name (args body ...) ...)"
        }
        "defrecord" => "it is written (defrecord name field (field default) ...)",
        "defsyntax" | "define-syntax" => "it is written (defsyntax name (pattern template) ...)",
        "include-file" => "it is written (include-file \"name\")",
        "include-lib" => "it is written (include-lib \"application/include/name\")",
        "application" => "the head of a call is a function's name, a lambda or module:function",
        "record" => "it is written (make-name field value ...) or (record name field value ...)",
        "struct" => "it is written (struct module field value ...)",
        "eval-when-compile" => {
            "it holds definitions of functions and macros, and (set pattern value)"
        }
        "extend-module" => "it is written (extend-module meta attributes)",
        "ets-ms" | "dbg-ms" | "match-spec" => {
            "it is written (ets-ms ((pattern) (when test ...) body ...) ...)"
        }
        "qlc" => "it is written (qlc (lc ((<- pattern list) ...) expression))",
        "syntax-rules" => "it is written (syntax-rules (pattern template) ...)",
        "clause" => "a clause is (pattern body ...) or (pattern (when test ...) body ...)",
        "comprehension" => "a comprehension has generators and tests: ((<- pattern list) test ...)",
        "else" => "(else clause ...) stands last in a maybe",
        "prog1" | "prog2" => "it is written (prog1 first form ...) or (prog2 form second form ...)",
        "defstruct" => "it is written (defstruct (field default) ...)",
        _ => "compare it with how the form is written in the language's guide",
    })
}

fn erlang(code: &str, message: &str) -> Option<&'static str> {
    Some(match code {
        "syntax-error" => return Some(syntax(message)),
        "unbound-var" => "bind it first, or write an atom with a small first letter",
        "unsafe-var" => "bind it in every clause, or use the value of the whole expression",
        "unused-var" => "begin its name with _ if that is meant",
        "useless-building" | "no-effect" => "take it out, or use its value",
        "result-ignored" => "use its value, or write _ = in front of it",
        "eval-failure" | "bin-construction" => "correct the constant",
        "nomatch" | "nomatch-guard" => "correct the pattern, the guard or the value",
        "map-key-overridden" => "take one of the two out",
        "removed" => "use what has replaced it",
        "conflicting-behaviours" => "give each of the behaviours a module of its own",
        "bittype-mismatch" => "take one of the two out",
        "stacktrace-bound" => "choose a name that has no value yet",
        "stacktrace-guard" => "look at it in the body of the clause",
        "bad-deprecated" => "export the function, or take it out of the attribute",
        "bad-removed" => "take it out of -export, or out of the attribute",
        "bad-dialyzer-option" => {
            "options are names of warnings, as the manual of dialyzer has them"
        }
        "undefined-callback" => "declare it with -callback",
        "undefined-nif" => "define it, with a body for where the library is not loaded",
        "bad-record-field" => "a field is name, name = Default or name :: Type",
        "bad-record-declaration" => "it is written -record(name, {field, field = Default}).",
        "duplicated-argument" => "give each argument of the macro a name of its own",
        "shadowed-var" => "give one of the two another name if that is not meant",
        "match-underscore-var" => "take the _ off, or use another variable",
        "head-mismatch" => {
            "all clauses of a function have its name and as many arguments; functions end with a full stop"
        }
        "illegal-pattern" => {
            "patterns are variables, literals, and tuples, lists, maps, records and binaries of patterns"
        }
        "illegal-expr" => "it has a meaning in patterns or types only",
        "illegal" => "take it out, or quote the atom or text that is meant",
        "unterminated" => "close it; a quote inside is written with \\ before it",
        "undefined-module" => "begin the file with -module(name).",
        "redefine-module" => "a file holds one module",
        "bad-module" | "empty-module-name" | "ctrl-chars-in-module-name" => {
            "a module's name is an atom"
        }
        "undefined-macro" => "define it with -define, or include the header that does",
        "mismatch" => "call it with as many arguments as it is defined with",
        "arg-error" => "close the argument list of the macro call",
        "call" => "a macro is called by ?NAME or ?NAME(arguments)",
        "circular" => "a macro must not need itself",
        "redefine" | "redefine-predef" => "-undef it first, or choose another name",
        "include" => {
            "check the name; folders to search are given with -I, libraries by -include_lib"
        }
        "depth" => "something includes or calls itself; guard it with -ifndef",
        "bad-directive" => {
            "check its shape: -define(NAME, text). -ifdef(NAME). -include(\"file\")."
        }
        "elif-after-else" => "put -elif before -else",
        "missing-parenthesis" => {
            "a directive's arguments stand in parentheses, with a full stop behind"
        }
        "error" | "warning" => "the source itself says so, by -error or -warning",
        "illegal-function" => "check its arguments against the manual",
        "bad-inline" => "name functions of the module as name/arity",
        "bad-on-load" | "bad-on-load-arity" => "write -on_load(name/0).",
        "multiple-on-loads" => "call the others from the first",
        "bad-multi-field-init" => "write _ = value once, for all fields that are not named",
        "call-to-redefined-bif" => {
            "write erlang:name(...), or -compile({no_auto_import, [name/arity]})."
        }
        "define-import" | "redefine-import" => "take it out of the import, or give it another name",
        "duplicated-export" => "export it once",
        "export-all" => "list what is exported",
        "field-name-is-variable" | "variable-in-record-def" => "names of fields are atoms",
        "format-error" => "give as many arguments as the format takes, of the kinds it takes",
        "illegal-bin-pattern" => "match a whole binary, or segments of bound size",
        "illegal-map-construction" => "in #{} keys are given with =>; := changes what is in a map",
        "illegal-record-info" => "write record_info(fields, name) or record_info(size, name)",
        "illegal-zip-generator" => "only generators stand on both sides of &&",
        "indentation" => "every line begins with the blanks that stand before the closing quotes",
        "ms-transform" => {
            "the fun of a match specification has one argument and calls what the manual of ets lists"
        }
        "non-integer-bitsize" => "a size is an integer that is not negative",
        "not-exported-opaque" => "export the type, or make it a -type",
        "attribute" => "move it in front of the first function",
        "obsolete-guard" => "write is_NAME instead",
        "spec-wrong-arity" => "give the spec as many arguments as the function has",
        "typed-literal-string" => {
            "a string takes no other type than utf8, utf16, utf32, and no unit"
        }
        "undefined-behaviour-func" => {
            "define and export it, or list it in -optional_callbacks of the behaviour"
        }
        "unsized-binary-not-at-end" | "unsized-binary-in-bin-gen-pattern" => {
            "give the segment a size, or put it last"
        }
        "utf-bittype-size-or-unit" => "take size and unit off: characters have the size they need",
        "wildcard-in-update" => "name the fields that change",
        "truncated" => "correct the messages before it first",
        _ => return None,
    })
}

/// What is probably missing where the grammar does not go on.
fn syntax(message: &str) -> &'static str {
    match message.strip_prefix("syntax error before: ").unwrap_or_default() {
        "" => "the file ends before the form does: a full stop, `end` or a bracket is missing",
        "'.'" => {
            "something is not closed before the full stop: `end`, a bracket, or an expression is missing"
        }
        "'end'" | "')'" | "']'" | "'}'" | "'>>'" => {
            "an expression is missing before it, or a comma or semicolon is too many"
        }
        "'->'" | "'when'" => {
            "a pattern or a condition is missing, or the clause before it is not closed"
        }
        "','" | "';'" => "an expression is missing before it",
        "'-'" | "'else'" | "'of'" | "'after'" | "'catch'" => {
            "the form before it is not complete: a full stop, comma or `end` is missing"
        }
        _ => {
            "something is missing or too many before it: a comma, a semicolon, a full stop, an operator"
        }
    }
}

fn core(code: &str) -> Option<&'static str> {
    Some(match code {
        "syntax-error" => "compare it with the grammar of Core Erlang, as erlc +to_core writes it",
        "unbound-variable" => "bind it by let, case, fun, letrec or a clause around the place",
        "illegal-variable" => "variables begin with a capital letter or _",
        "duplicate-variable" => "a pattern binds each variable once; compare values in a guard",
        "value-count" => "values are given as <A, B>, as many as the place takes",
        "arity-mismatch" => "call it with as many arguments as it has parameters",
        "jump" => "jump targets are functions of letrec that are only called, last in their scope",
        "illegal-pattern" => {
            "patterns are variables, literals, conses, tuples, maps, binaries and aliases"
        }
        "illegal-size" => "the size of a segment is a variable or a literal",
        "illegal-map-key" => "keys in patterns are literals or bound variables",
        "illegal-constant" => "constants of attributes are literals",
        "map-base" => "extend a variable or a literal map",
        "no-clause" => "give it at least one clause",
        "unknown-primop" => {
            "primitives are those that erlc writes: match_fail, raise, recv_peek_message and so on"
        }
        "base" => "bases are 2 to 36",
        "bad-attribute" => "attributes are 'name' = literal",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn languages_have_their_own() {
        let lfe = hint("illegal-pattern", "illegal pattern (f x)", "a.lfe").unwrap();
        assert!(lfe.contains("(cons head tail)"));
        assert!(!hint("illegal-pattern", "illegal pattern", "a.erl").unwrap().contains('('));
        assert!(hint("bad-form", "bad if form", "a.lfe").unwrap().contains("(if test then)"));
        assert!(hint("undefined-function", "function f/1 undefined", "a.core").is_some());
    }
}
