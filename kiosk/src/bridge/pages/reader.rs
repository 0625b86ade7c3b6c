//! The open document: sets it again when text, size or width change, keeps the place, answers the page.

mod label_marks;
mod parts;
mod sheet;
mod standing;
mod typeset;

use std::cell::RefCell;
use std::rc::Rc;

use mirror::Validity;
use screens::{Chip, DocLine, Held, MainWindow, Measures, ReaderData, Words};
use session::Language;
use session::screen::reader::{Line, Reader, Touch};
use slint::{ComponentHandle, Model, ModelRc, VecModel};

use super::outcome;
use super::services::form;
use crate::bridge::code;
use crate::bridge::fonts::{Advances, drawn};
use crate::bridge::touches::Touches;
use sheet::{Place, Sheet};

/// Of the panel's height, a picture of the text takes at most so much.
const PICTURE_OF_HEIGHT: f32 = 0.4;

/// What is set now.
#[derive(Default)]
pub struct Reading {
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    reader: Option<Reader>,
    language: Option<Language>,
    width: f32,
    sheet: Sheet,
    lines: Rc<VecModel<DocLine>>,
    /// Source of each line, to find the lines of a tick.
    sources: Vec<usize>,
    /// The document that a page of its attachment stands in for, and where one was in it.
    below: Option<(Reader, Place)>,
}

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<ReaderData>();
    data.on_open(touches.with(|id| Touch::Open { id }));
    data.on_contents(touches.with(|here| Touch::Contents { here }));
    data.on_toggle_choosing(touches.plain(Touch::Choosing));
    data.on_tick(touches.with(|article_id| Touch::Tick { article_id }));
    data.on_bigger(touches.plain(Touch::Bigger));
    data.on_smaller(touches.plain(Touch::Smaller));
    data.on_table(touches.at_row(|block| Touch::Table { block }));
    data.on_attachment(touches.at_row(|at| Touch::Attachment { at }));
    data.on_print(touches.plain(Touch::Print));
    data.on_go_mark(touches.at_row(|at| Touch::Mark { at }));
    data.on_unmark(touches.plain(Touch::Unmark));
    data.on_find(touches.plain(Touch::Find));
    data.on_history(touches.plain(Touch::History));
}

/// Lets the page begin to read aloud where it stands.
pub fn listen_aloud(window: &MainWindow, touches: &Touches, reading: &Rc<Reading>) {
    let reading = reading.clone();
    let begin = touches.with_number(|from| Touch::Aloud { from });
    window
        .global::<ReaderData>()
        .on_toggle_aloud(move |top| begin(reading.state.borrow().sheet.source_at(top)));
}

/// Lets the page ask about its lines.
pub fn answer(window: &MainWindow, reading: &Rc<Reading>) {
    let data = window.global::<ReaderData>();
    let of = |reading: &Rc<Reading>| reading.clone();
    let r = of(reading);
    data.on_line_at(move |_, y| r.state.borrow().sheet.line_at(y) as i32);
    let r = of(reading);
    data.on_held(move |_, top, height| {
        let (lines, high) = r.state.borrow().sheet.held(top, height);
        Held {
            from: lines.start as i32,
            count: lines.len() as i32,
            high,
        }
    });
    let r = of(reading);
    data.on_content(move |_, height| r.state.borrow().sheet.content(height).max(height));
    let r = of(reading);
    data.on_page(move |_, top, height| r.state.borrow().sheet.page(top, height) as i32);
    let r = of(reading);
    data.on_pages(move |_, height| r.state.borrow().sheet.pages(height) as i32);
    let r = of(reading);
    data.on_next(move |_, top, height| r.state.borrow().sheet.next(top, height));
    let r = of(reading);
    data.on_previous(move |_, top, height| r.state.borrow().sheet.previous(top, height));
    let r = of(reading);
    data.on_seen(move |_, top, height| r.state.borrow().sheet.seen(top, height).into());
    let r = of(reading);
    data.on_standing(move |_, top, height| r.standing(top, height));
    let r = of(reading);
    data.on_articles_in_view(move |_, top, height| r.chips(top, height));
}

impl Reading {
    fn chips(&self, top: f32, height: f32) -> ModelRc<Chip> {
        let state = self.state.borrow();
        let chosen = |id: &str| {
            state.reader.as_ref().is_some_and(|reader| {
                reader
                    .lines
                    .iter()
                    .any(|line| line.chosen && line.article_id == id)
            })
        };
        let chips: Vec<Chip> = state
            .sheet
            .articles(top, height)
            .into_iter()
            .map(|(id, label)| Chip {
                chosen: chosen(&id),
                article_id: id.into(),
                label: label.into(),
            })
            .collect();
        ModelRc::new(VecModel::from(chips))
    }

