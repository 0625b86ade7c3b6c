//! The directory of an office (基层政务公开标准目录) as rows: CSV, tab-separated, XLSX or a page. Owns finding the head, which may stand below a
//! title and over two lines (公开事项 over 一级事项 and 二级事项), and what cells that span rows and 同上 say.

use anyhow::{Context, ensure};

use super::separated;
use super::yearly::table_rows;
use crate::formats::charset;

/// Bytes of a table.
const TABLE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Items of a table.
const ITEMS_MAX: usize = 20_000;
/// Repeats what stands above.
const DITTO: [&str; 2] = ["同上", "〃"];

/// One line of the office's directory table (主动公开标准目录), as the report judges it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Item {
    pub field: String,
    pub topic: String,
    pub name: String,
    pub content: String,
    pub limit: String,
    pub owner: String,
    pub channels: String,
}

/// Heads of the columns that are looked for, in the order of [`Item`]; each in the wordings that are met.
const HEADS: [&[&str]; 7] = [
    &["领域", "field"],
    &["一级事项", "公开事项"],
    &["二级事项", "三级事项"],
    &["公开内容"],
    &["公开时限"],
    &["公开主体"],
    &["公开渠道"],
];
/// What the second line of a head says.
const BELOW: [&str; 3] = ["一级事项", "二级事项", "三级事项"];

/// Reads a directory. A row of heads must be there, and at least one item below it.
pub fn items(bytes: &[u8]) -> anyhow::Result<Vec<Item>> {
    ensure!(
        bytes.len() <= TABLE_BYTES_MAX,
        "read the directory: more than {TABLE_BYTES_MAX} bytes"
    );
    let rows = rows(bytes)?;
    ensure!(!rows.is_empty(), "read the directory: it is empty");
    let mut places: Option<Places> = None;
    let mut above = Item::default();
    let mut items = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(mut row) = rows.next() {
        // Every page or sheet may begin with a head of its own.
        if is_head(&row) {
            if let Some(second) = rows.next_if(|next| is_below(next)) {
                let wider = row.len().max(second.len());
                row.resize(wider, String::new());
                for (head, below) in row.iter_mut().zip(second) {
                    head.push_str(&below);
                }
            }
            places = Some(places_of(&row));
            continue;
        }
        let Some(places) = places else { continue };
        ensure!(
            items.len() < ITEMS_MAX,
            "read the directory: more than {ITEMS_MAX} items"
        );
        let item = item(&row, &places, &above);
        let at_topic = places[1].and_then(|place| row.get(place));
        let names = at_topic.is_some_and(|cell| !cell.trim().is_empty());
        if names || !(item.name.is_empty() && item.content.is_empty()) {
            items.push(item.clone());
        }
        above = item;
    }
    ensure!(
        places.is_some(),
        "read the directory: no row names 公开渠道和载体 together with 公开事项, 一级事项 or 二级事项"
    );
    ensure!(
        !items.is_empty(),
        "read the directory: no item stands below its head"
    );
    Ok(items)
}

fn rows(bytes: &[u8]) -> anyhow::Result<Vec<Vec<String>>> {
    if let Some(rows) = table_rows(bytes).context("read the directory")? {
        return Ok(rows);
    }
    let text = charset::decode(bytes).context("read the directory")?;
    let text = text.trim_start_matches('\u{feff}');
    let start = || text.chars().take(4096);
    let many = |sign: char| start().filter(|c| *c == sign).count();
    let separator = if many('\t') > many(',') { '\t' } else { ',' };
    Ok(separated::rows(text, separator))
}

/// The column of each of [`HEADS`].
type Places = [Option<usize>; 7];

fn places_of(head: &[String]) -> Places {
    let head: Vec<String> = head.iter().map(|cell| bare(cell)).collect();
    HEADS.map(|names| {
        head.iter()
            .position(|cell| names.iter().any(|name| cell.contains(name)))
    })
}

/// Heads may be broken over lines anywhere.
fn bare(cell: &str) -> String {
    cell.chars().filter(|c| !c.is_whitespace()).collect()
}

fn is_head(row: &[String]) -> bool {
    let places = places_of(row);
    // A title above may say anything, but in one cell.
    places[6].is_some()
        && [places[1], places[2]]
            .iter()
            .any(|place| place.is_some() && *place != places[6])
}

fn is_below(row: &[String]) -> bool {
    !is_head(row) && row.iter().any(|cell| BELOW.contains(&bare(cell).as_str()))
}

