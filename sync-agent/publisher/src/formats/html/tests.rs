//! Pages to pieces, element by element.

use super::depth::OPEN_MAX;
use super::*;

fn read(html: &str) -> Vec<Piece> {
    pieces(Html::parse_document(html).root_element())
}

fn texts(html: &str) -> Vec<String> {
    read(html)
        .iter()
        .filter_map(|p| p.text().map(str::to_owned))
        .collect()
}

#[test]
fn only_words_reach_a_piece() {
    let html = "<head><title>甲</title><style>p{}</style></head><body><nav>导航</nav><p onclick=\"alert(1)\">正文<script>alert('恶意')</script>内容</p><div style='display: none'>隐藏</div><iframe src=x>框</iframe><form>表单</form><p>第二段<br>换行</p></body>";
    assert_eq!(texts(html), ["正文内容", "第二段", "换行"]);
}

#[test]
fn alignment_is_inherited_and_read_from_style_and_attribute() {
    let html = "<div style='text-align:center'><p>标题</p></div><p align=right>落款</p><p style='margin:0;text-align: justify;'>正文</p><center>居中</center>";
    let aligns: Vec<Option<Align>> = read(html).iter().map(|p| p.line().unwrap().align).collect();
    assert_eq!(
        aligns,
        [
            Some(Align::Center),
            Some(Align::Right),
            Some(Align::Body),
            Some(Align::Center)
        ]
    );
}

#[test]
fn spans_leave_empty_cells_and_rows_are_even() {
    let html = "<table><tr><td rowspan=2>编号</td><td colspan=2>坐标</td></tr><tr><td>X</td><td>Y</td></tr><tr><td>1</td><td>2</td></tr></table>";
    let Piece::Table(rows) = &read(html)[0] else {
        panic!("a table")
    };
    assert_eq!(rows[0], ["编号", "坐标", ""]);
    assert_eq!(rows[1], ["", "X", "Y"]);
    assert_eq!(rows[2], ["1", "2", ""]);
    let spans: Vec<[u32; 4]> = rows.spans.iter().map(|span| (*span).into()).collect();
    assert_eq!(spans, [[0, 0, 2, 1], [0, 1, 1, 2]]);
}

#[test]
fn merged_cells_are_told_as_far_as_rows_and_words_allow() {
    let spans = |html: &str| {
        let Piece::Table(grid) = &read(html)[0] else {
            panic!("a table")
        };
        grid.spans
            .iter()
            .map(|span| (*span).into())
            .collect::<Vec<[u32; 4]>>()
    };
    // A row in which nothing stands is none, and a cell is no longer for it.
    let empty = "<table><tr><td rowspan=4>甲</td><td>一</td></tr><tr></tr><tr><td> </td></tr><tr><td>二</td></tr></table>";
    assert_eq!(spans(empty), [[0, 0, 2, 1]]);
    // All that follow, and more than there are.
    for down in ["0", "70", "99999999999999999999", "9000"] {
        let rest = "<tr><td>二</td></tr>".repeat(69);
        let html = format!("<table><tr><td rowspan={down}>甲</td><td>一</td></tr>{rest}</table>");
        let want: &[[u32; 4]] = match down.len() {
            20 => &[],
            _ => &[[0, 0, 70, 1]],
        };
        assert_eq!(spans(&html), want, "{down}");
    }
    // Two that run into each other: the first one stands.
    let over = "<table><tr><td>甲</td><td rowspan=2>乙</td></tr><tr><td colspan=2>丙</td></tr><tr><td>丁</td><td>戊</td></tr></table>";
    assert_eq!(spans(over), [[0, 1, 2, 1]]);
}

#[test]
fn a_layout_table_is_read_as_text() {
    let html = "<table><tr><td>导语</td><td><table><tr><td>甲</td></tr></table></td></tr><tr><td>乙</td><td>丙</td></tr></table>";
    assert_eq!(texts(html), ["导语", "甲", "乙", "丙"]);
}

