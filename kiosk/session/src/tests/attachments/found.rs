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

/// The text of the page that was asked for, as its child reads it.
fn text(hands: &mut Hands, lines: &[&str]) {
    let serial = hands.serial();
    let block = |line: &&str| Block::Paragraph {
        text: (*line).into(),
        align: mirror::Align::Left,
        label: 0,
    };
    hands.hear(Event::Seen(Seen::Read {
        serial,
        blocks: Arc::new(lines.iter().map(block).collect()),
        notes: Notes::default(),
    }));
}

/// A form of two pages of which the second has three paragraphs, open at the text of that one.
fn open_three_parts(hands: &mut Hands) {
    let mut document = with_files(3);
    document.attachments[0].pages[1] = "一、申请人\n二、申请事项\n三、签字".into();
    hands
        .open(document)
        .act(reader::Touch::Attachment { at: 0 })
        .opened_as(Kind::Pdf, &[1_414, 1_414, 1_414], 3);
    let serial = hands.serial();
    hands
        .drawn(serial)
        .act(attachment::Touch::Page { page: 2 })
        .act(attachment::Touch::Words);
    text(hands, &["一、申请人", "二、申请 事项", "三、签字"]);
}

fn tick(hands: &mut Hands, id: &str) {
    hands.act(reader::Touch::Tick {
        article_id: id.into(),
    });
}

fn printed(hands: &mut Hands) -> Vec<String> {
    hands.act(attachment::Touch::Print);
    let Place::Print(choosing) = hands.place() else {
        panic!("the choice of what to print");
    };
    choosing.pieces().to_vec()
}

#[test]
fn paragraphs_are_chosen_on_several_pages_and_go_on_paper_together() {
    let mut hands = Hands::new();
    open_three_parts(&mut hands);
    let shown = hands.attachment();
    assert!(shown.pickable && !shown.picking);
    tick(&mut hands, "f1.2.1-1");
    assert_eq!(hands.attachment().picked, 0, "nobody is choosing");
    hands.act(reader::Touch::Choosing);
    for id in ["f1.2.3-3", "f1.2.2-2", "f1.1.1-1", "f1.2.4-4", "a1"] {
        tick(&mut hands, id);
    }
    let shown = hands.attachment();
    let lines = shown.text.unwrap().lines;
    let chosen: Vec<bool> = lines.iter().map(|line| line.chosen).collect();
    assert_eq!((chosen, shown.picked), (vec![false, true, true], 2));
    // One goes on choosing on another page; what was chosen stays.
    hands.act(attachment::Touch::Page { page: 3 });
    assert!(!hands.attachment().pickable, "nothing shows yet");
    text(&mut hands, &["申请人签字"]);
    assert!(hands.attachment().picking);
    tick(&mut hands, "f1.3.1-1");
    assert_eq!(hands.attachment().picked, 3);
    assert_eq!(printed(&mut hands), ["f1.2.2-3", "f1.3.1-1"]);
    let now = jiff::Timestamp::constant(1_539_585_360, 0);
    let Screen::Print(print) = crate::view::view(&hands.session, now).screen else {
        panic!("the choice of what to print");
    };
    assert_eq!((print.articles, print.leaves, print.parts), (3, true, true));
    assert!(print.can_rechoose);
    // Others instead: back to the text, where one is choosing.
    hands.act(print::Touch::Rechoose);
    tick(&mut hands, "f1.3.1-1");
    hands.act(reader::Touch::Choosing);
    assert_eq!(
        (hands.attachment().picking, hands.attachment().picked),
        (false, 2)
    );
    assert_eq!(printed(&mut hands), ["f1.2.2-3"]);
}

#[test]
fn from_the_paper_of_a_whole_page_one_comes_back_to_choose_a_part_of_its_text() {
    let mut hands = Hands::new();
    open_three_parts(&mut hands);
    hands.act(attachment::Touch::Words);
    let serial = hands.serial();
    hands.drawn(serial);
    assert_eq!(printed(&mut hands), ["f1.2"]);
    hands.act(print::Touch::Rechoose);
    assert!(matches!(hands.wish(), Some(Wish::Read { page: 1, .. })));
    text(&mut hands, &["一、申请人", "二、申请事项", "三、签字"]);
    assert!(hands.attachment().picking);
    // The page as it is: nobody chooses there.
    hands.act(attachment::Touch::Words);
    assert!(!hands.attachment().picking && !hands.attachment().pickable);
}

#[test]
fn of_a_file_that_forbids_paper_or_whose_words_nobody_knows_nothing_is_chosen() {
    let mut hands = Hands::new();
    open_three_parts(&mut hands);
    text_of_another_file(&mut hands);
    assert!(!hands.attachment().pickable, "nobody knows what it says");
    hands.act(reader::Touch::Choosing);
    tick(&mut hands, "f2.1.1-1");
    assert_eq!(
        (hands.attachment().picking, hands.attachment().picked),
        (false, 0)
    );
}

fn text_of_another_file(hands: &mut Hands) {
    hands
        .act(frame::Touch::Back)
        .act(reader::Touch::Attachment { at: 1 })
        .opened_as(Kind::Sheets, &[], 1);
    text(hands, &["甲"]);
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
