//! Timers: of `receive … after`, and of `erlang:send_after` and its like.
//!
//! Each scheduler has a [wheel](wheel) of its own, which it turns between processes and when it
//! wakes, and whose next deadline bounds its sleep: no thread is there for timers alone. Timers are
//! set in the wheel of the scheduler that runs the process that sets them; any other may cancel
//! them. A wheel is locked for each of these steps, mostly by its own scheduler.

pub mod bifs;
pub mod calendar;
pub mod clock;
pub mod wheel;

use std::time::Duration;

use crate::heap::OwnedTerm;
use crate::process::pid::Pid;
use crate::process::table;
use crate::signal::send::{self, Destination};
use crate::signal::{Body, Signal};
use crate::sync::global::{AtomicU64, Mutex, OnceLock, Ordering};
use wheel::{Key, Wheel};

/// Names a timer in the whole program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimerKey {
    /// Whose wheel it is in.
    pub scheduler: u16,
    /// Which it is there.
    pub key: Key,
}

/// What a timer does when it goes off.
pub enum Expiry {
    /// Ends the wait of the receive with this number.
    Receive(Pid, u32),
    /// Sends a message.
    Send(Box<Delayed>),
}

/// A message to be sent later.
pub struct Delayed {
    /// To whom.
    pub to: Destination,
    /// What.
    pub message: OwnedTerm,
    /// First word of the timer's reference.
    pub reference: u64,
}

struct Shard {
    wheel: Mutex<Wheel<Expiry>>,
    /// Nothing is due before this tick. Only ever too early.
    next: AtomicU64,
}

static SHARDS: OnceLock<Box<[Shard]>> = OnceLock::new();

/// Makes the wheels of schedulers `0..count`.
pub fn init(count: usize) {
    let now = clock::tick();
    let shard = |_| Shard { wheel: Mutex::new(Wheel::new(now)), next: AtomicU64::new(u64::MAX) };
    SHARDS.get_or_init(|| (0..count).map(shard).collect());
}

fn shard(scheduler: usize) -> Option<&'static Shard> {
    SHARDS.get()?.get(scheduler)
}

/// Sets a timer in the wheel of scheduler `scheduler`, which is the calling one.
pub fn set(scheduler: usize, deadline: u64, expiry: Expiry) -> TimerKey {
    let none = Key { index: u32::MAX, generation: 0 };
    let Some(shard) = shard(scheduler) else {
        return TimerKey { scheduler: scheduler as u16, key: none };
    };
    let mut wheel = shard.wheel.lock();
    let key = wheel.insert(deadline, expiry);
    shard.next.fetch_min(deadline, Ordering::Relaxed);
    TimerKey { scheduler: scheduler as u16, key }
}

/// Cancels a timer; its deadline and what it would have done, unless it has gone off.
pub fn cancel(timer: TimerKey) -> Option<(u64, Expiry)> {
    let mut wheel = shard(usize::from(timer.scheduler))?.wheel.lock();
    let (deadline, _) = wheel.get(timer.key)?;
    wheel.remove(timer.key).map(|expiry| (deadline, expiry))
}

/// Sets the message of a timer that was set just now, by the calling scheduler, which turns its wheel
/// only later.
pub fn set_message(timer: TimerKey, message: OwnedTerm) {
    let Some(shard) = shard(usize::from(timer.scheduler)) else { return };
    if let Some(Expiry::Send(delayed)) = shard.wheel.lock().get_mut(timer.key) {
        delayed.message = message;
    }
}

/// Whether a timer has not gone off yet.
pub fn is_set(timer: TimerKey) -> bool {
    shard(usize::from(timer.scheduler))
        .is_some_and(|shard| shard.wheel.lock().get(timer.key).is_some())
}

/// The timer with this reference in the place `index` of a scheduler's wheel, and its deadline.
pub fn find(scheduler: u16, index: u32, reference: u64) -> Option<(TimerKey, u64)> {
    let wheel = shard(usize::from(scheduler))?.wheel.lock();
    let key = wheel.key_at(index)?;
    match wheel.get(key)? {
        (deadline, Expiry::Send(delayed)) if delayed.reference == reference => {
            Some((TimerKey { scheduler, key }, deadline))
        }
        _ => None,
    }
}

/// Lets timers of a scheduler's wheel go off that are due. Whether any did.
pub fn turn(scheduler: usize) -> bool {
    let Some(shard) = shard(scheduler) else { return false };
    if shard.next.load(Ordering::Relaxed) == u64::MAX {
        return false;
    }
    let now = clock::tick();
    if shard.next.load(Ordering::Relaxed) > now {
        return false;
    }
    let mut due = Vec::new();
    let mut wheel = shard.wheel.lock();
    wheel.advance(now, &mut |expiry| due.push(expiry));
    shard.next.store(wheel.next_time().unwrap_or(u64::MAX), Ordering::Relaxed);
    drop(wheel);
    let any = !due.is_empty();
    due.into_iter().for_each(go_off);
    any
}

/// How long a scheduler may sleep for its timers.
pub fn time_left(scheduler: usize) -> Option<Duration> {
    let next = shard(scheduler)?.next.load(Ordering::Relaxed);
    if next == u64::MAX {
        return None;
    }
    Some(Duration::from_millis(next).saturating_sub(clock::elapsed()))
}

fn go_off(expiry: Expiry) {
    match expiry {
        Expiry::Receive(pid, number) => {
            if let Some(slot) = table::find(pid) {
                send::signal_to(slot, pid, Signal::new(Body::Timeout(number)));
            }
        }
        Expiry::Send(delayed) => {
            let Delayed { to, message, .. } = *delayed;
            if let Some(pid) = to.find() {
                send::message(pid, message);
            }
        }
    }
}
