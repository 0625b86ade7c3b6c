//! Pages that lie in a file as mail does (MHT: RFC 2557): their parts unpacked, as lines. Owns the two packings; reads no markup
//! but to part lines.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Parts that are unpacked; as many as any page has pictures.
const PARTS_MAX: usize = 256;
/// As mail is written: with or without its end, whatever its last bits say.
const PATIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

/// The lines of a text as it stands, and of what is packed in it.
pub fn unwrapped(text: &str) -> Vec<String> {
    let mut lines = parted(text);
    let mut rest = text;
    for _ in 0..PARTS_MAX {
        let Some((packing, body, after)) = packed(rest) else {
            break;
        };
        let end = body.find("\n--").unwrap_or(body.len());
        let bytes = match packing {
            Packing::Base64 => of_base64(&body[..end]),
            Packing::Quoted => of_quoted(&body[..end]),
        };
        let words = match String::from_utf8(bytes) {
            Ok(words) => words,
            Err(other) => encoding_rs::GB18030.decode(other.as_bytes()).0.into_owned(),
        };
        lines.extend(parted(&words));
        rest = after;
    }
    lines
}

/// Behind each sign of markup a new line: a mark stands on a line of its own then.
fn parted(text: &str) -> Vec<String> {
    let lines = text.split(['<', '>', '{', '}', '\t', ',', '\n', '\r']);
    let said = lines.filter(|line| !line.trim().is_empty());
    said.map(|line| line.replace("&nbsp;", " ")).collect()
}

enum Packing {
    Base64,
    Quoted,
}

/// The first part that is packed, and what follows its head.
fn packed(text: &str) -> Option<(Packing, &str, &str)> {
    const HEAD: &str = "content-transfer-encoding:";
    let small = text.to_ascii_lowercase();
    let mut from = 0;
    loop {
        let at = from + small.get(from..)?.find(HEAD)? + HEAD.len();
        let name = small[at..].trim_start_matches([' ', '\t']);
        let packing = if name.starts_with("base64") {
            Packing::Base64
        } else if name.starts_with("quoted-printable") {
            Packing::Quoted
        } else {
            from = at;
            continue;
        };
        // The head ends with an empty line.
        let behind = ["\r\n\r\n", "\n\n"].into_iter();
        let body = behind
            .filter_map(|end| text[at..].find(end).map(|place| at + place + end.len()))
            .min()?;
        return Some((packing, &text[body..], &text[body..]));
    }
}

fn of_base64(body: &str) -> Vec<u8> {
    let is_sign = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/');
    let signs: Vec<u8> = body.bytes().filter(is_sign).collect();
    // One sign alone holds no byte.
    let whole = match signs.len() % 4 {
        1 => &signs[..signs.len() - 1],
        _ => &signs[..],
    };
    let engine = GeneralPurpose::new(&alphabet::STANDARD, PATIENT);
    engine.decode(whole).unwrap_or_default()
}

fn of_quoted(body: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = |at: usize| after.get(at).and_then(|c| (*c as char).to_digit(16));
        rest = after;
        if *first != b'=' {
            bytes.push(*first);
        } else if let (Some(high), Some(low)) = (hex(0), hex(1)) {
            bytes.push((high * 16 + low) as u8);
            rest = &after[2..];
        } else {
            // A line that was broken for the way.
            let line = after.strip_prefix(b"\r").unwrap_or(after);
            rest = line.strip_prefix(b"\n").unwrap_or(line);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(packing: &str, body: &str) -> String {
        format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\
             Content-Transfer-Encoding: {packing}\r\n\r\n{body}\r\n--x--\r\n"
        )
    }

    #[test]
    fn a_mark_is_found_in_either_packing_and_encoding() {
        let (gbk, _, _) = encoding_rs::GB18030.encode("<p>机密★5年</p>");
        for bytes in ["<p>机密★5年</p>".as_bytes(), &gbk] {
            let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
            let quoted: String = bytes.iter().map(|b| format!("={b:02X}")).collect();
            let (start, end) = quoted.split_at(9);
            let broken = format!("{start}=\r\n{end}");
            for text in [mail("BASE64", &base64), mail("quoted-printable", &broken)] {
                assert!(
                    unwrapped(&text).iter().any(|line| line == "机密★5年"),
                    "{text}"
                );
            }
        }
        let markup = unwrapped("<p>机密</p>");
        assert!(markup.iter().any(|line| line == "机密"));
    }

    #[test]
    fn broken_packing_is_no_harm() {
        for body in ["=", "=Z", "====", "A", "机密", ""] {
            unwrapped(&mail("base64", body));
            unwrapped(&mail("quoted-printable", body));
        }
        unwrapped("Content-Transfer-Encoding: base64");
    }
}
