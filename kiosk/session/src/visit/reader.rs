//! The open document, and what happens to it when the mirror changes. Never shows a revision that is gone.

use super::attachment::pictures::Pictures;
use super::saying::{self, Saying};
use super::seeking::{self, FIND};
use super::services::form::Filling;
use super::turn::{Duties, Go, Stay, Turn};
use super::visitor::{TEXT_PX_MAX, TEXT_PX_MIN, TEXT_PX_STEP};
use crate::articles;
use crate::asks::{Heard, Opened, Question};
use crate::keyboard::Key;
use crate::keyboard::typing::Spelled;
use crate::marks;
use crate::rules::Rules;
use crate::screen::Notice;
use crate::screen::reader::Touch;
use crate::screen::services::form;

/// See [`Place::Reader`](super::Place::Reader).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Reading {
    pub id: String,
    /// The text; `None` while it is fetched again.
    pub opened: Option<Opened>,
    /// It is being fetched again.
    pub reloading: Option<Reloading>,
    pub choosing: bool,
    /// Chosen articles in reading order.
    pub chosen: Vec<String>,
    /// Article to bring to the top; empty for the top of the page.
    pub goto: String,
    /// Changes with every request to move; never used twice while the program runs.
    pub goto_serial: u64,
    /// Its history (修订沿革) is open.
    pub unfolded: bool,
    /// It is being read aloud (朗读).
    pub aloud: Option<Saying>,
    /// What is looked for in it.
    pub sought: Option<Sought>,
    /// The field for that, while it stands open.
    pub finding: Option<Filling>,
    /// Its pictures (插图), as far as they were drawn.
    pub pictures: Pictures,
}

/// See [`Reading::sought`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sought {
    /// Words that are marked.
    pub words: Vec<String>,
    /// The place the visitor went to; `None`: the first from where the document was opened.
    pub at: Option<u32>,
    /// The visitor asked for them here (查找): where they stand nowhere, that is said. A hit of the search may stand in the title alone.
    pub asked: bool,
}

/// See [`Reading::reloading`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reloading {
    /// Of the question.
    pub serial: u64,
    /// Tell the visitor that the text changed.
    pub revised: bool,
}

impl Reading {
    /// Opens a document at an article; empty for its top.
    pub fn open(opened: Opened, article_id: String, turn: &mut Turn) -> Reading {
        Reading {
            pictures: Pictures::of(&opened.document, turn),
            id: opened.document.id.clone(),
            opened: Some(opened),
            reloading: None,
            choosing: false,
            chosen: Vec::new(),
            goto: article_id,
            goto_serial: turn.next_serial(),
            unfolded: false,
            aloud: None,
            sought: None,
            finding: None,
        }
    }

    /// Marks words from now on; none for none.
    pub fn seek(&mut self, words: Vec<String>) {
        self.sought = (!words.is_empty()).then_some(Sought {
            words,
            at: None,
            asked: false,
        });
    }

    /// Answers a touch on the field for what is looked for, and its keyboard; empty, it goes away. The first place is shown.
    pub fn typed(&mut self, touch: form::Touch, turn: &mut Turn) -> Option<Go> {
        let words = seeking::typed(&mut self.finding, touch, turn)?;
        // Where nothing is found one stays where one is.
        let found = self
            .opened
            .as_ref()
            .is_some_and(|opened| marks::stand_in(&opened.document, &words));
        self.seek(words);
        if let Some(sought) = &mut self.sought {
            sought.asked = true;
            if found {
                sought.at = Some(0);
                self.goto_serial = turn.next_serial();
            }
        }
        None
    }

    /// Words came for the keys.
    pub fn spelled(&mut self, spelled: Spelled) {
        if let Some(filling) = &mut self.finding {
            filling.spelled(spelled);
        }
    }

    /// Follows the voice.
    pub fn heard(&mut self, heard: &Heard) {
        saying::follow(&mut self.aloud, heard);
    }

