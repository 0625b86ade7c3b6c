//! Disclosure on application: step by step to the receipt, and what became of an earlier one.

use super::*;

#[test]
fn without_an_office_key_nothing_is_taken_in() {
    let mut rules = limits();
    rules.takes_in = false;
    let mut hands = Hands {
        session: Session::new(rules, 0),
        now_ms: 0,
        effects: vec![],
    };
    hands
        .open_service(Door::Opinions)
        .served(speaking::Touch::About(OpinionAbout::Other));
    hands.fill(0, "words").served(speaking::Touch::Send);
    assert_eq!(hands.files(), 0);
    hands
        .act(frame::Touch::Home)
        .open_service(Door::Apply)
        .served(applying::Touch::Fill);
    assert!(matches!(hands.apply(), Apply::Guide(_)));
}

#[test]
fn an_application_goes_step_by_step_to_its_receipt() {
    let mut hands = Hands::new();
    let calendar = Calendar::parse("[[year]]\nyear = 2018\n").unwrap();
    hands.hear(Event::Told(Told::Calendar(Arc::new(calendar))));
    hands.fill_application();
    let Apply::Fill(fill) = hands.apply() else {
        panic!()
    };
    assert_eq!(
        (fill.step, fill.form.fields.len(), fill.may_go_on),
        (Step::Review, 5, true)
    );
    hands.served(applying::Touch::On);
    let (serial, what) = hands.filing();
    let Filing::Application(draft) = &what else {
        panic!("{what:?}")
    };
    assert!(
        draft.contact.contains("phone: 0571-88888012\n")
            && draft.content.contains("way: collect\n")
    );
    assert!(!draft.content.contains("Jia") && !format!("{what:?}").contains("Jia"));
    hands.served(applying::Touch::On);
    assert_eq!(hands.files(), 0, "once is enough");
    hands.hear(Event::Reported(Report::Filed {
        serial,
        taken: Some(taken()),
    }));
    let Apply::Receipt(receipt) = hands.apply() else {
        panic!()
    };
    assert_eq!(
        (receipt.number, receipt.due, receipt.paper),
        (taken().number, Some((11, 12)), Slip::Printing)
    );
    assert!(
        !debug(&hands.session).contains("88888012"),
        "the form is gone"
    );
    let Some(Effect::PrintReceipt(order)) = hands.effects.first() else {
        panic!()
    };
    let sheet = order.sheet.as_ref().expect("the office's");
    assert!(sheet.contact.contains("phone: 0571-88888012\n"));
    assert!(!format!("{order:?} {sheet:?}").contains("88888012"));
    let serial = order.serial;
    hands
        .act(frame::Touch::Help)
        .hear(Event::Reported(Report::ReceiptDone {
            serial,
            good: false,
        }));
    hands.act(frame::Touch::Back);
    let Apply::Receipt(receipt) = hands.apply() else {
        panic!()
    };
    assert_eq!(receipt.paper, Slip::Failed);
}

#[test]
fn a_step_that_is_not_filled_in_leads_nowhere_and_going_back_keeps_what_was_typed() {
    let mut hands = Hands::new();
    hands
        .open_service(Door::Apply)
        .served(applying::Touch::Fill)
        .served(applying::Touch::On);
    let step = |hands: &Hands| match hands.apply() {
        Apply::Fill(fill) => fill.step,
        other => panic!("{other:?}"),
    };
    assert_eq!(step(&hands), Step::What);
    hands
        .served(applying::Touch::Applicant(Applicant::Legal))
        .fill(0, "x")
        .served(applying::Touch::On);
    // The check character of the number is wrong.
    for (at, text) in ["Jia", "A street", "0571-88888012", "110105194912310021"]
        .iter()
        .enumerate()
    {
        hands.fill(at as u32, text);
    }
    hands.served(applying::Touch::On);
    let Apply::Fill(fill) = hands.apply() else {
        panic!()
    };
    assert!(fill.step == Step::Contact && fill.form.fields[3].wrong && !fill.may_go_on);
    hands
        .served(applying::Touch::Back)
        .served(applying::Touch::On);
    let Apply::Fill(fill) = hands.apply() else {
        panic!()
    };
    assert_eq!(fill.form.fields[0].text, "Jia");
    hands
        .served(applying::Touch::Paper(Paper::Passport))
        .served(applying::Touch::On);
    assert_eq!(step(&hands), Step::Way);
    hands
        .served(applying::Touch::Way(Way::Email))
        .served(applying::Touch::Medium(Medium::File))
        .served(applying::Touch::On);
    assert_eq!(
        step(&hands),
        Step::Way,
        "an answer by mail needs an address"
    );
}

#[test]
fn a_form_that_was_left_is_wiped_and_gets_three_minutes() {
    let mut hands = Hands::new();
    hands.fill_application().after(179_000);
    assert_eq!(hands.session.countdown_s(), None);
    hands.after(1_000);
    assert_eq!(hands.session.countdown_s(), Some(30));
    hands.after(30_000);
    assert_eq!(hands.session.visit(), &Visit::default());
    assert!(!debug(&hands.session).contains("88888012"));
}

#[test]
fn a_register_that_cannot_be_written_keeps_the_form() {
    let mut hands = Hands::new();
    hands
        .fill_application()
        .served(applying::Touch::On)
        .file(None);
    assert_eq!(hands.notice(), Some(Notice::NotWritten));
    let Apply::Fill(fill) = hands.apply() else {
        panic!()
    };
    assert!(!fill.busy && fill.may_go_on);
}

#[test]
fn an_earlier_application_is_found_by_its_number_urged_and_rated_once() {
    let mut hands = Hands::new();
    hands
        .open_service(Door::Apply)
        .served(applying::Touch::Progress);
    hands.served(applying::Touch::LookUp);
    assert!(hands.effects.is_empty(), "no number is typed");
    let look_up = |hands: &mut Hands, found: Option<Standing>| {
        hands.fill(0, "1").served(applying::Touch::LookUp);
        let Some(Effect::FindApplication { serial, .. }) = hands.effects.first() else {
            panic!()
        };
        let serial = *serial;
        hands.hear(Event::Reported(Report::Stands {
            serial,
            found: found.map(Box::new),
        }));
        match hands.apply() {
            Apply::Progress(progress) => progress,
            other => panic!("{other:?}"),
        }
    };
    assert!(look_up(&mut hands, None).unknown);
    assert!(
        look_up(&mut hands, Some(standing("received")))
            .found
            .unwrap()
            .may_urge
    );
    hands.served(applying::Touch::Rate(Grade::Good));
    assert_eq!(hands.files(), 0, "it is not answered yet");
    hands.served(applying::Touch::Urge).file(Some(taken()));
    hands.served(applying::Touch::Urge);
    assert_eq!(hands.files(), 0, "once");
    look_up(&mut hands, Some(standing("answered")));
    hands
        .served(applying::Touch::Rate(Grade::Fair))
        .file(Some(taken()));
    let Apply::Progress(progress) = hands.apply() else {
        panic!()
    };
    assert_eq!(progress.rated, Some(Grade::Fair));
}
