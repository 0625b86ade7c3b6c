//! The fields of an entry against their commitments and their declaration, and which of those without a value an entry explains.

use super::declare::{Kind, REDACTED};
use super::hash::{self, Hash};
use super::log;
use super::problem::{Found, Problem};
use super::stored::Stored;
use crate::Error;
use rusqlite::Connection;
use std::collections::HashSet;

/// Fields without a value, and what the chain says about them.
#[derive(Default)]
pub(crate) struct Blanks {
    found: Vec<Blank>,
    /// Number and field of each redaction that an entry notes.
    noted: HashSet<(String, String)>,
}

struct Blank {
    seq: u64,
    number: String,
    field: String,
    /// Its register lets it be deleted.
    erasable: bool,
}

impl Blanks {
    /// Only what a register declares to be erasable may be redacted, and only with an entry that says so; every other blank is an edit.
    pub fn judge(self, found: &mut Found) -> u64 {
        let mut redacted = 0;
        for blank in self.found {
            let noted = (blank.number, blank.field);
            if blank.erasable && self.noted.contains(&noted) {
                redacted += 1;
            } else {
                found.add(Problem::FieldEdited {
                    seq: blank.seq,
                    field: noted.1,
                });
            }
        }
        redacted
    }
}

/// A field as it stands in the file; no value if it is blank or does not fit its commitment.
pub(crate) struct StoredField {
    pub(crate) name: String,
    pub(crate) commitment: Hash,
    pub(crate) value: Option<String>,
}

/// Reads the fields of an entry of this kind; `None` for a kind that nobody declares.
pub(crate) fn read(
    conn: &Connection,
    entry: &Stored,
    kind: Option<&Kind>,
    blanks: &mut Blanks,
    found: &mut Found,
) -> Result<Vec<StoredField>, Error> {
    let failed = Error::database("read the fields of an entry");
    let mut query = conn
        .prepare_cached(
            "SELECT name, commitment, salt, value FROM field WHERE seq = ?1 ORDER BY name",
        )
        .map_err(&failed)?;
    let mut rows = query.query([log::int(entry.seq)]).map_err(&failed)?;
    let mut list = Vec::new();
    while let Some(row) = rows.next().map_err(&failed)? {
        let name: String = row.get(0).map_err(&failed)?;
        let declared = kind.and_then(|kind| kind.field(&name));
        // Bytes of any length and type may stand there once somebody edits the file.
        let commitment = bytes(row, 1).and_then(|bytes| Hash::try_from(bytes).ok());
        let salt = bytes(row, 2);
        let stored: Option<Option<String>> = row.get(3).ok();
        let blank = salt.is_none() && stored == Some(None);
        let salt = salt.and_then(|bytes| Hash::try_from(bytes).ok());
        let value = stored.flatten().filter(|value| {
            salt.is_some_and(|salt| Some(hash::commitment(&salt, &name, value)) == commitment)
        });
        if blank {
            blanks.found.push(Blank {
                seq: entry.seq,
                number: entry.number.clone(),
                field: name.clone(),
                erasable: declared.is_some_and(|field| field.erasable()),
            });
        } else if value.is_none() {
            found.add(Problem::FieldEdited {
                seq: entry.seq,
                field: name.clone(),
            });
        }
        let odd = match (&value, declared) {
            (Some(value), Some(field)) => !field.fits(value),
            (Some(_), None) => true,
            (None, _) => false,
        };
        if odd && kind.is_some() {
            found.add(Problem::Undeclared {
                seq: entry.seq,
                field: name.clone(),
            });
        }
        list.push(StoredField {
            name,
            commitment: commitment.unwrap_or_default(),
            value,
        });
    }
    for field in kind.iter().flat_map(|kind| kind.fields) {
        if field.required && !list.iter().any(|stored| stored.name == field.name) {
            found.add(Problem::FieldMissing {
                seq: entry.seq,
                field: field.name.to_owned(),
            });
        }
    }
    Ok(list)
}

fn bytes(row: &rusqlite::Row<'_>, column: usize) -> Option<Vec<u8>> {
    row.get::<_, Option<Vec<u8>>>(column).ok().flatten()
}

/// What an entry says about others of its number: which of their values were deleted.
pub(crate) fn note(entry: &Stored, fields: &[StoredField], blanks: &mut Blanks) {
    if entry.kind != REDACTED.name {
        return;
    }
    let named = fields.iter().find(|field| field.name == "fields");
    let names = named
        .and_then(|field| field.value.as_deref())
        .unwrap_or_default();
    blanks.noted.extend(
        names
            .split(' ')
            .map(|name| (entry.number.clone(), name.to_owned())),
    );
}
