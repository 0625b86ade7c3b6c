//! The harness: everything a test needs to stand beside a terminal. Builds the real programs and drives them as users and
//! the network would. Refuses stale programs and waiting without a deadline; reaches into no program's inside.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod pages;
pub mod portal;
pub mod process;
pub mod programs;
pub mod publication;
pub mod remains;
pub mod repository;
pub mod slips;
pub mod terminal;
pub mod virtual_printer;

use std::path::{Path, PathBuf};

/// The top folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate lies one below the top")
}

/// `assets/sample`.
pub fn sample() -> PathBuf {
    root().join("assets/sample")
}

/// Copies a folder with all that is in it.
pub fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// All files below a folder, sorted.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
