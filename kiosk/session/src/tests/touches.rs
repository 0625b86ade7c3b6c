//! What a finger can do on each screen, by random numbers, for the properties. Knows nothing of what it leads to.

use journal::{Finding, Purpose, Role};
use proptest::prelude::*;

use super::*;
use crate::keyboard::{Key, Layer};
use crate::screen::print::Extent;
use crate::screen::search::Field;
use crate::screen::services::Door;
use crate::screen::{attachment, contents, desk, door, table};

pub fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("demo:rules".to_string()),
        Just("a2".to_string()),
        Just("a5".to_string()),
        Just("2018".to_string()),
        Just("in-force".to_string()),
        Just("all".to_string()),
        Just("1".to_string()),
        "\\PC{0,300}",
    ]
}

/// One of several, by a random number.
pub fn one_of<T: Clone>(of: &[T], n: u8) -> T {
    of[usize::from(n) % of.len()].clone()
}

/// A touch that the frame offers on every screen.
fn framed(n: u8) -> Action {
    let touches = [
        frame::Touch::Touched,
        frame::Touch::Home,
        frame::Touch::Back,
        frame::Touch::Back,
        frame::Touch::End,
        frame::Touch::Help,
        frame::Touch::Help,
        frame::Touch::Language,
        frame::Touch::Large,
        frame::Touch::Contrast,
        frame::Touch::LowReach,
        frame::Touch::Care,
        frame::Touch::Dismiss,
    ];
    one_of(&touches, n).into()
}

fn at_search(n: u8, text: String) -> Action {
    let touches = [
        search::Touch::Open {
            id: "demo:rules".into(),
            article_id: text.clone(),
        },
        search::Touch::Open {
            id: "demo:rules".into(),
            article_id: "a2".into(),
        },
        search::Touch::Type { text: text.clone() },
        search::Touch::Hint { text: text.clone() },
        search::Touch::Candidate { text: text.clone() },
        search::Touch::Unfold,
        search::Touch::Hear {
            id: "demo:rules".into(),
            words: text.clone(),
        },
        search::Touch::Layer(Layer::Strokes),
        search::Touch::Backspace,
        search::Touch::Clear,
        search::Touch::Submit,
        search::Touch::ShowKeyboard,
        search::Touch::Layer(Layer::Digits),
        search::Touch::Pick(Field::Agency),
        search::Touch::Pick(Field::Year),
        search::Touch::Pick(Field::Validity),
        search::Touch::Choose { code: Some(text) },
        search::Touch::Choose { code: None },
        search::Touch::ClosePicker,
        search::Touch::Widen,
        search::Touch::PagePrev { row: u32::from(n) },
        search::Touch::PageNext { row: u32::from(n) },
        search::Touch::OptionsPrev,
        search::Touch::OptionsNext,
    ];
    one_of(&touches, n).into()
}

fn at_browse(n: u8, text: String) -> Action {
    let touches = [
        browse::Touch::Open {
            id: "demo:rules".into(),
            article_id: String::new(),
        },
        browse::Touch::Axis(mirror::Axis::Year),
        browse::Touch::Axis(mirror::Axis::Agency),
        browse::Touch::Group { code: text },
        browse::Touch::PagePrev { row: u32::from(n) },
        browse::Touch::PageNext { row: u32::from(n) },
        browse::Touch::GroupPrev,
        browse::Touch::GroupNext,
    ];
    one_of(&touches, n).into()
}

fn at_reader(n: u8, text: String) -> Action {
    let touches = [
        reader::Touch::Open { id: text.clone() },
        reader::Touch::Contents { here: text.clone() },
        reader::Touch::Choosing,
        reader::Touch::Tick { article_id: text },
        reader::Touch::Tick {
            article_id: "a2".into(),
        },
        reader::Touch::Table {
            block: u32::from(n),
        },
        reader::Touch::Attachment {
            at: u32::from(n / 16),
        },
        reader::Touch::Bigger,
        reader::Touch::Find,
        reader::Touch::Smaller,
        reader::Touch::Print,
        reader::Touch::Print,
    ];
    one_of(&touches, n).into()
}

fn at_contents(n: u8, text: String) -> Action {
    let row = u32::from(n / 8);
    let touches = [
        contents::Touch::Open {
            article_id: text.clone(),
        },
        contents::Touch::Fold {
            article_id: "a3".into(),
        },
        contents::Touch::PagePrev { row },
        contents::Touch::PageNext { row },
        contents::Touch::Type { text },
        contents::Touch::Backspace,
        contents::Touch::Insert,
        contents::Touch::Go,
    ];
    one_of(&touches, n).into()
}

