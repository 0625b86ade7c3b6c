//! The service shelf as an attendant found it (便民服务栏检查登记): six kinds of papers, there or stale or missing.

use super::desk::{DeskEntry, Matter};
use super::prints::Role;
use super::rules::{self, NEW, Rule, SAME};
use crate::Error;
use crate::chain::declare::{Field, Kind, Register};
use crate::chain::number::Period;
use crate::chain::reader::Reader;
use std::collections::BTreeSet;

codes! {
    /// One kind of papers on the shelf.
    ShelfKind {
        /// 查阅点制度.
        Rules = "rules",
        /// 公开指南.
        Guide = "guide",
        /// 查阅流程图.
        ReadingFlow = "reading-flow",
        /// 依申请公开流程图.
        ApplyFlow = "apply-flow",
        /// 政府公报.
        Gazette = "gazette",
        /// 其他政策.
        Policy = "policy",
    }
}

codes! {
    /// How it was found.
    ShelfState {
        /// 齐全.
        There = "there",
        /// 过期.
        Stale = "stale",
        /// 缺少.
        Missing = "missing",
    }
}

const fn found(name: &'static str) -> Field {
    Field::code(name, ShelfState::CODES)
}

const CHECK: Kind = Kind::opening(
    "shelf-check",
    &[
        found("shelf_rules"),
        found("shelf_guide"),
        found("shelf_reading_flow"),
        found("shelf_apply_flow"),
        found("shelf_gazette"),
        found("shelf_policy"),
        Field::code("by", Role::CODES),
    ],
);
const MENDED: Kind = Kind::about(
    "shelf-mended",
    &[
        Field::code("shelf_kind", ShelfKind::CODES),
        Field::code("by", Role::CODES),
    ],
);

const RULES: &[Rule] = &[
    Rule::new(CHECK.name, &[NEW], "checked"),
    Rule::new(MENDED.name, &["checked"], SAME),
];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "shelf",
    letter: Some('J'),
    period: Period::Day,
    kinds: &[CHECK, MENDED],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// A check of the shelf.
#[derive(Debug)]
pub struct ShelfCheck;

impl ShelfCheck {
    /// What was found, in the order of [`ShelfKind`].
    pub fn entry(found: [ShelfState; 6], by: Role) -> DeskEntry {
        let mut entry = DeskEntry::opening(&REGISTER, &CHECK);
        for (field, state) in CHECK.fields.iter().zip(found) {
            entry = entry.with(field.name, state.as_code());
        }
        entry.with("by", by.as_code())
    }

    /// What was stale or missing lies there now.
    pub fn mended(number: &str, kind: ShelfKind, by: Role) -> DeskEntry {
        DeskEntry::about(&REGISTER, &MENDED, number)
            .with("shelf_kind", kind.as_code())
            .with("by", by.as_code())
    }
}

/// How a check found the six kinds, and what was mended since, in the order of [`ShelfKind::ALL`].
pub fn shelf_states(check: &Matter) -> [ShelfState; 6] {
    let mended: BTreeSet<&str> = check
        .entries
        .iter()
        .filter_map(|entry| entry.fields.get("shelf_kind").map(String::as_str))
        .collect();
    let mut states = [ShelfState::There; 6];
    let fields = CHECK.fields.iter().zip(ShelfKind::ALL);
    for (state, (field, kind)) in states.iter_mut().zip(fields) {
        let found = check.value(field.name).and_then(ShelfState::from_code);
        if let (Some(found), false) = (found, mended.contains(kind.as_code())) {
            *state = found;
        }
    }
    states
}

impl Reader {
    /// Checks of the shelf since a day (`yyyymmdd`), oldest first.
    pub fn shelf_checks(&self, since: &str) -> Result<Vec<Matter>, Error> {
        self.matters_where(&REGISTER, |number| number.day.as_str() >= since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Writer;

    #[test]
    fn what_was_mended_after_a_check_is_there_and_the_other_kinds_stay_as_they_were_found() {
        let dir = tempfile::tempdir().unwrap();
        let now = "2018-10-15T01:00:00Z".parse().unwrap();
        let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
        let mut found = [ShelfState::There; 6];
        found[1] = ShelfState::Stale;
        found[4] = ShelfState::Missing;
        let number = writer
            .enter(&ShelfCheck::entry(found, Role::A), now)
            .unwrap();
        let mended = ShelfCheck::mended(&number, ShelfKind::Gazette, Role::B);
        writer.enter(&mended, now).unwrap();
        let reader = Reader::open(dir.path()).unwrap();
        let checks = reader.shelf_checks("20181001").unwrap();
        found[4] = ShelfState::There;
        assert_eq!(shelf_states(checks.last().unwrap()), found);
        assert!(reader.shelf_checks("20181016").unwrap().is_empty());
    }
}
