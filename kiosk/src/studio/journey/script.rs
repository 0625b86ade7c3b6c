//! The language of journeys: one step a line. Parses; performs nothing.
//!
//! ```text
//! # a comment
//! tap "label"           touch the middle of what is called so; where that was stands in touches.tsv beside the pictures
//! type "text"           on our keyboard where it has the key, else as a plugged-in one
//! hold "label"          the same, for three seconds
//! key Tab               a key of a plugged-in keyboard: Tab Backtab Return Escape Up Down Left Right PageUp PageDown Backspace F1 to F24
//! explore 540 1200      by ear: a finger comes down there, in pixels, and leaves after a while
//! double-tap            by ear: two quick taps in the middle of the glass
//! flick right           by ear: or left, up, down, in the middle of the glass
//! headphones in         or out: somebody plugs them in, or pulls them out
//! voice gone            or back: the voice breaks, or is mended
//! drag up               or down; or `drag 540,1400 540,600` in pixels
//! advance 61s           or 500ms, 2m: the terminal's time goes by
//! expect "text"         it is on the screen now
//! expect-not "text"     it is not
//! expect-spoken "text"  it was said since the last touch; twenty real seconds at most
//! wait "text"           until it is on the screen, twenty real seconds at most
//! shot name             name.png
//! heard name            name.txt, what was said since the last touch
//! frames 60 "label"     draws so many frames, then touches that and draws as many while workers are busy; tells how long they took
//! ```

/// Most steps of one script.
const STEPS_MAX: usize = 10_000;
/// Most frames that one step draws.
const FRAMES_MAX: usize = 1_000;
/// Longest time one step may let go by.
const ADVANCE_MS_MAX: u64 = 24 * 3_600_000;

/// A step of a script: a touch, a wait for a state, or a claim about the screen.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Step {
    /// Touch what is called so.
    Tap(String),
    /// Touch what is called so for a long time.
    Hold(String),
    /// Press a key of a plugged-in keyboard.
    Key(Named),
    Type(String),
    /// Finger goes up or down over most of the page.
    Scroll {
        /// Upwards, so that the page goes on.
        up: bool,
    },
    /// Finger goes from one point to another, in pixels.
    Drag {
        /// Where it touches.
        from: (f32, f32),
        /// Where it leaves.
        to: (f32, f32),
    },
    /// By ear: a finger points, in pixels.
    Explore((f32, f32)),
    /// By ear: two quick taps in the middle of the glass.
    DoubleTap,
    /// By ear: a quick stroke in the middle of the glass, so far to the right and down.
    Flick((f32, f32)),
    /// Headphones go in, or come out.
    Headphones(bool),
    /// The voice is back, or gone.
    Voice(bool),
    /// Time goes by, milliseconds.
    Advance(u64),
    /// This is on the screen.
    Expect(String),
    /// This is not on the screen.
    ExpectNot(String),
    /// This was said, or will be.
    ExpectSpoken(String),
    /// This will be on the screen.
    Wait(String),
    /// Save a picture.
    Shot(String),
    /// Save what was said since the last touch.
    Heard(String),
    /// Draw frames, at rest and while workers do what a touch asks for.
    Frames {
        /// How many of each.
        count: usize,
        /// What is touched between them.
        label: String,
    },
}

/// A key that has a name and no character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Named {
    Tab,
    Backtab,
    Return,
    Escape,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Backspace,
    /// From 1 to 24.
    Function(u8),
}

/// All of them with their names, without those that have numbers.
const NAMED: [(&str, Named); 11] = [
    ("Tab", Named::Tab),
    ("Backtab", Named::Backtab),
    ("Return", Named::Return),
    ("Escape", Named::Escape),
    ("Up", Named::Up),
    ("Down", Named::Down),
    ("Left", Named::Left),
    ("Right", Named::Right),
    ("PageUp", Named::PageUp),
    ("PageDown", Named::PageDown),
    ("Backspace", Named::Backspace),
];