fn at_table(n: u8) -> Action {
    let at = u32::from(n / 4);
    let touches = [
        table::Touch::Up { row: at },
        table::Touch::Down { row: at },
        table::Touch::Left { column: at },
        table::Touch::Right { column: at },
        table::Touch::Print,
    ];
    one_of(&touches, n).into()
}

fn at_attachment(n: u8) -> Action {
    let touches = [
        attachment::Touch::Page {
            page: u32::from(n / 8),
        },
        attachment::Touch::Closer,
        attachment::Touch::Farther,
        attachment::Touch::Words,
        attachment::Touch::Find,
        attachment::Touch::Place {
            forward: n & 16 == 0,
        },
        attachment::Touch::Unmark,
        attachment::Touch::Print,
        attachment::Touch::Unlock,
    ];
    one_of(&touches, n).into()
}

fn at_print(n: u8) -> Action {
    let touches = [
        print::Touch::Extent(Extent::Whole),
        print::Touch::Extent(Extent::Excerpt),
        print::Touch::Purpose(Purpose::Errand),
        print::Touch::Rechoose,
        print::Touch::Start,
        print::Touch::Start,
    ];
    one_of(&touches, n).into()
}

fn at_door(n: u8, text: String) -> Action {
    let touches = [
        door::Touch::Type { text: "1".into() },
        door::Touch::Type { text },
        door::Touch::Backspace,
        door::Touch::Clear,
        door::Touch::Enter(Role::A),
        door::Touch::Enter(Role::B),
    ];
    one_of(&touches, n).into()
}

fn at_desk(n: u8) -> Action {
    let touches = [
        desk::Touch::Choose {
            number: super::desk::slip(None, true).number,
        },
        desk::Touch::Settle(Finding::Nothing),
        desk::Touch::Reprint,
        desk::Touch::Reprint,
        desk::Touch::Cancel,
        desk::Touch::PagePrev,
        desk::Touch::PageNext,
        desk::Touch::Go(one_of(desk::Tab::ALL, n / 32)),
        desk::Touch::Go(desk::Tab::Register),
        desk::Touch::Write(one_of(desk::Written::ALL, n / 32)),
        desk::Touch::Attend {
            kind: one_of(desk::MatterKind::ALL, n / 16),
            number: super::desk::slip(None, true).number,
        },
        desk::Touch::Note(desk::note::Touch::Digit(n)),
        desk::Touch::Note(desk::note::Touch::Enter),
        desk::Touch::Note(desk::note::Touch::Again),
        desk::Touch::Note(desk::note::Touch::Mistake),
    ];
    one_of(&touches, n).into()
}

fn at_home(n: u8, text: String) -> Action {
    let touches = [
        home::Touch::Service(one_of(&Door::ALL, n / 8)),
        home::Touch::Service(one_of(&Door::ALL, n / 8)),
        home::Touch::Search,
        home::Touch::Commons,
        home::Touch::Common { text: text.clone() },
        home::Touch::Tile { code: text },
        home::Touch::Open {
            id: "demo:rules".into(),
            article_id: "a2".into(),
        },
    ];
    one_of(&touches, n).into()
}

/// What a finger can do on the screen that shows, or a key.
pub fn offered(place: &Place, kind: u8, n: u8, text: String) -> Action {
    if kind < 2 {
        return framed(n);
    }
    if kind == 2 {
        return Action::Key(one_of(&[Key::Text(text), Key::Backspace, Key::Enter], n));
    }
    match place {
        Place::Home(_) => at_home(n, text),
        Place::Help(_) => one_of(
            &[help::Touch::Call, help::Touch::CallOff, help::Touch::Door],
            n,
        )
        .into(),
        Place::Browse(_) => at_browse(n, text),
        Place::Search(_) => at_search(n, text),
        Place::Reader(_) => at_reader(n, text),
        Place::Contents(_) => at_contents(n, text),
        Place::Table(_) => at_table(n),
        Place::Attachment(_) => at_attachment(n),
        Place::Print(_) => at_print(n),
        Place::Printing(_) => printing::Touch::Cancel.into(),
        Place::Outcome(_) => framed(n),
        Place::Door(_) => at_door(n, text),
        Place::Desk(_) => at_desk(n),
        Place::Service(_) => super::services::at_service(n, text),
    }
}

/// A touch that was meant for a screen that is no longer there.
pub fn stale(n: u8) -> Action {
    let all = [
        at_home(n, "all".into()),
        at_search(n, "2018".into()),
        at_browse(n, "2018".into()),
        at_reader(n, "a5".into()),
        at_print(n),
        printing::Touch::Cancel.into(),
        help::Touch::Door.into(),
        at_door(n, "1".into()),
        at_desk(n),
        super::services::at_service(n, "1".into()),
        Action::Candidate("x".into()),
        Action::Unfold,
    ];
    one_of(&all, n / 7)
}
