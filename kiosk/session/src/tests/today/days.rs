//! What of earlier days and of who is on duty stands on 今天: gaps, a sheet that did not come out, a handover.

use journal::Role;

use super::*;

#[test]
fn days_of_which_numbers_are_missing_or_no_sheet_came_out_are_asked_for_and_lead_there() {
    let mut hands = Hands::new();
    hands.at_today(crate::Affairs {
        day: "20181015".into(),
        earlier_gaps: vec![("20181012".into(), 2), ("20181008".into(), 1)],
        sheet_due: Some(("20181012".into(), 27)),
        ..Default::default()
    });
    use desk::MatterKind as Kind;
    let told: Vec<_> = hands
        .today()
        .matters
        .into_iter()
        .map(|matter| (matter.kind, matter.time, matter.count))
        .collect();
    assert_eq!(
        told,
        [
            (Kind::GapEarlier, "2018-10-12".to_owned(), 2),
            (Kind::GapEarlier, "2018-10-08".to_owned(), 1),
            (Kind::SheetDue, "2018-10-12".to_owned(), 27),
        ]
    );
    hands.act(desk::Touch::Attend {
        kind: Kind::SheetDue,
        number: "20181012".into(),
    });
    let laid = hands.effects.iter().any(|effect| {
        matches!(effect, Effect::LayPaper { paper: crate::staff::StaffPaper::Day(day), .. } if day == "20181012")
    });
    assert!(laid, "the sheet itself shows");
    let asked = hands.effects.iter().find_map(|effect| match effect {
        Effect::ReadDay { day, .. } => Some(day.clone()),
        _ => None,
    });
    assert_eq!(asked.as_deref(), Some("20181012"));
    let word = String::new();
    // The days behind it are known: the arrow leads on, but not past today.
    for (day, leads) in [
        ("20181013", true),
        ("20181014", true),
        ("20181015", true),
        ("", false),
    ] {
        let deed = desk::Deed::DayAfter;
        let word = word.clone();
        hands.act(desk::Touch::Do { deed, word });
        let asked = hands.effects.iter().find_map(|effect| match effect {
            Effect::ReadDay { day, .. } => Some(day.clone()),
            _ => None,
        });
        assert_eq!(asked.as_deref(), Some(day).filter(|_| leads));
    }
    // A point without a printer has its sheets on a stick, and an attendant says that one was signed.
    let rules = Rules {
        printer: false,
        ..limits()
    };
    let mut hands = Hands::new();
    hands.session = Session::new(rules, 0);
    hands.at_today(crate::Affairs {
        day: "20181015".into(),
        sheet_due: Some(("20181012".into(), 27)),
        ..Default::default()
    });
    assert_eq!(hands.kinds(), [Kind::SheetDue]);
    hands.act(desk::Touch::Attend {
        kind: Kind::SheetDue,
        number: "20181012".into(),
    });
    let signed = |hands: &mut Hands| {
        let (deed, word) = (desk::Deed::SheetSigned, String::new());
        hands.act(desk::Touch::Do { deed, word });
        hands.effects.iter().find_map(|effect| match effect {
            Effect::File { what, .. } => Some(format!("{what:?}")),
            _ => None,
        })
    };
    let filed = signed(&mut hands).expect("it is written");
    assert!(filed.contains("desk-print") && filed.contains("20181012"));
    assert_eq!(signed(&mut hands), None, "once");
    // Of a day that nobody asks for there is nothing to say.
    hands.at_today(crate::Affairs {
        day: "20181015".into(),
        ..Default::default()
    });
    hands.act(desk::Touch::Go(desk::Tab::Register));
    assert_eq!(signed(&mut hands), None);
}

