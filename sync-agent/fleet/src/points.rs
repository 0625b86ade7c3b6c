//! What the office knows of its terminals: house, place, key. Owns reading the two files; every bad line is told, not only the first.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use batch::is_terminal;
use console::Lines;

/// Bytes of such a file.
const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Terminals that one page is made for.
pub const TERMINALS_MAX: usize = 20_000;
/// Characters of a house's name.
const NAME_CHARS_MAX: usize = 64;
/// Faults that one message lists.
const FAULTS_MAX: usize = 10;

/// One terminal as the office knows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Point {
    /// Name of the house; may be empty.
    pub house: String,
    /// Longitude and latitude in degrees, where they are known.
    pub place: Option<(f64, f64)>,
    /// Its public key, hex.
    pub key: Option<String>,
}

/// All of them, by terminal.
pub type Points = BTreeMap<String, Point>;

/// Reads a CSV file with the columns `terminal`, `house`, `lon`, `lat`, `key`, in any order; only the first must be there.
pub fn read_points(path: &Path) -> anyhow::Result<Points> {
    let text = small_file(path)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let heads = reader
        .headers()
        .with_context(|| format!("read {}", path.display()))?
        .clone();
    let column = |name: &str| heads.iter().position(|head| head == name);
    let known = ["terminal", "house", "lon", "lat", "key"];
    if let Some(other) = heads.iter().find(|head| !known.contains(head)) {
        bail!(
            "read {}: column {other:?} is none of {}",
            path.display(),
            known.join(", ")
        );
    }
    let terminal = column("terminal")
        .with_context(|| format!("read {}: it has no column terminal", path.display()))?;
    let mut points = Points::new();
    let mut faults = Vec::new();
    let mut lines = Lines::of(text);
    for record in reader.records() {
        let begin = match &record {
            Ok(record) => record.position(),
            Err(error) => error.position(),
        };
        let line = lines.line(begin.map_or(0, csv::Position::byte));
        let read = record.map_err(anyhow::Error::from).and_then(|record| {
            let cell = |name: &str| column(name).and_then(|at| record.get(at)).unwrap_or("");
            let name = record.get(terminal).unwrap_or("");
            let point = point(cell("house"), cell("lon"), cell("lat"), cell("key"))?;
            add(&mut points, name, point)
        });
        if let Err(error) = read {
            faults.push(format!("line {line}: {error:#}"));
        }
    }
    refuse(path, faults)?;
    Ok(points)
}

fn point(house: &str, lon: &str, lat: &str, key: &str) -> anyhow::Result<Point> {
    ensure!(
        house.chars().count() <= NAME_CHARS_MAX && !house.chars().any(char::is_control),
        "the house's name is longer than {NAME_CHARS_MAX} characters or holds control characters"
    );
    let degrees = |text: &str, max: f64| -> anyhow::Result<f64> {
        let value: f64 = text.parse().with_context(|| format!("read {text:?}"))?;
        ensure!(value.abs() <= max, "{value} is not within {max} degrees");
        Ok(value)
    };
    let place = match (lon, lat) {
        ("", "") => None,
        _ => Some((degrees(lon, 180.0)?, degrees(lat, 90.0)?)),
    };
    let key = match key {
        "" => None,
        key => Some(hex_key(key)?),
    };
    Ok(Point {
        house: house.to_owned(),
        place,
        key,
    })
}

/// Reads lines of a terminal and its public key, `L01-1 0123…`; `#` begins a remark.
pub fn read_keys(path: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let text = small_file(path)?;
    let mut keys = Points::new();
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or("").trim();
        if line.is_empty() {
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let read = match words[..] {
            [name, key] => hex_key(key).and_then(|key| {
                add(
                    &mut keys,
                    name,
                    Point {
                        key: Some(key),
                        ..Point::default()
                    },
                )
            }),
            _ => Err(anyhow::anyhow!("it is not a terminal and its key")),
        };
        if let Err(error) = read {
            faults.push(format!("line {}: {error:#}", index + 1));
        }
    }
    refuse(path, faults)?;
    Ok(keys
        .into_iter()
        .filter_map(|(name, point)| Some((name, point.key?)))
        .collect())
}

