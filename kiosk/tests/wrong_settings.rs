//! What the panel says where terminal.toml cannot be used: in Chinese, by line and key, and whole on every panel.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "studio")]

use std::path::Path;

use i_slint_backend_testing::{TestingBackend, TestingBackendOptions};
use kiosk::bridge::wrong_settings::Page;
use kiosk::wrong_settings::lines;

#[test]
fn each_problem_is_told_in_chinese_with_its_line_and_its_key() {
    let text = config::Config::example()
        .replace("kind = \"library\"", "kind = \"libary\"")
        .replace("connection = \"tcp", "conection = \"tcp");
    let problems = config::Config::parse(&text, Path::new("/")).unwrap_err();
    let said = lines(&problems, true);
    assert_eq!(said.len(), problems.list().len());
    assert!(said.len() >= 2, "{said:?}");
    for line in &said {
        assert!(line.starts_with("第 ") || line.contains('：'), "{line}");
        assert!(line.chars().any(|c| ('一'..='龥').contains(&c)), "{line}");
    }
    assert!(
        said.iter().any(|line| line.contains("site.kind")),
        "{said:?}"
    );
}

#[test]
fn a_file_full_of_faults_is_shown_by_its_first_ones() {
    let keys = (0..500).map(|n| format!("wrong_{n} = 1\n"));
    let text = format!("{}{}", keys.collect::<String>(), config::Config::example());
    let problems = config::Config::parse(&text, Path::new("/")).unwrap_err();
    let said = lines(&problems, true);
    assert!(!said.is_empty() && said.len() < problems.list().len());
    let absent = config::load(Path::new("/no/such/terminal.toml")).unwrap_err();
    let said = lines(&absent, true);
    assert_eq!(said.len(), 1);
    assert!(
        said[0].chars().any(|c| ('一'..='龥').contains(&c)),
        "{said:?}"
    );
}

#[test]
fn all_that_is_shown_fits_the_panels_that_there_are() {
    slint::platform::set_platform(Box::new(TestingBackend::new(TestingBackendOptions {
        mock_time: true,
        threading: false,
        renderer_name: Some("software".into()),
    })))
    .unwrap();
    let page = Page::new("/etc/terminal/terminal.toml").unwrap();
    // As long as they may be, and more than there is room for.
    let wrong = (0..20).map(|n| format!("{}_{n} = 1\n", "wrong".repeat(12)));
    let text = format!("{}{}", wrong.collect::<String>(), config::Config::example());
    let problems = config::Config::parse(&text, Path::new("/")).unwrap_err();
    for (width, height) in [(1080, 1920), (800, 1280), (1280, 800), (1920, 1080)] {
        page.window()
            .set_size(slint::PhysicalSize::new(width, height));
        page.show(&lines(&problems, height > width), problems.list().len());
        let shot = page.window().take_snapshot().unwrap();
        keep(&shot);
        let at = |x: u32, y: u32| {
            let pixel = shot.as_slice()[(y * shot.width() + x) as usize];
            (pixel.r, pixel.g, pixel.b)
        };
        assert_eq!((shot.width(), shot.height()), (width, height));
        assert_eq!(at(2, 2), (0xB3, 0x26, 0x1E), "{width}x{height}");
        let white = (0..width * height)
            .filter(|n| at(n % width, n / width) == (255, 255, 255))
            .count();
        assert!(
            white > (width * height / 8) as usize,
            "{width}x{height}: no problem is shown"
        );
        // Below the last line there is paper.
        for x in 0..width {
            assert_eq!(
                at(x, height - 4),
                (0xF6, 0xF3, 0xEC),
                "{width}x{height}: cut off"
            );
        }
    }
}

/// LOOK=FOLDER keeps pictures to be looked at.
fn keep(shot: &slint::SharedPixelBuffer<slint::Rgba8Pixel>) {
    let Some(folder) = std::env::var_os("LOOK") else {
        return;
    };
    let name = format!("wrong-settings.{}x{}.png", shot.width(), shot.height());
    let file = std::fs::File::create(Path::new(&folder).join(name)).unwrap();
    let mut encoder = png::Encoder::new(file, shot.width(), shot.height());
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(shot.as_bytes()).unwrap();
}
