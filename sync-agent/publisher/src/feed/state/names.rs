//! How documents are called: under which names one is looked for, and which others a document names. Owns how names are compared; which
//! document is meant is the plan's to say.

use std::collections::BTreeSet;

use feed::Document;

use crate::reading::facts;
use crate::reading::relations::{self, Said, without_version};
use crate::reading::tidy::squeeze;

/// A document by what it is called.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Called<'a> {
    pub title: &'a str,
    pub doc_no: Option<&'a str>,
    pub agency: &'a str,
    pub category: &'a str,
}

/// What a document calls others, whatever kind of name that is.
pub fn of_others(document: &Document) -> Vec<String> {
    let said = relations::said(document);
    let keys = said.iter().flat_map(keys_of_name);
    let names: BTreeSet<String> = keys.map(|key| name_in(&key).to_owned()).collect();
    names.into_iter().collect()
}

/// The name alone.
pub fn name_in(key: &str) -> &str {
    key.split_once('=').map_or(key, |(_, name)| name)
}

/// A title as it is compared: without marks and blanks, brackets of one kind.
fn bare(title: &str) -> String {
    let title = squeeze(title);
    let marks = |c: &char| !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>' | '“' | '”' | '"');
    let even = |c: char| match c {
        '(' => '（',
        ')' => '）',
        c => c,
    };
    title.chars().filter(marks).map(even).collect()
}

/// Under what a document that is named so may be found, surest first.
pub fn keys_of_name(said: &Said) -> Vec<String> {
    let mut keys: Vec<String> = said
        .named
        .numbers
        .iter()
        .map(|number| format!("number={number}"))
        .collect();
    for title in &said.named.titles {
        let title = bare(title);
        let matter = without_issuer(&title);
        if said.kind == "replaces" {
            let base = without_version(&title).unwrap_or(&title);
            keys.push(format!("version={base}"));
        }
        keys.push(format!("title={title}"));
        keys.push(format!("issued={title}"));
        keys.push(format!("matter={title}"));
        keys.push(format!("printed={title}"));
        // 省教育厅关于某事的通知: an office that is named short.
        keys.extend(matter.map(|matter| format!("matter={matter}")));
    }
    keys
}

/// The title behind the office that it opens with: 示例市人民政府关于某事的通知.
fn without_issuer(title: &str) -> Option<&str> {
    let at = title.find("关于").filter(|at| *at > 0)?;
    let short = ["省", "市", "县", "区", "州", "国"]
        .iter()
        .any(|word| title.starts_with(word));
    (short || facts::issuer_of_title(title).is_some()).then(|| &title[at..])
}

/// Under what a document may be found.
pub fn keys_of_document(called: &Called) -> Vec<String> {
    let title = bare(called.title);
    let mut keys = vec![format!("title={title}")];
    keys.extend(
        called
            .doc_no
            .iter()
            .map(|number| format!("number={number}")),
    );
    // What speaks of others only is not what they are.
    if called.category == "interpretation" || relations::speaks_of_ends(&title) {
        return keys;
    }
    keys.extend(without_issuer(&title).map(|matter| format!("matter={matter}")));
    if title.starts_with("关于") && !called.agency.is_empty() {
        keys.push(format!("issued={}{title}", bare(called.agency)));
    }
    let base = without_version(&title).unwrap_or(&title);
    keys.push(format!("version={base}"));
    for printed in relations::printed(&squeeze(called.title)) {
        let printed = bare(&printed);
        let base = without_version(&printed).unwrap_or(&printed);
        keys.push(format!("version={base}"));
        keys.push(format!("printed={printed}"));
    }
    keys
}
