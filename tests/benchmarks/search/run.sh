#!/usr/bin/env bash
# Measures search against tantivy, Xapian and BM25 over words in one run and prints the table of ../search.md as it is now.
# DATA: the real data set. DOCUMENTS (default 100000): size of the corpus; tantivy gets the same. XAPIAN (default 5000): documents
# for Xapian, which is asked beside a mirror of the same size. BIN: where the release programs lie, if they are built already. WORK: where mirrors and indexes go (default below target/).
# Debian's own python3 runs Xapian: another one does not see its modules.
set -euo pipefail
cd "$(dirname "$0")/../../.."
root="$PWD"
documents="${DOCUMENTS:-100000}"
xapian="${XAPIAN:-5000}"
target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
work="${WORK:-$target/bench-search}"
data="$(realpath "${DATA:?set DATA to the folder of the real data set}")"
cargo="${CARGO:-cargo}"

/usr/bin/python3 -c 'import xapian' 2>/dev/null || { echo "python3-xapian is missing: run this through make bench-search" >&2; exit 1; }
rm -rf "$work"
mkdir -p "$work"

# The seeds: the laws, as the real programs publish and mirror them.
bin="${BIN:-$target/release}"
if [ -z "${BIN:-}" ]; then
  "$cargo" build --locked --release -p publisher -p sync-agent --bins
  "$cargo" build --locked --release --features peers --manifest-path tests/benchmarks/search/Cargo.toml --target-dir "$target"
fi
DATA="$data" BIN="$bin" tests/benchmarks/seeds.sh "$work"

echo "== questions beside BM25" >&2
for set in questions relevance; do
  "$bin/search-bench" relevance --mirror "$work/seeds" --set "tests/tests/real_input/$set.tsv" > "$work/$set.json"
done
bench() { "$bin/search-bench" "$@"; }
for size in $(printf '%s\n' 1000 10000 "$documents" | sort -nu); do
  [ "$size" -le "$documents" ] || continue
  echo "== mirror of $size" >&2
  bench fill --seeds "$work/seeds" --to "$work/mirror-$size" --documents "$size" > "$work/fill-$size.json" 2> /dev/null
  bench ask --mirror "$work/mirror-$size" > "$work/ask-$size.json"
done
echo "== 500 words against a plain scan" >&2
bench exact --mirror "$work/mirror-$([ "$documents" -lt 10000 ] && echo "$documents" || echo 10000)" > "$work/exact.json"
echo "== tantivy of $documents" >&2
bench tantivy-fill --seeds "$work/seeds" --to "$work/tantivy" --documents "$documents" > "$work/tantivy-fill.json"
bench tantivy-ask --index "$work/tantivy" > "$work/tantivy-ask.json"
echo "== Xapian and a mirror of $xapian" >&2
bench queries > "$work/queries.txt"
bench print --seeds "$work/seeds" --documents "$xapian" \
  | /usr/bin/python3 tests/benchmarks/search/xapian_peer.py "$work/xapian" "$work/queries.txt" > "$work/xapian.json"
du --bytes --summarize "$work/xapian" | cut -f1 > "$work/xapian.bytes"
bench fill --seeds "$work/seeds" --to "$work/mirror-x" --documents "$xapian" > "$work/fill-x.json" 2> /dev/null
bench ask --mirror "$work/mirror-x" > "$work/ask-x.json"
echo "== a segment of 1,000 on the mirror of $documents, and a takedown" >&2
bench segment --seeds "$work/seeds" --mirror "$work/mirror-$documents" > "$work/segment.json"
bench takedown --mirror "$work/mirror-$documents" > "$work/takedown.json"
/usr/bin/python3 "$root/tests/benchmarks/search/table.py" "$work" "$documents" "$xapian"
