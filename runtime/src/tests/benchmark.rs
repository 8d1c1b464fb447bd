//! How long spawning, messages and switching take: printed, with limits only a hang exceeds.
//!
//! `cargo test --release -p lfec-runtime benchmark -- --nocapture --test-threads=1`

use std::time::Instant;

use lfec_abi::machine::Machine;

use super::support::*;
use crate::heap::Registers;
use crate::process::Running;
use crate::term::Term;
use crate::timer::clock;

/// Rounds; few in a build that is not for measuring.
const ROUNDS: i64 = if cfg!(debug_assertions) { 20_000 } else { 500_000 };

fn measure(name: &str, count: i64, run: impl FnOnce()) {
    let (start, processor) = (Instant::now(), clock::processor_time());
    run();
    let (elapsed, processor) = (start.elapsed(), clock::processor_time() - processor);
    let each = |nanoseconds: f64| nanoseconds / count as f64;
    let (wall, cpu) = (each(elapsed.as_nanos() as f64), each(processor as f64 * 1e6));
    println!("{name}: {wall:.1} ns each, {cpu:.1} of processor time");
    assert!(elapsed.as_secs() < 50);
}

extern "C" fn echo(machine: &mut Machine) -> u64 {
    receive(machine, echo_back, &[])
}

extern "C" fn echo_back(machine: &mut Machine) -> u64 {
    let message = machine.register(0);
    let Some([from, count]) = message.as_tuple().map(|tuple| tuple.elements()) else {
        return ret(machine, Term::OK);
    };
    send(machine, *from, *count);
    jump(machine, echo, &[])
}

extern "C" fn ping(machine: &mut Machine) -> u64 {
    let (to, count) = (machine.register(0), machine.register(1));
    if count == int(0) {
        send(machine, to, Term::OK);
        return ret(machine, Term::OK);
    }
    let own = machine.running().pid.term();
    let message = tuple(machine, &[own, count]);
    send(machine, to, message);
    receive(machine, pong, &[to])
}

extern "C" fn pong(machine: &mut Machine) -> u64 {
    let (count, to) = (machine.register(0).as_small().unwrap_or(0), machine.register(1));
    jump(machine, ping, &[to, int(count - 1)])
}

#[test]
fn benchmark_ping_pong() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let count = machine.register(0);
        let other = spawn(machine, echo, &[]);
        jump(machine, ping, &[other, count])
    }
    measure("message of a ping-pong", 2 * ROUNDS, || {
        assert_eq!(returned(start, &[int(ROUNDS)]).term(), Term::OK);
    });
}

#[test]
fn benchmark_ring() {
    const SIZE: i64 = 1000;
    extern "C" fn node(machine: &mut Machine) -> u64 {
        let next = machine.register(0);
        receive(machine, pass, &[next])
    }
    extern "C" fn pass(machine: &mut Machine) -> u64 {
        let (count, next) = (machine.register(0).as_small().unwrap_or(0), machine.register(1));
        send(machine, next, int(count - 1));
        if count <= 1 {
            // The last round.
            return ret(machine, Term::OK);
        }
        jump(machine, node, &[next])
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let count = machine.register(0);
        let mut next = machine.running().pid.term();
        for _ in 1..SIZE {
            next = spawn(machine, node, &[next]);
        }
        send(machine, next, count);
        jump(machine, turn, &[next])
    }
    extern "C" fn turn(machine: &mut Machine) -> u64 {
        let next = machine.register(0);
        receive(machine, round, &[next])
    }
    extern "C" fn round(machine: &mut Machine) -> u64 {
        let (count, next) = (machine.register(0).as_small().unwrap_or(0), machine.register(1));
        if count <= 0 {
            return ret(machine, Term::OK);
        }
        send(machine, next, int(count - 1));
        jump(machine, turn, &[next])
    }
    measure("message in a ring of 1000", 2 * ROUNDS, || {
        assert_eq!(returned(start, &[int(2 * ROUNDS)]).term(), Term::OK);
    });
}

#[test]
fn benchmark_spawn_and_exit() {
    extern "C" fn nothing(machine: &mut Machine) -> u64 {
        ret(machine, Term::OK)
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let count = machine.register(0).as_small().unwrap_or(0);
        if count == 0 {
            return ret(machine, Term::OK);
        }
        spawn(machine, nothing, &[]);
        jump(machine, start, &[int(count - 1)])
    }
    measure("spawn and exit", ROUNDS, || {
        assert_eq!(returned(start, &[int(ROUNDS)]).term(), Term::OK);
    });
}

#[test]
fn benchmark_idle_processes() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let count = machine.register(0).as_small().unwrap_or(0);
        if count == 0 {
            return ret(machine, Term::OK);
        }
        spawn(machine, sleep_forever, &[]);
        jump(machine, start, &[int(count - 1)])
    }
    let resident = || {
        let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
    };
    init();
    let before = resident();
    measure("spawn to sleep", ROUNDS, || {
        assert_eq!(returned(start, &[int(ROUNDS)]).term(), Term::OK);
    });
    std::thread::sleep(std::time::Duration::from_millis(100));
    let each = resident().saturating_sub(before) / ROUNDS as usize;
    println!("an idle process takes {each} bytes");
}
