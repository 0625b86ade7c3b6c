//! How a register says what it keeps: kinds of entries, their fields, and of each field what it may hold and whom it concerns. Redaction,
//! export, verification and what may leave the terminal follow from this one table. Knows no register; writes nothing.

use super::number::{Number, Period};
use super::problem::Found;
use crate::Error;

/// Longest code, in bytes.
pub const CODE_BYTES_MAX: usize = 64;
/// Longest text, in bytes.
pub const TEXT_BYTES_MAX: usize = 2048;

/// Whom a value concerns, and so where it may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Anybody may know it; the only class that leaves the terminal.
    Open,
    /// Says something of a person: stays here, and can be deleted without harm to the chain.
    Person,
    /// Encrypted to the office's key before it is written; stays here, shown to nobody, deleted when its time is over.
    Sealed,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Form {
    Text,
    /// A JSON array of strings.
    List,
    /// A whole number, not negative.
    Count,
    /// `1`, or the field is not there.
    Flag,
    /// `yyyymmdd`.
    Day,
    /// One of a closed list.
    Code(&'static [&'static str]),
    /// Lower-case kebab, such as a reason that a device gave.
    Word,
    /// A register number.
    Number,
}

/// One field of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in the chain.
    pub name: &'static str,
    /// Whom it concerns.
    pub class: Class,
    /// What it looks like.
    pub form: Form,
    /// Longest value, in bytes.
    pub bytes_max: usize,
    /// Every entry of the kind has it.
    pub required: bool,
}

impl Field {
    const fn new(name: &'static str, class: Class, form: Form, bytes_max: usize) -> Field {
        Field {
            name,
            class,
            form,
            bytes_max,
            required: true,
        }
    }

    /// Words that anybody may know.
    pub const fn text(name: &'static str, bytes_max: usize) -> Field {
        Field::new(name, Class::Open, Form::Text, bytes_max)
    }

    /// A list that anybody may know.
    pub const fn list(name: &'static str, bytes_max: usize) -> Field {
        Field::new(name, Class::Open, Form::List, bytes_max)
    }

    /// A number that anybody may know.
    pub const fn count(name: &'static str) -> Field {
        Field::new(name, Class::Open, Form::Count, CODE_BYTES_MAX)
    }

    /// A remark that anybody may know.
    pub const fn flag(name: &'static str) -> Field {
        Field::new(name, Class::Open, Form::Flag, CODE_BYTES_MAX).optional()
    }

    /// A day that anybody may know.
    pub const fn day(name: &'static str) -> Field {
        Field::new(name, Class::Open, Form::Day, CODE_BYTES_MAX)
    }

    /// A code of a closed list that anybody may know.
    pub const fn code(name: &'static str, codes: &'static [&'static str]) -> Field {
        Field::new(name, Class::Open, Form::Code(codes), CODE_BYTES_MAX)
    }

    /// A code that others made, which anybody may know.
    pub const fn word(name: &'static str) -> Field {
        Field::new(name, Class::Open, Form::Word, CODE_BYTES_MAX)
    }

    /// A register number that anybody may know.
    pub const fn number(name: &'static str) -> Field {
        Field::new(name, Class::Open, Form::Number, TEXT_BYTES_MAX)
    }

    /// Bytes that only the office can read, as text.
    pub const fn sealed(name: &'static str, bytes_max: usize) -> Field {
        Field::new(name, Class::Sealed, Form::Text, bytes_max)
    }

    /// The same field, saying something of a person.
    pub const fn person(self) -> Field {
        Field {
            class: Class::Person,
            ..self
        }
    }

    /// The same field, which an entry may lack.
    pub const fn optional(self) -> Field {
        Field {
            required: false,
            ..self
        }
    }

    /// Its value may be deleted for good: what concerns a person, and words, which may name one. Codes and numbers stay, so that
    /// the register can be counted.
    pub const fn erasable(&self) -> bool {
        matches!(self.class, Class::Person | Class::Sealed)
            || matches!(self.form, Form::Text | Form::List)
    }

    /// Whether a value may stand in it.
    pub fn fits(&self, value: &str) -> bool {
        value.len() <= self.bytes_max
            && match self.form {
                Form::Text => true,
                Form::List => serde_json::from_str::<Vec<String>>(value).is_ok(),
                Form::Count => value.parse::<u64>().is_ok(),
                Form::Flag => value == "1",
                Form::Day => value.len() == 8 && value.bytes().all(|b| b.is_ascii_digit()),
                Form::Code(codes) => codes.contains(&value),
                Form::Word => is_word(value),
                Form::Number => Number::parse(value).is_some(),
            }
    }
}

/// Lower-case kebab, so that it can stand in a file, a table and a translation key.
pub fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// One kind of entry.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Kind {
    /// Its name in the chain; unique over all registers.
    pub name: &'static str,
    pub fields: &'static [Field],
    /// Gives a number of its register's series out.
    pub opens: bool,
}

