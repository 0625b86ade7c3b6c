//! The table of hanzi (`assets/input/characters.tsv.zst`): how common each is, its strokes and its sounds. Read once; changes never.

use std::io::Read;
use std::ops::Range;

use crate::syllables::{Syllable, Syllables};

/// Made by `assets/input/make.py`, which says what stands in it.
const TABLE: &[u8] = include_bytes!("../../../assets/input/characters.tsv.zst");
/// The table is our own; the bound keeps a damaged build from filling the memory.
const TABLE_BYTES_MAX: u64 = 16 << 20;

/// A stroke that the visitor is not sure of (拿不准).
pub const UNSURE: u8 = b'?';

/// Place of a character in the table: the most common is 0.
pub type Rank = u32;

/// All hanzi that can be entered.
pub struct Characters {
    list: Vec<Entry>,
    /// Ranks in the order of the characters.
    ranks: Vec<(char, Rank)>,
    syllables: Syllables,
    sounds: Vec<Syllable>,
    /// Strokes of all characters, one after the other.
    strokes: Vec<u8>,
    /// Whole ways of writing, in the order of their strokes.
    written: Vec<Written>,
    /// What is known of the others.
    outlines: Vec<Outline>,
    /// Characters of each syllable, the most common first.
    sounding: Vec<Vec<Rank>>,
}

struct Entry {
    character: char,
    traditional: bool,
    level_3: bool,
    sounds: Range<u32>,
    /// The first way of writing.
    strokes: Range<u32>,
}

struct Written {
    strokes: Range<u32>,
    rank: Rank,
}

/// A character of which only the radical is known, and how many strokes stand before or after it.
#[allow(missing_docs)]
pub struct Outline {
    strokes: Range<u32>,
    /// Strokes before the radical.
    pub before: usize,
    /// Strokes after it.
    pub after: usize,
    pub rank: Rank,
}

impl Characters {
    /// Unpacks the table.
    pub fn new() -> Characters {
        let mut text = String::new();
        zstd::Decoder::new(TABLE)
            .and_then(|table| table.take(TABLE_BYTES_MAX).read_to_string(&mut text))
            .expect("the table is a part of the program");
        let mut characters = Characters {
            list: Vec::new(),
            ranks: Vec::new(),
            syllables: Syllables::default(),
            sounds: Vec::new(),
            strokes: Vec::new(),
            written: Vec::new(),
            outlines: Vec::new(),
            sounding: Vec::new(),
        };
        for line in text.lines() {
            characters.take(line);
        }
        characters.ranks.sort_unstable();
        let strokes = &characters.strokes;
        characters.written.sort_by(|a, b| {
            at(strokes, &a.strokes)
                .cmp(at(strokes, &b.strokes))
                .then(a.rank.cmp(&b.rank))
        });
        characters
    }

    fn take(&mut self, line: &str) {
        let mut fields = line.split('\t');
        let (Some(character), Some(marks), Some(strokes), Some(sounds)) = (
            fields.next().and_then(|field| field.chars().next()),
            fields.next(),
            fields.next(),
            fields.next(),
        ) else {
            return;
        };
        let rank = place(self.list.len());
        let mut first = None;
        for way in strokes.split(',').filter(|way| !way.is_empty()) {
            let kept = self.way(way, rank);
            first.get_or_insert(kept);
        }
        let from = place(self.sounds.len());
        for sound in sounds.split(',') {
            // 绿 is typed lv, or lu by those who do not know the key.
            let also = sound
                .starts_with(['l', 'n'])
                .then(|| sound.replacen('v', "u", 1));
            for typed in [Some(sound), also.as_deref()].into_iter().flatten() {
                self.sound(typed, from, rank);
            }
        }
        self.ranks.push((character, rank));
        self.list.push(Entry {
            character,
            traditional: marks.contains('t'),
            level_3: marks.contains('3'),
            sounds: from..place(self.sounds.len()),
            strokes: first.unwrap_or(0..0),
        });
    }

    fn sound(&mut self, typed: &str, from: u32, rank: Rank) {
        let Some(number) = self.syllables.number(typed) else {
            return;
        };
        if self.sounds[from as usize..].contains(&number) {
            return;
        }
        self.sounds.push(number);
        let number = usize::from(number);
        if self.sounding.len() <= number {
            self.sounding.resize_with(number + 1, Vec::new);
        }
        self.sounding[number].push(rank);
    }

