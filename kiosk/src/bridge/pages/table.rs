//! One table over the whole screen: its columns, the cells of each row. Cuts no number and drops no row.

use screens::{Ink, MainWindow, Measures, Row, Run, TableData, Theme, Words};
use session::screen::table::{Table, Touch};
use slint::{ComponentHandle, Model, ModelRc, VecModel};

use crate::bridge::breaking::{break_lines, clean};
use crate::bridge::columns::{Column, PAD_PX, columns, is_number, shown};
use crate::bridge::fonts::{Advances, Face, drawn};
use crate::bridge::models::model;
use crate::bridge::touches::Touches;

const CELL_PX: f32 = 28.0;
const LINE_PX: f32 = 42.0;
const PAD_ROW_PX: f32 = 24.0;
/// The first column takes no more than this part of the width.
const FIRST_MAX: f32 = 0.36;
/// More columns than that are not set.
const COLUMNS_MAX: usize = 200;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<TableData>();
    data.on_up(touches.at_row(|row| Touch::Up { row }));
    data.on_down(touches.at_row(|row| Touch::Down { row }));
    data.on_left(touches.at_row(|column| Touch::Left { column }));
    data.on_right(touches.at_row(|column| Touch::Right { column }));
}

/// Shows the page.
pub fn show(window: &MainWindow, table: &Table, fonts: &dyn Advances) {
    let data = window.global::<TableData>();
    let print = window.global::<Theme>().get_print();
    let width = window.global::<Measures>().get_table_width() / print;
    let mut grid = Grid::of(table, width, fonts);
    grid.empty = window.global::<Words>().invoke_empty_cell().into();
    let head = larger(grid.row(0, Face::SansBold, fonts), print);
    let first = 1 + table.row as usize;
    let mut y = 0.0;
    let rows = (first..grid.cells.len()).map(|at| {
        let mut row = larger(grid.row(at, Face::Sans, fonts), print);
        row.y = y;
        y += row.height;
        row
    });
    let rows: Vec<Row> = rows.collect();
    data.set_caption(table.caption.as_str().into());
    data.set_title(table.title.as_str().into());
    data.set_number(table.number as i32);
    data.set_count(table.count as i32);
    data.set_unit(table.unit.as_str().into());
    data.set_head(head);
    data.set_rows(ModelRc::new(VecModel::from(rows)));
    data.set_row(table.row as i32);
    data.set_rows_end(table.rows_end as i32);
    data.set_all_rows(table.rows.len() as i32);
    data.set_edges(model(grid.edges().into_iter().map(|edge| edge * print)));
    data.set_first_column(grid.widths.first().copied().unwrap_or_default() * print);
    data.set_column_from(grid.shown.start as i32);
    data.set_column_to(grid.shown.end as i32);
    data.set_all_columns(grid.columns as i32);
}

/// A row as large print writes it.
fn larger(mut row: Row, print: f32) -> Row {
    row.height *= print;
    let runs = row.runs.iter().map(|run| Run {
        x: run.x * print,
        y: run.y * print,
        width: run.width * print,
        height: run.height * print,
        size: run.size * print,
        ..run
    });
    row.runs = model(runs.collect::<Vec<Run>>().into_iter());
    row
}

/// The cells that show, and how wide they stand.
struct Grid {
    /// Every row, the head first; of each, every cell.
    cells: Vec<Vec<Vec<char>>>,
    columns: usize,
    /// Columns beside the first one.
    shown: std::ops::Range<usize>,
    /// Of the first column and those that are shown.
    widths: Vec<f32>,
    /// What is said of a cell in which nothing stands.
    empty: String,
}

impl Grid {
    fn of(table: &Table, width: f32, fonts: &dyn Advances) -> Grid {
        let rows = std::iter::once(&table.head).chain(&table.rows);
        let count = rows.clone().map(Vec::len).max().unwrap_or(0);
        let count = count.clamp(1, COLUMNS_MAX);
        let cells: Vec<Vec<Vec<char>>> = rows
            .map(|row| {
                row.iter()
                    .take(count)
                    .map(|cell| clean(&drawn(cell, fonts)))
                    .collect()
            })
            .collect();
        let wide = |c: char| fonts.advance(Face::SansBold, c) * CELL_PX;
        let asked: Vec<Column> = columns(&cells, count, CELL_PX, wide);
        let first = asked[0].usual(CELL_PX).min(width * FIRST_MAX);
        let first = first.max(asked[0].least.min(width / 2.0));
        let room = width - first;
        let usual: Vec<f32> = asked
            .iter()
            .map(|column| column.usual(CELL_PX).min(room))
            .collect();
        let shown = shown(
            &usual,
            table.column as usize,
            table.columns_end as usize,
            room,
        );
        let taken: f32 = usual[shown.clone()].iter().sum();
        // What is left is shared.
        let more = (room - taken).max(0.0) / shown.len().max(1) as f32;
        let mut widths = vec![if shown.is_empty() { width } else { first }];
        widths.extend(usual[shown.clone()].iter().map(|wide| wide + more));
        Grid {
            cells,
            columns: count,
            shown,
            widths,
            empty: String::new(),
        }
    }

