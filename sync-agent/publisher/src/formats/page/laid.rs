//! Pages that are set by tables: title, number (文号) and the line with the day stand in rows above the one with the text. Owns which rows those are.

use scraper::ElementRef;

use super::body::Body;
use crate::formats::html;
use crate::reading::facts;
use crate::reading::head::titles::ends_like_title;
use crate::reading::tidy::length;

/// Rows above the text that are looked at.
const ROWS_MAX: usize = 8;
/// What such a row says, characters.
const ROW_CHARS_MAX: usize = 160;

/// What the rows above the text say, the nearest first.
fn rows(body: &Body<'_>) -> Vec<String> {
    const LEVELS: usize = 6;
    let Some(root) = body.roots.first() else {
        return Vec::new();
    };
    let around = root.ancestors().filter_map(ElementRef::wrap);
    let mut around = std::iter::once(*root).chain(around).take(LEVELS);
    let row = around.find(|node| node.value().name() == "tr");
    let table = row.and_then(|row| {
        let mut around = row.ancestors().filter_map(ElementRef::wrap);
        around.find(|node| node.value().name() == "table")
    });
    if table.is_none_or(html::is_data) {
        return Vec::new();
    }
    let above = row.into_iter().flat_map(|row| row.prev_siblings());
    let above = above.filter_map(ElementRef::wrap).take(ROWS_MAX);
    let words = above.map(|row| match length(&row.text().collect::<String>()) {
        0..=ROW_CHARS_MAX => html::words(row),
        _ => String::new(),
    });
    words.filter(|words| !words.is_empty()).collect()
}

/// The title in the nearest row that reads like one.
pub fn title(body: &Body<'_>) -> Option<String> {
    rows(body).into_iter().find(|words| ends_like_title(words))
}

/// The number that is all of a row; none where several are.
pub fn number(body: &Body<'_>) -> Option<String> {
    let rows = rows(body);
    let mut numbers = rows
        .iter()
        .filter_map(|words| facts::document_number(words));
    numbers.next().filter(|_| numbers.next().is_none())
}

/// The day that a row opens with, before a counter or a source: (2003-5-8 14:23:11) 阅读：12次.
pub fn day(body: &Body<'_>) -> Option<String> {
    let rows = rows(body);
    rows.iter().find_map(|words| {
        let bare = words.trim_start_matches(['(', '（', '[', '【']);
        let (day, rest) = facts::leading_date(bare)?;
        let said = rest.contains([':', '：']) || rest.is_empty();
        said.then_some(day)
    })
}

#[cfg(test)]
mod tests {
    use crate::formats::page::read;

    #[test]
    fn rows_above_a_text_are_its_head() {
        let text = "<p>各单位：</p><p>为做好春灌工作，现将有关事项通知如下，请认真贯彻执行。</p><p>一、落实责任。</p><p>示例市水务局</p>";
        let page = format!(
            "<title>::示例市水务局门户网站::</title><table><tr><td>您的位置：<a href=/>首页</a> → 正文</td></tr><tr><td><table><tr><td align=center><font size=4><b>关于做好春灌工作的通知</b></font></td></tr><tr><td>示水发[2003]15号</td></tr><tr><td>(2003-5-8 14:23:11) 阅读：12次 作者：办公室</td></tr><tr><td>{text}</td></tr></table></td></tr></table>"
        );
        let draft = read(&page);
        assert_eq!(
            draft.fields.title.as_deref(),
            Some("关于做好春灌工作的通知")
        );
        assert_eq!(draft.fields.doc_no.as_deref(), Some("示水发〔2003〕15号"));
        let day = draft.fields.published_on.or(draft.fields.stamped_on);
        assert_eq!(day.as_deref(), Some("2003-05-08"));
    }
}
