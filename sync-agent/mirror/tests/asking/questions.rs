//! Questions as people ask them, and the words of the mirror.

use super::*;
use mirror::{Document, Query, Validity};

#[test]
fn a_question_is_read_as_people_ask() {
    let (_dir, reader) = library();
    for (typed, understood) in [
        ("请问住房公积金", Some("住房公积金")),
        (
            "《示例市住房公积金管理办法》全文",
            Some("示例市住房公积金管理办法"),
        ),
        ("公积金", None),
        ("查公积金", Some("公积金")),
    ] {
        let page = reader.search(&find(typed)).unwrap();
        assert_eq!(page.understood.as_deref(), understood, "{typed}");
        assert!(page.total > 0, "{typed}");
        // What it says it looked for is what it found.
        if let Some(understood) = understood {
            assert_eq!(ids(&reader, understood), ids(&reader, typed), "{typed}");
        }
    }
}

#[test]
fn near_documents_stand_apart_and_say_what_they_lack() {
    let (_dir, reader) = library();
    let page = reader.search(&find("住房公积金提取火星")).unwrap();
    assert_eq!((page.total, page.hits.len()), (0, 0));
    let near = &page.near[0];
    assert_eq!(near.hit.title, "示例市住房公积金管理办法");
    assert!(
        near.missing.iter().any(|word| word.contains("火星")),
        "{:?}",
        near.missing
    );
    assert!(
        near.missing
            .iter()
            .all(|word| !near.hit.title.contains(word.as_str()))
    );
    // None is among the hits, and nothing is near to what nobody says.
    let page = reader.search(&find("住房公积金")).unwrap();
    let hits: Vec<&String> = page.hits.iter().map(|hit| &hit.id).collect();
    assert!(page.near.iter().all(|near| !hits.contains(&&near.hit.id)));
    assert!(reader.search(&find("氪氙氡")).unwrap().near.is_empty());
}

