//! The office's answer as a picture.

use super::terms::short;
use crate::screen::desk::{Act, Answer, Deed};
use crate::view::services::form;
use crate::visit::{Answering, Desking};

pub(super) fn answer(answering: &Answering, desk: &Desking) -> Answer {
    let off = desk.filing.is_some() || !answering.filling.good();
    let write = |deed| Act {
        off,
        ..Act::of(deed)
    };
    Answer {
        short: short(&answering.number),
        form: form(&answering.filling),
        acts: vec![
            write(Deed::Publish),
            write(Deed::KeepPrivate),
            Act::of(Deed::Opinions),
        ],
    }
}
