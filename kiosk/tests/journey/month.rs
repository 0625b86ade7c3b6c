//! A month of three terminals printed by the real workers on virtual printers, with faults, power cuts, handovers, void lines, redactions and paper forms;
//! then the paper is read and counted by itself, and registers, day sheets and the sheet of the month must say the same.

#[path = "month/point.rs"]
mod point;
#[path = "month/rolls.rs"]
mod rolls;

use std::collections::{BTreeMap, BTreeSet};

use journal::{Filter, Finding, Outcome, Reader, Role, Sheet};
use point::Point;
use session::staff::StaffPaper;

/// Working days of February 2026 around the Spring Festival; the Saturdays 14 and 28 are worked.
const DAYS: [u8; 16] = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 24, 25, 26, 27, 28];
const MONTH: &str = "202602";
/// What goes wrong with the roll of a day, in turn.
const ROLLS: [&str; 5] = ["", "paper-out-row=60", "", "power-loss-byte=300", "offline"];

/// What somebody who has only the paper counts: of the slips by their numbers, of what staff wrote by hand on the paper form.
#[derive(Default)]
struct Counted {
    /// Numbers of slips that lie there whole, by day, with their millimetres.
    whole: BTreeMap<String, BTreeMap<String, u64>>,
    /// Numbers that came out once more.
    again: BTreeSet<String>,
    /// By day: what its day sheet says of slips that were printed and of pages that were copied.
    day_sheets: BTreeMap<String, (u64, u64)>,
    /// The same of the sheet of the month: numbers, pages copied, whether it is closed.
    month: Option<(u64, u64, bool)>,
    handovers: u64,
    /// Millimetres of what the desk printed for itself.
    desk_mm: u64,
}

