//! Whether a picture packed as JPEG 2000 is all there: its tiles, of which each says how long it is (ITU-T T.800, A.4.2). Decodes
//! nothing.

const START: [u8; 2] = [0xFF, 0x4F];
const SIZE: u8 = 0x51;
const START_OF_TILE: u8 = 0x90;
const START_OF_DATA: u8 = 0x93;
const END: [u8; 2] = [0xFF, 0xD9];
/// Marks in the data of a tile: before a packet, with its number; behind its head.
const START_OF_PACKET: u8 = 0x91;
const END_OF_HEAD: u8 = 0x92;
const START_OF_PACKET_BYTES: usize = 6;
/// A mark, its length, which tile, how long, which part of how many.
const TILE_HEAD_BYTES: usize = 12;
/// Before a box's content (T.800, I.4): how long it is, which one.
const BOX_HEAD_BYTES: usize = 8;

/// Whether all of it is there.
pub fn is_whole(packed: &[u8]) -> bool {
    codes(packed).and_then(tiles_are_whole) == Some(true)
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(width)?)?;
    let add = |number: usize, byte: &u8| number << 8 | usize::from(*byte);
    Some(bytes.iter().fold(0, add))
}

/// The picture itself, without the boxes around it; `None` where it is cut.
fn codes(packed: &[u8]) -> Option<&[u8]> {
    let mut rest = packed;
    while !rest.starts_with(&START) {
        let length = match number(rest, 0, 4)? {
            0 => rest.len(),
            1 => number(rest, BOX_HEAD_BYTES, 8)?,
            length => length,
        };
        let head = if number(rest, 0, 4)? == 1 {
            16
        } else {
            BOX_HEAD_BYTES
        };
        if rest.get(4..BOX_HEAD_BYTES)? == b"jp2c" {
            // One that says too much may still hold its end.
            return rest.get(head..length.min(rest.len()));
        }
        rest = rest.get(length.max(head)..)?;
    }
    Some(rest)
}

/// `None` where it is cut.
fn tiles_are_whole(codes: &[u8]) -> Option<bool> {
    let mut at = START.len();
    let mut tiles = None;
    let mut seen = std::collections::BTreeSet::new();
    loop {
        let mark = codes.get(at..at + 2)?;
        match mark[1] {
            _ if mark[0] != 0xFF => return Some(false),
            _ if mark == END => return Some(true),
            START_OF_TILE => {
                let length = match number(codes, at + 6, 4)? {
                    // The last one, up to the end.
                    0 => codes.len() - at,
                    length => length,
                };
                let tile = codes.get(at..at.checked_add(length)?)?;
                if !data_is_whole(tile)? {
                    return Some(false);
                }
                seen.insert(number(codes, at + 4, 2)?);
                at += length;
                // Without a mark behind the last one nothing is missing.
                if codes[at..]
                    .iter()
                    .all(|byte| *byte == 0 || byte.is_ascii_whitespace())
                {
                    return Some(tiles == Some(seen.len()));
                }
            }
            mark => {
                if mark == SIZE {
                    tiles = Some(tiles_of(codes, at)?);
                }
                at += 2 + number(codes, at + 2, 2)?;
            }
        }
    }
}

/// How many a picture has (T.800, B.3).
fn tiles_of(codes: &[u8], at: usize) -> Option<usize> {
    let of = |field: usize| number(codes, at + 6 + 4 * field, 4);
    let [width, height, tile_width, tile_height] = [of(0)?, of(1)?, of(4)?, of(5)?];
    let [left, top] = [of(6)?, of(7)?];
    if tile_width == 0 || tile_height == 0 {
        return None;
    }
    let across = width.saturating_sub(left).div_ceil(tile_width);
    let down = height.saturating_sub(top).div_ceil(tile_height);
    across.checked_mul(down)
}

/// In the data of a tile no byte above 0x8F follows 0xFF but in marks of packets (T.800, A.1); a decoder reads nothing beyond it.
fn data_is_whole(tile: &[u8]) -> Option<bool> {
    let mut at = TILE_HEAD_BYTES;
    while *tile.get(at + 1)? != START_OF_DATA {
        at += 2 + number(tile, at + 2, 2)?;
    }
    let data = tile.get(at + 2..)?;
    // The last tile may be open, and hold the end.
    let data = data.strip_suffix(&END).unwrap_or(data);
    let mut at = 0;
    while let [Some(first), Some(mark)] = [data.get(at), data.get(at + 1)] {
        at += match (*first, *mark) {
            (0xFF, START_OF_PACKET) => START_OF_PACKET_BYTES,
            (0xFF, END_OF_HEAD) => 2,
            (0xFF, mark) if mark > 0x8F => return Some(false),
            _ => 1,
        };
    }
    Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 8 by 8 in two tiles.
    fn picture(data: [&[u8]; 2], end: &[u8]) -> Vec<u8> {
        let mut codes = START.to_vec();
        codes.extend_from_slice(&[0xFF, SIZE, 0, 41, 0, 0]);
        for field in [8_u32, 8, 0, 0, 8, 4, 0, 0] {
            codes.extend_from_slice(&field.to_be_bytes());
        }
        codes.extend_from_slice(&[0, 1, 7, 1, 1]);
        for (tile, data) in (0_u8..).zip(data) {
            codes.extend_from_slice(&[0xFF, START_OF_TILE, 0, 10, 0, tile]);
            codes.extend_from_slice(&(data.len() as u32 + 14).to_be_bytes());
            codes.extend_from_slice(&[0, 1, 0xFF, START_OF_DATA]);
            codes.extend_from_slice(data);
        }
        codes.extend_from_slice(end);
        codes
    }

    fn boxed(codes: &[u8]) -> Vec<u8> {
        let mut bytes = b"\0\0\0\x0CjP  \r\n\x87\n".to_vec();
        bytes.extend_from_slice(&(codes.len() as u32 + 8).to_be_bytes());
        bytes.extend_from_slice(b"jp2c");
        bytes.extend_from_slice(codes);
        bytes
    }

    #[test]
    fn a_picture_is_whole_when_all_its_tiles_are() {
        let whole = picture(
            [b"first\xFF\x8F", b"second\xFF\x91\0\x04\0\xFF\xFF\x92\x90"],
            &END,
        );
        for whole in [whole.clone(), boxed(&whole)] {
            assert!(is_whole(&whole));
            for length in 0..whole.len() - 2 {
                assert!(!is_whole(&whole[..length]), "{length}");
            }
            assert!(
                is_whole(&whole[..whole.len() - 2]),
                "its mark is no part of it"
            );
        }
        assert!(!is_whole(&picture([b"fi\xFF\xFFt", b"second"], &END)));
        assert!(!is_whole(&picture([b"first", b"second"], b"more")));
        assert!(!is_whole(b"no picture at all"));
        let mut open = picture([b"first", b"second"], &END);
        let length = open.len() - 2 - 6 - 8;
        open[length..length + 4].fill(0);
        assert!(is_whole(&open), "the last says no length");
    }

    #[test]
    fn a_tile_that_is_missing_is_missed() {
        let whole = picture([b"first", b"second"], &[]);
        assert!(is_whole(&whole));
        let one = &whole[..whole.len() - 14 - 6];
        assert!(!is_whole(one));
    }
}
