use super::*;
use crate::bridge::fonts::Square;

fn badges() -> Badges {
    Badges {
        interpreted: "有解读".into(),
        new_today: "今天新增".into(),
        near: ["相近的文件".into(), "写法接近".into()],
        numbers: ["号码相近的".into(), String::new()],
        place: Box::new(|row| row.article.clone()),
        attached: Box::new(|leaf| format!("附件《{}》第{}页", leaf.name, leaf.page)),
        missing: Box::new(|words| format!("没有{words}")),
        validity: Box::new(|validity| format!("{validity:?}")),
    }
}

fn row(title: &str) -> rows::Row {
    rows::Row {
        title: vec![rows::Span {
            text: title.into(),
            mark: false,
        }],
        agency: "市政府办公室".into(),
        date: "2018-10-15".into(),
        ..rows::Row::default()
    }
}

fn laid(row: rows::Row, width: f32) -> Row {
    let room = Room {
        width,
        print: 1.0,
        card: false,
        brief: false,
        numbered: false,
        fonts: &Square,
    };
    lay_out(&[row], &room, &badges()).row_data(0).unwrap()
}

#[test]
fn a_long_title_takes_more_lines_and_loses_nothing() {
    let title = "关于".repeat(20);
    let row = laid(row(&title), 900.0);
    let shown: String = row
        .runs
        .iter()
        .filter(|run| run.ink == Ink::Title)
        .map(|run| run.text.to_string())
        .collect();
    assert_eq!(shown, title);
}

fn list(heights: &[f32]) -> ModelRc<Row> {
    let mut y = 0.0;
    let rows: Vec<Row> = heights
        .iter()
        .map(|height| {
            let row = Row {
                y,
                height: *height,
                ..Row::default()
            };
            y += height;
            row
        })
        .collect();
    ModelRc::new(VecModel::from(rows))
}

#[test]
fn pages_forwards_and_backwards_show_every_row_once_and_whole() {
    let rows = list(&[100.0, 180.0, 120.0, 300.0, 110.0, 110.0, 900.0, 100.0]);
    let height = 402.0;
    let mut first = 0;
    let mut pages = vec![];
    while (first as usize) < rows.row_count() {
        let shown = fitting(&rows, first, height).max(1);
        pages.push((first, shown));
        first += shown;
    }
    assert_eq!(pages, [(0, 3), (3, 1), (4, 2), (6, 1), (7, 1)]);
    let mut end = rows.row_count() as i32;
    let mut back = vec![];
    while end > 0 {
        let first = first_of(&rows, end, height);
        back.push((first, end));
        assert!(first < end, "goes back");
        end = first;
    }
    assert_eq!(back, [(7, 8), (6, 7), (4, 6), (3, 4), (0, 3)]);
    assert_eq!(first_of(&rows, 0, height), 0);
    assert_eq!(first_of(&list(&[]), 3, height), 0);
}

#[test]
fn every_piece_stays_inside_the_row_in_large_print_too() {
    let mut long = row(&"甲".repeat(200));
    long.agency = "乙".repeat(60);
    long.interpreted = true;
    for print in [1.0, 1.25] {
        let room = Room {
            width: 700.0,
            print,
            card: false,
            brief: false,
            numbered: true,
            fonts: &Square,
        };
        let row = lay_out(&[long.clone()], &room, &badges())
            .row_data(0)
            .unwrap();
        for run in row.runs.iter() {
            assert!(run.x >= 0.0 && run.x + run.width <= 701.0, "{}", run.text);
            assert!(run.y + run.height <= row.height, "{}", run.text);
        }
        let title = row.runs.iter().find(|run| run.ink == Ink::Title).unwrap();
        assert_eq!(title.size, TITLE_PX * print);
    }
}

#[test]
fn marks_survive_a_line_break() {
    let mut hit = row("");
    hit.title = vec![
        rows::Span {
            text: "甲".repeat(25),
            mark: false,
        },
        rows::Span {
            text: "政务公开".into(),
            mark: true,
        },
    ];
    let row = laid(hit, 27.0 * TITLE_PX);
    let marked: String = row
        .runs
        .iter()
        .filter(|run| run.mark)
        .map(|run| run.text.to_string())
        .collect();
    assert_eq!(marked, "政务公开");
    assert_eq!(row.runs.iter().filter(|run| run.mark).count(), 2);
}

#[test]
fn near_documents_begin_under_a_heading_and_say_what_they_lack() {
    let near = |opens_near: bool| rows::Row {
        missing: vec!["火星".into(), "月球".into()],
        opens_near,
        ..row("甲乙")
    };
    let (first, next) = (laid(near(true), 900.0), laid(near(false), 900.0));
    let said = |row: &Row| -> Vec<String> { row.runs.iter().map(|r| r.text.to_string()).collect() };
    assert_eq!(said(&first)[..2], ["相近的文件", "写法接近"]);
    assert!(said(&next).contains(&"没有火星、月球".to_owned()));
    assert!(first.height > next.height);
    assert_eq!(first.label, "甲乙");
}
