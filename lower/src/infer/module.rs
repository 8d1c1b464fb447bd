//! What is known of the parameters and results of a module's flows, from all their calls.
//!
//! Flows that others can call take anything. For the rest, what calls bring is joined until nothing
//! changes; bounds that keep moving are let go, and found again by looking once more at what the
//! calls bring then.

use std::collections::VecDeque;

use lfec_core::ir::Literal;

use super::known::Known;
use super::shape::Shape;
use super::walk::{Found, Given, Visitor, walk};
use crate::flow::Flow;
use crate::ir::FunDescription;

/// After this many changes bounds are let go, then everything.
const WIDEN_AFTER: u32 = 2;
const GIVE_UP_AFTER: u32 = 10;
/// Walks over each flow, on average, before all is let go.
const MOST_WALKS: usize = 40;
/// How often bounds are looked for again.
const NARROWINGS: usize = 2;

/// What is known of a flow.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its parameters.
    pub parameters: Vec<Known>,
    /// Its loop header's.
    pub header: Vec<Known>,
    /// Whether it is called at all.
    pub called: bool,
}

/// What is known of all flows.
pub struct Knowledge {
    /// By flow.
    pub facts: Vec<Facts>,
    /// Their results.
    pub results: Vec<Known>,
}

struct Quiet;

impl Visitor for Quiet {}

/// How often what is known of a flow has changed.
#[derive(Clone, Copy, Default)]
struct Changes {
    parameters: u32,
    header: u32,
    result: u32,
}

struct Solver<'a> {
    flows: &'a [Flow],
    shapes: &'a [Shape],
    literals: &'a [Literal],
    open: Vec<bool>,
    knowledge: Knowledge,
    changes: Vec<Changes>,
    callers: Vec<Vec<usize>>,
    queue: VecDeque<usize>,
    queued: Vec<bool>,
}

/// Looks at all flows of a module.
pub fn solve(
    flows: &[Flow],
    shapes: &[Shape],
    literals: &[Literal],
    funs: &[FunDescription],
) -> Knowledge {
    let mut open: Vec<bool> = flows.iter().map(|flow| flow.global.is_some()).collect();
    funs.iter().for_each(|fun| open[fun.function.index()] = true);
    let facts = start(flows, &open);
    let mut solver = Solver {
        flows,
        shapes,
        literals,
        knowledge: Knowledge { facts, results: vec![Known::NONE; flows.len()] },
        changes: vec![Changes::default(); flows.len()],
        callers: vec![Vec::new(); flows.len()],
        queue: VecDeque::new(),
        queued: vec![false; flows.len()],
        open,
    };
    if solver.run() {
        for _ in 0..NARROWINGS {
            solver.narrow();
        }
    } else {
        solver.give_up();
    }
    solver.knowledge
}

fn start(flows: &[Flow], open: &[bool]) -> Vec<Facts> {
    let facts = |(flow, open): (&Flow, &bool)| {
        let known = if *open { Known::ANY } else { Known::NONE };
        let count = flow.blocks[0].parameters.len();
        let header = flow.header.map_or(0, |header| flow.blocks[header.index()].parameters.len());
        Facts { parameters: vec![known; count], header: vec![Known::NONE; header], called: *open }
    };
    flows.iter().zip(open).map(facts).collect()
}

/// Joins; whether anything changes. `changes` counts how often it has.
fn update(known: &mut [Known], new: &[Known], changes: &mut u32) -> bool {
    let mut changed = false;
    for (known, new) in known.iter_mut().zip(new) {
        let joined = match *changes {
            0..WIDEN_AFTER => known.or(*new),
            _ => known.widened_by(*new),
        };
        if joined != *known {
            *known = if *changes >= GIVE_UP_AFTER { Known::ANY.or(joined) } else { joined };
            changed = true;
        }
    }
    *changes += u32::from(changed);
    changed
}

