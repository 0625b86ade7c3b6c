//! Invented documents for the tests of this crate.

use crate::document::{Align, Article, Block, Category, Document, Validity};

/// A small document of 示例市.
pub fn document(id: &str, title: &str, paragraph: &str) -> Document {
    Document {
        id: id.to_owned(),
        rev: 1,
        title: title.to_owned(),
        agency: "示例市人民政府办公室".to_owned(),
        doc_no: None,
        index_no: None,
        subjects: Vec::new(),
        category: Category::Policy,
        catalogue: None,
        issued_on: Some("2018-10-15".to_owned()),
        published_on: None,
        validity: Validity::InForce,
        disclosure: "public".to_owned(),
        evidence: "tail mark".to_owned(),
        source_url: None,
        relations: Vec::new(),
        attachments: Vec::new(),
        blocks: vec![
            Block::Heading {
                level: 1,
                text: title.to_owned(),
            },
            Block::Paragraph {
                text: paragraph.to_owned(),
                align: Align::Body,
                label: 0,
            },
        ],
        articles: vec![Article {
            id: "p1.a1".to_owned(),
            label: "第一条".to_owned(),
            title: String::new(),
            depth: 3,
            from: 1,
            to: 2,
        }],
    }
}
