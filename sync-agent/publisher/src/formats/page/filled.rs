//! Fields of a form that a page only shows: `<td>文号</td><td><input readonly value=…></td>`. Owns which values a reader sees as words, and puts them
//! where they stand; what is to be filled in is none.

use scraper::{ElementRef, Html, Node};

use super::find::select;
use crate::formats::html;
use crate::reading::fields;
use crate::reading::tidy;

/// A value is no longer; bytes.
const VALUE_BYTES_MAX: usize = 4_096;

/// Writes the values as words before the fields that hold them.
pub fn show(page: &mut Html) {
    let filled = select(page, "input, textarea").filter(|field| is_shown(*field));
    let filled: Vec<_> = filled
        .filter_map(|field| Some((field.id(), value(field)?)))
        .collect();
    for (id, value) in filled {
        if let Some(mut node) = page.tree.get_mut(id) {
            let text = scraper::node::Text {
                text: value.as_str().into(),
            };
            node.insert_before(Node::Text(text));
        }
    }
}

fn value(field: ElementRef<'_>) -> Option<String> {
    let words = match field.value().name() {
        "input" => field.value().attr("value")?.to_owned(),
        _ => field.text().collect(),
    };
    let asks = ["请选择", "请输入", "请填写"];
    let bare = words.trim();
    let says = !bare.is_empty() && !asks.iter().any(|ask| bare.starts_with(ask));
    (says && words.len() <= VALUE_BYTES_MAX).then_some(words)
}

/// Whether nobody can change it, and it stands where a value does: in a cell, an entry of a list, behind a label.
fn is_shown(field: ElementRef<'_>) -> bool {
    const KINDS: &[&str] = &["text", "", "date", "number", "tel", "email", "url"];
    const PLACES: &[&str] = &["td", "th", "dd", "li"];
    let element = field.value();
    let kind = element
        .attr("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let fixed = element.attr("readonly").is_some() || element.attr("disabled").is_some();
    let words = element.name() == "textarea" || KINDS.contains(&kind.as_str());
    let placed = || {
        let mut around = field.ancestors().filter_map(ElementRef::wrap);
        around.any(|node| PLACES.contains(&node.value().name()))
    };
    fixed && words && !html::is_hidden(element) && (placed() || is_behind_label(field))
}

fn is_behind_label(field: ElementRef<'_>) -> bool {
    let before = field
        .prev_siblings()
        .map(|node| match node.value().as_text() {
            Some(text) => tidy::line(text),
            None => ElementRef::wrap(node).map(html::words).unwrap_or_default(),
        });
    let mut before = before.filter(|words| !words.is_empty());
    before.next().is_some_and(|words| fields::is_label(&words))
}

#[cfg(test)]
mod tests {
    use crate::formats::page::read;
    use crate::reading::draft::Piece;

    const BODY: &str =
        "<div id=zoom><p>各单位：</p><p>现将有关事项通知如下，请遵照执行。</p></div>";

    #[test]
    fn values_that_a_page_shows_in_fields_are_read() {
        for place in [
            "<table><tr><td>索引号</td><td><input readonly value='A-1'></td><td>文号</td><td><input type=text disabled value='示水发〔2021〕15号'></td></tr><tr><td>发文机关</td><td><textarea readonly>\n示例市水务局</textarea></td></tr></table>",
            "<ul><li>索引号：<input readonly value='A-1'></li><li><span>文号</span><input readonly value='示水发〔2021〕15号'></li><li><label>发文机关</label><textarea readonly>示例市水务局</textarea></li></ul>",
            "<div><label>索引号</label><input readonly value='A-1'></div><div><label>文号：</label><input readonly value='示水发〔2021〕15号'></div><div>发文机关：<input readonly value='示例市水务局'></div>",
        ] {
            let fields = read(&format!("<h1>关于春灌的通知</h1>{place}{BODY}")).fields;
            assert_eq!(fields.index_no.as_deref(), Some("A-1"), "{place}");
            assert_eq!(
                fields.doc_no.as_deref(),
                Some("示水发〔2021〕15号"),
                "{place}"
            );
            assert_eq!(fields.agency.as_deref(), Some("示例市水务局"), "{place}");
        }
    }

    #[test]
    fn what_is_to_be_filled_in_or_hidden_is_not_read() {
        for field in [
            "<input value='A-1'>",
            "<input type=hidden readonly value='A-1'>",
            "<input type=button disabled value='A-1'>",
            "<input readonly style='display:none' value='A-1'>",
            "<input readonly value='请输入索引号'>",
            "<textarea>A-1</textarea>",
        ] {
            let page = format!(
                "<h1>关于春灌的通知</h1><table><tr><td>索引号</td><td>{field}</td></tr></table>{BODY}"
            );
            assert_eq!(read(&page).fields.index_no, None, "{field}");
        }
        let body = BODY.replace(
            "</p></div>",
            "</p><table><tr><td>姓名</td><td><input readonly value=甲某></td></tr><tr><td>电话</td><td><input></td></tr></table></div>",
        );
        let pieces = read(&format!("<h1>关于春灌的通知</h1>{body}")).pieces;
        let Some(Piece::Table(rows)) = pieces.last() else {
            panic!("{pieces:?}");
        };
        assert_eq!(rows.concat(), ["姓名", "甲某", "电话", ""]);
    }
}
