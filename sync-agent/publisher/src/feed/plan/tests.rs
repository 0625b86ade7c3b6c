mod ended;
mod related;

use super::*;
use crate::item::Refusal;
use feed::{Block, DelReason, Disclosure, Provenance, Takedown};
use proptest::prelude::*;

const HERE: &str = "here";
const TODAY: &str = "2026-11-21";

fn document(name: &str, text: &str) -> Document {
    Document {
        id: format!("demo/{name}"),
        rev: 0,
        title: format!("示例市{name}"),
        agency: String::new(),
        doc_no: None,
        index_no: None,
        subjects: vec![],
        category: "policy".into(),
        catalogue: None,
        issued_on: None,
        published_on: None,
        validity: "unknown".into(),
        ended: None,
        disclosure: Disclosure {
            attribute: "public".into(),
            evidence: "此件公开发布".into(),
        },
        source_url: None,
        relations: vec![],
        attachments: vec![],
        blocks: vec![Block::Paragraph {
            text: text.into(),
            align: Default::default(),
            label: 0,
        }],
        articles: vec![],
        provenance: Provenance {
            source: name.into(),
            adapter: "folder".into(),
            raw_sha256: "0".repeat(64),
            fetched: "2026-11-21T00:00:00Z".into(),
            collection: String::new(),
        },
    }
}

fn item(name: &str, text: &str) -> Item {
    Item {
        source: name.into(),
        result: Ok(document(name, text)),
        notes: vec![],
        files: vec![],
        links: vec![],
        pictures: vec![],
        second: None,
    }
}

fn refused(name: &str, reason: Reason) -> Item {
    Item {
        result: Err(Refusal {
            reason,
            detail: "why".into(),
        }),
        ..item(name, "")
    }
}

fn decide(items: Vec<Item>, state: &State, collection: &str) -> Plan {
    decide_harvest(items, state, collection, Harvest::whole())
}

fn decide_harvest(items: Vec<Item>, state: &State, collection: &str, harvest: Harvest) -> Plan {
    let mut planner = Planner::new(state, collection, Puts::default(), TODAY);
    items.into_iter().for_each(|item| planner.take(item));
    planner.finish(harvest, &mut |_, _| Ok(()))
}

fn empty() -> State {
    State::empty("r".into(), "2026-11-21T00:00:00Z".parse().unwrap())
}

/// The state after a run, as the feed would be read back.
fn after(mut state: State, mut plan: Plan) -> State {
    for (id, rev) in plan.dels {
        state.live.remove(&id);
        crate::feed::withdraw::set_takedown(
            &mut state.takedown.entries,
            Takedown {
                id,
                rev,
                reason: DelReason::Withdrawn,
                held: false,
            },
        );
    }
    for n in 0..plan.puts.len() {
        let document = plan.puts.document(n).unwrap();
        state.live.insert(document.id.clone(), Live::of(&document));
    }
    state
}

fn sources(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.source.as_str()).collect()
}

#[test]
fn the_first_run_publishes_everything_at_revision_one() {
    let mut plan = decide(vec![item("a", "一"), item("b", "二")], &empty(), HERE);
    assert_eq!(sources(&plan.report.published), ["a", "b"]);
    assert!(plan.puts.iter().all(|put| put.live.rev == 1));
    for n in 0..2 {
        let document = plan.puts.document(n).unwrap();
        assert_eq!(document.provenance.collection, HERE);
    }
}

#[test]
fn a_second_run_tells_changed_unchanged_new_and_vanished_apart() {
    let first = decide(
        vec![item("a", "一"), item("b", "二"), item("c", "三")],
        &empty(),
        HERE,
    );
    let state = after(empty(), first);
    let plan = decide(
        vec![item("a", "一"), item("b", "改"), item("d", "四")],
        &state,
        HERE,
    );
    assert_eq!(sources(&plan.report.changed), ["b"]);
    assert_eq!(sources(&plan.report.published), ["d"]);
    assert_eq!(sources(&plan.report.withdrawn), ["c"]);
    assert_eq!(plan.dels, [("demo/c".to_owned(), 1)]);
    let revs: Vec<u64> = plan.puts.iter().map(|put| put.live.rev).collect();
    assert_eq!(revs, [2, 1]);
}

#[test]
fn a_document_that_comes_back_gets_a_revision_above_its_takedown() {
    let state = after(
        empty(),
        decide(vec![item("a", "一"), item("b", "二")], &empty(), HERE),
    );
    let state = {
        let plan = decide(vec![item("a", "一")], &state, HERE);
        after(state, plan)
    };
    let plan = decide(vec![item("a", "一"), item("b", "二")], &state, HERE);
    assert_eq!(sources(&plan.report.published), ["b"]);
    assert_eq!(plan.puts.iter().next().unwrap().live.rev, 2);
}

