use std::sync::Arc;

use journal::Outcome;
use mirror::{Document, Hit, Page, Snippet, Validity};

mod acts;
mod aloud;
mod attachments;
mod changes;
mod checklist;
mod contents;
mod desk;
mod doors;
mod forms;
mod marks;
mod paper;
mod power;
mod properties;
mod services;
mod table;
mod today;
mod touches;
mod typed;
mod typing;

use crate::articles::samples::rules as sample_document;
use crate::screen::{
    Action, Look, Notice, browse, frame, help, home, print, printing, reader, search,
};
use crate::*;

pub fn limits() -> Rules {
    Rules {
        portal: "示例市人民政府门户网站".into(),
        site: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        common: vec!["医疗保险".into()],
        attendant: Default::default(),
        hours: Default::default(),
        idle_ms: 60_000,
        reader_idle_ms: 180_000,
        countdown_ms: 30_000,
        prints_per_session: 2,
        day_mm: None,
        slip_mm_max: 3_000,
        long_mm: 500,
        stale_after_h: 72,
        printer: true,
        aloud: true,
        private: true,
        desk: true,
        desk_idle_ms: 180_000,
        shelf_days: 7,
        gazette_days: 65,
        soon_days: 3,
        opening: Default::default(),
        urgent: Default::default(),
        rings: true,
        takes_in: true,
        intake_sheet: true,
        office: "示例市人民政府办公室".into(),
        others: None,
        forms: String::new(),
        appraisal_until: Some((12, 20)),
        links: vec![("示例市人民政府".into(), "https://www.example.cn/".into())],
    }
}

/// Its working days, as the weeks give them.
fn of_2018() -> config::calendar::Calendar {
    config::calendar::Calendar::parse("[[year]]\nyear = 2018\n").unwrap()
}

/// A session with hands: answers like a small catalogue and a hands.
struct Hands {
    session: Session,
    now_ms: u64,
    effects: Vec<Effect>,
}

impl Hands {
    fn new() -> Hands {
        Hands {
            session: Session::new(limits(), 0),
            now_ms: 0,
            effects: vec![],
        }
    }

    /// With the calendar of 2018.
    fn counting_days() -> Hands {
        let mut hands = Hands::new();
        let told = crate::services::Told::Calendar(of_2018().into());
        hands.hear(Event::Told(told));
        hands
    }

    fn act(&mut self, touch: impl Into<Action>) -> &mut Self {
        if self.session.visit().visitor.look.care {
            // A steady hand.
            self.now_ms += 500;
        }
        self.hear(Event::Act(touch.into()))
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
        self.tap_row(&document.id);
        let serial = self.asked();
        self.hear(Event::Answered(Answer::Opened {
            serial,
            opened: Some(opened(document)),
        }))
    }

    /// Opens the print screen with every slip measured and the printer ready.
    fn open_print(&mut self) -> &mut Self {
        self.open_print_of(110)
    }

