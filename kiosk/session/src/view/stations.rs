//! Where the articles of a document begin, by their numbers, and what each stands under: so that a reader knows where in a law one is. Pure.

use mirror::{Article, Document};

use crate::articles::DEPTH_ARTICLE;
use crate::articles::labels::{Counted, place};
use crate::screen::reader::{Law, Station};

/// The articles of a document that have a number; `None` where it has none. `firsts` are the first lines of blocks.
pub(super) fn law(document: &Document, firsts: &[u32]) -> Option<Box<Law>> {
    let mut stations = Vec::new();
    let mut open: Vec<&Article> = Vec::new();
    for article in &document.articles {
        open.retain(|held| held.depth < article.depth);
        if article.depth < DEPTH_ARTICLE {
            open.push(article);
        }
        let number = numbered(article);
        if let Some((number, line)) = number.zip(firsts.get(article.from as usize)) {
            let named = open.iter().filter(|held| !held.label.is_empty());
            stations.push(Station {
                line: *line,
                number,
                within: named
                    .map(|held| format!("{}　{}", held.label, held.title))
                    .collect(),
            });
        }
    }
    (!stations.is_empty()).then(|| Box::new(Law { stations }))
}

/// The number of an article; what was put in later (之一) stands under that of the one before it.
fn numbered(article: &Article) -> Option<u32> {
    let read = place(&article.label).filter(|_| article.depth == DEPTH_ARTICLE)?;
    let number = read.number.split('-').next()?;
    number
        .parse()
        .ok()
        .filter(|_| read.kind == Counted::Article)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::samples::{opinion, rules};

    #[test]
    fn each_article_knows_its_number_and_what_it_stands_under() {
        let mut document = rules();
        let chapter = |id: &str, label: &str, title: &str, depth, from, to| Article {
            id: id.into(),
            label: label.into(),
            title: title.into(),
            depth,
            from,
            to,
        };
        document
            .articles
            .insert(0, chapter("p1", "", "某某制度", 0, 0, 7));
        document
            .articles
            .insert(1, chapter("c1", "第一编", "总则", 0, 1, 3));
        document
            .articles
            .insert(2, chapter("c1.1", "第一章", "范围", 1, 1, 3));
        document.articles[4].label = "第一条之一".into();
        document
            .articles
            .insert(5, chapter("c2", "第二编", "分则", 0, 3, 7));
        let firsts: Vec<u32> = (0..7).map(|block| block * 2).collect();
        let told: Vec<_> = law(&document, &firsts)
            .unwrap()
            .stations
            .into_iter()
            .map(|station| (station.line, station.number, station.within.join("/")))
            .collect();
        let told: Vec<_> = told
            .iter()
            .map(|(line, n, w)| (*line, *n, w.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (2, 1, "第一编　总则/第一章　范围"),
                (4, 1, "第一编　总则/第一章　范围"),
                (6, 3, "第二编　分则"),
                (12, 5, "第二编　分则"),
            ]
        );
        assert_eq!(law(&opinion(), &[0; 9]), None);
    }
}
