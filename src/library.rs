//! The library modules in Python: the files below `src/lib`, inside the binary.
//!
//! Invariant: every file of `src/lib` is here and nothing else; build.rs makes the table. A module of one library goes
//! before a common one of the same name. A folder with `__init__.py` is a package; its modules are found by their dotted
//! names.

use crate::profile::Library;

/// The source of a library module.
#[derive(Debug)]
pub struct Source {
    /// "common", "py27" or "py32".
    directory: &'static str,
    /// As it is imported.
    pub name: &'static str,
    /// What its code objects call their file. There is no such file: tracebacks get the lines from [`text_of`].
    pub file: &'static str,
    pub text: &'static str,
}

impl Source {
    /// The folder that a package's `__path__` names; none for a module that is no package.
    pub fn folder(&self) -> Option<&'static str> {
        self.file.strip_suffix("/__init__.py")
    }
}

/// Whether an entry of a `__path__` names a folder of the library.
pub fn is_folder(path: &str) -> bool {
    path.starts_with("<gilpy>/")
}

macro_rules! source {
    ($directory:literal, $name:literal, $below:literal, $path:literal) => {
        Source {
            directory: $directory,
            name: $name,
            file: concat!("<gilpy>/", $directory, "/", $below),
            text: include_str!($path),
        }
    };
}

static SOURCES: &[Source] = include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// The module of this name that `import` finds with a library.
pub fn find(library: Library, name: &str) -> Option<&'static Source> {
    let own = match library {
        Library::Py27 => "py27",
        Library::Py32 => "py32",
    };
    [own, "common"].into_iter().find_map(|directory| {
        SOURCES.iter().find(|source| source.directory == directory && source.name == name)
    })
}

/// Whether a CPython has this module in `sys.modules` before its script begins, because its `site` has imported it; so a file of
/// the same name beside the script is never found. Here it is loaded when it is asked for, and found before such a file.
pub fn is_loaded_at_start(library: Library, name: &str) -> bool {
    let own: &[&str] = match library {
        Library::Py27 => &["UserDict", "types", "warnings"],
        Library::Py32 => &["bisect", "collections", "functools", "heapq", "keyword", "weakref"],
    };
    const BOTH: &[&str] =
        &["_abcoll", "abc", "codecs", "linecache", "os", "posixpath", "re", "stat", "traceback"];
    BOTH.contains(&name) || own.contains(&name)
}

/// The text of a library file, by the name its code objects have for it.
pub fn text_of(file: &str) -> Option<&'static str> {
    SOURCES.iter().find(|source| source.file == file).map(|source| source.text)
}

/// All modules of a library, for help and tests.
pub fn all(library: Library) -> impl Iterator<Item = &'static Source> {
    SOURCES
        .iter()
        .filter(move |source| find(library, source.name).is_some_and(|found| std::ptr::eq(found, *source)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compiler;
    use crate::profile::Language;
    use crate::syntax::{self, Mode, Source as Text};

    #[test]
    fn own_modules_go_before_common_ones() {
        let threading = |library| find(library, "threading").map(|source| source.file);
        assert_eq!(threading(Library::Py27), Some("<gilpy>/py27/threading.py"));
        assert_eq!(threading(Library::Py32), Some("<gilpy>/py32/threading.py"));
        assert_eq!(find(Library::Py27, "heapq").map(|source| source.file), Some("<gilpy>/common/heapq.py"));
        assert!(find(Library::Py32, "Queue").is_none() && find(Library::Py27, "queue").is_none());
    }

    #[test]
    fn packages_have_folders() {
        let logging = find(Library::Py27, "logging").expect("it is there");
        assert_eq!(logging.folder(), Some("<gilpy>/common/logging"));
        assert!(find(Library::Py27, "logging.handlers").is_some_and(|module| module.folder().is_none()));
    }

    #[test]
    fn every_module_compiles() {
        for (library, language) in [(Library::Py27, Language::Py27), (Library::Py32, Language::Py32)] {
            for source in all(library) {
                let text = Text::File(source.text.as_bytes());
                let tree = syntax::parse(text, source.file, Mode::Exec, syntax::Options::new(language))
                    .unwrap_or_else(|error| panic!("{}: {error:?}", source.file));
                let compiled = compiler::compile(&tree, source.file, &compiler::Options::new(language));
                assert!(compiled.is_ok(), "{}: {compiled:?}", source.file);
            }
        }
    }

    #[test]
    fn a_file_has_its_text() {
        for library in [Library::Py27, Library::Py32] {
            for source in all(library) {
                assert_eq!(text_of(source.file), Some(source.text));
            }
        }
        assert_eq!(text_of("<gilpy>/common/nothing.py"), None);
    }
}
