//! Disclosure on application.

use journal::{Applicant, Grade};
use screens::{ApplyData, MainWindow};
use session::screen::services::Form;
use session::screen::services::Touch as Served;
use session::screen::services::apply::{
    Apply, Fill, Found, Guide, Medium, Paper, Progress, Receipt, Slip, Step, Touch, Way,
};
use slint::{ComponentHandle, Image};

use crate::bridge::code;
use crate::bridge::touches::Touches;

/// Lets the pages call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<ApplyData>();
    let plain = |touch| touches.plain(Served::Apply(touch));
    data.on_search(plain(Touch::Search));
    data.on_fill(plain(Touch::Fill));
    data.on_progress(plain(Touch::Progress));
    data.on_go_others(plain(Touch::Others));
    data.on_back(plain(Touch::Back));
    data.on_on(plain(Touch::On));
    data.on_look_up(plain(Touch::LookUp));
    data.on_urge(plain(Touch::Urge));
    data.on_choose_applicant(touches.coded(|code| {
        Applicant::from_code(code).map(|chosen| Served::Apply(Touch::Applicant(chosen)))
    }));
    data.on_choose_paper(
        touches
            .coded(|code| Paper::from_code(code).map(|chosen| Served::Apply(Touch::Paper(chosen)))),
    );
    data.on_choose_way(
        touches.coded(|code| Way::from_code(code).map(|way| Served::Apply(Touch::Way(way)))),
    );
    data.on_choose_medium(
        touches.coded(|code| {
            Medium::from_code(code).map(|chosen| Served::Apply(Touch::Medium(chosen)))
        }),
    );
    data.on_rate(
        touches.coded(|code| Grade::from_code(code).map(|grade| Served::Apply(Touch::Rate(grade)))),
    );
}

/// The fields of the page that shows.
pub fn form(apply: &Apply) -> Option<&Form> {
    match apply {
        Apply::Fill(fill) => Some(&fill.form),
        Apply::Progress(progress) => Some(&progress.form),
        Apply::Guide(_) | Apply::Receipt(_) | Apply::Others { .. } => None,
    }
}

/// Shows the page.
pub fn show(window: &MainWindow, apply: &Apply) {
    let data = window.global::<ApplyData>();
    let page = match apply {
        Apply::Guide(guide) => {
            show_guide(&data, guide);
            "guide"
        }
        Apply::Fill(fill) => {
            show_fill(&data, fill);
            "fill"
        }
        Apply::Receipt(receipt) => {
            show_receipt(&data, receipt);
            "receipt"
        }
        Apply::Progress(progress) => {
            show_progress(&data, progress);
            "progress"
        }
        Apply::Others { url, shown } => {
            data.set_others_code(code::picture(url));
            data.set_others_shown(shown.as_str().into());
            "others"
        }
    };
    // Nothing of an applicant stays in a page that is not shown.
    if !matches!(apply, Apply::Receipt(_)) {
        data.set_what("".into());
        data.set_code(Image::default());
    }
    data.set_page(page.into());
}

fn show_guide(data: &ApplyData<'_>, guide: &Guide) {
    data.set_office(guide.office.as_str().into());
    data.set_takes_in(guide.takes_in);
    data.set_forms(guide.forms.as_str().into());
    data.set_others(guide.others);
}

fn show_fill(data: &ApplyData<'_>, fill: &Fill) {
    data.set_step(fill.step.as_code().into());
    let number = Step::ALL.iter().position(|step| *step == fill.step);
    data.set_step_number(number.map_or(1, |at| at as i32 + 1));
    data.set_applicant(fill.applicant.map_or("", Applicant::as_code).into());
    data.set_paper(fill.paper.map_or("", Paper::as_code).into());
    data.set_way(fill.way.map_or("", Way::as_code).into());
    data.set_medium(fill.medium.map_or("", Medium::as_code).into());
    data.set_may_go_on(fill.may_go_on);
    data.set_busy(fill.busy);
}

fn show_receipt(data: &ApplyData<'_>, receipt: &Receipt) {
    data.set_number(receipt.number.as_str().into());
    data.set_at(receipt.at.as_str().into());
    data.set_office(receipt.office.as_str().into());
    data.set_what(receipt.what.as_str().into());
    data.set_way(receipt.way.map_or("", Way::as_code).into());
    data.set_with_due(receipt.due.is_some());
    let (month, day) = receipt.due.unwrap_or_default();
    data.set_due_month(i32::from(month));
    data.set_due_day(i32::from(day));
    // Only the number: a code is read by whoever stands behind.
    data.set_code(code::picture(&receipt.number));
    let slip = match receipt.paper {
        Slip::None => "none",
        Slip::Printing => "printing",
        Slip::Printed => "printed",
        Slip::Failed => "failed",
    };
    data.set_slip(slip.into());
    data.set_sheet(receipt.sheet);
}

fn show_progress(data: &ApplyData<'_>, progress: &Progress) {
    let found = progress.found.as_ref();
    let word = |get: fn(&Found) -> &str| found.map_or("", get).into();
    data.set_state(word(|found| &found.state));
    data.set_number(word(|found| &found.number));
    data.set_received(word(|found| &found.received));
    data.set_answered(word(|found| &found.answered));
    data.set_due(word(|found| &found.due));
    data.set_may_urge(found.is_some_and(|found| found.may_urge));
    data.set_may_rate(found.is_some_and(|found| found.may_rate));
    data.set_unknown(progress.unknown);
    data.set_busy(progress.busy);
    data.set_urged(progress.urged);
    data.set_rated(progress.rated.map_or("", Grade::as_code).into());
}
