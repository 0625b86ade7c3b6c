//! What stands on the day sheet: the lines of one day in the order of their numbers, what they come to, and the heads of the chain that vouch
//! for them. Owns reading these from the register and putting them into words; draws nothing.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use journal::{
    Content, DayTotals, Filter, Finding, Gap, Head, Number, Outcome, Reader, Row, Soundness, State,
};

use crate::Error;
use crate::forms::forms_of;
use crate::words::Words;

/// The wall clock of the register.
const SHANGHAI: Offset = Offset::constant(8);
/// Numbers that are named one by one in a cell of the totals.
const NAMED_MAX: usize = 3;

/// Which terminal the sheet is of.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Point<'a> {
    pub name: &'a str,
    /// Wording on the plate (政务公开查阅点).
    pub plate: &'a str,
    /// `<site>-<terminal>`.
    pub terminal: &'a str,
}

/// One line, cell by cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DayLine {
    pub number: String,
    pub time: String,
    /// 凭条, A4, 复印, 查阅.
    pub kind: String,
    pub title: String,
    pub doc_no: String,
    pub content: String,
    pub amount: String,
    pub purpose: String,
    pub outcome: String,
    /// Why nothing came out, what an attendant found, that it was printed once more, why it is void.
    pub remark: String,
    /// Number of the paper form (纸表).
    pub form_no: String,
}

/// The sheet of one day, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DaySheet {
    pub site: String,
    pub terminal: String,
    pub date: String,
    /// First and last number, and how many.
    pub range: String,
    pub lines: Vec<DayLine>,
    /// Two rows of six.
    pub totals: [[String; 6]; 2],
    /// The paper forms (纸表) on which lines of the day stand too.
    pub forms: String,
    /// The chain's end of the day before, and of the day.
    pub head_before: Option<String>,
    pub head: String,
    /// What the QR code says: `DRP1;terminal;day;count;head`.
    pub code: String,
    /// What the check of the whole chain found.
    pub checked: String,
    /// It does not hold: said on top of each page.
    pub broken: bool,
    /// When it was made.
    pub made: String,
}

impl DaySheet {
    /// The sheet of `day`, `yyyymmdd`, with what a check of the registers found.
    pub fn read(
        reader: &Reader,
        point: &Point<'_>,
        day: &str,
        sound: &Soundness,
        now: Timestamp,
    ) -> Result<DaySheet, Error> {
        let words = Words::get();
        let rows = reader.rows(&Filter {
            from_day: Some(day.to_owned()),
            to_day: Some(day.to_owned()),
            ..Filter::default()
        })?;
        let mut reprinted = 0;
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            let reprints = match row.settled {
                Some(_) => reader.reprints(&row.number)?.len(),
                None => 0,
            };
            reprinted += reprints;
            lines.push(slip(words, row, reprints));
        }
        let papers = reader.matters("papers", day)?;
        let consultations = papers.iter().filter(|paper| {
            paper.state != "void"
                && paper.value("made") == Some(journal::Made::Consultation.as_code())
        });
        let consultations = consultations.count();
        lines.extend(papers.iter().map(|paper| by_hand(words, paper)));
        lines.sort_by_key(|line| Number::parse(&line.number).map(|number| number.ordinal));
        let totals = reader.day_totals(day)?;
        let gaps = reader.gaps()?;
        let gaps: Vec<&Gap> = gaps
            .iter()
            .filter(|gap| gap.prefix == point.terminal && gap.day == day)
            .collect();
        let heads = reader.heads()?;
        let before = heads.iter().rev().find(|(ended, _)| ended.as_str() < day);
        let head = heads.iter().rev().find(|(ended, _)| ended.as_str() <= day);
        let head = head.map_or_else(String::new, |(_, head)| hash(head));
        let count = lines.len().to_string();
        let short = |line: Option<&DayLine>| {
            line.map_or_else(String::new, |line| short(&line.number).to_owned())
        };
        let range = match lines.is_empty() {
            true => words.fill("range_none", &[]),
            false => {
                let (first, last) = (short(lines.first()), short(lines.last()));
                words.fill(
                    "range",
                    &[("from", &first), ("to", &last), ("count", &count)],
                )
            }
        };
        let code = format!("DRP1;{};{day};{count};{head}", point.terminal);
        for line in &mut lines {
            line.number = line
                .number
                .rsplit('-')
                .next()
                .unwrap_or_default()
                .to_owned();
        }
        Ok(DaySheet {
            site: format!("{}{}", point.name, point.plate),
            terminal: words.fill("terminal", &[("terminal", point.terminal)]),
            date: date(words, day),
            range,
            lines,
            totals: totals_of(words, &totals, &gaps, consultations, reprinted),
            forms: forms_of(words, reader, day, &papers)?,
            head_before: before.map(|(_, head)| grouped(&hash(head))),
            head: grouped(&head),
            code,
            checked: checked(words, sound),
            broken: !sound.holds(),
            made: SHANGHAI
                .to_datetime(now)
                .strftime("%Y-%m-%d %H:%M")
                .to_string(),
        })
    }
}

