//! Addresses inside a document: which blocks are 第五条. Owns ids, nesting and ranges of articles; decides nothing about
//! the words.
//!
//! An id is the path of its pieces below the part: `p1.c2.s1` is 第一节 of 第二章, `p1.s5-2` the second section numbered 五.
//! Articles (第N条) are numbered through a part, so their path leaves the chapters out: `p3.a5`.

use std::collections::HashMap;

use feed::Article;

use crate::reading::labels::{Kind, Label};
use crate::reading::tidy::{self, clip};

/// Characters of an article's title.
const TITLE_CHARS_MAX: usize = 40;

struct Open {
    kind: Kind,
    id: String,
    index: usize,
}

/// The articles found so far and those still open.
pub struct Addresses {
    articles: Vec<Article>,
    part: Option<usize>,
    part_id: String,
    parts: u32,
    stack: Vec<Open>,
    used: HashMap<String, u32>,
    lists_seen: bool,
    headings: u32,
}

impl Addresses {
    /// Starts with the first part, whose title is the document's.
    pub fn new(title: &str) -> Self {
        let mut new = Addresses {
            articles: Vec::new(),
            part: None,
            part_id: String::new(),
            parts: 0,
            stack: Vec::new(),
            used: HashMap::new(),
            lists_seen: false,
            headings: 0,
        };
        new.open_part(title, "", 0);
        new
    }

    /// Starts a part at block `at`.
    pub fn open_part(&mut self, title: &str, label: &str, at: usize) {
        self.close_part(at);
        self.parts += 1;
        self.part_id = format!("p{}", self.parts);
        self.lists_seen = false;
        self.headings = 0;
        self.part = Some(self.articles.len());
        self.articles.push(Article {
            id: self.part_id.clone(),
            label: label.to_owned(),
            title: clip(title, feed::limits::ARTICLE_TITLE_CHARS_MAX).to_owned(),
            depth: 0,
            from: block(at),
            to: block(at),
        });
    }

    /// Starts the piece that `label` opens at block `at`.
    pub fn open(&mut self, label: &Label, at: usize) {
        let kind = self.nested_kind(label.kind);
        self.close_down_to(kind, at);
        if label.kind == Kind::List && kind == Kind::List {
            self.lists_seen = true;
        }
        let parent = match kind {
            Kind::Article => self.part_id.clone(),
            _ => self
                .stack
                .last()
                .map_or_else(|| self.part_id.clone(), |open| open.id.clone()),
        };
        // An outline's number already is a path: 2.1 stands under 2.
        let own = label.number.rsplit('.').next().unwrap_or(&label.number);
        let id = self.unique(format!("{parent}.{}{own}", kind.letter()));
        self.stack.push(Open {
            kind,
            id: id.clone(),
            index: self.articles.len(),
        });
        self.articles.push(Article {
            id,
            label: label.text.clone(),
            title: title_of(&label.rest),
            depth: kind.depth(),
            from: block(at),
            to: block(at),
        });
    }

    /// Starts a piece under a heading that has no number: `p1.h2` is the second such heading.
    pub fn open_heading(&mut self, level: u8, words: &str, at: usize) {
        let kind = match level {
            0..=2 => Kind::Chapter,
            3 => Kind::Section,
            _ => Kind::List,
        };
        self.close_down_to(kind, at);
        self.headings += 1;
        let id = self.unique(format!("{}.h{}", self.part_id, self.headings));
        self.stack.push(Open {
            kind,
            id: id.clone(),
            index: self.articles.len(),
        });
        self.articles.push(Article {
            id,
            label: String::new(),
            title: clip(words, TITLE_CHARS_MAX).to_owned(),
            depth: kind.depth(),
            from: block(at),
            to: block(at),
        });
    }

    /// Old laws number the items of an article 一、二、; there 一、 is an item unless sections came before articles.
    fn nested_kind(&self, kind: Kind) -> Kind {
        let in_article = self.stack.iter().any(|open| open.kind == Kind::Article);
        if kind == Kind::List && in_article && !self.lists_seen {
            Kind::Item
        } else {
            kind
        }
    }

    /// Ends every open piece of the part before block `at`; the part itself goes on (signature, marks).
    pub fn close_pieces(&mut self, at: usize) {
        while let Some(open) = self.stack.pop() {
            self.articles[open.index].to = block(at);
        }
    }

