use super::*;
use crate::document::Align;
use proptest::prelude::*;

fn varied() -> Document {
    let mut document = crate::sample::document("a", "示例办法", "第一条　为了示例。\n又一行");
    document.blocks.push(Block::Table {
        rows: vec![
            vec!["项目".into(), String::new()],
            vec!["一\n二".into(), "三".into()],
        ],
        spans: vec![[0, 0, 1, 2].into()],
    });
    document.blocks.push(Block::Picture { alt: "图".into() });
    document.blocks.push(Block::Paragraph {
        text: "示例市".into(),
        align: Align::Right,
        label: 2,
    });
    document.articles[0].title = "为了示例".into();
    document.articles.push(Article {
        id: "p1.a2".into(),
        label: "不在文中".into(),
        title: String::new(),
        depth: 3,
        from: 9_000,
        to: 9_001,
    });
    document
}

#[test]
fn a_document_comes_back_as_it_was() {
    let mut document = varied();
    for _ in 0..2 {
        let (text, shape) = take_apart(&document);
        let empty = Document {
            blocks: Vec::new(),
            articles: Vec::new(),
            ..document.clone()
        };
        assert_eq!(put_together(&shape, &text, empty).unwrap(), document);
        // Once more without a line feed inside a piece.
        document.blocks.remove(1);
        document.blocks.remove(1);
    }
}

#[test]
fn the_article_around_a_place_is_found() {
    let document = varied();
    let (text, shape) = take_apart(&document);
    let at = text.find("为了").unwrap();
    assert_eq!(article_at(&shape, text.as_bytes(), at).unwrap().id, "p1.a1");
    assert_eq!(article_at(&shape, text.as_bytes(), 0), None);
    assert_eq!(article_at(&shape, text.as_bytes(), text.len() - 1), None);
}

fn attached(name: &str, pages: &[&str]) -> Attachment {
    Attachment {
        name: name.into(),
        sha256: "a".repeat(64),
        length: 3,
        pages: pages.iter().map(|page| (*page).to_owned()).collect(),
        address: Some("https://example.org/a".into()),
    }
}

#[test]
fn words_of_attachments_come_back_with_their_page() {
    let mut document = varied();
    document.attachments = vec![
        attached("空.pdf", &[]),
        attached("表.ofd", &["", "第一行\n第二行", "", "末页"]),
        attached("附.docx", &["附录"]),
    ];
    let (text, shape) = take_apart(&document);
    let bare = Document {
        blocks: Vec::new(),
        articles: Vec::new(),
        ..document.clone()
    };
    assert_eq!(put_together(&shape, &text, bare).unwrap(), document);
    let place = |words: &str| {
        let at = text.find(words).unwrap();
        assert_eq!(article_at(&shape, text.as_bytes(), at), None, "{words}");
        let place = page_at(&shape, text.as_bytes(), at).unwrap();
        (place.name, place.attachment, place.page)
    };
    assert_eq!(place("第二行"), ("表.ofd".into(), 1, 1));
    assert_eq!(place("末页"), ("表.ofd".into(), 1, 3));
    assert_eq!(place("附录"), ("附.docx".into(), 2, 0));
    let own = text.find("为了").unwrap();
    assert_eq!(page_at(&shape, text.as_bytes(), own), None);
    assert_eq!(
        document.attached_bytes(),
        "第一行\n第二行\n末页\n附录\n".len()
    );
}

proptest! {
    #[test]
    fn foreign_bytes_are_refused_and_never_panic(bytes: Vec<u8>, text in ".{0,40}", cut in 0_usize..400) {
        let sample = crate::sample::document("a", "b", "c");
        put_together(&bytes, &text, sample.clone());
        let (words, mut shape) = take_apart(&varied());
        shape.truncate(cut);
        put_together(&shape, &words, sample);
        article_at(&shape, text.as_bytes(), 3);
        page_at(&shape, text.as_bytes(), text.len());
        let mut with_pages = varied();
        with_pages.attachments = vec![attached("表.ofd", &["", &text])];
        let (words, mut shape) = take_apart(&with_pages);
        let at = cut % shape.len();
        shape[at] ^= 0x55;
        put_together(&shape, &words, with_pages);
        page_at(&shape, words.as_bytes(), words.len() - 1);
    }
}