/// The first number behind these words.
fn number_after(text: &str, words: &str) -> Option<u64> {
    let rest = &text[text.find(words)? + words.len()..];
    let digits: String = rest
        .chars()
        .skip_while(|c| *c == ' ')
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// The line of totals of what people made.
fn by_hand(text: &str) -> &str {
    &text[text.find("A4 打印").unwrap()..]
}

fn count(paper: &[(bool, u64, String)]) -> Counted {
    let mut counted = Counted::default();
    for (whole, mm, text) in paper.iter().filter(|(whole, ..)| *whole) {
        assert!(whole);
        // Broken where the paper ends.
        let text = text.replace('\n', "");
        if text.contains("（日表）") {
            let day = text[text.find("202602").unwrap()..][..8].to_owned();
            let printed = number_after(&text, "凭条：已打印").unwrap();
            let copied = number_after(by_hand(&text), "复印").unwrap();
            counted.day_sheets.insert(day, (printed, copied));
            counted.desk_mm += mm;
        } else if text.contains("月度核对单") {
            let numbers = number_after(&text, "登记 ").unwrap();
            let copied = number_after(by_hand(&text), "复印").unwrap();
            counted.month = Some((numbers, copied, text.contains("月结 L01")));
            counted.desk_mm += mm;
        } else if text.contains("交接单") {
            counted.handovers += 1;
            counted.desk_mm += mm;
        } else if let Some(at) = text.find("登记号 ") {
            let number: String = text[at + "登记号 ".len()..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .take("L01-1-20260202-0001".len())
                .collect();
            let day = number.split('-').nth(2).unwrap().to_owned();
            if text.contains("补打") {
                counted.again.insert(number);
            } else {
                let of_day = counted.whole.entry(day).or_default();
                let before = of_day.insert(number.clone(), *mm);
                assert_eq!(before, None, "{number} came out twice");
            }
        }
    }
    counted
}

/// The month of one terminal, and what the paper says of it afterwards.
fn lived(name: &'static str) {
    let mut point = Point::new(name);
    point.enter(Sheet::printed(1, Role::A));
    for (at, day) in DAYS.into_iter().enumerate() {
        point.day(at, day);
    }
    point.reconcile();
    assert!(point.month().close(Role::A).is_none(), "the month goes on");
    point.month_is_over();
    let close = point.month().close(Role::A).expect("all agrees");
    point.enter(close);
    point.staff(StaffPaper::Month(MONTH.into()));
    point.switched_off();
    holds(&point);
}

fn holds(point: &Point) {
    let counted = count(&point.rolls.paper());
    let reader = Reader::open(&point.journal()).unwrap();
    let name = point.name;
    let (mut numbers, mut copied) = (0, 0);
    for day in DAYS {
        let day = format!("202602{day:02}");
        let of_day = Filter {
            from_day: Some(day.clone()),
            to_day: Some(day.clone()),
            ..Filter::default()
        };
        let rows = reader.rows(&of_day).unwrap();
        let none = BTreeMap::new();
        let whole = counted.whole.get(&day).unwrap_or(&none);
        let mut first = BTreeSet::new();
        let mut mm = 0;
        for row in &rows {
            let found = row.settled.as_ref().map(|settled| settled.found);
            let out = matches!(row.outcome, Some(Outcome::Printed { .. } | Outcome::Sent))
                || found == Some(Finding::CameOut);
            if out {
                first.insert(row.number.clone());
                mm += u64::from(row.length_mm.unwrap());
            }
            let again = found == Some(Finding::Nothing);
            assert_eq!(counted.again.contains(&row.number), again, "{}", row.number);
        }
        assert_eq!(
            whole.keys().cloned().collect::<BTreeSet<_>>(),
            first,
            "{name} {day}: numbers on paper and numbers that the register says came out"
        );
        assert_eq!(whole.values().sum::<u64>(), mm, "{name} {day}: millimetres");
        let totals = reader.day_totals(&day).unwrap();
        let mut ordinals: Vec<u64> = rows
            .iter()
            .map(|row| row.number.clone())
            .chain(
                reader
                    .matters("papers", &day)
                    .unwrap()
                    .into_iter()
                    .map(|paper| paper.number),
            )
            .map(|number| journal::Number::parse(&number).unwrap().ordinal)
            .collect();
        ordinals.sort_unstable();
        assert_eq!(
            ordinals,
            (1..=totals.numbers()).collect::<Vec<_>>(),
            "gapless"
        );
        let (printed, pages) = counted.day_sheets[&day];
        assert_eq!(printed, totals.slips.printed, "{name} {day}: on its sheet");
        let at_once =
            |paper: &journal::Matter| paper.state != "void" && paper.value("written_on").is_none();
        let entered: u64 = reader
            .matters("papers", &day)
            .unwrap()
            .iter()
            .filter(|paper| at_once(paper))
            .map(|paper| paper.value("amount").unwrap().parse::<u64>().unwrap())
            .sum();
        assert_eq!(pages, entered, "{name} {day}: pages on its sheet");
        numbers += totals.numbers();
        copied += totals.copied_pages;
    }
    assert!(reader.gaps().unwrap().is_empty(), "{name}");
    // Pages on the form and beside it, counted by hand.
    let by_hand: u64 = point.form.values().chain(point.copies.values()).sum();
    assert_eq!(by_hand, copied, "{name}: pages");
    assert_eq!(counted.month, Some((numbers, copied, true)), "{name}");
    assert_eq!(counted.handovers, 4, "{name}");
    // What the desk printed for itself, a sheet that was torn and printed again among it.
    let of_desk = reader.desk_mm("20260201", "20260302").unwrap();
    assert_eq!(counted.desk_mm, of_desk, "{name}: paper of the desk");
    assert!(!counted.again.is_empty(), "{name}: something went wrong");
    let report = journal::verify(&point.journal(), &[]).unwrap();
    assert!(report.ok(), "{name}: {report}");
}

#[test]
fn what_lies_under_three_printers_after_a_month_is_what_registers_and_sheets_say() {
    std::thread::scope(|scope| {
        for name in ["1", "2", "3"] {
            scope.spawn(move || lived(name));
        }
    });
}
