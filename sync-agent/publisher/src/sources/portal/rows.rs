//! One answer of a list to rows. Owns the wrappings (HTML, JSON, 大汉 datastore, scripts, base64), and refuses what only looks like a list: a
//! shell without rows, an answer that says it failed, another column than the one asked for.

mod dates;
mod files;
mod further;
mod identity;
mod wrapped;

use std::collections::BTreeMap;

use anyhow::{bail, ensure};
use scraper::{ElementRef, Html};
use serde_json::Value;
use url::Url;

use crate::formats::html;
use crate::sources::portal::pick::{self, Subject, first};
use crate::sources::portal::recipe::{List, Recipe, Wrap};
use crate::sources::portal::rows::dates::date_of;
pub use crate::sources::portal::rows::further::{Further, NEXT};
pub use crate::sources::portal::rows::identity::article_id;
use crate::sources::portal::rows::wrapped::{check_ok, html_of, json_of, records};

/// Rows of one answer.
const ROWS_MAX: usize = 5_000;

/// Under this name a row's files stand among what it says, as JSON: names and addresses.
pub const ATTACHMENTS: &str = "attachments";

/// One row of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The portal's own number of the article.
    pub id: String,
    /// Where it stands.
    pub link: String,
    /// 标题 as the list shows it.
    pub title: String,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// What else the row says, by field.
    pub says: BTreeMap<String, String>,
    /// The article itself, if the list brings it.
    pub body: Option<String>,
}

/// What one answer gave.
#[derive(Debug, Default)]
pub struct Answer {
    /// Rows that are kept.
    pub rows: Vec<Row>,
    /// Rows that are not, by reason.
    pub dropped: BTreeMap<&'static str, usize>,
    /// For each field, which candidate gave it and how often.
    pub hits: BTreeMap<&'static str, BTreeMap<usize, usize>>,
    /// Pages, as the answer counts them.
    pub pages: Option<usize>,
    /// Rows of the whole column, as the answer counts them.
    pub total: Option<usize>,
    /// The next page, if it names one: its whole address.
    pub next: Option<String>,
    /// By what the answer says that it is not all, whatever the recipe makes of it.
    pub further: Option<Further>,
}

/// What became of the walk of one list.
#[derive(Debug, Default)]
pub struct Walked {
    /// Entries that were not taken, by reason.
    pub dropped: BTreeMap<&'static str, usize>,
    /// Everything the list names was named in this walk.
    pub whole: bool,
    /// What the operator should know of the list although it was read.
    pub told: Option<String>,
}

impl Walked {
    /// What a report says of the list; nothing, if all of it was taken.
    pub fn to_tell(self) -> Option<String> {
        let dropped = (!self.dropped.is_empty())
            .then(|| format!("entries that were not taken: {:?}", self.dropped));
        let told: Vec<String> = dropped.into_iter().chain(self.told).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }
}

