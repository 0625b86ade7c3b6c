//! The walk through the pages of one column. Owns where it stops, and refuses columns whose paging lies.

pub mod ids;
mod overlooked;
mod site;
mod whole;

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use sha2::{Digest, Sha256};
use url::Url;

use super::Portal;
use super::article;
use super::packed;
use super::pick::{self, Subject, first};
use super::recipe::{DetailSource, List, Method, PageKind, Recipe};
use super::rows::{self, Answer, Row, Walked};
use super::state::Known;
use super::unreached::{NoPage, NotServed};
use super::web::{Ask, PAGE_BYTES_MAX, Web, refusal};
pub use overlooked::overlooked;
use whole::Whole;

/// A column that is asked page by page.
pub struct Pages<'w> {
    recipe: &'w Recipe,
    list: &'w List,
    known: BTreeMap<String, String>,
    next: Option<String>,
    base: Url,
    /// A first page came.
    begun: bool,
}

impl<'w> Pages<'w> {
    /// Reads the variables that the start page gives.
    pub fn open(
        recipe: &'w Recipe,
        list: &'w List,
        web: &mut dyn Web,
        today: &str,
    ) -> anyhow::Result<Pages<'w>> {
        let mut known = list.constants.clone();
        known.insert("today".to_owned(), today.to_owned());
        if !list.capture.is_empty() {
            let words = text(web, &recipe.site.start, &Ask::default(), recipe)?;
            let page = scraper::Html::parse_document(&words);
            let none = BTreeMap::new();
            let subject = Subject {
                element: Some(page.root_element()),
                json: None,
                raw: &words,
                known: &none,
            };
            for (name, pick) in &list.capture {
                let (_, value) =
                    first(std::slice::from_ref(pick), &subject).with_context(|| {
                        format!("read list {}: the start page gives no {name}", list.column)
                    })?;
                known.insert(name.clone(), value);
            }
        }
        Ok(Pages {
            recipe,
            list,
            known,
            next: None,
            base: recipe.site.start.clone(),
            begun: false,
        })
    }

    /// Asks for page `n`, counted from 1.
    pub fn page(&mut self, n: usize, web: &mut dyn Web) -> anyhow::Result<Answer> {
        let paging = &self.list.page;
        let number = n - 1 + paging.start;
        let from = (n - 1) * paging.size + 1;
        if let Some(year) = self.year(n) {
            self.known.insert("year".to_owned(), year.to_string());
        }
        for (name, value) in [
            ("n", number),
            ("size", paging.size),
            ("from", from),
            ("to", from + paging.size - 1),
        ] {
            self.known.insert(name.to_owned(), value.to_string());
        }
        let template = match (n, paging.kind, &paging.next) {
            (1, _, _) => self.list.url.clone(),
            (_, PageKind::NextLink, _) => self
                .next
                .clone()
                .context("read list: the page before names no next one")?,
            (_, _, Some(next)) => next.clone(),
            (_, _, None) => self.list.url.clone(),
        };
        let address = match paging.kind {
            PageKind::NextLink if n > 1 => template,
            _ => pick::filled(&template, &self.known)?,
        };
        let url = match n {
            _ if paging.kind == PageKind::Years => self.recipe.site.start.join(&address)?,
            1 => self.recipe.site.start.join(&address)?,
            _ => self.base.join(&address)?,
        };
        let form = (self.list.method == Method::Post && self.list.json.is_none()).then(|| {
            let fill = |(key, value): (&String, &String)| {
                Ok((key.clone(), pick::filled(value, &self.known)?))
            };
            self.list
                .form
                .iter()
                .map(fill)
                .collect::<anyhow::Result<_>>()
        });
        let json = self
            .list
            .json
            .as_ref()
            .map(|json| pick::filled(json, &self.known));
        let ask = Ask {
            form: form.transpose()?,
            json: json.transpose()?,
            referer: (n > 1).then(|| self.base.clone()),
            ..Ask::default()
        };
        let words = text(web, &url, &ask, self.recipe)?;
        let begins = !std::mem::replace(&mut self.begun, true);
        if begins {
            self.base = url.clone();
            site::check(self.recipe, self.list, &words)?;
        }
        let answer = rows::read(self.recipe, self.list, &words, &url, &self.known)?;
        if begins {
            let column = &self.list.column;
            ensure!(
                answer.rows.len() >= self.list.min_items,
                "read list {column}: {} rows, {} at least were expected; dropped {:?}",
                answer.rows.len(),
                self.list.min_items,
                answer.dropped
            );
            if let Some(count) = answer.pages {
                self.known.insert("count".to_owned(), count.to_string());
            }
        }
        self.next = answer.next.clone();
        Ok(answer)
    }

    /// The year whose page is the nth, where a column has one for each.
    fn year(&self, n: usize) -> Option<i16> {
        let oldest = self.list.page.oldest?;
        let this: i16 = self.known.get("today")?.get(..4)?.parse().ok()?;
        let back = i16::try_from(n - 1).ok()?;
        this.checked_sub(back).filter(|year| *year >= oldest)
    }

    /// Whether the first page says, or lets one think, that there is a second.
    pub fn has_more(&self, first: &Answer) -> bool {
        let rows = first.rows.len() + first.dropped.values().sum::<usize>();
        match self.list.page.kind {
            PageKind::None | PageKind::First => false,
            PageKind::NextLink => first.next.is_some(),
            PageKind::Years => self.year(2).is_some(),
            _ => first
                .pages
                .map(|pages| pages > 1)
                // A total of 0 above rows is none.
                .or_else(|| {
                    let total = first.total.filter(|total| *total > 0)?;
                    Some(total > rows)
                })
                .unwrap_or(true),
        }
    }
}

