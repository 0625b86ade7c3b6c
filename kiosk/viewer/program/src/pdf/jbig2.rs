//! Whether a scan packed as JBIG2 is all there: its segments (ITU-T T.88, 7.2), and those that they are made of, which may stand in a
//! stream of their own. Decodes nothing.

use std::collections::BTreeSet;

/// Kinds of segments (T.88, 7.3): words of symbols, rasters of patterns, dots, what becomes sharper; symbols, patterns; what a page is.
const SYMBOLS: [u8; 3] = [4, 6, 7];
const RASTERS: [u8; 3] = [20, 22, 23];
const DOTS: [u8; 3] = [36, 38, 39];
const SHARPER: [u8; 3] = [40, 42, 43];
const DICTIONARY: u8 = 0;
const PATTERNS: u8 = 16;
const PAGE: u8 = 48;
/// How long a segment is that says it does not know.
const UNKNOWN: u32 = u32::MAX;
/// Of a region, before its data: where it lies, and how it is packed.
const REGION_BYTES: usize = 17;
/// Bytes at the end of dots among which the mark that ends them stands.
const TAIL_BYTES: usize = 16;
/// How many segments one may be made of.
const REFERENCES_MAX: usize = 65_536;
/// In front of the places that a dot is guessed from, how many of them there are: of four ways to guess.
const PLACES_BYTES: [usize; 4] = [8, 2, 2, 2];

/// Whether all of it is there; `shared` is the stream of segments for several pages, empty where there is none.
pub fn is_whole(packed: &[u8], shared: &[u8]) -> bool {
    let mut known = BTreeSet::new();
    let (mut has_page, mut is_drawn) = (false, false);
    for stream in [shared, packed] {
        let mut rest = stream;
        // What is left when a stream was written a little too long.
        while !rest
            .iter()
            .all(|byte| *byte == 0 || byte.is_ascii_whitespace())
        {
            let Some(segment) = Segment::read(&mut rest) else {
                return false;
            };
            let is_made = segment.made_of.iter().all(|number| known.contains(number));
            let needs = SYMBOLS.contains(&segment.kind) || RASTERS.contains(&segment.kind);
            is_drawn |= needs || DOTS.contains(&segment.kind) || SHARPER.contains(&segment.kind);
            if !is_made || needs && segment.made_of.is_empty() || !segment.comes_to_its_end() {
                return false;
            }
            has_page |= segment.kind == PAGE;
            known.insert(segment.number);
        }
    }
    has_page && is_drawn
}

struct Segment<'p> {
    number: u32,
    kind: u8,
    made_of: Vec<u32>,
    data: &'p [u8],
}

fn take<'p>(from: &mut &'p [u8], count: usize) -> Option<&'p [u8]> {
    let (taken, rest) = from.split_at_checked(count)?;
    *from = rest;
    Some(taken)
}

fn number(bytes: &[u8]) -> u32 {
    let add = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
    bytes.iter().fold(0, add)
}

