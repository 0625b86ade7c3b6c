//! Words in an attachment: found by the search and in the open file, marked, printed; and files that have one name in several forms.

use super::*;
use crate::screen::services::{self as served, form};

/// A page of the sample file as its child reads it.
fn words(hands: &mut Hands, said: &str) {
    let serial = hands.serial();
    hands.hear(Event::Seen(Seen::Read {
        serial,
        blocks: Arc::new(vec![Block::Heading {
            level: 1,
            text: said.into(),
        }]),
        notes: Notes::default(),
    }));
}

fn type_and_find(hands: &mut Hands, text: &str) {
    hands.act(attachment::Touch::Find);
    assert!(hands.attachment().form.is_some());
    for touch in [
        form::Touch::Layer(crate::keyboard::Layer::Latin),
        form::Touch::Type { text: text.into() },
        form::Touch::Next,
    ] {
        hands.act(served::Touch::Form(touch));
    }
    assert!(hands.attachment().form.is_none());
}

#[test]
fn a_word_is_found_and_one_goes_from_place_to_place_over_the_pages() {
    let mut hands = Hands::new();
    hands
        .open_file(0)
        .opened_as(Kind::Pdf, &[1_414, 1_414, 1_414], 3);
    let serial = hands.serial();
    hands.drawn(serial);
    type_and_find(&mut hands, "申请人");
    assert!(matches!(hands.wish(), Some(Wish::Read { page: 1, .. })));
    words(&mut hands, "填表说明：申请人、申请事项");
    let shown = hands.attachment();
    assert_eq!((shown.place, shown.places, shown.page), (1, 2, 2));
    let text = shown.text.expect("it is marked in the text");
    assert_eq!(
        (text.marks.len(), text.goto_mark, text.marks[0].from),
        (1, true, 5)
    );
    hands.act(attachment::Touch::Place { forward: true });
    assert!(matches!(hands.wish(), Some(Wish::Read { page: 2, .. })));
    assert_eq!((hands.attachment().place, hands.attachment().page), (2, 3));
    hands.act(attachment::Touch::Place { forward: true });
    assert_eq!(hands.wish(), None, "there is no other");
    hands.act(attachment::Touch::Place { forward: false });
    assert_eq!(hands.attachment().place, 1);
    // The page as it is, and back to its words.
    hands.act(attachment::Touch::Words);
    assert!(matches!(hands.wish(), Some(Wish::Draw { page: 1, .. })));
    hands.act(attachment::Touch::Unmark);
    assert_eq!(hands.attachment().sought, "");

    type_and_find(&mut hands, "无此");
    let shown = hands.attachment();
    assert_eq!((shown.places, shown.place, shown.page), (0, 0, 2));
    type_and_find(&mut hands, "");
    assert_eq!(hands.attachment().sought, "");
    // Nobody knows what the other file says.
    hands
        .act(frame::Touch::Back)
        .act(reader::Touch::Attachment { at: 1 })
        .opened_as(Kind::Sheets, &[], 1)
        .act(attachment::Touch::Find);
    assert!(!hands.attachment().findable && hands.attachment().form.is_none());
}

/// Searches, finds the words on a page of an attachment, and opens that hit.
fn open_the_hit(hands: &mut Hands, number: u32, on: u32) {
    hands.act(home::Touch::Search).act(typed("申请人"));
    let mut found = page(1);
    found.hits[0].attached = Some(mirror::AttachedRef {
        name: "申请表.pdf".into(),
        number,
        page: on,
    });
    found.hits[0].title_ranges.clear();
    found.hits[0].snippet = Snippet {
        text: "填表说明：申请人".into(),
        ranges: vec![[5, 8]],
    };
    let serial = hands.asked();
    hands.hear(Event::Answered(Answer::Found {
        serial,
        page: found,
        hints: Vec::new(),
    }));
    hands.tap_row("demo:rules");
    let serial = hands.asked();
    hands.hear(Event::Answered(Answer::Opened {
        serial,
        opened: Some(opened(with_files(3))),
    }));
}

