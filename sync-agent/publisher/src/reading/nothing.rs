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
use wordings::{GONE, TITLES, TO_COME, WORDS};

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
    if tables || chars > CHARS_MAX || lines.is_empty() {
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
mod tests {
    use super::*;

    fn verdict(title: &str, lines: &[&str]) -> Option<Reason> {
        let mut draft = Draft {
            pieces: lines.iter().map(|line| Piece::plain(*line)).collect(),
            ..Draft::default()
        };
        draft.fields.title = Some(title.to_owned());
        judge(&draft).map(|refusal| refusal.reason)
    }

    #[test]
    fn pages_that_say_there_is_nothing_are_no_documents() {
        for (title, line) in [
            ("404 Not Found", "返回首页。"),
            (
                "示例市人民政府",
                "您访问的页面不存在或已被删除，请返回首页。",
            ),
            ("安全验证", "请点击按钮。"),
            ("x", "您的访问过于频繁，请稍后再试。"),
            ("x", "请启用 JavaScript 后继续。"),
            ("x", "您的请求带有不合法参数，已被网站管理员设置拦截！"),
            (
                "示例市规划",
                "主办：示例市人民政府办公室　网站标识码：0000000000",
            ),
        ] {
            assert_eq!(
                verdict(title, &[line]),
                Some(Reason::NotADocument),
                "{line}"
            );
        }
    }

    #[test]
    fn what_was_made_for_programs_is_no_document() {
        for line in [
            "<!doctype html><html><head><meta charset=\"utf-8\"><title>示例</title>",
            "{\"code\":200,\"data\":{\"list\":[{\"title\":\"关于示例工作的通知\"}]}}",
            "jQuery1124_1({\"code\":200})",
            "<datastore><totalrecord>756</totalrecord>",
            "&nbsp;<p>各单位：</p><p>请认真执行。</p>",
        ] {
            let lines = [line, &"示例".repeat(400)];
            let lines = &lines[..1 + usize::from(!line.contains("</p>"))];
            assert_eq!(verdict("x", lines), Some(Reason::NotADocument), "{line}");
        }
        let notice = [
            "一、网页应当写明 <br> 之外的换行。",
            "二、各单位应当检查网页。",
            "三、各单位应当整改。",
        ];
        assert_eq!(verdict("示例市网页规范", &notice), None);
        assert_eq!(verdict("示例市规范", &["[示例]各单位应当检查。"]), None);
    }

    #[test]
    fn documents_that_speak_of_such_pages_stay() {
        let notice = [
            "各单位：",
            "发现网站页面不存在的，应当立即整改。",
            "2021年3月4日",
        ];
        assert_eq!(verdict("示例市关于整改网站的通知", &notice), None);
        assert_eq!(verdict("示例市办法", &["第一条　登录请输入验证码。"]), None);
        let long = "网站出现系统繁忙的，应当及时处理。".repeat(40);
        assert_eq!(verdict("示例市办法", &[&long]), None);
    }

    #[test]
    fn what_a_site_says_in_place_of_a_text_is_refused_under_any_title() {
        for line in [
            "为了更好的访问体验，请进行验证，通过后即可继续访问网页",
            "请在下方输入图片中的字符：",
            "为保障您的正常访问，请输入下图中的验证码：看不清？换一张",
            "Checking if the site connection is secure",
            "加载中...",
            "Loading...",
            "暂无内容",
            "该信息正在更新中，敬请期待！",
            "对不起，您没有权限查看此信息。",
            "您要找的文章找不到了，可能已被移动或删除。",
            "抱歉，该内容已被管理员删除！",
            "此信息已撤销发布。",
            "如果浏览器没有跳转请点击这里",
            "您的浏览器版本太低，建议您升级浏览器。",
            "“/”应用程序中的服务器错误。",
            "HTTP Status 500 – Internal Server Error",
            "HTTP Error 400. The request URL is invalid.",
            "You don't have permission to access this page on this server.",
            "欢迎使用示例市免费无线网络，请输入手机号获取验证码登录上网。",
            "本域名正在出售，有意者请联系。",
            "网站已迁移至新域名，请访问新网站。",
            // No list has these: they do not say what the title does.
            "请按从小到大的顺序点按图形后继续浏览（编号 17f31）",
            "本栏目由专人维护。",
        ] {
            for title in ["示例市人民政府关于春耕的通知", "示例市旧馆"] {
                assert_eq!(
                    verdict(title, &[line]),
                    Some(Reason::NotADocument),
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn a_short_notice_that_says_what_its_title_names_stays() {
        for (title, line) in [
            (
                "示例市公安局关于登录方式变更的通告",
                "自4月1日起，市民请先登录统一平台后查看办件结果。特此通告。",
            ),
            (
                "示例市人民政府办公室关于下线旧平台的通知",
                "旧平台内容已下线，请访问新平台。",
            ),
            (
                "示例市大数据局关于系统维护的公告",
                "一体化平台将进行系统维护，期间暂时无法访问，敬请谅解。",
            ),
            ("关于启用图形验证码的通知", "登录时请输入图形验证码。"),
            ("示例市图书馆闭馆公告", "因检修，本馆于3月4日闭馆一天。"),
            ("公示", "经研究，拟同意甲公司项目，现予公示。"),
            ("示例市水务局停水公告", "因施工，3月4日8时至20时停水。"),
            // Signed, dated, or what it says lies in a file.
            ("示例市概况", "全境多山，冬暖夏凉。2021年5月1日统计。"),
        ] {
            assert_eq!(verdict(title, &[line]), None, "{title}");
        }
        assert_eq!(verdict("示例市概况", &["全境多山。", "示例市水务局"]), None);
    }

    #[test]
    fn a_removal_is_told_from_a_document_that_speaks_of_one() {
        let told = |title: &str, lines: &[&str]| {
            let mut draft = Draft {
                pieces: lines.iter().map(|line| Piece::plain(*line)).collect(),
                ..Draft::default()
            };
            draft.fields.title = Some(title.to_owned());
            removed(&draft, 600)
        };
        for line in [
            "该信息已被删除",
            "该文章已被删除或不存在",
            "您访问的信息不存在！",
            "内容已下线",
            "该页面已删除",
            "信息已删除",
            "抱歉，您访问的页面找不到了",
            "404 Not Found",
            "对不起，该信息已撤销",
            "文章已过期或被删除",
        ] {
            let lines = ["示例市关于春耕的通知", line];
            assert!(told("示例市关于春耕的通知", &lines).is_some(), "{line}");
        }
        let title = "示例市关于下线旧平台的通知";
        assert_eq!(
            told(title, &[title, "旧平台内容已下线，请访问新平台。"]),
            None
        );
        assert_eq!(
            told("示例市办法", &["第一条　该信息已被删除的，应当重新发布。"]),
            None
        );
    }
}
