//! Whether a page is a document at all. Owns telling lists, searches, home pages and shells from texts by how a page is built; what its
//! words say (captcha, 404) is judged by `reading::nothing`.

use scraper::{ElementRef, Html};

use super::body::{self, Body};
use super::find::select;
use super::leads;
use super::title;
use crate::formats::html;
use crate::item::{Reason, Refusal};
use crate::reading::draft::{Piece, Role};
use crate::reading::facts;
use crate::reading::head::titles::ends_like_title;
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
    if files.is_empty()
        && let Some(elsewhere) = leads::told(page).filter(|_| !speaks(body))
    {
        return refuse(elsewhere);
    }
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
    if let Some(more) = cut_short(&body.pieces) {
        let detail = format!("only the beginning of a text, {more} leads to the rest");
        return Some(Refusal::new(Reason::Unreadable, detail));
    }
    if let Some(template) = template(&body.pieces) {
        return refuse(format!("a template that a script fills in: {template}"));
    }
    if let Some([first, second]) = two_documents(&body.pieces) {
        return refuse(format!(
            "several documents on one page: {first} and {second}"
        ));
    }
    let list = body
        .roots
        .iter()
        .map(|root| html::density_without(*root, &body.framed))
        .find(|density| {
            density.is_list() && !body.container.as_ref().is_some_and(|c| c.contains("begin"))
        });
    if let Some(list) = list {
        return refuse(format!(
            "a list: {} links hold {} of {} characters",
            list.links, list.linked, list.chars
        ));
    }
    let cards = body.roots.iter().filter(|_| !body.of_system);
    let mut cards = cards.filter_map(|root| body::cards(*root, &body.framed));
    if let Some(cards) = cards.next() {
        return refuse(format!("a list of {cards} entries with abstracts"));
    }
    let asked: usize = body.roots.iter().map(|root| asks_for(*root)).sum();
    if asked >= ANSWERS_MIN && !tells(&body.pieces, asked) {
        return refuse(format!("a form of {asked} fields to fill in"));
    }
    let whole = html::density(page.root_element());
    let texts = || body.pieces.iter().filter_map(Piece::text);
    let sentences: usize = texts()
        .map(|text| text.matches(['。', '；']).count() + english_sentences(text))
        .sum();
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
    if !body.of_system
        && bare
        && !signed
        && !says_its_own(page, body)
        && let Some(entries) = body::cards_beside(page, chars)
    {
        return refuse(format!(
            "a page of {entries} entries without a text of its own"
        ));
    }
    if !body.of_system && bare && linked && !signed && !(asked == 0 && says_its_own(page, body)) {
        return refuse(format!(
            "a page of {} links without a text of its own",
            whole.links
        ));
    }
    None
}

/// Sentences of a line of letters: a full stop behind several words.
fn english_sentences(text: &str) -> usize {
    const LETTERS_MIN: usize = 30;
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    match letters >= LETTERS_MIN && letters * 2 > length(text) {
        true => text.matches(". ").count() + usize::from(text.ends_with('.')),
        false => 0,
    }
}

/// Whether a body of few sentences is what the title of its page promises: a table (清单), names and a day (公示). The page of a column
/// or a site has no title of its own, and the words of a list are links.
fn says_its_own(page: &Html, body: &Body<'_>) -> bool {
    const LINKED_PERCENT: usize = 20;
    const CHARS_MIN: usize = 30;
    const CELLS_MIN: usize = 4;
    const TITLE_CHARS_MIN: usize = 8;
    let titled = title::said_twice(page, body);
    if titled.is_none_or(|title| length(&title) < TITLE_CHARS_MIN) {
        return false;
    }
    let spread = body.roots.iter();
    let spread: Vec<_> = spread
        .map(|root| html::density_without(*root, &body.framed))
        .collect();
    let chars: usize = spread.iter().map(|part| part.chars).sum();
    let linked: usize = spread.iter().map(|part| part.linked).sum();
    if chars < CHARS_MIN || linked * 100 > chars * LINKED_PERCENT {
        return false;
    }
    let table = body.pieces.iter().any(|piece| match piece {
        Piece::Table(rows) => {
            let filled = rows.iter().flatten().filter(|cell| !cell.is_empty());
            filled.count() >= CELLS_MIN
        }
        _ => false,
    });
    let texts = || body.pieces.iter().filter_map(Piece::text);
    let dated = || texts().any(|text| facts::find_date(text).is_some());
    let ends =
        |text: &str| text.ends_with(['.', '。']) && text.contains(' ') || text.ends_with('。');
    table || dated() && texts().count() > 1 || texts().filter(|text| ends(text)).count() > 1
}

