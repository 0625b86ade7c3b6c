//! What an attendant does about a line or a list of the desk: one entry of a register, one paper, one wish, and the answer to it.

use journal::{Answer, Closing, Opinion, Paper, Wish};

use super::{Answering, At, Counting, Daily, Desking, Handing, Noting};
use crate::asks::Effect;
use crate::screen::desk::today::{Matter, MatterKind};
use crate::screen::desk::{Deed, StickFault, Written};
use crate::services::{Filing, Standing, Step};
use crate::staff::{Exporting, HandoverPaper, StaffPaper};
use crate::visit::turn::Turn;

impl Desking {
    /// One of the acts of a list; the word is what the screen called it.
    pub(super) fn act(&mut self, deed: Deed, word: &str, turn: &mut Turn) {
        match deed {
            Deed::DayBefore | Deed::DayAfter => {
                if let At::Day(daily) = &mut self.at {
                    daily.turn_to(deed == Deed::DayAfter, turn);
                }
                self.turn_written_on(deed == Deed::DayAfter);
                self.turn_dated(deed == Deed::DayAfter);
            }
            Deed::All
            | Deed::Slips
            | Deed::ByHand
            | Deed::Readings
            | Deed::Unsettled
            | Deed::NotPrinted => {
                if let At::Day(daily) = &mut self.at {
                    daily.part = deed;
                }
            }
            Deed::Forms
            | Deed::NewForm
            | Deed::PrintForm
            | Deed::MonthSheet
            | Deed::SealForm
            | Deed::FormCompared
            | Deed::BackToForm
            | Deed::EnterLate
            | Deed::FormAgreed
            | Deed::FormBlank
            | Deed::FormWritten
            | Deed::FormSpoiled
            | Deed::FormLost
            | Deed::FormUnused
            | Deed::FormOther
            | Deed::Explain => self.act_on_forms(deed, turn),
            Deed::Checklist | Deed::CheckDone | Deed::SelfTest => self.act_on_checks(deed, turn),
            Deed::Compliance => self.export(deed, Exporting::Compliance, turn),
            Deed::Statistics => self.at = At::Statistics(Box::new(Counting::open(turn))),
            Deed::Before | Deed::After | Deed::Months | Deed::Years => {
                if let At::Statistics(counting) = &mut self.at {
                    match deed {
                        Deed::Before | Deed::After => counting.turn_on(deed == Deed::After, turn),
                        _ => counting.turn_to_year(deed == Deed::Years, turn),
                    }
                }
            }
            Deed::ExportFigures => {
                if let At::Statistics(counting) = &self.at
                    && !counting.period.is_empty()
                {
                    let period = counting.period.clone();
                    self.export(deed, Exporting::Statistics(period), turn);
                }
            }
            Deed::Day => self.at = At::Day(Daily::open(turn)),
            Deed::DaySheet => self.print_day(turn),
            Deed::Export => {
                let day = match &self.at {
                    At::Day(Daily { day, .. }) => day.clone(),
                    _ => String::new(),
                };
                self.export(deed, Exporting::All { day }, turn);
            }
            Deed::More => {
                if let At::Day(Daily { day, .. }) = &self.at {
                    self.at = At::Books { day: day.clone() };
                }
            }
            Deed::ExportMonth => {
                if let At::Books { day } = &self.at
                    && let Some(month) = day.get(..6)
                {
                    self.export(deed, Exporting::Month(month.to_owned()), turn);
                }
            }
            Deed::TestPrint => self.print(deed, StaffPaper::Test, turn),
            Deed::Sync => {
                let what = Filing::Wish(Wish::Sync);
                self.work(deed, |serial| Effect::File { serial, what }, turn);
            }
            Deed::Roll => self.write(Written::Roll),
            Deed::Restart
            | Deed::PowerOff
            | Deed::RestartNow
            | Deed::PowerOffNow
            | Deed::StayOn => self.act_on_power(deed, turn),
            Deed::Mistake | Deed::Twice | Deed::Unused => {
                if let At::Void { number } = &self.at {
                    let entry = Paper::void(number, Some(word), self.by);
                    self.file(entry, turn);
                }
            }
            Deed::Leave => self.at = At::Day(Daily::open(turn)),
            Deed::Applications => self.at = At::Applications,
            Deed::Opinions => self.at = At::Opinions,
            Deed::TakeIn => {
                self.dated = None;
                self.at = At::Intake;
            }
            Deed::Publish | Deed::KeepPrivate => {
                let by = self.by;
                if let At::Answering(answering) = &mut self.at
                    && let Some(entry) = answering.entry(deed == Deed::Publish, by)
                {
                    self.file(entry, turn);
                }
            }
            Deed::Correction => {
                let once = |held: &Standing| held.corrected_on.is_none();
                if let Some(number) = self.application().filter(|held| once(held)) {
                    let number = number.number.clone();
                    self.at = At::Note(Noting::of_correction(number, self.acts_on()));
                }
            }
            Deed::Answer => {
                if let At::Application { number } = &self.at {
                    self.at = At::Answers {
                        number: number.clone(),
                    };
                }
            }
            _ => {
                if let Some(step) = self.step_of(deed) {
                    self.step(step, turn);
                }
            }
        }
    }

