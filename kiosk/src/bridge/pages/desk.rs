//! The attendant's desk.

use journal::{Finding, Outcome, Purpose};
use screens::{ActLine, DeskData, DeskLine, MainWindow, MatterLine, NotedLine};
use session::Unreached;
use session::screen::desk::{
    Act, AnswerAbout, Deed, Desk, DeskSlip, Drawn, Handover, LineFault, Matter, MatterKind, Note,
    Page, Register, Sheet, SheetName, Tab, Today, Touch, Written, handover, note,
};
use session::screen::print::{Extent, Preview};
use slint::{ComponentHandle, Model};

use super::outcome::reason_code;
use super::preview;
use super::services::form;
use crate::bridge::models::kept;
use crate::bridge::touches::Touches;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<DeskData>();
    data.on_go(touches.coded(|code| Tab::from_code(code).map(Touch::Go)));
    data.on_attend(touches.coded_with(|code, number| {
        let kind = MatterKind::from_code(code)?;
        Some(Touch::Attend { kind, number })
    }));
    data.on_do(touches.coded_with(|code, word| {
        let deed = Deed::from_code(code)?;
        Some(Touch::Do { deed, word })
    }));
    data.on_type(touches.with(|text| Touch::Handover(handover::Touch::Type { text })));
    data.on_pin_back(touches.plain(Touch::Handover(handover::Touch::Backspace)));
    data.on_pin_clear(touches.plain(Touch::Handover(handover::Touch::Clear)));
    data.on_roll_more(touches.plain(Touch::Handover(handover::Touch::More)));
    data.on_roll_fewer(touches.plain(Touch::Handover(handover::Touch::Fewer)));
    data.on_leave(touches.plain(Touch::Handover(handover::Touch::Leave)));
    data.on_hand_over(touches.plain(Touch::Handover(handover::Touch::Enter)));
    data.on_write(touches.coded(|code| Written::from_code(code).map(Touch::Write)));
    data.on_digit(touches.at_row(|digit| {
        let digit = u8::try_from(digit).unwrap_or(0);
        Touch::Note(note::Touch::Digit(digit))
    }));
    data.on_take_back(touches.plain(Touch::Note(note::Touch::Backspace)));
    data.on_clear(touches.plain(Touch::Note(note::Touch::Clear)));
    data.on_purposed(touches.coded(|code| {
        Purpose::from_code(code).map(|purpose| Touch::Note(note::Touch::Purpose(purpose)))
    }));
    data.on_lined(touches.plain(Touch::Note(note::Touch::Line)));
    data.on_enter(touches.plain(Touch::Note(note::Touch::Enter)));
    data.on_again(touches.plain(Touch::Note(note::Touch::Again)));
    data.on_mistake(touches.plain(Touch::Note(note::Touch::Mistake)));
    data.on_page_prev(touches.plain(Touch::PagePrev));
    data.on_page_next(touches.plain(Touch::PageNext));
    data.on_choose(touches.with(|number| Touch::Choose { number }));
    data.on_settle(touches.coded(|code| Finding::from_code(code).map(Touch::Settle)));
    data.on_set_day(touches.plain(Touch::SetDay));
    data.on_print_again(touches.plain(Touch::Reprint));
    data.on_cancel(touches.plain(Touch::Cancel));
}

/// Shows the page; the picture of a slip is `held` and drawn again only when it differs, or `fresh`.
pub fn show(window: &MainWindow, desk: &Desk, held: &mut Option<Preview>, fresh: bool) {
    let data = window.global::<DeskData>();
    data.set_role(desk.role.as_code().into());
    data.set_unsettled(desk.unsettled as i32);
    data.set_due(desk.due as i32);
    let (page, tab) = match &desk.shows {
        Page::Today(today) => {
            show_today(&data, today);
            ("today", Tab::Today)
        }
        Page::Register(register) => {
            show_register(&data, register);
            ("register", Tab::Register)
        }
        Page::Note(note) => {
            show_note(&data, note);
            ("note", Tab::Note)
        }
        Page::Answer(answer) => {
            data.set_answer_about(answer.about.as_code().into());
            data.set_sheet_about(answer.short.as_str().into());
            data.set_acts(kept(data.get_acts(), answer.acts.iter().map(act)));
            form::show(window, Some(&answer.form));
            let tab = match answer.about {
                AnswerAbout::Opinion
                | AnswerAbout::PaperOpinion
                | AnswerAbout::VoidApplication
                | AnswerAbout::FindApplication => Tab::Applications,
                AnswerAbout::FormLine => Tab::Register,
                AnswerAbout::Handover => Tab::Handover,
            };
            ("answer", tab)
        }
        Page::Sheet(sheet) => {
            show_sheet(&data, sheet);
            ("sheet", tab_of(sheet.name))
        }
        Page::Handover(handover) => {
            show_handover(&data, handover);
            ("handover", Tab::Handover)
        }
    };
    let slip = match &desk.shows {
        Page::Register(register) => register.preview.as_ref(),
        Page::Sheet(sheet) => sheet.preview.as_ref(),
        _ => None,
    };
    preview::show(window, slip, held, fresh);
    data.set_page_name(page.into());
    data.set_tab(tab.as_code().into());
}

