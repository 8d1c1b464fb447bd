//! Lowers Core Erlang text and prints the SSA, the time taken on standard error: `lower FILE.core…`. A developer's tool.

use lfec_core::{parse, passes, rename};

fn main() {
    let failed = lfec_core::deep::on_deep_stack(run);
    std::process::exit(i32::from(failed));
}

fn run() -> bool {
    let mut failed = false;
    for path in std::env::args().skip(1) {
        match lower(&path) {
            Ok(unit) => print!("{unit}"),
            Err(message) => {
                eprintln!("{path}: {message}");
                failed = true;
            }
        }
    }
    failed
}

fn lower(path: &str) -> Result<lfec_lower::ir::Unit, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let file = lfec_base::FileId(0);
    let mut module = parse::parse(file, &text).map_err(|error| format!("{error:?}"))?;
    rename::unique(&mut module);
    passes::lower(&mut module);
    let start = std::time::Instant::now();
    let unit = lfec_lower::lower(&module, None, path).map_err(|error| error.to_string())?;
    eprintln!("{path}: lowered in {:?}", start.elapsed());
    match lfec_lower::check::check(&unit) {
        Ok(()) => Ok(unit),
        Err(errors) => Err(errors.iter().map(|error| format!("{error}\n")).collect()),
    }
}
