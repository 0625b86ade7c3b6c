//! Tables on the grid: columns as wide as their content asks, long cells wrapped; too many columns become lists of
//! "head：value".

use super::paragraph::paragraphs;
use super::{Cell, Content, Paper, RULE_PITCH_DOTS, breaking, width};

/// Between two columns, in half-width cells.
const GUTTER_CELLS: usize = 2;
/// No column narrower than that: four Chinese characters.
const COLUMN_CELLS_MIN: usize = 8;
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

/// Width of each column, or `None` when they do not fit side by side.
fn widths(table: &[Vec<Vec<Cell>>], count: usize, columns: usize) -> Option<Vec<usize>> {
    let room = columns.checked_sub(GUTTER_CELLS * (count - 1))?;
    let natural: Vec<usize> = (0..count)
        .map(|k| {
            table
                .iter()
                .map(|row| width(&row[k]))
                .max()
                .unwrap_or(0)
                .clamp(2, columns)
        })
        .collect();
    if natural.iter().sum::<usize>() <= room {
        return Some(natural);
    }
    // The narrow ones get what they ask; the wide ones share the rest evenly, to whole Chinese characters.
    let mut given = vec![0; count];
    let mut open: Vec<usize> = (0..count).collect();
    let mut left = room;
    loop {
        let fair = left / open.len();
        let (small, wide): (Vec<usize>, Vec<usize>) =
            open.iter().partition(|&&k| natural[k] <= fair);
        for k in &small {
            given[*k] = natural[*k];
            left -= natural[*k];
        }
        if small.is_empty() {
            let share = left / wide.len() / 2 * 2;
            wide.iter().for_each(|&k| given[k] = share);
            return (share >= COLUMN_CELLS_MIN).then_some(given);
        }
        open = wide;
    }
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
        assert_eq!(shown[1].trim_end(), "政府信息公  二十个工作");
        assert_eq!(shown[2].trim_end(), "开申请的受  日");
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
    fn ragged_and_empty_tables_do_no_harm() {
        assert_eq!(lines(&[], 32), Vec::<String>::new());
        assert_eq!(lines(&[&["甲"], &["乙", "丙"]], 32), ["甲", "乙  丙"]);
    }
}
