//! Where the text of an article stands when its address shows none: on the page that it sends a browser on to, or in a frame. Owns the caps: hosts
//! of the site, so many requests, no address twice.

use std::collections::BTreeSet;

use scraper::Html;
use url::Url;

use super::recipe::Recipe;
use super::web::{self, Ask, Reply};
use super::{Portal, article, frames};
use crate::formats::{html, page};
use crate::item::{Reason, Refusal};
use crate::reading::tidy::length;

/// Pages that may lead to one text.
const PAGES_MAX: usize = 8;

/// Addresses that were asked for on the way to one text.
#[derive(Debug, Default)]
pub struct Trail {
    seen: BTreeSet<String>,
}

impl Portal<'_> {
    /// Where a browser would be in the end that opens the page at `at`: its words, and its address.
    pub(super) fn sent_on(
        &mut self,
        words: String,
        at: &Url,
        trail: &mut Trail,
    ) -> Result<(String, Url), Refusal> {
        let (mut words, mut at) = (words, at.clone());
        trail
            .seen
            .insert(html::without_place(at.as_str()).to_owned());
        while let Some(to) = sends_to(&self.recipe, &words, &at) {
            let reply = self.ask_on(&at, &to, trail)?;
            if reply.status != 200 {
                let detail = format!("{at} leads on to {to}, which answers {}", reply.status);
                return Err(Refusal::new(Reason::Unreadable, detail));
            }
            words = article::decoded(&self.recipe, &reply.body)?;
            at = reply.url.unwrap_or(to);
        }
        Ok((words, at))
    }

    /// The frame that holds the text of a page which has none, and its address; a frame may be a set of others.
    pub(super) fn framed(
        &mut self,
        words: &str,
        at: &Url,
        trail: &mut Trail,
    ) -> Result<Option<(Url, String)>, Refusal> {
        let frames = frames::of_text(&self.recipe, words, at);
        if let [only] = &frames[..] {
            return self.frame(at, only, trail).map(Some);
        }
        if frames.is_empty() {
            return Ok(None);
        }
        let count = frames.len();
        // Some of a set are the banner and the menu of the site; one that does not come may be the text.
        let mut texts = Vec::new();
        for frame in frames {
            let (at, held) = self.frame(at, &frame, trail)?;
            if !frames::is_silent(&self.recipe, &held) && speaks(&held) {
                texts.push((at, held));
            }
        }
        if texts.len() > 1 {
            texts.retain(|(_, held)| held.contains('。'));
        }
        match texts.len() {
            1 => Ok(texts.pop()),
            found => {
                let detail =
                    format!("{at} is a page of {count} frames, {found} of which hold a text");
                Err(Refusal::new(Reason::NotADocument, detail))
            }
        }
    }

    fn frame(
        &mut self,
        of: &Url,
        frame: &Url,
        trail: &mut Trail,
    ) -> Result<(Url, String), Refusal> {
        let reply = self.ask_on(of, frame, trail)?;
        if reply.status != 200 {
            let detail = format!(
                "its text stands in the frame {frame}, which answers {}",
                reply.status
            );
            return Err(Refusal::new(Reason::Unreadable, detail));
        }
        let held = article::decoded(&self.recipe, &reply.body)?;
        let at = reply.url.as_ref().unwrap_or(frame);
        let (held, at) = self.sent_on(held, at, trail)?;
        let inner = self.framed(&held, &at, trail)?;
        Ok(inner.unwrap_or((at, held)))
    }

    /// Asks for the page that another one leads to.
    fn ask_on(&mut self, from: &Url, to: &Url, trail: &mut Trail) -> Result<Reply, Refusal> {
        let refuse = |detail: String| Err(Refusal::new(Reason::Unreadable, detail));
        let host = to.host_str().unwrap_or_default();
        if !is_web(to) || !self.recipe.site.hosts.iter().any(|own| own == host) {
            return refuse(format!(
                "{from} leads on to {to}, whose host is not in site.hosts"
            ));
        }
        if !trail
            .seen
            .insert(html::without_place(to.as_str()).to_owned())
        {
            return refuse(format!("{from} leads back to {to}, where it came from"));
        }
        if trail.seen.len() > PAGES_MAX {
            return refuse(format!(
                "more than {PAGES_MAX} pages lead to one text, the last of them {from}"
            ));
        }
        let ask = Ask {
            referer: Some(from.clone()),
            max: web::PAGE_BYTES_MAX,
            ..Ask::default()
        };
        let unread = |error: anyhow::Error| Refusal::new(Reason::Unreadable, format!("{error:#}"));
        let reply = self.web.ask(to, &ask).map_err(unread)?;
        if self.is_led_home(from, &reply) {
            let detail = format!("{from} leads to the home page");
            return Err(Refusal::new(Reason::NotADocument, detail));
        }
        Ok(reply)
    }
}

/// Whether a frame says more than the name of a site.
fn speaks(held: &str) -> bool {
    const CHARS_MIN: usize = 60;
    let page = Html::parse_document(held);
    let words = html::words(page.root_element());
    words.contains('。') || length(&words) >= CHARS_MIN
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// Where a page without a text sends a browser; none if it only loads itself again.
fn sends_to(recipe: &Recipe, words: &str, at: &Url) -> Option<Url> {
    let low = words.to_ascii_lowercase();
    if !(low.contains("http-equiv") && low.contains("refresh")) || html::nests_too_deep(words) {
        return None;
    }
    let to = page::sent_on(&Html::parse_document(words))?;
    let to = at.join(&to).ok()?;
    let again = html::without_place(to.as_str()) == html::without_place(at.as_str());
    (!again && frames::is_silent(recipe, words)).then_some(to)
}
