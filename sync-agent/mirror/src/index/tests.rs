use crate::words::terms::{Terms, pair};
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rusqlite::Connection;

use super::*;
use crate::index::expression::{all, any, prefix, token};

fn empty() -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(super::CREATE).unwrap();
    db
}

/// Tokens of an invented document: few common ones, many rare ones.
fn terms(seed: u32) -> Terms {
    let hanzi = |n: u32| char::from_u32(0x4e00 + n).unwrap();
    let pairs: BTreeSet<u64> = (0..1 + seed % 40)
        .map(|i| {
            let n = seed.wrapping_mul(7 + i).wrapping_add(i * i);
            let second = (n % 5 > 0).then(|| hanzi(n % 7));
            pair(hanzi(n % 3 * (n % 11)), second)
        })
        .collect();
    let keys = [
        "_cpolicy".to_owned(),
        format!("_y{}", 1990 + seed % 30),
        format!("#{seed}"),
    ];
    Terms {
        pairs: pairs.into_iter().collect(),
        keys: keys.to_vec(),
    }
}

type Model = BTreeMap<i64, Terms>;

/// Whether the index holds exactly what the model holds.
fn check(db: &Connection, model: &Model) {
    let mut wanted: BTreeMap<Vec<u8>, BTreeSet<i64>> = BTreeMap::new();
    for (row, terms) in model {
        for term in terms.sorted() {
            wanted.entry(term).or_default().insert(*row);
        }
    }
    let mut held: BTreeMap<Vec<u8>, BTreeSet<i64>> = BTreeMap::new();
    for run in runs(db, Kind::Texts).unwrap() {
        each_token(db, &run, |token, rows| {
            let rows = rows.iter().map(|row| i64::from(*row));
            held.entry(token.to_vec()).or_default().extend(rows);
        })
        .unwrap();
    }
    assert_eq!(held, wanted);
    let known = Known::default();
    let look = Look::open(db, Kind::Texts, &known).unwrap();
    for (term, rows) in &wanted {
        let term = std::str::from_utf8(term).unwrap();
        let found = look.find(&token(term)).unwrap();
        let newest: Vec<i64> = rows.iter().rev().copied().collect();
        assert_eq!(found.newest().collect::<Vec<_>>(), newest, "{term}");
        assert_eq!(found.count(), rows.len() as u64);
        let first: String = term.chars().take(1).collect();
        let starts: BTreeSet<i64> = wanted
            .iter()
            .filter(|(other, _)| other.starts_with(first.as_bytes()))
            .flat_map(|(_, rows)| rows.iter().copied())
            .collect();
        let found: BTreeSet<i64> = look.find(&prefix(&first)).unwrap().newest().collect();
        assert_eq!(found, starts, "{first}*");
    }
    let both = |a: &str, b: &str| -> BTreeSet<i64> {
        let rows = |t: &str| wanted.get(t.as_bytes()).cloned().unwrap_or_default();
        rows(a).intersection(&rows(b)).copied().collect()
    };
    let find = |e| -> BTreeSet<i64> { look.find(&e).unwrap().newest().collect() };
    assert_eq!(
        find(all([token("_cpolicy"), token("_y1995")])),
        both("_cpolicy", "_y1995")
    );
    assert_eq!(
        find(all([
            token("_y1994"),
            any(vec![token("_cpolicy"), token("nowhere")]).unwrap()
        ])),
        both("_cpolicy", "_y1994")
    );
    assert_eq!(find(all([])), BTreeSet::new());
    assert_eq!(
        find(all([token("nowhere"), token("_cpolicy")])),
        BTreeSet::new()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn it_holds_what_was_put_in_and_not_taken_out(
        steps in prop::collection::vec((0_u8..4, prop::collection::vec((1_i64..900, 0_u32..500), 0..60)), 1..9)
    ) {
        let mut db = empty();
        let mut model = Model::new();
        for (step, documents) in steps {
            match step {
                0 => {
                    let gone: Vec<(i64, Terms)> = documents
                        .iter()
                        .filter_map(|(row, _)| model.remove(row).map(|terms| (*row, terms)))
                        .collect();
                    remove(&db, Kind::Texts, &gone).unwrap();
                }
                1 => tidy(&mut db, documents.len() > 30).unwrap(),
                2 if documents.len() > 40 => into_one(&mut db).unwrap(),
                _ => {
                    let mut new = Model::new();
                    for (row, seed) in documents {
                        if !model.contains_key(&row) {
                            new.insert(row, terms(seed));
                        }
                    }
                    model.extend(new.clone());
                    add(&db, Kind::Texts, new.into_iter().collect()).unwrap();
                }
            }
        }
        check(&db, &model);
        into_one(&mut db).unwrap();
        check(&db, &model);
        assert!(runs(&db, Kind::Texts).unwrap().len() <= 1);
        // Nothing is left of what was taken out.
        remove(&db, Kind::Texts, &model.into_iter().collect::<Vec<_>>()).unwrap();
        let left: i64 = db.query_row("SELECT count(*) FROM block", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
    }

    #[test]
    fn numbers_come_back_from_a_list(numbers: BTreeSet<u32>, dense in 1_u32..5_000) {
        for numbers in [numbers.into_iter().map(|n| n / 3).collect::<BTreeSet<_>>(), (dense..dense * 2).collect()] {
            let numbers: Vec<u32> = numbers.into_iter().collect();
            let mut bytes = vec![0, 1, b'a'];
            block::pack(&numbers, &mut Vec::new(), &mut bytes);
            let mut entries = block::Entries::new(&bytes);
            let mut back = Vec::new();
            entries.next().unwrap().unwrap().numbers(&mut back).unwrap();
            assert_eq!(back, numbers);
            assert!(entries.next().unwrap().is_none());
        }
    }

    #[test]
    fn foreign_bytes_are_refused_and_never_panic(bytes: Vec<u8>, documents in 0_u32..2_000) {
        let _ = read_block(&bytes, documents);
    }
}

#[test]
fn many_documents_make_several_runs_and_large_lists() {
    let mut db = empty();
    let mut model = Model::new();
    for row in 1..10_000 {
        model.insert(row * 3, terms(row as u32 % 1_000));
    }
    add(&db, Kind::Texts, model.clone().into_iter().collect()).unwrap();
    assert_eq!(runs(&db, Kind::Texts).unwrap().len(), 3);
    tidy(&mut db, false).unwrap();
    into_one(&mut db).unwrap();
    let gone: Vec<(i64, Terms)> = (1..400)
        .map(|n| (n * 75, model.remove(&(n * 75)).unwrap()))
        .collect();
    remove(&db, Kind::Texts, &gone).unwrap();
    check(&db, &model);
    // Merging drops the numbers of those that are gone.
    add(&db, Kind::Texts, gone[..1].to_vec()).unwrap();
    model.insert(gone[0].0, gone[0].1.clone());
    into_one(&mut db).unwrap();
    check(&db, &model);
    let run = &runs(&db, Kind::Texts).unwrap()[0];
    assert_eq!(run.documents as usize, model.len());
}

#[test]
fn broken_runs_are_damage() {
    for broken in [
        "UPDATE run SET rows = x'ff'",
        "UPDATE run SET documents = 1",
        "UPDATE block SET bytes = x'05'",
        "UPDATE block SET bytes = x'00025f6306ffffff'",
    ] {
        let mut db = empty();
        add(
            &db,
            Kind::Texts,
            (1..50).map(|n| (n, terms(n as u32))).collect(),
        )
        .unwrap();
        add(
            &db,
            Kind::Texts,
            (60..90).map(|n| (n, terms(n as u32))).collect(),
        )
        .unwrap();
        db.execute(broken, []).unwrap();
        let run = runs(&db, Kind::Texts).unwrap().remove(0);
        let said = each_token(&db, &run, |_, _| {});
        let code = said.unwrap_err().sqlite_error_code();
        assert_eq!(code, Some(rusqlite::ErrorCode::DatabaseCorrupt), "{broken}");
        // Reading it never panics, whatever it finds.
        let known = Known::default();
        let look = Look::open(&db, Kind::Texts, &known).unwrap();
        let _ = look
            .find(&token("_cpolicy"))
            .map(|rows| rows.newest().count());
        let _ = look.find(&prefix("_"));
        drop(look);
        assert!(into_one(&mut db).is_err(), "{broken}");
    }
}
