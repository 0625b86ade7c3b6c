//! The pictures of the handbooks (手册插图) are what the programs draw now, and the comparison sees what a reader would see.

use std::path::{Path, PathBuf};

use kiosk::studio::handbook::{Likeness, Small, aged};
use kiosk::studio::shots::{Studio, samples};
use session::screen::{Screen, View};

fn handbooks() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/handbooks")
}

fn sample(name: &str) -> View {
    let found = samples().unwrap().into_iter().find(|(n, _)| n == name);
    found.unwrap().1
}

/// Some pages with what is drawn: one that is as drawn now, one of a screen that the handbook no longer names, one missing.
#[test]
fn pictures_that_aged_are_missing_or_belong_to_no_page_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let pictures = dir.path().join("pictures");
    std::fs::create_dir(&pictures).unwrap();
    let name = |screen: &str| format!("{screen}.1080x1920.zh.normal.png");
    let page = ["welcome", "countdown", "outcome-sent"]
        .map(|screen| format!("![](pictures/{})\n", name(screen)));
    std::fs::write(dir.path().join("page.md"), page.concat()).unwrap();
    let ours = handbooks().join("pictures");
    let copy = |from: &str, to: &str| {
        std::fs::copy(ours.join(name(from)), pictures.join(name(to))).unwrap();
    };
    copy("welcome", "welcome");
    copy("shelf", "countdown");
    copy("shelf", "shelf");
    let found = aged(dir.path()).unwrap();
    assert_eq!(found.len(), 3, "{found:?}");
    for (screen, what) in [
        ("shelf", "no page names it"),
        ("countdown", "places differ"),
        ("outcome-sent", "is missing"),
    ] {
        let about = found.iter().find(|f| f.starts_with(&name(screen)));
        assert!(about.unwrap().contains(what), "{found:?}");
    }
}

#[test]
fn the_pictures_of_the_handbooks_are_what_is_drawn_now() {
    let found = aged(&handbooks()).unwrap();
    assert!(
        found.is_empty(),
        "`make handbook-pictures` draws them anew; look at them, and at the words beside them:\n{}",
        found.join("\n")
    );
}

#[test]
fn one_other_character_on_a_screen_is_seen_and_another_smoothing_is_not() {
    let view = sample("home");
    let studio = Studio::open(21.5, (1080, 1920)).unwrap();
    let drawn = |view: &View| {
        studio.show(view);
        Small::of(&studio).unwrap()
    };
    let then = drawn(&view);
    assert!(then.likeness(&drawn(&view)).is_alike());

    // Small type, one character for another that is not unlike it; and large type.
    let changed: [fn(&mut View); 4] = [
        |view| home(view).latest[1].agency = "示例市医疗保险局".into(),
        |view| home(view).latest[0].title[0].text = "关于进一步完善住房公积金提收办法的通知".into(),
        |view| home(view).common[1] = "义务教育报名".into(),
        |view| view.head.clock = "14:35".into(),
    ];
    for (n, change) in changed.iter().enumerate() {
        let mut other = view.clone();
        change(&mut other);
        let likeness = then.likeness(&drawn(&other));
        assert!(
            matches!(&likeness, Likeness::Tiles(tiles) if !tiles.is_empty() && tiles.len() < 40),
            "change {n}: {likeness}"
        );
    }

    // As between two versions of a renderer.
    assert!(then.likeness(&then.smoothed()).is_alike());
    // What a palette leaves of the colours.
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("home.png");
    std::fs::write(&file, then.png().unwrap()).unwrap();
    assert!(Small::read(&file).unwrap().likeness(&then).is_alike());
}

fn home(view: &mut View) -> &mut session::screen::Home {
    match &mut view.screen {
        Screen::Home(home) => home,
        _ => panic!("the sample home is a home page"),
    }
}
