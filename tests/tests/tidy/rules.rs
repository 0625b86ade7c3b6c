//! The rules, each a function from text to what is wrong with it, and the proof that each can find something.

use super::lexer;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Name of the package, and which of ours it imports without being allowed to.
pub fn forbidden_imports(manifest: &Table, allowed: &[(&str, &[&str])]) -> (String, Vec<String>) {
    let name = manifest["package"]["name"]
        .as_str()
        .expect("a package has a name")
        .to_owned();
    let may = allowed
        .iter()
        .find(|(n, _)| *n == name)
        .map_or(&[][..], |(_, may)| *may);
    let mut tables: Vec<&Table> = Vec::new();
    let mut holders = vec![manifest];
    if let Some(Value::Table(targets)) = manifest.get("target") {
        holders.extend(targets.values().filter_map(Value::as_table));
    }
    for holder in holders {
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            tables.extend(holder.get(section).and_then(Value::as_table));
        }
    }
    let wrong = tables
        .into_iter()
        .flatten()
        .map(|(key, value)| {
            let renamed = value.get("package").and_then(Value::as_str);
            renamed.unwrap_or(key)
        })
        .filter(|dependency| allowed.iter().any(|(ours, _)| ours == dependency))
        .filter(|dependency| !may.contains(dependency))
        .map(|dependency| format!("{name} imports {dependency}"))
        .collect();
    (name, wrong)
}

/// Names of the tests of a source.
pub fn tests_of(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut waits = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") && line.contains("test") {
            waits = true;
        } else if let Some(at) = line.find("fn ").filter(|_| waits) {
            let name = &line[at + 3..];
            let end = name.find(['(', '<']).unwrap_or(name.len());
            found.push(name[..end].to_owned());
            waits = false;
        } else if !line.starts_with("#[") && !line.starts_with("//") {
            waits = false;
        }
    }
    found
}

/// Names of tests that a page gives between backquotes: sentences, or `suite::module`.
pub fn named_tests(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == ':';
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| !name.is_empty() && name.chars().all(is_word))
        .filter(|name| name.contains("::") || name.matches('_').count() >= 3)
        .map(str::to_owned)
        .collect()
}

/// Keys that must come from the workspace and do not.
pub fn not_from_workspace(manifest: &Table) -> Vec<String> {
    let inherits = |value: Option<&Value>| {
        value
            .and_then(|v| v.get("workspace"))
            .and_then(Value::as_bool)
            .unwrap_or(false)
    };
    let package = manifest.get("package");
    let mut wrong: Vec<String> = ["license", "version", "edition", "rust-version", "publish"]
        .iter()
        .filter(|key| !inherits(package.and_then(|p| p.get(**key))))
        .map(|key| format!("{key} is not the workspace's"))
        .collect();
    if !inherits(manifest.get("lints")) {
        wrong.push("the lints are not the workspace's".to_owned());
    }
    wrong
}

/// Uses of `krate::item`, also inside braces, through a star, or under another name of the crate.
pub fn names_item(source: &str, krate: &str, item: &str) -> Vec<String> {
    let code = lexer::split(source).0;
    let mut wrong = Vec::new();
    let mut from = 0;
    while let Some(found) = code[from..].find(krate) {
        let start = from + found;
        from = start + krate.len();
        if code[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let line = code[..start].matches('\n').count() + 1;
        let tail = code[from..].trim_start();
        if tail.starts_with("as ") {
            wrong.push(format!("line {line}: {krate} under another name"));
        }
        let Some(path) = tail.strip_prefix("::").map(str::trim_start) else {
            continue;
        };
        let named = if path.starts_with('{') {
            braced(path)
        } else {
            &path[..path
                .find(|c: char| !c.is_alphanumeric() && !"_:*".contains(c))
                .unwrap_or(path.len())]
        };
        let words = |text: &str| {
            text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '*')
                .any(|word| word == item || word == "*")
        };
        if words(named) {
            wrong.push(format!("line {line}: {krate}::{item}"));
        }
    }
    wrong
}

fn braced(path: &str) -> &str {
    let mut depth = 0;
    for (at, c) in path.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &path[..at];
        }
    }
    path
}

/// String literals with Chinese words.
pub fn chinese_in_strings(source: &str) -> Vec<String> {
    lexer::split(source)
        .1
        .into_iter()
        .filter(|literal| {
            literal
                .text
                .chars()
                .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        })
        .map(|literal| format!("line {}: {}", literal.line, literal.text))
        .collect()
}

