//! Applications for information received at the point (依申请公开：收件登记与转送登记). Who applies and for what is sealed to the office before it comes
//! here; what stays readable is what the statute's clocks and the yearly report need: days, ways, kinds. Counts no days itself.

use super::desk::DeskEntry;
use super::prints::Role;
use super::rules::{self, BACK, NEW, Rule, SAME};
use crate::chain::declare::{Field, Kind, Register, Step, TEXT_BYTES_MAX};
use crate::chain::number::Period;
use crate::chain::problem::{Found, Problem};

/// Longest sealed words, in bytes of text.
const SEALED_BYTES_MAX: usize = 256 * 1024;

codes! {
    /// How an application came.
    ApplicationWay {
        /// 当面.
        InPerson = "in-person",
        /// 口头，由工作人员代填.
        Oral = "oral",
        /// 信函.
        Mail = "mail",
        /// 传真.
        Fax = "fax",
        /// 网上.
        Net = "net",
        /// 电子邮件.
        Email = "email",
    }
}

codes! {
    /// Who applies, as the columns of the yearly report call it.
    Applicant {
        /// 自然人.
        Person = "person",
        /// 商业企业.
        Enterprise = "enterprise",
        /// 科研机构.
        Research = "research",
        /// 社会公益组织.
        Welfare = "welfare",
        /// 法律服务机构.
        Legal = "legal",
        /// 其他.
        Other = "other",
    }
}

codes! {
    /// How it was answered, as the rows of the yearly report call it.
    Answer {
        /// 予以公开.
        Open = "open",
        /// 部分公开.
        Partly = "partly",
        /// 属于国家秘密.
        StateSecret = "state-secret",
        /// 其他法律行政法规禁止公开.
        ForbiddenByLaw = "forbidden-by-law",
        /// 危及“三安全一稳定”.
        Stability = "stability",
        /// 保护第三方合法权益.
        ThirdParty = "third-party",
        /// 属于三类内部事务信息.
        Internal = "internal",
        /// 属于四类过程性信息.
        Process = "process",
        /// 属于行政执法案卷.
        CaseFile = "case-file",
        /// 属于行政查询事项.
        Inquiry = "inquiry",
        /// 本机关不掌握相关政府信息.
        NotHeld = "not-held",
        /// 没有现成信息需要另行制作.
        ToBeMade = "to-be-made",
        /// 补正后申请内容仍不明确.
        Unclear = "unclear",
        /// 信访举报投诉类申请.
        Petition = "petition",
        /// 重复申请.
        Repeated = "repeated",
        /// 要求提供公开出版物.
        Publication = "publication",
        /// 无正当理由大量反复申请.
        Excessive = "excessive",
        /// 要求行政机关确认或重新出具已获取信息.
        Reissue = "reissue",
        /// 申请人无正当理由逾期不补正.
        NotCorrected = "not-corrected",
        /// 申请人逾期未按收费通知要求缴纳费用.
        FeeNotPaid = "fee-not-paid",
        /// 其他.
        Other = "other-answer",
    }
}

codes! {
    /// How an application came to its end after the answer, or without one.
    Closing {
        /// 已送达.
        Delivered = "delivered",
        /// 申请人领取.
        Collected = "collected",
        /// 申请人撤回.
        Withdrawn = "withdrawn",
        /// 视为放弃.
        Abandoned = "abandoned",
    }
}

codes! {
    /// How an applicant rates the answer.
    Grade {
        /// 满意.
        Good = "good",
        /// 基本满意.
        Fair = "fair",
        /// 不满意.
        Poor = "poor",
    }
}

