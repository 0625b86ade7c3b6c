//! Papers of an application: the receipt, the office's sheet, and those that the desk prints.

use journal::{Applicant, Printout, Role};
use session::screen::services::apply::{Medium, Paper, Way};
use session::services::{IntakeSheet, ReceiptOrder, Taken};
use session::staff::ApplicationPaper;

use super::*;

#[test]
fn papers_of_an_application_tell_its_days_and_the_article_and_nothing_that_is_sealed() {
    let head = StaffHead {
        site: "示例市图书馆",
        plate: "政务公开查阅点",
        terminal: "L01-1",
        at: Timestamp::constant(1_539_585_360, 0),
    };
    let day = |text: &str| Some(text.parse().unwrap());
    let said = |what| {
        let paper = ApplicationPaper {
            what,
            by: Role::A,
            number: "L01-1-S-2018-0042".into(),
            office: "示例市财政局".into(),
            received_on: day("2018-09-10"),
            on: None,
            due: day("2018-11-05"),
            due_before: day("2018-10-08"),
            working_days: 20,
        };
        lines(&of_application(&head, &paper))
    };
    for (what, title, parts) in [
        (
            Printout::Transfer,
            "|*转送单",
            [
                "送 示例市财政局",
                "转送日期 ____年__月__日",
                "最晚答复 2018-11-05",
            ],
        ),
        (
            Printout::CorrectionNotice,
            "|*补正告知书",
            ["请在 2018-11-05 前补正", "第三十条", "视为放弃"],
        ),
        (
            Printout::ExtensionNotice,
            "|*延期告知书",
            ["原定最晚答复 2018-10-08", "延长到 2018-11-05", "第三十三条"],
        ),
        (
            Printout::Receipt,
            "|*收件回执（补打）",
            ["办理机关 示例市财政局", "最晚答复 2018-11-05", "催办"],
        ),
    ] {
        let said = said(what);
        assert!(said.contains(&title.to_owned()), "{said:?}");
        assert!(said.contains(&"---".to_owned()), "room for hand and seal");
        let text = said.join("\n");
        for part in parts
            .into_iter()
            .chain(["L01-1-S-2018-0042", "收到日期 2018-09-10"])
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains('{'), "{text}");
    }
}

#[test]
fn the_office_gets_on_paper_what_was_handed_in_under_the_names_of_the_form() {
    let sheet = IntakeSheet {
        applicant: Applicant::Enterprise,
        content:
            "info-name: 示例街道2017年决算: 收入部分\ninfo-about: paper\nway: mail\nmedium: paper\n"
                .into(),
        contact: "name: 示例公司\nphone: 0571-88888012\nid-paper: licence\nunheard: of\n".into(),
    };
    let order = ReceiptOrder {
        serial: 1,
        taken: Taken {
            number: "L01-1-S-2018-0042".into(),
            at: "2018-10-15T06:36:00Z".into(),
        },
        office: "示例市人民政府办公室".into(),
        what: "示例街道2017年决算".into(),
        due: None,
        sheet: Some(sheet.clone()),
    };
    let said = lines(&intake(&order, &sheet, "示例市图书馆"));
    for line in [
        "|*申请收件单",
        "回执编号 L01-1-S-2018-0042",
        "收件时间 2018-10-15 14:36",
        "要的信息：示例街道2017年决算: 收入部分",
        // A code is one only where a field holds codes.
        "说明：paper",
        "领取方式：邮寄",
        "载体：纸质",
        "类别：商业企业",
        "姓名或名称：示例公司",
        "证件：营业执照",
        "unheard：of",
    ] {
        assert!(said.contains(&line.to_owned()), "{line}: {said:#?}");
    }
    let receipt = lines(&application(&order, "示例市图书馆", "政务公开查阅点")).join("\n");
    assert!(!receipt.contains("88888012") && !receipt.contains("示例公司"));
}

#[test]
fn every_field_and_code_of_an_application_has_a_name_on_paper() {
    let words = &words::Words::get().intake;
    let codes = Way::ALL.iter().map(|way| way.as_code());
    let codes = codes.chain(Medium::ALL.iter().map(|medium| medium.as_code()));
    let codes = codes.chain(Paper::ALL.iter().map(|paper| paper.as_code()));
    for code in codes.chain(Applicant::ALL.iter().map(|kind| kind.as_code())) {
        assert!(words.codes.contains_key(code), "{code}");
    }
}