/// A file that does not open with `//!`.
pub fn silent_opening(source: &str) -> Vec<String> {
    if source.trim_start_matches('\u{feff}').starts_with("//! ") {
        Vec::new()
    } else {
        vec!["does not open with //!".to_owned()]
    }
}

/// Lines at the head of a file in which it may say why it is long.
const HEAD_LINES: usize = 12;

/// A file longer than `max` lines whose head does not say `Long because ...`.
pub fn too_long(source: &str, max: usize) -> Vec<String> {
    let lines = source.lines().count();
    let says_why = source
        .lines()
        .take(HEAD_LINES)
        .any(|line| line.starts_with("//!") && line.contains("Long because "));
    if lines > max && !says_why {
        vec![format!("{lines} lines")]
    } else {
        Vec::new()
    }
}

/// Paths between backticks that begin with one of `folders`.
pub fn named_paths(page: &str, folders: &[&str]) -> Vec<String> {
    page.split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| !code.contains(char::is_whitespace) && !code.contains(['*', '<', '{']))
        .filter(|code| {
            let first = code.split_once('/').map(|(first, _)| first);
            first.is_some_and(|first| folders.contains(&first))
        })
        .map(str::to_owned)
        .collect()
}

/// Why the tests of a package would take longer than they must: documentation is not run as tests (no example stands in it).
pub fn runs_documentation(manifest: &Table) -> Vec<String> {
    let off = manifest
        .get("lib")
        .and_then(|lib| lib.get("doctest"))
        .and_then(Value::as_bool)
        .is_some_and(|on| !on);
    if off {
        Vec::new()
    } else {
        vec!["[lib] does not say doctest = false".to_owned()]
    }
}

/// Rust in documentation, which nobody would compile.
pub fn untested_example(source: &str) -> Vec<String> {
    let mut inside = false;
    let mut wrong = Vec::new();
    for (n, line) in source.lines().enumerate() {
        let text = line.trim_start();
        let Some(text) = text.strip_prefix("///").or(text.strip_prefix("//!")) else {
            inside = false;
            continue;
        };
        let Some(language) = text.trim().strip_prefix("```") else {
            continue;
        };
        inside = !inside;
        if inside && ["", "rust", "no_run"].contains(&language) {
            wrong.push(format!("line {}: an example that is not run", n + 1));
        }
    }
    wrong
}

/// Folders that hold more than `max` of `files`.
pub fn full_folders(files: &[PathBuf], max: usize) -> Vec<(PathBuf, usize)> {
    let mut counts: BTreeMap<&Path, usize> = BTreeMap::new();
    for folder in files.iter().filter_map(|file| file.parent()) {
        *counts.entry(folder).or_default() += 1;
    }
    counts
        .into_iter()
        .filter(|(_, count)| *count > max)
        .map(|(folder, count)| (folder.to_owned(), count))
        .collect()
}

/// Tests that `cargo test` would leave out.
pub fn switched_off(source: &str) -> Vec<String> {
    let code = lexer::split(source).0;
    code.lines()
        .enumerate()
        .filter(|(_, line)| line.contains("#[ignore"))
        .map(|(n, _)| format!("line {}: an ignored test", n + 1))
        .collect()
}

mod can_fail {
    use super::*;

    const ALLOWED: [(&str, &[&str]); 3] = [("kiosk", &["mirror"]), ("mirror", &[]), ("feed", &[])];

    fn imports(manifest: &str) -> Vec<String> {
        forbidden_imports(&manifest.parse().unwrap(), &ALLOWED).1
    }

    #[test]
    fn a_forbidden_import_is_found_in_every_section_and_under_another_name() {
        let head = "[package]\nname = \"kiosk\"\n";
        for bad in [
            "[dependencies]\nfeed.workspace = true\n",
            "[dev-dependencies]\nfeed = { path = \"x\" }\n",
            "[build-dependencies]\nfeed = \"1\"\n",
            "[dependencies]\nwire = { package = \"feed\", path = \"x\" }\n",
            "[target.'cfg(unix)'.dependencies]\nfeed.workspace = true\n",
        ] {
            assert_eq!(
                imports(&format!("{head}{bad}")),
                ["kiosk imports feed"],
                "{bad}"
            );
        }
        assert!(
            imports(&format!(
                "{head}[dependencies]\nmirror.workspace = true\nserde = \"1\"\n"
            ))
            .is_empty()
        );
    }

