//! The disclosure gate (R21). Owns the decision whether a document may be published, and its evidence.
//!
//! Three things are evidence that a document is public: the issuer's tail mark (a paragraph that consists only of
//! `（此件公开发布）` at the tail of the document or of one of its parts), a field of its own (公开属性 or 公开方式, or the
//! side-car's `disclosure`), or the default that the channel's operator declares. A tail mark or a field that says
//! otherwise refuses, whatever the channel declares. A mark that is quoted inside a paragraph is no evidence either way.
//!
//! Decisions:
//!
//! - The gate fails closed. A list of closed wordings is never complete, so the gate knows the words that mean public
//!   and takes everything else that touches disclosure for not public: above the title, in tables, imprint, meta tags
//!   and JSON keys, behind the body. Contradictions refuse.

use feed::{Block, Disclosure};

use crate::channel::Channel;
use crate::item::Reason;
use crate::item::Refusal;
use crate::reading::cells::on_one_line;
use crate::reading::draft::Piece;
use crate::reading::facts::{self, Mark};
use crate::reading::fields::Fields;
use crate::reading::tidy::clip;

/// Blocks between a signature and its mark at most: the date, a second issuer, a note.
const TAIL_BLOCKS: usize = 6;
/// Lines at the end in which a field or a bare mark counts.
const TAIL_LINES: usize = 12;
/// Lines behind the date in which a mark needs no bracket.
const BARE_MARK_LINES: usize = 3;
/// Characters of a quotation in the evidence.
const QUOTE_CHARS: usize = 60;

/// Refuses a source that anywhere says it is not public: above the title, in a table, behind the text, in a line with
/// other words. Looks at the pieces as they were read, before anything is taken off as layout.
pub fn refuse_closed(pieces: &[Piece]) -> Result<(), Refusal> {
    let closed = pieces
        .iter()
        .enumerate()
        .find_map(|(at, piece)| Some((at, closed_piece(piece, pieces.get(at + 1))?)));
    if let Some((at, words)) = closed {
        let words = clip(&words, QUOTE_CHARS);
        return Err(refuse(
            Reason::NotPublic,
            format!("mark {words} (line {})", at + 1),
        ));
    }
    let lines: Vec<&str> = pieces.iter().filter_map(Piece::text).collect();
    match closed_tail(&lines) {
        Some(words) => Err(refuse(
            Reason::NotPublic,
            format!("at the end: {}", clip(&words, QUOTE_CHARS)),
        )),
        None => Ok(()),
    }
}

fn closed_piece(piece: &Piece, next: Option<&Piece>) -> Option<String> {
    match piece {
        Piece::Line(line) => closed_line(&line.text).or_else(|| {
            // A mark that the source breaks in two.
            let next = next.and_then(Piece::text)?;
            let broken = line.text.starts_with(['（', '(', '【', '['])
                && !line.text.contains(['）', ')', '】', ']']);
            broken.then(|| closed_line(&format!("{}{next}", line.text)))?
        }),
        Piece::Table(rows) => rows.iter().find_map(|row| {
            // A mark may stand on a line of a cell, and a cell may break one in two.
            let lines = row.iter().flat_map(|cell| cell.lines());
            let row: Vec<String> = row.iter().map(|cell| on_one_line(cell)).collect();
            let alone = row
                .iter()
                .map(String::as_str)
                .chain(lines)
                .find_map(closed_line);
            alone.or_else(|| {
                row.windows(2)
                    .find_map(|pair| closed_pair(&pair[0], &pair[1]))
            })
        }),
        Piece::Picture(_) => None,
    }
}

/// What a line says that closes the document it stands in: a mark, a bracket inside a sentence, a degree of secrecy.
pub(crate) fn closed_line(text: &str) -> Option<String> {
    let marked = facts::mark(text).filter(|(mark, _)| *mark == Mark::NotPublic);
    marked
        .map(|(_, words)| words)
        .or_else(|| facts::closed_inside(text))
        .or_else(|| facts::secrecy(text))
}

/// 公开方式 | 依申请公开 in two cells of a row.
fn closed_pair(label: &str, value: &str) -> Option<String> {
    let mut fields = Fields::default();
    fields.take_pair(label, value);
    let said = closed_field(&fields.disclosure)?;
    facts::bare_mark(value).map(|_| said)
}

