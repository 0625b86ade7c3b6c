//! Words that were found are marked in the document that they were found in, and lead from one place to the next.

use super::*;
use crate::screen::Screen;
use crate::screen::reader::Reader;

impl Hands {
    /// Searches, and opens a document in which these words of its title were found.
    fn open_what_was_found(&mut self, title: &str, range: [u32; 2]) -> &mut Self {
        self.find(title, range).open(sample_document())
    }

    fn find(&mut self, title: &str, range: [u32; 2]) -> &mut Self {
        self.act(home::Touch::Search).act(typed("chayue"));
        let serial = self.asked();
        let mut found = page(1);
        found.hits[0].title = title.into();
        found.hits[0].title_ranges = vec![range];
        self.hear(Event::Answered(Answer::Found {
            serial,
            page: found,
            hints: Vec::new(),
        }))
    }

    fn reader(&self) -> Reader {
        match crate::view::view(&self.session, jiff::Timestamp::UNIX_EPOCH).screen {
            Screen::Reader(reader) => reader,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_was_found_is_marked_and_the_places_follow_each_other() {
    let mut hands = Hands::new();
    hands.open_what_was_found("公众查阅点制度", [2, 4]);
    let reader = hands.reader();
    assert_eq!(reader.sought, "查阅");
    let lines: Vec<u32> = reader.marks.iter().map(|mark| mark.line).collect();
    assert_eq!(lines, [1, 2, 3, 6], "{:?}", reader.marks);
    assert_eq!(
        (reader.mark, reader.goto_mark),
        (0, false),
        "opens at its top"
    );
    let before = reader.goto_serial;
    hands.act(reader::Touch::Mark { at: 2 });
    let reader = hands.reader();
    assert_eq!((reader.mark, reader.goto_line), (2, 3));
    assert!(reader.goto_mark && reader.goto_serial != before);
    // One past the last stays at the last.
    hands.act(reader::Touch::Mark { at: 9 });
    assert_eq!(hands.reader().mark, 3);
}

#[test]
fn marks_go_when_they_are_not_wanted_and_with_the_visitor() {
    let mut hands = Hands::new();
    hands.open_what_was_found("公众查阅点制度", [2, 4]);
    hands.act(reader::Touch::Unmark);
    let reader = hands.reader();
    assert!(reader.marks.is_empty() && reader.sought.is_empty());
    hands.act(frame::Touch::End);
    hands.open(sample_document());
    assert!(hands.reader().marks.is_empty(), "nothing was looked for");
}

#[test]
fn an_article_that_is_gone_to_shows_its_own_place_first() {
    let mut hands = Hands::new();
    hands.open_what_was_found("公众查阅点制度", [2, 4]);
    hands.act(reader::Touch::Contents {
        here: String::new(),
    });
    hands.act(crate::screen::contents::Touch::Open {
        article_id: "a3".into(),
    });
    let reader = hands.reader();
    assert_eq!((reader.mark, reader.goto_line), (2, 3));
    assert!(!reader.goto_mark);
}

#[test]
fn the_article_that_was_found_by_its_number_is_marked_at_its_head() {
    let mut hands = Hands::new();
    hands.find("第二条", [0, 3]);
    let mut document = sample_document();
    // An article before it and one after it name it.
    for at in [1, 6] {
        if let mirror::Block::Paragraph { text, .. } = &mut document.blocks[at] {
            text.push_str("按照第二条办理。");
        }
    }
    hands.open(document);
    hands.act(reader::Touch::Contents {
        here: String::new(),
    });
    hands.act(crate::screen::contents::Touch::Open {
        article_id: "a2".into(),
    });
    let reader = hands.reader();
    let lines: Vec<u32> = reader.marks.iter().map(|mark| mark.line).collect();
    assert_eq!(lines, [1, 2, 6]);
    assert_eq!((reader.mark, reader.goto_line), (1, 2));
    assert_eq!(reader.marks[1].label, Some([0, 3]));
}

/// A law that was passed and amended twice before its first article.
fn law() -> Document {
    let mut document = sample_document();
    let amended = "2001年8月31日示例市人民代表大会常务委员会第二十三次会议《关于修改〈示例条例〉的决定》修正，自公布之日起施行，由市司法局解释";
    for at in 0..3 {
        document.blocks.insert(
            at,
            mirror::Block::Paragraph {
                text: format!("{amended}（{at}）"),
                align: mirror::Align::Center,
                label: 0,
            },
        );
    }
    for article in &mut document.articles {
        article.from += 3;
        article.to += 3;
    }
    document
}

#[test]
fn a_long_history_is_folded_until_it_is_asked_for_or_holds_what_is_sought() {
    let mut hands = Hands::new();
    hands.open(law());
    let away = |hands: &Hands| {
        let lines = hands.reader().lines;
        (lines[..3].iter().all(|line| line.away), lines[3].away)
    };
    assert_eq!(away(&hands), (true, false));
    let history = hands.reader().lines[0].history.clone().expect("it is long");
    assert_eq!((history.open, history.last.as_str()), (false, "2001-08-31"));
    hands.act(reader::Touch::History);
    assert_eq!(away(&hands), (false, false));
    hands.act(reader::Touch::History);
    assert_eq!(away(&hands), (true, false));
    hands.act(frame::Touch::LowReach);
    assert_eq!(away(&hands), (false, false), "nobody who sits reaches it");
    assert_eq!(hands.reader().lines[0].history, None);
    let mut hands = Hands::new();
    hands.find("司法局", [0, 2]).open(law());
    assert_eq!(away(&hands), (false, false), "it is sought there");
}
