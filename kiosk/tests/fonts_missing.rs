//! A machine without Chinese fonts: what the command says of it, and that the panel says it by a picture, whole on every panel.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "studio")]

use std::path::{Path, PathBuf};
use std::process::Command;

use i_slint_backend_testing::{TestingBackend, TestingBackendOptions};
use kiosk::bridge::fonts_missing::Page;

/// Where Debian puts the fonts that come with fontconfig: neither of the screens', and without hanzi.
const OTHERS: &str = "/usr/share/fonts/truetype/dejavu";

/// Settings of fontconfig that know this folder and nothing else.
fn only(fonts: &str, dir: &Path) -> PathBuf {
    let settings = dir.join("fonts.conf");
    let text = format!("<?xml version=\"1.0\"?><fontconfig><dir>{fonts}</dir></fontconfig>");
    std::fs::write(&settings, text).unwrap();
    settings
}

#[test]
fn the_start_up_check_says_which_fonts_are_missing_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("terminal.toml");
    std::fs::write(&file, config::Config::example()).unwrap();
    let empty = dir.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    for fonts in [empty.to_str().unwrap(), OTHERS] {
        let said = Command::new(env!("CARGO_BIN_EXE_kiosk"))
            .args(["--config", file.to_str().unwrap(), "self-test", "--json"])
            .env("FONTCONFIG_FILE", only(fonts, dir.path()))
            .output()
            .unwrap();
        let report: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
        let checks = report["checks"].as_array().unwrap();
        let state = |of: &str| {
            let check = checks.iter().find(|check| check["code"] == of);
            check.unwrap_or_else(|| panic!("{of}: {report}"))["state"].clone()
        };
        assert_eq!(state("screen-fonts"), "bad", "{fonts}");
        assert_ne!(state("clock"), "bad", "the checks behind it were made too");
        assert_eq!(said.status.code(), Some(1));
        let words = String::from_utf8_lossy(&said.stderr);
        assert!(!words.contains("panicked"), "{words}");
    }
}

#[test]
fn a_machine_without_a_display_is_not_told_to_install_fonts() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("terminal.toml");
    std::fs::write(&file, config::Config::example()).unwrap();
    let said = Command::new(env!("CARGO_BIN_EXE_kiosk"))
        .args(["--config", file.to_str().unwrap()])
        .env("SLINT_BACKEND", "winit")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    assert_eq!(said.status.code(), Some(1));
    let words = String::from_utf8_lossy(&said.stderr);
    assert!(words.starts_with("kiosk: make window: "), "{words}");
    assert!(!words.contains("fonts-noto-cjk"), "{words}");
}

#[test]
fn the_notice_is_whole_on_every_panel_of_a_machine_without_chinese_fonts() {
    const WITHOUT: &str = "WITHOUT_FONTS";
    if std::env::var_os(WITHOUT).is_none() {
        let dir = tempfile::tempdir().unwrap();
        let said = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture"])
            .arg("the_notice_is_whole_on_every_panel_of_a_machine_without_chinese_fonts")
            .env("FONTCONFIG_FILE", only(OTHERS, dir.path()))
            .env(WITHOUT, "1")
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&said.stdout);
        assert!(said.status.success(), "{words}");
        assert!(words.contains("1 passed"), "{words}");
        return;
    }
    slint::platform::set_platform(Box::new(TestingBackend::new(TestingBackendOptions {
        mock_time: true,
        threading: false,
        renderer_name: Some("software".into()),
    })))
    .unwrap();
    assert!(kiosk::bridge::fonts::check().is_err());
    let page = Page::new().unwrap();
    for (width, height) in [(1080, 1920), (800, 1280), (1280, 800), (1920, 1080)] {
        let size = slint::PhysicalSize::new(width, height);
        page.window().set_size(size);
        let shot = page.window().take_snapshot().unwrap();
        keep(&shot);
        let count = |wanted: (u8, u8, u8)| {
            let points = shot.as_slice().iter();
            points.filter(|p| (p.r, p.g, p.b) == wanted).count()
        };
        let all = (width * height) as usize;
        assert!(
            count((0xB3, 0x26, 0x1E)) > all / 12,
            "{width}x{height}: no red"
        );
        // What stands in white on red, and in ink on paper.
        for words in [(0xFF, 0xFF, 0xFF), (0x1B, 0x1F, 0x24)] {
            assert!(count(words) > all / 400, "{width}x{height}: no words");
        }
        // Nothing runs off at the right or below.
        let edge = (0..height)
            .map(|y| (width - 3, y))
            .chain((0..width).map(|x| (x, height - 3)));
        for (x, y) in edge {
            let point = shot.as_slice()[(y * width + x) as usize];
            let ground = [(0xB3, 0x26, 0x1E), (0xF6, 0xF3, 0xEC)];
            let is = (point.r, point.g, point.b);
            assert!(ground.contains(&is), "{width}x{height}: {is:?} at {x},{y}");
        }
    }
}

/// LOOK=FOLDER keeps pictures to be looked at.
fn keep(shot: &slint::SharedPixelBuffer<slint::Rgba8Pixel>) {
    let Some(folder) = std::env::var_os("LOOK") else {
        return;
    };
    let name = format!("fonts-missing.{}x{}.png", shot.width(), shot.height());
    let file = std::fs::File::create(Path::new(&folder).join(name)).unwrap();
    let mut encoder = png::Encoder::new(file, shot.width(), shot.height());
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(shot.as_bytes()).unwrap();
}