/// Reads an answer. `base` resolves links; `known` are the variables.
pub fn read(
    recipe: &Recipe,
    list: &List,
    answer: &str,
    base: &Url,
    known: &BTreeMap<String, String>,
) -> anyhow::Result<Answer> {
    let mut found = Answer::default();
    match list.wrap {
        Wrap::Json | Wrap::Script => {
            let json = json_of(list, answer)?;
            check_ok(list, &json)?;
            let subject = Subject {
                element: None,
                json: Some(&json),
                raw: answer,
                known,
            };
            count(list, &subject, &mut found);
            // The first of the places that holds rows; an empty one counts only where there is no other.
            let places = list
                .items
                .split('|')
                .filter_map(|at| match pick::path(&json, at) {
                    Some(Value::Array(items)) => Some(items),
                    _ => None,
                });
            let Some(items) =
                places.reduce(|found, next| if found.is_empty() { next } else { found })
            else {
                bail!("read list {}: no rows at {}", list.column, list.items);
            };
            found.further = further::of_json(&json, items.len());
            if list.wrap == Wrap::Script && found.further.is_none() {
                found.further = further::of_script(answer, base);
            }
            for item in items.iter().take(ROWS_MAX) {
                let raw = item.to_string();
                let subject = Subject {
                    element: None,
                    json: Some(item),
                    raw: &raw,
                    known,
                };
                take(recipe, list, &subject, base, &mut found);
            }
        }
        Wrap::XmlDatastore => {
            let subject = Subject {
                element: None,
                json: None,
                raw: answer,
                known,
            };
            count(list, &subject, &mut found);
            found.further = further::of_datastore(answer, answer.matches("<record>").count());
            for record in records(answer, &list.items).take(ROWS_MAX) {
                let page = Html::parse_fragment(&record);
                html_row(
                    recipe,
                    list,
                    page.root_element(),
                    &record,
                    base,
                    known,
                    &mut found,
                );
            }
        }
        Wrap::OaiPmh | Wrap::Sitemap | Wrap::Rss => {
            bail!("read list {}: it is a list for machines", list.column);
        }
        Wrap::Html | Wrap::JsonHtml | Wrap::Base64Url => {
            let text = html_of(list, answer)?;
            let page = Html::parse_document(&text);
            let asked = base;
            let base = base_of(&page, base);
            let subject = Subject {
                element: Some(page.root_element()),
                json: None,
                raw: answer,
                known,
            };
            count(list, &subject, &mut found);
            found.next = found
                .next
                .take()
                .and_then(|next| further::another(&next, &base, asked))
                .map(String::from);
            found.further = further::of_page(&page, &text, &base, asked);
            for css in list.items.split('|') {
                let items = pick::select(page.root_element(), css);
                for item in items.iter().take(ROWS_MAX) {
                    html_row(recipe, list, *item, &item.html(), &base, known, &mut found);
                }
                if !found.rows.is_empty() {
                    break;
                }
            }
        }
    }
    Ok(found)
}

/// The page's own idea of where its links start.
fn base_of(page: &Html, base: &Url) -> Url {
    pick::select(page.root_element(), "base[href]")
        .first()
        .and_then(|tag| base.join(tag.value().attr("href")?).ok())
        .unwrap_or_else(|| base.clone())
}

fn html_row(
    recipe: &Recipe,
    list: &List,
    item: ElementRef<'_>,
    raw: &str,
    base: &Url,
    known: &BTreeMap<String, String>,
    found: &mut Answer,
) {
    if list.drop.is_empty() {
        let subject = Subject {
            element: Some(item),
            json: None,
            raw,
            known,
        };
        return take(recipe, list, &subject, base, found);
    }
    // The parts that are cut are cut from a copy.
    let mut copy = Html::parse_fragment(raw);
    for css in &list.drop {
        let cut: Vec<_> = pick::select(copy.root_element(), css)
            .iter()
            .map(|e| e.id())
            .collect();
        for id in cut {
            if let Some(mut node) = copy.tree.get_mut(id) {
                node.detach();
            }
        }
    }
    let root = copy.root_element();
    let item = root.child_elements().next().unwrap_or(root);
    let subject = Subject {
        element: Some(item),
        json: None,
        raw,
        known,
    };
    take(recipe, list, &subject, base, found);
}

