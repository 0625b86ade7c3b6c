//! Goldens: the bytes of small slips, for both widths and both forms. Chosen so that no font has a say in them.
//! `GOLDEN_WRITE=1 cargo test -p printer --test bytes` writes them anew; look at the difference before keeping it.
#![allow(clippy::unwrap_used)]

use printer::{Align, Item, Mode, Receipt, Renderer, profile};
use std::path::Path;

fn text(text: &str, large: bool, label: u16, indent: bool, align: Align) -> Item {
    Item::Text {
        text: text.to_owned(),
        bold: false,
        label,
        large,
        indent,
        align,
    }
}

fn words() -> Receipt {
    Receipt {
        items: vec![
            text("政务公开查阅点", true, 0, false, Align::Center),
            text(
                "第五条 提供查阅服务，不收取任何费用。确有打印需求的，应当本着厉行节约、合理必要的原则提出。",
                false,
                3,
                true,
                Align::Left,
            ),
            Item::Space { mm: 3 },
            Item::Table {
                rows: vec![
                    vec!["项目".into(), "金额".into()],
                    vec!["教育".into(), "1,200".into()],
                ],
            },
            text("L01-1-20181015-0027", false, 0, false, Align::Right),
        ],
    }
}

fn shapes() -> Receipt {
    let qr = Item::Qr {
        data: "https://www.example.gov.cn/zwgk/1".to_owned(),
        caption: String::new(),
    };
    Receipt {
        items: vec![Item::Rule, qr, Item::Space { mm: 5 }, Item::Rule],
    }
}

fn hex(slip: &printer::Slip, mode: Mode) -> String {
    let line = |chunk: printer::Chunk| {
        chunk
            .bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
            + "\n"
    };
    slip.encode(mode).into_iter().map(line).collect()
}

#[test]
fn small_slips_have_the_bytes_they_had() {
    let renderer = Renderer::new().unwrap();
    for model in ["generic-80mm", "generic-58mm", "epson-80mm"] {
        for (name, receipt, mode) in [
            ("words", words(), Mode::Text),
            ("shapes", shapes(), Mode::Raster),
        ] {
            let slip = renderer
                .compose(&receipt, &profile(model).unwrap())
                .unwrap();
            let now = hex(&slip, mode);
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(format!("tests/goldens/{name}-{model}.hex"));
            if std::env::var_os("GOLDEN_WRITE").is_some() {
                std::fs::write(&path, &now).unwrap();
            }
            let kept = std::fs::read_to_string(&path).unwrap();
            assert!(kept == now, "{} differs; now:\n{now}", path.display());
        }
    }
}
