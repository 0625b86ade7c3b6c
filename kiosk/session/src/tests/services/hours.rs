//! Before and after a session: invited, closed, dark.

use super::*;

#[test]
fn out_of_hours_nothing_begins_but_the_staffs_door_opens() {
    let mut hands = Hands::new();
    hands.hours(false);
    assert!(matches!(hands.service(), Service::Closed(_)));
    hands
        .act(home::Touch::Search)
        .act(frame::Touch::Help)
        .act(Action::Key(Key::Text("x".into())));
    assert!(matches!(hands.service(), Service::Closed(_)));
    hands.act(frame::Touch::Staff);
    assert!(matches!(hands.place(), Place::Door(_)));
    hands.act(frame::Touch::End).hours(true);
    hands.act(home::Touch::Search);
    assert!(matches!(hands.place(), Place::Search(_)));
}

#[test]
fn a_visit_that_outlasts_the_hours_gets_ten_minutes_and_a_countdown_that_no_touch_stops() {
    let mut hands = Hands::new();
    hands.act(home::Touch::Search).hours(false);
    assert_eq!(hands.notice(), Some(Notice::Closing));
    for _ in 0..9 {
        hands
            .after(60_000 - 1_000)
            .act(frame::Touch::Touched)
            .after(1_000);
    }
    assert_eq!(hands.session.countdown_s(), None);
    hands.after(31_000).act(frame::Touch::Touched);
    assert_eq!(hands.session.countdown_s(), Some(29));
    hands.after(29_000);
    assert_eq!(hands.session.visit(), &Visit::default());
    assert!(matches!(hands.service(), Service::Closed(_)));
}

#[test]
fn the_screen_goes_dark_out_of_hours_and_its_light_comes_back_with_a_touch_or_the_morning() {
    let mut hands = Hands::new();
    hands.hours(false).after(1_800_000);
    assert_eq!(hands.lights(), [false]);
    hands.act(frame::Touch::Touched);
    assert_eq!(hands.lights(), [true]);
    hands.after(1_800_000).hours(true);
    assert_eq!(hands.lights(), [true]);
}

#[test]
fn whoever_comes_to_a_terminal_that_rests_is_invited_and_one_touch_leads_home() {
    let mut hands = Hands::new();
    hands.hear(Event::Answered(Answer::Home(Box::new(Overview {
        documents: 12,
        ..Overview::default()
    }))));
    let screen = |hands: &Hands| view(&hands.session, NOW.parse().unwrap()).screen;
    let home = |hands: &Hands| matches!(screen(hands), crate::screen::Screen::Home(_));
    assert!(home(&hands), "nobody left yet");
    // By the countdown, and by a touch: whoever follows is invited at once.
    hands.act(home::Touch::Search).after(90_000);
    assert!(matches!(hands.service(), Service::Welcome(_)));
    hands.act(frame::Touch::Touched);
    assert!(home(&hands));
    hands.act(home::Touch::Search).act(frame::Touch::End);
    assert!(matches!(hands.service(), Service::Welcome(_)));
    // A touch that leads nowhere leaves home for a while.
    hands.act(frame::Touch::Touched).after(119_000);
    assert!(home(&hands));
    hands.after(1_000);
    assert!(matches!(hands.service(), Service::Welcome(_)));
}

#[test]
fn hours_are_said_in_figures_where_nobody_wrote_them_in_the_visitors_language() {
    let help = |rules: Rules, english: bool| {
        let mut hands = Hands {
            session: Session::new(rules, 0),
            ..Hands::new()
        };
        hands.act(frame::Touch::Help);
        if english {
            hands.act(frame::Touch::Language);
        }
        match view(&hands.session, NOW.parse().unwrap()).screen {
            crate::screen::Screen::Help(help) => (help.hours, help.spans),
            other => panic!("{other:?}"),
        }
    };
    let mut rules = limits();
    rules.hours.zh = "工作日".into();
    assert_eq!(help(rules.clone(), true), ("工作日".into(), vec![]));
    rules.opening.weekdays = vec![config::hours::Span::parse("09:00-12:00").unwrap()];
    assert_eq!(help(rules.clone(), false), ("工作日".into(), vec![]));
    let figures = vec!["9:00–12:00".to_owned()];
    assert_eq!(help(rules.clone(), true), (String::new(), figures));
    rules.hours.en = "Mornings".into();
    assert_eq!(help(rules, true), ("Mornings".into(), vec![]));
}
