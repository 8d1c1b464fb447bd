//! Wrong texts, what is told about them, and which forms are read all the same.

use lfec_base::{FileId, Sources, render};
use lfec_reader::{NESTING_LIMIT, print, read};

/// Checks the diagnostics of a text, one a line, as `line:column message` followed by labels,
/// notes and help in brackets; and the forms that are read.
#[track_caller]
fn check(text: &str, told: &[&str], printed: &str) {
    let mut sources = Sources::new();
    let file = sources.add("a.lfe", text);
    let (forms, diagnostics) = read(file, text);
    let place = |span| {
        let place = sources.line_column(span);
        format!("{}:{}", place.line, place.column)
    };
    let lines: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| {
            let mut line = format!("{} {}", place(diagnostic.span), diagnostic.message);
            for label in &diagnostic.labels {
                line.push_str(&format!(" [{} {}]", place(label.span), label.text));
            }
            for text in diagnostic.notes.iter().chain(&diagnostic.help) {
                line.push_str(&format!(" [{text}]"));
            }
            line
        })
        .collect();
    assert_eq!(lines, told, "{text}");
    let all: Vec<String> = forms.iter().map(print).collect();
    assert_eq!(all.join(" "), printed, "{text}");
    assert!(!render(&sources, &diagnostics, false).is_empty());
}

/// Checks the message and place of the only error of a text.
#[track_caller]
fn check_one(text: &str, message: &str, column: u32) {
    let mut sources = Sources::new();
    let file = sources.add("a.lfe", text);
    let (_, diagnostics) = read(file, text);
    assert_eq!(diagnostics.len(), 1, "{text} {diagnostics:?}");
    let place = sources.line_column(diagnostics[0].span);
    assert_eq!((diagnostics[0].message.as_str(), place.column), (message, column), "{text}");
}

#[test]
fn lists_that_are_never_closed() {
    check("(a b", &["1:1 missing token [1:1 this '(' is never closed]"], "");
    check("(a [b c)", &["1:8 illegal ')' [1:4 this '[' is never closed]"], "");
    check("x #(a (b)", &["1:3 missing token [1:3 this '#(' is never closed]"], "x");
    check("(a) '", &["1:5 missing token [1:5 a datum is missing after this ']"], "(a)");
}

#[test]
fn indentation_tells_where_a_list_should_be_closed() {
    check(
        "(defun f (x)\n  (let ((y (bar 1))\n    (foo y)))\n\n(defun g () 1)\n",
        &["1:1 missing token [1:1 this '(' is never closed] \
           [2:8 by the indentation this is closed] [3:5 before this]"],
        "(defun g () 1)",
    );
}

#[test]
fn forms_after_one_that_is_never_closed_are_read() {
    check(
        "(f\n  (a b)\n(g)\n(h (i)\n(j)",
        &[
            "1:1 missing token [1:1 this '(' is never closed] \
             [3:1 by the indentation it is closed before this]",
            "4:1 missing token [4:1 this '(' is never closed] \
             [5:1 by the indentation it is closed before this]",
        ],
        "(g) (j)",
    );
}

#[test]
fn closers_of_the_wrong_kind() {
    check("(a b] c", &["1:5 illegal ']' [1:1 this '(' is never closed]"], "c");
    check("([a (b] c) d", &["1:7 illegal ']' [1:5 this '(' is never closed]"], "d");
    check("#(a] b", &["1:4 illegal ']' [1:1 this '#(' is never closed]"], "b");
}

#[test]
fn closers_that_close_nothing() {
    check("(a b)) c", &["1:6 illegal ')' [it closes nothing]"], "(a b) c");
    check("(a)\n)) )\n )\n(b)", &["2:1 illegal ')' [it closes nothing]"], "(a) (b)");
    check(
        "] a )",
        &["1:1 illegal ']' [it closes nothing]", "1:5 illegal ')' [it closes nothing]"],
        "a",
    );
}

#[test]
fn dots() {
    check_one("(a . b c)", "illegal symbol", 8);
    check_one("(a . b \"c\" 1)", "illegal string", 8);
    check_one("(a . b (c d) e)", "illegal '('", 8);
    check_one("(a . b 'c)", "illegal '\\''", 8);
    check_one("(a . b . c)", "illegal '.'", 8);
    check_one("(a . )", "illegal ')'", 6);
    check_one("( . a)", "illegal '.'", 3);
    check_one("#(a . b)", "illegal '.'", 5);
    check_one("(a '. b)", "illegal '.'", 5);
    check("... a", &["1:1 illegal '.' [a symbol that begins with a dot is written |...|]"], "a");
    check(".5", &["1:1 illegal '.' [a number begins with a digit: 0.5]"], "5");
}

