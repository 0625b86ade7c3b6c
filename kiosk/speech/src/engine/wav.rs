//! WAV, as voices send it and as tests keep it: 16-bit mono PCM. Reads and writes nothing else.

use std::io::{Seek, SeekFrom, Write};

use super::voice::RATE;

/// Bytes of the header this module writes, and the least it reads.
const HEADER_BYTES: usize = 44;
/// A header with more than this before its samples is none.
const HEADER_BYTES_MAX: usize = 4096;

/// What a WAV header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Samples a second.
    pub rate: u32,
    /// Where the samples begin.
    pub samples_at: usize,
}

/// The header at the beginning of `bytes`: `Ok(None)` while more bytes are needed.
///
/// # Errors
/// In words, when this is no 16-bit mono WAV.
pub fn header(bytes: &[u8]) -> Result<Option<Header>, &'static str> {
    if bytes.len() < 12 {
        return Ok(None);
    }
    if &bytes[..4] != b"RIFF" || &bytes[8..12] != b"WAVE" {
        return Err("not a WAV");
    }
    let mut at = 12;
    let mut rate = None;
    loop {
        let Some(chunk) = bytes.get(at..at + 8) else {
            return if at > HEADER_BYTES_MAX {
                Err("WAV header without end")
            } else {
                Ok(None)
            };
        };
        let size = u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]);
        match &chunk[..4] {
            b"data" => {
                return match rate {
                    Some(rate) => Ok(Some(Header {
                        rate,
                        samples_at: at + 8,
                    })),
                    None => Err("WAV samples without a format"),
                };
            }
            b"fmt " => {
                let Some(format) = bytes.get(at + 8..at + 24) else {
                    return Ok(None);
                };
                let word = |i: usize| u16::from_le_bytes([format[i], format[i + 1]]);
                if (word(0), word(2), word(14)) != (1, 1, 16) {
                    return Err("WAV of another format than 16-bit mono");
                }
                rate = Some(u32::from_le_bytes([
                    format[4], format[5], format[6], format[7],
                ]));
            }
            _ => {}
        }
        let size = size as usize;
        if size > HEADER_BYTES_MAX {
            return Err("WAV header too long");
        }
        at += 8 + size;
    }
}

/// A WAV file that grows.
pub struct Wav<W: Write + Seek> {
    out: W,
    samples: u32,
}

impl<W: Write + Seek> Wav<W> {
    /// Writes a header that `finish` puts right.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(mut out: W) -> std::io::Result<Self> {
        out.write_all(&head(0))?;
        Ok(Self { out, samples: 0 })
    }

    /// Adds samples.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn samples(&mut self, samples: &[i16]) -> std::io::Result<()> {
        let bytes: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
        self.out.write_all(&bytes)?;
        self.samples = self
            .samples
            .saturating_add(u32::try_from(samples.len()).unwrap_or(u32::MAX));
        Ok(())
    }

    /// Puts the lengths into the header.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(mut self) -> std::io::Result<W> {
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&head(self.samples))?;
        self.out.seek(SeekFrom::End(0))?;
        self.out.flush()?;
        Ok(self.out)
    }
}

fn head(samples: u32) -> [u8; HEADER_BYTES] {
    const BYTES_PER_SAMPLE: u32 = 2;
    let data = samples.saturating_mul(BYTES_PER_SAMPLE);
    let mut head = [0; HEADER_BYTES];
    head[..4].copy_from_slice(b"RIFF");
    head[4..8].copy_from_slice(&data.saturating_add(36).to_le_bytes());
    head[8..16].copy_from_slice(b"WAVEfmt ");
    head[16..20].copy_from_slice(&16_u32.to_le_bytes());
    head[20..22].copy_from_slice(&1_u16.to_le_bytes());
    head[22..24].copy_from_slice(&1_u16.to_le_bytes());
    head[24..28].copy_from_slice(&RATE.to_le_bytes());
    head[28..32].copy_from_slice(&(RATE * BYTES_PER_SAMPLE).to_le_bytes());
    head[32..34].copy_from_slice(&2_u16.to_le_bytes());
    head[34..36].copy_from_slice(&16_u16.to_le_bytes());
    head[36..40].copy_from_slice(b"data");
    head[40..44].copy_from_slice(&data.to_le_bytes());
    head
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn what_is_written_is_read() {
        let mut wav = Wav::new(Cursor::new(Vec::new())).unwrap();
        wav.samples(&[1, -2, 3]).unwrap();
        let bytes = wav.finish().unwrap().into_inner();
        let read = header(&bytes).unwrap().unwrap();
        assert_eq!(read.rate, RATE);
        assert_eq!(&bytes[read.samples_at..], [1, 0, 0xFE, 0xFF, 3, 0]);
        for cut in 0..HEADER_BYTES {
            assert_eq!(header(&bytes[..cut]), Ok(None), "{cut} bytes are too few");
        }
    }

    #[test]
    fn other_bytes_are_refused() {
        assert!(header(b"espeak-ng: no such voice").is_err());
        let mut stereo = head(0);
        stereo[22] = 2;
        assert!(header(&stereo).is_err());
        let mut long = head(0);
        long[36..40].copy_from_slice(b"LIST");
        long[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(header(&long).is_err());
    }
}
