//! The imprint of a site (主办、承办、备案号、网站标识码、版权所有) behind a text, where no container parts the two. Owns its wordings, and what makes
//! sure that they speak of the site: 主办单位：某局 is a line of many a notice.

use super::controls;
use crate::reading::cells::on_one_line;
use crate::reading::draft::Piece;
use crate::reading::facts;
use crate::reading::labels;
use crate::reading::tidy::{length, squeeze};

/// Lines of an imprint.
const LINES_MAX: usize = 16;
/// Lines without any label below it.
const LOOSE_MAX: usize = 3;
/// One of them is no longer.
const LINE_CHARS_MAX: usize = 160;

/// 示例市数据局主办 is no longer.
const NAME_CHARS_MAX: usize = 30;

/// Words that only an imprint has.
const SURE: &str = "网站标识码 政府网站标识码 icp备 icp证 公网安备 网安备 版权所有 版权归 ©";
/// Words that lines of it open with, and lines of texts as well.
const OPENING: &str = "主办 承办 协办 主管 运维 维护 建设维护 运行维护 运行管理 运行单位 网站主办 网站承办 网站管理 网站维护 网站名称 本站由 技术支持 设计制作 制作维护 \
    网站地图 关于我们 联系我们 网站声明 法律声明 隐私声明 使用帮助 网站帮助 建议使用 推荐使用 最佳浏览 您是第 备案号 备案序号 站点地图 网站纠错 我为政府网站找错";
/// Words that stand below those.
const BELOW: &str = "地址 联系地址 通讯地址 电话 联系电话 值班电话 网站电话 传真 邮编 邮政编码 邮箱 电子邮箱 网站邮箱 违法和不良信息 举报电话 无障碍 适老版 浏览器 分辨率 \
    访问量 总访问 今日访问 来访 党政机关 政府网站找错 设为首页 加入收藏 中文域名";

/// How much a line is one of an imprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sureness {
    No,
    /// It may stand in one that has begun.
    Below,
    /// One may begin with it.
    Opening,
    /// It is one of it.
    Sure,
}

fn sureness(line: &str) -> Sureness {
    let bare = squeeze(line).to_ascii_lowercase();
    let has = |words: &str| {
        words
            .split_ascii_whitespace()
            .any(|word| bare.contains(word))
    };
    let opens = |words: &str| {
        words
            .split_ascii_whitespace()
            .any(|word| bare.starts_with(word))
    };
    // What has a number of its own, or is a sentence, is of the text.
    if length(&bare) > LINE_CHARS_MAX
        || bare.contains(['。', '；'])
        || labels::label(line).is_some()
    {
        return Sureness::No;
    }
    if has(SURE) || bare.contains("copyright") {
        return Sureness::Sure;
    }
    let named = bare.contains(['：', ':', '|', '｜']) || !opens("主办 承办 协办 主管 运维 维护");
    let ends = ["主办", "承办", "主管", "维护"]
        .iter()
        .any(|end| bare.ends_with(end));
    if opens(OPENING) && named || ends && length(&bare) <= NAME_CHARS_MAX {
        return Sureness::Opening;
    }
    match opens(BELOW) || bare.starts_with("email") || bare.is_empty() || controls::is_button(line)
    {
        true => Sureness::Below,
        false => Sureness::No,
    }
}

/// Cells of a table that sets an imprint are its lines.
fn of_piece(piece: &Piece) -> Sureness {
    match piece {
        Piece::Line(line) => sureness(&line.text),
        // 党政机关, 公安: signs of the site.
        Piece::Picture(_) => Sureness::Below,
        Piece::Table(rows) => {
            let cells = rows.iter().flatten().filter(|cell| !cell.is_empty());
            let cells: Vec<Sureness> = cells.map(|cell| sureness(&on_one_line(cell))).collect();
            let all = cells.iter().min().copied().unwrap_or(Sureness::Below);
            match all {
                Sureness::No => Sureness::No,
                _ => cells.into_iter().max().unwrap_or(Sureness::Below),
            }
        }
    }
}