/// Whether a page that leads elsewhere has a text of its own: in a known container, signed, or of several sentences.
fn speaks(body: &Body<'_>) -> bool {
    const SENTENCES_MIN: usize = 2;
    let texts = || body.pieces.iter().filter_map(Piece::text);
    let sentences: usize = texts().map(|text| text.matches('。').count()).sum();
    let signs = |text: &str| {
        facts::document_number(text).is_some()
            || facts::issuers(text).is_some()
            || facts::only_date(text).is_some()
    };
    body.of_system && !body.pieces.is_empty() || sentences >= SENTENCES_MIN || texts().any(signs)
}

/// So many fields to fill in are a form (调查, 留言), where the text has fewer sentences.
const ANSWERS_MIN: usize = 3;

/// What a visitor is asked to fill in or to choose below `root`.
fn asks_for(root: ElementRef<'_>) -> usize {
    const KINDS: &[&str] = &["radio", "checkbox", "text", "password", "tel", "email"];
    let elements = root.descendants().filter_map(ElementRef::wrap);
    let asks = elements.filter(|element| {
        let value = element.value();
        let kind = value.attr("type").unwrap_or("text").to_ascii_lowercase();
        let open = value.attr("readonly").is_none() && value.attr("disabled").is_none();
        match value.name() {
            "input" => open && KINDS.contains(&kind.as_str()),
            "textarea" => open,
            _ => false,
        }
    });
    asks.filter(|element| !html::is_hidden(element.value()))
        .count()
}

/// Whether the text has as many sentences as there are fields, a table or a signature.
fn tells(pieces: &[Piece], fields: usize) -> bool {
    let texts = || pieces.iter().filter_map(Piece::text);
    let sentences: usize = texts().map(|text| text.matches(['。', '；']).count()).sum();
    let tables = pieces.iter().any(|piece| matches!(piece, Piece::Table(_)));
    sentences >= fields || tables || texts().any(|text| facts::issuers(text).is_some())
}

/// The link to the rest of a text of which the page shows the first words: 秋收将至…… 阅读全文.
fn cut_short(pieces: &[Piece]) -> Option<&str> {
    const MORE: &[&str] = &[
        "阅读全文",
        "查看全文",
        "点击阅读全文",
        "点击查看全文",
        "点此查看全文",
        "查看原文全文",
        "全文阅读",
        "查看更多",
        "阅读更多",
        "全文",
    ];
    let lines: Vec<&str> = pieces.iter().filter_map(Piece::text).collect();
    let more = |line: &str| {
        let bare = line.trim_matches(|c: char| "[]【】（）()>》»… ".contains(c));
        MORE.contains(&bare)
    };
    let within = |line: &&str| {
        let rest = line
            .rsplit(['…', '.'])
            .next()
            .filter(|rest| rest.len() < line.len());
        rest.is_some_and(more) && line.contains(['…'])
            || rest.is_some_and(more) && line.contains("...")
    };
    let apart = lines
        .windows(2)
        .find(|two| more(two[1]) && two[0].trim_end().ends_with(['…', '.']));
    apart
        .map(|two| two[1])
        .or_else(|| lines.into_iter().find(within))
}

