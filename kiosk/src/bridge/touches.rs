//! Turns what the screens call out into [`Action`]s. Ids and codes only; no row numbers cross here.

use screens::Do;
use session::screen::Action;

/// The action a touch stands for; `a` and `b` carry ids, codes or typed words.
pub fn action(what: Do, a: &str, b: &str) -> Action {
    let a = a.to_owned();
    match what {
        Do::Touched => Action::Touched,
        Do::Home => Action::Home,
        Do::Back => Action::Back,
        Do::End => Action::End,
        Do::Help => Action::Help,
        Do::Language => Action::Language,
        Do::Large => Action::Large,
        Do::Contrast => Action::Contrast,
        Do::LowReach => Action::LowReach,
        Do::Dismiss => Action::Dismiss,
        Do::OpenSearch => Action::OpenSearch,
        Do::Common => Action::Common { text: a },
        Do::OpenTile => Action::OpenTile { code: a },
        Do::Open => Action::Open {
            id: a,
            article_id: b.to_owned(),
        },
        Do::Type => Action::Type { text: a },
        Do::Backspace => Action::Backspace,
        Do::Clear => Action::Clear,
        Do::Hint => Action::Hint { text: a },
        Do::Submit => Action::Submit,
        Do::ShowKeyboard => Action::ShowKeyboard,
        Do::Layer => Action::Layer { code: a },
        Do::Pick => Action::Pick { field: a },
        Do::Choose => Action::Choose { code: a },
        Do::ClosePicker => Action::ClosePicker,
        Do::Widen => Action::Widen,
        Do::PagePrev => Action::PagePrev,
        Do::PageNext => Action::PageNext,
        Do::GroupPrev => Action::GroupPrev,
        Do::GroupNext => Action::GroupNext,
        Do::Axis => Action::Axis { code: a },
        Do::Group => Action::Group { code: a },
        Do::ToggleContents => Action::ToggleContents,
        Do::Goto => Action::Goto { article_id: a },
        Do::ToggleChoosing => Action::ToggleChoosing,
        Do::Tick => Action::Tick { article_id: a },
        Do::Bigger => Action::Bigger,
        Do::Smaller => Action::Smaller,
        Do::OpenPrint => Action::OpenPrint,
        Do::Content => Action::Content { code: a },
        Do::Purpose => Action::Purpose { code: a },
        Do::StartPrint => Action::StartPrint,
        Do::CancelPrint => Action::CancelPrint,
        Do::OpenDesk => Action::OpenDesk,
        Do::Enter => Action::Enter { code: a },
        Do::ChooseSlip => Action::ChooseSlip { number: a },
        Do::Settle => Action::Settle { code: a },
        Do::Reprint => Action::Reprint,
    }
}
