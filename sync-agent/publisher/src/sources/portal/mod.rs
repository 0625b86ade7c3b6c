//! A portal as a source: list pages, articles, attachments, by a recipe. Owns the walk, what is asked again, and when an article is gone;
//! guesses nothing about a site.
//!
//! The worst faults of portals are silent: page numbers that are ignored, another column than the one asked for, 200 with 已删除, shells without
//! rows, a site that was rebuilt. A list with such a fault is refused whole, and nothing is concluded from what it does not show. A
//! portal never says that it brought everything: an article is withdrawn only when full walks missed it again and again *and* its own
//! address says that it is gone.

mod article;
pub mod catalogue;
mod cookies;
pub mod family;
mod frames;
mod led;
mod metadata;
mod moved;
mod packed;
mod pick;
pub mod recipe;
pub mod rows;
pub mod state;
pub mod trial;
mod unreached;
mod visit;
mod walk;
pub mod web;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use console::progress::Progress;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::channel::{Channel, SITE_WITHOUT_CHANNEL};
use crate::harvest::{Harvest, Mark, Source};
use crate::item::{Item, Reason, Refusal};
use crate::remembered;
use recipe::Recipe;
use state::{Known, Store};
use web::{Ask, Web};

/// Runs in which an article is asked for that could not be read, before it waits for the next full walk.
const TRIES: i64 = 24;
/// Pages of one column.
const PAGES_MAX: usize = 5_000;
/// So many articles in a row without an answer, and the site is left alone until the next run.
const SILENT_MAX: usize = 8;

/// A web site read by its recipe, as a [`Source`](crate::sources::Source).
pub struct Portal<'c> {
    recipe: Recipe,
    channel: Channel,
    store: Store,
    files: PathBuf,
    web: Box<dyn Web + 'c>,
    now: Timestamp,
    gone: Vec<String>,
    /// Articles of which a file did not come.
    lacking: Vec<String>,
    /// Articles in a row that nobody answered for.
    silent: usize,
    /// Pages of one column; a list that never ends is cut there and told.
    pages_max: usize,
    adapter: &'static str,
    progress: Progress,
}

impl<'c> Portal<'c> {
    /// `folder` keeps the state between runs and the attachments that were fetched.
    pub fn new(
        recipe: Recipe,
        channel: &Channel,
        folder: &Path,
        web: Box<dyn Web + 'c>,
        now: Timestamp,
    ) -> anyhow::Result<Portal<'c>> {
        let mut channel = channel.clone();
        if channel.site == SITE_WITHOUT_CHANNEL {
            channel.site = recipe.site.id.clone();
        }
        let files = folder.join("files");
        std::fs::create_dir_all(&files).with_context(|| format!("make {}", files.display()))?;
        Ok(Portal {
            store: Store::open(&folder.join("portal.db"))?,
            recipe,
            channel,
            files,
            web,
            now,
            gone: Vec::new(),
            lacking: Vec::new(),
            silent: 0,
            pages_max: PAGES_MAX,
            adapter: "portal",
            progress: Progress::silent(),
        })
    }

    /// The same under another name in the provenance: `oai-pmh`, `sitemap`.
    pub fn called(mut self, adapter: &'static str) -> Self {
        self.adapter = adapter;
        self
    }

    /// What a reading depends on beside the article: this build of the program, the recipe, the channel.
    fn reader(&self) -> String {
        let Recipe {
            site,
            list,
            detail,
            link,
            validity,
            ..
        } = &self.recipe;
        let (charset, channel) = (&site.charset, &self.channel);
        let told = format!("{list:?} {detail:?} {link:?} {validity:?} {charset} {channel:?}");
        let told = hex::encode(Sha256::digest(told.as_bytes()));
        format!("{} {told}", remembered::program())
    }

    fn id(&self, article: &str) -> String {
        format!("{}:{article}", self.channel.site)
    }

    /// Whether all pages are walked this time.
    fn full_is_due(&self) -> anyhow::Result<bool> {
        let days = self
            .recipe
            .list
            .iter()
            .map(|l| l.page.full_every_days)
            .min();
        let days = i64::from(days.unwrap_or(0));
        let last = self.store.said("last_full")?;
        let last = last.and_then(|said| said.parse::<Timestamp>().ok());
        Ok(last.is_none_or(|last| {
            // A clock that was wrong once must not put it off for ever.
            last > self.now || self.now.duration_since(last).as_hours() >= days * 24
        }))
    }

    /// Articles that full walks missed often enough and whose own address says that they are gone.
    fn vanished(&mut self, walk: i64, notes: &mut dyn FnMut(Item)) -> anyhow::Result<()> {
        let walks = self.recipe.removal.absent_walks.max(1);
        let missed = self.store.missed(walk, walks)?;
        self.progress.next("vanishing", Some(missed.len()));
        for id in missed {
            self.progress.step();
            let Some(known) = self.store.article(&id)? else {
                continue;
            };
            if self.is_archived(&known) {
                continue;
            }
            let ask = Ask {
                max: web::PAGE_BYTES_MAX,
                ..Ask::default()
            };
            let address = self.address(&known)?;
            let gone = match self.web.ask(&address, &ask) {
                Ok(reply) if self.recipe.removal.gone_codes.contains(&reply.status) => true,
                Ok(reply) if reply.status == 200 => {
                    let words = article::decoded(&self.recipe, &reply.body).unwrap_or_default();
                    reply.body.is_empty()
                        || self.is_led_home(&address, &reply)
                        || self.soft_404(&known, &words).is_some()
                }
                Ok(_) | Err(_) => false,
            };
            if gone {
                self.gone.push(id);
            } else {
                let detail = format!("not listed in {} full walks, still there", known.absent);
                notes(self.refused(&known, Refusal::new(Reason::Unreadable, detail)));
            }
        }
        Ok(())
    }
}

