//! The paper in the virtual printer: executes decoded commands on dots. Talks to nobody.

use super::decoder::Command;
use super::font::Font;
use serde_json::{Value, json};

/// Longest slip, in dot rows.
const ROWS_MAX: usize = 600_000;
/// Most commands listed for one slip.
const COMMANDS_MAX: usize = 200_000;
/// From the head to the cutter, in dots: 12 mm.
pub const CUTTER_DISTANCE_DOTS: u32 = 96;
/// Line spacing after `ESC @` and `ESC 2`: 1/6 inch.
const SPACING_DOTS: u32 = 34;
/// Blank paper at the end that a visitor needs to tear a slip off.
const TEAR_DOTS: u32 = 80;

#[derive(Debug)]
struct Placed {
    c: char,
    x: u32,
    bold: bool,
    scale: (u8, u8),
}

/// What a connection that is gone left in the device: paper that hangs out of it, and bytes that are not printed yet.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Left {
    pub paper: Paper,
    pub raw: Vec<u8>,
    pub pending: Vec<u8>,
}

/// One slip as it grows.
#[derive(Debug)]
pub struct Paper {
    width: u32,
    stride: usize,
    bits: Vec<u8>,
    line: Vec<Placed>,
    x: u32,
    spacing: u32,
    bold: bool,
    scale: (u8, u8),
    align: u8,
    fed_at_end: u32,
    /// The lines of text as printed.
    pub lines: Vec<String>,
    /// What was executed.
    pub commands: Vec<Value>,
    /// What a careful encoder would not send.
    pub warnings: Vec<String>,
    /// Bytes that came while its buffer was full.
    pub dropped: u64,
}

impl Paper {
    /// A fresh slip; the state of text is as after `ESC @`.
    pub fn new(width: u32) -> Paper {
        Paper {
            width,
            stride: width.div_ceil(8) as usize,
            bits: Vec::new(),
            line: Vec::new(),
            x: 0,
            spacing: SPACING_DOTS,
            bold: false,
            scale: (1, 1),
            align: 0,
            fed_at_end: 0,
            lines: Vec::new(),
            commands: Vec::new(),
            warnings: Vec::new(),
            dropped: 0,
        }
    }

    /// A new slip behind a cut: text keeps its state.
    pub fn next(&mut self) -> Paper {
        let mut fresh = Paper::new(self.width);
        (fresh.spacing, fresh.bold, fresh.scale, fresh.align) =
            (self.spacing, self.bold, self.scale, self.align);
        std::mem::replace(self, fresh)
    }

    /// The width of the paper that the head can print, in dots.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Dots down, so far.
    pub fn height(&self) -> u32 {
        (self.bits.len() / self.stride.max(1)) as u32
    }

    /// Rows of dots, eight a byte, black set.
    pub fn bits(&self) -> &[u8] {
        &self.bits
    }

    /// Whether anything is on this paper or moved it.
    pub fn used(&self) -> bool {
        !self.bits.is_empty() || !self.line.is_empty()
    }

    /// Whether nothing was printed on it: a blank piece is no slip.
    pub fn blank(&self) -> bool {
        self.line.is_empty() && self.bits.iter().all(|dots| *dots == 0)
    }

    /// Whether it ends with enough blank paper to be torn off as a whole.
    pub fn torn_off(&self) -> bool {
        self.line.is_empty() && self.fed_at_end >= TEAR_DOTS
    }