    /// Which step of an application a deed is.
    fn step_of(&self, deed: Deed) -> Option<Step> {
        Some(match deed {
            Deed::Forward => Step::Forwarded {
                office: self.application()?.office.clone(),
            },
            Deed::Corrected => Step::Corrected,
            Deed::AskOthers => Step::AskedOthers,
            Deed::OthersAnswered => Step::OthersAnswered,
            Deed::Extend => Step::Extended,
            Deed::Collected => Step::Closed(Closing::Collected),
            Deed::Delivered => Step::Closed(Closing::Delivered),
            Deed::Abandoned => Step::Closed(Closing::Abandoned),
            _ => return None,
        })
    }

    /// Writes a step of the application that shows.
    pub(super) fn step(&mut self, step: Step, turn: &mut Turn) {
        let (At::Application { number } | At::Answers { number }) = &self.at else {
            return;
        };
        let what = Filing::Step {
            number: number.clone(),
            step,
            by: self.by,
            on: self.acts_on(),
        };
        self.file_what(what, turn);
    }

    /// What can be done about one line of a list.
    pub(super) fn attend_line(&mut self, kind: MatterKind, number: String, turn: &mut Turn) {
        match kind {
            MatterKind::SlipOpen => {
                self.hold_slip(&number);
                self.at = At::Register;
                self.slips.choose(number, turn);
            }
            MatterKind::PaperLine => self.at = At::Void { number },
            MatterKind::PaperOut => self.file(Paper::returned(&number, self.by), turn),
            MatterKind::ApplicationLate
            | MatterKind::ApplicationToday
            | MatterKind::ApplicationSoon
            | MatterKind::ApplicationForward
            | MatterKind::ApplicationUnknown
            | MatterKind::CorrectionLate
            | MatterKind::ApplicationLine
            | MatterKind::ApplicationUndated => {
                self.dated = None;
                self.at = At::Application { number };
            }
            MatterKind::AnswerKind => {
                if let Some(answer) = Answer::from_code(&number) {
                    self.step(Step::Answered(answer), turn);
                }
            }
            MatterKind::OpinionLine => self.file(Opinion::forwarded(&number, self.by), turn),
            MatterKind::OpinionSent => self.at = At::Answering(Answering::open(number)),
            MatterKind::SheetOpen
            | MatterKind::SheetSealed
            | MatterKind::FormAgreed
            | MatterKind::FormPaperOnly
            | MatterKind::FormRegisterOnly
            | MatterKind::FormExplained
            | MatterKind::FormUnused => self.open_form(&number),
            MatterKind::MonthReady => self.close_month(&number, turn),
            MatterKind::MonthClosed => self.print_month(&number, turn),
            MatterKind::Shelf
            | MatterKind::ShelfDue
            | MatterKind::GazetteLate
            | MatterKind::EditionBehind
            | MatterKind::ShelfItem
            | MatterKind::ShelfLack
            | MatterKind::WorkFact => self.attend_check(kind, &number, turn),
            MatterKind::Opinions => self.at = At::Opinions,
            MatterKind::Volumes => {
                let mut daily = Daily::open(turn);
                daily.part = Deed::Readings;
                self.at = At::Day(daily);
            }
            _ => {}
        }
    }

    /// A slip of an older day is not among the newest.
    fn hold_slip(&mut self, number: &str) {
        let At::Day(Daily {
            book: Some(book), ..
        }) = &self.at
        else {
            return;
        };
        let known = self.slips.lines.iter().any(|slip| slip.number == number);
        let slip = book.lines.iter().find_map(|line| match line {
            crate::staff::DayLine::Slip(slip) if slip.number == number => Some(slip),
            _ => None,
        });
        if let Some(slip) = slip.filter(|_| !known) {
            self.slips.lines.push((**slip).clone());
        }
    }

