//! The deepest trees go through everything on the stack that `deep` gives.

use lfec_base::FileId;
use lfec_core::deep::{MAX_DEPTH, on_deep_stack};
use lfec_core::{check, parse, passes, rename, write};

/// Parses, checks, optimises, prints and drops nested code, less than the deepest by a little.
fn survives(open: &str, inner: &str, close: &str, levels: usize) {
    let count = (MAX_DEPTH - 100) / levels;
    let body = format!("{}{inner}{}", open.repeat(count), close.repeat(count));
    let text = format!("module 'm' ['f'/1] attributes [] 'f'/1 = fun (X) -> {body} end");
    on_deep_stack(move || {
        let mut module = parse::parse(FileId(0), &text).unwrap_or_else(|e| panic!("{open}: {e:?}"));
        rename::unique(&mut module);
        assert!(check::check(&module).is_empty(), "{open}");
        passes::optimise(&mut module);
        // Inlining and lowering `catch` may make trees deeper, never wrong ones.
        let errors = check::check(&module);
        assert!(errors.iter().all(|error| error.code == "too-deep"), "{open}: {errors:?}");
        write::module(&module, write::Options::default());
        let copy = module.clone();
        assert!(copy == module);
    });
}

#[test]
fn sequences_bindings_and_calls() {
    survives("do apply X() ", "X", "", 1);
    survives("let <Y> = apply X() in ", "Y", "", 1);
    survives("apply X(", "X", ")", 1);
    survives("[apply X()|", "X", "]", 2);
}

#[test]
fn control() {
    survives("case X of <{Y,Z}> when 'true' -> ", "Z", " end", 2);
    survives("case ", "X", " of <{Y,Z}> when Y -> Z end", 1);
    survives("catch ", "apply X()", "", 1);
    survives("letrec 'g'/0 = fun () -> ", "X", " in 'g'/0", 2);
}
