//! Tables on the grid: columns as wide as their content asks, long cells wrapped, numbers and words whole; what does not fit
//! becomes pairs of "head：value".

use super::breaking;
use super::paper::{Cell, Content, Paper, RULE_PITCH_DOTS, width};
use super::paragraph::paragraphs;

/// Between two columns, in half-width cells.
const GUTTER_CELLS: usize = 2;
/// No column narrower than that: four Chinese characters.
const COLUMN_CELLS_MIN: usize = 8;
/// A Chinese character, in half-width cells.
const CHARACTER_CELLS: usize = 2;
/// Continued lines of a list stand back by that much.
const HANG_CELLS: usize = 2;
/// Between two rows when cells are wrapped, in dots.
const ROW_GAP_DOTS: u32 = 8;

pub(super) fn place(rows: &[Vec<String>], columns: usize, paper: &mut Paper) {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    if count == 0 {
        return;
    }
    let table: Vec<Vec<Vec<Cell>>> = rows
        .iter()
        .enumerate()
        .map(|(n, row)| (0..count).map(|k| flat(row.get(k), n == 0)).collect())
        .collect();
    match widths(&table, count, columns) {
        Some(widths) => grid(&table, &widths, columns, paper),
        None => list(&table, columns, paper),
    }
}

/// A cell's text as one paragraph: line feeds become blanks.
fn flat(text: Option<&String>, bold: bool) -> Vec<Cell> {
    let parts = paragraphs(text.map_or("", String::as_str), bold, 0);
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(&Cell { c: ' ', bold })
}

/// Width of each column, or `None` when they do not fit side by side: a number or a word is never broken for the sake of a column.
fn widths(table: &[Vec<Vec<Cell>>], count: usize, columns: usize) -> Option<Vec<usize>> {
    let room = columns.checked_sub(GUTTER_CELLS * (count - 1))?;
    let over = |k: usize, of: fn(&[Cell]) -> usize| table.iter().map(|row| of(&row[k])).max();
    let natural: Vec<usize> = (0..count)
        .map(|k| over(k, width).unwrap_or(0).clamp(2, columns))
        .collect();
    if natural.iter().sum::<usize>() <= room {
        return Some(natural);
    }
    let mut given: Vec<usize> = (0..count)
        .map(|k| {
            let whole = over(k, breaking::longest_word).unwrap_or(0);
            whole.max(natural[k].min(COLUMN_CELLS_MIN))
        })
        .collect();
    let mut left = room.checked_sub(given.iter().sum())?;
    // What is left goes, a Chinese character at a time, to the column that needs the most lines.
    while left >= CHARACTER_CELLS {
        let lines = |k: usize| natural[k].div_ceil(given[k].max(1));
        let needs = (0..count).filter(|&k| given[k] < natural[k]);
        let Some(k) = needs.max_by_key(|&k| (lines(k), natural[k] - given[k])) else {
            break;
        };
        given[k] += CHARACTER_CELLS;
        left -= CHARACTER_CELLS;
    }
    Some(given)
}

fn grid(table: &[Vec<Vec<Cell>>], widths: &[usize], columns: usize, paper: &mut Paper) {
    let numeric: Vec<bool> = (0..widths.len())
        .map(|k| table.len() > 1 && table[1..].iter().all(|row| number(&row[k])))
        .collect();
    let wrapped: Vec<Vec<Vec<Vec<Cell>>>> = table
        .iter()
        .map(|row| {
            row.iter()
                .zip(widths)
                .map(|(cells, w)| wrap(cells, *w))
                .collect()
        })
        .collect();
    let tall = wrapped
        .iter()
        .skip(1)
        .any(|row| row.iter().any(|cell| cell.len() > 1));
    for (n, row) in wrapped.iter().enumerate() {
        if n == 1 {
            paper.push(RULE_PITCH_DOTS / 2, Content::Rule);
        } else if n > 1 && tall {
            paper.gap(ROW_GAP_DOTS);
        }
        let height = row.iter().map(Vec::len).max().unwrap_or(1);
        for i in 0..height {
            let mut line = Vec::new();
            let mut edge = 0;
            for (k, cell) in row.iter().enumerate() {
                let part = cell.get(i).map_or(&[][..], Vec::as_slice);
                let free = if numeric[k] {
                    widths[k] - width(part).min(widths[k])
                } else {
                    0
                };
                pad(&mut line, edge + free);
                line.extend_from_slice(part);
                edge += widths[k] + GUTTER_CELLS;
            }
            let ink = line
                .iter()
                .rposition(|cell| cell.c != ' ')
                .map_or(0, |last| last + 1);
            line.truncate(ink);
            debug_assert!(width(&line) <= columns);
            paper.line(0, line, false);
        }
    }
}

