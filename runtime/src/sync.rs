//! Atomics, locks and threads: std's, or loom's under `--cfg loom`.
//!
//! What loom checks (parking, signal queue) takes everything from here. Statics cannot hold loom's
//! types: those that exist once for the whole program use [`global`], which is std's always.
//! Poisoning is of no interest: a panic ends the program.

#[cfg(loom)]
pub use loom::{
    hint,
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering, fence},
    thread,
};
#[cfg(not(loom))]
pub use std::{
    hint,
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering, fence},
    thread,
};

#[cfg(loom)]
use loom::sync as imp;
#[cfg(not(loom))]
use std::sync as imp;

/// Guard of a [`Mutex`].
pub type MutexGuard<'a, T> = imp::MutexGuard<'a, T>;

/// A lock without poisoning.
#[derive(Default, Debug)]
pub struct Mutex<T>(imp::Mutex<T>);

impl<T> Mutex<T> {
    /// A lock around `value`.
    #[cfg(not(loom))]
    pub const fn new(value: T) -> Mutex<T> {
        Mutex(imp::Mutex::new(value))
    }

    /// A lock around `value`.
    #[cfg(loom)]
    pub fn new(value: T) -> Mutex<T> {
        Mutex(imp::Mutex::new(value))
    }

    /// Takes the lock.
    #[inline]
    pub fn lock(&self) -> MutexGuard<'_, T> {
        match self.0.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}

#[cfg(target_family = "wasm")]
pub use crate::io::idle::Parker;

/// Where one thread sleeps and others wake it. A wake-up while it is awake ends its next sleep.
#[cfg(not(any(loom, target_family = "wasm")))]
#[derive(Default)]
pub struct Parker(std::sync::OnceLock<thread::Thread>);

#[cfg(not(any(loom, target_family = "wasm")))]
impl Parker {
    /// The calling thread is the one that sleeps here.
    pub fn attach(&self) {
        self.0.get_or_init(thread::current);
    }

    /// Whether there is such a thread yet.
    pub fn is_attached(&self) -> bool {
        self.0.get().is_some()
    }

    /// Sleeps until [`Parker::unpark`] or the time is over, perhaps not so long.
    pub fn park(&self, timeout: Option<std::time::Duration>) {
        match timeout {
            Some(timeout) => thread::park_timeout(timeout),
            None => thread::park(),
        }
    }

    /// Wakes the thread. Takes no lock: may be called in a signal handler.
    pub fn unpark(&self) {
        if let Some(thread) = self.0.get() {
            thread.unpark();
        }
    }
}

/// The same for models, where time does not pass. Loom's own `park` forgets a wake-up when the thread
/// then waits for a lock.
#[cfg(loom)]
#[derive(Default)]
pub struct Parker {
    /// Whether it is attached, whether it has been woken.
    state: Mutex<(bool, bool)>,
    woken: imp::Condvar,
}

#[cfg(loom)]
#[expect(missing_docs, reason = "see above")]
impl Parker {
    pub fn attach(&self) {
        self.state.lock().0 = true;
    }

    pub fn is_attached(&self) -> bool {
        self.state.lock().0
    }

    pub fn park(&self, _timeout: Option<std::time::Duration>) {
        let mut state = self.state.lock();
        while !state.1 {
            state = self.woken.wait(state).unwrap();
        }
        state.1 = false;
    }

    pub fn unpark(&self) {
        self.state.lock().1 = true;
        self.woken.notify_one();
    }
}

/// What exists once for the whole program.
pub mod global {
    use std::sync::PoisonError;
    pub use std::sync::atomic::{
        AtomicBool, AtomicI64, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
    };
    pub use std::sync::{Condvar, MutexGuard, OnceLock, RwLockReadGuard, RwLockWriteGuard};
    pub use std::thread;

    /// Starts a thread that is never waited for, with this much native stack.
    #[cfg(not(target_family = "wasm"))]
    pub fn spawn(
        name: String,
        stack_bytes: usize,
        run: impl FnOnce() + Send + 'static,
    ) -> std::io::Result<()> {
        thread::Builder::new().name(name).stack_size(stack_bytes).spawn(run).map(drop)
    }

    /// There are no threads here: what would be one's work is done by the caller.
    #[cfg(target_family = "wasm")]
    pub fn spawn(_: String, _: usize, _: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }

    /// A lock without poisoning.
    #[derive(Default, Debug)]
    pub struct Mutex<T>(std::sync::Mutex<T>);

    impl<T> Mutex<T> {
        /// A lock around `value`.
        pub const fn new(value: T) -> Mutex<T> {
            Mutex(std::sync::Mutex::new(value))
        }

        /// Takes the lock.
        pub fn lock(&self) -> MutexGuard<'_, T> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    /// Waits on `condition` while `wait` holds of what `mutex` protects.
    pub fn wait_while<'a, T>(
        condition: &Condvar,
        guard: MutexGuard<'a, T>,
        wait: impl FnMut(&mut T) -> bool,
    ) -> MutexGuard<'a, T> {
        condition.wait_while(guard, wait).unwrap_or_else(PoisonError::into_inner)
    }

    /// A lock for many readers, without poisoning.
    #[derive(Default, Debug)]
    pub struct RwLock<T>(std::sync::RwLock<T>);

    impl<T> RwLock<T> {
        /// A lock around `value`.
        pub const fn new(value: T) -> RwLock<T> {
            RwLock(std::sync::RwLock::new(value))
        }

        /// Takes the lock for reading.
        pub fn read(&self) -> RwLockReadGuard<'_, T> {
            self.0.read().unwrap_or_else(PoisonError::into_inner)
        }

        /// Takes the lock for writing.
        pub fn write(&self) -> RwLockWriteGuard<'_, T> {
            self.0.write().unwrap_or_else(PoisonError::into_inner)
        }
    }
}
