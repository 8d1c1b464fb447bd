//! Trees to Core Erlang text that `erlc +from_core` and [`crate::parse`] accept.
//!
//! Strings of printable ASCII print as strings, other lists element by element, since `erlc`
//! reads the text as bytes; atoms are UTF-8 in quotes. Floats are the shortest digits that read
//! back the same. Annotations print where they mean something: terms on any node, places on what
//! a stack trace can show. The variables of a module that passes [`crate::check`] are legal in the
//! text, so printing does not rename.

mod literal;

use std::fmt;

use lfec_base::{Sources, Symbol};

use crate::ir::{
    Anno, BitKind, BitSegment, Clause, Definition, Endian, Expr, ExprKind, Fun, FunctionName,
    Literal, MapPair, Module, Pattern, PatternKind, TryExpr,
};
use crate::passes::split_sizes;

/// What is wanted of the text.
#[derive(Clone, Copy, Default)]
pub struct Options<'s> {
    /// Another name for the module.
    pub name: Option<Symbol>,
    /// The sources that spans are of. With them, places print as `[Line,{'file',Name}]`.
    pub sources: Option<&'s Sources>,
}

/// The text of a module. Patterns with sizes that `erlc` does not know are split
/// ([`crate::passes`]), which lowers `receive` too.
pub fn module(module: &Module, options: Options<'_>) -> String {
    if split_sizes::is_needed(module) {
        let mut module = module.clone();
        split_sizes::run(&mut module);
        return plain_module(&module, options);
    }
    plain_module(module, options)
}

/// The text of a module as it is.
fn plain_module(module: &Module, options: Options<'_>) -> String {
    let file = module.file_name();
    let mut writer = Writer { out: String::new(), indent: 0, sources: options.sources, file };
    writer.module(module, options.name.unwrap_or(module.name));
    writer.out
}

impl Module {
    /// The source file that the attribute `file` names.
    pub fn file_name(&self) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(name, _)| name.as_str() == "file")?;
        let (entry, _) = value.split_cons()?;
        let Literal::Tuple(items) = entry else { return None };
        let Literal::String(name) = items.first()? else { return None };
        name.iter().map(|point| char::from_u32(*point)).collect()
    }
}

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain_module(self, Options::default()))
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer { out: String::new(), indent: 0, sources: None, file: None };
        writer.expr(self);
        f.write_str(&writer.out)
    }
}

impl fmt::Display for FunctionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", literal::atom(self.name.as_str()), self.arity)
    }
}

/// Further in than this, lines are not indented more: a deep tree would print as blanks.
const MAX_INDENT: usize = 80;