#[test]
fn raised_figures_and_list_numbers_keep_their_meaning() {
    assert_eq!(
        texts("<p>10<sup>6</sup>元、CO<sub>2</sub>、注<sup>甲</sup></p>"),
        ["10⁶元、CO₂、注甲"]
    );
    assert_eq!(
        texts("<ol start=3><li>甲事项</li><li>乙事项</li><li>（一）丙事项</li></ol>"),
        ["3. 甲事项", "4. 乙事项", "（一）丙事项"]
    );
}

#[test]
fn hostile_nesting_and_spans_end() {
    let deep = "<div>".repeat(OPEN_MAX + 1) + "深";
    assert!(nests_too_deep(&deep));
    assert!(texts(&deep).len() <= 1);
    assert!(!nests_too_deep(
        &"<p>甲<br><div>乙</div>".repeat(OPEN_MAX * 2)
    ));
    let wide = "<table><tr><td colspan=999999999 rowspan=999999999>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>";
    let Piece::Table(rows) = &read(wide)[0] else {
        panic!("a table")
    };
    assert!(rows[0].len() <= 2 * table::SPAN_MAX);
}

#[test]
fn what_was_taken_out_goes_and_what_was_put_in_stays() {
    assert_eq!(
        texts(
            "<p>收费<del>五元</del><ins>三元</ins>，以后<s>四元</s><span style='text-decoration:line-through'>六元</span>二元。<a class=MsoCommentReference>[甲1]</a></p>"
        ),
        ["收费三元，以后二元。"]
    );
    assert_eq!(
        texts("<p><ruby>㛃<rp>(</rp><rt>jié</rt><rp>)</rp></ruby>溪镇</p>"),
        ["㛃溪镇"]
    );
}

#[test]
fn list_labels_are_those_that_the_page_shows() {
    assert_eq!(
        texts(
            "<ol style='list-style-type:cjk-ideographic'><li>甲</li><li>乙</li></ol><ol type=a><li>丙</li></ol><ol type=I><li>丁</li><li value=5>戊</li><li>己</li></ol><ol reversed><li>庚</li><li>辛</li></ol><ol style='list-style:none'><li>壬</li></ol>"
        ),
        [
            "一、甲",
            "二、乙",
            "a.丙",
            "I.丁",
            "V.戊",
            "VI.己",
            "2. 庚",
            "1. 辛",
            "壬"
        ]
    );
}

#[test]
fn lines_of_pre_and_text_inside_a_form_are_text() {
    assert_eq!(
        texts("<pre>各单位：\n　　一、甲。\n　　二、乙。</pre>"),
        ["各单位：", "一、甲。", "二、乙。"]
    );
    let page = format!("<form><p>{}</p></form>", "第一条　为了加强管理。".repeat(6));
    assert_eq!(texts(&page).len(), 1);
}

#[test]
fn a_long_cell_makes_no_layout_of_a_table_and_a_caption_stays() {
    let long = "责令限期改正。".repeat(100);
    let html = format!(
        "<table><caption>裁量基准（单位：元）</caption><tr><th>序号</th><th>幅度</th></tr><tr><td>1</td><td>{long}</td></tr></table>"
    );
    let pieces = read(&html);
    assert_eq!(pieces[0].text(), Some("裁量基准（单位：元）"));
    assert!(matches!(&pieces[1], Piece::Table(rows) if rows.len() == 2));
}

#[test]
fn lines_of_the_source_stay_lines_where_the_style_says_so() {
    for open in [
        "<pre>",
        "<div style='white-space:pre-wrap'>",
        "<p style='WHITE-SPACE: pre-line'>",
        "<div style='color:red;white-space:break-spaces'><span>",
    ] {
        assert_eq!(
            texts(&format!("{open}一、甲\n二、乙")),
            ["一、甲", "二、乙"],
            "{open}"
        );
    }
    for open in ["<p>", "<pre><div style='white-space:normal'>"] {
        assert_eq!(
            texts(&format!("{open}一、甲\n二、乙")),
            ["一、甲二、乙"],
            "{open}"
        );
    }
}

