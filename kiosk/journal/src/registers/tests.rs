//! What holds for every register, because it follows from what each declares.

use super::*;
use crate::chain::declare::{Class, Field, Form, Kind};
use std::collections::BTreeSet;

#[test]
fn every_field_of_every_kind_has_a_class_a_form_and_a_cap() {
    let mut kinds = BTreeSet::new();
    let mut names = BTreeSet::new();
    for register in ALL {
        assert!(names.insert(register.name), "{} twice", register.name);
        for kind in register.kinds {
            assert!(kinds.insert(kind.name), "{} twice", kind.name);
            let mut fields = BTreeSet::new();
            for field in kind.fields {
                let what = format!("{}.{}", kind.name, field.name);
                assert!(fields.insert(field.name), "{what} twice");
                assert!(field.bytes_max > 0 && field.bytes_max <= 1 << 20, "{what}");
                // What concerns a person can always be deleted; what is sealed is text to everybody here.
                assert!(field.class == Class::Open || field.erasable(), "{what}");
                let sealed = field.class == Class::Sealed;
                assert!(!sealed || matches!(field.form, Form::Text), "{what}");
            }
        }
    }
}

#[test]
fn what_is_not_declared_is_an_error_at_append_and_nothing_is_written() {
    static ODD: Kind = Kind::about("odd", &[Field::count("known").optional()]);
    let dir = tempfile::tempdir().unwrap();
    let now = "2026-11-22T02:00:00Z".parse().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
    let head = writer.head().unwrap();
    let mut append = |fields: &[(&'static str, String)]| {
        writer.transact("try", |entries| entries.append(&ODD, "", now, fields))
    };
    let refused = append(&[("name", "张三".to_owned())]);
    assert!(
        matches!(
            refused,
            Err(Error::Undeclared {
                kind: "odd",
                field: "name"
            })
        ),
        "{refused:?}"
    );
    assert!(append(&[("known", "many".to_owned())]).is_err());
    assert_eq!(Reader::open(dir.path()).unwrap().head().unwrap(), head);
    assert_eq!(
        append(&[("known", "7".to_owned())]).unwrap().seq,
        head.seq + 1
    );
}

#[test]
fn of_a_kind_that_nobody_declares_no_field_leaves_the_terminal() {
    static ODD: Kind = Kind::about("odd", &[Field::count("known")]);
    let dir = tempfile::tempdir().unwrap();
    let now = "2026-11-22T02:00:00Z".parse().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
    let fields = [("known", "7".to_owned())];
    writer
        .transact("try", |entries| entries.append(&ODD, "", now, &fields))
        .unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let last = |entries: Vec<Stored>| entries.last().unwrap().fields.len();
    assert_eq!(last(reader.entries(0, 10).unwrap()), 1);
    assert_eq!(last(reader.leaving(0, 10).unwrap()), 0);
}

#[test]
fn what_concerns_a_person_does_not_leave_and_can_be_deleted() {
    use crate::{Content, Purpose, Request};
    let dir = tempfile::tempdir().unwrap();
    let now = "2026-11-22T02:00:00Z".parse().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
    let request = Request {
        document_id: "demo/1".into(),
        document_rev: 1,
        title: "通知".into(),
        doc_no: None,
        content: Content::Whole,
        labels: vec![],
        length_mm: 100,
        purpose: Some(Purpose::Rights),
    };
    let number = writer.begin(&request, now).unwrap().number;
    let reader = Reader::open(dir.path()).unwrap();
    let leaving = reader.leaving(1, 1).unwrap();
    assert_eq!(leaving[0].fields["title"], "通知");
    assert!(!leaving[0].fields.contains_key("purpose"));
    let code = writer.redact(&number, &["content"], now);
    assert!(matches!(code, Err(Error::NotErasable { .. })), "{code:?}");
    writer.redact(&number, &["purpose"], now).unwrap();
    let report = crate::verify(dir.path(), &[]).unwrap();
    assert!(report.ok() && report.redacted == 1, "{report}");
}

mod entered {
    //! What the desk enters, in any order: what is written always verifies, and what cannot follow is refused.

    use super::*;
    use crate::{
        Answer, Applicant, Application, ApplicationWay, Appraisal, Call, Closing, DeskEntry,
        DeskPrint, Grade, Handover, Made, Maintenance, Opinion, OpinionAbout, OpinionWay, Outcome,
        Paper, Printout, Role, ShelfCheck, ShelfKind, ShelfState, Work,
    };
    use proptest::prelude::*;

    const DAY: &str = "20181015";
    const YEAR: &str = "2018";

    fn now() -> Timestamp {
        "2018-10-15T01:00:00Z".parse().unwrap()
    }

    fn application() -> Application {
        Application {
            way: ApplicationWay::Oral,
            applicant: Applicant::Person,
            received_on: DAY.into(),
            to_office: "示例市人民政府办公室".into(),
            content_sealed: "SEALED-CONTENT".into(),
            contact_sealed: "SEALED-CONTACT".into(),
        }
    }

    fn paper(amount: u64) -> Paper {
        Paper {
            amount,
            ..Paper::default()
        }
    }

    /// Entry `n`; those that go on with a number take `number`.
    fn entry(n: usize, number: &str) -> DeskEntry {
        let by = Role::B;
        match n {
            0 => paper(2).entry(Made::Print, by),
            1 => paper(3).entry(Made::Photocopy, by),
            2 => paper(1).entry(Made::Consultation, by),
            3 => Paper::returned(number, by),
            4 => Paper::void(number, Some("写错了"), by),
            5 => Opinion::received(
                OpinionWay::Screen,
                OpinionAbout::Service,
                "SEALED-CONTENT",
                Some("SEALED-CONTACT"),
                None,
            ),
            6 => Opinion::forwarded(number, by),
            7 => Opinion::answered(number, "谢谢您的意见", true, by),
            8 => Opinion::void(number, by),
            9 => application().received(by),
            10 => Application::forwarded(number, DAY, "示例市人民政府办公室", by),
            11 => Application::correction(number, DAY, "20181025", by),
            12 => Application::corrected(number, DAY, by),
            13 => Application::asked_others(number, DAY, by),
            14 => Application::others_answered(number, DAY, by),
            15 => Application::extended(number, DAY, 20, by),
            16 => Application::answered(number, DAY, Answer::ToBeMade, by),
            17 => Application::urged(number, DAY),
            18 => Application::rated(number, Grade::Fair),
            19 => Application::closed(number, DAY, Closing::Collected, by),
            20 => Application::void(number, None, by),
            21 => Handover::default().entry(Role::A, Some(Role::B)),
            22 => Maintenance::roll_changed(50_000, by),
            23 => Maintenance::done(Work::SelfTest, true, None, by),
            24 => Appraisal::entry([Some(Grade::Good); 7], None),
            25 => Appraisal::void(number, by),
            26 => Call::rung(),
            27 => Call::answered(number, by),
            28 => Call::lapsed(number),
            29 => ShelfCheck::entry([ShelfState::There; 6], by),
            30 => ShelfCheck::mended(number, ShelfKind::Gazette, by),
            31 => DeskPrint::ended(Printout::Day, Some(DAY), 300, &Outcome::Sent),
            _ => {
                let what = Printout::CorrectionNotice;
                DeskPrint::of_application(what, "L01-1-S-2018-0001", 180, &Outcome::Sent)
            }
        }
    }

    const ENTRIES: usize = 33;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_entered_verifies_and_stays_gapless(steps in prop::collection::vec((0..ENTRIES, 0..6usize), 120)) {
            let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
            let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
            let mut numbers: Vec<String> = vec!["L01-1-20181015-0001".into()];
            for (n, back) in steps {
                let number = &numbers[numbers.len().saturating_sub(back + 1)];
                if let Ok(number) = writer.enter(&entry(n, number), now()) && !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
            let reader = Reader::open(dir.path()).unwrap();
            prop_assert_eq!(reader.gaps().unwrap(), vec![]);
            let report = crate::verify(dir.path(), &[writer.head().unwrap()]).unwrap();
            prop_assert!(report.ok(), "{}", report);
            let leaving = reader.leaving(0, 1_000).unwrap();
            let told = format!("{leaving:?}");
            prop_assert!(!told.contains("SEALED") && !told.contains("写错了"));
        }
    }

    #[test]
    fn what_cannot_follow_is_refused_and_nothing_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
        let mut enter = |entry: &DeskEntry| writer.enter(entry, now());
        let number = enter(&application().received(Role::A)).unwrap();
        assert_eq!(number, "L01-1-S-2018-0001");
        let other = enter(&paper(1).entry(Made::Print, Role::A)).unwrap();
        assert_eq!(other, "L01-1-20181015-0001");
        for refused in [12, 14, 18, 27, 7] {
            assert!(enter(&entry(refused, &number)).is_err(), "{refused}");
        }
        for allowed in [10, 13, 17, 14, 15, 16, 18, 19] {
            assert_eq!(
                enter(&entry(allowed, &number)).unwrap(),
                number,
                "{allowed}"
            );
        }
        assert!(enter(&entry(16, &number)).is_err(), "an answer once");
        assert!(enter(&entry(10, "L01-1-S-2018-0009")).is_err());
        let reader = Reader::open(dir.path()).unwrap();
        let matters = reader.matters("applications", YEAR).unwrap();
        assert_eq!((matters.len(), matters[0].state), (1, "closed"));
        assert_eq!(matters[0].value("answer_kind"), Some("to-be-made"));
    }

    #[test]
    fn a_day_adds_up_and_all_paper_has_one_series() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
        let numbers: Vec<String> = [0, 1, 2, 2, 1]
            .into_iter()
            .map(|n| writer.enter(&entry(n, ""), now()).unwrap())
            .collect();
        assert_eq!(numbers[4], "L01-1-20181015-0005");
        writer.enter(&entry(3, &numbers[2]), now()).unwrap();
        writer.enter(&entry(4, &numbers[4]), now()).unwrap();
        let reader = Reader::open(dir.path()).unwrap();
        let totals = reader.day_totals(DAY).unwrap();
        let expected = DayTotals {
            printed_pages: 2,
            copied_pages: 3,
            volumes: 2,
            volumes_out: 1,
            void: 1,
            by_hand: 5,
            ..DayTotals::default()
        };
        assert_eq!(totals, expected);
        assert_eq!(reader.day_totals("20181016").unwrap(), DayTotals::default());
        assert_eq!(reader.volumes_out("20171016").unwrap(), 1, "over night too");
        assert_eq!(reader.volumes_out("20181016").unwrap(), 0);
        let loans = reader.loans("20171016").unwrap();
        let loans: Vec<&str> = loans.iter().map(|loan| loan.number.as_str()).collect();
        assert_eq!(loans, [&numbers[3]], "what came back is none");
    }

    #[test]
    fn of_a_roll_is_known_how_much_is_left() {
        use crate::{Content, Request};
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
        assert_eq!(Reader::open(dir.path()).unwrap().roll_mm().unwrap(), None);
        let print = |writer: &mut Writer, length_mm, outcome: &Outcome| {
            let request = Request {
                document_id: "demo/1".into(),
                document_rev: 1,
                title: "通知".into(),
                doc_no: None,
                content: Content::Whole,
                labels: vec![],
                length_mm,
                purpose: None,
            };
            let number = writer.begin(&request, now()).unwrap().number;
            writer.sending(&number, now()).unwrap();
            writer.finish(&number, outcome, now()).unwrap();
        };
        print(&mut writer, 500, &Outcome::Sent);
        writer.enter(&entry(22, ""), now()).unwrap();
        print(&mut writer, 200, &Outcome::Sent);
        let reason = "paper-out".into();
        print(&mut writer, 300, &Outcome::Refused { reason });
        let roll = Reader::open(dir.path()).unwrap().roll_mm().unwrap();
        assert_eq!(roll, Some((200, 50_000)));
        // The desk's own paper comes off the same roll.
        let desk = |length_mm, outcome: &Outcome| {
            DeskPrint::ended(Printout::Handover, None, length_mm, outcome)
        };
        let reason = "timeout".into();
        for entry in [
            desk(80, &Outcome::Sent),
            desk(90, &Outcome::Unknown { reason }),
            desk(1_000, &Outcome::Cancelled),
        ] {
            writer.enter(&entry, now()).unwrap();
        }
        let reader = Reader::open(dir.path()).unwrap();
        assert_eq!(reader.roll_mm().unwrap(), Some((370, 50_000)));
        assert_eq!(reader.desk_mm(DAY, DAY).unwrap(), 170);
        assert_eq!(reader.desk_mm("20181016", "20181017").unwrap(), 0);
    }

    #[test]
    fn a_day_sheet_is_printed_when_nothing_of_the_day_came_behind_it() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
        let sheet = |of, outcome: &Outcome| DeskPrint::ended(Printout::Day, Some(of), 300, outcome);
        let printed = || {
            Reader::open(dir.path())
                .unwrap()
                .day_sheet_printed(DAY)
                .unwrap()
        };
        let reason = "paper-out".into();
        for entry in [
            entry(0, ""),
            sheet("20181014", &Outcome::Sent),
            sheet(DAY, &Outcome::Unknown { reason }),
        ] {
            writer.enter(&entry, now()).unwrap();
            assert!(!printed());
        }
        writer.enter(&sheet(DAY, &Outcome::Sent), now()).unwrap();
        assert!(printed());
        writer.enter(&entry(1, ""), now()).unwrap();
        assert!(!printed(), "one line more on that day");
        writer.enter(&sheet(DAY, &Outcome::Sent), now()).unwrap();
        // From here on numbers are those of the next day: they never go back.
        let tomorrow = "2018-10-16T01:00:00Z".parse().unwrap();
        writer.enter(&entry(0, ""), tomorrow).unwrap();
        assert!(printed(), "another day");
    }

    #[test]
    fn a_journal_that_was_moved_deleted_or_replaced_is_written_no_more() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
        let (here, away) = (dir.path().join("journal.db"), dir.path().join("away"));
        std::fs::rename(&here, &away).unwrap();
        let refused = writer.enter(&entry(0, ""), now());
        assert!(matches!(refused, Err(Error::Moved { .. })), "{refused:?}");
        std::fs::copy(&away, &here).unwrap();
        assert!(writer.enter(&entry(0, ""), now()).is_err(), "another file");
        std::fs::rename(&away, &here).unwrap();
        assert!(
            writer.enter(&entry(0, ""), now()).is_ok(),
            "back in its place"
        );
    }

    #[test]
    fn nobody_but_owner_and_group_reads_the_files() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
        writer.enter(&entry(0, ""), now()).unwrap();
        for file in std::fs::read_dir(dir.path()).unwrap() {
            let file = file.unwrap();
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode & 0o027, 0, "{:?}: {mode:o}", file.file_name());
        }
    }
}
