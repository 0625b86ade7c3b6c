//! Words that a visitor looks for, and where they stand in the lines of an open document. Pure; finds what is written alike, as the
//! search does, and reads nothing into it.

use mirror::{Block, Document, Hit, fold_char};

use crate::screen::reader::{Line, Mark};

/// Places that are marked; a word that is everywhere marks no more.
pub const MARKS_MAX: usize = 2_000;
/// Words that are marked together.
pub const WORDS_MAX: usize = 8;
/// A longer word is not marked.
pub const WORD_CHARS_MAX: usize = 64;

/// Words as they are looked for, the longest first.
fn wanted(words: &[String]) -> Vec<Vec<char>> {
    let mut wanted: Vec<Vec<char>> = words.iter().map(|word| folded(word)).collect();
    wanted.retain(|word| !word.is_empty() && word.len() <= WORD_CHARS_MAX);
    wanted.sort_by_key(|word| std::cmp::Reverse(word.len()));
    wanted.truncate(WORDS_MAX);
    wanted
}

/// How many places of a page of an attachment are marked: in its lines, in the cells of its tables, and from one line to the next.
pub fn count(page: &str, words: &[String]) -> u32 {
    let lines: Vec<Option<&str>> = page
        .lines()
        .map(|line| (!line.contains('\t')).then_some(line))
        .collect();
    let across = across(&lines, &wanted(words)).len();
    let across = u32::try_from(across).unwrap_or(u32::MAX);
    within_lines(page, words)
        .saturating_add(across)
        .min(MARKS_MAX as u32)
}

/// The same of a text whose lines have nothing to do with each other.
fn within_lines(text: &str, words: &[String]) -> u32 {
    let wanted = wanted(words);
    let of_line = |line: &str| match line.contains('\t') {
        // A cell is marked as a whole.
        true => line
            .split('\t')
            .filter(|cell| is_in_cell(cell, &wanted))
            .count(),
        false => within(&folded(line), &wanted).len(),
    };
    let all: usize = text.lines().map(of_line).sum();
    u32::try_from(all.min(MARKS_MAX)).unwrap_or(u32::MAX)
}

/// Whether any of the words stands in the text of a document.
pub fn stand_in(document: &Document, words: &[String]) -> bool {
    let says = |text: &str| within_lines(text, words) > 0;
    document.blocks.iter().any(|block| match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => says(text),
        Block::Picture { alt } => says(alt),
        Block::Table { rows, .. } => rows.iter().flatten().any(|cell| says(cell)),
    })
}

/// Where the words stand, in the order of reading; the longer word where two would overlap.
pub fn find(lines: &[Line], words: &[String]) -> Vec<Mark> {
    let wanted = wanted(words);
    let mut marks = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let place = |(from, to): (usize, usize)| Mark {
            line: number,
            from: u32::try_from(from).unwrap_or(u32::MAX),
            to: u32::try_from(to).unwrap_or(u32::MAX),
            label: None,
        };
        // The label stands before the words, in one with them: 第五条 is looked for where it heads its article, too.
        let label = folded(&line.label);
        let shown = [label.as_slice(), &folded(&line.text)].concat();
        marks.extend(within(&shown, &wanted).into_iter().map(|(from, to)| {
            let behind = |at: usize| at.saturating_sub(label.len());
            let mark = place((behind(from), behind(to)));
            match from < label.len() {
                true => Mark {
                    label: Some([from, to.min(label.len())].map(|at| at as u32)),
                    ..mark
                },
                false => mark,
            }
        }));
        // A cell is marked as a whole: its number stands for its place.
        marks.extend(
            line.cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| is_in_cell(cell, &wanted))
                .map(|(n, _)| place((n, n + 1))),
        );
        if marks.len() >= MARKS_MAX {
            marks.truncate(MARKS_MAX);
            break;
        }
    }
    marks
}

/// The same on a page of an attachment, whose lines end where the paper did: also what goes on in the next line, marked up to the end of
/// its own.
pub fn find_on_page(lines: &[Line], words: &[String]) -> Vec<Mark> {
    let plain: Vec<Option<&str>> = lines
        .iter()
        .map(|line| line.cells.is_empty().then_some(line.text.as_str()))
        .collect();
    let mut marks = find(lines, words);
    let begun = across(&plain, &wanted(words));
    marks.extend(begun.into_iter().filter_map(|(line, from, to)| {
        Some(Mark {
            line: u32::try_from(line).ok()?,
            from: u32::try_from(from).ok()?,
            to: u32::try_from(to).ok()?,
            label: None,
        })
    }));
    marks.sort_by_key(|mark| (mark.line, mark.from));
    marks.truncate(MARKS_MAX);
    marks
}

