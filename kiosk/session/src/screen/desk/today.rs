//! What needs a person today (今天), in the order of harm, and what the day came to so far.

use serde::{Deserialize, Serialize};

use crate::printer_state::PrinterState;

/// See [`Page::Today`](super::Page::Today).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Today {
    /// The registers were read.
    pub read: bool,
    /// In the order of harm.
    pub matters: Vec<Matter>,
    /// Numbers given today.
    pub registered: u32,
    /// Paper of slips, millimetres.
    pub paper_mm: u32,
    /// A4 prints and photocopies, pages.
    pub pages: u32,
    /// Numbers that are missing today.
    pub missing: u32,
    /// What should be left on the roll, metres; `None` where no roll was written down.
    pub left_m: Option<u32>,
    pub printer: PrinterState,
}

/// Something that needs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Matter {
    pub kind: MatterKind,
    /// Number in its register; empty where it has none.
    #[serde(default)]
    pub number: String,
    /// The same as the desk calls it: `0035`.
    #[serde(default)]
    pub short: String,
    /// `14:36` today, `10-14 18:00` before; or a day.
    #[serde(default)]
    pub time: String,
    /// Minutes, days, metres, pieces: what the kind counts.
    #[serde(default)]
    pub count: u32,
    /// What else the kind counts.
    #[serde(default)]
    pub more: u32,
    /// A code of what is wrong, where the kind knows several.
    #[serde(default)]
    pub detail: String,
    /// Title of a document, as the register holds it.
    #[serde(default)]
    pub title: String,
    /// Of an open application, the day on which the applicant urged last (催办); empty for never.
    #[serde(default)]
    pub urged: String,
}

impl Matter {
    /// Nothing but its kind.
    pub fn of(kind: MatterKind) -> Matter {
        Matter {
            kind,
            number: String::new(),
            short: String::new(),
            time: String::new(),
            count: 0,
            more: 0,
            detail: String::new(),
            title: String::new(),
            urged: String::new(),
        }
    }
}

