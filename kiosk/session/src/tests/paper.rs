//! A print from the choice to its end: what is started, what counts, who is told.

use super::*;
use crate::screen::Screen;

/// Opens the sample, starts a print of it and asks for help; the number of the job.
fn help_while_printing(hands: &mut Hands) -> u64 {
    hands.open(sample_document()).open_print();
    hands.act(print::Touch::Start);
    let job = hands.job();
    hands.act(frame::Touch::Help);
    assert!(matches!(hands.place(), Place::Help(_)));
    job
}

#[test]
fn nothing_is_started_before_it_is_measured_and_the_printer_answered() {
    let mut hands = Hands::new();
    hands
        .open(sample_document())
        .act(reader::Touch::Print)
        .act(print::Touch::Start);
    assert!(hands.session.jobs().is_empty());
    hands.act(frame::Touch::Back).open_print();
    hands
        .hear(Event::Reported(Report::Printer(PrinterState::PaperOut)))
        .act(print::Touch::Start);
    assert!(hands.session.jobs().is_empty());
    hands
        .hear(Event::Reported(Report::Printer(PrinterState::NearEnd)))
        .act(print::Touch::Start);
    assert_eq!(hands.session.jobs().len(), 1);
}

#[test]
fn the_paper_of_a_day_ends_for_all_visitors_and_begins_anew_with_the_next() {
    let mut hands = Hands::new();
    let rules = Rules {
        day_mm: Some(1_000),
        ..limits()
    };
    hands.session = Session::new(rules, 0);
    hands.open(sample_document()).act(reader::Touch::Print);
    let asks = |effect: &Effect| matches!(effect, Effect::ReadSpent);
    let asked = hands.effects.iter().any(asks);
    assert!(asked, "the register says how much");
    hands.act(frame::Touch::Back).open_print();
    let started = |hands: &mut Hands, spent_mm: Option<u64>| {
        hands.hear(Event::Reported(Report::Spent {
            today_mm: spent_mm,
            roll_mm: None,
        }));
        hands.act(print::Touch::Start);
        !hands.session.jobs().is_empty()
    };
    // A slip of 110 mm.
    assert!(!started(&mut hands, Some(1_000)));
    assert!(!started(&mut hands, Some(900)), "it would not reach");
    assert!(started(&mut hands, Some(890)));
}

#[test]
fn a_slip_that_surely_does_not_fit_on_the_roll_is_refused_before_it_is_registered() {
    // A slip of a metre; half a metre is what nobody knows of a roll.
    let starts = |printer, roll_mm| {
        let mut hands = Hands::new();
        hands.open(sample_document()).open_print_of(1_000);
        hands.hear(Event::Reported(Report::Printer(printer)));
        hands.hear(Event::Reported(Report::Spent {
            today_mm: Some(0),
            roll_mm,
        }));
        hands.act(print::Touch::Start);
        !hands.session.jobs().is_empty()
    };
    assert!(!starts(PrinterState::NearEnd, Some(300)));
    assert!(starts(PrinterState::NearEnd, Some(600)), "it may fit");
    assert!(
        starts(PrinterState::Ready, Some(0)),
        "somebody changed it without a word"
    );
    assert!(starts(PrinterState::NearEnd, None), "nobody knows");
}

#[test]
fn without_a_register_the_page_says_so_before_anybody_tries() {
    let mut hands = Hands::new();
    hands.open(sample_document()).open_print();
    let page = |hands: &Hands| match crate::view::view(&hands.session, jiff::Timestamp::UNIX_EPOCH)
        .screen
    {
        crate::screen::Screen::Print(print) => (print.register_shut, print.can_start),
        other => panic!("{other:?}"),
    };
    assert_eq!(page(&hands), (false, true));
    hands.hear(Event::Reported(Report::Register { open: false }));
    assert_eq!(page(&hands), (true, false));
    hands.act(print::Touch::Start);
    assert!(hands.session.jobs().is_empty());
    assert_eq!(hands.notice(), None);
    // Mended while it runs, printing goes on.
    hands.hear(Event::Reported(Report::Register { open: true }));
    assert_eq!(page(&hands), (false, true));
}

