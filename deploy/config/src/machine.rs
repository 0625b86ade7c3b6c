//! What a terminal.toml asks of the machine itself: the wall around it, which way up its screen is, where a finger is taken to
//! be. Turns checked settings into the texts that nft, udev and systemd read. Runs nothing and writes nothing.

mod wall;

pub use wall::{KIOSK_UID, PAGE_UID, SYNC_UID};

use crate::Config;
use crate::settings::Rotation;

impl Config {
    /// Rules for `nft -f`: nothing comes in but the office to its page where there is one, and each program reaches what its settings name.
    pub fn wall(&self) -> String {
        wall::rules(self)
    }

    /// Variables of the kiosk's unit: which output it draws to, and which way up.
    pub fn screen_variables(&self) -> String {
        let mut lines = format!("SLINT_KMS_ROTATION={}\n", self.kiosk.rotation.degrees());
        if let Some(output) = &self.kiosk.output {
            lines.push_str(&format!("SLINT_DRM_OUTPUT={output}\n"));
        }
        lines
    }

    /// The property from which libinput knows where on the screen a finger is; udev imports it for touch screens.
    pub fn touch_variables(&self) -> String {
        let turned = product(self.kiosk.rotation.touch(), self.kiosk.touch_matrix);
        let numbers = turned.map(|number| format!("{number:.6}")).join(" ");
        format!("LIBINPUT_CALIBRATION_MATRIX={numbers}\n")
    }
}

/// The upper two rows of a 3x3 matrix on places from 0 to 1, as libinput takes them.
pub type Matrix = [f64; 6];

impl Rotation {
    /// From a place on the panel to the place in a picture that was drawn on it turned.
    fn touch(self) -> Matrix {
        match self {
            Rotation::None => [1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
            Rotation::Quarter => [0.0, 1.0, 0.0, -1.0, 0.0, 1.0],
            Rotation::Half => [-1.0, 0.0, 1.0, 0.0, -1.0, 1.0],
            Rotation::ThreeQuarters => [0.0, -1.0, 1.0, 1.0, 0.0, 0.0],
        }
    }
}

/// First `second`, then `first`.
fn product(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = second;
    [
        a * g + b * j,
        a * h + b * k,
        a * i + b * l + c,
        d * g + e * j,
        d * h + e * k,
        d * i + e * l + f,
    ]
    // No minus before a zero.
    .map(|number| number + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(matrix: Matrix, (x, y): (f64, f64)) -> (f64, f64) {
        let [a, b, c, d, e, f] = matrix;
        (a * x + b * y + c, d * x + e * y + f)
    }

    /// Where on the panel the renderer puts a point of the picture that it turns clockwise.
    fn drawn(rotation: Rotation, (u, v): (f64, f64)) -> (f64, f64) {
        match rotation {
            Rotation::None => (u, v),
            Rotation::Quarter => (1.0 - v, u),
            Rotation::Half => (1.0 - u, 1.0 - v),
            Rotation::ThreeQuarters => (v, 1.0 - u),
        }
    }

    #[test]
    fn a_finger_is_taken_to_be_where_its_button_was_drawn() {
        for rotation in Rotation::ALL {
            for button in [(0.0, 0.0), (0.25, 0.75), (1.0, 0.5)] {
                let finger = drawn(rotation, button);
                assert_eq!(at(rotation.touch(), finger), button, "{rotation:?}");
            }
        }
    }

    #[test]
    fn a_panel_of_its_own_calibration_is_put_right_before_it_is_turned() {
        let mirrored = [-1.0, 0.0, 1.0, 0.0, 1.0, 0.0];
        let both = product(Rotation::Quarter.touch(), mirrored);
        let finger = (0.2, 0.9);
        let seen = at(Rotation::Quarter.touch(), at(mirrored, finger));
        let (x, y) = at(both, finger);
        assert!((x - seen.0).abs() < 1e-9 && (y - seen.1).abs() < 1e-9);
    }

    #[test]
    fn variables_say_what_the_settings_say() {
        let text = Config::example()
            .replace("# rotation_deg = 0", "rotation_deg = 270")
            .replace("# output = \"HDMI-A-1\"", "output = \"HDMI-A-2\"");
        let config = Config::parse(&text, std::path::Path::new("/")).unwrap();
        assert_eq!(
            config.screen_variables(),
            "SLINT_KMS_ROTATION=270\nSLINT_DRM_OUTPUT=HDMI-A-2\n"
        );
        assert_eq!(
            config.touch_variables(),
            "LIBINPUT_CALIBRATION_MATRIX=0.000000 -1.000000 1.000000 1.000000 0.000000 0.000000\n"
        );
    }
}
