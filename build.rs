//! Makes what the compiler carries: the runtime, linked as far as it can be without a program, and
//! the compiled library. Both are written to `OUT_DIR` and included by `src/embedded.rs`; the
//! library's objects are also linked into the compiler itself, where macros call them.

#[path = "build/wasm.rs"]
mod wasm;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use lfec_base::{Sources, render};
use lfec_lower::ir::Unit;
use lfec_pipeline::library::{Library, LibraryError, complete, library_unit};
use object::read::elf::SectionHeader;
use object::{Object, ObjectSection, ObjectSymbol, SymbolKind};

type Outcome<T> = Result<T, Box<dyn Error>>;

const TARGET: &str = "x86_64-unknown-linux-gnu";

fn main() -> Outcome<()> {
    let root = PathBuf::from(env("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env("OUT_DIR")?);
    for folder in ["runtime", "lfe-stdlib", "build.rs", "build", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
    }
    let folder = root.join("lfe-stdlib");
    let library = lfec_pipeline::on_deep_stack(|| {
        let units = library_units(&folder).map_err(|error| error.to_string())?;
        wasm::make(&root, &out, &units).map_err(|error| error.to_string())?;
        Library::compile(&units).map_err(|error| error.to_string())
    })?;
    fs::write(out.join("library.bin"), library.to_bytes()?)?;
    fs::write(out.join("stubs.rs"), stub_table())?;
    fs::write(out.join("headers.rs"), header_table(&root.join("lfe-stdlib/include"))?)?;
    link_library(&library, &out)?;
    let archive = build_runtime(&root, &out)?;
    link_runtime(&archive, &out.join("runtime.o"))
}

fn env(name: &str) -> Outcome<String> {
    Ok(std::env::var(name)?)
}

/// The units of all modules below `folder`, and of those that are all BIFs.
fn library_units(folder: &Path) -> Outcome<Vec<Unit>> {
    let mut files = Vec::new();
    find_sources(folder, &mut files)?;
    files.sort();
    let mut units = Vec::new();
    for file in files {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        let text = fs::read_to_string(&file)?;
        let mut sources = Sources::new();
        let mut includes = Includes { folder: folder.join("include") };
        match library_unit(&name.unwrap_or_default(), &text, &mut sources, &mut includes) {
            Ok(unit) => units.push(unit),
            Err(LibraryError::Source(diagnostics)) => {
                return Err(render(&sources, &diagnostics, false).into());
            }
            Err(LibraryError::Compiler(error)) => {
                return Err(format!("{}: {error}", file.display()).into());
            }
        }
    }
    Ok(complete(units)?)
}

fn find_sources(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            // Macros for programs are there, no modules.
            if path.file_name().is_none_or(|name| name != "include") {
                find_sources(&path, files)?;
            }
        } else if path.extension().is_some_and(|ending| ending == "erl" || ending == "lfe") {
            files.push(path);
        }
    }
    Ok(())
}

/// The library's header files: `include/x.hrl` for itself, `include/APPLICATION/x.hrl` for programs
/// too, where it is `APPLICATION/include/x.hrl`.
struct Includes {
    folder: PathBuf,
}

impl lfec_pipeline::IncludeHost for Includes {
    fn include(&mut self, name: &str, _: bool, _: &str) -> Option<(String, String)> {
        let path = self.folder.join(name.replacen("/include/", "/", 1));
        let text = fs::read_to_string(path).ok()?;
        Some((name.to_owned(), text))
    }
}

/// Rust source of the table of header files for programs: name for `include_lib`, and text.
fn header_table(folder: &Path) -> Outcome<String> {
    let mut headers = Vec::new();
    for application in fs::read_dir(folder)? {
        let application = application?;
        if !application.path().is_dir() {
            continue;
        }
        for header in fs::read_dir(application.path())? {
            let header = header?;
            let (application, file) = (application.file_name(), header.file_name());
            let name = format!("{}/include/{}", application.display(), file.display());
            headers.push((name, header.path()));
        }
    }
    headers.sort();
    let mut text = "static HEADERS: &[(&str, &str)] = &[\n".to_owned();
    for (name, path) in headers {
        let path = path.display().to_string();
        text.push_str(&format!("    ({name:?}, include_str!({path:?})),\n"));
    }
    text.push_str("];\n");
    Ok(text)
}

