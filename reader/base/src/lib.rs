//! What every stage shares: [`Span`]s into [`Sources`], interned [`Symbol`]s and [`Diagnostic`]s.
//!
//! Nothing here reads a file or prints: text comes in through [`Sources::add`], reports leave as
//! strings through [`render`].

mod diagnostic;
mod hint;
mod source;
mod symbol;

pub use diagnostic::{Diagnostic, Label, Severity, has_errors, render, render_json};
pub use source::{FileId, LineColumn, Sources, Span};
pub use symbol::Symbol;
