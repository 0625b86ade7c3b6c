//! What was done to the terminal and the point (设备维护登记): rolls changed, cleaning, repairs, self-tests. The length of a roll is written when it is
//! put in, so that the rest can be reckoned.

use super::desk::DeskEntry;
use super::prints::Role;
use super::rules::{self, NEW, Rule};
use crate::chain::declare::{Field, Kind, Register, TEXT_BYTES_MAX};
use crate::chain::number::Period;

codes! {
    /// What was done.
    Work {
        /// 换纸卷.
        RollChanged = "roll-changed",
        /// 清洁.
        Cleaning = "cleaning",
        /// 维修.
        Repair = "repair",
        /// 自检.
        SelfTest = "self-test",
        /// 消防、盲文标识等检查.
        Inspection = "inspection",
        /// 收到公报.
        Gazette = "gazette",
        /// 收到公开属性变更.
        AttributeChange = "attribute-change",
        /// 年度报告的数据已交.
        YearlyReport = "yearly-report",
        /// 更换纸质资料目录.
        Holdings = "holdings",
        /// 重启或关机.
        Restart = "restart",
    }
}

const WORK: Kind = Kind::opening(
    "work",
    &[
        Field::code("work", Work::CODES),
        Field::count("roll_mm").optional(),
        Field::count("titles").optional(),
        Field::flag("failed"),
        Field::text("word", TEXT_BYTES_MAX).person().optional(),
        Field::code("by", Role::CODES),
    ],
);

const RULES: &[Rule] = &[Rule::new(WORK.name, &[NEW], "done")];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "maintenance",
    letter: Some('W'),
    period: Period::Year,
    kinds: &[WORK],
    judge: |story, found| rules::judge(RULES, story, found),
    state: |kinds| rules::state(RULES, kinds),
};

/// Work on the terminal or the point.
#[derive(Debug)]
pub struct Maintenance;

impl Maintenance {
    /// A roll of this length was put in.
    pub fn roll_changed(roll_mm: u64, by: Role) -> DeskEntry {
        Maintenance::done(Work::RollChanged, false, None, by).with("roll_mm", roll_mm)
    }

    /// Another list of paper holdings with so many titles holds from here on.
    pub fn holdings(titles: u64, by: Role) -> DeskEntry {
        Maintenance::done(Work::Holdings, false, None, by).with("titles", titles)
    }

    /// Something else was done; `failed` where it did not help or the test was not passed.
    pub fn done(work: Work, failed: bool, word: Option<&str>, by: Role) -> DeskEntry {
        DeskEntry::opening(&REGISTER, &WORK)
            .with("work", work.as_code())
            .flag("failed", failed)
            .maybe("word", word)
            .with("by", by.as_code())
    }
}
