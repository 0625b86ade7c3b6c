//! The language of real people: traditional and simplified, quotation marks, slips of the finger, and what is suggested meanwhile.

#![allow(clippy::unwrap_used)]

mod corpus;
#[path = "asking/questions.rs"]
mod questions;

use corpus::{batch, document, find, fresh, ids, titles};
use mirror::{Align, Article, Block, Category, Reader, Relation, RelationKind, SuggestionKind};

fn library() -> (tempfile::TempDir, Reader) {
    let (dir, mut writer) = fresh();
    let mut documents = vec![
        document(
            "fund",
            "示例市住房公积金管理办法",
            "2018-01-01",
            "职工缴存。按照示政发〔2017〕12号办理。",
        ),
        document(
            "labour",
            "示例市劳动权益保障条例",
            "2017-01-01",
            "试用期最长六个月。",
        ),
        document(
            "hant",
            "示例市勞動爭議調解規則",
            "2016-01-01",
            "調解員應當公正。",
        ),
        document(
            "open",
            "关于推进“政务公开”工作的通知",
            "2015-01-01",
            "政务要公开。",
        ),
        document(
            "talk",
            "《示例市住房公积金管理办法》解读",
            "2019-01-01",
            "问答。",
        ),
    ];
    documents[0].agency = "示例市住房和城乡建设局".into();
    documents[0].subjects = vec!["住房".into(), "公积金".into()];
    documents[1].doc_no = Some("示政发〔2017〕12号".into());
    documents[4].category = Category::Interpretation;
    documents[4].relations = vec![Relation {
        kind: RelationKind::Interprets,
        target: "fund".into(),
    }];
    writer.apply(&batch(documents, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    (dir, reader)
}

#[test]
fn a_syllable_of_a_long_title_may_be_two() {
    let (dir, mut writer) = fresh();
    let lift = document("a", "示例市电梯安全条例", "2018-01-01", "电梯。");
    let pipe = document("b", "示例市地下管线管理办法", "2018-01-01", "管线。");
    writer.apply(&batch(vec![lift, pipe], 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(
        titles(&reader, "shilishidiantianquantiao"),
        ["示例市电梯安全条例"]
    );
    assert_eq!(
        titles(&reader, "shilishidixiaguanxiang"),
        ["示例市地下管线管理办法"]
    );
}

fn meant(reader: &Reader, text: &str) -> Vec<String> {
    let page = reader.search(&find(text)).unwrap();
    match page.understood {
        Some(understood) => vec![understood],
        None => {
            assert!(page.hits.is_empty() && page.total == 0, "{text}");
            page.did_you_mean
        }
    }
}

#[test]
fn traditional_and_simplified_find_each_other() {
    let (_dir, reader) = library();
    for text in ["勞動", "劳动"] {
        let found = titles(&reader, text);
        assert_eq!(found.len(), 2, "{text}: {found:?}");
    }
    assert_eq!(titles(&reader, "調解員應當"), titles(&reader, "调解员应当"));
    assert_eq!(
        titles(&reader, "laodongzhengyi"),
        ["示例市勞動爭議調解規則"]
    );
}

#[test]
fn a_quoted_phrase_is_its_characters_and_nothing_else() {
    let (_dir, reader) = library();
    assert_eq!(
        titles(&reader, "\"政务公开\""),
        ["关于推进“政务公开”工作的通知"]
    );
    assert!(titles(&reader, "“gongjijin”").is_empty());
    assert!(titles(&reader, "\"推进政务公开工作的通知\"").is_empty());
    assert_eq!(titles(&reader, "推进政务公开工作的通知").len(), 1);
}

#[test]
fn an_interpretation_stands_behind_what_it_interprets() {
    let (_dir, reader) = library();
    let found = titles(&reader, "住房公积金");
    assert_eq!(found[0], "示例市住房公积金管理办法");
    assert_eq!(found[1], "《示例市住房公积金管理办法》解读");
}

#[test]
fn a_number_is_found_by_its_document_and_where_it_is_cited() {
    let (_dir, reader) = library();
    let found = titles(&reader, "示政发〔2017〕12号");
    assert_eq!(
        found,
        ["示例市劳动权益保障条例", "示例市住房公积金管理办法"]
    );
    assert_eq!(titles(&reader, "示政发2017 12"), ["示例市劳动权益保障条例"]);
    assert_eq!(
        titles(&reader, "示政发(2017)1").len(),
        2,
        "a number cut short"
    );
    assert!(titles(&reader, "示政发〔2017〕13号").is_empty());
}

#[test]
fn one_slip_is_guessed_when_nothing_is_found() {
    let (_dir, reader) = library();
    for (typed, wanted) in [
        ("住房工积金", "住房公积金"),
        ("劳动全益保障", "劳动权益保障"),
        ("試用期嘴长六个月", "试用期最长六个月"),
        ("zhufanggongjijim", "住房公积金"),
        ("zhufangongjijin", "住房公积金"),
        ("住房gongjijim", "住房公积金"),
        ("劳动全益 条例", "劳动权益 条例"),
        ("住房公金", "住房公积金"),
        ("劳动权保障", "劳动权益保障"),
    ] {
        let guesses = meant(&reader, typed);
        assert_eq!(
            guesses.first().map(String::as_str),
            Some(wanted),
            "{typed}: {guesses:?}"
        );
        assert!(!titles(&reader, wanted).is_empty());
    }
    assert!(meant(&reader, "太空电梯补贴标准").is_empty());
    assert!(meant(&reader, "\"住房工积金\"").is_empty());
    assert!(
        reader
            .search(&find("住房公积金"))
            .unwrap()
            .did_you_mean
            .is_empty()
    );
}

#[test]
fn of_a_sentence_the_part_that_is_known_is_offered() {
    let (_dir, reader) = library();
    for (typed, wanted) in [
        ("请问住房公积金", "住房公积金"),
        ("住房公积金怎么取", "住房公积金"),
        ("试用期最长多久", "试用期最长"),
        ("劳动权益试用期", "劳动权益 试用期"),
    ] {
        let guesses = meant(&reader, typed);
        assert!(
            guesses.iter().any(|guess| guess == wanted),
            "{typed}: {guesses:?}"
        );
    }
    assert!(meant(&reader, "\"请问住房公积金\"").is_empty());
}

#[test]
fn an_article_is_found_by_its_law_and_number() {
    let (dir, mut writer) = fresh();
    let mut law = document(
        "law",
        "示例市处罚条例",
        "2018-01-01",
        "依照第二百六十四条办理。",
    );
    law.blocks.push(Block::Paragraph {
        text: "第二百六十四条　盗窃的，处罚款。".into(),
        align: Align::Body,
        label: 7,
    });
    law.articles.push(Article {
        id: "p1.a264".into(),
        label: "第二百六十四条".into(),
        title: String::new(),
        depth: 3,
        from: 2,
        to: 3,
    });
    let order = document(
        "order",
        "示例市医疗办法",
        "2021-01-15",
        "示例市人民政府令第735号公布。",
    );
    writer.apply(&batch(vec![law, order], 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    for typed in [
        "处罚条例264条",
        "处罚条例第264条",
        "示例市处罚条例第二百六十四条",
    ] {
        let guess = meant(&reader, typed).into_iter().next().unwrap();
        assert!(
            guess.ends_with("处罚条例 第二百六十四条"),
            "{typed}: {guess}"
        );
        let page = reader.search(&find(&guess)).unwrap();
        assert_eq!(page.hits[0].id, "law");
        assert_eq!(
            page.hits[0].article.as_ref().unwrap().id,
            "p1.a264",
            "the article itself, not where it is cited"
        );
    }
    assert_eq!(
        meant(&reader, "示例市人民政府735号令"),
        ["示例市人民政府令第735号"]
    );
    assert_eq!(meant(&reader, "735号令"), ["令第735号"]);
}

#[test]
fn titles_agencies_and_subjects_are_suggested_while_typing() {
    let (_dir, reader) = library();
    for typed in ["住房", "zhufang", "zf", "住fang"] {
        let suggested = reader.suggest(typed, 5).unwrap();
        let texts = |kind| {
            let fitting = suggested.iter().filter(move |s| s.kind == kind);
            fitting.map(|s| s.text.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(
            texts(SuggestionKind::Title)[0],
            "示例市住房公积金管理办法",
            "{typed}"
        );
        // zf is 政府 too.
        assert!(
            texts(SuggestionKind::Agency).contains(&"示例市住房和城乡建设局"),
            "{typed}"
        );
        assert!(texts(SuggestionKind::Subject).contains(&"住房"), "{typed}");
        for suggestion in &suggested {
            let length = suggestion.text.chars().count() as u32;
            assert!(
                suggestion
                    .ranges
                    .iter()
                    .all(|[from, to]| from < to && *to <= length)
            );
        }
    }
    assert!(reader.suggest("", 5).unwrap().is_empty());
    assert!(reader.suggest("住房", 0).unwrap().is_empty());
    assert!(reader.suggest("\"*\u{1e}", 5).unwrap().is_empty());
}

#[test]
fn a_number_may_leave_out_its_year() {
    let (_dir, reader) = library();
    for text in ["示政发12", "示政发12号", "示政发 12"] {
        assert_eq!(titles(&reader, text)[0], "示例市劳动权益保障条例", "{text}");
    }
    assert!(titles(&reader, "示政发13号").is_empty());
}

#[test]
fn what_holds_no_word_finds_nothing() {
    let (_dir, reader) = library();
    for text in ["，。", "!?", "\"\"", "〔〕", "-"] {
        let page = reader.search(&find(text)).unwrap();
        assert_eq!(
            (page.total, page.total_exact, page.hits.len()),
            (0, true, 0),
            "{text}"
        );
    }
    // Nothing typed is the whole mirror.
    assert_eq!(reader.search(&find("  ")).unwrap().total, 5);
}

#[test]
fn the_article_of_a_hit_does_not_depend_on_the_order_of_words() {
    let (dir, mut writer) = fresh();
    let mut d = document(
        "a",
        "示例市政务公开办法",
        "2018-01-01",
        "第一条　查阅点由示例市设立。",
    );
    let text = |text: &str| mirror::Block::Paragraph {
        text: text.into(),
        align: mirror::Align::Body,
        label: 0,
    };
    d.blocks.push(text("第五条　公民可以到查阅点查阅。"));
    d.blocks.push(text("附则。"));
    let article = |id: &str, label: &str, from: u32| mirror::Article {
        id: id.into(),
        label: label.into(),
        title: String::new(),
        depth: 3,
        from,
        to: from + 1,
    };
    d.articles.push(article("p1.a5", "第五条", 2));
    d.articles.push(article("p1", "", 3));
    writer.apply(&batch(vec![d], 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let article = |text: &str| {
        let page = reader.search(&find(text)).unwrap();
        page.hits[0].article.as_ref().map(|a| a.id.clone())
    };
    assert_eq!(article("查阅点 第五条").unwrap(), "p1.a5");
    assert_eq!(article("第五条 查阅点").unwrap(), "p1.a5");
    assert_eq!(article("查阅点").unwrap(), "p1.a1");
    // What is called nothing cannot be cited.
    assert_eq!(article("附则"), None);
}

#[test]
fn a_number_whose_digits_stand_apart_is_not_found() {
    let (dir, mut writer) = fresh();
    let puts = (0..40)
        .map(|i| {
            let text = format!("示例 20{i:02}1 年 120{i} 元，电话 0{i}11。");
            document(&format!("d{i}"), "关于收费的通知", "2018-01-01", &text)
        })
        .collect();
    writer.apply(&batch(puts, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let ids = |text: &str| -> Vec<String> {
        let page = reader.search(&find(text)).unwrap();
        page.hits.into_iter().map(|hit| hit.id).collect()
    };
    assert_eq!(ids("20071"), ["d7"]);
    assert_eq!(ids("1207 0711"), ["d7"]);
    assert_eq!(ids("0711"), ["d7"]);
    assert!(ids("2007111").is_empty());
}