/// The numbers of two documents that a page shows one below the other, each under a heading of its own (公报). One that is published with another
/// (印发) has its number, if any, in its text.
fn two_documents(pieces: &[Piece]) -> Option<[String; 2]> {
    let heads = pieces.windows(2).filter_map(|two| {
        let heading = two[0].line()?;
        let headed = matches!(heading.role, Role::Heading(_)) && ends_like_title(&heading.text);
        facts::document_number(two[1].text()?).filter(|_| headed)
    });
    let mut numbers: Vec<String> = heads.collect();
    numbers.dedup();
    let mut numbers = numbers.into_iter();
    Some([numbers.next()?, numbers.next()?])
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

/// Whether the text is nothing but a link to the page's one file, which then is the document.
pub fn is_only_link(body: &Body<'_>) -> bool {
    const MORE_CHARS_MAX: usize = 6;
    let files = body.files();
    let [file] = &files[..] else {
        return false;
    };
    let [Piece::Line(line)] = &body.pieces[..] else {
        return false;
    };
    length(&line.text) <= length(&file.name) + MORE_CHARS_MAX
}

#[cfg(test)]
mod tests {
    use crate::formats::page;
    use crate::item::Reason;

    #[test]
    fn a_form_to_fill_in_and_the_first_words_of_a_text_are_no_documents() {
        let refused = |body: &str| {
            let page = format!(
                "<title>网站满意度调查</title><h1>网站满意度调查</h1><div class=content>{body}</div>"
            );
            page::read(&page).refused.map(|refusal| refusal.reason)
        };
        let asked = "<p>1. 您的年龄</p><input type=radio>20岁以下<input type=radio>20至40岁<p>2. 您的建议</p><textarea></textarea><p>感谢您参与本次调查！</p>";
        assert_eq!(refused(asked), Some(Reason::NotADocument));
        let text = "<p>为了了解情况，开展调查。</p><p>一、对象为全体居民。</p><p>二、时间为三月。</p><p>三、请如实填写。</p>";
        assert_eq!(refused(&format!("{text}{asked}")), None);
        let table = "<table><tr><td>姓名</td><td><input readonly></td></tr><tr><td>电话</td><td><input readonly><input readonly></td></tr></table>";
        assert_eq!(
            refused(&format!("<p>申请表如下，请下载填写后报送窗口。</p>{table}")),
            None
        );
        for teaser in [
            "<p>秋收将至，现就做好秋收工作有关事项通知如下……</p><a href=a.html>阅读全文</a>",
            "<p>秋收将至，现就做好秋收工作有关事项通知如下...<a href=a.html>[查看全文]</a></p>",
        ] {
            assert_eq!(refused(teaser), Some(Reason::Unreadable), "{teaser}");
        }
        assert_eq!(
            refused(
                "<p>秋收将至……各单位应当做好有关工作，请认真执行。</p><p>全文</p><p>第一章</p>"
            ),
            None
        );
    }

    #[test]
    fn of_a_page_that_only_links_to_a_file_the_file_is_the_document() {
        let page = |body: &str| {
            page::read(&format!(
                "<h1>示例市水务局关于春灌的通知</h1><div id=zoom>{body}</div>"
            ))
        };
        let draft = page("<p><a href='/f/1.pdf'>关于春灌的通知.pdf</a></p>");
        assert_eq!((draft.refused, draft.pieces.len()), (None, 0));
        assert_eq!(draft.links[0].address, "/f/1.pdf");
        let draft = page("<p>各单位：</p><p><a href='/f/1.pdf'>关于春灌的通知.pdf</a></p>");
        assert_eq!(draft.pieces.len(), 2);
    }

    #[test]
    fn two_documents_under_headings_of_their_own_are_not_one() {
        let of = |number: u8, kind: &str| {
            format!(
                "<h3>示例市人民政府关于春灌的{kind}</h3><p>示政〔2021〕{number}号</p><p>各单位：</p><p>现就有关事项通知如下，请认真执行。</p><p>2021年3月4日</p>"
            )
        };
        let page = |inner: &str| {
            let page = format!("<title>示例市人民政府公报</title><div class=content>{inner}</div>");
            page::read(&page).refused.map(|refusal| refusal.reason)
        };
        let two = of(1, "通知") + &of(2, "决定");
        assert_eq!(page(&two), Some(Reason::NotADocument));
        assert_eq!(page(&of(1, "通知")), None);
    }

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