#[test]
fn prefixes_without_a_datum() {
    check("(a ') b", &["1:5 illegal ')' [1:4 a datum is missing after this ']"], "b");
    check("(a `,@) b", &["1:7 illegal ')' [1:5 a datum is missing after this ,@]"], "b");
}

#[test]
fn tokens_that_no_form_has() {
    check(
        "(a {b}) (c)",
        &["1:4 illegal '{' [a tuple is written #(a b), a map #M(key value)]"],
        "(c)",
    );
    check("#S(a b) c", &["1:1 illegal '#S('"], "c");
    check_one("#s(a)", "illegal '#S('", 1);
    check_one("(#,a)", "illegal '#,'", 2);
    check_one("(#,@a)", "illegal '#,@'", 2);
    check_one("(#`a)", "illegal '#`'", 2);
    check_one("(#;a)", "illegal '#;'", 2);
    check_one("(a \u{7f})", "illegal '\\u{7f}'", 4);
    check_one("(#q b)", "illegal token #q", 2);
    check_one("(#)", "illegal token #", 2);
    check_one("#12q", "illegal token #12q", 1);
}

#[test]
fn numbers() {
    check("#xFG", &["1:1 illegal characters in based number [`G` is not a digit of base 16]"], "");
    check("#99r1", &["1:1 bad of format of #r [the base lies between 2 and 36]"], "");
    check_one("#r1", "bad of format of #r", 1);
    check_one("(#x)", "bad of format of based number", 2);
    check_one("#b+", "bad of format of based number", 1);
    check_one("#b12", "illegal characters in based number", 1);
    check("1.0e999", &["1:1 illegal token 1.0e999 [the number is too large for a float]"], "");
}

#[test]
fn functions() {
    let help = "a function is written #'name/arity or #'module:name/arity";
    check("(#'f)", &[&format!("1:2 bad of format of #'f [{help}]")], "");
    check_one("#'f/", "bad of format of #'f/", 1);
    check_one("#'f/x", "bad of format of #'f/x", 1);
    check_one("#'/2", "bad of format of #'/2", 1);
}

#[test]
fn symbols_have_a_longest_length() {
    let text = format!("(a {}) {}", "x".repeat(256), "é".repeat(255));
    let (forms, diagnostics) = read(FileId(0), &text);
    assert_eq!((forms.len(), diagnostics.len()), (1, 1));
    assert_eq!(diagnostics[0].notes, ["a symbol has at most 255 characters"]);
}

#[test]
fn strings_that_are_never_closed() {
    check("(a \"b c)", &["1:4 illegal characters in \"b c) [1:4 this string is never closed]"], "");
    check(
        "(a |b c)",
        &["1:4 illegal characters in |b c) [1:4 this quoted symbol is never closed]"],
        "",
    );
    check(
        "(a) \"b\n(c)",
        &["1:5 illegal characters in \"b... [1:5 this string is never closed]"],
        "(a) (c)",
    );
    check(
        "(f \"abc)\n\n(g \"x\")\n(h)",
        &["3:6 illegal characters in \")... [3:6 this string is never closed] \
           [1:4 a quote is perhaps missing in this string]"],
        "(h)",
    );
}

