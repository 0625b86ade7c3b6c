//! One article of a portal: fetched with all its pages and files, and made an item. Owns what counts as unchanged and as gone.

mod came;

use std::path::PathBuf;

use feed::{Attachment, Document};
use sha2::{Digest, Sha256};
use url::Url;

use super::moved::Trail;
use super::recipe::DetailSource;
use super::state::Known;
use super::web::{self, Ask, Reply};
use super::{Portal, article, frames, led, pick};
use crate::formats::html;
use crate::item::{Item, Link, Reason, Refusal};
use crate::reading::assemble::{self, Origin};
use crate::reading::draft::Draft;
use crate::reading::nothing;
use crate::reading::sidecar::Sidecar;
use crate::reading::tidy;
use came::{is_page, is_picture, web_address};

/// Attached files of one article.
const FILES_MAX: usize = 64;
/// The site asks for patience.
const TOO_MANY: u16 = 429;
/// From here on the site itself has failed.
const FAILED: u16 = 500;
/// A page that says 200 and 已删除 is no longer than this, characters.
const SOFT_404_CHARS_MAX: usize = 600;

impl Portal<'_> {
    /// Asks for an article if need be; hands it on if it is new or changed.
    pub(super) fn visit(
        &mut self,
        id: &str,
        full: bool,
        take: &mut dyn FnMut(Item),
    ) -> anyhow::Result<()> {
        let Some(mut known) = self.store.article(id)? else {
            return Ok(());
        };
        if known.waiting.is_none() {
            if known.raw_sha256.is_some() && !full {
                return Ok(());
            }
            match self.fetch(&mut known) {
                Ok(true) => self.store.keep(&known)?,
                Ok(false) => return Ok(()),
                Err(refusal) => {
                    if self.silent > 0 {
                        // Not only by the next full walk: by the next run.
                        self.store.keep(&Known {
                            raw_sha256: None,
                            etag: None,
                            modified: None,
                            ..known.clone()
                        })?;
                    }
                    take(self.refused(&known, refusal));
                    return Ok(());
                }
            }
        }
        let item = self.item(&known);
        take(item);
        Ok(())
    }

    pub(super) fn refused(&self, known: &Known, refusal: Refusal) -> Item {
        Item {
            source: known.link.clone(),
            result: Err(refusal),
            notes: Vec::new(),
            files: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
            second: None,
        }
    }

    /// Fetches an article with all its pages; false if it is as it was.
    pub(super) fn fetch(&mut self, known: &mut Known) -> Result<bool, Refusal> {
        let unread = |error: anyhow::Error| Refusal::new(Reason::Unreadable, format!("{error:#}"));
        if self.recipe.detail.source == DetailSource::List {
            self.silent = 0;
            // The words came with the row and wait already, or did not change.
            return Ok(false);
        }
        let address = self.address(known).map_err(unread)?;
        let ask = Ask {
            etag: known.etag.clone(),
            modified: known.modified.clone(),
            max: web::PAGE_BYTES_MAX,
            ..Ask::default()
        };
        let reply = self.web.ask(&address, &ask);
        let is_silent = match &reply {
            Ok(reply) => reply.status == TOO_MANY || reply.status >= FAILED,
            Err(error) => error.is::<web::NoAnswer>(),
        };
        self.silent = if is_silent { self.silent + 1 } else { 0 };
        let reply = reply.map_err(unread)?;
        match reply.status {
            304 => return Ok(false),
            200 => {}
            status => {
                let detail = web::refusal(&address, status);
                return Err(Refusal::new(Reason::Unreadable, detail));
            }
        }
        if self.is_led_home(&address, &reply) {
            let detail = format!("{address} leads to the home page");
            return Err(Refusal::new(Reason::NotADocument, detail));
        }
        let words = article::decoded(&self.recipe, &reply.body)?;
        if let Some(said) = self.soft_404(known, &words) {
            let detail = format!("{address} answers 200 and says {said}");
            return Err(Refusal::new(Reason::NotADocument, detail));
        }
        let mut trail = Trail::default();
        let (mut words, at) = self.sent_on(words, &address, &mut trail)?;
        if at != address
            && let Some(said) = self.soft_404(known, &words)
        {
            let detail = format!("{at} answers 200 and says {said}");
            return Err(Refusal::new(Reason::NotADocument, detail));
        }
        let mut parts = article::Parts::of(&self.recipe, &words, &at);
        while let Some(part) = parts.take_next() {
            let part = Url::parse(&part).map_err(|error| unread(error.into()))?;
            let ask = Ask {
                max: web::PAGE_BYTES_MAX,
                ..Ask::default()
            };
            let reply = self.web.ask(&part, &ask).map_err(unread)?;
            if reply.status != 200 {
                let detail = format!("page {} answers {}", parts.at(), reply.status);
                return Err(Refusal::new(Reason::Unreadable, detail));
            }
            let more = article::decoded(&self.recipe, &reply.body)?;
            parts.look(&more);
            words.push(article::PART);
            words.push_str(&more);
        }
        if let Some((frame, held)) = self.framed(&words, &at, &mut trail)? {
            words.push_str(&format!("{}{frame}\n{held}", frames::FRAME));
        }
        let words = led::noted(words, &address, &at);
        let hash = hex::encode(Sha256::digest(words.as_bytes()));
        let same = known.raw_sha256.as_deref() == Some(&hash);
        known.etag = reply.etag;
        known.modified = reply.modified;
        known.raw_sha256 = Some(hash);
        known.fetched = Some(self.now.to_string());
        known.waiting = (!same).then(|| words.into_bytes());
        if same {
            self.store.keep(known).map_err(unread)?;
        }
        Ok(!same)
    }

    pub(super) fn address(&self, known: &Known) -> anyhow::Result<Url> {
        let names = [("id".to_owned(), known.id.clone())].into();
        match &self.recipe.detail.url {
            Some(template) => Ok(self
                .recipe
                .site
                .start
                .join(&pick::filled(template, &names)?)?),
            None => Ok(Url::parse(&known.link)?),
        }
    }

    /// By which words a page means 404: those that the recipe names, or those of a removal.
    pub(super) fn soft_404(&self, known: &Known, words: &str) -> Option<String> {
        if html::nests_too_deep(words) {
            return None;
        }
        let page = scraper::Html::parse_document(words);
        let text = html::words(page.root_element());
        if tidy::length(&text) > SOFT_404_CHARS_MAX {
            return None;
        }
        let mut own = self.recipe.site.soft_404.iter();
        if let Some(said) = own.find(|said| text.contains(said.as_str())) {
            return Some(said.clone());
        }
        let mut draft = Draft {
            pieces: html::pieces(page.root_element()),
            ..Draft::default()
        };
        draft.fields.title = Some(known.title.clone());
        nothing::removed(&draft, SOFT_404_CHARS_MAX).map(str::to_owned)
    }

    /// Whether an answer to the question for an article is the home page of its site: what is gone is often led there.
    pub(super) fn is_led_home(&self, address: &Url, reply: &Reply) -> bool {
        const HOMES: &[&str] = &[
            "/",
            "/index.html",
            "/index.htm",
            "/index.shtml",
            "/index.jsp",
            "/index.do",
            "/default.html",
        ];
        let home = |url: &Url| url.query().is_none() && HOMES.contains(&url.path());
        reply.url.as_ref().is_some_and(home) && !home(address)
    }

    pub(super) fn item(&mut self, known: &Known) -> Item {
        let words = known.waiting.clone().unwrap_or_default();
        let words = String::from_utf8_lossy(&words).into_owned();
        let mut item = self.refused(known, Refusal::new(Reason::Unreadable, "not read"));
        item.result = self.document(known, &words, &mut item);
        if item.result.is_ok() {
            self.attach(known, &mut item);
        }
        item
    }

    pub(super) fn document(
        &self,
        known: &Known,
        words: &str,
        item: &mut Item,
    ) -> Result<Document, Refusal> {
        let draft = article::read(&self.recipe, known, words)?;
        let today = crate::sources::day_of(self.now);
        let fetched = known
            .fetched
            .clone()
            .unwrap_or_else(|| self.now.to_string());
        let origin = Origin {
            adapter: self.adapter,
            source: &known.link,
            raw_sha256: known.raw_sha256.as_deref().unwrap_or_default(),
            fetched: &fetched,
            today: &today,
            clean: false,
        };
        let made = assemble::document(draft, &Sidecar::default(), &self.channel, origin)?;
        item.notes = made.notes;
        item.links = made.links;
        item.pictures = made.pictures;
        item.second = made.second;
        let mut document = made.document;
        document.id = self.id(&known.id);
        document.normalise();
        Ok(document)
    }

    /// Fetches the files that an article names; one that does not come is listed with its address and told.
    pub(super) fn attach(&mut self, known: &Known, item: &mut Item) {
        let base = Url::parse(&known.link).ok();
        let mut left = Vec::new();
        let links = std::mem::take(&mut item.links);
        let signed = self.signed();
        let mut asked: Vec<String> = Vec::new();
        for (number, mut link) in links.into_iter().enumerate() {
            if let Some(url) = base.as_ref().and_then(|base| base.join(&link.address).ok()) {
                link.address = url.to_string();
            }
            // ./a.pdf and the whole address of its second page are one file.
            let file = html::without_place(&link.address).to_owned();
            if asked.contains(&file) {
                continue;
            }
            asked.push(file);
            let came = match number < FILES_MAX {
                true => self.file(&link, base.as_ref()),
                false => Err(anyhow::anyhow!("one of more than {FILES_MAX} files")),
            };
            match came {
                Ok(file) => item.files.push(file),
                Err(error) => {
                    let told = format!("attachment {} ({}): {error:#}", link.name, link.address);
                    item.notes.push(told);
                    if signed {
                        link.address.clear();
                    }
                    left.push(link);
                }
            }
        }
        if !left.is_empty() {
            self.lacking.push(known.id.clone());
        }
        item.links = left;
        self.illustrate(base.as_ref(), item);
        if let Ok(document) = &mut item.result {
            document.attachments = item.files.iter().map(|(file, _)| file.clone()).collect();
        }
    }

    /// Fetches the pictures of the text; one that does not come stays named in the text, and is told.
    fn illustrate(&mut self, base: Option<&Url>, item: &mut Item) {
        let pictures = std::mem::take(&mut item.pictures);
        let few = FILES_MAX.saturating_sub(item.files.len());
        for (number, mut link) in pictures.into_iter().enumerate() {
            if let Some(url) = base.and_then(|base| base.join(&link.address).ok()) {
                link.address = url.to_string();
            }
            let came = match number < few {
                true => self.file(&link, base),
                false => Err(anyhow::anyhow!("one of more than {FILES_MAX} files")),
            };
            match came {
                Ok((file, path)) if is_picture(&path) => {
                    if !item
                        .files
                        .iter()
                        .any(|(held, _)| held.sha256 == file.sha256)
                    {
                        item.files.push((file, path));
                    }
                }
                // A line, a button, a counter.
                Ok(_) => {}
                Err(error) => item.notes.push(format!(
                    "picture {} ({}): {error:#}",
                    link.name, link.address
                )),
            }
        }
    }

    fn signed(&self) -> bool {
        let files = self.recipe.detail.attachments.as_ref();
        files.is_some_and(|files| files.signed)
    }

    pub(super) fn file(
        &mut self,
        link: &Link,
        referer: Option<&Url>,
    ) -> anyhow::Result<(Attachment, PathBuf)> {
        let signed = self.signed();
        // What is signed anew for every request is the same file.
        let lasting = match signed {
            true => link.address.split('?').next().unwrap_or_default(),
            false => html::without_place(&link.address),
        };
        let path = self
            .files
            .join(hex::encode(Sha256::digest(lasting.as_bytes())));
        if !path.exists() {
            let ask = Ask {
                referer: referer.cloned(),
                max: web::FILE_BYTES_MAX,
                ..Ask::default()
            };
            let mut address = Url::parse(&link.address)?;
            address.set_fragment(None);
            let reply = self.web.ask(&address, &ask)?;
            anyhow::ensure!(reply.status == 200, "answers {}", reply.status);
            anyhow::ensure!(!is_page(&reply), "a page came instead of the file");
            let part = path.with_extension("part");
            std::fs::write(&part, &reply.body)?;
            std::fs::rename(&part, &path)?;
        }
        let bytes = std::fs::read(&path)?;
        let kind = link.address.split(['?', '#']).next().unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or_default().rsplit_once('.');
        let name = match kind.filter(|(_, kind)| kind.len() <= 5) {
            Some((_, kind)) => link.file_name(kind),
            None => link.name.clone(),
        };
        let attachment = Attachment {
            name,
            sha256: hex::encode(Sha256::digest(&bytes)),
            length: bytes.len() as u64,
            pages: None,
            address: web_address(&link.address).filter(|_| !signed),
        };
        Ok((attachment, path))
    }
}
