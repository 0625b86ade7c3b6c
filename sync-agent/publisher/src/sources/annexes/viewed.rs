//! Words of a file as the viewer's child reads them: page by page, and those that only a second reader finds. Owns what is said of a
//! reading that is not whole; judges no word.

use std::fs::File;
use std::path::Path;

use viewer::limits::INNER_FILES_MAX;
use viewer::{Block, Failure, Open, Reason as Why, Source as Bytes, Viewer};

use super::{Read, Reader};

/// Chinese characters in which two readings may differ, in percent.
const DIFFERENCE_PERCENT_MAX: usize = 2;
/// Files inside files inside files.
const INNER_DEPTH_MAX: usize = 3;
/// Below this many characters a difference says nothing.
const DIFFERENCE_CHARS_MIN: usize = 50;

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
        let Reading {
            pages,
            mut lines,
            note,
        } = match all_lines(&mut open) {
            Ok(reading) => reading,
            Err(failure) => return Read::Unread(in_words(&failure)),
        };
        let mut inner = Inner {
            left: INNER_FILES_MAX,
            lines: Vec::new(),
            notes: note.into_iter().collect(),
        };
        inner.read(self, &mut open, 1);
        lines.extend(inner.lines);
        // A mark may stand on a line of a cell as well as in all of it.
        let broken = lines.iter().filter(|line| line.contains('\n'));
        let broken: Vec<String> = broken
            .flat_map(|cell| cell.lines())
            .map(str::to_owned)
            .collect();
        lines.extend(broken);
        let notes = inner.notes;
        let note = (!notes.is_empty()).then(|| notes.join("; "));
        Read::Lines { pages, lines, note }
    }
}

/// What files that lie in a file say, for the gate alone: they are no page of anything.
struct Inner {
    /// Files that may still be opened.
    left: u32,
    lines: Vec<String>,
    notes: Vec<String>,
}

impl Inner {
    /// Reads each in a child of its own, and those that lie in it.
    fn read(&mut self, viewer: &Viewer, open: &mut Open, depth: usize) {
        for number in 0..INNER_FILES_MAX {
            let inner = match open.inner(number) {
                Ok(None) => return,
                Ok(Some(inner)) => inner,
                Err(failure) => {
                    self.unread("", &in_words(&failure));
                    match failure {
                        Failure::Refused(_) => continue,
                        _ => return,
                    }
                }
            };
            if depth > INNER_DEPTH_MAX || self.left == 0 {
                return self.unread(&inner.name, "too many lie in each other");
            }
            self.left -= 1;
            self.lines.push(inner.name.clone());
            if let Some(text) = plain_text(&inner.bytes) {
                self.lines.extend(text.lines().map(str::to_owned));
                continue;
            }
            let opened = viewer.open(Bytes::Bytes(inner.bytes));
            let read = opened.and_then(|mut open| Ok((all_lines(&mut open)?, open)));
            match read {
                Ok((reading, mut open)) => {
                    self.lines.extend(reading.lines);
                    let note = reading.note;
                    self.notes
                        .extend(note.map(|note| format!("{} inside it: {note}", inner.name)));
                    self.read(viewer, &mut open, depth + 1);
                }
                Err(failure) => self.unread(&inner.name, &in_words(&failure)),
            }
        }
    }

    fn unread(&mut self, name: &str, why: &str) {
        self.notes.push(format!(
            "a file inside it was not read ({name}): {why}; nobody looked for a secrecy mark in it"
        ));
    }
}

/// The words of a file of plain text (TXT, CSV, HTML as it stands); `None` for every other.
fn plain_text(bytes: &[u8]) -> Option<String> {
    if bytes.is_empty() || bytes.contains(&0) || viewer::kind::shell(bytes).is_some() {
        return None;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let (text, _, is_broken) = encoding_rs::GB18030.decode(bytes);
            (!is_broken).then(|| text.into_owned())?
        }
    };
    // Behind each sign of markup a new line: a mark stands on a line of its own then.
    Some(text.replace(['<', '>', '{', '}', '\t', ','], "\n"))
}

/// What one file says, without those that lie in it.
struct Reading {
    pages: Vec<String>,
    lines: Vec<String>,
    note: Option<String>,
}

fn all_lines(open: &mut Open) -> Result<Reading, Failure> {
    let (mut pages, mut lines) = (Vec::new(), Vec::new());
    let mut lost = 0;
    for page in 0..open.opened().pages {
        let (text, said) = open.text(page)?;
        lost += said.unread + said.left_out.characters;
        pages.push(shown(&text.blocks));
        lines.extend(text.blocks.into_iter().flat_map(lines_of));
    }
    let first = hanzi(&lines);
    // Asides are all parts once more, for the gate alone.
    let (asides, read): (Vec<Block>, Vec<Block>) = open
        .second()?
        .blocks
        .into_iter()
        .partition(|block| matches!(block, Block::Aside { .. }));
    let mut second: Vec<String> = read.into_iter().flat_map(lines_of).collect();
    let other = hanzi(&second);
    second.extend(asides.into_iter().flat_map(lines_of));
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
    Ok(Reading { pages, lines, note })
}

/// What a page says, as it is looked for: paragraphs and rows of tables as lines, cells apart.
fn shown(blocks: &[Block]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => {
                lines.push(text.clone());
            }
            Block::Table { rows } => {
                let cells = |row: &Vec<String>| -> Vec<String> {
                    row.iter().map(|cell| on_one_line(cell)).collect()
                };
                lines.extend(rows.iter().map(|row| cells(row).join("\t")));
            }
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines.join("\n")
}

/// A cell that was broken into lines: a word that runs over two of them is one word. Between letters the break stood for a space.
fn on_one_line(cell: &str) -> String {
    let mut whole = String::with_capacity(cell.len());
    for line in cell.lines().map(str::trim) {
        let letters = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
        if letters(whole.chars().last()) && letters(line.chars().next()) {
            whole.push(' ');
        }
        whole.push_str(line);
    }
    whole
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
        Failure::Refused(Why::Password | Why::Locked) => "it opens only with a password".to_owned(),
        Failure::Refused(Why::TooLarge) => "it is larger than may be read".to_owned(),
        Failure::Refused(_) => "it is damaged".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_read_in_either_encoding_and_nothing_else_is_taken_for_it() {
        let (gbk, _, _) = encoding_rs::GB18030.encode("机密★5年\n正文");
        for bytes in ["机密★5年\n正文".as_bytes(), &gbk] {
            let text = plain_text(bytes).unwrap();
            assert_eq!(text.lines().next(), Some("机密★5年"));
        }
        let markup = plain_text("<p>机密</p>".as_bytes()).unwrap();
        assert!(markup.lines().any(|line| line == "机密"));
        for other in [&b"%PDF-1.7"[..], b"\x05Owner\0", b""] {
            assert!(plain_text(other).is_none());
        }
    }

    #[test]
    fn a_page_is_told_line_by_line_and_cells_stay_apart() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let page = [
            Block::Paragraph {
                text: "申请表".into(),
            },
            Block::Paragraph { text: " ".into() },
            Block::Table {
                rows: vec![row(["姓名", ""]), row(["联系\n电话", "no\nentry"])],
            },
        ];
        assert_eq!(shown(&page), "申请表\n姓名\t\n联系电话\tno entry");
    }
}
