//! Words of a file as the viewer's child reads them: page by page, and those that only a second reader finds. Owns what is said of a
//! reading that is not whole; judges no word.

use std::fs::File;
use std::path::Path;

use viewer::limits::INNER_FILES_MAX;
use viewer::{Block, Failure, Open, Reason as Why, Source as Bytes, Viewer};

use super::{Read, Reader, level, mail};

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
            Err(error) => {
                return Read::Unread {
                    why: error.to_string(),
                    lines: Vec::new(),
                    again: true,
                };
            }
        };
        let mut open = match opened {
            Ok(open) => open,
            Err(failure @ Failure::Start { .. }) => {
                return Read::Unable(format!("{:#}", anyhow::Error::new(failure)));
            }
            Err(failure) => return unread(Vec::new(), &failure),
        };
        let Reading {
            pages,
            mut lines,
            mut notes,
            failure,
        } = all_lines(&mut open);
        let mut inner = Inner {
            left: INNER_FILES_MAX,
            lines: Vec::new(),
            notes: Vec::new(),
            fell: false,
        };
        if failure.is_none() {
            inner.read(self, &mut open, 1);
        }
        lines.extend(inner.lines);
        // A mark may stand on a line of a cell as well as in all of it.
        let broken = lines.iter().filter(|line| line.contains('\n'));
        let broken: Vec<String> = broken
            .flat_map(|cell| cell.lines())
            .map(str::to_owned)
            .collect();
        lines.extend(broken);
        if let Some(failure) = failure {
            return unread(lines, &failure);
        }
        notes.extend(inner.notes);
        if inner.fell {
            return Read::Unread {
                why: notes.join("; "),
                lines,
                again: true,
            };
        }
        let note = (!notes.is_empty()).then(|| notes.join("; "));
        Read::Lines { pages, lines, note }
    }
}

/// A child that was late or ended may have had a bad day: only what it refused stays unread for good.
fn unread(lines: Vec<String>, failure: &Failure) -> Read {
    Read::Unread {
        why: in_words(failure),
        lines,
        again: failure.was_violent(),
    }
}

/// What files that lie in a file say, for the gate alone: they are no page of anything.
struct Inner {
    /// Files that may still be opened.
    left: u32,
    lines: Vec<String>,
    notes: Vec<String>,
    /// One of them was late or brought its child down.
    fell: bool,
}

impl Inner {
    /// Reads each in a child of its own, and those that lie in it.
    fn read(&mut self, viewer: &Viewer, open: &mut Open, depth: usize) {
        for number in 0..INNER_FILES_MAX {
            let inner = match open.inner(number) {
                Ok(None) => return,
                Ok(Some(inner)) => inner,
                Err(failure) => {
                    self.unread("", &failure);
                    match failure {
                        Failure::Refused(_) => continue,
                        _ => return,
                    }
                }
            };
            if depth > INNER_DEPTH_MAX || self.left == 0 {
                return self.untold(&inner.name, "too many lie in each other");
            }
            self.left -= 1;
            self.lines.push(inner.name.clone());
            if let Some(text) = plain_text(&inner.bytes) {
                self.lines.extend(mail::unwrapped(&text));
                continue;
            }
            match viewer.open(Bytes::Bytes(inner.bytes)) {
                Ok(mut open) => {
                    let reading = all_lines(&mut open);
                    self.lines.extend(reading.lines);
                    let notes = reading.notes.into_iter();
                    self.notes
                        .extend(notes.map(|note| format!("{} inside it: {note}", inner.name)));
                    match reading.failure {
                        Some(failure) => self.unread(&inner.name, &failure),
                        None => self.read(viewer, &mut open, depth + 1),
                    }
                }
                Err(failure) => self.unread(&inner.name, &failure),
            }
        }
    }

    fn unread(&mut self, name: &str, failure: &Failure) {
        self.fell |= failure.was_violent();
        self.untold(name, &in_words(failure));
    }

    fn untold(&mut self, name: &str, why: &str) {
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
    Some(text)
}

/// What one file says, without those that lie in it.
struct Reading {
    pages: Vec<String>,
    lines: Vec<String>,
    notes: Vec<String>,
    /// Why it ends early; what was read before stays.
    failure: Option<Failure>,
}

fn all_lines(open: &mut Open) -> Reading {
    let mut reading = Reading {
        pages: Vec::new(),
        lines: Vec::new(),
        notes: Vec::new(),
        failure: None,
    };
    reading.failure = read_into(open, &mut reading).err();
    reading
}

fn read_into(open: &mut Open, reading: &mut Reading) -> Result<(), Failure> {
    let Reading {
        pages,
        lines,
        notes,
        ..
    } = reading;
    let mut lost = 0;
    let mut is_cut = false;
    for page in 0..open.opened().pages {
        let (text, said) = open.text(page)?;
        // What a page has too much is counted among these, and told as such.
        lost += said.unread
            + if text.cut {
                0
            } else {
                said.left_out.characters
            };
        is_cut |= text.cut;
        pages.push(shown(&text.blocks));
        lines.extend(text.blocks.into_iter().flat_map(lines_of));
    }
    let first = hanzi(lines);
    let second = open.second()?;
    if second.cut {
        notes.push(
            "it says more than is read of one file; nobody looked for a secrecy mark in the rest"
                .to_owned(),
        );
    }
    if is_cut {
        notes.push(
            "it says more than a page or a file may have; the rest is not found by its words"
                .to_owned(),
        );
    }
    // Asides are all parts once more, for the gate alone.
    let (asides, read): (Vec<Block>, Vec<Block>) = second
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
    notes.extend(if lines.is_empty() {
        Some("it holds no text (a scan?); nobody looked for a secrecy mark in it".to_owned())
    } else if lost > 0 {
        Some(format!("{lost} of its characters cannot be read"))
    } else if other > DIFFERENCE_CHARS_MIN && differ {
        Some(format!(
            "two readers find {first} and {other} Chinese characters in it"
        ))
    } else {
        None
    });
    Ok(())
}

/// What a page says, as it is looked for: paragraphs and rows of tables as lines, cells apart.
fn shown(blocks: &[Block]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text } | Block::Aside { text } => {
                lines.push(text.clone());
            }
            Block::Table { rows, .. } => {
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
        // Label and value in two cells (密级 | 机密) are one line as well.
        Block::Table { rows, .. } => {
            let joined: Vec<String> = rows.iter().flat_map(|row| pairs(row)).collect();
            rows.into_iter().flatten().chain(joined).collect()
        }
    }
}

/// Each label of a degree of secrecy with the cell behind it that says something.
fn pairs(row: &[String]) -> Vec<String> {
    let cells: Vec<&str> = row.iter().map(|cell| cell.trim()).collect();
    let said: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
    let pairs = said.windows(2);
    pairs
        .filter(|pair| level::is_label(pair[0]))
        .map(|pair| format!("{}：{}", pair[0], pair[1]))
        .collect()
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
                spans: Vec::new(),
            },
        ];
        assert_eq!(shown(&page), "申请表\n姓名\t\n联系电话\tno entry");
    }
}
