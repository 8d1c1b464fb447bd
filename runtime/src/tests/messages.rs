//! Sending and receiving.

use lfec_abi::machine::Machine;

use super::support::*;
use crate::heap::{Allocate, Registers};
use crate::process::Running;
use crate::process::bifs::ask::bif_erlang_process_info_2;
use crate::process::bifs::monitors::{bif_erlang_alias_1, bif_erlang_unalias_1};
use crate::process::bifs::names::*;
use crate::term::{Term, order};

#[test]
fn a_call_returns_a_copy() {
    extern "C" fn pair(machine: &mut Machine) -> u64 {
        let (a, b) = (machine.register(0), machine.register(1));
        let pair = tuple(machine, &[b, a]);
        ret(machine, pair)
    }
    let result = returned(pair, &[int(1), Term::OK]);
    assert_eq!(result.term().to_string(), "{ok,1}");
}

/// Sends `[N, …, 1]` to the process in the first argument, N in the second.
extern "C" fn send_lists(machine: &mut Machine) -> u64 {
    let (to, count) = (machine.register(0), machine.register(1).as_small().unwrap_or(0));
    if count == 0 {
        return ret(machine, Term::OK);
    }
    let numbers: Vec<Term> = (1..=count).rev().map(int).collect();
    let list = machine.list(&numbers);
    send(machine, to, list);
    let to = machine.register(0);
    jump(machine, send_lists, &[to, int(count - 1)])
}

/// Receives `count` lists, keeps the sum of their lengths and one of them.
extern "C" fn sum_lists(machine: &mut Machine) -> u64 {
    let (count, sum) = (machine.register(0), machine.register(1));
    if count == int(0) {
        return ret(machine, sum);
    }
    receive(machine, add_list, &[count, sum])
}

extern "C" fn add_list(machine: &mut Machine) -> u64 {
    let [list, count, sum] = [0, 1, 2].map(|index| machine.register(index));
    let length = list.list_length().expect("a list") as i64;
    assert_eq!(
        list.list().map(|term| term.as_small().unwrap_or(0)).sum::<i64>(),
        length * (length + 1) / 2
    );
    let [count, sum] = [count, sum].map(|term| term.as_small().unwrap_or(0));
    jump(machine, sum_lists, &[int(count - 1), int(sum + length)])
}

#[test]
fn messages_keep_their_terms() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        for _ in 0..4 {
            spawn(machine, send_lists, &[own, int(300)]);
        }
        jump(machine, sum_lists, &[int(1200), int(0)])
    }
    assert_eq!(returned(start, &[]).term(), int(4 * 300 * 301 / 2));
}

#[test]
fn selective_receive_leaves_the_others() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        for number in 0..5 {
            send(machine, own, int(number));
        }
        let third = take(machine, |message| message == int(3)).expect("it is there");
        let mut order = vec![third];
        while let Some(message) = take(machine, |_| true) {
            order.push(message);
        }
        let list = machine.list(&order);
        ret(machine, list)
    }
    let numbers: Vec<Term> = [3, 0, 1, 2, 4].map(int).to_vec();
    let result = returned(start, &[]);
    assert!(result.term().list().eq(numbers));
}

#[test]
fn names_lead_to_processes_while_they_live() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let name = Term::atom("names_test");
        let pid = spawn(machine, return_message, &[]);
        assert_eq!(bif_erlang_register_2(machine, name, pid), Term::TRUE);
        assert!(bif_erlang_register_2(machine, name, pid).is_non_value());
        assert!(bif_erlang_register_2(machine, Term::atom("other_name"), pid).is_non_value());
        assert_eq!(bif_erlang_whereis_1(machine, name), pid);
        let names = bif_erlang_registered_0(machine);
        assert!(names.list().any(|other| other == name));
        send(machine, name, Term::OK);
        jump(machine, until_unregistered, &[name])
    }
    extern "C" fn until_unregistered(machine: &mut Machine) -> u64 {
        let name = machine.register(0);
        if bif_erlang_whereis_1(machine, name) == Term::UNDEFINED {
            assert!(bif_erlang_unregister_1(machine, name).is_non_value());
            return ret(machine, Term::OK);
        }
        wait(machine, int(1), again, &[name])
    }
    extern "C" fn again(machine: &mut Machine) -> u64 {
        let slots = pop_frame(machine, 1);
        jump(machine, until_unregistered, &slots)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn a_reply_alias_takes_one_message() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let options = machine.list(&[Term::atom("reply")]);
        let alias = bif_erlang_alias_1(machine, options);
        let explicit = bif_erlang_alias_1(machine, Term::NIL);
        send(machine, alias, int(1));
        send(machine, alias, int(2));
        send(machine, explicit, int(3));
        let mut got = Vec::new();
        while let Some(message) = take(machine, |_| true) {
            got.push(message);
        }
        assert_eq!(got, [int(1), int(3)]);
        assert_eq!(bif_erlang_unalias_1(machine, explicit), Term::TRUE);
        assert_eq!(bif_erlang_unalias_1(machine, explicit), Term::FALSE);
        send(machine, explicit, int(4));
        assert!(take(machine, |_| true).is_none());
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn processes_tell_about_themselves_and_each_other() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let other = spawn(machine, sleep_forever, &[]);
        let items = ["status", "message_queue_len", "links", "trap_exit"].map(Term::atom);
        let items = machine.list(&items);
        trap(machine, bif_erlang_process_info_2, &[other, items], got_other, &[items])
    }
    extern "C" fn got_other(machine: &mut Machine) -> u64 {
        let other = machine.register(0);
        let items = slot(machine, 1);
        pop_frame(machine, 1);
        let own = machine.running().pid.term();
        trap(machine, bif_erlang_process_info_2, &[own, items], got_own, &[other])
    }
    extern "C" fn got_own(machine: &mut Machine) -> u64 {
        let own = machine.register(0);
        let other = pop_frame(machine, 1)[0];
        let pair = tuple(machine, &[other, own]);
        ret(machine, pair)
    }
    let result = returned(start, &[]).term().to_string();
    let rest = "{message_queue_len,0},{links,[]},{trap_exit,false}]";
    let expected = |status: &str| format!("[{{status,{status}}},{rest}");
    let either = ["running", "waiting"]
        .map(|status| format!("{{{},{}}}", expected(status), expected("running")));
    assert!(either.contains(&result), "{result}");
}

#[test]
fn terms_in_the_dictionary_survive_collections() {
    use crate::process::bifs::dictionary::{bif_erlang_get_1, bif_erlang_put_2};
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let value = machine.list(&[int(1), int(2), int(3)]);
        let key = tuple(machine, &[Term::OK, int(7)]);
        assert_eq!(bif_erlang_put_2(machine, key, value), Term::UNDEFINED);
        jump(machine, churn, &[int(2000)])
    }
    extern "C" fn churn(machine: &mut Machine) -> u64 {
        let count = machine.register(0).as_small().unwrap_or(0);
        let garbage: Vec<Term> = (0..count % 50).map(int).collect();
        machine.list(&garbage);
        if count > 0 {
            return jump(machine, churn, &[int(count - 1)]);
        }
        let key = tuple(machine, &[Term::OK, int(7)]);
        let value = bif_erlang_get_1(machine, key);
        let expected = machine.list(&[int(1), int(2), int(3)]);
        assert!(order::exact_equal(value, expected));
        ret(machine, value)
    }
    assert_eq!(returned(start, &[]).term().list_length(), Some(3));
}