/// That the chain holds, or where it breaks as far as that can be named.
fn checked(words: &Words, sound: &Soundness) -> String {
    let key = match (sound.holds(), sound.number.is_empty()) {
        (true, _) => "chain_holds",
        (false, true) => "chain_breaks",
        (false, false) => "chain_breaks_at",
    };
    let (entries, problems) = (sound.entries.to_string(), sound.problems.to_string());
    words.fill(
        key,
        &[
            ("entries", &entries),
            ("problems", &problems),
            ("number", &sound.number),
        ],
    )
}

fn totals_of(
    words: &Words,
    totals: &DayTotals,
    gaps: &[&Gap],
    consultations: usize,
    reprinted: usize,
) -> [[String; 6]; 2] {
    let slips = &totals.slips;
    let metres = format!(
        "{}.{:02}",
        slips.paper_mm / 1000,
        slips.paper_mm % 1000 / 10
    );
    let say = |key: &str, value: &str| words.fill(key, &[("n", value)]);
    let none = words.fill("none", &[]);
    let count = |number: u64| {
        if number == 0 {
            none.clone()
        } else {
            number.to_string()
        }
    };
    let named: Vec<String> = gaps
        .iter()
        .take(NAMED_MAX)
        .map(|gap| match gap.from == gap.to {
            true => format!("{:04}", gap.from),
            false => format!("{:04}—{:04}", gap.from, gap.to),
        })
        .collect();
    let missing: u64 = gaps.iter().map(|gap| gap.to - gap.from + 1).sum();
    let missing = match (gaps.len(), named.is_empty()) {
        (_, true) => none.clone(),
        (all, _) if all > NAMED_MAX => words.fill("numbers", &[("n", &missing.to_string())]),
        _ => named.join(" "),
    };
    [
        [
            say("slips", &slips.rows.to_string()),
            say("came_out", &slips.came_out.to_string()),
            say("metres", &metres),
            say("printed_pages", &totals.printed_pages.to_string()),
            say("copied_pages", &totals.copied_pages.to_string()),
            words.fill(
                "volumes",
                &[
                    ("n", &consultations.to_string()),
                    ("volumes", &totals.volumes.to_string()),
                ],
            ),
        ],
        [
            words.fill(
                "not_out",
                &[
                    ("refused", &slips.refused.to_string()),
                    ("cancelled", &slips.cancelled.to_string()),
                ],
            ),
            say("unsettled", &slips.unsettled.to_string()),
            say("missing", &missing),
            say("void", &count(totals.void)),
            say("reprinted", &count(reprinted as u64)),
            words.fill("free", &[]),
        ],
    ]
}

