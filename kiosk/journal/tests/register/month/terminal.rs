//! One terminal of the simulated month: what happens there by chance, written into its register and counted beside it.

use crate::tampers::random;
use jiff::{SignedDuration, Timestamp};
use journal::{
    Answer, Applicant, Application, ApplicationWay, Closing, Content, DayTotals, Finding, Handover,
    Made, Number, Opinion, OpinionAbout, OpinionWay, Outcome, Paper, Purpose, Request, Role,
    Writer,
};
use std::collections::BTreeMap;
use std::path::Path;

/// What one terminal did, counted beside it.
#[derive(Default)]
pub struct Recount {
    pub days: BTreeMap<String, DayTotals>,
    pub numbers: BTreeMap<String, Vec<u64>>,
    /// Applications by row of the yearly table.
    pub rows: BTreeMap<&'static str, u64>,
    pub heads: String,
    /// Applications that ended in another month than they came in.
    pub across: u64,
}

pub struct Terminal<'d> {
    pub dir: &'d Path,
    pub name: &'static str,
    pub writer: Option<Writer>,
    pub now: Timestamp,
    pub seed: u64,
    pub count: Recount,
    /// Open: the number, the row of the yearly table, the day of receipt.
    pub applications: Vec<(String, &'static str, String)>,
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
                slips.came_out += 1;
            }
            _ => {
                self.writer().sending(&number, now).unwrap();
                let confirmed_by = "process-id".into();
                self.writer()
                    .finish(&number, &Outcome::Printed { confirmed_by }, now)
                    .unwrap();
                let slips = &mut self.totals().slips;
                (slips.printed, slips.paper_mm) = (slips.printed + 1, slips.paper_mm + paper);
                slips.came_out += 1;
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
            1 => {
                self.totals().slips.came_out += 1;
                self.writer()
                    .settle(number, Finding::CameOut, Role::A, now)
                    .unwrap();
            }
            _ => {
                // What came out at last took the paper.
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
        self.applications.push((number, "left", day));
    }

    /// The paper comes back from the office, mostly that of the application that waits longest.
    fn answer(&mut self) {
        self.wait();
        let (now, day) = (self.now, self.day());
        let waiting = self.applications.len() as u64;
        if waiting == 0 {
            return;
        }
        let at = match self.chance(3) {
            true => random(&mut self.seed, waiting) as usize,
            false => 0,
        };
        let (number, _, received) = self.applications.remove(at);
        self.count.across += u64::from(received[..6] != day[..6]);
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
        if self.chance(4) {
            let steps = [
                Application::correction(&number, &day, &day, Role::A),
                Application::corrected(&number, &day, Role::A),
                Application::extended(&number, &day, 10, Role::A),
                Application::asked_others(&number, &day, Role::A),
                Application::others_answered(&number, &day, Role::A),
            ];
            // The answer, the applicant who withdraws and the mistake that shows may come while something is awaited.
            let far = random(&mut self.seed, 6) as usize;
            for step in steps.iter().take(far) {
                self.writer().enter(step, now).unwrap();
            }
        }
        self.writer().enter(&entry, now).unwrap();
        let answered = Answer::from_code(row).is_some() && row != "other-answer";
        let row = match answered && self.chance(6) {
            // The wrong kind was tapped.
            true => {
                let row = Answer::CODES[random(&mut self.seed, 21) as usize];
                let kind = Answer::from_code(row).unwrap();
                let corrected = Application::answer_corrected(&number, &day, kind, Role::A);
                self.writer().enter(&corrected, now).unwrap();
                row
            }
            false => row,
        };
        match row {
            "" => *self.count.rows.get_mut("new").unwrap() -= 1,
            row => *self.count.rows.entry(row).or_default() += 1,
        }
    }

    pub fn open_day(&mut self) {
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
