//! The mirror as its users see it: fill, search, list, change, withdraw, verify.

#![allow(clippy::unwrap_used)]

mod corpus;

use corpus::{batch, document, find, fresh, ids};
use mirror::{
    Axis, Category, Error, FeedMark, Filter, Query, Reader, Relation, RelationKind, Writer,
};

#[test]
fn there_is_no_mirror_before_the_first_writer() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(
        Reader::open(dir.path()),
        Err(Error::Absent { .. })
    ));
    let writer = Writer::open(dir.path()).unwrap();
    assert_eq!(writer.cursor().unwrap(), mirror::Cursor::default());
    let state = Reader::open(dir.path()).unwrap().state().unwrap();
    assert_eq!(state, mirror::State::default());
}

#[test]
fn a_document_comes_back_as_it_was_put() {
    let (dir, mut writer) = fresh();
    let mut original = document("a", "示例办法", "2018-10-15", "第一条 为了示例。");
    original.subjects = vec!["政务公开".into(), "监督".into()];
    original.doc_no = Some("示政办发〔2018〕89号".into());
    writer.apply(&batch(vec![original.clone()], 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.document("a").unwrap(), Some(original));
    assert_eq!(reader.document("b").unwrap(), None);
    assert_eq!(reader.all_ids().unwrap(), [("a".to_owned(), 1)]);
    let state = reader.state().unwrap();
    assert_eq!((state.documents, state.cursor.seq), (1, 1));
    assert_eq!(state.changed, "2018-10-16T00:00:00Z");
}

#[test]
fn filters_lists_and_groups_agree() {
    let (dir, mut writer) = fresh();
    let puts: Vec<_> = (0..40)
        .map(|i| {
            let date = format!("{}-03-{:02}", 2010 + i % 4, i % 28 + 1);
            let mut d = document(
                &format!("d{i}"),
                &format!("第{i}号通知"),
                &date,
                "关于供水的事项。",
            );
            d.agency = if i % 3 == 0 {
                "甲局".into()
            } else {
                "乙局".into()
            };
            d.category = if i % 5 == 0 {
                Category::Guide
            } else {
                Category::Policy
            };
            d
        })
        .collect();
    writer.apply(&batch(puts.clone(), 40)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let filter = Filter {
        agency: Some("甲局".into()),
        year: Some(2012),
        ..Filter::default()
    };
    let wanted = puts
        .iter()
        .filter(|d| d.agency == "甲局" && d.date().starts_with("2012"))
        .count() as u64;
    let listing = reader.list(&filter, 0, 100).unwrap();
    assert_eq!((listing.total, listing.rows.len() as u64), (wanted, wanted));
    assert!(listing.rows.windows(2).all(|w| w[0].date >= w[1].date));
    let mut query = find("供水");
    query.filter = filter.clone();
    assert_eq!(reader.search(&query).unwrap().total, wanted);
    query.text = String::new();
    assert_eq!(reader.search(&query).unwrap().total, wanted);
    let years = reader.groups(Axis::Year, &Filter::default()).unwrap();
    let codes: Vec<&str> = years.iter().map(|g| g.code.as_str()).collect();
    assert_eq!(codes, ["2013", "2012", "2011", "2010"]);
    let agencies = reader
        .groups(
            Axis::Agency,
            &Filter {
                year: Some(2012),
                ..Filter::default()
            },
        )
        .unwrap();
    assert_eq!(
        agencies.iter().find(|g| g.code == "甲局").unwrap().count,
        wanted
    );
    let all = reader.list(&Filter::default(), 0, 100).unwrap();
    assert!(all.rows.windows(2).all(|w| w[0].date >= w[1].date));
    let pages: Vec<String> = (0..4)
        .flat_map(|p| reader.list(&Filter::default(), p * 10, 10).unwrap().rows)
        .map(|head| head.id)
        .collect();
    assert_eq!(
        pages,
        all.rows
            .iter()
            .map(|head| head.id.clone())
            .collect::<Vec<_>>()
    );
}

#[test]
fn pages_follow_each_other_without_gap_or_double() {
    let (dir, mut writer) = fresh();
    let puts: Vec<_> = (0..250)
        .map(|i| {
            let title = if i % 7 == 0 {
                format!("供水工作第{i}号")
            } else {
                format!("第{i}号通知")
            };
            document(
                &format!("d{i}"),
                &title,
                &format!("20{:02}-01-01", i % 20),
                "城市供水管理。",
            )
        })
        .collect();
    writer.apply(&batch(puts, 250)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    for text in ["供水", "城市供水", "gongshui", ""] {
        let mut seen = Vec::new();
        loop {
            let query = Query {
                text: text.into(),
                offset: seen.len() as u32,
                limit: 30,
                ..Query::default()
            };
            let page = reader.search(&query).unwrap();
            if page.hits.is_empty() {
                break;
            }
            seen.extend(page.hits.into_iter().map(|hit| hit.id));
        }
        let total = reader
            .search(&Query {
                text: text.into(),
                exact: true,
                limit: 1,
                ..Query::default()
            })
            .unwrap();
        assert!(total.total_exact);
        assert_eq!(total.total, seen.len() as u64, "{text}");
        seen.sort();
        seen.dedup();
        assert_eq!(total.total, seen.len() as u64, "{text}");
    }
}

#[test]
fn a_new_revision_replaces_and_an_old_one_does_not() {
    let (dir, mut writer) = fresh();
    let mut d = document("a", "示例办法", "2018-10-15", "旧的词语。");
    d.rev = 2;
    writer.apply(&batch(vec![d.clone()], 1)).unwrap();
    d.rev = 3;
    d.issued_on = Some("2020-01-01".into());
    d.blocks.truncate(1);
    assert_eq!(
        writer.apply(&batch(vec![d.clone()], 2)).unwrap().replaced,
        1
    );
    d.rev = 1;
    assert_eq!(writer.apply(&batch(vec![d], 3)).unwrap().stale, 1);
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.search(&find("词语")).unwrap().total, 0);
    let page = reader.search(&find("示例办法")).unwrap();
    assert_eq!((page.total, page.hits[0].rev), (1, 3));
    assert_eq!(reader.state().unwrap().documents, 1);
    drop(writer);
    let report = Writer::verify(dir.path()).unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn interpretations_are_found_from_their_document() {
    let (dir, mut writer) = fresh();
    let mut b = document("b", "《示例办法》解读", "2018-11-15", "解读。");
    b.relations = vec![Relation {
        kind: RelationKind::Interprets,
        target: "a".into(),
    }];
    writer
        .apply(&batch(
            vec![document("a", "示例办法", "2018-10-15", "一。"), b],
            2,
        ))
        .unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(
        reader.related("a", RelationKind::Interprets).unwrap()[0].id,
        "b"
    );
    let page = reader.search(&find("示例办法")).unwrap();
    assert!(page.hits[0].interpreted && !page.hits[1].interpreted);
    let mut gone = batch(vec![], 3);
    gone.dels = vec!["b".into(), "unknown".into()];
    assert_eq!(writer.apply(&gone).unwrap().deleted, 1);
    assert!(
        reader
            .related("a", RelationKind::Interprets)
            .unwrap()
            .is_empty()
    );
    assert!(!reader.search(&find("示例办法")).unwrap().hits[0].interpreted);
}

#[test]
fn the_reader_notices_a_commit_and_sees_confirmations() {
    let (dir, mut writer) = fresh();
    let reader = Reader::open(dir.path()).unwrap();
    let before = reader.data_version().unwrap();
    assert_eq!(reader.data_version().unwrap(), before);
    writer
        .apply(&batch(
            vec![document("a", "示例办法", "2018-10-15", "一。")],
            1,
        ))
        .unwrap();
    let after = reader.data_version().unwrap();
    assert_ne!(after, before);
    let mark = FeedMark {
        issued: "i".into(),
        expires: "e".into(),
        checked: "c".into(),
    };
    writer.confirm(&mark).unwrap();
    let state = reader.state().unwrap();
    assert_eq!(state.mark, mark);
    assert_eq!(state.changed, "2018-10-16T00:00:00Z");
}

#[test]
fn a_refused_document_leaves_everything_as_it_was() {
    let (dir, mut writer) = fresh();
    writer
        .apply(&batch(
            vec![document("a", "示例办法", "2018-10-15", "一。")],
            1,
        ))
        .unwrap();
    let mut bad = batch(
        vec![
            document("b", "通知", "2018-10-15", "二。"),
            document("", "无", "2018-10-15", "三。"),
        ],
        9,
    );
    bad.dels = vec!["a".into()];
    assert!(matches!(writer.apply(&bad), Err(Error::Unfit { .. })));
    assert_eq!(writer.cursor().unwrap().seq, 1);
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.all_ids().unwrap(), [("a".to_owned(), 1)]);
    assert_eq!(reader.search(&find("通知")).unwrap().total, 0);
    assert!(Writer::verify(dir.path()).unwrap().ok);
}

#[test]
fn later_older_documents_still_sort_by_date() {
    let (dir, mut writer) = fresh();
    for (seq, year) in [2015, 2020, 1999, 2018, 2001].into_iter().enumerate() {
        let id = format!("y{year}");
        let date = format!("{year}-05-05");
        writer
            .apply(&batch(
                vec![document(&id, "通知", &date, "关于供水。")],
                seq as u64 + 1,
            ))
            .unwrap();
    }
    writer
        .apply(&batch(vec![document("none", "通知", "", "关于供水。")], 6))
        .unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let ids = ids(&reader, "供水");
    assert_eq!(ids, ["y2020", "y2018", "y2015", "y2001", "y1999", "none"]);
}

#[test]
fn a_day_with_more_documents_than_rows_goes_on() {
    let (dir, mut writer) = fresh();
    let puts: Vec<_> = (0..600)
        .map(|i| document(&format!("d{i}"), &format!("第{i}号"), "2018-10-15", "一。"))
        .collect();
    writer.apply(&batch(puts, 600)).unwrap();
    writer
        .apply(&batch(
            vec![document("next", "次日", "2018-10-16", "一。")],
            601,
        ))
        .unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.state().unwrap().documents, 601);
    assert!(Writer::verify(dir.path()).unwrap().ok);
}

/// A mirror as programs of version 3 wrote it; made by them, three documents.
const VERSION_3: &[u8] = include_bytes!("files/mirror-3.db.zst");

fn earlier(dir: &std::path::Path) {
    let bytes = zstd::decode_all(VERSION_3).unwrap();
    std::fs::write(dir.join("mirror.db"), bytes).unwrap();
}

#[test]
fn a_mirror_of_programs_before_keeps_its_documents_and_its_place() {
    let dir = tempfile::tempdir().unwrap();
    earlier(dir.path());
    // It is read before its writer has brought it up.
    assert_eq!(ids(&Reader::open(dir.path()).unwrap(), "劳动者"), ["old:1"]);
    let writer = Writer::open(dir.path()).unwrap();
    assert_eq!(writer.cursor().unwrap().seq, 7);
    drop(writer);
    let report = Writer::verify(dir.path()).unwrap();
    assert!(report.ok, "{:?}", report.problems);
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(ids(&reader, "劳动者"), ["old:1"]);
    assert_eq!(ids(&reader, "gsglbf"), ["old:0"]);
    assert_eq!(ids(&reader, "示政发2018 9"), ["old:2"]);
    let document = reader.document("old:2").unwrap().unwrap();
    assert_eq!(document.category, Category::Interpretation);
    assert_eq!(document.relations[0].kind, RelationKind::Interprets);
    let interpreted = reader.related("old:0", RelationKind::Interprets).unwrap();
    assert_eq!(interpreted[0].id, "old:2");
}

#[test]
fn a_mirror_older_than_any_that_was_released_is_set_aside_and_filled_anew() {
    for version in [1, 2] {
        let dir = tempfile::tempdir().unwrap();
        earlier(dir.path());
        let db = rusqlite::Connection::open(dir.path().join("mirror.db")).unwrap();
        db.pragma_update(None, "user_version", version).unwrap();
        drop(db);
        assert!(Reader::open(dir.path()).is_err_and(|e| e.is_damaged()));
        assert!(Writer::open(dir.path()).is_err_and(|e| e.is_damaged()));
        let aside = Writer::set_aside(dir.path(), "2018-10-15").unwrap();
        assert!(aside.is_some_and(|path| path.is_file()));
        let mut writer = Writer::open(dir.path()).unwrap();
        assert_eq!(writer.cursor().unwrap(), mirror::Cursor::default());
        let puts = vec![document("a", "示例市供水管理办法", "2018-10-15", "水")];
        writer.apply(&batch(puts, 1)).unwrap();
        Writer::remove_set_aside(dir.path()).unwrap();
        let names = std::fs::read_dir(dir.path()).unwrap();
        let left = names.filter(|name| {
            let name = name.as_ref().unwrap().file_name();
            name.to_string_lossy().contains("damaged")
        });
        assert_eq!(left.count(), 0);
        assert_eq!(ids(&Reader::open(dir.path()).unwrap(), "供水"), ["a"]);
    }
}

#[test]
fn a_reader_notices_that_its_file_was_exchanged() {
    let (dir, writer) = fresh();
    drop(writer);
    let reader = Reader::open(dir.path()).unwrap();
    assert!(!reader.is_exchanged());
    Writer::set_aside(dir.path(), "1").unwrap();
    assert!(reader.is_exchanged());
    drop(Writer::open(dir.path()).unwrap());
    assert!(reader.is_exchanged());
}
