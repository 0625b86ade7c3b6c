//! What the office gets on paper of an application (收件单): who asks, for what, how the answer is wanted. It exists once: what is kept is sealed.

use printer::{Item, Receipt};

use super::application::received;
use super::centred::{centred, heading, headline};
use super::words::{Intake, Words, fill};
use session::services::{IntakeSheet, ReceiptOrder};

/// Fields whose words are codes.
const CODED: [&str; 3] = ["way", "medium", "id-paper"];

/// The sheet that goes with a receipt.
pub fn intake(order: &ReceiptOrder, sheet: &IntakeSheet, site: &str) -> Receipt {
    let words = &Words::get().intake;
    let mut items = vec![
        centred(site),
        headline(&words.title),
        Item::plain(words.for_office.clone()),
        Item::Rule,
    ];
    items.extend(received(
        order,
        [&words.number, &words.received, &words.office],
    ));
    items.push(Item::Rule);
    items.push(heading(&words.content));
    items.extend(lines(words, &sheet.content));
    items.push(heading(&words.contact));
    let applicant = sheet.applicant.as_code();
    let kind = words.codes.get(applicant).map_or(applicant, String::as_str);
    items.push(field(words, &words.applicant, kind));
    items.extend(lines(words, &sheet.contact));
    items.push(Item::Rule);
    items.push(Item::plain(words.sealed.clone()));
    items.push(Item::plain(words.signature.clone()));
    Receipt { items }
}

/// What was typed, under the names that paper gives its fields; a field without a name keeps its own.
fn lines(words: &Intake, text: &str) -> Vec<Item> {
    let pairs = text.lines().filter_map(|line| line.split_once(": "));
    pairs
        .map(|(code, said)| {
            let name = words.fields.get(code).map_or(code, String::as_str);
            let coded = words.codes.get(said).filter(|_| CODED.contains(&code));
            field(words, name, coded.map_or(said, String::as_str))
        })
        .collect()
}

fn field(words: &Intake, name: &str, said: &str) -> Item {
    Item::plain(fill(&words.field, &[("name", name), ("words", said)]))
}
