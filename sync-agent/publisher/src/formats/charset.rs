//! Bytes to text. Owns guessing the character set; refuses bytes that no set explains.

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::reading::characters;

/// Bytes of a page that may declare its character set.
const DECLARATION_BYTES: usize = 4096;

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CharsetError {
    /// Zero bytes or control codes: a program, a picture, an archive.
    #[error("read bytes as text: they are binary")]
    Binary,
    /// Some bytes have no meaning in the character set of the rest.
    #[error("decode text as {charset}: bytes without meaning")]
    Undecodable {
        /// Name of the set.
        charset: &'static str,
    },
}

/// Decodes `bytes`; a byte order mark counts first, then valid UTF-8, then what an HTML page declares, then a guess. Radicals
/// and compatibility forms are folded ([`characters`]).
pub fn decode(bytes: &[u8]) -> Result<String, CharsetError> {
    unfolded(bytes).map(characters::fold)
}

/// Decodes `bytes` of a site that is known to write `label`, whatever its pages say. UTF-8 that is sound stays UTF-8: a site in GBK has answers
/// of interfaces that are not.
pub fn decode_as(bytes: &[u8], label: &str) -> Result<String, CharsetError> {
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        return decode(bytes);
    };
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return decode(bytes);
    }
    strict(encoding, without_padding(encoding, bytes)).map(characters::fold)
}

fn unfolded(bytes: &[u8]) -> Result<String, CharsetError> {
    if let Some(text) = utf32(bytes) {
        return text;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, without_padding(encoding, &bytes[mark..]));
    }
    let text = without_padding(UTF_8, bytes);
    if let Some(text) = hz(text) {
        return text;
    }
    if let Ok(text) = std::str::from_utf8(text)
        && !text.contains('\0')
    {
        return checked(text.to_owned());
    }
    if let Some(encoding) = utf16_without_mark(bytes)
        && let Ok(text) = strict(encoding, bytes)
        && is_sensible(&text)
    {
        return Ok(text);
    }
    // A single broken byte does not turn UTF-8 into something else: a guess would make all of it mojibake.
    if mostly_utf8(text) {
        return Err(CharsetError::Undecodable { charset: "UTF-8" });
    }
    if let Some(encoding) = declared(text)
        && encoding != UTF_8
        && let Ok(text) = strict(encoding, text)
        && is_sensible(&text)
    {
        return Ok(text);
    }
    likeliest(text, bytes)
}

/// Zeros behind the end are padding of a disk block. In UTF-16 a zero may be half of a character.
fn without_padding<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> &'b [u8] {
    let zeros = bytes.iter().rev().take_while(|b| **b == 0).count();
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let padding = if wide { zeros & !1 } else { zeros };
    let end = bytes.len() - padding;
    // The zero half of a last ASCII character, little end first.
    let half = usize::from(encoding == UTF_16LE && padding > 0 && end % 2 == 1);
    &bytes[..end + half]
}

/// What the bytes make sense in: GB 18030, Big5, UTF-16 without mark; none of them is damaged text, never garbage.
fn likeliest(text: &[u8], whole: &[u8]) -> Result<String, CharsetError> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(text, true);
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny);
    let readings = [
        (GB18030, text),
        (BIG5, text),
        (UTF_16LE, whole),
        (UTF_16BE, whole),
        (guess, text),
    ];
    let mut best: Option<(usize, String)> = None;
    for (encoding, bytes) in readings {
        if let Ok(text) = strict(encoding, bytes) {
            let sense = sense(&text);
            if best.as_ref().is_none_or(|(most, _)| sense > *most) {
                best = Some((sense, text));
            }
        }
    }
    match best {
        // A short text may hold no common character; a long one always does.
        Some((_, text)) if is_sensible(&text) => Ok(text),
        _ if text.contains(&0) => Err(CharsetError::Binary),
        _ => Err(CharsetError::Undecodable {
            charset: if guess.is_single_byte() {
                GB18030.name()
            } else {
                guess.name()
            },
        }),
    }
}

