//! Walks a folder. Owns the order of files and the bounds: no link out of the source, no hidden file, no endless depth. A folder
//! that cannot be listed is refused alone, by its name with `/`; so is what looks like a document and is of no kind that is read.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::item::Reason;
use crate::item::Refusal;

/// How the name of a side-car ends.
const SIDE_CAR: &str = ".meta.toml";
/// Folders inside folders.
pub const DEPTH_MAX: usize = 32;
/// Files of one source.
pub const FILES_MAX: usize = 500_000;
/// Bytes of one document's file.
pub const FILE_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// A file of the source that may hold a document.
pub struct Found {
    /// Path relative to the source, with `/`.
    pub source: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Why it is refused unread.
    pub refused: Option<Refusal>,
}

/// Kinds of documents that nobody reads yet: an operator must hear that they are not published. They may be attachments.
const OTHER_KINDS: [&str; 15] = [
    "doc", "docx", "wps", "wpt", "rtf", "odt", "pdf", "ofd", "ceb", "xls", "xlsx", "et", "ods",
    "ppt", "pptx",
];

/// Every document file under `root` in path order.
pub fn walk(root: &Path) -> anyhow::Result<Vec<Found>> {
    let real = root
        .canonicalize()
        .with_context(|| format!("open folder {}", root.display()))?;
    ensure!(
        real.is_dir(),
        "open folder {}: it is no folder",
        root.display()
    );
    let mut found = Vec::new();
    let mut folders = vec![(real.clone(), String::new(), 0_usize)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let entries = match list(&folder) {
            Ok(entries) => entries,
            Err(error) if depth > 0 => {
                let refusal = Refusal::new(Reason::Unreadable, format!("list folder: {error}"));
                found.push(unread(prefix, folder, refusal));
                continue;
            }
            Err(error) => {
                return Err(error).with_context(|| format!("list folder {}", folder.display()));
            }
        };
        let cars = SideCars::among(&entries);
        for entry in entries {
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                let shown = format!("{prefix}{}", entry.file_name().to_string_lossy());
                found.push(refused(shown, entry.path(), "its name is no UTF-8"));
                continue;
            };
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            // Two forms of one name are one id: systems differ in how they write 《が》 or é, people do not.
            let source = nfc(&format!("{prefix}{name}"));
            let path = entry.path();
            let kind = entry
                .file_type()
                .with_context(|| format!("read {}", path.display()))?;
            if kind.is_symlink() {
                visit_link(&real, source, path, &mut found);
            } else if kind.is_dir() && depth < DEPTH_MAX {
                folders.push((path, format!("{source}/"), depth + 1));
            } else if kind.is_dir() {
                found.push(refused(source, path, "folders are nested too deep"));
            } else if kind.is_file() && is_document(&name) && cars.are_odd_for(&name) {
                // What it says about disclosure cannot be read: without it, everything would count as public.
                let words = "its side-car is no plain file of exactly that name";
                let refusal = Refusal::new(Reason::Unreadable, words);
                found.push(unread(source, path, refusal));
            } else if kind.is_file() && is_document(&name) {
                found.push(checked(source, path));
            } else if !kind.is_file() {
                // Whatever it is called: it is not read, and an operator should know that it lies there.
                found.push(refused(source, path, "it is a pipe, a device or a socket"));
            } else if kind.is_file() && OTHER_KINDS.contains(&extension(&name).as_str()) {
                let kind = extension(&name);
                let detail = format!("files of kind .{kind} are not read: {ADVICE}");
                found.push(unread(
                    source,
                    path,
                    Refusal::new(Reason::Unreadable, detail),
                ));
            }
            ensure!(
                found.len() <= FILES_MAX,
                "read {}: more than {FILES_MAX} files",
                root.display()
            );
        }
    }
    found.sort_by(|a, b| (&a.source, &a.path).cmp(&(&b.source, &b.path)));
    Ok(found)
}

/// The side-cars of one folder, to know those that cannot be read as what they are.
struct SideCars {
    /// Lower-case names in one form: a dangling link, a folder, a pipe, or letters of another case.
    odd: HashSet<String>,
    /// Names of all others.
    plain: Vec<String>,
}

impl SideCars {
    fn among(entries: &[std::fs::DirEntry]) -> SideCars {
        let mut cars = SideCars {
            odd: HashSet::new(),
            plain: Vec::new(),
        };
        for entry in entries {
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                continue;
            };
            let lower = nfc(&name).to_lowercase();
            if !lower.ends_with(SIDE_CAR) {
                continue;
            }
            if !(name.ends_with(SIDE_CAR) && entry.path().is_file()) {
                cars.odd.insert(lower);
            } else {
                cars.plain.push(name);
            }
        }
        cars
    }

    /// Whether one of them is meant for this document and is not found beside it under its exact name.
    fn are_odd_for(&self, name: &str) -> bool {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let exact = [name, stem].map(|base| format!("{base}{SIDE_CAR}"));
        let usual = exact.each_ref().map(|car| nfc(car));
        let in_other_form =
            |car: &&String| !exact.contains(car) && !car.is_ascii() && usual.contains(&nfc(car));
        usual
            .iter()
            .any(|car| self.odd.contains(&car.to_lowercase()))
            || self.plain.iter().any(|car| in_other_form(&car))
    }
}

/// Composed form (NFC) of a name.
pub fn nfc(name: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfc()
        .normalize(name)
        .into_owned()
}

/// What an operator can do about it.
const ADVICE: &str = "publish it as text, Markdown or HTML, with this file as attachment";

