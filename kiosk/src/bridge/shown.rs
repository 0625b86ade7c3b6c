//! Puts a value on its page, and remembers what stands there so that nothing is set twice.

use std::rc::Rc;

use screens::{MainWindow, Measures, Page, Row, Rows, Theme, Words};
use session::Language;
use session::screen::print::Preview;
use session::screen::rows::Row as DocumentRow;
use session::screen::{Look, Screen, View};
use slint::{ComponentHandle, ModelRc};

use super::fonts::Advances;
use super::pages::reader::Reading;
use super::pages::rows::{Badges, Room, first_of, fitting, lay_out};
use super::pages::{
    attachment, browse, contents, desk, door, frame, help, home, not_filled, outcome, preview,
    print, printing, search, services, table,
};
use super::scale;

/// Characters of a file name in a badge, and how many of them are its end.
const BADGE_NAME_CHARS_MAX: usize = 22;
const NAME_END_CHARS: usize = 7;

/// What stands on the screen.
#[derive(Default)]
pub struct Shown {
    /// Language that was selected last.
    pub language: Option<Language>,
    look: Look,
    measures: (f32, f32),
    screen: Option<Screen>,
    preview: Option<Preview>,
    attachment: Rc<attachment::Held>,
}

/// Lets lists ask where whole rows end.
pub fn answer(window: &MainWindow) {
    let rows = window.global::<Rows>();
    rows.on_first_of(|rows, end, height| first_of(&rows, end, height));
    rows.on_fitting(|rows, first, height| fitting(&rows, first, height));
}

impl Shown {
    /// Lets pages ask for what is held for them.
    pub fn answer(&self, window: &MainWindow) {
        attachment::answer(window, &self.attachment);
    }

    /// Shows a view.
    pub fn show(
        &mut self,
        window: &MainWindow,
        view: &View,
        fonts: &dyn Advances,
        reading: &Reading,
    ) {
        let measures = window.global::<Measures>();
        let size = (measures.get_width(), measures.get_height());
        // Lines are broken anew when language, layout or size change.
        let fresh = self.language != Some(view.look.language)
            || self.look != view.look
            || self.measures != size;
        self.language = Some(view.look.language);
        self.look = view.look;
        self.measures = size;

        frame::show(window, view);
        if let Screen::Reader(reader) = &view.screen {
            reading.show(window, reader, view.look.language, fonts);
        }
        if fresh || self.screen.as_ref() != Some(&view.screen) {
            self.page(window, view, fonts, fresh, reading);
            // The text of an open document is held once, by the reader page.
            self.screen = match &view.screen {
                Screen::Reader(_) => None,
                other => Some(other.clone()),
            };
        }
        window.set_page(page(&view.screen));
        if !keeps_the_document(&view.screen) {
            reading.close(window);
        }
        if !matches!(view.screen, Screen::Print(_) | Screen::Desk(_)) {
            preview::close(window, &mut self.preview);
        }
        if !matches!(view.screen, Screen::Attachment(_)) {
            attachment::close(window, &self.attachment);
        }
    }

    fn page(
        &mut self,
        window: &MainWindow,
        view: &View,
        fonts: &dyn Advances,
        fresh: bool,
        reading: &Reading,
    ) {
        let measures = window.global::<Measures>();
        let laid = |rows: &[DocumentRow], width: f32, card: bool| {
            let room = Room {
                width: if card {
                    measures.get_care_list()
                } else {
                    width
                },
                print: if card {
                    scale::card_print(measures.get_small(), measures.get_narrow())
                } else {
                    window.global::<Theme>().get_print()
                },
                card,
                brief: measures.get_small(),
                numbered: measures.get_low(),
                fonts,
            };
            lay_out(rows, &room, &badges(window, view.look.language))
        };
        let anew = |held: Option<&Vec<DocumentRow>>, rows: &[DocumentRow], width, card| {
            let same = !fresh && held.is_some_and(|held| held == rows);
            (!same).then(|| laid(rows, width, card)) as Option<ModelRc<Row>>
        };
        let care = view.look.care;
        match &view.screen {
            Screen::Home(home) => {
                home::show(
                    window,
                    home,
                    laid(&home.latest, measures.get_home_list(), false),
                );
            }
            Screen::Browse(browse) => {
                let held = match &self.screen {
                    Some(Screen::Browse(held)) => Some(&held.rows),
                    _ => None,
                };
                let rows = anew(held, &browse.rows, measures.get_browse_list(), care);
                browse::show(window, browse, rows);
            }
            Screen::Search(search) => {
                let card = care && search.keyboard.is_none();
                // What the keyboard leaves as rows becomes cards without it.
                let held = match &self.screen {
                    Some(Screen::Search(held))
                        if !care || held.keyboard.is_none() == search.keyboard.is_none() =>
                    {
                        Some(&held.rows)
                    }
                    _ => None,
                };
                let rows = anew(held, &search.rows, measures.get_search_list(), card);
                search::show(window, search, rows);
            }
            Screen::Reader(_) => {}
            Screen::Contents(contents) => contents::show(window, contents),
            Screen::Table(table) => table::show(window, table, fonts),
            Screen::Attachment(attachment) => {
                let language = view.look.language;
                let held = &self.attachment;
                attachment::show(window, attachment, held, reading, language, fonts);
            }
            Screen::Print(print) => print::show(window, print, &mut self.preview, fresh),
            Screen::Printing(printing) => printing::show(window, printing),
            Screen::Outcome(ended) => outcome::show(window, ended),
            Screen::NotFilled(filled) => not_filled::show(window, filled),
            Screen::Help(help) => help::show(window, help),
            Screen::Door(door) => door::show(window, door),
            Screen::Desk(desk) => desk::show(window, desk, &mut self.preview, fresh),
            Screen::Service(service) => services::show(window, service),
        }
    }
}

