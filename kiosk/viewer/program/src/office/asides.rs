//! What an old workbook (XLS) says beside its cells: headers and footers of its pages, words of boxes and comments. Records and their fields:
//! [MS-XLS] 2.4.136, 2.4.124 and 2.4.329. For the disclosure gate alone; no reading shows them.

use super::parts::without_codes;
use super::records::{BIFF5, BOF, FILE_PASS, book, records};

const HEADER: u16 = 0x0014;
const FOOTER: u16 = 0x0015;
/// A box with words; they stand in the record that continues it.
const BOX: u16 = 0x01B6;
const CONTINUED: u16 = 0x003C;

/// Each text once, in the order in which they stand; nothing for a file that is no such book.
pub fn words(file: &[u8]) -> Vec<String> {
    book(file).map(|book| of_book(&book)).unwrap_or_default()
}

fn of_book(book: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut is_of_code_page = false;
    let mut in_box = None;
    for record in records(book) {
        let opened = in_box.take();
        match record.kind {
            FILE_PASS => return Vec::new(),
            BOF => is_of_code_page = record.number(0) == Some(BIFF5),
            HEADER | FOOTER => {
                let mixed = match is_of_code_page {
                    true => record.data.get(1..).map(of_code_page),
                    false => record
                        .number(0)
                        .zip(record.data.get(2..))
                        .map(|(n, data)| unicode(data, n)),
                };
                texts.extend(mixed.iter().flat_map(|mixed| without_codes(mixed)));
            }
            BOX => in_box = record.number(10),
            CONTINUED => texts.extend(opened.map(|characters| unicode(record.data, characters))),
            _ => {}
        }
    }
    texts.retain(|text| !text.trim().is_empty());
    texts
}

fn of_code_page(bytes: &[u8]) -> String {
    encoding_rs::GBK.decode(bytes).0.into_owned()
}

/// So many characters behind a byte that says how wide they are.
fn unicode(data: &[u8], characters: u16) -> String {
    let Some((wide, signs)) = data.split_first() else {
        return String::new();
    };
    let characters = usize::from(characters);
    let units: Vec<u16> = match wide & 1 == 1 {
        true => signs
            .chunks_exact(2)
            .map(|two| u16::from_le_bytes([two[0], two[1]]))
            .take(characters)
            .collect(),
        false => signs
            .iter()
            .take(characters)
            .map(|one| u16::from(*one))
            .collect(),
    };
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = (data.len() as u16).to_le_bytes();
        [&kind.to_le_bytes()[..], &length, data].concat()
    }

    fn wide(text: &str) -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [1].into_iter().chain(units).collect()
    }

    #[test]
    fn headers_and_boxes_of_an_old_workbook_are_read() {
        let header = [&11_u16.to_le_bytes()[..], &wide("&C机密★5年&R&P")].concat();
        let mut of_box = vec![0; 18];
        of_box[10] = 4;
        let book = [
            record(BOF, &[0, 6, 5, 0]),
            record(HEADER, &header),
            record(FOOTER, b"\x08\0\0&LFooter"),
            record(BOX, &of_box),
            record(CONTINUED, &wide("内部资料")),
            record(CONTINUED, &[0; 16]),
            record(HEADER, &[]),
        ]
        .concat();
        assert_eq!(of_book(&book), ["机密★5年", "Footer", "内部资料"]);
        let old = [
            record(BOF, &[0, 5, 16, 0]),
            record(
                FOOTER,
                &[&[6, b'&', b'C'][..], &[0xBB, 0xFA, 0xC3, 0xDC]].concat(),
            ),
        ];
        assert_eq!(of_book(&old.concat()), ["机密"]);
        let locked = [record(FILE_PASS, &[]), record(HEADER, &header)].concat();
        assert!(of_book(&locked).is_empty());
    }
}
