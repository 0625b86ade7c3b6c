//! Names against those that have them.

use super::*;

fn document(id: &str, title: &str, more: serde_json::Value) -> Document {
    let mut json = serde_json::json!({
        "id": id, "rev": 1, "title": title, "category": "policy", "validity": "unknown",
        "disclosure": {"attribute": "public", "evidence": "示例"}, "blocks": [],
        "provenance": {"source": id, "adapter": "folder", "raw_sha256": "", "fetched": ""}
    });
    if let (Some(all), Some(more)) = (json.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    serde_json::from_value(json).unwrap()
}

/// What the first of them is related to when all of them are known.
fn related(documents: &[Document]) -> Vec<(String, String)> {
    let mut waiting = Waiting::default();
    let mut others = Vec::new();
    for document in documents {
        let left = waiting.take(document.clone(), "a");
        others.extend(left.map(|document| (document.id.clone(), Live::of(&document))));
    }
    let index = waiting.index(others.iter().map(|(id, live)| (id, live)));
    for n in 0..waiting.count() {
        let (document, ..) = waiting.related(n, &index, &BTreeMap::new()).unwrap();
        if document.id == documents[0].id {
            let relations = document.relations.into_iter();
            return relations.map(|r| (r.kind, r.target)).collect();
        }
    }
    Vec::new()
}

fn plain(id: &str, title: &str) -> Document {
    document(id, title, serde_json::json!({}))
}

fn one(kind: &str, target: &str) -> Vec<(String, String)> {
    vec![(kind.to_owned(), target.to_owned())]
}

#[test]
fn a_name_finds_the_one_document_that_has_it_however_it_is_printed() {
    let reading = plain("r", "《示例市停车办法》解读");
    for other in [
        plain("a", "示例市停车办法"),
        plain("a", "关于印发《示例市停车办法》的通知"),
        plain("a", "示例市人民政府关于印发〈示例市停车办法〉的通知"),
        plain("a", "示例市人民政府关于印发《示例市停车办法》的通知"),
    ] {
        assert_eq!(
            related(&[reading.clone(), other.clone()]),
            one("interprets", "a"),
            "{}",
            other.title
        );
    }
    let forwarded = plain("f", "示例市教育局转发省教育厅关于做好招生工作的通知");
    let original = plain("a", "示例省教育厅关于做好招生工作的通知");
    assert_eq!(
        related(&[forwarded.clone(), original]),
        one("forwards", "a")
    );
    let agency = serde_json::json!({"agency": "省教育厅"});
    let original = document("a", "关于做好招生工作的通知", agency);
    assert_eq!(related(&[forwarded, original]), one("forwards", "a"));
}

#[test]
fn the_document_itself_is_meant_before_the_notice_that_prints_it() {
    let all = [
        plain("r", "《示例市停车办法》解读"),
        plain("notice", "关于印发《示例市停车办法》的通知"),
        plain("text", "示例市停车办法"),
        plain("other", "《示例市停车办法》政策问答解读"),
        plain("end", "关于废止《示例市停车办法》的决定"),
    ];
    assert_eq!(related(&all), one("interprets", "text"));
    let all = [all[1].clone(), all[2].clone()];
    assert_eq!(related(&all), one("forwards", "text"));
}

#[test]
fn several_of_one_name_and_the_document_itself_are_none() {
    let all = [
        plain("r", "《示例市停车办法》解读"),
        plain("a", "示例市停车办法"),
        plain("b", "示例市停车办法"),
    ];
    assert_eq!(related(&all), []);
    let own = plain("a", "关于印发《示例市停车办法》的通知");
    assert_eq!(related(&[own]), []);
}

#[test]
fn a_number_is_surer_than_a_title() {
    let text = serde_json::json!({"blocks": [{"kind": "paragraph", "text": "《示例市停车办法》（示政发〔2010〕1号）同时废止。"}]});
    let numbered = |id: &str, number: &str| {
        document(id, "示例市停车办法", serde_json::json!({"doc_no": number}))
    };
    let all = [
        document("new", "示例市车辆停放办法", text),
        numbered("a", "示政发〔2010〕1号"),
        numbered("b", "示政发〔2012〕9号"),
    ];
    assert_eq!(related(&all), one("repeals", "a"));
}

#[test]
fn a_revision_takes_the_place_of_the_version_before_it() {
    let dated = |id: &str, title: &str, day: &str| {
        document(id, title, serde_json::json!({"issued_on": day}))
    };
    let all = [
        dated("2018", "示例市停车办法（2018年修订）", "2018-05-01"),
        dated("2010", "示例市停车办法", "2010-05-01"),
        dated("2014", "示例市停车办法（2014年修订）", "2014-05-01"),
        dated("2021", "示例市停车办法（2021年修订）", "2021-05-01"),
    ];
    assert_eq!(related(&all), one("replaces", "2014"));
    let undated = [
        plain("b", "示例市停车办法（修订）"),
        plain("a", "示例市停车办法"),
    ];
    assert_eq!(related(&undated), one("replaces", "a"));
    let first = [all[1].clone(), all[2].clone()];
    assert_eq!(related(&first), [], "the first version replaces none");
}

#[test]
fn nobody_ends_what_came_later() {
    let issued = |id: &str, title: &str, day: &str, text: &str| {
        let block = serde_json::json!([{"kind": "paragraph", "text": text}]);
        document(
            id,
            title,
            serde_json::json!({"issued_on": day, "blocks": block}),
        )
    };
    let ended = "《示例市防疫办法》同时废止。";
    let old = issued("old", "示例市防疫条例", "2019-07-26", ended);
    let new = issued("new", "示例市防疫办法", "2024-07-26", "");
    assert_eq!(related(&[old.clone(), new]), []);
    let before = issued("before", "示例市防疫办法", "1999-07-26", "");
    assert_eq!(related(&[old, before]), one("repeals", "before"));
}

#[test]
fn what_an_operator_states_is_not_said_again() {
    let stated = serde_json::json!({"relations": [{"kind": "interprets", "target": "x"}]});
    let all = [
        document("r", "《示例市停车办法》解读", stated),
        plain("a", "示例市停车办法"),
    ];
    assert_eq!(related(&all), one("interprets", "x"));
}
