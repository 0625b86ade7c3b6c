//! What a document says of others (关联): that it interprets (解读), passes on (转发, 印发), ends (废止) or takes the place of them (修订, 替代). Owns the
//! wordings. A name is only a name: whether there is one document that has it is decided where all are known (`feed::plan`), and what fits none
//! or several is no relation.
//!
//! Said of a part (第三条废止), of a day that is only planned (拟废止), of the contrary (继续有效) or as a condition (废止前), it says nothing.

mod lists;
mod named;
mod sentences;
mod since;
mod titles;

use feed::{Block, Document};

pub use named::{Said, without_version};
use sentences::Words;
pub use since::of as works_since;

use crate::reading::facts;
use crate::reading::tidy::{length, squeeze};

/// Everything that this document says of others.
pub fn said(document: &Document) -> Vec<Said> {
    let title = squeeze(&document.title);
    let lines = || document.blocks.iter().flat_map(lines_of);
    let mut all: Vec<Said> = if document.category == "interpretation" || titles::interprets(&title)
    {
        let said = titles::interpreted(&title);
        let said = said.or_else(|| sentences::interpreted(lines()));
        said.into_iter().collect()
    } else {
        let mut said = titles::said(&title);
        said.extend(sentences::said(&title, lines()));
        said
    };
    let mut first = Vec::new();
    all.retain(|said| {
        let new = !first.contains(said);
        first.extend(new.then(|| said.clone()));
        new && first.len() <= feed::limits::RELATIONS_MAX
    });
    all
}

fn lines_of(block: &Block) -> Vec<Words> {
    match block {
        Block::Paragraph { text, .. } | Block::Heading { text, .. } => {
            vec![Words::Line(squeeze(text))]
        }
        Block::Table { rows, .. } => {
            let row =
                |row: &Vec<String>| Words::Row(row.iter().map(|cell| squeeze(cell)).collect());
            rows.iter().map(row).collect()
        }
        Block::Picture { .. } => Vec::new(),
    }
}

/// What a title says that its document prints or passes on: 关于印发《某办法》的通知; 关于贯彻《某办法》的通知 prints nothing.
pub fn printed(title: &str) -> Vec<String> {
    if !titles::carries(title) {
        return Vec::new();
    }
    let found = named::all(title).into_iter();
    found.flat_map(|found| found.named.titles).collect()
}

/// Whether a title opens with a place or an office, so that no other document is called so.
pub fn says_whose(title: &str) -> bool {
    /// Words that end as a place does.
    const NONE: [&str; 8] = [
        "城市", "都市", "集市", "夜市", "超市", "楼市", "股市", "上市",
    ];
    const PLACES: [&str; 7] = ["省", "市", "县", "州", "盟", "旗", "自治区"];
    const NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=10;
    let title = title.trim_start_matches(['《', '〈']);
    let place = PLACES
        .iter()
        .filter_map(|word| title.find(word).map(|at| (at, *word)))
        .min();
    let placed = place.is_some_and(|(at, word)| {
        let name = &title[..at];
        NAME_CHARS.contains(&length(name))
            && !NONE
                .iter()
                .any(|none| title[..at + word.len()].ends_with(none))
            && !name.contains("关于")
    });
    placed || facts::issuer_of_title(title).is_some() || title.starts_with("中华人民共和国")
}

/// Whether a title is that of a plan: what it says is not done yet.
pub fn is_draft(title: &str) -> bool {
    [
        "征求意见",
        "草案",
        "送审稿",
        "讨论稿",
        "拟废止",
        "拟修",
        "公开征集",
    ]
    .iter()
    .any(|word| title.contains(word))
}

/// Whether a title speaks of what becomes of others: 关于废止《某办法》的决定.
pub fn speaks_of_ends(title: &str) -> bool {
    titles::interprets(title)
        || ["废止", "失效", "停止执行", "作废", "修改"]
            .iter()
            .any(|word| title.contains(word))
}

#[cfg(test)]
mod tests;
