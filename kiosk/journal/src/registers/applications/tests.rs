use super::*;

#[test]
fn what_was_not_forwarded_is_not_said_to_be_and_older_stories_stay_possible() {
    let state = |kinds: &[&Kind]| {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
        rules::state(RULES, &kinds)
    };
    let story = [
        &APPLICATION,
        &CORRECTION,
        &URGED,
        &CORRECTED,
        &ASKED_OTHERS,
        &OTHERS_ANSWERED,
    ];
    assert_eq!(state(&story), "received");
    let later = |kind| state(&[&story[..], &[kind]].concat());
    assert_eq!(later(&FORWARDED), "forwarded", "that remains to be done");
    // What older programs wrote behind a correction.
    assert_eq!(later(&ANSWERED), "answered");
    assert_eq!(later(&CORRECTION), "to-be-corrected");
    let wrong = [&APPLICATION, &FORWARDED, &ASKED_OTHERS, &VOID];
    assert_eq!(state(&wrong), "void", "a mistake may show late");
    let answered = [&APPLICATION, &ANSWERED, &VOID];
    assert_eq!(state(&answered), "answered", "what was said stays said");
    let forwarded = [&APPLICATION, &FORWARDED, &CORRECTION, &CORRECTED];
    assert_eq!(state(&forwarded), "forwarded");
}

#[test]
fn only_an_answer_that_was_given_is_corrected_and_as_often_as_it_must_be() {
    let faults = |kinds: &[&'static Kind]| {
        let story: Vec<Step> = (1..)
            .zip(kinds)
            .map(|(seq, kind)| Step {
                seq,
                kind,
                number: "L01-1-S-2018-0001".into(),
                codes: Vec::new(),
            })
            .collect();
        let mut found = Found::default();
        judge(&story, &mut found);
        found.problems.len()
    };
    let again = &ANSWER_CORRECTED;
    assert_eq!(faults(&[&APPLICATION, &ANSWERED, again, again]), 0);
    assert_eq!(
        faults(&[&APPLICATION, &ANSWERED, &CLOSED, &RATED, again]),
        0
    );
    assert_eq!(faults(&[&APPLICATION, &CLOSED, again]), 1, "withdrawn");
    assert!(faults(&[&APPLICATION, again, &ANSWERED]) > 0, "too early");
    assert!(faults(&[&APPLICATION, &VOID, again]) > 0, "a mistake");
}
