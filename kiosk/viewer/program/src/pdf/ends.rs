//! Whether a stream of a PDF comes to its end. The reader takes what it can get of one that is cut and says nothing; here it is found
//! out. Owns no content: what is unpacked is thrown away.

use flate2::{Decompress, FlushDecompress, Status};
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Stream};

/// Unpacked at a time.
const CHUNK_BYTES: usize = 32 * 1024;
/// What packed data ends with when its writer flushed it and never finished.
const FLUSHED: [u8; 4] = [0, 0, 0xFF, 0xFF];
/// Bytes in front of packed data that say how it is packed (RFC 1950).
const HEAD_BYTES: usize = 2;

/// A file that ends inside a stream gets an end for it, so that what is there of it can be read.
pub fn ended(mut bytes: Vec<u8>) -> Vec<u8> {
    const WORD: &[u8] = b"stream";
    let last = bytes
        .windows(WORD.len())
        .rposition(|window| window == WORD)
        .unwrap_or(0);
    let is_open = bytes[..last].trim_ascii_end().ends_with(b">>")
        && matches!(bytes.get(last + WORD.len()), Some(b'\r' | b'\n'));
    if is_open {
        bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }
    bytes
}

/// Whether all of a stream is there and its filters are known; `left` is how much may be unpacked to find out, and is used up.
pub fn is_whole(stream: &Stream<'_>, left: &mut usize) -> bool {
    let filters = stream.filters();
    if filters.len() != filters_named(stream.dict()) || is_elsewhere(stream.dict()) {
        return false;
    }
    let has = |mark: u8| stream.raw_data().contains(&mark);
    match filters.first() {
        Some(Filter::FlateDecode) => inflates(&stream.raw_data(), left),
        Some(Filter::LzwDecode) => comes_to_its_end(&stream.raw_data(), is_early(stream.dict())),
        Some(Filter::RunLengthDecode) => runs_to_its_end(&stream.raw_data()),
        Some(Filter::Ascii85Decode) => has(b'~'),
        Some(Filter::AsciiHexDecode) => has(b'>'),
        _ => true,
    }
}

/// Whether a stream holds anything but its head. Of one that is simply packed no more is unpacked than it takes.
pub fn holds_something(stream: &Stream<'_>) -> bool {
    const HEAD: usize = 4;
    if let ([Filter::FlateDecode], None) = (&stream.filters()[..], parameters(stream.dict())) {
        let mut chunk = [0; 4 * HEAD];
        let mut inflating = Decompress::new(true);
        let done = inflating.decompress(&stream.raw_data(), &mut chunk, FlushDecompress::None);
        if done.is_ok() && inflating.total_out() as usize > HEAD {
            return true;
        }
    }
    stream.decoded_data().is_ok_and(|data| data.len() > HEAD)
}

fn filters_named(dict: &Dict<'_>) -> usize {
    let count = |key: &[u8]| match dict.get::<Object<'_>>(key) {
        Some(Object::Name(_)) => Some(1),
        Some(Object::Array(names)) => Some(count_names(&names)),
        _ => None,
    };
    count(b"F").or_else(|| count(b"Filter")).unwrap_or(0)
}

fn count_names(names: &Array<'_>) -> usize {
    names.iter::<Name<'_>>().count()
}

/// Its bytes are said to lie in another file (ISO 32000-1, 7.3.8.2).
fn is_elsewhere(dict: &Dict<'_>) -> bool {
    matches!(
        dict.get::<Object<'_>>(b"F"),
        Some(Object::String(_) | Object::Dict(_))
    )
}

/// What the first filter of a stream is told.
pub fn parameters<'d>(dict: &Dict<'d>) -> Option<Dict<'d>> {
    let of = |key: &[u8]| {
        dict.get::<Dict<'_>>(key).or_else(|| {
            let all = dict.get::<Array<'_>>(key)?;
            all.iter::<Dict<'_>>().next()
        })
    };
    of(b"DecodeParms").or_else(|| of(b"DP"))
}

/// Whether codes of LZW grow one code early (ISO 32000-1, table 8).
fn is_early(dict: &Dict<'_>) -> bool {
    parameters(dict).and_then(|how| how.get::<i32>(b"EarlyChange")) != Some(0)
}

