//! P9 and P10: time and bytes of a slip of 5,000 characters. `cargo run --release -p printer --example measure`.

use printer::{Align, Item, Mode, Receipt, Renderer, profile};
use std::time::Instant;

/// A few hundred different characters, as in real notices, in a fixed order.
const STOCK: &str = "为深入推进政务公开工作规范化标准化建设根据中华人民共和国政府信息条例和国务院办公厅有关要求结合本市实际制定如下方案各级行政机关应当自收到申请之日起二十个工作日内予以答复查阅点由档案馆图书馆服务中心设立提供免费场所配备必要设施人员加强培训考核监督检查对违反规定的责令改正情节严重依法给处分附则所称是指未经批准擅自变更事项目录清单编制管理权限职责分工任务时间表路线图确保落实到位取得成效";

fn main() -> Result<(), Box<dyn std::error::Error>> {
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
    let receipt = Receipt { items };
    let model = profile("generic-80mm").ok_or("generic-80mm is compiled in")?;
    let at = Instant::now();
    let renderer = Renderer::new()?;
    println!(
        "fonts found            {:>8.2} ms",
        at.elapsed().as_secs_f64() * 1e3
    );
    for mode in [Mode::Raster, Mode::Text] {
        let mut times = Vec::new();
        let mut bytes = 0;
        let mut plain = 0;
        for _ in 0..41 {
            let at = Instant::now();
            let slip = renderer.compose(&receipt, &model)?;
            bytes = slip
                .encode(mode)
                .iter()
                .map(|chunk| chunk.bytes.len())
                .sum::<usize>();
            times.push(at.elapsed().as_secs_f64() * 1e3);
            let (w, h, _) = slip.grey();
            plain = (w * h / 8) as usize;
        }
        let cold = times[0];
        times.sort_by(f64::total_cmp);
        println!(
            "{mode:?}: cold {cold:.2} ms, warm {:.2} ms, best {:.2} ms, {bytes} bytes, {:.3} of one plain raster",
            times[20],
            times[0],
            bytes as f64 / plain as f64
        );
    }
    println!("{count} characters");
    Ok(())
}
