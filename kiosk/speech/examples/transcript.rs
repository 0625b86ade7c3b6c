//! Transcribes standard input line by line: `text TAB pinyin`, clauses parted by their marks; with `--speed` says how fast that was.
//! For comparing readings on large texts; `kiosk say` is the command.

use std::io::{BufRead, Write};
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let speed = std::env::args().any(|a| a == "--speed");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut chars, mut clauses) = (0, 0);
    let start = Instant::now();
    for line in std::io::stdin().lock().lines() {
        let line = line?.replace("\\n", "\n");
        chars += line.chars().count();
        let said = speech::clauses(&line);
        clauses += said.len();
        if speed {
            continue;
        }
        let text: String = said
            .iter()
            .map(|c| format!("{}{}", c.text(), c.pause.mark()))
            .collect();
        let pinyin: Vec<String> = said.iter().map(speech::Clause::pinyin).collect();
        writeln!(out, "{text}\t{}", pinyin.join(" | "))?;
    }
    if speed {
        let ms = start.elapsed().as_millis();
        writeln!(out, "{chars} characters, {clauses} clauses, {ms} ms")?;
    }
    Ok(())
}
