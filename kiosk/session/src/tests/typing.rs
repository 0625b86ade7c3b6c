//! Typing into the search field: keys become words that a worker offers, and what is meant is searched for at once.

use super::*;
use crate::keyboard::Layer;
use crate::keyboard::typing::{Candidate, Count, Method, Spell, Spelled};

fn spelled_last(hands: &Hands) -> Spell {
    hands
        .effects
        .iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Spell(spell) => Some(spell.clone()),
            _ => None,
        })
        .expect("asked for words")
}

fn searched_last(hands: &Hands) -> String {
    hands
        .effects
        .iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Ask(Question::Search { query, .. }) => Some(query.text.clone()),
            _ => None,
        })
        .expect("searched")
}

fn word(text: &str, keys_used: usize) -> Candidate {
    Candidate {
        text: text.into(),
        documents: Some(Count {
            total: 3,
            exact: true,
        }),
        keys_used,
        before_used: 0,
        behind_kept: 0,
    }
}

fn offer(hands: &mut Hands, candidates: Vec<Candidate>) {
    let serial = spelled_last(hands).serial;
    hands.hear(Event::Spelled(Spelled {
        serial,
        shown: "as read".into(),
        candidates,
    }));
}

fn field(hands: &Hands) -> (String, String) {
    let Place::Search(search) = hands.place() else {
        panic!("not at search")
    };
    (search.typing.text.clone(), search.typing.keys.clone())
}

fn typing(keys: &str) -> Hands {
    let mut hands = Hands::new();
    hands.act(home::Touch::Search).act(typed(keys));
    hands
}

#[test]
fn keys_are_asked_for_words_and_the_first_is_searched_for() {
    let mut hands = typing("zwgk");
    let spell = spelled_last(&hands);
    assert_eq!(
        (spell.method, spell.keys.as_str()),
        (Method::Pinyin, "zwgk")
    );
    assert!(spell.counted);
    assert_eq!(searched_last(&hands), "zwgk", "until the words come");
    offer(&mut hands, vec![word("政务公开", 4), word("政务", 2)]);
    assert_eq!(searched_last(&hands), "政务公开");
    assert_eq!(field(&hands), (String::new(), "zwgk".into()));
}

#[test]
fn a_word_for_some_of_the_keys_leaves_the_others() {
    let mut hands = typing("zwgk");
    offer(&mut hands, vec![word("政务公开", 4), word("政务", 2)]);
    hands.act(search::Touch::Candidate {
        text: "政务".into(),
    });
    assert_eq!(field(&hands), ("政务".into(), "gk".into()));
    let spell = spelled_last(&hands);
    assert_eq!((spell.before.as_str(), spell.keys.as_str()), ("政务", "gk"));
}

#[test]
fn keys_that_no_word_takes_whole_are_searched_for_as_they_are() {
    let mut hands = typing("zwgkcyd");
    offer(&mut hands, vec![word("政务公开", 4), word("在", 1)]);
    assert!(
        hands.effects.is_empty(),
        "the search for the bare keys goes on"
    );
    hands.act(search::Touch::Submit);
    assert_eq!(field(&hands).0, "zwgkcyd");
    let mut hands = typing("gaokongpaowu");
    let nothing = Candidate {
        documents: Some(Count {
            total: 0,
            exact: true,
        }),
        ..word("高空跑无", 12)
    };
    offer(&mut hands, vec![nothing]);
    hands.act(search::Touch::Submit);
    assert_eq!(
        field(&hands).0,
        "gaokongpaowu",
        "a word that finds nothing is not meant"
    );
}

#[test]
fn a_space_takes_the_first_word_and_a_digit_does_and_follows_it() {
    let mut hands = typing("xf");
    offer(&mut hands, vec![word("刑法", 2)]);
    hands.act(typed("2"));
    assert_eq!(field(&hands), ("刑法2".into(), String::new()));
    let mut hands = typing("xf");
    offer(&mut hands, vec![word("刑法", 2)]);
    hands.act(typed(" "));
    assert_eq!(field(&hands), ("刑法".into(), String::new()));
    hands.act(typed("264"));
    assert_eq!(searched_last(&hands), "刑法264");
}

#[test]
fn a_word_that_continues_the_text_takes_its_place() {
    let mut hands = typing("政务");
    hands
        .act(search::Touch::Layer(Layer::Strokes))
        .act(typed("pnzn"));
    let spell = spelled_last(&hands);
    assert_eq!(
        (spell.method, spell.before.as_str()),
        (Method::Strokes, "政务")
    );
    let continued = Candidate {
        before_used: 2,
        ..word("政务公开", 4)
    };
    offer(&mut hands, vec![continued]);
    assert_eq!(searched_last(&hands), "政务公开");
    hands.act(search::Touch::Submit);
    assert_eq!(field(&hands), ("政务公开".into(), String::new()));
}

