//! Options of `re:compile` and `re:run`.

use crate::bif::binary::pair_of;
use crate::term::Term;

use super::matcher::Demands;
use super::{NewlineKind, Settings, result};

/// Limit of steps unless the options say something else.
const MATCH_LIMIT: u64 = 10_000_000;

/// What the options of a run ask for.
pub struct Options {
    /// How the pattern is to be compiled.
    pub settings: Settings,
    /// Whether some options make sense for patterns only that are not compiled yet.
    pub has_compile_options: bool,
    /// A newline that was given.
    pub newline: Option<NewlineKind>,
    /// Whether a run must match at its offset.
    pub anchored: bool,
    /// What the search asks for.
    pub demands: Demands,
    /// All matches.
    pub global: bool,
    /// Tell of errors.
    pub report_errors: bool,
    /// What is to be told of a match.
    pub capture: result::Capture,
    /// Limit of steps.
    pub match_limit: u64,
    /// Limit of recursion.
    pub recursion_limit: u64,
}

impl Options {
    fn new() -> Options {
        Options {
            settings: Settings::default(),
            has_compile_options: false,
            newline: None,
            anchored: false,
            demands: Demands::default(),
            global: false,
            report_errors: false,
            capture: result::Capture::default(),
            match_limit: MATCH_LIMIT,
            recursion_limit: u64::MAX,
        }
    }

    /// The options of `re:run`; `None` if one is unknown.
    pub fn of_run(list: Term) -> Option<Options> {
        let mut options = Options::new();
        options.each(list, |options, option| {
            options.compile_option(option).or_else(|| options.run_option(option))
        })?;
        Some(options)
    }

    /// The options of `re:compile`.
    pub fn of_compile(list: Term) -> Option<Options> {
        let mut options = Options::new();
        options.each(list, Options::compile_option)?;
        Some(options)
    }

    fn each(&mut self, list: Term, set: impl Fn(&mut Options, Term) -> Option<()>) -> Option<()> {
        let mut walk = list.list();
        for option in walk.by_ref() {
            set(self, option)?;
        }
        walk.rest().is_nil().then_some(())
    }

    fn compile_option(&mut self, option: Term) -> Option<()> {
        if let Some((name, value)) = pair_of(option) {
            return match name.as_atom()?.text() {
                "newline" => {
                    let newline = newline_of(value)?;
                    self.settings.newline = newline;
                    self.newline = Some(newline);
                    Some(())
                }
                _ => None,
            };
        }
        let settings = &mut self.settings;
        let flags = &mut settings.flags;
        let mut is_for_both = false;
        match option.as_atom()?.text() {
            "unicode" => settings.utf = true,
            "ucp" => settings.ucp = true,
            "caseless" => flags.caseless = true,
            "dollar_endonly" => settings.dollar_end_only = true,
            "dotall" => flags.dotall = true,
            "extended" => flags.extended = true,
            "firstline" => settings.first_line = true,
            "multiline" => flags.multiline = true,
            "no_auto_capture" => flags.no_auto_capture = true,
            "dupnames" => flags.dupnames = true,
            "ungreedy" => flags.ungreedy = true,
            "never_utf" => settings.never_utf = true,
            "no_start_optimize" => {}
            "bsr_anycrlf" => settings.bsr_anycrlf = true,
            "bsr_unicode" => settings.bsr_anycrlf = false,
            "anchored" => {
                settings.anchored = true;
                self.anchored = true;
                is_for_both = true;
            }
            _ => return None,
        }
        self.has_compile_options |= !is_for_both;
        Some(())
    }

    fn run_option(&mut self, option: Term) -> Option<()> {
        if let Some(tuple) = option.as_tuple() {
            return match tuple.elements() {
                [name, value] => self.run_setting(name.as_atom()?.text(), *value),
                [name, what, form] if name.as_atom()?.text() == "capture" => {
                    self.capture = result::Capture::of(*what, *form)?;
                    Some(())
                }
                _ => None,
            };
        }
        match option.as_atom()?.text() {
            "global" => self.global = true,
            "notbol" => self.demands.not_bol = true,
            "noteol" => self.demands.not_eol = true,
            "notempty" => self.demands.not_empty = true,
            "notempty_atstart" => self.demands.not_empty_at_start = true,
            "report_errors" => self.report_errors = true,
            _ => return None,
        }
        Some(())
    }

    fn run_setting(&mut self, name: &str, value: Term) -> Option<()> {
        match name {
            "capture" => self.capture = result::Capture::of(value, Term::atom("index"))?,
            "offset" => self.demands.offset = value.as_usize()?,
            "match_limit" => self.match_limit = value.as_usize()? as u64,
            "match_limit_recursion" => self.recursion_limit = value.as_usize()? as u64,
            _ => return None,
        }
        Some(())
    }
}

fn newline_of(term: Term) -> Option<NewlineKind> {
    Some(match term.as_atom()?.text() {
        "lf" => NewlineKind::Lf,
        "cr" => NewlineKind::Cr,
        "crlf" => NewlineKind::Crlf,
        "anycrlf" => NewlineKind::AnyCrlf,
        "any" => NewlineKind::Any,
        _ => return None,
    })
}
