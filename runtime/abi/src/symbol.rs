//! Names of machine symbols.

/// Symbol of function `module:name/arity`; profilers show it as it is.
pub fn function(module: &str, name: &str, arity: usize) -> String {
    format!("{module}:{name}/{arity}")
}

/// Symbol of a function that other modules cannot call: never the one that they would call.
pub fn local(module: &str, name: &str, arity: usize) -> String {
    format!("{module}:{name}/{arity}~")
}

/// Symbol of the `index`th continuation of a function.
pub fn continuation(function: &str, index: usize) -> String {
    format!("{function}.{index}")
}

/// Symbol of a module's literals.
pub fn literals(module: &str) -> String {
    format!("{module}.literals")
}

/// Symbol of the `index`th literal of a module, if it is so large that it has one.
pub fn large_literal(module: &str, index: usize) -> String {
    format!("{module}.literal.{index}")
}

/// Symbol of a module's locations.
pub fn locations(module: &str) -> String {
    format!("{module}.locations")
}

/// Symbol of a module's fun descriptions.
pub fn funs(module: &str) -> String {
    format!("{module}.funs")
}
