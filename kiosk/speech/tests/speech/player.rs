//! Sound out through a child process: what arrives there, silence at a hush, a child that dies.

use speech::engine::{Fault, Hush};
use speech::speaker::{Output, Player, Sink};

use crate::voice::script;

#[test]
fn samples_arrive_as_they_were_and_a_cut_ends_the_child() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("played");
    let id = dir.path().join("id");
    let body = format!("echo $$ >{}; exec cat >{}", id.display(), out.display());
    let mut player = Player::new(script(dir.path(), &body), Output::new("default"));
    // More than the pipe holds, so that the child has begun when this comes back.
    let samples: Vec<i16> = (0..22_050).map(|i| (i % 2000) as i16 - 1000).collect();
    player.play(&samples, &Hush::default()).unwrap();
    let id = std::fs::read_to_string(id).unwrap();
    player.cut();
    let process = std::path::Path::new("/proc").join(id.trim());
    assert!(!process.exists(), "{} goes on", process.display());
    let played = std::fs::read(out).unwrap();
    let want: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    assert!(
        played.len() * 2 > want.len(),
        "{} bytes arrived",
        played.len()
    );
    assert_eq!(played, want[..played.len()]);
}

#[test]
fn a_hush_ends_playing_also_when_the_child_takes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let program = script(dir.path(), "exec sleep 600");
    let hush = Hush::default();
    let cut = hush.clone();
    let playing = std::thread::spawn(move || {
        let mut player = Player::new(program, Output::new("default"));
        // A second of sound: the pipe holds less, so that this waits for the hush.
        player.play(&[0; 22_050], &hush)
    });
    cut.now();
    playing.join().unwrap().unwrap();
}

#[test]
fn a_player_that_dies_or_is_missing_is_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    let mut player = Player::new(script(dir.path(), "exit 1"), Output::new("default"));
    let fault = player
        .play(&vec![0; 1_000_000], &Hush::default())
        .unwrap_err();
    assert!(matches!(fault, Fault::Pipe { .. }), "{fault}");
    let mut player = Player::new(dir.path().join("none"), Output::new("default"));
    let fault = player.play(&[0], &Hush::default()).unwrap_err();
    assert!(matches!(fault, Fault::Missing { .. }), "{fault}");
}

#[test]
fn what_is_said_after_the_output_was_turned_goes_there() {
    let dir = tempfile::tempdir().unwrap();
    let devices = dir.path().join("devices");
    let body = format!(
        "for a in \"$@\"; do [ \"$last\" = -D ] && echo $a >>{}; last=$a; done; exec cat >/dev/null",
        devices.display()
    );
    let output = Output::new("room");
    let mut player = Player::new(script(dir.path(), &body), output.clone());
    // More than the pipe holds, so that the child has begun when this comes back.
    let much = vec![0; 22_050];
    for device in ["room", "room", "ears", "room"] {
        output.turn_to(device);
        player.play(&much, &Hush::default()).unwrap();
    }
    let told = std::fs::read_to_string(devices).unwrap();
    assert_eq!(told.lines().collect::<Vec<_>>(), ["room", "ears", "room"]);
}
