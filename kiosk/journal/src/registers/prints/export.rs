//! The register as a table for a spreadsheet. Cells cannot become formulas; redacted ones say so.

use super::entry::{Content, Finding, Outcome, Role, Row, State};
use crate::chain::number::wall_clock;
use std::io::{self, Write};

/// Spreadsheets take a file without it for the local code page.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

const HEADER: [&str; 19] = [
    "登记号",
    "日期",
    "时间（北京时间）",
    "文件编号",
    "版本",
    "标题",
    "发文字号",
    "打印内容",
    "条款",
    "长度（毫米）",
    "用途",
    "结果",
    "结果代码",
    "确认方式或原因",
    "结果时间（北京时间）",
    "核实情况",
    "核实岗位",
    "时钟落后",
    "序号",
];

/// What a redacted cell says.
const REDACTED: &str = "（已隐去）";

/// Writes header and rows; returns how many rows.
pub(crate) fn csv(rows: &[Row], out: &mut dyn Write) -> io::Result<u64> {
    out.write_all(BYTE_ORDER_MARK)?;
    line(out, HEADER.map(str::to_owned))?;
    for row in rows {
        line(out, cells(row))?;
    }
    out.flush()?;
    Ok(rows.len() as u64)
}

fn cells(row: &Row) -> [String; 19] {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| REDACTED.to_owned());
    let (content, articles) = match &row.content {
        None => (REDACTED, String::new()),
        Some(Content::Reference) => ("文件信息", String::new()),
        Some(Content::Excerpt { articles }) => ("节选", articles.join(" ")),
        Some(Content::Whole) => ("全文", String::new()),
    };
    let (outcome, code, detail) = match &row.outcome {
        None => (state(row.state), row.state.as_code(), ""),
        Some(o) => (outcome(o), o.as_code(), o.detail()),
    };
    let (found, by) = match &row.settled {
        None if row.needs_settling() => ("待核实", ""),
        None => ("", ""),
        Some(s) => (finding(s.found), role(s.by)),
    };
    [
        row.number.clone(),
        row.day.clone(),
        wall_clock(&row.at),
        shown(&row.document_id),
        row.document_rev.map_or_else(String::new, |n| n.to_string()),
        shown(&row.title),
        row.doc_no.clone().unwrap_or_default(),
        content.to_owned(),
        articles,
        row.length_mm.map_or_else(String::new, |n| n.to_string()),
        row.purpose.clone().unwrap_or_default(),
        outcome.to_owned(),
        code.to_owned(),
        detail.to_owned(),
        row.outcome_at
            .as_deref()
            .map_or_else(String::new, wall_clock),
        found.to_owned(),
        by.to_owned(),
        if row.clock_behind { "是" } else { "" }.to_owned(),
        row.seq.to_string(),
    ]
}

fn state(state: State) -> &'static str {
    match state {
        State::Queued => "排队中",
        State::Sending | State::Sent => "打印中",
        State::Done => "",
    }
}

fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Printed { .. } => "已打印",
        Outcome::Sent => "已发送",
        Outcome::Refused { .. } => "未打印",
        Outcome::Cancelled => "已取消",
        Outcome::Unknown { .. } => "结果不明",
    }
}

fn finding(found: Finding) -> &'static str {
    match found {
        Finding::CameOut => "已出纸",
        Finding::Partly => "部分出纸",
        Finding::Nothing => "未出纸",
    }
}

fn role(by: Role) -> &'static str {
    match by {
        Role::A => "A岗",
        Role::B => "B岗",
    }
}

fn line<const N: usize>(out: &mut dyn Write, cells: [String; N]) -> io::Result<()> {
    let quoted: Vec<String> = cells.iter().map(|cell| quote(cell)).collect();
    write!(out, "{}\r\n", quoted.join(","))
}

/// RFC 4180 quoting, after taking the power from cells that a spreadsheet would run
/// (OWASP, CSV injection: a cell that begins with `= + - @`, tab or carriage return).
fn quote(cell: &str) -> String {
    let runs = cell
        .trim_start_matches([' ', '\u{3000}', '\n'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let cell = if runs {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\r', '\n', '\'', ' ']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_is_a_formula_stays_text() {
        for evil in [
            "=1+1",
            "@SUM(A1)",
            "-2+3",
            "+cmd|' /C calc'!A0",
            "\t=1",
            " =1",
            "＝1",
        ] {
            let cell = quote(evil);
            assert!(
                cell.trim_start_matches('"').starts_with('\''),
                "{evil:?} -> {cell}"
            );
        }
    }

    #[test]
    fn quotes_commas_and_line_ends_stay_inside_their_cell() {
        assert_eq!(quote("a\"b,c\r\nd"), "\"a\"\"b,c\r\nd\"");
    }
}
