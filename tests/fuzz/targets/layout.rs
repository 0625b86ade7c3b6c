//! The layout of receipts: any Unicode in any element, on every model, keeps inside the paper and loses no visible character.
#![no_main]

use fuzz::receipt;
use libfuzzer_sys::fuzz_target;
use printer::layout::{self, Content};

fuzz_target!(|bytes: &[u8]| {
    let (receipt, profile) = receipt(bytes);
    let Ok(rows) = layout::rows(&receipt, &profile) else {
        return;
    };
    for row in &rows {
        assert!(row.dots > 0);
        match &row.content {
            Content::Line(line) => {
                let scale = if line.large { 2 } else { 1 };
                let width = line.x + layout::width(&line.cells) * scale;
                assert!(width <= profile.columns(), "{width} cells: {line:?}");
            }
            Content::Qr(qr) => {
                let right = qr.x_dots + (qr.side + 4) * qr.module_dots;
                assert!(right <= profile.width_dots, "{} modules", qr.side);
                assert_eq!(qr.black.len() as u32, qr.side * qr.side);
            }
            Content::Picture(_) | Content::Rule | Content::Blank => {}
        }
    }
    fuzz::nothing_lost(&receipt, &rows);
});
