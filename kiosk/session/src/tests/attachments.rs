//! One attachment over the whole screen: pages turn, what comes late is dropped, and its child dies however it is left.

mod found;
mod pictures;
mod protected;

use super::*;
use crate::attached::{Dots, Kind, Leaves, Notes, Seen, Trouble, Wish};
use crate::screen::{Screen, attachment, table};
use mirror::{Attachment, Block};

pub fn with_files(rev: u64) -> Document {
    let file = |name: &str, digit: &str, pages: &[&str]| Attachment {
        name: name.into(),
        sha256: digit.repeat(64),
        length: 4_096,
        pages: pages.iter().map(|page| (*page).to_owned()).collect(),
        address: None,
    };
    let pages = ["申请表", "填表说明：申请人、申请事项", "申请人签字"];
    Document {
        rev,
        attachments: vec![file("申请表.pdf", "a", &pages), file("名单.xlsx", "b", &[])],
        ..sample_document()
    }
}

fn leaves(kind: Kind, pages: u32, heights: &[u32]) -> Leaves {
    Leaves {
        kind,
        pages,
        heights: heights.to_vec(),
        may_print: true,
    }
}

/// How the worker may answer a wish.
pub fn seen(wish: &Wish, well: bool) -> Vec<Event> {
    let seen = match wish {
        Wish::Open { serial, .. } if well => Seen::Opened {
            serial: *serial,
            leaves: leaves(Kind::Pdf, 3, &[1_414, 700, 9_000]),
        },
        Wish::Read { serial, .. } if well => Seen::Read {
            serial: *serial,
            blocks: Arc::new(vec![Block::Heading {
                level: 1,
                text: "申请表".into(),
            }]),
            notes: Notes::default(),
        },
        Wish::Small { serial, page, .. } if well => Seen::Small {
            serial: *serial,
            page: *page,
            dots: small(),
        },
        Wish::Open { serial, .. }
        | Wish::Draw { serial, .. }
        | Wish::Read { serial, .. }
        | Wish::Small { serial, .. } => Seen::Failed {
            serial: *serial,
            trouble: Trouble::Failed,
        },
        Wish::Close => return vec![],
    };
    vec![Event::Seen(seen)]
}

fn small() -> Dots {
    Dots {
        width: 1,
        height: 1,
        rgba: Arc::new(vec![0; 4]),
    }
}

impl Hands {
    fn open_file(&mut self, at: u32) -> &mut Self {
        self.open(with_files(3))
            .act(reader::Touch::Attachment { at })
    }

    /// What the worker was told last.
    fn wish(&self) -> Option<Wish> {
        let mut wishes = self.effects.iter().filter_map(|effect| match effect {
            Effect::Attachment(wish) => Some(wish.clone()),
            _ => None,
        });
        wishes.next_back()
    }

    fn serial(&self) -> u64 {
        match self.wish() {
            Some(
                Wish::Open { serial, .. }
                | Wish::Draw { serial, .. }
                | Wish::Read { serial, .. }
                | Wish::Small { serial, .. },
            ) => serial,
            other => panic!("nothing was asked: {other:?}"),
        }
    }

    fn opened_as(&mut self, kind: Kind, heights: &[u32], pages: u32) -> &mut Self {
        let serial = self.serial();
        self.hear(Event::Seen(Seen::Opened {
            serial,
            leaves: leaves(kind, pages, heights),
        }))
    }

    fn drawn(&mut self, serial: u64) -> &mut Self {
        self.hear(Event::Seen(Seen::Drawn {
            serial,
            dots: small(),
            notes: Notes {
                seals: 1,
                pictures: 2,
                ..Notes::default()
            },
        }))
    }

    fn attachment(&self) -> attachment::Attachment {
        let now = jiff::Timestamp::constant(1_539_585_360, 0);
        match crate::view::view(&self.session, now).screen {
            Screen::Attachment(attachment) => attachment,
            other => panic!("no attachment: {other:?}"),
        }
    }

    fn is_closed(&self) -> bool {
        self.wish() == Some(Wish::Close)
    }
}

