//! A month of three terminals around the Spring Festival: slips with every outcome, power cuts, handovers, lines made void, redactions,
//! opinions, applications. What the registers say afterwards is what a plain recount says, and nothing can be changed in silence.

use crate::tampers::{each_change_is_found, random};
use jiff::{SignedDuration, Timestamp};
use journal::{
    Answer, Applicant, Application, ApplicationWay, Closing, Content, DayTotals, Filter, Finding,
    Handover, Made, Number, Opinion, OpinionAbout, OpinionWay, Outcome, Paper, Purpose, Reader,
    Request, Role, Writer, parse_heads, verify,
};
use std::collections::BTreeMap;
use std::path::Path;

/// From 2 February to 6 March 2026 closed: weekends, the festival from 15 to 23 February; the Saturdays 14 and 28 February are worked.
const CLOSED: [i64; 12] = [5, 6, 13, 14, 15, 16, 17, 18, 19, 20, 21, 27];
const DAYS: i64 = 33;
const TERMINALS: [&str; 3] = ["1", "2", "3"];
/// Random changes tried on the months together; `TAMPERINGS` asks for another number.
const TAMPERINGS: u64 = 120;

/// What one terminal did, counted beside it.
#[derive(Default)]
struct Recount {
    days: BTreeMap<String, DayTotals>,
    numbers: BTreeMap<String, Vec<u64>>,
    /// Applications by row of the yearly table.
    rows: BTreeMap<&'static str, u64>,
    heads: String,
}

struct Terminal<'d> {
    dir: &'d Path,
    name: &'static str,
    writer: Option<Writer>,
    now: Timestamp,
    seed: u64,
    count: Recount,
    applications: Vec<(String, &'static str)>,
}

