//! A job under way as a picture. Pure.

use crate::screen::printing::Printing;
use crate::visit;

pub(super) fn printing(printing: &visit::Printing) -> Printing {
    Printing {
        number: printing.number.clone(),
        title: match printing.withdrawn {
            true => String::new(),
            false => printing.choosing.opened.document.title.clone(),
        },
        percent: printing.percent,
        cancelling: printing.cancelling || printing.withdrawn,
    }
}
