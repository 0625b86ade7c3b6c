use super::*;
use crate::bridge::columns::{FIRST_MAX, WORDS_EM_MAX};
use crate::bridge::fonts::Square;
use slint::Model;

fn table() -> Table {
    let row = |name: &str, n: u32| {
        let mut cells = vec![name.to_owned()];
        cells.extend((1..=8).map(|c| format!("{},{:03}.{:02}", n, c, c)));
        cells
    };
    Table {
        cells: vec![
            row("项目", 0),
            row("一般公共服务支出", 13),
            row("教育支出", 9),
        ],
        heads: 1,
        rows: 2,
        column: 1,
        ..Table::default()
    }
}

fn said() -> Said {
    Said {
        empty: "空".to_owned(),
        continued: Box::new(|words| format!("{words}…")),
    }
}

fn words(runs: &slint::ModelRc<Run>) -> Vec<String> {
    runs.iter().map(|run| run.text.to_string()).collect()
}

#[test]
fn every_number_is_whole_inside_its_column_and_the_first_column_stays() {
    let mut table = table();
    let mut seen = vec![];
    while (table.column as usize) < 9 {
        let grid = Grid::of(&table, (700.0, false), &Square, said());
        let row = grid.row(1, &Square);
        let words = words(&row.runs);
        assert!(words.concat().starts_with("一般公共服务支出"), "{words:?}");
        for run in row.runs.iter() {
            assert!(run.x >= 0.0 && run.x + run.width <= 701.0, "{}", run.text);
        }
        let numbers = words.iter().filter(|word| word.contains('.'));
        seen.extend(numbers.cloned());
        assert!(grid.shown.end > table.column as usize, "goes on");
        table.column = grid.shown.end as u32;
    }
    assert_eq!(seen, table.cells[1][1..]);
}

#[test]
fn each_cell_is_told_behind_the_head_of_its_column() {
    let mut table = table();
    table.cells[1][2].clear();
    let grid = Grid::of(&table, (700.0, false), &Square, said());
    let row = grid.row(1, &Square);
    let want = "一般公共服务支出，0,001.01：13,001.01，0,002.02：空";
    assert!(row.label.starts_with(want), "{}", row.label);
    let head = grid.row(0, &Square);
    assert!(head.label.starts_with("项目，0,001.01，"), "{}", head.label);
}

#[test]
fn a_number_stands_on_the_right_of_its_column() {
    let table = table();
    let grid = Grid::of(&table, (700.0, false), &Square, said());
    let row = grid.row(1, &Square);
    let last = row.runs.iter().last().unwrap();
    assert!((last.x + last.width - (700.0 - PAD_PX / 2.0)).abs() < 1.0);
    assert_eq!(*grid.lefts().last().unwrap(), 700.0);
}

/// The narrowest glass that is served, standing: its table's room in pixels of the layout.
const NARROWEST_PX: f32 = 508.0;

