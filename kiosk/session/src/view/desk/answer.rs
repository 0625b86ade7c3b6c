//! Words that an attendant types as a picture.

use super::terms::short;
use crate::screen::desk::{Act, Answer, AnswerAbout, Deed};
use crate::view::services::form;
use crate::visit::{About, Answering, Desking};

pub(super) fn answer(answering: &Answering, desk: &Desking) -> Answer {
    let off = desk.filing.is_some() || !answering.filling.good();
    let write = |deed| Act {
        off,
        ..Act::of(deed)
    };
    let (about, short, acts) = match &answering.about {
        About::Opinion(number) => (
            AnswerAbout::Opinion,
            short(number),
            vec![
                write(Deed::Publish),
                write(Deed::KeepPrivate),
                Act::of(Deed::Opinions),
            ],
        ),
        About::Paper(_) => (
            AnswerAbout::PaperOpinion,
            String::new(),
            vec![write(Deed::RecordOpinion), Act::of(Deed::Opinions)],
        ),
        About::Line { line, .. } => (
            AnswerAbout::FormLine,
            format!("{line:04}"),
            vec![write(Deed::Explain), Act::of(Deed::BackToForm)],
        ),
        About::Number => (
            AnswerAbout::FindApplication,
            String::new(),
            vec![write(Deed::LookUp), Act::of(Deed::Applications)],
        ),
        About::Handover(_) => (
            AnswerAbout::Handover,
            String::new(),
            vec![write(Deed::SayIt), Act::of(Deed::BackToHandover)],
        ),
        About::Void(number) => (
            AnswerAbout::VoidApplication,
            short(number),
            vec![write(Deed::VoidIt), Act::of(Deed::GoOn)],
        ),
    };
    Answer {
        about,
        short,
        form: form(&answering.filling),
        acts,
    }
}
