//! Random Erlang modules that compile: functions of two arguments over all kinds of terms.
//!
//! Each function is as likely to fail as to return; both are compared. Variables are never bound
//! twice and never used outside the clause that binds them, so that no module is refused for that.

use std::fmt::Write;

use super::random::Random;

const ATOMS: &[&str] = &["a", "b", "ok", "true", "false", "undefined"];
const INTEGERS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "-1",
    "7",
    "255",
    "256",
    "2147483648",
    "576460752303423487",
    "576460752303423488",
    "-576460752303423488",
    "1152921504606846975",
    "1152921504606846976",
    "-1152921504606846976",
    "18446744073709551616",
    "12345678901234567890",
    "-5",
];
const BITS: &[&str] = &["<<>>", "<<1,2,3>>", "<<\"abc\">>", "<<5:3>>", "<<1:1,7:9>>"];
const ARITHMETIC: &[&str] =
    &["+", "-", "*", "div", "rem", "band", "bor", "bxor", "bsl", "bsr", "/"];
const COMPARISONS: &[&str] = &["==", "/=", "=:=", "=/=", "<", ">", "=<", ">="];
const GUARD_FUNCTIONS: &[&str] = &[
    "abs",
    "hd",
    "tl",
    "length",
    "size",
    "tuple_size",
    "byte_size",
    "bit_size",
    "map_size",
    "is_integer",
    "is_atom",
    "is_list",
    "is_tuple",
    "is_map",
    "is_binary",
    "is_bitstring",
    "is_float",
    "is_number",
    "round",
    "trunc",
    "not",
    "-",
];
const FUNCTIONS: &[&str] = &[
    "is_function",
    "is_boolean",
    "float",
    "ceil",
    "floor",
    "integer_to_list",
    "atom_to_list",
    "list_to_tuple",
    "tuple_to_list",
    "integer_to_binary",
    "bnot",
    "lists:reverse",
    "lists:sum",
    "lists:sort",
    "lists:usort",
    "lists:max",
    "lists:flatten",
    "maps:keys",
    "maps:to_list",
    "lists:last",
    "erlang:phash2",
    "maps:size",
    "lists:concat",
    "list_to_binary",
    "iolist_size",
    "lists:append",
];
const TYPES: &[&str] = &[
    "integer", "atom", "list", "tuple", "map", "binary", "float", "number", "boolean", "function",
];

/// What surrounds the functions: results without what differs from system to system.
const SUPPORT: &str = "\
reason({badmatch, V}) -> {badmatch, shown(V)};
reason({F, _}) when F == badfun; F == badarity -> F;
reason(E) -> shown(E).

shown({'EXIT', {R, L}}) when is_list(L) -> {'EXIT', reason(R)};
shown(F) when is_function(F) -> a_fun;
shown([H | T]) -> [shown(H) | shown(T)];
shown(T) when is_tuple(T) -> list_to_tuple(shown(tuple_to_list(T)));
shown(M) when is_map(M) -> maps:from_list([{shown(K), shown(V)} || {K, V} <- maps:to_list(M)]);
shown(T) -> T.

