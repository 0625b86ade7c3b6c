//! Where in a law one is: the article of the place that was looked for, or else the first that begins on the screen. Moves nothing.

use screens::Standing;
use session::screen::reader::Station;

use super::Reading;

impl Reading {
    /// What the bar says of the screen that begins at `top`.
    pub fn standing(&self, top: f32, height: f32) -> Standing {
        let state = self.state.borrow();
        let shown = state.reader.as_ref().zip(state.sheet.shown(top, height));
        let Some((reader, (first, last))) = shown else {
            return Standing::default();
        };
        let stations = reader
            .law
            .as_ref()
            .map_or(&[][..], |law| law.stations.as_slice());
        let mark = reader.marks.get(reader.mark as usize);
        let present = mark.map(|mark| mark.line as usize);
        let present = present.filter(|line| (first..=last).contains(line));
        let begins = |station: &&Station| (first..=last).contains(&(station.line as usize));
        let station = match present {
            Some(line) => holding(stations, line),
            None => stations
                .iter()
                .find(begins)
                .or_else(|| holding(stations, first)),
        };
        let of = stations.last();
        let Some((station, of)) = station.zip(of) else {
            return Standing::default();
        };
        Standing {
            article: number(station.number),
            articles: number(of.number),
            within: station.within.join(" › ").into(),
            nearest: station.within.last().cloned().unwrap_or_default().into(),
        }
    }
}

/// The article that a line belongs to.
fn holding(stations: &[Station], line: usize) -> Option<&Station> {
    let next = stations.partition_point(|station| station.line as usize <= line);
    stations.get(next.checked_sub(1)?)
}

fn number(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_belongs_to_the_article_that_began_last() {
        let station = |line, number| Station {
            line,
            number,
            within: Vec::new(),
        };
        let stations = [station(2, 1), station(5, 2), station(9, 3)];
        let at = |line| holding(&stations, line).map(|station| station.number);
        assert_eq!(
            [0, 2, 4, 5, 99].map(at),
            [None, Some(1), Some(1), Some(2), Some(3)]
        );
        assert_eq!(holding(&[], 3), None);
    }
}
