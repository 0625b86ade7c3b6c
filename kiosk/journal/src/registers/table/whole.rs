//! A register as it is declared, entry by entry, as a table for a spreadsheet: whatever a register declares has its column, and what its class says of a
//! field holds here too. Sealed words stay sealed; what was deleted says so.

use std::io::Write;

use super::{Table, Words, wall_clock};
use crate::Error;
use crate::chain::declare::{Field, REDACTED, Register};
use crate::chain::reader::{Reader, Told};
use crate::registers::list::ALL;

/// Columns before and behind the fields.
const BEFORE: [&str; 3] = ["number", "time", "kind"];
const BEHIND: &str = "seq";

impl Reader {
    /// Writes a register, by its name, of a day, a month or a year (`yyyymmdd`, `yyyymm`, `yyyy`) or all of it; says how many entries there are. Nothing of a register that is not known.
    pub fn export_register(
        &self,
        name: &str,
        period: Option<&str>,
        out: &mut dyn Write,
    ) -> Result<u64, Error> {
        let Some(register) = ALL.iter().find(|known| known.name == name) else {
            return Ok(0);
        };
        let _tx = self.snapshot()?;
        let words = Words::get();
        let fields = columns(register);
        let mut header: Vec<&str> = BEFORE.map(|key| words.word(&["column"], key)).to_vec();
        header.extend(
            fields
                .iter()
                .map(|field| words.word(&["field"], field.name)),
        );
        header.push(words.word(&["column"], BEHIND));
        let mut table = Table::begin(out, &header).map_err(Error::Export)?;
        let mut lines = 0;
        for told in self.entries_of(register)? {
            let at = wall_clock(&told.at);
            let day = at.get(..10).unwrap_or_default().replace('-', "");
            if period.is_none_or(|period| day.starts_with(period)) {
                let cells = cells(words, &fields, &told, at);
                table.line(&cells).map_err(Error::Export)?;
                lines += 1;
            }
        }
        table.end().map_err(Error::Export)?;
        Ok(lines)
    }

    /// Its entries in the order of the chain, with those that say that something of its numbers was deleted.
    fn entries_of(&self, register: &'static Register) -> Result<Vec<Told>, Error> {
        let mut all = Vec::new();
        for kind in register.kinds {
            all.extend(self.told("WHERE kind = ?1", &[&kind.name])?);
        }
        let own: std::collections::BTreeSet<String> =
            all.iter().map(|told| told.number.clone()).collect();
        let deleted = self.told("WHERE kind = ?1", &[&REDACTED.name])?;
        all.extend(
            deleted
                .into_iter()
                .filter(|told| own.contains(&told.number)),
        );
        all.sort_by_key(|told| told.seq);
        Ok(all)
    }
}

/// Every field that a kind of the register declares, once.
fn columns(register: &'static Register) -> Vec<&'static Field> {
    let mut columns: Vec<&Field> = Vec::new();
    let kinds = register.kinds.iter().chain([&REDACTED]);
    for field in kinds.flat_map(|kind| kind.fields) {
        if !columns.iter().any(|known| known.name == field.name) {
            columns.push(field);
        }
    }
    columns
}

fn cells(words: &Words, fields: &[&Field], told: &Told, at: String) -> Vec<String> {
    let kind = words.word(&["kind"], &told.kind).to_owned();
    let mut cells = vec![told.number.clone(), at, kind];
    cells.extend(
        fields
            .iter()
            .map(|field| match told.fields.get(field.name) {
                None => String::new(),
                Some(None) => words.cell("redacted").to_owned(),
                Some(Some(value)) => match field.name {
                    "fields" => deleted(words, value),
                    _ => words.value(field, value),
                },
            }),
    );
    cells.push(told.seq.to_string());
    cells
}

/// Names of fields as people read them.
fn deleted(words: &Words, names: &str) -> String {
    let names = names.split(' ').map(|name| words.word(&["field"], name));
    names.collect::<Vec<_>>().join(words.cell("list"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Appraisal, Call, Grade, Handover, Maintenance, Opinion, OpinionAbout, OpinionWay,
        REGISTERS, RedactReason, Role, TOPICS, Work, Writer,
    };

    fn table(reader: &Reader, name: &str, month: Option<&str>) -> (u64, String) {
        let mut out = Vec::new();
        let lines = reader.export_register(name, month, &mut out).unwrap();
        (lines, String::from_utf8(out).unwrap())
    }

    #[test]
    fn every_register_has_a_table_no_cell_of_which_is_a_formula_and_nothing_sealed_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        let now = "2018-10-31T17:00:00Z".parse().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
        let about = OpinionAbout::Service;
        let opinion = Opinion::received(OpinionWay::Paper, about, "SEALED", None, Some(Role::A));
        let opinion = writer.enter(&opinion, now).unwrap();
        let evil = "=HYPERLINK(\"http://a\")";
        let handover = Handover {
            word: Some("@SUM(A1)".into()),
            ..Handover::default()
        };
        let call = writer.enter(&Call::rung(), now).unwrap();
        for entry in [
            Opinion::answered(&opinion, evil, true, Role::B),
            handover.entry(Role::A, Some(Role::B)),
            Maintenance::done(Work::Repair, false, Some("-2+3"), Role::A),
            Appraisal::entry([Some(Grade::Poor); TOPICS.len()], Some(Role::A)),
            Call::answered(&call, Role::A),
        ] {
            writer.enter(&entry, now).unwrap();
        }
        let reader = Reader::open(dir.path()).unwrap();
        for register in REGISTERS {
            let (lines, text) = table(&reader, register.name, None);
            assert!(text.starts_with('\u{feff}'), "{text}");
            assert_eq!(text.lines().count() as u64, lines + 1, "{text}");
            let mut rows = text.trim_start_matches('\u{feff}').split("\r\n");
            let header = rows.next().unwrap();
            assert!(header.starts_with("登记号,"), "{header}");
            for cell in rows.flat_map(|row| row.split(',')) {
                let bare = cell.trim_start_matches('"');
                assert!(!bare.starts_with(['=', '+', '-', '@']), "{text}");
            }
            assert!(!text.contains("SEALED"), "{text}");
        }
        let (lines, opinions) = table(&reader, "opinions", None);
        assert_eq!(lines, 2);
        assert!(
            opinions.contains("纸面") && opinions.contains("（已加密）"),
            "{opinions}"
        );
        // The wall of the reading room says November already.
        for (period, lines) in [
            ("201811", 2),
            ("2018", 2),
            ("20181101", 2),
            ("20181031", 0),
            ("2017", 0),
        ] {
            assert_eq!(
                table(&reader, "opinions", Some(period)).0,
                lines,
                "{period}"
            );
        }
        assert_eq!(table(&reader, "opinions", Some("201810")).0, 0);
        assert_eq!(table(&reader, "unknown", None), (0, String::new()));
        writer
            .redact_by_hand(&opinion, RedactReason::Named, Role::A, now)
            .unwrap();
        let (lines, opinions) = table(&reader, "opinions", None);
        assert_eq!(lines, 3, "that it was deleted is an entry too");
        assert!(!opinions.contains("HYPERLINK"), "{opinions}");
        assert!(opinions.contains("（已隐去）"), "{opinions}");
        assert!(
            opinions.contains("内容、") || opinions.contains("答复"),
            "{opinions}"
        );
    }
}
