//! What may be said of a panel: which output it hangs on, how its touch is put right. Pure, like all rules.

use super::Checked;

/// Longest name of an output; the kernel's have at most 15.
const OUTPUT_CHARS_MAX: usize = 32;
/// Largest number in a matrix on places from 0 to 1.
const MATRIX_NUMBER_MAX: f64 = 10.0;

/// An output as the kernel names it below /sys/class/drm, without the card: `HDMI-A-1`.
pub(crate) fn output(text: &str) -> Checked<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if (1..=OUTPUT_CHARS_MAX).contains(&text.len()) && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("is no output; allowed is a name such as HDMI-A-1, DSI-1 or eDP-1".into())
    }
}

/// Six numbers that can be undone: `1 0 0 0 1 0` leaves everything as it is.
pub(crate) fn matrix(text: &str) -> Checked<[f64; 6]> {
    let allowed = "allowed are six numbers such as \"1 0 0 0 1 0\"";
    let numbers: Option<Vec<f64>> = text
        .split_ascii_whitespace()
        .map(|word| {
            word.parse()
                .ok()
                .filter(|n: &f64| n.abs() <= MATRIX_NUMBER_MAX)
        })
        .collect();
    let matrix: [f64; 6] = numbers
        .and_then(|numbers| numbers.try_into().ok())
        .ok_or_else(|| format!("is no matrix; {allowed}"))?;
    let [a, b, _, d, e, _] = matrix;
    if (a * e - b * d).abs() < f64::EPSILON {
        return Err(format!("puts every finger on one line; {allowed}"));
    }
    Ok(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_leads_nowhere_else() {
        for good in ["HDMI-A-1", "DSI-1", "Virtual-1"] {
            assert_eq!(output(good).as_deref(), Ok(good));
        }
        for bad in ["", "a b", "HDMI\nX=1", "../card0", "屏"] {
            assert!(output(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_matrix_has_six_numbers_and_can_be_undone() {
        assert_eq!(matrix("1 0 0 0 1 0"), Ok([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]));
        assert_eq!(
            matrix(" 0  1 0 -1 0 1.5"),
            Ok([0.0, 1.0, 0.0, -1.0, 0.0, 1.5])
        );
        for bad in [
            "",
            "1 0 0 0 1",
            "1 0 0 0 1 0 0",
            "1 0 0 0 x 0",
            "NaN 0 0 0 1 0",
            "1e9 0 0 0 1 0",
            "1 0 0 1 0 0",
            "0 0 0 0 0 0",
        ] {
            assert!(matrix(bad).is_err(), "{bad:?}");
        }
    }
}
