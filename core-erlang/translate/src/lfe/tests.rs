//! Tests of the module above: inputs as text, what comes out beside them.


