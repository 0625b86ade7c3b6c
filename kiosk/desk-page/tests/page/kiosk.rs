//! A kiosk that answers at its hatch as it is told, and remembers what it was asked.

use std::collections::VecDeque;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::{Arc, Mutex};

use hatch::{
    Application, Ask, Checks, Data, Day, Device, Duty, Edition, Figures, Form, FormHead, FormLine,
    Forms, Happened, Import, Key, Line, Manner, Matter, Pdf, Roll, ShelfItem, State, Today, Told,
    Urgency, WorkItem,
};
use journal::{LineFound, LineState, Made, Role, ShelfKind, ShelfState, Statistics, Work};

/// What the kiosk gives for the PIN.
pub const KEY: &str = "a key of the kiosk";
/// What it gives to who takes over.
pub const KEY_AFTER: &str = "another key of the kiosk";
/// The sheet of a day, as short as one can be.
pub const PDF: &[u8] = b"%PDF-1.7\n\x00\xff%%EOF";
/// The PIN of both roles.
pub const PIN: &str = "4711";

/// What the kiosk was asked, and what it is to answer next.
#[derive(Default)]
#[allow(missing_docs)]
pub struct Kiosk {
    pub asked: Vec<Ask>,
    pub next: VecDeque<Told>,
    wrong: u32,
}

/// Listens as the kiosk does.
pub fn listens(socket: &Path, terminal: &'static str) -> Arc<Mutex<Kiosk>> {
    let kiosk = Arc::new(Mutex::new(Kiosk::default()));
    let listener = UnixListener::bind(socket).unwrap();
    let own = kiosk.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let Ok(ask) = hatch::read::<Ask>(&mut stream, hatch::ASK_BYTES_MAX) else {
                continue;
            };
            let told = own.lock().unwrap().tell(&ask, terminal);
            // Who asked may be gone.
            let _ = hatch::write(&mut stream, &told);
        }
    });
    kiosk
}

impl Kiosk {
    fn tell(&mut self, ask: &Ask, terminal: &str) -> Told {
        self.asked.push(ask.clone());
        let acts = !matches!(
            ask,
            Ask::Today | Ask::Day { .. } | Ask::Unlock { .. } | Ask::Leave { .. }
        );
        if acts && let Some(told) = self.next.pop_front() {
            return told;
        }
        match ask {
            Ask::Unlock { .. } if self.wrong >= 3 => Told::Wait { wait_s: 60 },
            Ask::Unlock { pin, .. } if pin.0 == PIN => Told::Unlocked {
                key: Key(KEY.into()),
            },
            Ask::Unlock { .. } => {
                self.wrong += 1;
                Told::Wrong {
                    wait_s: if self.wrong >= 3 { 60 } else { 0 },
                }
            }
            Ask::Leave { .. } => Told::Left,
            Ask::Today => Told::Today(Box::new(today(terminal))),
            Ask::Statistics { period } => Told::Figures(Box::new(figures(period))),
            Ask::HandOver { pin, .. } if pin.0 != PIN => {
                self.wrong += 1;
                Told::Wrong { wait_s: 0 }
            }
            Ask::HandOver { .. } => Told::Handed {
                key: Key(KEY_AFTER.into()),
                number: "L01-1-B-20261015-0002".into(),
            },
            Ask::Day { .. } => Told::Day(Box::new(day(terminal))),
            Ask::Checks => Told::Checks(Box::new(checks())),
            Ask::Forms { number } => Told::Forms(Box::new(forms(number))),
            Ask::Device => Told::Device(Box::new(device())),
            Ask::DaySheet { .. } => Told::DaySheet {
                name: "day-sheet-L01-1-20261015.pdf".into(),
                pdf: Pdf(PDF.to_vec()),
            },
            Ask::PrintDay { .. } | Ask::Sync { .. } => Told::Begun,
            Ask::Enter { .. } => Told::Written {
                number: "L01-1-20261015-0028".into(),
            },
        }
    }
}

fn matter(number: &str, reason: &str) -> Matter {
    Matter {
        number: number.into(),
        at: "2026-10-15T14:33".into(),
        minutes: 3,
        reason: reason.into(),
        title: String::new(),
    }
}

fn today(terminal: &str) -> Today {
    Today {
        site: "L01".into(),
        terminal: terminal.into(),
        house: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        now: "2026-10-15T14:36".into(),
        day: "20261015".into(),
        calls: vec![matter(&format!("L01-{terminal}-H-20261015-0003"), "")],
        slips: vec![matter(&format!("L01-{terminal}-20261015-0027"), "power")],
        registered: 27,
        shelf_days: Some(9),
        editions: vec![Edition {
            kind: "gazette".into(),
            title: "示例市人民政府公报 2026 年第 9 期".into(),
            day: "2026-10-14".into(),
        }],
        duty: Some(Duty {
            number: format!("L01-{terminal}-B-20261015-0001"),
            at: "2026-10-15T08:58".into(),
            by: Role::B,
            to: Some(Role::A),
            open_matters: 3,
            spare_rolls: 4,
        }),
        slips_mm: 6_800,
        pages: 11,
        next: format!("L01-{terminal}-20261015-0028"),
        form_line: Some(414),
        printer: "ready".into(),
        shelf: (1, 1),
        applications: vec![
            Application {
                urgency: Urgency::Forward,
                ..application(terminal, 41, "received")
            },
            answered(terminal),
        ],
        data: Some(Data {
            documents: 1_204,
            checked: "2026-10-15T09:12".into(),
            expired: terminal == "2",
            put: 3,
            removed: 1,
        }),
        ..Today::default()
    }
}

