//! A report against the one before, against its own sentences, and against what it says of itself.

use super::super::*;
use super::checked;
use super::made::{Made, small};

#[test]
fn the_year_before_must_hand_over_what_this_year_takes_over() {
    let mut before = small(Form::Of2021);
    before.year = 2023;
    let mut now = small(Form::Of2021);
    now.rows[1].1 = [2, 0, 0, 0, 0, 0, 2];
    now.rows[0].1[0] -= 1;
    now.rows[0].1[6] -= 1;
    let read = |made: &Made| Yearly::read(&made.html().into_bytes(), "a").unwrap();
    let told = |now: &Made, before: &Made| {
        let outcome = check(&read(now), Some(&read(before))).unwrap();
        let told = outcome.findings.iter().map(|f| {
            (
                f.check,
                f.column.clone(),
                f.stated.clone(),
                f.reckoned.clone(),
            )
        });
        told.collect::<Vec<_>>()
    };
    // 表二 is the same in both years, so what is in force did not grow by what was made.
    let in_force: Vec<(&str, String, String, String)> = told(&now, &before);
    assert!(
        in_force.iter().all(|(check, ..)| *check == "C6"),
        "{in_force:?}"
    );
    assert_eq!(in_force.len(), 2);
    now.active = vec![1, 2, 2, 4, 5, 5, 1];
    assert_eq!(told(&now, &before), []);
    now.rows[1].1 = [1, 1, 0, 0, 0, 0, 2];
    now.rows[0].1[0] += 1;
    now.rows[0].1[1] -= 1;
    let want = |column: &str, stated: &str, reckoned: &str| {
        (
            "C5",
            column.to_owned(),
            stated.to_owned(),
            reckoned.to_owned(),
        )
    };
    assert_eq!(
        told(&now, &before),
        [want("自然人", "1", "2"), want("商业企业", "1", "0")]
    );
    before.year = 2022;
    let refused = check(&read(&now), Some(&read(&before))).unwrap_err();
    assert!(refused.to_string().contains("2022"), "{refused}");
}

