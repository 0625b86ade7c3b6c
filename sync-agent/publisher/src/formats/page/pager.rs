//! The pages that one article is cut into (分页). Owns how a page says that it has more of them, where those lie, and which of its lines are the
//! pager and no text.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html};
use url::Url;

use super::find::select;
use crate::formats::html;
use crate::item::{Reason, Refusal};
use crate::reading::draft::Piece;
use crate::reading::tidy::{length, squeeze};

/// An article of more pages is cut here, and told.
pub const PAGES_MAX: usize = 200;

/// Words of a pager's buttons.
const BUTTONS: &[&str] = &[
    "下一页",
    "上一页",
    "上页",
    "下页",
    "首页",
    "末页",
    "尾页",
    "最后一页",
    "第一页",
    "前一页",
    "后一页",
    "跳转到",
    "跳转",
    "转到",
    "跳至",
    "当前",
    "总共",
    "全文",
    "显示全文",
    "余下全文",
    "页次",
    "GO",
    "Go",
    "go",
];

/// How many pages an article has by what its page says in a script (TRS) or in its pager: 共4页.
pub fn counted(source: &str) -> usize {
    let number = |rest: &str| -> Option<usize> {
        let rest = rest.trim_start();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest[..digits].parse().ok()
    };
    let assigned = source.split("countPage").skip(1);
    let assigned = assigned.filter_map(|rest| number(rest.trim_start().strip_prefix('=')?));
    let called = source.split("createPageHTML(").skip(1).filter_map(number);
    let of_scripts = assigned.chain(called);
    of_scripts.max().unwrap_or(1)
}

/// How many pages the words of a page say there are while they show the first: 第1页 共4页.
pub fn told(source: &str) -> usize {
    const CHARS_MAX: usize = 24;
    let digits = |text: &str| -> Option<usize> {
        let end = text.bytes().take_while(u8::is_ascii_digit).count();
        text[end..]
            .starts_with('页')
            .then(|| text[..end].parse().ok())?
    };
    let first = |text: &str| {
        let mut numbers = text.split('第').skip(1).filter_map(digits);
        numbers.any(|number| number == 1)
    };
    let words: String = source
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, w)| w))
        .collect();
    let bare = squeeze(&words);
    let counts = bare.match_indices('共').filter_map(|(at, mark)| {
        let behind = &bare[at + mark.len()..];
        let count = digits(behind)?;
        let near: String = behind.chars().take(CHARS_MAX).collect();
        let back: Vec<char> = bare[..at].chars().rev().take(CHARS_MAX).collect();
        let back: String = back.into_iter().rev().collect();
        (first(&near) || first(&back)).then_some(count)
    });
    counts
        .filter(|count| *count <= PAGES_MAX)
        .max()
        .unwrap_or(1)
}

/// Addresses of further pages of the article at `link` by their number in the address: links that carry its own name and a number behind it.
pub fn further(source: &str, link: &Url) -> BTreeMap<usize, String> {
    let mut found = BTreeMap::new();
    let name = link.path().rsplit('/').next().unwrap_or_default();
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
    let mentioned = ['_', '-']
        .iter()
        .any(|mark| source.contains(&format!("{name}{mark}")));
    // Most articles have one page: those are not parsed for it.
    if !mentioned && link.query().is_none() || html::nests_too_deep(source) {
        return found;
    }
    let page = Html::parse_document(source);
    for element in select(&page, "a, option") {
        let address = element
            .value()
            .attr("href")
            .or_else(|| element.value().attr("value"));
        let Some(url) = address.and_then(|address| link.join(address.trim()).ok()) else {
            continue;
        };
        if url.host_str() == link.host_str()
            && let Some(number) = number_of(&url, link)
        {
            found.entry(number).or_insert_with(|| String::from(url));
        }
    }
    found
}

/// Which page of `link` an address is: `t1_2.html` of `t1.html`, `?id=1&page=2` of `?id=1`.
fn number_of(url: &Url, link: &Url) -> Option<usize> {
    const PARAMETERS: &[&str] = &[
        "page",
        "p",
        "pageno",
        "pageindex",
        "currentpage",
        "pagenum",
        "curpage",
    ];
    const DIGITS_MAX: usize = 3;
    let counted = |digits: &str| -> Option<usize> {
        let fits =
            (1..=DIGITS_MAX).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| digits.parse().ok())?
            .filter(|n| (1..=PAGES_MAX).contains(n))
    };
    if url.path() != link.path() {
        let (stem, kind) = link.path().rsplit_once('.')?;
        let rest = url
            .path()
            .strip_prefix(stem)?
            .strip_suffix(kind)?
            .strip_suffix('.')?;
        return counted(rest.strip_prefix(['_', '-'])?);
    }
    let is_number = |key: &str| PARAMETERS.contains(&key.to_ascii_lowercase().as_str());
    let own = |url: &Url| -> Vec<(String, String)> {
        let pairs = url.query_pairs().filter(|(key, _)| !is_number(key));
        pairs
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect()
    };
    let (_, number) = url.query_pairs().find(|(key, _)| is_number(key))?;
    (own(url) == own(link))
        .then(|| counted(&number))?
        .filter(|n| *n > 1)
}

