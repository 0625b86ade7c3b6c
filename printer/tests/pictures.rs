//! Goldens: whole slips as pictures, on 58 and 80 mm. Equal dot by dot with the fonts they were made with; with another version of
//! the fonts every cell must still carry about as much ink in about the same place.
//! `GOLDEN_WRITE=1 cargo test --workspace --test pictures` writes them anew; look at them before keeping them.
#![allow(clippy::unwrap_used)]

mod support;

use base64::Engine;
use printer::{Align, Item, Receipt, Renderer, profile};
use std::io::BufWriter;
use std::path::Path;
use support::{read_codes, read_png};

/// A cell of the comparison: a Chinese character.
const CELL_DOTS: usize = 24;
/// So many of its 576 dots may differ in number between two versions of a font.
const INK_DIFFERENCE_MAX: usize = 110;

fn text(text: &str) -> Item {
    styled(text, false, 0, Align::Left)
}

fn styled(text: &str, bold: bool, label: u16, align: Align) -> Item {
    Item::Text {
        text: text.to_owned(),
        bold,
        label,
        large: false,
        indent: label > 0,
        align,
    }
}

/// From black to white, as a photograph has it.
fn photograph() -> Item {
    let (width, height) = (240u32, 60u32);
    let dots: Vec<u8> = (0..height)
        .flat_map(|_| (0..width).map(|x| (x * 255 / (width - 1)) as u8))
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&dots)
        .unwrap();
    Item::Picture {
        png: base64::engine::general_purpose::STANDARD.encode(bytes),
        mm: 0,
        caption: "图一　从黑到白".to_owned(),
    }
}

fn slip() -> Receipt {
    let cells = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let mut title = styled("示例市政务公开查阅点建设管理制度", true, 0, Align::Center);
    if let Item::Text { large, .. } = &mut title {
        *large = true;
    }
    Receipt {
        items: vec![
            styled("示例市图书馆", true, 0, Align::Center),
            styled("政务公开查阅点", true, 0, Align::Center),
            Item::Rule,
            title,
            text("示政办发〔2018〕89号"),
            text("索引号 示0010-2018-00089"),
            text("现行有效\u{3000}2018-10-15 印发"),
            Item::Rule,
            styled(
                "第二条　查阅点由各级行政机关结合自身实际设立，国家档案馆、公共图书馆、行政服务中心应当设置“查阅点”。",
                false,
                3,
                Align::Left,
            ),
            styled(
                "第五条　提供查阅服务，不收取任何费用。确有打印需求的，应当本着厉行节约、合理必要的原则提出（含2018-10-15前的）。",
                false,
                3,
                Align::Left,
            ),
            text("生僻字：㛃𠮷𬭎；繁體：國務院辦公廳；Latin: reading point"),
            Item::Table {
                rows: vec![
                    cells(["项目", "说明", "金额"]),
                    cells(["教育", "一般公共预算支出中用于义务教育的部分", "1,200.00"]),
                    cells(["卫生", "基本公共卫生服务", "80.50"]),
                ],
            },
            photograph(),
            Item::Rule,
            text("节选第二、五条，非正式文本。"),
            text("登记号 L01-1-20181015-0027"),
            text("核验码 7F3A-91C4-08BE"),
            Item::Space { mm: 2 },
            Item::Qr {
                data: "http://www.example.cn/art/2018/10/15/示例.html".to_owned(),
                caption: "扫码看全文".to_owned(),
            },
        ],
    }
}

fn write(path: &Path, (width, height, dots): &(u32, u32, Vec<u8>)) {
    let file = BufWriter::new(std::fs::File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, *width, *height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(dots)
        .unwrap();
}

/// Black dots of each cell.
fn ink((width, _, dots): &(u32, u32, Vec<u8>)) -> Vec<usize> {
    let width = *width as usize;
    let across = width.div_ceil(CELL_DOTS);
    let mut ink = vec![0; across * (dots.len() / width).div_ceil(CELL_DOTS)];
    for (n, _) in dots.iter().enumerate().filter(|(_, dot)| **dot == 0) {
        ink[n / width / CELL_DOTS * across + n % width / CELL_DOTS] += 1;
    }
    ink
}

#[test]
fn whole_slips_look_as_they_did() {
    let renderer = Renderer::new().unwrap();
    for model in ["generic-80mm", "generic-58mm"] {
        let slip = renderer.compose(&slip(), &profile(model).unwrap()).unwrap();
        assert_eq!(slip.omitted(), 0, "every character has its picture");
        let now = slip.grey();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens");
        let path = folder.join(format!("slip-{model}.png"));
        if std::env::var_os("GOLDEN_WRITE").is_some() {
            write(&path, &now);
        }
        let kept = read_png(&path);
        assert_eq!((kept.0, kept.1), (now.0, now.1), "{model}: the size");
        let codes = read_codes(&now);
        assert_eq!(codes, ["http://www.example.cn/art/2018/10/15/示例.html"]);
        if kept == now {
            continue;
        }
        for (n, (kept, now)) in ink(&kept).iter().zip(ink(&now)).enumerate() {
            let differ = kept.abs_diff(now);
            assert!(
                differ <= INK_DIFFERENCE_MAX,
                "{model}: cell {n}: {kept} dots, now {now}"
            );
        }
    }
}

#[test]
fn the_comparison_of_cells_sees_one_other_character() {
    let renderer = Renderer::new().unwrap();
    let profile = profile("generic-58mm").unwrap();
    let shown = |words: &str| {
        let receipt = Receipt {
            items: vec![text(words)],
        };
        renderer.compose(&receipt, &profile).unwrap().grey()
    };
    let (one, other) = (ink(&shown("政务公开")), ink(&shown("政务公一")));
    let differ = one.iter().zip(&other).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(differ.unwrap() > INK_DIFFERENCE_MAX, "{differ:?}");
}
