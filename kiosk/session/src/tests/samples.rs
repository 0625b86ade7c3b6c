//! Small invented documents for the tests of this crate.
use mirror::{Align, Article, Block, Document, Validity};

/// A paragraph with a label of so many characters.
pub fn paragraph(text: &str, label: u16) -> Block {
    Block::Paragraph {
        text: text.into(),
        align: Align::Body,
        label,
    }
}

fn article(id: &str, label: &str, title: &str, depth: u8, from: u32, to: u32) -> Article {
    Article {
        id: id.into(),
        label: label.into(),
        title: title.into(),
        depth,
        from,
        to,
    }
}

/// A regulation of four articles, the third with two items.
pub fn rules() -> Document {
    Document {
        id: "demo:rules".into(),
        rev: 3,
        title: "示例市政务公开查阅点建设管理制度".into(),
        agency: "示例市人民政府办公室".into(),
        doc_no: Some("示政办发〔2018〕89号".into()),
        index_no: Some("示0010-2018-00089".into()),
        subjects: vec![],
        category: mirror::Category::Regulation,
        catalogue: None,
        issued_on: Some("2018-10-15".into()),
        published_on: None,
        validity: Validity::InForce,
        disclosure: "public".into(),
        evidence: "此件公开发布".into(),
        source_url: Some("http://www.example.cn/art/2018/10/15/art_1_89.html".into()),
        relations: vec![],
        attachments: vec![],
        blocks: vec![
            paragraph("为加强管理，现印发给你们。", 0),
            paragraph("第一条　为方便公众查阅，制定本制度。", 3),
            paragraph("第二条　查阅点由各级行政机关结合实际设立。", 3),
            paragraph("第三条　查阅点应当：", 3),
            paragraph("（一）设置标识；", 3),
            paragraph("（二）配备设备。", 3),
            paragraph("第五条　提供查阅服务，不收取任何费用。", 3),
        ],
        articles: vec![
            article("a1", "第一条", "为方便公众查阅", 3, 1, 2),
            article("a2", "第二条", "查阅点由各级", 3, 2, 3),
            article("a3", "第三条", "查阅点应当", 3, 3, 6),
            article("a3.i1", "（一）", "设置标识", 4, 4, 5),
            article("a3.i2", "（二）", "配备设备", 4, 5, 6),
            article("a5", "第五条", "提供查阅服务", 3, 6, 7),
        ],
    }
}

/// An opinion with two sections numbered 五 and items under the first.
pub fn opinion() -> Document {
    Document {
        id: "demo:opinion".into(),
        title: "关于推进公开工作的意见".into(),
        doc_no: None,
        index_no: None,
        source_url: None,
        validity: Validity::Unknown,
        blocks: vec![
            Block::Heading {
                level: 3,
                text: "五、保障措施".into(),
            },
            paragraph("（一）加强领导。", 3),
            paragraph("（二）落实经费。", 3),
            Block::Heading {
                level: 3,
                text: "五、附则".into(),
            },
            paragraph("自印发之日起施行。", 0),
        ],
        articles: vec![
            article("s5", "五、", "保障措施", 2, 0, 3),
            article("s5.i1", "（一）", "加强领导", 4, 1, 2),
            article("s5.i2", "（二）", "落实经费", 4, 2, 3),
            article("s5-2", "五、", "附则", 2, 3, 5),
        ],
        ..rules()
    }
}