    /// Executes a command that concerns paper; `rows_left` is how far the roll goes. Returns how many rows it took.
    pub fn execute(&mut self, command: &Command, rows_left: u64, font: &dyn Font) -> u64 {
        let before = self.height();
        let room = rows_left.min(ROWS_MAX.saturating_sub(before as usize) as u64) as u32;
        if !matches!(
            command,
            Command::FeedDots(_) | Command::Nothing(_) | Command::RealTime(_)
        ) {
            self.fed_at_end = 0;
        }
        match command {
            Command::Char(c, cells) => self.character(*c, *cells, room, font),
            Command::LineFeed => self.line_feed(room, font),
            Command::Init => {
                let kept = (
                    std::mem::take(&mut self.bits),
                    std::mem::take(&mut self.lines),
                    std::mem::take(&mut self.commands),
                    std::mem::take(&mut self.warnings),
                );
                *self = Paper::new(self.width);
                (self.bits, self.lines, self.commands, self.warnings) = kept;
            }
            Command::Bold(on) => self.bold = *on,
            Command::Size(width, height) => self.scale = (*width, *height),
            Command::ChineseDouble(on) => self.scale = if *on { (2, 2) } else { (1, 1) },
            Command::Align(n) => self.align = *n,
            Command::LineSpacing(dots) => self.spacing = dots.map_or(SPACING_DOTS, u32::from),
            Command::FeedDots(dots) => {
                self.flush(room, font);
                self.feed(u32::from(*dots), room);
                self.fed_at_end += u32::from(*dots);
            }
            Command::FeedLines(lines) => {
                self.flush(room, font);
                self.feed(u32::from(*lines) * self.spacing, room);
            }
            Command::Picture { mode, stride, data } => {
                self.flush(room, font);
                self.picture(*mode, *stride, data, room);
            }
            Command::Cut {
                feeds, more_dots, ..
            } => {
                self.flush(room, font);
                if *feeds {
                    self.feed(CUTTER_DISTANCE_DOTS + u32::from(*more_dots), room);
                }
            }
            _ => {}
        }
        self.list(command);
        u64::from(self.height() - before)
    }

    fn list(&mut self, command: &Command) {
        if self.commands.len() >= COMMANDS_MAX {
            return;
        }
        let entry = match command {
            Command::Char(c, _) => {
                if let Some(Value::String(text)) = self
                    .commands
                    .last_mut()
                    .and_then(|last| last.get_mut("text"))
                {
                    text.push(*c);
                    return;
                }
                json!({"op": "text", "text": c.to_string()})
            }
            Command::LineFeed => json!({"op": "line-feed"}),
            Command::Init => json!({"op": "init"}),
            Command::Bold(on) => json!({"op": "bold", "on": on}),
            Command::Size(w, h) => json!({"op": "size", "width": w, "height": h}),
            Command::ChineseDouble(on) => json!({"op": "chinese-double", "on": on}),
            Command::Align(n) => json!({"op": "align", "to": n}),
            Command::LineSpacing(dots) => json!({"op": "line-spacing", "dots": dots}),
            Command::FeedDots(dots) => json!({"op": "feed", "dots": dots}),
            Command::FeedLines(lines) => json!({"op": "feed-lines", "lines": lines}),
            Command::Chinese(on) => json!({"op": "chinese", "on": on}),
            Command::MotionUnits(x, y) => json!({"op": "motion-units", "x": x, "y": y}),
            Command::Picture { mode, stride, data } => {
                json!({"op": "raster", "mode": mode, "bytes_per_row": stride, "rows": data.len() / stride.max(&1)})
            }
            Command::Cut {
                feeds,
                more_dots,
                partial,
            } => json!({"op": "cut", "partial": partial, "feeds": feeds, "more_dots": more_dots}),
            Command::RealTime(n) => json!({"op": "real-time-status", "n": n}),
            Command::Transmit(n) => json!({"op": "transmit-status", "n": n}),
            Command::Info(n) => json!({"op": "name", "n": n}),
            Command::ProcessId(id) => {
                json!({"op": "process-id", "id": String::from_utf8_lossy(id)})
            }
            Command::Automatic(n) => json!({"op": "automatic-status", "n": n}),
            Command::Nothing(byte) => {
                if let Some(last) = self
                    .commands
                    .last_mut()
                    .filter(|last| last["op"] == "ignored" && last["byte"] == *byte)
                {
                    last["count"] = json!(last["count"].as_u64().unwrap_or(0) + 1);
                    return;
                }
                json!({"op": "ignored", "byte": byte, "count": 1})
            }
            Command::Other(bytes) => {
                let hex: String = bytes.iter().take(16).map(|b| format!("{b:02x}")).collect();
                json!({"op": "unknown", "hex": hex, "bytes": bytes.len()})
            }
        };
        self.commands.push(entry);
    }

