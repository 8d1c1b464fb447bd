//! The runtime and the library for WebAssembly, where Rust's standard library for it is at hand.
//!
//! `LFEC_WASM=1` asks for them, `LFEC_WASM=0` does without. Otherwise they are made in the release
//! profile if there is what it takes: rustup's target `wasm32-wasip1`, or Debian's packages
//! rustc-web, rust-web-src (from which the standard library is built), lld and wasi-libc.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use lfec_lower::ir::Unit;
use lfec_pipeline::wasm::WasmLibrary;

use crate::{Outcome, env, run};

const TARGET: &str = "wasm32-wasip1";
const PROFILE: &str = "standalone-wasm";

/// Where Rust's standard library for WebAssembly comes from.
enum Toolchain {
    /// The compiler in use has the target.
    Installed,
    /// Debian's compiler, with the sources of the standard library; and a linker.
    Sources { rustc: PathBuf, libraries: PathBuf, linker: String },
}

/// Writes the library for WebAssembly, or nothing, to `wasm.bin`.
pub fn make(root: &Path, out: &Path, units: &[Unit]) -> Outcome<()> {
    println!("cargo::rerun-if-env-changed=LFEC_WASM");
    let setting = std::env::var("LFEC_WASM").unwrap_or_default();
    let is_release = env("PROFILE")? == "release";
    let file = out.join("wasm.bin");
    let toolchain = match setting.as_str() {
        "0" => None,
        "" if !is_release => None,
        _ => find()?,
    };
    let Some(toolchain) = toolchain else {
        if setting == "1" {
            return Err(MISSING.into());
        }
        return Ok(fs::write(file, [])?);
    };
    let module = match build_runtime(root, out, &toolchain) {
        Ok(path) => fs::read(path)?,
        // Nobody has asked for it: the rest of the compiler is as good without.
        Err(error) if setting != "1" => {
            let text = error.to_string().replace('\n', " ");
            println!("cargo::warning=there will be no --target wasm: {text}");
            return Ok(fs::write(file, [])?);
        }
        Err(error) => return Err(error),
    };
    let library = WasmLibrary::compile(&module, units).map_err(|error| error.to_string())?;
    Ok(fs::write(file, library.to_bytes()?)?)
}

const MISSING: &str = "LFEC_WASM=1, but there is no standard library of Rust for WebAssembly: \
    `rustup target add wasm32-wasip1`, or Debian's packages rustc-web, rust-web-src, lld, wasi-libc";

/// What a command writes, if it can be run.
fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

fn find() -> Outcome<Option<Toolchain>> {
    let mut rustc = Command::new(env("RUSTC")?);
    let folder = output(rustc.args(["--target", TARGET, "--print", "target-libdir"]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(Some(Toolchain::Installed));
    }
    let rustc = PathBuf::from("/usr/bin/rustc");
    let root = output(Command::new(&rustc).args(["--print", "sysroot"])).map(PathBuf::from);
    let Some(root) = root else { return Ok(None) };
    let libraries = root.join("lib/wasm32-wasi");
    let has_sources = root.join("lib/rustlib/src/rust/library/std").is_dir();
    if !has_sources || !libraries.join("libc.a").is_file() {
        return Ok(None);
    }
    let names = std::iter::once("wasm-ld".to_owned());
    let mut names = names.chain((17..=30).rev().map(|version| format!("wasm-ld-{version}")));
    let linker = names.find(|name| output(Command::new(name).arg("--version")).is_some());
    Ok(linker.map(|linker| Toolchain::Sources { rustc, libraries, linker }))
}

/// Builds the runtime as a module that keeps its relocations, in a target folder of its own.
fn build_runtime(root: &Path, out: &Path, toolchain: &Toolchain) -> Outcome<PathBuf> {
    let target = out.join("runtime-wasm");
    let mut cargo = Command::new(env("CARGO")?);
    cargo.current_dir(root);
    cargo.args(["build", "--quiet", "--package", "lfec-wasm-runtime", "--profile", PROFILE]);
    cargo.args(["--target", TARGET]).arg("--target-dir").arg(&target);
    let mut flags = "-C link-arg=--emit-relocs -C link-arg=--stack-first -C strip=none".to_owned();
    if let Toolchain::Sources { rustc, libraries, linker } = toolchain {
        // The standard library is built from sources that fit this compiler, which is a release.
        cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", rustc);
        // Small before fast here too; and a panic, which is a fault of ours, is a trap at once: texts
        // and places of panics are a tenth of a small program.
        flags.push_str(" -C panic=immediate-abort -Z unstable-options");
        flags.push_str(&format!(" -C linker={linker} -L native={}", libraries.display()));
    }
    cargo.env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("RUSTC_WRAPPER").env("RUSTFLAGS", flags);
    run(&mut cargo)?;
    Ok(target.join(TARGET).join(PROFILE).join("lfec_wasm_runtime.wasm"))
}
