//! Formats and reading together: whole documents from text.

use feed::Block;

use super::{markdown, text};
use crate::channel::Channel;
use crate::reading::assemble::{Origin, document};
use crate::reading::sidecar::Sidecar;

pub(super) fn origin(source: &str) -> Origin<'_> {
    Origin {
        adapter: "folder",
        source,
        raw_sha256: "00",
        fetched: "2026-01-01T00:00:00Z",
        today: "2026-01-01",
        clean: false,
    }
}

pub(super) fn open() -> Channel {
    Channel {
        default_disclosure: Some("public".into()),
        evidence: Some("x".into()),
        ..Channel::local()
    }
}

#[test]
fn a_forwarding_notice_keeps_its_own_number_empty() {
    let text = " 示例市人民政府办公室转发省政府办公厅关于\n\n进一步加强公开\n\n实施意见的通知\n\n各区人民政府：\n\n    现将《示例省人民政府办公厅关于进一步加强公开实施意见》（示省办发〔2013〕61号）转发给你们。\n\n                       示例市人民政府办公室\n\n                        2014年1月6日\n\n示例省人民政府办公厅关于进一步加强公开\n\n实施意见\n示省办发〔2013〕61号\n\n各市人民政府：\n　　为加强公开，提出如下意见：\n一、建立机制\n（一）各部门要公开。\n\n示例省人民政府办公厅\n\n2013年11月30日\n\n（此件公开发布）\n";
    let found = document(
        text::read(text),
        &Sidecar::default(),
        &Channel::local(),
        origin("a.txt"),
    )
    .unwrap()
    .document;
    assert_eq!(found.doc_no, None);
    assert_eq!(found.agency, "示例市人民政府办公室");
    assert_eq!(found.issued_on.as_deref(), Some("2014-01-06"));
    assert!(found.disclosure.evidence.contains("此件公开发布"));
    let ids: Vec<&str> = found.articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["p1", "p2", "p2.s1", "p2.s1.i1"]);
    assert_eq!(
        found.articles[1].title,
        "示例省人民政府办公厅关于进一步加强公开实施意见"
    );
    assert!(
        found
            .blocks
            .iter()
            .any(|b| matches!(b, Block::Paragraph { text, .. } if text == "示省办发〔2013〕61号"))
    );
}

#[test]
fn three_regulations_in_one_notice_are_three_parts() {
    let text = "关于印发示例市评议办法等制度的通知\n(示政办发〔2018〕89号)\n\n发布日期:2019-02-12 11:25 浏览次数: 信息来源: 字体:[ ]\n分享:\n\n各区人民政府:\n\n《示例市评议办法》《示例市回应制度》《示例市查阅点管理制度》已经同意,现印发给你们。\n\n示例市人民政府办公室\n\n2018年10月15日\n\n(此件公开发布)\n\n示例市评议办法\n\n第一条  为了评议,制定本办法。\n\n第二条  本办法自印发之日起施行。\n\n示例市回应制度\n\n为了回应,特制定本制度。\n\n一、原则\n\n(一)公开原则。按要求办。\n\n二、本制度自印发之日起施行。\n\n示例市查阅点管理制度\n\n第一条  为了查阅,制定本制度。\n\n第二条  查阅免费。\n\n抄送:市委各部门,市法\n\n院。\n\n示例市人民政府办公室                  2018年10月15日印发\n\n作者:( )";
    let found = document(
        text::read(text),
        &Sidecar::default(),
        &Channel::local(),
        origin("a.txt"),
    )
    .unwrap()
    .document;
    assert_eq!(found.doc_no.as_deref(), Some("示政办发〔2018〕89号"));
    assert_eq!(found.issued_on.as_deref(), Some("2018-10-15"));
    assert_eq!(found.published_on.as_deref(), Some("2019-02-12"));
    let ids: Vec<&str> = found.articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "p1", "p2", "p2.a1", "p2.a2", "p3", "p3.s1", "p3.s1.i1", "p3.s2", "p4", "p4.a1",
            "p4.a2"
        ]
    );
    let last = found.articles.last().unwrap();
    assert!(
        matches!(&found.blocks[last.from as usize], Block::Paragraph { text, label: 3, .. } if text == "第二条　查阅免费。")
    );
    assert_eq!(last.to - last.from, 1);
    assert!(
        found.blocks.iter().any(
            |b| matches!(b, Block::Paragraph { text, .. } if text == "抄送:市委各部门,市法院。")
        )
    );
    assert!(
        !found
            .blocks
            .iter()
            .any(|b| matches!(b, Block::Paragraph { text, .. } if text.contains("作者")))
    );
}

#[test]
fn a_law_names_its_maker_and_the_day_of_its_version() {
    let text = "# 示例市养犬管理条例\n\n2017年3月1日 示例市第五届人民代表大会常务委员会第一次会议通过\n\n2017年5月1日 示例省第十届人民代表大会常务委员会第二次会议批准\n\n<!-- INFO END -->\n\n## 第一章 总　则\n\n第一条 为了管理。\n\n第二条 本条例施行。\n";
    let found = document(
        markdown::read(text),
        &Sidecar::default(),
        &open(),
        origin("地方/示例市养犬管理条例(2017-05-01).md"),
    )
    .unwrap()
    .document;
    assert_eq!(found.agency, "示例市人民代表大会常务委员会");
    assert_eq!(found.issued_on.as_deref(), Some("2017-05-01"));
    assert_eq!(found.category, "regulation");
    assert_eq!(
        found
            .articles
            .iter()
            .map(|a| a.id.as_str())
            .collect::<Vec<_>>(),
        ["p1.c1", "p1.a1", "p1.a2"]
    );
}
