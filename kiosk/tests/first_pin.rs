//! The keys for the desk's first PIN: whole on every panel, each of them does what stands on it, and no digit is drawn.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "studio")]

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use i_slint_backend_testing::{TestingBackend, TestingBackendOptions};
use kiosk::bridge::first_pin::Page;
use slint::LogicalPosition;
use slint::platform::{PointerEventButton, WindowEvent};

/// Paper, and the key that ends.
const PAPER: (u8, u8, u8) = (0xF6, 0xF3, 0xEC);
const NAVY: (u8, u8, u8) = (0x16, 0x3D, 0x6E);
const KEYS: [&str; 12] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "back", "0", "enter",
];

#[test]
fn every_key_is_on_every_panel_and_says_itself() {
    slint::platform::set_platform(Box::new(TestingBackend::new(TestingBackendOptions {
        mock_time: true,
        threading: false,
        renderer_name: Some("software".into()),
    })))
    .unwrap();
    let page = Page::new().unwrap();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let ear = heard.clone();
    page.on_pressed(move |key| ear.borrow_mut().push(key.to_owned()));
    for (width, height) in [
        (1080, 1920),
        (800, 1280),
        (1280, 800),
        (1920, 1080),
        (2160, 3840),
    ] {
        page.window()
            .set_size(slint::PhysicalSize::new(width, height));
        // The longest that is said, with the longest PIN.
        page.show(12, "easy");
        let shot = page.window().take_snapshot().unwrap();
        keep(&shot);
        let at = |x: u32, y: u32| {
            let pixel = shot.as_slice()[(y * shot.width() + x) as usize];
            (pixel.r, pixel.g, pixel.b)
        };
        for x in 0..width {
            assert_eq!(at(x, height - 4), PAPER, "{width}x{height}: cut off");
        }
        for y in 0..height {
            assert_eq!(at(width - 4, y), PAPER, "{width}x{height}: cut off");
        }
        // The keys: white or navy in the middle of their edge's inside.
        let (left, top) = match width > height {
            true => (width as f32 * 0.45, 0.0),
            false => (0.0, height as f32 * 0.45),
        };
        let (wide, high) = (width as f32 - left, height as f32 - top);
        for (n, key) in KEYS.iter().enumerate() {
            let x = left + wide * ((n % 3) as f32 + 0.5) / 3.0;
            let y = top + high * ((n / 3) as f32 + 0.5) / 4.0;
            touch(&page, x, y);
            assert_eq!(
                heard.borrow_mut().drain(..).collect::<Vec<_>>(),
                [*key],
                "{width}x{height}"
            );
        }
        // Where the words stand there is room below them: no key is under a word.
        let words_end = if width > height {
            (0..left as u32 - 8, height - 8)
        } else {
            (0..width, top as u32 - 2)
        };
        for x in words_end.0 {
            assert_eq!(
                at(x, words_end.1),
                PAPER,
                "{width}x{height}: words run into keys"
            );
        }
        let navy = (0..width * height).filter(|n| at(n % width, n / width) == NAVY);
        assert!(navy.count() > (width * height / 100) as usize);
    }
}

fn touch(page: &Page, x: f32, y: f32) {
    let scale = page.window().scale_factor();
    let position = LogicalPosition::new(x / scale, y / scale);
    let button = PointerEventButton::Left;
    page.window()
        .dispatch_event(WindowEvent::PointerPressed { position, button });
    page.window()
        .dispatch_event(WindowEvent::PointerReleased { position, button });
}

/// LOOK=FOLDER keeps pictures to be looked at.
fn keep(shot: &slint::SharedPixelBuffer<slint::Rgba8Pixel>) {
    let Some(folder) = std::env::var_os("LOOK") else {
        return;
    };
    let name = format!("first-pin.{}x{}.png", shot.width(), shot.height());
    let file = std::fs::File::create(Path::new(&folder).join(name)).unwrap();
    let mut encoder = png::Encoder::new(file, shot.width(), shot.height());
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(shot.as_bytes()).unwrap();
}
