//! The fields of an entry against their commitments, and which of those without a value an entry explains.

use super::hash::{self, Hash};
use super::problem::Found;
use super::problem::Problem;
use super::store::{self, kind};
use super::walk::Stored;
use crate::Error;
use rusqlite::Connection;
use std::collections::HashSet;

/// Fields without a value, and what the chain says about them.
#[derive(Default)]
pub(crate) struct Blanks {
    /// Entry, its kind, its number, field.
    found: Vec<(u64, String, String, String)>,
    /// Number and field of each redaction that an entry notes.
    noted: HashSet<(String, String)>,
}

impl Blanks {
    /// Only what a request says may be redacted, and only with an entry that says so; every other blank is an edit.
    pub(crate) fn judge(self, found: &mut Found) -> u64 {
        let mut redacted = 0;
        for (seq, kind, number, field) in self.found {
            if kind == kind::REQUEST && self.noted.contains(&(number, field.clone())) {
                redacted += 1;
            } else {
                found.add(Problem::FieldEdited { seq, field });
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

pub(crate) fn read(
    conn: &Connection,
    entry: &Stored,
    blanks: &mut Blanks,
    found: &mut Found,
) -> Result<Vec<StoredField>, Error> {
    let failed = Error::database("read the fields of an entry");
    let mut query = conn
        .prepare_cached(
            "SELECT name, commitment, salt, value FROM field WHERE seq = ?1 ORDER BY name",
        )
        .map_err(&failed)?;
    let mut rows = query.query([store::int(entry.seq)]).map_err(&failed)?;
    let mut list = Vec::new();
    while let Some(row) = rows.next().map_err(&failed)? {
        let name: String = row.get(0).map_err(&failed)?;
        // Bytes of any length may stand there once somebody edits the file.
        let bytes: Vec<u8> = row.get(1).map_err(&failed)?;
        let commitment = Hash::try_from(bytes).ok();
        let salt: Option<Vec<u8>> = row.get(2).map_err(&failed)?;
        let value: Option<String> = row.get(3).map_err(&failed)?;
        let blank = salt.is_none() && value.is_none();
        let salt = salt.and_then(|bytes| Hash::try_from(bytes).ok());
        let value = value.filter(|value| {
            salt.is_some_and(|salt| Some(hash::commitment(&salt, &name, value)) == commitment)
        });
        if blank {
            let number = entry.number.clone();
            blanks
                .found
                .push((entry.seq, entry.kind.clone(), number, name.clone()));
        } else if value.is_none() {
            found.add(Problem::FieldEdited {
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
    Ok(list)
}

/// What an entry says about other entries: redactions, and that the file went back.
pub(crate) fn note(entry: &Stored, fields: &[StoredField], blanks: &mut Blanks, found: &mut Found) {
    let value = |name: &str| {
        let field = fields.iter().find(|field| field.name == name);
        field
            .and_then(|field| field.value.as_deref())
            .unwrap_or_default()
    };
    match entry.kind.as_str() {
        kind::REDACTED => {
            let names = value("fields").split(' ');
            blanks
                .noted
                .extend(names.map(|name| (entry.number.clone(), name.to_owned())));
        }
        kind::OPENED if value("reason") == "went-back" => found.add(Problem::WentBack {
            seq: entry.seq,
            known: value("known_head").to_owned(),
        }),
        _ => {}
    }
}