#[test]
fn the_older_form_has_its_own_growth_and_a_column_that_is_misread() {
    let (mut before, mut now) = (small(Form::Of2019), small(Form::Of2019));
    before.year = 2019;
    // 规章, 规范性文件, 行政许可, 其他对外管理服务事项 ...: three columns each, 收费 two, 采购 two.
    before.active = vec![
        0, 0, 0, 9, 9, 89, 8, 3, 18, 10, 0, 153, 20, 0, 4, 6, 1, 5, 35, 0, 6, 7,
    ];
    now.active = vec![
        0, 0, 7, 77, 77, 166, 11, 10, 21, 10, 0, 1, 21, 0, 4, 7, 0, 5, 35, 0, 6, 7,
    ];
    let read = |made: &Made| Yearly::read(&made.csv().into_bytes(), "a").unwrap();
    now.rows[1].1 = [2, 0, 0, 0, 0, 0, 2];
    now.rows[0].1[0] -= 1;
    now.rows[0].1[6] -= 1;
    let outcome = check(&read(&now), Some(&read(&before))).unwrap();
    let told: Vec<_> = outcome
        .findings
        .iter()
        .map(|f| {
            (
                f.check,
                f.row.as_str(),
                f.stated.as_str(),
                f.reckoned.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("decisions", "行政许可", "21", "21"),
            ("C8", "规章", "7", "0"),
            ("C8", "行政处罚", "21", "20")
        ]
    );
    assert!(
        outcome
            .findings
            .iter()
            .all(|finding| finding.level == Level::Warning)
    );
}

#[test]
fn sentences_are_held_against_the_tables() {
    let mut made = small(Form::Of2021);
    let told = |made: &Made| {
        let outcome = checked(&made.html().into_bytes(), "a");
        let told = outcome
            .findings
            .iter()
            .map(|f| format!("{} {} {} {}", f.check, f.row, f.stated, f.reckoned));
        told.collect::<Vec<_>>()
    };
    made.sentences = "2024年，共收到政府信息公开申请13件，其中自然人申请10件；上年结转1件。予以公开7件，无法提供5件，结转下年度继续办理2件。\
        同比增长5件，2023年收到政府信息公开申请20件。因政府信息公开被申请行政复议3件，行政诉讼1件。收到人大建议7件、留言90条。\
        统计期限自2024年1月1日起至2024年12月31日止。"
        .into();
    assert_eq!(told(&made), Vec::<String>::new());
    made.sentences = "2024年共收到政府信息公开申请14件，其中自然人11件。予以公开及部分公开6件，不予公开1件，均获维持。\
        统计期限自2023年1月1日起至2023年12月31日。现行有效行政规范性文件8件。"
        .into();
    assert_eq!(
        told(&made),
        [
            "C7 一、本年新收政府信息公开申请数量 14 13",
            "C7 一、本年新收政府信息公开申请数量 11 10",
            "C7 （一）予以公开、（二）部分公开 6 7",
            "C7 （三）不予公开 1 0",
            "C7 行政规范性文件 8 6",
            "C7 行政复议 0 2",
            "C7 行政诉讼（未经复议直接起诉） 0 1",
            "period 一、总体情况 2023年1月1日起至2023年12月31日 2024",
        ]
    );
}

#[test]
fn a_report_tells_of_itself_what_does_not_fit() {
    let told = |text: String| {
        let outcome = checked(text.as_bytes(), "a");
        let told = outcome.findings.iter().map(|f| (f.check, f.stated.clone()));
        told.collect::<Vec<_>>()
    };
    let made = small(Form::Of2019);
    let late = made.html().replace("2020年", "2023年");
    assert_eq!(told(late), [("form", "2019".to_owned())]);
    let made = small(Form::Of2021);
    let town = made.html().replace("示例市2024年", "示例县青山镇2024年");
    let rules: Vec<String> = told(town)
        .into_iter()
        .filter(|(check, _)| *check == "rules")
        .map(|(_, n)| n)
        .collect();
    assert_eq!(rules, ["1", "2", "3"]);
    let slip = made.html().replace(
        "<p>三</p>",
        "<p>四、政府信息公开行政法复议、行政诉讼情况</p>",
    );
    assert_eq!(
        told(slip),
        [(
            "heading",
            "四、政府信息公开行政法复议、行政诉讼情况".to_owned()
        )]
    );
}

#[test]
fn a_report_of_words_alone_is_held_against_itself() {
    let text = "示例县某镇2023年政府信息公开工作年度报告\n2023年新受理政府信息公开申请10件，上年结转0件，办结0件，结转下年0件。\n";
    let outcome = checked(text.as_bytes(), "a.txt");
    assert_eq!(outcome.form, Form::None);
    let told: Vec<_> = outcome
        .findings
        .iter()
        .map(|f| (f.check, f.stated.as_str(), f.reckoned.as_str()))
        .collect();
    assert_eq!(told, [("C7", "0", "10")]);
    assert!(Yearly::read("今天天气很好。".as_bytes(), "a.txt").is_err());
}

#[test]
fn the_table_of_indicators_is_known_and_its_parts_add_up() {
    let text = |all: u32, net: u32| {
        format!(
            "指标名称\t计量单位\t2018年度\t历年累计\r\n主动公开文件数\t条\t20\t120\r\n其中：1.政府网站公开数\t条\t20\t120\r\n2.政府公报公开数\t条\t3\t9\r\n\
             受理依申请公开信息总数\t条\t9\t{all}\r\n其中：1.当面申请数\t条\t2\t2\r\n2.网上申请数\t条\t{net}\t6\r\n3.信函、传真申请数\t条\t1\t1\r\n"
        )
    };
    let outcome = checked(text(9, 6).as_bytes(), "2018.tsv");
    assert_eq!(
        (outcome.form, outcome.findings.len()),
        (Form::Indicators, 0)
    );
    let outcome = checked(text(9, 5).as_bytes(), "2018.tsv");
    let told: Vec<_> = outcome
        .findings
        .iter()
        .map(|f| {
            (
                f.check,
                f.column.as_str(),
                f.stated.as_str(),
                f.reckoned.as_str(),
            )
        })
        .collect();
    assert_eq!(told, [("C2", "年度", "9", "8")]);
    let outcome = checked(text(8, 6).as_bytes(), "2018.tsv");
    assert_eq!(
        outcome.findings.len(),
        2,
        "less in all years than in one, and not its parts: {:?}",
        outcome.findings
    );
}
