//! Pictures of the text (插图) and the files that they are.

use super::*;

#[test]
fn a_picture_of_the_text_leads_to_its_file_and_one_that_did_not_come_leads_nowhere() {
    let mut document = sample_document();
    let file = |name: &str| mirror::Attachment {
        name: name.into(),
        sha256: "0".repeat(64),
        length: 9,
        pages: Vec::new(),
        address: None,
    };
    let names = ["报名表.docx", "流程图.PNG", "图.jpg", "图.jpg", "W0201.png"];
    document.attachments = names.map(file).to_vec();
    let alts = ["流程图", "图", "图", "图", "W0201.png", "报名表", "没来的"];
    document.blocks = alts
        .map(|alt| mirror::Block::Picture { alt: alt.into() })
        .to_vec();
    document.articles.clear();
    let mut hands = Hands::new();
    hands.open(document);
    let now = jiff::Timestamp::UNIX_EPOCH;
    let crate::screen::Screen::Reader(reader) = crate::view::view(&hands.session, now).screen
    else {
        panic!("no document");
    };
    let led: Vec<Option<u32>> = reader.lines.iter().map(|line| line.picture).collect();
    let wanted = [Some(1), Some(2), Some(3), Some(3), Some(4), None, None];
    assert_eq!(led, wanted);
}
