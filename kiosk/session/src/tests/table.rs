//! One table over the whole screen: it opens where one stands, turns, and goes with its document.

use mirror::Block;

use super::*;
use crate::screen::{Screen, table};

fn budget() -> Document {
    let row = |n: u32| (0..4).map(|c| format!("{n}.{c}")).collect();
    let mut document = sample_document();
    document.blocks = vec![
        Block::Paragraph {
            text: "（单位：万元）".into(),
            align: mirror::Align::Right,
            label: 0,
        },
        Block::Table {
            rows: (0..3).map(row).collect(),
            spans: vec![],
        },
    ];
    document.articles.clear();
    document
}

impl Hands {
    fn open_table(&mut self, block: u32) -> &mut Self {
        self.open(budget()).act(reader::Touch::Table { block })
    }

    fn table(&self) -> table::Table {
        let now = jiff::Timestamp::constant(1_539_585_360, 0);
        match crate::view::view(&self.session, now).screen {
            Screen::Table(table) => table,
            other => panic!("no table: {other:?}"),
        }
    }
}

#[test]
fn a_table_says_its_unit_and_turns_within_its_rows_and_columns() {
    let mut hands = Hands::new();
    hands.open_table(1);
    let shown = hands.table();
    assert_eq!(
        (shown.unit.as_str(), shown.number, shown.count),
        ("万元", 1, 1)
    );
    assert_eq!(
        shown.caption,
        sample_document().title,
        "it has no name of its own"
    );
    assert_eq!((shown.cells[0][1].as_str(), shown.rows), ("0.1", 2));
    hands.act(table::Touch::Right { column: 3 });
    hands.act(table::Touch::Down { row: 1 });
    assert_eq!((hands.table().column, hands.table().row), (3, 1));
    hands.act(table::Touch::Right { column: 4 });
    hands.act(table::Touch::Down { row: 2 });
    assert_eq!((hands.table().column, hands.table().row), (3, 1), "no more");
    hands.act(table::Touch::Left { column: 3 });
    hands.act(table::Touch::Up { row: 1 });
    let shown = hands.table();
    assert_eq!((shown.column, shown.columns_end), (1, 3));
    assert_eq!((shown.row, shown.rows_end), (0, 1));
}

#[test]
fn one_row_alone_says_every_column_and_the_rows_beside_it() {
    let mut hands = Hands::new();
    hands.open_table(1).act(table::Touch::One { row: 1 });
    let shown = hands.table();
    assert_eq!((shown.one, shown.rows), (Some(1), 2));
    let pairs: Vec<String> = shown.cells.iter().map(|pair| pair.join("=")).collect();
    assert_eq!(pairs, ["0.0=2.0", "0.1=2.1", "0.2=2.2", "0.3=2.3"]);
    hands.act(table::Touch::One { row: 2 });
    assert_eq!(hands.table().one, Some(1), "there is no third");
    hands.act(table::Touch::Down { row: 2 });
    assert_eq!(hands.table().row, 2, "of its columns");
    hands.act(table::Touch::One { row: 0 });
    assert_eq!((hands.table().one, hands.table().row), (Some(0), 0));
    hands
        .act(table::Touch::One { row: 1 })
        .act(table::Touch::All);
    let shown = hands.table();
    assert_eq!((shown.one, shown.row), (None, 1), "where one was");
    assert_eq!(shown.cells.len(), 3);
}

#[test]
fn one_table_goes_on_paper_under_its_own_name_and_back_to_it() {
    let mut hands = Hands::new();
    hands.open_table(1);
    let shown = hands.table();
    assert!(shown.printable);
    assert_eq!(Some(shown.address), budget().source_url);
    hands.act(table::Touch::Print);
    let Place::Print(choosing) = hands.place() else {
        panic!("the choice of what to print");
    };
    assert_eq!(
        choosing.slip().content,
        journal::Content::Excerpt {
            articles: vec!["t1".into()]
        }
    );
    let now = jiff::Timestamp::constant(1_539_585_360, 0);
    let Screen::Print(shown) = crate::view::view(&hands.session, now).screen else {
        panic!("the choice of what to print");
    };
    assert!(shown.table && !shown.leaves && !shown.can_rechoose);
    hands.act(print::Touch::Rechoose);
    assert!(matches!(hands.place(), Place::Print(_)), "not from a table");
    hands.act(frame::Touch::Back);
    assert_eq!(hands.table().number, 1);
}

#[test]
fn a_table_is_not_printed_without_a_printer_past_the_limit_or_out_of_a_file() {
    let mut hands = Hands::new();
    hands.session = Session::new(
        Rules {
            printer: false,
            ..limits()
        },
        0,
    );
    hands.open_table(1);
    assert!(!hands.table().printable);
    hands.act(table::Touch::Print);
    assert!(matches!(hands.place(), Place::Table(_)));

    let mut hands = Hands::new();
    hands.session = Session::new(
        Rules {
            prints_per_session: 0,
            ..limits()
        },
        0,
    );
    hands.open_table(1).act(table::Touch::Print);
    assert_eq!(hands.notice(), Some(Notice::LimitReached));
    assert!(matches!(hands.place(), Place::Table(_)));
}

#[test]
fn where_no_table_stands_none_opens() {
    let mut hands = Hands::new();
    for block in [0, 2, u32::MAX] {
        hands.open_table(block);
        assert!(matches!(hands.place(), Place::Reader(_)), "{block}");
        hands.act(frame::Touch::Home);
    }
}

#[test]
fn a_table_goes_with_its_document_and_with_its_revision() {
    let mut hands = Hands::new();
    hands.open_table(1).hear(gone("demo:rules"));
    assert_eq!(hands.notice(), Some(Notice::Withdrawn));
    assert!(matches!(hands.place(), Place::Home(_)));
    hands.act(frame::Touch::Dismiss).open_table(1);
    hands.hear(Event::Answered(Answer::Checked {
        found: vec![("demo:rules".into(), Some(4))],
        cursor: mirror::Cursor::default(),
    }));
    assert!(
        matches!(hands.place(), Place::Reader(_)),
        "the old one is not shown"
    );
}
