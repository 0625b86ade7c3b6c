//! The shelf, the machine and the sheet of a day, asked as the page asks.

use journal::{Reader, ShelfKind, ShelfState, Wish, Work};

use super::*;

const TODAY: &str = "20181015";

#[test]
fn the_shelf_is_looked_at_mended_and_told_and_no_test_is_made_up() {
    let point = Point::new();
    let key = point.key();
    let checks = || match point.ask(Ask::Checks) {
        Told::Checks(checks) => *checks,
        other => panic!("{other:?}"),
    };
    let before = checks();
    assert!(before.number.is_empty() && before.at.is_empty());
    assert_eq!(before.shelf.len(), ShelfKind::ALL.len());
    assert!(before.works.iter().all(|work| work.at.is_empty()));
    let mut found = [ShelfState::There; 6];
    found[1] = ShelfState::Stale;
    found[3] = ShelfState::Missing;
    let looked = Entry::ShelfChecked { found };
    let forged = Key("0".repeat(64));
    assert_eq!(point.enter(&forged, looked.clone()), refused(Why::NoKey));
    let Told::Written { number } = point.enter(&key, looked) else {
        panic!("not written")
    };
    let after = checks();
    assert_eq!(
        (after.number.as_str(), after.at.as_str()),
        (number.as_str(), "2018-10-15T14:36")
    );
    assert_eq!(after.shelf[3].state, ShelfState::Missing);
    let mended = Entry::ShelfMended {
        number: number.clone(),
        kind: ShelfKind::ApplyFlow,
    };
    assert_eq!(point.enter(&key, mended), Told::Written { number });
    let states: Vec<ShelfState> = checks().shelf.iter().map(|item| item.state).collect();
    assert_eq!(
        (states[1], states[3]),
        (ShelfState::Stale, ShelfState::There)
    );
    let done = |work, word: Option<&str>| Entry::WorkDone {
        work,
        failed: false,
        word: word.map(str::to_owned),
    };
    assert!(matches!(
        point.enter(&key, done(Work::Cleaning, None)),
        Told::Written { .. }
    ));
    let works = checks().works;
    let cleaned = works
        .iter()
        .find(|held| held.work == Work::Cleaning)
        .unwrap();
    assert_eq!((cleaned.at.as_str(), cleaned.days), ("2018-10-15T14:36", 0));
    for bad in [
        done(Work::RollChanged, None),
        done(Work::SelfTest, None),
        done(Work::Restart, None),
        done(Work::Repair, Some("一\n二")),
    ] {
        assert_eq!(
            point.enter(&key, bad.clone()),
            refused(Why::NotAllowed),
            "{bad:?}"
        );
    }
}

#[test]
fn the_machine_is_told_as_far_as_it_is_known() {
    let point = Point::new();
    let Told::Device(device) = point.ask(Ask::Device) else {
        panic!("no machine")
    };
    assert_eq!(device.version, env!("CARGO_PKG_VERSION"));
    assert_eq!(
        (device.documents, device.roll),
        (None, None),
        "nothing was filled in"
    );
    assert!(device.import.is_none() && !device.expired && device.links == (0, 0));
    let key = point.key();
    point.enter(&key, Entry::RollChanged { metres: 50 });
    let Told::Device(device) = point.ask(Ask::Device) else {
        panic!("no machine")
    };
    assert_eq!(device.roll.map(|roll| roll.whole_m), Some(50));
    let forged = Key("0".repeat(64));
    assert_eq!(point.ask(Ask::Sync { key: forged }), refused(Why::NoKey));
    assert_eq!(point.ask(Ask::Sync { key }), Told::Begun);
    let reader = Reader::open(&point.dir.path().join("journal")).unwrap();
    let asked = reader.asked(0).unwrap();
    assert_eq!(
        asked.iter().map(|one| one.wish).collect::<Vec<_>>(),
        [Wish::Sync]
    );
}

#[test]
fn the_sheet_of_a_day_needs_a_key_and_is_a_pdf() {
    let point = Point::new();
    let key = point.key();
    point.enter(&key, copies(3));
    let sheet = |key: &Key, day: &str| {
        let (key, day) = (key.clone(), day.to_owned());
        point.ask(Ask::DaySheet { key, day })
    };
    let forged = Key("0".repeat(64));
    assert_eq!(sheet(&forged, TODAY), refused(Why::NoKey));
    for bad in ["20181016", "2018", "20181399", "../../.."] {
        assert_eq!(sheet(&key, bad), refused(Why::NotAllowed), "{bad}");
    }
    for day in ["", TODAY] {
        let Told::DaySheet { name, pdf } = sheet(&key, day) else {
            panic!("no sheet")
        };
        assert_eq!(name, "day-sheet-L01-1-20181015.pdf");
        assert!(pdf.0.starts_with(b"%PDF-") && pdf.0.len() > 1_000);
    }
    // Nobody asked a printer yet, and there is none.
    let day = TODAY.to_owned();
    assert_eq!(
        point.ask(Ask::PrintDay { key, day }),
        refused(Why::NoPrinter)
    );
    let (key, day) = (forged, TODAY.to_owned());
    assert_eq!(point.ask(Ask::PrintDay { key, day }), refused(Why::NoKey));
}
