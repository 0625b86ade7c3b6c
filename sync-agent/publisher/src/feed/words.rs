//! Words of attachments (附件) in what is published: which need not be read again, how many a document carries, and that every
//! document that is published anew carries them. Owns these limits; reads no file itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use console::progress::Progress;
use feed::limits::{ATTACHED_CHARS_MAX, ATTACHED_PAGES_MAX, RECORD_BYTES_MAX};
use feed::{Attachment, Document};

use crate::feed::puts::Puts;
use crate::feed::report::Conflict;
use crate::feed::state::State;
use crate::harvest::Source;

/// Endings of papers of which a PDF may lie beside them; a table for machines is none.
const PAPERS: [&str; 4] = ["ofd", "docx", "doc", "wps"];
/// Room for the sequence number, the revision and the line's frame.
const FRAME_BYTES: usize = 256;

/// Attachments whose words the feed tells.
pub fn read_before(state: &State) -> BTreeSet<String> {
    let read = state.live.values().filter(|live| live.is_read_through);
    read.flat_map(|live| live.blobs.iter().cloned()).collect()
}

/// Whether a document fits into one line of the log.
pub fn is_one_line(document: &Document) -> bool {
    let length = serde_json::to_vec(document).map_or(usize::MAX, |json| json.len());
    length.saturating_add(FRAME_BYTES) <= RECORD_BYTES_MAX
}

/// Name of a file without its ending, and the ending in small letters.
fn parted(name: &str) -> (&str, String) {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    (stem, ending.to_ascii_lowercase())
}

/// Of files that have one name and several forms the PDF is shown: its words stand for all of them.
fn drop_twins(document: &mut Document) {
    let has_words = |file: &Attachment| {
        let mut pages = file.pages.iter().flatten();
        pages.any(|page| !page.trim().is_empty())
    };
    let told: BTreeSet<String> = document
        .attachments
        .iter()
        .filter(|file| parted(&file.name).1 == "pdf" && has_words(file))
        .map(|file| parted(&file.name).0.to_owned())
        .collect();
    for file in &mut document.attachments {
        let (stem, ending) = parted(&file.name);
        if PAPERS.contains(&ending.as_str()) && told.contains(stem) && file.pages.is_some() {
            file.pages = Some(Vec::new());
        }
    }
}

/// Leaves so many words of its attachments as a document may carry; what was cut, for the operator.
pub fn fit(document: &mut Document) -> Option<String> {
    drop_twins(document);
    let mut left = ATTACHED_CHARS_MAX;
    let mut cut = Vec::new();
    for file in &mut document.attachments {
        let Some(pages) = &mut file.pages else {
            continue;
        };
        let mut whole = pages.len() <= ATTACHED_PAGES_MAX;
        pages.truncate(ATTACHED_PAGES_MAX);
        for page in pages.iter_mut() {
            let chars = page.chars().count();
            if chars > left {
                *page = page.chars().take(left).collect();
                whole = false;
            }
            left -= chars.min(left);
        }
        while pages.last().is_some_and(String::is_empty) {
            pages.pop();
        }
        if !whole {
            cut.push(file.name.clone());
        }
    }
    if !is_one_line(document) {
        let told = document.attachments.iter_mut();
        let told = told.filter(|file| file.pages.as_ref().is_some_and(|pages| !pages.is_empty()));
        for file in told {
            file.pages = Some(Vec::new());
            if !cut.contains(&file.name) {
                cut.push(file.name.clone());
            }
        }
    }
    (!cut.is_empty()).then(|| {
        format!(
            "attachment {}: it says more than goes with a document; the rest is not found by its words",
            cut.join(", ")
        )
    })
}

