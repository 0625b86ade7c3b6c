//! Disclosure on application: guidance, the form in four steps, the receipt, and what became of an earlier one.

use journal::{Applicant, Grade};
use serde::{Deserialize, Serialize};

use super::form::Form;

/// See [`Service::Apply`](super::Service::Apply).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "page", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Apply {
    /// How it goes, and the ways to do it.
    Guide(Guide),
    Fill(Box<Fill>),
    /// It was taken in.
    Receipt(Receipt),
    /// What became of an earlier one.
    Progress(Progress),
    /// Where to apply to other offices.
    Others {
        /// Address for the phone; empty for none.
        url: String,
        /// The same as people read it.
        shown: String,
    },
}

/// How it goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Guide {
    /// Which office answers; may be empty.
    pub office: String,
    /// The form can be filled in on the screen.
    pub takes_in: bool,
    /// Where blank forms lie; may be empty.
    pub forms: String,
    /// There is a page for other offices.
    pub others: bool,
}

/// Steps of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// 要什么.
    #[default]
    What,
    /// 怎样联系.
    Contact,
    /// 怎样答复.
    Way,
    /// 看一遍交件.
    Review,
}

/// One step of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Fill {
    pub step: Step,
    /// Fields of the step; on the last step those of all, to be read.
    pub form: Form,
    /// What the applicant is.
    pub applicant: Option<Applicant>,
    /// What the number of the document of identity belongs to.
    pub paper: Option<Paper>,
    /// How the answer comes.
    pub way: Option<Way>,
    /// In which form.
    pub medium: Option<Medium>,
    /// The step is filled in.
    pub may_go_on: bool,
    /// It is being written down.
    pub busy: bool,
}

/// What shows who somebody is (证件).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 居民身份证.
    IdCard,
    /// 护照.
    Passport,
    /// 营业执照或统一社会信用代码.
    Licence,
    /// 其他.
    Other,
}

/// How the answer comes (获取方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// 自行领取.
    Collect,
    /// 邮寄.
    Mail,
    /// 电子邮件.
    Email,
}

/// In which form (形式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// 纸质.
    Paper,
    /// 电子.
    File,
}

/// Choices with their codes.
macro_rules! choices {
    ($($name:ident { $($variant:ident = $code:literal),* })*) => {
        $(impl $name {
            /// In the order of their buttons.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// As screens and sealed forms call it.
            pub fn as_code(self) -> &'static str {
                match self {
                    $($name::$variant => $code),*
                }
            }

            /// Reads what `as_code` wrote.
            pub fn from_code(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|held| held.as_code() == code)
            }
        })*
    };
}

choices! {
    Paper { IdCard = "id-card", Passport = "passport", Licence = "licence", Other = "other" }
    Way { Collect = "collect", Mail = "mail", Email = "email" }
    Medium { Paper = "paper", File = "file" }
    Step { What = "what", Contact = "contact", Way = "way", Review = "review" }
}

/// It was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Receipt {
    /// Number of the register (回执编号).
    pub number: String,
    /// `2018-10-15 14:36`.
    pub at: String,
    /// Which office answers.
    pub office: String,
    /// What is asked for, in the applicant's words.
    pub what: String,
    /// How the answer comes.
    pub way: Option<Way>,
    /// Last day of the answer, month and day; `None` when the calendar does not know the year.
    pub due: Option<(u8, u8)>,
    /// How the paper receipt is.
    pub paper: Slip,
    /// A sheet for the office comes behind it.
    pub sheet: bool,
}

/// How the paper receipt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Slip {
    #[default]
    None,
    Printing,
    /// It came out, or was sent to a device that cannot confirm.
    Printed,
    /// It did not, or nobody knows.
    Failed,
}

/// What became of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// One field: the number of the receipt.
    pub form: Form,
    /// The number is being looked up, or something is written down.
    pub busy: bool,
    /// What was found.
    pub found: Option<Found>,
    /// Nothing stands under this number.
    pub unknown: bool,
    /// The wish to hurry was written down.
    pub urged: bool,
    /// The grade was written down.
    pub rated: Option<Grade>,
}

/// Where an application stands; nothing of who asked for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Found {
    pub number: String,
    /// In the words of the register's rules: `received` `forwarded` `to-be-corrected` `clock-stopped` `answered` `closed` `void`.
    pub state: String,
    /// Day of receipt, `YYYY-MM-DD`.
    pub received: String,
    /// Day of the answer, `YYYY-MM-DD`; empty before.
    pub answered: String,
    pub office: String,
    /// Last day of the answer, `YYYY-MM-DD`; empty when it cannot be told.
    #[serde(default)]
    pub due: String,
    /// It may be urged.
    pub may_urge: bool,
    /// The answer may be rated.
    pub may_rate: bool,
}

/// What a finger can do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Touch {
    /// Look for the document first.
    Search,
    /// Fill the form in.
    Fill,
    /// Ask what became of an earlier one.
    Progress,
    Others,
    /// One step back; from the first to the guide.
    Back,
    /// One step on; from the last: hand it in.
    On,
    /// What the applicant is.
    Applicant(Applicant),
    /// What shows who it is.
    Paper(Paper),
    /// How the answer comes.
    Way(Way),
    /// In which form.
    Medium(Medium),
    /// Look the number up.
    LookUp,
    /// The wish to hurry.
    Urge,
    /// How the answer was.
    Rate(Grade),
}