/// Screens that lead back to the open document: it is not set anew then.
fn keeps_the_document(screen: &Screen) -> bool {
    match screen {
        Screen::Reader(_)
        | Screen::Contents(_)
        | Screen::Table(_)
        | Screen::Attachment(_)
        | Screen::Print(_)
        | Screen::Printing(_)
        | Screen::Outcome(_)
        | Screen::Help(_) => true,
        Screen::Home(_)
        | Screen::Browse(_)
        | Screen::Search(_)
        | Screen::NotFilled(_)
        | Screen::Door(_)
        | Screen::Desk(_)
        | Screen::Service(_) => false,
    }
}

fn page(screen: &Screen) -> Page {
    match screen {
        Screen::Home(_) => Page::Home,
        Screen::Browse(_) => Page::Browse,
        Screen::Search(_) => Page::Search,
        Screen::Reader(_) => Page::Reader,
        Screen::Contents(_) => Page::Contents,
        Screen::Table(_) => Page::Table,
        Screen::Attachment(_) => Page::Attachment,
        Screen::Print(_) => Page::Print,
        Screen::Printing(_) => Page::Printing,
        Screen::Outcome(_) => Page::Outcome,
        Screen::NotFilled(_) => Page::NotFilled,
        Screen::Help(_) => Page::Help,
        Screen::Door(_) => Page::Door,
        Screen::Desk(_) => Page::Desk,
        Screen::Service(service) => services::page(service),
    }
}

/// What a screen is called among words and codes.
pub fn code(screen: &Screen) -> &'static str {
    match screen {
        Screen::Home(_) => "home",
        Screen::Browse(_) => "browse",
        Screen::Search(_) => "search",
        Screen::Reader(_) => "reader",
        Screen::Contents(_) => "contents",
        Screen::Table(_) => "table",
        Screen::Attachment(_) => "attachment",
        Screen::Print(_) => "print",
        Screen::Printing(_) => "printing",
        Screen::Outcome(_) => "outcome",
        Screen::NotFilled(_) => "not-filled",
        Screen::Help(_) => "help",
        Screen::Door(_) => "door",
        Screen::Desk(_) => "desk",
        Screen::Service(service) => services::code_of(service),
    }
}

fn badges(window: &MainWindow, language: Language) -> Badges {
    let words = window.global::<Words>();
    let weak = window.as_weak();
    Badges {
        interpreted: words.invoke_interpreted().to_string(),
        new_today: words.invoke_new_today().to_string(),
        near: [
            words.invoke_near_documents().to_string(),
            words.invoke_near_note().to_string(),
        ],
        numbers: [words.invoke_near_numbers().to_string(), String::new()],
        place: Box::new({
            let weak = weak.clone();
            move |row| match (&row.place, weak.upgrade()) {
                // In the language of the documents it is called as it is written there.
                (Some(place), Some(window)) if language != Language::Zh => window
                    .global::<Words>()
                    .invoke_division(place.kind.as_code().into(), place.number.as_str().into())
                    .to_string(),
                _ => row.article.clone(),
            }
        }),
        attached: Box::new({
            let weak = weak.clone();
            move |leaf| {
                weak.upgrade().map_or_else(String::new, |window| {
                    let page = i32::try_from(leaf.page).unwrap_or(i32::MAX);
                    let said = window
                        .global::<Words>()
                        .invoke_attached(short(&leaf.name).into(), page);
                    said.to_string()
                })
            }
        }),
        missing: Box::new({
            let weak = weak.clone();
            move |words| {
                weak.upgrade().map_or_else(String::new, |window| {
                    let said = window.global::<Words>().invoke_lacking(words.into());
                    said.to_string()
                })
            }
        }),
        validity: Box::new(move |validity| {
            weak.upgrade().map_or_else(String::new, |window| {
                window
                    .global::<Words>()
                    .invoke_validity(validity.as_code().into())
                    .to_string()
            })
        }),
    }
}

/// A file name as a badge shows it: its beginning and its ending.
fn short(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    if chars.len() <= BADGE_NAME_CHARS_MAX {
        return name.to_owned();
    }
    let begin = &chars[..BADGE_NAME_CHARS_MAX - NAME_END_CHARS - 1];
    let end = &chars[chars.len() - NAME_END_CHARS..];
    begin.iter().chain(&['…']).chain(end).collect()
}