/// Documents that are published anew tell the words of all their attachments: those that were published before are read once more, from
/// `files`. What is to be told to the operator.
///
/// # Errors
/// What waits to be published cannot be read back or kept.
pub fn complete(
    puts: &mut Puts,
    files: &[(Attachment, PathBuf)],
    source: &mut dyn Source,
    progress: &Progress,
) -> anyhow::Result<Vec<Conflict>> {
    let files: BTreeMap<&str, &PathBuf> = files
        .iter()
        .map(|(file, path)| (file.sha256.as_str(), path))
        .collect();
    let unread: Vec<usize> = puts
        .iter()
        .enumerate()
        .filter(|(_, put)| !put.live.is_read_through)
        .map(|(n, _)| n)
        .collect();
    let mut told = Vec::new();
    progress.next("attaching", Some(unread.len()));
    for n in unread {
        progress.step();
        let mut document = puts.document(n)?;
        for file in &mut document.attachments {
            if file.pages.is_none() {
                let path = files.get(file.sha256.as_str());
                file.pages = path.and_then(|path| source.pages(path));
            }
        }
        told.extend(fit(&mut document).map(|detail| Conflict {
            source: document.provenance.source.clone(),
            detail,
        }));
        puts.replace(n, &document)?;
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use feed::Block;

    fn document(pages: Vec<Option<Vec<String>>>) -> Document {
        let mut document: Document = serde_json::from_value(serde_json::json!({
            "id": "a", "rev": 0, "title": "关于示例的通知", "category": "other", "validity": "in-force",
            "disclosure": {"attribute": "public", "evidence": "示例"}, "blocks": [],
            "provenance": {"source": "a.txt", "adapter": "folder", "raw_sha256": "", "fetched": ""}
        }))
        .unwrap();
        let file = |(at, pages): (usize, Option<Vec<String>>)| Attachment {
            name: format!("附件{at}.pdf"),
            sha256: format!("{at:064x}"),
            length: 1,
            pages,
            address: None,
        };
        document.attachments = pages.into_iter().enumerate().map(file).collect();
        document
    }

    #[test]
    fn what_is_too_much_is_cut_and_told() {
        let long = "字".repeat(ATTACHED_CHARS_MAX - 1);
        let mut much = document(vec![
            Some(vec![long.clone(), String::new()]),
            None,
            Some(vec!["一二三".into(), "四".into()]),
        ]);
        let detail = fit(&mut much).unwrap();
        assert!(
            detail.contains("附件2.pdf") && !detail.contains("附件0"),
            "{detail}"
        );
        let pages: Vec<_> = much.attachments.iter().map(|f| f.pages.clone()).collect();
        assert_eq!(pages, [Some(vec![long]), None, Some(vec!["一".into()])]);
        assert_eq!(fit(&mut document(vec![Some(vec!["一".into()])])), None);
    }

    #[test]
    fn words_of_attachments_never_keep_a_document_out() {
        let mut large = document(vec![Some(vec!["字".repeat(1_000)])]);
        large.blocks = vec![Block::Picture {
            alt: "字".repeat(RECORD_BYTES_MAX / 3 - 500),
        }];
        assert!(!is_one_line(&large));
        assert!(fit(&mut large).unwrap().contains("附件0.pdf"));
        assert!(is_one_line(&large));
        assert_eq!(large.attachments[0].pages, Some(Vec::new()));
    }

    #[test]
    fn the_words_of_a_pdf_stand_for_the_other_forms_of_the_same_file() {
        let words = || Some(vec!["一".to_owned()]);
        let mut document = document(vec![words(), words(), words(), None]);
        for (file, name) in document
            .attachments
            .iter_mut()
            .zip(["表.ofd", "表.PDF", "表.xlsx", "表.doc"])
        {
            file.name = name.into();
        }
        assert_eq!(fit(&mut document), None);
        let pages: Vec<_> = document
            .attachments
            .iter()
            .map(|f| f.pages.clone())
            .collect();
        assert_eq!(pages, [Some(vec![]), words(), words(), None]);
        // A scan has none to stand for others.
        document.attachments[0].pages = words();
        document.attachments[1].pages = Some(vec![" ".into()]);
        fit(&mut document);
        assert_eq!(document.attachments[0].pages, words());
    }
}
