//! Timeouts and timers.

use std::time::Instant;

use lfec_abi::machine::Machine;

use super::support::*;
use crate::heap::Registers;
use crate::process::Running;
use crate::term::Term;
use crate::timer::bifs::*;

#[test]
fn a_receive_times_out_and_not_before() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        wait(machine, machine.register(0), over, &[])
    }
    extern "C" fn over(machine: &mut Machine) -> u64 {
        let is_over = machine.register(0);
        pop_frame(machine, 0);
        ret(machine, is_over)
    }
    for delay in [0, 1, 30, 130] {
        let before = Instant::now();
        assert_eq!(returned(start, &[int(delay)]).term(), Term::TRUE);
        let elapsed = before.elapsed().as_millis() as i64;
        assert!(elapsed >= delay && elapsed < delay + 2000, "{elapsed} for {delay}");
    }
}

#[test]
fn a_receive_without_patterns_waits_past_messages() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        send(machine, own, Term::OK);
        wait(machine, int(20), woken, &[])
    }
    extern "C" fn woken(machine: &mut Machine) -> u64 {
        let is_over = machine.register(0);
        pop_frame(machine, 0);
        if is_over == Term::TRUE {
            assert_eq!(take(machine, |_| true), Some(Term::OK));
            return ret(machine, is_over);
        }
        wait(machine, int(20), woken, &[])
    }
    assert_eq!(returned(start, &[]).term(), Term::TRUE);
}

#[test]
fn messages_do_not_set_the_timer_again() {
    extern "C" fn chatter(machine: &mut Machine) -> u64 {
        let to = machine.register(0);
        send(machine, to, int(0));
        wait(machine, int(10), chatter_again, &[to])
    }
    extern "C" fn chatter_again(machine: &mut Machine) -> u64 {
        let slots = pop_frame(machine, 1);
        jump(machine, chatter, &slots)
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        let child = spawn(machine, chatter, &[own]);
        wait(machine, int(100), woken, &[child])
    }
    extern "C" fn woken(machine: &mut Machine) -> u64 {
        let (is_over, child) = (machine.register(0), slot(machine, 1));
        pop_frame(machine, 1);
        if is_over == Term::TRUE {
            use crate::process::bifs::links::bif_erlang_exit_2;
            let kill = Term::atom("kill");
            return trap(machine, bif_erlang_exit_2, &[child, kill], done, &[]);
        }
        assert!(take(machine, |message| message == int(1)).is_none());
        wait(machine, int(100), woken, &[child])
    }
    extern "C" fn done(machine: &mut Machine) -> u64 {
        pop_frame(machine, 0);
        ret(machine, Term::OK)
    }
    let before = Instant::now();
    assert_eq!(returned(start, &[]).term(), Term::OK);
    assert!(before.elapsed().as_millis() < 3000);
}

#[test]
fn timers_send_in_order_and_can_be_cancelled() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        let late = bif_erlang_send_after_3(machine, int(40), own, Term::atom("late"));
        let never = bif_erlang_send_after_3(machine, int(30), own, Term::atom("never"));
        bif_erlang_send_after_3(machine, int(20), own, Term::atom("early"));
        let left = bif_erlang_cancel_timer_1(machine, never).as_small();
        assert!(left.is_some_and(|left| (1..=31).contains(&left)), "{left:?}");
        assert_eq!(bif_erlang_cancel_timer_1(machine, never), Term::FALSE);
        assert!(bif_erlang_read_timer_1(machine, late).as_small().is_some());
        receive(machine, first, &[late])
    }
    extern "C" fn first(machine: &mut Machine) -> u64 {
        assert_eq!(machine.register(0), Term::atom("early"));
        let late = machine.register(1);
        receive(machine, second, &[late])
    }
    extern "C" fn second(machine: &mut Machine) -> u64 {
        assert_eq!(machine.register(0), Term::atom("late"));
        let late = machine.register(1);
        assert_eq!(bif_erlang_read_timer_1(machine, late), Term::FALSE);
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn start_timer_names_itself() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        let message = tuple(machine, &[int(1), int(2)]);
        let timer = bif_erlang_start_timer_3(machine, int(1), own, message);
        receive(machine, check, &[timer])
    }
    extern "C" fn check(machine: &mut Machine) -> u64 {
        let (message, timer) = (machine.register(0), machine.register(1));
        let Some([tag, reference, content]) = message.as_tuple().map(|t| t.elements()) else {
            panic!("{message}")
        };
        assert_eq!(*tag, Term::atom("timeout"));
        assert!(crate::term::order::exact_equal(*reference, timer));
        assert_eq!(content.to_string(), "{1,2}");
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}