#[test]
fn buttons_that_a_script_answers_are_no_text_and_other_links_are() {
    for button in [
        "<a href='javascript:window.print()'>打印</a>",
        "<span onclick='window.print();'>【打印本页】</span>",
        "<a href=# onclick='javascript:window.close();return false'>关闭窗口</a>",
        "<a href='javascript:history.back(-1)'>返回</a>",
    ] {
        assert_eq!(
            texts(&format!("<p>应当报送。{button}</p>")),
            ["应当报送。"],
            "{button}"
        );
    }
    for link in [
        "<a href='javascript:;'>示例办法</a>",
        "<a onclick='window.print()'>打印本表后请加盖公章再报送</a>",
    ] {
        let kept = texts(&format!("<p>见{link}</p>"));
        assert!(kept[0].len() > "见".len(), "{link}");
    }
}

#[test]
fn a_table_that_only_sets_the_signature_is_none() {
    let signed = "<table><tr><td></td><td>示例市水务局</td></tr><tr><td></td><td>2021年6月8日</td></tr></table>";
    assert_eq!(texts(signed), ["示例市水务局", "2021年6月8日"]);
    let data =
        "<table><tr><td></td><td>日期</td></tr><tr><td></td><td>2021年6月8日</td></tr></table>";
    assert_eq!(texts(data), [""; 0], "a table of data");
}

#[test]
fn offices_in_cells_beside_each_other_sign_and_rows_of_offices_are_data() {
    for table in [
        "<tr><td>示例市财政局（印章）</td><td>示例市审计局（印章）</td></tr><tr><td colspan=2>2021年9月3日</td></tr>",
        "<tr><td>示例市财政局</td><td>示例市审计局</td></tr><tr><td>（印 章）</td><td>（印 章）</td></tr><tr><td>2021年9月3日</td><td>2021年9月3日</td></tr>",
        "<tr><td>示例市财政局（印章）<br>2021年9月3日</td><td>示例市审计局（印章）<br>2021年9月3日</td></tr><tr><td></td><td></td></tr>",
    ] {
        let pieces = read(&format!("<table>{table}</table>"));
        assert!(pieces.iter().all(|p| p.text().is_some()), "{table}");
    }
    for table in [
        "<tr><td>示例市财政局</td><td>2021年9月3日</td></tr><tr><td>示例市审计局</td><td>2021年9月4日</td></tr>",
        "<tr><td>示例市财政局</td><td>示例市审计局</td></tr><tr><td>示例市司法局</td><td>示例市水务局</td></tr>",
        "<tr><td>牵头单位</td><td>示例市财政局（印章）</td></tr><tr><td>日期</td><td>2021年9月3日</td></tr>",
    ] {
        let pieces = read(&format!("<table>{table}</table>"));
        assert!(matches!(pieces[..], [Piece::Table(_)]), "{table}");
    }
}

#[test]
fn cells_and_rows_that_no_reader_sees_are_not_taken_and_a_foot_comes_last() {
    let rows = |table: &str| match &read(&format!("<table border=1>{table}</table>"))[..] {
        [Piece::Table(grid)] => grid.rows.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        rows(
            "<tr><td>甲</td><td style='display: none'>内部</td><td>乙</td></tr><tr style='display:none'><td>内部</td></tr><tbody hidden><tr><td>内部</td></tr></tbody><tr><td>1</td><td style='display:none'>内部</td><td>2</td></tr>"
        ),
        [["甲", "乙"], ["1", "2"]]
    );
    assert_eq!(
        rows(
            "<tr><td>甲</td><td style='visibility:hidden'>内部</td><td>乙</td></tr><tr><td>1</td><td style='text-decoration:line-through'>3</td><td>2</td></tr>"
        ),
        [["甲", "", "乙"], ["1", "", "2"]]
    );
    assert_eq!(
        rows(
            "<thead><tr><th>甲</th><th>乙</th></tr></thead><tfoot><tr><td>合计</td><td>3</td></tr></tfoot><tbody><tr><td>1</td><td>2</td></tr></tbody>"
        ),
        [["甲", "乙"], ["1", "2"], ["合计", "3"]]
    );
    assert_eq!(
        rows(
            "<tr><td>项</td><td><ol><li>甲</li><li>乙</li></ol></td></tr><tr><td>1</td><td>2</td></tr>"
        ),
        [["项", "1. 甲\n2. 乙"], ["1", "2"]]
    );
}

