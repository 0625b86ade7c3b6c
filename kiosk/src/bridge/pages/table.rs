//! One table over the whole screen: its head, its first column, and of the rest as many rows and columns as have room.

mod grid;

use screens::{MainWindow, Measures, Row, Rule, Run, TableData, Theme, Words};
use session::screen::table::{Table, Touch};
use slint::ComponentHandle;

use crate::bridge::code;
use crate::bridge::fonts::Advances;
use crate::bridge::models::model;
use crate::bridge::touches::Touches;
use grid::{Grid, Said};

/// No glass holds more rows of a table: so many are handed over.
const ROWS_MAX: usize = 64;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<TableData>();
    data.on_up(touches.at_row(|row| Touch::Up { row }));
    data.on_down(touches.at_row(|row| Touch::Down { row }));
    data.on_left(touches.at_row(|column| Touch::Left { column }));
    data.on_right(touches.at_row(|column| Touch::Right { column }));
    data.on_one(touches.at_row(|row| Touch::One { row }));
    data.on_all(touches.plain(Touch::All));
    data.on_print(touches.plain(Touch::Print));
}

/// Shows the page.
pub fn show(window: &MainWindow, table: &Table, fonts: &dyn Advances) {
    let data = window.global::<TableData>();
    let print = window.global::<Theme>().get_print();
    let width = window.global::<Measures>().get_table_width() / print;
    let weak = window.as_weak();
    let said = Said {
        empty: window.global::<Words>().invoke_empty_cell().into(),
        continued: Box::new(move |words| {
            weak.upgrade().map_or_else(String::new, |window| {
                let all = window.global::<Words>();
                all.invoke_continued(words.into()).to_string()
            })
        }),
    };
    let small = window.global::<Measures>().get_small();
    let grid = Grid::of(table, (width, small), fonts, said);
    let (begin, end) = handed_over(table);
    let mut y = 0.0;
    let mut placed = |at: usize| {
        let mut row = larger(grid.row(at, fonts), print);
        row.y = y;
        y += row.height;
        row
    };
    let heads: Vec<Row> = (0..grid.heads).map(&mut placed).collect();
    y = 0.0;
    let mut placed = |at: usize| {
        let mut row = larger(grid.row(at, fonts), print);
        row.y = y;
        y += row.height;
        row
    };
    let rows: Vec<Row> = (begin..end).map(|at| placed(grid.heads + at)).collect();
    data.set_caption(table.caption.as_str().into());
    data.set_title(table.title.as_str().into());
    data.set_number(table.number as i32);
    data.set_count(table.count as i32);
    data.set_unit(table.unit.as_str().into());
    data.set_printable(table.printable);
    // Made anew only for another document.
    if data.get_address() != table.address.as_str() {
        data.set_address(table.address.as_str().into());
        data.set_code(code::picture(&table.address));
    }
    data.set_heads_height(heads.iter().map(|row| row.height).sum());
    data.set_line(grid.line() * print);
    data.set_pad(grid.pad() * print);
    data.set_heads(model(heads.into_iter()));
    data.set_rows(model(rows.into_iter()));
    data.set_row(begin as i32);
    data.set_rows_end(match table.rows_end {
        0 => 0,
        _ => (end - begin) as i32,
    });
    data.set_all_rows(grid.rows() as i32);
    data.set_whole_rows(table.rows as i32);
    data.set_this_row(table.one.map_or(-1, |row| row as i32));
    data.set_first_column(grid.widths.first().copied().unwrap_or_default() * print);
    data.set_column_from(grid.shown.start as i32);
    data.set_column_to(grid.shown.end as i32);
    data.set_all_columns(grid.columns as i32);
}

/// Rows below the head that may be on the page: from its first one on, or those before its end.
fn handed_over(table: &Table) -> (usize, usize) {
    let all = table.cells.len().saturating_sub(table.heads as usize);
    let row = (table.row as usize).min(all);
    match table.rows_end {
        0 => (row, all.min(row + ROWS_MAX)),
        count => {
            let end = all.min(row + count as usize);
            (row.max(end.saturating_sub(ROWS_MAX)), end)
        }
    }
}

/// A row as large print writes it.
fn larger(row: Row, print: f32) -> Row {
    let runs = |of: &slint::ModelRc<Run>| {
        let runs = slint::Model::iter(of).map(|run| Run {
            x: run.x * print,
            y: run.y * print,
            width: run.width * print,
            height: run.height * print,
            size: run.size * print,
            ..run
        });
        model(runs.collect::<Vec<Run>>().into_iter())
    };
    let rules = slint::Model::iter(&row.rules).map(|rule| Rule {
        x: rule.x * print,
        y: rule.y * print,
        width: rule.width * print,
        height: rule.height * print,
        ..rule
    });
    Row {
        height: row.height * print,
        rules: model(rules.collect::<Vec<Rule>>().into_iter()),
        runs: runs(&row.runs),
        carried: runs(&row.carried),
        ..row
    }
}
