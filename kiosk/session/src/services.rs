//! What session and workers say to each other about the point's services: what is on the shelf, what is handed in, what became of it. Data only.
//! Person data stands in the drafts and nowhere else, and they show nothing of themselves.

use std::sync::Arc;

use config::calendar::Calendar;
use config::holdings::{Holding, Problem};
use jiff::civil::Date;
use journal::{
    Answer, Applicant, ApplicationWay, Closing, DeskEntry, OpinionAbout, OpinionWay, RedactReason,
    Role, ShelfKind, Wish,
};
use mirror::Head;

use crate::hearing::VoiceState;
use crate::screen::desk::StickFault;

/// What the terminal was told of its point.
#[derive(Debug, Clone)]
pub enum Told {
    /// The working-day calendar.
    Calendar(Arc<Calendar>),
    /// The paper holdings.
    Holdings(PaperHoldings),
    /// The day at the point, whenever it changes.
    Today {
        /// People may come in.
        open: bool,
        /// The yearly appraisal is held.
        appraises: bool,
    },
    /// Headphones were plugged in, or pulled out.
    Headphones {
        /// They are in.
        inside: bool,
    },
    /// Voice and sound were tried.
    Voice(VoiceState),
}

/// The paper holdings as they stand (纸质资料目录).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperHoldings {
    /// In the order of the list.
    pub held: Arc<Vec<Holding>>,
    /// When the desk brought the list in from a stick, RFC 3339; `None` of one that came with the settings.
    pub brought: Option<String>,
}

/// Why no list of paper holdings came from a stick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unbrought {
    /// The stick, or the way to it.
    Stick(StickFault),
    /// What is wrong with the list.
    List(Vec<Problem>),
}

/// One kind of the service shelf on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct OnShelf {
    pub kind: ShelfKind,
    /// Documents of it.
    pub documents: u64,
    /// The newest of them.
    pub newest: Option<Head>,
}

/// What the agent's checks of a link found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct LinkCheck {
    pub url: String,
    /// When it was looked at last, RFC 3339.
    pub at: String,
    /// Since when it fails, RFC 3339; empty while it opens.
    pub failing_since: String,
}

/// Something for a register.
#[derive(Debug, Clone)]
pub enum Filing {
    /// Ready as it is: nothing of a person stands in it.
    Entry(DeskEntry),
    /// To be sealed first.
    Opinion(OpinionDraft),
    /// To be sealed first.
    Application(ApplicationDraft),
    /// A wish to the agent; it has no number.
    Wish(Wish),
    /// What came of an application.
    Step {
        /// Number of the application.
        number: String,
        /// What happened to it.
        step: Step,
        /// Who writes it.
        by: Role,
        /// The day of it; `None` for the registrar's.
        on: Option<Date>,
    },
    /// What an entry says of a person is deleted for good (隐去).
    Redact {
        /// Number in its register.
        number: String,
        /// As the chain says it.
        why: RedactReason,
        /// Who has it deleted.
        by: Role,
    },
    /// An applicant urges; the day is the registrar's.
    Urge {
        /// Number of the application.
        number: String,
    },
}

/// What came of an application (办理).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To the office that answers.
    Forwarded {
        /// The office that is to answer.
        office: String,
    },
    /// The office asks for a correction (补正告知), within so many working days of the calendar.
    Correction {
        /// As the office's notice says.
        working_days: u32,
        /// Which days work.
        calendar: Arc<Calendar>,
    },
    /// The corrected application came.
    Corrected,
    /// Third parties are asked: the clock stands.
    AskedOthers,
    /// They answered: it goes on.
    OthersAnswered,
    /// The term is put off, as whoever heads the office agreed (延期).
    Extended {
        /// From one to as many as the statute allows.
        working_days: u32,
    },
    /// The office answered.
    Answered(Answer),
    /// The answer was written down as the wrong kind.
    AnswerCorrected(Answer),
    /// It is over.
    Closed(Closing),
}

/// An opinion before it is sealed.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct OpinionDraft {
    /// How it came and who typed it, where that was not the visitor.
    pub taken: Option<(OpinionWay, Role)>,
    pub about: OpinionAbout,
    pub words: String,
    /// Empty for none.
    pub contact: String,
}

/// An application before it is sealed.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ApplicationDraft {
    /// How it came and who typed it, where that was not the applicant.
    pub taken: Option<(ApplicationWay, Role)>,
    /// Day of receipt; `None` for the registrar's.
    pub on: Option<Date>,
    pub applicant: Applicant,
    pub office: String,
    pub content: String,
    pub contact: String,
}

/// Nothing that a person wrote may come into a log.
macro_rules! says_nothing {
    ($($name:ident),*) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        })*
    };
}

says_nothing!(OpinionDraft, ApplicationDraft);

/// What stands in a register now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Taken {
    pub number: String,
    /// When it was written, RFC 3339.
    pub at: String,
}

/// The paper receipt of an application (收件回执).
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ReceiptOrder {
    pub serial: u64,
    pub taken: Taken,
    pub office: String,
    /// In the applicant's words.
    pub what: String,
    /// Last day of the answer; `None` when the calendar does not know the year.
    pub due: Option<Date>,
    /// What the office gets on paper, where it does.
    pub sheet: Option<IntakeSheet>,
}

/// What was handed in, for the office (收件单): printed once, before only the sealed text is left.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct IntakeSheet {
    pub applicant: Applicant,
    /// Lines `field: words`, as they are sealed.
    pub content: String,
    /// The same of who asks.
    pub contact: String,
}

says_nothing!(ReceiptOrder, IntakeSheet);

/// An answer of the office that everybody may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAnswer {
    /// Of the opinion.
    pub number: String,
    /// What it was about.
    pub about: Option<OpinionAbout>,
    /// When it was answered, RFC 3339.
    pub at: String,
    /// Words of the office.
    pub answer: String,
}

/// Where an application stands, as far as the register is readable.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Standing {
    pub number: String,
    /// In the words of the register's rules.
    pub state: String,
    /// Which office answers.
    pub office: String,
    /// Day of receipt.
    pub received_on: Option<Date>,
    /// Day by which it is to be corrected.
    pub correct_by: Option<Date>,
    /// Day on which the corrected application came: the term begins anew.
    pub corrected_on: Option<Date>,
    /// Working days of an extension.
    pub extended_by: u32,
    /// Third parties were asked from the first day to the second: not counted.
    pub stopped: Vec<(Date, Option<Date>)>,
    /// Day on which it went to the office that answers.
    pub forwarded_on: Option<Date>,
    /// Day on which the notice of a correction was given.
    pub asked_to_correct_on: Option<Date>,
    /// Day on which the term was put off.
    pub extended_on: Option<Date>,
    /// Day on which the applicant urged last (催办).
    pub urged_on: Option<Date>,
    /// Day of the answer.
    pub answered_on: Option<Date>,
    /// How it came to its end; of one that was answered only how the answer was taken.
    pub closed_as: Option<Closing>,
    /// It may be urged.
    pub may_urge: bool,
    /// The answer may be rated.
    pub may_rate: bool,
    /// What happened to it, in the order of the register.
    pub story: Vec<Happened>,
}

/// Something that happened to an application; nothing that is sealed is among it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// The entry of the register that says so.
    pub kind: String,
    /// The day that it says; `None` where that is the day on which it was written.
    pub on: Option<Date>,
    /// When it was written, RFC 3339.
    pub at: String,
    /// The kind of answer or of the end, where it says one.
    pub code: String,
}
