//! What others say of the validity of documents, in a run and over runs.

use super::*;
use feed::Ended;

const OLD: &str = "示政发〔2010〕1号";

/// A document of the city with a number, a day and lines.
fn act(name: &str, title: &str, number: &str, day: &str, lines: &[&str]) -> Item {
    let mut item = item(name, "");
    let document = item.result.as_mut().unwrap();
    document.title = title.into();
    document.agency = "示例市人民政府".into();
    document.doc_no = (!number.is_empty()).then(|| number.to_owned());
    document.issued_on = Some(day.into());
    let block = |line: &&str| match line.split_once('|') {
        None => Block::Paragraph {
            text: (*line).into(),
            align: Default::default(),
            label: 0,
        },
        Some(_) => Block::Table {
            rows: vec![line.split('|').map(str::to_owned).collect()],
            spans: vec![],
        },
    };
    document.blocks = lines.iter().map(block).collect();
    item
}

fn old() -> Item {
    act(
        "old",
        "示例市停车管理办法",
        OLD,
        "2010-05-01",
        &["第一条　为了停车有序。"],
    )
}

fn stating(mut item: Item, validity: &str) -> Item {
    item.result.as_mut().unwrap().validity = validity.into();
    item
}

/// What the feed says of `name` after runs with these items, each on its day.
fn says(runs: &[(&str, Vec<Item>)], name: &str) -> (String, Option<Ended>, Vec<Plan>) {
    let mut state = empty();
    let mut plans = Vec::new();
    for (today, items) in runs {
        let mut planner = Planner::new(&state, HERE, Puts::default(), today);
        items.iter().cloned().for_each(|item| planner.take(item));
        let mut plan = planner.finish(Harvest::whole(), &mut |_, _| Ok(()));
        plan.puts.sound().unwrap();
        // What is read back from the log.
        let mut live = BTreeMap::new();
        for (id, standing) in &plan.standing {
            let mut one = state.live[id].clone();
            one.validity.clone_from(&standing.validity);
            one.ended.clone_from(&standing.ended);
            one.rev += 1;
            live.insert(id.clone(), one);
        }
        let next = Plan {
            puts: std::mem::take(&mut plan.puts),
            dels: plan.dels.clone(),
            ..Plan::default()
        };
        state = after(state, next);
        state.live.extend(live);
        plans.push(plan);
    }
    let live = &state.live[&format!("demo/{name}")];
    (live.validity.clone(), live.ended.clone(), plans)
}

/// After one run of all.
fn once(items: Vec<Item>) -> (String, Option<Ended>) {
    let (validity, ended, _) = says(&[(TODAY, items)], "old");
    (validity, ended)
}

fn repealed(since: &str) -> (String, Option<Ended>) {
    let ended = Ended {
        by: "demo/new".into(),
        since: since.into(),
        stated: "unknown".into(),
    };
    ("repealed".into(), Some(ended))
}

fn untouched() -> (String, Option<Ended>) {
    ("unknown".into(), None)
}

fn new(title: &str, lines: &[&str]) -> Item {
    act("new", title, "示政发〔2020〕9号", "2020-03-01", lines)
}

#[test]
fn words_that_leave_no_doubt_end_a_document_from_their_day() {
    const DECISION: &str = "示例市人民政府关于废止《示例市停车管理办法》的决定";
    for (title, lines, since) in [
        (DECISION, &["自公布之日起施行。"][..], "2020-03-01"),
        (
            "示例市车辆停放条例",
            &["本条例自2020年6月1日起施行。《示例市停车管理办法》同时废止。"],
            "2020-06-01",
        ),
        (
            "示例市车辆停放条例",
            &["本条例自2020年6月1日起施行。示政发〔2010〕1号同时废止。"],
            "2020-06-01",
        ),
        (
            "关于停车的通知",
            &["自2020年7月1日起，《示例市停车管理办法》（示政发〔2010〕1号）停止执行。"],
            "2020-07-01",
        ),
        (
            "关于停车的通知",
            &["《示例市停车管理办法》（示政发〔2010〕1号）自2020年8月1日起废止。"],
            "2020-08-01",
        ),
        (
            "示例市人民政府关于废止部分规范性文件的决定",
            &["一、《示例市停车管理办法》（示政发〔2010〕1号）"],
            "2020-03-01",
        ),
        (
            "示例市人民政府关于宣布失效一批文件的决定",
            &[
                "序号|文件名称|文号",
                "1|示例市停车管理办法|示政发〔2010〕1号",
            ],
            "2020-03-01",
        ),
        (
            "示例市人民政府关于文件清理结果的通知",
            &[
                "附件1：废止的规范性文件目录",
                "1.《示例市停车管理办法》（示政发〔2010〕1号）",
            ],
            "2020-03-01",
        ),
    ] {
        assert_eq!(
            once(vec![old(), new(title, lines)]),
            repealed(since),
            "{title} {lines:?}"
        );
        assert_eq!(
            once(vec![new(title, lines), old()]),
            repealed(since),
            "{title}"
        );
    }
}

