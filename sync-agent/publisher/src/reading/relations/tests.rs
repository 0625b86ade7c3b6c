//! Wordings of relations, invented; each says of whom, or of nobody.

use feed::document::RELATION_KINDS;

use super::*;

fn document(title: &str, lines: &[&str]) -> Document {
    let blocks: Vec<_> = lines
        .iter()
        .map(|line| match line.split_once('|') {
            None => serde_json::json!({"kind": "paragraph", "text": line}),
            Some(_) => {
                serde_json::json!({"kind": "table", "rows": [line.split('|').collect::<Vec<_>>()]})
            }
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "id": "demo:1", "rev": 1, "title": title, "category": "other", "validity": "unknown",
        "disclosure": {"attribute": "public", "evidence": "示例"}, "blocks": blocks,
        "provenance": {"source": "a.txt", "adapter": "folder", "raw_sha256": "", "fetched": ""}
    }))
    .unwrap()
}

/// Kind and every name of each, in one line.
fn says(title: &str, lines: &[&str]) -> Vec<String> {
    let said = said(&document(title, lines));
    said.iter()
        .map(|said| {
            assert!(RELATION_KINDS.contains(&said.kind));
            let names = said.named.numbers.iter().chain(&said.named.titles);
            let names: Vec<&str> = names.map(String::as_str).collect();
            format!("{} {}", said.kind, names.join(" "))
        })
        .collect()
}

#[track_caller]
fn finds(title: &str, lines: &[&str], kind: &str, names: &[&str]) {
    let all = says(title, lines);
    for name in names {
        let fits =
            |said: &String| said.starts_with(kind) && said.split(' ').any(|word| word == *name);
        assert!(
            all.iter().any(fits),
            "{kind} {name} in {title} {lines:?}: {all:?}"
        );
    }
}

const OWN: &str = "示例市新停车管理办法";

#[test]
fn titles_of_interpretations_name_what_they_interpret() {
    const NAME: &str = "示例市停车管理办法";
    for title in [
        "《示例市停车管理办法》解读",
        "《示例市停车管理办法》政策解读",
        "关于《示例市停车管理办法》的政策解读",
        "解读《示例市停车管理办法》",
        "一图读懂《示例市停车管理办法》",
        "图解：示例市停车管理办法",
        "示例市停车管理办法解读",
        "示例市停车管理办法政策解读",
        "【解读】示例市停车管理办法",
        "【图解】《示例市停车管理办法》",
        "示例市司法局负责人就《示例市停车管理办法》答记者问",
        "《示例市停车管理办法》起草说明",
        "专家解读|《示例市停车管理办法》",
        "示例市停车管理办法（政策解读）",
    ] {
        finds(title, &[], "interprets", &[NAME]);
    }
    finds(
        "关于印发示例市停车管理办法的通知的解读",
        &[],
        "interprets",
        &["关于印发示例市停车管理办法的通知"],
    );
    finds(
        "《示例市停车管理办法》（示政发〔2020〕1号）解读",
        &[],
        "interprets",
        &["示政发〔2020〕1号"],
    );
    let text = ["近日，市政府印发了《示例市停车管理办法》（示政发〔2020〕1号），现解读如下："];
    finds(
        "政策解读",
        &text,
        "interprets",
        &[NAME, "示政发〔2020〕1号"],
    );
    assert!(
        says(
            "政策解读",
            &["依据《甲乙丙丁法》和《戊己庚辛条例》，现解读如下："]
        )
        .is_empty()
    );
}

