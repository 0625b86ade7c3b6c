//! What stands in attachments (附件), read before they are published. Stands between any source and the publication: a document
//! whose attachment carries a secrecy mark is refused with it, whatever part of the file the mark stands in; what could not be
//! read is told; the words of the pages go with the document, so that they are found. Owns the judgement; foreign bytes are read
//! only by the viewer's confined child.

mod level;
mod mail;
mod missing;
mod standing;
mod viewed;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use console::progress::Progress;

use crate::harvest::{Harvest, Mark, Source};
use crate::item::{Item, Reason, Refusal};
use crate::reading::assemble::says_something;
use crate::reading::tidy::clip;

/// Characters of a quotation in a refusal.
const QUOTE_CHARS: usize = 60;
/// What the reading of one file gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// All words of all its parts.
    Lines {
        /// What each page shows, lines apart.
        pages: Vec<String>,
        /// The lines of all of them, and those that no page shows.
        lines: Vec<String>,
        /// Something an operator should look at.
        note: Option<String>,
    },
    /// It was not read to its end.
    Unread {
        /// What happened, as the report says it.
        why: String,
        /// What was read before.
        lines: Vec<String>,
        /// Another time it may be read.
        again: bool,
    },
    /// Nothing can be read here, and why: no fault of the file.
    Unable(String),
}

/// Reads the words of a file.
pub trait Reader {
    /// All of them, from every part.
    fn read(&self, file: &Path) -> Read;
}

/// A source whose attachments are read on the way.
pub struct Annexes<'a> {
    source: Box<dyn Source + 'a>,
    reader: Box<dyn Reader + 'a>,
    /// Files (by their hash) that were published before, and so were read then.
    known: BTreeSet<String>,
}

impl<'a> Annexes<'a> {
    /// Stands in front of `source`.
    pub fn new(source: Box<dyn Source + 'a>, reader: Box<dyn Reader + 'a>) -> Self {
        Annexes {
            source,
            reader,
            known: BTreeSet::new(),
        }
    }

    fn judged(&self, mut item: Item) -> Item {
        let Ok(document) = &mut item.result else {
            return item;
        };
        let mut refused = None;
        let has_body = says_something(&document.blocks);
        for (file, path) in &item.files {
            if has_body && self.known.contains(&file.sha256) {
                continue;
            }
            let told = match self.reader.read(path) {
                // Without its reader the gate stands open: nothing passes.
                Read::Unable(why) => {
                    let detail = format!("attachment {}: {why}", file.name);
                    refused = Some(Refusal::new(Reason::Unreadable, detail));
                    break;
                }
                Read::Unread { why, lines, again } => {
                    if let Some(refusal) = closed(&file.name, &lines) {
                        refused = Some(refusal);
                        break;
                    }
                    item.notes.push(format!(
                        "attachment {} was not read: {why}; nobody looked for a secrecy mark in it",
                        file.name
                    ));
                    // Nobody has looked: the next run does.
                    (!again).then(Vec::new)
                }
                Read::Lines { pages, lines, note } => {
                    if let Some(refusal) = closed(&file.name, &lines) {
                        refused = Some(refusal);
                        break;
                    }
                    let note = note.map(|note| format!("attachment {}: {note}", file.name));
                    item.notes.extend(note);
                    Some(pages)
                }
            };
            let named = document.attachments.iter_mut();
            named
                .filter(|named| named.is_same_file(file))
                .for_each(|named| named.pages = told.clone());
        }
        if refused.is_none() && !has_body && !standing::for_the_body(document) {
            let detail = "a title without a body, and no attachment that can be read";
            refused = Some(Refusal::new(Reason::Empty, detail));
        }
        // Only now: a sentence about a file is no body.
        missing::list(document, &item.links);
        if let Some(refusal) = refused {
            item.result = Err(refusal);
        }
        item
    }
}

