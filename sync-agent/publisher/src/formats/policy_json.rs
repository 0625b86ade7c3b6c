//! One document of the State Council's policy library as JSON: address, index number, title, office, number, body as HTML.
//! Owns that shape; the body is read like any page.

use std::collections::BTreeMap;

use scraper::{Html, Selector};
use serde::Deserialize;
use serde_json::Value;

use crate::formats::html;
use crate::formats::page;
use crate::formats::text;
use crate::reading::draft::{Draft, Piece};
use crate::reading::facts::document_number;
use crate::reading::fields::Fields;
use crate::reading::tidy;

/// The file. Numbers stand where words are meant, and `null` where nothing is known.
#[derive(Debug, Deserialize)]
struct Policy {
    content_html: String,
    #[serde(flatten)]
    stated: BTreeMap<String, Value>,
}

impl Policy {
    /// The words under a key, markup taken out; none for an empty value or 无.
    fn said(&self, key: &str) -> Option<String> {
        let value = match self.stated.get(key)? {
            Value::String(words) => words.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let value = if value.contains(['<', '&']) {
            html::words(Html::parse_fragment(&value).root_element())
        } else {
            tidy::line(&value)
        };
        (!value.is_empty() && value != "无").then_some(value)
    }

    /// What any key says about disclosure, the portal's label or the side-car's word.
    fn disclosure(&self) -> Vec<(String, String)> {
        let mut fields = Fields::default();
        for key in self.stated.keys() {
            let Some(value) = self.said(key) else {
                continue;
            };
            if key == "disclosure" {
                fields.disclosure.push((key.clone(), value));
            } else {
                fields.take_pair(key, &value);
            }
        }
        fields.disclosure
    }
}

/// Reads a policy file; the message says what is wrong.
pub fn read(text: &str) -> Result<Draft, String> {
    let policy: Policy = serde_json::from_str(text).map_err(|e| format!("no policy JSON: {e}"))?;
    if html::nests_too_deep(&policy.content_html) {
        return Err("elements are nested too deep".to_owned());
    }
    let address = policy
        .said("crawl_url")
        .filter(|a| a.starts_with("http://") || a.starts_with("https://"));
    let fields = Fields {
        title: policy.said("title").map(|t| tidy::close_up(&t)),
        agency: policy.said("release_office"),
        doc_no: policy
            .said("release_number")
            .map(|n| document_number(&n).unwrap_or(n)),
        index_no: policy.said("index_number"),
        published_on: address.as_deref().and_then(page::date_of_address),
        source_url: address,
        disclosure: policy.disclosure(),
        ..Fields::default()
    };
    let pieces = if policy.content_html.contains('<') {
        body(&policy.content_html)
    } else {
        text::read(&policy.content_html).pieces
    };
    Ok(Draft {
        fields,
        pieces,
        ..Draft::default()
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
    fn nulls_numbers_markup_and_missing_keys_are_no_reason_to_refuse() {
        let draft = read(r#"{"title":"示例办<br>关于某事的&ldquo;通知&rdquo;","release_number":null,"index_number":12,"公开方式":"依申请公开","content_html":"各单位：\n请执行。"}"#).unwrap();
        assert_eq!(draft.fields.index_no.as_deref(), Some("12"));
        assert_eq!(draft.fields.doc_no, None);
        assert!(!draft.fields.title.unwrap().contains(['<', '&']));
        assert_eq!(
            draft.fields.disclosure,
            [("公开方式".to_owned(), "依申请公开".to_owned())]
        );
        assert_eq!(draft.pieces.len(), 2);
        assert!(read(r#"{"content_html":"<p>请执行。</p>"}"#).is_ok());
    }

    #[test]
    fn another_shape_is_refused() {
        assert!(read("{\"a\":1}").is_err());
        assert!(read("[]").is_err());
        assert!(read("").is_err());
    }
}
