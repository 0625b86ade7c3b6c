//! What a page shows of its document beside the text: in-page tables, field lists, the line under the title. Owns which words belong to a
//! label where no colon says it; what labels mean is known by `reading::fields`.

use std::collections::HashSet;

use scraper::{ElementRef, Html};

use super::body::Body;
use super::find::{select, stamp};
use super::places::Places;
use crate::formats::html;
use crate::reading::draft::Piece;
use crate::reading::facts::{self, Mark, find_date, mark};
use crate::reading::fields::{self, Fields};
use crate::reading::tidy::length;
use crate::reading::validity;

/// A value longer than this is prose.
const VALUE_CHARS_MAX: usize = 200;

/// All fields that labels of the page name.
pub fn fields(page: &Html, body: &Body<'_>) -> Fields {
    let mut fields = Fields::default();
    let mut cells: Vec<String> = Vec::new();
    let places = Places::of(page, body);
    let headings = below_headings(&places, &mut fields);
    let headings: HashSet<_> = headings.iter().map(|cell| cell.id()).collect();
    let labels = beside_values(&places, &mut fields);
    let labels: HashSet<_> = labels.iter().map(|label| label.id()).collect();
    for element in select(page, "td, th, dt, dd, li, label, span, div, p, publishtime") {
        let chars: usize = element.text().map(str::len).sum();
        if chars > 600 {
            continue;
        }
        let leaf = !element.child_elements().any(|c| {
            matches!(
                c.value().name(),
                "td" | "tr" | "li" | "dd" | "div" | "p" | "table" | "ul"
            )
        });
        if element.value().name() == "publishtime" {
            fields.published_on = fields
                .published_on
                .take()
                .or_else(|| find_date(&html::words(element)));
        }
        if !leaf || headings.contains(&element.id()) {
            continue;
        }
        let mut words = html::words(element);
        if words.is_empty() && !element.value().name().starts_with('l') {
            words = stamped(element);
        }
        // Behind a label whose value was found the next element is none.
        if words.is_empty() || length(&words) > VALUE_CHARS_MAX || labels.contains(&element.id()) {
            cells.push(String::new());
            continue;
        }
        let label = words.split([':', '：']).next().unwrap_or_default();
        let weak = fields::is_weak(label) && places.is_text(element);
        fields.take_line(&words, !weak);
        // A date alone, with its time of day: when the page was put up. So is one before 来源 or a counter.
        if words.contains([':', '：'])
            && fields.stamped_on.is_none()
            && words.contains(|c: char| c.is_ascii_digit())
            && !places.is_text(element)
        {
            fields.stamped_on =
                facts::only_date(&words).or_else(|| dated_line(&words, &mut fields));
        }
        // 此件… says it of this page wherever it stands, also behind the element that holds the body.
        if let Some((Mark::NotPublic, mark)) = mark(&words).filter(|(_, m)| m.contains('件')) {
            fields.disclosure.push(("标注".to_owned(), mark));
        }
        // Two cells of the text are no label and value if the first may be anything.
        cells.push(if weak { String::new() } else { words });
    }
    for pair in cells.windows(2) {
        if !pair[1].is_empty() && pair[0] != pair[1] {
            fields.take_pair(&pair[0], &pair[1]);
        }
    }
    // 标题 in a list names something else; in a table with the document's own numbers it is the document's.
    if fields.index_no.is_none() && fields.doc_no.is_none() {
        fields.title = None;
    }
    fields
}

/// What the picture in a cell shows, if it says whether the document is in force.
fn stamped(cell: ElementRef<'_>) -> String {
    let pictures = cell.descendants().filter_map(ElementRef::wrap);
    let mut pictures = pictures.filter(|picture| picture.value().name() == "img");
    let shows = pictures.next().map(stamp).unwrap_or_default();
    match validity::code(shows) {
        Some(_) => shows.to_owned(),
        None => String::new(),
    }
}

/// Labels within a line whose value stands behind them.
fn beside_values<'p>(places: &Places<'p>, fields: &mut Fields) -> Vec<ElementRef<'p>> {
    let mut taken = Vec::new();
    for label in select(places.page, "span, label, b, strong, em, i, font") {
        let short = label.text().map(str::len).sum::<usize>() <= VALUE_CHARS_MAX;
        if !short {
            continue;
        }
        let words = html::words(label);
        if fields::is_label(&words)
            && !(fields::is_weak(&words) && places.is_text(label))
            && let Some(value) = behind(label)
        {
            fields.take_pair(&words, &value);
            taken.push(label);
        }
    }
    taken
}

