//! P7, P8 and P25: from the start of the process to the whole home screen, and what a frame costs while a long document is scrolled. Draws as
//! the device does, into one buffer that keeps what did not change.
//! `frames home CONFIG WxH` says when the home screen stood (seconds since 1970) and stays until its input closes;
//! `frames scroll FOLDER WxH` makes a mirror with one document of 27,000 characters there, and prints milliseconds of CPU a frame.
//! `frames hour CONFIG WxH` plays an hour of visits by a clock of its own, each drawn frame by frame, and prints what memory it takes then.
//! Not a test; tests/benchmarks/kiosk/measure.py runs it.

use std::io::Read;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use i_slint_backend_testing::{ElementHandle, ElementQuery};
use kiosk::app::{App, Clock};
use mirror::{
    Align, Article, Batch, Block, Category, Cursor, Document, FeedMark, Validity, Writer,
};
use rustix::time::{ClockId, clock_gettime};
use session::screen::Screen;
use slint::platform::software_renderer::{MinimalSoftwareWindow, RepaintBufferType, Rgb565Pixel};
use slint::platform::{Platform, PointerEventButton, WindowAdapter, WindowEvent};
use slint::{LogicalPosition, PhysicalSize, PlatformError};

/// Title of the long document.
const LONG: &str = "示例市长篇规定";
/// Frames that are measured, and how far the finger goes between two of them.
const FRAMES: usize = 600;
const STEP_PX: f32 = 12.0;
/// A finger that reached the edge begins anew after so many frames.
const STROKE: usize = 40;
const FRAME: Duration = Duration::from_millis(16);
/// An hour of visits: each types one of these, opens what is found first, reads, and looks through a list.
const VISITS: usize = 20;
const VISIT_S: u64 = 180;
const TYPED: [&str; 5] = ["xingzheng", "laodong", "huanjing", "jiaoyu", "fangwu"];
/// Frames that a visitor scrolls a document or a list.
const READ: usize = 200;

/// One window, drawn by software as on a device without a graphics chip.
struct Glass {
    window: Rc<MinimalSoftwareWindow>,
    since: Instant,
}

impl Platform for Glass {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }

    fn duration_since_start(&self) -> Duration {
        self.since.elapsed()
    }
}

struct Bench {
    app: App,
    window: Rc<MinimalSoftwareWindow>,
    pixels: Vec<Rgb565Pixel>,
    width: usize,
}

impl Bench {
    fn start(config: &Path, size: (u32, u32), clock: Clock) -> anyhow::Result<Bench> {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
        window.set_size(PhysicalSize::new(size.0, size.1));
        let glass = Glass {
            window: window.clone(),
            since: Instant::now(),
        };
        slint::platform::set_platform(Box::new(glass)).context("choose the platform")?;
        let config = config::load(config)?;
        let app = App::start(&config, clock, Arc::new(|| {}))?;
        let ui = app.ui();
        ui.window().set_size(PhysicalSize::new(size.0, size.1));
        ui.open()?;
        let mut bench = Bench {
            app,
            window,
            pixels: vec![Rgb565Pixel::default(); (size.0 * size.1) as usize],
            width: size.0 as usize,
        };
        bench.settle();
        Ok(bench)
    }

    /// Draws what changed; true when there was anything.
    fn draw(&mut self) -> bool {
        slint::platform::update_timers_and_animations();
        let (pixels, width) = (&mut self.pixels, self.width);
        self.window.draw_if_needed(|renderer| {
            renderer.render(pixels, width);
        })
    }

    /// Until no worker owes an answer and nothing is left to draw.
    fn settle(&mut self) {
        loop {
            self.app.pump();
            let drew = self.draw();
            if self.app.quiet() && !drew {
                return;
            }
            self.app.wait(Duration::from_millis(2));
        }
    }

    fn point(&self, event: WindowEvent) {
        self.app.ui().window().dispatch_event(event);
    }

