//! Lists that a site makes for machines: OAI-PMH, sitemaps, RSS and Atom. Owns their walk: where it goes on after an interruption, and that
//! a list without end, or one that repeats itself, is refused. What is listed is then read like any article of a portal.
//!
//! What a repository says is deleted is gone. What a list only does not show any more is gone as in a portal: when full walks missed it
//! and its own address says so.

mod oai;
mod syndication;
mod xml;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context, bail, ensure};
use url::Url;

use super::PAGES_MAX;
use super::Portal;
use super::recipe::{List, Recipe, Wrap};
use super::rows::{Answer, Row, Walked, without_user};
use super::walk;
use super::web::{Ask, Web};
use crate::sources::portal::recipe::DetailSource;

/// Sitemaps that an index names, all levels together.
const MAPS_MAX: usize = 1_000;
/// Addresses of one walk.
const LINKS_MAX: usize = 1_000_000;
/// Answers in a row that bring nothing and promise more.
const IDLE_MAX: usize = 16;

/// Reads one answer of such a list into rows that this site may show.
pub fn read(recipe: &Recipe, list: &List, words: &str) -> anyhow::Result<Answer> {
    let what = || format!("read list {}", list.column);
    let (rows, mut dropped) = match list.wrap {
        Wrap::OaiPmh => {
            let listed = oai::listed(words).with_context(what)?;
            (listed.rows, listed.dropped)
        }
        _ => {
            let listed = syndication::listed(words).with_context(what)?;
            (listed.rows, listed.dropped)
        }
    };
    let rows = kept(recipe, list, rows, &mut dropped)?;
    Ok(Answer {
        rows,
        dropped,
        ..Answer::default()
    })
}

/// The first answer of such a list.
pub(super) fn first(recipe: &Recipe, list: &List, web: &mut dyn Web) -> anyhow::Result<Answer> {
    let base = recipe.site.start.join(&list.url)?;
    let url = match list.wrap {
        Wrap::OaiPmh => oai::first(&base, &list.oai.prefix, list.oai.set.as_deref(), None),
        _ => base,
    };
    let words = walk::text(web, &url, &Ask::default(), recipe)?;
    read(recipe, list, &words)
}

/// Rows of this site's hosts that the recipe keeps.
fn kept(
    recipe: &Recipe,
    list: &List,
    rows: Vec<Row>,
    dropped: &mut BTreeMap<&'static str, usize>,
) -> anyhow::Result<Vec<Row>> {
    let expression = |pattern: &Option<String>| match pattern {
        Some(pattern) => super::pick::expression(pattern).map(Some),
        None => Ok(None),
    };
    let (link_fits, title_fits) = (expression(&list.keep.link)?, expression(&list.keep.title)?);
    let brings_words = recipe.detail.source == DetailSource::List;
    let mut good = Vec::new();
    for mut row in rows {
        let url = Url::parse(&row.link).ok();
        let host = url.as_ref().and_then(Url::host_str);
        let is_ours = host.is_some_and(|host| recipe.site.hosts.iter().any(|h| h == host));
        let is_web = url
            .as_ref()
            .is_some_and(|u| matches!(u.scheme(), "http" | "https"));
        // A record whose words came with it needs no address; a foreign one is no address of this site.
        if brings_words && !(is_ours && is_web) {
            row.link = recipe.site.start.to_string();
        } else if !is_web {
            *dropped.entry("no link").or_default() += 1;
            continue;
        } else if !is_ours {
            *dropped.entry("another host").or_default() += 1;
            continue;
        }
        // As a browser would ask for it: without the line ends and blanks that a list may hold.
        if let Some(url) = url.filter(|_| is_ours && is_web) {
            row.link = without_user(url).into();
        }
        let fits = link_fits.as_ref().is_none_or(|e| e.is_match(&row.link))
            && title_fits.as_ref().is_none_or(|e| e.is_match(&row.title));
        if !fits {
            *dropped.entry("not kept by the recipe").or_default() += 1;
            continue;
        }
        good.push(row);
    }
    Ok(good)
}

