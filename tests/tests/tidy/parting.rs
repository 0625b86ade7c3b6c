//! Sizes and layers: files that are too long, folders that are too full, files of one crate that import each other in a circle.

use super::{circles, everywhere, manifests, read, rules};
use e2e::{files, root};
use std::path::{Path, PathBuf};

/// A longer file is split, or its head says why it is `Long because ...`; generated ones do not stand in the tree.
const LINES_MAX: usize = 400;

/// More files of source than that in one folder are parted into folders.
const FOLDER_FILES_MAX: usize = 20;

/// Files longer than they may be.
fn long_files() -> Vec<Finding> {
    let sources = ["rs", "slint"].iter().flat_map(|kind| everywhere(kind));
    let judged = sources.flat_map(|path| {
        let found = rules::too_long(&read(&path), LINES_MAX);
        found
            .into_iter()
            .map(move |what| Finding::new(&path, &what))
    });
    judged.collect()
}

fn full_folders() -> Vec<Finding> {
    let sources: Vec<PathBuf> = ["rs", "slint", "py", "sh"]
        .iter()
        .flat_map(|extension| everywhere(extension))
        .collect();
    let full = rules::full_folders(&sources, FOLDER_FILES_MAX).into_iter();
    full.map(|(folder, count)| Finding::new(&folder, &format!("{count} files")))
        .collect()
}

/// Circles among the files of each crate.
fn circles() -> Vec<Finding> {
    let mut found = Vec::new();
    for (manifest, _) in manifests() {
        let folder = manifest.with_file_name("src");
        let sources: Vec<(String, String)> = files(&folder)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|e| e == "rs"))
            .map(|path| {
                let below = path.strip_prefix(&folder).unwrap();
                (below.display().to_string(), read(&path))
            })
            .collect();
        let borrowed = sources.iter().map(|(p, s)| (p.as_str(), s.as_str()));
        let circles = circles::Modules::new(borrowed).circles();
        found.extend(circles.iter().map(|c| Finding::new(&folder, c)));
    }
    found
}

/// What a rule found, and where, from the top of the tree.
struct Finding {
    place: String,
    what: String,
}

impl Finding {
    fn new(path: &Path, what: &str) -> Self {
        let place = path.strip_prefix(root()).unwrap_or(path);
        Self {
            place: place.display().to_string(),
            what: what.to_owned(),
        }
    }
}

#[track_caller]
fn nothing(findings: Vec<Finding>) {
    let told: Vec<String> = findings
        .into_iter()
        .map(|finding| format!("{}: {}", finding.place, finding.what))
        .collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

#[test]
fn no_file_is_too_long_to_read() {
    nothing(long_files());
}

#[test]
fn no_folder_holds_too_many_files() {
    nothing(full_folders());
}

#[test]
fn no_files_of_a_crate_import_each_other_in_a_circle() {
    nothing(circles());
}