    fn tap(&mut self, label: &str) -> anyhow::Result<()> {
        let ui = self.app.ui();
        let found = ElementHandle::find_by_accessible_label(ui.root(), label).next();
        let element = found.with_context(|| format!("find {label}"))?;
        self.press(&element);
        Ok(())
    }

    fn press(&mut self, element: &ElementHandle) {
        let (corner, size) = (element.absolute_position(), element.size());
        let position =
            LogicalPosition::new(corner.x + size.width / 2.0, corner.y + size.height / 2.0);
        let button = PointerEventButton::Left;
        self.point(WindowEvent::PointerMoved { position });
        self.point(WindowEvent::PointerPressed { position, button });
        self.point(WindowEvent::PointerReleased { position, button });
        self.point(WindowEvent::PointerExited);
        self.settle();
    }

    /// Opens the document of a list that stands first.
    fn open_first(&mut self) -> anyhow::Result<()> {
        let ui = self.app.ui();
        let rows = ElementQuery::from_root(ui.root()).match_descendants();
        let rows = rows.match_predicate(|row| row.accessible_item_index().is_some());
        let row = rows.find_first().context("find a row")?;
        self.press(&row);
        let shown = self.app.shown().map(|view| &view.screen);
        ensure!(matches!(shown, Some(Screen::Reader(_))), "nothing opened");
        Ok(())
    }

    /// Somebody who looks for something, reads, looks through what there is, and leaves.
    fn visit(&mut self, typed: &str) -> anyhow::Result<()> {
        self.tap("搜索")?;
        for key in typed.chars() {
            self.tap(&key.to_string())?;
        }
        self.open_first()?;
        self.scroll(READ);
        self.tap("字大一点")?;
        self.tap("打印")?;
        self.tap("返回")?;
        self.tap("首页")?;
        self.tap("高对比")?;
        self.tap("查看全部 ›")?;
        self.scroll(READ);
        self.open_first()?;
        self.scroll(READ);
        self.tap("结束使用")
    }

    /// Drags what is long up, stroke after stroke, until so many frames are drawn or no more come: milliseconds of CPU for each.
    fn scroll(&mut self, frames: usize) -> Vec<f64> {
        let size = self.window.size();
        let (x, bottom) = (size.width as f32 / 2.0, size.height as f32 * 0.7);
        let button = PointerEventButton::Left;
        let mut times = Vec::with_capacity(frames);
        while times.len() < frames {
            let held = times.len();
            let mut position = LogicalPosition::new(x, bottom);
            self.point(WindowEvent::PointerMoved { position });
            self.point(WindowEvent::PointerPressed { position, button });
            for _ in 0..STROKE {
                let begun = Instant::now();
                let before = cpu_ms();
                position.y -= STEP_PX;
                self.point(WindowEvent::PointerMoved { position });
                let drew = self.draw();
                let spent = cpu_ms() - before;
                if drew {
                    times.push(spent);
                }
                // The finger moves as fast as the glass tells it.
                std::thread::sleep(FRAME.saturating_sub(begun.elapsed()));
            }
            self.point(WindowEvent::PointerReleased { position, button });
            self.app.pump();
            self.draw();
            if times.len() == held {
                break;
            }
        }
        times
    }
}

/// CPU time of this thread, in milliseconds; exact, where what /proc says of a thread that runs is as old as the last tick.
fn cpu_ms() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}

/// Seconds since 1970, which whoever started this process compares with its own.
fn now_s() -> anyhow::Result<f64> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(now.as_secs_f64())
}

