//! What an attendant does about a line or a list of the desk: one entry of a register, one paper, one wish, and the answer to it.

pub mod asking;
mod books;
pub mod bringing;
pub mod ending;
mod finding;
mod holdings;
pub mod papers;
mod saying;
mod voiding;

use journal::{Closing, Number, Opinion, Paper, Wish};

use super::answering::About;
use super::{Answering, At, Counting, Daily, Desking, Handing, Noting};
use crate::asks::Effect;
use crate::screen::desk::today::MatterKind;
use crate::screen::desk::{Deed, Written};
use crate::services::{Filing, Standing, Step};
use crate::staff::{DayLine, HandoverPaper, StaffPaper};
use crate::visit::turn::Turn;

impl Desking {
    /// One of the acts of a list; the word is what the screen called it.
    pub(super) fn act(&mut self, deed: Deed, word: &str, turn: &mut Turn) {
        match deed {
            Deed::DayBefore
            | Deed::DayAfter
            | Deed::All
            | Deed::Slips
            | Deed::ByHand
            | Deed::Readings
            | Deed::Unsettled
            | Deed::NotPrinted
            | Deed::Before
            | Deed::After
            | Deed::Days
            | Deed::Months
            | Deed::Years
            | Deed::Statistics
            | Deed::ExportFigures
            | Deed::Day
            | Deed::SheetOfDay
            | Deed::DaySheet
            | Deed::ExportSheet
            | Deed::SheetSigned
            | Deed::Export
            | Deed::ExportNow
            | Deed::Compliance
            | Deed::More => self.act_on_books(deed, turn),
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
            Deed::Holdings
            | Deed::BringHoldings
            | Deed::KeepHoldings
            | Deed::LeaveHoldings
            | Deed::DropHoldings
            | Deed::ExportHoldings => self.act_on_holdings(deed, turn),
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
            Deed::Ending | Deed::OtherWhy | Deed::VoidIt | Deed::GoOn => {
                self.act_on_ending(deed, turn);
            }
            Deed::FindOne | Deed::LookUp => self.act_on_finding(deed, turn),
            Deed::Word | Deed::SayIt | Deed::BackToHandover => self.act_on_word(deed),
            Deed::Mistake | Deed::Twice if matches!(self.at, At::Ending { .. }) => {
                self.void_application(word, turn);
            }
            Deed::Mistake | Deed::Twice | Deed::Unused => self.void_paper(word, turn),
            Deed::Returned => {
                if let At::Volume { number, .. } = &self.at {
                    self.file(Paper::returned(number, self.by), turn);
                }
            }
            Deed::Leave => self.back_from_line(turn),
            Deed::Redact
            | Deed::RedactAsked
            | Deed::RedactNamed
            | Deed::RedactUnfit
            | Deed::RedactNow
            | Deed::KeepIt => self.act_on_erasing(deed, turn),
            Deed::Appraisal
            | Deed::TypeAppraisal
            | Deed::AllGood
            | Deed::RecordAppraisal
            | Deed::TakeBack
            | Deed::CloseYear => self.act_on_appraisal(deed, turn),
            Deed::TypeOpinion
            | Deed::AboutDisclosure
            | Deed::AboutService
            | Deed::AboutPremises
            | Deed::AboutOther
            | Deed::RecordOpinion => self.act_on_paper_opinion(deed, turn),
            Deed::Applications => self.at = At::Applications,
            Deed::Opinions => self.at = At::Opinions,
            Deed::TakeIn => {
                self.dated = None;
                self.at = At::Intake;
            }
            Deed::Publish | Deed::KeepPrivate => {
                let by = self.by;
                if let At::Answering(answering) = &mut self.at
                    && matches!(answering.about, About::Opinion(_))
                    && let Some(what) = answering.filing(deed == Deed::Publish, by)
                {
                    self.file_what(what, turn);
                }
            }
            Deed::Correction => {
                let once = |held: &Standing| held.corrected_on.is_none();
                if let Some(number) = self.application().filter(|held| once(held)) {
                    let number = number.number.clone();
                    self.at = At::Note(Noting::of_correction(number, self.acts_on()));
                }
            }
            Deed::Answer
            | Deed::CorrectAnswer
            | Deed::ChooseAgain
            | Deed::AnswerNow
            | Deed::Extend
            | Deed::FewerDays
            | Deed::MoreDays
            | Deed::Consent
            | Deed::ExtendNow => self.act_on_asked(deed, turn),
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
            Deed::Collected => Step::Closed(Closing::Collected),
            Deed::Delivered => Step::Closed(Closing::Delivered),
            Deed::Abandoned => Step::Closed(Closing::Abandoned),
            // Only where it is asked once more.
            Deed::Withdrawn if self.may_end_here() => Step::Closed(Closing::Withdrawn),
            _ => return None,
        })
    }

    /// Writes a step of the application that shows.
    pub(super) fn step(&mut self, step: Step, turn: &mut Turn) {
        let Some(number) = self.application_number() else {
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
            // It came back, or was never handed out.
            MatterKind::PaperOut => {
                let listed = matches!(self.at, At::Loans);
                self.at = At::Volume { number, listed };
            }
            MatterKind::OtherOnDuty | MatterKind::NobodyOnDuty => self.hand_over(),
            MatterKind::GapEarlier => self.at = At::Day(self.on_day(&number, turn)),
            MatterKind::SheetDue => self.show_sheet_of(&number, turn),
            MatterKind::YearlyDue => {
                let newest = self.today().map(|day| day.strftime("%Y%m").to_string());
                let newest = newest.unwrap_or_default();
                self.at = At::Statistics(Box::new(Counting::open_on(number, newest, turn)));
            }
            MatterKind::AppraisalDue => self.at = At::Appraisal { year: number },
            MatterKind::GradeLine => self.grade(&number),
            MatterKind::Erasable => self.at = At::Erase(self.erase(number)),
            MatterKind::ApplicationLate
            | MatterKind::ApplicationToday
            | MatterKind::ApplicationSoon
            | MatterKind::ApplicationForward
            | MatterKind::ApplicationUrged
            | MatterKind::ApplicationUnknown
            | MatterKind::CorrectionLate
            | MatterKind::OthersLate
            | MatterKind::ApplicationLine
            | MatterKind::ApplicationUndated => {
                self.dated = None;
                self.at = At::Application { number };
            }
            MatterKind::ApplicationPaper => self.print_application_paper(&number, turn),
            MatterKind::AnswerKind => self.ask_answer(&number),
            MatterKind::OpinionLine => self.file(Opinion::forwarded(&number, self.by), turn),
            MatterKind::OpinionSent => self.at = At::Answering(Answering::open(number)),
            MatterKind::SheetOpen
            | MatterKind::SheetSealed
            | MatterKind::FormAgreed
            | MatterKind::FormPaperOnly
            | MatterKind::FormRegisterOnly
            | MatterKind::FormExplained
            | MatterKind::FormVoid
            | MatterKind::FormUnused => self.open_form(&number),
            MatterKind::MonthSkipped => self.at = At::Sheets,
            MatterKind::MonthReady => self.close_month(&number, turn),
            MatterKind::MonthClosed | MatterKind::MonthChanged => self.print_month(&number, turn),
            MatterKind::Shelf
            | MatterKind::ShelfDue
            | MatterKind::GazetteLate
            | MatterKind::EditionBehind
            | MatterKind::ShelfItem
            | MatterKind::ShelfLack
            | MatterKind::WorkFact => self.attend_check(kind, &number, turn),
            MatterKind::Opinions => self.at = At::Opinions,
            // One is dealt with at once, several are chosen from.
            MatterKind::Volumes => {
                self.at = match number.is_empty() {
                    true => At::Loans,
                    false => At::Volume {
                        number,
                        listed: true,
                    },
                };
            }
            _ => {}
        }
    }

    /// From a line to where it was chosen.
    pub(super) fn back_from_line(&mut self, turn: &mut Turn) {
        match &self.at {
            At::Volume { listed: true, .. } => self.at = At::Loans,
            At::Void { number } | At::Volume { number, .. } => {
                let number = number.clone();
                self.at = At::Day(self.day_of(&number, turn));
            }
            _ => {}
        }
    }

    /// The register of a day, `yyyymmdd`.
    pub(super) fn on_day(&self, day: &str, turn: &mut Turn) -> Daily {
        let newest = self.affairs.as_ref().map(|affairs| affairs.day.as_str());
        Daily::open_on(day, newest.unwrap_or_default(), turn)
    }

    /// The register of the day of which a number is; of today where it tells none.
    pub(super) fn day_of(&self, number: &str, turn: &mut Turn) -> Daily {
        match Number::parse(number) {
            Some(number) => self.on_day(&number.day, turn),
            None => Daily::open(turn),
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
            DayLine::Slip(slip) if slip.number == number => Some(slip),
            _ => None,
        });
        if let Some(slip) = slip.filter(|_| !known) {
            self.slips.lines.push((**slip).clone());
        }
    }

    /// What stands on the paper of a handover, but for its number.
    pub(super) fn handover_paper(&self) -> HandoverPaper {
        let affairs = self.affairs.as_ref();
        let many = |of: usize| u64::try_from(of).unwrap_or(u64::MAX);
        let goes = match &self.at {
            At::Handover(handing) => handing.from,
            _ => self.by,
        };
        HandoverPaper {
            number: String::new(),
            at: String::new(),
            by: goes,
            to: None,
            registered: affairs.map_or(0, |affairs| affairs.today.numbers()),
            unsettled: many(self.slips.lines.iter().filter(|s| s.waits()).count()),
            applications: many(affairs.map_or(0, |affairs| affairs.applications.len())),
            opinions: many(affairs.map_or(0, |affairs| affairs.opinions.len())),
            volumes: affairs.map_or(0, |affairs| affairs.volumes_out),
            left_m: affairs
                .and_then(|a| a.roll)
                .map(|roll| roll.left_mm() / 1_000),
            spare_rolls: 0,
            word: String::new(),
        }
    }

    /// The PIN of who takes over was compared.
    pub fn unlocked(&mut self, serial: u64, fits: bool, turn: &mut Turn) {
        let paper = self.handover_paper();
        let open = paper.unsettled + paper.applications + paper.opinions + paper.volumes;
        if let At::Handover(handing) = &mut self.at {
            handing.unlocked(serial, fits, open, turn);
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