/// Which button of the footer a list belongs to.
fn tab_of(name: SheetName) -> Tab {
    match name {
        SheetName::Day
        | SheetName::DaySheet
        | SheetName::Export
        | SheetName::Void
        | SheetName::Loans
        | SheetName::Volume
        | SheetName::Erasing
        | SheetName::Erase
        | SheetName::Books
        | SheetName::Forms
        | SheetName::Form
        | SheetName::FormLine
        | SheetName::Statistics => Tab::Register,
        SheetName::Applications
        | SheetName::Application
        | SheetName::Answers
        | SheetName::AnswerAsked
        | SheetName::Extending
        | SheetName::Ending
        | SheetName::Opinions
        | SheetName::OpinionAbout
        | SheetName::Appraisal
        | SheetName::Grading
        | SheetName::Intake => Tab::Applications,
        SheetName::Device
        | SheetName::Checklist
        | SheetName::Holdings
        | SheetName::Restart
        | SheetName::PowerOff => Tab::Device,
    }
}

fn show_sheet(data: &DeskData, sheet: &Sheet) {
    let same =
        data.get_sheet() == sheet.name.as_code() && data.get_sheet_about() == sheet.about.as_str();
    // What came of an act stands first of all lines, wherever in the list it was asked for.
    let told = |line: &MatterLine| {
        let codes = [MatterKind::Done, MatterKind::NotDone].map(MatterKind::as_code);
        codes.contains(&line.kind.as_str())
    };
    let came_of_it = sheet.lines.first().map(matter).filter(told);
    let news = came_of_it.is_some() && came_of_it != data.get_lines().row_data(0);
    if !same || news {
        // Another list begins at its first page.
        data.set_sheet_serial(data.get_sheet_serial().wrapping_add(1));
    }
    data.set_sheet(sheet.name.as_code().into());
    data.set_sheet_about(sheet.about.as_str().into());
    data.set_read(sheet.read);
    data.set_totals(kept(
        data.get_totals(),
        sheet.totals.iter().map(|total| *total as i32),
    ));
    data.set_tops(kept(data.get_tops(), sheet.tops.iter().map(act)));
    data.set_lines(kept(data.get_lines(), sheet.lines.iter().map(matter)));
    data.set_acts(kept(data.get_acts(), sheet.acts.iter().map(act)));
    data.set_drawn(sheet.drawn.map_or("", Drawn::as_code).into());
}

fn act(act: &Act) -> ActLine {
    ActLine {
        deed: act.deed.as_code().into(),
        count: act.count,
        chosen: act.chosen,
        off: act.off,
    }
}

fn show_handover(data: &DeskData, handover: &Handover) {
    data.set_to(handover.to.as_code().into());
    data.set_leaves(handover.leaves);
    data.set_may_leave(handover.may_leave);
    data.set_begins(handover.begins);
    data.set_since(handover.since.as_str().into());
    data.set_open_applications(handover.applications as i32);
    data.set_open_opinions(handover.opinions as i32);
    data.set_volumes(handover.volumes as i32);
    data.set_left_m(handover.left_m.map_or(-1, |metres| metres as i32));
    data.set_spare_rolls(handover.spare_rolls as i32);
    data.set_word(handover.word.as_str().into());
    data.set_digits(i32::from(handover.digits));
    data.set_wrong(handover.wrong);
    data.set_busy(handover.busy);
    data.set_wait(i32::try_from(handover.wait_s).unwrap_or(i32::MAX));
    data.set_handed(handover.done.as_str().into());
    let paper = match handover.paper {
        None => "",
        Some(true) => "good",
        Some(false) => "bad",
    };
    data.set_paper(paper.into());
}

