//! Documents that name others, in a run and over runs.

use super::*;

/// 《示例市甲》解读, and what it reads, in either order and in runs of their own.
#[test]
fn what_a_text_names_is_found_in_its_run_and_in_what_was_published_before() {
    let reading = |mut item: Item| {
        let document = item.result.as_mut().unwrap();
        document.title = "《示例市停车办法》解读".into();
        document.category = "interpretation".into();
        item
    };
    let named = |mut item: Item| {
        item.result.as_mut().unwrap().title = "示例市停车办法".into();
        item
    };
    let target = |plan: &mut Plan| {
        let at = plan
            .puts
            .iter()
            .position(|put| put.id == "demo/解读")
            .unwrap();
        let relations = plan.puts.document(at).unwrap().relations;
        relations.into_iter().map(|r| r.target).collect::<Vec<_>>()
    };
    let (a, b) = (named(item("甲", "字")), reading(item("解读", "字")));
    for items in [vec![a.clone(), b.clone()], vec![b.clone(), a.clone()]] {
        assert_eq!(target(&mut decide(items, &empty(), HERE)), ["demo/甲"]);
    }
    let mut state = empty();
    let mut old = a.result.unwrap();
    old.rev = 1;
    old.provenance.collection = HERE.into();
    state.live.insert(old.id.clone(), Live::of(&old));
    let part = Harvest::default();
    let plan = &mut decide_harvest(vec![b.clone()], &state, HERE, part);
    assert_eq!(target(plan), ["demo/甲"]);
    // A whole harvest that did not bring it lets it go: nothing leads there.
    assert_eq!(target(&mut decide(vec![b], &state, HERE)), [] as [&str; 0]);
}