/// An invented regulation of 27,000 characters in 300 articles.
fn long() -> Document {
    let words =
        "查阅点的设立、管理和服务，应当方便公众查阅，遵循免费、便民、安全的原则，并接受社会监督。";
    let article = |n: usize| format!("第{n}条　{}", words.repeat(2));
    let blocks: Vec<Block> = (1..=300)
        .map(|n| Block::Paragraph {
            label: u16::try_from(format!("第{n}条").chars().count()).unwrap_or(0),
            text: article(n),
            align: Align::Body,
        })
        .collect();
    let articles = (0..300)
        .map(|n| Article {
            id: format!("a{}", n + 1),
            label: format!("第{}条", n + 1),
            title: String::new(),
            depth: 3,
            from: n,
            to: n + 1,
        })
        .collect();
    Document {
        id: "bench:long".into(),
        rev: 1,
        title: LONG.into(),
        agency: "示例市人民政府".into(),
        doc_no: None,
        index_no: None,
        subjects: Vec::new(),
        category: Category::Policy,
        catalogue: None,
        issued_on: Some("2018-10-15".into()),
        published_on: None,
        validity: Validity::InForce,
        disclosure: "public".into(),
        evidence: "此件公开发布".into(),
        source_url: None,
        relations: Vec::new(),
        attachments: Vec::new(),
        blocks,
        articles,
    }
}

fn with_long_document(folder: &Path) -> anyhow::Result<std::path::PathBuf> {
    let batch = Batch {
        puts: vec![long()],
        dels: Vec::new(),
        cursor: Cursor {
            repository: "bench".into(),
            epoch: 1,
            seq: 1,
        },
        mark: FeedMark {
            issued: "2018-10-15T01:00:00Z".into(),
            expires: "2099-01-01T00:00:00Z".into(),
            checked: "2018-10-15T01:12:00Z".into(),
        },
        filling: None,
    };
    Writer::open(&folder.join("mirror"))?.apply(&batch)?;
    std::fs::write(folder.join("root.json"), "{}")?;
    let file = folder.join("terminal.toml");
    std::fs::write(
        &file,
        "[site]\nid = \"L01\"\nterminal = \"1\"\nname = \"示例市图书馆\"\nplate = \"政务公开查阅点\"\nkind = \"library\"\n\
         [mirror]\ndir = \"mirror\"\n[journal]\ndir = \"journal\"\n[sync]\nfeed = \"http://127.0.0.1:9/\"\nroot = \"root.json\"\n\
         [printer]\nconnection = \"none\"\nprofile = \"generic-80mm\"\n",
    )?;
    Ok(file)
}

fn main() -> anyhow::Result<()> {
    kiosk::memory::give_back();
    let args: Vec<String> = std::env::args().collect();
    let [_, what, place, size] = args.as_slice() else {
        bail!("frames home CONFIG WxH, frames scroll FOLDER WxH, or frames hour CONFIG WxH");
    };
    let (width, height) = size.split_once('x').context("name a size: 1080x1920")?;
    let size = (width.parse()?, height.parse()?);
    match what.as_str() {
        "home" => {
            let _bench = Bench::start(Path::new(place), size, Clock::real())?;
            println!("home {:.6}", now_s()?);
            std::io::stdin().read_to_end(&mut Vec::new())?;
        }
        "scroll" => {
            let config = with_long_document(Path::new(place))?;
            let mut bench = Bench::start(&config, size, Clock::real())?;
            bench.tap(LONG)?;
            let mut times = bench.scroll(FRAMES);
            times.sort_by(f64::total_cmp);
            let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
            let mean: f64 = times.iter().sum::<f64>() / times.len() as f64;
            println!(
                "frames {} mean {mean:.2} p50 {:.2} p99 {:.2} max {:.2}",
                times.len(),
                at(0.5),
                at(0.99),
                at(1.0)
            );
        }
        "hour" => {
            let clock = Clock::scripted("2018-10-15T01:00:00Z".parse()?);
            let mut bench = Bench::start(Path::new(place), size, clock.clone())?;
            for n in 0..VISITS {
                // The first one finds the home screen of a start, the others the page that waits for visitors.
                if n > 0 {
                    bench.tap("开始查阅")?;
                }
                bench
                    .visit(TYPED[n % TYPED.len()])
                    .with_context(|| format!("visit {n}"))?;
                clock.advance(VISIT_S * 1000);
                bench.app.tick();
                bench.settle();
            }
            print!("{}", std::fs::read_to_string("/proc/self/smaps_rollup")?);
        }
        other => bail!("no measure is called {other}"),
    }
    Ok(())
}
