//! The search page.

use mirror::Validity;
use screens::{MainWindow, Offered, Row, SearchData};
use session::keyboard::Layer;
use session::screen::search::{Field, Search, Stage, Touch};
use slint::{ComponentHandle, ModelRc, SharedString};

use super::keyboard;
use crate::bridge::models::{grouped, groups, kept};
use crate::bridge::touches::Touches;

const FIELDS: [Field; 3] = [Field::Agency, Field::Year, Field::Validity];

fn field_code(field: Field) -> &'static str {
    match field {
        Field::Agency => "agency",
        Field::Year => "year",
        Field::Validity => "validity",
    }
}

fn stage_code(stage: Stage) -> &'static str {
    match stage {
        Stage::Idle => "idle",
        Stage::Busy => "busy",
        Stage::Found => "found",
        Stage::None => "none",
    }
}

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<SearchData>();
    data.on_open(touches.with_both(|id, article_id| Touch::Open { id, article_id }));
    data.on_hear(touches.with_both(|id, words| Touch::Hear { id, words }));
    data.on_type(touches.with(|text| Touch::Type { text }));
    data.on_backspace(touches.plain(Touch::Backspace));
    data.on_clear(touches.plain(Touch::Clear));
    data.on_hint(touches.with(|text| Touch::Hint { text }));
    data.on_submit(touches.plain(Touch::Submit));
    data.on_show_keyboard(touches.plain(Touch::ShowKeyboard));
    data.on_layer(touches.coded(|code| {
        let layer = Layer::ALL
            .into_iter()
            .find(|layer| layer.as_code() == code)?;
        Some(Touch::Layer(layer))
    }));
    data.on_pick(touches.coded(|code| {
        let field = FIELDS
            .into_iter()
            .find(|field| field_code(*field) == code)?;
        Some(Touch::Pick(field))
    }));
    data.on_choose(touches.with(|code| Touch::Choose {
        code: Some(code).filter(|code| !code.is_empty()),
    }));
    data.on_letter_chosen(touches.coded(|letter| {
        let letter = letter.chars().next()?.to_ascii_lowercase();
        Some(Touch::Letter { letter })
    }));
    data.on_close_picker(touches.plain(Touch::ClosePicker));
    data.on_widen(touches.plain(Touch::Widen));
    data.on_paper(touches.plain(Touch::Paper));
    data.on_page_prev(touches.at_row(|row| Touch::PagePrev { row }));
    data.on_page_next(touches.at_row(|row| Touch::PageNext { row }));
    data.on_options_prev(touches.plain(Touch::OptionsPrev));
    data.on_options_next(touches.plain(Touch::OptionsNext));
}

/// Shows the page; without `rows` those that stand there stay.
pub fn show(window: &MainWindow, search: &Search, rows: Option<ModelRc<Row>>) {
    let data = window.global::<SearchData>();
    let year = search.year.map(|year| year.to_string());
    data.set_text(search.text.as_str().into());
    data.set_meant(
        if search.meant.is_empty() {
            &search.text
        } else {
            &search.meant
        }
        .into(),
    );
    keyboard::show(
        window,
        &search.composition,
        search.keyboard,
        &search.candidates,
        search.unfolded,
    );
    data.set_keyboard(search.keyboard.map_or("", Layer::as_code).into());
    data.set_agency(search.agency.as_deref().unwrap_or_default().into());
    data.set_year(year.unwrap_or_default().into());
    data.set_validity(search.validity.map_or("", Validity::as_code).into());
    data.set_picking(search.picking.map_or("", field_code).into());
    data.set_options(groups(&search.options));
    let upper = |letter: &char| SharedString::from(letter.to_ascii_uppercase().to_string());
    data.set_letters(kept(data.get_letters(), search.letters.iter().map(upper)));
    data.set_letter(search.letter.as_ref().map(upper).unwrap_or_default());
    data.set_counting(search.counting);
    data.set_option_page(search.option_page as i32);
    data.set_option_pages(search.option_pages as i32);
    data.set_state(stage_code(search.state).into());
    data.set_total(grouped(search.total));
    data.set_total_exact(search.total_exact);
    data.set_one(search.total == 1);
    data.set_offset(search.offset as i32);
    data.set_end(search.end as i32);
    data.set_all(i32::try_from(search.total + search.near_total).unwrap_or(i32::MAX));
    data.set_shown(grouped(search.total + search.near_total));
    data.set_near(search.near_total > 0);
    data.set_opens(search.opens);
    data.set_hints(kept(
        data.get_hints(),
        search.hints.iter().map(SharedString::from),
    ));
    data.set_offers(kept(
        data.get_offers(),
        search.offers.iter().map(|offer| Offered {
            words: offer.text.as_str().into(),
            count: grouped(offer.count),
        }),
    ));
    data.set_aloud(search.aloud.as_str().into());
    data.set_understood(search.understood.as_str().into());
    if let Some(rows) = rows {
        data.set_rows(rows);
    }
}
