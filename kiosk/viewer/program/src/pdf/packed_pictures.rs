//! Whether packed pictures come to their end. A decoder fills up what is cut and says nothing; here the marks that end each kind are
//! looked for, and nothing is decoded but faxes that have none.

use super::ends::{is_whole, parameters};
use super::{jbig2, jpeg_2000};
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::stream::ImageDecodeParams;
use hayro::hayro_syntax::object::{Dict, Stream};

/// Second byte of a mark of JPEG; the first is 0xFF.
const START_OF_SCAN: u8 = 0xDA;
const END_OF_PICTURE: u8 = 0xD9;
const START_OF_PICTURE: u8 = 0xD8;
/// Bytes at the end of a fax among which its last mark stands.
const TAIL_BYTES: usize = 8;
/// Two line ends of a fax of group 4 (ITU-T T.6, 2.4.1.1).
const FAX_END: u64 = 0x00_1001;
const FAX_END_BITS: u32 = 24;

/// Whether all of a picture is there and can be unpacked; `left` is how much may be unpacked to find out, and is used up.
pub fn is_whole_picture(stream: &Stream<'_>, left: &mut usize) -> bool {
    if !is_whole(stream, left) {
        return false;
    }
    // What is packed twice was looked at from the outside.
    let [filter] = stream.filters()[..] else {
        return true;
    };
    match filter {
        Filter::DctDecode => jpeg_ends(&stream.raw_data()),
        Filter::JpxDecode => jpeg_2000::is_whole(&stream.raw_data()),
        Filter::Jbig2Decode => scan_is_whole(stream),
        Filter::CcittFaxDecode => fax_ends(&stream.raw_data()) || has_all_lines(stream),
        _ => true,
    }
}

/// Whether the scan of a JPEG comes to the mark that ends it; thumbnails in front of it have one of their own.
fn jpeg_ends(packed: &[u8]) -> bool {
    let Some(mut at) = packed
        .windows(2)
        .position(|two| two == [0xFF, START_OF_PICTURE])
    else {
        return false;
    };
    at += 2;
    let mut is_in_scan = false;
    while let [Some(first), Some(mark)] = [packed.get(at), packed.get(at + 1)] {
        match (*first, *mark) {
            (0xFF, END_OF_PICTURE) if is_in_scan => return true,
            // Data that looks like a mark, places to begin anew, filling.
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD8) => at += 2,
            (0xFF, 0xFF) => at += 1,
            (0xFF, mark) => {
                is_in_scan |= mark == START_OF_SCAN;
                let [Some(high), Some(low)] = [packed.get(at + 2), packed.get(at + 3)] else {
                    return false;
                };
                at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
            }
            _ => at += 1,
        }
    }
    false
}

fn scan_is_whole(stream: &Stream<'_>) -> bool {
    const SHARED: &[u8] = b"JBIG2Globals";
    let shared = parameters(stream.dict()).and_then(|how| how.get::<Stream<'_>>(SHARED));
    // Where it is not there or broken, that is missed by what is made of it.
    let shared = shared.and_then(|shared| Some(shared.decoded_data().ok()?.into_owned()));
    let shared = shared.unwrap_or_default();
    jbig2::is_whole(&stream.raw_data(), &shared)
}

fn fax_ends(packed: &[u8]) -> bool {
    let tail = &packed[packed.len().saturating_sub(TAIL_BYTES)..];
    let held = tail
        .iter()
        .fold(0_u64, |held, byte| held << 8 | u64::from(*byte));
    (0..=u64::BITS - FAX_END_BITS).any(|shift| held >> shift & ((1 << FAX_END_BITS) - 1) == FAX_END)
}

/// Whether a fax without an end has as many lines as its picture.
fn has_all_lines(stream: &Stream<'_>) -> bool {
    let dict = stream.dict();
    let number = |dict: &Dict<'_>, long: &[u8], short: &[u8]| {
        dict.get::<u32>(long).or_else(|| dict.get::<u32>(short))
    };
    let (Some(width), Some(height)) = (number(dict, b"Width", b"W"), number(dict, b"Height", b"H"))
    else {
        return true;
    };
    let asked = ImageDecodeParams {
        width,
        height,
        ..ImageDecodeParams::default()
    };
    stream.decoded_image(&asked).is_ok_and(|decoded| {
        let Some(picture) = &decoded.image_data else {
            return true;
        };
        decoded.data.len() as u64 >= u64::from(picture.width) * u64::from(height)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jpeg_ends_after_its_scan_and_not_in_its_thumbnail() {
        let mut bytes = vec![0xFF, 0xD8];
        // A note that holds a whole small picture.
        bytes.extend_from_slice(&[0xFF, 0xE1, 0, 8, 0xFF, 0xD8, 0xFF, 0xDA, 0xFF, 0xD9]);
        bytes.extend_from_slice(&[0xFF, 0xDA, 0, 4, 1, 1]);
        bytes.extend_from_slice(&[7, 0xFF, 0, 9, 0xFF, 0xD3, 4]);
        assert!(!jpeg_ends(&bytes));
        // A second scan, as in pictures that become sharper.
        bytes.extend_from_slice(&[0xFF, 0xC4, 0, 3, 0xD9, 0xFF, 0xDA, 0, 2, 5]);
        assert!(!jpeg_ends(&bytes));
        bytes.extend_from_slice(&[0xFF, 0xD9, 0, 0]);
        assert!(jpeg_ends(&bytes));
        assert!(!jpeg_ends(b""));
        assert!(!jpeg_ends(&[0xFF, 0xD8, 0xFF]));
    }

    #[test]
    fn a_fax_ends_at_any_bit() {
        for shift in 0..8 {
            let held = (0x3_A5_u64 << FAX_END_BITS | FAX_END) << shift;
            assert!(fax_ends(&held.to_be_bytes()), "{shift}");
        }
        assert!(!fax_ends(&[0x12, 0x34, 0x56]));
        assert!(!fax_ends(b""));
    }
}
