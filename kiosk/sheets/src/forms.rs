//! Which paper forms (纸表) the lines of a day stand on too, as the day sheet names them. Reads the register; draws nothing.

use journal::{Matter, Reader};

use crate::Error;
use crate::words::Words;

/// Which paper forms lines of the day stand on, how many lines, and whether each is sealed.
pub fn forms_of(
    words: &Words,
    reader: &Reader,
    day: &str,
    papers: &[Matter],
) -> Result<String, Error> {
    let year: u32 = day.get(..4).and_then(|y| y.parse().ok()).unwrap_or(0);
    let years = [year.saturating_sub(1), year].map(|year| format!("{year:04}"));
    let used: Vec<u64> = papers
        .iter()
        .filter(|paper| paper.state != "void")
        .filter_map(|paper| paper.value("form_no")?.parse().ok())
        .collect();
    let mut named = Vec::new();
    for sheet in reader.sheets(&years)? {
        let (Some(first), Some(last)) = (sheet.lines.first(), sheet.lines.last()) else {
            continue;
        };
        let own = first.line..=last.line;
        let lines = used.iter().filter(|line| own.contains(line)).count();
        if lines == 0 {
            continue;
        }
        let state = if sheet.sealed {
            "form_sealed"
        } else {
            "form_open"
        };
        named.push(words.fill(
            "form",
            &[
                ("from", &format!("{:04}", first.line)),
                ("to", &format!("{:04}", last.line)),
                ("n", &lines.to_string()),
                ("state", &words.fill(state, &[])),
            ],
        ));
    }
    let none = || words.fill("no_forms", &[]);
    let forms = words.fill("forms", &[]);
    Ok(match named.is_empty() {
        true => forms + &none(),
        false => forms + &named.join("　"),
    })
}
