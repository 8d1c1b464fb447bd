//! Lines from the terminal: editing, history, completion, matching brackets.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use lfec_base::Symbol;
use lfec_reader::ReadStatus;
use lfec_runtime::code;
use lfec_runtime::term::Atom;
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter, MatchingBracketHighlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{ColorMode, CompletionType, Config, Context, Editor, Helper};

/// What came of a prompt.
pub enum Line {
    /// Whole forms, or text that is wrong.
    Text(String),
    /// The end of input.
    End,
    /// Ctrl-C.
    Interrupted,
}

type LineEditor = Editor<Forms, FileHistory>;

static EDITOR: Mutex<Option<LineEditor>> = Mutex::new(None);

/// Most lines of history that are kept.
const HISTORY: usize = 2_000;

/// Reads forms, several lines if need be. `names` can be completed.
pub fn read(prompt: &str, names: Vec<Symbol>) -> Result<Line, Vec<String>> {
    let mut editor = EDITOR.lock().unwrap_or_else(PoisonError::into_inner);
    if editor.is_none() {
        *editor = Some(new_editor().map_err(|error| vec![error.to_string()])?);
        // The editor has its own handler, which it needs for other modes than ours.
        lfec_runtime::host::take_interrupts();
    }
    let Some(editor) = editor.as_mut() else { return Ok(Line::End) };
    if let Some(helper) = editor.helper_mut() {
        helper.names = names.into_iter().map(|name| name.to_string()).collect();
    }
    match editor.readline(prompt) {
        Ok(text) => {
            if !text.trim().is_empty() && editor.add_history_entry(text.as_str()).unwrap_or(false) {
                save_history(editor);
            }
            Ok(Line::Text(text))
        }
        Err(ReadlineError::Eof) => Ok(Line::End),
        Err(ReadlineError::Interrupted) => Ok(Line::Interrupted),
        Err(error) => Err(vec![error.to_string()]),
    }
}

fn new_editor() -> rustyline::Result<LineEditor> {
    let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let colour = if colour { ColorMode::Enabled } else { ColorMode::Disabled };
    let config = Config::builder()
        .max_history_size(HISTORY)?
        .auto_add_history(false)
        .completion_type(CompletionType::List)
        .color_mode(colour)
        .build();
    let mut editor = LineEditor::with_config(config)?;
    editor.set_helper(Some(Forms::default()));
    if let Some(path) = history_file() {
        // There is none at first.
        let _ = editor.load_history(&path);
    }
    Ok(editor)
}

/// Keeps the history. Failing to is no reason to disturb.
fn save_history(editor: &mut LineEditor) {
    let Some(path) = history_file() else { return };
    if let Some(folder) = path.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    let _ = editor.save_history(&path);
}

/// `$LFE_HISTORY`, or `lfe/history` in the user's folder for data.
fn history_file() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("LFE_HISTORY") {
        return Some(PathBuf::from(path)).filter(|path| !path.as_os_str().is_empty());
    }
    let data = std::env::var_os("XDG_DATA_HOME").filter(|path| !path.is_empty());
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/share"));
    let folder = data.map(PathBuf::from).or_else(home)?;
    Some(folder.join("lfe/history"))
}

/// Knows forms.
#[derive(Default)]
struct Forms {
    names: Vec<String>,
    brackets: MatchingBracketHighlighter,
}

impl Helper for Forms {}

impl Hinter for Forms {
    type Hint = String;
}

impl Validator for Forms {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        // A text without a whole form that ends in two line ends is given up on.
        let text = context.input();
        let incomplete = lfec_reader::read_status(text) == ReadStatus::Incomplete;
        if incomplete && !text.ends_with("\n\n") {
            return Ok(ValidationResult::Incomplete);
        }
        Ok(ValidationResult::Valid(None))
    }
}

impl Highlighter for Forms {
    fn highlight<'l>(&self, line: &'l str, position: usize) -> Cow<'l, str> {
        self.brackets.highlight(line, position)
    }

    fn highlight_char(&self, line: &str, position: usize, kind: CmdKind) -> bool {
        self.brackets.highlight_char(line, position, kind)
    }
}

impl Completer for Forms {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = &line[..position];
        let start = before
            .rfind(is_delimiter)
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let word = &before[start..];
        let found = match word.split_once(':') {
            Some((module, function)) => functions(module, function),
            None => self.words(word),
        };
        let pair = |name: String| Pair { display: name.clone(), replacement: name };
        Ok((start, found.into_iter().map(pair).collect()))
    }
}

impl Forms {
    /// Names that begin with `word`: of the session, of the language, of modules.
    fn words(&self, word: &str) -> Vec<String> {
        if word.is_empty() {
            return Vec::new();
        }
        let language = lfec_macroexpand::names().map(str::to_owned);
        let modules = code::modules().into_iter().map(|module| {
            let name = Atom::from_index(module).text();
            format!("{name}:")
        });
        let mut found: Vec<String> = self
            .names
            .iter()
            .cloned()
            .chain(language)
            .chain(modules)
            .filter(|name| name.starts_with(word) && !name.starts_with('-'))
            .collect();
        found.sort();
        found.dedup();
        found
    }
}

/// Functions of a module that begin with `prefix`, as `module:function`.
fn functions(module: &str, prefix: &str) -> Vec<String> {
    let Some(atom) = Atom::existing(module) else { return Vec::new() };
    let names = code::exports_of(atom.index()).map(|mfa| Atom::from_index(mfa.function).text());
    let mut found: Vec<String> = names
        .filter(|name| name.starts_with(prefix))
        .map(|name| format!("{module}:{name}"))
        .collect();
    found.sort();
    found.dedup();
    found
}

fn is_delimiter(c: char) -> bool {
    c.is_whitespace() || "()[]{}\"'`,;".contains(c)
}
