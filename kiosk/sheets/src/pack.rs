//! What an inspection of a reading point asks for (五个一: one plate, one set of equipment, one shelf, one desk, one set of rules), each with what stands and
//! by what it is proved. Owns counting it from the registers and putting it into words; what settings and mirror say is told to it.

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::tz::Offset;
use journal::{Matter, REGISTERS, Reader, ShelfKind, Table, Work, shelf_states};

use crate::Error;
use crate::words::Words;

/// The wall clock of the register.
const SHANGHAI: Offset = Offset::constant(8);
/// The five, as files and words call them.
pub const CHAPTERS: [&str; 5] = ["plate", "equipment", "shelf", "desk", "rules"];
/// Titles that are named in one cell.
const TITLES_MAX: usize = 3;

/// What settings and mirror say of the point.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Facts {
    pub name: String,
    /// Wording on the plate (标识牌).
    pub plate: String,
    /// `<site>-<terminal>`.
    pub terminal: String,
    /// What kind of house it is, as the settings call it.
    pub kind: String,
    /// Opening hours in words; may be empty.
    pub hours: String,
    /// The same as the terminal keeps them: working days, Saturdays, Sundays; all empty where none are set.
    pub spans: [String; 3],
    pub portal: String,
    /// Names of the links for visitors.
    pub links: Vec<String>,
    /// Version of the program.
    pub version: String,
    /// Profile of the printer; empty without one.
    pub printer: String,
    /// Documents in the mirror; `None` while it cannot be read.
    pub documents: Option<u64>,
    /// When the data was confirmed current, RFC 3339; empty if never.
    pub checked: String,
    /// Documents of each kind of the shelf, and the day of the newest.
    pub on_shelf: Vec<(ShelfKind, u64, String)>,
    /// Titles of the point's rules, the newest first.
    pub rules: Vec<String>,
    /// Titles on paper.
    pub holdings: u64,
    /// The office that answers; may be empty.
    pub office: String,
    /// Applications and opinions can be handed in on the screen.
    pub takes_in: bool,
}

/// One line: what is asked for, how it stands, what proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PackLine {
    pub item: String,
    pub stands: String,
    pub proof: String,
}

/// The pack in words, a chapter for each of [`CHAPTERS`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Pack {
    pub site: String,
    pub terminal: String,
    /// When it was made.
    pub made: String,
    pub chapters: [Vec<PackLine>; 5],
}

/// The lines of one chapter while they are written.
struct Chapter<'w> {
    words: &'w Words,
    lines: Vec<PackLine>,
}

impl Chapter<'_> {
    /// `item` and `proof` are keys of words, `stands` is what it is.
    fn line(&mut self, item: &str, stands: String, proof: &str) {
        let none = || self.words.say("pack", "none");
        self.lines.push(PackLine {
            item: self.words.say("pack_item", item),
            stands: if stands.is_empty() { none() } else { stands },
            proof: self.words.say("pack_proof", proof),
        });
    }
}

impl Pack {
    /// Of the present year, with what the registers hold.
    pub fn read(reader: &Reader, facts: &Facts, now: Timestamp) -> Result<Pack, Error> {
        let words = Words::get();
        let today = journal::day_of(now);
        let year = today.get(..4).unwrap_or_default().to_owned();
        let mut chapters: [Chapter<'_>; 5] = std::array::from_fn(|_| Chapter {
            words,
            lines: Vec::new(),
        });
        let [plate, equipment, shelf, desk, rules] = &mut chapters;
        of_plate(plate, facts);
        of_equipment(equipment, facts, reader, &year)?;
        of_shelf(shelf, facts, reader, &year)?;
        of_desk(desk, facts, reader, &year)?;
        of_rules(rules, facts, reader, &year)?;
        Ok(Pack {
            site: format!("{}{}", facts.name, facts.plate),
            terminal: words.fill("terminal", &[("terminal", &facts.terminal)]),
            made: minute(now),
            chapters: chapters.map(|chapter| chapter.lines),
        })
    }

    /// Writes one chapter as CSV for a spreadsheet.
    pub fn write_csv(&self, chapter: usize, out: &mut dyn Write) -> io::Result<()> {
        let words = Words::get();
        let head = ["item", "stands", "proof"].map(|key| words.say("pack", key));
        let mut table = Table::bare(out)?;
        table.line(&head)?;
        for line in self.chapters.get(chapter).into_iter().flatten() {
            table.line(&[&line.item, &line.stands, &line.proof])?;
        }
        table.end()
    }
}

