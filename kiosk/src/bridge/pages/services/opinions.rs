//! Opinions and the yearly appraisal.

use journal::{Grade, OpinionAbout};
use screens::{AnswerLine, MainWindow, OpinionsData};
use session::screen::services::Touch as Served;
use session::screen::services::opinions::{Opinions, Tab, Touch};
use slint::{ComponentHandle, SharedString};

use crate::bridge::models::kept;
use crate::bridge::touches::Touches;

/// Lets the page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let data = window.global::<OpinionsData>();
    data.on_open_tab(
        touches.coded(|code| Tab::from_code(code).map(|tab| Served::Opinions(Touch::Tab(tab)))),
    );
    let graded = touches.coded(|words| {
        let (topic, code) = words.split_once(' ')?;
        let grade = Grade::from_code(code)?;
        Some(Served::Opinions(Touch::Grade(topic.parse().ok()?, grade)))
    });
    data.on_grade(move |topic, code| graded(format!("{topic} {code}").into()));
    data.on_choose_about(touches.coded(|code| {
        OpinionAbout::from_code(code).map(|about| Served::Opinions(Touch::About(about)))
    }));
    data.on_send(touches.plain(Served::Opinions(Touch::Send)));
}

/// Shows the page.
pub fn show(window: &MainWindow, opinions: &Opinions) {
    let data = window.global::<OpinionsData>();
    data.set_tab(opinions.tab.as_code().into());
    data.set_appraises(opinions.appraisal.is_some());
    let (month, day) = opinions.appraisal.unwrap_or_default();
    data.set_until_month(i32::from(month));
    data.set_until_day(i32::from(day));
    let grades = opinions.grades.iter();
    data.set_grades(kept(
        data.get_grades(),
        grades.map(|grade| SharedString::from(grade.map_or("", Grade::as_code))),
    ));
    data.set_graded(opinions.grades.iter().flatten().count() as i32);
    data.set_about(opinions.about.map_or("", OpinionAbout::as_code).into());
    data.set_busy(opinions.busy);
    data.set_may_send(opinions.may_send);
    data.set_takes_in(opinions.takes_in);
    data.set_appraised(opinions.sent.appraisal);
    data.set_number(opinions.sent.number.as_str().into());
    data.set_answers(kept(
        data.get_answers(),
        opinions.answers.iter().map(|answer| AnswerLine {
            number: answer.number.as_str().into(),
            about: answer.about.map_or("", OpinionAbout::as_code).into(),
            date: answer.date.as_str().into(),
            answer: answer.answer.as_str().into(),
        }),
    ));
}