fn list(table: &[Vec<Vec<Cell>>], columns: usize, paper: &mut Paper) {
    let head = &table[0];
    // A head alone is still said.
    let body = if table.len() > 1 { &table[1..] } else { table };
    for (n, row) in body.iter().enumerate() {
        if n > 0 {
            paper.gap(ROW_GAP_DOTS * 2);
        }
        for (name, value) in head.iter().zip(row) {
            if value.is_empty() && name.is_empty() {
                continue;
            }
            let mut cells = Vec::new();
            if table.len() > 1 && !name.is_empty() {
                cells.extend(name.iter().copied());
                cells.push(Cell {
                    c: '：',
                    bold: true,
                });
            }
            cells.extend(value.iter().copied());
            for (i, range) in breaking::lines(&cells, columns, columns - HANG_CELLS)
                .into_iter()
                .enumerate()
            {
                paper.line(
                    if i == 0 { 0 } else { HANG_CELLS },
                    cells[range].to_vec(),
                    false,
                );
            }
        }
    }
}

fn wrap(cells: &[Cell], width: usize) -> Vec<Vec<Cell>> {
    breaking::lines(cells, width, width)
        .into_iter()
        .map(|range| cells[range].to_vec())
        .collect()
}

fn pad(line: &mut Vec<Cell>, to: usize) {
    let have = width(line);
    line.extend(std::iter::repeat_n(
        Cell {
            c: ' ',
            bold: false,
        },
        to.saturating_sub(have),
    ));
}

/// Amounts and percentages stand to the right.
fn number(cells: &[Cell]) -> bool {
    cells.iter().all(|cell| {
        cell.c.is_ascii_digit() || matches!(cell.c, '.' | ',' | '-' | '+' | '%' | '—' | ' ')
    })
}

#[cfg(test)]
mod tests {
    use super::super::*;

    fn lines(rows: &[&[&str]], columns: usize) -> Vec<String> {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|s| (*s).to_owned()).collect())
            .collect();
        let mut paper = Paper {
            rows: Vec::new(),
            dots: 0,
        };
        super::place(&rows, columns, &mut paper);
        let text = |line: &Line| {
            " ".repeat(line.x) + &line.cells.iter().map(|cell| cell.c).collect::<String>()
        };
        paper
            .rows
            .iter()
            .filter_map(|row| match &row.content {
                Content::Line(line) => Some(text(line)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn amounts_stand_to_the_right() {
        let shown = lines(
            &[&["项目", "金额"], &["教育", "1,200"], &["农林水", "80"]],
            32,
        );
        assert_eq!(shown, ["项目     金额", "教育    1,200", "农林水     80"]);
    }

    #[test]
    fn long_cells_wrap_in_their_column() {
        let shown = lines(
            &[
                &["事项", "时限"],
                &["政府信息公开申请的受理与答复", "二十个工作日"],
            ],
            24,
        );
        assert!(
            shown.iter().all(|line| line
                .chars()
                .map(crate::compose::charset::cells)
                .sum::<usize>()
                <= 24),
            "{shown:?}"
        );
        assert_eq!(shown[1].trim_end(), "政府信息公开申  二十个工");
        assert_eq!(shown[2].trim_end(), "请的受理与答复  作日");
    }

    #[test]
    fn too_many_columns_become_a_list() {
        let shown = lines(
            &[
                &["甲一二三四", "乙一二三四", "丙一二三四", "丁一二三四"],
                &["1", "2", "3", "4"],
            ],
            20,
        );
        assert_eq!(
            shown,
            [
                "甲一二三四：1",
                "乙一二三四：2",
                "丙一二三四：3",
                "丁一二三四：4"
            ]
        );
    }

    #[test]
    fn a_number_is_never_broken() {
        let amounts = ["1,234,567,890.12", "-0.5%", "２０２４", "2018-10-15"];
        for columns in [24, 32, 48] {
            for name in ["教育", "农林水支出中用于农村基础设施建设的部分"] {
                let mut rows: Vec<Vec<&str>> =
                    vec![vec!["项目", "预算数", "决算数", "为预算的", "日期"]];
                rows.push([&[name][..], &amounts].concat());
                rows.push(vec!["合计", "1", "", "100%", "—"]);
                let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
                let shown = lines(&rows, columns);
                for amount in amounts {
                    let whole = shown.iter().any(|line| line.contains(amount));
                    assert!(whole, "{amount} on {columns}: {shown:#?}");
                }
            }
        }
    }

    #[test]
    fn the_column_that_needs_more_gets_more() {
        let long = "政府信息公开申请的受理与答复以及依申请公开的其他事项";
        let shown = lines(
            &[&["序", "事项", "时限"], &["1", long, "二十个工作日内"]],
            40,
        );
        let second = shown[1].trim_end();
        assert!(
            second.starts_with(" 1  政府信息公开申请的受理"),
            "{shown:#?}"
        );
        assert!(shown.len() <= 4, "{shown:#?}");
    }

    #[test]
    fn ragged_and_empty_tables_do_no_harm() {
        assert_eq!(lines(&[], 32), Vec::<String>::new());
        assert_eq!(lines(&[&["甲"], &["乙", "丙"]], 32), ["甲", "乙  丙"]);
    }
}
