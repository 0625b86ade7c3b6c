//! A document whose text stands only in its attachment (附件): the words of the attachment become its body, and the body says so first.
//! Owns that sentence; reads no file.

use feed::{Align, Block, Document};

use crate::formats::text;
use crate::reading::structure;

/// Gives the document the words of the first attachment that has any; false where none has.
pub fn for_the_body(document: &mut Document) -> bool {
    let has_words = |pages: &Vec<String>| pages.iter().any(|page| !page.trim().is_empty());
    let told = document.attachments.iter().find_map(|file| {
        let pages = file.pages.as_ref().filter(|pages| has_words(pages))?;
        Some((
            file.name.clone(),
            pages.join("\n").replace('\t', "\u{3000}"),
        ))
    });
    let Some((name, words)) = told else {
        return false;
    };
    let body = structure::build(&document.title, text::read(&words).pieces);
    // A mark that stood in the document itself stays.
    let own = std::mem::take(&mut document.blocks);
    document.blocks.push(Block::Paragraph {
        text: format!("（正文见附件《{name}》。以下文字由该附件提取，版式以附件为准。）"),
        align: Align::Left,
        label: 0,
    });
    document.blocks.extend(body.blocks);
    document.blocks.extend(own);
    document.articles = body.articles;
    for article in &mut document.articles {
        article.from += 1;
        article.to += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::annexes::tests::item;

    #[test]
    fn the_attachment_is_the_body_and_the_body_says_so() {
        let mut document = item(&["空.pdf", "办法.pdf"]).result.unwrap();
        assert!(!for_the_body(&mut document), "nobody read them");
        document.attachments[0].pages = Some(vec![" ".into()]);
        document.attachments[1].pages = Some(vec![
            "第一条　为了示例。".into(),
            "第二条　自发布之日起施行。".into(),
        ]);
        assert!(for_the_body(&mut document));
        let Block::Paragraph { text, .. } = &document.blocks[0] else {
            panic!("a sentence");
        };
        assert!(text.contains("办法.pdf"), "{text}");
        let labels: Vec<&str> = document.articles.iter().map(|a| a.label.as_str()).collect();
        assert_eq!(labels, ["第一条", "第二条"]);
        let first = &document.articles[0];
        assert!(
            matches!(&document.blocks[first.from as usize], Block::Paragraph { text, .. } if text.starts_with("第一条"))
        );
    }
}
