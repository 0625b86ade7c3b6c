//! The rules of ARCHITECTURE.md that a compiler does not know, checked on manifests and sources. Each rule is a pure function
//! of text with a test that it can fail. Judges no style beyond these.
#![allow(clippy::unwrap_used)]

#[path = "tidy/agreements.rs"]
mod agreements;
#[path = "tidy/chinese.rs"]
mod chinese;
#[path = "tidy/circles.rs"]
mod circles;
#[path = "tidy/docs.rs"]
mod docs;
#[path = "tidy/imports.rs"]
mod imports;
#[path = "tidy/lexer.rs"]
mod lexer;
#[path = "tidy/locks.rs"]
mod locks;
#[path = "tidy/named.rs"]
mod named;
#[path = "tidy/parting.rs"]
mod parting;
#[path = "tidy/rules.rs"]
mod rules;

use e2e::{files, root};
use std::path::{Path, PathBuf};

/// Package, and which of ours it may import.
const MAY_IMPORT: [(&str, &[&str]); 24] = [
    ("feed", &[]),
    // For tests alone.
    ("stand-in", &[]),
    ("printer", &["virtual-printer", "console"]),
    ("virtual-printer", &[]),
    // The programs, not the libraries: how arguments are read.
    ("console", &[]),
    ("config", &["console"]),
    ("mirror", &["stand-in"]),
    ("journal", &["stand-in"]),
    ("input", &[]),
    ("batch", &[]),
    ("fleet", &["batch", "console"]),
    // Of the settings only the calendar of working days.
    ("publisher", &["feed", "config", "console", "viewer"]),
    (
        "sync-agent",
        &["feed", "mirror", "journal", "batch", "config", "console"],
    ),
    // Of the agent how one fetches, and its exit codes; it applies nothing to a mirror.
    (
        "updater",
        &[
            "feed",
            "sync-agent",
            "mirror",
            "journal",
            "config",
            "console",
        ],
    ),
    ("screens", &[]),
    ("speech", &["stand-in"]),
    ("viewer", &[]),
    ("viewer-program", &["console", "viewer"]),
    // Types only: what a visitor sees does not depend on how it is stored.
    ("session", &["mirror", "journal", "config"]),
    ("sheets", &["journal"]),
    // What both sides of the socket say; the page holds no register.
    ("hatch", &["journal"]),
    ("desk-page", &["hatch", "journal", "config", "console"]),
    (
        "kiosk",
        &[
            "session", "mirror", "journal", "printer", "config", "console", "screens", "speech",
            "input", "viewer", "sheets", "hatch", "stand-in",
        ],
    ),
    (
        "e2e",
        &[
            "feed",
            "mirror",
            "journal",
            "batch",
            "printer",
            "config",
            "publisher",
            "sync-agent",
            "kiosk",
            "speech",
            "stand-in",
            "viewer",
        ],
    ),
];

/// The top level is fixed.
const TOP_FOLDERS: [&str; 6] = [
    "assets",
    "deploy",
    "kiosk",
    "printer",
    "sync-agent",
    "tests",
];

/// What building and running leave there.
const NOT_OURS: [&str; 2] = ["target", "out"];

fn below(folder: &str, extension: &str) -> Vec<PathBuf> {
    files(&root().join(folder))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .filter(|path| {
            !path
                .components()
                .any(|c| NOT_OURS.iter().any(|n| c.as_os_str() == *n))
        })
        .collect()
}

fn everywhere(extension: &str) -> Vec<PathBuf> {
    TOP_FOLDERS
        .iter()
        .flat_map(|folder| below(folder, extension))
        .collect()
}

/// Packages of the workspace.
fn manifests() -> Vec<(PathBuf, toml::Table)> {
    all_manifests()
        .into_iter()
        .filter(|(_, manifest)| !manifest.contains_key("workspace"))
        .collect()
}

/// Also those with a workspace of their own: fuzz targets, and what is compared with in benchmarks.
fn all_manifests() -> Vec<(PathBuf, toml::Table)> {
    everywhere("toml")
        .into_iter()
        .filter(|path| path.file_name().is_some_and(|n| n == "Cargo.toml"))
        .map(|path| {
            let table = read(&path)
                .parse()
                .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (path, table)
        })
        .collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("read {}: {e}", path.display()))
}