fn slip(words: &Words, row: &Row, reprints: usize) -> DayLine {
    let number = row.number.clone();
    if row.unreadable {
        return DayLine {
            number,
            outcome: words.fill("unreadable", &[]),
            ..DayLine::default()
        };
    }
    let content = match &row.content {
        Some(Content::Excerpt { articles }) if row.labels.is_empty() => articles.join("、"),
        Some(Content::Excerpt { .. }) => row.labels.join("、"),
        Some(content) => words.say("content", content.as_code()),
        None => String::new(),
    };
    let outcome = match (&row.outcome, row.state) {
        (Some(outcome), _) => outcome.as_code(),
        (None, State::Done) => "unknown",
        (None, _) => "open",
    };
    let refused = match &row.outcome {
        Some(Outcome::Refused { reason }) => Some(words.say("reason", reason)),
        _ => None,
    };
    let found = row
        .settled
        .as_ref()
        .map(|settled| words.say("found", Finding::as_code(settled.found)));
    let again = (reprints > 0).then(|| words.fill("again", &[("n", &reprints.to_string())]));
    DayLine {
        number,
        time: clock(&row.at),
        kind: words.say("kind", "slip"),
        title: row
            .title
            .clone()
            .unwrap_or_else(|| words.fill("redacted", &[])),
        doc_no: row.doc_no.clone().unwrap_or_default(),
        content,
        amount: row.length_mm.map_or_else(String::new, |mm| {
            words.fill("centimetres", &[("n", &mm.div_ceil(10).to_string())])
        }),
        purpose: row.purpose.map_or_else(String::new, |purpose| {
            words.say("purpose", purpose.as_code())
        }),
        outcome: words.say("outcome", outcome),
        remark: [refused, found, again]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        form_no: String::new(),
    }
}

fn by_hand(words: &Words, paper: &journal::Matter) -> DayLine {
    let value = |field: &str| paper.value(field).unwrap_or_default();
    let made = value("made");
    let at = paper.entries.first().map_or("", |entry| entry.at.as_str());
    DayLine {
        number: paper.number.clone(),
        time: clock(at),
        kind: words.say("kind", made),
        title: value("title").to_owned(),
        doc_no: value("doc_no").to_owned(),
        content: String::new(),
        amount: words.fill(&format!("amount_{made}"), &[("n", value("amount"))]),
        purpose: paper
            .value("purpose")
            .map_or_else(String::new, |code| words.say("purpose", code)),
        outcome: words.say("outcome", paper.state),
        remark: remark_by_hand(words, paper),
        form_no: value("form_no").to_owned(),
    }
}

/// That it was entered later, and why it is void.
fn remark_by_hand(words: &Words, paper: &journal::Matter) -> String {
    let late = paper.value("written_on");
    let late = late.map(|_| words.fill("written_later", &[]));
    let why = paper.value("why").filter(|_| paper.state == "void");
    let told: Vec<String> = late.into_iter().chain(why.map(str::to_owned)).collect();
    told.join(" ")
}

fn hash(head: &Head) -> String {
    hex::encode_upper(head.hash)
}

/// In groups of four, as people compare them.
fn grouped(hash: &str) -> String {
    let letters: Vec<char> = hash.chars().collect();
    let groups = letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

/// The count of a number.
fn short(number: &str) -> &str {
    number.rsplit('-').next().unwrap_or_default()
}

/// `14:36` on the wall.
fn clock(at: &str) -> String {
    at.parse::<Timestamp>().map_or_else(
        |_| String::new(),
        |at| SHANGHAI.to_datetime(at).strftime("%H:%M").to_string(),
    )
}

/// 2026年10月14日　星期三; the text itself if it is no day.
fn date(words: &Words, day: &str) -> String {
    let part = |from: usize, to: usize| day.get(from..to).and_then(|text| text.parse::<i16>().ok());
    let date = part(0, 4).zip(part(4, 6)).zip(part(6, 8));
    let date = date.and_then(|((year, month), day)| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    });
    let Some(date) = date else {
        return day.to_owned();
    };
    let weekday = words.say(
        "weekday",
        &date.weekday().to_monday_one_offset().to_string(),
    );
    words.fill(
        "date",
        &[
            ("year", &date.year().to_string()),
            ("month", &date.month().to_string()),
            ("day", &date.day().to_string()),
            ("weekday", &weekday),
        ],
    )
}
