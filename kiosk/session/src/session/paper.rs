//! The print screen and the job under way. Starts a job only when it was measured, fits the limits and the printer is
//! not known to be unable.

use super::{
    Choosing, Content, Effect, Ended, Job, Measure, Measured, Order, Place, Printing, Question,
    Report, Session,
};
use crate::screen::{Action, Notice};

/// Printer states in which a job is taken: while another is `printing` it waits; `unknown` because many printers cannot tell.
const ABLE: [&str; 4] = ["ready", "near-end", "printing", "unknown"];

impl Choosing {
    /// The slip the visitor chose.
    pub fn slip(&self) -> &Measured {
        &self.slips[self.chosen]
    }
}

impl Session {
    /// Slips the visitor may still start.
    pub fn prints_left(&self) -> u32 {
        self.rules
            .prints_per_session
            .saturating_sub(self.visit.prints)
    }

    /// Over the limit, or nothing that can be laid out.
    pub fn too_long(&self, slip: &Measured) -> bool {
        slip.impossible || slip.length_mm.is_some_and(|mm| mm > self.rules.slip_mm_max)
    }

    /// A tap on 开始打印 will be accepted.
    pub fn can_start(&self, choosing: &Choosing) -> bool {
        let slip = choosing.slip();
        self.rules.printer
            && self.prints_left() > 0
            && slip.length_mm.is_some()
            && !self.too_long(slip)
            && ABLE.contains(&self.terminal.printer.as_str())
    }

    pub(super) fn open_print(&mut self) {
        if !self.rules.printer {
            return;
        }
        if self.prints_left() == 0 {
            self.visit.notice = Some(Notice::LimitReached);
            return;
        }
        let Place::Reader(reading) = &self.visit.place else {
            return;
        };
        let Some(opened) = reading.opened.clone() else {
            return;
        };
        let mut contents = Vec::new();
        if !reading.chosen.is_empty() {
            contents.push(Content::Excerpt(reading.chosen.clone()));
        }
        contents.extend([Content::Reference, Content::Whole]);
        let serial = self.next_serial();
        self.effects.push(Effect::Measure(Measure {
            serial,
            document: opened.document.clone(),
            contents: contents.clone(),
            data_time: self.data_time(),
        }));
        let slips = contents
            .into_iter()
            .map(|content| Measured {
                content,
                length_mm: None,
                impossible: false,
                preview: None,
            })
            .collect();
        self.terminal.printer.clear();
        self.go(Place::Print(Choosing {
            opened,
            slips,
            chosen: 0,
            purpose: None,
            serial,
        }));
    }

    pub(super) fn data_time(&self) -> String {
        let overview = self.terminal.overview.as_ref();
        overview.map(|o| o.checked.clone()).unwrap_or_default()
    }

    pub(super) fn act_on_paper(&mut self, action: Action) {
        match &mut self.visit.place {
            Place::Print(choosing) => match action {
                Action::Content { code } => {
                    if let Some(at) = choosing.slips.iter().position(|s| s.content.code() == code) {
                        choosing.chosen = at;
                    }
                }
                Action::Purpose { code } => {
                    if matches!(code.as_str(), "errand" | "study" | "rights" | "other") {
                        let same = choosing.purpose.as_ref() == Some(&code);
                        choosing.purpose = (!same).then_some(code);
                    }
                }
                Action::StartPrint => self.start(),
                _ => {}
            },
            Place::Printing(printing) => {
                if action == Action::CancelPrint && !printing.cancelling {
                    printing.cancelling = true;
                    let job = printing.job;
                    self.effects.push(Effect::Stop { job });
                }
            }
            _ => {}
        }
    }

