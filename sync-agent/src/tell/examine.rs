//! `verify`: the mirror against itself and against trust.db. Reads only, also while an agent is at work: each thing is read in
//! the order in which that agent writes, so that a look in between finds no fault.

use crate::failure::{Exit, Failure, Outcome};
use crate::pull::apply::Store;
use crate::trust::Trust;
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// Nothing is wrong.
    pub ok: bool,
    /// Documents in the mirror.
    pub documents: u64,
    /// Sequence number of the mirror.
    pub sequence: u64,
    /// What is wrong.
    pub problems: Vec<String>,
    /// What is right, and worth knowing.
    pub notes: Vec<String>,
}

/// Examines the mirror and the trust store in `dir`.
pub fn examine(dir: &Path) -> Outcome<Findings> {
    let mut findings = Findings::default();
    // Takedowns are marked as applied after the mirror committed them: read before the mirror, they must be absent in it.
    let trust = Trust::look(dir)?;
    let applied = trust
        .as_ref()
        .map_or(Ok(Vec::new()), Trust::applied_takedowns)?;

    let (ids, cursor) = match read_mirror(dir) {
        Ok(found) => found,
        Err(mirror::Error::Absent { .. }) => {
            findings.ok = true;
            findings.notes.push("there is no mirror yet".into());
            return Ok(findings);
        }
        Err(error) if error.is_damaged() => {
            let error = anyhow::Error::from(error);
            findings.problems.push(format!(
                "{error:#}; the next run of sync-agent fills it anew"
            ));
            return Ok(findings);
        }
        Err(error) => return Err(error.into()),
    };
    findings.sequence = cursor.seq;
    match Store::examine(dir) {
        Ok(report) => {
            findings.documents = report.documents;
            findings.problems.extend(report.problems);
            if report.orphans > 0 {
                findings.notes.push(format!(
                    "{} attachments without a document will be removed",
                    report.orphans
                ));
            }
        }
        Err(failure) => findings.problems.push(failure.line()),
    }

    for (id, rev) in &applied {
        if let Some(shown) = ids.get(id).filter(|shown| *shown <= rev) {
            findings.problems.push(format!(
                "document {id} is taken down up to revision {rev}, yet revision {shown} is there"
            ));
        }
    }
    // Floors rise before the mirror moves: read after the mirror, they must not be below it.
    match Trust::look(dir)? {
        None if cursor.seq > 0 => findings
            .problems
            .push("trust.db is missing beside a filled mirror".into()),
        None => {}
        Some(trust) => {
            let floors = trust.floors()?;
            let same_log = floors.repository == cursor.repository && floors.epoch == cursor.epoch;
            if same_log && cursor.seq > floors.seq {
                findings.problems.push(format!(
                    "the mirror stands at sequence {}, trust.db knows only {}",
                    cursor.seq, floors.seq
                ));
            }
            if same_log && cursor.seq < floors.seq {
                findings.notes.push(format!(
                    "{} of {} applied; the next run goes on",
                    cursor.seq, floors.seq
                ));
            }
            let waiting = trust.takedowns()?.waiting;
            if waiting > 0 {
                findings
                    .notes
                    .push(format!("{waiting} takedowns wait for the next run"));
            }
            if trust.traces_wait()? {
                findings
                    .notes
                    .push("traces of removed documents are erased in the next run".into());
            }
        }
    }
    findings.ok = findings.problems.is_empty();
    Ok(findings)
}

fn read_mirror(dir: &Path) -> Result<(HashMap<String, u64>, mirror::Cursor), mirror::Error> {
    let reader = mirror::Reader::open(dir)?;
    let ids = reader.all_ids()?.into_iter().collect();
    // After the ids: a cursor read before them could be too low, which the floors do not mind.
    Ok((ids, reader.state()?.cursor))
}

/// Turns findings into the end of the program.
pub fn judged(findings: &Findings) -> Outcome<()> {
    if findings.ok {
        return Ok(());
    }
    let list = findings.problems.join("\n  ");
    Err(Failure::words(
        Exit::Unexpected,
        format!("{} problems:\n  {list}", findings.problems.len()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_that_was_never_filled_is_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let findings = examine(dir.path()).unwrap();
        assert!(findings.ok && !findings.notes.is_empty());
    }

    #[test]
    fn a_file_that_is_no_mirror_is_a_problem_and_not_a_crash() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(
            dir.path().join("mirror.db"),
            "no database, but long enough to be read as one".repeat(99),
        )
        .unwrap();
        let findings = examine(dir.path()).unwrap();
        assert!(!findings.ok);
        assert_eq!(judged(&findings).unwrap_err().exit, Exit::Unexpected);
    }
}