/// Whether the codes of LZW come to the one that ends them. What they stand for is not unpacked.
fn comes_to_its_end(packed: &[u8], early: bool) -> bool {
    const CLEAR: u32 = 256;
    const END: u32 = 257;
    const CODES_MAX: u32 = 4_096;
    let early = u32::from(early);
    let (mut held, mut bits) = (0_u64, 0_u32);
    // The code that is given next; the first after a clearing gives none.
    let mut next = END + 1;
    let mut is_first = true;
    for byte in packed {
        held = held << 8 | u64::from(*byte);
        bits += 8;
        let width = match next + early {
            0..512 => 9,
            512..1_024 => 10,
            1_024..2_048 => 11,
            _ => 12,
        };
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits) as u32 & ((1 << width) - 1);
        held &= (1 << bits) - 1;
        match code {
            END => return true,
            CLEAR => (next, is_first) = (END + 1, true),
            code if code > next => return false,
            _ if is_first => is_first = false,
            _ => next = (next + 1).min(CODES_MAX),
        }
    }
    false
}

/// Whether runs come to the byte that ends them.
fn runs_to_its_end(packed: &[u8]) -> bool {
    const END: u8 = 128;
    let mut rest = packed;
    while let [length, after @ ..] = rest {
        let taken = match *length {
            END => return true,
            length if length < END => usize::from(length) + 1,
            _ => 1,
        };
        rest = after.get(taken..).unwrap_or_default();
    }
    false
}

/// Whether packed data comes to its last block. Its sum is not looked at: writers get it wrong, and nothing is missing then.
fn inflates(packed: &[u8], left: &mut usize) -> bool {
    let head = packed
        .get(..HEAD_BYTES)
        .map(|head| u16::from_be_bytes([head[0], head[1]]));
    let has_head = head.is_some_and(|head| head >> 8 & 0x0F == 8 && head % 31 == 0);
    let packed = if has_head {
        &packed[HEAD_BYTES..]
    } else {
        packed
    };
    let mut inflating = Decompress::new(false);
    let mut chunk = vec![0; CHUNK_BYTES];
    while *left > 0 {
        let (taken, given) = (inflating.total_in(), inflating.total_out());
        let rest = usize::try_from(taken)
            .ok()
            .and_then(|taken| packed.get(taken..));
        let done =
            inflating.decompress(rest.unwrap_or_default(), &mut chunk, FlushDecompress::None);
        let more = usize::try_from(inflating.total_out() - given).unwrap_or(usize::MAX);
        *left = left.saturating_sub(more);
        match done {
            Ok(Status::StreamEnd) => return true,
            Ok(_) if more > 0 || inflating.total_in() > taken => {}
            // Nothing comes any more.
            Ok(_) => return packed.trim_ascii_end().ends_with(&FLUSHED),
            Err(_) => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn packed(flush: bool) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        for number in 0..2_000 {
            write!(encoder, "{number} ").unwrap();
        }
        if flush {
            encoder.flush().unwrap();
            return encoder.get_ref().clone();
        }
        encoder.finish().unwrap()
    }

    #[test]
    fn packed_data_is_whole_without_its_sum_and_not_without_its_last_block() {
        let whole = packed(false);
        let mut left = usize::MAX;
        assert!(inflates(&whole, &mut left));
        assert!(inflates(&whole[..whole.len() - 4], &mut left));
        assert!(inflates(&packed(true), &mut left));
        for part in 1..10 {
            assert!(
                !inflates(&whole[..whole.len() * part / 10], &mut left),
                "{part}"
            );
        }
        let mut hit = whole.clone();
        hit[200..260].fill(0xFF);
        assert!(!inflates(&hit, &mut left));
        assert!(!inflates(b"", &mut left));
    }

    #[test]
    fn no_more_is_unpacked_than_is_left() {
        let mut left = 10;
        assert!(inflates(&packed(false), &mut left));
        assert_eq!(left, 0);
    }

    #[test]
    fn only_a_stream_that_is_open_gets_an_end() {
        let open = b"4 0 obj << /Length 9 >>\nstream\nBT".to_vec();
        assert!(ended(open).ends_with(b"endobj\n"));
        for closed in [
            &b"4 0 obj << /Length 2 >>\nstream\nBT\nendstream"[..],
            b"(a stream\n)",
            b"",
        ] {
            assert_eq!(ended(closed.to_vec()), closed);
        }
    }
}