#[test]
fn a_hit_in_an_attachment_opens_it_at_the_page_with_the_words_marked() {
    let mut hands = Hands::new();
    open_the_hit(&mut hands, 1, 2);
    assert!(matches!(hands.wish(), Some(Wish::Open { sha256, .. }) if sha256 == "a".repeat(64)));
    hands.opened_as(Kind::Pdf, &[1_414, 1_414, 1_414], 3);
    assert!(matches!(hands.wish(), Some(Wish::Read { page: 1, .. })));
    words(&mut hands, "填表说明：申请人、申请事项");
    let shown = hands.attachment();
    assert_eq!((shown.page, shown.sought.as_str()), (2, "申请人"));
    assert_eq!(shown.text.unwrap().marks.len(), 1);
    // Below it lies its document, below that the search.
    hands.act(frame::Touch::Back);
    assert!(hands.is_closed() && matches!(hands.place(), Place::Reader(_)));
    hands.act(frame::Touch::Back);
    assert!(matches!(hands.place(), Place::Search(_)));
}

#[test]
fn a_page_that_is_not_there_opens_the_last_and_a_file_that_is_not_there_the_document() {
    let mut hands = Hands::new();
    open_the_hit(&mut hands, 1, 9);
    hands.opened_as(Kind::Pdf, &[1_414, 1_414], 2);
    assert_eq!(hands.attachment().page, 2);
    hands.act(frame::Touch::Home);
    open_the_hit(&mut hands, 7, 1);
    assert!(matches!(hands.place(), Place::Reader(_)));
}

#[test]
fn the_words_of_a_page_go_on_paper_under_the_name_of_the_page() {
    let mut hands = Hands::new();
    hands.open_file(0).opened_as(Kind::Pdf, &[1_414, 1_414], 2);
    let serial = hands.serial();
    hands.drawn(serial);
    assert!(hands.attachment().printable);
    hands.act(attachment::Touch::Print);
    let Place::Print(choosing) = hands.place() else {
        panic!("the choice of what to print");
    };
    assert_eq!(
        choosing.slip().content,
        journal::Content::Excerpt {
            articles: vec!["f1.1".into()]
        }
    );
    hands.act(frame::Touch::Back).act(frame::Touch::Back);
    hands
        .act(reader::Touch::Attachment { at: 1 })
        .opened_as(Kind::Sheets, &[], 1)
        .act(attachment::Touch::Print);
    assert!(!hands.attachment().printable, "nobody knows what it says");
}

#[test]
fn the_pdf_of_the_same_name_is_shown_and_where_it_does_not_open_the_file_itself() {
    let mut hands = Hands::new();
    let mut document = with_files(3);
    document.attachments[1].name = "申请表.ofd".into();
    hands
        .open(document)
        .act(reader::Touch::Attachment { at: 1 });
    assert!(matches!(hands.wish(), Some(Wish::Open { sha256, .. }) if sha256 == "a".repeat(64)));
    assert_eq!(hands.attachment().name, "申请表.pdf");
    let serial = hands.serial();
    hands.hear(Event::Seen(Seen::Failed {
        serial,
        trouble: Trouble::Absent,
    }));
    assert!(matches!(hands.wish(), Some(Wish::Open { sha256, .. }) if sha256 == "b".repeat(64)));
    assert_eq!(hands.attachment().trouble, None);
    let serial = hands.serial();
    hands.hear(Event::Seen(Seen::Failed {
        serial,
        trouble: Trouble::Absent,
    }));
    assert_eq!(hands.attachment().trouble, Some(Trouble::Absent));
    assert_eq!(hands.attachment().name, "申请表.ofd");
    // A table for machines is no other form of it.
    let mut hands = Hands::new();
    let mut document = with_files(3);
    document.attachments[1].name = "申请表.csv".into();
    hands
        .open(document)
        .act(reader::Touch::Attachment { at: 1 });
    assert!(matches!(hands.wish(), Some(Wish::Open { sha256, .. }) if sha256 == "b".repeat(64)));
}
