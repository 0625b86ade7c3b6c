//! Paper forms, asked as the page asks: their lines, what is found of them, and their end.

use hatch::{Form, FormLine, Forms};
use journal::{LineFound, LineState, Sheet};

use super::*;

fn form_goes_out(point: &Point, first: u64) -> String {
    let (told, heard) = std::sync::mpsc::channel();
    let sheet = Sheet::printed(first, Role::A);
    point.workers.registrar.enter(sheet, move |number| {
        told.send(number).unwrap();
    });
    heard.recv().unwrap().unwrap()
}

/// A copy on that line of a form, of that day.
fn on_line(line: &str, on: Option<&str>) -> Entry {
    Entry::Paper {
        made: Made::Photocopy,
        amount: 1,
        title: None,
        form_no: Some(line.to_owned()),
        purpose: None,
        written_on: on.map(str::to_owned),
    }
}

fn forms(point: &Point, number: &str) -> Forms {
    let number = number.to_owned();
    match point.ask(Ask::Forms { number }) {
        Told::Forms(forms) => *forms,
        other => panic!("{other:?}"),
    }
}

fn line(form: &Form, line: u64) -> FormLine {
    *form.lines.iter().find(|held| held.line == line).unwrap()
}

#[test]
fn the_lines_of_a_form_go_on_and_none_is_taken_twice() {
    let point = Point::new();
    let key = point.key();
    let next = || match point.ask(Ask::Today) {
        Told::Today(today) => today.form_line,
        other => panic!("{other:?}"),
    };
    assert_eq!(next(), None, "no form is out");
    form_goes_out(&point, 401);
    assert_eq!(next(), Some(401));
    let on = |line: &str| on_line(line, None);
    let Told::Written { number } = point.enter(&key, on("0414")) else {
        panic!("not written")
    };
    assert_eq!(next(), Some(415), "what was left out is not filled later");
    for taken in ["0414", " 414 ", "400", "426"] {
        assert_eq!(
            point.enter(&key, on(taken)),
            refused(Why::LineTaken),
            "{taken}"
        );
    }
    // A mistake gives its line back.
    point.enter(&key, Entry::PaperVoid { number, why: None });
    assert!(matches!(
        point.enter(&key, on("0414")),
        Told::Written { .. }
    ));
    // A number of another kind is the house's own.
    assert!(matches!(
        point.enter(&key, on("乙-7")),
        Told::Written { .. }
    ));
}

#[test]
fn a_form_is_compared_line_by_line_and_sealed_once_nothing_is_open() {
    let point = Point::new();
    let key = point.key();
    assert_eq!(forms(&point, ""), Forms::default(), "none went out");
    let number = form_goes_out(&point, 1);
    let second = form_goes_out(&point, 26);
    let found = |line, found| Entry::LineFound {
        number: number.clone(),
        line,
        found,
    };
    let written = |entry: Entry| {
        let told = point.enter(&key, entry.clone());
        assert!(matches!(told, Told::Written { .. }), "{entry:?}: {told:?}");
    };
    let shown = || forms(&point, &number).shown.unwrap();
    written(on_line("0001", None));
    assert_eq!(line(&shown(), 1).entered, Some((Made::Photocopy, 1)));
    assert_eq!(shown().printed, "2018-10-15");
    // On paper alone: it is to be entered, with the day that stands there.
    written(found(3, LineFound::Written));
    assert_eq!(line(&shown(), 3).state, LineState::PaperOnly);
    assert_eq!(forms(&point, "").shown.unwrap().head.open, 1);
    let sealed = Entry::FormSealed {
        number: number.clone(),
    };
    let compared = Entry::FormCompared {
        number: number.clone(),
    };
    for end in [&sealed, &compared] {
        assert_eq!(point.enter(&key, end.clone()), refused(Why::FormOpen));
    }
    let no_line = Entry::Paper {
        made: Made::Photocopy,
        amount: 1,
        title: None,
        form_no: None,
        purpose: None,
        written_on: Some("20181014".into()),
    };
    for bad in [
        no_line,
        on_line("0003", Some("20181016")),
        on_line("0003", Some("2018-10-14")),
        on_line("0003", Some("")),
        // What stands in the register is on the paper or not; what does not was not agreed with.
        found(1, LineFound::Unused),
        found(2, LineFound::Agreed),
        found(26, LineFound::Spoiled),
        Entry::LineExplained {
            number: number.clone(),
            line: 2,
            word: " ".into(),
        },
    ] {
        let told = point.enter(&key, bad.clone());
        assert_eq!(told, refused(Why::NotAllowed), "{bad:?}");
    }
    written(on_line("0003", Some("20181014")));
    written(found(1, LineFound::Blank));
    assert_eq!(line(&shown(), 1).state, LineState::RegisterOnly);
    written(found(1, LineFound::Agreed));
    written(found(4, LineFound::Spoiled));
    written(Entry::LineExplained {
        number: number.clone(),
        line: 5,
        word: "两位合写一行".into(),
    });
    let form = shown();
    assert_eq!(line(&form, 5).state, LineState::Explained);
    let told = serde_json::to_string(&form).unwrap();
    assert!(!told.contains("合写"), "words of its own stay here: {told}");
    written(compared);
    assert_eq!(shown().head.compared, "2018-10-15");
    written(sealed);
    assert!(shown().head.sealed);
    // Nothing of it is changed any longer.
    assert_eq!(
        point.enter(&key, found(6, LineFound::Written)),
        refused(Why::NotAllowed)
    );
    let next = forms(&point, "");
    assert_eq!(next.forms.len(), 2);
    assert_eq!(next.shown.unwrap().head.number, second, "the next one");
}
