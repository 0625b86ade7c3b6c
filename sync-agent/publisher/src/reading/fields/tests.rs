//! Header lines, cells, and what is no label.

use super::*;

#[test]
fn a_header_on_one_line_with_spaced_labels_and_empty_values_is_read() {
    let mut fields = Fields::default();
    let line = "索  引  号:1153232901517x-/2018-1230 公文目录:乡镇部门公开制度 发文机关:示例县政府办 发文字号: 主  题  词: 标      题:示例县发展和改革局关于某事的实施意见 发布日期:2018年12月30日";
    assert!(fields.take_line(line, false));
    assert_eq!(
        fields.index_no.as_deref(),
        Some("1153232901517x-/2018-1230")
    );
    assert_eq!(fields.catalogue.as_deref(), Some("乡镇部门公开制度"));
    assert_eq!(fields.agency.as_deref(), Some("示例县政府办"));
    assert_eq!(fields.doc_no, None);
    assert!(fields.subjects.is_empty());
    assert_eq!(
        fields.title.as_deref(),
        Some("示例县发展和改革局关于某事的实施意见")
    );
    assert_eq!(fields.published_on.as_deref(), Some("2018-12-30"));
}

#[test]
fn prose_with_a_label_word_is_no_header() {
    let mut fields = Fields::default();
    for line in [
        "公文应当标明标题：份号、密级",
        "发文机关应当在三日内公开",
        "来源不明的信息，发布日期:不得采用",
    ] {
        assert!(!fields.take_line(line, true), "{line}");
    }
    assert_eq!(fields, Fields::default());
}

#[test]
fn every_wording_of_a_label_is_read_and_a_label_is_no_value() {
    for label in [
        "发布部门",
        "颁布机关",
        "公开主体",
        "制发机构",
        "公开单位",
        "信息提供单位",
    ] {
        let mut fields = Fields::default();
        assert!(fields.take_pair(label, "示例市司法局"), "{label}");
        assert_eq!(fields.agency.as_deref(), Some("示例市司法局"));
    }
    let mut fields = Fields::default();
    fields.take_pair("发文机关", "成文日期");
    fields.take_pair("字号", "大 中 小");
    fields.take_pair("失效日期", "2020-01-01");
    fields.take_pair("有效期", "2021-03-04至2026-03-03");
    fields.take_pair("更新时间", "2021-03-05 10:00");
    assert_eq!((fields.agency, fields.doc_no), (None, None));
    assert_eq!(fields.until.as_deref(), Some("2020-01-01"));
    assert_eq!(fields.stamped_on.as_deref(), Some("2021-03-05"));
    assert_eq!(fields.published_on, None);
}

#[test]
fn labels_that_follow_a_pattern_are_read_and_weak_ones_only_with_a_value_of_their_kind() {
    let said = |label: &str, value: &str| {
        let mut fields = Fields::default();
        assert!(fields.take_pair(label, value), "{label}");
        fields
    };
    for label in ["颁发部门", "签发机关", "信息公开责任单位", "公文制作机关"]
    {
        let agency = said(label, "示例市司法局").agency;
        assert_eq!(agency.as_deref(), Some("示例市司法局"), "{label}");
    }
    for label in ["落款日期", "形成日期", "公文日期", "生成时间"] {
        let issued = said(label, "2021-03-04").issued_on;
        assert_eq!(issued.as_deref(), Some("2021-03-04"), "{label}");
    }
    assert_eq!(said("生成时间", "2021-03-04 10:20:30").issued_on, None);
    for label in ["发文编号", "编号", "令号", "批准文号"] {
        let number = said(label, "示政办〔2021〕3号").doc_no;
        assert_eq!(number.as_deref(), Some("示政办〔2021〕3号"), "{label}");
    }
    assert_eq!(said("编号", "BJ-0012").doc_no, None);
    let ended = |label: &str, value: &str| said(label, value).validity;
    assert_eq!(ended("是否废止", "是").as_deref(), Some("已废止"));
    assert_eq!(ended("是否已失效", "否").as_deref(), Some("未失效"));
    assert_eq!(ended("是否废止", "不详"), None);
    assert_eq!(ended("规范性文件有效性", "失效").as_deref(), Some("失效"));
    // Who runs a site, and who drafted a text, are not who issued it.
    for label in ["主办单位", "承办单位", "起草部门"] {
        assert!(
            !Fields::default().take_pair(label, "示例市司法局"),
            "{label}"
        );
    }
}

#[test]
fn what_is_said_twice_and_differently_is_told() {
    let mut fields = Fields::default();
    fields.take_pair("文号", "示政发〔2023〕30号");
    fields.take_pair("发文字号", "示政发[2023]30号");
    assert_eq!(fields.disagreements, Vec::<String>::new());
    fields.take_pair("发文字号", "示政发〔2023〕31号");
    assert_eq!(fields.disagreements.len(), 1);
    assert_eq!(fields.doc_no.as_deref(), Some("示政发〔2023〕30号"));
}

#[test]
fn cells_of_an_in_page_table_are_read() {
    let mut fields = Fields::default();
    assert!(fields.take_pair("索 引 号：", " 014/2023-1 "));
    assert!(fields.take_pair("公开方式", "主动公开"));
    assert!(!fields.take_pair("项目", "金额"));
    assert_eq!(fields.index_no.as_deref(), Some("014/2023-1"));
    assert_eq!(
        fields.disclosure,
        [("公开方式".to_owned(), "主动公开".to_owned())]
    );
}