#[test]
fn pictures_in_cells_are_kept_and_what_they_are_said_to_show_stays_in_its_cell() {
    let html = "<table border=1><tr><th>项目</th><th>现状</th></tr>\
        <tr><td>甲桥</td><td><img src='/i/a.png' alt=桥面裂缝示意图></td></tr>\
        <tr><td>乙桥</td><td>完好<img src='/i/b.jpg' title=桥头></td></tr>\
        <tr><td>丙桥</td><td><p><img src='/i/c.png'></p></td></tr>\
        <tr><td>丁桥</td><td><img src='/i/c.png'><img src=dot.gif width=1></td></tr></table>";
    let pieces = read(html);
    let Piece::Table(rows) = &pieces[0] else {
        panic!("{pieces:?}");
    };
    let cells: Vec<&str> = rows[1..].iter().map(|row| row[1].as_str()).collect();
    assert_eq!(cells, ["桥面裂缝示意图", "完好 桥头", "", ""]);
    let shown = pieces[1..].iter().map(|piece| match piece {
        Piece::Picture(picture) => picture.address.as_deref().unwrap_or_default(),
        _ => panic!("{piece:?}"),
    });
    assert_eq!(
        shown.collect::<Vec<_>>(),
        ["/i/a.png", "/i/b.jpg", "/i/c.png"]
    );
    // A table of nothing but pictures.
    let html = "<table><tr><td><img src=a.png></td><td><img src=b.png></td></tr><tr><td><img src=c.png></td><td></td></tr></table>";
    assert_eq!(read(html).len(), 3);
}

#[test]
fn a_link_is_a_file_where_the_page_says_so() {
    let names = |html: &str| {
        let page = Html::parse_document(html);
        let files = files(page.root_element());
        files.into_iter().map(|link| link.name).collect::<Vec<_>>()
    };
    let below = "<p>附件：</p><p><a href='/common/get?path=a'>表1</a></p><p><a href='/wps/show.aspx?aid=3'>表2</a></p>";
    assert_eq!(names(below), ["表1", "表2"]);
    for (html, name) in [
        ("<p><a href='/f/9'>2.汇总表.xlsx</a></p>", "2.汇总表.xlsx"),
        (
            "<p><a href='/f/9'>流程图.pdf（2MB）</a></p>",
            "流程图.pdf（2MB）",
        ),
        (
            "<p><a href='/f/9' download='样表.docx'>样表</a></p>",
            "样表",
        ),
        (
            "<p><a href='/servlet/DownloadServlet?id=3'>申报表</a></p>",
            "申报表",
        ),
        ("<p><a href='/f.do?id=1'>附件4.表4</a></p>", "附件4.表4"),
        ("<p>附件：<a href='/f?id=1'>评分表</a></p>", "评分表"),
    ] {
        assert_eq!(names(html), [name], "{html}");
    }
    for html in [
        "<p>附件：<a href='/art/1.html'>评分表</a></p>",
        "<p>附件：<a href='/fj/'>附件下载</a></p>",
        "<p>见<a href='/f?id=1'>评分表</a></p>",
        "<p>附件所列事项见<a href='/f?id=1'>本网</a>。</p>",
        "<p>附件：</p><p>另见。</p><p><a href='/f?id=1'>本网</a></p>",
        "<p>附件：<a href='http://www.example.invalid'>本网</a></p>",
    ] {
        assert!(names(html).is_empty(), "{html}");
    }
}

#[test]
fn the_lines_of_a_cell_stay_apart() {
    let cells = |html: &str| match &read(html)[0] {
        Piece::Table(rows) => rows.concat(),
        other => panic!("{other:?}"),
    };
    let table = "<table border=1><tr><td>组<br>长</td><td>甲某<br>乙某<br>丙某</td></tr><tr><td>联系<br>电话</td><td><p>000-1</p><p>000-2</p></td></tr><tr><td>年份</td><td>2023<br>2024</td></tr></table>";
    assert_eq!(
        cells(table),
        [
            "组长",
            "甲某\n乙某\n丙某",
            "联系电话",
            "000-1\n000-2",
            "年份",
            "2023\n2024"
        ]
    );
    assert_eq!(
        words(Html::parse_document(table).root_element()),
        "组长甲某乙某丙某联系电话000-1 000-2年份2023 2024"
    );
}
