//! One attachment (附件) of a document: which page, how large, as picture or as text, and what is looked for in it. Holds one page at
//! a time and nothing of the file; all of it goes with the place. Never shows an answer to a question that was asked for another page.

mod finding;
mod opening;
mod picking;
pub(super) mod pictures;
mod seeking;
mod strip;
mod unlocking;

use mirror::Attachment;

use super::saying::{self, Saying};
use super::services::form::Filling;
use super::turn::{Duties, Go, Stay, Turn};
use crate::asks::{Effect, Heard, Opened};
use crate::attached::{Dots, Leaves, Notes, Seen, Trouble, Wish};
use crate::keyboard::Key;
use crate::register::Password;
use crate::rules::Rules;
use crate::screen::attachment::{Denied, Touch};
use crate::screen::reader;
pub use picking::Picking;
pub use seeking::Seeking;
pub use strip::Strip;
pub use unlocking::Unlocking;

/// Steps of making a page larger.
pub const ZOOM_MAX: u32 = 3;
/// Dots across a page at each step.
const WIDTHS_PX: [u32; ZOOM_MAX as usize + 1] = [1_080, 1_440, 1_800, 2_160];
/// Dots down a page.
const HEIGHT_PX_MAX: u64 = 8_000;
/// Dots of a page in all: 36 MB.
const DOTS_MAX: u64 = 9_000_000;

/// See [`Place::Attachment`](super::Place::Attachment).
#[derive(Debug, Clone, PartialEq)]
pub struct Attaching {
    /// The document it belongs to.
    pub opened: Opened,
    /// Which of its attachments.
    pub at: usize,
    /// The one that was asked for, while it is not known whether the PDF of its name opens.
    pub instead_of: Option<usize>,
    /// Of the question that is open, or of the last one.
    pub asked: u64,
    /// What the file is; `None` until it is open.
    pub leaves: Option<Leaves>,
    /// The page, from 0.
    pub page: u32,
    /// How often it was made larger.
    pub zoom: u32,
    /// Text is wanted in place of the picture.
    pub words: bool,
    /// The page that shows, once it came.
    pub sheet: Option<Sheet>,
    /// Small pictures of the pages around it.
    pub strip: Strip,
    /// Why nothing shows.
    pub trouble: Option<Trouble>,
    /// Its text is being read aloud (朗读).
    pub aloud: Option<Saying>,
    /// What is looked for in it.
    pub sought: Option<Seeking>,
    /// Parts of its text that go on paper.
    pub picking: Picking,
    /// The field into which that is being typed.
    pub finding: Option<Filling>,
    /// What an attendant types to open a protected file.
    pub unlocking: Option<Box<Unlocking>>,
    /// Why that did not open it.
    pub denied: Option<Denied>,
}

/// The page that shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Sheet {
    /// As a picture.
    Picture(Dots, Notes),
    /// As text: the document that it would be.
    Text(Opened, Notes),
}

impl Attaching {
    /// Opens an attachment, or the PDF that has its name, whose pages are as they were made; `None` when there is none of that
    /// number.
    pub fn open(opened: Opened, at: usize, turn: &mut Turn) -> Option<Attaching> {
        let files = &opened.document.attachments;
        let wanted = files.get(at)?;
        let twin = files.iter().position(|file| is_twin(wanted, file));
        let instead_of = twin.map(|_| at);
        let at = twin.unwrap_or(at);
        let asked = wish(&files[at], Password::default(), turn);
        Some(Attaching {
            opened,
            at,
            instead_of,
            asked,
            leaves: None,
            page: 0,
            zoom: 0,
            words: false,
            sheet: None,
            strip: Strip::default(),
            trouble: None,
            aloud: None,
            sought: None,
            picking: Picking::default(),
            finding: None,
            unlocking: None,
            denied: None,
        })
    }

    /// The file as the document names it.
    pub fn file(&self) -> Option<&Attachment> {
        self.opened.document.attachments.get(self.at)
    }

