//! Words that were looked for, where they stand in the lead of an article (第五条): beside those that stand in its words. Sets nothing.

use screens::Marked;
use session::screen::reader::Reader;
use slint::{Model, ModelRc, VecModel};

use super::typeset::Placed;
use crate::bridge::fonts::{Advances, Face};

/// Adds the places in leads to the lines that carry them.
pub fn add(placed: &mut [Placed], reader: &Reader, fonts: &dyn Advances) {
    let present = reader.marks.get(reader.mark as usize);
    for placed in placed.iter_mut().filter(|p| !p.line.label.is_empty()) {
        let line = &mut placed.line;
        let label: Vec<char> = line.label.chars().collect();
        let wide = |part: &[char]| -> f32 {
            let parts = part.iter().map(|c| fonts.advance(Face::SansBold, *c));
            parts.sum::<f32>() * line.size
        };
        let of_line = reader
            .marks
            .iter()
            .filter(|m| m.line as usize == placed.source);
        let leads: Vec<Marked> = of_line
            .filter_map(|mark| {
                let [from, to] = mark.label?;
                let before = label.get(..from as usize)?;
                let within = label.get(from as usize..(to as usize).min(label.len()))?;
                Some(Marked {
                    // Counted from where the words begin, which is behind the lead.
                    x: line.label_x - line.x + wide(before),
                    width: wide(within),
                    present: present == Some(mark),
                })
            })
            .collect();
        if !leads.is_empty() {
            let all: Vec<Marked> = leads.into_iter().chain(line.marks.iter()).collect();
            line.marks = ModelRc::new(VecModel::from(all));
        }
    }
}