    /// Forgets the document: nothing of it stays in memory that the page could show.
    pub fn close(&self, window: &MainWindow) {
        let mut state = self.state.borrow_mut();
        if state.reader.is_none() {
            return;
        }
        *state = State::default();
        drop(state);
        let data = window.global::<ReaderData>();
        data.set_lines(ModelRc::default());
        data.set_address("".into());
        data.set_code(slint::Image::default());
        data.set_scroll(0.0);
        data.set_serial(data.get_serial() + 1);
        data.set_sought("".into());
        if data.get_finding() {
            // What was being typed goes with the page.
            data.set_finding(false);
            form::show(window, None);
        }
    }

    /// Shows the reader; sets the text again only when it has to.
    pub fn show(
        &self,
        window: &MainWindow,
        reader: &Reader,
        language: Language,
        fonts: &dyn Advances,
    ) {
        let data = window.global::<ReaderData>();
        let width = window.global::<Measures>().get_reader_column();
        let mut state = self.state.borrow_mut();
        let same_text = state
            .reader
            .as_ref()
            .is_some_and(|held| held.id == reader.id && held.rev == reader.rev);
        let same_lines = same_text
            && state.language == Some(language)
            && (state.width - width).abs() < 0.01
            && state
                .reader
                .as_ref()
                .is_some_and(|held| sets_alike(held, reader));
        let place = state.sheet.place(-data.get_scroll());
        if reader.leaf && !same_text {
            let left = state.reader.take().filter(|held| !held.leaf);
            state.below = left.zip(place).or(state.below.take());
        }
        let back = match reader.leaf {
            true => None,
            false => state.below.take(),
        };
        let back = back.filter(|(left, _)| !same_text && is_where_it_was(left, reader));
        let moved = state
            .reader
            .as_ref()
            .is_none_or(|held| held.goto_serial != reader.goto_serial)
            || !same_text;
        let moved = moved && back.is_none();

        let mut scroll = None;
        if same_lines {
            state.tick(reader);
            state.speak(reader);
        } else {
            let place = match same_text {
                true => place,
                false => back.map(|(_, place)| place),
            };
            state.set(window, reader, width, fonts);
            scroll = Some(place.map_or(0.0, |place| state.sheet.find(place)));
            data.set_lines(ModelRc::from(state.lines.clone()));
        }
        if moved && !(reader.goto_serial == 0 && reader.goto_line == 0) {
            let mark = reader.marks.get(reader.mark as usize);
            // In a row of a table the mark tells its cell: the row is gone to as a whole.
            let in_words = |line: u32| {
                let line = reader.lines.get(line as usize);
                line.is_some_and(|line| line.cells.is_empty())
            };
            let from = mark
                .filter(|mark| reader.goto_mark && in_words(mark.line))
                .map_or(0, |mark| mark.from);
            scroll = Some(state.sheet.goto(reader.goto_line as usize, from as usize));
        }
        let ticked = state
            .reader
            .as_ref()
            .is_none_or(|held| held.chosen != reader.chosen);
        state.reader = Some(reader.clone());
        state.language = Some(language);
        state.width = width;
        let extent = state.sheet.extent();
        drop(state);

        data.set_extent(extent);
        if !same_lines || scroll.is_some() || ticked {
            data.set_serial(data.get_serial() + 1);
        }
        data.set_title(drawn(&reader.title, fonts).into());
        data.set_successor_id(reader.successor_id.as_str().into());
        data.set_validity(Validity::as_code(reader.validity).into());
        data.set_interpretation_id(reader.interpretation_id.as_str().into());
        data.set_interprets_id(reader.interprets_id.as_str().into());
        // Made anew only when another document is open.
        if data.get_address() != reader.address.as_str() {
            data.set_address(reader.address.as_str().into());
            data.set_code(code::picture(&reader.address));
        }
        data.set_sought(drawn(&reader.sought, fonts).into());
        data.set_marks(reader.marks.len() as i32);
        data.set_unfound(reader.unfound);
        data.set_open_slip(reader.open_slip.as_str().into());
        let short = outcome::short_from(&reader.open_slip);
        data.set_slip_short(reader.open_slip[short..].into());
        // An attachment has a field of its own.
        if !reader.leaf {
            data.set_finding(reader.form.is_some());
            form::show(window, reader.form.as_ref());
        }
        data.set_mark(reader.mark as i32);
        data.set_has_contents(reader.has_contents);
        data.set_choosing(reader.choosing);
        data.set_chosen(reader.chosen as i32);
        data.set_printable(reader.printable);
        data.set_speakable(reader.speakable);
        data.set_aloud(reader.aloud.is_some());
        if let Some(aloud) = &reader.aloud {
            let state = self.state.borrow();
            if let Some((y, height, top)) = state.sheet.clause(aloud) {
                data.set_spoken_height(height);
                data.set_spoken_top(top);
                data.set_spoken_y(y);
            }
        }
        if let Some(y) = scroll {
            data.set_scroll(-y);
        }
    }
}

