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

/// A text with two pictures that came along and one that did not.
fn illustrated(rev: u64) -> Document {
    let mut document = with_files(rev);
    let mut file = document.attachments[0].clone();
    for (name, digit) in [("流程图.png", "c"), ("示意图.jpg", "d")] {
        file.name = name.into();
        file.sha256 = digit.repeat(64);
        document.attachments.push(file.clone());
    }
    let picture = |alt: &str| Block::Picture { alt: alt.into() };
    document
        .blocks
        .extend(["流程图", "没来的", "示意图"].map(picture));
    document
}

/// What was asked for last: serial, and which attachments.
fn asked(hands: &Hands) -> Option<(u64, Vec<u32>)> {
    hands.effects.iter().rev().find_map(|effect| match effect {
        Effect::Illustrate { serial, wanted, .. } => {
            Some((*serial, wanted.iter().map(|one| one.attachment).collect()))
        }
        _ => None,
    })
}

fn drawn(hands: &Hands) -> Vec<bool> {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let Screen::Reader(reader) = crate::view::view(&hands.session, now).screen else {
        panic!("no document");
    };
    let pictures = reader.lines.iter().filter(|line| line.picture.is_some());
    pictures.map(|line| line.drawn.is_some()).collect()
}

fn came(hands: &mut Hands, serial: u64, attachment: u32) {
    hands.hear(Event::Illustrated(crate::attached::Illustrated {
        serial,
        attachment,
        dots: small(),
    }));
}

#[test]
fn pictures_of_the_text_are_drawn_where_they_stand_and_are_gone_with_it() {
    let mut hands = Hands::new();
    hands.open(illustrated(1));
    let (serial, which) = asked(&hands).unwrap();
    assert_eq!(which, [2, 3]);
    assert_eq!(drawn(&hands), [false, false]);
    came(&mut hands, serial, 3);
    assert_eq!(drawn(&hands), [false, true]);
    // Of a text that was open before.
    came(&mut hands, serial + 1_000, 2);
    assert_eq!(drawn(&hands), [false, true]);
    hands.act(frame::Touch::Home);
    assert_eq!(asked(&hands), Some((0, Vec::new())), "the child dies");
    came(&mut hands, serial, 2);
}

#[test]
fn a_text_without_pictures_asks_for_none() {
    let mut hands = Hands::new();
    hands.open(with_files(1));
    assert_eq!(asked(&hands), None);
    hands.act(frame::Touch::Home);
    assert_eq!(asked(&hands), None);
}
