//! Checks at the desk and in the archive: is this slip ours, is this register whole. Reads files only; writes nothing.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

use crate::slip::{self, Sealed};

/// Whether the terminal whose journal lies in `dir` gave out `number` with `code`.
pub fn slip_is_genuine(dir: &Path, number: &str, code: &str) -> anyhow::Result<bool> {
    let reader = journal::Reader::open(dir)?;
    let Some(row) = reader.row(number.trim())? else {
        return Ok(false);
    };
    let (Some(document_id), Some(document_rev), Some(content)) =
        (&row.document_id, row.document_rev, &row.content)
    else {
        bail!("check slip {number}: its row was redacted");
    };
    let sealed = Sealed {
        number: &row.number,
        document_id,
        document_rev,
        content,
        at: row
            .at
            .parse()
            .with_context(|| format!("read time of row {number}"))?,
    };
    Ok(slip::code(&reader.slip_key()?, &sealed) == normal(code))
}

/// As typed from paper: case, blanks and dashes do not matter.
fn normal(code: &str) -> String {
    let digits: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let parts: Vec<&str> = (0..digits.len())
        .step_by(4)
        .map(|at| &digits[at..(at + 4).min(digits.len())])
        .collect();
    parts.join("-")
}

/// Writes the register of the journal in `dir` as CSV.
pub fn export_register(dir: &Path, out: &mut dyn Write) -> anyhow::Result<u64> {
    Ok(journal::Reader::open(dir)?.export_csv(out)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{Content, Request, Writer};

    #[test]
    fn a_code_typed_from_paper_is_recognised_and_a_wrong_one_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let now = jiff::Timestamp::constant(1_539_585_360, 123_456_789);
        let mut writer = Writer::open(dir.path(), "L01", "1", now).unwrap();
        let request = Request {
            document_id: "demo:rules".into(),
            document_rev: 3,
            title: "示例".into(),
            doc_no: None,
            content: journal::Content::Excerpt {
                articles: vec!["a2".into(), "a5".into()],
            },
            labels: vec![],
            length_mm: 280,
            purpose: None,
        };
        let entry = writer.begin(&request, now).unwrap();
        let content = Content::Excerpt {
            articles: vec!["a2".into(), "a5".into()],
        };
        let sealed = Sealed {
            number: &entry.number,
            document_id: "demo:rules",
            document_rev: 3,
            content: &content,
            at: entry.at,
        };
        let code = slip::code(&writer.slip_key(), &sealed);
        let typed = code.to_lowercase().replace('-', " ");
        assert!(slip_is_genuine(dir.path(), &entry.number, &typed).unwrap());
        assert!(!slip_is_genuine(dir.path(), &entry.number, "0000-0000-0000").unwrap());
        assert!(!slip_is_genuine(dir.path(), "L01-1-20181015-0099", &code).unwrap());
        assert!(!slip_is_genuine(dir.path(), &entry.number, "").unwrap());
    }
}
