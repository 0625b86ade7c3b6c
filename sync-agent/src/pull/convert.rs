//! `feed::Document` -> `mirror::Document`, after the gate was asked once more. Pure. Refuses a document without evidence
//! that it is public, even if it is signed: a mistake at the publisher must not be shown in a reading room.

use mirror::{Category, RelationKind, Validity};

/// The only disclosure attribute (公开属性) that is shown.
const PUBLIC: &str = "public";

/// Why a signed document is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum Refusal {
    /// The attribute says that it is not public.
    #[error("disclosure attribute is {0:?}, not public")]
    NotPublic(String),
    /// Nothing shows that it is public.
    #[error("no evidence that it is public")]
    NoEvidence,
    /// A code this version does not know.
    #[error("{field} {value:?} is not known")]
    UnknownCode { field: &'static str, value: String },
}

impl Refusal {
    /// The document must not be shown in an earlier revision either.
    pub fn withdraws(&self) -> bool {
        matches!(self, Refusal::NotPublic(_) | Refusal::NoEvidence)
    }
}

/// The document as the mirror stores it.
pub fn document(from: feed::Document) -> Result<mirror::Document, Refusal> {
    if from.disclosure.attribute != PUBLIC {
        return Err(Refusal::NotPublic(from.disclosure.attribute));
    }
    if from.disclosure.evidence.trim().is_empty() {
        return Err(Refusal::NoEvidence);
    }
    Ok(mirror::Document {
        id: from.id,
        rev: from.rev,
        title: from.title,
        agency: from.agency,
        doc_no: from.doc_no,
        index_no: from.index_no,
        subjects: from.subjects,
        category: known("category", &from.category, Category::from_code)?,
        catalogue: from.catalogue,
        issued_on: from.issued_on,
        published_on: from.published_on,
        validity: known("validity", &from.validity, Validity::from_code)?,
        disclosure: from.disclosure.attribute,
        evidence: from.disclosure.evidence,
        source_url: from.source_url,
        relations: from
            .relations
            .into_iter()
            .map(relation)
            .collect::<Result<_, _>>()?,
        attachments: from.attachments.into_iter().map(attachment).collect(),
        blocks: from.blocks.into_iter().map(block).collect(),
        articles: from.articles.into_iter().map(article).collect(),
    })
}

/// The value of a code, or which field has one that is not known.
fn known<T>(
    field: &'static str,
    code: &str,
    from_code: impl Fn(&str) -> Option<T>,
) -> Result<T, Refusal> {
    from_code(code).ok_or_else(|| Refusal::UnknownCode {
        field,
        value: code.to_owned(),
    })
}

fn relation(from: feed::Relation) -> Result<mirror::Relation, Refusal> {
    Ok(mirror::Relation {
        kind: known("relation kind", &from.kind, RelationKind::from_code)?,
        target: from.target,
    })
}

fn attachment(from: feed::Attachment) -> mirror::Attachment {
    mirror::Attachment {
        name: from.name,
        sha256: from.sha256,
        length: from.length,
        pages: from.pages.unwrap_or_default(),
        address: from.address,
    }
}

fn block(from: feed::Block) -> mirror::Block {
    match from {
        feed::Block::Heading { level, text } => mirror::Block::Heading { level, text },
        feed::Block::Paragraph { text, align, label } => mirror::Block::Paragraph {
            text,
            align: match align {
                feed::Align::Body => mirror::Align::Body,
                feed::Align::Left => mirror::Align::Left,
                feed::Align::Center => mirror::Align::Center,
                feed::Align::Right => mirror::Align::Right,
            },
            label,
        },
        feed::Block::Table { rows, spans } => mirror::Block::Table {
            rows,
            spans: spans.into_iter().map(span).collect(),
        },
        feed::Block::Picture { alt } => mirror::Block::Picture { alt },
    }
}

fn span(from: feed::Span) -> mirror::Span {
    <[u32; 4]>::from(from).into()
}

