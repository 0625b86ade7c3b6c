//! Properties of layout and encoding that hold for any Unicode text.

use crate::compose::charset::{cells, device_bytes, invisible};
use crate::compose::layout::breaking::{closes, opens};
use crate::compose::layout::{Cell, Content};
use crate::compose::writing::{Omitted, Undrawn, said, unset};
use crate::compose::{Renderer, Slip};
use crate::encode::Mode;
use crate::receipt::{Align, Item, Receipt};
use crate::{Profile, profile};
use proptest::prelude::*;
use std::sync::LazyLock;
use virtual_printer::decoder::{Command, Step, step};

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new().unwrap());

/// Text as it comes: Chinese with punctuation, words, rare and hostile characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[政务公开查阅点行政机关应当自收到申请之日起个工作日内予以答复]{1,12}",
        4 => "[，。；：、！？”』）》〉】…—]{1,3}",
        3 => "[“『（《〈【]{1,2}",
        3 => "[A-Za-z]{1,14}|[0-9]{1,4}[-./:,][0-9]{1,6}| ",
        1 => "[㛃𠮷𬭎國務院😀é\u{301}\u{200b}\u{fe0f}\t\u{3000}\n]{1,3}",
        1 => "\\PC{0,6}",
        1 => any::<String>().prop_map(|s| s.chars().take(8).collect()),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn models() -> impl Strategy<Value = Profile> {
    prop_oneof![
        Just("generic-80mm"),
        Just("generic-58mm"),
        Just("epson-80mm")
    ]
    .prop_map(|name| profile(name).unwrap())
}

fn item() -> impl Strategy<Value = Item> {
    let align = prop_oneof![Just(Align::Left), Just(Align::Center), Just(Align::Right)];
    (
        text(),
        any::<bool>(),
        0u16..6,
        any::<bool>(),
        any::<bool>(),
        align,
    )
        .prop_map(|(text, bold, label, large, indent, align)| Item::Text {
            text,
            bold,
            label,
            large,
            indent,
            align,
        })
}

fn compose(items: Vec<Item>, profile: &Profile) -> Slip {
    RENDERER.compose(&Receipt { items }, profile).unwrap()
}

fn blank(c: char) -> bool {
    c.is_whitespace() || invisible(c)
}

fn visible(text: &str) -> Vec<char> {
    text.chars().filter(|c| !blank(*c)).collect()
}

/// Which of these characters have no picture on a slip of theirs alone, set like this.
fn lacking(all: &[char], bold: bool, large: bool) -> Undrawn {
    let glyphs = |c: char| RENDERER.glyphs_of(c, bold, large);
    let missing = all.iter().filter(|c| !blank(**c) && !unset(**c));
    let mut undrawn = Undrawn::default();
    for c in missing {
        match glyphs(*c) {
            Some(true) => undrawn.dense.insert(*c),
            Some(false) => undrawn.unknown.insert(*c),
            None => continue,
        };
    }
    undrawn
}

fn text_lines(slip: &Slip) -> Vec<(usize, Vec<Cell>, bool)> {
    let lines = slip.rows.iter().filter_map(|row| match &row.content {
        Content::Line(line) => Some((line.x, line.cells.clone(), line.large)),
        _ => None,
    });
    lines.collect()
}

