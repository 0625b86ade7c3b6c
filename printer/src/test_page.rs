//! What `printer test` prints: everything that a technician must see on paper once.

use crate::receipt::{Align, Item, Receipt};

/// A page with each kind of element.
pub fn test_page() -> Receipt {
    let text = |text: &str| Item::Text {
        text: text.to_owned(),
        bold: false,
        label: 0,
        large: false,
        indent: false,
        align: Align::Left,
    };
    let heading = |text: &str, large| Item::Text {
        text: text.to_owned(),
        bold: true,
        label: 0,
        large,
        indent: false,
        align: Align::Center,
    };
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    Receipt {
        items: vec![
            heading("打印测试", true),
            heading("政务公开查阅点", false),
            Item::Rule,
            text("常用字：政务公开，依法行政。"),
            text("繁体字：國務院辦公廳關於政府信息公開"),
            text("生僻字：㛃 𠮷 𬭎"),
            text("字母数字：ABCxyz 0123456789 〔2018〕89号"),
            Item::Text {
                text: "第一条 这一段首行缩进两字，条号加粗。标点“，。；：”不在行首，“（《”不在行尾，2018-10-15这样的日期不拆开。".to_owned(),
                bold: false,
                label: 3,
                large: false,
                indent: true,
                align: Align::Left,
            },
            Item::Rule,
            Item::Table { rows: vec![row(["项目", "说明", "金额"]), row(["教育", "一般公共预算支出", "1,200.00"]), row(["卫生", "基本公共卫生服务", "80.50"])] },
            Item::Rule,
            Item::Qr { data: "https://www.example.gov.cn/".to_owned(), caption: "扫码应能读出网址".to_owned() },
            Item::Space { mm: 2 },
            text("黑白边缘清楚、左右不缺字，即为正常。"),
        ],
    }
}