const APPLICATION: Kind = Kind::opening(
    "application",
    &[
        Field::code("application_way", ApplicationWay::CODES),
        Field::code("applicant", Applicant::CODES),
        Field::day("received_on"),
        Field::text("to_office", TEXT_BYTES_MAX),
        Field::sealed("content_sealed", SEALED_BYTES_MAX),
        Field::sealed("contact_sealed", SEALED_BYTES_MAX),
        // Nobody where the applicant filled it in on the screen.
        Field::code("by", Role::CODES).optional(),
    ],
);
const FORWARDED: Kind = Kind::about(
    "application-forwarded",
    &[
        Field::day("on"),
        Field::text("to_office", TEXT_BYTES_MAX),
        BY,
    ],
);
const CORRECTION: Kind = Kind::about(
    "application-correction",
    &[Field::day("on"), Field::day("due_on"), BY],
);
const CORRECTED: Kind = Kind::about("application-corrected", &[Field::day("on"), BY]);
const ASKED_OTHERS: Kind = Kind::about("application-asked-others", &[Field::day("on"), BY]);
const OTHERS_ANSWERED: Kind = Kind::about("application-others-answered", &[Field::day("on"), BY]);
const EXTENDED: Kind = Kind::about(
    "application-extended",
    &[Field::day("on"), Field::count("working_days"), BY],
);
const ANSWERED: Kind = Kind::about(
    "application-answered",
    &[
        Field::day("on"),
        Field::code("answer_kind", Answer::CODES),
        BY,
    ],
);
/// It was written down as the wrong kind of answer: the day stays that of the answer.
const ANSWER_CORRECTED: Kind = Kind::about(
    "application-answer-corrected",
    &[
        Field::day("on"),
        Field::code("answer_kind", Answer::CODES),
        BY,
    ],
);
const URGED: Kind = Kind::about("application-urged", &[Field::day("on")]);
const RATED: Kind = Kind::about("application-rated", &[Field::code("grade", Grade::CODES)]);
const CLOSED: Kind = Kind::about(
    "application-closed",
    &[Field::day("on"), Field::code("closing", Closing::CODES), BY],
);
const VOID: Kind = Kind::about(
    "application-void",
    &[Field::text("why", TEXT_BYTES_MAX).person().optional(), BY],
);
const BY: Field = Field::code("by", Role::CODES);

/// Before the answer, while the clock runs.
const RUNNING: &[&str] = &["received", "forwarded"];
/// Before the answer.
const OPEN: &[&str] = &["received", "forwarded", "to-be-corrected", "clock-stopped"];
const RULES: &[Rule] = &[
    Rule::new(APPLICATION.name, &[NEW], "received"),
    Rule::new(FORWARDED.name, &["received"], "forwarded"),
    Rule::new(CORRECTION.name, RUNNING, "to-be-corrected"),
    // Who corrected or was heard forwarded nothing: what came in and stayed here is still to be forwarded.
    Rule::new(CORRECTED.name, &["to-be-corrected"], BACK),
    Rule::new(ASKED_OTHERS.name, RUNNING, "clock-stopped"),
    Rule::new(OTHERS_ANSWERED.name, &["clock-stopped"], BACK),
    Rule::new(EXTENDED.name, RUNNING, SAME),
    Rule::new(ANSWERED.name, OPEN, "answered"),
    Rule::new(ANSWER_CORRECTED.name, &["answered", "closed"], SAME),
    Rule::new(URGED.name, OPEN, SAME),
    Rule::new(RATED.name, &["answered", "closed"], SAME),
    Rule::new(
        CLOSED.name,
        &[
            "received",
            "forwarded",
            "to-be-corrected",
            "clock-stopped",
            "answered",
        ],
        "closed",
    ),
    // That it was taken in by mistake may show at any time before the answer; what was answered is never made not to have been.
    Rule::new(VOID.name, OPEN, "void"),
];

/// The declaration that writer, verification, export and upload follow.
pub(crate) static REGISTER: Register = Register {
    name: "applications",
    letter: Some('S'),
    period: Period::Year,
    kinds: &[
        APPLICATION,
        FORWARDED,
        CORRECTION,
        CORRECTED,
        ASKED_OTHERS,
        OTHERS_ANSWERED,
        EXTENDED,
        ANSWERED,
        ANSWER_CORRECTED,
        URGED,
        RATED,
        CLOSED,
        VOID,
    ],
    judge,
    state: |kinds| rules::state(RULES, kinds),
};

fn judge(story: &[Step], found: &mut Found) {
    rules::judge(RULES, story, found);
    // One that ended without an answer is closed as well, and has none to correct.
    let answered = story
        .iter()
        .position(|step| step.kind.name == ANSWERED.name);
    for (at, step) in story.iter().enumerate() {
        let corrects = step.kind.name == ANSWER_CORRECTED.name;
        if corrects && answered.is_none_or(|answered| at < answered) {
            found.add(Problem::Impossible {
                seq: step.seq,
                number: step.number.clone(),
                what: "an answer is corrected that was never given",
            });
        }
    }
}