#[test]
fn what_is_passed_on_is_named_with_marks_and_without() {
    finds(
        "示例市人民政府关于印发《示例市停车管理办法》的通知",
        &[],
        "forwards",
        &["示例市停车管理办法"],
    );
    finds(
        "示例市人民政府关于印发示例市停车管理办法的通知",
        &[],
        "forwards",
        &["示例市停车管理办法"],
    );
    finds(
        "示例市教育局转发省教育厅关于做好招生工作的通知的通知",
        &[],
        "forwards",
        &["省教育厅关于做好招生工作的通知"],
    );
    finds(
        "示例市教育局转发省教育厅关于做好招生工作的通知",
        &[],
        "forwards",
        &["省教育厅关于做好招生工作的通知"],
    );
    finds(
        "关于转发《示例省教育厅关于做好招生工作的通知》的通知",
        &[],
        "forwards",
        &["示例省教育厅关于做好招生工作的通知"],
    );
    finds(
        "关于转发示教发〔2020〕3号文件的通知",
        &[],
        "forwards",
        &["示教发〔2020〕3号"],
    );
    finds(
        "示例市人民政府批转市发展改革委关于示例意见的通知",
        &[],
        "forwards",
        &["市发展改革委关于示例意见"],
    );
    assert!(says("关于示例工作的通知", &["现将《示例规定》转发给你们。"]).is_empty());
}

#[test]
fn what_is_ended_is_named_in_titles_sentences_and_lists() {
    let (a, b) = ("示例市停车办法", "示例市收费办法");
    finds("关于废止《示例市停车办法》的决定", &[], "repeals", &[a]);
    finds("关于废止示例市停车办法的通知", &[], "repeals", &[a]);
    finds(
        "关于废止《示例市停车办法》《示例市收费办法》的决定",
        &[],
        "repeals",
        &[a, b],
    );
    finds("关于宣布《示例市停车办法》失效的公告", &[], "repeals", &[a]);
    finds("关于停止执行《示例市停车办法》的通知", &[], "repeals", &[a]);
    finds(
        "关于废止示政发〔2010〕1号文件的通知",
        &[],
        "repeals",
        &["示政发〔2010〕1号"],
    );
    for sentence in [
        "本办法自2021年1月1日起施行，《示例市停车办法》（示政发〔2010〕1号）、《示例市收费办法》同时废止。",
        "本办法自印发之日起施行。原《示例市停车办法》和《示例市收费办法》同时废止。",
        "自本办法施行之日起，2010年1月2日市政府印发的《示例市停车办法》以及2011年印发的《示例市收费办法》废止。",
        "决定废止《示例市停车办法》和《示例市收费办法》。",
        "《示例市停车办法》、《示例市收费办法》不再执行。",
        "《示例市停车办法》《示例市收费办法》自2021年1月1日起停止执行。",
        "《示例市停车办法》（示政发〔2010〕1号）《示例市收费办法》（示政发〔2011〕2号）即行废止。",
    ] {
        finds(OWN, &[sentence], "repeals", &[a, b]);
    }
    finds(
        OWN,
        &["示政发〔2010〕1号和示政办〔2011〕2号同时废止。"],
        "repeals",
        &["示政发〔2010〕1号", "示政办〔2011〕2号"],
    );
    finds(
        OWN,
        &["《示例市停车办法》（示例市人民政府令第12号）同时废止。"],
        "repeals",
        &["示例市人民政府令第12号"],
    );
    let list = [
        "一、废止的规范性文件",
        "1.《示例市停车办法》（示政发〔2010〕1号）",
        "2.《示例市收费办法》",
        "二、修改的规范性文件",
        "1.《示例市用水办法》",
    ];
    finds(
        "关于废止和修改部分规范性文件的决定",
        &list,
        "repeals",
        &[a, b],
    );
    assert!(
        !says("关于废止和修改部分规范性文件的决定", &list)
            .concat()
            .contains("用水")
    );
    let table = [
        "序号|文件名称|文号",
        "1|示例市停车办法|示政发〔2010〕1号",
        "2|《示例市收费办法》|示政发〔2011〕2号",
    ];
    finds(
        "示例市人民政府关于废止部分行政规范性文件的通知",
        &table,
        "repeals",
        &[a, b, "示政发〔2011〕2号"],
    );
    let results = [
        "1|示例市停车办法|示政发〔2010〕1号|废止",
        "2|示例市收费办法|示政发〔2011〕2号|继续有效",
    ];
    let found = says("示例市规范性文件清理结果目录", &results);
    assert_eq!(found, ["repeals 示政发〔2010〕1号 示例市停车办法"]);
}

