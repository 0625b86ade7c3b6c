//! A list at the desk with what can be done about it: the register of a day, applications, opinions, the device.

use serde::{Deserialize, Serialize};

use super::register::Drawn;
use super::today::Matter;
use crate::screen::print::Preview;

/// See [`Page::Sheet`](super::Page::Sheet).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Sheet {
    /// Which of the lists it is.
    pub name: SheetName,
    /// The day or the number that it is about.
    #[serde(default)]
    pub about: String,
    /// The answer is here.
    #[serde(default)]
    pub read: bool,
    /// Numbers given, millimetres of slips, pages by hand, missing numbers.
    #[serde(default)]
    pub totals: [u32; 4],
    /// Which part of a longer list, and which days.
    #[serde(default)]
    pub tops: Vec<Act>,
    pub lines: Vec<Matter>,
    /// What can be done.
    #[serde(default)]
    pub acts: Vec<Act>,
    /// How far the picture of its paper is; `None` of what is no paper.
    #[serde(default)]
    pub drawn: Option<Drawn>,
    /// That paper, in 8-bit grey; not part of the JSON.
    #[serde(skip)]
    pub preview: Option<Preview>,
}

impl Sheet {
    /// A list that was read and holds nothing.
    pub fn of(name: SheetName) -> Sheet {
        Sheet {
            name,
            about: String::new(),
            read: true,
            totals: [0; 4],
            tops: Vec::new(),
            lines: Vec::new(),
            acts: Vec::new(),
            drawn: None,
            preview: None,
        }
    }
}

/// Something that can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Which of the deeds it is.
    pub deed: Deed,
    /// How many it is about; negative where that is not said.
    #[serde(default = "nothing")]
    pub count: i32,
    /// It is chosen.
    #[serde(default)]
    pub chosen: bool,
    /// It cannot be done now.
    #[serde(default)]
    pub off: bool,
}

fn nothing() -> i32 {
    -1
}

impl Act {
    /// One that can be done now.
    pub fn of(deed: Deed) -> Act {
        Act {
            deed,
            count: nothing(),
            chosen: false,
            off: false,
        }
    }
}

coded! {
    /// The lists of the desk.
    SheetName {
        /// The register of a day.
        Day = "day",
        /// The sheet of a day (日表), as it will come out.
        DaySheet = "day-sheet",
        /// Which part of the registers goes onto a stick.
        Export = "export",
        /// A line that is to be made void.
        Void = "void",
        /// Volumes that are not back, of all days.
        Loans = "loans",
        /// A volume that is not back.
        Volume = "volume",
        /// What of a day says something of a person.
        Erasing = "erasing",
        /// One of these, to be deleted.
        Erase = "erase",
        /// What the public's appraisal of a year came to (社会评议).
        Appraisal = "appraisal",
        /// A paper form of it is typed in.
        Grading = "grading",
        /// What an opinion is about that was written on paper.
        OpinionAbout = "opinion-about",
        Applications = "applications",
        /// One of them, with what may follow.
        Application = "application",
        /// How it was answered.
        Answers = "answers",
        /// Whether it was answered so.
        AnswerAsked = "answer-asked",
        /// Whether its term is put off, and by how much.
        Extending = "extending",
        /// It ends without an answer: withdrawn, or taken in by mistake.
        Ending = "ending",
        Opinions = "opinions",
        /// How an application came that is typed here.
        Intake = "intake",
        /// What the register is good for besides a day.
        Books = "books",
        /// Paper forms whose lines are numbered (纸表核对).
        Forms = "forms",
        /// The lines of one of them.
        Form = "form",
        /// One of its lines.
        FormLine = "form-line",
        /// Figures of a month or a year.
        Statistics = "statistics",
        /// What eyes look at in the morning (每日检查).
        Checklist = "checklist",
        /// What the list of paper holdings came to (纸质资料目录).
        Holdings = "holdings",
        Device = "device",
        /// Whether it is to be restarted.
        Restart = "restart",
        /// Whether it is to be switched off.
        PowerOff = "power-off",
    }
}

