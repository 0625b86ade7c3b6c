//! What a site says when it has no document to show: gone, forbidden, a captcha, a redirect. Owns where those wordings count: in a short text
//! only, since an honest one may quote them, and not in a notice that speaks of what its title names. A short text that nobody signed must
//! name that in any case, whatever its words are.

mod matter;
mod wordings;

use crate::item::{Reason, Refusal};
use crate::reading::draft::{Draft, Piece};
use crate::reading::facts;
use crate::reading::head::titles;
use crate::reading::labels;
use crate::reading::tidy::{length, squeeze};
use wordings::{GONE, OF_SITES, TITLES, TO_COME, WORDS};

/// A page of this kind has no more words.
const CHARS_MAX: usize = 400;

/// A text with fewer that nobody signed must name the matter of its title.
const SHORT_CHARS: usize = 60;
/// What is still to come is said with no more.
const TO_COME_CHARS_MAX: usize = 40;

/// So many dates on lines of their own, and hardly a sentence, are the rows of a list.
const DATED_ROWS_MIN: usize = 5;

/// The imprint of a site, by what its lines open with or hold.
const IMPRINT: &[&str] = &[
    "主办单位",
    "主办：",
    "主办:",
    "承办单位",
    "承办：",
    "承办:",
    "版权所有",
    "网站标识码",
    "icp备",
    "公网安备",
    "copyright",
    "技术支持",
    "网站地图",
    "联系我们",
    "关于我们",
    "建议使用",
    "您是第",
];

/// Why the draft is no document; none if it may be one.
pub fn judge(draft: &Draft) -> Option<Refusal> {
    let refuse = |detail: String| Some(Refusal::new(Reason::NotADocument, detail));
    let lines: Vec<&str> = draft.pieces.iter().filter_map(Piece::text).collect();
    let tables = draft.pieces.iter().any(|p| matches!(p, Piece::Table(_)));
    let chars: usize = lines.iter().map(|line| length(line)).sum();
    if let Some(what) = for_machines(&lines) {
        return refuse(what);
    }
    let dated = lines.iter().filter(|l| facts::only_date(l).is_some());
    let dated = dated.count();
    let sentences: usize = lines.iter().map(|l| l.matches(['。', '；']).count()).sum();
    if dated >= DATED_ROWS_MIN && sentences * 3 <= dated && !tables {
        return refuse(format!(
            "a list: {dated} rows with a date each and {sentences} sentences"
        ));
    }
    let titled = squeeze(draft.fields.title.as_deref().unwrap_or_default());
    if OF_SITES.contains(&titled.as_str()) && !is_official(&lines) {
        return refuse(format!("a page of the site itself: {titled}"));
    }
    if tables || chars > CHARS_MAX {
        return None;
    }
    if let Some(word) = failure_told_by(draft.fields.title.as_deref().unwrap_or_default())
        && !is_official(&lines)
    {
        return refuse(format!("its title says {word}"));
    }
    if lines.is_empty() {
        return None;
    }
    if lines.iter().all(|line| is_imprint(line)) {
        return refuse(format!("only the imprint of a site: {}", lines[0]));
    }
    if is_official(&lines) {
        return None;
    }
    let bare = |text: &str| squeeze(text).to_ascii_lowercase();
    let title = draft.fields.title.as_deref().unwrap_or_default();
    let own = matter::without_title(title, &lines).concat();
    let named = matter::names(title, &own);
    let notice = is_notice(title) && named;
    let titled = bare(title);
    if let Some(word) = TITLES.iter().find(|word| titled.starts_with(*word))
        && !notice
    {
        return refuse(format!("a page titled {word} with {chars} characters"));
    }
    let text = bare(&own);
    let to_come = TO_COME.iter().filter(|_| length(&own) <= TO_COME_CHARS_MAX);
    let mut all = WORDS.iter().chain(GONE).chain(to_come);
    if let Some(said) = all.find(|word| text.contains(*word))
        && !notice
    {
        return refuse(format!("a page of {chars} characters that says {said}"));
    }
    let pictures = draft.pieces.iter().any(|p| matches!(p, Piece::Picture(_)));
    let signed = lines.iter().any(|line| facts::issuers(line).is_some());
    let proven = matter::is_official_prose(&own)
        || signed
        || pictures
        || !draft.links.is_empty()
        || facts::find_date(&own).is_some();
    (length(&own) < SHORT_CHARS && !own.is_empty() && !named && !proven).then(|| {
        let detail = format!(
            "{} characters that do not name what {title} is about",
            length(&own)
        );
        Refusal::new(Reason::NotADocument, detail)
    })
}