fn take(recipe: &Recipe, list: &List, subject: &Subject<'_>, base: &Url, found: &mut Answer) {
    let mut said: BTreeMap<&'static str, String> = BTreeMap::new();
    let fields = &list.fields;
    let mut known = subject.known.clone();
    for (name, picks) in [
        ("id", &fields.id),
        ("title", &fields.title),
        ("date", &fields.date),
        ("doc_no", &fields.doc_no),
        ("index_no", &fields.index_no),
        ("agency", &fields.agency),
        ("link", &fields.link),
    ] {
        let subject = Subject {
            element: subject.element,
            json: subject.json,
            raw: subject.raw,
            known: &known,
        };
        if let Some((at, value)) = first(picks, &subject) {
            *found.hits.entry(name).or_default().entry(at).or_default() += 1;
            known.insert(name.to_owned(), value.clone());
            said.insert(name, value);
        }
    }
    let mut drop = |why: &'static str| *found.dropped.entry(why).or_default() += 1;
    for (field, values) in &list.expect {
        let value = first(std::slice::from_ref(field), subject).map(|(_, value)| value);
        if !value.is_some_and(|value| values.contains(&value)) {
            return drop("another column");
        }
    }
    let Some(link) = said.get("link").map(|link| resolved(recipe, base, link)) else {
        return drop("no link");
    };
    let Ok(link) = link else {
        return drop("a link that is none");
    };
    if !recipe
        .site
        .hosts
        .iter()
        .any(|h| Some(h.as_str()) == link.host_str())
    {
        return drop("another host");
    }
    let fits = |pattern: &Option<String>, text: &str| {
        let expression = pattern.as_deref().map(pick::expression);
        expression.is_none_or(|e| e.is_ok_and(|e| e.is_match(text)))
    };
    let title = html::plain(&said.remove("title").unwrap_or_default());
    if !fits(&list.keep.link, link.as_str()) || !fits(&list.keep.title, &title) {
        return drop("not kept by the recipe");
    }
    let link = without_user(link).to_string();
    let id = said.remove("id").unwrap_or_else(|| article_id(&link));
    let before = found.rows.last().and_then(|row| row.date.clone());
    let above = before
        .as_deref()
        .or(subject.known.get("today").map(String::as_str));
    let date = said
        .remove("date")
        .and_then(|date| date_of(list, &date, above));
    let date = date.or_else(|| date_of(list, &link, None));
    let (name, note) = dates::parted(&title);
    let date = date.or_else(|| note.and_then(dates::promulgated));
    let title = name.to_owned();
    said.remove("link");
    if let Some(files) = files::of_row(fields, subject, base) {
        said.insert(ATTACHMENTS, files);
    }
    found.rows.push(Row {
        id,
        link,
        title,
        date,
        says: said.into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
        body: pick::raw(&fields.body, subject).filter(|_| !fields.body.is_empty()),
    });
}

/// The address a row leads to, rewritten and unwrapped as the recipe says.
fn resolved(recipe: &Recipe, base: &Url, link: &str) -> anyhow::Result<Url> {
    let mut link: String = link.chars().filter(|c| !c.is_whitespace()).collect();
    for (pattern, replacement) in &recipe.link.rewrite {
        link = pick::expression(pattern)?
            .replace_all(&link, replacement.as_str())
            .into_owned();
    }
    let mut url = base.join(&link)?;
    if let Some(name) = &recipe.link.unwrap {
        let inner = url.query_pairs().find(|(key, _)| key == name);
        let inner = inner.map(|(_, value)| base.join(&value)).transpose()?;
        url = inner.unwrap_or(url);
    }
    ensure!(matches!(url.scheme(), "http" | "https"), "no web address");
    Ok(url)
}

/// An address without a name and a password before its host: no page of a portal needs them, and a name that looks like another host would
/// deceive whoever reads it.
pub fn without_user(mut link: Url) -> Url {
    // Only addresses without a host refuse this.
    let _ = link.set_username("");
    let _ = link.set_password(None);
    link
}

fn count(list: &List, subject: &Subject<'_>, found: &mut Answer) {
    let number = |pick: &Option<String>| -> Option<usize> {
        let pick = pick.clone()?;
        first(&[pick], subject)?.1.trim().parse().ok()
    };
    found.pages = number(&list.page.count).or_else(|| number(&list.page.pages));
    found.total = number(&list.page.total);
    if list.page.kind == super::recipe::PageKind::NextLink {
        found.next = list
            .page
            .next
            .clone()
            .and_then(|pick| first(&[pick], subject))
            .map(|(_, link)| link);
    }
}