coded! {
    /// What can be done about a list or a line of it.
    Deed {
        DayBefore = "day-before",
        DayAfter = "day-after",
        /// All lines of the day.
        All = "all",
        /// What the terminal itself printed.
        Slips = "slips",
        /// A4 prints and photocopies.
        ByHand = "by-hand",
        /// Volumes read at the desk.
        Readings = "readings",
        Unsettled = "unsettled",
        /// Of which nothing came out.
        NotPrinted = "not-printed",
        /// To the sheet of the day (日表).
        SheetOfDay = "sheet-of-day",
        /// The day on the receipt printer.
        DaySheet = "day-sheet",
        /// The same as A4 onto a stick.
        ExportSheet = "export-sheet",
        /// The day was printed as A4 elsewhere and signed (A4 日表已签名).
        SheetSigned = "sheet-signed",
        /// To what of the registers goes onto a stick.
        Export = "export",
        /// What was chosen of them, now.
        ExportNow = "export-now",
        /// To what the register is good for besides a day.
        More = "more",
        /// Paper and register compared (纸表核对).
        Forms = "forms",
        /// An empty one goes out.
        NewForm = "new-form",
        PrintForm = "print-form",
        /// The month between paper and register (月度核对单).
        MonthSheet = "month-sheet",
        /// Nothing of it is changed any longer (封存).
        SealForm = "seal-form",
        /// Every line of it was looked at so far (核对过).
        FormCompared = "form-compared",
        /// From a line to its sheet.
        BackToForm = "back-to-form",
        /// What stands on paper alone goes into the register (补录).
        EnterLate = "enter-late",
        /// Both say the same, or were made to.
        FormAgreed = "form-agreed",
        /// Nothing stands on the paper.
        FormBlank = "form-blank",
        /// Something stands on the paper.
        FormWritten = "form-written",
        FormSpoiled = "form-spoiled",
        FormLost = "form-lost",
        FormUnused = "form-unused",
        /// Why they differ is typed.
        FormOther = "form-other",
        /// What was typed is written down.
        Explain = "explain",
        /// To what eyes look at.
        Checklist = "checklist",
        /// How the shelf was found is written down.
        CheckDone = "check-done",
        /// To the list of paper holdings.
        Holdings = "holdings",
        /// A list is read from a stick.
        BringHoldings = "bring-holdings",
        /// It takes the place of the one that holds.
        KeepHoldings = "keep-holdings",
        /// It does not.
        LeaveHoldings = "leave-holdings",
        /// The one of the settings holds again.
        DropHoldings = "drop-holdings",
        /// The one that holds goes onto a stick.
        ExportHoldings = "export-holdings",
        /// Whether all is well, on paper (晨检条).
        SelfTest = "self-test",
        /// What an inspection asks for, to a stick (五个一).
        Compliance = "compliance",
        /// Figures of a month or a year (统计).
        Statistics = "statistics",
        /// The period before.
        Before = "before",
        /// The period after.
        After = "after",
        /// One day at a time.
        Days = "days",
        /// One month at a time.
        Months = "months",
        /// One year at a time.
        Years = "years",
        /// The figures as CSV to a stick.
        ExportFigures = "export-figures",
        /// Back to the register of the day.
        Day = "day",
        /// Written by mistake.
        Mistake = "mistake",
        /// The same was written down twice.
        Twice = "twice",
        /// Nobody took it.
        Unused = "unused",
        /// Leave it as it is.
        Leave = "leave",
        /// A volume is back.
        Returned = "returned",
        /// To what of a day says something of a person (隐去个人信息).
        Redact = "redact",
        /// The person asks for it.
        RedactAsked = "redact-asked",
        /// Somebody is named.
        RedactNamed = "redact-named",
        /// It should not be shown.
        RedactUnfit = "redact-unfit",
        /// Yes, delete it.
        RedactNow = "redact-now",
        /// No: back to the list.
        KeepIt = "keep-it",
        /// The public's appraisal (社会评议).
        Appraisal = "appraisal",
        /// A paper form of it is typed in (录入纸质评议表).
        TypeAppraisal = "type-appraisal",
        /// All topics good; then only differences are tapped.
        AllGood = "all-good",
        /// It is written down.
        RecordAppraisal = "record-appraisal",
        /// The one typed last was a mistake.
        TakeBack = "take-back",
        /// Nothing of the year is changed any longer (归档).
        CloseYear = "close-year",
        /// An opinion was written on paper (录入意见簿).
        TypeOpinion = "type-opinion",
        AboutDisclosure = "about-disclosure",
        AboutService = "about-service",
        AboutPremises = "about-premises",
        AboutOther = "about-other",
        /// What was typed goes into the register, sealed.
        RecordOpinion = "record-opinion",
        Applications = "applications",
        Opinions = "opinions",
        /// An application is looked for by the number of its receipt (凭编号查).
        FindOne = "find-one",
        /// What was typed is looked for.
        LookUp = "look-up",
        /// An application came in another way than on the screen (收申请).
        TakeIn = "take-in",
        /// 口头.
        TakeOral = "take-oral",
        /// 信函.
        TakeMail = "take-mail",
        /// 传真.
        TakeFax = "take-fax",
        /// 电子邮件.
        TakeEmail = "take-email",
        /// Everybody may read the answer.
        Publish = "publish",
        /// It is only written down.
        KeepPrivate = "keep-private",
        /// The office asks for a correction (补正告知).
        Correction = "correction",
        /// To the office that answers (转送).
        Forward = "forward",
        /// The corrected application came.
        Corrected = "corrected",
        /// Third parties are asked (征求意见).
        AskOthers = "ask-others",
        OthersAnswered = "others-answered",
        /// To how long the term is put off (延期).
        Extend = "extend",
        /// One working day less.
        FewerDays = "fewer-days",
        /// One working day more.
        MoreDays = "more-days",
        /// Whoever heads the office agreed (负责人同意).
        Consent = "consent",
        /// Yes, it is put off.
        ExtendNow = "extend-now",
        /// The answer came.
        Answer = "answer",
        /// Yes, it was answered so.
        AnswerNow = "answer-now",
        /// No: back to the kinds of answers.
        ChooseAgain = "choose-again",
        /// It was written down as the wrong kind (更正答复种类).
        CorrectAnswer = "correct-answer",
        Collected = "collected",
        Delivered = "delivered",
        Abandoned = "abandoned",
        /// A paper that goes with an application.
        PrintPaper = "print-paper",
        /// To how an application ends without an answer (撤回、作废).
        Ending = "ending",
        /// The applicant withdraws it (申请人撤回).
        Withdrawn = "withdrawn",
        /// Why it was a mistake is typed.
        OtherWhy = "other-why",
        /// What was typed is the reason: it is made void (作废).
        VoidIt = "void-it",
        /// No: back to the application.
        GoOn = "go-on",
        /// A word for who takes over is typed (捎句话).
        Word = "word",
        /// What was typed goes with the handover.
        SayIt = "say-it",
        /// Back to the handover, with the word as it was.
        BackToHandover = "back-to-handover",
        TestPrint = "test-print",
        /// Sticks and feed, now.
        Sync = "sync",
        Roll = "roll",
        /// Leads to the question.
        Restart = "restart",
        /// Leads to the question.
        PowerOff = "power-off",
        /// Yes, restart it.
        RestartNow = "restart-now",
        /// Yes, switch it off.
        PowerOffNow = "power-off-now",
        /// No: back to the device.
        StayOn = "stay-on",
    }
}

coded! {
    /// Why nothing lies on a stick (U盘).
    StickFault {
        /// None is plugged in.
        NoStick = "no-stick",
        /// What is asked for does not lie on it.
        NoFile = "no-file",
        Full = "full",
        /// It is write-protected, or nothing may be written there.
        ReadOnly = "read-only",
        /// The terminal's own disk is, on which a file waits for the stick.
        TerminalFull = "terminal-full",
        /// Pulled out, broken, or the copy differed.
        Failed = "failed",
        /// Whoever carries files to sticks said nothing.
        NoAnswer = "no-answer",
    }
}
