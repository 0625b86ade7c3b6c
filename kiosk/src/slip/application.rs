//! What the receipt of an application says (收件回执): its number, where and when it came in, what is asked for, when the answer is due. Nothing of
//! who asks. The papers that go with it at the desk (转送单、补正告知书、延期告知书) say its number, its days and the article of the regulation.

use jiff::civil::Date;
use journal::Printout;
use printer::{Item, Receipt};

use super::centred::{centred, headline};
use super::desk::{StaffHead, begin};
use super::words::{Words, fill};
use session::moment;
use session::services::ReceiptOrder;
use session::staff::ApplicationPaper;

/// Words of what is asked for that are printed; the whole of it is with the office.
const WHAT_CHARS_MAX: usize = 60;

/// The slip a visitor takes home for an application.
pub fn application(order: &ReceiptOrder, site: &str, plate: &str) -> Receipt {
    let words = &Words::get().application;
    let what: String = order.what.chars().take(WHAT_CHARS_MAX).collect();
    let due = match order.due {
        Some(day) => fill(&words.due, &[("date", &day.to_string())]),
        None => words.due_unknown.clone(),
    };
    let mut items = vec![
        centred(site),
        centred(plate),
        Item::Rule,
        headline(&words.title),
    ];
    items.extend(received(
        order,
        [&words.number, &words.received, &words.office],
    ));
    items.push(Item::plain(fill(&words.what, &[("what", &what)])));
    items.push(Item::plain(due));
    items.push(Item::Rule);
    items.push(Item::plain(words.keep.clone()));
    items.push(Item::Qr {
        data: order.taken.number.clone(),
        caption: words.qr.clone(),
    });
    Receipt { items }
}

/// Its number, when it came in, and to which office, where one is named; in these words.
pub(super) fn received(order: &ReceiptOrder, words: [&str; 3]) -> Vec<Item> {
    let at = moment::parse(&order.taken.at).map_or(String::new(), moment::minute);
    let [number, received, office] = words;
    let mut items = vec![
        Item::plain(fill(number, &[("number", &order.taken.number)])),
        Item::plain(fill(received, &[("time", &at)])),
    ];
    if !order.office.is_empty() {
        items.push(Item::plain(fill(office, &[("office", &order.office)])));
    }
    items
}

/// A paper that goes with an application; what is not known yet is left for a hand to write.
pub fn of_application(head: &StaffHead<'_>, paper: &ApplicationPaper) -> Receipt {
    let words = &Words::get().papers;
    let (title, says) = match paper.what {
        Printout::CorrectionNotice => (&words.correction, &words.correction_says),
        Printout::ExtensionNotice => (&words.extension, &words.extension_says),
        Printout::Receipt => (&words.receipt, &words.receipt_says),
        _ => (&words.transfer, &words.transfer_says),
    };
    let day = |day: Option<Date>| day.map_or_else(|| words.blank.clone(), |day| day.to_string());
    let mut items = begin(head, title, &Words::get().desk);
    let office = match paper.office.is_empty() {
        true => words.blank.clone(),
        false => paper.office.clone(),
    };
    let said = fill(
        says,
        &[
            ("number", &paper.number),
            ("office", &office),
            ("received", &day(paper.received_on)),
            ("on", &day(paper.on)),
            ("due", &day(paper.due)),
            ("before", &day(paper.due_before)),
            ("days", &paper.working_days.to_string()),
            ("role", paper.by.as_code()),
        ],
    );
    for line in said.lines() {
        items.push(match line {
            "---" => Item::Rule,
            line => Item::plain(line),
        });
    }
    match paper.what {
        Printout::Receipt => items.push(Item::Qr {
            data: paper.number.clone(),
            caption: Words::get().application.qr.clone(),
        }),
        _ => items.push(Item::plain(String::new())),
    }
    Receipt { items }
}
