//! What the page hears of the point itself: the shelf and what was done to it (检查), and the machine (设备). Data only.

use journal::{ShelfKind, ShelfState, Work};
use serde::{Deserialize, Serialize};

/// A roll of paper as it is reckoned, metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Roll {
    pub left_m: u64,
    pub whole_m: u64,
    /// It ends within two days of printing.
    pub ends: bool,
}

/// The shelf as it was found last, and what was done to the point (检查).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Checks {
    /// Number of the last check; empty where nobody ever looked.
    pub number: String,
    /// When that was, local time, `2026-10-15T08:50`.
    pub at: String,
    /// The six kinds, in their order.
    pub shelf: Vec<ShelfItem>,
    /// What was done last, each kind of work once; work that nobody ever did has no time.
    pub works: Vec<WorkItem>,
}

/// One kind of papers on the shelf (便民服务栏).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ShelfItem {
    pub kind: ShelfKind,
    pub state: ShelfState,
    /// The newest edition in the data, which should lie there; empty where the data holds none.
    #[serde(default)]
    pub title: String,
    /// Its day, `2026-10-14`.
    #[serde(default)]
    pub day: String,
}

/// One kind of work on the point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct WorkItem {
    pub work: Work,
    /// When it was done last, local time; empty for never.
    #[serde(default)]
    pub at: String,
    /// Days since then.
    #[serde(default)]
    pub days: u32,
    /// It did not help, or the test was not passed.
    #[serde(default)]
    pub failed: bool,
}

/// The machine as it is (设备). What nobody knows is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Device {
    /// Code of how the printer is; empty where it was not asked yet.
    pub printer: String,
    /// Code of whether the terminal speaks; `unused` where it is not meant to.
    #[serde(default)]
    pub voice: String,
    /// When it was asked, local time.
    pub asked: String,
    pub roll: Option<Roll>,
    /// Documents in the mirror.
    pub documents: Option<u64>,
    /// When the data were last confirmed current, local time.
    pub checked: String,
    /// Until when they are to be believed, local time.
    pub expires: String,
    /// That time is over.
    pub expired: bool,
    /// The last import from a stick.
    pub import: Option<Import>,
    /// The clock and the register count the same day.
    pub day_agrees: bool,
    pub version: String,
    /// Version of the device's image.
    pub image: String,
    /// Free room on the fuller of the disks, megabytes.
    pub disk_free_mb: Option<u64>,
    /// How warm the hottest part is, degrees Celsius.
    pub temperature_c: Option<u32>,
    /// Links to other sites (对外链接), and those of them that do not open.
    pub links: (u32, u32),
}

/// An import from a stick (U盘导入).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Import {
    /// Local time, `2026-10-15T08:50`.
    pub at: String,
    /// Code of what became of it.
    pub result: String,
    pub put: u64,
    pub removed: u64,
}
