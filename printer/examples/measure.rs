//! P9 and P10: time and bytes of a slip of 5,000 characters, and the time from the order to the first byte at a device.
//! `cargo run --release -p printer --example measure`; with `--json` for `make bench-printing`, which compares with python-escpos;
//! with `--text` the paragraphs, one a line, so that both measure the same.

use printer::{Align, Connection, Go, Item, Mode, Printer, Profile, Receipt, Renderer, profile};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Instant;

/// A few hundred different characters, as in real notices, in a fixed order.
const STOCK: &str = "为深入推进政务公开工作规范化标准化建设根据中华人民共和国政府信息条例和国务院办公厅有关要求结合本市实际制定如下方案各级行政机关应当自收到申请之日起二十个工作日内予以答复查阅点由档案馆图书馆服务中心设立提供免费场所配备必要设施人员加强培训考核监督检查对违反规定的责令改正情节严重依法给处分附则所称是指未经批准擅自变更事项目录清单编制管理权限职责分工任务时间表路线图确保落实到位取得成效";

/// Slips of which the fastest and the middle one count.
const ROUNDS: usize = 41;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let receipt = receipt();
    let option = std::env::args().nth(1).unwrap_or_default();
    if option == "--text" {
        for item in &receipt.items {
            if let Item::Text { text, .. } = item {
                println!("{text}");
            }
        }
        return Ok(());
    }
    let model = profile("generic-80mm").ok_or("generic-80mm is compiled in")?;
    let at = Instant::now();
    let renderer = Renderer::new()?;
    let fonts_ms = at.elapsed().as_secs_f64() * 1e3;
    let raster = measured(&renderer, &receipt, &model, Mode::Raster)?;
    let text = measured(&renderer, &receipt, &model, Mode::Text)?;
    let first_byte_ms = first_byte(&renderer, &receipt, &model)?;
    if option == "--json" {
        println!(
            "{{\"fonts_ms\":{fonts_ms:.2},\"raster\":{},\"text\":{},\"first_byte_ms\":{first_byte_ms:.2}}}",
            raster.json(),
            text.json()
        );
        return Ok(());
    }
    println!("fonts found {fonts_ms:.2} ms");
    for (name, m) in [("Raster", &raster), ("Text", &text)] {
        println!(
            "{name}: cold {:.2} ms, warm {:.2} ms, best {:.2} ms, {} bytes, {:.3} of one plain raster",
            m.cold_ms, m.warm_ms, m.best_ms, m.bytes, m.share
        );
    }
    println!(
        "order to first byte of the job {first_byte_ms:.2} ms, questions and layout of a cold slip included"
    );
    Ok(())
}

struct Measured {
    cold_ms: f64,
    warm_ms: f64,
    best_ms: f64,
    bytes: usize,
    share: f64,
}

impl Measured {
    fn json(&self) -> String {
        format!(
            "{{\"cold_ms\":{:.3},\"warm_ms\":{:.3},\"best_ms\":{:.3},\"bytes\":{},\"share\":{:.4}}}",
            self.cold_ms, self.warm_ms, self.best_ms, self.bytes, self.share
        )
    }
}

fn measured(
    renderer: &Renderer,
    receipt: &Receipt,
    model: &Profile,
    mode: Mode,
) -> Result<Measured, Box<dyn std::error::Error>> {
    let mut times = Vec::new();
    let (mut bytes, mut plain) = (0, 0);
    for _ in 0..ROUNDS {
        let at = Instant::now();
        let slip = renderer.compose(receipt, model)?;
        bytes = slip.encode(mode).iter().map(|c| c.bytes.len()).sum();
        times.push(at.elapsed().as_secs_f64() * 1e3);
        let (width, height, _) = slip.grey();
        plain = width * height / 8;
    }
    let cold_ms = times[0];
    times.sort_by(f64::total_cmp);
    Ok(Measured {
        cold_ms,
        warm_ms: times[ROUNDS / 2],
        best_ms: times[0],
        bytes,
        share: bytes as f64 / f64::from(plain),
    })
}

/// From the order, with nothing laid out and nothing connected, to the first byte behind the questions.
fn first_byte(
    renderer: &Renderer,
    receipt: &Receipt,
    model: &Profile,
) -> Result<f64, Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let connection: Connection = format!("tcp://{}", listener.local_addr()?).parse()?;
    let device =
        std::thread::spawn(move || -> std::io::Result<()> { answer(&listener.accept()?.0) });
    let at = Instant::now();
    let slip = renderer.compose(receipt, model)?;
    let mut first = None;
    let mut asked = 0;
    Printer::open(&connection, model).print(&slip, &mut |_| {
        asked += 1;
        // Between the first and the second piece.
        if asked == 2 {
            first = Some(at.elapsed());
            return Go::Cancel;
        }
        Go::Continue
    });
    device.join().map_err(|_| "the device failed")??;
    Ok(first.ok_or("the job did not begin")?.as_secs_f64() * 1e3)
}

/// Says "ready" to every `DLE EOT`.
fn answer(mut line: &TcpStream) -> std::io::Result<()> {
    let mut buffer = [0u8; 4096];
    let mut recent = [0u8; 2];
    loop {
        let n = line.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        for byte in &buffer[..n] {
            if recent == [0x10, 0x04] {
                line.write_all(&[0x12])?;
            }
            recent = [recent[1], *byte];
        }
    }
}

fn receipt() -> Receipt {
    let stock: Vec<char> = STOCK.chars().collect();
    let mut seed = 1u64;
    let mut items = Vec::new();
    let mut count = 0;
    while count < 5_000 {
        let mut text = String::new();
        for n in 0..90 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push(if n % 17 == 16 {
                '，'
            } else {
                stock[(seed >> 33) as usize % stock.len()]
            });
        }
        text.push('。');
        count += text.chars().count();
        items.push(Item::Text {
            text,
            bold: false,
            label: 3,
            large: false,
            indent: true,
            align: Align::Left,
        });
    }
    Receipt { items }
}