    fn character(&mut self, c: char, cells: u32, room: u32, font: &dyn Font) {
        let width = cells * 12 * u32::from(self.scale.0);
        if self.x + width > self.width {
            if self.warnings.len() < 100 {
                self.warnings.push(format!(
                    "text beyond the paper in line {}",
                    self.lines.len() + 1
                ));
            }
            self.line_feed(room, font);
        }
        self.line.push(Placed {
            c,
            x: self.x,
            bold: self.bold,
            scale: self.scale,
        });
        self.x += width;
    }

    /// Prints what stands in the line, if anything.
    fn flush(&mut self, room: u32, font: &dyn Font) {
        if !self.line.is_empty() {
            self.line_feed(room, font);
        }
    }

    fn line_feed(&mut self, room: u32, font: &dyn Font) {
        let line = std::mem::take(&mut self.line);
        let used = std::mem::take(&mut self.x);
        let tallest = line
            .iter()
            .map(|p| 24 * u32::from(p.scale.1))
            .max()
            .unwrap_or(0);
        let top = self.height();
        let left = match self.align {
            1 => (self.width - used.min(self.width)) / 2,
            2 => self.width - used.min(self.width),
            _ => 0,
        };
        self.feed(self.spacing.max(tallest), room);
        let wanted: Vec<(char, bool)> = line.iter().map(|p| (p.c, p.bold)).collect();
        for (placed, glyph) in line.iter().zip(font.draw(&wanted)) {
            let Some(glyph) = glyph else { continue };
            // Taller characters decide where the line stands.
            let drop = tallest - 24 * u32::from(placed.scale.1);
            let (sx, sy) = (i32::from(placed.scale.0), i32::from(placed.scale.1));
            for (y, bits) in glyph.rows.iter().enumerate() {
                for x in (0..64).filter(|x| bits & (1 << (63 - x)) != 0) {
                    let (x, y) = ((glyph.left + x) * sx, (glyph.top + y as i32) * sy);
                    for (dx, dy) in (0..sy).flat_map(|dy| (0..sx).map(move |dx| (dx, dy))) {
                        self.dot(
                            (left + placed.x) as i32 + x + dx,
                            (top + drop) as i32 + y + dy,
                        );
                    }
                }
            }
        }
        self.lines.push(line.iter().map(|p| p.c).collect());
    }

    fn dot(&mut self, x: i32, y: i32) {
        if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y))
            && x < self.width
            && y < self.height()
        {
            self.bits[y as usize * self.stride + (x / 8) as usize] |= 0x80 >> (x % 8);
        }
    }

    fn feed(&mut self, dots: u32, room: u32) {
        let rows = dots.min(room) as usize;
        self.bits.resize(self.bits.len() + rows * self.stride, 0);
    }

    fn picture(&mut self, mode: u8, stride: usize, data: &[u8], room: u32) {
        let (double_x, double_y) = (mode & 1 != 0, mode & 2 != 0);
        let top = self.height();
        let rows = data.len().checked_div(stride).unwrap_or(0) as u32;
        self.feed(rows * if double_y { 2 } else { 1 }, room);
        let dots = (stride * 8) as u32 * if double_x { 2 } else { 1 };
        if dots > self.width.next_multiple_of(8) && self.warnings.len() < 100 {
            self.warnings.push(format!(
                "picture {dots} dots wide on {} dots of paper",
                self.width
            ));
        }
        let left = match self.align {
            1 => self.width.saturating_sub(dots) / 2,
            2 => self.width.saturating_sub(dots),
            _ => 0,
        };
        for (y, row) in data.chunks_exact(stride.max(1)).enumerate() {
            for x in (0..stride * 8).filter(|x| row[x / 8] & (0x80 >> (x % 8)) != 0) {
                for k in 0..if double_y { 2 } else { 1 } {
                    let y = (top as usize + y * if double_y { 2 } else { 1 } + k) as i32;
                    let x = left as i32 + (x * if double_x { 2 } else { 1 }) as i32;
                    self.dot(x, y);
                    if double_x {
                        self.dot(x + 1, y);
                    }
                }
            }
        }
    }
}
