//! One form for each character that comes in several: wide digits and letters, dashes, brackets. One character stays one, so that places hold.

/// The form that the rules know.
pub(super) fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => narrow(c),
        '％' | '．' | '／' | '＋' | '＝' | '＜' | '＞' | '＠' | '＆' | '＃' | '＊' | '｜'
        | '＄' | '＿' | '＾' | '｀' => narrow(c),
        '﹪' => '%',
        '﹢' => '+',
        // Numbers below the line: CO₂ is CO2.
        '₀'..='₉' => {
            char::from_u32(c as u32 - '₀' as u32 + '0' as u32).expect("ten digits each")
        }
        'ₓ' => 'x',
        '˚' | 'º' => '°',
        '－' | '−' | '‐' | '‑' | '﹣' => '-',
        '–' | '‒' | '―' | '﹘' | '─' | '━' => '—',
        '～' | '〜' | '∼' => '~',
        '(' | '﹙' => '（',
        ')' | '﹚' => '）',
        '［' => '[',
        '］' => ']',
        ';' | '﹔' => '；',
        '!' | '﹗' => '！',
        '?' | '﹖' => '？',
        '﹕' | '∶' => '：',
        '﹐' => '，',
        '﹑' | '､' => '、',
        '｡' | '﹒' => '。',
        '¥' => '￥',
        '・' | '‧' | '•' | '∙' | '⋅' | '･' => '·',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => ' ',
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        _ => c,
    }
}

/// A wide form and the narrow one lie this far apart.
const WIDE_TO_NARROW: u32 = 0xFEE0;

fn narrow(c: char) -> char {
    char::from_u32(c as u32 - WIDE_TO_NARROW).expect("wide forms have narrow ones")
}
