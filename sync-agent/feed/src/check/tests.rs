use super::*;
use crate::document::{Align, Attachment, Disclosure, Ended, Provenance, Relation};

pub(crate) fn sound() -> Document {
    Document {
        id: "demo/2018/89.txt".into(),
        rev: 1,
        title: "示例市政务公开查阅点管理办法".into(),
        agency: "示例市人民政府办公室".into(),
        doc_no: Some("示政办发〔2018〕89号".into()),
        index_no: None,
        subjects: vec!["政务公开".into()],
        category: "regulation".into(),
        catalogue: None,
        issued_on: Some("2018-10-15".into()),
        published_on: Some("2018-10-16".into()),
        validity: "in-force".into(),
        ended: None,
        disclosure: Disclosure {
            attribute: "public".into(),
            evidence: "此件公开发布".into(),
        },
        source_url: Some("https://example.org/a?b=c".into()),
        relations: vec![Relation {
            kind: "interprets".into(),
            target: "demo/x".into(),
            since: None,
        }],
        attachments: vec![Attachment {
            name: "附件1.pdf".into(),
            sha256: "0".repeat(64),
            length: 10,
            pages: Some(vec!["附件第一页\n第二行".into(), String::new()]),
            address: Some("https://example.org/a.pdf".into()),
        }],
        blocks: vec![
            Block::Paragraph {
                text: "第一条 为了方便公众。".into(),
                align: Align::Body,
                label: 3,
            },
            Block::Table {
                rows: vec![
                    vec!["项目".into(), "金额".into()],
                    vec!["一".into(), "2".into()],
                ],
                spans: vec![],
            },
        ],
        articles: vec![Article {
            id: "p1.a1".into(),
            label: "第一条".into(),
            title: String::new(),
            depth: 3,
            from: 0,
            to: 1,
        }],
        provenance: Provenance {
            source: "2018/89.txt".into(),
            adapter: "folder".into(),
            raw_sha256: "f".repeat(64),
            fetched: "2026-11-21T00:00:00Z".into(),
            collection: String::new(),
        },
    }
}

fn with(change: impl FnOnce(&mut Document)) -> Result<(), RecordError> {
    let mut document = sound();
    change(&mut document);
    document.check()
}

#[test]
fn a_sound_document_passes() {
    assert_eq!(sound().check(), Ok(()));
}

#[test]
fn a_document_that_is_not_public_is_refused_even_with_evidence() {
    for attribute in ["", "on-application", "PUBLIC", "public ", "不公开"] {
        let refused = with(|d| d.disclosure.attribute = attribute.into());
        assert!(
            matches!(refused, Err(RecordError::NotPublic(_))),
            "{attribute}"
        );
    }
}

#[test]
fn a_document_without_evidence_is_refused() {
    for evidence in ["", "  ", "\u{3000}"] {
        let refused = with(|d| d.disclosure.evidence = evidence.into());
        assert_eq!(refused, Err(RecordError::NoEvidence));
    }
}

#[test]
fn ids_never_climb_hide_or_command() {
    for id in [
        "",
        "/",
        "/etc/passwd",
        "a/../b",
        "..",
        ".",
        "a//b",
        "a/",
        "a\\b",
        " a",
        "a ",
        "a\nb",
        "a\0",
        "a\u{202E}b",
        "a\u{200B}b",
        "\u{FEFF}a",
        "a\u{7f}",
    ] {
        assert!(check_id(id).is_err(), "{id:?}");
    }
    assert!(check_id(&"a".repeat(ID_BYTES_MAX + 1)).is_err());
    for id in ["demo/a.txt", "示例/附件 1.docx", "a..b", "a/.b"] {
        assert!(check_id(id).is_ok(), "{id:?}");
    }
}

#[test]
fn printer_commands_are_refused_in_every_text() {
    let esc = "\u{1b}@";
    assert!(with(|d| d.title.push_str(esc)).is_err());
    assert!(with(|d| d.agency.push_str(esc)).is_err());
    assert!(with(|d| d.doc_no = Some(esc.into())).is_err());
    assert!(with(|d| d.disclosure.evidence.push_str(esc)).is_err());
    assert!(with(|d| d.subjects.push(esc.into())).is_err());
    assert!(with(|d| d.attachments[0].name.push_str(esc)).is_err());
    assert!(with(|d| d.articles[0].label.push_str(esc)).is_err());
    assert!(with(|d| d.provenance.source.push_str(esc)).is_err());
    let cell = vec![vec![esc.to_owned()]];
    assert!(
        with(|d| d.blocks.push(Block::Table {
            rows: cell,
            spans: vec![]
        }))
        .is_err()
    );
    let alt = esc.to_owned();
    assert!(with(|d| d.blocks.push(Block::Picture { alt })).is_err());
    let text = esc.to_owned();
    assert!(with(|d| d.blocks.push(Block::Heading { level: 1, text })).is_err());
}