/// What is written when an application comes in; content and contact are sealed before they come here.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Application {
    /// How it came.
    pub way: ApplicationWay,
    pub applicant: Applicant,
    /// Day of receipt, `yyyymmdd`.
    pub received_on: String,
    /// Which office is to answer.
    pub to_office: String,
    /// What is asked for, sealed.
    pub content_sealed: String,
    /// Who asks and how to reach them, sealed.
    pub contact_sealed: String,
}

impl Application {
    /// It came in (收件); by nobody where the applicant filled it in on the screen.
    pub fn received(&self, by: impl Into<Option<Role>>) -> DeskEntry {
        DeskEntry::opening(&REGISTER, &APPLICATION)
            .with("application_way", self.way.as_code())
            .with("applicant", self.applicant.as_code())
            .with("received_on", &self.received_on)
            .with("to_office", &self.to_office)
            .with("content_sealed", &self.content_sealed)
            .with("contact_sealed", &self.contact_sealed)
            .maybe("by", by.into().map(Role::as_code))
    }

    /// It went to the office that answers (转送).
    pub fn forwarded(number: &str, on: &str, to_office: &str, by: Role) -> DeskEntry {
        step(&FORWARDED, number, on, by).with("to_office", to_office)
    }

    /// The office asks for a correction (补正告知).
    pub fn correction(number: &str, on: &str, due_on: &str, by: Role) -> DeskEntry {
        step(&CORRECTION, number, on, by).with("due_on", due_on)
    }

    /// The corrected application came: the clock starts anew.
    pub fn corrected(number: &str, on: &str, by: Role) -> DeskEntry {
        step(&CORRECTED, number, on, by)
    }

    /// Third parties or other agencies are asked (征求意见): the clock stands.
    pub fn asked_others(number: &str, on: &str, by: Role) -> DeskEntry {
        step(&ASKED_OTHERS, number, on, by)
    }

    /// They answered, or their time is over: the clock goes on.
    pub fn others_answered(number: &str, on: &str, by: Role) -> DeskEntry {
        step(&OTHERS_ANSWERED, number, on, by)
    }

    /// The term is extended (延期) by so many working days.
    pub fn extended(number: &str, on: &str, working_days: u64, by: Role) -> DeskEntry {
        step(&EXTENDED, number, on, by).with("working_days", working_days)
    }

    /// The office answered.
    pub fn answered(number: &str, on: &str, answer: Answer, by: Role) -> DeskEntry {
        step(&ANSWERED, number, on, by).with("answer_kind", answer.as_code())
    }

    /// The answer was written down as the wrong kind (更正答复种类): what counts from here on is this kind, on the day of the answer.
    pub fn answer_corrected(number: &str, on: &str, answer: Answer, by: Role) -> DeskEntry {
        step(&ANSWER_CORRECTED, number, on, by).with("answer_kind", answer.as_code())
    }

    /// The applicant urges (催办).
    pub fn urged(number: &str, on: &str) -> DeskEntry {
        DeskEntry::about(&REGISTER, &URGED, number).with("on", on)
    }

    /// The applicant rates the answer (评价).
    pub fn rated(number: &str, grade: Grade) -> DeskEntry {
        DeskEntry::about(&REGISTER, &RATED, number).with("grade", grade.as_code())
    }

    /// It is over (办结).
    pub fn closed(number: &str, on: &str, closing: Closing, by: Role) -> DeskEntry {
        step(&CLOSED, number, on, by).with("closing", closing.as_code())
    }

    /// It was written by mistake (作废).
    pub fn void(number: &str, why: Option<&str>, by: Role) -> DeskEntry {
        DeskEntry::about(&REGISTER, &VOID, number)
            .maybe("why", why)
            .with("by", by.as_code())
    }
}

fn step(kind: &'static Kind, number: &str, on: &str, by: Role) -> DeskEntry {
    DeskEntry::about(&REGISTER, kind, number)
        .with("on", on)
        .with("by", by.as_code())
}

#[cfg(test)]
mod tests;