    fn start(&mut self) {
        let Place::Print(choosing) = self.visit.place.clone() else {
            return;
        };
        if self.prints_left() == 0 {
            self.visit.notice = Some(Notice::LimitReached);
            return;
        }
        let Some(length_mm) = choosing.slip().length_mm else {
            return;
        };
        if !self.can_start(&choosing) {
            return;
        }
        let job = self.next_serial();
        let document = choosing.opened.document.clone();
        self.effects.push(Effect::Print(Order {
            job,
            document: document.clone(),
            content: choosing.slip().content.clone(),
            purpose: choosing.purpose.clone(),
            length_mm,
            data_time: self.data_time(),
            again: None,
        }));
        self.jobs.push(Job {
            id: job,
            document,
            mine: true,
            withdrawn: false,
        });
        self.visit.prints += 1;
        self.visit.place = Place::Printing(Printing {
            job,
            number: String::new(),
            percent: 0,
            cancelling: false,
            withdrawn: false,
            choosing,
        });
    }

    pub(super) fn reported(&mut self, report: Report) {
        match report {
            Report::Printer(code) => {
                if matches!(self.visit.place, Place::Print(_) | Place::Desk(_)) {
                    self.terminal.printer = code;
                }
            }
            Report::Measured {
                serial,
                code,
                length_mm,
                preview,
            } => {
                if let Place::Print(choosing) = &mut self.visit.place
                    && choosing.serial == serial
                    && let Some(slip) = choosing.slips.iter_mut().find(|s| s.content.code() == code)
                {
                    slip.impossible = length_mm.is_none();
                    slip.length_mm = length_mm;
                    slip.preview = preview;
                }
            }
            Report::Full { job } => self.not_taken(job, Notice::PleaseWait),
            Report::RegisterFailed { job } => self.not_taken(job, Notice::RegisterFailed),
            Report::Begun { job, number } => {
                if let Some(printing) = self.printing(job) {
                    printing.number = number;
                }
            }
            Report::Progress { job, percent } => {
                if !self.reprinting(job, percent)
                    && let Some(printing) = self.printing(job)
                {
                    printing.percent = percent.min(100);
                }
            }
            Report::Done {
                job,
                outcome,
                reason,
                number,
            } => self.done(job, outcome, reason, number),
            Report::Unlocked { serial, fits } => self.unlocked(serial, fits),
            Report::Slips { serial, slips } => self.listed(serial, slips),
            Report::Settled { done } => self.settled(done),
        }
    }

    fn printing(&mut self, job: u64) -> Option<&mut Printing> {
        match &mut self.visit.place {
            Place::Printing(printing) if printing.job == job => Some(printing),
            _ => None,
        }
    }

    /// Takes a job off the list; `None` when it is not one of ours.
    fn end_job(&mut self, job: u64) -> Option<Job> {
        let at = self.jobs.iter().position(|held| held.id == job)?;
        Some(self.jobs.remove(at))
    }

    fn not_taken(&mut self, job: u64, notice: Notice) {
        let Some(ended) = self.end_job(job) else {
            return;
        };
        if !ended.mine || self.reprinted(job, Some(notice.clone())) {
            return;
        }
        self.visit.prints = self.visit.prints.saturating_sub(1);
        self.visit.notice = Some(notice);
        if let Some(printing) = self.printing(job) {
            let choosing = printing.choosing.clone();
            if ended.withdrawn {
                self.visit.place = self.visit.stack.pop().unwrap_or(Place::Home);
                self.refresh();
            } else {
                self.visit.place = Place::Print(choosing);
            }
        }
    }

    fn done(&mut self, job: u64, outcome: String, reason: String, number: String) {
        let Some(ended) = self.end_job(job) else {
            return;
        };
        if !ended.mine || self.reprinted(job, None) {
            return;
        }
        if outcome == "refused" {
            // Nothing came out, so nothing of the limit is used.
            self.visit.prints = self.visit.prints.saturating_sub(1);
        }
        let waiting_for_it = self.printing(job).is_some();
        let good = matches!(outcome.as_str(), "printed" | "sent" | "cancelled");
        if !waiting_for_it && good {
            return;
        }
        let title = match ended.withdrawn {
            true => String::new(),
            false => ended.document.title.clone(),
        };
        let place = Place::Outcome(Ended {
            outcome,
            reason,
            number,
            title,
            document_id: ended.document.id.clone(),
        });
        // From the printing screen this replaces it; from elsewhere a failure comes on top.
        self.go(place);
        self.used_ms = self.now_ms;
        self.ask(Question::Home);
    }
}
