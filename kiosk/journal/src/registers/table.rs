//! Registers as tables for a spreadsheet: lines of cells that cannot become formulas, in the words of `assets/lang/register.zh.toml`. Decides
//! nothing about what a register holds.

mod whole;

use crate::chain::declare::{Class, Field, Form};
use jiff::Timestamp;
use jiff::tz::Offset;
use std::io::{self, Write};
use std::sync::OnceLock;

/// Spreadsheets take a file without it for the local code page.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// The wall clock of the register, see `chain::number`.
const SHANGHAI: Offset = Offset::constant(8);

/// The words of the registers.
pub(crate) struct Words(toml::Table);

impl Words {
    /// The words that came with the program, parsed when first asked for.
    pub fn get() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| {
            let text = include_str!("../../../../assets/lang/register.zh.toml");
            Words(
                text.parse()
                    .expect("the words of the registers are tested to parse"),
            )
        })
    }

    /// The word under `[section]`, if there is one.
    pub fn find(&self, section: &[&str], key: &str) -> Option<&str> {
        let mut table = &self.0;
        for name in section {
            table = table.get(*name)?.as_table()?;
        }
        table.get(key)?.as_str()
    }

    /// The same; the key itself where no word is known.
    pub fn word<'a>(&'a self, section: &[&str], key: &'a str) -> &'a str {
        self.find(section, key).unwrap_or(key)
    }

    /// A code of a field; codes that several fields share stand under `any`.
    pub fn code(&self, field: &str, code: &str) -> Option<&str> {
        self.find(&["code", field], code)
            .or_else(|| self.find(&["code", "any"], code))
    }

    /// What stands around values: `redacted`, `gap` ...
    pub fn cell(&self, key: &str) -> &str {
        self.find(&["cell"], key).unwrap_or_default()
    }

    /// The value of a declared field as people read it.
    pub fn value(&self, field: &Field, value: &str) -> String {
        if field.class == Class::Sealed {
            return self.cell("sealed").to_owned();
        }
        match field.form {
            Form::Code(_) => self.code(field.name, value).unwrap_or(value).to_owned(),
            Form::Word => self.word(&["word", field.name], value).to_owned(),
            Form::Flag => self.cell("yes").to_owned(),
            Form::List => serde_json::from_str::<Vec<String>>(value)
                .map_or_else(|_| value.to_owned(), |list| list.join(self.cell("list"))),
            Form::Text | Form::Count | Form::Day | Form::Number => value.to_owned(),
        }
    }
}

/// `2018-10-15 09:30:00` on the wall in Shanghai, from a stored UTC time; the text itself if it is no time.
pub(crate) fn wall_clock(utc: &str) -> String {
    utc.parse::<Timestamp>().map_or_else(
        |_| utc.to_owned(),
        |at| {
            SHANGHAI
                .to_datetime(at)
                .strftime("%Y-%m-%d %H:%M:%S")
                .to_string()
        },
    )
}

/// A table being written.
pub struct Table<'o> {
    out: &'o mut dyn Write,
}

impl<'o> Table<'o> {
    /// Begins with the mark and the names of the columns.
    pub fn begin(out: &'o mut dyn Write, header: &[&str]) -> io::Result<Table<'o>> {
        let mut table = Table::bare(out)?;
        table.line(header)?;
        Ok(table)
    }

    /// Begins with the mark alone: the names of the columns come as the first line.
    pub fn bare(out: &'o mut dyn Write) -> io::Result<Table<'o>> {
        out.write_all(BYTE_ORDER_MARK)?;
        Ok(Table { out })
    }

    /// One line (RFC 4180).
    pub fn line(&mut self, cells: &[impl AsRef<str>]) -> io::Result<()> {
        let quoted: Vec<String> = cells.iter().map(|cell| quote(cell.as_ref())).collect();
        write!(self.out, "{}\r\n", quoted.join(","))
    }

    /// Everything is handed over.
    pub fn end(self) -> io::Result<()> {
        self.out.flush()
    }
}

/// RFC 4180 quoting, after taking the power from cells that a spreadsheet would run
/// (OWASP, CSV injection: a cell that begins with `= + - @`, tab or carriage return), and what a terminal or an editor would obey.
fn quote(cell: &str) -> String {
    let cell: String = cell
        .chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => c,
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect();
    let runs = cell
        .trim_start_matches([' ', '\u{3000}', '\n'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let cell = if runs { format!("'{cell}") } else { cell };
    if cell.contains([',', '"', '\r', '\n', '\'', ' ']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_is_a_formula_stays_text() {
        for evil in [
            "=1+1",
            "@SUM(A1)",
            "-2+3",
            "+cmd|' /C calc'!A0",
            "\t=1",
            " =1",
            "＝1",
        ] {
            let cell = quote(evil);
            assert!(
                cell.trim_start_matches('"').starts_with('\''),
                "{evil:?} -> {cell}"
            );
        }
    }

    #[test]
    fn quotes_commas_and_line_ends_stay_inside_their_cell() {
        assert_eq!(quote("a\"b,c\r\nd"), "\"a\"\"b,c\r\nd\"");
    }

    #[test]
    fn nothing_in_a_cell_is_obeyed_by_a_terminal() {
        assert_eq!(quote("\u{1b}[31m\u{7}"), "\u{fffd}[31m\u{fffd}");
    }

    #[test]
    fn every_field_kind_and_code_of_every_register_has_its_word() {
        let words = Words::get();
        let mut missing = Vec::new();
        let mut need = |section: &[&str], key: &str| {
            if words.find(section, key).is_none() {
                missing.push(format!("[{}] {key}", section.join(".")));
            }
        };
        for register in crate::REGISTERS {
            need(&["register"], register.name);
            for kind in register.kinds {
                need(&["kind"], kind.name);
                for field in kind.fields {
                    need(&["field"], field.name);
                    if let Form::Code(codes) = field.form {
                        let missing = codes.iter().filter(|c| words.code(field.name, c).is_none());
                        missing.for_each(|code| need(&["code", field.name], code));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