call(F, A, B) ->
    R = try F(A, B) catch C:E -> {C, reason(E)} end,
    io:format(\"~w~n\", [shown(R)]).

run(N, F, Inputs) ->
    io:format(\"function ~p~n\", [N]),
    Limit = {max_heap_size, #{size => 3000000, kill => true, error_logger => false}},
    {P, M} = spawn_opt(fun() -> [call(F, A, B) || {A, B} <- Inputs] end, [monitor, Limit]),
    receive
        {'DOWN', M, _, _, normal} -> ok;
        {'DOWN', M, _, _, _} -> io:format(\"limit~n\")
    after 10000 ->
        exit(P, kill),
        io:format(\"limit~n\")
    end.
";

/// A module with `main/0`, which calls all its functions.
pub fn module(name: &str, functions: usize, random: &mut Random) -> String {
    let mut text = format!("-module({name}).\n-export([main/0]).\n\n");
    for index in 0..functions {
        let mut generator = Generator { random, functions, variables: 0 };
        text.push_str(&generator.function(index));
    }
    let mut generator = Generator { random, functions, variables: 0 };
    let mut inputs = vec![
        "{5, 3}".to_owned(),
        "{[1, 2, 3], {a, 1}}".to_owned(),
        "{<<1, 2, 3, 4>>, []}".to_owned(),
    ];
    inputs
        .extend((0..12).map(|_| format!("{{{}, {}}}", generator.literal(2), generator.literal(2))));
    let runs: Vec<String> =
        (0..functions).map(|index| format!("    run({index}, fun f{index}/2, Inputs)")).collect();
    let (inputs, runs) = (inputs.join(", "), runs.join(",\n"));
    let _ = write!(text, "{SUPPORT}\nmain() ->\n    Inputs = [{inputs}],\n{runs}.\n");
    text
}

/// The variables in scope.
type Scope = Vec<String>;

struct Generator<'r> {
    random: &'r mut Random,
    functions: usize,
    variables: usize,
}

impl Generator<'_> {
    fn function(&mut self, index: usize) -> String {
        let mut clauses = Vec::new();
        for _ in 0..1 + self.random.below(2) {
            let mut scope = Scope::new();
            let head = [self.pattern(&[], 2, &mut scope), self.pattern(&[], 2, &mut scope)];
            let guard = self.optional_guard(&scope, 30);
            let depth = 2 + self.random.below(3);
            let body = self.body(&scope, depth);
            clauses.push(format!("f{index}({}){guard} ->\n    {body}", head.join(", ")));
        }
        let scope = vec!["A".to_owned(), "B".to_owned()];
        let depth = 2 + self.random.below(3);
        let body = self.body(&scope, depth);
        clauses.push(format!("f{index}(A, B) ->\n    {body}"));
        clauses.join(";\n") + ".\n\n"
    }

    fn variable(&mut self) -> String {
        self.variables += 1;
        format!("V{}", self.variables)
    }

    fn with(&mut self, scope: &Scope) -> (String, Scope) {
        let name = self.variable();
        let mut inner = scope.clone();
        inner.push(name.clone());
        (name, inner)
    }

    /// As many as these of what `part` makes.
    fn many(&mut self, least: usize, most: usize, part: impl FnMut(&mut Self) -> String) -> String {
        self.several(least, most, ", ", part)
    }

    fn several(
        &mut self,
        least: usize,
        most: usize,
        between: &str,
        mut part: impl FnMut(&mut Self) -> String,
    ) -> String {
        let count = least + self.random.below(most - least + 1);
        let parts: Vec<String> = (0..count).map(|_| part(self)).collect();
        parts.join(between)
    }

    fn literal(&mut self, depth: usize) -> String {
        match self.random.below(14) {
            0..4 => self.random.pick(INTEGERS).to_owned(),
            4 | 5 => self.random.pick(ATOMS).to_owned(),
            6 => self.random.pick(&["0.0", "1.5", "-2.25", "1.0e10", "1.0e300", "3.0"]).to_owned(),
            7 => self.random.pick(&["\"abc\"", "[]", "\"xy\""]).to_owned(),
            8 => self.random.pick(BITS).to_owned(),
            9 if depth > 0 => format!("[{}]", self.many(0, 3, |g| g.literal(depth - 1))),
            10 if depth > 0 => format!("{{{}}}", self.many(0, 3, |g| g.literal(depth - 1))),
            11 if depth > 0 => {
                let pair = |g: &mut Self| format!("{} => {}", g.literal(0), g.literal(depth - 1));
                format!("#{{{}}}", self.many(0, 2, pair))
            }
            _ => (self.random.below(20) as i64 - 10).to_string(),
        }
    }

    fn leaf(&mut self, scope: &Scope) -> String {
        match self.known(scope, 70) {
            Some(name) => name,
            None => self.literal(1),
        }
    }

    fn known(&mut self, scope: &[String], chance: usize) -> Option<String> {
        let wanted = !scope.is_empty() && self.random.percent(chance);
        wanted.then(|| scope[self.random.below(scope.len())].clone())
    }

    fn expr(&mut self, scope: &Scope, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(scope);
        }
        match self.random.below(8) {
            0 | 1 => self.computation(scope, depth - 1),
            2 => self.construction(scope, depth - 1),
            3 | 4 => self.control(scope, depth - 1),
            5 => self.call(scope, depth - 1),
            6 => self.comprehension(scope, depth - 1),
            _ => self.expr(scope, depth - 1),
        }
    }

    fn small(&mut self, scope: &Scope, depth: usize) -> String {
        match self.random.percent(50) {
            true => self.random.pick(&["1", "2", "3", "-1", "5", "0"]).to_owned(),
            false => self.expr(scope, depth),
        }
    }

    fn list(&mut self, scope: &Scope, depth: usize) -> String {
        match self.random.percent(60) {
            true => format!("[{}]", self.many(0, 4, |g| g.expr(scope, depth))),
            false => self.expr(scope, depth),
        }
    }

    fn computation(&mut self, scope: &Scope, depth: usize) -> String {
        let left = self.expr(scope, depth);
        match self.random.below(6) {
            0..3 => {
                let all = self.random.percent(20);
                let operator = self.random.pick(if all { ARITHMETIC } else { &ARITHMETIC[..8] });
                format!("({left} {operator} {})", self.small(scope, depth))
            }
            3 | 4 => {
                let operator = self.random.pick(COMPARISONS);
                format!("({left} {operator} {})", self.expr(scope, depth))
            }
            _ => {
                let test = match self.random.percent(50) {
                    true => self.test(scope, 1),
                    false => left,
                };
                let operator = self.random.pick(&["andalso", "orelse"]);
                format!("(({test}) {operator} {})", self.expr(scope, depth))
            }
        }
    }

    fn construction(&mut self, scope: &Scope, depth: usize) -> String {
        let inner = |g: &mut Self| g.expr(scope, depth);
        match self.random.below(7) {
            0 => format!("[{} | {}]", inner(self), inner(self)),
            1 => format!("{{{}}}", self.many(0, 3, inner)),
            2 => format!("[{}]", self.many(0, 3, inner)),
            3 => {
                let pair = |g: &mut Self| format!("{} => {}", inner(g), inner(g));
                format!("#{{{}}}", self.many(0, 2, pair))
            }
            4 => format!("({})#{{{} => {}}}", inner(self), inner(self), inner(self)),
            5 => {
                let operator = self.random.pick(&["++", "--"]);
                format!("({} {operator} {})", self.list(scope, depth), self.expr(scope, depth))
            }
            _ => format!("<<{}>>", self.many(1, 3, |g| g.segment(scope, depth))),
        }
    }

    fn segment(&mut self, scope: &Scope, depth: usize) -> String {
        let types =
            ["", ":4", ":16/little", ":3/signed", "/binary", ":64/float", "/bitstring", "/utf8"];
        let value = self.expr(scope, depth);
        match value.starts_with('"') {
            // A string is a segment for each character.
            true => value,
            false => format!("({value}){}", self.random.pick(&types)),
        }
    }

    fn control(&mut self, scope: &Scope, depth: usize) -> String {
        match self.random.below(8) {
            0..3 => {
                let subject = self.expr(scope, depth);
                format!("case {subject} of {} end", self.clauses(scope, depth))
            }
            3 => {
                let (class, reason) = (self.variable(), self.variable());
                let body = self.body(scope, depth);
                format!("try {body} catch {class}:{reason} -> {{{class}, reason({reason})}} end")
            }
            4 => {
                let (first, second) = (self.variable(), self.variable());
                let subject = self.expr(scope, depth);
                let clauses = self.clauses(scope, depth);
                format!(
                    "try {subject} of {clauses} catch error:{first} -> {{err, reason({first})}}; \
                     throw:{second} -> {second}; exit:_ -> ex after ok end"
                )
            }
            5 => {
                let guard = self.guard(scope);
                let body = self.body(scope, depth);
                let otherwise = self.expr(scope, depth);
                format!("if {guard} -> {body}; true -> {otherwise} end")
            }
            6 => format!("begin {} end", self.body(scope, depth)),
            _ if self.random.percent(30) => format!("throw({})", self.expr(scope, depth)),
            _ => format!("(catch shown({}))", self.expr(scope, depth)),
        }
    }

    fn call(&mut self, scope: &Scope, depth: usize) -> String {
        let first = self.expr(scope, depth);
        match self.random.below(8) {
            0..4 => {
                let all = self.random.percent(60);
                let name = self.random.pick(if all { FUNCTIONS } else { GUARD_FUNCTIONS });
                format!("{name}({first})")
            }
            4 => {
                let place = self.small(scope, depth);
                format!("element({place}, {first})")
            }
            5 => format!("setelement(1, {first}, {})", self.expr(scope, depth)),
            6 => {
                let (name, inner) = self.with(scope);
                format!("(fun({name}) -> {} end)({first})", self.body(&inner, depth))
            }
            _ => {
                let index = self.random.below(self.functions);
                format!("f{index}({first}, {})", self.expr(scope, depth))
            }
        }
    }

    fn comprehension(&mut self, scope: &Scope, depth: usize) -> String {
        let (name, inner) = self.with(scope);
        let source = self.list(scope, depth);
        match self.random.below(3) {
            0 => {
                let filter = match self.random.percent(50) {
                    true => format!(", {}", self.test(&inner, 1)),
                    false => String::new(),
                };
                format!("[{} || {name} <- {source}{filter}]", self.expr(&inner, depth))
            }
            1 => {
                let size = self.random.pick(&["", ":4", ":3", ":16/little"]);
                let element = self.expr(&inner, depth);
                let source = self.expr(scope, depth);
                format!("<< <<({element})/integer>> || <<{name}{size}>> <= {source} >>")
            }
            _ => {
                let (result, inner) = self.with(&inner);
                let body = self.expr(&inner, depth);
                let start = self.expr(scope, depth);
                format!("lists:foldl(fun({name}, {result}) -> {body} end, {start}, {source})")
            }
        }
    }

    fn body(&mut self, scope: &Scope, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(scope);
        }
        match self.random.below(10) {
            0 | 1 => {
                let value = self.expr(scope, depth - 1);
                let (name, inner) = self.with(scope);
                format!("{name} = {value}, {}", self.expr(&inner, depth))
            }
            2 => {
                let value = self.expr(scope, depth - 1);
                let mut inner = scope.clone();
                let pattern = self.pattern(scope, 2, &mut inner);
                format!("{pattern} = {value}, {}", self.expr(&inner, depth))
            }
            _ => self.expr(scope, depth),
        }
    }

    fn clauses(&mut self, scope: &Scope, depth: usize) -> String {
        let clause = |g: &mut Self| {
            let mut inner = scope.clone();
            let pattern = g.pattern(scope, 2, &mut inner);
            let guard = g.optional_guard(&inner, 40);
            format!("{pattern}{guard} -> {}", g.body(&inner, depth))
        };
        let mut text = self.several(1, 3, "; ", clause);
        if self.random.percent(60) {
            let _ = write!(text, "; _ -> {}", self.expr(scope, depth));
        }
        text
    }

    fn optional_guard(&mut self, scope: &Scope, chance: usize) -> String {
        match !scope.is_empty() && self.random.percent(chance) {
            true => format!(" when {}", self.guard(scope)),
            false => String::new(),
        }
    }

    fn guard(&mut self, scope: &Scope) -> String {
        let between = self.random.pick(&[", ", "; "]);
        self.several(1, 2, between, |g| g.test(scope, 1))
    }

    fn test(&mut self, scope: &Scope, depth: usize) -> String {
        let operand = |g: &mut Self| g.known(scope, 75).unwrap_or_else(|| g.literal(0));
        let left = operand(self);
        let comparison = self.random.pick(COMPARISONS);
        match self.random.below(8) {
            0..4 => format!("{left} {comparison} {}", operand(self)),
            4 => format!("is_{}({left})", self.random.pick(TYPES)),
            5 => {
                let name = self.random.pick(GUARD_FUNCTIONS);
                format!("{name}({left}) {comparison} {}", operand(self))
            }
            6 => {
                let operator = self.random.pick(&ARITHMETIC[..10]);
                let right = self.random.pick(&["1", "2", "3"]);
                format!("({left} {operator} {right}) {comparison} {}", operand(self))
            }
            _ if depth > 0 => {
                let operator = self.random.pick(&["andalso", "orelse", "and", "or"]);
                format!("({}) {operator} ({})", self.test(scope, 0), self.test(scope, 0))
            }
            _ => format!("{left} == {}", operand(self)),
        }
    }

    /// A pattern; what it binds goes to `scope`. `known` are the variables it may test.
    fn pattern(&mut self, known: &[String], depth: usize, scope: &mut Scope) -> String {
        match self.random.below(16) {
            0..4 => self.bind(scope),
            4 => "_".to_owned(),
            5 | 6 => self.literal(0),
            _ if depth == 0 => self.literal(0),
            7 | 8 => {
                let head = self.pattern(known, depth - 1, scope);
                format!("[{head} | {}]", self.pattern(known, depth - 1, scope))
            }
            9 | 10 => format!("{{{}}}", self.many(0, 3, |g| g.pattern(known, depth - 1, scope))),
            11 => format!("[{}]", self.many(0, 2, |g| g.pattern(known, depth - 1, scope))),
            12 => {
                let key = self.known(known, 40).unwrap_or_else(|| self.literal(0));
                format!("#{{{key} := {}}}", self.pattern(known, depth - 1, scope))
            }
            13 => self.bit_pattern(scope),
            14 => match self.known(known, 100) {
                Some(name) => name,
                None => self.literal(0),
            },
            _ => {
                let inner = self.pattern(known, depth - 1, scope);
                format!("{} = {inner}", self.bind(scope))
            }
        }
    }

    fn bind(&mut self, scope: &mut Scope) -> String {
        let name = self.variable();
        scope.push(name.clone());
        name
    }

    fn bit_pattern(&mut self, scope: &mut Scope) -> String {
        let types = ["", ":4", ":16/little", ":3/signed", ":2/binary", ":32/float", "/utf8"];
        let segment = |g: &mut Self| format!("{}{}", g.bind(scope), g.random.pick(&types));
        let mut text = self.many(1, 3, segment);
        if self.random.percent(60) {
            let rest = self.random.pick(&["/binary", "/bitstring"]);
            let _ = write!(text, ", {}{rest}", self.bind(scope));
        }
        format!("<<{text}>>")
    }
}
