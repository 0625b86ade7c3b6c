//! Tables by real touch: no number is cut, every column and every row is reached by buttons, the first column stays.

use super::*;

/// A table of nine columns and thirty rows below its name and its unit.
pub fn budget() -> Document {
    let mut rows = vec![vec!["项目".to_string()]];
    rows[0].extend((1..=8).map(|c| format!("第{c}栏")));
    rows.extend((1..=30).map(|r| {
        let mut cells = vec![format!("支出{r:02}")];
        cells.extend((1..=8).map(|c| format!("{r},{c}00.{c}{c}")));
        cells
    }));
    Document {
        blocks: vec![
            Block::Heading {
                level: 3,
                text: "收支预算总表".into(),
            },
            paragraph("（单位：万元）", 0),
            Block::Table {
                rows,
                spans: vec![],
            },
        ],
        articles: vec![],
        ..rules(1)
    }
}

#[test]
fn a_wide_table_is_seen_whole_on_a_screen_of_its_own() {
    let terminal = Terminal::new("none");
    apply(&terminal.path("mirror"), vec![budget()], vec![], 1);
    let mut script = String::from(
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"看整张表\"\n\
         expect \"收支预算总表\"\n\
         expect \"单位：万元\"\n\
         expect \"支出01\"\n\
         expect \"1,100.11\"\n\
         expect-not \"1,800.88\"\n\
         shot table\n",
    );
    // To the last column, then to the last row, then back.
    script.push_str(
        "tap \"右边的列\"\n\
         expect \"列，共 9 列\"\n\
         expect \"1,800.88\"\n\
         expect \"支出01\"\n\
         expect \"第8栏\"\n\
         expect-not \"支出30\"\n\
         tap \"下面的行\"\n\
         expect \"支出30\"\n\
         expect \"30,800.88\"\n\
         expect \"第8栏\"\n\
         shot last\n\
         tap \"上面的行\"\n\
         expect \"支出01\"\n\
         tap \"左边的列\"\n\
         expect \"1,100.11\"\n\
         tap \"一行一行看\"\n\
         expect \"第 1 行，共 30 行\"\n\
         expect \"第8栏\"\n\
         expect \"1,800.88\"\n\
         shot row\n\
         tap \"下一行\"\n\
         expect \"2,800.88\"\n\
         tap \"整张表\"\n\
         expect \"第 2–\"\n\
         tap \"回正文\"\n\
         expect \"看整张表\"\n",
    );
    terminal.plays(&script);
}

/// Sixty rows under a head of two, all of them under one merged cell.
fn merged() -> Document {
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let mut rows = vec![row(["区域", "价格", ""]), row(["", "居民", "其他"])];
    rows.extend((1..=60).map(|n| {
        let name = if n == 1 { "示例区" } else { "" };
        row([name, &format!("{n}.10元"), &format!("{n}.20元")])
    }));
    Document {
        blocks: vec![Block::Table {
            rows,
            spans: [[0, 0, 2, 1], [0, 1, 1, 2], [2, 0, 60, 1]]
                .map(mirror::Span::from)
                .to_vec(),
        }],
        articles: vec![],
        ..rules(1)
    }
}

#[test]
fn a_merged_cell_is_said_again_where_a_page_begins_and_holds_for_every_row() {
    let terminal = Terminal::new("none");
    apply(&terminal.path("mirror"), vec![merged()], vec![], 1);
    terminal.plays(
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"看整张表\"\n\
         expect \"示例区，价格 居民：1.10元，价格 其他：1.20元\"\n\
         shot merged\n\
         tap \"下面的行\"\n\
         expect-not \"价格 居民：1.10元\"\n\
         expect \"（续）\"\n\
         shot on\n\
         tap \"一行一行看\"\n\
         expect \"价格 其他\"\n\
         expect \"示例区\"\n\
         shot row\n",
    );
}

#[test]
fn the_head_of_a_table_in_the_text_stays_above_the_rows_of_each_screen() {
    let terminal = Terminal::new("none");
    apply(&terminal.path("mirror"), vec![merged()], vec![], 1);
    terminal.plays(
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         expect \"居民\"\n\
         expect \"示例区\"\n\
         shot text\n\
         tap \"下一屏\"\n\
         expect-not \"示例区\"\n\
         expect \"居民\"\n\
         shot text-on\n\
         tap \"下一屏\"\n\
         expect \"居民\"\n\
         tap \"上一屏\"\n\
         tap \"上一屏\"\n\
         expect \"示例区\"\n\
         drag up\n\
         expect \"居民\"\n\
         shot text-dragged\n",
    );
}

#[test]
fn a_table_of_a_withdrawn_document_leaves_the_screen() {
    let terminal = Terminal::new("none");
    let mirror = terminal.path("mirror");
    apply(&mirror, vec![budget()], vec![], 1);
    let opened = terminal.path("pictures/opened.png");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let deadline = Instant::now() + Duration::from_secs(60);
            while !opened.exists() {
                assert!(Instant::now() < deadline, "the table was never opened");
                std::thread::sleep(Duration::from_millis(20));
            }
            apply(&mirror, vec![], vec!["demo:rules".into()], 2);
        });
        terminal.plays(
            "tap \"示例市政务公开查阅点建设管理制度\"\n\
             tap \"看整张表\"\n\
             shot opened\n\
             wait \"这份文件已撤下\"\n\
             expect-not \"支出01\"\n\
             tap \"知道了\"\n\
             expect-not \"支出01\"\n",
        );
    });
}