    /// Answers a touch.
    pub fn touched(&mut self, touch: Touch, turn: &mut Turn) -> Option<Go> {
        match touch {
            Touch::Aloud { from } => {
                let document = self.opened.as_ref().map(|opened| &*opened.document);
                saying::toggle(&mut self.aloud, document, from, turn);
            }
            Touch::Open { id } => {
                return Some(Go::Open {
                    id,
                    article_id: String::new(),
                });
            }
            Touch::Contents { here } => {
                return Some(Go::Contents {
                    opened: self.opened.clone()?,
                    here,
                });
            }
            Touch::Choosing => self.choosing = !self.choosing,
            Touch::Tick { article_id } => {
                if let Some(opened) = self.opened.as_ref().filter(|_| self.choosing) {
                    articles::toggle(&opened.document, &mut self.chosen, &article_id);
                }
            }
            Touch::Mark { at } => {
                if let Some(sought) = &mut self.sought {
                    sought.at = Some(at);
                    self.goto_serial = turn.next_serial();
                }
            }
            Touch::Unmark => self.sought = None,
            Touch::Find if self.opened.is_some() => {
                self.aloud = None;
                self.finding = Some(Filling::open(&FIND));
            }
            Touch::Find => {}
            Touch::History => self.unfolded = !self.unfolded,
            Touch::Bigger => {
                let larger = turn.visitor.text_px + TEXT_PX_STEP;
                turn.visitor.text_px = larger.min(TEXT_PX_MAX);
            }
            Touch::Smaller => {
                let smaller = turn.visitor.text_px - TEXT_PX_STEP;
                turn.visitor.text_px = smaller.max(TEXT_PX_MIN);
            }
            Touch::Table { block } => {
                return Some(Go::Table {
                    opened: self.opened.clone()?,
                    block: block as usize,
                    of_file: false,
                });
            }
            Touch::Attachment { at } => {
                return Some(Go::Attachment {
                    opened: self.opened.clone()?,
                    at: at as usize,
                });
            }
            Touch::Print => return self.print(turn),
        }
        None
    }

    fn print(&self, turn: &mut Turn) -> Option<Go> {
        if !turn.rules.printer {
            return None;
        }
        if turn.visitor.prints_left(turn.rules) == 0 {
            *turn.notice = Some(Notice::LimitReached);
            return None;
        }
        Some(Go::Print {
            opened: self.opened.clone()?,
            articles: self.chosen.clone(),
        })
    }

    /// Brings an article to the top.
    pub fn go_to(&mut self, article_id: String, turn: &mut Turn) {
        self.goto = article_id;
        self.goto_serial = turn.next_serial();
        if let Some(sought) = &mut self.sought {
            sought.at = None;
        }
    }

    /// Fetches the document again.
    pub fn reload(&mut self, revised: bool, turn: &mut Turn) {
        let serial = turn.next_serial();
        self.reloading = Some(Reloading { serial, revised });
        turn.ask(Question::Open {
            serial,
            id: self.id.clone(),
        });
    }

    /// The document came again, or is gone; `None` when somebody else asked.
    pub fn reloaded(
        &mut self,
        serial: u64,
        opened: Option<&Opened>,
        turn: &mut Turn,
    ) -> Option<Stay> {
        let reloading = self.reloading.take_if(|asked| asked.serial == serial)?;
        let Some(opened) = opened else {
            *turn.notice = Some(Notice::Withdrawn);
            return Some(Stay::Leaves);
        };
        self.chosen
            .retain(|id| articles::choosable(&opened.document, id));
        self.opened = Some(opened.clone());
        self.pictures = Pictures::of(&opened.document, turn);
        // What is said must be what stands there.
        self.aloud = None;
        self.goto_serial = turn.next_serial();
        if let Some(sought) = &mut self.sought {
            sought.at = None;
        }
        if reloading.revised {
            self.chosen.clear();
            *turn.notice = Some(Notice::Revised);
        }
        Some(Stay::Stays)
    }

    /// The mirror has the document at this revision: another one that shows is fetched again.
    pub fn at_revision(&mut self, id: &str, rev: u64, turn: &mut Turn) {
        let shown = self.opened.as_ref().filter(|_| self.id == id);
        if shown.is_some_and(|opened| opened.document.rev != rev) {
            self.reload(true, turn);
        }
    }
}

impl Duties for Reading {
    fn document_id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn forget(&mut self) -> Stay {
        self.opened = None;
        self.pictures = Pictures::default();
        self.aloud = None;
        self.finding = None;
        Stay::Stays
    }

    fn gone(&mut self, id: &str) -> Option<Stay> {
        (self.id == id).then_some(Stay::Leaves)
    }

    fn failed(&mut self, serial: u64) -> Option<Stay> {
        self.reloading.take_if(|asked| asked.serial == serial)?;
        Some(match self.opened {
            Some(_) => Stay::Stays,
            None => Stay::Leaves,
        })
    }

    fn idle_ms(&self, rules: &Rules) -> Option<u64> {
        // Listening is use.
        match self.aloud {
            Some(_) => None,
            None => Some(rules.reader_idle_ms),
        }
    }

    fn refresh(&mut self, turn: &mut Turn) {
        if self.opened.is_none() {
            self.reload(false, turn);
        }
    }

    /// Only the field is typed into.
    fn key(&mut self, key: Key, turn: &mut Turn) -> Option<Go> {
        self.finding.as_ref()?;
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
