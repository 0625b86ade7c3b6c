use super::*;
use crate::registers::prints::Role;
use crate::{Application, ApplicationWay, Writer};
use jiff::Timestamp;

struct Desk {
    writer: Writer,
    now: Timestamp,
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let now = "2026-03-02T02:00:00Z".parse().unwrap();
        let writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
        Desk { writer, now, dir }
    }

    fn received(&mut self, applicant: Applicant, day: &str, office: &str) -> String {
        let application = Application {
            way: ApplicationWay::InPerson,
            applicant,
            received_on: day.to_owned(),
            to_office: office.to_owned(),
            content_sealed: "sealed".to_owned(),
            contact_sealed: "sealed".to_owned(),
        };
        self.enter(&application.received(Role::A))
    }

    fn enter(&mut self, entry: &crate::DeskEntry) -> String {
        self.writer.enter(entry, self.now).unwrap()
    }

    fn year(&self, year: &str, office: Option<&str>) -> YearlyApplications {
        Reader::open(self.dir.path())
            .unwrap()
            .yearly_applications(year, office)
            .unwrap()
    }
}

#[test]
fn each_answer_leads_to_its_own_row_and_each_applicant_to_its_own_column() {
    let mut desk = Desk::new();
    let applicants: Vec<Applicant> = Applicant::CODES
        .iter()
        .filter_map(|code| Applicant::from_code(code))
        .collect();
    for (at, code) in Answer::CODES.iter().enumerate() {
        let applicant = applicants[at % applicants.len()];
        let number = desk.received(applicant, "20260302", "甲局");
        let answer = Answer::from_code(code).unwrap();
        desk.enter(&Application::answered(&number, "20260310", answer, Role::A));
    }
    let yearly = desk.year("2026", None);
    for (at, code) in Answer::CODES.iter().enumerate() {
        assert_eq!(yearly.row(code), 1, "{code}");
        assert_eq!(
            yearly.count(code, applicants[at % applicants.len()].as_code()),
            1,
            "{code}"
        );
    }
    assert_eq!(
        (yearly.row(NEW), yearly.row(LEFT), yearly.unplaced.len()),
        (21, 0, 0)
    );
}

#[test]
fn the_turn_of_the_year_carries_what_is_open() {
    let mut desk = Desk::new();
    let person = Applicant::Person;
    let answered_late = desk.received(person, "20251228", "甲局");
    desk.enter(&Application::answered(
        &answered_late,
        "20260105",
        Answer::Open,
        Role::A,
    ));
    let open = desk.received(Applicant::Legal, "20261230", "甲局");
    let before = desk.received(person, "20250301", "甲局");
    desk.enter(&Application::answered(
        &before,
        "20250310",
        Answer::Open,
        Role::A,
    ));
    let other_office = desk.received(person, "20260301", "乙局");
    let void = desk.received(person, "20260302", "甲局");
    desk.enter(&Application::void(&void, None, Role::A));
    let yearly = desk.year("2026", Some("甲局"));
    let rows =
        |yearly: &YearlyApplications| [NEW, CARRIED, "open", LEFT].map(|row| yearly.row(row));
    assert_eq!(rows(&yearly), [1, 1, 1, 1]);
    assert_eq!(
        rows(&desk.year("2026", None)),
        [2, 1, 1, 2],
        "{other_office}"
    );
    assert_eq!(rows(&desk.year("2025", Some("甲局"))), [2, 0, 1, 1]);
    assert_eq!(
        rows(&desk.year("2027", Some("甲局"))),
        [0, 1, 0, 1],
        "{open}"
    );
}

#[test]
fn a_mistake_counts_in_no_year_and_is_told_where_a_report_may_have_counted_it() {
    let mut desk = Desk::new();
    let person = Applicant::Person;
    let this_year = desk.received(person, "20260302", "甲局");
    let last_year = desk.received(person, "20251230", "甲局");
    for number in [&this_year, &last_year] {
        desk.enter(&Application::asked_others(number, "20260305", Role::A));
        desk.enter(&Application::void(number, Some("重复登记"), Role::B));
    }
    for year in ["2025", "2026", "2027"] {
        let yearly = desk.year(year, None);
        assert!(yearly.counts.is_empty(), "{year}: {yearly:?}");
        let told: &[String] = match year {
            // The report of 2025 carried it over into this year.
            "2026" => std::slice::from_ref(&last_year),
            _ => &[],
        };
        assert_eq!(yearly.void_late, told, "{year}");
    }
    assert!(desk.year("2026", Some("乙局")).void_late.is_empty());
}

