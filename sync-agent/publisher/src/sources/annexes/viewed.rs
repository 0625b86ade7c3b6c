//! Words of a file as the viewer's child reads them: page by page, and those that only a second reader finds. Owns what is said of a
//! reading that is not whole; judges no word.

use std::fs::File;
use std::path::Path;

use viewer::{Block, Failure, Open, Reason as Why, Source as Bytes, Viewer};

use super::{Read, Reader};

/// Chinese characters in which two readings may differ, in percent.
const DIFFERENCE_PERCENT_MAX: usize = 2;
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
        match all_lines(&mut open) {
            Ok(read) => read,
            Err(failure) => Read::Unread(in_words(&failure)),
        }
    }
}

fn all_lines(open: &mut Open) -> Result<Read, Failure> {
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
    // A mark may stand on a line of a cell as well as in all of it.
    let broken = lines.iter().filter(|line| line.contains('\n'));
    let broken: Vec<String> = broken
        .flat_map(|cell| cell.lines())
        .map(str::to_owned)
        .collect();
    lines.extend(broken);
    Ok(Read::Lines { pages, lines, note })
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
        Failure::Refused(Why::Password) => "it opens only with a password".to_owned(),
        Failure::Refused(Why::TooLarge) => "it is larger than may be read".to_owned(),
        Failure::Refused(_) => "it is damaged".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
