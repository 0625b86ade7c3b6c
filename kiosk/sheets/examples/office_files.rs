//! Writes the register of a made terminal as CSV, as a workbook and as its day sheet into a folder, for programs that others wrote to read back. Titles
//! are what a spreadsheet might run, break or cut.

use std::path::Path;

use jiff::Timestamp;
use journal::{Content, Made, Outcome, Paper, Purpose, Reader, Request, Role, Writer};

/// What a document may be called.
const TITLES: [&str; 9] = [
    "=1+1",
    "@SUM(A1:A9)",
    "-2+3",
    "+cmd|' /C calc'!A0",
    " =HYPERLINK(\"http://example.invalid\")",
    "二〇二六年，\"引号\"、逗号,\n换行",
    "00123",
    "1e5",
    "𠮷野家　生僻字",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::args_os()
        .nth(1)
        .ok_or("name a folder for the files")?;
    let out = Path::new(&out);
    std::fs::create_dir_all(out)?;
    let made = out.join("journal");
    let now: Timestamp = "2026-10-14T01:00:00Z".parse()?;
    let mut writer = Writer::open(&made, "L01", "1", now)?;
    for title in TITLES {
        let request = Request {
            document_id: "demo/1".into(),
            document_rev: 1,
            title: title.into(),
            doc_no: Some("示政办发〔2026〕31号".into()),
            content: Content::Reference,
            labels: vec![],
            length_mm: 113,
            purpose: Some(Purpose::Study),
        };
        let number = writer.begin(&request, now)?.number;
        writer.sending(&number, now)?;
        writer.finish(&number, &Outcome::Sent, now)?;
        let paper = Paper {
            amount: 2,
            title: Some(title.into()),
            form_no: Some("0401".into()),
            ..Paper::default()
        };
        writer.enter(&paper.entry(Made::Photocopy, Role::A), now)?;
    }
    drop(writer);
    let reader = Reader::open(&made)?;
    let mut table = Vec::new();
    reader.export_csv(&mut table)?;
    std::fs::write(out.join("register.csv"), table)?;
    std::fs::write(out.join("register.xlsx"), sheets::workbook(&reader, None)?)?;
    let point = sheets::Point {
        name: "示例市图书馆",
        plate: "政务公开查阅点",
        terminal: "L01-1",
    };
    let sound = journal::Soundness::of(&made)?;
    let sheet = sheets::DaySheet::read(&reader, &point, "20261014", &sound, now)?;
    std::fs::write(out.join("day-sheet.pdf"), sheets::pdf(&sheet)?)?;
    Ok(())
}
