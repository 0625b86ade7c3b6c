//! Fields with their keyboard as a picture. Pure.

use config::pin::PIN_DIGITS_MAX;

use crate::register::PASSWORD_CHARS_MAX;
use crate::screen::services::form::{Field, Form};
use crate::visit;
use crate::visit::{Filling, Unlocking};

pub(crate) fn form(filling: &Filling) -> Form {
    let typing = &filling.typing;
    let up = filling.at.is_some();
    let fields = filling.fields.iter().enumerate().map(|(at, field)| {
        let here = filling.at == Some(at);
        let text = match here {
            true => typing.text.clone(),
            false => field.text.clone(),
        };
        let held = visit::Field {
            kind: field.kind,
            text: filling.text_at(at),
        };
        Field {
            code: field.kind.code.to_owned(),
            optional: field.kind.optional,
            good: held.good() && !held.text.is_empty(),
            // Nothing is said against what is still being typed.
            wrong: !here && !held.good() && !held.text.is_empty(),
            chars_max: u32::try_from(field.kind.chars_max).unwrap_or(u32::MAX),
            text,
        }
    });
    Form {
        fields: fields.collect(),
        at: filling.at.and_then(|at| u32::try_from(at).ok()),
        keyboard: up.then_some(typing.layer),
        composition: match up {
            true => typing.composition().to_owned(),
            false => String::new(),
        },
        candidates: match up {
            true => typing.candidates.clone(),
            false => Vec::new(),
        },
        unfolded: up && typing.unfolded,
        secret: false,
    }
}

/// Fields for the PIN of the desk and the password of a file: how much was typed, never what.
pub(crate) fn secrets(unlocking: &Unlocking) -> Form {
    let field = |code: &str, typed: usize, chars_max: usize| Field {
        code: code.to_owned(),
        text: "●".repeat(typed),
        chars_max: u32::try_from(chars_max).unwrap_or(u32::MAX),
        ..Field::default()
    };
    Form {
        fields: vec![
            field("desk-pin", unlocking.pin.len(), PIN_DIGITS_MAX),
            field(
                "file-password",
                unlocking.password.len(),
                PASSWORD_CHARS_MAX,
            ),
        ],
        at: Some(u32::from(unlocking.at_password)),
        keyboard: Some(unlocking.layer),
        secret: true,
        ..Form::default()
    }
}