/// The refusal for a mark in these lines of a file.
fn closed(name: &str, lines: &[String]) -> Option<Refusal> {
    let words = level::closed(lines)?;
    let words = clip(&words, QUOTE_CHARS);
    let detail = format!("attachment {name}: mark {words}");
    Some(Refusal::new(Reason::NotPublic, detail))
}

impl Source for Annexes<'_> {
    fn harvest(
        &mut self,
        since: Option<&Mark>,
        take: &mut dyn FnMut(Item),
    ) -> anyhow::Result<Harvest> {
        // Taken apart, so that the source is asked while its items are judged.
        let mut source = std::mem::replace(&mut self.source, Box::new(Nothing));
        let harvest = source.harvest(since, &mut |item| take(self.judged(item)));
        self.source = source;
        harvest
    }

    fn doubted(&mut self, sources: &BTreeSet<String>) -> anyhow::Result<()> {
        self.source.doubted(sources)
    }

    fn settled(&mut self, refused: &BTreeSet<String>) -> anyhow::Result<()> {
        self.source.settled(refused)
    }

    fn read_before(&mut self, files: BTreeSet<String>) {
        self.known = files;
    }

    fn tells(&mut self, progress: &Progress) {
        self.source.tells(progress);
    }

    fn shows(&mut self, shown: HashMap<String, [u8; 32]>) {
        self.source.shows(shown);
    }

    fn pages(&mut self, file: &Path) -> Option<Vec<String>> {
        match self.reader.read(file) {
            Read::Lines { pages, .. } => Some(pages),
            Read::Unread { again: false, .. } => Some(Vec::new()),
            Read::Unread { .. } | Read::Unable(_) => None,
        }
    }
}

struct Nothing;