fn of_plate(chapter: &mut Chapter<'_>, facts: &Facts) {
    let words = chapter.words;
    chapter.line("plate", facts.plate.clone(), "settings");
    chapter.line("house", facts.name.clone(), "settings");
    chapter.line("kind", words.say("site_kind", &facts.kind), "settings");
    chapter.line("hours", opening(words, facts), "settings");
    chapter.line("terminal", facts.terminal.clone(), "settings");
}

/// What people wrote comes before what is only kept.
fn opening(words: &Words, facts: &Facts) -> String {
    let spans = &facts.spans;
    if !facts.hours.is_empty() || spans.iter().all(String::is_empty) {
        return facts.hours.clone();
    }
    let [weekdays, saturday, sunday] = spans.each_ref().map(|spans| match spans.is_empty() {
        true => words.say("pack", "not_open"),
        false => spans.clone(),
    });
    let days = words.say("pack", "open_days");
    days.replace("{weekdays}", &weekdays)
        .replace("{saturday}", &saturday)
        .replace("{sunday}", &sunday)
}

fn of_equipment(
    chapter: &mut Chapter<'_>,
    facts: &Facts,
    reader: &Reader,
    year: &str,
) -> Result<(), Error> {
    let words = chapter.words;
    let count = |n: Option<u64>| n.map_or_else(String::new, |n| words.count("pieces", n));
    chapter.line("version", facts.version.clone(), "settings");
    chapter.line("printer", facts.printer.clone(), "settings");
    chapter.line("portal", facts.portal.clone(), "settings");
    chapter.line("links", facts.links.join("、"), "settings");
    chapter.line("documents", count(facts.documents), "mirror");
    chapter.line("checked", stored(&facts.checked), "mirror");
    let works = reader.matters("maintenance", year)?;
    for work in [
        Work::SelfTest,
        Work::Cleaning,
        Work::Inspection,
        Work::Repair,
        Work::RollChanged,
    ] {
        chapter.line(work.as_code(), times(words, &works, work), "maintenance");
    }
    Ok(())
}

fn of_shelf(
    chapter: &mut Chapter<'_>,
    facts: &Facts,
    reader: &Reader,
    year: &str,
) -> Result<(), Error> {
    let words = chapter.words;
    let checks = reader.shelf_checks(&format!("{year}0101"))?;
    let last = checks.last();
    let states = last.map(shelf_states);
    for (at, kind) in ShelfKind::ALL.iter().enumerate() {
        let state = states.map_or_else(
            || words.say("pack", "unchecked"),
            |states| words.say("shelf_state", states[at].as_code()),
        );
        let held = facts.on_shelf.iter().find(|(known, ..)| known == kind);
        let held = held.filter(|(_, count, _)| *count > 0);
        let nothing = || words.say("pack", "not_on_screen");
        let screen = held.map_or_else(nothing, |(_, count, newest)| {
            words.filled(
                "pack",
                "on_screen",
                &[("n", &count.to_string()), ("newest", newest)],
            )
        });
        chapter.line(kind.as_code(), format!("{state}{screen}"), "shelf");
    }
    let looked = last.map_or_else(String::new, at);
    let looked = match looked.is_empty() {
        true => looked,
        false => words.filled(
            "pack",
            "times",
            &[("n", &checks.len().to_string()), ("last", &looked)],
        ),
    };
    chapter.line("shelf_checks", looked, "shelf");
    let works = reader.matters("maintenance", year)?;
    for (item, work) in [
        ("gazette_received", Work::Gazette),
        (Work::AttributeChange.as_code(), Work::AttributeChange),
    ] {
        chapter.line(item, times(words, &works, work), "maintenance");
    }
    chapter.line(
        "holdings",
        words.count("pieces", facts.holdings),
        "holdings",
    );
    Ok(())
}

