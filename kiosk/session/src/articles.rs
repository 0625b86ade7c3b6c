//! Which pieces of a document a visitor can choose, and what a choice covers. Pure; owns no text and no paper.
//!
//! Depths are those of [`mirror::Article`]. An article (第N条) is chosen as a whole; without articles the innermost
//! section (一、), item (（一）) or number (1.) is. Parts and chapters only group.

use std::ops::Range;

use mirror::{Article, Document};

/// Depth of 第N条.
const DEPTH_ARTICLE: u8 = 3;
/// Shallowest depth that can be chosen: a section.
const DEPTH_CHOOSABLE_MIN: u8 = 2;
/// Depth of a bare number; choosable only where nothing larger holds it.
const DEPTH_NUMBER: u8 = 5;

/// Blocks of an article, cut to the document's real length.
pub fn blocks_of(document: &Document, article: &Article) -> Range<usize> {
    let end = (article.to as usize).min(document.blocks.len());
    (article.from as usize).min(end)..end
}

/// For every block, the index of the article a tap on it chooses.
pub fn owners(document: &Document) -> Vec<Option<usize>> {
    let mut owners: Vec<Option<usize>> = vec![None; document.blocks.len()];
    for (index, article) in document.articles.iter().enumerate() {
        if article.depth < DEPTH_CHOOSABLE_MIN {
            continue;
        }
        for block in blocks_of(document, article) {
            let better = match owners[block] {
                None => true,
                Some(held) => {
                    let held = &document.articles[held];
                    held.depth != DEPTH_ARTICLE
                        && article.depth > held.depth
                        && article.depth != DEPTH_NUMBER
                }
            };
            if better {
                owners[block] = Some(index);
            }
        }
    }
    owners
}

/// Whether the article can be chosen at all: some block belongs to it.
pub fn choosable(document: &Document, id: &str) -> bool {
    owners(document)
        .into_iter()
        .flatten()
        .any(|index| document.articles[index].id == id)
}

/// For every block, whether a chosen article covers it. Unknown ids cover nothing.
pub fn covered(document: &Document, chosen: &[String]) -> Vec<bool> {
    let mut covered = vec![false; document.blocks.len()];
    for article in document.articles.iter().filter(|a| chosen.contains(&a.id)) {
        for block in blocks_of(document, article) {
            covered[block] = true;
        }
    }
    covered
}

/// Ticks or unticks an article. Neither a piece of a chosen one nor one that holds chosen pieces stays beside it,
/// so the count on the button is what a person would count.
pub fn toggle(document: &Document, chosen: &mut Vec<String>, id: &str) {
    if let Some(at) = chosen.iter().position(|held| held == id) {
        chosen.remove(at);
        return;
    }
    if !choosable(document, id) {
        return;
    }
    let Some(wanted) = document.articles.iter().find(|a| a.id == id) else {
        return;
    };
    let wanted = blocks_of(document, wanted);
    let before = chosen.len();
    let mut inside_a_chosen_one = false;
    chosen.retain(|held| {
        let Some(held) = document.articles.iter().find(|a| &a.id == held) else {
            return false;
        };
        let held = blocks_of(document, held);
        inside_a_chosen_one |= held.start <= wanted.start && wanted.end <= held.end;
        held.end <= wanted.start || wanted.end <= held.start
    });
    if inside_a_chosen_one && chosen.len() < before {
        return;
    }
    chosen.push(id.to_string());
    chosen.sort_by_key(|held| document.articles.iter().position(|a| &a.id == held));
}

/// Chosen articles in reading order.
pub fn in_order<'a>(document: &'a Document, chosen: &[String]) -> Vec<&'a Article> {
    document
        .articles
        .iter()
        .filter(|article| chosen.contains(&article.id))
        .collect()
}

#[cfg(any(test, feature = "samples"))]
pub mod samples {
    //! Small invented documents for the tests of this crate.
    use mirror::{Align, Article, Block, Document, Validity};

    /// A paragraph with a label of so many characters.
    pub fn paragraph(text: &str, label: u16) -> Block {
        Block::Paragraph {
            text: text.into(),
            align: Align::Body,
            label,
        }
    }

    fn article(id: &str, label: &str, title: &str, depth: u8, from: u32, to: u32) -> Article {
        Article {
            id: id.into(),
            label: label.into(),
            title: title.into(),
            depth,
            from,
            to,
        }
    }

