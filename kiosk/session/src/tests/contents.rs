//! The table of contents: what is folded, what a number means, and that it goes with its document.

use super::*;
use crate::screen::{Screen, contents};

/// Chapters of five articles each.
fn long(chapters: u32) -> Document {
    let mut document = sample_document();
    document.articles.clear();
    for chapter in 0..chapters {
        let mut held = sample_document().articles[0].clone();
        held.id = format!("c{chapter}");
        held.depth = 1;
        held.label = format!("c{chapter}");
        document.articles.push(held);
        for n in 0..5 {
            let mut article = sample_document().articles[0].clone();
            article.id = format!("a{}", chapter * 5 + n + 1);
            article.label = format!("第{}条", chapter * 5 + n + 1);
            document.articles.push(article);
        }
    }
    document
}

impl Hands {
    fn leaf(&mut self, chapters: u32, here: &str) -> &mut Self {
        let here = here.to_owned();
        self.open(long(chapters))
            .act(reader::Touch::Contents { here })
    }

    fn contents(&self) -> contents::Contents {
        let now = jiff::Timestamp::constant(1_539_585_360, 0);
        match crate::view::view(&self.session, now).screen {
            Screen::Contents(contents) => contents,
            other => panic!("no table of contents: {other:?}"),
        }
    }

    fn entries(&self) -> Vec<String> {
        let entries = self.contents().entries.into_iter();
        entries.map(|entry| entry.article_id).collect()
    }
}

#[test]
fn a_long_table_is_folded_but_for_the_chapter_that_is_read() {
    let mut hands = Hands::new();
    hands.leaf(8, "a12");
    let open = [
        "c0", "c1", "c2", "a11", "a12", "a13", "a14", "a15", "c3", "c4", "c5", "c6", "c7",
    ];
    assert_eq!(hands.entries(), open);
    let shown = hands.contents();
    assert_eq!((shown.articles, shown.offset), (40, 3));
    assert!(shown.entries[4].here && shown.entries[2].open == Some(true));
    let fold = |article_id: &str| contents::Touch::Fold {
        article_id: article_id.into(),
    };
    hands.act(fold("c2")).act(fold("c0"));
    assert_eq!(hands.entries().len(), 13);
    assert_eq!(hands.entries()[1], "a1");
    let mut hands = Hands::new();
    hands.leaf(8, "");
    assert_eq!(hands.entries()[1], "a1", "near the front of the text");
    // The title of a law is an entry of its own, above its first chapter.
    let mut titled = long(8);
    let mut title = titled.articles[0].clone();
    title.id = "title".into();
    titled.articles.insert(0, title);
    for here in ["", "title"] {
        let mut hands = Hands::new();
        let here = here.to_owned();
        hands
            .open(titled.clone())
            .act(reader::Touch::Contents { here });
        assert_eq!(hands.entries()[..3], ["title", "c0", "a1"]);
    }
    let mut hands = Hands::new();
    hands.leaf(6, "");
    assert_eq!(hands.entries().len(), 36, "a short one is shown whole");
}

#[test]
fn digits_lead_to_an_article_or_say_that_there_is_none() {
    let mut hands = Hands::new();
    hands.leaf(6, "a1");
    let typed = |text: &str| contents::Touch::Type { text: text.into() };
    hands.act(typed("2x")).act(typed("7"));
    let shown = hands.contents();
    assert_eq!(shown.typed, "27");
    assert_eq!(shown.target.unwrap().label, "第27条");
    hands.act(typed("9")).act(contents::Touch::Go);
    assert_eq!(hands.contents().target, None, "nothing is opened");
    hands
        .act(contents::Touch::Backspace)
        .act(contents::Touch::Go);
    assert!(matches!(hands.place(), Place::Reader(reading) if reading.goto == "a27"));
}

#[test]
fn a_tap_reads_on_there_and_a_withdrawal_closes_the_table() {
    let mut hands = Hands::new();
    hands.leaf(6, "a1").act(contents::Touch::Open {
        article_id: "a3".into(),
    });
    assert!(matches!(hands.place(), Place::Reader(reading) if reading.goto == "a3"));
    hands.act(reader::Touch::Contents {
        here: String::new(),
    });
    hands.hear(gone("demo:rules"));
    assert!(matches!(hands.place(), Place::Home(_)));
    assert_eq!(hands.notice(), Some(Notice::Withdrawn));
}
