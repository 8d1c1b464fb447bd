//! Atoms that the runtime knows: their indices are the same in every program.

macro_rules! well_known {
    ($($name:ident = $text:literal,)*) => {
        /// Texts of the well-known atoms, by index.
        pub const WELL_KNOWN: &[&str] = &[$($text),*];

        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "named as constants")]
        #[repr(u32)]
        enum Index { $($name),* }

        $(
            #[doc = concat!("Word of the atom `", $text, "`.")]
            pub const $name: u64 = crate::term::atom(Index::$name as u32);
        )*
    };
}

// Append only at the end of a group; order is free otherwise, indices are not stored anywhere.
well_known! {
    FALSE = "false",
    TRUE = "true",
    UNDEFINED = "undefined",
    OK = "ok",
    ERROR = "error",
    EXIT = "exit",
    THROW = "throw",
    EXIT_UPPER = "EXIT",
    DOWN = "DOWN",
    NORMAL = "normal",
    KILL = "kill",
    KILLED = "killed",
    INFINITY = "infinity",
    NIL = "nil",
    EMPTY = "",
    BADARG = "badarg",
    BADARITH = "badarith",
    BADMATCH = "badmatch",
    BADMAP = "badmap",
    BADKEY = "badkey",
    BADFUN = "badfun",
    BADARITY = "badarity",
    BADRECORD = "badrecord",
    UNDEF = "undef",
    FUNCTION_CLAUSE = "function_clause",
    CASE_CLAUSE = "case_clause",
    IF_CLAUSE = "if_clause",
    TRY_CLAUSE = "try_clause",
    ELSE_CLAUSE = "else_clause",
    SYSTEM_LIMIT = "system_limit",
    TIMEOUT_VALUE = "timeout_value",
    NOPROC = "noproc",
    NOCATCH = "nocatch",
    NOCONNECTION = "noconnection",
    NONODE = "nonode@nohost",
    PROCESS = "process",
    PORT = "port",
    FILE = "file",
    LINE = "line",
    ERROR_INFO = "error_info",
    ERLANG = "erlang",
    ALL = "all",
    NONE = "none",
    APPLY = "apply",
    EOF = "eof",
    ERTS_IO = "erts_io",
    ERTS_ERROR = "erts_error",
}
