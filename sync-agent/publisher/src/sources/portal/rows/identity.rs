//! Which article an address is of. Owns the numbers of the content systems, and what tells apart addresses that have none: two articles
//! with one id would be one, and the other nowhere.

use sha2::{Digest, Sha256};
use url::Url;

use crate::sources::portal::pick;

/// Numbers that a content system gives an article, whatever column it stands in.
const OF_ARTICLES: [&str; 8] = [
    r"/t\d{8}_(\d+)\.",
    r"/art_\d+_(\d+)\.",
    r"/content_(\d+)\.",
    r"/c(\d+)/content\.",
    r"/info/\d+/(\d+)\.",
    r"(?i)[?&](?:docid|articleid|infoid|newsid|wbnewsid|contentid)=([\w-]+)",
    r"/post_(\d+)\.",
    r"/content/post_(\d+)",
];
/// Of a query that only says how or when the page was reached, lower case.
const OF_NO_ARTICLE: [&str; 11] = [
    "jsessionid",
    "phpsessid",
    "sid",
    "_",
    "t",
    "timestamp",
    "rnd",
    "random",
    "from",
    "spm",
    "tdsourcetag",
];
/// Endings of programs: what they show is said by the query, whatever they are called (`view2.asp`).
const PROGRAMS: [&str; 8] = ["asp", "aspx", "ashx", "jsp", "jspx", "php", "do", "action"];
/// Longest id, bytes; of a longer one the begin and a digest are kept.
const BYTES_MAX: usize = 160;

/// The number that the content system gave an article, whatever column it stands in; else the path of its address, with the query where
/// only that tells two articles apart (`show.asp?aid=12`). Never empty.
pub fn article_id(link: &str) -> String {
    let number = OF_ARTICLES.iter().find_map(|pattern| {
        let found = pick::expression(pattern).ok()?.captures(link)?;
        Some(found.get(1)?.as_str().to_owned())
    });
    if let Some(number) = number {
        return number;
    }
    let id = Url::parse(link).map_or_else(|_| link.to_owned(), |url| of_address(&url));
    // What has neither letter nor figure names nothing.
    if id.len() <= BYTES_MAX && id.contains(|c: char| c.is_alphanumeric()) {
        return id;
    }
    let begin: String = id
        .chars()
        .take_while(char::is_ascii)
        .take(BYTES_MAX / 2)
        .collect();
    format!("{begin}-{}", &hex::encode(Sha256::digest(link))[..16])
}

/// Path without the kind of file, then what of the query or of the program in the page (`#/detail/7`) says which article.
fn of_address(url: &Url) -> String {
    let path = url.path().trim_matches('/');
    let path = path
        .split('/')
        .map(|part| part.split(';').next().unwrap_or_default());
    let path = path.collect::<Vec<_>>().join("/");
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let (name, kind) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_program = PROGRAMS.contains(&&*kind.to_lowercase());
    let mut parts: Vec<String> = folder.split('/').map(str::to_owned).collect();
    parts.push(name.to_owned());
    // A name with a number is an article's; `show` and `index` are a program's.
    if is_program || !name.contains(|c: char| c.is_ascii_digit()) {
        let told = url
            .query_pairs()
            .filter(|(key, _)| !OF_NO_ARTICLE.contains(&&*key.to_lowercase()));
        parts.extend(told.map(|(key, value)| plain(&format!("{key}={value}"))));
        let route = url
            .fragment()
            .filter(|route| route.trim_start_matches('!').starts_with('/'));
        parts.extend(route.map(|route| plain(route.trim_matches(['!', '/']))));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("_")
}

/// As a part of an id: letters, figures and what joins them.
fn plain(text: &str) -> String {
    let kept = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '=' | '.');
    text.chars()
        .map(|c| if kept(c) { c } else { '_' })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn two_articles_never_have_one_id_and_one_article_never_two() {
        let id = |rest: &str| article_id(&format!("http://www.example.invalid/{rest}"));
        let known = [
            ("zc/201810/t20181015_89.html", "89"),
            ("art/2018/10/15/art_7_89.html", "89"),
            (
                "content.jsp?urltype=news.NewsContentUrl&wbtreeid=1001&wbnewsid=89",
                "89",
            ),
            ("show.aspx?id=3&NewsID=89", "89"),
            ("zc/89.shtml", "zc_89"),
            ("zc/89.shtml?from=list", "zc_89"),
            ("zc/index.html", "zc_index"),
            // Only the query says which.
            ("?p=89", "p=89"),
            ("zc/show.asp?id=89", "zc_show_id=89"),
            ("gg/show.asp?id=89", "gg_show_id=89"),
            ("show.php?c=zc&n=89", "show_c=zc_n=89"),
            ("view2.asp?id=89", "view2_id=89"),
            ("zc/89.jsp", "zc_89"),
            ("zc/show.jsp;jsessionid=A1?n=89&t=5", "zc_show_n=89"),
            ("#/detail/89", "detail_89"),
            ("#!/detail?n=89", "detail_n=89"),
        ];
        for (link, expected) in known {
            assert_eq!(id(link), expected, "{link}");
        }
        // What is named by nothing has an id of its own all the same.
        let nameless = [
            "",
            ".htm",
            "%0F?t=1",
            "---",
            &"a/".repeat(400),
            &"a/".repeat(401),
        ];
        let mut ids = nameless.map(id).to_vec();
        ids.sort();
        ids.dedup();
        assert!(ids.len() == nameless.len(), "{ids:?}");
        assert!(
            ids.iter()
                .all(|id| !id.contains('/') && (1..200).contains(&id.len())),
            "{ids:?}"
        );
    }
}
