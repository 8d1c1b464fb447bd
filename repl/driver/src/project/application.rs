//! One application of a project: its folder, files and resource (`src/NAME.app.src`).

use std::fs;
use std::path::{Path, PathBuf};

use super::config::{self, Term, names, value};
use crate::report::Failure;

/// An application.
pub struct Application {
    /// Name.
    pub name: String,
    /// Where it is.
    pub folder: PathBuf,
    /// LFE and Erlang files below `src`.
    pub sources: Vec<PathBuf>,
    /// The same below `test`; of a project's own applications only.
    pub tests: Vec<PathBuf>,
    resource: Option<Resource>,
}

/// What an application says of itself: `{application, Name, Keys}`.
struct Resource {
    keys: Vec<Term>,
    text: String,
}

impl Application {
    /// The application in `folder`.
    pub fn load(folder: &Path, own: bool) -> Result<Application, Failure> {
        let mut sources = Vec::new();
        find_sources(&folder.join("src"), &mut sources);
        let mut tests = Vec::new();
        if own {
            find_sources(&folder.join("test"), &mut tests);
        }
        let (name, resource) = match resource_file(folder) {
            Some(path) => {
                let (name, resource) = read_resource(&path)?;
                (name, Some(resource))
            }
            None => (folder_name(folder), None),
        };
        let folder = folder.to_owned();
        Ok(Application { name, folder, sources, tests, resource })
    }

    /// Whether it has a `mod` entry: something to start.
    pub fn has_mod(&self) -> bool {
        self.key("mod").is_some_and(|entry| matches!(entry, Term::Tuple(_)))
    }

    /// The applications that must run before it.
    pub fn needed(&self) -> Vec<String> {
        let mut needed = names(self.key("applications"));
        needed.extend(names(self.key("included_applications")));
        needed
    }

    /// Those of [`Application::needed`] that may be missing.
    pub fn optional(&self) -> Vec<String> {
        names(self.key("optional_applications"))
    }

    fn key(&self, key: &str) -> Option<&Term> {
        value(&self.resource.as_ref()?.keys, key)
    }

    /// Its resource as Erlang text.
    pub fn resource_text(&self) -> String {
        match &self.resource {
            Some(resource) => resource.text.clone(),
            None => format!(
                "{{application, {}, [{{applications, [kernel, stdlib]}}]}}",
                super::start::atom(&self.name)
            ),
        }
    }
}

/// The folders in `folder`, in order of name.
pub fn folders(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut folders: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("src").is_dir())
        .collect();
    folders.sort();
    folders
}

fn folder_name(folder: &Path) -> String {
    let absolute = folder.join(".").canonicalize();
    let path = absolute.as_deref().unwrap_or(folder);
    path.file_name().map_or_else(|| "project".to_owned(), |name| name.display().to_string())
}

/// The sources below a folder, in order of path.
pub fn find_sources(folder: &Path, sources: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() && !hidden {
            find_sources(&path, sources);
        } else if matches!(ending, Some("lfe" | "erl")) && !hidden {
            sources.push(path);
        }
    }
}

/// `src/*.app.src`, or `ebin/*.app` of an application that has been built.
fn resource_file(folder: &Path) -> Option<PathBuf> {
    for (place, ending) in [("src", ".app.src"), ("ebin", ".app")] {
        let Ok(entries) = fs::read_dir(folder.join(place)) else { continue };
        let mut paths: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.to_string_lossy().ends_with(ending))
            .collect();
        paths.sort();
        if let Some(path) = paths.into_iter().next() {
            return Some(path);
        }
    }
    None
}

fn read_resource(path: &Path) -> Result<(String, Resource), Failure> {
    let terms = config::read(path)?;
    let found = terms.into_iter().find_map(|read| match read.term.keyed("application") {
        Some([Term::Atom(name), Term::List(keys)]) => {
            Some((name.clone(), Resource { keys: keys.clone(), text: read.text }))
        }
        _ => None,
    });
    found.ok_or_else(|| config::misfit(path, "there is no {application, Name, Keys} in it"))
}