#[test]
fn a_code_point_in_the_text_becomes_its_character() {
    let mut hands = typing("");
    hands
        .act(search::Touch::Layer(Layer::Latin))
        .act(typed("x20BB7"));
    let spell = spelled_last(&hands);
    assert_eq!(
        (spell.method, spell.keys.as_str()),
        (Method::CodePoint, "20BB7")
    );
    offer(&mut hands, vec![word("𠮷", 5)]);
    hands.act(search::Touch::Candidate {
        text: "𠮷".into()
    });
    assert_eq!(field(&hands), ("x𠮷".into(), String::new()));
}

#[test]
fn words_for_older_keys_are_not_taken() {
    let mut hands = typing("zw");
    let old = spelled_last(&hands).serial;
    hands.act(typed("gk"));
    assert_eq!(searched_last(&hands), "zwgk");
    hands.hear(Event::Spelled(Spelled {
        serial: old,
        shown: "z'w".into(),
        candidates: vec![word("政务", 2)],
    }));
    assert!(hands.effects.is_empty(), "nothing is searched for");
    hands.act(typed(" "));
    assert_eq!(
        field(&hands).0,
        "zwgk",
        "the keys themselves, as no word was known"
    );
}

#[test]
fn backspace_takes_keys_before_characters_and_arrows_change_nothing() {
    let mut hands = typing("政zw");
    hands.act(search::Touch::Backspace);
    assert_eq!(field(&hands), ("政".into(), "z".into()));
    hands.act(typed("\u{f700}\u{f72c}\t"));
    assert_eq!(field(&hands), ("政".into(), "z".into()));
    hands
        .act(search::Touch::Backspace)
        .act(search::Touch::Backspace)
        .act(search::Touch::Backspace);
    assert_eq!(field(&hands), (String::new(), String::new()));
}

#[test]
fn compositions_and_words_are_capped_and_wiped() {
    let mut hands = typing(&"z".repeat(500));
    assert_eq!(field(&hands).1.len(), crate::keyboard::typing::KEYS_MAX);
    offer(&mut hands, vec![word("字", 1); 5000]);
    let Place::Search(search) = hands.place() else {
        panic!()
    };
    assert!(search.typing.candidates.len() <= crate::keyboard::typing::CANDIDATES_MAX);
    hands.act(frame::Touch::End);
    assert_eq!(hands.session.visit(), &Visit::default());
}

/// A beginning of document numbers, in the place of so many characters, with so many behind it.
fn beginning(text: &str, before_used: usize, behind_kept: usize) -> Candidate {
    Candidate {
        before_used,
        behind_kept,
        ..word(text, 0)
    }
}

#[test]
fn among_digits_the_beginnings_of_document_numbers_are_offered() {
    let mut hands = typing("");
    hands.act(search::Touch::Layer(Layer::Digits));
    let spell = spelled_last(&hands);
    assert_eq!((spell.method, spell.before.as_str()), (Method::Number, ""));
    offer(&mut hands, vec![beginning("示政办发", 0, 0)]);
    hands.act(search::Touch::Candidate {
        text: "示政办发".into(),
    });
    hands
        .act(typed("〔〕"))
        .act(typed("2018"))
        .act(typed("〔〕"));
    assert_eq!(field(&hands).0, "示政办发〔2018〕");
    assert_eq!(spelled_last(&hands).before, "示政办发〔2018〕");
    // Another beginning leaves the digits alone.
    let other = beginning("示政发", 4, 6);
    offer(&mut hands, vec![other]);
    hands.act(search::Touch::Candidate {
        text: "示政发".into(),
    });
    assert_eq!(field(&hands).0, "示政发〔2018〕");
    assert_eq!(searched_last(&hands), "示政发〔2018〕");
}

#[test]
fn the_only_document_of_a_number_is_opened_at_once() {
    for (total, doc_no, layer, opens) in [
        (1, Some("示政办发〔2018〕89号"), Layer::Digits, true),
        (2, Some("示政办发〔2018〕89号"), Layer::Digits, false),
        (1, None, Layer::Digits, false),
        (1, Some("示政办发〔2018〕89号"), Layer::Latin, false),
    ] {
        let mut hands = typing("");
        hands.act(search::Touch::Layer(layer)).act(typed("2018 89"));
        let mut found = page(total);
        found.hits[0].doc_no = doc_no.map(str::to_owned);
        let serial = hands.asked();
        hands.hear(Event::Answered(Answer::Found {
            serial,
            page: found,
            hints: Vec::new(),
        }));
        hands.act(search::Touch::Submit);
        let asks = |e: &Effect| matches!(e, Effect::Ask(Question::Open { .. }));
        let opened = hands.effects.iter().any(asks);
        assert_eq!(opened, opens, "{total} {doc_no:?} {layer:?}");
    }
}