#[test]
fn a_page_shows_with_what_is_said_of_it_and_pages_turn() {
    let mut hands = Hands::new();
    hands.open_file(0);
    assert!(matches!(hands.wish(), Some(Wish::Open { sha256, .. }) if sha256 == "a".repeat(64)));
    hands.opened_as(Kind::Pdf, &[1_414, 700], 2);
    assert!(matches!(
        hands.wish(),
        Some(Wish::Draw {
            page: 0,
            width_px: 1_080,
            ..
        })
    ));
    let first = hands.serial();
    hands.drawn(first);
    let shown = hands.attachment();
    assert_eq!((shown.page, shown.pages, shown.number), (1, 2, 1));
    assert!(shown.dots.is_some() && shown.notes.missing() == 2);
    assert_eq!(shown.name, "申请表.pdf");

    hands.act(attachment::Touch::Page { page: 2 });
    assert!(
        hands.attachment().dots.is_none(),
        "the other page is no longer shown"
    );
    let second = hands.serial();
    hands.drawn(first);
    assert!(
        hands.attachment().dots.is_none(),
        "what comes late is dropped"
    );
    hands.drawn(second);
    assert_eq!(
        (hands.attachment().page, hands.attachment().dots.is_some()),
        (2, true)
    );
    for page in [0, 2, 3, u32::MAX] {
        hands.act(attachment::Touch::Page { page });
        assert_eq!(hands.wish(), None, "{page}");
    }
}

#[test]
fn a_page_becomes_larger_in_steps_and_keeps_showing_meanwhile() {
    let mut hands = Hands::new();
    hands.open_file(0).opened_as(Kind::Ofd, &[1_414], 1);
    let serial = hands.serial();
    hands.drawn(serial);
    let mut widths = Vec::new();
    for _ in 0..ZOOM_MAX {
        hands.act(attachment::Touch::Closer);
        assert!(hands.attachment().dots.is_some());
        match hands.wish() {
            Some(Wish::Draw { width_px, .. }) => widths.push(width_px),
            other => panic!("{other:?}"),
        }
    }
    assert!(widths.is_sorted() && widths[2] > 1_080, "{widths:?}");
    assert!(!hands.attachment().closer);
    hands.act(attachment::Touch::Closer);
    assert_eq!(hands.wish(), None);
    hands.act(attachment::Touch::Farther);
    assert_eq!(hands.attachment().zoom, ZOOM_MAX - 1);
}

#[test]
fn text_is_set_in_the_readers_lines_and_its_tables_open() {
    let mut hands = Hands::new();
    hands.open_file(1).opened_as(Kind::Sheets, &[], 2);
    assert!(matches!(hands.wish(), Some(Wish::Read { page: 0, .. })));
    let serial = hands.serial();
    hands.hear(Event::Seen(Seen::Read {
        serial,
        blocks: Arc::new(vec![Block::Table {
            rows: vec![
                vec!["姓名".into(), "单位".into()],
                vec!["示例".into(), "示例局".into()],
            ],
            spans: vec![],
        }]),
        notes: Notes::default(),
    }));
    let shown = hands.attachment();
    let text = shown.text.expect("set as text");
    assert_eq!((text.title.as_str(), text.lines.len()), ("名单.xlsx", 2));
    assert!(!shown.drawn, "an office file has no pictures");
    hands
        .act(attachment::Touch::Words)
        .act(attachment::Touch::Closer);
    assert_eq!(hands.wish(), None);
    hands.act(reader::Touch::Table { block: 0 });
    assert!(matches!(hands.place(), Place::Table(_)));
    assert!(!hands.is_closed(), "it lies below and stays open");
    // Its number counts the tables of the page, not those of the document.
    hands.act(table::Touch::Print);
    assert!(matches!(hands.place(), Place::Table(_)));
    hands
        .act(table::Touch::Down { row: 0 })
        .act(frame::Touch::Back);
    assert!(hands.attachment().text.is_some());
}

#[test]
fn the_text_is_read_aloud_and_silent_when_it_goes() {
    let mut hands = Hands::new();
    let ends: [Action; 3] = [
        attachment::Touch::Words.into(),
        attachment::Touch::Page { page: 2 }.into(),
        frame::Touch::Back.into(),
    ];
    for end in ends {
        hands.open_file(0).opened_as(Kind::Pdf, &[1_414, 700], 2);
        let serial = hands.serial();
        hands.drawn(serial).act(reader::Touch::Aloud { from: 0 });
        assert_eq!(
            hands.session.visit().place.duties().speaks(),
            None,
            "a picture is not read"
        );
        hands.act(attachment::Touch::Words);
        let serial = hands.serial();
        hands.hear(Event::Seen(Seen::Read {
            serial,
            blocks: Arc::new(vec![Block::Heading {
                level: 1,
                text: "申请表".into(),
            }]),
            notes: Notes::default(),
        }));
        hands.act(reader::Touch::Aloud { from: 0 });
        let said = hands
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Speak { lines, .. } if lines[0].1 == "申请表"));
        assert!(said, "{:?}", hands.effects);
        hands.act(end);
        assert!(
            hands
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Hush))
        );
        hands.act(frame::Touch::Home);
    }
}

