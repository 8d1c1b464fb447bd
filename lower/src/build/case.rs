//! `case`: on a condition, or by patterns.

use lfec_core::ir::{Clause, Expr, ExprKind, Literal, PatternKind};

use super::{Builder, Dest, Operand, TestDest};
use crate::ir::{Block, Value};

impl<'m> Builder<'m, '_> {
    pub(super) fn case(&mut self, argument: &'m Expr, clauses: &'m [Clause], dest: &Dest) {
        let Some(first) = clauses.first() else {
            return self.bug("a case without clauses");
        };
        if self.is_condition(argument)
            && clauses.iter().all(is_boolean_clause)
            && matches!(first.patterns[0].kind, PatternKind::Literal(_))
        {
            return self.case_of_condition(argument, clauses, dest);
        }
        let line = self.line;
        let operands = self.values(argument, first.patterns.len());
        self.line = line;
        if self.dead {
            return;
        }
        if operands.len() != first.patterns.len() {
            return self.bug("a case has patterns for another number of values than there are");
        }
        self.match_clauses(operands, clauses, dest);
    }

    /// Whether the values of an expression are better tested where they come up.
    fn is_condition(&self, argument: &Expr) -> bool {
        match &argument.kind {
            ExprKind::Call(..)
            | ExprKind::Apply(..)
            | ExprKind::Case(..)
            | ExprKind::Let(..)
            | ExprKind::Try(_) => true,
            ExprKind::Var(name) => {
                matches!(self.variables.get(name), Some(Operand::Truth(_) | Operand::Later(_)))
            }
            _ => false,
        }
    }

    fn case_of_condition(&mut self, argument: &'m Expr, clauses: &'m [Clause], dest: &Dest) {
        let blocks: Vec<Block> = clauses.iter().map(|clause| self.clause_block(clause)).collect();
        let no_match = self.flow.block_with(1);
        let chosen = |wanted: Option<&str>| {
            clauses.iter().position(|clause| takes(clause, wanted)).map_or(no_match, |i| blocks[i])
        };
        let test = TestDest {
            on_true: chosen(Some("true")),
            on_false: chosen(Some("false")),
            other: chosen(None),
        };
        let line = self.line;
        self.lower(argument, &Dest::Test(test));
        for (clause, block) in clauses.iter().zip(blocks) {
            self.line = line;
            self.enter(block);
            if let (PatternKind::Var(name), Some(value)) =
                (&clause.patterns[0].kind, self.flow.at(block).parameters.first())
            {
                let value = *value;
                self.variables.insert(*name, Operand::Value(value));
            }
            self.at(&clause.anno);
            self.lower(&clause.body, dest);
        }
        self.line = line;
        self.enter(no_match);
        let value = self.block_parameter(no_match, 0);
        self.no_clause(vec![value]);
    }

    /// A block for a clause, with a parameter if the value has a name that is used.
    fn clause_block(&mut self, clause: &Clause) -> Block {
        let used = match &clause.patterns[0].kind {
            PatternKind::Var(name) => self.facts.uses(*name) > 0,
            _ => false,
        };
        self.flow.block_with(usize::from(used))
    }

    /// No clause takes the values.
    pub(super) fn no_clause(&mut self, values: Vec<Value>) {
        let value = match values[..] {
            [value] => value,
            _ => self.op(crate::ir::Op::Tuple(values)),
        };
        self.raise_error("case_clause", &[value]);
    }

    /// Checks a clause's guard; leaves for `otherwise` where it is not true.
    pub(super) fn guard(&mut self, clause: &'m Clause, otherwise: Block) {
        if is_true(&clause.guard) {
            return;
        }
        let then = self.flow.block();
        let outer = self.guard_failure.replace(otherwise);
        let test = TestDest { on_true: then, on_false: otherwise, other: otherwise };
        self.lower(&clause.guard, &Dest::Test(test));
        self.guard_failure = outer;
        self.enter(then);
    }
}

pub(super) fn is_true(guard: &Expr) -> bool {
    super::inline::atom(guard).is_some_and(|name| name.as_str() == "true")
}

fn is_boolean_clause(clause: &Clause) -> bool {
    let [pattern] = &clause.patterns[..] else { return false };
    is_true(&clause.guard)
        && match &pattern.kind {
            PatternKind::Var(_) => true,
            PatternKind::Literal(Literal::Atom(name)) => {
                matches!(name.as_str(), "true" | "false")
            }
            _ => false,
        }
}

/// Whether a boolean clause takes this value; `None` is one that is no boolean.
fn takes(clause: &Clause, wanted: Option<&str>) -> bool {
    match &clause.patterns[0].kind {
        PatternKind::Literal(Literal::Atom(name)) => wanted == Some(name.as_str()),
        _ => true,
    }
}
