//! Renders sample screens to pictures without a display. Studio builds only; reads no mirror and no printer.

mod samples;

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args as ClapArgs, ValueEnum};
use i_slint_backend_testing::{TestingBackend, TestingBackendOptions, mock_elapsed_time};

use crate::bridge::{Ui, fonts};
use session::Language;
use session::screen::{Look, View};

pub use samples::samples;

/// Time the layout gets to settle before the picture is taken.
const SETTLE_MS: u64 = 20;

/// What to render.
#[derive(Debug, Clone, ClapArgs)]
pub struct Args {
    /// Folder for the pictures; made if missing.
    #[arg(long)]
    pub out: PathBuf,
    /// Pixels of the panel.
    #[arg(long, value_parser = size, default_value = "1080x1920")]
    pub size: (u32, u32),
    /// Language of the interface.
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    pub lang: Lang,
    /// Visitor's settings, several with commas: `large,low-reach`.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "normal")]
    pub look: Vec<LookName>,
}

/// `zh` or `en`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The language of a name on the command line or in a file's name.
    pub(super) fn from_name(name: &str) -> Result<Lang, String> {
        Lang::from_str(name, false)
    }
}

/// A visitor's setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum LookName {
    /// As the terminal starts.
    Normal,
    Large,
    /// Yellow on black.
    Contrast,
    /// Controls within a seated person's reach.
    LowReach,
    /// One thing at a time (关怀模式).
    Care,
}

impl LookName {
    /// Several of them as the session holds them.
    pub fn look(names: &[LookName], lang: Lang) -> Look {
        Look {
            large: names.contains(&LookName::Large),
            contrast: names.contains(&LookName::Contrast),
            low_reach: names.contains(&LookName::LowReach),
            care: names.contains(&LookName::Care),
            listening: false,
            curtain: false,
            headphones: false,
            mute: false,
            private: false,
            language: if lang == Lang::En {
                Language::En
            } else {
                Language::Zh
            },
        }
    }

    /// The look of a name on the command line or in a file's name.
    pub(super) fn from_name(name: &str) -> Result<LookName, String> {
        LookName::from_str(name, false)
    }

    fn name(self) -> &'static str {
        match self {
            LookName::Normal => "normal",
            LookName::Large => "large",
            LookName::Contrast => "contrast",
            LookName::LowReach => "low-reach",
            LookName::Care => "care",
        }
    }
}

pub(super) fn size(text: &str) -> Result<(u32, u32), String> {
    const PIXELS_MAX: u32 = 8192;
    let parse = |part: &str| {
        part.parse::<u32>()
            .ok()
            .filter(|n| (320..=PIXELS_MAX).contains(n))
    };
    text.split_once('x')
        .and_then(|(width, height)| Some((parse(width)?, parse(height)?)))
        .ok_or_else(|| format!("{text} is not a size like 1080x1920 (320 to {PIXELS_MAX})"))
}

/// Renders every sample screen.
pub fn shots(config: &config::Config, args: &Args) -> anyhow::Result<()> {
    let samples = samples()?;
    std::fs::create_dir_all(&args.out).with_context(|| format!("create {}", args.out.display()))?;
    let studio = Studio::open(config.kiosk.diagonal_in, args.size)?;
    let looks: Vec<&str> = args.look.iter().map(|look| look.name()).collect();
    let lang = if args.lang == Lang::En { "en" } else { "zh" };
    for (name, mut view) in samples {
        view.look = LookName::look(&args.look, args.lang);
        studio.show(&view);
        let (width, height) = args.size;
        let file = args.out.join(format!(
            "{name}.{width}x{height}.{lang}.{}.png",
            looks.join("+")
        ));
        studio.picture(&file)?;
    }
    console::out(format_args!("pictures in {}", args.out.display()))?;
    Ok(())
}

/// A headless window.
pub struct Studio {
    ui: Ui,
}

impl Studio {
    /// Opens it; once per thread.
    pub fn open(diagonal_in: f64, size: (u32, u32)) -> anyhow::Result<Studio> {
        slint::platform::set_platform(Box::new(TestingBackend::new(TestingBackendOptions {
            mock_time: true,
            threading: false,
            renderer_name: Some("software".into()),
        })))
        .context("start headless renderer")?;
        fonts::check()?;
        let ui = Ui::new(|_| {}).context("make window")?;
        let studio = Studio { ui };
        studio.ui.open().context("open window")?;
        studio.resize(diagonal_in, size);
        Ok(studio)
    }

    /// Gives the window another panel.
    pub fn resize(&self, diagonal_in: f64, size: (u32, u32)) {
        self.ui
            .window()
            .set_size(slint::PhysicalSize::new(size.0, size.1));
        self.ui.set_scale(diagonal_in, size.0, size.1);
    }

    /// Shows a view and lets it settle.
    pub fn show(&self, view: &View) {
        self.ui.show(view);
        settle();
    }

    /// The Slint window's handle, for whoever draws or touches it.
    pub fn ui(&self) -> &Ui {
        &self.ui
    }

    /// Draws what shows: only then every word asks for its size.
    pub fn draw(&self) -> anyhow::Result<slint::SharedPixelBuffer<slint::Rgba8Pixel>> {
        self.ui.window().take_snapshot().context("take picture")
    }

    /// Writes what shows as a PNG.
    pub fn picture(&self, file: &Path) -> anyhow::Result<()> {
        let pixels = self.draw()?;
        let out =
            std::fs::File::create(file).with_context(|| format!("create {}", file.display()))?;
        let mut encoder = png::Encoder::new(
            std::io::BufWriter::new(out),
            pixels.width(),
            pixels.height(),
        );
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder
            .write_header()
            .with_context(|| format!("write {}", file.display()))?;
        writer
            .write_image_data(pixels.as_bytes())
            .with_context(|| format!("write {}", file.display()))
    }
}

/// Lets changed properties, repeaters and timers take effect.
pub fn settle() {
    for _ in 0..3 {
        mock_elapsed_time(std::time::Duration::from_millis(SETTLE_MS));
    }
}