    /// The same, with slips of this length.
    fn open_print_of(&mut self, length_mm: u32) -> &mut Self {
        self.act(reader::Touch::Print);
        let measure = self.effects.iter().find_map(|effect| match effect {
            Effect::Measure(measure) => Some(measure.clone()),
            _ => None,
        });
        let measure = measure.expect("opening the print screen measures");
        for content in measure.contents {
            self.hear(Event::Reported(Report::Measured {
                serial: measure.serial,
                content,
                length_mm: Some(length_mm),
                preview: None,
            }));
        }
        self.hear(Event::Reported(Report::Printer(PrinterState::Ready)))
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

    /// Taps a row of whichever list shows.
    fn tap_row(&mut self, id: &str) -> &mut Self {
        let (id, article_id) = (id.to_owned(), String::new());
        match self.place() {
            Place::Search(_) => self.act(search::Touch::Open { id, article_id }),
            Place::Browse(_) => self.act(browse::Touch::Open { id, article_id }),
            Place::Reader(_) => self.act(reader::Touch::Open { id }),
            _ => self.act(home::Touch::Open { id, article_id }),
        }
    }

    fn prints_left(&self) -> u32 {
        let visit = self.session.visit();
        visit.visitor.prints_left(self.session.rules())
    }

    fn place(&self) -> &Place {
        &self.session.visit().place
    }

    fn notice(&self) -> Option<Notice> {
        self.session.visit().notice
    }
}

fn refused(reason: &str) -> Outcome {
    Outcome::Refused {
        reason: reason.into(),
    }
}

fn unknown(reason: &str) -> Outcome {
    Outcome::Unknown {
        reason: reason.into(),
    }
}

fn opened(document: Document) -> Opened {
    Opened {
        document: Arc::new(document),
        interpretation_id: String::new(),
        interprets_id: String::new(),
        successor_id: String::new(),
    }
}

fn page(total: u64) -> Page {
    let hit = Hit {
        attached: None,
        id: "demo:rules".into(),
        rev: 3,
        title: "示例市政务公开查阅点建设管理制度".into(),
        title_ranges: vec![[3, 7]],
        doc_no: None,
        index_no: None,
        agency: "示例市人民政府办公室".into(),
        date: "2018-10-15".into(),
        validity: Validity::InForce,
        category: mirror::Category::Regulation,
        article: None,
        snippet: Snippet::default(),
        interpreted: false,
    };
    Page {
        total,
        total_exact: true,
        hits: vec![hit; total.min(3) as usize],
        ..Page::default()
    }
}

fn typed(text: &str) -> search::Touch {
    search::Touch::Type { text: text.into() }
}

fn gone(id: &str) -> Event {
    Event::Answered(Answer::Checked {
        found: vec![(id.into(), None)],
        cursor: mirror::Cursor::default(),
    })
}

#[test]
fn an_answer_to_an_older_key_is_dropped() {
    let mut hands = Hands::new();
    hands.act(home::Touch::Search).act(typed("z"));
    let first = hands.asked();
    hands.act(typed("w"));
    let second = hands.asked();
    hands.hear(Event::Answered(Answer::Found {
        serial: second,
        page: page(1),
        hints: Vec::new(),
    }));
    hands.hear(Event::Answered(Answer::Found {
        serial: first,
        page: page(900),
        hints: Vec::new(),
    }));
    let Place::Search(search) = hands.place() else {
        panic!()
    };
    assert_eq!(search.total, 1);
    assert!(!search.waiting);
}

#[test]
fn putting_the_keyboard_away_keeps_the_place_in_the_list() {
    let mut hands = Hands::new();
    hands.act(home::Touch::Search).act(typed("zw"));
    let serial = hands.asked();
    hands.hear(Event::Answered(Answer::Found {
        serial,
        page: page(40),
        hints: Vec::new(),
    }));
    hands.act(search::Touch::PageNext { row: 4 });
    hands.act(search::Touch::PageNext { row: 9 });
    hands.act(search::Touch::Submit);
    let Place::Search(search) = hands.place() else {
        panic!()
    };
    assert_eq!((search.paging.offset, search.paging.end), (9, 0));
}

#[test]
fn an_idle_visitor_is_counted_down_and_wiped() {
    let mut hands = Hands::new();
    hands
        .act(home::Touch::Search)
        .act(typed("zw"))
        .act(frame::Touch::Contrast);
    hands.after(59_999);
    assert_eq!(hands.session.countdown_s(), None);
    hands.after(1);
    assert_eq!(hands.session.countdown_s(), Some(30));
    hands.after(29_500);
    assert_eq!(hands.session.countdown_s(), Some(1));
    hands.after(500);
    assert_eq!(hands.session.visit(), &Visit::default());
    assert!(matches!(hands.effects[0], Effect::Wiped));
}

#[test]
fn any_touch_stops_the_countdown() {
    let mut hands = Hands::new();
    hands.act(home::Touch::Search).after(80_000);
    assert!(hands.session.countdown_s().is_some());
    hands.act(frame::Touch::Touched).after(59_000);
    assert_eq!(hands.session.countdown_s(), None);
    assert!(matches!(hands.place(), Place::Search(_)));
}

#[test]
fn a_reader_may_read_for_three_minutes() {
    let mut hands = Hands::new();
    hands.open(sample_document()).after(179_000);
    assert_eq!(hands.session.countdown_s(), None);
    hands.after(1_000);
    assert_eq!(hands.session.countdown_s(), Some(30));
}

#[test]
fn nobody_is_counted_down_at_an_untouched_terminal() {
    let mut hands = Hands::new();
    hands.after(3_600_000);
    assert_eq!(hands.session.countdown_s(), None);
}
