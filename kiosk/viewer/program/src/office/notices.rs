//! Words of the reader itself among those of a file: that something was left out, what a note is called. Owns how they are told from the
//! file's own; nobody shows them.

/// What such a notice says that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// Rows, sheets, words.
    Words,
    /// Pictures of the file.
    Pictures,
    /// Nothing that is said: where merged cells stand.
    Looks,
}

/// How notices go on behind their bracket, or what stands in them; and what is missing then.
const NOTICES: [(&str, Lacks); 16] = [
    (
        " rows not shown \u{2014} worksheet truncated at ",
        Lacks::Words,
    ),
    ("[sheet truncated: ", Lacks::Words),
    ("[workbook truncated: ", Lacks::Words),
    ("[output truncated: ", Lacks::Words),
    ("[comments truncated: ", Lacks::Words),
    ("[pivot cache truncated: ", Lacks::Words),
    (" sheet(s) not converted, because ", Lacks::Words),
    ("[unreadable sheet ", Lacks::Words),
    (" cut short: ", Lacks::Words),
    (" more unreadable ", Lacks::Words),
    ("[nested table", Lacks::Words),
    ("[text box nested too deeply not shown ", Lacks::Words),
    (
        " cells reference a shared string missing from ",
        Lacks::Words,
    ),
    ("[some pictures not shown: ", Lacks::Pictures),
    ("[some merged cell ranges not applied ", Lacks::Looks),
    ("[some hyperlink ranges not applied ", Lacks::Looks),
];
/// What the reader calls notes that have no number.
const LABELS: [&str; 6] = [
    "footnote",
    "header/footer",
    "comment",
    "endnote",
    "text box",
    "header text box",
];

/// What is missing, where a paragraph is a notice: a line in brackets that is among the reader's warnings or begins as its notices do.
pub fn of(paragraph: &str, warnings: &[String]) -> Option<Lacks> {
    let line = paragraph.trim_end();
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    if warnings.iter().any(|warning| is_same(warning, inner)) {
        return Some(Lacks::Words);
    }
    let known = NOTICES
        .iter()
        .find(|(sign, _)| match sign.starts_with('[') {
            true => line.starts_with(sign),
            false => inner.contains(sign),
        });
    known.map(|(_, lacks)| *lacks)
}

/// A warning stands in the text without its line ends.
fn is_same(warning: &str, line: &str) -> bool {
    let flat = |c: char| if c.is_control() { ' ' } else { c };
    warning.chars().map(flat).eq(line.chars().map(flat))
}

/// Whether what stands in front of a note is the reader's word.
pub fn is_label(marker: &str) -> bool {
    LABELS.contains(&marker) || marker == "Comment" || marker.starts_with("Comment (")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_reader_are_told_from_those_of_the_file() {
        let rows = "[5 of 10005 rows not shown \u{2014} worksheet truncated at 10000 rows]";
        assert_eq!(of(rows, &[]), Some(Lacks::Words));
        let pictures = "[some pictures not shown: together they exceed the 9 byte picture budget]";
        assert_eq!(of(pictures, &[]), Some(Lacks::Pictures));
        for own in ["[注]", "rows not shown", "[1]", "", "[sheet 甲]", "[]"] {
            assert_eq!(of(own, &[]), None, "{own}");
        }
        let warnings = ["part a.xml: bad\nname".to_owned()];
        assert_eq!(of("[part a.xml: bad name]", &warnings), Some(Lacks::Words));
        assert!(is_label("header/footer") && is_label("Comment (A)") && is_label("Comment"));
        assert!(!is_label("1") && !is_label("Commentary"));
    }
}
