//! Papers that go with an application: which there are where it stands, what is on them, that they came out.

use journal::{GivenPaper, Printout};

use super::*;
use crate::services::Standing;
use crate::staff::ApplicationPaper;

fn standing(state: &str) -> Standing {
    Standing {
        office: "示例市财政局".into(),
        received_on: Some("2018-09-10".parse().unwrap()),
        ..crate::tests::services::standing(state)
    }
}

/// Papers that are offered, and when each came out last.
fn offered(hands: &Hands) -> Vec<(String, String)> {
    let lines = hands.sheet().lines.into_iter();
    let papers = lines.filter(|line| line.kind == MatterKind::ApplicationPaper);
    papers.map(|line| (line.number, line.time)).collect()
}

fn printed(hands: &mut Hands, what: Printout) -> ApplicationPaper {
    hands.attend(MatterKind::ApplicationPaper, what.as_code());
    match hands.asked_paper() {
        Some((_, StaffPaper::Application(paper))) => paper,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_paper_is_there_where_it_belongs_and_says_when_it_came_out_last() {
    let codes = |hands: &Hands| -> Vec<String> {
        offered(hands).into_iter().map(|(code, _)| code).collect()
    };
    for (state, extended_by, papers) in [
        ("received", 0, vec!["transfer", "receipt"]),
        (
            "forwarded",
            20,
            vec!["transfer", "extension-notice", "receipt"],
        ),
        (
            "to-be-corrected",
            0,
            vec!["transfer", "correction-notice", "receipt"],
        ),
        ("clock-stopped", 20, vec!["transfer", "receipt"]),
        ("answered", 20, vec!["receipt"]),
    ] {
        let standing = Standing {
            extended_by,
            ..standing(state)
        };
        assert_eq!(codes(&before(standing, vec![])), papers, "{state}");
    }
    let given = |application: &str, at: &str| GivenPaper {
        application: application.into(),
        what: Printout::Transfer,
        at: at.into(),
    };
    let hands = before(
        standing("forwarded"),
        vec![
            given(NUMBER, "2018-10-15T01:00:00Z"),
            given(NUMBER, "2018-10-15T02:00:00Z"),
            given("L01-1-S-2018-0002", "2018-10-15T03:00:00Z"),
        ],
    );
    assert_eq!(offered(&hands)[0], ("transfer".into(), "10:00".into()));
}

#[test]
fn a_paper_tells_the_days_of_its_act_and_none_is_printed_where_it_does_not_belong() {
    let mut hands = before(
        Standing {
            extended_by: 20,
            extended_on: Some("2018-10-08".parse().unwrap()),
            ..standing("forwarded")
        },
        vec![],
    );
    hands.attend(MatterKind::ApplicationPaper, "correction-notice");
    assert!(hands.asked_paper().is_none(), "nothing is to be corrected");
    hands.attend(MatterKind::ApplicationPaper, "day");
    assert!(hands.asked_paper().is_none(), "no paper of an application");
    let paper = printed(&mut hands, Printout::ExtensionNotice);
    let days = [paper.on, paper.due_before, paper.due].map(|day| day.unwrap().to_string());
    // A calendar without holidays: twenty working days are four weeks.
    assert_eq!(days, ["2018-10-08", "2018-10-08", "2018-11-05"]);
    assert_eq!(
        (paper.office.as_str(), paper.working_days),
        ("示例市财政局", 20)
    );
    hands.attend(MatterKind::ApplicationPaper, "transfer");
    assert!(hands.asked_paper().is_none(), "one at a time");
    let (serial, good) = (hands.desking().working.unwrap().0, true);
    hands.hear(Event::Reported(Report::ReceiptDone { serial, good }));
    let asks = |effect: &Effect| matches!(effect, Effect::ListSlips { .. });
    assert!(hands.effects.iter().any(asks), "it stands in the register");
    assert_eq!(hands.sheet().lines[0].kind, MatterKind::Done);
    let mut hands = before(
        Standing {
            asked_to_correct_on: Some("2018-09-12".parse().unwrap()),
            correct_by: Some("2018-09-28".parse().unwrap()),
            ..standing("to-be-corrected")
        },
        vec![],
    );
    let paper = printed(&mut hands, Printout::CorrectionNotice);
    let days = [paper.on, paper.due].map(|day| day.unwrap().to_string());
    assert_eq!(days, ["2018-09-12", "2018-09-28"]);
}

#[test]
fn where_nothing_can_be_printed_no_paper_is_offered() {
    let rules = Rules {
        printer: false,
        ..limits()
    };
    let affairs = Affairs {
        applications: vec![standing("received")],
        ..Affairs::default()
    };
    let mut hands = crate::tests::typed::at_work_by(rules, affairs);
    hands.attend(MatterKind::ApplicationLine, NUMBER);
    assert_eq!(offered(&hands), []);
}
