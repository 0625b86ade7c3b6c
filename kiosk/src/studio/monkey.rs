//! Touches and keys without sense, on the real mirror: nothing crashes, nothing is a dead end, memory stays flat. Studio builds only.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use slint::LogicalPosition;

use super::journey::hand;
use super::journey::script::Named;
use super::journey::{Options, Player};

/// Between two looks at whether the way home is there.
const LOOK_EVERY: u32 = 25;
/// Memory may grow by so much after the first quarter, bytes: caches fill, leaks go on.
const GROWTH_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Keys that a bored hand finds.
const KEYS: [Named; 11] = [
    Named::Tab,
    Named::Backtab,
    Named::Return,
    Named::Escape,
    Named::Up,
    Named::Down,
    Named::Left,
    Named::Right,
    Named::PageUp,
    Named::PageDown,
    Named::Backspace,
];
/// Characters that are typed.
const TYPED: &str = "zhengfu2018 \u{516c}\u{79ef}\u{91d1}〔〕'%\"\\\u{0}\u{7f}";
/// Names of the footer's way home, and of what stands in its place on the page that waits for visitors.
const HOME: [&str; 4] = [
    "\u{9996}\u{9875}",
    "Home",
    "\u{5f00}\u{59cb}\u{67e5}\u{9605}",
    "Begin",
];

/// Leads to the keyboard.
const SEARCH: &str = "\u{641c}\u{7d22}";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Touches and keys.
    pub touches: u32,
    /// Resident memory after a quarter of them, bytes.
    pub early_bytes: u64,
    /// And at the end.
    pub late_bytes: u64,
}

/// Keys that whoever works by ear finds.
const KEYS_BY_EAR: [Named; 8] = [
    Named::Return,
    Named::Up,
    Named::Down,
    Named::Left,
    Named::Right,
    Named::Function(2),
    Named::Function(4),
    Named::Function(5),
];
/// By ear nothing is silent for longer, ms of the journey's clock.
const ANSWERED_MS_MAX: u64 = 2_000;
/// Between two looks at whether something was said, ms.
const LISTEN_MS: u64 = 250;

/// Plays so many touches and keys from a seed, or gestures of somebody who works by ear. Fails where the way home is missing or memory
/// grew; by ear also where a touch was answered by silence, or pressed something that was only pointed at.
pub fn play(
    config: &config::Config,
    out: &Path,
    options: &Options,
    touches: u32,
    seed: u64,
    by_ear: bool,
) -> anyhow::Result<Done> {
    let mut player = Player::start(config, out, options)?;
    let mut dice = Dice(seed);
    let mut early_bytes = 0;
    // The keyboard's dictionary is loaded with its first key: it is no leak.
    if let Some(at) = hand::find(&player.ui(), SEARCH) {
        hand::touch(&player.ui(), at);
        player.settle()?;
        hand::press_key(&player.ui(), 'z');
        player.settle()?;
    }
    for n in 0..touches {
        let done = match by_ear {
            true => one_by_ear(&mut player, &mut dice),
            false => one(&mut player, &mut dice),
        };
        done.with_context(|| format!("seed {seed}, touch {n}"))?;
        if n % LOOK_EVERY == 0 {
            let screen = player.screen();
            let home = HOME
                .iter()
                .any(|name| hand::find(&player.ui(), name).is_some());
            ensure!(
                home,
                "seed {seed}, touch {n}: no way home on the screen: {screen}"
            );
        }
        if n == touches / 4 {
            early_bytes = resident_bytes()?;
        }
    }
    let late_bytes = resident_bytes()?;
    if late_bytes > early_bytes + GROWTH_BYTES_MAX {
        bail!("seed {seed}: memory grew from {early_bytes} to {late_bytes} bytes");
    }
    Ok(Done {
        touches,
        early_bytes,
        late_bytes,
    })
}

fn one(player: &mut Player, dice: &mut Dice) -> anyhow::Result<()> {
    let ui = player.ui();
    let size = ui.window().size().to_logical(ui.window().scale_factor());
    let mut point = || {
        let x = dice.below(1000) as f32 / 1000.0 * size.width;
        LogicalPosition::new(x, dice.below(1000) as f32 / 1000.0 * size.height)
    };
    match point().x as u32 % 12 {
        0 => {
            let (from, to) = (point(), point());
            hand::drag(&ui, from, to);
        }
        1 => hand::press_named(&ui, KEYS[dice.below(KEYS.len() as u32) as usize]),
        2 => {
            let typed: Vec<char> = TYPED.chars().collect();
            hand::press_key(&ui, typed[dice.below(typed.len() as u32) as usize]);
        }
        _ => {
            let at = point();
            hand::touch(&ui, at);
        }
    }
    player.settle()?;
    player.advance(u64::from(dice.below(2_000)))
}

/// One gesture by ear, and what must come of it.
fn one_by_ear(player: &mut Player, dice: &mut Dice) -> anyhow::Result<()> {
    if !player.listens() {
        hand::press_named(&player.ui(), Named::Function(1));
        player.settle()?;
        ensure!(player.listens(), "it does not begin");
    }
    let size = player.ui().window().size();
    let before = player.page();
    player.forget_what_was_said();
    let mut points = true;
    let gesture = dice.below(10);
    let mut made = format!("gesture {gesture}");
    match gesture {
        0..=3 => {
            let x = dice.below(size.width) as f32;
            let y = dice.below(size.height) as f32;
            made = format!("explore {x} {y}");
            player.explore((x, y))?;
        }
        4 => {
            points = false;
            player.double_tap()?;
        }
        5 => player.flick((0.0, 1.0))?,
        6 => player.flick((0.0, -1.0))?,
        7 => player.flick((-1.0, 0.0))?,
        8 => player.flick((1.0, 0.0))?,
        _ => {
            let key = KEYS_BY_EAR[dice.below(KEYS_BY_EAR.len() as u32) as usize];
            points = key != Named::Return;
            made = format!("key {key:?}");
            hand::press_named(&player.ui(), key);
            player.settle()?;
        }
    }
    // A job of the printer ends by itself.
    if points && before != "printing" && player.page() != before {
        bail!("{made} led from {before} to {}", player.page());
    }
    // Time goes by in steps: what nothing answers at once is answered after a second.
    for _ in 0..ANSWERED_MS_MAX / LISTEN_MS {
        if player.spoke() {
            break;
        }
        player.advance(LISTEN_MS)?;
    }
    let said = player.until("silence", |player| player.spoke().then_some(()));
    said.with_context(|| format!("after {made} on: {}", player.screen()))?;
    player.advance(u64::from(dice.below(1_000)))
}

/// A die that falls the same way for the same seed (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u32) -> u32 {
        let mut x = self.0 | 1;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.0 = x;
        ((x >> 32) as u32) % sides.max(1)
    }
}

fn resident_bytes() -> anyhow::Result<u64> {
    const PAGE_BYTES: u64 = 4096;
    let statm = std::fs::read_to_string("/proc/self/statm").context("read /proc/self/statm")?;
    let pages = statm
        .split_whitespace()
        .nth(1)
        .and_then(|word| word.parse::<u64>().ok());
    Ok(pages.context("read resident memory")? * PAGE_BYTES)
}
