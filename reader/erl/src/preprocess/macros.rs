//! The table of macros.

use std::collections::HashMap;
use std::sync::Arc;

use lfec_base::{Span, Symbol};
use num_bigint::BigInt;

use crate::MacroDefinition;
use crate::token::{Token, TokenKind};

/// The OTP release that `?OTP_RELEASE` claims.
const OTP_RELEASE: u32 = 25;

/// Macros whose value depends on where they are used.
const POSITIONAL: [&str; 6] =
    ["FILE", "LINE", "FUNCTION_NAME", "FUNCTION_ARITY", "FEATURE_AVAILABLE", "FEATURE_ENABLED"];

/// Macros the compiler defines that stay as they are.
const PREDEFINED: [&str; 7] = [
    "MODULE",
    "MODULE_STRING",
    "BASE_MODULE",
    "BASE_MODULE_STRING",
    "MACHINE",
    "BEAM",
    "OTP_RELEASE",
];

/// A definition.
#[derive(Clone)]
pub(super) struct Definition {
    /// Parameters; `None` for a constant.
    pub parameters: Option<Arc<[Symbol]>>,
    /// What it stands for.
    pub body: Arc<[Token]>,
}

/// All definitions of one name: at most one constant and one of each arity.
type Overloads = Vec<Definition>;

/// The macros defined so far.
#[derive(Default)]
pub(super) struct Macros {
    table: HashMap<Symbol, Overloads>,
}

impl Macros {
    /// What every module begins with.
    pub fn predefined() -> Macros {
        let mut macros = Macros::default();
        let mut constant = |name: &str, kind: TokenKind| {
            macros.define_constant(Symbol::intern(name), vec![Token { kind, span: Span::NONE }]);
        };
        constant("MACHINE", TokenKind::Atom(Symbol::intern("BEAM")));
        constant("BEAM", TokenKind::Atom(Symbol::intern("true")));
        constant("OTP_RELEASE", TokenKind::Integer(Arc::new(BigInt::from(OTP_RELEASE))));
        macros
    }

    /// Defines `name` as `body`, in place of what it was.
    pub fn define_constant(&mut self, name: Symbol, mut body: Vec<Token>) {
        body.retain(|token| token.kind != TokenKind::Dot);
        let definition = Definition { parameters: None, body: body.into() };
        self.table.insert(name, vec![definition]);
    }

    /// `?MODULE` and its relatives.
    pub fn set_module(&mut self, name: Symbol) {
        let text: Arc<[u32]> = name.as_str().chars().map(u32::from).collect();
        for base in ["MODULE", "BASE_MODULE"] {
            let token = |kind| vec![Token { kind, span: Span::NONE }];
            self.define_constant(Symbol::intern(base), token(TokenKind::Atom(name)));
            let string = Symbol::intern(&format!("{base}_STRING"));
            self.define_constant(string, token(TokenKind::String(text.clone())));
        }
    }

    /// Adds a definition; `false` where there is one of the same arity.
    pub fn define(&mut self, name: Symbol, definition: Definition) -> bool {
        let overloads = self.table.entry(name).or_default();
        let arity = |definition: &Definition| definition.parameters.as_ref().map(|p| p.len());
        if overloads.iter().any(|other| arity(other) == arity(&definition)) {
            return false;
        }
        overloads.push(definition);
        true
    }

    /// Forgets all definitions of `name`.
    pub fn undefine(&mut self, name: Symbol) {
        self.table.remove(&name);
    }

    /// Whether `name` is defined in some way.
    pub fn is_defined(&self, name: Symbol) -> bool {
        self.table.contains_key(&name) || POSITIONAL.contains(&name.as_str())
    }

    /// Whether `name` may not be defined by a program.
    pub fn is_predefined(name: Symbol) -> bool {
        POSITIONAL.contains(&name.as_str()) || PREDEFINED.contains(&name.as_str())
    }

    /// The definitions of `name`.
    pub fn get(&self, name: Symbol) -> &[Definition] {
        self.table.get(&name).map_or(&[], |overloads| overloads)
    }

    /// What the program defined, by name.
    pub fn definitions(&self) -> Vec<MacroDefinition> {
        let own = self.table.iter().filter(|(name, _)| !Macros::is_predefined(**name));
        let mut definitions: Vec<MacroDefinition> = own
            .flat_map(|(name, overloads)| {
                overloads.iter().map(|definition| MacroDefinition {
                    name: *name,
                    parameters: definition.parameters.clone(),
                    body: definition.body.clone(),
                })
            })
            .collect();
        definitions.sort_by_key(|definition| definition.name.as_str());
        definitions
    }
}