impl Solver<'_> {
    fn queue(&mut self, flow: usize) {
        if !std::mem::replace(&mut self.queued[flow], true) {
            self.queue.push_back(flow);
        }
    }

    /// False if it takes too long.
    fn run(&mut self) -> bool {
        for flow in 0..self.flows.len() {
            if self.open[flow] {
                self.queue(flow);
            }
        }
        let mut left = MOST_WALKS * self.flows.len();
        while let Some(flow) = self.queue.pop_front() {
            self.queued[flow] = false;
            let Some(next) = left.checked_sub(1) else { return false };
            left = next;
            let found = self.walk(flow);
            self.note(flow, found);
        }
        true
    }

    fn walk(&self, flow: usize) -> Found {
        let facts = &self.knowledge.facts[flow];
        let given = Given {
            parameters: &facts.parameters,
            header: &facts.header,
            results: &self.knowledge.results,
            literals: self.literals,
        };
        walk(&self.flows[flow], &self.shapes[flow], given, &mut Quiet)
    }

    fn note(&mut self, flow: usize, found: Found) {
        for used in found.uses {
            if !self.callers[used].contains(&flow) {
                self.callers[used].push(flow);
            }
        }
        let facts = &mut self.knowledge.facts[flow];
        if let Some(header) = found.header
            && update(&mut facts.header, &header, &mut self.changes[flow].header)
        {
            self.queue(flow);
        }
        if let Some(result) = found.result {
            let known = &mut self.knowledge.results[flow..=flow];
            if update(known, &[result], &mut self.changes[flow].result) {
                for caller in self.callers[flow].clone() {
                    self.queue(caller);
                }
            }
        }
        for (callee, arguments) in found.calls {
            let facts = &mut self.knowledge.facts[callee];
            let first = !std::mem::replace(&mut facts.called, true);
            let changes = &mut self.changes[callee].parameters;
            let changed = update(&mut facts.parameters, &arguments, changes);
            if first || changed {
                self.queue(callee);
            }
        }
    }

    /// What calls and jumps bring with what is known now; the same or less.
    fn narrow(&mut self) {
        let mut facts = start(self.flows, &self.open);
        let mut results = vec![Known::NONE; self.flows.len()];
        for flow in 0..self.flows.len() {
            if !self.knowledge.facts[flow].called {
                continue;
            }
            let found = self.walk(flow);
            if let Some(header) = found.header {
                facts[flow].header = header;
            }
            results[flow] = found.result.unwrap_or(Known::NONE);
            for (callee, arguments) in found.calls {
                let facts = &mut facts[callee];
                facts.called = true;
                let known = facts.parameters.iter_mut().zip(arguments);
                known.for_each(|(known, argument)| *known = known.or(argument));
            }
        }
        self.knowledge = Knowledge { facts, results };
    }

    fn give_up(&mut self) {
        for (facts, flow) in self.knowledge.facts.iter_mut().zip(self.flows) {
            let header = flow.header.map_or(0, |at| flow.blocks[at.index()].parameters.len());
            facts.parameters = vec![Known::ANY; flow.blocks[0].parameters.len()];
            facts.header = vec![Known::ANY; header];
            facts.called = true;
        }
        self.knowledge.results = vec![Known::ANY; self.flows.len()];
    }
}

/// Header parameters of one flow, where all else is known.
fn solve_header(flow: &Flow, shape: &Shape, given: Given<'_>) -> Vec<Known> {
    let Some(header) = flow.header else { return Vec::new() };
    let mut known = vec![Known::NONE; flow.blocks[header.index()].parameters.len()];
    let mut changes = 0;
    loop {
        let found = walk(flow, shape, Given { header: &known, ..given }, &mut Quiet);
        let Some(new) = found.header else { return known };
        if !update(&mut known, &new, &mut changes) {
            return new;
        }
    }
}

/// Parameters and header parameters of a flow whose first round is peeled off, where all else is
/// known. A check in the loop starts the function again: with what the loop carries.
pub fn solve_peeled(flow: &Flow, shape: &Shape, given: Given<'_>) -> (Vec<Known>, Vec<Known>) {
    let mut parameters = given.parameters.to_vec();
    let mut changes = 0;
    loop {
        let header = solve_header(flow, shape, Given { parameters: &parameters, ..given });
        if !update(&mut parameters, &header, &mut changes) {
            return (parameters, header);
        }
    }
}
