//! A report as files: one CSV for each table, and one page that needs nothing else (no script, no address). Owns their form. A cell that a
//! spreadsheet would take for a formula gets an apostrophe before it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::words::Words;
use super::{Chart, Report, Table};

/// Rows of a table that the page shows; the CSV has all.
const PAGE_ROWS_MAX: usize = 2_000;
/// Bars of a chart.
const BARS_MAX: usize = 40;

/// Writes a report into `dir`; tells the files.
pub fn write(report: &Report, dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for table in &report.tables {
        let name = format!("{}-{}.csv", report.name, table.name);
        files.push(place(dir, &name, csv(table).as_bytes())?);
    }
    let name = format!("{}.html", report.name);
    files.push(place(dir, &name, html(report).as_bytes())?);
    Ok(files)
}

/// One file of a report: whole, or as it was before.
pub fn place(dir: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(dir).with_context(|| format!("make {}", dir.display()))?;
    let path = dir.join(name);
    let fresh = path.with_extension("new");
    fs::write(&fresh, bytes)
        .and_then(|()| fs::rename(&fresh, &path))
        .with_context(|| format!("write {}", path.display()))?;
    Ok(path)
}

/// The first table for a terminal window: cells parted by tabs.
pub fn plain(report: &Report) -> String {
    let mut text = report.title.clone();
    if let Some(table) = report.tables.first() {
        for row in std::iter::once(&table.columns).chain(&table.rows) {
            let _ = write!(text, "\n{}", row.join("\t"));
        }
    }
    text
}

/// With a byte order mark: spreadsheets read it as UTF-8 then.
pub fn csv(table: &Table) -> String {
    let mut text = String::from("\u{feff}");
    for row in std::iter::once(&table.columns).chain(&table.rows) {
        let cells: Vec<String> = row.iter().map(|cell| csv_cell(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn csv_cell(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    let safe = match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    };
    match safe.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", safe.replace('"', "\"\"")),
        false => safe,
    }
}

const STYLE: &str = "body{font:16px/1.6 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2em auto;max-width:1200px;padding:0 1em;color:#1b1b1b}\
table{border-collapse:collapse;width:100%;margin:1em 0}th,td{border:1px solid #bbb;padding:.3em .6em;text-align:left;vertical-align:top;\
overflow-wrap:anywhere}th{background:#eef2f8}.bar{display:flex;align-items:center;gap:.6em;margin:.2em 0}.bar span:first-child{width:16em;\
text-align:right}.bar i{display:block;height:1.1em;background:#16407a}@media print{body{margin:0;max-width:none}}";

/// The report as one page that needs nothing beside it: style and charts stand in it.
pub fn html(report: &Report) -> String {
    let words = Words::of("page");
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{0}</title><style>{STYLE}</style><h1>{0}</h1>",
        escaped(&report.title)
    );
    for note in &report.notes {
        let _ = write!(page, "<p>{}</p>", escaped(note));
    }
    if let Some(chart) = &report.chart {
        bars(chart, &mut page);
    }
    for table in &report.tables {
        let _ = write!(page, "<h2>{}</h2>", escaped(&table.title));
        if table.rows.is_empty() {
            let _ = write!(page, "<p>{}</p>", escaped(&words.say("none")));
            continue;
        }
        page.push_str("<table><thead><tr>");
        for head in &table.columns {
            let _ = write!(page, "<th>{}</th>", escaped(head));
        }
        page.push_str("</tr></thead><tbody>");
        for row in table.rows.iter().take(PAGE_ROWS_MAX) {
            page.push_str("<tr>");
            for cell in row {
                let _ = write!(page, "<td>{}</td>", escaped(cell));
            }
            page.push_str("</tr>");
        }
        page.push_str("</tbody></table>");
    }
    page.push_str("</html>\n");
    page
}

fn bars(chart: &Chart, page: &mut String) {
    let longest = chart.bars.iter().map(|(_, length)| *length).max();
    let longest = longest.unwrap_or(0).max(1);
    let _ = write!(page, "<h2>{}</h2>", escaped(&chart.title));
    for (name, length) in chart.bars.iter().take(BARS_MAX) {
        let _ = write!(
            page,
            "<div class=\"bar\"><span>{}</span><i style=\"width:{}%\"></i><span>{length}</span></div>",
            escaped(name),
            u64::from(*length) * 60 / u64::from(longest)
        );
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_neither_formulas_nor_markup() {
        let table = Table {
            name: "t",
            title: "a<b".into(),
            columns: vec!["a".into(), "b".into()],
            rows: vec![
                vec!["=1+1".into(), "x,\"y\"".into()],
                vec!["-5".into(), "<script>".into()],
            ],
        };
        assert_eq!(
            csv(&table),
            "\u{feff}a,b\r\n'=1+1,\"x,\"\"y\"\"\"\r\n-5,<script>\r\n"
        );
        let page = html(&Report {
            name: "r",
            title: "t&".into(),
            tables: vec![table],
            ..Report::default()
        });
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
        assert!(!page.contains("http"), "the page needs nothing else");
    }
}
