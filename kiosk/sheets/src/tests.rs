//! Sheets of a made register: their words and figures are its own, and what is read back is what was written.

use super::*;
use calamine::{Data, Reader as _, Xlsx};
use jiff::{SignedDuration, Timestamp};
use journal::{
    Content, Finding, Made, Maintenance, Outcome, Paper, Purpose, Reader, Request, Role, Sheet,
    ShelfCheck, ShelfKind, ShelfState, Soundness, Work, Writer,
};
use std::io::Cursor;
use std::path::Path;

const DAY: &str = "20261014";

fn at(minute: i64) -> Timestamp {
    let morning: Timestamp = "2026-10-14T01:00:00Z".parse().unwrap();
    morning + SignedDuration::from_mins(minute)
}

/// A slip on the evening before; then 1 printed, 2 refused, 3 unknown and reprinted, 4 a photocopy, 5 void, 6 a volume that came back.
fn register(dir: &Path) -> Reader {
    let evening = at(-12 * 60);
    let mut writer = Writer::open(dir, "L01", "1", evening).unwrap();
    let begin = |writer: &mut Writer, title: &str, content: Content, now: Timestamp| {
        let request = Request {
            document_id: "demo/1".into(),
            document_rev: 1,
            title: title.into(),
            doc_no: Some("示政办发〔2026〕31号".into()),
            content,
            labels: vec!["第三条".into(), "第六条".into()],
            length_mm: 113,
            purpose: Some(Purpose::Errand),
        };
        writer.begin(&request, now).unwrap().number
    };
    let printed = Outcome::Printed {
        confirmed_by: "process-id".into(),
    };
    let number = begin(&mut writer, "前一日", Content::Reference, evening);
    writer
        .finish(&number, &Outcome::Cancelled, evening)
        .unwrap();
    let number = begin(
        &mut writer,
        "=1+1 住房公积金提取办法",
        Content::Whole,
        at(4),
    );
    writer.sending(&number, at(4)).unwrap();
    writer.finish(&number, &printed, at(4)).unwrap();
    let number = begin(&mut writer, "征地补偿安置公告", Content::Reference, at(10));
    let reason = "paper-out".into();
    writer
        .finish(&number, &Outcome::Refused { reason }, at(10))
        .unwrap();
    let articles = vec!["a3".into(), "a6".into()];
    let number = begin(
        &mut writer,
        "@义务教育招生工作通知",
        Content::Excerpt { articles },
        at(20),
    );
    writer.sending(&number, at(20)).unwrap();
    let reason = "timeout".into();
    writer
        .finish(&number, &Outcome::Unknown { reason }, at(20))
        .unwrap();
    writer
        .settle(&number, Finding::Nothing, Role::A, at(21))
        .unwrap();
    writer.reprint(&number, Role::A, at(22)).unwrap();
    writer.finish_reprint(&number, &printed, at(22)).unwrap();
    let by_hand = |writer: &mut Writer, made: Made, amount: u64, title: &str| {
        let paper = Paper {
            amount,
            title: Some(title.into()),
            form_no: Some("0401".into()),
            ..Paper::default()
        };
        writer.enter(&paper.entry(made, Role::A), at(30)).unwrap()
    };
    by_hand(&mut writer, Made::Photocopy, 2, "市政府公报 2026年第9期");
    let wrong = by_hand(&mut writer, Made::Print, 5, "写错的一行");
    writer
        .enter(&Paper::void(&wrong, Some("记错了"), Role::A), at(31))
        .unwrap();
    let volume = by_hand(&mut writer, Made::Consultation, 1, "省政府公报");
    writer
        .enter(&Paper::returned(&volume, Role::A), at(40))
        .unwrap();
    drop(writer);
    Reader::open(dir).unwrap()
}

fn sheet(reader: &Reader) -> DaySheet {
    let point = Point {
        name: "示例市图书馆",
        plate: "政务公开查阅点",
        terminal: "L01-1",
    };
    DaySheet::read(reader, &point, DAY, &Soundness::default(), at(700)).unwrap()
}

#[test]
fn the_sheet_says_whether_the_chain_holds_and_where_it_breaks() {
    let dir = tempfile::tempdir().unwrap();
    let reader = register(dir.path());
    let point = Point {
        name: "示例市图书馆",
        plate: "政务公开查阅点",
        terminal: "L01-1",
    };
    let said = |sound: &Soundness| {
        let sheet = DaySheet::read(&reader, &point, DAY, sound, at(700)).unwrap();
        (sheet.checked, sheet.broken)
    };
    let sound = Soundness::of(dir.path()).unwrap();
    assert!(sound.holds(), "{sound:?}");
    let whole = format!("从头核过 {} 条，没有改动", sound.entries);
    assert_eq!(said(&sound), (whole, false));
    let broken = Soundness {
        problems: 2,
        ..sound
    };
    let (words, told) = said(&broken);
    assert!(told && words.contains("2 处"), "{words}");
    let number = "L01-1-20261014-0003".to_owned();
    let (words, told) = said(&Soundness { number, ..broken });
    assert!(
        told && words.contains("从 L01-1-20261014-0003 起"),
        "{words}"
    );
}

