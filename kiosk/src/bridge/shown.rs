//! Sets the properties of each page from its value, and remembers what stands there so that nothing is set twice.
//! The reader page has its own module.

use slint::{ComponentHandle, Image, Model, ModelRc, SharedString, VecModel};

use super::fonts::Advances;
use super::listing::{Badges, Room, lay_out};
use super::preview::picture;
use super::reading::Reading;
use super::register;
use screens::{
    BrowseData, Choice, Frame, Group, HeadData, HelpData, HomeData, MainWindow, Measures,
    NotFilledData, OutcomeData, Page, PrintData, PrintingData, Row, Rows, SearchData, Theme, Tile,
    Words,
};
use session::screen::{self, Language, Look, Notice, Preview, Screen, View};

/// Width of the slip on the print screen, in pixels of the layout.
const SLIP_PX: f32 = 432.0;

/// What stands on the screen.
#[derive(Default)]
pub struct Shown {
    /// Language that was selected last.
    pub language: Option<Language>,
    look: Look,
    measures: (f32, f32),
    screen: Option<Screen>,
    preview: Option<Preview>,
}

/// Lets lists ask where whole rows end.
pub fn answer(window: &MainWindow) {
    let rows = window.global::<Rows>();
    rows.on_first_at(|rows, top| {
        rows.iter().position(|row| row.y + 1.0 >= top).unwrap_or(0) as i32
    });
    rows.on_fitting(|rows, first, height| {
        let Some(top) = rows.row_data(first.max(0) as usize).map(|row| row.y) else {
            return 0;
        };
        rows.iter()
            .skip(first.max(0) as usize)
            .take_while(|row| row.y + row.height <= top + height - 2.0)
            .count() as i32
    });
    rows.on_page_before(|rows, first, height| {
        let rows: Vec<Row> = rows.iter().collect();
        let end = rows.get(first as usize).map_or_else(
            || rows.last().map_or(0.0, |row| row.y + row.height),
            |row| row.y,
        );
        let before = rows
            .iter()
            .position(|row| row.y >= end - height + 4.0)
            .unwrap_or(0);
        before.min((first - 1).max(0) as usize) as i32
    });
}

impl Shown {
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

