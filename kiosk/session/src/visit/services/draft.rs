//! An application being written: its fields, whether they will do, and what of them is sealed together. Sends nothing.

use jiff::civil::Date;
use journal::{Applicant, ApplicationWay, Role};

use super::fields::STEPS;
use super::form::Filling;
use super::shapes;
use crate::screen::services::apply::{Medium, Paper, Step, Way};

/// A form being filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Which step shows.
    pub step: Step,
    /// Fields, step by step.
    pub steps: [Filling; STEPS.len()],
    /// What the applicant is.
    pub applicant: Option<Applicant>,
    /// What shows who it is.
    pub paper: Paper,
    /// How the answer comes.
    pub way: Option<Way>,
    /// In which form.
    pub medium: Option<Medium>,
    /// It is being written down.
    pub filing: Option<u64>,
    /// How it came and who types it (代填), where that is not the applicant.
    pub taken: Option<(ApplicationWay, Role)>,
    /// Day of receipt, where that is not today.
    pub on: Option<Date>,
}

impl Draft {
    pub(super) fn new() -> Draft {
        Draft {
            step: Step::What,
            steps: STEPS.map(Filling::new),
            applicant: None,
            paper: Paper::IdCard,
            way: None,
            medium: None,
            filing: None,
            taken: None,
            on: None,
        }
    }

    /// An attendant types what was said, or what a letter says.
    pub(super) fn typed_by(way: ApplicationWay, by: Role, on: Option<Date>) -> Draft {
        Draft {
            taken: Some((way, by)),
            on,
            ..Draft::new()
        }
    }

    /// Fields of the step that shows; the last has none of its own.
    pub fn filling(&self) -> Option<&Filling> {
        self.steps.get(self.step as usize)
    }

    pub(super) fn filling_mut(&mut self) -> Option<&mut Filling> {
        self.steps.get_mut(self.step as usize)
    }

    /// What stands in a field of any step.
    pub fn text(&self, code: &str) -> String {
        let texts = self.steps.iter().map(|filling| filling.text(code));
        texts.fold(String::new(), |held, text| held + &text)
    }

    /// What the number of the document says of itself, where one can tell.
    pub fn id_fits(&self) -> bool {
        let number = self.text("id-number");
        self.paper != Paper::IdCard || number.is_empty() || shapes::is_id_card(&number)
    }

    /// The step is filled in.
    pub fn done(&self, step: Step) -> bool {
        let fields = self.steps.get(step as usize).is_none_or(Filling::good);
        fields
            && match step {
                Step::What => self.applicant.is_some(),
                Step::Contact => self.id_fits(),
                Step::Way => {
                    let reached = self.way != Some(Way::Email) || !self.text("email").is_empty();
                    self.way.is_some() && self.medium.is_some() && reached
                }
                Step::Review => true,
            }
    }

    /// Every field that must be filled is acceptable.
    pub(super) fn whole(&self) -> bool {
        Step::ALL.iter().all(|step| self.done(*step))
    }
}

/// What is asked for, as it is sealed: lines `field: words`.
pub fn content(draft: &Draft) -> String {
    let medium = draft.medium.map_or("", |medium| medium.as_code());
    lines(&[
        ("info-name", draft.text("info-name")),
        ("info-about", draft.text("info-about")),
        ("way", draft.way.map_or("", |way| way.as_code()).to_owned()),
        ("medium", medium.to_owned()),
    ])
}

/// Who asks and how to be reached, as it is sealed.
pub fn contact(draft: &Draft) -> String {
    lines(&[
        ("name", draft.text("name")),
        ("address", draft.text("address")),
        ("phone", draft.text("phone")),
        ("id-paper", draft.paper.as_code().to_owned()),
        ("id-number", draft.text("id-number")),
        ("email", draft.text("email")),
    ])
}

/// A line for each field that is filled in; what was typed has no line ends.
fn lines(fields: &[(&str, String)]) -> String {
    let filled = fields.iter().filter(|(_, text)| !text.is_empty());
    filled.fold(String::new(), |all, (code, text)| {
        format!("{all}{code}: {text}\n")
    })
}
