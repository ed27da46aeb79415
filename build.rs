//! Turns `grammar/python.lalrpop` into the parser that `src/syntax/parse.rs` includes, and the files below `src/lib` into
//! the table that `src/library.rs` includes.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=grammar");
    println!("cargo:rerun-if-changed=src/lib");
    embed_library()?;
    lalrpop::Configuration::new().set_in_dir("grammar").process()
}

/// One line for each module: its directory, its name, its file below that directory, its whole path.
fn embed_library() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("src/lib");
    let mut table = String::from("&[\n");
    for directory in ["common", "py27", "py32"] {
        for file in python_files(&root.join(directory))? {
            let below = file.strip_prefix(root.join(directory))?;
            let name = below.with_extension("").display().to_string().replace('/', ".");
            let name = name.trim_end_matches(".__init__");
            let (below, file) = (below.display().to_string(), file.display().to_string());
            writeln!(table, "    source!({directory:?}, {name:?}, {below:?}, {file:?}),")?;
        }
    }
    table.push_str("]\n");
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("library.rs"), table)?;
    Ok(())
}

/// The `.py` files of a folder and of the packages in it, sorted.
fn python_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(python_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
