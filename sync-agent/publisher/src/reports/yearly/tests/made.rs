//! Made reports that keep all sums, and every container that an office may have them in.

use super::super::Form;
use super::super::form::{ACTIVE, APPLICANTS, CORNER, ENDS, HANDLED, ROWS, Row};
use proptest::prelude::*;

/// A made report: numbers of 表三 by row, of 表四, of 表二.
#[derive(Debug, Clone)]
pub struct Made {
    pub form: Form,
    pub year: i16,
    pub rows: Vec<(&'static Row, [u32; 7])>,
    pub reviews: [u32; 15],
    pub active: Vec<u32>,
    pub sentences: String,
}

/// Numbers of a report that keeps all sums, from what happened to each applicant's applications.
pub fn consistent(
    form: Form,
    results: &[[u32; 6]],
    opening: [u32; 6],
    closing: [u32; 6],
    ends: &[u32],
    active: &[u32],
) -> Made {
    let with_total = |six: [u32; 6]| {
        let mut seven = [0; 7];
        seven[..6].copy_from_slice(&six);
        seven[6] = six.iter().sum();
        seven
    };
    let mut next = results.iter();
    let mut handled = [0; 6];
    let mut rows = Vec::new();
    for row in ROWS.iter().filter(|row| row.is_of(form) && row.is_result()) {
        let cells = *next.next().unwrap();
        (0..6).for_each(|at| handled[at] += cells[at]);
        rows.push((row, with_total(cells)));
    }
    // What came in is what was handled or is left, without what was there before.
    let mut opening = opening;
    let mut new = [0; 6];
    for at in 0..6 {
        opening[at] = opening[at].min(handled[at] + closing[at]);
        new[at] = handled[at] + closing[at] - opening[at];
    }
    let find = |key: &str| ROWS.iter().find(|row| row.key == key).unwrap();
    rows.insert(0, (find("2"), with_total(opening)));
    rows.insert(0, (find("1"), with_total(new)));
    rows.push((find(HANDLED), with_total(handled)));
    rows.push((find("4"), with_total(closing)));
    let mut reviews = [0; 15];
    for part in 0..3 {
        for end in 0..4 {
            reviews[part * 5 + end] = ends[part * 4 + end];
            reviews[part * 5 + 4] += ends[part * 4 + end];
        }
    }
    Made {
        form,
        year: if form == Form::Of2021 { 2024 } else { 2020 },
        rows,
        reviews,
        active: active.to_vec(),
        sentences: String::new(),
    }
}

pub fn made() -> impl Strategy<Value = Made> {
    let six =
        || prop::array::uniform6(prop_oneof![3 => Just(0_u32), 2 => 0_u32..40, 1 => 0_u32..2_000]);
    let form = prop_oneof![Just(Form::Of2021), Just(Form::Of2019)];
    // Odd or nothing: two of them never add up to a third by chance, which is a finding of its own.
    let active = prop_oneof![1 => Just(0_u32), 4 => (0_u32..450).prop_map(|half| 2 * half + 1)];
    let active = prop::collection::vec(active, 20);
    (
        form,
        prop::collection::vec(six(), 21),
        six(),
        six(),
        prop::collection::vec(0_u32..30, 12),
        active,
    )
        .prop_map(|(form, results, opening, closing, ends, active)| {
            consistent(form, &results, opening, closing, &ends, &active)
        })
}

impl Made {
    pub fn head(&self) -> String {
        format!("示例市{}年政府信息公开工作年度报告", self.year)
    }

    /// Rows of 表二 below each other, with the head of each block.
    pub fn active_rows(&self) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut part = "";
        let mut next = self.active.iter().cycle();
        for row in ACTIVE
            .iter()
            .filter(|row| !row.columns(self.form).is_empty())
        {
            let columns = row.columns(self.form);
            if part != row.part {
                part = row.part;
                rows.push(vec![row.part.to_owned()]);
                let heads = columns.iter().map(|(head, _)| (*head).to_owned());
                rows.push(
                    std::iter::once("信息内容".to_owned())
                        .chain(heads)
                        .collect(),
                );
            }
            let values = columns.iter().map(|_| next.next().unwrap().to_string());
            rows.push(
                std::iter::once(row.label.to_owned())
                    .chain(values)
                    .collect(),
            );
        }
        rows
    }

