//! Files that a document names and that did not come (未取得的附件): the document says so in its last lines, each with the address where the
//! portal has it. Owns that sentence; asks for nothing.

use feed::limits::{ADDRESS_BYTES_MAX, BLOCKS_MAX};
use feed::{Align, Block, Document};
use url::Url;

use crate::item::Link;
use crate::reading::tidy::{clip, line};

/// Characters of a name in the sentence.
const NAME_CHARS: usize = 200;
/// Sentences of one document.
const SENTENCES_MAX: usize = 64;

/// Lists them at the end of the body. What leads to no web address is listed without one if it has none, and not at all if it is a path in
/// a folder: nobody was asked for it there.
pub fn list(document: &mut Document, links: &[Link]) {
    let has =
        |name: &str, document: &Document| document.attachments.iter().any(|file| file.name == name);
    for link in links.iter().take(SENTENCES_MAX) {
        let Some(address) = said(&link.address) else {
            continue;
        };
        let name = line(&link.name);
        let name = clip(&name, NAME_CHARS);
        if has(name, document) || document.blocks.len() >= BLOCKS_MAX {
            continue;
        }
        document.blocks.push(Block::Paragraph {
            text: format!("（附件《{name}》未能随文取得{address}。）"),
            align: Align::Left,
            label: 0,
        });
    }
}

/// The part of the sentence that says where it is.
fn said(address: &str) -> Option<String> {
    if address.is_empty() {
        return Some(String::new());
    }
    let url = Url::parse(address).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https");
    let url = String::from(url);
    (is_web && url.len() <= ADDRESS_BYTES_MAX).then(|| format!("，原址：{url} "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::annexes::tests::item;

    #[test]
    fn what_did_not_come_is_listed_with_its_address_and_a_path_of_a_folder_is_not() {
        let mut document = item(&["甲.pdf"]).result.unwrap();
        let before = document.blocks.len();
        let link = |name: &str, address: &str| Link {
            name: name.to_owned(),
            address: address.to_owned(),
        };
        let links = [
            link("乙\n表", "http://www.example.invalid/乙.xls"),
            link("丙", ""),
            link("甲.pdf", "http://www.example.invalid/a.pdf"),
            link("丁", "./d.doc"),
            link("戊", "javascript:down(1)"),
        ];
        list(&mut document, &links);
        let told = document.blocks[before..].iter().map(|block| match block {
            Block::Paragraph { text, .. } => text.as_str(),
            _ => panic!("a sentence"),
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "（附件《乙表》未能随文取得，原址：http://www.example.invalid/%E4%B9%99.xls 。）",
                "（附件《丙》未能随文取得。）"
            ]
        );
    }
}