/// What a title says that is the sentence of a failed page, and names no kind of document: 很抱歉，您要查看的网页不存在.
fn failure_told_by(title: &str) -> Option<&'static str> {
    let bare = squeeze(title).to_ascii_lowercase();
    let is_titled = title.contains("关于") || titles::ends_like_title(title);
    let mut words = GONE.iter().chain(WORDS);
    words
        .find(|word| bare.contains(**word))
        .filter(|_| !is_titled)
        .copied()
}

/// By which words a page says that its document was taken away; `chars_max` is how many it has at most.
pub fn removed(draft: &Draft, chars_max: usize) -> Option<&'static str> {
    let lines: Vec<&str> = draft.pieces.iter().filter_map(Piece::text).collect();
    let chars: usize = lines.iter().map(|line| length(line)).sum();
    if chars > chars_max || is_official(&lines) {
        return None;
    }
    let title = draft.fields.title.as_deref().unwrap_or_default();
    let own = matter::without_title(title, &lines).concat();
    let text = squeeze(&own).to_ascii_lowercase();
    let said = GONE.iter().find(|word| text.contains(**word))?;
    (!is_notice(title) || !matter::names(title, &own)).then_some(*said)
}

/// Signed, numbered or divided into articles: a document, whatever it speaks of.
fn is_official(lines: &[&str]) -> bool {
    const LABELS_MIN: usize = 3;
    let labelled = lines.iter().filter(|line| labels::label(line).is_some());
    labelled.count() >= LABELS_MIN
        || lines.iter().any(|line| {
            facts::document_number(line).is_some()
                || facts::only_date(line).is_some()
                || labels::label(line).is_some_and(|l| l.kind == labels::Kind::Article)
        })
}

/// 关于…的通知, …的通告: a title that pages of a site's own have not.
fn is_notice(title: &str) -> bool {
    title.contains("关于") && titles::ends_like_title(title)
}

/// How an answer begins that was made for a program, where it was saved as if it were a text.
const OPENINGS: &[&str] = &[
    "<!doctype",
    "<html",
    "<?xml",
    "<rss",
    "<feed",
    "<datastore",
    "<head",
    "<body",
    "<script",
    "http/1.",
    "http/2",
    "mime-version:",
    "from:mime-version:",
    "from:<savedby",
    "content-type:multipart",
    "%pdf-",
    "{\"",
    "[{",
    "{'",
];

/// Tags that only show where markup was taken for words.
const TAGS: &[&str] = &[
    "</p>",
    "<br",
    "</span>",
    "</div>",
    "</td>",
    "</a>",
    "&nbsp;",
    "</font>",
    "</strong>",
];

/// The source of a page, or an answer of an interface, in place of words.
fn for_machines(lines: &[&str]) -> Option<String> {
    const TAGS_MIN: usize = 3;
    let first = squeeze(lines.first()?.get(..64).unwrap_or(lines[0])).to_ascii_lowercase();
    if let Some(opening) = OPENINGS.iter().find(|o| first.starts_with(**o)) {
        return Some(format!("an answer for programs: it begins with {opening}"));
    }
    // JSONP: callback({…}).
    let called = first.split_once("({\"").map(|(name, _)| name);
    if called.is_some_and(|n| {
        !n.is_empty()
            && n.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_$.".contains(&b))
    }) {
        return Some("an answer for programs: it begins with a call".to_owned());
    }
    let tagged = |line: &&&str| TAGS.iter().any(|tag| line.contains(tag));
    let tags: usize = lines
        .iter()
        .map(|line| {
            TAGS.iter()
                .map(|tag| line.matches(tag).count())
                .sum::<usize>()
        })
        .sum();
    let with = lines.iter().filter(tagged).count();
    (tags >= TAGS_MIN && with * 2 >= lines.len())
        .then(|| format!("the source of a page: {tags} tags stand among the words"))
}

fn is_imprint(line: &str) -> bool {
    let bare = squeeze(line).to_ascii_lowercase();
    IMPRINT.iter().any(|words| bare.contains(words))
}

#[cfg(test)]
mod tests;
