//! The words that keys may mean, fitted into lines. Decides no order and drops none.

use screens::{MainWindow, Measures, Offer, OfferLine, Theme, Typing};
use session::keyboard::Layer;
use session::keyboard::typing::Candidate;
use session::screen::Action;
use slint::ComponentHandle;

use crate::bridge::models::{grouped, kept, model};
use crate::bridge::touches::Touches;

/// As keyboard.slint has it: a word takes so much for each character, and at least a finger.
const CHARACTER_PX: f32 = 36.0;
const EDGES_PX: f32 = 40.0;
const WORD_PX_MIN: f32 = 88.0;
const GAP_PX: f32 = 12.0;
/// A key lower than this has the number of documents behind its word: a digit of it, and what stands around it.
const LOW_PX: f32 = 80.0;
const DIGIT_PX: f32 = 14.0;
const BEHIND_PX: f32 = 10.0;
/// 更多, at the end of the bar.
const MORE_PX: f32 = 112.0;

/// Lets the keyboard call out; what a touch means is the field's that is typed into.
pub fn listen(window: &MainWindow, touches: &Touches) {
    let typing = window.global::<Typing>();
    typing.on_candidate(touches.with(Action::Candidate));
    typing.on_unfold(touches.plain(Action::Unfold));
}

/// Shows composition and words; nothing while the keyboard is put away.
pub fn show(
    window: &MainWindow,
    composition: &str,
    layer: Option<Layer>,
    candidates: &[Candidate],
    unfolded: bool,
) {
    let measures = window.global::<Measures>();
    let typing = window.global::<Typing>();
    let candidates = if layer.is_some() { candidates } else { &[] };
    let character = CHARACTER_PX * window.global::<Theme>().get_print();
    let low = measures.get_offer() < LOW_PX;
    let bar = lines(
        candidates,
        measures.get_offer_bar() - MORE_PX - GAP_PX,
        character,
        low,
    );
    let bar = bar.first().copied().unwrap_or_default();
    typing.set_composition(drawn(composition, layer).into());
    typing.set_bar(kept(
        typing.get_bar(),
        bar.iter().enumerate().map(|(at, candidate)| Offer {
            meant: at == 0 && is_meant(candidate, layer),
            ..offer(candidate)
        }),
    ));
    let others = candidates.get(bar.len()..).unwrap_or_default();
    let lines = lines(others, measures.get_offer_line(), character, low);
    typing.set_lines(model(lines.iter().map(|line| OfferLine {
        offers: model(line.iter().map(offer)),
    })));
    typing.set_unfolded(unfolded && layer.is_some());
    typing.set_serial(typing.get_serial() + 1);
}

fn offer(candidate: &Candidate) -> Offer {
    Offer {
        text: candidate.text.as_str().into(),
        none: candidate.documents.is_some_and(|count| count.total == 0),
        count: finds(candidate).unwrap_or_default().into(),
        meant: false,
    }
}

/// Documents that it finds, as shown; `None` where it finds none, or nobody counted.
fn finds(candidate: &Candidate) -> Option<String> {
    let count = candidate.documents.filter(|count| count.total > 0)?;
    let more = if count.exact { "" } else { "+" };
    Some(format!("{}{more}", grouped(count.total)))
}

/// Room of a word; on low keys with its number behind it.
fn wide(candidate: &Candidate, character: f32, low: bool) -> f32 {
    let chars = candidate.text.chars().count() as f32;
    let digits = match candidate.documents {
        Some(_) if low => finds(candidate).map_or(1, |count| count.chars().count()),
        _ => 0,
    };
    let behind = match digits {
        0 => 0.0,
        digits => DIGIT_PX * digits as f32 + BEHIND_PX,
    };
    (character * chars + EDGES_PX + behind).max(WORD_PX_MIN)
}

/// The first word stands for the keys; the beginning of a document number only where it stands there already.
fn is_meant(first: &Candidate, layer: Option<Layer>) -> bool {
    layer != Some(Layer::Digits) || first.before_used == first.text.chars().count()
}

/// Strokes are drawn, not named by their letter.
fn drawn(composition: &str, layer: Option<Layer>) -> String {
    if layer != Some(Layer::Strokes) {
        return composition.to_owned();
    }
    composition
        .chars()
        .map(|key| match key {
            'h' => '\u{4e00}',
            's' => '\u{4e28}',
            'p' => '\u{4e3f}',
            'n' => '\u{4e36}',
            'z' => '\u{4e5b}',
            _ => '\u{ff1f}',
        })
        .collect()
}

/// Whole words, as many to a line as fit; one that is wider than a line has one of its own.
fn lines(candidates: &[Candidate], width: f32, character: f32, low: bool) -> Vec<&[Candidate]> {
    let mut lines = Vec::new();
    let (mut start, mut taken) = (0, 0.0);
    for (at, candidate) in candidates.iter().enumerate() {
        let wide = wide(candidate, character, low);
        if at > start && taken + GAP_PX + wide > width {
            lines.push(&candidates[start..at]);
            (start, taken) = (at, wide);
        } else {
            taken += wide + if at > start { GAP_PX } else { 0.0 };
        }
    }
    if start < candidates.len() {
        lines.push(&candidates[start..]);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use session::keyboard::typing::Count;

    fn word(chars: usize) -> Candidate {
        Candidate {
            text: "x".repeat(chars),
            documents: None,
            keys_used: 1,
            before_used: 0,
            behind_kept: 0,
        }
    }

    #[test]
    fn every_word_has_its_place_and_no_line_is_too_wide() {
        let words: Vec<Candidate> = [4, 4, 2, 2, 1, 1, 1, 9, 3, 30, 1].map(word).to_vec();
        let lines = lines(&words, 600.0, CHARACTER_PX, false);
        assert_eq!(lines.concat(), words);
        for line in lines.iter().filter(|line| line.len() > 1) {
            let wide: f32 = line
                .iter()
                .map(|word| (CHARACTER_PX * word.text.len() as f32 + EDGES_PX).max(WORD_PX_MIN))
                .sum();
            assert!(wide + GAP_PX * (line.len() - 1) as f32 <= 600.0);
        }
    }

    #[test]
    fn a_low_key_has_room_for_its_number() {
        let counted = |total| Candidate {
            documents: Some(Count { total, exact: true }),
            ..word(3)
        };
        let bare = wide(&word(3), CHARACTER_PX, true);
        assert_eq!(wide(&counted(7), CHARACTER_PX, false), bare);
        assert_eq!(wide(&counted(7), CHARACTER_PX, true), bare + 24.0);
        assert_eq!(wide(&counted(0), CHARACTER_PX, true), bare + 24.0);
        assert_eq!(wide(&counted(120), CHARACTER_PX, true), bare + 52.0);
    }

    #[test]
    fn strokes_are_drawn() {
        assert_eq!(drawn("hspnz?", Some(Layer::Strokes)).chars().count(), 6);
        assert_eq!(drawn("zheng'wu", Some(Layer::Pinyin)), "zheng'wu");
    }
}
