//! The door of the attendant's desk as a picture. Pure; shows how many digits were typed, never which.

use crate::screen::door::Door;
use crate::session::Session;
use crate::visit::Entering;

pub(super) fn door(session: &Session, entering: &Entering) -> Door {
    Door {
        digits: u8::try_from(entering.pin.len()).unwrap_or(u8::MAX),
        wrong: entering.wrong,
        checking: entering.checking.is_some(),
        wait_s: session.pin_wait_s(),
    }
}
