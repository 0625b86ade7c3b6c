//! Reads a mirror: search, lists, documents. Never writes, and never sees half a batch.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params_from_iter, types::Value};

use crate::document::{Category, Document, RelationKind};
use crate::error::{Error, sqlite};
use crate::index::{Kind, Known, Look};
use crate::query::{
    Axis, Filter, Group, Head, Listing, PAGE_ROWS_MAX, Page, Query, State, Suggestion,
};
use crate::search::lexicon;
use crate::search::plan::Plan;
use crate::search::tally::Counting;
use crate::search::view::Search;
use crate::store::blobs;
use crate::store::body::Unpacker;
use crate::store::codes::{self, SMALL_COLUMNS, Small};
use crate::store::file;
use crate::store::shape;
use crate::words::synonyms::Synonyms;

/// What a failed count says it did.
const COUNT: &str = "count in mirror";

/// Reads a mirror. One a thread.
pub struct Reader {
    db: Connection,
    dir: PathBuf,
    path: PathBuf,
    /// Which file is open.
    file: Option<(u64, u64)>,
    unpacker: Unpacker,
    known: Known,
    synonyms: Synonyms,
}

impl Reader {
    /// Opens the mirror in `dir`; [`Error::Absent`] when there is none yet.
    pub fn open(dir: &Path) -> Result<Reader, Error> {
        // Taken before: a file exchanged in between shows as exchanged.
        let file = file::identity(dir);
        let db = file::open_reader(dir)?;
        let path = file::path(dir);
        Ok(Reader {
            db,
            dir: dir.to_owned(),
            path,
            file,
            unpacker: Unpacker::default(),
            known: Known::default(),
            synonyms: Synonyms::read(dir),
        })
    }

    /// State of the whole mirror.
    pub fn state(&self) -> Result<State, Error> {
        codes::state(&self.db).map_err(sqlite("read state", &self.path))
    }

    /// Whether another file lies where this one was opened, or none: the agent sets a damaged mirror aside and begins anew.
    pub fn is_exchanged(&self) -> bool {
        file::identity(&self.dir) != self.file
    }

    /// The category of a document; `None` for one that is not there.
    pub fn category(&self, id: &str) -> Result<Option<Category>, Error> {
        let code: Option<String> = self
            .db
            .prepare_cached("SELECT category FROM document WHERE id = ?1")
            .and_then(|mut query| query.query_row([id], |row| row.get(0)).optional())
            .map_err(sqlite("read document", &self.path))?;
        Ok(code.as_deref().and_then(Category::from_code))
    }

    /// A number that changes whenever the writer has committed something.
    pub fn data_version(&self) -> Result<i64, Error> {
        self.db
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .map_err(sqlite("read data version", &self.path))
    }

    /// Searches. Nothing that can be typed is an error.
    pub fn search(&self, query: &Query) -> Result<Page, Error> {
        self.in_one_view("search mirror", |search| search.run(query))
    }

    /// What fits the words typed so far: titles, agencies, subjects, at most `limit` of each; nothing for nothing.
    pub fn suggest(&self, text: &str, limit: u32) -> Result<Vec<Suggestion>, Error> {
        self.in_one_view("suggest from mirror", |search| {
            search
                .suggest(text, limit)
                .map_err(|fault| fault.into_error("suggest from mirror", &self.path))
        })
    }

    /// The words of titles, agencies and subjects, each with its documents, the most frequent first, at most `limit`. Looks at
    /// thousands of titles: to be asked once for each state of the mirror, not for each key.
    pub fn words(&self, limit: usize) -> Result<Vec<(String, u64)>, Error> {
        lexicon::words(&self.db, limit).map_err(sqlite("list words of mirror", &self.path))
    }

    /// What document numbers of the mirror begin with (发文代字), each with its documents, the most frequent first, at most `limit`. Looks at
    /// every document: to be asked once for each state of the mirror.
    pub fn number_words(&self, limit: usize) -> Result<Vec<(String, u64)>, Error> {
        lexicon::number_words(&self.db, limit)
            .map_err(sqlite("list document numbers of mirror", &self.path))
    }

