//! What programs in a web page ask of it: `erts_web:call/1`, and messages that the page sends.
//!
//! Both sides exchange terms in the external format; `web.erl` and the page's loader say which.

use lfec_abi::machine::Machine;

use crate::heap::Builder;
use crate::heap::{Allocate, Registers};
use crate::process::pid::Pid;
use crate::signal::send;
use crate::term::Term;
use crate::term::external::decode;

/// The page, as the backend links it in; for WASI hosts there is none.
#[cfg(target_family = "wasm")]
mod page {
    #[link(wasm_import_module = "lfert")]
    unsafe extern "C" {
        fn web_call(request: *const u8, length: usize) -> i32;
        fn web_answer(answer: *mut u8);
    }

    /// The page's answer to a request.
    pub fn call(request: &[u8]) -> Option<Vec<u8>> {
        // SAFETY: the page reads the request, and then writes as many bytes as it has said.
        unsafe {
            let length = usize::try_from(web_call(request.as_ptr(), request.len())).ok()?;
            let mut answer = vec![0; length];
            web_answer(answer.as_mut_ptr());
            Some(answer)
        }
    }
}

/// There is no page around a native program.
#[cfg(not(target_family = "wasm"))]
mod page {
    pub fn call(_: &[u8]) -> Option<Vec<u8>> {
        None
    }
}

/// `erts_web:call/1`: a binary to the page, its answer; `notsup` where there is no page.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_web_call_1(machine: &mut Machine, request: Term) -> Term {
    let Some(bits) = request.as_bits().filter(|bits| bits.is_binary()) else {
        return machine.badarg();
    };
    match page::call(&bits.bytes()) {
        Some(answer) => machine.binary(&answer),
        None => Term::atom("notsup"),
    }
}

/// A message from the page, `{Pid, Message}` in the external format. Whether it was one.
pub fn deliver(bytes: &[u8]) -> bool {
    let mut builder = Builder::with_capacity(64);
    let Ok(decoded) = decode(&mut builder, bytes, false, crate::bif::fun::export_stub) else {
        return false;
    };
    let Some(pair) = decoded.term.as_tuple().filter(|tuple| tuple.elements().len() == 2) else {
        return false;
    };
    let Some(pid) = Pid::of(pair.elements()[0]) else { return false };
    send::message(pid, builder.finish(pair.elements()[1]));
    true
}
