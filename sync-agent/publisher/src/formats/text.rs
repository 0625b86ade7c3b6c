//! Plain text to pieces. Owns where paragraphs end in `.txt` files; knows nothing of documents.
//!
//! Three habits of crawled text: paragraphs separated by runs of spaces on one line, paragraphs cut in two by a blank line
//! behind a comma, and lines wrapped at a fixed width.

use feed::Align;

use crate::reading::draft::{Draft, Line, Piece};
use crate::reading::facts::{leading_date, mark};
use crate::reading::fields::Fields;
use crate::reading::labels;
use crate::reading::tidy::{self, is_blank, length};

/// A run of at least this many half-width columns may separate paragraphs.
const GAP_COLUMNS: usize = 4;
/// A line indented by this many columns stands at the right.
const RIGHT_COLUMNS: usize = 12;
/// A line that ends in a comma goes on below if it has at least this many characters.
const CUT_CHARS_MIN: usize = 15;

/// Reads a text file.
pub fn read(text: &str) -> Draft {
    let lines: Vec<&str> = text
        .split(['\n', '\r', '\u{2028}', '\u{85}', '\u{C}'])
        .collect();
    let wrapped = unwrap_fixed_width(&lines);
    let mut pieces: Vec<Piece> = Vec::new();
    for raw in &wrapped {
        for (part, columns) in split_gaps(raw) {
            // In a header line the blank before a label is all that parts it from the value before.
            let mut said = Fields::default();
            let text = if said.take_line(&part, false) || said != Fields::default() {
                part.split(is_blank)
                    .filter(|w| !w.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            } else {
                tidy::line(&part)
            };
            if text.is_empty() {
                continue;
            }
            if let Some(Piece::Line(before)) = pieces.last_mut()
                && goes_on(&before.text, &text)
            {
                before.text.push_str(&text);
                continue;
            }
            let align = (columns >= RIGHT_COLUMNS).then_some(Align::Right);
            pieces.push(Piece::Line(Line {
                text,
                align,
                ..Line::default()
            }));
        }
    }
    Draft {
        pieces,
        ..Draft::default()
    }
}

/// Whether `next` is the rest of the sentence that `before` leaves open.
pub fn goes_on(before: &str, next: &str) -> bool {
    before.ends_with(['，', '、', ','])
        && length(before) >= CUT_CHARS_MIN
        && labels::label(next).is_none()
        && !next.starts_with("附件")
}

/// Cuts a line at wide gaps where a new paragraph begins; each part comes with the columns of blank before it.
fn split_gaps(raw: &str) -> Vec<(String, usize)> {
    let chars: Vec<char> = raw.chars().collect();
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut lead = 0;
    let mut at = 0;
    while at < chars.len() {
        if !is_blank(chars[at]) {
            part.push(chars[at]);
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len() && is_blank(chars[at]) {
            at += 1;
        }
        let columns = chars[start..at].iter().map(|c| column_width(*c)).sum();
        if part.is_empty() {
            lead = columns;
        } else if at < chars.len() && columns >= GAP_COLUMNS && begins_anew(&part, &chars[at..]) {
            parts.push((std::mem::take(&mut part), lead));
            lead = columns;
        } else {
            part.extend(&chars[start..at]);
        }
    }
    parts.push((part, lead));
    parts
}

fn column_width(c: char) -> usize {
    match c {
        '\t' => 4,
        '\u{3000}' | '\u{2003}' => 2,
        _ => 1,
    }
}

fn begins_anew(part: &str, rest: &[char]) -> bool {
    let next: String = rest.iter().take(60).collect();
    if part.ends_with(['。', '；', '：', '！', '？', '”', '…', ';', '!', '?', ':'])
        && length(part) >= 8
    {
        return true;
    }
    if labels::label(&next).is_some() || next.starts_with("（此件") || next.starts_with("(此件")
    {
        return true;
    }
    // A signature and its date; `…2018年10月15日印发` is one line of the imprint.
    leading_date(&next).is_some_and(|(_, after)| after.is_empty() || mark(&after).is_some())
}

/// Display columns of a line: Chinese characters take two.
fn width(line: &str) -> usize {
    line.trim_end_matches(is_blank)
        .chars()
        .map(|c| if c.is_ascii() { 1 } else { 2 })
        .sum()
}

/// Joins lines that a mail program or an old system wrapped at one width. Only if most lines are that wide.
fn unwrap_fixed_width<'a>(lines: &[&'a str]) -> Vec<std::borrow::Cow<'a, str>> {
    use std::borrow::Cow;
    const WRAP_COLUMNS: std::ops::RangeInclusive<usize> = 50..=120;
    const WRAPPED_LINES_MIN: usize = 8;
    let widths: Vec<usize> = lines.iter().map(|l| width(l)).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    let full = |w: usize| w + 4 >= widest;
    let full_count = widths.iter().filter(|w| full(**w)).count();
    let used = widths.iter().filter(|w| **w > 0).count();
    if !WRAP_COLUMNS.contains(&widest) || full_count < WRAPPED_LINES_MIN || full_count * 2 < used {
        return lines.iter().map(|l| Cow::Borrowed(*l)).collect();
    }
    let mut out: Vec<Cow<'a, str>> = Vec::new();
    let mut open = false;
    for (line, &columns) in lines.iter().zip(&widths) {
        let indented = line.starts_with(is_blank);
        match out.last_mut() {
            Some(last)
                if open && columns > 0 && !indented && labels::label(line.trim()).is_none() =>
            {
                last.to_mut().push_str(line);
            }
            _ => out.push(Cow::Borrowed(*line)),
        }
        let ends = line
            .trim_end_matches(is_blank)
            .ends_with(['。', '；', '：', '！', '？']);
        open = full(columns) && !ends;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        read(text)
            .pieces
            .iter()
            .filter_map(|p| p.text().map(str::to_owned))
            .collect()
    }

    #[test]
    fn runs_of_spaces_separate_paragraphs() {
        let text = "各镇人民政府，市政府各部门：    《关于某事的方案》已经同意，现印发给你们。\n示例市人民政府办公室                  2014年3月17日\n为进一步做好工作，制定如下方案：    一、加强建设，拓宽渠道    1.建立制度。认真做好。    各部门要执行。    2.健全机制。";
        assert_eq!(
            lines(text),
            [
                "各镇人民政府，市政府各部门：",
                "《关于某事的方案》已经同意，现印发给你们。",
                "示例市人民政府办公室",
                "2014年3月17日",
                "为进一步做好工作，制定如下方案：",
                "一、加强建设，拓宽渠道",
                "1.建立制度。认真做好。",
                "各部门要执行。",
                "2.健全机制。",
            ]
        );
    }

    #[test]
    fn gaps_inside_lists_and_imprints_stay() {
        assert_eq!(
            lines("组　长：韩　某　　　市长"),
            ["组　长：韩　某　　市长"]
        );
        assert_eq!(
            lines("示例市人民政府办公室        2018年10月15日印发").len(),
            1
        );
    }

    #[test]
    fn a_sentence_cut_behind_a_comma_is_joined() {
        let text =
            "（三）做好研判处置。建立健全舆情收集、会商、研判、\n\n回应、评估机制。\n\n（四）提升";
        assert_eq!(
            lines(text),
            [
                "（三）做好研判处置。建立健全舆情收集、会商、研判、回应、评估机制。",
                "（四）提升"
            ]
        );
    }

    #[test]
    fn lines_wrapped_at_one_width_are_joined() {
        let row = "示例市人民政府各部门应当按照职责分工做好公开工作并且认真执行各项";
        let text = format!("{}\n制度。\n\n　　{}\n规定。", [row; 9].join("\n"), row);
        let got = lines(&text);
        assert_eq!(got.len(), 2, "{got:?}");
        assert!(got[0].ends_with("各项制度。"));
    }

    #[test]
    fn line_ends_of_every_system_and_marks_of_byte_order_are_read() {
        assert_eq!(
            lines("\u{FEFF}甲。\r\n\t乙。\r丙。"),
            ["甲。", "乙。", "丙。"]
        );
    }
}