/// The commonest characters and marks of official texts, both writings: a text without them is read in the wrong set.
const COMMON: &str = "，。、；：的一是在了和有大中国年月日市县区省府政民人公关于发办工作通知规定管理部门单位号第条为以及对行会行\
    不应当上下来地到时要出就分本方法实施项目局厅室委员会主管文件内容示例请按照各级全社农业水路城镇乡村学生产经济計國務院會為發關於辦與規定應當縣區門\
    現將執行情況電話請無條個業產經濟後來";

/// Of a thousand characters beyond ASCII, how many are common ones.
fn sense(text: &str) -> usize {
    let (mut wide, mut common) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()).take(20_000) {
        wide += 1;
        common += usize::from(COMMON.contains(c));
    }
    common * 1_000 / wide.max(1)
}

fn is_sensible(text: &str) -> bool {
    const WIDE_CHARS_MIN: usize = 12;
    const PER_THOUSAND_MIN: usize = 100;
    let wide = text.chars().filter(|c| !c.is_ascii()).take(WIDE_CHARS_MIN);
    wide.count() < WIDE_CHARS_MIN || sense(text) >= PER_THOUSAND_MIN
}

/// UTF-32 with or without a mark: every fourth byte is zero, and the one beside it hardly ever anything else.
fn utf32(bytes: &[u8]) -> Option<Result<String, CharsetError>> {
    if bytes.len() < 8 || !bytes.len().is_multiple_of(4) {
        return None;
    }
    let units = || bytes.chunks_exact(4);
    let little = units().all(|u| u[3] == 0 && u[2] <= 0x10) && units().any(|u| u[0] != 0);
    let big = units().all(|u| u[0] == 0 && u[1] <= 0x10) && units().any(|u| u[3] != 0);
    let value = |u: &[u8]| match little {
        true => u32::from_le_bytes([u[0], u[1], u[2], u[3]]),
        false => u32::from_be_bytes([u[0], u[1], u[2], u[3]]),
    };
    if !little && !big {
        return None;
    }
    let text: Option<String> = units().map(|u| char::from_u32(value(u))).collect();
    Some(match text {
        Some(text) => checked(
            text.trim_start_matches('\u{FEFF}')
                .trim_end_matches('\0')
                .to_owned(),
        ),
        None => Err(CharsetError::Undecodable { charset: "UTF-32" }),
    })
}

/// HZ (RFC 1843): GB 2312 in seven bits, `~{` … `~}`. None if the bytes are not that.
fn hz(bytes: &[u8]) -> Option<Result<String, CharsetError>> {
    if !bytes.is_ascii() || !bytes.windows(2).any(|w| w == b"~{") {
        return None;
    }
    let mut gb = Vec::with_capacity(bytes.len());
    let mut wide = false;
    let mut at = 0;
    let mut escapes = 0;
    while at < bytes.len() {
        match (&bytes[at..], wide) {
            ([b'~', b'{', ..], false) => (wide, at, escapes) = (true, at + 2, escapes + 1),
            ([b'~', b'}', ..], true) => (wide, at) = (false, at + 2),
            ([b'~', b'~', ..], false) => {
                gb.push(b'~');
                at += 2;
            }
            ([b'~', b'\n', ..], false) => at += 2,
            // A line that was not closed ends with its end.
            ([b'\n', ..], true) => wide = false,
            ([high @ 0x21..=0x77, low @ 0x21..=0x7E, ..], true) => {
                gb.extend([high | 0x80, low | 0x80]);
                at += 2;
            }
            ([byte, ..], false) => {
                gb.push(*byte);
                at += 1;
            }
            _ => return None,
        }
    }
    let text = strict(GB18030, &gb);
    // `~{` also stands in honest ASCII.
    (escapes > 0 && text.as_ref().is_ok_and(|t| is_sensible(t) && !t.is_ascii())).then_some(text)
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, CharsetError> {
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => checked(text.into_owned()),
        None => Err(CharsetError::Undecodable {
            charset: encoding.name(),
        }),
    }
}

