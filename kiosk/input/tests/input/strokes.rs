//! Strokes, with words of the mirror; every hanzi of level 3 can be entered.

use super::*;

fn typed(keys: &str, before: &str) -> Offer {
    let (mut engine, words) = plain();
    ask(&mut engine, &words, Method::Strokes, keys, before)
}

#[test]
fn a_character_is_found_by_its_strokes_before_all_are_typed() {
    assert_eq!(typed("pnzn", "").candidates[0].text, "公");
    for keys in ["p", "pn", "pnz"] {
        assert!(texts(&typed(keys, "")).contains(&"公"), "{keys}");
    }
    let offer = typed("pnzn", "");
    assert!(place(&offer, "公") < place(&offer, "颂") && place(&offer, "公") < place(&offer, "翁"));
}

#[test]
fn words_that_continue_the_text_come_first() {
    let offer = typed("pnzn", "政务");
    assert_eq!(
        &texts(&offer)[..3],
        ["政务公开", "政务公开工作", "政务公告"],
        "the one that finds more first"
    );
    assert_eq!(offer.candidates[0].before_used, 2);
    assert_eq!(offer.candidates[place(&offer, "公")].before_used, 0);
    let further = typed("pnznhhps", "政务");
    assert_eq!(
        further.candidates[0].text, "政务公开",
        "the strokes of 公开, one after the other"
    );
    assert_eq!(
        typed("pnzn", "关于政务").candidates[0].before_used,
        2,
        "the word begins inside the text"
    );
}

#[test]
fn a_word_is_found_by_the_strokes_of_its_characters() {
    let offer = typed("pnznhh", "");
    assert_eq!(offer.candidates[0].text, "公开");
    assert!(texts(&typed("pnzn", "")).contains(&"公开"));
}

#[test]
fn a_stroke_one_is_not_sure_of_is_any_stroke() {
    for keys in ["p?zn", "?nzn", "pn?n", "pnz?"] {
        assert!(place(&typed(keys, ""), "公") < 40, "{keys}");
    }
    assert_eq!(typed("pnz?", "政务").candidates[0].text, "政务公开");
}

#[test]
fn a_traditional_form_can_be_entered_alone() {
    let (engine, _) = plain();
    for character in ["還", "發", "國"] {
        let keys = String::from_utf8(engine.strokes(character).unwrap()).unwrap();
        assert_eq!(typed(&keys, "").candidates[0].text, character);
    }
    let offer = typed("pnzn", "");
    assert!(place(&offer, "颂") < place(&offer, "頌"));
}

#[test]
fn strokes_that_nobody_writes_find_nothing() {
    assert!(typed("zzzzzzzzzzzzzzzzzzzzzzzz", "").candidates.is_empty());
    assert!(typed("", "政务").candidates.is_empty());
}

#[test]
fn every_hanzi_of_level_3_has_a_code_point_that_enters_it() {
    let engine = Engine::new(Arc::new(Characters::new()), None);
    let all: Vec<char> = engine.characters().level_3().collect();
    assert_eq!(all.len(), 87_887);
    let failed: Vec<char> = all
        .into_iter()
        .filter(|c| !engine.enters_by_code_point(*c))
        .collect();
    assert_eq!(failed, []);
}

#[test]
fn hanzi_beyond_the_sources_are_found_by_the_strokes_of_their_radical() {
    let engine = Engine::new(Arc::new(Characters::new()), None);
    for character in ['𬭎', '𫚕', '𬺈', '𠮷', '㛃', '䶮', '𣲗', '㙍'] {
        assert!(engine.enters_by_strokes(character), "{character}");
    }
}