#[test]
fn what_a_person_withdrew_is_not_brought_back_by_its_source() {
    let mut state = empty();
    state.takedown.entries.push(Takedown {
        id: "demo/a".into(),
        rev: 1,
        reason: DelReason::Withdrawn,
        held: true,
    });
    let plan = decide(vec![item("a", "一")], &state, HERE);
    assert!(plan.puts.is_empty());
    assert_eq!(plan.report.conflicts.len(), 1);
}

#[test]
fn another_source_of_the_same_site_is_left_alone() {
    let state = after(empty(), decide(vec![item("law/a", "一")], &empty(), "laws"));
    let plan = decide(vec![item("notice/b", "二")], &state, "notices");
    assert!(plan.dels.is_empty());
    assert_eq!(plan.before, 0);
}

#[test]
fn a_source_that_moved_to_another_folder_goes_on() {
    let state = after(
        empty(),
        decide(vec![item("a", "一"), item("b", "二")], &empty(), HERE),
    );
    let plan = decide(vec![item("a", "一")], &state, "there");
    assert_eq!(sources(&plan.report.withdrawn), ["b"]);
    assert!(plan.puts.is_empty());
}

#[test]
fn two_sources_that_share_a_path_are_a_conflict_and_no_withdrawal() {
    let first = vec![item("a", "一"), item("b", "二"), item("c", "三")];
    let state = after(empty(), decide(first, &empty(), HERE));
    let second = || vec![item("a", "别的"), item("d", "四")];
    let plan = decide(second(), &state, "there");
    assert!(plan.dels.is_empty());
    let put: Vec<&str> = plan.puts.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(put, ["demo/d"]);
    assert!(plan.report.changed.is_empty());
    assert!(plan.report.conflicts[0].detail.contains("share this path"));
    // Nor does the first one lose anything to the second.
    let state = after(state, plan);
    let again = vec![item("a", "一"), item("b", "二"), item("c", "三")];
    let plan = decide(again, &state, HERE);
    assert_eq!((plan.puts.len(), plan.dels.len()), (0, 0));
}

#[test]
fn a_source_whose_site_code_changed_goes_on_and_does_not_stand_there_twice() {
    let names: Vec<String> = (0..20).map(|n| format!("{n}.txt")).collect();
    let items = |site: &str| -> Vec<Item> {
        let renamed = |name: &String| {
            let mut item = item(name, "一");
            if let Ok(document) = &mut item.result {
                document.id = format!("{site}:{name}");
            }
            item
        };
        names.iter().map(renamed).collect()
    };
    let state = after(empty(), decide(items("old"), &empty(), "old source"));
    let plan = decide(items("new"), &state, "new source");
    assert_eq!((plan.puts.len(), plan.dels.len()), (20, 20));
    assert!(plan.drops_much(), "a person must agree");
    assert!(plan.report.conflicts[0].detail.contains("site code"));
    // Another source with a few of the same files is another source.
    let plan = decide(items("new").split_off(12), &state, "new source");
    assert_eq!((plan.puts.len(), plan.dels.len()), (8, 0));
}

#[test]
fn what_lies_in_a_folder_that_cannot_be_listed_stays() {
    let items = vec![item("a/b/1", "一"), item("a/2", "二"), item("ab/3", "三")];
    let state = after(empty(), decide(items, &empty(), HERE));
    let plan = decide(vec![refused("a/b/", Reason::Unreadable)], &state, HERE);
    assert_eq!(sources(&plan.report.withdrawn), ["a/2", "ab/3"]);
    assert!(
        plan.report.conflicts[0]
            .detail
            .contains("stays at revision 1")
    );
}

#[test]
fn only_a_whole_harvest_withdraws_what_it_does_not_bring() {
    let items = || vec![item("a", "一"), item("b", "二"), item("c", "三")];
    let state = after(empty(), decide(items(), &empty(), HERE));
    let run = |harvest| decide_harvest(vec![item("a", "一")], &state, HERE, harvest);
    assert!(run(Harvest::default()).dels.is_empty());
    let said = Harvest {
        gone: vec!["demo/c".into(), "demo/never".into()],
        ..Harvest::default()
    };
    assert_eq!(sources(&run(said).report.withdrawn), ["c"]);
    let closed = vec![refused("b", Reason::NotPublic)];
    let plan = decide_harvest(closed, &state, HERE, Harvest::default());
    assert_eq!(sources(&plan.report.withdrawn), ["b"], "closed is closed");
    let unread = Harvest {
        unread: vec!["b".into()],
        same: vec!["demo/c".into()],
        ..Harvest::whole()
    };
    let plan = run(unread);
    assert!(plan.dels.is_empty());
    assert_eq!(plan.report.conflicts[0].source, "b");
}

