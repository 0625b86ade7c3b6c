//! Where a site keeps what it says about an article (元数据): a table of labels, lines, a list of terms, or JSON. Owns the markup and the
//! site's own labels; the usual wordings are those of `reading::fields`.

use std::collections::BTreeMap;

use scraper::ElementRef;
use serde_json::Value;

use super::pick;
use super::recipe::{Metadata, MetadataKind, wording};
use crate::formats::html;
use crate::reading::fields::Fields;
use crate::reading::tidy::squeeze;

/// Pairs of one article.
const PAIRS_MAX: usize = 200;

/// What a page says at the place of its metadata.
pub fn of_page(metadata: &Metadata, root: ElementRef<'_>) -> Fields {
    let mut taken = Taken::of(metadata);
    for place in pick::select(root, &metadata.at) {
        let words = |css: &str| -> Vec<String> {
            pick::select(place, css)
                .into_iter()
                .map(html::words)
                .collect()
        };
        match metadata.kind {
            MetadataKind::LabelTable => {
                for row in pick::select(place, "tr") {
                    let cells = pick::select(row, "td, th").into_iter().map(html::words);
                    taken.cells(&cells.collect::<Vec<_>>());
                }
            }
            MetadataKind::Dl => taken.cells(&words("dt, dd")),
            MetadataKind::LabelP => taken.lines(&words("p")),
            MetadataKind::LabelLi => taken.lines(&words("li")),
            MetadataKind::JsonKv => {}
        }
    }
    taken.fields
}

/// What a JSON answer says there: objects of a name and a value, lists of such lists.
pub fn of_json(metadata: &Metadata, root: &Value) -> Fields {
    const DEPTH_MAX: usize = 4;
    let mut taken = Taken::of(metadata);
    if metadata.kind == MetadataKind::JsonKv
        && let Some(list) = pick::path(root, &metadata.at)
    {
        taken.values(list, DEPTH_MAX);
    }
    taken.fields
}

struct Taken<'m> {
    own: &'m BTreeMap<String, String>,
    fields: Fields,
    pairs: usize,
}

impl<'m> Taken<'m> {
    fn of(metadata: &'m Metadata) -> Taken<'m> {
        Taken {
            own: &metadata.labels,
            fields: Fields::default(),
            pairs: 0,
        }
    }

    fn pair(&mut self, label: &str, value: &str) {
        if self.pairs == PAIRS_MAX {
            return;
        }
        self.pairs += 1;
        let bare = squeeze(label);
        let bare = bare.trim_matches(['：', ':', '【', '】', '[', ']']);
        let own = self.own.iter().find(|(own, _)| squeeze(own) == bare);
        let label = own.and_then(|(_, field)| wording(field)).unwrap_or(bare);
        self.fields.take_pair(label, value);
    }

    /// Label and value in turn; a cell that holds both stands for itself.
    fn cells(&mut self, cells: &[String]) {
        let mut rest = cells;
        while let [first, others @ ..] = rest {
            let both = first
                .split_once(['：', ':'])
                .filter(|(_, value)| !value.trim().is_empty());
            match (both, others) {
                (Some((label, value)), _) => {
                    self.pair(label, value);
                    rest = others;
                }
                (None, [value, after @ ..]) => {
                    self.pair(first, value);
                    rest = after;
                }
                (None, []) => return,
            }
        }
    }

    fn lines(&mut self, lines: &[String]) {
        for line in lines {
            if let Some((label, value)) = line.split_once(['：', ':']) {
                self.pair(label, value);
            }
        }
    }

    fn values(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Array(list) if depth > 0 => {
                list.iter().for_each(|entry| self.values(entry, depth - 1));
            }
            Value::Object(map) => {
                let said = |keys: &[&str]| {
                    keys.iter().find_map(|key| match map.get(*key)? {
                        Value::String(words) => Some(words.clone()),
                        Value::Number(number) => Some(number.to_string()),
                        _ => None,
                    })
                };
                let name = said(&["name", "key", "label", "title", "fieldName"]);
                let value = said(&["value", "val", "content", "text", "fieldValue"]);
                match (name, value) {
                    (Some(name), Some(value)) => self.pair(&name, &value),
                    _ if depth > 0 => map
                        .values()
                        .filter(|inner| inner.is_array())
                        .for_each(|inner| self.values(inner, depth - 1)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn metadata(kind: MetadataKind, at: &str) -> Metadata {
        Metadata {
            kind,
            at: at.to_owned(),
            labels: [("发 文 号".to_owned(), "doc_no".to_owned())].into(),
        }
    }

    #[test]
    fn every_markup_gives_the_same_fields() {
        let table = "<table class=m><tr><th>索 引 号：</th><td>SL/2024-1</td><th>发文号</th><td>示政办〔2024〕7号</td></tr><tr><td>成文日期：2024-03-05</td><td></td></tr></table>";
        let lines = "<div class=m><p><b>索引号</b>：SL/2024-1</p><p>发文号：示政办〔2024〕7号</p><!-- <p>文号：假〔2000〕1号</p> --><p>成文日期：2024年3月5日</p></div>";
        let list = lines.replace("<p>", "<li>").replace("</p>", "</li>");
        let terms = "<dl class=m><dt>索引号</dt><dd>SL/2024-1</dd><dt>发文号</dt><dd>示政办〔2024〕7号</dd><dt>成文日期</dt><dd>2024-03-05</dd></dl>";
        for (kind, page) in [
            (MetadataKind::LabelTable, table),
            (MetadataKind::LabelP, lines),
            (MetadataKind::LabelLi, &list),
            (MetadataKind::Dl, terms),
        ] {
            let page = Html::parse_document(&format!("<p>索引号：别处</p>{page}"));
            let fields = of_page(&metadata(kind, ".m"), page.root_element());
            assert_eq!(fields.index_no.as_deref(), Some("SL/2024-1"), "{kind:?}");
            assert_eq!(
                fields.doc_no.as_deref(),
                Some("示政办〔2024〕7号"),
                "{kind:?}"
            );
            assert_eq!(fields.issued_on.as_deref(), Some("2024-03-05"), "{kind:?}");
        }
    }

    #[test]
    fn names_and_values_of_json_are_read_at_any_depth_that_is_sensible() {
        let json = serde_json::json!({"meta": [{"resultList": [
            {"name": "索引号", "value": "SL/2024-1"}, {"key": "发文号", "value": "示政办〔2024〕7号"}, {"name": "空", "value": null}
        ]}]});
        let fields = of_json(&metadata(MetadataKind::JsonKv, "meta"), &json);
        assert_eq!(fields.index_no.as_deref(), Some("SL/2024-1"));
        assert_eq!(fields.doc_no.as_deref(), Some("示政办〔2024〕7号"));
        let mut deep = serde_json::json!({"name": "索引号", "value": "x"});
        for _ in 0..50 {
            deep = serde_json::json!([deep]);
        }
        let json = serde_json::json!({ "meta": deep });
        let fields = of_json(&metadata(MetadataKind::JsonKv, "meta"), &json);
        assert_eq!(fields.index_no, None);
    }
}
