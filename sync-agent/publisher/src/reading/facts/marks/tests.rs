//! Wordings of marks, both ways.

use super::*;

fn said(line: &str) -> Option<Mark> {
    mark(line).map(|m| m.0)
}

#[test]
fn public_marks_in_their_wordings() {
    for line in [
        "（此件公开发布）",
        "( 此件 主动公开 )",
        "此件公开发布",
        "［此件公开发布］",
        "[主动公开]",
        "【公开发布】",
        "（公开属性：主动公开）",
        "（此件可向社会公开）",
        "（本文件主动公开。）",
    ] {
        assert_eq!(said(line), Some(Mark::Public), "{line}");
    }
}

#[test]
fn every_other_wording_is_not_public() {
    for line in [
        "（此件依申请公开）",
        "（此件删减后公开）",
        "（此件脱密后公开）",
        "（此件不公开）",
        "（此件发至县级）",
        "（此件不主动公开）",
        "（此件不得对外公开）",
        "（此件不向社会公开）",
        "（此件未经批准不得向社会公开）",
        "（此件非公开）",
        "（此件暂缓公开）",
        "（此件限制公开）",
        "（此件延期公开）",
        "（此件申请公开）",
        "（此件公开发布，附件除外）",
        "此件依申请公开",
        "此文件依申请公开。",
        "注：此件依申请公开",
        "［此件不公开］",
        "｛此件不公开｝",
        "‹此件不公开>",
        "“此件不公开”",
        "—此件不公开—",
        "[依申请公开]",
        "（不予公开）",
        "（未经批准，此件不得公开）",
        "（此件依申請公開）",
        "（秘密）",
    ] {
        assert_eq!(said(line), Some(Mark::NotPublic), "{line}");
    }
}

#[test]
fn lines_that_say_anything_else_are_no_marks() {
    assert_eq!(said("（本文有删减）"), Some(Mark::Neutral));
    for line in [
        "即“此件公开发布”“此件不公开”等",
        "（信息公开办公室）",
        "（信息公开咨询电话：12345）",
        "（本文自公布之日起施行）",
        "本文件自公布之日起施行",
        "本文件由办公室负责解释",
        "主动公开",
        "依申请公开",
        "（依申请公开指南）",
        "（一）主动公开",
        "（内部管理制度）",
    ] {
        assert_eq!(said(line), None, "{line}");
    }
    assert_eq!(bare_mark("依申请公开").map(|m| m.0), Some(Mark::NotPublic));
    assert_eq!(bare_mark("依申请公开指南"), None);
}

#[test]
fn a_mark_with_company_counts_and_a_quoted_one_does_not() {
    for line in [
        "（此件依申请公开）　共印50份",
        "（此件依申请公开）（联系人：甲）",
        "（联系人：甲；此件依申请公开）",
        "请认真执行。（此件不公开）",
    ] {
        assert!(closed_inside(line).is_some(), "{line}");
    }
    for line in [
        "应当标注（此件不公开）",
        "即“（此件不公开）”等",
        "分为（此件公开发布）、（此件不公开）两种",
        "请认真执行。（此件公开发布）",
    ] {
        assert_eq!(closed_inside(line), None, "{line}");
    }
}

#[test]
fn secrecy_marks_stand_alone() {
    for line in [
        "秘密★5年",
        "机密",
        "（秘密）",
        "内部资料 注意保存",
        "（内部文件，不得外传）",
    ] {
        assert!(secrecy(line).is_some(), "{line}");
    }
    for line in ["秘密工作条例", "内部资料管理办法", "内部文件管理规定"] {
        assert_eq!(secrecy(line), None, "{line}");
    }
}

#[test]
fn values_of_fields() {
    assert_eq!(attribute("主动公开"), Some(Mark::Public));
    assert_eq!(attribute("政府网站公开"), Some(Mark::Public));
    assert_eq!(attribute("面向全社会"), None);
    assert!(only_means("政府网站、公告栏"));
    for value in ["申请公开", "非公开", "保密", "依申请公开"] {
        assert_eq!(attribute(value), Some(Mark::NotPublic), "{value}");
    }
}
