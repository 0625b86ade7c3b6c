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

/// Page 1 of 4 is no document: the rest lies elsewhere. Says no more of which and how many than the page does.
pub fn cut_off(source: &str, pieces: &[Piece]) -> Option<Refusal> {
    let pager = shown(pieces);
    let of_scripts = Some(counted(source)).filter(|count| *count > 1);
    let detail = match (of_scripts.max(pager.count), pager.at, pager.leads_on) {
        (Some(1), ..) => return None,
        (Some(count), Some(at), _) if at <= count => {
            format!("page {at} of {count}: the others are not here")
        }
        (Some(count), ..) => format!("one page of {count}: the others are not here"),
        (None, ..) if pager.least > 1 => {
            let least = pager.least;
            format!("one page of {least} or more: the others are not here")
        }
        (None, _, Some(button)) => {
            format!("the first of several pages: {button} leads to others that are not here")
        }
        (None, ..) => return None,
    };
    Some(Refusal::new(Reason::Unreadable, detail))
}

/// What the pagers in a body say.
#[derive(Debug, Default, PartialEq, Eq)]
struct Pager {
    /// 共23页.
    count: Option<usize>,
    /// The highest page that has a button: behind it there may be more.
    least: usize,
    /// 第1页.
    at: Option<usize>,
    /// The button to the next page, where none leads back.
    leads_on: Option<&'static str>,
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

fn shown(pieces: &[Piece]) -> Pager {
    let mut all = Pager::default();
    for range in pagers(pieces) {
        let lines: Vec<&str> = pieces[range].iter().filter_map(Piece::text).collect();
        let bare = squeeze(&lines.concat());
        // 上一页 下一页 without numbers leads to other articles.
        let said =
            |words: &[&'static str]| words.iter().find(|word| bare.contains(**word)).copied();
        let back = said(&["上一页", "上页", "前一页"]);
        let leads_on = said(&["下一页", "下页", "后一页"]).filter(|_| back.is_none());
        let counts = number_between(&bare, "共", "页").or_else(|| of_two(&bare));
        all.count = all.count.max(counts);
        all.at = all.at.or_else(|| number_between(&bare, "第", "页"));
        all.least = all.least.max(highest(&lines.join(" ")));
        all.leads_on = all.leads_on.or(leads_on);
    }
    all
}

/// 第1页, 共23页: the first number with these words around it.
fn number_between(bare: &str, before: &str, behind: &str) -> Option<usize> {
    bare.split(before).skip(1).find_map(|rest| {
        let end = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest[end..]
            .starts_with(behind)
            .then(|| rest[..end].parse().ok())?
    })
}

/// 页次：1/23.
fn of_two(bare: &str) -> Option<usize> {
    let (_, rest) = bare.strip_prefix("页次")?.split_once('/')?;
    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest[..end].parse().ok()
}

/// The highest number that may be one of a page.
fn highest(words: &str) -> usize {
    let mut most = 1;
    let mut rest = words;
    while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[from..].bytes().take_while(u8::is_ascii_digit).count();
        let number = run_together(&rest[from..from + digits]);
        let counts_rows = rest[..from].ends_with("每页") || rest[from + digits..].starts_with('条');
        if number <= PAGES_MAX && !counts_rows {
            most = most.max(number);
        }
        rest = &rest[from + digits..];
    }
    most
}

/// The number that digits are, or the last of several where no blank stands between the buttons: 123 are 1, 2 and 3.
fn run_together(digits: &str) -> usize {
    for first in [1, 2] {
        let (mut said, mut last) = (String::new(), first);
        while said.len() < digits.len() {
            said.push_str(&last.to_string());
            last += 1;
        }
        if said == digits && last - first > 1 {
            return last - 1;
        }
    }
    digits.parse().unwrap_or(0)
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
        let counts = counts || words.starts_with("页次");
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
mod tests;
