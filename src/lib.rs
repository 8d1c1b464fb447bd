//! What the commands carry: the runtime and the library, made by the build script.

use lfec_abi::program::Program;
use lfec_driver::Embedded;

include!(concat!(env!("OUT_DIR"), "/stubs.rs"));
include!(concat!(env!("OUT_DIR"), "/headers.rs"));

unsafe extern "C" {
    /// Tables of the library, linked in by the build script.
    #[link_name = "lfert_program"]
    static PROGRAM: Program;
}

/// The runtime's object and the compiled library.
pub fn embedded() -> &'static Embedded {
    static EMBEDDED: std::sync::LazyLock<Embedded> = std::sync::LazyLock::new(|| Embedded {
        runtime: include_bytes!(concat!(env!("OUT_DIR"), "/runtime.o")),
        library: include_bytes!(concat!(env!("OUT_DIR"), "/library.bin")),
        wasm: include_bytes!(concat!(env!("OUT_DIR"), "/wasm.bin")),
        // SAFETY: the build script defines the symbol with this layout, read only.
        program: unsafe { &PROGRAM },
        stubs: STUBS,
        headers: HEADERS,
    });
    &EMBEDDED
}
