//! The bell: a tone through the loudspeaker, by a child process. Waits for nobody; a terminal without sound only tells so in the log.

use std::io::Write;
use std::process::{Command, Stdio};

/// Samples a second, 16 bit, one channel.
const RATE_HZ: u32 = 22_050;
/// Two strokes, each so long.
const STROKE_S: f32 = 0.6;
/// Pitch of each.
const STROKES_HZ: [f32; 2] = [880.0, 660.0];
/// How loud, of 1.
const LOUD: f32 = 0.6;

/// What plays it.
#[derive(Debug, Clone)]
pub struct Bell {
    player: String,
    device: String,
    sounds: bool,
}

impl Bell {
    /// From a checked configuration.
    pub fn of(config: &config::Config) -> Bell {
        Bell {
            player: config.speech.player.clone(),
            device: config.speech.device.clone(),
            sounds: config.services.bell == config::Bell::Sound,
        }
    }

    /// Sounds, beside everything else.
    pub fn ring(&self) {
        if !self.sounds {
            return;
        }
        let bell = self.clone();
        let thread = std::thread::Builder::new().name("bell".into());
        let spawned = thread.spawn(move || {
            if let Err(error) = bell.play() {
                console::tell!("kiosk: ring with {}: {error}", bell.player);
            }
        });
        if let Err(error) = spawned {
            console::tell!("kiosk: ring: {error}");
        }
    }

    /// The player takes aplay's options and raw samples on its standard input.
    fn play(&self) -> std::io::Result<()> {
        let rate = RATE_HZ.to_string();
        let mut child = Command::new(&self.player)
            .args(["-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", &rate])
            .args(["-D", &self.device])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut input = child.stdin.take().expect("was asked for");
        let played = input.write_all(&samples());
        drop(input);
        child.wait()?;
        played
    }
}

/// The tones, each dying away.
fn samples() -> Vec<u8> {
    let each = (RATE_HZ as f32 * STROKE_S) as u32;
    let mut bytes = Vec::with_capacity(each as usize * 2 * STROKES_HZ.len());
    for pitch in STROKES_HZ {
        for n in 0..each {
            let at = n as f32 / RATE_HZ as f32;
            let fading = 1.0 - n as f32 / each as f32;
            let wave = (at * pitch * std::f32::consts::TAU).sin() * LOUD * fading;
            bytes.extend(((wave * f32::from(i16::MAX)) as i16).to_le_bytes());
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bell_sounds_once_and_dies_away_without_a_click() {
        let samples = samples();
        let wave: Vec<i16> = samples
            .chunks(2)
            .map(|two| i16::from_le_bytes([two[0], two[1]]))
            .collect();
        let loudest = wave.iter().map(|sample| sample.unsigned_abs()).max();
        assert!(loudest.is_some_and(|loud| (10_000..25_000).contains(&loud)));
        assert!(wave.last().is_some_and(|last| last.unsigned_abs() < 200));
    }
}