fn item(row: &[String], places: &Places, above: &Item) -> Item {
    let at = |place: usize| -> String {
        let cell = places[place].and_then(|place| row.get(place));
        cell.map_or_else(String::new, |cell| cell.trim().to_owned())
    };
    // Cells that span rows are written once; none spans from one field into the next, though 同上 may point there.
    let spanned = |place: usize, above: &str, spans: bool| {
        let cell = at(place);
        match DITTO.contains(&cell.as_str()) || cell.is_empty() && spans {
            true => above.to_owned(),
            false => cell,
        }
    };
    let field = spanned(0, &above.field, true);
    let same = field == above.field;
    Item {
        topic: spanned(1, &above.topic, same),
        name: spanned(2, &above.name, false),
        content: spanned(3, &above.content, false),
        limit: spanned(4, &above.limit, same),
        owner: spanned(5, &above.owner, same),
        channels: spanned(6, &above.channels, same),
        field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_spans_rows_ends_with_its_field() {
        let table = "领域,一级事项,二级事项,公开渠道和载体\n社会救助,低保,标准,■公开查阅点\n,,名单,同上\n涉农资金,,明细,□公开查阅点\n";
        let items = items(table.as_bytes()).unwrap();
        let told: Vec<(&str, &str)> = items
            .iter()
            .map(|item| (item.field.as_str(), item.topic.as_str()))
            .collect();
        assert_eq!(
            told,
            [("社会救助", "低保"), ("社会救助", "低保"), ("涉农资金", "")]
        );
        assert!(items[1].channels == "■公开查阅点" && items[2].channels == "□公开查阅点");
    }

    #[test]
    fn what_says_the_same_as_above_is_said_in_every_column() {
        let table = "领域,一级事项,二级事项,公开内容,公开主体,公开渠道和载体\n社会救助,低保,标准,文件,民政局,■公开查阅点\n\
            ,同上,同上,名单,同上,同上\n,〃,审批,同上,〃,□公开查阅点\n,,,程序,,\n";
        let items = items(table.as_bytes()).unwrap();
        let told: Vec<[&str; 4]> = items
            .iter()
            .map(|item| [&item.topic, &item.name, &item.content, &item.owner].map(String::as_str))
            .collect();
        assert_eq!(
            told,
            [
                ["低保", "标准", "文件", "民政局"],
                ["低保", "标准", "名单", "民政局"],
                ["低保", "审批", "名单", "民政局"],
                // An empty cell is none of those that repeat.
                ["低保", "", "程序", "民政局"],
            ]
        );
    }

    #[test]
    fn a_table_that_is_none_is_refused() {
        for bad in ["", "a,b\n1,2\n", "一级事项\n", "一级事项,公开渠道\n"] {
            assert!(items(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    const TWO_LINES: [[&str; 5]; 4] = [
        ["某县主动公开标准目录", "", "", "", ""],
        [
            "序号",
            "公开事项",
            "",
            "公开内容\n（要素）",
            "公开渠\n道和载体",
        ],
        ["", "一级事项", "二级事项", "", ""],
        ["1", "低保", "低保标准", "标准", "■公开查阅点"],
    ];

    fn told(bytes: &[u8]) -> (String, String, String) {
        let items = items(bytes).unwrap();
        assert_eq!(items.len(), 1, "{items:?}");
        let only = items.into_iter().next().unwrap();
        (only.topic, only.name, only.channels)
    }

    #[test]
    fn a_head_of_two_lines_below_a_title_is_read_from_every_container() {
        let want = ("低保", "低保标准", "■公开查阅点");
        let want = (want.0.to_owned(), want.1.to_owned(), want.2.to_owned());
        let quoted = |cell: &&str| format!("\"{cell}\"");
        let csv = TWO_LINES
            .map(|row| row.each_ref().map(quoted).join(","))
            .join("\r\n");
        assert_eq!(told(csv.as_bytes()), want, "csv");
        let html = "<html><table><tr><td colspan=5>某县主动公开标准目录</td></tr>\
            <tr><th rowspan=2>序号</th><th colspan=2>公开事项</th><th rowspan=2>公开内容<br>（要素）</th>\
            <th rowspan=2>公开渠<br>道和载体</th></tr><tr><th>一级事项</th><th>二级事项</th></tr>\
            <tr><td>1</td><td>低保</td><td>低保标准</td><td>标准</td><td>■公开查阅点</td></tr></table></html>";
        assert_eq!(told(html.as_bytes()), want, "html");
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (at, row) in (0..).zip(TWO_LINES) {
            for (column, cell) in (0..).zip(row) {
                sheet.write_string(at, column, cell).unwrap();
            }
        }
        assert_eq!(told(&book.save_to_buffer().unwrap()), want, "xlsx");
    }
}