    /// How many documents hold a word; of many, so many as were counted, and then false.
    pub fn count(&self, word: &str) -> Result<(u64, bool), Error> {
        self.in_one_view("count in mirror", |search| search.count(word))
    }

    /// Begins to count what a question finds (as it is looked for: [`Page::understood`] where that is told), with what the hits
    /// are of. Nothing is counted yet.
    pub fn begin_count(&self, query: &Query) -> Result<Counting, Error> {
        self.in_one_view(COUNT, |search| {
            let begun = search.begin_count(query);
            begun.map_err(|fault| fault.into_error(COUNT, &self.path))
        })
    }

    /// Counts at most so many rows more; about a tenth of a millisecond each.
    pub fn count_on(&self, counting: &mut Counting, rows: usize) -> Result<(), Error> {
        self.in_one_view(COUNT, |search| {
            let counted = search.count_on(counting, rows);
            counted.map_err(|fault| fault.into_error(COUNT, &self.path))
        })
    }

    /// Runs `read` on one committed state of the mirror, whatever the writer does meanwhile.
    fn in_one_view<T>(
        &self,
        action: &'static str,
        read: impl FnOnce(&Search<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let view = self
            .db
            .unchecked_transaction()
            .map_err(sqlite(action, &self.path))?;
        let texts =
            Look::open(&view, Kind::Texts, &self.known).map_err(sqlite(action, &self.path))?;
        let result = read(&Search {
            db: &view,
            texts,
            known: &self.known,
            synonyms: &self.synonyms,
            path: &self.path,
            unpacker: &self.unpacker,
            bodies: RefCell::default(),
            literal: RefCell::default(),
        });
        view.commit().map_err(sqlite(action, &self.path))?;
        result
    }

    /// Documents that pass the filter, newest first.
    pub fn list(&self, filter: &Filter, offset: u32, limit: u32) -> Result<Listing, Error> {
        self.in_one_view("list mirror", |search| {
            rows_of_list(search, filter, offset, limit).map_err(sqlite("list mirror", &self.path))
        })
    }

    /// Sizes of the groups along an axis, among the documents that pass the filter: years newest first, others largest
    /// first.
    pub fn groups(&self, axis: Axis, filter: &Filter) -> Result<Vec<Group>, Error> {
        let (column, order) = match axis {
            Axis::Category => ("category", "2 DESC, 1"),
            Axis::Agency => ("agency", "2 DESC, 1"),
            Axis::Year => ("iif(year = 0, '', CAST(year AS TEXT))", "1 DESC"),
        };
        let (condition, values) = tally_condition(filter);
        let sql = format!(
            "SELECT {column}, sum(count) FROM tally WHERE {condition} GROUP BY 1 ORDER BY {order}"
        );
        let read = || -> rusqlite::Result<Vec<Group>> {
            self.db
                .prepare_cached(&sql)?
                .query_map(params_from_iter(values), |row| {
                    Ok(Group {
                        code: row.get(0)?,
                        count: codes::unsigned(row.get(1)?),
                    })
                })?
                .collect()
        };
        read().map_err(sqlite("group mirror", &self.path))
    }

    /// A whole document.
    pub fn document(&self, id: &str) -> Result<Option<Document>, Error> {
        const ACTION: &str = "read document";
        self.in_one_view(ACTION, |search| {
            let small = search
                .db
                .prepare_cached(&format!(
                    "SELECT {SMALL_COLUMNS} FROM document d WHERE d.id = ?1"
                ))
                .and_then(|mut statement| statement.query_row([id], Small::read).optional())
                .map_err(sqlite(ACTION, &self.path))?;
            let Some(small) = small else { return Ok(None) };
            let fault = |fault: crate::search::fault::Fault| fault.into_error(ACTION, &self.path);
            let text = search.text(small.row, id).map_err(fault)?;
            let shape = search.shape(small.row, id).map_err(fault)?;
            shape::put_together(&shape, &text, small.into_document())
                .map(Some)
                .ok_or_else(|| Error::damaged(&self.path, format!("body of {id} is incomplete")))
        })
    }

    /// Documents that point at `id` with this kind of relation, newest first.
    pub fn related(&self, id: &str, kind: RelationKind) -> Result<Vec<Head>, Error> {
        let read = || -> rusqlite::Result<Vec<Head>> {
            self.db
                .prepare_cached(&format!(
                    "SELECT {SMALL_COLUMNS} FROM relation t JOIN document d ON d.row = t.row
                     WHERE t.target = ?1 AND t.kind = ?2 ORDER BY d.row DESC LIMIT {PAGE_ROWS_MAX}"
                ))?
                .query_map([id, kind.as_code()], |row| Small::read(row).map(head))?
                .collect()
        };
        read().map_err(sqlite("read relations", &self.path))
    }

    /// Every id with its revision, in the order of ids.
    pub fn all_ids(&self) -> Result<Vec<(String, u64)>, Error> {
        let read = || -> rusqlite::Result<Vec<(String, u64)>> {
            self.db
                .prepare_cached("SELECT id, rev FROM document ORDER BY id")?
                .query_map([], |row| Ok((row.get(0)?, codes::unsigned(row.get(1)?))))?
                .collect()
        };
        read().map_err(sqlite("list ids", &self.path))
    }

    /// Where the bytes of an attachment lie, if they are here.
    pub fn blob(&self, sha256: &str) -> Option<PathBuf> {
        blobs::path(&self.dir, sha256).filter(|path| path.is_file())
    }
}

fn rows_of_list(
    search: &Search<'_>,
    filter: &Filter,
    offset: u32,
    limit: u32,
) -> rusqlite::Result<Listing> {
    let db = search.db;
    let query = Query {
        filter: filter.clone(),
        ..Query::default()
    };
    let limit = limit.min(PAGE_ROWS_MAX);
    let chosen: Vec<i64> = match Plan::new(&query).only_filters() {
        Some(filters) => {
            let found = search.texts.find(&filters)?;
            found
                .newest()
                .skip(offset as usize)
                .take(limit as usize)
                .collect()
        }
        None => db
            .prepare_cached("SELECT row FROM document ORDER BY row DESC LIMIT ?1 OFFSET ?2")?
            .query_map([limit, offset], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?,
    };
    let mut rows = Vec::with_capacity(chosen.len());
    for row in chosen {
        rows.extend(search.small(row)?.map(head));
    }
    let (condition, values) = tally_condition(filter);
    let total: i64 = db
        .prepare_cached(&format!(
            "SELECT coalesce(sum(count), 0) FROM tally WHERE {condition}"
        ))?
        .query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(Listing {
        rows,
        total: codes::unsigned(total),
    })
}

fn tally_condition(filter: &Filter) -> (String, Vec<Value>) {
    let mut conditions = vec!["1"];
    let mut values = Vec::new();
    if let Some(agency) = &filter.agency {
        conditions.push("agency = ?");
        values.push(Value::from(agency.clone()));
    }
    if let Some(year) = filter.year {
        conditions.push("year = ?");
        values.push(Value::from(i64::from(year)));
    }
    if let Some(category) = filter.category {
        conditions.push("category = ?");
        values.push(Value::from(category.as_code().to_owned()));
    }
    if let Some(validity) = filter.validity {
        conditions.push("validity = ?");
        values.push(Value::from(validity.as_code().to_owned()));
    }
    (conditions.join(" AND "), values)
}

fn head(small: Small) -> Head {
    Head {
        id: small.id,
        rev: small.rev,
        title: small.title,
        doc_no: small.doc_no,
        agency: small.agency,
        date: small.date,
        validity: small.validity,
        category: small.category,
        interpreted: small.interpreted,
        applied: small.applied,
    }
}