/// Rust source of the table of stubs, which are linked into the compiler.
fn stub_table() -> String {
    let names = lfec_pipeline::library::stub_symbols();
    let mut text = "unsafe extern \"C\" {\n".to_owned();
    for (index, name) in names.iter().enumerate() {
        text.push_str(&format!("    #[link_name = \"{name}\"]\n    fn stub_{index}();\n"));
    }
    text.push_str("}\n\nstatic STUBS: &[(&str, unsafe extern \"C\" fn())] = &[\n");
    for (index, name) in names.iter().enumerate() {
        text.push_str(&format!("    (\"{name}\", stub_{index}),\n"));
    }
    text.push_str("];\n");
    text
}

/// Links the library's objects into the compiler.
fn link_library(library: &Library, out: &Path) -> Outcome<()> {
    let folder = out.join("library");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut ld = Command::new("ld");
    ld.arg("-r").arg("-o").arg(out.join("library.o"));
    let mut add = |name: String, bytes: &[u8]| -> Outcome<()> {
        let path = folder.join(name);
        fs::write(&path, bytes)?;
        ld.arg(path);
        Ok(())
    };
    for module in &library.modules {
        add(format!("{}.o", module.info.name), &module.object)?;
    }
    add("-stubs.o".to_owned(), &library.stubs)?;
    add("-program.o".to_owned(), &library.whole_program()?)?;
    run(&mut ld)?;
    println!("cargo::rustc-link-arg-bins={}", out.join("library.o").display());
    Ok(())
}

/// Builds the runtime as a static library, in a target folder of its own since cargo holds the lock
/// of the outer one.
fn build_runtime(root: &Path, out: &Path) -> Outcome<PathBuf> {
    let target = out.join("runtime");
    let profile = if env("PROFILE")? == "release" { "standalone" } else { "standalone-dev" };
    // For measurements with a compiler that was built for development.
    println!("cargo::rerun-if-env-changed=LFEC_RUNTIME_PROFILE");
    let profile = std::env::var("LFEC_RUNTIME_PROFILE").unwrap_or_else(|_| profile.to_owned());
    let profile = profile.as_str();
    let mut cargo = Command::new(env("CARGO")?);
    cargo.current_dir(root);
    cargo.args(["build", "--quiet", "--package", "lfec-standalone", "--profile", profile]);
    cargo.args(["--target", TARGET]).arg("--target-dir").arg(&target);
    cargo.env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo.env("RUSTFLAGS", "-C target-feature=+crt-static -C relocation-model=static");
    run(&mut cargo)?;
    Ok(target.join(TARGET).join(profile).join("liblfec_standalone.a"))
}

