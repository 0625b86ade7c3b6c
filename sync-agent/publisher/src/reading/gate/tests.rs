//! The gate by example, both ways.

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
    let found = judge(&blocks, &[], &closed_channel()).unwrap();
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
    assert!(judge(&blocks, &[], &closed_channel()).is_ok());
}

#[test]
fn quoted_marks_are_no_evidence_for_or_against() {
    let blocks =
        body(&["拟制公文时必须明确公开属性，即“此件公开发布”“此件依申请公开”“（此件不公开）”等。"]);
    assert_eq!(
        judge(&blocks, &[], &closed_channel()).unwrap_err().reason,
        Reason::NoEvidence
    );
    assert!(judge(&blocks, &[], &open_channel()).is_ok());
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
            judge(&blocks, &[], &open_channel()).unwrap_err().reason,
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
        judge(&both, &[], &open_channel()).unwrap_err().reason,
        Reason::NotPublic
    );
}

#[test]
fn a_field_counts_both_ways() {
    let blocks = body(&["请执行。"]);
    let field = |value: &str| [(String::from("公开方式"), String::from(value))];
    assert!(judge(&blocks, &field("主动公开"), &closed_channel()).is_ok());
    let refused = judge(&blocks, &field("依申请公开"), &open_channel()).unwrap_err();
    assert_eq!(refused.reason, Reason::NotPublic);
    assert_eq!(
        judge(&blocks, &field("面向全社会"), &closed_channel())
            .unwrap_err()
            .reason,
        Reason::NoEvidence
    );
}

#[test]
fn a_note_on_cuts_is_no_evidence() {
    let blocks = body(&["请执行。", "2018年3月2日", "（本文有删减）"]);
    assert_eq!(
        judge(&blocks, &[], &closed_channel()).unwrap_err().reason,
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
        judge(&body(&["请执行。"]), &[], &channel)
            .unwrap_err()
            .reason,
        Reason::NoEvidence
    );
}

#[test]
fn contradicting_fields_refuse_and_so_does_an_attribute_nobody_knows() {
    let blocks = body(&["请执行。"]);
    let field = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    for fields in [
        vec![
            field("公开方式", "主动公开"),
            field("公开方式", "依申请公开"),
        ],
        vec![field("公开属性", "保密")],
        vec![field("公开属性", "三类")],
    ] {
        let refused = judge(&blocks, &fields, &open_channel()).unwrap_err();
        assert_eq!(refused.reason, Reason::NotPublic, "{fields:?}");
    }
    assert!(judge(&blocks, &[field("公开方式", "政府网站")], &open_channel()).is_ok());
}

#[test]
fn a_closed_word_anywhere_in_the_source_refuses() {
    let lines = |lines: &[&str]| -> Vec<Piece> { lines.iter().map(|l| Piece::plain(*l)).collect() };
    let rows = |cells: &[&str]| {
        let row: Vec<String> = cells.iter().map(|c| (*c).to_owned()).collect();
        vec![Piece::Table(vec![row].into())]
    };
    for closed in [
        lines(&["秘密★5年", "特急", "示例市民政局关于某事的通知", "请执行。"]),
        lines(&["请执行。", "（此件", "依申请公开）"]),
        lines(&["请认真执行。（此件不公开）"]),
        lines(&["请执行。", "2020年3月1日", "依申请公开"]),
        lines(&[
            "请执行。",
            "2020年3月1日",
            "公开方式：依申请公开",
            "抄送：市委。",
            "示例市民政局办公室2020年3月2日印发",
        ]),
        lines(&["请执行。", "2020年3月1日", "【公开方式】依申请公开"]),
        rows(&["备注", "（此件不公开）"]),
        rows(&["公开方式", "依申请公开"]),
    ] {
        let refused = refuse_closed(&closed).unwrap_err();
        assert_eq!(refused.reason, Reason::NotPublic, "{closed:?}");
    }
    for open in [
        lines(&[
            "示例市政府信息公开指南",
            "主动公开",
            "下列信息主动公开。",
            "依申请公开",
            "公民可以申请。",
            "示例市民政局",
            "2020年3月1日",
        ]),
        lines(&["应当标注（此件不公开）或者（此件公开发布）。"]),
        rows(&["事项", "公开方式", "公开时限"]),
    ] {
        assert!(refuse_closed(&open).is_ok(), "{open:?}");
    }
}
