//! Real and hostile attachments through the viewer: each opens and shows something or says why not, secrecy marks are found in
//! every format, hostile ones end in time.

use super::world::data;
use e2e::programs::Program;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use viewer::{Block, Failure, Open, Picture, Source, Viewer};

/// Opening and one page, each to its limit.
const ENDED_BY: Duration = Duration::from_secs(20);
/// Pages of a file that are looked at.
const PAGES: u32 = 3;

fn open(path: &Path) -> Result<Open, Failure> {
    Viewer::new(Program::Viewer.path()).open(Source::File(File::open(path).unwrap()))
}

/// Files below the folder of attachments, by their ending.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let found: Vec<PathBuf> = e2e::files(&data().join(folder))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    assert!(!found.is_empty(), "no .{ending} below {folder}");
    found
}

fn words(blocks: &[Block]) -> String {
    let mut words = String::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => {
                words.push_str(text);
            }
            Block::Table { rows, .. } => words.extend(rows.iter().flatten().map(String::as_str)),
        }
    }
    words
}

fn text(open: &mut Open) -> String {
    (0..open.opened().pages)
        .map(|page| words(&open.text(page).unwrap().0.blocks))
        .collect()
}

fn shows_something(picture: &Picture) -> bool {
    picture
        .rgba
        .chunks_exact(4)
        .any(|dot| dot[..3].iter().any(|part| *part < 200))
}

#[test]
fn every_page_shows_something_or_says_what_is_missing() {
    let mut paths = files("attach/pdf", "pdf");
    paths.extend(files("attach/made", "pdf"));
    paths.extend(files("attach/ofd", "ofd"));
    paths.extend(files("ofd", "ofd"));
    paths.extend(files("attachments", "pdf"));
    for path in paths {
        let mut open = open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for page in 0..open.opened().pages.min(PAGES) {
            let picture = open
                .picture(page, 540, None)
                .unwrap_or_else(|e| panic!("{} page {}: {e}", path.display(), page + 1));
            assert!(
                shows_something(&picture) || picture.page.left_out.total() > 0,
                "{} page {} is empty and nothing is said",
                path.display(),
                page + 1
            );
        }
    }
}

#[test]
fn fonts_that_are_not_embedded_are_read_or_marked() {
    for path in files("attach/made", "pdf") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(encoding) = name.strip_prefix("noembed_") else {
            continue;
        };
        let mut open = open(&path).unwrap();
        let picture = open.picture(0, 540, None).unwrap();
        if encoding.starts_with("identity") {
            assert!(picture.page.left_out.characters > 0, "{name}");
            assert_eq!(text(&mut open), "", "{name}");
        } else {
            assert_eq!(picture.page.left_out.total(), 0, "{name}");
            assert_eq!(text(&mut open), "关于示例的通知", "{name}");
        }
    }
}

#[test]
fn the_secrecy_mark_of_one_notice_is_found_in_every_format() {
    let mut formats = 0;
    for (folder, ending) in [("pdf", "pdf"), ("ofd", "ofd"), ("office", "docx")] {
        for path in files(&format!("attach/{folder}"), ending) {
            if path.to_string_lossy().contains("master_template") {
                let text = text(&mut open(&path).unwrap());
                assert!(text.contains("机密★5年"), "{}: {text}", path.display());
                assert!(!text.contains("机机"), "{}", path.display());
                formats += 1;
            }
        }
    }
    assert_eq!(formats, 3);
}

#[test]
fn hostile_files_end_in_time_and_the_next_file_opens() {
    let hostile: Vec<PathBuf> = e2e::files(&data().join("attach/hostile"));
    assert!(hostile.len() >= 10);
    let sound = files("attach/pdf", "pdf").remove(0);
    for path in hostile {
        let start = Instant::now();
        // Shown or not: both are well.
        let _ = open(&path).and_then(|mut open| {
            if open.opened().kind.is_drawn() {
                open.picture(0, 540, None)?;
            }
            open.text(0)
        });
        assert!(start.elapsed() < ENDED_BY, "{}", path.display());
    }
    assert!(open(&sound).is_ok());
}

#[test]
fn office_files_are_read_and_what_only_looks_like_one_is_refused() {
    for ending in ["docx", "doc", "wps", "xls", "xlsx"] {
        for path in files("attach/office", ending) {
            let small = std::fs::metadata(&path).unwrap().len() < 1_000;
            match open(&path) {
                Ok(mut open) => assert!(!text(&mut open).is_empty(), "{}", path.display()),
                Err(Failure::Refused(_)) if small => {}
                Err(error) => panic!("{}: {error}", path.display()),
            }
        }
    }
}