/// Links the runtime with the C library into one object, what generated code may call kept.
fn link_runtime(archive: &Path, object: &Path) -> Outcome<()> {
    let mut ld = Command::new("ld");
    // `-z muldefs`: what the runtime defines itself is taken instead of the C library's.
    ld.args(["-r", "-z", "muldefs", "--gc-sections", "-e", "_start", "-u", "main"]);
    // The sections of the C library's members are kept apart, so that a program's link can drop
    // those it does not reach.
    ld.arg("--unique");
    for section in [".text", ".rodata", ".data", ".bss"] {
        ld.arg(format!("--unique={section}"));
    }
    ld.arg("-o").arg(object);
    let traps = lfec_abi::entry::TRAPS.iter().map(|(name, _)| *name);
    let slow_paths = lfec_abi::entry::SLOW_PATHS.iter().map(|(name, _)| *name);
    for symbol in traps.chain(slow_paths).chain(lfec_abi::bif::all().map(|bif| bif.symbol)) {
        ld.arg("-u").arg(symbol);
    }
    // Not `crtbeginT.o`: all it does is to register the tables for unwinding, which are dropped.
    for start in ["crt1.o", "crti.o"] {
        ld.arg(compiler_file(start)?);
    }
    ld.arg(archive).arg("--start-group");
    for library in ["libm.a", "libgcc.a", "libgcc_eh.a", "libc.a"] {
        ld.arg(compiler_file(library)?);
    }
    ld.arg("--end-group").arg(compiler_file("crtn.o")?);
    run(&mut ld)?;
    let mut strip = Command::new("objcopy");
    strip.args(["--wildcard", "--strip-debug"]);
    for section in DROPPED {
        strip.arg("--remove-section").arg(section);
        strip.arg("--remove-section").arg(format!(".rela{section}"));
    }
    run(strip.arg(object))?;
    let mut bytes = fs::read(object)?;
    drop_backtraces(&mut bytes)?;
    Ok(fs::write(object, bytes)?)
}

/// Sections that no executable needs: tables for unwinding, which a panic does not do, and what
/// frees the C library's memory for tools that look for leaks.
const DROPPED: [&str; 5] =
    [".eh_frame", ".gcc_except_table*", "__libc_subfreeres", "__libc_freeres_fn", ".comment"];

/// Makes the standard library's function that prints a backtrace return at once, and so leaves what
/// it needs, a reader of debug information among it, to the linker to be dropped: executables hold
/// no such information.
fn drop_backtraces(bytes: &mut [u8]) -> Outcome<()> {
    let (mut code, mut relocations) = (Vec::new(), Vec::new());
    {
        let file = object::read::elf::ElfFile64::<object::Endianness>::parse(&*bytes)?;
        for symbol in file.symbols() {
            let name = symbol.name().unwrap_or_default();
            if symbol.kind() != SymbolKind::Text || !is_backtrace_printer(name) {
                continue;
            }
            let Some(index) = symbol.section_index() else { continue };
            let Some((start, _)) = file.section_by_index(index)?.file_range() else { continue };
            code.push((start + symbol.address()) as usize);
            for header in file.elf_section_table().iter() {
                let of_function = header.sh_info(file.endian()) as usize == index.0;
                if header.sh_type(file.endian()) == object::elf::SHT_RELA && of_function {
                    let start = header.sh_offset(file.endian()) as usize;
                    relocations.push(start..start + header.sh_size(file.endian()) as usize);
                }
            }
        }
    }
    if code.is_empty() {
        println!("cargo::warning=the printer of backtraces is not found: executables are larger");
    }
    for start in code {
        // xor eax, eax; ret: `Ok(())`
        bytes[start..start + 3].copy_from_slice(&[0x31, 0xC0, 0xC3]);
    }
    for relocation in relocations.into_iter().flat_map(|range| range.step_by(24)) {
        // Type and symbol: R_X86_64_NONE
        bytes[relocation + 8..relocation + 16].fill(0);
    }
    Ok(())
}

fn is_backtrace_printer(symbol: &str) -> bool {
    symbol.contains("3std3sys9backtrace")
        && symbol.contains("16DisplayBacktrace")
        && symbol.ends_with("7Display3fmt")
}

/// Where the C compiler keeps one of its files.
fn compiler_file(name: &str) -> Outcome<String> {
    let output = Command::new("cc").arg(format!("-print-file-name={name}")).output()?;
    let path = String::from_utf8(output.stdout)?.trim().to_owned();
    if Path::new(&path).is_absolute() {
        return Ok(path);
    }
    Err(format!("{name} not found: install a C compiler and the C library's static files").into())
}

fn run(command: &mut Command) -> Outcome<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!("{command:?} failed:\n{text}").into())
}
