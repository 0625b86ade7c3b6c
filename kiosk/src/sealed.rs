//! What the registers hold sealed, for the office: one line for each, as `terminal-config open-sealed` reads them. Opens nothing.

use std::io::Write;
use std::path::Path;

use journal::{Class, REGISTERS, Reader};

/// Ends the name of a sealed field; before it stands what it holds.
const SUFFIX: &str = "_sealed";

/// Writes lines `NUMBER PURPOSE SEALED` of the numbers of a year, `yyyy`.
pub fn write(journal: &Path, year: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let reader = Reader::open(journal)?;
    for register in REGISTERS {
        let fields = register.kinds.iter().flat_map(|kind| kind.fields);
        let sealed: Vec<&str> = fields
            .filter(|field| field.class == Class::Sealed)
            .map(|field| field.name)
            .collect();
        if sealed.is_empty() {
            continue;
        }
        for matter in reader.matters(register.name, year)? {
            for field in &sealed {
                let Some(text) = matter.value(field) else {
                    continue;
                };
                let what = field.strip_suffix(SUFFIX).unwrap_or(field);
                writeln!(out, "{} {}/{what} {text}", matter.number, register.name)?;
            }
        }
    }
    Ok(())
}
