//! An invented corpus and short ways to ask for things. No shipped code uses it.

#![allow(dead_code)]

use mirror::{
    Align, Article, Batch, Block, Category, Cursor, Document, FeedMark, Query, Reader, Validity,
    Writer,
};

/// A document with a heading and one paragraph that is 第一条.
pub fn document(id: &str, title: &str, date: &str, paragraph: &str) -> Document {
    Document {
        id: id.to_owned(),
        rev: 1,
        title: title.to_owned(),
        agency: "示例市人民政府".to_owned(),
        doc_no: None,
        index_no: None,
        subjects: Vec::new(),
        category: Category::Policy,
        catalogue: None,
        issued_on: (!date.is_empty()).then(|| date.to_owned()),
        published_on: None,
        validity: Validity::InForce,
        disclosure: "public".to_owned(),
        evidence: "channel".to_owned(),
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

/// A batch that ends at `seq`.
pub fn batch(puts: Vec<Document>, seq: u64) -> Batch {
    Batch {
        puts,
        dels: Vec::new(),
        cursor: Cursor {
            repository: "shili".to_owned(),
            epoch: 1,
            seq,
        },
        mark: FeedMark {
            issued: "2018-10-15T00:00:00Z".to_owned(),
            expires: "2018-11-15T00:00:00Z".to_owned(),
            checked: "2018-10-16T00:00:00Z".to_owned(),
        },
        filling: None,
    }
}

/// A new mirror.
pub fn fresh() -> (tempfile::TempDir, Writer) {
    let dir = tempfile::tempdir().unwrap();
    let writer = Writer::open(dir.path()).unwrap();
    (dir, writer)
}

/// The first twenty hits.
pub fn find(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        limit: 20,
        ..Query::default()
    }
}

/// Titles of the first twenty hits.
pub fn titles(reader: &Reader, text: &str) -> Vec<String> {
    reader
        .search(&find(text))
        .unwrap()
        .hits
        .into_iter()
        .map(|hit| hit.title)
        .collect()
}

/// A small generator of numbers; the same seed, the same numbers.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
}

/// Invented text: few characters, so that words repeat, with punctuation, digits and letters among them.
pub fn invented(dice: &mut Dice, length: usize) -> String {
    const CHARS: &[char] = &[
        '政', '务', '公', '开', '信', '息', '市', '县', '办', '法', '规', '定', '水', '电', '管',
        '理', '条', '例', '的', '和', '，', '。', '、', '（', '）', '《', '》', '2', '0', '1', 'A',
        'b', '　', '一', '二', '三',
    ];
    (0..length)
        .map(|_| CHARS[dice.below(CHARS.len())])
        .collect()
}

/// Ids of the first hits.
pub fn ids(reader: &Reader, text: &str) -> Vec<String> {
    let page = reader.search(&find(text)).unwrap();
    page.hits.into_iter().map(|hit| hit.id).collect()
}
