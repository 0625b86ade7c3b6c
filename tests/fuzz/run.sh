#!/usr/bin/env bash
# Builds the fuzz targets on the stable toolchain and runs each for RUNS executions; stops at the first finding.
# RUNS (default 1000000), TARGETS (default all) and SEED (default 1) come from the environment; with COMPARES=no what is compared is not
# watched, which is twice as fast and learns less. What is found lies under target/fuzz/findings, what was learnt under
# target/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")"
runs="${RUNS:-1000000}"
targets="${TARGETS:-$(sed -n '/^\[\[bin\]\]/{n;s/name = "\(.*\)"/\1/p}' Cargo.toml)}"
folder="$(realpath -m "${CARGO_TARGET_DIR:-../../target}")/fuzz"
host="$(rustc -vV | sed -n 's/^host: //p')"
# What cargo-fuzz would say to the compiler, less the sanitizer that only nightly has. A target is named so that build scripts are
# left alone.
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
if [ "${COMPARES:-yes}" != no ]; then RUSTFLAGS+=" -Cllvm-args=-sanitizer-coverage-trace-compares"; fi
bins=()
for target in $targets; do bins+=(--bin "$target"); done
"${CARGO:-cargo}" build --locked --release --target "$host" --target-dir "$folder" "${bins[@]}"
mkdir -p "$folder/findings"
for target in $targets; do
  corpus="$folder/corpus/$target"
  mkdir -p "$corpus"
  seeds=()
  if [ -d "seeds/$target" ]; then seeds=("seeds/$target"); fi
  length=4096
  if [ -f "seeds/$target.length" ]; then length="$(cat "seeds/$target.length")"; fi
  echo "== $target: $runs executions"
  log="$folder/$target.log"
  if ! "$folder/$host/release/$target" -runs="$runs" -seed="${SEED:-1}" -max_len="$length" -timeout=20 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$folder/findings/$target-" "$corpus" "${seeds[@]}" > "$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "$target: a finding, see $folder/findings" >&2
    exit 1
  fi
  sed -n 's/^stat::\(number_of_executed_units\|average_exec_per_sec\|peak_rss_mb\): */   \1 /p' "$log"
done
