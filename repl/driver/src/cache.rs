//! What `lfec build` keeps of a project's modules in `_build/lfec/cache`, so that unchanged ones are
//! not compiled again.
//!
//! Two kinds of files: the SSA of a source file's modules, which is right as long as the source and
//! the files it includes are as they were (`*.unit`, named after path and options); and the object of
//! a module, named after its SSA and the numbers of its atoms (`*.object`). Files that were made
//! by another compiler, or cannot be read, count as missing. Files with warnings are not kept, so
//! that the warnings are shown each time.

use std::fmt::Write;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use lfec_lower::ir::Unit;
use lfec_native::object::Object;
use lfec_pipeline::library::LibraryModule;
use lfec_program::atoms::AtomTable;
use lfec_program::unit::collect_atoms;

/// What is kept for a project.
pub struct Cache {
    folder: PathBuf,
    /// Hash of the compiler and of all that changes what it makes of a file.
    setting: u128,
}

impl Cache {
    /// A cache in `folder`; `setting` is what results depend on besides the files.
    pub fn new(folder: PathBuf, setting: &str) -> Cache {
        let compiler = std::env::current_exe().ok().and_then(|path| {
            let data = fs::metadata(path).ok()?;
            Some((data.len(), data.modified().ok()?))
        });
        let setting = hash(&(env!("CARGO_PKG_VERSION"), compiler, setting));
        Cache { folder, setting }
    }

    fn unit_path(&self, source: &Path) -> PathBuf {
        let name = source.file_stem().unwrap_or_default().display().to_string();
        self.folder.join(format!("{name}-{:032x}.unit", hash(&(self.setting, source))))
    }

    /// The modules of a source file, if nothing has changed.
    pub fn units(&self, source: &Path) -> Option<Vec<Unit>> {
        let text = fs::read_to_string(self.unit_path(source)).ok()?;
        let mut rest = text.as_str();
        while let Some(line) = rest.strip_prefix("file ") {
            let (line, after) = line.split_once('\n')?;
            let (digest, path) = line.split_once(' ')?;
            if format!("{:032x}", hash(&fs::read(path).ok()?)) != digest {
                return None;
            }
            rest = after;
        }
        let mut units = Vec::new();
        while let Some(line) = rest.strip_prefix("unit ") {
            let (length, after) = line.split_once('\n')?;
            let length: usize = length.parse().ok()?;
            units.push(lfec_lower::parse::parse(after.get(..length)?).ok()?);
            rest = &after[length..];
        }
        rest.is_empty().then_some(units)
    }

    /// Keeps the modules of a source file, which has been made of `files`. What cannot be kept is
    /// compiled again next time.
    pub fn keep_units(&self, source: &Path, files: &[PathBuf], units: &[&Unit]) {
        let mut text = String::new();
        for file in files {
            // Headers of the library are part of the compiler.
            let Ok(bytes) = fs::read(file) else { continue };
            let _ = writeln!(text, "file {:032x} {}", hash(&bytes), file.display());
        }
        for unit in units {
            let unit = unit.to_string();
            let _ = writeln!(text, "unit {}", unit.len());
            text.push_str(&unit);
        }
        self.write(&self.unit_path(source), text.as_bytes());
    }

    fn object_path(&self, unit: &Unit, atoms: &AtomTable) -> PathBuf {
        let mut own = AtomTable::default();
        collect_atoms(unit, &mut own);
        let numbers: Vec<Option<u32>> = own.texts().iter().map(|atom| atoms.get(*atom)).collect();
        let digest = hash(&(self.setting, unit.to_string(), numbers));
        self.folder.join(format!("{}-{digest:032x}.object", unit.module))
    }

    /// The object of a module, or what `make` makes, which is kept.
    pub fn object<E>(
        &self,
        unit: &Unit,
        atoms: &AtomTable,
        make: impl FnOnce() -> Result<Object, E>,
    ) -> Result<Object, E> {
        let path = self.object_path(unit, atoms);
        let kept = fs::read(&path).ok();
        let kept = kept.and_then(|bytes| postcard::from_bytes::<LibraryModule>(&bytes).ok());
        if let Some(LibraryModule { info, object }) = kept {
            return Ok(Object { bytes: object, info });
        }
        let Object { bytes, info } = make()?;
        let module = LibraryModule { info, object: bytes };
        if let Ok(bytes) = postcard::to_stdvec(&module) {
            self.forget_objects(unit.module.as_str());
            self.write(&path, &bytes);
        }
        Ok(Object { bytes: module.object, info: module.info })
    }

    /// Removes earlier objects of a module.
    fn forget_objects(&self, module: &str) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        // A dash, a hash and the ending come after the module's name.
        let length = module.len() + 1 + 32 + ".object".len();
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.len() == length && name.starts_with(module) && name.ends_with(".object") {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Writes a file whole: another compiler may read it meanwhile.
    fn write(&self, path: &Path, bytes: &[u8]) {
        let new = path.with_extension(format!("new{}", std::process::id()));
        let made = fs::create_dir_all(&self.folder).and_then(|()| fs::write(&new, bytes));
        if made.and_then(|()| fs::rename(&new, path)).is_err() {
            let _ = fs::remove_file(&new);
        }
    }
}

/// 128 bits, the same in every run of one compiler.
fn hash(value: &impl Hash) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        value.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
