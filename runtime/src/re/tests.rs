//! Patterns, subjects, and what matches.

use super::find::{Found, Search};
use super::{Flags, Settings, compile, parse};

fn settings(options: &str) -> Settings {
    let flags = Flags {
        caseless: options.contains('i'),
        multiline: options.contains('m'),
        dotall: options.contains('s'),
        extended: options.contains('x'),
        ungreedy: options.contains('U'),
        ..Flags::default()
    };
    Settings {
        utf: options.contains('8'),
        ucp: options.contains('W'),
        flags,
        ..Settings::default()
    }
}

/// The texts of the groups; `-` for one that is not set.
fn groups(pattern: &str, options: &str, subject: &str) -> Option<Vec<String>> {
    let tree = parse::parse(pattern.as_bytes(), settings(options)).unwrap();
    let program = compile::compile(&tree).unwrap();
    let mut search = Search::new(10_000_000);
    search.matcher.depth_limit = usize::MAX;
    search.restart(0);
    loop {
        match search.advance(&program, subject.as_bytes()) {
            Found::Pause => {}
            Found::Match => break,
            _ => return None,
        }
    }
    let texts = (0..=program.groups).map(|group| match search.matcher.group(group) {
        Some((start, end)) => subject[start..end].to_owned(),
        None => "-".to_owned(),
    });
    Some(texts.collect())
}

fn check(pattern: &str, options: &str, subject: &str, expected: &[&str]) {
    let found = groups(pattern, options, subject);
    let expected = (!expected.is_empty()).then(|| expected.iter().map(|&s| s.into()).collect());
    assert_eq!(found, expected, "/{pattern}/{options} on {subject:?}");
}

#[test]
fn plain() {
    check("b+c", "", "abbbcd", &["bbbc"]);
    check("a|bc|d", "", "xbcd", &["bc"]);
    check("(a)|(b)", "", "b", &["b", "-", "b"]);
    check("^abc$", "", "abc\n", &["abc"]);
    check("^b", "m", "a\nb", &["b"]);
    check("É", "8i", "é", &["é"]);
    check(r"\d+(?:,\d+)*", "", "n 1,22,333,", &["1,22,333"]);
    check("x*", "", "yyy", &[""]);
    check("xyz", "", "xy", &[]);
}

#[test]
fn repetitions() {
    check("a{2,3}", "", "aaaa", &["aaa"]);
    check("a{2,3}?", "", "aaaa", &["aa"]);
    check("(ab){2}", "", "ababab", &["abab", "ab"]);
    check("(?:ab|c){30}", "", &"abc".repeat(15), &[&"abc".repeat(15)]);
    check("a++a", "", "aaa", &[]);
    check("(a*)*b", "", "aab", &["aab", ""]);
    check(".*?(b+)", "", "aabb", &["aabb", "bb"]);
    check("a{,3}", "", "a{,3}", &["a{,3}"]);
}

#[test]
fn groups_and_assertions() {
    check(r"(a+)\1", "", "aaaaa", &["aaaa", "aa"]);
    check("(?<=foo)bar", "", "foobar", &["bar"]);
    check("(?<!foo)bar", "", "foobar xbar", &["bar"]);
    check("(?=a(b))a", "", "ab", &["a", "b"]);
    check("(?!a).", "", "ab", &["b"]);
    check("(?>a+)b", "", "aaab", &["aaab"]);
    check("(?>.*)b", "", "aab", &[]);
    check("(?>|a)b", "", "ab", &["b"]);
    check(".*(?<=^)", "", "ab", &[""]);
    check(r"\w?\b", "", "ab", &[""]);
    check(r"\((?:[^()]++|(?R))*\)", "", "x(a(b)c)", &["(a(b)c)"]);
    check("(?(?=a)ab|cd)", "", "cd", &["cd"]);
    check(r"(\()?a(?(1)\))", "", "(a)", &["(a)", "("]);
    check("(?|(a)|(b))c", "", "bc", &["bc", "b"]);
    check(r"a\Kb", "", "ab", &["b"]);
    check("(a|ab)(c|bcd)(d*)", "", "abcd", &["abcd", "a", "bcd", ""]);
}

#[test]
fn verbs() {
    check("a+(*COMMIT)b", "", "aac aab", &[]);
    check("a(*SKIP)b|.", "", "ac", &["c"]);
    check("a(*THEN)b|ac", "", "ac", &["ac"]);
    check("(?:a(*ACCEPT)b)c", "", "axx", &["a"]);
}

#[test]
fn faults() {
    let fault = |pattern: &str| {
        let parsed = parse::parse(pattern.as_bytes(), Settings::default());
        parsed.and_then(|tree| compile::compile(&tree)).err().map(|fault| (fault.number, fault.at))
    };
    assert_eq!(fault("(a"), Some((14, 2)));
    assert_eq!(fault("a)"), Some((22, 1)));
    assert_eq!(fault("*a"), Some((9, 0)));
    assert_eq!(fault("[b-a]"), Some((8, 3)));
    assert_eq!(fault("(?<=a+)b"), Some((25, 6)));
    assert_eq!(fault("a(b)"), None);
}
