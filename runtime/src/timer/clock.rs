//! Time, as the runtime tells it.
//!
//! Monotonic time counts nanoseconds, the native unit, from [`ORIGIN`] at the start of the program.
//! System time is monotonic time and an offset taken at the start, unless the clock has been set
//! since: then it is the clock's (no time warp is smoothed out).

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::sync::global::OnceLock;

/// Monotonic time at the start: far below zero, and so that 36 years fit in a small integer. OTP
/// starts there too.
pub const ORIGIN: i64 = -(1 << 59);

static START: OnceLock<Instant> = OnceLock::new();

fn start() -> Instant {
    *START.get_or_init(Instant::now)
}

/// Time since the start of the program.
pub fn elapsed() -> Duration {
    start().elapsed()
}

/// Monotonic time in nanoseconds.
pub fn monotonic() -> i64 {
    ORIGIN + elapsed().as_nanos() as i64
}

/// Time since the epoch in nanoseconds.
pub fn system() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_nanos() as i64,
        Err(before) => -(before.duration().as_nanos() as i64),
    }
}

/// Milliseconds since the start: the timer wheels' ticks.
pub fn tick() -> u64 {
    elapsed().as_millis() as u64
}

/// The first tick at which `delay` milliseconds from now are over.
pub fn tick_after(delay: u64) -> u64 {
    let elapsed = elapsed();
    let partial = u64::from(!elapsed.subsec_nanos().is_multiple_of(1_000_000));
    (elapsed.as_millis() as u64).saturating_add(partial).saturating_add(delay)
}

/// Processor time of the whole program, in milliseconds.
#[cfg(unix)]
pub fn processor_time() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call fills in the structure.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as u64 * 1000 + time.tv_nsec as u64 / 1_000_000
}

/// Processor time of the whole program, in milliseconds: here the time since the start.
#[cfg(not(unix))]
pub fn processor_time() -> u64 {
    tick()
}