pub(super) fn text(
    web: &mut dyn Web,
    url: &Url,
    ask: &Ask,
    recipe: &Recipe,
) -> anyhow::Result<String> {
    let ask = Ask {
        max: PAGE_BYTES_MAX,
        ..ask.clone()
    };
    let reply = web.ask(url, &ask)?;
    if reply.status == 404 {
        return Err(NoPage(url.clone()).into());
    }
    if reply.status != 200 {
        return Err(NotServed(refusal(url, reply.status)).into());
    }
    let body = packed::unpacked(&reply.body).with_context(|| format!("read {url}"))?;
    let words = article::decoded(recipe, &body)
        .map_err(|refusal| anyhow::anyhow!("read {url}: {}", refusal.detail))?;
    let challenges = [
        "$_ts",
        "__jsl_clid",
        "C3VK",
        "acw_sc__v2",
        "请完成安全验证",
        "滑动验证",
        "captcha",
    ];
    if let Some(mark) = challenges
        .iter()
        .find(|m| words.contains(**m))
        .filter(|_| words.len() < 6_000)
    {
        bail!(
            "read {url}: {} answers with a challenge for browsers ({mark}); such a site cannot be read",
            recipe.site.name
        );
    }
    Ok(words)
}

impl Portal<'_> {
    /// Walks a column and notes what it lists.
    pub(super) fn walk(&mut self, list: &List, walk: i64, full: bool) -> anyhow::Result<Walked> {
        let recipe = self.recipe.clone();
        let today = crate::sources::day_of(self.now);
        let mut pages = Pages::open(&recipe, list, self.web.as_mut(), &today)?;
        let years = list.page.kind == PageKind::Years;
        let mut whole = Whole::of(list);
        let mut told = None;
        let mut quiet = 0;
        let mut more = true;
        let mut n = 0;
        self.progress.next("listing", None);
        while more {
            n += 1;
            self.progress.step();
            ensure!(
                n <= self.pages_max,
                "read list {}: more than {} pages",
                list.column,
                self.pages_max
            );
            let answer = match pages.page(n, self.web.as_mut()) {
                Ok(answer) => answer,
                // A year without a page, such as this one in January; only if no year has one it is a fault.
                Err(error) if years && error.is::<NoPage>() => {
                    more = pages.year(n + 1).is_some();
                    ensure!(
                        more || !whole.is_empty(),
                        "{error:#}, and so for every year"
                    );
                    continue;
                }
                // Behind the last page many sites have nothing; inside the count it is a fault.
                Err(error)
                    if n > 2 && error.is::<NoPage>() && !pages.known.contains_key("count") =>
                {
                    break;
                }
                Err(error) => return Err(error),
            };
            let counted = answer
                .pages
                .or_else(|| pages.known.get("count")?.parse().ok());
            // A page that the one before names, or that the site counts, is there.
            let named = match list.page.kind {
                PageKind::NextLink => n > 1,
                _ => counted.is_some_and(|count| n <= count),
            };
            let new_links = whole.take(n, &answer, named)?;
            let unknown = self.note(list, &answer.rows, walk)?;
            quiet = if unknown == 0 { quiet + 1 } else { 0 };
            if let Some(count) = counted {
                self.progress.expect(count);
            }
            more = match n {
                _ if years => pages.year(n + 1).is_some(),
                1 => pages.has_more(&answer),
                // Numbered pages are as many as the site counts; windows that bring nothing new are behind the end.
                _ => match counted.filter(|_| list.page.kind != PageKind::Window) {
                    Some(count) => n < count,
                    None => counted.is_none_or(|count| n < count) && new_links > 0,
                },
            };
            if list.page.kind == PageKind::NextLink {
                more &= answer.next.is_some();
            }
            if !more && (n == 1 || list.page.kind == PageKind::NextLink) {
                told = overlooked(list, &answer, n == 1);
            }
            if more && !full && quiet >= list.page.stop_known {
                // The rest is known: nothing is said about what this walk did not look at.
                return Ok(Walked {
                    whole: true,
                    ..Walked::default()
                });
            }
        }
        let mut walked = whole.end()?;
        walked.told = told;
        Ok(walked)
    }

    /// Notes rows, all or none of them, with one sync; tells how many are new or say something new.
    pub(super) fn note(&self, list: &List, rows: &[Row], walk: i64) -> anyhow::Result<usize> {
        let noting = self.store.at_once()?;
        let mut unknown = 0;
        for row in rows {
            unknown += usize::from(self.note_row(list, row, walk)?);
        }
        noting.commit()?;
        Ok(unknown)
    }

    fn note_row(&self, list: &List, row: &Row, walk: i64) -> anyhow::Result<bool> {
        // Columns that share an article may call it differently: the first of a walk counts, and none makes it new every day.
        if self.store.is_listed(&row.id, walk)? {
            return Ok(false);
        }
        let known = Known {
            id: row.id.clone(),
            link: row.link.clone(),
            title: row.title.clone(),
            date: row.date.clone(),
            column: list.column.clone(),
            says: serde_json::to_string(&row.says)?,
            ..Known::default()
        };
        let before = self.store.article(&row.id)?;
        self.store.list(&known, walk)?;
        if self.recipe.detail.source == DetailSource::List
            && let Some(body) = &row.body
        {
            let hash = hex::encode(Sha256::digest(body.as_bytes()));
            let same = before.as_ref().and_then(|b| b.raw_sha256.clone()) == Some(hash.clone());
            if !same {
                self.store.keep(&Known {
                    raw_sha256: Some(hash),
                    fetched: Some(self.now.to_string()),
                    waiting: Some(body.clone().into_bytes()),
                    ..known
                })?;
            }
            return Ok(!same);
        }
        let changed = before.as_ref().is_some_and(|b| {
            b.title != known.title || b.date != known.date || b.says != known.says
        });
        if changed && let Some(before) = &before {
            // It is asked for again, without what it said of its age.
            self.store.keep(&Known {
                raw_sha256: None,
                etag: None,
                modified: None,
                ..before.clone()
            })?;
        }
        Ok(before.is_none() || changed)
    }
}
