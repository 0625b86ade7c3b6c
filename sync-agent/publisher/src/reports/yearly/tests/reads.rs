//! What is told of a made report with one fault, and what is not taken for a number.

use super::super::form::{self, APPLICANTS, CORNER, ROWS};
use super::super::*;
use super::made::small;
use super::{checked, found};
use std::collections::BTreeSet;

#[test]
fn both_figures_and_their_parts_stand_in_the_finding() {
    let mut made = small(Form::Of2021);
    made.rows[2].1[0] = 16;
    made.rows[2].1[6] = 17;
    let outcome = checked(&made.html().into_bytes(), "a.html");
    let told: Vec<(&str, &str, &str, &str)> = outcome
        .findings
        .iter()
        .map(|finding| {
            (
                finding.check,
                finding.stated.as_str(),
                finding.reckoned.as_str(),
                finding.from.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("C2", "9", "19", "16+3"), ("C2", "12", "22", "17+5")]
    );
    let report = report(&outcome);
    let sentences: Vec<&str> = report.tables[0]
        .rows
        .iter()
        .map(|row| row[7].as_str())
        .collect();
    assert_eq!(
        sentences[0],
        "“自然人”列：（七）总计填 9，各分项相加为 16+3=19。"
    );
    let json: serde_json::Value = serde_json::from_slice(&outcome.json()).unwrap();
    assert_eq!(json["findings"][0]["check"], "C2");
    assert_eq!(json["findings"][0]["level"], "error");
    assert_eq!(json["findings"][0]["column"], "自然人");
}

#[test]
fn digits_that_ran_together_are_never_taken_for_numbers() {
    let made = small(Form::Of2021);
    let joined = |text: String, cells: &[u32], with: &str, instead: &str| {
        let row: Vec<String> = cells.iter().map(u32::to_string).collect();
        let row = row.join(with);
        assert!(text.contains(&row), "{row}");
        text.replacen(&row, instead, 1)
    };
    let first = made.rows[0].1;
    let html = joined(made.html(), &first, " </td><td>&nbsp;", "13 1 0002 17").into_bytes();
    let tsv = joined(made.separated("\t"), &first, "\t", "21710000218").into_bytes();
    let txt = joined(made.copied(), &first, " ", "1310002 18").into_bytes();
    let reviews = joined(made.copied(), &made.reviews, " ", "102031000010000").into_bytes();
    for (container, bytes, row) in [
        ("html", html, "一、"),
        ("tsv", tsv, "一、"),
        ("txt", txt, "一、"),
        ("txt", reviews, ""),
    ] {
        let outcome = checked(&bytes, "a");
        assert!(
            outcome.findings.is_empty(),
            "{container}: {:?}",
            outcome.findings
        );
        let unread: Vec<&Unread> = outcome.not_checked.iter().collect();
        assert_eq!(unread.len(), 1, "{container}: {unread:?}");
        assert!(unread[0].row.starts_with(row), "{container}: {unread:?}");
    }
}

#[test]
fn a_blank_total_is_told_once_and_a_blank_row_is_nothing() {
    let made = small(Form::Of2019);
    let text = made.separated("\t");
    let text = text.replace("\t6\t1\t0\t0\t0\t0\t7", "\t6\t1\t\t\t\t\t");
    let text = text.replace("\t0\t0\t0\t0\t0\t0\t0", "\t\t\t/\t\t\t\t-");
    let outcome = checked(text.as_bytes(), "a");
    let want = (
        "C3".to_owned(),
        "（一）予以公开".to_owned(),
        "总计".to_owned(),
    );
    assert_eq!(found(&outcome), BTreeSet::from([want]));
    assert_eq!(
        (
            outcome.findings[0].stated.as_str(),
            outcome.findings[0].reckoned.as_str()
        ),
        ("", "7")
    );
    assert!(outcome.not_checked.is_empty(), "{:?}", outcome.not_checked);
}

#[test]
fn what_is_no_number_and_what_the_form_does_not_have_is_listed() {
    let made = small(Form::Of2021);
    let text = made.separated("\t");
    let text = text.replacen(
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t0\t",
        "（二）部分公开\t约3\t",
        1,
    );
    let text = text.replacen("行政强制\t", "其他主动公开文件\t8\t9\t10\r\n行政强制\t", 1);
    let text = text.replacen(
        "（七）总计\t",
        "（八）其他情形\t0\t0\t0\t0\t0\t0\t0\r\n（七）总计\t",
        1,
    );
    let outcome = checked(text.as_bytes(), "a");
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let told: Vec<(&str, &str)> = outcome
        .not_checked
        .iter()
        .map(|u| (u.text.as_str(), u.why))
        .collect();
    assert_eq!(told[0], ("约3", "not-a-number"));
    assert_eq!(told[1].1, "row-added");
    assert_eq!(told.len(), 2);
    let gone = made
        .separated("\t")
        .replace("三/（五）不予处理/2.重复申请\t0\t0\t0\t0\t0\t0\t0\r\n", "");
    let outcome = checked(gone.as_bytes(), "a");
    assert!(outcome.findings.is_empty());
    assert_eq!(outcome.not_checked[0].why, "row-missing");
    assert_eq!(
        outcome.compared.get("C2"),
        None,
        "a sum with a part that is not there is not made"
    );
}

#[test]
fn what_several_counted_is_added_up_in_the_form_and_unknown_cells_stay_empty() {
    let made = small(Form::Of2021);
    // As a terminal counts: only 表三. As a person adds: one row by hand.
    let counted: String = made
        .separated("\t")
        .lines()
        .filter(|line| line.matches('\t').count() == 7)
        .map(|line| format!("{line}\r\n"))
        .collect();
    let by_hand = format!(
        "{CORNER}\t{}\r\n一、本年新收政府信息公开申请数量\t2\t\t\t\t\t\t\r\n三、本年度办理结果（一）予以公开\t2\t\t\t\t\t\t\r\n",
        APPLICANTS.join("\t")
    );
    let files =
        [&counted, &counted, &by_hand].map(|text| Yearly::read(text.as_bytes(), "a.csv").unwrap());
    let filled = Filled::of(&files, "示例市", 2024).unwrap();
    for (container, bytes) in [
        ("html", filled.html().into_bytes()),
        ("xlsx", filled.xlsx().unwrap()),
    ] {
        let form = Yearly::read(&bytes, container).unwrap();
        let new = form.tables.row("1").unwrap();
        assert_eq!(
            new[0].to_string(),
            "22",
            "{container}: 10 + 10 + 2, where both terminals counted the same"
        );
        assert_eq!(
            form.tables.row("3.1").unwrap()[0].to_string(),
            "14",
            "{container}"
        );
        assert_eq!(
            form.tables.active("规章", form::MADE),
            Some(&cell::Cell::Blank),
            "{container}: nobody counted it"
        );
        let outcome = check(&form, None).unwrap();
        assert!(
            outcome.findings.is_empty(),
            "{container}: {:?}",
            outcome.findings
        );
        let new = form.tables.row("1").map(|row| row[6].to_string());
        assert_eq!(
            new.as_deref(),
            Some("28"),
            "{container}: totals are reckoned anew"
        );
    }
    let page = filled.html();
    let rows = ROWS.iter().filter(|row| row.is_of(Form::Of2021));
    assert!(rows.clone().all(|row| page.contains(row.label)) && page.contains("示例市2024年"));
    let odd = by_hand.replace("\t2\t", "\t约2\t");
    let odd = Yearly::read(odd.as_bytes(), "a.csv").unwrap();
    let refused = Filled::of(&[odd], "示例市", 2024).err().unwrap();
    let told = refused.to_string();
    for named in ["a.csv", "一、本年新收", "约2"] {
        assert!(
            told.contains(named),
            "what is no number is not added: {told}"
        );
    }
}

#[test]
fn a_wrong_rowspan_and_a_deleted_row_move_no_value() {
    let made = small(Form::Of2021);
    let html = made.html();
    let spans = html.split("<td rowspan=").skip(1);
    let spans: Vec<&str> = spans
        .filter(|rest| rest.contains("三、本年度办理结果"))
        .collect();
    let results = spans[0].split('>').next().unwrap().to_owned();
    for wrong in ["23", "24"] {
        let moved = html.replace(
            &format!("<td rowspan={results}>三、本年度办理结果"),
            &format!("<td rowspan={wrong}>三、本年度办理结果"),
        );
        assert_ne!(moved, html);
        let outcome = checked(moved.as_bytes(), "a.html");
        assert!(
            outcome.findings.is_empty(),
            "{wrong}: {:?}",
            outcome.findings
        );
        assert!(
            outcome.not_checked.is_empty(),
            "{wrong}: {:?}",
            outcome.not_checked
        );
    }
    let at = html.find("2.重复申请").unwrap();
    let from = html[..at].rfind("<tr>").unwrap();
    let to = at + html[at..].find("</tr>").unwrap() + 5;
    let row = &html[from..to];
    let gone = checked(html.replace(row, "").as_bytes(), "a.html");
    assert!(gone.findings.is_empty(), "{:?}", gone.findings);
    let told: Vec<&str> = gone.not_checked.iter().map(|unread| unread.why).collect();
    assert_eq!(told, ["row-missing"]);
    let twice = checked(html.replace(row, &row.repeat(2)).as_bytes(), "a.html");
    assert!(twice.findings.is_empty(), "{:?}", twice.findings);
    // The row itself is named, before what its table loses by it.
    assert_eq!(twice.not_checked[0].why, "row-twice");
    assert!(twice.not_checked[0].row.contains("重复申请"));
}

#[test]
fn cells_that_hold_two_figures_are_named_and_blank_reviews_are_there() {
    let made = small(Form::Of2021);
    let html = made.html();
    let broken = html.replacen("<td>&nbsp;10 </td>", "<td>117<br>0</td>", 1);
    assert_ne!(broken, html);
    let outcome = checked(broken.as_bytes(), "a.html");
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    assert_eq!(outcome.not_checked.len(), 1, "{:?}", outcome.not_checked);
    assert_eq!(outcome.not_checked[0].why, "not-a-number");
    let cells: Vec<String> = made.reviews.iter().map(u32::to_string).collect();
    for (container, text) in [
        (
            "tsv",
            made.separated("\t")
                .replace(&cells.join("\t"), &[""; 15].join("\t")),
        ),
        (
            "html",
            html.replace(
                &cells
                    .iter()
                    .map(|cell| format!("<td>{cell}</td>"))
                    .collect::<String>(),
                &"<td></td>".repeat(15),
            ),
        ),
    ] {
        let outcome = checked(text.as_bytes(), "a");
        assert!(
            outcome.not_checked.is_empty(),
            "{container}: {:?}",
            outcome.not_checked
        );
    }
}

#[test]
fn words_of_other_matters_and_numbers_with_commas_are_read_as_meant() {
    let mut made = small(Form::Of2021);
    for (sentence, told) in [
        (
            "12345热线全年受理工单，共收到2,186件，办结2,180件，政府信息公开平台运行良好。",
            false,
        ),
        ("全年收到政府信息公开申请2,186件。", true),
        ("全年收到政府信息公开申请2186件", true),
        ("依法办理行政许可公开事项，受理300件，办结290件。", false),
    ] {
        made.sentences = sentence.to_owned();
        let outcome = checked(made.html().as_bytes(), "a.html");
        let c7: Vec<&Finding> = outcome
            .findings
            .iter()
            .filter(|f| f.check == "C7")
            .collect();
        assert_eq!(!c7.is_empty(), told, "{sentence}: {c7:?}");
        if told {
            assert_eq!(c7[0].stated, "2186", "{sentence}");
        }
    }
}
