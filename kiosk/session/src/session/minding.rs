//! What is minded at every step, whatever the event was: the idle clock, a mirror that did not answer, is damaged or was followed.
//! Looks at the time and at what was asked before; decides nothing that a visitor chose.

use super::Session;
use crate::asks::{Effect, Missing, Question};
use crate::visit::Visit;

/// Between two requests to check a mirror that cannot be read: a check reads all of it.
const CHECK_AGAIN_MS: u64 = 3_600_000;
/// After which a home page that was never answered is asked for again.
const HOME_AGAIN_MS: u64 = 2_000;
/// After which a recheck without an answer is asked again.
const RECHECK_AGAIN_MS: u64 = 2_000;

impl Session {
    pub(super) fn mind_the_clock(&mut self) {
        if self.closing_ms.is_some_and(|end_ms| self.now_ms >= end_ms) {
            self.wipe();
        }
        let Some(idle_ms) = self.patience_ms() else {
            self.used_ms = self.now_ms;
            return;
        };
        let end_ms = idle_ms + self.rules.countdown_ms;
        if self.idle_for_ms() >= end_ms && self.visit != Visit::default() {
            self.wipe();
        }
    }

    /// A first answer that failed is asked for again; later ones come with the next change.
    pub(super) fn mind_the_mirror(&mut self) {
        let nothing_known = self.terminal.overview.is_none() && self.terminal.missing.is_none();
        if nothing_known && self.now_ms - self.asked_home_ms >= HOME_AGAIN_MS {
            self.asked_home_ms = self.now_ms;
            self.ask(Question::Home);
        }
    }

    /// The agent may not have noticed yet that the mirror is damaged.
    pub(super) fn mind_the_damage(&mut self) {
        let damaged = self.terminal.missing == Some(Missing::Damaged);
        let asked = self
            .check_asked_ms
            .is_some_and(|at| self.now_ms - at < CHECK_AGAIN_MS);
        if damaged && !asked {
            self.check_asked_ms = Some(self.now_ms);
            self.effects.push(Effect::CheckMirror);
        }
    }

    /// An answer that failed is asked for again while there is a mirror: the agent waits to hear that a takedown is done.
    pub(super) fn mind_the_recheck(&mut self) {
        let overdue = |asked_ms: u64| self.now_ms.saturating_sub(asked_ms) >= RECHECK_AGAIN_MS;
        if self.rechecking.is_some_and(overdue) && self.terminal.overview.is_some() {
            self.recheck();
        }
    }

    /// Says that the mirror was followed, once no job prints what is gone.
    pub(super) fn mind_the_jobs(&mut self) {
        if self.jobs.iter().all(|job| !job.withdrawn)
            && let Some(cursor) = self.followed.take()
        {
            self.effects.push(Effect::Followed(cursor));
        }
    }
}
