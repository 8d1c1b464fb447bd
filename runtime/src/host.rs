//! The program around the runtime, where there is one, as processes see it: requests to it, and the
//! interrupts of the terminal.
//!
//! A process asks with `erts_host:request/2` and gets `{erts_host, Ref, Answer}`. What requests
//! there are is a matter of the host: in the compiler's own process, those of a compiler.

use lfec_abi::machine::Machine;

use crate::heap::{Builder, OwnedTerm, Registers};
use crate::io::Asker;
use crate::os_signal;
use crate::process::Running;
use crate::sync::global::OnceLock;
use crate::term::{Atom, Term};

static HANDLER: OnceLock<fn(Request)> = OnceLock::new();

/// What a process asks of the host.
pub struct Request {
    asker: Asker,
    term: OwnedTerm,
}

impl Request {
    /// What is asked.
    pub fn term(&self) -> Term {
        self.term.term()
    }

    /// Sends the answer that `make` makes.
    pub fn answer(&self, make: impl FnOnce(&mut Builder) -> Term) {
        if let Some(tag) = Atom::new("erts_host") {
            self.asker.answer_as(tag.term().word(), make);
        }
    }
}

/// Has requests handled by `handler` from now on. It is called on scheduler threads and must not
/// wait. Once.
pub fn serve(handler: fn(Request)) {
    HANDLER.get_or_init(|| handler);
}

/// Handles the interrupts of the terminal again, after something else of the host took them.
pub fn take_interrupts() {
    os_signal::install();
}

/// `erts_host:request/2`: reference, request; `false` where nobody answers requests.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_host_request_2(
    machine: &mut Machine,
    reference: Term,
    request: Term,
) -> Term {
    let Some(words) = reference.as_reference().map(|reference| reference.words()) else {
        return machine.badarg();
    };
    let Some(handler) = HANDLER.get() else { return Term::boolean(false) };
    let process = machine.running();
    let asker = Asker { process: process.pid, reference: words };
    handler(Request { asker, term: OwnedTerm::copy_of(&process.heap, request) });
    Term::boolean(true)
}

/// `erts_host:watch_interrupts/0`: the calling process gets `{erts_host, interrupt}` for each SIGINT
/// from now on, which no longer ends the program.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_host_watch_interrupts_0(machine: &mut Machine) -> Term {
    os_signal::watch_interrupts(machine.running().pid);
    Term::boolean(true)
}
