//! BIFs on time and timers.

use lfec_abi::machine::Machine;

use num_traits::{Euclid, Signed};

use super::{Delayed, Expiry, TimerKey, clock};
use crate::heap::{Allocate, OwnedTerm, Registers};
use crate::process::Running;
use crate::process::unique::{Purpose, next};
use crate::signal::send::Destination;
use crate::term::{Term, integer};

/// Parts of a second that a time unit is.
fn parts_per_second(unit: Term) -> Option<i64> {
    if let Some(parts) = unit.as_small() {
        return (parts > 0).then_some(parts);
    }
    Some(match unit.as_atom()?.text() {
        "second" | "seconds" => 1,
        "millisecond" | "milli_seconds" => 1000,
        "microsecond" | "micro_seconds" => 1_000_000,
        "nanosecond" | "nano_seconds" | "native" | "perf_counter" => 1_000_000_000,
        _ => return None,
    })
}

/// Nanoseconds in a unit, rounded down.
fn in_unit(machine: &mut Machine, nanoseconds: i64, unit: Term) -> Term {
    match parts_per_second(unit) {
        Some(parts) => {
            let value = (i128::from(nanoseconds) * i128::from(parts)).div_euclid(1_000_000_000);
            integer::from_i128(machine, value)
        }
        None => machine.badarg(),
    }
}

/// `erlang:monotonic_time/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_monotonic_time_0(machine: &mut Machine) -> Term {
    machine.integer(clock::monotonic())
}

/// `erlang:monotonic_time/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_monotonic_time_1(machine: &mut Machine, unit: Term) -> Term {
    in_unit(machine, clock::monotonic(), unit)
}

/// `erlang:system_time/0` and `os:system_time/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_system_time_0(machine: &mut Machine) -> Term {
    machine.integer(clock::system())
}

/// `erlang:system_time/1` and `os:system_time/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_system_time_1(machine: &mut Machine, unit: Term) -> Term {
    in_unit(machine, clock::system(), unit)
}

/// `erlang:convert_time_unit/3`: rounded down.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_convert_time_unit_3(
    machine: &mut Machine,
    time: Term,
    from: Term,
    to: Term,
) -> Term {
    let parts = (parts_per_second(from), parts_per_second(to));
    let (Some(time), (Some(from), Some(to))) = (integer::Integer::of(time), parts) else {
        return machine.badarg();
    };
    let converted = (time.to_big() * to).div_euclid(&from.into());
    integer::from_unsigned(machine, converted.is_negative(), converted.magnitude())
}

/// `erlang:time_offset/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_time_offset_0(machine: &mut Machine) -> Term {
    machine.integer(clock::system() - clock::monotonic())
}

/// `erlang:time_offset/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_time_offset_1(machine: &mut Machine, unit: Term) -> Term {
    in_unit(machine, clock::system() - clock::monotonic(), unit)
}

/// `{MegaSeconds, Seconds, MicroSeconds}`
fn timestamp(machine: &mut Machine, microseconds: i64) -> Term {
    let seconds = microseconds.div_euclid(1_000_000);
    machine.tuple(&[
        Term::small(seconds / 1_000_000),
        Term::small(seconds % 1_000_000),
        Term::small(microseconds.rem_euclid(1_000_000)),
    ])
}

/// `erlang:timestamp/0` and `os:timestamp/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_timestamp_0(machine: &mut Machine) -> Term {
    timestamp(machine, clock::system() / 1000)
}

/// `erlang:now/0`: a time stamp later than all before.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_now_0(machine: &mut Machine) -> Term {
    use crate::sync::global::{AtomicI64, Ordering};
    static LAST: AtomicI64 = AtomicI64::new(0);
    let now = clock::system() / 1000;
    let later = |last: i64| Some(now.max(last + 1));
    let last = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, later).unwrap_or_default();
    timestamp(machine, now.max(last + 1))
}

/// `os:perf_counter/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_os_perf_counter_0(machine: &mut Machine) -> Term {
    machine.integer(clock::elapsed().as_nanos() as i64)
}

/// Longest time of a timer, in milliseconds: a thousand years.
const LONGEST: u64 = 1000 * 365 * 86_400_000;

/// How a timer's time is given.
struct When {
    time: Term,
    is_absolute: bool,
}

impl When {
    /// The tick that it means.
    fn tick(&self) -> Option<u64> {
        if !self.is_absolute {
            let delay = self.time.as_usize()? as u64;
            return Some(clock::tick_after(delay.min(LONGEST)));
        }
        // Monotonic time in milliseconds.
        let time = self.time.as_small()?;
        let start = clock::ORIGIN.div_euclid(1_000_000);
        Some((time.saturating_sub(start)).clamp(0, LONGEST as i64) as u64)
    }
}

/// Sets a timer that sends `message`, or `{timeout, Ref, message}` if `wrap` is set.
fn set(machine: &mut Machine, when: &When, to: Term, message: Term, wrap: bool) -> Term {
    let (Some(deadline), Some(to)) = (when.tick(), Destination::of(to)) else {
        return machine.badarg();
    };
    let scheduler = machine.scheduler().id;
    let unique = next();
    // The reference names the place of the timer, which has to be known first.
    let placeholder = OwnedTerm::of_immediate(Term::NIL);
    let delayed = Delayed { to, message: placeholder, reference: unique };
    let key = super::set(scheduler, deadline, Expiry::Send(Box::new(delayed)));
    let words = Purpose::Timer(key.scheduler, key.key.index).with(unique);
    let reference = machine.reference(words);
    let message =
        if wrap { machine.tuple(&[Term::atom("timeout"), reference, message]) } else { message };
    let message = OwnedTerm::copy_of(machine.heap(), message);
    super::set_message(key, message);
    note(machine, to, key);
    reference
}