/// Fails with everything `rule` finds in `paths`.
#[track_caller]
fn none(paths: &[PathBuf], rule: impl Fn(&str) -> Vec<String>) {
    assert!(
        !paths.is_empty(),
        "a rule that looks at no file proves nothing"
    );
    let found: Vec<String> = paths
        .iter()
        .flat_map(|path| {
            let shown = path
                .strip_prefix(root())
                .unwrap_or(path)
                .display()
                .to_string();
            rule(&read(path))
                .into_iter()
                .map(move |what| format!("{shown}: {what}"))
        })
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn nobody_imports_what_the_architecture_forbids() {
    let mut manifests = manifests();
    // A part of the product that is built apart keeps to the table as well.
    manifests.extend(all_manifests().into_iter().filter(|(path, manifest)| {
        manifest.contains_key("workspace") && path.starts_with(root().join("kiosk"))
    }));
    let mut names = Vec::new();
    let mut found = Vec::new();
    for (path, manifest) in &manifests {
        let (name, wrong) = rules::forbidden_imports(manifest, &MAY_IMPORT);
        found.extend(
            wrong
                .into_iter()
                .map(|w| format!("{}: {w}", path.display())),
        );
        names.push(name);
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    names.sort();
    let mut known: Vec<String> = MAY_IMPORT
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    known.sort();
    assert_eq!(names, known, "every package stands in the table");
}

#[test]
fn every_package_takes_licence_and_lints_from_the_workspace() {
    let top: toml::Table = read(&root().join("Cargo.toml")).parse().unwrap();
    assert_eq!(
        top["workspace"]["package"]["license"].as_str(),
        Some("GPL-3.0-only")
    );
    let mut found = Vec::new();
    for (path, manifest) in manifests() {
        found.extend(
            rules::not_from_workspace(&manifest)
                .into_iter()
                .map(|w| format!("{}: {w}", path.display())),
        );
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_workspace_of_its_own_stands_apart_and_has_the_same_licence() {
    let top: toml::Table = read(&root().join("Cargo.toml")).parse().unwrap();
    let apart: Vec<PathBuf> = top["workspace"]["exclude"]
        .as_array()
        .unwrap()
        .iter()
        .map(|folder| root().join(folder.as_str().unwrap()).join("Cargo.toml"))
        .collect();
    let mut found = Vec::new();
    for (path, manifest) in all_manifests() {
        if !manifest.contains_key("workspace") {
            continue;
        }
        assert_eq!(
            manifest["package"]["license"].as_str(),
            Some("GPL-3.0-only"),
            "{}",
            path.display()
        );
        found.push(path);
    }
    found.sort();
    assert_eq!(
        found, apart,
        "named in `exclude` of the top manifest, sorted"
    );
}

#[test]
fn the_mirror_has_one_writer_and_it_is_not_the_kiosk() {
    let mut kiosk = below("kiosk/src", "rs");
    kiosk.extend(below("kiosk/session/src", "rs"));
    none(&kiosk, |text| rules::names_item(text, "mirror", "Writer"));
}

#[test]
fn the_journal_has_one_writer_and_it_is_not_the_agent() {
    none(&below("sync-agent/src", "rs"), |text| {
        rules::names_item(text, "journal", "Writer")
    });
}

#[test]
fn the_words_of_the_interface_do_not_stand_in_rust() {
    // The crates that read Chinese (documents, questions, keys, speech) hold words by trade; these only show them.
    let showing = [
        "kiosk/src",
        "kiosk/session/src",
        "kiosk/journal/src",
        "kiosk/sheets/src",
        "printer/src",
        "sync-agent/fleet/src",
    ];
    let sources: Vec<PathBuf> = showing
        .iter()
        .flat_map(|folder| below(folder, "rs"))
        .filter(|path| {
            !path.ends_with("tests.rs") && !path.components().any(|c| c.as_os_str() == "tests")
        })
        .collect();
    none(&sources, rules::chinese_in_strings);
}

#[test]
fn every_module_opens_by_saying_what_it_owns() {
    // The tests of a module beside it (`tests.rs`, `tests/mod.rs`) own nothing of their own.
    let modules: Vec<PathBuf> = everywhere("rs")
        .into_iter()
        .filter(|path| !path.ends_with("tests.rs") && !path.ends_with("tests/mod.rs"))
        .collect();
    none(&modules, rules::silent_opening);
}

#[test]
fn no_example_stands_in_documentation_that_nobody_runs() {
    let mut found = Vec::new();
    for (path, manifest) in manifests() {
        let wrong = rules::runs_documentation(&manifest).into_iter();
        found.extend(wrong.map(|w| format!("{}: {w}", path.display())));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    none(&everywhere("rs"), rules::untested_example);
}

#[test]
fn no_test_is_switched_off() {
    none(&everywhere("rs"), rules::switched_off);
}

#[test]
fn the_top_level_is_as_the_architecture_says() {
    let mut found: Vec<String> = std::fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.') && !NOT_OURS.contains(&name.as_str()))
        .collect();
    found.sort();
    assert_eq!(found, TOP_FOLDERS);
}

#[test]
fn what_the_documentation_names_is_there() {
    let pages = ["ARCHITECTURE.md", "README.md"].map(|name| root().join(name));
    none(&pages, |text| {
        rules::named_paths(text, &TOP_FOLDERS)
            .into_iter()
            .filter(|path| !root().join(path).exists())
            .collect()
    });
}

#[test]
fn every_defence_in_the_list_of_threats_names_a_test_that_is_there() {
    let mut tests = std::collections::BTreeSet::new();
    for path in everywhere("rs") {
        tests.extend(rules::tests_of(&read(&path)));
    }
    assert!(tests.len() > 1_000, "the tests of the whole product");
    none(&[root().join("deploy/THREATS.md")], |text| {
        let named = rules::named_tests(text);
        assert!(named.len() > 30, "every table names its tests");
        let is_there = |name: &String| {
            let test = name.rsplit("::").next().unwrap_or(name);
            // A module of tests stands for all of them.
            tests.contains(test) || is_attack(test)
        };
        named.into_iter().filter(|name| !is_there(name)).collect()
    });
}

/// A file of the agent's attack suite.
fn is_attack(name: &str) -> bool {
    let suite = root().join("sync-agent/tests/attacks");
    suite.join(format!("{name}.rs")).exists()
}
