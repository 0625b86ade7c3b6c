use super::*;
use crate::registers::papers::{Made, Paper};
use crate::registers::sheets::LineFound;
use crate::{Content, Finding, Outcome, Request, Writer, verify};

fn now() -> jiff::Timestamp {
    "2018-10-15T06:36:00Z".parse().unwrap()
}

/// A slip of a short document.
fn request() -> Request {
    Request {
        document_id: "demo/1".into(),
        document_rev: 1,
        title: "办法".into(),
        doc_no: None,
        content: Content::Reference,
        labels: vec![],
        length_mm: 120,
        purpose: None,
    }
}

/// The first day of the month after it.
fn later() -> jiff::Timestamp {
    "2018-11-01T01:00:00Z".parse().unwrap()
}

#[test]
fn a_month_closes_when_paper_and_register_agree_and_every_slip_is_settled_and_only_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
    let sheet = writer.enter(&Sheet::printed(1, Role::A), now()).unwrap();
    let slip = writer.begin(&request(), now()).unwrap().number;
    writer.sending(&slip, now()).unwrap();
    let reason = "timeout".into();
    writer
        .finish(&slip, &Outcome::Unknown { reason }, now())
        .unwrap();
    let copy = Paper {
        amount: 4,
        form_no: Some("1".into()),
        ..Paper::default()
    };
    writer
        .enter(&copy.entry(Made::Photocopy, Role::A), now())
        .unwrap();
    let blank = Sheet::found(&sheet, 1, LineFound::Blank, Role::A);
    writer.enter(&blank, now()).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let stands = || {
        let sheets = reader.sheets(&["2018".into()]).unwrap();
        reader.month("201810", &sheets, "20181101").unwrap()
    };
    let open = stands();
    assert_eq!((open.unsettled, open.missing, open.open_lines), (1, 0, 1));
    assert!(open.close(Role::A).is_none());
    writer
        .settle(&slip, Finding::CameOut, Role::A, now())
        .unwrap();
    assert!(stands().close(Role::A).is_none(), "a line is open");
    let word = Sheet::explained(&sheet, 1, "当天纸表被水泡了", Role::B);
    writer.enter(&word, now()).unwrap();
    let uncompared = stands();
    assert_eq!((uncompared.hindrances(), uncompared.uncompared), (1, 1));
    assert!(
        uncompared.close(Role::A).is_none(),
        "nobody looked at the form"
    );
    let looked = reader.sheets(&["2018".into()]).unwrap()[0].compare(Role::B);
    writer.enter(&looked.unwrap(), later()).unwrap();
    let ready = stands();
    assert_eq!((ready.hindrances(), ready.explained_lines), (0, 1));
    assert_eq!((ready.figures.numbers, ready.figures.copied_pages), (2, 4));
    let entry = ready.close(Role::B).unwrap();
    let number = writer.enter(&entry, later()).unwrap();
    let closed = stands();
    assert_eq!(closed.closed.as_deref(), Some(number.as_str()));
    assert!(closed.close(Role::B).is_none(), "once");
    let held = &reader.matters("months", "2018").unwrap()[0];
    assert_eq!(held.value("month"), Some("201810"));
    assert_eq!(held.value("copied_pages"), Some("4"));
    let other = reader.month("201811", &[], "20181101").unwrap();
    assert_eq!((other.closed, other.figures.numbers), (None, 0));
    assert!(verify(dir.path(), &[]).unwrap().ok());
}

fn copies(amount: u64) -> DeskEntry {
    let copy = Paper {
        amount,
        ..Paper::default()
    };
    copy.entry(Made::Photocopy, Role::A)
}

#[test]
fn a_month_that_goes_on_is_not_closed_whatever_agrees() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
    writer.enter(&copies(2), now()).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    for (today, running) in [
        ("20180930", true),
        ("20181001", true),
        ("20181031", true),
        ("20181101", false),
        ("20190115", false),
        ("", true),
    ] {
        let month = reader.month("201810", &[], today).unwrap();
        assert_eq!((month.hindrances(), month.running), (0, running), "{today}");
        assert_eq!(month.close(Role::A).is_none(), running, "{today}");
    }
}

#[test]
fn what_changes_after_a_month_was_closed_shows_beside_what_it_was_closed_with() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
    writer.enter(&copies(2), now()).unwrap();
    let wrong = writer.enter(&copies(7), now()).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let stands = || reader.month("201810", &[], "20181101").unwrap();
    let close = stands().close(Role::A).unwrap();
    writer.enter(&close, later()).unwrap();
    let as_closed = stands();
    assert_eq!(as_closed.changed, []);
    assert_eq!(as_closed.at_close("copied_pages"), 9);
    // What belongs to the next month changes nothing.
    writer.enter(&copies(5), later()).unwrap();
    assert_eq!(stands().changed, []);
    let void = Paper::void(&wrong, Some("记错了"), Role::B);
    writer.enter(&void, later()).unwrap();
    let changed = stands();
    let told: Vec<_> = changed.changed.iter().collect();
    let told: Vec<_> = told.iter().map(|c| (c.figure, c.closed, c.now)).collect();
    assert_eq!(told, [("copied_pages", 9, 2), ("void", 0, 1)]);
    assert_eq!(
        (
            changed.at_close("copied_pages"),
            changed.at_close("numbers")
        ),
        (9, 2)
    );
    assert!(changed.closed.is_some() && changed.close(Role::A).is_none());
    assert!(verify(dir.path(), &[]).unwrap().ok());
}

#[test]
fn a_month_that_was_passed_over_is_named_and_closes_later_than_those_behind_it() {
    let dir = tempfile::tempdir().unwrap();
    let days = ["2018-07-02", "2018-08-06", "2018-08-07", "2018-10-08"];
    let days = days.map(|day| format!("{day}T02:00:00Z").parse().unwrap());
    let mut writer = Writer::open(dir.path(), "L01", "1", days[0]).unwrap();
    // July has a slip alone, September nothing.
    let slip = writer.begin(&request(), days[0]).unwrap().number;
    writer.finish(&slip, &Outcome::Cancelled, days[0]).unwrap();
    for day in &days[1..] {
        writer.enter(&copies(1), *day).unwrap();
    }
    let reader = Reader::open(dir.path()).unwrap();
    let stands = || {
        let held = reader.months_closed("201810").unwrap();
        (held.newest, held.open)
    };
    let open = |months: &[&str]| months.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    assert_eq!(stands(), (None, open(&["201808", "201807"])));
    let close = |month: &str| reader.month(month, &[], "20181015").unwrap().close(Role::A);
    writer.enter(&close("201808").unwrap(), now()).unwrap();
    let august = Some("201808".to_owned());
    assert_eq!(stands(), (august.clone(), open(&["201807"])));
    writer.enter(&close("201807").unwrap(), now()).unwrap();
    assert_eq!(stands(), (august, open(&[])), "the newest stays the newest");
    assert!(close("201807").is_none(), "once");
    let held = reader.month("201807", &[], "20181015").unwrap();
    assert_eq!((held.closed.is_some(), held.at_close("slips")), (true, 0));
    assert!(verify(dir.path(), &[]).unwrap().ok());
}
