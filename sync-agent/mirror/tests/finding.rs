//! What visitors type, and what is found for it: words, numbers, sounds, single characters.

#![allow(clippy::unwrap_used)]

mod corpus;

use corpus::{batch, document, find, fresh, ids, titles};
use mirror::{Attachment, Document, Reader, Validity, Writer};

#[test]
fn two_character_words_are_found_and_shown() {
    let (dir, mut writer) = fresh();
    let text = "第一条 各级档案馆、公共图书馆应当设置政府信息查阅场所。";
    writer
        .apply(&batch(
            vec![document("a", "示例办法", "2018-10-15", text)],
            1,
        ))
        .unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let page = reader.search(&find("查阅")).unwrap();
    assert_eq!((page.total, page.total_exact), (1, true));
    let hit = &page.hits[0];
    assert_eq!(hit.article.as_ref().unwrap().label, "第一条");
    let [from, to] = hit.snippet.ranges[0];
    let marked: String = hit
        .snippet
        .text
        .chars()
        .skip(from as usize)
        .take((to - from) as usize)
        .collect();
    assert_eq!(marked, "查阅");
    assert_eq!(reader.search(&find("查场")).unwrap().total, 0);
    assert_eq!(reader.search(&find("图书 档案")).unwrap().total, 1);
    assert_eq!(reader.search(&find("图书 卫生")).unwrap().total, 0);
}