#[test]
fn the_narrowest_glass_shows_three_columns_of_a_budget_beside_its_names() {
    let mut budget = table();
    budget.cells[0] = ["项目", "2017年执行数", "2018年预算", "比上年增减"]
        .map(str::to_owned)
        .to_vec();
    for row in &mut budget.cells[1..] {
        row.truncate(4);
    }
    let grid = Grid::of(&budget, (NARROWEST_PX, true), &Square, said());
    assert_eq!(grid.shown, 1..4);
    let all: f32 = grid.widths.iter().sum();
    assert!((all - NARROWEST_PX).abs() < 0.5, "{:?}", grid.widths);
    // Six millimetres are the least that is written.
    assert!(grid.row(1, &Square).runs.iter().all(|run| run.size >= 24.0));
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            "[一二三四五六七八九十、（）]{0,40}",
            "[0-9]{1,3}(,[0-9]{3}){0,3}\\.[0-9]{2}",
            "[a-z]{0,12}",
        ]
    }

    proptest! {
        /// However wide: no piece that no line may part is cut, every column is reached, and where two columns have room beside
        /// the first one, two are shown.
        #[test]
        fn a_table_shows_a_useful_part_and_cuts_no_number(
            cells in proptest::collection::vec(proptest::collection::vec(cell(), 6), 2..5),
            width in 400.0f32..1400.0,
            small: bool,
        ) {
            let mut table = Table { cells, heads: 1, column: 1, ..Table::default() };
            let mut reached = 1;
            while reached < 6 {
                table.column = reached as u32;
                let grid = Grid::of(&table, (width, small), &Square, said());
                prop_assert_eq!(grid.shown.start, reached);
                prop_assert!(grid.shown.end > reached);
                let all: f32 = grid.widths.iter().sum();
                prop_assert!((all - width).abs() < 0.5, "{:?}", grid.widths);
                let Written { hand, .. } = grid.written;
                let least: Vec<f32> = columns(&grid.cells, 6, hand, |c| Square.advance(Face::SansBold, c) * hand.px)
                    .iter().map(|column| column.least).collect();
                for (at, wide) in std::iter::once(0).chain(grid.shown.clone()).zip(&grid.widths) {
                    prop_assert!(*wide + 0.5 >= least[at].min(width / 2.0), "column {} of {:?}", at, grid.widths);
                }
                // What is long, and numbers whole.
                let need = |at: usize| least[at].max(WORDS_EM_MAX * hand.px + hand.pad);
                if reached == 1 && need(0).max(width * FIRST_MAX) + need(1) + need(2) <= width {
                    prop_assert!(grid.shown.len() >= 2, "{:?} of {}", grid.widths, width);
                }
                reached = grid.shown.end;
            }
        }
    }
}

/// A head of two rows, and a first cell over three rows whose words need more room than one.
fn merged() -> Table {
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    Table {
        cells: vec![
            row(["区域", "价格", ""]),
            row(["", "居民", "其他"]),
            row(["一二三四五六七八九十一二三四五六七八九十", "1", "2"]),
            row(["", "3", "4"]),
            row(["", "5", ""]),
        ],
        heads: 2,
        rows: 3,
        spans: [[0, 0, 2, 1], [0, 1, 1, 2], [2, 0, 3, 1], [4, 1, 1, 2]]
            .map(Span::from)
            .to_vec(),
        column: 1,
        ..Table::default()
    }
}

#[test]
fn a_merged_cell_stands_over_what_it_covers_and_is_said_again_where_a_page_begins() {
    let table = merged();
    let grid = Grid::of(&table, (400.0, false), &Square, said());
    let rows: Vec<Row> = (0..5).map(|at| grid.row(at, &Square)).collect();
    assert_eq!(words(&rows[0].runs), ["区域", "价格"]);
    assert_eq!(words(&rows[1].runs), ["居民", "其他"]);
    let all: String = words(&rows[2].runs).concat();
    assert!(
        all.starts_with("一二三四五六七八九十一二三四五六七八九十"),
        "{all}"
    );
    assert_eq!(words(&rows[3].runs), ["3", "4"]);
    assert!(words(&rows[3].carried).concat().ends_with('…'));
    assert!(rows[2].carried.iter().next().is_none());
    // No line goes through it: two cells of the last row, and below the first one only there.
    let below = |row: &Row| {
        row.rules
            .iter()
            .filter(|rule| rule.height <= RULE_PX)
            .count()
    };
    assert_eq!(rows.iter().map(below).collect::<Vec<_>>(), [1, 3, 2, 2, 2]);
    let beside = |row: &Row| row.rules.iter().filter(|rule| rule.y == 0.0).count();
    assert_eq!(rows.iter().map(beside).collect::<Vec<_>>(), [2, 3, 3, 3, 2]);
    // Words have their room, whichever rows they stand in.
    let room: f32 = rows[2..].iter().map(|row| row.height).sum();
    let last = rows[2]
        .runs
        .iter()
        .map(|run| run.y + run.height)
        .fold(0.0, f32::max);
    assert!(last <= room, "{last} of {room}");
    let carried = rows[4].carried.iter().map(|run| run.y + run.height);
    assert!(carried.fold(0.0, f32::max) <= rows[4].height);
    let told = rows[3].label.as_str();
    assert!(told.ends_with("十，价格 居民：3，价格 其他：4"), "{told}");
}