    fn print_day(&mut self, turn: &mut Turn) {
        if let At::Day(Daily { day, .. }) = &self.at {
            let paper = StaffPaper::Day(day.clone());
            self.print(Deed::DaySheet, paper, turn);
        }
    }

    pub(super) fn print(&mut self, deed: Deed, paper: StaffPaper, turn: &mut Turn) {
        if turn.rules.printer && turn.terminal.printer.takes_jobs() {
            self.work(deed, |serial| Effect::PrintStaff { serial, paper }, turn);
        } else {
            self.last = Some(Matter {
                detail: deed.as_code().to_owned(),
                ..Matter::of(MatterKind::NotDone)
            });
        }
    }

    fn export(&mut self, deed: Deed, what: Exporting, turn: &mut Turn) {
        self.work(deed, |serial| Effect::Export { serial, what }, turn);
    }

    /// One of these at a time.
    pub(super) fn work(&mut self, deed: Deed, effect: impl FnOnce(u64) -> Effect, turn: &mut Turn) {
        if self.working.is_none() {
            let serial = turn.next_serial();
            self.working = Some((serial, deed));
            self.last = None;
            turn.effects.push(effect(serial));
        }
    }

    /// What was worked on is done, or could not be; false when it is another's.
    pub fn worked(&mut self, serial: u64, done: bool, place: &str) -> bool {
        let Some((_, deed)) = self.working.take_if(|(asked, _)| *asked == serial) else {
            return false;
        };
        let kind = match done {
            true => MatterKind::Done,
            false => MatterKind::NotDone,
        };
        self.last = Some(Matter {
            detail: deed.as_code().to_owned(),
            time: place.to_owned(),
            ..Matter::of(kind)
        });
        true
    }

    /// The register lies on a stick, or does not: then why.
    pub fn exported(&mut self, serial: u64, result: Result<String, StickFault>) {
        let place = result.as_deref().unwrap_or_default();
        let mine = self.worked(serial, result.is_ok(), place);
        if let (true, Err(fault), Some(last)) = (mine, &result, &mut self.last) {
            last.short = fault.as_code().to_owned();
        }
    }

    /// Paper of the desk came out, or did not.
    pub fn paper_done(&mut self, serial: u64, good: bool, turn: &mut Turn) {
        if let At::Handover(handing) = &mut self.at {
            handing.paper_done(serial, good);
        }
        let tests = self.working == Some((serial, Deed::SelfTest));
        self.worked(serial, good, "");
        if tests {
            self.tested(good, turn);
        }
    }

    /// What stands on the paper of a handover, but for its number.
    pub(super) fn handover_paper(&self) -> HandoverPaper {
        let affairs = self.affairs.as_ref();
        let many = |of: usize| u64::try_from(of).unwrap_or(u64::MAX);
        HandoverPaper {
            number: String::new(),
            at: String::new(),
            by: self.by,
            to: self.by,
            registered: affairs.map_or(0, |affairs| affairs.today.numbers()),
            unsettled: many(self.slips.lines.iter().filter(|s| s.waits()).count()),
            applications: many(affairs.map_or(0, |affairs| affairs.applications.len())),
            opinions: many(affairs.map_or(0, |affairs| affairs.opinions.len())),
            volumes: affairs.map_or(0, |affairs| affairs.volumes_out),
            left_m: affairs
                .and_then(|a| a.roll)
                .map(|roll| roll.left_mm() / 1_000),
            spare_rolls: 0,
        }
    }

    /// The PIN of who takes over was compared.
    pub fn unlocked(&mut self, serial: u64, fits: bool, turn: &mut Turn) {
        let paper = self.handover_paper();
        let open = paper.unsettled + paper.applications + paper.opinions + paper.volumes;
        let by = self.by;
        if let At::Handover(handing) = &mut self.at {
            handing.unlocked(serial, fits, (by, open), turn);
        }
    }

    /// The handover stands in the register: from here on the other one writes. False when another asked.
    pub(super) fn handed(
        &mut self,
        serial: u64,
        taken: Option<&crate::services::Taken>,
        turn: &mut Turn,
    ) -> bool {
        let paper = self.handover_paper();
        let At::Handover(handing) = &mut self.at else {
            return false;
        };
        let mine = handing.filing == Some(serial);
        if let Some(on_duty) = handing.filed(serial, taken, paper, turn) {
            self.by = on_duty;
        }
        mine
    }

    /// The page of the handover.
    pub(super) fn hand_over(&mut self) {
        self.at = At::Handover(Handing::open(self.by, self.affairs.as_ref()));
    }
}
