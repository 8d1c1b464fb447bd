//! SSA to machine code through Cranelift.
