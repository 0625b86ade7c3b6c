//! What stands on each page, as text that browsers read. Pure: data and words to markup. Owns what stands around every page; decides nothing.

pub mod checks;
pub mod device;
mod due;
pub mod enter;
pub mod export;
pub mod forms;
pub mod handover;
pub mod keys;
pub mod matters;
pub mod register;
pub mod statistics;
pub mod today;
pub mod wanted;

use hatch::{State, Today};
use maud::{DOCTYPE, Markup, html};

use crate::visits::Visit;
use crate::words::Language;

pub const STYLE: &str = include_str!("style.css");
pub const KEYS: &str = include_str!("keys.js");

/// What every page needs to know.
pub struct Shown<'a> {
    pub words: &'a Language,
    pub visit: &'a Visit,
    /// How this terminal is.
    pub today: &'a Today,
    /// All terminals of the house, this one first.
    pub terminals: &'a [Terminal],
    /// What came of the last act.
    pub told: Option<Said>,
}

/// A terminal of the house.
pub struct Terminal {
    pub terminal: String,
    /// What people call its place; empty for this one.
    pub name: String,
    /// Where it is acted; empty for this one.
    pub address: String,
    /// `None` when it did not answer.
    pub today: Option<Today>,
}

/// What came of an act.
pub struct Said {
    pub good: bool,
    pub text: String,
}

/// The areas, by their digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Area {
    Today,
    Register,
    Matters,
    Checks,
    Statistics,
    Device,
    Handover,
    /// The list of keys; it stands in no menu.
    Keys,
}

impl Area {
    const ALL: [Area; 7] = [
        Area::Today,
        Area::Register,
        Area::Matters,
        Area::Checks,
        Area::Statistics,
        Area::Device,
        Area::Handover,
    ];

    fn code(self) -> &'static str {
        match self {
            Area::Today => "today",
            Area::Register => "register",
            Area::Matters => "matters",
            Area::Checks => "checks",
            Area::Statistics => "statistics",
            Area::Device => "device",
            Area::Handover => "handover",
            Area::Keys => "keys",
        }
    }
}