impl Terminal<'_> {
    fn chance(&mut self, of: u64) -> bool {
        random(&mut self.seed, of) == 0
    }

    fn writer(&mut self) -> &mut Writer {
        self.writer.as_mut().unwrap()
    }

    fn wait(&mut self) {
        self.now += SignedDuration::from_secs(30 + random(&mut self.seed, 300) as i64);
    }

    fn day(&self) -> String {
        journal::day_of(self.now)
    }

    fn totals(&mut self) -> &mut DayTotals {
        let day = self.day();
        self.count.days.entry(day).or_default()
    }

    fn given(&mut self, number: &str) {
        let number = Number::parse(number).unwrap();
        self.count
            .numbers
            .entry(number.day)
            .or_default()
            .push(number.ordinal);
    }

    /// The power goes: the program starts again, what may have been on its way is unknown.
    fn power(&mut self) {
        self.writer = None;
        self.writer = Some(Writer::open(self.dir, "L01", self.name, self.now).unwrap());
    }

    fn slip(&mut self) {
        self.wait();
        let now = self.now;
        let length_mm = 80 + u32::try_from(random(&mut self.seed, 600)).unwrap();
        let study = self.chance(2);
        let request = Request {
            document_id: "demo/1".into(),
            document_rev: 1,
            title: "住房公积金提取办法".into(),
            doc_no: Some("示政办发〔2026〕31号".into()),
            content: Content::Reference,
            labels: vec![],
            length_mm,
            purpose: study.then_some(Purpose::Study),
        };
        let number = self.writer().begin(&request, now).unwrap().number;
        self.given(&number);
        let paper = u64::from(length_mm);
        let slips = &mut self.totals().slips;
        slips.rows += 1;
        match random(&mut self.seed, 12) {
            0 => {
                self.totals().slips.refused += 1;
                self.power();
            }
            1 => {
                self.totals().slips.cancelled += 1;
                self.writer()
                    .finish(&number, &Outcome::Cancelled, now)
                    .unwrap();
            }
            2 => {
                self.totals().slips.refused += 1;
                let reason = "paper-out".into();
                self.writer()
                    .finish(&number, &Outcome::Refused { reason }, now)
                    .unwrap();
            }
            3 => {
                self.writer().sending(&number, now).unwrap();
                self.power();
                self.unknown(&number, paper);
            }
            4 => {
                self.writer().sending(&number, now).unwrap();
                let reason = "timeout".into();
                self.writer()
                    .finish(&number, &Outcome::Unknown { reason }, now)
                    .unwrap();
                self.unknown(&number, paper);
            }
            5 => {
                self.writer().sending(&number, now).unwrap();
                self.writer().finish(&number, &Outcome::Sent, now).unwrap();
                let slips = &mut self.totals().slips;
                (slips.sent, slips.paper_mm) = (slips.sent + 1, slips.paper_mm + paper);
            }
            _ => {
                self.writer().sending(&number, now).unwrap();
                let confirmed_by = "process-id".into();
                self.writer()
                    .finish(&number, &Outcome::Printed { confirmed_by }, now)
                    .unwrap();
                let slips = &mut self.totals().slips;
                (slips.printed, slips.paper_mm) = (slips.printed + 1, slips.paper_mm + paper);
            }
        }
        if study && self.chance(3) {
            let now = self.now;
            self.writer().redact(&number, &["purpose"], now).unwrap();
        }
    }

    fn unknown(&mut self, number: &str, paper: u64) {
        let now = self.now;
        let slips = &mut self.totals().slips;
        (slips.unknown, slips.paper_mm) = (slips.unknown + 1, slips.paper_mm + paper);
        match random(&mut self.seed, 3) {
            0 => self.totals().slips.unsettled += 1,
            1 => self
                .writer()
                .settle(number, Finding::CameOut, Role::A, now)
                .unwrap(),
            _ => {
                self.writer()
                    .settle(number, Finding::Nothing, Role::B, now)
                    .unwrap();
                self.writer().reprint(number, Role::B, now).unwrap();
                let confirmed_by = "status".into();
                let printed = Outcome::Printed { confirmed_by };
                self.writer().finish_reprint(number, &printed, now).unwrap();
            }
        }
    }

    fn by_hand(&mut self) {
        self.wait();
        let now = self.now;
        let amount = 1 + random(&mut self.seed, 9);
        let made =
            [Made::Print, Made::Photocopy, Made::Consultation][random(&mut self.seed, 3) as usize];
        let paper = Paper {
            amount,
            form_no: Some("0401".into()),
            ..Paper::default()
        };
        let number = self
            .writer()
            .enter(&paper.entry(made, Role::A), now)
            .unwrap();
        self.given(&number);
        let void = self.chance(5);
        let totals = self.totals();
        totals.by_hand += 1;
        if void {
            totals.void += 1;
            self.writer()
                .enter(&Paper::void(&number, Some("写错了"), Role::A), now)
                .unwrap();
            return;
        }
        match made {
            Made::Print => totals.printed_pages += amount,
            Made::Photocopy => totals.copied_pages += amount,
            Made::Consultation => totals.volumes += amount,
        }
        if matches!(made, Made::Consultation) {
            match self.chance(2) {
                true => self.totals().volumes_out += amount,
                false => {
                    self.writer()
                        .enter(&Paper::returned(&number, Role::A), now)
                        .unwrap();
                }
            }
        }
    }

    fn opinion(&mut self) {
        self.wait();
        let now = self.now;
        let received = Opinion::received(
            OpinionWay::Screen,
            OpinionAbout::Service,
            "sealed",
            None,
            None,
        );
        let number = self.writer().enter(&received, now).unwrap();
        if self.chance(2) {
            let answered = Opinion::answered(&number, "谢谢", true, Role::B);
            self.writer().enter(&answered, now).unwrap();
        }
    }

    fn application(&mut self) {
        self.wait();
        let (now, day) = (self.now, self.day());
        let applicant = Applicant::CODES[random(&mut self.seed, 6) as usize];
        let application = Application {
            way: ApplicationWay::Oral,
            applicant: Applicant::from_code(applicant).unwrap(),
            received_on: day.clone(),
            to_office: "示例市人民政府办公室".into(),
            content_sealed: "sealed".into(),
            contact_sealed: "sealed".into(),
        };
        let number = self
            .writer()
            .enter(&application.received(Role::A), now)
            .unwrap();
        *self.count.rows.entry("new").or_default() += 1;
        let forwarded = Application::forwarded(&number, &day, "示例市人民政府办公室", Role::A);
        self.writer().enter(&forwarded, now).unwrap();
        self.applications.push((number, "left"));
    }

    /// The paper comes back from the office.
    fn answer(&mut self) {
        self.wait();
        let (now, day) = (self.now, self.day());
        let Some((number, _)) = self.applications.pop() else {
            return;
        };
        let (entry, row) = match random(&mut self.seed, 8) {
            0 => (
                Application::closed(&number, &day, Closing::Withdrawn, Role::B),
                "other-answer",
            ),
            1 => (Application::void(&number, None, Role::B), ""),
            _ => {
                let row = Answer::CODES[random(&mut self.seed, 21) as usize];
                let answer = Answer::from_code(row).unwrap();
                (Application::answered(&number, &day, answer, Role::B), row)
            }
        };
        if self.chance(4) && !row.is_empty() {
            let steps = [
                Application::correction(&number, &day, &day, Role::A),
                Application::corrected(&number, &day, Role::A),
                Application::asked_others(&number, &day, Role::A),
                Application::others_answered(&number, &day, Role::A),
                Application::extended(&number, &day, 10, Role::A),
            ];
            for step in steps {
                self.writer().enter(&step, now).unwrap();
            }
        }
        self.writer().enter(&entry, now).unwrap();
        match row {
            "" => *self.count.rows.get_mut("new").unwrap() -= 1,
            row => *self.count.rows.entry(row).or_default() += 1,
        }
    }

    fn open_day(&mut self) {
        for _ in 0..6 + random(&mut self.seed, 6) {
            match random(&mut self.seed, 10) {
                0..=5 => self.slip(),
                6 | 7 => self.by_hand(),
                8 => self.opinion(),
                _ => self.application(),
            }
        }
        if self.chance(2) {
            self.answer();
        }
        let now = self.now;
        let handover = Handover {
            open_matters: 1,
            spare_rolls: 3,
            word: None,
        };
        self.writer()
            .enter(&handover.entry(Role::A, Some(Role::B)), now)
            .unwrap();
        // The evening sheet leaves the house.
        let head = self.writer().head().unwrap();
        let hash: String = head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
        self.count.heads.push_str(&format!("{} {hash}\n", head.seq));
    }
}