impl Portal<'_> {
    /// Whether the site's lists have dropped it only because it is old.
    fn is_archived(&self, known: &Known) -> bool {
        let Some(years) = self.recipe.removal.archive_years else {
            return false;
        };
        let today: Option<jiff::civil::Date> = crate::sources::day_of(self.now).parse().ok();
        let dated: Option<jiff::civil::Date> =
            known.date.as_deref().and_then(|date| date.parse().ok());
        let (Some(today), Some(dated)) = (today, dated) else {
            return false;
        };
        let kept = jiff::Span::new().try_years(i64::from(years));
        kept.and_then(|span| today.checked_sub(span))
            .is_ok_and(|oldest: jiff::civil::Date| dated < oldest)
    }
}

impl Source for Portal<'_> {
    fn harvest(
        &mut self,
        _since: Option<&Mark>,
        take: &mut dyn FnMut(Item),
    ) -> anyhow::Result<Harvest> {
        self.store.read_by(&self.reader())?;
        let full = self.full_is_due()?;
        let walk: i64 = self
            .store
            .said("walk")?
            .and_then(|w| w.parse().ok())
            .unwrap_or(0)
            + 1;
        self.store.say("walk", &walk.to_string())?;
        let mut sound = true;
        let mut unreached = Vec::new();
        for at in 0..self.recipe.list.len() {
            let list = self.recipe.list[at].clone();
            let walked = match list.wrap.is_catalogue() {
                true => self.walk_catalogue(&list, walk, full),
                false => self.walk(&list, walk, full),
            };
            let detail = match walked {
                Ok(walked) => {
                    sound &= walked.whole;
                    match walked.to_tell() {
                        Some(detail) => detail,
                        None => continue,
                    }
                }
                Err(error) => {
                    sound = false;
                    let detail = format!("{error:#}");
                    if unreached::is_unreached(&error) {
                        unreached.push(detail.clone());
                    }
                    detail
                }
            };
            let known = Known {
                link: format!("{} {}", self.recipe.site.start, list.column),
                ..Known::default()
            };
            take(self.refused(&known, Refusal::new(Reason::Unreadable, detail)));
        }
        let mut ids = self.store.waiting()?;
        let mut listed = self.store.listed(walk)?;
        let nothing_came = unreached.len() == self.recipe.list.len() && listed.is_empty();
        // A list may name an article once only, or on a page that is not asked for every day.
        let unread = self.store.unread(walk - TRIES)?.into_iter();
        let unread: Vec<String> = unread.filter(|id| !listed.contains(id)).collect();
        listed.extend(unread);
        let new: Vec<String> = listed.into_iter().filter(|id| !ids.contains(id)).collect();
        ids.extend(new);
        self.progress.next("reading", Some(ids.len()));
        for (at, id) in ids.iter().enumerate() {
            if self.silent == SILENT_MAX {
                // The others were not even asked for: this was no full walk.
                sound = false;
                let left = ids.len() - at;
                let detail = format!(
                    "{SILENT_MAX} articles in a row were not answered; {left} more are left for the next run"
                );
                let known = Known {
                    link: self.recipe.site.start.to_string(),
                    ..Known::default()
                };
                take(self.refused(&known, Refusal::new(Reason::Unreadable, detail)));
                break;
            }
            self.progress.step();
            self.visit(id, full, take)?;
        }
        if full && sound {
            self.vanished(walk, take)?;
            self.store.say("last_full", &self.now.to_string())?;
        }
        Ok(Harvest {
            gone: self.gone.iter().map(|id| self.id(id)).collect(),
            unreached: nothing_came
                .then(|| format!("{}: {}", self.recipe.site.start, unreached.remove(0))),
            ..Harvest::default()
        })
    }

    fn tells(&mut self, progress: &Progress) {
        self.progress = progress.clone();
    }

    fn doubted(&mut self, sources: &BTreeSet<String>) -> anyhow::Result<()> {
        self.store.read_anew(sources.iter())
    }

    fn settled(&mut self, refused: &BTreeSet<String>) -> anyhow::Result<()> {
        for id in std::mem::take(&mut self.gone) {
            self.store.forget(&id)?;
        }
        self.store.settle()?;
        let lacking = std::mem::take(&mut self.lacking);
        self.store.ask_again(lacking.iter().chain(refused))
    }
}

#[cfg(test)]
mod tests;