/// Whether these lines may be an imprint: one of them is what one begins with.
pub fn may_be(pieces: &[Piece]) -> bool {
    pieces
        .iter()
        .map(of_piece)
        .any(|sure| sure >= Sureness::Opening)
}

/// Whether these lines are nothing but an imprint.
pub fn is_all(pieces: &[Piece]) -> bool {
    let sure = || pieces.iter().map(of_piece);
    sure().all(|sure| sure > Sureness::No) && sure().any(|sure| sure == Sureness::Sure)
}

/// The pieces of a page without the imprint behind them; `foot` are lines of what the page calls its foot. All of them where nothing else stands
/// there: then it is no document, and its own words show why.
pub fn without(mut pieces: Vec<Piece>, foot: &[Piece]) -> Vec<Piece> {
    let above = pieces.iter().rposition(|piece| !foot.contains(piece));
    pieces.truncate(above.map_or(pieces.len(), |above| above + 1));
    if let Some(from) = begins(&pieces).filter(|from| *from > 0) {
        pieces.truncate(from);
    }
    pieces
}

/// Where the imprint begins.
fn begins(pieces: &[Piece]) -> Option<usize> {
    const FILINGS_MAX: usize = 3;
    // Below what is sure stand names and figures that nothing labels.
    let loose = pieces.iter().rev().take(LOOSE_MAX);
    let loose = loose.take_while(|piece| of_piece(piece) == Sureness::No && is_loose(piece));
    let end = pieces.len() - loose.count();
    let above = pieces[..end].iter().rev().take(LINES_MAX);
    let of: Vec<Sureness> = above.map(of_piece).collect();
    let run = of.iter().take_while(|sure| **sure > Sureness::No).count();
    let first = end - run;
    let sure = |at: usize| of[end - 1 - at];
    let text = |at: usize| pieces[at].text().map(squeeze).unwrap_or_default();
    // A list of sites, each with its filing, is a text.
    let filed = (first..end).filter(|at| text(*at).to_ascii_lowercase().contains("icp"));
    if run == 0 || filed.count() > FILINGS_MAX {
        return None;
    }
    let from = (first..end).find(|at| match sure(*at) {
        Sureness::Sure => true,
        Sureness::Opening => !is_of_text(pieces, *at),
        _ => false,
    })?;
    let certain = (from..end).any(|at| sure(at) == Sureness::Sure);
    // Behind the day of a signature no text goes on with who runs what.
    let signed = || from > 0 && facts::only_date(&text(from - 1)).is_some();
    let holder = || is_holder(&(from..pieces.len()).map(text).collect::<String>());
    (certain || end == pieces.len() && signed() && holder()).then_some(from)
}

/// A few words that are no sentence and have no place of their own in a text.
fn is_loose(piece: &Piece) -> bool {
    const CHARS_MAX: usize = 40;
    piece.text().is_some_and(|text| {
        length(text) <= CHARS_MAX
            && !text.contains(['。', '；', '，', '：', ':'])
            && labels::label(text).is_none()
            && !facts::says_when(text)
            && facts::mark(text).is_none()
            && facts::document_number(text).is_none()
    })
}

/// 主办：某府　承办：某局.
fn is_holder(bare: &str) -> bool {
    let named = ["主办：", "主办:", "主办单位：", "主办单位:"];
    let others = ["承办", "维护", "技术支持", "运维"];
    named.iter().any(|word| bare.starts_with(word)) && others.iter().any(|word| bare.contains(word))
}

