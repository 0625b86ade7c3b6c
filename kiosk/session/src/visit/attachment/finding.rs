//! Looking for words in an open attachment, and printing the words of a page: what a touch or a key of the field for them changes. Knows
//! the words by what the document tells of its files; asks the child for nothing but the page to show.

use super::{Attaching, Seeking};
use crate::keyboard::typing::Spelled;
use crate::leaf;
use crate::marks;
use crate::rules::Rules;
use crate::screen::Notice;
use crate::screen::services::form;
use crate::visit::seeking::{self, FIND};
use crate::visit::services::form::Filling;
use crate::visit::turn::{Go, Turn};

impl Attaching {
    /// Opens at a page, from 0, on which words were found: as text, where they are marked.
    pub fn begin_at(&mut self, page: u32, words: Vec<String>) {
        self.page = page;
        self.sought = Seeking::new(words, self.pages());
        self.words = self.sought.is_some();
    }

    /// What its pages are known to say.
    pub(super) fn pages(&self) -> &[String] {
        self.file().map_or(&[], |file| &file.pages)
    }

    /// How many characters at the end of the page that shows begin a word that goes on overleaf.
    pub fn over(&self, words: &[String]) -> usize {
        let page = |at: usize| self.pages().get(at).map_or("", String::as_str);
        let at = self.page as usize;
        marks::over(page(at), page(at + 1), words)
    }

    /// There is text to look for words in.
    pub fn is_findable(&self) -> bool {
        self.pages().iter().any(|page| !page.is_empty())
    }

    /// The page has words that can be printed, and the file does not forbid it.
    pub fn is_printable(&self, rules: &Rules) -> bool {
        let id = leaf::id(self.at, self.page);
        let forbidden = self.leaves.as_ref().is_some_and(|leaves| !leaves.may_print);
        rules.printer && !forbidden && leaf::of(&self.opened.document, &id).is_some()
    }

    /// A page with its words marked.
    pub(super) fn show_marked(&mut self, page: u32) {
        if page != self.page || !self.words {
            self.clear();
        }
        self.page = page;
        self.words = true;
    }

    /// Answers a touch on the field for what is looked for, and its keyboard; empty, it goes away.
    pub fn typed(&mut self, touch: form::Touch, turn: &mut Turn) -> Option<Go> {
        if self.unlocking.is_some() {
            self.typed_secret(touch, turn);
            return None;
        }
        let words = seeking::typed(&mut self.finding, touch, turn)?;
        self.sought = Seeking::new(words, self.pages());
        let found = self
            .sought
            .as_mut()
            .and_then(|sought| sought.first_from(self.page));
        if let Some(page) = found {
            self.show_marked(page);
        }
        self.ask(turn);
        None
    }

    /// Words came for the keys.
    pub fn spelled(&mut self, spelled: Spelled) {
        if let Some(filling) = &mut self.finding {
            filling.spelled(spelled);
        }
    }

    pub(super) fn print(&self, turn: &mut Turn) -> Option<Go> {
        if !self.is_printable(turn.rules) {
            return None;
        }
        if turn.visitor.prints_left(turn.rules) == 0 {
            *turn.notice = Some(Notice::LimitReached);
            return None;
        }
        Some(Go::Print {
            opened: self.opened.clone(),
            articles: self.wanted(),
        })
    }

    /// The field for them, with its keyboard.
    pub(super) fn begin_to_find(&mut self) {
        self.aloud = None;
        self.finding = Some(Filling::open(&FIND));
    }
}
