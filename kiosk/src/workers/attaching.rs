//! The worker of attachments (附件): holds the one file that is open in its confined child, and asks the child for pages. Kills the
//! child at once when it is told to, whatever the child is doing. Remembers nothing of a visitor: only which files brought their
//! child down, so that they are left alone until they change.

pub mod illustrating;

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use mirror::{Align, Block, Reader, Span};
use session::Event;
use session::attached::{Dots, Kind, Leaves, Notes, Seen, Trouble, Wish};
use viewer::{Failure, Leash, Open, Page, Password, Picture, Reason, Source, Viewer, kind};

use super::inbox::Outlet;

/// A file that brought its child down so often is left alone.
const FALLS_MAX: u32 = 2;
/// Files whose falls are remembered; beyond these the memory begins anew.
const FALLEN_FILES_MAX: usize = 1_024;

/// Finds a file by its hash.
pub type Find = Box<dyn Fn(&str) -> Option<File> + Send>;

/// The session's end of the worker.
pub struct Attaching {
    wishes: Sender<(Wish, Leash)>,
    leash: Mutex<Leash>,
    outlet: Outlet,
}

impl Attaching {
    /// Starts the worker; it ends when this is dropped. `viewer` opens what `find` finds.
    pub fn start(find: Find, viewer: Viewer, outlet: Outlet) -> std::io::Result<Attaching> {
        let (wishes, wished) = channel();
        let worker = Worker {
            find,
            viewer,
            outlet: outlet.clone(),
            open: None,
            password: Needed::No,
            falls: HashMap::new(),
            without_small: HashSet::new(),
        };
        std::thread::Builder::new()
            .name("attachments".into())
            .spawn(move || worker.run(&wished))?;
        Ok(Attaching {
            wishes,
            leash: Mutex::default(),
            outlet,
        })
    }

    /// Does it; the answer comes through the inbox. A file that is closed or followed by another one is gone when this returns.
    pub fn wish(&self, wish: Wish) {
        let mut leash = self.leash.lock().expect("nobody panics with it");
        if matches!(wish, Wish::Open { .. } | Wish::Close) {
            leash.cut();
            *leash = Leash::default();
        }
        self.outlet.begin();
        if self.wishes.send((wish, leash.clone())).is_err() {
            self.outlet.end();
        }
    }
}

impl Drop for Attaching {
    fn drop(&mut self) {
        self.leash.lock().expect("nobody panics with it").cut();
    }
}

struct Worker {
    find: Find,
    viewer: Viewer,
    outlet: Outlet,
    /// The file by its hash, and the child that holds it.
    open: Option<(String, Open)>,
    /// Whether that took a password, which nobody keeps.
    password: Needed,
    /// How often a file brought its child down.
    falls: HashMap<String, u32>,
    /// Files of which a small picture brought the child down or kept it too long: they have none any more.
    without_small: HashSet<String>,
}

/// What a password has to do with the file that is open, or was until its child fell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needed {
    /// It opens without.
    No,
    /// It was opened with one.
    Typed,
    /// Its child fell and nobody knows the password any more: it is to be typed once more.
    Again,
}

impl Worker {
    fn run(mut self, wished: &Receiver<(Wish, Leash)>) {
        while let Ok(first) = wished.recv() {
            let mut next = first;
            // Of wishes that wait only the last matters: pages that were turned over are not drawn.
            for later in wished.try_iter() {
                // A small picture is asked for again when the page has come.
                if matches!(later.0, Wish::Small { .. }) {
                    self.outlet.end();
                    continue;
                }
                if matches!(next.0, Wish::Open { .. })
                    && !matches!(later.0, Wish::Open { .. } | Wish::Close)
                {
                    self.fulfil(next);
                } else {
                    self.outlet.end();
                }
                next = later;
            }
            self.fulfil(next);
        }
    }