#[test]
fn the_words_of_the_mirror_are_words_and_are_counted() {
    let (dir, mut writer) = fresh();
    let titles = [
        "示例市住房公积金管理办法",
        "示例县住房公积金提取规定",
        "关于公积金贷款的通知",
        "示例市供水管理办法",
    ];
    let documents = titles.iter().enumerate();
    let documents =
        documents.map(|(i, title)| document(&format!("d{i}"), title, "2018-01-01", "供水。"));
    writer.apply(&batch(documents.collect(), 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let words = reader.words(1_000).unwrap();
    let documents = |word: &str| words.iter().find(|(text, _)| text == word).map(|(_, n)| *n);
    assert_eq!(documents("公积金"), Some(3));
    assert_eq!(documents("住房公积金"), Some(2));
    assert_eq!(documents("示例市供水管理办法"), Some(1));
    assert_eq!(documents("示例市人民政府"), Some(4));
    for none in ["积金", "公积", "房公积金", "例市"] {
        assert_eq!(documents(none), None, "{none}");
    }
    assert_eq!(reader.words(2).unwrap().len(), 2);
    let counts = ["供水", "公积金", "火星", ""].map(|word| reader.count(word).unwrap());
    assert_eq!(counts, [4, 3, 0, 0].map(|total| (total, true)));
}

#[test]
fn what_documents_hold_as_it_is_typed_is_no_citation() {
    let (dir, mut writer) = fresh();
    let law = document("law", "示例市收费条例", "2018-01-01", "第十条　缓缴。");
    let cites = document(
        "cites",
        "示例市通知",
        "2019-01-01",
        "依照本条例第十条办理。",
    );
    writer.apply(&batch(vec![law, cites], 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let page = reader.search(&find("例第十条")).unwrap();
    let found: Vec<&str> = page.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(found, ["cites"]);
    assert_eq!(page.understood, None);
    // Held by nothing as it stands: the law that is called so.
    let page = reader.search(&find("收费条例第十条")).unwrap();
    assert_eq!(page.hits[0].id, "law");
}

#[test]
fn texts_that_hold_a_topic_stand_by_fit() {
    let (dir, mut writer) = fresh();
    let filler = "其他事项另行规定。".repeat(60);
    let mentions = |i: usize| {
        let date = format!("2024-01-{:02}", i % 28 + 1);
        let body = format!("第一条　试用期另议。{filler}");
        document(&format!("m{i}"), "示例市通知", &date, &body)
    };
    let mut documents: Vec<Document> = (0..60).map(mentions).collect();
    let often = format!("第一条　{}{filler}", "试用期最长六个月。".repeat(20));
    documents.push(document("often", "示例市用工办法", "2001-01-01", &often));
    let law = format!("第一条　试用期最长六个月。试用期工资照发。{filler}");
    documents.push(document("law", "中华人民共和国用工法", "1994-07-05", &law));
    let repealed = Document {
        validity: Validity::Repealed,
        ..document("past", "示例市用工规定", "2000-01-01", &often)
    };
    documents.push(repealed);
    writer.apply(&batch(documents, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let page = reader.search(&find("试用期")).unwrap();
    let first: Vec<&str> = page
        .hits
        .iter()
        .take(2)
        .map(|hit| hit.id.as_str())
        .collect();
    assert_eq!(first, ["law", "often"]);
    // Of equals the newest, and pages neither overlap nor leave out.
    let mut all: Vec<String> = Vec::new();
    for offset in (0..70).step_by(7) {
        let query = Query {
            offset,
            limit: 7,
            ..find("试用期")
        };
        all.extend(
            reader
                .search(&query)
                .unwrap()
                .hits
                .into_iter()
                .map(|hit| hit.id),
        );
    }
    assert_eq!(all.len(), 63);
    let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(distinct.len(), 63);
    assert!(all.contains(&"past".to_owned()));
    assert!(all.iter().position(|id| id == "m27") < all.iter().position(|id| id == "m1"));
}

#[test]
fn an_everyday_word_that_some_text_holds_is_said_officially_too() {
    let (dir, mut writer) = fresh();
    let chance = document("chance", "示例市通知", "2020-01-01", "交强险由投保人自理。");
    let title = "示例市机动车交通事故责任强制保险办法";
    let official = document("official", title, "2010-01-01", "第一条　投保。");
    writer.apply(&batch(vec![chance, official], 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let page = reader.search(&find("交强险")).unwrap();
    assert_eq!((page.total, page.hits[0].id.as_str()), (1, "chance"));
    assert_eq!(page.also.as_deref(), Some("机动车交通事故责任强制保险"));
    assert_eq!(page.near[0].hit.id, "official");
    assert_eq!(page.near[0].missing, ["交强险"]);
}

#[test]
fn a_near_title_is_offered_where_a_text_holds_the_words_by_chance() {
    let (dir, mut writer) = fresh();
    let chance = document("chance", "示例市通知", "2020-01-01", "住房工积金账户。");
    let meant = document(
        "meant",
        "示例市住房公积金办法",
        "2010-01-01",
        "第一条　缴存。",
    );
    writer.apply(&batch(vec![chance, meant], 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let page = reader.search(&find("住房工积金")).unwrap();
    assert_eq!((page.total, page.hits[0].id.as_str()), (1, "chance"));
    assert_eq!(page.offers[0].text, "住房公积金");
    assert_eq!(page.offers[0].total, 1);
    assert!(page.did_you_mean.is_empty());
}

#[test]
fn near_documents_are_paged_through_behind_the_hits() {
    let (dir, mut writer) = fresh();
    let mut documents: Vec<Document> = (0..3)
        .map(|i| {
            document(
                &format!("hit{i}"),
                "示例市通知",
                "2020-01-01",
                "甲类鱼塘补贴标准。",
            )
        })
        .collect();
    let apart = "鱼塘登记。另发补贴，标准另定。";
    documents.extend(
        (0..8).map(|i| document(&format!("near{i}"), "示例市鱼塘补贴", "2019-01-01", apart)),
    );
    let others = (0..60).map(|i| document(&format!("o{i}"), "示例市供水", "2018-01-01", "供水。"));
    documents.extend(others);
    writer.apply(&batch(documents, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let mut seen: Vec<String> = Vec::new();
    let ask = |offset: u32| {
        let query = Query {
            offset,
            limit: 2,
            ..find("鱼塘补贴标准")
        };
        reader.search(&query).unwrap()
    };
    let first = ask(0);
    assert_eq!((first.total, first.near_total), (3, 8));
    for offset in [0, 2] {
        seen.extend(ask(offset).hits.into_iter().map(|hit| hit.id));
    }
    for offset in 3..11 {
        let page = ask(offset);
        assert_eq!((page.hits.len(), page.near_total), (0, 8));
        seen.push(page.near[0].hit.id.clone());
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 11);
}

#[test]
fn a_count_goes_on_to_the_end_and_tells_what_the_hits_are_of() {
    let (dir, mut writer) = fresh();
    let mut documents: Vec<Document> = (0..150)
        .map(|i| {
            let date = format!("{}-01-01", 2000 + i % 3);
            // Every fifth holds all pairs of the words, but not the words.
            let words = if i % 5 == 0 {
                "供水管。水管网。网改造。"
            } else {
                "供水管网改造。"
            };
            let mut one = document(&format!("d{i}"), "示例市通知", &date, words);
            if i % 3 == 0 {
                one.agency = "示例市水务局".to_owned();
                one.validity = Validity::Repealed;
            }
            one
        })
        .collect();
    documents.push(document("other", "示例市供电", "2020-01-01", "供电。"));
    writer.apply(&batch(documents, 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let query = find("供水管网");
    let page = reader.search(&query).unwrap();
    assert!(!page.total_exact);
    let mut counting = reader.begin_count(&query).unwrap();
    let mut steps = 0;
    while !counting.is_final() {
        reader.count_on(&mut counting, 40).unwrap();
        assert!(counting.total() <= 120);
        steps += 1;
    }
    assert!(steps > 1);
    let all = reader
        .search(&Query {
            exact: true,
            ..query
        })
        .unwrap();
    assert_eq!((counting.total(), all.total), (120, 120));
    let told = |groups: Vec<mirror::Group>| -> Vec<(String, u64)> {
        groups.into_iter().map(|g| (g.code, g.count)).collect()
    };
    let of = |code: &str, count: u64| (code.to_owned(), count);
    assert_eq!(
        told(counting.agencies()),
        [of("示例市人民政府", 80), of("示例市水务局", 40)]
    );
    assert_eq!(
        told(counting.years()),
        [of("2002", 40), of("2001", 40), of("2000", 40)]
    );
    let sum: u64 = counting.validities().iter().map(|g| g.count).sum();
    assert_eq!(sum, 120);
    assert!(told(counting.validities()).contains(&of("repealed", 40)));
}

#[test]
fn letters_reach_texts_by_the_word_that_titles_spell() {
    let (dir, mut writer) = fresh();
    let fund = document(
        "fund",
        "示例市住房公积金管理办法",
        "2018-01-01",
        "职工缴存。",
    );
    let use_of = document("use", "示例市公积金提取规定", "2017-01-01", "提取条件。");
    let loan = document(
        "loan",
        "示例市职工购房规定",
        "2016-01-01",
        "可以申请公积金贷款。",
    );
    let other = document("other", "示例市供水办法", "2015-01-01", "用水。");
    writer
        .apply(&batch(vec![fund, use_of, loan, other], 1))
        .unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let page = reader.search(&find("gongjijin")).unwrap();
    let mut hits: Vec<&str> = page.hits.iter().map(|hit| hit.id.as_str()).collect();
    hits.sort_unstable();
    assert_eq!(hits, ["fund", "use"]);
    assert_eq!(page.also.as_deref(), Some("公积金"));
    let near: Vec<&str> = page.near.iter().map(|near| near.hit.id.as_str()).collect();
    assert_eq!(near, ["loan"]);
    assert!(page.near[0].missing.is_empty());
    assert_eq!(
        (page.offers[0].text.as_str(), page.offers[0].total),
        ("公积金", 3)
    );
    // What is typed in hanzi says itself.
    let page = reader.search(&find("公积金")).unwrap();
    assert_eq!(page.total, 3);
    assert!(page.offers.iter().all(|offer| offer.text != "公积金"));
}

#[test]
fn letters_reach_texts_by_the_words_of_headings_too() {
    let (dir, mut writer) = fresh();
    let mut headed = document(
        "headed",
        "示例市用工办法",
        "2018-01-01",
        "试用期最长六个月，报酬按月支付。",
    );
    headed.articles[0].title = "试用期与报酬".to_owned();
    headed.articles[0].depth = 1;
    let said = document("said", "示例市人事规定", "2017-01-01", "试用期满后转正。");
    let other = document("other", "示例市供水办法", "2016-01-01", "试用水表。");
    writer.apply(&batch(vec![headed, said, other], 1)).unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    for (letters, word, found) in [
        ("shiyongqi", "试用期", vec!["headed", "said"]),
        ("baochou", "报酬", vec!["headed"]),
    ] {
        let page = reader.search(&find(letters)).unwrap();
        assert_eq!((page.total, page.also.as_deref()), (0, Some(word)));
        let mut near: Vec<&str> = page.near.iter().map(|near| near.hit.id.as_str()).collect();
        near.sort_unstable();
        assert_eq!(near, found, "{letters}");
    }
    // A piece of a word is none.
    let page = reader.search(&find("yongqi")).unwrap();
    assert_eq!(page.also, None);
}

#[test]
fn numbers_of_standards_phrases_of_traditional_texts_and_places_are_found_as_people_write_them() {
    let (dir, mut writer) = fresh();
    let form = document(
        "form",
        "示例市公文格式规定",
        "2018-01-01",
        "公文按照GB/T 9704的格式排印。",
    );
    let reply = document(
        "reply",
        "示例市信访办法",
        "2017-01-01",
        "应当书面答复信访人。",
    );
    let place = document("place", "乐亭示例港管理办法", "2016-01-01", "港口。");
    let rare = document("rare", "示例市𠀀塘水库条例", "2015-01-01", "水库。");
    writer
        .apply(&batch(vec![form, reply, place, rare], 1))
        .unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    for (typed, found) in [
        ("GB/T9704", "form"),
        ("GB/T 9704", "form"),
        ("書面答覆信訪人", "reply"),
        ("laoting", "place"),
        ("leting", "place"),
        ("hetang", "rare"),
    ] {
        assert_eq!(ids(&reader, typed), [found], "{typed}");
    }
}