/// The month of one terminal.
fn month(dir: &Path, name: &'static str, seed: u64) -> Recount {
    let morning: Timestamp = "2026-02-02T01:00:00Z".parse().unwrap();
    let mut terminal = Terminal {
        dir,
        name,
        writer: Some(Writer::open(dir, "L01", name, morning).unwrap()),
        now: morning,
        seed,
        count: Recount::default(),
        applications: Vec::new(),
    };
    for day in (0..DAYS).filter(|day| !CLOSED.contains(day)) {
        terminal.now = morning + SignedDuration::from_hours(24 * day);
        terminal.open_day();
    }
    for (_, row) in &terminal.applications {
        *terminal.count.rows.entry(row).or_default() += 1;
    }
    terminal.count
}

#[test]
fn the_month_of_three_terminals_is_what_a_recount_says_and_cannot_be_changed_in_silence() {
    let asked = |name: &str, or: u64| std::env::var(name).map_or(or, |text| text.parse().unwrap());
    let (seed, tamperings) = (asked("SEED", 2026), asked("TAMPERINGS", TAMPERINGS));
    for (at, name) in (1..).zip(TERMINALS) {
        let dir = tempfile::tempdir_in("/dev/shm")
            .or_else(|_| tempfile::tempdir())
            .unwrap();
        let count = month(dir.path(), name, seed * 31 + at);
        let heads = parse_heads(&count.heads).unwrap();
        let report = verify(dir.path(), &heads).unwrap();
        assert!(report.ok() && report.not_anchored == 0, "{name}: {report}");
        let reader = Reader::open(dir.path()).unwrap();
        assert!(reader.gaps().unwrap().is_empty(), "{name}");
        assert_eq!(count.days.len() as i64, DAYS - CLOSED.len() as i64);
        for (day, totals) in &count.days {
            assert_eq!(reader.day_totals(day).unwrap(), *totals, "{name} {day}");
            let of_day = Filter {
                from_day: Some(day.clone()),
                to_day: Some(day.clone()),
                ..Filter::default()
            };
            let slips = reader
                .rows(&of_day)
                .unwrap()
                .into_iter()
                .map(|row| row.number);
            let papers = reader
                .matters("papers", day)
                .unwrap()
                .into_iter()
                .map(|paper| paper.number);
            let numbers: Vec<Number> = slips
                .chain(papers)
                .map(|number| Number::parse(&number).unwrap())
                .collect();
            let mut ordinals: Vec<u64> = numbers.iter().map(|number| number.ordinal).collect();
            ordinals.sort_unstable();
            assert_eq!(
                ordinals,
                (1..=totals.numbers()).collect::<Vec<_>>(),
                "{name} {day}: gapless"
            );
            assert_eq!(
                count.numbers[day], ordinals,
                "{name} {day}: given in this order"
            );
        }
        let yearly = reader.yearly_applications("2026", None).unwrap();
        let rows = count.rows.iter().filter(|(_, count)| **count > 0);
        for (row, count) in rows.clone() {
            assert_eq!(yearly.row(row), *count, "{name}: {row}");
        }
        let ended: u64 = rows
            .filter(|(row, _)| **row != "new")
            .map(|(_, count)| count)
            .sum();
        assert_eq!(yearly.row("new"), ended, "{name}: 一 = （七） + 四");
        assert!(yearly.unplaced.is_empty(), "{name}");
        drop(reader);
        let entries = report_entries(dir.path());
        // Of the evenings the last third is not known elsewhere yet.
        let known = &heads[..heads.len() * 2 / 3];
        each_change_is_found(
            dir.path(),
            entries,
            known,
            tamperings.div_ceil(TERMINALS.len() as u64),
        );
    }
}

fn report_entries(dir: &Path) -> u64 {
    Reader::open(dir).unwrap().head().unwrap().seq
}