    fn fulfil(&mut self, (wish, leash): (Wish, Leash)) {
        let seen = match wish {
            Wish::Close => {
                self.open = None;
                self.password = Needed::No;
                None
            }
            Wish::Open {
                serial,
                sha256,
                password,
            } => {
                self.open = None;
                self.password = match password.characters() {
                    "" => Needed::No,
                    _ => Needed::Typed,
                };
                Some(self.opened(serial, sha256, &password, &leash))
            }
            Wish::Draw {
                serial,
                page,
                width_px,
            } => Some(self.asked(serial, |open| {
                let picture = open.picture(page, width_px, None)?;
                let notes = notes(open, &picture.page);
                let dots = dots(picture);
                Ok(Seen::Drawn {
                    serial,
                    dots,
                    notes,
                })
            })),
            Wish::Small {
                serial,
                page,
                width_px,
            } => Some(self.small(serial, page, width_px, &leash)),
            Wish::Read { serial, page } => Some(self.asked(serial, |open| {
                let (text, said) = open.text(page)?;
                let is_drawn = open.opened().kind.is_drawn();
                let blocks = text.blocks.into_iter().map(|b| block(b, is_drawn));
                Ok(Seen::Read {
                    serial,
                    blocks: Arc::new(blocks.collect()),
                    notes: Notes {
                        cut: text.cut,
                        ..notes(open, &said)
                    },
                })
            })),
        };
        // Nobody waits for what was cut.
        if let Some(seen) = seen.filter(|_| !leash.is_cut()) {
            self.outlet.tell(Event::Seen(seen));
        }
        self.outlet.end();
    }

    fn opened(
        &mut self,
        serial: u64,
        sha256: String,
        password: &session::Password,
        leash: &Leash,
    ) -> Seen {
        let failed = |trouble| Seen::Failed { serial, trouble };
        if self.falls.get(&sha256).is_some_and(|n| *n >= FALLS_MAX) {
            return failed(Trouble::LeftAlone);
        }
        let Some(file) = (self.find)(&sha256) else {
            return failed(Trouble::Absent);
        };
        let (file, held) = (Source::File(file), leash.clone());
        let opened = match password.characters() {
            "" => self.viewer.open_on(file, held),
            typed => self.viewer.unlock_on(file, held, Password::from(typed)),
        };
        match opened {
            Ok(open) => {
                let leaves = leaves(&open);
                self.open = Some((sha256, open));
                Seen::Opened { serial, leaves }
            }
            Err(failure) => failed(self.fell(&sha256, &failure, leash)),
        }
    }

    fn asked(&mut self, serial: u64, ask: impl FnOnce(&mut Open) -> Result<Seen, Failure>) -> Seen {
        let Some((sha256, mut open)) = self.open.take() else {
            let trouble = match self.password {
                Needed::Again => Trouble::Password,
                Needed::No | Needed::Typed => Trouble::Failed,
            };
            return Seen::Failed { serial, trouble };
        };
        match ask(&mut open) {
            Ok(seen) => {
                self.open = Some((sha256, open));
                seen
            }
            Err(failure) => {
                let leash = open.leash().clone();
                let trouble = self.fell(&sha256, &failure, &leash);
                if !failure.was_violent() {
                    self.open = Some((sha256, open));
                }
                Seen::Failed { serial, trouble }
            }
        }
    }

    /// A small picture is a kindness: where it brings the child down another one takes its place, and the file is not blamed for it.
    fn small(&mut self, serial: u64, page: u32, width_px: u32, leash: &Leash) -> Seen {
        let failed = Seen::Failed {
            serial,
            trouble: Trouble::Failed,
        };
        let Some((sha256, open)) = &mut self.open else {
            return failed;
        };
        if self.without_small.contains(sha256) {
            return failed;
        }
        match open.small(page, width_px) {
            Ok(picture) => Seen::Small {
                serial,
                page,
                dots: dots(picture),
            },
            Err(failure) => {
                if failure.was_violent() && !leash.is_cut() {
                    let sha256 = sha256.clone();
                    if self.without_small.len() >= FALLEN_FILES_MAX {
                        self.without_small.clear();
                    }
                    self.without_small.insert(sha256.clone());
                    self.open = None;
                    if self.password != Needed::No {
                        self.password = Needed::Again;
                        return failed;
                    }
                    // It opened before; where it does not now the next page says so.
                    let none = session::Password::default();
                    self.opened(serial, sha256, &none, leash);
                }
                failed
            }
        }
    }

