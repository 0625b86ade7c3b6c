//! What a site says when it has no document to show: gone, forbidden, a captcha, a redirect. Owns those wordings; they count in a short text
//! only, since an honest one may quote them.

use crate::item::{Reason, Refusal};
use crate::reading::draft::{Draft, Piece};
use crate::reading::facts;
use crate::reading::labels;
use crate::reading::tidy::{length, squeeze};

/// A page of this kind has no more words.
const CHARS_MAX: usize = 400;

/// So many dates on lines of their own, and hardly a sentence, are the rows of a list.
const DATED_ROWS_MIN: usize = 5;

/// Titles of such pages.
const TITLES: &[&str] = &[
    "404",
    "403",
    "500",
    "502",
    "503",
    "error",
    "notfound",
    "forbidden",
    "安全验证",
    "人机验证",
    "访问验证",
    "验证码",
    "页面不存在",
    "页面未找到",
    "页面没有找到",
    "找不到页面",
    "出错了",
    "错误页",
    "系统提示",
    "提示信息",
    "访问被",
    "拒绝访问",
    "正在跳转",
    "页面跳转",
    "网站维护",
    "系统维护",
    "justamoment",
];

/// Words of such pages, blanks left out.
const WORDS: &[&str] = &[
    "页面不存在",
    "页面未找到",
    "页面没有找到",
    "页面找不到",
    "找不到该页",
    "找不到页面",
    "您访问的页面",
    "您查找的页面",
    "您请求的页面",
    "您要访问的页面",
    "您访问的内容",
    "您访问的信息",
    "文章不存在",
    "信息不存在",
    "内容不存在",
    "不存在或已被删除",
    "不存在或已删除",
    "已被删除或",
    "访问过于频繁",
    "访问频率过高",
    "操作过于频繁",
    "请完成验证",
    "完成下方验证",
    "点击按钮进行验证",
    "请输入验证码",
    "滑动验证",
    "拖动滑块",
    "人机验证",
    "安全验证",
    "请开启javascript",
    "请启用javascript",
    "enablejavascript",
    "javascripttorunthisapp",
    "浏览器不支持",
    "浏览器版本过低",
    "正在跳转",
    "自动跳转",
    "即将跳转",
    "访问被拦截",
    "请求被拦截",
    "已被拦截",
    "拒绝访问",
    "403forbidden",
    "404notfound",
    "502badgateway",
    "serviceunavailable",
    "系统繁忙",
    "网站维护中",
    "系统维护中",
    "正在维护",
    "暂时无法访问",
    "waf",
    "防火墙拦截",
    "应用防火墙",
    "不合法参数",
    "不合法的参数",
    "攻击请求",
    "请求存在威胁",
    "请求被阻断",
    "访问被阻断",
    "访问受限",
    "安全狗",
    "创宇盾",
    "云防护",
    "请先登录",
    "登录后查看",
    "checkingyourbrowser",
    "该文章已",
    "该页面已",
    "内容已下线",
    "信息已下线",
];

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
    // Signed, numbered or divided into articles: a document, whatever it speaks of.
    let official = lines.iter().any(|line| {
        facts::document_number(line).is_some()
            || facts::only_date(line).is_some()
            || labels::label(line).is_some_and(|l| l.kind == labels::Kind::Article)
    });
    if official {
        return None;
    }
    let bare = |text: &str| squeeze(text).to_ascii_lowercase();
    let titled = draft.fields.title.as_deref().map(bare).unwrap_or_default();
    if let Some(word) = TITLES.iter().find(|word| titled.starts_with(*word)) {
        return refuse(format!("a page titled {word} with {chars} characters"));
    }
    let text = bare(&lines.concat());
    let said = WORDS.iter().find(|word| text.contains(*word))?;
    refuse(format!("a page of {chars} characters that says {said}"))
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
}