impl Kind {
    /// An entry about a number that stands already, or about none.
    pub const fn about(name: &'static str, fields: &'static [Field]) -> Kind {
        Kind {
            name,
            fields,
            opens: false,
        }
    }

    /// An entry that gives a new number out.
    pub const fn opening(name: &'static str, fields: &'static [Field]) -> Kind {
        Kind {
            name,
            fields,
            opens: true,
        }
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        let own = self.fields.iter().find(|field| field.name == name);
        own.or_else(|| COMMON.iter().find(|field| field.name == name))
    }

    /// Refuses what is not declared, what does not fit, and what is missing; nothing is cut silently.
    pub(crate) fn check(&self, values: &[(&'static str, String)]) -> Result<(), Error> {
        for (name, value) in values {
            let field = self.field(name).ok_or(Error::Undeclared {
                kind: self.name,
                field: name,
            })?;
            if !field.fits(value) {
                return Err(Error::BadValue {
                    field: name,
                    max: field.bytes_max,
                });
            }
        }
        let missing = self
            .fields
            .iter()
            .find(|field| field.required && !values.iter().any(|(name, _)| name == &field.name));
        match missing {
            Some(field) => Err(Error::BadValue {
                field: field.name,
                max: field.bytes_max,
            }),
            None => Ok(()),
        }
    }
}

/// A register as it is declared: its letter, the kinds of its rows and the rules between them.
#[derive(Debug, Clone, Copy)]
pub struct Register {
    /// Its name, for keys of words and for commands.
    pub name: &'static str,
    /// Letter of its series of numbers; none for paper, whose numbers stand on slips.
    pub letter: Option<char>,
    /// When its numbers begin anew.
    pub period: Period,
    /// Its kinds of entries.
    pub kinds: &'static [Kind],
    /// What is wrong with the story of one number, for its parts in the order of the chain. The chain itself is sound.
    pub(crate) judge: fn(story: &[Step], found: &mut Found),
    /// Where a number stands after entries of these kinds.
    pub(crate) state: fn(kinds: &[&str]) -> &'static str,
}

impl Register {
    /// Front part of its numbers at this terminal.
    pub(crate) fn prefix(&self, terminal: &str) -> String {
        match self.letter {
            None => terminal.to_owned(),
            Some(letter) => format!("{terminal}-{letter}"),
        }
    }
}

/// What an entry of a number says in codes; words are left out, since they decide nothing.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub seq: u64,
    pub kind: &'static Kind,
    pub number: String,
    pub codes: Vec<(&'static str, String)>,
}

impl Step {
    /// The code in a field; empty if there is none.
    pub fn code(&self, name: &str) -> &str {
        let found = self.codes.iter().find(|(field, _)| *field == name);
        found.map_or("", |(_, value)| value)
    }
}

/// The clock stood behind the register when the entry was written.
pub(crate) const CLOCK_BEHIND: &str = "clock_behind";
/// The clock stood so far ahead of what was signed last that its day was not believed.
pub(crate) const CLOCK_AHEAD: &str = "clock_ahead";
/// What every entry may hold beside what its kind declares.
const COMMON: &[Field] = &[Field::flag(CLOCK_BEHIND), Field::flag(CLOCK_AHEAD)];

/// What the chain itself says: how a file began.
pub(crate) const OPENED: Kind = Kind::about(
    "opened",
    &[
        Field::code(
            "reason",
            &[
                "first",
                "damaged",
                "missing",
                "went-back",
                "upgraded",
                "key-lost",
            ],
        ),
        Field::text("site", CODE_BYTES_MAX),
        Field::text("terminal", CODE_BYTES_MAX),
        Field::text("set_aside", TEXT_BYTES_MAX).optional(),
        Field::text("damage", TEXT_BYTES_MAX).optional(),
        Field::text("known_head", TEXT_BYTES_MAX).optional(),
        Field::number("continues_after").optional(),
        Field::list("also_after", TEXT_BYTES_MAX).optional(),
        Field::text("key_check", CODE_BYTES_MAX).optional(),
    ],
);

/// What the chain itself says: an attendant set the day on which numbers go on (登记日期校正), back or forward.
pub(crate) const DAY_SET: Kind = Kind::about(
    "day-set",
    &[Field::day("set_to"), Field::code("set_by", &["A", "B"])],
);

/// What the chain itself says: values of a number were deleted for good.
pub(crate) const REDACTED: Kind = Kind::about(
    "redacted",
    &[
        Field::text("fields", TEXT_BYTES_MAX),
        // By hand alone; what was deleted because its time was over says neither.
        Field::code("redact_reason", &["asked", "named", "unfit"]).optional(),
        Field::code("by", &["A", "B"]).optional(),
    ],
);

/// The kind of that name, of a register or of the chain itself.
pub(crate) fn kind(registers: &[&'static Register], name: &str) -> Option<&'static Kind> {
    const OWN: [&Kind; 3] = [&OPENED, &REDACTED, &DAY_SET];
    let kinds = registers.iter().flat_map(|register| register.kinds);
    kinds.chain(OWN).find(|kind| kind.name == name)
}