fn named(rest: &str) -> Option<Named> {
    let found = NAMED.iter().find(|(name, _)| *name == rest);
    let function = || {
        let number = rest.strip_prefix('F')?.parse().ok()?;
        (1..=24)
            .contains(&number)
            .then_some(Named::Function(number))
    };
    found.map(|(_, key)| *key).or_else(function)
}

/// A step and its line, from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Line of the script.
    pub number: usize,
    /// Words of the line.
    pub words: String,
    /// What to do.
    pub step: Step,
}

/// A line that says nothing we know.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {number}: read step `{words}`: {expected}")]
#[allow(missing_docs)]
pub struct BadLine {
    /// Line of the script, from 1.
    pub number: usize,
    pub words: String,
    /// What would have been right.
    pub expected: &'static str,
}

/// Reads a script.
pub fn parse(text: &str) -> Result<Vec<Line>, BadLine> {
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let words = line.trim_start_matches('\u{feff}').trim();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        let bad = |expected| BadLine {
            number: index + 1,
            words: words.chars().take(200).collect(),
            expected,
        };
        if lines.len() == STEPS_MAX {
            return Err(bad("at most 10000 steps"));
        }
        lines.push(Line {
            number: index + 1,
            words: words.to_string(),
            step: step(words).map_err(bad)?,
        });
    }
    Ok(lines)
}

fn step(words: &str) -> Result<Step, &'static str> {
    let (verb, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let rest = rest.trim();
    Ok(match verb {
        "tap" => Step::Tap(quoted(rest)?),
        "hold" => Step::Hold(quoted(rest)?),
        "key" => Step::Key(named(rest).ok_or("key Tab | Backtab | Return | Escape | Up | Down | Left | Right | PageUp | PageDown | Backspace | F1")?),
        "type" => Step::Type(quoted(rest)?),
        "expect" => Step::Expect(quoted(rest)?),
        "expect-not" => Step::ExpectNot(quoted(rest)?),
        "expect-spoken" => Step::ExpectSpoken(quoted(rest)?),
        "wait" => Step::Wait(quoted(rest)?),
        "drag" => drag(rest).ok_or("drag up | down | x1,y1 x2,y2")?,
        "explore" => Step::Explore(spot(rest).ok_or("explore X Y in pixels")?),
        "double-tap" if rest.is_empty() => Step::DoubleTap,
        "headphones" if rest == "in" || rest == "out" => Step::Headphones(rest == "in"),
        "voice" if rest == "gone" || rest == "back" => Step::Voice(rest == "back"),
        "flick" => Step::Flick(flick(rest).ok_or("flick left | right | up | down")?),
        "advance" => {
            Step::Advance(duration_ms(rest).ok_or("advance 500ms | 61s | 2m, at most a day")?)
        }
        "shot" => Step::Shot(name(rest).ok_or("shot NAME of letters, digits, - and _")?),
        "heard" => Step::Heard(name(rest).ok_or("heard NAME of letters, digits, - and _")?),
        "frames" => frames(rest)?,
        _ => return Err("tap hold key type drag explore double-tap flick headphones voice advance expect expect-not expect-spoken wait shot heard frames"),
    })
}

fn frames(rest: &str) -> Result<Step, &'static str> {
    const EXPECTED: &str = "frames 60 \"label\", at most 1000";
    let (count, label) = rest.split_once(char::is_whitespace).ok_or(EXPECTED)?;
    let count = count
        .parse()
        .ok()
        .filter(|count| (1..=FRAMES_MAX).contains(count));
    Ok(Step::Frames {
        count: count.ok_or(EXPECTED)?,
        label: quoted(label.trim())?,
    })
}

fn quoted(rest: &str) -> Result<String, &'static str> {
    let inner = rest.strip_prefix('"').and_then(|r| r.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.is_empty() => Ok(inner.to_string()),
        _ => Err("text in \"quotes\""),
    }
}

