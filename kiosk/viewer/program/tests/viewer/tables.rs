//! Tables of office files: every value in its own column, and what is hidden, cut or a picture is said.

use super::made::png;
use super::office::{paragraph, workbook, writing};
use super::{open, said, words};
use viewer::{Block, Hidden, Span};

fn row(number: u32, options: &str, cells: &[(&str, &str)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(column, words)| {
            format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
        })
        .collect();
    format!("<row r=\"{number}\" {options}>{cells}</row>")
}

fn sheet(rows: &[String], tail: &str) -> Vec<u8> {
    let sheet = format!("<sheetData>{}</sheetData>{tail}", rows.concat());
    workbook("", "", &sheet, &[])
}

fn spans(blocks: &[Block]) -> Vec<Span> {
    let of = |block: &Block| match block {
        Block::Table { spans, .. } => spans.clone(),
        _ => Vec::new(),
    };
    blocks.iter().flat_map(of).collect()
}

#[test]
fn values_beside_a_merged_cell_stand_in_their_columns() {
    let rows = [
        row(1, "", &[("A", "类别"), ("B", "品种"), ("C", "价格")]),
        row(2, "", &[("A", "粮食"), ("B", "晚籼米"), ("C", "2.68")]),
        row(3, "", &[("B", "面粉"), ("C", "2.98")]),
        row(4, "", &[("A", "合计"), ("C", "5.66")]),
    ];
    let merged =
        "<mergeCells count=\"2\"><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"A4:B4\"/></mergeCells>";
    let mut sheets = open(sheet(&rows, merged)).unwrap();
    let (text, said) = sheets.text(0).unwrap();
    assert_eq!(
        words(&mut sheets, 0),
        "表\n类别\t品种\t价格\n粮食\t晚籼米\t2.68\n\t面粉\t2.98\n合计\t\t5.66"
    );
    let expected = [[1, 0, 2, 1], [3, 0, 1, 2]].map(Span::from);
    assert_eq!(spans(&text.blocks), expected);
    assert_eq!((said, text.cut), (viewer::Page::default(), false));
}

#[test]
fn merged_cells_of_a_text_keep_their_columns() {
    let cell = |properties: &str, words: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>",
            paragraph(words)
        )
    };
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = [
        row(&[
            cell("<w:vMerge w:val=\"restart\"/>", "单位"),
            cell("<w:gridSpan w:val=\"2\"/>", "条件"),
        ]),
        row(&[cell("<w:vMerge/>", ""), cell("", "学历"), cell("", "年龄")]),
        row(&[cell("", "档案馆"), cell("", "本科"), cell("", "三十五")]),
    ];
    let columns =
        "<w:tblGrid><w:gridCol w:w=\"1\"/><w:gridCol w:w=\"1\"/><w:gridCol w:w=\"1\"/></w:tblGrid>";
    let body = format!("<w:tbl>{columns}{}</w:tbl>", table.concat());
    let mut open = open(writing(&body, "页眉")).unwrap();
    let (text, _) = open.text(0).unwrap();
    let read = words(&mut open, 0);
    let expected = "单位\t条件\t\n\t学历\t年龄\n档案馆\t本科\t三十五";
    assert!(read.contains(expected), "{read}");
    let expected = [[0, 0, 2, 1], [0, 1, 1, 2]].map(Span::from);
    assert_eq!(spans(&text.blocks), expected);
}

