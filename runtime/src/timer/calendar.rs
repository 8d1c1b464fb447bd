//! Dates: `erlang:localtime` and its like. Time zones are the C library's.

use lfec_abi::machine::Machine;

use super::clock;
use crate::heap::{Allocate, Registers};
use crate::term::Term;

/// Year, month, day, hour, minute, second.
type Date = [i64; 6];

/// Days from 1970-01-01 to a date of the Gregorian calendar (Howard Hinnant's `days_from_civil`).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a time in seconds since 1970.
fn date_of(seconds: i64) -> Date {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    [year, month, day, second / 3600, second / 60 % 60, second % 60]
}

fn seconds_of([year, month, day, hour, minute, second]: Date) -> i64 {
    days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
}

/// Whether it is a date that exists.
fn is_valid(date: Date) -> bool {
    let [year, month, day, hour, minute, second] = date;
    year >= 0
        && (1..=12).contains(&month)
        && day >= 1
        && date_of(days(year, month, day) * 86_400)[1] == month
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second)
}

fn local_of(seconds: i64) -> Option<Date> {
    let time = seconds as libc::time_t;
    // SAFETY: a structure of numbers and a pointer, for which zeros are valid; the call fills it in.
    let parts = unsafe {
        let mut parts: libc::tm = std::mem::zeroed();
        if libc::localtime_r(&time, &mut parts).is_null() {
            return None;
        }
        parts
    };
    let number = |part: libc::c_int| i64::from(part);
    Some([
        number(parts.tm_year) + 1900,
        number(parts.tm_mon) + 1,
        number(parts.tm_mday),
        number(parts.tm_hour),
        number(parts.tm_min),
        number(parts.tm_sec),
    ])
}

/// The time of a local date; `is_dst` says whether it is in summer time: 1, 0 or -1 for unknown.
fn seconds_of_local(date: Date, is_dst: i32) -> Option<i64> {
    let [year, month, day, hour, minute, second] = date.map(|part| part as libc::c_int);
    // SAFETY: as above.
    let seconds = unsafe {
        let mut parts: libc::tm = std::mem::zeroed();
        parts.tm_year = year - 1900;
        parts.tm_mon = month - 1;
        parts.tm_mday = day;
        parts.tm_hour = hour;
        parts.tm_min = minute;
        parts.tm_sec = second;
        parts.tm_isdst = is_dst;
        libc::mktime(&mut parts)
    };
    (seconds != -1 || date[0] == 1969 || date[0] == 1970).then_some(seconds as i64)
}

fn numbers<A: Allocate>(target: &mut A, parts: &[i64]) -> Term {
    let parts: Vec<Term> = parts.iter().map(|part| Term::small(*part)).collect();
    target.tuple(&parts)
}

/// `{{Year, Month, Day}, {Hour, Minute, Second}}`
fn term_of(machine: &mut Machine, date: Date) -> Term {
    let (day, time) = (numbers(machine, &date[..3]), numbers(machine, &date[3..]));
    machine.tuple(&[day, time])
}

/// The date that a term is, if it exists.
fn read(term: Term) -> Option<Date> {
    let [day, time] = term.as_tuple()?.elements() else { return None };
    let [year, month, day] = day.as_tuple()?.elements() else { return None };
    let [hour, minute, second] = time.as_tuple()?.elements() else { return None };
    let mut date = [0; 6];
    for (place, part) in date.iter_mut().zip([year, month, day, hour, minute, second]) {
        *place = part.as_small().filter(|part| part.unsigned_abs() < 1 << 31)?;
    }
    is_valid(date).then_some(date)
}

fn now() -> i64 {
    clock::system().div_euclid(1_000_000_000)
}

fn local_now() -> Date {
    local_of(now()).unwrap_or_else(|| date_of(now()))
}

/// `erlang:localtime/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_localtime_0(machine: &mut Machine) -> Term {
    term_of(machine, local_now())
}

/// `erlang:universaltime/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_universaltime_0(machine: &mut Machine) -> Term {
    term_of(machine, date_of(now()))
}

/// `erlang:date/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_date_0(machine: &mut Machine) -> Term {
    numbers(machine, &local_now()[..3])
}

/// `erlang:time/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_time_0(machine: &mut Machine) -> Term {
    numbers(machine, &local_now()[3..])
}

/// `erlang:universaltime_to_localtime/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_universaltime_to_localtime_1(
    machine: &mut Machine,
    date: Term,
) -> Term {
    match read(date).and_then(|date| local_of(seconds_of(date))) {
        Some(date) => term_of(machine, date),
        None => machine.badarg(),
    }
}

/// `erlang:localtime_to_universaltime/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_localtime_to_universaltime_1(
    machine: &mut Machine,
    date: Term,
) -> Term {
    bif_erlang_localtime_to_universaltime_2(machine, date, Term::UNDEFINED)
}

/// `erlang:localtime_to_universaltime/2`: whether it is summer time: `true`, `false`, `undefined`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_localtime_to_universaltime_2(
    machine: &mut Machine,
    date: Term,
    is_dst: Term,
) -> Term {
    let is_dst = match is_dst {
        Term::TRUE => 1,
        Term::FALSE => 0,
        Term::UNDEFINED => -1,
        _ => return machine.badarg(),
    };
    match read(date).and_then(|date| seconds_of_local(date, is_dst)) {
        Some(seconds) => term_of(machine, date_of(seconds)),
        None => machine.badarg(),
    }
}

/// `erlang:universaltime_to_posixtime/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_universaltime_to_posixtime_1(
    machine: &mut Machine,
    date: Term,
) -> Term {
    match read(date) {
        Some(date) => machine.integer(seconds_of(date)),
        None => machine.badarg(),
    }
}

/// Times beyond these have no date with a year that Erlang knows.
const POSIX_LIMIT: i64 = 1 << 45;

/// `erlang:posixtime_to_universaltime/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_posixtime_to_universaltime_1(
    machine: &mut Machine,
    seconds: Term,
) -> Term {
    match seconds.as_small().filter(|seconds| seconds.abs() < POSIX_LIMIT) {
        Some(seconds) => term_of(machine, date_of(seconds)),
        None => machine.badarg(),
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn dates_and_seconds() {
        assert_eq!(date_of(0), [1970, 1, 1, 0, 0, 0]);
        assert_eq!(date_of(951_782_399), [2000, 2, 28, 23, 59, 59]);
        assert_eq!(date_of(951_782_400), [2000, 2, 29, 0, 0, 0]);
        assert_eq!(seconds_of([0, 1, 1, 0, 0, 0]), -62_167_219_200);
        for seconds in (-1 << 36..1 << 36).step_by(99_999_989) {
            assert_eq!(seconds_of(date_of(seconds)), seconds);
        }
        assert!(is_valid([2024, 2, 29, 23, 59, 59]) && !is_valid([2023, 2, 29, 0, 0, 0]));
        assert!(!is_valid([2023, 4, 31, 0, 0, 0]) && !is_valid([2023, 4, 30, 24, 0, 0]));
    }
}