/// Whether a line might have ended at `i` of these characters without offending punctuation.
fn legal(all: &[char], i: usize) -> bool {
    let before = all[..i]
        .iter()
        .rev()
        .find(|c| !matches!(c, ' ' | '\u{3000}'));
    let pair = before == Some(&all[i]) && matches!(all[i], '…' | '—');
    !closes(all[i])
        && !before.is_some_and(|c| opens(*c))
        && !pair
        && cells(all[i]) > 0
        && !matches!(all[i], ' ' | '\u{3000}')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_visible_character_is_placed_on_the_paper(item in item(), profile in models()) {
        let Item::Text { text, bold, label, large, .. } = &item else { unreachable!() };
        let (text, bold, label, large) = (text.clone(), *bold, *label, *large);
        let slip = compose(vec![item], &profile);
        let lines = text_lines(&slip);
        let mut placed: Vec<char> = lines.iter().flat_map(|(_, cells, _)| cells.iter().map(|cell| cell.c)).filter(|c| !blank(*c)).collect();
        // What the fonts lack, told apart from what was written as 〓: one mark each, nothing else is changed.
        let mut omitted = Omitted::default();
        // A label stands in bold, the rest as it was asked for: what either lacks is left out of both.
        let mut lacking = lacking(&visible(&text), bold, large);
        if label > 0 && !bold {
            let more = self::lacking(&visible(&text), true, large);
            prop_assume!(more.dense.iter().all(|c| lacking.dense.contains(c)));
            lacking.unknown.extend(more.unknown);
        }
        let expected = visible(&said(&text, &lacking, &mut omitted));
        prop_assert_eq!(slip.omitted(), omitted.count());
        let shown = RENDERER.shows_large(&omitted.dense);
        for item in crate::compose::words::notes(&omitted, shown).iter().rev() {
            let Item::Text { text: note, .. } = item else { unreachable!() };
            let note = visible(note);
            let at = placed.len() - note.len();
            prop_assert_eq!(placed.split_off(at), note);
        }
        prop_assert_eq!(placed, expected);
    }

    #[test]
    fn no_line_is_wider_than_the_paper(items in proptest::collection::vec(item(), 0..4), profile in models()) {
        let slip = compose(items, &profile);
        for (x, cells, large) in text_lines(&slip) {
            let width: usize = cells.iter().map(|cell| cell.cells()).sum();
            let scale = if large { 2 } else { 1 };
            prop_assert!(x + width * scale <= profile.columns());
        }
    }

    #[test]
    fn punctuation_is_never_offended_where_it_can_be_helped(text in text(), profile in models()) {
        let text = text.replace(['\n', '\r', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}'], "");
        let item = Item::Text { text, bold: false, label: 0, large: false, indent: true, align: Align::Left };
        let lines: Vec<Vec<char>> = text_lines(&compose(vec![item], &profile)).into_iter().map(|(_, cells, _)| cells.iter().map(|cell| cell.c).collect()).collect();
        // The note about characters that no font has is a paragraph of its own.
        let note = lines.iter().position(|line| line.starts_with(&['注', '：', '有'])).unwrap_or(lines.len());
        for pair in lines[..note].windows(2) {
            let all: Vec<char> = pair.concat();
            let at = pair[0].len();
            if pair[1].is_empty() || legal(&all, at) {
                continue;
            }
            let helped = (1..at).any(|i| legal(&all, i));
            prop_assert!(!helped, "{:?}", pair.iter().map(|line| line.iter().collect::<String>()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn text_and_dots_break_lines_alike_and_take_the_same_paper(items in proptest::collection::vec(item(), 0..3), profile in models()) {
        let slip = compose(items, &profile);
        let (lines, rows) = decode(&slip, Mode::Text);
        let sayable: Vec<String> = text_lines(&slip).into_iter()
            .filter(|(_, cells, _)| cells.iter().all(|cell| device_bytes(cell.c, profile.charset).is_some()))
            .map(|(x, cells, _)| " ".repeat(x) + &cells.iter().map(|cell| cell.c).collect::<String>())
            .collect();
        prop_assert_eq!(lines, sayable);
        prop_assert_eq!(rows, decode(&slip, Mode::Raster).1);
        prop_assert_eq!(rows, slip.canvas.height() + profile.tail_dots + if profile.cutter { 0 } else { profile.cutter_distance_dots });
    }

    #[test]
    fn no_job_holds_a_real_time_command(items in proptest::collection::vec(item(), 0..4), profile in models()) {
        let slip = compose(items, &profile);
        for mode in [Mode::Raster, Mode::Text] {
            let bytes: Vec<u8> = slip.encode(mode).into_iter().flat_map(|chunk| chunk.bytes).collect();
            prop_assert!(!bytes.windows(2).any(|pair| pair[0] == 0x10 && matches!(pair[1], 4 | 5 | 0x14)));
        }
    }

    #[test]
    fn tables_lose_nothing(rows in proptest::collection::vec(proptest::collection::vec(text(), 0..6), 0..5), profile in models()) {
        let mut omitted = Omitted::default();
        let all: Vec<char> = rows.iter().flatten().flat_map(|cell| visible(cell)).collect();
        let (lacking, bold) = (lacking(&all, false, false), lacking(&all, true, false));
        // Heads of columns stand in bold.
        prop_assume!(bold.dense == lacking.dense);
        let mut wanted: Vec<char> = rows.iter().flatten().flat_map(|cell| visible(&said(cell, &lacking, &mut omitted))).collect();
        let slip = compose(vec![Item::Table { rows }], &profile);
        let mut placed: Vec<char> = text_lines(&slip).iter().flat_map(|(_, cells, _)| cells.iter().map(|cell| cell.c)).collect();
        placed.sort_unstable();
        wanted.sort_unstable();
        let mut have = placed.into_iter();
        for c in wanted {
            prop_assert!(have.any(|p| p == c), "lost {c:?}");
        }
    }
}

#[test]
fn what_is_too_dense_for_the_text_stands_large_at_its_end_unless_it_is_much() {
    const DENSE: char = '麠';
    assert_eq!(RENDERER.glyphs_of(DENSE, false, false), Some(true));
    assert_eq!(RENDERER.glyphs_of(DENSE, false, true), None);
    assert!(RENDERER.lacking(&[DENSE]).is_empty());
    let large = |text: &str| {
        let slip = compose(vec![Item::plain(text)], &profile("generic-58mm").unwrap());
        let lines = text_lines(&slip).into_iter().filter(|(_, _, large)| *large);
        let said: String = lines
            .flat_map(|(_, cells, _)| cells.into_iter().map(|cell| cell.c))
            .collect();
        (said, slip.omitted())
    };
    assert_eq!(large("麠鹿和麠，公开。"), ("麠麠".into(), 2));
    assert_eq!(large("公开"), (String::new(), 0));
    assert_eq!(large(&"麠".repeat(25)), (String::new(), 25));
}

/// Lines of text and rows of paper, as an independent decoder sees them.
fn decode(slip: &Slip, mode: Mode) -> (Vec<String>, u32) {
    let bytes: Vec<u8> = slip
        .encode(mode)
        .into_iter()
        .flat_map(|chunk| chunk.bytes)
        .collect();
    let (mut at, mut rows, mut spacing, mut chinese) = (0, 0, 34u32, false);
    let (mut lines, mut line) = (Vec::new(), String::new());
    while let Step::Command(command, used) = step(&bytes[at..], chinese) {
        at += used;
        match command {
            Command::Char(c, _) => line.push(c),
            Command::LineFeed => {
                lines.push(std::mem::take(&mut line));
                rows += spacing;
            }
            Command::LineSpacing(dots) => spacing = dots.map_or(34, u32::from),
            Command::FeedDots(dots) => rows += u32::from(dots),
            Command::Picture { stride, data, .. } => rows += (data.len() / stride) as u32,
            Command::Chinese(on) => chinese = on,
            Command::Other(bytes) => panic!("unknown command {bytes:02x?}"),
            _ => {}
        }
    }
    assert_eq!(at, bytes.len(), "nothing is left over");
    assert!(line.is_empty(), "the last line is ended");
    (lines, rows)
}
