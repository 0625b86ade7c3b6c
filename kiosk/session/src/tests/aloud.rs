//! Reading aloud: it begins, the mark follows, and everything that ends it is silent at once.

use super::*;
use crate::screen::listening;
use crate::view;

/// A reader that reads from its second line on; gives the serial.
fn reading() -> (Hands, u64) {
    let mut desk = Hands::new();
    desk.act(home::Touch::Search);
    desk.open(sample_document());
    desk.act(reader::Touch::Aloud { from: 1 });
    let serial = desk.effects.iter().find_map(|effect| match effect {
        Effect::Speak { serial, lines, .. } => {
            assert_eq!(lines.first().map(|(line, _)| *line), Some(1));
            Some(*serial)
        }
        _ => None,
    });
    (desk, serial.expect("reading aloud speaks"))
}

fn hushed(desk: &Hands) -> bool {
    desk.effects
        .iter()
        .any(|effect| matches!(effect, Effect::Hush))
}

fn mark(desk: &Hands) -> Option<reader::Aloud> {
    let now = jiff::Timestamp::constant(1_539_585_360, 0);
    match view::view(&desk.session, now).screen {
        crate::screen::Screen::Reader(reader) => reader.aloud,
        _ => None,
    }
}

#[test]
fn the_mark_follows_the_voice_and_goes_at_its_end() {
    let (mut desk, serial) = reading();
    let clause = |serial, line| {
        Event::Heard(Heard::Clause {
            serial,
            line,
            // Behind the label and its blank.
            span: 4..9,
        })
    };
    desk.hear(clause(serial, 3));
    let want = reader::Aloud {
        line: 3,
        from: 0,
        to: 5,
    };
    assert_eq!(mark(&desk), Some(want));
    desk.hear(clause(serial + 1000, 7));
    assert_eq!(mark(&desk), Some(want), "another saying moves nothing");
    desk.hear(Event::Heard(Heard::Over { serial }));
    assert_eq!(mark(&desk), None);
}