/// All of a folder or nothing: half of it would look like documents that vanished.
fn list(folder: &Path) -> std::io::Result<Vec<std::fs::DirEntry>> {
    std::fs::read_dir(folder)?.collect()
}

/// A link to a file inside the source is read; one that leads out, or to a folder, is not followed.
fn visit_link(root: &Path, source: String, path: PathBuf, found: &mut Vec<Found>) {
    if !is_document(&source) {
        return;
    }
    match path.canonicalize() {
        Ok(target) if target.starts_with(root) && target.is_file() => {
            found.push(checked(source, path))
        }
        _ => found.push(refused(source, path, "a link that leads out of the source")),
    }
}

fn checked(source: String, path: PathBuf) -> Found {
    if source.chars().any(char::is_control) || source.contains('\\') {
        return refused(source, path, "its name holds control characters");
    }
    Found {
        source,
        path,
        refused: None,
    }
}

fn refused(source: String, path: PathBuf, why: &str) -> Found {
    let source = source.replace(char::is_control, "?");
    unread(source, path, Refusal::new(Reason::Unsafe, why))
}

fn unread(source: String, path: PathBuf, refusal: Refusal) -> Found {
    Found {
        source,
        path,
        refused: Some(refusal),
    }
}

fn is_document(name: &str) -> bool {
    matches!(
        extension(name).as_str(),
        "txt" | "md" | "markdown" | "html" | "htm" | "shtml" | "xhtml" | "json"
    )
}

/// Lower-case extension of a file name.
pub fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, e)| e.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_path_order_without_hidden_ones() {
        let dir = tempfile::tempdir().unwrap();
        for path in [
            "b/2.txt",
            "a.md",
            "b/1.html",
            ".git/x.txt",
            "b/.hidden.txt",
            "c.png",
            "c.txt.meta.toml",
            "d.TXT",
        ] {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "甲").unwrap();
        }
        let sources: Vec<String> = walk(dir.path())
            .unwrap()
            .into_iter()
            .map(|f| f.source)
            .collect();
        assert_eq!(sources, ["a.md", "b/1.html", "b/2.txt", "d.TXT"]);
    }

    #[test]
    fn a_side_car_that_cannot_be_read_refuses_its_document() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        for name in ["a", "b", "c", "d", "e"] {
            std::fs::write(at(&format!("{name}.txt")), "甲").unwrap();
        }
        std::os::unix::fs::symlink("/nonexistent", at("a.txt.meta.toml")).unwrap();
        std::fs::create_dir(at("b.meta.toml")).unwrap();
        std::fs::write(at("c.txt.META.toml"), "").unwrap();
        std::fs::write(at("d.txt.meta.toml"), "").unwrap();
        let refused: Vec<bool> = walk(dir.path())
            .unwrap()
            .iter()
            .map(|found| found.refused.is_some())
            .collect();
        assert_eq!(refused, [true, true, true, false, false]);
    }

    #[test]
    fn pipes_and_sockets_are_told_whatever_they_are_called() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a.txt", "附件.pdf", "run"] {
            let made = std::process::Command::new("mkfifo")
                .arg(dir.path().join(name))
                .status();
            assert!(made.unwrap().success());
        }
        let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("s.md")).unwrap();
        std::fs::write(dir.path().join("b.txt"), "甲").unwrap();
        let found = walk(dir.path()).unwrap();
        let told: Vec<(&str, bool)> = found
            .iter()
            .map(|f| (f.source.as_str(), f.refused.is_some()))
            .collect();
        assert_eq!(
            told,
            [
                ("a.txt", true),
                ("b.txt", false),
                ("run", true),
                ("s.md", true),
                ("附件.pdf", true)
            ]
        );
    }

    #[test]
    fn a_name_in_two_forms_is_one_and_a_side_car_in_the_other_form_is_not_overlooked() {
        let dir = tempfile::tempdir().unwrap();
        let (composed, apart) = ("caf\u{e9}", "cafe\u{301}");
        for name in [
            format!("{composed}.txt"),
            format!("{apart}.txt"),
            format!("{apart}.md"),
            format!("{composed}.md.meta.toml"),
            format!("{apart}.html"),
            format!("{apart}.html.meta.toml"),
        ] {
            std::fs::write(dir.path().join(name), "甲").unwrap();
        }
        let found = walk(dir.path()).unwrap();
        let told: Vec<(String, bool)> = found
            .iter()
            .map(|f| (f.source.clone(), f.refused.is_some()))
            .collect();
        let one = |ending: &str, refused| (format!("{composed}.{ending}"), refused);
        assert_eq!(
            told,
            [
                one("html", false),
                one("md", true),
                one("txt", false),
                one("txt", false)
            ]
        );
    }

    #[test]
    fn documents_of_kinds_that_are_not_read_are_named() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a.xhtml", "b.DOCX", "c.pdf", "d.css"] {
            std::fs::write(dir.path().join(name), "甲").unwrap();
        }
        let found = walk(dir.path()).unwrap();
        let refused: Vec<(&str, bool)> = found
            .iter()
            .map(|f| (f.source.as_str(), f.refused.is_some()))
            .collect();
        assert_eq!(
            refused,
            [("a.xhtml", false), ("b.DOCX", true), ("c.pdf", true)]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_source_is_unsafe() {
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.txt"), "密").unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.txt"), dir.path().join("a.txt"))
            .unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("folder")).unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("loop")).unwrap();
        let found = walk(dir.path()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].refused.as_ref().unwrap().reason, Reason::Unsafe);
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        assert!(walk(Path::new("/nonexistent/source")).is_err());
    }
}