#[test]
fn escapes_without_a_character() {
    check_one(r#"(a "b\x110000;c")"#, "illegal characters in \\xHH;", 6);
    check_one(r#"#"é\xD800;""#, "illegal characters in \\xHH;", 4);
    check_one(r"#\xD800;", "illegal characters in \\xHH;", 1);
    check_one(r"#\xFFFFFFFFFFFF;", "illegal characters in \\xHH;", 1);
}

#[test]
fn triple_quoted_strings() {
    let message = "bad format of triple-quoted string";
    check_one("(a \"\"\"b c\n d)", message, 4);
    check_one("(a \"\"\"\n d)", message, 4);
    check(
        "\"\"\"\n   a\n b\n  \"\"\" c",
        &["1:1 bad format of triple-quoted string \
           [3:1 this line is indented less than the closing quotes] \
           [every line begins with the blanks that stand before the closing quotes]"],
        "c",
    );
}

#[test]
fn block_comments() {
    check(
        "#| a",
        &["1:1 bad of format of block comment [1:1 this block comment is never closed]"],
        "",
    );
    check(
        "a #| #| b |# c |# d",
        &["1:6 illegal nested block comment [1:3 the block comment begins here]"],
        "a d",
    );
    check(
        "#| #| |# a",
        &["1:4 illegal nested block comment [1:1 the block comment begins here]"],
        "a",
    );
}

#[test]
fn collections() {
    check(
        "#M(a 1 b)",
        &["1:1 bad map [1:8 this key has no value] [a map is written #M(key value ...)]"],
        "",
    );
    check("#B(a) b", &["1:1 bad binary [1:4 symbol a is unbound]"], "b");
    check("#B((1 (size -1)))", &["1:1 bad binary [1:7 illegal bit size]"], "");
    check("#B((1 (size 8) (unit 300)))", &["1:1 bad binary [1:16 illegal bit unit]"], "");
    check(
        "#B((1 (unit 8)))",
        &["1:1 bad binary [1:7 bit unit size can only be specified together with size]"],
        "",
    );
    check("#B((1 foo))", &["1:1 bad binary [1:7 bit type foo undefined]"], "");
    check("#B((1 (foo)))", &["1:1 bad binary [1:7 illegal bit segment]"], "");
    check_one("#B((1 (size 99999999999)))", "bad binary", 1);
    check_one("#B(1.5)", "bad binary", 1);
    check_one("#B((\"abc\" binary))", "bad binary", 1);
    check_one("#B((#\"abc\" binary (size 4)))", "bad binary", 1);
    check_one("#B((1.5 float (size 17)))", "bad binary", 1);
    check_one("#B((55296 utf8))", "bad binary", 1);
    check_one("#B(() {)", "illegal '{'", 7);
}

#[test]
fn read_time_expressions() {
    check("#.x", &["1:1 bad #. expression [1:3 symbol x is unbound]"], "");
    for text in [
        "#.(div 1 0)",
        "#.(/ 1 0)",
        "#.(+ 1 'a)",
        "#.(car ())",
        "#.(cdr 'a)",
        "#.(bsl 1 99999999999)",
        "#.(* 1.0e300 1.0e300)",
        "#.(-1 2)",
        "#.(a . b)",
        "#.(++ 'a 'b)",
    ] {
        check_one(text, "bad #. expression", 1);
    }
    check_one(&format!("#.{}1{}", "(- ".repeat(500), ")".repeat(500)), "bad #. expression", 1);
}

#[test]
fn several_errors_are_all_reported() {
    check(
        "(a #q b)\n(ok)\n(c #xZ)\n#M(k)\n(d . )\n(fine)",
        &[
            "1:4 illegal token #q",
            "3:4 illegal characters in based number [`Z` is not a digit of base 16]",
            "4:1 bad map [4:4 this key has no value] [a map is written #M(key value ...)]",
            "5:6 illegal ')' [a datum follows the dot]",
        ],
        "(ok) (fine)",
    );
}

#[test]
fn nesting_has_a_limit() {
    for open in ["(", "[", "#(", "#M(a ", "#B(", "'", "`", ",@", "#.", "(a . "] {
        let text = format!("{}\n(next)", open.repeat(100_000));
        let (forms, diagnostics) = read(FileId(0), &text);
        assert_eq!(forms.len(), 1, "{open}");
        assert_eq!(diagnostics.len(), 1, "{open}");
        assert_eq!(diagnostics[0].message, "form is nested too deeply");
        assert_eq!(
            diagnostics[0].help.as_deref(),
            Some(&*format!("forms may be nested {NESTING_LIMIT} deep"))
        );
    }
}

#[test]
fn reading_stops_after_very_many_errors() {
    let (_, diagnostics) = read(FileId(0), &"#q ".repeat(5_000));
    assert_eq!(diagnostics.len(), 1_000);
    assert_eq!(diagnostics[999].notes, ["reading stopped after 1000 errors"]);
}

#[test]
fn too_little_stack_is_an_error_and_no_silent_end() {
    let told = std::thread::Builder::new().stack_size(64 << 10).spawn(|| read(FileId(0), "(a)").1);
    let told = told.unwrap().join().unwrap();
    assert_eq!(told[0].message, "reading stopped here: stack limit reached");
}