#[test]
fn line_breaks_stand_in_paragraphs_and_nowhere_else() {
    let lines = |text: &str| Block::Paragraph {
        text: text.into(),
        align: Align::Body,
        label: 0,
    };
    assert!(with(|d| d.blocks.push(lines("一\n二"))).is_ok());
    assert!(with(|d| d.title = "一\n二".into()).is_err());
}

#[test]
fn every_list_and_text_has_a_limit() {
    assert!(with(|d| d.title = "字".repeat(TITLE_CHARS_MAX + 1)).is_err());
    assert!(with(|d| d.title = "字".repeat(TITLE_CHARS_MAX)).is_ok());
    assert!(with(|d| d.subjects = vec![String::new(); SUBJECTS_MAX + 1]).is_err());
    assert!(with(|d| d.relations = vec![d.relations[0].clone(); RELATIONS_MAX + 1]).is_err());
    assert!(with(|d| d.attachments = vec![d.attachments[0].clone(); ATTACHMENTS_MAX + 1]).is_err());
    assert!(with(|d| d.attachments[0].length = BLOB_BYTES_MAX + 1).is_err());
    let picture = Block::Picture { alt: "图".into() };
    assert!(with(|d| d.blocks = vec![picture.clone(); BLOCKS_MAX + 1]).is_err());
    let long = Block::Heading {
        level: 1,
        text: "字".repeat(BLOCK_CHARS_MAX),
    };
    let blocks = vec![long; BODY_CHARS_MAX / BLOCK_CHARS_MAX + 1];
    assert!(with(|d| d.blocks = blocks).is_err());
    assert!(with(|d| d.blocks.clear()).is_err());
}

#[test]
fn tables_are_rectangular_after_normalising() {
    let mut document = sound();
    let rows = vec![vec!["一".into()], vec!["二".into(), "三".into()]];
    document.blocks.push(Block::Table {
        rows,
        spans: vec![],
    });
    assert!(matches!(
        document.check(),
        Err(RecordError::RaggedTable { block: 2 })
    ));
    document.normalise();
    assert_eq!(document.check(), Ok(()));
}

#[test]
fn merged_cells_stand_inside_their_table_and_apart() {
    let merged = |spans: &[[u32; 4]]| {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let table = Block::Table {
            rows: vec![row(["编号", "坐标", ""]), row(["", "X", "Y"])],
            spans: spans.iter().map(|span| (*span).into()).collect(),
        };
        with(|d| d.blocks.push(table))
    };
    assert_eq!(merged(&[[0, 0, 2, 1], [0, 1, 1, 2]]), Ok(()));
    for wrong in [
        // One cell, none, out of the table, over words, beyond all numbers.
        [0, 0, 1, 1],
        [0, 0, 0, 2],
        [1, 0, 2, 1],
        [0, 2, 1, 2],
        [0, 1, 2, 1],
        [0, 0, u32::MAX, u32::MAX],
        [u32::MAX, 0, 2, 1],
    ] {
        let refused = merged(&[wrong]);
        assert!(
            matches!(refused, Err(RecordError::BadSpan { .. })),
            "{wrong:?}"
        );
    }
    assert!(merged(&[[0, 1, 1, 2], [0, 1, 1, 2]]).is_err());
}

#[test]
fn articles_point_into_the_blocks() {
    assert!(with(|d| d.articles[0].to = 3).is_err());
    assert!(with(|d| d.articles[0].from = 1).is_err());
    assert!(with(|d| d.articles[0].depth = 6).is_err());
    assert!(with(|d| d.articles.push(d.articles[0].clone())).is_err());
    assert!(with(|d| d.articles[0].to = u32::MAX).is_err());
}

#[test]
fn codes_dates_hashes_and_addresses_are_of_their_kind() {
    assert!(with(|d| d.category = "law".into()).is_err());
    assert!(with(|d| d.validity = "valid".into()).is_err());
    assert!(with(|d| d.relations[0].kind = "cites".into()).is_err());
    for date in [
        "2018-02-30",
        "2018-2-3",
        "20181015",
        "2018-10-15T00:00:00Z",
        "",
    ] {
        assert!(with(|d| d.issued_on = Some(date.into())).is_err(), "{date}");
    }
    assert!(with(|d| d.attachments[0].sha256 = "A".repeat(64)).is_err());
    assert!(with(|d| d.provenance.raw_sha256 = "../..".into()).is_err());
    for address in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//x",
        "http://a b",
    ] {
        assert!(
            with(|d| d.source_url = Some(address.into())).is_err(),
            "{address}"
        );
    }
    assert!(with(|d| d.provenance.fetched = "yesterday".into()).is_err());
}