impl Shown<'_> {
    /// The word of a key.
    pub fn say(&self, key: &str) -> &str {
        self.words.say(key)
    }

    /// A page with everything around it.
    pub fn page(&self, area: Area, body: &Markup) -> Markup {
        let today = self.today;
        let role = self.visit.by.as_code();
        let count = self.terminals.len().to_string();
        let (date, time) = split(&today.now);
        html! {
            (DOCTYPE)
            html lang=(self.say("lang")) {
                (head(self.words))
                body data-again="1" {
                    header {
                        span.plate { (today.plate) }
                        strong { (self.words.fill("frame.on-duty", &[("role", role)])) }
                        span.quiet {
                            (today.house) " · "
                            (self.words.fill("frame.terminals", &[("count", &count)]))
                            @if let Some(data) = &today.data { " · " (self.words.fill("frame.data", &[("time", &data.checked.replace('T', " "))])) }
                        }
                        span.end { span.quiet { (self.date(date)) } " " strong { (time) } }
                    }
                    nav aria-label=(self.say("frame.areas")) {
                        @for (at, one) in Area::ALL.iter().enumerate() {
                            @let key = (at + 1).to_string();
                            a href={ "/" (one.code()) } accesskey=(key) data-key=(key) aria-current=[(*one == area).then_some("page")] {
                                (self.say(&format!("area.{}", one.code())))
                                @let badge = self.badge(*one);
                                @if badge > 0 { span.badge { (badge) } }
                                kbd { (key) }
                            }
                        }
                        @if area != Area::Today {
                            a href="/today#note" accesskey="n" data-key="n" { (self.say("note.title")) kbd { "N" } }
                        }
                        form.leave method="post" action="/leave" {
                            (self.token())
                            button.leave data-key="Escape" accesskey="q" { (self.say("frame.leave")) kbd { "Esc" } }
                        }
                    }
                    main {
                        @if let Some(said) = &self.told {
                            p.said.bad[!said.good] role="status" { (said.text) }
                        }
                        (body)
                    }
                    footer {
                        span {
                            kbd { "↑" } " " kbd { "↓" } " " (self.say("key.row")) "\u{2003}"
                            kbd { "Enter" } " " (self.say("key.do")) "\u{2003}"
                            kbd { "N" } " " (self.say("key.note")) "\u{2003}"
                            kbd { "/" } " " (self.say("key.search")) "\u{2003}"
                            a href="/keys" data-key="?" { kbd { "?" } " " (self.say("key.all")) }
                        }
                        span.end { (self.say("frame.house-only")) }
                    }
                }
            }
        }
    }

    /// How the terminals are that answered, this one first.
    pub fn answered(&self) -> impl Iterator<Item = &Today> {
        self.terminals.iter().filter_map(|one| one.today.as_ref())
    }

    /// The printer takes jobs, as far as anybody asked it.
    pub fn prints(&self) -> bool {
        prints(self.today)
    }

    /// The sheet of a day (日表), of this terminal: as a file for the office's printer, and on the terminal's own.
    pub fn day_sheet(&self, day: &str, back: &str) -> Markup {
        html! {
            span.end.tools {
                a.button href={ "/day-sheet?day=" (day) } data-key="p" accesskey="p" { (self.say("act.day-sheet")) kbd { "P" } }
                @if self.prints() {
                    (self.act(&Act {
                        act: "print-day", back, fields: &[("day", day)], says: self.say("act.print-day"), key: Some("t"), main: false, first: false,
                    }))
                }
            }
        }
    }

    /// What a form proves that it came from this page.
    pub fn token(&self) -> Markup {
        html! { input type="hidden" name="token" value=(self.visit.token); }
    }

    /// A form with one button: an act on a number.
    pub fn act(&self, act: &Act<'_>) -> Markup {
        html! {
            form.act method="post" action="/act" {
                (self.token())
                input type="hidden" name="act" value=(act.act);
                input type="hidden" name="back" value=(act.back);
                @for (name, value) in act.fields { input type="hidden" name=(name) value=(value); }
                button.main[act.main] data-key=[act.key] accesskey=[act.key] autofocus[act.first] {
                    (act.says)
                    @if let Some(key) = act.key { kbd { (key.to_uppercase()) } }
                    @else if act.first { kbd { "Enter" } }
                }
            }
        }
    }

    /// The day with its weekday, as people say it.
    fn date(&self, date: &str) -> String {
        let Ok(day) = date.parse::<jiff::civil::Date>() else {
            return date.to_owned();
        };
        let at = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        let mut names = self.say("frame.weekdays").split(' ');
        self.words.fill(
            "frame.date",
            &[
                ("month", &day.month().to_string()),
                ("day", &day.day().to_string()),
                ("weekday", names.nth(at).unwrap_or_default()),
            ],
        )
    }

    /// How much waits there, at all terminals of the house.
    fn badge(&self, area: Area) -> usize {
        match area {
            // The shelf is the house's.
            Area::Checks => lacks(self.today),
            _ => self.answered().map(|today| waits(today, area)).sum(),
        }
    }
}

fn waits(today: &Today, area: Area) -> usize {
    match area {
        Area::Today | Area::Checks | Area::Handover | Area::Statistics | Area::Keys => 0,
        Area::Register => today.slips.len(),
        Area::Device => usize::from(!today.printer.is_empty() && !prints(today)),
        Area::Matters => {
            let due = |one: &&hatch::Application| one.waits();
            today.applications.iter().filter(due).count() + today.opinions.len()
        }
    }
}

/// What is to be brought to the shelf or looked at there.
fn lacks(today: &Today) -> usize {
    let kinds = usize::try_from(today.shelf.0.saturating_add(today.shelf.1));
    let late = [today.shelf_days, today.gazette_days].into_iter().flatten();
    kinds.unwrap_or(0) + late.count() + today.editions.len()
}