/// Page 1 of 4 is no document: the rest lies elsewhere.
pub fn cut_off(source: &str, pieces: &[Piece]) -> Option<Refusal> {
    let count = usize::max(counted(source), shown(pieces));
    (count > 1).then(|| {
        let detail = format!("one page of {count}: the others are not here");
        Refusal::new(Reason::Unreadable, detail)
    })
}

/// The lines of a pager that stands next behind a body, outside it; none where something else follows.
pub fn behind(root: ElementRef<'_>) -> Vec<Piece> {
    const UP_MAX: usize = 2;
    let mut at = root;
    for _ in 0..=UP_MAX {
        let following = at.next_siblings().filter_map(ElementRef::wrap);
        let mut following = following.map(html::pieces);
        if let Some(next) = following.find(|pieces| !pieces.is_empty()) {
            let is_pager = |piece: &Piece| piece.text().is_some_and(is_of_pager);
            return match next.iter().all(is_pager) {
                true => next,
                false => Vec::new(),
            };
        }
        let Some(around) = at.parent().and_then(ElementRef::wrap) else {
            break;
        };
        at = around;
    }
    Vec::new()
}

/// How many pages the pager in a body shows; 1 where there is none.
fn shown(pieces: &[Piece]) -> usize {
    let mut most = 1;
    for range in pagers(pieces) {
        let lines: Vec<&str> = pieces[range].iter().filter_map(Piece::text).collect();
        let bare = squeeze(&lines.concat());
        let numbers = bare.split(|c: char| !c.is_ascii_digit());
        let numbers = numbers.filter_map(|digits| digits.parse::<usize>().ok());
        // 上一页 下一页 without numbers leads to other articles.
        let says = |words: &[&str]| words.iter().any(|word| bare.contains(word));
        let more = says(&["下一页", "下页", "后一页"]) && !says(&["上一页", "上页", "前一页"]);
        let largest = numbers.filter(|n| *n <= PAGES_MAX).max().unwrap_or(1);
        most = most.max(largest.max(if more { 2 } else { 1 }));
    }
    most
}

/// The pieces without the lines of a pager.
pub fn without(pieces: Vec<Piece>) -> Vec<Piece> {
    let ranges = pagers(&pieces);
    let kept = pieces.into_iter().enumerate();
    let kept = kept.filter(|(at, _)| !ranges.iter().any(|range| range.contains(at)));
    kept.map(|(_, piece)| piece).collect()
}

/// Runs of lines that are nothing but buttons and numbers of a pager: `第1页 共4页 下一页`, or each on its own line.
fn pagers(pieces: &[Piece]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let run = pieces[at..]
            .iter()
            .take_while(|piece| piece.text().is_some_and(is_of_pager));
        let end = at + run.count();
        let words: String = pieces[at..end]
            .iter()
            .filter_map(Piece::text)
            .map(squeeze)
            .collect();
        let turns = ["下一页", "上一页", "下页", "上页", "后一页", "前一页"];
        let counts = words.contains('第') && words.contains('共') && words.contains('页');
        if counts || turns.iter().any(|word| words.contains(word)) || is_row(&words) {
            found.push(at..end);
        }
        at = end.max(at + 1);
    }
    found
}

/// [1][2][3]: numbers in brackets that count up from the first page.
fn is_row(words: &str) -> bool {
    let numbers = words.split(['[', ']']).filter(|part| !part.is_empty());
    let numbers: Vec<Option<usize>> = numbers.map(|part| part.parse().ok()).collect();
    let counts_up = |(at, number): (usize, &Option<usize>)| *number == Some(at + 1);
    words.starts_with('[') && numbers.len() > 1 && numbers.iter().enumerate().all(counts_up)
}

