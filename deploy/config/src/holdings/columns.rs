//! What a list of paper holdings may say: its columns, the kinds of the shelf, its caps. Reads and writes nothing.

/// Largest file, bytes.
pub const HOLDINGS_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// A list of paper holdings with more lines than this is refused.
pub const HOLDINGS_MAX: usize = 10_000;
/// Name of the file on a stick (U盘), both ways. In letters that every file system keeps.
pub const HOLDINGS_FILE: &str = "holdings.csv";

/// The six kinds of the service shelf (便民服务栏), as files and registers call them.
pub const SHELF_KINDS: [&str; 6] = [
    "rules",
    "guide",
    "reading-flow",
    "apply-flow",
    "gazette",
    "policy",
];

/// The same in Chinese, as a file may say it.
pub(super) const SHELF_NAMES: [&str; 6] = [
    "查阅点制度",
    "公开指南",
    "查阅流程图",
    "依申请公开流程图",
    "政府公报",
    "其他政策",
];

/// Columns: name in Chinese and in English.
pub(super) const COLUMNS: [(&str, &str); 7] = [
    ("类别", "kind"),
    ("标题", "title"),
    ("文号", "doc_no"),
    ("版本", "edition"),
    ("位置", "place"),
    ("份数", "copies"),
    ("可取走", "take_away"),
];

/// One title on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holding {
    /// One of [`SHELF_KINDS`]; empty for what belongs to none.
    pub kind: String,
    /// 标题.
    pub title: String,
    /// 文号; may be empty.
    pub doc_no: String,
    /// 版本, such as a year or an issue; may be empty.
    pub edition: String,
    /// 位置, where it stands.
    pub place: String,
    /// Copies; 0 when not told.
    pub copies: u32,
    /// Visitors may take a copy along.
    pub take_away: bool,
}

/// Before a cell that a spreadsheet would take for a formula; whoever reads the list takes it away again.
pub(super) const GUARD: char = '\'';

/// Whether a spreadsheet would take a cell for a formula.
pub(super) fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@'])
}
