//! What the code of a number format asks for (ECMA-376, 18.8.31), section by section. Owns its letters and brackets; a code with
//! anything in it that is not known is not read at all, so that no number is shown otherwise than it should be.

use super::fraction;
use super::parts::{Condition, Part, Section, Tongue};
use super::spoken::Spoken;

/// Signs of a code; programs let nobody write more.
const SIGNS_MAX: usize = 255;
/// Places of a second that can be shown.
const SECOND_PLACES_MAX: u32 = 3;
/// Sections: above nought, below it, nought, words.
const SECTIONS_MAX: usize = 4;
/// Signs that stand for themselves.
const PLAIN: &str = "$-+():^&'~{}<>= ";
const NOONS: [(&str, [&str; 2]); 3] = [
    ("AM/PM", ["AM", "PM"]),
    ("A/P", ["A", "P"]),
    ("上午/下午", NOONS_CHINESE),
];
const NOONS_CHINESE: [&str; 2] = ["上午", "下午"];
/// How the program calls a number without a format, in its two languages.
const GENERAL: [&str; 2] = ["GENERAL", "G/通用格式"];
const COLOURS: [&str; 8] = [
    "BLACK", "BLUE", "CYAN", "GREEN", "MAGENTA", "RED", "WHITE", "YELLOW",
];
/// Languages of the long signs (繁体): Taiwan, Hong Kong, Macao, all of them.
const LONG_SIGNS: [u32; 4] = [0x0404, 0x0C04, 0x1404, 0x7C04];
/// Places, behind the name of Chinese, of the short ones.
const SHORT_SIGNS: [&str; 5] = ["", "-cn", "-sg", "-hans", "-hans-cn"];
/// Formats that follow the system, whatever else they ask for: its long date, its time.
const OF_SYSTEM: [(&str, &str); 4] = [
    ("F800", "yyyy\"年\"m\"月\"d\"日\""),
    ("X-SYSDATE", "yyyy\"年\"m\"月\"d\"日\""),
    ("F400", "h:mm:ss"),
    ("X-SYSTIME", "h:mm:ss"),
];

/// A code that was understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Code {
    sections: Vec<Section>,
}

impl Code {
    pub(super) fn read(code: &str) -> Option<Code> {
        if code.chars().count() > SIGNS_MAX {
            return None;
        }
        let upper = code.to_uppercase();
        let of_system = |(mark, _): &&(&str, &str)| upper.starts_with(&format!("[$-{mark}]"));
        let code = OF_SYSTEM.iter().find(of_system).map_or(code, |(_, is)| is);
        let mut sections = Vec::new();
        let mut rest = Some(code);
        while let Some(from) = rest {
            let (section, after) = section(from)?;
            sections.push(section);
            rest = after;
        }
        let is_too_long = sections.len() > SECTIONS_MAX;
        let words = sections.iter().position(|section| section.is_of_words);
        match words {
            Some(0) if sections.len() == 1 => sections[0].parts = vec![Part::General],
            Some(last) if last + 1 == sections.len() => {
                sections.pop();
            }
            Some(_) => return None,
            None => {}
        }
        // Whether the second, of nothing, hides what is below nought depends on the program.
        let is_open = matches!(sections.as_slice(), [_, last] if last.parts.is_empty());
        (!is_too_long && !is_open).then_some(Code { sections })
    }

    /// The section for a number, and whether it is shown without its minus; `None` where that is not known.
    pub(super) fn section(&self, value: f64) -> Option<(&Section, bool)> {
        let sections = &self.sections;
        if sections.iter().any(|section| section.condition.is_some()) {
            // One without a condition takes what is left.
            let holds = |section: &&Section| match &section.condition {
                Some(condition) => condition.holds(value),
                None => true,
            };
            // Where the first has none, or a minus is to be shown, programs differ.
            let is_told = sections[0].condition.is_some() && value >= 0.0;
            let section = sections.iter().take(3).find(holds);
            return section.filter(|_| is_told).map(|one| (one, false));
        }
        let at = match (value < 0.0, value == 0.0, sections.len()) {
            (true, _, 2..) => 1,
            (_, true, 3..) => 2,
            _ => 0,
        };
        sections.get(at).map(|section| (section, at == 1))
    }
}

