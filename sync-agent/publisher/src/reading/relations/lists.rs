//! Lists of what is ended: 一、《某办法》（示政发〔2010〕1号）, a table of what is 废止. Owns what turns a list on and off; an entry of which only a part
//! is ended is none.

use super::named::{self, Named, Said, outside};
use crate::reading::facts;
use crate::reading::head::titles::ends_like_title;
use crate::reading::labels;
use crate::reading::tidy::length;

/// What says it of parts, in a heading or a cell.
const PARTLY: &[&str] = &[
    "部分条款",
    "个别条款",
    "有关条款",
    "相关条款",
    "部分内容",
    "部分废止",
    "部分失效",
    "条废止",
    "款废止",
    "废止第",
    "条失效",
    "款失效",
];

/// A list of documents below words that say what becomes of them.
pub struct List {
    /// The title says that the document is about ends and nothing else.
    whole: bool,
    ends: bool,
}

impl List {
    /// Below this title.
    pub fn under(title: &str) -> List {
        let ends = is_about_ends(title);
        let other = ["修改", "继续有效", "保留", "清理结果", "现行有效", "有效的"]
            .iter()
            .any(|word| title.contains(word));
        let guarded = ["拟", "征求", "草案", "解读"]
            .iter()
            .chain(PARTLY)
            .any(|word| title.contains(word));
        List {
            whole: ends && !other && !guarded,
            ends: ends && !other && !guarded,
        }
    }

    /// A heading (一、废止的文件; 附件2 继续有效的目录) turns it on or off; a numbered line with a name is an entry.
    pub fn line(&mut self, line: &str, all: &mut Vec<Said>) {
        const HEADING_CHARS_MAX: usize = 40;
        // Most lines are long prose and no list.
        if !self.ends && line.len() > 4 * HEADING_CHARS_MAX {
            return;
        }
        if let Some(named) = self.ends.then(|| numbered_entry(line)).flatten() {
            all.push(Said::surely("repeals", named));
            return;
        }
        let found = named::all(line);
        if found.is_empty() && length(line) <= HEADING_CHARS_MAX {
            let keeps = ["继续有效", "保留", "修改", "修订", "现行有效", "拟"]
                .iter()
                .chain(PARTLY)
                .any(|word| line.contains(word));
            if keeps {
                self.ends = false;
            } else if is_about_ends(line)
                && ["文件", "目录", "清单", "规章", "如下", "下列", "以下"]
                    .iter()
                    .any(|word| line.contains(word))
            {
                self.ends = true;
            }
        }
        let entry = labels::label(line).is_some() || line.starts_with('《');
        // An entry that says of itself what becomes of it was read as a sentence.
        let says = ["修改", "保留", "有效", "条"]
            .iter()
            .any(|word| outside(line, &found, word));
        if self.ends && entry && !says {
            let named = found.into_iter().map(|found| found.named);
            all.extend(named.map(|named| Said::surely("repeals", named)));
        }
    }

    /// A row of a table.
    pub fn row(&mut self, cells: &[String], all: &mut Vec<Said>) {
        let says = |words: &[&str]| {
            cells
                .iter()
                .any(|cell| length(cell) <= 12 && words.iter().any(|word| cell.contains(word)))
        };
        let kept = says(&["继续有效", "保留", "修改", "拟"]) || says(PARTLY);
        let ended = says(&["废止", "失效", "作废"]);
        if kept || !(ended || self.whole || self.ends) {
            return;
        }
        let numbers: Vec<String> = cells
            .iter()
            .filter_map(|cell| facts::document_number(cell))
            .collect();
        let bare = |cell: &String| cell.trim_matches(['《', '》']).to_owned();
        let titles: Vec<String> = cells
            .iter()
            .filter(|cell| {
                length(cell) >= 6 && facts::document_number(cell).is_none() && ends_like_title(cell)
            })
            .map(bare)
            .collect();
        if numbers.len() <= 1 && titles.len() <= 1 && !(numbers.is_empty() && titles.is_empty()) {
            let whole = numbers.first().cloned();
            let named = Named {
                numbers,
                titles,
                whole,
            };
            all.push(Said::surely("repeals", named));
        }
    }
}

/// 1.示例市人民政府关于某事的通知（示政发〔2010〕1号）: an entry that writes no 《》 around its title.
fn numbered_entry(line: &str) -> Option<Named> {
    const SAID: [&str; 3] = ["保留", "继续有效", "拟"];
    let rest = labels::label(line)?.rest;
    let inner = rest
        .trim_end_matches(['。', '；', ';'])
        .strip_suffix(['）', ')'])?;
    let (title, number) = inner.rsplit_once(['（', '('])?;
    let number = facts::document_number(number)?;
    let guarded = SAID.iter().chain(PARTLY).any(|word| title.contains(word));
    (ends_like_title(title) && !title.contains('《') && !guarded).then(|| Named {
        titles: vec![title.to_owned()],
        whole: Some(number.clone()),
        numbers: vec![number],
    })
}

fn is_about_ends(words: &str) -> bool {
    ["废止", "失效", "停止执行", "作废"]
        .iter()
        .any(|word| words.contains(word))
        && !words.contains("不予废止")
}
