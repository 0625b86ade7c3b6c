//! The disclosure gate (R21). Owns the decision whether a document may be published, and its evidence.
//!
//! Three things are evidence that a document is public: the issuer's tail mark (a paragraph that consists only of
//! `（此件公开发布）` at the tail of the document or of one of its parts), a field of its own (公开属性 or 公开方式, or the
//! side-car's `disclosure`), or the default that the channel's operator declares. A tail mark or a field that says
//! otherwise refuses, whatever the channel declares. A mark that is quoted inside a paragraph is no evidence either way.

use feed::{Block, Disclosure};

use crate::adapters::facts::{self, Mark};
use crate::adapters::tidy::clip;
use crate::adapters::{Channel, Reason, Refusal};

/// Blocks between a signature and its mark at most: the date, a second issuer, a note.
const TAIL_BLOCKS: usize = 6;
/// Characters of a quotation in the evidence.
const QUOTE_CHARS: usize = 60;

/// Judges a document by its body, what it says about itself (label and value), and the channel it comes through.
pub fn judge(
    blocks: &[Block],
    field: Option<&(String, String)>,
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
    if let Some((at, words)) = blocks
        .iter()
        .enumerate()
        .find_map(|(at, b)| Some((at, secrecy(words(b)?)?)))
    {
        return Err(refuse(
            Reason::NotPublic,
            format!("secrecy mark {words} (block {at})"),
        ));
    }
    let said = field.map(|(label, value)| (label, value, facts::attribute(value)));
    if let Some((label, value, Some(Mark::NotPublic))) = said {
        let value = clip(value, QUOTE_CHARS);
        return Err(refuse(Reason::NotPublic, format!("field {label}: {value}")));
    }
    let tail = marks
        .iter()
        .find(|(at, mark, _)| *mark == Mark::Public && is_tail(blocks, *at));
    if let Some((at, _, words)) = tail {
        return Ok(public(format!("tail mark {words} (block {at})")));
    }
    if let Some((label, value, Some(Mark::Public))) = said {
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

fn words(block: &Block) -> Option<&str> {
    match block {
        Block::Paragraph { text, .. } | Block::Heading { text, .. } => Some(text),
        Block::Table { .. } | Block::Picture { .. } => None,
    }
}

/// 秘密★1年, 机密, 内部资料 on a line of its own.
fn secrecy(text: &str) -> Option<&str> {
    const LINE_CHARS_MAX: usize = 14;
    let bare = text.trim();
    if bare.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let level = ["绝密", "机密", "秘密"]
        .iter()
        .find(|level| bare.starts_with(**level));
    let marked = level.is_some_and(|level| {
        bare == *level || bare[level.len()..].starts_with(['★', '☆', '*', '　', ' '])
    });
    let internal = matches!(
        bare.trim_matches(['（', '）', '(', ')', '【', '】']),
        "内部资料" | "内部文件" | "内部资料，注意保存" | "注意保密"
    );
    (marked || internal).then_some(bare)
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
mod tests {
    use super::*;
    use feed::Align;

    fn body(lines: &[&str]) -> Vec<Block> {
        lines
            .iter()
            .map(|text| Block::Paragraph {
                text: (*text).to_owned(),
                align: Align::Body,
                label: 0,
            })
            .collect()
    }

    fn closed_channel() -> Channel {
        Channel::local()
    }

    fn open_channel() -> Channel {
        Channel {
            default_disclosure: Some("public".into()),
            evidence: Some("https://www.example.invalid/gkzn".into()),
            ..Channel::local()
        }
    }

    #[test]
    fn a_tail_mark_is_evidence_and_is_quoted() {
        let blocks = body(&[
            "请执行。",
            "示例市人民政府",
            "2018年3月2日",
            "（此件公开发布）",
        ]);
        let found = judge(&blocks, None, &closed_channel()).unwrap();
        assert_eq!(found.evidence, "tail mark 此件公开发布 (block 3)");
    }

    #[test]
    fn a_mark_before_a_wrapped_document_is_a_tail_mark() {
        let mut blocks = body(&["现印发给你们。", "(此件公开发布)"]);
        blocks.push(Block::Heading {
            level: 1,
            text: "示例市某办法".into(),
        });
        blocks.extend(body(&["第一条　为了加强管理，制定本办法，并且请各单位认真遵照执行，不得拖延，不得推诿，不得变通办理。"]));
        assert!(judge(&blocks, None, &closed_channel()).is_ok());
    }

    #[test]
    fn quoted_marks_are_no_evidence_for_or_against() {
        let blocks = body(&[
            "拟制公文时必须明确公开属性，即“此件公开发布”“此件依申请公开”“（此件不公开）”等。",
        ]);
        assert_eq!(
            judge(&blocks, None, &closed_channel()).unwrap_err().reason,
            Reason::NoEvidence
        );
        assert!(judge(&blocks, None, &open_channel()).is_ok());
    }

    #[test]
    fn a_mark_that_says_otherwise_refuses_even_in_a_public_channel() {
        for mark in [
            "（此件依申请公开）",
            "（此件不公开）",
            "(此件删减后公开)",
            "（此件脱密后公开）",
            "（此件 发至县级）",
        ] {
            let blocks = body(&["请执行。", "2018年3月2日", mark]);
            assert_eq!(
                judge(&blocks, None, &open_channel()).unwrap_err().reason,
                Reason::NotPublic,
                "{mark}"
            );
        }
        let both = body(&[
            "请执行。",
            "2018年3月2日",
            "（此件公开发布）",
            "附件",
            "（此件不公开）",
        ]);
        assert_eq!(
            judge(&both, None, &open_channel()).unwrap_err().reason,
            Reason::NotPublic
        );
        let secret = body(&["秘密★1年", "请执行。"]);
        assert_eq!(
            judge(&secret, None, &open_channel()).unwrap_err().reason,
            Reason::NotPublic
        );
    }

    #[test]
    fn a_field_counts_both_ways() {
        let blocks = body(&["请执行。"]);
        let field = |value: &str| (String::from("公开方式"), String::from(value));
        assert!(judge(&blocks, Some(&field("主动公开")), &closed_channel()).is_ok());
        let refused = judge(&blocks, Some(&field("依申请公开")), &open_channel()).unwrap_err();
        assert_eq!(refused.reason, Reason::NotPublic);
        assert_eq!(
            judge(&blocks, Some(&field("面向全社会")), &closed_channel())
                .unwrap_err()
                .reason,
            Reason::NoEvidence
        );
    }

    #[test]
    fn a_note_on_cuts_is_no_evidence() {
        let blocks = body(&["请执行。", "2018年3月2日", "（本文有删减）"]);
        assert_eq!(
            judge(&blocks, None, &closed_channel()).unwrap_err().reason,
            Reason::NoEvidence
        );
    }

    #[test]
    fn a_channel_without_evidence_declares_nothing() {
        let channel = Channel {
            evidence: None,
            ..open_channel()
        };
        assert_eq!(
            judge(&body(&["请执行。"]), None, &channel)
                .unwrap_err()
                .reason,
            Reason::NoEvidence
        );
    }
}