fn add(points: &mut Points, name: &str, point: Point) -> anyhow::Result<()> {
    ensure!(is_terminal(name), "{name:?} is no terminal such as L01-1");
    ensure!(
        points.len() < TERMINALS_MAX,
        "more than {TERMINALS_MAX} terminals"
    );
    ensure!(
        points.insert(name.to_owned(), point).is_none(),
        "{name} stands twice"
    );
    Ok(())
}

fn hex_key(text: &str) -> anyhow::Result<String> {
    let key = text.to_ascii_lowercase();
    ensure!(
        key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "a key has 64 hex digits (upload.key of sync-agent status --json)"
    );
    Ok(key)
}

fn refuse(path: &Path, mut faults: Vec<String>) -> anyhow::Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let more = faults.len().saturating_sub(FAULTS_MAX);
    faults.truncate(FAULTS_MAX);
    if more > 0 {
        faults.push(format!("and {more} more"));
    }
    bail!("read {}:\n  {}", path.display(), faults.join("\n  "))
}

/// The text of a file that is not larger than it may be.
pub fn small_file(path: &Path) -> anyhow::Result<String> {
    use std::io::Read;
    let mut text = String::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(FILE_BYTES_MAX + 1).read_to_string(&mut text))
        .with_context(|| format!("read {}", path.display()))?;
    ensure!(
        text.len() as u64 <= FILE_BYTES_MAX,
        "read {}: more than {FILE_BYTES_MAX} bytes",
        path.display()
    );
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    #[test]
    fn points_are_read_as_a_spreadsheet_writes_them() {
        let key = "ab".repeat(32);
        let text = format!(
            "\u{feff}house,terminal,lat,lon,key\r\n示例市图书馆, L01-1 ,30.25,120.15,{}\r\n\"示例县, 档案馆\",L02-1,,,\r\n",
            key.to_uppercase()
        );
        let points = read_points(file(&text).path()).unwrap();
        assert_eq!(points["L01-1"].place, Some((120.15, 30.25)));
        assert_eq!(points["L01-1"].key.as_ref(), Some(&key));
        assert_eq!(points["L02-1"].house, "示例县, 档案馆");
        assert_eq!(points["L02-1"].place, None);
    }

    #[test]
    fn every_bad_line_is_told() {
        let text = "terminal,lon,lat,key\nL01,,,\nL01-1,200,1,\nL02-1,1,,\nL03-1,,,12\nL04-1,,,\nL04-1,,,\n";
        let said = format!("{:#}", read_points(file(text).path()).unwrap_err());
        for line in ["line 2", "line 3", "line 4", "line 5", "line 7"] {
            assert!(said.contains(line), "{line} in {said}");
        }
        assert!(!said.contains("line 6:"), "{said}");
        // As a spreadsheet ends lines, with an empty one between.
        let windows = "terminal,lon\r\nL01-1,1\r\n\r\nL02,1\r\n";
        let said = format!("{:#}", read_points(file(windows).path()).unwrap_err());
        assert!(said.contains("line 4: "), "{said}");
        let said = format!("{:#}", read_points(file("name\nx\n").path()).unwrap_err());
        assert!(said.contains("\"name\""), "{said}");
    }

    #[test]
    fn keys_are_lines_with_remarks() {
        let key = "0f".repeat(32);
        let good = format!("# of the office\nL01-1 {key}   # hall\n\n");
        assert_eq!(read_keys(file(&good).path()).unwrap()["L01-1"], key);
        for bad in [
            "L01-1",
            "L01-1 12",
            &format!("L01 {key}"),
            &format!("{good}L01-1 {key}"),
        ] {
            assert!(read_keys(file(bad).path()).is_err(), "{bad}");
        }
    }
}
