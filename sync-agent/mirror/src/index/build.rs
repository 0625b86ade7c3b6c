//! From the tokens of documents to a run. Owns how blocks are cut.

use rusqlite::{Connection, params};

use super::block;
use super::run::{Kind, pack_rows};
use crate::words::quick::QuickMap;
use crate::words::terms::{PAIR_BITS, Terms, pair_bytes};

/// Bytes of a block that fit on one page of 4,096 beside its own heads.
const BLOCK_BYTES: usize = 3_980;
/// Documents of one run that are sorted at once; more make several runs.
const RUN_DOCUMENTS: usize = 1 << NUMBER_BITS;
const NUMBER_BITS: u32 = 12;
const _: () = assert!(PAIR_BITS + NUMBER_BITS <= u64::BITS);
/// So many numbers are worth a second thread.
const SHARED_MIN: usize = 1 << 16;

/// Adds documents that no run holds yet.
pub fn add(db: &Connection, kind: Kind, mut documents: Vec<(i64, Terms)>) -> rusqlite::Result<()> {
    documents.sort_unstable_by_key(|(row, _)| *row);
    for part in documents.chunks(RUN_DOCUMENTS) {
        add_run(db, kind, part)?;
    }
    Ok(())
}

fn add_run(db: &Connection, kind: Kind, documents: &[(i64, Terms)]) -> rusqlite::Result<()> {
    let rows: Vec<u32> = documents
        .iter()
        .map(|(row, _)| {
            u32::try_from(*row).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, *row))
        })
        .collect::<rusqlite::Result<_>>()?;
    let mut pairs: Vec<u64> =
        Vec::with_capacity(documents.iter().map(|(_, t)| t.pairs.len()).sum());
    let mut keys: QuickMap<&str, Vec<u32>> = QuickMap::default();
    for (number, (_, terms)) in (0_u32..).zip(documents) {
        pairs.extend(
            terms
                .pairs
                .iter()
                .map(|pair| pair << NUMBER_BITS | u64::from(number)),
        );
        for key in &terms.keys {
            keys.entry(key).or_default().push(number);
        }
    }
    sort(&mut pairs);
    let mut keys: Vec<(&str, Vec<u32>)> = keys.into_iter().collect();
    keys.sort_unstable_by(|a, b| a.0.cmp(b.0));

    let mut writer = Blocks::begin(db, kind, &rows)?;
    let mut keys = keys.into_iter().peekable();
    let mut numbers: Vec<u32> = Vec::new();
    for same in pairs.chunk_by(|a, b| a >> NUMBER_BITS == b >> NUMBER_BITS) {
        let (bytes, length) = pair_bytes(same[0] >> NUMBER_BITS);
        while let Some((key, numbers)) = keys.next_if(|(key, _)| key.as_bytes() < &bytes[..length])
        {
            writer.add(key.as_bytes(), &numbers)?;
        }
        numbers.clear();
        numbers.extend(
            same.iter()
                .map(|packed| (packed & ((1 << NUMBER_BITS) - 1)) as u32),
        );
        writer.add(&bytes[..length], &numbers)?;
    }
    for (key, numbers) in keys {
        writer.add(key.as_bytes(), &numbers)?;
    }
    writer.end()
}

/// Sorts; of many, each half on a core of its own.
fn sort(numbers: &mut [u64]) {
    if numbers.len() < SHARED_MIN {
        return numbers.sort_unstable();
    }
    let middle = numbers.len() / 2;
    let (left, right) = numbers.split_at_mut(middle);
    std::thread::scope(|scope| {
        scope.spawn(|| left.sort_unstable());
        right.sort_unstable();
    });
    // Two halves in order are merged by this in one pass.
    numbers.sort();
}

/// Writes the blocks of one run, token after token.
pub struct Blocks<'a> {
    db: &'a Connection,
    run: i64,
    first: Vec<u8>,
    last: Vec<u8>,
    bytes: Vec<u8>,
    list: Vec<u8>,
    gaps: Vec<u8>,
}

impl<'a> Blocks<'a> {
    /// Makes a run for documents of these rows.
    pub fn begin(db: &'a Connection, kind: Kind, rows: &[u32]) -> rusqlite::Result<Blocks<'a>> {
        db.prepare_cached("INSERT INTO run(kind, documents, rows) VALUES (?1, ?2, ?3)")?
            .execute(params![kind as i64, rows.len() as i64, pack_rows(rows)])?;
        Ok(Blocks::of(db, db.last_insert_rowid()))
    }

    /// More blocks of a run that is there.
    pub fn of(db: &'a Connection, run: i64) -> Blocks<'a> {
        Blocks {
            db,
            run,
            first: Vec::new(),
            last: Vec::new(),
            bytes: Vec::with_capacity(BLOCK_BYTES * 2),
            list: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// The next token, behind all before it, with the numbers of its documents, ascending; none of either is left out.
    pub fn add(&mut self, term: &[u8], numbers: &[u32]) -> rusqlite::Result<()> {
        let term = &term[..term.len().min(block::TERM_BYTES_MAX)];
        if numbers.is_empty() || (term == self.last && !self.bytes.is_empty()) {
            return Ok(());
        }
        self.list.clear();
        block::pack(numbers, &mut self.gaps, &mut self.list);
        if !self.bytes.is_empty()
            && self.bytes.len() + term.len() + self.list.len() + 4 > BLOCK_BYTES
        {
            self.cut()?;
        }
        let shared = if self.bytes.is_empty() {
            self.first.clear();
            self.first.extend_from_slice(term);
            0
        } else {
            term.iter()
                .zip(&self.last)
                .take_while(|(a, b)| a == b)
                .count()
        };
        block::put_varint(shared as u32, &mut self.bytes);
        block::put_varint((term.len() - shared) as u32, &mut self.bytes);
        self.bytes.extend_from_slice(&term[shared..]);
        self.bytes.extend_from_slice(&self.list);
        self.last.clear();
        self.last.extend_from_slice(term);
        Ok(())
    }

    fn cut(&mut self) -> rusqlite::Result<()> {
        if !self.bytes.is_empty() {
            self.db
                .prepare_cached("INSERT INTO block(run, first, bytes) VALUES (?1, ?2, ?3)")?
                .execute(params![self.run, self.first, self.bytes])?;
            self.bytes.clear();
        }
        Ok(())
    }

    /// Writes what is left.
    pub fn end(mut self) -> rusqlite::Result<()> {
        self.cut()
    }
}
