#!/usr/bin/env bash
# P7, P8, P11, P19, P20 and P25: the kiosk beside Chromium, its keyboard and its characters, on a mirror of DOCUMENTS (default 100000) made from the real laws.
# DATA: the real data set. SEEDS: a mirror of the laws if there is one; MIRROR: the large one if there is one.
set -euo pipefail
cd "$(dirname "$0")/../../.."
target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
work="$target/bench-kiosk"
cargo="${CARGO:-cargo}"
mkdir -p "$work"

"$cargo" build --locked --release -p kiosk --bins --examples
if [ -z "${MIRROR:-}" ]; then
  "$cargo" build --locked --release --manifest-path tests/benchmarks/search/Cargo.toml --target-dir "$target"
  if [ -z "${SEEDS:-}" ]; then
    "$cargo" build --locked --release -p publisher -p sync-agent --bins
    BIN="$target/release" DATA="${DATA:?set DATA to the folder of the real data set}" tests/benchmarks/seeds.sh "$work"
    SEEDS="$work/seeds"
  fi
  MIRROR="$work/mirror"
  rm -rf "$MIRROR"
  "$target/release/search-bench" fill --seeds "$SEEDS" --to "$MIRROR" --documents "${DOCUMENTS:-100000}" > /dev/null 2>&1
fi
xvfb-run -a -s "-screen 0 1080x1920x24" python3 tests/benchmarks/kiosk/measure.py --bin "$target/release" --mirror "$MIRROR"
"$target/release/examples/typing" "$MIRROR"
# Each that fails is named in that file; that some do is a figure, no fault of the run.
"$target/release/kiosk" self-test characters | tee "$work/characters.txt" | grep -v '^  ' || [ "${PIPESTATUS[0]}" = 1 ]