fn is_of_pager(line: &str) -> bool {
    const CHARS_MAX: usize = 80;
    if length(line) > CHARS_MAX {
        return false;
    }
    let bare = squeeze(line);
    let mut rest = bare.as_str();
    while let Some(first) = rest.chars().next() {
        if let Some(button) = BUTTONS.iter().find(|button| rest.starts_with(**button)) {
            rest = &rest[button.len()..];
            continue;
        }
        let mark = first.is_ascii_digit()
            || matches!(
                first,
                '第' | '共'
                    | '条'
                    | '每'
                    | '页'
                    | '/'
                    | '.'
                    | '…'
                    | '<'
                    | '>'
                    | '«'
                    | '»'
                    | '['
                    | ']'
                    | '【'
                    | '】'
                    | '|'
                    | '('
                    | ')'
                    | '（'
                    | '）'
                    | ':'
                    | '：'
                    | ','
                    | '，'
                    | '·'
                    | '-'
                    | '‹'
                    | '›'
            );
        if !mark {
            return false;
        }
        rest = &rest[first.len_utf8()..];
    }
    !bare.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::page::{Hints, read, read_with};

    fn page(pager: &str) -> String {
        format!(
            "<title>关于春耕的通知</title><div id=zoom><p>各单位：</p><p>现将春耕事项通知如下，请认真执行。</p>{pager}</div>"
        )
    }

    #[test]
    fn one_page_of_several_is_refused_and_a_whole_one_loses_its_pager() {
        for pager in [
            "<p>第1页 共4页 <a href=x_2.html>下一页</a></p>",
            "<p>第 1 页 / 共 4 页</p>",
            "<div class=page><span>1</span><a href=x_1.html>2</a><a>3</a><a>下一页</a></div>",
            "<p>1</p><p>2</p><p>下一页</p>",
            "<p>[1] [2] [3] 下一页 尾页</p>",
            "<script>var countPage = 3;</script>",
            "<script>createPageHTML(4, 0, 't20260409_4', 'html')</script>",
            "<p><a>[1]</a> <a href=x_2.html>[2]</a> <a href=x_3.html>[3]</a></p>",
        ] {
            let page = page(pager);
            let refused = read(&page).refused.map(|refusal| refusal.reason);
            assert_eq!(refused, Some(Reason::Unreadable), "{pager}");
            let whole = read_with(
                &page,
                Hints {
                    joined: true,
                    ..Hints::default()
                },
            );
            assert_eq!((whole.refused, whole.pieces.len()), (None, 2), "{pager}");
        }
        for text in [
            "<p>共4页</p>",
            "<p>1</p><p>2</p>",
            "<p>首页</p>",
            "<p>请在下一页填写。</p>",
            "<p>上一页 下一页</p>",
            "<p>[2][3]</p>",
            "</div><p>政策问答</p><p>第1页 共4页 下一页</p><div>",
            "<script>createPageHTML(1, 0, 'a', 'html')</script><p>第1页 共1页</p>",
        ] {
            assert_eq!(read(&page(text)).refused, None, "{text}");
        }
    }

    #[test]
    fn a_pager_next_behind_the_body_counts_as_one_in_it() {
        for pager in [
            "<div class=page>第1页/共4页 <a href=x_1.html>下一页</a></div>",
            "<p></p><p>1/4 <a href=x_2.html>2</a> <a>3</a> <a>4</a> <a>下一页</a></p>",
            "<ul><li>1</li><li><a>2</a></li><li><a>下一页</a></li></ul>",
            "<div><a>[1]</a> <a href=x_2.html>[2]</a></div>",
        ] {
            let page = page(&format!("</div>{pager}<div>"));
            let refused = read(&page).refused.map(|refusal| refusal.reason);
            assert_eq!(refused, Some(Reason::Unreadable), "{pager}");
        }
    }

    #[test]
    fn pages_are_found_by_the_name_of_their_article() {
        let link = Url::parse("http://www.example.invalid/a/t20260409_1.html").unwrap();
        let source = "<a href=t20260409_1_2.html>2</a><a href='./t20260409_1_3.html'>3</a><a href=t20260409_12.html>下一篇</a>\
            <a href='http://other.invalid/a/t20260409_1_4.html'>4</a><a href=t20260409_1_20260409.html>旧</a>";
        let found: Vec<usize> = further(source, &link).into_keys().collect();
        assert_eq!(found, [2, 3]);
        let link = Url::parse("http://www.example.invalid/a.jsp?id=7").unwrap();
        let source = "<a href='a.jsp?id=7&page=2'>2</a><a href='a.jsp?id=8&page=3'>3</a><a href='a.jsp?id=7&page=1'>1</a>";
        let found: Vec<usize> = further(source, &link).into_keys().collect();
        assert_eq!(found, [2]);
    }

    #[test]
    fn the_number_of_pages_is_read_beside_the_first() {
        for (source, count) in [
            ("<p>第1页 <b>共4页</b></p>", 4),
            ("共 12 页　当前第 1 页", 12),
            ("第2页 共4页", 1),
            ("本册共4页。", 1),
            ("共4条", 1),
        ] {
            assert_eq!(told(source), count, "{source}");
        }
    }
}