fn show_today(data: &DeskData, today: &Today) {
    data.set_read(today.read);
    data.set_matters(kept(data.get_matters(), today.matters.iter().map(matter)));
    data.set_registered(today.registered as i32);
    data.set_paper_mm(today.paper_mm as i32);
    data.set_pages_made(today.pages as i32);
    data.set_missing(today.missing as i32);
    data.set_left_m(today.left_m.map_or(-1, |metres| metres as i32));
    data.set_printer(today.printer.as_code().into());
}

fn matter(matter: &Matter) -> MatterLine {
    MatterLine {
        kind: matter.kind.as_code().into(),
        number: matter.number.as_str().into(),
        short: matter.short.as_str().into(),
        time: matter.time.as_str().into(),
        count: matter.count as i32,
        more: matter.more as i32,
        detail: matter.detail.as_str().into(),
        title: matter.title.as_str().into(),
        urged: matter.urged.as_str().into(),
    }
}

fn show_note(data: &DeskData, note: &Note) {
    data.set_note_kind(note.kind.as_code().into());
    data.set_note_about(note.about.as_str().into());
    data.set_note_form(note.form.as_str().into());
    data.set_note_written_on(note.written_on.as_str().into());
    data.set_figure(note.figure as i32);
    data.set_fresh(note.fresh);
    data.set_purpose(note.purpose.map_or("", Purpose::as_code).into());
    data.set_busy(note.busy);
    data.set_note_line(note.on_line.as_str().into());
    data.set_typing_line(note.typing_line);
    data.set_line_fault(note.line_fault.map_or("", LineFault::as_code).into());
    data.set_note_lined(note.lined);
    let last = note.last.as_ref().map(|noted| NotedLine {
        short: noted.short.as_str().into(),
        time: noted.time.as_str().into(),
        kind: noted.kind.as_code().into(),
        figure: noted.figure as i32,
        void: noted.void,
    });
    data.set_noted(last.unwrap_or_default());
}

fn show_register(data: &DeskData, desk: &Register) {
    data.set_slips(kept(data.get_slips(), desk.slips.iter().map(desk_line)));
    data.set_page(desk.page as i32);
    data.set_pages(desk.pages as i32);
    data.set_chosen(desk.chosen.as_ref().map(desk_line).unwrap_or_default());
    data.set_may_settle(desk.may_settle);
    data.set_may_reprint(desk.may_reprint);
    data.set_can_reprint(desk.can_reprint);
    data.set_printer(desk.printer.as_code().into());
    data.set_unreached(desk.unreached.map_or("", Unreached::as_code).into());
    let (register, clock) = match &desk.day {
        Some(days) => (days.register.as_str(), days.clock.as_str()),
        None => ("", ""),
    };
    data.set_day_settable(desk.day.as_ref().is_some_and(|days| days.may_set));
    data.set_register_day(register.into());
    data.set_clock_day(clock.into());
    data.set_percent(desk.percent.map_or(-1, i32::from));
    data.set_drawn(desk.drawn.map_or("", Drawn::as_code).into());
    let stick = desk.stick.as_ref();
    data.set_stick(stick.map_or("", |stick| stick.result.as_code()).into());
    data.set_stick_time(stick.map_or("", |stick| &stick.time).into());
    data.set_stick_documents(stick.map_or(0, |stick| stick.documents as i32));
}

fn desk_line(slip: &DeskSlip) -> DeskLine {
    DeskLine {
        number: slip.number.as_str().into(),
        short: slip.short.as_str().into(),
        time: slip.time.as_str().into(),
        title: slip.title.as_str().into(),
        content: slip.extent.map_or("", Extent::as_code).into(),
        articles: slip.articles as i32,
        length_mm: slip.length_mm as i32,
        outcome: slip.outcome.as_ref().map_or("", Outcome::as_code).into(),
        reason: reason_code(slip.outcome.as_ref()).into(),
        found: slip.found.map_or("", Finding::as_code).into(),
        reprint: slip.reprint.as_ref().map_or("", Outcome::as_code).into(),
    }
}
