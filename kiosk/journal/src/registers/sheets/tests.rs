use super::lines::LineFault;
use super::*;
use crate::{Paper, Writer, verify};

fn now() -> jiff::Timestamp {
    "2018-10-15T06:36:00Z".parse().unwrap()
}

#[test]
fn a_sheet_that_was_looked_at_on_the_last_day_or_later_is_compared_for_the_month() {
    let compared = |on: &str, entries: &[(&str, u64)]| Sheet {
        printed_on: "20180915".into(),
        compared: Some(Compared {
            on: on.into(),
            seq: 40,
        }),
        entries: entries
            .iter()
            .map(|(day, seq)| ((*day).to_owned(), *seq))
            .collect(),
        ..Sheet::default()
    };
    for (on, uncompared) in [("20180928", true), ("20180930", false), ("20181001", false)] {
        let sheet = compared(on, &[("20180929", 39)]);
        assert_eq!(
            sheet.is_uncompared("201809", "20181002"),
            uncompared,
            "{on}"
        );
    }
    // What was entered afterwards counts for its own month alone.
    let goes_on = compared("20180930", &[("20180930", 40), ("20181001", 41)]);
    assert!(!goes_on.is_uncompared("201809", "20181002"));
    assert!(goes_on.is_uncompared("201810", "20181002"));
    let after = compared("20180930", &[("20180930", 41)]);
    assert!(after.is_uncompared("201809", "20181002"));
    // February ends earlier.
    assert!(!compared("20190228", &[]).is_uncompared("201902", "20190302"));
}

#[test]
fn paper_and_register_are_compared_line_by_line_and_a_sheet_is_sealed_only_when_they_agree() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
    let number = writer.enter(&Sheet::printed(401, Role::A), now()).unwrap();
    let mut paper = |form: &str| {
        let paper = Paper {
            amount: 2,
            form_no: Some(form.into()),
            ..Paper::default()
        };
        let number = writer
            .enter(&paper.entry(Made::Photocopy, Role::A), now())
            .unwrap();
        (number, form.to_owned())
    };
    paper("401");
    paper("0402");
    let (void, _) = paper("403");
    writer
        .enter(&Paper::void(&void, None, Role::A), now())
        .unwrap();
    for (line, found) in [
        (402, LineFound::Blank),
        (404, LineFound::Written),
        (405, LineFound::Spoiled),
    ] {
        let entry = Sheet::found(&number, line, found, Role::B);
        writer.enter(&entry, now()).unwrap();
    }
    let reader = Reader::open(dir.path()).unwrap();
    let sheet = || reader.sheets(&["2018".into()]).unwrap().remove(0);
    let compared = sheet();
    assert_eq!(compared.lines.len(), 25);
    let states: Vec<_> = compared
        .lines
        .iter()
        .take(6)
        .map(SheetLine::state)
        .collect();
    assert_eq!(
        states,
        [
            LineState::Agreed,
            LineState::RegisterOnly,
            LineState::Voided,
            LineState::PaperOnly,
            LineState::Explained,
            LineState::Unused,
        ]
    );
    assert!(compared.seal(Role::A).is_none(), "two are open");
    let agreed = Sheet::found(&number, 402, LineFound::Agreed, Role::A);
    writer.enter(&agreed, now()).unwrap();
    // What the given words do not say is written down, on whichever side it is missing.
    for line in [401, 406] {
        let entry = Sheet::explained(&number, line, "表撕坏了，看不清", Role::A);
        writer.enter(&entry, now()).unwrap();
    }
    let explained = sheet();
    for line in [0, 5] {
        let line = &explained.lines[line];
        assert_eq!(line.state(), LineState::Explained);
        assert_eq!(line.word.as_deref(), Some("表撕坏了，看不清"));
    }
    let late = Paper {
        amount: 3,
        form_no: Some("404".into()),
        written_on: Some("20181012".into()),
        ..Paper::default()
    };
    writer
        .enter(&late.entry(Made::Print, Role::A), now())
        .unwrap();
    assert!(sheet().is_uncompared("201810", "20181015"), "nobody looked");
    let looked = sheet().compare(Role::B).unwrap();
    writer.enter(&looked, now()).unwrap();
    assert!(!sheet().is_uncompared("201810", "20181015"));
    assert!(
        sheet().is_uncompared("201810", "20181016"),
        "the month went on"
    );
    assert!(sheet().is_uncompared("201810", "20181102"));
    assert!(
        !sheet().is_uncompared("201809", "20181016"),
        "it was not out"
    );
    let later = Paper {
        amount: 1,
        form_no: Some("407".into()),
        ..Paper::default()
    };
    writer
        .enter(&later.entry(Made::Print, Role::A), now())
        .unwrap();
    assert!(
        sheet().is_uncompared("201810", "20181015"),
        "something was entered after somebody looked"
    );
    let seal = sheet().seal(Role::A).unwrap();
    writer.enter(&seal, now()).unwrap();
    let sealed = &reader.matters("sheets", "2018").unwrap()[0];
    let counted = ["lines_agreed", "lines_explained", "lines_void"].map(|name| sealed.value(name));
    assert_eq!(
        counted,
        [Some("3"), Some("3"), Some("1")],
        "the void line is none that nobody used"
    );
    assert!(sheet().sealed && !sheet().is_uncompared("201810", "20181102"));
    assert!(sheet().compare(Role::A).is_none(), "sealed");
    let change = Sheet::found(&number, 405, LineFound::Lost, Role::A);
    assert!(writer.enter(&change, now()).is_err(), "sealed");
    assert!(sheet().seal(Role::A).is_none());
    assert!(verify(dir.path(), &[]).unwrap().ok());
    assert_eq!(reader.sheets(&["2017".into()]).unwrap(), []);
}