fn checked(text: String) -> Result<String, CharsetError> {
    const CONTROLS_MAX: usize = 8;
    let controls = text
        .chars()
        .filter(|c| matches!(c, '\u{1}'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{1F}' | '\u{7F}'))
        .count();
    if text.contains('\0') || controls > CONTROLS_MAX {
        return Err(CharsetError::Binary);
    }
    Ok(text)
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let zeros = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    // Blanks, digits and line ends of a Chinese text have a zero half.
    let some = sample.len() / 200 + 1;
    match (even, odd) {
        (0, n) if n >= some => Some(UTF_16LE),
        (n, 0) if n >= some => Some(UTF_16BE),
        _ => None,
    }
}

fn mostly_utf8(bytes: &[u8]) -> bool {
    let text = UTF_8.decode_without_bom_handling(bytes).0;
    let broken = text.chars().filter(|c| *c == '\u{FFFD}').count();
    let wide = text
        .chars()
        .filter(|c| !c.is_ascii() && *c != '\u{FFFD}')
        .count();
    broken * 10 < wide
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = head.find("charset=")?;
    let name: String = head[at + "charset=".len()..]
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "示例市人民政府办公室关于进一步完善住房公积金提取办法的通知，各区人民政府，市政府各部门：现将有关事项通知如下。";

    #[test]
    fn every_usual_character_set_is_read() {
        assert_eq!(decode(TEXT.as_bytes()).unwrap(), TEXT);
        let gb = GB18030.encode(TEXT).0;
        assert_eq!(decode(&gb).unwrap(), TEXT);
        let with_mark = [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat();
        assert_eq!(decode(&with_mark).unwrap(), TEXT);
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(
            decode(&[b"\xFF\xFE".as_slice(), &little].concat()).unwrap(),
            TEXT
        );
        let page = format!("<html><meta charset=\"gb2312\"><p>{TEXT}</p>");
        assert_eq!(decode(&GB18030.encode(&page).0).unwrap(), page);
    }

    #[test]
    fn rare_characters_survive_gb18030() {
        let text = format!("{TEXT}㛃𠮷𬭎镇");
        assert_eq!(decode(&GB18030.encode(&text).0).unwrap(), text);
    }

    #[test]
    fn padding_big5_hz_and_utf32_are_read() {
        let padded = [TEXT.as_bytes(), &[0; 100]].concat();
        assert_eq!(decode(&padded).unwrap(), TEXT);
        let old = "臺北市政府辦公室關於加強管理工作的通知，各縣市政府應當執行。";
        assert_eq!(decode(&BIG5.encode(old).0).unwrap(), old);
        let seven: Vec<u8> = GB18030.encode(TEXT).0.iter().map(|b| b & 0x7F).collect();
        let hz = [b"~{".as_slice(), &seven, b"~}\nIPv6 ~~"].concat();
        assert_eq!(decode(&hz).unwrap(), format!("{TEXT}\nIPv6 ~"));
        assert_eq!(decode(b"a ~{ b").unwrap(), "a ~{ b");
        for mark in ["", "\u{FEFF}"] {
            let text = format!("{mark}{TEXT}\n");
            let little: Vec<u8> = text
                .chars()
                .flat_map(|c| u32::from(c).to_le_bytes())
                .collect();
            let big: Vec<u8> = text
                .chars()
                .flat_map(|c| u32::from(c).to_be_bytes())
                .collect();
            assert_eq!(decode(&little).unwrap().trim(), TEXT);
            assert_eq!(decode(&big).unwrap().trim(), TEXT);
            // Without mark and without any blank, digit or line end.
            let bare: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(decode(&bare).unwrap(), TEXT);
        }
    }

    #[test]
    fn what_makes_no_sense_in_any_set_is_damaged() {
        // Every second byte of a text is lost.
        let lost: Vec<u8> = GB18030
            .encode(&TEXT.repeat(4))
            .0
            .iter()
            .enumerate()
            .filter(|(at, _)| at % 3 != 0)
            .map(|(_, b)| *b)
            .collect();
        assert!(matches!(
            decode(&lost).unwrap_err(),
            CharsetError::Undecodable { .. }
        ));
    }

    #[test]
    fn a_cut_or_broken_text_is_refused_and_not_guessed() {
        let cut = &TEXT.as_bytes()[..TEXT.len() - 1];
        assert_eq!(
            decode(cut).unwrap_err(),
            CharsetError::Undecodable { charset: "UTF-8" }
        );
        assert_eq!(
            decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0").unwrap_err(),
            CharsetError::Binary
        );
    }
}
