//! Tables that list other documents (文号, 文件名称, 发文机关 above their rows). Owns telling them from the one that a page gives of its own document.

use scraper::ElementRef;

use super::places::Places;
use crate::formats::html;
use crate::reading::fields;

/// A row of nothing but labels over one row of values: the document's own data.
pub struct Headed<'p> {
    /// Label and value of each column.
    pub pairs: Vec<(String, String)>,
    /// The cells of both rows.
    pub cells: Vec<ElementRef<'p>>,
}

/// What the rows of labels on a page head.
#[derive(Default)]
pub struct Headings<'p> {
    /// Rows that speak of this document.
    pub own: Vec<Headed<'p>>,
    /// Cells of tables that speak of others: no label in them is the page's.
    pub others: Vec<ElementRef<'p>>,
}

/// Looks at all tables of a page.
pub fn headings<'p>(
    places: &Places<'p>,
    rows: impl Iterator<Item = ElementRef<'p>>,
) -> Headings<'p> {
    let mut found = Headings::default();
    for row in rows {
        let heads = cells(row);
        let labels: Vec<String> = heads.iter().map(|head| html::words(*head)).collect();
        let is_label = |label: &String| fields::is_label(label);
        if labels.len() < 2 || !labels.iter().any(is_label) {
            continue;
        }
        if !labels.iter().all(is_label) {
            if names_columns(row, &heads, &labels) {
                found.others.extend(heads);
                found.others.extend(below(row).flat_map(cells));
            }
            continue;
        }
        let weak = |label: &String| fields::is_weak(label) && places.is_text(row);
        let values = |row: &ElementRef<'p>| {
            let row = cells(*row);
            row.len() == labels.len()
                && !row.iter().all(|cell| fields::is_label(&html::words(*cell)))
        };
        let below: Vec<_> = below(row).take_while(values).collect();
        let [one] = below[..] else {
            found.others.extend(heads);
            found.others.extend(below.into_iter().flat_map(cells));
            continue;
        };
        // Behind the first sentence a table belongs to the text.
        if places.is_in_running_text(row) || labels.iter().any(weak) {
            found.others.extend(heads);
            found.others.extend(cells(one));
            continue;
        }
        let values = cells(one);
        let pairs = labels
            .into_iter()
            .zip(values.iter().map(|cell| html::words(*cell)));
        found.own.push(Headed {
            pairs: pairs.collect(),
            cells: heads.into_iter().chain(values).collect(),
        });
    }
    found
}

/// Whether a row with other words beside labels heads columns: 序号, 文件, 文号. A label with its value is followed by it.
fn names_columns(row: ElementRef<'_>, heads: &[ElementRef<'_>], labels: &[String]) -> bool {
    const COLUMNS_MIN: usize = 3;
    // 基本信息 beside several rows is the name of a part, and no column.
    let parts = heads.first().is_some_and(|head| spans_rows(*head));
    let labels = &labels[usize::from(parts)..];
    let is_label = |at: &usize| fields::is_label(&labels[*at]);
    let without_value = (0..labels.len())
        .filter(is_label)
        .any(|at| at % 2 == 1 || at + 1 == labels.len());
    let all_heads = heads.iter().all(|head| head.value().name() == "th");
    let alike = below(row)
        .next()
        .is_some_and(|next| cells(next).len() == heads.len());
    labels.len() >= COLUMNS_MIN && (without_value || all_heads) && alike
}

fn spans_rows(cell: ElementRef<'_>) -> bool {
    let rows = cell.value().attr("rowspan").map(str::trim);
    rows.is_some_and(|rows| !rows.is_empty() && rows != "1")
}

fn below<'p>(row: ElementRef<'p>) -> impl Iterator<Item = ElementRef<'p>> {
    let table = row.ancestors().filter_map(ElementRef::wrap);
    let mut table = table.filter(|node| node.value().name() == "table");
    let rows = table
        .next()
        .into_iter()
        .flat_map(|table| table.descendants());
    let rows = rows.filter_map(ElementRef::wrap);
    let mut rows = rows.filter(|node| node.value().name() == "tr");
    rows.find(|node| node.id() == row.id());
    rows
}