/// Where a word begins at the end of a line and goes on in the next ones: line, and characters of it. Rows of a table are no lines, and
/// what is a place within a line is no part of another.
fn across(lines: &[Option<&str>], words: &[Vec<char>]) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(end) = line.map(folded).filter(|end| !end.is_empty()) else {
            continue;
        };
        let next: Vec<char> = lines[at + 1..]
            .iter()
            .map_while(|line| line.map(folded).filter(|next| !next.is_empty()))
            .take(WORD_CHARS_MAX)
            .flatten()
            .take(WORD_CHARS_MAX)
            .collect();
        let free_from = within(&end, words).last().map_or(0, |(_, to)| *to);
        let free_to = within(&next, words)
            .first()
            .map_or(next.len(), |(from, _)| *from);
        let begun = words
            .iter()
            .flat_map(|word| (1..word.len()).map(move |cut| word.split_at(cut)));
        let begun = begun.map(|(begun, rest)| (trimmed(begun), trimmed(rest)));
        let mut fitting = begun.filter(|(begun, rest)| {
            !begun.is_empty()
                && end[free_from..].ends_with(begun)
                && rest.len() <= free_to
                && next.starts_with(rest)
        });
        if let Some((begun, _)) = fitting.next() {
            found.push((at, end.len() - begun.len(), end.len()));
        }
        if found.len() >= MARKS_MAX {
            break;
        }
    }
    found
}

/// Without the blanks at its ends: where a line ends stands none.
fn trimmed(part: &[char]) -> &[char] {
    let is_word = |c: &char| !c.is_whitespace();
    let from = part.iter().position(is_word).unwrap_or(part.len());
    let to = part.iter().rposition(is_word).map_or(from, |at| at + 1);
    &part[from..to]
}

/// How many characters at the end of a page begin a word that goes on at the head of the next one; 0 where none does.
pub fn over(page: &str, next: &str, words: &[String]) -> usize {
    let end = page.lines().rev().find(|line| !is_page_number(line));
    let head = next.lines().find(|line| !is_page_number(line));
    let (Some(end), Some(head)) = (end, head) else {
        return 0;
    };
    let (end, head) = (folded(end), folded(head));
    let wanted = wanted(words);
    let cuts = wanted
        .iter()
        .flat_map(|word| (1..word.len()).map(move |at| word.split_at(at)));
    let mut cuts = cuts.map(|(begun, rest)| (trimmed(begun), trimmed(rest)));
    cuts.find(|(begun, rest)| !begun.is_empty() && end.ends_with(begun) && head.starts_with(rest))
        .map_or(0, |(begun, _)| begun.len())
}

/// Marks so many characters at the end of a page.
pub fn at_the_end(lines: &[Line], count: usize) -> Option<Mark> {
    let says = |line: &Line| line.cells.is_empty() && !is_page_number(&line.text);
    let at = lines.iter().rposition(says)?;
    let to = folded(&lines[at].text).len();
    Some(Mark {
        line: u32::try_from(at).ok()?,
        from: u32::try_from(to.checked_sub(count)?).ok()?,
        to: u32::try_from(to).ok()?,
        label: None,
    })
}

/// Nothing but a number and what stands around it: it parts two pages, and no word of either.
fn is_page_number(line: &str) -> bool {
    line.chars()
        .all(|c| !c.is_alphabetic() || matches!(c, '第' | '共' | '页'))
}

/// What a hit of the search shows as found, each once: so much of the question stands in the document.
pub fn of_hit(hit: &Hit) -> Vec<String> {
    let cut = |text: &str, ranges: &[[u32; 2]]| -> Vec<String> {
        let taken = |[from, to]: &[u32; 2]| {
            let count = to.saturating_sub(*from) as usize;
            text.chars().skip(*from as usize).take(count).collect()
        };
        ranges.iter().map(taken).collect()
    };
    let mut words = cut(&hit.title, &hit.title_ranges);
    words.extend(cut(&hit.snippet.text, &hit.snippet.ranges));
    let mut once: Vec<String> = Vec::new();
    for word in words {
        if !word.trim().is_empty() && !once.contains(&word) && once.len() < WORDS_MAX {
            once.push(word);
        }
    }
    once
}

/// As it stands on the page: without blanks at the ends.
fn folded(text: &str) -> Vec<char> {
    text.trim_matches(|c: char| c.is_whitespace())
        .chars()
        .map(fold_char)
        .collect()
}

/// Whether a cell says one of the words, be it over two of its lines.
fn is_in_cell(cell: &str, words: &[Vec<char>]) -> bool {
    let text = folded(cell);
    let joined: Vec<char> = text
        .iter()
        .copied()
        .filter(|c| !c.is_whitespace())
        .collect();
    !within(&text, words).is_empty() || !within(&joined, words).is_empty()
}

fn within(text: &[char], words: &[Vec<char>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match words.iter().find(|word| text[at..].starts_with(word)) {
            Some(word) => {
                found.push((at, at + word.len()));
                at += word.len();
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests;
