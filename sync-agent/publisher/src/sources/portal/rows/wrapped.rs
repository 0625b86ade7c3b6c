//! What an answer is wrapped in. Owns taking HTML and JSON out of it; an answer of another kind is an error.

use anyhow::{Context, bail, ensure};
use base64::Engine;
use serde_json::Value;

use crate::sources::portal::pick;
use crate::sources::portal::recipe::{List, Wrap};

/// The JSON of an answer.
pub fn json_of(list: &List, answer: &str) -> anyhow::Result<Value> {
    let what = || format!("read list {}: the answer is no JSON", list.column);
    let text = match (&list.wrap, &list.fragment) {
        (Wrap::Script, Some(pattern)) => pick::expression(pattern)?
            .captures(answer)
            .and_then(|found| Some(found.get(1)?.as_str().to_owned()))
            .with_context(|| format!("read list {}: no script fits {pattern}", list.column))?,
        _ => answer.trim().to_owned(),
    };
    serde_json::from_str(&text).with_context(what)
}

/// Refuses an answer that says it failed.
pub fn check_ok(list: &List, json: &Value) -> anyhow::Result<()> {
    let Some(ok) = &list.ok else { return Ok(()) };
    let said = pick::path(json, &ok.path).map(|value| match value {
        Value::String(words) => words.clone(),
        other => other.to_string(),
    });
    ensure!(
        said.as_deref() == Some(ok.equals.as_str()),
        "read list {}: {} says {}, not {}",
        list.column,
        ok.path,
        said.as_deref().unwrap_or("nothing"),
        ok.equals
    );
    Ok(())
}

/// The HTML of an answer.
pub fn html_of(list: &List, answer: &str) -> anyhow::Result<String> {
    match list.wrap {
        Wrap::JsonHtml => {
            let json: Value = serde_json::from_str(answer.trim())
                .with_context(|| format!("read list {}: the answer is no JSON", list.column))?;
            check_ok(list, &json)?;
            let at = list.fragment.as_deref().unwrap_or("data.html");
            match pick::path(&json, at) {
                Some(Value::String(html)) => Ok(html.clone()),
                _ => bail!("read list {}: no HTML at {at}", list.column),
            }
        }
        Wrap::Base64Url => {
            let bytes = base64::engine::general_purpose::STANDARD
                .decode(answer.trim())
                .with_context(|| format!("read list {}: the answer is no base64", list.column))?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let decoded = url::form_urlencoded::parse(text.as_bytes())
                .next()
                .map(|(key, _)| key.into_owned());
            Ok(decoded.unwrap_or(text))
        }
        _ => Ok(answer.to_owned()),
    }
}

/// `<record><![CDATA[…]]></record>`.
pub fn records(answer: &str, name: &str) -> impl Iterator<Item = String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let records: Vec<String> = answer
        .split(&open)
        .skip(1)
        .map(|rest| {
            let inner = rest.split(&close).next().unwrap_or(rest).trim();
            let data = inner
                .strip_prefix("<![CDATA[")
                .and_then(|inner| inner.strip_suffix("]]>"));
            data.unwrap_or(inner).to_owned()
        })
        .collect();
    records.into_iter()
}
