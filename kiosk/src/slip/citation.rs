//! Which articles a slip says it holds: 第二、五条. Two sections of the same number stay distinct (R29).

use mirror::{Article, Document};

use super::words::{Words, fill};
use super::{attached, tabled};
use session::articles;

/// Consecutive articles from here on are said as a run.
const RUN_MIN: usize = 3;
/// Characters of a label in the register.
const LABEL_CHARS_MAX: usize = 40;

/// The chosen articles in words.
pub(super) fn cite(document: &Document, chosen: &[String]) -> String {
    let words = Words::get();
    let articles = articles::in_order(document, chosen);
    let bare: Option<Vec<&str>> = articles
        .iter()
        .map(|article| {
            let number = article
                .label
                .strip_prefix(words.article_prefix.as_str())?
                .strip_suffix(words.article_suffix.as_str())?;
            (!ambiguous(document, article)).then_some(number)
        })
        .collect();
    match bare {
        Some(numbers) if !numbers.is_empty() => format!(
            "{}{}{}",
            words.article_prefix,
            runs(document, &articles, &numbers).join(&words.between),
            words.article_suffix
        ),
        _ => {
            let labels: Vec<String> = articles.iter().map(|a| full(document, a)).collect();
            labels.join(&words.between)
        }
    }
}

/// The chosen articles, or tables, or pages of attachments, one by one, for the register.
pub fn labels(document: &Document, chosen: &[String]) -> Vec<String> {
    let leaves = attached::leaves(document, chosen);
    if !leaves.is_empty() {
        return leaves.iter().map(attached::label).collect();
    }
    let tables = tabled::of(document, chosen);
    let labels: Vec<String> = match tables.is_empty() {
        false => tables.iter().map(tabled::label).collect(),
        true => articles::in_order(document, chosen)
            .iter()
            .map(|article| full(document, article))
            .collect(),
    };
    labels
        .iter()
        .map(|label| label.chars().take(LABEL_CHARS_MAX).collect())
        .collect()
}

fn ambiguous(document: &Document, article: &Article) -> bool {
    let same = document
        .articles
        .iter()
        .filter(|a| a.label == article.label);
    same.count() > 1
}

/// A label that can stand alone, with its title where another one is called the same.
fn full(document: &Document, article: &Article) -> String {
    let words = Words::get();
    let label = article.label.trim_end_matches(words.between.as_str());
    if !ambiguous(document, article) || article.title.is_empty() {
        return label.to_string();
    }
    fill(
        &words.qualified,
        &[("label", label), ("title", &article.title)],
    )
}

/// Numbers of articles that follow each other in the document are joined: 二至五.
fn runs(document: &Document, articles: &[&Article], numbers: &[&str]) -> Vec<String> {
    let same_kind: Vec<&str> = document
        .articles
        .iter()
        .filter(|a| articles.iter().any(|chosen| chosen.depth == a.depth))
        .map(|a| a.id.as_str())
        .collect();
    let place = |article: &Article| same_kind.iter().position(|id| *id == article.id);
    let mut out = Vec::new();
    let mut from = 0;
    while from < articles.len() {
        let mut to = from;
        while to + 1 < articles.len()
            && place(articles[to]).map(|at| at + 1) == place(articles[to + 1])
        {
            to += 1;
        }
        if to - from + 1 >= RUN_MIN {
            let run = &Words::get().run;
            out.push(format!("{}{run}{}", numbers[from], numbers[to]));
        } else {
            out.extend(numbers[from..=to].iter().map(|n| n.to_string()));
        }
        from = to + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use session::articles::samples::{opinion, rules};

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| id.to_string()).collect()
    }

    #[test]
    fn articles_are_cited_as_people_say_them() {
        assert_eq!(cite(&rules(), &ids(&["a2", "a5"])), "第二、五条");
        assert_eq!(
            cite(&rules(), &ids(&["a1", "a2", "a3", "a5"])),
            "第一至五条"
        );
        assert_eq!(cite(&rules(), &ids(&["a2"])), "第二条");
    }

    #[test]
    fn two_sections_of_the_same_number_are_told_apart() {
        assert_eq!(
            cite(&opinion(), &ids(&["s5.i1", "s5-2"])),
            "（一）、五（附则）"
        );
    }
}
