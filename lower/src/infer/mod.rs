//! Types of terms: what tests, operations and calls tell about them, and what that saves.
//!
//! [`module`] finds what calls inside the module bring to each function, [`walk`] what is known at
//! each place of one; [`rewrite`] and [`floats`] make use of it.

mod arith;
mod condition;
mod floats;
mod known;
mod module;
mod peel;
mod rewrite;
mod shape;
mod sink;
mod walk;

use lfec_core::ir::Literal;

use crate::flow::Flow;
use crate::ir::FunDescription;
use crate::{contexts, simplify};
use known::Known;
use module::Facts;
use shape::Shape;
use walk::{Given, walk};

/// Makes use of what is known of terms in all flows of a module, which are simplified.
pub fn optimise(flows: &mut [Flow], literals: &[Literal], funs: &[FunDescription]) {
    let shapes: Vec<Shape> = flows.iter().map(Shape::of).collect();
    let knowledge = module::solve(flows, &shapes, literals, funs);
    for ((flow, shape), facts) in flows.iter_mut().zip(shapes).zip(&knowledge.facts) {
        if facts.called {
            optimise_flow(flow, shape, facts, &knowledge.results, literals);
            simplify::simplify(flow);
        }
    }
}

fn optimise_flow(
    flow: &mut Flow,
    mut shape: Shape,
    facts: &Facts,
    results: &[Known],
    literals: &[Literal],
) {
    let mut parameters = facts.parameters.clone();
    let mut header = facts.header.clone();
    let given = Given { parameters: &parameters, header: &header, results, literals };
    if peel::peel(flow, &shape, given) {
        shape = Shape::of(flow);
        (parameters, header) = module::solve_peeled(flow, &shape, given);
    }
    let given = Given { parameters: &parameters, header: &header, results, literals };
    let raw = floats::raw_parameters(flow, &shape, given);
    let mut rewriter = rewrite::Rewriter::new(flow, literals, &raw);
    walk(flow, &shape, given, &mut rewriter);
    let out = rewriter.out;
    *flow = out;
    simplify::simplify(flow);
    contexts::keep_contexts(flow);
    sink::sink_boxes(flow);
}
