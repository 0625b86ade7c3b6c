//! Checks a mirror from end to end: the file, the counts, every index against the text. Reads only.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::error::{Error, sqlite};
use crate::index::{self, Kind};
use crate::reader::Reader;
use crate::store::blobs;
use crate::store::codes;
use crate::store::file;
use crate::store::names;
use crate::store::shape;
use crate::words::terms::{self, Terms};
use crate::words::tokens;

/// Problems that are listed; a badly damaged file has one a document.
const PROBLEMS_MAX: usize = 100;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Nothing is wrong.
    pub ok: bool,
    /// Documents in the mirror.
    pub documents: u64,
    /// Blobs that no document names; no fault, the next erasing removes them.
    pub orphans: u64,
    /// What is wrong, at most a hundred findings.
    pub problems: Vec<String>,
}

/// Sum over the distinct tokens of one document, and how many they are: equal sums, equal tokens.
type Sum = (u64, u64);

/// Checks the mirror in `dir`. An error means that it could not be checked at all.
pub fn verify(dir: &Path) -> Result<Report, Error> {
    let path = file::path(dir);
    let reader = Reader::open(dir)?;
    let db = file::open_reader(dir)?;
    let fail = sqlite("verify mirror", &path);
    let mut problems: Vec<String> = integrity(&db).map_err(fail.clone())?;
    if !problems.is_empty() {
        // Sums over a broken file would only repeat it.
        return Ok(Report {
            ok: false,
            problems,
            ..Report::default()
        });
    }
    let view = db.unchecked_transaction().map_err(fail.clone())?;
    let state = codes::state(&view).map_err(fail.clone())?;
    counts(&view, state.documents, &mut problems).map_err(fail.clone())?;
    if state.documents > 0 && state.cursor == crate::query::Cursor::default() {
        problems.push("documents without a cursor".to_owned());
    }
    indexes(&view, &reader, &mut problems)?;
    names(&view, &mut problems).map_err(fail.clone())?;
    let named = blobs::named(&view).map_err(fail)?;
    let orphans = blobs::orphans(dir, &named)?.len() as u64;
    problems.truncate(PROBLEMS_MAX);
    Ok(Report {
        ok: problems.is_empty(),
        documents: state.documents,
        orphans,
        problems,
    })
}

/// SQLite's shorter check: every page, but not every entry of an ordinary index against its row. And whether the blocks of our
/// indexes can be read.
pub fn pages(dir: &Path) -> Result<(), Error> {
    let path = file::path(dir);
    let db = file::open_reader(dir)?;
    let answer: String = db
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(sqlite("check the pages of mirror", &path))?;
    if answer != "ok" {
        return Err(Error::damaged(&path, answer));
    }
    let readable = || -> rusqlite::Result<()> {
        for kind in index::KINDS {
            for run in index::runs(&db, kind)? {
                index::each_token(&db, &run, |_, _| {})?;
            }
        }
        Ok(())
    };
    readable().map_err(sqlite("check the indexes of mirror", &path))
}

