//! A long document by real touch: chapters that fold, the table open where one reads, an article by its number.

use super::*;

/// 1 to 99 in Chinese numerals.
fn numeral(n: u32) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let ten = match n / 10 {
        0 => String::new(),
        1 => "十".to_string(),
        tens => format!("{}十", digits[tens as usize]),
    };
    format!("{ten}{}", digits[(n % 10) as usize])
}

/// Three chapters of twenty articles each.
fn long() -> Document {
    let mut document = rules(1);
    document.blocks.clear();
    document.articles.clear();
    for chapter in 0..3 {
        let at = document.blocks.len() as u32;
        let label = format!("第{}章", numeral(chapter + 1));
        document.blocks.push(Block::Heading {
            level: 2,
            text: format!("{label}　示例"),
        });
        document.articles.push(Article {
            id: format!("c{chapter}"),
            label,
            title: "示例".into(),
            depth: 1,
            from: at,
            to: at + 21,
        });
        for n in chapter * 20 + 1..=chapter * 20 + 20 {
            let label = format!("第{}条", numeral(n));
            let at = document.blocks.len() as u32;
            let text = format!("{label}　编号{n}的说明。");
            document
                .blocks
                .push(paragraph(&text, label.chars().count() as u16));
            document.articles.push(Article {
                id: format!("a{n}"),
                label,
                title: format!("编号{n}的说明"),
                depth: 3,
                from: at,
                to: at + 1,
            });
        }
    }
    document
}

#[test]
fn an_article_is_reached_by_its_number_and_the_table_opens_where_one_reads() {
    let terminal = Terminal::new("none");
    apply(&terminal.path("mirror"), vec![long()], vec![], 1);
    terminal.plays(
        "tap \"示例市政务公开查阅点建设管理制度\"\n\
         tap \"目录\"\n\
         expect \"第一章\"\n\
         expect \"第一条\"\n\
         expect \"共 60 条\"\n\
         expect-not \"编号25的说明\"\n\
         shot contents\n\
         tap \"2\"\n\
         tap \"5\"\n\
         expect \"第二十五条\"\n\
         expect \"第二章\"\n\
         tap \"打开\"\n\
         expect \"编号25的说明\"\n\
         expect-not \"编号24的说明\"\n\
         tap \"目录\"\n\
         expect \"第二十五条\"\n\
         tap \"上一页\"\n\
         tap \"收起第二章\"\n\
         expect-not \"第二十五条\"\n\
         tap \"9\"\n\
         tap \"9\"\n\
         expect \"没有这一条，只到第六十条\"\n\
         tap \"退格\"\n\
         tap \"退格\"\n\
         tap \"第三章\"\n\
         expect \"编号41的说明\"\n",
    );
}
