//! Which lines of a register somebody wants to see, and the address of that. Pure.

use hatch::{Line, Manner, State};

/// All terminals of the house together, in the place of one's name.
pub const ALL: &str = "all";
/// Filters, in their order.
pub const FILTERS: [&str; 5] = ["all", "slips", "hand", "unsettled", "not-printed"];

/// What is shown of a day.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Terminal; empty for this one, [`ALL`] for all of the house.
    pub of: String,
    /// `yyyymmdd`; empty for today.
    pub day: String,
    /// Code of a filter; empty for all.
    pub show: String,
    /// Part of a number, title, document number or form number.
    pub find: String,
    /// Counted from 0.
    pub page: usize,
    /// The chosen line.
    pub line: String,
}

impl Wanted {
    /// The address of the same with something changed, on its first page with nothing chosen.
    pub fn with(&self, change: impl FnOnce(&mut Wanted)) -> String {
        let mut changed = Wanted {
            page: 0,
            line: String::new(),
            ..self.clone()
        };
        change(&mut changed);
        changed.address()
    }

    /// The address of this.
    pub fn address(&self) -> String {
        self.address_below("/register?")
    }

    /// The address of the same lines as a file.
    pub fn file(&self) -> String {
        let whole = Wanted {
            page: 0,
            line: String::new(),
            ..self.clone()
        };
        whole.address_below("/register.csv?")
    }

    fn address_below(&self, path: &str) -> String {
        let page = match self.page {
            0 => String::new(),
            page => page.to_string(),
        };
        let path = String::from(path);
        let behind = path.len();
        let mut query = url::form_urlencoded::Serializer::for_suffix(path, behind);
        for (name, value) in [
            ("of", &self.of),
            ("day", &self.day),
            ("show", &self.show),
            ("find", &self.find),
            ("page", &page),
            ("line", &self.line),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    pub fn takes(&self, line: &Line) -> bool {
        let find = self.find.trim();
        let found = find.is_empty()
            || [&line.number, &line.title, &line.doc_no, &line.form_no]
                .iter()
                .any(|text| text.contains(find));
        found && filtered(&self.show, line)
    }
}

/// Whether a filter lets it through.
pub fn filtered(filter: &str, line: &Line) -> bool {
    match filter {
        "slips" => line.manner == Manner::Slip,
        "hand" => line.manner != Manner::Slip,
        "unsettled" => line.state == State::Unsettled,
        "not-printed" => matches!(line.state, State::Refused | State::Cancelled),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_what_was_wanted_and_nothing_unescaped() {
        let wanted = Wanted {
            find: "a&line=x\"<".into(),
            page: 2,
            line: "L01-1-20261015-0001".into(),
            ..Wanted::default()
        };
        assert_eq!(
            wanted.address(),
            "/register?find=a%26line%3Dx%22%3C&page=2&line=L01-1-20261015-0001"
        );
        assert_eq!(wanted.with(|w| w.find.clear()), "/register?");
        assert_eq!(wanted.file(), "/register.csv?find=a%26line%3Dx%22%3C");
    }
}
