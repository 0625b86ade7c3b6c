//! `publisher try`: what would be taken from one file or page, without publishing it. Owns the shape of that answer; decides nothing.

use serde::Serialize;

use feed::{Block, Document};

use crate::channel::Channel;
use crate::item::{Item, Link, Opinion, Reason};

/// What would become of one piece of a source.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It would not.
    Refused {
        /// One of the closed list.
        reason: Reason,
        /// The evidence, in words.
        detail: String,
    },
    /// It would be published.
    #[serde(untagged)]
    Taken {
        /// What of it.
        document: Box<Shown>,
        /// What was said twice and differently, and other things to look at.
        conflicts: Vec<String>,
        /// What a second reader took for the body of a page.
        #[serde(skip_serializing_if = "Option::is_none")]
        second_opinion: Option<Opinion>,
    },
}

/// A document as the operator judges it.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Shown {
    pub id: String,
    pub title: String,
    pub doc_no: Option<String>,
    pub index_no: Option<String>,
    pub agency: String,
    pub issued: Option<String>,
    pub published: Option<String>,
    pub validity: String,
    pub category: String,
    pub subjects: Vec<String>,
    pub catalogue: Option<String>,
    /// `public`, or nothing when only a channel could declare it.
    pub disclosure: Option<String>,
    pub evidence: String,
    pub source_url: Option<String>,
    pub attachments: Vec<Link>,
    pub blocks: Vec<Block>,
}

/// Evidence that `try` invents for a file that has none, so that its reading can be judged; never published.
const NOTHING_DECLARED: &str = "none; a channel would have to declare it";

/// The channel that a trial without one is judged by.
pub fn lenient() -> Channel {
    Channel {
        default_disclosure: Some(feed::document::PUBLIC.to_owned()),
        evidence: Some(NOTHING_DECLARED.to_owned()),
        ..Channel::local()
    }
}

/// What would become of `item`.
pub fn verdict(item: Item) -> Verdict {
    match item.result {
        Err(refusal) => Verdict::Refused {
            reason: refusal.reason,
            detail: refusal.detail,
        },
        Ok(document) => {
            let links = item.links;
            Verdict::Taken {
                document: Box::new(shown(document, links)),
                conflicts: item.notes,
                second_opinion: item.second,
            }
        }
    }
}

fn shown(document: Document, links: Vec<Link>) -> Shown {
    let here = document.attachments.iter().map(|file| Link {
        name: file.name.clone(),
        address: format!("sha256:{}", file.sha256),
    });
    let attachments = here.chain(links).collect();
    let declared = !document.disclosure.evidence.contains(NOTHING_DECLARED);
    Shown {
        id: document.id,
        title: document.title,
        doc_no: document.doc_no,
        index_no: document.index_no,
        agency: document.agency,
        issued: document.issued_on,
        published: document.published_on,
        validity: document.validity,
        category: document.category,
        subjects: document.subjects,
        catalogue: document.catalogue,
        disclosure: declared.then_some(document.disclosure.attribute),
        evidence: document.disclosure.evidence,
        source_url: document.source_url,
        attachments,
        blocks: document.blocks,
    }
}

impl Verdict {
    /// For people: one field a line.
    pub fn words(&self) -> String {
        match self {
            Verdict::Refused { reason, detail } => {
                let code = serde_json::to_value(reason).unwrap_or_default();
                format!(
                    "{} {} ({})",
                    console::said("refused:"),
                    code.as_str().unwrap_or_default(),
                    console::said(detail)
                )
            }
            Verdict::Taken {
                document,
                conflicts,
                second_opinion,
            } => {
                let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
                let one = |label: &str, value: &str| format!("{} {value}", console::said(label));
                let mut lines = vec![
                    one("title:", &document.title),
                    one("doc_no:", &said(&document.doc_no)),
                    one("index_no:", &said(&document.index_no)),
                    one("agency:", &document.agency),
                    one("issued:", &said(&document.issued)),
                    one("published:", &said(&document.published)),
                    one("validity:", &document.validity),
                    one("evidence:", &console::said(&document.evidence)),
                    one("blocks:", &document.blocks.len().to_string()),
                ];
                for link in &document.attachments {
                    lines.push(one(
                        "attachment:",
                        &format!("{} {}", link.name, link.address),
                    ));
                }
                lines.extend(
                    conflicts
                        .iter()
                        .map(|what| one("conflict:", &console::said(what))),
                );
                let differs = second_opinion.filter(Opinion::differs);
                lines.extend(differs.map(|opinion| {
                    let Opinion { ours, theirs, common } = opinion;
                    let told = format!("about {ours} characters here, {theirs} by another reader, {common} of them the same");
                    one("body:", &console::said(&told))
                }));
                lines.join("\n")
            }
        }
    }
}