/// One section, and what follows it.
fn section(code: &str) -> Option<(Section, Option<&str>)> {
    let mut made = Section {
        parts: Vec::new(),
        tongue: Tongue::English,
        spoken: None,
        condition: None,
        is_of_words: false,
    };
    let mut rest = code;
    let mut after = None;
    while let Some(sign) = rest.chars().next() {
        let behind = &rest[sign.len_utf8()..];
        let general = GENERAL.iter().find(|name| starts(rest, name));
        let noon = NOONS.iter().find(|(name, _)| starts(rest, name));
        if let Some(name) = general {
            made.parts.push(Part::General);
            rest = &rest[name.len()..];
            continue;
        }
        if let Some((name, noons)) = noon {
            made.parts.push(Part::Noon(*noons));
            rest = &rest[name.len()..];
            continue;
        }
        rest = behind;
        match sign {
            ';' => {
                after = Some(behind);
                break;
            }
            '"' => {
                let (words, behind) = behind.split_once('"')?;
                made.parts.push(Part::Literal(words.to_owned()));
                rest = behind;
            }
            // The second is how programs in Chinese write the first; the third leaves room for a sign.
            '\\' | '!' | '_' => {
                // A space at the end may have been cut off.
                let one = behind.chars().next().unwrap_or(' ');
                let shown = if sign == '_' { ' ' } else { one };
                made.parts.push(Part::Literal(shown.to_string()));
                rest = behind.get(one.len_utf8()..).unwrap_or_default();
            }
            // Fills the cell: only room.
            '*' => {
                let one = behind.chars().next().unwrap_or(' ');
                rest = behind.get(one.len_utf8()..).unwrap_or_default();
            }
            '[' => {
                let (inside, behind) = behind.split_once(']')?;
                bracket(inside, &mut made)?;
                rest = behind;
            }
            '0' | '#' | '?' => made.parts.push(Part::Digit(sign)),
            '.' => made.parts.push(Part::Point),
            ',' => made.parts.push(Part::Comma),
            '%' => made.parts.push(Part::Percent),
            '@' => made.is_of_words = true,
            'E' | 'e' if behind.starts_with(['+', '-']) => {
                made.parts.push(Part::Power(behind.starts_with('+')));
                rest = &behind[1..];
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'a' | 'A' | 'e' | 'E' => {
                let letter = sign.to_ascii_lowercase();
                let more = rest.chars().take_while(|c| c.eq_ignore_ascii_case(&letter));
                let more = more.count();
                rest = &rest[more..];
                made.parts.push(Part::Date(letter, more + 1));
            }
            '/' if matches!(made.parts.last(), Some(Part::Digit(_))) => {
                let (fixed, behind) = fixed_lower(behind)?;
                made.parts.push(Part::Over(fixed));
                rest = behind;
            }
            // Between the parts of a date.
            '/' => made.parts.push(Part::Literal("/".to_owned())),
            _ if PLAIN.contains(sign) || !sign.is_ascii() => {
                made.parts.push(Part::Literal(sign.to_string()));
            }
            _ => return None,
        }
    }
    finish(&mut made)?;
    Some((made, after))
}

/// What stands below the line of a fraction where that is given, and what follows; `None` for one that no program writes.
fn fixed_lower(code: &str) -> Option<(Option<u32>, &str)> {
    const DIGITS_MAX: usize = 5;
    let digits = code.bytes().take_while(u8::is_ascii_digit).count();
    let (fixed, rest) = code.split_at(digits);
    if fixed.is_empty() || fixed.starts_with('0') {
        return Some((None, code));
    }
    let fixed = Some(fixed).filter(|fixed| fixed.len() <= DIGITS_MAX)?;
    Some((Some(fixed.parse().ok()?), rest))
}

/// Whether a code goes on so, in letters of either size.
fn starts(code: &str, with: &str) -> bool {
    code.get(..with.len())
        .is_some_and(|start| start.to_uppercase() == with)
}

/// A colour, a condition, a time since the count began, a currency or a language.
fn bracket(inside: &str, section: &mut Section) -> Option<()> {
    let upper = inside.to_uppercase();
    let colour = upper.strip_prefix("COLOR").unwrap_or("none").trim();
    let is_colour = COLOURS.contains(&upper.as_str()) || colour.parse::<u8>().is_ok();
    let letter = inside.chars().next()?.to_ascii_lowercase();
    if is_colour {
        return Some(());
    }
    if let Some(inside) = inside.strip_prefix('$') {
        let (sign, tongue) = inside.split_once('-').unwrap_or((inside, ""));
        if !sign.is_empty() {
            section.parts.push(Part::Literal(sign.to_owned()));
        }
        return of_language(tongue).map(|tongue| section.tongue = tongue);
    }
    if let Some(number) = upper.strip_prefix("DBNUM") {
        section.spoken = Some(Spoken::numbered(number)?);
        return Some(());
    }
    if "hms".contains(letter) && upper.chars().all(|c| c.eq_ignore_ascii_case(&letter)) {
        section.parts.push(Part::Elapsed(letter, inside.len()));
        return Some(());
    }
    let signs = inside.chars().take_while(|c| "<>=".contains(*c)).count();
    let (sign, limit) = inside.split_at(signs);
    if !["<", "<=", ">", ">=", "=", "<>"].contains(&sign) {
        return None;
    }
    let limit = limit.trim().parse().ok()?;
    let sign = sign.to_owned();
    section.condition = Some(Condition { sign, limit });
    Some(())
}

/// Of the language's number or name; another calendar or other digits are not known.
fn of_language(written: &str) -> Option<Tongue> {
    if written.is_empty() {
        return Some(Tongue::English);
    }
    let (language, rest) = match u32::from_str_radix(written, 16) {
        // What is written in the long signs has other digits and other names.
        Ok(number) if LONG_SIGNS.contains(&(number & 0xFFFF)) => (0, number >> 16),
        Ok(number) => (number & 0x3FF, number >> 16),
        Err(_) => match written.get(..2)?.to_ascii_lowercase().as_str() {
            "zh" if written
                .get(2..)
                .is_some_and(|at| !SHORT_SIGNS.contains(&at.to_ascii_lowercase().as_str())) =>
            {
                (0, 0)
            }
            "zh" => (0x04, 0),
            "en" => (0x09, 0),
            _ => (0, 0),
        },
    };
    // The calendar and the digits of the West.
    if ![0, 0x001, 0x100, 0x101].contains(&rest) {
        return None;
    }
    Some(match language {
        0x04 => Tongue::Chinese,
        0x09 => Tongue::English,
        _ => Tongue::Other,
    })
}

/// Tells months from minutes, and the parts of a second from those of a number; `None` where parts stand together that cannot.
fn finish(section: &mut Section) -> Option<()> {
    let has_noon = |part: &Part| matches!(part, Part::Noon(_));
    if section.tongue != Tongue::English && section.parts.iter().any(has_noon) {
        for part in &mut section.parts {
            if let Part::Noon(noons) = part {
                match section.tongue {
                    Tongue::Chinese => *noons = NOONS_CHINESE,
                    _ if *noons == NOONS_CHINESE => {}
                    _ => return None,
                }
            }
        }
    }
    if !section.is_date() {
        return finish_number(section);
    }
    let letter = |part: &Part| match part {
        Part::Date(letter, _) | Part::Elapsed(letter, _) => Some(*letter),
        _ => None,
    };
    let letters: Vec<char> = section.parts.iter().filter_map(letter).collect();
    let mut seen = 0_usize;
    let mut parts = Vec::new();
    for part in std::mem::take(&mut section.parts) {
        let before = seen.checked_sub(1).map(|at| letters[at]);
        seen += usize::from(letter(&part).is_some());
        let next = letters.get(seen);
        let part = match part {
            Part::Date('m', many @ (1 | 2)) if before == Some('h') || next == Some(&'s') => {
                Part::Date('m', many)
            }
            Part::Date('m', many) => Part::Date('M', many),
            // A year of the era that is reckoned in.
            Part::Date('e', _) => Part::Date('y', 4),
            // Only noughts behind the seconds are digits of a time.
            Part::Digit('0') => match parts.pop()? {
                Part::Point if before == Some('s') => Part::Fraction(1),
                Part::Fraction(many) => Part::Fraction(many + 1),
                _ => return None,
            },
            Part::Comma => Part::Literal(",".to_owned()),
            Part::Date('a', 1 | 2 | 5..) | Part::Date('h' | 's', 3..) => return None,
            Part::Date(..) | Part::Elapsed(..) | Part::Noon(_) | Part::Literal(_) | Part::Point => {
                part
            }
            _ => return None,
        };
        parts.push(part);
    }
    let many = parts.iter().filter_map(|part| match part {
        Part::Fraction(many) => u32::try_from(*many).ok(),
        _ => None,
    });
    if many.max().unwrap_or(0) > SECOND_PLACES_MAX {
        return None;
    }
    for part in &mut parts {
        if *part == Part::Point {
            *part = Part::Literal(".".to_owned());
        }
    }
    section.parts = parts;
    Some(())
}

/// Whether a number with such digits is written the same by every program in these places.
fn can_say(spoken: Spoken, parts: &[Part]) -> bool {
    parts.iter().all(|part| match part {
        Part::Digit(_) | Part::Literal(_) | Part::General => true,
        Part::Point | Part::Comma | Part::Percent => spoken != Spoken::Wide,
        _ => false,
    })
}

fn finish_number(section: &Section) -> Option<()> {
    if let Some(spoken) = section.spoken
        && (section.tongue == Tongue::Other || !can_say(spoken, &section.parts))
    {
        return None;
    }
    if section
        .parts
        .iter()
        .any(|part| matches!(part, Part::Over(_)))
    {
        return fraction::is_known(&section.parts).then_some(());
    }
    let count = |wanted: fn(&Part) -> bool| section.parts.iter().filter(|p| wanted(p)).count();
    let digits = count(|part| matches!(part, Part::Digit(_)));
    let generals = count(|part| *part == Part::General);
    let others = count(|part| {
        matches!(
            part,
            Part::Point | Part::Comma | Part::Power(_) | Part::Percent
        )
    });
    let is_fraction =
        digits > 0 && count(|part| matches!(part, Part::Literal(is) if is == "/")) > 0;
    let is_whole = match generals {
        0 => digits > 0 || others == 0,
        1 => digits + others == 0,
        _ => false,
    };
    (is_whole && !is_fraction).then_some(())
}
