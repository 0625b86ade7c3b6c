//! Opinions and appraisal as a picture. Pure.

use super::form::form;
use crate::moment;
use crate::screen::services::opinions::{Answer, Opinions, Tab};
use crate::session::Session;
use crate::visit::Speaking;

pub(super) fn opinions(session: &Session, speaking: &Speaking) -> Opinions {
    let rules = session.rules();
    let terminal = session.terminal();
    let opinions = session.visit().visitor.opinions;
    let answers = speaking.answers.iter().map(|answer| Answer {
        number: answer.number.clone(),
        about: answer.about,
        date: moment::parse(&answer.at)
            .map_or(String::new(), |at| moment::local(at).date().to_string()),
        answer: answer.answer.clone(),
    });
    Opinions {
        tab: speaking.tab,
        appraisal: rules.appraisal_until.filter(|_| terminal.appraises),
        grades: match speaking.tab {
            Tab::Appraise => speaking.grades.to_vec(),
            _ => Vec::new(),
        },
        about: speaking.about,
        form: form(&speaking.filling),
        busy: speaking.filing.is_some(),
        may_send: speaking.may_send(terminal.appraises, rules.takes_in, opinions),
        takes_in: rules.takes_in,
        sent: speaking.sent.clone(),
        answers: answers.collect(),
    }
}
