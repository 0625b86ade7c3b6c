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
