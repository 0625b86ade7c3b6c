//! Where screens begin: over plain lines, and over tables whose head stays.

use proptest::prelude::*;

use super::*;
use screens::DocLine;

/// Screens for which the lines of a test are set.
const HIGH: f32 = 520.0;

/// Lines of which those from `table` on are a table, the first so many its head.
fn sheet_of(heights: &[f32], table: Range<usize>, head: usize) -> Sheet {
    let mut y = 0.0;
    let placed: Vec<Placed> = heights
        .iter()
        .enumerate()
        .map(|(source, height)| {
            let line = DocLine {
                y,
                height: *height,
                text: format!("{source}").into(),
                ..DocLine::default()
            };
            y += height;
            Placed {
                line,
                source,
                from: 0,
                of_table: table.contains(&source).then_some(OfTable {
                    table: table.start,
                    head: source < table.start + head,
                }),
            }
        })
        .collect();
    Sheet::new(&placed, HIGH)
}

fn sheet(heights: &[f32]) -> Sheet {
    sheet_of(heights, 0..0, 0)
}

#[test]
fn a_screen_repeats_the_last_line_of_the_one_before() {
    let sheet = sheet(&[50.0; 30]);
    assert_eq!(sheet.next(0.0, 520.0), 450.0);
    assert_eq!(sheet.previous(450.0, 520.0), 0.0);
}

#[test]
fn the_last_screen_is_the_last_page() {
    let sheet = sheet(&[50.0; 30]);
    assert_eq!(sheet.pages(500.0), 4);
    assert_eq!(sheet.page(0.0, 500.0), 1);
    assert_eq!(sheet.page(1350.0, 500.0), 4);
}

#[test]
fn an_article_near_the_end_can_stand_at_the_top() {
    let mut sheet = sheet(&[50.0; 30]);
    let y = sheet.goto(28, 0);
    assert_eq!(y, 1400.0);
    assert!(sheet.content(500.0) >= y + 500.0);
}

#[test]
fn the_head_of_a_table_stays_above_the_rows_of_the_next_screen_until_the_table_ends() {
    // Two lines of words, a head of two lines, rows to line 29, words again.
    let mut sheet = sheet_of(&[50.0; 40], 2..30, 2);
    assert_eq!(
        sheet.held(0.0, HIGH),
        (0..0, 0.0),
        "the head itself is in view"
    );
    let top = sheet.next(0.0, HIGH);
    let seen = |sheet: &Sheet, top: f32| sheet.seen(top, HIGH).replace('\n', " ");
    assert_eq!(seen(&sheet, 0.0), "0 1 2 3 4 5 6 7 8 9");
    assert_eq!(seen(&sheet, top), "2 3 9 10 11 12 13 14 15 16");
    assert_eq!(sheet.held(top, HIGH), (2..4, 100.0));
    // A row that was looked for stands below it, and screens before begin so, too.
    let row = sheet.goto(20, 0);
    assert!(seen(&sheet, row).starts_with("2 3 20 21"));
    assert_eq!(
        seen(&sheet, sheet.previous(row, HIGH)),
        "2 3 13 14 15 16 17 18 19 20"
    );
    let place = sheet.place(row).unwrap();
    assert_eq!(sheet.find(place), row);
    let last = sheet.goto(29, 0);
    assert!(seen(&sheet, last).starts_with("2 3 29 30"));
    let behind = sheet.goto(30, 0);
    assert!(seen(&sheet, behind).starts_with("30 31"));
    // The first row stands below the head as it is.
    let first = sheet.goto(4, 0);
    assert_eq!(sheet.held(first, HIGH), (0..0, 0.0));
    assert!(seen(&sheet, first).starts_with("2 3 4"));
}

#[test]
fn a_head_that_leaves_no_room_does_not_stay() {
    let sheet = sheet_of(&[50.0; 40], 2..30, 4);
    let top = sheet.next(0.0, HIGH);
    assert_eq!(sheet.held(top, HIGH), (0..0, 0.0));
    let only_head = sheet_of(&[50.0; 40], 2..30, 28);
    assert_eq!(only_head.held(500.0, HIGH), (0..0, 0.0));
}

proptest! {
    #[test]
    fn paging_through_tables_shows_every_line_whole_both_ways(
        heights in proptest::collection::vec(36.0f32..120.0, 1..120),
        table in 0usize..100, rows in 1usize..100, head in 0usize..4, height in HIGH..1500.0,
    ) {
        let sheet = sheet_of(&heights, table..table + rows, head);
        let lines = |top: f32| {
            let view = sheet.view(top, height);
            view.first..sheet.whole_end(view, height)
        };
        let (mut top, mut seen, mut screens) = (0.0, 0, 1);
        loop {
            let shown = lines(top);
            prop_assert!(shown.start <= seen, "line {} was skipped", seen);
            // What stays above never covers what is shown.
            let (held, high) = sheet.held(top, height);
            prop_assert!(held.end <= shown.start);
            prop_assert!(sheet.marks[shown.start].y + 0.6 >= top + high);
            seen = shown.end;
            let next = sheet.next(top, height);
            if next <= top {
                break;
            }
            prop_assert_eq!(sheet.page(next, height), screens + 1);
            top = next;
            screens += 1;
            prop_assert!(screens <= heights.len(), "paging does not end");
        }
        prop_assert_eq!(seen, heights.len());
        prop_assert_eq!(sheet.pages(height), screens);
        let mut from = lines(top).start;
        while top > 0.0 {
            let before = sheet.previous(top, height);
            prop_assert!(before < top, "it does not go up");
            prop_assert!(lines(before).end >= from, "line {} was skipped", from);
            from = lines(before).start;
            top = before;
        }
    }

    #[test]
    fn screens_end_however_low_they_are(
        heights in proptest::collection::vec(36.0f32..120.0, 1..60),
        table in 0usize..50, rows in 1usize..50, head in 0usize..4, height in -50.0f32..600.0,
    ) {
        let sheet = sheet_of(&heights, table..table + rows, head);
        prop_assert!(sheet.pages(height) <= heights.len());
        let mut top = 0.0;
        for _ in 0..=heights.len() {
            let next = sheet.next(top, height);
            if next <= top {
                break;
            }
            top = next;
        }
        prop_assert_eq!(sheet.next(top, height), top, "paging does not end");
    }

    #[test]
    fn paging_down_shows_every_line_whole(heights in proptest::collection::vec(36.0f32..120.0, 1..200), height in 130.0f32..1500.0) {
        let sheet = sheet(&heights);
        let (mut top, mut seen) = (0.0, 0);
        for turn in 0..=heights.len() {
            let view = sheet.view(top, height);
            prop_assert!(view.first <= seen, "a line was skipped");
            seen = sheet.whole_end(view, height);
            let next = sheet.next(top, height);
            if next <= top {
                break;
            }
            top = next;
            prop_assert!(turn < heights.len(), "paging does not end");
        }
        prop_assert_eq!(seen, heights.len());
    }
}
