use super::*;
use crate::{
    Answer, Applicant, Application, ApplicationWay, Closing, Content, Handover, Made, Opinion,
    OpinionAbout, OpinionWay, Outcome, Paper, Purpose, Request, verify,
};

fn now() -> Timestamp {
    "2018-10-15T06:36:00Z".parse().unwrap()
}

fn bytes_hold(dir: &std::path::Path, wanted: &str) -> bool {
    let files = std::fs::read_dir(dir).unwrap();
    files.into_iter().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes
            .windows(wanted.len())
            .any(|window| window == wanted.as_bytes())
    })
}

#[test]
fn what_an_entry_says_of_a_person_goes_by_hand_and_number_day_and_outcome_stay() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
    let request = Request {
        document_id: "demo/TELLING-ID".into(),
        document_rev: 1,
        title: "TELLING-TITLE".into(),
        doc_no: Some("TELLING-NUMBER".into()),
        content: Content::Excerpt {
            articles: vec!["TELLING-ARTICLE".into()],
        },
        labels: vec!["TELLING-LABEL".into()],
        length_mm: 120,
        purpose: Some(Purpose::Rights),
    };
    let slip = writer.begin(&request, now()).unwrap().number;
    writer.sending(&slip, now()).unwrap();
    writer.finish(&slip, &Outcome::Sent, now()).unwrap();
    let paper = Paper {
        amount: 3,
        title: Some("TELLING-PAPER".into()),
        form_no: Some("0413".into()),
        ..Paper::default()
    };
    let paper = paper.entry(Made::Photocopy, Role::A);
    let paper = writer.enter(&paper, now()).unwrap();
    let handover = Handover {
        word: Some("TELLING-WORD".into()),
        ..Handover::default()
    };
    let handover = writer
        .enter(&handover.entry(Role::A, Some(Role::B)), now())
        .unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let listed = |day: &str| -> Vec<(String, &str)> {
        let held = reader.erasable(day).unwrap().into_iter();
        held.map(|held| (held.number, held.register)).collect()
    };
    assert_eq!(listed("20181014"), []);
    let mut all = listed("20181015");
    all.sort();
    let mut expected = vec![
        (slip.clone(), "prints"),
        (paper.clone(), "papers"),
        (handover.clone(), "handovers"),
    ];
    expected.sort();
    assert_eq!(all, expected);
    let titles = reader.erasable("20181015").unwrap();
    assert!(
        titles
            .iter()
            .any(|held| held.title.as_deref() == Some("TELLING-TITLE"))
    );
    assert!(bytes_hold(dir.path(), "TELLING"));
    for number in [&slip, &paper, &handover] {
        writer
            .redact_by_hand(number, RedactReason::Asked, Role::B, now())
            .unwrap();
        let again = writer.redact_by_hand(number, RedactReason::Asked, Role::B, now());
        assert!(matches!(again, Err(Error::NotErasable { .. })), "{again:?}");
    }
    assert!(
        !bytes_hold(dir.path(), "TELLING"),
        "nothing lies on the disk"
    );
    assert_eq!(listed("20181015"), []);
    let row = reader.row(&slip).unwrap().unwrap();
    assert_eq!((row.title, row.outcome), (None, Some(Outcome::Sent)));
    assert_eq!(row.length_mm, Some(120));
    let held = &reader.matters("papers", "20181015").unwrap()[0];
    assert_eq!(held.value("amount"), Some("3"));
    assert_eq!(
        held.value("form_no"),
        Some("0413"),
        "paper and register agree by it"
    );
    let said = held.entries.last().unwrap();
    assert_eq!(said.kind, "redacted");
    assert_eq!(said.fields["redact_reason"], "asked");
    assert_eq!(
        (said.fields["by"].as_str(), said.fields["fields"].as_str()),
        ("B", "title")
    );
    let report = verify(dir.path(), &[]).unwrap();
    assert!(report.ok() && report.redacted >= 7, "{report}");
}

#[test]
fn what_the_office_still_needs_is_not_deleted_and_nothing_changes() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), "L01", "1", now()).unwrap();
    let application = Application {
        way: ApplicationWay::Oral,
        applicant: Applicant::Person,
        received_on: "20181015".into(),
        to_office: "示例市政府办".into(),
        content_sealed: "SEALED-CONTENT".into(),
        contact_sealed: "SEALED-CONTACT".into(),
    };
    let application = writer.enter(&application.received(Role::A), now()).unwrap();
    let about = OpinionAbout::Other;
    let opinion = Opinion::received(OpinionWay::Screen, about, "SEALED-WORDS", None, None);
    let opinion = writer.enter(&opinion, now()).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.erasable("20181015").unwrap(), [], "both are open");
    let head = writer.head().unwrap();
    for number in [application.as_str(), &opinion, "L01-1-20181015-0009"] {
        let refused = writer.redact_by_hand(number, RedactReason::Named, Role::A, now());
        assert!(refused.is_err(), "{number}");
    }
    assert_eq!(writer.head().unwrap(), head);
    for entry in [
        Application::answered(&application, "20181015", Answer::Open, Role::A),
        Application::closed(&application, "20181015", Closing::Collected, Role::A),
        Opinion::answered(&opinion, "张某某的事办好了", true, Role::A),
    ] {
        writer.enter(&entry, now()).unwrap();
    }
    assert_eq!(reader.erasable("20181015").unwrap().len(), 2);
    for number in [&application, &opinion] {
        writer
            .redact_by_hand(number, RedactReason::Named, Role::A, now())
            .unwrap();
    }
    assert!(!bytes_hold(dir.path(), "SEALED") && !bytes_hold(dir.path(), "张某某"));
    let held = &reader.matters("applications", "2018").unwrap()[0];
    assert_eq!(
        (held.state, held.value("answer_kind")),
        ("closed", Some("open"))
    );
    assert_eq!(held.value("to_office"), Some("示例市政府办"));
    assert!(verify(dir.path(), &[]).unwrap().ok());
}