    /// What a failure means for the visitor; counts it against the file when the file is at fault.
    fn fell(&mut self, sha256: &str, failure: &Failure, leash: &Leash) -> Trouble {
        match failure {
            Failure::Refused(reason) => refused(*reason),
            Failure::Start { .. } => {
                console::tell!("kiosk: {failure}");
                Trouble::Failed
            }
            Failure::Late | Failure::Died | Failure::Nonsense => {
                if leash.is_cut() {
                    return Trouble::Failed;
                }
                if self.falls.len() >= FALLEN_FILES_MAX {
                    self.falls.clear();
                }
                let falls = self.falls.entry(sha256.to_owned()).or_default();
                *falls += 1;
                match *falls >= FALLS_MAX {
                    true => Trouble::LeftAlone,
                    false => Trouble::Failed,
                }
            }
        }
    }
}

fn dots(picture: Picture) -> Dots {
    Dots {
        width: picture.width_px,
        height: picture.height_px,
        rgba: Arc::new(picture.rgba),
    }
}

/// Finds the files of the mirror in `dir`.
pub fn of_mirror(dir: PathBuf) -> Find {
    Box::new(move |sha256| File::open(Reader::open(&dir).ok()?.blob(sha256)?).ok())
}

fn refused(reason: Reason) -> Trouble {
    match reason {
        Reason::NotADocument => Trouble::Unknown,
        Reason::Password => Trouble::Password,
        Reason::Locked => Trouble::Locked,
        Reason::TooLarge => Trouble::TooLarge,
        Reason::Damaged | Reason::NoSuchPage | Reason::NotDrawn => Trouble::Damaged,
    }
}

fn leaves(open: &Open) -> Leaves {
    let opened = open.opened();
    Leaves {
        kind: match opened.kind {
            kind::Kind::Pdf => Kind::Pdf,
            kind::Kind::Ofd => Kind::Ofd,
            kind::Kind::Writing => Kind::Writing,
            kind::Kind::Sheets => Kind::Sheets,
            kind::Kind::Picture => Kind::Picture,
        },
        pages: opened.pages,
        may_print: opened.may_print,
        // Saturates: a page as high as that is drawn one dot wide.
        heights: opened
            .proportions
            .iter()
            .map(|height| (height * 1_000.0) as u32)
            .collect(),
    }
}

fn notes(open: &Open, page: &Page) -> Notes {
    let opened = open.opened();
    let left = &page.left_out;
    Notes {
        characters: left.characters,
        pictures: left.pictures,
        drawings: left.drawings,
        seals_missing: left.seals,
        annotations: left.annotations,
        seals: page.seals,
        seals_changed: page.seals_changed,
        scan: page.is_scan,
        unread: page.unread,
        stand_ins: page.stand_ins,
        pages_beyond: opened
            .pages_claimed
            .map_or(0, |claimed| claimed.saturating_sub(opened.pages)),
        hidden: [page.hidden.rows, page.hidden.columns, page.hidden.sheets],
        cut: false,
    }
}

/// Lines of a page that is also drawn stand where they stood; paragraphs of an office file begin as on paper.
fn block(block: viewer::Block, is_drawn: bool) -> Block {
    let paragraph = |text, align| Block::Paragraph {
        text,
        align,
        label: 0,
    };
    match block {
        viewer::Block::Heading { level, text } => Block::Heading { level, text },
        viewer::Block::Paragraph { text } if is_drawn => paragraph(text, Align::Left),
        viewer::Block::Paragraph { text } => paragraph(text, Align::Body),
        viewer::Block::Aside { text } => paragraph(text, Align::Left),
        viewer::Block::Table { rows, spans } => Block::Table {
            rows,
            spans: spans
                .into_iter()
                .map(<[u32; 4]>::from)
                .map(Span::from)
                .collect(),
        },
    }
}

#[cfg(test)]
mod tests;