#[test]
fn who_comes_in_while_the_other_is_on_duty_is_told_so_and_takes_over_by_the_own_pin() {
    let mut hands = Hands::new();
    let duty = |to| {
        Some(crate::Duty {
            at: "2018-10-15T06:20:00Z".into(),
            to,
            spare_rolls: 3,
        })
    };
    let affairs = |to| crate::Affairs {
        day: "20181015".into(),
        duty: duty(to),
        ..Default::default()
    };
    hands.at_today(affairs(Some(Role::A)));
    assert_eq!(hands.kinds(), [], "A is on duty");
    hands.hear_affairs(affairs(None));
    let nobody = desk::MatterKind::NobodyOnDuty;
    assert_eq!(hands.kinds(), [nobody], "the last one left");
    hands.hear_affairs(affairs(Some(Role::B)));
    let told = hands.today().matters;
    let other = desk::MatterKind::OtherOnDuty;
    assert_eq!(
        (told[0].kind, told[0].detail.as_str(), told[0].time.as_str()),
        (other, "B", "14:20")
    );
    hands.act(desk::Touch::Attend {
        kind: other,
        number: String::new(),
    });
    let touch = |touch| desk::Touch::Handover(touch);
    for digit in "204618".chars() {
        let text = digit.to_string();
        hands.act(touch(desk::handover::Touch::Type { text }));
    }
    hands.act(touch(desk::handover::Touch::Enter));
    let asked = hands.effects.iter().find_map(|effect| match effect {
        Effect::Unlock { by, .. } => Some(*by),
        _ => None,
    });
    assert_eq!(asked, Some(Some(Role::A)), "the one who comes");
    hands.answer_pin(true);
    let written = format!("{:?}", hands.desk_filing().unwrap().1);
    assert!(
        written.contains("(\"by\", \"B\")") && written.contains("(\"to\", \"A\")"),
        "{written}"
    );
    hands.answer_desk(Some("L01-1-B-20181015-0002"));
    assert_eq!(hands.desking().by, Role::A);
    let paper = hands.effects.iter().find_map(|effect| match effect {
        Effect::PrintStaff {
            paper: crate::staff::StaffPaper::Handover(paper),
            ..
        } => Some((paper.by, paper.to, paper.spare_rolls)),
        _ => None,
    });
    assert_eq!(paper, Some((Role::B, Some(Role::A), 3)));
}

#[test]
fn an_answer_that_is_late_over_a_year_without_a_calendar_is_late_without_a_number() {
    use desk::MatterKind as Kind;
    let calendar = of_2018();
    let near = |now: &str, of: &crate::services::Standing| {
        crate::view::application_matter(
            of,
            &crate::view::Near {
                calendar: &calendar,
                soon_days: 3,
                now: now.parse().unwrap(),
            },
        )
        .unwrap()
    };
    let held = application("L01-1-S-2018-0001", "2018-11-26", "forwarded");
    for (now, days, missing) in [
        ("2018-12-26T02:00:00Z", 2, ""),
        ("2019-01-04T02:00:00Z", 0, "2019"),
        ("2020-01-04T02:00:00Z", 0, "2019"),
    ] {
        let late = near(now, &held);
        assert_eq!(
            (late.kind, late.count, late.detail.as_str()),
            (Kind::ApplicationLate, days, missing),
            "{now}"
        );
    }
}

#[test]
fn an_applicant_who_urges_is_told_of_though_nothing_is_due_and_beside_what_is() {
    use desk::MatterKind as Kind;
    let mut hands = Hands::counting_days();
    let urged = |number: &str, received: &str, state: &str| crate::services::Standing {
        urged_on: Some("2018-10-12".parse().unwrap()),
        ..application(number, received, state)
    };
    hands.at_today(crate::Affairs {
        day: "20181015".into(),
        applications: vec![
            urged("L01-1-S-2018-0001", "2018-10-08", "forwarded"),
            urged("L01-1-S-2018-0002", "2018-09-13", "forwarded"),
            application("L01-1-S-2018-0003", "2018-10-08", "forwarded"),
            urged("L01-1-S-2018-0004", "2018-10-08", "answered"),
            urged("L01-1-S-2018-0005", "2018-10-08", "clock-stopped"),
        ],
        ..Default::default()
    });
    let told: Vec<_> = hands
        .today()
        .matters
        .into_iter()
        .map(|matter| (matter.kind, matter.short, matter.urged))
        .collect();
    let on = |kind, short: &str| (kind, short.to_owned(), "2018-10-12".to_owned());
    assert_eq!(
        told,
        [
            on(Kind::ApplicationLate, "0002"),
            on(Kind::ApplicationUrged, "0001"),
            on(Kind::ApplicationUrged, "0005"),
        ]
    );
}