    /// Pages of it are drawn.
    pub fn is_drawn(&self) -> bool {
        self.leaves
            .as_ref()
            .is_some_and(|leaves| !leaves.heights.is_empty())
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        if touch == Touch::Unlock {
            self.begin_to_unlock(turn);
            return None;
        }
        let leaves = self.leaves.as_ref().filter(|_| self.trouble.is_none())?;
        let shows_picture = self.is_drawn() && !self.words;
        match touch {
            Touch::Page { page } if (1..=leaves.pages).contains(&page) && page != self.page + 1 => {
                self.page = page - 1;
                // What shows is another page.
                self.clear();
            }
            Touch::Closer if shows_picture && self.zoom < ZOOM_MAX => self.zoom += 1,
            Touch::Farther if shows_picture && self.zoom > 0 => self.zoom -= 1,
            Touch::Words if self.is_drawn() => {
                self.words = !self.words;
                self.picking.on = false;
                self.clear();
            }
            Touch::Find if self.is_findable() => {
                self.begin_to_find();
                return None;
            }
            Touch::Place { forward } => {
                let sought = self.sought.as_mut()?;
                let page = sought.step(self.page, forward)?;
                self.show_marked(page);
            }
            Touch::Unmark => self.sought = None,
            Touch::Print => return self.print(turn),
            _ => return None,
        }
        self.ask(turn);
        None
    }

    /// Answers a touch on its text: a part that goes on paper, a table over the whole screen, the voice.
    pub fn touched_text(&mut self, touch: reader::Touch, turn: &mut Turn) -> Option<Go> {
        let Some(Sheet::Text(opened, _)) = &self.sheet else {
            return None;
        };
        match touch {
            reader::Touch::Table { block } => {
                return Some(Go::Table {
                    opened: opened.clone(),
                    block: block as usize,
                    of_file: true,
                });
            }
            reader::Touch::Aloud { from } => {
                saying::toggle(&mut self.aloud, Some(&opened.document), from, turn);
            }
            reader::Touch::Choosing => self.toggle_picking(turn.rules),
            reader::Touch::Tick { article_id } => self.tick(&article_id),
            _ => {}
        }
        None
    }

    /// Follows the voice.
    pub fn heard(&mut self, heard: &Heard) {
        saying::follow(&mut self.aloud, heard);
    }

    /// The page that shows goes, and with it the voice.
    fn clear(&mut self) {
        self.sheet = None;
        self.aloud = None;
    }

    /// Asks for the page as it is to be shown.
    fn ask(&mut self, turn: &mut Turn) {
        let Some(leaves) = &self.leaves else { return };
        let (serial, page) = (turn.next_serial(), self.page);
        self.asked = serial;
        let height = leaves.heights.get(page as usize).filter(|_| !self.words);
        let wish = match height {
            Some(height) => Wish::Draw {
                serial,
                page,
                width_px: width_px(self.zoom, *height),
            },
            None => Wish::Read { serial, page },
        };
        turn.effects.push(Effect::Attachment(wish));
    }

    /// Asks for the nearest page that has no small picture yet.
    fn ask_small(&mut self, turn: &mut Turn) {
        let pages = self.leaves.as_ref().map_or(0, |leaves| leaves.pages);
        let wanted = self.is_drawn() && !self.words;
        let missing = wanted.then(|| self.strip.missing(self.page, pages));
        if let Some(page) = missing.flatten() {
            let serial = turn.next_serial();
            self.strip.asks(serial);
            turn.effects.push(Effect::Attachment(Wish::Small {
                serial,
                page,
                width_px: strip::SMALL_PX,
            }));
        }
    }