impl Source for Nothing {
    fn harvest(&mut self, _: Option<&Mark>, _: &mut dyn FnMut(Item)) -> anyhow::Result<Harvest> {
        Ok(Harvest::default())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use feed::Attachment;
    use std::collections::HashMap;
    use std::path::PathBuf;

    struct Given(Vec<Item>);

    impl Source for Given {
        fn harvest(
            &mut self,
            _: Option<&Mark>,
            take: &mut dyn FnMut(Item),
        ) -> anyhow::Result<Harvest> {
            self.0.drain(..).for_each(take);
            Ok(Harvest::whole())
        }
    }

    struct Said(HashMap<&'static str, Read>);

    impl Reader for Said {
        fn read(&self, file: &Path) -> Read {
            self.0[file.to_str().unwrap()].clone()
        }
    }

    pub(crate) fn item(files: &[&str]) -> Item {
        let document = serde_json::from_value(serde_json::json!({
            "id": "a", "rev": 0, "title": "关于示例的通知", "category": "other", "validity": "in-force",
            "disclosure": {"attribute": "public", "evidence": "示例"}, "blocks": [{"kind": "paragraph", "text": "见附件。"}],
            "provenance": {"source": "a.txt", "adapter": "folder", "raw_sha256": "", "fetched": ""}
        }))
        .unwrap();
        let file = |name: &&str| {
            let attachment = Attachment {
                name: (*name).to_owned(),
                sha256: format!("hash of {name}"),
                length: 1,
                pages: None,
                address: None,
            };
            (attachment, PathBuf::from(*name))
        };
        let mut document: feed::Document = document;
        let files: Vec<_> = files.iter().map(file).collect();
        document.attachments = files.iter().map(|(file, _)| file.clone()).collect();
        Item {
            source: "a.txt".into(),
            result: Ok(document),
            notes: Vec::new(),
            files,
            links: Vec::new(),
            pictures: Vec::new(),
            second: None,
        }
    }

    fn lines(words: &str) -> Read {
        Read::Lines {
            pages: words.lines().map(str::to_owned).collect(),
            lines: words.lines().map(str::to_owned).collect(),
            note: None,
        }
    }

    fn damaged() -> Read {
        Read::Unread {
            why: "it is damaged".into(),
            lines: Vec::new(),
            again: false,
        }
    }

    fn judged(read: Read, known: bool) -> Item {
        let reader = Said(HashMap::from([("a.pdf", read)]));
        let mut annexes = Annexes::new(Box::new(Given(vec![item(&["a.pdf"])])), Box::new(reader));
        if known {
            annexes.read_before(BTreeSet::from(["hash of a.pdf".to_owned()]));
        }
        let mut items = Vec::new();
        annexes.harvest(None, &mut |item| items.push(item)).unwrap();
        items.remove(0)
    }

    #[test]
    fn a_secrecy_mark_in_an_attachment_refuses_the_document() {
        for mark in ["机密★5年", "秘密", "（此件不公开）", "内部资料 注意保存"]
        {
            let refusal = judged(lines(&format!("标题\n{mark}\n正文")), false)
                .result
                .unwrap_err();
            assert_eq!(refusal.reason, Reason::NotPublic, "{mark}");
            assert!(refusal.detail.contains("a.pdf"), "{}", refusal.detail);
        }
        let public = judged(lines("标题\n国家秘密的保护由另行规定。"), false);
        assert!(public.result.is_ok() && public.notes.is_empty());
    }

    #[test]
    fn what_was_not_read_is_told_and_what_was_published_is_not_read_again() {
        let unread = judged(damaged(), false);
        assert!(unread.result.is_ok());
        assert!(
            unread.notes[0].contains("it is damaged"),
            "{:?}",
            unread.notes
        );
        let unable = judged(Read::Unable("start viewer".into()), false);
        let refusal = unable.result.unwrap_err();
        assert_eq!(refusal.reason, Reason::Unreadable);
        assert!(refusal.detail.contains("start viewer"));
        let known = judged(lines("机密"), true);
        assert!(known.result.is_ok());
    }

    #[test]
    fn what_was_read_before_the_end_is_judged_and_the_rest_is_looked_for_again() {
        let late = |line: &str| Read::Unread {
            why: "no answer in time".into(),
            lines: vec![line.into()],
            again: true,
        };
        let refusal = judged(late("机密★5年"), false).result.unwrap_err();
        assert_eq!(refusal.reason, Reason::NotPublic);
        let unread = judged(late("正文"), false);
        assert!(unread.notes[0].contains("no answer in time"));
        let document = unread.result.unwrap();
        assert_eq!(document.attachments[0].pages, None);
        assert!(!document.is_read_through());
    }

    #[test]
    fn what_each_page_says_goes_with_the_document() {
        let told = |item: &Item| item.result.as_ref().unwrap().attachments[0].pages.clone();
        let read = judged(lines("第一页\n第二页"), false);
        assert_eq!(told(&read), Some(vec!["第一页".into(), "第二页".into()]));
        // Somebody looked, and it says nothing; or nobody looked again.
        let unread = judged(damaged(), false);
        assert_eq!(told(&unread), Some(Vec::new()));
        assert_eq!(told(&judged(lines("第一页"), true)), None);
    }

    #[test]
    fn a_title_whose_text_stands_in_its_attachment_is_published_and_without_any_refused() {
        let judged = |read: Read, known: bool| {
            let mut given = item(&["a.pdf"]);
            given.result.as_mut().unwrap().blocks.clear();
            let reader = Said(HashMap::from([("a.pdf", read)]));
            let mut annexes = Annexes::new(Box::new(Given(vec![given])), Box::new(reader));
            if known {
                annexes.read_before(BTreeSet::from(["hash of a.pdf".to_owned()]));
            }
            let mut items = Vec::new();
            annexes.harvest(None, &mut |item| items.push(item)).unwrap();
            items.remove(0).result
        };
        for known in [false, true] {
            let document = judged(lines("第一条　为了示例。"), known).unwrap();
            assert_eq!(document.blocks.len(), 2, "{known}");
        }
        let refusal = judged(damaged(), false).unwrap_err();
        assert_eq!(refusal.reason, Reason::Empty);
        let refusal = judged(lines("机密"), false).unwrap_err();
        assert_eq!(refusal.reason, Reason::NotPublic);
    }
}
