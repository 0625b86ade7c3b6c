//! What stands in attachments (附件), read before they are published. Stands between any source and the publication: a document
//! whose attachment carries a secrecy mark is refused with it, whatever part of the file the mark stands in; what could not be
//! read is told. Owns the judgement; foreign bytes are read only by the viewer's confined child.

use std::fs::File;
use std::path::Path;

use viewer::{Block, Failure, Open, Reason as Why, Source as Bytes, Viewer};

use crate::harvest::{Harvest, Mark, Source};
use crate::item::{Item, Reason, Refusal};
use crate::reading::gate;
use crate::reading::tidy::clip;

/// Characters of a quotation in a refusal.
const QUOTE_CHARS: usize = 60;
/// Chinese characters in which two readings may differ, in percent.
const DIFFERENCE_PERCENT_MAX: usize = 2;
/// Below this many characters a difference says nothing.
const DIFFERENCE_CHARS_MIN: usize = 50;

/// What the reading of one file gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// All words of all its parts.
    Lines {
        /// Each on its own, as they stand in the file.
        lines: Vec<String>,
        /// Something an operator should look at.
        note: Option<String>,
    },
    /// It was not read, and why.
    Unread(String),
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
    /// Whether a file (by its hash) was published before, and so was read then.
    is_known: Box<dyn Fn(&str) -> bool + 'a>,
}

impl<'a> Annexes<'a> {
    /// Stands in front of `source`.
    pub fn new(
        source: Box<dyn Source + 'a>,
        reader: Box<dyn Reader + 'a>,
        is_known: impl Fn(&str) -> bool + 'a,
    ) -> Self {
        Annexes {
            source,
            reader,
            is_known: Box::new(is_known),
        }
    }

    fn judged(&self, mut item: Item) -> Item {
        if item.result.is_err() {
            return item;
        }
        for (file, path) in &item.files {
            if (self.is_known)(&file.sha256) {
                continue;
            }
            match self.reader.read(path) {
                // Without its reader the gate stands open: nothing passes.
                Read::Unable(why) => {
                    item.result = Err(Refusal {
                        reason: Reason::Unreadable,
                        detail: format!("attachment {}: {why}", file.name),
                    });
                    return item;
                }
                Read::Unread(why) => item.notes.push(format!(
                    "attachment {} was not read: {why}; nobody looked for a secrecy mark in it",
                    file.name
                )),
                Read::Lines { lines, note } => {
                    let closed = lines.iter().find_map(|line| gate::closed_line(line));
                    if let Some(words) = closed {
                        item.result = Err(Refusal {
                            reason: Reason::NotPublic,
                            detail: format!(
                                "attachment {}: mark {}",
                                file.name,
                                clip(&words, QUOTE_CHARS)
                            ),
                        });
                        return item;
                    }
                    let note = note.map(|note| format!("attachment {}: {note}", file.name));
                    item.notes.extend(note);
                }
            }
        }
        item
    }
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

    fn settled(&mut self) -> anyhow::Result<()> {
        self.source.settled()
    }
}

struct Nothing;

impl Source for Nothing {
    fn harvest(&mut self, _: Option<&Mark>, _: &mut dyn FnMut(Item)) -> anyhow::Result<Harvest> {
        Ok(Harvest::default())
    }
}

impl Reader for Viewer {
    fn read(&self, file: &Path) -> Read {
        let opened = match File::open(file) {
            Ok(file) => self.open(Bytes::File(file)),
            Err(error) => return Read::Unread(error.to_string()),
        };
        let mut open = match opened {
            Ok(open) => open,
            Err(failure @ Failure::Start { .. }) => {
                return Read::Unable(format!("{:#}", anyhow::Error::new(failure)));
            }
            Err(failure) => return Read::Unread(in_words(&failure)),
        };
        match all_lines(&mut open) {
            Ok(read) => read,
            Err(failure) => Read::Unread(in_words(&failure)),
        }
    }
}

fn all_lines(open: &mut Open) -> Result<Read, Failure> {
    let mut lines = Vec::new();
    let mut lost = 0;
    for page in 0..open.opened().pages {
        let (text, said) = open.text(page)?;
        lost += said.unread + said.left_out.characters;
        lines.extend(text.blocks.into_iter().flat_map(lines_of));
    }
    let first = hanzi(&lines);
    let second: Vec<String> = open
        .second()?
        .blocks
        .into_iter()
        .flat_map(lines_of)
        .collect();
    let other = hanzi(&second);
    // Of what is drawn the second reading is what no page shows.
    let differ = !open.opened().kind.is_drawn()
        && first.abs_diff(other) * 100 > first.max(other) * DIFFERENCE_PERCENT_MAX;
    lines.extend(second);
    let note = if lines.is_empty() {
        Some("it holds no text (a scan?); nobody looked for a secrecy mark in it".to_owned())
    } else if lost > 0 {
        Some(format!("{lost} of its characters cannot be read"))
    } else if other > DIFFERENCE_CHARS_MIN && differ {
        Some(format!(
            "two readers find {first} and {other} Chinese characters in it"
        ))
    } else {
        None
    };
    Ok(Read::Lines { lines, note })
}

fn lines_of(block: Block) -> Vec<String> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => {
            text.lines().map(str::to_owned).collect()
        }
        Block::Table { rows } => rows.into_iter().flatten().collect(),
    }
}

fn hanzi(lines: &[String]) -> usize {
    let is_hanzi = |c: &char| ('\u{4E00}'..='\u{9FFF}').contains(c);
    lines
        .iter()
        .flat_map(|line| line.chars())
        .filter(is_hanzi)
        .count()
}

fn in_words(failure: &Failure) -> String {
    match failure {
        Failure::Refused(Why::NotADocument) => "it is of no kind that is read here".to_owned(),
        Failure::Refused(Why::Password) => "it opens only with a password".to_owned(),
        Failure::Refused(Why::TooLarge) => "it is larger than may be read".to_owned(),
        Failure::Refused(_) => "it is damaged".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
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

    fn item(files: &[&str]) -> Item {
        let document = serde_json::from_value(serde_json::json!({
            "id": "a", "rev": 0, "title": "关于示例的通知", "category": "other", "validity": "in-force",
            "disclosure": {"attribute": "public", "evidence": "示例"}, "blocks": [],
            "provenance": {"source": "a.txt", "adapter": "folder", "raw_sha256": "", "fetched": ""}
        }))
        .unwrap();
        let file = |name: &&str| {
            let attachment = Attachment {
                name: (*name).to_owned(),
                sha256: format!("hash of {name}"),
                length: 1,
            };
            (attachment, PathBuf::from(*name))
        };
        Item {
            source: "a.txt".into(),
            result: Ok(document),
            notes: Vec::new(),
            files: files.iter().map(file).collect(),
            links: Vec::new(),
        }
    }

    fn lines(words: &str) -> Read {
        Read::Lines {
            lines: words.lines().map(str::to_owned).collect(),
            note: None,
        }
    }

    fn judged(read: Read, known: bool) -> Item {
        let reader = Said(HashMap::from([("a.pdf", read)]));
        let mut annexes = Annexes::new(
            Box::new(Given(vec![item(&["a.pdf"])])),
            Box::new(reader),
            |_| known,
        );
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
        let unread = judged(Read::Unread("it is damaged".into()), false);
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
}