#[test]
fn what_a_sheet_hides_is_counted_and_a_filter_hides_nothing() {
    let hidden = "hidden=\"1\"";
    let rows = [
        row(1, "", &[("A", "甲"), ("D", "绝密")]),
        row(2, hidden, &[("A", "机密")]),
        row(3, hidden, &[]),
        row(4, "", &[("A", "表头")]),
        row(5, hidden, &[("A", "乙")]),
    ];
    let columns = "<cols><col min=\"4\" max=\"16384\" hidden=\"1\"/></cols>";
    let filter = "<autoFilter ref=\"A4:B5\"><filterColumn colId=\"0\"><filters><filter val=\"丙\"/></filters></filterColumn></autoFilter>";
    let sheet = format!("{columns}<sheetData>{}</sheetData>{filter}", rows.concat());
    let mut open = open(workbook("", "", &sheet, &[])).unwrap();
    assert_eq!(words(&mut open, 0), "表\n甲\n表头\n乙");
    let counted = Hidden {
        rows: 1,
        columns: 1,
        sheets: 0,
    };
    assert_eq!(open.text(0).unwrap().1.hidden, counted);
    let second = said(&open.second().unwrap().blocks);
    assert!(second.contains("机密") && second.contains("绝密"));
}

#[test]
fn a_sheet_that_goes_on_beyond_what_is_read_says_so_in_no_words_of_the_reader() {
    let rows: Vec<String> = (1..=10_005)
        .map(|number| row(number, "", &[("A", "甲"), ("B", "乙")]))
        .collect();
    let mut open = open(sheet(&rows, "")).unwrap();
    let last = open.opened().pages - 1;
    for page in 0..=last {
        let (text, _) = open.text(page).unwrap();
        assert_eq!(text.cut, page == last, "{page}");
        let read = words(&mut open, page);
        assert!(!read.contains("truncated") && !read.contains('['), "{page}");
    }
}

#[test]
fn pictures_are_counted_and_alone_they_are_no_damage() {
    let drawing = "http://schemas.openxmlformats.org/drawingml/2006";
    let picture = format!(
        "<w:p><w:r><w:drawing><wp:inline xmlns:wp=\"{drawing}/wordprocessingDrawing\"><wp:extent cx=\"99\" cy=\"99\"/>\
         <a:graphic xmlns:a=\"{drawing}/main\"><a:graphicData uri=\"{drawing}/picture\">\
         <pic:pic xmlns:pic=\"{drawing}/picture\"><pic:blipFill><a:blip r:embed=\"rId1\"/></pic:blipFill></pic:pic>\
         </a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    );
    let image = png(4, [0, 0, 0, 255]);
    let of = |body: &str| {
        let spaces = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
            xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
        let document = format!("<w:document {spaces}><w:body>{body}</w:body></w:document>");
        let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
            <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
            <Default Extension=\"png\" ContentType=\"image/png\"/>\
            <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
        let relation = |kind: &str, target: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
            )
        };
        super::made::package(&[
            ("[Content_Types].xml", types.as_bytes()),
            (
                "_rels/.rels",
                relation("officeDocument", "word/document.xml").as_bytes(),
            ),
            (
                "word/_rels/document.xml.rels",
                relation("image", "media/a.png").as_bytes(),
            ),
            ("word/document.xml", document.as_bytes()),
            ("word/media/a.png", &image),
        ])
    };
    let mut alone = open(of(&picture)).unwrap();
    let (text, page) = alone.text(0).unwrap();
    assert!(text.blocks.is_empty() && page.is_scan);
    assert_eq!(page.left_out.pictures, 1);
    let both = format!("{picture}{}{picture}", paragraph("正文"));
    let mut beside = open(of(&both)).unwrap();
    let (_, page) = beside.text(0).unwrap();
    assert_eq!(words(&mut beside, 0), "正文");
    assert_eq!((page.left_out.pictures, page.is_scan), (2, false));
}

#[test]
fn a_table_that_was_saved_as_html_is_read_and_the_gate_has_all_of_it() {
    let html = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body><table title=\"绝密\">\
        <tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr><tr style='display:none'><td>机密</td></tr></table></body></html>";
    let mut open = open(html.as_bytes().to_vec()).unwrap();
    assert_eq!(open.opened().kind, viewer::kind::Kind::Sheets);
    assert_eq!(words(&mut open, 0), "甲\t1\n\t2");
    assert_eq!(open.text(0).unwrap().1.hidden.rows, 1);
    let second = said(&open.second().unwrap().blocks);
    assert!(second.contains("机密") && second.contains("绝密"));
}