#[test]
fn the_child_dies_however_the_attachment_is_left() {
    let checked = |rev| {
        Event::Answered(Answer::Checked {
            found: vec![("demo:rules".into(), rev)],
            cursor: mirror::Cursor::default(),
        })
    };
    let ends: [(&str, Event); 6] = [
        ("back", Event::Act(frame::Touch::Back.into())),
        ("home", Event::Act(frame::Touch::Home.into())),
        ("end", Event::Act(frame::Touch::End.into())),
        ("door", Event::Act(frame::Touch::Staff.into())),
        ("withdrawn", checked(None)),
        ("revised", checked(Some(9))),
    ];
    for (name, end) in ends {
        let mut hands = Hands::new();
        hands.open_file(0).opened_as(Kind::Pdf, &[1_414], 1);
        let serial = hands.serial();
        hands.drawn(serial).hear(end);
        assert!(hands.is_closed(), "{name}");
        assert!(!matches!(hands.place(), Place::Attachment(_)), "{name}");
        hands.drawn(serial);
        assert_eq!(hands.wish(), None, "{name}");
    }
    let mut hands = Hands::new();
    hands.open_file(0).after(10_000_000);
    assert!(hands.is_closed(), "nobody was there any more");
    assert_eq!(*hands.session.visit(), Visit::default());
}

#[test]
fn what_cannot_be_shown_says_why_and_asks_for_nothing() {
    let mut hands = Hands::new();
    hands.open_file(0);
    let serial = hands.serial();
    hands.hear(Event::Seen(Seen::Failed {
        serial,
        trouble: Trouble::Password,
    }));
    assert_eq!(hands.attachment().trouble, Some(Trouble::Password));
    for touch in [
        attachment::Touch::Page { page: 2 },
        attachment::Touch::Closer,
        attachment::Touch::Words,
    ] {
        hands.act(touch);
        assert_eq!(hands.wish(), None);
    }
    hands.act(frame::Touch::Back);
    assert!(matches!(hands.place(), Place::Reader(_)));
}

#[test]
fn where_no_attachment_stands_none_opens() {
    let mut hands = Hands::new();
    for at in [2, u32::MAX] {
        hands.open_file(at);
        assert!(matches!(hands.place(), Place::Reader(_)), "{at}");
        assert_eq!(hands.wish(), None);
        hands.act(frame::Touch::Home);
    }
}

#[test]
fn pages_around_are_shown_small_one_after_the_other_and_turned_to() {
    let mut hands = Hands::new();
    hands.open_file(0).opened_as(Kind::Pdf, &[1_414; 20], 20);
    let serial = hands.serial();
    assert_eq!(hands.attachment().strip.len(), 9);
    hands.drawn(serial);
    let mut seen_pages = Vec::new();
    while let Some(Wish::Small { serial, page, .. }) = hands.wish() {
        seen_pages.push(page);
        let dots = small();
        hands.hear(Event::Seen(Seen::Small { serial, page, dots }));
    }
    assert_eq!(seen_pages, (0..9).collect::<Vec<_>>());
    assert!(
        hands
            .attachment()
            .strip
            .iter()
            .all(|small| small.dots.is_some())
    );

    hands.act(attachment::Touch::Page { page: 9 });
    let serial = hands.serial();
    hands.drawn(serial);
    let strip = hands.attachment().strip;
    assert_eq!((strip[0].page, strip[8].page), (5, 13));
    assert!(strip[4].dots.is_some() && strip[8].dots.is_none());
    assert!(matches!(hands.wish(), Some(Wish::Small { page: 9, .. })));
    // Of a page that cannot be drawn so nothing is asked any more; what shows goes on showing.
    let serial = hands.serial();
    hands.hear(Event::Seen(Seen::Failed {
        serial,
        trouble: Trouble::Failed,
    }));
    assert_eq!(hands.wish(), None);
    let shown = hands.attachment();
    assert!(shown.trouble.is_none() && shown.dots.is_some());
    hands.act(attachment::Touch::Page { page: 10 });
    let serial = hands.serial();
    hands.drawn(serial);
    assert_eq!(hands.wish(), None);
    // Text has no strip, and one page needs none.
    hands.act(attachment::Touch::Words);
    assert!(hands.attachment().strip.is_empty());
    hands.act(frame::Touch::Home);
    hands.open_file(0).opened_as(Kind::Pdf, &[1_414], 1);
    let serial = hands.serial();
    hands.drawn(serial);
    assert!(hands.attachment().strip.is_empty());
    assert_eq!(hands.wish(), None);
}