fn of_desk(
    chapter: &mut Chapter<'_>,
    facts: &Facts,
    reader: &Reader,
    year: &str,
) -> Result<(), Error> {
    let words = chapter.words;
    let figures = reader.statistics(year)?;
    let answered = |all: u64, answered: u64| {
        let values = [("n", all.to_string()), ("answered", answered.to_string())];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        words.filled("pack", "of_which", &values)
    };
    chapter.line("slips", words.count("slips", figures.slips), "prints");
    chapter.line(
        "copies",
        words.count("pages", figures.printed_pages + figures.copied_pages),
        "papers",
    );
    chapter.line("volumes", words.count("volumes", figures.volumes), "papers");
    chapter.line("calls", words.count("pieces", figures.calls), "calls");
    chapter.line("office", facts.office.clone(), "settings");
    let way = if facts.takes_in { "screen" } else { "paper" };
    chapter.line("intake", words.say("pack", way), "settings");
    let applications = answered(figures.applications, figures.answered);
    chapter.line("applications", applications, "applications");
    let opinions = answered(figures.opinions, figures.opinions_answered);
    chapter.line("opinions", opinions, "opinions");
    let mut years = reader.appraisals()?.into_iter();
    let of_year = years.find(|held| held.year == year);
    let papers = words.count("papers", of_year.map_or(0, |held| held.papers));
    chapter.line("appraisal", papers, "appraisal");
    Ok(())
}

fn of_rules(
    chapter: &mut Chapter<'_>,
    facts: &Facts,
    reader: &Reader,
    year: &str,
) -> Result<(), Error> {
    let words = chapter.words;
    let named: Vec<&str> = facts
        .rules
        .iter()
        .take(TITLES_MAX)
        .map(String::as_str)
        .collect();
    chapter.line("rules_titles", named.join("；"), "mirror");
    chapter.line("free", words.say("pack", "free"), "prints");
    chapter.line("names", words.say("pack", "names"), "prints");
    let kept: Vec<String> = REGISTERS
        .iter()
        .map(|register| words.say("pack_register", register.name))
        .collect();
    chapter.line("registers", kept.join("、"), "chain");
    let sheets = reader.sheets(&[year.to_owned()])?;
    let sealed = sheets.iter().filter(|sheet| sheet.sealed).count();
    let forms = words.filled(
        "pack",
        "forms",
        &[
            ("n", &sheets.len().to_string()),
            ("sealed", &sealed.to_string()),
        ],
    );
    chapter.line("forms", forms, "sheets");
    let months = reader.matters("months", year)?;
    let mut closed = Vec::new();
    for month in months.iter().filter_map(|month| month.value("month")) {
        let changed = !reader.month(month, &[], "")?.changed.is_empty();
        closed.push(match changed {
            true => words.filled("pack", "month_changed", &[("month", month)]),
            false => month.to_owned(),
        });
    }
    chapter.line("months", closed.join("、"), "months");
    let head = reader.head()?;
    let hash = hex::encode_upper(head.hash);
    chapter.line("head", format!("{} {hash}", head.seq), "chain");
    Ok(())
}

/// How often, and when last.
fn times(words: &Words, works: &[Matter], wanted: Work) -> String {
    let mut own = works
        .iter()
        .filter(|matter| matter.value("work") == Some(wanted.as_code()));
    let count = own.clone().count();
    let last = own.next_back().map(at);
    last.map_or_else(String::new, |last| {
        words.filled(
            "pack",
            "times",
            &[("n", &count.to_string()), ("last", &last)],
        )
    })
}

/// When a number was opened.
fn at(matter: &Matter) -> String {
    let first = matter.entries.first();
    first.map_or_else(String::new, |entry| stored(&entry.at))
}

/// A stored time on the wall; empty where there is none.
fn stored(at: &str) -> String {
    at.parse::<Timestamp>()
        .map_or_else(|_| String::new(), minute)
}

fn minute(at: Timestamp) -> String {
    SHANGHAI
        .to_datetime(at)
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}