/// Whether a line that may open an imprint is one of a notice: below other lines of its kind (时间：, 地点：), or the same is said again below.
fn is_of_text(pieces: &[Piece], at: usize) -> bool {
    const LABEL_CHARS_MAX: usize = 8;
    const AGAIN: [&str; 3] = ["主办", "承办", "协办"];
    let text = |at: usize| pieces[at].text().map(squeeze).unwrap_or_default();
    let line = text(at);
    let Some(kind) = AGAIN.iter().find(|kind| line.starts_with(**kind)) else {
        return false;
    };
    let labelled = |line: &str| {
        let label = line.split_once(['：', ':']).map(|(label, _)| label);
        label.is_some_and(|label| (1..=LABEL_CHARS_MAX).contains(&length(label)))
    };
    let above = at.checked_sub(1).map(text).unwrap_or_default();
    let below = (at + 1..pieces.len()).any(|below| text(below).contains(kind));
    below || labelled(&above) && !above.ends_with('。')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: [&str; 3] = [
        "各单位：",
        "现将有关事项通知如下，请认真执行。",
        "2021年3月4日",
    ];

    fn left(lines: &[&str]) -> Vec<String> {
        let pieces = lines.iter().map(|line| Piece::plain(*line)).collect();
        let left = without(pieces, &[]);
        left.iter()
            .filter_map(|p| p.text().map(str::to_owned))
            .collect()
    }

    #[test]
    fn the_imprint_behind_a_text_is_none_of_it() {
        for imprint in [
            &["主办：示例市人民政府办公室　承办：示例市数据局"][..],
            &[
                "主办单位：示例市人民政府",
                "承办单位：示例市数据局",
                "网站标识码：0000000000",
            ],
            &["主办：示例市人民政府办公室", "承办：示例市数据局"],
            &["版权所有：示例市人民政府"],
            &["Copyright © 2021 示例市人民政府 All Rights Reserved"],
            &[
                "版权所有：示例市水务局",
                "示ICP备00000000号",
                "示例市水务局",
                "0000-0000000",
            ],
            &["示ICP备00000000号-1", "示公网安备 00000000000000号"],
            &[
                "关于我们 | 网站地图 | 联系我们",
                "备案号：示ICP备00000000号",
                "地址：示例市示例路1号",
                "电话：0000-0000000",
            ],
            &[
                "返回顶部",
                "网站标识码：0000000000",
                "技术支持：示例市数据局",
                "建议使用1024*768以上分辨率浏览",
            ],
        ] {
            let mut lines = [&TEXT[..], imprint].concat();
            let want = match imprint[0] {
                "返回顶部" => 4,
                _ => 3,
            };
            assert_eq!(left(&lines).len(), want, "{imprint:?}");
            lines.drain(..3);
            assert!(!left(&lines).is_empty(), "{imprint:?}");
        }
        let cells = vec![vec![
            "主办：示例市人民政府".to_owned(),
            "网站标识码：0000000000".to_owned(),
        ]];
        let pieces = vec![
            Piece::plain("各单位应当认真执行。"),
            Piece::Table(cells.into()),
        ];
        assert_eq!(without(pieces, &[]).len(), 1);
    }

    #[test]
    fn lines_of_a_text_that_speak_of_such_things_stay() {
        for lines in [
            &[
                "时间：2021年5月1日",
                "主办单位：示例市文化和旅游局",
                "承办单位：示例市文化馆",
            ][..],
            &["主办：示例市文化和旅游局", "联系电话：0000-0000000"],
            &["网站应当标明ICP备案号和网站标识码。"],
            &["一、版权所有的认定", "二、网站标识码：0000000000"],
            &[
                "甲网 示ICP备00000001号",
                "乙网 示ICP备00000002号",
                "丙网 示ICP备00000003号",
                "丁网 示ICP备00000004号",
            ],
            &["2021年3月4日", "地址：示例市示例路1号"],
            &["2021年3月4日", "主办：示例市文化和旅游局"],
        ] {
            let lines = [&["各单位："], lines].concat();
            assert_eq!(left(&lines), lines);
        }
        let both = [
            "时间：2021年5月1日",
            "主办单位：示例市文化馆",
            "主办：示例市人民政府　网站标识码：0000000000",
        ];
        assert_eq!(left(&both), both[..2]);
    }
}
