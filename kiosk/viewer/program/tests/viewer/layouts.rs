//! Words that stand where no simple reader looks: turned lines, pages with more than is shown, parts under any name. What the gate is
//! given holds them, or says that something is missing.

use super::made::{HELVETICA, package, page};
use super::secrecy::{gated, writing_with};
use super::{open, said, words};

#[test]
fn a_turned_line_is_one_line() {
    for (turn, at) in [("0 1 -1 0", "100 20"), ("0 -1 1 0", "100 180")] {
        let content = format!("BT /F1 12 Tf {turn} {at} Tm (Turned notice) Tj ET");
        let mut open = open(page(content.as_bytes(), HELVETICA, "", &[])).unwrap();
        assert_eq!(words(&mut open, 0), "Turned notice", "{turn}");
    }
}

#[test]
fn what_a_page_of_a_pdf_has_too_much_reaches_the_gate_and_is_said() {
    let mut content = String::from("BT /F1 6 Tf ");
    for line in 0..3_000 {
        content += &format!(
            "1 0 0 1 0 {} Tm (this is line {line} of many) Tj ",
            30_000 - line * 10
        );
    }
    content += "1 0 0 1 0 2 Tm (LAST OF ALL) Tj ET";
    let mut open = open(page(content.as_bytes(), HELVETICA, "", &[])).unwrap();
    let (text, page) = open.text(0).unwrap();
    assert!(text.cut && page.left_out.characters > 11);
    assert!(!said(&text.blocks).contains("LAST OF ALL"));
    let second = open.second().unwrap();
    assert!(!second.cut);
    assert!(said(&second.blocks).contains("LAST OF ALL"));
}

/// An OFD of one page that lies under this name, with these objects.
fn ofd(name: &str, objects: &str) -> Vec<u8> {
    let document = format!(
        "<ofd:Document xmlns:ofd=\"x\"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 100 100</ofd:PhysicalBox></ofd:PageArea>\
         </ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"{name}\"/></ofd:Pages></ofd:Document>"
    );
    let page = format!(
        "<ofd:Page xmlns:ofd=\"x\"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    );
    let root = "<ofd:OFD xmlns:ofd=\"x\"><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    package(&[
        ("OFD.xml", root.as_bytes()),
        ("D/Document.xml", document.as_bytes()),
        (&format!("D/{name}"), page.as_bytes()),
    ])
}

const HIDDEN: &str = "<ofd:TextObject Visible=\"false\" Boundary=\"0 0 90 10\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\">机密★5年</ofd:TextCode></ofd:TextObject>";

#[test]
fn a_page_of_an_ofd_under_any_name_is_read() {
    for name in ["P.xml", "P.XML", "P.dat", "P"] {
        let found = gated(ofd(name, HIDDEN));
        assert!(
            found.lines().any(|line| line == "机密★5年"),
            "{name}: {found}"
        );
    }
}

#[test]
fn more_than_a_file_may_say_is_said_to_be_cut() {
    let filled = "甲".repeat(1_500_000);
    let object = format!(
        "<ofd:TextObject Boundary=\"0 0 9 9\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\">{filled}</ofd:TextCode></ofd:TextObject>"
    );
    let mut open = open(ofd("P.xml", &format!("{object}{HIDDEN}"))).unwrap();
    assert!(open.second().unwrap().cut);
}

#[test]
fn articles_have_the_numbers_that_their_list_gives_them() {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let numbering = format!(
        "<w:numbering {space}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/>\
         <w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"第%1条\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/>\
         <w:numFmt w:val=\"FORMAT\"/><w:lvlText w:val=\"（%2）\"/></w:lvl></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    let listed = |text: &str, level: u32| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        listed("总则", 0),
        "<w:p><w:r><w:t>为了示例。</w:t></w:r></w:p>".to_owned(),
        listed("范围", 0),
        listed("细则甲", 1),
        listed("细则乙", 1),
        listed("附则", 0),
    ];
    let read = |format: &str| {
        let numbering = numbering.replace("FORMAT", format);
        let file = writing_with(&body.concat(), ("word/numbering.xml", numbering.as_bytes()));
        let mut open = open(file).unwrap();
        let (_, said) = open.text(0).unwrap();
        (words(&mut open, 0), said.left_out.characters)
    };
    let (text, missing) = read("chineseCounting");
    let shown = "正文\n第三条\u{3000}总则\n为了示例。\n第四条\u{3000}范围\n（一）细则甲\n（二）细则乙\n第五条\u{3000}附则";
    assert!(text.contains(shown) && missing == 0, "{missing}: {text}");
    // What is not known is left out and counted, never written otherwise.
    let (text, missing) = read("hebrew1");
    assert!(
        text.contains("范围\n细则甲\n细则乙\n第五条") && missing == 2,
        "{missing}: {text}"
    );
}

#[test]
fn what_an_ofd_says_and_nobody_draws_is_counted() {
    let kept = "<ofd:PathObject Boundary=\"0 0 90 10\"><ofd:AbbreviatedData>M 0 0 L 9 9</ofd:AbbreviatedData></ofd:PathObject>";
    let boxed = "Boundary=\"0 20 90 10\"";
    for lost in [
        format!("<ofd:VideoObject {boxed}/>"),
        format!(
            "<ofd:PathObject {boxed}><ofd:AbbreviatedData>?? 1</ofd:AbbreviatedData></ofd:PathObject>"
        ),
        format!("<ofd:PathObject {boxed}/>"),
        format!("<ofd:TextObject {boxed} Size=\"5\"/>"),
        "</ofd:Layer></ofd:Content><ofd:Template TemplateID=\"9\"/><ofd:Content><ofd:Layer>"
            .to_owned(),
        // Broken off.
        "<ofd:TextObject <".to_owned(),
    ] {
        let mut open = open(ofd("P.xml", &format!("{kept}{lost}"))).unwrap();
        for _ in 0..2 {
            let (_, page) = open.text(0).unwrap();
            assert!(page.left_out.total() > 0, "{lost}");
        }
        let picture = open.picture(0, 200, None).unwrap();
        assert!(picture.page.left_out.total() > 0, "{lost}");
    }
    let mut open = open(ofd("P.xml", kept)).unwrap();
    assert_eq!(open.text(0).unwrap().1.left_out.total(), 0);
}

#[test]
fn pages_of_a_second_document_are_said() {
    let root = "<ofd:OFD xmlns:ofd=\"x\"><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody>\
        <ofd:DocBody><ofd:DocRoot>E/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    let document = "<ofd:Document xmlns:ofd=\"x\"><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"P.xml\"/><ofd:Page ID=\"2\" BaseLoc=\"P.xml\"/></ofd:Pages></ofd:Document>";
    let page = "<ofd:Page xmlns:ofd=\"x\"/>";
    let file = package(&[
        ("OFD.xml", root.as_bytes()),
        ("D/Document.xml", document.as_bytes()),
        ("E/Document.xml", document.as_bytes()),
        ("D/P.xml", page.as_bytes()),
    ]);
    let open = open(file).unwrap();
    assert_eq!(
        (open.opened().pages, open.opened().pages_claimed),
        (2, Some(4))
    );
}