fn application(terminal: &str, n: u32, state: &str) -> Application {
    Application {
        number: format!("L01-{terminal}-S-2026-{n:04}"),
        state: state.into(),
        office: String::new(),
        due: None,
        urgency: Urgency::Fine,
        days: 0,
        unknown_year: String::new(),
        urged: String::new(),
        story: vec![],
    }
}

/// One that was answered, with what happened to it.
fn answered(terminal: &str) -> Application {
    let happened = |on: &str, kind: &str, code: &str, days| Happened {
        on: on.into(),
        kind: kind.into(),
        code: code.into(),
        days,
    };
    Application {
        story: vec![
            happened("2026-09-07", "application", "", None),
            happened("2026-09-08", "application-forwarded", "", Some(1)),
            happened("2026-09-29", "application-answered", "open", Some(16)),
        ],
        ..application(terminal, 40, "answered")
    }
}

fn figures(period: &str) -> Figures {
    let mut hours = [0; 24];
    hours[9] = 12;
    hours[14] = 30;
    Figures {
        period: if period.is_empty() {
            "202610".into()
        } else {
            period.into()
        },
        newest: "202610".into(),
        figures: Statistics {
            numbers: 42,
            slips: 30,
            paper_mm: 8_400,
            contents: [4, 20, 6],
            copied_pages: 17,
            hours,
            named: vec![("查阅点建设管理制度".into(), 9)],
            others: 21,
            searches: (120, 7),
            ..Statistics::default()
        },
    }
}

/// Two forms: one that is sealed, and one with two lines that do not agree; the second unless the first is named.
fn forms(number: &str) -> Forms {
    let head = |ordinal: u64, open, sealed| FormHead {
        number: format!("L01-1-Z-2026-{ordinal:04}"),
        lines: (ordinal * 25 - 24, ordinal * 25),
        open,
        sealed,
        compared: String::new(),
    };
    let heads = vec![head(16, 0, true), head(17, 2, false)];
    let shown = heads.iter().find(|head| head.number == number);
    let shown = shown.unwrap_or(&heads[1]).clone();
    let (first, last) = shown.lines;
    let lines = (first..=last).map(|line| {
        let (state, entered, found) = match line {
            401..=405 => (LineState::Agreed, Some((Made::Photocopy, 2)), None),
            406 => (
                LineState::RegisterOnly,
                Some((Made::Consultation, 3)),
                Some(LineFound::Blank),
            ),
            410 => (LineState::Explained, None, Some(LineFound::Spoiled)),
            414 => (LineState::PaperOnly, None, Some(LineFound::Written)),
            _ => (LineState::Unused, None, None),
        };
        FormLine {
            line,
            state,
            entered,
            found,
        }
    });
    Forms {
        shown: Some(Form {
            printed: "2026-10-01".into(),
            lines: lines.collect(),
            head: shown,
        }),
        forms: heads,
    }
}

fn checks() -> Checks {
    let mut shelf: Vec<ShelfItem> = ShelfKind::ALL
        .iter()
        .map(|kind| ShelfItem {
            kind: *kind,
            state: ShelfState::There,
            title: String::new(),
            day: String::new(),
        })
        .collect();
    shelf[3].state = ShelfState::Missing;
    shelf[4].title = "<b>公报</b> 第 9 期".into();
    shelf[4].day = "2026-10-14".into();
    let work = |work, at: &str, days| WorkItem {
        work,
        at: at.into(),
        days,
        failed: false,
    };
    Checks {
        number: "L01-1-J-20261006-0001".into(),
        at: "2026-10-06T08:50".into(),
        shelf,
        works: vec![
            work(Work::SelfTest, "2026-10-15T08:41", 0),
            work(Work::Cleaning, "2026-10-12T17:10", 3),
            work(Work::Gazette, "", 0),
        ],
    }
}

fn device() -> Device {
    Device {
        printer: "ready".into(),
        voice: "no-sound".into(),
        asked: "2026-10-15T14:35".into(),
        roll: Some(Roll {
            left_m: 9,
            whole_m: 50,
            ends: true,
        }),
        documents: Some(1_234),
        checked: "2026-10-15T09:12".into(),
        expires: "2026-10-14T09:00".into(),
        expired: true,
        import: Some(Import {
            at: "2026-10-01T10:00".into(),
            result: "refused".into(),
            put: 0,
            removed: 0,
        }),
        day_agrees: true,
        version: "0.1.0".into(),
        image: String::new(),
        disk_free_mb: Some(640),
        temperature_c: Some(48),
        links: (6, 1),
    }
}

fn day(terminal: &str) -> Day {
    let line = |ordinal: u32, manner, state| Line {
        number: format!("L01-{terminal}-20261015-{ordinal:04}"),
        at: "2026-10-15T14:31:02".into(),
        manner,
        title: "查阅点建设管理制度".into(),
        doc_no: "示政办发〔2026〕12号".into(),
        content: "whole".into(),
        labels: Vec::new(),
        amount: 280,
        form_no: String::new(),
        state,
        reason: String::new(),
        steps: Vec::new(),
    };
    let mut lines = vec![
        line(26, Manner::Slip, State::Printed),
        line(27, Manner::Slip, State::Unsettled),
    ];
    lines.insert(
        0,
        Line {
            title: "<img src=x onerror=alert(1)>".into(),
            ..line(25, Manner::Hand(Made::Photocopy), State::Written)
        },
    );
    Day {
        day: "20261015".into(),
        today: "20261015".into(),
        lines,
        slips_mm: 6_800,
        ..Day::default()
    }
}
