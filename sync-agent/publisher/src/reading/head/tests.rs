use super::*;

fn take_lines(lines: &[&str], title: Option<&str>) -> (Head, Vec<String>) {
    let mut draft = Draft {
        pieces: lines.iter().map(|l| Piece::plain(*l)).collect(),
        ..Draft::default()
    };
    draft.fields.title = title.map(str::to_owned);
    let head = take(&mut draft);
    let rest = draft
        .pieces
        .iter()
        .filter_map(|p| p.text().map(str::to_owned))
        .collect();
    (head, rest)
}

#[test]
fn a_title_broken_over_lines_is_joined() {
    let (head, rest) = take_lines(
        &[
            "示例市人民政府办公室转发省政府办公厅关于",
            "进一步加强政务公开",
            "提升公信力实施意见的通知",
            "各县、区人民政府：",
            "请执行。",
        ],
        None,
    );
    assert_eq!(
        head.title.as_deref(),
        Some("示例市人民政府办公室转发省政府办公厅关于进一步加强政务公开提升公信力实施意见的通知")
    );
    assert_eq!(head.doc_no, None);
    assert_eq!(rest, ["各县、区人民政府：", "请执行。"]);
}

#[test]
fn page_title_red_head_number_and_title_are_one_head() {
    let (head, rest) = take_lines(
        &[
            "关于印发示例市评议办法等配套制度的通知",
            "(示政办发〔2018〕89号)",
            "示例市人民政府办公室文件",
            "示政办发〔2018〕89号",
            "示例市人民政府办公室关于",
            "印发示例市评议",
            "办法等配套制度的通知",
            "各县(市、区)人民政府:",
        ],
        None,
    );
    assert_eq!(
        head.title.as_deref(),
        Some("示例市人民政府办公室关于印发示例市评议办法等配套制度的通知")
    );
    assert_eq!(head.doc_no.as_deref(), Some("示政办发〔2018〕89号"));
    assert_eq!(head.agency.as_deref(), Some("示例市人民政府办公室"));
    assert_eq!(rest, ["各县(市、区)人民政府:"]);
}

#[test]
fn a_number_below_its_name_is_no_part_of_the_title() {
    let order = [
        "示例市人民政府令",
        "第12号",
        "示例市河道采砂管理办法",
        "第一条　为了加强管理，制定本办法。",
    ];
    for title in [None, Some("示例市河道采砂管理办法")] {
        let (head, rest) = take_lines(&order, title);
        assert_eq!(head.doc_no.as_deref(), Some("示例市人民政府令第12号"));
        assert_eq!(head.title.as_deref(), Some("示例市河道采砂管理办法"));
        assert_eq!(rest, order[3..]);
    }
}

#[test]
fn a_known_title_is_taken_off_the_body() {
    let (head, rest) = take_lines(
        &[
            "示例市人民政府关于印发",
            "《示 例 规 则》的通知",
            "示政发〔2004〕18号",
            "各区人民政府：",
        ],
        Some("示例市人民政府关于印发《示例规则》的通知"),
    );
    assert_eq!(head.doc_no.as_deref(), Some("示政发〔2004〕18号"));
    assert_eq!(rest, ["各区人民政府："]);
}

#[test]
fn the_page_title_gives_way_to_the_title_above_the_addressee() {
    let (head, rest) = take_lines(
        &[
            "示例市关于加强公开工作实施方案",
            "示例市人民政府办公室印发关于加强公开工作实施方案的通知",
            "各镇人民政府，市政府各部门：",
        ],
        None,
    );
    assert_eq!(
        head.title.as_deref(),
        Some("示例市人民政府办公室印发关于加强公开工作实施方案的通知")
    );
    assert_eq!(rest.len(), 1);
}

#[test]
fn a_text_without_title_keeps_its_words() {
    let (head, rest) = take_lines(&["根据有关规定，现将事项公布如下。", "一、甲"], None);
    assert_eq!(head.title, None);
    assert_eq!(rest.len(), 2);
}

#[test]
fn a_number_that_its_page_writes_otherwise_stays_in_the_text() {
    let lines = [
        "中华人民共和国示例部令",
        "第706号",
        "《示例条例》已经通过，现予公布。",
    ];
    for (stated, stays) in [
        (None, false),
        (Some("中华人民共和国示例部令第706号"), false),
        (Some("示令第706号"), true),
    ] {
        let mut draft = Draft {
            pieces: lines.iter().map(|l| Piece::plain(*l)).collect(),
            ..Draft::default()
        };
        draft.fields.title = Some("示例条例".to_owned());
        draft.fields.doc_no = stated.map(str::to_owned);
        take(&mut draft);
        let first = draft.pieces[0].text().unwrap();
        assert_eq!(
            first == "中华人民共和国示例部令第706号",
            stays,
            "{stated:?}"
        );
    }
}

#[test]
fn a_number_in_chinese_numerals_is_a_field_and_its_line_stays_as_it_is_printed() {
    for lines in [
        &["示政发〔二〇二一〕十五号", "各单位："][..],
        &["示政发", "〔二〇二一〕十五号", "各单位："],
    ] {
        let (head, rest) = take_lines(lines, Some("关于春耕的通知"));
        assert_eq!(head.doc_no.as_deref(), Some("示政发〔2021〕15号"));
        assert_eq!(rest, ["示政发〔二〇二一〕十五号", "各单位："]);
    }
}

#[test]
fn the_mark_of_a_list_is_no_part_of_a_title_that_the_text_has_without_it() {
    let title = "示例市水务局关于春灌的通知";
    let marked = format!("{title}[图]");
    let (head, rest) = take_lines(
        &["示例市水务局", "关于春灌的通知", "各单位："],
        Some(&marked),
    );
    assert_eq!(head.title.as_deref(), Some(title));
    assert_eq!(rest, ["各单位："]);
    let (head, _) = take_lines(&["各单位："], Some(&marked));
    assert_eq!(head.title, Some(marked), "nothing says it without");
}

#[test]
fn the_state_of_a_letter_beside_its_title_is_no_line_of_the_text() {
    for line in ["关于路灯不亮的问题已办结", "【已办结】关于路灯不亮的问题"]
    {
        let (head, rest) = take_lines(&[line, "甲路路灯不亮。"], Some("关于路灯不亮的问题"));
        assert_eq!(head.title.as_deref(), Some("关于路灯不亮的问题"));
        assert_eq!(rest, ["甲路路灯不亮。"]);
    }
}