#[test]
fn labels_that_say_more_than_one_word_and_their_kin_are_read() {
    type Slot = fn(&Fields) -> &Option<String>;
    let agency: Slot = |fields| &fields.agency;
    let (number, index): (Slot, Slot) = (|fields| &fields.doc_no, |fields| &fields.index_no);
    let (issued, published): (Slot, Slot) =
        (|fields| &fields.issued_on, |fields| &fields.published_on);
    for (label, value, slot, expected) in [
        ("发文机关（单位）", "示例市司法局", agency, "示例市司法局"),
        ("联合发文单位", "示例市司法局", agency, "示例市司法局"),
        ("政策发布部门", "示例市司法局", agency, "示例市司法局"),
        ("文件发布机构", "示例市司法局", agency, "示例市司法局"),
        ("公布机关名称", "示例市司法局", agency, "示例市司法局"),
        (
            "发文机关",
            "示例市司法局 示例市财政局",
            agency,
            "示例市司法局、示例市财政局",
        ),
        (
            "发文机关",
            "示例市司法局；示例市财政局",
            agency,
            "示例市司法局、示例市财政局",
        ),
        ("公告编号", "2021年第3号", number, "2021年第3号"),
        (
            "索引号/文号",
            "000014349/2021-00012",
            index,
            "000014349/2021-00012",
        ),
        (
            "索引号码",
            "000014349/2021-00012",
            index,
            "000014349/2021-00012",
        ),
        (
            "信息索引",
            "000014349/2021-00012",
            index,
            "000014349/2021-00012",
        ),
        ("公文成文日期", "2021-03-04", issued, "2021-03-04"),
        ("发文日期（成文日期）", "2021-03-04", issued, "2021-03-04"),
        ("首次发布日期", "2021-03-04", published, "2021-03-04"),
        ("网站公开日期", "2021-03-04", published, "2021-03-04"),
        ("公开发布时间", "2021-03-04", published, "2021-03-04"),
        ("政策发布时间", "2021-03-04", published, "2021-03-04"),
    ] {
        let mut pair = Fields::default();
        pair.take_pair(label, value);
        assert_eq!(slot(&pair).as_deref(), Some(expected), "{label}");
        if !label.contains('/') {
            let mut line = Fields::default();
            assert!(
                line.take_line(&format!("{label}：{value}"), true),
                "{label}"
            );
            assert_eq!(slot(&line).as_deref(), Some(expected), "{label}：");
        }
    }
    let mut fields = Fields::default();
    fields.take_pair("文号", "无文号");
    fields.take_pair("发文字号", "暂无文号");
    fields.take_pair("文号", "成文日期：2021年3月4日");
    fields.take_pair("发文机关", "政务公开");
    fields.take_pair("来源", "示例市政府门户网站");
    fields.take_pair("主办单位", "示例市文联");
    assert_eq!(
        (fields.doc_no, fields.agency, fields.sender),
        (None, None, None)
    );
    assert_eq!(fields.issued_on.as_deref(), Some("2021-03-04"));
    for (label, value, expected) in [
        ("有效期", "已过期", Some("已过期")),
        ("废止文号", "示政发〔2023〕1号", Some("已废止")),
        ("废止文号", "无", None),
        ("有效期", "5年", None),
    ] {
        let mut fields = Fields::default();
        fields.take_pair(label, value);
        assert_eq!(fields.validity.as_deref(), expected, "{label}: {value}");
        assert_eq!(fields.until, None);
    }
    let mut fields = Fields::default();
    fields.take_pair("有效期", "自2021年1月1日起");
    assert_eq!((fields.until, fields.validity), (None, None));
}

#[test]
fn labels_in_brackets_need_no_colon() {
    let mut fields = Fields::default();
    assert!(fields.take_line(
        "【发文机关】示例市司法局 【发文字号】示司发〔2021〕3号 【发布日期】2021-03-05 【时效性】现行有效",
        false
    ));
    assert_eq!(fields.agency.as_deref(), Some("示例市司法局"));
    assert_eq!(fields.doc_no.as_deref(), Some("示司发〔2021〕3号"));
    assert_eq!(fields.published_on.as_deref(), Some("2021-03-05"));
    assert_eq!(fields.validity.as_deref(), Some("现行有效"));
    let mut fields = Fields::default();
    assert!(!fields.take_line("来信人：李**（答复单位：示例市医保局）", true));
    assert_eq!(fields.agency.as_deref(), Some("示例市医保局"));
    for line in [
        "【重要通知】各单位应当认真执行。",
        "关于印发【标题】格式的通知",
        "【提示】",
    ] {
        let mut fields = Fields::default();
        assert!(!fields.take_line(line, true), "{line}");
        assert_eq!(fields, Fields::default(), "{line}");
    }
}

#[test]
fn who_wrote_for_a_paper_is_no_part_of_its_name() {
    let mut fields = Fields::default();
    fields.take_pair("来源", "示例日报 记者 甲某");
    assert_eq!(fields.sender.as_deref(), Some("示例日报"));
}
