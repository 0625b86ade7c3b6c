//! Which documents others end (废止) or take the place of (替代), now that all of a feed are known. Owns when that changes a validity: the words
//! are certain (`Relation::since`), their day has come, nobody ended the one that says so before its day, and the other's own source does not
//! say already that it is over. What a source states is kept beside it, and comes back when the document that ended it leaves the feed.
//!
//! That a document which ended another is over itself brings nothing back: what is repealed stays so.

use std::collections::{BTreeMap, HashMap};

use feed::{Document, Ended};

use crate::feed::state::{End, Live};

/// The feed's code of one that is ended so.
fn code(end: &End) -> &'static str {
    match end.replaces {
        true => "superseded",
        false => "repealed",
    }
}

/// What a document is to say of its validity from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Standing {
    pub validity: String,
    pub ended: Option<Ended>,
}

impl Standing {
    /// Writes both into the document.
    pub fn write(&self, document: &mut Document) {
        document.validity.clone_from(&self.validity);
        document.ended.clone_from(&self.ended);
    }

    /// What its own source does not say, and this contradicts; for the operator.
    pub fn conflict(&self, id: &str) -> Option<String> {
        let Ended { by, since, stated } = self.ended.as_ref()?;
        (stated == "in-force").then(|| {
            format!(
                "{id} calls itself in force, but {by} ends it since {since}: it is shown as {}",
                self.validity
            )
        })
    }
}

/// A document that comes again says of its validity what the feed says, until all are known.
pub fn carry(document: &mut Document, live: &Live) {
    if let Some(ended) = &live.ended {
        document.ended = Some(Ended {
            stated: std::mem::replace(&mut document.validity, live.validity.clone()),
            ..ended.clone()
        });
    }
}

/// The documents of `all` whose standing on `today` is another than they say.
pub fn changed<'l>(all: &HashMap<&'l str, &'l Live>, today: &str) -> BTreeMap<String, Standing> {
    let mut ends: HashMap<&str, Vec<(&End, &str)>> = HashMap::new();
    for (id, live) in all {
        for end in live.ends.iter().filter(|end| end.since.as_str() <= today) {
            ends.entry(end.target.as_str()).or_default().push((end, id));
        }
    }
    let touched = all
        .iter()
        .filter(|(id, live)| live.ended.is_some() || ends.contains_key(*id));
    touched
        .filter_map(|(id, live)| {
            let standing = standing(id, live, &ends);
            let as_it_is = standing.ended == live.ended && standing.validity == live.validity;
            (!as_it_is).then(|| ((*id).to_owned(), standing))
        })
        .collect()
}

fn standing(id: &str, live: &Live, ends: &HashMap<&str, Vec<(&End, &str)>>) -> Standing {
    let stated = live
        .ended
        .as_ref()
        .map_or(&live.validity, |ended| &ended.stated);
    let own = Standing {
        validity: stated.clone(),
        ended: None,
    };
    // An end that never began: somebody ended the one that says it before its day.
    let began = |end: &End, by: &str| {
        let mut before = ends.get(by).into_iter().flatten();
        !before.any(|(other, _)| other.since <= end.since)
    };
    let came_later = |end: &End| {
        live.issued_on
            .as_ref()
            .is_some_and(|issued| *issued > end.since)
    };
    let says_more = |end: &End| match stated.as_str() {
        "repealed" | "expired" => false,
        "superseded" => !end.replaces,
        _ => true,
    };
    let all = ends.get(id).into_iter().flatten();
    let first = all
        .filter(|(end, by)| *by != id && began(end, by) && !came_later(end) && says_more(end))
        .min_by_key(|(end, by)| (&end.since, *by));
    match first {
        None => own,
        Some((end, by)) => Standing {
            validity: code(end).to_owned(),
            ended: Some(Ended {
                by: (*by).to_owned(),
                since: end.since.clone(),
                stated: stated.clone(),
            }),
        },
    }
}