#[test]
fn each_line_of_the_day_stands_on_the_sheet_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let sheet = sheet(&register(dir.path()));
    let cells: Vec<String> = sheet
        .lines
        .iter()
        .map(|l| {
            [
                &l.number, &l.time, &l.kind, &l.content, &l.amount, &l.outcome, &l.remark,
                &l.form_no,
            ]
            .map(String::as_str)
            .join("|")
        })
        .collect();
    assert_eq!(
        cells,
        [
            "0001|09:04|凭条|全文|12 cm|已打印||",
            "0002|09:10|凭条|题录|12 cm|未打印|缺纸|",
            "0003|09:20|凭条|第三条、第六条|12 cm|不能确定|核实未出纸 补打 1 次|",
            "0004|09:30|复印||2 页|已登记||0401",
            "0005|09:30|A4||5 页|已作废|记错了|0401",
            "0006|09:30|查阅||1 册|已归还||0401",
        ]
    );
    assert_eq!(sheet.range, "登记号 0001—0006，共 6 笔");
    assert_eq!(sheet.date, "2026年10月14日　星期三");
    assert_eq!(
        sheet.totals.concat(),
        [
            "自助凭条 3 张",
            "其中已出纸 1 张",
            "凭条用纸 0.22 米",
            "A4 打印 0 页",
            "复印 2 页",
            "纸质查阅 1 次 1 册",
            "未打印 1　取消 0",
            "待核实 0",
            "缺号：无",
            "作废：1",
            "补打：1",
            "收费：零",
        ]
    );
}

#[test]
fn the_sheet_names_the_paper_forms_on_which_its_lines_stand_too() {
    let dir = tempfile::tempdir().unwrap();
    let reader = register(dir.path());
    assert_eq!(sheet(&reader).forms, "纸表：无", "no form went out");
    let mut writer = Writer::open(dir.path(), "L01", "1", at(60)).unwrap();
    for first in [376, 401] {
        let printed = Sheet::printed(first, Role::A);
        writer.enter(&printed, at(60)).unwrap();
    }
    // The line that was made void is not counted.
    assert_eq!(sheet(&reader).forms, "纸表：0401—0425（本日 2 行，未封存）");
    let held = reader.sheets(&["2026".into()]).unwrap();
    let seal = held[1].seal(Role::B).unwrap();
    writer.enter(&seal, at(61)).unwrap();
    assert_eq!(sheet(&reader).forms, "纸表：0401—0425（本日 2 行，已封存）");
}

/// What settings and mirror of the made terminal say.
fn facts() -> Facts {
    Facts {
        name: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        terminal: "L01-1".into(),
        kind: "library".into(),
        documents: Some(8_412),
        on_shelf: vec![(ShelfKind::Guide, 3, "2026-03-01".into())],
        rules: vec!["查阅点管理制度".into()],
        ..Facts::default()
    }
}

#[test]
fn the_pack_says_in_words_what_stands_of_each_of_the_five_and_what_proves_it() {
    let dir = tempfile::tempdir().unwrap();
    let reader = register(dir.path());
    let mut writer = Writer::open(dir.path(), "L01", "1", at(60)).unwrap();
    let mut found = [ShelfState::There; 6];
    found[4] = ShelfState::Missing;
    writer
        .enter(&ShelfCheck::entry(found, Role::A), at(60))
        .unwrap();
    for minute in [61, 62] {
        let test = Maintenance::done(Work::SelfTest, false, None, Role::A);
        writer.enter(&test, at(minute)).unwrap();
    }
    let pack = Pack::read(&reader, &facts(), at(700)).unwrap();
    let is_word = |text: &str| text.chars().any(|c| c > '\u{2e80}');
    for line in pack.chapters.iter().flatten() {
        assert!(is_word(&line.item) && is_word(&line.proof), "{line:?}");
    }
    let stands = |chapter: usize, item: &str| {
        let lines = pack.chapters[chapter].iter();
        let found = lines.filter(|line| line.item == item).collect::<Vec<_>>();
        assert_eq!(found.len(), 1, "{item}");
        found[0].stands.clone()
    };
    assert_eq!(stands(0, "场所类别"), "图书馆");
    assert_eq!(stands(0, "开放时间"), "没有");
    let kept = Facts {
        spans: [
            "09:00-12:00 13:30-17:30".into(),
            "09:00-12:00".into(),
            String::new(),
        ],
        ..facts()
    };
    let kept = Pack::read(&reader, &kept, at(700)).unwrap();
    let hours = kept.chapters[0].iter().find(|line| line.item == "开放时间");
    let open = "工作日 09:00-12:00 13:30-17:30；周六 09:00-12:00；周日 不开放";
    assert_eq!(hours.unwrap().stands, open);
    assert_eq!(stands(1, "开机自检"), "本年 2 次，最近 2026-10-14 10:02");
    assert_eq!(stands(2, "公开指南"), "齐全；终端上 3 件，最新 2026-03-01");
    assert_eq!(stands(2, "政府公报"), "缺少；终端上没有");
    assert_eq!(stands(3, "A4 打印、复印"), "本年 2 页");
    assert!(stands(4, "登记簿").contains("月结"));
    // Each register has its word.
    assert!(stands(4, "登记簿").split('、').all(is_word));
    let mut table = Vec::new();
    pack.write_csv(2, &mut table).unwrap();
    let table = String::from_utf8(table).unwrap();
    assert!(table.starts_with('\u{feff}'));
    assert_eq!(table.lines().count(), 1 + pack.chapters[2].len());
    let pdf = pack_pdf(&pack).unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() < 400_000);
}

