//! With the real librime, and with parts of it missing. The packages are a set-up of `make test`; without them these tests fail.

use super::hostile::holds;
use super::*;
use input::{Missing, Place, Rime, Source};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// librime is one in a process.
static ONE: Mutex<()> = Mutex::new(());

struct Real {
    engine: Engine,
    words: Words,
    folder: PathBuf,
    scratch: tempfile::TempDir,
    // Last: the next test begins when the engine is gone.
    _one: MutexGuard<'static, ()>,
}

fn real() -> Real {
    let one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let scratch = tempfile::tempdir().unwrap();
    let rime = Rime::open(&Place::debian(scratch.path().to_owned()))
        .expect("librime1, rime-data-pinyin-simp and rime-prelude are installed");
    let folder = rime.folder().to_owned();
    let engine = Engine::new(Arc::new(Characters::new()), Some(rime));
    let words = mirror(engine.characters());
    Real {
        engine,
        words,
        folder,
        scratch,
        _one: one,
    }
}

impl Real {
    fn typed(&mut self, keys: &str) -> Offer {
        ask(&mut self.engine, &self.words, Method::Pinyin, keys, "")
    }
}

/// Every file below, with its bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn words_of_the_dictionary_follow_those_of_the_mirror() {
    let mut real = real();
    assert!(real.engine.has_dictionary());
    let offer = real.typed("lihun");
    assert_eq!(offer.candidates[0].text, "离婚");
    assert_eq!(offer.candidates[0].source, Source::Mirror);
    let offer = real.typed("yanglao");
    assert_eq!(offer.candidates[0].text, "养老");
    let unknown = real.typed("caomei");
    let strawberry = place(&unknown, "草莓");
    assert_eq!(unknown.candidates[strawberry].source, Source::Dictionary);
    assert_eq!(
        unknown.candidates[strawberry].documents,
        Some(Documents {
            total: 0,
            exact: true
        })
    );
}

#[test]
fn a_word_of_the_mirror_stands_before_a_guess_of_the_dictionary() {
    let mut real = real();
    let offer = real.typed("gaokongpaowu");
    assert_eq!(offer.candidates[0].text, "高空抛物");
    assert!(
        offer.candidates[1..]
            .iter()
            .all(|c| c.documents.is_none_or(|d| d.total == 0) || c.source != Source::Dictionary)
    );
    for (keys, word) in [
        ("zwgk", "政务公开"),
        ("zhengwugongkai", "政务公开"),
        ("xingfa", "刑法"),
        ("tiaoxiu", "调休"),
        ("zfgjj", "住房公积金"),
    ] {
        assert_eq!(real.typed(keys).candidates[0].text, word, "{keys}");
    }
}

#[test]
fn a_run_of_characters_that_is_no_word_stands_behind_one_that_is() {
    let mut real = real();
    // As texts hold them: the end of one word and the beginning of another, and a word that the dictionary does not have.
    let met = [
        ("行法", 40),
        ("银行法", 20),
        ("刑法", 12),
        ("缴存", 200),
        ("交存", 3),
    ];
    real.words = Words::new(real.engine.characters(), met);
    assert_eq!(real.typed("xingfa").candidates[0].text, "刑法");
    assert_eq!(real.typed("jiaocun").candidates[0].text, "缴存");
}

#[test]
fn initials_are_never_given_to_the_dictionary() {
    let mut real = real();
    for keys in [
        "ldht", "ldh", "xjp", "mzd", "zzd", "jzm", "wxm", "lidh", "lideh",
    ] {
        let offer = real.typed(keys);
        for candidate in &offer.candidates {
            let letters = candidate.keys_used;
            let single = candidate.text.chars().count() == 1;
            let in_full = candidate.source == Source::Dictionary
                && keys[..letters].len() >= 2 * candidate.text.chars().count();
            assert!(
                single || candidate.source == Source::Mirror || in_full,
                "{keys}: {candidate:?}"
            );
        }
        assert!(
            !texts(&offer).iter().any(|t| t.chars().count() >= 3),
            "{keys}: {:?}",
            texts(&offer)
        );
    }
}

#[test]
fn a_sentence_can_be_typed_where_nothing_is_searched() {
    let mut real = real();
    let question = Ask {
        method: Method::Pinyin,
        keys: "womenxiangkanwenjian",
        before: "",
        most: 20,
    };
    let offer = real
        .engine
        .offer(&question, &real.words, &mut input::Unasked);
    assert_eq!(offer.candidates[0].text, "我们想看文件");
    assert_eq!(offer.candidates[0].keys_used, 20);
}