    fn close_down_to(&mut self, kind: Kind, at: usize) {
        while let Some(open) = self.stack.pop_if(|open| open.kind >= kind) {
            self.articles[open.index].to = block(at);
        }
    }

    /// Ends the part before block `at`.
    pub fn close_part(&mut self, at: usize) {
        self.close_pieces(at);
        if let Some(part) = self.part.take() {
            self.articles[part].to = block(at);
        }
    }

    fn unique(&mut self, id: String) -> String {
        let count = self.used.entry(id.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            id
        } else {
            format!("{id}-{count}")
        }
    }

    /// How many parts there are so far.
    pub fn parts(&self) -> u32 {
        self.parts
    }

    /// All articles in reading order. A single part is the document itself and is not listed; empty pieces are left out.
    pub fn finish(mut self, blocks: usize) -> Vec<Article> {
        self.close_part(blocks);
        let single = self.parts == 1;
        self.articles
            .retain(|a| a.from < a.to && !(single && a.id == "p1"));
        self.articles.truncate(feed::limits::ARTICLES_MAX);
        self.articles
    }
}

fn block(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The first words behind a label: up to the first stop, at most 40 characters.
fn title_of(rest: &str) -> String {
    let first = clip(rest, TITLE_CHARS_MAX);
    let end = first
        .find(['。', '；', '：', '\n', ';', ':'])
        .unwrap_or(first.len());
    tidy::close_up(first[..end].trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::labels::label;

    fn ids(lines: &[&str]) -> Vec<(String, u32, u32)> {
        let mut addresses = Addresses::new("示例");
        for (at, line) in lines.iter().enumerate() {
            if let Some(label) = label(line) {
                addresses.open(&label, at);
            }
        }
        addresses
            .finish(lines.len())
            .into_iter()
            .map(|a| (a.id, a.from, a.to))
            .collect()
    }

    fn row(id: &str, from: u32, to: u32) -> (String, u32, u32) {
        (id.into(), from, to)
    }

    #[test]
    fn articles_run_through_chapters_and_hold_their_paragraphs() {
        let got = ids(&[
            "第一章 总则",
            "第一条 甲",
            "第二款",
            "第二章 罚则",
            "第二条 乙",
            "（一）丙",
            "（二）丁",
        ]);
        assert_eq!(
            got,
            [
                row("p1.c1", 0, 3),
                row("p1.a1", 1, 3),
                row("p1.c2", 3, 7),
                row("p1.a2", 4, 7),
                row("p1.a2.i1", 5, 6),
                row("p1.a2.i2", 6, 7),
            ]
        );
    }

    #[test]
    fn two_sections_of_one_number_are_both_addressable() {
        let got = ids(&["五、建设", "（一）甲", "五、参与", "（一）乙"]);
        assert_eq!(
            got,
            [
                row("p1.s5", 0, 2),
                row("p1.s5.i1", 1, 2),
                row("p1.s5-2", 2, 4),
                row("p1.s5-2.i1", 3, 4)
            ]
        );
    }

    #[test]
    fn old_laws_number_items_like_sections() {
        let got = ids(&["第三条 下列各项：", "一、甲；", "二、乙。", "第四条 丙"]);
        assert_eq!(
            got,
            [
                row("p1.a3", 0, 3),
                row("p1.a3.i1", 1, 2),
                row("p1.a3.i2", 2, 3),
                row("p1.a4", 3, 4)
            ]
        );
    }

    #[test]
    fn sections_may_hold_articles() {
        let got = ids(&["一、管辖", "第一条 甲", "二、回避", "第二条 乙"]);
        assert_eq!(
            got,
            [
                row("p1.s1", 0, 2),
                row("p1.a1", 1, 2),
                row("p1.s2", 2, 4),
                row("p1.a2", 3, 4)
            ]
        );
    }

    #[test]
    fn outline_numbers_nest() {
        let got = ids(&["2　预警监测", "2.1　监测", "2.2　报告", "3　保障"]);
        assert_eq!(
            got,
            [
                row("p1.s2", 0, 3),
                row("p1.s2.i1", 1, 2),
                row("p1.s2.i2", 2, 3),
                row("p1.s3", 3, 4)
            ]
        );
    }
}
