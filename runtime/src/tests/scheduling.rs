//! Turns, priorities, parallel work, hibernation.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use lfec_abi::machine::Machine;

use super::support::*;
use crate::embed::{self, Arguments, CallError, Callee};
use crate::heap::Registers;
use crate::process::Running;
use crate::process::bifs::ask::{bif_erlang_resume_process_1, bif_erlang_suspend_process_1};
use crate::term::Term;

/// Never ends, but gives others their turn.
extern "C" fn spin(machine: &mut Machine) -> u64 {
    jump(machine, spin, &[])
}

#[test]
fn a_busy_process_lets_others_run_and_can_be_killed() {
    init();
    let busy: Vec<_> = (0..2 * crate::scheduler::threads::count())
        .filter_map(|_| embed::spawn(Callee::Code(address(spin)), Arguments::new()).ok())
        .collect();
    let before = Instant::now();
    extern "C" fn quick(machine: &mut Machine) -> u64 {
        ret(machine, Term::OK)
    }
    assert_eq!(returned(quick, &[]).term(), Term::OK);
    assert!(before.elapsed() < Duration::from_secs(5));
    let limit = Some(Duration::from_millis(20));
    let timed_out = embed::call(Callee::Code(address(spin)), Arguments::new(), limit);
    assert!(matches!(timed_out, Err(CallError::TimedOut)));
    for pid in &busy {
        let kill = crate::signal::handle::exit_for(*pid, lfec_abi::atoms::KILL, false);
        crate::signal::send::signal(*pid, kill);
    }
    while busy.iter().any(|pid| embed::is_alive(*pid)) {
        std::thread::sleep(Duration::from_millis(1));
        assert!(before.elapsed() < Duration::from_secs(20));
    }
}

static SEEN: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];
static BOTH: AtomicBool = AtomicBool::new(false);

#[test]
fn two_busy_processes_run_at_the_same_time() {
    init();
    if crate::scheduler::threads::count() < 2 {
        return;
    }
    // Each counts within one turn, without a check, until it has seen the other one count; or until
    // the other one has seen it.
    extern "C" fn count(machine: &mut Machine) -> u64 {
        let own = machine.register(0).as_usize().unwrap_or(0);
        let other = SEEN[1 - own].load(Ordering::Relaxed);
        for _ in 0..200_000 {
            SEEN[own].fetch_add(1, Ordering::Relaxed);
            let saw = SEEN[1 - own].load(Ordering::Relaxed) > other;
            if saw || BOTH.load(Ordering::Relaxed) {
                BOTH.store(true, Ordering::Relaxed);
                return ret(machine, Term::OK);
            }
        }
        machine.reductions = 0;
        jump(machine, count, &[int(own as i64)])
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        for number in 0..2 {
            spawn(machine, report, &[own, int(number)]);
        }
        receive(machine, one, &[])
    }
    extern "C" fn report(machine: &mut Machine) -> u64 {
        let (to, number) = (machine.register(0), machine.register(1));
        push_frame(machine, counted, &[to]);
        jump(machine, count, &[number])
    }
    extern "C" fn counted(machine: &mut Machine) -> u64 {
        let to = pop_frame(machine, 1)[0];
        send(machine, to, Term::OK);
        ret(machine, Term::OK)
    }
    extern "C" fn one(machine: &mut Machine) -> u64 {
        receive(machine, return_first, &[])
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

static LIVING: AtomicUsize = AtomicUsize::new(0);

#[test]
fn many_processes_come_and_go() {
    extern "C" fn child(machine: &mut Machine) -> u64 {
        LIVING.fetch_add(1, Ordering::Relaxed);
        receive(machine, stop, &[])
    }
    extern "C" fn stop(machine: &mut Machine) -> u64 {
        LIVING.fetch_sub(1, Ordering::Relaxed);
        let to = machine.register(0);
        send(machine, to, Term::OK);
        ret(machine, Term::OK)
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        for _ in 0..3000 {
            let pid = spawn(machine, child, &[]);
            send(machine, pid, own);
        }
        jump(machine, collect, &[int(3000)])
    }
    extern "C" fn collect(machine: &mut Machine) -> u64 {
        let left = machine.register(0).as_small().unwrap_or(0);
        if left == 0 {
            return ret(machine, Term::OK);
        }
        receive(machine, collected, &[int(left - 1)])
    }
    extern "C" fn collected(machine: &mut Machine) -> u64 {
        let left = machine.register(1);
        jump(machine, collect, &[left])
    }
    for _ in 0..3 {
        assert_eq!(returned(start, &[]).term(), Term::OK);
    }
    assert_eq!(LIVING.load(Ordering::Relaxed), 0);
}

static STEPS: AtomicU64 = AtomicU64::new(0);

#[test]
fn a_suspended_process_does_not_run() {
    extern "C" fn step(machine: &mut Machine) -> u64 {
        STEPS.fetch_add(1, Ordering::Relaxed);
        jump(machine, step, &[])
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let child = spawn(machine, step, &[]);
        trap(machine, bif_erlang_suspend_process_1, &[child], suspended, &[child])
    }
    extern "C" fn suspended(machine: &mut Machine) -> u64 {
        let child = pop_frame(machine, 1)[0];
        let steps = STEPS.load(Ordering::Relaxed) as i64;
        wait(machine, int(30), later, &[child, int(steps)])
    }
    extern "C" fn later(machine: &mut Machine) -> u64 {
        let slots = pop_frame(machine, 2);
        let steps = STEPS.load(Ordering::Relaxed) as i64;
        assert_eq!(slots[1], int(steps));
        trap(machine, bif_erlang_resume_process_1, &[slots[0]], resumed, &[slots[0], int(steps)])
    }
    extern "C" fn resumed(machine: &mut Machine) -> u64 {
        let slots = pop_frame(machine, 2);
        if slots[1] != int(STEPS.load(Ordering::Relaxed) as i64) {
            use crate::process::bifs::links::bif_erlang_exit_2;
            let kill = Term::atom("kill");
            push_frame(machine, done, &[]);
            return trap(machine, bif_erlang_exit_2, &[slots[0], kill], done, &[]);
        }
        wait(machine, int(1), resumed, &slots)
    }
    extern "C" fn done(machine: &mut Machine) -> u64 {
        pop_frame(machine, 0);
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn priorities_do_not_starve_low() {
    use crate::process::bifs::flags::bif_erlang_process_flag_2;
    extern "C" fn low(machine: &mut Machine) -> u64 {
        let to = machine.register(0);
        bif_erlang_process_flag_2(machine, Term::atom("priority"), Term::atom("low"));
        push_frame(machine, low_again, &[to]);
        crate::process::bifs::control::bif_erlang_yield_0(machine)
    }
    extern "C" fn low_again(machine: &mut Machine) -> u64 {
        let to = pop_frame(machine, 1)[0];
        send(machine, to, Term::OK);
        ret(machine, Term::OK)
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        bif_erlang_process_flag_2(machine, Term::atom("priority"), Term::atom("high"));
        spawn(machine, low, &[own]);
        receive(machine, return_first, &[])
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}