    /// Where columns end.
    fn edges(&self) -> Vec<f32> {
        let mut x = 0.0;
        let edges = self.widths.iter().map(|width| {
            x += width;
            x
        });
        edges.collect()
    }

    /// A cell for the ear: behind the head of its column, since nobody hears what stands above it.
    fn told(&self, at: usize, column: usize) -> String {
        let cell = |at: usize| -> String {
            let cell = self.cells.get(at).and_then(|row| row.get(column));
            cell.map_or_else(String::new, |cell| cell.iter().collect())
        };
        let (head, own) = (cell(0), cell(at));
        if at == 0 || column == 0 || head.is_empty() {
            return own;
        }
        let own = if own.is_empty() { &self.empty } else { &own };
        format!("{head}：{own}")
    }

    fn row(&self, at: usize, face: Face, fonts: &dyn Advances) -> Row {
        let empty: &[Vec<char>] = &[];
        let cells = self.cells.get(at).map_or(empty, Vec::as_slice);
        let mut x = 0.0;
        let mut runs = Vec::new();
        let mut label: Vec<String> = Vec::new();
        let mut lines_max = 1;
        let columns = std::iter::once(0).chain(self.shown.clone());
        for (column, width) in columns.zip(&self.widths) {
            let cell: &[char] = cells.get(column).map_or(&[], Vec::as_slice);
            let face = if column == 0 { Face::SansBold } else { face };
            let room = width - PAD_PX;
            let wide = |n: usize| fonts.advance(face, cell[n]) * CELL_PX;
            let right = column > 0 && is_number(cell);
            let lines = break_lines(cell, room, room, wide);
            for (n, line) in lines.iter().enumerate() {
                let spare = if right {
                    (room - line.width).max(0.0)
                } else {
                    0.0
                };
                runs.push(Run {
                    text: cell[line.from..line.to].iter().collect::<String>().into(),
                    ink: if face == Face::SansBold {
                        Ink::Title
                    } else {
                        Ink::Snippet
                    },
                    mark: false,
                    x: x + PAD_PX / 2.0 + spare,
                    y: PAD_ROW_PX / 2.0 + n as f32 * LINE_PX,
                    width: line.width,
                    height: LINE_PX,
                    size: CELL_PX,
                });
            }
            label.push(self.told(at, column));
            lines_max = lines_max.max(lines.len());
            x += width;
        }
        Row {
            label: label.join("，").into(),
            height: lines_max as f32 * LINE_PX + PAD_ROW_PX,
            runs: ModelRc::new(VecModel::from(runs)),
            ..Row::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::fonts::Square;

    fn table() -> Table {
        let row = |name: &str, n: u32| {
            let mut cells = vec![name.to_owned()];
            cells.extend((1..=8).map(|c| format!("{},{:03}.{:02}", n, c, c)));
            cells
        };
        Table {
            head: row("项目", 0),
            rows: vec![row("一般公共服务支出", 13), row("教育支出", 9)],
            column: 1,
            ..Table::default()
        }
    }

    #[test]
    fn every_number_is_whole_inside_its_column_and_the_first_column_stays() {
        let mut table = table();
        let mut seen = vec![];
        while (table.column as usize) < 9 {
            let grid = Grid::of(&table, 700.0, &Square);
            let row = grid.row(1, Face::Sans, &Square);
            let words: Vec<String> = row.runs.iter().map(|run| run.text.to_string()).collect();
            assert!(words.concat().starts_with("一般公共服务支出"), "{words:?}");
            for run in row.runs.iter() {
                assert!(run.x >= 0.0 && run.x + run.width <= 701.0, "{}", run.text);
            }
            let numbers = words.iter().filter(|word| word.contains('.'));
            seen.extend(numbers.cloned());
            assert!(grid.shown.end > table.column as usize, "goes on");
            table.column = grid.shown.end as u32;
        }
        assert_eq!(seen, table.rows[0][1..]);
    }

    #[test]
    fn each_cell_is_told_behind_the_head_of_its_column() {
        let mut table = table();
        table.rows[0][2].clear();
        let mut grid = Grid::of(&table, 700.0, &Square);
        grid.empty = "空".to_owned();
        let row = grid.row(1, Face::Sans, &Square);
        let want = "一般公共服务支出，0,001.01：13,001.01，0,002.02：空";
        assert!(row.label.starts_with(want), "{}", row.label);
        let head = grid.row(0, Face::SansBold, &Square);
        assert!(head.label.starts_with("项目，0,001.01，"), "{}", head.label);
    }

    #[test]
    fn a_number_stands_on_the_right_of_its_column() {
        let grid = Grid::of(&table(), 700.0, &Square);
        let row = grid.row(1, Face::Sans, &Square);
        let last = row.runs.iter().last().unwrap();
        assert!((last.x + last.width - (700.0 - PAD_PX / 2.0)).abs() < 1.0);
        assert_eq!(*grid.edges().last().unwrap(), 700.0);
    }
}
