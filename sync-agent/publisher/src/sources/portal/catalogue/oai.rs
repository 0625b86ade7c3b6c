//! OAI-PMH 2.0 (openarchives.org): the catalogue of an archive. Owns what its answers say: records, deleted records, resumption tokens,
//! errors. An answer that is none is refused.
//!
//! Of `oai_dc` a record gives title, issuer (creator, else publisher), date, document number and address; `rights` that speak of 公开 go
//! to the gate. Its words stand at the address, or (with `detail.source = "list"`) in its descriptions.

use super::xml::{self, Node};
use crate::reading::facts;
use crate::sources::portal::rows::Row;
use anyhow::{Context, bail, ensure};
use std::collections::BTreeMap;
use url::Url;

/// Bytes of a resumption token.
const TOKEN_BYTES_MAX: usize = 8 * 1024;
/// Records of one answer.
const RECORDS_MAX: usize = 10_000;

/// What a repository says about itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its datestamps are days, without a time.
    pub counts_days: bool,
}

/// One answer of a list.
#[derive(Debug, Default)]
pub struct Listed {
    /// Records with their metadata.
    pub rows: Vec<Row>,
    /// Identifiers of deleted records.
    pub deleted: Vec<String>,
    /// Records that cannot be used, by reason.
    pub dropped: BTreeMap<&'static str, usize>,
    /// How to ask for the rest.
    pub token: Option<String>,
    /// When the repository answered, by its clock.
    pub answered: String,
}

/// The repository does not know the token any more: the list begins anew.
#[derive(Debug, thiserror::Error)]
#[error("the resumption token is not known any more")]
pub struct TokenExpired;

/// The first request of a list.
pub fn first(base: &Url, prefix: &str, set: Option<&str>, from: Option<&str>) -> Url {
    let mut url = verb(base, "ListRecords");
    url.query_pairs_mut().append_pair("metadataPrefix", prefix);
    if let Some(set) = set {
        url.query_pairs_mut().append_pair("set", set);
    }
    if let Some(from) = from {
        url.query_pairs_mut().append_pair("from", from);
    }
    url
}

/// The next one.
pub fn next(base: &Url, token: &str) -> Url {
    let mut url = verb(base, "ListRecords");
    url.query_pairs_mut().append_pair("resumptionToken", token);
    url
}

/// The question who it is.
pub fn identify(base: &Url) -> Url {
    verb(base, "Identify")
}

fn verb(base: &Url, verb: &str) -> Url {
    let mut url = base.clone();
    url.query_pairs_mut().append_pair("verb", verb);
    url
}

fn answer(text: &str) -> anyhow::Result<Node> {
    let root = xml::parse(text)?;
    ensure!(
        root.name == "OAI-PMH",
        "the answer is <{}>, not OAI-PMH",
        root.name
    );
    Ok(root)
}

/// Reads the answer to [`identify`].
pub fn identity(text: &str) -> anyhow::Result<Identity> {
    let root = answer(text)?;
    let identify = root
        .child("Identify")
        .context("the repository does not say who it is")?;
    let granularity = identify.said("granularity").unwrap_or_default();
    Ok(Identity {
        counts_days: !granularity.contains('T'),
    })
}

/// A time of ours as the repository counts.
pub fn stamp(answered: &str, counts_days: bool) -> Option<String> {
    let time: jiff::Timestamp = answered.parse().ok()?;
    let format = match counts_days {
        true => "%Y-%m-%d",
        false => "%Y-%m-%dT%H:%M:%SZ",
    };
    Some(time.strftime(format).to_string())
}

/// Reads one answer of a list.
pub fn listed(text: &str) -> anyhow::Result<Listed> {
    let root = answer(text)?;
    let mut found = Listed {
        answered: root.said("responseDate").unwrap_or_default(),
        ..Listed::default()
    };
    if let Some(error) = root.child("error") {
        match error.attribute("code").unwrap_or_default() {
            "noRecordsMatch" => return Ok(found),
            "badResumptionToken" => return Err(TokenExpired.into()),
            code => bail!("the repository says {code}: {}", error.text.trim()),
        }
    }
    let list = root
        .child("ListRecords")
        .context("the answer lists no records")?;
    let records: Vec<&Node> = list.all("record").collect();
    ensure!(
        records.len() <= RECORDS_MAX,
        "more than {RECORDS_MAX} records in one answer"
    );
    for record in records {
        match row(record) {
            Ok(Some(row)) => found.rows.push(row),
            Ok(None) => found.deleted.extend(identifier(record)),
            Err(why) => *found.dropped.entry(why).or_default() += 1,
        }
    }
    found.token = list.said("resumptionToken");
    ensure!(
        found
            .token
            .as_ref()
            .is_none_or(|t| t.len() <= TOKEN_BYTES_MAX),
        "the resumption token has more than {TOKEN_BYTES_MAX} bytes"
    );
    Ok(found)
}

fn identifier(record: &Node) -> Option<String> {
    record.child("header")?.said("identifier")
}

