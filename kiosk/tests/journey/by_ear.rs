//! Working by ear: a visitor who sees nothing finds, opens and leaves; no touch presses but two taps.

use super::*;

fn speaking(mirror: Vec<Document>) -> Terminal {
    let terminal = Terminal::new("none");
    let file = terminal.path("terminal.toml");
    let toml = std::fs::read_to_string(&file).unwrap() + "[speech]\nspeaker = true\n";
    std::fs::write(&file, toml).unwrap();
    apply(&terminal.path("mirror"), mirror, vec![], 1);
    terminal
}

#[test]
fn a_key_starts_it_and_every_screen_says_itself() {
    let terminal = speaking(vec![rules(1)]);
    terminal.plays(
        "key F1\n\
         expect-spoken \"语音已开\"\n\
         expect-spoken \"首页\"\n\
         flick right\n\
         expect-spoken \"按钮\"\n\
         shot a\n",
    );
}