#[test]
fn the_next_line_lies_behind_the_last_that_was_written_on_and_a_full_form_has_none() {
    let line = |line, entered: bool, found| SheetLine {
        line,
        entered: entered.then_some((Made::Photocopy, 1)),
        voided: false,
        found,
        word: None,
    };
    let sheet = |lines, sealed| Sheet {
        lines,
        sealed,
        ..Sheet::default()
    };
    let sealed = sheet(vec![line(1, true, None), line(2, false, None)], true);
    let open = sheet(
        vec![
            line(3, false, None),
            line(4, true, None),
            line(5, false, Some(LineFound::Spoiled)),
            line(6, false, None),
        ],
        false,
    );
    let fresh = sheet(vec![line(7, false, None), line(8, false, None)], false);
    let all = [sealed.clone(), open.clone(), fresh.clone()];
    assert_eq!(Sheet::next_line(&all), Some(6), "3 was left out, 5 spoiled");
    assert_eq!(Sheet::free_line(&all, 0), Some(3));
    assert_eq!(Sheet::free_line(&all, 6), Some(7), "on the next form");
    assert_eq!(Sheet::next_line(&[fresh]), Some(7), "nothing stands yet");
    assert_eq!(Sheet::next_line(&[sealed]), None);
    assert_eq!(Sheet::next_line(&[]), None);
    for (asked, fault) in [
        (3, None),
        (5, None),
        (4, Some(LineFault::Taken)),
        (1, Some(LineFault::Taken)),
        (2, Some(LineFault::Sealed)),
        (99, Some(LineFault::Unknown)),
    ] {
        assert_eq!(Sheet::fault(&all, asked), fault, "{asked}");
    }
}