impl<'p> Segment<'p> {
    /// The next one; `None` where it is cut.
    fn read(from: &mut &'p [u8]) -> Option<Segment<'p>> {
        let own = number(take(from, 4)?);
        let flags = take(from, 1)?[0];
        let count = take(from, 1)?[0];
        let count = match count >> 5 {
            short @ 0..=4 => usize::from(short),
            7 => {
                let rest = number(take(from, 3)?);
                let count = (u32::from(count & 0x1F) << 24 | rest) as usize;
                take(from, (count + 1).div_ceil(8))?;
                count
            }
            _ => return None,
        };
        let width = match own {
            0..=256 => 1,
            257..=65_536 => 2,
            _ => 4,
        };
        if count > REFERENCES_MAX {
            return None;
        }
        let made_of = take(from, count * width)?.chunks_exact(width);
        let made_of = made_of.map(number).collect();
        take(from, if flags & 0x40 == 0 { 1 } else { 4 })?;
        let kind = flags & 0x3F;
        let length = match number(take(from, 4)?) {
            UNKNOWN => length_of(from)?,
            known => known as usize,
        };
        let data = take(from, length)?;
        Some(Segment {
            number: own,
            kind,
            made_of,
            data,
        })
    }

    /// In data that is coded by arithmetic no byte above 0x8F follows 0xFF but at the end (T.88, E.3.4); a decoder reads nothing
    /// beyond it.
    fn comes_to_its_end(&self) -> bool {
        let is_region = [SYMBOLS, RASTERS, DOTS, SHARPER]
            .concat()
            .contains(&self.kind);
        let region = if is_region { REGION_BYTES } else { 0 };
        let Some([flags, more, ..]) = self.data.get(region..) else {
            return !is_region;
        };
        let Some(head) = self.head_bytes(*flags, *more) else {
            return true;
        };
        let data = self.data.get(region + head..).unwrap_or_default();
        let mark = data
            .windows(2)
            .position(|two| two[0] == 0xFF && two[1] > 0x8F);
        // Behind the mark there is nothing, or how many lines there were, or a little filling.
        mark.is_none_or(|at| data.len() - at <= TAIL_BYTES)
    }

    /// What stands before such data, behind what every region begins with (T.88, 7.4); `None` where it is coded otherwise.
    fn head_bytes(&self, flags: u8, more: u8) -> Option<usize> {
        let bit = |of: u8, number: u8| of >> number & 1 == 1;
        // The first flag of most: packed as a fax, or by a table.
        let is_other = bit(flags, 0);
        let head = match self.kind {
            // Both bytes of flags are written with the upper one first.
            DICTIONARY if !bit(more, 0) => {
                let refined = if bit(more, 1) && !bit(flags, 4) { 4 } else { 0 };
                2 + PLACES_BYTES[usize::from(flags >> 2 & 3)] + refined + 8
            }
            PATTERNS if !is_other => 7,
            kind if SYMBOLS.contains(&kind) && !bit(more, 0) => {
                2 + if bit(more, 1) && !bit(flags, 7) { 4 } else { 0 } + 4
            }
            kind if RASTERS.contains(&kind) && !is_other => 21,
            // The way to guess that is found twelve places at a time.
            kind if DOTS.contains(&kind) && !is_other && bit(flags, 4) => 1 + 24,
            kind if DOTS.contains(&kind) && !is_other => {
                1 + PLACES_BYTES[usize::from(flags >> 1 & 3)]
            }
            kind if SHARPER.contains(&kind) => 1 + if is_other { 0 } else { 4 },
            _ => return None,
        };
        Some(head)
    }
}

/// Of dots whose end was not known when they were begun (T.88, 7.2.7): up to the mark that ends them, and how many lines there were.
fn length_of(data: &[u8]) -> Option<usize> {
    let is_fax = data.get(REGION_BYTES)? & 1 == 1;
    let mark = if is_fax { [0, 0] } else { [0xFF, 0xAC] };
    let from = REGION_BYTES + 1;
    let at = data.get(from..)?.windows(2).position(|two| two == mark)?;
    Some(from + at + 2 + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(number: u8, kind: u8, made_of: &[u8], data: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0, 0, 0, number, kind, (made_of.len() as u8) << 5];
        bytes.extend_from_slice(made_of);
        bytes.push(1);
        bytes.extend_from_slice(&(data.len() as u32).to_be_bytes());
        bytes.extend_from_slice(data);
        bytes
    }

    fn dots(number: u8, flags: u8, data: &[u8]) -> Vec<u8> {
        let head = [
            &[0; REGION_BYTES][..],
            &[flags],
            &[3, 0xFF, 0xFD, 0xFF, 2, 0xFE, 0xFE, 0xFE],
        ];
        segment(number, 38, &[], &[&head.concat()[..], data].concat())
    }

    #[test]
    fn a_scan_is_whole_when_all_its_segments_are() {
        let page = segment(1, PAGE, &[], &[0; 19]);
        let ended = dots(2, 0, &[7, 0xFF, 3, 0xFF, 0xAC]);
        let whole = [page.clone(), ended.clone()].concat();
        assert!(is_whole(&whole, b""));
        assert!(is_whole(&[&whole[..], b"\r\n"].concat(), b""));
        for length in 0..whole.len() {
            assert!(!is_whole(&whole[..length], b""), "{length}");
        }
        assert!(!is_whole(&ended, b""), "nothing says what the page is");
        let hit = dots(
            2,
            0,
            &[&[7, 0xFF, 0xFF][..], &[9; 20], &[0xFF, 0xAC]].concat(),
        );
        assert!(!is_whole(&[page.clone(), hit.clone()].concat(), b""));
        // Packed as a fax, that is data.
        let fax = dots(2, 1, &[7, 0xFF, 0xFF, 9, 9, 9, 9, 0]);
        assert!(is_whole(&[page, fax].concat(), b""));
        assert!(!is_whole(b"", b"") && !is_whole(b"no scan at all", b""));
    }

    #[test]
    fn what_it_is_made_of_must_be_there() {
        let shared = [
            segment(0, 0, &[], b"many symbols of one byte"),
            segment(3, 0, &[0], b"more symbols of one byte"),
        ]
        .concat();
        let page = segment(4, PAGE, &[], &[0; 19]);
        let words = |made_of: &[u8]| [page.clone(), segment(5, 6, made_of, &[0; 30])].concat();
        assert!(is_whole(&words(&[0, 3]), &shared));
        assert!(!is_whole(&words(&[0, 3]), b""));
        assert!(!is_whole(&words(&[0, 3]), &shared[..shared.len() - 1]));
        assert!(!is_whole(&words(&[0, 2]), &shared));
        assert!(!is_whole(&words(&[]), &shared));
    }

    #[test]
    fn dots_without_a_length_go_on_to_their_mark() {
        let page = segment(1, PAGE, &[], &[0; 19]);
        let mut open = dots(2, 0, &[7, 9, 0xFF, 0xAC, 0, 0, 0, 9]);
        open[7..11].fill(0xFF);
        let open = [page, open].concat();
        assert!(is_whole(&open, b""));
        assert!(!is_whole(&open[..open.len() - 5], b""));
    }

    #[test]
    fn data_of_every_kind_goes_on_to_its_mark() {
        let page = segment(1, PAGE, &[], &[0; 19]);
        let of = |kind: u8, head: usize| {
            let region = if [6, 22, 42].contains(&kind) {
                REGION_BYTES
            } else {
                0
            };
            let made = |data: &[u8]| {
                let data = [&vec![0; region + head][..], data].concat();
                let one = segment(2, kind, &[0], &data);
                let drawn = segment(3, 42, &[], &[0; 30]);
                is_whole(
                    &[page.clone(), one, drawn].concat(),
                    &segment(0, 0, &[], &[0; 20]),
                )
            };
            let hit = [&[7, 0xFF, 0xFF][..], &[9; 20], &[0xFF, 0xAC]].concat();
            let ended = [&[7, 0xFF, 0x7F][..], &[9; 20], &[0xFF, 0xAC]].concat();
            [made(&ended), made(&hit)]
        };
        for (kind, head) in [(0, 18), (16, 7), (6, 6), (22, 21), (42, 5)] {
            assert_eq!(of(kind, head), [true, false], "{kind}");
        }
    }

    #[test]
    fn many_segments_may_be_named() {
        let mut long = vec![0, 0, 0, 200, 6, 0xE0, 0, 0, 5, 0];
        long.extend_from_slice(&[0, 0, 0, 0, 0, 1, 0, 0, 0, 30]);
        long.extend_from_slice(&[0; 30]);
        let page = segment(1, PAGE, &[], &[0; 19]);
        let shared = segment(0, 0, &[], b"many symbols of one byte");
        assert!(is_whole(&[page.clone(), long.clone()].concat(), &shared));
        long[6..9].fill(0xFF);
        assert!(!is_whole(&[page, long].concat(), &shared));
    }
}