#[test]
fn a_part_of_a_document_that_is_ended_leaves_the_document() {
    for (title, lines) in [
        (
            "示例市人民政府关于废止《示例市停车管理办法》第三条的决定",
            &[][..],
        ),
        (
            "示例市人民政府关于废止《示例市停车管理办法》部分条款的决定",
            &[],
        ),
        ("关于取消《示例市停车管理办法》规定的收费项目的通知", &[]),
        ("关于停止执行《示例市停车管理办法》附件2的通知", &[]),
        (
            "关于停车的通知",
            &["《示例市停车管理办法》第三条、第五条同时废止。"],
        ),
        (
            "关于停车的通知",
            &["《示例市停车管理办法》中关于收费的规定同时废止。"],
        ),
        (
            "示例市人民政府关于文件清理结果的通知",
            &[
                "附件3：部分条款废止的规范性文件目录",
                "1.《示例市停车管理办法》（示政发〔2010〕1号）",
            ],
        ),
        (
            "示例市人民政府关于废止部分规范性文件的决定",
            &["一、《示例市停车管理办法》（示政发〔2010〕1号）第三条"],
        ),
        (
            "示例市人民政府关于废止部分规范性文件的决定",
            &["1|示例市停车管理办法|示政发〔2010〕1号|部分废止"],
        ),
        (
            "示例市人民政府关于废止部分规范性文件的决定",
            &["1|示例市停车管理办法|示政发〔2010〕1号|废止第三条"],
        ),
        (
            "关于修改《示例市停车管理办法》的决定",
            &["一、将第三条修改为：停车收费。"],
        ),
    ] {
        assert_eq!(
            once(vec![old(), new(title, lines)]),
            untouched(),
            "{title} {lines:?}"
        );
    }
}

#[test]
fn plans_reports_and_names_that_may_be_others_leave_it() {
    let unsigned = |mut item: Item| {
        item.result.as_mut().unwrap().agency = "未署名".into();
        item
    };
    let ends = &["《示例市停车管理办法》（示政发〔2010〕1号）同时废止。"][..];
    for item in [
        new("示例市车辆停放条例（征求意见稿）", ends),
        new("关于《示例市车辆停放条例（草案）》的说明", ends),
        new(
            "关于停车的通知",
            &["《示例市停车管理办法》（示政发〔2010〕1号）已废止。"],
        ),
        new(
            "关于停车的通知",
            &["近日，市政府废止了《示例市停车管理办法》。"],
        ),
        // The number is that of another one, or the title is.
        new(
            "关于停车的通知",
            &["《示例市公园管理办法》（示政发〔2010〕1号）同时废止。"],
        ),
        // Longer numbers end as this one does.
        new(
            "关于停车的通知",
            &["《示例市公园管理办法》、甲示政发〔2010〕1号同时废止。"],
        ),
        unsigned(new("媒体：停车有新规", ends)),
    ] {
        let title = item.result.as_ref().unwrap().title.clone();
        assert_eq!(once(vec![old(), item]), untouched(), "{title}");
    }
}

