use std::sync::Arc;

use mirror::{Document, Hit, Page, Snippet, Validity};

mod attendant;
mod changes;
mod properties;

use super::*;
use crate::articles::samples::rules as sample_document;
use crate::screen::{Look, Notice, SEARCH_ROWS};

pub fn limits() -> Rules {
    Rules {
        portal: "示例市人民政府门户网站".into(),
        site: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        common: vec!["医疗保险".into()],
        attendant: String::new(),
        hours: String::new(),
        idle_ms: 60_000,
        reader_idle_ms: 180_000,
        countdown_ms: 30_000,
        prints_per_session: 2,
        slip_mm_max: 3_000,
        long_mm: 500,
        stale_after_h: 72,
        printer: true,
        desk: true,
    }
}

/// A session with hands: answers like a small catalogue and a desk.
struct Desk {
    session: Session,
    now_ms: u64,
    effects: Vec<Effect>,
}

impl Desk {
    fn new() -> Desk {
        Desk {
            session: Session::new(limits(), 0),
            now_ms: 0,
            effects: vec![],
        }
    }

    fn act(&mut self, action: Action) -> &mut Self {
        self.hear(Event::Act(action))
    }

    fn hear(&mut self, event: Event) -> &mut Self {
        let effects = self.session.step(self.now_ms, event);
        self.effects = effects;
        self
    }

    fn after(&mut self, ms: u64) -> &mut Self {
        self.now_ms += ms;
        self.hear(Event::Tick)
    }

    fn open(&mut self, document: Document) -> &mut Self {
        let id = document.id.clone();
        self.act(Action::Open {
            id,
            article_id: String::new(),
        });
        let serial = self.asked();
        self.hear(Event::Catalogue(Answer::Opened {
            serial,
            opened: Some(opened(document)),
        }))
    }

    /// Opens the print screen with every slip measured and the printer ready.
    fn open_print(&mut self) -> &mut Self {
        self.act(Action::OpenPrint);
        let measure = self.effects.iter().find_map(|effect| match effect {
            Effect::Measure(measure) => Some(measure.clone()),
            _ => None,
        });
        let measure = measure.expect("opening the print screen measures");
        for content in measure.contents {
            self.hear(Event::Desk(Report::Measured {
                serial: measure.serial,
                code: content.code().into(),
                length_mm: Some(110),
                preview: None,
            }));
        }
        self.hear(Event::Desk(Report::Printer("ready".into())))
    }

    /// Serial of the question just asked.
    fn asked(&self) -> u64 {
        let mut serials = self.effects.iter().filter_map(|effect| match effect {
            Effect::Ask(Question::Search { serial, .. } | Question::Browse { serial, .. }) => {
                Some(*serial)
            }
            Effect::Ask(Question::Open { serial, .. } | Question::Options { serial, .. }) => {
                Some(*serial)
            }
            _ => None,
        });
        serials.next_back().expect("a question was asked")
    }

    fn job(&self) -> u64 {
        let mut jobs = self.effects.iter().filter_map(|effect| match effect {
            Effect::Print(order) => Some(order.job),
            _ => None,
        });
        jobs.next_back().expect("an order was made")
    }

    fn place(&self) -> &Place {
        &self.session.visit().place
    }

    fn notice(&self) -> Option<Notice> {
        self.session.visit().notice.clone()
    }
}

fn opened(document: Document) -> Opened {
    Opened {
        document: Arc::new(document),
        interpretation_id: String::new(),
        interprets_id: String::new(),
    }
}

fn page(total: u64) -> Page {
    let hit = Hit {
        id: "demo:rules".into(),
        rev: 3,
        title: "示例市政务公开查阅点建设管理制度".into(),
        title_ranges: vec![[3, 7]],
        doc_no: None,
        index_no: None,
        agency: "示例市人民政府办公室".into(),
        date: "2018-10-15".into(),
        validity: Validity::InForce,
        category: "regulation".into(),
        article: None,
        snippet: Snippet::default(),
        interpreted: false,
    };
    Page {
        total,
        total_exact: true,
        hits: vec![hit; total.min(3) as usize],
        did_you_mean: Vec::new(),
    }
}

fn typed(text: &str) -> Action {
    Action::Type { text: text.into() }
}

fn gone(id: &str) -> Event {
    Event::Catalogue(Answer::Checked {
        found: vec![(id.into(), None)],
        cursor: mirror::Cursor::default(),
    })
}

#[test]
fn an_answer_to_an_older_key_is_dropped() {
    let mut desk = Desk::new();
    desk.act(Action::OpenSearch).act(typed("z"));
    let first = desk.asked();
    desk.act(typed("w"));
    let second = desk.asked();
    desk.hear(Event::Catalogue(Answer::Found {
        serial: second,
        page: page(1),
        hints: Vec::new(),
    }));
    desk.hear(Event::Catalogue(Answer::Found {
        serial: first,
        page: page(900),
        hints: Vec::new(),
    }));
    let Place::Search(search) = desk.place() else {
        panic!()
    };
    assert_eq!(search.total, 1);
    assert!(!search.waiting);
}