#[test]
fn a_void_line_reads_as_void_whatever_was_said_of_it_before_and_what_is_said_afterwards_counts() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
    let number = writer.enter(&Sheet::printed(1, Role::A), now()).unwrap();
    let copy = Paper {
        amount: 2,
        form_no: Some("0001".into()),
        ..Paper::default()
    };
    let reader = Reader::open(dir.path()).unwrap();
    let line = || {
        let sheet = reader.sheets(&["2018".into()]).unwrap().remove(0);
        let line = sheet.lines[0].clone();
        (line.state(), line.voided, sheet)
    };
    let entry = copy.entry(Made::Photocopy, Role::A);
    let first = writer.enter(&entry, now()).unwrap();
    // Looked at, and found missing on the paper; then the entry itself was a mistake.
    let blank = Sheet::found(&number, 1, LineFound::Blank, Role::A);
    writer.enter(&blank, now()).unwrap();
    assert_eq!(line().0, LineState::RegisterOnly);
    let agreed = Sheet::found(&number, 1, LineFound::Agreed, Role::A);
    writer.enter(&agreed, now()).unwrap();
    let compared = line().2.compare(Role::A).unwrap();
    writer.enter(&compared, now()).unwrap();
    assert!(!line().2.is_uncompared("201810", "20181015"));
    let void = Paper::void(&first, Some("记错了"), Role::A);
    writer.enter(&void, now()).unwrap();
    let (state, voided, sheet) = line();
    assert_eq!((state, voided), (LineState::Voided, true));
    assert!(
        sheet.is_uncompared("201810", "20181015"),
        "it was made void after somebody looked"
    );
    // Nobody calls what is written on unused.
    let unused = Sheet::found(&number, 1, LineFound::Unused, Role::B);
    writer.enter(&unused, now()).unwrap();
    assert_eq!(line().0, LineState::Voided);
    let written = Sheet::found(&number, 1, LineFound::Written, Role::B);
    writer.enter(&written, now()).unwrap();
    assert_eq!(
        line().0,
        LineState::PaperOnly,
        "the paper says something else"
    );
    let right = copy.entry(Made::Print, Role::B);
    writer.enter(&right, now()).unwrap();
    let (state, voided, _) = line();
    assert_eq!((state, voided), (LineState::Agreed, false));
    assert!(verify(dir.path(), &[]).unwrap().ok());
}

#[test]
fn a_line_of_a_sealed_form_is_not_made_void_and_any_other_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
    let first = writer.enter(&Sheet::printed(1, Role::A), now()).unwrap();
    writer.enter(&Sheet::printed(26, Role::A), now()).unwrap();
    let mut paper = |form: Option<&str>| {
        let paper = Paper {
            amount: 2,
            form_no: form.map(str::to_owned),
            ..Paper::default()
        };
        let entry = paper.entry(Made::Consultation, Role::A);
        writer.enter(&entry, now()).unwrap()
    };
    let (held, early) = (paper(Some("0003")), paper(Some("4")));
    let (open, beside) = (paper(Some("0026")), paper(None));
    let old_form = paper(Some("旧表七"));
    let mut void = |number: &str| {
        let entry = Paper::void(number, Some("记错了"), Role::B);
        writer.enter(&entry, now())
    };
    void(&early).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let sheets = || reader.sheets(&["2018".into()]).unwrap();
    assert!(!Sheet::keeps(&sheets(), &held));
    let seal = sheets()[0].seal(Role::B).unwrap();
    let mut writer = writer;
    writer.enter(&seal, now()).unwrap();
    let sealed = sheets();
    for (number, kept) in [
        (&held, true),
        (&early, false),
        (&open, false),
        (&beside, false),
        (&old_form, false),
    ] {
        assert_eq!(Sheet::keeps(&sealed, number), kept, "{number}");
    }
    let mut void = |number: &str| {
        let entry = Paper::void(number, Some("记错了"), Role::B);
        writer.enter(&entry, now())
    };
    let refused = void(&held).unwrap_err();
    assert!(
        matches!(&refused, crate::Error::SealedForm { line: 3, .. }),
        "{refused}"
    );
    for number in [&open, &beside, &old_form] {
        void(number).unwrap();
    }
    // A volume of it comes back all the same.
    writer
        .enter(&Paper::returned(&held, Role::B), now())
        .unwrap();
    assert_eq!(reader.sheets(&["2018".into()]).unwrap()[0].number, first);
    assert!(verify(dir.path(), &[]).unwrap().ok());
}
