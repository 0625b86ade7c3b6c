//! A secrecy mark (密级) reaches the disclosure gate from what an office file keeps as attributes and among its settings.

use super::secrecy::{MARK, SPACES, gated, is_found, workbook, writing, writing_with};

/// Words need not be the text of an element: programs keep some as attributes, and some among settings.
#[test]
fn in_attributes_and_settings_of_an_office_file() {
    for (case, name, part) in [
        (
            "hint of a cell",
            "xl/worksheets/sheet2.xml",
            format!("<x><dataValidation prompt=\"{MARK}\"/></x>"),
        ),
        (
            "hint of a link",
            "xl/worksheets/sheet2.xml",
            format!("<x><hyperlink tooltip=\"{MARK}\"/></x>"),
        ),
        (
            "column of a table",
            "xl/tables/table1.xml",
            format!("<table><tableColumn name=\"{MARK}\"/></table>"),
        ),
        (
            "remembered value",
            "xl/pivotCache/records1.xml",
            format!("<r><s v=\"{MARK}\"/></r>"),
        ),
        (
            "pattern of a number",
            "xl/styles.xml",
            format!("<styleSheet><numFmt formatCode=\"&quot;{MARK}&quot;0\"/></styleSheet>"),
        ),
        (
            "pattern without quotes",
            "xl/styles.xml",
            "<styleSheet><numFmt formatCode=\"\\机\\密\\★\\5\\年\"/></styleSheet>".to_owned(),
        ),
    ] {
        is_found(case, workbook("表", "甲", "", Some((name, &part))));
    }
    let choice = format!(
        "<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText=\"{MARK}\" w:value=\"1\"/></w:dropDownList></w:sdtPr>\
         <w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    );
    is_found("choice", writing(&choice, None));
    let field = format!(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:textInput><w:default w:val=\"{MARK}\"/></w:textInput></w:ffData>\
         </w:fldChar></w:r></w:p>"
    );
    is_found("field of a form", writing(&field, None));
    let variable = format!(
        "<w:settings {SPACES}><w:docVars><w:docVar w:name=\"a\" w:val=\"{MARK}\"/></w:docVars></w:settings>"
    );
    let settings = ("word/settings.xml", variable.as_bytes());
    is_found("variable", writing_with("", settings));
}

/// Faces are named in every run; they are no words.
#[test]
fn names_of_faces_are_no_words() {
    let run =
        "<w:p><w:r><w:rPr><w:rFonts w:eastAsia=\"示例宋体\"/></w:rPr><w:t>正文</w:t></w:r></w:p>";
    assert!(!gated(writing(run, None)).contains("示例宋体"));
}
