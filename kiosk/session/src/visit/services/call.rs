//! A call for an attendant (呼叫): rung, waiting, taken back. One of them a visitor; what was promised stays until it is answered or taken back.

use journal::Call;

use crate::asks::Effect;
use crate::screen::Notice;
use crate::services::Filing;
use crate::visit::turn::Turn;
use crate::visit::visitor::Calling;

/// Rings, for the first time or once more.
pub fn ring(turn: &mut Turn) {
    if !turn.rules.rings {
        return;
    }
    match &mut turn.visitor.call {
        Some(call) if call.again_s(turn.now_ms) > 0 => {}
        // It stands in the register already: only the bell sounds again.
        Some(call) => {
            call.at_ms = turn.now_ms;
            turn.effects.push(Effect::Ring);
        }
        None => {
            let serial = turn.next_serial();
            turn.visitor.call = Some(Calling {
                serial,
                number: None,
                at_ms: turn.now_ms,
                at: String::new(),
                seen: false,
            });
            turn.effects.push(Effect::Ring);
            turn.effects.push(Effect::File {
                serial,
                what: Filing::Entry(Call::rung()),
            });
        }
    }
}

/// The visitor takes it back.
pub fn take_back(turn: &mut Turn) {
    if let Some(Calling {
        number: Some(number),
        ..
    }) = &turn.visitor.call
    {
        let number = number.clone();
        turn.visitor.call = None;
        lapse(&number, turn);
    }
}

/// It stands in the register, or could not be written; false when it is another's.
pub fn filed(serial: u64, number: Option<&str>, at: &str, turn: &mut Turn) -> bool {
    let Some(call) = turn
        .visitor
        .call
        .as_mut()
        .filter(|call| call.serial == serial)
    else {
        return false;
    };
    match number {
        Some(number) => {
            call.number = Some(number.to_owned());
            call.at = at.to_owned();
        }
        // The bell has sounded all the same: somebody may come.
        None => *turn.notice = Some(Notice::NotWritten),
    }
    true
}

/// Written, but not waited for: nobody is there to be told.
pub fn lapse(number: &str, turn: &mut Turn) {
    let serial = turn.next_serial();
    turn.effects.push(Effect::File {
        serial,
        what: Filing::Entry(Call::lapsed(number)),
    });
}