fn article(from: feed::Article) -> mirror::Article {
    mirror::Article {
        id: from.id,
        label: from.label,
        title: from.title,
        depth: from.depth,
        from: from.from,
        to: from.to,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A small public document.
    pub(crate) fn sample(id: &str, rev: u64) -> feed::Document {
        serde_json::from_value(serde_json::json!({
            "id": id, "rev": rev, "title": "关于示例的通知", "agency": "示例市人民政府", "doc_no": "示政发〔2018〕1号",
            "subjects": ["示例"], "category": "policy", "issued_on": "2018-10-15", "validity": "in-force",
            "disclosure": {"attribute": "public", "evidence": "文末标注：此件公开发布"},
            "relations": [{"kind": "interprets", "target": "s:2"}],
            "attachments": [{"name": "附件.pdf", "sha256": "a".repeat(64), "length": 5, "pages": ["附件的字"], "address": "https://example.org/a.pdf"}],
            "blocks": [
                {"kind": "heading", "level": 2, "text": "第一章"},
                {"kind": "paragraph", "text": "第一条 内容。", "align": "right", "label": 3},
                {"kind": "table", "rows": [["甲", "乙"]]},
                {"kind": "picture", "alt": "图"}
            ],
            "articles": [{"id": "a1", "label": "第一条", "title": "内容。", "depth": 3, "from": 1, "to": 2}],
            "provenance": {"source": "a.txt", "adapter": "folder", "raw_sha256": "b".repeat(64), "fetched": "2026-01-01T00:00:00Z"}
        }))
        .unwrap()
    }

    #[test]
    fn everything_a_reader_sees_arrives() {
        let wire = sample("s:1", 3);
        let stored = document(wire.clone()).unwrap();
        assert_eq!((stored.id.as_str(), stored.rev), ("s:1", 3));
        assert_eq!(stored.validity, Validity::InForce);
        assert_eq!(stored.evidence, wire.disclosure.evidence);
        // Both sides say the same in JSON.
        let json = |v: serde_json::Value| v.to_string();
        assert_eq!(
            json(serde_json::to_value(&stored.articles).unwrap()),
            json(serde_json::to_value(&wire.articles).unwrap())
        );
        assert_eq!(stored.blocks.len(), 4);
        assert_eq!(
            stored.blocks[1],
            mirror::Block::Paragraph {
                text: "第一条 内容。".into(),
                align: mirror::Align::Right,
                label: 3
            }
        );
        assert_eq!(stored.relations[0].kind, RelationKind::Interprets);
        assert_eq!(stored.attachments[0].length, 5);
        assert_eq!(stored.attachments[0].pages, ["附件的字"]);
        assert_eq!(
            stored.attachments[0].address.as_deref(),
            Some("https://example.org/a.pdf")
        );
    }

    #[test]
    fn a_signed_document_without_evidence_is_refused() {
        for blank in ["", " ", "\u{3000}\n"] {
            let mut wire = sample("s:1", 1);
            wire.disclosure.evidence = blank.into();
            let refusal = document(wire).unwrap_err();
            assert!(refusal == Refusal::NoEvidence && refusal.withdraws());
        }
    }

    #[test]
    fn only_public_is_public() {
        for attribute in ["", "Public", "on-request", "依申请公开", "public "] {
            let mut wire = sample("s:1", 1);
            wire.disclosure.attribute = attribute.into();
            assert!(document(wire).unwrap_err().withdraws(), "{attribute:?}");
        }
    }

    #[test]
    fn every_code_of_the_wire_is_known() {
        for code in feed::document::VALIDITIES {
            assert!(Validity::from_code(code).is_some(), "{code}");
        }
        for code in feed::document::CATEGORIES {
            assert!(Category::from_code(code).is_some(), "{code}");
        }
        for code in feed::document::RELATION_KINDS {
            assert!(RelationKind::from_code(code).is_some(), "{code}");
        }
        let unknown = known("validity", "nonsense", Validity::from_code);
        assert!(!unknown.unwrap_err().withdraws());
    }
}