/// What stands behind a label in the element that both share, up to the next label: `<li><span>索引号</span><i>A-1</i></li>`.
fn behind(label: ElementRef<'_>) -> Option<String> {
    let mut value = String::new();
    for node in label.next_siblings() {
        if let Some(text) = node.value().as_text() {
            value.push_str(text);
            continue;
        }
        let Some(element) = ElementRef::wrap(node) else {
            continue;
        };
        let words = html::words(element);
        if element.value().name() == "br" && !value.trim().is_empty() || fields::is_label(&words) {
            break;
        }
        value.push_str(&words);
        if length(&value) > VALUE_CHARS_MAX {
            return None;
        }
    }
    let value = value
        .trim()
        .trim_start_matches([':', '：'])
        .trim()
        .to_owned();
    (!value.is_empty()).then_some(value)
}

/// A row of nothing but labels heads the row below it, cell by cell. Gives the cells of both: no two neighbours in them are a pair.
fn below_headings<'p>(places: &Places<'p>, fields: &mut Fields) -> Vec<ElementRef<'p>> {
    let mut taken = Vec::new();
    let cells = |row: ElementRef<'p>| -> Vec<ElementRef<'p>> {
        let cells = row.child_elements();
        let cells = cells.filter(|cell| matches!(cell.value().name(), "td" | "th"));
        cells.collect()
    };
    for row in select(places.page, "tr") {
        let heads = cells(row);
        let labels: Vec<String> = heads.iter().map(|head| html::words(*head)).collect();
        let weak = |label: &String| fields::is_weak(label) && places.is_text(row);
        if heads.len() < 2
            || !labels.iter().all(|label| fields::is_label(label))
            || labels.iter().any(weak)
        {
            continue;
        }
        let below = row.next_siblings().find_map(ElementRef::wrap);
        let values = below.map(cells).unwrap_or_default();
        taken.extend(heads);
        if values.len() != labels.len() {
            continue;
        }
        for (label, value) in labels.iter().zip(&values) {
            fields.take_pair(label, &html::words(*value));
        }
        taken.extend(values);
    }
    taken
}

/// `2024-03-06 08:30 来源：示例市政府办`: the day, and what the labels behind it say.
fn dated_line(words: &str, fields: &mut Fields) -> Option<String> {
    const LINE_CHARS_MAX: usize = 120;
    if length(words) > LINE_CHARS_MAX {
        return None;
    }
    let (date, rest) = facts::leading_date(words)?;
    let time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '时' | '分' | '秒');
    let rest = rest.trim_start_matches(time);
    fields.take_line(rest, true).then_some(date)
}

/// The number that stands alone between the title and the body, outside of it; none where the body says one itself, or where several stand.
pub fn number_above(page: &Html, body: &Body<'_>) -> Option<String> {
    const HEAD_LINES: usize = 14;
    let head = body.pieces.iter().take(HEAD_LINES);
    let mut said = head.filter_map(Piece::text);
    if said.any(|line| facts::document_number(line).is_some()) {
        return None;
    }
    let first = body.roots.first()?.id();
    let around: HashSet<_> = body.roots[0].ancestors().map(|node| node.id()).collect();
    let mut found: Option<String> = None;
    let mut before = String::new();
    for node in page.tree.root().descendants() {
        if node.id() == first {
            return found;
        }
        let Some(element) = ElementRef::wrap(node).filter(|e| !around.contains(&e.id())) else {
            continue;
        };
        let lines = ["p", "div", "span", "h2", "h3", "h4", "h5", "h6", "center"];
        let leaf = !element
            .child_elements()
            .any(|c| lines.contains(&c.value().name()));
        if !leaf || !lines.contains(&element.value().name()) || is_of_others(element) {
            continue;
        }
        let short = element.text().map(str::len).sum::<usize>() <= VALUE_CHARS_MAX;
        let words = match short {
            true => html::words(element),
            false => String::new(),
        };
        let number = facts::document_number(&words).or_else(|| {
            let over = facts::number_over_lines(&[&before, &words]);
            over.map(|(_, number)| number)
        });
        if !words.is_empty() {
            before = words;
        }
        let Some(number) = number else { continue };
        match &found {
            Some(other) if *other != number => return None,
            _ => found = Some(number),
        }
    }
    None
}

/// Entries of lists, links, cells and what frames a page speak of other documents.
fn is_of_others(element: ElementRef<'_>) -> bool {
    const FRAMES: &[&str] = &[
        "a", "li", "td", "th", "nav", "footer", "aside", "select", "button",
    ];
    let linked = element.child_elements().any(|c| c.value().name() == "a");
    let around = element.ancestors().filter_map(ElementRef::wrap);
    linked
        || std::iter::once(element)
            .chain(around)
            .any(|node| FRAMES.contains(&node.value().name()))
}

#[cfg(test)]
mod tests {
    use crate::formats::page::read;

    const TITLE: &str = "<h1>示例市人民政府办公室关于做好春耕工作的通知</h1>";
    const BODY: &str =
        "<div id=zoom><p>各单位：</p><p>现将有关事项通知如下，请遵照执行。</p></div>";

