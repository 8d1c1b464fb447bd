//! Commands for developers of lfec.

fn main() {}
