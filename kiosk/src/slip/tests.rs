use super::*;
use session::articles::samples::{opinion, rules};

mod applications;

fn stamp() -> Stamp {
    Stamp {
        site: "示例市图书馆".into(),
        plate: "政务公开查阅点".into(),
        number: "L01-1-20181015-0027".into(),
        code: "7F3A-91C4-08BE".into(),
        at: Timestamp::constant(1_539_585_360, 0),
        again: None,
        data_time: "2018-10-15T01:12:00Z".into(),
    }
}

/// Each element on a line: what a person would check against the drawing of the slip.
fn lines(receipt: &Receipt) -> Vec<String> {
    let line = |item: &Item| match item {
        Item::Text {
            text,
            bold,
            label,
            align,
            ..
        } => {
            let bold = if *bold { "*" } else { "" };
            let label = if *label > 0 {
                format!("[{label}]")
            } else {
                String::new()
            };
            let align = if *align == SlipAlign::Center { "|" } else { "" };
            format!("{align}{bold}{label}{text}")
        }
        Item::Rule => "---".into(),
        Item::Table { rows } => format!("table {}", rows.len()),
        Item::Qr { data, caption } => format!("qr {data} {caption}"),
        Item::Picture { caption, .. } => format!("picture {caption}"),
        Item::Space { mm } => format!("space {mm}"),
    };
    receipt.items.iter().map(line).collect()
}

#[test]
fn an_excerpt_says_all_that_r40_asks_for() {
    let content = Content::Excerpt {
        articles: vec!["a2".into(), "a5".into()],
    };
    assert_eq!(
        lines(&compose(&rules(), &content, &stamp())),
        [
            "|*示例市图书馆",
            "|*政务公开查阅点",
            "---",
            "*示例市政务公开查阅点建设管理制度",
            "示政办发〔2018〕89号",
            "索引号 示0010-2018-00089",
            "现行有效　2018-10-15 印发",
            "---",
            "[3]第二条　查阅点由各级行政机关结合实际设立。",
            "space 2",
            "[3]第五条　提供查阅服务，不收取任何费用。",
            "---",
            "节选第二、五条，非正式文本。",
            "打印 2018-10-15 14:36",
            "登记号 L01-1-20181015-0027",
            "数据时间 2018-10-15 09:12",
            "核验码 7F3A-91C4-08BE",
            "space 2",
            "qr http://www.example.cn/art/2018/10/15/art_1_89.html 扫码看全文",
        ]
    );
}

#[test]
fn a_reference_slip_holds_no_body_and_without_an_address_names_the_document() {
    let receipt = compose_reference(&opinion(), &stamp());
    let lines = lines(&receipt);
    assert!(lines.contains(&"题录，非正式文本。".to_string()));
    assert!(lines.contains(&"效力未注明　2018-10-15 印发".to_string()));
    assert!(!lines.iter().any(|line| line.contains("落实经费")));
    assert_eq!(
        lines.last().unwrap(),
        "qr L01-1-20181015-0027 demo:opinion 扫码得登记号和文件编号"
    );
}

#[test]
fn a_repealed_document_says_so_in_bold_and_the_whole_has_tables_and_pictures() {
    let mut document = rules();
    document.validity = Validity::Repealed;
    document.blocks.push(Block::Table {
        rows: vec![vec!["项目".into(), "金额".into()]],
        spans: vec![],
    });
    document.blocks.push(Block::Picture {
        alt: "流程图".into(),
    });
    let lines = lines(&compose(&document, &Content::Whole, &stamp()));
    assert!(lines.contains(&"*已废止　2018-10-15 印发".to_string()));
    assert!(lines.contains(&"table 1".to_string()));
    assert!(lines.contains(&"〔图：流程图，请在屏幕上或扫码查看〕".to_string()));
    assert!(lines.contains(&"全文打印，非正式文本。".to_string()));
}

#[test]
fn the_name_of_a_file_is_no_picture_and_only_an_address_can_be_scanned() {
    let said = |alt: &str, address: Option<&str>| {
        let mut document = rules();
        document.source_url = address.map(str::to_owned);
        document.blocks.push(Block::Picture { alt: alt.into() });
        document.attachments = vec![mirror::Attachment {
            pages: Vec::new(),
            address: None,
            name: "附件.pdf".into(),
            sha256: "0".repeat(64),
            length: 1,
        }];
        lines(&compose(&document, &Content::Whole, &stamp())).join("\n")
    };
    let address = Some("http://www.example.cn/1.html");
    for name in [
        "",
        "image001.png",
        "微信图片_20190301.jpg",
        "W020190301.JPG",
        "img_1",
    ] {
        let said = said(name, address);
        assert!(said.contains("〔图，请在屏幕上或扫码查看〕"), "{said}");
        assert!(name.is_empty() || !said.contains(name), "{said}");
    }
    let without = said("流程图", None);
    assert!(
        without.contains("〔图：流程图，请在屏幕上查看〕"),
        "{without}"
    );
    assert!(without.contains("附件 1 个，请在屏幕上查看"), "{without}");
    assert!(!without.contains("扫码查看"), "{without}");
}

#[test]
fn a_slip_survives_json_as_the_printer_reads_it() {
    let receipt = compose(&rules(), &Content::Whole, &stamp());
    let json = serde_json::to_string(&receipt).unwrap();
    assert_eq!(serde_json::from_str::<Receipt>(&json).unwrap(), receipt);
}