struct Writer<'s> {
    out: String,
    indent: usize,
    sources: Option<&'s Sources>,
    /// File of places that are only a line.
    file: Option<String>,
}

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn line(&mut self) {
        self.out.push('\n');
        let blanks = self.indent.min(MAX_INDENT);
        self.out.extend(std::iter::repeat_n(' ', blanks));
    }

    /// On lines of its own, further in.
    fn block(&mut self, inside: impl FnOnce(&mut Self)) {
        self.indent += 2;
        self.line();
        inside(self);
        self.indent -= 2;
    }

    /// With commas between.
    fn sequence<T>(&mut self, items: &[T], each: impl Fn(&mut Self, &T)) {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.out.push(',');
            }
            each(self, item);
        }
    }

    fn module(&mut self, module: &Module, name: Symbol) {
        self.put("module ");
        self.atom(name);
        self.put(" [");
        self.sequence(&module.exports, |w, name| w.function_name(*name));
        self.put("]\n    attributes [");
        self.sequence(&module.attributes, |w, (name, value)| {
            w.put("\n        ");
            w.atom(*name);
            w.put(" = ");
            w.literal(value);
        });
        self.put("]\n");
        for definition in &module.definitions {
            self.definition(definition);
            self.put("\n");
        }
        self.put("end\n");
    }

    fn definition(&mut self, definition: &Definition) {
        self.function_name(definition.name);
        self.put(" =");
        self.block(|w| w.fun(&definition.function));
    }

    fn atom(&mut self, name: Symbol) {
        let text = literal::atom(name.as_str());
        self.put(&text);
    }

    fn function_name(&mut self, name: FunctionName) {
        self.put(&name.to_string());
    }

    fn literal(&mut self, value: &Literal) {
        literal::write(&mut self.out, value);
    }

    /// `inside`, in the parentheses of an annotation if there is one.
    fn annotated(&mut self, anno: &Anno, place: bool, inside: impl FnOnce(&mut Self)) {
        let place = if place { self.place(anno) } else { Vec::new() };
        if anno.terms.is_empty() && place.is_empty() {
            return inside(self);
        }
        self.put("( ");
        inside(self);
        self.put(" -| [");
        let terms: Vec<&Literal> = place.iter().chain(&anno.terms).collect();
        self.sequence(&terms, |w, term| literal::write_constant(&mut w.out, term));
        self.put("] )");
    }

    /// Line and file of an annotation.
    fn place(&self, anno: &Anno) -> Vec<Literal> {
        let Some(sources) = self.sources else { return Vec::new() };
        let (line, file) = match anno.span {
            _ if anno.line > 0 => (anno.line, self.file.clone()),
            Some(span) if !span.is_none() => {
                let (file, line) = sources.shown(span);
                (line, Some(file.to_owned()))
            }
            _ => return Vec::new(),
        };
        let file = file.map(|name| Literal::tuple([Literal::atom("file"), Literal::string(&name)]));
        std::iter::once(Literal::integer(line)).chain(file).collect()
    }

    fn expr(&mut self, expr: &Expr) {
        use ExprKind::*;
        let place = matches!(
            expr.kind,
            Call(..) | Apply(..) | PrimOp(..) | Binary(_) | Map(..) | Receive(..)
        );
        match &expr.kind {
            Fun(fun) if fun.anno.terms.is_empty() || expr.anno.terms.is_empty() => {
                // Expression and fun are one node in the text.
                let mut anno = fun.anno.clone();
                anno.terms.extend(expr.anno.terms.iter().cloned());
                self.annotated(&anno, true, |w| w.bare_fun(fun));
            }
            kind => self.annotated(&expr.anno, place, |w| w.kind(kind)),
        }
    }

    fn kind(&mut self, kind: &ExprKind) {
        use ExprKind::*;
        match kind {
            Var(name) => self.put(name.as_str()),
            FunctionName(name) => self.function_name(*name),
            Literal(value) => self.literal(value),
            Cons(head, tail) => self.cons(head, tail),
            Tuple(items) => self.bracketed("{", items, "}"),
            Map(base, pairs) => self.map(base.as_deref(), pairs),
            Binary(segments) => self.binary(segments),
            Fun(fun) => self.bare_fun(fun),
            Values(items) => self.bracketed("<", items, ">"),
            Let(names, argument, body) => self.let_in(names, argument, body),
            Seq(first, then) => {
                self.put("do ");
                self.argument(first);
                self.line();
                self.expr(then);
            }
            LetRec(definitions, body) => self.letrec(definitions, body),
            Apply(callee, arguments) => {
                self.put("apply ");
                self.expr(callee);
                self.bracketed("(", arguments, ")");
            }
            Call(module, function, arguments) => {
                self.put("call ");
                self.expr(module);
                self.put(":");
                self.expr(function);
                self.bracketed("(", arguments, ")");
            }
            PrimOp(name, arguments) => {
                self.put("primop ");
                self.atom(*name);
                self.bracketed("(", arguments, ")");
            }
            Case(argument, clauses) => {
                self.put("case ");
                self.expr(argument);
                self.put(" of");
                self.clauses(clauses);
                self.line();
                self.put("end");
            }
            Receive(clauses, timeout, action) => {
                self.put("receive");
                self.clauses(clauses);
                self.line();
                self.put("after ");
                self.expr(timeout);
                self.put(" ->");
                self.block(|w| w.expr(action));
            }
            Try(parts) => self.try_expr(parts),
            Catch(body) => {
                self.put("catch");
                self.block(|w| w.expr(body));
            }
        }
    }

    fn bracketed(&mut self, open: &str, items: &[Expr], close: &str) {
        self.put(open);
        self.sequence(items, |w, item| w.expr(item));
        self.put(close);
    }

    fn fun(&mut self, fun: &Fun) {
        self.annotated(&fun.anno, true, |w| w.bare_fun(fun));
    }

    fn bare_fun(&mut self, fun: &Fun) {
        self.put("fun (");
        self.names(&fun.parameters);
        self.put(") ->");
        self.block(|w| w.expr(&fun.body));
    }

    fn names(&mut self, names: &[Symbol]) {
        self.sequence(names, |w, name| w.put(name.as_str()));
    }

    fn cons(&mut self, head: &Expr, tail: &Expr) {
        self.put("[");
        self.expr(head);
        let mut rest = tail;
        while let ExprKind::Cons(head, tail) = &rest.kind
            && rest.anno.terms.is_empty()
        {
            self.put(",");
            self.expr(head);
            rest = tail;
        }
        if !matches!(rest.kind, ExprKind::Literal(Literal::Nil)) {
            self.put("|");
            self.expr(rest);
        }
        self.put("]");
    }

    fn map(&mut self, base: Option<&Expr>, pairs: &[MapPair]) {
        self.put("~{");
        self.sequence(pairs, |w, pair| {
            w.expr(&pair.key);
            w.put(if pair.exact { ":=" } else { "=>" });
            w.expr(&pair.value);
        });
        if let Some(base) = base {
            self.put("|");
            self.expr(base);
        }
        self.put("}~");
    }

    fn binary(&mut self, segments: &[BitSegment<Expr>]) {
        self.put("#{");
        for (i, segment) in segments.iter().enumerate() {
            self.put(if i > 0 { "," } else { "" });
            // What the error message of a construction that fails counts.
            let number = [Literal::atom("segment"), Literal::integer(i + 1)];
            let mut anno = Anno::default();
            if segment.value.as_literal().is_none() {
                anno.terms.push(Literal::tuple(number));
            }
            self.annotated(&anno, false, |w| w.segment(segment, |w, value| w.expr(value)));
        }
        self.put("}#");
    }

    fn segment<T>(&mut self, segment: &BitSegment<T>, value: impl Fn(&mut Self, &T)) {
        self.put("#<");
        value(self, &segment.value);
        self.put(">(");
        self.expr(&segment.size);
        let sign = if segment.signed { "signed" } else { "unsigned" };
        let (kind, endian) = (bit_kind(segment.kind), bit_endian(segment.endian));
        let unit = match segment.kind {
            BitKind::Utf8 | BitKind::Utf16 | BitKind::Utf32 => "'undefined'".to_owned(),
            _ => segment.unit.to_string(),
        };
        self.put(&format!(",{unit},'{kind}',['{sign}','{endian}'])"));
    }

    /// An operand that stands before something else: on the line if it is short.
    fn argument(&mut self, expr: &Expr) {
        if is_short(expr) { self.expr(expr) } else { self.block(|w| w.expr(expr)) }
    }

    /// The body is not indented: bindings follow one another like statements.
    fn let_in(&mut self, names: &[Symbol], argument: &Expr, body: &Expr) {
        self.put("let <");
        self.names(names);
        self.put("> = ");
        self.argument(argument);
        self.line();
        self.put("in ");
        self.expr(body);
    }

    fn letrec(&mut self, definitions: &[Definition], body: &Expr) {
        self.put("letrec");
        for definition in definitions {
            self.block(|w| w.definition(definition));
        }
        self.line();
        self.put("in ");
        self.expr(body);
    }

    fn try_expr(&mut self, parts: &TryExpr) {
        self.put("try");
        self.block(|w| w.expr(&parts.argument));
        self.line();
        self.put("of <");
        self.names(&parts.variables);
        self.put("> ->");
        self.block(|w| w.expr(&parts.body));
        self.line();
        self.put("catch <");
        self.names(&parts.exception_variables);
        self.put("> ->");
        self.block(|w| w.expr(&parts.handler));
    }

    fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            self.block(|w| w.annotated(&clause.anno, false, |w| w.clause(clause)));
        }
    }

    fn clause(&mut self, clause: &Clause) {
        self.put("<");
        self.sequence(&clause.patterns, |w, pattern| w.pattern(pattern));
        self.put("> when ");
        self.argument(&clause.guard);
        self.put(" ->");
        self.block(|w| w.expr(&clause.body));
    }

    fn pattern(&mut self, pattern: &Pattern) {
        self.annotated(&pattern.anno, false, |w| w.pattern_kind(&pattern.kind));
    }

    fn pattern_kind(&mut self, kind: &PatternKind) {
        match kind {
            PatternKind::Var(name) => self.put(name.as_str()),
            PatternKind::Literal(value) => self.literal(value),
            PatternKind::Cons(head, tail) => {
                self.put("[");
                self.pattern(head);
                self.put("|");
                self.pattern(tail);
                self.put("]");
            }
            PatternKind::Tuple(items) => {
                self.put("{");
                self.sequence(items, |w, item| w.pattern(item));
                self.put("}");
            }
            PatternKind::Map(pairs) => {
                self.put("~{");
                self.sequence(pairs, |w, (key, value)| {
                    w.expr(key);
                    w.put(":=");
                    w.pattern(value);
                });
                self.put("}~");
            }
            PatternKind::Binary(segments) => {
                self.put("#{");
                self.sequence(segments, |w, s| w.segment(s, |w, value| w.pattern(value)));
                self.put("}#");
            }
            PatternKind::Alias(name, pattern) => {
                self.put(name.as_str());
                self.put(" = ");
                self.pattern(pattern);
            }
        }
    }
}

/// Whether it fits on the line of something else.
fn is_short(expr: &Expr) -> bool {
    use ExprKind::*;
    let flat = |items: &[Expr]| items.len() <= 8 && items.iter().all(is_short);
    match &expr.kind {
        Var(_) | FunctionName(_) | Literal(_) => true,
        Tuple(items) | Values(items) | PrimOp(_, items) => flat(items),
        Apply(callee, items) => is_short(callee) && flat(items),
        Call(module, function, items) => is_short(module) && is_short(function) && flat(items),
        Cons(head, tail) => is_short(head) && is_short(tail),
        Map(_, pairs) => pairs.len() <= 4,
        Binary(segments) => segments.len() <= 2,
        _ => false,
    }
}

fn bit_kind(kind: BitKind) -> &'static str {
    match kind {
        BitKind::Integer => "integer",
        BitKind::Float => "float",
        BitKind::Binary => "binary",
        BitKind::Utf8 => "utf8",
        BitKind::Utf16 => "utf16",
        BitKind::Utf32 => "utf32",
    }
}

fn bit_endian(endian: Endian) -> &'static str {
    match endian {
        Endian::Big => "big",
        Endian::Little => "little",
        Endian::Native => "native",
    }
}
