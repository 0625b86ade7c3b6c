//! Paper forms of the appraisal and opinions on paper, as an attendant types them in.

use journal::{AppraisalYear, OpinionAbout, OpinionWay};

use super::*;

fn year(year: &str, papers: u64) -> AppraisalYear {
    AppraisalYear {
        year: year.into(),
        papers,
        typed: 1,
        tally: [[papers, 0, 0]; journal::TOPICS.len()],
        closed: None,
    }
}

fn affairs() -> Affairs {
    Affairs {
        day: "20181015".into(),
        appraisals: vec![year("2017", 4), year("2018", 2)],
        ..Affairs::default()
    }
}

fn is_off(hands: &Hands, deed: Deed) -> bool {
    let sheet = sheet(hands);
    let mut acts = sheet.acts.iter().chain(&sheet.tops);
    acts.find(|act| act.deed == deed)
        .expect("it is offered")
        .off
}

#[test]
fn a_paper_form_is_typed_topic_by_topic_for_its_year_and_a_mistake_is_taken_back() {
    let mut hands = at_work(affairs());
    hands.act(desk::Touch::Go(desk::Tab::Applications));
    act(&mut hands, Deed::Appraisal);
    let shown = sheet(&hands);
    assert_eq!((shown.about.as_str(), shown.lines.len()), ("2018", 8));
    assert_eq!((shown.lines[0].count, shown.lines[1].count), (2, 2));
    assert!(is_off(&hands, Deed::After), "no year is to come");
    // Filled in last year.
    act(&mut hands, Deed::Before);
    act(&mut hands, Deed::TypeAppraisal);
    act(&mut hands, Deed::RecordAppraisal);
    assert!(filed(&hands).is_none(), "nothing is ticked");
    act(&mut hands, Deed::AllGood);
    for topic in ["2", "3", "3", "7", "7", "7", "9", "x"] {
        attend(&mut hands, MatterKind::GradeLine, topic);
    }
    act(&mut hands, Deed::RecordAppraisal);
    let written = format!("{:?}", filed(&hands).unwrap());
    for part in [
        "(\"topic_1\", \"good\")",
        "(\"topic_2\", \"fair\")",
        "(\"topic_3\", \"poor\")",
        "(\"of_year\", \"2017\")",
        "(\"by\", \"A\")",
    ] {
        assert!(written.contains(part), "{part}: {written}");
    }
    // Good, fair, poor, empty.
    assert!(!written.contains("(\"topic_7\","), "{written}");
    act(&mut hands, Deed::RecordAppraisal);
    assert!(filed(&hands).is_none(), "one at a time");
    let answer = |hands: &mut Hands, serial, number: &str| {
        let taken = crate::services::Taken {
            number: number.into(),
            at: "2018-10-15T06:36:00Z".into(),
        };
        hands.hear(Event::Reported(Report::Filed {
            serial,
            taken: Some(taken),
        }));
    };
    let serial = hands.desking().filing.unwrap();
    answer(&mut hands, serial, "L01-1-P-2018-0003");
    let done = &sheet(&hands).lines[0];
    assert_eq!((done.kind, done.time.as_str()), (MatterKind::Done, "0003"));
    assert!(
        is_off(&hands, Deed::RecordAppraisal),
        "on with the next one"
    );
    act(&mut hands, Deed::TakeBack);
    let written = format!("{:?}", filed(&hands).unwrap());
    assert!(
        written.contains("appraisal-void") && written.contains("-0003"),
        "{written}"
    );
    let serial = hands.desking().filing.unwrap();
    answer(&mut hands, serial, "L01-1-P-2018-0003");
    assert!(is_off(&hands, Deed::TakeBack), "once");
    act(&mut hands, Deed::Appraisal);
    assert_eq!(sheet(&hands).about, "2017", "back to its year");
}

#[test]
fn a_year_is_closed_when_it_is_over_and_asked_for_until_then() {
    let mut hands = at_work(affairs());
    let now = "2018-10-15T06:36:00Z".parse().unwrap();
    let asked = match crate::view::view(&hands.session, now).screen {
        crate::screen::Screen::Desk(desk::Desk {
            shows: desk::Page::Today(today),
            ..
        }) => today.matters,
        other => panic!("not today: {other:?}"),
    };
    let asked: Vec<_> = asked.iter().map(|m| (m.kind, m.number.as_str())).collect();
    assert_eq!(asked, [(MatterKind::AppraisalDue, "2017")]);
    act(&mut hands, Deed::Appraisal);
    act(&mut hands, Deed::CloseYear);
    assert!(filed(&hands).is_none(), "2018 goes on");
    assert!(is_off(&hands, Deed::CloseYear));
    attend(&mut hands, MatterKind::AppraisalDue, "2017");
    act(&mut hands, Deed::CloseYear);
    match filed(&hands) {
        Some(Filing::Entry(entry)) => assert_eq!(entry.register(), "appraisal-years"),
        other => panic!("{other:?}"),
    }
    // Closed: nothing is typed in for it any more.
    let mut closed = affairs();
    closed.appraisals[0].closed = Some(journal::YearClosed {
        number: "L01-1-G-2018-0001".into(),
        at: "2018-01-04T01:00:00Z".into(),
    });
    let mut hands = at_work(closed);
    attend(&mut hands, MatterKind::AppraisalDue, "2017");
    assert!(is_off(&hands, Deed::CloseYear) && is_off(&hands, Deed::TypeAppraisal));
    act(&mut hands, Deed::TypeAppraisal);
    assert_eq!(sheet(&hands).name, desk::SheetName::Appraisal);
}

#[test]
fn an_opinion_on_paper_is_sealed_like_any_other_and_says_who_typed_it() {
    let mut hands = at_work(Affairs::default());
    act(&mut hands, Deed::Opinions);
    act(&mut hands, Deed::AboutService);
    assert_eq!(
        sheet(&hands).name,
        desk::SheetName::Opinions,
        "not from here"
    );
    act(&mut hands, Deed::TypeOpinion);
    act(&mut hands, Deed::AboutService);
    act(&mut hands, Deed::RecordOpinion);
    assert!(filed(&hands).is_none(), "nothing is typed yet");
    let digits = crate::keyboard::Layer::Digits;
    let mut types = |at: u32, text: &str| {
        hands.act(Served::Form(form::Touch::Edit { at }));
        hands.act(Served::Form(form::Touch::Layer(digits)));
        let text = text.to_owned();
        hands.act(Served::Form(form::Touch::Type { text }));
    };
    types(0, "7");
    types(1, "8");
    act(&mut hands, Deed::Publish);
    assert!(filed(&hands).is_none(), "it is no answer");
    act(&mut hands, Deed::RecordOpinion);
    match filed(&hands) {
        Some(Filing::Opinion(draft)) => {
            assert_eq!(draft.about, OpinionAbout::Service);
            assert_eq!(draft.taken, Some((OpinionWay::Paper, Role::A)));
            assert_eq!((draft.words.as_str(), draft.contact.as_str()), ("7", "8"));
            assert!(
                !format!("{draft:?}").contains('7'),
                "it shows nothing of itself"
            );
        }
        other => panic!("{other:?}"),
    }
    // Without the office's key nothing of a person is taken in.
    let rules = Rules {
        takes_in: false,
        ..limits()
    };
    let mut hands = at_work_by(rules, Affairs::default());
    act(&mut hands, Deed::Opinions);
    assert!(is_off(&hands, Deed::TypeOpinion));
    act(&mut hands, Deed::TypeOpinion);
    assert_eq!(sheet(&hands).name, desk::SheetName::Opinions);
}