/// A record's row; nothing of a deleted one.
fn row(record: &Node) -> Result<Option<Row>, &'static str> {
    let header = record.child("header").ok_or("a record without a header")?;
    let id = header
        .said("identifier")
        .ok_or("a record without an identifier")?;
    if header.attribute("status") == Some("deleted") {
        return Ok(None);
    }
    let metadata = record
        .child("metadata")
        .ok_or("a record without metadata")?;
    let dc = metadata
        .children
        .first()
        .ok_or("a record without metadata")?;
    let values = |name: &str| -> Vec<String> {
        dc.all(name)
            .map(|node| node.text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    };
    let identifiers = values("identifier");
    let is_address = |text: &&String| text.starts_with("http://") || text.starts_with("https://");
    let link = identifiers.iter().find(is_address).cloned();
    let number = identifiers
        .iter()
        .find_map(|text| facts::document_number(text));
    let mut says = BTreeMap::new();
    let mut say = |key: &str, value: Option<String>| {
        says.extend(value.map(|value| (key.to_owned(), value)));
    };
    say("changed", header.said("datestamp"));
    say("doc_no", number);
    say(
        "agency",
        dc.said("creator").or_else(|| dc.said("publisher")),
    );
    let rights = values("rights").into_iter().chain(values("accessRights"));
    say(
        "disclosure",
        rights.into_iter().find(|text| text.contains("公开")),
    );
    let words: String = values("description")
        .iter()
        .map(|text| format!("<p>{}</p>", quick_xml::escape::escape(text.as_str())))
        .collect();
    Ok(Some(Row {
        link: link.unwrap_or_default(),
        title: dc.said("title").unwrap_or_default(),
        date: dc.said("date").as_deref().and_then(facts::find_date),
        says,
        body: Some(words).filter(|words| !words.is_empty()),
        id,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-04-09T08:00:00Z</responseDate>
<request verb="ListRecords">http://a.invalid/oai</request><ListRecords>
<record><header><identifier>oai:a:1</identifier><datestamp>2026-04-01T00:00:00Z</datestamp></header><metadata><oai_dc:dc xmlns:oai_dc="x" xmlns:dc="y">
<dc:title>关于某项工作的通知</dc:title><dc:creator>示例市人民政府</dc:creator><dc:date>2026-03-30</dc:date><dc:identifier>示政发〔2026〕3号</dc:identifier>
<dc:identifier>http://a.invalid/1.html</dc:identifier><dc:rights>主动公开</dc:rights><dc:description>一、二 &lt; 三</dc:description></oai_dc:dc></metadata></record>
<record><header status="deleted"><identifier>oai:a:2</identifier><datestamp>2026-04-02</datestamp></header></record>
<record><header><datestamp>2026-04-02</datestamp></header></record>
<resumptionToken cursor="0">t&amp;1</resumptionToken></ListRecords></OAI-PMH>"#;

    #[test]
    fn records_deleted_ones_and_the_token_are_read() {
        let found = listed(PAGE).unwrap();
        assert_eq!(found.deleted, ["oai:a:2"]);
        assert_eq!(found.token.as_deref(), Some("t&1"));
        assert_eq!(found.dropped["a record without an identifier"], 1);
        let row = &found.rows[0];
        assert_eq!(row.id, "oai:a:1");
        assert_eq!(row.link, "http://a.invalid/1.html");
        assert_eq!(row.date.as_deref(), Some("2026-03-30"));
        assert_eq!(row.says["doc_no"], "示政发〔2026〕3号");
        assert_eq!(row.says["disclosure"], "主动公开");
        assert_eq!(row.body.as_deref(), Some("<p>一、二 &lt; 三</p>"));
    }

    #[test]
    fn errors_are_told_apart() {
        let error = |code: &str| {
            listed(&format!(
                "<OAI-PMH><responseDate>x</responseDate><error code='{code}'>words</error></OAI-PMH>"
            ))
        };
        assert!(error("noRecordsMatch").unwrap().rows.is_empty());
        assert!(
            error("badResumptionToken")
                .unwrap_err()
                .is::<TokenExpired>()
        );
        let told = error("badArgument").unwrap_err().to_string();
        assert!(told.contains("badArgument: words"), "{told}");
        for bad in [
            "",
            "<html><body>404</body></html>",
            "<OAI-PMH/>",
            "<OAI-PMH><ListRecords>",
        ] {
            assert!(listed(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_carry_what_is_asked_and_times_count_as_the_repository_does() {
        let base: Url = "http://a.invalid/oai?site=1".parse().unwrap();
        assert_eq!(
            first(&base, "oai_dc", Some("政策"), Some("2026-04-01")).as_str(),
            "http://a.invalid/oai?site=1&verb=ListRecords&metadataPrefix=oai_dc&set=%E6%94%BF%E7%AD%96&from=2026-04-01"
        );
        assert!(
            next(&base, "a&b")
                .as_str()
                .ends_with("resumptionToken=a%26b")
        );
        assert_eq!(stamp("2026-04-09T08:00:00Z", true).unwrap(), "2026-04-09");
        assert_eq!(
            stamp("2026-04-09T08:00:00Z", false).unwrap(),
            "2026-04-09T08:00:00Z"
        );
        assert_eq!(stamp("yesterday", true), None);
        let days = "<OAI-PMH><Identify><granularity>YYYY-MM-DD</granularity></Identify></OAI-PMH>";
        assert!(identity(days).unwrap().counts_days);
        assert!(identity("<html/>").is_err());
    }
}