/// Notes a timer that sends to the process that sets it, so that it goes with the process.
fn note(machine: &mut Machine, to: Destination, key: TimerKey) {
    let mut process = machine.running();
    if to != Destination::Process(process.pid) {
        return;
    }
    let relations = process.relations_mut();
    if relations.timers.len() >= relations.timers_limit.max(16) {
        relations.timers.retain(|timer| super::is_set(*timer));
        relations.timers_limit = relations.timers.len() * 2;
    }
    relations.timers.push(key);
}

/// Whether `{abs, true}` is among the options; `None` if there are others than `abs`.
fn is_absolute(list: Term) -> Option<bool> {
    list.list_length()?;
    let mut absolute = false;
    for option in list.list() {
        let [key, value] = option.as_tuple()?.elements() else { return None };
        if *key != Term::atom("abs") {
            return None;
        }
        absolute = value.as_boolean()?;
    }
    Some(absolute)
}

fn set_with(
    machine: &mut Machine,
    time: Term,
    to: Term,
    message: Term,
    list: Term,
    wrap: bool,
) -> Term {
    match is_absolute(list) {
        Some(is_absolute) => set(machine, &When { time, is_absolute }, to, message, wrap),
        None => machine.badarg(),
    }
}

/// `erlang:send_after/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_send_after_3(
    machine: &mut Machine,
    time: Term,
    to: Term,
    message: Term,
) -> Term {
    set_with(machine, time, to, message, Term::NIL, false)
}

/// `erlang:send_after/4`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_send_after_4(
    machine: &mut Machine,
    time: Term,
    to: Term,
    message: Term,
    list: Term,
) -> Term {
    set_with(machine, time, to, message, list, false)
}

/// `erlang:start_timer/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_start_timer_3(
    machine: &mut Machine,
    time: Term,
    to: Term,
    message: Term,
) -> Term {
    set_with(machine, time, to, message, Term::NIL, true)
}

/// `erlang:start_timer/4`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_start_timer_4(
    machine: &mut Machine,
    time: Term,
    to: Term,
    message: Term,
    list: Term,
) -> Term {
    set_with(machine, time, to, message, list, true)
}

/// The timer that a reference names, if it has not gone off, and the time that is left.
fn find(reference: Term) -> Option<(TimerKey, u64)> {
    let words = reference.as_reference()?.words();
    let Purpose::Timer(scheduler, index) = Purpose::of(words) else { return None };
    let (key, deadline) = super::find(scheduler, index, words[0])?;
    // From the next tick on, so that it is never more than was asked for.
    Some((key, deadline.saturating_sub(clock::tick_after(0))))
}

/// What is left of a timer's time in milliseconds, or `false`; it is cancelled if `cancel` is set.
fn time_left(reference: Term, cancel: bool) -> Term {
    match find(reference) {
        Some((key, left)) if !cancel || super::cancel(key).is_some() => Term::small(left as i64),
        _ => Term::FALSE,
    }
}

/// `erlang:cancel_timer/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_cancel_timer_1(machine: &mut Machine, reference: Term) -> Term {
    ask(machine, reference, Term::NIL, true)
}

/// `erlang:cancel_timer/2`: options `{async, Boolean}`, `{info, Boolean}`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_cancel_timer_2(
    machine: &mut Machine,
    reference: Term,
    list: Term,
) -> Term {
    ask(machine, reference, list, true)
}

/// `erlang:read_timer/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_read_timer_1(machine: &mut Machine, reference: Term) -> Term {
    ask(machine, reference, Term::NIL, false)
}

/// `erlang:read_timer/2`: option `{async, Boolean}`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_read_timer_2(
    machine: &mut Machine,
    reference: Term,
    list: Term,
) -> Term {
    ask(machine, reference, list, false)
}

/// Reads or cancels a timer. With `{async, true}` the result is `ok`, and comes as a message
/// `{cancel_timer | read_timer, Ref, Result}` unless `{info, false}` is set.
fn ask(machine: &mut Machine, reference: Term, list: Term, cancel: bool) -> Term {
    if reference.as_reference().is_none() || list.list_length().is_none() {
        return machine.badarg();
    }
    let (mut is_async, mut info) = (false, true);
    for option in list.list() {
        match option.as_tuple().map(|tuple| tuple.elements()) {
            Some([key, Term::TRUE]) if *key == Term::atom("async") => is_async = true,
            Some([key, Term::FALSE]) if *key == Term::atom("async") => is_async = false,
            Some([key, Term::TRUE]) if cancel && *key == Term::atom("info") => info = true,
            Some([key, Term::FALSE]) if cancel && *key == Term::atom("info") => info = false,
            _ => return machine.badarg(),
        }
    }
    let left = time_left(reference, cancel);
    if !is_async {
        return if info { left } else { Term::OK };
    }
    if info {
        let tag = Term::atom(if cancel { "cancel_timer" } else { "read_timer" });
        let message = machine.tuple(&[tag, reference, left]);
        let message = OwnedTerm::copy_of(machine.heap(), message);
        crate::signal::send::message(machine.running().pid, message);
    }
    Term::OK
}