#[test]
fn the_code_and_the_words_tell_the_head_of_the_day_and_of_the_day_before() {
    let dir = tempfile::tempdir().unwrap();
    let reader = register(dir.path());
    let sheet = sheet(&reader);
    let heads = reader.heads().unwrap();
    let hash = |day: &str| hex::encode_upper(heads.iter().find(|(d, _)| d == day).unwrap().1.hash);
    assert_eq!(sheet.code, format!("DRP1;L01-1;{DAY};6;{}", hash(DAY)));
    assert_eq!(sheet.head.replace(' ', ""), hash(DAY));
    assert_eq!(
        sheet.head_before.unwrap().replace(' ', ""),
        hash("20261013")
    );
}

#[test]
fn the_workbook_holds_the_lines_of_the_csv_and_no_formula() {
    let dir = tempfile::tempdir().unwrap();
    let reader = register(dir.path());
    for month in [None, Some("202610"), Some("202609")] {
        let mut lines: Vec<Vec<String>> = Vec::new();
        let mut keep = |cells: &[String]| {
            lines.push(cells.to_vec());
            Ok(())
        };
        reader.export_lines(month, &mut keep).unwrap();
        let bytes = workbook(&reader, month).unwrap();
        let mut book = Xlsx::new(Cursor::new(&bytes)).unwrap();
        let name = book.sheet_names()[0].clone();
        let read = book.worksheet_range(&name).unwrap();
        let text = |cell: &Data| match cell {
            Data::Empty => String::new(),
            Data::String(text) => text.clone(),
            Data::Float(count) => count.to_string(),
            other => panic!("{other:?} is no text"),
        };
        let read_lines: Vec<Vec<String>> = read
            .rows()
            .map(|row| row.iter().map(text).collect())
            .collect();
        let numbers = read
            .used_cells()
            .filter(|(_, _, cell)| matches!(cell, Data::Float(_)));
        let mut columns: Vec<usize> = numbers.map(|(_, column, _)| column).collect();
        columns.sort_unstable();
        columns.dedup();
        let counts = if month == Some("202609") {
            &[][..]
        } else {
            &[10, 11]
        };
        assert_eq!(columns, counts, "millimetres and amounts can be added up");
        let width = read.width();
        let want: Vec<Vec<String>> = lines.iter().map(|line| line[..width].to_vec()).collect();
        assert_eq!(read_lines, want, "{month:?}");
        assert!(
            book.worksheet_formula(&name).unwrap().is_empty(),
            "{month:?}"
        );
        let formulas = lines
            .iter()
            .flatten()
            .filter(|cell| cell.starts_with(['=', '@']))
            .count();
        assert_eq!(formulas, if month == Some("202609") { 0 } else { 2 });
    }
}

#[test]
fn the_pdf_carries_its_fonts_as_far_as_they_are_used() {
    let dir = tempfile::tempdir().unwrap();
    let reader = register(dir.path());
    let mut sheet = sheet(&reader);
    let one = pdf(&sheet).unwrap();
    assert!(one.starts_with(b"%PDF-"));

    let count = |bytes: &[u8], word: &str| {
        bytes
            .windows(word.len())
            .filter(|w| *w == word.as_bytes())
            .count()
    };
    assert!(count(&one, "/FontFile") >= 1, "fonts are embedded");
    assert!(
        one.len() < 400_000,
        "{} bytes: fonts of 25 MB are subset",
        one.len()
    );
    // A rare character, one that no font has and a control code spoil nothing.
    sheet.lines[0].title = "𠮷野家\u{10fffd}\u{7}".into();
    let line = sheet.lines[0].clone();
    sheet.lines.extend(std::iter::repeat_n(line, 60));
    let many = pdf(&sheet).unwrap();
    assert!(
        count(&many, "/Type/Page\n") + count(&many, "/Type /Page\n") >= 3
            || count(&many, "/MediaBox") >= 3,
        "the day goes on overleaf"
    );
}