#[test]
fn what_is_withdrawn_ends_in_its_year_wherever_it_stood() {
    let mut desk = Desk::new();
    let (day, by) = ("20251230", Role::A);
    for state in ["received", "forwarded", "to-be-corrected", "clock-stopped"] {
        let number = desk.received(Applicant::Legal, "20251229", "甲局");
        let step = match state {
            "forwarded" => Some(Application::forwarded(&number, day, "甲局", by)),
            "to-be-corrected" => Some(Application::correction(&number, day, "20260110", by)),
            "clock-stopped" => Some(Application::asked_others(&number, day, by)),
            _ => None,
        };
        step.iter().for_each(|step| {
            desk.enter(step);
        });
        let withdrawn = Application::closed(&number, "20260105", Closing::Withdrawn, by);
        desk.enter(&withdrawn);
    }
    let rows = |yearly: &YearlyApplications| {
        [NEW, CARRIED, "other-answer", LEFT].map(|row| yearly.count(row, "legal"))
    };
    assert_eq!(rows(&desk.year("2025", None)), [4, 0, 0, 4]);
    assert_eq!(rows(&desk.year("2026", None)), [0, 4, 4, 0]);
    assert_eq!(rows(&desk.year("2027", None)), [0, 0, 0, 0]);
}

#[test]
fn what_ended_without_an_answer_is_placed_only_where_the_register_knows_why() {
    let mut desk = Desk::new();
    let mut ended = |correct: bool, closing: Closing| {
        let number = desk.received(Applicant::Person, "20260302", "甲局");
        if correct {
            desk.enter(&Application::correction(
                &number,
                "20260303",
                "20260312",
                Role::A,
            ));
        }
        desk.enter(&Application::closed(&number, "20260401", closing, Role::A));
        number
    };
    ended(false, Closing::Withdrawn);
    ended(true, Closing::Abandoned);
    let given_up = ended(false, Closing::Abandoned);
    let delivered = ended(false, Closing::Delivered);
    let yearly = desk.year("2026", None);
    assert_eq!(
        (yearly.row("other-answer"), yearly.row("not-corrected")),
        (1, 1)
    );
    assert_eq!(yearly.unplaced, [given_up.clone(), delivered.clone()]);
    assert_eq!(yearly.left_to_people(), 2);
    let mut left = Vec::new();
    yearly.write_left_csv(&mut left).unwrap();
    let left = String::from_utf8(left).unwrap();
    let lines: Vec<&str> = left.lines().collect();
    assert_eq!(lines.len(), 3, "{left}");
    for (line, number) in lines[1..].iter().zip([given_up, delivered]) {
        assert!(
            line.starts_with(&format!("{number},怎样办结的归不进")),
            "{line}"
        );
    }
    let figures = |period: &str| {
        let reader = Reader::open(desk.dir.path()).unwrap();
        reader.statistics(period).unwrap().left_to_people
    };
    assert_eq!(
        (figures("2026"), figures("202603"), figures("2025")),
        (2, 0, 0)
    );
    let mut csv = Vec::new();
    yearly.write_csv(&mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(csv.lines().count(), 1 + 25, "{csv}");
    assert!(
        csv.contains("二、上年结转政府信息公开申请数量,0,0,0,0,0,0,0"),
        "{csv}"
    );
    assert!(
        csv.contains("一、本年新收政府信息公开申请数量,4,0,0,0,0,0,4"),
        "{csv}"
    );
}

#[test]
fn a_corrected_answer_counts_as_the_last_kind_said_in_the_year_of_the_answer() {
    let mut desk = Desk::new();
    let person = Applicant::Person;
    let mut answered = |received: &str, on: &str, kinds: &[(&str, Answer)]| {
        let number = desk.received(person, received, "甲局");
        desk.enter(&Application::answered(&number, on, Answer::Open, Role::A));
        for (day, kind) in kinds {
            desk.enter(&Application::answer_corrected(&number, day, *kind, Role::B));
        }
        number
    };
    answered("20260302", "20260310", &[("20260311", Answer::Partly)]);
    answered(
        "20260302",
        "20260310",
        &[("20260311", Answer::Inquiry), ("20260312", Answer::NotHeld)],
    );
    let late = answered("20251203", "20251210", &[("20260105", Answer::Petition)]);
    let rows = |yearly: &YearlyApplications| {
        ["open", "partly", "inquiry", "not-held", "petition"].map(|row| yearly.row(row))
    };
    let this_year = desk.year("2026", None);
    assert_eq!(rows(&this_year), [0, 1, 0, 1, 0]);
    assert_eq!(this_year.corrected_late, [late]);
    let last_year = desk.year("2025", None);
    assert_eq!(rows(&last_year), [0, 0, 0, 0, 1]);
    assert!(last_year.corrected_late.is_empty());
    let withdrawn = desk.received(person, "20260303", "甲局");
    let closing = Application::closed(&withdrawn, "20260304", Closing::Withdrawn, Role::A);
    desk.enter(&closing);
    let wrong = Application::answer_corrected(&withdrawn, "20260305", Answer::Open, Role::A);
    assert!(
        desk.writer.enter(&wrong, desk.now).is_err(),
        "none was given"
    );
    assert!(crate::verify(desk.dir.path(), &[]).unwrap().ok());
}
