//! Sayings in their order, cut and held back, with a voice and a sink that are none.

use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use super::*;
use crate::engine::Fake;
use crate::speaker::Swallow;

/// So long a test waits for what must come.
const SOON: Duration = Duration::from_secs(20);

fn texts(texts: &[&str]) -> Vec<Utterance> {
    texts
        .iter()
        .zip(0..)
        .map(|(text, number)| Utterance {
            number,
            text: (*text).to_owned(),
        })
        .collect()
}

fn started(sink: impl Sink + Send + 'static, engine: Fake) -> (Speaker, Receiver<Report>) {
    let (tell, told) = channel();
    let speaker = Speaker::start(engine, sink, move |report| {
        let _ = tell.send(report);
    });
    (speaker.unwrap(), told)
}

fn words(told: &Receiver<Report>) -> (Vec<(u32, String)>, Report) {
    let mut heard = Vec::new();
    loop {
        match told.recv_timeout(SOON).unwrap() {
            Report::Clause { number, words, .. } => heard.push((number, words)),
            end => return (heard, end),
        }
    }
}

/// The end of a saying that somebody cut.
fn cut(serial: u64) -> Report {
    Report::Ended {
        serial,
        whole: false,
    }
}

#[test]
fn clauses_are_told_in_their_order_and_then_the_end() {
    let (mut speaker, told) = started(Swallow, Fake::default());
    speaker.say(
        7,
        texts(&["第一条 应当公开，及时答复。", "第二条"]),
        Sound::default(),
    );
    let (heard, end) = words(&told);
    let want = [
        (0, "第一条，"),
        (0, "应当公开，"),
        (0, "及时答复。"),
        (1, "第二条。"),
    ];
    assert_eq!(heard, want.map(|(n, w)| (n, w.to_owned())));
    assert_eq!(
        end,
        Report::Ended {
            serial: 7,
            whole: true
        }
    );
}

/// Plays until it is hushed.
struct Endless(Sender<()>);

impl Sink for Endless {
    fn play(&mut self, _: &[i16], hush: &Hush) -> Result<(), Fault> {
        let _ = self.0.send(());
        while !hush.is_set() {
            std::thread::yield_now();
        }
        Ok(())
    }

    fn cut(&mut self) {
        let _ = self.0.send(());
    }
}

#[test]
fn a_hush_cuts_and_the_next_saying_is_heard() {
    let (sent, playing) = channel();
    let (mut speaker, told) = started(Endless(sent), Fake::default());
    speaker.say(1, texts(&["应当公开，应当公开"]), Sound::default());
    playing.recv_timeout(SOON).unwrap();
    speaker.hush();
    let (heard, end) = words(&told);
    assert_eq!(heard.len(), 1, "the second clause was not begun");
    assert_eq!(end, cut(1));
    playing
        .recv_timeout(SOON)
        .expect("what was given is dropped");
    speaker.say(2, texts(&["公开"]), Sound::default());
    playing.recv_timeout(SOON).expect("the next is played");
}

#[test]
fn what_is_hushed_while_it_is_held_back_is_never_heard() {
    let (sent, playing) = channel();
    let (mut speaker, told) = started(Endless(sent), Fake::default());
    let held = Sound {
        not_before: Duration::from_secs(3_600),
        ..Sound::default()
    };
    speaker.say(1, texts(&["应当公开"]), held);
    // The voice has begun.
    assert!(matches!(
        told.recv_timeout(SOON).unwrap(),
        Report::Clause { serial: 1, .. }
    ));
    speaker.say(2, texts(&["及时答复"]), Sound::default());
    let (_, end) = words(&told);
    assert_eq!(end, cut(1));
    playing.recv_timeout(SOON).expect("the sound is cut");
    playing.recv_timeout(SOON).expect("the next is played");
    assert!(matches!(
        told.recv_timeout(SOON).unwrap(),
        Report::Clause { serial: 2, .. }
    ));
}

#[test]
fn a_new_saying_cuts_the_old_one() {
    let (sent, playing) = channel();
    let (mut speaker, told) = started(Endless(sent), Fake::default());
    speaker.say(1, texts(&["应当公开"]), Sound::default());
    playing.recv_timeout(SOON).unwrap();
    speaker.say(2, texts(&["及时答复"]), Sound::default());
    let (_, end) = words(&told);
    assert_eq!(end, cut(1));
    match told.recv_timeout(SOON).unwrap() {
        Report::Clause { serial, words, .. } => {
            assert_eq!((serial, &words[..]), (2, "及时答复。"))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_voice_that_breaks_is_told_and_nothing_hangs() {
    let broken = Fake {
        broken: true,
        ..Fake::default()
    };
    let (mut speaker, told) = started(Swallow, broken);
    speaker.say(3, texts(&["公开"]), Sound::default());
    let (_, end) = words(&told);
    assert_eq!(
        end,
        Report::Failed {
            serial: 3,
            why: "voice fake: told to break".into()
        }
    );
}

#[test]
fn dropping_the_handle_ends_the_thread() {
    let (sent, playing) = channel();
    let (mut speaker, told) = started(Endless(sent), Fake::default());
    speaker.say(1, texts(&["应当公开"]), Sound::default());
    playing.recv_timeout(SOON).unwrap();
    drop(speaker);
    let gone = std::iter::repeat_with(|| told.recv_timeout(SOON)).find_map(Result::err);
    assert_eq!(gone, Some(RecvTimeoutError::Disconnected));
}
