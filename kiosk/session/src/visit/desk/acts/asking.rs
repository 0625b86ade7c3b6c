//! An answer and an extension (延期), asked once more before they are written: either stands in the yearly report. An answer that was written down as the
//! wrong kind is corrected the same way; a term is put off by as many days as were agreed, and only once somebody who heads the office agreed (art 33).

use journal::Answer;

use super::ending::may_end;
use crate::screen::desk::Deed;
use crate::services::{Standing, Step};
use crate::statute::EXTENSION_WORKING_DAYS_MAX;
use crate::visit::desk::{At, Desking};
use crate::visit::turn::Turn;

/// Whether the kind of its answer can be corrected: one was given.
pub fn may_correct(standing: &Standing) -> bool {
    matches!(standing.state.as_str(), "answered" | "closed") && standing.answered_on.is_some()
}

/// Whether its term can be put off: that is done once.
pub fn may_extend(standing: &Standing) -> bool {
    matches!(standing.state.as_str(), "received" | "forwarded") && standing.extended_by == 0
}

impl Desking {
    /// To a question, what is said there, yes or no.
    pub(in crate::visit::desk) fn act_on_asked(&mut self, deed: Deed, turn: &mut Turn) {
        let held = self.application();
        let answers = held.is_some_and(may_end);
        let corrects = held.is_some_and(may_correct);
        let extends = held.is_some_and(may_extend);
        match (deed, &mut self.at) {
            (Deed::Answer, At::Application { number }) if answers => {
                self.at = At::Answers {
                    number: number.clone(),
                };
            }
            (Deed::CorrectAnswer, At::Application { number }) if corrects => {
                self.at = At::Answers {
                    number: number.clone(),
                };
            }
            (Deed::ChooseAgain, At::AnswerAsked { number, .. }) => {
                self.at = At::Answers {
                    number: number.clone(),
                };
            }
            (Deed::AnswerNow, At::AnswerAsked { answer, .. }) => {
                let answer = *answer;
                match (answers, corrects) {
                    (true, _) => self.step(Step::Answered(answer), turn),
                    (_, true) => self.step(Step::AnswerCorrected(answer), turn),
                    _ => {}
                }
            }
            (Deed::Extend, At::Application { number }) if extends => {
                self.at = At::Extending {
                    number: number.clone(),
                    working_days: EXTENSION_WORKING_DAYS_MAX,
                    consent: false,
                };
            }
            (Deed::FewerDays, At::Extending { working_days, .. }) => {
                *working_days = working_days.saturating_sub(1).max(1);
            }
            (Deed::MoreDays, At::Extending { working_days, .. }) => {
                *working_days = (*working_days + 1).min(EXTENSION_WORKING_DAYS_MAX);
            }
            (Deed::Consent, At::Extending { consent, .. }) => *consent = !*consent,
            (
                Deed::ExtendNow,
                At::Extending {
                    working_days,
                    consent: true,
                    ..
                },
            ) if extends => {
                let working_days = *working_days;
                self.step(Step::Extended { working_days }, turn);
            }
            (Deed::GoOn, At::Extending { number, .. }) => {
                self.at = At::Application {
                    number: number.clone(),
                };
            }
            _ => {}
        }
    }

    /// A kind of answer was chosen: asked once more, and nothing written yet.
    pub(in crate::visit::desk) fn ask_answer(&mut self, code: &str) {
        if let At::Answers { number } = &self.at
            && let Some(answer) = Answer::from_code(code)
        {
            self.at = At::AnswerAsked {
                number: number.clone(),
                answer,
            };
        }
    }
}
