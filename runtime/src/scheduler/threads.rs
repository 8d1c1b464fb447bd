//! The schedulers' threads.

use std::time::Duration;

use super::parking::Notified;
use super::queues::{Ready, Shared};
use super::{Scheduler, start_if_asked};
use crate::process::{Process, create};
#[cfg(not(target_os = "linux"))]
use crate::sync::global::thread;
use crate::sync::global::{AtomicUsize, OnceLock, Ordering, spawn};

static SHARED: OnceLock<Shared> = OnceLock::new();
static STARTED: AtomicUsize = AtomicUsize::new(0);

/// What the schedulers share. Panics before [`init`].
#[inline]
pub fn shared() -> &'static Shared {
    SHARED.get().expect("schedulers are set up")
}

/// Most schedulers there can be.
pub const LIMIT: usize = 1024;

/// Sets up `count` schedulers (at least one). None runs yet.
pub fn init(count: usize) {
    let count = count.clamp(1, LIMIT);
    crate::timer::init(count);
    SHARED.get_or_init(|| Shared::new(count));
}

/// Number of schedulers.
pub fn count() -> usize {
    shared().stealers.len()
}

/// Number of schedulers that have been started.
pub fn started() -> usize {
    STARTED.load(Ordering::Relaxed)
}

/// How many schedulers there should be: `LFERT_SCHEDULERS`, or as many as the program may use cores.
pub fn wanted() -> usize {
    if cfg!(target_family = "wasm") {
        return 1;
    }
    let setting = std::env::var("LFERT_SCHEDULERS").ok().and_then(|text| text.parse().ok());
    setting.filter(|&count| count > 0).unwrap_or_else(cores)
}

/// Cores that the program may use.
#[cfg(target_os = "linux")]
pub fn cores() -> usize {
    // Standard's `available_parallelism` reads control group files, which takes longer than all else
    // that happens at the start.
    // SAFETY: a set of bits, for which zeros are valid; the call fills it in.
    let count = unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        match libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set) {
            0 => libc::CPU_COUNT(&set),
            _ => 1,
        }
    };
    (count as usize).max(1)
}

/// Cores that the program may use.
#[cfg(not(target_os = "linux"))]
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Tells that there is work.
pub fn notify() {
    start_if_asked(shared().parking.notify());
}

fn new_scheduler(id: usize) -> Option<&'static Scheduler> {
    let queue = shared().workers.lock()[id].take()?;
    STARTED.fetch_add(1, Ordering::Relaxed);
    Some(Box::leak(Box::new(Scheduler::new(id, queue))))
}

/// Native stack of a scheduler: BIFs do not recurse deeply.
const STACK_BYTES: usize = 1 << 20;

/// Starts the thread of scheduler `id`.
pub(super) fn start(id: usize) {
    let run = move || {
        if let Some(scheduler) = new_scheduler(id) {
            scheduler.run();
        }
    };
    if let Err(error) = spawn(format!("scheduler {id}"), STACK_BYTES, run) {
        // Work stays in the queues of the others; with none at all nothing can go on.
        if started() == 0 {
            eprintln!("cannot start a scheduler: {error}");
            std::process::abort();
        }
        shared().parking.end_search();
    }
}

/// Makes the calling thread the first scheduler, which starts with this process, and runs it for
/// ever. Before anything is made ready.
pub fn run_first(process: Box<Process>) -> ! {
    first(process).run()
}

/// Makes the calling thread the one scheduler of a program that its host runs piece by piece.
pub fn attach_first(process: Box<Process>) {
    first(process).run_in_host();
}

/// Runs processes for about so long; how long there is nothing to do then, `None` if only the host
/// can change that. After [`attach_first`].
pub fn run_for(limit: Duration) -> Option<Duration> {
    super::current().and_then(|scheduler| scheduler.run_for(limit))
}

fn first(process: Box<Process>) -> &'static Scheduler {
    let Notified::Start(id) = shared().parking.notify() else {
        panic!("the first scheduler runs already");
    };
    let scheduler = new_scheduler(id).expect("nobody else starts schedulers");
    scheduler.queue.push(Ready::new(create::publish(process)));
    scheduler
}