#[test]
fn titles_come_before_bodies_and_force_before_repeal() {
    let (dir, mut writer) = fresh();
    let mut old = document("repealed", "示例市供水管理办法", "2019-01-01", "供水。");
    old.validity = Validity::Repealed;
    let puts = vec![
        document(
            "body",
            "关于做好冬季工作的通知",
            "2020-01-01",
            "做好供水保障。",
        ),
        old,
        document("force", "示例市供水管理办法", "2018-01-01", "供水。"),
        document("exact", "供水", "2001-01-01", "无。"),
    ];
    writer.apply(&batch(puts, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let ids = ids(&reader, "供水");
    assert_eq!(ids, ["exact", "force", "repealed", "body"]);
}

#[test]
fn laws_are_found_without_the_name_of_the_country() {
    let (dir, mut writer) = fresh();
    let puts = vec![
        document("rules", "劳动法实施办法", "2020-01-01", "劳动法。"),
        document("law", "中华人民共和国劳动法", "1994-07-05", "劳动者。"),
    ];
    writer.apply(&batch(puts, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(titles(&reader, "劳动法")[0], "中华人民共和国劳动法");
    assert_eq!(titles(&reader, "zhrmghgldf")[0], "中华人民共和国劳动法");
}

#[test]
fn numbers_are_found_however_they_are_typed() {
    let (dir, mut writer) = fresh();
    let mut a = document("a", "通知甲", "2018-10-15", "一。");
    a.doc_no = Some("衢政办发〔2018〕89号".into());
    a.index_no = Some("11330800002618099x/-2018-0712001".into());
    let mut b = document("b", "通知乙", "2018-10-15", "二。");
    b.doc_no = Some("衢政办发〔2018〕8号".into());
    let mut c = document(
        "c",
        "通知丙",
        "2020-10-15",
        "转发衢政办发〔2018〕89号文件。",
    );
    c.doc_no = Some("国务院令第714号".into());
    writer.apply(&batch(vec![a, b, c], 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    for typed in [
        "衢政办发〔2018〕89号",
        "衢政办发2018 89",
        "衢政办发[2018] 89 号",
        "衢政办发２０１８８９号",
        "qzbf 2018 89",
        "zbf201889号",
        "2018 89",
        "11330800002618099X/2018-0712001",
        "11330800002618099X 2018",
        "1133080000261",
    ] {
        let page = reader.search(&find(typed)).unwrap();
        assert_eq!(
            page.hits.first().map(|hit| hit.id.as_str()),
            Some("a"),
            "{typed}"
        );
        assert!(page.hits.iter().all(|hit| hit.id != "b"), "{typed}");
    }
    assert_eq!(titles(&reader, "国务院令714号"), ["通知丙"]);
}

#[test]
fn numbers_beside_the_one_asked_for_stand_below_it_and_their_beginnings_are_counted() {
    let (dir, mut writer) = fresh();
    let numbered = |id: &str, number: &str| {
        let mut document = document(id, &format!("通知{id}"), "2018-10-15", "一。");
        document.doc_no = Some(number.into());
        document
    };
    let mut citing = document(
        "citing",
        "落实意见",
        "2019-01-15",
        "按照示政办发〔2018〕89号。",
    );
    citing.doc_no = Some("示发改〔2019〕1号".into());
    let puts = vec![
        numbered("asked", "示政办发〔2018〕89号"),
        numbered("before", "示政办发〔2018〕88号"),
        numbered("year", "示政办发〔2017〕89号"),
        numbered("far", "示政办发〔2018〕91号"),
        numbered("other", "示政发〔2018〕90号"),
        citing,
    ];
    writer.apply(&batch(puts, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let beside = |typed: &str| {
        let page = reader.search(&find(typed)).unwrap();
        let mut near: Vec<String> = page.near.into_iter().map(|near| near.hit.id).collect();
        near.sort();
        assert_eq!(page.near_numbers, !near.is_empty(), "{typed}");
        assert_eq!(page.near_total, near.len() as u64, "{typed}");
        near
    };
    assert_eq!(
        beside("示政办发 2018 89"),
        ["before", "year"],
        "a document that cites it is a hit"
    );
    assert_eq!(
        beside("示政办发〔2018〕90号"),
        ["asked", "far"],
        "nothing has it"
    );
    assert_eq!(beside("示政办发 2018"), [""; 0], "many are meant");
    let counted = reader.number_words(10).unwrap();
    let words: Vec<(&str, u64)> = counted.iter().map(|(w, n)| (w.as_str(), *n)).collect();
    assert_eq!(words, [("示政办发", 4), ("示发改", 1), ("示政发", 1)]);
    assert_eq!(reader.number_words(1).unwrap().len(), 1);
}

#[test]
fn titles_are_found_by_any_of_their_sounds() {
    let (dir, mut writer) = fresh();
    let puts = vec![
        document(
            "a",
            "重庆市银行业监督管理办法（2018年修订）",
            "2018-01-01",
            "一。",
        ),
        document("b", "重要行政决策程序规定", "2017-01-01", "二。"),
        document("c", "西安市绿化条例", "2016-01-01", "三。"),
        document("d", "WTO规则《解读》", "2015-01-01", "四。"),
    ];
    writer.apply(&batch(puts, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let agency = |typed: &str, wanted: &str| {
        let page = reader.search(&find(typed)).unwrap();
        let ids: Vec<&str> = page.hits.iter().map(|h| h.id.as_str()).collect();
        assert_eq!(ids.first(), Some(&wanted), "{typed}: {ids:?}");
    };
    for typed in [
        "cqsyhyjdglbf",
        "cqsyhyjdglbf2018nxd",
        "cqsyhyjdglbfnxd",
        "chongqing",
        "chongqingshiyinhang",
        "yinhangye",
        "cqyh",
    ] {
        if typed != "cqyh" {
            agency(typed, "a");
        }
    }
    agency("zhongyaoxingzheng", "b");
    agency("zyxzjccxgd", "b");
    agency("zhongyxz", "b");
    agency("重要xz", "b");
    agency("xian", "c");
    agency("xi'an", "c");
    agency("lvhua", "c");
    agency("luhua", "c");
    agency("lühua", "c");
    agency("xasl", "c");
    agency("wto", "d");
    agency("wtogz", "d");
    agency("gzjd", "d");
    agency("银行 zhongqing", "a");
    assert_eq!(reader.search(&find("cqyh")).unwrap().total, 0);
    let hit = &reader.search(&find("yinhang")).unwrap().hits[0];
    assert_eq!(hit.title_ranges, [[3, 5]]);
}

#[test]
fn single_characters_are_found_everywhere() {
    let (dir, mut writer) = fresh();
    let puts = vec![
        document("title", "垄作栽培指南", "2018-01-01", "无。"),
        document("body", "栽培指南", "2019-01-01", "可以起垄。"),
        document("other", "办法", "2019-01-01", "无。"),
    ];
    writer.apply(&batch(puts, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let page = reader.search(&find("垄")).unwrap();
    let ids: Vec<&str> = page.hits.iter().map(|h| h.id.as_str()).collect();
    assert_eq!((ids, page.total), (vec!["title", "body"], 2));
}

fn with_attachment(id: &str, text: &str, pages: &[&str]) -> Document {
    let mut document = document(id, "关于印发示例表格的通知", "2018-10-15", text);
    document.attachments = vec![Attachment {
        name: "申请表.pdf".into(),
        sha256: "a".repeat(64),
        length: 9,
        pages: pages.iter().map(|page| (*page).to_owned()).collect(),
        address: None,
    }];
    document
}

#[test]
fn a_word_that_stands_in_an_attachment_alone_finds_its_document_there() {
    let (dir, mut writer) = fresh();
    let pages = ["填表说明", "", "第一行\n法定代表人签字"];
    let puts = vec![
        with_attachment("form", "第一条 见附件。", &pages),
        with_attachment("both", "第一条 法定代表人负责。", &pages),
        document("other", "示例办法", "2018-10-15", "第一条 无。"),
    ];
    writer.apply(&batch(puts, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    for word in ["法定代表人", "法定"] {
        let page = reader.search(&find(word)).unwrap();
        assert_eq!((page.total, page.total_exact), (2, true), "{word}");
        let of = |id: &str| page.hits.iter().find(|hit| hit.id == id).unwrap();
        let attached = of("form").attached.as_ref().unwrap();
        assert_eq!(
            (attached.name.as_str(), attached.number, attached.page),
            ("申请表.pdf", 1, 3)
        );
        assert!(of("form").article.is_none());
        assert!(of("form").snippet.text.starts_with("法定代表人签字"));
        // Where the body says it too, the body is shown.
        assert!(of("both").attached.is_none() && of("both").article.is_some());
    }
    // The end of one page and the beginning of the next are no word.
    assert_eq!(reader.search(&find("说明第一")).unwrap().total, 0);
    assert_eq!(
        reader.document("form").unwrap().unwrap().attachments[0].pages,
        pages
    );
}

#[test]
fn the_words_of_an_attachment_go_with_its_document() {
    let (dir, mut writer) = fresh();
    let old = with_attachment("form", "第一条 见附件。", &["法定代表人"]);
    writer.apply(&batch(vec![old], 1)).unwrap();
    let mut new = with_attachment("form", "第一条 见附件。", &["经办人"]);
    new.rev = 2;
    writer.apply(&batch(vec![new], 2)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.search(&find("法定代表人")).unwrap().total, 0);
    assert_eq!(reader.search(&find("经办人")).unwrap().total, 1);
    assert!(Writer::verify(dir.path()).unwrap().ok);
}
