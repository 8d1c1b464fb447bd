//! The machine block: what generated code and the runtime pass to each other.
//!
//! There is one for each scheduler thread; its address is in the pinned register (r15 on x86-64), a
//! parameter in wasm. While a process runs, its heap pointer, stack pointer and reductions are in
//! registers; they are stored here around calls that need them.

/// Arguments that travel in registers; the others are in [`Machine::x`] at their own index.
pub const REGISTER_ARGUMENTS: usize = 3;
/// A function has at most 255 arguments; a closure call adds the closure; some room for values kept
/// over a collection.
pub const X_REGISTERS: usize = 1024;
/// Reductions a process runs before it yields. OTP's figure.
pub const REDUCTIONS: i64 = 4000;

/// Words of checked room that slow paths and BIFs leave alone: they allocate in a fragment rather than
/// use them up, so that generated code need not check again after each of them.
pub const KEPT_ROOM: u64 = 64;

/// The machine block. `#[repr(C)]`: generated code uses the offsets below.
#[repr(C)]
pub struct Machine {
    /// Heap pointer: next free word. Grows up.
    pub hp: u64,
    /// Stack pointer: innermost frame. Grows down; `sp - hp` is the room left.
    pub sp: u64,
    /// Reductions left.
    pub reductions: i64,
    /// Innermost exception handler: `stack_base - address of its record`, 0 if none.
    pub handler: u64,
    /// One past the stack's last word.
    pub stack_base: u64,
    /// Result of a slow-path stub, or [`crate::term::NON_VALUE`].
    pub result: u64,
    /// Address of the [`crate::program::Location`] of the operation that raised.
    pub location: u64,
    /// Words of the raising activation's own frame, which stands at `sp` when it raises; its first word
    /// says nothing.
    pub frame_words: u64,
    /// Code address to go on at.
    pub resume: u64,
    /// How many of `x` are live at a collection, or are arguments of `resume`.
    pub live: u64,
    /// Words that must be free: heap and stack together.
    pub need: u64,
    /// The running process's identifier, a term.
    pub self_pid: u64,
    /// The running process: the runtime's.
    pub process: u64,
    /// The scheduler: the runtime's.
    pub scheduler: u64,
    /// Class of the raised exception: 0 error, 1 exit, 2 throw.
    pub exception_class: u64,
    /// Reason of the raised exception.
    pub exception_reason: u64,
    /// Stack trace of the raised exception so far (a term), or [`crate::term::NON_VALUE`].
    pub exception_trace: u64,
    /// Operands of slow-path stubs.
    pub scratch: [u64; 4],
    /// Arguments from the fourth on; all arguments while suspended or collecting.
    pub x: [u64; X_REGISTERS],
    /// What [`crate::bif::failed`] makes of the BIF whose failure is raised now, which is shown first
    /// in the stack trace, or, in WebAssembly, the address of its [`crate::bif::description`]; 0 if it
    /// is none.
    pub failed_bif: u64,
}

macro_rules! offsets {
    ($($(#[$doc:meta])* $name:ident = $field:ident;)*) => {
        $($(#[$doc])* pub const $name: i32 = std::mem::offset_of!(Machine, $field) as i32;)*
    };
}

offsets! {
    /// Offset of [`Machine::hp`].
    HP = hp;
    /// Offset of [`Machine::sp`].
    SP = sp;
    /// Offset of [`Machine::reductions`].
    REDUCTIONS_LEFT = reductions;
    /// Offset of [`Machine::handler`].
    HANDLER = handler;
    /// Offset of [`Machine::stack_base`].
    STACK_BASE = stack_base;
    /// Offset of [`Machine::result`].
    RESULT = result;
    /// Offset of [`Machine::location`].
    LOCATION = location;
    /// Offset of [`Machine::frame_words`].
    FRAME_WORDS = frame_words;
    /// Offset of [`Machine::resume`].
    RESUME = resume;
    /// Offset of [`Machine::live`].
    LIVE = live;
    /// Offset of [`Machine::need`].
    NEED = need;
    /// Offset of [`Machine::self_pid`].
    SELF_PID = self_pid;
    /// Offset of [`Machine::scratch`].
    SCRATCH = scratch;
    /// Offset of [`Machine::x`].
    X = x;
    /// Offset of [`Machine::failed_bif`].
    FAILED_BIF = failed_bif;
}

const _: () = assert!(X == 168 && SCRATCH == 136);

/// What the entry trampoline returns to the scheduler.
pub mod status {
    /// Not returned: a trap function's answer that the process goes on at `resume`.
    pub const CONTINUE: u64 = 0;
    /// The process used up its reductions; `resume` and `x[..live]` say where it goes on.
    pub const YIELD: u64 = 1;
    /// The process waits; what for is in the process.
    pub const WAIT: u64 = 2;
    /// The process has ended; its reason is in the process.
    pub const EXITED: u64 = 3;
}