        frame(window, view);
        window.set_notice(view.notice.as_ref().map_or("", notice_code).into());
        window.set_countdown(view.countdown_s.map_or(-1, i32::from));
        if let Screen::Reader(reader) = &view.screen {
            reading.show(window, reader, view.look.language, fonts);
        }
        if fresh || self.screen.as_ref() != Some(&view.screen) {
            self.page(window, view, fonts, fresh);
            // The text of an open document is held once, by the reader page.
            self.screen = match &view.screen {
                Screen::Reader(_) => None,
                other => Some(other.clone()),
            };
        }
        window.set_page(page(&view.screen));
        if !matches!(
            view.screen,
            Screen::Reader(_)
                | Screen::Print(_)
                | Screen::Printing(_)
                | Screen::Outcome(_)
                | Screen::Help(_)
        ) {
            reading.close(window);
        }
        if !matches!(view.screen, Screen::Print(_)) && self.preview.take().is_some() {
            window.global::<PrintData>().set_preview(Image::default());
        }
    }

    fn page(&mut self, window: &MainWindow, view: &View, fonts: &dyn Advances, fresh: bool) {
        let rows = |rows: &[screen::Row], width: f32| {
            let room = Room {
                width,
                numbered: window.global::<Measures>().get_low(),
                fonts,
            };
            lay_out(rows, &room, &badges(window))
        };
        let measures = window.global::<Measures>();
        match &view.screen {
            Screen::Home(home) => {
                show_home(window, home, rows(&home.latest, measures.get_home_list()))
            }
            Screen::Browse(browse) => {
                let held = match &self.screen {
                    Some(Screen::Browse(held)) if !fresh => same_rows(&held.rows, &browse.rows),
                    _ => false,
                };
                show_browse(
                    window,
                    browse,
                    (!held).then(|| rows(&browse.rows, measures.get_browse_list())),
                );
            }
            Screen::Search(search) => {
                let held = match &self.screen {
                    Some(Screen::Search(held)) if !fresh => same_rows(&held.rows, &search.rows),
                    _ => false,
                };
                show_search(
                    window,
                    search,
                    (!held).then(|| rows(&search.rows, measures.get_search_list())),
                );
            }
            Screen::Reader(_) => {}
            Screen::Print(print) => self.show_print(window, print, fresh),
            Screen::Printing(printing) => {
                let data = window.global::<PrintingData>();
                data.set_number(printing.number.as_str().into());
                data.set_title(printing.title.as_str().into());
                data.set_percent(i32::from(printing.percent.min(100)));
                data.set_cancelling(printing.cancelling);
            }
            Screen::Outcome(outcome) => {
                let data = window.global::<OutcomeData>();
                data.set_outcome(outcome.outcome.as_str().into());
                data.set_reason(outcome.reason.as_str().into());
                data.set_number(outcome.number.as_str().into());
                data.set_title(outcome.title.as_str().into());
            }
            Screen::NotFilled(filled) => {
                let data = window.global::<NotFilledData>();
                data.set_state(filled.state.as_str().into());
                data.set_documents(grouped(filled.documents));
                data.set_one(filled.documents == 1);
                data.set_percent(i32::from(filled.percent.min(100)));
            }
            Screen::Help(help) => {
                let data = window.global::<HelpData>();
                data.set_attendant(help.attendant.as_str().into());
                data.set_hours(help.hours.as_str().into());
                data.set_desk(help.desk);
            }
            Screen::Pin(pin) => register::show_pin(window, pin),
            Screen::Desk(desk) => register::show_desk(window, desk),
        }
    }

    fn show_print(&mut self, window: &MainWindow, print: &screen::Print, fresh: bool) {
        let data = window.global::<PrintData>();
        data.set_title(print.title.as_str().into());
        data.set_choices(model(print.choices.iter().map(|choice| Choice {
            code: choice.code.as_str().into(),
            length_mm: choice.length_mm as i32,
            too_long: choice.too_long,
        })));
        data.set_chosen(print.chosen.as_str().into());
        data.set_articles(print.articles as i32);
        data.set_left(print.left as i32);
        data.set_purpose(print.purpose.as_str().into());
        data.set_printer(print.printer.as_str().into());
        data.set_long(print.long);
        data.set_can_start(print.can_start);
        if fresh || self.preview != print.preview {
            let panel = (SLIP_PX * window.window().scale_factor()).round() as u32;
            let contrast = window.global::<Theme>().get_contrast();
            data.set_preview(
                print
                    .preview
                    .as_ref()
                    .map_or_else(Image::default, |p| picture(p, panel, contrast)),
            );
            data.set_preview_width(print.preview.as_ref().map_or(0, |p| p.width as i32));
            data.set_preview_height(print.preview.as_ref().map_or(0, |p| p.height as i32));
            data.set_serial(data.get_serial() + 1);
            self.preview = print.preview.clone();
        }
    }
}

fn same_rows(a: &[screen::Row], b: &[screen::Row]) -> bool {
    a == b
}

fn frame(window: &MainWindow, view: &View) {
    let data = window.global::<Frame>();
    let head = &view.head;
    data.set_head(HeadData {
        plate: head.plate.as_str().into(),
        portal: head.portal.as_str().into(),
        site: head.site.as_str().into(),
        updated: head.updated.as_str().into(),
        updated_today: head.updated_today,
        stale: head.stale,
        clock: head.clock.as_str().into(),
        month: i32::from(head.month),
        day: i32::from(head.day),
        weekday: i32::from(head.weekday),
    });
    data.set_large(view.look.large);
    data.set_contrast(view.look.contrast);
    data.set_low_reach(view.look.low_reach);
    data.set_english(view.look.language == Language::En);
}

fn page(screen: &Screen) -> Page {
    match screen {
        Screen::Home(_) => Page::Home,
        Screen::Browse(_) => Page::Browse,
        Screen::Search(_) => Page::Search,
        Screen::Reader(_) => Page::Reader,
        Screen::Print(_) => Page::Print,
        Screen::Printing(_) => Page::Printing,
        Screen::Outcome(_) => Page::Outcome,
        Screen::NotFilled(_) => Page::NotFilled,
        Screen::Help(_) => Page::Help,
        Screen::Pin(_) => Page::Pin,
        Screen::Desk(_) => Page::Desk,
    }
}

