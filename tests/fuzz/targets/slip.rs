//! A whole slip: laid out, drawn, encoded in both forms and decoded again. Both forms take the same paper, and no byte of a
//! picture is a real-time command.
#![no_main]

use fuzz::receipt;
use libfuzzer_sys::fuzz_target;
use virtual_printer::decoder::{Command, Step, step};
use printer::{Mode, Renderer};
use std::sync::LazyLock;

static RENDERER: LazyLock<Renderer> =
    LazyLock::new(|| Renderer::new().expect("fonts are installed"));

fuzz_target!(init: { LazyLock::force(&RENDERER); }, |bytes: &[u8]| {
    let (receipt, profile) = receipt(bytes);
    let Ok(slip) = RENDERER.compose(&receipt, &profile) else {
        return;
    };
    let (_, height, _) = slip.grey();
    let mut end = height + profile.tail_dots;
    if !profile.cutter {
        end += profile.cutter_distance_dots;
    }
    for mode in [Mode::Raster, Mode::Text] {
        let sent: Vec<u8> = slip
            .encode(mode)
            .into_iter()
            .flat_map(|chunk| chunk.bytes)
            .collect();
        assert!(
            !sent
                .windows(2)
                .any(|pair| pair[0] == 0x10 && matches!(pair[1], 4 | 5 | 0x14)),
            "{mode:?}: a real-time command"
        );
        assert_eq!(rows(&sent), end, "{mode:?}");
    }
});

/// Dot rows that a device would feed.
fn rows(mut bytes: &[u8]) -> u32 {
    let (mut rows, mut spacing, mut chinese) = (0, 34u32, false);
    while let Step::Command(command, used) = step(bytes, chinese) {
        bytes = &bytes[used..];
        match command {
            Command::LineFeed => rows += spacing,
            Command::LineSpacing(dots) => spacing = dots.map_or(34, u32::from),
            Command::FeedDots(dots) => rows += u32::from(dots),
            Command::Picture { stride, data, .. } => rows += (data.len() / stride) as u32,
            Command::Chinese(on) => chinese = on,
            Command::Other(bytes) => panic!("unknown command {bytes:02x?}"),
            _ => {}
        }
    }
    assert!(bytes.is_empty(), "{} bytes are left over", bytes.len());
    rows
}