    pub fn review_heads(&self) -> Vec<String> {
        let parts = [
            "行政复议",
            "行政诉讼/未经复议直接起诉",
            "行政诉讼/复议后起诉",
        ];
        parts
            .iter()
            .flat_map(|part| ENDS.iter().map(move |end| format!("{part}/{end}")))
            .collect()
    }

    pub fn separated(&self, with: &str) -> String {
        let mut rows = vec![vec![self.head()], vec![self.sentences.clone()]];
        rows.extend(self.active_rows());
        rows.push(
            std::iter::once(CORNER)
                .chain(APPLICANTS)
                .map(str::to_owned)
                .collect(),
        );
        for (row, cells) in &self.rows {
            let label = match row.group {
                "" => row.label.to_owned(),
                group => format!("三/{group}/{}", row.label),
            };
            rows.push(
                std::iter::once(label)
                    .chain(cells.iter().map(u32::to_string))
                    .collect(),
            );
        }
        rows.push(self.review_heads());
        rows.push(self.reviews.iter().map(u32::to_string).collect());
        rows.iter().map(|row| row.join(with) + "\r\n").collect()
    }

    /// As a sheet with merged cells: a group is written once, its other cells are empty; heads stand in two rows.
    pub fn sheet(&self) -> Vec<Vec<String>> {
        let text = |cells: &[&str]| {
            cells
                .iter()
                .map(|cell| (*cell).to_owned())
                .collect::<Vec<_>>()
        };
        let mut rows = vec![text(&[&self.head()]), text(&[&self.sentences])];
        for row in self.active_rows() {
            let (label, values) = row.split_first().unwrap();
            let mut cells = vec![label.clone(), String::new(), String::new()];
            cells.extend(values.iter().cloned());
            cells.resize(10, String::new());
            rows.push(cells);
        }
        rows.push(text(&[
            CORNER,
            "",
            "",
            "申请人情况",
            "",
            "",
            "",
            "",
            "",
            "",
        ]));
        rows.push(text(&[
            "",
            "",
            "",
            "自然人",
            "法人或其他组织",
            "",
            "",
            "",
            "",
            "总计",
        ]));
        rows.push(text(&[
            "",
            "",
            "",
            "",
            "商业\n企业",
            "科研\n机构",
            "社会公益组织",
            "法律服务机构",
            "其他",
            "",
        ]));
        let mut group = "";
        for (row, cells) in &self.rows {
            let top = if row.key == "3.1" {
                "三、本年度办理结果"
            } else {
                ""
            };
            let mut line = match row.group {
                "" if row.key.starts_with("3.") => text(&[top, row.label, ""]),
                "" => text(&[row.label, "", ""]),
                named if named == group => text(&["", "", row.label]),
                named => text(&["", named, row.label]),
            };
            group = row.group;
            line.extend(cells.iter().map(u32::to_string));
            rows.push(line);
        }
        rows.push(text(&[
            "行政复议",
            "",
            "",
            "",
            "",
            "行政诉讼",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
        ]));
        rows.push(text(&[
            "结果维持",
            "结果纠正",
            "其他结果",
            "尚未审结",
            "总计",
            "未经复议直接起诉",
            "",
            "",
            "",
            "",
            "复议后起诉",
            "",
            "",
            "",
            "",
        ]));
        let mut last = vec![String::new(); 5];
        last.extend(ENDS.iter().chain(&ENDS).map(|end| (*end).to_owned()));
        rows.push(last);
        rows.push(self.reviews.iter().map(u32::to_string).collect());
        rows
    }

    pub fn csv(&self) -> String {
        let cell = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n";
        self.sheet().iter().map(line).collect()
    }