fn cells<'p>(row: ElementRef<'p>) -> Vec<ElementRef<'p>> {
    let cells = row.child_elements();
    let cells = cells.filter(|cell| matches!(cell.value().name(), "td" | "th"));
    cells.collect()
}

#[cfg(test)]
mod tests {
    use crate::formats::page::read;

    const TITLE: &str = "<title>示例市农业农村局关于废止部分文件的决定</title><h1>示例市农业农村局关于废止部分文件的决定</h1>";

    #[test]
    fn what_a_table_says_of_the_documents_that_it_lists_is_not_the_pages() {
        let head = |row: &str| format!("<table><tr>{row}</tr>");
        let rows = [
            head("<td>文号</td><td>文件名称</td><td>发文机关</td>")
                + "<tr><td>示农发〔2001〕1号</td><td>关于秋收的通知</td><td>示例市农业局</td></tr><tr><td>示农发〔2002〕2号</td><td>关于春耕的通知</td><td>示例市畜牧局</td></tr></table>",
            head("<td>文号</td><td>文件名称</td><td>发文机关</td>")
                + "<tr><td>示农发〔2001〕1号</td><td>关于秋收的通知</td><td>示例市农业局</td></tr></table>",
            head("<td>序号</td><td>文件</td><td>文号</td>")
                + "<tr><td>1</td><td>关于秋收的通知</td><td>示农发〔2001〕1号</td></tr></table>",
            head("<td>序号</td><td>发文机关</td><td>文号</td><td>发文日期</td>")
                + "<tr><td>1</td><td>示例市农业局</td><td>示农发〔2001〕1号</td><td>2001年3月4日</td></tr></table>",
            head("<th>文号</th><th>文件</th><th>备注</th>")
                + "<tr><td>示农发〔2001〕1号</td><td>关于秋收的通知</td><td>废止</td></tr></table>",
            head("<td>发文机关</td><td>文件</td><td>文号</td>")
                + "<tr><td>示例市农业局</td><td>关于秋收的通知</td><td>示农发〔2001〕1号</td></tr></table>",
        ];
        for table in rows {
            for place in ["id=zoom", "class=content"] {
                let page =
                    format!("{TITLE}<div {place}><p>经清理，决定废止下列文件。</p>{table}</div>");
                let fields = read(&page).fields;
                assert_eq!(
                    fields.title.as_deref(),
                    Some("示例市农业农村局关于废止部分文件的决定"),
                    "{table}"
                );
                let said = [fields.doc_no, fields.agency, fields.issued_on];
                assert_eq!(said, [const { None }; 3], "{place}: {table}");
            }
        }
    }

    #[test]
    fn rows_of_labels_and_values_stay_the_documents_own() {
        let body = "<div id=zoom><p>各单位：</p><p>现将有关事项通知如下，请遵照执行。</p></div>";
        for table in [
            "<table><tr><td>索引号</td><td>A-1</td><td>档案号</td><td>7</td></tr><tr><td>发文机关</td><td>示例市司法局</td><td>文号</td><td>示司发〔2021〕3号</td></tr></table>",
            "<table><tr><td rowspan=2>基本信息</td><td>索引号</td><td>A-1</td></tr><tr><td>发文机关</td><td>示例市司法局</td></tr><tr><td>其他</td><td>文号</td><td>示司发〔2021〕3号</td></tr></table>",
            "<table><tr><th>档案号</th><td>7</td><th>索引号</th><td>A-1</td></tr><tr><th>发文机关</th><td>示例市司法局</td><th>文号</th><td>示司发〔2021〕3号</td></tr></table>",
            "<table><tr><td><span>索引号</span></td><td><span>A-1</span></td></tr><tr><td><p>发文机关：</p></td><td><p>示例市司法局</p></td></tr><tr><td>文号</td><td>示司发〔2021〕3号</td></tr></table>",
        ] {
            let fields = read(&format!("{TITLE}{table}{body}")).fields;
            assert_eq!(fields.index_no.as_deref(), Some("A-1"), "{table}");
            assert_eq!(fields.agency.as_deref(), Some("示例市司法局"), "{table}");
            assert_eq!(
                fields.doc_no.as_deref(),
                Some("示司发〔2021〕3号"),
                "{table}"
            );
        }
    }
}