/// What counts only at the end: a mark without bracket, a field in the imprint.
fn closed_tail(lines: &[&str]) -> Option<String> {
    let tail = &lines[lines.len().saturating_sub(TAIL_LINES)..];
    let mut fields = Fields::default();
    for (at, line) in tail.iter().enumerate() {
        fields.take_line(line, true);
        let dated = tail[..at].iter().rev().take(BARE_MARK_LINES);
        let behind_date = dated.into_iter().any(|l| facts::only_date(l).is_some());
        if (behind_date || at + 1 == tail.len())
            && let Some((Mark::NotPublic, words)) = facts::bare_mark(line)
        {
            return Some(words);
        }
    }
    closed_field(&fields.disclosure)
}

fn closed_field(fields: &[(String, String)]) -> Option<String> {
    fields
        .iter()
        .find(|(_, value)| facts::attribute(value) == Some(Mark::NotPublic))
        .map(|(label, value)| format!("{label}: {value}"))
}

/// Judges a document by its body, what it says about itself (labels and values), and the channel it comes through.
pub fn judge(
    blocks: &[Block],
    fields: &[(String, String)],
    channel: &Channel,
) -> Result<Disclosure, Refusal> {
    let marks: Vec<(usize, Mark, String)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| {
            let (mark, words) = facts::mark(words(block)?)?;
            Some((at, mark, words))
        })
        .collect();
    if let Some((at, _, words)) = marks.iter().find(|(_, mark, _)| *mark == Mark::NotPublic) {
        return Err(refuse(
            Reason::NotPublic,
            format!("tail mark {words} (block {at})"),
        ));
    }
    if let Some(said) = closed_field(fields) {
        return Err(refuse(
            Reason::NotPublic,
            format!("field {}", clip(&said, QUOTE_CHARS)),
        ));
    }
    if let Some((label, value)) = fields
        .iter()
        .find(|(label, value)| !understood(label, value))
    {
        let value = clip(value, QUOTE_CHARS);
        return Err(refuse(
            Reason::NotPublic,
            format!("field {label}: {value} is not known to mean public"),
        ));
    }
    let tail = marks
        .iter()
        .find(|(at, mark, _)| *mark == Mark::Public && is_tail(blocks, *at));
    if let Some((at, _, words)) = tail {
        return Ok(public(format!("tail mark {words} (block {at})")));
    }
    let open = fields
        .iter()
        .find(|(_, value)| facts::attribute(value) == Some(Mark::Public));
    if let Some((label, value)) = open {
        return Ok(public(format!(
            "field {label}: {}",
            clip(value, QUOTE_CHARS)
        )));
    }
    match (
        channel.default_disclosure.as_deref(),
        channel.evidence.as_deref(),
    ) {
        (Some("public"), Some(evidence)) if !evidence.trim().is_empty() => {
            let evidence = evidence.replace(char::is_control, " ");
            Ok(public(format!("channel: {}", clip(evidence.trim(), 1_000))))
        }
        _ => Err(refuse(
            Reason::NoEvidence,
            "no tail mark, no field 公开属性 or 公开方式, and the channel declares no default"
                .to_owned(),
        )),
    }
}

/// Fields of means and audience (公开方式: 政府公报) may say anything that is not closed; an attribute (公开属性) must be known.
fn understood(label: &str, value: &str) -> bool {
    let means = ["方式", "形式", "范围"]
        .iter()
        .any(|end| label.ends_with(end));
    means || facts::attribute(value).is_some() || facts::only_means(value)
}

fn words(block: &Block) -> Option<&str> {
    match block {
        Block::Paragraph { text, .. } | Block::Heading { text, .. } => Some(text),
        Block::Table { .. } | Block::Picture { .. } => None,
    }
}

/// Whether the mark at `at` stands at the tail of the document or of a part: behind a signature, before a part, or last.
fn is_tail(blocks: &[Block], at: usize) -> bool {
    let signed = blocks[..at]
        .iter()
        .rev()
        .take(TAIL_BLOCKS)
        .filter_map(words)
        .any(|text| facts::only_date(text).is_some() || facts::issuers(text).is_some());
    let next = blocks.get(at + 1);
    let before_part = matches!(next, Some(Block::Heading { level: 1, .. }));
    let before_imprint = next
        .and_then(words)
        .is_some_and(|t| t.starts_with("抄") || t.starts_with("附件") || t.starts_with("主题词"));
    let last = blocks[at + 1..]
        .iter()
        .all(|b| words(b).is_some_and(|t| facts::mark(t).is_some() || t.chars().count() <= 40));
    signed || before_part || before_imprint || last
}

fn public(evidence: String) -> Disclosure {
    Disclosure {
        attribute: feed::document::PUBLIC.to_owned(),
        evidence,
    }
}

fn refuse(reason: Reason, detail: String) -> Refusal {
    Refusal { reason, detail }
}

#[cfg(test)]
mod tests;