fn notice_code(notice: &Notice) -> &'static str {
    match notice {
        Notice::Withdrawn => "withdrawn",
        Notice::Revised => "revised",
        Notice::PleaseWait => "please-wait",
        Notice::LimitReached => "limit-reached",
        Notice::CatalogueBusy => "catalogue-busy",
        Notice::RegisterFailed => "register-failed",
        Notice::RegisterUnread => "register-unread",
        Notice::ReprintGone => "reprint-gone",
    }
}

fn show_home(window: &MainWindow, home: &screen::Home, latest: ModelRc<Row>) {
    let data = window.global::<HomeData>();
    data.set_common(model(
        home.common
            .iter()
            .map(|words| SharedString::from(words.as_str())),
    ));
    data.set_tiles(model(home.tiles.iter().map(|tile| Tile {
        code: tile.code.as_str().into(),
        count: grouped(tile.count),
        one: tile.count == 1,
    })));
    data.set_latest(latest);
}

fn show_browse(window: &MainWindow, browse: &screen::Browse, rows: Option<ModelRc<Row>>) {
    let data = window.global::<BrowseData>();
    data.set_axis(browse.axis.as_str().into());
    data.set_groups(groups(&browse.groups));
    data.set_chosen(browse.chosen.as_str().into());
    data.set_group_page(browse.group_page as i32);
    data.set_group_pages(browse.group_pages as i32);
    data.set_page(browse.page as i32);
    data.set_pages(browse.pages as i32);
    data.set_total(grouped(browse.total));
    data.set_one(browse.total == 1);
    if let Some(rows) = rows {
        data.set_rows(rows);
        data.set_serial(data.get_serial() + 1);
    }
}

fn show_search(window: &MainWindow, search: &screen::Search, rows: Option<ModelRc<Row>>) {
    let data = window.global::<SearchData>();
    data.set_text(search.text.as_str().into());
    data.set_keyboard(search.keyboard.as_str().into());
    data.set_agency(search.agency.as_str().into());
    data.set_year(search.year.as_str().into());
    data.set_validity(search.validity.as_str().into());
    data.set_picking(search.picking.as_str().into());
    data.set_options(groups(&search.options));
    data.set_option_page(search.option_page as i32);
    data.set_option_pages(search.option_pages as i32);
    data.set_state(search.state.as_str().into());
    data.set_total(grouped(search.total));
    data.set_total_exact(search.total_exact);
    data.set_one(search.total == 1);
    data.set_page(search.page as i32);
    data.set_pages(search.pages as i32);
    let hints: Vec<SharedString> = search.hints.iter().map(SharedString::from).collect();
    data.set_hints(ModelRc::from(hints.as_slice()));
    if let Some(rows) = rows {
        data.set_rows(rows);
        data.set_serial(data.get_serial() + 1);
    }
}

fn groups(groups: &[screen::Group]) -> ModelRc<Group> {
    model(groups.iter().map(|group| Group {
        code: group.code.as_str().into(),
        count: grouped(group.count),
    }))
}

fn badges(window: &MainWindow) -> Badges {
    let words = window.global::<Words>();
    let weak = window.as_weak();
    Badges {
        interpreted: words.invoke_interpreted().to_string(),
        new_today: words.invoke_new_today().to_string(),
        validity: Box::new(move |code| {
            weak.upgrade().map_or_else(String::new, |window| {
                window
                    .global::<Words>()
                    .invoke_validity(code.into())
                    .to_string()
            })
        }),
    }
}

pub(super) fn model<T: Clone + 'static>(rows: impl Iterator<Item = T>) -> ModelRc<T> {
    ModelRc::new(VecModel::from(rows.collect::<Vec<T>>()))
}

/// 3204 as `3,204`.
fn grouped(number: u64) -> SharedString {
    let digits = number.to_string();
    let mut words = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(3204), "3,204");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
