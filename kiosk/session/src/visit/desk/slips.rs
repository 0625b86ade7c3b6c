//! The register of slips at the desk: settle what nobody knows, print once more (补打) what was found missing.

use journal::{Finding, Role};

use super::picture::Picture;
use crate::asks::{Effect, Opened, Question};
use crate::orders::{Again, Order};
use crate::register::Slip;
use crate::rules::Rules;
use crate::screen::Notice;
use crate::screen::desk::DESK_ROWS;
use crate::screen::print::Preview;
use crate::terminal::Terminal;
use crate::visit::turn::Turn;

/// See [`Desking::slips`](super::Desking::slips).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Slips {
    /// What waits to be settled first, then the newest.
    pub lines: Vec<Slip>,
    /// Page of it, from 0.
    pub page: u32,
    /// Number that was tapped.
    pub chosen: Option<String>,
    /// The document of a reprint is being fetched: serial of the question.
    pub opening: Option<u64>,
    /// The reprint under way.
    pub job: Option<Reprinting>,
    /// How the chosen slip should have looked.
    pub picture: Option<Picture>,
}

/// See [`Slips::job`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Reprinting {
    pub job: u64,
    /// 0 to 100.
    pub percent: u8,
}

impl Slips {
    /// Pages of the list, at least one.
    pub fn pages(&self) -> u32 {
        u32::try_from(self.lines.len())
            .unwrap_or(u32::MAX)
            .div_ceil(DESK_ROWS)
            .max(1)
    }

    /// The slip that was tapped.
    pub fn chosen_slip(&self) -> Option<&Slip> {
        let chosen = self.chosen.as_ref()?;
        self.lines.iter().find(|slip| slip.number == *chosen)
    }

    /// The chosen slip can be printed once more now.
    pub fn can_reprint(&self, rules: &Rules, terminal: &Terminal) -> bool {
        self.job.is_none()
            && self.opening.is_none()
            && rules.printer
            && self.chosen_slip().is_some_and(|slip| slip.may_reprint)
            && terminal.printer.takes_jobs()
    }

    /// One line back or on.
    pub fn leaf(&mut self, on: bool) {
        self.page = match on {
            true => (self.page + 1).min(self.pages() - 1),
            false => self.page.saturating_sub(1),
        };
    }

    /// A line was tapped; a number that no line has leads back to the list.
    pub fn choose(&mut self, number: String, turn: &mut Turn) {
        if self.job.is_none() {
            let known = self.lines.iter().any(|slip| slip.number == number);
            self.chosen = known.then_some(number);
            self.draw(turn);
        }
    }

    /// Asks for the picture of the chosen slip, anew.
    pub fn draw(&mut self, turn: &mut Turn) {
        self.picture = self.chosen_slip().and_then(|slip| Picture::of(slip, turn));
    }

    /// The picture of the slip that is chosen now.
    pub fn shown_picture(&self) -> Option<&Picture> {
        let of_chosen = |picture: &&Picture| self.chosen.as_ref() == Some(&picture.number);
        self.picture.as_ref().filter(of_chosen)
    }

    /// The dots of a picture came, or none can be made; an answer to an older question is dropped.
    pub fn drawn(&mut self, serial: u64, preview: Option<Preview>) {
        if let Some(picture) = self.picture.as_mut().filter(|held| held.serial == serial) {
            picture.dots_came(preview);
        }
    }

    /// The mirror cannot be asked just now; false when it was not asked for a picture.
    pub(super) fn not_drawn(&mut self, serial: u64) -> bool {
        let held = self.picture.as_mut().filter(|held| held.serial == serial);
        held.map(|picture| picture.dots_came(None)).is_some()
    }

    /// What lay there.
    pub fn settle(&self, found: Finding, by: Role, turn: &mut Turn) {
        if let Some(slip) = self.chosen_slip().filter(|slip| slip.may_settle) {
            turn.effects.push(Effect::Settle {
                number: slip.number.clone(),
                found,
                by,
            });
        }
    }

    /// Stops the reprint.
    pub fn cancel(&self, turn: &mut Turn) {
        if let Some(Reprinting { job, .. }) = self.job {
            turn.effects.push(Effect::Stop { job });
        }
    }

    /// The register holds no text: the document comes from the mirror, and only the revision that the slip was made of will do.
    pub fn fetch_for_reprint(&mut self, turn: &mut Turn) {
        if !self.can_reprint(turn.rules, turn.terminal) {
            return;
        }
        let Some(id) = self.chosen_slip().and_then(|slip| slip.document_id.clone()) else {
            *turn.notice = Some(Notice::ReprintGone);
            return;
        };
        let serial = turn.next_serial();
        self.opening = Some(serial);
        turn.ask(Question::Open { serial, id });
    }

    /// The document for the picture or for the reprint came, or is gone; false when somebody else asked.
    pub fn fetched(
        &mut self,
        serial: u64,
        opened: Option<&Opened>,
        by: Role,
        turn: &mut Turn,
    ) -> bool {
        if let Some(mut picture) = self.picture.take_if(|held| held.serial == serial) {
            picture.document_came(self.chosen_slip(), opened, turn);
            self.picture = Some(picture);
            return true;
        }
        if self.opening.take_if(|asked| *asked == serial).is_none() {
            return false;
        }
        match opened.and_then(|opened| self.once_more(opened, by, turn)) {
            Some(order) => {
                self.job = Some(Reprinting {
                    job: order.job,
                    percent: 0,
                });
                turn.order(order);
            }
            None => *turn.notice = Some(Notice::ReprintGone),
        }
        true
    }

    /// The chosen slip under its old number; `None` of another revision.
    fn once_more(&self, opened: &Opened, by: Role, turn: &mut Turn) -> Option<Order> {
        let slip = self.chosen_slip()?;
        let same = slip.document_rev == Some(opened.document.rev);
        Some(Order {
            content: slip.content.clone().filter(|_| same)?,
            job: turn.next_serial(),
            document: opened.document.clone(),
            purpose: None,
            length_mm: slip.length_mm,
            data_time: turn.terminal.data_time(),
            again: Some(Again {
                number: slip.number.clone(),
                at: slip.at.clone(),
                by,
            }),
        })
    }

    /// The desk's own job made progress.
    pub fn progress(&mut self, job: u64, percent: u8) {
        if let Some(printing) = self.job.as_mut().filter(|printing| printing.job == job) {
            printing.percent = percent.min(100);
        }
    }

    /// The desk's own job is over; false when it is another's.
    pub fn ended(&mut self, job: u64) -> bool {
        self.job.take_if(|printing| printing.job == job).is_some()
    }

    /// The register came.
    pub fn listed(&mut self, lines: Vec<Slip>) {
        self.lines = lines;
        self.page = self.page.min(self.pages() - 1);
        if self.chosen_slip().is_none() {
            self.chosen = None;
            self.picture = None;
        }
    }
}