#[test]
fn no_traditional_word_is_offered() {
    let mut real = real();
    for keys in ["haishi", "heshi", "fazhan", "guojia", "yinghang"] {
        for candidate in real
            .typed(keys)
            .candidates
            .iter()
            .filter(|c| c.text.chars().count() > 1)
        {
            assert!(
                !candidate
                    .text
                    .contains(['還', '適', '發', '國', '銀', '應']),
                "{keys}: {}",
                candidate.text
            );
        }
    }
}

#[test]
fn nothing_is_learned_and_nothing_is_written_after_the_start() {
    let mut real = real();
    let before = files(&real.folder);
    let first = real.typed("caomeishiliu");
    for _ in 0..30 {
        for keys in ["shiliucaomei", "caomeishiliu", "zhangsanlisi", "caomei"] {
            for end in 1..=keys.len() {
                real.typed(&keys[..end]);
            }
        }
        real.engine.forget();
    }
    assert_eq!(real.typed("caomeishiliu"), first);
    let after = files(&real.folder);
    assert_eq!(
        before.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        after.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    assert!(before == after, "a file of the private folder changed");
    assert!(
        after
            .iter()
            .all(|(path, _)| !path.to_string_lossy().contains("userdb")),
        "{after:?}"
    );
}

#[test]
fn the_private_folder_is_for_its_owner_and_goes_with_the_engine() {
    use std::os::unix::fs::PermissionsExt;
    let real = real();
    let mode = std::fs::metadata(&real.folder)
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
    let (folder, scratch) = (real.folder.clone(), real.scratch.path().to_owned());
    assert!(folder.starts_with(&scratch));
    drop(real.engine);
    assert!(!folder.exists());
    assert_eq!(std::fs::read_dir(&scratch).unwrap().count(), 0);
}

#[test]
fn there_is_one_at_a_time_and_another_one_afterwards() {
    let real = real();
    let second = Rime::open(&Place::debian(real.scratch.path().to_owned()));
    assert!(matches!(second, Err(Missing::Taken)), "{second:?}");
    drop(real.engine);
    let mut third = Rime::open(&Place::debian(real.scratch.path().to_owned())).unwrap();
    assert!(
        third
            .candidates("lihun", 5)
            .iter()
            .any(|word| word == "离婚")
    );
}

#[test]
fn every_part_that_is_missing_is_named() {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let scratch = tempfile::tempdir().unwrap();
    let place = Place::debian(scratch.path().to_owned());
    let without_library = Place {
        library: "librime-that-is-not-there.so.1".into(),
        ..place.clone()
    };
    let missing = Rime::open(&without_library).unwrap_err();
    assert!(matches!(missing, Missing::Library(..)), "{missing:?}");
    assert_eq!(missing.to_string(), "load librime-that-is-not-there.so.1");
    let without_schema = Place {
        shared: scratch.path().to_owned(),
        ..place.clone()
    };
    assert!(matches!(
        Rime::open(&without_schema).unwrap_err(),
        Missing::Schema(_)
    ));
    let without_folder = Place {
        scratch: "/proc/no-folder".into(),
        ..place.clone()
    };
    assert!(matches!(
        Rime::open(&without_folder).unwrap_err(),
        Missing::Folder(..)
    ));
    // A library that is none of librime.
    let another = Place {
        library: "libc.so.6".into(),
        ..place
    };
    assert!(matches!(
        Rime::open(&another).unwrap_err(),
        Missing::Library(..)
    ));
}

#[test]
fn a_dictionary_that_says_nothing_is_missing() {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let scratch = tempfile::tempdir().unwrap();
    let shared = tempfile::tempdir().unwrap();
    for file in [
        "default.yaml",
        "pinyin_simp.schema.yaml",
        "pinyin_simp.dict.yaml",
    ] {
        std::fs::write(shared.path().join(file), "nonsense: [\n").unwrap();
    }
    let place = Place {
        shared: shared.path().to_owned(),
        ..Place::debian(scratch.path().to_owned())
    };
    let missing = Rime::open(&place).unwrap_err();
    assert!(matches!(missing, Missing::Silent), "{missing:?}");
    // And the next start has everything.
    drop(Rime::open(&Place::debian(scratch.path().to_owned())).unwrap());
}

#[test]
fn any_keys_give_a_sound_offer_with_the_dictionary_too() {
    let mut real = real();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(120)
    });
    let keys = prop_oneof![
        "[a-z']{0,60}",
        "(zh|ang|shi|xi|an|[a-z]|'){0,30}",
        any::<String>()
    ];
    let real = std::cell::RefCell::new(&mut real);
    runner
        .run(&(keys, 0usize..200), |(keys, most)| {
            let mut real = real.borrow_mut();
            let Real { engine, words, .. } = &mut **real;
            let question = Ask {
                method: Method::Pinyin,
                keys: &keys,
                before: "",
                most,
            };
            let offer = engine.offer(&question, words, &mut Counted::mirror());
            holds(&offer, &keys, "", most)
        })
        .unwrap();
}