coded! {
    /// What kind of matter it is, of those that need a person the worst first.
    MatterKind {
        /// A visitor waits: `time`, `count` minutes.
        Call = "call",
        /// The other role took over, and this one came in: `detail` who is on duty, `time` since when.
        OtherOnDuty = "other-on-duty",
        /// The last one left, and somebody came in: `time` since when nobody is on duty.
        NobodyOnDuty = "nobody-on-duty",
        /// The register counts another day than the clock: `detail` is the register's, `time` the clock's.
        Day = "day",
        /// The clock shows a day before what was signed: likewise.
        ClockBehind = "clock-behind",
        /// A slip of which nobody knows the end: `time`, `count` millimetres, `detail` the reason.
        Slip = "slip",
        /// The printer does not print: `detail` says why.
        Printer = "printer",
        /// The roll ends: `count` metres left, `more` centimetres a day.
        Roll = "roll",
        /// The terminal cannot speak: `detail` what is missing.
        Voice = "voice",
        /// Numbers are missing: from `short` to `time`.
        Gap = "gap",
        /// Numbers of an earlier day are missing: `count`, `time` the day, `number` the same as `yyyymmdd`.
        GapEarlier = "gap-earlier",
        /// The last day whose numbers stand on no day sheet: `time` the day, `number` the same as `yyyymmdd`, `count` numbers.
        SheetDue = "sheet-due",
        /// An answer is late: `count` working days, or `detail` the year whose calendar is missing, so that they cannot be counted.
        ApplicationLate = "application-late",
        /// It is due today.
        ApplicationToday = "application-today",
        /// It is due soon: `count` working days, `time` the day.
        ApplicationSoon = "application-soon",
        /// It was not forwarded yet: `time`; `detail` the last day of a notice of correction, empty where it is over.
        ApplicationForward = "application-forward",
        /// Nothing of it is due yet, and the applicant urges: `time` the day by which it is to be answered, where that is known.
        ApplicationUrged = "application-urged",
        /// The calendar does not know the year.
        ApplicationUnknown = "application-unknown",
        /// The term of a correction is over: `time` the day.
        CorrectionLate = "correction-late",
        /// The term of a third party is over, and the clock still stands: `time` the day.
        OthersLate = "others-late",
        /// Kinds of the shelf: `count` missing, `more` stale.
        Shelf = "shelf",
        /// The shelf was not looked at for `count` days.
        ShelfDue = "shelf-due",
        /// No gazette came for `count` days.
        GazetteLate = "gazette-late",
        /// The data holds a newer edition than the shelf: `number` the kind, `title` and `time` of the edition.
        EditionBehind = "edition-behind",
        /// Volumes that are not back: `count`, the first of `time`; `number` where it is one line.
        Volumes = "volumes",
        /// Opinions without an answer: `count`, the first of `time`.
        Opinions = "opinions",
        /// The appraisal of a year that is over is not closed: `number` the year, `count` papers.
        AppraisalDue = "appraisal-due",
        /// Months were passed over: `time` the oldest that nobody closed, though a later one is closed, `number` the same as `yyyymm`, `count` of them.
        MonthSkipped = "month-skipped",
        /// The numbers of a yearly report (年度报告) are to be handed in: `number` its year, `time` the day by which.
        YearlyDue = "yearly-due",
        /// A slip in the register: `detail` its outcome, what was found of it (`more` 1) or the outcome of its reprint (`more` 2), `count` millimetres, `title`.
        SlipLine = "slip-line",
        /// The same, to be settled or printed once more.
        SlipOpen = "slip-open",
        /// Paper by hand: `detail` its kind, `count` pages or volumes.
        PaperLine = "paper-line",
        /// A volume that is not back.
        PaperOut = "paper-out",
        /// Paper by hand that was made void.
        PaperVoid = "paper-void",
        /// An application: `detail` its state, `time` the day by which it is to be answered, `count` working days left, or late (`more` 1); with `more` 2 it is late and
        /// with 3 it is not, and `count` is the year whose calendar is missing. `title` the last day of a notice of
        /// correction where one can still be given, or the day of the answer.
        ApplicationLine = "application-line",
        /// The same, of which no day can be told.
        ApplicationUndated = "application-undated",
        /// Something that happened to an application: `detail` the kind of its entry, `short` a code of it, `time` its day, `count` the working day of the term
        /// where `more` is 1, `title` when it was written where that was another day.
        ApplicationStep = "application-step",
        /// A paper that goes with an application: `number` and `detail` its code, `time` when it came out last.
        ApplicationPaper = "application-paper",
        /// What begins with an application: `time` the last day of the answer, `detail` of a notice of correction.
        IntakeTerms = "intake-terms",
        /// With which day the next act is written down: `time`, `count` days ago.
        DatedOn = "dated-on",
        /// A kind of answer: `detail` its code.
        AnswerKind = "answer-kind",
        /// The question whether this is how it was answered: `detail` the code, `more` 1 where it corrects what stands there.
        AnswerAsked = "answer-asked",
        /// The question whether the term is to be put off: `count` working days, `time` the last day then, `more` 1 once somebody who heads the office agreed.
        ExtendAsked = "extend-asked",
        /// Why a line is not made void: it stands on a form that is sealed.
        LineKept = "line-kept",
        /// An opinion: `time`.
        OpinionLine = "opinion-line",
        /// The same, sent to the office that answers.
        OpinionSent = "opinion-sent",
        /// A paper form: from `short` to `time`, `count` lines open, `more` explained, `detail` the day on which it was compared last.
        SheetOpen = "sheet-open",
        /// The same, sealed.
        SheetSealed = "sheet-sealed",
        /// A month that cannot be closed yet: `short`, `count` numbers, `more` things open; none while it goes on.
        MonthOpen = "month-open",
        /// One that can.
        MonthReady = "month-ready",
        /// One that is closed, under the number `time`.
        MonthClosed = "month-closed",
        /// The same, and no longer what it was closed with: `detail` the first figure that differs, `count` now, `more` then.
        MonthChanged = "month-changed",
        /// A kind of the shelf: `number` its code, `detail` how it is found, `title` and `short` the newest edition of the data and its day.
        ShelfItem = "shelf-item",
        /// The same, stale or missing since the last check.
        ShelfLack = "shelf-lack",
        /// Something that is done to the point: `detail` what, `time` when last, `count` days since; `more` when it failed.
        WorkFact = "work-fact",
        /// The list of paper holdings as it stands: `count` titles, `time` when the desk brought it in; empty of that of the settings.
        HoldingsFact = "holdings-fact",
        /// One that lies on a stick: `count` titles, `title` the first; of the titles that hold now `more` are not in it.
        HoldingsNew = "holdings-new",
        /// What is wrong with one: `detail` the code, `count` the line, 0 of the whole file, `title` what stands there.
        HoldingsBad = "holdings-bad",
        /// A line of it on both: `short`, `detail` its kind, `count`.
        FormAgreed = "form-agreed",
        /// On paper alone.
        FormPaperOnly = "form-paper-only",
        /// In the register alone.
        FormRegisterOnly = "form-register-only",
        /// They differ: `detail` says why, or `title` in words.
        FormExplained = "form-explained",
        /// On neither, and nobody used it.
        FormUnused = "form-unused",
        /// What stands on it was made void.
        FormVoid = "form-void",
        /// An entry that says something of a person: `number`, `short`, `time`, `detail` its register, `title`, `count` fields.
        Erasable = "erasable",
        /// The question whether it is to be deleted: `short`, `detail` its register.
        EraseAsked = "erase-asked",
        /// An appraisal's year: `short`, `count` papers of which `more` were typed in, `time` the number under which it is closed.
        AppraisalYear = "appraisal-year",
        /// A topic of it: `number` from 1, votes `count` good, `more` fair, `short` poor.
        AppraisalTopic = "appraisal-topic",
        /// A topic of a paper form: `number` from 1, `detail` its grade, empty for none.
        GradeLine = "grade-line",
        /// A figure: `detail` says of what, `count`, and `more` of these were answered.
        Figure = "figure",
        /// Numbers of one hour: `short`, `count`.
        FigureHour = "figure-hour",
        /// Slips of one document: `title`, `count`.
        FigureDocument = "figure-document",
        /// Slips of one category: `detail` its code, empty for all others; `count`.
        FigureCategory = "figure-category",
        /// How the printer is: `detail`.
        PrinterFact = "printer-fact",
        /// What should be left on the roll: `count` metres of `more`.
        RollFact = "roll-fact",
        /// No roll was ever written down.
        RollUnknown = "roll-unknown",
        /// When the data was confirmed current: `time`, `count` documents.
        SyncFact = "sync-fact",
        /// The last stick: `time`, `detail`, `count` documents.
        StickFact = "stick-fact",
        /// Whether the terminal speaks: `detail`, `more` when it does not.
        VoiceFact = "voice-fact",
        /// The clock: `time`.
        ClockFact = "clock-fact",
        /// The version of the program: `detail`.
        VersionFact = "version-fact",
        /// Links for visitors: `count`, of which `more` do not open.
        LinksFact = "links-fact",
        /// Free room on the fuller disk: `count` megabytes, `more` when that is little.
        DiskFact = "disk-fact",
        /// How warm the processor is: `count` degrees, `more` when that is hot.
        TemperatureFact = "temperature-fact",
        /// The version of the device's image: `detail`.
        ImageFact = "image-fact",
        /// By what browsers of the office know its page: `detail`.
        FingerprintFact = "fingerprint-fact",
        /// The device is switched elsewhere.
        PowerFact = "power-fact",
        /// The question whether the device is to be restarted.
        RestartAsked = "restart-asked",
        /// The question whether it is to be switched off.
        PowerOffAsked = "power-off-asked",
        /// The chain was checked from its beginning and holds: `count` entries.
        ChainHolds = "chain-holds",
        /// It does not: `count` problems, `number` where the first of them stands, if that can be named.
        ChainBroken = "chain-broken",
        /// It is being checked.
        ChainChecking = "chain-checking",
        /// It could not be.
        ChainUnknown = "chain-unknown",
        /// What a day came to: `count` numbers, `more` of them missing.
        DayNumbers = "day-numbers",
        /// Its slips: `count` millimetres, `more` came out.
        DaySlips = "day-slips",
        /// What people made: `count` pages printed, `more` copied.
        DayPages = "day-pages",
        /// The period that goes onto a stick: `short`, empty for all there is; `detail` the kind of period.
        ExportPeriod = "export-period",
        /// What is never among it.
        ExportPrivacy = "export-privacy",
        /// What came of the last act: `detail`, `time` where it lies.
        Done = "done",
        /// It could not be done: `detail`, and `short` says why where that is known.
        NotDone = "not-done",
    }
}