#[test]
fn losing_the_evidence_withdraws_and_a_damaged_file_does_not() {
    let state = after(
        empty(),
        decide(vec![item("a", "一"), item("b", "二")], &empty(), HERE),
    );
    let items = vec![
        refused("a", Reason::NotPublic),
        refused("b", Reason::Unreadable),
    ];
    let plan = decide(items, &state, HERE);
    assert_eq!(sources(&plan.report.withdrawn), ["a"]);
    assert_eq!(plan.report.refused.len(), 2);
    assert_eq!(plan.report.conflicts[0].source, "b");
}

#[test]
fn a_document_that_a_terminal_would_refuse_is_refused_here_with_its_reason() {
    let mut cases = Vec::new();
    let mut case = |name: &str, change: fn(&mut Document)| {
        let mut item = item(name, "一");
        change(item.result.as_mut().unwrap());
        cases.push(item);
    };
    case("a", |d| d.disclosure.attribute = "on-application".into());
    case("b", |d| d.disclosure.evidence.clear());
    case("c", |d| d.blocks.clear());
    case("d", |d| d.id = "../etc".into());
    case("e", |d| d.title.push('\u{1b}'));
    case("f", |d| d.title = "字".repeat(5000));
    let plan = decide(cases, &empty(), HERE);
    let reasons: Vec<Reason> = plan.report.refused.iter().map(|r| r.reason).collect();
    let expected = [
        Reason::NotPublic,
        Reason::NoEvidence,
        Reason::Empty,
        Reason::Unsafe,
        Reason::Unsafe,
        Reason::TooLarge,
    ];
    assert_eq!(reasons, expected);
    assert!(plan.puts.is_empty());
}

#[test]
fn the_same_id_twice_publishes_the_first_only() {
    let plan = decide(vec![item("a", "一"), item("a", "二")], &empty(), HERE);
    assert_eq!(plan.puts.len(), 1);
    assert_eq!(plan.report.refused[0].reason, Reason::Duplicate);
}

#[test]
fn ragged_tables_are_made_rectangular() {
    let mut ragged = item("a", "一");
    let rows = vec![vec!["一".to_owned()], vec!["二".into(), "三".into()]];
    ragged.result.as_mut().unwrap().blocks.push(Block::Table {
        rows,
        spans: vec![],
    });
    let plan = decide(vec![ragged], &empty(), HERE);
    assert_eq!(plan.report.refused, []);
}

#[test]
fn the_drop_guard_needs_both_more_than_five_and_more_than_one_percent() {
    let guard = |gone: usize, before: usize| {
        Plan {
            dels: vec![(String::new(), 1); gone],
            before,
            ..Plan::default()
        }
        .drops_much()
    };
    assert!(!guard(5, 5));
    assert!(guard(6, 6));
    assert!(guard(6, 599));
    assert!(!guard(6, 600));
    assert!(guard(7, 600));
    assert!(!guard(0, 0));
}

proptest! {
    #[test]
    fn any_run_leaves_exactly_what_its_source_holds(
        runs in proptest::collection::vec(
            proptest::collection::btree_map(0u8..12, 0u8..3, 0..12), 1..6),
    ) {
        let mut state = empty();
        let mut highest: BTreeMap<String, u64> = BTreeMap::new();
        for run in &runs {
            let items = run.iter().map(|(name, text)| item(&name.to_string(), &text.to_string()));
            let plan = decide(items.collect(), &state, HERE);
            for document in plan.puts.iter() {
                let last = highest.insert(document.id.clone(), document.live.rev);
                prop_assert!(last.is_none_or(|last| document.live.rev > last));
                let taken = state.takedown.rev_of(&document.id);
                prop_assert!(taken.is_none_or(|taken| document.live.rev > taken));
            }
            state = after(state, plan);
            let live: BTreeSet<String> = state.live.keys().cloned().collect();
            let held: BTreeSet<String> = run.keys().map(|name| format!("demo/{name}")).collect();
            prop_assert_eq!(live, held);
            let again: Vec<Item> =
                run.iter().map(|(name, text)| item(&name.to_string(), &text.to_string())).collect();
            let nothing = decide(again, &state, HERE);
            prop_assert!(nothing.puts.is_empty() && nothing.dels.is_empty());
        }
    }
}
