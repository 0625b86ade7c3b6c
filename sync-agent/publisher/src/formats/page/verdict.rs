//! Whether a page is a document at all. Owns telling lists, searches, home pages and shells from texts by how a page is built; what its
//! words say (captcha, 404) is judged by `reading::nothing`.

use scraper::Html;

use super::body::Body;
use super::find::select;
use crate::formats::html;
use crate::item::{Reason, Refusal};
use crate::reading::draft::Piece;
use crate::reading::facts;
use crate::reading::tidy::length;

/// A body with fewer characters beside a page full of links is none.
const TEXT_CHARS_MIN: usize = 120;
/// Nor is one with fewer sentences, where no known container holds it.
const SENTENCES_MIN: usize = 4;

/// Why the page is no document; none if it may be one.
pub fn judge(page: &Html, body: &Body<'_>) -> Option<Refusal> {
    let refuse = |detail: String| Some(Refusal::new(Reason::NotADocument, detail));
    let chars: usize = body.pieces.iter().map(chars_of).sum();
    let pictures = body.pieces.iter().any(|p| matches!(p, Piece::Picture(_)));
    let files = body.files();
    if chars == 0 && !pictures && files.is_empty() {
        return match &body.container {
            Some(name) => refuse(format!(
                "the body {name} is empty: its text comes by script, or there is none"
            )),
            None if select(page, "script").next().is_some() => {
                refuse("the page shows no text: it comes by script".to_owned())
            }
            None => None,
        };
    }
    if let Some(template) = template(&body.pieces) {
        return refuse(format!("a template that a script fills in: {template}"));
    }
    if files.len() == 1 && !pictures && is_only_link(&body.pieces, &files[0].name) {
        return refuse(format!(
            "only a link to {}: the file is the document",
            files[0].name
        ));
    }
    let list = body
        .roots
        .iter()
        .map(|root| html::density(*root))
        .find(|density| {
            density.is_list() && !body.container.as_ref().is_some_and(|c| c.contains("begin"))
        });
    if let Some(list) = list {
        return refuse(format!(
            "a list: {} links hold {} of {} characters",
            list.links, list.linked, list.chars
        ));
    }
    let whole = html::density(page.root_element());
    let texts = || body.pieces.iter().filter_map(Piece::text);
    let sentences: usize = texts().map(|text| text.matches(['。', '；']).count()).sum();
    let signed = texts()
        .any(|text| facts::document_number(text).is_some() || facts::issuers(text).is_some());
    if !body.of_system
        && let Some(name) = search_title(page)
    {
        return refuse(format!("the answer of a search: {name}"));
    }
    if !body.of_system && sentences == 0 && fills_in(page) {
        return refuse("a shell that a script fills in".to_owned());
    }
    let bare = chars < TEXT_CHARS_MIN || sentences < SENTENCES_MIN;
    let linked = whole.is_list() || (sentences == 0 && whole.links > 0);
    if !body.of_system && bare && linked && !signed {
        return refuse(format!(
            "a page of {} links without a text of its own",
            whole.links
        ));
    }
    None
}

/// The page's name, if it is that of a search.
fn search_title(page: &Html) -> Option<String> {
    let title = select(page, "title").next()?;
    let name: String = title.text().collect();
    let name = name.trim();
    ["搜索", "检索", "查询结果", "搜索结果"]
        .iter()
        .any(|end| name.ends_with(end))
        .then(|| name.to_owned())
}

/// Whether a script holds the template of a list.
fn fills_in(page: &Html) -> bool {
    select(page, "script").any(|script| {
        script
            .text()
            .any(|text| text.contains("{{#each") || text.contains("loadPageData("))
    })
}

fn chars_of(piece: &Piece) -> usize {
    match piece {
        Piece::Line(line) => length(&line.text),
        Piece::Table(rows) => rows.iter().flatten().map(|cell| length(cell)).sum(),
        Piece::Picture(_) => 0,
    }
}

/// `{{item.title}}`, `<%= %>`, `${name}` among the words.
fn template(pieces: &[Piece]) -> Option<String> {
    const MARKS: &[(&str, &str)] = &[("{{", "}}"), ("<%", "%>"), ("${", "}"), ("{$", "}")];
    pieces.iter().filter_map(Piece::text).find_map(|text| {
        MARKS.iter().find_map(|(open, close)| {
            let from = text.find(open)?;
            let end = text[from..].find(close)?;
            let mark = &text[from..from + end + close.len()];
            (mark.len() <= 80).then(|| mark.to_owned())
        })
    })
}

fn is_only_link(pieces: &[Piece], name: &str) -> bool {
    let words: Vec<&str> = pieces.iter().filter_map(Piece::text).collect();
    let tables = pieces.iter().any(|p| matches!(p, Piece::Table(_)));
    !tables && words.len() == 1 && length(words[0]) <= length(name) + 6
}

#[cfg(test)]
mod tests {
    use crate::formats::page;
    use crate::item::Reason;

    #[test]
    fn searches_and_shells_are_no_documents() {
        let result = "本办法已经审议通过，现予公布。请认真执行。各单位应当遵守。甲。乙。";
        let search =
            format!("<title>示例市智能检索</title><div class=content><p>{result}</p></div>");
        let shell =
            "<title>政策解读</title><h2>政策解读</h2><p>首页</p><script>loadPageData(1)</script>";
        for html in [search.as_str(), shell] {
            let refused = page::read(html).refused.map(|refusal| refusal.reason);
            assert_eq!(refused, Some(Reason::NotADocument), "{html}");
        }
        let notice = format!("<title>关于检索的通知</title><div id=zoom><p>{result}</p></div>");
        assert_eq!(page::read(&notice).refused, None);
    }
}