    #[test]
    fn tests_and_the_names_that_a_page_gives_them_are_found() {
        let source = "#[test]\nfn a_bad_thing_is_refused() {}\nfn no_test_at_all_here() {}\n#[tokio::test]\n// why\n#[ignore]\nasync fn b_is_refused_as_well() {}";
        assert_eq!(
            tests_of(source),
            ["a_bad_thing_is_refused", "b_is_refused_as_well"]
        );
        let page = "x `attacks::kills` y `a_bad_thing_is_refused`, `trust.db`, `held_back`, `deploy/a_b_c_d.toml`";
        assert_eq!(
            named_tests(page),
            ["attacks::kills", "a_bad_thing_is_refused"]
        );
    }

    #[test]
    fn a_licence_of_its_own_is_found() {
        let manifest = "[package]\nname = \"x\"\nlicense = \"MIT\"\n"
            .parse()
            .unwrap();
        assert!(
            not_from_workspace(&manifest).contains(&"license is not the workspace's".to_owned())
        );
    }

    #[test]
    fn a_second_writer_is_found_however_it_is_spelt() {
        for bad in [
            "mirror::Writer::open(dir)",
            "use mirror::{Reader, Writer};",
            "use mirror::{\n    document::Document,\n    Writer as W,\n};",
            "use mirror::*;",
            "use mirror as m;",
            "mirror :: Writer",
        ] {
            assert_eq!(names_item(bad, "mirror", "Writer").len(), 1, "{bad}");
        }
        for good in [
            "use mirror::Reader;",
            "// mirror::Writer",
            "\"mirror::Writer\"",
            "use mirror::{Reader, WriterError};",
            "mymirror::Writer",
            "journal::Writer",
        ] {
            assert!(names_item(good, "mirror", "Writer").is_empty(), "{good}");
        }
    }

    #[test]
    fn words_of_the_interface_in_rust_are_found() {
        assert_eq!(
            chinese_in_strings("fn f() -> &'static str { \"首页\" }").len(),
            1
        );
        assert!(chinese_in_strings("/// 首页\nfn f() { \"home\"; }").is_empty());
    }

    #[test]
    fn an_example_that_nobody_runs_is_found() {
        assert_eq!(untested_example("/// ```\n/// f();\n/// ```\n").len(), 1);
        assert_eq!(untested_example("//! ```rust\n//! ```\n").len(), 1);
        assert!(untested_example("//! ```text\n//! a\n//! ```\n").is_empty());
        let manifest = |text: &str| runs_documentation(&text.parse().unwrap()).len();
        assert_eq!(manifest("[lib]\npath = \"lib.rs\"\n"), 1);
        assert_eq!(manifest("[lib]\ndoctest = false\n"), 0);
    }

    #[test]
    fn paths_are_read_from_a_page() {
        let page = "see `kiosk/src/app.rs`, `out/demo`, `kiosk -> mirror` and `printer/`";
        let folders = ["kiosk", "printer"];
        assert_eq!(
            named_paths(page, &folders),
            ["kiosk/src/app.rs", "printer/"]
        );
    }

    #[test]
    fn a_full_folder_is_found() {
        let files: Vec<PathBuf> = (0..3).map(|n| format!("a/{n}.rs").into()).collect();
        assert_eq!(full_folders(&files, 2), [("a".into(), 3)]);
        assert!(full_folders(&files, 3).is_empty());
    }

    #[test]
    fn a_silent_a_long_and_a_switched_off_file_are_found() {
        assert_eq!(silent_opening("use std;\n").len(), 1);
        assert_eq!(too_long(&"\n".repeat(401), 400).len(), 1);
        let reason = format!("//! A table. Long because ...{}", "\n".repeat(401));
        assert!(too_long(&reason, 400).is_empty());
        let late = format!("{}//! Long because ...", "\n".repeat(401));
        assert_eq!(too_long(&late, 400).len(), 1);
        assert_eq!(
            switched_off("#[test]\n#[ignore = \"slow\"]\nfn f() {}").len(),
            1
        );
        assert!(switched_off("// #[ignore]").is_empty());
    }
}