impl Portal<'_> {
    /// Walks such a list and notes what it names.
    pub(super) fn walk_catalogue(
        &mut self,
        list: &List,
        walk: i64,
        full: bool,
    ) -> anyhow::Result<Walked> {
        match list.wrap {
            Wrap::OaiPmh => self.walk_records(list, walk, full),
            _ => self.walk_maps(list, walk),
        }
    }

    fn walk_maps(&mut self, list: &List, walk: i64) -> anyhow::Result<Walked> {
        let recipe = self.recipe.clone();
        let mut dropped = BTreeMap::new();
        let mut seen: BTreeSet<Url> = BTreeSet::new();
        let mut links = 0;
        let mut open = VecDeque::from([recipe.site.start.join(&list.url)?]);
        while let Some(url) = open.pop_front() {
            // A sitemap that names itself is read once.
            if !seen.insert(url.clone()) {
                continue;
            }
            ensure!(
                seen.len() <= MAPS_MAX,
                "read list {}: more than {MAPS_MAX} sitemaps",
                list.column
            );
            let words = walk::text(self.web.as_mut(), &url, &Ask::default(), &recipe)?;
            let listed = syndication::listed(&words)
                .with_context(|| format!("read list {}: {url}", list.column))?;
            for nested in &listed.nested {
                open.push_back(url.join(nested)?);
            }
            add(&mut dropped, listed.dropped);
            let rows = kept(&recipe, list, listed.rows, &mut dropped)?;
            links += rows.len();
            ensure!(
                links <= LINKS_MAX,
                "read list {}: more than {LINKS_MAX} addresses",
                list.column
            );
            self.note(list, &rows, walk)?;
        }
        ensure!(
            links >= list.min_items,
            "read list {}: {links} addresses, {} at least were expected; dropped {dropped:?}",
            list.column,
            list.min_items
        );
        Ok(Walked {
            dropped,
            whole: true,
            told: None,
        })
    }

    /// Goes on where the last walk was cut off, if the repository still knows; and asks only for what changed since the last whole one.
    fn walk_records(&mut self, list: &List, walk: i64, full: bool) -> anyhow::Result<Walked> {
        let recipe = self.recipe.clone();
        let base = recipe.site.start.join(&list.url)?;
        let key = |what: &str| format!("oai {what} {}", list.column);
        let words = walk::text(
            self.web.as_mut(),
            &oai::identify(&base),
            &Ask::default(),
            &recipe,
        )?;
        let who = oai::identity(&words).with_context(|| format!("ask {base}"))?;
        let since = self.store.said(&key("since"))?.filter(|_| !full);
        let begin = oai::first(
            &base,
            &list.oai.prefix,
            list.oai.set.as_deref(),
            since.as_deref().filter(|since| !since.is_empty()),
        );
        let waiting = self.store.said(&key("token"))?.filter(|t| !t.is_empty());
        let mut url = match &waiting {
            Some(token) => oai::next(&base, token),
            None => begin.clone(),
        };
        let mut dropped = BTreeMap::new();
        let mut tokens: BTreeSet<String> = BTreeSet::new();
        let mut begun_anew = url == begin;
        let mut idle = 0;
        for n in 0..PAGES_MAX {
            let words = walk::text(self.web.as_mut(), &url, &Ask::default(), &recipe)?;
            let listed = match oai::listed(&words) {
                Ok(listed) => listed,
                Err(error) if error.is::<oai::TokenExpired>() && !begun_anew => {
                    // The token was too old, or the repository forgot it: from the beginning, once.
                    begun_anew = true;
                    tokens.clear();
                    url = begin.clone();
                    continue;
                }
                Err(error) => {
                    return Err(error).with_context(|| format!("read list {}", list.column));
                }
            };
            if url == begin {
                // Whatever changes while this walk goes on is asked for again next time.
                let since = oai::stamp(&listed.answered, who.counts_days);
                self.store
                    .say(&key("begun"), since.as_deref().unwrap_or_default())?;
            }
            let brings = listed.rows.len() + listed.deleted.len();
            idle = if brings == 0 { idle + 1 } else { 0 };
            for id in listed.deleted {
                if self.store.article(&id)?.is_some() && !self.gone.contains(&id) {
                    self.gone.push(id);
                }
            }
            add(&mut dropped, listed.dropped);
            let rows = kept(&recipe, list, listed.rows, &mut dropped)?;
            self.gone
                .retain(|gone| rows.iter().all(|row| row.id != *gone));
            self.note(list, &rows, walk)?;
            let Some(token) = listed.token else {
                let begun = self.store.said(&key("begun"))?.unwrap_or_default();
                self.store.say(&key("since"), &begun)?;
                self.store.say(&key("token"), "")?;
                // What went before the interruption belongs to another walk.
                return Ok(Walked {
                    dropped,
                    whole: begun_anew,
                    told: None,
                });
            };
            ensure!(
                tokens.insert(token.clone()) && idle < IDLE_MAX,
                "read list {}: the list goes in a circle after {} answers",
                list.column,
                n + 1
            );
            self.store.say(&key("token"), &token)?;
            url = oai::next(&base, &token);
        }
        bail!("read list {}: more than {PAGES_MAX} answers", list.column)
    }
}

fn add(all: &mut BTreeMap<&'static str, usize>, more: BTreeMap<&'static str, usize>) {
    for (why, count) in more {
        *all.entry(why).or_default() += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_no_user() {
        let base = "http://a.invalid/map.xml".parse().unwrap();
        let recipe = Recipe::of_catalogue(&base, "sitemap").unwrap();
        for (said, link) in [
            (
                "http://www.gov.example@a.invalid/1.html",
                "http://a.invalid/1.html",
            ),
            (
                "http://u:p@a.invalid/zc/2.html?x=1",
                "http://a.invalid/zc/2.html?x=1",
            ),
            ("http://a.invalid/a@b.html", "http://a.invalid/a@b.html"),
        ] {
            let map = format!("<urlset><url><loc>{said}</loc></url></urlset>");
            let rows = read(&recipe, &recipe.list[0], &map).unwrap().rows;
            assert_eq!(rows[0].link, link);
        }
        let foreign = "<urlset><url><loc>http://a.invalid@b.invalid/1.html</loc></url></urlset>";
        assert!(
            read(&recipe, &recipe.list[0], foreign)
                .unwrap()
                .rows
                .is_empty()
        );
    }
}