/// SQLite's own check.
fn integrity(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let lines: Vec<String> = db
        .prepare(&format!("PRAGMA integrity_check({PROBLEMS_MAX})"))?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

fn counts(db: &Connection, documents: u64, problems: &mut Vec<String>) -> rusqlite::Result<()> {
    let counts = [
        ("rows of document", "SELECT count(*) FROM document"),
        (
            "bodies",
            "SELECT count(*) FROM body b JOIN document d ON d.row = b.row",
        ),
        ("all bodies", "SELECT count(*) FROM body"),
        ("tally", "SELECT coalesce(sum(count), 0) FROM tally"),
    ];
    for (name, sql) in counts {
        let count: i64 = db.query_row(sql, [], |row| row.get(0))?;
        if codes::unsigned(count) != documents {
            problems.push(format!("{name}: {count}, state says {documents}"));
        }
    }
    for table in ["relation", "attachment"] {
        let sql = format!(
            "SELECT count(*) FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM document d WHERE d.row = t.row)"
        );
        let lost: i64 = db.query_row(&sql, [], |row| row.get(0))?;
        if lost > 0 {
            problems.push(format!("{lost} rows of {table} belong to no document"));
        }
    }
    Ok(())
}

/// Makes every document's tokens anew and compares them with what the indexes hold.
fn indexes(db: &Connection, reader: &Reader, problems: &mut Vec<String>) -> Result<(), Error> {
    let path = db.path().map(Path::new).unwrap_or(Path::new("")).to_owned();
    let fail = sqlite("verify indexes", &path);
    let mut text_held = held(db, Kind::Texts, problems).map_err(fail.clone())?;
    let rows: Vec<(i64, String)> = db
        .prepare("SELECT row, id FROM document")
        .and_then(|mut statement| {
            statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .map_err(fail)?;
    let mut maker = tokens::Maker::default();
    for (row, id) in rows {
        let document = match reader.document(&id) {
            Ok(Some(document)) => document,
            Ok(None) => continue,
            Err(e) => {
                problems.push(e.to_string());
                continue;
            }
        };
        let (text, _) = shape::take_apart(&document);
        let made = sum(&maker.document(&document, &text));
        if text_held.remove(&row) != Some(made) {
            problems.push(format!("index differs from document {id}"));
        }
        if problems.len() >= PROBLEMS_MAX {
            return Ok(());
        }
    }
    if !text_held.is_empty() {
        problems.push(format!(
            "index holds {} rows without a document",
            text_held.len()
        ));
    }
    Ok(())
}

/// Compares the names with the documents, and their index with the names.
fn names(db: &Connection, problems: &mut Vec<String>) -> rusqlite::Result<()> {
    let mut counts: HashMap<(i64, String), i64> = HashMap::new();
    let mut documents = db.prepare("SELECT agency, subjects FROM document")?;
    let mut rows = documents.query([])?;
    while let Some(row) = rows.next()? {
        let (agency, subjects): (String, String) = (row.get(0)?, row.get(1)?);
        let agency = [(names::AGENCY, agency.as_str())];
        let subjects = subjects.lines().map(|subject| (names::SUBJECT, subject));
        for (kind, text) in agency.into_iter().chain(subjects) {
            if !text.trim().is_empty() {
                *counts.entry((kind, text.trim().to_owned())).or_default() += 1;
            }
        }
    }
    let mut index = held(db, Kind::Names, problems)?;
    let mut stored = db.prepare("SELECT row, kind, text, count FROM name")?;
    let mut rows = stored.query([])?;
    while let Some(row) = rows.next()? {
        let (number, text): (i64, String) = (row.get(0)?, row.get(2)?);
        if index.remove(&number) != Some(sum(&tokens::of_name(&text))) {
            problems.push(format!("index differs from name {number}"));
        }
        if counts.remove(&(row.get(1)?, text)) != Some(row.get(3)?) {
            problems.push(format!("count of name {number} differs from the documents"));
        }
    }
    if !counts.is_empty() || !index.is_empty() {
        let left = counts.len() + index.len();
        problems.push(format!("names: {left} are missing or without a document"));
    }
    Ok(())
}

/// Sums of what an index holds, by row. A run that is broken is a problem, not an error.
fn held(
    db: &Connection,
    kind: Kind,
    problems: &mut Vec<String>,
) -> rusqlite::Result<HashMap<i64, Sum>> {
    let mut sums: HashMap<i64, Sum> = HashMap::new();
    for run in index::runs(db, kind)? {
        let done = index::each_token(db, &run, |token, rows| {
            let mixed = mixed(token);
            for row in rows {
                add(sums.entry(i64::from(*row)).or_default(), mixed);
            }
        });
        match done {
            Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
                problems.push(format!("run {} of the index: {e}", run.id));
            }
            other => other?,
        }
    }
    let stray: i64 = db.query_row(
        "SELECT count(*) FROM block b WHERE NOT EXISTS (SELECT 1 FROM run r WHERE r.id = b.run)",
        [],
        |row| row.get(0),
    )?;
    if stray > 0 {
        problems.push(format!("{stray} blocks of the index belong to no run"));
    }
    Ok(sums)
}

fn sum(terms: &Terms) -> Sum {
    let mut sum = Sum::default();
    for key in &terms.keys {
        add(&mut sum, mixed(key.as_bytes()));
    }
    for pair in &terms.pairs {
        let (bytes, length) = terms::pair_bytes(*pair);
        add(&mut sum, mixed(&bytes[..length]));
    }
    sum
}

fn add(sum: &mut Sum, mixed: u64) {
    sum.0 = sum.0.wrapping_add(mixed);
    sum.1 += 1;
}

/// A number for a token, mixed, so that a sum of many says as much as each of them.
fn mixed(token: &[u8]) -> u64 {
    let hash = token.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 31)).wrapping_mul(0x7fb5_d329_728e_a185);
    mixed ^ (mixed >> 27)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Batch;
    use crate::Cursor;
    use crate::Writer;
    use crate::sample;

    #[test]
    fn what_differs_from_the_text_is_noticed() {
        for (broken, wanted) in [
            (
                "DELETE FROM block WHERE id = (SELECT max(b.id) FROM block b JOIN run r ON r.id = b.run WHERE r.kind = 1)",
                "index differs",
            ),
            ("DELETE FROM run WHERE kind = 2", "index differs from name"),
            ("UPDATE block SET bytes = x'0003'", "run 1"),
            ("UPDATE name SET count = count + 1", "count of name"),
            (
                "UPDATE document SET title = '改了' WHERE row = (SELECT max(row) FROM document)",
                "index differs",
            ),
            (
                "UPDATE body SET text = x'00' WHERE row = (SELECT max(row) FROM document)",
                "body of",
            ),
            (
                "DELETE FROM document WHERE row = (SELECT max(row) FROM document)",
                "without a document",
            ),
            ("UPDATE tally SET count = count + 1", "tally"),
            (
                "UPDATE state SET repository = '', epoch = 0, seq = 0",
                "cursor",
            ),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let mut writer = Writer::open(dir.path()).unwrap();
            let puts = (0..20)
                .map(|i| sample::document(&format!("d{i}"), &format!("第{i}号通知"), "关于供水。"));
            let batch = Batch {
                puts: puts.collect(),
                cursor: Cursor {
                    repository: "r".to_owned(),
                    epoch: 1,
                    seq: 1,
                },
                ..Batch::default()
            };
            writer.apply(&batch).unwrap();
            drop(writer);
            assert!(verify(dir.path()).unwrap().ok);
            let db = Connection::open(file::path(dir.path())).unwrap();
            db.execute_batch(broken).unwrap();
            drop(db);
            let report = verify(dir.path()).unwrap();
            let noticed = report
                .problems
                .iter()
                .any(|problem| problem.contains(wanted));
            assert!(!report.ok && noticed, "{broken}: {:?}", report.problems);
        }
    }
}
