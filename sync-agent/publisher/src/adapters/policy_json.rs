//! One document of the State Council's policy library as JSON: address, index number, title, office, number, body as HTML.
//! Owns that shape; the body is read like any page.

use scraper::{Html, Selector};
use serde::Deserialize;

use super::draft::{Draft, Piece};
use super::facts::document_number;
use super::fields::Fields;
use super::{html, page, tidy};

/// The file.
#[derive(Debug, Deserialize)]
struct Policy {
    #[serde(default)]
    crawl_url: String,
    #[serde(default)]
    index_number: String,
    title: String,
    #[serde(default)]
    release_office: String,
    #[serde(default)]
    release_number: String,
    content_html: String,
}

/// Reads a policy file; the message says what is wrong.
pub fn read(text: &str) -> Result<Draft, String> {
    let policy: Policy = serde_json::from_str(text).map_err(|e| format!("no policy JSON: {e}"))?;
    if html::nests_too_deep(&policy.content_html) {
        return Err("elements are nested too deep".to_owned());
    }
    let said = |value: &str| {
        let value = tidy::line(value);
        (!value.is_empty() && value != "无").then_some(value)
    };
    let address =
        said(&policy.crawl_url).filter(|a| a.starts_with("http://") || a.starts_with("https://"));
    let fields = Fields {
        title: said(&policy.title).map(|t| tidy::close_up(&t)),
        agency: said(&policy.release_office),
        doc_no: said(&policy.release_number).map(|n| document_number(&n).unwrap_or(n)),
        index_no: said(&policy.index_number),
        published_on: address.as_deref().and_then(page::date_of_address),
        source_url: address,
        ..Fields::default()
    };
    Ok(Draft {
        fields,
        pieces: body(&policy.content_html),
    })
}

/// The crawl cut the body out of a table, and loose rows vanish when parsed: they are given their table back.
fn body(content: &str) -> Vec<Piece> {
    let loose = content.trim_start();
    let wrapped = if ["<tbody", "<tr", "<td"]
        .iter()
        .any(|tag| loose.starts_with(tag))
    {
        format!("<table>{content}</table>")
    } else {
        content.to_owned()
    };
    let parsed = Html::parse_document(&wrapped);
    let marked = Selector::parse("#UCAP-CONTENT").ok();
    let root = marked
        .and_then(|selector| parsed.select(&selector).next())
        .unwrap_or_else(|| parsed.root_element());
    html::pieces(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_fields_and_body_are_read() {
        let json = r#"{"crawl_url":"http://www.example.invalid/zhengce/content/2018-11/09/content_1.htm","index_number":"000/2018-1","title":"示例办关于某事的通知","release_office":"示例办","release_number":"示办函〔2018〕71号","content_html":"<tbody><tr><td id=\"UCAP-CONTENT\"><p style=\"text-align: center;\">示例办关于某事的通知</p><p>各单位：</p><p style=\"text-align: right;\">示例办&nbsp;&nbsp;</p></td></tr><tr><td></td></tr></tbody>"}"#;
        let draft = read(json).unwrap();
        assert_eq!(draft.fields.published_on.as_deref(), Some("2018-11-09"));
        assert_eq!(draft.fields.doc_no.as_deref(), Some("示办函〔2018〕71号"));
        assert_eq!(draft.pieces.len(), 3);
        assert_eq!(draft.pieces[2].text(), Some("示例办"));
    }

    #[test]
    fn another_shape_is_refused() {
        assert!(read("{\"a\":1}").is_err());
        assert!(read("[]").is_err());
        assert!(read("").is_err());
    }
}
