use proptest::prelude::*;
use slint::Model;

use super::*;
use crate::bridge::fonts::Square;

fn words() -> Words {
    Words {
        history: Box::new(|history| format!("{} {}", history.first, history.open)),
        facts: vec!["发文机关：示例市".into()],
        attachments: "附件".into(),
        picture: Box::new(|alt| format!("［{alt}］")),
        whole_table: "整张".into(),
        missing: "〓".into(),
        end: "完".into(),
    }
}

fn reader(lines: Vec<Line>) -> Reader {
    Reader {
        title: "关于示例的通知".into(),
        text_px: 36,
        lines,
        ..Reader::default()
    }
}

fn line(kind: LineKind, label: &str, text: &str) -> Line {
    Line {
        kind,
        label: label.into(),
        text: text.into(),
        ..Line::default()
    }
}

fn of_source(placed: &[Placed], source: usize) -> Vec<&DocLine> {
    placed
        .iter()
        .filter(|p| p.source == source)
        .map(|p| &p.line)
        .collect()
}

#[test]
fn a_paragraph_starts_two_characters_in() {
    let placed = set(
        &reader(vec![line(LineKind::Body, "", &"政".repeat(60))]),
        (720.0, 600.0),
        &words(),
        &Square,
    );
    let lines = of_source(&placed, 0);
    assert_eq!(lines[0].x, 72.0);
    assert_eq!(lines[1].x, 0.0);
}

#[test]
fn the_lead_of_an_article_stands_before_its_words() {
    let placed = set(
        &reader(vec![line(LineKind::Body, "第一条", "　为加强管理")]),
        (720.0, 600.0),
        &words(),
        &Square,
    );
    let first = of_source(&placed, 0)[0].clone();
    assert_eq!(first.label, "第一条");
    assert_eq!(first.label_x, 72.0);
    assert_eq!(first.x, 72.0 + 4.0 * 36.0);
    assert_eq!(first.text, "为加强管理");
}

#[test]
fn a_tick_box_line_is_a_touch_target() {
    let mut article = line(LineKind::Body, "第一条", "短");
    article.article_id = "a1".into();
    article.first = true;
    let mut reader = reader(vec![article]);
    reader.choosing = true;
    let placed = set(&reader, (720.0, 600.0), &words(), &Square);
    assert!(of_source(&placed, 0)[0].height >= TICK_LINE_PX_MIN);
}

#[test]
fn a_wide_table_stays_inside_the_column() {
    let mut row = line(LineKind::TableRow, "", "");
    row.cells = (0..9).map(|n| "单元格内容".repeat(n + 1)).collect();
    let placed = set(&reader(vec![row]), (700.0, 600.0), &words(), &Square);
    for line in of_source(&placed, 0) {
        let right = slint::Model::iter(&line.cells)
            .map(|cell| cell.x + cell.width)
            .fold(0.0, f32::max);
        assert!(right <= 701.0);
    }
}

#[test]
fn a_table_that_goes_on_overleaf_has_a_way_to_its_own_screen_where_its_head_stays() {
    let rows: Vec<Line> = (0..6)
        .map(|n| {
            let kind = if n == 0 {
                LineKind::TableHead
            } else {
                LineKind::TableRow
            };
            Line {
                cells: vec!["项目".into(), "1,284.50".into()],
                ..line(kind, "", "")
            }
        })
        .collect();
    let offered = |high: f32| {
        let placed = set(&reader(rows.clone()), (720.0, high), &words(), &Square);
        placed.iter().any(|placed| placed.line.table >= 0)
    };
    assert!(!offered(600.0), "it stands on one screen");
    assert!(offered(240.0));
}

#[test]
fn a_picture_stands_in_its_place_whole_and_no_larger_than_it_is() {
    let drawn = |width: u32, height: u32| {
        let mut picture = line(LineKind::Picture, "", "流程图");
        picture.picture = Some(2);
        picture.drawn = Some(session::attached::Dots {
            width,
            height,
            rgba: std::sync::Arc::new(vec![0; (width * height * 4) as usize]),
        });
        let placed = set(&reader(vec![picture]), (720.0, 600.0), &words(), &Square);
        let line = of_source(&placed, 0)[0].clone();
        assert_eq!(line.attachment, 2);
        (line.x, line.width, line.height)
    };
    assert_eq!(drawn(1_440, 800), (0.0, 720.0, 424.0));
    // It would be higher than the screen.
    assert_eq!(drawn(720, 1_200), (180.0, 360.0, 624.0));
    assert_eq!(drawn(100, 50), (310.0, 100.0, 74.0));
}

proptest! {
    #[test]
    fn every_character_is_set_once(text in "[政务公开第一条，。a-z0-9]{1,200}", px in 24u16..64, width in 300.0f32..1200.0) {
        let mut reader = reader(vec![line(LineKind::Body, "", &text)]);
        reader.text_px = px;
        let placed = set(&reader, (width, 600.0), &words(), &Square);
        let shown: String = of_source(&placed, 0).iter().map(|line| line.text.to_string()).collect();
        prop_assert_eq!(shown, text);
        let mut y = 0.0;
        for placed in &placed {
            prop_assert!(placed.line.y >= y - 0.01);
            y = placed.line.y + placed.line.height;
        }
    }
}

#[test]
fn rows_that_can_be_chosen_have_a_box_before_them_and_stay_within_the_page() {
    let row = |kind, id: &str, cells: [&str; 2]| Line {
        kind,
        article_id: id.into(),
        first: !id.is_empty(),
        cells: cells.map(str::to_owned).to_vec(),
        ..Line::default()
    };
    let mut reader = reader(vec![
        row(LineKind::TableHead, "f1.1.1-1", ["项目", "标准"]),
        row(LineKind::TableRow, "f1.1.2-2", ["检索费", &"长".repeat(60)]),
        row(LineKind::TableRow, "", ["复制费", "免"]),
    ]);
    let mut laid = |choosing| {
        reader.choosing = choosing;
        set(&reader, (720.0, 600.0), &words(), &Square)
    };
    let plain = laid(false);
    assert_eq!(of_source(&plain, 0)[0].cells.row_data(0).unwrap().x, 0.0);
    let placed = laid(true);
    for (source, is_first) in [(0, true), (1, true), (2, false)] {
        let lines = of_source(&placed, source);
        assert_eq!(lines[0].first, is_first);
        assert!(lines[1..].iter().all(|line| !line.first));
        assert!(!is_first || lines[0].height >= TICK_LINE_PX_MIN);
        // The room for a finger is above the words: those of the row stand together.
        let usual = of_source(&plain, source)[0].height;
        let mut high = lines.iter().map(|line| line.words_height);
        assert!(high.all(|high| (high - usual).abs() < 0.01));
        for line in lines {
            let cells = line.cells.iter();
            let mut ends = cells.map(|cell| (cell.x, cell.x + cell.width));
            assert!(ends.all(|(from, to)| from >= TICK_PX && to <= 720.5));
        }
    }
    assert_eq!(of_source(&placed, 1)[0].article, "检索费 长长长长长长长长");
    assert_eq!(of_source(&placed, 1)[1].article_id, "f1.1.2-2");
}