fn drag(rest: &str) -> Option<Step> {
    match rest {
        "up" => return Some(Step::Scroll { up: true }),
        "down" => return Some(Step::Scroll { up: false }),
        _ => {}
    }
    let (from, to) = rest.split_once(char::is_whitespace)?;
    Some(Step::Drag {
        from: point(from)?,
        to: point(to.trim())?,
    })
}

fn spot(rest: &str) -> Option<(f32, f32)> {
    let (x, y) = rest.split_once(char::is_whitespace)?;
    let (x, y): (f32, f32) = (x.parse().ok()?, y.trim().parse().ok()?);
    (x.is_finite() && y.is_finite()).then_some((x, y))
}

fn flick(rest: &str) -> Option<(f32, f32)> {
    match rest {
        "left" => Some((-1.0, 0.0)),
        "right" => Some((1.0, 0.0)),
        "up" => Some((0.0, -1.0)),
        "down" => Some((0.0, 1.0)),
        _ => None,
    }
}

fn point(words: &str) -> Option<(f32, f32)> {
    let (x, y) = words.split_once(',')?;
    let (x, y): (f32, f32) = (x.parse().ok()?, y.parse().ok()?);
    (x.is_finite() && y.is_finite()).then_some((x, y))
}

fn duration_ms(words: &str) -> Option<u64> {
    let (digits, unit_ms) = match words {
        w if w.ends_with("ms") => (w.strip_suffix("ms")?, 1),
        w if w.ends_with('s') => (w.strip_suffix('s')?, 1_000),
        w => (w.strip_suffix('m')?, 60_000),
    };
    let ms = digits.trim().parse::<u64>().ok()?.checked_mul(unit_ms)?;
    (ms <= ADVANCE_MS_MAX).then_some(ms)
}

fn name(words: &str) -> Option<String> {
    let good = !words.is_empty()
        && words.len() <= 100
        && words
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    good.then(|| words.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_read() {
        let script = "# 首页\n\ntap \"搜索\"\ntype \"zwgk\"\ndrag up\ndrag 1,2 3,4.5\nadvance 61s\nadvance 500ms\n\
                      explore 540 1200\ndouble-tap\nflick left\nheadphones in\nvoice gone\nkey F1\nexpect \"找到\"\nexpect-not \"没有\"\nexpect-spoken \"第一条\"\nwait \"已打印\"\n  shot home-1\nheard home-1\n";
        let steps: Vec<Step> = parse(script).unwrap().into_iter().map(|l| l.step).collect();
        assert_eq!(
            steps,
            [
                Step::Tap("搜索".into()),
                Step::Type("zwgk".into()),
                Step::Scroll { up: true },
                Step::Drag {
                    from: (1.0, 2.0),
                    to: (3.0, 4.5)
                },
                Step::Advance(61_000),
                Step::Advance(500),
                Step::Explore((540.0, 1200.0)),
                Step::DoubleTap,
                Step::Flick((-1.0, 0.0)),
                Step::Headphones(true),
                Step::Voice(false),
                Step::Key(Named::Function(1)),
                Step::Expect("找到".into()),
                Step::ExpectNot("没有".into()),
                Step::ExpectSpoken("第一条".into()),
                Step::Wait("已打印".into()),
                Step::Shot("home-1".into()),
                Step::Heard("home-1".into()),
            ]
        );
    }

    #[test]
    fn a_bad_line_is_named_with_what_would_be_right() {
        for (script, line) in [
            ("tap 搜索", 1),
            ("\n\nfly", 3),
            ("shot ../etc", 1),
            ("advance 99999999999999999999s", 1),
            ("advance 25", 1),
            ("advance s", 1),
            ("drag NaN,1 2,3", 1),
            ("wait \"\"", 1),
            ("explore 540", 1),
            ("explore 540 inf", 1),
            ("double-tap twice", 1),
            ("flick north", 1),
            ("headphones on", 1),
            ("voice", 1),
            ("heard a/b", 1),
        ] {
            let bad = parse(script).unwrap_err();
            assert_eq!(bad.number, line, "{script}");
            assert!(!bad.expected.is_empty());
        }
    }
}
