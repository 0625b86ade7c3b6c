//! Bytes to text. Owns guessing the character set; refuses bytes that no set explains.

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

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

/// Decodes `bytes`; a byte order mark counts first, then valid UTF-8, then what an HTML page declares, then a guess.
pub fn decode(bytes: &[u8]) -> Result<String, CharsetError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return checked(text.to_owned());
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return strict(encoding, bytes);
    }
    // A single broken byte does not turn UTF-8 into something else: a guess would make all of it mojibake.
    if mostly_utf8(bytes) {
        return Err(CharsetError::Undecodable { charset: "UTF-8" });
    }
    if let Some(encoding) = declared(bytes)
        && let Ok(text) = strict(encoding, bytes)
    {
        return Ok(text);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny);
    // GB 18030 reads everything that GBK reads, and Chinese offices write nothing else that is not UTF-8 or Big5.
    let guess = if guess == GBK || guess.is_single_byte() {
        GB18030
    } else {
        guess
    };
    strict(guess, bytes)
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
