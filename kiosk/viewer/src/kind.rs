//! What a file is, by its first bytes. Never looks at a name.

use serde::{Deserialize, Serialize};

/// Kinds of file that can be looked at or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// PDF, ISO 32000.
    Pdf,
    /// OFD (版式文件), GB/T 33190.
    Ofd,
    /// Word text, DOCX, DOC or WPS.
    Writing,
    /// A workbook, XLSX, XLS or ET.
    Sheets,
    /// A picture: PNG, JPEG, TIFF.
    Picture,
}

impl Kind {
    /// Whether pages of it can be drawn; of the others there is only text.
    pub fn is_drawn(self) -> bool {
        matches!(self, Kind::Pdf | Kind::Ofd | Kind::Picture)
    }
}

/// What is wrapped around the content; the child looks into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// PDF, which is its own.
    Pdf,
    /// ZIP: OFD, DOCX, XLSX.
    Zip,
    /// OLE compound file: DOC, WPS, XLS, ET.
    Ole,
    /// PNG, JPEG or TIFF.
    Picture,
    /// HTML with a table and no script, as programs save it that call it a workbook.
    Html,
}

/// How HTML begins that is one table or holds some.
const HTML: [&[u8]; 5] = [b"<html", b"<!doctype html", b"<table", b"<meta", b"<head"];
/// A PDF header may stand behind some junk; readers look this far.
const PDF_HEADER_WITHIN: usize = 1_024;

/// What the first bytes say; `None` for everything that is not read here.
pub fn shell(bytes: &[u8]) -> Option<Shell> {
    const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    const PICTURES: [&[u8]; 4] = [b"\x89PNG\r\n\x1a\n", b"\xFF\xD8\xFF", b"II*\0", b"MM\0*"];
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(Shell::Zip);
    }
    if bytes.starts_with(OLE) {
        return Some(Shell::Ole);
    }
    if PICTURES.iter().any(|magic| bytes.starts_with(magic)) {
        return Some(Shell::Picture);
    }
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Some(Shell::Pdf);
    }
    is_table(bytes).then_some(Shell::Html)
}

/// Whether it is HTML with a table. What a server says instead of a file mostly runs a script, or has no table.
fn is_table(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    let begins = |with: &&[u8]| {
        let head = text.get(..with.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(with))
    };
    let holds = |tag: &[u8]| {
        let mut places = text.windows(tag.len());
        places.any(|place| place.eq_ignore_ascii_case(tag))
    };
    HTML.iter().any(begins) && holds(b"<table") && !holds(b"<script")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_decide() {
        assert_eq!(shell(b"%PDF-1.7\n"), Some(Shell::Pdf));
        assert_eq!(shell(b"junk before\n%PDF-1.4"), Some(Shell::Pdf));
        assert_eq!(shell(b"PK\x03\x04rest"), Some(Shell::Zip));
        assert_eq!(
            shell(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]),
            Some(Shell::Ole)
        );
        assert_eq!(shell(b"\x89PNG\r\n\x1a\n"), Some(Shell::Picture));
        assert_eq!(shell(b""), None);
        // The lock file that an office program leaves beside its document.
        assert_eq!(shell(b"\x05Owner\0\0\0"), None);
        let table = b"\xEF\xBB\xBF\r\n<HTML><body><Table><tr><td>1";
        assert_eq!(shell(table), Some(Shell::Html));
        assert_eq!(shell(b"<html><h1>404 Not Found</h1></html>"), None);
        let scripted = b"<html><script>x()</script><table></table></html>";
        assert_eq!(shell(scripted), None);
        let mut late = vec![b' '; 4_096];
        late.extend_from_slice(b"%PDF-1.4");
        assert_eq!(shell(&late), None);
    }
}
