//! Articles of 广东 gkmlpt (政府信息公开目录管理平台): the page is a shell, and `_CONFIG.DETAIL` in its script holds the article with its data. Owns the
//! names that the system gives them.

use scraper::Html;
use serde_json::Value;

use super::scripted;
use crate::item::Link;
use crate::reading::fields::Fields;
use crate::reading::tidy;

/// Where the text stands.
pub const CONTENT: &str = "DETAIL.content";
const DETAIL: &str = "DETAIL";

/// Whether it is one of its articles.
pub fn is_one(source: &str) -> bool {
    ["gkmlpt", "_CONFIG", DETAIL]
        .iter()
        .all(|mark| source.contains(mark))
}

/// What the system knows of its article.
pub fn fields(page: &Html) -> Option<Fields> {
    let detail = scripted::find(page.root_element(), DETAIL)?;
    let said = |key: &str| text_of(detail.get(key)?);
    let flag = |key: &str| said(key).is_some_and(|said| said == "1" || said == "true");
    let validity = match (flag("is_abolished"), flag("is_expired")) {
        (true, _) => Some("废止"),
        (_, true) => Some("失效"),
        _ => None,
    };
    let mut fields = Fields {
        title: said("title"),
        ..Fields::default()
    };
    for (label, value) in [
        ("文号", said("document_number")),
        ("索引号", said("identifier")),
        ("发布机构", said("publisher")),
        ("有效性", validity.map(str::to_owned)),
        ("成文日期", said("date").as_deref().and_then(day)),
        (
            "发布日期",
            said("display_publish_time").as_deref().and_then(day),
        ),
    ] {
        if let Some(value) = value {
            fields.take_pair(label, &value);
        }
    }
    Some(fields)
}

/// Its attachments, which the text need not link to.
pub fn files(page: &Html) -> Vec<Link> {
    const FILES_MAX: usize = 64;
    let listed = scripted::find(page.root_element(), "DETAIL.attachment")
        .or_else(|| scripted::find(page.root_element(), "DETAIL.attachments"));
    let listed = match listed {
        Some(Value::Array(list)) => list,
        // A list as a text.
        Some(Value::String(words)) => serde_json::from_str(&words).unwrap_or_default(),
        _ => Vec::new(),
    };
    let file = |file: &Value| {
        let said = |keys: &[&str]| keys.iter().find_map(|key| text_of(file.get(key)?));
        let address = said(&["url", "path", "src", "link"])?;
        let named = said(&["name", "title", "file_name", "filename"]);
        let name = named.unwrap_or_else(|| address.rsplit('/').next().unwrap_or_default().into());
        Some(Link { name, address })
    };
    listed.iter().filter_map(file).take(FILES_MAX).collect()
}

fn text_of(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(words) => tidy::line(words),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => String::new(),
    };
    (!words.is_empty()).then_some(words)
}

/// A day, written out or as seconds since 1970, in the country's time.
fn day(said: &str) -> Option<String> {
    const EAST_SECONDS: i64 = 8 * 60 * 60;
    match said.parse::<i64>() {
        Ok(0) => None,
        Ok(seconds) => {
            let there = jiff::Timestamp::from_second(seconds.checked_add(EAST_SECONDS)?).ok()?;
            Some(there.strftime("%Y-%m-%d").to_string())
        }
        Err(_) => Some(said.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::page;
    use crate::item::Reason;
    use crate::reading::draft::Piece;

    const SHELL: &str =
        "<title>示例区信息公开</title><div id=app></div><script src='/gkmlpt/js/app.js'></script>";

    fn article(detail: &str) -> String {
        format!(
            "{SHELL}<script>window._CONFIG = {{ SID: '700001', DETAIL: {detail}, TREE: [] }}</script>"
        )
    }

    #[test]
    fn an_article_that_stands_in_its_pages_script_is_read_with_its_data() {
        let page = article(
            r#"{"id":7,"title":"示例区人民政府关于某事的通告","document_number":"示区府规〔2024〕3号","identifier":"007/2024-00003","publisher":"示例区人民政府","date":"2024-05-06","display_publish_time":1715040000,"is_abolished":1,"content":"\u003Cp\u003E各镇人民政府：\u003C\/p\u003E\u003Cp\u003E现将有关事项通告如下。\u003C\/p\u003E\u003Cp\u003E\u003Ca href=\"\/f\/2.xlsx\"\u003E附表\u003C\/a\u003E\u003C\/p\u003E","attachment":[{"name":"示例表","url":"/f/1.docx"}]}"#,
        );
        let draft = page::read(&page);
        assert_eq!(draft.refused, None);
        let lines: Vec<&str> = draft.pieces.iter().filter_map(Piece::text).collect();
        assert_eq!(lines[..2], ["各镇人民政府：", "现将有关事项通告如下。"]);
        let fields = &draft.fields;
        let said = [
            &fields.title,
            &fields.doc_no,
            &fields.index_no,
            &fields.agency,
            &fields.issued_on,
            &fields.published_on,
            &fields.validity,
        ];
        let said = said.map(|field| field.as_deref().unwrap_or("-"));
        assert_eq!(
            said,
            [
                "示例区人民政府关于某事的通告",
                "示区府规〔2024〕3号",
                "007/2024-00003",
                "示例区人民政府",
                "2024-05-06",
                "2024-05-07",
                "废止"
            ]
        );
        let links: Vec<&str> = draft.links.iter().map(|l| l.address.as_str()).collect();
        assert_eq!(links, ["/f/2.xlsx", "/f/1.docx"]);
    }

    #[test]
    fn a_shell_without_an_article_in_it_stays_one() {
        for detail in [
            "{\"content\":\"\"}",
            "null",
            "load(7)",
            "{\"content\":null}",
        ] {
            let refused = page::read(&article(detail)).refused.map(|r| r.reason);
            assert_eq!(refused, Some(Reason::NotADocument), "{detail}");
        }
    }

    #[test]
    fn a_text_that_closes_more_than_it_opens_loses_nothing() {
        let page = article(
            r#"{"title":"关于某事的通告","content":"<p>第一段，请认真执行。</p></div></body><p>第二段，请认真执行。</p>"}"#,
        );
        let draft = page::read(&page);
        let lines: Vec<&str> = draft.pieces.iter().filter_map(Piece::text).collect();
        assert_eq!(lines, ["第一段，请认真执行。", "第二段，请认真执行。"]);
    }
}