#[test]
fn what_it_takes_the_place_of_is_named() {
    finds(
        "示例市停车办法（2021年修订）",
        &[],
        "replaces",
        &["示例市停车办法"],
    );
    finds(
        "关于印发《示例市停车办法（修订）》的通知",
        &[],
        "replaces",
        &["示例市停车办法"],
    );
    finds(
        "关于修改《示例市停车办法》的决定",
        &[],
        "replaces",
        &["示例市停车办法"],
    );
    finds(
        "关于修订示例市停车办法的通知",
        &[],
        "replaces",
        &["示例市停车办法"],
    );
    finds(
        OWN,
        &["本办法替代《示例市停车办法》。"],
        "replaces",
        &["示例市停车办法"],
    );
    finds(
        OWN,
        &["《示例市停车办法》由本办法替代。"],
        "replaces",
        &["示例市停车办法"],
    );
    // What is called as this one is its earlier version.
    let sentence = [
        "本办法自2021年1月1日起施行。2010年1月2日发布的《示例市停车办法》（示政发〔2010〕1号）同时废止。",
    ];
    finds(
        "示例市人民政府关于印发《示例市停车办法》的通知",
        &sentence,
        "replaces",
        &["示例市停车办法"],
    );
    finds(
        "示例市停车办法",
        &sentence,
        "replaces",
        &["示政发〔2010〕1号"],
    );
}

#[test]
fn entries_of_a_list_may_write_no_marks_around_their_titles() {
    let results = [
        "一、继续有效的文件",
        "1.示例市人民政府关于修改停车收费标准的通知（示政发〔2010〕1号）",
        "二、废止的文件",
        "1.示例市人民政府关于修改停车办法的决定（示政发〔2010〕2号）；",
        "2.关于停车管理的通知（示政办发〔2010〕3号）",
        "（三）关于停车收费的通知(示政办发〔2010〕4号)。",
        "3.关于停车管理的通知第三条废止",
        "三、修改的文件",
        "1.关于停车处罚的通知（示政办发〔2010〕5号）",
    ];
    let found = says("示例市规范性文件清理结果目录", &results);
    let expected = [
        "repeals 示政发〔2010〕2号 示例市人民政府关于修改停车办法的决定",
        "repeals 示政办发〔2010〕3号 关于停车管理的通知",
        "repeals 示政办发〔2010〕4号 关于停车收费的通知",
    ];
    assert_eq!(found, expected);
}

#[test]
fn parts_plans_conditions_and_the_contrary_say_nothing() {
    for sentence in [
        "《示例市停车办法》第三条废止。",
        "《示例市停车办法》部分条款废止。",
        "《示例市停车办法》继续有效。",
        "《示例市停车办法》不予废止。",
        "在《示例市停车办法》废止前，仍按原规定执行。",
        "《示例市停车办法》废止后的衔接工作由市交通局负责。",
        "拟废止《示例市停车办法》，现公开征求意见。",
        "建议废止《示例市停车办法》。",
        "《示例市停车办法》未废止的，从其规定。",
        "根据《示例市停车办法》，制定本办法。",
        "根据《示例市停车办法》的规定，示例许可证自动失效。",
        "违反《示例市停车办法》的，许可证作废。",
        "不得以《示例市停车办法》失效为由拒绝办理。",
        "依照《示例市停车办法》中的规定停止执行的除外。",
        "《示例市停车办法》被其他规定替代的除外。",
        "》同时废止《",
        "同时废止。",
    ] {
        assert_eq!(says(OWN, &[sentence]), [] as [String; 0], "{sentence}");
    }
    for title in [
        "关于拟废止《示例市停车办法》的公告",
        "关于《示例市停车办法》征求意见的公告",
        "关于示例市停车办法修订草案听证会的公告",
        "关于《示例市停车办法》部分条款废止的通知",
        "示例市停车办法",
    ] {
        assert_eq!(says(title, &[]), [] as [String; 0], "{title}");
    }
    let long = "《示例市停车办法》、".repeat(2_000);
    assert!(says(OWN, &[&format!("{long}同时废止。")]).len() <= feed::limits::RELATIONS_MAX);
}
