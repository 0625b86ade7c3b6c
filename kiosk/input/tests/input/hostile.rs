//! Keys that nobody would type: whatever comes, an offer is capped, in order, and about what was typed.

use super::*;
use proptest::prelude::*;
use std::cell::RefCell;

thread_local! {
    static PLAIN: RefCell<(Engine, Words)> = RefCell::new(plain());
}

fn with<Out>(try_it: impl FnOnce(&mut Engine, &Words) -> Out) -> Out {
    PLAIN.with_borrow_mut(|(engine, words)| try_it(engine, words))
}

fn methods() -> impl Strategy<Value = Method> {
    prop_oneof![
        Just(Method::Pinyin),
        Just(Method::Strokes),
        Just(Method::CodePoint)
    ]
}

/// Letters above all, with signs, hanzi and control characters among them.
fn keys() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z']{0,60}",
        "[hspnz?]{0,60}",
        "[uU]?[+]?[0-9a-fA-F]{0,9}",
        "(zh|ch|sh|[a-z]|ang|ing|'){0,24}",
        any::<String>(),
    ]
}

pub(crate) fn holds(
    offer: &Offer,
    keys: &str,
    before: &str,
    most: usize,
) -> Result<(), TestCaseError> {
    prop_assert!(offer.candidates.len() <= most.min(input::CANDIDATES_MAX));
    for candidate in &offer.candidates {
        prop_assert!(!candidate.text.is_empty() && candidate.text.chars().count() <= 64);
        prop_assert!(
            (1..=keys.len()).contains(&candidate.keys_used),
            "{candidate:?}"
        );
        prop_assert!(keys.is_char_boundary(candidate.keys_used));
        prop_assert!(candidate.before_used <= before.chars().count());
        let replaced: String = before.chars().rev().take(candidate.before_used).collect();
        prop_assert!(
            candidate
                .text
                .starts_with(&replaced.chars().rev().collect::<String>())
        );
    }
    let mut seen = std::collections::HashSet::new();
    prop_assert!(
        offer
            .candidates
            .iter()
            .all(|c| seen.insert((&c.text, c.keys_used))),
        "each once"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn any_keys_give_a_sound_offer(method in methods(), keys in keys(), before in "\\PC{0,20}", most in 0usize..600) {
        with(|engine, words| {
            let question = Ask { method, keys: &keys, before: &before, most };
            let offer = engine.offer(&question, words, &mut Counted::mirror());
            holds(&offer, &keys, &before, most)?;
            let again = engine.offer(&question, words, &mut Counted::mirror());
            prop_assert_eq!(offer, again, "the same keys mean the same later");
            Ok(())
        })?;
    }

    #[test]
    fn any_words_can_be_a_mirrors(words in proptest::collection::vec(("\\PC{0,20}|[一-龥]{1,18}", any::<u32>()), 0..40), keys in keys()) {
        with(|engine, _| {
            let words = Words::new(engine.characters(), words);
            let question = Ask { method: Method::Pinyin, keys: &keys, before: "", most: 100 };
            let offer = engine.offer(&question, &words, &mut Counted::mirror());
            holds(&offer, &keys, "", 100)
        })?;
    }

    #[test]
    fn every_word_of_the_mirror_is_found_by_its_strokes_with_any_stroke_unsure(which in 0..MIRROR.len(), unsure in any::<prop::sample::Index>()) {
        with(|engine, words| {
            let (word, _) = MIRROR[which];
            let mut strokes: Vec<u8> = engine.strokes(word).unwrap();
            let at = unsure.index(strokes.len());
            strokes[at] = b'?';
            strokes.truncate(input::KEYS_MAX);
            let keys = String::from_utf8(strokes).unwrap();
            let offer = ask(engine, words, Method::Strokes, &keys, "");
            prop_assert!(texts(&offer).contains(&word), "{} {}", word, keys);
            Ok(())
        })?;
    }
}

#[test]
fn very_long_compositions_are_cut() {
    let (mut engine, words) = plain();
    for unit in [
        "z", "a", "zhuang", "x'", "u", "h", "?", "'", "政", "\u{0}", "🀄",
    ] {
        let keys = unit.repeat(100_000);
        for method in [Method::Pinyin, Method::Strokes, Method::CodePoint] {
            let question = Ask {
                method,
                keys: &keys,
                before: &keys,
                most: usize::MAX,
            };
            let offer = engine.offer(&question, &words, &mut Counted::mirror());
            assert!(
                offer.shown.chars().count() <= input::KEYS_MAX * 2,
                "{unit}: {}",
                offer.shown.len()
            );
            assert!(offer.candidates.len() <= input::CANDIDATES_MAX);
        }
    }
}

#[test]
fn asking_for_documents_is_capped() {
    let (mut engine, words) = plain();
    for keys in ["z", "zhengwu", "shi", "yi"] {
        let mut counted = Counted::mirror();
        let question = Ask {
            method: Method::Pinyin,
            keys,
            before: "",
            most: usize::MAX,
        };
        engine.offer(&question, &words, &mut counted);
        assert!(counted.asked <= 30, "{keys}: {}", counted.asked);
    }
}
