//! Cells that are joined, missing or without their value: listed as not read, and no number is made of what stands around them.

use super::super::*;
use super::checked;
use super::made::small;
use std::io::{Cursor, Read, Write};

/// What is listed as not read, and nothing that would come of guessing.
fn left_out(bytes: &[u8], name: &str) -> Vec<(String, &'static str)> {
    let outcome = checked(bytes, name);
    assert!(
        outcome.findings.is_empty(),
        "{name}: {:?}",
        outcome.findings
    );
    let unread = outcome.not_checked.iter();
    unread
        .map(|unread| (unread.row.clone(), unread.why))
        .collect()
}

#[test]
fn a_row_with_joined_cells_is_listed_and_what_a_label_spans_is_no_value() {
    let made = small(Form::Of2021);
    let html = made.html();
    let cell = |value: u32| format!("<td>&nbsp;{value} </td>");
    let row = |cells: &[u32]| cells.iter().map(|value| cell(*value)).collect::<String>();
    // （一）予以公开 spans two columns of labels, 二、 three.
    for (key, joined) in [(2, 0), (2, 3), (1, 0), (1, 5), (0, 1)] {
        let (held, cells) = &made.rows[key];
        let label = format!("{}</td>{}", held.label, row(cells));
        assert!(html.contains(&label), "{label}");
        let (a, b) = (cells[joined], cells[joined + 1]);
        let pair = format!("{}{}", cell(a), cell(b));
        let at = row(&cells[..joined]).len();
        let with = |instead: &str| {
            let mut values = row(cells);
            values.replace_range(at..at + pair.len(), instead);
            html.replace(&label, &format!("{}</td>{values}", held.label))
        };
        for (how, instead) in [
            ("spans", format!("<td colspan=2>{a}{b}</td>")),
            ("is lost", format!("<td>{a}{b}</td>")),
        ] {
            let told = left_out(with(&instead).as_bytes(), "a.html");
            let want = [(held.name(), "cells-missing")];
            assert_eq!(told, want, "{key} {joined}: a cell {how}");
        }
    }
    // A label that spans one column too many, with all its values behind it.
    let wide = html.replace(
        &format!("<td colspan=3>{}", made.rows[0].0.label),
        &format!("<td colspan=4>{}", made.rows[0].0.label),
    );
    assert_ne!(wide, html);
    assert_eq!(left_out(wide.as_bytes(), "a.html"), []);
}

#[test]
fn a_row_that_is_a_cell_short_is_listed_in_every_table_and_one_that_has_a_cell_more() {
    let made = small(Form::Of2021);
    let csv = made.csv();
    let quoted = |cells: &[u32]| {
        let cells = cells.iter().map(|value| format!("\"{value}\""));
        cells.collect::<Vec<_>>().join(",")
    };
    let first = made.rows[0].1;
    let name = made.rows[0].0.name();
    for gone in [0, 2, 6] {
        let mut less = first.to_vec();
        less.remove(gone);
        let short = csv.replacen(&quoted(&first), &quoted(&less), 1);
        assert_ne!(short, csv);
        let told = left_out(short.as_bytes(), "a.csv");
        assert_eq!(told, [(name.clone(), "cells-missing")], "without {gone}");
    }
    let mut split = first.to_vec();
    split.insert(1, 234);
    let more = csv.replacen(&quoted(&first), &quoted(&split), 1);
    let told = left_out(more.as_bytes(), "a.csv");
    assert_eq!(told, [(name, "cells-missing")], "1,234 without quotes");
    let tsv = made.separated("\t");
    let reviews: Vec<String> = made.reviews.iter().map(u32::to_string).collect();
    let short = tsv.replacen(&reviews.join("\t"), &reviews[..14].join("\t"), 1);
    assert_ne!(short, tsv);
    let told = left_out(short.as_bytes(), "a.tsv");
    assert_eq!(told, [(String::new(), "cells-missing")]);
}

/// The workbook as a program writes it that leaves reckoning to whoever opens it: formulas have no value beside them.
fn without_results(book: &[u8]) -> Vec<u8> {
    let mut pack = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut bare = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for at in 0..pack.len() {
        let mut part = pack.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name.ends_with("sheet1.xml") {
            let text = String::from_utf8(bytes).unwrap();
            bytes = text.replace("</f><v>0</v>", "</f>").into_bytes();
        }
        bare.start_file(name, stored).unwrap();
        bare.write_all(&bytes).unwrap();
    }
    bare.finish().unwrap().into_inner()
}

#[test]
fn a_formula_without_its_value_and_merged_cells_of_a_workbook_are_not_read_as_blank() {
    use rust_xlsxwriter::{Format, Formula, Workbook};
    let made = small(Form::Of2021);
    let rows = made.sheet();
    let at = rows
        .iter()
        .position(|row| row[0].starts_with("二、"))
        .unwrap();
    let workbook = |formula: bool, merged: bool| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (y, row) in rows.iter().enumerate() {
            for (x, cell) in row.iter().enumerate() {
                let (y, x) = (u32::try_from(y).unwrap(), u16::try_from(x).unwrap());
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(y, x, number).unwrap(),
                    Err(_) => sheet.write_string(y, x, cell).unwrap(),
                };
            }
        }
        let y = u32::try_from(at).unwrap();
        if formula {
            let total = Formula::new("=SUM(D1:I1)");
            sheet.write_formula(y, 9, total).unwrap();
        }
        if merged {
            let format = Format::new();
            sheet.merge_range(y, 4, y, 5, "0", &format).unwrap();
        }
        without_results(&book.save_to_buffer().unwrap())
    };
    assert_eq!(left_out(&workbook(false, false), "a.xlsx"), []);
    let outcome = checked(&workbook(true, false), "a.xlsx");
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let unread = &outcome.not_checked[0];
    assert_eq!(
        (unread.column.as_str(), unread.why, unread.text.as_str()),
        ("总计", "not-a-number", "=SUM(D1:I1)")
    );
    let name = made.rows[1].0.name();
    let told = left_out(&workbook(false, true), "a.xlsx");
    assert_eq!(told, [(name, "cells-missing")]);
}