#[test]
fn an_address_too_long_for_a_code_is_not_cut_into_a_wrong_one() {
    let mut document = rules();
    document.source_url = Some(format!("http://www.example.cn/{}", "长".repeat(400)));
    let receipt = compose_reference(&document, &stamp());
    let Some(Item::Qr { data, .. }) = receipt.items.last() else {
        panic!("a slip ends with its code");
    };
    assert_eq!(data, "L01-1-20181015-0027 demo:rules");
}

#[test]
fn a_slip_that_is_printed_once_more_says_so_and_when() {
    let again = Stamp {
        again: Some(Timestamp::constant(1_539_586_320, 0)),
        ..stamp()
    };
    let first = lines(&compose_reference(&rules(), &stamp()));
    let second = lines(&compose_reference(&rules(), &again));
    let more: Vec<&String> = second.iter().filter(|line| !first.contains(line)).collect();
    assert_eq!(more.len(), 2, "{more:?}");
    assert!(more[0].contains("〔补打〕"), "{more:?}");
    assert!(more[1].contains("补打 2018-10-15 14:52"), "{more:?}");
    assert!(first.iter().all(|line| second.contains(line)));
}

#[test]
fn a_page_of_an_attachment_says_which_file_it_is_of_and_leads_to_it() {
    let mut document = rules();
    document.attachments = vec![mirror::Attachment {
        name: "申请表.pdf".into(),
        sha256: "ab12cd34ef".repeat(6) + "abcd",
        length: 9,
        pages: vec!["申请表\n姓名\t电话\n甲\t乙\n填表说明".into()],
        address: Some("http://www.example.cn/form.pdf".into()),
    }];
    let content = Content::Excerpt {
        articles: vec!["f1.1".into()],
    };
    let said = lines(&compose(&document, &content, &stamp()));
    let from = said.iter().position(|line| line.contains("申请表.pdf"));
    let from = from.unwrap();
    assert_eq!(
        said[from..from + 8],
        [
            "*附件 1　申请表.pdf",
            "文件校验 ab12cd34",
            "*第 1 页",
            "申请表",
            "table 2",
            "填表说明",
            "---",
            "附件文字节选，由原文件提取，版式以原件为准，非正式文本。",
        ]
    );
    assert!(said.contains(&"qr http://www.example.cn/form.pdf 扫码看附件原文件".to_owned()));
    assert!(said.contains(&"*示例市政务公开查阅点建设管理制度".to_owned()));
    assert_eq!(
        labels(&document, &["f1.1".to_owned()]),
        ["附件《申请表.pdf》第1页"]
    );
    // Parts of the page: which they are stands above each.
    let parts = ["f1.1.1-1", "f1.1.3-4"].map(str::to_owned).to_vec();
    let excerpt = Content::Excerpt {
        articles: parts.clone(),
    };
    let said = lines(&compose(&document, &excerpt, &stamp()));
    assert_eq!(
        said[from..from + 7],
        [
            "*附件 1　申请表.pdf",
            "文件校验 ab12cd34",
            "*第 1 页　第 1 段",
            "申请表",
            "*第 1 页　第 3 至 4 段",
            "table 1",
            "填表说明",
        ]
    );
    assert_eq!(
        labels(&document, &parts),
        [
            "附件《申请表.pdf》第1页第1段",
            "附件《申请表.pdf》第1页第3至4段"
        ]
    );
    // Without an address of its own it leads to its document.
    document.attachments[0].address = None;
    let said = lines(&compose(&document, &content, &stamp())).join("\n");
    assert!(said.contains("扫码看全文"), "{said}");
}

#[test]
fn one_table_says_what_it_is_called_what_it_counts_and_every_row_with_all_labels() {
    let paragraph = |text: &str| Block::Paragraph {
        text: text.into(),
        align: Align::Center,
        label: 0,
    };
    let cells = |row: [&str; 3]| row.map(str::to_owned).to_vec();
    let table = Block::Table {
        rows: vec![
            cells(["项目", "2018年预算", ""]),
            cells(["", "基本", "合计"]),
            cells(["教育", "1.00", "2.00"]),
        ],
        spans: [[0, 0, 2, 1], [0, 1, 1, 2]]
            .map(mirror::Span::from)
            .to_vec(),
    };
    let mut document = rules();
    document.blocks.extend([
        table.clone(),
        paragraph("附表2　收支预算总表"),
        paragraph("（单位：万元）"),
        table,
    ]);
    let chosen = vec!["t2".to_owned()];
    let content = Content::Excerpt {
        articles: chosen.clone(),
    };
    let receipt = compose(&document, &content, &stamp());
    let said = lines(&receipt);
    let from = said.iter().position(|line| line.contains("附表2")).unwrap();
    assert_eq!(
        said[from..from + 5],
        [
            "|*附表2　收支预算总表",
            "单位：万元",
            "table 2",
            "---",
            "节选第2张表，非正式文本。",
        ]
    );
    assert!(!said.join("\n").contains("提供查阅服务"), "the table alone");
    let rows = receipt.items.iter().find_map(|item| match item {
        Item::Table { rows } => Some(rows),
        _ => None,
    });
    let rows = rows.unwrap();
    assert_eq!(rows[0], ["项目", "2018年预算 基本", "2018年预算 合计"]);
    assert_eq!(
        labels(&document, &chosen),
        ["第2张表（附表2　收支预算总表）"]
    );
    // The first has no name of its own.
    let bare = Content::Excerpt {
        articles: vec!["t1".into()],
    };
    let said = lines(&compose(&document, &bare, &stamp()));
    assert!(said.contains(&"|*第1张表".to_owned()), "{said:?}");
}