    /// The worker answers.
    pub fn seen(&mut self, seen: Seen, turn: &mut Turn) {
        match seen {
            Seen::Opened { serial, leaves } if serial == self.asked => {
                self.instead_of = None;
                self.denied = None;
                self.page = self.page.min(leaves.pages.saturating_sub(1));
                self.leaves = Some(leaves);
                self.ask(turn);
            }
            Seen::Drawn {
                serial,
                dots,
                notes,
            } if serial == self.asked => {
                self.sheet = Some(Sheet::Picture(dots, notes));
                self.ask_small(turn);
            }
            Seen::Small { serial, page, dots } => {
                if self.strip.took(serial, page, dots) {
                    self.ask_small(turn);
                }
            }
            Seen::Failed { serial, .. } if self.strip.failed(serial) => {}
            Seen::Read {
                serial,
                blocks,
                notes,
            } if serial == self.asked => {
                self.find_parts(&blocks);
                self.sheet = Some(Sheet::Text(self.as_document(&blocks), notes));
            }
            Seen::Failed { serial, .. } if serial == self.asked && self.instead_of.is_some() => {
                self.at = self.instead_of.take().unwrap_or(self.at);
                if let Some(file) = self.opened.document.attachments.get(self.at) {
                    self.asked = wish(file, Password::default(), turn);
                }
            }
            Seen::Failed { serial, trouble } if serial == self.asked => {
                self.clear();
                self.trouble = Some(trouble);
            }
            _ => {}
        }
    }
}

/// Asks for a file to be opened; the number of that question.
fn wish(file: &Attachment, password: Password, turn: &mut Turn) -> u64 {
    let serial = turn.next_serial();
    let sha256 = file.sha256.clone();
    let wish = Wish::Open {
        serial,
        sha256,
        password,
    };
    turn.effects.push(Effect::Attachment(wish));
    serial
}

/// Endings of papers of which a PDF may lie beside them; a table for machines is none.
const PAPERS: [&str; 4] = ["ofd", "docx", "doc", "wps"];

/// Whether `other` is the PDF of the same name as a paper in another form.
fn is_twin(file: &Attachment, other: &Attachment) -> bool {
    let parted = |name: &str| {
        let (stem, ending) = name.rsplit_once('.')?;
        Some((stem.to_owned(), ending.to_ascii_lowercase()))
    };
    match (parted(&file.name), parted(&other.name)) {
        (Some((stem, ending)), Some((same, pdf))) => {
            stem == same && pdf == "pdf" && PAPERS.contains(&ending.as_str())
        }
        _ => false,
    }
}

/// How wide a page is drawn: as the step says, if it is not too high then.
fn width_px(zoom: u32, height_thousandths: u32) -> u32 {
    let wished = WIDTHS_PX[zoom.min(ZOOM_MAX) as usize];
    let height = u64::from(height_thousandths.max(1));
    let as_high = HEIGHT_PX_MAX * 1_000 / height;
    let as_large = (DOTS_MAX * 1_000 / height).isqrt();
    let widest = as_high.min(as_large).max(1);
    wished.min(u32::try_from(widest).unwrap_or(u32::MAX))
}

impl Duties for Attaching {
    fn document_id(&self) -> Option<&str> {
        Some(&self.opened.document.id)
    }

    /// Its child holds the file: what shows again is opened again.
    fn forget(&mut self) -> Stay {
        Stay::Leaves
    }

    fn gone(&mut self, id: &str) -> Option<Stay> {
        (self.opened.document.id == id).then_some(Stay::Leaves)
    }

    fn failed(&mut self, _: u64) -> Option<Stay> {
        None
    }

    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        // Listening is use.
        match self.aloud {
            Some(_) => None,
            None => Some(rules.reader_idle_ms),
        }
    }

    fn refresh(&mut self, _: &mut Turn) {}

    fn key(&mut self, key: Key, turn: &mut Turn) -> Option<Go> {
        self.typed(key.into(), turn)
    }

    fn lies_below(&self) -> bool {
        true
    }

    fn speaks(&self) -> Option<u64> {
        self.aloud.map(|saying| saying.serial)
    }

    fn watches_printer(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_page_is_drawn_larger_than_may_be_held() {
        assert_eq!(width_px(0, 1_414), 1_080);
        assert_eq!(width_px(3, 1_414), 2_160);
        for height in [1, 10, 999, 1_414, 5_000, 50_000, 1_000_000, u32::MAX] {
            for zoom in 0..=ZOOM_MAX + 1 {
                let width = u64::from(width_px(zoom, height));
                let high = width * u64::from(height) / 1_000;
                assert!((1..=2_160).contains(&width));
                assert!(width == 1 || (high <= HEIGHT_PX_MAX && width * high <= DOTS_MAX));
            }
        }
    }
}
