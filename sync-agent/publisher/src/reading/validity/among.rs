//! What a line of data says among other things: 示例市税务局公告2017年第45号　全文废止　成文日期：2017-12-18. Owns which line is one: all of it is numbers, labels
//! with their values, and this.

use crate::reading::facts;

/// What alone in brackets, or alone behind 已, says it of the document.
pub(super) const ALONE: &[(&str, &str)] = &[
    ("废止", "repealed"),
    ("失效", "expired"),
    ("作废", "repealed"),
    ("全文废止", "repealed"),
    ("全文失效", "expired"),
    ("已全文废止", "repealed"),
    ("已全文失效", "expired"),
    ("已过期", "expired"),
    ("已废止", "repealed"),
    ("已失效", "expired"),
    ("已作废", "repealed"),
    ("已修改", "superseded"),
    ("已被修改", "superseded"),
    ("已修订", "superseded"),
    ("已被修订", "superseded"),
    ("已停止执行", "expired"),
    ("已宣布废止", "repealed"),
    ("已宣布失效", "expired"),
    ("已被废止", "repealed"),
    ("已被替代", "superseded"),
    ("已被取代", "superseded"),
    ("已自动失效", "expired"),
    ("已自行失效", "expired"),
    ("现行有效", "in-force"),
    ("继续有效", "in-force"),
    ("全文有效", "in-force"),
];

/// What the line says; none where another word stands on it.
pub(super) fn said(line: &str) -> Option<&'static str> {
    let parts: Vec<&str> = facts::parts(line).collect();
    if parts.len() < 2 {
        return None;
    }
    let mut said = parts.iter().filter_map(|part| alone(part));
    let code = said.next()?;
    let labelled = |part: &str| {
        let value = part.split_once(['：', ':']).map(|(_, value)| value);
        value.is_some_and(|value| !value.is_empty())
    };
    let data = |part: &str| {
        alone(part).is_some() || labelled(part) || facts::document_number(part).is_some()
    };
    (said.next().is_none() && parts.iter().all(|part| data(part))).then_some(code)
}

fn alone(part: &str) -> Option<&'static str> {
    let words = part.trim_start_matches(['【', '［', '（', '(']);
    let words = words.trim_end_matches(['】', '］', '）', ')']);
    let said = ALONE.iter().find(|(word, _)| *word == words);
    said.filter(|_| words.starts_with(['已', '现', '继', '全']))
        .map(|(_, code)| *code)
}