    /// A regulation of four articles, the third with two items.
    pub fn rules() -> Document {
        Document {
            id: "demo:rules".into(),
            rev: 3,
            title: "示例市政务公开查阅点建设管理制度".into(),
            agency: "示例市人民政府办公室".into(),
            doc_no: Some("示政办发〔2018〕89号".into()),
            index_no: Some("示0010-2018-00089".into()),
            subjects: vec![],
            category: mirror::Category::Regulation,
            catalogue: None,
            issued_on: Some("2018-10-15".into()),
            published_on: None,
            validity: Validity::InForce,
            disclosure: "public".into(),
            evidence: "此件公开发布".into(),
            source_url: Some("http://www.example.cn/art/2018/10/15/art_1_89.html".into()),
            relations: vec![],
            attachments: vec![],
            blocks: vec![
                paragraph("为加强管理，现印发给你们。", 0),
                paragraph("第一条　为方便公众查阅，制定本制度。", 3),
                paragraph("第二条　查阅点由各级行政机关结合实际设立。", 3),
                paragraph("第三条　查阅点应当：", 3),
                paragraph("（一）设置标识；", 3),
                paragraph("（二）配备设备。", 3),
                paragraph("第五条　提供查阅服务，不收取任何费用。", 3),
            ],
            articles: vec![
                article("a1", "第一条", "为方便公众查阅", 3, 1, 2),
                article("a2", "第二条", "查阅点由各级", 3, 2, 3),
                article("a3", "第三条", "查阅点应当", 3, 3, 6),
                article("a3.i1", "（一）", "设置标识", 4, 4, 5),
                article("a3.i2", "（二）", "配备设备", 4, 5, 6),
                article("a5", "第五条", "提供查阅服务", 3, 6, 7),
            ],
        }
    }

    /// An opinion with two sections numbered 五 and items under the first.
    pub fn opinion() -> Document {
        Document {
            id: "demo:opinion".into(),
            title: "关于推进公开工作的意见".into(),
            doc_no: None,
            index_no: None,
            source_url: None,
            validity: Validity::Unknown,
            blocks: vec![
                Block::Heading {
                    level: 3,
                    text: "五、保障措施".into(),
                },
                paragraph("（一）加强领导。", 3),
                paragraph("（二）落实经费。", 3),
                Block::Heading {
                    level: 3,
                    text: "五、附则".into(),
                },
                paragraph("自印发之日起施行。", 0),
            ],
            articles: vec![
                article("s5", "五、", "保障措施", 2, 0, 3),
                article("s5.i1", "（一）", "加强领导", 4, 1, 2),
                article("s5.i2", "（二）", "落实经费", 4, 2, 3),
                article("s5-2", "五、", "附则", 2, 3, 5),
            ],
            ..rules()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{opinion, rules};
    use super::*;

    #[test]
    fn items_of_an_article_belong_to_the_article() {
        let owners = owners(&rules());
        assert_eq!(
            owners,
            [None, Some(0), Some(1), Some(2), Some(2), Some(2), Some(5)]
        );
    }

    #[test]
    fn without_articles_the_item_is_chosen_and_the_heading_chooses_its_section() {
        let owners = owners(&opinion());
        assert_eq!(owners, [Some(0), Some(1), Some(2), Some(3), Some(3)]);
    }

    #[test]
    fn a_section_takes_the_place_of_its_chosen_items() {
        let document = opinion();
        let mut chosen = vec![];
        toggle(&document, &mut chosen, "s5.i2");
        toggle(&document, &mut chosen, "s5-2");
        toggle(&document, &mut chosen, "s5");
        assert_eq!(chosen, ["s5", "s5-2"]);
        toggle(&document, &mut chosen, "s5.i1");
        assert_eq!(chosen, ["s5-2"], "a tap inside a chosen section unticks it");
    }

    #[test]
    fn ranges_beyond_the_document_are_cut() {
        let mut document = rules();
        document.articles[5].to = 900;
        document.articles[4].from = 800;
        assert_eq!(covered(&document, &["a5".into()]).len(), 7);
        assert_eq!(owners(&document).len(), 7);
    }

    #[test]
    fn an_unknown_article_cannot_be_chosen() {
        let mut chosen = vec![];
        toggle(&rules(), &mut chosen, "a99");
        toggle(&rules(), &mut chosen, "a3.i1");
        assert!(chosen.is_empty());
    }
}