    #[test]
    fn a_label_and_its_value_stand_in_one_entry_without_a_colon() {
        let list = "<ul><li><span>索引号</span><i>A-1</i></li><li><span>发文机关</span><i>示例市司法局</i></li><li><b>有效性</b>失效<b>文号</b> 示司发〔2021〕3号</li></ul>";
        let fields = read(&format!("{TITLE}{list}{BODY}")).fields;
        assert_eq!(fields.index_no.as_deref(), Some("A-1"));
        assert_eq!(fields.agency.as_deref(), Some("示例市司法局"));
        assert_eq!(fields.validity.as_deref(), Some("失效"));
        assert_eq!(fields.doc_no.as_deref(), Some("示司发〔2021〕3号"));
    }

    #[test]
    fn a_row_of_labels_heads_the_row_below() {
        let table = "<table><tr><th>发文机关</th><th>成文日期</th><th>标题</th></tr><tr><td>示例市司法局</td><td>2021-03-04</td><td>另一标题</td></tr></table>";
        let fields = read(&format!("{TITLE}{table}{BODY}")).fields;
        assert_eq!(fields.agency.as_deref(), Some("示例市司法局"));
        assert_eq!(fields.issued_on.as_deref(), Some("2021-03-04"));
        let title = fields.title.as_deref();
        assert_eq!(title, Some("示例市人民政府办公室关于做好春耕工作的通知"));
    }

    #[test]
    fn a_number_between_title_and_body_is_the_documents_and_those_of_lists_are_not() {
        let number = |between: &str| {
            let page = format!("<a href=/>首页</a>{TITLE}{between}{BODY}<p>示政办〔2020〕9号</p>");
            read(&page).fields.doc_no
        };
        for between in [
            "<p class=wh>示政办〔2021〕3号</p>",
            "<div><span>（示政办〔２０２１〕３号）</span></div>",
            "<center>示政办[2021]3号</center><p>示政办〔2021〕3号</p>",
        ] {
            assert_eq!(
                number(between).as_deref(),
                Some("示政办〔2021〕3号"),
                "{between}"
            );
        }
        for between in [
            "<li>示政办〔2021〕3号</li>",
            "<p><a href=a.html>示政办〔2021〕3号</a></p>",
            "<p>示政办〔2021〕3号</p><p>示政办〔2021〕4号</p>",
            "",
        ] {
            assert_eq!(number(between), None, "{between}");
        }
    }

    #[test]
    fn in_the_text_and_its_tables_words_of_every_day_are_no_labels() {
        let lecture = "<p>时间：2021年5月1日上午9时</p><p>地点：会议室</p><p>来源：地下水。</p><p>责任单位：示例市文联</p><p>状态：失效</p><p>有效期：2020年1月1日至2020年12月31日</p>";
        let table = "<table><tr><td>项目名称</td><td>甲桥</td></tr><tr><td>责任单位</td><td>示例市交通局</td></tr><tr><td>时间</td><td>2021年5月1日</td></tr><tr><td>名称</td><td>乙</td></tr><tr><td>状态</td><td>已终止</td></tr></table>";
        let heads = "<table><tr><th>责任单位</th><th>时间</th></tr><tr><td>示例市交通局</td><td>2021-05-01</td></tr></table>";
        for inside in [lecture, table, heads] {
            for place in ["id=zoom", "class=content"] {
                let page = format!(
                    "{TITLE}<div {place}><p>各单位：</p><p>现将春耕事项通知如下，请遵照执行。</p>{inside}</div>"
                );
                let fields = read(&page).fields;
                assert_eq!(
                    fields.title.as_deref(),
                    Some("示例市人民政府办公室关于做好春耕工作的通知")
                );
                let said = [
                    fields.agency,
                    fields.sender,
                    fields.validity,
                    fields.until,
                    fields.stamped_on,
                ];
                assert_eq!(said, [const { None }; 5], "{place}: {inside}");
            }
        }
        // Beside the text, and in a table with numbers of the document, they are labels.
        let own = "<table><tr><td>索引号</td><td>A-1</td></tr><tr><td>责任单位</td><td>示例市司法局</td></tr><tr><td>状态</td><td>失效</td></tr></table>";
        for page in [
            format!(
                "{TITLE}<div id=zoom>{own}<p>各单位：</p><p>现将春耕事项通知如下，请遵照执行。</p></div>"
            ),
            format!("{TITLE}<p>责任单位：示例市司法局</p><p>状态：失效</p>{BODY}"),
        ] {
            let fields = read(&page).fields;
            assert_eq!(fields.agency.as_deref(), Some("示例市司法局"));
            assert_eq!(fields.validity.as_deref(), Some("失效"));
        }
    }

    #[test]
    fn a_picture_in_a_cell_says_what_it_shows() {
        let table = "<table><tr><th>有效性</th><td><img src=x alt=已失效></td></tr></table>";
        let fields = read(&format!("{TITLE}{table}{BODY}")).fields;
        assert_eq!(fields.validity.as_deref(), Some("已失效"));
    }
}
