use jiff::Timestamp;
use mirror::{Group, Validity};

use super::rows::{listed, spans};
use super::*;
use crate::articles::samples::{opinion, rules as document};
use crate::asks::{Answer, Effect, Event, Missing, Opened, Overview, Question};
use crate::rules::Rules;
use crate::screen::home;
use crate::screen::not_filled::Cause;
use crate::screen::reader::{LineKind, Reader};

fn rules() -> Rules {
    Rules {
        common: vec![],
        prints_per_session: 3,
        day_mm: None,
        appraisal_until: None,
        links: vec![],
        ..crate::tests::limits()
    }
}

/// 2018-10-15 14:36 in the reading room, a Monday.
fn now() -> Timestamp {
    Timestamp::constant(1_539_585_360, 0)
}

fn filled(checked: &str) -> Session {
    let mut session = Session::new(rules(), 0);
    session.step(
        0,
        Event::Answered(Answer::Home(Box::new(Overview {
            documents: 12,
            checked: checked.into(),
            categories: vec![Group {
                code: "policy".into(),
                count: 9,
            }],
            ..Overview::default()
        }))),
    );
    session
}

fn reading(document: mirror::Document, article_id: &str) -> Reader {
    let mut session = filled("");
    let effects = session.step(
        0,
        Event::Act(
            home::Touch::Open {
                id: document.id.clone(),
                article_id: article_id.into(),
            }
            .into(),
        ),
    );
    let serial = effects.iter().find_map(|effect| match effect {
        Effect::Ask(Question::Open { serial, .. }) => Some(*serial),
        _ => None,
    });
    session.step(
        0,
        Event::Answered(Answer::Opened {
            serial: serial.unwrap(),
            opened: Some(Opened {
                document: std::sync::Arc::new(document),
                interpretation_id: String::new(),
                interprets_id: String::new(),
                successor_id: String::new(),
            }),
        }),
    );
    match view(&session, now()).screen {
        Screen::Reader(reader) => reader,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_head_tells_the_age_of_the_data() {
    let head = view(&filled("2018-10-15T01:12:00Z"), now()).head;
    assert_eq!(
        (head.updated.as_str(), head.updated_today, head.stale),
        ("09:12", true, false)
    );
    assert_eq!(
        (head.clock.as_str(), head.month, head.day, head.weekday),
        ("14:36", 10, 15, 1)
    );
    let head = view(&filled("2018-10-11T10:00:00Z"), now()).head;
    assert_eq!((head.updated.as_str(), head.stale), ("18:00", true));
    assert_eq!(head.updated_day, Some((10, 11)));
    let head = view(&filled("2017-10-11T10:00:00Z"), now()).head;
    assert_eq!((head.updated.as_str(), head.stale), ("2017-10-11", true));
    assert_eq!(head.updated_day, None);
    assert_eq!(view(&filled(""), now()).head.updated, "");
}

#[test]
fn a_clock_that_was_never_set_tells_no_time() {
    let at = |now: &str, checked: &str| view(&filled(checked), now.parse().unwrap()).head;
    for (now, checked) in [
        ("1970-01-01T00:04:00Z", ""),
        ("2019-01-01T00:00:00Z", "2031-03-02T01:00:00Z"),
    ] {
        let head = at(now, checked);
        assert_eq!((head.unset, head.clock.as_str()), (true, ""), "{now}");
    }
    let head = at("2031-03-02T01:05:00Z", "2031-03-02T01:00:00Z");
    assert_eq!((head.unset, head.clock.as_str()), (false, "09:05"));
}

#[test]
fn an_expired_feed_is_stale_however_young() {
    let mut session = filled("");
    session.step(
        0,
        Event::Answered(Answer::Home(Box::new(Overview {
            documents: 1,
            checked: "2018-10-15T06:30:00Z".into(),
            expires: "2018-10-15T06:31:00Z".into(),
            ..Overview::default()
        }))),
    );
    assert!(view(&session, now()).head.stale);
}

#[test]
fn without_documents_the_terminal_says_what_it_waits_for() {
    let state = |answer: Option<Answer>| {
        let mut session = Session::new(rules(), 0);
        if let Some(answer) = answer {
            session.step(0, Event::Answered(answer));
        }
        match view(&session, now()).screen {
            Screen::NotFilled(screen) => (screen.state, screen.percent),
            other => panic!("{other:?}"),
        }
    };
    let filling = Overview {
        documents: 400,
        filling: Some(37),
        ..Overview::default()
    };
    assert_eq!(state(None).0, Cause::Waiting);
    assert_eq!(
        state(Some(Answer::Missing(Missing::Absent))).0,
        Cause::Waiting
    );
    assert_eq!(
        state(Some(Answer::Missing(Missing::Damaged))).0,
        Cause::Damaged
    );
    assert_eq!(
        state(Some(Answer::Home(Box::new(filling)))),
        (Cause::Filling, 37)
    );
}

#[test]
fn the_home_page_has_a_tile_for_what_the_mirror_holds_and_one_for_all() {
    let group = |code: &str, count| Group {
        code: code.into(),
        count,
    };
    let mut session = filled("");
    let tiles = |session: &Session| -> Vec<(String, u64)> {
        let Screen::Home(home) = view(session, now()).screen else {
            panic!()
        };
        home.tiles.into_iter().map(|t| (t.code, t.count)).collect()
    };
    assert_eq!(tiles(&session), [("policy".into(), 9), ("all".into(), 12)]);
    session.step(
        0,
        Event::Answered(Answer::Home(Box::new(Overview {
            documents: 99,
            categories: vec![
                group("other", 1),
                group("budget", 0),
                group("shelf", 30),
                group("gazette", 7),
                group("guide", 7),
                group("interpretation", 8),
                group("regulation", 20),
                group("policy", 20),
            ],
            ..Overview::default()
        }))),
    );
    let codes: Vec<String> = tiles(&session).into_iter().map(|(code, _)| code).collect();
    // The largest first, equal ones in a fixed order; the shelf has a door of its own, and nothing is empty.
    assert_eq!(
        codes,
        [
            "policy",
            "regulation",
            "interpretation",
            "gazette",
            "guide",
            "all"
        ]
    );
}

#[test]
fn a_document_opens_at_its_article_with_the_label_apart() {
    let reader = reading(document(), "a2");
    assert_eq!(reader.goto_line, 2);
    let line = &reader.lines[2];
    assert_eq!(
        (line.label.as_str(), line.article_id.as_str(), line.first),
        ("第二条", "a2", true)
    );
    assert_eq!(line.text, "查阅点由各级行政机关结合实际设立。");
    assert!(!reader.lines[4].first, "an item is no article of its own");
    assert_eq!(reader.red_head, "示例市人民政府办公室");
    assert_eq!(reading(document(), "a99").goto_line, 0);
}

#[test]
fn each_row_of_a_table_is_a_line_and_later_articles_are_still_found() {
    let mut document = opinion();
    document.blocks.insert(
        0,
        mirror::Block::Table {
            rows: vec![vec!["甲".into()], vec!["乙".into()], vec!["丙".into()]],
            spans: vec![],
        },
    );
    for article in &mut document.articles {
        article.from += 1;
        article.to += 1;
    }
    let reader = reading(document, "s5-2");
    let kinds: Vec<LineKind> = reader.lines.iter().take(4).map(|l| l.kind).collect();
    assert_eq!(
        kinds,
        [
            LineKind::TableHead,
            LineKind::TableRow,
            LineKind::TableRow,
            LineKind::Heading3
        ]
    );
    assert_eq!(reader.goto_line, 6);
    assert_eq!(reader.red_head, "", "no number, no red head");
}

#[test]
fn highlights_are_cut_to_the_text() {
    let cut = |ranges: &[[u32; 2]]| {
        let spans = spans("政务公开", ranges);
        spans
            .into_iter()
            .map(|s| (s.text, s.mark))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        cut(&[[2, 4]]),
        [("政务".into(), false), ("公开".into(), true)]
    );
    assert_eq!(
        cut(&[[0, 3], [1, 99]]),
        [("政务公".into(), true), ("开".into(), true)]
    );
    assert_eq!(cut(&[[9, 3]]), [("政务公开".into(), false)]);
}

#[test]
fn only_a_young_document_that_came_today_is_called_new() {
    let new = |date: &str, applied: &str| {
        let head = mirror::Head {
            id: "demo:rules".into(),
            rev: 1,
            title: "示例".into(),
            doc_no: None,
            agency: String::new(),
            date: date.into(),
            validity: Validity::InForce,
            category: mirror::Category::Policy,
            interpreted: false,
            applied: applied.into(),
        };
        listed(&head, now()).new_today
    };
    assert!(new("2018-10-12", "2018-10-15T01:00:00Z"));
    assert!(new("", "2018-10-15T01:00:00Z"));
    assert!(
        new("2018-10-15", "2018-10-14T16:00:00Z"),
        "midnight is the reading room's"
    );
    assert!(!new("2018-10-12", "2018-10-14T15:59:00Z"));
    assert!(!new("2009-01-01", "2018-10-15T01:00:00Z"));
}
