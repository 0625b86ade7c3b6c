//! The service shelf as an attendant found it (便民服务栏检查登记): six kinds of papers, there or stale or missing.

use super::desk::DeskEntry;
use super::prints::Role;
use super::rules::{self, NEW, Rule, SAME};
use crate::chain::declare::{Field, Kind, Register};
use crate::chain::number::Period;

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