#[test]
fn a_full_queue_gives_the_print_back_and_shows_the_choice_again() {
    let mut hands = Hands::new();
    hands
        .open(sample_document())
        .open_print()
        .act(print::Touch::Start);
    let job = hands.job();
    hands.hear(Event::Reported(Report::Full { job }));
    assert!(matches!(hands.place(), Place::Print(_)));
    assert_eq!(hands.notice(), Some(Notice::PleaseWait));
    assert_eq!(hands.prints_left(), 2);
}

#[test]
fn the_number_of_a_slip_nobody_saw_come_out_is_on_the_help_page_until_another_came() {
    let mut hands = Hands::new();
    hands.open(sample_document());
    let numbers = [
        (unknown("power"), "L01-1-20181015-0001"),
        (
            Outcome::Printed {
                confirmed_by: "status".into(),
            },
            "",
        ),
    ];
    for (outcome, number) in numbers {
        hands.open_print().act(print::Touch::Start);
        let job = hands.job();
        hands.hear(Event::Reported(Report::Done {
            job,
            outcome,
            number: "L01-1-20181015-0001".into(),
        }));
        // The number is dismissed; whoever asks for help has it again.
        hands.act(frame::Touch::Back);
        hands.act(frame::Touch::Help);
        let now = "2018-10-15T06:00:00Z".parse().unwrap();
        let Screen::Help(help) = crate::view::view(&hands.session, now).screen else {
            panic!("no help page");
        };
        assert_eq!(help.number, number);
        hands.act(frame::Touch::Back);
    }
}

#[test]
fn the_limit_counts_what_may_have_used_paper() {
    let mut hands = Hands::new();
    hands.open(sample_document());
    let outcomes = [
        refused("paper-out"),
        Outcome::Printed {
            confirmed_by: "status".into(),
        },
        unknown("power"),
    ];
    for outcome in outcomes {
        hands.open_print().act(print::Touch::Start);
        let job = hands.job();
        hands.hear(Event::Reported(Report::Done {
            job,
            outcome: outcome.clone(),
            number: "L01-1-20181015-0001".into(),
        }));
        assert!(matches!(hands.place(), Place::Outcome(_)), "{outcome:?}");
        hands.act(frame::Touch::Back);
    }
    hands.act(reader::Touch::Print);
    assert_eq!(hands.notice(), Some(Notice::LimitReached));
    assert!(matches!(hands.place(), Place::Reader(_)));
}

#[test]
fn a_job_goes_on_after_its_visitor_left_and_tells_the_next_one_nothing() {
    let mut hands = Hands::new();
    hands
        .open(sample_document())
        .open_print()
        .act(print::Touch::Start);
    let job = hands.job();
    hands.act(frame::Touch::End);
    assert_eq!(hands.session.visit(), &Visit::default());
    hands.hear(Event::Reported(Report::Begun {
        job,
        number: "n".into(),
    }));
    hands.hear(Event::Reported(Report::Done {
        job,
        outcome: unknown("offline"),
        number: "n".into(),
    }));
    assert_eq!(hands.session.visit(), &Visit::default());
    assert!(hands.session.jobs().is_empty());
}

#[test]
fn printing_counts_as_use() {
    let mut hands = Hands::new();
    hands
        .open(sample_document())
        .open_print()
        .act(print::Touch::Start);
    hands.after(600_000);
    assert_eq!(hands.session.countdown_s(), None);
    assert!(matches!(hands.place(), Place::Printing(_)));
}

