//! What stands around a program in a web page.

/// The module that loads and runs a program: `lfec.js`.
pub const LOADER: &str = include_str!("../web/lfec.js");
/// A page that does nothing but run `app.wasm`: `index.html`.
pub const PAGE: &str = include_str!("../web/index.html");
