//! Pinyin over the words of a mirror, without a dictionary.

use super::*;
use input::{Source, Unasked};

fn typed(keys: &str) -> Offer {
    let (mut engine, words) = plain();
    ask(&mut engine, &words, Method::Pinyin, keys, "")
}

#[test]
fn a_word_comes_first_by_whole_sound_initials_and_half_syllables() {
    for keys in [
        "zhengwugongkai",
        "zwgk",
        "zhengwugk",
        "zhengwugongk",
        "zhengwugongka",
        "zheng'wu'gk",
        "zwgongkai",
        "ZHENGWUGONGKAI",
        "zh'w'g'k",
        "zhengwgk",
        "zwgkai",
    ] {
        let offer = typed(keys);
        assert_eq!(offer.candidates[0].text, "政务公开", "{keys}");
        assert_eq!(offer.candidates[0].keys_used, keys.len(), "{keys}");
        assert_eq!(offer.candidates[0].source, Source::Mirror);
        assert_eq!(
            offer.candidates[0].documents,
            Some(Documents {
                total: 1284,
                exact: true
            })
        );
    }
}

#[test]
fn keys_are_shown_as_they_are_read() {
    for (keys, shown) in [
        ("zhengwugk", "zheng'wu'g'k"),
        ("zwgk", "z'w'g'k"),
        ("zheng'wu", "zheng'wu"),
        ("xian", "xian"),
        ("xi'an", "xi'an"),
        ("fangan", "fang'an"),
        ("gongka", "gong'ka"),
        ("gongk", "gong'k"),
        ("zhengwuzhon", "zheng'wu'zhon"),
        ("", ""),
    ] {
        assert_eq!(typed(keys).shown, shown, "{keys}");
    }
}

#[test]
fn a_mark_says_where_a_syllable_ends() {
    let offer = typed("xian");
    assert!(place(&offer, "西安") < 3, "{:?}", texts(&offer));
    assert!(
        offer
            .candidates
            .iter()
            .any(|c| c.text == "先" && c.keys_used == 4)
    );
    let offer = typed("xi'an");
    assert_eq!(offer.candidates[0].text, "西安");
    assert!(!offer.candidates.iter().any(|c| c.text == "先"));
}

#[test]
fn longer_words_of_the_mirror_follow_what_was_typed() {
    let offer = typed("zhengwu");
    assert_eq!(
        &texts(&offer)[..2],
        ["政务", "正误"],
        "the one that finds more first"
    );
    let longer = place(&offer, "政务公开");
    assert!(
        longer < place(&offer, "政务公告") && longer < 4,
        "{:?}",
        texts(&offer)
    );
}

#[test]
fn a_word_for_the_first_keys_leaves_the_rest() {
    let keys = "zhengwugongkaixingfa";
    let offer = typed(keys);
    assert_eq!(offer.candidates[0].text, "政务公开");
    assert_eq!(offer.candidates[0].keys_used, "zhengwugongkai".len());
    let marked = typed("zhengwugongkai'xingfa");
    assert_eq!(
        marked.candidates[0].keys_used,
        "zhengwugongkai'".len(),
        "the mark goes with the word"
    );
}

#[test]
fn single_characters_are_there_for_every_first_syllable() {
    let offer = typed("jie");
    for character in ["接", "街", "㛃"] {
        assert_eq!(offer.candidates[place(&offer, character)].keys_used, 3);
    }
    assert!(
        place(&offer, "接") < place(&offer, "㛃"),
        "common ones first"
    );
    let leftover = typed("jiezz");
    assert_eq!(leftover.candidates[place(&leftover, "接")].keys_used, 3);
    let initial = typed("b");
    assert!(texts(&initial).contains(&"不"));
}

#[test]
fn a_second_reading_is_found_and_the_first_one_comes_before_it() {
    assert_eq!(typed("chongqing").candidates[0].text, "重庆");
    assert_eq!(typed("hangzheng").candidates[0].text, "行政");
    assert_eq!(typed("xingzheng").candidates[0].text, "行政");
    for keys in ["lvshi", "lushi", "ls"] {
        assert_eq!(typed(keys).candidates[0].text, "律师", "{keys}");
    }
}

#[test]
fn initials_find_words_of_the_mirror_and_nothing_else() {
    for keys in ["ldht", "zfgjj", "zrj", "xjp"] {
        let offer = typed(keys);
        assert!(
            offer
                .candidates
                .iter()
                .all(|c| c.text.chars().count() == 1 || c.source == Source::Mirror),
            "{keys}: {:?}",
            texts(&offer)
        );
    }
    assert_eq!(typed("zfgjj").candidates[0].text, "住房公积金", "z for zh");
}

#[test]
fn whole_syllables_are_not_taken_for_initials() {
    let engine = Engine::new(Arc::new(Characters::new()), None);
    let words = Words::new(engine.characters(), [("发安国安", 900), ("方案", 1)]);
    let mut engine = engine;
    let offer = ask(&mut engine, &words, Method::Pinyin, "fangan", "");
    assert_eq!(offer.candidates[0].text, "方案");
    assert!(!texts(&offer).contains(&"发安国安"));
}

#[test]
fn a_composition_that_begins_with_u_is_a_code_point() {
    for (method, keys) in [
        (Method::Pinyin, "u20bb7"),
        (Method::CodePoint, "20BB7"),
        (Method::CodePoint, "U+20BB7"),
    ] {
        let (mut engine, words) = plain();
        let offer = ask(&mut engine, &words, method, keys, "");
        assert_eq!(texts(&offer), ["𠮷"], "{keys}");
        assert_eq!(offer.candidates[0].keys_used, keys.len());
    }
    assert!(typed("u20b").candidates.is_empty());
}

#[test]
fn a_field_that_searches_nothing_has_candidates_without_counts() {
    let (mut engine, words) = plain();
    let question = Ask {
        method: Method::Pinyin,
        keys: "zwgk",
        before: "",
        most: 9,
    };
    let offer = engine.offer(&question, &words, &mut Unasked);
    assert_eq!(offer.candidates[0].text, "政务公开");
    assert!(offer.candidates.iter().all(|c| c.documents.is_none()));
}

#[test]
fn no_more_is_counted_once_there_is_no_time() {
    struct Late(usize);
    impl Finds for Late {
        fn documents(&mut self, _: &str) -> Option<Documents> {
            self.0 += 1;
            (self.0 <= 3).then_some(Documents {
                total: 1,
                exact: true,
            })
        }
    }
    let (mut engine, words) = plain();
    let question = Ask {
        method: Method::Pinyin,
        keys: "zhengwu",
        before: "",
        most: 60,
    };
    let mut late = Late(0);
    let offer = engine.offer(&question, &words, &mut late);
    assert_eq!(late.0, 4, "asked three times with an answer, once without");
    assert_eq!(
        offer
            .candidates
            .iter()
            .filter(|c| c.documents.is_some())
            .count(),
        3
    );
}

#[test]
fn a_word_that_comes_twice_is_offered_once_and_has_the_greater_number() {
    let engine = Engine::new(Arc::new(Characters::new()), None);
    let words = Words::new(
        engine.characters(),
        [("政务", 3), ("正误", 5), ("政务", 9), ("政务", 1)],
    );
    assert_eq!(words.len(), 2);
    let mut engine = engine;
    let offer = ask(&mut engine, &words, Method::Pinyin, "zhengwu", "");
    assert_eq!(&texts(&offer)[..2], ["政务", "正误"]);
}