    /// Keeps one way of writing, or an outline of it.
    fn way(&mut self, way: &str, rank: Rank) -> Range<u32> {
        let mut parts = way.split('+');
        let (one, two) = (parts.next().unwrap_or_default(), parts.next());
        let (before, shape, after) = match (one.parse::<usize>(), two) {
            (Ok(before), Some(shape)) => (before, shape, 0),
            (Err(_), Some(after)) => (0, one, after.parse().unwrap_or(0)),
            (_, None) => (0, one, 0),
        };
        let from = place(self.strokes.len());
        self.strokes.extend(shape.bytes());
        let strokes = from..place(self.strokes.len());
        if before + after == 0 {
            self.written.push(Written {
                strokes: strokes.clone(),
                rank,
            });
            strokes
        } else {
            self.outlines.push(Outline {
                strokes,
                before,
                after,
                rank,
            });
            0..0
        }
    }

    /// The rank of a character of the table.
    pub(crate) fn rank(&self, character: char) -> Option<Rank> {
        let at = self
            .ranks
            .binary_search_by_key(&character, |(c, _)| *c)
            .ok()?;
        Some(self.ranks[at].1)
    }

    pub(crate) fn character(&self, rank: Rank) -> char {
        self.list[rank as usize].character
    }

    /// A form that is written otherwise in simplified text.
    pub(crate) fn is_traditional(&self, rank: Rank) -> bool {
        self.list[rank as usize].traditional
    }

    /// Readings, the most common first.
    pub(crate) fn sounds(&self, rank: Rank) -> &[Syllable] {
        let range = &self.list[rank as usize].sounds;
        &self.sounds[range.start as usize..range.end as usize]
    }

    /// The first whole way of writing; empty where none is known.
    pub(crate) fn strokes(&self, rank: Rank) -> &[u8] {
        at(&self.strokes, &self.list[rank as usize].strokes)
    }

    pub(crate) fn syllables(&self) -> &Syllables {
        &self.syllables
    }

    /// Characters of a syllable, the most common first.
    pub(crate) fn sounding(&self, syllable: Syllable) -> &[Rank] {
        &self.sounding[usize::from(syllable)]
    }

    /// Every way of writing that begins with `strokes` (none of them unsure), each with the number of strokes that are left.
    pub(crate) fn beginning(&self, strokes: &[u8]) -> impl Iterator<Item = (Rank, usize)> {
        let start = self
            .written
            .partition_point(|w| at(&self.strokes, &w.strokes) < strokes);
        let length = strokes.len();
        self.written[start..]
            .iter()
            .take_while(move |w| at(&self.strokes, &w.strokes).starts_with(strokes))
            .map(move |w| (w.rank, (w.strokes.end - w.strokes.start) as usize - length))
    }

    /// All whole ways of writing.
    pub(crate) fn ways(&self) -> impl Iterator<Item = (Rank, &[u8])> {
        self.written
            .iter()
            .map(|w| (w.rank, at(&self.strokes, &w.strokes)))
    }

    /// Characters of which only the radical is known.
    pub(crate) fn outlines(&self) -> impl Iterator<Item = (&Outline, &[u8])> {
        self.outlines
            .iter()
            .map(|outline| (outline, at(&self.strokes, &outline.strokes)))
    }

    /// The outlines of one character as they would be typed, with strokes one is not sure of.
    pub(crate) fn outlines_of(&self, rank: Rank) -> Vec<Vec<u8>> {
        let from = self.outlines.partition_point(|outline| outline.rank < rank);
        self.outlines[from..]
            .iter()
            .take_while(|outline| outline.rank == rank)
            .map(|outline| {
                let mut typed = vec![UNSURE; outline.before];
                typed.extend(at(&self.strokes, &outline.strokes));
                typed.resize(typed.len() + outline.after, UNSURE);
                typed
            })
            .collect()
    }

    /// Whether it is known how a character is written.
    pub fn has_strokes(&self, character: char) -> bool {
        self.rank(character).is_some_and(|rank| {
            !self.strokes(rank).is_empty() || !self.outlines_of(rank).is_empty()
        })
    }

    /// The hanzi of GB 18030-2022, implementation level 3.
    pub fn level_3(&self) -> impl Iterator<Item = char> {
        self.list
            .iter()
            .filter(|entry| entry.level_3)
            .map(|entry| entry.character)
    }
}

impl Default for Characters {
    fn default() -> Characters {
        Characters::new()
    }
}

impl std::fmt::Debug for Characters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Characters")
            .field("len", &self.list.len())
            .finish()
    }
}

fn at<'a>(strokes: &'a [u8], range: &Range<u32>) -> &'a [u8] {
    &strokes[range.start as usize..range.end as usize]
}

fn place(length: usize) -> u32 {
    u32::try_from(length).expect("the table is a part of the program")
}