#[test]
fn a_title_that_others_have_too_ends_none_and_is_told() {
    let titled = |name: &str, agency: &str| {
        let mut item = act(
            name,
            "停车管理办法",
            "",
            "2010-05-01",
            &["第一条　为了停车有序。"],
        );
        item.result.as_mut().unwrap().agency = agency.into();
        item
    };
    let end = new("关于停车的通知", &["《停车管理办法》同时废止。"]);
    let own = titled("old", "示例市人民政府");
    let others = titled("old", "另例县人民政府");
    assert_eq!(once(vec![own.clone(), end.clone()]), repealed("2020-03-01"));
    assert_eq!(once(vec![others, end.clone()]), untouched());
    let twice = vec![own, titled("twin", "示例市人民政府"), end];
    let (validity, ended, plans) = says(&[(TODAY, twice)], "old");
    assert_eq!((validity, ended), untouched());
    let told = &plans[0].report.conflicts;
    assert!(
        told.iter().any(|c| c.detail.contains("several documents")),
        "{told:?}"
    );
}

#[test]
fn an_end_of_a_day_to_come_waits_for_it_without_being_read_again() {
    let end = new(
        "关于停车的通知",
        &["示政发〔2010〕1号自2027年1月1日起废止。"],
    );
    let all = vec![old(), end];
    let before = ("2026-12-31", all.clone());
    let (validity, ended, _) = says(std::slice::from_ref(&before), "old");
    assert_eq!((validity, ended), untouched());
    let (validity, ended, plans) = says(&[before, ("2027-01-01", all)], "old");
    assert_eq!((validity, ended), repealed("2027-01-01"));
    assert_eq!(sources(&plans[1].report.changed), ["old"]);
    assert!(plans[1].standing.contains_key("demo/old"));
}

#[test]
fn an_end_that_is_taken_back_gives_back_what_the_source_says() {
    let end = new("关于停车的通知", &["示政发〔2010〕1号同时废止。"]);
    let both = (TODAY, vec![stating(old(), "in-force"), end]);
    let (validity, ended, plans) = says(std::slice::from_ref(&both), "old");
    assert_eq!(
        (validity.as_str(), ended.unwrap().stated.as_str()),
        ("repealed", "in-force")
    );
    let told = &plans[0].report.conflicts;
    assert!(
        told.iter()
            .any(|c| c.detail.contains("calls itself in force")),
        "{told:?}"
    );
    // The same once more changes nothing; without the other one its own word counts.
    let alone = (TODAY, vec![stating(old(), "in-force")]);
    let (validity, ended, plans) = says(&[both.clone(), both, alone], "old");
    assert!(plans[1].report.changed.is_empty() && plans[1].standing.is_empty());
    assert_eq!((validity.as_str(), ended), ("in-force", None));
}

#[test]
fn the_own_word_of_a_source_that_it_is_over_stays() {
    let end = new("关于停车的通知", &["示政发〔2010〕1号同时废止。"]);
    for own in ["repealed", "expired"] {
        let ended = once(vec![stating(old(), own), end.clone()]);
        assert_eq!(ended, (own.to_owned(), None));
    }
    // It says so only later: then its own word is enough.
    let first = (TODAY, vec![old(), end.clone()]);
    let later = (TODAY, vec![stating(old(), "repealed"), end]);
    let (validity, ended, _) = says(&[first, later], "old");
    assert_eq!((validity.as_str(), ended), ("repealed", None));
}

#[test]
fn a_new_version_takes_the_place_of_the_one_before_and_what_is_over_stays_over() {
    let version =
        |name: &str, title: &str, day: &str| act(name, title, "", day, &["第一条　为了停车有序。"]);
    let all = vec![
        old(),
        version("new", "示例市停车管理办法（2020年修订）", "2020-03-01"),
        act(
            "end",
            "关于停车的通知",
            "",
            "2024-01-01",
            &["《示例市停车管理办法（2020年修订）》同时废止。"],
        ),
    ];
    let (validity, ended, _) = says(&[(TODAY, all.clone())], "old");
    assert_eq!(
        (validity.as_str(), ended.unwrap().by.as_str()),
        ("superseded", "demo/new")
    );
    let (validity, ..) = says(&[(TODAY, all)], "new");
    assert_eq!(validity, "repealed");
}

#[test]
fn an_end_that_was_ended_before_its_day_never_began() {
    let all = vec![
        old(),
        new(
            "关于停车的通知",
            &["示政发〔2010〕1号自2026年1月1日起废止。"],
        ),
        act(
            "stop",
            "示例市人民政府关于撤销示政发〔2020〕9号文件的决定",
            "",
            "2025-06-01",
            &["现予撤销。"],
        ),
    ];
    assert_eq!(once(all), untouched());
}