fn prints(today: &Today) -> bool {
    !matches!(
        today.printer.as_str(),
        "" | "none" | "paper-out" | "cover-open" | "offline" | "error"
    )
}

/// What people call a terminal.
pub fn place(shown: &Shown, one: &Terminal) -> String {
    let gaps = [
        ("terminal", one.terminal.as_str()),
        ("name", one.name.as_str()),
    ];
    shown.words.fill("today.place", &gaps).trim_end().to_owned()
}

/// A button that does something.
pub struct Act<'a> {
    pub act: &'a str,
    pub back: &'a str,
    pub fields: &'a [(&'a str, &'a str)],
    pub says: &'a str,
    /// The key that stands on it.
    pub key: Option<&'a str>,
    /// The one thing to do.
    pub main: bool,
    /// It has the focus when the page comes.
    pub first: bool,
}

/// A new roll of paper (换了新卷), so many metres.
pub fn roll_form(shown: &Shown, back: &str, whole_m: u64, key: Option<&str>) -> Markup {
    html! {
        form.act method="post" action="/act" {
            (shown.token())
            input type="hidden" name="act" value="roll";
            input type="hidden" name="back" value=(back);
            label { (shown.say("today.roll-metres")) input.number type="number" name="metres" min="1" max=(hatch::ROLL_M_MAX) value=(whole_m) required data-key=[key] accesskey=[key]; }
            button { (shown.say("act.new-roll")) @if let Some(key) = key { kbd { (key.to_uppercase()) } } }
        }
    }
}

/// What stands in the head of every page.
fn head(words: &Language) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { (words.say("frame.title")) }
            link rel="stylesheet" href="/style.css";
            script src="/keys.js" defer {}
        }
    }
}

/// The running number of a register number, as people call it.
pub fn short(number: &str) -> &str {
    number.rsplit('-').next().unwrap_or(number)
}

/// `2026-10-15`, `14:36` of a local time.
pub fn split(at: &str) -> (&str, &str) {
    at.split_once('T').unwrap_or((at, ""))
}

/// `2026-10-15` of `20261015`; empty for what is no day.
pub fn dashed(day: &str) -> String {
    match (day.get(..4), day.get(4..6), day.get(6..8)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => String::new(),
    }
}

/// Class of how bad a state is: it is told by words as well.
pub fn tone(state: State) -> &'static str {
    match state {
        State::Unsettled => "bad",
        State::Refused | State::Out => "warn",
        State::Cancelled | State::Void | State::UnderWay => "dull",
        _ => "good",
    }
}

/// What became of a line, in words.
pub fn state(words: &Language, state: State) -> &str {
    let key = match state {
        State::UnderWay => "under-way",
        State::Printed => "printed",
        State::Sent => "sent",
        State::Refused => "refused",
        State::Cancelled => "cancelled",
        State::Unsettled => "unsettled",
        State::Settled(found) => return words.code("code.found", found.as_code()),
        State::Reprinted => "reprinted",
        State::Written => "written",
        State::Out => "out",
        State::Returned => "returned",
        State::Void => "void",
    };
    words.say(&format!("state.{key}"))
}

/// Metres and centimetres of paper.
pub fn metres(mm: u64) -> String {
    format!("{}.{}", mm / 1_000, mm % 1_000 / 100)
}

/// A way to what stands beside; told, and no way, where there is nothing.
pub fn turn(says: &str, key: &str, to: Option<String>) -> Markup {
    html! {
        @match to {
            Some(to) => a.button href=(to) data-key=(key) { (says) kbd { (printed(key)) } },
            None => span.button.off { (says) },
        }
    }
}

/// A key as keyboards print it.
pub fn printed(key: &str) -> &str {
    match key {
        "PageUp" => "PgUp",
        "PageDown" => "PgDn",
        "ArrowUp" => "↑",
        "ArrowDown" => "↓",
        "Escape" => "Esc",
        other => other,
    }
}