impl State {
    fn set(&mut self, window: &MainWindow, reader: &Reader, width: f32, fonts: &dyn Advances) {
        let size = window
            .window()
            .size()
            .to_logical(window.window().scale_factor());
        let high = size.height * PICTURE_OF_HEIGHT;
        let mut placed = typeset::set(reader, (width, high), &words(window, reader), fonts);
        label_marks::add(&mut placed, reader, fonts);
        self.sheet = Sheet::new(&placed, high);
        self.sources = placed.iter().map(|placed| placed.source).collect();
        let lines: Vec<DocLine> = placed.into_iter().map(|placed| placed.line).collect();
        self.lines = Rc::new(VecModel::from(lines));
        self.speak(reader);
    }

    /// The voice goes on: the lines of its clause are marked.
    fn speak(&self, reader: &Reader) {
        for row in 0..self.sources.len() {
            let spoken = reader
                .aloud
                .as_ref()
                .is_some_and(|aloud| self.sheet.speaks(row, aloud));
            if let Some(mut set) = self.lines.row_data(row)
                && set.spoken != spoken
            {
                set.spoken = spoken;
                self.lines.set_row_data(row, set);
            }
        }
    }

    /// Ticks came or went: the lines stay where they are.
    fn tick(&self, reader: &Reader) {
        for (row, source) in self.sources.iter().enumerate() {
            let Some(line) = reader.lines.get(*source) else {
                continue;
            };
            if let Some(mut set) = self.lines.row_data(row)
                && set.chosen != line.chosen
            {
                set.chosen = line.chosen;
                self.lines.set_row_data(row, set);
            }
        }
    }
}

/// Whether a document that comes back is the one that was left, and nobody asked for another place in it.
fn is_where_it_was(left: &Reader, reader: &Reader) -> bool {
    left.id == reader.id && left.rev == reader.rev && left.goto_serial == reader.goto_serial
}

/// Whether two values of the same revision set the same lines, ticks aside.
fn sets_alike(a: &Reader, b: &Reader) -> bool {
    a.text_px == b.text_px
        && a.choosing == b.choosing
        && a.lines.len() == b.lines.len()
        && a.lines.iter().map(stands).eq(b.lines.iter().map(stands))
        && a.attachments == b.attachments
        && a.marks == b.marks
        && a.mark == b.mark
}

/// What of a line changes while the text stays: it is folded away, or its picture came.
fn stands(line: &Line) -> (bool, bool) {
    (line.away, line.drawn.is_some())
}

fn words(window: &MainWindow, reader: &Reader) -> typeset::Words {
    let words = window.global::<Words>();
    let mut facts = Vec::new();
    if !reader.agency.is_empty() {
        facts.push(
            words
                .invoke_agency_fact(reader.agency.as_str().into())
                .to_string(),
        );
    }
    if !reader.date.is_empty() {
        facts.push(
            words
                .invoke_date_fact(reader.date.as_str().into())
                .to_string(),
        );
    }
    if !reader.index_no.is_empty() {
        facts.push(
            words
                .invoke_index_fact(reader.index_no.as_str().into())
                .to_string(),
        );
    }
    let weak = window.as_weak();
    let of = window.as_weak();
    typeset::Words {
        history: Box::new(move |history| {
            of.upgrade().map_or_else(String::new, |window| {
                let (first, last) = (history.first.as_str(), history.last.as_str());
                let words = window.global::<Words>();
                words
                    .invoke_history(first.into(), last.into(), history.open)
                    .to_string()
            })
        }),
        facts,
        attachments: words.invoke_attachments().to_string(),
        whole_table: words.invoke_whole_table().to_string(),
        end: words.invoke_end_mark().to_string(),
        missing: words.invoke_missing_sign().to_string(),
        picture: Box::new(move |alt| {
            weak.upgrade().map_or_else(String::new, |window| {
                window
                    .global::<Words>()
                    .invoke_picture(alt.into())
                    .to_string()
            })
        }),
    }
}
