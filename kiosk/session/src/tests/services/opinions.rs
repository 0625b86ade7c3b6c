//! Opinions and appraisal, and the fields that every page shares.

use super::*;

#[test]
fn an_appraisal_is_handed_in_once_and_a_grade_can_be_taken_back() {
    let mut hands = Hands::new();
    hands.hours(true).open_service(Door::Opinions);
    let send = speaking::Touch::Send;
    hands.served(send);
    assert_eq!(hands.files(), 0, "nothing is graded");
    hands
        .served(speaking::Touch::Grade(3, Grade::Poor))
        .served(speaking::Touch::Grade(3, Grade::Poor));
    hands
        .served(speaking::Touch::Grade(0, Grade::Good))
        .served(speaking::Touch::Grade(99, Grade::Good));
    hands.served(send).file(None);
    assert_eq!(hands.notice(), Some(Notice::NotWritten));
    hands.served(send).file(Some(taken()));
    let Service::Opinions(shown) = hands.service() else {
        panic!()
    };
    assert!(shown.sent.appraisal && !shown.may_send);
    hands.act(frame::Touch::Home).open_service(Door::Opinions);
    hands
        .served(speaking::Touch::Grade(0, Grade::Good))
        .served(send);
    assert_eq!(hands.files(), 0, "once a session");
}

#[test]
fn outside_its_time_there_is_no_appraisal() {
    let mut hands = Hands::new();
    hands.open_service(Door::Opinions);
    let Service::Opinions(shown) = hands.service() else {
        panic!()
    };
    assert_eq!((shown.tab, shown.appraisal), (Tab::Write, None));
    hands
        .served(speaking::Touch::Tab(Tab::Appraise))
        .served(speaking::Touch::Grade(0, Grade::Good));
    hands.served(speaking::Touch::Send);
    assert_eq!(hands.files(), 0);
}

#[test]
fn an_opinion_gets_a_number_and_its_words_go_when_it_stands() {
    let mut hands = Hands::new();
    hands
        .open_service(Door::Opinions)
        .served(speaking::Touch::About(OpinionAbout::Premises));
    hands.fill(0, "More chairs").fill(1, "call 12345");
    hands.served(speaking::Touch::Send);
    let (_, what) = hands.filing();
    let Filing::Opinion(draft) = &what else {
        panic!("{what:?}")
    };
    assert_eq!(
        (draft.words.as_str(), draft.contact.as_str()),
        ("More chairs", "call 12345")
    );
    assert!(
        !format!("{what:?}").contains("chairs"),
        "a draft shows nothing of itself"
    );
    hands.file(Some(taken()));
    let Service::Opinions(shown) = hands.service() else {
        panic!()
    };
    assert_eq!(shown.sent.number, taken().number);
    assert!(!debug(&hands.session).contains("chairs"));
}

#[test]
fn words_that_are_typed_into_a_form_are_capped_and_meet_the_keyboard() {
    let mut hands = Hands::new();
    hands
        .open_service(Door::Holdings)
        .served(form::Touch::Edit { at: 0 });
    hands.served(form::Touch::Type {
        text: "zheng".into(),
    });
    let Some(Effect::Spell(spell)) = hands.effects.first() else {
        panic!("{:?}", hands.effects)
    };
    assert!(!spell.counted, "nobody counts documents for a form");
    hands.served(form::Touch::Layer(Layer::Latin));
    hands.served(form::Touch::Type {
        text: "x".repeat(500),
    });
    let Service::Holdings(shown) = hands.service() else {
        panic!()
    };
    assert_eq!(shown.form.fields[0].text.chars().count(), 32);
    hands.served(form::Touch::Edit { at: 77 });
    let Service::Holdings(shown) = hands.service() else {
        panic!()
    };
    assert_eq!((shown.form.at, shown.form.keyboard), (None, None));
}