#[test]
fn whoever_asks_for_help_comes_back_to_the_job_and_to_its_number() {
    let mut hands = Hands::new();
    let job = help_while_printing(&mut hands);
    hands.hear(Event::Reported(Report::Progress { job, percent: 40 }));
    hands.act(frame::Touch::Back);
    assert!(matches!(hands.place(), Place::Printing(printing) if printing.percent == 40));
    hands.hear(Event::Reported(Report::Done {
        job,
        outcome: unknown("paper-out"),
        number: "n".into(),
    }));
    hands.act(frame::Touch::Help).act(frame::Touch::Back);
    assert!(matches!(hands.place(), Place::Outcome(ended) if ended.number == "n"));
    hands.act(frame::Touch::Back);
    assert!(matches!(hands.place(), Place::Reader(_)), "dismissed");
}

#[test]
fn the_number_stays_on_the_document_until_the_visitor_has_the_slip() {
    let mut hands = Hands::new();
    hands
        .open(sample_document())
        .open_print()
        .act(print::Touch::Start);
    let job = hands.job();
    hands.hear(Event::Reported(Report::Done {
        job,
        outcome: unknown("paper-out"),
        number: "L01-1-20181015-0027".into(),
    }));
    let on_document = |hands: &Hands| {
        let now = "2018-10-15T06:00:00Z".parse().unwrap();
        match crate::view::view(&hands.session, now).screen {
            Screen::Reader(reader) => reader.open_slip,
            other => panic!("no document: {other:?}"),
        }
    };
    hands.act(frame::Touch::Back);
    assert_eq!(on_document(&hands), "L01-1-20181015-0027");
    hands.act(frame::Touch::Whole);
    assert_eq!(on_document(&hands), "", "it is whole");
    hands.open_print().act(print::Touch::Start);
    let job = hands.job();
    hands.hear(Event::Reported(Report::Done {
        job,
        outcome: unknown("power"),
        number: "L01-1-20181015-0028".into(),
    }));
    assert!(matches!(hands.place(), Place::Outcome(_)));
    hands.act(frame::Touch::Whole);
    assert_eq!(on_document(&hands), "", "and leads back");
}

#[test]
fn a_job_that_ends_behind_the_help_page_is_told_when_it_failed_and_found_when_it_did_not() {
    let mut hands = Hands::new();
    let job = help_while_printing(&mut hands);
    hands.hear(Event::Reported(Report::Done {
        job,
        outcome: Outcome::Sent,
        number: "n".into(),
    }));
    assert!(
        matches!(hands.place(), Place::Help(_)),
        "nobody is called away"
    );
    hands.act(frame::Touch::Back);
    assert!(matches!(hands.place(), Place::Outcome(_)));
    let mut hands = Hands::new();
    let job = help_while_printing(&mut hands);
    hands.hear(Event::Reported(Report::Done {
        job,
        outcome: unknown("power"),
        number: "n".into(),
    }));
    assert!(matches!(hands.place(), Place::Outcome(_)));
    hands.act(frame::Touch::Back).act(frame::Touch::Back);
    assert!(matches!(hands.place(), Place::Reader(_)), "told once");
}

#[test]
fn other_articles_are_chosen_in_the_document_and_what_was_chosen_stands_there() {
    let mut hands = Hands::new();
    hands
        .open(sample_document())
        .act(reader::Touch::Choosing)
        .act(reader::Touch::Tick {
            article_id: "a2".into(),
        })
        .open_print()
        .act(print::Touch::Rechoose);
    let Place::Reader(reading) = hands.place() else {
        panic!("the document");
    };
    assert!(reading.choosing);
    assert_eq!(reading.chosen, ["a2"]);
    hands.act(reader::Touch::Tick {
        article_id: "a5".into(),
    });
    hands.open_print();
    let Place::Print(choosing) = hands.place() else {
        panic!("the choice of what to print");
    };
    assert_eq!(choosing.pieces(), ["a2", "a5"]);

    // Nothing can be chosen in a text without articles.
    let mut hands = Hands::new();
    let mut document = sample_document();
    document.articles.clear();
    hands
        .open(document)
        .open_print()
        .act(print::Touch::Rechoose);
    assert!(matches!(hands.place(), Place::Print(_)));
}