    pub fn xlsx(&self) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (y, row) in self.sheet().iter().enumerate() {
            for (x, cell) in row.iter().enumerate() {
                let (y, x) = (u32::try_from(y).unwrap(), u16::try_from(x).unwrap());
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(y, x, number).unwrap(),
                    Err(_) => sheet.write_string(y, x, cell).unwrap(),
                };
            }
        }
        book.save_to_buffer().unwrap()
    }

    /// With spans, as a word processor makes it: what spans rows stands in the first of them.
    pub fn html(&self) -> String {
        let mut page = format!(
            "<html><title>{0}</title><h1>{0}</h1><p>{1}</p><table border=1>",
            self.head(),
            self.sentences
        );
        for row in self.active_rows() {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| format!("<td><p><span>{cell}</span></p></td>"))
                .collect();
            page += &format!("<tr>{}</tr>", cells.concat());
        }
        page += &format!(
            "</table><p>三</p><table border=1><tr><td rowspan=3 colspan=3>{CORNER}</td><td colspan=7>申请人情况</td></tr>\
             <tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>\
             <tr><td>商业<br>企业</td><td>科研<br>机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>"
        );
        let results = self
            .rows
            .iter()
            .filter(|(row, _)| row.key.starts_with("3."))
            .count();
        let mut group = "";
        for (row, cells) in &self.rows {
            page += "<tr>";
            if row.key == "3.1" {
                page += &format!("<td rowspan={results}>三、本年度办理结果</td>");
            }
            let width = if row.key.starts_with("3.") { 2 } else { 3 };
            if row.group.is_empty() {
                page += &format!("<td colspan={width}>{}</td>", row.label);
            } else {
                if row.group != group {
                    let rows = self
                        .rows
                        .iter()
                        .filter(|(other, _)| other.group == row.group)
                        .count();
                    page += &format!("<td rowspan={rows}>{}</td>", row.group);
                }
                page += &format!("<td>{}</td>", row.label);
            }
            group = row.group;
            page += &cells
                .iter()
                .map(|cell| format!("<td>&nbsp;{cell} </td>"))
                .collect::<String>();
            page += "</tr>";
        }
        page += "</table><table border=1><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>";
        page += &ENDS.map(|end| format!("<td rowspan=2>{end}</td>")).concat();
        page += "<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr><tr>";
        page += &ENDS.map(|end| format!("<td>{end}</td>")).concat().repeat(2);
        page += "</tr><tr>";
        page += &self.reviews.map(|cell| format!("<td>{cell}</td>")).concat();
        page + "</tr></table></html>"
    }

    /// Copied from a page: white space between cells, labels broken over lines.
    pub fn copied(&self) -> String {
        let mut text = format!("{}\n{}\n", self.head(), self.sentences);
        for row in self.active_rows() {
            text += &(row.join(" ") + "\n");
        }
        text += &format!(
            "{CORNER} 申请人情况\n自然人 法人或其他组织 总计\n商业 企业 科研 机构 社会公益组织 法律服务机构 其他\n"
        );
        for (row, cells) in &self.rows {
            let numbers: Vec<String> = cells.iter().map(u32::to_string).collect();
            text += &format!("{}\n{} {}\n", row.group, row.label, numbers.join(" "));
        }
        let numbers: Vec<String> = self.reviews.iter().map(u32::to_string).collect();
        text + &format!(
            "行政复议 行政诉讼\n{0} {0} {0}\n{1}\n",
            ENDS.join(" "),
            numbers.join(" ")
        )
    }

    pub fn all(&self) -> Vec<(&'static str, Vec<u8>)> {
        vec![
            ("tsv", self.separated("\t").into_bytes()),
            ("csv", self.csv().into_bytes()),
            ("xlsx", self.xlsx()),
            ("html", self.html().into_bytes()),
            ("txt", self.copied().into_bytes()),
        ]
    }
}

/// A report with one application of a person, answered.
pub fn small(form: Form) -> Made {
    let mut results = vec![[0; 6]; 21];
    results[0] = [6, 1, 0, 0, 0, 0];
    results[10] = [3, 0, 0, 0, 0, 2];
    let active: Vec<u32> = (1..=20).collect();
    consistent(
        form,
        &results,
        [1, 0, 0, 0, 0, 0],
        [2, 0, 0, 0, 0, 0],
        &[1, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0],
        &active,
    )
}