#[test]
fn putting_the_keyboard_away_keeps_the_place_in_the_list() {
    let mut desk = Desk::new();
    desk.act(Action::OpenSearch).act(typed("zw"));
    let serial = desk.asked();
    desk.hear(Event::Catalogue(Answer::Found {
        serial,
        page: page(40),
        hints: Vec::new(),
    }));
    for _ in 0..3 {
        desk.act(Action::PageNext);
    }
    desk.act(Action::Submit);
    let Place::Search(search) = desk.place() else {
        panic!()
    };
    assert_eq!(search.offset, SEARCH_ROWS);
}

#[test]
fn an_idle_visitor_is_counted_down_and_wiped() {
    let mut desk = Desk::new();
    desk.act(Action::OpenSearch)
        .act(typed("zw"))
        .act(Action::Contrast);
    desk.after(59_999);
    assert_eq!(desk.session.countdown_s(), None);
    desk.after(1);
    assert_eq!(desk.session.countdown_s(), Some(30));
    desk.after(29_500);
    assert_eq!(desk.session.countdown_s(), Some(1));
    desk.after(500);
    assert_eq!(desk.session.visit(), &Visit::default());
    assert!(matches!(desk.effects[0], Effect::Wiped));
}

#[test]
fn any_touch_stops_the_countdown() {
    let mut desk = Desk::new();
    desk.act(Action::OpenSearch).after(80_000);
    assert!(desk.session.countdown_s().is_some());
    desk.act(Action::Touched).after(59_000);
    assert_eq!(desk.session.countdown_s(), None);
    assert!(matches!(desk.place(), Place::Search(_)));
}

#[test]
fn a_reader_may_read_for_three_minutes() {
    let mut desk = Desk::new();
    desk.open(sample_document()).after(179_000);
    assert_eq!(desk.session.countdown_s(), None);
    desk.after(1_000);
    assert_eq!(desk.session.countdown_s(), Some(30));
}

#[test]
fn nobody_is_counted_down_at_an_untouched_terminal() {
    let mut desk = Desk::new();
    desk.after(3_600_000);
    assert_eq!(desk.session.countdown_s(), None);
}

#[test]
fn nothing_is_started_before_it_is_measured_and_the_printer_answered() {
    let mut desk = Desk::new();
    desk.open(sample_document())
        .act(Action::OpenPrint)
        .act(Action::StartPrint);
    assert!(desk.session.jobs().is_empty());
    desk.act(Action::Back).open_print();
    desk.hear(Event::Desk(Report::Printer("paper-out".into())))
        .act(Action::StartPrint);
    assert!(desk.session.jobs().is_empty());
    desk.hear(Event::Desk(Report::Printer("near-end".into())))
        .act(Action::StartPrint);
    assert_eq!(desk.session.jobs().len(), 1);
}

#[test]
fn a_full_queue_gives_the_print_back_and_shows_the_choice_again() {
    let mut desk = Desk::new();
    desk.open(sample_document())
        .open_print()
        .act(Action::StartPrint);
    let job = desk.job();
    desk.hear(Event::Desk(Report::Full { job }));
    assert!(matches!(desk.place(), Place::Print(_)));
    assert_eq!(desk.notice(), Some(Notice::PleaseWait));
    assert_eq!(desk.session.prints_left(), 2);
}

#[test]
fn the_limit_counts_what_may_have_used_paper() {
    let mut desk = Desk::new();
    desk.open(sample_document());
    for outcome in ["refused", "printed", "unknown"] {
        desk.open_print().act(Action::StartPrint);
        let job = desk.job();
        desk.hear(Event::Desk(Report::Done {
            job,
            outcome: outcome.into(),
            reason: String::new(),
            number: "L01-1-20181015-0001".into(),
        }));
        assert!(matches!(desk.place(), Place::Outcome(_)), "{outcome}");
        desk.act(Action::Back);
    }
    desk.act(Action::OpenPrint);
    assert_eq!(desk.notice(), Some(Notice::LimitReached));
    assert!(matches!(desk.place(), Place::Reader(_)));
}

#[test]
fn a_job_goes_on_after_its_visitor_left_and_tells_the_next_one_nothing() {
    let mut desk = Desk::new();
    desk.open(sample_document())
        .open_print()
        .act(Action::StartPrint);
    let job = desk.job();
    desk.act(Action::End);
    assert_eq!(desk.session.visit(), &Visit::default());
    desk.hear(Event::Desk(Report::Begun {
        job,
        number: "n".into(),
    }));
    desk.hear(Event::Desk(Report::Done {
        job,
        outcome: "unknown".into(),
        reason: "offline".into(),
        number: "n".into(),
    }));
    assert_eq!(desk.session.visit(), &Visit::default());
    assert!(desk.session.jobs().is_empty());
}

#[test]
fn printing_counts_as_use() {
    let mut desk = Desk::new();
    desk.open(sample_document())
        .open_print()
        .act(Action::StartPrint);
    desk.after(600_000);
    assert_eq!(desk.session.countdown_s(), None);
    assert!(matches!(desk.place(), Place::Printing(_)));
}