#[test]
fn labels_are_not_longer_than_what_they_label() {
    let block = Block::Paragraph {
        text: "第一条".into(),
        align: Align::Body,
        label: 4,
    };
    assert!(with(|d| d.blocks.push(block)).is_err());
    let block = Block::Heading {
        level: 5,
        text: "题".into(),
    };
    assert!(with(|d| d.blocks.push(block)).is_err());
}

#[test]
fn content_is_the_same_when_only_the_fetching_differs() {
    let mut again = sound();
    again.rev = 9;
    again.provenance.fetched = "2027-01-01T00:00:00Z".into();
    again.provenance.raw_sha256 = "e".repeat(64);
    again.provenance.collection = "c".into();
    assert_eq!(again.content_sha256(), sound().content_sha256());
    again.title.push('。');
    assert_ne!(again.content_sha256(), sound().content_sha256());
}

#[test]
fn words_of_attachments_are_no_other_content_and_a_reader_that_knows_none_passes_them_over() {
    let told = sound();
    let mut untold = sound();
    untold.attachments[0].pages = None;
    untold.attachments[0].address = None;
    assert_eq!(told.content_sha256(), untold.content_sha256());
    let mut merged = told.clone();
    if let Some(Block::Table { spans, .. }) = merged.blocks.last_mut() {
        spans.push([0, 0, 1, 2].into());
    }
    assert_eq!((merged.spans(), told.spans()), (1, 0));
    assert_eq!(merged.content_sha256(), told.content_sha256());
    assert!(told.is_read_through() && !untold.is_read_through());
    assert!(told.attachments[0].is_same_file(&untold.attachments[0]));

    /// An attachment as terminals of before know it.
    #[derive(serde::Deserialize)]
    struct Before {
        name: String,
        length: u64,
    }
    let json = serde_json::to_string(&told.attachments[0]).unwrap();
    let before: Before = serde_json::from_str(&json).unwrap();
    assert_eq!((before.name.as_str(), before.length), ("附件1.pdf", 10));
    let json = serde_json::to_string(&untold.attachments[0]).unwrap();
    assert!(
        !json.contains("pages") && !json.contains("address"),
        "{json}"
    );
    let address = |to: &str| with(|d| d.attachments[0].address = Some(to.into()));
    assert!(address("https://example.org/附件.pdf").is_ok());
    assert!(address("javascript:alert(1)").is_err());
}

#[test]
fn words_of_attachments_have_limits_and_no_control_characters() {
    let pages = |pages: Vec<String>| with(|d| d.attachments[0].pages = Some(pages));
    assert!(pages(vec![]).is_ok());
    assert!(pages(vec!["正\u{7}文".into()]).is_err());
    assert!(pages(vec!["正\u{202e}文".into()]).is_err());
    assert!(pages(vec![String::new(); ATTACHED_PAGES_MAX + 1]).is_err());
    let half = "字".repeat(ATTACHED_CHARS_MAX / 2);
    assert!(pages(vec![half.clone(), half.clone()]).is_ok());
    assert!(pages(vec![half.clone(), half, "字".into()]).is_err());
}

#[test]
fn by_whom_a_document_is_ended_is_checked_and_no_other_content() {
    let ended = |by: &str, since: &str, stated: &str| {
        with(|d| {
            d.ended = Some(Ended {
                by: by.into(),
                since: since.into(),
                stated: stated.into(),
            })
        })
    };
    assert!(ended("demo/x", "2026-01-01", "in-force").is_ok());
    assert!(ended("", "2026-01-01", "in-force").is_err());
    assert!(ended("demo/x", "2026-02-30", "in-force").is_err());
    assert!(ended("demo/x", "2026-01-01", "valid").is_err());
    let mut later = sound();
    later.relations[0].since = Some("2026-01-01".into());
    assert!(later.check().is_ok());
    later.ended = Some(Ended {
        by: "demo/x".into(),
        since: "2026-01-01".into(),
        stated: "unknown".into(),
    });
    assert_eq!(later.content_sha256(), sound().content_sha256());
    later.relations[0].since = Some("soon".into());
    assert!(later.check().is_err());
    let json = serde_json::to_string(&sound()).unwrap();
    assert!(!json.contains("ended") && !json.contains("since"), "{json}");
}
