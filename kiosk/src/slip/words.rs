//! The words of the slip, from a resource beside the other translations. Slips are official paper: Chinese always.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// Everything a slip says that is not the document's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub excerpt_note: String,
    pub whole_note: String,
    pub reference_note: String,
    pub index_no: String,
    pub agency: String,
    pub issued: String,
    pub published: String,
    pub printed: String,
    pub reprint: String,
    pub reprinted: String,
    pub number: String,
    pub data_time: String,
    pub data_time_unknown: String,
    pub code: String,
    pub qr_source: String,
    pub qr_file: String,
    pub qr_number: String,
    pub picture: String,
    pub picture_screen: String,
    pub picture_unnamed: String,
    pub picture_unnamed_screen: String,
    pub attached_name: String,
    pub attached_hash: String,
    pub attached_page: String,
    pub attached_line: String,
    pub attached_lines: String,
    pub attached_note: String,
    pub attached_label: String,
    pub attached_line_label: String,
    pub attached_lines_label: String,
    pub table_number: String,
    pub table_unit: String,
    pub attachments: String,
    pub attachments_screen: String,
    pub qualified: String,
    pub between: String,
    pub run: String,
    pub article_prefix: String,
    pub article_suffix: String,
    pub application: Application,
    pub intake: Intake,
    pub papers: Papers,
    pub desk: Desk,
    validity: BTreeMap<String, String>,
}

/// What the receipt of an application says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Application {
    pub title: String,
    pub number: String,
    pub received: String,
    pub office: String,
    pub what: String,
    pub due: String,
    pub due_unknown: String,
    pub keep: String,
    pub qr: String,
}

/// What the sheet says that the office gets of an application.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Intake {
    pub title: String,
    pub for_office: String,
    pub received: String,
    pub number: String,
    pub office: String,
    pub content: String,
    pub contact: String,
    pub applicant: String,
    pub sealed: String,
    pub signature: String,
    pub field: String,
    pub fields: BTreeMap<String, String>,
    pub codes: BTreeMap<String, String>,
}

/// What the papers say that go with an application; a line of `---` is a rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Papers {
    pub blank: String,
    pub transfer: String,
    pub transfer_says: String,
    pub correction: String,
    pub correction_says: String,
    pub extension: String,
    pub extension_says: String,
    pub receipt: String,
    pub receipt_says: String,
}

/// What the papers of the desk say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Desk {
    pub test: String,
    pub test_note: String,
    pub handover: String,
    pub handover_roles: String,
    pub number: String,
    pub time: String,
    pub terminal: String,
    pub registered: String,
    pub open: String,
    pub paper: String,
    pub paper_unknown: String,
    pub rolls: String,
    pub word: String,
    pub signature: String,
    pub day: String,
    pub day_of: String,
    pub totals_slips: String,
    pub totals_paper: String,
    pub totals_hand: String,
    pub totals_open: String,
    pub gap: String,
    pub no_gap: String,
    pub line_slip: String,
    pub line_hand: String,
    pub photocopy: String,
    pub print: String,
    pub consultation: String,
    pub void: String,
    pub returned: String,
    pub written: String,
    pub head: String,
    pub free: String,
    pub forms: String,
    pub forms_note: String,
    pub forms_line: String,
    pub month: String,
    pub month_of: String,
    pub month_sheet: String,
    pub month_line: String,
    pub month_none: String,
    pub month_closed: String,
    pub month_changed: String,
    pub month_change: String,
    pub month_running: String,
    /// Figures of a month, by the names of the fields of its closing entry.
    pub month_figure: BTreeMap<String, String>,
    pub month_open: String,
    pub morning: String,
    pub morning_by: String,
    pub morning_printer: String,
    pub morning_documents: String,
    pub morning_documents_old: String,
    pub morning_no_documents: String,
    pub morning_day: String,
    pub morning_wrong_day: String,
    pub morning_paper: String,
    pub morning_open: String,
    pub morning_shelf: String,
    pub morning_unchecked: String,
    pub morning_eyes: String,
    pub morning_list: String,
    pub never: String,
    pub sealed: String,
    pub unsealed: String,
    outcome: BTreeMap<String, String>,
    line: BTreeMap<String, String>,
}

impl Desk {
    /// Words for the code of an outcome.
    pub fn outcome(&self, code: &str) -> &str {
        self.outcome.get(code).map_or("", String::as_str)
    }

    /// Words for how a line stands between paper and register.
    pub fn line(&self, code: &str) -> &str {
        self.line.get(code).map_or("", String::as_str)
    }
}

impl Words {
    /// The words that came with the program, parsed when first asked for.
    pub fn get() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| {
            toml::from_str(include_str!("../../../assets/lang/slip.zh.toml"))
                .expect("the slip's words are tested to parse")
        })
    }

    /// Words for a validity code.
    pub fn validity(&self, code: &str) -> &str {
        self.validity.get(code).map_or("", String::as_str)
    }
}

/// Puts values into `{name}` places. Values are not looked into again.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        let name = &rest[open + 1..open + close];
        out.push_str(&rest[..open]);
        if let Some((_, value)) = values.iter().find(|(held, _)| *held == name) {
            out.push_str(value);
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_validity_has_words() {
        for code in ["in-force", "repealed", "expired", "superseded", "unknown"] {
            assert!(!Words::get().validity(code).is_empty(), "{code}");
        }
    }

    #[test]
    fn values_are_not_taken_for_templates() {
        assert_eq!(fill("a {x} b", &[("x", "{y}"), ("y", "no")]), "a {y} b");
        assert_eq!(fill("a {x", &[("x", "1")]), "a {x");
    }
}