/// Something a visitor does, and its name.
type Deed = (&'static str, fn(&mut Hands));

#[test]
fn whatever_leaves_the_text_is_silent() {
    let ends: [Deed; 6] = [
        ("the key again", |desk| {
            desk.act(reader::Touch::Aloud { from: 0 });
        }),
        ("back", |desk| {
            desk.act(frame::Touch::Back);
        }),
        ("home", |desk| {
            desk.act(frame::Touch::Home);
        }),
        ("the end", |desk| {
            desk.act(frame::Touch::End);
        }),
        ("help", |desk| {
            desk.act(frame::Touch::Help);
        }),
        ("withdrawn", |desk| {
            desk.hear(gone("demo:rules"));
        }),
    ];
    for (name, end) in ends {
        let (mut desk, _) = reading();
        end(&mut desk);
        assert!(hushed(&desk), "{name}");
        assert_eq!(mark(&desk), None, "{name}");
        desk.hear(Event::Tick);
        assert!(!hushed(&desk), "{name}: once is enough");
    }
}

#[test]
fn listening_is_use() {
    let (mut desk, serial) = reading();
    desk.after(3_600_000);
    assert_eq!(desk.session.countdown_s(), None);
    assert!(mark(&desk).is_some());
    desk.hear(Event::Heard(Heard::Over { serial }));
    desk.after(limits().reader_idle_ms + 1_000);
    assert!(desk.session.countdown_s().is_some());
}

#[test]
fn without_a_loudspeaker_nothing_is_read() {
    let rules = Rules {
        aloud: false,
        ..limits()
    };
    let mut desk = Hands::new();
    desk.session = Session::new(rules, 0);
    desk.act(home::Touch::Search);
    desk.open(sample_document());
    desk.act(reader::Touch::Aloud { from: 0 });
    assert!(
        !desk
            .effects
            .iter()
            .any(|e| matches!(e, Effect::Speak { .. }))
    );
}

#[test]
fn a_document_of_a_list_is_said_until_its_key_is_pressed_again_or_it_is_left() {
    let hear = |id: &str| search::Touch::Hear {
        id: id.into(),
        words: "示例市政务公开查阅点建设管理制度。市政府办公室".into(),
    };
    let said = |desk: &Hands| {
        let now = jiff::Timestamp::constant(1_539_585_360, 0);
        match view::view(&desk.session, now).screen {
            crate::screen::Screen::Search(search) => search.aloud,
            _ => String::new(),
        }
    };
    let mut desk = Hands::new();
    desk.act(home::Touch::Search);
    desk.act(hear("demo:rules"));
    let spoken = desk.effects.iter().find_map(|effect| match effect {
        Effect::Speak { serial, lines, .. } => Some((*serial, lines.clone())),
        _ => None,
    });
    let (serial, lines) = spoken.expect("it is said");
    assert_eq!(lines.len(), 1);
    assert_eq!(said(&desk), "demo:rules");
    // Another one takes its place.
    desk.act(hear("demo:other"));
    assert_eq!(said(&desk), "demo:other");
    desk.hear(Event::Heard(Heard::Over { serial }));
    assert_eq!(
        said(&desk),
        "demo:other",
        "the end of the first ends no other"
    );
    desk.act(hear("demo:other"));
    assert_eq!(said(&desk), "");
    assert!(hushed(&desk));
    desk.act(hear("demo:rules"));
    desk.act(frame::Touch::Home);
    assert!(hushed(&desk));
}

#[test]
fn care_mode_ends_with_the_visit_and_begins_on_its_own_home() {
    let mut desk = Hands::new();
    let look = |desk: &Hands| desk.session.visit().visitor.look;
    desk.act(frame::Touch::Care);
    assert!(look(&desk).care);
    desk.act(home::Touch::Commons);
    let home = |desk: &Hands| matches!(&desk.session.visit().place, Place::Home(at) if at.commons);
    assert!(home(&desk));
    desk.act(frame::Touch::Home);
    assert!(!home(&desk), "home is the doors");
    desk.act(home::Touch::Commons);
    desk.act(frame::Touch::Care);
    assert!(!look(&desk).care && !home(&desk));
    desk.act(frame::Touch::Care);
    desk.act(frame::Touch::End);
    assert!(!look(&desk).care);
}

#[test]
fn a_trembling_finger_presses_once_and_nowhere_else() {
    let mut desk = Hands::new();
    desk.act(frame::Touch::Care).act(home::Touch::Search);
    let press = |desk: &mut Hands, after_ms: u64, touch: Action| {
        desk.now_ms += after_ms;
        desk.hear(Event::Act(touch));
    };
    let typed_z = || Action::from(typed("z"));
    let text = |desk: &Hands| match desk.place() {
        Place::Search(search) => search.typing.keys.clone(),
        other => panic!("{other:?}"),
    };
    // Something else may have come under the finger.
    press(&mut desk, 60, frame::Touch::End.into());
    assert!(look(&desk).care, "the visit goes on");
    press(&mut desk, 500, typed_z());
    press(&mut desk, 60, typed_z());
    press(&mut desk, 60, typed("w").into());
    assert_eq!(text(&desk), "zw", "another key is another touch");
    press(&mut desk, 500, typed("w").into());
    assert_eq!(text(&desk), "zww");
    // Whoever does not ask for it types as fast as fingers go.
    let mut quick = Hands::new();
    quick.act(home::Touch::Search);
    press(&mut quick, 10, typed_z());
    press(&mut quick, 10, typed_z());
    assert_eq!(text(&quick), "zz");
}

/// Plugs headphones in, or pulls them out.
fn plug(desk: &mut Hands, inside: bool) {
    desk.hear(Event::Told(crate::services::Told::Headphones { inside }));
}

fn look(desk: &Hands) -> crate::screen::Look {
    let now = jiff::Timestamp::constant(1_539_585_360, 0);
    view::view(&desk.session, now).look
}

#[test]
fn what_is_private_is_said_only_where_headphones_have_an_output_of_their_own() {
    for private in [true, false] {
        let mut desk = Hands::new();
        let rules = Rules {
            private,
            ..limits()
        };
        desk.session = Session::new(rules, 0);
        assert!(!look(&desk).private, "the loudspeaker");
        plug(&mut desk, true);
        assert!(look(&desk).headphones);
        assert_eq!(look(&desk).private, private);
        plug(&mut desk, false);
        assert!(!look(&desk).private);
    }
}

/// Voice and sound were tried.
fn tried(desk: &mut Hands, state: crate::VoiceState) {
    desk.hear(Event::Told(crate::services::Told::Voice(state)));
}

#[test]
fn without_a_voice_nothing_begins_that_needs_one_and_what_was_begun_ends() {
    use crate::VoiceState::{NoSound, NoVoice, Works};
    for state in [NoVoice, NoSound] {
        let mut desk = Hands::new();
        desk.act(frame::Touch::Listen);
        assert!(look(&desk).listening && !look(&desk).mute);
        tried(&mut desk, state);
        assert!(!look(&desk).listening && look(&desk).mute);
        desk.act(frame::Touch::Listen);
        assert!(!look(&desk).listening, "a screen that says nothing");
        plug(&mut desk, true);
        assert!(!look(&desk).listening, "headphones carry no voice");
        tried(&mut desk, Works);
        desk.act(frame::Touch::Listen);
        assert!(look(&desk).listening && !look(&desk).mute, "mended");
    }
    let (mut desk, serial) = reading();
    tried(&mut desk, NoSound);
    desk.hear(Event::Heard(Heard::Over { serial }));
    assert_eq!(mark(&desk), None);
    desk.act(reader::Touch::Aloud { from: 1 });
    assert!(
        !desk
            .effects
            .iter()
            .any(|e| matches!(e, Effect::Speak { .. }))
    );
}

#[test]
fn headphones_begin_and_pulled_out_end_working_by_ear() {
    let rules = Rules {
        aloud: false,
        ..limits()
    };
    let mut desk = Hands::new();
    desk.session = Session::new(rules, 0);
    desk.act(frame::Touch::Listen);
    assert!(!look(&desk).listening, "nothing may speak here");
    plug(&mut desk, true);
    assert!(look(&desk).listening && look(&desk).headphones);
    desk.act(listening::Touch::Found("首页".into()));
    let said = |desk: &Hands| {
        let speaks = |e: &Effect| matches!(e, Effect::Speak { .. });
        desk.effects.iter().any(speaks)
    };
    assert!(said(&desk));
    plug(&mut desk, false);
    assert!(hushed(&desk), "silence at once");
    desk.act(listening::Touch::Found("首页".into()));
    assert!(!said(&desk), "there is no loudspeaker");
    desk.after(9_000);
    assert!(look(&desk).listening, "it may have slipped out");
    desk.after(2_000);
    assert!(!look(&desk).listening);
    // Put in again in time it goes on.
    plug(&mut desk, true);
    plug(&mut desk, false);
    plug(&mut desk, true);
    desk.after(20_000);
    assert!(look(&desk).listening);
}

#[test]
fn voice_and_curtain_are_the_visitors_and_go_with_them() {
    use crate::screen::listening::{Tune, Tuned, Voice};
    let mut desk = Hands::new();
    desk.act(frame::Touch::Listen);
    let tuned = |desk: &Hands| {
        desk.effects.iter().find_map(|effect| match effect {
            Effect::Explore(listening::Gesture::Tuned(tuned)) => Some(*tuned),
            _ => None,
        })
    };
    let speed = |up| listening::Touch::Tune(Tune::Speed { up });
    for step in [3, 4, 5, 5] {
        desk.act(speed(true));
        assert_eq!(tuned(&desk), Some(Tuned::Speed(step)));
    }
    for step in [4, 3, 2, 1, 1] {
        desk.act(listening::Touch::Tune(Tune::Volume { up: false }));
        assert_eq!(tuned(&desk), Some(Tuned::Volume(step)));
    }
    desk.act(listening::Touch::Tune(Tune::Curtain { drawn: None }));
    assert_eq!(tuned(&desk), Some(Tuned::Curtain(true)));
    assert!(look(&desk).curtain);
    desk.act(listening::Touch::Found("首页".into()));
    let voice = |desk: &Hands| {
        desk.effects.iter().find_map(|effect| match effect {
            Effect::Speak { voice, .. } => Some(*voice),
            _ => None,
        })
    };
    let own = Voice {
        speed: 5,
        volume: 1,
    };
    assert_eq!(voice(&desk), Some(own));
    desk.act(frame::Touch::End);
    assert!(!look(&desk).curtain && !look(&desk).listening);
    desk.act(frame::Touch::Listen);
    desk.act(listening::Touch::Found("首页".into()));
    assert_eq!(voice(&desk), Some(Voice::default()));
}

#[test]
fn a_touch_that_nothing_was_said_to_is_answered_once() {
    let mut desk = Hands::new();
    desk.act(frame::Touch::Touched);
    desk.act(frame::Touch::Listen);
    let asks_again = |desk: &Hands| {
        let mut effects = desk.effects.iter();
        effects.any(|effect| matches!(effect, Effect::Explore(listening::Gesture::Again)))
    };
    let down = listening::Touch::Down(listening::Spot::default());
    desk.act(down.clone());
    desk.after(900);
    assert!(!asks_again(&desk), "words may come");
    desk.after(200);
    assert!(asks_again(&desk));
    desk.after(5_000);
    assert!(!asks_again(&desk), "once for a touch");
    desk.act(down);
    desk.act(listening::Touch::Found("搜索".into()));
    desk.after(5_000);
    assert!(!asks_again(&desk), "it was answered");
}

#[test]
fn a_finger_that_trembles_does_not_cut_what_it_is_told() {
    let mut desk = Hands::new();
    desk.act(frame::Touch::Touched);
    desk.act(frame::Touch::Listen);
    let spot = |x_dmm| listening::Spot { x_dmm, y_dmm: 100 };
    desk.act(listening::Touch::Down(spot(100)));
    assert!(hushed(&desk), "a new touch is heard at once");
    desk.act(listening::Touch::Found("搜索，按钮".into()));
    desk.now_ms += 500;
    desk.act(listening::Touch::Move(spot(102)));
    assert!(!hushed(&desk));
    desk.act(listening::Touch::Up(spot(101)));
    assert!(!hushed(&desk));
}
