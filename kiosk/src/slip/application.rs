//! What the receipt of an application says (收件回执): its number, where and when it came in, what is asked for, when the answer is due. Nothing of
//! who asks.

use printer::{Align, Item, Receipt};

use super::centred::centred;
use super::words::{Words, fill};
use session::moment;
use session::services::ReceiptOrder;

/// Words of what is asked for that are printed; the whole of it is with the office.
const WHAT_CHARS_MAX: usize = 60;

/// The slip a visitor takes home for an application.
pub fn application(order: &ReceiptOrder, site: &str, plate: &str) -> Receipt {
    let words = &Words::get().application;
    let at = moment::parse(&order.taken.at).map_or(String::new(), moment::minute);
    let what: String = order.what.chars().take(WHAT_CHARS_MAX).collect();
    let due = match order.due {
        Some(day) => fill(&words.due, &[("date", &day.to_string())]),
        None => words.due_unknown.clone(),
    };
    let mut items = vec![
        centred(site),
        centred(plate),
        Item::Rule,
        Item::Text {
            text: words.title.clone(),
            bold: true,
            label: 0,
            large: true,
            indent: false,
            align: Align::Center,
        },
        Item::plain(fill(&words.number, &[("number", &order.taken.number)])),
        Item::plain(fill(&words.received, &[("time", &at)])),
    ];
    if !order.office.is_empty() {
        items.push(Item::plain(fill(
            &words.office,
            &[("office", &order.office)],
        )));
    }
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
