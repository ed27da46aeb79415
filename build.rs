//! Turns `grammar/python.lalrpop` into the parser that `src/syntax/parse.rs` includes, and the files below `src/lib` into
//! the table that `src/library.rs` includes.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=grammar");
    println!("cargo:rerun-if-changed=src/lib");
    embed_library()?;
    lalrpop::Configuration::new().set_in_dir("grammar").process()
}

/// One line for each module: `(its directory, its name, its text)`.
fn embed_library() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("src/lib");
    let mut table = String::from("&[\n");
    for directory in ["common", "py27", "py32"] {
        let mut files = std::fs::read_dir(root.join(directory))?
            .map(|entry| Ok(entry?.path()))
            .collect::<std::io::Result<Vec<_>>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "py"));
        files.sort();
        for file in files {
            let name = file.file_stem().ok_or("a file without a name")?.to_string_lossy();
            writeln!(table, "    source!({directory:?}, {name:?}, {:?}),", file.display().to_string())?;
        }
    }
    table.push_str("]\n");
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("library.rs"), table)?;
    Ok(())
}
