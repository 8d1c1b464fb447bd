//! LFE source text to [`Form`]s, and forms back to text.

mod form;

pub use form::{Form, FormKind};
