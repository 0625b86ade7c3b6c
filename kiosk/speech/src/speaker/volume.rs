//! How loud: seven steps of 3 dB below what the voice makes (EN 301 549, 8.2.1, asks for 18 dB). Makes nothing louder than it came.

/// One of seven steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume(u8);

/// Steps: 18 dB lie between the first and the last.
const STEPS: u8 = 7;
/// Between two steps, decibels.
const STEP_DB: f64 = 3.0;

impl Volume {
    /// A step from 1, softest, to 7; another number is the nearest of them.
    #[must_use]
    pub fn step(step: u8) -> Self {
        Self(step.clamp(1, STEPS))
    }

    /// Samples as loud as this step.
    pub(super) fn of(self, samples: &[i16]) -> Vec<i16> {
        let gain = 10_f64.powf(-STEP_DB * f64::from(STEPS - self.0) / 20.0);
        let louder = |sample: &i16| (f64::from(*sample) * gain).round() as i16;
        samples.iter().map(louder).collect()
    }
}

impl Default for Volume {
    fn default() -> Self {
        Self(STEPS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_three_decibels_and_the_loudest_changes_nothing() {
        let loud = [i16::MIN, -1_000, 0, 1_000, i16::MAX];
        assert_eq!(Volume::default().of(&loud), loud);
        assert_eq!(Volume::step(200), Volume::default());
        let at = |step| f64::from(Volume::step(step).of(&[20_000])[0]);
        for step in 1..STEPS {
            let db = 20.0 * (at(step + 1) / at(step)).log10();
            assert!((db - STEP_DB).abs() < 0.02, "{step}: {db}");
        }
        let range = 20.0 * (at(STEPS) / at(0)).log10();
        assert!(range >= 17.99, "{range} dB");
    }
}
